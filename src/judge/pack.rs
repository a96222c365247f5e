//! The judge's pack: the layout of `corpora/packs/judge.bin`, and checked views into it.
//!
//! It is read in place, like the encoder's, whose conventions hold here too (see
//! [`crate::encoder::pack`]): opening it looks at the header and at the lengths of the sections and
//! at nothing else; wrong bytes inside a section give wrong verdicts, never a panic.
//!
//! All numbers are little-endian. A header of [`HEADER_BYTES`] bytes:
//!
//! | offset | type | what |
//! |---|---|---|
//! | 0 | 8 bytes | [`MAGIC`] |
//! | 8 | u32 × 6 | hidden size, layers, heads, feed-forward size, numbers seen, outputs |
//! | 32 | u32 × 2 | sections; reserved, 0 |
//! | 40 | (u64, u64) × sections | offset and length of each section, in bytes |
//!
//! then the sections, each starting at a multiple of 64:
//!
//! | section | what |
//! |---|---|
//! | 0, 1 | fusion: weights 384 × 1568, bias 384 |
//! | 2 to 21 | the two layers, ten sections each, as in the encoder's pack |
//! | 22 | head: weights, f32, 8 × 384 |
//! | 23 | head: bias, f32, 8 |

use crate::encoder::F32s;
use crate::encoder::pack::{FEED, HIDDEN, LayerView, N_HEADS, N_PER_LAYER, PackError, Sections, Shape, Weights};

use super::sight::SEEN;

/// First eight bytes of a pack; the digit is the version of the layout.
pub const MAGIC: [u8; 8] = *b"mtljdg1\n";
/// Layers on top of the encoder's six.
pub const N_LAYERS: usize = 2;
/// Outputs of the head for a piece: the columns of [`super::Defect`], then local and pooled fluency.
pub const N_OUTPUTS: usize = 8;
/// All sections.
pub const N_SECTIONS: usize = HEAD_WEIGHTS + 2;
/// Bytes of the header: 40, and 16 for each section.
pub const HEADER_BYTES: usize = SHAPE.table + 16 * N_SECTIONS;

const FUSION: usize = 0;
const LAYERS: usize = 2;
const HEAD_WEIGHTS: usize = LAYERS + N_LAYERS * N_PER_LAYER;

const SHAPE: Shape<8> = Shape {
    magic: MAGIC,
    sizes: [HIDDEN, N_LAYERS, N_HEADS, FEED, SEEN, N_OUTPUTS, N_SECTIONS, 0],
    table: 40,
    n_sections: N_SECTIONS,
};

/// A pack whose header was checked: views of its sections.
#[derive(Clone, Copy, Debug)]
pub struct JudgePack<'p> {
    /// From what a token sees of its source to what is added to its pieces' states: 384 × 1568.
    pub fusion: Weights<'p>,
    /// The layers, first to last.
    pub layers: [LayerView<'p>; N_LAYERS],
    /// Weights of the head, a row an output: 8 × 384.
    pub head: F32s<'p>,
    /// Its biases: 8.
    pub head_bias: F32s<'p>,
}

impl<'p> JudgePack<'p> {
    /// Checks the header and takes the views. Reads no section.
    pub fn open(bytes: &'p [u8]) -> Result<JudgePack<'p>, PackError> {
        let sections = Sections::open(bytes, &SHAPE)?;
        Ok(JudgePack {
            fusion: sections.weights(FUSION, HIDDEN, SEEN)?,
            layers: sections.layers(LAYERS)?,
            head: sections.floats(HEAD_WEIGHTS, N_OUTPUTS * HIDDEN)?,
            head_bias: sections.floats(HEAD_WEIGHTS + 1, N_OUTPUTS)?,
        })
    }
}
