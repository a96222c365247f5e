//! The lines of a packed text, for all maintainers' programs that read a corpus.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;

/// The lines of a UTF-8 text in gzip, unpacked as they are asked for. Errors name the file.
pub fn lines(path: &Path) -> Result<impl Iterator<Item = Result<String>>> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| name.clone())?;
    Ok(BufReader::new(GzDecoder::new(file)).lines().map(move |line| line.with_context(|| name.clone())))
}
