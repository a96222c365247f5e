//! [`Document`] → [`Text`]: sentences and tokens, by the language's rules.
//!
//! `sentencex` proposes where sentences end, block by block; an end after one of the language's
//! abbreviations is taken back. Sentences never cross blocks, so a headline without a full stop
//! cannot run into the text below it.

use rustc_hash::FxHashMap as HashMap;

use crate::article::{Document, FormIdx, Sentence, Text, Token};
use crate::language::Language;
use crate::language::tokens::tokenize;
use crate::language::words::Form;
use crate::text::{Span, fold};

/// Digits of the longest ordinals.
const DIGITS_OF_DAY: usize = 2;
const DIGITS_OF_YEAR: usize = 4;

/// Finds sentences and tokens.
#[must_use]
pub fn segment(document: Document, language: &'static Language) -> Text {
    let mut builder = Builder { language, ..Builder::default() };
    for (block, place) in document.blocks.iter().enumerate() {
        let block_text = &document.text()[place.span.range()];
        for sentence in sentences(block_text, language) {
            builder.add_sentence(document.text(), sentence.shift(place.span.start), block);
        }
    }
    Text { document, language, sentences: builder.sentences, tokens: builder.tokens, forms: builder.forms }
}

struct Builder {
    language: &'static Language,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    forms: Vec<Form>,
    by_folded: HashMap<Box<str>, FormIdx>,
}

impl Default for Builder {
    fn default() -> Self {
        Builder {
            language: Language::unknown(),
            sentences: Vec::new(),
            tokens: Vec::new(),
            forms: Vec::new(),
            by_folded: HashMap::default(),
        }
    }
}

impl Builder {
    fn add_sentence(&mut self, text: &str, span: Span, block: usize) {
        let first = self.tokens.len();
        let (language, by_folded, forms, tokens) =
            (self.language, &mut self.by_folded, &mut self.forms, &mut self.tokens);
        tokenize(&text[span.range()], &language.rules, |place, kind| {
            let place = place.shift(span.start);
            let folded = fold(&text[place.range()]);
            let form = by_folded.get(&*folded).copied().unwrap_or_else(|| {
                let form = FormIdx(forms.len() as u32);
                by_folded.insert(folded.clone().into(), form);
                forms.push(language.form(folded));
                form
            });
            tokens.push(Token { span: place, kind, form });
        });
        if self.tokens.len() > first {
            self.sentences.push(Sentence { span, tokens: first..self.tokens.len(), block });
        }
    }
}

/// Sentences of one block, without the white space around them.
fn sentences(block: &str, language: &Language) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for boundary in sentencex::get_sentence_boundaries(language.code(), block) {
        let sentence = &block[boundary.start_byte..boundary.end_byte];
        let start = boundary.start_byte + (sentence.len() - sentence.trim_start().len());
        let end = boundary.start_byte + sentence.trim_end().len();
        if start >= end {
            continue;
        }
        match spans.last_mut() {
            Some(last) if goes_on(&block[last.range()], &block[start..end], language) => last.end = end,
            _ => spans.push(Span::new(start, end)),
        }
    }
    spans
}

/// Whether what ends in a full stop is no sentence yet: behind an abbreviation, and behind an ordinal, after which the
/// sentence goes on in small letters (`2012. gadā`) or with a month.
fn goes_on(sentence: &str, next: &str, language: &Language) -> bool {
    let word: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
    let is_month = || language.rules.calendar().months.word(&fold(&word)).is_some();
    ends_in_abbreviation(sentence, language)
        || match digits_of_ordinal(sentence) {
            0 => false,
            n if n <= DIGITS_OF_DAY && is_month() => true,
            n => n <= DIGITS_OF_YEAR && word.starts_with(char::is_lowercase),
        }
}

/// Digits before the full stop at the end of a sentence.
fn digits_of_ordinal(sentence: &str) -> usize {
    let Some(rest) = sentence.strip_suffix('.') else { return 0 };
    rest.bytes().rev().take_while(u8::is_ascii_digit).count()
}

fn ends_in_abbreviation(sentence: &str, language: &Language) -> bool {
    let last = sentence.rsplit(char::is_whitespace).next().unwrap_or(sentence);
    let last = last.trim_start_matches(|c: char| !c.is_alphanumeric());
    last.ends_with('.') && language.rules.abbreviations.contains(&fold(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(code: &str, block: &'static str) -> Vec<&'static str> {
        let language = Language::get(code).expect("the pack is embedded");
        sentences(block, language).into_iter().map(|span| &block[span.range()]).collect()
    }

    #[test]
    fn an_ordinal_ends_no_sentence() {
        for (code, sentence) in [
            ("lv", "Tilts 2012. gadā tika slēgts."),
            ("et", "Sild suleti 2012. aastal tormi tõttu."),
            ("lv", "Tas notika 30. maijā Rīgā."),
            ("nb", "Broen ble stengt 30. mai 2005 i Bergen."),
            ("de", "Die Brücke wurde am 30. Mai 2005 gesperrt."),
            ("hu", "A hidat 2005. május 30. óta zárva tartják."),
        ] {
            assert_eq!(cut(code, sentence), [sentence], "{code}");
        }
    }

    #[test]
    fn a_number_may_end_one() {
        assert_eq!(
            cut("lv", "Tilts slēgts kopš 2012. Tagad to remontē."),
            ["Tilts slēgts kopš 2012.", "Tagad to remontē."]
        );
        assert_eq!(
            cut("en", "She resigned in 2019. May said nothing."),
            ["She resigned in 2019.", "May said nothing."]
        );
    }
}
