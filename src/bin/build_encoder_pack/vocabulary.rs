//! Chooses the pieces to keep: those with a share in the words of any supported language.
//!
//! The share of a piece in a language is estimated from its word-frequency list, from its texts,
//! and, where there is no list, from the stems of a dictionary. A piece that is not kept is not
//! lost: the tokenizer spells its words with shorter pieces, and every character that has a piece
//! of its own keeps it.

use crate::words;
use anyhow::{Context, Result};
use mtlint::encoder::tokenizer::Tokenizer;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Languages with a list in wordfreq 3.1.1; `sh` serves bs, hr and sr, `nb` the Norwegian `no`.
const LISTED: [&str; 36] = [
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "is", "it", "ko",
    "lt", "lv", "mk", "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sh", "sk", "sl", "sv", "tr", "uk", "vi",
];
/// The same, of languages that put no space between words: a word mostly follows another.
const UNSPACED: [&str; 2] = ["ja", "zh"];
/// How often a word is written capitalised, in capitals, and after something other than a space,
/// as a share of its uses. Guesses; they only decide about the last few thousand pieces.
const CAPITALISED: f64 = 0.25;
const CAPITALS: f64 = 0.02;
const GLUED: f64 = 0.1;
/// Uses count so many times more in the texts of a language without a frequency list, for they are
/// few, and in its dictionary, which holds stems, each once.
const UNLISTED_TEXT: f64 = 4.0;
const UNLISTED_STEMS: f64 = 2.0;

/// Uses of each piece in a language.
struct Counts {
    uses: Vec<f64>,
    total: f64,
}

/// Estimates shares.
pub struct Vocabulary<'t> {
    tokenizer: Tokenizer<'t>,
    n_pieces: usize,
    /// For each piece its greatest share in any language so far.
    shares: Vec<f64>,
}

impl<'t> Vocabulary<'t> {
    pub fn new(tokenizer: Tokenizer<'t>) -> Self {
        let n_pieces = tokenizer.unknown() as usize + 1;
        Vocabulary { tokenizer, n_pieces, shares: vec![0.0; n_pieces] }
    }

    /// For each piece its greatest share in any language.
    pub fn shares(self) -> Vec<f64> {
        self.shares
    }

    /// The words of the frequency lists in `folder`.
    pub fn add_frequent_words(&mut self, folder: &Path) -> Result<()> {
        for language in LISTED.iter().chain(&UNSPACED) {
            let large = folder.join(format!("large_{language}.msgpack.gz"));
            let small = folder.join(format!("small_{language}.msgpack.gz"));
            let glued = if UNSPACED.contains(language) { 1.0 } else { GLUED };
            let mut counts = self.counts();
            for (word, frequency) in words::wordfreq(if large.exists() { &large } else { &small })? {
                self.count(&word, frequency, &mut counts);
                self.count(&format!("({word}"), glued * frequency, &mut counts);
                self.count(&capitalised(&word), CAPITALISED * frequency, &mut counts);
                self.count(&word.to_uppercase(), CAPITALS * frequency, &mut counts);
            }
            // Of the words themselves: the other forms are on top.
            counts.total = 1.0;
            self.take(&counts, 1.0);
        }
        Ok(())
    }

    /// The stems of the dictionaries in `folder`, for languages without a frequency list.
    pub fn add_dictionaries(&mut self, folder: &Path) -> Result<()> {
        for path in files(folder)? {
            let mut counts = self.counts();
            for word in words::hunspell(&path)? {
                self.count(&word, 1.0, &mut counts);
                self.count(&capitalised(&word), CAPITALISED, &mut counts);
            }
            self.take(&counts, UNLISTED_STEMS);
        }
        Ok(())
    }

    /// The texts of `mono`, `parallel` and `ntrex` in `corpus`, all of a language counted together.
    pub fn add_texts(&mut self, corpus: &Path) -> Result<()> {
        let mut languages: BTreeMap<String, Counts> = BTreeMap::new();
        for folder in ["mono", "parallel", "ntrex"] {
            for path in files(&corpus.join(folder))? {
                let bytes = words::read(&path)?;
                let text = String::from_utf8(bytes).with_context(|| path.display().to_string())?;
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let codes: Vec<&str> = name.split('.').next().unwrap_or_default().split('-').collect();
                for line in text.lines() {
                    // The columns at the end are those that the name of the file tells.
                    for (field, code) in line.rsplit('\t').zip(codes.iter().rev()) {
                        let counts = languages.entry((*code).to_owned()).or_insert_with(|| self.counts());
                        self.count(field, 1.0, counts);
                    }
                }
            }
        }
        for (language, counts) in &mut languages {
            // What occurs once may be a slip or a foreign name.
            counts.uses.iter_mut().for_each(|uses| *uses -= 1.0);
            let listed =
                LISTED.contains(&language.as_str()) || ["bs", "hr", "ja", "sr", "zh"].contains(&language.as_str());
            self.take(counts, if listed { 1.0 } else { UNLISTED_TEXT });
        }
        Ok(())
    }

    fn counts(&self) -> Counts {
        Counts { uses: vec![0.0; self.n_pieces], total: 0.0 }
    }

    fn count(&self, text: &str, weight: f64, counts: &mut Counts) {
        for piece in self.tokenizer.pieces(text) {
            counts.uses[piece.row as usize] += weight;
            counts.total += weight;
        }
    }

    fn take(&mut self, counts: &Counts, boost: f64) {
        for (share, uses) in self.shares.iter_mut().zip(&counts.uses) {
            *share = share.max(boost * uses / counts.total);
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut rest = word.chars();
    rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
}

/// The files of a folder, sorted by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.sort();
    Ok(paths)
}
