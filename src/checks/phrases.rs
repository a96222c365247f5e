//! Runs of words without a counterpart on the other side of their bead: what `omitted-phrase` and
//! `added-phrase` look for.

use std::ops::Range;

use crate::align::{Alignment, Bead, COUNTERPART};
use crate::article::{BlockKind, Side, Text};
use crate::language::tokens::TokenKind;
use crate::language::words::Form;

/// Zipf frequency (× 10) from which a word says too little to be missed.
const COMMON: f32 = 62.0;

/// Words less informative than this neither make a run nor end one.
const MIN_WEIGHT: f32 = 0.3;

/// Zipf frequency (× 10) taken for a word that the language's list does not have.
const RARE: f32 = 25.0;

/// What each further word of a run takes off: many words, each a little far from everything, are a free
/// rendering; one that is far is an omission.
const FURTHER: f32 = 0.2;

/// How much each word counts by which the other side is shorter than the article's ratio says.
const SHORTAGE: f32 = 0.1;

/// Bounds of the shortage that is looked at, in words.
const SHORTAGE_BOUNDS: (f32, f32) = (-4.0, 6.0);

/// Evidence from which a run is shown by default (confidence .5). Of phrases of 3 to 7 words cut out of human translations
/// between English and nl de fr ru (NTREX-128), about a third reach it; of whole translations, fewer
/// than one run in 1,000 words, mostly what the translators left out.
const SHOWN: f32 = 1.3;

/// Evidence from which a run counts in the risk.
const LEAST: f32 = 0.7;

/// Evidence that leaves no doubt.
const CERTAIN: f32 = 4.5;

/// A run of words without a counterpart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Phrase {
    /// From its first to its last informative word.
    pub tokens: Range<usize>,
    /// 0 to 1.
    pub confidence: f32,
}

/// The phrases of one side of a bead that the other side does not render.
pub(super) fn without_counterpart(texts: [&Text; 2], alignment: &Alignment, bead: &Bead, side: Side) -> Vec<Phrase> {
    let (own, other) = match side {
        Side::Source => (0, 1),
        Side::Target => (1, 0),
    };
    // Without a word list nothing tells a content word.
    if texts.iter().any(|text| text.language.words.is_none()) || alignment.closeness[own].is_empty() {
        return Vec::new();
    }
    let sentences = [&bead.source, &bead.target];
    // Titles and captions are written anew.
    let is_running = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::ListItem);
    if !is_running(texts[own].block_kind(sentences[own].start)) {
        return Vec::new();
    }
    let runs = phrases_of(texts[own], &alignment.closeness[own], texts[own].tokens_of(sentences[own]));
    // What the other side says of its own may be a free rendering.
    let others = phrases_of(texts[other], &alignment.closeness[other], texts[other].tokens_of(sentences[other]));
    let free: f32 = others.iter().map(|run| run.evidence).sum();
    let shortage = shortage(texts, alignment, bead, own).clamp(SHORTAGE_BOUNDS.0, SHORTAGE_BOUNDS.1);
    let found = runs.into_iter().filter_map(|run| {
        let evidence = run.evidence - free + SHORTAGE * shortage;
        let confidence = if evidence < SHOWN {
            0.5 * evidence / SHOWN
        } else {
            0.5 + 0.45 * ((evidence - SHOWN) / (CERTAIN - SHOWN)).min(1.0)
        };
        (evidence >= LEAST).then_some(Phrase { tokens: run.tokens, confidence })
    });
    found.collect()
}

struct Run {
    tokens: Range<usize>,
    evidence: f32,
}

/// Runs of informative words far from everything on the other side; other words and numbers may
/// stand between them, marks may not.
fn phrases_of(text: &Text, closeness: &[f32], tokens: Range<usize>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut is_open = false;
    for token in tokens {
        if text.tokens[token].kind == TokenKind::Mark {
            is_open = false;
            continue;
        }
        let form = text.form(token);
        let is_enclitic = text.language.rules.enclitics.iter().any(|enclitic| **enclitic == *form.folded);
        let weight = if is_enclitic { 0.0 } else { weight(form) };
        // Numbers have a check of their own.
        if weight < MIN_WEIGHT || text.tokens[token].kind == TokenKind::Number {
            continue;
        }
        let lack = COUNTERPART - closeness.get(token).copied().unwrap_or(1.0);
        if lack <= 0.0 {
            is_open = false;
            continue;
        }
        match runs.last_mut().filter(|_| is_open) {
            Some(run) => {
                run.tokens.end = token + 1;
                run.evidence += weight * lack - FURTHER;
            }
            None => runs.push(Run { tokens: token..token + 1, evidence: weight * lack }),
        }
        is_open = true;
    }
    runs
}

/// How much would be missed with a word.
fn weight(form: &Form) -> f32 {
    let zipf = form.zipf.map_or(RARE, f32::from);
    ((COMMON - zipf) / 10.0).clamp(0.0, 4.0)
}

/// By how many words the other side of a bead is shorter than the article leads to expect.
fn shortage(texts: [&Text; 2], alignment: &Alignment, bead: &Bead, own: usize) -> f32 {
    let length = |side: usize, bead: &Bead| -> f32 {
        let sentences = if side == 0 { &bead.source } else { &bead.target };
        texts[side].sentences[sentences.clone()].iter().map(|s| texts[side].slice(s.span).chars().count() as f32).sum()
    };
    let matched = || alignment.beads.iter().filter(|bead| bead.is_matched());
    let all = |side| matched().map(|bead| length(side, bead)).sum::<f32>().max(1.0);
    let expected = length(own, bead) * all(1 - own) / all(own);
    let sentences = if own == 0 { &bead.source } else { &bead.target };
    let n_words = texts[own].tokens_of(sentences).len() as f32;
    (1.0 - length(1 - own, bead) / expected.max(1.0)) * n_words
}
