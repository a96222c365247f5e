//! Cutting a sentence of a bead, joining two, moving a clause from one to the other.

use crate::chance::Chance;
use crate::clauses::{clause_ends, cut_at, without_stop};
use crate::pieces::{MAX_BOTH, MAX_SIDE, Pieces};

/// How often a sentence that is cut or joined is so once more.
pub const MORE: f64 = 0.25;

/// Cuts one side of a pair of sentences into several.
pub fn split(mut bead: Pieces, side: usize, chance: &mut Chance) -> Pieces {
    let mut cuts = clause_ends(&bead[side][0]);
    let wanted = 1 + (0..MAX_SIDE - 2).take_while(|_| chance.happens(MORE)).count();
    while cuts.len() > wanted {
        cuts.remove(chance.below(cuts.len()));
    }
    bead[side] = cut_at(&bead[side][0], &cuts);
    bead
}

/// Makes one sentence of one side of several pairs.
pub fn join(bead: &mut Pieces, next: Pieces, side: usize) {
    for (k, (sentences, more)) in bead.iter_mut().zip(next).enumerate() {
        match sentences.last_mut() {
            Some(last) if k == side => *last = format!("{} {}", without_stop(last), more.join(" ")),
            _ => sentences.extend(more),
        }
    }
}

/// Moves a clause from one of two sentences to the other, and sometimes cuts one more.
pub fn shift(bead: Pieces, next: Pieces, side: usize, chance: &mut Chance) -> Vec<Pieces> {
    let cuts = [&bead, &next].map(|bead| clause_ends(&bead[side][0]));
    let give = usize::from(chance.happens(0.5));
    let give = if cuts[give].is_empty() { 1 - give } else { give };
    if cuts[give].is_empty() {
        return vec![bead, next];
    }
    let cut = cuts[give][chance.below(cuts[give].len())];
    let [mut first, mut second] = [bead, next];
    let giver = if give == 0 { &first } else { &second };
    let mut parts = cut_at(&giver[side][0], &[cut]);
    let (Some(end), Some(start)) = (parts.pop(), parts.pop()) else { return vec![first, second] };
    if give == 0 {
        first[side] = vec![start];
        second[side][0] = format!("{} {}", without_stop(&end), second[side][0]);
    } else {
        first[side][0] = format!("{} {start}", without_stop(&first[side][0]));
        second[side] = vec![end];
    }
    let k = usize::from(chance.happens(0.5));
    if chance.happens(0.3) {
        let part = if k == 0 { &mut first } else { &mut second };
        *part = split(part.clone(), side, chance);
    }
    let mut joined = first;
    for (sentences, more) in joined.iter_mut().zip(second) {
        sentences.extend(more);
    }
    if joined.iter().any(|side| side.len() > MAX_SIDE) || joined[0].len() + joined[1].len() > MAX_BOTH {
        joined = [vec![joined[0].join(" ")], vec![joined[1].join(" ")]];
    }
    vec![joined]
}
