//! The reader's parameters as one row of numbers, their values in 4 bits, and the pack's bytes.

use std::ops::Range;

use mtlint::encoder::pack::{HIDDEN, interleaved, quantised};
use mtlint::judge::reading::pack::{DEEP, FIRST_SEEN, MAGIC, N_OUTPUTS, N_SECTIONS, NARROW, SECOND_SEEN, WIDE};

use crate::bits::Random;
use crate::four_bits::{bytes_of, round};
use crate::pack_bytes::{assembled, header};
use crate::ranking::N_TRAINED;

/// What the head sees of a piece.
pub const HEAD_SEEN: usize = DEEP + WIDE;
/// Bias of the labels at the start: few pieces are wrong.
const LABEL_BIAS: f32 = -3.0;

/// Weights and biases of a layer.
#[derive(Clone, Copy)]
pub struct Layer {
    start: usize,
    pub n_in: usize,
    pub n_out: usize,
}

impl Layer {
    const fn after(before: Option<Layer>, n_in: usize, n_out: usize) -> Layer {
        let start = match before {
            Some(layer) => layer.bias_start() + layer.n_out,
            None => 0,
        };
        Layer { start, n_in, n_out }
    }

    const fn bias_start(self) -> usize {
        self.start + self.n_in * self.n_out
    }

    pub fn weights(self) -> Range<usize> {
        self.start..self.bias_start()
    }

    pub fn bias(self) -> Range<usize> {
        self.bias_start()..self.bias_start() + self.n_out
    }
}

pub const PROJECTION: Layer = Layer::after(None, HIDDEN, NARROW);
pub const FIRST: Layer = Layer::after(Some(PROJECTION), FIRST_SEEN, WIDE);
pub const SECOND: Layer = Layer::after(Some(FIRST), SECOND_SEEN, DEEP);
pub const HEAD: Layer = Layer::after(Some(SECOND), HEAD_SEEN, N_TRAINED);
/// Those whose weights the pack holds in 4 bits.
const QUANTISED: [Layer; 3] = [PROJECTION, FIRST, SECOND];
/// All parameters.
pub const N_PARAMETERS: usize = HEAD.bias_start() + HEAD.n_out;

/// Small random weights.
pub fn start(random: &mut Random) -> Vec<f32> {
    let mut values = vec![0.0; N_PARAMETERS];
    for layer in [PROJECTION, FIRST, SECOND, HEAD] {
        let spread = 1.0 / (3.0 * layer.n_in as f32).sqrt();
        values[layer.weights()].fill_with(|| random.normal() * spread);
    }
    values[HEAD.bias()][N_OUTPUTS..].fill(LABEL_BIAS);
    values
}

/// The parameters as the pack will hold them.
pub fn effective(values: &[f32], out: &mut [f32]) {
    out.copy_from_slice(values);
    for layer in QUANTISED {
        round(&mut out[layer.weights()]);
    }
}

/// The pack of the parameters.
pub fn pack(values: &[f32]) -> Vec<u8> {
    let mut sections = Vec::with_capacity(N_SECTIONS);
    for layer in QUANTISED {
        sections.push(interleaved(&quantised(&values[layer.weights()]), layer.n_in));
        sections.push(bytes_of(&values[layer.bias()]));
    }
    sections.push(bytes_of(&values[HEAD.weights()][..N_OUTPUTS * HEAD_SEEN]));
    sections.push(bytes_of(&values[HEAD.bias()][..N_OUTPUTS]));
    assembled(&header(MAGIC, &[HIDDEN, NARROW, WIDE, DEEP, N_OUTPUTS, N_SECTIONS]), &sections)
}
