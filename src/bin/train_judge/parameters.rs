//! The judge's parameters as one row of numbers, in the order of the sections of its pack; how they
//! start, their values in 4 bits, and the pack's bytes.

use crate::four_bits::{bytes_of, round};
use crate::model::Model;
use crate::pack_bytes::{assembled, header};
use crate::random::Random;
use anyhow::{Result, ensure};
use mtlint::encoder::pack::{BLOCK, BLOCK_BYTES, FEED, GROUP, HIDDEN, N_HEADS, SOURCE_BLOCK};
use mtlint::encoder::pack::{half, interleaved, quantised};
use mtlint::judge::pack::JudgePack;
use mtlint::judge::sight::SEEN;

/// Layers of the judge: the published model's seventh and eighth.
pub const N_LAYERS: usize = 2;
/// Outputs a piece.
pub const N_OUTPUTS: usize = 8;
/// Sections of the parameters and of the pack.
pub const N_SECTIONS: usize = 2 + 10 * N_LAYERS + 2;

/// Number of a section: the fusion, and its bias.
pub const FUSION: usize = 0;
pub const FUSION_BIAS: usize = 1;
/// The first section of the first layer; the next layer's follow after [`PER_LAYER`].
pub const LAYERS: usize = 2;
pub const PER_LAYER: usize = 10;
/// The head, and its bias.
pub const HEAD: usize = LAYERS + N_LAYERS * PER_LAYER;
pub const HEAD_BIAS: usize = HEAD + 1;

/// Sections within a layer.
pub const QKV: usize = 0;
pub const OUT: usize = 2;
pub const OUT_NORM: usize = 4;
pub const UP: usize = 5;
pub const DOWN: usize = 7;
pub const DOWN_NORM: usize = 9;

const MAGIC: &[u8; 8] = b"mtljdg1\n";
/// The magic, six sizes, the number of sections, a zero.
const FIXED_HEADER: usize = 40;
/// Standard deviation of the head's weights at the start.
const HEAD_SPREAD: f32 = 0.02;
/// Bias of the columns that label pieces at the start: few pieces are wrong.
const LABEL_BIAS: f32 = -3.0;

/// Where a section lies and what it is.
#[derive(Clone, Copy)]
pub struct Section {
    pub start: usize,
    pub len: usize,
    /// Width of a matrix that is used in 4 bits; 0 of what is used as it is.
    pub quantised_width: usize,
    /// Whether it is a matrix, which decays.
    pub is_matrix: bool,
    /// Whether it is new, so that it learns faster.
    pub is_new: bool,
}

/// All sections.
pub const SECTIONS: [Section; N_SECTIONS] = sections();
/// All parameters.
pub const N_PARAMETERS: usize = SECTIONS[HEAD_BIAS].start + SECTIONS[HEAD_BIAS].len;

const fn sections() -> [Section; N_SECTIONS] {
    let layer = [
        (3 * HIDDEN * HIDDEN, HIDDEN),
        (3 * HIDDEN, 0),
        (HIDDEN * HIDDEN, HIDDEN),
        (HIDDEN, 0),
        (2 * HIDDEN, 0),
        (FEED * HIDDEN, HIDDEN),
        (FEED, 0),
        (HIDDEN * FEED, FEED),
        (HIDDEN, 0),
        (2 * HIDDEN, 0),
    ];
    let empty = Section { start: 0, len: 0, quantised_width: 0, is_matrix: false, is_new: false };
    let mut sections = [empty; N_SECTIONS];
    let (mut i, mut start) = (0, 0);
    while i < N_SECTIONS {
        let (len, quantised_width) = match i {
            FUSION => (HIDDEN * SEEN, SEEN),
            FUSION_BIAS => (HIDDEN, 0),
            HEAD => (N_OUTPUTS * HIDDEN, 0),
            HEAD_BIAS => (N_OUTPUTS, 0),
            _ => layer[(i - LAYERS) % PER_LAYER],
        };
        let is_matrix = quantised_width > 0 || i == HEAD;
        sections[i] = Section { start, len, quantised_width, is_matrix, is_new: i < LAYERS || i >= HEAD };
        start += len;
        i += 1;
    }
    sections
}

/// Section number `idx` of parameters or of their gradient.
pub fn section(values: &[f32], idx: usize) -> &[f32] {
    &values[SECTIONS[idx].start..][..SECTIONS[idx].len]
}

/// Section number `idx`, to be written.
pub fn section_mut(values: &mut [f32], idx: usize) -> &mut [f32] {
    &mut values[SECTIONS[idx].start..][..SECTIONS[idx].len]
}

/// The published layers, a fusion that adds nothing, and a head of small random weights, or of zeros
/// without `random`.
pub fn start(model: &Model, random: Option<&mut Random>) -> Result<Vec<f32>> {
    let mut values = vec![0.0; N_PARAMETERS];
    for layer in 0..N_LAYERS {
        let tensor = |name: &str| model.tensor(&format!("l{}.{name}", layer + 6));
        let all = [
            dequantised(&[tensor("q.w")?, tensor("k.w")?, tensor("v.w")?].concat()),
            floats(&[tensor("q.b")?, tensor("k.b")?, tensor("v.b")?].concat()),
            dequantised(tensor("ao.w")?),
            floats(tensor("ao.b")?),
            floats(&[tensor("aln.w")?, tensor("aln.b")?].concat()),
            dequantised(tensor("fi.w")?),
            floats(tensor("fi.b")?),
            dequantised(tensor("fo.w")?),
            floats(tensor("fo.b")?),
            floats(&[tensor("oln.w")?, tensor("oln.b")?].concat()),
        ];
        for (idx, tensor) in all.iter().enumerate() {
            let section = section_mut(&mut values, LAYERS + layer * PER_LAYER + idx);
            ensure!(section.len() == tensor.len(), "section {idx} has {} numbers in the model", tensor.len());
            section.copy_from_slice(tensor);
        }
    }
    if let Some(random) = random {
        section_mut(&mut values, HEAD).fill_with(|| random.normal() * HEAD_SPREAD);
    }
    section_mut(&mut values, HEAD_BIAS)[..6].fill(LABEL_BIAS);
    Ok(values)
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect()
}

/// The values of Q4_0 blocks.
fn dequantised(bytes: &[u8]) -> Vec<f32> {
    let mut values = Vec::with_capacity(bytes.len() / SOURCE_BLOCK * BLOCK);
    for block in bytes.as_chunks::<SOURCE_BLOCK>().0 {
        let scale = half(u16::from_le_bytes([block[0], block[1]]));
        let value = |nibble: u8| (f32::from(nibble) - 8.0) * scale;
        values.extend(block[2..].iter().map(|byte| value(byte & 15)));
        values.extend(block[2..].iter().map(|byte| value(byte >> 4)));
    }
    values
}

/// The parameters of some sections as the pack will hold them: matrices in 4 bits. `values` and `out`
/// start with the first of the sections.
pub fn effective(sections: &[Section], values: &[f32], out: &mut [f32]) {
    let first = sections.first().map_or(0, |section| section.start);
    for section in sections {
        let range = section.start - first..section.start - first + section.len;
        let (values, out) = (&values[range.clone()], &mut out[range]);
        out.copy_from_slice(values);
        if section.quantised_width > 0 {
            round(out);
        }
    }
}

/// The pack of the parameters.
pub fn pack(values: &[f32]) -> Vec<u8> {
    let sizes = [HIDDEN, N_LAYERS, N_HEADS, FEED, SEEN, N_OUTPUTS, N_SECTIONS, 0];
    let of_section = |(idx, Section { quantised_width, .. }): (usize, &Section)| {
        let values = section(values, idx);
        match *quantised_width {
            0 => bytes_of(values),
            width => interleaved(&quantised(values), width),
        }
    };
    let sections: Vec<Vec<u8>> = SECTIONS.iter().enumerate().map(of_section).collect();
    assembled(&header(*MAGIC, &sizes), &sections)
}

/// The parameters that a pack holds, to go on from.
pub fn unpacked(pack: &[u8]) -> Result<Vec<f32>> {
    JudgePack::open(pack)?;
    let mut values = vec![0.0; N_PARAMETERS];
    for (idx, Section { quantised_width, .. }) in SECTIONS.iter().enumerate() {
        let bytes = packed_section(pack, idx);
        let section = section_mut(&mut values, idx);
        match *quantised_width {
            0 => section.copy_from_slice(&floats(bytes)),
            n_in => {
                for (at, value) in section.iter_mut().enumerate() {
                    *value = read(bytes, n_in, at / n_in, at % n_in);
                }
            }
        }
    }
    Ok(values)
}

/// The bytes of a section of a pack that was opened before.
fn packed_section(pack: &[u8], idx: usize) -> &[u8] {
    let field = |i: usize| u64::from_le_bytes(pack[FIXED_HEADER + 8 * i..].as_chunks().0[0]) as usize;
    &pack[field(2 * idx)..][..field(2 * idx + 1)]
}

/// The value at a row and a column, as the description of the layout in `encoder::pack` has it.
fn read(section: &[u8], n_in: usize, row: usize, column: usize) -> f32 {
    let number = row / GROUP * (n_in / BLOCK) + column / BLOCK;
    let block = &section[number * BLOCK_BYTES..][..BLOCK_BYTES];
    let (row, column) = (row % GROUP, column % BLOCK);
    let scale = half(u16::from_le_bytes([block[2 * row], block[2 * row + 1]]));
    let (line, c) = (column / 4 % 4, column % 4);
    let byte = block[2 * GROUP + 64 * line + 4 * row + c];
    (f32::from(if column < 16 { byte & 15 } else { byte >> 4 }) - 8.0) * scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pack_holds_the_effective_values() {
        let mut random = Random(7);
        let values: Vec<f32> = (0..N_PARAMETERS).map(|_| random.normal() * 0.05).collect();
        let mut expected = vec![0.0; N_PARAMETERS];
        effective(&SECTIONS, &values, &mut expected);
        let pack = pack(&values);
        assert!(pack.starts_with(b"mtljdg1\n"));
        let read = unpacked(&pack).expect("a pack");
        for idx in 0..N_SECTIONS {
            let expected = section(&expected, idx);
            assert_eq!(section(&read, idx), expected, "section {idx}");
            let is_near = expected.iter().zip(section(&values, idx)).all(|(a, b)| (a - b).abs() < 0.03);
            assert!(is_near, "section {idx}");
        }
    }

    #[test]
    fn values_in_4_bits_stay_as_they_are() {
        let mut random = Random(3);
        let values: Vec<f32> = (0..64 * BLOCK).map(|_| random.normal()).collect();
        let once = quantised(&values);
        assert_eq!(quantised(&dequantised(&once)), once);
    }
}
