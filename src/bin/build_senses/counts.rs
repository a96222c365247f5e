//! Translations seen in parallel text, from the pairs' lexicons: these hold √(p q) of the two
//! translation probabilities; times the geometric mean of how often both words occur, that is how
//! often they are linked.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use mtlint::language::{Language, Pair};

use crate::weights::frequency;

/// No lexicon holds pairs that are linked less often.
const MIN_LINKS: f32 = 1.4;

/// How often and how strongly two words are linked.
#[derive(Clone, Copy, Debug)]
pub struct Count {
    /// Expected number of links.
    pub links: f32,
    /// Geometric mean of both translation probabilities.
    pub strength: f32,
}

/// All pairs of words of a language and English; empty where there is no lexicon.
pub fn counts(texts: &Path, language: &Language, english: &Language) -> Result<Vec<(String, String, Count)>> {
    let Some(lexicon) = &Pair::get(language.code(), english.code()).lexicon else { return Ok(Vec::new()) };
    let path = texts.join(format!("{}-{}.tsv.gz", language.code(), english.code()));
    let n_words = n_words(&path).with_context(|| path.display().to_string())? as f32;
    let occurrences = |word: &str, language: &Language| frequency(word, language) * n_words / 1e9;
    let entries = lexicon.entries().into_iter().map(|(first, second, strength)| {
        let links = strength * (occurrences(&first, language) * occurrences(&second, english)).sqrt();
        (first, second, Count { links: links.max(MIN_LINKS), strength })
    });
    Ok(entries.collect())
}

/// English words of a text, a sentence pair a line.
fn n_words(path: &Path) -> Result<usize> {
    let mut n = 0;
    for line in BufReader::new(MultiGzDecoder::new(File::open(path)?)).lines() {
        n += line?.split('\t').nth(1).map_or(0, |english| english.split(' ').count());
    }
    Ok(n)
}
