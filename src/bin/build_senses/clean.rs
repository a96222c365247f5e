//! Words as dictionaries give them, made fit to be looked up.

use mtlint::language::dictionary;

use crate::languages::{ENGLISH, Lang};

/// Folded, without brackets and what is in them, without stress marks, articles and `to`; none for
/// what is no word or phrase.
pub fn word(text: &str, language: Lang) -> Option<String> {
    let leading: &[&str] = if language == ENGLISH { &["to", "a", "an", "the", "be"] } else { &[] };
    dictionary::word(text, leading, NOTHING)
}

const NOTHING: &[&str] = &[];

/// A gloss of EDICT or CC-CEDICT: without `(n)`, `sb`, `sth`.
pub fn gloss(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches("fig. ").trim_start_matches("lit. ");
    let text = text.strip_prefix("to be ").or_else(|| text.strip_prefix("to ")).unwrap_or(text);
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| !["sb", "sth", "sb's", "etc"].contains(word)).collect();
    word(&words.join(" "), ENGLISH)
}
