//! Checked articles → bytes, one file a format; alignments alone in [`alignment`]. The only place with
//! wire formats.

pub mod alignment;
mod checkstyle;
mod csv;
mod document;
pub mod facts;
mod github;
mod gitlab;
mod html;
mod jsonl;
mod junit;
mod page;
mod pretty;
mod rdjson;
mod sarif;
pub mod stream;
mod summary;
mod told;
mod uri;
mod xlsx;
mod xml;

use std::collections::BTreeSet;

use clap::ValueEnum;
use serde::Serialize;

pub use self::csv::unguard;

use crate::article::{Side, Text};
use crate::finding::Finding;
use crate::pipeline::Checked;
use crate::rank::{place, sentences_around};
use crate::read::Problem;
use crate::text::{LineColumn, Positions, Span, fold_space};
pub use document::{Held, Part, Report};
pub use told::{one_line, visible};
pub use uri::of_file as file_uri;

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal: source and target with the place underlined.
    Pretty,
    /// For a spreadsheet: one finding a row.
    Csv,
    /// For programs: one finding a line, and one line that sums up each article.
    Jsonl,
    /// For a browser: one page to read, decide and export the decisions.
    Html,
    /// For a spreadsheet, ready to decide in: a workbook with a summary.
    Xlsx,
    /// For code scanning and editors: SARIF 2.1.0.
    Sarif,
    /// For GitHub Actions: annotations, and a summary of the job where GITHUB_STEP_SUMMARY names a file.
    Github,
    /// For GitLab's code quality widget.
    Gitlab,
    /// For test reports: an article is a test suite, an issue a failed test.
    Junit,
    /// For reviewdog.
    Rdjson,
    /// For whatever reads Checkstyle's XML.
    Checkstyle,
    /// The summary of a GitHub job, in Markdown.
    #[value(skip)]
    Summary,
}

impl Format {
    /// The format that the ending of a file's name leaves no doubt about: `.xml` and `.json` may be many.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Format> {
        let name = name.to_ascii_lowercase();
        let endings = [
            (".csv", Format::Csv),
            (".jsonl", Format::Jsonl),
            (".ndjson", Format::Jsonl),
            (".html", Format::Html),
            (".htm", Format::Html),
            (".xlsx", Format::Xlsx),
            (".sarif", Format::Sarif),
            (".sarif.json", Format::Sarif),
        ];
        endings.into_iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, format)| format)
    }

    /// Whether the parts of articles are items of one list, with commas between.
    fn is_list(self) -> bool {
        matches!(self, Format::Sarif | Format::Gitlab | Format::Rdjson)
    }

    /// Whether a report has room for notes of what could not be checked.
    #[must_use]
    pub fn has_notes(self) -> bool {
        matches!(self, Format::Pretty | Format::Jsonl | Format::Html | Format::Xlsx | Format::Sarif | Format::Junit)
    }
}

/// What a writer may be told.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Delimiter of CSV.
    pub csv_delimiter: u8,
    /// Whether CSV begins with a byte order mark.
    pub byte_order_mark: bool,
    /// Whether the terminal shows colours.
    pub colour: bool,
    /// Whether places may be links.
    pub links: bool,
}

/// A checked article under the name that the report gives it.
#[derive(Debug)]
pub struct Reported {
    /// As given on the command line.
    pub name: String,
    /// The target's place as other programs want it: relative to the working folder where it lies below,
    /// with `/` between the parts.
    pub path: String,
    /// The source's place, likewise.
    pub source_path: Option<String>,
    /// Where the target's name leads on a terminal that knows links.
    pub link: Option<String>,
    /// What was found.
    pub checked: Checked,
    /// Of reading, besides those of checking.
    pub problems: Vec<Problem>,
    /// Fingerprints of findings that a baseline lists: they are not shown.
    pub known: BTreeSet<String>,
}

impl Reported {
    /// What is shown, in reading order.
    #[must_use]
    pub fn rows(&self) -> Vec<Row<'_>> {
        let mut rows = rows(&self.checked);
        rows.retain(|row| !self.known.contains(&row.fingerprint));
        rows
    }

    /// What was assumed and what could not be checked.
    fn notes(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().chain(&self.checked.notes)
    }
}

/// A finding with all that a report says of it.
#[derive(Debug)]
pub struct Row<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Where it is, or where something is missing.
    pub at: LineColumn,
    /// One past its last character; the same as `at` where something is missing.
    pub until: LineColumn,
    /// Its bytes in the target's file; none of them where something is missing.
    pub raw: Span,
    /// Number of its sentence in the target, from 1.
    pub sentence: usize,
    /// The words in question.
    pub span: &'a str,
    /// What they answer to.
    pub source_span: &'a str,
    /// The sentences around, white space folded.
    pub source_sentence: String,
    /// The sentences around, white space folded.
    pub target_sentence: String,
    /// Byte in `source_sentence` at which the words in question begin.
    pub source_at: Option<usize>,
    /// Byte in `target_sentence` at which the words in question begin.
    pub target_at: Option<usize>,
    /// Stable across edits elsewhere.
    pub fingerprint: String,
}

/// The rows of an article, in reading order.
#[must_use]
pub fn rows(checked: &Checked) -> Vec<Row<'_>> {
    let target = &checked.article.target;
    let positions = Positions::new(&target.document.raw);
    checked
        .ranking
        .findings
        .iter()
        .zip(&checked.fingerprints)
        .map(|(finding, fingerprint)| {
            let offset = place(finding, &checked.article, checked.alignment.as_ref());
            let at = target.document.raw_offset(offset);
            let raw = finding.span.map_or(Span::new(at, at), |span| raw_span(span, target));
            Row {
                finding,
                at: positions.line_column(at),
                until: positions.line_column(raw.end),
                raw,
                sentence: target.sentence_at(offset).map_or(0, |s| s.0 as usize + 1),
                span: finding.span.map_or("", |span| target.slice(span)),
                source_span: source_slice(checked, finding.source_span),
                source_sentence: sentences(checked, finding, Side::Source),
                target_sentence: sentences(checked, finding, Side::Target),
                source_at: offset_in_sentence(checked, finding, Side::Source),
                target_at: offset_in_sentence(checked, finding, Side::Target),
                fingerprint: fingerprint.clone(),
            }
        })
        .collect()
}

/// The bytes in the file of a span of the running text.
fn raw_span(span: Span, text: &Text) -> Span {
    let start = text.document.raw_offset(span.start);
    // The end of the last character, not the place of the next one: markup may lie between them.
    let last = text.slice(span).chars().next_back().map_or(0, char::len_utf8);
    let end = (text.document.raw_offset(span.end - last) + last).min(text.document.raw.len());
    Span::new(start, end.max(start))
}

fn source_slice(checked: &Checked, span: Option<Span>) -> &str {
    span.zip(checked.article.source.as_ref()).map_or("", |(span, source)| source.slice(span))
}

fn sentences(checked: &Checked, finding: &Finding, side: Side) -> String {
    let span = sentences_around(finding, &checked.article, checked.alignment.as_ref(), side);
    let text = match side {
        Side::Source => source_slice(checked, span),
        Side::Target => span.map_or("", |span| checked.article.target.slice(span)),
    };
    fold_space(text)
}

/// Where a finding's words begin in its sentences as [`sentences`] gives them.
fn offset_in_sentence(checked: &Checked, finding: &Finding, side: Side) -> Option<usize> {
    let (text, span) = match side {
        Side::Source => (checked.article.source.as_ref()?, finding.source_span?),
        Side::Target => (&checked.article.target, finding.span?),
    };
    let around = sentences_around(finding, &checked.article, checked.alignment.as_ref(), side)?;
    let words = text.slice(span);
    let start = span.start + (words.len() - words.trim_start().len());
    let before = text.document.text().get(around.start..start)?;
    let folded = fold_space(before);
    let has_gap = !folded.is_empty() && before.ends_with(char::is_whitespace);
    Some(folded.len() + usize::from(has_gap))
}

/// What was assumed or could not be done, with its place where there is one.
fn note(problem: &Problem) -> String {
    let line = problem.line.map(|l| format!("line {l}: ")).unwrap_or_default();
    format!("{line}{}", problem.message)
}

/// What a report begins with.
#[must_use]
pub fn header(format: Format, style: Style) -> Vec<u8> {
    match format {
        Format::Csv => csv::header(style),
        Format::Html => html::header(style),
        Format::Sarif => sarif::header(),
        Format::Gitlab => b"[\n".to_vec(),
        Format::Junit => junit::header(),
        Format::Rdjson => rdjson::header(),
        Format::Checkstyle => checkstyle::header(),
        Format::Pretty | Format::Jsonl | Format::Xlsx | Format::Github | Format::Summary => Vec::new(),
    }
}

/// One article's part of a report.
#[must_use]
pub fn article(format: Format, reported: &Reported, style: Style) -> Part {
    match format {
        Format::Csv => Part::now(csv::article(reported, style)),
        Format::Jsonl => Part::now(jsonl::article(reported)),
        Format::Pretty => Part::now(pretty::article(reported, style)),
        Format::Html => Part::now(html::article(reported)),
        Format::Xlsx => Part::rows(xlsx::article(reported)),
        Format::Sarif => sarif::article(reported),
        Format::Github => github::article(reported),
        Format::Gitlab => Part::now(gitlab::article(reported)),
        Format::Junit => Part::now(junit::article(reported)),
        Format::Rdjson => Part::now(rdjson::article(reported)),
        Format::Checkstyle => Part::now(checkstyle::article(reported)),
        Format::Summary => summary::article(reported),
    }
}

/// The part of a file that could not be checked. Formats without a place for it leave it to standard
/// error.
#[must_use]
pub fn refused(format: Format, path: &str, reason: &str) -> Part {
    match format {
        Format::Html => Part::now(html::failure(path, reason)),
        Format::Xlsx => Part::rows(xlsx::failure(path, reason)),
        Format::Sarif => sarif::refused(path, reason),
        Format::Github => github::refused(path, reason),
        Format::Junit => Part::now(junit::refused(path, reason)),
        Format::Checkstyle => Part::now(checkstyle::refused(path, reason)),
        Format::Summary => summary::refused(path, reason),
        Format::Pretty | Format::Csv | Format::Jsonl | Format::Gitlab | Format::Rdjson => Part::default(),
    }
}

/// What a report ends with.
#[must_use]
pub fn footer(format: Format, held: Vec<Held>) -> Vec<u8> {
    match format {
        Format::Html => html::footer(),
        Format::Sarif => sarif::footer(&held),
        Format::Github => github::footer(held),
        Format::Gitlab => b"\n]\n".to_vec(),
        Format::Junit => junit::footer(),
        Format::Rdjson => rdjson::footer(),
        Format::Checkstyle => checkstyle::footer(),
        Format::Summary => summary::footer(held),
        Format::Pretty | Format::Csv | Format::Jsonl | Format::Xlsx => Vec::new(),
    }
}

/// JSON of a value.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain values serialise")
}
