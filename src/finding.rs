//! What a check says: [`Finding`], its [`Category`] and [`Severity`], and the [`Findings`] sink.

use std::fmt;
use std::str::FromStr;

use crate::text::Span;

/// How much a defect harms the reader; the multipliers are those of MQM (1, 5, 25).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Clumsy, but understood.
    Minor,
    /// Wrong or baffling.
    Major,
    /// Misinforms the reader.
    Critical,
}

impl Severity {
    /// All, mildest first.
    pub const ALL: [Severity; 3] = [Severity::Minor, Severity::Major, Severity::Critical];

    /// Penalty points of one error (MQM severity multipliers).
    #[must_use]
    pub fn points(self) -> f32 {
        match self {
            Severity::Minor => 1.0,
            Severity::Major => 5.0,
            Severity::Critical => 25.0,
        }
    }

    /// The word used in every format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Minor => "minor",
            Severity::Major => "major",
            Severity::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Severity {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Severity::ALL.into_iter().find(|s| s.as_str() == word).ok_or(())
    }
}

/// An error type of MQM-Core (issued 2024-03-07), `dimension/type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Category(&'static str);

impl Category {
    /// Accuracy: the target says something else.
    pub const MISTRANSLATION: Category = Category("accuracy/mistranslation");
    /// Accuracy: more specific than the source.
    pub const OVER_TRANSLATION: Category = Category("accuracy/over-translation");
    /// Accuracy: less specific than the source.
    pub const UNDER_TRANSLATION: Category = Category("accuracy/under-translation");
    /// Accuracy: not in the source.
    pub const ADDITION: Category = Category("accuracy/addition");
    /// Accuracy: missing from the target.
    pub const OMISSION: Category = Category("accuracy/omission");
    /// Accuracy: left in the source language.
    pub const UNTRANSLATED: Category = Category("accuracy/untranslated");
    /// Terminology: not the term that the glossary prescribes.
    pub const WRONG_TERM: Category = Category("terminology/wrong-term");
    /// Terminology: one term, several renderings.
    pub const TERM_INCONSISTENCY: Category = Category("terminology/term-inconsistency");
    /// Linguistic conventions: grammar.
    pub const GRAMMAR: Category = Category("fluency/grammar");
    /// Linguistic conventions: punctuation.
    pub const PUNCTUATION: Category = Category("fluency/punctuation");
    /// Linguistic conventions: spelling.
    pub const SPELLING: Category = Category("fluency/spelling");
    /// Linguistic conventions: garbled characters.
    pub const CHARACTER_ENCODING: Category = Category("fluency/character-encoding");
    /// Linguistic conventions: how texts of this kind are made up.
    pub const TEXTUAL_CONVENTIONS: Category = Category("fluency/textual-conventions");
    /// Style: not what a native speaker would say.
    pub const UNIDIOMATIC: Category = Category("style/unidiomatic");
    /// Style: clumsy.
    pub const AWKWARD: Category = Category("style/awkward");
    /// Style: too formal or too familiar.
    pub const REGISTER: Category = Category("style/register");
    /// Style: not the house's own.
    pub const COMPANY_STYLE: Category = Category("style/company-style");
    /// Locale convention: how numbers are written.
    pub const NUMBER_FORMAT: Category = Category("locale-convention/number-format");
    /// Design: markup.
    pub const MARKUP: Category = Category("design/markup");
    /// Design: broken link.
    pub const BROKEN_LINK: Category = Category("design/broken-link");

    const ALL: [Category; 20] = [
        Category::MISTRANSLATION,
        Category::OVER_TRANSLATION,
        Category::UNDER_TRANSLATION,
        Category::ADDITION,
        Category::OMISSION,
        Category::UNTRANSLATED,
        Category::WRONG_TERM,
        Category::TERM_INCONSISTENCY,
        Category::GRAMMAR,
        Category::PUNCTUATION,
        Category::SPELLING,
        Category::CHARACTER_ENCODING,
        Category::TEXTUAL_CONVENTIONS,
        Category::UNIDIOMATIC,
        Category::AWKWARD,
        Category::REGISTER,
        Category::COMPANY_STYLE,
        Category::NUMBER_FORMAT,
        Category::MARKUP,
        Category::BROKEN_LINK,
    ];

    /// The id as written in every format, such as `accuracy/mistranslation`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl FromStr for Category {
    type Err = ();

    fn from_str(id: &str) -> Result<Self, ()> {
        Category::ALL.into_iter().find(|c| c.0 == id).ok_or(())
    }
}

/// One suspected defect: an *issue* until an editor confirms it (ISO 5060's wording).
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Name of the check that made it.
    pub check: &'static str,
    /// MQM category.
    pub category: Category,
    /// How much it harms.
    pub severity: Severity,
    /// Probability, 0 to 1, that an editor would accept it.
    pub confidence: f32,
    /// Where in the target's text; none for an omission.
    pub span: Option<Span>,
    /// What it answers to in the source's text.
    pub source_span: Option<Span>,
    /// Better wordings, best first; each can take the place of the span.
    pub suggestions: Vec<String>,
    /// One sentence for the editor: lower case, no full stop.
    pub message: String,
}

/// Where checks put what they find.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.list.push(finding);
    }

    /// All, in the order they came.
    #[must_use]
    pub fn into_vec(self) -> Vec<Finding> {
        self.list
    }
}
