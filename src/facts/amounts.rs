//! Numbers and what they count.

use std::ops::Range;

use super::Amount;
use crate::article::Text;
use crate::language::lexemes::is_hyphen;
use crate::language::tokens::{TokenKind, Tokens};
use crate::language::units::{Dimension, Unit};
use crate::numbers::Number;

/// Bytes of a word that may join the ends of a range (`to`, `bis`, `až`).
const MAX_RANGE_WORD: usize = 6;

/// Dimensions of which an amount may be said in two units, the larger one first.
const COMPOUND: [Dimension; 3] = [Dimension::Length, Dimension::Mass, Dimension::Duration];

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
    for at in (1..amounts.len()).rev() {
        let (before, behind) = amounts.split_at_mut(at);
        if let (Some(whole), Some(rest)) = (before.last_mut(), behind.first())
            && let Some(value) = joint_value(text, whole, rest)
        {
            whole.number =
                Number { tokens: whole.number.tokens.start..rest.tokens().end, value, ..whole.number.clone() };
            amounts.remove(at);
        }
    }
    amounts
}

/// What two amounts are together that say one: `five feet ten inches`, `5-foot-11`, `two hours and thirty minutes`.
fn joint_value(text: &Text, whole: &Amount, rest: &Amount) -> Option<f64> {
    let unit = whole.unit.filter(|unit| COMPOUND.contains(&unit.dimension))?;
    let gap = whole.tokens().end..rest.number.tokens.start;
    let is_hyphenated = gap.clone().all(|token| is_hyphen(text.surface(token)));
    let joiners = &text.language.rules.numbers.joiners;
    let is_joined = gap.clone().all(|token| joiners.iter().any(|joiner| **joiner == *text.form(token).folded));
    if gap.len() > 1 || !is_hyphenated && !is_joined {
        return None;
    }
    let smaller =
        rest.unit.or_else(|| SUBDIVIDED.iter().find(|(of, _)| *of == unit.name).and_then(|(_, by)| Unit::named(by)));
    let part =
        smaller.filter(|_| rest.unit.is_some() || gap.len() == 1 && is_hyphenated)?.convert(rest.number.value, unit)?;
    let is_part = part > 0.0 && part < 1.0 && whole.number.value.fract() == 0.0;
    is_part.then_some(whole.number.value + part)
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
        && let Some(unit) = names.word(&crate::text::fold(digits))
    {
        return Some((unit, start - 1..start));
    }
    let start = if start < tokens.end && is_hyphen(text.surface(start)) { start + 1 } else { start };
    if start < tokens.end
        && let Some((unit, next)) = names.inflected_at(text, start, tokens.end)
    {
        return Some((unit, start..next));
    }
    let before = number.tokens.start.checked_sub(1).filter(|&token| token >= tokens.start)?;
    let is_leading = |unit: &Unit| matches!(unit.dimension, Dimension::Money | Dimension::Share);
    let unit = names.at(text, before, before + 1).map(|(unit, _)| *unit).filter(|unit| is_leading(unit))?;
    Some((unit, before..before + 1))
}
