//! JUnit's XML, in what its dialects share (the schema of Maven Surefire, the readers of Jenkins, GitLab
//! and Azure): an article is a test suite, an issue a test that failed. An article without an issue has
//! one test, which passed; a file that could not be checked, one with an error. What could not be checked
//! stands in `system-out`.

use std::fmt::Write as _;

use super::told::{evidence, sentence_of};
use super::xml::escape;
use super::{Reported, Row};

pub fn header() -> Vec<u8> {
    b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mtlint\">\n".to_vec()
}

pub fn footer() -> Vec<u8> {
    b"</testsuites>\n".to_vec()
}

pub fn article(reported: &Reported) -> Vec<u8> {
    let rows = reported.rows();
    let path = escape(&reported.path);
    let n_tests = rows.len().max(1);
    let mut out = format!("<testsuite name=\"{path}\" tests=\"{n_tests}\" failures=\"{}\" errors=\"0\">\n", rows.len());
    for row in &rows {
        issue(&mut out, &path, row);
    }
    if rows.is_empty() {
        let _ = writeln!(out, "<testcase classname=\"{path}\" name=\"no issue\"/>");
    }
    let notes: Vec<String> = reported
        .notes()
        .map(|note| {
            let line = note.line.map(|line| format!("line {line}: ")).unwrap_or_default();
            escape(&format!("{line}{}", note.message))
        })
        .collect();
    if !notes.is_empty() {
        let _ = writeln!(out, "<system-out>{}</system-out>", notes.join("\n"));
    }
    out.push_str("</testsuite>\n");
    out.into_bytes()
}

/// Readers tell tests apart by class and name: hence the fingerprint, and no line, in the name.
fn issue(out: &mut String, path: &str, row: &Row<'_>) {
    let finding = row.finding;
    let words = if row.span.is_empty() { row.source_span } else { row.span };
    let name = format!("{}: {words} ({})", finding.check, row.fingerprint);
    let _ = writeln!(
        out,
        "<testcase classname=\"{path}\" name=\"{}\" file=\"{path}\" line=\"{}\">\n\
         <failure type=\"{}\" message=\"{}\">{path}:{}:{}\n{}</failure>\n</testcase>",
        escape(&name),
        row.at.line,
        finding.severity,
        escape(&sentence_of(finding)),
        row.at.line,
        row.at.column,
        // In an element line breaks are safe, and read better.
        escape(&evidence(row)).replace("&#10;", "\n"),
    );
}

pub fn refused(path: &str, reason: &str) -> Vec<u8> {
    let (path, reason) = (escape(path), escape(reason));
    format!(
        "<testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"1\">\n\
         <testcase classname=\"{path}\" name=\"can be checked\">\n<error message=\"{reason}\"/>\n</testcase>\n\
         </testsuite>\n"
    )
    .into_bytes()
}
