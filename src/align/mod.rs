//! Which sentences of the target translate which of the source ([`sentences`]), and which words
//! ([`words`]).
//!
//! Both work on one table of [`Evidence`]: how strongly each distinct word of one side answers to
//! each of the other. Here it comes from the pair's lexicon, from spelling and from numbers; any
//! other source of evidence plugs in by filling the same table.

pub mod evidence;
pub mod lines;
pub mod sentences;
pub mod words;

use std::ops::Range;

use crate::article::Text;
use crate::language::Pair;
use evidence::Evidence;

/// A group of sentences that translate each other; one side is empty for an omission or addition.
#[derive(Clone, Debug, PartialEq)]
pub struct Bead {
    /// Sentences of the source.
    pub source: Range<usize>,
    /// Sentences of the target.
    pub target: Range<usize>,
    /// Share of the bead's informative words that have a counterpart in it, 0 to 1.
    pub coverage: f32,
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
    /// For each source token the number of links it has in `links`, by position.
    by_source: Vec<(u32, u32)>,
}

impl Alignment {
    /// The link of a target token, if it has one.
    #[must_use]
    pub fn of_target(&self, token: usize) -> Option<WordLink> {
        let at = self.links.binary_search_by_key(&token, |link| link.target).ok()?;
        Some(self.links[at])
    }

    /// The target token of a source token, if it has one.
    #[must_use]
    pub fn of_source(&self, token: usize) -> Option<usize> {
        let at = self.by_source.binary_search_by_key(&(token as u32), |&(source, _)| source).ok()?;
        Some(self.by_source[at].1 as usize)
    }
}

/// Aligns the sentences and words of a source and its target.
#[must_use]
pub fn align(source: &Text, target: &Text, pair: &Pair) -> Alignment {
    let evidence = Evidence::gather(source, target, pair);
    let beads = sentences::align(source, target, &evidence);
    let mut links = Vec::new();
    for bead in beads.iter().filter(|bead| bead.is_matched()) {
        links.extend(words::align(
            source.tokens_of(&bead.source),
            target.tokens_of(&bead.target),
            source,
            target,
            &evidence,
        ));
    }
    links.sort_by_key(|link| link.target);
    let mut by_source: Vec<_> = links.iter().map(|l| (l.source as u32, l.target as u32)).collect();
    by_source.sort_unstable();
    Alignment { beads, links, by_source }
}
