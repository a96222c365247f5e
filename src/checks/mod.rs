//! The checks. One file a check, one line here; everything else (`mtlint checks`, `explain`, the
//! configuration's keys) derives from [`CHECKS`].

mod added_phrase;
mod added_sentence;
mod antonym;
mod broken_encoding;
mod broken_sentence;
mod calque;
pub mod check;
mod curated;
mod date_mismatch;
mod euphonic_form;
mod false_friend;
mod figures;
mod glossary_term;
mod headline_mismatch;
mod hedge_lost;
mod house_spelling;
mod inconsistent_sense;
mod inconsistent_term;
mod known_artifact;
mod leftover_markup;
mod link_mismatch;
mod literal_idiom;
mod lowercase_start;
mod mended;
pub(crate) mod name_mismatch;
mod names;
mod negation_mismatch;
mod number_mismatch;
mod obligation_mismatch;
mod omitted_phrase;
mod omitted_sentence;
mod phrases;
mod pronoun_gender;
mod punctuation_spacing;
mod quotation_mismatch;
mod repeated_word;
mod scrambled_order;
mod source_word_order;
mod surplus_word;
mod unbalanced_quotes;
mod unit_mismatch;
mod untranslated_sentence;
mod untranslated_word;
mod weekday_mismatch;
mod wrong_form;
mod wrong_language;
mod wrong_sense;
mod wrong_speaker;

use check::Check;

/// Every check, in alphabetical order.
pub static CHECKS: &[&Check] = &[
    &added_phrase::ADDED_PHRASE,
    &added_sentence::ADDED_SENTENCE,
    &antonym::ANTONYM,
    &broken_encoding::BROKEN_ENCODING,
    &broken_sentence::BROKEN_SENTENCE,
    &calque::CALQUE,
    &date_mismatch::DATE_MISMATCH,
    &euphonic_form::EUPHONIC_FORM,
    &false_friend::FALSE_FRIEND,
    &glossary_term::GLOSSARY_TERM,
    &headline_mismatch::HEADLINE_MISMATCH,
    &hedge_lost::HEDGE_LOST,
    &house_spelling::HOUSE_SPELLING,
    &inconsistent_sense::INCONSISTENT_SENSE,
    &inconsistent_term::INCONSISTENT_TERM,
    &known_artifact::KNOWN_ARTIFACT,
    &leftover_markup::LEFTOVER_MARKUP,
    &link_mismatch::LINK_MISMATCH,
    &literal_idiom::LITERAL_IDIOM,
    &lowercase_start::LOWERCASE_START,
    &name_mismatch::NAME_MISMATCH,
    &negation_mismatch::NEGATION_MISMATCH,
    &number_mismatch::NUMBER_MISMATCH,
    &obligation_mismatch::OBLIGATION_MISMATCH,
    &omitted_phrase::OMITTED_PHRASE,
    &omitted_sentence::OMITTED_SENTENCE,
    &pronoun_gender::PRONOUN_GENDER,
    &punctuation_spacing::PUNCTUATION_SPACING,
    &quotation_mismatch::QUOTATION_MISMATCH,
    &repeated_word::REPEATED_WORD,
    &scrambled_order::SCRAMBLED_ORDER,
    &source_word_order::SOURCE_WORD_ORDER,
    &surplus_word::SURPLUS_WORD,
    &unbalanced_quotes::UNBALANCED_QUOTES,
    &unit_mismatch::UNIT_MISMATCH,
    &untranslated_sentence::UNTRANSLATED_SENTENCE,
    &untranslated_word::UNTRANSLATED_WORD,
    &weekday_mismatch::WEEKDAY_MISMATCH,
    &wrong_form::WRONG_FORM,
    &wrong_language::WRONG_LANGUAGE,
    &wrong_sense::WRONG_SENSE,
    &wrong_speaker::WRONG_SPEAKER,
];

/// The check of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.name == name).copied()
}
