//! The formats of a report.

use clap::ValueEnum;

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal: source and target with the place underlined.
    Pretty,
    /// For a spreadsheet: one finding a row.
    Csv,
    /// For programs: one finding a line, and one line that sums up each article.
    Jsonl,
    /// For a browser: one page to read, decide and export the decisions.
    Html,
    /// For a spreadsheet, ready to decide in: a workbook with a summary.
    Xlsx,
    /// For code scanning and editors: SARIF 2.1.0.
    Sarif,
    /// For GitHub Actions: annotations, and a summary of the job where GITHUB_STEP_SUMMARY names a file.
    Github,
    /// For GitLab's code quality widget.
    Gitlab,
    /// For test reports: an article is a test suite, an issue a failed test.
    Junit,
    /// For reviewdog.
    Rdjson,
    /// For whatever reads Checkstyle's XML.
    Checkstyle,
    /// The summary of a GitHub job, in Markdown.
    #[value(skip)]
    Summary,
}

impl Format {
    /// The format that the ending of a file's name leaves no doubt about: `.xml` and `.json` may be many.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Format> {
        let name = name.to_ascii_lowercase();
        let endings = [
            (".csv", Format::Csv),
            (".jsonl", Format::Jsonl),
            (".ndjson", Format::Jsonl),
            (".html", Format::Html),
            (".htm", Format::Html),
            (".xlsx", Format::Xlsx),
            (".sarif", Format::Sarif),
            (".sarif.json", Format::Sarif),
        ];
        endings.into_iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, format)| format)
    }

    /// Whether the parts of articles are items of one list, with commas between.
    pub(super) fn is_list(self) -> bool {
        matches!(self, Format::Sarif | Format::Gitlab | Format::Rdjson)
    }

    /// Whether a report has room for notes of what could not be checked.
    #[must_use]
    pub fn has_notes(self) -> bool {
        matches!(self, Format::Pretty | Format::Jsonl | Format::Html | Format::Xlsx | Format::Sarif | Format::Junit)
    }
}

/// What a writer may be told.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Delimiter of CSV.
    pub csv_delimiter: u8,
    /// Whether CSV begins with a byte order mark.
    pub byte_order_mark: bool,
    /// Whether the terminal shows colours.
    pub colour: bool,
    /// Whether places may be links.
    pub links: bool,
}
