//! Substitution: another form, another word, another sense, another name or number, the word of the source.

use mtlint::text::fold;

use super::capitals::like;
use super::replace::replace_some;
use super::runs::words;
use super::setting::Setting;
use crate::random::Random;
use crate::sentence::{FORM, MISSING, SENSE, Unit};

pub fn other_form(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, FORM, |_, word, random| {
        random.pick(&setting.vocabulary.siblings(word)).map(|&other| other.to_owned())
    })
}

/// Another form together with a change to the function words before it, such as stand before words
/// that end like the new form: another tense, aspect or voice, or half of it.
pub fn other_group(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    /// Words with fewer other forms have no tense.
    const LEAST_FORMS: usize = 3;
    let vocabulary = setting.vocabulary;
    let mut places = words(units);
    random.shuffle(&mut places);
    places.into_iter().take(12).find_map(|at| {
        let word = units[at].folded();
        let siblings = vocabulary.siblings(&word);
        let row = vocabulary.row_before(units, at);
        let start = at - row.len();
        if vocabulary.is_function(&word) || siblings.len() < LEAST_FORMS || start == 0 {
            return None;
        }
        let form = if random.chance(0.3) { word.as_str() } else { random.pick(&siblings)? };
        let others = vocabulary.rows(form);
        // Of a row that is typical of its word all may change: "was made" to "had been made".
        let is_typical = vocabulary.rows(&word).contains(&row);
        let is_other = |other: &&Vec<String>| is_typical && **other != row || is_one_change(&row, other);
        let other = (0..12).find_map(|_| random.pick(others).filter(is_other))?;
        let mut result = units[..start].to_vec();
        for (i, text) in other.iter().enumerate() {
            let old = units[start..at].iter().find(|unit| unit.folded() == *text);
            let model = &units[start + i.min(row.len())];
            let new = Unit { text: text.clone(), from: usize::MAX, labels: FORM, ..model.clone() };
            result.push(old.cloned().unwrap_or(new));
        }
        let label = if form != word {
            FORM
        } else if other.len() < row.len() {
            MISSING
        } else {
            0
        };
        result.push(Unit { text: like(form, &units[at].text), labels: label, ..units[at].clone() });
        result.extend_from_slice(&units[at + 1..]);
        Some(result)
    })
}

/// Whether one word put in, left out or replaced makes one row of the other.
fn is_one_change(row: &[String], other: &[String]) -> bool {
    let same_start = row.iter().zip(other).take_while(|(a, b)| a == b).count();
    let same_end = row.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let longer = row.len().max(other.len());
    row != other && row.len().abs_diff(other.len()) <= 1 && same_start + same_end + 1 >= longer
}

pub fn derivation(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, FORM, |_, word, random| {
        random.pick(&setting.vocabulary.cousins(word)).map(|&other| other.to_owned())
    })
}

pub fn other_function(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let vocabulary = setting.vocabulary;
    replace_some(units, random, FORM, |_, word, random| {
        let at = vocabulary.function.iter().position(|other| other == word)?;
        // Words about as frequent: articles for articles, prepositions for prepositions.
        let near = &vocabulary.function[at.saturating_sub(15)..(at + 16).min(vocabulary.function.len())];
        random.pick(near).filter(|other| *other != word).cloned()
    })
}

pub fn other_sense(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let mut made = replace_some(units, random, SENSE, |at, word, random| {
        let others = setting.translations.get(units[at].from)?;
        random.pick(others).filter(|other| *other != word).cloned()
    })?;
    // Nothing but the sense should tell: not "a" before a vowel.
    let changed = (1..made.len()).find(|&at| made[at].labels & SENSE != 0 && units[at].labels & SENSE == 0);
    if let Some(at) = changed {
        let (before, word) = (made[at - 1].folded(), made[at].folded());
        if let Some(right) = setting.vocabulary.language.rules.alternated(&before, &word) {
            made[at - 1].text = like(right, &made[at - 1].text);
        }
    }
    Some(made)
}

pub fn other_content(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let vocabulary = setting.vocabulary;
    replace_some(units, random, SENSE, |_, word, random| {
        let others = if vocabulary.is_function(word) { &[] } else { vocabulary.alike(word) };
        random.pick(others).filter(|other| *other != word).cloned()
    })
}

pub fn other_name(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, SENSE, |at, word, random| {
        let is_name = setting.vocabulary.names.binary_search(&units[at].text).is_ok();
        random.pick(&setting.vocabulary.names).filter(|other| is_name && fold(other) != word).cloned()
    })
}

pub fn other_number(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, SENSE, |at, _, random| {
        let text = &units[at].text;
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let which = random.below(digits);
        let mut seen = 0;
        let other = text.chars().map(|c| {
            let is_here = c.is_ascii_digit() && seen == which;
            seen += usize::from(c.is_ascii_digit());
            if is_here { char::from(b'1' + random.below(9) as u8) } else { c }
        });
        let other: String = other.collect();
        (digits > 0).then_some(other)
    })
}

pub fn untranslated(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, SENSE, |at, word, _| {
        let other = setting.counterparts.get(units[at].from)?.clone()?;
        (fold(&other) != word && !setting.vocabulary.is_function(word)).then_some(other)
    })
}
