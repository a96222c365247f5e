//! What is minimised, and its slope by the network's outputs.
//!
//! * Columns 0 to 5: cross-entropy of independent sigmoids, the mean over the pieces that have
//!   labels in the column.
//! * The sentence's score: cross-entropy, the mean over the sentences whose soundness is known, and
//!   log(1 + e^(clean − corrupted)), the mean over corrupted sentences with a clean one in their pair.

use crate::data::{Data, Sentences};
use crate::logistic::{logistic, softplus};
use crate::parameters::N_OUTPUTS;
use std::ops::Range;

/// Columns with labels.
pub const N_COLUMNS: usize = 6;
/// Terms of the loss: the columns, the sentence alone, the sentence against its clean version.
pub const N_TERMS: usize = N_COLUMNS + 2;
const WHOLE: usize = N_COLUMNS;
const AGAINST_CLEAN: usize = N_COLUMNS + 1;
/// Weights of the terms in the sum.
const WEIGHTS: [f32; N_TERMS] = [1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.3, 0.5];
/// Weight of a labelled piece against that of one without the label.
const POSITIVE: [f32; N_COLUMNS] = [2.0, 2.0, 2.0, 2.0, 2.0, 1.0];
/// A mean is taken over at least so many: few must not weigh as much as many.
const LEAST_PIECES: usize = 512;
const LEAST_SENTENCES: usize = 16;

/// Columns of the outputs that make the score.
const LOCAL: usize = 6;
const POOLED: usize = 7;

/// The weight of each single piece or sentence in each term, for a step of these groups.
pub fn shares(data: &Data, groups: &[Range<usize>]) -> [f32; N_TERMS] {
    let mut counts = [0usize; N_TERMS];
    for group in groups {
        let has_clean = data.examples[group.start].is_clean();
        for example in &data.examples[group.clone()] {
            for (column, count) in counts.iter_mut().enumerate().take(N_COLUMNS) {
                *count += if example.is_labelled(column) { example.n_pieces } else { 0 };
            }
            counts[WHOLE] += usize::from(example.whole().is_some());
            counts[AGAINST_CLEAN] += usize::from(has_clean && example.is_compared());
        }
    }
    let share = |term: usize| {
        let least = if term < N_COLUMNS { LEAST_PIECES } else { LEAST_SENTENCES };
        WEIGHTS[term] / counts[term].max(least) as f32
    };
    std::array::from_fn(share)
}

/// The score of a sentence with these outputs: how likely it is corrupted.
pub fn score(outputs: &[f32]) -> f32 {
    let rows = outputs.as_chunks::<N_OUTPUTS>().0;
    let most = rows.iter().map(|row| row[LOCAL]).fold(f32::MIN, f32::max);
    let sum: f32 = rows.iter().map(|row| (row[LOCAL] - most).exp()).sum();
    let mean = rows.iter().map(|row| row[POOLED]).sum::<f32>() / rows.len() as f32;
    mean + most + sum.ln()
}

/// Adds the loss by a score to the loss by the outputs.
fn add_score(outputs: &[f32], by_score: f32, by_outputs: &mut [f32]) {
    let rows = outputs.as_chunks::<N_OUTPUTS>().0;
    let most = rows.iter().map(|row| row[LOCAL]).fold(f32::MIN, f32::max);
    let sum: f32 = rows.iter().map(|row| (row[LOCAL] - most).exp()).sum();
    for (row, by_row) in rows.iter().zip(by_outputs.as_chunks_mut::<N_OUTPUTS>().0) {
        by_row[LOCAL] += by_score * (row[LOCAL] - most).exp() / sum;
        by_row[POOLED] += by_score / rows.len() as f32;
    }
}

/// Writes the loss by the outputs; gives each term, weighted.
pub fn loss(
    data: &Data,
    sentences: &Sentences,
    shares: &[f32; N_TERMS],
    outputs: &[f32],
    by_outputs: &mut Vec<f32>,
) -> [f64; N_TERMS] {
    let mut terms = [0.0; N_TERMS];
    by_outputs.clear();
    by_outputs.resize(outputs.len(), 0.0);
    // The clean sentence of the pair at hand: its pair, its outputs, its score.
    let mut clean: Option<(u32, Range<usize>, f32)> = None;
    for (idx, pieces) in &sentences.examples {
        let example = &data.examples[*idx];
        let range = pieces.start * N_OUTPUTS..pieces.end * N_OUTPUTS;
        let rows = outputs[range.clone()].as_chunks::<N_OUTPUTS>().0;
        let by_rows = by_outputs[range.clone()].as_chunks_mut::<N_OUTPUTS>().0;
        for column in (0..N_COLUMNS).filter(|&column| example.is_labelled(column)) {
            for ((row, by_row), label) in rows.iter().zip(&mut *by_rows).zip(&sentences.labels[pieces.clone()]) {
                let (loss, slope) = cross_entropy(row[column], label >> column & 1 != 0, POSITIVE[column]);
                terms[column] += f64::from(loss * shares[column]);
                by_row[column] = slope * shares[column];
            }
        }
        let score = score(&outputs[range.clone()]);
        if let Some(is_corrupted) = example.whole() {
            let (loss, slope) = cross_entropy(score, is_corrupted, 1.0);
            terms[WHOLE] += f64::from(loss * shares[WHOLE]);
            add_score(&outputs[range.clone()], slope * shares[WHOLE], &mut by_outputs[range.clone()]);
        }
        if example.is_clean() {
            clean = Some((example.pair, range, score));
        } else if let Some((pair, clean_range, clean_score)) = &clean
            && *pair == example.pair
            && example.is_compared()
        {
            terms[AGAINST_CLEAN] += f64::from(softplus(clean_score - score) * shares[AGAINST_CLEAN]);
            let slope = logistic(clean_score - score) * shares[AGAINST_CLEAN];
            add_score(&outputs[range.clone()], -slope, &mut by_outputs[range]);
            add_score(&outputs[clean_range.clone()], slope, &mut by_outputs[clean_range.clone()]);
        }
    }
    terms
}

/// Of a logit, and its slope.
fn cross_entropy(logit: f32, is_positive: bool, positive: f32) -> (f32, f32) {
    if is_positive {
        (positive * softplus(-logit), -positive * logistic(-logit))
    } else {
        (softplus(logit), logistic(logit))
    }
}
