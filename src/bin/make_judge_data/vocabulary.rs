//! What corruptions draw on in a language: its frequent words, the forms of each base form, words
//! that begin or end alike.

use mtlint::language::Language;
use mtlint::text::fold;
use rustc_hash::FxHashMap as HashMap;

use crate::sentence::Unit;

/// Words kept as function words.
const N_FUNCTION: usize = 90;
/// Function words that stand before a word in a row, at most.
const ROW: usize = 2;
/// Rows kept of each ending.
const N_ROWS: usize = 4_000;

pub struct Vocabulary {
    pub language: &'static Language,
    counts: HashMap<String, u32>,
    /// Most frequent first.
    pub function: Vec<String>,
    forms: HashMap<String, Vec<String>>,
    by_start: HashMap<String, Vec<String>>,
    by_ending: HashMap<(String, u8), Vec<String>>,
    /// Rows of function words that are typical before words that end so, as often as they were seen.
    rows: HashMap<String, Vec<Vec<String>>>,
    /// Capitalised words of which no lower-case use is known.
    pub names: Vec<String>,
}

impl Vocabulary {
    /// Counts the words of sentences.
    pub fn count<'t>(language: &'static Language, sentences: impl Iterator<Item = &'t str> + Clone) -> Vocabulary {
        let mut counts: HashMap<String, u32> = HashMap::default();
        let mut capitals: HashMap<String, (String, u32)> = HashMap::default();
        for sentence in sentences.clone() {
            for (at, unit) in super::sentence::units(sentence, language).0.iter().enumerate() {
                if !unit.text.chars().all(char::is_alphabetic) {
                    continue;
                }
                *counts.entry(unit.folded()).or_default() += 1;
                if at > 0 && unit.text.chars().next().is_some_and(char::is_uppercase) {
                    capitals.entry(unit.folded()).or_insert((unit.text.clone(), 0)).1 += 1;
                }
            }
        }
        let mut sorted: Vec<(&String, u32)> = counts.iter().map(|(word, &count)| (word, count)).collect();
        sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let function = sorted.iter().take(N_FUNCTION).map(|(word, _)| (*word).clone()).collect();
        let mut forms: HashMap<String, Vec<String>> = HashMap::default();
        let mut by_start: HashMap<String, Vec<String>> = HashMap::default();
        let mut by_ending: HashMap<(String, u8), Vec<String>> = HashMap::default();
        for (word, count) in sorted {
            let form = language.form(word.clone());
            for lemma in form.words() {
                forms.entry(lemma.to_owned()).or_default().push(word.clone());
            }
            if let Some(start) = start_of(word) {
                by_start.entry(start).or_default().push(word.clone());
            }
            if count >= 3
                && let Some(ending) = ending_of(word)
            {
                by_ending.entry((ending, size_of(count))).or_default().push(word.clone());
            }
        }
        let mut names: Vec<String> = capitals
            .into_values()
            .filter(|(text, n)| *n >= 2 && counts.get(&fold(text)).is_some_and(|&all| all == *n))
            .map(|(text, _)| text)
            .collect();
        names.sort();
        let rows = HashMap::default();
        let mut vocabulary = Vocabulary { language, counts, function, forms, by_start, by_ending, rows, names };
        vocabulary.rows = vocabulary.count_rows(sentences);
        vocabulary
    }

    /// The rows that are typical of an ending: which stand before it more often than chance would have it.
    fn count_rows<'t>(&self, sentences: impl Iterator<Item = &'t str>) -> HashMap<String, Vec<Vec<String>>> {
        /// Times more often.
        const LIFT: f64 = 2.0;
        let mut rows: HashMap<String, HashMap<Vec<String>, u32>> = HashMap::default();
        let mut of_all: HashMap<Vec<String>, u32> = HashMap::default();
        for sentence in sentences {
            let (units, _) = super::sentence::units(sentence, self.language);
            for (at, unit) in units.iter().enumerate().filter(|(_, unit)| unit.is_word) {
                let word = unit.folded();
                if !self.is_function(&word)
                    && let Some(ending) = ending_of(&word)
                {
                    let row = self.row_before(&units, at);
                    *of_all.entry(row.clone()).or_default() += 1;
                    *rows.entry(ending).or_default().entry(row).or_default() += 1;
                }
            }
        }
        let n_all = f64::from(of_all.values().sum::<u32>());
        let typical = rows.into_iter().map(|(ending, counts)| {
            let n = f64::from(counts.values().sum::<u32>());
            let is_typical = |(row, count): &(Vec<String>, u32)| {
                let expected = n * f64::from(of_all[row]) / n_all;
                *count > 2 && f64::from(*count) >= LIFT * expected
            };
            let mut kept: Vec<(Vec<String>, u32)> = counts.into_iter().filter(is_typical).collect();
            kept.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            let times = kept.into_iter().flat_map(|(row, count)| std::iter::repeat_n(row, count as usize));
            (ending, times.take(N_ROWS).collect())
        });
        typical.collect()
    }

    /// The function words that stand right before a word, up to [`ROW`].
    pub fn row_before(&self, units: &[Unit], at: usize) -> Vec<String> {
        let words = units[..at].iter().rev().take(ROW).take_while(|unit| unit.is_word).map(Unit::folded);
        let mut row: Vec<String> = words.take_while(|word| self.is_function(word)).collect();
        row.reverse();
        row
    }

    /// Rows that are typical before words that end like this one, as often as they were seen.
    pub fn rows(&self, folded: &str) -> &[Vec<String>] {
        ending_of(folded).and_then(|ending| self.rows.get(&ending)).map_or(&[], Vec::as_slice)
    }

    pub fn is_function(&self, folded: &str) -> bool {
        self.function.iter().any(|word| word == folded)
    }

    /// Other forms of a word's base forms.
    pub fn siblings(&self, folded: &str) -> Vec<&str> {
        let form = self.language.form(folded.to_owned());
        let all = form.words().flat_map(|lemma| self.forms.get(lemma).into_iter().flatten());
        let mut all: Vec<&str> = all.map(String::as_str).filter(|word| *word != folded).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Words that begin alike and are no forms of it: derivations, mostly.
    pub fn cousins(&self, folded: &str) -> Vec<&str> {
        let own = self.language.form(folded.to_owned());
        let is_other = |word: &&str| {
            let form = self.language.form((*word).to_owned());
            *word != folded && form.words().all(|a| own.words().all(|b| a != b))
        };
        let all = start_of(folded).and_then(|start| self.by_start.get(&start));
        all.into_iter().flatten().map(String::as_str).filter(is_other).collect()
    }

    /// Words as frequent that end alike: mostly of the same part of speech.
    pub fn alike(&self, folded: &str) -> &[String] {
        let count = self.counts.get(folded).copied().unwrap_or(1);
        let found = ending_of(folded).and_then(|ending| self.by_ending.get(&(ending, size_of(count.max(3)))));
        found.map_or(&[], Vec::as_slice)
    }
}

fn start_of(word: &str) -> Option<String> {
    let n = word.chars().count();
    (n >= 5).then(|| word.chars().take((n - 2).clamp(4, 6)).collect())
}

fn ending_of(word: &str) -> Option<String> {
    let n = word.chars().count();
    (n >= 2).then(|| word.chars().skip(n.saturating_sub(if n >= 5 { 2 } else { 1 })).collect())
}

fn size_of(count: u32) -> u8 {
    count.ilog2() as u8
}
