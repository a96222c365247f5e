//! Putting another word in the place of one.

use super::capitals::like;
use super::runs::words;
use crate::random::Random;
use crate::sentence::Unit;

/// Puts another word in the place of one.
fn replaced(units: &[Unit], at: usize, word: &str, label: u8) -> Option<Vec<Unit>> {
    let mut result = units.to_vec();
    let unit = result.get_mut(at)?;
    unit.text = like(word, &unit.text);
    unit.labels |= label;
    (unit.text != units[at].text).then_some(result)
}

/// Tries some words in turn until `propose` has something for one.
pub fn replace_some(
    units: &[Unit],
    random: &mut Random,
    label: u8,
    mut propose: impl FnMut(usize, &str, &mut Random) -> Option<String>,
) -> Option<Vec<Unit>> {
    let mut places = words(units);
    random.shuffle(&mut places);
    places.into_iter().take(8).find_map(|at| {
        let word = propose(at, &units[at].folded(), random)?;
        replaced(units, at, &word, label)
    })
}
