//! Which words of a pair translate which, and how strongly: counted by word alignment in parallel
//! text (`src/bin/build_lexicons.rs`), read in place.
//!
//! Layout of `lexicon.fst`: an [`fst::Map`] from `word TAB word` (base forms, in the order of the
//! pair's folder) to the strength × 255, the geometric mean of both translation probabilities.

use fst::{IntoStreamer, Streamer};
use rustc_hash::FxHashMap as HashMap;

use super::words::Form;

/// Frequency (Zipf × 10) from which words are looked up no longer.
const FUNCTION_WORD: u8 = 68;

/// A view into a `lexicon.fst`.
#[derive(Debug)]
pub struct Lexicon {
    map: fst::Map<&'static [u8]>,
    /// Whether the file holds the pair the other way round.
    reversed: bool,
}

/// A possible translation: positions in the two lists of forms, and how strong it is, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FormLink {
    /// Position among the source's forms.
    pub source: u32,
    /// Position among the target's forms.
    pub target: u32,
    /// Geometric mean of both translation probabilities.
    pub strength: f32,
}

impl Lexicon {
    /// Opens a pack; `reversed` when it lies in the folder of the opposite direction.
    #[must_use]
    pub fn open(bytes: &'static [u8], reversed: bool) -> Option<Lexicon> {
        Some(Lexicon { map: fst::Map::new(bytes).ok()?, reversed })
    }

    /// All links between two lists of forms, the strongest only where base forms give several.
    #[must_use]
    pub fn links(&self, source: &[Form], target: &[Form]) -> Vec<FormLink> {
        let (first, second) = if self.reversed { (target, source) } else { (source, target) };
        let mut by_word: HashMap<&str, Vec<u32>> = HashMap::default();
        for (i, form) in second.iter().enumerate() {
            for word in form.words() {
                by_word.entry(word).or_default().push(i as u32);
            }
        }
        let mut best: HashMap<(u32, u32), f32> = HashMap::default();
        for (i, form) in first.iter().enumerate() {
            // Function words translate into too many others to tell anything.
            if form.zipf.is_some_and(|zipf| zipf >= FUNCTION_WORD) {
                continue;
            }
            for word in form.words() {
                self.each_translation(word, |translation, strength| {
                    for &j in by_word.get(translation).into_iter().flatten() {
                        let key = if self.reversed { (j, i as u32) } else { (i as u32, j) };
                        let kept = best.entry(key).or_insert(0.0);
                        *kept = kept.max(strength);
                    }
                });
            }
        }
        let mut links: Vec<_> =
            best.into_iter().map(|((source, target), strength)| FormLink { source, target, strength }).collect();
        links.sort_by_key(|link| (link.source, link.target));
        links
    }

    /// All entries: a word, a translation and how strong it is, in the order of the pair's folder.
    #[must_use]
    pub fn entries(&self) -> Vec<(String, String, f32)> {
        let mut entries = Vec::new();
        let mut stream = self.map.stream();
        while let Some((key, value)) = stream.next() {
            if let Some((first, second)) = std::str::from_utf8(key).ok().and_then(|key| key.split_once('\t')) {
                entries.push((first.to_owned(), second.to_owned(), value as f32 / 255.0));
            }
        }
        entries
    }

    /// How strongly a base form of the source and one of the target are linked; 0 where they are not.
    #[must_use]
    pub fn strength(&self, source: &str, target: &str) -> f32 {
        let [first, second] = if self.reversed { [target, source] } else { [source, target] };
        self.map.get(format!("{first}\t{second}")).map_or(0.0, |strength| strength as f32 / 255.0)
    }

    fn each_translation(&self, word: &str, mut each: impl FnMut(&str, f32)) {
        let low = format!("{word}\t");
        let high = format!("{word}\u{b}");
        let mut stream = self.map.range().ge(&low).lt(&high).into_stream();
        while let Some((key, value)) = stream.next() {
            if let Ok(translation) = std::str::from_utf8(&key[low.len()..]) {
                each(translation, value as f32 / 255.0);
            }
        }
    }
}

/// Compiles `(first word, second word, strength)` into the bytes of a pack.
#[must_use]
pub fn build(mut entries: Vec<(String, String, f32)>) -> Vec<u8> {
    let mut keyed: Vec<(String, u64)> = entries
        .drain(..)
        .map(|(first, second, strength)| (format!("{first}\t{second}"), (strength.clamp(0.0, 1.0) * 255.0) as u64))
        .collect();
    keyed.sort();
    keyed.dedup_by(|a, b| a.0 == b.0);
    let mut map = fst::MapBuilder::memory();
    for (key, value) in keyed {
        map.insert(key, value).expect("keys come sorted and once");
    }
    map.into_inner().expect("writing to memory does not fail")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(folded: &str, lemma: Option<&str>) -> Form {
        Form { folded: folded.into(), lemmas: [lemma.map(Into::into), None], zipf: None }
    }

    #[test]
    fn links_are_found_through_base_forms_and_in_both_directions() {
        let bytes = build(vec![("kat".into(), "cat".into(), 0.8), ("kat".into(), "tomcat".into(), 0.1)]).leak();
        let (dutch, english) = ([form("katten", Some("kat"))], [form("dog", None), form("cats", Some("cat"))]);
        let forward = Lexicon::open(bytes, false).unwrap().links(&dutch, &english);
        assert_eq!(forward.len(), 1);
        assert_eq!((forward[0].source, forward[0].target), (0, 1));
        let backward = Lexicon::open(bytes, true).unwrap();
        assert!(backward.strength("tomcat", "kat") > 0.09 && backward.strength("kat", "tomcat") == 0.0);
        let backward = backward.links(&english, &dutch);
        assert_eq!((backward[0].source, backward[0].target), (1, 0));
    }
}
