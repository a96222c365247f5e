//! What was typed. Parsing decides nothing: [`crate::config`] and [`crate::batch`] do.

pub mod pack;
pub mod review;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::checks::check::Fidelity;
use crate::config::FailOn;
use crate::report::{Format, alignment, facts};
use clap_complete::Shell;

/// Checks translated news before it is published.
///
/// Aligns an article with its source, flags likely machine-translation artifacts with evidence and a
/// suggestion, and writes a report that an editor can work through.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  mtlint check article.en.txt --source article.nl.txt
  mtlint check article.en.txt --source article.nl.txt --format csv -o report.csv
  mtlint check article.en.txt --source article.nl.txt -o report.html
  mtlint check translated/ --source originals/ --from nl --to en --format csv -o report.csv
  mtlint check 'desk/*.en.md' --source '{stem}.nl.md'
  mtlint review apply report.csv --write
  mtlint explain known-artifact

Exit status: 0 nothing at or above the fail level, 1 findings, 2 a usage, configuration or input error.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check articles and report.
    Check(CheckArgs),
    /// Check NDJSON pairs from standard input; one answer a line, in order.
    Stream(StreamArgs),
    /// Align two texts, and no more: for scorers, spreadsheets, readers or translation memories.
    Align(AlignArgs),
    /// Print the facts of an article side by side with those of its source: amounts and dates.
    Facts(FactsArgs),
    /// Read a reviewed report back, and learn from the decisions.
    #[command(subcommand)]
    Review(review::ReviewCommand),
    /// List the checks.
    Checks,
    /// Show one check's page, with examples.
    Explain {
        /// Name of the check.
        check: String,
    },
    /// List what is known of which language and pair.
    Languages,
    /// Show what a word can be translated by, by sense, and what each translation maps back to.
    Senses(SensesArgs),
    /// Add dictionaries of your own to the sense inventories, list them, remove them.
    #[command(subcommand)]
    Pack(pack::PackCommand),
    /// Print the completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print a manual page: of mtlint, or of one of its commands.
    Man {
        /// A command, such as check.
        command: Option<String>,
    },
}

/// `mtlint check`.
#[derive(Debug, Args)]
#[command(after_long_help = PAIRING)]
pub struct CheckArgs {
    /// Translations: files, folders, globs, a manifest (.csv, .ndjson), or - for standard input.
    #[arg(required = true, value_name = "TARGET")]
    pub targets: Vec<PathBuf>,
    /// The source: a file, a folder (same relative path), or a pattern such as '{stem}.nl.txt'.
    #[arg(long, short, value_name = "SOURCE")]
    pub source: Option<PathBuf>,
    /// Language of the source (ISO 639-1); identified when not given.
    #[arg(long, value_name = "xx")]
    pub from: Option<String>,
    /// Language of the target (ISO 639-1); identified when not given.
    #[arg(long, value_name = "xx")]
    pub to: Option<String>,
    /// A term list: CSV or TSV, source and target; may be repeated.
    #[arg(long, short, value_name = "FILE")]
    pub glossary: Vec<PathBuf>,
    /// How to write the findings [default: by the ending of OUT: csv, jsonl, html, xlsx, sarif; else pretty].
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Write the report to a file, whole or not at all.
    #[arg(long, short, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// A further report, such as sarif=report.sarif; may be repeated.
    #[arg(long, value_name = "FORMAT=OUT", value_parser = further)]
    pub also: Vec<Further>,
    /// From which severity on findings make the exit status 1 [default: major].
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Make the exit status 1 when more than N findings of any severity are shown. --fail-on holds beside
    /// it: either is enough. To go by the number alone, add --fail-on never.
    #[arg(long, value_name = "N")]
    pub max_findings: Option<usize>,
    /// Show, count and fail on only what this file of known findings does not list.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Make the baseline; of one that is there, take out what is no longer found.
    #[arg(long, requires = "baseline")]
    pub write_baseline: bool,
    /// Let new findings into a baseline that is there.
    #[arg(long, requires = "write_baseline")]
    pub accept_new: bool,
    /// Check only articles whose target or source changed since a git revision: since its common ancestor
    /// with HEAD, uncommitted changes included. What git does not track is checked.
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,
    /// Show findings from this confidence on, 0 to 1 [default: 0.5].
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub min_confidence: Option<f32>,
    /// Configuration file [default: the nearest mtlint.toml at or above the target].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Decisions to heed [default: mtlint-review.toml beside mtlint.toml, else in the working folder].
    #[arg(long, value_name = "FILE")]
    pub review: Option<PathBuf>,
    /// Delimiter of the CSV report, one character.
    #[arg(long, value_name = "CHAR", default_value = ",", value_parser = delimiter)]
    pub csv_delimiter: u8,
    /// Leave out the byte order mark that spreadsheets want at the head of CSV.
    #[arg(long)]
    pub no_bom: bool,
    /// Articles checked at once [default: as many as there are processors].
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Colours in the pretty format.
    #[arg(long, value_enum, default_value = "auto")]
    pub colour: Colour,
    /// Leave the encoder out: faster, with plainer alignment and fewer checks.
    #[arg(long)]
    pub no_encoder: bool,
    /// How closely the target is meant to follow the source [default: news].
    #[arg(long, value_enum, value_name = "HOW")]
    pub fidelity: Option<Fidelity>,
}

const PAIRING: &str = "\
Pairing targets with sources:
  one file           --source is a file
  a folder           --source is a folder with the same relative paths, or a pattern; without
                     --source, `x/target.txt` is paired with `x/source.txt` beside it
  a pattern          {stem} is the target's name up to its last dot or language code: with
                     '{stem}.nl.txt', desk/a.en.txt is paired with desk/a.nl.txt
  a manifest         CSV or NDJSON with the columns target,source,from,to,glossary; paths are
                     relative to the manifest

A bad article is reported on standard error, the rest goes on, and the exit status is 2.";

/// Whether output is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// `mtlint stream`.
#[derive(Debug, Args)]
pub struct StreamArgs {
    /// Give every target token its probability of being part of an error.
    #[arg(long)]
    pub tokens: bool,
    /// Show findings from this confidence on, 0 to 1 [default: 0.5].
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub min_confidence: Option<f32>,
    /// A term list; may be repeated.
    #[arg(long, short, value_name = "FILE")]
    pub glossary: Vec<PathBuf>,
    /// Configuration file [default: the nearest mtlint.toml at or above the working folder].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Decisions to heed [default: mtlint-review.toml beside mtlint.toml, else in the working folder].
    #[arg(long, value_name = "FILE")]
    pub review: Option<PathBuf>,
    /// Leave the encoder out: faster, with plainer alignment and fewer checks.
    #[arg(long)]
    pub no_encoder: bool,
}

/// What to align.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    /// One sentence a line (tsv, html, tmx: whole articles); prints beads `[0,1]:[0]:score`.
    Sentences,
    /// One pre-tokenised sentence a line, line by line; prints Pharaoh links `0-0 1-2`.
    Words,
}

/// `mtlint align`.
#[derive(Debug, Args)]
#[command(after_long_help = ALIGNING)]
pub struct AlignArgs {
    /// Sentences or words.
    #[arg(value_enum)]
    pub unit: Unit,
    /// The source.
    pub source: PathBuf,
    /// The target.
    pub target: PathBuf,
    /// Language of the source (ISO 639-1); with tsv, html and tmx identified when not given.
    #[arg(long, value_name = "xx")]
    pub from: Option<String>,
    /// Language of the target (ISO 639-1); with tsv, html and tmx identified when not given.
    #[arg(long, value_name = "xx")]
    pub to: Option<String>,
    /// How to write the alignment; `words` knows only pharaoh.
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value = "pharaoh")]
    pub format: alignment::Format,
    /// Write the alignment to a file, whole or not at all.
    #[arg(long, short, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// Take each line of SOURCE and TARGET for one sentence, as pharaoh always does; without it, tsv,
    /// html and tmx read articles.
    #[arg(long)]
    pub lines: bool,
    /// Leave the encoder out: align by lexicon, spelling, lengths and order alone.
    #[arg(long)]
    pub no_encoder: bool,
}

/// `mtlint senses`.
#[derive(Debug, Args)]
pub struct SensesArgs {
    /// A word in any form, or a phrase of base forms.
    pub word: String,
    /// Language of the word (ISO 639-1).
    #[arg(long, value_name = "xx")]
    pub from: String,
    /// Language of the translations (ISO 639-1).
    #[arg(long, value_name = "xx")]
    pub to: String,
}

/// `mtlint facts`.
#[derive(Debug, Args)]
#[command(after_long_help = LEDGER)]
pub struct FactsArgs {
    /// The translation.
    pub target: PathBuf,
    /// The source.
    #[arg(long, short, value_name = "SOURCE")]
    pub source: PathBuf,
    /// Language of the source (ISO 639-1); identified when not given.
    #[arg(long, value_name = "xx")]
    pub from: Option<String>,
    /// Language of the target (ISO 639-1); identified when not given.
    #[arg(long, value_name = "xx")]
    pub to: Option<String>,
    /// How to write the ledger.
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value = "pretty")]
    pub format: facts::Format,
    /// Write the ledger to a file, whole or not at all.
    #[arg(long, short, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// Leave the encoder out: align by lexicon, spelling, lengths and order alone.
    #[arg(long)]
    pub no_encoder: bool,
}

const LEDGER: &str = "\
A row is a fact of the source, one of the target, or both:
  verdict            same, moved (to a sentence nearby), converted, misgrouped, rescaled, differs,
                     misconverted, unit replaced, weekday|day|month|year differs, lost, added
  kind               number, quantity, money, share, time, date
  source, target     as written, with the line and the value: a number and its unit, a time, or a
                     date as ISO 8601 writes it, `?` for what is not said

Formats: pretty for reading, tsv (nothing is quoted), json (one object, offsets in code points).

Examples:
  mtlint facts article.en.txt --source article.nl.txt
  mtlint facts article.en.txt --source article.nl.txt --format tsv -o facts.tsv";

const ALIGNING: &str = "\
What is read:
  pharaoh            one sentence a line, for words with spaces between the tokens; --from and --to
                     are required
  tsv, html, tmx     articles as they are: plain text, Markdown or HTML, cut into sentences as
                     `mtlint check` cuts them; with --lines, one sentence a line

What is written, sentences counted from 0:
  pharaoh            a line a group of sentences, [0,1]:[0]:0.971, with the probability that they
                     translate each other; for [2]:[]:0.913, that there is no counterpart
  tsv                the columns source, target, source_text, target_text, probability, rendering
                     (literal, condensed, rewritten; empty without a counterpart); nothing is quoted
  html               one page, side by side, that needs no network; linked words light up together
  tmx                TMX 1.4b for translation memories; what has no counterpart is left out, and how
                     much that is, is said on standard error

Examples:
  mtlint align sentences article.nl.txt article.en.txt --format html -o alignment.html
  mtlint align sentences article.nl.md article.en.md --from nl --to en --format tmx -o memory.tmx
  mtlint align sentences nl.lines en.lines --lines --format tsv
  mtlint align words nl.tokens en.tokens --from nl --to en";

fn confidence(text: &str) -> Result<f32, String> {
    let value: f32 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err("not between 0 and 1".to_owned()) }
}

/// A report beside the main one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Further {
    /// How it is written.
    pub format: Format,
    /// Where it goes, whole or not at all.
    pub path: PathBuf,
}

fn further(text: &str) -> Result<Further, String> {
    let (format, path) = text.split_once('=').filter(|(_, path)| !path.is_empty()).ok_or("not FORMAT=OUT")?;
    let format = <Format as ValueEnum>::from_str(format, false)
        .map_err(|_| format!("no format `{format}`; --format lists them"))?;
    Ok(Further { format, path: PathBuf::from(path) })
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text {
        "\\t" | "tab" => Ok(b'\t'),
        _ if text.len() == 1 && !matches!(text, "\"" | "\n" | "\r") => Ok(text.as_bytes()[0]),
        _ => Err("one ASCII character, or `tab`".to_owned()),
    }
}
