//! Which fact of the target answers to which of the source.
//!
//! Sentence group by sentence group, the likelier explanations come first: the same value of the same
//! unit, the same value, another reading, a conversion; then the sentences around. What is left over on
//! both sides is held together only where something binds it: its unit, the words it is aligned by, or
//! that nothing else is left.

mod dates;
mod passes;

use std::ops::Range;

use super::alike::{
    is_century, is_claim, is_clock, is_converted, is_convertible, is_decade, is_figure, is_multiple, is_part,
    is_replaced, is_rescaled, is_share, same,
};
use super::{Amount, Entry, Fact, Verdict};
use crate::align::Alignment;
use crate::article::Text;
use crate::numbers::Written;
use crate::numbers::digits::is_like_year;

/// Neighbouring sentences to which a fact may have moved.
const NEIGHBOURS: usize = 2;

/// The highest number of a king or the like (the Popes John).
const MOST_REGNAL: f64 = 23.0;

/// Matches the facts of two aligned texts.
pub(super) fn entries(texts: [&Text; 2], facts: [&[Fact]; 2], alignment: &Alignment) -> Vec<Entry> {
    let done = facts.map(|facts| vec![false; facts.len()]);
    let mut pairing = Pairing { texts, facts, alignment, done, entries: Vec::new() };
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
        pairing.bead([bead.source.clone(), bead.target.clone()]);
    }
    pairing.entries
}

struct Pairing<'a> {
    texts: [&'a Text; 2],
    facts: [&'a [Fact]; 2],
    alignment: &'a Alignment,
    done: [Vec<bool>; 2],
    entries: Vec<Entry>,
}

/// Facts of the source and of the target.
type Both = [Range<usize>; 2];

impl Pairing<'_> {
    fn bead(&mut self, sentences: [Range<usize>; 2]) {
        let here = [self.within(0, &sentences[0]), self.within(1, &sentences[1])];
        if here.iter().all(Range::is_empty) {
            return;
        }
        self.dates(&here, &sentences);
        self.amounts(&here);
        if self.open(0, &here).is_empty() && self.open(1, &here).is_empty() {
            return;
        }
        self.pair(&here, is_rescaled, |_, _| Verdict::Rescaled);
        for side in [0, 1] {
            self.elsewhere(side, &here, &sentences);
        }
        self.leftovers(&here, &sentences);
    }

    /// The facts of a run of sentences.
    fn within(&self, side: usize, sentences: &Range<usize>) -> Range<usize> {
        let tokens = self.texts[side].tokens_of(sentences);
        let from = |token: usize| self.facts[side].partition_point(|fact| fact.tokens.start < token);
        from(tokens.start)..from(tokens.end)
    }

    fn around(&self, side: usize, sentences: &Range<usize>) -> Range<usize> {
        let end = (sentences.end + NEIGHBOURS).min(self.texts[side].sentences.len());
        self.within(side, &(sentences.start.saturating_sub(NEIGHBOURS)..end))
    }

    /// Amounts that nothing accounts for yet.
    fn open(&self, side: usize, here: &Both) -> Vec<usize> {
        here[side].clone().filter(|&n| !self.done[side][n] && self.facts[side][n].amount().is_some()).collect()
    }

    fn amount(&self, side: usize, n: usize) -> Option<&Amount> {
        self.facts[side][n].amount()
    }

    fn settle(&mut self, source: Option<usize>, target: Option<usize>, verdict: Verdict, is_bound: bool) {
        for (side, n) in [(0, source), (1, target)] {
            if let Some(n) = n {
                self.done[side][n] = true;
            }
        }
        self.entries.push(Entry { source, target, verdict, is_bound });
    }

    /// Pairs open amounts that fit, in the order of the source.
    fn pair(
        &mut self,
        here: &Both,
        fits: impl Fn(&Amount, &Amount) -> bool,
        verdict: impl Fn(&Amount, &Amount) -> Verdict,
    ) {
        for a in self.open(0, here) {
            let theirs = self.open(1, here);
            let Some(ours) = self.amount(0, a) else { continue };
            let found = theirs.into_iter().find_map(|b| {
                let amount = self.amount(1, b).filter(|amount| fits(ours, amount))?;
                Some((b, verdict(ours, amount)))
            });
            if let Some((b, verdict)) = found {
                self.settle(Some(a), Some(b), verdict, true);
            }
        }
    }

    fn amounts(&mut self, here: &Both) {
        let same_value = |a: &Amount, b: &Amount| same(a.number.value, b.number.value);
        let either = |verdict| move |_: &Amount, _: &Amount| verdict;
        let agree = |a: &Amount, b: &Amount| match (a.unit, b.unit) {
            (Some(a), Some(b)) => a.agrees(b),
            (None, None) => true,
            _ => false,
        };
        // Before the first of the two is taken for the decade itself.
        self.ages(here, 0);
        self.ages(here, 1);
        self.pair(here, |a, b| same_value(a, b) && agree(a, b), either(Verdict::Same));
        let is_open = |a: &Amount, b: &Amount| a.unit.is_none() || b.unit.is_none();
        self.pair(here, |a, b| same_value(a, b) && is_open(a, b), either(Verdict::Same));
        self.pair(here, is_converted, either(Verdict::Converted));
        self.pair(here, same_value, |a, b| if is_replaced(a, b) { Verdict::UnitReplaced } else { Verdict::Same });
        self.pair(
            here,
            |a, b| b.number.other_reading.is_some_and(|v| same(a.number.value, v)),
            // A target's number read by the custom of another language.
            |a, b| {
                let factor = a.number.value / b.number.value;
                let is_grouped = b.number.in_digits() && (same(factor, 1e3) || same(factor, 1e6));
                if is_grouped { Verdict::Misgrouped } else { Verdict::Same }
            },
        );
        // A source in another custom than its language's: hardly with a scale word, which leaves no doubt.
        let other = |a: &Amount, b: &Amount| a.number.other_reading.is_some_and(|v| same(v, b.number.value));
        let is_plain = |a: &Amount| a.number.scale == 1.0 || a.number.other_reading.is_some_and(is_like_year);
        self.pair(here, |a, b| is_plain(a) && other(a, b), either(Verdict::Same));
        self.pair(here, |a, b| a.number.is_same_time(&b.number), either(Verdict::Same));
        self.pair(here, is_clock, either(Verdict::Same));
        self.pair(here, |a, b| is_decade(a, b) || is_decade(b, a), either(Verdict::Same));
        self.pair(here, |a, b| is_century(a, b) || is_century(b, a), either(Verdict::Same));
        self.pair(here, |a, b| is_share(a, b) || is_share(b, a), either(Verdict::Same));
        self.implied_scales(here, 0);
        self.implied_scales(here, 1);
        for side in [0, 1] {
            self.heights(here, side);
            self.quarters(here, side);
            self.split(here, side);
            self.torn(here, side);
        }
        self.again(here, 0);
        self.again(here, 1);
    }

    /// A fact of one side that stands in a neighbouring sentence of the other has only moved.
    fn elsewhere(&mut self, side: usize, here: &Both, sentences: &[Range<usize>; 2]) {
        let nearby = self.around(1 - side, &sentences[1 - side]);
        for n in self.open(side, here) {
            let Some(amount) = self.amount(side, n) else { continue };
            let number = &amount.number;
            let found = nearby.clone().find(|&other| {
                let Some(other) = self.amount(1 - side, other) else { return false };
                same(other.number.value, number.value)
                    || other.number.other_reading.is_some_and(|v| same(v, number.value))
                    || other.number.is_same_time(number)
            });
            if let Some(found) = found {
                let [a, b] = if side == 0 { [n, found] } else { [found, n] };
                self.settle(Some(a), Some(b), Verdict::Moved, true);
            }
        }
    }

    fn leftovers(&mut self, here: &Both, sentences: &Both) {
        let claims = |pairing: &Self, side: usize| {
            let mut open = pairing.open(side, here);
            open.retain(|&n| pairing.amount(side, n).is_some_and(is_claim));
            open
        };
        for side in [0, 1] {
            for n in claims(self, side) {
                if self.is_part_of_word(side, n, &sentences[1 - side]) {
                    let [source, target] = if side == 0 { [Some(n), None] } else { [None, Some(n)] };
                    self.settle(source, target, Verdict::Same, true);
                }
            }
        }
        // By unit, where there is but one of the kind left on either side.
        for a in claims(self, 0) {
            let Some(unit) = self.amount(0, a).and_then(|amount| amount.unit) else { continue };
            let of_kind = |side: usize| {
                let mut open = claims(self, side);
                open.retain(|&n| {
                    self.amount(side, n).is_some_and(|amount| {
                        amount.unit.is_some_and(|other| other.agrees(unit) || is_convertible(other, unit))
                    })
                });
                open
            };
            if let ([_], [b]) = (&of_kind(0)[..], &of_kind(1)[..]) {
                let agrees = self.amount(1, *b).and_then(|b| b.unit).is_some_and(|other| other.agrees(unit));
                let verdict = if agrees { Verdict::Differs } else { Verdict::Misconverted };
                self.settle(Some(a), Some(*b), verdict, true);
            }
        }
        for a in claims(self, 0) {
            let linked = claims(self, 1).into_iter().find(|&b| self.is_linked(a, b) && self.are_comparable(a, b));
            if let Some(b) = linked {
                self.settle(Some(a), Some(b), Verdict::Differs, true);
            }
        }
        self.unlike(here, |_, amount| is_part(amount));
        self.unlike(here, is_regnal);
        let digits = |pairing: &Self, side: usize| {
            let mut open = claims(pairing, side);
            open.retain(|&n| pairing.amount(side, n).is_some_and(is_figure));
            open
        };
        let [figures, all] = [[digits(self, 0), digits(self, 1)], [claims(self, 0), claims(self, 1)]];
        for [ours, theirs] in [figures, all] {
            if let ([a], [b]) = (&ours[..], &theirs[..])
                && !self.done[0][*a]
                && self.are_comparable(*a, *b)
            {
                self.settle(Some(*a), Some(*b), Verdict::Differs, false);
            }
        }
        for a in claims(self, 0) {
            self.settle(Some(a), None, Verdict::Lost, false);
        }
        for b in claims(self, 1) {
            self.settle(None, Some(b), Verdict::Added, false);
        }
    }

    /// Numbers of a kind that need not be kept, one on either side and aligned, that are not the same: a third and a
    /// quarter, the second of a name and the third.
    fn unlike(&mut self, here: &Both, is_kind: impl Fn(&Text, &Amount) -> bool) {
        let of_kind = |side: usize| {
            let mut open = self.open(side, here);
            open.retain(|&n| self.amount(side, n).is_some_and(|amount| is_kind(self.texts[side], amount)));
            open
        };
        if let ([a], [b]) = (&of_kind(0)[..], &of_kind(1)[..])
            && self.is_linked(*a, *b)
            && let (Some(ours), Some(theirs)) = (self.amount(0, *a), self.amount(1, *b))
            && !is_multiple(ours, theirs)
        {
            self.settle(Some(*a), Some(*b), Verdict::Differs, true);
        }
    }

    /// Whether one may stand for the other: counted alike, and of the same dimension.
    fn are_comparable(&self, a: usize, b: usize) -> bool {
        let (Some(a), Some(b)) = (self.amount(0, a), self.amount(1, b)) else { return false };
        let is_ordinal = |amount: &Amount| matches!(amount.number.written, Written::Ordinal | Written::Roman);
        let is_alike = is_ordinal(a) == is_ordinal(b) || a.is_century && b.is_century;
        let is_same_kind = a.unit.zip(b.unit).is_none_or(|(a, b)| a.dimension == b.dimension);
        is_alike && is_same_kind
    }

    /// Whether words of the two are aligned.
    fn is_linked(&self, a: usize, b: usize) -> bool {
        let theirs = &self.facts[1][b].tokens;
        self.facts[0][a].tokens.clone().any(|token| self.alignment.of_source(token).any(|t| theirs.contains(&t)))
    }
}

/// Whether it is the number of a king or the like: `II`. A single letter may be anything.
fn is_regnal(text: &Text, amount: &Amount) -> bool {
    let number = &amount.number;
    let word = text.token_str(number.tokens.start);
    number.written == Written::Roman
        && !amount.is_century
        && number.value <= MOST_REGNAL
        && word.chars().count() > 1
        && word.chars().all(char::is_uppercase)
}
