//! The sheet that sums a workbook up: counts by check and severity, then the articles with what could
//! not be checked in them.

use std::collections::BTreeMap;

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::{Article, Formats, fitting};
use crate::finding::Severity;

/// Most severe first, as one reads.
const SEVERITIES: [Severity; 3] = [Severity::Critical, Severity::Major, Severity::Minor];

/// Counts in the order of [`SEVERITIES`].
type Counts = [u32; 3];

const WIDTHS: [f64; 9] = [40.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 90.0];

/// What is kept of the articles: no text but names and notes.
#[derive(Debug, Default)]
pub struct Summary {
    checks: BTreeMap<&'static str, Counts>,
    articles: Vec<(Article, Counts)>,
}

impl Summary {
    /// Counts an article's findings and lets go of them.
    pub fn add(&mut self, mut article: Article) {
        let mut counts = Counts::default();
        for (check, severity, _) in std::mem::take(&mut article.findings) {
            let n = SEVERITIES.iter().position(|&s| s == severity).unwrap_or_default();
            counts[n] += 1;
            self.checks.entry(check).or_default()[n] += 1;
        }
        self.articles.push((article, counts));
    }

    /// Fills a sheet.
    ///
    /// # Errors
    /// What the sheet cannot hold.
    pub fn write(&self, sheet: &mut Worksheet, formats: &Formats) -> Result<()> {
        sheet.set_name("Summary")?;
        for (n, width) in (0..).zip(WIDTHS) {
            sheet.set_column_width(n, width)?;
        }
        let mut row = 0;
        title(sheet, &mut row, "Checks", formats)?;
        header(sheet, &mut row, &["check", "critical", "major", "minor", "all"], formats)?;
        let mut all = Counts::default();
        for (check, counts) in &self.checks {
            sheet.write_string_with_format(row, 0, *check, &formats.text)?;
            write_counts(sheet, row, 1, counts, formats)?;
            all.iter_mut().zip(counts).for_each(|(all, n)| *all += n);
            row += 1;
        }
        sheet.write_string_with_format(row, 0, "all", &formats.header)?;
        write_counts(sheet, row, 1, &all, formats)?;
        row += 2;
        title(sheet, &mut row, "Articles", formats)?;
        let columns = ["article", "critical", "major", "minor", "all", "words", "risk", "languages", "notes"];
        header(sheet, &mut row, &columns, formats)?;
        for (article, counts) in &self.articles {
            self::article(sheet, row, article, counts, formats)?;
            row += 1;
        }
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        Ok(())
    }
}

fn article(sheet: &mut Worksheet, row: u32, article: &Article, counts: &Counts, formats: &Formats) -> Result<()> {
    super::write_text(sheet, row, 0, &article.name, formats)?;
    write_counts(sheet, row, 1, counts, formats)?;
    sheet.write_number_with_format(row, 5, article.words as f64, &formats.number)?;
    let risk = f64::from((article.risk * 100.0).round()) / 100.0;
    sheet.write_number_with_format(row, 6, risk, &formats.number)?;
    let languages = article.languages.iter().filter(|code| !code.is_empty()).copied().collect::<Vec<_>>().join("-");
    sheet.write_string_with_format(row, 7, languages, &formats.text)?;
    sheet.write_string_with_format(row, 8, fitting(&article.notes.join("\n")), &formats.text)?;
    Ok(())
}

fn title(sheet: &mut Worksheet, row: &mut u32, words: &str, formats: &Formats) -> Result<()> {
    sheet.write_string_with_format(*row, 0, words, &formats.title)?;
    *row += 1;
    Ok(())
}

fn header(sheet: &mut Worksheet, row: &mut u32, columns: &[&str], formats: &Formats) -> Result<()> {
    for (n, column) in (0..).zip(columns) {
        let severity = SEVERITIES.iter().find(|severity| severity.as_str() == *column);
        sheet.write_string_with_format(*row, n, *column, severity.map_or(&formats.header, |&s| formats.of(s)))?;
    }
    *row += 1;
    Ok(())
}

fn write_counts(sheet: &mut Worksheet, row: u32, column: u16, counts: &Counts, formats: &Formats) -> Result<()> {
    let sum = counts.iter().sum::<u32>();
    for (column, count) in (column..).zip(counts.iter().chain([&sum])) {
        sheet.write_number_with_format(row, column, *count, &formats.number)?;
    }
    Ok(())
}
