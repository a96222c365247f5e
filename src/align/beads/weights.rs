//! What the features count: the weights of the conditional random field.

use super::features::{N_LONE, N_MATCHED};

/// What the features count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    /// Of beads with both sides, in the order of `Table::matched`.
    pub matched: [f32; N_MATCHED],
    /// Of lone sentences, in the order of `Table::lone_source`.
    pub lone: [f32; N_LONE],
}

/// As many as there are weights: first those of beads with both sides, then those of lone sentences.
pub const N_WEIGHTS: usize = N_MATCHED + N_LONE;

/// Learned by the maintainers' program `train_beads`: maximum likelihood, with a Gaussian prior of
/// variance 1, on 160 articles whose sentences it cut, joined and dropped itself. On hand-made alignments,
/// which they have not seen, they do as well as weights that were fitted to these (DEV: F1 of exact beads
/// on short articles .90 both times).
pub(super) const WEIGHTS: Weights = Weights {
    matched: [0.65, 0.50, 1.41, 1.52, -1.33, -0.56, -0.65, -0.62, 0.95, -0.89, 0.85, 2.79],
    lone: [-1.20, -1.44, 0.01, -1.34],
};
