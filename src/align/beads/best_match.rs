//! The best match of each token in each sentence of the other side.

use super::band::Band;
use crate::align::vectors::{Vectors, dot};
use crate::article::Text;

/// For each token of each side its best cosine in each sentence it is compared with, one token after
/// another.
pub(super) fn best_matches(
    source: &Text,
    target: &Text,
    vectors: (&Vectors, &Vectors),
    band: &Band,
    across: &Band,
) -> (Vec<f32>, Vec<f32>) {
    // Where each target token's row begins.
    let mut places = vec![0; target.tokens.len()];
    let mut n_places = 0;
    for (sentence, row) in target.sentences.iter().zip(&across.rows) {
        for place in &mut places[sentence.tokens.clone()] {
            *place = n_places;
            n_places += row.len();
        }
    }
    let mut target_best = vec![0.0f32; n_places];
    let mut source_best = Vec::new();
    for (i, sentence) in source.sentences.iter().enumerate() {
        for s in sentence.tokens.clone() {
            let vector = vectors.0.row(s);
            for j in band.rows[i].clone() {
                let column = i - across.rows[j].start;
                let mut best = 0.0f32;
                for t in target.sentences[j].tokens.clone() {
                    let cosine = dot(vector, vectors.1.row(t));
                    best = best.max(cosine);
                    let seen = &mut target_best[places[t] + column];
                    *seen = seen.max(cosine);
                }
                source_best.push(best);
            }
        }
    }
    (source_best, target_best)
}
