//! The ledger of facts, side by side: `mtlint facts`.

use std::fmt::Write as _;
use std::ops::Range;

use any_ascii::any_ascii;
use clap::ValueEnum;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::article::Text;
use crate::facts::dates::{Date, DatePart};
use crate::facts::names::NameEntry;
use crate::facts::{Amount, Entry, Fact, Ledger, Value};
use crate::language::units::Dimension;
use crate::text::Positions;

/// How the ledger is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// In columns, for reading.
    Pretty,
    /// Tab-separated, with a header; nothing is quoted.
    Tsv,
    /// One object.
    Json,
}

/// A row of the ledger.
#[derive(Debug, Serialize)]
struct Row<'a> {
    verdict: &'static str,
    kind: &'static str,
    source: Option<Cell<'a>>,
    target: Option<Cell<'a>>,
}

/// One side of a row; offsets in code points of the running text, end exclusive.
#[derive(Debug, Serialize)]
struct Cell<'a> {
    text: &'a str,
    value: String,
    line: usize,
    start: usize,
    end: usize,
}

/// Writes a ledger.
#[must_use]
pub fn write(format: Format, source: &Text, target: &Text, ledger: &Ledger) -> String {
    let rows = rows(source, target, ledger);
    match format {
        Format::Pretty => pretty(&rows),
        Format::Tsv => tsv(&rows),
        Format::Json => json(&rows),
    }
}

fn rows<'a>(source: &'a Text, target: &'a Text, ledger: &'a Ledger) -> Vec<Row<'a>> {
    let texts = [source, target];
    let facts = [&ledger.source, &ledger.target];
    let running = texts.map(|text| Positions::new(text.document.text()));
    let raw = texts.map(|text| Positions::new(&text.document.raw));
    let fact = |side: usize, n: Option<usize>| n.map(|n| &facts[side][n]);
    let cell_of = |side: usize, tokens: &Range<usize>, value: &dyn Fn(&str) -> String| {
        let span = texts[side].span_of(tokens)?;
        let text = texts[side].slice(span);
        Some(Cell {
            text,
            value: value(text),
            line: raw[side].line_column(texts[side].document.raw_offset(span.start)).line,
            start: running[side].code_point(span.start),
            end: running[side].code_point(span.end),
        })
    };
    let cell = |side: usize, fact: &Fact| {
        let tokens = fact.amount().map_or_else(|| fact.tokens.clone(), Amount::tokens);
        cell_of(side, &tokens, &|_| value(fact))
    };
    let row = |entry: &Entry| {
        let sides = [fact(0, entry.source), fact(1, entry.target)];
        Row {
            verdict: entry.verdict.as_str(),
            kind: sides.into_iter().flatten().next().map_or("", kind),
            source: sides[0].and_then(|fact| cell(0, fact)),
            target: sides[1].and_then(|fact| cell(1, fact)),
        }
    };
    let name = |entry: &NameEntry| Row {
        verdict: entry.verdict.as_str(),
        kind: "name",
        source: entry.source.as_ref().and_then(|tokens| cell_of(0, tokens, &latin)),
        target: entry.target.as_ref().and_then(|tokens| cell_of(1, tokens, &latin)),
    };
    ledger.entries.iter().map(row).chain(ledger.names.iter().map(name)).collect()
}

fn kind(fact: &Fact) -> &'static str {
    match &fact.value {
        Value::Date(_) => "date",
        Value::Amount(Amount { number, .. }) if number.time.is_some() => "time",
        Value::Amount(Amount { unit: None, .. }) => "number",
        Value::Amount(Amount { unit: Some(unit), .. }) => match unit.dimension {
            Dimension::Money => "money",
            Dimension::Share => "share",
            _ => "quantity",
        },
    }
}

fn value(fact: &Fact) -> String {
    match &fact.value {
        Value::Date(date) => iso(date),
        Value::Amount(amount) => {
            let number = match amount.number.time {
                Some((hour, minute)) => format!("{hour:02}:{minute:02}"),
                // Thirds have no last digit.
                None => format!("{}", (amount.number.value * 1e6).round() / 1e6),
            };
            amount.unit.map_or_else(|| number.clone(), |unit| format!("{number} {}", unit.name))
        }
    }
}

/// A name in Latin letters, lower case.
fn latin(name: &str) -> String {
    one_line(&any_ascii(name).to_lowercase())
}

/// `2018-11-16`, with `?` for what is not said, and the number of the weekday behind it.
fn iso(date: &Date) -> String {
    let part = |part: DatePart, width: usize| {
        date.get(part).map_or_else(|| "?".repeat(width), |value| format!("{value:0width$}"))
    };
    let day = format!("{}-{}-{}", part(DatePart::Year, 4), part(DatePart::Month, 2), part(DatePart::Day, 2));
    date.get(DatePart::Weekday).map_or_else(|| day.clone(), |weekday| format!("{day} weekday {weekday}"))
}

fn pretty(rows: &[Row<'_>]) -> String {
    let text = |cell: &Option<Cell<'_>>| {
        cell.as_ref()
            .map_or_else(String::new, |cell| format!("{}: {} = {}", cell.line, one_line(cell.text), cell.value))
    };
    let texts: Vec<(String, String)> = rows.iter().map(|row| (text(&row.source), text(&row.target))).collect();
    let width = texts.iter().map(|(source, _)| source.width()).max().unwrap_or(0);
    let mut out = String::new();
    for (row, (source, target)) in rows.iter().zip(&texts) {
        let pad = " ".repeat(width - source.width());
        let line = format!("{:<15} {:<9} {source}{pad}  {target}", row.verdict, row.kind);
        let _ = writeln!(out, "{}", line.trim_end());
    }
    if rows.is_empty() {
        out.push_str("no facts: neither text has a number, a date or a name\n");
    }
    out
}

fn tsv(rows: &[Row<'_>]) -> String {
    let mut out = String::from("verdict\tkind\tsource_line\tsource\tsource_value\ttarget_line\ttarget\ttarget_value\n");
    let cells = |cell: &Option<Cell<'_>>| {
        cell.as_ref()
            .map_or_else(|| "\t\t".to_owned(), |cell| format!("{}\t{}\t{}", cell.line, one_line(cell.text), cell.value))
    };
    for row in rows {
        let _ = writeln!(out, "{}\t{}\t{}\t{}", row.verdict, row.kind, cells(&row.source), cells(&row.target));
    }
    out
}

fn json(rows: &[Row<'_>]) -> String {
    #[derive(Serialize)]
    struct Page<'a> {
        facts: &'a [Row<'a>],
    }
    // Strings and numbers: nothing that JSON cannot say.
    serde_json::to_string_pretty(&Page { facts: rows }).unwrap_or_default() + "\n"
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
