//! What the weights are learned from: the likelihood of a known alignment, and its gradient.

use std::collections::HashMap;
use std::ops::Range;

use super::features::N_MATCHED;
use super::lattice::Lattice;
use super::shapes::SHAPES;
use super::table::Table;
use super::weights::{N_WEIGHTS, Weights};
use crate::align::vectors::Vectors;
use crate::article::Text;

/// Probabilities that differ by less do not move weights.
const NO_SLOPE: f64 = 1e-7;

/// A pair of texts whose beads are known, to learn [`Weights`] from.
#[derive(Debug)]
pub struct Example {
    table: Table,
    n: usize,
    m: usize,
    /// For each node of the lattice whether a bead of each shape that ends there is right.
    right: Vec<[bool; SHAPES.len()]>,
}

impl Example {
    /// `matched` are the beads with both sides, in order; all other sentences are lone. None if there is
    /// no such alignment, because a bead is too large or too far off.
    #[must_use]
    pub fn of(
        source: &Text,
        target: &Text,
        vectors: (&Vectors, &Vectors),
        matched: &[(Range<usize>, Range<usize>)],
    ) -> Option<Example> {
        let (n, m) = (source.sentences.len(), target.sentences.len());
        if n == 0 || m == 0 {
            return None;
        }
        let table = Table::of(source, target, vectors);
        let lattice = Lattice::of(&table, 0..n, 0..m, &Weights::default());
        let (mut in_bead, mut ends) = ([vec![false; n], vec![false; m]], HashMap::new());
        for (source, target) in matched {
            in_bead[0].get_mut(source.clone())?.fill(true);
            in_bead[1].get_mut(target.clone())?.fill(true);
            ends.insert((source.end, target.end), (source.len(), target.len()));
        }
        let right = |(i, j): (usize, usize)| {
            std::array::from_fn(|shape| match SHAPES[shape] {
                (1, 0) => i > 0 && !in_bead[0][i - 1],
                (0, 1) => j > 0 && !in_bead[1][j - 1],
                shape => ends.get(&(i, j)) == Some(&shape),
            })
        };
        let right = lattice.all_nodes().map(right).collect();
        let example = Example { table, n, m, right };
        let (_, total) = example.among_right(&lattice).forward_backward();
        total.is_finite().then_some(example)
    }

    /// The lattice without what is wrong; lone sentences that meet can come in any order.
    fn among_right(&self, lattice: &Lattice) -> Lattice {
        let mut lattice = lattice.clone();
        for (scores, right) in lattice.scores.iter_mut().zip(&self.right) {
            for (score, _) in scores.iter_mut().zip(right).filter(|(_, right)| !**right) {
                *score = f32::NEG_INFINITY;
            }
        }
        lattice
    }

    /// Adds the slope of the logarithm of the probability of what is right (observed less expected
    /// features); gives that logarithm.
    pub fn add_gradient(&self, weights: &Weights, gradient: &mut [f64; N_WEIGHTS]) -> f64 {
        let lattice = Lattice::of(&self.table, 0..self.n, 0..self.m, weights);
        let (expected, all) = lattice.forward_backward();
        let (observed, right) = self.among_right(&lattice).forward_backward();
        for (((i, j), expected), observed) in lattice.all_nodes().zip(&expected).zip(&observed) {
            for ((&(a, b), expected), observed) in SHAPES.iter().zip(expected).zip(observed) {
                let excess = f64::from(observed - expected);
                if excess.abs() < NO_SLOPE {
                    continue;
                }
                let mut add = |from: usize, features: &[f32]| {
                    let sums = gradient[from..].iter_mut().zip(features);
                    sums.for_each(|(sum, &feature)| *sum += excess * f64::from(feature));
                };
                match (a, b) {
                    (_, 0) => add(N_MATCHED, &self.table.lone_source(i - a, j)),
                    (0, _) => add(N_MATCHED, &self.table.lone_target(j - b, i)),
                    _ => add(0, &self.table.matched(&(i - a..i), &(j - b..j)).unwrap_or_default()),
                }
            }
        }
        right - all
    }
}
