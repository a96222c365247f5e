//! The check `pronoun-gender`.

use rustc_hash::FxHashSet as HashSet;

use super::check::{Context, check};
use crate::align::Rendering;
use crate::article::Text;
use crate::finding::{Finding, Findings};

/// With a link between the two pronouns, and without.
const CONFIDENCE_LINKED: f32 = 0.65;
const CONFIDENCE: f32 = 0.3;

/// Of a lone pronoun beside persons of the other sex: it may be for somebody of another sentence.
const CONFIDENCE_ALONE: f32 = 0.2;

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
    /// of one of the two only. Where the source leaves the pronoun out, one that goes with no person of the
    /// sentence counts for the risk and is not shown by default.
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
            let others = ours.sure[own].first().filter(|_| is_clear && !theirs.may[own]);
            if let (Some(&original), Some(&first)) = (others, theirs.sure[opposite].first()) {
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
            } else if let Some((beside, token)) = stranger([&ours, &theirs], own, opposite) {
                let span = target.tokens[token].span;
                let [written, person] = [span, target.tokens[beside].span].map(|span| target.slice(span));
                let message = format!("“{written}” beside “{person}”: another person");
                findings.push(PRONOUN_GENDER.finding(Some(span), CONFIDENCE_ALONE, message));
            }
        }
    }
}

/// The only pronoun for one sex of the target, and a word for the other beside it, where the sentence speaks of
/// persons of the other sex alone.
fn stranger([ours, theirs]: [&Pronouns; 2], own: usize, opposite: usize) -> Option<(usize, usize)> {
    let speaks_of = |side: &Pronouns| !side.sure[opposite].is_empty() || !side.nouns[opposite].is_empty();
    let [token] = theirs.sure[opposite][..] else { return None };
    let is_alone = !speaks_of(ours) && !ours.may[opposite] && theirs.nouns[opposite].is_empty();
    let own_words = theirs.nouns[own].iter().chain(&theirs.sure[own]);
    let is_said = !ours.nouns[own].is_empty() || theirs.sure[own].len() > 1;
    own_words.min().filter(|_| is_alone && is_said).map(|&beside| (beside, token))
}

/// The pronouns of a run of tokens: for men, and for women.
struct Pronouns {
    /// Those that tell, in reading order.
    sure: [Vec<usize>; 2],
    /// Whether there is one that may be for the one or the other.
    may: [bool; 2],
    /// Nouns for men and for women.
    nouns: [Vec<usize>; 2],
}

impl Pronouns {
    fn of(text: &Text, tokens: &std::ops::Range<usize>) -> Pronouns {
        let persons = &text.language.rules.persons;
        let is_in = |list: &[String], token: usize| list.iter().any(|word| **word == *text.form(token).folded);
        let all = |list: &[String]| tokens.clone().filter(|&token| is_in(list, token)).collect::<Vec<usize>>();
        let nouns =
            |list: &HashSet<String>| tokens.clone().filter(|&at| list.contains(&*text.form(at).folded)).collect();
        Pronouns {
            sure: [all(&persons.masculine), all(&persons.feminine)],
            may: [&persons.masculine_cues, &persons.feminine_cues]
                .map(|list| tokens.clone().any(|token| is_in(list, token))),
            nouns: [&persons.men, &persons.women].map(nouns),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pronouns(sure: [&[usize]; 2], nouns: [&[usize]; 2]) -> Pronouns {
        let own = |lists: [&[usize]; 2]| lists.map(<[usize]>::to_vec);
        Pronouns { sure: own(sure), may: [false; 2], nouns: own(nouns) }
    }

    #[test]
    fn a_lone_pronoun_among_persons_of_the_other_sex_is_a_stranger() {
        const NONE: [&[usize]; 2] = [&[], &[]];
        let woman = pronouns(NONE, [&[], &[2]]);
        let [men, women] = [0, 1];
        // A woman on both sides, and a pronoun for a man.
        assert_eq!(stranger([&woman, &pronouns([&[7], &[]], [&[], &[3]])], women, men), Some((3, 7)));
        // Her, two of them, a man beside her, a man in the source, nobody.
        assert_eq!(stranger([&woman, &pronouns([&[], &[7]], [&[], &[3]])], women, men), None);
        assert_eq!(stranger([&woman, &pronouns([&[7, 9], &[]], [&[], &[3]])], women, men), None);
        assert_eq!(stranger([&woman, &pronouns([&[7], &[]], [&[5], &[3]])], women, men), None);
        let both = pronouns(NONE, [&[1], &[2]]);
        assert_eq!(stranger([&both, &pronouns([&[7], &[]], [&[], &[3]])], women, men), None);
        assert_eq!(stranger([&pronouns(NONE, NONE), &pronouns([&[7], &[]], [&[], &[3]])], women, men), None);
        // Where the source tells nothing, two pronouns for her do.
        assert_eq!(stranger([&pronouns(NONE, NONE), &pronouns([&[7], &[4, 9]], NONE)], women, men), Some((4, 7)));
    }
}
