//! Omission: words and phrases left out, the end cut off.

use std::ops::Range;

use super::capitals::capitalised;
use super::runs::{run_of, words};
use super::setting::Setting;
use crate::random::Random;
use crate::sentence::{MISSING, Unit};

/// Takes units out; what then stands in the place is labelled.
fn without(units: &[Unit], range: Range<usize>) -> Option<Vec<Unit>> {
    let mut result = units.to_vec();
    result.drain(range.clone());
    let first = words(units).first().copied()?;
    if range.contains(&first) && units[first].text.chars().next().is_some_and(char::is_uppercase) {
        let new = words(&result).first().copied()?;
        result[new].text = capitalised(&result[new].text);
    }
    result.get_mut(range.start)?.first |= MISSING;
    Some(result)
}

fn drop_where(units: &[Unit], random: &mut Random, wanted: impl Fn(&str) -> bool) -> Option<Vec<Unit>> {
    let all = words(units);
    let places: Vec<usize> = all.iter().copied().filter(|&at| wanted(&units[at].folded())).collect();
    let &at = random.pick(&places)?;
    (all.len() > 3).then(|| without(units, at..at + 1))?
}

pub fn drop_function(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    drop_where(units, random, |word| setting.vocabulary.is_function(word))
}

pub fn drop_content(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    drop_where(units, random, |word| !setting.vocabulary.is_function(word))
}

pub fn drop_phrase(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let run = run_of(units, 5, random)?;
    let n = 2 + random.below(3);
    let start = run.start + random.below(run.len() - n + 1);
    without(units, start..start + n)
}

/// Cuts the end off, with or without the last mark.
pub fn truncate(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let all = words(units);
    if all.len() < 6 {
        return None;
    }
    let last = all[all.len() - 2 - random.below(all.len() / 3)];
    let end = units.last().filter(|unit| !unit.is_word)?;
    let mut result = units[..=last].to_vec();
    if random.chance(0.7) {
        result.push(Unit { first: MISSING, ..end.clone() });
    } else {
        result.last_mut()?.labels |= MISSING;
    }
    Some(result)
}
