//! Term lists: reading them ([`read`]) and finding their terms ([`Glossary::compile`]).

pub mod read;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::language::Language;
use crate::language::pattern::{Pattern, PatternIndex};

/// One line of a term list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The source's term; empty for a word that is forbidden whatever the source says.
    pub source: String,
    /// Renderings allowed, preferred first.
    pub allowed: Vec<String>,
    /// Renderings forbidden.
    pub forbidden: Vec<String>,
    /// Line in the file, from 1.
    pub line: usize,
}

/// A term list.
#[derive(Debug, Default)]
pub struct Glossary {
    /// File name, for messages.
    pub name: String,
    /// In file order.
    pub terms: Vec<Term>,
    compiled: Mutex<HashMap<(String, String), Arc<Compiled>>>,
}

/// A term list made ready for one pair of languages.
#[derive(Debug, Default)]
pub struct Compiled {
    /// By position in [`Glossary::terms`].
    pub terms: Vec<CompiledTerm>,
    /// Terms by the words of their source.
    pub by_source: PatternIndex,
    /// Terms with forbidden renderings, by the words of these.
    pub by_forbidden: PatternIndex,
}

/// The patterns of one term.
#[derive(Debug)]
pub struct CompiledTerm {
    /// The source's term.
    pub source: Pattern,
    /// Renderings allowed.
    pub allowed: Vec<Pattern>,
    /// Renderings forbidden.
    pub forbidden: Vec<Pattern>,
}

impl Glossary {
    /// A list of terms under a name.
    #[must_use]
    pub fn new(name: String, terms: Vec<Term>) -> Glossary {
        Glossary { name, terms, compiled: Mutex::default() }
    }

    /// The list's patterns for a pair; made once.
    #[must_use]
    pub fn compile(&self, source: &Language, target: &Language) -> Arc<Compiled> {
        let key = (source.code().to_owned(), target.code().to_owned());
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        compiled.entry(key).or_insert_with(|| Arc::new(compile(&self.terms, source, target))).clone()
    }
}

fn compile(terms: &[Term], source: &Language, target: &Language) -> Compiled {
    let mut compiled = Compiled::default();
    let patterns = |list: &[String]| list.iter().map(|t| Pattern::of_words(t, &target.rules)).collect::<Vec<_>>();
    for (n, term) in terms.iter().enumerate() {
        let term = CompiledTerm {
            source: Pattern::of_words(&term.source, &source.rules),
            allowed: patterns(&term.allowed),
            forbidden: patterns(&term.forbidden),
        };
        if !term.source.is_empty() {
            compiled.by_source.add(n as u32, &term.source);
        }
        for forbidden in &term.forbidden {
            compiled.by_forbidden.add(n as u32, forbidden);
        }
        compiled.terms.push(term);
    }
    compiled
}
