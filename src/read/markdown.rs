//! Markdown (`CommonMark` with tables and front matter) by `pulldown-cmark`. Code blocks, front
//! matter and raw HTML are no text of the article and stay out.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::builder::Builder;
use super::marker;
use crate::article::{BlockKind, Document};

/// Finds the running text.
pub fn parse(raw: String) -> Document {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_FOOTNOTES;
    let mut reader = Reader {
        raw: &raw,
        builder: Builder::default(),
        quote: 0,
        item: 0,
        skip: 0,
        alt: 0,
        heading: None,
        seen_headline: false,
    };
    for (event, range) in Parser::new_ext(&raw, options).into_offset_iter() {
        reader.event(&event, range);
    }
    let builder = reader.builder;
    builder.finish(raw)
}

struct Reader<'a> {
    raw: &'a str,
    builder: Builder,
    quote: usize,
    item: usize,
    /// Depth inside what is no text.
    skip: usize,
    /// Depth inside an image, whose words are its caption.
    alt: usize,
    heading: Option<BlockKind>,
    seen_headline: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::HtmlBlock) => {
                self.comments(range);
                self.start(&Tag::HtmlBlock);
            }
            Event::InlineHtml(_) if self.skip == 0 => self.comments(range),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) | Event::Code(text) if self.skip == 0 => self.text(text, range),
            Event::SoftBreak | Event::HardBreak if self.skip == 0 => self.builder.space(range.start),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.builder.end_block();
                let is_headline = *level == HeadingLevel::H1 && !self.seen_headline;
                self.seen_headline |= is_headline;
                self.heading = Some(if is_headline { BlockKind::Headline } else { BlockKind::Subhead });
            }
            Tag::BlockQuote(_) => self.quote += 1,
            Tag::Item => {
                self.builder.end_block();
                self.item += 1;
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) | Tag::HtmlBlock => self.skip += 1,
            Tag::Paragraph | Tag::TableCell => self.builder.end_block(),
            Tag::Image { .. } => self.alt += 1,
            Tag::Link { dest_url, .. } => self.builder.start_link(dest_url),
            _ => {}
        }
        self.builder.kind = self.kind(matches!(tag, Tag::TableCell));
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.builder.end_block();
                self.heading = None;
            }
            TagEnd::BlockQuote(_) => self.quote = self.quote.saturating_sub(1),
            TagEnd::Item => {
                self.builder.end_block();
                self.item = self.item.saturating_sub(1);
            }
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock => self.skip = self.skip.saturating_sub(1),
            TagEnd::Paragraph | TagEnd::TableCell => self.builder.end_block(),
            TagEnd::Image => self.alt = self.alt.saturating_sub(1),
            TagEnd::Link => self.builder.end_link(),
            _ => {}
        }
        self.builder.kind = self.kind(false);
    }

    /// Raw HTML is no text, but its comments may be markers.
    fn comments(&mut self, range: Range<usize>) {
        for (at, comment) in marker::comments(&self.raw[range.clone()]) {
            self.builder.comment(comment, range.start + at);
        }
    }

    fn kind(&self, cell: bool) -> BlockKind {
        match self.heading {
            Some(kind) => kind,
            None if cell => BlockKind::Cell,
            None if self.alt > 0 => BlockKind::Caption,
            None if self.item > 0 => BlockKind::ListItem,
            None if self.quote > 0 => BlockKind::Quote,
            None => BlockKind::Paragraph,
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        // Code spans and entities differ from their place in the file; find the text inside it.
        let written = &self.raw[range.clone()];
        let offset = written.find(text).unwrap_or(0);
        self.builder.text(text, range.start + offset);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_point_into_the_file_through_markup() {
        let raw = "---\ntitle: x\n---\n# De *kop*\n\nEen [link](https://example.org/a) &amp; meer\\*.\n\n> Gezegd\n\n- punt\n\n```\ncode\n```\n";
        let document = parse(raw.to_owned());
        let kinds: Vec<_> = document.blocks.iter().map(|b| (b.kind, &document.text()[b.span.range()])).collect();
        assert_eq!(
            kinds,
            [
                (BlockKind::Headline, "De kop"),
                (BlockKind::Paragraph, "Een link & meer*."),
                (BlockKind::Quote, "Gezegd"),
                (BlockKind::ListItem, "punt"),
            ]
        );
        for word in ["kop", "link", "meer", "Gezegd", "punt"] {
            let at = document.text().find(word).unwrap();
            assert!(raw[document.raw_offset(at)..].starts_with(word), "{word}");
        }
        assert_eq!(document.links[0].url, "https://example.org/a");
        assert_eq!(&document.text()[document.links[0].span.range()], "link");
    }
}
