//! The report for a terminal: each finding with its target sentence, the place underlined, and its
//! source sentence.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Paint};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Reported, Row, Style, fold_space, rows};
use crate::finding::Severity;

/// Columns of text shown; longer sentences are cut around the place.
const WIDTH: usize = 110;

/// The report of one article.
pub fn article(reported: &Reported, style: Style) -> Vec<u8> {
    let mut out = String::new();
    let checked = &reported.checked;
    for row in rows(checked) {
        finding(&mut out, &reported.name, &row, style);
    }
    let n = checked.ranking.findings.len();
    let words = checked.article.target.n_words();
    let plural = if n == 1 { "" } else { "s" };
    let _ = writeln!(out, "{}: {n} issue{plural} in {words} words", reported.name);
    for problem in reported.problems.iter().chain(&checked.notes) {
        let line = problem.line.map(|l| format!("line {l}: ")).unwrap_or_default();
        let _ = writeln!(out, "  note: {line}{}", problem.message);
    }
    out.push('\n');
    out.into_bytes()
}

fn finding(out: &mut String, name: &str, row: &Row<'_>, style: Style) {
    let finding = row.finding;
    let colour = match finding.severity {
        Severity::Critical => Paint::new().bold().fg_color(Some(AnsiColor::Red.into())),
        Severity::Major => Paint::new().fg_color(Some(AnsiColor::Red.into())),
        Severity::Minor => Paint::new().fg_color(Some(AnsiColor::Yellow.into())),
    };
    let paint =
        |text: &str, paint: Paint| if style.colour { format!("{paint}{text}{paint:#}") } else { text.to_owned() };
    let bold = Paint::new().bold();
    let dim = Paint::new().dimmed();
    let _ = writeln!(
        out,
        "{} {} {} {}",
        paint(&format!("{name}:{}:{}", row.at.line, row.at.column), bold),
        paint(finding.severity.as_str(), colour),
        paint(finding.check, bold),
        paint(&format!("({:.0} %)", finding.confidence * 100.0), dim),
    );
    let _ = writeln!(out, "  {}", harmless(&finding.message));
    quote(out, "source", &row.source_sentence, row.source_span, |s| paint(s, dim));
    quote(out, "target", &row.target_sentence, row.span, |s| paint(s, colour));
    if !finding.suggestions.is_empty() {
        let _ = writeln!(out, "  {} {}", paint("try   ", dim), finding.suggestions.join(" | "));
    }
    out.push('\n');
}

/// A sentence with carets under the words in question.
fn quote(out: &mut String, label: &str, sentence: &str, span: &str, paint: impl Fn(&str) -> String) {
    if sentence.is_empty() {
        return;
    }
    // An article must not move the cursor or colour the terminal.
    let (sentence, span) = (&harmless(sentence), harmless(&fold_space(span)));
    let at = if span.is_empty() || span == *sentence { None } else { sentence.find(&span) };
    let (shown, at) = cut(sentence, at, span.len());
    let _ = writeln!(out, "  {label} {shown}");
    if let Some(at) = at {
        let before = shown[..at].width();
        let carets = "^".repeat(shown[at..(at + span.len()).min(shown.len())].width().max(1));
        let _ = writeln!(out, "         {}{}", " ".repeat(before), paint(&carets));
    }
}

fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

/// Cuts a long sentence to the terminal's width, keeping the place in view.
fn cut(sentence: &str, at: Option<usize>, len: usize) -> (String, Option<usize>) {
    if sentence.width() <= WIDTH {
        return (sentence.to_owned(), at);
    }
    let centre = at.unwrap_or(0) + len.min(WIDTH) / 2;
    let mut start = sentence[..floor(sentence, centre)].char_indices().rev();
    let mut width = 0;
    let from = start
        .find(|(_, c)| {
            width += c.width().unwrap_or(0);
            width > WIDTH / 2
        })
        .map_or(0, |(i, c)| i + c.len_utf8());
    let mut width = 0;
    let to = sentence[from..]
        .char_indices()
        .find(|(_, c)| {
            width += c.width().unwrap_or(0);
            width > WIDTH
        })
        .map_or(sentence.len(), |(i, _)| from + i);
    let (head, tail) = (if from > 0 { "…" } else { "" }, if to < sentence.len() { "…" } else { "" });
    let shown = format!("{head}{}{tail}", &sentence[from..to]);
    (shown, at.filter(|&a| a >= from && a < to).map(|a| a - from + head.len()))
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}
