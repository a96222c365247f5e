//! Encoding of sentences.

use std::ops::Range;

use mtlint::align::vectors::{self, Cut, WIDTH, project};
use mtlint::judge::tokens_of_pieces;
use mtlint::language::Language;
use mtlint::language::tokens::tokenize;

/// An encoded sentence.
pub struct Encoding {
    pub tokens: Vec<Range<usize>>,
    /// Tokens that each piece overlaps.
    pub of_pieces: Vec<(u16, u16)>,
    /// Pieces × 384.
    pub states: Vec<f32>,
    /// A row a token, as words are aligned by.
    pub vectors: Vec<[f32; WIDTH]>,
}

/// A text and its tokens.
pub fn cut(text: &str, language: &'static Language) -> (String, Vec<Range<usize>>) {
    let mut tokens = Vec::new();
    tokenize(text, &language.rules, |span, _| tokens.push(span.start..span.end));
    (text.to_owned(), tokens)
}

/// Encodes sentences whose tokens are given as places in them.
pub fn encode(sentences: &[(String, Vec<Range<usize>>)]) -> Vec<Encoding> {
    let cuts: Vec<Cut<'_>> = sentences.iter().map(|(text, tokens)| Cut { text, tokens: tokens.clone() }).collect();
    let mut encoded = Vec::with_capacity(cuts.len());
    let mut values = vectors::encode(&cuts, |sentence| encoded.push(sentence));
    let mut rest = values.as_chunks_mut::<WIDTH>().0;
    project(rest);
    let encodings = cuts.into_iter().zip(encoded).map(|(cut, encoded)| {
        let (own, others) = std::mem::take(&mut rest).split_at_mut(cut.tokens.len());
        rest = others;
        let of_pieces = tokens_of_pieces(&encoded.pieces, &cut.tokens);
        Encoding {
            of_pieces: of_pieces.into_iter().map(|(first, end)| (first as u16, end as u16)).collect(),
            states: encoded.vectors().values().to_vec(),
            vectors: own.to_vec(),
            tokens: cut.tokens,
        }
    });
    encodings.collect()
}
