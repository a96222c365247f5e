//! The words of one name, and what was found for each.

use std::ops::Range;

use super::weigh::Signs;
use super::words::is_joined;
use crate::article::Text;
use crate::facts::Verdict;

/// A probability of having no counterpart up to which a name counts as found.
pub const HAS_ONE: f32 = 0.2;

/// And from which it lacks one.
pub const LACKS: f32 = 0.25;

/// And from which it is looked at again, beside the name that it may stand in the place of.
pub const SUSPECT: f32 = 0.08;

/// Words of one name, next to each other.
#[derive(Clone, Debug)]
pub struct Run {
    pub tokens: Range<usize>,
    /// Its words.
    pub words: Vec<Found>,
}

/// A word of a name and what was found for it on the other side.
#[derive(Clone, Debug)]
pub struct Found {
    pub token: usize,
    pub signs: Signs,
    /// Tokens of the other side that it answers to.
    pub counterpart: Option<Range<usize>>,
    /// Tokens of the bead's other side that it sounds like.
    pub alike: Option<Range<usize>>,
    /// Whether its counterpart stands outside its own bead.
    pub moved: bool,
    pub doubt: f32,
}

impl Run {
    /// That of its most doubtful word.
    pub fn doubt(&self) -> f32 {
        self.words.iter().map(|word| word.doubt).fold(0.0, f32::max)
    }

    /// What became of it, if it has a counterpart.
    pub fn met(&self) -> Verdict {
        if self.words.iter().any(|word| word.moved) { Verdict::Moved } else { Verdict::Same }
    }

    /// Whether it has no other words than acronyms.
    pub fn is_acronym(&self) -> bool {
        self.words.iter().all(|word| word.signs.is_acronym())
    }

    /// From the first to the last of its words that lack a counterpart, or else are most likely to.
    pub fn lacking(&self) -> Range<usize> {
        let least = (self.doubt() / 2.0).clamp(SUSPECT, LACKS);
        let mut lacking = self.words.iter().filter(|word| word.doubt >= least).map(|word| word.token);
        let Some(first) = lacking.next() else { return self.tokens.clone() };
        first..lacking.next_back().unwrap_or(first) + 1
    }

    /// All that its words answer to, as long as that stands together.
    pub fn counterpart(&self) -> Option<Range<usize>> {
        let mut all =
            self.words.iter().filter(|word| word.doubt <= HAS_ONE).filter_map(|word| word.counterpart.clone());
        let first = all.next()?;
        Some(all.fold(first, |whole, part| {
            let gap = part.start.max(whole.start).saturating_sub(part.end.min(whole.end));
            if gap <= 2 { whole.start.min(part.start)..whole.end.max(part.end) } else { whole }
        }))
    }
}

pub fn runs(text: &Text, words: Vec<Found>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for word in words {
        let token = word.token;
        match runs.last_mut() {
            Some(run) if is_joined(text, run.tokens.end, token) => {
                run.tokens.end = token + 1;
                run.words.push(word);
            }
            _ => runs.push(Run { tokens: token..token + 1, words: vec![word] }),
        }
    }
    runs
}
