//! The records of the training file, as `judge_format.rs` describes them.

use crate::encode::Encoding;
use crate::judge_format::NO_STATES;
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
