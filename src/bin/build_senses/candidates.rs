//! Which English words a word can be translated by, and which evidence says so.
//!
//! A concept that has English words gives them. One that has none is translated through the other
//! languages it has, its pivots: what two pivots agree on is accepted; what one alone says needs a
//! second concept or parallel text (triangulation, after Mausam et al. 2009, "Compiling a massive,
//! multilingual dictionary via probabilistic inference", in its simplest form).

use rustc_hash::FxHashMap as HashMap;

use crate::concepts::{Concepts, Word};
use crate::counts::Count;
use crate::languages::{ENGLISH, LANGUAGES, Lang};

/// Share of the best candidate's support in a concept that the others need.
const RELATIVE: f32 = 0.35;

/// Share of a pivot's translations that one pivot alone must give a candidate.
const ALONE: f32 = 0.3;

/// Strength in parallel text from which no dictionary is needed.
const MIN_STRENGTH: f32 = 0.1;

/// What speaks for one translation.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Support by dictionaries, that of each accepted concept added up.
    pub strong: f32,
    /// Support by concepts that have one pivot only.
    pub weak: f32,
    /// Pivots of the weak support, a bit each.
    weak_pivots: u64,
    /// Links in parallel text.
    pub links: f32,
    /// How strongly both words are bound there.
    pub strength: f32,
    /// The concepts that say so and how strongly.
    pub concepts: Vec<(u32, f32)>,
    /// Written by hand.
    pub by_hand: bool,
}

impl Evidence {
    /// Whether it is enough.
    pub fn suffices(&self) -> bool {
        let weak = self.weak > 0.0 && (self.weak_pivots.count_ones() > 1 || self.links > 0.0);
        let text = self.strength >= MIN_STRENGTH;
        self.by_hand || self.strong > 0.0 || weak || text
    }

    /// Support as one number.
    pub fn support(&self) -> f32 {
        let by_hand = if self.by_hand { 3.0 } else { 0.0 };
        by_hand + self.strong.min(8.0) + 0.3 * self.weak.min(2.0) + (1.0 + self.links).ln()
    }
}

/// Candidates by source word and English word.
pub type Candidates = HashMap<(String, String), Evidence>;

/// English words of every word of the other languages, with the share of concepts that have them.
pub struct English {
    of: Vec<HashMap<u32, Vec<(u32, f32)>>>,
}

impl English {
    /// Gathers them from the concepts that have English words.
    pub fn new(concepts: &Concepts) -> English {
        let mut of: Vec<HashMap<u32, Vec<(u32, f32)>>> = vec![HashMap::default(); LANGUAGES.len()];
        for concept in &concepts.concepts {
            let english: Vec<u32> = concept.iter().filter(|w| w.0 == ENGLISH).map(|w| w.1).collect();
            for &(language, word) in concept.iter().filter(|w| w.0 != ENGLISH && !english.is_empty()) {
                let row = of[language as usize].entry(word).or_default();
                for &e in &english {
                    match row.iter_mut().find(|(other, _)| *other == e) {
                        Some((_, share)) => *share += 1.0,
                        None => row.push((e, 1.0)),
                    }
                }
            }
        }
        for row in of.iter_mut().flat_map(HashMap::values_mut) {
            let total: f32 = row.iter().map(|(_, share)| share).sum();
            row.iter_mut().for_each(|(_, share)| *share /= total);
        }
        English { of }
    }

    /// Support of each English word by the words of one pivot language, and whether there is any.
    fn by_pivot(&self, words: impl Iterator<Item = Word>) -> HashMap<u32, f32> {
        let mut best: HashMap<u32, f32> = HashMap::default();
        for (language, word) in words {
            for &(e, share) in self.of[language as usize].get(&word).into_iter().flatten() {
                let kept = best.entry(e).or_default();
                *kept = kept.max(share);
            }
        }
        best
    }
}

/// All candidates of a language, from the dictionaries and from parallel text.
pub fn candidates(
    concepts: &Concepts,
    english: &English,
    language: Lang,
    counts: &[(String, String, Count)],
) -> Candidates {
    let mut candidates = Candidates::default();
    for (n, concept) in concepts.concepts.iter().enumerate() {
        let own: Vec<u32> = concept.iter().filter(|w| w.0 == language).map(|w| w.1).collect();
        if own.is_empty() {
            continue;
        }
        for said in say(concept, english, language) {
            let word = &concepts.words[ENGLISH as usize][said.word as usize];
            for &source in &own {
                let key = (concepts.words[language as usize][source as usize].clone(), word.clone());
                let evidence = candidates.entry(key).or_default();
                match said.pivot {
                    None => evidence.strong += said.support,
                    Some(pivot) => {
                        evidence.weak += said.support;
                        evidence.weak_pivots |= 1 << pivot;
                    }
                }
                evidence.concepts.push((n as u32, said.support));
            }
        }
    }
    for (source, target, count) in counts {
        let evidence = candidates.entry((source.clone(), target.clone())).or_default();
        (evidence.links, evidence.strength) = (count.links, count.strength);
    }
    candidates
}

/// What a concept says of one English word.
struct Said {
    word: u32,
    support: f32,
    /// The only pivot that says so.
    pivot: Option<Lang>,
}

fn say(concept: &[Word], english: &English, language: Lang) -> Vec<Said> {
    let mut pivots: Vec<Lang> = concept.iter().map(|w| w.0).filter(|&l| l != language && l != ENGLISH).collect();
    pivots.sort_unstable();
    pivots.dedup();
    let mut support: HashMap<u32, (f32, Vec<Lang>)> = HashMap::default();
    let mut n_speaking = 0;
    for pivot in pivots {
        let by_pivot = english.by_pivot(concept.iter().copied().filter(|w| w.0 == pivot));
        n_speaking += usize::from(!by_pivot.is_empty());
        for (e, share) in by_pivot {
            let (sum, from) = support.entry(e).or_default();
            *sum += share.sqrt();
            from.push(pivot);
        }
    }
    let direct: Vec<u32> = concept.iter().filter(|w| w.0 == ENGLISH).map(|w| w.1).collect();
    let mut said: Vec<Said> = direct
        .iter()
        .map(|&word| Said { word, support: 1.5 + support.get(&word).map_or(0.0, |s| s.0), pivot: None })
        .collect();
    let best = support.values().map(|s| s.0).fold(0.0, f32::max);
    for (word, (sum, from)) in support {
        if direct.contains(&word) {
            continue;
        }
        // What has English words of its own needs others less.
        let (n_pivots, relative) = if direct.is_empty() { (2, RELATIVE) } else { (3, 2.0 * RELATIVE) };
        if from.len() >= n_pivots && sum >= relative * best {
            said.push(Said { word, support: sum, pivot: None });
        } else if n_speaking == 1 && direct.is_empty() && sum * sum >= ALONE {
            said.push(Said { word, support: sum, pivot: from.first().copied() });
        }
    }
    said.sort_unstable_by_key(|said| said.word);
    said
}
