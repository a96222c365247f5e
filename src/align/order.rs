//! The order in which beads are given.

use super::Bead;

/// Sorts beads by target; source sentences without a target stay behind their predecessor.
pub(super) fn in_target_order(mut beads: Vec<Bead>) -> Vec<Bead> {
    beads.sort_by_key(|b| b.source.start);
    let mut place = 0;
    let mut keyed: Vec<(usize, usize, Bead)> = Vec::with_capacity(beads.len());
    for (order, bead) in beads.into_iter().enumerate() {
        if !bead.target.is_empty() {
            place = bead.target.start;
        }
        keyed.push((place, order, bead));
    }
    keyed.sort_by_key(|&(place, order, ref bead)| (place, bead.target.is_empty(), order));
    keyed.into_iter().map(|(_, _, bead)| bead).collect()
}
