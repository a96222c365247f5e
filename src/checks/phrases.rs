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

/// Taken off where the bead is the whole article, whose lengths then say nothing of it.
const ALONE: f32 = 0.12;

/// Evidence from which a run is shown by default (confidence .5). In human translations between English and ten languages
/// (NTREX-128, 440,000 words) 49 runs reach it, mostly what the translators left out or added.
const SHOWN: f32 = 1.6;

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

/// Source and target characters of all that is aligned: what lengths are held against.
pub(super) fn aligned_chars(texts: [&Text; 2], alignment: &Alignment) -> [f32; 2] {
    let matched = alignment.beads.iter().filter(|bead| bead.is_matched());
    matched.fold([0.0; 2], |[source, target], bead| {
        [source + chars_of(texts[0], &bead.source), target + chars_of(texts[1], &bead.target)]
    })
}

/// Characters of a run of sentences.
pub(super) fn chars_of(text: &Text, sentences: &Range<usize>) -> f32 {
    text.sentences[sentences.clone()].iter().map(|s| text.slice(s.span).chars().count() as f32).sum()
}

/// The phrases of one side of a bead that the other side does not render; `chars` are the article's
/// [`aligned_chars`].
pub(super) fn without_counterpart(
    texts: [&Text; 2],
    chars: [f32; 2],
    alignment: &Alignment,
    bead: &Bead,
    side: Side,
) -> Vec<Phrase> {
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
    let shortage = shortage(texts, chars, bead, own).clamp(SHORTAGE_BOUNDS.0, SHORTAGE_BOUNDS.1);
    let is_alone = alignment.beads.iter().filter(|bead| bead.is_matched()).nth(1).is_none();
    let alone = if is_alone { ALONE } else { 0.0 };
    let found = runs.into_iter().filter_map(|run| {
        let evidence = run.evidence - free + SHORTAGE * shortage - alone;
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
        let weight = if is_enclitic { 0.0 } else { weight(text, form) };
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
fn weight(text: &Text, form: &Form) -> f32 {
    // Without spaces a verb and its endings may be one token, which no list has.
    let of_run = || text.language.words.as_ref().filter(|_| !text.language.rules.spaced)?.zipf_of_run(&form.folded);
    let zipf = form.zipf.or_else(of_run).map_or(RARE, f32::from);
    ((COMMON - zipf) / 10.0).clamp(0.0, 4.0)
}

/// By how many words the other side of a bead is shorter than the article leads to expect.
fn shortage(texts: [&Text; 2], chars: [f32; 2], bead: &Bead, own: usize) -> f32 {
    let sentences = [&bead.source, &bead.target];
    let [own_chars, other_chars] = [own, 1 - own].map(|side| chars_of(texts[side], sentences[side]));
    let expected = own_chars * chars[1 - own] / chars[own].max(1.0);
    let n_words = texts[own].tokens_of(sentences[own]).len() as f32;
    (1.0 - other_chars / expected.max(1.0)) * n_words
}
