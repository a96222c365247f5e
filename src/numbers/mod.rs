//! The numbers of a text by value: digits of every script as the language groups them, with the
//! words that multiply them, and numbers spelled out.
//!
//! Names follow CLDR (decimal, grouping). Dates and units are not understood here: a date yields its
//! parts.

pub mod digits;
pub mod glued;
pub mod roman;
pub mod sum;
pub mod words;

use std::ops::Range;

use crate::article::Text;
use crate::language::tokens::{TokenKind, Tokens};

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// In digits.
    Digits,
    /// Spelled out.
    Words,
    /// As an ordinal, spelled out.
    Ordinal,
    /// As a fraction or a multiple: a half, a dozen, twice.
    Fraction,
    /// By a word that usually is no number (`one`, `a`).
    Article,
    /// As the tens of years (`nineties`).
    Decade,
    /// In Roman numerals.
    Roman,
}

/// A number in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its tokens, scale words included.
    pub tokens: Range<usize>,
    /// Its value as the language's conventions read it.
    pub value: f64,
    /// Another value it may have: were the separators those of another language (`61,000` as 61 or
    /// 61000), the century left out (`1950-53`), a letter no scale (`5m`).
    pub other_reading: Option<f64>,
    /// What scale words multiply it by.
    pub scale: f64,
    /// Hour and minutes, where it is or may be a time of day.
    pub time: Option<(f64, f64)>,
    /// How it is written.
    pub written: Written,
    /// Whether it is part of a telephone number, a version or the like, and no amount.
    pub is_label: bool,
}

impl Number {
    pub(crate) fn new(tokens: Range<usize>, value: f64, written: Written) -> Number {
        Number { tokens, value, other_reading: None, scale: 1.0, time: None, written, is_label: false }
    }

    /// Whether digits write it.
    #[must_use]
    pub fn in_digits(&self) -> bool {
        self.written == Written::Digits
    }

    /// Whether the two may be one time of day, on a clock of twelve or twenty-four hours.
    #[must_use]
    pub fn is_same_time(&self, other: &Number) -> bool {
        let time = |n: &Number| {
            n.time.or((n.scale == 1.0 && n.value <= 24.0 && n.value.fract() == 0.0).then_some((n.value, 0.0)))
        };
        let ((Some(a), Some(b)), true) = ((time(self), time(other)), self.time.or(other.time).is_some()) else {
            return false;
        };
        a.0 % 12.0 == b.0 % 12.0 && a.1 == b.1
    }
}

/// All numbers of a run of tokens.
#[must_use]
pub fn numbers(text: &Text, range: Range<usize>) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let next = match text.kind(at) {
            TokenKind::Mark => at + 1,
            _ if digits::is_numeric(text.surface(at)) => digits::number_at(text, at, range.end, &mut found),
            _ => words::number_at(text, at, range.clone(), &mut found),
        };
        debug_assert!(next > at, "reading goes on");
        at = next;
    }
    for number in &mut found {
        if number.other_reading.is_none() && is_halved(text, number) {
            number.other_reading = Some(number.value + 0.5);
        }
    }
    found
}

/// Whether a half is added behind the number and what it counts (`八年半`), where spaces do not part them.
fn is_halved(text: &Text, number: &Number) -> bool {
    let rules = &text.language.rules;
    let Some(last) = number.tokens.end.checked_sub(1).filter(|_| !rules.numbers.halves.is_empty()) else {
        return false;
    };
    let is_half = |c: Option<char>| c.is_some_and(|c| rules.numbers.halves.contains(c));
    let is_counter = |c: Option<char>| c.is_some_and(|c| rules.numbers.counters.contains(c));
    let mut inside = text.token_str(last).chars().rev();
    let mut behind = text.document.text()[text.tokens[last].span.end..].chars();
    let (before_last, first) = (inside.next(), behind.next());
    is_half(before_last) && is_counter(inside.next())
        || is_counter(before_last) && is_half(first)
        || is_counter(first) && is_half(behind.next())
}
