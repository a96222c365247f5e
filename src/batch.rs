//! Many articles: finding them, checking them on all processors, writing one report in input order.
//! One bad article never stops the rest. The only file that knows threads.

mod align;
mod amend;
mod changed;
mod decisions;
mod facts;
mod gate;
mod jobs;
mod output;
pub mod packs;
mod reports;
mod review;
mod stream;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use crate::article::Document;
use crate::baseline::Entry;
use crate::checks::check::Settings;
use crate::cli::CheckArgs;
use crate::config::{Config, known};
use crate::glossary::{self, Glossary};
use crate::language::Language;
use crate::pipeline::{self, Input, contradicts};
use crate::rank::Policy;
use crate::read::{self, Problem};
use crate::report::{self, Reported};
pub use align::align;
use decisions::{Decisions, Silenced};
pub use facts::facts;
use gate::{Found, Gate, Ledger};
use jobs::Job;
use reports::Reports;
pub use review::review;
pub use stream::stream;

/// Articles in memory at once: enough to keep every processor busy, few enough that a batch takes
/// no more memory than its largest articles.
const CHUNK_PER_THREAD: usize = 8;

/// What came of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing at or above the fail level.
    Clean,
    /// Findings at or above it.
    Findings,
    /// Some article could not be checked.
    BadInput,
    /// Stopped by the user.
    Interrupted,
}

impl Outcome {
    /// The exit status.
    #[must_use]
    pub fn status(self) -> u8 {
        match self {
            Outcome::Clean => 0,
            Outcome::Findings => 1,
            Outcome::BadInput => 2,
            // 128 + SIGINT, as shells report it.
            Outcome::Interrupted => 130,
        }
    }
}

/// Runs `mtlint check`.
///
/// # Errors
/// What concerns the run as a whole: targets, configuration, glossaries, output.
pub fn check(args: &CheckArgs, say: &(impl Fn(&str) + Sync)) -> Result<Outcome> {
    let config = match &args.config {
        Some(path) => Config::load(path)?,
        None => Config::find(args.targets.first().map_or(Path::new("."), |t| t.as_path()))?,
    };
    let from = args.from.clone().or_else(|| config.from.clone());
    let to = args.to.clone().or_else(|| config.to.clone());
    let mut jobs = jobs::find(args, from.as_deref(), to.as_deref())?;
    if let Some(revision) = &args.changed_since {
        jobs = changed::since(revision, jobs, say)?;
    }
    for job in &jobs {
        language(job.from.as_deref())?;
        language(job.to.as_deref())?;
    }
    let policy = config.policy(args.min_confidence);
    let fail_on = args.fail_on.or(config.fail_on).unwrap_or(crate::config::FailOn::Major);
    let glossaries = config.glossaries.iter().chain(&args.glossary);
    let settings = Settings {
        glossaries: glossaries.map(|p| load_glossary(p, from.as_deref(), to.as_deref(), say)).collect::<Result<_>>()?,
        spellings: config.spellings.clone(),
        encode: !args.no_encoder && config.encoder,
        fidelity: args.fidelity.or(config.fidelity).unwrap_or_default(),
    };
    let decisions = Decisions::heeded(args.review.as_deref(), &config)?;
    let ledger = Ledger::open(args)?;
    let mut gate = Gate::new(fail_on, args.max_findings);
    // Before the temporary file is there that an interrupted run must remove.
    let interrupted = on_interrupt(args);
    let mut reports = Reports::open(args)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0)).build()?;
    let progress = progress_bar(jobs.len());
    // Where there is no working folder, places stay as they were given.
    let working_folder = std::env::current_dir().unwrap_or_default();
    let (mut found, mut silenced, mut bad) = (Found::default(), Silenced::default(), false);

    let mut open = reports.begin()?;
    for chunk in jobs.chunks(pool.current_num_threads() * CHUNK_PER_THREAD) {
        if !open || interrupted.load(Ordering::Relaxed) {
            break;
        }
        let run = Run {
            settings: &settings,
            policy: &policy,
            decisions: &decisions,
            reports: &reports,
            ledger: ledger.as_ref(),
            working_folder: &working_folder,
        };
        let done = pool.install(|| run.articles(chunk, &interrupted, &progress));
        for (job, done) in chunk.iter().zip(done) {
            match done {
                _ if interrupted.load(Ordering::Relaxed) => {}
                Ok(done) => {
                    silenced.add(done.silenced);
                    gate.count(&done.severities);
                    found.entries.extend(done.entries);
                    found.articles.insert(job.path(&working_folder));
                    for note in &done.notes {
                        progress.suspend(|| say(&format!("{}: {note}", job.name())));
                    }
                    open &= reports.add(done.parts)?;
                }
                Err(error) => {
                    bad = true;
                    let reason = format!("{error:#}");
                    progress.suspend(|| say(&format!("error: {reason}")));
                    open &= reports.add(reports.refusals(&job.path(&working_folder), &reason))?;
                }
            }
        }
    }
    progress.finish_and_clear();
    if interrupted.load(Ordering::Relaxed) {
        say("interrupted: no report was written");
        return Ok(Outcome::Interrupted);
    }
    reports.finish()?;
    // A reader that went away leaves articles unchecked: nothing can be told of the baseline.
    if let Some(ledger) = ledger.filter(|_| open) {
        ledger.close(found, say)?;
    }
    silenced.told(&decisions).iter().for_each(|told| say(told));
    Ok(match (bad, gate.fails()) {
        (true, _) => Outcome::BadInput,
        (_, true) => Outcome::Findings,
        _ => Outcome::Clean,
    })
}

/// Checks that a language is supported.
fn language(code: Option<&str>) -> Result<Option<&'static Language>> {
    let Some(code) = code else { return Ok(None) };
    if let Some(language) = Language::get(code) {
        return Ok(Some(language));
    }
    let codes: Vec<&str> = Language::codes().collect();
    known(code, &codes, "language").map(|_| None).context("`mtlint languages` lists what is supported")
}

fn load_glossary(path: &Path, from: Option<&str>, to: Option<&str>, say: &impl Fn(&str)) -> Result<Glossary> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read the glossary {}", path.display()))?;
    if bytes.len() > glossary::read::MAX_BYTES {
        bail!("the glossary {} is larger than {} MB", path.display(), glossary::read::MAX_BYTES >> 20);
    }
    let (glossary, problems) =
        glossary::read::parse(&bytes, path, from, to).with_context(|| format!("glossary {}", path.display()))?;
    // A list with many faults has one cause; the first few show it.
    for problem in problems.iter().take(5) {
        let line = problem.line.map(|l| format!(":{l}")).unwrap_or_default();
        say(&format!("{}{line}: {}", path.display(), problem.message));
    }
    if problems.len() > 5 {
        say(&format!("{}: and {} more lines like these", path.display(), problems.len() - 5));
    }
    Ok(glossary)
}

/// What came of one article.
struct Done {
    parts: Vec<report::Part>,
    /// Of the findings that are shown.
    severities: Vec<crate::finding::Severity>,
    /// Of all findings, where a baseline is kept.
    entries: Vec<Entry>,
    notes: Vec<String>,
    silenced: Silenced,
}

struct Run<'a> {
    settings: &'a Settings,
    policy: &'a Policy,
    reports: &'a Reports,
    ledger: Option<&'a Ledger>,
    working_folder: &'a Path,
    decisions: &'a Decisions,
}

impl Run<'_> {
    /// Checks articles on all threads of the pool that it is called in; after an interruption no more.
    fn articles(&self, jobs: &[Job], interrupted: &AtomicBool, progress: &ProgressBar) -> Vec<Result<Done>> {
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

fn note(problem: &Problem) -> String {
    let line = problem.line.map(|l| format!("line {l}: ")).unwrap_or_default();
    format!("note: {line}{}", problem.message)
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

/// Refuses source and target swapped, and either in another language than stated.
fn in_stated_languages(
    name: &str,
    source: &Document,
    target: &Document,
    [from, to]: [Option<&'static Language>; 2],
) -> Result<()> {
    let source_is = from.and_then(|from| contradicts(source, from));
    let target_is = to.and_then(|to| contradicts(target, to));
    let code = |language: Option<&'static Language>| language.map(Language::code);
    if source_is.is_some() && code(source_is) == code(to) && code(target_is) == code(from) {
        bail!("{name}: source and target look swapped; exchange the two");
    }
    for (found, stated, side, flag) in [(source_is, from, "source", "--from"), (target_is, to, "target", "--to")] {
        if let (Some(found), Some(stated)) = (found, stated) {
            bail!(
                "{name}: the {side} is in {}, not in {}; say {flag} {} or leave {flag} out",
                found.rules.name,
                stated.rules.name,
                found.code()
            );
        }
    }
    Ok(())
}

/// A flag that Ctrl-C raises; the second Ctrl-C ends the process as usual.
fn on_interrupt(args: &CheckArgs) -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let presses = AtomicUsize::new(0);
    let raise = flag.clone();
    // Waiting on a terminal for input must stay interruptible.
    if !args.targets.iter().any(|t| t == Path::new("-")) {
        // Where no handler can be set, Ctrl-C just ends the process; the old report is whole anyway.
        let _ = ctrlc::set_handler(move || {
            raise.store(true, Ordering::Relaxed);
            if presses.fetch_add(1, Ordering::Relaxed) > 0 {
                std::process::exit(130);
            }
        });
    }
    flag
}

fn progress_bar(n: usize) -> ProgressBar {
    let target = if n > 1 { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} articles, {eta} left").expect("a constant template");
    ProgressBar::with_draw_target(Some(n as u64), target).with_style(style)
}
