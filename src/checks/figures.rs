//! Writing a value as the target would. Shared by the checks of numbers and units.

use crate::article::Text;
use crate::facts::alike::same;
use crate::numbers::Number;

/// The source's value as the target would write it, keeping the target's scale word if it fits.
#[must_use]
pub fn in_target_writing(ours: &Number, theirs: &Number, target: &Text) -> Option<String> {
    if ours.scale < 1e6 && theirs.scale < 1e6 {
        return Some(format_number(ours.value, target));
    }
    let digits = target.token_str(theirs.tokens.start);
    let mantissa = theirs.value / theirs.scale;
    let scale = ours.value / mantissa;
    // Several forms share a value (`million`, `millions`, `mln`): the one most used.
    let scales = target.language.rules.numbers.scales.iter().filter(|&(_, &value)| same(value, scale));
    let frequency = |word: &str| target.language.words.as_ref().and_then(|words| words.zipf(word)).unwrap_or(0);
    let word = scales.max_by_key(|(word, _)| frequency(word))?.0;
    theirs.in_digits().then(|| format!("{digits} {word}"))
}

/// Writes a value with the target's separators; four digits stay ungrouped like years.
#[must_use]
pub fn format_number(value: f64, target: &Text) -> String {
    let typography = &target.language.rules.typography;
    let written = format!("{value}");
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let mut digits = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && whole.len() > 4 && (whole.len() - i) % 3 == 0 {
            digits.push_str(typography.grouping.first().map_or("", |g| g));
        }
        digits.push(digit);
    }
    if fraction.is_empty() { digits } else { format!("{digits}{}{fraction}", typography.decimal) }
}
