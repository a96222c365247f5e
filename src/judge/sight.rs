//! What a target token sees of its source: the numbers that the judge reads beside the encoder's states.
//!
//! For each token of the target a soft counterpart (the source's vectors, weighted by a softmax over
//! their similarities to the token's), its product with the token's own vector, and a few plain
//! numbers: how close the counterpart is, whether other tokens claim it, where it stands, what of the
//! source beside it nobody renders. And the vectors of the tokens before and after it: the encoder's
//! states hardly tell any more what stood next to what, and word order is just that. Without a source
//! all is zero but for what the target says of itself. It decides nothing.

use crate::align::vectors::{WIDTH, dot};
use crate::encoder::exp;

/// Numbers a token: counterpart, product, [`N_PLAIN`] plain ones, the tokens before and after.
pub const SEEN: usize = 4 * WIDTH + N_PLAIN;

/// Plain numbers a token, those in use and zeros up to a block of the kernels.
pub const N_PLAIN: usize = 32;

/// Sharpness of the soft counterpart; cosines of translations stand .3 and more above those of others.
const TEMPERATURE: f32 = 0.05;

/// Bring vectors of length 1, and products of two, to numbers about 1.
const VECTOR_SCALE: f32 = 20.0;
const PRODUCT_SCALE: f32 = 384.0;

/// Farther jumps in the source are all alike.
const MAX_JUMP: f32 = 8.0;

/// What each target token sees: tokens × [`SEEN`], from the token vectors of a bead's source (none
/// without a source) and of its target.
#[must_use]
pub fn regard(source: &[[f32; WIDTH]], target: &[[f32; WIDTH]]) -> Vec<f32> {
    let mut seen = vec![0.0; target.len() * SEEN];
    let rows = || target.iter().enumerate();
    let n_target = target.len();
    for ((at, token), seen) in rows().zip(seen.chunks_exact_mut(SEEN)) {
        let (plain, beside) = seen[2 * WIDTH..].split_at_mut(N_PLAIN);
        for (out, other) in beside.chunks_exact_mut(WIDTH).zip([at.checked_sub(1), Some(at + 1)]) {
            let Some(vector) = other.and_then(|other| target.get(other)) else { continue };
            out.iter_mut().zip(vector).for_each(|(out, x)| *out = x * VECTOR_SCALE);
        }
        plain[0] = f32::from(u8::from(at == 0));
        plain[1] = f32::from(u8::from(at + 1 == n_target));
        let twin = |(other, vector): (usize, &[f32; WIDTH])| if other == at { 0.0 } else { dot(token, vector) };
        plain[2] = rows().map(twin).fold(0.0, f32::max);
    }
    if source.is_empty() || target.is_empty() {
        return seen;
    }
    let similarities: Vec<Vec<f32>> = target.iter().map(|t| source.iter().map(|s| dot(t, s)).collect()).collect();
    let best: Vec<usize> = similarities.iter().map(|row| greatest(row)).collect();
    // How close the target comes to each source token.
    let covered: Vec<f32> =
        (0..source.len()).map(|j| similarities.iter().map(|row| row[j]).fold(0.0, f32::max)).collect();
    let mean = |values: &mut dyn Iterator<Item = f32>, n: usize| values.sum::<f32>() / n as f32;
    let mean_covered = mean(&mut covered.iter().copied(), source.len());
    let least_covered = covered.iter().copied().fold(1.0, f32::min);
    let mean_close = mean(&mut best.iter().zip(&similarities).map(|(&j, row)| row[j]), n_target);
    let lengths = (n_target as f32 - source.len() as f32) / (n_target + source.len()) as f32;
    for (at, seen) in seen.chunks_exact_mut(SEEN).enumerate() {
        let row = &similarities[at];
        let here = best[at];
        let (counterpart, rest) = seen.split_at_mut(WIDTH);
        let sharpness = soften(row, source, counterpart);
        let (product, plain) = rest.split_at_mut(WIDTH);
        for ((product, soft), own) in product.iter_mut().zip(&mut *counterpart).zip(&target[at]) {
            *product = *soft * own * PRODUCT_SCALE;
            *soft *= VECTOR_SCALE;
        }
        let second = row.iter().enumerate().filter(|&(j, _)| j != here).map(|(_, &s)| s).fold(0.0, f32::max);
        let claim = similarities.iter().enumerate().filter(|&(i, _)| i != at).map(|(_, r)| r[here]).fold(0.0, f32::max);
        let jump = |other: Option<&usize>| {
            other.map_or(0.0, |&other| (here as f32 - other as f32).clamp(-MAX_JUMP, MAX_JUMP) / 4.0)
        };
        let beside = |by: isize| here.checked_add_signed(by).and_then(|j| covered.get(j)).copied().unwrap_or(1.0);
        let shares = |by: usize| {
            let others = [at.checked_sub(by), Some(at + by)].into_iter().flatten();
            f32::from(u8::from(others.filter_map(|i| best.get(i)).any(|&j| j == here)))
        };
        let all = [
            1.0,
            row[here],
            second,
            sharpness,
            row[here] - claim,
            here as f32 / source.len() as f32 - at as f32 / n_target as f32,
            jump(at.checked_sub(1).and_then(|i| best.get(i))),
            jump(best.get(at + 1)),
            jump(at.checked_sub(2).and_then(|i| best.get(i))),
            jump(best.get(at + 2)),
            beside(-1),
            beside(1),
            beside(-2),
            beside(2),
            mean_covered,
            least_covered,
            mean_close,
            lengths,
            shares(1),
            shares(2),
        ];
        plain[3..3 + all.len()].copy_from_slice(&all);
    }
    seen
}

fn greatest(row: &[f32]) -> usize {
    row.iter().enumerate().fold(0, |best, (j, &value)| if value > row[best] { j } else { best })
}

/// Adds up the source's vectors, weighted by their similarities; gives the sum of the squared weights.
fn soften(row: &[f32], source: &[[f32; WIDTH]], out: &mut [f32]) -> f32 {
    let most = row.iter().copied().fold(f32::MIN, f32::max);
    let weights: Vec<f32> = row.iter().map(|s| exp((s - most) / TEMPERATURE)).collect();
    let total: f32 = weights.iter().sum();
    let mut squares = 0.0;
    for (weight, vector) in weights.iter().zip(source) {
        let weight = weight / total;
        squares += weight * weight;
        if weight > 1e-4 {
            for (out, x) in out.iter_mut().zip(vector) {
                *out += weight * x;
            }
        }
    }
    squares
}
