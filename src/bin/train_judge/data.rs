//! Training data: the file in memory as it is, an index into it, and the sentences of a step taken out
//! of it as numbers. `judge_format.rs` describes it.

use crate::halves::read_rows;
use crate::judge_format::{MAGIC, NO_STATES};
use crate::random::mixed;
use anyhow::{Context, Result, ensure};
use mtlint::align::vectors::WIDTH;
use mtlint::encoder::pack::{HIDDEN, half};
use mtlint::judge::sight::{SEEN, regard};
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

/// Bytes read at once.
const CHUNK: u64 = 64 << 20;
/// One pair of so many, by its hash, is held out.
const HELD_OUT_PERCENT: u64 = 3;
/// Column of "missing before": of the pieces of a token only the first has its label.
const MISSING: u8 = 1 << 3;
/// Of `corruption`: a clean sentence, a machine translation with the tags of its post-edit.
const CLEAN: u8 = 0;
const POST_EDITED: u8 = 255;
/// Of `supervised`: the sentence as a whole.
const WHOLE: u8 = 1 << 7;
/// A piece that belongs to no token.
pub const NO_TOKEN: usize = usize::MAX;

/// An example in the file.
pub struct Example {
    pub pair: u32,
    pub language: u16,
    pub corruption: u8,
    supervised: u8,
    source: Option<usize>,
    pub n_pieces: usize,
    n_tokens: usize,
    /// Where its list of pieces starts.
    start: usize,
}

impl Example {
    /// Whether its pieces have labels in a column.
    pub fn is_labelled(&self, column: usize) -> bool {
        self.supervised >> column & 1 != 0
    }

    /// Whether the sentence is corrupted, if that is to be learned.
    pub fn whole(&self) -> Option<bool> {
        (self.supervised & WHOLE != 0).then_some(self.corruption != CLEAN)
    }

    /// Whether it should be told from the clean sentence of its pair.
    pub fn is_compared(&self) -> bool {
        self.whole() == Some(true) && self.corruption != POST_EDITED
    }

    pub fn is_clean(&self) -> bool {
        self.corruption == CLEAN
    }
}

/// The file and its index.
pub struct Data {
    bytes: Vec<u8>,
    /// Where the vectors of each source start, and how many there are.
    sources: Vec<(usize, usize)>,
    pub examples: Vec<Example>,
    /// The examples of each pair.
    pub groups: Vec<Range<usize>>,
}

impl Data {
    /// Reads the file, or as much of it as `limit` examples need.
    pub fn read(path: &Path, limit: usize) -> Result<Data> {
        let mut file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
        let size = file.metadata()?.len() as usize;
        let mut data = Data { bytes: Vec::new(), sources: Vec::new(), examples: Vec::new(), groups: Vec::new() };
        // Memory that is never written to costs nothing, growing by copying would cost the double.
        data.bytes.reserve_exact(size);
        let mut at = MAGIC.len();
        loop {
            let n_read = file.by_ref().take(CHUNK).read_to_end(&mut data.bytes)?;
            ensure!(data.bytes.starts_with(MAGIC), "{} is not training data", path.display());
            while data.examples.len() < limit
                && let Some(next) = data.add_record(at)?
            {
                at = next;
            }
            if n_read == 0 || data.examples.len() >= limit {
                break;
            }
        }
        if at < data.bytes.len() && data.examples.len() < limit {
            eprintln!("the last record is cut short: {} bytes are not used", data.bytes.len() - at);
        }
        data.groups = groups(&data.examples);
        Ok(data)
    }

    /// Adds the record at a place; gives the place of the next, or none if it is not all there.
    fn add_record(&mut self, at: usize) -> Result<Option<usize>> {
        let bytes = &self.bytes;
        let Some(&kind) = bytes.get(at) else { return Ok(None) };
        ensure!(kind < 2, "no record starts with {kind}, as at byte {at}");
        if kind == 0 {
            let Some(count) = bytes.get(at + 1..at + 5) else { return Ok(None) };
            let n_tokens = u32::from_le_bytes(count.try_into()?) as usize;
            let end = at + 5 + 2 * WIDTH * n_tokens;
            if end > bytes.len() {
                return Ok(None);
            }
            self.sources.push((at + 5, n_tokens));
            return Ok(Some(end));
        }
        let Some(header) = bytes.get(at + 1..at + 17) else { return Ok(None) };
        let short = |i: usize| u16::from_le_bytes([header[i], header[i + 1]]);
        let long = |i: usize| u32::from(short(i)) | u32::from(short(i + 2)) << 16;
        let (n_pieces, n_tokens) = (usize::from(short(12)), usize::from(short(14)));
        let start = at + 17;
        let end = start + 4 * n_pieces + n_tokens + 2 * HIDDEN * n_pieces + 2 * WIDTH * n_tokens;
        if end > bytes.len() {
            return Ok(None);
        }
        let source = usize::try_from(long(8).cast_signed()).ok();
        ensure!(source.is_none_or(|source| source < self.sources.len()), "a source is missing at byte {at}");
        // A sentence of nothing has no score, and nothing to learn from.
        if n_pieces > 0 && n_tokens > 0 {
            let (pair, language) = (long(0), short(4));
            let [corruption, supervised] = [header[6], header[7]];
            ensure!(supervised & NO_STATES == 0, "the file was made for the appraiser");
            self.examples.push(Example { pair, language, corruption, supervised, source, n_pieces, n_tokens, start });
        }
        Ok(Some(end))
    }

    /// The groups to learn from, and those held out.
    pub fn split(&self) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
        let is_trained_on =
            |group: &Range<usize>| mixed(u64::from(self.examples[group.start].pair)) % 100 >= HELD_OUT_PERCENT;
        self.groups.iter().cloned().partition(is_trained_on)
    }

    /// Pieces of a group.
    pub fn n_pieces(&self, group: &Range<usize>) -> usize {
        self.examples[group.clone()].iter().map(|example| example.n_pieces).sum()
    }
}

fn groups(examples: &[Example]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (idx, example) in examples.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if examples[group.start].pair == example.pair => group.end = idx + 1,
            _ => groups.push(idx..idx + 1),
        }
    }
    groups
}

/// Sentences one after another, as numbers; memory that is used again for the next ones.
#[derive(Default)]
pub struct Sentences {
    /// Numbers of the examples, and for each of them its pieces.
    pub examples: Vec<(usize, Range<usize>)>,
    /// Pieces × 384.
    pub states: Vec<f32>,
    /// Tokens × [`SEEN`].
    pub seen: Vec<f32>,
    /// Of each piece, its token or [`NO_TOKEN`].
    pub token_of: Vec<usize>,
    /// Of each piece.
    pub labels: Vec<u8>,
    source: Vec<[f32; WIDTH]>,
    target: Vec<[f32; WIDTH]>,
}

impl Sentences {
    pub fn n_pieces(&self) -> usize {
        self.token_of.len()
    }

    /// Takes the examples of groups.
    pub fn take(&mut self, data: &Data, groups: &[Range<usize>]) {
        self.examples.clear();
        self.states.clear();
        self.seen.clear();
        self.token_of.clear();
        self.labels.clear();
        for idx in groups.iter().cloned().flatten() {
            self.add(data, idx);
        }
    }

    fn add(&mut self, data: &Data, idx: usize) {
        let example = &data.examples[idx];
        let (spans, rest) = data.bytes[example.start..].split_at(4 * example.n_pieces);
        let (labels, rest) = rest.split_at(example.n_tokens);
        let (states, vectors) = rest.split_at(2 * HIDDEN * example.n_pieces);
        let first = self.n_pieces();
        let first_token = self.seen.len() / SEEN;
        self.examples.push((idx, first..first + example.n_pieces));
        // Tokens below this one have had their first piece.
        let mut begun = 0;
        for span in spans.as_chunks::<4>().0 {
            let [start, end] = [[span[0], span[1]], [span[2], span[3]]].map(|two| usize::from(u16::from_le_bytes(two)));
            let end = end.min(labels.len());
            let mut label = 0;
            for (token, of_token) in labels.iter().enumerate().take(end).skip(start) {
                label |= if token < begun { of_token & !MISSING } else { *of_token };
            }
            self.labels.push(label);
            self.token_of.push(if start < end { first_token + start } else { NO_TOKEN });
            begun = begun.max(end);
        }
        self.states.extend(states.as_chunks().0.iter().map(|two| half(u16::from_le_bytes(*two))));
        read_rows(vectors, example.n_tokens, &mut self.target);
        self.source.clear();
        if let Some((start, n)) = example.source.map(|source| data.sources[source]) {
            read_rows(&data.bytes[start..], n, &mut self.source);
        }
        self.seen.extend(regard(&self.source, &self.target));
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::random::Random;
    use mtlint::encoder::pack::to_half;

    /// Two pairs, one of them with a source, and a sentence with the tags of its post-edit. Its
    /// second token has two pieces; the third piece belongs to the second and third token; the last
    /// belongs to none.
    pub fn sample() -> Data {
        let mut random = Random(11);
        let mut halves = |n: usize, scale: f32| -> Vec<u8> {
            (0..n).flat_map(|_| to_half(random.normal() * scale).to_le_bytes()).collect()
        };
        let mut bytes = MAGIC.to_vec();
        bytes.push(0);
        bytes.extend(3u32.to_le_bytes());
        bytes.extend(halves(3 * WIDTH, 0.05));
        for (pair, corruption, supervised, source) in [
            (5u32, 0u8, 0x9f, 0i32),
            (5, 1, 0x9f, 0),
            (5, 3, 0x84, 0),
            (9, 0, 0x9f, -1),
            (9, 4, 0x9f, -1),
            (12, 255, 0x20, 0),
        ] {
            let labels = [[0, 0, 0], [8, 9, 2], [0, 4, 16], [0, 0, 0], [16, 8, 8], [32, 0, 32]];
            bytes.push(1);
            bytes.extend(pair.to_le_bytes());
            bytes.extend([2, 0, corruption, supervised]);
            bytes.extend(source.to_le_bytes());
            bytes.extend([5, 0, 3, 0]);
            bytes.extend([[0u8, 1], [1, 2], [1, 3], [2, 3], [3, 3]].iter().flat_map(|&[a, b]| [a, 0, b, 0]));
            bytes.extend(labels[usize::from(corruption.min(5))]);
            bytes.extend(halves(5 * HIDDEN, 0.5));
            bytes.extend(halves(3 * WIDTH, 0.05));
        }
        // A record that is cut short, as of a file that is being written.
        bytes.extend([1, 0, 0]);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("sample");
        std::fs::write(&path, bytes).expect("written");
        Data::read(&path, usize::MAX).expect("read")
    }

    #[test]
    fn reads_what_was_written() {
        let data = sample();
        assert_eq!(data.groups, [0..3, 3..5, 5..6]);
        let is_compared: Vec<bool> = data.examples.iter().map(Example::is_compared).collect();
        assert_eq!(is_compared, [false, true, true, false, true, false]);
        assert_eq!(data.examples[5].whole(), None);
        let mut sentences = Sentences::default();
        sentences.take(&data, &data.groups);
        assert_eq!(sentences.examples[1], (1, 5..10));
        // "Missing before" (8) only on the first piece of its token.
        assert_eq!(sentences.labels[5..10], [8, 9, 1 | 2, 2, 0]);
        assert_eq!(sentences.token_of[5..10], [3, 4, 4, 5, NO_TOKEN]);
        assert_eq!([sentences.states.len(), sentences.seen.len()], [30 * HIDDEN, 18 * SEEN]);
    }
}
