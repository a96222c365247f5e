//! The two sides' networks forwards and backwards; the loss is that of `ranking`.

use mtlint::align::vectors::WIDTH;
use mtlint::judge::appraisal::pack::HIDDEN;
use mtlint::judge::appraisal::view::{SEEN, views};

use crate::bits::Random;
use crate::data::{Data, Group};
use crate::parameters::{N_PARAMETERS, N_TRAINED, SIDES, WHOLE_BIAS, place};
use crate::product::{Matrix, multiply};
use crate::ranking::{Counts, KEPT, Terms, by_labels, by_outputs, by_scores, drop_some, pooled, sum_rows};

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
            for (score, pooled) in scores.iter_mut().zip(pooled(&side.outputs, N_TRAINED[number], &side.lens)) {
                *score += pooled;
            }
        }
        scores
    }

    /// The gradient, after a forward pass that gave these scores.
    pub fn backward(&mut self, p: &[f32], scores: &[f32], counts: Counts) -> Terms {
        let mut terms = Terms::default();
        let by_scores = by_scores(self.groups.iter().map(ExactSizeIterator::len), scores, counts, &mut terms);
        self.gradient.fill(0.0);
        self.gradient[WHOLE_BIAS] = by_scores.iter().sum();
        for number in SIDES {
            let side = &mut self.sides[number];
            by_outputs(&side.outputs, N_TRAINED[number], &side.lens, &by_scores, &mut side.by_outputs);
            if number == 1 {
                terms.labels = by_labels(&side.outputs, &self.labels, counts.tokens, &mut side.by_outputs);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::tests::sample;
    use crate::logistic::softplus;
    use crate::parameters::start;
    use crate::ranking::{RANKED, WHOLE};

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
            let terms = worker.backward(values, &scores, counts);
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
