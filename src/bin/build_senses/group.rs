//! Which translations of a word mean the same: they share concepts, stand in for the same words of
//! other languages, come from the same concepts of the word itself, or derive from one another.
//! Clusters of the highest average similarity are joined until none is similar enough.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap as HashMap;

use crate::concepts::{Concepts, Word};
use crate::languages::Lang;

/// Average similarity below which two clusters are two senses.
const THRESHOLD: f32 = 0.3;

/// Weights of the signs, all of them between 0 and 1.
const CONCEPTS: f32 = 0.8;
const NEIGHBOURS: f32 = 0.5;
const OWN_CONCEPTS: f32 = 0.5;
const DERIVED: f32 = 0.35;

/// Concepts of a word that are looked at; only words of very many senses have more.
const MAX_CONCEPTS: usize = 200;

/// Similarities between the words of one language.
pub struct Similarity<'a> {
    concepts: &'a Concepts,
    language: Lang,
    of: HashMap<u32, Vec<u32>>,
    known: RefCell<HashMap<(u32, u32), f32>>,
    vectors: RefCell<HashMap<u32, Vector>>,
}

/// A sparse vector of length 1, sorted by word.
type Vector = Rc<[(Word, f32)]>;

impl<'a> Similarity<'a> {
    /// Gathers the concepts of all words of a language.
    pub fn new(concepts: &'a Concepts, language: Lang) -> Similarity<'a> {
        let mut of: HashMap<u32, Vec<u32>> = HashMap::default();
        for (n, concept) in concepts.concepts.iter().enumerate() {
            for word in concept.iter().filter(|w| w.0 == language) {
                let row = of.entry(word.1).or_default();
                if row.len() < MAX_CONCEPTS {
                    row.push(n as u32);
                }
            }
        }
        Similarity { concepts, language, of, known: RefCell::default(), vectors: RefCell::default() }
    }

    /// How much two words mean the same whatever they translate.
    fn between(&self, a: &str, b: &str) -> f32 {
        let derived = if derive(a, b) { DERIVED } else { 0.0 };
        let numbers = (self.concepts.number(self.language, a), self.concepts.number(self.language, b));
        let (Some(x), Some(y)) = numbers else { return derived };
        let key = (x.min(y), x.max(y));
        if let Some(known) = self.known.borrow().get(&key) {
            return derived + known;
        }
        let (Some(of_x), Some(of_y)) = (self.of.get(&x), self.of.get(&y)) else { return derived };
        let shared = of_x.iter().filter(|c| of_y.binary_search(c).is_ok()).count() as f32;
        let by_concepts = (shared / (of_x.len() as f32 * of_y.len() as f32).sqrt()).sqrt();
        let similarity =
            CONCEPTS * by_concepts + NEIGHBOURS * dot(&self.neighbours(x, of_x), &self.neighbours(y, of_y));
        self.known.borrow_mut().insert(key, similarity);
        derived + similarity
    }

    /// The words of other languages in a word's concepts.
    fn neighbours(&self, word: u32, concepts: &[u32]) -> Vector {
        if let Some(vector) = self.vectors.borrow().get(&word) {
            return Rc::clone(vector);
        }
        let mut words: Vec<Word> = concepts
            .iter()
            .flat_map(|&c| &self.concepts.concepts[c as usize])
            .copied()
            .filter(|w| w.0 != self.language)
            .collect();
        words.sort_unstable();
        let counted: Vec<(Word, f32)> =
            words.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)).collect();
        let norm = dot(&counted, &counted).sqrt().max(f32::MIN_POSITIVE);
        let vector: Vector = counted.into_iter().map(|(word, count)| (word, count / norm)).collect();
        self.vectors.borrow_mut().insert(word, Rc::clone(&vector));
        vector
    }
}

/// A translation to be grouped.
pub struct Member<'a> {
    pub word: &'a str,
    pub weight: f32,
    /// The concepts of the word it translates that give it, and how strongly.
    pub concepts: &'a [(u32, f32)],
    /// The sense that it has by hand.
    pub by_hand: Option<u8>,
}

/// The sense of each member, numbered by their weight.
pub fn senses(members: &[Member<'_>], similarity: &Similarity<'_>) -> Vec<u8> {
    let n = members.len();
    let mut between = vec![vec![0.0f32; n]; n];
    for i in 0..n {
        for j in 0..i {
            let own = cosine(members[i].concepts, members[j].concepts);
            between[i][j] = similarity.between(members[i].word, members[j].word) + OWN_CONCEPTS * own;
            between[j][i] = between[i][j];
        }
    }
    let mut clusters: Vec<Vec<usize>> = Vec::new();
    for (i, member) in members.iter().enumerate() {
        match clusters.iter_mut().find(|c| member.by_hand.is_some() && members[c[0]].by_hand == member.by_hand) {
            Some(cluster) => cluster.push(i),
            None => clusters.push(vec![i]),
        }
    }
    let hand_of = |cluster: &[usize]| cluster.iter().find_map(|&i| members[i].by_hand);
    loop {
        let mut best = (THRESHOLD, None);
        for (a, first) in clusters.iter().enumerate() {
            for (b, second) in clusters.iter().enumerate().skip(a + 1) {
                if hand_of(first).is_some() && hand_of(second).is_some() {
                    continue;
                }
                let sum: f32 =
                    first.iter().flat_map(|&i| second.iter().map(move |&j| (i, j))).map(|(i, j)| between[i][j]).sum();
                let mean = sum / (first.len() * second.len()) as f32;
                if mean > best.0 {
                    best = (mean, Some((a, b)));
                }
            }
        }
        let Some((a, b)) = best.1 else { break };
        let joined = clusters.remove(b);
        clusters[a].extend(joined);
    }
    let weight = |cluster: &[usize]| cluster.iter().map(|&i| members[i].weight).sum::<f32>();
    clusters.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    let mut senses = vec![0; n];
    for (number, cluster) in clusters.iter().enumerate() {
        cluster.iter().for_each(|&i| senses[i] = number.min(u8::MAX as usize) as u8);
    }
    senses
}

fn cosine<K: Ord>(a: &[(K, f32)], b: &[(K, f32)]) -> f32 {
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt().max(f32::MIN_POSITIVE)
}

/// Of two sorted sparse vectors.
fn dot<K: Ord>(a: &[(K, f32)], b: &[(K, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some((x, v)), Some((y, w))) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += v * w;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

/// `maintain` and `maintenance`: most of the shorter word is shared.
fn derive(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let shorter = a.chars().count().min(b.chars().count());
    shared >= 4 && shared * 3 >= shorter * 2
}
