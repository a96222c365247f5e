//! Which date answers to which.

use std::ops::Range;

use super::{Both, Pairing};
use crate::facts::Verdict;
use crate::facts::dates::{Date, DatePart, PARTS};

impl Pairing<'_> {
    pub(super) fn dates(&mut self, here: &Both, sentences: &[Range<usize>; 2]) {
        let open = |pairing: &Self, side: usize, range: &Range<usize>| -> Vec<usize> {
            let dates = range.clone().filter(|&n| pairing.facts[side][n].date().is_some());
            dates.filter(|&n| !pairing.done[side][n]).collect()
        };
        let compare = |pairing: &Self, a: usize, b: usize| {
            Some(Comparison::of(pairing.facts[0][a].date()?, pairing.facts[1][b].date()?))
        };
        for shared in (1..=PARTS.len()).rev() {
            for a in open(self, 0, &here[0]) {
                let found = open(self, 1, &here[1])
                    .into_iter()
                    .find(|&b| compare(self, a, b).is_some_and(|c| c.differing.is_empty() && c.n_same == shared));
                if let Some(b) = found {
                    self.settle_date(Some(a), Some(b), Verdict::Same);
                }
            }
        }
        for side in [0, 1] {
            let nearby = self.around(1 - side, &sentences[1 - side]);
            for n in open(self, side, &here[side]) {
                let found = nearby.clone().find(|&other| {
                    let [a, b] = if side == 0 { [n, other] } else { [other, n] };
                    self.facts[1 - side][other].date().is_some()
                        && compare(self, a, b).is_some_and(|c| c.differing.is_empty() && c.n_same > 0)
                });
                if let Some(other) = found {
                    let [a, b] = if side == 0 { [n, other] } else { [other, n] };
                    self.settle_date(Some(a), Some(b), Verdict::Moved);
                }
            }
        }
        for a in open(self, 0, &here[0]) {
            let theirs = open(self, 1, &here[1]);
            let found = theirs.iter().find_map(|&b| {
                let comparison = compare(self, a, b)?;
                let &[part] = &comparison.differing[..] else { return None };
                let is_alone = open(self, 0, &here[0]).len() == 1 && theirs.len() == 1;
                let is_same_kind = comparison.n_same > 0 || is_alone && comparison.has_same_parts;
                (is_same_kind && !self.are_of_one_span(a, b, part, here)).then_some((b, part))
            });
            if let Some((b, part)) = found {
                self.settle_date(Some(a), Some(b), Verdict::DateDiffers(part));
            }
        }
    }

    /// Whether two dates differ in the day only because one side has the month with the first day of a span and the
    /// other with the last (`5月12日至15日`, `12 to 15 May`): each side says both days. Their numbers answer to each other.
    fn are_of_one_span(&self, a: usize, b: usize, part: DatePart, here: &Both) -> bool {
        let day = |side: usize, n: usize| self.facts[side][n].date()?.get(DatePart::Day).map(f64::from);
        let says = |side: usize, value: f64| {
            here[side].clone().any(|n| self.amount(side, n).is_some_and(|amount| amount.number.value == value))
        };
        part == DatePart::Day && day(0, a).zip(day(1, b)).is_some_and(|(ours, theirs)| says(1, ours) && says(0, theirs))
    }

    /// Settles a date with the numbers in it.
    fn settle_date(&mut self, source: Option<usize>, target: Option<usize>, verdict: Verdict) {
        for (side, n) in [(0, source), (1, target)] {
            let Some(date) = n.and_then(|n| self.facts[side][n].date()) else { continue };
            for part in PARTS {
                let Some(tokens) = date.tokens(part) else { continue };
                let from = self.facts[side].partition_point(|fact| fact.tokens.start < tokens.start);
                for (n, fact) in self.facts[side].iter().enumerate().skip(from) {
                    if fact.tokens.start >= tokens.end {
                        break;
                    }
                    self.done[side][n] |= fact.amount().is_some_and(|amount| amount.in_date);
                }
            }
        }
        self.settle(source, target, verdict, true);
    }
}

/// Whether two weekdays may name one night, the one after the day before it, the other after the day that
/// follows.
fn may_be_one_night(a: &Date, b: &Date) -> bool {
    let (Some(x), Some(y)) = (a.get(DatePart::Weekday), b.get(DatePart::Weekday)) else { return false };
    (a.is_night || b.is_night) && [1, 6].contains(&x.abs_diff(y))
}

/// How two dates compare.
struct Comparison {
    n_same: usize,
    differing: Vec<DatePart>,
    has_same_parts: bool,
}

impl Comparison {
    fn of(a: &Date, b: &Date) -> Comparison {
        let plain = Comparison::plain(a, b);
        if plain.differing.is_empty() || !(a.may_swap || b.may_swap) {
            return plain;
        }
        let swapped = if b.may_swap { Comparison::plain(a, &b.swapped()) } else { Comparison::plain(&a.swapped(), b) };
        if swapped.differing.len() < plain.differing.len() { swapped } else { plain }
    }

    fn plain(a: &Date, b: &Date) -> Comparison {
        let said = |part: &DatePart| Some((a.get(*part)?, b.get(*part)?));
        let (same, differing): (Vec<DatePart>, Vec<DatePart>) =
            PARTS.into_iter().filter(|part| said(part).is_some()).partition(|part| {
                said(part).is_some_and(|(x, y)| x == y || *part == DatePart::Weekday && may_be_one_night(a, b))
            });
        let has_same_parts = PARTS.into_iter().all(|part| a.get(part).is_some() == b.get(part).is_some());
        Comparison { n_same: same.len(), differing, has_same_parts }
    }
}
