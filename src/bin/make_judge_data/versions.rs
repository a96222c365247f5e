//! Corrupted versions of a sentence.

use std::ops::Range;

use mtlint::language::senses::Rendering;
use mtlint::language::{Language, Pair, inflect};
use mtlint::text::fold;
use rustc_hash::FxHashMap as HashMap;

use crate::corrupt::{KINDS, Setting};
use crate::counterparts::counterparts;
use crate::encode::{Encoding, cut};
use crate::job::Job;
use crate::random::Random;
use crate::recipe::Recipe;
use crate::sentence::{SENSE, Unit, render, units};
use crate::vocabulary::Vocabulary;

/// A corrupted sentence: number of the corruption, text, tokens, labels.
pub type Version = (u8, String, Vec<Range<usize>>, Vec<u8>);

/// The version with a word of the wrong sense.
pub fn of_wrong_sense(text: &str, place: &Range<usize>, language: &'static Language) -> Version {
    let (text, tokens) = cut(text, language);
    let is_wrong = |token: &Range<usize>| token.start < place.end && place.start < token.end;
    let labels = tokens.iter().map(|token| if is_wrong(token) { SENSE } else { 0 }).collect();
    let kind = KINDS.iter().position(|(name, ..)| *name == "other-sense").unwrap_or(0);
    (kind as u8 + 1, text, tokens, labels)
}

/// Corrupted versions, as many as the recipe says or fewer.
pub fn corrupted(
    job: &Job,
    clean: &Encoding,
    source: Option<&Encoding>,
    vocabularies: &HashMap<&str, Vocabulary>,
    recipe: &Recipe,
    random: &mut Random,
) -> Vec<Version> {
    let Some(vocabulary) = vocabularies.get(job.to) else { return Vec::new() };
    let language = vocabulary.language;
    let (all, of_tokens) = units(&job.target, language);
    let aligned = source.map(|source| counterparts(source, clean)).unwrap_or_default();
    let places: Vec<Option<usize>> =
        of_tokens.iter().map(|tokens| tokens.clone().find_map(|at| aligned.get(at).copied().flatten())).collect();
    let from = job.source.as_ref().map(|(text, code)| (text.as_str(), *code));
    let counterpart = |place: &Option<usize>| {
        let range = source?.tokens.get((*place)?)?.clone();
        Some(from?.0[range].to_owned())
    };
    let counterparts: Vec<Option<String>> = places.iter().map(counterpart).collect();
    let others = from.and_then(|(_, code)| Some((Language::get(code)?, Pair::get(code, job.to).senses()?)));
    let of_other_senses = |(unit, word): (&Unit, &Option<String>)| {
        let ((from, senses), word) = others.zip(word.as_ref())?;
        let (origin, own) = (from.form(fold(word)), language.form(unit.folded()));
        senses.readings(&origin).find_map(|reading| {
            let Rendering { listed, others, .. } = senses.rendering(reading, &own);
            let base = listed?.word.to_owned();
            let others = others.iter().filter(|other| !other.word.contains(' '));
            Some(others.map(|other| inflect::like(&own, &base, other.word, language)).collect::<Vec<_>>())
        })
    };
    let translations: Vec<Vec<String>> =
        all.iter().zip(&counterparts).map(|at| of_other_senses(at).unwrap_or_default()).collect();
    let setting = Setting {
        places: &places,
        translations: &translations,
        counterparts: &counterparts,
        ..Setting::alone(vocabulary)
    };
    let weights: Vec<f64> = KINDS.iter().map(|(_, shares, _)| shares[recipe.column]).collect();
    let mut versions = Vec::new();
    let clean_text = render(&all, language).0;
    for _ in 0..recipe.versions * 4 {
        if versions.len() == recipe.versions {
            break;
        }
        let kind = random.weighted(&weights);
        let Some(mut made) = (KINDS[kind].2)(&all, &setting, random) else { continue };
        if random.chance(recipe.twice) {
            let again = KINDS[random.weighted(&weights)].2;
            made = again(&made, &setting, random).unwrap_or(made);
        }
        let (text, tokens, labels) = render(&made, language);
        if text != clean_text && labels.iter().any(|&label| label != 0) {
            versions.push((kind as u8 + 1, text, tokens, labels));
        }
    }
    versions
}
