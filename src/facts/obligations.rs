//! What a sentence requires, allows, forbids or leaves to choice.

use std::ops::Range;

use crate::article::Text;
use crate::language::obligations::Obligation;

/// What a sentence says of an obligation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What it says.
    pub obligation: Obligation,
    /// The words for it, as tokens.
    pub words: Range<usize>,
}

/// The one thing that a run of tokens says of an obligation; none where it says several, or something that lies
/// between.
#[must_use]
pub fn said(text: &Text, tokens: Range<usize>) -> Option<Said> {
    let rules = &text.language.rules;
    let patterns = rules.obligations.compiled(rules);
    let mut all: Vec<Said> = Vec::new();
    for (obligation, pattern) in &patterns.classes {
        for words in pattern.find_all(text, tokens.clone()) {
            if !all.iter().any(|said| meet(&said.words, &words)) {
                all.push(Said { obligation: *obligation, words });
            }
        }
    }
    let said = all.pop().filter(|_| all.is_empty())?;
    let is_between = patterns.cues.find_all(text, tokens.clone()).iter().any(|cue| !meet(&said.words, cue));
    // Negated, what requires may forbid or waive, and what allows forbids.
    let is_plain = matches!(said.obligation, Obligation::Required | Obligation::Allowed);
    let is_negated = || tokens.clone().any(|token| rules.polarity.negates(&text.form(token).folded));
    (!(is_between || is_plain && is_negated())).then_some(said)
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
