//! The probability of each bead: the forward–backward algorithm.

use super::lattice::Lattice;
use super::shapes::SHAPES;

impl Lattice {
    /// The probability of each step, by the node where it ends and its shape: the forward–backward
    /// algorithm, in logarithms.
    pub(super) fn posteriors(&self) -> Vec<[f32; SHAPES.len()]> {
        self.forward_backward().0
    }

    /// The probabilities, and the logarithm of the sum over all alignments.
    pub(super) fn forward_backward(&self) -> (Vec<[f32; SHAPES.len()]>, f64) {
        let mut forward = vec![f64::NEG_INFINITY; self.scores.len()];
        forward[0] = 0.0;
        for (node, (i, j)) in self.all_nodes().enumerate().skip(1) {
            let terms = self.steps_to(i, j).map(|(_, from, score)| forward[from] + f64::from(score));
            forward[node] = terms.fold(f64::NEG_INFINITY, log_add);
        }
        let mut backward = vec![f64::NEG_INFINITY; self.scores.len()];
        let total = forward.last().copied().unwrap_or(0.0);
        if let Some(last) = backward.last_mut() {
            *last = 0.0;
        }
        let mut posteriors = vec![[0.0; SHAPES.len()]; self.scores.len()];
        let mut node = self.scores.len();
        for (i, j) in self.all_nodes().rev() {
            node -= 1;
            for (shape, from, score) in self.steps_to(i, j) {
                let after = backward[node] + f64::from(score);
                backward[from] = log_add(backward[from], after);
                posteriors[node][shape] = (forward[from] + after - total).exp() as f32;
            }
        }
        (posteriors, total)
    }
}

/// ln(exp(a) + exp(b)).
fn log_add(a: f64, b: f64) -> f64 {
    let (low, high) = (a.min(b), a.max(b));
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}
