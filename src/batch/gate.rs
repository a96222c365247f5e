//! What a run fails on: the severity of findings, their number, and whether they are new.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::output;
use crate::baseline::{Baseline, Entry};
use crate::cli::CheckArgs;
use crate::config::FailOn;
use crate::finding::Severity;
use crate::report::{self, Row};

/// Stale entries that are named; the rest is counted.
const NAMED: usize = 5;

/// Findings of a run, counted.
#[derive(Debug)]
pub struct Gate {
    fail_on: FailOn,
    max_findings: Option<usize>,
    n_findings: usize,
    has_failed: bool,
}

impl Gate {
    /// A gate that nothing has come to yet.
    pub fn new(fail_on: FailOn, max_findings: Option<usize>) -> Gate {
        Gate { fail_on, max_findings, n_findings: 0, has_failed: false }
    }

    /// Counts the findings that an article's report shows.
    pub fn count(&mut self, severities: &[Severity]) {
        self.n_findings += severities.len();
        self.has_failed |= severities.iter().any(|&severity| self.fail_on.fails(severity));
    }

    /// Whether the run fails: either condition is enough.
    pub fn fails(&self) -> bool {
        self.has_failed || self.max_findings.is_some_and(|max| self.n_findings > max)
    }
}

/// A baseline and what a run makes of it.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    baseline: Baseline,
    is_new: bool,
    writes: bool,
    accepts_new: bool,
}

/// What a run found, for the ledger.
#[derive(Debug, Default)]
pub struct Found {
    /// All findings, known or not.
    pub entries: Vec<Entry>,
    /// Articles that were checked.
    pub articles: BTreeSet<String>,
}

impl Ledger {
    /// Opens the baseline that the command line names, if it names one.
    ///
    /// # Errors
    /// A file that is not there and is not to be written, or that is no baseline.
    pub fn open(args: &CheckArgs) -> Result<Option<Ledger>> {
        let Some(path) = &args.baseline else { return Ok(None) };
        let is_new = !path.exists();
        if is_new && !args.write_baseline {
            bail!("there is no baseline {}; add --write-baseline to make it", path.display());
        }
        let baseline = if is_new { Baseline::default() } else { read(path)? };
        let accepts_new = is_new || args.accept_new;
        Ok(Some(Ledger { path: path.clone(), baseline, is_new, writes: args.write_baseline, accepts_new }))
    }

    /// Whether a finding is not to be shown: it is known, or about to be.
    pub fn hides(&self, article: &str, fingerprint: &str) -> bool {
        self.writes && self.accepts_new || self.baseline.knows(article, fingerprint)
    }

    /// Writes the baseline anew if asked to, and says what became of it; else says what of it is stale.
    ///
    /// # Errors
    /// A place that cannot be written to.
    pub fn close(self, found: Found, say: &impl Fn(&str)) -> Result<()> {
        let Found { entries, articles } = found;
        let found: Baseline = entries.into_iter().collect();
        let may_tell = |article: &str| articles.contains(article) || !Path::new(article).exists();
        let path = self.path.display();
        if !self.writes {
            let stale = self.baseline.stale(&found, may_tell);
            for entry in stale.iter().take(NAMED) {
                let Entry { article, check, text, .. } = entry;
                say(&format!("note: {path}: no longer found: {article}: {check} “{text}”"));
            }
            if stale.len() > NAMED {
                say(&format!("note: {path}: and {} more that are no longer found", stale.len() - NAMED));
            }
            if !stale.is_empty() {
                say("note: --write-baseline takes out what is no longer found");
            }
            return Ok(());
        }
        let renewal = self.baseline.renewed(&found, may_tell, self.accepts_new);
        let text = renewal.baseline.render();
        if self.is_new || renewal.baseline != self.baseline {
            output::replace(&self.path, text.as_bytes())?;
        }
        say(&format!(
            "{path}: {} known findings, {} added, {} taken out",
            renewal.baseline.len(),
            renewal.n_added,
            renewal.n_removed
        ));
        if renewal.n_refused > 0 {
            say(&format!("{path}: {} new findings were not added; --accept-new adds them", renewal.n_refused));
        }
        Ok(())
    }
}

/// A finding as a baseline lists it.
pub fn entry(article: &str, row: &Row<'_>) -> Entry {
    let words = if row.span.is_empty() { row.source_span } else { row.span };
    Entry {
        article: article.to_owned(),
        check: row.finding.check.to_owned(),
        text: report::one_line(words),
        fingerprint: row.fingerprint.clone(),
    }
}

fn read(path: &Path) -> Result<Baseline> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the baseline {}", path.display()))?;
    Baseline::parse(&text).with_context(|| format!("the baseline {}", path.display()))
}
