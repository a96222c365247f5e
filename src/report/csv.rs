//! The CSV report: RFC 4180, UTF-8 with BOM, CRLF, one finding a row; safe to open in a
//! spreadsheet.

use ::csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::{Reported, Row, Style};
use crate::finding::Finding;

/// The columns, in order.
pub(super) const COLUMNS: [&str; 17] = [
    "article",
    "line",
    "column",
    "sentence",
    "check",
    "category",
    "severity",
    "confidence",
    "span",
    "suggestion",
    "message",
    "source_span",
    "source_sentence",
    "target_sentence",
    "decision",
    "comment",
    "fingerprint",
];

/// The columns that hold numbers, which are never guarded.
pub(super) const NUMERIC: [&str; 4] = ["line", "column", "sentence", "confidence"];

/// What a reviewer may write into `decision`.
pub(super) const DECISIONS: [&str; 4] = ["accept", "reject", "fixed", "later"];

/// Cells that begin with one of these are formulas to a spreadsheet (OWASP, CSV injection).
pub(super) const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

pub fn header(style: Style) -> Vec<u8> {
    let mut bytes = if style.byte_order_mark { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let mut writer = writer(style);
    write(&mut writer, &COLUMNS.map(str::to_owned));
    bytes.extend(finish(writer));
    bytes
}

pub fn article(reported: &Reported, style: Style) -> Vec<u8> {
    let mut writer = writer(style);
    for row in reported.rows() {
        let mut cells = cells(&reported.name, &row);
        for (cell, _) in cells.iter_mut().zip(COLUMNS).filter(|(_, column)| !NUMERIC.contains(column)) {
            *cell = guard(cell);
        }
        write(&mut writer, &cells);
    }
    finish(writer)
}

/// The cells of a row as they are, in the order of the columns.
pub(super) fn cells(article: &str, row: &Row<'_>) -> [String; 17] {
    let finding = row.finding;
    [
        article.to_owned(),
        row.at.line.to_string(),
        row.at.column.to_string(),
        row.sentence.to_string(),
        finding.check.to_owned(),
        finding.category.to_string(),
        finding.severity.to_string(),
        confidence(finding),
        row.span.to_owned(),
        finding.suggestions.join(" | "),
        finding.message.clone(),
        row.source_span.to_owned(),
        row.source_sentence.clone(),
        row.target_sentence.clone(),
        String::new(),
        String::new(),
        row.fingerprint.clone(),
    ]
}

/// A confidence as every report for people writes it.
pub(super) fn confidence(finding: &Finding) -> String {
    format!("{:.2}", finding.confidence)
}

/// Takes off the guard that `guard` puts on, also where a spreadsheet has already taken it for its own.
/// A text that itself begins with an apostrophe before such a character loses it.
#[must_use]
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

/// Keeps a spreadsheet from reading a text as a formula. NUL ends a cell in many readers.
fn guard(text: &str) -> String {
    let text = text.replace('\0', "\u{FFFD}");
    if text.starts_with(FORMULA) { format!("'{text}") } else { text }
}

fn writer(style: Style) -> Writer<Vec<u8>> {
    WriterBuilder::new()
        .delimiter(style.csv_delimiter)
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(Vec::new())
}

fn write(writer: &mut Writer<Vec<u8>>, cells: &[String; 17]) {
    writer.write_record(cells).expect("writing to memory does not fail");
}

fn finish(writer: Writer<Vec<u8>>) -> Vec<u8> {
    writer.into_inner().expect("writing to memory does not fail")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn guarded_cells_come_back_and_never_begin_a_formula(text in "\\PC{0,40}") {
            let guarded = guard(&text);
            prop_assert!(!guarded.starts_with(FORMULA));
            prop_assert!(guarded == text || unguard(&guarded) == text);
        }
    }
}
