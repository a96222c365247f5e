//! The judge: for each token of a translation the probabilities that it is out of place, wrong in
//! form, surplus, preceded by something missing, or of the wrong sense; for each sentence, how likely
//! it is corrupted at all.
//!
//! It is the seventh and the eighth layer of the model whose first six are the [`encoder`], trained
//! on translations that were damaged on purpose and on what post-editors changed. Its input are the
//! encoder's states of the pieces of a target sentence, which the alignment computed already, and
//! what each token sees of the source ([`sight`]), which a matrix brings to the same width and adds.
//! A linear head reads the defects off the states of the last layer. See [`pack`] for the weights.
//!
//! Here is no IO, no thread and no state. Verdicts are the same bits on every machine, and whatever
//! else is judged in the same call. It deliberately knows no language, no threshold and no wording:
//! what becomes of a probability is decided by those who ask.
//!
//! [`encoder`]: crate::encoder

pub mod appraisal;
pub mod clash;
pub mod hearing;
pub mod mend;
pub mod pack;
pub mod pooling;
pub mod reading;
pub mod sense;
pub mod sight;
pub mod standing;
pub mod surroundings;

use std::ops::Range;
use std::sync::LazyLock;

use crate::align::vectors::dot;
use crate::encoder::pack::{HIDDEN, PackError};
use crate::encoder::tokenizer::Piece;
use crate::encoder::{Activations, Aligned, Encoded, Kernel, Layers, Place, TILE, chunks, exp, ln, multiply};
use crate::odds::probability;

use pack::{JudgePack, N_OUTPUTS};
use sight::SEEN;

static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!("../../corpora/packs/judge.bin"));

/// The score of a sentence without a piece: nothing in it can be wrong.
const EMPTY_SCORE: f32 = -20.0;

/// Outputs of a piece after those of the defects.
const LOCAL_FLUENCY: usize = Defect::N;
const POOLED_FLUENCY: usize = Defect::N + 1;

/// What can be wrong with a token; a column of [`Verdict::tokens`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// It is out of place.
    Order,
    /// It is the wrong form of the right word, or the wrong function word.
    Form,
    /// It says what is not meant to be said, or says it again.
    Surplus,
    /// Something is missing directly before it.
    MissingBefore,
    /// It is a content word of the wrong sense.
    Sense,
    /// A post-editor would change it, for whatever reason.
    Edit,
}

impl Defect {
    /// How many there are.
    pub const N: usize = Defect::Edit as usize + 1;

    /// All of them, in the order of their columns.
    pub const ALL: [Defect; Defect::N] =
        [Defect::Order, Defect::Form, Defect::Surplus, Defect::MissingBefore, Defect::Sense, Defect::Edit];
}

/// One target sentence as the judge takes it.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Its pieces and their states; of these the last layer asked for is read, the encoder's sixth.
    pub encoded: &'a Encoded,
    /// Where its tokens stand in it, in bytes, sorted.
    pub tokens: &'a [Range<usize>],
    /// What they see: tokens × [`SEEN`], from [`sight::regard`]. What is not there counts as zero.
    pub seen: &'a [f32],
}

/// What the judge finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// For each token the probability of each [`Defect`]: the greatest of its pieces', but for
    /// [`Defect::MissingBefore`] that of its first piece. Zeros for a token without a piece.
    pub tokens: Vec<[f32; Defect::N]>,
    /// The logit that the sentence is corrupted. Of a sentence longer than a window of the encoder
    /// it is the greatest of its windows'; of one without a piece it is −20.
    pub score: f32,
}

/// The weights, read in place from a pack.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'p> {
    pack: JudgePack<'p>,
    kernel: Kernel,
}

impl Judge<'static> {
    /// The judge that is part of the program. The first call checks a header of a few hundred bytes;
    /// nothing is copied, parsed or touched before it is needed.
    #[must_use]
    pub fn embedded() -> &'static Judge<'static> {
        static JUDGE: LazyLock<Judge<'static>> = LazyLock::new(|| match Judge::open(&EMBEDDED.0) {
            Ok(judge) => judge,
            // The bytes are fixed when the program is built, and a test opens them.
            Err(error) => unreachable!("{error}"),
        });
        &JUDGE
    }
}

impl<'p> Judge<'p> {
    /// A judge over the bytes of a pack, which it reads in place.
    pub fn open(bytes: &'p [u8]) -> Result<Judge<'p>, PackError> {
        Ok(Judge { pack: JudgePack::open(bytes)?, kernel: Kernel::best() })
    }

    /// A verdict for each case, of any number and length. Beyond the result it needs about 6 MB, and
    /// 40 bytes a piece.
    ///
    /// A sentence of more than 510 pieces is judged in the overlapping windows in which it was
    /// encoded; each piece then sees at least 64 pieces on either side, not the whole sentence.
    #[must_use]
    pub fn judge(&self, cases: &[Case<'_>]) -> Vec<Verdict> {
        let mut sittings: Vec<Sitting<'_>> = cases.iter().map(Sitting::new).collect();
        let mut bench = Bench::new(*self);
        for chunk in chunks(cases.iter().map(|case| case.encoded.pieces.len()), 0) {
            bench.hear(&chunk, &mut sittings);
        }
        sittings.into_iter().map(Sitting::verdict).collect()
    }
}

/// For each piece the first of the tokens that it overlaps in bytes, and the token after the last;
/// the two are equal for a piece that overlaps none, as one does that is only a space. Tokens and
/// pieces are those of one sentence, sorted.
#[must_use]
pub fn tokens_of_pieces(pieces: &[Piece], tokens: &[Range<usize>]) -> Vec<(u32, u32)> {
    let (mut first, mut end) = (0, 0);
    let of_piece = |piece: &Piece| {
        while tokens.get(first).is_some_and(|token| token.end <= piece.start) {
            first += 1;
        }
        if piece.start == piece.end {
            return (first as u32, first as u32);
        }
        end = first.max(end);
        while tokens.get(end).is_some_and(|token| token.start < piece.end) {
            end += 1;
        }
        (first as u32, end as u32)
    };
    pieces.iter().map(of_piece).collect()
}

/// A case while it is judged.
struct Sitting<'a> {
    case: Case<'a>,
    /// For each piece the tokens that it overlaps.
    tokens: Vec<(u32, u32)>,
    /// For each piece the outputs of the head.
    outputs: Vec<[f32; N_OUTPUTS]>,
    /// The greatest score of a window so far.
    score: Option<f32>,
}

impl<'a> Sitting<'a> {
    fn new(case: &Case<'a>) -> Self {
        let pieces = &case.encoded.pieces;
        let outputs = vec![[0.0; N_OUTPUTS]; pieces.len()];
        Sitting { case: *case, tokens: tokens_of_pieces(pieces, case.tokens), outputs, score: None }
    }

    /// What the first token of a piece sees.
    fn seen(&self, piece: usize) -> &'a [f32; SEEN] {
        let token = self.tokens.get(piece).and_then(|&(first, end)| (first < end).then_some(first));
        let rows = self.case.seen.as_chunks::<SEEN>().0;
        token.and_then(|token| rows.get(token as usize)).unwrap_or(&[0.0; SEEN])
    }

    fn verdict(self) -> Verdict {
        let mut tokens = vec![[0.0f32; Defect::N]; self.case.tokens.len()];
        // Those before it have met their first piece.
        let mut n_met = 0;
        for (outputs, (first, end)) in self.outputs.iter().zip(self.tokens) {
            let of_piece = (first as usize..).zip(tokens.get_mut(first as usize..end as usize).unwrap_or_default());
            for (token_idx, token) in of_piece {
                for (column, (greatest, output)) in token.iter_mut().zip(outputs).enumerate() {
                    if column != Defect::MissingBefore as usize || token_idx >= n_met {
                        *greatest = greatest.max(probability(*output));
                    }
                }
            }
            n_met = n_met.max(end as usize);
        }
        Verdict { tokens, score: self.score.unwrap_or(EMPTY_SCORE) }
    }
}

/// A judge, and memory for one chunk, used again for the next.
struct Bench<'p> {
    judge: Judge<'p>,
    layers: Layers,
    /// The head's weights, a row an output.
    head: Vec<f32>,
    /// States: pieces × 384.
    states: Vec<f32>,
    /// Of a tile: what the pieces see, × 1568, and what comes of it, × 384.
    seen: Vec<f32>,
    fused: Vec<f32>,
    inputs: Activations,
}

impl<'p> Bench<'p> {
    fn new(judge: Judge<'p>) -> Self {
        Bench {
            judge,
            layers: Layers::new(judge.kernel),
            head: judge.pack.head.iter().collect(),
            states: Vec::new(),
            seen: Vec::new(),
            fused: vec![0.0; TILE * HIDDEN],
            inputs: Activations::default(),
        }
    }

    /// Judges one chunk of windows, and puts outputs and scores where they belong.
    fn hear(&mut self, chunk: &[Place], sittings: &mut [Sitting<'_>]) {
        self.take_states(chunk, sittings);
        self.fuse(chunk, sittings);
        let lens: Vec<usize> = chunk.iter().map(|(_, window)| window.pieces.len()).collect();
        self.layers.run(&self.judge.pack.layers, &mut self.states, &lens, |_, _| {});
        let outputs = self.outputs();
        let mut rest = outputs.as_slice();
        for (case_idx, window) in chunk {
            let (outputs, others) = rest.split_at(window.pieces.len());
            rest = others;
            let sitting = &mut sittings[*case_idx];
            let score = score(outputs);
            sitting.score = Some(sitting.score.map_or(score, |before| before.max(score)));
            let from = window.taken.start - window.pieces.start;
            let taken = &outputs[from..from + window.taken.len()];
            sitting.outputs[window.taken.clone()].copy_from_slice(taken);
        }
    }

    /// The encoder's states of all pieces of a chunk.
    fn take_states(&mut self, chunk: &[Place], sittings: &[Sitting<'_>]) {
        self.states.clear();
        for (case_idx, window) in chunk {
            let vectors = sittings[*case_idx].case.encoded.vectors();
            for piece in window.pieces.clone() {
                self.states.extend_from_slice(vectors.row(piece).unwrap_or(&[0.0; HIDDEN]));
            }
        }
    }

    /// Adds to the states what comes of what the pieces' tokens see.
    fn fuse(&mut self, chunk: &[Place], sittings: &[Sitting<'_>]) {
        let Bench { judge, states, seen, fused, inputs, .. } = self;
        let mut all_seen = chunk.iter().flat_map(|(case_idx, window)| {
            let sitting = &sittings[*case_idx];
            window.pieces.clone().map(|piece| sitting.seen(piece))
        });
        for states in states.chunks_mut(TILE * HIDDEN) {
            seen.clear();
            for row in all_seen.by_ref().take(states.len() / HIDDEN) {
                seen.extend_from_slice(row);
            }
            inputs.quantise(judge.kernel, seen, SEEN);
            multiply(judge.kernel, &judge.pack.fusion, inputs, fused);
            for (state, change) in states.iter_mut().zip(&*fused) {
                *state += change;
            }
        }
    }

    /// The head, for each piece of the states.
    fn outputs(&self) -> Vec<[f32; N_OUTPUTS]> {
        let of_state = |state| {
            let mut outputs = [0.0; N_OUTPUTS];
            let rows = self.head.as_chunks::<HIDDEN>().0.iter().zip(self.judge.pack.head_bias.iter());
            for (output, (row, bias)) in outputs.iter_mut().zip(rows) {
                *output = dot(row, state) + bias;
            }
            outputs
        };
        self.states.as_chunks::<HIDDEN>().0.iter().map(of_state).collect()
    }
}

/// The logit that a window is corrupted: the mean of its pieces' pooled fluency, and the log of the
/// sum of the exponentials of their local fluency, which is near the greatest of them.
fn score(outputs: &[[f32; N_OUTPUTS]]) -> f32 {
    let local = || outputs.iter().map(|row| row[LOCAL_FLUENCY]);
    let pooled: f32 = outputs.iter().map(|row| row[POOLED_FLUENCY]).sum();
    let greatest = local().fold(f32::MIN, f32::max);
    let sum: f32 = local().map(|output| exp(output - greatest)).sum();
    pooled / outputs.len() as f32 + greatest + ln(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::Encoder;

    #[test]
    fn all_kernels_give_the_same_verdicts() {
        let sentence = "The harbour authority said that the new crane would not be ready before spring. ";
        let texts = [sentence.repeat(9), sentence.to_owned()];
        let encoded = Encoder::embedded().encode(&texts.each_ref().map(String::as_str));
        let tokens: Vec<Range<usize>> = (0..120).map(|i| i * 5..i * 5 + 4).collect();
        let seen: Vec<f32> = (0..tokens.len() * SEEN).map(|i| (i * i % 97) as f32 / 48.0 - 1.0).collect();
        let cases: Vec<Case> = encoded.iter().map(|encoded| Case { encoded, tokens: &tokens, seen: &seen }).collect();
        let verdicts = |kernel| {
            let verdicts = Judge { kernel, ..*Judge::embedded() }.judge(&cases);
            let numbers = |v: &Verdict| v.tokens.as_flattened().iter().chain([&v.score]).map(|x| x.to_bits()).collect();
            verdicts.iter().map(numbers).collect::<Vec<Vec<u32>>>()
        };
        let expected = verdicts(Kernel::PORTABLE);
        for kernel in Kernel::all() {
            assert!(verdicts(kernel) == expected, "{kernel:?}");
        }
    }

    #[test]
    fn scores_have_known_values() {
        let outputs = [[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 3.0], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 4.0]];
        assert!((score(&outputs) - (3.5 + 1.0 + 2f32.ln())).abs() < 1e-6);
    }

    #[test]
    fn pieces_find_their_tokens() {
        let pieces =
            [(0, 2), (2, 5), (5, 5), (6, 7), (9, 20), (14, 20)].map(|(start, end)| Piece { row: 0, start, end });
        let tokens = [0..1, 1..3, 3..8, 10..12, 12..15, 15..16, 30..31];
        let expected = [(0, 2), (1, 3), (2, 2), (2, 3), (3, 6), (4, 6)];
        assert_eq!(tokens_of_pieces(&pieces, &tokens), expected);
        assert_eq!(tokens_of_pieces(&pieces, &[]), [(0, 0); 6]);
    }
}
