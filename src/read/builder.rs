//! Puts the running text of a marked-up file together and remembers where each piece came from.

use super::marker;
use crate::article::{Block, BlockKind, Document, Link, Marker, Origin};
use crate::text::Span;

/// Collects text block by block; white space is collapsed as browsers do.
#[derive(Debug)]
pub struct Builder {
    /// What the block being written is.
    pub kind: BlockKind,
    text: String,
    origin: Origin,
    blocks: Vec<Block>,
    links: Vec<Link>,
    markers: Vec<Marker>,
    block_start: usize,
    /// Open links: where their text begins, where they lead.
    open_links: Vec<(usize, String)>,
}

impl Default for Builder {
    fn default() -> Self {
        Builder {
            kind: BlockKind::Paragraph,
            text: String::new(),
            origin: Origin::default(),
            blocks: Vec::new(),
            links: Vec::new(),
            markers: Vec::new(),
            block_start: 0,
            open_links: Vec::new(),
        }
    }
}

impl Builder {
    /// Adds text that stands at `raw` in the file, character by character.
    pub fn text(&mut self, text: &str, raw: usize) {
        let mut expected = None;
        for (at, c) in text.char_indices() {
            if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' {
                self.space(raw + at);
                expected = None;
                continue;
            }
            if expected != Some(raw + at) {
                self.origin.push(self.text.len(), raw + at);
            }
            self.text.push(c);
            expected = Some(raw + at + c.len_utf8());
        }
    }

    /// Adds one space unless the block begins here or has one already.
    pub fn space(&mut self, raw: usize) {
        if self.text.len() > self.block_start && !self.text.ends_with(' ') {
            self.origin.push(self.text.len(), raw);
            self.text.push(' ');
        }
    }

    /// Opens a link.
    pub fn start_link(&mut self, url: &str) {
        self.open_links.push((self.text.len(), url.to_owned()));
    }

    /// Closes the innermost open link.
    pub fn end_link(&mut self) {
        if let Some((start, url)) = self.open_links.pop() {
            let text = &self.text[start.min(self.text.len())..];
            let start = start + (text.len() - text.trim_start().len());
            let end = self.text.trim_end().len();
            if start < end {
                self.links.push(Link { span: Span::new(start, end), url });
            }
        }
    }

    /// Takes in a comment that stands at `raw` in the file; none of its characters become text.
    pub fn comment(&mut self, comment: &str, raw: usize) {
        // Not behind the space that ends with the block.
        let at = self.block_start + self.text[self.block_start..].trim_end().len();
        self.markers.extend(marker::parse(comment, at, raw));
    }

    /// Ends the block, if it has any text.
    pub fn end_block(&mut self) {
        let end = self.block_start + self.text[self.block_start..].trim_end().len();
        if end > self.block_start {
            self.blocks.push(Block { span: Span::new(self.block_start, end), kind: self.kind });
            self.text.truncate(end);
            self.text.push('\n');
            self.block_start = self.text.len();
        }
    }

    /// The document of what was collected from `raw`.
    #[must_use]
    pub fn finish(mut self, raw: String) -> Document {
        self.end_block();
        let Builder { text, origin, blocks, links, markers, .. } = self;
        Document { raw, extracted: Some((text, origin)), blocks, links, markers }
    }
}
