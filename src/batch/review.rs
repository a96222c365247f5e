//! `mtlint review`: reports with decisions in, the record, changed articles and statistics out.

use std::path::Path;

use anyhow::{Context, Result, bail};
use jiff::ToSpan;
use jiff::civil::Date;

use super::Outcome;
use super::amend::{Amending, amend};
use super::decisions::{Decisions, replace};
use super::languages::language;
use super::output::Output;
use crate::cli::Colour;
use crate::cli::review::{ApplyArgs, Expiry, ReviewCommand, StatsArgs};
use crate::config::Config;
use crate::language::Language;
use crate::review::merge::{Cast, Terms, merge};
use crate::review::record::Entry;
use crate::review::reviewed::{self, Languages};
use crate::review::{Decision, stats, table, terms};

/// Runs `mtlint review`.
///
/// # Errors
/// What concerns the run as a whole: configuration, record, output.
pub fn review(command: &ReviewCommand, say: &impl Fn(&str)) -> Result<Outcome> {
    match command {
        ReviewCommand::Apply(args) => apply(args, say),
        ReviewCommand::Stats(args) => statistics(args, say),
    }
}

fn apply(args: &ApplyArgs, say: &impl Fn(&str)) -> Result<Outcome> {
    let read = Read::all(&args.reports, say);
    let config = match &args.config {
        Some(path) => Config::load(path)?,
        None => Config::find(read.casts.first().map_or(Path::new("."), |cast| Path::new(&cast.article)))?,
    };
    let mut decisions = Decisions::open(args.review.as_deref(), &config)?;
    let date = args.date.unwrap_or(decisions.today);
    let terms = Terms {
        reviewer: args.reviewer.clone().unwrap_or_else(reviewer),
        date,
        expires: args.expires.map(|expiry| last_day(expiry, date)).transpose()?,
        languages: languages([args.from.as_deref(), args.to.as_deref()], &config)?,
        replace: args.replace,
    };
    say(&read.told());
    let before = decisions.record.clone();
    let casts = named(read.casts, &decisions);
    let merged = merge(&mut decisions.record, casts, &terms);
    merged.problems.iter().for_each(|problem| say(problem));
    if decisions.record != before {
        decisions.save()?;
    }
    let (path, n) = (decisions.path.display(), decisions.record.len());
    say(&format!("{path}: {n} decisions, {} of them new, {} changed", merged.n_new, merged.n_changed));

    let accepted = merged.holding.iter().filter(|cast| cast.verdict.decision == Decision::Accept);
    let language = terms.languages[1].and_then(Language::get);
    let amending = Amending { decisions: &decisions, language, write: args.write };
    let amended = amend(&amending, &accepted.collect::<Vec<&Cast>>(), say)?;
    Ok(if read.is_bad || !merged.problems.is_empty() || amended.is_bad {
        Outcome::BadInput
    } else if args.write && amended.n_refused > 0 {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

fn statistics(args: &StatsArgs, say: &impl Fn(&str)) -> Result<Outcome> {
    let config = match &args.config {
        Some(path) => Config::load(path)?,
        None => Config::find(Path::new("."))?,
    };
    let mut decisions = Decisions::heeded(args.review.as_deref(), &config)?;
    let read = Read::all(&args.reports, say);
    let terms = Terms {
        reviewer: String::new(),
        date: decisions.today,
        expires: None,
        languages: languages([None, None], &config)?,
        replace: false,
    };
    let casts = named(read.casts, &decisions);
    let merged = merge(&mut decisions.record, casts, &terms);
    merged.problems.iter().for_each(|problem| say(problem));
    let entries: Vec<&Entry> = decisions.record.entries().collect();
    if entries.is_empty() {
        bail!("nothing is decided yet in {}; give a reviewed report", decisions.path.display());
    }
    let proposals = terms::frequent(&entries, args.min_count);
    let mut text = if args.calibrate {
        let goal = stats::Goal { precision: f64::from(args.precision), n_decisions: args.min_decisions };
        stats::thresholds(&entries, goal)
    } else {
        stats::tables(&entries) + &terms::told(&proposals)
    };
    if let Some(path) = &args.glossary_out {
        if path.exists() {
            bail!("{} is there already; give --glossary-out a new name", path.display());
        }
        let list = terms::glossary(&proposals);
        replace(path, list.as_bytes())?;
        say(&format!("{}: {} terms", path.display(), list.lines().count().saturating_sub(1)));
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Output::open(None, Colour::Never)?.write(text.as_bytes())?;
    Ok(if read.is_bad || !merged.problems.is_empty() { Outcome::BadInput } else { Outcome::Clean })
}

/// What was read from all reports of a run.
#[derive(Default)]
struct Read {
    casts: Vec<Cast>,
    n_undecided: usize,
    n_unusable: usize,
    is_bad: bool,
}

impl Read {
    /// One bad report, or one bad row, does not stop the rest.
    fn all(reports: &[std::path::PathBuf], say: &impl Fn(&str)) -> Read {
        let mut all = Read::default();
        for path in reports {
            let report = path.display().to_string();
            match read(path) {
                Ok(reviewed) => {
                    for problem in &reviewed.problems {
                        let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
                        say(&format!("{report}{line}: {}", problem.message));
                    }
                    all.n_undecided += reviewed.n_undecided;
                    all.n_unusable += reviewed.n_unusable;
                    let casts = reviewed.verdicts.into_iter().map(|verdict| Cast {
                        report: report.clone(),
                        article: verdict.article.clone(),
                        verdict,
                    });
                    all.casts.extend(casts);
                }
                Err(error) => {
                    all.is_bad = true;
                    say(&format!("error: {report}: {error:#}"));
                }
            }
        }
        all.is_bad |= all.n_unusable > 0;
        all
    }

    fn told(&self) -> String {
        let n = |wanted| self.casts.iter().filter(|cast| cast.verdict.decision == wanted).count();
        format!(
            "read: {} accepted, {} rejected, {} fixed, {} put off, {} undecided, {} that cannot be used",
            n(Decision::Accept),
            n(Decision::Reject),
            n(Decision::Fixed),
            n(Decision::Later),
            self.n_undecided,
            self.n_unusable
        )
    }
}

fn read(path: &Path) -> Result<reviewed::Reviewed> {
    let size = std::fs::metadata(path).context("it cannot be opened")?.len();
    if size > table::MAX_BYTES as u64 {
        bail!("it is larger than {} MB; split it", table::MAX_BYTES >> 20);
    }
    reviewed::read(&std::fs::read(path).context("it cannot be read")?)
}

/// Articles by the names that the record gives them.
fn named(casts: Vec<Cast>, decisions: &Decisions) -> Vec<Cast> {
    casts.into_iter().map(|cast| Cast { article: decisions.name(Path::new(&cast.article)), ..cast }).collect()
}

/// Languages that the command line or the configuration states.
fn languages(stated: [Option<&str>; 2], config: &Config) -> Result<Languages> {
    let of = |stated: Option<&str>, usual: &Option<String>| -> Result<Option<&'static str>> {
        Ok(language(stated.or(usual.as_deref()))?.map(Language::code))
    };
    Ok([of(stated[0], &config.from)?, of(stated[1], &config.to)?])
}

/// Who is logged in, unless the environment says who reviews.
fn reviewer() -> String {
    let named = ["MTLINT_REVIEWER", "USER", "USERNAME"].iter().filter_map(|name| std::env::var(name).ok());
    named.into_iter().find(|name| !name.trim().is_empty()).unwrap_or_default()
}

fn last_day(expiry: Expiry, from: Date) -> Result<Date> {
    match expiry {
        Expiry::On(date) => Ok(date),
        Expiry::In(days) => from.checked_add(days.days()).context("--expires lies too far ahead; give a nearer day"),
    }
}
