//! What `mtlint senses` prints: a word's translations by sense, with their weights and what each
//! maps back to.

use std::fmt::Write as _;

use anyhow::{Result, bail};

use crate::config::known;
use crate::language::senses::{Inventory, Translation};
use crate::language::{Language, Pair, dictionaries};
use crate::text::fold;

/// Source words shown of what a translation maps back to.
const MAPS_BACK: usize = 5;

/// The senses of a word in any form, or of a phrase of base forms.
///
/// # Errors
/// An unknown language, a pair without an inventory, a word that the inventory does not list.
pub fn senses(word: &str, from: &str, to: &str) -> Result<String> {
    let codes: Vec<&str> = Language::codes().collect();
    let (from, to) = (known(from, &codes, "language")?, known(to, &codes, "language")?);
    let Some(inventory) = Pair::get(from, to).senses() else {
        let others: Vec<String> = pairs().into_iter().filter(|(a, b)| *a == from || *b == to).map(shown).collect();
        let others = if others.is_empty() { pairs().into_iter().map(shown).collect() } else { others };
        bail!("no sense inventory for {from}-{to}; there is one for {}", others.join(", "));
    };
    let form = Language::get(from).unwrap_or(Language::unknown()).form(fold(word));
    let readings: Vec<&str> = inventory.readings(&form).collect();
    if readings.is_empty() {
        bail!("`{word}` is not in the sense inventory of {from}-{to} ({} words)", inventory.n_sources());
    }
    let mut out = String::new();
    let with: String = dictionaries(from, to).map(|name| format!(", with {name}")).collect();
    for reading in readings {
        let _ = writeln!(out, "{reading}  ({from}-{to}{with})");
        write_senses(&mut out, inventory, reading);
    }
    Ok(out)
}

fn write_senses(out: &mut String, inventory: &Inventory, word: &str) {
    let translations: Vec<Translation<'_>> = inventory.translations(word).collect();
    let mut senses: Vec<u8> = translations.iter().map(|t| t.sense).collect();
    senses.sort_unstable();
    senses.dedup();
    for (n, sense) in senses.iter().enumerate() {
        let mut label = format!("{}.", n + 1);
        for translation in translations.iter().filter(|t| t.sense == *sense) {
            let back: Vec<String> = inventory
                .sources(translation.word)
                .take(MAPS_BACK)
                .map(|t| format!("{} {:.2}", t.word, t.weight))
                .collect();
            let (weight, word) = (translation.weight, translation.word);
            let _ = writeln!(out, "  {label:<4}{weight:.2}  {word:<24} <- {}", back.join(", "));
            label.clear();
        }
    }
}

/// Pairs with an inventory, in both directions, sorted.
fn pairs() -> Vec<(&'static str, &'static str)> {
    let mut pairs: Vec<_> =
        Pair::all().flat_map(|(a, b)| [(a, b), (b, a)]).filter(|(from, to)| Pair::get(from, to).has_senses()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn shown((from, to): (&str, &str)) -> String {
    format!("{from}-{to}")
}
