//! The check `untranslated-word`.

use super::check::{Context, check};
use crate::article::{SentenceIdx, Text};
use crate::finding::{Finding, Findings};
use crate::text::is_capitalised;

/// Shorter words occur in too many languages.
const MIN_LETTERS: usize = 4;

/// Frequency (Zipf × 10) of words that are not borrowed because there is no need to.
const COMMON_ZIPF: u8 = 42;

const CONFIDENCE: f32 = 0.8;

check! {
    /// A word of the source that stands in the target as it is.
    ///
    /// A word that the target's language does not have, that is an ordinary word of the source's
    /// (or put together of ordinary words), and that the aligned source sentence holds in the same
    /// spelling.
    ///
    /// # Why it matters
    ///
    /// Machine translation copies what it does not know, compounds above all.
    ///
    /// # Examples
    ///
    /// ```example
    /// de: Die Stadt plant einen Schienenersatzverkehr für die Pendler.
    /// en: The city is planning a Schienenersatzverkehr for commuters.
    ///                            ^^^^^^^^^^^^^^^^^^^^^
    /// ```
    ///
    /// ```example
    /// nl: De wethouder noemde het plan onhaalbaar.
    /// en: The alderman called the plan onhaalbaar.
    ///                                  ^^^^^^^^^^
    /// ```
    ///
    /// # Limits
    ///
    /// Needs word lists of both languages. Names pass, and so do words in quotation marks.
    pub static UNTRANSLATED_WORD = {
        name: "untranslated-word",
        category: UNTRANSLATED,
        severity: Major,
        since: "0.1.0",
        needs: Source,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, alignment)) = context.aligned() else { return };
    let target = context.target();
    if target.language.words.is_none()
        || source.language.words.is_none()
        || source.language.code() == target.language.code()
    {
        return;
    }
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
        for token in target.tokens_of(&bead.target) {
            if !target.kind_is_word(token) || !is_foreign(target, token) || is_quoted(target, token) {
                continue;
            }
            let folded = &target.form(token).folded;
            let origin = source.tokens_of(&bead.source).find(|&s| source.form(s).folded == *folded);
            let Some(origin) = origin else { continue };
            // A capital that the source does not have makes it part of a name.
            let is_name = is_capitalised(target.token_str(token)) && !is_capitalised(source.token_str(origin));
            if is_name || is_hyphenated(target, token) || !is_ordinary(source, origin) {
                continue;
            }
            let (word, language) = (target.token_str(token), &source.language.rules.name);
            findings.push(Finding {
                source_span: Some(source.tokens[origin].span),
                ..UNTRANSLATED_WORD.finding(
                    Some(target.tokens[token].span),
                    CONFIDENCE,
                    format!("“{word}” is left in {language}"),
                )
            });
        }
    }
}

fn is_foreign(target: &Text, token: usize) -> bool {
    let form = target.form(token);
    form.zipf.is_none() && form.folded.chars().count() >= MIN_LETTERS && form.folded.chars().all(char::is_alphabetic)
}

/// Whether a word of the source is an ordinary one: written small where names are not, or made of
/// ordinary words where nouns have capitals as names do.
fn is_ordinary(source: &Text, token: usize) -> bool {
    let surface = source.token_str(token);
    let form = source.form(token);
    let language = source.language;
    if !is_capitalised(surface) {
        // Everybody borrows from a language that lends: there only common words count.
        return if language.rules.lends_words {
            form.zipf.is_some_and(|zipf| zipf >= COMMON_ZIPF)
        } else {
            form.zipf.is_some() || language.is_compound(&form.folded)
        };
    }
    language.rules.capitalised_nouns && form.folded.chars().count() >= 10 && language.is_compound(&form.folded)
}

/// Whether a word is part of a hyphenated compound.
fn is_hyphenated(text: &Text, token: usize) -> bool {
    let span = text.tokens[token].span;
    let hyphen = |t: usize| {
        text.tokens.get(t).is_some_and(|other| {
            (other.span.end == span.start || other.span.start == span.end)
                && matches!(text.slice(other.span), "-" | "\u{2011}")
        })
    };
    hyphen(token.wrapping_sub(1)) || hyphen(token + 1)
}

/// Whether a word stands in quotation marks of its own, as foreign words do on purpose.
fn is_quoted(text: &Text, token: usize) -> bool {
    let Some(SentenceIdx(sentence)) = text.sentence_at(text.tokens[token].span.start) else { return false };
    let tokens = &text.sentences[sentence as usize].tokens;
    let is_mark = |t: usize| {
        let surface = text.token_str(t);
        text.language.rules.typography.quotes.iter().any(|(open, close)| surface == open || surface == close)
    };
    let before = (tokens.start.max(token.saturating_sub(4))..token).any(is_mark);
    let after = (token + 1..tokens.end.min(token + 5)).any(is_mark);
    before && after
}
