//! The check `name-mismatch`.

use super::check::{Context, check};
use super::names::{is_misspelled, is_name, latin};
use crate::article::Text;
use crate::facts::names::{is_acronym, is_cased};
use crate::finding::{Finding, Findings};
use crate::language::gazetteer::Gazetteer;

const CONFIDENCE: f32 = 0.75;

/// Doubt from which a name counts for the risk; whether it is shown is for the user's threshold to say.
const LEAST_DOUBT: f32 = 0.1;

/// The doubt from which a name is shown, so that human translations (NTREX-128, 60 segments of 37 languages both ways)
/// have half a finding in 1,000 words.
#[derive(Clone, Copy)]
struct Floors {
    /// Where a name of the source stands unmatched beside it.
    paired: f32,
    /// Alone.
    lone: f32,
}

/// Where capitals tell the source's names: translators add the names that their readers miss, so that one alone is
/// never shown.
const CAPITALS: Floors = Floors { paired: 0.97, lone: f32::INFINITY };

/// Where the source's nouns have capitals too, so that of its names only rare ones are seen to be unmatched.
const CAPITAL_NOUNS: Floors = Floors { paired: 0.7, lone: 0.93 };

/// Where it has no capitals, so that known names only are seen to be unmatched.
const NO_CAPITALS: Floors = Floors { paired: 0.88, lone: 0.85 };

/// The most of what is not to be shown.
const NOT_SHOWN: f32 = 0.49;

/// Confidence of a name of which nothing speaks for a counterpart.
const SUREST: f32 = 0.9;

impl Floors {
    fn of(source: &Text) -> Floors {
        match () {
            () if !is_cased(source) => NO_CAPITALS,
            () if source.language.rules.capitalised_nouns => CAPITAL_NOUNS,
            () => CAPITALS,
        }
    }

    fn confidence(self, doubt: f32, is_paired: bool) -> f32 {
        let floor = if is_paired { self.paired } else { self.lone };
        if doubt < floor {
            return (doubt / floor.min(1.0)).min(1.0) * NOT_SHOWN;
        }
        0.5 + (doubt - floor) / (1.0 - floor) * (SUREST - 0.5)
    }
}

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
    /// ```example
    /// ja: 大統領は火曜日にノルウェーを訪問した。
    /// en: The president visited Portugal on Tuesday.
    ///                           ^^^^^^^^
    /// ```
    ///
    /// # Limits
    ///
    /// Names are told by their capitals: in a script without them only names that are known in many languages are
    /// seen, and in a language that gives all nouns capitals only rare ones are. Where capitals tell the source's
    /// names, one added alone counts for the risk and is not shown by default; so does an acronym. Chinese
    /// characters in a source that reads them in its own way are not understood as sounds, but for known names.
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
    let floors = Floors::of(source);
    for entry in ledger.names.iter().filter(|entry| entry.doubt >= LEAST_DOUBT) {
        let Some(span) = entry.target.as_ref().and_then(|tokens| target.span_of(tokens)) else { continue };
        let written = target.slice(span);
        let source_span = entry.source.as_ref().and_then(|tokens| source.span_of(tokens));
        let message = match source_span {
            Some(original) => format!("“{written}” for “{}”: not the same name", source.slice(original)),
            None => format!("the name “{written}” is not in the source"),
        };
        let confidence = floors.confidence(entry.doubt, source_span.is_some());
        // Without a lexicon nothing tells a translated name from a wrong one, but for known names; and an acronym
        // may stand for words.
        let is_blind = match source_span {
            Some(_) => context.pair.lexicon.is_none() && is_cased(source),
            None => is_acronym(written),
        };
        let confidence = if is_blind { confidence.min(NOT_SHOWN) } else { confidence };
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
            // What is known by this spelling is not misspelled.
            if original.contains(&name) || Gazetteer::embedded().at(target, token, token + 1).is_some() {
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
