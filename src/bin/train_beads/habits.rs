//! What translators do to sentences beside translating them.

use std::collections::VecDeque;

use crate::chance::Chance;
use crate::clauses::{clause_ends, cut_at};
use crate::edits::{MORE, join, shift, split};
use crate::pieces::{MAX_SIDE, Pieces, is_plain};

/// Two cuts are taken for the same place if they lie so near to each other, as shares of the sentences.
const SAME_PLACE: f64 = 0.08;

/// In which proportions an article's translator does what translators do.
pub struct Habits {
    /// Share of sentences that are cut into clauses on both sides: the short sentences that news lacks.
    shortened: f64,
    /// Share of beads one side of which loses a clause.
    condensed: f64,
    /// Share of beads that change shape.
    reshaped: f64,
    /// Share of these that become longer on the source's side.
    lean: f64,
    /// Share of beads that lose a side: the target's, the source's.
    lost: [f64; 2],
    /// Share of sentences that come in from elsewhere, on each side.
    foreign: [f64; 2],
}

impl Habits {
    pub fn any(chance: &mut Chance) -> Habits {
        let complete = chance.happens(0.3);
        let up_to = |most: f64, chance: &mut Chance| if complete { 0.0 } else { most * chance.uniform() };
        Habits {
            shortened: 0.6 * chance.uniform(),
            condensed: 0.3 * chance.uniform(),
            reshaped: 0.4 * chance.uniform(),
            lean: 0.15 + 0.7 * chance.uniform(),
            lost: [up_to(0.2, chance), up_to(0.1, chance)],
            foreign: [up_to(0.03, chance), up_to(0.03, chance)],
        }
    }

    /// Cuts both sides at clauses that stand at the same place.
    pub fn shorten(&self, beads: Vec<Pieces>, chance: &mut Chance) -> Vec<Pieces> {
        let mut out = Vec::new();
        for bead in beads {
            if !is_plain(&bead) || !chance.happens(self.shortened) {
                out.push(bead);
                continue;
            }
            let cuts = [0, 1].map(|side| clause_ends(&bead[side][0]));
            let share = |side: usize, cut: usize| cut as f64 / bead[side][0].len() as f64;
            let same = |&(s, t): &(usize, usize)| (share(0, s) - share(1, t)).abs() < SAME_PLACE;
            let places: Vec<(usize, usize)> = cuts[0].iter().copied().zip(cuts[1].iter().copied()).collect();
            if cuts[0].len() != cuts[1].len() || places.is_empty() || !places.iter().all(same) {
                out.push(bead);
                continue;
            }
            let sources = cut_at(&bead[0][0], &cuts[0]);
            let targets = cut_at(&bead[1][0], &cuts[1]);
            out.extend(sources.into_iter().zip(targets).map(|(s, t)| [vec![s], vec![t]]));
        }
        out
    }

    /// Leaves a clause out on one side.
    pub fn condense(&self, mut beads: Vec<Pieces>, chance: &mut Chance) -> Vec<Pieces> {
        for bead in beads.iter_mut().filter(|bead| is_plain(bead)) {
            let side = usize::from(chance.happens(0.6));
            let cuts = clause_ends(&bead[side][0]);
            if !cuts.is_empty() && chance.happens(self.condensed) {
                let mut clauses = cut_at(&bead[side][0], &cuts);
                clauses.remove(chance.below(clauses.len()));
                bead[side][0] = clauses.join(" ");
            }
        }
        beads
    }

    /// Makes beads of other shapes out of pairs of sentences.
    pub fn reshape(&self, beads: Vec<Pieces>, chance: &mut Chance) -> Vec<Pieces> {
        let mut rest: VecDeque<Pieces> = beads.into();
        let mut out = Vec::new();
        while let Some(bead) = rest.pop_front() {
            if !is_plain(&bead) || !chance.happens(self.reshaped) {
                out.push(bead);
                continue;
            }
            // The side that gets more sentences.
            let longer = usize::from(!chance.happens(self.lean));
            let n_plain = rest.iter().take(MAX_SIDE - 1).take_while(|bead| is_plain(bead)).count();
            match chance.uniform() {
                // One sentence becomes several.
                kind if kind < 0.5 => out.push(split(bead, longer, chance)),
                // Several become one.
                kind if kind < 0.85 && n_plain > 0 => {
                    let more = (0..n_plain - 1).take_while(|_| chance.happens(MORE)).count();
                    let mut joined = bead;
                    for next in rest.drain(..=more) {
                        join(&mut joined, next, 1 - longer);
                    }
                    out.push(joined);
                }
                // A clause goes over to the next or from the next sentence.
                _ if n_plain > 0 => {
                    let next = rest.pop_front().unwrap_or_default();
                    out.extend(shift(bead, next, longer, chance));
                }
                _ => out.push(bead),
            }
        }
        out
    }

    /// Leaves out one side of beads, and puts in sentences of another article. Beads beyond `most` are dropped.
    pub fn lose(
        &self,
        beads: Vec<Pieces>,
        strangers: &[Vec<String>; 2],
        most: usize,
        chance: &mut Chance,
    ) -> Vec<Pieces> {
        let mut out = Vec::new();
        // Which side goes on being left out: what is left out often comes in runs.
        let mut going_on = None;
        for mut bead in beads {
            for side in 0..2 {
                if chance.happens(self.foreign[side]) {
                    let mut lone = Pieces::default();
                    let stranger = &strangers[side];
                    lone[side].push(stranger[chance.below(stranger.len())].clone());
                    out.push(lone);
                }
            }
            // Side 1 is lost more often than side 0.
            let lost = going_on.take().filter(|_| chance.happens(0.25)).or_else(|| {
                let side =
                    |(rate, side): (f64, usize), chance: &mut Chance| chance.happens(rate * 0.75).then_some(side);
                side((self.lost[0], 1), chance).or_else(|| side((self.lost[1], 0), chance))
            });
            if let Some(side) = lost {
                bead[side].clear();
                going_on = Some(side);
            }
            if out.len() < most {
                out.push(bead);
            }
        }
        out
    }
}
