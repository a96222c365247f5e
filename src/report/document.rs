//! A report as it is written: what stands before, between and after the parts of its articles.
//!
//! Parts are made apart from each other, on any thread; here they are put together in order, so that
//! memory holds no more of a report than what its end has to say. A workbook is written as a whole, and
//! grows in a temporary file until then.

use anyhow::Result;

use super::{Format, Reported, Style, article, footer, header, refused, xlsx};
use crate::finding::Severity;

/// What an article, or a file that could not be checked, adds to a report.
#[derive(Debug, Default)]
pub struct Part {
    /// What stands in its place.
    pub body: Vec<u8>,
    /// What can only be said at the end.
    pub held: Vec<Held>,
    /// What goes into a workbook.
    pub rows: Option<Box<xlsx::Article>>,
}

/// Something that waits for the end of a report.
#[derive(Debug)]
pub struct Held {
    /// Severity and confidence of the issue that it tells of; none for what is no issue.
    pub weight: Option<(Severity, f32)>,
    /// As it will be written.
    pub text: String,
}

impl Part {
    /// A part that is written at once.
    #[must_use]
    pub fn now(body: Vec<u8>) -> Part {
        Part { body, ..Part::default() }
    }

    /// A part of a workbook.
    #[must_use]
    pub fn rows(article: xlsx::Article) -> Part {
        Part { rows: Some(Box::new(article)), ..Part::default() }
    }
}

/// A report under way.
pub struct Report {
    format: Format,
    style: Style,
    has_parts: bool,
    held: Vec<Held>,
    book: Option<xlsx::Book>,
}

impl Report {
    /// A report of nothing yet.
    ///
    /// # Errors
    /// No room for the temporary file that a workbook grows in.
    pub fn new(format: Format, style: Style) -> Result<Report> {
        let book = (format == Format::Xlsx).then(xlsx::Book::new).transpose()?;
        Ok(Report { format, style, has_parts: false, held: Vec::new(), book })
    }

    /// What it begins with.
    #[must_use]
    pub fn begin(&self) -> Vec<u8> {
        header(self.format, self.style)
    }

    /// An article's part; looks at nothing else, so that articles may be reported on any thread.
    #[must_use]
    pub fn part(&self, reported: &Reported) -> Part {
        article(self.format, reported, self.style)
    }

    /// The part of a file that could not be checked, and why.
    #[must_use]
    pub fn refusal(&self, path: &str, reason: &str) -> Part {
        refused(self.format, path, reason)
    }

    /// The bytes that the next part adds.
    ///
    /// # Errors
    /// What a workbook cannot hold.
    pub fn add(&mut self, part: Part) -> Result<Vec<u8>> {
        self.held.extend(part.held);
        if let (Some(article), Some(book)) = (part.rows, &mut self.book) {
            book.add(*article)?;
        }
        if part.body.is_empty() || !self.format.is_list() {
            return Ok(part.body);
        }
        let separator: &[u8] = if self.has_parts { b",\n" } else { b"" };
        self.has_parts = true;
        Ok([separator, &part.body].concat())
    }

    /// What it ends with.
    ///
    /// # Errors
    /// A workbook that cannot be written.
    pub fn end(self) -> Result<Vec<u8>> {
        match self.book {
            Some(book) => book.finish(),
            None => Ok(footer(self.format, self.held)),
        }
    }
}

/// The most important first: by severity, then by confidence; what weighs the same stays in order.
pub fn by_importance(held: &mut [Held]) {
    let key = |held: &Held| held.weight.unwrap_or((Severity::Minor, 0.0));
    held.sort_by(|a, b| key(b).0.cmp(&key(a).0).then(key(b).1.total_cmp(&key(a).1)));
}
