//! The appraiser: how likely it is that the two sides of a bead do not render each other faithfully, by the
//! vectors of their tokens alone.
//!
//! Where the judge reads a sentence and asks what is wrong with it, the appraiser compares: it goes through the
//! tokens of both sides, each between its neighbours and beside what it answers to on the other side ([`view`]),
//! and adds up what speaks against them. What was left out shows on the source's side, what was put in or put
//! into another tense on the target's. It tells one wording from another better than it tells where something
//! is wrong, so that it says something of the bead and nothing of its tokens.
//!
//! A side's network has one hidden layer; it is trained on translations that were damaged on purpose
//! (`train_appraiser`). See [`pack`] for the weights. Here is no IO, no thread and no state, and results are the
//! same bits on every machine.

pub mod pack;
pub mod view;

use std::ops::Range;
use std::sync::LazyLock;

use crate::align::vectors::WIDTH;
use crate::encoder::pack::PackError;
use crate::encoder::{Activations, Aligned, F32s, Kernel, TILE, exp, ln, multiply};

use pack::{AppraiserPack, HIDDEN, N_OUTPUTS, SideView};
use view::{Comparison, SEEN, views};

static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../corpora/packs/appraiser.bin"));

/// Outputs of a token: what it says by itself, of which the greatest counts, and what is added up.
const LOCAL: usize = 0;
const ADDED: usize = 1;

/// Brings sums over tokens to the size of single ones.
pub const ADDED_SCALE: f32 = 0.1;

/// The weights, read in place from a pack.
#[derive(Clone, Copy, Debug)]
pub struct Appraiser<'p> {
    pack: AppraiserPack<'p>,
    kernel: Kernel,
}

impl Appraiser<'static> {
    /// The appraiser that is part of the program. The first call checks a header; nothing is copied.
    #[must_use]
    pub fn embedded() -> &'static Appraiser<'static> {
        static APPRAISER: LazyLock<Appraiser<'static>> = LazyLock::new(|| match Appraiser::open(&EMBEDDED.0) {
            Ok(appraiser) => appraiser,
            // The bytes are fixed when the program is built, and a test opens them.
            Err(error) => unreachable!("{error}"),
        });
        &APPRAISER
    }
}

impl<'p> Appraiser<'p> {
    /// An appraiser over the bytes of a pack, which it reads in place.
    pub fn open(bytes: &'p [u8]) -> Result<Appraiser<'p>, PackError> {
        Ok(Appraiser { pack: AppraiserPack::open(bytes)?, kernel: Kernel::best() })
    }

    /// The logit that a bead's target is no faithful rendering of its source, from the token vectors of both
    /// ([`crate::align::vectors`]); none where a side has no token.
    #[must_use]
    pub fn appraise(&self, source: &[[f32; WIDTH]], target: &[[f32; WIDTH]]) -> Option<f32> {
        if source.is_empty() || target.is_empty() {
            return None;
        }
        let [of_source, of_target] = [(&self.pack.source, source, target), (&self.pack.target, target, source)]
            .map(|(side, own, other)| pooled(&self.outputs(side, &views(own, other))));
        Some(of_source + of_target + self.pack.bias.iter().next().unwrap_or_default())
    }

    /// By how much the logit falls if the target's tokens stand in other orders, as far as their vectors tell as they
    /// stand: an encoder would give others. Each costs about a thousandth of encoding the target for every token that
    /// moves. Empty where a side has no token.
    #[must_use]
    pub fn reorderings(
        &self,
        source: &[[f32; WIDTH]],
        target: &[[f32; WIDTH]],
        orders: impl IntoIterator<Item = Vec<usize>>,
    ) -> Vec<f32> {
        let Some(comparison) = Comparison::of(target, source) else { return Vec::new() };
        let n = comparison.n_tokens();
        let mut views = Vec::new();
        let identity: Vec<usize> = (0..n).collect();
        identity.iter().for_each(|&place| comparison.view(&identity, place, &mut views));
        let changed = |order: Vec<usize>| {
            let moves = |at: &usize| order[*at] != *at;
            let (first, last) = ((0..n).find(moves), (0..n).rev().find(moves));
            let places = first.map_or(0, |at| at.saturating_sub(1))..last.map_or(0, |at| (at + 2).min(n));
            places.clone().for_each(|place| comparison.view(&order, place, &mut views));
            places
        };
        let changed: Vec<_> = orders.into_iter().map(changed).collect();
        let outputs = self.outputs(&self.pack.target, &views);
        let (now, mut others) = outputs.split_at(n);
        let before = pooled(now);
        let gain = |places: Range<usize>| {
            let (own, rest) = others.split_at(places.len());
            others = rest;
            let mut reordered = now.to_vec();
            reordered[places].copy_from_slice(own);
            before - pooled(&reordered)
        };
        changed.into_iter().map(gain).collect()
    }

    /// The outputs of a side's network for views of its tokens.
    fn outputs(&self, side: &SideView<'_>, views: &[f32]) -> Vec<[f32; N_OUTPUTS]> {
        let mut inputs = Activations::default();
        let mut hidden = vec![0.0; TILE * HIDDEN];
        let mut outputs: Vec<[f32; N_OUTPUTS]> = Vec::with_capacity(views.len() / SEEN);
        let head: Vec<f32> = side.head.iter().collect();
        for tile in views.chunks(TILE * SEEN) {
            inputs.quantise(self.kernel, tile, SEEN);
            multiply(self.kernel, &side.hidden, &inputs, &mut hidden);
            let rows = hidden.as_chunks::<HIDDEN>().0;
            outputs.extend(rows.iter().take(tile.len() / SEEN).map(|row| of_hidden(row, &head, side.head_bias)));
        }
        outputs
    }
}

fn of_hidden(row: &[f32; HIDDEN], head: &[f32], bias: F32s<'_>) -> [f32; N_OUTPUTS] {
    let mut outputs = [0.0; N_OUTPUTS];
    for ((output, weights), bias) in outputs.iter_mut().zip(head.as_chunks::<HIDDEN>().0).zip(bias.iter()) {
        // In fixed lanes: the same bits on every machine.
        let mut lanes = [0.0f32; 8];
        for (row, weights) in row.as_chunks::<8>().0.iter().zip(weights.as_chunks::<8>().0) {
            for ((lane, x), weight) in lanes.iter_mut().zip(row).zip(weights) {
                *lane += x.max(0.0) * weight;
            }
        }
        *output = lanes.iter().sum::<f32>() + bias;
    }
    outputs
}

/// The log of the sum of the exponentials of what tokens say by themselves, and the sum of the rest.
fn pooled(outputs: &[[f32; N_OUTPUTS]]) -> f32 {
    let greatest = outputs.iter().map(|row| row[LOCAL]).fold(f32::MIN, f32::max);
    let sum: f32 = outputs.iter().map(|row| exp(row[LOCAL] - greatest)).sum();
    let added: f32 = outputs.iter().map(|row| row[ADDED]).sum();
    greatest + ln(sum) + ADDED_SCALE * added
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors of length 1, some of them alike.
    fn vectors(n: usize, salt: usize) -> Vec<[f32; WIDTH]> {
        let of_token = |at: usize| {
            let mut vector: [f32; WIDTH] = std::array::from_fn(|i| ((i * (at + salt + 3)) % 23) as f32 - 11.0);
            let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
            vector.iter_mut().for_each(|x| *x /= length);
            vector
        };
        (0..n).map(of_token).collect()
    }

    #[test]
    fn all_kernels_give_the_same_appraisal() {
        // More tokens than fit into a tile.
        let (source, target) = (vectors(70, 0), vectors(9, 2));
        let with = |kernel| Appraiser { kernel, ..*Appraiser::embedded() }.appraise(&source, &target).map(f32::to_bits);
        let expected = with(Kernel::PORTABLE);
        assert!(expected.is_some());
        for kernel in Kernel::all() {
            assert_eq!(with(kernel), expected, "{kernel:?}");
        }
    }

    #[test]
    fn nothing_is_said_of_an_empty_side() {
        let some = vectors(3, 1);
        for (source, target) in [(&some[..], &[][..]), (&[], &some[..]), (&[], &[])] {
            assert_eq!(Appraiser::embedded().appraise(source, target), None);
        }
    }

    #[test]
    fn a_reordering_gains_what_the_other_order_would() {
        let (source, target) = (vectors(12, 0), vectors(7, 2));
        let orders = [[1, 0, 2, 3, 4, 5, 6], [0, 1, 2, 3, 4, 6, 5], [0, 4, 5, 1, 2, 3, 6], [0, 1, 2, 3, 4, 5, 6]];
        let gains = Appraiser::embedded().reorderings(&source, &target, orders.map(Vec::from));
        assert_eq!((gains.len(), gains[3]), (4, 0.0));
        // Of the target's side alone, which is all that is looked at.
        let of_target = |target: &[[f32; WIDTH]]| {
            let appraiser = Appraiser::embedded();
            pooled(&appraiser.outputs(&appraiser.pack.target, &views(target, &source)))
        };
        for (order, gain) in orders.iter().zip(gains) {
            let reordered: Vec<_> = order.iter().map(|&at| target[at]).collect();
            assert!((of_target(&target) - of_target(&reordered) - gain).abs() < 1e-4, "{order:?}");
        }
        assert_eq!(Appraiser::embedded().reorderings(&[], &target, orders.map(Vec::from)), Vec::<f32>::new());
    }

    #[test]
    fn pooled_values_are_known() {
        let outputs = [[1.0, 3.0], [1.0, 4.0]];
        assert!((pooled(&outputs) - (1.0 + 2f32.ln() + 0.7)).abs() < 1e-6);
    }
}
