//! Bytes → [`Document`]: decoding, then the running text and its blocks, by format.
//!
//! Nothing is lost silently: what had to be assumed, and what could not be decoded, comes back as
//! a [`Problem`] beside the document. Only [`load`] touches the file system.

mod builder;
mod decode;
mod encode;
mod html;
mod markdown;
mod marker;
mod plain;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};

pub use decode::decode;
pub use encode::encode_like;

use crate::article::Document;

/// Largest file taken for an article: the longest real ones stay below a tenth of it.
pub const MAX_BYTES: usize = 8 << 20;

/// Something an editor should know about how a file was read or what could not be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line in the file, from 1, where there is one.
    pub line: Option<usize>,
    /// One sentence: lower case, no full stop.
    pub message: String,
}

impl Problem {
    /// A problem of the whole file.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Problem {
        Problem { line: None, message: message.into() }
    }
}

/// How the running text is found in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Every line or paragraph is text.
    Plain,
    /// `CommonMark` with tables.
    Markdown,
    /// The article is extracted from the page.
    Html,
}

impl Format {
    /// By a file's extension, else by its content.
    #[must_use]
    pub fn guess(path: Option<&Path>, text: &str) -> Format {
        let extension = path.and_then(Path::extension).and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
        match extension.as_deref() {
            Some("md" | "markdown" | "mdown") => Format::Markdown,
            Some("html" | "htm" | "xhtml") => Format::Html,
            Some("txt" | "text") => Format::Plain,
            _ => Format::of_content(text),
        }
    }

    fn of_content(text: &str) -> Format {
        let start: String = text.trim_start().chars().take(200).collect::<String>().to_ascii_lowercase();
        let is_html =
            ["<!doctype html", "<html", "<article", "<body", "<head"].iter().any(|tag| start.starts_with(tag));
        if is_html { Format::Html } else { Format::Plain }
    }
}

/// Reads a file, or standard input for `-`.
///
/// # Errors
/// A file that cannot be read, is too large, empty or binary: the message names the remedy.
pub fn load(path: &Path) -> Result<(Document, Vec<Problem>)> {
    let bytes = if path == Path::new("-") {
        read_bounded(std::io::stdin().lock()).context("standard input")?
    } else {
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        if file.metadata().is_ok_and(|m| m.is_dir()) {
            bail!("{} is a folder, not a file", path.display());
        }
        read_bounded(file).with_context(|| path.display().to_string())?
    };
    parse(&bytes, Some(path)).with_context(|| path.display().to_string())
}

fn read_bounded(reader: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_BYTES {
        bail!("larger than {} MB, which no article is; split it into articles", MAX_BYTES >> 20);
    }
    Ok(bytes)
}

/// Decodes bytes and finds their running text.
///
/// # Errors
/// Bytes that are no text, or a text without a word.
pub fn parse(bytes: &[u8], path: Option<&Path>) -> Result<(Document, Vec<Problem>)> {
    let (raw, mut problems) = decode(bytes)?;
    if raw.trim().is_empty() {
        bail!("the file is empty");
    }
    let format = Format::guess(path, &raw);
    Ok((parse_text(raw, format, &mut problems), problems))
}

/// Finds the running text in decoded characters. Cannot fail.
#[must_use]
pub fn parse_text(raw: String, format: Format, problems: &mut Vec<Problem>) -> Document {
    match format {
        Format::Plain => plain::parse(raw),
        Format::Markdown => markdown::parse(raw),
        Format::Html => html::parse(raw, problems),
    }
}
