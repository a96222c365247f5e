//! The appraiser's parameters as one row of numbers, their values in 4 bits, and the pack's bytes.

use mtlint::encoder::pack::{interleaved, quantised};
use mtlint::judge::appraisal::pack::{HIDDEN, MAGIC, N_OUTPUTS, N_SECTIONS, PER_SIDE};
use mtlint::judge::appraisal::view::SEEN;

use crate::bits::Random;
use crate::four_bits::{bytes_of, round};
use crate::pack_bytes::{assembled, header};
use crate::ranking;

/// Outputs of a token in training: the pack's, and on the target's side the five labels.
pub const N_TRAINED: [usize; 2] = [N_OUTPUTS, ranking::N_TRAINED];
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
        round(&mut out[place.hidden..place.bias]);
    }
}

/// The pack of the parameters.
pub fn pack(values: &[f32]) -> Vec<u8> {
    let mut sections = Vec::with_capacity(N_SECTIONS);
    for side in SIDES {
        let place = place(side);
        sections.push(interleaved(&quantised(&values[place.hidden..place.bias]), SEEN));
        sections.push(bytes_of(&values[place.bias..place.head]));
        sections.push(bytes_of(&values[place.head..][..N_OUTPUTS * HIDDEN]));
        sections.push(bytes_of(&values[place.head_bias..][..N_OUTPUTS]));
        debug_assert_eq!(sections.len() % PER_SIDE, 0);
    }
    sections.push(bytes_of(&values[WHOLE_BIAS..]));
    assembled(&header(MAGIC, &[SEEN, HIDDEN, N_OUTPUTS, N_SECTIONS]), &sections)
}
