//! What was typed after `mtlint review`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;

/// The commands of `mtlint review`.
#[derive(Debug, Subcommand)]
pub enum ReviewCommand {
    /// Read the decisions of a reviewed report: rejected findings are silenced, accepted suggestions shown.
    Apply(ApplyArgs),
    /// Say how often the checks were right, by the decisions so far.
    Stats(StatsArgs),
}

/// `mtlint review apply`.
#[derive(Debug, Args)]
#[command(after_long_help = APPLYING)]
pub struct ApplyArgs {
    /// Reports with decisions: CSV as any spreadsheet saves it, xlsx or ods.
    #[arg(required = true, value_name = "REPORT")]
    pub reports: Vec<PathBuf>,
    /// Put accepted suggestions into the articles; without it they are only shown.
    #[arg(long)]
    pub write: bool,
    /// Where decisions are kept [default: mtlint-review.toml beside mtlint.toml, else in the working
    /// folder].
    #[arg(long, value_name = "FILE")]
    pub review: Option<PathBuf>,
    /// Who decided [default: $MTLINT_REVIEWER, else the name of the user logged in].
    #[arg(long, value_name = "NAME")]
    pub reviewer: Option<String>,
    /// When it was decided, such as 2026-11-28 [default: today].
    #[arg(long, value_name = "DATE")]
    pub date: Option<Date>,
    /// For how long rejections hold: the last day, such as 2027-03-31, or a number of days.
    #[arg(long, value_name = "DATE|DAYS", value_parser = expiry)]
    pub expires: Option<Expiry>,
    /// Let these reports overrule what is decided otherwise already.
    #[arg(long)]
    pub replace: bool,
    /// Language of the sources (ISO 639-1); identified when not given.
    #[arg(long, value_name = "xx")]
    pub from: Option<String>,
    /// Language of the targets (ISO 639-1); identified when not given.
    #[arg(long, value_name = "xx")]
    pub to: Option<String>,
    /// Configuration file [default: the nearest mtlint.toml at or above the first article].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

const APPLYING: &str = "\
The column `decision`, in any case:
  accept   right; what --write puts into the article is the first suggestion left in `suggestion`,
           or what an added column `replacement` says (also: yes, ok, agree, approve)
  reject   a false alarm, not shown again (also: no, false alarm, ignore, dismiss)
  fixed    right, and mended by hand (also: done, corrected, edited)
  later    not decided yet (also: todo, open, skip, ?)

A suggestion is written only where its words still stand in their unchanged sentence. All other
bytes of the article stay as they are.

Exit status: 0 all was applied, 1 with --write: a suggestion could not be written, 2 a row, a
report or an article could not be used.";

/// `mtlint review stats`.
#[derive(Debug, Args)]
pub struct StatsArgs {
    /// Further reports with decisions, counted but not kept.
    #[arg(value_name = "REPORT")]
    pub reports: Vec<PathBuf>,
    /// Where decisions are kept [default: mtlint-review.toml beside mtlint.toml, else in the working
    /// folder].
    #[arg(long, value_name = "FILE")]
    pub review: Option<PathBuf>,
    /// Print a section for mtlint.toml instead: the confidence from which on each check is good enough.
    #[arg(long)]
    pub calibrate: bool,
    /// With --calibrate: the share of shown findings that shall be right, 0 to 1.
    #[arg(long, value_name = "X", default_value = "0.8", value_parser = super::confidence)]
    pub precision: f32,
    /// With --calibrate: decisions needed for a proposal.
    #[arg(long, value_name = "N", default_value = "10")]
    pub min_decisions: usize,
    /// Write corrections that came again and again to a term list.
    #[arg(long, value_name = "FILE")]
    pub glossary_out: Option<PathBuf>,
    /// How often a correction must have been accepted to be proposed as a term.
    #[arg(long, value_name = "N", default_value = "3")]
    pub min_count: usize,
    /// Configuration file [default: the nearest mtlint.toml at or above the working folder].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// For how long a rejection holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// Its last day.
    On(Date),
    /// Days from the day of the decision.
    In(i32),
}

fn expiry(text: &str) -> Result<Expiry, String> {
    let days = text.parse().ok().filter(|days| (1..=36_500).contains(days)).map(Expiry::In);
    let date = || text.parse().ok().map(Expiry::On);
    days.or_else(date).ok_or_else(|| "neither a date such as 2027-03-31 nor a number of days".to_owned())
}
