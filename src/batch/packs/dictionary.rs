//! Finding and reading dictd dictionaries.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use flate2::read::MultiGzDecoder;

use crate::language::dictd::{self, Article};

/// Where Debian, Fedora and others install dictionaries.
const INSTALLED: &str = "/usr/share/dictd";

/// Ending of an index.
const INDEX: &str = "index";

/// A dictionary's text at most, inflated; the largest of FreeDict has a tenth of it.
const MAX_BYTES: u64 = 1 << 30;

/// The indexes that an argument stands for, sorted.
///
/// # Errors
/// Nothing there.
pub fn find(package: &Path) -> Result<Vec<PathBuf>> {
    if package.is_dir() {
        let entries = fs::read_dir(package).with_context(|| format!("cannot read {}", package.display()))?;
        let mut found: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        found.retain(|path| path.extension().is_some_and(|e| e == INDEX));
        found.sort();
        if found.is_empty() {
            bail!("no dictionary in {}: there is no NAME.index", package.display());
        }
        return Ok(found);
    }
    if package.is_file() {
        return Ok(vec![index_of(package)?]);
    }
    let beside = PathBuf::from(format!("{}.{INDEX}", package.display()));
    if beside.is_file() {
        return Ok(vec![beside]);
    }
    if package.components().count() > 1 {
        bail!("there is no {}", package.display());
    }
    let name = package.to_string_lossy();
    let bare = name.strip_prefix("dict-").unwrap_or(&name);
    let names = [bare.to_owned(), format!("freedict-{bare}")];
    let installed = names.iter().map(|name| Path::new(INSTALLED).join(format!("{name}.{INDEX}")));
    match installed.into_iter().find(|path| path.is_file()) {
        Some(path) => Ok(vec![path]),
        None => bail!(
            "no dictionary `{name}` here or in {INSTALLED}; install it (on Debian: apt install dict-{bare}), or give \
             the path of its NAME.index"
        ),
    }
}

/// The index that lies beside a text, if that is what was given.
fn index_of(path: &Path) -> Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".dict.dz").or_else(|| name.strip_suffix(".dict"));
    let index = match stem {
        Some(stem) => path.with_file_name(format!("{stem}.{INDEX}")),
        None => path.to_owned(),
    };
    if index.extension().is_none_or(|e| e != INDEX) || !index.is_file() {
        bail!(
            "{} is not a dictd dictionary: give NAME.index, with NAME.dict.dz or NAME.dict beside it",
            path.display()
        );
    }
    Ok(index)
}

/// Reads `NAME.index` and, beside it, `NAME.dict.dz` or `NAME.dict`.
///
/// # Errors
/// What is missing, damaged, or not a dictionary.
pub fn read(index: &Path) -> Result<Vec<Article>> {
    let bytes = fs::read(index).with_context(|| format!("cannot read {}", index.display()))?;
    let [compressed, plain] = ["dict.dz", "dict"].map(|ending| index.with_extension(ending));
    let (path, bytes_of_text) = if compressed.is_file() {
        (&compressed, inflate(&compressed)?)
    } else if plain.is_file() {
        let text = fs::read(&plain).with_context(|| format!("cannot read {}", plain.display()))?;
        (&plain, text)
    } else {
        bail!("{}: neither {} nor {} is there", index.display(), compressed.display(), plain.display());
    };
    dictd::read(&String::from_utf8_lossy(&bytes), &bytes_of_text)
        .with_context(|| format!("{} and {}", index.display(), path.display()))
}

fn inflate(path: &Path) -> Result<Vec<u8>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut text = Vec::new();
    let damaged = || format!("{} is damaged, or not compressed by dictzip", path.display());
    MultiGzDecoder::new(file).take(MAX_BYTES + 1).read_to_end(&mut text).with_context(damaged)?;
    if text.len() as u64 > MAX_BYTES {
        bail!("{} is larger than {} MB", path.display(), MAX_BYTES >> 20);
    }
    Ok(text)
}
