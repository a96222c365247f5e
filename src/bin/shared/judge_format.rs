//! What the file that `make_judge_data` writes begins with, and what marks its records.
//!
//! The file is [`MAGIC`] and records, little-endian. A source is a byte 0, u32 tokens, and their vectors (384 halves
//! each); sources are numbered as they come. An example is a byte 1 and
//!
//! * u32 group, u16 language, u8 corruption (0 clean, 255 post-edited), u8 supervised columns (bit 7: the sentence),
//!   i32 source or -1, u16 pieces, u16 tokens;
//! * for each piece the tokens it overlaps: u16 first, u16 end;
//! * for each token a byte of labels;
//! * for each piece its state, unless `supervised` has [`NO_STATES`], for each token its vector (384 halves each).
//!
//! Examples of one group follow one another, the clean one first.

/// First bytes of the file.
pub const MAGIC: &[u8; 8] = b"MTJD1\0\0\0";
/// Of `supervised`: the states of the pieces are left out.
pub const NO_STATES: u8 = 1 << 6;
