//! The number words of a language, for looking up: whole words, phrases, and pieces of compounds.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::lexemes::Lexemes;
use super::rules::Rules;

/// Bytes by which words are told from what cannot be a number.
const START: usize = 4;

fn start(word: &str, length: usize) -> [u8; START] {
    let mut start = [0; START];
    for (to, &from) in start.iter_mut().zip(word.as_bytes().iter().take(length)) {
        *to = from;
    }
    start
}

/// One part of a spelled-out number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NumberPart {
    /// Adds up.
    Value(f64),
    /// Multiplies what stands before it.
    Scale(f64),
    /// Stands between parts.
    Joiner,
}

/// All that a word may say of numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NumberWord {
    /// As a part of a number.
    pub part: Option<NumberPart>,
    /// As a part of a longer number only: by itself it is an article.
    pub article: Option<f64>,
    /// As an ordinal, by itself or at the end of a number.
    pub ordinal: Option<f64>,
    /// As a fraction or a multiple: halves, dozens.
    pub fraction: Option<f64>,
    /// As a decade.
    pub decade: Option<f64>,
    /// Whether it joins parts inside a word.
    pub joins_inside: bool,
}

/// The number words of a language.
#[derive(Debug, Default)]
pub struct Numerals {
    /// By what is written, phrases included: pieces are looked up here.
    pieces: HashMap<String, NumberWord>,
    longest: usize,
    /// What pieces begin with, filled up with zeros: most words begin like none.
    starts: HashSet<[u8; START]>,
    phrases: Lexemes<NumberWord>,
    centuries: Lexemes<()>,
    halves: Lexemes<()>,
    half_past: Lexemes<()>,
    half_to: Lexemes<()>,
    life_years: Lexemes<()>,
}

impl Numerals {
    /// Gathers the words of a language's rules.
    #[must_use]
    pub fn new(rules: &Rules) -> Numerals {
        let numbers = &rules.numbers;
        let mut pieces: HashMap<String, NumberWord> = HashMap::default();
        let mut entry = |word: &str, set: &dyn Fn(&mut NumberWord)| set(pieces.entry(word.to_owned()).or_default());
        for word in &numbers.joiners {
            entry(word, &|w| w.part = Some(NumberPart::Joiner));
        }
        for word in &numbers.inner_joiners {
            entry(word, &|w| w.joins_inside = true);
        }
        for (word, &value) in &numbers.scales {
            entry(word, &|w| w.part = Some(NumberPart::Scale(value)));
        }
        for (word, &value) in &numbers.words {
            entry(word, &|w| w.part = Some(NumberPart::Value(value)));
        }
        for (word, &value) in &numbers.articles {
            entry(word, &|w| w.article = Some(value));
        }
        for (word, &value) in &numbers.ordinals {
            entry(word, &|w| w.ordinal = Some(value));
        }
        for (word, &value) in &numbers.fractions {
            entry(word, &|w| w.fraction = Some(value));
        }
        for (word, &value) in &numbers.decades {
            entry(word, &|w| w.decade = Some(value));
        }
        let starts = pieces.keys().map(|piece| start(piece, START)).collect();
        let longest = pieces.keys().map(String::len).max().unwrap_or(0);
        let phrases = Lexemes::new(pieces.iter().map(|(word, &meaning)| (word.as_str(), meaning)), rules);
        let plain = |list: &[String]| Lexemes::new(list.iter().map(|phrase| (phrase.as_str(), ())), rules);
        Numerals {
            pieces,
            longest,
            starts,
            phrases,
            centuries: plain(&numbers.centuries),
            halves: plain(&numbers.halves),
            half_past: plain(&numbers.half_past),
            half_to: plain(&numbers.half_to),
            life_years: plain(&numbers.life_years),
        }
    }

    /// What a piece of a word says of numbers; folded.
    #[must_use]
    pub fn piece(&self, piece: &str) -> Option<&NumberWord> {
        self.pieces.get(piece)
    }

    /// Whether a word may begin with a piece.
    #[must_use]
    pub fn may_begin(&self, word: &str) -> bool {
        (1..=START).any(|length| self.starts.contains(&start(word, length)))
    }

    /// Bytes of the longest piece.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Words and phrases as they stand between tokens.
    #[must_use]
    pub fn phrases(&self) -> &Lexemes<NumberWord> {
        &self.phrases
    }

    /// What adds a half to a number before it.
    #[must_use]
    pub fn halves(&self) -> &Lexemes<()> {
        &self.halves
    }

    /// What makes the ordinal before it a year of life.
    #[must_use]
    pub fn life_years(&self) -> &Lexemes<()> {
        &self.life_years
    }

    /// What makes the hour behind it half past that.
    #[must_use]
    pub fn half_past(&self) -> &Lexemes<()> {
        &self.half_past
    }

    /// What makes the hour behind it half an hour before that.
    #[must_use]
    pub fn half_to(&self) -> &Lexemes<()> {
        &self.half_to
    }

    /// Words for a century.
    #[must_use]
    pub fn centuries(&self) -> &Lexemes<()> {
        &self.centuries
    }
}
