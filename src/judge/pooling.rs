//! How what the tokens of a sentence say is made one number: each says something by itself, of which the greatest
//! counts, and something that is added up.

use crate::encoder::{exp, ln};

/// Numbers a token.
pub const N_POOLED: usize = 2;
const LOCAL: usize = 0;
const ADDED: usize = 1;

/// Brings sums over tokens to the size of single ones.
pub const ADDED_SCALE: f32 = 0.1;

/// The log of the sum of the exponentials of what tokens say by themselves, and the sum of the rest.
pub(super) fn pooled(outputs: &[[f32; N_POOLED]]) -> f32 {
    let greatest = outputs.iter().map(|row| row[LOCAL]).fold(f32::MIN, f32::max);
    let sum: f32 = outputs.iter().map(|row| exp(row[LOCAL] - greatest)).sum();
    let added: f32 = outputs.iter().map(|row| row[ADDED]).sum();
    greatest + ln(sum) + ADDED_SCALE * added
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pooled_values_are_known() {
        let outputs = [[1.0, 3.0], [1.0, 4.0]];
        assert!((pooled(&outputs) - (1.0 + 2f32.ln() + 0.7)).abs() < 1e-6);
    }
}
