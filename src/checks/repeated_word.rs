//! The check `repeated-word`.

use super::check::{Context, check};
use crate::article::{BlockKind, Text};
use crate::finding::{Finding, Findings};
use crate::language::lexemes::is_hyphen;
use crate::language::tokens::TokenKind;

const CONFIDENCE: f32 = 0.92;

check! {
    /// The same word twice in a row.
    ///
    /// # Why it matters
    ///
    /// Machine translation stutters; a spelling checker does not see it.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: The minister said that the the talks would go on.
    ///                            ^^^^^^^ the
    /// ```
    ///
    /// Some words may stand twice, as the language's rules say:
    ///
    /// ```example
    /// en: He said that that was what he had had in mind.
    /// ```
    ///
    /// # Limits
    ///
    /// Doubled names (*Duran Duran*), words doubled in the source as well, and words with a mark in
    /// between pass.
    pub static REPEATED_WORD = {
        name: "repeated-word",
        category: GRAMMAR,
        severity: Minor,
        since: "0.1.0",
        needs: Target,
        silences: ["surplus-word"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let target = context.target();
    let in_source = context.article.source.as_ref().map(doubled_words).unwrap_or_default();
    for sentence in &target.sentences {
        if target.document.blocks[sentence.block].kind == BlockKind::Cell {
            continue;
        }
        for first in sentence.tokens.clone().filter(|t| t + 1 < sentence.tokens.end) {
            let form = target.form(first);
            if !is_doubled(target, first) || target.language.rules.may_double(&form.folded) {
                continue;
            }
            // A word that is doubled in the source too is doubled on purpose.
            if in_source.contains(&form.folded) {
                continue;
            }
            let span = target.tokens[first].span.cover(target.tokens[first + 1].span);
            let word = target.token_str(first);
            findings.push(Finding {
                suggestions: vec![word.to_owned()],
                ..REPEATED_WORD.finding(Some(span), CONFIDENCE, format!("“{word}” stands twice"))
            });
        }
    }
}

/// Whether a token and the next are one lower-case word, with nothing but a space in between.
fn is_doubled(text: &Text, first: usize) -> bool {
    let (a, b) = (&text.tokens[first], &text.tokens[first + 1]);
    a.kind == TokenKind::Word
        && a.form == b.form
        && a.span.end < b.span.start
        && !is_part(text, first)
        && text.token_str(first + 1).chars().next().is_some_and(|c| !c.is_uppercase())
}

/// Whether a hyphen makes a token the end of another word: the second `être` of `peut-être être` is a word of its own.
fn is_part(text: &Text, token: usize) -> bool {
    let is_hyphen_before = |before: usize| {
        is_hyphen(text.token_str(before)) && text.tokens[before].span.end == text.tokens[token].span.start
    };
    token.checked_sub(1).is_some_and(is_hyphen_before)
}

fn doubled_words(source: &Text) -> Vec<Box<str>> {
    let last = source.tokens.len().saturating_sub(1);
    (0..last).filter(|&t| is_doubled(source, t)).map(|t| source.form(t).folded.clone()).collect()
}
