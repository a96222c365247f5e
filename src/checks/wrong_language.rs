//! The check `wrong-language`.

use super::check::{Context, check};
use super::untranslated_sentence::words_of;
use crate::finding::Findings;
use crate::language::identify;

/// Fewer words are no sentence to judge a language by.
const MIN_WORDS: usize = 6;

/// Sentences whose words are more frequent in the target's language than this (mean on the Zipf
/// scale; clean ones have 4 to 6) are not looked at closer.
const FIT: f32 = 3.5;

/// How much more frequent they must be in the other language.
const MARGIN: f32 = 1.5;

const CONFIDENCE: f32 = 0.85;

check! {
    /// A sentence in a language that is neither the source's nor the target's.
    ///
    /// # Why it matters
    ///
    /// Multilingual systems slip into a third language, most often for names and quotations.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: The bridge remains closed. Die Reparatur wird noch mindestens drei Wochen dauern.
    ///                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// ```
    ///
    /// # Limits
    ///
    /// Needs a word list of the target's language. Short sentences pass.
    pub static WRONG_LANGUAGE = {
        name: "wrong-language",
        category: UNTRANSLATED,
        severity: Major,
        since: "0.1.0",
        needs: Target,
        silences: ["repeated-word", "added-sentence"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let target = context.target();
    if target.language.words.is_none() {
        return;
    }
    for (n, sentence) in target.sentences.iter().enumerate() {
        let words = words_of(target, n);
        let fit_of = |language| identify::fit(words.iter().copied(), language);
        let own = fit_of(target.language);
        if words.len() < MIN_WORDS || own >= FIT {
            continue;
        }
        let Some(language) = identify::identify(target.slice(sentence.span)).language else { continue };
        if language.code() != target.language.code() && fit_of(language) >= own + MARGIN {
            let message = format!("this sentence is in {}, not in {}", language.rules.name, target.language.rules.name);
            findings.push(WRONG_LANGUAGE.finding(Some(sentence.span), CONFIDENCE, message));
        }
    }
}
