//! Pages and case files of the checks: every example is run.

use std::fs;

use mtlint::checks::CHECKS;

use crate::support::{examples, root};

fn run_all(name: &str, page: &str, place: &str) -> Vec<String> {
    examples(page)
        .iter()
        .enumerate()
        .filter_map(|(n, example)| example.run(name).err().map(|e| format!("{place}, example {}: {e}", n + 1)))
        .collect()
}

#[test]
fn pages_are_true() {
    let failures: Vec<String> = CHECKS.iter().flat_map(|c| run_all(c.name, c.doc, c.name)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn cases_hold() {
    let mut failures = Vec::new();
    for check in CHECKS {
        let path = root().join("tests/checks").join(check.name).join("cases.md");
        let page = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
        failures.extend(run_all(check.name, &page, &path.display().to_string()));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
