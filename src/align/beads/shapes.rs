//! The shapes of beads.

/// The shapes of beads, source × target sentences. Larger ones make up 0.3 % of the hand-made beads.
pub(super) const SHAPES: [(usize, usize); 15] = [
    (1, 0),
    (0, 1),
    (1, 1),
    (1, 2),
    (1, 3),
    (1, 4),
    (2, 1),
    (2, 2),
    (2, 3),
    (2, 4),
    (3, 1),
    (3, 2),
    (3, 3),
    (4, 1),
    (4, 2),
];

/// Sentences on one side of a bead at most.
pub(super) const MAX_SPAN: usize = 4;
