//! The check `wrong-form`.

use super::check::{Context, check};
use super::mended::{Told, report, tokens};
use crate::article::Text;
use crate::finding::Findings;
use crate::judge::Defect;
use crate::judge::mend::Mend;
use crate::text::fold;

/// From this strength by the lexicon on a word renders its source word.
const RENDERS: f32 = 0.1;

check! {
    /// A word in the wrong form, or the wrong small word.
    ///
    /// # Why it matters
    ///
    /// A plural for a singular, a case or a gender that agrees with nothing, a preposition that another
    /// language uses: each is small, and each tells the reader that nobody has read the text.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: According at the police, the man was driving too fast.
    ///               ^^ to
    /// ```
    ///
    /// # Limits
    ///
    /// Needs the encoder; works without a source. Finds few of the wrong small words and hardly any
    /// wrong ending. The form proposed is right in one case of four. A word that the pair's lexicon gives for its
    /// source word is replaced by forms of its own only, and beside a source all words are.
    pub static WRONG_FORM = {
        name: "wrong-form",
        category: GRAMMAR,
        severity: Minor,
        since: "0.1.0",
        needs: Judge,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    report(&WRONG_FORM, Defect::Form, context, findings, |mend| {
        let old = context.target().slice(mend.span);
        if is_rendered(context, mend) {
            return None;
        }
        Some(Told::of(format!("“{old}” is not the form that fits: “{}”", mend.replacement)))
    });
}

/// Whether the pair's lexicon gives a word for its source word, of which the replacement is no other form: then it is
/// the right word, in a sentence that misleads.
fn is_rendered(context: &Context<'_>, mend: &Mend) -> bool {
    let (Some((source, alignment)), target) = (context.aligned(), context.target()) else { return false };
    let mut tokens = tokens(context, mend);
    let (Some(token), None) = (tokens.next(), tokens.next()) else { return false };
    let Some(link) = alignment.of_target(token) else { return false };
    let form = |token: usize, text: &Text| text.tokens[token].form.0;
    let strength = alignment.evidence.strength(form(link.source, source), form(token, target));
    let replacement = target.language.form(fold(&mend.replacement));
    strength >= RENDERS && !target.form(token).words().any(|word| replacement.is(word))
}
