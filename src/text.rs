//! Places in a text and the folding of words: the ground floor, which imports nothing of ours.
//!
//! Inside `mtlint` a place is a [`Span`] of UTF-8 bytes. People and other programs count lines,
//! columns and code points; [`Positions`] translates, once, at the edge.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// A stretch of text: byte offsets, end exclusive, always on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span may not run backwards");
        Span { start, end }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// For slicing: `&text[span.range()]`.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same stretch, `offset` bytes further on.
    #[must_use]
    pub fn shift(self, offset: usize) -> Span {
        Span::new(self.start + offset, self.end + offset)
    }
}

/// A place as an editor shows it: both counted from 1, columns in code points unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

/// Bytes between two entries of the code-point table: small enough that counting the rest of a
/// stretch is cheap, large enough that the table is 3 % of the text.
const STRIDE: usize = 256;

/// Translates byte offsets of one text into lines, columns and code points.
#[derive(Debug)]
pub struct Positions<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    /// Code points before byte `i * STRIDE` (before the first character boundary at or after it).
    code_points: Vec<usize>,
}

impl<'a> Positions<'a> {
    /// Indexes a text in one pass.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut line_starts = vec![0];
        let mut code_points = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for (i, byte) in text.bytes().enumerate() {
            if i.is_multiple_of(STRIDE) {
                code_points.push(count);
            }
            // Every byte but a continuation byte (10xxxxxx) begins a code point.
            count += usize::from(byte & 0xC0 != 0x80);
            if byte == b'\n' {
                line_starts.push(i + 1);
            }
        }
        if text.len().is_multiple_of(STRIDE) {
            code_points.push(count);
        }
        Positions { text, line_starts, code_points }
    }

    /// Number of code points before a byte offset.
    #[must_use]
    pub fn code_point(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let stride = offset / STRIDE;
        self.code_points[stride] + count_code_points(&self.text.as_bytes()[stride * STRIDE..offset])
    }

    /// Line and column of a byte offset; an offset past the end is the end.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let column = self.code_point(offset) - self.code_point(self.line_starts[line - 1]) + 1;
        LineColumn { line, column }
    }

    /// Line and column of a byte offset where columns count UTF-8 bytes; an offset past the end is the end.
    #[must_use]
    pub fn line_byte_column(&self, offset: usize) -> LineColumn {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|&start| start <= offset);
        LineColumn { line, column: offset - self.line_starts[line - 1] + 1 }
    }

    /// The line (from 1) as text, without its line break.
    #[must_use]
    pub fn line(&self, line: usize) -> &'a str {
        let start = self.line_starts[line - 1];
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }
}

fn count_code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}

/// A word as it is looked up: compatibility-composed, lower case, with the straight apostrophe.
///
/// ```
/// assert_eq!(mtlint::text::fold("L’Élysée"), "l'élysée");
/// // The first has two Latin letters.
/// assert_eq!(mtlint::text::fold("Нeмaчка"), mtlint::text::fold("Немачка"));
/// assert_eq!(mtlint::text::fold("IT-сектор"), "it-сектор");
/// ```
#[must_use]
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    let cyrillic = without_lookalikes(word);
    for c in cyrillic.as_deref().unwrap_or(word).nfkc() {
        match c {
            '\u{2019}' | '\u{02BC}' => folded.push('\''),
            // The soft hyphen and zero-width joiners are layout, not letters.
            '\u{AD}' | '\u{200B}' | '\u{200C}' | '\u{200D}' => {}
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// Latin letters, and the Cyrillic ones that look like them (Unicode Technical Standard 39, confusables).
const LOOKALIKES: [&str; 2] = ["ABCEHIJKMOPSTXaceijopsxy", "АВСЕНІЈКМОРЅТХасеіјорѕху"];

/// A Cyrillic word in which some letters are Latin ones that look alike, as some keyboards and scanners give them, with
/// Cyrillic ones in their place; none for any other word.
fn without_lookalikes(word: &str) -> Option<String> {
    let is_cyrillic = |c: char| matches!(c, '\u{400}'..='\u{52F}');
    let latin = word.chars().filter(char::is_ascii_alphabetic);
    let is_mixed = word.chars().all(char::is_alphabetic) && word.chars().any(is_cyrillic) && latin.clone().count() > 0;
    let [like, cyrillic] = LOOKALIKES;
    let twin = |c: char| cyrillic.chars().nth(like.find(c)?);
    (is_mixed && latin.clone().all(|c| like.contains(c))).then(|| word.chars().map(|c| twin(c).unwrap_or(c)).collect())
}

/// Runs of white space become one space, so that a sentence is one line everywhere.
#[must_use]
pub fn fold_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Of some words the one most like another, for “did you mean”.
#[must_use]
pub fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    words.into_iter().max_by(|a, b| strsim::jaro_winkler(word, a).total_cmp(&strsim::jaro_winkler(word, b)))
}

/// Whether the first letter is upper case.
#[must_use]
pub fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_code_points_from_one() {
        let text = "één\r\nтри четыре\n\n日本";
        let positions = Positions::new(text);
        let at = |needle: &str| positions.line_column(text.find(needle).unwrap());
        assert_eq!(at("één"), LineColumn { line: 1, column: 1 });
        assert_eq!(at("четыре"), LineColumn { line: 2, column: 5 });
        assert_eq!(at("本"), LineColumn { line: 4, column: 2 });
        assert_eq!(positions.line_column(usize::MAX), LineColumn { line: 4, column: 3 });
        assert_eq!(positions.line(2), "три четыре");
        assert_eq!(
            positions.line_byte_column(text.find("четыре").unwrap()),
            LineColumn { line: 2, column: 1 + "три ".len() }
        );
    }

    #[test]
    fn code_points_agree_with_counting_across_strides() {
        let text = "aé日🦀".repeat(300);
        let positions = Positions::new(&text);
        for (n, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(positions.code_point(offset), n);
        }
        assert_eq!(positions.code_point(text.len()), text.chars().count());
    }
}
