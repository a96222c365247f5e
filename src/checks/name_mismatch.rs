//! The check `name-mismatch`.

use super::check::{Context, check};
use super::names::{is_misspelled, is_name, latin};
use crate::facts::names::is_cased;
use crate::finding::{Finding, Findings};

const CONFIDENCE: f32 = 0.75;

/// Doubt from which a name counts for the risk; whether it is shown is for the user's threshold to say.
const LEAST_DOUBT: f32 = 0.1;

/// Confidence by doubt, so that human translations (NTREX-128, 60 segments of 37 languages both ways) have half a
/// finding in 1,000 words from .5 on: where a name of the source stands unmatched beside it, from where on and by
/// how much.
const PAIRED: (f32, f32) = (0.86, 1.8);

/// The most of what is not to be shown: with less doubt, or where no lexicon of the pair can tell a translated name
/// from a wrong one.
const NOT_SHOWN: f32 = 0.49;

/// Alone: translators add the names that their readers miss. Less so where the source's names cannot be told
/// from its words, so that none can be seen to be unmatched.
const LONE: f32 = 0.49;
const LONE_UNSEEN: f32 = 0.64;

check! {
    /// A name that is another than the source's, or spelled otherwise.
    ///
    /// A name of the target has a counterpart in the source if something there sounds like it, in any
    /// script and case, if the pair's lexicon or dictionary gives it, or if both mean the same place,
    /// people or organisation; in the aligned sentence, near it, or where the same name has one
    /// elsewhere in the article. One without, beside a name of the source that has none either, is
    /// reported. So is a rare name a letter or two away from the source's spelling.
    ///
    /// # Why it matters
    ///
    /// A misspelled name is the error that readers write letters about, a confused one that lawyers do.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: Burgemeester Hendrik Vaandrager opende de brug.
    /// en: Mayor Hendrik Vandrager opened the bridge.
    ///                   ^^^^^^^^^ Vaandrager
    /// ```
    ///
    /// ```example
    /// nl: Burgemeester Hendrik Vaandrager opende de brug.
    /// en: Mayor Hendrik Vaandrager opened the bridge.
    /// ```
    ///
    /// ```example
    /// ru: Вчера мэр Хворостенко встретился в Москве с Борисом Галушкиным.
    /// en: Yesterday the mayor, Khvorostenko, met Igor Semenyaka in Moscow.
    ///                                            ^^^^^^^^^^^^^^
    /// ```
    ///
    /// # Limits
    ///
    /// Names are told by their capitals: in a target without them none is looked at, and in one that gives
    /// all nouns capitals only rare ones are. A name added alone, an acronym and a lone word at the beginning of
    /// a sentence count for the risk and are not shown by default. Chinese characters in a source that reads
    /// them in its own way are not understood as sounds.
    pub static NAME_MISMATCH = {
        name: "name-mismatch",
        category: MISTRANSLATION,
        severity: Major,
        since: "0.1.0",
        needs: Source,
        silences: ["headline-mismatch"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    misspelled(context, findings);
    unmatched(context, findings);
}

/// Names that have no counterpart in the source, with the name that they stand in the place of.
fn unmatched(context: &Context<'_>, findings: &mut Findings) {
    let (Some((source, _)), Some(ledger)) = (context.aligned(), context.ledger) else { return };
    let target = context.target();
    for entry in ledger.names.iter().filter(|entry| entry.doubt >= LEAST_DOUBT) {
        let Some(span) = entry.target.as_ref().and_then(|tokens| target.span_of(tokens)) else { continue };
        let written = target.slice(span);
        let source_span = entry.source.as_ref().and_then(|tokens| source.span_of(tokens));
        let message = match source_span {
            Some(original) => format!("“{written}” for “{}”: not the same name", source.slice(original)),
            None => format!("the name “{written}” is not in the source"),
        };
        let confidence = match source_span {
            Some(_) if context.pair.lexicon.is_none() => entry.doubt.min(NOT_SHOWN),
            Some(_) if entry.doubt >= PAIRED.0 => 0.5 + (entry.doubt - PAIRED.0) * PAIRED.1,
            Some(_) => entry.doubt.min(NOT_SHOWN),
            None => entry.doubt * if is_cased(source) { LONE } else { LONE_UNSEEN },
        };
        findings.push(Finding { source_span, ..NAME_MISMATCH.finding(Some(span), confidence, message) });
    }
}

/// Names that are nearly spelled as in the source.
fn misspelled(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, alignment)) = context.aligned() else { return };
    let target = context.target();
    if source.language.rules.scripts.first() != target.language.rules.scripts.first() {
        return;
    }
    let original: Vec<String> = source.forms.iter().map(|form| latin(&form.folded)).collect();
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
        let here: Vec<String> = target.tokens_of(&bead.target).map(|t| latin(target.token_str(t))).collect();
        let names: Vec<usize> = source.tokens_of(&bead.source).filter(|&t| is_name(source, t)).collect();
        for token in target.tokens_of(&bead.target).filter(|&t| is_name(target, t)) {
            let name = latin(target.token_str(token));
            if original.contains(&name) {
                continue;
            }
            let twin = names.iter().find(|&&s| {
                let spelled = latin(source.token_str(s));
                is_misspelled(&spelled, &name) && !here.contains(&spelled)
            });
            if let Some(&twin) = twin {
                let (written, right) = (target.token_str(token), source.token_str(twin));
                findings.push(Finding {
                    source_span: Some(source.tokens[twin].span),
                    suggestions: vec![right.to_owned()],
                    ..NAME_MISMATCH.finding(
                        Some(target.tokens[token].span),
                        CONFIDENCE,
                        format!("the source spells “{written}” as “{right}”"),
                    )
                });
            }
        }
    }
}
