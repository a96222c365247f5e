//! A sentence as units that corruptions move about, and back as text with labels.

use mtlint::language::Language;
use mtlint::language::tokens::{TokenKind, tokenize};
use mtlint::text::fold;
use std::ops::Range;

/// Columns of the labels.
pub const ORDER: u8 = 1;
pub const FORM: u8 = 1 << 1;
pub const SURPLUS: u8 = 1 << 2;
pub const MISSING: u8 = 1 << 3;
pub const SENSE: u8 = 1 << 4;

/// What stays together when words move: tokens without a space between them, marks by themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub text: String,
    /// Whether a space stands before it.
    pub spaced: bool,
    pub is_word: bool,
    /// Which of the clean sentence's units it was.
    pub from: usize,
    pub labels: u8,
    /// Labels of its first token alone.
    pub first: u8,
}

impl Unit {
    pub fn folded(&self) -> String {
        fold(&self.text)
    }
}

/// The units of a sentence, and for each the range of its tokens.
pub fn units(text: &str, language: &Language) -> (Vec<Unit>, Vec<Range<usize>>) {
    let mut units: Vec<Unit> = Vec::new();
    let mut tokens: Vec<Range<usize>> = Vec::new();
    let mut n_tokens = 0;
    let mut end = 0;
    tokenize(text, &language.rules, |span, kind| {
        let spaced = text[end..span.start].contains(char::is_whitespace);
        let is_word = kind != TokenKind::Mark;
        let is_glued = !spaced && is_word && language.rules.spaced && units.last().is_some_and(|unit| unit.is_word);
        match units.last_mut().filter(|_| is_glued) {
            Some(unit) => unit.text.push_str(&text[end..span.end]),
            None => units.push(Unit {
                text: text[span.start..span.end].to_owned(),
                spaced,
                is_word,
                from: units.len(),
                labels: 0,
                first: 0,
            }),
        }
        match tokens.last_mut().filter(|_| is_glued) {
            Some(range) => range.end = n_tokens + 1,
            None => tokens.push(n_tokens..n_tokens + 1),
        }
        n_tokens += 1;
        end = span.end;
    });
    (units, tokens)
}

/// The text of units, its tokens and their labels.
pub fn render(units: &[Unit], language: &Language) -> (String, Vec<Range<usize>>, Vec<u8>) {
    let mut text = String::new();
    let mut places = Vec::new();
    for unit in units {
        if unit.spaced && !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(&unit.text);
        places.push(start..text.len());
    }
    let (mut tokens, mut labels) = (Vec::new(), Vec::new());
    let mut at = 0;
    tokenize(&text, &language.rules, |span, _| {
        while at + 1 < places.len() && places[at].end <= span.start {
            at += 1;
        }
        let unit = &units[at];
        let first = if span.start <= places[at].start { unit.first } else { 0 };
        tokens.push(span.start..span.end);
        labels.push(unit.labels | first);
    });
    (text, tokens, labels)
}
