//! The check `omitted-phrase`.

use super::check::{Context, check};
use super::phrases::{aligned_chars, without_counterpart};
use crate::article::Side;
use crate::finding::{Finding, Findings};

check! {
    /// Words of the source that nothing in the translated sentence renders.
    ///
    /// # Why it matters
    ///
    /// Machine translation leaves out a condition, a place, half a list, and closes the gap so
    /// smoothly that nobody looks for it.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: De gemeente sluit het zwembad volgende week vanwege ernstige lekkages in het dak.
    ///                                                 ^^^
    /// en: The municipality will close the swimming pool next week.
    /// ```
    ///
    /// # Limits
    ///
    /// Needs the encoder, word lists of both languages and a source that is translated rather than
    /// retold (`--fidelity`). A phrase must be long or unusual enough to be missed; headlines and
    /// captions are left alone.
    pub static OMITTED_PHRASE = {
        name: "omitted-phrase",
        category: OMISSION,
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
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched() && context.expects_all(bead)) {
        for phrase in without_counterpart(texts, chars, alignment, bead, Side::Source) {
            let Some(span) = source.span_of(&phrase.tokens) else { continue };
            let message = format!("nothing in the translation renders `{}`", source.slice(span));
            findings
                .push(Finding { source_span: Some(span), ..OMITTED_PHRASE.finding(None, phrase.confidence, message) });
        }
    }
}
