//! The check `wrong-sense`.

use super::check::{Context, check};
use crate::finding::{Finding, Findings};
use crate::judge::sense::Doubt;
use crate::odds::probability;
use crate::text::Span;

/// Suggestions shown.
const MAX_SUGGESTIONS: usize = 3;

/// Words named as what the wrong word maps back to.
const MAX_ORIGINS: usize = 3;

/// Suggestions whose sentence the judge holds worse than the first one's by more are not shown.
const MAX_BEHIND: f32 = 3.0;

/// Taken off the judge's log odds, which are even for a fifth of the wrong senses in a set of pairs: in human translations
/// (NTREX-128, ten languages both ways) there are .28 findings in 1,000 words from even odds on, and .2 with this.
const STRICTER: f32 = 0.2;

check! {
    /// A word of another sense of its source word than the one that is meant.
    ///
    /// The source word has several senses; the translation takes one that does not fit its sentence. What
    /// the source word can mean comes from the pair's sense inventory, which sense fits from the judge. The
    /// message names what the word would translate rather and, into languages whose words' topics are known
    /// (English so far), words of the article that go with the suggestion and not with the word: “summit” and
    /// “presidents” with a meeting, not with maintenance.
    ///
    /// # Why it matters
    ///
    /// The sentence is grammatical and reads well, so that nobody stumbles over it; it says something
    /// else.
    ///
    /// # Examples
    ///
    /// ```example
    /// it: Il piano del governo prevede nuovi investimenti nelle scuole.
    /// en: The government's piano provides for new investment in schools.
    ///                      ^^^^^ plan
    /// ```
    ///
    /// ```example
    /// nl: De president kreeg een lang onderhoud met zijn ambtgenoot in Brussel.
    /// en: The president had a long conversation with his counterpart in Brussels.
    /// ```
    ///
    /// # Limits
    ///
    /// Needs the source, the encoder and a sense inventory of the pair (`mtlint languages`). Words that
    /// `known-artifact` lists are left to it. Names, numbers and function words have no senses.
    pub static WRONG_SENSE = {
        name: "wrong-sense",
        category: MISTRANSLATION,
        severity: Major,
        since: "0.1.0",
        needs: Senses,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    context.doubts.iter().filter_map(|doubt| finding(context, doubt)).for_each(|finding| findings.push(finding));
}

fn finding(context: &Context<'_>, doubt: &Doubt) -> Option<Finding> {
    let inventory = context.pair.senses()?;
    let target = context.target();
    let span = target.tokens.get(doubt.token)?.span;
    let written = target.slice(span);
    let best = doubt.candidates.first()?;
    let shown = doubt.candidates.iter().filter(|other| best.gain - other.gain <= MAX_BEHIND).take(MAX_SUGGESTIONS);
    let words = shown.clone().map(|candidate| candidate.word.as_str()).collect::<Vec<_>>().join(", ");
    // An article that must change with a suggestion is part of all of them.
    let article = doubt.token.checked_sub(1).filter(|_| shown.clone().any(|candidate| candidate.before.is_some()));
    let article = article.map(|token| target.tokens[token].span);
    let suggestions: Vec<String> = shown
        .map(|candidate| match article {
            Some(article) => {
                let before = candidate.before.as_deref().unwrap_or_else(|| target.slice(article));
                format!("{before} {}", candidate.word)
            }
            None => candidate.word.clone(),
        })
        .collect();
    let form = target.form(doubt.token);
    let origins = form.words().find_map(|word| {
        let origins = inventory.sources(word).map(|origin| origin.word).filter(|word| *word != doubt.reading);
        Some(origins.take(MAX_ORIGINS).collect::<Vec<_>>()).filter(|origins| !origins.is_empty())
    });
    let origins = origins.map_or_else(String::new, |origins| format!("; “{written}” is rather {}", origins.join(", ")));
    let witnesses = doubt.witnesses.iter().map(|&token| format!("“{}”", target.token_str(token)));
    let witnesses = witnesses.collect::<Vec<_>>().join(", ");
    let beside = if witnesses.is_empty() { String::new() } else { format!("; beside {witnesses}") };
    let compared = if doubt.source.is_some() { "" } else { " (not compared with the source)" };
    let message =
        format!("“{written}” may be the wrong sense of “{}”: {words}{origins}{beside}{compared}", doubt.reading);
    let confidence = probability(doubt.log_odds() - STRICTER);
    Some(Finding {
        source_span: source_span(context, doubt),
        suggestions,
        ..WRONG_SENSE.finding(Some(article.map_or(span, |article| article.cover(span))), confidence, message)
    })
}

fn source_span(context: &Context<'_>, doubt: &Doubt) -> Option<Span> {
    let (source, _) = context.aligned()?;
    source.tokens.get(doubt.source?).map(|token| token.span)
}
