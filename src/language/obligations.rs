//! How a language says what is required, allowed, forbidden and left to choice.

use std::sync::OnceLock;

use serde::Deserialize;

use super::pattern::Pattern;
use super::rules::Rules;

/// What is said of an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obligation {
    /// It is one: `must`.
    Required,
    /// Something is allowed or possible: `may`.
    Allowed,
    /// Something must not be.
    Forbidden,
    /// It is none: `need not`.
    Waived,
}

/// What says so, each a list of [`Pattern`]s.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Obligations {
    /// What requires (`must`).
    #[serde(default)]
    pub must: Vec<String>,
    /// What allows, or says that something is possible (`may`).
    #[serde(default)]
    pub may: Vec<String>,
    /// What forbids (`must not`).
    #[serde(default)]
    pub must_not: Vec<String>,
    /// What says that there is no obligation (`need not`).
    #[serde(default)]
    pub need_not: Vec<String>,
    /// What else may render any of them, or lies between them (`should`, `forbid*`).
    #[serde(default)]
    pub cues: Vec<String>,
    #[serde(skip)]
    compiled: OnceLock<Compiled>,
}

/// The patterns of [`Obligations`], ready to be matched.
#[derive(Debug)]
pub struct Compiled {
    /// Those that negate first: the words of the others are parts of theirs.
    pub classes: [(Obligation, Pattern); 4],
    /// [`Obligations::cues`].
    pub cues: Pattern,
}

impl Obligations {
    /// Whether the language has none of these lists.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.must.is_empty()
    }

    /// The patterns, compiled when first asked for.
    #[must_use]
    pub fn compiled(&self, rules: &Rules) -> &Compiled {
        self.compiled.get_or_init(|| {
            let pattern = |list: &[String]| Pattern::parse(&list.join(" | "), rules);
            Compiled {
                classes: [
                    (Obligation::Forbidden, pattern(&self.must_not)),
                    (Obligation::Waived, pattern(&self.need_not)),
                    (Obligation::Required, pattern(&self.must)),
                    (Obligation::Allowed, pattern(&self.may)),
                ],
                cues: pattern(&self.cues),
            }
        })
    }
}
