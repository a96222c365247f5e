//! Plain text: one paragraph a line, or paragraphs wrapped at a fixed width and set apart by empty
//! lines. The text is used as it stands, so every offset is that of the file.

use crate::article::{Block, BlockKind, Document};
use crate::text::Span;

/// Lines of hard-wrapped text are no longer than this.
const MAX_WRAPPED: usize = 120;

/// A line shorter than this was not broken for want of room.
const MIN_WRAPPED: usize = 40;

/// Longer lines are paragraphs even where they end without a full stop.
const MAX_TITLE: usize = 160;

/// Finds the blocks.
pub fn parse(raw: String) -> Document {
    let lines = lines_of(&raw);
    let wrapped = is_wrapped(&raw, &lines);
    let mut spans: Vec<Span> = Vec::new();
    let mut continues = false;
    for &line in &lines {
        let text = &raw[line.range()];
        let trimmed = trim(text, line);
        if trimmed.is_empty() {
            continues = false;
            continue;
        }
        let starts_item = marker(&raw[trimmed.range()]).is_some();
        match spans.last_mut() {
            Some(last) if continues && !starts_item => last.end = trimmed.end,
            _ => spans.push(trimmed),
        }
        continues = wrapped && text.trim_end().chars().count() >= MIN_WRAPPED;
    }
    let blocks = kinds(&raw, &spans);
    Document { raw, extracted: None, blocks, ..Document::default() }
}

fn lines_of(raw: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in raw.split_inclusive('\n') {
        lines.push(Span::new(start, start + line.len()));
        start += line.len();
    }
    lines
}

fn trim(text: &str, place: Span) -> Span {
    let start = place.start + text.len() - text.trim_start().len();
    Span::new(start.min(place.start + text.trim_end().len()), place.start + text.trim_end().len())
}

/// Hard-wrapped text: short lines, most of those that another line follows end mid-sentence.
fn is_wrapped(raw: &str, lines: &[Span]) -> bool {
    let text = |line: &Span| raw[line.range()].trim_end();
    if lines.iter().any(|line| text(line).chars().count() > MAX_WRAPPED) {
        return false;
    }
    let (mut followed, mut broken) = (0, 0);
    for pair in lines.windows(2) {
        if !text(&pair[0]).is_empty() && !text(&pair[1]).trim_start().is_empty() {
            followed += 1;
            broken += usize::from(text(&pair[0]).chars().count() >= MIN_WRAPPED && !ends_sentence(text(&pair[0])));
        }
    }
    followed >= 3 && broken * 2 > followed
}

fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '\'', '”', '“', '’', '»', '«', ')', '」', '』', ' ']);
    line.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '।', '؟'])
}

/// What seems to make a line an item of a list.
#[derive(Clone, Copy)]
struct Marker {
    /// Its bytes, and those of the space behind it.
    len: usize,
    /// The number before a full stop, which many languages also write for an ordinal (`1. FC Köln`, `88. Minute`).
    ordinal: Option<u32>,
}

impl Marker {
    /// Whether this line goes on with the list of the line before.
    fn follows(self, before: Marker) -> bool {
        match (before.ordinal, self.ordinal) {
            (Some(before), Some(own)) => own == before + 1,
            _ => true,
        }
    }
}

fn marker(line: &str) -> Option<Marker> {
    let bullet = line.strip_prefix(['-', '*', '•', '‣', '–', '·']);
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbered = if (1..=2).contains(&digits) { line[digits..].strip_prefix(['.', ')']) } else { None };
    let rest = bullet.or(numbered)?;
    let ordinal = line[digits..].starts_with('.').then(|| line[..digits].parse().ok()).flatten();
    let is_item = rest.starts_with([' ', '\t']) && !rest.trim().is_empty();
    is_item.then(|| Marker { len: line.len() - rest.trim_start().len(), ordinal })
}

/// Bytes of each line's list marker and the space behind it, 0 without one. A number with a full stop is one only beside
/// another item.
fn list_markers(lines: &[&str]) -> Vec<usize> {
    let markers: Vec<Option<Marker>> = lines.iter().map(|line| marker(line)).collect();
    let of = |line: Option<usize>| line.and_then(|line| *markers.get(line)?);
    let is_item = |at: usize, own: Marker| {
        let (before, behind) = (of(at.checked_sub(1)), of(Some(at + 1)));
        own.ordinal.is_none()
            || before.is_some_and(|before| own.follows(before))
            || behind.is_some_and(|behind| behind.follows(own))
    };
    let found = markers.iter().enumerate().map(|(at, own)| own.filter(|&own| is_item(at, own)));
    found.map(|own| own.map_or(0, |own| own.len)).collect()
}

fn kinds(raw: &str, spans: &[Span]) -> Vec<Block> {
    let is_title = |span: &Span| {
        let text = &raw[span.range()];
        text.chars().count() <= MAX_TITLE && !ends_sentence(text)
    };
    let lines: Vec<&str> = spans.iter().map(|span| &raw[span.range()]).collect();
    let markers = list_markers(&lines);
    let mut blocks = Vec::with_capacity(spans.len());
    for (i, &span) in spans.iter().enumerate() {
        let text = &raw[span.range()];
        let marker = markers[i];
        let (start, kind) = if let Some(quoted) = text.strip_prefix("> ") {
            (span.end - quoted.trim_start().len(), BlockKind::Quote)
        } else if marker > 0 {
            (span.start + marker, BlockKind::ListItem)
        } else if i == 0 && spans.len() > 1 && is_title(&span) {
            (span.start, BlockKind::Headline)
        } else if i > 0 && is_title(&span) {
            (span.start, BlockKind::Subhead)
        } else {
            (span.start, BlockKind::Paragraph)
        };
        blocks.push(Block { span: Span::new(start, span.end), kind });
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        let document = parse(text.to_owned());
        document.blocks.iter().map(|b| (b.kind, document.raw[b.span.range()].to_owned())).collect()
    }

    #[test]
    fn a_number_with_a_full_stop_begins_an_item_only_among_others() {
        let kinds = |text: &str| blocks(text).into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
        assert_eq!(kinds("1. FC Köln gewann am Samstag.\n"), [BlockKind::Paragraph]);
        assert_eq!(kinds("88. Minute: Elfmeter.\n85. Minute: Ecke.\n"), [BlockKind::Paragraph; 2]);
        assert_eq!(kinds("1. Brot kaufen.\n2. Milch holen.\n"), [BlockKind::ListItem; 2]);
    }

    #[test]
    fn a_line_is_a_paragraph_and_titles_have_no_full_stop() {
        let found = blocks("De kop\r\nEen zin. Nog een.\r\n\r\nTussenkop\r\n- eerste\r\n2) tweede\r\n> “Zo.”\r\n");
        let kinds: Vec<_> = found.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
        assert_eq!(
            kinds,
            [
                (BlockKind::Headline, "De kop"),
                (BlockKind::Paragraph, "Een zin. Nog een."),
                (BlockKind::Subhead, "Tussenkop"),
                (BlockKind::ListItem, "eerste"),
                (BlockKind::ListItem, "tweede"),
                (BlockKind::Quote, "“Zo.”"),
            ]
        );
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let wrapped = "The minister said on Tuesday that the talks would\ngo on until an agreement had been reached between\nthe two sides, which may well take another week or\nmore.\n\nNobody else spoke.\n";
        let found = blocks(wrapped);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].1.ends_with("more."));
    }

    #[test]
    fn a_single_line_is_a_paragraph() {
        assert_eq!(blocks("no full stop"), [(BlockKind::Paragraph, "no full stop".to_owned())]);
    }
}
