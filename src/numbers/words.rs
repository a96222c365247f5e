//! Numbers spelled out, in words that spaces end.

use std::ops::Range;

use super::digits::scale_word;
use super::roman::roman;
use super::sum::Sum;
use super::{Number, Written, glued};
use crate::article::Text;
use crate::language::lexemes::is_hyphen;
use crate::language::numerals::{NumberPart, NumberWord, Numerals};
use crate::language::rules::Rules;
use crate::language::tokens::{TokenKind, Tokens};

/// Words that are taken apart into number words have so many bytes.
const COMPOUND: Range<usize> = 5..160;

/// Letters of a word for one that may stand inside a number without anything to join it.
const MIN_ARTICLE: usize = 3;

/// What a word for one may follow where the language joins them by nothing.
const HUNDRED: f64 = 100.0;

/// What a token, or several, add to a number.
struct Step {
    parts: Vec<NumberPart>,
    is_ordinal: bool,
    next: usize,
}

/// Reads a spelled-out number at a token; returns the token after it.
pub(super) fn number_at(text: &Text, at: usize, range: Range<usize>, found: &mut Vec<Number>) -> usize {
    let end = range.end;
    if !text.language.rules.spaced {
        let number = glued::number_at(text, at, end).or_else(|| glued::number_inside(text, at, end));
        let Some((number, next)) = number else {
            return aside_at(text, at, range, found);
        };
        found.push(number);
        return next;
    }
    if let Some((number, next)) = fraction_of_scale(text, at, end) {
        found.push(number);
        return next;
    }
    let mut sum = Sum::default();
    let (mut next, mut stop, mut is_ordinal, mut n_steps) = (at, at, false, 0);
    while next < end {
        let has_hyphen = next > at && is_hyphen(text.surface(next));
        let start = if has_hyphen { next + 1 } else { next };
        if start >= end || text.kind(start) != TokenKind::Word {
            break;
        }
        let Some(step) = step_at(text, start, end, &sum, has_hyphen) else { break };
        // Behind an ordinal stand only ordinals, or what is joined to it.
        let is_joined = matches!(step.parts.first(), Some(NumberPart::Joiner)) && step.parts.len() > 1;
        let mut longer = sum.clone();
        if is_ordinal && !step.is_ordinal && !is_joined || !step.parts.iter().all(|&part| longer.push(part)) {
            break;
        }
        (sum, next, is_ordinal) = (longer, step.next, is_ordinal || step.is_ordinal);
        n_steps += 1;
        if !sum.is_open() {
            stop = next;
        }
    }
    // A lone word for one is an article.
    let is_article = |(word, _): (&NumberWord, usize)| word.part.is_none() && word.article.is_some();
    let is_lone = n_steps == 1 && text.language.rules.numerals().phrases().at(text, at, end).is_some_and(is_article);
    if stop == at || is_lone {
        return aside_at(text, at, range, found);
    }
    let written = if is_ordinal { Written::Ordinal } else { Written::Words };
    let number = Number { scale: sum.scale(), ..Number::new(at..stop, sum.value(), written) };
    let (number, next) = with_fraction(text, number, &sum, end);
    found.push(number);
    next
}

fn step_at(text: &Text, at: usize, end: usize, sum: &Sum, has_hyphen: bool) -> Option<Step> {
    let rules = &text.language.rules;
    let numerals = rules.numerals();
    let step = |parts, is_ordinal, next| Some(Step { parts, is_ordinal, next });
    if let Some((word, next)) = numerals.phrases().at(text, at, end) {
        let is_first = sum.is_empty();
        match *word {
            NumberWord { part: Some(part), .. } => return step(vec![part], false, next),
            NumberWord { article: Some(value), .. } => {
                let is_joined = sum.is_open() || has_hyphen || text.surface(at).chars().count() >= MIN_ARTICLE;
                let follows = rules.numbers.articles_follow && sum.value() >= HUNDRED;
                if is_first || is_joined || follows {
                    return step(vec![NumberPart::Value(value)], false, next);
                }
            }
            NumberWord { ordinal: Some(value), .. } => {
                return step(vec![NumberPart::Value(value)], true, next);
            }
            _ => {}
        }
    }
    let folded = &text.form(at).folded;
    if let Some((parts, is_ordinal)) = compound(folded, sum, rules) {
        return step(parts, is_ordinal, at + 1);
    }
    // In another case, or with a short word written as part of it.
    let inflected =
        rules.numbers.endings.iter().filter(|_| !sum.is_empty()).map(|ending| folded.strip_suffix(&**ending));
    let mut words = inflected.flatten().chain(rules.without_proclitics(folded));
    let part = words.find_map(|word| numerals.piece(word)?.part)?;
    step(vec![part], false, at + 1)
}

/// The parts of a word glued together of number words (`vierundsechzig`), perhaps with a tail
/// (`-jährig`), and whether it ends in an ordinal.
fn compound(word: &str, sum: &Sum, rules: &Rules) -> Option<(Vec<NumberPart>, bool)> {
    if !COMPOUND.contains(&word.len()) || !rules.numerals().may_begin(word) {
        return None;
    }
    let mut parts = Vec::new();
    let is_ordinal = split(word, sum, rules, &mut parts)?;
    Some((parts, is_ordinal))
}

/// Cuts the rest of a word into pieces that go on with the sum, longest first.
fn split(rest: &str, sum: &Sum, rules: &Rules, parts: &mut Vec<NumberPart>) -> Option<bool> {
    let numerals = rules.numerals();
    if !parts.is_empty() && !sum.is_open() {
        let is_tail = rules.numbers.tails.iter().any(|tail| rest.starts_with(tail.as_str()));
        if rest.is_empty() || is_tail {
            return Some(false);
        }
    }
    let limit = numerals.longest().min(rest.len());
    for end in (1..=limit).rev().filter(|&end| rest.is_char_boundary(end)) {
        let Some(word) = numerals.piece(&rest[..end]) else { continue };
        if let Some(value) = word.ordinal
            && end == rest.len()
            && !parts.is_empty()
            && sum.clone().push(NumberPart::Value(value))
        {
            parts.push(NumberPart::Value(value));
            return Some(true);
        }
        let fraction = word.fraction.filter(|&f| parts.is_empty() && f < 10.0 && is_scale(&rest[end..], numerals));
        let value = word.article.or(fraction).map(NumberPart::Value);
        let joiner = word.joins_inside.then_some(NumberPart::Joiner);
        for part in word.part.into_iter().chain(joiner).chain(value) {
            let mut longer = sum.clone();
            if !longer.push(part) {
                continue;
            }
            parts.push(part);
            if let Some(is_ordinal) = split(&rest[end..], &longer, rules, parts) {
                return Some(is_ordinal);
            }
            parts.pop();
        }
    }
    None
}

fn is_scale(word: &str, numerals: &Numerals) -> bool {
    matches!(numerals.piece(word), Some(NumberWord { part: Some(NumberPart::Scale(_)), .. }))
}

fn fraction_at(text: &Text, at: usize, end: usize) -> Option<(f64, usize)> {
    let (word, next) = text.language.rules.numerals().phrases().at(text, at, end)?;
    Some((word.fraction?, next))
}

/// Skips words that may be articles, joiners among them if asked for.
fn after_articles(text: &Text, mut at: usize, end: usize) -> usize {
    let phrases = text.language.rules.numerals().phrases();
    while let Some((NumberWord { article: Some(_), .. }, next)) = phrases.at(text, at, end) {
        at = next;
    }
    at
}

/// Half a million, a couple of thousand, half a dozen.
fn fraction_of_scale(text: &Text, at: usize, end: usize) -> Option<(Number, usize)> {
    let (fraction, next) = fraction_at(text, at, end)?;
    let start = if next < end && is_hyphen(text.surface(next)) { next + 1 } else { after_articles(text, next, end) };
    if start >= end || fraction >= 10.0 {
        return None;
    }
    if let Some((dozen, next)) = fraction_at(text, start, end).filter(|&(dozen, _)| dozen >= 10.0) {
        return Some((Number::new(at..next, fraction * dozen, Written::Fraction), next));
    }
    // Two and a half lakh crore.
    let mut next = start;
    let mut scale = 1.0;
    while next < end
        && let Some(more) = scale_word(text, next).filter(|&more| more > scale)
    {
        scale *= more;
        next += 1;
    }
    let number = Number { scale, ..Number::new(at..next, fraction * scale, Written::Words) };
    (next > start).then_some((number, next))
}

/// What a fraction behind a number makes of it: two thirds, two dozen, two and a half million.
fn with_fraction(text: &Text, number: Number, sum: &Sum, end: usize) -> (Number, usize) {
    let stop = number.tokens.end;
    let numerals = text.language.rules.numerals();
    let with = |value: f64, next: usize, written| {
        (Number { tokens: number.tokens.start..next, value, written, ..number.clone() }, next)
    };
    if let Some((fraction, next)) = fraction_at(text, stop, end) {
        // The second quarter is no two quarters.
        let is_count = number.written == Written::Words;
        let most = if fraction <= 0.01 { 99.0 } else { 9.0 };
        if is_count && (1.0..=most).contains(&number.value) && fraction < 0.4 {
            return with(number.value * fraction, next, Written::Fraction);
        }
        if (10.0..=20.0).contains(&fraction) && number.scale == 1.0 {
            return with(number.value * fraction, next, Written::Words);
        }
    }
    let joined = match numerals.phrases().at(text, stop, end) {
        Some((NumberWord { part: Some(NumberPart::Joiner), .. }, next)) => after_articles(text, next, end),
        _ => stop,
    };
    let half =
        fraction_at(text, joined, end).filter(|&(fraction, _)| fraction == 0.5 || fraction < 1.0 && joined > stop);
    let Some((fraction, next)) = half.filter(|_| number.written == Written::Words) else { return (number, stop) };
    let value = number.value + fraction * sum.last_scale();
    match (next < end).then(|| scale_word(text, next)).flatten() {
        Some(scale) if sum.last_scale() == 1.0 => {
            let (number, next) = with(value * scale, next + 1, Written::Words);
            (Number { scale, ..number }, next)
        }
        _ => with(value, next, Written::Words),
    }
}

/// What says a number without being an amount; returns the token after it.
fn aside_at(text: &Text, at: usize, range: Range<usize>, found: &mut Vec<Number>) -> usize {
    let numerals = text.language.rules.numerals();
    if let Some((word, next)) = numerals.phrases().at(text, at, range.end) {
        let kinds = [
            (word.article, Written::Article),
            (word.ordinal, Written::Ordinal),
            (word.fraction, Written::Fraction),
            (word.decade, Written::Decade),
        ];
        if let Some((value, written)) = kinds.into_iter().find_map(|(value, written)| Some((value?, written))) {
            found.push(Number::new(at..next, value, written));
            return next;
        }
    }
    let is_dual = |word: &str| text.language.rules.numbers.duals.iter().any(|dual| dual == word);
    if text.language.rules.without_proclitics(&text.form(at).folded).any(is_dual) {
        // Nothing that must be kept: *two* may be said by itself.
        found.push(Number::new(at..at + 1, 2.0, Written::Article));
        return at + 1;
    }
    if let Some(value) = roman(text.surface(at)) {
        let is_century = |token: usize| numerals.centuries().inflected_at(text, token, range.end).is_some();
        let near = [at.checked_sub(1).filter(|&t| t >= range.start), Some(at + 1).filter(|&t| t < range.end)];
        if text.surface(at).chars().count() > 1 || near.into_iter().flatten().any(is_century) {
            found.push(Number::new(at..at + 1, value, Written::Roman));
        }
    }
    at + 1
}
