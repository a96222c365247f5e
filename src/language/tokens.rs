//! Cutting a text into words, numbers and marks.
//!
//! Words end where Unicode says (UAX #29, with ICU's dictionaries for scripts without spaces);
//! elided first parts (`l'`) and enclitics (`'s`) are then split off as the language's rules say.

use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::rules::Rules;
use super::words::Form;
use crate::text::{Span, fold};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Has a letter.
    Word,
    /// Has a digit and no letter.
    Number,
    /// Neither.
    Mark,
}

/// A sequence of tokens, as far as patterns and number rules look at it.
pub trait Tokens {
    /// What a token is made of.
    fn kind(&self, token: usize) -> TokenKind;
    /// Its form.
    fn form(&self, token: usize) -> &Form;
    /// Its characters.
    fn surface(&self, token: usize) -> &str;
}

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_auto(WordBreakInvariantOptions::default()));

/// Cuts `text` into tokens in order; white space is in none of them.
pub fn tokenize(text: &str, rules: &Rules, mut emit: impl FnMut(Span, TokenKind)) {
    let mut start = 0;
    for end in SEGMENTER.segment_str(text) {
        if start < end {
            let span = Span::new(start, end);
            match kind_of(&text[start..end]) {
                Some(TokenKind::Word) => split_word(text, span, rules, &mut emit),
                Some(kind) => emit(span, kind),
                None => {}
            }
        }
        start = end;
    }
}

fn kind_of(token: &str) -> Option<TokenKind> {
    if token.chars().any(char::is_alphabetic) {
        Some(TokenKind::Word)
    } else if token.chars().any(char::is_numeric) {
        Some(TokenKind::Number)
    } else {
        (!token.chars().all(char::is_whitespace)).then_some(TokenKind::Mark)
    }
}

fn split_word(text: &str, word: Span, rules: &Rules, emit: &mut impl FnMut(Span, TokenKind)) {
    let surface = &text[word.range()];
    // Only apostrophes split words; most words have none.
    if !surface.contains(['\'', '\u{2019}']) {
        return emit(word, TokenKind::Word);
    }
    let mut start = word.start;
    while let Some(cut) = apostrophe_end(&text[start..word.end])
        && start + cut < word.end
        && rules.elisions.contains(&fold(&text[start..start + cut]))
    {
        emit(Span::new(start, start + cut), TokenKind::Word);
        start += cut;
    }
    let rest = fold(&text[start..word.end]);
    let enclitic = rules.enclitics.iter().find(|e| rest.ends_with(e.as_str()) && rest.len() > e.len());
    // Folding may change lengths in bytes; the enclitic's own place is found by counting characters.
    let cut = enclitic.and_then(|e| text[start..word.end].char_indices().rev().nth(e.chars().count() - 1));
    match cut {
        Some((cut, _)) if cut > 0 => {
            emit(Span::new(start, start + cut), TokenKind::Word);
            emit(Span::new(start + cut, word.end), TokenKind::Word);
        }
        _ => emit(Span::new(start, word.end), TokenKind::Word),
    }
}

fn apostrophe_end(word: &str) -> Option<usize> {
    word.char_indices().find(|(_, c)| matches!(c, '\'' | '\u{2019}')).map(|(at, c)| at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, elisions: &[&str], enclitics: &[&str]) -> Vec<String> {
        let own = |list: &[&str]| list.iter().map(|&s| s.to_owned()).collect();
        let rules = Rules { elisions: own(elisions), enclitics: own(enclitics), ..Rules::unknown() };
        let mut tokens = Vec::new();
        tokenize(text, &rules, |span, _| tokens.push(text[span.range()].to_owned()));
        tokens
    }

    #[test]
    fn elisions_and_enclitics_are_tokens_of_their_own() {
        assert_eq!(cut("L’eau d'aujourd'hui", &["l'", "d'"], &[]), ["L’", "eau", "d'", "aujourd'hui"]);
        assert_eq!(cut("Biden’s plan can't", &[], &["'s"]), ["Biden", "’s", "plan", "can't"]);
        assert_eq!(cut("18,500 people, 3.5%", &[], &[]), ["18,500", "people", ",", "3.5", "%"]);
    }

    #[test]
    fn scripts_without_spaces_are_cut_by_dictionary() {
        assert_eq!(cut("总统发表讲话。", &[], &[]), ["总统", "发表", "讲话", "。"]);
    }
}
