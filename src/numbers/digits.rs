//! Numbers written in digits, with the scale words behind them.

use std::ops::Range;

use super::clock::{self, time_of};
use super::{Number, Written, glued};
use crate::article::Text;
use crate::language::lexemes::is_hyphen;
use crate::language::numerals::NumberPart;
use crate::language::rules::Rules;
use crate::language::tokens::{TokenKind, Tokens};
use crate::numbers::sum::Sum;
use crate::text::Span;

/// First digits of the scripts whose numerals news uses besides ASCII: Arabic-Indic, Persian,
/// Devanagari, Bengali, Thai, full-width.
const ZEROS: [u32; 6] = [0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10];

/// Letters that an inflected scale word may have at its end.
const MAX_ENDING: usize = 3;

/// Bytes of a scale word that may be inflected.
const MIN_STEM: usize = 5;

/// Digits that stand for a telephone number or an identifier when the first is a zero.
const LABEL: usize = 3;

/// Numbers that are years as often as not.
const LIKE_YEARS: Range<f64> = 1900.0..2100.0;

/// The value of a digit in any of these scripts.
#[must_use]
pub fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| {
        let code = c as u32;
        ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code)).map(|zero| code - zero)
    })
}

/// Whether a token is written in digits: it begins with one, or with letters of a script other than
/// Latin, which stick to numbers as prepositions and names of things do not.
#[must_use]
pub fn is_numeric(surface: &str) -> bool {
    let mut chars = surface.chars();
    match chars.next() {
        Some(c) if digit(c).is_some() || fraction(c).is_some() => true,
        Some(c) if !c.is_ascii() && c.is_alphabetic() => !is_latin(c) && chars.any(|c| digit(c).is_some()),
        _ => false,
    }
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || ('\u{C0}'..='\u{24F}').contains(&c)
}

/// `½`, `¾` and the like.
fn fraction(c: char) -> Option<f64> {
    Some(match c {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        '⅕' => 0.2,
        _ => return None,
    })
}

/// A digit token cut up.
pub(super) struct Cut<'a> {
    /// ASCII digits and separators.
    pub(super) written: String,
    /// What follows them.
    suffix: &'a str,
}

pub(super) fn cut(surface: &str) -> Cut<'_> {
    let head = surface.find(|c: char| digit(c).is_some()).unwrap_or(0);
    let body = &surface[head..];
    let end = body.find(|c: char| digit(c).is_none() && !is_separator(c)).unwrap_or(body.len());
    // A separator at the end is none.
    let trimmed = body[..end].trim_end_matches(is_separator);
    let written = trimmed.chars().map(|c| digit(c).map_or(c, |d| char::from(b'0' + d as u8))).collect();
    Cut { written, suffix: body[trimmed.len()..].trim_start_matches(is_separator) }
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '’' | '٫' | '٬' | '،' | '_')
}

/// Reads digits at a token with what groups and multiplies them; returns the token after them.
pub(super) fn number_at(text: &Text, at: usize, end: usize, found: &mut Vec<Number>) -> usize {
    let rules = &text.language.rules;
    let surface = text.surface(at);
    if let Some(value) = surface.chars().next().and_then(fraction) {
        found.push(Number::new(at..at + 1, value, Written::Fraction));
        return at + 1;
    }
    if let Some((number, next)) = glued::number_at(text, at, end) {
        found.push(number);
        return next;
    }
    let Cut { mut written, suffix } = cut(surface);
    let mut next = at + 1;
    if suffix.is_empty() && written.len() <= 3 && written.bytes().all(|b| b.is_ascii_digit()) {
        next = join_groups(text, at, end, &mut written);
    }
    let digits = |value| Number::new(at..next, value, Written::Digits);
    if let Some((time, next)) = clock::number_at(text, at, end, &written, suffix) {
        found.push(time);
        return next;
    }
    // Before a scale word, a mark of any custom separates decimals.
    let decimal = || {
        let has_scale = next < end && scale_word(text, next).is_some();
        has_scale.then(|| written.replace(',', ".").parse().ok().map(|value| (value, None))).flatten()
    };
    let Some((value, other)) = read(&written, rules).or_else(decimal) else {
        // Several parts (a date, a time, a score, a version): each counts for itself.
        if let Some(number) = clock::pointed(&written, at..next) {
            found.push(number);
            return next;
        }
        if let Some(time) = written.split_once('.').and_then(|(h, m)| time_of(h, m)) {
            found.push(Number { time: Some(time), ..digits(time.0) });
            return next;
        }
        for part in written.split(|c: char| !c.is_ascii_digit()).filter_map(|p| p.parse().ok()) {
            found.push(digits(part));
        }
        return next;
    };
    let half = (next < end && is_glued(text, next)).then(|| text.surface(next).chars().next().and_then(fraction));
    if let Some(half) = half.flatten() {
        found.push(Number::new(at..next + 1, value + half, Written::Digits));
        return next + 1;
    }
    let time = written.split_once('.').and_then(|(h, m)| time_of(h, m));
    let is_decade = value < 100.0 && rules.numbers.decade_endings.iter().any(|ending| ending == suffix);
    if is_decade {
        found.push(Number::new(at..next, value, Written::Decade));
        return next;
    }
    // `007`; `А7`, a road.
    let is_label = written.len() >= LABEL && written.bytes().all(|b| b.is_ascii_digit()) && written.starts_with('0')
        || surface.starts_with(char::is_uppercase);
    let (number, next) = with_scales(text, Number { other_reading: other, is_label, ..digits(value) }, end);
    let other_reading = number.other_reading.or_else(|| abbreviated(text, at, &written, found));
    // A telephone number goes on in groups.
    let follows = found.last().is_some_and(|n| n.is_label && n.tokens.end == at);
    let is_label = number.is_label || follows && number.scale == 1.0;
    found.push(Number { time: time.filter(|_| number.scale == 1.0), other_reading, is_label, ..number });
    next
}

/// Multiplies by the scale words that follow, and adds a smaller number with a scale of its own.
fn with_scales(text: &Text, mut number: Number, end: usize) -> (Number, usize) {
    let mut next = number.tokens.end;
    let mut sum = Sum::default();
    sum.push(NumberPart::Value(number.value));
    while next < end {
        // `2.5-million` is `2.5 million`.
        let is_passed = is_hyphen(text.surface(next)) || is_currency(text.surface(next));
        let word = if is_passed && next + 1 < end { next + 1 } else { next };
        let Some(scale) = scale_word(text, word) else { break };
        // `100 m` is a hundred metres; `100m` may be money.
        if text.surface(word).len() == 1 {
            break;
        }
        if !sum.push(NumberPart::Scale(scale)) {
            break;
        }
        next = word + 1;
        // `3 lakh 20 thousand`.
        while next + 1 < end && text.kind(next) == TokenKind::Number {
            let (value, scale) = (text.surface(next).parse::<f64>().ok(), scale_word(text, next + 1));
            let (Some(value), Some(scale)) = (value, scale) else { break };
            let mut longer = sum.clone();
            if value >= 1000.0 || !longer.push(NumberPart::Value(value)) || !longer.push(NumberPart::Scale(scale)) {
                break;
            }
            (sum, next) = (longer, next + 2);
        }
        // `4 bin 200`.
        if scale == 1000.0
            && let Some(rest) = rest_of_thousand(text, next, end)
            && sum.push(NumberPart::Value(rest))
        {
            next += 1;
            break;
        }
    }
    if next > number.tokens.end {
        let factor = sum.value() / number.value;
        number.other_reading = number.other_reading.map(|other| other * factor);
        // A year, and a word that means something else: `năm 1970 tỷ lệ`.
        if is_like_year(number.value) && sum.scale() >= 1e6 {
            number.other_reading = Some(number.value);
        }
        number.value = sum.value();
        number.scale = sum.scale();
        number.tokens.end = next;
    }
    (number, next)
}

/// Three digits behind a word for thousand that go on with the number.
fn rest_of_thousand(text: &Text, at: usize, end: usize) -> Option<f64> {
    let digits = (at < end && text.kind(at) == TokenKind::Number).then(|| text.surface(at))?;
    let has_scale = at + 1 < end && scale_word(text, at + 1).is_some();
    let is_rest = digits.len() == 3 && !digits.starts_with('0') && !has_scale;
    digits.parse().ok().filter(|_| is_rest)
}

/// A currency sign, which may stand between a number and its scale.
fn is_currency(surface: &str) -> bool {
    matches!(surface, "$" | "£" | "€" | "¥" | "₩" | "₽" | "₹" | "₺" | "₴")
}

/// The multiplier at a token.
pub(super) fn scale_word(text: &Text, token: usize) -> Option<f64> {
    if text.kind(token) != TokenKind::Word {
        return None;
    }
    let numerals = text.language.rules.numerals();
    let scale = |word: &str| match numerals.piece(word)?.part? {
        NumberPart::Scale(value) => Some(value),
        NumberPart::Value(_) | NumberPart::Joiner => None,
    };
    let form = text.form(token);
    let inflected = || {
        // An ending that the list does not have; a word in its own right is no inflection.
        let cuts = form.folded.char_indices().rev().take(MAX_ENDING).map(|(cut, _)| cut);
        let stems = cuts.filter(|&cut| form.zipf.is_none() && cut >= MIN_STEM).map(|cut| &form.folded[..cut]);
        stems.filter_map(scale).find(|&scale| scale >= 1e6)
    };
    form.words().find_map(scale).or_else(inflected)
}

pub(super) fn is_glued(text: &Text, token: usize) -> bool {
    text.tokens[token - 1].span.end == text.tokens[token].span.start
}

/// Whether a number is a year as often as not.
#[must_use]
pub fn is_like_year(value: f64) -> bool {
    LIKE_YEARS.contains(&value) && value.fract() == 0.0
}

/// `53` of `1950-53`, `19` of `2018/19`: what it is with the century.
fn abbreviated(text: &Text, at: usize, written: &str, found: &[Number]) -> Option<f64> {
    let before = found.last().filter(|n| n.tokens.end + 1 == at && n.in_digits() && n.scale == 1.0)?;
    let is_range =
        matches!(text.surface(at - 1), "-" | "–" | "/" | "\u{2011}" | "～" | "〜" | "~") && is_glued(text, at);
    let is_year = (1000.0..2100.0).contains(&before.value) && before.value.fract() == 0.0;
    let short: f64 = written.parse().ok()?;
    let full = before.value - before.value % 100.0 + short;
    (is_range && is_year && written.len() == 2 && full > before.value).then_some(full)
}

/// Joins `2 000 000` where the language groups with spaces.
fn join_groups(text: &Text, at: usize, end: usize, written: &mut String) -> usize {
    let grouping = &text.language.rules.typography.grouping;
    if !grouping.iter().any(|g| !g.is_empty() && g.chars().all(char::is_whitespace)) || written.starts_with('0') {
        return at + 1;
    }
    let mut next = at + 1;
    while next < end && text.kind(next) == TokenKind::Number {
        let gap = text.slice(Span::new(text.tokens[next - 1].span.end, text.tokens[next].span.start));
        let group = cut(text.surface(next)).written;
        let n_digits = group.bytes().take_while(u8::is_ascii_digit).count();
        if gap.chars().count() != 1 || !gap.chars().all(char::is_whitespace) || n_digits != 3 {
            break;
        }
        // `2 000,5` keeps its decimals.
        written.push_str(&group);
        next += 1;
        if group.len() > n_digits {
            break;
        }
    }
    next
}

/// A written number by the language's separators, and by the other custom where that differs.
/// None when the separators make no number.
pub(super) fn read(written: &str, rules: &Rules) -> Option<(f64, Option<f64>)> {
    let separators: Vec<char> = written.chars().filter(|c| !c.is_ascii_digit()).collect();
    let decimal = rules.typography.decimal.chars().next().unwrap_or('.');
    let Some(&first) = separators.first() else {
        return written.parse().ok().map(|v| (v, None));
    };
    let groups: Vec<&str> = written.split(|c: char| !c.is_ascii_digit()).collect();
    let whole: String = groups.concat();
    let is_thousands = groups[1..].iter().all(|g| g.len() == 3);
    // Lakhs and crores: groups of two before the last.
    let is_lakhs = groups.len() > 2
        && groups[groups.len() - 1].len() == 3
        && groups[1..groups.len() - 1].iter().all(|g| g.len() == 2);
    let grouped = (1..=3).contains(&groups[0].len()) && (is_thousands || is_lakhs && groups[0].len() <= 2);
    if separators.len() == 1 {
        let fraction: f64 = written.replace(first, ".").parse().ok()?;
        let grouped_value = grouped.then(|| whole.parse().ok()).flatten();
        let is_decimal = first == decimal || first == '٫';
        return match (is_decimal, grouped_value) {
            (true, other) => Some((fraction, other)),
            (false, Some(value)) => Some((value, Some(fraction))),
            // One mark that neither groups nor separates decimals here: a time, a date, a version.
            (false, None) if rules.code == "und" || groups[1].len() != 2 => Some((fraction, None)),
            (false, None) => None,
        };
    }
    let all_same = separators.iter().all(|&s| s == first);
    if all_same && grouped {
        return whole.parse().ok().map(|v| (v, None));
    }
    let last = *separators.last()?;
    let head_same = separators[..separators.len() - 1].iter().all(|&s| s == first) && last != first;
    let head = &groups[..groups.len() - 1];
    let head_grouped = head[1..].iter().all(|g| g.len() == 3)
        || head.len() > 2 && head[head.len() - 1].len() == 3 && head[1..head.len() - 1].iter().all(|g| g.len() == 2);
    if head_same && head_grouped {
        let fraction = groups.last()?;
        return format!("{}.{fraction}", head.concat()).parse().ok().map(|v| (v, None));
    }
    None
}
