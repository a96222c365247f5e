//! What places, peoples and organisations are called in all languages, read in place from one pack.
//!
//! Names are not told apart by language: what matters is whether a name of the source and one of the
//! target can mean the same. Layout of `names.fst`: an [`fst::Map`] from folded name to the numbers of up
//! to [`MAX_MEANINGS`] meanings, counted from 1, 16 bits each. What joins the words of a name, spaces and
//! hyphens, is left out: languages differ in it. The empty name tells how many of the first meanings are those of words
//! that only belong to names: titles and the points of the compass.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use fst::raw::{CompiledAddr, Fst, Node, Output};

use super::tokens::Tokens;
use crate::text::fold;

/// What one name may mean at most: `Santiago` and `San José` are many towns, of which this many are kept.
pub const MAX_MEANINGS: usize = 4;

static EMBEDDED: &[u8] = include_bytes!("../../corpora/packs/names.fst");

const MEANING_BITS: usize = 16;

/// Letters that a name must share with a word that is inflected or derived from it, and how many either
/// may then have left (`Москва`, `Москвы`; `Россия`, `России`; `Australia`, `Australian`).
const MIN_STEM: usize = 4;
const MAX_LEFT_OF_NAME: usize = 2;
const MAX_LEFT_OF_WORD: usize = 3;

/// Tokens of the longest name.
const MAX_TOKENS: usize = 6;

/// What a name may mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meanings(u64);

impl Meanings {
    /// One after the other.
    pub fn iter(self) -> impl Iterator<Item = u16> {
        (0..MAX_MEANINGS).map(move |n| (self.0 >> (n * MEANING_BITS)) as u16).take_while(|&meaning| meaning != 0)
    }

    /// Whether there is one that both may have.
    #[must_use]
    pub fn meets(self, other: Meanings) -> bool {
        self.iter().any(|meaning| other.iter().any(|theirs| theirs == meaning))
    }
}

/// A name found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it may mean.
    pub meanings: Meanings,
}

/// The names, by spelling.
#[derive(Debug)]
pub struct Gazetteer {
    map: fst::Map<&'static [u8]>,
    n_words: u64,
}

impl Gazetteer {
    /// The embedded names.
    #[must_use]
    pub fn embedded() -> &'static Gazetteer {
        static OPEN: LazyLock<Gazetteer> = LazyLock::new(|| {
            // The bytes are fixed when the program is built, and a test reads them.
            let map = fst::Map::new(EMBEDDED).unwrap_or_else(|error| panic!("embedded pack names.fst: {error}"));
            let n_words = map.get("").unwrap_or_default();
            Gazetteer { map, n_words }
        });
        &OPEN
    }

    /// What a name may mean.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Meanings> {
        Some(key(name)).filter(|key| !key.is_empty()).and_then(|key| self.map.get(key)).map(Meanings)
    }

    /// Whether a name is a mere part of names: a title, or a point of the compass.
    #[must_use]
    pub fn is_word(&self, name: Meanings) -> bool {
        name.iter().all(|meaning| u64::from(meaning) <= self.n_words)
    }

    /// The longest name that begins at a token and ends before `end`; the last word may be inflected.
    #[must_use]
    pub fn at(&self, text: &impl Tokens, at: usize, end: usize) -> Option<Place> {
        let mut walk = Walk::new(self.map.as_fst());
        let mut found = None;
        for token in at..end.min(at + MAX_TOKENS) {
            let word = &*text.form(token).folded;
            if token > at && word.chars().all(is_joint) {
                continue;
            }
            let from = walk;
            if walk.step(word) {
                // A word that longer names begin with may be an inflected one as well.
                if let Some(meanings) = walk.meanings().or_else(|| from.inflected(word)) {
                    found = Some(Place { tokens: at..token + 1, meanings });
                }
                continue;
            }
            // Nothing goes on from here: perhaps an inflected form does.
            if let Some(meanings) = from.inflected(word) {
                found = Some(Place { tokens: at..token + 1, meanings });
            }
            break;
        }
        found
    }
}

/// A way into the names.
#[derive(Clone, Copy)]
struct Walk<'a> {
    fst: &'a Fst<&'static [u8]>,
    node: CompiledAddr,
    output: Output,
}

impl<'a> Walk<'a> {
    fn new(fst: &'a Fst<&'static [u8]>) -> Walk<'a> {
        Walk { fst, node: fst.root().addr(), output: Output::zero() }
    }

    fn node(&self) -> Node<'a> {
        self.fst.node(self.node)
    }

    /// Goes on by the letters of a word; stands where it got to if they lead nowhere.
    fn step(&mut self, word: &str) -> bool {
        let letters = word.char_indices().filter(|&(_, c)| !is_joint(c));
        for byte in letters.flat_map(|(at, c)| word.as_bytes()[at..at + c.len_utf8()].iter().copied()) {
            let node = self.node();
            let Some(at) = node.find_input(byte) else { return false };
            let transition = node.transition(at);
            self.node = transition.addr;
            self.output = self.output.cat(transition.out);
        }
        true
    }

    fn meanings(&self) -> Option<Meanings> {
        let node = self.node();
        let is_name = node.is_final() && self.node != self.fst.root().addr();
        is_name.then(|| Meanings(self.output.cat(node.final_output()).value()))
    }

    /// The name that goes on from here with a stem of `word` and other last letters.
    fn inflected(mut self, word: &str) -> Option<Meanings> {
        let n_letters = word.chars().count();
        let mut stems = Vec::with_capacity(n_letters);
        for (at, c) in word.char_indices() {
            if !self.step(&word[at..at + c.len_utf8()]) {
                break;
            }
            stems.push(self);
        }
        (MIN_STEM..=stems.len()).rev().take_while(|n| n_letters - n <= MAX_LEFT_OF_WORD).find_map(|n| {
            let stem = stems[n - 1];
            stem.meanings().or_else(|| stem.completed(MAX_LEFT_OF_NAME))
        })
    }

    /// The first name that ends at most so many letters further on.
    fn completed(&self, letters: usize) -> Option<Meanings> {
        let node = self.node();
        for transition in node.transitions() {
            let mut next = *self;
            next.node = transition.addr;
            next.output = next.output.cat(transition.out);
            // Bytes that continue a letter cost nothing.
            let cost = usize::from(transition.inp & 0xC0 != 0x80);
            if cost > letters {
                continue;
            }
            if let Some(meanings) = next.whole_letter().and_then(|w| w.meanings()) {
                return Some(meanings);
            }
            if let Some(meanings) = next.completed(letters - cost) {
                return Some(meanings);
            }
        }
        None
    }

    /// Itself if it stands between letters.
    fn whole_letter(self) -> Option<Self> {
        let node = self.node();
        let goes_on = node.transitions().any(|transition| transition.inp & 0xC0 == 0x80);
        (!goes_on).then_some(self)
    }
}

/// What stands between the words of a name, or inside them, and is left out.
fn is_joint(c: char) -> bool {
    matches!(c, ' ' | '-' | '\'' | '.' | '\u{AD}' | '\u{B7}' | '\u{2010}'..='\u{2012}' | '\u{2019}' | '\u{30FB}')
}

/// A name as it is looked up.
#[must_use]
pub fn key(name: &str) -> String {
    fold(name).replace(is_joint, "")
}

/// Compiles names, a list for each meaning, into the bytes of a pack; the first `n_words` of them are mere parts of names.
#[must_use]
pub fn build(meanings: &[Vec<String>], n_words: usize) -> Vec<u8> {
    let mut by_name: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for (names, meaning) in meanings.iter().zip(1u64..) {
        for name in names {
            let of_name = by_name.entry(key(name)).or_default();
            if of_name.len() < MAX_MEANINGS && !of_name.contains(&meaning) {
                of_name.push(meaning);
            }
        }
    }
    let mut map = fst::MapBuilder::memory();
    map.insert("", n_words as u64).expect("the first key");
    for (name, of_name) in by_name {
        let packed = of_name.iter().enumerate().fold(0, |all, (n, meaning)| all | meaning << (n * MEANING_BITS));
        map.insert(name, packed).expect("keys come sorted and once");
    }
    map.into_inner().expect("writing to memory does not fail")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::language::tokens::TokenKind;
    use crate::language::tokens::tokenize;
    use crate::language::words::Form;

    struct Words(Vec<Form>);

    impl Tokens for Words {
        fn kind(&self, _: usize) -> TokenKind {
            TokenKind::Word
        }

        fn form(&self, token: usize) -> &Form {
            &self.0[token]
        }

        fn surface(&self, token: usize) -> &str {
            &self.0[token].folded
        }
    }

    fn found(code: &str, text: &str) -> Option<Place> {
        let language = Language::get(code).unwrap();
        let mut words = Vec::new();
        tokenize(text, &language.rules, |span, _| words.push(language.form(fold(&text[span.range()]))));
        let n_words = words.len();
        Gazetteer::embedded().at(&Words(words), 0, n_words)
    }

    #[test]
    fn places_are_one_in_all_languages() {
        let hague = found("en", "The Hague").unwrap();
        assert_eq!(hague.tokens, 0..2);
        for (code, name) in
            [("nl", "Den Haag"), ("ru", "Гаага"), ("fr", "La Haye"), ("ja", "デン・ハーグ"), ("ar", "لاهاي")]
        {
            let other = found(code, name).unwrap_or_else(|| panic!("{name} is not listed"));
            assert!(other.meanings.meets(hague.meanings), "{name}");
        }
        assert!(!found("en", "Moscow").unwrap().meanings.meets(hague.meanings));
    }

    #[test]
    fn inflected_and_derived_forms_are_found() {
        let russia = found("en", "Russia").unwrap().meanings;
        for (code, name) in [("ru", "России"), ("en", "Russian"), ("cs", "Ruska"), ("pl", "Rosji"), ("fi", "Venäjän")]
        {
            assert!(found(code, name).is_some_and(|place| place.meanings.meets(russia)), "{name}");
        }
    }

    #[test]
    fn acronyms_differ_by_language() {
        let nato = found("en", "NATO").unwrap().meanings;
        assert!(found("nl", "NAVO").unwrap().meanings.meets(nato));
        assert!(found("fr", "OTAN").unwrap().meanings.meets(nato));
        assert!(!found("en", "WHO").unwrap().meanings.meets(nato));
    }

    #[test]
    fn what_is_built_is_read() {
        let bytes = build(&[vec!["Alpha-Town".into(), "Альфа".into()], vec!["alpha town".into()]], 1).leak();
        let map = fst::Map::new(&*bytes).unwrap();
        let meanings = Meanings(map.get("alphatown").unwrap());
        assert_eq!(meanings.iter().collect::<Vec<_>>(), [1, 2]);
        let other = Meanings(map.get("альфа").unwrap());
        assert!(other.meets(meanings));
        let gazetteer = Gazetteer { n_words: map.get("").unwrap(), map };
        assert!(gazetteer.is_word(other) && !gazetteer.is_word(meanings) && gazetteer.get("-").is_none());
    }
}
