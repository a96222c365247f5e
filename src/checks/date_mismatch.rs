//! The check `date-mismatch`.

use super::check::{Context, check};
use crate::facts::Verdict;
use crate::facts::dates::{Date, DatePart};
use crate::finding::{Finding, Findings};

const CONFIDENCE: f32 = 0.8;

/// Where only a weekday or only a month is said, another may be meant.
const CONFIDENCE_LONE: f32 = 0.6;

check! {
    /// A date that differs from the source in its day, month, year or weekday.
    ///
    /// # Why it matters
    ///
    /// Readers miss the meeting, and courts the deadline.
    ///
    /// # Examples
    ///
    /// ```example
    /// fr: Le procès s’ouvrira le 14 mars 2024 à Lyon.
    /// en: The trial will open on March 24, 2024 in Lyon.
    ///                                  ^^
    /// ```
    ///
    /// ```example
    /// ru: Выставка открылась 3 сентября.
    /// en: The exhibition opened on 3 November.
    ///                                ^^^^^^^^
    /// ```
    ///
    /// ```example
    /// de: Die Frist endet am 05.11.2023.
    /// en: The deadline is 5 November 2023.
    /// ```
    ///
    /// # Limits
    ///
    /// A date that is merely absent, or said as a day of the week, is not reported; nor are two dates that
    /// differ in more than one part.
    pub static DATE_MISMATCH = {
        name: "date-mismatch",
        category: MISTRANSLATION,
        severity: Critical,
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
        let Verdict::DateDiffers(part) = entry.verdict else { continue };
        let ours = entry.source.and_then(|n| ledger.source[n].date());
        let theirs = entry.target.and_then(|n| ledger.target[n].date());
        let (Some(ours), Some(theirs)) = (ours, theirs) else { continue };
        let place = |date: &Date| date.tokens(part);
        let span = place(theirs).and_then(|tokens| target.span_of(&tokens));
        let source_span = place(ours).and_then(|tokens| source.span_of(&tokens));
        let written = span.map_or("", |s| target.slice(s));
        let original = source_span.map_or("", |s| source.slice(s));
        let name = match part {
            DatePart::Weekday => "weekday",
            DatePart::Day => "day",
            DatePart::Month => "month",
            DatePart::Year => "year",
        };
        let confidence = if ours.len().min(theirs.len()) > 1 { CONFIDENCE } else { CONFIDENCE_LONE };
        let message = format!("“{written}” for “{original}”: the {name} differs");
        findings.push(Finding { source_span, ..DATE_MISMATCH.finding(span, confidence, message) });
    }
}
