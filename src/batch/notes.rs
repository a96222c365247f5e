//! What was assumed or could not be checked, on standard error.

use crate::read::Problem;

/// A line of its own, with the place where there is one.
pub(super) fn note(problem: &Problem) -> String {
    let line = problem.line.map(|l| format!("line {l}: ")).unwrap_or_default();
    format!("note: {line}{}", problem.message)
}
