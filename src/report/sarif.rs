//! SARIF 2.1.0 (OASIS Standard): one run; checks are rules, findings results, notes notifications.
//!
//! Section numbers below are those of the standard. Lines and columns are 1-based, columns count code
//! points (`columnKind`, 3.14.27), ends are exclusive (3.30.8).

mod objects;

use serde_json::Value;

use super::row::raw_span;
use super::told::sentence_of;
use super::{Held, Part, Reported, Row, json, uri};
use crate::checks::CHECKS;
use crate::checks::check::Check;
use crate::explain;
use crate::finding::Severity;
use crate::text::{LineColumn, Positions, Span};
use objects::{
    ArtifactLocation, Change, Configuration, Fix, Location, Message, Notification, PhysicalLocation, Region,
    Replacement, ResultObject, ResultProperties, Rule, RuleProperties, Snippet,
};

/// Key of the fingerprint; GitHub matches alerts by the second, which would else be a hash of the line.
const FINGERPRINT_KEYS: [&str; 2] = ["mtlint/v1", "primaryLocationLineHash"];

/// What relative references start from (3.4.4); by custom the root of the checkout.
const BASE: &str = "%SRCROOT%";

pub fn header() -> Vec<u8> {
    let rules: Vec<Rule> = CHECKS.iter().map(|check| rule(check)).collect();
    format!(
        r#"{{
"$schema": "https://json.schemastore.org/sarif-2.1.0.json",
"version": "2.1.0",
"runs": [{{
"tool": {{"driver": {{"name": "mtlint", "semanticVersion": "{}", "rules": {}}}}},
"columnKind": "unicodeCodePoints",
"results": [
"#,
        env!("CARGO_PKG_VERSION"),
        json(&rules)
    )
    .into_bytes()
}

pub fn article(reported: &Reported) -> Part {
    let location = artifact(&reported.path);
    let source = reported.checked.article.source.as_ref().zip(reported.source_path.as_deref());
    let source = source.map(|(text, path)| (text, Positions::new(&text.document.raw), artifact(path)));
    let rows = reported.rows();
    let results = rows.iter().map(|row| {
        let span = row.finding.source_span.filter(|span| !span.is_empty());
        let related = source.as_ref().zip(span).map(|((text, positions, location), span)| {
            let raw = raw_span(span, text);
            let ends = [raw.start, raw.end].map(|offset| positions.line_column(offset));
            Location {
                message: Some(plain(format!("source: {}", row.source_span))),
                physical_location: PhysicalLocation {
                    artifact_location: location.clone(),
                    region: Some(region(ends, &text.document.raw, raw)),
                },
            }
        });
        json(&result(reported, row, &location, related))
    });
    let body = results.collect::<Vec<String>>().join(",\n").into_bytes();
    let notes = reported.notes().map(|note| {
        let place = note.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        notification("note", format!("{place}{}", note.message), &reported.path)
    });
    Part { body, held: notes.collect(), rows: None }
}

pub fn refused(path: &str, reason: &str) -> Part {
    Part { held: vec![notification("error", reason.to_owned(), path)], ..Part::default() }
}

/// Closes the list of results; an article that could not be checked makes the run a failed one (3.20.14).
pub fn footer(held: &[Held]) -> Vec<u8> {
    let notifications: Vec<&str> = held.iter().map(|held| held.text.as_str()).collect();
    let successful = held.iter().all(|held| held.weight.is_none());
    format!(
        "\n],\n\"invocations\": [{{\"executionSuccessful\": {successful}, \
         \"toolExecutionNotifications\": [\n{}\n]}}]\n}}]\n}}\n",
        notifications.join(",\n")
    )
    .into_bytes()
}

fn rule(check: &Check) -> Rule {
    let page = explain::check(check.name).unwrap_or_default();
    let markdown = explain::markdown(check);
    let summary = check.summary().replace('\n', " ");
    Rule {
        id: check.name,
        short_description: plain(summary.clone()),
        full_description: plain(explain::description(check)),
        help: Message { text: literal(&page), markdown: Some(literal(&markdown)) },
        default_configuration: Configuration { level: level(check.severity) },
        properties: RuleProperties { tags: [check.category.as_str()] },
    }
}

fn result<'a>(
    reported: &'a Reported,
    row: &'a Row<'_>,
    location: &ArtifactLocation,
    related: Option<Location<'a>>,
) -> ResultObject<'a> {
    let finding = row.finding;
    let raw = reported.checked.article.target.document.raw.as_str();
    let region = region([row.at, row.until], raw, row.raw);
    // Suggestions take the place of the words alone, not of markup between them.
    let is_bare = finding.span.is_some() && row.raw.range().len() == row.span.len();
    let suggestions = finding.suggestions.iter().filter(|_| is_bare);
    let fixes = suggestions.map(|text| Fix {
        description: plain(format!("write “{text}”")),
        artifact_changes: [Change {
            artifact_location: location.clone(),
            replacements: [Replacement {
                deleted_region: Region { snippet: None, ..region.clone() },
                inserted_content: Snippet { text },
            }],
        }],
    });
    ResultObject {
        rule_id: finding.check,
        rule_index: CHECKS.iter().position(|check| check.name == finding.check),
        level: level(finding.severity),
        message: plain(sentence_of(finding)),
        fixes: fixes.collect(),
        locations: [Location {
            message: None,
            physical_location: PhysicalLocation { artifact_location: location.clone(), region: Some(region) },
        }],
        related_locations: related.into_iter().collect(),
        partial_fingerprints: FINGERPRINT_KEYS
            .map(|key| (key.to_owned(), Value::String(row.fingerprint.clone())))
            .into_iter()
            .collect(),
        // The expected penalty, carried over to SARIF's scale of 0 to 100 (3.27.25).
        rank: finding.severity.points() * finding.confidence * 100.0 / Severity::Critical.points(),
        properties: ResultProperties {
            article: &reported.name,
            category: finding.category.as_str(),
            severity: finding.severity.as_str(),
            confidence: finding.confidence,
            span: row.span,
            suggestions: &finding.suggestions,
            source_span: row.source_span,
            source_sentence: &row.source_sentence,
            target_sentence: &row.target_sentence,
        },
    }
}

fn notification(level: &'static str, text: String, path: &str) -> Held {
    let notification = Notification {
        level,
        message: plain(text),
        locations: [Location {
            message: None,
            physical_location: PhysicalLocation { artifact_location: artifact(path), region: None },
        }],
    };
    let weight = (level == "error").then_some((Severity::Critical, 1.0));
    Held { weight, text: json(&notification) }
}

/// A relative reference starts from the checkout, unless it leads out of it: no reader should join that
/// to a folder. An absolute one has no base (3.4.4).
fn artifact(path: &str) -> ArtifactLocation {
    ArtifactLocation { uri: uri::of_place(path), uri_base_id: (!uri::leads_out(path)).then_some(BASE) }
}

fn region<'a>([start, end]: [LineColumn; 2], raw: &'a str, span: Span) -> Region<'a> {
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        snippet: raw.get(span.range()).filter(|text| !text.is_empty()).map(|text| Snippet { text }),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "error",
        Severity::Major => "warning",
        Severity::Minor => "note",
    }
}

/// A plain message of which no part is taken for a link: `[text](target)` is one (3.11.6), so that a
/// space parts the brackets. The words as they stand are in the region and the properties.
fn plain(text: String) -> Message {
    Message { text: literal(&text.replace("](", "] (")), markdown: None }
}

/// Braces are doubled, since `{0}` would stand for an argument (3.11.5).
fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}
