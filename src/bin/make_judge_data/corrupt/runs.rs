//! The words of a sentence, and runs of them.

use std::ops::Range;

use crate::random::Random;
use crate::sentence::Unit;

/// Runs of words between marks.
fn runs(units: &[Unit]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for at in 0..=units.len() {
        if at == units.len() || !units[at].is_word {
            if at > start {
                runs.push(start..at);
            }
            start = at + 1;
        }
    }
    runs
}

/// A run of at least so many words, a long one more often.
pub fn run_of(units: &[Unit], least: usize, random: &mut Random) -> Option<Range<usize>> {
    let runs: Vec<Range<usize>> = runs(units).into_iter().filter(|run| run.len() >= least).collect();
    let weights: Vec<f64> = runs.iter().map(|run| run.len() as f64).collect();
    (!runs.is_empty()).then(|| runs[random.weighted(&weights)].clone())
}

/// Where the words are.
pub fn words(units: &[Unit]) -> Vec<usize> {
    (0..units.len()).filter(|&at| units[at].is_word).collect()
}
