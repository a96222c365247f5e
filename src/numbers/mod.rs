//! The numbers of a text by value: digits of every script as the language groups them, with the
//! words that multiply them, and numbers spelled out.
//!
//! Names follow CLDR (decimal, grouping). Dates and units are not understood here: a date yields its
//! parts.

mod clock;
pub mod digits;
pub mod glued;
pub mod roman;
pub mod sum;
pub mod words;

use std::ops::Range;

use crate::article::Text;
use crate::language::lexemes::Lexemes;
use crate::language::tokens::{TokenKind, Tokens};
use crate::text::is_capitalised;

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
    /// Hour and minutes, seconds as a part of one, where it is or may be a time of day.
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

    /// Whether the two may be one time of day, on a clock of twelve or twenty-four hours; eight and a half is half past
    /// eight.
    #[must_use]
    pub fn is_same_time(&self, other: &Number) -> bool {
        if self.time.or(other.time).is_none() {
            return false;
        }
        let read = |n: &Number, value: f64| {
            let minutes = value.fract() * 60.0;
            (n.scale == 1.0 && value <= 24.0 && (minutes == 0.0 || minutes == 30.0)).then(|| (value.trunc(), minutes))
        };
        let times = |n: &Number| match n.time {
            Some(time) => [Some(time), None],
            None => [read(n, n.value), n.other_reading.and_then(|value| read(n, value))],
        };
        let same = |a: (f64, f64), b: (f64, f64)| a.0 % 12.0 == b.0 % 12.0 && (a.1 - b.1).abs() < SAME_MINUTES;
        let theirs = times(other);
        times(self).into_iter().flatten().any(|a| theirs.into_iter().flatten().any(|b| same(a, b)))
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
    add_halves(text, range.end, &mut found);
    name_centuries(text, &mut found);
    read_as_ages(text, range.end, &mut found);
    found
}

/// Reads numbers that with a capital are a century.
fn name_centuries(text: &Text, found: &mut [Number]) {
    let names = &text.language.rules.numbers.century_names;
    if names.is_empty() {
        return;
    }
    for number in found.iter_mut() {
        let at = number.tokens.start;
        if let Some(&century) = names.get(&*text.form(at).folded).filter(|_| is_capitalised(text.surface(at))) {
            *number = Number::new(at..at + 1, century, Written::Ordinal);
        }
    }
}

/// Who is in his 92nd year is 91 years old.
fn read_as_ages(text: &Text, end: usize, found: &mut [Number]) {
    let phrases = text.language.rules.numerals().life_years();
    for number in found.iter_mut().filter(|number| number.value >= 2.0 && number.value.fract() == 0.0) {
        let stop = number.tokens.end;
        // Behind the point of an ordinal too.
        let is_point = stop < end && text.kind(stop) == TokenKind::Mark;
        if [stop, stop + usize::from(is_point)].iter().any(|&at| phrases.at(text, at, end).is_some()) {
            number.other_reading = Some(number.value - 1.0);
        }
    }
}

/// Minutes that two times may be apart for being reckoned in different ways.
const SAME_MINUTES: f64 = 1e-6;

/// Words that may stand between a number and the half that is added to it: what it counts.
const MAX_COUNTED: usize = 2;

/// Words of the longest phrase that makes a number an hour with a half.
const MAX_BEFORE: usize = 4;

/// Adds halves that stand behind numbers: directly (`cztery i pół roku`), which leaves no doubt, or behind what is
/// counted (`quatre ans et demi`), where the half may be another thing's.
fn add_halves(text: &Text, end: usize, found: &mut Vec<Number>) {
    let halves = text.language.rules.numerals().halves();
    let mut n = 0;
    while n < found.len() {
        let limit = found.get(n + 1).map_or(end, |next| next.tokens.start.max(found[n].tokens.end));
        let number = &mut found[n];
        let is_whole = number.value.fract() == 0.0 && number.time.is_none() && number.other_reading.is_none();
        let with_half = number.value + 0.5 * number.scale;
        let stop = number.tokens.end;
        n += 1;
        if !is_whole || !matches!(number.written, Written::Digits | Written::Words | Written::Article) {
            continue;
        }
        if let Some((hour, minutes)) = half_hour(text, number) {
            // The minutes count, as they do in digits.
            (number.time, number.value) = (Some((hour, minutes)), hour + minutes / 100.0);
            continue;
        }
        if is_halved(text, number) {
            number.other_reading = Some(with_half);
            continue;
        }
        let is_counted = |at: usize| (stop..at).all(|token| text.kind(token) == TokenKind::Word);
        let places = (stop..=stop + MAX_COUNTED).take_while(|&at| at <= limit && is_counted(at));
        let Some((at, next)) = places.into_iter().find_map(|at| Some((at, halves.at(text, at, end)?.1))) else {
            continue;
        };
        if at > stop || !text.language.rules.spaced {
            number.other_reading = Some(with_half);
            continue;
        }
        (number.value, number.tokens.end) = (with_half, next);
        // `Cztery i pół miliona`.
        if let Some(scale) = (next < end && number.scale == 1.0).then(|| digits::scale_word(text, next)).flatten() {
            (number.value, number.scale, number.tokens.end) = (with_half * scale, scale, next + 1);
        }
        let next = number.tokens.end;
        while found.get(n).is_some_and(|other| other.tokens.start < next) {
            found.remove(n);
        }
    }
}

/// The hour that a number may be.
fn hour(number: &Number) -> Option<f64> {
    (number.scale == 1.0 && (0.0..=24.0).contains(&number.value)).then_some(number.value)
}

/// The time of day where the words before a number make it one with half an hour: `half past eight`, `halb neun`.
fn half_hour(text: &Text, number: &Number) -> Option<(f64, f64)> {
    let (hour, numerals) = (hour(number)?, text.language.rules.numerals());
    let start = number.tokens.start;
    let is_before = |phrases: &Lexemes<()>| {
        let starts = start.saturating_sub(MAX_BEFORE)..start;
        starts.into_iter().any(|at| phrases.at(text, at, start).is_some_and(|(_, next)| next == start))
    };
    if is_before(numerals.half_past()) {
        Some((hour, 30.0))
    } else if is_before(numerals.half_to()) && hour >= 1.0 {
        Some((hour - 1.0, 30.0))
    } else {
        None
    }
}

/// Whether a half follows the number and what it counts with nothing between (`六年半`).
fn is_halved(text: &Text, number: &Number) -> bool {
    let rules = &text.language.rules;
    let Some(last) = number.tokens.end.checked_sub(1).filter(|_| !rules.spaced) else { return false };
    let begins = |rest: &str| rules.numbers.halves.iter().any(|half| rest.starts_with(half.as_str()));
    let is_counter = |c: Option<char>| c.is_some_and(|c| rules.numbers.counters.contains(c));
    let inside = text.token_str(last);
    let cut = rules.numbers.halves.iter().find_map(|half| inside.strip_suffix(half.as_str()));
    let behind = &text.document.text()[text.tokens[last].span.end..];
    let mut rest = behind.chars();
    cut.is_some_and(|before| is_counter(before.chars().last()))
        || is_counter(inside.chars().last()) && begins(behind)
        || is_counter(rest.next()) && begins(rest.as_str())
}
