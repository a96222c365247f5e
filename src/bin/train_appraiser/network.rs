//! The two sides' networks forwards and backwards, and the loss.
//!
//! Minimised are, over a step's sentences: the cross-entropy of the labels of the target's tokens (the mean over
//! tokens); log(1 + e^(clean − corrupted)) of the scores of each corrupted sentence and its clean version; and the
//! cross-entropy of a score, whether its sentence is corrupted.

use mtlint::align::vectors::WIDTH;
use mtlint::judge::appraisal::pack::{HIDDEN, N_OUTPUTS};
use mtlint::judge::appraisal::view::{SEEN, views};
use mtlint::judge::pooling::ADDED_SCALE;

use crate::data::{CLEAN, Data, Group};
use crate::logistic::{logistic, softplus};
use crate::parameters::{N_LABELS, N_PARAMETERS, N_TRAINED, SIDES, WHOLE_BIAS, place};
use crate::product::{Matrix, multiply};
use crate::random::Random;

/// Weights of the terms.
const RANKED: f32 = 0.7;
const WHOLE: f32 = 0.2;
/// Weight of a token with a label against one without it.
const POSITIVE: f32 = 2.0;
/// Share of the inputs and of the hidden units that are left out, in 256ths.
const DROPPED: u64 = 26;
const KEPT: f32 = 256.0 / (256 - DROPPED) as f32;

/// How many there are in a step, of which each term is the mean.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    pub tokens: usize,
    pub pairs: usize,
    pub sentences: usize,
}

/// Memory of one thread, used again from step to step.
pub struct Worker {
    pub groups: Vec<Group>,
    pub gradient: Vec<f32>,
    sides: [Side; 2],
    labels: Vec<u8>,
}

#[derive(Default)]
struct Side {
    views: Vec<f32>,
    hidden: Vec<f32>,
    outputs: Vec<f32>,
    by_outputs: Vec<f32>,
    by_hidden: Vec<f32>,
    /// Tokens of each sentence.
    lens: Vec<usize>,
    /// By how much hidden units that are left in are scaled up.
    kept: f32,
}

/// What a step came to: the labels' term, and the ranking's.
#[derive(Clone, Copy, Default)]
pub struct Terms {
    pub labels: f64,
    pub ranked: f64,
}

impl Worker {
    pub fn new() -> Worker {
        Worker {
            groups: Vec::new(),
            gradient: vec![0.0; N_PARAMETERS],
            sides: [Side::default(), Side::default()],
            labels: Vec::new(),
        }
    }

    /// Takes the sentences in and runs them; gives their scores in order. Some inputs are left out with `random`.
    pub fn forward(&mut self, data: &Data, p: &[f32], mut random: Option<&mut Random>) -> Vec<f32> {
        self.labels.clear();
        for side in &mut self.sides {
            side.views.clear();
            side.lens.clear();
        }
        for example in self.groups.iter().flat_map(|group| &data.examples[group.clone()]) {
            let [source, target] = data.vectors(example);
            self.labels.extend_from_slice(data.labels(example));
            self.sides[0].take(&source, &target);
            self.sides[1].take(&target, &source);
        }
        let mut scores = vec![p[WHOLE_BIAS]; self.sides[0].lens.len()];
        for number in SIDES {
            let side = &mut self.sides[number];
            side.forward(p, number, random.as_deref_mut());
            for (score, pooled) in scores.iter_mut().zip(side.pooled(number)) {
                *score += pooled;
            }
        }
        scores
    }

    /// The gradient, after a forward pass that gave these scores.
    pub fn backward(&mut self, data: &Data, p: &[f32], scores: &[f32], counts: Counts) -> Terms {
        let mut terms = Terms::default();
        let mut by_scores = vec![0.0; scores.len()];
        let mut first = 0;
        for group in &self.groups {
            for (at, example) in data.examples[group.clone()].iter().enumerate() {
                let is_corrupted = example.corruption != CLEAN;
                let own = first + at;
                by_scores[own] +=
                    WHOLE * (logistic(scores[own]) - f32::from(u8::from(is_corrupted))) / counts.sentences as f32;
                if at > 0 {
                    let gap = scores[first] - scores[own];
                    terms.ranked += f64::from(softplus(gap)) / counts.pairs as f64;
                    let slope = RANKED * logistic(gap) / counts.pairs as f32;
                    by_scores[own] -= slope;
                    by_scores[first] += slope;
                }
            }
            first += group.len();
        }
        self.gradient.fill(0.0);
        self.gradient[WHOLE_BIAS] = by_scores.iter().sum();
        for number in SIDES {
            let side = &mut self.sides[number];
            side.by_scores(number, &by_scores);
            if number == 1 {
                terms.labels = side.by_labels(&self.labels, counts.tokens);
            }
            side.backward(p, number, &mut self.gradient);
        }
        terms
    }
}

impl Side {
    fn take(&mut self, own: &[[f32; WIDTH]], other: &[[f32; WIDTH]]) {
        self.views.extend(views(own, other));
        self.lens.push(own.len());
    }

    fn forward(&mut self, p: &[f32], number: usize, mut random: Option<&mut Random>) {
        let (place, n_out) = (place(number), N_TRAINED[number]);
        let n = self.views.len() / SEEN;
        if let Some(random) = random.as_deref_mut() {
            drop_some(&mut self.views, random);
        }
        self.hidden.resize(n * HIDDEN, 0.0);
        self.hidden.chunks_exact_mut(HIDDEN).for_each(|row| row.copy_from_slice(&p[place.bias..place.head]));
        let weights = Matrix::dense(&p[place.hidden..place.bias], SEEN).t();
        multiply(Matrix::dense(&self.views, SEEN), weights, 1.0, &mut self.hidden, HIDDEN, true);
        self.hidden.iter_mut().for_each(|x| *x = x.max(0.0));
        self.kept = if random.is_some() { KEPT } else { 1.0 };
        if let Some(random) = random {
            drop_some(&mut self.hidden, random);
        }
        self.outputs.resize(n * n_out, 0.0);
        self.outputs.chunks_exact_mut(n_out).for_each(|row| row.copy_from_slice(&p[place.head_bias..place.end]));
        let head = Matrix::dense(&p[place.head..place.head_bias], HIDDEN).t();
        multiply(Matrix::dense(&self.hidden, HIDDEN), head, 1.0, &mut self.outputs, n_out, true);
    }

    /// What each sentence's tokens come to, as [`mtlint::judge::appraisal`] has it.
    fn pooled(&self, number: usize) -> Vec<f32> {
        let mut rows = self.outputs.chunks_exact(N_TRAINED[number]);
        let of_sentence = |&len: &usize| {
            let rows: Vec<&[f32]> = rows.by_ref().take(len).collect();
            let greatest = rows.iter().map(|row| row[0]).fold(f32::MIN, f32::max);
            let sum: f32 = rows.iter().map(|row| (row[0] - greatest).exp()).sum();
            greatest + sum.ln() + ADDED_SCALE * rows.iter().map(|row| row[1]).sum::<f32>()
        };
        self.lens.iter().map(of_sentence).collect()
    }

    /// From the loss by the scores to the loss by the outputs.
    fn by_scores(&mut self, number: usize, by_scores: &[f32]) {
        let n_out = N_TRAINED[number];
        self.by_outputs.clear();
        self.by_outputs.resize(self.outputs.len(), 0.0);
        let mut from = 0;
        for (&len, by_score) in self.lens.iter().zip(by_scores) {
            let rows = &self.outputs[from * n_out..(from + len) * n_out];
            let greatest = rows.iter().step_by(n_out).copied().fold(f32::MIN, f32::max);
            let sum: f32 = rows.iter().step_by(n_out).map(|x| (x - greatest).exp()).sum();
            let by_rows = self.by_outputs[from * n_out..].chunks_exact_mut(n_out);
            for (row, by_row) in rows.chunks_exact(n_out).zip(by_rows) {
                by_row[0] = by_score * (row[0] - greatest).exp() / sum;
                by_row[1] = by_score * ADDED_SCALE;
            }
            from += len;
        }
    }

    /// Adds the loss by the labels; gives it.
    fn by_labels(&mut self, labels: &[u8], n_tokens: usize) -> f64 {
        let n_out = N_OUTPUTS + N_LABELS;
        let share = 1.0 / (n_tokens * N_LABELS) as f32;
        let mut all = 0.0;
        let rows = self.outputs.chunks_exact(n_out).zip(self.by_outputs.chunks_exact_mut(n_out));
        for ((row, by_row), labels) in rows.zip(labels) {
            for column in 0..N_LABELS {
                let (x, by) = (row[N_OUTPUTS + column], &mut by_row[N_OUTPUTS + column]);
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

    fn backward(&mut self, p: &[f32], number: usize, gradient: &mut [f32]) {
        let (place, n_out) = (place(number), N_TRAINED[number]);
        let by_outputs = Matrix::dense(&self.by_outputs, n_out);
        let hidden = Matrix::dense(&self.hidden, HIDDEN);
        multiply(by_outputs.t(), hidden, 1.0, &mut gradient[place.head..place.head_bias], HIDDEN, false);
        sum_rows(&self.by_outputs, &mut gradient[place.head_bias..place.end]);
        self.by_hidden.resize(self.hidden.len(), 0.0);
        let head = Matrix::dense(&p[place.head..place.head_bias], HIDDEN);
        multiply(by_outputs, head, 1.0, &mut self.by_hidden, HIDDEN, false);
        // What is zero was below zero or left out; what was left in was scaled up.
        for (by, &x) in self.by_hidden.iter_mut().zip(&self.hidden) {
            *by = if x > 0.0 { *by * self.kept } else { 0.0 };
        }
        let by_hidden = Matrix::dense(&self.by_hidden, HIDDEN).t();
        let views = Matrix::dense(&self.views, SEEN);
        multiply(by_hidden, views, 1.0, &mut gradient[place.hidden..place.bias], SEEN, false);
        sum_rows(&self.by_hidden, &mut gradient[place.bias..place.head]);
    }
}

/// Leaves some numbers out, and scales the others up for it.
fn drop_some(values: &mut [f32], random: &mut Random) {
    for eight in values.chunks_mut(8) {
        let mut bits = random.next();
        for value in eight {
            *value = if bits & 255 < DROPPED { 0.0 } else { *value * KEPT };
            bits >>= 8;
        }
    }
}

fn sum_rows(rows: &[f32], sum: &mut [f32]) {
    sum.fill(0.0);
    for row in rows.chunks_exact(sum.len()) {
        sum.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::tests::sample;
    use crate::parameters::start;

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let data = sample();
        let mut random = Random(5);
        let mut values = start(&mut random);
        let mut worker = Worker::new();
        worker.groups.push(0..3);
        let counts = Counts { tokens: 12, pairs: 2, sentences: 3 };
        let loss = |worker: &mut Worker, values: &[f32]| {
            let scores = worker.forward(&data, values, None);
            let terms = worker.backward(&data, values, &scores, counts);
            let whole = scores.iter().enumerate().map(|(at, &s)| f64::from(softplus(if at == 0 { s } else { -s })));
            terms.labels + f64::from(RANKED) * terms.ranked + f64::from(WHOLE) * whole.sum::<f64>() / 3.0
        };
        loss(&mut worker, &values);
        let gradient = worker.gradient.clone();
        // In every part those that matter most.
        for side in SIDES {
            let place = place(side);
            for part in [place.hidden..place.bias, place.bias..place.head, place.head..place.end] {
                let at = part.max_by(|&a, &b| gradient[a].abs().total_cmp(&gradient[b].abs())).expect("not empty");
                let (before, step) = (values[at], 2e-3);
                let [more, less] = [step, -step].map(|step| {
                    values[at] = before + step;
                    loss(&mut worker, &values)
                });
                values[at] = before;
                let slope = (more - less) / f64::from(2.0 * step);
                let expected = f64::from(gradient[at]);
                assert!((slope - expected).abs() < 0.02 * expected.abs() + 1e-5, "{at}: {slope} {expected}");
            }
        }
    }
}
