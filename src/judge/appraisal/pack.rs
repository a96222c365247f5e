//! The appraiser's pack: the layout of `corpora/packs/appraiser.bin`, and checked views into it.
//!
//! Conventions are those of [`crate::encoder::pack`]. A header of [`HEADER_BYTES`] bytes:
//!
//! | offset | type | what |
//! |---|---|---|
//! | 0 | 8 bytes | [`MAGIC`] |
//! | 8 | u32 × 4 | numbers seen, hidden units, outputs, sections |
//! | 24 | (u64, u64) × sections | offset and length of each section, in bytes |
//!
//! then the sections, each starting at a multiple of 64:
//!
//! | section | what |
//! |---|---|
//! | 0, 1 | the source's side: weights, hidden units × seen, in 4 bits; biases |
//! | 2, 3 | its head: weights, f32, outputs × hidden units; biases |
//! | 4 to 7 | the same of the target's side |
//! | 8 | bias of the whole, one f32 |

use crate::encoder::F32s;
use crate::encoder::pack::{PackError, Sections, Shape, Weights};

use super::super::pooling::N_POOLED;
use super::view::SEEN;

/// First eight bytes of a pack; the digit is the version of the layout.
pub const MAGIC: [u8; 8] = *b"mtlapp1\n";
/// Hidden units of a side.
pub const HIDDEN: usize = 256;
/// Outputs of a token.
pub const N_OUTPUTS: usize = N_POOLED;
/// Sections of a side.
pub const PER_SIDE: usize = 4;
/// All sections.
pub const N_SECTIONS: usize = 2 * PER_SIDE + 1;
/// Bytes of the header.
pub const HEADER_BYTES: usize = SHAPE.table + 16 * N_SECTIONS;

const SHAPE: Shape<4> =
    Shape { magic: MAGIC, sizes: [SEEN, HIDDEN, N_OUTPUTS, N_SECTIONS], table: 24, n_sections: N_SECTIONS };

/// The weights of a side.
#[derive(Clone, Copy, Debug)]
pub struct SideView<'p> {
    /// From what a token is seen with to the hidden units.
    pub hidden: Weights<'p>,
    /// From these, if they are above 0, to the outputs: outputs × hidden units.
    pub head: F32s<'p>,
    /// One an output.
    pub head_bias: F32s<'p>,
}

/// A pack whose header was checked: views of its sections.
#[derive(Clone, Copy, Debug)]
pub struct AppraiserPack<'p> {
    /// For the tokens of the source.
    pub source: SideView<'p>,
    /// For those of the target.
    pub target: SideView<'p>,
    /// One number.
    pub bias: F32s<'p>,
}

impl<'p> AppraiserPack<'p> {
    /// Checks the header and takes the views. Reads no section.
    pub fn open(bytes: &'p [u8]) -> Result<AppraiserPack<'p>, PackError> {
        let sections = Sections::open(bytes, &SHAPE)?;
        let side = |first: usize| {
            Ok(SideView {
                hidden: sections.weights(first, HIDDEN, SEEN)?,
                head: sections.floats(first + 2, N_OUTPUTS * HIDDEN)?,
                head_bias: sections.floats(first + 3, N_OUTPUTS)?,
            })
        };
        Ok(AppraiserPack { source: side(0)?, target: side(PER_SIDE)?, bias: sections.floats(2 * PER_SIDE, 1)? })
    }
}
