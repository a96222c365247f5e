//! Weights as a pack holds them.

use mtlint::encoder::pack::{BLOCK, half, quantised_block};

/// Gives weights the values that they have in 4 bits.
pub fn round(weights: &mut [f32]) {
    for block in weights.as_chunks_mut::<BLOCK>().0 {
        let (scale, nibbles) = quantised_block(block);
        *block = nibbles.map(|nibble| (f32::from(nibble) - 8.0) * half(scale));
    }
}

/// Numbers that are not in 4 bits.
pub fn bytes_of(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}
