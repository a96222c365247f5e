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
            Some(last) if ends_in_abbreviation(&block[last.range()], language) => last.end = end,
            _ => spans.push(Span::new(start, end)),
        }
    }
    spans
}

fn ends_in_abbreviation(sentence: &str, language: &Language) -> bool {
    let last = sentence.rsplit(char::is_whitespace).next().unwrap_or(sentence);
    let last = last.trim_start_matches(|c: char| !c.is_alphanumeric());
    last.ends_with('.') && language.rules.abbreviations.contains(&fold(last))
}
