//! Layers of a BERT encoder (Devlin et al. 2019) over the states of tokens, wherever these come
//! from: the attention, the feed-forward network, and the normalisation after each.
//!
//! A token meets the others of its window in the attention and no others anywhere, and each step
//! treats a token alike wherever it lies among the states: so the result does not depend on what
//! else is run. Embeddings are the business of `forward.rs`.

use super::attention::{self, QKV};
use super::kernel::Kernel;
use super::pack::{FEED, HIDDEN, LayerView, Norm, Weights};
use super::product::{Activations, TILE, multiply};

/// A kernel, and memory that is used again from one chunk to the next.
pub struct Layers {
    kernel: Kernel,
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

impl Layers {
    /// Memory is taken with the first chunk.
    pub fn new(kernel: Kernel) -> Self {
        Layers {
            kernel,
            qkv: Vec::new(),
            context: Vec::new(),
            feed: vec![0.0; TILE * FEED],
            change: vec![0.0; TILE * HIDDEN],
            inputs: Activations::default(),
            scratch: attention::Scratch::default(),
        }
    }

    /// Runs layers over `states` (all tokens × 384) in place. The tokens are those of windows of the
    /// given lengths, one after another. Shows the states after each layer, with its number from 1.
    pub fn run(
        &mut self,
        layers: &[LayerView],
        states: &mut [f32],
        lens: &[usize],
        mut after: impl FnMut(usize, &[f32]),
    ) {
        self.qkv.resize(states.len() * 3, 0.0);
        self.context.resize(states.len(), 0.0);
        for (idx, layer) in layers.iter().enumerate() {
            self.attention(layer, states, lens);
            self.feed_forward(layer, states);
            after(idx + 1, states);
        }
    }

    fn attention(&mut self, layer: &LayerView, states: &mut [f32], lens: &[usize]) {
        let Layers { kernel, qkv, context, change, inputs, scratch, .. } = self;
        for (states, qkv) in states.chunks(TILE * HIDDEN).zip(qkv.chunks_mut(TILE * QKV)) {
            inputs.quantise(*kernel, states, HIDDEN);
            multiply(*kernel, &layer.qkv, inputs, qkv);
        }
        let mut first = 0;
        for len in lens {
            let last = first + len;
            let context = &mut context[first * HIDDEN..last * HIDDEN];
            kernel.attend(&qkv[first * QKV..last * QKV], context, scratch);
            first = last;
        }
        for (states, context) in states.chunks_mut(TILE * HIDDEN).zip(context.chunks(TILE * HIDDEN)) {
            inputs.quantise(*kernel, context, HIDDEN);
            add(*kernel, &layer.out, layer.out_norm, inputs, change, states);
        }
    }

    fn feed_forward(&mut self, layer: &LayerView, states: &mut [f32]) {
        let Layers { kernel, feed, change, inputs, .. } = self;
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
