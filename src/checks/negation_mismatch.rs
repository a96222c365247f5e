//! The check `negation-mismatch`.

use std::ops::Range;

use super::check::{Context, check};
use crate::align::{Alignment, Bead, Rendering};
use crate::article::{BlockKind, Side, Text};
use crate::finding::{Finding, Findings};
use crate::language::polarity::Polarity;
use crate::language::tokens::TokenKind;
use crate::odds::probability;

/// What speaks for a mismatch, as the log odds of a logistic regression over 198 negations taken out of or put into
/// translations (DEMETR DEV, into English) and 57 doubts in human ones (NTREX-128, 60 segments of 20 languages both
/// ways): how close the negation comes to a word of the other side, whether that side has a cue, and how close the
/// words of its own side and of the other come to each other in the mean.
const CLOSENESS: f32 = -12.4;
const CUE: f32 = -0.9;
const LITERAL: [f32; 2] = [7.0, 5.0];

/// What all this must outweigh, more than the regression says, for precision: 143 of 246 changed negations do, and 9 in
/// 88,075 words of human translations (NTREX-128, twenty directions).
const BIAS: f32 = 5.8;

/// Added where what is negated negates by itself, and that is said on the other side: `nicht ausschließen` is not
/// `rule out`.
const REVERSED: f32 = 0.8;

/// The most where a cue stands near what is negated, which may render the negation: counted in the risk, not shown.
const ANSWERED: f32 = 0.45;

/// Zipf frequency (× 10) from which a word says too little to be what is negated.
const FUNCTION_WORD: u8 = 62;

/// Tokens between two parts of one negation.
const TOGETHER: usize = 4;

/// A negation that comes so close to a word of the other side is part of what that word says.
const NEAR: f32 = 0.4;

/// Strength of a link of the lexicon from which a word translates another.
const TRANSLATES: f32 = 0.1;

/// Tokens between a cue and what it negates.
const BESIDE: usize = 10;

/// Tokens behind a negation in which it may be said up to what it holds.
const WAITS: usize = 8;

/// Tokens from a word for *until* to the negation that belongs to it, at most.
const EXPLETIVE: usize = 7;

check! {
    /// A negation of the source that the target lacks, or the other way round.
    ///
    /// # Why it matters
    ///
    /// The sentence is fluent and says the opposite. Nothing embarrasses a newsroom more.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: De burgemeester zei dat zij de plannen van de projectontwikkelaar niet steunt.
    /// en: The mayor said that she supports the plans of the project developer.
    ///                             ^^^^^^^^
    /// ```
    ///
    /// # Limits
    ///
    /// Needs the encoder, a rather literal rendering, and lists of words that negate in both languages. Silent where the
    /// other side has a word near by that says as much in another way (`hardly`, `refuse`, `un-`): such a sentence only
    /// counts in the risk. Silent beside a word like *without* or *hardly*, with which a negation says no more, or the
    /// contrary. Of verbs that are negated inside the word it knows that they may render a negation, not that theirs is
    /// lost.
    pub static NEGATION_MISMATCH = {
        name: "negation-mismatch",
        category: MISTRANSLATION,
        severity: Critical,
        since: "0.1.0",
        needs: Encoder,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, alignment)) = context.aligned() else { return };
    let texts = [source, context.target()];
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched() && bead.rendering == Rendering::Literal) {
        if context.target().block_kind(bead.target.start) != BlockKind::Paragraph {
            continue;
        }
        for side in [Side::Source, Side::Target] {
            findings_of(texts, alignment, bead, side, findings);
        }
    }
}

/// Negations of one side of a bead that nothing on the other side answers to.
fn findings_of(texts: [&Text; 2], alignment: &Alignment, bead: &Bead, side: Side, findings: &mut Findings) {
    let (own, other) = match side {
        Side::Source => (0, 1),
        Side::Target => (1, 0),
    };
    let tokens = [texts[0].tokens_of(&bead.source), texts[1].tokens_of(&bead.target)];
    let places = Places { texts, alignment, tokens, own, other };
    if [own, other].iter().any(|&side| places.polarity(side).negations.is_empty()) {
        return;
    }
    let groups = places.groups();
    let Some(doubt) = groups.iter().filter_map(|group| places.doubt(group, &groups)).max_by(Doubt::cmp) else { return };
    let (word, confidence) = (texts[own].token_str(doubt.negation), doubt.confidence);
    let finding = match side {
        Side::Source => {
            let message = format!("“{word}” of the source is not rendered: the target says the opposite");
            let span = doubt.counterpart.map(|token| texts[1].tokens[token].span);
            Finding {
                source_span: Some(texts[0].tokens[doubt.negation].span),
                ..NEGATION_MISMATCH.finding(span, confidence, message)
            }
        }
        Side::Target => {
            let message = format!("“{word}” answers to nothing in the source: the target says the opposite");
            let span = Some(texts[1].tokens[doubt.negation].span);
            let source_span = doubt.counterpart.map(|token| texts[0].tokens[token].span);
            Finding { source_span, ..NEGATION_MISMATCH.finding(span, confidence, message) }
        }
    };
    findings.push(finding);
}

/// A negation that may not be rendered.
struct Doubt {
    /// Its first token.
    negation: usize,
    /// The token of the other side that answers to what is negated.
    counterpart: Option<usize>,
    confidence: f32,
}

impl Doubt {
    fn cmp(a: &Doubt, b: &Doubt) -> std::cmp::Ordering {
        a.confidence.total_cmp(&b.confidence)
    }
}

/// The tokens of a bead, seen from one side.
struct Places<'a> {
    texts: [&'a Text; 2],
    alignment: &'a Alignment,
    tokens: [Range<usize>; 2],
    own: usize,
    other: usize,
}

impl<'a> Places<'a> {
    fn polarity(&self, side: usize) -> &'a Polarity {
        &self.texts[side].language.rules.polarity
    }

    fn negates(&self, side: usize, token: usize) -> bool {
        self.polarity(side).negates(&self.texts[side].form(token).folded)
    }

    fn is_affixed(&self, side: usize, token: usize) -> bool {
        self.polarity(side).is_affixed(&self.texts[side].form(token).folded)
    }

    fn is_cue(&self, side: usize, token: usize) -> bool {
        let zipf = |word: &str| self.texts[side].language.words.as_ref()?.zipf(word);
        let mut words = self.texts[side].form(token).words();
        self.negates(side, token) || words.any(|word| self.polarity(side).is_cue(word, zipf))
    }

    fn close(&self, side: usize, token: usize) -> f32 {
        self.alignment.closeness[side].get(token).copied().unwrap_or(1.0)
    }

    /// Whether the pair's lexicon links a token of the own side to one of the other.
    fn translates(&self, own: usize, other: usize) -> bool {
        let form = |side: usize, token: usize| self.texts[side].tokens[token].form.0;
        let (own, other) = (form(self.own, own), form(self.other, other));
        let [source, target] = if self.own == 0 { [own, other] } else { [other, own] };
        self.alignment.evidence.strength(source, target) >= TRANSLATES
    }

    /// Negations that stand near each other negate together; of others one may take back what the other
    /// says.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let own = self.tokens[self.own].clone();
        let negations: Vec<usize> = own.filter(|&token| self.negates(self.own, token)).collect();
        let idle = if negations.is_empty() { Vec::new() } else { self.idle() };
        let is_idle = |token: usize| idle.iter().any(|phrase| phrase.contains(&token));
        for token in negations.into_iter().filter(|&token| !is_idle(token) && !self.is_expletive(token)) {
            match groups.last_mut().filter(|group| group.last().is_some_and(|last| token - last <= TOGETHER)) {
                Some(group) => group.push(token),
                None => groups.push(vec![token]),
            }
        }
        groups
    }

    /// Turns of phrase in which a negation negates nothing, and what bounds a number, which other languages say
    /// without one: `no doubt`, `no more than`.
    fn idle(&self) -> Vec<Range<usize>> {
        let (text, tokens) = (self.texts[self.own], &self.tokens[self.own]);
        let rules = &text.language.rules;
        let hedges = rules.hedges.compiled(rules);
        let patterns = [rules.polarity.idle(rules), &hedges.at_least, &hedges.at_most];
        patterns.map(|pattern| pattern.find_all(text, tokens.clone())).concat()
    }

    /// Whether a negation stands behind a word for *until*, with which it says no more than that word alone.
    fn is_expletive(&self, negation: usize) -> bool {
        let (text, polarity) = (self.texts[self.own], self.polarity(self.own));
        let before = negation.saturating_sub(EXPLETIVE).max(self.tokens[self.own].start)..negation;
        before.into_iter().any(|token| polarity.is_expletive_behind(&text.form(token).folded))
    }

    /// How close a negation comes to a word that may say as much. Beside a function word that is no cue it stands by
    /// chance: `weder` is near `and` where nothing negates. Unless it is one of several, which may negate once.
    fn closeness(&self, token: usize, groups: &[Vec<usize>]) -> f32 {
        let is_function_word =
            |at: usize| self.texts[self.other].form(at).zipf.is_some_and(|zipf| zipf >= FUNCTION_WORD);
        let linked: Vec<usize> = self.alignment.linked(self.own, token).collect();
        let is_idle = |&at: &usize| is_function_word(at) && !self.is_cue(self.other, at);
        let is_by_chance = groups.len() == 1 && !linked.is_empty() && linked.iter().all(is_idle);
        if is_by_chance { 0.0 } else { self.close(self.own, token) }
    }

    /// How literal a side is: what is said in other words altogether may do without the negation.
    fn mean_closeness(&self, side: usize) -> f32 {
        let all = self.tokens[side].clone().map(|token| self.close(side, token));
        all.sum::<f32>() / self.tokens[side].len().max(1) as f32
    }

    fn doubt(&self, group: &[usize], groups: &[Vec<usize>]) -> Option<Doubt> {
        let (&negation, &last) = (group.first()?, group.last()?);
        // "Not only" and "not excluded" belong together, unless the second of them is said as well.
        let next = Some(last + 1).filter(|next| self.tokens[self.own].contains(next) && self.is_cue(self.own, *next));
        if next.is_some_and(|next| !self.alignment.linked(self.own, next).any(|to| self.is_cue(self.other, to))) {
            return None;
        }
        let closeness = group.iter().map(|&token| self.closeness(token, groups)).fold(0.0, f32::max);
        let is_answered = |token: usize| self.alignment.linked(self.own, token).any(|to| self.is_cue(self.other, to));
        // Beside a verb that is negated within, or a word like *without* or *hardly*, another negation says no more
        // (`nečetl ani`, `sans eau ni`), or takes it back (`niet zonder`).
        let beside = negation.saturating_sub(TOGETHER).max(self.tokens[self.own].start)
            ..(last + 1 + TOGETHER).min(self.tokens[self.own].end);
        let weakens = |token: usize| self.polarity(self.own).diminishes(&self.texts[self.own].form(token).folded);
        let mut others = beside.filter(|token| !group.contains(token));
        let is_said = others.any(|token| match self.is_affixed(self.own, token) {
            true => is_answered(token),
            false => weakens(token),
        });
        if closeness >= NEAR || is_said || group.iter().any(|&token| is_answered(token)) {
            return None;
        }
        // A cue that answers to a cue, or that translates another word, explains that one, not the negation. A verb
        // that is negated within translates the verb as well.
        let explains = |&token: &usize| {
            let is_negation = self.negates(self.other, token);
            let takes = |at: usize| match self.is_affixed(self.other, token) {
                true => self.negates(self.own, at) || self.is_affixed(self.own, at),
                false => self.is_cue(self.own, at) || !is_negation && self.translates(at, token),
            };
            !self.alignment.linked(self.other, token).any(|at| !group.contains(&at) && takes(at))
        };
        let cues: Vec<usize> =
            self.tokens[self.other].clone().filter(|&token| self.is_cue(self.other, token)).filter(explains).collect();
        let counterpart = self.counterpart(negation);
        // A cue far from what is negated seldom renders the negation.
        let is_near = |cue: &usize| counterpart.is_none_or(|place| cue.abs_diff(place) <= BESIDE);
        let n_negations = cues.iter().filter(|&&cue| self.negates(self.other, cue)).count();
        if n_negations > 0 && n_negations >= groups.len() {
            return None;
        }
        let speaking = CLOSENESS * closeness
            + if cues.is_empty() { 0.0 } else { CUE }
            + LITERAL[0] * self.mean_closeness(self.own)
            + LITERAL[1] * self.mean_closeness(self.other)
            + if next.is_some() { REVERSED } else { 0.0 };
        let confidence = probability(speaking - BIAS);
        let is_answered = cues.iter().any(is_near) || self.waits(last) && self.has_cue();
        let confidence = if is_answered { confidence.min(ANSWERED) } else { confidence };
        Some(Doubt { negation, counterpart, confidence })
    }

    /// Whether a negation holds up to something only: "not until Monday" is "erst am Montag".
    fn waits(&self, negation: usize) -> bool {
        let behind = negation + 1..(negation + 1 + WAITS).min(self.tokens[self.own].end);
        behind.into_iter().any(|token| self.polarity(self.own).is_until(&self.texts[self.own].form(token).folded))
    }

    fn has_cue(&self) -> bool {
        self.tokens[self.other].clone().any(|token| self.is_cue(self.other, token))
    }

    /// Where what is negated stands on the other side: the partner of the nearest word that says something.
    fn counterpart(&self, negation: usize) -> Option<usize> {
        let text = self.texts[self.own];
        let is_content = |&token: &usize| {
            let is_rare = text.form(token).zipf.is_none_or(|zipf| zipf < FUNCTION_WORD);
            is_rare && text.tokens[token].kind == TokenKind::Word
        };
        let mut near: Vec<usize> = self.tokens[self.own].clone().filter(is_content).collect();
        near.sort_by_key(|&token| (token.abs_diff(negation), std::cmp::Reverse(token)));
        near.into_iter().find_map(|token| self.alignment.linked(self.own, token).next())
    }
}
