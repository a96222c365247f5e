//! The facts of an article: amounts, dates and [`names`], each with its place and its value, and which of
//! the target answers to which of the source.
//!
//! One pass over the tokens finds them ([`Fact`]); one pass over the aligned sentences matches them
//! ([`Ledger`]). A fact may move to another sentence, be written another way or be converted; what is
//! left over has changed, is lost or was added. The checks of facts read the ledger.

pub mod alike;
mod amounts;
pub mod dates;
pub mod names;
pub mod obligations;
mod pairing;
pub mod quotations;

use std::ops::Range;

use crate::align::Alignment;
use crate::article::Text;
use crate::language::Pair;
use crate::language::units::Unit;
use crate::numbers::{Number, numbers};
use dates::{Date, DatePart};
use names::NameEntry;
use quotations::Quotations;

/// A fact in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its tokens in the text.
    pub tokens: Range<usize>,
    /// What it says.
    pub value: Value,
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number, perhaps with its unit.
    Amount(Amount),
    /// A date, or a part of one.
    Date(Date),
}

/// A number and what it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The number.
    pub number: Number,
    /// Its unit or currency, where one is named.
    pub unit: Option<&'static Unit>,
    /// The tokens that name it.
    pub unit_tokens: Range<usize>,
    /// Whether it is part of a date.
    pub in_date: bool,
    /// Whether a word for a century is beside it.
    pub is_century: bool,
}

impl Amount {
    /// The tokens of the number and of its unit.
    #[must_use]
    pub fn tokens(&self) -> Range<usize> {
        let number = &self.number.tokens;
        if self.unit_tokens.is_empty() {
            return number.clone();
        }
        number.start.min(self.unit_tokens.start)..number.end.max(self.unit_tokens.end)
    }
}

impl Fact {
    /// The amount, if it is one.
    #[must_use]
    pub fn amount(&self) -> Option<&Amount> {
        match &self.value {
            Value::Amount(amount) => Some(amount),
            Value::Date(_) => None,
        }
    }

    /// The date, if it is one.
    #[must_use]
    pub fn date(&self) -> Option<&Date> {
        match &self.value {
            Value::Date(date) => Some(date),
            Value::Amount(_) => None,
        }
    }
}

/// The facts of a run of tokens, in reading order.
#[must_use]
pub fn facts(text: &Text, tokens: Range<usize>) -> Vec<Fact> {
    let mut amounts = amounts::amounts(text, tokens.clone(), numbers(text, tokens.clone()));
    let dates = dates::dates(text, tokens, &mut amounts);
    let place = |amount: &Amount| amount.number.tokens.clone();
    let mut facts: Vec<Fact> =
        amounts.into_iter().map(|amount| Fact { tokens: place(&amount), value: Value::Amount(amount) }).collect();
    facts.extend(dates);
    facts.sort_by_key(|fact| (fact.tokens.start, fact.date().is_none(), fact.tokens.end));
    facts
}

/// What became of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same value, in the aligned sentence.
    Same,
    /// The same value, in a sentence nearby.
    Moved,
    /// Another unit, and the value converted.
    Converted,
    /// The same digits, grouped by the custom of another language.
    Misgrouped,
    /// The same digits, with a space in their midst, and the next fact is the rest of them.
    Torn,
    /// The same digits on another scale.
    Rescaled,
    /// Another value.
    Differs,
    /// Another unit, and the value is not that of the conversion.
    Misconverted,
    /// The same value of another unit.
    UnitReplaced,
    /// A date that differs in one part.
    DateDiffers(DatePart),
    /// Not in the target.
    Lost,
    /// Not in the source.
    Added,
    /// A name of which nothing on the other side is surely the same, or surely another.
    Unmatched,
}

impl Verdict {
    /// In the words of the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::Moved => "moved",
            Verdict::Converted => "converted",
            Verdict::Misgrouped => "misgrouped",
            Verdict::Torn => "torn",
            Verdict::Rescaled => "rescaled",
            Verdict::Differs => "differs",
            Verdict::Misconverted => "misconverted",
            Verdict::UnitReplaced => "unit replaced",
            Verdict::DateDiffers(DatePart::Weekday) => "weekday differs",
            Verdict::DateDiffers(DatePart::Day) => "day differs",
            Verdict::DateDiffers(DatePart::Month) => "month differs",
            Verdict::DateDiffers(DatePart::Year) => "year differs",
            Verdict::Lost => "lost",
            Verdict::Added => "added",
            Verdict::Unmatched => "unmatched",
        }
    }
}

/// A fact of the source, one of the target, or both, and what became of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// In [`Ledger::source`].
    pub source: Option<usize>,
    /// In [`Ledger::target`].
    pub target: Option<usize>,
    /// What became of it.
    pub verdict: Verdict,
    /// Whether the two are bound together by more than being left over: a unit or an aligned word.
    pub is_bound: bool,
}

/// The facts of both texts and how they answer to each other.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Facts of the source, in reading order.
    pub source: Vec<Fact>,
    /// Facts of the target, in reading order.
    pub target: Vec<Fact>,
    /// In the order of the aligned sentences.
    pub entries: Vec<Entry>,
    /// Names, in the same order.
    pub names: Vec<NameEntry>,
    /// What is quoted in the source, and in the target.
    pub quotations: [Quotations; 2],
}

impl Ledger {
    /// Finds and matches the facts of an aligned article.
    #[must_use]
    pub fn of(source: &Text, target: &Text, alignment: &Alignment, pair: &Pair) -> Ledger {
        let all = |text: &Text| {
            let sentences = text.sentences.iter();
            sentences.flat_map(|sentence| facts(text, sentence.tokens.clone())).collect::<Vec<Fact>>()
        };
        let (ours, theirs) = (all(source), all(target));
        let entries = pairing::entries([source, target], [&ours, &theirs], alignment);
        let names = names::entries([source, target], alignment, pair);
        let quotations = [source, target].map(Quotations::of);
        Ledger { source: ours, target: theirs, entries, names, quotations }
    }
}
