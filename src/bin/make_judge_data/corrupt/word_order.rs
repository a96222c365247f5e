//! Word order: words swapped, shuffled, moved, put into the order of the source.

use std::ops::Range;

use super::capitals::recapitalise;
use super::runs::{run_of, words};
use super::setting::Setting;
use crate::random::Random;
use crate::sentence::{ORDER, Unit};

/// Puts the units of a range into another order: the spaces stay where they are, and mostly so does
/// the capital at the start of the sentence.
fn reordered(units: &[Unit], range: Range<usize>, order: &[usize], random: &mut Random) -> Option<Vec<Unit>> {
    let mut result = units.to_vec();
    for (place, &from) in range.clone().zip(order) {
        result[place] = Unit { spaced: units[place].spaced, ..units[from].clone() };
    }
    let is_changed = range.clone().any(|at| result[at].folded() != units[at].folded());
    let first = words(units).first().copied()?;
    if is_changed && range.contains(&first) && result[first].from != first && random.chance(0.7) {
        recapitalise(&mut result, first);
    }
    is_changed.then_some(result)
}

pub fn swap(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let run = run_of(units, 2, random)?;
    let at = run.start + random.below(run.len() - 1);
    let far = if random.chance(0.15) && at + 2 < run.end { at + 2 } else { at + 1 };
    let mut order: Vec<usize> = (at..=far).collect();
    order.reverse();
    let mut result = reordered(units, at..far + 1, &order, random)?;
    for unit in &mut result[at..=far] {
        unit.labels |= ORDER;
    }
    Some(result)
}

pub fn window(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let run = run_of(units, 3, random)?;
    let n = (3 + random.below(4)).min(run.len());
    let start = run.start + random.below(run.len() - n + 1);
    let mut order: Vec<usize> = (start..start + n).collect();
    random.shuffle(&mut order);
    let mut result = reordered(units, start..start + n, &order, random)?;
    for (place, unit) in result.iter_mut().enumerate() {
        unit.labels |= if unit.is_word && unit.from != place { ORDER } else { 0 };
    }
    Some(result)
}

pub fn shuffle(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let places = words(units);
    let mut order = places.clone();
    random.shuffle(&mut order);
    let mut result = units.to_vec();
    for (&place, &from) in places.iter().zip(&order) {
        result[place] = Unit { spaced: units[place].spaced, ..units[from].clone() };
        result[place].labels |= if from == place { 0 } else { ORDER };
    }
    (places.len() > 3).then_some(result)
}

pub fn move_phrase(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let run = run_of(units, 3, random)?;
    let n = (1 + random.weighted(&[6.0, 3.0, 2.0])).min(run.len() - 1);
    let from = run.start + random.below(run.len() - n + 1);
    let to = run.start + random.below(run.len() - n + 1);
    if from == to || from.abs_diff(to) > 9 {
        return None;
    }
    let mut order: Vec<usize> = run.clone().filter(|at| !(from..from + n).contains(at)).collect();
    let place = to - run.start;
    order.splice(place..place, from..from + n);
    let mut result = reordered(units, run.clone(), &order, random)?;
    for unit in result.iter_mut().filter(|unit| unit.is_word && (from..from + n).contains(&unit.from)) {
        unit.labels |= ORDER;
    }
    Some(result)
}

/// Sorts a stretch of the target by where its words stand in the source; a word without a counterpart
/// goes with the next that has one.
pub fn source_order(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let run = run_of(units, 4, random)?;
    let n = (4 + random.below(7)).min(run.len());
    let start = run.start + random.below(run.len() - n + 1);
    let range = start..start + n;
    let mut keys: Vec<(usize, usize)> = Vec::new();
    let mut next = usize::MAX;
    for at in range.clone().rev() {
        next = setting.places.get(units[at].from).copied().flatten().unwrap_or(next);
        keys.push((next, at));
    }
    let sure = range.clone().filter(|&at| setting.places.get(units[at].from).is_some_and(Option::is_some)).count();
    keys.sort_unstable();
    let order: Vec<usize> = keys.into_iter().map(|(_, at)| at).collect();
    let kept = rising(&order);
    if sure * 2 < n {
        return None;
    }
    let mut result = reordered(units, range.clone(), &order, random)?;
    for (place, from) in range.zip(&order) {
        result[place].labels |= if kept.contains(from) { 0 } else { ORDER };
    }
    Some(result)
}

/// A longest rising subsequence.
fn rising(order: &[usize]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, value) in order.iter().enumerate() {
        let before = (0..at).filter(|&i| order[i] < *value).max_by_key(|&i| best[i].0);
        best.push((before.map_or(0, |i| best[i].0) + 1, before));
    }
    let mut at = (0..order.len()).max_by_key(|&i| best[i].0);
    let mut kept = Vec::new();
    while let Some(i) = at {
        kept.push(order[i]);
        at = best[i].1;
    }
    kept
}
