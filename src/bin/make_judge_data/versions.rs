//! Corrupted versions of a sentence.

use std::ops::Range;

use mtlint::language::Language;
use rustc_hash::FxHashMap as HashMap;

use crate::corrupt::{KINDS, Setting};
use crate::counterparts::counterparts;
use crate::encode::{Encoding, cut};
use crate::job::Job;
use crate::random::Random;
use crate::resources::Lexicons;
use crate::sentence::{SENSE, render, units};
use crate::vocabulary::Vocabulary;

/// Corrupted versions of a sentence.
const VERSIONS: usize = 2;
/// Share of the corrupted sentences with a second corruption.
const TWICE: f64 = 0.1;

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

/// Up to [`VERSIONS`] corrupted versions.
pub fn corrupted(
    job: &Job,
    clean: &Encoding,
    source: Option<&Encoding>,
    vocabularies: &HashMap<&str, Vocabulary>,
    lexicons: &Lexicons,
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
    let translations = all.iter().zip(&counterparts).map(|(unit, word)| {
        let found = word.as_ref().zip(from).and_then(|(word, (_, code))| {
            let form = Language::get(code)?.form(mtlint::text::fold(word));
            let lexicon = lexicons.get(code, job.to)?;
            Some(form.words().flat_map(|word| lexicon.get(word).into_iter().flatten().cloned()).collect::<Vec<_>>())
        });
        let own = language.form(unit.folded());
        let mut found = found.unwrap_or_default();
        found.retain(|word| !own.is(word));
        found
    });
    let translations: Vec<Vec<String>> = translations.collect();
    let setting = Setting { vocabulary, places: &places, translations: &translations, counterparts: &counterparts };
    let weights: Vec<f64> = KINDS.iter().map(|(_, share, _)| *share).collect();
    let mut versions = Vec::new();
    let clean_text = render(&all, language).0;
    for _ in 0..VERSIONS * 4 {
        if versions.len() == VERSIONS {
            break;
        }
        let kind = random.weighted(&weights);
        let Some(mut made) = (KINDS[kind].2)(&all, &setting, random) else { continue };
        if random.chance(TWICE) {
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
