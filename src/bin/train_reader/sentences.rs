//! Sentences to learn from, and their corrupted versions as pieces of the encoder's vocabulary.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use mtlint::encoder::Encoder;
use mtlint::judge::tokens_of_pieces;
use mtlint::language::Language;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use crate::corpus::{files, held_out, known, lines};
use crate::corrupt::{KINDS, Setting};
use crate::random::Random;
use crate::sentence::{render, units};
use crate::vocabulary::Vocabulary;

/// Which shares of the corruptions count.
const COLUMN: usize = 2;
/// Units of a sentence that is learned from, and how many make a sentence a long one: the corpora have many short
/// ones, and long ones are what news has.
const LENGTHS: std::ops::Range<usize> = 5..48;
const LONG: f64 = 12.0;
/// Corrupted versions of a sentence.
const VERSIONS: usize = 3;

/// A sentence and its language.
pub type Sentence = (&'static str, String);

/// A sentence as it is read.
pub struct Version {
    /// Number of what was done to it, from 1; 0 for nothing.
    pub kind: u8,
    /// Pieces, as rows of the encoder's vocabulary.
    pub rows: Vec<u32>,
    /// What is wrong with each, a bit a column.
    pub labels: Vec<u8>,
}

/// A clean sentence, then its corrupted versions.
pub type Group = Vec<Version>;

/// Sentences of all languages in random order, up to so many of each and of the one that has most; none of NTREX-128,
/// which false alarms are measured on.
pub fn sentences(data: &Path, most: usize, most_of_first: usize, random: &mut Random) -> Result<Vec<Sentence>> {
    let held_out = held_out(data)?;
    let mut by_language: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for (name, path) in files(&data.join("mono"))? {
        if let Some(code) = known(&name) {
            by_language.entry(code).or_default().extend(lines(&path)?);
        }
    }
    for (name, path) in files(&data.join("parallel"))? {
        let Some((one, other)) = name.split_once('-') else { continue };
        let (Some(one), Some(other)) = (known(one), known(other)) else { continue };
        for line in lines(&path)? {
            if let Some((text, translation)) = line.split_once('\t') {
                by_language.entry(one).or_default().push(text.to_owned());
                by_language.entry(other).or_default().push(translation.to_owned());
            }
        }
    }
    let first = by_language.iter().max_by_key(|(_, sentences)| sentences.len()).map(|(code, _)| *code);
    let mut all = Vec::new();
    for (code, mut sentences) in by_language {
        let Some(language) = Language::get(code) else { continue };
        random.shuffle(&mut sentences);
        let mut taken: HashSet<String> = HashSet::default();
        let wanted = if Some(code) == first { most_of_first } else { most };
        for text in sentences {
            if taken.len() >= wanted {
                break;
            }
            let n = units(&text, language).0.len();
            let is_long = random.chance(n as f64 / LONG);
            if is_long
                && LENGTHS.contains(&n)
                && !held_out.contains(text.trim())
                && taken.insert(text.trim().to_owned())
            {
                all.push((code, text));
            }
        }
    }
    random.shuffle(&mut all);
    Ok(all)
}

/// A sentence with corrupted versions; none where nothing could be corrupted.
pub fn group(
    (code, text): &Sentence,
    vocabularies: &HashMap<&'static str, Vocabulary>,
    random: &mut Random,
) -> Option<Group> {
    let vocabulary = vocabularies.get(code)?;
    let language = vocabulary.language;
    let (all, _) = units(text, language);
    let setting = Setting::alone(vocabulary);
    let weights: Vec<f64> = KINDS.iter().map(|(_, shares, _)| shares[COLUMN]).collect();
    let clean = render(&all, language);
    let mut versions = vec![version(0, &clean)];
    for _ in 0..VERSIONS * 5 {
        if versions.len() > VERSIONS {
            break;
        }
        let kind = random.weighted(&weights);
        let Some(made) = (KINDS[kind].2)(&all, &setting, random) else { continue };
        let made = render(&made, language);
        if made.0 != clean.0 && made.2.iter().any(|&label| label != 0) {
            versions.push(version(kind as u8 + 1, &made));
        }
    }
    (versions.len() > 1).then_some(versions)
}

fn version(kind: u8, (text, tokens, labels): &(String, Vec<std::ops::Range<usize>>, Vec<u8>)) -> Version {
    let pieces = Encoder::embedded().tokenizer().pieces(text);
    let of_pieces = tokens_of_pieces(&pieces, tokens);
    let label = |&(first, end): &(u32, u32)| labels[first as usize..end as usize].iter().fold(0, |all, one| all | one);
    let labels = of_pieces.iter().map(label).collect();
    Version { kind, rows: pieces.iter().map(|piece| piece.row).collect(), labels }
}
