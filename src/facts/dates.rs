//! Dates: the parts of each, and where they stand.

use std::ops::Range;

use super::{Amount, Fact, Value};
use crate::article::Text;
use crate::language::lexemes::is_hyphen;
use crate::language::tokens::{TokenKind, Tokens};
use crate::numbers::Written;
use crate::text::is_capitalised;

/// Years that news speaks of.
const YEARS: Range<f64> = 1000.0..2200.0;

/// Tokens between a month and its year, and bytes of each of them (`,`, `de`, `г.`).
const GAP: usize = 2;
const GAP_WORD: usize = 4;

/// Digits of a year without its century, and up to which of them it is of this one.
const SHORT_YEAR: usize = 2;
const PIVOT: f64 = 50.0;

/// Tokens from a weekday to the word for a night.
const NIGHT_GAP: usize = 3;

/// Tokens from a date to its weekday.
const WEEKDAY_GAP: usize = 3;

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// Monday 1 to Sunday 7.
    Weekday,
    /// From 1.
    Day,
    /// From 1.
    Month,
    /// Of the common era.
    Year,
}

/// All parts, in the order of [`Date::parts`].
pub const PARTS: [DatePart; 4] = [DatePart::Weekday, DatePart::Day, DatePart::Month, DatePart::Year];

/// A date, or as much of one as is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Date {
    /// Value and tokens of each part that is said, in the order of [`PARTS`].
    pub parts: [Option<(u32, (usize, usize))>; 4],
    /// Whether day and month, both in digits, may be the other way round.
    pub may_swap: bool,
    /// Whether it may be a night that is named after the day before it or after it.
    pub is_night: bool,
}

impl Date {
    /// The value of a part.
    #[must_use]
    pub fn get(&self, part: DatePart) -> Option<u32> {
        self.parts[part as usize].map(|(value, _)| value)
    }

    /// The tokens of a part.
    #[must_use]
    pub fn tokens(&self, part: DatePart) -> Option<Range<usize>> {
        self.parts[part as usize].map(|(_, (start, end))| start..end)
    }

    /// How many parts are said.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parts.iter().flatten().count()
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The weekday that the date falls on, Monday 1 to Sunday 7; none for what is no full date of the
    /// Gregorian calendar.
    #[must_use]
    pub fn falls_on(&self) -> Option<u32> {
        let (day, month, year) = (self.get(DatePart::Day)?, self.get(DatePart::Month)?, self.get(DatePart::Year)?);
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        if year < 1900 || !(1..=12).contains(&month) || !(1..=days[month as usize - 1]).contains(&day) {
            return None;
        }
        // Days since Monday, 1 January 1900.
        let past = year - 1900;
        let leap_days = past.div_ceil(4) - past.div_ceil(100) + (past + 299) / 400;
        let before: u32 = days[..month as usize - 1].iter().sum();
        Some((past * 365 + leap_days + before + day - 1) % 7 + 1)
    }

    /// The same with day and month exchanged.
    #[must_use]
    pub fn swapped(&self) -> Date {
        let mut date = self.clone();
        date.parts.swap(DatePart::Day as usize, DatePart::Month as usize);
        date
    }

    fn set(&mut self, part: DatePart, value: u32, tokens: Range<usize>) {
        self.parts[part as usize].get_or_insert((value, (tokens.start, tokens.end)));
    }

    fn span(&self) -> Option<Range<usize>> {
        let places = || self.parts.iter().flatten().map(|&(_, place)| place);
        Some(places().map(|p| p.0).min()?..places().map(|p| p.1).max()?)
    }
}

/// The dates of a run of tokens; marks the numbers that are parts of them.
pub(super) fn dates(text: &Text, tokens: Range<usize>, amounts: &mut [Amount]) -> Vec<Fact> {
    let mut dates: Vec<Date> = Vec::new();
    let calendar = text.language.rules.calendar();
    let mut at = tokens.start;
    while at < tokens.end {
        let month = calendar.months.at(text, at, tokens.end).filter(|_| is_month(text, at));
        if let Some((&month, next)) = month {
            dates.push(around(text, &tokens, at..next, month, amounts));
            at = next;
        } else {
            dates.extend(in_digits(text, at, amounts));
            at += 1;
        }
    }
    dates.extend(marked(text, &tokens, amounts));
    for at in tokens.clone() {
        let Some((&weekday, next)) = calendar.weekdays.inflected_at(text, at, tokens.end) else { continue };
        let near = |date: &&mut Date| {
            let span = date.span().unwrap_or(0..0);
            date.get(DatePart::Day).is_some()
                && (next <= span.start && span.start - next < WEEKDAY_GAP
                    || span.end <= at && at - span.end < WEEKDAY_GAP)
        };
        match dates.iter_mut().find(near) {
            Some(date) => date.set(DatePart::Weekday, weekday, at..next),
            None => {
                let mut date = Date { is_night: is_night(text, at..next, &tokens), ..Date::default() };
                date.set(DatePart::Weekday, weekday, at..next);
                dates.push(date);
            }
        }
    }
    dates.into_iter().filter_map(|date| Some(Fact { tokens: date.span()?, value: Value::Date(date) })).collect()
}

/// Whether a word for a night stands near a weekday: `in der Nacht zum Mittwoch` is on Tuesday night.
fn is_night(text: &Text, weekday: Range<usize>, tokens: &Range<usize>) -> bool {
    let near = weekday.start.saturating_sub(NIGHT_GAP).max(tokens.start)..(weekday.end + NIGHT_GAP).min(tokens.end);
    let nights = &text.language.rules.numbers.nights;
    near.into_iter().any(|token| nights.iter().any(|night| text.form(token).is(night)))
}

fn is_month(text: &Text, at: usize) -> bool {
    // Months in digits have marks behind them.
    text.kind(at) == TokenKind::Word
        && !text.surface(at).starts_with(char::is_numeric)
        && (!text.language.rules.numbers.capitalised_months || is_capitalised(text.surface(at)))
        && !ends_name(text, at)
}

/// Whether a hyphen makes a token the end of a name: `Seo-jun`. Two months may be joined as well.
fn ends_name(text: &Text, at: usize) -> bool {
    let Some(first) = at.checked_sub(2).filter(|&first| is_hyphen(text.surface(first + 1))) else { return false };
    let is_glued = |left: usize| text.tokens[left].span.end == text.tokens[left + 1].span.start;
    let is_month = text.language.rules.calendar().months.at(text, first, first + 1).is_some();
    text.kind(first) == TokenKind::Word && is_glued(first) && is_glued(first + 1) && !is_month
}

/// The date around a month's name.
fn around(text: &Text, tokens: &Range<usize>, place: Range<usize>, month: u32, amounts: &mut [Amount]) -> Date {
    let mut date = Date::default();
    date.set(DatePart::Month, month, place.clone());
    for amount in amounts.iter_mut().filter(|amount| place.contains(&amount.number.tokens.start)) {
        amount.in_date = true;
    }
    let is_gap = |gap: Range<usize>| {
        gap.len() <= GAP && gap.clone().all(|token| text.surface(token).len() <= GAP_WORD && gap.end <= tokens.end)
    };
    let numbers = &text.language.rules.numbers;
    // Between day and month stands a full stop, or a word for `of`.
    let is_day_gap = |gap: Range<usize>| {
        gap.len() <= GAP
            && gap.clone().all(|token| {
                let form = text.form(token);
                text.surface(token) == "." || numbers.date_joiners.iter().any(|joiner| **joiner == *form.folded)
            })
    };
    let left = amounts.iter().rposition(|amount| amount.number.tokens.end <= place.start);
    if let Some(n) = left.filter(|&n| !amounts[n].in_date) {
        let gap = amounts[n].number.tokens.end..place.start;
        // A word for the year may be as long as it likes.
        let is_year_word = |token: usize| {
            let unit = text.language.rules.unit_names().inflected_at(text, token, tokens.end);
            unit.is_some_and(|(unit, _)| unit.name == "year")
        };
        let of_year = gap.clone().filter(|&token| !is_year_word(token)).count() <= GAP
            && gap.clone().all(|token| is_year_word(token) || text.surface(token).len() <= GAP_WORD);
        if let Some(year) = year(&amounts[n]).filter(|_| of_year) {
            date.set(DatePart::Year, year, take(&mut amounts[n]));
        } else if let Some(day) = day(&amounts[n]).filter(|_| is_day_gap(gap)) {
            // Where the day follows the month, one before it is a day only if none does.
            let next = amounts.get(n + 1).filter(|next| is_gap(place.end..next.number.tokens.start));
            if !numbers.month_first || next.and_then(self::day).is_none() {
                date.set(DatePart::Day, day, take(&mut amounts[n]));
            }
        }
    }
    let mut end = place.end;
    let first = amounts.iter().position(|amount| amount.number.tokens.start >= place.end).unwrap_or(amounts.len());
    for amount in amounts.iter_mut().skip(first).take(2) {
        let gap = end..amount.number.tokens.start;
        if amount.in_date || amount.number.tokens.start < end || !is_gap(gap.clone()) {
            break;
        }
        let has_words = gap.clone().any(|token| text.kind(token) != TokenKind::Mark);
        end = amount.number.tokens.end;
        // `2016. aasta märtsist kuni 2018`: it has its year.
        if let Some(year) = year(amount) {
            if date.get(DatePart::Year).is_none() {
                date.set(DatePart::Year, year, take(amount));
            }
            break;
        }
        let may_follow = numbers.month_first && date.get(DatePart::Day).is_none();
        let Some(day) = day(amount).filter(|_| may_follow && !has_words) else { break };
        date.set(DatePart::Day, day, take(amount));
    }
    date
}

fn take(amount: &mut Amount) -> Range<usize> {
    amount.in_date = true;
    amount.number.tokens.clone()
}

fn day(amount: &Amount) -> Option<u32> {
    let number = &amount.number;
    let is_day = (1.0..=31.0).contains(&number.value) && number.value.fract() == 0.0 && number.time.is_none();
    let is_written = matches!(number.written, Written::Digits | Written::Ordinal);
    (is_day && is_written && number.scale == 1.0 && number.tokens.len() <= 2).then_some(number.value as u32)
}

fn year(amount: &Amount) -> Option<u32> {
    let number = &amount.number;
    let is_year = YEARS.contains(&number.value) && number.value.fract() == 0.0 && number.other_reading.is_none();
    (is_year && number.in_digits() && number.scale == 1.0).then_some(number.value as u32)
}

/// `16.11.2018`, `2018-11-16`, `16/11/2018`: numbers without white space between them.
fn in_digits(text: &Text, at: usize, amounts: &mut [Amount]) -> Option<Date> {
    let first = amounts.iter().position(|amount| amount.number.tokens.start == at && !amount.in_date)?;
    let three = amounts.get(first..first + 3)?;
    let place = at..three[2].number.tokens.end;
    let is_one_token = three[2].number.tokens.start == at;
    let is_glued = |gap: Range<usize>| {
        let marks = gap.len() == 1 && matches!(text.surface(gap.start), "-" | "/" | "." | "–");
        marks
            && text.tokens[gap.start - 1].span.end == text.tokens[gap.start].span.start
            && text.tokens[gap.start].span.end == text.tokens[gap.end].span.start
    };
    let gaps = || three.windows(2).all(|two| is_glued(two[0].number.tokens.end..two[1].number.tokens.start));
    if !is_one_token && (three[0].number.tokens.end > three[1].number.tokens.start || !gaps()) {
        return None;
    }
    let mut values: Vec<f64> = three.iter().map(|amount| amount.number.value).collect();
    // `1/4/08`: the century goes without saying.
    let last = three[2].number.tokens.clone();
    if !is_one_token && text.surface(last.start).len() == SHORT_YEAR && values[2] < 100.0 {
        values[2] += if values[2] < PIVOT { 2000.0 } else { 1900.0 };
    }
    let (year_at, day_at, month_at) = if YEARS.contains(&values[0]) { (0, 2, 1) } else { (2, 0, 1) };
    let (day, month) = (values[day_at], values[month_at]);
    if !YEARS.contains(&values[year_at]) || !(1.0..=31.0).contains(&day) || !(1.0..=31.0).contains(&month) {
        return None;
    }
    let (day_at, month_at) = if month > 12.0 { (month_at, day_at) } else { (day_at, month_at) };
    if values[month_at] > 12.0 {
        return None;
    }
    let mut date = Date { may_swap: values[day_at] <= 12.0 && year_at == 2, ..Date::default() };
    for (part, n) in [(DatePart::Year, year_at), (DatePart::Month, month_at), (DatePart::Day, day_at)] {
        let tokens = if is_one_token { place.clone() } else { three[n].number.tokens.clone() };
        date.set(part, values[n] as u32, tokens);
    }
    for amount in &mut amounts[first..first + 3] {
        amount.in_date = true;
    }
    Some(date)
}

/// `2018年11月16日`: numbers with a mark behind each.
fn marked(text: &Text, tokens: &Range<usize>, amounts: &mut [Amount]) -> Vec<Date> {
    const ORDER: [DatePart; 3] = [DatePart::Year, DatePart::Month, DatePart::Day];
    let marks = &text.language.rules.numbers.date_marks;
    let mut dates: Vec<Date> = Vec::new();
    if marks.len() != ORDER.len() {
        return dates;
    }
    let mut last_end = usize::MAX;
    for amount in amounts.iter_mut().filter(|amount| !amount.in_date && amount.number.scale == 1.0) {
        let place = amount.number.tokens.clone();
        // The mark is stuck to the digits or a token of its own.
        let tail = text.surface(place.end - 1).trim_start_matches(char::is_numeric);
        let own = text.surface(place.end - 1).len() > tail.len() && !tail.is_empty();
        let mark = if own {
            tail
        } else if place.end < tokens.end {
            text.surface(place.end)
        } else {
            ""
        };
        let Some(part) = marks.iter().position(|m| mark.starts_with(m.as_str())) else { continue };
        let value = amount.number.value;
        let fits = match ORDER[part] {
            DatePart::Year => YEARS.contains(&value),
            DatePart::Month => (1.0..=12.0).contains(&value) && (mark == marks[1] || own),
            _ => (1.0..=31.0).contains(&value),
        };
        // A day by itself is a number of days as often as not.
        let follows = last_end == place.start && dates.last().is_some_and(|date| date.get(ORDER[part]).is_none());
        if !fits || !follows && ORDER[part] == DatePart::Day {
            continue;
        }
        amount.in_date = true;
        if !follows {
            dates.push(Date::default());
        }
        if let Some(date) = dates.last_mut() {
            date.set(ORDER[part], value as u32, place.clone());
        }
        last_end = if own { place.end } else { place.end + 1 };
    }
    dates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        for (day, month, year, weekday) in [(1, 1, 1900, 1), (20, 7, 1969, 7), (29, 2, 2000, 2), (28, 11, 2026, 6)] {
            let mut date = Date::default();
            for (part, value) in [(DatePart::Day, day), (DatePart::Month, month), (DatePart::Year, year)] {
                date.set(part, value, 0..1);
            }
            assert_eq!(date.falls_on(), Some(weekday), "{year}-{month}-{day}");
        }
    }
}
