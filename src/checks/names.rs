//! Which tokens are names, and when two names are one spelled twice. Shared by the checks of names.

use std::collections::BTreeMap;

use any_ascii::any_ascii;

use crate::article::Text;
use crate::language::rules::Rules;
use crate::language::tokens::TokenKind;
use crate::text::is_capitalised;

/// Zipf × 10 above which a capitalised word is taken for an ordinary word or a household name.
const RARE: u8 = 35;

/// Letters that inflection may add to, or take from, the end of a name.
const INFLECTION: usize = 3;

/// Whether a token is a rare capitalised word inside a sentence: nearly always a name.
#[must_use]
pub fn is_name(text: &Text, token: usize) -> bool {
    let surface = text.token_str(token);
    text.kind_is_word(token)
        && surface.chars().count() >= 4
        && is_capitalised(surface)
        && !surface.chars().skip(1).all(char::is_uppercase)
        && text.form(token).zipf.is_none_or(|zipf| zipf < RARE)
        && text.form(token).lemmas.iter().all(Option::is_none)
}

impl Text {
    /// Whether a token has letters.
    #[must_use]
    pub fn kind_is_word(&self, token: usize) -> bool {
        self.tokens[token].kind == TokenKind::Word
    }
}

/// A name in Latin letters, lower case, without diacritics; letters that languages write for the
/// same sound are one.
#[must_use]
pub fn latin(name: &str) -> String {
    let same_sound = |c: char| match c {
        'y' | 'j' => 'i',
        'w' => 'v',
        'c' => 'k',
        c => c,
    };
    any_ascii(name).to_ascii_lowercase().chars().map(same_sound).collect()
}

/// A name with one of letters that stand twice.
#[must_use]
pub fn undoubled(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Whether two names are nearly but not quite spelled alike, in a way that inflection and
/// transliteration do not explain.
#[must_use]
pub fn is_misspelled(a: &str, b: &str) -> bool {
    if a == b || a.len().abs_diff(b.len()) > 2 || a.len().min(b.len()) < 5 {
        return false;
    }
    let shared = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    if a.len().max(b.len()) - shared <= INFLECTION {
        return false;
    }
    let distance = strsim::osa_distance(a, b);
    distance == 1 || (distance == 2 && a.len().min(b.len()) >= 8)
}

/// Whether two names may be one that each language romanises in its own way: `Krawtschenko` and `Kravchenko`.
#[must_use]
pub fn is_romanised(a: &str, b: &str, rules: [&Rules; 2]) -> bool {
    let [romanised_a, romanised_b] = [rules[0].romanised(a), rules[1].romanised(b)];
    // Languages also differ in how they write voiced consonants and diphthongs.
    let rough = |name: &str| undoubled(&latin(name).replace('z', "s").replace("ei", "ai"));
    let is_one = |a: &str, b: &str| !is_misspelled(&rough(a), &rough(b));
    (romanised_a.is_some() || romanised_b.is_some())
        && is_one(romanised_a.as_deref().unwrap_or(a), romanised_b.as_deref().unwrap_or(b))
}

/// The rare names of some sentences, by their letters, each with its tokens.
#[must_use]
pub fn spellings(text: &Text, sentences: impl Iterator<Item = usize>) -> BTreeMap<String, Vec<usize>> {
    let mut spellings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let tokens = sentences.flat_map(|sentence| text.sentences[sentence].tokens.clone());
    for token in tokens.filter(|&token| is_name(text, token)) {
        spellings.entry(latin(text.token_str(token))).or_default().push(token);
    }
    spellings
}
