//! What the sentences of one side gain from spans of the other: how much the best match of each token exceeds
//! what it finds in any sentence.

use std::ops::Range;

use super::band::Band;
use super::median::median;
use super::shapes::MAX_SPAN;
use super::weighting::{usual, weight};
use crate::article::Text;

/// Of fewer sentences no median tells what a token finds in any: what is usual stands for those that lack.
const LEAST_COMPARED: usize = 4;

/// One side of the comparison.
#[derive(Debug)]
pub(super) struct Side {
    /// For each sentence the runs of the other side it is compared with.
    pub(super) band: Band,
    /// For spans of 1 to [`MAX_SPAN`] sentences of the other side, each sentence's sum of weighted gains,
    /// by cell of the band.
    gains: [Vec<f32>; MAX_SPAN],
    /// Sum of the tokens' weights, a sentence.
    pub(super) weights: Vec<f32>,
    /// Characters, a sentence.
    pub(super) chars: Vec<f32>,
}

impl Side {
    /// `best` is, for each token in turn, its best cosine in each sentence of its row of the band.
    pub(super) fn of(text: &Text, band: Band, best: &[f32]) -> Side {
        let mut gains: [Vec<f32>; MAX_SPAN] = std::array::from_fn(|_| vec![0.0; band.n_cells()]);
        let mut weights = vec![0.0; text.sentences.len()];
        let mut rest = best;
        for (i, sentence) in text.sentences.iter().enumerate() {
            let width = band.rows[i].len();
            for t in sentence.tokens.clone() {
                let (matches, others) = rest.split_at(width);
                rest = others;
                let weight = weight(text, t);
                weights[i] += weight;
                let mut compared = matches.to_vec();
                compared.resize(width.max(LEAST_COMPARED), usual(text, t));
                let usual = median(&mut compared);
                let mut widest = matches.to_vec();
                for (k, gains) in gains.iter_mut().enumerate() {
                    let cells = &mut gains[band.starts[i]..band.starts[i + 1]];
                    for j in 0..width.saturating_sub(k) {
                        widest[j] = widest[j].max(matches[j + k]);
                        cells[j] += weight * (widest[j] - usual).max(0.0);
                    }
                }
            }
        }
        let chars = text.sentences.iter().map(|s| text.slice(s.span).chars().count() as f32).collect();
        Side { band, gains, weights, chars }
    }

    /// Gain of sentence `i` from `span` of the other side, if compared.
    pub(super) fn gain(&self, i: usize, span: &Range<usize>) -> Option<f32> {
        let cell = self.band.cell(i, span.start, span.len())?;
        Some(self.gains[span.len() - 1][cell])
    }

    /// Sum of the gains of several sentences.
    pub(super) fn gain_of(&self, sentences: &Range<usize>, span: &Range<usize>) -> Option<f32> {
        sentences.clone().map(|i| self.gain(i, span)).sum()
    }

    pub(super) fn weight_of(&self, sentences: &Range<usize>) -> f32 {
        self.weights[sentences.clone()].iter().sum()
    }

    pub(super) fn chars_of(&self, sentences: &Range<usize>) -> f32 {
        self.chars[sentences.clone()].iter().sum()
    }

    /// Each sentence's gain a weight from the best sentence of the other side.
    pub(super) fn best_gains(&self) -> impl Iterator<Item = f32> {
        let best = |i: usize| {
            let cells = &self.gains[0][self.band.starts[i]..self.band.starts[i + 1]];
            cells.iter().copied().fold(0.0, f32::max) / self.weights[i].max(1.0)
        };
        (0..self.weights.len()).filter(|&i| self.weights[i] > 0.0).map(best)
    }

    /// How well a lone sentence is translated by the sentences it stands between, relative to the typical.
    pub(super) fn neighbour_gain(&self, i: usize, between: usize) -> f32 {
        let beside = [between.checked_sub(1), Some(between)].into_iter().flatten();
        let gains = beside.filter_map(|j| self.gain(i, &(j..j + 1)));
        gains.fold(0.0, f32::max) / (self.weights[i] + 1.0)
    }

    /// The least that any of several sentences gains, a weight.
    pub(super) fn weakest(&self, sentences: &Range<usize>, span: &Range<usize>) -> f32 {
        let gain = |i: usize| self.gain(i, span).unwrap_or(0.0) / (self.weights[i] + 1.0);
        sentences.clone().map(gain).fold(f32::INFINITY, f32::min)
    }

    /// What several sentences lose, at least, if the first or last of the span is taken away.
    pub(super) fn loss_without_edge(&self, sentences: &Range<usize>, span: &Range<usize>, gain: f32) -> f32 {
        let parts = [span.start + 1..span.end, span.start..span.end - 1];
        let loss = |part: &Range<usize>| gain - self.gain_of(sentences, part).unwrap_or(0.0);
        parts.iter().map(loss).fold(f32::INFINITY, f32::min)
    }
}
