//! Words that may render the wrong sense of what they translate: each with the other senses that its
//! source word has, weighed in its place.
//!
//! What speaks for another sense is seldom in one number. Of each word whose source word has other
//! senses ([`Inventory`]) and that the judge suspects at all, the likeliest words of the other senses
//! are put in its place, in one call; what the judge says of the sentence with each, how often the
//! source word is rendered so, and how close each is to the source word and to the words around it, are
//! the [`Evidence`]. Its weights are learned (`src/bin/train_senses`) from contrasts of right and wrong
//! senses. A word without suspicion costs nothing.

use super::Defect;
use super::hearing::{Hearing, Judged, Weighed};
use crate::align::vectors::{WIDTH, dot};
use crate::article::Text;
use crate::language::inflect;
use crate::language::senses::Inventory;
use crate::language::tokens::TokenKind;
use crate::language::words::Form;
use crate::text::{Span, fold};

/// Suspicion of being of the wrong sense from which a word is looked at.
const SUSPECT: f32 = 0.03;

/// Brings differences of cosines to numbers about 1.
const CLOSENESS_SCALE: f32 = 10.0;

/// Words of a sentence that are looked at, most suspected first.
const MAX_SUSPECTS: usize = 1;

/// Words that are put in the place of one.
const MAX_CANDIDATES: usize = 4;

/// Sentences on either side whose words a word should go with.
const NEAR: usize = 3;

/// Similarity to a word of the source from which a word without a link is taken for its translation.
const CLOSE: f32 = 0.3;

/// Renderings rarer than this are noise of the inventory.
const LEAST_WEIGHT: f32 = 0.01;

/// Frequency (Zipf × 10) from which words are function words, which have no senses.
const FUNCTION_WORD: u8 = 66;

/// A word that may be of the wrong sense.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// The word, in the target's tokens.
    pub token: usize,
    /// What it translates, in the source's tokens.
    pub source: usize,
    /// The source word as the inventory lists it.
    pub reading: String,
    /// What might stand there instead, the likeliest first; at least one.
    pub candidates: Vec<Candidate>,
    /// What speaks for the first of them.
    pub evidence: Evidence,
}

/// A word of another sense.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// In the form of the word that it would replace.
    pub word: String,
    /// What the word before it must become, where that changes with it.
    pub before: Option<String>,
    /// Its base form, as the inventory lists it.
    pub base: String,
    /// How often the source word is rendered by it.
    pub weight: f32,
    /// Number of its sense in the inventory.
    pub sense: u8,
    /// By how much the judge prefers the sentence with it, in logits.
    pub gain: f32,
}

impl Candidate {
    /// How likely it is meant: by the judge and by its frequency, in nats.
    fn merit(&self) -> f32 {
        self.gain + WEIGHT_MERIT * self.weight.max(LEAST_WEIGHT).ln()
    }
}

/// Share of the log of the frequency in [`Candidate::merit`].
const WEIGHT_MERIT: f32 = 0.3;

/// Numbers that say how likely a word is of the wrong sense.
pub type Evidence = [f32; N_EVIDENCE];

/// How many there are: see [`Evidence`]'s order in `evidence`.
pub const N_EVIDENCE: usize = 12;

/// What each number of the evidence adds to the log odds that an editor would call the sense wrong; the
/// last is what all of them must outweigh.
pub const WEIGHTS: [f32; N_EVIDENCE + 1] =
    [0.640, 0.243, -0.002, -0.189, 0.215, -1.939, 0.475, -0.194, 0.729, 0.614, 0.129, 0.320, -1.872];

impl Doubt {
    /// Log odds that the word is of the wrong sense.
    #[must_use]
    pub fn log_odds(&self) -> f32 {
        let sum: f32 = self.evidence.iter().zip(&WEIGHTS).map(|(x, weight)| x * weight).sum();
        sum + WEIGHTS[N_EVIDENCE]
    }
}

/// The doubtful words of an article, in the order of the target.
#[must_use]
pub fn doubts(hearing: &Hearing<'_>, judged: &Judged, inventory: &Inventory) -> Vec<Doubt> {
    let Some((source, _, _)) = hearing.source else { return Vec::new() };
    let looked_at = |sentence| look(hearing, judged, inventory, source, sentence);
    (0..hearing.target.sentences.len()).flat_map(looked_at).collect()
}

/// A word whose source word has other senses, before these are weighed.
struct Suspect<'a> {
    token: usize,
    source: usize,
    reading: &'a str,
    /// How often the source word is rendered by the word; 0 where the inventory does not list it.
    weight: f32,
    suspicion: f32,
    candidates: Vec<Candidate>,
}

fn look(hearing: &Hearing<'_>, judged: &Judged, inventory: &Inventory, source: &Text, sentence: usize) -> Vec<Doubt> {
    let target = hearing.target;
    let place = &target.sentences[sentence];
    let mut suspects: Vec<Suspect<'_>> =
        place.tokens.clone().filter_map(|token| suspect(hearing, judged, inventory, source, token)).collect();
    suspects.sort_by(|a, b| b.suspicion.total_cmp(&a.suspicion).then(a.token.cmp(&b.token)));
    suspects.truncate(MAX_SUSPECTS);
    let text = target.slice(place.span);
    let mut wordings = Vec::new();
    for suspect in &suspects {
        let at = |token: usize| {
            let span = target.tokens[token].span;
            Span::new(span.start.saturating_sub(place.span.start), span.end.saturating_sub(place.span.start))
        };
        let (own, before) = (at(suspect.token), suspect.token.checked_sub(1).map(at));
        for candidate in &suspect.candidates {
            let mut wording = text.to_owned();
            wording.replace_range(own.range(), &candidate.word);
            if let Some((place, word)) = before.zip(candidate.before.as_ref()) {
                wording.replace_range(place.range(), word);
            }
            wordings.push(wording);
        }
    }
    if wordings.is_empty() {
        return Vec::new();
    }
    let mut weighed = hearing.weigh(sentence, &wordings).into_iter();
    let score = judged.scores[sentence];
    let mut found: Vec<Doubt> = suspects
        .into_iter()
        .map(|mut suspect| {
            let at = suspect.token - place.tokens.start;
            let around = Around::of(hearing, sentence, suspect.token, suspect.source);
            let as_it_is = around.fit(hearing.vectors.row(suspect.token), suspect.suspicion);
            let mut fits = Vec::new();
            for (candidate, Weighed { verdict, vectors, .. }) in suspect.candidates.iter_mut().zip(weighed.by_ref()) {
                candidate.gain = score - verdict.score;
                // Candidates of several words have their first in the same place.
                let suspicion = verdict.tokens.get(at).map_or(0.0, |row| row[Defect::Sense as usize]);
                fits.push(around.fit(vectors.get(at).unwrap_or(&[0.0; WIDTH]), suspicion));
            }
            let mut order: Vec<usize> = (0..suspect.candidates.len()).collect();
            order.sort_by(|&a, &b| suspect.candidates[b].merit().total_cmp(&suspect.candidates[a].merit()));
            let evidence = evidence(&suspect, order[0], as_it_is, &fits, score);
            let candidates = order.iter().map(|&at| suspect.candidates[at].clone()).collect();
            Doubt {
                token: suspect.token,
                source: suspect.source,
                reading: suspect.reading.to_owned(),
                candidates,
                evidence,
            }
        })
        .collect();
    found.sort_by_key(|doubt| doubt.token);
    found
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
    fn of(hearing: &Hearing<'a>, sentence: usize, token: usize, source: usize) -> Around<'a> {
        let target = hearing.target;
        let near = sentence.saturating_sub(NEAR)..(sentence + NEAR + 1).min(target.sentences.len());
        let words = target.tokens_of(&near).filter(|&other| other != token && has_sense(target, other));
        let words = words.map(|other| hearing.vectors.row(other)).collect();
        Around { words, source: hearing.source.map(|(_, vectors, _)| vectors.row(source)) }
    }

    fn fit(&self, vector: &[f32; WIDTH], suspicion: f32) -> Fit {
        let sum: f32 = self.words.iter().map(|other| dot(vector, other)).sum();
        let closeness = self.source.map_or(0.0, |source| dot(vector, source));
        Fit { suspicion, coherence: sum / self.words.len().max(1) as f32, closeness }
    }
}

/// Whether a word of the target is suspected, and what else its source word can mean.
fn suspect<'a>(
    hearing: &Hearing<'a>,
    judged: &Judged,
    inventory: &'a Inventory,
    source: &'a Text,
    token: usize,
) -> Option<Suspect<'a>> {
    let suspicion = judged.probability(token, Defect::Sense);
    let (target, (_, _, alignment)) = (hearing.target, hearing.source?);
    if suspicion < SUSPECT || !has_sense(target, token) {
        return None;
    }
    let origin = alignment.of_target(token).map(|link| link.source).or_else(|| hearing.nearest(token, CLOSE))?;
    let form = target.form(token);
    let base = base_of(inventory, form);
    let (reading, candidates, weight) = inventory
        .readings(source.form(origin))
        .map(|reading| {
            let own = |word: &str| form.is(word);
            let all: Vec<_> = inventory.translations(reading).filter(|t| t.weight >= LEAST_WEIGHT).collect();
            let weight: f32 = all.iter().filter(|t| own(t.word)).map(|t| t.weight).sum();
            let sense = all.iter().find(|t| own(t.word)).map(|t| t.sense);
            let others = all.into_iter().filter(|t| !own(t.word) && Some(t.sense) != sense);
            (reading, others.take(MAX_CANDIDATES).collect::<Vec<_>>(), weight)
        })
        .max_by(|a, b| a.2.total_cmp(&b.2).then(a.1.len().cmp(&b.1.len())))?;
    let written = target.token_str(token);
    let candidates: Vec<Candidate> = candidates
        .into_iter()
        .map(|other| {
            let word = inflect::like(form, base, other.word, target.language);
            let word = inflect::capitalised_like(written, &word);
            let before = token.checked_sub(1).filter(|before| is_beside(target, *before)).and_then(|before| {
                let right = target.language.rules.alternated(&target.form(before).folded, &fold(&word))?;
                Some(inflect::capitalised_like(target.token_str(before), right))
            });
            Candidate { word, before, base: other.word.to_owned(), weight: other.weight, sense: other.sense, gain: 0.0 }
        })
        .filter(|candidate| candidate.word != written)
        .collect();
    (!candidates.is_empty()).then_some(Suspect { token, source: origin, reading, weight, suspicion, candidates })
}

/// Whether a token is a word that can have senses: no name, number, mark or function word.
fn has_sense(target: &Text, token: usize) -> bool {
    let form = target.form(token);
    let is_rare = form.zipf.is_some_and(|zipf| zipf < FUNCTION_WORD);
    is_rare && target.tokens[token].kind == TokenKind::Word
}

/// Whether a token and the next stand beside each other with nothing but a space between.
fn is_beside(target: &Text, token: usize) -> bool {
    let (Some(one), Some(next)) = (target.tokens.get(token), target.tokens.get(token + 1)) else { return false };
    target.document.text().get(one.span.end..next.span.start) == Some(" ")
}

/// The base form that the inventory knows a form by.
fn base_of<'f>(inventory: &Inventory, form: &'f Form) -> &'f str {
    form.words().find(|word| inventory.sources(word).next().is_some()).unwrap_or(&form.folded)
}

/// What speaks for the candidate at `best`.
fn evidence(suspect: &Suspect<'_>, best: usize, as_it_is: Fit, fits: &[Fit], score: f32) -> Evidence {
    let logit = |p: f32| {
        let p = p.clamp(0.001, 0.999);
        (p / (1.0 - p)).ln()
    };
    let candidate = &suspect.candidates[best];
    let n_better = suspect.candidates.iter().filter(|other| other.gain > 0.0).count();
    let weight = |weight: f32| weight.max(LEAST_WEIGHT).ln();
    [
        logit(suspect.suspicion),
        candidate.gain,
        logit(suspect.suspicion) - logit(fits[best].suspicion),
        weight(suspect.weight),
        weight(candidate.weight),
        f32::from(u8::from(suspect.weight < LEAST_WEIGHT)),
        n_better as f32 / suspect.candidates.len() as f32,
        score.clamp(-6.0, 6.0),
        1.0 / suspect.candidates.len() as f32,
        CLOSENESS_SCALE * (fits[best].coherence - as_it_is.coherence),
        CLOSENESS_SCALE * (fits[best].closeness - as_it_is.closeness),
        CLOSENESS_SCALE * as_it_is.closeness,
    ]
}
