//! One pair's pack: candidates, weights and senses put together.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use mtlint::language::Language;
use mtlint::language::senses::{Entry, MAX_SENSES};

use crate::candidates::{Candidates, English, Evidence, candidates};
use crate::concepts::Concepts;
use crate::counts::counts;
use crate::group::{Member, Similarity, senses};
use crate::hand::{self, Translations};
use crate::languages::{ENGLISH, LANGUAGES, Lang};
use crate::weights::{Cell, frequency, weigh};
use crate::wordnet::WordNet;

/// Translations of a word at most, and the least share of them that is listed.
const MAX_TRANSLATIONS: usize = 14;
const MIN_WEIGHT: f32 = 0.01;

/// Frequency (Zipf × 10) from which words are taken for function words: if any dictionary lists
/// them, and if none does.
const FUNCTION_WORD: u8 = 65;
const FUNCTION_WORD_OF_TEXT: u8 = 60;

/// Frequency (Zipf × 10) that an English word needs, and from which it makes up for a source word
/// that no list knows.
const MIN_FREQUENCY: u8 = 20;
const COMMON: u8 = 32;

/// What all pairs are built from.
pub struct Sources<'a> {
    pub concepts: &'a Concepts,
    pub wordnet: &'a WordNet,
    pub english: &'a English,
    pub similarity: &'a Similarity<'a>,
    pub texts: &'a Path,
    pub by_hand: &'a Path,
}

/// The entries of a language with English.
pub fn entries(language: Lang, sources: &Sources<'_>) -> Result<Vec<Entry>> {
    let (code, english_code) = (LANGUAGES[language as usize].1, LANGUAGES[ENGLISH as usize].1);
    let own = Language::get(code).with_context(|| format!("no pack for {code}"))?;
    let english = Language::get(english_code).context("no pack for English")?;
    let counts = counts(sources.texts, own, english)?;
    let forward = hand::read(&sources.by_hand.join(format!("{code}-{english_code}.tsv")))?;
    let backward = hand::read(&sources.by_hand.join(format!("{english_code}-{code}.tsv")))?;
    let mut found = candidates(sources.concepts, sources.english, language, &counts);
    let written = forward.iter().flat_map(|(a, row)| row.keys().map(move |b| (a, b)));
    let written_back = backward.iter().flat_map(|(b, row)| row.keys().map(move |a| (a, b)));
    for (a, b) in written.chain(written_back) {
        found.entry((a.clone(), b.clone())).or_default().by_hand = true;
    }
    found.retain(|(first, second), evidence| {
        evidence.suffices()
            && (evidence.by_hand
                || (is_content(first, evidence, own)
                    && is_met(first, second, own, english)
                    && is_target(second, evidence, english, sources.wordnet)))
    });
    Ok(Table::new(&found, [own, english], [&forward, &backward]).entries(sources, language))
}

fn is_content(word: &str, evidence: &Evidence, language: &Language) -> bool {
    let zipf = language.words.as_ref().and_then(|words| words.zipf(word));
    let limit = if evidence.strong > 0.0 { FUNCTION_WORD } else { FUNCTION_WORD_OF_TEXT };
    zipf.is_none_or(|zipf| zipf < limit)
        && (evidence.strong + evidence.weak > 0.0 || word.chars().all(char::is_alphabetic))
}

/// Whether a news reader may meet the source word: it is known by its frequency, word by word, or
/// translated by a word that is common enough.
fn is_met(source: &str, target: &str, own: &Language, english: &Language) -> bool {
    let known = |word: &str| own.words.as_ref().is_some_and(|words| words.zipf(word).is_some());
    let zipf = |word: &str| english.words.as_ref().and_then(|words| words.zipf(word)).unwrap_or(0);
    source.split(' ').all(known) || (!source.contains(' ') && target.split(' ').all(|word| zipf(word) >= COMMON))
}

/// A word that anyone would write: common, known by its frequency, with a meaning of its own.
fn is_target(word: &str, evidence: &Evidence, english: &Language, wordnet: &WordNet) -> bool {
    let zipf = |word: &str| english.words.as_ref().and_then(|words| words.zipf(word));
    if word.contains(' ') {
        return word.split(' ').all(|word| zipf(word).is_some()) && wordnet.is_common(word);
    }
    is_content(word, evidence, english)
        && zipf(word).is_some_and(|zipf| zipf >= MIN_FREQUENCY)
        && wordnet.is_common(word)
        && word.chars().count() > 1
}

/// All candidates of a pair in the order of their words.
struct Table<'a> {
    words: [Vec<&'a str>; 2],
    cells: Vec<Cell>,
    evidence: Vec<&'a Evidence>,
    by_hand: [&'a BTreeMap<String, Translations>; 2],
    languages: [&'a Language; 2],
}

impl<'a> Table<'a> {
    fn new(
        found: &'a Candidates,
        languages: [&'a Language; 2],
        by_hand: [&'a BTreeMap<String, Translations>; 2],
    ) -> Table<'a> {
        let mut sorted: Vec<(&str, &str, &Evidence)> =
            found.iter().map(|((a, b), evidence)| (a.as_str(), b.as_str(), evidence)).collect();
        sorted.sort_unstable_by_key(|(a, b, _)| (*a, *b));
        let mut words = [sorted.iter().map(|row| row.0).collect::<Vec<_>>(), sorted.iter().map(|row| row.1).collect()];
        for words in &mut words {
            words.sort_unstable();
            words.dedup();
        }
        let number = |side: usize, word: &str| words[side].partition_point(|w| *w < word) as u32;
        let share = |side: usize, word: &str, translation: &str| {
            by_hand[side].get(word).and_then(|row| row.get(translation)).map_or(0.0, |(_, share)| *share)
        };
        let cells = sorted
            .iter()
            .map(|&(a, b, evidence)| Cell {
                first: number(0, a),
                second: number(1, b),
                support: evidence.support(),
                links: evidence.links,
                by_hand: share(0, a, b),
                by_hand_back: share(1, b, a),
                forward: 0.0,
                backward: 0.0,
            })
            .collect();
        Table { words, cells, evidence: sorted.iter().map(|row| row.2).collect(), by_hand, languages }
    }

    fn entries(mut self, sources: &Sources<'_>, language: Lang) -> Vec<Entry> {
        let frequencies: Vec<Vec<f32>> =
            (0..2).map(|n| self.words[n].iter().map(|word| frequency(word, self.languages[n])).collect()).collect();
        weigh(&mut self.cells, [&frequencies[0], &frequencies[1]]);
        let own = Similarity::new(sources.concepts, language);
        let forward = self.listed(0, sources.similarity);
        let backward = self.listed(1, &own);
        let mut entries = Vec::new();
        for (n, cell) in self.cells.iter().enumerate() {
            if forward[n].is_some() || backward[n].is_some() {
                let [first, second] =
                    [self.words[0][cell.first as usize], self.words[1][cell.second as usize]].map(str::to_owned);
                entries.push(Entry { first, second, forward: forward[n], backward: backward[n] });
            }
        }
        entries
    }

    /// Weight and sense of the cells that one direction lists; `side` is that of the words translated.
    fn listed(&self, side: usize, similarity: &Similarity<'_>) -> Vec<Option<(f32, u8)>> {
        let mut rows: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (n, cell) in self.cells.iter().enumerate() {
            rows.entry(if side == 0 { cell.first } else { cell.second }).or_default().push(n);
        }
        let mut listed = vec![None; self.cells.len()];
        for (word, mut row) in rows {
            let weight = |n: usize| if side == 0 { self.cells[n].forward } else { self.cells[n].backward };
            let is_by_hand = |n: usize| self.evidence[n].by_hand;
            row.retain(|&n| is_by_hand(n) || weight(n) >= MIN_WEIGHT);
            row.sort_by(|&a, &b| is_by_hand(b).cmp(&is_by_hand(a)).then(weight(b).total_cmp(&weight(a))));
            row.truncate(MAX_TRANSLATIONS);
            row.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)));
            let by_hand = self.by_hand[side].get(self.words[side][word as usize]);
            let members: Vec<Member<'_>> = row
                .iter()
                .map(|&n| {
                    let cell = &self.cells[n];
                    let other = if side == 0 {
                        self.words[1][cell.second as usize]
                    } else {
                        self.words[0][cell.first as usize]
                    };
                    Member {
                        word: other,
                        weight: weight(n),
                        concepts: &self.evidence[n].concepts,
                        by_hand: by_hand.and_then(|row| row.get(other)).map(|(sense, _)| *sense),
                    }
                })
                .collect();
            let total: f32 = members.iter().map(|member| member.weight).sum();
            for (&n, sense) in row.iter().zip(senses(&members, similarity)) {
                listed[n] = Some((weight(n) / total, sense.min(MAX_SENSES - 1)));
            }
        }
        listed
    }
}
