//! The lines of `mtlint stream`, in and out.

use serde::{Deserialize, Serialize};

use super::jsonl::round;
use super::rows;
use crate::language::Language;
use crate::pipeline::Checked;
use crate::text::{Positions, Span};

/// A line in.
#[derive(Debug, Deserialize)]
pub struct Request {
    /// Given back as it is.
    pub id: serde_json::Value,
    /// The original, if there is one.
    #[serde(default)]
    pub source: Option<String>,
    /// The translation.
    pub target: String,
    /// ISO 639-1; identified when absent.
    #[serde(default)]
    pub source_lang: Option<String>,
    /// ISO 639-1; identified when absent.
    #[serde(default)]
    pub target_lang: Option<String>,
}

/// The id of a line whose rest cannot be read; null where there is none.
#[must_use]
pub fn id_of(line: &[u8]) -> serde_json::Value {
    #[derive(Deserialize)]
    struct Named {
        id: serde_json::Value,
    }
    serde_json::from_slice(line).map(|named: Named| named.id).unwrap_or_default()
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    source_lang: Option<&'a str>,
    target_lang: Option<&'a str>,
    risk: f32,
    findings: Vec<Found<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<Vec<(usize, usize, f32)>>,
}

#[derive(Serialize)]
struct Found<'a> {
    check: &'a str,
    category: &'a str,
    severity: &'a str,
    confidence: f32,
    start: Option<usize>,
    end: Option<usize>,
    text: &'a str,
    suggestion: String,
    source_start: Option<usize>,
    source_end: Option<usize>,
    message: &'a str,
    fingerprint: String,
}

#[derive(Serialize)]
struct Failure<'a> {
    id: &'a serde_json::Value,
    error: &'a str,
}

/// A line out.
#[must_use]
pub fn answer(id: &serde_json::Value, checked: &Checked, with_tokens: bool) -> Vec<u8> {
    let target = &checked.article.target;
    let positions = Positions::new(target.document.text());
    let source = checked.article.source.as_ref().map(|text| Positions::new(text.document.text()));
    let points = |span: Option<Span>, positions: Option<&Positions<'_>>| {
        let point = |offset: fn(Span) -> usize| span.zip(positions).map(|(s, p)| p.code_point(offset(s)));
        (point(|s| s.start), point(|s| s.end))
    };
    let findings = rows(checked).into_iter().map(|row| {
        let finding = row.finding;
        let (start, end) = points(finding.span, Some(&positions));
        let (source_start, source_end) = points(finding.source_span, source.as_ref());
        Found {
            check: finding.check,
            category: finding.category.as_str(),
            severity: finding.severity.as_str(),
            confidence: round(finding.confidence),
            start,
            end,
            text: row.span,
            suggestion: finding.suggestions.join(" | "),
            source_start,
            source_end,
            message: &finding.message,
            fingerprint: row.fingerprint,
        }
    });
    let known = |language: &'static Language| Some(language.code()).filter(|&code| code != Language::unknown().code());
    let tokens = with_tokens.then(|| {
        let risks = &checked.ranking.token_risk;
        let token = |(t, &risk): (&crate::article::Token, &f32)| {
            (positions.code_point(t.span.start), positions.code_point(t.span.end), (risk * 1000.0).round() / 1000.0)
        };
        target.tokens.iter().zip(risks).map(token).collect()
    });
    line(&Answer {
        id,
        source_lang: checked.source_language.and_then(known),
        target_lang: known(target.language),
        risk: (checked.ranking.risk * 1000.0).round() / 1000.0,
        findings: findings.collect(),
        tokens,
    })
}

/// The line out for a line that cannot be used.
#[must_use]
pub fn failure(id: &serde_json::Value, error: &str) -> Vec<u8> {
    line(&Failure { id, error })
}

fn line(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).expect("plain values serialise");
    bytes.push(b'\n');
    bytes
}
