//! A second look at a name that seems to have no counterpart: beside the name of the source that it stands
//! in the place of.
//!
//! The first look ([`super::weigh`]) takes a word at a time and knows of the other side only what answers to
//! it. Here the words of a name are taken together, with what was found for the name of the source that is
//! left over: a name that was replaced leaves one behind that lacks a counterpart as much as itself.

use super::run::{Found, Run};
use super::weigh;
use crate::odds::{probability, weighed};

/// Numbers of the evidence.
pub const N_EVIDENCE: usize = 2 * weigh::N_EVIDENCE + N_MEANS + 16;

/// The evidence as numbers.
pub type Evidence = [f32; N_EVIDENCE];

/// Of these numbers of the first look the mean over a name's words counts too.
const MEANS: [usize; N_MEANS] = [5, 18, 21, 22, 29, 35];
const N_MEANS: usize = 6;

/// A name of the target without counterpart, and what stands beside it.
pub(super) struct Case<'r> {
    /// Its words, from the first to the last that lacks a counterpart.
    pub words: Vec<&'r Found>,
    /// The name of the source that it stands in the place of; or else the most doubtful one.
    pub beside: Option<&'r Run>,
    /// Whether that name is known to be the one replaced.
    pub is_paired: bool,
    /// Whether their words are aligned.
    pub is_aligned: bool,
    /// Names of the aligned sentences that lack a counterpart: in the source and in the target.
    pub n_lacking: [usize; 2],
}

/// Which word has the highest log odds by the first look, these, and the lowest.
fn extremes(words: &[weigh::Evidence]) -> Option<(usize, f32, f32)> {
    let odds: Vec<f32> = words.iter().map(weigh::log_odds).collect();
    let (most, highest) = odds.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some((most, highest, odds.into_iter().fold(highest, f32::min)))
}

impl Case<'_> {
    /// As numbers: the first look's of the most doubtful word; the same of the name beside it; the means; the
    /// rest below.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        let is = |yes: bool| f32::from(u8::from(yes));
        let mut evidence = [0.0; N_EVIDENCE];
        let (own, rest) = evidence.split_at_mut(weigh::N_EVIDENCE);
        let (theirs, rest) = rest.split_at_mut(weigh::N_EVIDENCE);
        let (means, rest) = rest.split_at_mut(N_MEANS);
        let words: Vec<weigh::Evidence> = self.words.iter().map(|word| word.signs.evidence()).collect();
        let n_words = words.len() as f32;
        for (mean, at) in means.iter_mut().zip(MEANS) {
            *mean = words.iter().map(|word| word[at]).sum::<f32>() / n_words.max(1.0);
        }
        let (mut ours, mut beside) = ([0.0; 4], [0.0; 5]);
        if let Some((most, highest, least)) = extremes(&words) {
            own.copy_from_slice(&words[most]);
            ours = [highest / 4.0, least / 4.0, is(words.len() > 1), self.words[most].doubt];
        }
        if let Some(run) = self.beside {
            let words: Vec<weigh::Evidence> = run.words.iter().map(|word| word.signs.evidence()).collect();
            if let Some((most, highest, least)) = extremes(&words) {
                theirs.copy_from_slice(&words[most]);
                let is_as_long = is(words.len() == self.words.len());
                beside = [highest / 4.0, least / 4.0, is(words.len() > 1), run.doubt(), is_as_long];
            }
        }
        let [ours_lacking, theirs_lacking] = self.n_lacking;
        let pair = [
            is(self.is_paired),
            is(self.is_aligned),
            is(self.is_paired) * beside[0],
            is(ours_lacking == 0),
            (ours_lacking as f32 / 3.0).min(1.5),
            (theirs_lacking as f32 / 3.0).min(1.5),
            is(ours_lacking == theirs_lacking),
        ];
        let numbers = ours.iter().chain(&beside).chain(&pair);
        rest.iter_mut().zip(numbers).for_each(|(place, number)| *place = *number);
        evidence
    }
}

/// The probability that a name has no counterpart.
#[must_use]
pub fn doubt(evidence: &Evidence) -> f32 {
    probability(weighed(evidence, &WEIGHTS))
}

/// Log odds by evidence, printed by `train_names --again`.
const WEIGHTS: Evidence = [
    1.46, 0.04, 0.53, 0.10, 0.52, -2.85, -0.20, -1.02, -1.95, -1.96, 0.53, -1.28, -1.84, -0.23, -1.46, 0.41, -0.18,
    -0.25, -0.51, -6.98, 0.63, 0.15, -2.14, -1.05, -0.46, 1.35, 1.06, -0.10, -0.85, -0.25, 0.21, 0.74, -0.18, -1.21,
    0.78, -0.07, -0.57, -0.32, 0.05, 0.85, -3.24, -0.25, 0.14, 2.20, 1.42, -1.75, 0.13, 3.39, -0.05, -5.30, 1.48,
    -0.52, 5.23, 0.65, -0.23, -0.21, -0.47, -2.11, -0.59, 0.45, -0.26, 0.00, 0.52, 0.28, -1.02, 0.17, 0.75, 0.39, 0.61,
    0.19, -0.17, 0.40, 0.89, 0.32, -1.27, -1.58, -0.74, -0.62, 1.17, 1.89, 0.14, -0.39, -1.56, 0.82, 0.33, -0.25,
    -0.41, -0.91, -0.66, -0.15, -0.67, -1.60, 0.09, -0.90, 0.23, -0.66, -0.03, 0.82, -0.36, 1.35, 1.27, -0.71, -0.46,
    1.44, -0.31, 6.49, -1.69, -0.71, -1.34, -1.05, -0.82, -0.07, 2.19, 1.62, 1.31, 3.82, 0.67, -0.67, 0.31, 0.59, 0.32,
    1.59, 1.88, 2.31, 0.12, -0.20, -3.45, -0.14,
];
