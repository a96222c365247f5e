//! One JSON object a finding, then one that sums the article up.

use serde::Serialize;

use super::Reported;
use super::row::raw_span;
use crate::article::Text;
use crate::score::{Coverage, Score};
use crate::text::{Positions, Span};

#[derive(Serialize)]
struct FindingLine<'a> {
    article: &'a str,
    line: usize,
    column: usize,
    sentence: usize,
    check: &'a str,
    category: &'a str,
    severity: &'a str,
    confidence: f32,
    start: Option<usize>,
    end: Option<usize>,
    span: &'a str,
    suggestions: &'a [String],
    message: &'a str,
    source_start: Option<usize>,
    source_end: Option<usize>,
    source_span: &'a str,
    source_sentence: &'a str,
    target_sentence: &'a str,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct ArticleLine<'a> {
    article: &'a str,
    source_lang: Option<&'a str>,
    target_lang: &'a str,
    words: usize,
    sentences: usize,
    findings: usize,
    risk: f32,
    notes: Vec<&'a str>,
    /// Findings left out because a baseline lists them.
    known: usize,
    /// [`Score::value`] and [`Score::normed_penalty`]; null for a text without a word.
    score: Option<f32>,
    penalty: Option<f32>,
    coverage: CoverageCell,
}

/// What the score rests on; counts are null without a source.
#[derive(Serialize)]
struct CoverageCell {
    source_sentences: Option<usize>,
    source_aligned: Option<usize>,
    target_sentences: Option<usize>,
    target_aligned: Option<usize>,
    idle_checks: Vec<&'static str>,
}

pub fn article(reported: &Reported) -> Vec<u8> {
    let checked = &reported.checked;
    let target = &checked.article.target;
    let mut bytes = Vec::new();
    let target_positions = Positions::new(&target.document.raw);
    let source = checked.article.source.as_ref().map(|text| (text, Positions::new(&text.document.raw)));
    let rows = reported.rows();
    for row in &rows {
        let finding = row.finding;
        let (start, end) = ends(finding.span, target, &target_positions);
        let (source_start, source_end) = match &source {
            Some((text, positions)) => ends(finding.source_span, text, positions),
            None => (None, None),
        };
        push(
            &mut bytes,
            &FindingLine {
                article: &reported.name,
                line: row.at.line,
                column: row.at.column,
                sentence: row.sentence,
                check: finding.check,
                category: finding.category.as_str(),
                severity: finding.severity.as_str(),
                confidence: round(finding.confidence),
                start,
                end,
                span: row.span,
                suggestions: &finding.suggestions,
                message: &finding.message,
                source_start,
                source_end,
                source_span: row.source_span,
                source_sentence: &row.source_sentence,
                target_sentence: &row.target_sentence,
                fingerprint: &row.fingerprint,
            },
        );
    }
    let (score, coverage) = (Score::of(checked), Coverage::of(checked));
    push(
        &mut bytes,
        &ArticleLine {
            article: &reported.name,
            source_lang: checked.source_language.map(crate::language::Language::code),
            target_lang: target.language.code(),
            words: target.n_words(),
            sentences: target.sentences.len(),
            findings: rows.len(),
            risk: round(checked.ranking.risk),
            notes: reported.notes().map(|n| n.message.as_str()).collect(),
            known: checked.ranking.findings.len() - rows.len(),
            score: score.value().map(round),
            penalty: score.normed_penalty().map(round),
            coverage: CoverageCell {
                source_sentences: coverage.source.map(|(_, all)| all),
                source_aligned: coverage.source.map(|(aligned, _)| aligned),
                target_sentences: coverage.target.map(|(_, all)| all),
                target_aligned: coverage.target.map(|(aligned, _)| aligned),
                idle_checks: coverage.idle,
            },
        },
    );
    bytes
}

/// Code points into the file, as the contract wants them.
fn ends(span: Option<Span>, text: &Text, positions: &Positions<'_>) -> (Option<usize>, Option<usize>) {
    let Some(span) = span else { return (None, None) };
    let raw = raw_span(span, text);
    (Some(positions.code_point(raw.start)), Some(positions.code_point(raw.end)))
}

fn push(bytes: &mut Vec<u8>, line: &impl Serialize) {
    serde_json::to_writer(&mut *bytes, line).expect("plain values serialise");
    bytes.push(b'\n');
}

/// Two decimals: more would claim a precision that confidences do not have.
pub(super) fn round(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}
