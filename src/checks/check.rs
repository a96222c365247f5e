//! What a check is: [`Check`], the [`Context`] it reads, and the `check!` macro that makes its
//! doc comment its page.

use std::collections::BTreeMap;

use clap::ValueEnum;
use serde::Deserialize;

use crate::align::{Alignment, Bead, Rendering};
use crate::article::{Article, Text};
use crate::facts::Ledger;
use crate::finding::{Category, Finding, Findings, Severity};
use crate::glossary::Glossary;
use crate::judge::clash::Clash;
use crate::judge::hearing::Judged;
use crate::judge::mend::Mend;
use crate::judge::sense::Doubt;
use crate::judge::standing::Standing;
use crate::language::Pair;
use crate::text::Span;

/// What a check cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The target alone.
    Target,
    /// The aligned source.
    Source,
    /// The source aligned by the encoder.
    Encoder,
    /// The judge, with the source or without.
    Judge,
    /// The judge and a sense inventory of the pair, with the source or without.
    Senses,
    /// The source aligned by the encoder, and a sense inventory of the pair.
    Inventory,
    /// The same, and the topics of the target's words.
    Topics,
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
#[derive(Debug)]
pub struct Settings {
    /// Term lists.
    pub glossaries: Vec<Glossary>,
    /// Spellings to avoid and what the house writes instead.
    pub spellings: BTreeMap<String, String>,
    /// Whether the encoder is used.
    pub encode: bool,
    /// How closely the target is meant to follow the source.
    pub fidelity: Fidelity,
}

/// How closely a translation is meant to follow its source: what counts as an omission.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Fidelity {
    /// Whatever the source says must be there, and nothing else.
    Strict,
    /// Sentences may be condensed or rewritten, as leads are; literal ones must be complete.
    #[default]
    News,
    /// A shortened version: nothing is missed, but nothing may be added.
    Digest,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { glossaries: Vec::new(), spellings: BTreeMap::new(), encode: true, fidelity: Fidelity::default() }
    }
}

/// All that a check may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The texts.
    pub article: &'a Article,
    /// How they correspond; none without a source.
    pub alignment: Option<&'a Alignment>,
    /// Their facts, matched; none without a source.
    pub ledger: Option<&'a Ledger>,
    /// What is known of the pair.
    pub pair: &'a Pair,
    /// What the user added.
    pub settings: &'a Settings,
    /// What the judge says of the target; none without the encoder.
    pub judged: Option<&'a Judged>,
    /// What would mend sentences of the target, in reading order.
    pub mends: &'a [Mend],
    /// Words of the target that may be of the wrong sense.
    pub doubts: &'a [Doubt],
    /// Words of the target that clash with how their source word is rendered elsewhere.
    pub clashes: &'a [Clash],
    /// How doubtful names of the target stand in their sentences, one for each name of the ledger; empty if nobody
    /// looked.
    pub standings: &'a [Option<Standing>],
}

impl<'a> Context<'a> {
    /// The text under check.
    #[must_use]
    pub fn target(&self) -> &'a Text {
        &self.article.target
    }

    /// Whether there is what a check needs.
    #[must_use]
    pub fn has(&self, needs: Needs) -> bool {
        match needs {
            Needs::Target => true,
            Needs::Artifacts => self.pair.artifacts.is_some(),
            Needs::Source => self.article.source.is_some(),
            Needs::Encoder => self.article.source.is_some() && self.judged.is_some(),
            Needs::Judge => self.judged.is_some(),
            Needs::Senses => self.judged.is_some() && self.pair.has_senses(),
            Needs::Inventory => self.has(Needs::Encoder) && self.pair.has_senses(),
            Needs::Topics => self.has(Needs::Inventory) && self.target().language.topics().is_some(),
            Needs::Glossary => !self.settings.glossaries.is_empty(),
            Needs::Spellings => !self.settings.spellings.is_empty(),
        }
    }

    /// The source and how the target corresponds to it; none without a source.
    #[must_use]
    pub fn aligned(&self) -> Option<(&'a Text, &'a Alignment)> {
        Some((self.article.source.as_ref()?, self.alignment?))
    }

    /// Whether a bead's target should render all of its source.
    #[must_use]
    pub fn expects_all(&self, bead: &Bead) -> bool {
        match self.settings.fidelity {
            Fidelity::Strict => true,
            Fidelity::News => bead.rendering == Rendering::Literal,
            Fidelity::Digest => false,
        }
    }

    /// Whether every sentence of the source should have a counterpart.
    #[must_use]
    pub fn expects_sentences(&self) -> bool {
        self.settings.fidelity != Fidelity::Digest
    }

    /// Whether a bead's target should say nothing but what its source says.
    #[must_use]
    pub fn expects_only(&self, bead: &Bead) -> bool {
        match self.settings.fidelity {
            Fidelity::Strict => true,
            Fidelity::News | Fidelity::Digest => bead.rendering != Rendering::Rewritten,
        }
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
