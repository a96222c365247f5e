//! The arithmetic between the matrix products: normalisation, GELU, softmax's exponential, and
//! the quantisation of activations to 8 bits.
//!
//! Everything here is safe Rust that the compiler turns into vector instructions; `kernel.rs`
//! compiles it again for each instruction set. No step is left to the choice of the machine:
//! sums are taken in [`LANES`] fixed lanes, nothing is fused, and no function of the C library is
//! called, so that all machines give the same bits.

use super::pack::{BLOCK, Norm};

/// Partial sums of a reduction over a row.
pub const LANES: usize = 16;
/// 1.5 × 2^23: a small number added to it is rounded to an integer, ties to even, which its low
/// bits then hold.
const ROUND: f32 = 12_582_912.0;
/// Of the model; as published.
const NORM_EPSILON: f32 = 1e-12;

/// One block of 32 activations in 8 bits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantised {
    /// Value ≈ `scale` × byte; bytes are within ±127.
    pub bytes: [i8; BLOCK],
    /// Greatest absolute value of the block, over 127.
    pub scale: f32,
    /// −8 × the sum of the bytes whose place modulo 4 is 0 or 1, and is 2 or 3: what is to be
    /// added to a product with unsigned 4-bit weights that stand for themselves less 8.
    pub offsets: [i16; 2],
}

impl Quantised {
    /// A block of zeros.
    pub const ZERO: Quantised = Quantised { bytes: [0; BLOCK], scale: 0.0, offsets: [0; 2] };
}

/// Quantises a block, as Q8_0 of GGML does.
#[inline(always)]
pub fn quantise(values: &[f32; BLOCK]) -> Quantised {
    let mut greatest = [0f32; LANES];
    for half in values.as_chunks::<LANES>().0 {
        for (most, value) in greatest.iter_mut().zip(half) {
            *most = larger(*most, value.abs());
        }
    }
    let scale = fold(greatest, larger) / 127.0;
    let inverse = if scale >= f32::MIN_POSITIVE { 1.0 / scale } else { 0.0 };
    let mut quantised = Quantised { scale, ..Quantised::ZERO };
    let mut sums = [0i32; 4];
    for (four, bytes) in values.as_chunks::<4>().0.iter().zip(quantised.bytes.as_chunks_mut::<4>().0) {
        for i in 0..4 {
            bytes[i] = rounded(four[i] * inverse) as i8;
            sums[i] += i32::from(bytes[i]);
        }
    }
    quantised.offsets = [-8 * (sums[0] + sums[1]), -8 * (sums[2] + sums[3])].map(|sum| sum as i16);
    quantised
}

/// Quantises a row; its blocks go to every `stride`-th place of `out`.
#[inline(always)]
pub fn quantise_row(row: &[f32], out: &mut [Quantised], stride: usize) {
    for (values, out) in row.as_chunks().0.iter().zip(out.iter_mut().step_by(stride.max(1))) {
        *out = quantise(values);
    }
}

/// Layer normalisation of a row, in place (Ba et al. 2016).
#[inline(always)]
pub fn layer_norm(row: &mut [f32], norm: Norm) {
    let n = row.len() as f32;
    let mean = sum(row, |value| value) / n;
    let variance = sum(row, |value| (value - mean) * (value - mean)) / n;
    let inverse = 1.0 / (variance + NORM_EPSILON).sqrt();
    for ((value, weight), bias) in row.iter_mut().zip(norm.weight.iter()).zip(norm.bias.iter()) {
        *value = (*value - mean) * inverse * weight + bias;
    }
}

/// GELU in its exact form, x Φ(x), of each value in place (Hendrycks & Gimpel 2016).
#[inline(always)]
pub fn gelu_all(values: &mut [f32]) {
    for value in values {
        *value = gelu(*value);
    }
}

/// Φ by formula 7.1.26 of Abramowitz & Stegun (1964), whose error is below 1.5e-7.
#[inline(always)]
fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let series = t * (0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
    let tail = series * exp(-z * z);
    0.5 * x * if x < 0.0 { tail } else { 2.0 - tail }
}

/// e^x for x ≤ 0, relative error below 3e-7; e^-87 for what is less.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = larger(x, -87.0);
    let n = x * std::f32::consts::LOG2_E + ROUND;
    let whole = n - ROUND;
    // ln 2 in two parts, the first with zeros at its end, so that the difference is exact.
    let r = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let series = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r / 720.0)))));
    let exponent = (n.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32).wrapping_add(127);
    series * f32::from_bits((exponent as u32) << 23)
}

/// Natural logarithm of x ≥ 1, to 1e-6 or the last bits: Newton's method for e^y = x.
pub fn ln(x: f32) -> f32 {
    // Less than ln 2 too small, an error that each step halves the square of.
    let exponent = (x.to_bits() >> 23) as i32 - 127;
    let mut y = exponent as f32 * std::f32::consts::LN_2;
    for _ in 0..5 {
        y += x * exp(-y) - 1.0;
    }
    y
}

/// The nearest integer, for |x| < 2^22.
#[inline(always)]
fn rounded(x: f32) -> i32 {
    ((x + ROUND).to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32)
}

/// The larger of two numbers; the second if they do not compare. One instruction, unlike
/// `f32::max`, which looks for what is not a number.
#[inline(always)]
pub fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// Sum of `f` over values whose number is a multiple of [`LANES`].
#[inline(always)]
pub fn sum(values: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0f32; LANES];
    for chunk in values.as_chunks::<LANES>().0 {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane += f(value);
        }
    }
    fold(lanes, |a, b| a + b)
}

/// Combines lanes in halves: the order that suits vectors of any width.
#[inline(always)]
pub fn fold(mut lanes: [f32; LANES], f: impl Fn(f32, f32) -> f32) -> f32 {
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lanes[i] = f(lanes[i], lanes[i + width]);
        }
        width /= 2;
    }
    lanes[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn exp_is_close(x in -87f32..0.0) {
            let exact = f64::from(x).exp();
            prop_assert!((f64::from(exp(x)) / exact - 1.0).abs() < 3e-7);
        }

        #[test]
        fn ln_is_close(x in prop_oneof![1f32..3.0, 1f32..1e6]) {
            let exact = f64::from(x).ln();
            prop_assert!((f64::from(ln(x)) - exact).abs() < 1e-6 + exact * 1e-6);
        }

        #[test]
        fn quantised_values_are_within_half_a_step(values in proptest::collection::vec(-1e3f32..1e3, BLOCK)) {
            let values: [f32; BLOCK] = std::array::from_fn(|i| values[i]);
            let quantised = quantise(&values);
            for (value, &byte) in values.iter().zip(&quantised.bytes) {
                prop_assert!((value - f32::from(byte) * quantised.scale).abs() <= 0.501 * quantised.scale);
            }
        }
    }

    #[test]
    fn gelu_has_known_values() {
        // x Φ(x), from a table of the normal distribution.
        for (x, expected) in [(0.0, 0.0), (1.0, 0.841_344_7), (-1.0, -0.158_655_3), (3.0, 2.995_950_3), (-9.0, 0.0)] {
            assert!((gelu(x) - expected).abs() < 1e-6, "{x}: {}", gelu(x));
        }
    }

    #[test]
    fn a_row_is_normalised() {
        let (weight, bias) = ([2f32; 32].map(f32::to_le_bytes), [1f32; 32].map(f32::to_le_bytes));
        let norm = Norm { weight: crate::encoder::F32s::of_rows(&weight), bias: crate::encoder::F32s::of_rows(&bias) };
        let mut row: Vec<f32> = (0..32).map(|i| i as f32).collect();
        layer_norm(&mut row, norm);
        assert!((sum(&row, |value| value) / 32.0 - 1.0).abs() < 1e-6);
        assert!((sum(&row, |value| (value - 1.0) * (value - 1.0)) / 32.0 - 4.0).abs() < 1e-5);
    }
}
