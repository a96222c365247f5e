//! Alignment of texts whose sentences, and for words also tokens, are given: `mtlint align`.

use std::collections::HashMap;

use super::vectors::Vectors;
use crate::article::{Block, BlockKind, Document, FormIdx, Sentence, Text, Token};
use crate::language::tokens::{TokenKind, tokenize};
use crate::language::{Language, Pair};
use crate::text::{Span, fold};

/// A text of given sentences, one a line; empty lines are sentences too, so that numbers stay those
/// of lines.
#[must_use]
pub fn text<'a>(lines: impl IntoIterator<Item = &'a str>, language: &'static Language) -> Text {
    given(lines.into_iter(), language, Cut::Words)
}

/// One pair of pre-tokenised sentences; Pharaoh links `0-0 1-2` and a line end.
#[must_use]
pub fn words(source: &str, target: &str, from: &'static Language, to: &'static Language, encode: bool) -> String {
    let text = |line, language| given(std::iter::once(line), language, Cut::Spaces);
    let (source, target) = (text(source, from), text(target, to));
    let pair = Pair::get(from.code(), to.code());
    let evidence = super::evidence::Evidence::gather(&source, &target, pair);
    let vectors = Vectors::of_pair(&source, &target, encode);
    let vectors = vectors.as_ref().map(|(s, t)| (s, t));
    let mut links: Vec<_> =
        super::words::align([0..source.tokens.len(), 0..target.tokens.len()], &source, &target, &evidence, vectors)
            .links
            .into_iter()
            .map(|link| (link.source, link.target))
            .collect();
    links.sort_unstable();
    links.iter().map(|(s, t)| format!("{s}-{t}")).collect::<Vec<_>>().join(" ") + "\n"
}

/// How a given sentence is cut into tokens.
#[derive(Clone, Copy)]
enum Cut {
    /// As any text.
    Words,
    /// At spaces only: the tokens are given.
    Spaces,
}

fn given<'a>(lines: impl Iterator<Item = &'a str>, language: &'static Language, cut: Cut) -> Text {
    let lines: Vec<&str> = lines.collect();
    let raw = lines.join("\n");
    let (mut sentences, mut tokens, mut forms, mut blocks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut known: HashMap<String, FormIdx> = HashMap::new();
    let mut start = 0;
    for (block, line) in lines.iter().enumerate() {
        let first = tokens.len();
        let mut add = |span: Span, kind: TokenKind| {
            let folded = fold(&line[span.range()]);
            let form = *known.entry(folded.clone()).or_insert_with(|| {
                forms.push(language.form(folded));
                FormIdx(forms.len() as u32 - 1)
            });
            tokens.push(Token { span: span.shift(start), kind, form });
        };
        match cut {
            Cut::Words => tokenize(line, &language.rules, add),
            Cut::Spaces => {
                for word in line.split_whitespace() {
                    let at = word.as_ptr() as usize - line.as_ptr() as usize;
                    let kind = match word {
                        _ if word.contains(char::is_alphabetic) => TokenKind::Word,
                        _ if word.contains(char::is_numeric) => TokenKind::Number,
                        _ => TokenKind::Mark,
                    };
                    add(Span::new(at, at + word.len()), kind);
                }
            }
        }
        let span = Span::new(start, start + line.len());
        blocks.push(Block { span, kind: BlockKind::Paragraph });
        sentences.push(Sentence { span, tokens: first..tokens.len(), block });
        start += line.len() + 1;
    }
    let document = Document { raw, extracted: None, blocks, ..Document::default() };
    Text { document, language, sentences, tokens, forms }
}
