//! The check `unit-mismatch`.

use super::check::{Context, check};
use super::figures::format_number;
use crate::article::Text;
use crate::facts::{Amount, Verdict};
use crate::finding::{Finding, Findings};
use crate::language::units::Dimension;

const CONFIDENCE_REPLACED: f32 = 0.75;
const CONFIDENCE_CONVERTED: f32 = 0.7;

/// Significant digits of a suggested conversion.
const DIGITS: i32 = 3;

check! {
    /// A unit or currency that was replaced while the figure stayed, or a conversion that is wrong.
    ///
    /// Where both units are named, an amount must keep its unit and its value, or be converted. Rounding
    /// is allowed for: half a unit of the last digit that is not zero, up to 13 %.
    ///
    /// # Why it matters
    ///
    /// Eighty miles are not eighty kilometres, ninety days not ninety months, and two percentage points not two per cent.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: The new railway line is 80 miles long.
    /// nl: De nieuwe spoorlijn is 80 kilometer lang.
    ///                            ^^^^^^^^^^^^
    /// ```
    ///
    /// ```example
    /// en: The farm covers 200 acres.
    /// de: Der Hof umfasst 120 Hektar.
    ///                     ^^^^^^^^^^
    /// ```
    ///
    /// ```example
    /// en: The new railway line is 80 miles long.
    /// nl: De nieuwe spoorlijn is bijna 130 kilometer lang.
    /// ```
    ///
    /// # Limits
    ///
    /// Currencies are compared only where the figure stayed, since rates change. Ounces, pounds and stones
    /// of other systems than the international one are not known.
    pub static UNIT_MISMATCH = {
        name: "unit-mismatch",
        category: MISTRANSLATION,
        severity: Major,
        since: "0.1.0",
        needs: Source,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let (Some((source, _)), Some(ledger)) = (context.aligned(), context.ledger) else { return };
    let target = context.target();
    for entry in &ledger.entries {
        let ours = entry.source.and_then(|n| ledger.source[n].amount());
        let theirs = entry.target.and_then(|n| ledger.target[n].amount());
        let (Some(ours), Some(theirs)) = (ours, theirs) else { continue };
        match entry.verdict {
            Verdict::UnitReplaced => findings.push(finding(ours, theirs, [source, target], CONFIDENCE_REPLACED)),
            Verdict::Misconverted => findings.push(finding(ours, theirs, [source, target], CONFIDENCE_CONVERTED)),
            _ => {}
        }
    }
}

fn finding(ours: &Amount, theirs: &Amount, texts: [&Text; 2], confidence: f32) -> Finding {
    let [source, target] = texts;
    let with_unit = |text: &Text, amount: &Amount| text.span_of(&amount.tokens());
    let (span, source_span) = (with_unit(target, theirs), with_unit(source, ours));
    let written = span.map_or("", |s| target.slice(s));
    let original = source_span.map_or("", |s| source.slice(s));
    let right = ours.unit.zip(theirs.unit).and_then(|(from, to)| from.convert(ours.number.value, to));
    let message = match (right, ours.unit.map(|unit| unit.dimension)) {
        (Some(right), _) => {
            format!("“{written}” for “{original}”, which is about {}", format_number(short(right), target))
        }
        (None, Some(Dimension::Money)) => format!("“{written}” for “{original}”: another currency, the same figure"),
        (None, _) => format!("“{written}” for “{original}”: another unit, the same figure"),
    };
    Finding { source_span, ..UNIT_MISMATCH.finding(span, confidence, message) }
}

/// A value with as many digits as a reader wants.
fn short(value: f64) -> f64 {
    if value == 0.0 {
        return value;
    }
    let step = 10f64.powi(value.abs().log10().floor() as i32 + 1 - DIGITS);
    // Powers of ten below one are not exact, their inverses are.
    if step < 1.0 {
        (value * (1.0 / step).round()).round() / (1.0 / step).round()
    } else {
        (value / step).round() * step
    }
}
