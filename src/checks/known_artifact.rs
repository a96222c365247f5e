//! The check `known-artifact`.

use super::check::{Context, check};
use super::curated;
use crate::finding::Findings;
use crate::language::artifacts::Kind;

check! {
    /// A rendering that machine translation is known to get wrong.
    ///
    /// The curated list of the language pair names a source word or phrase, the literal rendering
    /// to catch, better ones, and the context in which the literal one is wrong. A finding needs the
    /// source and the rendering in sentences that translate each other, and no sign that the
    /// translator meant another sense.
    ///
    /// # Why it matters
    ///
    /// The result reads well and means something else: nothing but the source gives it away.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: De koning had vrijdag een lang onderhoud met de premier.
    /// en: The king had a long maintenance with the prime minister on Friday.
    ///                         ^^^^^^^^^^^ conversation
    /// ```
    ///
    /// The same word is right where machines are meant:
    ///
    /// ```example
    /// nl: Het onderhoud van de bruggen kost de stad elk jaar meer.
    /// en: The maintenance of the bridges costs the city more every year.
    /// ```
    ///
    /// # Limits
    ///
    /// Only what the list has. Without the source (`--from` given) just the rows whose rendering is
    /// odd by itself are used, with lower confidence.
    pub static KNOWN_ARTIFACT = {
        name: "known-artifact",
        category: MISTRANSLATION,
        severity: Major,
        since: "0.1.0",
        needs: Artifacts,
        silences: ["inconsistent-sense", "untranslated-word", "wrong-sense"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    curated::run(&KNOWN_ARTIFACT, &[Kind::Sense, Kind::Other], context, findings);
}
