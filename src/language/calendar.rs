//! Months, weekdays and the marks of dates of a language, for looking up.

use super::lexemes::Lexemes;
use super::rules::Rules;

/// The calendar words of a language.
#[derive(Debug, Default)]
pub struct Calendar {
    /// Months, from 1.
    pub months: Lexemes<u32>,
    /// Weekdays, Monday 1 to Sunday 7.
    pub weekdays: Lexemes<u32>,
}

impl Calendar {
    /// Gathers the words of a language's rules.
    #[must_use]
    pub fn new(rules: &Rules) -> Calendar {
        let numbered = |lists: &[Vec<String>]| {
            let words =
                lists.iter().zip(1u32..).flat_map(|(names, n)| names.iter().map(move |name| (name.as_str(), n)));
            Lexemes::new(words, rules)
        };
        Calendar { months: numbered(&rules.numbers.months), weekdays: numbered(&rules.numbers.weekdays) }
    }
}
