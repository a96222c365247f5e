//! Words that may render the wrong sense of what they translate: each with the other senses that its
//! source word has, weighed in its place.
//!
//! What speaks for another sense is seldom in one number, and weighing takes time. So there are two looks. The
//! first, at every word whose source word has other senses ([`Inventory`]), costs next to nothing: what the
//! judge thinks of it, how often the source word is rendered so, how well it and the words of the other
//! senses go with the topics of the article ([`Surroundings`]; of the source's article, by what else each can
//! mean there, where the topics of the target's words are not known), how close it is to its source word. The
//! likeliest of a sentence is looked at again: the likeliest words of the other senses are put in its place,
//! in one call, and what the judge says of the sentence with each comes to the [`Evidence`]. The weights of
//! both looks are learned (`src/bin/train_senses`) from contrasts of right and wrong senses.

mod again;
mod first;
pub(super) mod replacement;
pub mod weights;

use super::hearing::{Hearing, Judged};
use super::surroundings::{Fit as TopicFit, Surroundings};
use crate::article::Text;
use crate::facts::names::is_acronym;
use crate::language::senses::{Inventory, LEAST_WEIGHT};
use crate::language::tokens::TokenKind;
use crate::odds::{log_odds, probability, weighed};
use first::Suspect;
use weights::{ALONE_WEIGHTS, Evidence, FirstEvidence, WEIGHTS};

/// Brings differences of cosines to numbers about 1.
pub(super) const CLOSENESS_SCALE: f32 = 10.0;

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
    /// Words of the article that go with the first of them and not with the word: in the target's tokens, the
    /// strongest first. None in a language whose words' topics are not known.
    pub witnesses: Vec<usize>,
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

/// How likely a word of another sense is meant, before it is weighed: by its frequency and by how much better
/// it goes with its place, in nats.
fn prospect(weight: f32, topic: TopicFit) -> f32 {
    WEIGHT_MERIT * weight.max(LEAST_WEIGHT).ln() + CLOSENESS_SCALE * TOPIC_MERIT * (topic[0] + topic[1])
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
        let court = Court::new(hearing, judged, inventory);
        let mut senses = Senses { doubts: Vec::new(), suspicions: vec![0.0; hearing.target.tokens.len()] };
        for sentence in 0..hearing.target.sentences.len() {
            let suspects: Vec<Suspect<'_>> = court.suspects(sentence).collect();
            for suspect in &suspects {
                senses.suspicions[suspect.token] = probability(suspect.log_odds());
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
    let court = Court::new(hearing, judged, inventory);
    let suspects = (0..hearing.target.sentences.len()).flat_map(|sentence| court.suspects(sentence));
    suspects.map(|suspect| (suspect.token, suspect.evidence)).collect()
}

/// What all words are looked at with.
struct Court<'a, 'h> {
    hearing: &'a Hearing<'h>,
    judged: &'a Judged,
    inventory: &'a Inventory,
    surroundings: Option<Surroundings<'h>>,
    /// Those of the source, where the topics of the target's words are not known.
    beyond: Option<Surroundings<'h>>,
}

impl<'a, 'h> Court<'a, 'h> {
    fn new(hearing: &'a Hearing<'h>, judged: &'a Judged, inventory: &'a Inventory) -> Court<'a, 'h> {
        let surroundings = Surroundings::of(hearing.target);
        let source = hearing.source.filter(|_| surroundings.is_none());
        let beyond = source.and_then(|(source, ..)| Surroundings::of(source));
        Court { hearing, judged, inventory, surroundings, beyond }
    }
}

/// The words of the inventory that a token of the source may be a form of: of a verb with its particle, that with it.
pub(super) fn readings<'a>(inventory: &Inventory, source: &'a Text, token: usize) -> Vec<&'a str> {
    let form = source.form(token);
    let joined: Vec<&str> = source
        .particle_of(token)
        .into_iter()
        .flat_map(|particle| form.words().map(move |word| [particle, word].concat()))
        .filter_map(|word| inventory.source_word(&word))
        .collect();
    if joined.is_empty() { inventory.readings(form).collect() } else { joined }
}

/// Whether a token is a word that can have senses: no acronym, name, number, mark or function word.
pub(super) fn has_sense(target: &Text, token: usize) -> bool {
    let form = target.form(token);
    let is_rare = form.zipf.is_some_and(|zipf| zipf < FUNCTION_WORD);
    is_rare && target.tokens[token].kind == TokenKind::Word && !is_acronym(target.token_str(token))
}

/// The log odds of what the judge says.
pub(super) fn logit(p: f32) -> f32 {
    log_odds(p, 0.001)
}
