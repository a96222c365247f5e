//! How often each translation is meant: links counted in parallel text, and where there are few, an
//! expectation from the dictionaries and the frequencies of the words.
//!
//! The expectation spreads the support of all candidates by iterative proportional fitting (Deming
//! and Stephan 1940), so that rare words do not seem to be translated by every frequent one.

use mtlint::language::Language;
use rustc_hash::FxHashMap as HashMap;

/// Links that the expectation is worth.
const PRIOR: f32 = 6.0;

/// Links that a word's place among hand-written senses is worth.
const BY_HAND: f32 = 10.0;

/// log10 of occurrences per thousand million words, times ten, of what no list knows.
const UNKNOWN: u8 = 18;

/// Rounds of fitting; more would press the table into frequencies that its gaps do not allow.
const ROUNDS: usize = 3;

/// One candidate.
#[derive(Clone, Debug)]
pub struct Cell {
    pub first: u32,
    pub second: u32,
    /// Support by dictionaries and text.
    pub support: f32,
    /// Links in parallel text.
    pub links: f32,
    /// Share among the hand-written translations of `first`, 0 where there are none.
    pub by_hand: f32,
    /// Share among the hand-written translations of `second`.
    pub by_hand_back: f32,
    /// Results: how often `first` is translated so, and `second` is a translation of this.
    pub forward: f32,
    pub backward: f32,
}

/// Occurrences of a word or phrase; a phrase is as frequent as a tenth of its rarest word.
pub fn frequency(word: &str, language: &Language) -> f32 {
    let zipf = |word: &str| language.words.as_ref().and_then(|words| words.zipf(word)).unwrap_or(UNKNOWN);
    let rarest = word.split(' ').map(zipf).min().unwrap_or(UNKNOWN);
    let zipf = if word.contains(' ') { rarest.saturating_sub(10) } else { rarest };
    10f32.powf(f32::from(zipf) / 10.0)
}

/// Fills in `forward` and `backward`; `frequencies` by number, for either side.
pub fn weigh(cells: &mut [Cell], frequencies: [&[f32]; 2]) {
    let mut expected: Vec<f32> = cells.iter().map(|cell| cell.support).collect();
    let sides: [fn(&Cell) -> u32; 2] = [|cell| cell.first, |cell| cell.second];
    for _ in 0..ROUNDS {
        for (side, frequencies) in sides.iter().zip(frequencies) {
            let totals = sums(cells, &expected, *side);
            for (value, cell) in expected.iter_mut().zip(cells.iter()) {
                let word = side(cell);
                let ratio = frequencies[word as usize] / totals[&word].max(f32::MIN_POSITIVE);
                *value *= ratio.sqrt();
            }
        }
    }
    let links: Vec<f32> = cells.iter().map(|cell| cell.links).collect();
    let by_hand =
        [cells.iter().map(|c| c.by_hand).collect(), cells.iter().map(|c| c.by_hand_back).collect::<Vec<f32>>()];
    for (n, side) in sides.iter().enumerate() {
        let (expected_of, links_of) = (sums(cells, &expected, *side), sums(cells, &links, *side));
        let by_hand_of = sums(cells, &by_hand[n], *side);
        for (at, cell) in cells.iter_mut().enumerate() {
            let word = side(cell);
            let prior = expected[at] / expected_of[&word].max(f32::MIN_POSITIVE);
            let has_hand = if by_hand_of[&word] > 0.0 { BY_HAND } else { 0.0 };
            let weight =
                (cell.links + PRIOR * prior + has_hand * by_hand[n][at] / by_hand_of[&word].max(f32::MIN_POSITIVE))
                    / (links_of[&word] + PRIOR + has_hand);
            *if n == 0 { &mut cell.forward } else { &mut cell.backward } = weight;
        }
    }
}

fn sums(cells: &[Cell], values: &[f32], side: fn(&Cell) -> u32) -> HashMap<u32, f32> {
    let mut sums: HashMap<u32, f32> = HashMap::default();
    for (cell, value) in cells.iter().zip(values) {
        *sums.entry(side(cell)).or_default() += value;
    }
    sums
}
