//! The network forwards and backwards, and the loss.
//!
//! Minimised are, over a step's sentences: the cross-entropy of the labels of their pieces (the mean over pieces);
//! log(1 + e^(clean − corrupted)) of the scores of each corrupted sentence and its clean version; and the
//! cross-entropy of a score, whether its sentence is corrupted.

use mtlint::encoder::Encoder;
use mtlint::encoder::pack::HIDDEN;
use mtlint::judge::pooling::ADDED_SCALE;
use mtlint::judge::reading::EMBEDDING_SCALE;
use mtlint::judge::reading::pack::{DEEP, FIRST_TAPS, N_OUTPUTS, NARROW, SECOND_TAPS, WIDE};

use crate::bits::Random;
use crate::logistic::{logistic, softplus};
use crate::parameters::{FIRST, HEAD, HEAD_SEEN, Layer, N_LABELS, N_PARAMETERS, N_TRAINED, PROJECTION, SECOND};
use crate::product::{Matrix, multiply};
use crate::sentences::{Group, Version};

/// Weights of the terms.
const RANKED: f32 = 0.7;
const WHOLE: f32 = 0.2;
/// Weight of a piece with a label against one without it.
const POSITIVE: f32 = 2.0;
/// Share of the units that are left out, in 256ths.
const DROPPED: u64 = 26;
const KEPT: f32 = 256.0 / (256 - DROPPED) as f32;

/// How many there are in a step, of which each term is the mean.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    pub pieces: usize,
    pub pairs: usize,
    pub sentences: usize,
}

/// What a step came to: the labels' term, and the ranking's.
#[derive(Clone, Copy, Default)]
pub struct Terms {
    pub labels: f64,
    pub ranked: f64,
}

/// Memory of one thread, used again from step to step.
pub struct Worker {
    pub gradient: Vec<f32>,
    /// Rows of each sentence.
    lens: Vec<usize>,
    labels: Vec<u8>,
    embeddings: Vec<f32>,
    narrow: Vec<f32>,
    first_seen: Vec<f32>,
    wide: Vec<f32>,
    second_seen: Vec<f32>,
    /// Units of the second layer, then those of the first.
    both: Vec<f32>,
    outputs: Vec<f32>,
    /// By how much units that are left in are scaled up.
    kept: f32,
}

impl Worker {
    pub fn new() -> Worker {
        Worker {
            gradient: vec![0.0; N_PARAMETERS],
            lens: Vec::new(),
            labels: Vec::new(),
            embeddings: Vec::new(),
            narrow: Vec::new(),
            first_seen: Vec::new(),
            wide: Vec::new(),
            second_seen: Vec::new(),
            both: Vec::new(),
            outputs: Vec::new(),
            kept: 1.0,
        }
    }

    /// Takes the sentences in and runs them; gives their scores in order. Some units are left out with `random`.
    pub fn forward(&mut self, groups: &[&Group], p: &[f32], mut random: Option<&mut Random>) -> Vec<f32> {
        self.take(groups);
        self.kept = if random.is_some() { KEPT } else { 1.0 };
        run(PROJECTION, p, &self.embeddings, &mut self.narrow);
        gather(&FIRST_TAPS, NARROW, &self.lens, &self.narrow, &mut self.first_seen);
        run(FIRST, p, &self.first_seen, &mut self.wide);
        activate(&mut self.wide, random.as_deref_mut());
        gather(&SECOND_TAPS, WIDE, &self.lens, &self.wide, &mut self.second_seen);
        let mut deep = Vec::new();
        run(SECOND, p, &self.second_seen, &mut deep);
        activate(&mut deep, random);
        self.both.clear();
        for (deep, wide) in deep.chunks_exact(DEEP).zip(self.wide.chunks_exact(WIDE)) {
            self.both.extend_from_slice(deep);
            self.both.extend_from_slice(wide);
        }
        run(HEAD, p, &self.both, &mut self.outputs);
        let mut rows = self.outputs.chunks_exact(N_TRAINED);
        let of_sentence = |&len: &usize| {
            let rows: Vec<&[f32]> = rows.by_ref().take(len).collect();
            let greatest = rows.iter().map(|row| row[0]).fold(f32::MIN, f32::max);
            let sum: f32 = rows.iter().map(|row| (row[0] - greatest).exp()).sum();
            greatest + sum.ln() + ADDED_SCALE * rows.iter().map(|row| row[1]).sum::<f32>()
        };
        self.lens.iter().map(of_sentence).collect()
    }

    fn take(&mut self, groups: &[&Group]) {
        self.lens.clear();
        self.labels.clear();
        self.embeddings.clear();
        let encoder = Encoder::embedded();
        let unknown = encoder.tokenizer().unknown();
        for Version { rows, labels, .. } in groups.iter().flat_map(|group| group.iter()) {
            self.lens.push(rows.len() + 2);
            self.labels.push(0);
            self.labels.extend_from_slice(labels);
            self.labels.push(0);
            for row in [unknown - 2].into_iter().chain(rows.iter().copied()).chain([unknown - 1]) {
                let start = self.embeddings.len();
                self.embeddings.resize(start + HIDDEN, 0.0);
                encoder.embedding(row, &mut self.embeddings[start..]);
                self.embeddings[start..].iter_mut().for_each(|x| *x *= EMBEDDING_SCALE);
            }
        }
    }

    /// The gradient, after a forward pass that gave these scores.
    pub fn backward(&mut self, groups: &[&Group], p: &[f32], scores: &[f32], counts: Counts) -> Terms {
        let mut terms = Terms::default();
        let mut by_scores = vec![0.0; scores.len()];
        let mut first = 0;
        for group in groups {
            for at in 0..group.len() {
                let own = first + at;
                by_scores[own] +=
                    WHOLE * (logistic(scores[own]) - f32::from(u8::from(at > 0))) / counts.sentences as f32;
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
        let mut by_outputs = vec![0.0; self.outputs.len()];
        self.by_scores(&by_scores, &mut by_outputs);
        terms.labels = self.by_labels(counts.pieces, &mut by_outputs);
        self.gradient.fill(0.0);
        let by_both = back(HEAD, p, &by_outputs, &self.both, &mut self.gradient, true);
        let (mut by_deep, mut by_wide) = (Vec::new(), Vec::new());
        for (row, values) in by_both.chunks_exact(HEAD_SEEN).zip(self.both.chunks_exact(HEAD_SEEN)) {
            let slopes = row.iter().zip(values).map(|(by, x)| if *x > 0.0 { by * self.kept } else { 0.0 });
            by_deep.extend(slopes.take(DEEP));
            by_wide.extend_from_slice(&row[DEEP..]);
        }
        let by_seen = back(SECOND, p, &by_deep, &self.second_seen, &mut self.gradient, true);
        scatter(&SECOND_TAPS, WIDE, &self.lens, &by_seen, &mut by_wide);
        // What is zero was below zero or left out; what was left in was scaled up.
        by_wide.iter_mut().zip(&self.wide).for_each(|(by, x)| *by = if *x > 0.0 { *by * self.kept } else { 0.0 });
        let by_seen = back(FIRST, p, &by_wide, &self.first_seen, &mut self.gradient, true);
        let mut by_narrow = vec![0.0; self.narrow.len()];
        scatter(&FIRST_TAPS, NARROW, &self.lens, &by_seen, &mut by_narrow);
        back(PROJECTION, p, &by_narrow, &self.embeddings, &mut self.gradient, false);
        terms
    }

    /// From the loss by the scores to the loss by the outputs.
    fn by_scores(&self, by_scores: &[f32], by_outputs: &mut [f32]) {
        let mut from = 0;
        for (&len, by_score) in self.lens.iter().zip(by_scores) {
            let places = from * N_TRAINED..(from + len) * N_TRAINED;
            let rows = &self.outputs[places.clone()];
            let greatest = rows.iter().step_by(N_TRAINED).copied().fold(f32::MIN, f32::max);
            let sum: f32 = rows.iter().step_by(N_TRAINED).map(|x| (x - greatest).exp()).sum();
            for (row, by_row) in rows.chunks_exact(N_TRAINED).zip(by_outputs[places].chunks_exact_mut(N_TRAINED)) {
                by_row[0] = by_score * (row[0] - greatest).exp() / sum;
                by_row[1] = by_score * ADDED_SCALE;
            }
            from += len;
        }
    }

    /// Adds the loss by the labels; gives it.
    fn by_labels(&self, n_pieces: usize, by_outputs: &mut [f32]) -> f64 {
        let share = 1.0 / (n_pieces * N_LABELS) as f32;
        let mut all = 0.0;
        let rows = self.outputs.chunks_exact(N_TRAINED).zip(by_outputs.chunks_exact_mut(N_TRAINED));
        for ((row, by_row), labels) in rows.zip(&self.labels) {
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
}

/// A layer over rows of what it sees.
fn run(layer: Layer, p: &[f32], seen: &[f32], out: &mut Vec<f32>) {
    let n = seen.len() / layer.n_in;
    out.resize(n * layer.n_out, 0.0);
    out.chunks_exact_mut(layer.n_out).for_each(|row| row.copy_from_slice(&p[layer.bias()]));
    let weights = Matrix::dense(&p[layer.weights()], layer.n_in).t();
    multiply(Matrix::dense(seen, layer.n_in), weights, 1.0, out, layer.n_out, true);
}

/// Writes a layer's gradient; gives the loss by what it sees if that is wanted.
fn back(layer: Layer, p: &[f32], by_out: &[f32], seen: &[f32], gradient: &mut [f32], goes_on: bool) -> Vec<f32> {
    let by_out_rows = Matrix::dense(by_out, layer.n_out);
    let weights = &mut gradient[layer.weights()];
    multiply(by_out_rows.t(), Matrix::dense(seen, layer.n_in), 1.0, weights, layer.n_in, false);
    let bias = &mut gradient[layer.bias()];
    bias.fill(0.0);
    by_out.chunks_exact(layer.n_out).for_each(|row| bias.iter_mut().zip(row).for_each(|(sum, x)| *sum += x));
    let mut by_seen = Vec::new();
    if goes_on {
        by_seen.resize(seen.len(), 0.0);
        let weights = Matrix::dense(&p[layer.weights()], layer.n_in);
        multiply(by_out_rows, weights, 1.0, &mut by_seen, layer.n_in, false);
    }
    by_seen
}

/// Leaves out what is below zero, and some of the rest with `random`.
fn activate(values: &mut [f32], random: Option<&mut Random>) {
    values.iter_mut().for_each(|x| *x = x.max(0.0));
    let Some(random) = random else { return };
    for eight in values.chunks_mut(8) {
        let mut bits = random.next();
        for value in eight {
            *value = if bits & 255 < DROPPED { 0.0 } else { *value * KEPT };
            bits >>= 8;
        }
    }
}

/// What a layer sees of each row of the sentences: the rows at its taps, zeros beyond the ends.
fn gather(taps: &[isize], width: usize, lens: &[usize], rows: &[f32], seen: &mut Vec<f32>) {
    seen.clear();
    seen.resize(rows.len() * taps.len(), 0.0);
    each_tap(taps, width, lens, |here, there| seen[here].copy_from_slice(&rows[there]));
}

/// Adds what comes back by what a layer saw to the rows that it saw.
fn scatter(taps: &[isize], width: usize, lens: &[usize], by_seen: &[f32], by_rows: &mut [f32]) {
    each_tap(taps, width, lens, |here, there| {
        by_rows[there].iter_mut().zip(&by_seen[here]).for_each(|(sum, x)| *sum += x);
    });
}

/// For each tap of each row its place in what is seen, and the place of the row that stands there.
fn each_tap(
    taps: &[isize],
    width: usize,
    lens: &[usize],
    mut take: impl FnMut(std::ops::Range<usize>, std::ops::Range<usize>),
) {
    let mut first = 0;
    for &len in lens {
        for at in 0..len {
            for (number, &tap) in taps.iter().enumerate() {
                if let Some(other) = at.checked_add_signed(tap).filter(|&other| other < len) {
                    let here = ((first + at) * taps.len() + number) * width;
                    let there = (first + other) * width;
                    take(here..here + width, there..there + width);
                }
            }
        }
        first += len;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::start;

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let version = |rows: &[u32], labels: &[u8]| Version { kind: 0, rows: rows.to_vec(), labels: labels.to_vec() };
        let group: Group = vec![
            version(&[5, 900, 17, 3000], &[0, 0, 0, 0]),
            version(&[5, 17, 900, 3000], &[0, 1, 1, 0]),
            version(&[5, 900], &[0, 8]),
        ];
        let groups = [&group];
        let mut values = start(&mut Random(5));
        let mut worker = Worker::new();
        let counts = Counts { pieces: 16, pairs: 2, sentences: 3 };
        let loss = |worker: &mut Worker, values: &[f32]| {
            let scores = worker.forward(&groups, values, None);
            let terms = worker.backward(&groups, values, &scores, counts);
            let whole = scores.iter().enumerate().map(|(at, &s)| f64::from(softplus(if at == 0 { s } else { -s })));
            terms.labels + f64::from(RANKED) * terms.ranked + f64::from(WHOLE) * whole.sum::<f64>() / 3.0
        };
        loss(&mut worker, &values);
        let gradient = worker.gradient.clone();
        // In every part that which matters most.
        for layer in [PROJECTION, FIRST, SECOND, HEAD] {
            for part in [layer.weights(), layer.bias()] {
                let at = part.max_by(|&a, &b| gradient[a].abs().total_cmp(&gradient[b].abs())).expect("not empty");
                let (before, step) = (values[at], 5e-4);
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

    #[test]
    fn what_is_seen_ends_with_the_sentence() {
        let mut seen = Vec::new();
        gather(&[-1, 0, 1], 1, &[2, 1], &[1.0, 2.0, 3.0], &mut seen);
        assert_eq!(seen, [0.0, 1.0, 2.0, 1.0, 2.0, 0.0, 0.0, 3.0, 0.0]);
        let mut sums = vec![0.0; 3];
        scatter(&[-1, 0, 1], 1, &[2, 1], &seen, &mut sums);
        assert_eq!(sums, [2.0, 4.0, 3.0]);
    }
}
