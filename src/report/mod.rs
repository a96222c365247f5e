//! Checked articles → bytes, one file a format; alignments alone in [`alignment`]. The only place with
//! wire formats.

pub mod alignment;
mod checkstyle;
mod csv;
mod document;
pub mod facts;
mod format;
mod github;
mod gitlab;
mod html;
mod jsonl;
mod junit;
mod page;
mod pretty;
mod rdjson;
mod reported;
mod row;
mod sarif;
pub mod stream;
mod summary;
mod told;
mod uri;
mod xlsx;
mod xml;

use serde::Serialize;

pub use self::csv::unguard;

pub use document::{Held, Part, Report};
pub use format::{Format, Style};
pub use reported::Reported;
pub use row::{Row, rows};
pub use told::{one_line, visible};
pub use uri::of_file as file_uri;

/// What a report begins with.
#[must_use]
pub fn header(format: Format, style: Style) -> Vec<u8> {
    match format {
        Format::Csv => csv::header(style),
        Format::Html => html::header(style),
        Format::Sarif => sarif::header(),
        Format::Gitlab => b"[\n".to_vec(),
        Format::Junit => junit::header(),
        Format::Rdjson => rdjson::header(),
        Format::Checkstyle => checkstyle::header(),
        Format::Pretty | Format::Jsonl | Format::Xlsx | Format::Github | Format::Summary => Vec::new(),
    }
}

/// One article's part of a report.
#[must_use]
pub fn article(format: Format, reported: &Reported, style: Style) -> Part {
    match format {
        Format::Csv => Part::now(csv::article(reported, style)),
        Format::Jsonl => Part::now(jsonl::article(reported)),
        Format::Pretty => Part::now(pretty::article(reported, style)),
        Format::Html => Part::now(html::article(reported)),
        Format::Xlsx => Part::rows(xlsx::article(reported)),
        Format::Sarif => sarif::article(reported),
        Format::Github => github::article(reported),
        Format::Gitlab => Part::now(gitlab::article(reported)),
        Format::Junit => Part::now(junit::article(reported)),
        Format::Rdjson => Part::now(rdjson::article(reported)),
        Format::Checkstyle => Part::now(checkstyle::article(reported)),
        Format::Summary => summary::article(reported),
    }
}

/// The part of a file that could not be checked. Formats without a place for it leave it to standard
/// error.
#[must_use]
pub fn refused(format: Format, path: &str, reason: &str) -> Part {
    match format {
        Format::Html => Part::now(html::failure(path, reason)),
        Format::Xlsx => Part::rows(xlsx::failure(path, reason)),
        Format::Sarif => sarif::refused(path, reason),
        Format::Github => github::refused(path, reason),
        Format::Junit => Part::now(junit::refused(path, reason)),
        Format::Checkstyle => Part::now(checkstyle::refused(path, reason)),
        Format::Summary => summary::refused(path, reason),
        Format::Pretty | Format::Csv | Format::Jsonl | Format::Gitlab | Format::Rdjson => Part::default(),
    }
}

/// What a report ends with.
#[must_use]
pub fn footer(format: Format, held: Vec<Held>) -> Vec<u8> {
    match format {
        Format::Html => html::footer(),
        Format::Sarif => sarif::footer(&held),
        Format::Github => github::footer(held),
        Format::Gitlab => b"\n]\n".to_vec(),
        Format::Junit => junit::footer(),
        Format::Rdjson => rdjson::footer(),
        Format::Checkstyle => checkstyle::footer(),
        Format::Summary => summary::footer(held),
        Format::Pretty | Format::Csv | Format::Jsonl | Format::Xlsx => Vec::new(),
    }
}

/// JSON of a value.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain values serialise")
}
