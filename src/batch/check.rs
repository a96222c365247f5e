//! `mtlint check`: articles in, one report in input order out.

use std::path::Path;
use std::sync::atomic::Ordering;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::article::Run;
use super::decisions::{Decisions, Silenced};
use super::gate::{Found, Gate, Ledger};
use super::glossaries::load_glossary;
use super::interrupt::on_interrupt;
use super::languages::language;
use super::reports::Reports;
use super::{Outcome, changed, jobs};
use crate::checks::check::Settings;
use crate::cli::CheckArgs;
use crate::config::{Config, FailOn};

/// Articles in memory at once: enough to keep every processor busy, few enough that a batch takes
/// no more memory than its largest articles.
const CHUNK_PER_THREAD: usize = 8;

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
    let fail_on = args.fail_on.or(config.fail_on).unwrap_or(FailOn::Major);
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

fn progress_bar(n: usize) -> ProgressBar {
    let target = if n > 1 { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} articles, {eta} left").expect("a constant template");
    ProgressBar::with_draw_target(Some(n as u64), target).with_style(style)
}
