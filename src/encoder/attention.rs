//! Scaled dot-product attention (Vaswani et al. 2017, section 3.2.1) within one window, in f32.
//!
//! Each window attends to itself alone, so no mask is needed and other windows cannot change the
//! result. Time is quadratic in the window, which has at most 512 tokens.

use super::pack::{HEAD, HIDDEN, N_HEADS};
use super::vector::{LANES, exp, fold, larger, sum};

/// Query, key and value of a token, one after another.
pub const QKV: usize = 3 * HIDDEN;

/// Memory that is used again from one window to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    /// Keys of one head, transposed: [`HEAD`] rows of the padded number of tokens.
    keys: Vec<f32>,
    /// Values of one head, a row a token.
    values: Vec<[f32; HEAD]>,
    /// One a token, padded with zeros.
    weights: Vec<f32>,
}

/// From `qkv` (n × 1152) the attended values, `context` (n × 384), of a window of n tokens.
#[inline(always)]
pub fn attend(qkv: &[f32], context: &mut [f32], scratch: &mut Scratch) {
    let n = qkv.len() / QKV;
    let padded = n.next_multiple_of(LANES);
    scratch.weights.clear();
    scratch.weights.resize(padded, 0.0);
    for head in 0..N_HEADS {
        let column = head * HEAD;
        gather(qkv, column, padded, scratch);
        for (token, out) in qkv.chunks_exact(QKV).zip(context.chunks_exact_mut(HIDDEN)) {
            let Some((query, _)) = token[column..].split_first_chunk::<HEAD>() else { return };
            scores(query, &scratch.keys, &mut scratch.weights);
            let total = softmax(&mut scratch.weights, n);
            let mixed = mix(&scratch.weights, &scratch.values);
            for (out, value) in out[column..column + HEAD].iter_mut().zip(mixed) {
                *out = value / total;
            }
        }
    }
}

/// Brings keys and values of one head together.
#[inline(always)]
fn gather(qkv: &[f32], column: usize, padded: usize, scratch: &mut Scratch) {
    scratch.keys.clear();
    scratch.keys.resize(HEAD * padded, 0.0);
    scratch.values.clear();
    for (idx, token) in qkv.chunks_exact(QKV).enumerate() {
        let key = &token[HIDDEN + column..HIDDEN + column + HEAD];
        for (row, &value) in scratch.keys.chunks_exact_mut(padded).zip(key) {
            row[idx] = value;
        }
        let mut value = [0.0; HEAD];
        value.copy_from_slice(&token[2 * HIDDEN + column..2 * HIDDEN + column + HEAD]);
        scratch.values.push(value);
    }
}

/// Dot products of a query with all keys, over √[`HEAD`].
#[inline(always)]
fn scores(query: &[f32; HEAD], keys: &[f32], scores: &mut [f32]) {
    let padded = scores.len();
    let scale = 1.0 / (HEAD as f32).sqrt();
    for (idx, chunk) in scores.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        let mut lanes = [0f32; LANES];
        for (&q, row) in query.iter().zip(keys.chunks_exact(padded)) {
            let row = &row.as_chunks::<LANES>().0[idx];
            for (lane, &key) in lanes.iter_mut().zip(row) {
                *lane += q * key;
            }
        }
        *chunk = lanes.map(|lane| lane * scale);
    }
}

/// Exponentials of the first `n` scores less the greatest of them, zeros after; their sum.
#[inline(always)]
fn softmax(scores: &mut [f32], n: usize) -> f32 {
    scores[n..].fill(f32::NEG_INFINITY);
    let mut greatest = [f32::NEG_INFINITY; LANES];
    for chunk in scores.as_chunks::<LANES>().0 {
        for (most, &score) in greatest.iter_mut().zip(chunk) {
            *most = larger(*most, score);
        }
    }
    let greatest = fold(greatest, larger);
    for score in scores.iter_mut() {
        *score = exp(*score - greatest);
    }
    scores[n..].fill(0.0);
    sum(scores, |weight| weight)
}

/// Sum of the values, each times its weight.
#[inline(always)]
fn mix(weights: &[f32], values: &[[f32; HEAD]]) -> [f32; HEAD] {
    let mut mixed = [0f32; HEAD];
    for (&weight, value) in weights.iter().zip(values) {
        for (mixed, &value) in mixed.iter_mut().zip(value) {
            *mixed += weight * value;
        }
    }
    mixed
}
