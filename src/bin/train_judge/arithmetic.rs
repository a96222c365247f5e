//! The arithmetic between the products, forwards and backwards: GELU, softmax, layer normalisation.
//! Written so that the compiler makes vector instructions of it.

/// Of the model; as published.
const NORM_EPSILON: f32 = 1e-12;
/// 1.5 × 2^23: a small number added to it is rounded to an integer, which its low bits then hold.
const ROUND: f32 = 12_582_912.0;
const LANES: usize = 16;

/// e^x for x ≤ 0, as the encoder has it.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = if x > -87.0 { x } else { -87.0 };
    let n = x * std::f32::consts::LOG2_E + ROUND;
    let whole = n - ROUND;
    let r = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let series = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r / 720.0)))));
    let exponent = (n.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32).wrapping_add(127);
    series * f32::from_bits((exponent as u32) << 23)
}

/// GELU of each value in place, x Φ(x), and its slope, Φ(x) + x φ(x). Φ by formula 7.1.26 of
/// Abramowitz & Stegun (1964), as the encoder has it.
pub fn gelu(values: &mut [f32], slopes: &mut [f32]) {
    const ROOT: f32 = 0.398_942_3; // 1 / √(2π)
    for (value, slope) in values.iter_mut().zip(slopes) {
        let x = *value;
        let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
        let t = 1.0 / (1.0 + 0.327_591_1 * z);
        let series = t * (0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
        let bell = exp(-z * z);
        let tail = 0.5 * series * bell;
        let share = if x < 0.0 { tail } else { 1.0 - tail };
        *value = x * share;
        *slope = share + x * bell * ROOT;
    }
}

/// Softmax of a row, in place.
pub fn softmax(row: &mut [f32]) {
    let most = row.iter().fold(f32::MIN, |most, &value| if value > most { value } else { most });
    row.iter_mut().for_each(|value| *value = exp(*value - most));
    let inverse = 1.0 / sum(row.iter().copied());
    row.iter_mut().for_each(|value| *value *= inverse);
}

/// Layer normalisation of `row` in place, and before weight and bias in `normed`; gives what it was
/// scaled by.
pub fn normalise(weight: &[f32], bias: &[f32], row: &mut [f32], normed: &mut [f32]) -> f32 {
    let n = row.len() as f32;
    let mean = sum(row.iter().copied()) / n;
    let variance = sum(row.iter().map(|value| (value - mean) * (value - mean))) / n;
    let inverse = 1.0 / (variance + NORM_EPSILON).sqrt();
    for (((value, normed), weight), bias) in row.iter_mut().zip(normed).zip(weight).zip(bias) {
        *normed = (*value - mean) * inverse;
        *value = *normed * weight + bias;
    }
    inverse
}

/// From the loss by the normalised row to the loss by the row, in place; adds to the gradients of
/// weight and bias.
pub fn normalise_backwards(
    weight: &[f32],
    normed: &[f32],
    inverse: f32,
    by_row: &mut [f32],
    by_weight: &mut [f32],
    by_bias: &mut [f32],
) {
    let n = normed.len() as f32;
    for ((((by, normed), weight), by_weight), by_bias) in
        by_row.iter_mut().zip(normed).zip(weight).zip(by_weight).zip(by_bias)
    {
        *by_weight += *by * normed;
        *by_bias += *by;
        *by *= weight;
    }
    let mean = sum(by_row.iter().copied()) / n;
    let along = sum(by_row.iter().zip(normed).map(|(by, normed)| by * normed)) / n;
    for (by, normed) in by_row.iter_mut().zip(normed) {
        *by = inverse * (*by - mean - along * normed);
    }
}

/// Sum in fixed lanes, which the compiler may keep in a vector.
#[inline(always)]
fn sum(values: impl Iterator<Item = f32>) -> f32 {
    let mut lanes = [0f32; LANES];
    for (idx, value) in values.enumerate() {
        lanes[idx % LANES] += value;
    }
    lanes.iter().sum()
}
