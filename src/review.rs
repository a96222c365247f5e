//! Decisions on findings: read back from a reviewed report, kept, heeded, learned from.
//!
//! A reviewer fills the column `decision` of a report. [`reviewed`] reads the rows back, out of any
//! [`table`] that a spreadsheet makes of them, as [`Verdict`](reviewed::Verdict)s; [`record`] keeps them as entries of
//! `mtlint-review.toml`, from which `check` knows what not to show again; [`amend`] puts accepted
//! suggestions into the target; [`stats`] and [`terms`] say what the decisions teach: precision,
//! thresholds, glossary terms. Nothing here does IO: bytes come in, values, text and problems go out.

pub mod amend;
pub mod locate;
pub mod merge;
pub mod record;
pub mod reviewed;
pub mod stats;
pub mod table;
pub mod terms;

use serde::{Deserialize, Serialize};

/// What a reviewer says of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Right: the suggestion is to be used.
    Accept,
    /// A false alarm, not to be shown again.
    Reject,
    /// Right, and mended by hand.
    Fixed,
    /// Not decided yet.
    Later,
}

/// Words understood in the column `decision`, in lower case. Words that could be about the finding as
/// well as about the text (*wrong*, *correct*) are left out on purpose.
const WORDS: [(Decision, &[&str]); 4] = [
    (
        Decision::Accept,
        &[
            "accept",
            "accepted",
            "accepting",
            "yes",
            "y",
            "ok",
            "okay",
            "agree",
            "agreed",
            "approve",
            "approved",
            "true",
        ],
    ),
    (
        Decision::Reject,
        &[
            "reject",
            "rejected",
            "rejecting",
            "no",
            "n",
            "false",
            "false alarm",
            "false positive",
            "fp",
            "ignore",
            "ignored",
            "disagree",
            "dismiss",
            "dismissed",
            "decline",
            "declined",
        ],
    ),
    (Decision::Fixed, &["fixed", "fix", "done", "mended", "edited", "changed", "corrected", "resolved"]),
    (Decision::Later, &["later", "todo", "to do", "open", "undecided", "unsure", "maybe", "skip", "postpone", "?"]),
];

impl Decision {
    /// The decision that a cell says; upper case, white space and a full stop do not matter.
    #[must_use]
    pub fn parse(cell: &str) -> Option<Decision> {
        let word = cell.trim().trim_end_matches(['.', '!']).to_lowercase();
        WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(decision, _)| *decision)
    }

    /// The word that the record uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Decision::Accept => "accept",
            Decision::Reject => "reject",
            Decision::Fixed => "fixed",
            Decision::Later => "later",
        }
    }

    /// Whether the finding was right; none where that is still open.
    #[must_use]
    pub fn is_right(self) -> Option<bool> {
        match self {
            Decision::Accept | Decision::Fixed => Some(true),
            Decision::Reject => Some(false),
            Decision::Later => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_one_thing_whatever_their_case() {
        let mut seen = std::collections::BTreeSet::new();
        for (decision, words) in WORDS {
            for word in words {
                assert!(seen.insert(word), "{word} means two things");
                assert_eq!(Decision::parse(&format!(" {}. ", word.to_uppercase())), Some(decision));
            }
            assert_eq!(Decision::parse(decision.as_str()), Some(decision));
        }
        assert_eq!(Decision::parse("wrong"), None);
    }
}
