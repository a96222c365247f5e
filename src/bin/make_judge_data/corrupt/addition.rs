//! Addition: words and phrases repeated, words put in.

use mtlint::text::fold;

use super::runs::{run_of, words};
use super::setting::Setting;
use crate::random::Random;
use crate::sentence::{SURPLUS, Unit};

fn repeat(units: &[Unit], random: &mut Random, n: usize) -> Option<Vec<Unit>> {
    let run = run_of(units, n, random)?;
    let start = run.start + random.below(run.len() - n + 1);
    let is_spaced = units.iter().any(|unit| unit.spaced);
    let mut result = units.to_vec();
    let copies = units[start..start + n].iter().enumerate().map(|(i, unit)| {
        let text = if start + i == 0 { unit.text.to_lowercase() } else { unit.text.clone() };
        Unit { text, spaced: is_spaced, labels: unit.labels | SURPLUS, ..unit.clone() }
    });
    let copies: Vec<Unit> = copies.collect();
    result.splice(start + n..start + n, copies);
    Some(result)
}

pub fn repeat_word(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    repeat(units, random, 1)
}

pub fn repeat_phrase(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let n = 2 + random.below(3);
    repeat(units, random, n)
}

fn inserted(units: &[Unit], at: usize, word: &str) -> Option<Vec<Unit>> {
    let mut result = units.to_vec();
    let beside = units.get(at)?;
    let is_spaced = units.iter().any(|unit| unit.spaced);
    let new =
        Unit { text: word.to_owned(), spaced: is_spaced, is_word: true, from: usize::MAX, labels: SURPLUS, first: 0 };
    let is_twin = fold(word) == beside.folded() || at > 0 && fold(word) == units[at - 1].folded();
    result.insert(at, new);
    (!is_twin).then_some(result)
}

pub fn insert_function(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let &at = random.pick(words(units).get(1..)?)?;
    // A word of the sentence itself half of the time: it is what a decoder does.
    let own: Vec<String> = units.iter().map(Unit::folded).filter(|word| setting.vocabulary.is_function(word)).collect();
    let word = if random.chance(0.5) { random.pick(&own)? } else { random.pick(&setting.vocabulary.function)? };
    inserted(units, at, word)
}

pub fn insert_content(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let places = words(units);
    let &at = random.pick(places.get(1..)?)?;
    let &near = random.pick(&places)?;
    let word = if random.chance(0.3) {
        units[near].text.to_lowercase()
    } else {
        random.pick(setting.vocabulary.alike(&units[near].folded()))?.clone()
    };
    inserted(units, at, &word)
}
