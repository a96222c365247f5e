//! The reader's pack: the layout of `corpora/packs/reader.bin`, and checked views into it.
//!
//! Conventions are those of [`crate::encoder::pack`]. A header of [`HEADER_BYTES`] bytes:
//!
//! | offset | type | what |
//! |---|---|---|
//! | 0 | 8 bytes | [`MAGIC`] |
//! | 8 | u32 × 6 | width of an embedding, [`NARROW`], [`WIDE`], [`DEEP`], [`N_OUTPUTS`], sections |
//! | 32 | (u64, u64) × sections | offset and length of each section, in bytes |
//!
//! then the sections, each starting at a multiple of 64:
//!
//! | section | what |
//! |---|---|
//! | 0, 1 | projection of an embedding: weights, [`NARROW`] × 384, in 4 bits; biases |
//! | 2, 3 | first layer: weights, [`WIDE`] × [`FIRST_SEEN`], in 4 bits; biases |
//! | 4, 5 | second layer: weights, [`DEEP`] × [`SECOND_SEEN`], in 4 bits; biases |
//! | 6, 7 | head: weights, f32, [`N_OUTPUTS`] × ([`DEEP`] + [`WIDE`]); biases |

use crate::encoder::F32s;
use crate::encoder::pack::{HIDDEN, PackError, Sections, Shape, Weights};

use super::super::pooling::N_POOLED;

/// First eight bytes of a pack; the digit is the version of the layout.
pub const MAGIC: [u8; 8] = *b"mtlrea1\n";
/// Width of a projected embedding.
pub const NARROW: usize = 96;
/// Units of the first layer.
pub const WIDE: usize = 256;
/// Units of the second layer.
pub const DEEP: usize = 128;
/// Pieces that the first layer sees: two before a piece, itself, two behind it.
pub const FIRST_TAPS: [isize; 5] = [-2, -1, 0, 1, 2];
/// Pieces of which the second layer sees the first.
pub const SECOND_TAPS: [isize; 3] = [-2, 0, 2];
/// Numbers that the first layer sees of a piece.
pub const FIRST_SEEN: usize = FIRST_TAPS.len() * NARROW;
/// Numbers that the second layer sees of a piece.
pub const SECOND_SEEN: usize = SECOND_TAPS.len() * WIDE;
/// Outputs of a piece.
pub const N_OUTPUTS: usize = N_POOLED;
/// All sections.
pub const N_SECTIONS: usize = 8;
/// Bytes of the header.
pub const HEADER_BYTES: usize = SHAPE.table + 16 * N_SECTIONS;

const SHAPE: Shape<6> = Shape {
    magic: MAGIC,
    sizes: [HIDDEN, NARROW, WIDE, DEEP, N_OUTPUTS, N_SECTIONS],
    table: 32,
    n_sections: N_SECTIONS,
};

/// A pack whose header was checked: views of its sections.
#[derive(Clone, Copy, Debug)]
pub struct ReaderPack<'p> {
    /// Of an embedding to fewer numbers.
    pub projection: Weights<'p>,
    /// From the projections of neighbours to the units of the first layer.
    pub first: Weights<'p>,
    /// From these, if they are above 0, to the units of the second.
    pub second: Weights<'p>,
    /// From the units of the second and of the first to the outputs.
    pub head: F32s<'p>,
    /// One an output.
    pub head_bias: F32s<'p>,
}

impl<'p> ReaderPack<'p> {
    /// Checks the header and takes the views. Reads no section.
    pub fn open(bytes: &'p [u8]) -> Result<ReaderPack<'p>, PackError> {
        let sections = Sections::open(bytes, &SHAPE)?;
        Ok(ReaderPack {
            projection: sections.weights(0, NARROW, HIDDEN)?,
            first: sections.weights(2, WIDE, FIRST_SEEN)?,
            second: sections.weights(4, DEEP, SECOND_SEEN)?,
            head: sections.floats(6, N_OUTPUTS * (DEEP + WIDE))?,
            head_bias: sections.floats(7, N_OUTPUTS)?,
        })
    }
}
