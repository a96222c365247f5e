//! The loss of networks that say something of each token of a sentence: two numbers that are pooled to the
//! sentence's score, and the five labels, which are learned beside it.
//!
//! Minimised are, over a step's sentences: the cross-entropy of the labels (the mean over tokens);
//! log(1 + e^(clean − corrupted)) of the scores of each corrupted sentence and its clean version; and the
//! cross-entropy of a score, whether its sentence is corrupted.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use mtlint::judge::pooling::{ADDED_SCALE, N_POOLED};

use crate::bits::Random;
use crate::logistic::{logistic, softplus};

/// Labels of a token, and all outputs.
pub const N_LABELS: usize = 5;
pub const N_TRAINED: usize = N_POOLED + N_LABELS;
/// Weights of the terms.
pub const RANKED: f32 = 0.7;
pub const WHOLE: f32 = 0.2;
/// Weight of a token with a label against one without it.
const POSITIVE: f32 = 2.0;
/// Share of the numbers that are left out, in 256ths.
const DROPPED: u64 = 26;
/// By how much those that are left in are scaled up.
pub const KEPT: f32 = 256.0 / (256 - DROPPED) as f32;

/// How many there are in a step, of which each term is the mean.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    pub tokens: usize,
    pub pairs: usize,
    pub sentences: usize,
}

/// What a step came to: the labels' term, and the ranking's.
#[derive(Clone, Copy, Default)]
pub struct Terms {
    pub labels: f64,
    pub ranked: f64,
}

impl AddAssign for Terms {
    fn add_assign(&mut self, other: Terms) {
        self.labels += other.labels;
        self.ranked += other.ranked;
    }
}

/// What the tokens of each sentence come to, as [`mtlint::judge::pooling`] has it; outputs in rows of `width`.
pub fn pooled(outputs: &[f32], width: usize, lens: &[usize]) -> Vec<f32> {
    let mut rows = outputs.chunks_exact(width);
    let of_sentence = |&len: &usize| {
        let rows: Vec<&[f32]> = rows.by_ref().take(len).collect();
        let greatest = rows.iter().map(|row| row[0]).fold(f32::MIN, f32::max);
        let sum: f32 = rows.iter().map(|row| (row[0] - greatest).exp()).sum();
        greatest + sum.ln() + ADDED_SCALE * rows.iter().map(|row| row[1]).sum::<f32>()
    };
    lens.iter().map(of_sentence).collect()
}

/// The loss by the scores of groups of so many sentences, a clean one first in each; adds the ranking's term.
pub fn by_scores(sizes: impl Iterator<Item = usize>, scores: &[f32], counts: Counts, terms: &mut Terms) -> Vec<f32> {
    let mut by_scores = vec![0.0; scores.len()];
    let mut first = 0;
    for size in sizes {
        for own in first..first + size {
            let is_corrupted = f32::from(u8::from(own > first));
            by_scores[own] += WHOLE * (logistic(scores[own]) - is_corrupted) / counts.sentences as f32;
            if own > first {
                let gap = scores[first] - scores[own];
                terms.ranked += f64::from(softplus(gap)) / counts.pairs as f64;
                let slope = RANKED * logistic(gap) / counts.pairs as f32;
                by_scores[own] -= slope;
                by_scores[first] += slope;
            }
        }
        first += size;
    }
    by_scores
}

/// From the loss by the scores to the loss by the outputs.
pub fn by_outputs(outputs: &[f32], width: usize, lens: &[usize], by_scores: &[f32], by_outputs: &mut Vec<f32>) {
    by_outputs.clear();
    by_outputs.resize(outputs.len(), 0.0);
    let mut from = 0;
    for (&len, by_score) in lens.iter().zip(by_scores) {
        let places = from * width..(from + len) * width;
        let rows = &outputs[places.clone()];
        let greatest = rows.iter().step_by(width).copied().fold(f32::MIN, f32::max);
        let sum: f32 = rows.iter().step_by(width).map(|x| (x - greatest).exp()).sum();
        for (row, by_row) in rows.chunks_exact(width).zip(by_outputs[places].chunks_exact_mut(width)) {
            by_row[0] = by_score * (row[0] - greatest).exp() / sum;
            by_row[1] = by_score * ADDED_SCALE;
        }
        from += len;
    }
}

/// Adds the loss by the labels; gives it.
pub fn by_labels(outputs: &[f32], labels: &[u8], n_tokens: usize, by_outputs: &mut [f32]) -> f64 {
    let share = 1.0 / (n_tokens * N_LABELS) as f32;
    let mut all = 0.0;
    let rows = outputs.chunks_exact(N_TRAINED).zip(by_outputs.chunks_exact_mut(N_TRAINED));
    for ((row, by_row), labels) in rows.zip(labels) {
        for column in 0..N_LABELS {
            let (x, by) = (row[N_POOLED + column], &mut by_row[N_POOLED + column]);
            let (loss, slope) = if labels >> column & 1 != 0 {
                (POSITIVE * softplus(-x), -POSITIVE * logistic(-x))
            } else {
                (softplus(x), logistic(x))
            };
            all += f64::from(loss * share);
            *by = slope * share;
        }
    }
    all
}

/// Leaves some numbers out, and scales the others up for it.
pub fn drop_some(values: &mut [f32], random: &mut Random) {
    for eight in values.chunks_mut(8) {
        let mut bits = random.next();
        for value in eight {
            *value = if bits & 255 < DROPPED { 0.0 } else { *value * KEPT };
            bits >>= 8;
        }
    }
}

/// The sum of rows.
pub fn sum_rows(rows: &[f32], sum: &mut [f32]) {
    sum.fill(0.0);
    for row in rows.chunks_exact(sum.len()) {
        sum.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
    }
}

/// How often a corrupted sentence is scored worse than the clean one.
#[derive(Default)]
pub struct Tally {
    /// By the number of the corruption: how many, and how many right.
    found: BTreeMap<u8, [usize; 2]>,
}

impl Tally {
    /// Adds groups of sentences, of which the corruptions are given, and their scores.
    pub fn add<'k>(&mut self, groups: impl Iterator<Item = impl Iterator<Item = u8> + 'k>, scores: &[f32]) {
        let mut scores = scores.iter();
        for kinds in groups {
            let mut clean = f32::MAX;
            for (at, (kind, &score)) in kinds.zip(scores.by_ref()).enumerate() {
                if at == 0 {
                    clean = score;
                } else {
                    let [n, n_right] = self.found.entry(kind).or_default();
                    *n += 1;
                    *n_right += usize::from(score > clean);
                }
            }
        }
    }

    /// Prints the shares by kind of corruption.
    pub fn print(&self) {
        let share = |[n, n_right]: [usize; 2]| n_right as f64 / n.max(1) as f64;
        for (kind, counts) in &self.found {
            println!("kind {kind}\t{}\t{:.3}", counts[0], share(*counts));
        }
        let all = self.found.values().fold([0; 2], |[n, right], counts| [n + counts[0], right + counts[1]]);
        println!("all\t{}\t{:.3}", all[0], share(all));
    }
}
