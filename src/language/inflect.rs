//! Putting a suggestion into the form that the wrong word has, by analogy with the language's word
//! list: *voices* is to *voice* as *votes* to *vote*. Not a grammar: where no form fits, the base
//! form stays.

use crate::language::Language;
use crate::language::words::Form;
use crate::text::is_capitalised;

/// Of `better`'s forms the one that ends most like `form` does; `better` itself when `form` is the
/// base form `lemma`.
#[must_use]
pub fn like(form: &Form, lemma: &str, better: &str, language: &Language) -> String {
    let Some(words) = &language.words else { return better.to_owned() };
    if *form.folded == *lemma || better.contains(char::is_whitespace) {
        return better.to_owned();
    }
    let ending = ending_beyond(&form.folded, lemma);
    if ending.is_empty() {
        return better.to_owned();
    }
    // Irregular forms rarely change the first letters; two keep the search short.
    let prefix: String = better.chars().take(2).collect();
    words
        .forms_of(better, &prefix)
        .into_iter()
        .filter(|candidate| candidate.folded.ends_with(ending) && *candidate.folded != *better)
        .max_by_key(|candidate| (candidate.zipf, std::cmp::Reverse(candidate.folded.len())))
        .map_or_else(|| better.to_owned(), |candidate| candidate.folded.into())
}

/// What a form has after the stretch at its beginning that it shares with its base form, at least
/// its last letter: `voices` and `voice` give `s`, `studies` and `study` give `ies`.
fn ending_beyond<'a>(form: &'a str, lemma: &str) -> &'a str {
    let shared: usize = form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let ending = &form[shared..];
    // `-ies` and `-s` are one ending to the eye of analogy: keep what is common to all plurals.
    match ending.char_indices().next_back() {
        Some((last, 's')) => &ending[last..],
        _ => ending,
    }
}

/// Gives `word` a capital where `model` has one.
#[must_use]
pub fn capitalised_like(model: &str, word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if is_capitalised(model) => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}
