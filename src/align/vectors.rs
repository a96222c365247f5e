//! A vector for every token, in which translations of each other lie close together.
//!
//! The encoder's sixth layer gives a vector a piece; a token's is the mean of its pieces', brought to
//! length 1, less the mean of all tokens, through a linear projection and to length 1 again. The
//! projection is learned from parallel text without gold alignments, by making tokens that choose
//! each other stand out from the others of their sentences (a linear form of the self-training of
//! Dou and Neubig 2021, "Word Alignment by Fine-tuning Embeddings on Parallel Corpora"; the program
//! is `train_projection`).

use std::ops::Range;
use std::sync::LazyLock;

use crate::article::{Sentence, Text};
use crate::encoder::{Encoded, Encoder, F32s, Matrix};

/// Numbers in a vector.
pub const WIDTH: usize = Matrix::WIDTH;

/// Tokens of both texts together that are encoded. News articles have a few thousand; beyond this,
/// time (about 5,000 tokens a second) and memory (1.5 kB a token) are no longer a check's.
pub const MAX_TOKENS: usize = 60_000;

/// Sentences encoded at once, which bounds the memory for vectors of pieces.
const AT_ONCE: usize = 64;

static EMBEDDED: &[u8] = include_bytes!("../../corpora/packs/projection.bin");

/// What turns encoder vectors into those that are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// Taken off each vector: [`WIDTH`].
    pub mean: Vec<f32>,
    /// [`WIDTH`] × [`WIDTH`], a row an input.
    pub matrix: Vec<f32>,
}

impl Projection {
    /// First bytes of a pack; the digit is the version of the layout.
    pub const MAGIC: &'static [u8; 4] = b"MTP1";

    /// Reads a pack: [`Projection::MAGIC`], then mean and matrix as little-endian `f32`.
    #[must_use]
    pub fn open(bytes: &[u8]) -> Option<Projection> {
        let numbers = F32s::new(bytes.strip_prefix(Self::MAGIC)?);
        let (mean, matrix) = numbers.split_at(WIDTH);
        let read = Projection { mean: mean.iter().collect(), matrix: matrix.iter().collect() };
        (read.mean.len() == WIDTH && read.matrix.len() == WIDTH * WIDTH).then_some(read)
    }

    /// The bytes of a pack.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let numbers = self.mean.iter().chain(&self.matrix).flat_map(|x| x.to_le_bytes());
        Self::MAGIC.iter().copied().chain(numbers).collect()
    }

    fn embedded() -> &'static Projection {
        static OPEN: LazyLock<Projection> = LazyLock::new(|| match Projection::open(EMBEDDED) {
            Some(projection) => projection,
            // The bytes are fixed when the program is built.
            None => unreachable!("the projection's pack is damaged"),
        });
        &OPEN
    }

    /// A vector of length 1 (or zero) → one of length 1 (or zero).
    fn apply(&self, vector: &[f32; WIDTH], out: &mut [f32; WIDTH]) {
        out.fill(0.0);
        if vector.iter().all(|&x| x == 0.0) {
            return;
        }
        for ((x, mean), row) in vector.iter().zip(&self.mean).zip(self.matrix.as_chunks::<WIDTH>().0) {
            let x = x - mean;
            for (sum, weight) in out.iter_mut().zip(row) {
                *sum += x * weight;
            }
        }
        normalise(out);
    }
}

/// Token vectors of one text: tokens × [`WIDTH`], of length 1; zero where a token has none.
#[derive(Clone, Debug, Default)]
pub struct Vectors {
    values: Vec<f32>,
}

impl Vectors {
    /// Encodes a text, sentence by sentence.
    #[must_use]
    pub fn of(text: &Text) -> Vectors {
        Vectors::projected(encode(&cuts(text), drop))
    }

    /// As [`Vectors::of`], and what the encoder gave for each sentence, with which the judge goes on.
    #[must_use]
    pub fn with_states(text: &Text) -> (Vectors, Vec<Encoded>) {
        let mut states = Vec::with_capacity(text.sentences.len());
        let vectors = Vectors::projected(encode(&cuts(text), |sentence| states.push(sentence)));
        (vectors, states)
    }

    fn projected(mut values: Vec<f32>) -> Vectors {
        project(values.as_chunks_mut().0);
        Vectors { values }
    }

    /// Those of a source and its target; none if not asked for or if the two are too long together
    /// ([`MAX_TOKENS`]).
    #[must_use]
    pub fn of_pair(source: &Text, target: &Text, encode: bool) -> Option<(Vectors, Vectors)> {
        let fits = source.tokens.len() + target.tokens.len() <= MAX_TOKENS;
        (encode && fits).then(|| (Vectors::of(source), Vectors::of(target)))
    }

    /// The vector of a token; zero for one that does not exist.
    #[must_use]
    pub fn row(&self, token: usize) -> &[f32; WIDTH] {
        self.values.as_chunks().0.get(token).unwrap_or(&[0.0; WIDTH])
    }

    /// The vectors of neighbouring tokens; empty if one of them does not exist.
    #[must_use]
    pub fn rows(&self, tokens: Range<usize>) -> &[[f32; WIDTH]] {
        self.values.as_chunks().0.get(tokens).unwrap_or_default()
    }
}

/// Turns means of encoder vectors, of length 1, into those that are compared.
pub fn project(vectors: &mut [[f32; WIDTH]]) {
    let projection = Projection::embedded();
    let mut projected = [0.0; WIDTH];
    for vector in vectors {
        projection.apply(vector, &mut projected);
        *vector = projected;
    }
}

/// A sentence and where its tokens stand in it, in bytes.
#[derive(Clone, Debug)]
pub struct Cut<'t> {
    /// The sentence.
    pub text: &'t str,
    /// Its tokens, sorted.
    pub tokens: Vec<Range<usize>>,
}

/// The sentences of a text.
#[must_use]
pub fn cuts(text: &Text) -> Vec<Cut<'_>> {
    let cut = |sentence: &Sentence| {
        let start = sentence.span.start;
        let tokens = text.tokens[sentence.tokens.clone()].iter();
        Cut {
            text: text.slice(sentence.span),
            tokens: tokens.map(|token| token.span.start - start..token.span.end - start).collect(),
        }
    };
    text.sentences.iter().map(cut).collect()
}

/// For each token of each sentence the mean vector of its pieces, of length 1; zero for a token
/// without a piece. All tokens × [`WIDTH`].
#[must_use]
pub fn encoded(sentences: &[Cut<'_>]) -> Vec<f32> {
    encode(sentences, drop)
}

/// As [`encoded`]; what the encoder gave for each sentence goes to `keep`.
pub fn encode(sentences: &[Cut<'_>], mut keep: impl FnMut(Encoded)) -> Vec<f32> {
    let n_tokens: usize = sentences.iter().map(|sentence| sentence.tokens.len()).sum();
    let mut values = Vec::with_capacity(n_tokens * WIDTH);
    for sentences in sentences.chunks(AT_ONCE) {
        let texts: Vec<&str> = sentences.iter().map(|sentence| sentence.text).collect();
        for (sentence, encoded) in sentences.iter().zip(Encoder::embedded().encode(&texts)) {
            let mut first = 0;
            for token in &sentence.tokens {
                let pieces = &encoded.pieces;
                while pieces.get(first).is_some_and(|piece| piece.end <= token.start) {
                    first += 1;
                }
                let of_token = pieces[first..].iter().take_while(|piece| piece.start < token.end).count();
                let mut sum = [0.0; WIDTH];
                for row in encoded.vectors().rows().skip(first).take(of_token) {
                    for (sum, x) in sum.iter_mut().zip(row) {
                        *sum += x;
                    }
                }
                normalise(&mut sum);
                values.extend_from_slice(&sum);
            }
            keep(encoded);
        }
    }
    values
}

/// The inner product; of vectors of length 1, their cosine.
#[must_use]
pub fn dot<const N: usize>(a: &[f32; N], b: &[f32; N]) -> f32 {
    // Eight sums, added up in a fixed order: the compiler keeps them in one register, and the result
    // is the same on every machine.
    let mut sums = [0.0f32; 8];
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.iter().sum()
}

fn normalise(vector: &mut [f32; WIDTH]) {
    let length = dot(vector, vector).sqrt();
    if length > 0.0 {
        for x in vector {
            *x /= length;
        }
    }
}
