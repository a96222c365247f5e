//! Word alignment inside a bead.
//!
//! With token vectors: words that choose each other (after what their neighbours and their places
//! say), then words left over beside a linked one, which share its partner: compounds, separable
//! verbs, articles, clitics. Links may be one to many; a word may have none. In the family of
//! Jalili Sabet et al. 2020 ("SimAlign"), with the growing of Och and Ney 2003.
//!
//! Without vectors: one-to-one links over the evidence of the article, strongest first, nearer ones
//! before farther (competitive linking, Melamed 2000). A word without evidence stays unlinked;
//! nothing is guessed from position alone.

use std::ops::Range;

use rustc_hash::FxHashMap as HashMap;

use super::WordLink;
use super::evidence::Evidence;
use super::vectors::{Vectors, dot};
use crate::article::Text;
use crate::language::tokens::TokenKind;

/// How much of a link's strength distance can take away: words that stand at opposite ends of
/// their sentences lose this much.
const DISTANCE: f32 = 0.3;

/// What the best pair diagonally before, and the one diagonally after, add to a pair's similarity.
/// Flat on DEV between .1 and .2 (F1 of mutual choices .830 without, .834 with).
const SUPPORT: f32 = 0.15;

/// What a full-strength link of lexicon, spelling or number adds (en-fr AER .064 without, .062 with;
/// mean F1 .854 and .856).
const KNOWN: f32 = 0.1;

/// What distance takes away where similarities decide; it settles which of two equal words is meant.
const PLACE: f32 = 0.1;

/// Words that choose each other though they are less similar than this translate nothing: there is
/// no word for either.
const MIN_SIMILARITY: f32 = 0.1;

/// A word left over joins its neighbour's link if it is so similar to the partner (mean F1 on DEV
/// .834 without growing; .851 at .35, .852 at .4, .851 at .45, .849 at .5; en-fr AER .059 at .45, .062
/// at .4).
const GROW: f32 = 0.45;

/// And if no other word of the partner's sentence is much more similar.
const GROW_SHARE: f32 = 0.8;

/// Rounds of growing; what is left then is rare.
const ROUNDS: usize = 3;

/// A word that is still left over joins the next word's partner from this similarity on: articles,
/// prepositions and particles stand before what they belong to in most languages.
const ATTACH: f32 = 0.3;

/// A word has a clearly better claim when its similarity, its neighbours' support counted, is greater
/// by this; the other's then counts for less by [`CLAIMED`].
const CLAIM: f32 = 0.15;
const CLAIMED: f32 = 0.2;

/// Beads with more pairs of tokens than this are aligned without vectors: sentences of thousands of
/// words are lists or broken text.
const MAX_PAIRS: usize = 4_000_000;

/// Places of a word that one is held against, where there are no vectors.
const MAX_PLACES: usize = 64;

/// The words of one bead.
#[derive(Clone, Debug)]
pub struct Words {
    /// Which translates which.
    pub links: Vec<WordLink>,
    /// For each token of the source, and of the target, what [`super::Alignment::closeness`] says; none
    /// without vectors.
    pub closeness: Option<[Vec<f32>; 2]>,
}

/// Links the tokens of one bead, those of the source and those of the target.
#[must_use]
pub fn align(
    [source_tokens, target_tokens]: [Range<usize>; 2],
    source: &Text,
    target: &Text,
    evidence: &Evidence,
    vectors: Option<(&Vectors, &Vectors)>,
) -> Words {
    match vectors {
        Some(vectors) if source_tokens.len().saturating_mul(target_tokens.len()) <= MAX_PAIRS => {
            let grid = Grid::fill(&source_tokens, &target_tokens, source, target, evidence, vectors);
            let link = |(i, j)| WordLink {
                source: source_tokens.start + i,
                target: target_tokens.start + j,
                strength: grid.at(i, j).clamp(0.0, 1.0),
            };
            Words { links: grid.link().into_iter().map(link).collect(), closeness: Some(grid.closeness()) }
        }
        _ => {
            let links = by_evidence(source_tokens, target_tokens, source, target, evidence);
            Words { links, closeness: None }
        }
    }
}

/// A link under construction: positions in the bead.
type Cell = (usize, usize);

/// Similarities of the tokens of a bead, source × target.
struct Grid {
    similarities: Vec<f32>,
    /// Similarities with what the neighbours say for them, either way round, and distance against
    /// them.
    supported: Vec<f32>,
    n_source: usize,
    n_target: usize,
    /// Which tokens are words or numbers, source and target.
    is_word: [Vec<bool>; 2],
}

impl Grid {
    fn fill(
        source_tokens: &Range<usize>,
        target_tokens: &Range<usize>,
        source: &Text,
        target: &Text,
        evidence: &Evidence,
        (source_vectors, target_vectors): (&Vectors, &Vectors),
    ) -> Grid {
        let mut similarities = Vec::with_capacity(source_tokens.len() * target_tokens.len());
        for s in source_tokens.clone() {
            let row = source_vectors.row(s);
            let known = evidence.of_source(source.tokens[s].form.0);
            similarities.extend(target_tokens.clone().map(|t| {
                let form = target.tokens[t].form.0;
                let said = known.iter().find(|(other, _)| *other == form).map_or(0.0, |&(_, strength)| strength);
                dot(row, target_vectors.row(t)) + KNOWN * said
            }));
        }
        let words = |text: &Text, tokens: &Range<usize>| {
            text.tokens[tokens.clone()].iter().map(|token| token.kind != TokenKind::Mark).collect()
        };
        let mut grid = Grid {
            similarities,
            supported: Vec::new(),
            n_source: source_tokens.len(),
            n_target: target_tokens.len(),
            is_word: [words(source, source_tokens), words(target, target_tokens)],
        };
        let cells = (0..grid.n_source).flat_map(|i| (0..grid.n_target).map(move |j| (i, j)));
        grid.supported = cells.map(|(i, j)| grid.support(i, j)).collect();
        grid
    }

    fn at(&self, i: usize, j: usize) -> f32 {
        self.similarities[i * self.n_target + j]
    }

    /// 0 beyond the edges.
    fn at_or_zero(&self, i: Option<usize>, j: Option<usize>) -> f32 {
        match (i, j) {
            (Some(i), Some(j)) if i < self.n_source && j < self.n_target => self.at(i, j),
            _ => 0.0,
        }
    }

    /// All links, sorted.
    fn link(&self) -> Vec<Cell> {
        let mut links = self.mutual();
        for _ in 0..ROUNDS {
            let more = self.joined(&links, Reach::Beside);
            if more.is_empty() {
                break;
            }
            links.extend(more);
        }
        links.extend(self.joined(&links, Reach::After));
        links.sort_unstable();
        links.dedup();
        links
    }

    /// For each token of both sides its greatest similarity; a word of the other side that another
    /// token has a clearly better claim to counts for less.
    fn closeness(&self) -> [Vec<f32>; 2] {
        let (of_source, of_target) = (self.best_of_source(), self.best_of_target());
        let left = |i: usize, j: usize, best: f32| {
            self.at(i, j) - if self.supported(i, j) < best - CLAIM { CLAIMED } else { 0.0 }
        };
        let source = |i: usize| (0..self.n_target).map(|j| left(i, j, of_target[j].1)).fold(0.0, f32::max);
        let target = |j: usize| (0..self.n_source).map(|i| left(i, j, of_source[i].1)).fold(0.0, f32::max);
        [(0..self.n_source).map(source).collect(), (0..self.n_target).map(target).collect()]
    }

    /// For each token of the source the token of the target it goes with best, and how well.
    fn best_of_source(&self) -> Vec<(usize, f32)> {
        (0..self.n_source).map(|i| greatest((0..self.n_target).map(|j| self.supported(i, j)))).collect()
    }

    /// The same for each token of the target.
    fn best_of_target(&self) -> Vec<(usize, f32)> {
        (0..self.n_target).map(|j| greatest((0..self.n_source).map(|i| self.supported(i, j)))).collect()
    }

    /// Pairs that are each other's best choice.
    fn mutual(&self) -> Vec<Cell> {
        let of_target = self.best_of_target();
        let choices = self.best_of_source().into_iter().map(|(j, _)| j).enumerate();
        let is_mutual = |&(i, j): &Cell| of_target.get(j).is_some_and(|&(back, _)| back == i);
        choices.filter(is_mutual).filter(|&(i, j)| self.at(i, j) >= MIN_SIMILARITY).collect()
    }

    fn supported(&self, i: usize, j: usize) -> f32 {
        self.supported[i * self.n_target + j]
    }

    fn support(&self, i: usize, j: usize) -> f32 {
        let (before, after) = ((i.checked_sub(1), j.checked_sub(1)), (Some(i + 1), Some(j + 1)));
        let first = self.at_or_zero(before.0, before.1).max(self.at_or_zero(before.0, after.1));
        let last = self.at_or_zero(after.0, after.1).max(self.at_or_zero(after.0, before.1));
        let apart = i as f32 / self.n_source as f32 - j as f32 / self.n_target as f32;
        self.at(i, j) + SUPPORT * (first + last) - PLACE * apart.abs()
    }

    /// Links of words that have none so far with the partner of a word beside or after them.
    fn joined(&self, links: &[Cell], reach: Reach) -> Vec<Cell> {
        let (mut by_source, mut by_target) = (vec![Vec::new(); self.n_source], vec![Vec::new(); self.n_target]);
        for &(i, j) in links {
            by_source[i].push(j);
            by_target[j].push(i);
        }
        let mut more = Vec::new();
        for i in 0..self.n_source {
            more.extend(self.partner(i, &by_source, self.n_target, reach, |i, j| (i, j)).map(|j| (i, j)));
        }
        for j in 0..self.n_target {
            more.extend(self.partner(j, &by_target, self.n_source, reach, |j, i| (i, j)).map(|i| (i, j)));
        }
        more
    }

    /// The partner that a word of one side takes from its neighbours; `cell` turns its place and one
    /// of the `n_other` places of the other side into a pair.
    fn partner(
        &self,
        own: usize,
        linked: &[Vec<usize>],
        n_other: usize,
        reach: Reach,
        cell: impl Fn(usize, usize) -> Cell,
    ) -> Option<usize> {
        if !linked[own].is_empty() {
            return None;
        }
        let similarity = |other: usize| {
            let (i, j) = cell(own, other);
            self.at(i, j)
        };
        let neighbours = match reach {
            Reach::Beside => [own.wrapping_sub(1), own + 1],
            Reach::After => [own + 1, usize::MAX],
        };
        let partners = neighbours.into_iter().filter_map(|k| linked.get(k)).flatten().copied();
        let best = partners.reduce(|best, other| if similarity(other) > similarity(best) { other } else { best })?;
        let joins = match reach {
            Reach::Beside => {
                let greatest = (0..n_other).map(similarity).fold(f32::NEG_INFINITY, f32::max);
                similarity(best) >= GROW.max(GROW_SHARE * greatest)
            }
            Reach::After => {
                let (i, j) = cell(own, best);
                similarity(best) >= ATTACH && self.is_word[0][i] && self.is_word[1][j]
            }
        };
        joins.then_some(best)
    }
}

/// The place of the greatest score, the first of equals, and the score; of none, 0 and −∞.
fn greatest(scores: impl Iterator<Item = f32>) -> (usize, f32) {
    scores.enumerate().fold((0, f32::NEG_INFINITY), |best, next| if next.1 > best.1 { next } else { best })
}

/// Which neighbours lend their partner to a word that has none.
#[derive(Clone, Copy)]
enum Reach {
    /// The word before or after, if the partner is among the most similar words.
    Beside,
    /// The word after, if the partner is at all similar.
    After,
}

/// One-to-one links over the evidence of the article.
fn by_evidence(
    source_tokens: Range<usize>,
    target_tokens: Range<usize>,
    source: &Text,
    target: &Text,
    evidence: &Evidence,
) -> Vec<WordLink> {
    let mut places: HashMap<u32, Vec<usize>> = HashMap::default();
    for t in target_tokens.clone() {
        places.entry(target.tokens[t].form.0).or_default().push(t);
    }
    let mut candidates: Vec<(f32, WordLink)> = Vec::new();
    for s in source_tokens.clone() {
        for &(form, strength) in evidence.of_source(source.tokens[s].form.0) {
            let expected = target_tokens.start + (s - source_tokens.start) * target_tokens.len() / source_tokens.len();
            for &t in places.get(&form).map_or(&[][..], |places| nearest(places, expected)) {
                let (i, j) = (s - source_tokens.start, t - target_tokens.start);
                let apart = i as f32 / source_tokens.len() as f32 - j as f32 / target_tokens.len() as f32;
                let link = WordLink { source: s, target: t, strength };
                candidates.push((strength - DISTANCE * apart.abs(), link));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1.source, a.1.target).cmp(&(b.1.source, b.1.target))));
    let mut source_taken = vec![false; source_tokens.len()];
    let mut target_taken = vec![false; target_tokens.len()];
    let mut links = Vec::new();
    for (_, link) in candidates {
        let (s, t) = (
            &mut source_taken[link.source - source_tokens.start],
            &mut target_taken[link.target - target_tokens.start],
        );
        if !*s && !*t {
            (*s, *t) = (true, true);
            links.push(link);
        }
    }
    links
}

/// Of the places of a word those that are nearest to one: broken text has the same word thousands of times.
fn nearest(places: &[usize], expected: usize) -> &[usize] {
    let behind = places.partition_point(|&place| place < expected);
    let start = behind.saturating_sub(MAX_PLACES / 2).min(places.len().saturating_sub(MAX_PLACES));
    &places[start..places.len().min(start + MAX_PLACES)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_word_said_thousands_of_times_the_nearest_places_count() {
        let places: Vec<usize> = (0..10_000).collect();
        assert_eq!(nearest(&places, 5000), &places[4968..5032]);
        assert_eq!((nearest(&places, 0), nearest(&places, 20_000)), (&places[..64], &places[9936..]));
        assert_eq!(nearest(&places[..5], 3), &places[..5]);
    }
}
