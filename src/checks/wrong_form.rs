//! The check `wrong-form`.

use super::check::{Context, check};
use super::mended::report;
use crate::finding::Findings;
use crate::judge::Defect;

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
    /// wrong ending. The form proposed is right in one case of four. Beside a source, words are replaced by
    /// forms of their own only.
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
        Some((format!("“{old}” is not the form that fits: “{}”", mend.replacement), None))
    });
}
