//! The check `false-friend`.

use super::check::{Context, check};
use super::curated;
use crate::finding::Findings;
use crate::language::artifacts::Kind;

check! {
    /// A word taken for the one it looks like in the other language.
    ///
    /// The curated list of the language pair names words that look alike and mean different things, with
    /// what they really mean and the contexts in which the look-alike is right after all.
    ///
    /// # Why it matters
    ///
    /// The sentence stays grammatical and says something else; a reader who does not know the source has no
    /// way of noticing.
    ///
    /// # Examples
    ///
    /// ```example
    /// de: Die Gemeinden bekommen eine Million Euro vom Land.
    /// en: The municipalities become a million euros from the state.
    ///                        ^^^^^^ receive
    /// ```
    ///
    /// ```example
    /// de: Die Gemeinden bekommen eine Million Euro vom Land.
    /// en: The municipalities receive a million euros from the state.
    /// ```
    ///
    /// # Limits
    ///
    /// Only what the list has.
    pub static FALSE_FRIEND = {
        name: "false-friend",
        category: MISTRANSLATION,
        severity: Major,
        since: "0.1.0",
        needs: Artifacts,
        silences: ["calque", "inconsistent-sense", "known-artifact", "untranslated-word", "wrong-sense"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    curated::run(&FALSE_FRIEND, &[Kind::FalseFriend], context, findings);
}
