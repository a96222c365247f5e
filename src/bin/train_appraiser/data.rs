//! The file that `make_judge_data` writes, as far as the appraiser learns from it: token vectors and labels.

use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use mtlint::align::vectors::WIDTH;
use mtlint::encoder::pack::HIDDEN;

use crate::halves::read_rows;
use crate::judge_format::{MAGIC, NO_STATES};

/// Of `corruption`: a clean sentence.
pub const CLEAN: u8 = 0;
/// One group of so many is held out.
const HELD_OUT: usize = 60;
/// Tokens of sentences that are learned from.
const LENGTHS: Range<usize> = 3..100;

/// A sentence of the file.
pub struct Example {
    /// Number of what was done to it.
    pub corruption: u8,
    group: u32,
    source: usize,
    pub n_tokens: usize,
    /// Where its labels start; its vectors end at `end`.
    labels: usize,
    end: usize,
}

/// The file and its index.
pub struct Data {
    bytes: Vec<u8>,
    /// Where the vectors of each source start, and how many there are.
    sources: Vec<(usize, usize)>,
    pub examples: Vec<Example>,
}

/// A clean sentence, then its corrupted versions.
pub type Group = Range<usize>;

impl Data {
    /// Reads the file.
    pub fn read(path: &Path) -> Result<Data> {
        let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        ensure!(bytes.starts_with(MAGIC), "{} is not training data", path.display());
        let mut data = Data { bytes, sources: Vec::new(), examples: Vec::new() };
        let mut at = MAGIC.len();
        while at < data.bytes.len() {
            at = data.add(at).with_context(|| format!("at byte {at}"))?;
        }
        Ok(data)
    }

    /// Adds the record at a place; gives the place of the next.
    fn add(&mut self, at: usize) -> Result<usize> {
        let record = &self.bytes[at..];
        let (kind, rest) = record.split_first().context("the file is cut short")?;
        match kind {
            0 => {
                let (count, _) = rest.split_first_chunk::<4>().context("the file is cut short")?;
                let n = u32::from_le_bytes(*count) as usize;
                self.sources.push((at + 5, n));
                self.within(at + 5 + 2 * WIDTH * n)
            }
            1 => {
                let (header, _) = rest.split_first_chunk::<16>().context("the file is cut short")?;
                let short = |i: usize| u16::from_le_bytes([header[i], header[i + 1]]);
                let long = |i: usize| u32::from(short(i)) | u32::from(short(i + 2)) << 16;
                let (n_pieces, n_tokens) = (usize::from(short(12)), usize::from(short(14)));
                let (group, corruption, source) = (long(0), header[6], long(8).cast_signed());
                // The states of the pieces are the judge's.
                let has_states = header[7] & NO_STATES == 0;
                let labels = at + 17 + 4 * n_pieces;
                let states = labels + n_tokens;
                let end = states + if has_states { 2 * HIDDEN * n_pieces } else { 0 } + 2 * WIDTH * n_tokens;
                if let Ok(source) = usize::try_from(source) {
                    ensure!(source < self.sources.len(), "its source is missing");
                    self.examples.push(Example { corruption, group, source, n_tokens, labels, end });
                }
                self.within(end)
            }
            _ => bail!("no record starts with {kind}"),
        }
    }

    fn within(&self, end: usize) -> Result<usize> {
        ensure!(end <= self.bytes.len(), "the file is cut short");
        Ok(end)
    }

    /// The groups to learn from, and those held out.
    pub fn groups(&self) -> (Vec<Group>, Vec<Group>) {
        let mut groups: Vec<Group> = Vec::new();
        for (idx, example) in self.examples.iter().enumerate() {
            match groups.last_mut() {
                Some(group) if self.examples[group.start].group == example.group => group.end = idx + 1,
                _ => groups.push(idx..idx + 1),
            }
        }
        groups.retain(|group| {
            let all = &self.examples[group.clone()];
            let fits = |example: &Example| {
                LENGTHS.contains(&example.n_tokens) && LENGTHS.contains(&self.sources[example.source].1)
            };
            all.len() > 1 && all[0].corruption == CLEAN && all.iter().all(fits)
        });
        let (held_out, learned) =
            groups.into_iter().partition(|group| (self.examples[group.start].group as usize).is_multiple_of(HELD_OUT));
        (learned, held_out)
    }

    /// The token vectors of an example's source and its own.
    pub fn vectors(&self, example: &Example) -> [Vec<[f32; WIDTH]>; 2] {
        let (start, n) = self.sources[example.source];
        let own = example.end - 2 * WIDTH * example.n_tokens;
        [(start, n), (own, example.n_tokens)].map(|(start, n)| {
            let mut rows = Vec::with_capacity(n);
            read_rows(&self.bytes[start..], n, &mut rows);
            rows
        })
    }

    /// The labels of its tokens, a bit a column.
    pub fn labels(&self, example: &Example) -> &[u8] {
        &self.bytes[example.labels..][..example.n_tokens]
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::bits::Random;
    use mtlint::encoder::pack::to_half;

    /// A clean sentence of four tokens and two corrupted versions, beside a source of five; the last record has the
    /// states of its one piece.
    pub fn sample() -> Data {
        let mut random = Random(11);
        let mut halves = |n: usize| -> Vec<u8> {
            (0..n * WIDTH).flat_map(|_| to_half(random.normal() * 0.05).to_le_bytes()).collect()
        };
        let mut bytes = MAGIC.to_vec();
        bytes.push(0);
        bytes.extend(5u32.to_le_bytes());
        bytes.extend(halves(5));
        for (corruption, supervised, n_pieces) in
            [(CLEAN, 0x9f | NO_STATES, 0u8), (1, 0x9f | NO_STATES, 0), (3, 0x9f, 1)]
        {
            bytes.push(1);
            bytes.extend(7u32.to_le_bytes());
            bytes.extend([2, 0, corruption, supervised, 0, 0, 0, 0, n_pieces, 0, 4, 0]);
            bytes.extend((0..4 * n_pieces).map(|_| 0));
            bytes.extend([0, corruption, 0, corruption]);
            bytes.extend(halves(usize::from(n_pieces)));
            bytes.extend(halves(4));
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("sample");
        fs::write(&path, bytes).expect("written");
        Data::read(&path).expect("read")
    }

    #[test]
    fn reads_what_was_written() {
        let data = sample();
        let (learned, held_out) = data.groups();
        assert_eq!((learned.len(), &learned[0], held_out.len()), (1, &(0..3), 0));
        assert_eq!(data.labels(&data.examples[2]), [0, 3, 0, 3]);
        let [source, target] = data.vectors(&data.examples[2]);
        assert_eq!((source.len(), target.len()), (5, 4));
    }
}
