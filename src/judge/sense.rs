//! Words that may render the wrong sense of what they translate: each with the other senses that its
//! source word has, weighed in its place.
//!
//! What speaks for another sense is seldom in one number, and weighing takes time. So there are two looks. The
//! first, at every word whose source word has other senses ([`Inventory`]), costs next to nothing: what the
//! judge thinks of it, how often the source word is rendered so, how well it and the words of the other
//! senses go with the topics of the article ([`Surroundings`]), how close it is to its source word. The
//! likeliest of a sentence is looked at again: the likeliest words of the other senses are put in its place,
//! in one call, and what the judge says of the sentence with each comes to the [`Evidence`]. The weights of
//! both looks are learned (`src/bin/train_senses`) from contrasts of right and wrong senses.

use super::Defect;
use super::hearing::{Hearing, Judged, Weighed};
use super::surroundings::{Fit as TopicFit, Place, Surroundings};
use crate::align::vectors::{WIDTH, dot};
use crate::article::Text;
use crate::language::inflect;
use crate::language::senses::{Inventory, Translation};
use crate::language::tokens::TokenKind;
use crate::language::words::Form;
use crate::text::{Span, fold};

/// Log odds by the first look from which a word is looked at again, with a source and without.
const SUSPECT: f32 = -2.2;
const ALONE_SUSPECT: f32 = -2.8;

/// Brings differences of cosines to numbers about 1.
const CLOSENESS_SCALE: f32 = 10.0;

/// Words of a sentence that are looked at again, most suspected first.
const MAX_SUSPECTS: usize = 1;

/// Words that are put in the place of one.
const MAX_CANDIDATES: usize = 4;

/// Sentences on either side whose words a word should go with.
const NEAR: usize = 3;

/// Similarity to a word of the source from which a word without a link is taken for its translation.
const CLOSE: f32 = 0.3;

/// Renderings rarer than this are noise of the inventory.
const LEAST_WEIGHT: f32 = 0.01;

/// Without a source: source words that a word is taken to translate, and how often it must translate them.
const MAX_EXPLANATIONS: usize = 4;
const LEAST_ORIGIN: f32 = 0.1;

/// Frequency (Zipf × 10) from which words are function words, which have no senses.
const FUNCTION_WORD: u8 = 66;

/// A word that may be of the wrong sense.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// The word, in the target's tokens.
    pub token: usize,
    /// What it translates, in the source's tokens; none without a source.
    pub source: Option<usize>,
    /// The source word as the inventory lists it; without a source, the one that explains the word best.
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
    /// By how much better than the word it goes with its sentence and with the article.
    topic: TopicFit,
}

impl Candidate {
    /// How likely it is meant, by the judge, its frequency and its surroundings, in nats.
    fn merit(&self) -> f32 {
        self.gain + prospect(self.weight, self.topic)
    }
}

/// Shares of the log of the frequency and of the better fit in `prospect`.
const WEIGHT_MERIT: f32 = 0.3;
const TOPIC_MERIT: f32 = 0.3;

/// Numbers that say, at first look, how likely a word is of the wrong sense.
pub type FirstEvidence = [f32; N_FIRST];

/// How many there are: see the order in `first_evidence`.
pub const N_FIRST: usize = 9;

/// What each number of the first look adds to the log odds; the last is what all must outweigh.
pub const FIRST_WEIGHTS: [f32; N_FIRST + 1] = [0.615, -0.049, 0.344, -1.326, 0.195, 0.226, 0.013, -0.027, 0.188, 0.158];

/// The same for a text without a source.
pub const ALONE_FIRST_WEIGHTS: [f32; N_FIRST + 1] =
    [0.476, 0.048, 0.036, -0.380, 0.063, 0.189, 0.000, 0.146, -0.116, -1.125];

/// Numbers that say how likely a word is of the wrong sense.
pub type Evidence = [f32; N_EVIDENCE];

/// How many there are: see [`Evidence`]'s order in `evidence`.
pub const N_EVIDENCE: usize = 14;

/// What each number of the evidence adds to the log odds that an editor would call the sense wrong; the
/// last is what all of them must outweigh.
pub const WEIGHTS: [f32; N_EVIDENCE + 1] =
    [0.386, 0.282, 0.085, -0.220, 0.027, -1.591, 0.412, -0.132, 0.794, 0.374, 0.032, 0.207, 0.087, 0.007, -2.232];

/// The same for a text without a source.
pub const ALONE_WEIGHTS: [f32; N_EVIDENCE + 1] =
    [0.141, 0.222, 0.085, -0.074, -0.022, -0.782, 0.712, -0.191, 0.376, 0.910, 0.000, 0.000, 0.077, 0.095, -1.791];

/// Log odds: numbers, each times its weight, and the last weight.
fn weighed(numbers: &[f32], weights: &[f32]) -> f32 {
    let sum: f32 = numbers.iter().zip(weights).map(|(x, weight)| x * weight).sum();
    sum + weights.last().copied().unwrap_or_default()
}

impl Doubt {
    /// Log odds that the word is of the wrong sense.
    #[must_use]
    pub fn log_odds(&self) -> f32 {
        weighed(&self.evidence, if self.source.is_some() { &WEIGHTS } else { &ALONE_WEIGHTS })
    }
}

/// What the two looks at an article find.
#[derive(Clone, Debug, Default)]
pub struct Senses {
    /// Words that were looked at again, in the order of the target.
    pub doubts: Vec<Doubt>,
    /// For each token of the target the probability, by the first look, that it is of the wrong sense; 0 for a
    /// word whose source word has but one.
    pub suspicions: Vec<f32>,
}

impl Senses {
    /// Looks at an article.
    #[must_use]
    pub fn of(hearing: &Hearing<'_>, judged: &Judged, inventory: &Inventory) -> Senses {
        let court = Court { hearing, judged, inventory, surroundings: Surroundings::of(hearing.target) };
        let mut senses = Senses { doubts: Vec::new(), suspicions: vec![0.0; hearing.target.tokens.len()] };
        for sentence in 0..hearing.target.sentences.len() {
            let suspects: Vec<Suspect<'_>> = court.suspects(sentence).collect();
            for suspect in &suspects {
                senses.suspicions[suspect.token] = 1.0 / (1.0 + (-suspect.log_odds()).exp());
            }
            senses.doubts.extend(court.look_again(sentence, suspects));
        }
        senses
    }
}

/// The first look at all words whose source word has other senses: `(token, evidence)`, in the order of the
/// target. For training.
#[must_use]
pub fn first_looks(hearing: &Hearing<'_>, judged: &Judged, inventory: &Inventory) -> Vec<(usize, FirstEvidence)> {
    let court = Court { hearing, judged, inventory, surroundings: Surroundings::of(hearing.target) };
    let suspects = (0..hearing.target.sentences.len()).flat_map(|sentence| court.suspects(sentence));
    suspects.map(|suspect| (suspect.token, suspect.evidence)).collect()
}

/// A word whose source word has other senses, before these are weighed.
struct Suspect<'a> {
    token: usize,
    source: Option<usize>,
    reading: &'a str,
    /// How often the source word is rendered by the word; 0 where the inventory does not list it.
    weight: f32,
    suspicion: f32,
    /// The likeliest words of other senses, best first, and by how much each goes better with the place.
    others: Vec<(Translation<'a>, TopicFit)>,
    evidence: FirstEvidence,
}

impl Suspect<'_> {
    /// Log odds that the word is of the wrong sense, by the first look.
    fn log_odds(&self) -> f32 {
        weighed(&self.evidence, if self.source.is_some() { &FIRST_WEIGHTS } else { &ALONE_FIRST_WEIGHTS })
    }
}

/// What a word can be: how a source word lists it, and that word's other senses.
struct Reading<'a> {
    word: &'a str,
    /// How often it is rendered so.
    weight: f32,
    /// Its translations of other senses.
    others: Vec<Translation<'a>>,
}

/// What all words are looked at with.
struct Court<'a, 'h> {
    hearing: &'a Hearing<'h>,
    judged: &'a Judged,
    inventory: &'a Inventory,
    surroundings: Option<Surroundings<'h>>,
}

impl<'a, 'h> Court<'a, 'h> {
    /// Words of a sentence whose source word has other senses.
    fn suspects(&self, sentence: usize) -> impl Iterator<Item = Suspect<'a>> {
        self.hearing.target.sentences[sentence].tokens.clone().filter_map(move |token| self.suspect(sentence, token))
    }

    fn suspect(&self, sentence: usize, token: usize) -> Option<Suspect<'a>> {
        let target = self.hearing.target;
        if !has_sense(target, token) {
            return None;
        }
        let form = target.form(token);
        let (origin, readings) = match self.hearing.source {
            Some((source, _, alignment)) => {
                let link = alignment.of_target(token).map(|link| link.source);
                let origin = link.or_else(|| self.hearing.nearest(token, CLOSE))?;
                let all = self.inventory.readings(source.form(origin)).map(|word| self.reading(word, form));
                let best =
                    all.max_by(|a, b| a.weight.total_cmp(&b.weight).then(a.others.len().cmp(&b.others.len())))?;
                (Some(origin), vec![best])
            }
            None => (None, self.explanations(form)),
        };
        let place = self.surroundings.as_ref().and_then(|surroundings| surroundings.around(sentence, token));
        let own_fit = place.as_ref().and_then(|place| place.fit_of_form(form));
        let gain = |place: &Place<'_>, word: &str| {
            let (other, own) = (place.fit_of_phrase(word)?, own_fit?);
            Some([other[0] - own[0], other[1] - own[1]])
        };
        let mut others: Vec<(Translation<'a>, TopicFit, usize)> = Vec::new();
        for (n, reading) in readings.iter().enumerate() {
            others.extend(reading.others.iter().map(|other| {
                (*other, place.as_ref().and_then(|place| gain(place, other.word)).unwrap_or_default(), n)
            }));
        }
        let prospect = |(other, topic, _): &(Translation<'_>, TopicFit, usize)| prospect(other.weight, *topic);
        others.sort_by(|a, b| prospect(b).total_cmp(&prospect(a)).then(a.0.word.cmp(b.0.word)));
        let explanation = &readings[others.first()?.2];
        let others: Vec<(Translation<'a>, TopicFit)> = others
            .iter()
            .filter(|(_, _, n)| readings[*n].word == explanation.word)
            .map(|(other, topic, _)| (*other, *topic))
            .take(MAX_CANDIDATES)
            .collect();
        let (reading, weight) = (explanation.word, explanation.weight);
        let suspicion = self.judged.probability(token, Defect::Sense);
        let own = self.hearing.vectors.row(token);
        let closeness = origin.zip(self.hearing.source).map_or(0.0, |(at, (_, vectors, _))| dot(own, vectors.row(at)));
        let (best, topic) = *others.first()?;
        let rest = others.iter().map(|(_, topic)| topic[0] + topic[1]).fold(f32::MIN, f32::max);
        let log = |weight: f32| weight.max(LEAST_WEIGHT).ln();
        let evidence = [
            logit(suspicion),
            log(weight),
            log(best.weight),
            f32::from(u8::from(weight < LEAST_WEIGHT)),
            CLOSENESS_SCALE * topic[0],
            CLOSENESS_SCALE * topic[1],
            CLOSENESS_SCALE * closeness,
            CLOSENESS_SCALE * rest,
            f32::from(u8::from(own_fit.is_some())),
        ];
        Some(Suspect { token, source: origin, reading, weight, suspicion, others, evidence })
    }

    /// How a source word lists a form, and its other senses.
    fn reading(&self, word: &'a str, form: &Form) -> Reading<'a> {
        let all: Vec<Translation<'a>> =
            self.inventory.translations(word).filter(|t| t.weight >= LEAST_WEIGHT).collect();
        let weight: f32 = all.iter().filter(|t| form.is(t.word)).map(|t| t.weight).sum();
        let sense = all.iter().find(|t| form.is(t.word)).map(|t| t.sense);
        let others = all.into_iter().filter(|t| !form.is(t.word) && Some(t.sense) != sense).collect();
        Reading { word, weight, others }
    }

    /// The source words that a form may translate, where there is no source.
    fn explanations(&self, form: &Form) -> Vec<Reading<'a>> {
        let Some(base) = form.words().find(|word| self.inventory.sources(word).next().is_some()) else {
            return Vec::new();
        };
        let likely = self.inventory.sources(base).filter(|origin| origin.weight >= LEAST_ORIGIN).take(MAX_EXPLANATIONS);
        likely.map(|origin| self.reading(origin.word, form)).filter(|reading| !reading.others.is_empty()).collect()
    }

    /// What a word of another sense would be in the place of a token.
    fn candidate(&self, token: usize, other: &Translation<'_>, topic: TopicFit) -> Option<Candidate> {
        let target = self.hearing.target;
        let (form, written) = (target.form(token), target.token_str(token));
        let base = base_of(self.inventory, form);
        let word = inflect::like(form, base, other.word, target.language);
        let word = inflect::capitalised_like(written, &word);
        let before = token.checked_sub(1).filter(|before| is_beside(target, *before)).and_then(|before| {
            let right = target.language.rules.alternated(&target.form(before).folded, &fold(&word))?;
            Some(inflect::capitalised_like(target.token_str(before), right))
        });
        let (weight, sense) = (other.weight, other.sense);
        (word != written).then(|| Candidate {
            word,
            before,
            base: other.word.to_owned(),
            weight,
            sense,
            gain: 0.0,
            topic,
        })
    }

    /// Weighs the other senses of a sentence's likeliest words.
    fn look_again(&self, sentence: usize, mut suspects: Vec<Suspect<'_>>) -> Vec<Doubt> {
        let hearing = self.hearing;
        let target = hearing.target;
        let place = &target.sentences[sentence];
        let least = if hearing.source.is_some() { SUSPECT } else { ALONE_SUSPECT };
        suspects.retain(|suspect| suspect.log_odds() >= least);
        suspects.sort_by(|a, b| b.log_odds().total_cmp(&a.log_odds()).then(a.token.cmp(&b.token)));
        suspects.truncate(MAX_SUSPECTS);
        let text = target.slice(place.span);
        let mut wordings = Vec::new();
        let mut weighed_words = Vec::new();
        for suspect in suspects {
            let at = |token: usize| {
                let span = target.tokens[token].span;
                Span::new(span.start.saturating_sub(place.span.start), span.end.saturating_sub(place.span.start))
            };
            let (own, before) = (at(suspect.token), suspect.token.checked_sub(1).map(at));
            let candidates =
                suspect.others.iter().filter_map(|(other, topic)| self.candidate(suspect.token, other, *topic));
            let candidates: Vec<Candidate> = candidates.collect();
            for candidate in &candidates {
                let mut wording = text.to_owned();
                wording.replace_range(own.range(), &candidate.word);
                if let Some((place, word)) = before.zip(candidate.before.as_ref()) {
                    wording.replace_range(place.range(), word);
                }
                wordings.push(wording);
            }
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
                let candidates = order.iter().map(|&at| candidates[at].clone()).collect();
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

fn logit(p: f32) -> f32 {
    let p = p.clamp(0.001, 0.999);
    (p / (1.0 - p)).ln()
}

/// How likely a word of another sense is meant, before it is weighed: by its frequency and by how much better
/// it goes with its place, in nats.
fn prospect(weight: f32, topic: TopicFit) -> f32 {
    WEIGHT_MERIT * weight.max(LEAST_WEIGHT).ln() + CLOSENESS_SCALE * TOPIC_MERIT * (topic[0] + topic[1])
}
