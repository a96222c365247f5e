//! `rdjson`, the Reviewdog Diagnostic Format (`proto/rdf/reviewdog.proto` of reviewdog): one object with
//! a list of diagnostics. Columns count UTF-8 bytes from 1, ends are exclusive.
//!
//! The format has no place for a fingerprint: it stands in `original_output`, beside the check.

use serde::Serialize;

use super::told::sentence_of;
use super::{Reported, Row, json};
use crate::finding::Severity;
use crate::text::{LineColumn, Positions};

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    original_output: String,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Clone, Copy, Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Clone, Copy, Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

pub fn header() -> Vec<u8> {
    b"{\n\"source\": {\"name\": \"mtlint\"},\n\"diagnostics\": [\n".to_vec()
}

pub fn footer() -> Vec<u8> {
    b"\n]\n}\n".to_vec()
}

pub fn article(reported: &Reported) -> Vec<u8> {
    let positions = Positions::new(&reported.checked.article.target.document.raw);
    let rows = reported.rows();
    let diagnostics = rows.iter().map(|row| json(&diagnostic(reported, row, &positions)));
    diagnostics.collect::<Vec<String>>().join(",\n").into_bytes()
}

fn diagnostic<'a>(reported: &'a Reported, row: &'a Row<'_>, positions: &Positions<'_>) -> Diagnostic<'a> {
    let finding = row.finding;
    let position = |offset| {
        let LineColumn { line, column } = positions.line_byte_column(offset);
        Position { line, column }
    };
    let range = Range { start: position(row.raw.start), end: position(row.raw.end) };
    // Suggestions take the place of the words alone, not of markup between them.
    let is_bare = finding.span.is_some() && row.raw.len() == row.span.len();
    Diagnostic {
        message: sentence_of(finding),
        location: Location { path: &reported.path, range },
        severity: match finding.severity {
            Severity::Critical => "ERROR",
            Severity::Major => "WARNING",
            Severity::Minor => "INFO",
        },
        code: Code { value: finding.check },
        suggestions: finding.suggestions.iter().filter(|_| is_bare).map(|text| Suggestion { range, text }).collect(),
        original_output: format!("{} {}", finding.check, row.fingerprint),
    }
}
