//! What a token is compared by: itself and its neighbours, and what they answer to on the other side.

use crate::align::vectors::{WIDTH, dot};
use crate::encoder::exp;

/// Numbers a token: the token before, itself, the one after; the same for their counterparts; plain numbers.
pub const SEEN: usize = 6 * WIDTH + N_PLAIN;

/// Plain numbers, those in use and zeros up to a block of the kernels.
pub const N_PLAIN: usize = 32;

/// Sharpness of the soft counterpart, as in [`crate::judge::sight`].
const TEMPERATURE: f32 = 0.05;

/// Brings vectors of length 1 to numbers about 1.
const SCALE: f32 = 20.0;

/// Farther jumps on the other side are all alike.
const MAX_JUMP: f32 = 8.0;

/// The tokens of a side beside those of the other.
#[derive(Debug)]
struct Comparison<'v> {
    own: &'v [[f32; WIDTH]],
    n_other: usize,
    /// For each token what it answers to on the other side, and how sharp that is.
    counterparts: Vec<([f32; WIDTH], f32)>,
    /// For each token how close its best match is, and the second.
    closest: Vec<[f32; 2]>,
    /// For each token the place of its best match.
    best: Vec<usize>,
    /// For each token of the other side how close the closest of this one is, and the second.
    claims: Vec<[f32; 2]>,
}

impl<'v> Comparison<'v> {
    /// From the token vectors of both sides; none where one has no token.
    fn of(own: &'v [[f32; WIDTH]], other: &[[f32; WIDTH]]) -> Option<Comparison<'v>> {
        if own.is_empty() || other.is_empty() {
            return None;
        }
        let n = own.len();
        let mut comparison = Comparison {
            own,
            n_other: other.len(),
            counterparts: Vec::with_capacity(n),
            closest: Vec::with_capacity(n),
            best: Vec::with_capacity(n),
            claims: vec![[0.0; 2]; other.len()],
        };
        for token in own {
            let row: Vec<f32> = other.iter().map(|other| dot(token, other)).collect();
            let best = greatest(&row);
            let second = row.iter().enumerate().filter(|&(j, _)| j != best).map(|(_, &s)| s).fold(0.0, f32::max);
            comparison.counterparts.push(counterpart(&row, other));
            comparison.closest.push([row[best], second]);
            comparison.best.push(best);
            for (claim, &similarity) in comparison.claims.iter_mut().zip(&row) {
                if similarity > claim[0] {
                    *claim = [similarity, claim[0]];
                } else if similarity > claim[1] {
                    claim[1] = similarity;
                }
            }
        }
        Some(comparison)
    }

    /// Adds what a token is seen with, [`SEEN`] numbers.
    fn view(&self, token: usize, views: &mut Vec<f32>) {
        let start = views.len();
        views.resize(start + SEEN, 0.0);
        let (vectors, plain) = views[start..].split_at_mut(6 * WIDTH);
        let (vectors, _) = vectors.as_chunks_mut::<WIDTH>();
        for (slot, at) in [token.checked_sub(1), Some(token), Some(token + 1)].into_iter().enumerate() {
            let Some(at) = at.filter(|&at| at < self.own.len()) else { continue };
            for (slot, vector) in [(slot, &self.own[at]), (slot + 3, &self.counterparts[at].0)] {
                vectors[slot].iter_mut().zip(vector).for_each(|(out, x)| *out = x * SCALE);
            }
        }
        let numbers = self.plain(token);
        plain[..numbers.len()].copy_from_slice(&numbers);
    }

    /// A one; how close the token's best match is, and the second; how sharp its counterpart is; how much closer it
    /// is to its match than any other token is; where it stands and where its match does; how far the matches of
    /// its neighbours are from its own; how well what stands beside its match is matched, and what is matched worst
    /// of all; whether it is the first or the last.
    fn plain(&self, token: usize) -> [f32; 12] {
        let n = self.own.len();
        let (here, [close, second]) = (self.best[token], self.closest[token]);
        let [most, next] = self.claims[here];
        let match_of = |at: Option<usize>| self.best.get(at?).copied();
        let jump = |a: usize, b: usize| (b as f32 - a as f32).clamp(-MAX_JUMP, MAX_JUMP) / 4.0;
        let beside = |at: Option<usize>| at.and_then(|at| self.claims.get(at)).map_or(1.0, |claim| claim[0]);
        [
            1.0,
            close,
            second,
            self.counterparts[token].1,
            close - if most > close { most } else { next },
            here as f32 / self.n_other as f32 - token as f32 / n as f32,
            match_of(token.checked_sub(1)).map_or(0.0, |before| jump(before, here)),
            match_of(Some(token + 1)).map_or(0.0, |after| jump(here, after)),
            beside(here.checked_sub(1)).min(beside(Some(here + 1))),
            self.claims.iter().map(|claim| claim[0]).fold(1.0, f32::min),
            f32::from(u8::from(token == 0)),
            f32::from(u8::from(token + 1 == n)),
        ]
    }
}

/// What each token of a side is seen with: tokens × [`SEEN`]; nothing where a side has no token.
#[must_use]
pub fn views(own: &[[f32; WIDTH]], other: &[[f32; WIDTH]]) -> Vec<f32> {
    let mut views = Vec::with_capacity(own.len() * SEEN);
    if let Some(comparison) = Comparison::of(own, other) {
        (0..own.len()).for_each(|token| comparison.view(token, &mut views));
    }
    views
}

/// The other side's vectors, weighed by their similarities, and the sum of the squared weights.
fn counterpart(row: &[f32], other: &[[f32; WIDTH]]) -> ([f32; WIDTH], f32) {
    let most = row.iter().copied().fold(f32::MIN, f32::max);
    let weights: Vec<f32> = row.iter().map(|s| exp((s - most) / TEMPERATURE)).collect();
    let total: f32 = weights.iter().sum();
    let (mut sum, mut squares) = ([0.0; WIDTH], 0.0);
    for (weight, vector) in weights.iter().zip(other) {
        let weight = weight / total;
        squares += weight * weight;
        if weight > 1e-4 {
            sum.iter_mut().zip(vector).for_each(|(sum, x)| *sum += weight * x);
        }
    }
    (sum, squares)
}

fn greatest(row: &[f32]) -> usize {
    row.iter().enumerate().fold(0, |best, (j, &value)| if value > row[best] { j } else { best })
}
