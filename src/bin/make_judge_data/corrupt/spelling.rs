//! Spelling: letters, marks and capitals.

use super::capitals::capitalised;
use super::replace::replace_some;
use super::runs::words;
use super::setting::Setting;
use crate::random::Random;
use crate::sentence::{FORM, MISSING, SURPLUS, Unit};

pub fn misspelt(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, FORM, |at, _, random| {
        let mut chars: Vec<char> = units[at].text.chars().collect();
        if chars.len() < 4 || !chars.iter().all(|c| c.is_alphabetic()) {
            return None;
        }
        let place = 1 + random.below(chars.len() - 1);
        match random.below(3) {
            0 => drop(chars.remove(place)),
            1 => chars.insert(place, chars[random.below(chars.len())]),
            _ => chars.swap(place, place - 1),
        }
        Some(chars.into_iter().collect())
    })
}

pub fn mark(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let marks: Vec<usize> = (0..units.len()).filter(|&at| !units[at].is_word).collect();
    let mut result = units.to_vec();
    if random.chance(0.5) {
        let &at = random.pick(&marks)?;
        result.remove(at);
        match result.get_mut(at) {
            Some(unit) => unit.first |= MISSING,
            None => result.last_mut()?.labels |= MISSING,
        }
    } else {
        let &at = random.pick(words(units).get(1..)?)?;
        let &text = random.pick(&[",", ".", "?", ";"])?;
        let new =
            Unit { text: text.to_owned(), spaced: false, is_word: false, from: usize::MAX, labels: SURPLUS, first: 0 };
        result.insert(at, new);
    }
    Some(result)
}

/// The start in lower case, or a word inside with a capital.
pub fn case(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let places = words(units);
    let mut result = units.to_vec();
    let at = if random.chance(0.5) { *places.first()? } else { *random.pick(&places)? };
    let unit = &mut result[at];
    let is_capital = unit.text.chars().next()?.is_uppercase();
    unit.text = if is_capital { unit.text.to_lowercase() } else { capitalised(&unit.text) };
    unit.labels |= FORM;
    (unit.text != units[at].text).then_some(result)
}
