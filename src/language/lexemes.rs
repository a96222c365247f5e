//! Words and phrases of one meaning each, looked up where they stand in a text: `kilometre`,
//! `square metre`, `soixante-dix`, `November`.

use rustc_hash::FxHashMap as HashMap;

use super::rules::Rules;
use super::tokens::{Tokens, tokenize};
use crate::text::fold;

/// Phrases by their first word.
#[derive(Debug)]
pub struct Lexemes<T> {
    by_first: HashMap<Box<str>, Vec<Lexeme<T>>>,
}

#[derive(Debug)]
struct Lexeme<T> {
    rest: Vec<Box<str>>,
    meaning: T,
}

impl<T> Default for Lexemes<T> {
    fn default() -> Self {
        Lexemes { by_first: HashMap::default() }
    }
}

/// Whether a token only joins the parts of a word.
#[must_use]
pub fn is_hyphen(surface: &str) -> bool {
    matches!(surface, "-" | "\u{2010}" | "\u{2011}" | "\u{AD}")
}

impl<T> Lexemes<T> {
    /// Cuts phrases as the language cuts text; hyphens inside them count for nothing.
    pub fn new<'a>(phrases: impl Iterator<Item = (&'a str, T)>, rules: &Rules) -> Lexemes<T> {
        let mut lexemes = Lexemes::default();
        for (phrase, meaning) in phrases {
            let mut words = Vec::new();
            tokenize(phrase, rules, |span, _| {
                let word = &phrase[span.range()];
                if !is_hyphen(word) {
                    words.push(fold(word).into_boxed_str());
                }
            });
            if words.is_empty() {
                continue;
            }
            let first = words.remove(0);
            lexemes.by_first.entry(first).or_default().push(Lexeme { rest: words, meaning });
        }
        for same_first in lexemes.by_first.values_mut() {
            same_first.sort_by_key(|lexeme| std::cmp::Reverse(lexeme.rest.len()));
        }
        lexemes
    }

    /// The meaning of a whole folded word.
    #[must_use]
    pub fn word(&self, word: &str) -> Option<&T> {
        let lexemes = self.by_first.get(word)?;
        lexemes.iter().find(|lexeme| lexeme.rest.is_empty()).map(|lexeme| &lexeme.meaning)
    }

    /// The longest phrase that begins at a token and ends before `end`, and the token after it.
    #[must_use]
    pub fn at(&self, text: &impl Tokens, at: usize, end: usize) -> Option<(&T, usize)> {
        if at >= end {
            return None;
        }
        let lexemes = self.by_first.get(&*text.form(at).folded)?;
        lexemes.iter().find_map(|lexeme| Some((&lexeme.meaning, rest_at(&lexeme.rest, text, at + 1, end)?)))
    }

    /// The same; a single word also counts where it is inflected.
    #[must_use]
    pub fn inflected_at(&self, text: &impl Tokens, at: usize, end: usize) -> Option<(&T, usize)> {
        if at >= end {
            return None;
        }
        self.at(text, at, end).or_else(|| {
            let lemmas = &text.form(at).lemmas;
            lemmas.iter().flatten().find_map(|lemma| Some((self.word(lemma)?, at + 1)))
        })
    }
}

/// The token after the rest of a phrase, if the tokens from `at` on are that.
fn rest_at(rest: &[Box<str>], text: &impl Tokens, mut at: usize, end: usize) -> Option<usize> {
    for word in rest {
        if at < end && is_hyphen(text.surface(at)) {
            at += 1;
        }
        if at >= end || *text.form(at).folded != **word {
            return None;
        }
        at += 1;
    }
    Some(at)
}
