//! What a report tells in words: messages with suggestions, evidence, and text made safe to look at.

use super::Row;
use crate::finding::Finding;
use crate::text::fold_space;

/// The message with what to write instead, for formats with one text a finding.
pub fn sentence_of(finding: &Finding) -> String {
    match &finding.suggestions[..] {
        [] => finding.message.clone(),
        suggestions => format!("{}; try: {}", finding.message, suggestions.join(" | ")),
    }
}

/// A place and what stands around it, line by line, for formats with room for more than a sentence.
pub fn evidence(row: &Row<'_>) -> String {
    let finding = row.finding;
    let mut lines = vec![sentence_of(finding)];
    for (label, text) in [("source", &row.source_sentence), ("target", &row.target_sentence)] {
        if !text.is_empty() {
            lines.push(format!("{label}: {text}"));
        }
    }
    lines.push(format!("{}, {}, confidence {:.0} %", finding.category, finding.severity, finding.confidence * 100.0));
    lines.join("\n")
}

/// Text that a person will see: what would move the cursor, colour a terminal or turn the reading order
/// round (Unicode Technical Report 36, section 2; "Trojan Source") is shown by its number. Marks that
/// right-to-left scripts need (U+200E, U+200F) and joiners stay.
#[must_use]
pub fn visible(text: &str) -> String {
    let misleads = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.chars().any(misleads) {
        return text.to_owned();
    }
    text.chars().map(|c| if misleads(c) { number(c) } else { c.to_string() }).collect()
}

/// A character by its number: `⟨U+202E⟩`.
pub fn number(c: char) -> String {
    format!("⟨U+{:04X}⟩", u32::from(c))
}

/// Text on one line, safe to look at.
#[must_use]
pub fn one_line(text: &str) -> String {
    visible(&fold_space(text))
}
