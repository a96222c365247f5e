//! The check `literal-idiom`.

use super::check::{Context, check};
use super::curated;
use crate::finding::Findings;
use crate::language::artifacts::Kind;

check! {
    /// A figurative expression rendered word for word.
    ///
    /// The curated list of the language pair names idioms and set phrases with what they mean and the word
    /// for word renderings to catch.
    ///
    /// # Why it matters
    ///
    /// Readers stop at a picture that their language does not have, or take it literally.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: De oppositie gooit roet in het eten.
    /// en: The opposition is throwing soot in the food.
    ///                                ^^^^^^^^^^^^^^^^ throw a spanner in the works
    /// ```
    ///
    /// ```example
    /// nl: De oppositie gooit roet in het eten.
    /// en: The opposition is throwing a spanner in the works.
    /// ```
    ///
    /// # Limits
    ///
    /// Only what the list has. Idioms that both languages share are none of its business.
    pub static LITERAL_IDIOM = {
        name: "literal-idiom",
        category: UNIDIOMATIC,
        severity: Major,
        since: "0.1.0",
        needs: Artifacts,
        silences: ["calque", "false-friend", "inconsistent-sense", "known-artifact", "untranslated-word", "wrong-sense"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    curated::run(&LITERAL_IDIOM, &[Kind::Idiom], context, findings);
}
