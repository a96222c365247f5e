//! Aligned texts → the text of a file, one file a format: pure functions of both texts and their
//! alignment.

mod html;
mod pharaoh;
mod tmx;
mod tsv;

use std::ops::Range;

use clap::ValueEnum;

use crate::align::{Alignment, Bead};
use crate::article::Text;
use crate::text::{Span, fold_space};

/// How an alignment is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For scorers: `[0,1]:[0]:score` a line for sentences, `0-0 1-2` for words.
    Pharaoh,
    /// For spreadsheets and scripts: a header row, then one group of sentences a row, with texts.
    Tsv,
    /// For reading: one page, side by side; point at a word to see what it is linked to.
    Html,
    /// For translation memories: TMX 1.4b, one unit a group of sentences that translate each other.
    Tmx,
}

impl Format {
    /// As it is typed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Pharaoh => "pharaoh",
            Format::Tsv => "tsv",
            Format::Html => "html",
            Format::Tmx => "tmx",
        }
    }
}

/// An alignment in a format.
#[must_use]
pub fn write(format: Format, source: &Text, target: &Text, alignment: &Alignment) -> String {
    match format {
        Format::Pharaoh => pharaoh::write(alignment),
        Format::Tsv => tsv::write(source, target, alignment),
        Format::Html => html::write(source, target, alignment),
        Format::Tmx => tmx::write(source, target, alignment),
    }
}

/// How many sentences of the source, and of the target, have no counterpart.
#[must_use]
pub fn unmatched(alignment: &Alignment) -> [usize; 2] {
    let beads = || alignment.beads.iter().filter(|bead| !bead.is_matched());
    [beads().map(|bead| bead.source.len()).sum(), beads().map(|bead| bead.target.len()).sum()]
}

/// Numbers of sentences, from 0: `3,4`.
fn numbers(sentences: &Range<usize>) -> String {
    sentences.clone().map(|n| n.to_string()).collect::<Vec<_>>().join(",")
}

/// From the first to the last of a run of sentences; none for an empty run.
fn span_of(text: &Text, sentences: &Range<usize>) -> Option<Span> {
    let run = text.sentences.get(sentences.clone())?;
    Some(run.first()?.span.cover(run.last()?.span))
}

/// The text of a run of sentences in one line.
fn line_of(text: &Text, sentences: &Range<usize>) -> String {
    span_of(text, sentences).map_or_else(String::new, |span| fold_space(text.slice(span)))
}

/// How the target renders the source; empty for an omission or addition.
fn rendering(bead: &Bead) -> &'static str {
    if bead.is_matched() { bead.rendering.as_str() } else { "" }
}

/// Text for XML and HTML, in an element as in an attribute. Characters that XML 1.0 knows no way to
/// write are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn escaped_text_comes_back_from_an_element_and_an_attribute(text in any::<String>()) {
            let xml = format!("<a b=\"{0}\">{0}</a>", escape(&text));
            let document = roxmltree::Document::parse(&xml).expect("well-formed");
            let is_known = |c: &char| !matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
            let kept: String = text.chars().filter(is_known).collect();
            // A reader of XML makes every line break a line feed, and in an attribute a space.
            let lines = kept.replace("\r\n", "\n").replace('\r', "\n");
            let (root, spaced) = (document.root_element(), lines.replace(['\n', '\t'], " "));
            prop_assert_eq!(root.text().unwrap_or_default(), lines);
            prop_assert_eq!(root.attribute("b").unwrap_or_default(), spaced);
        }
    }
}
