//! The records of the training file.
//!
//! Little-endian. After `MTJD1\0\0\0` come records. One that begins with byte 0 is a source: number of
//! tokens (u32) and their vectors (half precision, tokens × 384); sources are numbered as they come. One
//! that begins with byte 1 is an example: number of its group (u32), language (u16), corruption (u8, 0
//! clean, 255 post-edited), supervised columns (u8, bit 7: the sentence), its source (i32, -1 none),
//! pieces and tokens (u16 each), for each piece the tokens it overlaps (u16, u16), for each token its
//! labels (u8), then pieces × 384 encoder states and tokens × 384 token vectors in half precision.

use crate::encode::Encoding;
use half::f16;
use mtlint::align::vectors::WIDTH;
use std::io::{Result, Write};

pub struct Example {
    pub language: u16,
    pub corruption: u8,
    pub supervised: u8,
    pub labels: Vec<u8>,
    pub encoding: Encoding,
}

fn halves(out: &mut impl Write, values: &[f32]) -> Result<()> {
    let bytes: Vec<u8> = values.iter().flat_map(|&value| f16::from_f32(value).to_le_bytes()).collect();
    out.write_all(&bytes)
}

pub fn source(out: &mut impl Write, vectors: &[[f32; WIDTH]]) -> Result<()> {
    out.write_all(&[0])?;
    out.write_all(&(vectors.len() as u32).to_le_bytes())?;
    halves(out, vectors.as_flattened())
}

/// Of `supervised`: the states of the pieces are left out.
const NO_STATES: u8 = 1 << 6;

pub fn example(out: &mut impl Write, example: &Example, group: u32, source: i32, with_states: bool) -> Result<()> {
    let supervised = if with_states { example.supervised } else { example.supervised | NO_STATES };
    let encoding = &example.encoding;
    out.write_all(&[1])?;
    out.write_all(&group.to_le_bytes())?;
    out.write_all(&example.language.to_le_bytes())?;
    out.write_all(&[example.corruption, supervised])?;
    out.write_all(&source.to_le_bytes())?;
    out.write_all(&(encoding.of_pieces.len() as u16).to_le_bytes())?;
    out.write_all(&(encoding.tokens.len() as u16).to_le_bytes())?;
    for (first, end) in &encoding.of_pieces {
        out.write_all(&first.to_le_bytes())?;
        out.write_all(&end.to_le_bytes())?;
    }
    out.write_all(&example.labels)?;
    if with_states {
        halves(out, &encoding.states)?;
    }
    halves(out, encoding.vectors.as_flattened())
}
