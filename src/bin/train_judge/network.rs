//! The judge forwards and backwards: the fusion, two post-norm BERT layers, the head.
//!
//! Sentences lie one after another without padding: all products but those of the attention are of
//! all their pieces at once. The backward pass gives the gradient of every parameter and writes each
//! of its sections once, so that it need not be zeroed.

use crate::arithmetic::{gelu, normalise, normalise_backwards, softmax};
use crate::data::{NO_TOKEN, Sentences};
use crate::parameters::{
    DOWN, DOWN_NORM, FUSION, FUSION_BIAS, HEAD, HEAD_BIAS, LAYERS, N_LAYERS, N_OUTPUTS, OUT, OUT_NORM, PER_LAYER, QKV,
    UP, section, section_mut,
};
use crate::product::{Matrix, multiply};
use mtlint::encoder::pack::{FEED, HEAD as HEAD_WIDTH, HIDDEN, N_HEADS};
use mtlint::judge::sight::SEEN;
use std::ops::Range;

/// Width of query, key and value together.
const ALL: usize = 3 * HIDDEN;

/// What the forward pass of a layer leaves for the backward pass; each a row a piece.
#[derive(Default)]
struct Layer {
    input: Vec<f32>,
    qkv: Vec<f32>,
    /// Attention weights: sentences, heads, pieces, pieces.
    weights: Vec<f32>,
    context: Vec<f32>,
    normed_out: Normed,
    /// GELU of the inner layer, and its slope.
    feed: Vec<f32>,
    slope: Vec<f32>,
    normed_down: Normed,
}

/// A layer normalisation: its input centred and scaled, and by how much, and its output.
#[derive(Default)]
struct Normed {
    rows: Vec<f32>,
    inverse: Vec<f32>,
    output: Vec<f32>,
}

/// Memory for the sentences of one thread, used again from step to step.
#[derive(Default)]
pub struct Network {
    layers: [Layer; N_LAYERS],
    /// Outputs: pieces × [`N_OUTPUTS`].
    pub outputs: Vec<f32>,
    /// The loss by the outputs, to be filled in before the backward pass.
    pub by_outputs: Vec<f32>,
    /// Of each token: the fusion's product, and the loss by it.
    fused: Vec<f32>,
    by_state: Vec<f32>,
    by_branch: Vec<f32>,
    by_feed: Vec<f32>,
    by_qkv: Vec<f32>,
    by_weights: Vec<f32>,
}

impl Network {
    /// Runs the sentences with the parameters `p`.
    pub fn forward(&mut self, p: &[f32], sentences: &Sentences) {
        let n = sentences.n_pieces();
        self.fused.resize(sentences.seen.len() / SEEN * HIDDEN, 0.0);
        let fusion = Matrix::dense(section(p, FUSION), SEEN).t();
        multiply(Matrix::dense(&sentences.seen, SEEN), fusion, 1.0, &mut self.fused, HIDDEN, false);
        let input = &mut self.layers[0].input;
        input.clear();
        input.extend_from_slice(&sentences.states);
        for (row, &token) in input.chunks_exact_mut(HIDDEN).zip(&sentences.token_of) {
            add(row, section(p, FUSION_BIAS));
            if token != NO_TOKEN {
                add(row, &self.fused[token * HIDDEN..][..HIDDEN]);
            }
        }
        for number in 0..N_LAYERS {
            self.layers[number].forward(p, number, sentences);
            if number + 1 < N_LAYERS {
                let (before, after) = self.layers.split_at_mut(number + 1);
                after[0].input.clone_from(&before[number].normed_down.output);
            }
        }
        self.outputs.clear();
        self.outputs.resize(n * N_OUTPUTS, 0.0);
        let last = &self.layers[N_LAYERS - 1].normed_down.output;
        linear(last, section(p, HEAD), section(p, HEAD_BIAS), &mut self.outputs);
    }

    /// The gradient of all parameters, from `by_outputs` and what the forward pass left.
    pub fn backward(&mut self, p: &[f32], sentences: &Sentences, gradient: &mut [f32]) {
        let n = sentences.n_pieces();
        if n == 0 {
            gradient.fill(0.0);
            return;
        }
        let Network { layers, by_outputs, by_state, by_branch, by_feed, by_qkv, by_weights, fused, .. } = self;
        let last = &layers[N_LAYERS - 1].normed_down.output;
        weight_gradient(by_outputs, N_OUTPUTS, last, HEAD, HIDDEN, gradient);
        by_state.resize(n * HIDDEN, 0.0);
        let head = Matrix::dense(section(p, HEAD), HIDDEN);
        multiply(Matrix::dense(by_outputs, N_OUTPUTS), head, 1.0, by_state, HIDDEN, false);
        let mut scratch = Scratch { by_branch, by_feed, by_qkv, by_weights };
        for (number, layer) in layers.iter().enumerate().rev() {
            layer.backward(p, number, sentences, by_state, &mut scratch, gradient);
        }
        sum_rows(by_state, section_mut(gradient, FUSION_BIAS));
        fused.fill(0.0);
        for (row, &token) in by_state.chunks_exact(HIDDEN).zip(&sentences.token_of) {
            if token != NO_TOKEN {
                add(&mut fused[token * HIDDEN..][..HIDDEN], row);
            }
        }
        let by_fused = Matrix::dense(fused, HIDDEN).t();
        let seen = Matrix::dense(&sentences.seen, SEEN);
        multiply(by_fused, seen, 1.0, section_mut(gradient, FUSION), SEEN, false);
    }
}

/// Memory of the backward pass that layers share.
struct Scratch<'n> {
    by_branch: &'n mut Vec<f32>,
    by_feed: &'n mut Vec<f32>,
    by_qkv: &'n mut Vec<f32>,
    by_weights: &'n mut Vec<f32>,
}

impl Layer {
    fn forward(&mut self, p: &[f32], number: usize, sentences: &Sentences) {
        let n = sentences.n_pieces();
        let of = |kind: usize| section(p, LAYERS + number * PER_LAYER + kind);
        self.qkv.resize(n * ALL, 0.0);
        linear(&self.input, of(QKV), of(QKV + 1), &mut self.qkv);
        self.attend(sentences);
        // What is to be normalised is put together where its output will be.
        self.normed_out.output.clone_from(&self.input);
        linear_added(&self.context, of(OUT), of(OUT + 1), &mut self.normed_out.output);
        self.normed_out.run(of(OUT_NORM));
        self.feed.resize(n * FEED, 0.0);
        self.slope.resize(n * FEED, 0.0);
        linear(&self.normed_out.output, of(UP), of(UP + 1), &mut self.feed);
        gelu(&mut self.feed, &mut self.slope);
        self.normed_down.output.clone_from(&self.normed_out.output);
        linear_added(&self.feed, of(DOWN), of(DOWN + 1), &mut self.normed_down.output);
        self.normed_down.run(of(DOWN_NORM));
    }

    fn attend(&mut self, sentences: &Sentences) {
        self.context.resize(sentences.n_pieces() * HIDDEN, 0.0);
        let n_weights: usize = sentences.examples.iter().map(|(_, pieces)| N_HEADS * pieces.len().pow(2)).sum();
        self.weights.resize(n_weights, 0.0);
        let scale = 1.0 / (HEAD_WIDTH as f32).sqrt();
        for (pieces, head, start) in heads(sentences) {
            let n = pieces.len();
            let weights = &mut self.weights[start..start + n * n];
            let [query, key, value] = query_key_value(&self.qkv[pieces.start * ALL..], n, head);
            multiply(query, key.t(), scale, weights, n, false);
            weights.chunks_exact_mut(n).for_each(softmax);
            let context = &mut self.context[pieces.start * HIDDEN..pieces.end * HIDDEN][head * HEAD_WIDTH..];
            multiply(Matrix::dense(weights, n), value, 1.0, context, HIDDEN, false);
        }
    }

    /// From the loss by the output to the loss by the input, both in `by_state`.
    fn backward(
        &self,
        p: &[f32],
        number: usize,
        sentences: &Sentences,
        by_state: &mut [f32],
        scratch: &mut Scratch,
        gradient: &mut [f32],
    ) {
        let n = sentences.n_pieces();
        let idx = |kind: usize| LAYERS + number * PER_LAYER + kind;
        let of = |kind: usize| Matrix::dense(section(p, idx(kind)), if kind == DOWN { FEED } else { HIDDEN });
        let Scratch { by_branch, by_feed, by_qkv, by_weights } = scratch;

        // The feed-forward half. `by_state` becomes the loss by the sum that is normalised.
        let norm = section(p, idx(DOWN_NORM));
        self.normed_down.backward(norm, by_state, section_mut(gradient, idx(DOWN_NORM)));
        weight_gradient(by_state, HIDDEN, &self.feed, idx(DOWN), FEED, gradient);
        by_feed.resize(n * FEED, 0.0);
        multiply(Matrix::dense(by_state, HIDDEN), of(DOWN), 1.0, by_feed, FEED, false);
        by_feed.iter_mut().zip(&self.slope).for_each(|(value, slope)| *value *= slope);
        weight_gradient(by_feed, FEED, &self.normed_out.output, idx(UP), HIDDEN, gradient);
        multiply(Matrix::dense(by_feed, FEED), of(UP), 1.0, by_state, HIDDEN, true);

        // The attention half.
        let norm = section(p, idx(OUT_NORM));
        self.normed_out.backward(norm, by_state, section_mut(gradient, idx(OUT_NORM)));
        weight_gradient(by_state, HIDDEN, &self.context, idx(OUT), HIDDEN, gradient);
        by_branch.resize(n * HIDDEN, 0.0);
        multiply(Matrix::dense(by_state, HIDDEN), of(OUT), 1.0, by_branch, HIDDEN, false);
        by_qkv.resize(n * ALL, 0.0);
        self.attend_backwards(sentences, by_branch, by_qkv, by_weights);
        weight_gradient(by_qkv, ALL, &self.input, idx(QKV), HIDDEN, gradient);
        multiply(Matrix::dense(by_qkv, ALL), of(QKV), 1.0, by_state, HIDDEN, true);
    }

    fn attend_backwards(
        &self,
        sentences: &Sentences,
        by_context: &[f32],
        by_qkv: &mut [f32],
        by_weights: &mut Vec<f32>,
    ) {
        let scale = 1.0 / (HEAD_WIDTH as f32).sqrt();
        for (pieces, head, start) in heads(sentences) {
            let n = pieces.len();
            let weights = &self.weights[start..start + n * n];
            let [query, key, value] = query_key_value(&self.qkv[pieces.start * ALL..], n, head);
            let by_context = &by_context[pieces.start * HIDDEN + head * HEAD_WIDTH..];
            let by_context = Matrix::new(by_context, n, HEAD_WIDTH, HIDDEN);
            by_weights.resize(n * n, 0.0);
            multiply(by_context, value.t(), 1.0, by_weights, n, false);
            for (row, by_row) in weights.chunks_exact(n).zip(by_weights.chunks_exact_mut(n)) {
                let mean: f32 = row.iter().zip(&*by_row).map(|(weight, by)| weight * by).sum();
                row.iter().zip(by_row).for_each(|(weight, by)| *by = weight * (*by - mean));
            }
            let by_scores = Matrix::dense(by_weights, n);
            let by_qkv = &mut by_qkv[pieces.start * ALL..pieces.end * ALL];
            let mut write = |part: usize, left: Matrix, right: Matrix, scale: f32| {
                multiply(left, right, scale, &mut by_qkv[part * HIDDEN + head * HEAD_WIDTH..], ALL, false);
            };
            write(0, by_scores, key, scale);
            write(1, by_scores.t(), query, scale);
            write(2, Matrix::dense(weights, n).t(), by_context, 1.0);
        }
    }
}

impl Normed {
    /// Normalises `output`.
    fn run(&mut self, norm: &[f32]) {
        self.rows.resize(self.output.len(), 0.0);
        self.inverse.resize(self.output.len() / HIDDEN, 0.0);
        let (weight, bias) = norm.split_at(HIDDEN);
        let rows = self.rows.chunks_exact_mut(HIDDEN).zip(self.output.chunks_exact_mut(HIDDEN));
        for ((row, output), inverse) in rows.zip(&mut self.inverse) {
            *inverse = normalise(weight, bias, output, row);
        }
    }

    /// From the loss by the output to the loss by the input, both in `by_rows`.
    fn backward(&self, norm: &[f32], by_rows: &mut [f32], gradient: &mut [f32]) {
        let (by_weight, by_bias) = gradient.split_at_mut(HIDDEN);
        by_weight.fill(0.0);
        by_bias.fill(0.0);
        let rows = self.rows.chunks_exact(HIDDEN).zip(by_rows.chunks_exact_mut(HIDDEN));
        for ((row, by_row), &inverse) in rows.zip(&self.inverse) {
            normalise_backwards(&norm[..HIDDEN], row, inverse, by_row, by_weight, by_bias);
        }
    }
}

/// For each sentence and head: its pieces, the head, where its attention weights start.
fn heads(sentences: &Sentences) -> impl Iterator<Item = (Range<usize>, usize, usize)> {
    let mut start = 0;
    sentences.examples.iter().flat_map(|(_, pieces)| (0..N_HEADS).map(|head| (pieces.clone(), head))).map(
        move |(pieces, head)| {
            let here = start;
            start += pieces.len().pow(2);
            (pieces, head, here)
        },
    )
}

/// Query, key and value of a head of a sentence of `n` pieces.
fn query_key_value(qkv: &[f32], n: usize, head: usize) -> [Matrix<'_>; 3] {
    [0, 1, 2].map(|part| Matrix::new(&qkv[part * HIDDEN + head * HEAD_WIDTH..], n, HEAD_WIDTH, ALL))
}

/// `out` = `rows` × `weights`ᵀ + bias.
fn linear(rows: &[f32], weights: &[f32], bias: &[f32], out: &mut [f32]) {
    out.chunks_exact_mut(bias.len()).for_each(|row| row.copy_from_slice(bias));
    let width = weights.len() / bias.len();
    multiply(Matrix::dense(rows, width), Matrix::dense(weights, width).t(), 1.0, out, bias.len(), true);
}

/// Adds it to `out`.
fn linear_added(rows: &[f32], weights: &[f32], bias: &[f32], out: &mut [f32]) {
    out.chunks_exact_mut(bias.len()).for_each(|row| add(row, bias));
    let width = weights.len() / bias.len();
    multiply(Matrix::dense(rows, width), Matrix::dense(weights, width).t(), 1.0, out, bias.len(), true);
}

/// The gradient of the weights in section `idx`, `width` wide, and of the bias in the next section.
fn weight_gradient(by_out: &[f32], n_out: usize, inputs: &[f32], idx: usize, width: usize, gradient: &mut [f32]) {
    let (by_out_t, inputs) = (Matrix::dense(by_out, n_out).t(), Matrix::dense(inputs, width));
    multiply(by_out_t, inputs, 1.0, section_mut(gradient, idx), width, false);
    sum_rows(by_out, section_mut(gradient, idx + 1));
}

fn sum_rows(rows: &[f32], sum: &mut [f32]) {
    sum.fill(0.0);
    rows.chunks_exact(sum.len()).for_each(|row| add(sum, row));
}

fn add(to: &mut [f32], values: &[f32]) {
    to.iter_mut().zip(values).for_each(|(to, value)| *to += value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data;
    use crate::loss::{loss, shares};
    use crate::parameters::{N_PARAMETERS, SECTIONS};
    use crate::random::Random;

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let data = data::tests::sample();
        let mut sentences = Sentences::default();
        sentences.take(&data, &data.groups);
        let mut random = Random(5);
        let mut values: Vec<f32> = (0..N_PARAMETERS).map(|_| random.normal() * 0.04).collect();
        for layer in 0..N_LAYERS {
            for norm in [OUT_NORM, DOWN_NORM] {
                let norm = section_mut(&mut values, LAYERS + layer * PER_LAYER + norm);
                norm[..HIDDEN].iter_mut().for_each(|weight| *weight += 1.0);
            }
        }
        let shares = shares(&data, &data.groups).map(|share| share * 20.0);
        let mut network = Network::default();
        let mut gradient = vec![0.0; N_PARAMETERS];
        let mut at = |values: &[f32], gradient: Option<&mut [f32]>| -> f64 {
            network.forward(values, &sentences);
            let mut by_outputs = Vec::new();
            let terms = loss(&data, &sentences, &shares, &network.outputs, &mut by_outputs);
            assert!(terms.iter().all(|&term| term > 0.0), "{terms:?}");
            network.by_outputs = by_outputs;
            if let Some(gradient) = gradient {
                network.backward(values, &sentences, gradient);
            }
            terms.iter().sum()
        };
        at(&values, Some(&mut gradient));
        for (number, place) in SECTIONS.iter().enumerate() {
            let of_section = section(&gradient, number);
            // Along the gradient, and along random directions.
            for trial in 0..4 {
                let mut direction: Vec<f32> = match trial {
                    0 => of_section.to_vec(),
                    _ => (0..place.len).map(|_| random.normal()).collect(),
                };
                let long = direction.iter().map(|x| x * x).sum::<f32>().sqrt();
                direction.iter_mut().for_each(|x| *x /= long);
                let expected: f32 = direction.iter().zip(of_section).map(|(x, g)| x * g).sum();
                let step = 0.02;
                let mut moved = |by: f32| {
                    let mut values = values.clone();
                    let to = section_mut(&mut values, number);
                    to.iter_mut().zip(&direction).for_each(|(value, x)| *value += by * x);
                    at(&values, None)
                };
                let found = ((moved(step) - moved(-step)) / f64::from(2.0 * step)) as f32;
                let margin = 2e-4 + 0.01 * expected.abs();
                assert!((found - expected).abs() < margin, "section {number}: {found} is not {expected}");
            }
        }
    }
}
