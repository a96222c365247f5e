//! Explanations of amounts that take more than one fact of a side: scales said once for several, heights,
//! times cut in two, figures said twice.

use std::ops::Range;

use super::{Both, Pairing};
use crate::facts::alike::{is_converted, same};
use crate::facts::{Amount, Fact, Verdict};
use crate::numbers::Written;
use crate::text::Span;

impl Pairing<'_> {
    /// `3.1, 2.9 and 2.5 million`: the first two are millions too.
    pub(super) fn implied_scales(&mut self, here: &Both, side: usize) {
        for n in self.open(side, here) {
            let Some(amount) = self.amount(side, n).filter(|amount| amount.number.scale == 1.0) else { continue };
            let later = self.facts[side][n + 1..here[side].end].iter().filter_map(Fact::amount);
            let scales: Vec<f64> = later.map(|later| later.number.scale).filter(|&scale| scale >= 1000.0).collect();
            let value = amount.number.value;
            let others = self.open(1 - side, here);
            let found = others.into_iter().find(|&other| {
                let other = self.amount(1 - side, other);
                other.is_some_and(|other| scales.iter().any(|scale| same(value * scale, other.number.value)))
            });
            if let Some(other) = found {
                let [a, b] = if side == 0 { [n, other] } else { [other, n] };
                self.settle(Some(a), Some(b), Verdict::Same, true);
            }
        }
    }

    /// Six foot six is 198 centimetres, or 1.98 metres.
    pub(super) fn heights(&mut self, here: &Both, side: usize) {
        let open = self.open(side, here);
        for two in open.windows(2) {
            let [Some(feet), Some(inches)] = [two[0], two[1]].map(|n| self.amount(side, n).map(|a| a.number.value))
            else {
                continue;
            };
            if !(3.0..=8.0).contains(&feet) || !(0.0..12.0).contains(&inches) {
                continue;
            }
            let centimetres = (feet * 12.0 + inches) * 2.54;
            let is_height = |v: f64| (v - centimetres).abs() <= 2.0 || (v * 100.0 - centimetres).abs() <= 2.0;
            let others = self.open(1 - side, here);
            let found =
                others.into_iter().find(|&n| self.amount(1 - side, n).is_some_and(|a| is_height(a.number.value)));
            if let Some(metric) = found {
                for n in two {
                    let [a, b] = if side == 0 { [*n, metric] } else { [metric, *n] };
                    self.settle(Some(a), Some(b), Verdict::Converted, true);
                }
            }
        }
    }

    /// A quarter past one is 1.15, three quarters of an hour are 45 minutes.
    pub(super) fn quarters(&mut self, here: &Both, side: usize) {
        for n in self.open(side, here) {
            let Some((hour, quarters)) = self.amount(side, n).and_then(in_quarters) else { continue };
            let others = self.open(1 - side, here);
            let is_fraction = |amount: &Amount| {
                amount.number.written == Written::Fraction && same(amount.number.value * 4.0, quarters)
            };
            let Some(&fraction) = others.iter().find(|&&other| self.amount(1 - side, other).is_some_and(is_fraction))
            else {
                continue;
            };
            let settle = |pairing: &mut Self, own: usize, other: usize| {
                let [a, b] = if side == 0 { [own, other] } else { [other, own] };
                pairing.settle(Some(a), Some(b), Verdict::Same, true);
            };
            settle(self, n, fraction);
            // The hour that is full then, or will be.
            let hours = [fraction.checked_sub(1), Some(fraction + 1)].into_iter().flatten();
            let is_hour = |other: &usize| {
                let spoken = self.amount(1 - side, *other).map(|amount| amount.number.value % 12.0);
                hour.zip(spoken)
                    .is_some_and(|(hour, spoken)| same(spoken, hour % 12.0) || same(spoken, (hour + 1.0) % 12.0))
            };
            if let Some(other) = hours.filter(|other| others.contains(other)).find(is_hour) {
                settle(self, n, other);
            }
        }
    }

    /// A woman in her fifties is between 50 and 60.
    pub(super) fn ages(&mut self, here: &Both, side: usize) {
        for two in self.open(side, here).windows(2) {
            let [Some(low), Some(high)] = [two[0], two[1]].map(|n| self.amount(side, n).map(|a| a.number.value)) else {
                continue;
            };
            let is_decade = |amount: &Amount| {
                amount.number.written == Written::Decade && same(amount.number.value, low) && same(high, low + 10.0)
            };
            let decade = here[1 - side].clone().find(|&n| self.amount(1 - side, n).is_some_and(is_decade));
            for n in two.iter().filter(|_| decade.is_some()) {
                let [a, b] = if side == 0 { [Some(*n), decade] } else { [decade, Some(*n)] };
                self.settle(a, b, Verdict::Same, true);
            }
        }
    }

    /// One number here is two there: `7:55` and `7時55分`, `116 123` taken for thousands.
    pub(super) fn split(&mut self, here: &Both, side: usize) {
        for two in self.open(side, here).windows(2) {
            let [Some(first), Some(second)] = [two[0], two[1]].map(|n| self.amount(side, n)) else { continue };
            let (high, low) = (first.number.value, second.number.value);
            let is_whole = |amount: &Amount| {
                let number = &amount.number;
                let is_time =
                    number.time.is_some_and(|(hour, minute)| same(hour % 12.0, high % 12.0) && same(minute, low));
                is_time || number.scale == 1.0 && low < 1000.0 && same(number.value, high * 1000.0 + low)
            };
            let others = self.open(1 - side, here);
            let found = others.into_iter().find(|&n| self.amount(1 - side, n).is_some_and(is_whole));
            if let Some(whole) = found {
                for n in two {
                    let [a, b] = if side == 0 { [*n, whole] } else { [whole, *n] };
                    self.settle(Some(a), Some(b), Verdict::Same, true);
                }
            }
        }
    }

    /// A space got into a number: `40, 6` for `40.6`.
    pub(super) fn torn(&mut self, here: &Both, side: usize) {
        for two in self.open(side, here).windows(2) {
            let [first, second] = [two[0], two[1]];
            let Some(value) = self.joined(side, first, second).filter(|_| second == first + 1) else { continue };
            let others = self.open(1 - side, here);
            let is_whole = |&n: &usize| self.amount(1 - side, n).is_some_and(|whole| same(whole.number.value, value));
            if let Some(whole) = others.into_iter().find(is_whole) {
                // How the source is written is nobody's concern.
                let verdict = if side == 0 { Verdict::Same } else { Verdict::Torn };
                for (n, verdict) in [(first, verdict), (second, Verdict::Same)] {
                    let [a, b] = if side == 0 { [n, whole] } else { [whole, n] };
                    self.settle(Some(a), Some(b), verdict, true);
                }
            }
        }
    }

    /// What two amounts are as one, if they are digits with nothing but a decimal mark and space between them.
    fn joined(&self, side: usize, first: usize, second: usize) -> Option<f64> {
        let text = self.texts[side];
        let [first, second] = [first, second].map(|n| self.amount(side, n));
        let (first, second) = (first?, second?);
        let (ours, theirs) = (text.span_of(&first.number.tokens)?, text.span_of(&second.number.tokens)?);
        let gap = text.slice(Span::new(ours.end, theirs.start.max(ours.end)));
        let is_torn = matches!(gap.trim_end(), "." | "," | "٫") && gap.len() > gap.trim_end().len();
        let [whole, part] = [text.slice(ours), text.token_str(second.number.tokens.start)];
        let are_digits = [whole, part].iter().all(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        let value: f64 = format!("{whole}.{part}").parse().ok()?;
        (is_torn && are_digits).then_some(value * second.number.scale)
    }

    /// Whether some sentences of the other side have the digits as a part of a word: a name like `Sputnik9`.
    pub(super) fn is_part_of_word(&self, side: usize, n: usize, sentences: &Range<usize>) -> bool {
        let Some(number) = self.amount(side, n).map(|amount| &amount.number) else { return false };
        let digits = self.texts[side].token_str(number.tokens.start);
        let other = self.texts[1 - side];
        let is_digit = |c: char| c.is_ascii_digit();
        number.tokens.len() == 1
            && digits.len() > 1
            && digits.chars().all(is_digit)
            && other.tokens_of(sentences).map(|token| other.token_str(token)).any(|word| {
                let has_letters = word.contains(char::is_alphabetic);
                has_letters && word.split(|c| !is_digit(c)).any(|run| run == digits)
            })
    }

    /// Compounds count twice on one side (`34-year-old` and `34`), and a figure may be given in two units
    /// on one side only: a fact that is accounted for may account for another.
    pub(super) fn again(&mut self, here: &Both, side: usize) {
        for n in self.open(side, here) {
            let Some(amount) = self.amount(side, n) else { continue };
            let found = here[1 - side].clone().find(|&other| {
                self.done[1 - side][other]
                    && self.amount(1 - side, other).is_some_and(|other| {
                        same(other.number.value, amount.number.value) || is_converted(amount, other)
                    })
            });
            // Or in two units within its own side.
            let own = || {
                here[side].clone().find(|&other| {
                    self.done[side][other]
                        && self.amount(side, other).is_some_and(|other| {
                            amount.unit.is_some() && other.unit.is_some() && is_converted(amount, other)
                        })
                })
            };
            let (source, target) = if side == 0 { (Some(n), found) } else { (found, Some(n)) };
            if found.is_some() {
                self.settle(source, target, Verdict::Same, true);
            } else if own().is_some() {
                self.settle(source, target, Verdict::Converted, true);
            }
        }
    }
}

/// The full hour, if it is a time of day, and the quarters of an hour behind it.
fn in_quarters(amount: &Amount) -> Option<(Option<f64>, f64)> {
    let is_minutes = amount.unit.is_some_and(|unit| unit.name == "minute");
    let (hour, minutes) = match amount.number.time {
        Some((hour, minutes)) => (Some(hour), minutes),
        None => (None, amount.number.value),
    };
    let is_quarter = matches!(minutes, 15.0 | 45.0) && (hour.is_some() || is_minutes);
    is_quarter.then_some((hour, minutes / 15.0))
}
