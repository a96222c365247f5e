//! Which sentences of the target translate which of the source ([`sentences`]), and which words
//! ([`words`]).
//!
//! Both work on the encoder's [`vectors`], one a token, and on one table of [`Evidence`]: how
//! strongly each distinct word of one side answers to each of the other by the pair's lexicon, by
//! spelling and by number. Without the encoder the table alone has to do.

pub mod beads;
pub mod evidence;
pub mod lines;
mod order;
pub mod sentences;
pub mod vectors;
pub mod words;

use std::ops::Range;

use crate::article::Text;
use crate::language::Pair;
use evidence::Evidence;
use vectors::Vectors;

/// A group of sentences that translate each other; one side is empty for an omission or addition.
#[derive(Clone, Debug, PartialEq)]
pub struct Bead {
    /// Sentences of the source.
    pub source: Range<usize>,
    /// Sentences of the target.
    pub target: Range<usize>,
    /// Share of the bead's informative words that have a counterpart in it, 0 to 1.
    pub coverage: f32,
    /// Probability that the bead is right; with one side empty, that the sentence has no counterpart.
    pub probability: f32,
    /// How the target renders the source.
    pub rendering: Rendering,
}

/// How a bead's target renders its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rendering {
    /// Nearly everything has a counterpart, on both sides; also said where nothing is known.
    #[default]
    Literal,
    /// The target says less than the source, and little of its own.
    Condensed,
    /// The target says other things, or the same things in other words.
    Rewritten,
}

impl Rendering {
    /// `literal`, `condensed` or `rewritten`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Rendering::Literal => "literal",
            Rendering::Condensed => "condensed",
            Rendering::Rewritten => "rewritten",
        }
    }
}

impl Bead {
    /// Whether both sides have sentences.
    #[must_use]
    pub fn is_matched(&self) -> bool {
        !self.source.is_empty() && !self.target.is_empty()
    }
}

/// A word of the source that a word of the target translates; positions in [`Text::tokens`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WordLink {
    /// Token of the source.
    pub source: usize,
    /// Token of the target.
    pub target: usize,
    /// How strongly they answer to each other, 0 to 1.
    pub strength: f32,
}

/// The alignment of an article.
#[derive(Clone, Debug, Default)]
pub struct Alignment {
    /// In the order of the target; unmatched source sentences stand where they were left out.
    pub beads: Vec<Bead>,
    /// Links of all beads, sorted by target token.
    pub links: Vec<WordLink>,
    /// For each token of the source, and of the target, its greatest similarity to a token of the
    /// other side of its bead that no other word has a better claim to, about 0 to 1; without the
    /// encoder empty, for a token without a bead 0.
    pub closeness: [Vec<f32>; 2],
    /// Which words of the one text answer to which of the other, wherever they stand.
    pub evidence: Evidence,
    /// The same links as `(source, target)`, sorted.
    by_source: Vec<(u32, u32)>,
}

impl Alignment {
    /// Whether the encoder aligned.
    #[must_use]
    pub fn is_encoded(&self) -> bool {
        !self.closeness[1].is_empty()
    }

    /// The strongest link of a target token, if it has one.
    #[must_use]
    pub fn of_target(&self, token: usize) -> Option<WordLink> {
        let from = self.links.partition_point(|link| link.target < token);
        let links = self.links[from..].iter().take_while(|link| link.target == token);
        links.copied().reduce(|best, link| if link.strength > best.strength { link } else { best })
    }

    /// The source tokens that a target token is linked to, in order.
    pub fn sources_of(&self, token: usize) -> impl Iterator<Item = usize> {
        let from = self.links.partition_point(|link| link.target < token);
        self.links[from..].iter().take_while(move |link| link.target == token).map(|link| link.source)
    }

    /// The tokens of the other side that a token of one (0 the source, 1 the target) is linked to, in order.
    pub fn linked(&self, side: usize, token: usize) -> impl Iterator<Item = usize> {
        let targets = (side == 0).then(|| self.of_source(token));
        let sources = (side != 0).then(|| self.sources_of(token));
        targets.into_iter().flatten().chain(sources.into_iter().flatten())
    }

    /// The target tokens that a source token is linked to, in order.
    pub fn of_source(&self, token: usize) -> impl Iterator<Item = usize> {
        let from = self.by_source.partition_point(|&(source, _)| (source as usize) < token);
        let links = self.by_source[from..].iter().take_while(move |&&(source, _)| source as usize == token);
        links.map(|&(_, target)| target as usize)
    }
}

/// Aligns the sentences and words of a source and its target, with the encoder's vectors or without.
#[must_use]
pub fn align(source: &Text, target: &Text, pair: &Pair, vectors: Option<(&Vectors, &Vectors)>) -> Alignment {
    let evidence = Evidence::gather(source, target, pair);
    let mut beads = sentences::align(source, target, &evidence, vectors);
    let mut links = Vec::new();
    let mut closeness = match vectors {
        Some(_) => [vec![0.0; source.tokens.len()], vec![0.0; target.tokens.len()]],
        None => [Vec::new(), Vec::new()],
    };
    for bead in beads.iter_mut().filter(|bead| bead.is_matched()) {
        let tokens = [source.tokens_of(&bead.source), target.tokens_of(&bead.target)];
        let aligned = words::align(tokens.clone(), source, target, &evidence, vectors);
        links.extend(aligned.links);
        let Some(close) = aligned.closeness else { continue };
        bead.rendering = rendering([source, target], &tokens, &close, &evidence);
        for ((all, tokens), close) in closeness.iter_mut().zip(tokens).zip(&close) {
            all[tokens].copy_from_slice(close);
        }
    }
    links.sort_by_key(|link| (link.target, link.source));
    let mut by_source: Vec<_> = links.iter().map(|l| (l.source as u32, l.target as u32)).collect();
    by_source.sort_unstable();
    Alignment { beads, links, closeness, evidence, by_source }
}

/// Words that come less close than this to any word of the other side have no counterpart.
pub const COUNTERPART: f32 = 0.4;

/// Share of the informative weight of a side that has a counterpart where the side says nothing of its
/// own, and the least in a literal rendering: one may have lost or gained a phrase.
const SAME_SHARE: f32 = 0.6;
const LITERAL_SHARE: f32 = 0.45;

fn rendering(texts: [&Text; 2], tokens: &[Range<usize>; 2], close: &[Vec<f32>; 2], evidence: &Evidence) -> Rendering {
    let share = |side: usize| {
        let weights = tokens[side].clone().map(|token| evidence.weight(texts[side], side, token));
        let (all, met) = weights.zip(&close[side]).fold((0.0, 0.0), |(all, met), (weight, &close)| {
            (all + weight, met + if close >= COUNTERPART { weight } else { 0.0 })
        });
        if all > 0.0 { met / all } else { 1.0 }
    };
    let [source, target] = [share(0), share(1)];
    if source.min(target) >= LITERAL_SHARE && source.max(target) >= SAME_SHARE {
        Rendering::Literal
    } else if target >= SAME_SHARE {
        Rendering::Condensed
    } else {
        Rendering::Rewritten
    }
}
