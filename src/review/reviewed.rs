//! Rows of a reviewed report → [`Verdict`]s; what cannot be used is a [`Problem`] with its line and
//! the remedy.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::Decision;
use super::table::{self, Row, Table};
use crate::checks;
use crate::fingerprint::fingerprint;
use crate::language::Language;
use crate::language::identify::identify;
use crate::read::Problem;
use crate::report::unguard;
use crate::text::nearest;

/// How a comment begins that says which suggestion was taken.
const TAKEN: &str = "use: ";

/// Columns that a reviewer may add for a wording of their own.
const REPLACEMENT: [&str; 4] = ["replacement", "correction", "my_suggestion", "new_text"];

/// Occurrences looked at when a damaged fingerprint is worked out again.
const MAX_OCCURRENCES: usize = 50;

/// Spreadsheets round a fingerprint that looks like a number; with three digits they leave this much.
const ROUNDED: f64 = 0.01;

/// Codes of source and target language, where known.
pub type Languages = [Option<&'static str>; 2];

/// A decision, with all that the report says of its finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Line of the file or row of the sheet.
    pub line: usize,
    /// As the report names it.
    pub article: String,
    /// What the finding is recognised by.
    pub fingerprint: String,
    /// Name of the check.
    pub check: &'static str,
    /// What the reviewer says.
    pub decision: Decision,
    /// Why, in the reviewer's words.
    pub reason: String,
    /// As reported, 0 to 1.
    pub confidence: Option<f64>,
    /// The words in question, in the target.
    pub span: String,
    /// What they answer to.
    pub source_span: String,
    /// The sentences around the span, white space folded.
    pub target_sentence: String,
    /// Line and column where the span stood in the file.
    pub at: Option<(usize, usize)>,
    /// What is to stand there: the reviewer's wording, else the first suggestion left.
    pub replacement: Option<String>,
    /// Languages of source and target, as identified from the article's sentences in the report.
    pub languages: Languages,
}

/// What was read from one report.
#[derive(Debug, Default)]
pub struct Reviewed {
    /// In file order.
    pub verdicts: Vec<Verdict>,
    /// Rows that nobody has decided.
    pub n_undecided: usize,
    /// Rows that cannot be used, and what was assumed of the file.
    pub problems: Vec<Problem>,
    /// How many of the problems are rows lost.
    pub n_unusable: usize,
}

/// Reads the decisions of a report.
///
/// # Errors
/// As [`table::read`].
pub fn read(bytes: &[u8]) -> Result<Reviewed> {
    let (table, problems) = table::read(bytes)?;
    let mut reviewed = Reviewed { problems, ..Reviewed::default() };
    let languages = languages(&table);
    for row in &table.rows {
        match verdict(&table, row, &languages) {
            Ok(Some(verdict)) => reviewed.verdicts.push(verdict),
            Ok(None) => reviewed.n_undecided += 1,
            Err(message) => {
                reviewed.n_unusable += 1;
                reviewed.problems.push(Problem { line: Some(row.line), message });
            }
        }
    }
    Ok(reviewed)
}

/// The decision of a row; none where there is none yet.
fn verdict(table: &Table, row: &Row, languages: &BTreeMap<String, Languages>) -> Result<Option<Verdict>, String> {
    let cell = |name: &str| unguard(table.cell(row, name));
    let decision = cell("decision").trim();
    let reason = cell("comment").trim();
    if decision.is_empty() {
        if !reason.is_empty() {
            return Err("there is a comment but no decision; say `later` to keep it".to_owned());
        }
        return Ok(None);
    }
    let decision = Decision::parse(decision)
        .ok_or_else(|| format!("the decision `{decision}` is not understood; say accept, reject, fixed or later"))?;
    let name = cell("check").trim();
    let check = checks::by_name(name).ok_or_else(|| {
        let remedy = nearest(name, checks::CHECKS.iter().map(|check| check.name)).unwrap_or_default();
        format!("there is no check `{name}`; did you mean `{remedy}`?")
    })?;
    let article = cell("article");
    if article.trim().is_empty() {
        return Err("the article is missing; put it back as `mtlint check` wrote it".to_owned());
    }
    let number = |name: &str| cell(name).trim().parse::<usize>().ok();
    Ok(Some(Verdict {
        line: row.line,
        article: article.to_owned(),
        fingerprint: recognise(table, row, check.name)?,
        check: check.name,
        decision,
        reason: reason.to_owned(),
        confidence: decimal(cell("confidence")).filter(|value| (0.0..=1.0).contains(value)),
        span: cell("span").to_owned(),
        source_span: cell("source_span").to_owned(),
        target_sentence: cell("target_sentence").to_owned(),
        at: number("line").zip(number("column")),
        replacement: replacement(table, row),
        languages: languages.get(article).copied().unwrap_or_default(),
    }))
}

/// Reads a number; spreadsheets of half the world write a decimal comma.
fn decimal(cell: &str) -> Option<f64> {
    cell.trim().replace(',', ".").parse().ok()
}

fn replacement(table: &Table, row: &Row) -> Option<String> {
    let own = REPLACEMENT.iter().map(|name| table.cell(row, name)).find(|cell| !cell.trim().is_empty());
    let first = || table.cell(row, "suggestion").split(" | ").next().filter(|first| !first.is_empty());
    let first = || first().filter(|first| !is_suspect(first, unguard(table.cell(row, "span"))));
    // The page of the report puts the suggestion that was taken into the comment.
    let taken = || table.cell(row, "comment").trim().strip_prefix(TAKEN).filter(|words| !words.trim().is_empty());
    own.or_else(taken).or_else(first).map(|text| unguard(text.trim()).to_owned())
}

/// Whether a spreadsheet may have made a number of a suggestion that was something else, `3/4` a day or
/// `1,250` a fraction: all figures, and written otherwise than the words that it is for.
fn is_suspect(suggestion: &str, span: &str) -> bool {
    let signs = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    decimal(suggestion).is_some() && signs(suggestion) != signs(span)
}

/// The fingerprint of a row. Spreadsheets take one of digits only, or of digits around an `e`, for a
/// number; it is then worked out again from the words that it is the hash of.
fn recognise(table: &Table, row: &Row, check: &str) -> Result<String, String> {
    let cell = table.cell(row, "fingerprint").trim().trim_start_matches('\'').to_lowercase();
    let is_hash = cell.len() == 16 && cell.bytes().all(|b| b.is_ascii_hexdigit());
    let Some(number) = decimal(&cell) else {
        return if is_hash { Ok(cell) } else { Err(lost(&cell)) };
    };
    let text = |name: &str| unguard(table.cell(row, name));
    let (words, sentence) = match text("span") {
        "" => (text("source_span"), text("source_sentence")),
        span => (span, text("target_sentence")),
    };
    let candidates = (1..=MAX_OCCURRENCES).map(|n| fingerprint(check, words, sentence, n));
    let is_near = |candidate: &String| {
        candidate.parse::<f64>().is_ok_and(|value| value.is_finite() && (value - number).abs() <= ROUNDED * value)
    };
    let mut near = candidates.filter(is_near);
    match (near.next(), near.next()) {
        (Some(one), None) => Ok(one),
        _ if is_hash => Ok(cell),
        _ => Err(lost(&cell)),
    }
}

fn lost(cell: &str) -> String {
    let what = if cell.is_empty() { "is missing".to_owned() } else { format!("`{cell}` is not one") };
    format!("the fingerprint {what}; put back what `mtlint check` wrote, 16 digits and letters")
}

/// The languages of each article, by all its sentences in the report.
fn languages(table: &Table) -> BTreeMap<String, Languages> {
    let mut sentences: BTreeMap<&str, [BTreeSet<&str>; 2]> = BTreeMap::new();
    for row in &table.rows {
        let [source, target] = sentences.entry(unguard(table.cell(row, "article"))).or_default();
        source.insert(table.cell(row, "source_sentence"));
        target.insert(table.cell(row, "target_sentence"));
    }
    let code = |sentences: BTreeSet<&str>| {
        let text = sentences.into_iter().collect::<Vec<&str>>().join("\n");
        identify(&text).language.map(Language::code)
    };
    sentences.into_iter().map(|(article, texts)| (article.to_owned(), texts.map(code))).collect()
}
