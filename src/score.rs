//! An article's score and what the score rests on.
//!
//! The arithmetic and its words are those of MQM scorecards (themqm.org, "Values and Scores"; ISO
//! 5060:2024 evaluates by the same types, severities and counts): each issue costs the points of its
//! severity, minor 1, major 5, critical 25; their sum is the *absolute penalty total*; carried over to a
//! reference word count of 1,000 it is the *normed penalty total*. The maximum score value of 100 minus
//! that is the score. Words are those of the target, one of the counts that ISO 5060 allows.
//!
//! Where a person annotates errors, this tool has only suspected ones. They are called *issues* until a
//! person confirms them, and so the score is an estimate. It counts what is shown, at full weight; what
//! a baseline already lists counts too, because a list makes no article better. Carrying over is hard on
//! short texts: a major issue costs 50 points in 100 words.

use std::fmt;

use crate::checks::CHECKS;
use crate::finding::Finding;
use crate::pipeline::Checked;

/// Words to which penalties are carried over.
const REFERENCE_WORDS: f32 = 1000.0;

/// The score of a text without an issue.
const MAXIMUM: f32 = 100.0;

/// What an article's issues come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Words and numbers of the target.
    pub words: usize,
    /// Absolute penalty total, in points.
    pub penalty: f32,
}

impl Score {
    /// The score of a checked article.
    #[must_use]
    pub fn of(checked: &Checked) -> Score {
        Score::new(checked.article.target.n_words(), &checked.ranking.findings)
    }

    /// The score of a text of so many words with these issues.
    #[must_use]
    pub fn new(words: usize, issues: &[Finding]) -> Score {
        Score { words, penalty: issues.iter().fold(0.0, |sum, issue| sum + issue.severity.points()) }
    }

    /// Normed penalty total, in points per 1,000 words; none for a text without a word.
    #[must_use]
    pub fn normed_penalty(self) -> Option<f32> {
        (self.words > 0).then(|| self.penalty * REFERENCE_WORDS / self.words as f32)
    }

    /// 100 minus the normed penalty, and never below 0; none for a text without a word.
    #[must_use]
    pub fn value(self) -> Option<f32> {
        Some((MAXIMUM - self.normed_penalty()?).max(0.0))
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value().zip(self.normed_penalty()) {
            Some((value, penalty)) => {
                write!(f, "{value:.1} of 100 ({penalty:.1} penalty points per 1,000 words; no issue is confirmed yet)")
            }
            None => f.write_str("none, for want of words"),
        }
    }
}

/// What a score rests on: how much was aligned, and which checks could not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Sentences with a counterpart, and all; of the source. None without a source.
    pub source: Option<(usize, usize)>,
    /// Sentences with a counterpart, and all; of the target. None without a source.
    pub target: Option<(usize, usize)>,
    /// Checks that could not run.
    pub idle: Vec<&'static str>,
}

impl Coverage {
    /// What the check of an article rests on.
    #[must_use]
    pub fn of(checked: &Checked) -> Coverage {
        let matched = checked.alignment.iter().flat_map(|alignment| &alignment.beads).filter(|bead| bead.is_matched());
        let (source, target) = matched.fold((0, 0), |(s, t), bead| (s + bead.source.len(), t + bead.target.len()));
        let original = checked.article.source.as_ref();
        Coverage {
            source: original.map(|text| (source, text.sentences.len())),
            target: original.map(|_| (target, checked.article.target.sentences.len())),
            idle: checked.idle.clone(),
        }
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.source, self.target) {
            (Some((source, all_source)), Some((target, all_target))) => {
                write!(f, "{source} of {all_source} source and {target} of {all_target} target sentences aligned; ")?;
            }
            _ => f.write_str("nothing aligned, as there is no source; ")?,
        }
        match &self.idle[..] {
            [] => f.write_str("every check could run"),
            idle => write!(f, "{} of {} checks could not run: {}", idle.len(), CHECKS.len(), idle.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Category, Severity};

    fn issue(severity: Severity) -> Finding {
        Finding {
            check: "repeated-word",
            category: Category::GRAMMAR,
            severity,
            confidence: 0.6,
            span: None,
            source_span: None,
            suggestions: Vec::new(),
            message: String::new(),
        }
    }

    #[test]
    fn penalties_are_carried_over_to_a_thousand_words() {
        let issues = [issue(Severity::Minor), issue(Severity::Major), issue(Severity::Major)];
        let score = Score::new(500, &issues);
        assert_eq!((score.penalty, score.normed_penalty(), score.value()), (11.0, Some(22.0), Some(78.0)));
        assert_eq!(Score::new(500, &[]).value(), Some(100.0));
    }

    #[test]
    fn a_score_is_never_below_nothing_and_no_words_have_none() {
        assert_eq!(Score::new(100, &[issue(Severity::Critical)]).value(), Some(0.0));
        assert_eq!(Score::new(0, &[]).value(), None);
    }
}
