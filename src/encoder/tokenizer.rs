//! Text → pieces of the vocabulary, each with its byte range in the text as it was given.
//!
//! A unigram model (Kudo 2018, "Subword Regularization", section 3.2): of all ways to cut the
//! normalised text into pieces, the one with the greatest sum of log probabilities, found by
//! Viterbi's dynamic program in time linear in the text. Normalisation is that of the engine
//! the model came with: code points replaced by a table, runs of spaces made one, spaces written
//! as U+2581, one put in front of the text.
//!
//! It deliberately does not recognise control pieces (`<s>` in a text is three characters), does
//! not compose characters, and does not know languages.

use super::pack::Pack;
use super::view::U32s;

/// How the vocabulary writes a space.
const SPACE_MARK: char = '\u{2581}';
/// No piece ends here (yet).
const UNREACHED: f32 = -1e30;

/// A piece of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Row of the embedding table.
    pub row: u32,
    /// First byte of the characters that the piece stands for, in the original sentence. A space
    /// in front of them is not counted.
    pub start: usize,
    /// The byte after the last of them. Equal to `start` for a piece that is only a space, and
    /// for none other. Both are on character boundaries and, but for such pieces, never fall from
    /// one piece to the next; neighbours overlap only where one character is written as several
    /// pieces.
    pub end: usize,
}

/// Where one byte of the normalised text came from.
#[derive(Clone, Copy)]
struct Origin {
    start: usize,
    end: usize,
    is_space: bool,
}

/// The best way to reach a byte of the normalised text.
#[derive(Clone, Copy)]
struct Best {
    score: f32,
    from: usize,
    row: u32,
}

/// Reads the tokenizer's sections of a pack.
#[derive(Clone, Copy, Debug)]
pub struct Tokenizer<'p> {
    pack: Pack<'p>,
}

impl<'p> Tokenizer<'p> {
    /// A tokenizer over the vocabulary of a pack.
    #[must_use]
    pub fn new(pack: Pack<'p>) -> Self {
        Tokenizer { pack }
    }

    /// Row of the embedding table for what no piece holds.
    #[must_use]
    pub fn unknown(&self) -> u32 {
        self.pack.scores.len() as u32 + 2
    }

    /// Rows of the embedding table for what stands before a sentence and behind it.
    #[must_use]
    pub fn ends(&self) -> [u32; 2] {
        [self.unknown() - 2, self.unknown() - 1]
    }

    /// The pieces of a text, in order; none if nothing of it is left by normalisation.
    #[must_use]
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        let (normal, origins) = self.normalise(text);
        let best = self.viterbi(&normal);
        let mut pieces = Vec::new();
        let mut end = normal.len();
        while end > 0 {
            let Best { from, row, .. } = best[end];
            pieces.push(located(row, &origins[from..end]));
            end = from;
        }
        pieces.reverse();
        pieces
    }

    /// The text as the vocabulary spells it, and the origin of each of its bytes.
    fn normalise(&self, text: &str) -> (String, Vec<Origin>) {
        let mut normal = String::with_capacity(text.len() + text.len() / 4 + 4);
        let mut origins: Vec<Origin> = Vec::with_capacity(normal.capacity());
        for (start, original) in text.char_indices() {
            let end = start + original.len_utf8();
            for c in self.replaced(original) {
                let is_space = c == ' ';
                if is_space && origins.last().is_some_and(|last| last.is_space) {
                    continue;
                }
                if origins.is_empty() && !is_space {
                    normal.push(SPACE_MARK);
                    origins.resize(normal.len(), Origin { start: 0, end: 0, is_space: true });
                }
                normal.push(if is_space { SPACE_MARK } else { c });
                origins.resize(normal.len(), Origin { start, end, is_space });
            }
        }
        (normal, origins)
    }

    /// What the normalisation table makes of a character: usually itself.
    fn replaced(&self, c: char) -> impl Iterator<Item = char> + use<'p> {
        let Pack { norm_from, norm_starts, norm_to, .. } = self.pack;
        let place = if c.is_ascii_graphic() || c == ' ' { None } else { find(norm_from, c as u32) };
        let range = place.and_then(|i| norm_starts.get(i).zip(norm_starts.get(i + 1)));
        let (start, end) = range.unwrap_or((0, 0));
        let itself = if place.is_none() { Some(c) } else { None };
        let stand_ins = (start..end).filter_map(move |i| char::from_u32(norm_to.get(i as usize)?));
        itself.into_iter().chain(stand_ins)
    }

    /// For each byte of `normal`, and for its end, the best piece that ends there.
    fn viterbi(&self, normal: &str) -> Vec<Best> {
        let bytes = normal.as_bytes();
        let mut best = vec![Best { score: UNREACHED, from: 0, row: 0 }; bytes.len() + 1];
        best[0].score = 0.0;
        for (start, c) in normal.char_indices() {
            // Every character is reached, by the unknown piece if by no other.
            let score = best[start].score;
            let mut node = 0;
            for (end, &byte) in (start + 1..).zip(&bytes[start..]) {
                let Some(child) = self.child(node, byte) else { break };
                node = child;
                // A malformed trie may hold a piece that ends inside a character.
                if let Some(row) = self.piece_at(node).filter(|_| normal.is_char_boundary(end)) {
                    let with_piece = score + self.pack.scores.get(row as usize).unwrap_or(UNREACHED);
                    improve(&mut best[end], with_piece, start, row);
                }
            }
            let unknown = score + self.pack.unknown_score;
            let end = start + c.len_utf8();
            improve(&mut best[end], unknown, start, self.unknown());
            if best[end].score <= UNREACHED || best[end].score.is_nan() {
                best[end] = Best { score: 0.0, from: start, row: self.unknown() };
            }
        }
        best
    }

    /// The node that `byte` leads to.
    #[inline]
    fn child(&self, node: usize, byte: u8) -> Option<usize> {
        let nodes = self.pack.trie_nodes;
        let mut low = (nodes.get(node)? >> 8) as usize;
        let mut high = (nodes.get(node + 1)? >> 8) as usize;
        while low < high {
            let middle = low.midpoint(high);
            let label = nodes.get(middle)? as u8;
            match label.cmp(&byte) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The number of the piece that ends at a node.
    #[inline]
    fn piece_at(&self, node: usize) -> Option<u32> {
        let (word, bit) = (node / 64, node % 64);
        let ends = self.pack.trie_ends.get(word)?;
        if ends >> bit & 1 == 0 {
            return None;
        }
        let before = (ends & ((1 << bit) - 1)).count_ones();
        let row = self.pack.trie_ranks.get(word)?.checked_add(before)?;
        ((row as usize) < self.pack.scores.len()).then_some(row)
    }
}

/// Ties go to the piece found first, the longer one, as in the engine the model came with.
#[inline]
fn improve(best: &mut Best, score: f32, from: usize, row: u32) {
    if score > best.score {
        *best = Best { score, from, row };
    }
}

/// A piece from the origins of its bytes.
fn located(row: u32, origins: &[Origin]) -> Piece {
    let inner = origins.iter().position(|origin| !origin.is_space).map_or(&[][..], |first| &origins[first..]);
    let start = inner.first().or(origins.first()).map_or(0, |first| first.start);
    Piece { row, start, end: inner.last().map_or(start, |last| last.end) }
}

/// Place of a number in a sorted list.
fn find(sorted: U32s, wanted: u32) -> Option<usize> {
    let (mut low, mut high) = (0, sorted.len());
    while low < high {
        let middle = low.midpoint(high);
        match sorted.get(middle)?.cmp(&wanted) {
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}
