//! The check `broken-sentence`.

use super::check::{Context, check};
use crate::article::BlockKind;
use crate::finding::Findings;
use crate::judge::Defect;
use crate::language::tokens::TokenKind;

/// A word that is suspected of any of [`DEFECTS`] at least so much counts.
const SUSPECT: f32 = 0.5;

/// What breaks a sentence.
const DEFECTS: [Defect; 4] = [Defect::Order, Defect::Form, Defect::Surplus, Defect::MissingBefore];

/// Suspected words that make a sentence broken: so many, and such a share.
const LEAST_WORDS: usize = 4;
const LEAST_SHARE: f32 = 0.3;

/// Logit from which a sentence is broken, with such a share.
const LEAST_SCORE: f32 = 3.0;

/// Logit, beyond the least, that leaves no doubt.
const CERTAIN: f32 = 4.0;

check! {
    /// A sentence that cannot be understood: words in no order, or pieces of several sentences.
    ///
    /// # Why it matters
    ///
    /// Now and then a machine loses the thread. No single word is to blame, and no change of two mends
    /// it: the sentence must be translated again.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: The in of has yesterday city new a council plan for centre approved the old.
    ///     ^^^
    /// ```
    ///
    /// # Limits
    ///
    /// Needs the encoder; works without a source. Looks at running text only. A sentence with a few words out of
    /// place is for `scrambled-order`.
    pub static BROKEN_SENTENCE = {
        name: "broken-sentence",
        category: GRAMMAR,
        severity: Major,
        since: "0.1.0",
        needs: Judge,
        silences: ["scrambled-order", "source-word-order", "surplus-word"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some(judged) = context.judged else { return };
    let target = context.target();
    for (number, sentence) in target.sentences.iter().enumerate() {
        let score = judged.scores.get(number).copied().unwrap_or_default();
        if score < LEAST_SCORE || target.block_kind(number) != BlockKind::Paragraph {
            continue;
        }
        let words = sentence.tokens.clone().filter(|&token| target.tokens[token].kind != TokenKind::Mark);
        let n_words = words.clone().count();
        let is_suspect = |&token: &usize| DEFECTS.iter().any(|&defect| judged.probability(token, defect) >= SUSPECT);
        let suspects: Vec<usize> = words.filter(is_suspect).collect();
        let [first, .., last] = suspects[..] else { continue };
        if suspects.len() < LEAST_WORDS || (suspects.len() as f32) < LEAST_SHARE * n_words as f32 {
            continue;
        }
        let certainty = ((score - LEAST_SCORE) / (CERTAIN - LEAST_SCORE)).min(1.0);
        let message = format!("the sentence cannot be read: {} of {n_words} words are suspect", suspects.len());
        findings.push(BROKEN_SENTENCE.finding(target.span_of(&(first..last + 1)), 0.5 + 0.4 * certainty, message));
    }
}
