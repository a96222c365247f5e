//! The check `number-mismatch`.

use std::ops::Range;

use super::check::{Context, check};
use crate::article::Text;
use crate::finding::{Category, Finding, Findings, Severity};
use crate::numbers::{Number, numbers};

/// How far apart two values may be and still be the same written twice.
const EQUAL: f64 = 1e-9;

/// Units that translators convert, as the factor from one to the other (International yard and
/// pound agreement of 1959; nautical mile; acre).
const CONVERSIONS: [f64; 12] =
    [1.609_344, 0.3048, 0.9144, 2.54, 0.453_592, 28.349_5, 3.785_41, 4.546_09, 1.852, 0.404_686, 2.589_99, 0.092_903];

/// Converted figures are rounded.
const CONVERTED: f64 = 0.04;

/// And round figures to round figures.
const ROUNDED: f64 = 0.1;

/// Neighbouring sentences to which a number may have moved.
const NEIGHBOURS: usize = 2;

/// Below this a lone number is as often spelled out, implied or part of a name.
const SMALL: f64 = 32.0;

const CONFIDENCE_SCALE: f32 = 0.95;
const CONFIDENCE_PAIR: f32 = 0.8;
const CONFIDENCE_LONE: f32 = 0.55;
const CONFIDENCE_FORMAT: f32 = 0.85;

check! {
    /// A number of the source that has another value in the target, or none.
    ///
    /// Numbers are compared by value: digits in any script, grouped as the language groups them,
    /// multiplied by the words behind them, and spelled out. A number may move to a neighbouring
    /// sentence and may be converted between common units.
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
    /// Dates and times are compared part by part. Small numbers that merely vanish are not reported.
    pub static NUMBER_MISMATCH = {
        name: "number-mismatch",
        category: MISTRANSLATION,
        severity: Critical,
        since: "0.1.0",
        needs: Source,
        silences: ["known-artifact"],
        run: run,
    }
}

/// A number with whether something on the other side accounts for it.
struct Claim {
    number: Number,
    settled: bool,
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, alignment)) = context.aligned() else { return };
    let target = context.target();
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
        let mut ours = claims(source, &bead.source);
        let mut theirs = claims(target, &bead.target);
        settle(&mut ours, &mut theirs, findings, target);
        if ours.iter().chain(&theirs).all(|claim| claim.settled) {
            continue;
        }
        report_rescaled(&mut ours, &mut theirs, source, target, findings);
        settle_elsewhere(&mut ours, target, &bead.target);
        settle_elsewhere(&mut theirs, source, &bead.source);
        report(&ours, &theirs, source, target, findings);
    }
}

fn claims(text: &Text, sentences: &Range<usize>) -> Vec<Claim> {
    numbers(text, text.tokens_of(sentences)).into_iter().map(|number| Claim { number, settled: false }).collect()
}

/// Matches equal values one to one, then those equal by another reading or after conversion.
fn settle(ours: &mut [Claim], theirs: &mut [Claim], findings: &mut Findings, target: &Text) {
    pair_up(ours, theirs, |a, b| same(a.value, b.value), |_, _| {});
    pair_up(
        ours,
        theirs,
        |a, b| b.other_reading.is_some_and(|v| same(a.value, v)),
        |a, b| {
            // A target's number read by the custom of another language.
            if b.in_digits && a.value >= 1000.0 && b.value < 1000.0 {
                findings.push(format_finding(b, target));
            }
        },
    );
    // A source in another custom than its language's: hardly with a scale word, which leaves no doubt.
    pair_up(ours, theirs, |a, b| a.scale == 1.0 && a.other_reading.is_some_and(|v| same(v, b.value)), |_, _| {});
    pair_up(ours, theirs, |a, b| a.in_digits && b.in_digits && is_converted(a.value, b.value), |_, _| {});
    pair_up(ours, theirs, Number::is_same_time, |_, _| {});
    pair_up(ours, theirs, is_clock, |_, _| {});
    pair_up(ours, theirs, |a, b| is_decade(a.value, b.value) || is_decade(b.value, a.value), |_, _| {});
    settle_heights(ours, theirs);
    settle_heights(theirs, ours);
    // Compounds count twice on one side (`34-year-old` and `34`), so a used value may settle again.
    settle_again(ours, theirs);
    settle_again(theirs, ours);
}

/// Six foot six is 198 centimetres, or 1.98 metres.
fn settle_heights(these: &mut [Claim], those: &mut [Claim]) {
    for at in 1..those.len() {
        let (feet, inches) = (those[at - 1].number.value, those[at].number.value);
        let centimetres = (feet * 12.0 + inches) * 2.54;
        let is_height = |v: f64| (v - centimetres).abs() <= 2.0 || (v * 100.0 - centimetres).abs() <= 2.0;
        if !(3.0..=8.0).contains(&feet) || !(0.0..12.0).contains(&inches) {
            continue;
        }
        if let Some(metric) = these.iter_mut().find(|c| !c.settled && is_height(c.number.value)) {
            metric.settled = true;
            those[at - 1].settled = true;
            those[at].settled = true;
        }
    }
}

fn settle_again(these: &mut [Claim], those: &[Claim]) {
    for claim in these.iter_mut().filter(|claim| !claim.settled) {
        claim.settled = those.iter().any(|other| other.settled && same(other.number.value, claim.number.value));
    }
}

fn pair_up(
    ours: &mut [Claim],
    theirs: &mut [Claim],
    fits: impl Fn(&Number, &Number) -> bool,
    mut settled: impl FnMut(&Number, &Number),
) {
    for a in ours.iter_mut().filter(|a| !a.settled) {
        if let Some(b) = theirs.iter_mut().find(|b| !b.settled && fits(&a.number, &b.number)) {
            (a.settled, b.settled) = (true, true);
            settled(&a.number, &b.number);
        }
    }
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= EQUAL * a.abs().max(b.abs()).max(1.0)
}

fn is_converted(a: f64, b: f64) -> bool {
    // Round figures stay round: 30 yards are about 25 metres.
    let tolerance = if a % 5.0 == 0.0 && b % 5.0 == 0.0 && a.max(b) <= 100.0 { ROUNDED } else { CONVERTED };
    let near = |x: f64, y: f64| (x - y).abs() <= tolerance * x.abs().max(y.abs());
    a >= 3.0
        && b >= 1.0
        && !is_transposed(a, b)
        && (CONVERSIONS.iter().any(|f| near(a * f, b) || near(a / f, b))
            || (a * 1.8 + 32.0 - b).abs() <= 1.0
            || (b * 1.8 + 32.0 - a).abs() <= 1.0)
}

/// The same digits in another order: a slip, whatever unit it might be converted to.
fn is_transposed(a: f64, b: f64) -> bool {
    let digits = |value: f64| {
        let mut digits: Vec<char> = format!("{value}").chars().filter(char::is_ascii_digit).collect();
        digits.sort_unstable();
        digits
    };
    digits(a) == digits(b)
}

/// 15 and 3, as hours of the day.
fn is_clock(a: &Number, b: &Number) -> bool {
    let (low, high) = (a.value.min(b.value), a.value.max(b.value));
    a.scale * b.scale == 1.0 && (1.0..=12.0).contains(&low) && (13.0..=24.0).contains(&high) && same(high - low, 12.0)
}

/// `1930s` and the thirties.
fn is_decade(year: f64, short: f64) -> bool {
    (1800.0..2000.0).contains(&year) && year % 10.0 == 0.0 && same(year % 100.0, short)
}

/// A number of one side that stands in a neighbouring sentence of the other has only moved.
fn settle_elsewhere(open: &mut [Claim], other: &Text, sentences: &Range<usize>) {
    if open.iter().all(|claim| claim.settled) {
        return;
    }
    let around = sentences.start.saturating_sub(NEIGHBOURS)..(sentences.end + NEIGHBOURS).min(other.sentences.len());
    let nearby = numbers(other, other.tokens_of(&around));
    for claim in open.iter_mut().filter(|claim| !claim.settled) {
        let value = claim.number.value;
        claim.settled = nearby.iter().any(|n| {
            same(n.value, value) || n.other_reading.is_some_and(|v| same(v, value)) || n.is_same_time(&claim.number)
        });
    }
}

/// The same digits on another scale, million for billion: wrong even where the right figure stands in
/// a neighbouring sentence.
fn report_rescaled(ours: &mut [Claim], theirs: &mut [Claim], source: &Text, target: &Text, findings: &mut Findings) {
    for a in ours.iter_mut().filter(|a| !a.settled) {
        if let Some(b) = theirs.iter_mut().find(|b| !b.settled && is_rescaled(&a.number, &b.number)) {
            findings.push(mismatch(&a.number, &b.number, source, target, CONFIDENCE_SCALE));
            (a.settled, b.settled) = (true, true);
        }
    }
}

fn report(ours: &[Claim], theirs: &[Claim], source: &Text, target: &Text, findings: &mut Findings) {
    let lost: Vec<&Number> = ours.iter().filter(|c| !c.settled && is_claim(&c.number)).map(|c| &c.number).collect();
    let added: Vec<&Number> = theirs.iter().filter(|c| !c.settled && is_claim(&c.number)).map(|c| &c.number).collect();
    if let ([a], [b]) = (&lost[..], &added[..]) {
        let severity = if a.in_digits && b.in_digits { Severity::Critical } else { Severity::Major };
        let confidence = if a.in_digits && b.in_digits { CONFIDENCE_PAIR } else { CONFIDENCE_LONE };
        findings.push(Finding { severity, ..mismatch(a, b, source, target, confidence) });
        return;
    }
    for number in lost.iter().filter(|n| is_missed(n)) {
        let span = source.span_of(&number.tokens);
        let written = span.map_or("", |s| source.slice(s));
        let message = format!("the source's “{written}” has no counterpart in the target");
        findings.push(Finding {
            source_span: span,
            category: Category::OMISSION,
            severity: Severity::Major,
            ..NUMBER_MISMATCH.finding(None, lone_confidence(number), message)
        });
    }
    for number in added.iter().filter(|n| is_missed(n)) {
        let span = target.span_of(&number.tokens);
        let written = span.map_or("", |s| target.slice(s));
        let message = format!("“{written}” is not in the source");
        findings.push(Finding {
            category: Category::ADDITION,
            severity: Severity::Major,
            ..NUMBER_MISMATCH.finding(span, lone_confidence(number), message)
        });
    }
}

/// Whether a number is missed where nothing stands in its place. A hundred per cent is a manner of
/// speaking.
fn is_missed(number: &Number) -> bool {
    number.in_digits && number.is_amount && number.value >= SMALL && !same(number.value, 100.0)
}

/// Years, which readers need and translators add or drop to taste, are weaker evidence than amounts.
fn lone_confidence(number: &Number) -> f32 {
    let is_year = number.scale == 1.0 && (1900.0..2100.0).contains(&number.value);
    if is_year { 0.45 } else { CONFIDENCE_LONE }
}

/// Whether a number is one that a translation must keep.
fn is_claim(number: &Number) -> bool {
    number.in_digits || number.scale >= 1e6
}

/// The same leading digits, a power of ten apart, where at least one side has a scale word.
fn is_rescaled(a: &Number, b: &Number) -> bool {
    // `Thousands` and `tens of thousands` are manners of speaking, not figures.
    if !(a.in_digits || b.in_digits) || a.scale.max(b.scale) < 1000.0 || a.value <= 0.0 || b.value <= 0.0 {
        return false;
    }
    let power = (a.value / b.value).log10();
    power.abs() > 0.5 && (power - power.round()).abs() < 1e-6
}

fn mismatch(ours: &Number, theirs: &Number, source: &Text, target: &Text, confidence: f32) -> Finding {
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

/// The source's value as the target would write it, keeping the target's scale word if it fits.
fn in_target_writing(ours: &Number, theirs: &Number, target: &Text) -> Option<String> {
    let rules = &target.language.rules;
    if ours.scale >= 1e6 || theirs.scale >= 1e6 {
        let digits = target.token_str(theirs.tokens.start);
        let mantissa = theirs.value / theirs.scale;
        let scale = ours.value / mantissa;
        // Several forms share a value (`million`, `millions`, `mln`): the one most used.
        let word = rules
            .numbers
            .scales
            .iter()
            .filter(|&(_, &value)| same(value, scale))
            .max_by_key(|(word, _)| target.language.words.as_ref().and_then(|w| w.zipf(word)).unwrap_or(0))?;
        return theirs.in_digits.then(|| format!("{digits} {}", word.0));
    }
    Some(format_number(ours.value, &rules.typography.decimal, rules.typography.grouping.first().map_or("", |g| g)))
}

/// Writes a value with the target's separators; four digits stay ungrouped like years.
fn format_number(value: f64, decimal: &str, grouping: &str) -> String {
    let written = format!("{value}");
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let mut digits = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && whole.len() > 4 && (whole.len() - i) % 3 == 0 {
            digits.push_str(grouping);
        }
        digits.push(digit);
    }
    if fraction.is_empty() { digits } else { format!("{digits}{decimal}{fraction}") }
}

fn format_finding(number: &Number, target: &Text) -> Finding {
    let span = target.span_of(&number.tokens);
    let written = span.map_or("", |s| target.slice(s));
    let typography = &target.language.rules.typography;
    let right = number
        .other_reading
        .map(|value| format_number(value, &typography.decimal, typography.grouping.first().map_or("", |g| g)));
    let message = format!("“{written}” reads as {} in {}", number.value, target.language.rules.name);
    Finding {
        category: Category::NUMBER_FORMAT,
        severity: Severity::Minor,
        suggestions: right.into_iter().collect(),
        ..NUMBER_MISMATCH.finding(span, CONFIDENCE_FORMAT, message)
    }
}
