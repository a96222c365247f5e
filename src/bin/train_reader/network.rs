//! The network forwards and backwards; the loss is that of `ranking`.

use mtlint::judge::reading::embedded;
use mtlint::judge::reading::pack::{DEEP, FIRST_TAPS, NARROW, SECOND_TAPS, WIDE};

use crate::bits::Random;
use crate::parameters::{FIRST, HEAD, HEAD_SEEN, Layer, N_PARAMETERS, PROJECTION, SECOND};
use crate::product::{Matrix, multiply};
use crate::ranking::{Counts, KEPT, N_TRAINED, Terms, by_labels, by_outputs, by_scores, drop_some, pooled, sum_rows};
use crate::sentences::{Group, Version};

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
        pooled(&self.outputs, N_TRAINED, &self.lens)
    }

    fn take(&mut self, groups: &[&Group]) {
        self.lens.clear();
        self.labels.clear();
        self.embeddings.clear();
        for Version { rows, labels, .. } in groups.iter().flat_map(|group| group.iter()) {
            self.lens.push(rows.len() + 2);
            self.labels.push(0);
            self.labels.extend_from_slice(labels);
            self.labels.push(0);
            self.embeddings.extend(embedded(rows.iter().copied()));
        }
    }

    /// The gradient, after a forward pass that gave these scores.
    pub fn backward(&mut self, groups: &[&Group], p: &[f32], scores: &[f32], counts: Counts) -> Terms {
        let mut terms = Terms::default();
        let by_scores = by_scores(groups.iter().map(|group| group.len()), scores, counts, &mut terms);
        let mut of_outputs = Vec::new();
        by_outputs(&self.outputs, N_TRAINED, &self.lens, &by_scores, &mut of_outputs);
        terms.labels = by_labels(&self.outputs, &self.labels, counts.tokens, &mut of_outputs);
        self.gradient.fill(0.0);
        let by_both = back(HEAD, p, &of_outputs, &self.both, &mut self.gradient, true);
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
    sum_rows(by_out, &mut gradient[layer.bias()]);
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
    if let Some(random) = random {
        drop_some(values, random);
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
    use crate::logistic::softplus;
    use crate::parameters::start;
    use crate::ranking::{RANKED, WHOLE};

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
        let counts = Counts { tokens: 16, pairs: 2, sentences: 3 };
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
