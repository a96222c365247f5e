//! The check `surplus-word`.

use super::check::{Context, check};
use super::mended::report;
use crate::finding::Findings;
use crate::judge::Defect;

check! {
    /// A word that should not be there.
    ///
    /// # Why it matters
    ///
    /// A preposition or an article that another language needs, or a word said twice in other words, makes
    /// the reader stop and start again.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: The prime minister wants that the new rules apply to all companies in in the country.
    ///                                                                        ^^^^^ in
    /// ```
    ///
    /// # Limits
    ///
    /// Needs the encoder; works without a source. Only what the judge holds clearly better is proposed.
    pub static SURPLUS_WORD = {
        name: "surplus-word",
        category: GRAMMAR,
        severity: Minor,
        since: "0.1.0",
        needs: Judge,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    report(&SURPLUS_WORD, Defect::Surplus, context, findings, |mend| {
        let old = context.target().slice(mend.span);
        Some((format!("“{old}” has a word too many: “{}”", mend.replacement), None))
    });
}
