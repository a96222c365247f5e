//! The check `weekday-mismatch`.

use super::check::{Context, check};
use crate::facts::dates::DatePart;
use crate::facts::{self, Fact};
use crate::finding::{Finding, Findings};

const CONFIDENCE: f32 = 0.8;

check! {
    /// A weekday that the date beside it does not fall on.
    ///
    /// Only dates with day, month and year are looked at.
    ///
    /// # Why it matters
    ///
    /// One of the two is wrong, and the reader cannot tell which.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: The vote is on Friday, 16 November 2021.
    ///                    ^^^^^^ Tuesday
    /// ```
    ///
    /// ```example
    /// en: The vote is on Tuesday, 16 November 2021.
    /// ```
    ///
    /// # Limits
    ///
    /// Where the source has the same error, the translation is faithful and the finding is for the desk.
    /// Dates before 1900 are passed over.
    pub static WEEKDAY_MISMATCH = {
        name: "weekday-mismatch",
        category: MISTRANSLATION,
        severity: Major,
        since: "0.1.0",
        needs: Target,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let target = context.target();
    let alone: Vec<Fact>;
    let facts = match context.ledger {
        Some(ledger) => &ledger.target,
        None => {
            let all = target.sentences.iter().flat_map(|sentence| facts::facts(target, sentence.tokens.clone()));
            alone = all.collect();
            &alone
        }
    };
    for date in facts.iter().filter_map(Fact::date) {
        let (Some(said), Some(right)) = (date.get(DatePart::Weekday), date.falls_on()) else { continue };
        let is_right = said == right || date.may_swap && date.swapped().falls_on() == Some(said);
        if is_right {
            continue;
        }
        let names = &target.language.rules.numbers.weekdays;
        let name = names.get(right as usize - 1).and_then(|names| names.first());
        let span = date.tokens(DatePart::Weekday).and_then(|tokens| target.span_of(&tokens));
        let written = span.map_or("", |s| target.slice(s));
        let like = |name: &String| if crate::text::is_capitalised(written) { capitalised(name) } else { name.clone() };
        let suggestions: Vec<String> = name.map(like).into_iter().collect();
        let message = match suggestions.first() {
            Some(right) => format!("the date is no “{written}”: it falls on “{right}”"),
            None => format!("the date is no “{written}”"),
        };
        findings.push(Finding { suggestions, ..WEEKDAY_MISMATCH.finding(span, CONFIDENCE, message) });
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
