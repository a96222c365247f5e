//! Bytes → the table of a report, whatever program saved it: CSV with any of the usual delimiters and
//! encodings, or a workbook (xlsx, xlsb, xls, ods). Columns are found by name, so their order, further
//! columns and rows above the header do not matter.

use std::io::Cursor;

use anyhow::{Context, Result, bail};
use calamine::{Data, Reader, open_workbook_auto_from_rs};

use crate::read::{Problem, decode};

/// Larger reports are refused: a hundred thousand findings take less.
pub const MAX_BYTES: usize = 256 << 20;

/// Columns without which decisions cannot be read back.
pub const REQUIRED: [&str; 4] = ["article", "check", "decision", "fingerprint"];

/// Rows in which the header is looked for: reviewers put titles and notes above it.
const HEADER_ROWS: usize = 30;

/// Delimiters that spreadsheets write, by country and format.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A report as a table.
#[derive(Debug)]
pub struct Table {
    /// Names of the columns, in lower case with `_` for spaces.
    columns: Vec<String>,
    /// What stands below the header; empty rows are left out.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug)]
pub struct Row {
    /// Line of the file or row of the sheet, from 1.
    pub line: usize,
    cells: Vec<String>,
}

impl Table {
    /// A cell by the name of its column; empty where there is none.
    #[must_use]
    pub fn cell<'a>(&self, row: &'a Row, name: &str) -> &'a str {
        let column = self.columns.iter().position(|column| column == name);
        column.and_then(|column| row.cells.get(column)).map_or("", String::as_str)
    }

    fn new(rows: Vec<Row>) -> Option<Table> {
        let header = rows.iter().take(HEADER_ROWS).position(|row| {
            let names = names(row);
            ["fingerprint", "decision"].iter().all(|wanted| names.iter().any(|name| name == wanted))
        })?;
        let columns = names(&rows[header]);
        let filled = |row: &Row| row.cells.iter().any(|cell| !cell.trim().is_empty());
        let rows = rows.into_iter().skip(header + 1).filter(filled).collect();
        Some(Table { columns, rows })
    }

    fn complete(self) -> Result<Table> {
        for name in REQUIRED {
            match self.columns.iter().filter(|column| *column == name).count() {
                0 => bail!("the column `{name}` is missing; put it back as `mtlint check` wrote it"),
                1 => {}
                _ => bail!("there are several columns `{name}`; rename all but one"),
            }
        }
        Ok(self)
    }
}

fn names(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| cell.trim().to_lowercase().replace([' ', '-'], "_")).collect()
}

/// Reads a report; what had to be assumed comes back beside it.
///
/// # Errors
/// Bytes that are neither text nor a workbook, or a table without the columns of a report: the message
/// names the remedy.
pub fn read(bytes: &[u8]) -> Result<(Table, Vec<Problem>)> {
    // ZIP archives, and the compound files of old workbooks.
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Ok((workbook(bytes)?, Vec::new()));
    }
    let (text, problems) = decode(bytes).context("not a report; give the CSV, xlsx or ods file with the decisions")?;
    Ok((delimited(&text)?, problems))
}

fn delimited(text: &str) -> Result<Table> {
    let mut tables = DELIMITERS.iter().filter_map(|&delimiter| {
        let head = records(text, delimiter, HEADER_ROWS);
        Table::new(head).and_then(|_| Table::new(records(text, delimiter, usize::MAX)))
    });
    tables.next().with_context(no_header)?.complete()
}

fn no_header() -> String {
    format!("no row names the columns of a report; keep the header with {}", REQUIRED.join(", "))
}

fn records(text: &str, delimiter: u8, n: usize) -> Vec<Row> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    // Reading from memory that is UTF-8 does not fail.
    let records = reader.records().filter_map(Result::ok).take(n);
    let (mut line, mut counted) = (1, 0);
    records
        .map(|record| {
            // A record's position may lie before the line break that ends the one above.
            let start = record.position().map_or(counted, |position| position.byte() as usize);
            let rest = text.get(start..).unwrap_or("");
            let start = start + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
            line += text.get(counted..start).map_or(0, |passed| passed.matches('\n').count());
            counted = start;
            Row { line, cells: record.iter().map(str::to_owned).collect() }
        })
        .collect()
}

/// The first sheet that has the columns of a report.
fn workbook(bytes: &[u8]) -> Result<Table> {
    const DAMAGED: &str = "the workbook cannot be read; save it once more as xlsx, ods or CSV";
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).context(DAMAGED)?;
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).context(DAMAGED)?;
        let first = range.start().map_or(0, |(row, _)| row as usize);
        let rows = range.rows().enumerate().map(|(n, cells)| Row {
            line: first + n + 1,
            cells: cells
                .iter()
                .map(|cell| if *cell == Data::Empty { String::new() } else { cell.to_string() })
                .collect(),
        });
        if let Some(table) = Table::new(rows.collect()) {
            return table.complete();
        }
    }
    bail!(no_header())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_titles_and_order_do_not_matter() {
        for text in [
            "article,check,decision,fingerprint\na,c,yes,f\n",
            "sep=;\nDecision;Fingerprint;Check;Mine;Article\nyes;f;c;x;a\n",
            "Week 48\t\n\nfingerprint\tarticle\tdecision\tcheck\r\nf\ta\tyes\tc\r\n\t\t\t\r\n",
        ] {
            let (table, _) = read(text.as_bytes()).unwrap();
            let cells = REQUIRED.map(|name| table.cell(&table.rows[0], name));
            assert_eq!((cells, table.rows.len()), (["a", "c", "yes", "f"], 1), "{text}");
        }
    }

    #[test]
    fn lines_are_those_of_the_file() {
        for end in ["\n", "\r\n"] {
            let text = "article,check,decision,fingerprint|\"a|b\",c,yes,f||d,c,no,g|".replace('|', end);
            let (table, _) = read(text.as_bytes()).unwrap();
            assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 5]);
        }
    }

    #[test]
    fn what_is_no_report_is_said() {
        let error = |bytes: &[u8]| format!("{:#}", read(bytes).unwrap_err());
        assert!(error(b"a,b\n1,2\n").contains("no row names the columns"));
        assert!(error(b"decision,fingerprint,check\n").contains("`article` is missing"));
        assert!(error(b"article,check,decision,fingerprint,decision\n").contains("several columns `decision`"));
        assert!(error(b"PK\x03\x04 not a workbook").contains("cannot be read"));
        assert!(error(b"some\x00bytes\x00and more\x00\x00").contains("not a report"));
    }
}
