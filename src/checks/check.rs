//! What a check is: [`Check`], the [`Context`] it reads, and the `check!` macro that makes its
//! doc comment its page.

use std::collections::BTreeMap;

use crate::align::Alignment;
use crate::article::{Article, Text};
use crate::finding::{Category, Finding, Findings, Severity};
use crate::glossary::Glossary;
use crate::language::Pair;
use crate::text::Span;

/// What a check cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The target alone.
    Target,
    /// The aligned source.
    Source,
    /// Curated artifacts of the pair.
    Artifacts,
    /// A glossary given by the user.
    Glossary,
    /// House spellings in the configuration.
    Spellings,
}

/// A check: a stateless function and what the registry says of it.
#[derive(Debug)]
pub struct Check {
    /// Kebab-case name that names the defect.
    pub name: &'static str,
    /// Usual MQM category of its findings.
    pub category: Category,
    /// Usual severity of its findings.
    pub severity: Severity,
    /// Version that brought it.
    pub since: &'static str,
    /// What it cannot do without.
    pub needs: Needs,
    /// Its page, in Markdown; examples in it are run as tests.
    pub doc: &'static str,
    /// Checks whose findings are noise where this one has found something.
    pub silences: &'static [&'static str],
    /// Looks at one article.
    pub run: fn(&Context<'_>, &mut Findings),
}

impl Check {
    /// A finding of this check with its usual category and severity.
    #[must_use]
    pub fn finding(&self, span: Option<Span>, confidence: f32, message: String) -> Finding {
        Finding {
            check: self.name,
            category: self.category,
            severity: self.severity,
            confidence,
            span,
            source_span: None,
            suggestions: Vec::new(),
            message,
        }
    }

    /// First sentence of the page.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.doc.trim_start().split("\n\n").next().unwrap_or("").trim()
    }
}

/// What the user adds to what the packs know.
#[derive(Debug, Default)]
pub struct Settings {
    /// Term lists.
    pub glossaries: Vec<Glossary>,
    /// Spellings to avoid and what the house writes instead.
    pub spellings: BTreeMap<String, String>,
}

/// All that a check may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The texts.
    pub article: &'a Article,
    /// How they correspond; none without a source.
    pub alignment: Option<&'a Alignment>,
    /// What is known of the pair.
    pub pair: &'a Pair,
    /// What the user added.
    pub settings: &'a Settings,
}

impl<'a> Context<'a> {
    /// The text under check.
    #[must_use]
    pub fn target(&self) -> &'a Text {
        &self.article.target
    }

    /// The source and how the target corresponds to it; none without a source.
    #[must_use]
    pub fn aligned(&self) -> Option<(&'a Text, &'a Alignment)> {
        Some((self.article.source.as_ref()?, self.alignment?))
    }
}

/// Declares a check: its doc comment becomes its page.
macro_rules! check {
    (
        $(#[doc = $doc:literal])+
        $vis:vis static $id:ident = {
            name: $name:literal,
            category: $category:ident,
            severity: $severity:ident,
            since: $since:literal,
            needs: $needs:ident,
            silences: [$($silences:literal),*],
            run: $run:expr $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        $vis static $id: $crate::checks::check::Check = $crate::checks::check::Check {
            name: $name,
            category: $crate::finding::Category::$category,
            severity: $crate::finding::Severity::$severity,
            since: $since,
            needs: $crate::checks::check::Needs::$needs,
            doc: concat!($($doc, "\n"),+),
            silences: &[$($silences),*],
            run: $run,
        };
    };
}
pub(crate) use check;
