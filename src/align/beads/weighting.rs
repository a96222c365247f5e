//! How much a token counts in comparing sentences.

use crate::article::Text;
use crate::language::tokens::TokenKind;

/// Weight of a mark in comparing sentences: it tells little, but not nothing.
const MARK_WEIGHT: f32 = 0.26;

/// Weight of the most frequent words; rare ones weigh 1.
const COMMON_WEIGHT: f32 = 0.31;

/// Zipf frequencies (× 10) between which the weight falls from 1 to [`COMMON_WEIGHT`].
const RARE_TO_COMMON: [f32; 2] = [55.0, 64.5];

/// How much a token tells of what its sentence is about, 0 to 1.
pub(super) fn weight(text: &Text, token: usize) -> f32 {
    if text.tokens[token].kind == TokenKind::Mark {
        return MARK_WEIGHT;
    }
    let [rare, common] = RARE_TO_COMMON;
    let rareness = text.form(token).zipf.map_or(1.0, |zipf| (common - f32::from(zipf)) / (common - rare));
    COMMON_WEIGHT + (1.0 - COMMON_WEIGHT) * rareness.clamp(0.0, 1.0)
}

/// What a mark and a word find in any sentence of the other side: the means over nine languages beside English (25
/// segments each of four places in NTREX-128).
const USUAL_MARK: f32 = 0.48;
const USUAL_WORD: f32 = 0.31;

/// The cosine that a token finds in a sentence that does not translate its own.
pub(super) fn usual(text: &Text, token: usize) -> f32 {
    if text.tokens[token].kind == TokenKind::Mark { USUAL_MARK } else { USUAL_WORD }
}
