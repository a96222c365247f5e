//! An article that is made of one that was read.

use std::ops::Range;

use mtlint::language::Language;
use mtlint::read::{Format, parse_text};
use mtlint::segment::segment;

use crate::chance::Chance;
use crate::corpus::Corpus;
use crate::habits::Habits;
use crate::pieces::{MAX_SIDE, Pieces};

/// Sentences of an article.
const SENTENCES: Range<usize> = 10..61;
/// Share of pairs neither side of which is the original.
const TWO_TRANSLATIONS: f64 = 0.4;

/// An article that was made.
pub struct Article {
    pub languages: [&'static Language; 2],
    pub beads: Vec<Pieces>,
}

impl Article {
    /// An article after all that translators do.
    pub fn make(corpus: &Corpus, chance: &mut Chance) -> Article {
        let habits = Habits::any(chance);
        let sides = loop {
            let of_two = [0, 1].map(|_| 1 + chance.below(corpus.languages.len() - 1));
            let sides = match chance.happens(TWO_TRANSLATIONS) {
                true => of_two,
                false if chance.happens(0.5) => [0, of_two[0]],
                false => [of_two[0], 0],
            };
            if sides[0] != sides[1] {
                break sides;
            }
        };
        let languages = sides.map(|side| corpus.languages[side]);
        let wanted = SENTENCES.start + chance.below(SENTENCES.len());
        let first = chance.below(corpus.articles.len());
        let segments = corpus.articles[first..].iter().chain(&corpus.articles[..first]).flatten();
        let mut beads = Vec::new();
        for segment in segments {
            if beads.len() >= wanted {
                break;
            }
            let sentences: Pieces = [0, 1].map(|k| sentences(&segment[sides[k]], languages[k]));
            beads.extend(natural(sentences));
        }
        let stranger = corpus.articles[(first + corpus.articles.len() / 2) % corpus.articles.len()].iter();
        let strangers: [Vec<String>; 2] = [0, 1].map(|k| stranger.clone().map(|s| s[sides[k]].clone()).collect());
        beads.truncate(wanted);
        let beads = habits.shorten(beads, chance);
        let beads = habits.condense(beads, chance);
        let beads = habits.reshape(beads, chance);
        let beads = habits.lose(beads, &strangers, 2 * SENTENCES.end, chance);
        Article { languages, beads }
    }

    pub fn sentences(&self, side: usize) -> Vec<String> {
        self.beads.iter().flat_map(|bead| bead[side].iter().cloned()).collect()
    }

    /// The beads with both sides.
    pub fn matched(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let (mut i, mut j) = (0, 0);
        let mut matched = Vec::new();
        for [source, target] in &self.beads {
            let (from_i, from_j) = (i, j);
            (i, j) = (i + source.len(), j + target.len());
            if !source.is_empty() && !target.is_empty() {
                matched.push((from_i..i, from_j..j));
            }
        }
        matched
    }
}

fn sentences(text: &str, language: &'static Language) -> Vec<String> {
    let cut = segment(parse_text(text.to_owned(), Format::Plain, &mut Vec::new()), language);
    let sentences: Vec<String> = cut.sentences.iter().map(|sentence| cut.slice(sentence.span).to_owned()).collect();
    if sentences.is_empty() { vec![text.to_owned()] } else { sentences }
}

/// The beads of a segment: where the translator kept the number of sentences, each is one; where one
/// became several, that is a bead as people make them.
fn natural(sentences: Pieces) -> Vec<Pieces> {
    let [source, target] = &sentences;
    match (source.len(), target.len()) {
        (n, m) if n == m => source.iter().zip(target).map(|(s, t)| [vec![s.clone()], vec![t.clone()]]).collect(),
        (1, m) if m <= MAX_SIDE => vec![sentences],
        (n, 1) if n <= MAX_SIDE => vec![sentences],
        _ => vec![[vec![source.join(" ")], vec![target.join(" ")]]],
    }
}
