//! Substitution: another form, another word, another sense, another name or number, the word of the source.

use mtlint::text::fold;

use super::replace::replace_some;
use super::setting::Setting;
use crate::random::Random;
use crate::sentence::{FORM, SENSE, Unit};

pub fn other_form(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, FORM, |_, word, random| {
        random.pick(&setting.vocabulary.siblings(word)).map(|&other| other.to_owned())
    })
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
    replace_some(units, random, SENSE, |at, word, random| {
        let others = setting.translations.get(units[at].from)?;
        let other = random.pick(others).filter(|other| *other != word)?;
        // Inflected as the word it replaces, as far as its own forms allow.
        let ending: String = word.chars().rev().take(2).collect();
        let alike = setting
            .vocabulary
            .siblings(other)
            .into_iter()
            .find(|form| *form != word && form.chars().rev().take(2).eq(ending.chars()));
        Some(alike.map_or_else(|| other.clone(), str::to_owned))
    })
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
