//! Sentence alignment over token vectors: a lattice of beads with learned weights.
//!
//! How well a sentence is translated by a span of the other text is the sum, over its tokens, of how
//! much the best match inside the span exceeds what the token finds in any sentence (the median over
//! the sentences it is compared with; a margin against hubs, after Artetxe and Schwenk 2019). The best
//! match within a span is the best of its sentences', so every sentence is encoded and compared once.
//!
//! All alignments of the article form a lattice of beads. A bead's score is a weighted sum of a few
//! features; the weights are those of a conditional random field (Lafferty et al. 2001): they maximise
//! the likelihood of alignments that are known because they were made (an [`Example`] each), and the
//! forward–backward algorithm gives each bead its probability. All features are relative to what is
//! typical of the article, so that one set of weights serves close and free translations in all
//! languages.
//!
//! Time and memory grow with the length of the article: beyond 60 sentences, tokens are only compared
//! near a path found by mean vectors.
//!
//! From the ground up: the `shapes` that a bead can have; the `band` of sentences that are compared, in long
//! articles around a `coarse` path; the `best_match` of a token in a sentence, and the `weighting` of tokens;
//! what either `side` of the comparison gains, and both in one `table`; the `features` of a bead and their
//! `weights`; the `lattice`, the probabilities of its beads by `forward_backward`, how it can `adapt` to the
//! article, and its best path in `decode`; blocks that `moved`; the `example`s that the weights are learned from.

mod adapt;
mod band;
mod best_match;
mod coarse;
mod decode;
mod example;
mod features;
mod forward_backward;
mod lattice;
mod median;
mod moved;
mod shapes;
mod side;
mod table;
mod weighting;
mod weights;

pub use example::Example;
pub use weights::{N_WEIGHTS, Weights};

use super::vectors::Vectors;
use super::{Bead, Rendering};
use crate::article::Text;
use lattice::Lattice;
use moved::reunite_moved;
use table::Table;
use weights::WEIGHTS;

/// Aligns the sentences of two texts by the vectors of their tokens.
#[must_use]
pub fn align(source: &Text, target: &Text, vectors: (&Vectors, &Vectors)) -> Vec<Bead> {
    let (n, m) = (source.sentences.len(), target.sentences.len());
    if n == 0 || m == 0 {
        let lone =
            |source, target| Bead { source, target, coverage: 0.0, probability: 1.0, rendering: Rendering::default() };
        return (0..n).map(|i| lone(i..i + 1, 0..0)).chain((0..m).map(|j| lone(0..0, j..j + 1))).collect();
    }
    let table = Table::of(source, target, vectors);
    let mut lattice = Lattice::of(&table, 0..n, 0..m, &WEIGHTS);
    lattice.adapt();
    reunite_moved(lattice.beads(&table), &table)
}
