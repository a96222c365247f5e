//! Annotations for GitHub Actions: workflow commands on standard output, the most important first.
//!
//! The runner makes annotations of the first ten errors, the first ten warnings and the first ten notices
//! of a step and leaves the rest in its log (actions/runner, `ExecutionContext`). All are written, and the
//! last line says how many stay in the log. Data and properties are escaped as the runner unescapes them
//! (actions/toolkit, `command.ts`).

use std::fmt::Write as _;

use super::document::by_importance;
use super::told::{evidence, visible};
use super::{Held, Part, Reported, Row, uri};
use crate::finding::Severity;

/// Annotations of one level that GitHub shows for a step.
const SHOWN: usize = 10;

pub fn article(reported: &Reported) -> Part {
    let rows = reported.rows();
    let held = rows.iter().map(|row| Held {
        weight: Some((row.finding.severity, row.finding.confidence)),
        text: command(&reported.path, row),
    });
    Part { held: held.collect(), ..Part::default() }
}

pub fn refused(path: &str, reason: &str) -> Part {
    let file = file(path);
    let text = format!("::error {file}title=mtlint%3A not checked::{}\n", data(&format!("{path}: {reason}")));
    // Before any issue of the same severity: what was not checked may be worse.
    Part { held: vec![Held { weight: Some((Severity::Critical, f32::INFINITY)), text }], ..Part::default() }
}

pub fn footer(mut held: Vec<Held>) -> Vec<u8> {
    by_importance(&mut held);
    let mut out: String = held.iter().map(|held| held.text.as_str()).collect();
    let of_level = |severity| held.iter().filter(|h| h.weight.is_some_and(|(s, _)| s == severity)).count();
    let unseen: usize = Severity::ALL.into_iter().map(|severity| of_level(severity).saturating_sub(SHOWN)).sum();
    let _ = write!(out, "mtlint: {} annotations, the most important first", held.len());
    if unseen > 0 {
        let _ = write!(
            out,
            "; GitHub shows {SHOWN} errors, {SHOWN} warnings and {SHOWN} notices of a step, \
             so that {unseen} of them stand only in this log"
        );
    }
    out.push('\n');
    out.into_bytes()
}

fn command(path: &str, row: &Row<'_>) -> String {
    let finding = row.finding;
    let level = match finding.severity {
        Severity::Critical => "error",
        Severity::Major => "warning",
        Severity::Minor => "notice",
    };
    let mut properties = file(path);
    if !properties.is_empty() {
        let _ = write!(properties, "line={},endLine={},", row.at.line, row.until.line);
        // GitHub takes columns only within one line, and an end only past the beginning.
        if row.at.line == row.until.line && row.until.column > row.at.column {
            let _ = write!(properties, "col={},endColumn={},", row.at.column, row.until.column);
        }
    }
    let _ = write!(properties, "title={}", property(&format!("mtlint: {} ({})", finding.check, finding.severity)));
    let place = format!("{path}:{}:{}, fingerprint {}", row.at.line, row.at.column, row.fingerprint);
    format!("::{level} {properties}::{}\n", data(&format!("{}\n{place}", evidence(row))))
}

/// The file that an annotation is shown in; none for one outside the checkout.
fn file(path: &str) -> String {
    if uri::leads_out(path) { String::new() } else { format!("file={},", property(path)) }
}

/// A message: one line for the runner, any number for the reader. Line breaks stay, all else that people
/// should not be fooled by is shown by its number.
fn data(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| escape(&visible(line))).collect();
    lines.join("%0A")
}

fn property(text: &str) -> String {
    escape(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
