//! Sense inventories: which words a word can be translated by, how often it is, and which of these
//! mean the same. Built by `src/bin/build_senses`, read in place.
//!
//! Both sides are base forms (folded, as [`Form`] gives them) or phrases of up to three words. One
//! file serves both directions of a pair.
//!
//! Layout of `senses.bin`, integers little endian: `MTS1`; the number of words of either side and of
//! entries (u32 each); for either side a table of the words' ends (u32 each) and the words, sorted;
//! the end of each first word's row of entries (u32 each); the entries, six bytes each: the second
//! word's number (u24), √weight × 255 forward and backward (u8 each, 0 where the direction does not
//! list the entry), the sense forward and backward (a nibble each, forward low).

use std::sync::OnceLock;

use super::word_table::{WordTable, u32_at};
use super::words::Form;

const MAGIC: &[u8; 4] = b"MTS1";
const ENTRY: usize = 6;

/// Senses that an entry has room for.
pub const MAX_SENSES: u8 = 16;

/// A possible translation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Translation<'a> {
    /// The word on the other side: a base form, or up to three words.
    pub word: &'a str,
    /// Share of the word's occurrences that are translated so, 0 to 1; the weights of a word's
    /// translations add up to about 1.
    pub weight: f32,
    /// Number of the sense: translations of the same number mean the same. Senses are numbered from
    /// 0 by their weight, the most frequent first.
    pub sense: u8,
}

/// Renderings rarer than this are noise of the inventory.
pub const LEAST_WEIGHT: f32 = 0.01;

/// A source word as a form of the target renders it.
#[derive(Clone, Debug)]
pub struct Rendering<'a> {
    /// The form as the inventory lists it, most frequent first; none if it does not.
    pub listed: Option<Translation<'a>>,
    /// How often the word is rendered so, by all entries that the form may be of.
    pub weight: f32,
    /// What the word is called in other senses.
    pub others: Vec<Translation<'a>>,
}

/// A view into a `senses.bin`.
#[derive(Debug)]
pub struct Inventory {
    first: WordTable,
    second: WordTable,
    row_ends: &'static [u8],
    entries: &'static [u8],
    /// Whether the file holds the pair the other way round.
    reversed: bool,
    /// Entries by second word; made when first asked for.
    columns: OnceLock<Columns>,
}

impl Inventory {
    /// Opens a pack, none when its bytes are not one; `reversed` when it lies in the folder of the
    /// opposite direction.
    #[must_use]
    pub fn open(bytes: &'static [u8], reversed: bool) -> Option<Inventory> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (counts, rest) = rest.split_at_checked(12)?;
        let [n_first, n_second, n_entries] = [0, 1, 2].map(|n| u32_at(counts, n));
        let (first, rest) = WordTable::open(rest, n_first?)?;
        let (second, rest) = WordTable::open(rest, n_second?)?;
        let (row_ends, rest) = rest.split_at_checked(n_first?.checked_mul(4)?)?;
        let entries = rest.get(..n_entries?.checked_mul(ENTRY)?)?;
        Some(Inventory { first, second, row_ends, entries, reversed, columns: OnceLock::new() })
    }

    /// What `source`, a base form or phrase of the source language, can be translated by: the most
    /// frequent first, none for a word that is not listed.
    pub fn translations(&self, source: &str) -> impl Iterator<Item = Translation<'_>> {
        if self.reversed { self.column(source) } else { self.row(source) }.into_iter()
    }

    /// What `target`, a base form or phrase of the target language, can be a translation of: the
    /// most frequent first. The weights and senses are those of the *target* word.
    pub fn sources(&self, target: &str) -> impl Iterator<Item = Translation<'_>> {
        if self.reversed { self.row(target) } else { self.column(target) }.into_iter()
    }

    /// Those of a source form's words (itself, its base forms) that have translations.
    pub fn readings<'f>(&self, form: &'f Form) -> impl Iterator<Item = &'f str> {
        form.words().filter(|word| self.translations(word).next().is_some())
    }

    /// How a source word lists a form of the target, and its other senses.
    #[must_use]
    pub fn rendering(&self, source: &str, form: &Form) -> Rendering<'_> {
        let all = self.translations(source).filter(|translation| translation.weight >= LEAST_WEIGHT);
        let (own, mut others): (Vec<_>, Vec<_>) = all.partition(|translation| form.is(translation.word));
        let listed = own.first().copied();
        others.retain(|other| listed.is_none_or(|own| own.sense != other.sense));
        Rendering { listed, weight: own.iter().map(|own| own.weight).sum(), others }
    }

    /// How many source words are listed.
    #[must_use]
    pub fn n_sources(&self) -> usize {
        if self.reversed { self.second.len() } else { self.first.len() }
    }

    /// All source words, sorted by their bytes.
    pub fn source_words(&self) -> impl Iterator<Item = &'static str> {
        let words = if self.reversed { self.second } else { self.first };
        (0..words.len()).filter_map(move |n| words.word(n))
    }

    /// All entries, for building on; `first` and `second` as in the file.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for row in 0..self.first.len() {
            for n in self.row_range(row) {
                let Some([a, b, c, forward, backward, senses]) = self.entry(n).copied() else { continue };
                let (Some(first), Some(second)) = (self.first.word(row), self.second.word(u24(a, b, c))) else {
                    continue;
                };
                let listed = |byte: u8, sense: u8| (byte > 0).then(|| (weight(byte), sense));
                entries.push(Entry {
                    first: first.to_owned(),
                    second: second.to_owned(),
                    forward: listed(forward, senses & 0xf),
                    backward: listed(backward, senses >> 4),
                });
            }
        }
        entries
    }

    /// A source word as it is listed.
    #[must_use]
    pub fn source_word(&self, word: &str) -> Option<&'static str> {
        let words = if self.reversed { self.second } else { self.first };
        words.word(words.find(word)?)
    }

    fn row(&self, word: &str) -> Vec<Translation<'_>> {
        let Some(n) = self.first.find(word) else { return Vec::new() };
        let entries = self.row_range(n).filter_map(|entry| {
            let [a, b, c, forward, _, senses] = *self.entry(entry)?;
            let word = self.second.word(u24(a, b, c))?;
            Some(Translation { word, weight: weight(forward), sense: senses & 0xf })
        });
        by_weight(entries.collect())
    }

    fn column(&self, word: &str) -> Vec<Translation<'_>> {
        let Some(n) = self.second.find(word) else { return Vec::new() };
        let columns = self.columns.get_or_init(|| self.columns());
        let entries = columns.of(n).iter().filter_map(|&(row, entry)| {
            let [_, _, _, _, backward, senses] = *self.entry(entry as usize)?;
            let word = self.first.word(row as usize)?;
            Some(Translation { word, weight: weight(backward), sense: senses >> 4 })
        });
        by_weight(entries.collect())
    }

    fn row_range(&self, n: usize) -> std::ops::Range<usize> {
        // A damaged table must not make anyone count to four thousand million.
        let end = |n: usize| u32_at(self.row_ends, n).unwrap_or(0).min(self.entries.len() / ENTRY);
        n.checked_sub(1).map_or(0, end)..end(n)
    }

    fn entry(&self, n: usize) -> Option<&[u8; ENTRY]> {
        self.entries.get(n * ENTRY..)?.first_chunk()
    }

    fn columns(&self) -> Columns {
        let second = |n: usize| self.entry(n).map_or(0, |&[a, b, c, ..]| u24(a, b, c));
        let n_entries = self.entries.len() / ENTRY;
        let mut starts = vec![0u32; self.second.len() + 1];
        for n in 0..n_entries {
            if let Some(count) = starts.get_mut(second(n) + 1) {
                *count += 1;
            }
        }
        for n in 1..starts.len() {
            starts[n] += starts[n - 1];
        }
        let mut next = starts.clone();
        let mut cells = vec![(0, 0); n_entries];
        for row in 0..self.first.len() {
            for entry in self.row_range(row) {
                let Some(at) = next.get_mut(second(entry)) else { continue };
                if let Some(cell) = cells.get_mut(*at as usize) {
                    *cell = (row as u32, entry as u32);
                    *at += 1;
                }
            }
        }
        Columns { starts, cells }
    }
}

/// `(row, entry)` of each second word.
#[derive(Debug)]
struct Columns {
    starts: Vec<u32>,
    cells: Vec<(u32, u32)>,
}

impl Columns {
    fn of(&self, n: usize) -> &[(u32, u32)] {
        match self.starts.get(n..n + 2) {
            Some(&[start, end]) => self.cells.get(start as usize..end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}

fn u24(a: u8, b: u8, c: u8) -> usize {
    u32::from_le_bytes([a, b, c, 0]) as usize
}

fn weight(byte: u8) -> f32 {
    (f32::from(byte) / 255.0).powi(2)
}

/// Leaves out what this direction does not list and sorts.
fn by_weight(mut translations: Vec<Translation<'_>>) -> Vec<Translation<'_>> {
    translations.retain(|t| t.weight > 0.0);
    translations.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.word.cmp(b.word)));
    translations
}

/// One entry that a pack is built from.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Word of the folder's first language.
    pub first: String,
    /// Word of the folder's second language.
    pub second: String,
    /// Weight and sense as a translation of `first`; none where it is not listed.
    pub forward: Option<(f32, u8)>,
    /// Weight and sense of `first` as a translation of `second`; none where it is not listed.
    pub backward: Option<(f32, u8)>,
}

/// Compiles entries into the bytes of a pack; of a pair of words listed twice the first counts.
#[must_use]
pub fn build(mut entries: Vec<Entry>) -> Vec<u8> {
    entries.sort_by(|a, b| (&a.first, &a.second).cmp(&(&b.first, &b.second)));
    entries.dedup_by(|b, a| (&a.first, &a.second) == (&b.first, &b.second));
    let mut first: Vec<&str> = entries.iter().map(|entry| entry.first.as_str()).collect();
    let mut second: Vec<&str> = entries.iter().map(|entry| entry.second.as_str()).collect();
    for words in [&mut first, &mut second] {
        words.sort_unstable();
        words.dedup();
    }
    let mut bytes = MAGIC.to_vec();
    for n in [first.len(), second.len(), entries.len()] {
        bytes.extend((n as u32).to_le_bytes());
    }
    for words in [&first, &second] {
        let mut end = 0;
        for word in words {
            end += word.len() as u32;
            bytes.extend(end.to_le_bytes());
        }
        bytes.extend(words.iter().flat_map(|word| word.bytes()));
    }
    let mut end = 0;
    for row in entries.chunk_by(|a, b| a.first == b.first) {
        end += row.len() as u32;
        bytes.extend(end.to_le_bytes());
    }
    for entry in &entries {
        let number = second.partition_point(|word| *word < entry.second.as_str()) as u32;
        bytes.extend(&number.to_le_bytes()[..3]);
        let [forward, backward] = [entry.forward, entry.backward].map(packed);
        bytes.extend([forward.0, backward.0, forward.1 | backward.1 << 4]);
    }
    bytes
}

/// What is listed is never rounded down to "not listed".
fn packed(listed: Option<(f32, u8)>) -> (u8, u8) {
    listed.map_or((0, 0), |(weight, sense)| {
        let root = (weight.clamp(0.0, 1.0).sqrt() * 255.0).round() as u8;
        (root.max(1), sense.min(MAX_SENSES - 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(first: &str, second: &str, forward: Option<(f32, u8)>, backward: Option<(f32, u8)>) -> Entry {
        Entry { first: first.into(), second: second.into(), forward, backward }
    }

    fn pack() -> &'static [u8] {
        build(vec![
            entry("bank", "bench", Some((0.2, 1)), Some((0.9, 0))),
            entry("bank", "bank", Some((0.7, 0)), Some((0.6, 0))),
            entry("oever", "bank", Some((0.5, 0)), Some((0.3, 1))),
            entry("kant", "bank", None, Some((0.1, 1))),
        ])
        .leak()
    }

    fn words<'a>(translations: impl Iterator<Item = Translation<'a>>) -> Vec<(&'a str, u8)> {
        translations.map(|t| (t.word, t.sense)).collect()
    }

    #[test]
    fn both_directions_are_read_from_one_file() {
        let dutch = Inventory::open(pack(), false).unwrap();
        assert_eq!(words(dutch.translations("bank")), [("bank", 0), ("bench", 1)]);
        assert_eq!(words(dutch.sources("bank")), [("bank", 0), ("oever", 1), ("kant", 1)]);
        assert_eq!(words(dutch.translations("kant")), []);
        assert_eq!(words(dutch.translations("absent")), []);
        let english = Inventory::open(pack(), true).unwrap();
        assert_eq!(words(english.translations("bank")), words(dutch.sources("bank")));
        assert_eq!((dutch.n_sources(), english.n_sources()), (3, 2));
        assert_eq!(english.source_words().collect::<Vec<_>>(), ["bank", "bench"]);
    }

    #[test]
    fn entries_are_read_back_as_they_are_packed() {
        let entries = Inventory::open(pack(), false).unwrap().entries();
        assert_eq!(entries.len(), 4);
        assert_eq!(build(entries), pack());
    }

    #[test]
    fn a_form_is_read_through_its_base_forms() {
        let dutch = Inventory::open(pack(), false).unwrap();
        let form = Form { folded: "banken".into(), lemmas: [Some("bank".into()), None], zipf: None };
        assert_eq!(dutch.readings(&form).collect::<Vec<_>>(), ["bank"]);
    }

    #[test]
    fn damaged_packs_are_refused_or_read_without_panic() {
        for len in 0..pack().len() {
            assert!(Inventory::open(&pack()[..len], false).is_none());
        }
        for at in 4..pack().len() {
            let mut damaged = pack().to_vec();
            damaged[at] = 0xff;
            if let Some(inventory) = Inventory::open(damaged.leak(), false) {
                let _ = (inventory.translations("bank").count(), inventory.sources("bank").count());
            }
        }
    }

    proptest! {
        #[test]
        fn weights_survive_packing(weight in 0.0f32..=1.0, sense in 0..MAX_SENSES) {
            let bytes = build(vec![entry("a", "b", Some((weight, sense)), None)]).leak();
            let inventory = Inventory::open(bytes, false).unwrap();
            let read = inventory.translations("a").next().unwrap();
            prop_assert!((read.weight - weight).abs() < 0.005 && read.sense == sense);
        }
    }
}
