//! The multilingual encoder: sentences in about 45 languages → a vector for each piece of a word.
//!
//! It is the first half of multilingual-e5-small (Wang et al. 2024, "Multilingual E5 Text
//! Embeddings"; 12 layers, of which 6 are kept), whose vectors of words that translate each other
//! lie close together. The weights, at 4 bits, and a vocabulary pruned to the supported languages
//! are part of the program: see [`pack`] for their layout and `corpora/README.md` for their
//! origin.
//!
//! Here is no IO, no thread and no state: an [`Encoder`] is shared by as many threads as the
//! caller has. Nothing panics on any text. The vectors are the same bits on every machine, and
//! whatever other sentences are encoded in the same call. It deliberately does not give sentence
//! vectors, similarities or alignments; they are built on this elsewhere.

mod attention;
mod forward;
mod kernel;
mod layers;
pub mod pack;
mod product;
pub mod tokenizer;
mod vector;
mod view;
mod window;

use forward::Forward;
use pack::{HIDDEN, N_LAYERS, Pack, PackError};
use std::sync::LazyLock;
use tokenizer::{Piece, Tokenizer};
pub use view::{F32s, U32s, U64s};

pub(crate) use kernel::Kernel;
pub(crate) use layers::Layers;
pub(crate) use product::{Activations, TILE, multiply, transform};
pub(crate) use vector::{exp, ln};
pub(crate) use window::{Place, Window, chunks};

/// Starts `include_bytes!` at a multiple of 64, a line of the cache.
#[repr(C, align(64))]
pub(crate) struct Aligned<T: ?Sized>(pub T);

static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!("../../corpora/packs/encoder.bin"));

/// A layer whose vectors are wanted, from the first to the sixth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Layer(usize);

impl Layer {
    /// The sixth, the best for aligning words.
    pub const LAST: Layer = Layer(N_LAYERS);

    /// Layer `number`, if it is 1 to 6.
    #[must_use]
    pub fn new(number: usize) -> Option<Layer> {
        (1..=N_LAYERS).contains(&number).then_some(Layer(number))
    }
}

/// Rows of [`Matrix::WIDTH`] numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    values: Vec<f32>,
}

impl Matrix {
    /// Numbers in a row: the width of a token vector.
    pub const WIDTH: usize = HIDDEN;

    /// How many rows there are.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.values.len() / Matrix::WIDTH
    }

    /// The rows in turn.
    #[must_use]
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f32; Matrix::WIDTH]> {
        self.values.as_chunks().0.iter()
    }

    /// Row `idx`, if there is one.
    #[must_use]
    pub fn row(&self, idx: usize) -> Option<&[f32; Matrix::WIDTH]> {
        self.values.as_chunks().0.get(idx)
    }

    /// All rows, one after another.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.values
    }
}

/// A sentence, encoded.
#[derive(Clone, Debug, PartialEq)]
pub struct Encoded {
    /// Its pieces in order. None if the sentence holds nothing but control characters.
    pub pieces: Vec<Piece>,
    /// For each layer asked for, in the order asked: a row a piece, not normalised in length.
    pub layers: Vec<Matrix>,
}

impl Encoded {
    /// The vectors of the last of the layers asked for.
    #[must_use]
    pub fn vectors(&self) -> &Matrix {
        static NONE: Matrix = Matrix { values: Vec::new() };
        self.layers.last().unwrap_or(&NONE)
    }
}

/// The tokenizer and the weights, read in place from a pack.
#[derive(Clone, Copy, Debug)]
pub struct Encoder<'p> {
    pack: Pack<'p>,
    kernel: Kernel,
}

impl Encoder<'static> {
    /// The encoder that is part of the program. The first call checks a header of a few hundred
    /// bytes; nothing is copied, parsed or touched before it is needed.
    #[must_use]
    pub fn embedded() -> &'static Encoder<'static> {
        static ENCODER: LazyLock<Encoder<'static>> = LazyLock::new(|| match Encoder::open(&EMBEDDED.0) {
            Ok(encoder) => encoder,
            // The bytes are fixed when the program is built, and a test opens them.
            Err(error) => unreachable!("{error}"),
        });
        &ENCODER
    }
}

impl<'p> Encoder<'p> {
    /// An encoder over the bytes of a pack, which it reads in place.
    pub fn open(bytes: &'p [u8]) -> Result<Encoder<'p>, PackError> {
        Ok(Encoder { pack: Pack::open(bytes)?, kernel: Kernel::best() })
    }

    /// The tokenizer alone.
    #[must_use]
    pub fn tokenizer(&self) -> Tokenizer<'p> {
        Tokenizer::new(self.pack)
    }

    /// The embedding of a row of the vocabulary, without its position; zeros of a row that is not there.
    pub fn embedding(&self, row: u32, out: &mut [f32]) {
        match self.pack.embeddings.get(row as usize) {
            Some(row) => forward::dequantise(row, out),
            None => out.fill(0.0),
        }
    }

    /// Encodes sentences of any number, length and language; the vectors are those of the sixth
    /// layer. Beyond the result it needs about 7 MB.
    ///
    /// A sentence of more than 510 pieces is encoded in overlapping windows; each piece then sees
    /// at least 64 pieces on either side, not the whole sentence.
    #[must_use]
    pub fn encode(&self, sentences: &[&str]) -> Vec<Encoded> {
        self.encode_layers(sentences, &[Layer::LAST])
    }

    /// As [`Encoder::encode`], with the vectors of other layers. Layers after the last one asked
    /// for are not computed; the others cost only the memory of their vectors.
    #[must_use]
    pub fn encode_layers(&self, sentences: &[&str], layers: &[Layer]) -> Vec<Encoded> {
        let tokenizer = self.tokenizer();
        let mut encoded: Vec<Encoded> = Vec::with_capacity(sentences.len());
        for sentence in sentences {
            let pieces = tokenizer.pieces(sentence);
            let matrix = Matrix { values: vec![0.0; pieces.len() * HIDDEN] };
            encoded.push(Encoded { pieces, layers: vec![matrix; layers.len()] });
        }
        let mut forward = Forward::new(self.pack, self.kernel);
        let lens: Vec<usize> = encoded.iter().map(|sentence| sentence.pieces.len()).collect();
        for chunk in chunks(lens, 2) {
            encode_chunk(&mut forward, &chunk, &mut encoded, layers, tokenizer.ends());
        }
        encoded
    }
}

/// Encodes one chunk, and puts the vectors where they belong.
fn encode_chunk(
    forward: &mut Forward,
    chunk: &[Place],
    encoded: &mut [Encoded],
    layers: &[Layer],
    [begin, end]: [u32; 2],
) {
    let rows = |(sentence_idx, window): &Place| {
        let pieces = &encoded[*sentence_idx].pieces[window.pieces.clone()];
        let inner = pieces.iter().map(|piece| piece.row);
        [begin].into_iter().chain(inner).chain([end]).collect()
    };
    let rows: Vec<Vec<u32>> = chunk.iter().map(rows).collect();
    let rows: Vec<&[u32]> = rows.iter().map(Vec::as_slice).collect();
    let n_layers = layers.iter().map(|layer| layer.0).max().unwrap_or(0);
    forward.run(&rows, n_layers, |number, states| {
        for (at, _) in layers.iter().enumerate().filter(|(_, layer)| layer.0 == number) {
            let mut first = 0;
            for (sentence_idx, window) in chunk {
                let Window { pieces, taken } = window;
                let from = first + 1 + taken.start - pieces.start;
                let states = &states[from * HIDDEN..(from + taken.len()) * HIDDEN];
                let values = &mut encoded[*sentence_idx].layers[at].values;
                values[taken.start * HIDDEN..taken.end * HIDDEN].copy_from_slice(states);
                first += pieces.len() + 2;
            }
        }
    });
}
