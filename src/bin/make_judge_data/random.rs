//! Numbers that look random and are the same in every run.

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A stream of such numbers, of its own for each seed.
pub struct Random {
    seed: u64,
    n_drawn: u64,
}

impl Random {
    pub fn new(seed: u64) -> Random {
        Random { seed, n_drawn: 0 }
    }

    fn next(&mut self) -> u64 {
        self.n_drawn += 1;
        xxh3_64_with_seed(&self.n_drawn.to_le_bytes(), self.seed)
    }

    /// A number from 0 to below `end`; 0 if that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % (end.max(1) as u64)) as usize
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64 <= probability
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        (!of.is_empty()).then(|| &of[self.below(of.len())])
    }

    /// A place, each with a chance in proportion to its weight.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let total: f64 = weights.iter().sum();
        let mut left = (self.next() >> 11) as f64 / (1u64 << 53) as f64 * total;
        for (idx, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return idx;
            }
        }
        weights.len().saturating_sub(1)
    }

    /// Puts them into another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
