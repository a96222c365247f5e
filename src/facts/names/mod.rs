//! Names of people, places and organisations, and which of the target answer to which of the source.
//!
//! Where a script has capitals they tell which words are names, elsewhere the gazetteer does. A name has a
//! counterpart on the other side where something there sounds like it ([`spelling`]), is a translation of it by
//! the pair's lexicon, or means the same by the gazetteer; in the same sentence, near it, or anywhere in the
//! article. [`weigh`] makes of all that the probability that it has none; where that is not low, [`again`] looks
//! at the whole name beside the one that it stands in the place of.

pub mod again;
mod here;
mod letters;
mod matching;
mod run;
pub mod spelling;
pub mod weigh;
mod words;

use std::ops::Range;

use super::Verdict;
use crate::align::Alignment;
use crate::article::Text;
use crate::language::Pair;
use matching::Matching;
pub use run::LACKS;
use weigh::Evidence;
pub use words::{capitals, is_acronym, is_cased, is_first, names};

/// A name of the source, one of the target, or both, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct NameEntry {
    /// Its tokens in the source.
    pub source: Option<Range<usize>>,
    /// Its tokens in the target.
    pub target: Option<Range<usize>>,
    /// What became of it.
    pub verdict: Verdict,
    /// The probability that it has no counterpart.
    pub doubt: f32,
}

/// The names of two aligned texts, matched.
#[must_use]
pub fn entries(texts: [&Text; 2], alignment: &Alignment, pair: &Pair) -> Vec<NameEntry> {
    Matching::new(texts, alignment, pair).entries().into_iter().map(|(entry, _)| entry).collect()
}

/// The evidence of every name of the target that was looked at again, for learning its weights: its tokens and
/// numbers.
#[must_use]
pub fn evidence_again(texts: [&Text; 2], alignment: &Alignment, pair: &Pair) -> Vec<(Range<usize>, again::Evidence)> {
    let entries = Matching::new(texts, alignment, pair).entries().into_iter();
    entries.filter_map(|(entry, evidence)| Some((entry.target?, evidence?))).collect()
}

/// The evidence of every word of a name of one side, for learning its weights: token and numbers.
#[must_use]
pub fn evidence(texts: [&Text; 2], alignment: &Alignment, pair: &Pair, side: usize) -> Vec<(usize, Evidence)> {
    let mut matching = Matching::new(texts, alignment, pair);
    let runs = matching.runs();
    let words = runs.into_iter().flat_map(|of_bead| of_bead[side].clone()).flat_map(|run| run.words);
    words.map(|word| (word.token, word.signs.evidence())).collect()
}
