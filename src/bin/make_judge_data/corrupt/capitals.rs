//! Capitals at the start of words.

use crate::sentence::Unit;

/// After a move: the new first word gets the capital, the old one loses it where it is no name.
pub fn recapitalise(units: &mut [Unit], first: usize) {
    for (at, unit) in units.iter_mut().enumerate() {
        if at != first && unit.from == first && unit.text.chars().skip(1).all(char::is_lowercase) {
            unit.text = unit.text.to_lowercase();
        }
    }
    units[first].text = capitalised(&units[first].text);
}

pub fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// A word with a capital if the model has one.
pub fn like(word: &str, model: &str) -> String {
    let is_capital = model.chars().next().is_some_and(char::is_uppercase);
    if is_capital { capitalised(word) } else { word.to_owned() }
}
