//! Word alignment: which token of the source a token of the target answers to.

use mtlint::align::vectors::{WIDTH, dot};

use crate::encode::Encoding;

/// Words that choose each other translate each other from this similarity on.
const SURE: f32 = 0.35;

/// For each target token the source token that it and that chooses it, if they are similar enough.
pub fn counterparts(source: &Encoding, target: &Encoding) -> Vec<Option<usize>> {
    let best = |own: &[f32; WIDTH], others: &[[f32; WIDTH]]| {
        let scored = others.iter().enumerate().map(|(at, other)| (dot(own, other), at));
        scored.max_by(|a, b| a.0.total_cmp(&b.0))
    };
    let back: Vec<Option<usize>> =
        source.vectors.iter().map(|own| best(own, &target.vectors).map(|(_, at)| at)).collect();
    let chosen = target.vectors.iter().enumerate().map(|(at, own)| {
        let (similarity, place) = best(own, &source.vectors)?;
        (similarity >= SURE && back[place] == Some(at)).then_some(place)
    });
    chosen.collect()
}
