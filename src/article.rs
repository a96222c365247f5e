//! What flows through the stages: a [`Document`] as read, a [`Text`] as segmented, an [`Article`]
//! of one or two of them.

use std::ops::Range;

use crate::language::Language;
use crate::language::tokens::{TokenKind, Tokens};
use crate::language::words::Form;
use crate::text::{Span, is_capitalised};

/// One of the two texts of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The original.
    Source,
    /// Its translation.
    Target,
}

impl Side {
    /// `source` or `target`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Source => "source",
            Side::Target => "target",
        }
    }
}

/// What a block of text is; looser rules hold outside paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The article's own title.
    Headline,
    /// A title inside the article.
    Subhead,
    /// Running text.
    Paragraph,
    /// A quotation set apart.
    Quote,
    /// One item of a list.
    ListItem,
    /// Words under a picture, or in its place.
    Caption,
    /// A cell of a table.
    Cell,
}

/// A paragraph-like unit; sentences do not cross its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Place in [`Document::text`].
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// A link in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Place of the words that carry the link, in [`Document::text`].
    pub span: Span,
    /// Where it leads.
    pub url: String,
}

/// What an inline marker does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkerKind {
    /// Leaves out findings of the next block or sentence.
    Next,
    /// Leaves out findings from here on.
    Start,
    /// Ends what the last `Start` began.
    End,
    /// A keyword that does not exist.
    Unknown(String),
}

/// A comment that tells which findings to leave out; no part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// What it does.
    pub kind: MarkerKind,
    /// Names of checks as written; none for all of them.
    pub checks: Vec<String>,
    /// Where it stands in [`Document::text`].
    pub at: usize,
    /// Where it stands in [`Document::raw`].
    pub raw: usize,
}

/// How the running text relates to the file: pieces `(offset in text, offset in raw)`, sorted.
/// Inside a piece both advance together; what a piece does not cover was put in by the reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    pieces: Vec<(usize, usize)>,
}

impl Origin {
    /// Says that from `text` on, offsets continue from `raw`.
    pub fn push(&mut self, text: usize, raw: usize) {
        self.pieces.push((text, raw));
    }

    /// The place in the file of an offset in the running text.
    #[must_use]
    pub fn raw(&self, offset: usize) -> usize {
        let n = self.pieces.partition_point(|&(text, _)| text <= offset);
        match n.checked_sub(1).map(|i| self.pieces[i]) {
            Some((text, raw)) => raw + (offset - text),
            None => offset,
        }
    }
}

/// A file as read: its decoded characters and the running text found in them.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The whole file, decoded; lines and columns count here.
    pub raw: String,
    /// The running text and where it stands in `raw`; none where they are the same.
    pub extracted: Option<(String, Origin)>,
    /// Paragraph-like units in reading order.
    pub blocks: Vec<Block>,
    /// Links in reading order.
    pub links: Vec<Link>,
    /// Inline markers in reading order.
    pub markers: Vec<Marker>,
}

impl Document {
    /// The running text: what sentences, tokens and findings point into.
    #[must_use]
    pub fn text(&self) -> &str {
        self.extracted.as_ref().map_or(&self.raw, |(text, _)| text)
    }

    /// The place in the file of an offset in the running text.
    #[must_use]
    pub fn raw_offset(&self, offset: usize) -> usize {
        let raw = self.extracted.as_ref().map_or(offset, |(_, origin)| origin.raw(offset));
        raw.min(self.raw.len())
    }
}

/// Position of a sentence in [`Text::sentences`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SentenceIdx(pub u32);

/// Position of a token in [`Text::tokens`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenIdx(pub u32);

/// Position of a form in [`Text::forms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormIdx(pub u32);

/// A word, number or mark in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Place in the running text.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
    /// Its form, shared by all tokens that fold alike.
    pub form: FormIdx,
}

/// A sentence: its place and its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Place in the running text, white space at the ends left out.
    pub span: Span,
    /// Its tokens, in [`Text::tokens`].
    pub tokens: Range<usize>,
    /// Its block, in [`Document::blocks`].
    pub block: usize,
}

/// A document with its language, sentences and tokens.
#[derive(Clone, Debug)]
pub struct Text {
    /// As read.
    pub document: Document,
    /// The language its words were looked up in.
    pub language: &'static Language,
    /// In reading order.
    pub sentences: Vec<Sentence>,
    /// In reading order.
    pub tokens: Vec<Token>,
    /// Every distinct word once.
    pub forms: Vec<Form>,
}

impl Text {
    /// The characters of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.document.text()[span.range()]
    }

    /// A token's form.
    #[must_use]
    pub fn form(&self, token: usize) -> &Form {
        &self.forms[self.tokens[token].form.0 as usize]
    }

    /// A token's characters.
    #[must_use]
    pub fn token_str(&self, token: usize) -> &str {
        self.slice(self.tokens[token].span)
    }

    /// Whether a word has a capital that neither its place nor its language explains, as names have.
    #[must_use]
    pub fn is_name(&self, token: usize) -> bool {
        let sentence = self.sentence_of(token);
        let start = self.sentences.get(sentence).map_or(token, |sentence| sentence.tokens.start.min(token));
        let is_first = self.tokens[start..token].iter().all(|before| before.kind == TokenKind::Mark);
        !is_first && !self.language.rules.capitalised_nouns && is_capitalised(self.token_str(token))
    }

    /// The tokens of a run of sentences.
    #[must_use]
    pub fn tokens_of(&self, sentences: &Range<usize>) -> Range<usize> {
        match (self.sentences.get(sentences.start), sentences.end.checked_sub(1)) {
            (Some(first), Some(last)) if last >= sentences.start => first.tokens.start..self.sentences[last].tokens.end,
            _ => 0..0,
        }
    }

    /// From the first to the last of a run of tokens; none for an empty run.
    #[must_use]
    pub fn span_of(&self, tokens: &Range<usize>) -> Option<Span> {
        let first = self.tokens.get(tokens.start)?;
        let last = self.tokens.get(tokens.end.checked_sub(1)?)?;
        (tokens.start < tokens.end).then(|| first.span.cover(last.span))
    }

    /// The sentence that a token stands in; the number of sentences for one behind the last.
    #[must_use]
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// The particle of a verb that closes the clause the verb stands in, folded: `tegen` of *spreekt* in *hij spreekt
    /// dat tegen*.
    #[must_use]
    pub fn particle_of(&self, verb: usize) -> Option<&str> {
        let particles = &self.language.rules.particles;
        if particles.is_empty() {
            return None;
        }
        let end = self.sentences.get(self.sentence_of(verb))?.tokens.end;
        let clause = (verb + 1..end).take_while(|&token| self.tokens[token].kind != TokenKind::Mark);
        let last = &*self.form(clause.last()?).folded;
        particles.iter().any(|particle| particle == last).then_some(last)
    }

    /// The sentence that holds an offset, or the last one that begins before it.
    #[must_use]
    pub fn sentence_at(&self, offset: usize) -> Option<SentenceIdx> {
        let n = self.sentences.partition_point(|s| s.span.start <= offset);
        (!self.sentences.is_empty()).then(|| SentenceIdx(n.saturating_sub(1) as u32))
    }

    /// What kind of block a sentence stands in.
    #[must_use]
    pub fn block_kind(&self, sentence: usize) -> BlockKind {
        self.document.blocks[self.sentences[sentence].block].kind
    }

    /// Number of words and numbers.
    #[must_use]
    pub fn n_words(&self) -> usize {
        self.tokens.iter().filter(|t| t.kind != TokenKind::Mark).count()
    }
}

impl Tokens for Text {
    fn kind(&self, token: usize) -> TokenKind {
        self.tokens[token].kind
    }

    fn form(&self, token: usize) -> &Form {
        self.form(token)
    }

    fn surface(&self, token: usize) -> &str {
        self.token_str(token)
    }
}

/// A target and, where there is one, its source.
#[derive(Clone, Debug)]
pub struct Article {
    /// The original; absent when only the translation is at hand.
    pub source: Option<Text>,
    /// The translation under check.
    pub target: Text,
}
