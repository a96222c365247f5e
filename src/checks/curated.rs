//! Where rows of a pair's curated list apply: shared by the checks of their kinds.

use std::ops::Range;

use super::check::{Check, Context};
use crate::align::{Alignment, Bead};
use crate::article::Text;
use crate::finding::{Finding, Findings};
use crate::language::artifacts::{ArtifactRow, Kind};
use crate::language::inflect;
use crate::language::pattern::WordSet;

/// Sentences around the pair in which cues for a sense are looked for.
const NEIGHBOURS: usize = 4;

/// Confidence by what speaks for the finding, set from its precision on DEV articles and human
/// translations: several words caught on one side; one word with a cue; one word without.
const PHRASE: f32 = 0.92;
const WITH_CUE: f32 = 0.88;
const WORD: f32 = 0.8;

/// An idiom of several words that several words render word for word needs no cue where its row knows what speaks of the
/// things themselves, and nothing does: in 383,000 words of human translations (OPUS-MT test sets, six pairs) there was
/// none.
const IDIOM: f32 = 0.55;

/// Without a source the rendering itself is all the evidence.
const ALONE: f32 = 0.6;

/// A lexicon link this strong from elsewhere says that the word has another origin.
const OTHER_ORIGIN: f32 = 0.45;

/// What the rows of some kinds say of an article, as findings of a check.
pub fn run(check: &Check, kinds: &[Kind], context: &Context<'_>, findings: &mut Findings) {
    let Some(artifacts) = &context.pair.artifacts else { return };
    let target = context.target();
    let words = WordSet::new(&target.forms);
    match context.aligned() {
        Some((source, alignment)) => {
            for row in artifacts.in_pair(kinds, &WordSet::new(&source.forms), &words) {
                in_pair(check, row, source, target, alignment, findings);
            }
        }
        None => {
            for row in artifacts.in_target(kinds, &words) {
                in_target(check, row, target, findings);
            }
        }
    }
}

fn in_pair(
    check: &Check,
    row: &ArtifactRow,
    source: &Text,
    target: &Text,
    alignment: &Alignment,
    findings: &mut Findings,
) {
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
        let source_tokens = source.tokens_of(&bead.source);
        let in_source = row.source.find_all(source, source_tokens.clone());
        if in_source.is_empty() {
            continue;
        }
        let target_tokens = target.tokens_of(&bead.target);
        let in_target = row.literal.find_all(target, target_tokens.clone());
        if in_target.is_empty()
            || row.source_against.is_in(source, source_tokens)
            || row.target_against.is_in(target, target_tokens.clone())
        {
            continue;
        }
        let is_cued = has_cue(row, source, target, bead);
        let knows_literal_use = !(row.source_against.is_empty() && row.target_against.is_empty());
        // A better rendering beside the literal one answers for as many of the source's words.
        let better = row.better_pattern.find_all(target, target_tokens);
        let answered = better.iter().filter(|b| !in_target.iter().any(|l| overlap(b, l))).count();
        let open = in_source.len().saturating_sub(answered);
        let suspects = in_target.iter().filter(|literal| !has_other_origin(literal, &in_source, alignment));
        for (literal, origin) in suspects.zip(&in_source).take(open) {
            let is_plain = row.kind == Kind::Idiom && knows_literal_use && origin.len() > 1 && literal.len() > 1;
            if !is_cued && !is_plain {
                continue;
            }
            findings.push(finding(check, row, target, literal, Some((source, origin)), is_cued));
        }
    }
}

fn in_target(check: &Check, row: &ArtifactRow, target: &Text, findings: &mut Findings) {
    for (n, sentence) in target.sentences.iter().enumerate() {
        let tokens = sentence.tokens.clone();
        let around = target.tokens_of(&widen(&(n..n + 1), target.sentences.len()));
        if row.target_against.is_in(target, tokens.clone())
            || !(row.target_for.is_empty() || row.target_for.is_in(target, around))
        {
            continue;
        }
        for literal in row.literal.find_all(target, tokens) {
            findings.push(finding(check, row, target, &literal, None, true));
        }
    }
}

fn has_cue(row: &ArtifactRow, source: &Text, target: &Text, bead: &Bead) -> bool {
    if row.source_for.is_empty() && row.target_for.is_empty() {
        return true;
    }
    let around = |text: &Text, sentences: &Range<usize>| text.tokens_of(&widen(sentences, text.sentences.len()));
    row.source_for.is_in(source, around(source, &bead.source))
        || row.target_for.is_in(target, around(target, &bead.target))
}

fn widen(sentences: &Range<usize>, n: usize) -> Range<usize> {
    sentences.start.saturating_sub(NEIGHBOURS)..(sentences.end + NEIGHBOURS).min(n)
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Whether a one-word rendering clearly translates a source word other than the row's.
fn has_other_origin(literal: &Range<usize>, in_source: &[Range<usize>], alignment: &Alignment) -> bool {
    literal.len() == 1
        && alignment
            .of_target(literal.start)
            .is_some_and(|link| link.strength >= OTHER_ORIGIN && !in_source.iter().any(|s| s.contains(&link.source)))
}

fn finding(
    check: &Check,
    row: &ArtifactRow,
    target: &Text,
    literal: &Range<usize>,
    origin: Option<(&Text, &Range<usize>)>,
    is_cued: bool,
) -> Finding {
    let has_cues = !(row.source_for.is_empty() && row.target_for.is_empty());
    let confidence = match origin {
        None => ALONE,
        Some(_) if !is_cued => IDIOM,
        Some((_, source)) if source.len() > 1 || literal.len() > 1 => PHRASE,
        Some(_) if has_cues => WITH_CUE,
        Some(_) => WORD,
    };
    let span = target.span_of(literal);
    let written = span.map_or("", |span| target.slice(span));
    let first = target.form(literal.start);
    let lemma = if literal.len() == 1 { row.literal.single_lemma(first) } else { None };
    let suggestions = row.better.iter().map(|better| {
        let better =
            lemma.map_or_else(|| (*better).to_owned(), |lemma| inflect::like(first, lemma, better, target.language));
        inflect::capitalised_like(written, &better)
    });
    // A row may list a rendering on both sides, for another of its senses.
    let suggestions = suggestions.filter(|better| better != written);
    let source_span = origin.and_then(|(source, tokens)| source.span_of(tokens));
    let message = match (origin, source_span) {
        (Some((source, _)), Some(place)) => format!("“{written}” for “{}”: {}", source.slice(place), row.note),
        _ => format!("“{written}” looks like a literal rendering (not compared with the source): {}", row.note),
    };
    Finding {
        category: row.category,
        severity: row.severity,
        source_span,
        suggestions: suggestions.collect(),
        ..check.finding(span, confidence, message)
    }
}
