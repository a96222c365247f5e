//! The forward pass of the first six layers of a BERT encoder (Devlin et al. 2019).
//!
//! It takes the windows of a chunk (see `window.rs`) as rows of the embedding table, looks these
//! up, and runs them through the layers together. The result does not depend on what else is
//! encoded, as the layers' does not.

use super::kernel::Kernel;
use super::layers::Layers;
use super::pack::{BLOCK, EMBEDDING_BYTES, HIDDEN, N_LAYERS, Pack};
use super::view::half;

/// A pack, a kernel, and the memory for one chunk, used again for the next.
pub struct Forward<'p> {
    pack: Pack<'p>,
    kernel: Kernel,
    /// States: tokens × 384.
    states: Vec<f32>,
    layers: Layers,
}

impl<'p> Forward<'p> {
    /// Memory is taken with the first chunk.
    pub fn new(pack: Pack<'p>, kernel: Kernel) -> Self {
        Forward { pack, kernel, states: Vec::new(), layers: Layers::new(kernel) }
    }

    /// Runs `n_layers` layers over windows of embedding rows, and shows the states (all tokens ×
    /// 384, windows one after another) after each, with the number of the layer from 1.
    pub fn run(&mut self, windows: &[&[u32]], n_layers: usize, after: impl FnMut(usize, &[f32])) {
        self.embed(windows);
        let lens: Vec<usize> = windows.iter().map(|window| window.len()).collect();
        let layers = &self.pack.layers[..n_layers.min(N_LAYERS)];
        self.layers.run(layers, &mut self.states, &lens, after);
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
}

/// A row of the embedding table in full.
pub fn dequantise(row: &[u8; EMBEDDING_BYTES], out: &mut [f32]) {
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
