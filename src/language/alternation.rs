//! Words that change with the sound that follows them: `a` and `an`, `le` and `l'`, `с` and `со`.
//!
//! It says which form a language's rules ask for; whether the other is an error is for the checks to say.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Words that are others before some beginnings; of all beginnings listed the longest one that a word has decides.
///
/// Beginnings are folded; one after `=` is a whole word.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Alternation {
    /// By the usual forms the others, all folded; with an apostrophe at its end one is written together with the next
    /// word.
    pub forms: BTreeMap<String, String>,
    /// How words begin that the others stand before.
    pub before: Vec<String>,
    /// How words begin that the usual ones stand before.
    #[serde(default)]
    pub not_before: Vec<String>,
    /// How words begin that either may stand before, or that follow the same letters in another use.
    #[serde(default)]
    pub either: Vec<String>,
    /// Which of the forms have another use, so that one in the wrong place need not be an error.
    #[serde(default)]
    pub unsure: Vec<String>,
    /// Whether it holds before words with a capital too.
    #[serde(default)]
    pub names: bool,
}

impl Alternation {
    /// What `word` must be before `next`, both folded, where it is one of the forms and is not so already.
    #[must_use]
    pub fn right(&self, word: &str, next: &str) -> Option<&str> {
        let (usual, other) = self.forms.iter().find(|(usual, other)| *usual == word || *other == word)?;
        let lists = [&self.before, &self.not_before, &self.either];
        let [before, not_before, either] = lists.map(|list| list.iter().filter_map(|start| matched(start, next)).max());
        // Digits are read in ways of their own, and follow rules only where these name some.
        let is_unread = next.starts_with(|c: char| c.is_ascii_digit()) && !self.reads_digits();
        if is_unread || either.is_some() && either >= before.max(not_before) {
            return None;
        }
        let right = if before > not_before { other } else { usual };
        (right != word).then_some(right)
    }

    fn reads_digits(&self) -> bool {
        self.before.iter().any(|start| start.starts_with(|c: char| c.is_ascii_digit()))
    }
}

/// How much of a word a beginning covers, a whole word most; none where the word begins otherwise.
fn matched(start: &str, word: &str) -> Option<usize> {
    match start.strip_prefix('=') {
        Some(whole) => (word == whole).then_some(usize::MAX),
        None => word.starts_with(start).then_some(start.len()),
    }
}

#[cfg(test)]
mod tests {
    use crate::language::Language;

    #[test]
    fn the_longest_beginning_decides() {
        let english = &Language::get("en").unwrap().rules;
        let spanish = &Language::get("es").unwrap().rules;
        let cases = [
            (english, "a", "hour", Some("an")),
            (english, "an", "house", Some("a")),
            (english, "an", "university", Some("a")),
            (english, "a", "uninvited", Some("an")),
            (english, "an", "one-off", Some("a")),
            (english, "a", "onerous", Some("an")),
            (english, "an", "historic", None),
            (english, "a", "8", Some("an")),
            (english, "an", "12", Some("a")),
            (english, "the", "hour", None),
            (spanish, "y", "iglesia", Some("e")),
            (spanish, "y", "hielo", None),
            (spanish, "o", "8", None),
        ];
        for (rules, word, next, right) in cases {
            assert_eq!(rules.alternated(word, next), right, "{word} {next}");
        }
    }
}
