//! One article of a batch: read, checked, reported.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Result, bail};
use indicatif::ProgressBar;
use rayon::prelude::*;

use super::decisions::{Decisions, Silenced};
use super::gate::{self, Ledger};
use super::glossaries::load_glossary;
use super::jobs::{self, Job};
use super::languages::{in_stated_languages, language};
use super::notes::note;
use super::reports::Reports;
use crate::baseline::Entry;
use crate::checks::check::Settings;
use crate::finding::Severity;
use crate::pipeline::{self, Input};
use crate::rank::Policy;
use crate::read::{self, Problem};
use crate::report::{self, Reported};

/// What came of one article.
pub(super) struct Done {
    pub(super) parts: Vec<report::Part>,
    /// Of the findings that are shown.
    pub(super) severities: Vec<Severity>,
    /// Of all findings, where a baseline is kept.
    pub(super) entries: Vec<Entry>,
    pub(super) notes: Vec<String>,
    pub(super) silenced: Silenced,
}

/// What all articles of a run have in common.
pub(super) struct Run<'a> {
    pub(super) settings: &'a Settings,
    pub(super) policy: &'a Policy,
    pub(super) reports: &'a Reports,
    pub(super) ledger: Option<&'a Ledger>,
    pub(super) working_folder: &'a Path,
    pub(super) decisions: &'a Decisions,
}

impl Run<'_> {
    /// Checks articles on all threads of the pool that it is called in; after an interruption no more.
    pub(super) fn articles(&self, jobs: &[Job], interrupted: &AtomicBool, progress: &ProgressBar) -> Vec<Result<Done>> {
        let one = |job| {
            if interrupted.load(Ordering::Relaxed) {
                bail!("interrupted");
            }
            let done = self.article(job);
            progress.inc(1);
            done
        };
        jobs.par_iter().map(one).collect()
    }

    fn article(&self, job: &Job) -> Result<Done> {
        let (target, mut problems) = read::load(&job.target)?;
        let source = job.source.as_deref().map(read::load).transpose()?;
        let source = source.map(|(document, more)| {
            problems.extend(more.into_iter().map(|p| Problem { message: format!("source: {}", p.message), ..p }));
            document
        });
        let (from, to) = (language(job.from.as_deref())?, language(job.to.as_deref())?);
        let input = Input { source, target, from, to };
        plausible(job, &input)?;
        let extra;
        let settings = match &job.glossary {
            Some(path) => {
                let own = load_glossary(path, job.from.as_deref(), job.to.as_deref(), &|_: &str| {})?;
                extra = Settings {
                    glossaries: vec![own],
                    spellings: self.settings.spellings.clone(),
                    encode: self.settings.encode,
                    fidelity: self.settings.fidelity,
                };
                &extra
            }
            None => self.settings,
        };
        let mut checked = pipeline::check(input, settings, self.policy);
        let rejected = self.decisions.heed(&job.target, &mut checked, self.policy);
        let silenced = Silenced { rejected, ignored: checked.n_ignored };
        let path = job.path(self.working_folder);
        let rows = self.ledger.map(|_| report::rows(&checked)).unwrap_or_default();
        let entries: Vec<Entry> = rows.iter().map(|row| gate::entry(&path, row)).collect();
        let hides = |entry: &&Entry| self.ledger.is_some_and(|ledger| ledger.hides(&path, &entry.fingerprint));
        let known = entries.iter().filter(hides).map(|entry| entry.fingerprint.clone()).collect();
        drop(rows);
        let reported = Reported {
            name: job.name(),
            source_path: job.source.as_deref().map(|source| jobs::portable(source, self.working_folder)),
            link: self.reports.has_links.then(|| link(&self.working_folder.join(&job.target))),
            path,
            checked,
            problems,
            known,
        };
        let severities = reported.rows().iter().map(|row| row.finding.severity).collect();
        // Some reports carry their notes; the others have no room for them.
        let notes = if self.reports.format.has_notes() {
            Vec::new()
        } else {
            reported.problems.iter().chain(&reported.checked.notes).map(note).collect()
        };
        Ok(Done { parts: self.reports.parts(&reported), severities, entries, notes, silenced })
    }
}

/// Where a place's name leads on a terminal.
fn link(file: &Path) -> String {
    report::file_uri(&file.to_string_lossy().replace('\\', "/"))
}

/// Refuses what can only be a mix-up: the same text twice, or texts in other languages than stated.
fn plausible(job: &Job, input: &Input) -> Result<()> {
    let Some(source) = &input.source else { return Ok(()) };
    let name = job.name();
    if source.text().trim() == input.target.text().trim() {
        bail!("{name}: source and target are the same text; give the original with --source");
    }
    in_stated_languages(&name, source, &input.target, [input.from, input.to])
}
