//! What corruptions draw on: the words of each language.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use mtlint::language::Language;
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
