//! The first look: at every word whose source word has other senses.

use std::ops::Range;

use super::weights::{ALONE_FIRST_WEIGHTS, FIRST_WEIGHTS, FirstEvidence};
use super::{CLOSENESS_SCALE, Court, has_sense, logit, prospect, readings};
use crate::align::vectors::dot;
use crate::judge::Defect;
use crate::judge::surroundings::{Fit as TopicFit, Place};
use crate::language::senses::{Inventory, LEAST_WEIGHT, Rendering, Translation};
use crate::language::words::Form;
use crate::odds::weighed;

/// Words that are put in the place of one.
const MAX_CANDIDATES: usize = 4;

/// Similarity to a word of the source from which a word without a link is taken for its translation.
const CLOSE: f32 = 0.3;

/// Tokens on either side among which another word may render the source's: a long sentence, and a bound on the work.
const BESIDE: usize = 50;

/// How often a word is rendered by itself where it may be a false friend: what is rarer the inventory does not know, what
/// is more frequent both languages have.
const DOUBTFUL: Range<f32> = LEAST_WEIGHT..0.05;

/// Without a source: source words that a word is taken to translate, and how often it must translate them.
const MAX_EXPLANATIONS: usize = 4;
const LEAST_ORIGIN: f32 = 0.1;

/// A word whose source word has other senses, before these are weighed.
pub(super) struct Suspect<'a> {
    pub token: usize,
    pub source: Option<usize>,
    pub reading: &'a str,
    /// How often the source word is rendered by the word; 0 where the inventory does not list it.
    pub weight: f32,
    pub suspicion: f32,
    /// The likeliest words of other senses, best first, and by how much each goes better with the place.
    pub others: Vec<(Translation<'a>, TopicFit)>,
    pub evidence: FirstEvidence,
}

impl Suspect<'_> {
    /// Log odds that the word is of the wrong sense, by the first look.
    pub fn log_odds(&self) -> f32 {
        weighed(&self.evidence, if self.source.is_some() { &FIRST_WEIGHTS } else { &ALONE_FIRST_WEIGHTS })
    }
}

/// What words of the target are measured against: the surroundings of a place.
enum View<'a> {
    /// In the target.
    Own(Place<'a>),
    /// In the source, whose words the inventory gives for those of the target.
    Beyond(Place<'a>, &'a Inventory),
}

impl View<'_> {
    fn fit_of_form(&self, form: &Form, reading: &str) -> Option<TopicFit> {
        match self {
            View::Own(place) => place.fit_of_form(form),
            View::Beyond(..) => form.words().find_map(|word| self.fit_of_phrase(word, reading)),
        }
    }

    /// How well a base form or phrase goes with the place, as a translation of a source word. That word itself, which
    /// all its translations can mean, tells nothing between them.
    fn fit_of_phrase(&self, phrase: &str, reading: &str) -> Option<TopicFit> {
        match self {
            View::Own(place) => place.fit_of_phrase(phrase),
            View::Beyond(place, inventory) => {
                let meanings = inventory.sources(phrase).filter(|meaning| meaning.word != reading);
                place.fit_of_meanings(meanings.map(|meaning| (meaning.word, meaning.weight)))
            }
        }
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

impl<'a, 'h> Court<'a, 'h> {
    /// Words of a sentence whose source word has other senses.
    pub(super) fn suspects(&self, sentence: usize) -> impl Iterator<Item = Suspect<'a>> {
        self.hearing.target.sentences[sentence].tokens.clone().filter_map(move |token| self.suspect(sentence, token))
    }

    fn suspect(&self, sentence: usize, token: usize) -> Option<Suspect<'a>> {
        let target = self.hearing.target;
        if !has_sense(target, token) || target.is_name(token) {
            return None;
        }
        let form = target.form(token);
        let (origin, readings) = match self.hearing.source {
            Some((source, _, alignment)) => {
                let link = alignment.of_target(token).map(|link| link.source);
                let origin = link.or_else(|| self.hearing.nearest(token, CLOSE))?;
                let all = readings(self.inventory, source, origin).into_iter().map(|word| self.reading(word, form));
                let best =
                    all.max_by(|a, b| a.weight.total_cmp(&b.weight).then(a.others.len().cmp(&b.others.len())))?;
                let is_same = source.form(origin).words().any(|word| form.is(word));
                if is_same && !DOUBTFUL.contains(&best.weight) {
                    return None;
                }
                (Some(origin), vec![best])
            }
            None => (None, self.explanations(form)),
        };
        if readings.iter().all(|reading| reading.others.is_empty()) {
            return None;
        }
        if origin.is_some_and(|origin| self.is_rendered_beside(sentence, token, origin, &readings)) {
            return None;
        }
        let view = self.view(sentence, token, origin);
        let own_fit = view.as_ref().and_then(|view| view.fit_of_form(form, readings[0].word));
        let gain = |view: &View<'_>, word: &str, reading: &str| {
            let (other, own) = (view.fit_of_phrase(word, reading)?, own_fit?);
            Some([other[0] - own[0], other[1] - own[1]])
        };
        let mut others: Vec<(Translation<'a>, TopicFit, usize)> = Vec::new();
        for (n, reading) in readings.iter().enumerate() {
            others.extend(reading.others.iter().map(|other| {
                let gain = view.as_ref().and_then(|view| gain(view, other.word, reading.word));
                (*other, gain.unwrap_or_default(), n)
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

    /// The surroundings of a token, or of the token of the source that it renders.
    fn view(&self, sentence: usize, token: usize, origin: Option<usize>) -> Option<View<'_>> {
        if let Some(surroundings) = &self.surroundings {
            return surroundings.around(sentence, token).map(View::Own);
        }
        let (source, ..) = self.hearing.source?;
        let origin = origin?;
        let sentence = source.sentence_of(origin);
        let place = self.beyond.as_ref()?.around(sentence, origin)?;
        Some(View::Beyond(place, self.inventory))
    }

    /// Whether another word of the bead renders a source word, in another sense: then the token, which seemed to, does not.
    fn is_rendered_beside(&self, sentence: usize, token: usize, origin: usize, readings: &[Reading<'_>]) -> bool {
        let (target, Some((source, _, alignment))) = (self.hearing.target, self.hearing.source) else { return false };
        let is_of_another = |other: usize| {
            let link = alignment.of_target(other).map(|link| link.source).filter(|&link| link != origin);
            link.is_some_and(|link| {
                let words = source.form(link).words();
                words.into_iter().any(|word| self.inventory.rendering(word, target.form(other)).weight > 0.0)
            })
        };
        let renders = |other: usize| {
            let form = target.form(other);
            readings.iter().any(|reading| reading.others.iter().any(|sense| form.is(sense.word)))
        };
        let (_, bead) = self.hearing.beside(sentence);
        let near = token.saturating_sub(BESIDE).max(bead.start)..(token + BESIDE).min(bead.end);
        near.filter(|&other| other != token).any(|other| renders(other) && !is_of_another(other))
    }

    /// How a source word lists a form, and its other senses.
    fn reading(&self, word: &'a str, form: &Form) -> Reading<'a> {
        let Rendering { weight, others, .. } = self.inventory.rendering(word, form);
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
}
