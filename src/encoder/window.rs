//! Sentences longer than the model's 512 positions, cut into windows that overlap.
//!
//! A window holds at most [`WINDOW`] pieces. Neighbours share [`OVERLAP`], and each gives the
//! vectors of the half of these that lies farther from its own edge: every piece is encoded with
//! at least 64 pieces of context on either side, where the sentence has them. It does not look
//! for a good place to cut.
//!
//! Windows of one sentence or of many are run in chunks, so that weights are read once for many
//! tokens and memory does not grow with the article.

use super::pack::N_POSITIONS;
use std::ops::Range;

/// Pieces in a window: the positions, less those of begin and end.
pub const WINDOW: usize = N_POSITIONS - 2;
/// Pieces that a window shares with the one before it.
pub const OVERLAP: usize = 128;

/// Tokens that are run together, unless a single window is longer.
pub const CHUNK: usize = N_POSITIONS;

/// A part of a sentence that is encoded at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The pieces that it holds.
    pub pieces: Range<usize>,
    /// Those whose vectors are taken from it.
    pub taken: Range<usize>,
}

/// The windows of a sentence of `n` pieces, in order; none if there is no piece. What they give
/// covers the sentence once.
pub fn windows(n: usize) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    let mut start = 0;
    let mut taken = 0;
    while taken < n {
        let end = n.min(start + WINDOW);
        let give_up_to = if end == n { n } else { end - OVERLAP / 2 };
        windows.push(Window { pieces: start..end, taken: taken..give_up_to });
        taken = give_up_to;
        start = end - OVERLAP.min(end);
    }
    windows
}

/// A window of a sentence, which is given by its place among the sentences.
pub type Place = (usize, Window);

/// The windows of sentences of so many pieces, in order, in runs of at most [`CHUNK`] tokens. A
/// window has `n_more` tokens beside those of its pieces.
pub fn chunks(lens: impl IntoIterator<Item = usize>, n_more: usize) -> Vec<Vec<Place>> {
    let mut chunks: Vec<Vec<Place>> = Vec::new();
    let mut n_tokens = CHUNK;
    for (sentence_idx, len) in lens.into_iter().enumerate() {
        for window in windows(len) {
            let n_window = window.pieces.len() + n_more;
            if n_tokens + n_window > CHUNK {
                chunks.push(Vec::new());
                n_tokens = 0;
            }
            n_tokens += n_window;
            if let Some(chunk) = chunks.last_mut() {
                chunk.push((sentence_idx, window));
            }
        }
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_cover_a_sentence_once_with_context() {
        for n in [0, 1, 509, 510, 511, 637, 638, 892, 893, 5000] {
            let windows = windows(n);
            let taken: Vec<usize> = windows.iter().flat_map(|window| window.taken.clone()).collect();
            assert_eq!(taken, (0..n).collect::<Vec<usize>>());
            for Window { pieces, taken } in windows {
                assert!(pieces.len() <= WINDOW && pieces.end <= n);
                assert!(pieces.start == 0 || taken.start >= pieces.start + OVERLAP / 2);
                assert!(pieces.end == n || taken.end + OVERLAP / 2 <= pieces.end);
            }
        }
    }
}
