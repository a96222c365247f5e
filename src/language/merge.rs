//! Merges dictionaries of the user's own with a sense inventory.
//!
//! What is known keeps most of a word's mass, and its senses: they rest on many dictionaries and on
//! counts. What only the dictionary has gets a share by its rank and frequency. A sense of the
//! dictionary that shares a word with a known one, or whose words translate the same words as its words
//! do, joins it; any other is a sense of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Language;
use super::dictionary::Dictionary;
use super::senses::{Entry, MAX_SENSES};

/// The dictionary's share of a known word's mass, and of that, what goes to words known already stays
/// with them as it is.
const SHARE: f32 = 0.25;

/// New translations of a word at most: of one that is known, and of one that is not.
const MAX_ADDED: usize = 8;
const MAX_NEW: usize = 14;

/// Average similarity from which two groups of words are one sense, and what a common origin counts;
/// as in the building of the inventories.
const THRESHOLD: f32 = 0.3;
const DERIVED: f32 = 0.35;

/// log10 of occurrences per thousand million words, times ten, of what no list knows.
const UNKNOWN: u8 = 18;

/// Translations of each word, in one direction.
type Side = BTreeMap<String, Vec<Listed>>;

#[derive(Clone, Debug, PartialEq)]
struct Listed {
    word: String,
    weight: f32,
    sense: u8,
}

/// Senses of each word, as a dictionary gives them.
type Given<'a> = BTreeMap<&'a str, Vec<Vec<&'a str>>>;

/// Merges dictionaries into the entries of a folder's inventory. A dictionary is `reversed` when its
/// headwords are of the folder's second language.
#[must_use]
pub fn merge(base: Vec<Entry>, dictionaries: &[(Dictionary, bool)], languages: [&Language; 2]) -> Vec<Entry> {
    let mut sides = [Side::new(), Side::new()];
    for entry in base {
        let [forward, backward] = &mut sides;
        for (side, key, word, listed) in [
            (forward, &entry.first, &entry.second, entry.forward),
            (backward, &entry.second, &entry.first, entry.backward),
        ] {
            if let Some((weight, sense)) = listed {
                side.entry(key.clone()).or_default().push(Listed { word: word.clone(), weight, sense });
            }
        }
    }
    for (dictionary, reversed) in dictionaries {
        let given: Given<'_> = dictionary
            .rows
            .iter()
            .map(|(word, senses)| {
                (word.as_str(), senses.iter().map(|s| s.iter().map(String::as_str).collect()).collect())
            })
            .collect();
        let (own, other) = if *reversed { (1, 0) } else { (0, 1) };
        let inverse = inverse(&given, languages[own]);
        let words_of = [Neighbours::new(&sides[own], &given), Neighbours::new(&sides[other], &inverse)];
        add(&mut sides[own], &given, &words_of[1], languages[other]);
        add(&mut sides[other], &inverse, &words_of[0], languages[own]);
    }
    entries(sides)
}

/// The dictionary read from its translations: the headwords of a translation are one sense where they
/// share another translation in the senses that have it. The most frequent come first.
fn inverse<'a>(given: &Given<'a>, language: &Language) -> Given<'a> {
    let mut sources: BTreeMap<&'a str, Vec<(&'a str, &[&'a str])>> = BTreeMap::new();
    for (headword, senses) in given {
        for sense in senses {
            for word in sense {
                sources.entry(word).or_default().push((headword, sense));
            }
        }
    }
    let group = |word: &'a str, mut sources: Vec<(&'a str, &[&'a str])>| {
        sources.sort_by(|a, b| frequency(b.0, language).total_cmp(&frequency(a.0, language)).then(a.0.cmp(b.0)));
        let mut senses: Vec<(Vec<&'a str>, BTreeSet<&'a str>)> = Vec::new();
        for (headword, sense) in sources {
            let company = || sense.iter().copied().filter(|other| *other != word);
            match senses
                .iter_mut()
                .find(|(words, shared)| words.contains(&headword) || company().any(|w| shared.contains(w)))
            {
                Some((words, shared)) => {
                    if !words.contains(&headword) {
                        words.push(headword);
                    }
                    shared.extend(company());
                }
                None => senses.push((vec![headword], company().collect())),
            }
        }
        (word, senses.into_iter().map(|(words, _)| words).collect())
    };
    sources.into_iter().map(|(word, sources)| group(word, sources)).collect()
}

/// Which words each word of a language translates or is translated by, numbered and sorted.
struct Neighbours {
    numbers: HashMap<String, u32>,
    of: HashMap<String, Vec<u32>>,
}

impl Neighbours {
    /// From the words that are translated: `side` and `given` list their translations.
    fn new(side: &Side, given: &Given<'_>) -> Neighbours {
        let mut neighbours = Neighbours { numbers: HashMap::new(), of: HashMap::new() };
        let known =
            side.iter().map(|(word, row)| (word.as_str(), row.iter().map(|l| l.word.as_str()).collect::<Vec<_>>()));
        let said = given.iter().map(|(word, senses)| (*word, senses.concat()));
        for (word, row) in known.chain(said) {
            for other in row {
                let next = neighbours.numbers.len() as u32;
                let number = *neighbours.numbers.entry(other.to_owned()).or_insert(next);
                match neighbours.of.get_mut(word) {
                    Some(numbers) => numbers.push(number),
                    None => drop(neighbours.of.insert(word.to_owned(), vec![number])),
                }
            }
        }
        for numbers in neighbours.of.values_mut() {
            numbers.sort_unstable();
            numbers.dedup();
        }
        neighbours
    }

    /// How much two translations of `word` mean the same: cosine of what else they translate.
    fn similarity(&self, a: &str, b: &str, word: &str) -> f32 {
        let derived = if derive(a, b) { DERIVED } else { 0.0 };
        let (Some(of_a), Some(of_b)) = (self.of.get(a), self.of.get(b)) else { return derived };
        let word = self.numbers.get(word);
        let others = |numbers: &Vec<u32>| numbers.iter().filter(|n| Some(*n) != word).count() as f32;
        let shared = of_a.iter().filter(|n| Some(*n) != word && of_b.binary_search(n).is_ok()).count() as f32;
        let product = others(of_a) * others(of_b);
        derived + if product > 0.0 { shared / product.sqrt() } else { 0.0 }
    }

    fn average(&self, a: &[&str], b: &[&str], word: &str) -> f32 {
        let total: f32 = a.iter().flat_map(|a| b.iter().map(|b| self.similarity(a, b, word))).sum();
        total / (a.len() * b.len()).max(1) as f32
    }
}

/// Words of one stem, most likely.
fn derive(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let shorter = a.chars().count().min(b.chars().count());
    shared >= 4 && shared * 3 >= shorter * 2
}

/// Adds a dictionary's translations to one direction; `neighbours` of the translations' language.
fn add(side: &mut Side, given: &Given<'_>, neighbours: &Neighbours, language: &Language) {
    for (word, senses) in given {
        let known = side.get(*word).map_or(&[][..], |row| &row[..]);
        let mut ranked = ranked(senses, language);
        // What is known counts as if the dictionary had it first: a rare word that it alone has gets little.
        let unsaid = known.iter().filter(|listed| ranked.iter().all(|(word, _)| listed.word != *word));
        let unsaid: f32 = unsaid.map(|listed| damped(&listed.word, language)).sum();
        let total = unsaid + ranked.iter().map(|(_, share)| share).sum::<f32>();
        let limit = if known.is_empty() { MAX_NEW } else { MAX_ADDED };
        ranked.retain(|(word, _)| known.iter().all(|listed| listed.word != *word));
        ranked.truncate(limit);
        if ranked.is_empty() {
            continue;
        }
        let added: f32 = ranked.iter().map(|(_, share)| share).sum();
        // Alone, the dictionary has all the mass, and with it what had to be left out.
        let factor = if known.is_empty() { 1.0 / added } else { SHARE / total };
        let mut row: Vec<Listed> = known.to_vec();
        for listed in &mut row {
            listed.weight *= 1.0 - factor * added;
        }
        let numbers = sense_numbers(word, senses, &row, neighbours);
        row.extend(ranked.into_iter().map(|(word, share)| {
            let at = senses.iter().position(|sense| sense.contains(&word)).unwrap_or(0);
            Listed { word: word.to_owned(), weight: factor * share, sense: numbers[at] }
        }));
        number_by_weight(&mut row);
        side.insert((*word).to_owned(), row);
    }
}

/// The words of all senses, each once, with what speaks for them: rank of the sense, rank in it,
/// frequency; the best first.
fn ranked<'a>(senses: &[Vec<&'a str>], language: &Language) -> Vec<(&'a str, f32)> {
    let mut ranked: Vec<(&str, f32)> = Vec::new();
    for (n, sense) in senses.iter().enumerate() {
        for (m, word) in sense.iter().enumerate() {
            if ranked.iter().all(|(other, _)| other != word) {
                let share = damped(word, language) / ((n + 1) * (m + 1)) as f32;
                ranked.push((word, share));
            }
        }
    }
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    ranked
}

/// The number of each of the dictionary's senses among those of a word.
fn sense_numbers(word: &str, senses: &[Vec<&str>], row: &[Listed], neighbours: &Neighbours) -> Vec<u8> {
    let mut groups: BTreeMap<u8, Vec<(&str, f32)>> = BTreeMap::new();
    for listed in row {
        groups.entry(listed.sense).or_default().push((&listed.word, listed.weight));
    }
    let mut numbers = Vec::new();
    for sense in senses {
        let shared = |group: &Group<'_>| -> f32 {
            group.iter().filter(|(word, _)| sense.contains(word)).map(|(_, weight)| weight).sum()
        };
        let similar = |group: &Group<'_>| {
            let words: Vec<&str> = group.iter().map(|(word, _)| *word).collect();
            neighbours.average(sense, &words, word)
        };
        let best = |score: &dyn Fn(&Group<'_>) -> f32, least: f32| {
            let scored = groups.iter().map(|(number, group)| (*number, score(group)));
            // The more frequent sense where two are even.
            let best = scored.rev().max_by(|a, b| a.1.total_cmp(&b.1));
            best.filter(|(_, score)| *score > least).map(|(number, _)| number)
        };
        let next = groups.keys().next_back().map_or(0, |last| last + 1).min(MAX_SENSES - 1);
        let number = best(&shared, 0.0).or_else(|| best(&similar, THRESHOLD)).unwrap_or(next);
        let group = groups.entry(number).or_default();
        for word in sense {
            if group.iter().all(|(other, _)| other != word) {
                group.push((word, f32::MIN_POSITIVE));
            }
        }
        numbers.push(number);
    }
    numbers
}

/// Words of one sense, each with its weight.
type Group<'a> = [(&'a str, f32)];

/// Numbers the senses from 0 by their weight.
fn number_by_weight(row: &mut [Listed]) {
    let mut weights: BTreeMap<u8, f32> = BTreeMap::new();
    for listed in row.iter() {
        *weights.entry(listed.sense).or_default() += listed.weight;
    }
    let mut order: Vec<(u8, f32)> = weights.into_iter().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for listed in row {
        let place = order.iter().position(|(sense, _)| *sense == listed.sense);
        listed.sense = place.map_or(0, |place| place as u8);
    }
}

/// A word's frequency as it counts beside its rank. Many dictionaries sort by the alphabet, so that rank
/// alone tells little; the fourth root keeps frequent words from taking all.
fn damped(word: &str, language: &Language) -> f32 {
    frequency(word, language).powf(0.25)
}

/// Occurrences of a word or phrase per thousand million; a phrase is as frequent as a tenth of its
/// rarest word.
fn frequency(word: &str, language: &Language) -> f32 {
    let zipf = |word: &str| language.words.as_ref().and_then(|words| words.zipf(word)).unwrap_or(UNKNOWN);
    let rarest = word.split(' ').map(zipf).min().unwrap_or(UNKNOWN);
    let zipf = if word.contains(' ') { rarest.saturating_sub(10) } else { rarest };
    10f32.powf(f32::from(zipf) / 10.0)
}

fn entries([forward, backward]: [Side; 2]) -> Vec<Entry> {
    type Value = Option<(f32, u8)>;
    let mut entries: BTreeMap<(String, String), [Value; 2]> = BTreeMap::new();
    for (first, row) in forward {
        for listed in row {
            entries.entry((first.clone(), listed.word)).or_default()[0] = Some((listed.weight, listed.sense));
        }
    }
    for (second, row) in backward {
        for listed in row {
            entries.entry((listed.word, second.clone())).or_default()[1] = Some((listed.weight, listed.sense));
        }
    }
    let entry = |((first, second), [forward, backward]): (_, [Value; 2])| Entry { first, second, forward, backward };
    entries.into_iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(first: &str, second: &str, forward: (f32, u8), backward: (f32, u8)) -> Entry {
        Entry { first: first.into(), second: second.into(), forward: Some(forward), backward: Some(backward) }
    }

    fn dictionary(rows: &[(&str, &[&[&str]])]) -> Dictionary {
        let senses = |senses: &[&[&str]]| senses.iter().map(|s| s.iter().map(|&w| w.to_owned()).collect()).collect();
        Dictionary { rows: rows.iter().map(|&(word, all)| (word.to_owned(), senses(all))).collect() }
    }

    fn row(entries: &[Entry], word: &str) -> Vec<(String, f32, u8)> {
        let listed = entries.iter().filter(|e| e.first == word).filter_map(|e| Some((e.second.clone(), e.forward?)));
        let mut row: Vec<_> = listed.map(|(word, (weight, sense))| (word, weight, sense)).collect();
        row.sort_by(|a, b| b.1.total_cmp(&a.1));
        row
    }

    fn merged(base: Vec<Entry>, rows: &[(&str, &[&[&str]])]) -> Vec<Entry> {
        merge(base, &[(dictionary(rows), false)], [Language::unknown(); 2])
    }

    fn known() -> Vec<Entry> {
        vec![entry("bank", "bank", (0.7, 0), (1.0, 0)), entry("bank", "bench", (0.3, 1), (1.0, 0))]
    }

    #[test]
    fn what_is_known_keeps_most_of_the_mass() {
        let row = row(&merged(known(), &[("bank", &[&["bench", "settee"], &["shoal"]])]), "bank");
        assert_eq!(row[0].0, "bank");
        let total: f32 = row.iter().map(|r| r.1).sum();
        let known: f32 = row.iter().filter(|r| ["bank", "bench"].contains(&r.0.as_str())).map(|r| r.1).sum();
        assert!((total - 1.0).abs() < 0.001 && known >= 1.0 - SHARE, "{row:?}");
        let sense = |word: &str| row.iter().find(|r| r.0 == word).map(|r| r.2);
        assert_eq!(sense("settee"), sense("bench"));
        assert!(sense("shoal") != sense("bench") && sense("shoal") != sense("bank"), "{row:?}");
    }

    #[test]
    fn a_new_word_has_the_dictionary_s_senses() {
        let merged = merged(known(), &[("slot", &[&["castle"], &["lock"]])]);
        let row = row(&merged, "slot");
        assert_eq!(row.iter().map(|r| (r.0.as_str(), r.2)).collect::<Vec<_>>(), [("castle", 0), ("lock", 1)]);
        assert_eq!(merged.iter().find(|e| e.second == "lock").and_then(|e| e.backward), Some((1.0, 0)));
    }

    #[test]
    fn words_that_translate_the_same_words_are_one_sense() {
        let rows: &[(&str, &[&[&str]])] =
            &[("bito", &[&["gallows"], &["gibbet"]]), ("bitofa", &[&["gallows"], &["gibbet"], &["drop"]])];
        let row = row(&merged(Vec::new(), rows), "bitofa");
        let sense = |word: &str| row.iter().find(|r| r.0 == word).map(|r| r.2);
        assert_eq!(sense("gallows"), sense("gibbet"));
        assert_ne!(sense("gallows"), sense("drop"));
    }

    #[test]
    fn the_other_direction_s_dictionary_fills_the_same_folder() {
        let reversed = (dictionary(&[("bench", &[&["zitbank"]])]), true);
        let merged = merge(known(), &[reversed], [Language::unknown(); 2]);
        assert_eq!(row(&merged, "zitbank")[0].0, "bench");
        let backward = merged.iter().find(|e| e.first == "zitbank").and_then(|e| e.backward);
        assert!(backward.is_some_and(|(weight, _)| (weight - SHARE / 2.0).abs() < 0.001), "{backward:?}");
    }

    proptest! {
        #[test]
        fn weights_add_up(rows in prop::collection::btree_map("[a-d]", prop::collection::vec(prop::collection::vec("[k-t]{1,2}", 1..4), 1..20), 1..5)) {
            let dictionary = Dictionary { rows };
            let merged = merge(known(), &[(dictionary, false)], [Language::unknown(); 2]);
            for word in merged.iter().map(|entry| &entry.first) {
                let row = row(&merged, word);
                let total: f32 = row.iter().map(|r| r.1).sum();
                prop_assert!(row.is_empty() || (total - 1.0).abs() < 0.001, "{word}: {row:?}");
                prop_assert!(row.iter().all(|r| r.2 < MAX_SENSES), "{row:?}");
            }
        }
    }
}
