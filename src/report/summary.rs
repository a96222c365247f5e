//! The summary of a GitHub job in Markdown: a table of the articles with their scores, and one of the
//! issues, the most important first.

use std::fmt::Write as _;

use super::document::by_importance;
use super::{Held, Part, Reported, Row, one_line};
use crate::finding::Severity;
use crate::score::{Coverage, Score};

/// GitHub drops a summary of more than 1 MiB, and other steps of the job may have begun it.
const MAX_BYTES: usize = 512 << 10;

/// Characters of a sentence shown.
const SENTENCE: usize = 300;

const ISSUES_HEAD: &str = "\n| | Issue | Place | Target | Source | Try |\n|---|---|---|---|---|---|\n";

const ARTICLES_HEAD: &str = "\n| Article | Score | Issues | Words | Coverage |\n|---|--:|---|--:|---|\n";

pub fn article(reported: &Reported) -> Part {
    let rows = reported.rows();
    let article = Held { weight: None, text: article_row(reported, &rows) };
    let issues = rows.iter().map(|row| Held {
        weight: Some((row.finding.severity, row.finding.confidence)),
        text: issue_row(&reported.path, row),
    });
    Part { held: std::iter::once(article).chain(issues).collect(), ..Part::default() }
}

pub fn refused(path: &str, reason: &str) -> Part {
    let text = format!("| {} | – | not checked: {} | – | – |\n", cell(path), cell(reason));
    Part { held: vec![Held { weight: None, text }], ..Part::default() }
}

pub fn footer(held: Vec<Held>) -> Vec<u8> {
    let (mut issues, articles): (Vec<Held>, Vec<Held>) = held.into_iter().partition(|held| held.weight.is_some());
    by_importance(&mut issues);
    let mut out = format!("## mtlint: {} in {}\n", count(issues.len(), "issue"), count(articles.len(), "article"));
    if !issues.is_empty() {
        out.push_str(ISSUES_HEAD);
        fill(&mut out, &issues, MAX_BYTES / 4 * 3, "issues");
    }
    if !articles.is_empty() {
        out.push_str(ARTICLES_HEAD);
        fill(&mut out, &articles, MAX_BYTES, "articles");
        out.push_str(
            "\nScores are 100 minus the penalty per 1,000 words (MQM: minor 1, major 5, critical 25 points). \
             They count issues, which become errors when a person confirms them.\n",
        );
    }
    out.into_bytes()
}

/// Adds rows while there is room, and says how many there was none for.
fn fill(out: &mut String, rows: &[Held], room: usize, what: &str) {
    for (n, row) in rows.iter().enumerate() {
        if out.len() + row.text.len() > room {
            let _ = write!(
                out,
                "\n{} more {what} have no room in a summary of GitHub's; the log has all.\n",
                rows.len() - n
            );
            return;
        }
        out.push_str(&row.text);
    }
}

fn article_row(reported: &Reported, rows: &[Row<'_>]) -> String {
    let score = Score::of(&reported.checked);
    let value = score.value().map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"));
    let of_severity = |severity| rows.iter().filter(|row| row.finding.severity == severity).count();
    let counts: Vec<String> = Severity::ALL
        .into_iter()
        .rev()
        .map(|severity| (of_severity(severity), severity))
        .filter(|(n, _)| *n > 0)
        .map(|(n, severity)| format!("{n} {severity}"))
        .collect();
    let counts = if counts.is_empty() { "none".to_owned() } else { counts.join(", ") };
    let n_known = reported.checked.ranking.findings.len() - rows.len();
    let known = if n_known > 0 { format!(", {n_known} in the baseline") } else { String::new() };
    let coverage = Coverage::of(&reported.checked);
    format!(
        "| {} | {value} | {counts}{known} | {} | {} |\n",
        cell(&reported.path),
        score.words,
        cell(&coverage.to_string())
    )
}

fn issue_row(path: &str, row: &Row<'_>) -> String {
    let finding = row.finding;
    format!(
        "| {} | {}: {} | {}:{}:{} | {} | {} | {} |\n",
        finding.severity,
        finding.check,
        cell(&finding.message),
        cell(path),
        row.at.line,
        row.at.column,
        cell(&shortened(&row.target_sentence)),
        cell(&shortened(&row.source_sentence)),
        cell(&finding.suggestions.join(" | ")),
    )
}

fn shortened(sentence: &str) -> String {
    match sentence.char_indices().nth(SENTENCE) {
        Some((end, _)) => format!("{}…", &sentence[..end]),
        None => sentence.to_owned(),
    }
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// Text in a cell of a table, as it is and nothing more: ASCII punctuation is written as numeric
/// references, which Markdown never takes for markup (CommonMark 0.31, section 2.5).
fn cell(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '\'' | '(' | ')' | '-' | '/' | '?') {
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}
