//! Numbers that spaces do not end: `三千五百万`, `3亿5000万人`, and digits with a scale stuck to them,
//! `125m`, `5млн`, `3억`. Read character by character.

use super::digits::{digit, read};
use super::sum::Sum;
use super::{Number, Written};
use crate::article::Text;
use crate::language::numerals::{NumberPart, NumberWord, Numerals};
use crate::language::rules::Rules;
use crate::text::fold;

/// Values from here on are no part of an ordinary word.
const LARGE: f64 = 100.0;

/// Characters of a token that may stand before a number which begins in it.
const MAX_BEFORE: usize = 3;

/// What was read of a run of characters.
#[derive(Default)]
struct Run {
    sum: Sum,
    /// Bytes read.
    end: usize,
    /// The single digits, as long as there is nothing else.
    digits: Vec<u8>,
    has_digits: bool,
    has_scale: bool,
    pieces: usize,
}

/// The number whose first character begins a token, and the token after it. Of digits only those with
/// a scale.
pub(super) fn number_at(text: &Text, at: usize, end: usize) -> Option<(Number, usize)> {
    number_from(text, at, text.tokens[at].span.start, end)
}

/// The number that begins inside a token and goes on behind it: words are cut by what is likely (`了三` and `百`).
pub(super) fn number_inside(text: &Text, at: usize, end: usize) -> Option<(Number, usize)> {
    let span = text.tokens[at].span;
    let inside = text.token_str(at).char_indices().skip(1).map(|(offset, _)| span.start + offset);
    let starts = inside.take(MAX_BEFORE);
    starts.into_iter().find_map(|start| number_from(text, at, start, end).filter(|(_, next)| *next > at + 1))
}

fn number_from(text: &Text, at: usize, start: usize, end: usize) -> Option<(Number, usize)> {
    let rules = &text.language.rules;
    let begins_with_digit = text.token_str(at).chars().next().is_some_and(|c| digit(c).is_some());
    // Where spaces end words, a token is all there is.
    let stop = if rules.spaced { text.tokens[at].span.end } else { text.tokens[end - 1].span.end };
    if rules.spaced && !text.token_str(at).chars().last().is_some_and(char::is_alphabetic) {
        return None;
    }
    let slice = &text.document.text()[start..stop];
    // `15km` are kilometres, however much `k` and `m` multiply.
    let letters = slice.trim_start_matches(|c: char| !c.is_alphabetic());
    if rules.spaced && letters.chars().nth(1).is_some() && rules.unit_names().word(&fold(letters)).is_some() {
        return None;
    }
    let run = run_of(slice, rules);
    if run.end == 0 || begins_with_digit && !run.has_scale {
        return None;
    }
    let is_positional = run.digits.len() == run.pieces && run.digits.len() >= 3;
    let value = if is_positional {
        run.digits.iter().fold(0.0, |value, &digit| value * 10.0 + f64::from(digit))
    } else {
        run.sum.value()
    };
    let place = start + run.end;
    let next = (at..end).find(|&token| text.tokens[token].span.end >= place).map_or(end, |token| token + 1);
    let rest = &text.document.text()[place..text.tokens[next - 1].span.end];
    let is_whole = match rest.chars().next() {
        None => true,
        Some(c) if rules.spaced => run.has_digits && !c.is_ascii(),
        Some(c) => run.has_digits || value >= LARGE || rules.numbers.counters.contains(c),
    };
    if !is_whole {
        return None;
    }
    let written = match (run.has_digits, run.pieces) {
        (true, _) => Written::Digits,
        // A lone `一` is an article.
        (false, 1) if value == 1.0 => Written::Article,
        (false, _) => Written::Words,
    };
    let scale = if is_positional { 1.0 } else { run.sum.scale() };
    let mut number = Number { scale, ..Number::new(at..next, value, written) };
    // `5m` may be metres.
    let suffix = &slice[slice.find(|c: char| digit(c).is_none()).unwrap_or(0)..];
    if run.has_digits && rules.spaced && suffix.chars().filter(|c| c.is_alphabetic()).count() == 1 {
        number.other_reading = Some(value / scale);
    }
    let next = with_next(text, &mut number, end);
    Some((number, next))
}

/// `1억 2500만`: a smaller scale in the next token goes on with the number.
fn with_next(text: &Text, number: &mut Number, end: usize) -> usize {
    let next = number.tokens.end;
    let goes_on = next < end && number.scale > 1.0 && text.language.rules.spaced && number.in_digits();
    if goes_on
        && text.token_str(next).starts_with(|c: char| digit(c).is_some())
        && let Some((more, after)) = number_at(text, next, end).filter(|(more, _)| more.value < number.scale)
    {
        number.value += more.value;
        number.other_reading = None;
        number.tokens.end = after;
        return after;
    }
    next
}

fn run_of(slice: &str, rules: &Rules) -> Run {
    let numerals = rules.numerals();
    let mut run = Run::default();
    let mut at = 0;
    while at < slice.len() {
        let rest = &slice[at..];
        let (part, length) = if rest.starts_with(|c: char| digit(c).is_some()) {
            // Digits in a word follow only a scale.
            if run.pieces > 0 && !run.has_scale {
                break;
            }
            let Some((value, length)) = digits_of(rest, rules) else { break };
            run.has_digits = true;
            (NumberPart::Value(value), length)
        } else {
            let limit = numerals.longest().min(rest.len());
            let ends = (1..=limit).rev().filter(|&end| rest.is_char_boundary(end));
            let found = ends.map(|end| (piece(numerals, &rest[..end]), end)).find_map(|(word, end)| {
                let word = word?;
                let part = word.part.or(word.article.map(NumberPart::Value))?;
                Some((part, end))
            });
            // A space may stand between digits and their scale.
            let Some(found) = found else {
                if rest.starts_with(' ') && run.end == at && run.has_digits && !rules.spaced {
                    at += 1;
                    continue;
                }
                break;
            };
            found
        };
        // A zero between the parts stands for what is left out.
        if part == NumberPart::Value(0.0) && run.has_scale && !run.has_digits {
            run.pieces += 1;
            at += length;
            continue;
        }
        let mut longer = run.sum.clone();
        let is_digit = matches!(part, NumberPart::Value(value) if value < 10.0) && !run.has_digits;
        if let (true, NumberPart::Value(value)) = (is_digit && run.digits.len() == run.pieces, part) {
            // Read out digit by digit, as years are, or added up: more tells.
            run.digits.push(value as u8);
            let _ = longer.push(part);
        } else if !longer.push(part) {
            break;
        }
        run.has_scale |= matches!(part, NumberPart::Scale(_));
        run.sum = longer;
        run.pieces += 1;
        at += length;
        run.end = at;
    }
    // `两三`: two or three, no number.
    if run.digits.len() == 2 && run.pieces == 2 && run.sum.value() < 10.0 {
        return Run::default();
    }
    run
}

/// A piece as it is written or in small letters.
fn piece<'a>(numerals: &'a Numerals, written: &str) -> Option<&'a NumberWord> {
    let is_capital = || written.chars().any(char::is_uppercase);
    numerals.piece(written).or_else(|| if is_capital() { numerals.piece(&written.to_lowercase()) } else { None })
}

fn digits_of(rest: &str, rules: &Rules) -> Option<(f64, usize)> {
    let end = rest.find(|c: char| digit(c).is_none() && !matches!(c, '.' | ',' | '，' | '．')).unwrap_or(rest.len());
    let trimmed = rest[..end].trim_end_matches(|c: char| digit(c).is_none());
    let ascii =
        |c: char| digit(c).map_or(if matches!(c, ',' | '，') { ',' } else { '.' }, |d| char::from(b'0' + d as u8));
    let written: String = trimmed.chars().map(ascii).collect();
    Some((read(&written, rules)?.0, trimmed.len()))
}
