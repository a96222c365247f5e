//! Blocks of sentences that moved.

use std::ops::Range;

use super::lattice::Lattice;
use super::table::Table;
use super::weights::WEIGHTS;
use crate::align::Bead;
use crate::align::order::in_target_order;

/// Log odds that a block out of order has to make up for, since order speaks against it (DEV, where
/// nothing moves: one wrong move in 110 texts).
const MOVED_COST: f32 = 6.0;

/// Aligns what is left over in runs on both sides, wherever they stand: a block that moved keeps its inner
/// order. The best pair of runs first.
pub(super) fn reunite_moved(mut beads: Vec<Bead>, table: &Table) -> Vec<Bead> {
    let lone_sources = beads.iter().filter(|bead| bead.target.is_empty()).map(|bead| bead.source.start);
    let lone_targets = beads.iter().filter(|bead| bead.source.is_empty()).map(|bead| bead.target.start);
    let (sources, targets) = (runs(lone_sources), runs(lone_targets));
    let mut pairs = Vec::new();
    for source in &sources {
        for target in &targets {
            // Far apart in a long article nothing was compared.
            if table.source.band.cell(source.start, target.start, target.len()).is_none() {
                continue;
            }
            let lattice = Lattice::of(table, source.clone(), target.clone(), &WEIGHTS);
            let advantage = lattice.advantage();
            if advantage > MOVED_COST {
                pairs.push((advantage, lattice));
            }
        }
    }
    pairs.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let is_moved = !pairs.is_empty();
    for (advantage, lattice) in pairs {
        let Lattice { sources, targets, .. } = &lattice;
        let inside = |bead: &Bead| {
            (bead.target.is_empty() && sources.contains(&bead.source.start))
                || (bead.source.is_empty() && targets.contains(&bead.target.start))
        };
        // A run is used once.
        if beads.iter().filter(|bead| inside(bead)).count() < sources.len() + targets.len() {
            continue;
        }
        beads.retain(|bead| !inside(bead));
        let moved = 1.0 / (1.0 + (MOVED_COST - advantage).exp());
        beads.extend(lattice.beads(table).into_iter().map(|bead| {
            let probability = bead.probability * if bead.is_matched() { moved } else { 1.0 };
            Bead { probability, ..bead }
        }));
    }
    if is_moved { in_target_order(beads) } else { beads }
}

/// Runs of consecutive numbers.
fn runs(numbers: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some(run) if run.end == number => run.end += 1,
            _ => runs.push(number..number + 1),
        }
    }
    runs
}
