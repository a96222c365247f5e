//! The second look: other words in the place of the likeliest of a sentence.

use super::first::Suspect;
use super::replacement::{Replacement, wording};
use super::weights::Evidence;
use super::{CLOSENESS_SCALE, Candidate, Court, Doubt, has_sense, logit};
use crate::align::vectors::{WIDTH, dot};
use crate::judge::Defect;
use crate::judge::hearing::{Hearing, Weighed};
use crate::judge::surroundings::Fit as TopicFit;
use crate::language::senses::{LEAST_WEIGHT, Translation};

/// Log odds by the first look from which a word is looked at again, with a source and without.
const SUSPECT: f32 = -2.2;
const ALONE_SUSPECT: f32 = -2.8;

/// Words of a sentence that are looked at again, most suspected first.
const MAX_SUSPECTS: usize = 1;

/// Sentences on either side whose words a word should go with.
const NEAR: usize = 3;

impl Court<'_, '_> {
    /// What a word of another sense would be in the place of a token.
    fn candidate(&self, token: usize, other: &Translation<'_>, topic: TopicFit) -> Option<Candidate> {
        let Replacement { word, before } = Replacement::of(self.hearing.target, self.inventory, token, other.word)?;
        let (weight, sense) = (other.weight, other.sense);
        Some(Candidate { word, before, base: other.word.to_owned(), weight, sense, gain: 0.0, topic })
    }

    /// Weighs the other senses of a sentence's likeliest words.
    pub(super) fn look_again(&self, sentence: usize, mut suspects: Vec<Suspect<'_>>) -> Vec<Doubt> {
        let hearing = self.hearing;
        let target = hearing.target;
        let place = &target.sentences[sentence];
        let least = if hearing.source.is_some() { SUSPECT } else { ALONE_SUSPECT };
        suspects.retain(|suspect| suspect.log_odds() >= least);
        suspects.sort_by(|a, b| b.log_odds().total_cmp(&a.log_odds()).then(a.token.cmp(&b.token)));
        suspects.truncate(MAX_SUSPECTS);
        let mut wordings = Vec::new();
        let mut weighed_words = Vec::new();
        for suspect in suspects {
            let candidates =
                suspect.others.iter().filter_map(|(other, topic)| self.candidate(suspect.token, other, *topic));
            let candidates: Vec<Candidate> = candidates.collect();
            wordings.extend(candidates.iter().map(|candidate| {
                wording(target, sentence, suspect.token, &candidate.word, candidate.before.as_deref())
            }));
            if !candidates.is_empty() {
                weighed_words.push((suspect, candidates));
            }
        }
        if wordings.is_empty() {
            return Vec::new();
        }
        let mut weighed = hearing.weigh(sentence, &wordings).into_iter();
        let score = self.judged.scores[sentence];
        let mut found: Vec<Doubt> = weighed_words
            .into_iter()
            .map(|(suspect, mut candidates)| {
                let at = suspect.token - place.tokens.start;
                let around = Around::of(hearing, sentence, suspect.token, suspect.source);
                let as_it_is = around.fit(hearing.vectors.row(suspect.token), suspect.suspicion);
                let mut fits = Vec::new();
                for (candidate, Weighed { verdict, vectors, .. }) in candidates.iter_mut().zip(weighed.by_ref()) {
                    candidate.gain = score - verdict.score;
                    // Candidates of several words have their first in the same place.
                    let suspicion = verdict.tokens.get(at).map_or(0.0, |row| row[Defect::Sense as usize]);
                    fits.push(around.fit(vectors.get(at).unwrap_or(&[0.0; WIDTH]), suspicion));
                }
                let mut order: Vec<usize> = (0..candidates.len()).collect();
                order.sort_by(|&a, &b| candidates[b].merit().total_cmp(&candidates[a].merit()));
                let evidence = evidence(&suspect, &candidates, order[0], as_it_is, &fits, score);
                let candidates: Vec<Candidate> = order.iter().map(|&at| candidates[at].clone()).collect();
                let surroundings = self.surroundings.as_ref();
                let witnesses =
                    surroundings.map(|surroundings| surroundings.witnesses(suspect.token, &candidates[0].base));
                Doubt {
                    token: suspect.token,
                    source: suspect.source,
                    reading: suspect.reading.to_owned(),
                    candidates,
                    evidence,
                    witnesses: witnesses.unwrap_or_default(),
                }
            })
            .collect();
        found.sort_by_key(|doubt| doubt.token);
        found
    }
}

/// How well a word fits its place.
#[derive(Clone, Copy)]
struct Fit {
    suspicion: f32,
    /// How close it is to the words around it, and to the word that it translates.
    coherence: f32,
    closeness: f32,
}

/// What stands around a word.
struct Around<'a> {
    words: Vec<&'a [f32; WIDTH]>,
    source: Option<&'a [f32; WIDTH]>,
}

impl<'a> Around<'a> {
    /// The words that say something, in a token's sentence and in those beside it.
    fn of(hearing: &Hearing<'a>, sentence: usize, token: usize, source: Option<usize>) -> Around<'a> {
        let target = hearing.target;
        let near = sentence.saturating_sub(NEAR)..(sentence + NEAR + 1).min(target.sentences.len());
        let words = target.tokens_of(&near).filter(|&other| other != token && has_sense(target, other));
        let words = words.map(|other| hearing.vectors.row(other)).collect();
        let source = hearing.source.zip(source).map(|((_, vectors, _), source)| vectors.row(source));
        Around { words, source }
    }

    fn fit(&self, vector: &[f32; WIDTH], suspicion: f32) -> Fit {
        let sum: f32 = self.words.iter().map(|other| dot(vector, other)).sum();
        let closeness = self.source.map_or(0.0, |source| dot(vector, source));
        Fit { suspicion, coherence: sum / self.words.len().max(1) as f32, closeness }
    }
}

/// What speaks for the candidate at `best`.
fn evidence(
    suspect: &Suspect<'_>,
    candidates: &[Candidate],
    best: usize,
    as_it_is: Fit,
    fits: &[Fit],
    score: f32,
) -> Evidence {
    let candidate = &candidates[best];
    let n_better = candidates.iter().filter(|other| other.gain > 0.0).count();
    let weight = |weight: f32| weight.max(LEAST_WEIGHT).ln();
    [
        logit(suspect.suspicion),
        candidate.gain,
        logit(suspect.suspicion) - logit(fits[best].suspicion),
        weight(suspect.weight),
        weight(candidate.weight),
        f32::from(u8::from(suspect.weight < LEAST_WEIGHT)),
        n_better as f32 / candidates.len() as f32,
        score.clamp(-6.0, 6.0),
        1.0 / candidates.len() as f32,
        CLOSENESS_SCALE * (fits[best].coherence - as_it_is.coherence),
        CLOSENESS_SCALE * (fits[best].closeness - as_it_is.closeness),
        CLOSENESS_SCALE * as_it_is.closeness,
        CLOSENESS_SCALE * candidate.topic[0],
        CLOSENESS_SCALE * candidate.topic[1],
    ]
}
