//! The forward pass of the first six layers of a BERT encoder (Devlin et al. 2019).
//!
//! It takes windows of embedding rows, together at most [`CHUNK`] tokens unless a single window is
//! longer, and runs them through a layer together. A token meets the others of its window in the
//! attention and no others anywhere, and each step treats a token alike wherever it lies in the
//! chunk: so the result does not depend on what else is encoded.

use super::attention::{self, QKV};
use super::kernel::Kernel;
use super::pack::{BLOCK, EMBEDDING_BYTES, FEED, HIDDEN, LayerView, N_POSITIONS, Norm, Pack, Weights};
use super::product::{Activations, TILE, multiply};
use super::view::half;

/// Tokens that are encoded together, so that memory does not grow with the article.
pub const CHUNK: usize = N_POSITIONS;

/// A pack, a kernel, and the memory for one chunk, used again for the next.
pub struct Forward<'p> {
    pack: Pack<'p>,
    kernel: Kernel,
    /// States: tokens × 384.
    states: Vec<f32>,
    /// Query, key and value: tokens × 1152.
    qkv: Vec<f32>,
    /// What the attention gathers: tokens × 384.
    context: Vec<f32>,
    /// Of a tile: the feed-forward layer, tokens × 1536.
    feed: Vec<f32>,
    /// Of a tile: what is to be added to the states, tokens × 384.
    change: Vec<f32>,
    inputs: Activations,
    scratch: attention::Scratch,
}

impl<'p> Forward<'p> {
    /// Memory is taken with the first chunk.
    pub fn new(pack: Pack<'p>, kernel: Kernel) -> Self {
        Forward {
            pack,
            kernel,
            states: Vec::new(),
            qkv: Vec::new(),
            context: Vec::new(),
            feed: vec![0.0; TILE * FEED],
            change: vec![0.0; TILE * HIDDEN],
            inputs: Activations::default(),
            scratch: attention::Scratch::default(),
        }
    }

    /// Runs `n_layers` layers over windows of embedding rows, and shows the states (all tokens ×
    /// 384, windows one after another) after each, with the number of the layer from 1.
    pub fn run(&mut self, windows: &[&[u32]], n_layers: usize, mut after: impl FnMut(usize, &[f32])) {
        self.embed(windows);
        self.qkv.resize(self.states.len() * 3, 0.0);
        self.context.resize(self.states.len(), 0.0);
        let layers = self.pack.layers;
        for (idx, layer) in layers.iter().enumerate().take(n_layers) {
            self.attention(layer, windows);
            self.feed_forward(layer);
            after(idx + 1, &self.states);
        }
    }

    /// Embeddings of the rows and of their positions.
    fn embed(&mut self, windows: &[&[u32]]) {
        self.states.clear();
        for window in windows {
            for (position, &row) in window.iter().enumerate() {
                let start = self.states.len();
                self.states.resize(start + HIDDEN, 0.0);
                let state = &mut self.states[start..];
                if let Some(row) = self.pack.embeddings.get(row as usize) {
                    dequantise(row, state);
                }
                let positions = self.pack.positions.get(position).map_or(&[][..], |row| row.as_chunks().0);
                for (value, position) in state.iter_mut().zip(positions) {
                    *value += half(u16::from_le_bytes(*position));
                }
                self.kernel.layer_norm(state, self.pack.embedding_norm);
            }
        }
    }

    fn attention(&mut self, layer: &LayerView, windows: &[&[u32]]) {
        let Forward { kernel, states, qkv, context, change, inputs, scratch, .. } = self;
        for (states, qkv) in states.chunks(TILE * HIDDEN).zip(qkv.chunks_mut(TILE * QKV)) {
            inputs.quantise(*kernel, states, HIDDEN);
            multiply(*kernel, &layer.qkv, inputs, qkv);
        }
        let mut first = 0;
        for window in windows {
            let last = first + window.len();
            let context = &mut context[first * HIDDEN..last * HIDDEN];
            kernel.attend(&qkv[first * QKV..last * QKV], context, scratch);
            first = last;
        }
        for (states, context) in states.chunks_mut(TILE * HIDDEN).zip(context.chunks(TILE * HIDDEN)) {
            inputs.quantise(*kernel, context, HIDDEN);
            add(*kernel, &layer.out, layer.out_norm, inputs, change, states);
        }
    }

    fn feed_forward(&mut self, layer: &LayerView) {
        let Forward { kernel, states, feed, change, inputs, .. } = self;
        for states in states.chunks_mut(TILE * HIDDEN) {
            let feed = &mut feed[..states.len() / HIDDEN * FEED];
            inputs.quantise(*kernel, states, HIDDEN);
            multiply(*kernel, &layer.up, inputs, feed);
            kernel.gelu(feed);
            inputs.quantise(*kernel, feed, FEED);
            add(*kernel, &layer.down, layer.down_norm, inputs, change, states);
        }
    }
}

/// Adds a product to the states of a tile, and normalises them.
fn add(kernel: Kernel, weights: &Weights, norm: Norm, inputs: &Activations, change: &mut [f32], states: &mut [f32]) {
    multiply(kernel, weights, inputs, change);
    for (state, change) in states.chunks_exact_mut(HIDDEN).zip(change.chunks_exact(HIDDEN)) {
        for (value, change) in state.iter_mut().zip(change) {
            *value += change;
        }
        kernel.layer_norm(state, norm);
    }
}

/// A row of the embedding table in full.
fn dequantise(row: &[u8; EMBEDDING_BYTES], out: &mut [f32]) {
    for (block, out) in row.as_chunks::<{ 2 + BLOCK / 2 }>().0.iter().zip(out.chunks_exact_mut(BLOCK)) {
        let scale = half(u16::from_le_bytes([block[0], block[1]]));
        for (j, &byte) in block[2..].iter().enumerate() {
            out[j] = f32::from(i16::from(byte & 15) - 8) * scale;
            out[j + BLOCK / 2] = f32::from(i16::from(byte >> 4) - 8) * scale;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::Encoder;

    #[test]
    fn all_kernels_give_the_same_states() {
        let pack = Encoder::embedded().pack;
        let rows: Vec<u32> = (0..150).map(|i| i * 701).collect();
        let states = |kernel| {
            let mut states = Vec::new();
            let windows = [&rows[..3], &rows[3..100], &rows[100..]];
            Forward::new(pack, kernel).run(&windows, 6, |_, after| states = after.to_vec());
            states.into_iter().map(f32::to_bits).collect::<Vec<u32>>()
        };
        let expected = states(Kernel::PORTABLE);
        for kernel in Kernel::all() {
            assert!(states(kernel) == expected, "{kernel:?}");
        }
    }
}
