//! Many articles: finding them, checking them on all processors, writing one report in input order.
//! One bad article never stops the rest. The only file that knows threads.

mod align;
mod jobs;
mod output;
mod stream;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use crate::article::Document;
use crate::checks::check::Settings;
use crate::cli::CheckArgs;
use crate::config::{Config, known};
use crate::glossary::{self, Glossary};
use crate::language::Language;
use crate::pipeline::{self, Input, contradicts};
use crate::rank::Policy;
use crate::read::{self, Problem};
use crate::report::{self, Format, Report, Reported, Style};
pub use align::align;
use jobs::Job;
use output::Output;
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
    let jobs = jobs::find(args, from.as_deref(), to.as_deref())?;
    for job in &jobs {
        language(job.from.as_deref())?;
        language(job.to.as_deref())?;
    }
    let mut policy = config.policy();
    policy.min_confidence = args.min_confidence.unwrap_or(policy.min_confidence);
    let fail_on = args.fail_on.or(config.fail_on).unwrap_or(crate::config::FailOn::Major);
    let glossaries = config.glossaries.iter().chain(&args.glossary);
    let settings = Settings {
        glossaries: glossaries.map(|p| load_glossary(p, from.as_deref(), to.as_deref(), say)).collect::<Result<_>>()?,
        spellings: config.spellings.clone(),
        encode: !args.no_encoder && config.encoder,
        fidelity: args.fidelity.or(config.fidelity).unwrap_or_default(),
    };
    let format = args.format.unwrap_or_else(|| format_of(args.output.as_deref()));
    if format == Format::Xlsx && output::is_terminal(args.output.as_deref()) {
        bail!("a workbook is no text for a terminal: say where to write it, such as -o report.xlsx");
    }
    // Before the temporary file is there that an interrupted run must remove.
    let interrupted = on_interrupt(args);
    let mut output = Output::open(args.output.as_deref(), args.colour)?;
    let style = Style { csv_delimiter: args.csv_delimiter, byte_order_mark: !args.no_bom, colour: output.colour };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0)).build()?;
    let progress = progress_bar(jobs.len());
    let run = Run { settings: &settings, policy: &policy, format, style };

    let mut report = Report::new(format, style)?;
    let mut open = output.write(&report.begin())?;
    let (mut failed, mut bad) = (false, false);
    for chunk in jobs.chunks(pool.current_num_threads() * CHUNK_PER_THREAD) {
        if !open || interrupted.load(Ordering::Relaxed) {
            break;
        }
        let done: Vec<Result<Part>> = pool.install(|| {
            chunk
                .par_iter()
                .map(|job| {
                    if interrupted.load(Ordering::Relaxed) {
                        bail!("interrupted");
                    }
                    let part = run.article(job);
                    progress.inc(1);
                    part
                })
                .collect()
        });
        for (job, part) in chunk.iter().zip(done) {
            match part {
                _ if interrupted.load(Ordering::Relaxed) => {}
                Ok(part) => {
                    failed |= part.severities.iter().any(|&s| fail_on.fails(s));
                    for note in &part.notes {
                        progress.suspend(|| say(&format!("{}: {note}", job.name())));
                    }
                    open &= output.write(&report.add(part.report)?)?;
                }
                Err(error) => {
                    bad = true;
                    let part = report::failure(format, &job.name(), &format!("{error:#}"));
                    open &= output.write(&report.add(part)?)?;
                    progress.suspend(|| say(&format!("error: {error:#}")));
                }
            }
        }
    }
    progress.finish_and_clear();
    if interrupted.load(Ordering::Relaxed) {
        say("interrupted: no report was written");
        return Ok(Outcome::Interrupted);
    }
    if open {
        output.write(&report.end()?)?;
    }
    output.finish()?;
    Ok(match (bad, failed) {
        (true, _) => Outcome::BadInput,
        (_, true) => Outcome::Findings,
        _ => Outcome::Clean,
    })
}

fn format_of(output: Option<&Path>) -> Format {
    match output.and_then(Path::extension).and_then(|e| e.to_str()) {
        Some("csv") => Format::Csv,
        Some("jsonl" | "ndjson") => Format::Jsonl,
        Some("html" | "htm") => Format::Html,
        Some("xlsx") => Format::Xlsx,
        _ => Format::Pretty,
    }
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

/// One article's part of the report.
struct Part {
    report: report::Part,
    severities: Vec<crate::finding::Severity>,
    notes: Vec<String>,
}

struct Run<'a> {
    settings: &'a Settings,
    policy: &'a Policy,
    format: Format,
    style: Style,
}

impl Run<'_> {
    fn article(&self, job: &Job) -> Result<Part> {
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
        let checked = pipeline::check(input, settings, self.policy);
        let severities = checked.ranking.findings.iter().map(|f| f.severity).collect();
        let reported = Reported { name: job.name(), checked, problems };
        // CSV has no room for notes; the other reports carry them.
        let notes = match self.format {
            Format::Csv => reported.problems.iter().chain(&reported.checked.notes).map(note).collect(),
            Format::Pretty | Format::Jsonl | Format::Html | Format::Xlsx => Vec::new(),
        };
        Ok(Part { report: report::article(self.format, &reported, self.style), severities, notes })
    }
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
