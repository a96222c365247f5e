//! Words as dictionaries give them, made fit to be looked up.

use mtlint::text::fold;

use crate::languages::{ENGLISH, Lang};

/// Words of a phrase at most.
const MAX_WORDS: usize = 3;

/// Longer ones are sentences.
const MAX_LETTERS: usize = 40;

/// Folded, without brackets and what is in them, without stress marks, articles and `to`; none for
/// what is no word or phrase.
pub fn word(text: &str, language: Lang) -> Option<String> {
    let mut depth = 0;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' => depth -= 1,
            // The stress marks of Cyrillic dictionaries.
            '\u{301}' => {}
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    let folded = fold(kept.trim());
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    if language == ENGLISH && words.len() > 1 && ["to", "a", "an", "the", "be"].contains(&words[0]) {
        words.remove(0);
    }
    let is_word = |word: &&str| word.chars().all(|c| c.is_alphabetic() || "-'’.・".contains(c) || is_mark(c));
    let phrase = words.join(" ");
    let fits = (1..=MAX_WORDS).contains(&words.len()) && phrase.chars().count() <= MAX_LETTERS;
    (fits && words.iter().all(is_word) && phrase.chars().any(char::is_alphabetic) && !phrase.ends_with(['.', '-']))
        .then_some(phrase)
}

/// A gloss of EDICT or CC-CEDICT: without `(n)`, `sb`, `sth`.
pub fn gloss(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches("fig. ").trim_start_matches("lit. ");
    let text = text.strip_prefix("to be ").or_else(|| text.strip_prefix("to ")).unwrap_or(text);
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| !["sb", "sth", "sb's", "etc"].contains(word)).collect();
    word(&words.join(" "), ENGLISH)
}

/// Vowel signs and the like.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{5b0}'..='\u{5c7}')
}
