//! The check `untranslated-sentence`.

use super::check::{Context, check};
use crate::article::Text;
use crate::finding::Findings;
use crate::language::identify::fit;
use crate::language::tokens::TokenKind;

/// Fewer words are no sentence to judge a language by.
const MIN_WORDS: usize = 4;

/// How much more frequent the sentence's words must be in the source's language than in the target's
/// (mean on the Zipf scale), and how frequent at least. Clean sentences have 4 to 6 in their own
/// language and seldom 1 more in another.
const MARGIN: f32 = 1.5;
const MIN_FIT: f32 = 3.5;

const CONFIDENCE: f32 = 0.93;

check! {
    /// A sentence of the target that is in the source's language.
    ///
    /// # Why it matters
    ///
    /// A segment that the machine skipped, or an editor pasted and forgot.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: De brug blijft dicht. De reparatie gaat nog zeker drie weken duren.
    /// en: The bridge remains closed. De reparatie gaat nog zeker drie weken duren.
    ///                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// ```
    ///
    /// # Limits
    ///
    /// Needs word lists of both languages.
    pub static UNTRANSLATED_SENTENCE = {
        name: "untranslated-sentence",
        category: UNTRANSLATED,
        severity: Critical,
        since: "0.1.0",
        needs: Source,
        silences: [
            "added-sentence", "calque", "false-friend", "known-artifact", "literal-idiom", "repeated-word",
            "untranslated-word", "wrong-language"
        ],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some(source) = &context.article.source else { return };
    let target = context.target();
    let (ours, theirs) = (source.language, target.language);
    if ours.code() == theirs.code() || ours.words.is_none() || theirs.words.is_none() {
        return;
    }
    for (n, sentence) in target.sentences.iter().enumerate() {
        let words = words_of(target, n);
        if words.len() < MIN_WORDS {
            continue;
        }
        let fit_of = |language| fit(words.iter().copied(), language);
        let in_source = fit_of(ours);
        if in_source >= MIN_FIT && in_source >= fit_of(theirs) + MARGIN {
            let message = format!("this sentence is in {}", ours.rules.name);
            findings.push(UNTRANSLATED_SENTENCE.finding(Some(sentence.span), CONFIDENCE, message));
        }
    }
}

/// The words of a sentence, folded, names left out as far as capitals tell.
pub(super) fn words_of(text: &Text, sentence: usize) -> Vec<&str> {
    let tokens = text.sentences[sentence].tokens.clone();
    let first = tokens.start;
    tokens
        .filter(|&t| text.tokens[t].kind == TokenKind::Word)
        .filter(|&t| {
            t == first || !text.token_str(t).starts_with(char::is_uppercase) || text.language.rules.capitalised_nouns
        })
        .map(|t| &*text.form(t).folded)
        .collect()
}
