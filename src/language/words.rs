//! The word list of a language: how frequent each form is and what its base forms are, read in
//! place from a compact pack.
//!
//! It answers look-ups only; which words matter for what is for the checks to say.
//!
//! Layout of `words.bin`: `MTW1`, the number of rules (u32, little endian), a table of rule ends
//! (u32 each), the rules, and an [`fst::Map`] from folded form to `zipf | rule << 7 | rule << 27`,
//! a rule's number counted from 1, 0 for none. A rule turns a form into a base form: bytes cut off
//! the front, bytes cut off the back, length of what is put in front, that, what is put behind.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const MAGIC: &[u8; 4] = b"MTW1";
const ZIPF_BITS: u32 = 7;
const RULE_BITS: u32 = 20;

/// A stem of at least so many bytes and an ending of at most so many letters make an unknown word
/// an inflection of the stem.
const MIN_STEM: usize = 6;
const MAX_ENDING: usize = 3;

/// Parts of a compound are ordinary words with more letters than this and at least this frequency (Zipf × 10).
const PART_LETTERS: usize = 3;
const PART_ZIPF: u8 = 28;

/// Words kept as the most frequent ones, and the frequency (Zipf × 10) that they have at least.
pub const N_FREQUENT: usize = 64;
const FREQUENT: u64 = 60;

/// Bytes of the longest run of words that is cut into them: every end is tried with every start.
pub const MAX_RUN: usize = 96;

/// A distinct word of the text with what the language's words say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Folded: lower case, composed ([`crate::text::fold`]).
    pub folded: Box<str>,
    /// Base forms other than itself: of the lower-case and of the capitalised spelling.
    pub lemmas: [Option<Box<str>>; 2],
    /// Frequency, log10 per thousand million words times ten (Zipf scale × 10); none where the
    /// language's list does not have it.
    pub zipf: Option<u8>,
}

impl Form {
    /// Whether a base form or the form itself is `lemma` (folded).
    #[must_use]
    pub fn is(&self, lemma: &str) -> bool {
        *self.folded == *lemma || self.lemmas.iter().flatten().any(|l| **l == *lemma)
    }

    /// Whether it is `lemma` with an ending that no list knows: a rare compound, inflected.
    #[must_use]
    pub fn extends(&self, lemma: &str) -> bool {
        self.zipf.is_none()
            && lemma.len() >= MIN_STEM
            && self.folded.strip_prefix(lemma).is_some_and(|ending| ending.chars().count() <= MAX_ENDING)
    }

    /// What an unknown form may be an inflection of: itself without its last letters.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        let cuts = self.folded.char_indices().rev().map(|(at, _)| at).take(MAX_ENDING);
        cuts.filter(|&at| self.zipf.is_none() && at >= MIN_STEM).map(|at| &self.folded[..at])
    }

    /// The form itself and its base forms.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.folded).chain(self.lemmas.iter().flatten().map(|lemma| &**lemma))
    }
}

/// A view into a `words.bin`.
#[derive(Debug)]
pub struct Words {
    map: fst::Map<&'static [u8]>,
    rule_ends: &'static [u8],
    rules: &'static [u8],
    /// The most frequent forms; made when first asked for.
    frequent: OnceLock<Vec<Box<str>>>,
}

/// One line of the list that a pack is built from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordEntry {
    /// Folded form.
    pub form: String,
    /// Zipf frequency × 10.
    pub zipf: u8,
    /// Base forms of the lower-case and of the capitalised spelling, folded.
    pub lemmas: [String; 2],
}

impl Words {
    /// Opens a pack; none when its bytes are not one.
    #[must_use]
    pub fn open(bytes: &'static [u8]) -> Option<Words> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (n_rules, rest) = rest.split_first_chunk::<4>()?;
        let (rule_ends, rest) = rest.split_at_checked(u32::from_le_bytes(*n_rules) as usize * 4)?;
        let rules_len = rule_ends.last_chunk::<4>().map_or(0, |end| u32::from_le_bytes(*end) as usize);
        let (rules, map) = rest.split_at_checked(rules_len)?;
        Some(Words { map: fst::Map::new(map).ok()?, rule_ends, rules, frequent: OnceLock::new() })
    }

    /// The form of a folded word; unknown words have neither frequency nor base forms.
    #[must_use]
    pub fn form(&self, folded: String) -> Form {
        let Some(value) = self.map.get(&folded) else {
            return Form { folded: folded.into(), lemmas: [None, None], zipf: None };
        };
        let lemmas = [value >> ZIPF_BITS, value >> (ZIPF_BITS + RULE_BITS)]
            .map(|rule| self.apply(rule as usize & ((1 << RULE_BITS) - 1), &folded));
        Form { folded: folded.into(), lemmas, zipf: Some((value & ((1 << ZIPF_BITS) - 1)) as u8) }
    }

    /// Zipf frequency × 10 of a folded word.
    #[must_use]
    pub fn zipf(&self, folded: &str) -> Option<u8> {
        self.map.get(folded).map(|value| (value & ((1 << ZIPF_BITS) - 1)) as u8)
    }

    /// Whether a folded word can be cut into two or three ordinary words, a linking letter or two in between.
    #[must_use]
    pub fn is_compound(&self, word: &str) -> bool {
        let is_part =
            |part: &str| part.chars().count() > PART_LETTERS && self.zipf(part).is_some_and(|z| z >= PART_ZIPF);
        let mut cuts = word.char_indices().map(|(at, _)| at).skip(PART_LETTERS);
        cuts.any(|cut| {
            let (head, tail) = word.split_at(cut);
            if !is_part(head) {
                return false;
            }
            let tails = tail.char_indices().take(3).map(|(at, _)| &tail[at..]);
            tails.into_iter().any(|tail| {
                is_part(tail)
                    || tail
                        .char_indices()
                        .skip(PART_LETTERS)
                        .any(|(at, _)| is_part(&tail[..at]) && is_part(&tail[at..]))
            })
        })
    }

    /// The frequency (Zipf × 10) of a run of words that no space parts: that of the rarest of them, in the cut where
    /// that is most frequent. None where it cannot be cut into words of the list, and of what is too long for a word
    /// ([`MAX_RUN`]).
    #[must_use]
    pub fn zipf_of_run(&self, run: &str) -> Option<u8> {
        if run.len() > MAX_RUN {
            return None;
        }
        let ends: Vec<usize> = run.char_indices().map(|(at, _)| at).skip(1).chain([run.len()]).collect();
        // By end of the words so far.
        let mut best: Vec<(usize, u8)> = vec![(0, u8::MAX)];
        for &end in &ends {
            let with = |&(start, rarest): &(usize, u8)| Some(rarest.min(self.zipf(&run[start..end])?));
            if let Some(rarest) = best.iter().filter_map(with).max() {
                best.push((end, rarest));
            }
        }
        best.last().filter(|(end, _)| *end == run.len() && *end > 0).map(|&(_, rarest)| rarest)
    }

    /// The most frequent words that consist of letters, at most [`N_FREQUENT`], most frequent first.
    pub fn frequent(&self) -> impl Iterator<Item = &str> {
        use fst::{IntoStreamer, Streamer};
        let gather = || {
            let mut all: Vec<(u64, Box<str>)> = Vec::new();
            let mut stream = self.map.range().into_stream();
            while let Some((key, value)) = stream.next() {
                let zipf = value & ((1 << ZIPF_BITS) - 1);
                let form = std::str::from_utf8(key).ok().filter(|_| zipf >= FREQUENT);
                if let Some(form) = form.filter(|form| form.chars().all(char::is_alphabetic)) {
                    all.push((zipf, form.into()));
                }
            }
            all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            all.into_iter().take(N_FREQUENT).map(|(_, form)| form).collect()
        };
        self.frequent.get_or_init(gather).iter().map(|form| &**form)
    }

    /// Every form that has `lemma` as a base form and begins with `prefix`.
    #[must_use]
    pub fn forms_of(&self, lemma: &str, prefix: &str) -> Vec<Form> {
        use fst::{IntoStreamer, Streamer};
        let mut found = Vec::new();
        let mut stream = self.map.range().ge(prefix).into_stream();
        while let Some((key, _)) = stream.next() {
            let Some(form) = std::str::from_utf8(key).ok().filter(|k| k.starts_with(prefix)) else {
                break;
            };
            let form = self.form(form.to_owned());
            if form.is(lemma) {
                found.push(form);
            }
        }
        found
    }

    fn apply(&self, rule: usize, form: &str) -> Option<Box<str>> {
        let end_of = |n: usize| -> Option<usize> {
            let bytes = self.rule_ends.get(n * 4..n * 4 + 4)?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
        };
        let last = rule.checked_sub(1)?;
        let start = last.checked_sub(1).map_or(Some(0), end_of)?;
        let [cut_front, cut_back, front_len, affixes @ ..] = self.rules.get(start..end_of(last)?)? else {
            return None;
        };
        let (front, back) = affixes.split_at_checked(*front_len as usize)?;
        let kept = form.get(*cut_front as usize..form.len().checked_sub(*cut_back as usize)?)?;
        Some([std::str::from_utf8(front).ok()?, kept, std::str::from_utf8(back).ok()?].concat().into())
    }
}

/// Compiles a word list into the bytes of a pack; of a form listed twice the first counts.
#[must_use]
pub fn build(entries: &[WordEntry]) -> Vec<u8> {
    let mut sorted: BTreeMap<&str, &WordEntry> = BTreeMap::new();
    for entry in entries {
        sorted.entry(&entry.form).or_insert(entry);
    }
    let mut rules: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
    let mut listed: Vec<Vec<u8>> = Vec::new();
    let mut number_of = |rule: Vec<u8>| -> u64 {
        *rules.entry(rule).or_insert_with_key(|rule| {
            listed.push(rule.clone());
            listed.len() as u64
        })
    };
    let mut map = fst::MapBuilder::memory();
    for (form, entry) in sorted {
        let mut value = u64::from(entry.zipf.min((1 << ZIPF_BITS) - 1));
        let mut seen: Vec<&str> = vec![form];
        let mut shift = ZIPF_BITS;
        for lemma in &entry.lemmas {
            if !seen.contains(&lemma.as_str())
                && let Some(rule) = rule_between(form, lemma)
            {
                value |= number_of(rule) << shift;
                shift += RULE_BITS;
                seen.push(lemma);
            }
        }
        map.insert(form, value).expect("keys come sorted and once");
    }
    let mut bytes = MAGIC.to_vec();
    bytes.extend((listed.len() as u32).to_le_bytes());
    let mut end = 0u32;
    for rule in &listed {
        end += rule.len() as u32;
        bytes.extend(end.to_le_bytes());
    }
    bytes.extend(listed.iter().flatten());
    bytes.extend(map.into_inner().expect("writing to memory does not fail"));
    bytes
}

/// The rule that turns `form` into `lemma`, around the longest stretch that they share.
fn rule_between(form: &str, lemma: &str) -> Option<Vec<u8>> {
    let shared_from = |start: usize| {
        lemma
            .char_indices()
            .map(|(at, _)| {
                let shared: usize = form[start..]
                    .chars()
                    .zip(lemma[at..].chars())
                    .take_while(|(a, b)| a == b)
                    .map(|(a, _)| a.len_utf8())
                    .sum();
                (shared, at)
            })
            .max_by_key(|&(shared, at)| (shared, std::cmp::Reverse(at)))
            .unwrap_or((0, 0))
    };
    let (start, shared, at) = form
        .char_indices()
        .map(|(start, _)| {
            let (shared, at) = shared_from(start);
            (start, shared, at)
        })
        .max_by_key(|&(start, shared, _)| (shared, std::cmp::Reverse(start)))?;
    let mut rule =
        vec![u8::try_from(start).ok()?, u8::try_from(form.len() - start - shared).ok()?, u8::try_from(at).ok()?];
    rule.extend(&lemma.as_bytes()[..at]);
    rule.extend(&lemma.as_bytes()[at + shared..]);
    Some(rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn open(entries: &[WordEntry]) -> Words {
        Words::open(build(entries).leak()).unwrap()
    }

    fn entry(form: &str, zipf: u8, lemma: &str, capitalised: &str) -> WordEntry {
        WordEntry { form: form.into(), zipf, lemmas: [lemma.into(), capitalised.into()] }
    }

    #[test]
    fn base_forms_survive_prefixes_vowels_and_suppletion() {
        let words = open(&[
            entry("gesprochen", 45, "sprechen", "gesprochen"),
            entry("ging", 50, "gehen", "gehen"),
            entry("wege", 48, "weg", "wege"),
            entry("шла", 40, "идти", "идти"),
        ]);
        assert!(words.form("gesprochen".into()).is("sprechen"));
        assert!(words.form("ging".into()).is("gehen"));
        assert!(words.form("шла".into()).is("идти"));
        assert_eq!(words.zipf("wege"), Some(48));
        assert_eq!(words.form("unbekannt".into()).zipf, None);
    }

    #[test]
    fn a_run_is_as_rare_as_its_rarest_word() {
        let words = open(&[
            entry("し", 70, "し", "し"),
            entry("まし", 66, "まし", "まし"),
            entry("た", 71, "た", "た"),
            entry("ましたし", 20, "ましたし", "ましたし"),
            entry("橋", 45, "橋", "橋"),
        ]);
        assert_eq!(words.zipf_of_run("しました"), Some(66));
        assert_eq!(words.zipf_of_run("橋ました"), Some(45));
        assert_eq!(words.zipf_of_run("しましたし"), Some(66));
        assert_eq!([words.zipf_of_run("し川"), words.zipf_of_run("")], [None, None]);
        assert_eq!(words.zipf_of_run(&"し".repeat(MAX_RUN / 3)), Some(70));
        assert_eq!(words.zipf_of_run(&"し".repeat(1_000_000)), None);
    }

    #[test]
    fn foreign_bytes_are_refused() {
        assert!(Words::open(b"").is_none());
        assert!(Words::open(b"MTW1\xff\xff\xff\xff").is_none());
        assert!(Words::open(b"PK\x03\x04 not a pack").is_none());
    }

    proptest! {
        #[test]
        fn every_lemma_comes_back(pairs in prop::collection::btree_map("\\PC{1,8}", "\\PC{1,8}", 1..20)) {
            let entries: Vec<_> = pairs.iter().map(|(form, lemma)| entry(form, 30, lemma, form)).collect();
            let words = open(&entries);
            for (form, lemma) in &pairs {
                prop_assert!(words.form(form.clone()).is(lemma));
            }
        }
    }
}
