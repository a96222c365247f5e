//! All alignments as a lattice of beads, each with its score.

use std::ops::Range;

use super::band::Band;
use super::shapes::SHAPES;
use super::table::Table;
use super::weights::Weights;

/// All alignments of a run of source and a run of target sentences. Node `(i, j)` lies after the first `i`
/// and the first `j` of them.
#[derive(Clone, Debug)]
pub(super) struct Lattice {
    /// The sentences that are aligned.
    pub(super) sources: Range<usize>,
    pub(super) targets: Range<usize>,
    pub(super) n: usize,
    pub(super) m: usize,
    /// The nodes: a row for each `i` from 0 to `n`.
    pub(super) nodes: Band,
    /// For each node the score of the bead of each shape that ends there; none is −∞.
    pub(super) scores: Vec<[f32; SHAPES.len()]>,
}

impl Lattice {
    pub(super) fn of(table: &Table, sources: Range<usize>, targets: Range<usize>, weights: &Weights) -> Lattice {
        let rows = &table.source.band.rows[sources.clone()];
        let (n, m) = (sources.len(), targets.len());
        let within = |j: usize| j.clamp(targets.start, targets.end) - targets.start;
        let row = |i: usize| {
            let start = if i == 0 { 0 } else { within(rows[i - 1].start) };
            let end = if i == n { m } else { within(rows[i].end) };
            start..end + 1
        };
        let nodes = Band::new((0..=n).map(row).collect());
        let mut scores = Vec::with_capacity(nodes.n_cells());
        for i in 0..=n {
            for j in nodes.rows[i].clone() {
                let (source, target) = (sources.start + i, targets.start + j);
                scores.push(std::array::from_fn(|shape| {
                    let (a, b) = SHAPES[shape];
                    if i < a || j < b || nodes.cell(i - a, j - b, 1).is_none() {
                        return f32::NEG_INFINITY;
                    }
                    match (a, b) {
                        (1, 0) => weighted(&table.lone_source(source - 1, target), &weights.lone),
                        (0, 1) => weighted(&table.lone_target(target - 1, source), &weights.lone),
                        _ => match table.matched(&(source - a..source), &(target - b..target)) {
                            Some(features) => weighted(&features, &weights.matched),
                            None => f32::NEG_INFINITY,
                        },
                    }
                }));
            }
        }
        Lattice { sources, targets, n, m, nodes, scores }
    }

    /// The steps that end in a node: shape, the node they come from, score.
    pub(super) fn steps_to(&self, i: usize, j: usize) -> impl Iterator<Item = (usize, usize, f32)> {
        let scores = self.nodes.cell(i, j, 1).map(|node| &self.scores[node]);
        scores.into_iter().flatten().enumerate().filter_map(move |(shape, &score)| {
            let (a, b) = SHAPES[shape];
            let from = self.nodes.cell(i.checked_sub(a)?, j.checked_sub(b)?, 1)?;
            (score > f32::NEG_INFINITY).then_some((shape, from, score))
        })
    }

    pub(super) fn all_nodes(&self) -> impl DoubleEndedIterator<Item = (usize, usize)> {
        (0..=self.n).flat_map(|i| self.nodes.rows[i].clone().map(move |j| (i, j)))
    }
}

fn weighted<const N: usize>(features: &[f32; N], weights: &[f32; N]) -> f32 {
    features.iter().zip(weights).map(|(feature, weight)| feature * weight).sum()
}
