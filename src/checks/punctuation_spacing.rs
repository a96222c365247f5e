//! The check `punctuation-spacing`.

use super::check::{Context, check};
use crate::article::Text;
use crate::finding::{Finding, Findings};
use crate::language::tokens::TokenKind;
use crate::text::Span;

const CONFIDENCE: f32 = 0.85;

/// Marks that follow the word before them without a space, unless the language says otherwise.
const CLOSE: [&str; 6] = [",", ".", ";", ":", "!", "?"];

check! {
    /// A space where the language has none, or none where it has one.
    ///
    /// A space before a comma or full stop (or before `: ; ! ?` in languages that set none), two
    /// spaces in a row, and a comma glued to the next word.
    ///
    /// # Why it matters
    ///
    /// Spacing follows the source's typography (French ` :` above all) or the machine's own tokens.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: The seat could weigh heavily : every vote counts.
    ///                          ^^^^^^^^^ heavily:
    /// ```
    ///
    /// ```example
    /// fr: Le résultat est clair : chaque voix compte.
    /// ```
    ///
    /// # Limits
    ///
    /// A space that is missing before a mark is not reported: web typography drops it everywhere.
    pub static PUNCTUATION_SPACING = {
        name: "punctuation-spacing",
        category: PUNCTUATION,
        severity: Minor,
        since: "0.1.0",
        needs: Target,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let target = context.target();
    if !target.language.rules.spaced {
        return;
    }
    for sentence in &target.sentences {
        for token in sentence.tokens.clone().skip(1) {
            if let Some((span, right, message)) = defect(target, token, sentence.tokens.end) {
                findings.push(Finding {
                    suggestions: vec![right],
                    ..PUNCTUATION_SPACING.finding(Some(span), CONFIDENCE, message.into())
                });
            }
        }
    }
}

/// What is wrong with the gap before a token: the span from the token before it, how it should
/// read, and why.
fn defect(text: &Text, token: usize, end: usize) -> Option<(Span, String, &'static str)> {
    let (before, here) = (text.tokens[token - 1].span, text.tokens[token].span);
    let gap = text.slice(Span::new(before.end, here.start));
    let (left, mark) = (text.slice(before), text.slice(here));
    let whole = before.cover(here);
    if gap.is_empty() {
        return glued(text, token, end).then(|| (whole, format!("{left} {mark}"), "no space after the comma"));
    }
    // Only a plain space says anything: a line break inside a paragraph is layout.
    if !gap.chars().all(|c| c == ' ' || c == '\u{a0}' || c == '\u{202f}') {
        return None;
    }
    let is_mark = CLOSE.contains(&mark) && !text.language.rules.typography.space_before.iter().any(|m| m == mark);
    // A score, as some languages write it: `3 : 1`.
    let is_number = |token: usize| text.tokens.get(token).is_some_and(|token| token.kind == TokenKind::Number);
    if mark == ":" && is_number(token - 1) && is_number(token + 1) {
        return None;
    }
    let follows_word = text.tokens[token - 1].kind != TokenKind::Mark || matches!(left, "”" | "\"" | ")" | "»");
    // Dots in a row, `.com`, `:)` and the like are no full stop.
    let stands_free = text
        .tokens
        .get(token + 1)
        .filter(|_| token + 1 < end)
        .is_none_or(|next| next.span.start > here.end || closes(text.slice(next.span)));
    if is_mark && follows_word && stands_free {
        return Some((whole, format!("{left}{mark}"), "space before a punctuation mark"));
    }
    if gap == "  " && text.document.extracted.is_none() {
        return Some((whole, format!("{left} {mark}"), "two spaces"));
    }
    None
}

fn closes(mark: &str) -> bool {
    matches!(mark, "”" | "\"" | "’" | "'" | "»" | ")" | "“")
}

/// A comma between two words without a space; numbers, addresses and names of files pass.
fn glued(text: &Text, token: usize, end: usize) -> bool {
    let mark = text.token_str(token - 1);
    token >= 2
        && token < end
        && mark == ","
        && text.tokens[token].kind == TokenKind::Word
        && text.tokens[token - 2].kind == TokenKind::Word
        && text.tokens[token - 2].span.end == text.tokens[token - 1].span.start
        && text.token_str(token).chars().count() > 1
        && text.token_str(token - 2).chars().count() > 1
}
