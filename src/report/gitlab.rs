//! GitLab's code quality report: a JSON array, one object a finding, as the GitLab documentation
//! describes it under "Code Quality report format" (a subset of the Code Climate specification).
//!
//! GitLab's widget shows one of several objects with the same fingerprint: of a sentence that stands in
//! two articles with the same defect, it shows one.

use serde::Serialize;

use super::told::sentence_of;
use super::{Reported, json};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    /// GitLab's scale is info, minor, major, critical, blocker: ours is part of it.
    severity: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

pub fn article(reported: &Reported) -> Vec<u8> {
    let rows = reported.rows();
    let issues = rows.iter().map(|row| {
        json(&Issue {
            description: sentence_of(row.finding),
            check_name: row.finding.check,
            fingerprint: &row.fingerprint,
            severity: row.finding.severity.as_str(),
            location: Location {
                path: &reported.path,
                positions: Positions {
                    begin: Position { line: row.at.line, column: row.at.column },
                    end: Position { line: row.until.line, column: row.until.column },
                },
            },
        })
    });
    issues.collect::<Vec<String>>().join(",\n").into_bytes()
}
