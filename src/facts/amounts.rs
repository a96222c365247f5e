//! Numbers and what they count.

use std::ops::Range;

use super::Amount;
use crate::article::Text;
use crate::language::lexemes::{Lexemes, is_hyphen};
use crate::language::tokens::{TokenKind, Tokens};
use crate::language::units::{Dimension, Unit};
use crate::numbers::digits::is_like_year;
use crate::numbers::{Number, Written};
use crate::text::fold;

/// Bytes of a word that may join the ends of a range (`to`, `bis`, `až`).
const MAX_RANGE_WORD: usize = 6;

/// Dimensions of which an amount may be said in two units, the larger one first.
const COMPOUND: [Dimension; 4] = [Dimension::Length, Dimension::Mass, Dimension::Duration, Dimension::Calendar];

/// Units behind which a bare number counts a smaller one, a hyphen between.
const SUBDIVIDED: [(&str, &str); 1] = [("foot", "inch")];

/// Gives the numbers of a run of tokens their units.
pub(super) fn amounts(text: &Text, tokens: Range<usize>, numbers: Vec<Number>) -> Vec<Amount> {
    let is_century = |number: &Number| {
        let centuries = text.language.rules.numerals().centuries();
        let around = number.tokens.start.saturating_sub(1).max(tokens.start)..(number.tokens.end + 2).min(tokens.end);
        around
            .filter(|token| !number.tokens.contains(token))
            .any(|token| centuries.inflected_at(text, token, tokens.end).is_some())
    };
    let mut amounts: Vec<Amount> = numbers
        .into_iter()
        .map(|number| {
            let (unit, unit_tokens) = unit_of(text, &tokens, &number).map_or((None, 0..0), |(u, t)| (Some(u), t));
            Amount { unit, unit_tokens, is_century: is_century(&number), number, in_date: false }
        })
        .collect();
    // The hundred in a word for per cent (`por ciento`) is no number of its own.
    let units: Vec<Range<usize>> = amounts.iter().map(|amount| amount.unit_tokens.clone()).collect();
    let is_inside = |number: &Number| {
        let own = &number.tokens;
        units.iter().any(|unit| unit.start <= own.start && own.end <= unit.end && !own.is_empty())
    };
    amounts.retain(|amount| !is_inside(&amount.number) || amount.unit_tokens.contains(&amount.number.tokens.start));
    // Two to four inches: the unit of the second is that of the first.
    for at in (1..amounts.len()).rev() {
        let gap = amounts[at - 1].number.tokens.end..amounts[at].number.tokens.start;
        let joins = |token: usize| text.kind(token) == TokenKind::Mark || text.surface(token).len() <= MAX_RANGE_WORD;
        if amounts[at - 1].unit.is_none() && gap.len() == 1 && gap.clone().all(joins) {
            amounts[at - 1].unit = amounts[at].unit;
        }
    }
    shorten_years(&mut amounts);
    for at in (1..amounts.len()).rev() {
        let (before, behind) = amounts.split_at_mut(at);
        if let (Some(whole), Some(rest)) = (before.last_mut(), behind.first())
            && let Some(value) = joint_value(text, whole, rest)
        {
            let tokens = whole.number.tokens.start..rest.tokens().end;
            let time = minutes(whole, rest).map(|minutes| (whole.number.value, minutes));
            whole.number = Number { tokens, value, time: time.or(whole.number.time), ..whole.number.clone() };
            amounts.remove(at);
        }
    }
    amounts
}

/// Tokens from a year to another that goes without its century.
const YEARS_APART: usize = 4;

/// Gives years without a century that of the year before: `2016年から19年`.
fn shorten_years(amounts: &mut [Amount]) {
    for at in 1..amounts.len() {
        let (before, own) = (&amounts[at - 1], &amounts[at]);
        let is_year = own.unit.is_some_and(|unit| unit.name == "year");
        let is_near = own.number.tokens.start <= before.tokens().end + YEARS_APART;
        let short = own.number.value;
        let full = before.number.value - before.number.value % 100.0 + short;
        if is_year && is_near && is_like_year(before.number.value) && short < 100.0 && full > before.number.value {
            amounts[at].number.other_reading = Some(full);
        }
    }
}

/// The minutes behind hours, which may be a time of day as well.
fn minutes(hours: &Amount, rest: &Amount) -> Option<f64> {
    let is = |amount: &Amount, name: &str| amount.unit.is_some_and(|unit| unit.name == name);
    let is_time = is(hours, "hour") && is(rest, "minute") && hours.number.value <= 24.0;
    is_time.then_some(rest.number.value)
}

/// What two amounts are together that say one: `five feet ten inches`, `5-foot-11`, `two hours, 16 minutes and 49
/// seconds`.
fn joint_value(text: &Text, whole: &Amount, rest: &Amount) -> Option<f64> {
    let unit = whole.unit.filter(|unit| COMPOUND.contains(&unit.dimension))?;
    let gap = whole.tokens().end..rest.number.tokens.start;
    let is_hyphenated = gap.clone().all(|token| is_hyphen(text.surface(token)));
    let joiners = &text.language.rules.numbers.joiners;
    let is_joiner = |token: usize| joiners.iter().any(|joiner| **joiner == *text.form(token).folded);
    // Between stretches of time hardly anything else stands than a comma, or a word for `and`.
    let is_time = matches!(unit.dimension, Dimension::Duration | Dimension::Calendar) && rest.unit.is_some();
    let may_join = |token: usize| match text.kind(token) {
        TokenKind::Mark => text.surface(token) == "," || is_hyphen(text.surface(token)),
        _ => is_joiner(token) || text.surface(token).len() <= MAX_RANGE_WORD,
    };
    let is_joined = gap.clone().all(|token| is_joiner(token) || is_time && may_join(token));
    if gap.len() > 1 + usize::from(is_time) || !is_hyphenated && !is_joined {
        return None;
    }
    let smaller =
        rest.unit.or_else(|| SUBDIVIDED.iter().find(|(of, _)| *of == unit.name).and_then(|(_, by)| Unit::named(by)));
    let part =
        smaller.filter(|_| rest.unit.is_some() || gap.len() == 1 && is_hyphenated)?.convert(rest.number.value, unit)?;
    let is_part = part > 0.0 && part < 1.0 && whole.number.value.fract() == 0.0;
    is_part.then_some(whole.number.value + part)
}

/// Characters of particles that may follow a unit stuck to its number.
const MAX_PARTICLE: usize = 2;

/// The unit that letters stuck to digits are: `km`, or `초` with a particle (`49초의`).
fn stuck<'a>(names: &'a Lexemes<&'static Unit>, letters: &str) -> Option<&'a &'static Unit> {
    let cuts = letters.char_indices().rev().take(MAX_PARTICLE).map(|(at, _)| at);
    let heads = cuts.take_while(|&at| at > 0 && !letters.is_ascii()).map(|at| &letters[..at]);
    std::iter::once(letters).chain(heads).find_map(|word| names.word(word))
}

/// The unit behind a number, or the currency or per cent before it.
fn unit_of(text: &Text, tokens: &Range<usize>, number: &Number) -> Option<(&'static Unit, Range<usize>)> {
    let names = text.language.rules.unit_names();
    let start = number.tokens.end;
    // A unit stuck to the digits: `10km`.
    let last = text.surface(start - 1);
    let digits = last.trim_start_matches(|c: char| c.is_numeric() || matches!(c, '.' | ','));
    if digits.len() < last.len()
        && !digits.is_empty()
        && number.scale == 1.0
        && !text.language.rules.numbers.decade_endings.iter().any(|ending| ending == digits)
        && let Some(unit) = stuck(names, &fold(digits))
    {
        return Some((unit, start - 1..start));
    }
    // Spaces do not part it from what follows: `年内`.
    if !text.language.rules.spaced && start < tokens.end && number.in_digits() {
        let word = &text.form(start).folded;
        let heads = word.char_indices().skip(1).map(|(at, _)| &word[..at]);
        let time = heads
            .filter_map(|head| names.word(head))
            .find(|unit| matches!(unit.dimension, Dimension::Duration | Dimension::Calendar));
        if let Some(unit) = time.filter(|_| names.inflected_at(text, start, tokens.end).is_none()) {
            return Some((unit, start..start + 1));
        }
    }
    // Both in one: `שעתיים`.
    let word = &text.form(number.tokens.start).folded;
    if number.written == Written::Article
        && number.value == 2.0
        && let Some(unit) = text.language.rules.without_proclitics(word).find_map(|word| names.word(word))
    {
        return Some((unit, number.tokens.clone()));
    }
    let start = if start < tokens.end && is_hyphen(text.surface(start)) { start + 1 } else { start };
    if start < tokens.end
        && let Some((unit, next)) = names.inflected_at(text, start, tokens.end)
    {
        return Some((unit, start..next));
    }
    let before = number.tokens.start.checked_sub(1).filter(|&token| token >= tokens.start)?;
    // What stands behind another number is the unit of that one.
    if before > tokens.start && text.kind(before - 1) == TokenKind::Number {
        return None;
    }
    let is_leading = |unit: &Unit| matches!(unit.dimension, Dimension::Money | Dimension::Share);
    let unit = names.at(text, before, before + 1).map(|(unit, _)| *unit).filter(|unit| is_leading(unit))?;
    Some((unit, before..before + 1))
}
