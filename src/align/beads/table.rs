//! Both sides of the comparison, and what is typical of the article.

use std::ops::Range;

use super::band::Band;
use super::best_match::best_matches;
use super::coarse::near_coarse_path;
use super::median::median;
use super::side::Side;
use crate::align::vectors::Vectors;
use crate::article::Text;

/// Up to so many sentences on the longer side, all tokens are compared.
const FULL: usize = 60;

/// Articles are not taken to be freer translations than those whose typical token gains this.
const LEAST_TYPICAL: f32 = 0.02;

/// What the typical token gains in news (the same means that are usual, of the languages farthest from each other): of
/// so few sentences that they may well be no translations at all, it stands for those that lack.
const USUAL_TYPICAL: f32 = 0.3;
const LEAST_SENTENCES: usize = 4;

/// Both sides of the comparison.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) source: Side,
    pub(super) target: Side,
    /// Target characters for one source character in this article.
    pub(super) ratio: f32,
    /// How large gains are in this article: the median over the sentences of their best, a weight.
    pub(super) typical: f32,
}

impl Table {
    pub(super) fn of(source: &Text, target: &Text, vectors: (&Vectors, &Vectors)) -> Table {
        let (n, m) = (source.sentences.len(), target.sentences.len());
        let band = if n.max(m) <= FULL { Band::full(n, m) } else { near_coarse_path(source, target, vectors) };
        Table::fill(source, target, vectors, band)
    }

    fn fill(source: &Text, target: &Text, vectors: (&Vectors, &Vectors), band: Band) -> Table {
        let across = band.transposed(target.sentences.len());
        let (source_best, target_best) = best_matches(source, target, vectors, &band, &across);
        let source = Side::of(source, band, &source_best);
        let target = Side::of(target, across, &target_best);
        let ratio = target.chars.iter().sum::<f32>().max(1.0) / source.chars.iter().sum::<f32>().max(1.0);
        let mut best: Vec<f32> = source.best_gains().chain(target.best_gains()).collect();
        best.resize(best.len().max(LEAST_SENTENCES), USUAL_TYPICAL);
        let typical = median(&mut best).max(LEAST_TYPICAL);
        Table { source, target, ratio, typical }
    }

    /// Gain of the mean token relative to the typical, at most 1.
    pub(super) fn coverage(&self, source: &Range<usize>, target: &Range<usize>) -> f32 {
        let gains = self.source.gain_of(source, target).zip(self.target.gain_of(target, source));
        let weight = self.source.weight_of(source) + self.target.weight_of(target);
        gains.map_or(0.0, |(a, b)| ((a + b) / weight.max(1.0) / self.typical).min(1.0))
    }
}
