//! Checked articles → bytes, one file a format; alignments alone in [`alignment`]. The only place with
//! wire formats.

pub mod alignment;
mod csv;
mod html;
mod jsonl;
mod page;
mod pretty;
pub mod stream;
mod xlsx;

use std::collections::HashMap;

use anyhow::Result;
use clap::ValueEnum;
use xxhash_rust::xxh3::xxh3_64;

use crate::article::Side;
use crate::finding::Finding;
use crate::pipeline::Checked;
use crate::rank::{place, sentences_around};
use crate::read::Problem;
use crate::text::{LineColumn, Positions, Span, fold};

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
}

/// A checked article under the name that the report gives it.
#[derive(Debug)]
pub struct Reported {
    /// As given on the command line.
    pub name: String,
    /// What was found.
    pub checked: Checked,
    /// Of reading, besides those of checking.
    pub problems: Vec<Problem>,
}

/// A finding with all that a report says of it.
#[derive(Debug)]
pub struct Row<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Where it is, or where something is missing.
    pub at: LineColumn,
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
    /// Stable across edits elsewhere.
    pub fingerprint: String,
}

/// The rows of an article, in reading order.
#[must_use]
pub fn rows(checked: &Checked) -> Vec<Row<'_>> {
    let target = &checked.article.target;
    let positions = Positions::new(&target.document.raw);
    let mut seen = HashMap::new();
    checked
        .ranking
        .findings
        .iter()
        .map(|finding| {
            let offset = place(finding, &checked.article, checked.alignment.as_ref());
            Row {
                finding,
                at: positions.line_column(target.document.raw_offset(offset)),
                sentence: target.sentence_at(offset).map_or(0, |s| s.0 as usize + 1),
                span: finding.span.map_or("", |span| target.slice(span)),
                source_span: source_slice(checked, finding.source_span),
                source_sentence: sentences(checked, finding, Side::Source),
                target_sentence: sentences(checked, finding, Side::Target),
                fingerprint: fingerprint(checked, finding, &mut seen),
            }
        })
        .collect()
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

/// Runs of white space become one space, so that a sentence is one line everywhere.
fn fold_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A hash of the check, the words in question, their sentence, and which occurrence of the three it
/// is: never of a line number, so that edits elsewhere leave it alone.
fn fingerprint(checked: &Checked, finding: &Finding, seen: &mut HashMap<String, usize>) -> String {
    let side = if finding.span.is_some() { Side::Target } else { Side::Source };
    let words = match side {
        Side::Target => finding.span.map_or("", |span| checked.article.target.slice(span)),
        Side::Source => source_slice(checked, finding.source_span),
    };
    let sentence = sentences(checked, finding, side);
    let key = format!("{}\0{}\0{}", finding.check, fold(&fold_space(words)), fold(&sentence));
    let occurrence = seen.entry(key.clone()).or_insert(0);
    *occurrence += 1;
    format!("{:016x}", xxh3_64(format!("{key}\0{occurrence}").as_bytes()))
}

/// What was assumed or could not be done, with its place where there is one.
fn note(problem: &Problem) -> String {
    let line = problem.line.map(|l| format!("line {l}: ")).unwrap_or_default();
    format!("{line}{}", problem.message)
}

/// One article's part of a report; made on any thread.
#[derive(Debug)]
pub enum Part {
    /// As it stands in the report.
    Bytes(Vec<u8>),
    /// For a workbook, which is only written as a whole.
    Rows(Box<xlsx::Article>),
}

/// One article's part of a report.
#[must_use]
pub fn article(format: Format, reported: &Reported, style: Style) -> Part {
    Part::Bytes(match format {
        Format::Csv => csv::article(reported, style),
        Format::Jsonl => jsonl::article(reported),
        Format::Pretty => pretty::article(reported, style),
        Format::Html => html::article(reported),
        Format::Xlsx => return Part::Rows(Box::new(xlsx::article(reported))),
    })
}

/// An article that could not be checked, for the reports that are read without what is said beside
/// them.
#[must_use]
pub fn failure(format: Format, name: &str, error: &str) -> Part {
    match format {
        Format::Html => Part::Bytes(html::failure(name, error)),
        Format::Xlsx => Part::Rows(Box::new(xlsx::failure(name, error))),
        Format::Csv | Format::Jsonl | Format::Pretty => Part::Bytes(Vec::new()),
    }
}

/// A report that grows article by article.
pub struct Report {
    format: Format,
    style: Style,
    book: Option<xlsx::Book>,
}

impl Report {
    /// An empty report.
    ///
    /// # Errors
    /// No room for the temporary file that a workbook grows in.
    pub fn new(format: Format, style: Style) -> Result<Report> {
        let book = (format == Format::Xlsx).then(xlsx::Book::new).transpose()?;
        Ok(Report { format, style, book })
    }

    /// What it begins with.
    #[must_use]
    pub fn begin(&self) -> Vec<u8> {
        match self.format {
            Format::Csv => csv::header(self.style),
            Format::Html => html::header(self.style),
            Format::Pretty | Format::Jsonl | Format::Xlsx => Vec::new(),
        }
    }

    /// The bytes that the next article adds.
    ///
    /// # Errors
    /// What a workbook cannot hold.
    pub fn add(&mut self, part: Part) -> Result<Vec<u8>> {
        match (part, &mut self.book) {
            (Part::Bytes(bytes), _) => Ok(bytes),
            (Part::Rows(article), Some(book)) => book.add(*article).map(|()| Vec::new()),
            (Part::Rows(_), None) => Ok(Vec::new()),
        }
    }

    /// What it ends with.
    ///
    /// # Errors
    /// A workbook that cannot be written.
    pub fn end(self) -> Result<Vec<u8>> {
        match self.format {
            Format::Html => Ok(html::footer()),
            Format::Xlsx => self.book.map_or(Ok(Vec::new()), xlsx::Book::finish),
            Format::Csv | Format::Jsonl | Format::Pretty => Ok(Vec::new()),
        }
    }
}
