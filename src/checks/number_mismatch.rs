//! The check `number-mismatch`.

use super::check::{Context, check};
use super::figures::{format_number, in_target_writing};
use crate::article::Text;
use crate::facts::alike::{is_figure, same};
use crate::facts::{Amount, Verdict};
use crate::finding::{Category, Finding, Findings, Severity};
use crate::numbers::Number;

/// Below this a lone number is as often spelled out, implied or part of a name.
const SMALL: f64 = 32.0;

/// Years, which readers need and translators add or drop to taste, are weaker evidence than amounts.
const CONFIDENCE_YEAR: f32 = 0.45;

const CONFIDENCE_WORDS: f32 = 0.6;
const CONFIDENCE_SCALE: f32 = 0.95;
const CONFIDENCE_PAIR: f32 = 0.8;
const CONFIDENCE_LONE: f32 = 0.55;
const CONFIDENCE_FORMAT: f32 = 0.85;

check! {
    /// A number of the source that has another value in the target, or none.
    ///
    /// Numbers are compared by value: digits in any script, grouped as the language groups them,
    /// multiplied by the words behind them, and spelled out. A number may move to a neighbouring
    /// sentence and may be converted between units that are named. One with a space in its midst (`40. 6`) is a minor
    /// error. Parts of one (a third for a quarter) and the numbers of kings (`II` for `III`) are compared where there is
    /// one on either side and the two are aligned.
    ///
    /// # Why it matters
    ///
    /// A billion for a million, or a digit lost, misinforms every reader.
    ///
    /// # Examples
    ///
    /// ```example
    /// de: Der Umbau kostet 2,4 Milliarden Euro und dauert 18 Monate.
    /// en: The conversion will cost 2.4 million euros and take 18 months.
    ///                              ^^^^^^^^^^^ 2.4 billion
    /// ```
    ///
    /// ```example
    /// nl: De brug is 1.250 meter lang en werd in 1987 gebouwd.
    /// en: The bridge is 1,250 metres long and was built in 1978.
    ///                                                      ^^^^ 1987
    /// ```
    ///
    /// ```example
    /// en: Winds of 75 mph hit the coast and 2,000 people left.
    /// de: Winde von 120 km/h trafen die Küste, zweitausend Menschen gingen.
    /// ```
    ///
    /// # Limits
    ///
    /// Digits that are part of a word on the other side (`Sputnik9`) are no number of their own. Small numbers that
    /// merely vanish are not reported; where several changed at once, only those that a unit or the alignment of
    /// words binds together.
    pub static NUMBER_MISMATCH = {
        name: "number-mismatch",
        category: MISTRANSLATION,
        severity: Critical,
        since: "0.1.0",
        needs: Source,
        silences: ["calque", "false-friend", "known-artifact", "literal-idiom"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let (Some((source, _)), Some(ledger)) = (context.aligned(), context.ledger) else { return };
    let target = context.target();
    for entry in &ledger.entries {
        let ours = entry.source.and_then(|n| ledger.source[n].amount());
        let theirs = entry.target.and_then(|n| ledger.target[n].amount());
        match (entry.verdict, ours, theirs) {
            (Verdict::Misgrouped, Some(_), Some(theirs)) => findings.push(format_finding(&theirs.number, target)),
            (Verdict::Torn, Some(_), Some(theirs)) => {
                let rest = entry.target.and_then(|n| ledger.target.get(n + 1)?.amount());
                if let Some(finding) = rest.and_then(|rest| torn(&theirs.number, &rest.number, target)) {
                    findings.push(finding);
                }
            }
            // A name taken over (`3M`), whatever its letter multiplies by on either side.
            (Verdict::Rescaled, Some(ours), Some(theirs)) if is_taken_over(ours, theirs, [source, target]) => {}
            (Verdict::Rescaled, Some(ours), Some(theirs)) => {
                findings.push(mismatch(ours, theirs, [source, target], CONFIDENCE_SCALE));
            }
            (Verdict::Differs, Some(ours), Some(theirs)) => {
                let are_figures = ours.number.in_digits() && theirs.number.in_digits();
                let [original, written] = [(source, ours), (target, theirs)]
                    .map(|(text, amount)| text.span_of(&amount.number.tokens).map(|span| text.slice(span)));
                // Taken over as it stands: the marks mean something else here.
                if are_figures && original == written {
                    findings.push(copied(ours, theirs, target));
                    continue;
                }
                let confidence = match (are_figures, entry.is_bound) {
                    (true, _) => CONFIDENCE_PAIR,
                    (false, true) => CONFIDENCE_WORDS,
                    (false, false) => CONFIDENCE_LONE,
                };
                let severity = if are_figures { Severity::Critical } else { Severity::Major };
                findings.push(Finding { severity, ..mismatch(ours, theirs, [source, target], confidence) });
            }
            (Verdict::Lost, Some(ours), None) if is_missed(ours) => {
                let span = source.span_of(&ours.number.tokens);
                let written = span.map_or("", |s| source.slice(s));
                let message = format!("the source's “{written}” has no counterpart in the target");
                findings.push(Finding {
                    source_span: span,
                    category: Category::OMISSION,
                    severity: Severity::Major,
                    ..NUMBER_MISMATCH.finding(None, lone_confidence(&ours.number), message)
                });
            }
            (Verdict::Added, None, Some(theirs)) if is_missed(theirs) => {
                let span = target.span_of(&theirs.number.tokens);
                let written = span.map_or("", |s| target.slice(s));
                let message = format!("“{written}” is not in the source");
                findings.push(Finding {
                    category: Category::ADDITION,
                    severity: Severity::Major,
                    ..NUMBER_MISMATCH.finding(span, lone_confidence(&theirs.number), message)
                });
            }
            _ => {}
        }
    }
}

/// Whether two numbers are written alike and end in a capital letter.
fn is_taken_over(ours: &Amount, theirs: &Amount, texts: [&Text; 2]) -> bool {
    let [original, written] = [(texts[0], ours), (texts[1], theirs)]
        .map(|(text, amount)| text.span_of(&amount.number.tokens).map(|span| text.slice(span)));
    original == written && written.is_some_and(|written| written.ends_with(char::is_uppercase))
}

/// Whether a number is missed where nothing stands in its place. A hundred per cent is a manner of
/// speaking.
fn is_missed(amount: &Amount) -> bool {
    let number = &amount.number;
    is_figure(amount) && number.in_digits() && !amount.in_date && number.value >= SMALL && !same(number.value, 100.0)
}

fn lone_confidence(number: &Number) -> f32 {
    let is_year = number.scale == 1.0 && (1900.0..2100.0).contains(&number.value);
    if is_year { CONFIDENCE_YEAR } else { CONFIDENCE_LONE }
}

fn mismatch(ours: &Amount, theirs: &Amount, texts: [&Text; 2], confidence: f32) -> Finding {
    let [source, target] = texts;
    let (ours, theirs) = (&ours.number, &theirs.number);
    let (span, source_span) = (target.span_of(&theirs.tokens), source.span_of(&ours.tokens));
    let written = span.map_or("", |s| target.slice(s));
    let original = source_span.map_or("", |s| source.slice(s));
    let message = format!("“{written}” for “{original}”: the values differ");
    Finding {
        source_span,
        suggestions: in_target_writing(ours, theirs, target).into_iter().collect(),
        ..NUMBER_MISMATCH.finding(span, confidence, message)
    }
}

/// A number with a space in its midst.
fn torn(first: &Number, rest: &Number, target: &Text) -> Option<Finding> {
    let span = target.span_of(&(first.tokens.start..rest.tokens.end))?;
    let [whole, part] =
        [&first.tokens, &rest.tokens].map(|tokens| target.span_of(tokens).map(|span| target.slice(span)));
    let right = format!("{}{}{}", whole?, target.language.rules.typography.decimal, part?);
    let message = format!("a space in the midst of a number: “{right}”");
    Some(Finding {
        category: Category::NUMBER_FORMAT,
        severity: Severity::Minor,
        suggestions: vec![right],
        ..NUMBER_MISMATCH.finding(Some(span), CONFIDENCE_FORMAT, message)
    })
}

/// A number that reads as another by the custom of the target's language.
fn format_finding(number: &Number, target: &Text) -> Finding {
    let written = target.span_of(&number.tokens).map_or("", |span| target.slice(span));
    let right = number.other_reading.map(|value| format_number(value, target));
    let message = format!("“{written}” reads as {} in {}", number.value, target.language.rules.name);
    in_other_writing(number, right, message, target)
}

/// A number that stands as in the source, where the target's language writes it otherwise.
fn copied(ours: &Amount, theirs: &Amount, target: &Text) -> Finding {
    let written = target.span_of(&theirs.number.tokens).map_or("", |span| target.slice(span));
    let right = format_number(ours.number.value, target);
    let message = format!("“{written}” stands as in the source: {} writes {right}", target.language.rules.name);
    in_other_writing(&theirs.number, Some(right), message, target)
}

fn in_other_writing(number: &Number, right: Option<String>, message: String, target: &Text) -> Finding {
    Finding {
        category: Category::NUMBER_FORMAT,
        severity: Severity::Minor,
        suggestions: right.into_iter().collect(),
        ..NUMBER_MISMATCH.finding(target.span_of(&number.tokens), CONFIDENCE_FORMAT, message)
    }
}
