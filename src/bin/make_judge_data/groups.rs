//! Clean sentences with their corrupted versions, encoded and labelled.

use std::ops::Range;

use mtlint::align::vectors::WIDTH;
use mtlint::language::Language;
use rustc_hash::FxHashMap as HashMap;

use crate::corrupt::KINDS;
use crate::encode::{cut, encode};
use crate::job::Job;
use crate::random::Random;
use crate::recipe::Recipe;
use crate::versions::{Version, corrupted, of_wrong_sense};
use crate::vocabulary::Vocabulary;
use crate::write::Example;

/// Number of the corruption of post-edited machine translation.
const POST_EDIT: u8 = 255;
/// Which columns are supervised: the five of corruptions and the sentence; the post-editor's.
const SUPERVISED: [u8; 2] = [0b1001_1111, 0b0010_0000];

/// A clean sentence and its corrupted versions.
pub struct Group {
    pub source: Option<Vec<[f32; WIDTH]>>,
    pub examples: Vec<Example>,
}

/// The groups of some sentences, encoded together.
pub fn groups(
    jobs: &[Job],
    seed: u64,
    vocabularies: &HashMap<&str, Vocabulary>,
    recipe: &Recipe,
    show: bool,
) -> Vec<Group> {
    let mut random = Random::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(17));
    let source_texts: Vec<(&str, &'static Language)> = jobs
        .iter()
        .filter_map(|job| job.source.as_ref())
        .filter_map(|(text, code)| Some((text.as_str(), Language::get(code)?)))
        .collect();
    let mut sources =
        encode(&source_texts.iter().map(|&(text, language)| cut(text, language)).collect::<Vec<_>>()).into_iter();
    let targets: Vec<(&str, &'static Language)> =
        jobs.iter().filter_map(|job| Some((job.target.as_str(), Language::get(job.to)?))).collect();
    let clean = encode(&targets.iter().map(|&(text, language)| cut(text, language)).collect::<Vec<_>>());
    let mut versions: Vec<(usize, Version)> = Vec::new();
    let mut all_sources = Vec::new();
    for (number, (job, clean)) in jobs.iter().zip(&clean).enumerate() {
        let source = job.source.as_ref().and_then(|_| sources.next());
        if let Some((text, place)) = &job.wrong_sense {
            versions.extend(Language::get(job.to).map(|to| (number, of_wrong_sense(text, place, to))));
        } else if job.tagged.is_none() {
            let made = corrupted(job, clean, source.as_ref(), vocabularies, recipe, &mut random);
            versions.extend(made.into_iter().map(|version| (number, version)));
        }
        all_sources.push(source);
    }
    if show {
        for (number, (kind, text, tokens, labels)) in &versions {
            let marked = tokens.iter().zip(labels).filter(|(_, label)| **label != 0);
            let marked: Vec<String> =
                marked.map(|(token, label)| format!("{}={label}", &text[token.clone()])).collect();
            let name = KINDS.get(usize::from(*kind) - 1).map_or("", |kind| kind.0);
            println!("{}\t{name}\t{text}\t{}", jobs[*number].to, marked.join(" "));
        }
    }
    let encoded =
        encode(&versions.iter().map(|(_, (_, text, tokens, _))| (text.clone(), tokens.clone())).collect::<Vec<_>>());
    let mut groups: Vec<Group> = Vec::new();
    for ((job, clean), source) in jobs.iter().zip(clean).zip(all_sources) {
        let language = language_number(job.to);
        let (corruption, supervised, labels) = match &job.tagged {
            None => (0, SUPERVISED[0], vec![0; clean.tokens.len()]),
            Some((places, is_bad)) => (POST_EDIT, SUPERVISED[1], tags(&clean.tokens, places, is_bad)),
        };
        let example = Example { language, corruption, supervised, labels, encoding: clean };
        let source = source.filter(|_| !job.hides_source).map(|source| source.vectors);
        groups.push(Group { source, examples: vec![example] });
    }
    for ((number, (corruption, _, _, labels)), encoding) in versions.into_iter().zip(encoded) {
        let language = language_number(jobs[number].to);
        groups[number].examples.push(Example { language, corruption, supervised: SUPERVISED[0], labels, encoding });
    }
    groups
}

fn language_number(code: &str) -> u16 {
    Language::codes().position(|other| other == code).unwrap_or(0) as u16
}

/// For each token whether a tagged word that it lies in was changed.
fn tags(tokens: &[Range<usize>], places: &[Range<usize>], is_bad: &[bool]) -> Vec<u8> {
    let overlaps = |token: &Range<usize>, place: &Range<usize>| token.start < place.end && place.start < token.end;
    let bad = |token: &Range<usize>| places.iter().zip(is_bad).any(|(place, &bad)| bad && overlaps(token, place));
    tokens.iter().map(|token| u8::from(bad(token)) << 5).collect()
}
