//! The check `added-phrase`.

use super::check::{Context, check};
use super::phrases::{aligned_chars, without_counterpart};
use crate::article::Side;
use crate::finding::Findings;

check! {
    /// Words of the target that nothing in the source sentence answers to.
    ///
    /// # Why it matters
    ///
    /// Machine translation invents circumstances; what it invents reads like the rest.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: De gemeente sluit het zwembad in het park volgende week voor twee maanden.
    /// en: The municipality will close the swimming pool in the park for two months next week because of serious leakages.
    ///                                                                                                   ^^^
    /// ```
    ///
    /// # Limits
    ///
    /// As for `omitted-phrase`.
    pub static ADDED_PHRASE = {
        name: "added-phrase",
        category: ADDITION,
        severity: Major,
        since: "0.1.0",
        needs: Encoder,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, alignment)) = context.aligned() else { return };
    let texts = [source, context.target()];
    let chars = aligned_chars(texts, alignment);
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched() && context.expects_only(bead)) {
        for phrase in without_counterpart(texts, chars, alignment, bead, Side::Target) {
            let Some(span) = context.target().span_of(&phrase.tokens) else { continue };
            let message = "nothing in the source answers to these words".to_owned();
            findings.push(ADDED_PHRASE.finding(Some(span), phrase.confidence, message));
        }
    }
}
