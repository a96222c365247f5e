//! The reader: how well the words of a sentence go with those around them, by the pieces that they are written with
//! and nothing else.
//!
//! The encoder tells what a sentence means; how it is put shows in its states but faintly. The reader sees the
//! embeddings of the encoder's vocabulary alone, each between its neighbours, four pieces to either side, in two layers
//! of convolution, and adds up what sounds wrong. It knows no source and no sentence before. It takes a fortieth of the
//! products that the encoder does, and fewer still where a wording is only another order of what was read already
//! ([`Reader::reorderings`]).
//!
//! It is trained on sentences that were damaged on purpose (`train_reader`), to tell them from what they were. See
//! [`pack`] for the weights. Here is no IO, no thread and no state, and results are the same bits on every machine.

pub mod pack;

use std::ops::Range;
use std::sync::LazyLock;

use crate::align::vectors::dot;
use crate::encoder::pack::{HIDDEN, PackError};
use crate::encoder::tokenizer::Piece;
use crate::encoder::{Aligned, Encoder, Kernel, transform};

use super::pooling::pooled;
use super::tokens_of_pieces;
use pack::{DEEP, FIRST_SEEN, FIRST_TAPS, N_OUTPUTS, NARROW, ReaderPack, SECOND_TAPS, WIDE};

static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../corpora/packs/reader.bin"));

/// Brings embeddings to numbers about 1.
const EMBEDDING_SCALE: f32 = 12.0;

/// How far a piece's embedding reaches.
const REACH: usize = 4;

/// The weights, read in place from a pack.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'p> {
    pack: ReaderPack<'p>,
    kernel: Kernel,
}

/// A sentence as it was read: begin, pieces, end.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Projected embeddings, × [`NARROW`].
    narrow: Vec<f32>,
    /// Units of the first layer, × [`WIDE`].
    wide: Vec<f32>,
    outputs: Vec<[f32; N_OUTPUTS]>,
    /// Which pieces each of some tokens is written with, from 1.
    pieces: Vec<Range<usize>>,
}

impl Reader<'static> {
    /// The reader that is part of the program. The first call checks a header; nothing is copied.
    #[must_use]
    pub fn embedded() -> &'static Reader<'static> {
        static READER: LazyLock<Reader<'static>> = LazyLock::new(|| match Reader::open(&EMBEDDED.0) {
            Ok(reader) => reader,
            // The bytes are fixed when the program is built, and a test opens them.
            Err(error) => unreachable!("{error}"),
        });
        &READER
    }
}

impl<'p> Reader<'p> {
    /// A reader over the bytes of a pack, which it reads in place.
    pub fn open(bytes: &'p [u8]) -> Result<Reader<'p>, PackError> {
        Ok(Reader { pack: ReaderPack::open(bytes)?, kernel: Kernel::best() })
    }

    /// Reads a sentence that is cut into pieces; its tokens are places in it, in bytes, sorted.
    #[must_use]
    pub fn read(&self, pieces: &[Piece], tokens: &[Range<usize>]) -> Reading {
        let embeddings = embedded(pieces.iter().map(|piece| piece.row));
        let narrow = transform(self.kernel, &self.pack.projection, &embeddings);
        let n = pieces.len() + 2;
        let mut seen = Vec::with_capacity(n * FIRST_SEEN);
        (0..n).for_each(|at| see(&mut seen, &FIRST_TAPS, NARROW, at, n, |at| &narrow[at * NARROW..][..NARROW]));
        let wide = positive(transform(self.kernel, &self.pack.first, &seen));
        seen.clear();
        (0..n).for_each(|at| see(&mut seen, &SECOND_TAPS, WIDE, at, n, |at| &wide[at * WIDE..][..WIDE]));
        let deep = positive(transform(self.kernel, &self.pack.second, &seen));
        let outputs = self.outputs(&deep, &wide);
        Reading { narrow, wide, outputs, pieces: pieces_of(pieces, tokens) }
    }

    /// By how much the score falls if a sentence's tokens stand in other orders. A swap of neighbours takes about a
    /// hundred-and-fiftieth of the products that encoding a sentence of 30 pieces does. Capitals stay with their words.
    #[must_use]
    pub fn reorderings(&self, reading: &Reading, orders: impl IntoIterator<Item = Vec<usize>>) -> Vec<f32> {
        let n = reading.outputs.len();
        let moved: Vec<Moved> = orders.into_iter().map(|order| reading.moved(&order)).collect();
        let mut seen = Vec::new();
        for moved in &moved {
            for at in moved.around(REACH / 2, n) {
                see(&mut seen, &FIRST_TAPS, NARROW, at, n, |at| {
                    let from = moved.order.get(at).copied().unwrap_or(at);
                    &reading.narrow[from * NARROW..][..NARROW]
                });
            }
        }
        let wide = positive(transform(self.kernel, &self.pack.first, &seen));
        seen.clear();
        let (mut first, mut own_wide) = (0, Vec::new());
        for moved in &moved {
            let (new, places) = (moved.around(REACH / 2, n), moved.around(REACH, n));
            let rows = &wide[first * WIDE..(first + new.len()) * WIDE];
            first += new.len();
            let row = |at: usize| match at.checked_sub(new.start).and_then(|at| rows.get(at * WIDE..(at + 1) * WIDE)) {
                Some(row) => row,
                None => &reading.wide[at * WIDE..][..WIDE],
            };
            for at in places {
                see(&mut seen, &SECOND_TAPS, WIDE, at, n, row);
                own_wide.extend_from_slice(row(at));
            }
        }
        let outputs = self.outputs(&positive(transform(self.kernel, &self.pack.second, &seen)), &own_wide);
        let before = pooled(&reading.outputs);
        let mut others = outputs.as_slice();
        let gain = |moved: &Moved| {
            let places = moved.around(REACH, n);
            let (own, rest) = others.split_at(places.len());
            others = rest;
            let mut reordered = reading.outputs.clone();
            reordered[places].copy_from_slice(own);
            before - pooled(&reordered)
        };
        moved.iter().map(gain).collect()
    }

    /// The head over rows of both layers.
    fn outputs(&self, deep: &[f32], wide: &[f32]) -> Vec<[f32; N_OUTPUTS]> {
        let head: Vec<f32> = self.pack.head.iter().collect();
        let rows = deep.as_chunks::<DEEP>().0.iter().zip(wide.as_chunks::<WIDE>().0);
        let of_row = |(deep, wide): (&[f32; DEEP], &[f32; WIDE])| {
            let mut outputs = [0.0; N_OUTPUTS];
            let weights = head.as_chunks::<{ DEEP + WIDE }>().0.iter().zip(self.pack.head_bias.iter());
            for (output, (weights, bias)) in outputs.iter_mut().zip(weights) {
                let (of_deep, of_wide) = (weights.first_chunk(), weights.last_chunk());
                *output = of_deep.map_or(0.0, |of| dot(deep, of)) + of_wide.map_or(0.0, |of| dot(wide, of)) + bias;
            }
            outputs
        };
        rows.map(of_row).collect()
    }
}

impl Reading {
    /// The logit that the sentence is not as somebody would write it.
    #[must_use]
    pub fn score(&self) -> f32 {
        pooled(&self.outputs)
    }

    /// Where the pieces stand if the tokens stand in another order.
    fn moved(&self, order: &[usize]) -> Moved {
        let mut pieces: Vec<usize> = (0..self.outputs.len()).collect();
        let start = self.pieces.first().map_or(1, |first| first.start);
        let in_order = order.iter().filter_map(|&token| self.pieces.get(token)).flat_map(Clone::clone);
        for (place, piece) in (start..).zip(in_order) {
            if let Some(slot) = pieces.get_mut(place) {
                *slot = piece;
            }
        }
        let moves = |at: &usize| pieces[*at] != *at;
        let first = (0..pieces.len()).find(moves).unwrap_or_default();
        let end = (0..pieces.len()).rev().find(moves).map_or(first, |last| last + 1);
        Moved { order: pieces, places: first..end }
    }
}

/// Pieces in another order, and where that is another.
struct Moved {
    order: Vec<usize>,
    places: Range<usize>,
}

impl Moved {
    /// The places, and so many on either side.
    fn around(&self, reach: usize, n: usize) -> Range<usize> {
        if self.places.is_empty() {
            return 0..0;
        }
        self.places.start.saturating_sub(reach)..(self.places.end + reach).min(n)
    }
}

/// The pieces of each token, from 1, a space before it among them: every piece is one token's.
fn pieces_of(pieces: &[Piece], tokens: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut own = vec![0..0; tokens.len()];
    let mut start = 1;
    for (at, &(first, _)) in tokens_of_pieces(pieces, tokens).iter().enumerate() {
        let Some(range) = own.get_mut(first as usize) else { continue };
        if range.start == range.end {
            range.start = start;
        }
        range.end = at + 2;
        start = at + 2;
    }
    // A token that shares its only piece with the one before has none.
    let mut end = own.first().map_or(1, |first| first.start.max(1));
    for range in &mut own {
        if range.start == range.end {
            *range = end..end;
        }
        end = range.end;
    }
    own
}

/// The embeddings of a sentence's pieces, rows of the encoder's vocabulary, between those of its ends.
#[must_use]
pub fn embedded(pieces: impl IntoIterator<Item = u32>) -> Vec<f32> {
    let encoder = Encoder::embedded();
    let [begin, end] = encoder.tokenizer().ends();
    let mut embeddings = Vec::new();
    for row in [begin].into_iter().chain(pieces).chain([end]) {
        let start = embeddings.len();
        embeddings.resize(start + HIDDEN, 0.0);
        encoder.embedding(row, &mut embeddings[start..]);
        embeddings[start..].iter_mut().for_each(|x| *x *= EMBEDDING_SCALE);
    }
    embeddings
}

/// Adds what a layer sees of a place: the rows at its taps, zeros beyond the ends.
fn see<'r>(seen: &mut Vec<f32>, taps: &[isize], width: usize, at: usize, n: usize, row: impl Fn(usize) -> &'r [f32]) {
    for &tap in taps {
        match at.checked_add_signed(tap).filter(|&other| other < n) {
            Some(other) => seen.extend_from_slice(row(other)),
            None => seen.resize(seen.len() + width, 0.0),
        }
    }
}

fn positive(mut values: Vec<f32>) -> Vec<f32> {
    values.iter_mut().for_each(|x| *x = x.max(0.0));
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_kernels_read_the_same() {
        // More pieces than fit into a tile.
        let text = "The harbour authority said that the new crane would not be ready before spring. ".repeat(5);
        let pieces = Encoder::embedded().tokenizer().pieces(&text);
        let tokens: Vec<Range<usize>> = pieces.iter().map(|piece| piece.start..piece.end).collect();
        let mut order: Vec<usize> = (0..tokens.len()).collect();
        order.swap(3, 4);
        let with = |kernel| {
            let reader = Reader { kernel, ..*Reader::embedded() };
            let reading = reader.read(&pieces, &tokens);
            (reading.score().to_bits(), reader.reorderings(&reading, [order.clone()])[0].to_bits())
        };
        let expected = with(Kernel::PORTABLE);
        for kernel in Kernel::all() {
            assert_eq!(with(kernel), expected, "{kernel:?}");
        }
    }

    #[test]
    fn every_piece_is_a_tokens() {
        let text = "Een hond-enlopers  veld, 新しい橋";
        let pieces = Encoder::embedded().tokenizer().pieces(text);
        let tokens = [0..3, 4..8, 9..17, 19..23, 23..24, 25..37];
        let own = pieces_of(&pieces, &tokens);
        assert_eq!((own[0].start, own.last().map(|last| last.end)), (1, Some(pieces.len() + 1)));
        assert!(own.windows(2).all(|pair| pair[0].end == pair[1].start), "{own:?}");
    }
}
