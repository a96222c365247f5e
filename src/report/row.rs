//! A finding as a row of a report: its place, its words and the sentences around.

use crate::article::{Side, Text};
use crate::finding::Finding;
use crate::pipeline::Checked;
use crate::rank::{place, sentences_around};
use crate::text::{LineColumn, Positions, Span, fold_space};

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
pub(super) fn raw_span(span: Span, text: &Text) -> Span {
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
