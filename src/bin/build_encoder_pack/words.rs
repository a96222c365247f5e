//! Reads word lists: those of wordfreq (most frequent first) and of Hunspell (in no order).

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use std::fs;
use std::io::Read;
use std::path::Path;

/// A file's bytes, decompressed if its name ends in `.gz`.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    if path.extension().is_none_or(|extension| extension != "gz") {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    GzDecoder::new(&bytes[..]).read_to_end(&mut plain).with_context(|| format!("unpacking {}", path.display()))?;
    Ok(plain)
}

/// The words of a wordfreq list (`*.msgpack.gz`) and their frequencies, the greatest first. Its
/// format: an array of a header and then arrays of words, the one at place `i` (from 0) with
/// words of the frequency 10^(-i / 100).
pub fn wordfreq(path: &Path) -> Result<Vec<(String, f64)>> {
    let bytes = read(path)?;
    let mut reader = Messages { rest: &bytes };
    let n_lists = reader.array()?;
    reader.skip_header()?;
    let mut words = Vec::new();
    for centibels in 0..n_lists - 1 {
        for _ in 0..reader.array()? {
            words.push((reader.string()?, 10f64.powf(-(centibels as f64) / 100.0)));
        }
    }
    Ok(words)
}

/// The stems of a Hunspell dictionary in UTF-8; what follows a slash or a tab are flags.
pub fn hunspell(path: &Path) -> Result<Vec<String>> {
    let bytes = read(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let stem = |line: &str| line.split(['/', '\t', ' ']).next().unwrap_or_default().to_owned();
    Ok(text.lines().skip(1).map(stem).filter(|word| !word.is_empty()).collect())
}

/// The few kinds of MessagePack values that the lists use.
struct Messages<'b> {
    rest: &'b [u8],
}

impl<'b> Messages<'b> {
    fn take(&mut self, n: usize) -> Result<&'b [u8]> {
        let (head, rest) = self.rest.split_at_checked(n).context("a word list is cut short")?;
        self.rest = rest;
        Ok(head)
    }

    fn number(&mut self, n_bytes: usize) -> Result<usize> {
        Ok(self.take(n_bytes)?.iter().fold(0, |value, &byte| value << 8 | usize::from(byte)))
    }

    fn array(&mut self) -> Result<usize> {
        match self.number(1)? {
            short @ 0x90..=0x9f => Ok(short & 0xf),
            0xdc => self.number(2),
            0xdd => self.number(4),
            other => bail!("expected an array, found {other:#x}"),
        }
    }

    fn string(&mut self) -> Result<String> {
        let len = match self.number(1)? {
            short @ 0xa0..=0xbf => short & 0x1f,
            0xd9 => self.number(1)?,
            0xda => self.number(2)?,
            other => bail!("expected a string, found {other:#x}"),
        };
        Ok(String::from_utf8(self.take(len)?.to_vec())?)
    }

    /// `{"format": "cB", "version": 1}`, in either order.
    fn skip_header(&mut self) -> Result<()> {
        let n_entries = self.number(1)? & 0xf;
        for _ in 0..n_entries {
            match self.string()?.as_str() {
                "format" => drop(self.string()?),
                "version" => drop(self.number(1)?),
                other => bail!("unknown header field {other}"),
            }
        }
        Ok(())
    }
}
