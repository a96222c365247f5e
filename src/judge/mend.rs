//! What would make a sentence read better: its words in another order, weighed by the judge.
//!
//! A local search. Words that the judge suspects of being out of place say where to look; every move of
//! them there is weighed in one call, and the best is taken and looked at again while it gains. A
//! sentence that nothing is suspected of costs nothing. What is found is a proposal with its gain;
//! whether it is shown is for the checks to say. Other forms and words are not tried: of those the
//! judge knows too little.

use std::ops::Range;

use super::Defect;
use super::hearing::{Hearing, Judged, Weighed};
use crate::text::{Span, fold};

/// Suspicion of being out of place from which a word is moved.
const SUSPECT: f32 = 0.35;

/// Sentences of fewer or more words are left alone: nothing to move, or too much.
const LENGTHS: Range<usize> = 4..70;

/// Wordings weighed at once.
const MAX_WORDINGS: usize = 24;

/// Farther moves are not tried.
const MAX_MOVE: usize = 7;

/// Units that move together.
const MAX_PHRASE: usize = 3;

/// Changes one after another.
const ROUNDS: usize = 2;

/// What each word that another moves past must gain: of two orders that read alike the nearer is meant.
const CROSSING_COST: f32 = 0.15;

/// A change must lower the score by so much.
const LEAST_GAIN: f32 = 1.0;

/// Suspected tokens that are looked at, most suspected first.
const MAX_SUSPECTS: usize = 2;

/// An order in which a sentence reads better.
#[derive(Clone, Debug, PartialEq)]
pub struct Mend {
    /// The sentence, in [`crate::article::Text::sentences`].
    pub sentence: usize,
    /// What is to be replaced, in the target's text.
    pub span: Span,
    /// What should stand there.
    pub replacement: String,
    /// The greatest suspicion of a token in or beside the span.
    pub suspicion: f32,
    /// The judge's logit that the sentence is corrupted, as it stands and mended.
    pub scores: [f32; 2],
}

impl Mend {
    /// By how much the sentence gets better.
    #[must_use]
    pub fn gain(&self) -> f32 {
        self.scores[0] - self.scores[1]
    }
}

/// The best other order of each sentence in which a word is suspected.
#[must_use]
pub fn mends(hearing: &Hearing<'_>, judged: &Judged) -> Vec<Mend> {
    (0..hearing.target.sentences.len()).filter_map(|sentence| mend(hearing, judged, sentence)).collect()
}

/// A sentence under search.
struct Draft {
    text: String,
    tokens: Vec<Range<usize>>,
    rows: Vec<[f32; Defect::N]>,
    score: f32,
}

fn mend(hearing: &Hearing<'_>, judged: &Judged, sentence: usize) -> Option<Mend> {
    let target = hearing.target;
    let place = target.sentences[sentence].span;
    let own = target.sentences[sentence].tokens.clone();
    let tokens = target.tokens[own.clone()].iter();
    let start = Draft {
        text: target.slice(place).to_owned(),
        tokens: tokens.map(|token| token.span.start - place.start..token.span.end - place.start).collect(),
        rows: judged.tokens.get(own)?.to_vec(),
        score: judged.scores[sentence],
    };
    if !LENGTHS.contains(&start.tokens.len()) {
        return None;
    }
    let mut best: Option<Draft> = None;
    for _ in 0..ROUNDS {
        let from = best.as_ref().unwrap_or(&start);
        let mut wordings = Wordings::new(hearing, from);
        wordings.gather();
        let texts: Vec<String> = wordings.found.iter().map(|wording| wording.text.clone()).collect();
        let weighed = hearing.weigh(sentence, &texts).into_iter().zip(wordings.found);
        let costs = weighed.map(|(weighed, wording)| (weighed.verdict.score + wording.cost, weighed, wording));
        let Some((cost, Weighed { tokens, verdict }, Wording { text, .. })) = costs.min_by(|a, b| a.0.total_cmp(&b.0))
        else {
            break;
        };
        if from.score - cost < LEAST_GAIN {
            break;
        }
        best = Some(Draft { text, tokens, rows: verdict.tokens, score: verdict.score });
    }
    let mended = best?;
    let (span, replacement) = difference(&start, &mended)?;
    let near = |token: &Range<usize>| token.start <= span.end && token.end + 1 >= span.start;
    let suspicion = start.tokens.iter().zip(&start.rows).filter(|(token, _)| near(token));
    let suspicion = suspicion.map(|(_, row)| row[Defect::Order as usize]).fold(0.0, f32::max);
    let scores = [start.score, mended.score];
    Some(Mend { sentence, span: span.shift(place.start), replacement, suspicion, scores })
}

/// Where two wordings differ, in whole tokens, and what the second has there; widened by a word where
/// one of them has nothing there.
fn difference(from: &Draft, to: &Draft) -> Option<(Span, String)> {
    let token = |draft: &Draft, at: usize| draft.text[draft.tokens[at].clone()].to_owned();
    let (n_from, n_to) = (from.tokens.len(), to.tokens.len());
    let least = n_from.min(n_to);
    let mut head = (0..least).take_while(|&at| token(from, at) == token(to, at)).count();
    let mut tail = (0..least - head).take_while(|&at| token(from, n_from - 1 - at) == token(to, n_to - 1 - at)).count();
    if head + tail == n_from || head + tail == n_to {
        if head > 0 {
            head -= 1;
        } else {
            tail = tail.saturating_sub(1);
        }
    }
    let cut =
        |draft: &Draft, end: usize| Some(draft.tokens.get(head)?.start..draft.tokens.get(end.checked_sub(1)?)?.end);
    let (old, new) = (cut(from, n_from - tail)?, cut(to, n_to - tail)?);
    (old.start < old.end && new.start < new.end).then(|| (Span::new(old.start, old.end), to.text[new].to_owned()))
}

/// Another wording of a sentence.
struct Wording {
    text: String,
    /// What it must gain before it counts.
    cost: f32,
}

/// Wordings to weigh.
struct Wordings<'a> {
    hearing: &'a Hearing<'a>,
    draft: &'a Draft,
    /// What moves as one: tokens without a space between them, marks by themselves.
    units: Vec<Range<usize>>,
    found: Vec<Wording>,
}

impl<'a> Wordings<'a> {
    fn new(hearing: &'a Hearing<'a>, draft: &'a Draft) -> Self {
        let mut units: Vec<Range<usize>> = Vec::new();
        for (at, token) in draft.tokens.iter().enumerate() {
            let is_glued = hearing.target.language.rules.spaced
                && is_word(&draft.text[token.clone()])
                && units.last().is_some_and(|unit| {
                    let last = &draft.tokens[unit.end - 1];
                    last.end == token.start && is_word(&draft.text[last.clone()])
                });
            match units.last_mut().filter(|_| is_glued) {
                Some(unit) => unit.end = at + 1,
                None => units.push(at..at + 1),
            }
        }
        Wordings { hearing, draft, units, found: Vec::new() }
    }

    /// Gathers other places for the words that are suspected.
    fn gather(&mut self) {
        for unit in self.suspects() {
            self.moves(unit);
        }
        self.found.truncate(MAX_WORDINGS);
    }

    /// Units suspected of being out of place, most suspected first.
    fn suspects(&self) -> Vec<usize> {
        let suspicion = |unit: &Range<usize>| {
            self.draft.rows[unit.clone()].iter().map(|row| row[Defect::Order as usize]).fold(0.0, f32::max)
        };
        let mut suspects: Vec<(f32, usize)> = self
            .units
            .iter()
            .enumerate()
            .map(|(at, unit)| (suspicion(unit), at))
            .filter(|(p, _)| *p >= SUSPECT)
            .collect();
        suspects.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        suspects.into_iter().map(|(_, at)| at).take(MAX_SUSPECTS).collect()
    }

    fn text_of(&self, unit: usize) -> &str {
        let unit = &self.units[unit];
        &self.draft.text[self.draft.tokens[unit.start].start..self.draft.tokens[unit.end - 1].end]
    }

    /// What stands between a unit and the one before it.
    fn gap_before(&self, unit: usize) -> &str {
        let end = unit.checked_sub(1).map_or(0, |before| self.draft.tokens[self.units[before].end - 1].end);
        &self.draft.text[end..self.draft.tokens[self.units[unit].start].start]
    }

    /// The words around a unit up to the next marks.
    fn run(&self, unit: usize) -> Range<usize> {
        let is_mark = |&at: &usize| !is_word(self.text_of(at));
        let start = (0..unit).rev().find(is_mark).map_or(0, |mark| mark + 1);
        let end = (unit..self.units.len()).find(is_mark).unwrap_or(self.units.len());
        start..end.max(unit + 1)
    }

    fn push(&mut self, text: String, cost: f32) {
        if text != self.draft.text && self.found.iter().all(|other| other.text != text) {
            self.found.push(Wording { text, cost });
        }
    }

    /// The sentence with the units of a run in another order.
    fn reordered(&mut self, order: &[usize], cost: f32) {
        let first = (0..self.units.len()).find(|&at| is_word(self.text_of(at)));
        let mut text = String::new();
        for (place, &unit) in order.iter().enumerate() {
            text.push_str(self.gap_before(place));
            let word = self.text_of(unit);
            match first {
                Some(first) if place == first && unit != first => text.push_str(&capitalised(word)),
                Some(first) if unit == first && place != first => text.push_str(&self.uncapitalised(word)),
                _ => text.push_str(word),
            }
        }
        let end = self.draft.tokens.last().map_or(0, |token| token.end);
        text.push_str(&self.draft.text[end..]);
        self.push(text, cost);
    }

    /// The first word of a sentence inside it: a frequent word is no name.
    fn uncapitalised(&self, word: &str) -> String {
        let language = self.hearing.target.language;
        let folded = fold(word);
        let is_common = language.words.as_ref().and_then(|words| words.zipf(&folded)).is_some_and(|zipf| zipf >= 45);
        if is_common && !language.rules.capitalised_nouns { word.to_lowercase() } else { word.to_owned() }
    }

    /// A suspected unit, alone and with its neighbours, in other places of its run.
    fn moves(&mut self, unit: usize) {
        let run = self.run(unit);
        let identity: Vec<usize> = (0..self.units.len()).collect();
        for n in 1..=MAX_PHRASE {
            for start in unit.saturating_sub(n - 1)..=unit {
                if start < run.start || start + n > run.end {
                    continue;
                }
                let mut places: Vec<usize> = (run.start..=run.end - n).filter(|&to| to != start).collect();
                places.retain(|to| to.abs_diff(start) <= MAX_MOVE);
                places.sort_by_key(|to| to.abs_diff(start));
                for to in places {
                    let mut order = identity.clone();
                    let moved: Vec<usize> = order.drain(start..start + n).collect();
                    order.splice(to..to, moved);
                    self.reordered(&order, CROSSING_COST * (n * (to.abs_diff(start) - 1)) as f32);
                }
            }
        }
    }
}

fn is_word(token: &str) -> bool {
    token.chars().any(char::is_alphanumeric)
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
