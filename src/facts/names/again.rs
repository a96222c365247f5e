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
    1.63, -0.66, 0.61, 0.41, 0.72, 0.87, -1.25, -3.55, -7.31, -4.31, -1.23, -4.30, 0.00, 0.00, -0.79, 0.38, 0.00,
    -0.02, -0.63, -5.97, 1.54, -1.00, -2.30, -1.48, -0.94, -0.37, 1.45, -0.14, -0.70, -0.62, 0.29, 0.72, -0.08, -2.08,
    0.87, -0.23, -0.71, 0.08, -0.73, 0.01, 0.00, 0.77, -0.28, 0.00, 0.00, 0.00, 1.31, 0.11, 0.00, 0.00, 0.00, 0.14,
    -1.47, -0.91, 0.83, 0.24, 0.46, -0.56, -0.40, -0.04, 1.74, 1.87, -2.50, -1.18, -0.97, 0.18, 0.03, 0.00, 0.06,
    -0.27, -1.18, 0.96, 0.45, -0.17, -0.41, -1.40, -0.50, -0.84, -3.23, -1.94, -0.09, 0.05, 0.15, -0.77, -1.65, -0.62,
    -0.48, -0.23, 2.04, 1.43, 1.56, 1.25, 0.85, -0.56, 0.37, 2.02, 0.35, 1.50, 0.95, -0.26, 1.40, 0.27, -4.71, 0.13,
];
