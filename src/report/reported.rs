//! A checked article as its report has it.

use std::collections::BTreeSet;

use super::row::{Row, rows};
use crate::pipeline::Checked;
use crate::read::Problem;

/// A checked article under the name that the report gives it.
#[derive(Debug)]
pub struct Reported {
    /// As given on the command line.
    pub name: String,
    /// The target's place as other programs want it: relative to the working folder where it lies below,
    /// with `/` between the parts.
    pub path: String,
    /// The source's place, likewise.
    pub source_path: Option<String>,
    /// Where the target's name leads on a terminal that knows links.
    pub link: Option<String>,
    /// What was found.
    pub checked: Checked,
    /// Of reading, besides those of checking.
    pub problems: Vec<Problem>,
    /// Fingerprints of findings that a baseline lists: they are not shown.
    pub known: BTreeSet<String>,
}

impl Reported {
    /// What is shown, in reading order.
    #[must_use]
    pub fn rows(&self) -> Vec<Row<'_>> {
        let mut rows = rows(&self.checked);
        rows.retain(|row| !self.known.contains(&row.fingerprint));
        rows
    }

    /// What was assumed and what could not be checked.
    pub(super) fn notes(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().chain(&self.checked.notes)
    }
}

/// What was assumed or could not be done, with its place where there is one.
pub(super) fn note(problem: &Problem) -> String {
    let line = problem.line.map(|l| format!("line {l}: ")).unwrap_or_default();
    format!("{line}{}", problem.message)
}
