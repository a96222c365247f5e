//! The numbers of a text by value: digits of every script as the language groups them, with the
//! words that multiply them, and numbers spelled out.
//!
//! Names follow CLDR (decimal, grouping). Dates and units are not understood here: a date yields
//! its parts.

use std::ops::Range;

use crate::article::Text;
use crate::language::rules::{NumberPart, Rules};
use crate::language::tokens::{TokenKind, Tokens};
use crate::text::{Span, fold};

/// First digits of the scripts whose numerals news uses besides ASCII: Arabic-Indic, Persian,
/// Devanagari, Bengali, Thai, full-width.
const ZEROS: [u32; 6] = [0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10];

/// Words that are taken apart into number words have so many bytes.
const MIN_COMPOUND: usize = 5;
const MAX_COMPOUND: usize = 60;

/// A number in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its tokens, scale words included.
    pub tokens: Range<usize>,
    /// Its value as the language's conventions read it.
    pub value: f64,
    /// Its value were the separators those of another language (`61,000` as 61 or 61000).
    pub other_reading: Option<f64>,
    /// What scale words multiply it by.
    pub scale: f64,
    /// Hour and minutes, where it is or may be a time of day.
    pub time: Option<(f64, f64)>,
    /// Whether digits write it.
    pub in_digits: bool,
    /// Whether it stands for an amount rather than for a part of something (a date, a time, a
    /// word that may be an article).
    pub is_amount: bool,
}

impl Number {
    fn new(tokens: Range<usize>, value: f64) -> Number {
        Number { tokens, value, other_reading: None, scale: 1.0, time: None, in_digits: false, is_amount: false }
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
        let before = found.len();
        let next = match text.kind(at) {
            TokenKind::Mark => at + 1,
            _ if starts_with_digit(text.surface(at)) => digits_at(text, at, range.end, &mut found),
            _ => words_at(text, at, range.end, &mut found),
        };
        debug_assert!(next > at && found.len() >= before);
        at = next;
    }
    found
}

fn starts_with_digit(surface: &str) -> bool {
    surface.chars().next().is_some_and(|c| digit(c).is_some())
}

fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| {
        let code = c as u32;
        ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code)).map(|zero| code - zero)
    })
}

/// Digits at a token, with what groups and multiplies them; returns the token after them.
fn digits_at(text: &Text, at: usize, end: usize, found: &mut Vec<Number>) -> usize {
    let rules = &text.language.rules;
    let surface = text.surface(at);
    let split = surface.char_indices().find(|&(_, c)| !(digit(c).is_some() || is_separator(c)));
    let (written, suffix) = surface.split_at(split.map_or(surface.len(), |(i, _)| i));
    let mut written: String = written.chars().map(|c| digit(c).map_or(c, |d| char::from(b'0' + d as u8))).collect();
    let mut next = at + 1;
    if suffix.is_empty() && written.len() <= 3 && written.bytes().all(|b| b.is_ascii_digit()) {
        next = join_groups(text, at, end, &mut written);
    }
    if suffix.is_empty()
        && let Some(time) = clock_time(text, at, end, &written)
    {
        found.push(Number { time: Some(time), in_digits: true, ..Number::new(at..at + 3, time.0) });
        return at + 3;
    }
    let readings = read(&written, rules);
    let Some(readings) = readings else {
        // Several parts (a date, a time, a score, a version): each counts for itself.
        if let Some(time) = written.split_once('.').and_then(|(h, m)| time_of(h, m)) {
            found.push(Number { time: Some(time), in_digits: true, ..Number::new(at..next, time.0) });
            return next;
        }
        for part in written.split(|c: char| !c.is_ascii_digit()).filter_map(|p| p.parse().ok()) {
            found.push(Number { in_digits: true, ..Number::new(at..next, part) });
        }
        return next;
    };
    let mut scale = if suffix.is_empty() { 1.0 } else { scale_of(&fold(suffix), rules).unwrap_or(1.0) };
    let is_ordinal_day = suffix.is_empty() && text.kind(at) == TokenKind::Number && is_day(text, next, end, &written);
    while next < end {
        // `2.5-million` is `2.5 million`.
        let word = if matches!(text.surface(next), "-" | "\u{2011}") && next + 1 < end { next + 1 } else { next };
        let Some(by) = scale_word(text, word) else { break };
        scale *= by;
        next = word + 1;
    }
    found.push(Number {
        tokens: at..next,
        value: readings.0 * scale,
        other_reading: readings.1.map(|v| v * scale),
        scale,
        time: written.split_once('.').filter(|_| scale == 1.0).and_then(|(h, m)| time_of(h, m)),
        in_digits: true,
        is_amount: !is_ordinal_day,
    });
    next
}

/// `7:55`, cut into three tokens.
fn clock_time(text: &Text, at: usize, end: usize, hour: &str) -> Option<(f64, f64)> {
    let glued = |t: usize| text.tokens[t].span.end == text.tokens[t + 1].span.start;
    if at + 2 >= end || text.surface(at + 1) != ":" || !glued(at) || !glued(at + 1) {
        return None;
    }
    let minutes: String = text.surface(at + 2).chars().take_while(char::is_ascii_digit).collect();
    time_of(hour, &minutes)
}

fn time_of(hour: &str, minutes: &str) -> Option<(f64, f64)> {
    let (hour, minute): (f64, f64) = (hour.parse().ok()?, minutes.parse().ok()?);
    (minutes.len() == 2 && hour <= 24.0 && minute < 60.0 && hour.fract() == 0.0).then_some((hour, minute))
}

/// Whether a month follows: `14 april`, `14. April`.
fn is_day(text: &Text, next: usize, end: usize, written: &str) -> bool {
    written.len() <= 2
        && (next..end.min(next + 3)).any(|t| {
            let form = &*text.form(t).folded;
            text.language.rules.numbers.months.iter().flatten().any(|month| month == form)
        })
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '’' | '٫' | '٬' | '،' | '_')
}

/// Joins `2 000 000` where the language groups with spaces.
fn join_groups(text: &Text, at: usize, end: usize, written: &mut String) -> usize {
    let grouping = &text.language.rules.typography.grouping;
    let mut next = at + 1;
    while next < end {
        let gap = text.slice(Span::new(text.tokens[next - 1].span.end, text.tokens[next].span.start));
        let group: String =
            text.surface(next).chars().filter_map(|c| digit(c).map(|d| char::from(b'0' + d as u8))).collect();
        let is_group = gap.chars().count() == 1
            && gap.chars().all(char::is_whitespace)
            && grouping.iter().any(|g| g.chars().all(char::is_whitespace) && !g.is_empty())
            && group.len() == 3
            && text.surface(next).chars().take_while(|&c| digit(c).is_some()).count() == 3;
        if !is_group {
            break;
        }
        // `2 000,5` keeps its decimals.
        let rest: String = text.surface(next).chars().skip(3).collect();
        written.push_str(&group);
        written.push_str(&rest);
        next += 1;
        if !rest.is_empty() {
            break;
        }
    }
    next
}

/// A written number by the language's separators, and by the other custom where that differs.
/// None when the separators make no number.
fn read(written: &str, rules: &Rules) -> Option<(f64, Option<f64>)> {
    let separators: Vec<char> = written.chars().filter(|c| !c.is_ascii_digit()).collect();
    let decimal = rules.typography.decimal.chars().next().unwrap_or('.');
    let Some(&first) = separators.first() else {
        return written.parse().ok().map(|v| (v, None));
    };
    let groups: Vec<&str> = written.split(|c: char| !c.is_ascii_digit()).collect();
    let whole: String = groups.concat();
    let grouped = groups[0].len() <= 3 && !groups[0].is_empty() && groups[1..].iter().all(|g| g.len() == 3);
    if separators.len() == 1 {
        let fraction: f64 = written.replace(first, ".").parse().ok()?;
        let grouped_value = grouped.then(|| whole.parse().ok()).flatten();
        let is_decimal = first == decimal || matches!((first, decimal), ('٫', _));
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
    let head_grouped = groups[1..groups.len() - 1].iter().all(|g| g.len() == 3);
    if head_same && head_grouped {
        let (fraction, head) = groups.split_last()?;
        return format!("{}.{fraction}", head.concat()).parse().ok().map(|v| (v, None));
    }
    None
}

fn scale_of(word: &str, rules: &Rules) -> Option<f64> {
    match rules.numbers.word(word)?.part? {
        NumberPart::Scale(value) => Some(value),
        NumberPart::Value(_) | NumberPart::Joiner => None,
    }
}

/// The multiplier at a token; the token may be glued together of several (`万亿`).
fn scale_word(text: &Text, token: usize) -> Option<f64> {
    if text.kind(token) != TokenKind::Word {
        return None;
    }
    let rules = &text.language.rules;
    let form = text.form(token);
    let direct = form.words().find_map(|word| scale_of(word, rules));
    direct.or_else(|| if rules.spaced { None } else { leading_scale(&form.folded, rules) })
}

/// The scale at the head of a token that spaces do not end: `万` in `万人`.
fn leading_scale(word: &str, rules: &Rules) -> Option<f64> {
    let scales: Vec<f64> = word.chars().map_while(|c| scale_of(c.encode_utf8(&mut [0; 4]), rules)).collect();
    if scales.is_empty() { None } else { Some(scales.into_iter().product()) }
}

/// A spelled-out number at a token; returns the token after it.
fn words_at(text: &Text, at: usize, end: usize, found: &mut Vec<Number>) -> usize {
    let rules = &text.language.rules;
    let mut parts = Vec::new();
    let (mut next, mut stop) = (at, at);
    while next < end {
        if text.kind(next) == TokenKind::Mark {
            // `twenty-five`.
            if next > at && matches!(text.surface(next), "-" | "\u{2011}") {
                next += 1;
                continue;
            } else {
                break;
            }
        }
        let form = text.form(next);
        let parts_here = if rules.spaced { parts_of(&form.folded, rules) } else { leading_parts(&form.folded, rules) };
        let Some(mut more) = parts_here else { break };
        let only_joins = more.iter().all(|p| matches!(p, NumberPart::Joiner));
        if only_joins && parts.is_empty() {
            break;
        }
        parts.append(&mut more);
        next += 1;
        if !only_joins {
            stop = next;
        }
    }
    if stop > at {
        let (value, scale) = evaluate(&parts);
        found.push(Number { scale, is_amount: true, ..Number::new(at..stop, value) });
        return stop;
    }
    let word = rules.numbers.word(&text.form(at).folded);
    if let Some(value) = word.and_then(|word| word.article.or(word.aside)) {
        found.push(Number::new(at..at + 1, value));
    }
    at + 1
}

/// The parts of a word that is a number or glued together of numbers (`vierundsechzig`).
fn parts_of(word: &str, rules: &Rules) -> Option<Vec<NumberPart>> {
    let numbers = &rules.numbers;
    if let Some(part) = numbers.word(word).and_then(|w| w.part) {
        return Some(vec![part]);
    }
    // Words longer than any number word are not taken apart.
    if word.len() > MAX_COMPOUND || word.len() < MIN_COMPOUND {
        return None;
    }
    // Where a beginning of the word is made of parts: the parts. Most words have no such beginning,
    // and the search is over after a few look-ups.
    let mut ways: Vec<Option<Vec<NumberPart>>> = vec![None; word.len() + 1];
    ways[0] = Some(Vec::new());
    for start in 0..word.len() {
        let Some(way) = ways[start].take() else { continue };
        for end in (start + 1..=word.len().min(start + numbers.longest())).filter(|&end| word.is_char_boundary(end)) {
            let Some(piece) = numbers.word(&word[start..end]) else { continue };
            if let Some(part) = piece.part.or(piece.article.map(NumberPart::Value)) {
                // Longer last pieces win: `zestig` rather than `zes` and `tig`.
                ways[end].get_or_insert_with(|| [&way[..], &[part]].concat());
            }
        }
    }
    ways.pop().flatten().filter(|way| way.iter().any(|p| !matches!(p, NumberPart::Joiner)))
}

/// The parts at the head of a token that spaces do not end, character by character.
fn leading_parts(word: &str, rules: &Rules) -> Option<Vec<NumberPart>> {
    let part = |c: char| {
        let word = rules.numbers.word(c.encode_utf8(&mut [0; 4]))?;
        word.part.or(word.article.map(NumberPart::Value))
    };
    let parts: Vec<NumberPart> = word.chars().map_while(part).collect();
    (!parts.is_empty()).then_some(parts)
}

/// Value of a sequence of parts: units and tens add up, hundreds multiply what is open, larger
/// scales close it.
fn evaluate(parts: &[NumberPart]) -> (f64, f64) {
    let (mut total, mut open, mut largest) = (0.0, 0.0, 1.0f64);
    for part in parts {
        match *part {
            NumberPart::Joiner => {}
            NumberPart::Value(value) => open += value,
            NumberPart::Scale(scale) if scale < 1000.0 => open = if open == 0.0 { scale } else { open * scale },
            NumberPart::Scale(scale) => {
                largest = largest.max(scale);
                let before: f64 =
                    if open == 0.0 && total > 0.0 { std::mem::take(&mut total) } else { std::mem::take(&mut open) };
                total += if before == 0.0 { scale } else { before * scale };
            }
        }
    }
    (total + open, largest)
}
