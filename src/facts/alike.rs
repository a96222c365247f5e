//! When two amounts are one: by value, by conversion, by another way of saying it.

use super::Amount;
use crate::language::units::{Dimension, Unit};
use crate::numbers::Written;

/// How far apart two values may be and still be the same written twice.
const EQUAL: f64 = 1e-9;

/// Converted figures are rounded: by so much, or by half a unit of their last digit that is no zero,
/// but by no more than so much.
const CONVERTED: f64 = 0.04;
const ROUNDED: f64 = 0.13;

/// Days and weeks that many languages say for each other: in eight days, in a week; in fifteen, in a fortnight.
const CUSTOMARY: [(f64, &str, f64); 3] = [(8.0, "week", 1.0), (15.0, "week", 2.0), (15.0, "fortnight", 1.0)];

/// Degrees to which temperatures are rounded.
const DEGREES: f64 = 1.0;

/// Whether two values are the same written twice.
#[must_use]
pub fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= EQUAL * a.abs().max(b.abs()).max(1.0)
}

/// Whether a number is one that a translation must keep.
pub(super) fn is_claim(amount: &Amount) -> bool {
    let number = &amount.number;
    if number.is_label {
        return false;
    }
    match number.written {
        Written::Digits => true,
        // `Thousands` and `tens of thousands` are manners of speaking, not figures.
        Written::Words => number.value >= 2.0 && !(number.tokens.len() == 1 && number.value == number.scale),
        Written::Ordinal => number.value >= 2.0,
        Written::Roman => amount.is_century,
        Written::Fraction | Written::Article | Written::Decade => false,
    }
}

/// Whether it is a part of one: a half, a third.
pub(super) fn is_part(amount: &Amount) -> bool {
    amount.number.written == Written::Fraction && amount.number.value < 1.0
}

/// Whether one part is so many of the other that a word for how many may have been missed: two thirds, a third.
pub(super) fn is_multiple(a: &Amount, b: &Amount) -> bool {
    let (a, b) = (a.number.value, b.number.value);
    let ratio = a.max(b) / a.min(b);
    a.max(b) > 0.5 && (ratio - ratio.round()).abs() < 1e-3
}

/// Whether it is a figure rather than a word in passing.
#[must_use]
pub fn is_figure(amount: &Amount) -> bool {
    is_claim(amount) && (amount.number.in_digits() || amount.number.scale >= 1e6)
}

pub(super) fn is_convertible(a: &Unit, b: &Unit) -> bool {
    a.dimension == b.dimension && !a.agrees(b) && a.convert(1.0, b).is_some()
}

/// Whether the unit is another and the value stayed.
pub(super) fn is_replaced(a: &Amount, b: &Amount) -> bool {
    let (Some(ours), Some(theirs)) = (a.unit, b.unit) else { return false };
    let is_time = |unit: &Unit| matches!(unit.dimension, Dimension::Duration | Dimension::Calendar);
    (ours.dimension == theirs.dimension || is_time(ours) && is_time(theirs))
        && !ours.agrees(theirs)
        && a.number.value != 0.0
}

/// Whether one is the other converted and rounded. A unit that is not named may be any of the other's
/// dimension.
pub(super) fn is_converted(a: &Amount, b: &Amount) -> bool {
    let near = |amount: f64, from: &Unit, to: &Unit, rounded: f64| {
        from.convert(amount, to).is_some_and(|exact| is_near(exact, rounded, from.dimension, amount))
    };
    let (x, y) = (a.number.value, b.number.value);
    if !(a.number.in_digits() || b.number.in_digits())
        && a.unit.is_none_or(|unit| !matches!(unit.dimension, Dimension::Duration | Dimension::Calendar))
    {
        return false;
    }
    match (a.unit, b.unit) {
        (Some(from), Some(to)) if from.name == to.name => from.name == "degree" && is_temperature(x, y),
        (Some(from), Some(to)) if from.dimension == Dimension::Temperature && from.dimension == to.dimension => {
            near(x, from, to, y) || from.agrees(to) && is_temperature(x, y)
        }
        (Some(from), Some(to)) => near(x, from, to, y) || near(y, to, from, x) || is_customary([(x, from), (y, to)]),
        (Some(unit), None) => {
            let is_degree = unit.dimension == Dimension::Temperature && is_temperature(x, y);
            is_degree || is_measure(unit) && !is_transposed(x, y) && unit.siblings().any(|to| near(x, unit, to, y))
        }
        (None, Some(_)) => is_converted(b, a),
        (None, None) => false,
    }
}

/// Whether two stretches of time are customary for each other ([`CUSTOMARY`]).
fn is_customary([a, b]: [(f64, &Unit); 2]) -> bool {
    let is = |days: (f64, &Unit), weeks: (f64, &Unit)| {
        days.1.name == "day" && CUSTOMARY.contains(&(days.0, weeks.1.name, weeks.0))
    };
    is(a, b) || is(b, a)
}

/// Units whose names may be missed: those of things measured.
fn is_measure(unit: &Unit) -> bool {
    !matches!(unit.dimension, Dimension::Duration | Dimension::Calendar | Dimension::Share | Dimension::Money)
}

fn is_temperature(a: f64, b: f64) -> bool {
    (a * 1.8 + 32.0 - b).abs() <= 1.8 * DEGREES || (b * 1.8 + 32.0 - a).abs() <= 1.8 * DEGREES
}

fn is_near(exact: f64, rounded: f64, dimension: Dimension, original: f64) -> bool {
    let off = (exact - rounded).abs();
    match dimension {
        Dimension::Temperature => off <= DEGREES + 0.1,
        Dimension::Duration | Dimension::Calendar => same(exact, rounded),
        _ => {
            // What was round before is round after.
            let slack = (half_unit(rounded) / rounded.abs()).max(half_unit(original) / original.abs());
            let is_small = rounded.abs() < 10.0 && rounded.fract() == 0.0;
            off <= if is_small { 0.5 } else { rounded.abs() * slack.clamp(CONVERTED, ROUNDED) }
        }
    }
}

/// Half a unit of the last digit that is no zero.
fn half_unit(value: f64) -> f64 {
    if value.fract() != 0.0 || value == 0.0 {
        return 0.0;
    }
    let mut unit = 1.0;
    while value % (unit * 10.0) == 0.0 {
        unit *= 10.0;
    }
    unit / 2.0
}

/// The same digits in another order: a slip, whatever unit it might be converted to.
fn is_transposed(a: f64, b: f64) -> bool {
    let digits = |value: f64| {
        let mut digits: Vec<char> = format!("{value}").chars().filter(char::is_ascii_digit).collect();
        digits.sort_unstable();
        digits
    };
    digits(a) == digits(b)
}

/// 15 and 3, as hours of the day.
pub(super) fn is_clock(a: &Amount, b: &Amount) -> bool {
    let (x, y) = (a.number.value, b.number.value);
    let (low, high) = (x.min(y), x.max(y));
    let is_hour = |amount: &Amount| {
        let unit = amount.unit.map(|unit| unit.name);
        amount.number.scale == 1.0 && amount.number.in_digits() && unit.is_none_or(|unit| unit == "hour")
    };
    is_hour(a) && is_hour(b) && (1.0..=12.0).contains(&low) && (13.0..=24.0).contains(&high) && same(high - low, 12.0)
}

/// `1930s` and the thirties, or the fourth decade; `2000s` and the noughties written `00`.
pub(super) fn is_decade(year: &Amount, short: &Amount) -> bool {
    let (year, short) = (year.number.value, short.number.value);
    let decade = (year % 100.0) / 10.0 + 1.0;
    (1800.0..=2020.0).contains(&year) && year % 10.0 == 0.0 && (same(year % 100.0, short) || same(decade, short))
}

/// `1800s` and the nineteenth century.
pub(super) fn is_century(year: &Amount, short: &Amount) -> bool {
    let (is_named, year, short) = (short.is_century, year.number.value, short.number.value);
    let century = (year / 100.0).floor() + 1.0;
    (1100.0..=2020.0).contains(&year) && (year % 100.0 == 0.0 || is_named && year % 10.0 == 0.0) && same(century, short)
}

/// Half and 50 %.
pub(super) fn is_share(part: &Amount, percent: &Amount) -> bool {
    part.number.written == Written::Fraction
        && percent.unit.is_some_and(|unit| unit.dimension == Dimension::Share)
        && (part.number.value * 100.0 - percent.number.value).abs() < 0.7
}

/// The same leading digits, a power of ten apart, where at least one side has a scale word.
pub(super) fn is_rescaled(a: &Amount, b: &Amount) -> bool {
    let (a, b) = (&a.number, &b.number);
    if !(a.in_digits() || b.in_digits()) || a.scale.max(b.scale) < 1000.0 || a.value <= 0.0 || b.value <= 0.0 {
        return false;
    }
    let power = (a.value / b.value).log10();
    power.abs() > 0.5 && (power - power.round()).abs() < 1e-6
}
