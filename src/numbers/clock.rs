//! Times of day and stretches of time, written in digits with marks or letters between hours, minutes and seconds.

use std::ops::Range;

use super::digits::{cut, is_glued};
use super::{Number, Written};
use crate::article::Text;
use crate::language::tokens::Tokens;

/// A number up to here may be a month's.
const MONTHS: f64 = 12.0;

/// The time that digits begin, and the token behind it: `7:55`, `19h30`, `2:16:49`, `2:18.41`, `2h16m49s`.
pub(super) fn number_at(text: &Text, at: usize, end: usize, hour: &str, suffix: &str) -> Option<(Number, usize)> {
    if let Some(minutes) = suffix.strip_prefix(['h', 'H']) {
        if let Some((minutes, seconds)) = lettered(minutes) {
            return Some((stretch(at..at + 1, time_of(hour, minutes)?, seconds), at + 1));
        }
        let minutes = if minutes.is_empty() { "00" } else { minutes };
        return Some((of_day(at..at + 1, time_of(hour, minutes)?), at + 1));
    }
    let written = suffix.is_empty().then(|| behind_colon(text, at + 1, end)).flatten()?;
    // `2:18.41`: seconds behind a point.
    if let Some((minutes, seconds)) = written.split_once('.') {
        return Some((stretch(at..at + 3, time_of(hour, minutes)?, sexagesimal(seconds)?), at + 3));
    }
    let minutes: String = written.chars().take_while(char::is_ascii_digit).collect();
    let time = time_of(hour, &minutes)?;
    match behind_colon(text, at + 3, end).and_then(|written| sexagesimal(&written)) {
        Some(seconds) => Some((stretch(at..at + 5, time, seconds), at + 5)),
        None => Some((of_day(at..at + 3, time), at + 3)),
    }
}

/// The digits behind a colon with nothing between.
fn behind_colon(text: &Text, colon: usize, end: usize) -> Option<String> {
    let is_next = colon + 1 < end && text.surface(colon) == ":" && is_glued(text, colon) && is_glued(text, colon + 1);
    is_next.then(|| cut(text.surface(colon + 1)).written)
}

/// Minutes and seconds of `16m49s`.
fn lettered(rest: &str) -> Option<(&str, f64)> {
    let (minutes, seconds) = rest.strip_suffix(['s', 'S'])?.split_once(char::is_alphabetic)?;
    Some((minutes, sexagesimal(seconds.trim_start_matches(char::is_alphabetic))?))
}

/// `2.16.49`, where points stand between hours, minutes and seconds; what may be a date is one.
pub(super) fn pointed(written: &str, tokens: Range<usize>) -> Option<Number> {
    let [hour, minutes, seconds] = written.split('.').collect::<Vec<_>>()[..] else { return None };
    let time = time_of(hour, minutes).filter(|&(_, minutes)| minutes > MONTHS)?;
    Some(stretch(tokens, time, sexagesimal(seconds)?))
}

/// Two digits below sixty.
fn sexagesimal(written: &str) -> Option<f64> {
    let value: f64 = written.parse().ok()?;
    (written.len() == 2 && value < 60.0).then_some(value)
}

/// Hours and minutes. The minutes count: 7:55 is not 7.
fn of_day(tokens: Range<usize>, (hours, minutes): (f64, f64)) -> Number {
    Number { time: Some((hours, minutes)), ..Number::new(tokens, hours + minutes / 100.0, Written::Digits) }
}

/// Hours, minutes and seconds, which may be a time of day or a stretch of time.
fn stretch(tokens: Range<usize>, (hours, minutes): (f64, f64), seconds: f64) -> Number {
    let minutes = minutes + seconds / 60.0;
    Number { time: Some((hours, minutes)), ..Number::new(tokens, hours + minutes / 60.0, Written::Digits) }
}

/// An hour of the day and two digits of minutes.
pub(super) fn time_of(hour: &str, minutes: &str) -> Option<(f64, f64)> {
    let (hour, minute): (f64, f64) = (hour.parse().ok()?, minutes.parse().ok()?);
    (minutes.len() == 2 && hour <= 24.0 && minute < 60.0 && hour.fract() == 0.0).then_some((hour, minute))
}
