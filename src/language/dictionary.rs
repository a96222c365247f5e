//! A dictionary of the user's own, made fit to be merged with a sense inventory: words and phrases that
//! an article may have, folded, without remarks, articles and placeholders.
//!
//! Kept beside the inventory that it went into as lines of text: `# key TAB value` of [`Origin`], then
//! `headword TAB translations of a sense TAB of the next`, with ` | ` between translations.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::Language;
use super::dictd::Article;
use crate::text::fold;

/// Words of a phrase at most, and its letters; longer ones are sentences.
const MAX_WORDS: usize = 3;
const MAX_LETTERS: usize = 40;

/// Frequency (Zipf × 10) from which words are taken for function words.
const FUNCTION_WORD: u8 = 65;

/// Frequency (Zipf × 10) that a translation needs, and from which it makes up for a headword that the word
/// list does not have.
const MIN_FREQUENCY: u8 = 20;
const COMMON: u8 = 32;

/// Parts of speech, as FreeDict marks them, of words that have no senses to mistake.
const PARTS_LEFT_OUT: [&str; 10] =
    ["pn", "conjunction", "preposition", "pronoun", "article", "abbr", "conj", "prep", "pron", "art"];

/// Mark of Ding's plurals, which are articles of their own.
const PLURAL: &str = "<pl>";

/// What a dictionary says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dictionary {
    /// Senses by headword; each is its translations in the dictionary's order.
    pub rows: BTreeMap<String, Vec<Vec<String>>>,
}

/// Where a dictionary comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Language of the headwords.
    pub from: String,
    /// Language of the translations.
    pub to: String,
    /// Path of its index.
    pub path: String,
    /// Articles that it has, used or not.
    pub n_articles: usize,
    /// What the program's own inventory was ([`super::inventory_hash`]) when it was merged.
    pub inventory: String,
}

const MAGIC: &str = "# mtlint dictionary\t1\n";

impl Dictionary {
    /// What of a dictionary's articles can be used between two languages, headwords' and translations'.
    #[must_use]
    pub fn new(articles: &[Article], from: &Language, to: &Language) -> Dictionary {
        let usable = |article: &&Article| !PARTS_LEFT_OUT.contains(&article.part_of_speech.as_str());
        let headwords: BTreeSet<String> =
            articles.iter().filter_map(|article| clean(&article.headword, from)).collect();
        let mut dictionary = Dictionary::default();
        for article in articles.iter().filter(usable) {
            let Some(headword) = clean(&article.headword, from).filter(|word| !is_function_word(word, from)) else {
                continue;
            };
            let is_base = || {
                let form = from.form(headword.clone());
                form.lemmas.iter().flatten().all(|lemma| !headwords.contains(&**lemma))
            };
            if article.part_of_speech == PLURAL.trim_matches(['<', '>']) && !is_base() {
                continue;
            }
            for sense in &article.senses {
                let mut words: Vec<String> = Vec::new();
                for word in sense.translations.iter().filter_map(|word| clean(word, to)) {
                    if !words.contains(&word) && is_written(&word, to) && is_met(&headword, from, &word, to) {
                        words.push(word);
                    }
                }
                if words.is_empty() {
                    continue;
                }
                let senses = dictionary.rows.entry(headword.clone()).or_default();
                if !senses.contains(&words) {
                    senses.push(words);
                }
            }
        }
        dictionary
    }

    /// Pairs of a headword and a translation.
    #[must_use]
    pub fn n_translations(&self) -> usize {
        self.rows.values().flatten().map(Vec::len).sum()
    }

    /// As it is kept.
    #[must_use]
    pub fn to_text(&self, origin: &Origin) -> String {
        let mut out = MAGIC.to_owned();
        let path = origin.path.replace(['\n', '\r', '\t'], " ");
        let n_articles = origin.n_articles.to_string();
        let cells = [
            ("from", &origin.from),
            ("to", &origin.to),
            ("path", &path),
            ("articles", &n_articles),
            ("inventory", &origin.inventory),
        ];
        for (key, value) in cells {
            let _ = writeln!(out, "# {key}\t{value}");
        }
        for (headword, senses) in &self.rows {
            let senses: Vec<String> = senses.iter().map(|words| words.join(" | ")).collect();
            let _ = writeln!(out, "{headword}\t{}", senses.join("\t"));
        }
        out
    }

    /// What [`Dictionary::to_text`] made; none of what is not.
    #[must_use]
    pub fn from_text(text: &str) -> Option<(Dictionary, Origin)> {
        let rest = text.strip_prefix(MAGIC)?;
        let (mut dictionary, mut origin) = (Dictionary::default(), Origin::default());
        for line in rest.lines() {
            let (first, others) = line.split_once('\t')?;
            match first.strip_prefix("# ") {
                Some("from") => others.clone_into(&mut origin.from),
                Some("to") => others.clone_into(&mut origin.to),
                Some("path") => others.clone_into(&mut origin.path),
                Some("articles") => origin.n_articles = others.parse().ok()?,
                Some("inventory") => others.clone_into(&mut origin.inventory),
                Some(_) => {}
                None => {
                    let senses = others.split('\t').map(|words| words.split(" | ").map(str::to_owned).collect());
                    dictionary.rows.insert(first.to_owned(), senses.collect());
                }
            }
        }
        (!origin.from.is_empty() && !origin.to.is_empty()).then_some((dictionary, origin))
    }
}

fn clean(text: &str, language: &Language) -> Option<String> {
    let rules = &language.rules.dictionaries;
    word(text, &rules.leading, &rules.placeholders)
}

/// Words as dictionaries give them, made fit to be looked up: folded, without brackets and what is in
/// them, stress marks, placeholders, and of a phrase without a `leading` word; none for what is no word
/// or phrase.
pub fn word(text: &str, leading: &[impl AsRef<str>], placeholders: &[impl AsRef<str>]) -> Option<String> {
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
    let mut words: Vec<&str> = folded.split_whitespace().filter(|word| !contains(placeholders, word)).collect();
    if words.len() > 1 && contains(leading, words[0]) {
        words.remove(0);
    }
    let is_word = |word: &&str| word.chars().all(|c| c.is_alphabetic() || "-'’.・".contains(c) || is_mark(c));
    let phrase = words.join(" ");
    let fits = (1..=MAX_WORDS).contains(&words.len()) && phrase.chars().count() <= MAX_LETTERS;
    (fits && words.iter().all(is_word) && phrase.chars().any(char::is_alphabetic) && !phrase.ends_with(['.', '-']))
        .then_some(phrase)
}

fn contains(list: &[impl AsRef<str>], word: &str) -> bool {
    list.iter().any(|listed| listed.as_ref() == word)
}

/// Vowel signs and the like.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{5b0}'..='\u{5c7}')
}

fn is_function_word(word: &str, language: &Language) -> bool {
    language.words.as_ref().and_then(|words| words.zipf(word)).is_some_and(|zipf| zipf >= FUNCTION_WORD)
}

/// A word that anyone would write: known by its frequency, with a meaning of its own. What a language
/// without a word list has is taken as it is.
fn is_written(word: &str, language: &Language) -> bool {
    let Some(words) = &language.words else { return true };
    let has_letters = !language.rules.spaced || word.chars().count() > 1;
    let mut parts = word.split(' ').map(|part| words.zipf(part));
    match word.contains(' ') {
        true => parts.all(|zipf| zipf.is_some()),
        false => has_letters && parts.all(|zipf| zipf.is_some_and(|z| (MIN_FREQUENCY..FUNCTION_WORD).contains(&z))),
    }
}

/// Whether a news reader may meet the headword: it is known by its frequency, word by word, or
/// translated by a word that is common enough.
fn is_met(headword: &str, from: &Language, translation: &str, to: &Language) -> bool {
    let Some(own) = &from.words else { return true };
    let is_common = |word: &str| to.words.as_ref().is_none_or(|words| words.zipf(word).is_some_and(|z| z >= COMMON));
    headword.split(' ').all(|word| own.zipf(word).is_some())
        || (!headword.contains(' ') && translation.split(' ').all(is_common))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_articles_and_placeholders_are_left_out() {
        let word = |text| word(text, &["to", "the"], &["sth."]);
        assert_eq!(word("to  Hoist sth. <v> (a sail)").as_deref(), Some("hoist"));
        assert_eq!(word("The Bank").as_deref(), Some("bank"));
        assert_eq!(word("the").as_deref(), Some("the"));
        for nothing in ["", "(a remark)", "1,5", "a sentence of many words", "etc."] {
            assert_eq!(word(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn what_is_kept_is_read_back() {
        let senses = vec![vec!["bank".to_owned(), "bench".to_owned()], vec!["shore".to_owned()]];
        let dictionary = Dictionary { rows: BTreeMap::from([("oever".to_owned(), senses)]) };
        let origin =
            Origin { from: "xx".into(), to: "yy".into(), path: "a\tb".into(), n_articles: 7, inventory: String::new() };
        let text = dictionary.to_text(&origin);
        let (read, of) = Dictionary::from_text(&text).expect("as written");
        assert_eq!((read, of), (dictionary, Origin { path: "a b".into(), ..origin }));
        assert_eq!(Dictionary::from_text("anything else"), None);
        assert_eq!(Dictionary::from_text(MAGIC), None);
    }
}
