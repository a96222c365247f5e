//! The appraiser's parameters as one row of numbers, their values in 4 bits, and the pack's bytes.

use mtlint::encoder::pack::{BLOCK, half, interleaved, quantised, quantised_block};
use mtlint::judge::appraisal::pack::{HEADER_BYTES, HIDDEN, MAGIC, N_OUTPUTS, N_SECTIONS, PER_SIDE};
use mtlint::judge::appraisal::view::SEEN;

use crate::random::Random;

/// Outputs of a token in training: the pack's, and on the target's side the five labels.
pub const N_LABELS: usize = 5;
pub const N_TRAINED: [usize; 2] = [N_OUTPUTS, N_OUTPUTS + N_LABELS];
/// Bias of the labels at the start: few tokens are wrong.
const LABEL_BIAS: f32 = -3.0;
/// Sides: the source's, the target's.
pub const SIDES: [usize; 2] = [0, 1];

/// Where a side's parameters lie.
#[derive(Clone, Copy)]
pub struct Place {
    pub hidden: usize,
    pub bias: usize,
    pub head: usize,
    pub head_bias: usize,
    pub end: usize,
}

/// Of a side.
pub const fn place(side: usize) -> Place {
    let hidden = if side == 0 { 0 } else { place(0).end };
    let bias = hidden + HIDDEN * SEEN;
    let head = bias + HIDDEN;
    let head_bias = head + N_TRAINED[side] * HIDDEN;
    Place { hidden, bias, head, head_bias, end: head_bias + N_TRAINED[side] }
}

/// Where the bias of the whole is.
pub const WHOLE_BIAS: usize = place(1).end;
/// All parameters.
pub const N_PARAMETERS: usize = WHOLE_BIAS + 1;

/// Small random weights.
pub fn start(random: &mut Random) -> Vec<f32> {
    let mut values = vec![0.0; N_PARAMETERS];
    for side in SIDES {
        let place = place(side);
        let spread = |n_in: usize| 1.0 / (3.0 * n_in as f32).sqrt();
        values[place.hidden..place.bias].fill_with(|| random.normal() * spread(SEEN));
        values[place.head..place.head_bias].fill_with(|| random.normal() * spread(HIDDEN));
        values[place.head_bias + N_OUTPUTS..place.end].fill(LABEL_BIAS);
    }
    values
}

/// The parameters as the pack will hold them: hidden weights in 4 bits.
pub fn effective(values: &[f32], out: &mut [f32]) {
    out.copy_from_slice(values);
    for side in SIDES {
        let place = place(side);
        for block in out[place.hidden..place.bias].as_chunks_mut::<BLOCK>().0 {
            let (scale, weights) = quantised_block(block);
            *block = weights.map(|weight| (f32::from(weight) - 8.0) * half(scale));
        }
    }
}

/// The pack of the parameters.
pub fn pack(values: &[f32]) -> Vec<u8> {
    let floats = |values: &[f32]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
    let mut sections = Vec::with_capacity(N_SECTIONS);
    for side in SIDES {
        let place = place(side);
        sections.push(interleaved(&quantised(&values[place.hidden..place.bias]), SEEN));
        sections.push(floats(&values[place.bias..place.head]));
        sections.push(floats(&values[place.head..][..N_OUTPUTS * HIDDEN]));
        sections.push(floats(&values[place.head_bias..][..N_OUTPUTS]));
        debug_assert_eq!(sections.len() % PER_SIDE, 0);
    }
    sections.push(floats(&values[WHOLE_BIAS..]));
    let mut bytes = MAGIC.to_vec();
    bytes.extend([SEEN, HIDDEN, N_OUTPUTS, N_SECTIONS].iter().flat_map(|&size| (size as u32).to_le_bytes()));
    let table = bytes.len();
    bytes.resize(HEADER_BYTES, 0);
    for (idx, section) in sections.iter().enumerate() {
        bytes.resize(bytes.len().next_multiple_of(64), 0);
        let entry = [bytes.len() as u64, section.len() as u64].map(u64::to_le_bytes);
        bytes[table + 16 * idx..][..16].copy_from_slice(entry.as_flattened());
        bytes.extend(section);
    }
    bytes
}
