//! The encoder pack: the layout of `corpora/packs/encoder.bin`, and checked views into it.
//!
//! The pack is read in place. Opening it looks at the header and at the lengths of the sections
//! and at nothing else, so it costs the same for one byte as for forty million. It does not
//! verify a checksum: the bytes inside a section may be anything, and every reader of them is
//! written so that wrong bytes give wrong vectors, never a panic.
//!
//! The reading of the table of sections and of layers serves the judge's pack too.
//!
//! All numbers are little-endian. A header of [`HEADER_BYTES`] bytes:
//!
//! | offset | type | what |
//! |---|---|---|
//! | 0 | 8 bytes | [`MAGIC`] |
//! | 8 | u32 × 6 | hidden size, layers, heads, feed-forward size, positions, sections |
//! | 32 | u32 | pieces `n` in the vocabulary |
//! | 36 | f32 | score of an unknown character |
//! | 40 | u32 × 2 | reserved, 0 |
//! | 48 | (u64, u64) × sections | offset and length of each section, in bytes |
//!
//! then the sections in the order of [`Section`], each starting at a multiple of 64.
//!
//! A weight matrix of `n_out` × `n_in` is stored for the kernels in groups of 16 output rows:
//! for each group, for each block of 32 inputs, 16 half-precision scales (one a row) and 256
//! bytes of 4-bit weights ([`BLOCK_BYTES`] in all). Those bytes are four lines of 64; byte
//! `4 r + c` of line `i` holds the weight of row `r` for input `4 i + c` in its low half and for
//! input `4 (i + 4) + c` in its high half. A weight is (nibble − 8) × scale: the values of GGML's
//! Q4_0, of which this is a permutation.

use super::view::{F32s, U32s, U64s};
use std::fmt;

pub use super::view::half;

/// First eight bytes of a pack; the digit is the version of the layout.
pub const MAGIC: [u8; 8] = *b"mtlenc1\n";
/// Width of a token vector.
pub const HIDDEN: usize = 384;
/// Layers kept of the twelve that the model was published with.
pub const N_LAYERS: usize = 6;
/// Attention heads, each [`HEAD`] wide.
pub const N_HEADS: usize = 12;
/// Width of an attention head.
pub const HEAD: usize = HIDDEN / N_HEADS;
/// Width of the feed-forward layer.
pub const FEED: usize = 1536;
/// Positions the model was trained with, so the longest window.
pub const N_POSITIONS: usize = 512;
/// Inputs that share a scale, in weights and in activations.
pub const BLOCK: usize = 32;
/// Output rows interleaved in a weight matrix.
pub const GROUP: usize = 16;
/// Bytes of one block of one group: scales, then weights.
pub const BLOCK_BYTES: usize = 2 * GROUP + GROUP * BLOCK / 2;
/// Bytes of a Q4_0 block as GGML writes it: a half-precision scale and 32 weights of 4 bits, weight
/// `j` in the low half of byte `j` for j < 16, else in the high half of byte `j - 16`.
pub const SOURCE_BLOCK: usize = 2 + BLOCK / 2;
/// Bytes of one row of the embedding table: a half-precision scale and 16 bytes for each block,
/// input `j` of a block in the low half of byte `j`, input `j + 16` in the high half.
pub const EMBEDDING_BYTES: usize = HIDDEN / BLOCK * (2 + BLOCK / 2);
/// Rows of the embedding table after those of the vocabulary: begin, end, unknown.
pub const N_SPECIAL: usize = 3;
/// Bytes of the header: 48, and 16 for each section.
pub const HEADER_BYTES: usize = 48 + 16 * N_SECTIONS;

/// The sections before those of the layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// u32 a node in breadth-first order, and one that closes the last: the byte that leads to
    /// the node in the low 8 bits, the number of its first child in the high 24. The children of
    /// a node end where those of the next node begin, and are sorted by byte.
    TrieNodes,
    /// u64: bit `i % 64` of word `i / 64` tells whether a piece ends at node `i`.
    TrieEnds,
    /// u32 a word of `TrieEnds`: how many pieces end in the words before it. Pieces are numbered
    /// in the order of their nodes.
    TrieRanks,
    /// f32 a piece: its log probability.
    Scores,
    /// u32: code points that normalisation replaces, sorted.
    NormFrom,
    /// u32 a replaced code point, and one more: where its replacement starts in `NormTo`.
    NormStarts,
    /// u32: the replacements, one after another.
    NormTo,
    /// Rows of [`EMBEDDING_BYTES`] bytes: the pieces, then begin, end, unknown.
    Embeddings,
    /// Half-precision, [`N_POSITIONS`] × [`HIDDEN`]: position and token-type embeddings, added.
    Positions,
    /// f32, 2 × [`HIDDEN`]: weight and bias of the normalisation of the embeddings.
    EmbeddingNorm,
}

/// Sections before those of the layers.
pub const N_GLOBAL: usize = Section::EmbeddingNorm as usize + 1;
/// Sections of each layer, in the order of the fields of [`LayerView`].
pub const N_PER_LAYER: usize = 10;
/// All sections.
pub const N_SECTIONS: usize = N_GLOBAL + N_LAYERS * N_PER_LAYER;

const SHAPE: Shape<6> = Shape {
    magic: MAGIC,
    sizes: [HIDDEN, N_LAYERS, N_HEADS, FEED, N_POSITIONS, N_SECTIONS],
    table: 48,
    n_sections: N_SECTIONS,
};

/// A weight matrix in place.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'p> {
    /// For each group of 16 rows, for each block of 32 inputs.
    pub blocks: &'p [[u8; BLOCK_BYTES]],
    /// One a row.
    pub bias: F32s<'p>,
    /// Inputs; a multiple of [`BLOCK`]. Outputs are `bias.len()`, a multiple of [`GROUP`].
    pub n_in: usize,
}

/// Weight and bias of a layer normalisation, [`HIDDEN`] each.
#[derive(Clone, Copy, Debug)]
pub struct Norm<'p> {
    /// Weights.
    pub weight: F32s<'p>,
    /// Biases.
    pub bias: F32s<'p>,
}

/// One layer in place.
#[derive(Clone, Copy, Debug)]
pub struct LayerView<'p> {
    /// Query, key and value, one above the other: 1152 × 384.
    pub qkv: Weights<'p>,
    /// Output of the attention: 384 × 384.
    pub out: Weights<'p>,
    /// Normalisation after the attention.
    pub out_norm: Norm<'p>,
    /// Into the feed-forward layer: 1536 × 384.
    pub up: Weights<'p>,
    /// Out of it: 384 × 1536.
    pub down: Weights<'p>,
    /// Normalisation after it.
    pub down_norm: Norm<'p>,
}

/// What is wrong with a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackError {
    /// It does not start with the magic bytes of its kind.
    NotAPack,
    /// It ends before its header does, or before one of its sections does.
    Truncated,
    /// Its sizes are not those that this program was written for.
    OtherModel,
    /// A section is not as long as the header makes it; the number is its place in the table.
    SectionLength(usize),
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PackError::NotAPack => write!(f, "not a pack of the kind"),
            PackError::Truncated => write!(f, "the pack is cut short"),
            PackError::OtherModel => write!(f, "the pack is of another model"),
            PackError::SectionLength(i) => write!(f, "section {i} of the pack has a wrong length"),
        }
    }
}

impl std::error::Error for PackError {}

/// A pack whose header was checked: views of its sections.
#[derive(Clone, Copy, Debug)]
pub struct Pack<'p> {
    /// See [`Section::TrieNodes`].
    pub trie_nodes: U32s<'p>,
    /// See [`Section::TrieEnds`].
    pub trie_ends: U64s<'p>,
    /// See [`Section::TrieRanks`].
    pub trie_ranks: U32s<'p>,
    /// See [`Section::Scores`].
    pub scores: F32s<'p>,
    /// Score of a character that no piece holds.
    pub unknown_score: f32,
    /// See [`Section::NormFrom`].
    pub norm_from: U32s<'p>,
    /// See [`Section::NormStarts`].
    pub norm_starts: U32s<'p>,
    /// See [`Section::NormTo`].
    pub norm_to: U32s<'p>,
    /// See [`Section::Embeddings`].
    pub embeddings: &'p [[u8; EMBEDDING_BYTES]],
    /// See [`Section::Positions`].
    pub positions: &'p [[u8; 2 * HIDDEN]],
    /// See [`Section::EmbeddingNorm`].
    pub embedding_norm: Norm<'p>,
    /// The layers, first to last.
    pub layers: [LayerView<'p>; N_LAYERS],
}

impl<'p> Pack<'p> {
    /// Checks the header and takes the views. Reads no section.
    pub fn open(bytes: &'p [u8]) -> Result<Pack<'p>, PackError> {
        let sections = Sections::open(bytes, &SHAPE)?;
        let header = U32s::new(&bytes[..48]);
        let n_pieces = header.get(8).ok_or(PackError::Truncated)? as usize;
        let pack = Pack {
            trie_nodes: U32s::new(sections.get(Section::TrieNodes as usize)?),
            trie_ends: U64s::new(sections.get(Section::TrieEnds as usize)?),
            trie_ranks: U32s::new(sections.get(Section::TrieRanks as usize)?),
            scores: sections.floats(Section::Scores as usize, n_pieces)?,
            unknown_score: F32s::new(&bytes[36..40]).get(0).unwrap_or(0.0),
            norm_from: U32s::new(sections.get(Section::NormFrom as usize)?),
            norm_starts: U32s::new(sections.get(Section::NormStarts as usize)?),
            norm_to: U32s::new(sections.get(Section::NormTo as usize)?),
            embeddings: sections.rows(Section::Embeddings as usize, n_pieces + N_SPECIAL)?,
            positions: sections.rows(Section::Positions as usize, N_POSITIONS)?,
            embedding_norm: sections.norm(Section::EmbeddingNorm as usize)?,
            layers: sections.layers(N_GLOBAL)?,
        };
        if pack.trie_ends.len() != pack.trie_ranks.len() {
            return Err(PackError::SectionLength(Section::TrieRanks as usize));
        }
        Ok(pack)
    }
}

/// What the head of a pack has to hold, and where its table of sections lies.
pub(crate) struct Shape<const N: usize> {
    /// The first eight bytes.
    pub magic: [u8; 8],
    /// Numbers of 32 bits that follow them.
    pub sizes: [usize; N],
    /// Where the table starts, in bytes.
    pub table: usize,
    /// Sections in it.
    pub n_sections: usize,
}

/// The bytes of a pack and the table at their head.
#[derive(Clone, Copy)]
pub(crate) struct Sections<'p> {
    bytes: &'p [u8],
    table: U64s<'p>,
}

impl<'p> Sections<'p> {
    /// Checks the head. Looks at no section.
    pub fn open<const N: usize>(bytes: &'p [u8], shape: &Shape<N>) -> Result<Sections<'p>, PackError> {
        if !bytes.starts_with(&shape.magic) {
            return Err(PackError::NotAPack);
        }
        let (head, table) = bytes
            .get(..shape.table + 16 * shape.n_sections)
            .and_then(|header| header.split_at_checked(shape.table))
            .ok_or(PackError::Truncated)?;
        let found = U32s::new(&head[shape.magic.len()..]);
        if !found.iter().take(N).eq(shape.sizes.iter().map(|&size| size as u32)) {
            return Err(PackError::OtherModel);
        }
        Ok(Sections { bytes, table: U64s::new(table) })
    }

    /// The bytes of section `idx`.
    pub fn get(&self, idx: usize) -> Result<&'p [u8], PackError> {
        let field = |i| self.table.get(i).and_then(|v| usize::try_from(v).ok());
        let (start, len) = field(2 * idx).zip(field(2 * idx + 1)).ok_or(PackError::Truncated)?;
        let end = start.checked_add(len).ok_or(PackError::Truncated)?;
        self.bytes.get(start..end).ok_or(PackError::Truncated)
    }

    /// Section `idx` as `n` rows of `N` bytes.
    pub fn rows<const N: usize>(&self, idx: usize, n: usize) -> Result<&'p [[u8; N]], PackError> {
        let (rows, rest) = self.get(idx)?.as_chunks::<N>();
        if rows.len() != n || !rest.is_empty() {
            return Err(PackError::SectionLength(idx));
        }
        Ok(rows)
    }

    /// Section `idx` as `n` numbers.
    pub fn floats(&self, idx: usize, n: usize) -> Result<F32s<'p>, PackError> {
        Ok(F32s::of_rows(self.rows(idx, n)?))
    }

    fn norm(&self, idx: usize) -> Result<Norm<'p>, PackError> {
        let (weight, bias) = self.floats(idx, 2 * HIDDEN)?.split_at(HIDDEN);
        Ok(Norm { weight, bias })
    }

    /// A matrix in section `idx`, and its bias in the next.
    pub fn weights(&self, idx: usize, n_out: usize, n_in: usize) -> Result<Weights<'p>, PackError> {
        let blocks = self.rows(idx, n_out / GROUP * (n_in / BLOCK))?;
        Ok(Weights { blocks, bias: self.floats(idx + 1, n_out)?, n_in })
    }

    fn layer(&self, first: usize) -> Result<LayerView<'p>, PackError> {
        Ok(LayerView {
            qkv: self.weights(first, 3 * HIDDEN, HIDDEN)?,
            out: self.weights(first + 2, HIDDEN, HIDDEN)?,
            out_norm: self.norm(first + 4)?,
            up: self.weights(first + 5, FEED, HIDDEN)?,
            down: self.weights(first + 7, HIDDEN, FEED)?,
            down_norm: self.norm(first + 9)?,
        })
    }

    /// Layers one after another from section `first` on, [`N_PER_LAYER`] sections each.
    pub fn layers<const N: usize>(&self, first: usize) -> Result<[LayerView<'p>; N], PackError> {
        let mut layers = [self.layer(first)?; N];
        for (idx, layer) in layers.iter_mut().enumerate().skip(1) {
            *layer = self.layer(first + idx * N_PER_LAYER)?;
        }
        Ok(layers)
    }
}

/// A block in 4 bits: the half-precision bits of its scale, and for each value a number of 0 to 15
/// which stands for itself less 8, times the scale.
#[inline]
#[must_use]
pub fn quantised_block(values: &[f32; BLOCK]) -> (u16, [u8; BLOCK]) {
    let extreme = values.iter().fold(0.0f32, |most, &value| if value.abs() > most.abs() { value } else { most });
    let scale = to_half(extreme / -8.0);
    let inverse = if half(scale) == 0.0 { 0.0 } else { 1.0 / half(scale) };
    (scale, values.map(|value| (value * inverse + 8.0).clamp(0.0, 15.0).round_ties_even() as u8))
}

/// Rows of values, a multiple of [`BLOCK`] wide → rows of Q4_0 blocks of [`SOURCE_BLOCK`] bytes.
#[must_use]
pub fn quantised(values: &[f32]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(values.len() / BLOCK * SOURCE_BLOCK);
    for block in values.as_chunks::<BLOCK>().0 {
        let (scale, weights) = quantised_block(block);
        bytes.extend(scale.to_le_bytes());
        bytes.extend((0..BLOCK / 2).map(|j| weights[j] | weights[j + BLOCK / 2] << 4));
    }
    bytes
}

/// Rows of Q4_0 blocks of a matrix `n_in` wide → groups of [`GROUP`] interleaved rows, the layout
/// of [`Weights`].
#[must_use]
pub fn interleaved(matrix: &[u8], n_in: usize) -> Vec<u8> {
    let n_blocks = n_in / BLOCK;
    let mut bytes = Vec::with_capacity(matrix.len());
    for group in matrix.chunks(GROUP * n_blocks * SOURCE_BLOCK) {
        for block in 0..n_blocks {
            let source = |row: usize| &group[(row * n_blocks + block) * SOURCE_BLOCK..][..SOURCE_BLOCK];
            bytes.extend((0..GROUP).flat_map(|row| &source(row)[..2]));
            // Input `j` is in the low half of byte `j` for j < 16, else in the high half of byte `j - 16`.
            let weight = |row: usize, j: usize| source(row)[2 + j % 16] >> (4 * (j / 16)) & 15;
            for line in 0..4 {
                for row in 0..GROUP {
                    bytes.extend((0..4).map(|c| weight(row, 4 * line + c) | weight(row, 4 * (line + 4) + c) << 4));
                }
            }
        }
    }
    bytes
}

/// The nearest half-precision number, ties to even; for numbers within its range.
#[must_use]
pub fn to_half(value: f32) -> u16 {
    let sign = (value.to_bits() >> 16 & 0x8000) as u16;
    // The exponent of a half is off by 112 from that of a single; below the least normal half the
    // step is 2^-24, above it the 13 bits that a half lacks are rounded away.
    if value.abs() < 2f32.powi(-14) {
        return sign | (value.abs() * 2f32.powi(24)).round_ties_even() as u16;
    }
    let bits = value.abs().to_bits() - (112 << 23);
    sign | ((bits + 0xfff + (bits >> 13 & 1)) >> 13) as u16
}
