//! A workbook to decide in: the rows of the CSV report with a drop-down for the decision, and a
//! summary of checks and articles.
//!
//! Rows go to a temporary file of the library's as they come, so that memory does not grow with the
//! number of findings; the workbook is put together at the end.

mod summary;

use anyhow::{Context, Result};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::Reported;
use super::csv::{COLUMNS, DECISIONS, FORMULA, NUMERIC, cells};
use super::reported::note;
use crate::finding::Severity;
use crate::language::Language;
use summary::Summary;
use unicode_width::UnicodeWidthStr;

/// Rows that a sheet can hold, the header among them.
const MAX_ROWS: u32 = 1_048_576;

/// UTF-16 units that a cell can hold.
const MAX_UNITS: usize = 32_767;

/// Widths of the columns in characters.
const WIDTHS: [f64; 17] =
    [28.0, 6.0, 8.0, 9.0, 20.0, 24.0, 10.0, 11.0, 24.0, 28.0, 40.0, 24.0, 48.0, 48.0, 11.0, 28.0, 19.0];

/// Height of a line, and the greatest height of a row, in points.
const LINE: f64 = 15.0;
const MAX_HEIGHT: f64 = 409.0;

/// What a workbook says of an article.
#[derive(Debug)]
pub struct Article {
    name: String,
    languages: [&'static str; 2],
    words: usize,
    risk: f32,
    notes: Vec<String>,
    findings: Vec<(&'static str, Severity, [String; 17])>,
}

/// The rows of an article.
pub fn article(reported: &Reported) -> Article {
    let checked = &reported.checked;
    let target = &checked.article.target;
    let row = |row: &super::Row<'_>| (row.finding.check, row.finding.severity, cells(&reported.name, row));
    Article {
        name: reported.name.clone(),
        languages: [checked.source_language.map_or("", Language::code), target.language.code()],
        words: target.n_words(),
        risk: checked.ranking.risk,
        notes: reported.problems.iter().chain(&checked.notes).map(note).collect(),
        findings: reported.rows().iter().map(row).collect(),
    }
}

/// An article that could not be checked.
pub fn failure(name: &str, error: &str) -> Article {
    let notes = vec![format!("not checked: {error}")];
    Article { name: name.to_owned(), languages: ["", ""], words: 0, risk: 0.0, notes, findings: Vec::new() }
}

/// A growing workbook.
pub struct Book {
    workbook: Workbook,
    formats: Formats,
    summary: Summary,
    /// Rows written to each sheet of findings, the header among them.
    sheets: Vec<u32>,
    max_rows: u32,
}

impl Book {
    /// An empty workbook.
    ///
    /// # Errors
    /// No room for a temporary file.
    pub fn new() -> Result<Book> {
        let mut workbook = Workbook::new();
        // A fixed day, the first that a ZIP archive knows: the same findings give the same bytes.
        let created = ExcelDateTime::from_ymd(1980, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_title("mtlint report").set_creation_datetime(&created));
        let mut book = Book {
            workbook,
            formats: Formats::new(),
            summary: Summary::default(),
            sheets: Vec::new(),
            max_rows: MAX_ROWS,
        };
        book.sheet()?;
        Ok(book)
    }

    /// Writes an article's rows.
    ///
    /// # Errors
    /// A full disk.
    pub fn add(&mut self, article: Article) -> Result<()> {
        for (_, severity, cells) in &article.findings {
            self.row(*severity, cells).with_context(|| format!("{}: cannot write to the workbook", article.name))?;
        }
        self.summary.add(article);
        Ok(())
    }

    /// The finished workbook.
    ///
    /// # Errors
    /// A full disk.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        for (n, rows) in self.sheets.iter().enumerate() {
            finish_sheet(self.workbook.worksheet_from_index(n)?, *rows)?;
        }
        self.summary.write(self.workbook.add_worksheet(), &self.formats)?;
        self.workbook.save_to_buffer().context("cannot write the workbook")
    }

    fn row(&mut self, severity: Severity, cells: &[String; 17]) -> Result<()> {
        if self.sheets.last().is_none_or(|&rows| rows >= self.max_rows) {
            self.sheet()?;
        }
        let last = self.sheets.len() - 1;
        let row = self.sheets[last];
        let sheet = self.workbook.worksheet_from_index(last)?;
        sheet.set_row_height(row, height(cells))?;
        for ((n, column), cell) in (0..).zip(COLUMNS).zip(cells) {
            let format = if column == "confidence" { &self.formats.share } else { &self.formats.number };
            match cell.parse::<f64>() {
                Ok(number) if NUMERIC.contains(&column) => sheet.write_number_with_format(row, n, number, format)?,
                _ if column == "severity" => sheet.write_string_with_format(row, n, cell, self.formats.of(severity))?,
                _ if cell.is_empty() => sheet.write_blank(row, n, &self.formats.text)?,
                _ => write_text(sheet, row, n, cell, &self.formats)?,
            };
        }
        self.sheets[last] += 1;
        Ok(())
    }

    /// Begins a sheet of findings.
    fn sheet(&mut self) -> Result<()> {
        let n = self.sheets.len() + 1;
        let sheet = self.workbook.add_worksheet_with_constant_memory().context("no room for a temporary file")?;
        sheet.set_name(if n == 1 { "Findings".to_owned() } else { format!("Findings {n}") })?;
        for ((n, column), width) in (0..).zip(COLUMNS).zip(WIDTHS) {
            sheet.set_column_width(n, width)?;
            sheet.write_string_with_format(0, n, column, &self.formats.header)?;
        }
        self.sheets.push(1);
        Ok(())
    }
}

/// The height at which the longest text of a row is seen: not every spreadsheet finds it by itself.
fn height(cells: &[String; 17]) -> f64 {
    let lines = |(cell, width): (&String, f64)| (cell.width() as f64 / (width - 1.0)).ceil().max(1.0);
    let most = cells.iter().zip(WIDTHS).map(lines).fold(1.0, f64::max);
    (most * LINE).min(MAX_HEIGHT)
}

/// What can only be said of a sheet once its length is known.
fn finish_sheet(sheet: &mut Worksheet, rows: u32) -> Result<()> {
    sheet.set_freeze_panes(1, 0)?;
    let last = rows.saturating_sub(1);
    sheet.autofilter(0, 0, last, COLUMNS.len() as u16 - 1)?;
    let decision = (0..).zip(COLUMNS).find(|(_, column)| *column == "decision").map_or(0, |(n, _)| n);
    let choice = DataValidation::new()
        .allow_list_strings(&DECISIONS)?
        .set_error_title("No such decision")?
        .set_error_message(format!("Choose {}, or leave the cell empty.", DECISIONS.join(", ")))?;
    if last > 0 {
        sheet.add_data_validation(1, decision, last, decision, &choice)?;
    }
    sheet.set_landscape().set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Writes a text as a text. One that looks like a formula is marked as none, so that it does not
/// become one when the reviewer edits the cell.
fn write_text<'a>(
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    formats: &Formats,
) -> Result<&'a mut Worksheet, rust_xlsxwriter::XlsxError> {
    let format = if text.starts_with(FORMULA) { &formats.quoted } else { &formats.text };
    sheet.write_string_with_format(row, column, fitting(text), format)
}

/// What of a text fits a cell. NUL ends a cell in many readers.
fn fitting(text: &str) -> String {
    let text = text.replace('\0', "\u{FFFD}");
    // No text has more UTF-16 units than bytes.
    if text.len() <= MAX_UNITS || text.encode_utf16().count() <= MAX_UNITS {
        return text;
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < MAX_UNITS
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    kept.push('…');
    kept
}

/// How cells look.
#[derive(Debug)]
struct Formats {
    header: Format,
    text: Format,
    quoted: Format,
    number: Format,
    share: Format,
    title: Format,
    severities: [Format; 3],
}

impl Formats {
    fn new() -> Formats {
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let number = Format::new().set_align(FormatAlign::Top).set_align(FormatAlign::Right).set_indent(1);
        let on = |paper: u32, ink: u32| {
            text.clone().set_background_color(Color::RGB(paper)).set_font_color(Color::RGB(ink)).set_bold()
        };
        Formats {
            header: Format::new()
                .set_bold()
                .set_background_color(Color::RGB(0xE9_ECF0))
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::Top),
            quoted: text.clone().set_quote_prefix(),
            share: number.clone().set_num_format("0.00"),
            number,
            title: Format::new().set_bold().set_font_size(14),
            severities: [on(0xE8_F0FA, 0x1D_5FA8), on(0xFD_F0D9, 0x8A_5300), on(0xFB_E3E1, 0xB3_261E)],
            text,
        }
    }

    fn of(&self, severity: Severity) -> &Format {
        match severity {
            Severity::Minor => &self.severities[0],
            Severity::Major => &self.severities[1],
            Severity::Critical => &self.severities[2],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    type Sheet = calamine::Range<Data>;

    #[test]
    fn long_texts_are_cut_to_what_a_cell_holds() {
        for (text, kept) in [("a".repeat(MAX_UNITS), MAX_UNITS), ("a".repeat(MAX_UNITS + 1), MAX_UNITS)] {
            assert_eq!(fitting(&text).encode_utf16().count(), kept);
        }
        assert!(fitting(&"🦀".repeat(MAX_UNITS)).encode_utf16().count() <= MAX_UNITS);
        assert_eq!(fitting(&"é".repeat(20_000)), "é".repeat(20_000));
        assert_eq!(fitting("a\0b"), "a\u{FFFD}b");
    }

    #[test]
    fn a_full_sheet_is_followed_by_another() {
        let mut book = Book { max_rows: 3, ..Book::new().unwrap() };
        let finding = |n: usize| {
            let cells =
                COLUMNS.map(|column| if NUMERIC.contains(&column) { n.to_string() } else { format!("{column} {n}") });
            ("check", Severity::Minor, cells)
        };
        let findings = (0..5).map(finding).collect();
        book.add(Article { findings, ..failure("name", "error") }).unwrap();
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(book.finish().unwrap())).unwrap();
        assert_eq!(workbook.sheet_names(), ["Findings", "Findings 2", "Findings 3", "Summary"]);
        let sheets: Vec<Sheet> = ["Findings", "Findings 2", "Findings 3"]
            .iter()
            .map(|name| workbook.worksheet_range(name).unwrap())
            .collect();
        assert_eq!(sheets.iter().map(Sheet::height).collect::<Vec<_>>(), [3, 3, 2]);
        for sheet in &sheets {
            assert_eq!(sheet.get((0, 4)), Some(&Data::String("check".to_owned())));
        }
        assert_eq!(sheets[2].get((1, 0)), Some(&Data::String("article 4".to_owned())));
    }
}
