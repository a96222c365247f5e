//! Log odds: evidence weighed, and the probability that comes of it.
//!
//! The results are the same bits on every machine, as those of the [`encoder`](crate::encoder) are.

use crate::encoder::exp;

/// Numbers, each times its weight; one weight more is added as it is.
#[must_use]
pub fn weighed(numbers: &[f32], weights: &[f32]) -> f32 {
    let sum: f32 = numbers.iter().zip(weights).map(|(x, weight)| x * weight).sum();
    sum + weights.get(numbers.len()).copied().unwrap_or_default()
}

/// 1 / (1 + e^-x).
#[must_use]
pub fn probability(log_odds: f32) -> f32 {
    let small = exp(-log_odds.abs());
    if log_odds < 0.0 { small / (1.0 + small) } else { 1.0 / (1.0 + small) }
}

/// The log odds of a probability, which counts as no nearer to 0 and 1 than `nearest`.
#[must_use]
pub fn log_odds(probability: f32, nearest: f32) -> f32 {
    let p = probability.clamp(nearest, 1.0 - nearest);
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_and_log_odds_are_inverse() {
        assert_eq!(probability(0.0), 0.5);
        assert!((probability(2.0) - 0.880_797).abs() < 1e-6 && (probability(-2.0) - 0.119_203).abs() < 1e-6);
        for p in [0.001, 0.2, 0.5, 0.97] {
            assert!((probability(log_odds(p, 1e-4)) - p).abs() < 1e-5);
        }
        assert_eq!(log_odds(1.0, 0.01), log_odds(0.99, 0.01));
    }

    #[test]
    fn a_weight_more_is_added() {
        assert_eq!(weighed(&[1.0, 2.0], &[3.0, 4.0]), 11.0);
        assert_eq!(weighed(&[1.0, 2.0], &[3.0, 4.0, -5.0]), 6.0);
    }
}
