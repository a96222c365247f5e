//! The check `pronoun-gender`.

use super::check::{Context, check};
use crate::align::Rendering;
use crate::article::Text;
use crate::finding::{Finding, Findings};

/// With a link between the two pronouns, and without.
const CONFIDENCE_LINKED: f32 = 0.65;
const CONFIDENCE: f32 = 0.3;

check! {
    /// A pronoun for a woman where the source speaks of a man, or the other way round.
    ///
    /// # Why it matters
    ///
    /// Whoever is written about is misgendered, or another person seems to be meant.
    ///
    /// # Examples
    ///
    /// ```example
    /// de: Der Bürgermeister erklärte, er werde im Mai nicht wieder antreten.
    /// en: The mayor said she would not stand again in May.
    ///                    ^^^
    /// ```
    ///
    /// ```example
    /// de: Die Bürgermeisterin erklärte, sie werde im Mai nicht wieder antreten.
    /// en: The mayor said she would not stand again in May.
    /// ```
    ///
    /// # Limits
    ///
    /// Compares pronouns that tell a man from a woman in both languages, in sentences where each side speaks
    /// of one of the two only. Silent where the source leaves the pronoun out.
    pub static PRONOUN_GENDER = {
        name: "pronoun-gender",
        category: MISTRANSLATION,
        severity: Major,
        since: "0.1.0",
        needs: Source,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, alignment)) = context.aligned() else { return };
    let target = context.target();
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched() && bead.rendering == Rendering::Literal) {
        let ours = Pronouns::of(source, &source.tokens_of(&bead.source));
        let theirs = Pronouns::of(target, &target.tokens_of(&bead.target));
        for (own, opposite) in [(0, 1), (1, 0)] {
            // What may be for either says nothing.
            let is_clear = ours.sure[opposite].is_empty() && !ours.may[opposite] && theirs.sure[own].is_empty();
            if !is_clear || theirs.may[own] {
                continue;
            }
            let (Some(&original), Some(&first)) = (ours.sure[own].first(), theirs.sure[opposite].first()) else {
                continue;
            };
            let linked = theirs.sure[opposite].iter().find_map(|&token| {
                let links = alignment.links.iter().filter(|link| link.target == token);
                let partner = links.map(|link| link.source).find(|at| ours.sure[own].contains(at))?;
                Some((partner, token))
            });
            let (original, token) = linked.unwrap_or((original, first));
            let (source_span, span) = (source.tokens[original].span, target.tokens[token].span);
            let message = format!("“{}” for “{}”: another person", target.slice(span), source.slice(source_span));
            let confidence = if linked.is_some() { CONFIDENCE_LINKED } else { CONFIDENCE };
            let finding = PRONOUN_GENDER.finding(Some(span), confidence, message);
            findings.push(Finding { source_span: Some(source_span), ..finding });
        }
    }
}

/// The pronouns of a run of tokens: for men, and for women.
struct Pronouns {
    /// Those that tell, in reading order.
    sure: [Vec<usize>; 2],
    /// Whether there is one that may be for the one or the other.
    may: [bool; 2],
}

impl Pronouns {
    fn of(text: &Text, tokens: &std::ops::Range<usize>) -> Pronouns {
        let persons = &text.language.rules.persons;
        let is_in = |list: &[String], token: usize| list.iter().any(|word| **word == *text.form(token).folded);
        let all = |list: &[String]| tokens.clone().filter(|&token| is_in(list, token)).collect::<Vec<usize>>();
        Pronouns {
            sure: [all(&persons.masculine), all(&persons.feminine)],
            may: [&persons.masculine_cues, &persons.feminine_cues]
                .map(|list| tokens.clone().any(|token| is_in(list, token))),
        }
    }
}
