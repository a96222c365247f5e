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

use std::sync::LazyLock;

use crate::align::vectors::WIDTH;
use crate::encoder::pack::PackError;
use crate::encoder::{Aligned, F32s, Kernel, transform};

use super::pooling::pooled;
use pack::{AppraiserPack, HIDDEN, N_OUTPUTS, SideView};
use view::views;

static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../corpora/packs/appraiser.bin"));

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

    /// The outputs of a side's network for views of its tokens.
    fn outputs(&self, side: &SideView<'_>, views: &[f32]) -> Vec<[f32; N_OUTPUTS]> {
        let hidden = transform(self.kernel, &side.hidden, views);
        let head: Vec<f32> = side.head.iter().collect();
        hidden.as_chunks().0.iter().map(|row| of_hidden(row, &head, side.head_bias)).collect()
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
}
