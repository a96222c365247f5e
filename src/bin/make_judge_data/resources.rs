//! What corruptions draw on: the words of each language, and their translations.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use mtlint::language::{Language, Pair};
use rayon::prelude::*;
use rustc_hash::FxHashMap as HashMap;

use crate::corpus::{files, known, lines};
use crate::vocabulary::Vocabulary;

/// Words of all languages, from all sentences at hand.
pub fn vocabularies(data: &Path) -> Result<HashMap<&'static str, Vocabulary>> {
    let mut sentences: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for (name, path) in files(&data.join("mono"))? {
        if let Some(code) = known(&name) {
            sentences.entry(code).or_default().extend(lines(&path)?.into_iter().take(25_000));
        }
    }
    for (name, path) in files(&data.join("parallel"))? {
        if let Some(code) = name.split('-').next().and_then(known) {
            let ones = lines(&path)?.into_iter().filter_map(|line| Some(line.split_once('\t')?.0.to_owned()));
            sentences.entry(code).or_default().extend(ones.take(12_000));
        }
    }
    let counted = sentences.into_par_iter().filter_map(|(code, sentences)| {
        let language = Language::get(code)?;
        Some((code, Vocabulary::count(language, sentences.iter().map(String::as_str))))
    });
    Ok(counted.collect())
}

/// Translations of words, by `(source, target)` language.
pub struct Lexicons(HashMap<(&'static str, &'static str), HashMap<String, Vec<String>>>);

impl Lexicons {
    pub fn read() -> Lexicons {
        /// Weaker links are noise.
        const LEAST: f32 = 0.06;
        let mut all: HashMap<_, HashMap<String, Vec<String>>> = HashMap::default();
        for (from, to) in Pair::all() {
            let Some(lexicon) = &Pair::get(from, to).lexicon else { continue };
            for (one, other, strength) in lexicon.entries() {
                if strength >= LEAST {
                    all.entry((from, to)).or_default().entry(one.clone()).or_default().push(other.clone());
                    all.entry((to, from)).or_default().entry(other).or_default().push(one);
                }
            }
        }
        Lexicons(all)
    }

    /// Of the words of one language into another.
    pub fn get(&self, from: &'static str, to: &'static str) -> Option<&HashMap<String, Vec<String>>> {
        self.0.get(&(from, to))
    }
}
