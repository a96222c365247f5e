//! The curated list of a pair's typical machine-translation artifacts, `artifacts.tsv`.
//!
//! Rows are data with their own examples; the checks of each [`Kind`] decide where one applies.
//! Columns and pattern language are described in `corpora/README.md`.

use std::str::FromStr;

use super::Language;
use super::pattern::{Pattern, PatternIndex, WordSet};
use super::rules::Rules;
use crate::finding::{Category, Severity};

/// The columns, in order.
pub const COLUMNS: [&str; 16] = [
    "source",
    "literal",
    "better",
    "source_for",
    "source_against",
    "target_for",
    "target_against",
    "category",
    "severity",
    "kind",
    "alone",
    "note",
    "bad_source",
    "bad_target",
    "good_source",
    "good_target",
];

/// What kind of error a row is about; each is a check of its own, so that a newsroom can weigh it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word in the wrong one of its senses.
    Sense,
    /// A word that looks like one of the target language and means something else.
    FalseFriend,
    /// A figurative expression rendered word for word.
    Idiom,
    /// A construction or collocation of the source language.
    Calque,
    /// Titles, institutions, register, and the rest.
    Other,
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Ok(match word {
            "sense" => Kind::Sense,
            "false-friend" => Kind::FalseFriend,
            "idiom" => Kind::Idiom,
            "calque" => Kind::Calque,
            "other" => Kind::Other,
            _ => return Err(()),
        })
    }
}

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
    /// What kind of error it is.
    pub kind: Kind,
    /// Odd enough to be flagged without the source.
    pub alone: bool,
    /// For the editor.
    pub note: &'static str,
    /// A pair that must be flagged, and one that must not: `(source, target)`.
    pub examples: [(&'static str, &'static str); 2],
}

/// All rows of one direction of a pair, indexed by the words they need.
#[derive(Debug, Default)]
pub struct Artifacts {
    /// In file order.
    pub rows: Vec<ArtifactRow>,
    by_source: PatternIndex,
    by_literal: PatternIndex,
}

impl Artifacts {
    /// What is embedded for a direction, and what the user added to it; none if neither has anything.
    ///
    /// # Errors
    /// The line of either file and what is wrong with it.
    pub fn load(source: &str, target: &str) -> Result<Option<Artifacts>, String> {
        let path = format!("{source}-{target}/artifacts.tsv");
        let (Some(source), Some(target)) = (Language::get(source), Language::get(target)) else { return Ok(None) };
        let mut artifacts = Artifacts::default();
        for tsv in [super::embedded_file(&path), super::added_file(&path)].into_iter().flatten() {
            artifacts.add(tsv, source, target)?;
        }
        Ok(Some(artifacts).filter(|artifacts| !artifacts.rows.is_empty()))
    }

    /// Reads a list of the user's own as [`Artifacts::load`] will, to tell what is wrong with it.
    ///
    /// # Errors
    /// The line and what is wrong with it; a folder that is not a pair of known languages.
    pub fn verify(folder: &str, tsv: &'static [u8]) -> Result<(), String> {
        let language = |code: &str| Language::get(code).ok_or_else(|| format!("no language `{code}`"));
        let (source, target) = folder.split_once('-').ok_or("its folder is not named for a pair, as `xx-yy`")?;
        let (source, target) = (language(source)?, language(target)?);
        Artifacts::default().add(tsv, source, target)
    }

    fn add(&mut self, tsv: &'static [u8], source: &Language, target: &Language) -> Result<(), String> {
        let tsv = std::str::from_utf8(tsv).map_err(|error| {
            let line = tsv[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() + 1;
            format!("line {line}: not UTF-8")
        })?;
        self.read(tsv.strip_prefix('\u{feff}').unwrap_or(tsv), source, target)
    }

    /// Adds the rows of a table.
    fn read(&mut self, tsv: &'static str, source: &Language, target: &Language) -> Result<(), String> {
        let mut lines = tsv.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let header = lines.next().map_or("", |(_, line)| line);
        if !header.split('\t').eq(COLUMNS) {
            return Err(format!("line 1: the header must be {}", COLUMNS.join(" ")));
        }
        for (n, line) in lines {
            let row = ArtifactRow::parse(line, &source.rules, &target.rules)
                .map_err(|error| format!("line {}: {error}", n + 1))?;
            let number = self.rows.len() as u32;
            self.by_source.add(number, &row.source);
            if row.alone {
                self.by_literal.add(number, &row.literal);
            }
            self.rows.push(row);
        }
        Ok(())
    }

    /// Rows of some kinds whose source and literal may both be in these words.
    #[must_use]
    pub fn in_pair(&self, kinds: &[Kind], source: &WordSet<'_>, target: &WordSet<'_>) -> Vec<&ArtifactRow> {
        self.by_source
            .candidates(source)
            .into_iter()
            .map(|row| &self.rows[row as usize])
            .filter(|row| kinds.contains(&row.kind))
            .filter(|row| row.source.may_match(source) && row.literal.may_match(target))
            .collect()
    }

    /// Rows of some kinds that need no source and whose literal may be in these words.
    #[must_use]
    pub fn in_target(&self, kinds: &[Kind], target: &WordSet<'_>) -> Vec<&ArtifactRow> {
        self.by_literal
            .candidates(target)
            .into_iter()
            .map(|row| &self.rows[row as usize])
            .filter(|row| kinds.contains(&row.kind) && row.literal.may_match(target))
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
            kind,
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
            kind: kind.parse().map_err(|()| format!("no kind `{kind}`"))?,
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
