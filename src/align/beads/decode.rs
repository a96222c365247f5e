//! The best path through the lattice (Viterbi), as beads with their probabilities.

use super::lattice::Lattice;
use super::shapes::SHAPES;
use super::table::Table;
use crate::align::{Bead, Rendering};

/// A bead as a step in the lattice: from node `(source, target)`, by [`SHAPES`]`[shape]`.
#[derive(Clone, Copy, Debug)]
struct Step {
    source: usize,
    target: usize,
    shape: usize,
}

impl Lattice {
    /// The beads of the best path with their probabilities; for a lone sentence, that of standing alone
    /// anywhere.
    pub(super) fn beads(&self, table: &Table) -> Vec<Bead> {
        let posteriors = self.posteriors();
        let (mut lone_sources, mut lone_targets) = (vec![0.0; self.n], vec![0.0; self.m]);
        for ((i, j), steps) in self.all_nodes().zip(&posteriors) {
            if let Some(i) = i.checked_sub(1) {
                lone_sources[i] += steps[0];
            }
            if let Some(j) = j.checked_sub(1) {
                lone_targets[j] += steps[1];
            }
        }
        let bead = |Step { source, target, shape }: Step| {
            let (a, b) = SHAPES[shape];
            let probability: f32 = match (a, b) {
                (_, 0) => lone_sources[source],
                (0, _) => lone_targets[target],
                _ => self.nodes.cell(source + a, target + b, 1).map_or(0.0, |node| posteriors[node][shape]),
            };
            let (source, target) = (self.sources.start + source, self.targets.start + target);
            let (source, target) = (source..source + a, target..target + b);
            let coverage = if a == 0 || b == 0 { 0.0 } else { table.coverage(&source, &target) };
            Bead { source, target, coverage, probability: probability.min(1.0), rendering: Rendering::default() }
        };
        self.best_path().into_iter().map(bead).collect()
    }

    /// By how much the best path beats leaving every sentence alone.
    pub(super) fn advantage(&self) -> f32 {
        let score = |step: Step| {
            let (a, b) = SHAPES[step.shape];
            let node = self.nodes.cell(step.source + a, step.target + b, 1);
            node.map_or(0.0, |node| self.scores[node][step.shape])
        };
        let best: f32 = self.best_path().into_iter().map(score).sum();
        // All of the source left out before the target begins, all of the target added after it.
        let left_out = (1..=self.n).filter_map(|i| self.nodes.cell(i, 0, 1)).map(|node| self.scores[node][0]);
        let added = (1..=self.m).filter_map(|j| self.nodes.cell(self.n, j, 1)).map(|node| self.scores[node][1]);
        best - left_out.sum::<f32>() - added.sum::<f32>()
    }

    /// The best path (Viterbi), from the beginning.
    fn best_path(&self) -> Vec<Step> {
        let mut best = vec![(f32::NEG_INFINITY, 0); self.scores.len()];
        best[0].0 = 0.0;
        for (node, (i, j)) in self.all_nodes().enumerate().skip(1) {
            for (shape, from, score) in self.steps_to(i, j) {
                let sum = best[from].0 + score;
                if sum > best[node].0 {
                    best[node] = (sum, shape);
                }
            }
        }
        let mut path = Vec::new();
        let (mut i, mut j) = (self.n, self.m);
        while let Some(node) = self.nodes.cell(i, j, 1).filter(|&node| node > 0) {
            let shape = best[node].1;
            let (a, b) = SHAPES[shape];
            let (Some(source), Some(target)) = (i.checked_sub(a), j.checked_sub(b)) else { break };
            path.push(Step { source, target, shape });
            (i, j) = (source, target);
        }
        path.reverse();
        path
    }
}
