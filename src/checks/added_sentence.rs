//! The check `added-sentence`.

use super::check::{Context, check};
use super::omitted_sentence::{is_substantial, missing};
use crate::article::Side;
use crate::finding::Findings;

/// Confidence where the lexicon aligned.
const CONFIDENCE: f32 = 0.6;

check! {
    /// A sentence of the target that nothing in the source answers to.
    ///
    /// # Why it matters
    ///
    /// Machine translation invents; what it invents reads like the rest.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: De minister bezoekt maandag de haven van Rotterdam. De vakbonden eisen een hoger loon voor de arbeiders. De politie sluit de weg naar het centrum af. De koning spreekt vanavond op televisie.
    /// en: The minister will visit the port of Rotterdam on Monday. The unions demand a higher wage for the workers. The police will close the road to the centre. Football fans celebrated the victory until morning. The king will speak on television tonight.
    ///                                                                                                                                                             ^^^
    /// ```
    ///
    /// # Limits
    ///
    /// As for `omitted-sentence`.
    pub static ADDED_SENTENCE = {
        name: "added-sentence",
        category: ADDITION,
        severity: Major,
        since: "0.1.0",
        needs: Source,
        silences: ["calque", "false-friend", "known-artifact", "literal-idiom", "untranslated-word"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, alignment)) = context.aligned() else { return };
    let target = context.target();
    for (bead, confidence) in missing(context, source, alignment, Side::Target, CONFIDENCE) {
        for sentence in bead.target.clone().filter(|&s| is_substantial(target, s)) {
            let span = target.sentences[sentence].span;
            findings.push(ADDED_SENTENCE.finding(
                Some(span),
                confidence,
                "nothing in the source answers to this sentence".into(),
            ));
        }
    }
}
