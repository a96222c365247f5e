//! The workbook: the cells of the CSV report as texts and numbers, ready to decide in.

use std::fs;
use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};

use crate::support::{folder, mtlint, run};

const SOURCE: &str = "De koning had vrijdag een lang onderhoud met de premier. De brug kost 12 miljoen euro.\n";
const TARGET: &str = "The king had a long maintenance with the prime minister on Friday. \
     =SUM(A1) http://example.org/ \u{b} _x0041_ the the bridge costs 13 million euros.\n";

/// The same articles as CSV and as a workbook; one of them cannot be checked.
fn reports() -> (Vec<csv::StringRecord>, Vec<u8>) {
    let manifest = "target,source,from,to\n=t.txt,s.txt,nl,en\nbad.txt,s.txt,nl,en\nu.txt,s.txt,nl,en\n";
    let files = folder(&[
        ("list.csv", manifest.as_bytes()),
        ("s.txt", SOURCE.as_bytes()),
        ("=t.txt", TARGET.as_bytes()),
        ("bad.txt", b"\x00\x01\x02binary\x00"),
        ("u.txt", TARGET.as_bytes()),
    ]);
    let report = |out: &str| {
        let args = ["check", "list.csv", "--no-encoder", "-o", out];
        let (status, printed, err) = run(mtlint(&args).current_dir(files.path()));
        assert_eq!((status, printed.as_str()), (Some(2), ""), "{err}");
        fs::read(files.path().join(out)).expect("written")
    };
    let csv = report("report.csv");
    let rows = csv::Reader::from_reader(&csv[3..]).records().collect::<Result<_, _>>().expect("rows of equal length");
    let workbook = report("report.xlsx");
    assert_eq!(workbook, report("again.xlsx"), "the same findings, the same bytes");
    (rows, workbook)
}

fn sheet(workbook: &[u8], name: &str) -> Range<Data> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(workbook.to_vec())).expect("a workbook");
    workbook.worksheet_range(name).expect("a sheet")
}

/// A part of the archive.
fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("a part").read_to_string(&mut text).expect("UTF-8");
    text
}

#[test]
fn the_cells_are_those_of_the_csv_report() {
    let (csv, workbook) = reports();
    let sheet = sheet(&workbook, "Findings");
    let header: Vec<String> = sheet.rows().next().expect("a header").iter().map(ToString::to_string).collect();
    let columns = "article,line,column,sentence,check,category,severity,confidence,span,suggestion,message,\
                   source_span,source_sentence,target_sentence,decision,comment,fingerprint";
    assert_eq!(header.join(","), columns);
    assert_eq!(sheet.height(), csv.len() + 1);
    assert!(csv.len() >= 4);
    for (row, record) in sheet.rows().skip(1).zip(&csv) {
        for ((cell, column), expected) in row.iter().zip(&header).zip(record) {
            match cell {
                Data::Float(number) => {
                    assert!(["line", "column", "sentence", "confidence"].contains(&column.as_str()), "{column}");
                    assert_eq!(*number, expected.parse::<f64>().expect("a number"), "{column}");
                }
                Data::String(text) => assert!(*text == expected || format!("'{text}") == expected, "{text} {expected}"),
                Data::Empty => assert_eq!(expected, "", "{column}"),
                other => panic!("{column} is {other:?}"),
            }
        }
    }
    assert!(sheet.rows().any(|row| row[0] == Data::String("=t.txt".to_owned())));
}

#[test]
fn nothing_is_a_formula_or_a_link() {
    let (_, workbook) = reports();
    let xml = part(&workbook, "xl/worksheets/sheet1.xml");
    let document = roxmltree::Document::parse(&xml).expect("well-formed");
    for tag in ["f", "hyperlink", "hyperlinks"] {
        assert!(!document.descendants().any(|node| node.has_tag_name(tag) || node.tag_name().name() == tag), "{tag}");
    }
    assert!(
        xml.contains("_x000B_") && xml.contains("_x005F_x0041_"),
        "controls and what looks like them are written apart"
    );
}

#[test]
fn a_reviewer_can_filter_and_choose() {
    let (csv, workbook) = reports();
    let xml = part(&workbook, "xl/worksheets/sheet1.xml");
    let document = roxmltree::Document::parse(&xml).expect("well-formed");
    let one = |name: &str| {
        document.descendants().find(|node| node.tag_name().name() == name).unwrap_or_else(|| panic!("no {name}"))
    };
    assert_eq!((one("pane").attribute("ySplit"), one("pane").attribute("state")), (Some("1"), Some("frozen")));
    let last = csv.len() + 1;
    assert_eq!(one("autoFilter").attribute("ref"), Some(format!("A1:Q{last}").as_str()));
    assert_eq!(one("dataValidation").attribute("sqref"), Some(format!("O2:O{last}").as_str()));
    assert_eq!(one("formula1").text(), Some("\"accept,reject,fixed,later\""));
    // Neighbours of equal width stand together.
    let columns = document.descendants().filter(|node| node.tag_name().name() == "col");
    let place = |node: &roxmltree::Node<'_, '_>, name| node.attribute(name).and_then(|n| n.parse::<usize>().ok());
    let n: usize = columns.map(|node| place(&node, "max").unwrap_or(0) + 1 - place(&node, "min").unwrap_or(0)).sum();
    assert_eq!(n, 17, "every column has a width");
}

#[test]
fn the_summary_counts_and_says_what_was_not_checked() {
    let (csv, workbook) = reports();
    let sheet = sheet(&workbook, "Summary");
    let find = |word: &str| {
        sheet.rows().find(|row| row[0] == Data::String(word.to_owned())).unwrap_or_else(|| panic!("no {word}"))
    };
    let count = |column: usize, word: &str| csv.iter().filter(|row| &row[column] == word).count() as f64;
    let all = find("all");
    assert_eq!(all[4], Data::Float(csv.len() as f64));
    for (column, severity) in [(1, "critical"), (2, "major"), (3, "minor")] {
        assert_eq!(all[column], Data::Float(count(6, severity)), "{severity}");
    }
    assert_eq!(find("repeated-word")[4], Data::Float(count(4, "repeated-word")));
    assert_eq!(find("=t.txt")[4], Data::Float(count(0, "'=t.txt")));
    assert!(find("=t.txt")[8].to_string().contains("without the encoder"));
    assert!(
        find("bad.txt")[8].to_string().contains("not checked") && find("bad.txt")[8].to_string().contains("binary")
    );
}
