//! The curated list of a pair's typical machine-translation artifacts, `artifacts.tsv`.
//!
//! Rows are data with their own examples; the check `known-artifact` decides where one applies.
//! Columns and pattern language are described in `corpora/README.md`.

use super::Language;
use super::pattern::{Pattern, PatternIndex, WordSet};
use super::rules::Rules;
use crate::finding::{Category, Severity};

/// The columns, in order.
pub const COLUMNS: [&str; 15] = [
    "source",
    "literal",
    "better",
    "source_for",
    "source_against",
    "target_for",
    "target_against",
    "category",
    "severity",
    "alone",
    "note",
    "bad_source",
    "bad_target",
    "good_source",
    "good_target",
];

/// One row: a rendering to catch, and when.
#[derive(Debug)]
pub struct ArtifactRow {
    /// What must stand in the source.
    pub source: Pattern,
    /// The rendering to catch in the target.
    pub literal: Pattern,
    /// Better renderings as written, best first.
    pub better: Vec<&'static str>,
    /// The same, to see whether the target already has one.
    pub better_pattern: Pattern,
    /// One of these in the source, or of `target_for` in the target, where either is given.
    pub source_for: Pattern,
    /// None of these in the source.
    pub source_against: Pattern,
    /// See `source_for`.
    pub target_for: Pattern,
    /// None of these in the target.
    pub target_against: Pattern,
    /// MQM category.
    pub category: Category,
    /// How much it harms.
    pub severity: Severity,
    /// Odd enough to be flagged without the source.
    pub alone: bool,
    /// For the editor.
    pub note: &'static str,
    /// A pair that must be flagged, and one that must not: `(source, target)`.
    pub examples: [(&'static str, &'static str); 2],
}

/// All rows of one direction of a pair, indexed by the words they need.
#[derive(Debug)]
pub struct Artifacts {
    /// In file order.
    pub rows: Vec<ArtifactRow>,
    by_source: PatternIndex,
    by_literal: PatternIndex,
}

impl Artifacts {
    /// Reads a table.
    ///
    /// # Errors
    /// The line and what is wrong with it.
    pub fn parse(tsv: &'static str, source: &Language, target: &Language) -> Result<Artifacts, String> {
        let mut lines = tsv.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let header = lines.next().map_or("", |(_, line)| line);
        if !header.split('\t').eq(COLUMNS) {
            return Err(format!("line 1: the header must be {}", COLUMNS.join(" ")));
        }
        let mut artifacts =
            Artifacts { rows: Vec::new(), by_source: PatternIndex::default(), by_literal: PatternIndex::default() };
        for (n, line) in lines {
            let row = ArtifactRow::parse(line, &source.rules, &target.rules)
                .map_err(|error| format!("line {}: {error}", n + 1))?;
            let number = artifacts.rows.len() as u32;
            artifacts.by_source.add(number, &row.source);
            if row.alone {
                artifacts.by_literal.add(number, &row.literal);
            }
            artifacts.rows.push(row);
        }
        Ok(artifacts)
    }

    /// Rows whose source and literal may both be in these words.
    #[must_use]
    pub fn in_pair(&self, source: &WordSet<'_>, target: &WordSet<'_>) -> Vec<&ArtifactRow> {
        self.by_source
            .candidates(source)
            .into_iter()
            .map(|row| &self.rows[row as usize])
            .filter(|row| row.source.may_match(source) && row.literal.may_match(target))
            .collect()
    }

    /// Rows that need no source and whose literal may be in these words.
    #[must_use]
    pub fn in_target(&self, target: &WordSet<'_>) -> Vec<&ArtifactRow> {
        self.by_literal
            .candidates(target)
            .into_iter()
            .map(|row| &self.rows[row as usize])
            .filter(|row| row.literal.may_match(target))
            .collect()
    }
}

impl ArtifactRow {
    fn parse(line: &'static str, source: &Rules, target: &Rules) -> Result<ArtifactRow, String> {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let [
            source_pattern,
            literal,
            better,
            source_for,
            source_against,
            target_for,
            target_against,
            category,
            severity,
            alone,
            note,
            bad_source,
            bad_target,
            good_source,
            good_target,
        ] = cells[..]
        else {
            return Err(format!("{} cells instead of {}", cells.len(), COLUMNS.len()));
        };
        let required = [source_pattern, literal, better, note, bad_source, bad_target, good_source, good_target];
        if required.iter().any(|cell| cell.trim().is_empty()) {
            return Err("a cell that must be filled is empty".to_owned());
        }
        Ok(ArtifactRow {
            source: Pattern::parse(source_pattern, source),
            literal: Pattern::parse(literal, target),
            better: better.split(" | ").map(str::trim).filter(|b| !b.is_empty()).collect(),
            better_pattern: Pattern::parse(better, target),
            source_for: Pattern::parse(source_for, source),
            source_against: Pattern::parse(source_against, source),
            target_for: Pattern::parse(target_for, target),
            target_against: Pattern::parse(target_against, target),
            category: category.parse().map_err(|()| format!("no category `{category}`"))?,
            severity: severity.parse().map_err(|()| format!("no severity `{severity}`"))?,
            alone: match alone {
                "yes" => true,
                "no" => false,
                _ => return Err(format!("`alone` must be yes or no, not `{alone}`")),
            },
            note,
            examples: [(bad_source, bad_target), (good_source, good_target)],
        })
    }
}
