//! What the judge suspects and what would mend it, as findings: shared by the checks of word order, of
//! forms, and of words too many.

use super::check::{Check, Context};
use crate::article::{BlockKind, Text};
use crate::facts::names::capitals;
use crate::finding::{Finding, Findings};
use crate::judge::Defect;
use crate::judge::mend::Mend;
use crate::odds::{log_odds, probability};
use crate::text::{Span, fold};

/// How suspicion and gain make a confidence: weights of the log odds of the suspicion and of the gains in logits of the
/// judge, the appraiser and the reader; what they must outweigh.
struct Weights {
    suspicion: f32,
    judged: f32,
    appraised: f32,
    read: f32,
    bias: f32,
}

/// Of an order beside its source. After a logistic regression over 1,900 mends of swapped words and of human
/// translations (NTREX-128, 24 languages both ways); the bias so that human translations (DEV sets of twenty directions,
/// 88,000 words) have .26 orders in 1,000 words.
const ORDER_BESIDE: Weights = Weights { suspicion: 0.0, judged: 0.2, appraised: 0.85, read: 0.5, bias: 3.55 };

/// Of an order alone; at .15 orders in 1,000 words of the same sets.
const ORDER_ALONE: Weights = Weights { suspicion: 1.0, judged: 0.3, appraised: 0.0, read: 0.5, bias: 2.9 };

/// Of another form, which the appraiser only speaks against; beside a source at .11 in 1,000 words.
const FORM: Weights = Weights { suspicion: 0.5, judged: 0.5, appraised: 0.8, read: 1.0, bias: 2.4 };

/// Of a word too many; likewise.
const SURPLUS: Weights = Weights { suspicion: 0.5, judged: 0.5, appraised: 0.8, read: 0.0, bias: 2.9 };

/// Taken off the log odds of a form beside a source, where some languages do not say what another must: a plural, say.
const FORM_BESIDE: f32 = 0.3;

/// Taken off the log odds of a form in whose place its base form is to stand: number and tense that other sentences ask
/// for.
const FORM_BASE: f32 = 1.0;

/// Taken off the log odds outside running text, where order is freer and words are left out.
const LOOSE: f32 = 1.5;

/// Taken off where a figure comes to stand before another word: what it counts or dates is seldom what is out of place.
const FIGURE: f32 = 1.5;

/// Digits of such a figure.
const FIGURE_DIGITS: usize = 3;

/// Suspicions nearer to 0 and 1 count as these.
const SUREST: f32 = 0.01;

/// The probability that an editor would accept a mend.
fn confidence(context: &Context<'_>, mend: &Mend) -> f32 {
    let is_loose =
        context.target().block_kind(mend.sentence) != BlockKind::Paragraph || is_title(context.target(), mend.sentence);
    let is_beside = context.aligned().is_some();
    let weights = match mend.defect {
        Defect::Form => &FORM,
        Defect::Surplus => &SURPLUS,
        _ if mend.appraisals.is_some() => &ORDER_BESIDE,
        _ => &ORDER_ALONE,
    };
    // What is no order the appraiser only speaks against: a word less is a word less of the rendering.
    let is_order = mend.defect == Defect::Order;
    let appraised = if is_order { mend.appraised_gain() } else { mend.appraised_gain().min(0.0) };
    let odds = weights.suspicion * log_odds(mend.suspicion, SUREST)
        + weights.judged * mend.gain()
        + weights.appraised * appraised
        + weights.read * mend.read_gain()
        - weights.bias
        - if is_loose { LOOSE } else { 0.0 }
        - if is_order && moves_figure(context.target().slice(mend.span), &mend.replacement) { FIGURE } else { 0.0 }
        - if mend.defect == Defect::Form && is_beside { FORM_BESIDE } else { 0.0 }
        - if mend.defect == Defect::Form && is_beside && is_to_base(context, mend) { FORM_BASE } else { 0.0 };
    probability(odds)
}

/// Whether a word is to be replaced by its base form.
fn is_to_base(context: &Context<'_>, mend: &Mend) -> bool {
    let base = fold(&mend.replacement);
    tokens(context, mend)
        .any(|token| context.target().form(token).lemmas.iter().flatten().any(|lemma| **lemma == *base))
}

/// Whether a figure stands before another word in one wording than in the other.
fn moves_figure(old: &str, new: &str) -> bool {
    let [mut old, mut new] = [old, new].map(|wording| {
        let words: Vec<&str> = wording.split_whitespace().collect();
        let is_figure = |word: &str| word.chars().filter(char::is_ascii_digit).count() >= FIGURE_DIGITS;
        let figures = words.iter().enumerate().filter(|(_, word)| is_figure(word));
        figures.map(|(at, word)| (*word, words.get(at + 1).copied())).collect::<Vec<_>>()
    });
    old.sort_unstable();
    new.sort_unstable();
    old != new
}

/// Whether a Sentence Is Written Like This: a headline, whatever it stands as.
fn is_title(text: &Text, sentence: usize) -> bool {
    let [n, n_capitals] = capitals(text, sentence);
    text.language.rules.capitalised_headlines && 2 * n_capitals > n
}

/// Reports the mends of a defect for which `explain` has a message, and what they answer to in the source.
pub(super) fn report(
    check: &'static Check,
    defect: Defect,
    context: &Context<'_>,
    findings: &mut Findings,
    explain: impl Fn(&Mend) -> Option<(String, Option<Span>)>,
) {
    for mend in context.mends.iter().filter(|mend| mend.defect == defect) {
        let Some((message, source_span)) = explain(mend) else { continue };
        findings.push(Finding {
            source_span: source_span.or_else(|| counterpart(context, mend)),
            suggestions: vec![mend.replacement.clone()],
            ..check.finding(Some(mend.span), confidence(context, mend), message)
        });
    }
}

/// The tokens of the target that a mend replaces.
pub(super) fn tokens(context: &Context<'_>, mend: &Mend) -> std::ops::Range<usize> {
    let tokens = &context.target().tokens;
    tokens.partition_point(|token| token.span.end <= mend.span.start)
        ..tokens.partition_point(|token| token.span.start < mend.span.end)
}

/// The words of the source that those of a mend translate, from the first to the last.
fn counterpart(context: &Context<'_>, mend: &Mend) -> Option<Span> {
    let (source, alignment) = context.aligned()?;
    let linked = tokens(context, mend).filter_map(|token| Some(alignment.of_target(token)?.source));
    let (first, last) = linked.fold((usize::MAX, 0), |(first, last), at| (first.min(at), last.max(at)));
    (first <= last).then(|| source.span_of(&(first..last + 1)))?
}

/// Where the source has the order that a mend undoes: its words follow the source, and would not once
/// mended.
pub(super) fn follows_source(context: &Context<'_>, mend: &Mend) -> Option<Span> {
    let (_, alignment) = context.aligned()?;
    let target = context.target();
    let mut left: Vec<(String, Option<usize>)> = tokens(context, mend)
        .map(|token| (fold(target.token_str(token)), alignment.of_target(token).map(|link| link.source)))
        .collect();
    let before: Vec<usize> = left.iter().filter_map(|(_, place)| *place).collect();
    let mut after = Vec::new();
    for word in mend.replacement.split(|c: char| !c.is_alphanumeric()).map(fold) {
        if let Some(at) = left.iter().position(|(other, _)| *other == word) {
            after.extend(left.remove(at).1);
        }
    }
    let crossings = |places: &[usize]| {
        places.iter().enumerate().map(|(at, a)| places[at + 1..].iter().filter(|b| *b < a).count()).sum::<usize>()
    };
    (before.len() > 1 && crossings(&before) < crossings(&after)).then(|| counterpart(context, mend))?
}

#[cfg(test)]
mod tests {
    use super::moves_figure;

    #[test]
    fn a_figure_moves_when_another_word_follows_it() {
        assert!(moves_figure("1568 the bridge and kept", "the 1568 bridge and kept"));
        assert!(!moves_figure("in 1914 the", "1914 the in"));
        assert!(
            !moves_figure("people 10", "10 people") && !moves_figure("yesterday 1,200 came", "1,200 came yesterday")
        );
    }
}
