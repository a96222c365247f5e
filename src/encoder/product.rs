//! Products of 8-bit activations with 4-bit weight matrices: the loops around the kernel.
//!
//! Weights are unpacked once for a tile of tokens. In a block of 32 inputs all is integer and
//! exact; the blocks are then added up in f32 in their order, each as dot × (weight scale ×
//! activation scale), product and sum rounded apart. Every kernel keeps to that, so all give the
//! same bits.

use super::kernel::Kernel;
use super::pack::{BLOCK, BLOCK_BYTES, GROUP, Weights};
use super::vector::Quantised;
use super::view::half;

/// Tokens that go through a layer together. Their activations stay in the second-level cache,
/// and the price of unpacking weights is spread over them.
pub const TILE: usize = 64;

/// Quantised activations of a tile of tokens.
#[derive(Debug, Default)]
pub struct Activations {
    n_tokens: usize,
    /// For each block of 32 inputs, one a token.
    blocks: Vec<Quantised>,
}

impl Activations {
    /// Takes up rows of `width` values, at most [`TILE`] rows.
    pub fn quantise(&mut self, kernel: Kernel, rows: &[f32], width: usize) {
        let n_blocks = width / BLOCK;
        self.n_tokens = rows.len() / width;
        self.blocks.clear();
        self.blocks.resize(self.n_tokens * n_blocks, Quantised::ZERO);
        for (token, row) in rows.chunks_exact(width).enumerate() {
            kernel.quantise_row(row, &mut self.blocks[token..], self.n_tokens);
        }
    }
}

/// `out` (tokens × outputs, row by row) = activations × weightsᵀ + bias.
pub fn multiply(kernel: Kernel, weights: &Weights, inputs: &Activations, out: &mut [f32]) {
    let n_blocks = weights.n_in / BLOCK;
    let n_out = weights.bias.len();
    let mut sums = [[0f32; GROUP]; TILE];
    let sums = &mut sums[..inputs.n_tokens.min(TILE)];
    for (group, blocks) in weights.blocks.chunks_exact(n_blocks).enumerate() {
        sums.fill([0.0; GROUP]);
        for (block, tokens) in blocks.iter().zip(inputs.blocks.chunks_exact(inputs.n_tokens)) {
            kernel.add_block(block, tokens, sums);
        }
        let bias = weights.bias.row(group, GROUP);
        for (sums, row) in sums.iter().zip(out.chunks_exact_mut(n_out)) {
            for ((out, sum), bias) in row[group * GROUP..].iter_mut().zip(sums).zip(bias.iter()) {
                *out = sum + bias;
            }
        }
    }
}

/// Activations × weightsᵀ + bias for any number of rows of activations.
pub fn transform(kernel: Kernel, weights: &Weights, rows: &[f32]) -> Vec<f32> {
    let (n_in, n_out) = (weights.n_in, weights.bias.len());
    let mut out = vec![0.0; rows.len() / n_in * n_out];
    let mut inputs = Activations::default();
    for (tile, out) in rows.chunks(TILE * n_in).zip(out.chunks_mut(TILE * n_out)) {
        inputs.quantise(kernel, tile, n_in);
        multiply(kernel, weights, &inputs, out);
    }
    out
}

/// The scales of a block of 16 rows, and its 4-bit weights in lines of 64 bytes.
#[inline(always)]
pub fn unpack(block: &[u8; BLOCK_BYTES]) -> ([f32; GROUP], &[[u8; 4 * GROUP]]) {
    let (scales, lines) = block.split_at(2 * GROUP);
    let mut floats = [0.0; GROUP];
    for (float, bytes) in floats.iter_mut().zip(scales.as_chunks().0) {
        *float = half(u16::from_le_bytes(*bytes));
    }
    (floats, lines.as_chunks().0)
}

/// The kernel without vector instructions of its own: for each token, the products of a block of
/// 16 rows added to its sums.
pub fn add_block_portable(block: &[u8; BLOCK_BYTES], tokens: &[Quantised], sums: &mut [[f32; GROUP]]) {
    let (scales, lines) = unpack(block);
    let mut weights = [[0i16; BLOCK]; GROUP];
    for (i, line) in lines.iter().enumerate() {
        for (row, four) in weights.iter_mut().zip(line.as_chunks::<4>().0) {
            for (c, &byte) in four.iter().enumerate() {
                row[4 * i + c] = i16::from(byte & 15) - 8;
                row[4 * (i + 4) + c] = i16::from(byte >> 4) - 8;
            }
        }
    }
    for (token, sums) in tokens.iter().zip(sums) {
        let bytes = token.bytes.map(i16::from);
        for ((row, scale), sum) in weights.iter().zip(scales).zip(sums) {
            let dot: i32 = row.iter().zip(&bytes).map(|(&w, &a)| i32::from(w) * i32::from(a)).sum();
            *sum += dot as f32 * (scale * token.scale);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any bytes but for the scales, which are halves between 1 and 2: no weight is not a number.
    fn block() -> impl Strategy<Value = [u8; BLOCK_BYTES]> {
        let extreme = prop_oneof![Just(0u8), Just(255), Just(8), any::<u8>()];
        (proptest::collection::vec(extreme, BLOCK_BYTES)).prop_map(|bytes| {
            let mut block: [u8; BLOCK_BYTES] = std::array::from_fn(|i| bytes[i]);
            block[..2 * GROUP].iter_mut().skip(1).step_by(2).for_each(|high| *high = 0x3c | (*high & 3));
            block
        })
    }

    fn token() -> impl Strategy<Value = Quantised> {
        let value = prop_oneof![Just(-1f32), Just(1.0), Just(0.0), -1f32..1.0];
        proptest::collection::vec(value, BLOCK).prop_map(|values| {
            let values: [f32; BLOCK] = std::array::from_fn(|i| values[i]);
            super::super::vector::quantise(&values)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn all_kernels_give_the_same_bits(
            block in block(),
            tokens in proptest::collection::vec(token(), 1..5),
            start in -9f32..9.0,
        ) {
            let mut expected = vec![[start; GROUP]; tokens.len()];
            add_block_portable(&block, &tokens, &mut expected);
            for kernel in Kernel::all() {
                let mut sums = vec![[start; GROUP]; tokens.len()];
                kernel.add_block(&block, &tokens, &mut sums);
                prop_assert_eq!(&sums, &expected, "{:?}", kernel);
            }
        }
    }
}
