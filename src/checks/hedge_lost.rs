//! The check `hedge-lost`.

use std::ops::Range;

use super::check::{Context, check};
use crate::align::{Bead, Rendering};
use crate::article::{BlockKind, Text};
use crate::facts::{Amount, Entry, Ledger, Verdict};
use crate::finding::{Finding, Findings, Severity};
use crate::language::pattern::Pattern;
use crate::language::polarity::Compiled;
use crate::language::tokens::TokenKind;
use crate::numbers::Written;

/// Tokens before a number, and behind it, in which a word makes it a bound.
const BOUND: (usize, usize) = (3, 3);

/// Tokens on either side of a number in which something may render a bound.
const RENDERED: usize = 8;

/// A mark of hearsay that comes this close to a word of the other side is rendered by it.
const CLOSE: f32 = 0.3;

const CONFIDENCE_REVERSED: f32 = 0.85;
const CONFIDENCE_BOUND: f32 = 0.6;
const CONFIDENCE_ALLEGED: f32 = 0.6;

check! {
    /// A hedge of the source that the target lacks: `allegedly`, `at least`, `up to`.
    ///
    /// # Why it matters
    ///
    /// An accusation becomes a fact in the paper's own voice, and a lower bound a final toll.
    ///
    /// # Examples
    ///
    /// ```example
    /// de: Bei dem Brand kamen mindestens 34 Menschen ums Leben.
    /// en: The fire killed up to 34 people.
    ///                     ^^^^^
    /// ```
    ///
    /// ```example
    /// de: Der Mann soll das Geld angeblich in die Schweiz gebracht haben.
    /// en: The man took the money to Switzerland.
    ///     ^^^
    /// ```
    ///
    /// ```example
    /// de: Bei dem Brand kamen mindestens 34 Menschen ums Leben.
    /// en: The fire killed more than 34 people.
    /// ```
    ///
    /// # Limits
    ///
    /// Bounds of numbers that the ledger of facts matches, and marks of hearsay in sentences rendered
    /// literally. Needs lists of such words in both languages; moods of the verb that say as much are known
    /// as far as words show them.
    pub static HEDGE_LOST = {
        name: "hedge-lost",
        category: MISTRANSLATION,
        severity: Major,
        since: "0.1.0",
        needs: Source,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let (Some((source, alignment)), Some(ledger)) = (context.aligned(), context.ledger) else { return };
    let texts = [source, context.target()];
    let hedges = texts.map(|text| text.language.rules.hedges.compiled(&text.language.rules));
    let bounds = |hedges: &Compiled| !hedges.at_least.is_empty() && !hedges.at_most.is_empty();
    if hedges.iter().all(|hedges| bounds(hedges)) {
        ledger.entries.iter().filter_map(|entry| bound(texts, hedges, ledger, entry)).for_each(|f| findings.push(f));
    }
    if alignment.is_encoded() && hedges.iter().all(|hedges| !hedges.alleged.is_empty()) {
        let literal = |bead: &&Bead| bead.is_matched() && bead.rendering == Rendering::Literal;
        for bead in alignment.beads.iter().filter(literal) {
            findings_of_hearsay(texts, hedges, &alignment.closeness[0], bead, findings);
        }
    }
}

/// Which side of a bound a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    Lower,
    Upper,
}

/// A bound of a matched number that the target lacks, or turns round.
fn bound(texts: [&Text; 2], hedges: [&Compiled; 2], ledger: &Ledger, entry: &Entry) -> Option<Finding> {
    if !matches!(entry.verdict, Verdict::Same | Verdict::Converted) {
        return None;
    }
    let ours = ledger.source[entry.source?].amount().filter(|amount| is_bounded(amount))?;
    let theirs = ledger.target[entry.target?].amount().filter(|amount| is_bounded(amount))?;
    let (bound, words) = bound_of(texts[0], hedges[0], ours)?;
    let target = texts[1];
    let source_span = texts[0].span_of(&words);
    let original = source_span.map_or("", |span| texts[0].slice(span));
    if let Some((other, place)) = bound_of(target, hedges[1], theirs) {
        let span = target.span_of(&place);
        let written = span.map_or("", |span| target.slice(span));
        let message = format!("“{written}” says the opposite of “{original}”");
        return (other != bound).then(|| Finding {
            source_span,
            severity: Severity::Critical,
            ..HEDGE_LOST.finding(span, CONFIDENCE_REVERSED, message)
        });
    }
    let near = around(target, &theirs.tokens(), RENDERED, RENDERED);
    let is_rendered = [&hedges[1].at_least, &hedges[1].at_most, &hedges[1].bound_cues]
        .iter()
        .any(|words| words.is_in(target, near.clone()));
    if is_rendered {
        return None;
    }
    let message = format!("the figure has no “{original}” as in the source: a bound has become the exact number");
    let span = target.span_of(&theirs.number.tokens);
    Some(Finding { source_span, ..HEDGE_LOST.finding(span, CONFIDENCE_BOUND, message) })
}

/// Whether a number counts or measures something.
fn is_bounded(amount: &Amount) -> bool {
    let is_cardinal = matches!(amount.number.written, Written::Digits | Written::Words);
    is_cardinal && !amount.in_date && !amount.is_century && !amount.number.is_label && amount.number.time.is_none()
}

/// Tokens around a run, within its sentence.
fn around(text: &Text, tokens: &Range<usize>, before: usize, behind: usize) -> Range<usize> {
    let sentence = text.sentence_at(text.tokens[tokens.start].span.start);
    let sentence = sentence.map_or(0..text.tokens.len(), |n| text.sentences[n.0 as usize].tokens.clone());
    tokens.start.saturating_sub(before).max(sentence.start)..(tokens.end + behind).min(sentence.end)
}

/// The bound that a number is, and the words that say so: those that stand right before it or behind.
fn bound_of(text: &Text, hedges: &Compiled, amount: &Amount) -> Option<(Bound, Range<usize>)> {
    let tokens = amount.tokens();
    let (before, behind) = BOUND;
    let near = around(text, &tokens, before, behind);
    // Behind the number a preposition has an object of its own, and before it one that is not the number may have one
    // between; the same of postpositions, the other way round.
    let [prepositions, postpositions] =
        [&hedges.before, &hedges.behind].map(|pattern| pattern.find_all(text, near.clone()));
    let is_cue = |token: usize| hedges.bound_cues.is_in(text, token..token + 1);
    let is_number = |token: usize| text.tokens[token].kind == TokenKind::Number;
    let stands = |found: &Range<usize>| {
        if found.end <= tokens.start {
            let mut between = found.end..tokens.start;
            !postpositions.contains(found)
                && !between.clone().any(is_number)
                && (!prepositions.contains(found) || between.all(is_cue))
        } else {
            let mut between = tokens.end..found.start;
            found.start >= tokens.end
                && !prepositions.contains(found)
                && !between.any(is_number)
                // What is nearer to the next number is that one's.
                && (postpositions.contains(found) || !(near.contains(&found.end) && is_number(found.end)))
        }
    };
    let find = |pattern: &Pattern, bound| {
        pattern.find_all(text, near.clone()).into_iter().filter(stands).map(move |found| (bound, found))
    };
    let mut found: Vec<(Bound, Range<usize>)> =
        find(&hedges.at_least, Bound::Lower).chain(find(&hedges.at_most, Bound::Upper)).collect();
    let away = |place: &Range<usize>| {
        if place.end <= tokens.start { tokens.start - place.end } else { place.start - tokens.end }
    };
    found.sort_by_key(|(_, place)| away(place));
    found.into_iter().next()
}

/// Marks of hearsay without anything in the target that says as much.
fn findings_of_hearsay(
    texts: [&Text; 2],
    hedges: [&Compiled; 2],
    closeness: &[f32],
    bead: &Bead,
    findings: &mut Findings,
) {
    let [source, target] = texts;
    if target.block_kind(bead.target.start) != BlockKind::Paragraph {
        return;
    }
    let tokens = [source.tokens_of(&bead.source), target.tokens_of(&bead.target)];
    if hedges[1].alleged_cues.is_in(target, tokens[1].clone()) {
        return;
    }
    for words in hedges[0].alleged.find_all(source, tokens[0].clone()) {
        let nearest = words.clone().filter_map(|token| closeness.get(token)).copied().fold(0.0, f32::max);
        if nearest >= CLOSE {
            continue;
        }
        let source_span = source.span_of(&words);
        let original = source_span.map_or("", |span| source.slice(span));
        let message = format!("“{original}” of the source is not rendered: hearsay has become a fact");
        let span = target.tokens.get(tokens[1].start).map(|token| token.span);
        findings.push(Finding { source_span, ..HEDGE_LOST.finding(span, CONFIDENCE_ALLEGED, message) });
    }
}
