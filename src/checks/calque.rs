//! The check `calque`.

use super::check::{Context, check};
use super::curated;
use crate::finding::Findings;
use crate::language::artifacts::Kind;

check! {
    /// A construction or collocation of the source language, carried over.
    ///
    /// The curated list of the language pair names phrases whose parts are all right and which nobody would
    /// say so: the verb that goes with a noun, the preposition, the article, the turn of phrase.
    ///
    /// # Why it matters
    ///
    /// It is what makes a text feel translated; some calques also mean something else.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: Steeds meer studenten kiezen voor een technische studie.
    /// en: More and more students choose for a technical course.
    ///                            ^^^^^^^^^^ choose
    /// ```
    ///
    /// ```example
    /// nl: Steeds meer studenten kiezen voor een technische studie.
    /// en: More and more students choose a technical course.
    /// ```
    ///
    /// # Limits
    ///
    /// Only what the list has.
    pub static CALQUE = {
        name: "calque",
        category: UNIDIOMATIC,
        severity: Minor,
        since: "0.1.0",
        needs: Artifacts,
        silences: ["inconsistent-sense", "known-artifact", "untranslated-word", "wrong-sense"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    curated::run(&CALQUE, &[Kind::Calque], context, findings);
}
