//! A bead of an article that is made.

/// Sentences on one side of a bead at most, and on both together.
pub const MAX_SIDE: usize = 4;
pub const MAX_BOTH: usize = 6;

/// Sentences of both sides that translate each other; one side may be empty.
pub type Pieces = [Vec<String>; 2];

/// Whether one sentence stands for one.
pub fn is_plain(bead: &Pieces) -> bool {
    bead[0].len() == 1 && bead[1].len() == 1
}
