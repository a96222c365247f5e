//! The check `negation-mismatch`.

use super::check::{Context, check};
use crate::align::{Alignment, Bead, Rendering};
use crate::article::{BlockKind, Side, Text};
use crate::finding::{Finding, Findings};
use crate::language::tokens::TokenKind;

/// A negation that comes less close than this to every word of the other side is not rendered by one.
const RENDERED: f32 = 0.22;

/// Closeness at which nothing is left to doubt.
const FAR: f32 = 0.05;

/// Mean closeness of the tokens of either side of a bead that is looked at.
const LITERAL: f32 = 0.55;

/// Zipf frequency (× 10) from which a word says too little to be what is negated.
const FUNCTION_WORD: u8 = 62;

/// Tokens between the first and the last part of one negation.
const TOGETHER: usize = 4;

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
    /// Needs the encoder, a literal rendering, and lists of words that negate in both languages. Silent where
    /// either side has any word that says as much in another way (`hardly`, `refuse`, `un-`), and about
    /// languages that negate inside the verb.
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
    if !alignment.is_encoded() {
        return;
    }
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
    let polarity = |side: usize| &texts[side].language.rules.polarity;
    let is_listed = !polarity(own).negations.is_empty() && !polarity(other).negations.is_empty();
    if !is_listed || polarity(other).hidden {
        return;
    }
    let tokens = [texts[0].tokens_of(&bead.source), texts[1].tokens_of(&bead.target)];
    let negates = |side: usize, token: usize| polarity(side).negates(&texts[side].form(token).folded);
    let is_cue = |side: usize, token: usize| {
        let zipf = |word: &str| texts[side].language.words.as_ref()?.zipf(word);
        negates(side, token) || polarity(side).is_cue(&texts[side].form(token).folded, zipf)
    };
    let negations: Vec<usize> = tokens[own].clone().filter(|&token| negates(own, token)).collect();
    let (Some(&negation), Some(&last)) = (negations.first(), negations.last()) else { return };
    // Words near each other negate together; of others one may take back what the other says.
    if last - negation > TOGETHER {
        return;
    }
    let close = |side: usize, token: usize| alignment.closeness[side].get(token).copied().unwrap_or(1.0);
    let closeness = negations.iter().map(|&token| close(own, token)).fold(0.0, f32::max);
    // "Not only" and the like belong together.
    if tokens[own].contains(&(last + 1)) && is_cue(own, last + 1) {
        return;
    }
    // What is said in other words altogether may do without the negation.
    let is_literal = |side: usize| {
        let all = tokens[side].clone().map(|token| close(side, token));
        all.sum::<f32>() >= LITERAL * tokens[side].len() as f32
    };
    if !is_literal(own) || !is_literal(other) {
        return;
    }
    // A cue that answers to a cue explains that one, not the negation.
    let answers = |token: usize| {
        let links = alignment.links.iter().filter(|link| [link.source, link.target][other] == token);
        links.map(|link| [link.source, link.target][own]).any(|at| !negations.contains(&at) && is_cue(own, at))
    };
    if closeness >= RENDERED || tokens[other].clone().any(|token| is_cue(other, token) && !answers(token)) {
        return;
    }
    let word = texts[own].token_str(negation);
    let confidence = 0.6 + 0.3 * ((RENDERED - closeness) / (RENDERED - FAR)).clamp(0.0, 1.0);
    // What is negated: the nearest word that says something and has a counterpart.
    let counterpart = || {
        let is_content = |&token: &usize| {
            let is_rare = texts[own].form(token).zipf.is_none_or(|zipf| zipf < FUNCTION_WORD);
            is_rare && texts[own].tokens[token].kind == TokenKind::Word
        };
        let mut near: Vec<usize> = tokens[own].clone().filter(is_content).collect();
        near.sort_by_key(|&token| (token.abs_diff(negation), std::cmp::Reverse(token)));
        near.into_iter().find_map(|token| {
            let link = alignment.links.iter().find(|link| [link.source, link.target][own] == token)?;
            Some(texts[other].tokens[[link.source, link.target][other]].span)
        })
    };
    let finding = match side {
        Side::Source => {
            let message = format!("“{word}” of the source is not rendered: the target says the opposite");
            let span = counterpart();
            Finding {
                source_span: Some(texts[0].tokens[negation].span),
                ..NEGATION_MISMATCH.finding(span, confidence, message)
            }
        }
        Side::Target => {
            let message = format!("“{word}” answers to nothing in the source: the target says the opposite");
            let span = Some(texts[1].tokens[negation].span);
            Finding { source_span: counterpart(), ..NEGATION_MISMATCH.finding(span, confidence, message) }
        }
    };
    findings.push(finding);
}
