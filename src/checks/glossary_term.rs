//! The check `glossary-term`.

use super::check::{Context, check};
use crate::align::Alignment;
use crate::article::Text;
use crate::finding::{Finding, Findings, Severity};
use crate::glossary::{Compiled, Glossary, Term};
use crate::language::Language;
use crate::language::inflect::capitalised_like;
use crate::language::pattern::WordSet;
use crate::text::Span;

/// A term without any of its renderings; one with fewer than the source has; a forbidden one.
const CONFIDENCE_MISSING: f32 = 0.8;
const CONFIDENCE_FEWER: f32 = 0.45;
const CONFIDENCE_FORBIDDEN: f32 = 0.95;

check! {
    /// A term that is not rendered as the glossary says.
    ///
    /// Terms are found in any inflection and as whole words; each occurrence in the source asks for
    /// one of its renderings in the aligned sentence. Forbidden renderings are reported where they
    /// stand.
    ///
    /// # Why it matters
    ///
    /// A house has its terms; the machine does not know them.
    ///
    /// # Examples
    ///
    /// ```example
    /// glossary: wethouder = alderman | alderwoman
    /// nl: De wethouders stemden tegen het plan.
    ///        ^^^^^^^^^^
    /// en: The councillors voted against the plan.
    /// ```
    ///
    /// ```example
    /// glossary: wethouder = alderman | alderwoman
    /// nl: De wethouders stemden tegen het plan.
    /// en: The aldermen voted against the plan.
    /// ```
    ///
    /// ```example
    /// glossary: Tweede Kamer = House of Representatives | !Second Chamber
    /// nl: De Tweede Kamer vergadert.
    /// en: The Second Chamber is in session.
    ///         ^^^^^^^^^^^^^^ House of Representatives
    /// ```
    ///
    /// # Limits
    ///
    /// A pronoun for a term counts as missing, with low confidence when the term stands elsewhere
    /// in the sentence.
    pub static GLOSSARY_TERM = {
        name: "glossary-term",
        category: WRONG_TERM,
        severity: Major,
        since: "0.1.0",
        needs: Glossary,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let target = context.target();
    for glossary in &context.settings.glossaries {
        let source_language = context.article.source.as_ref().map_or(Language::unknown(), |s| s.language);
        let compiled = glossary.compile(source_language, target.language);
        forbidden(glossary, &compiled, context, findings);
        if let Some((source, alignment)) = context.aligned() {
            missing(glossary, &compiled, source, target, alignment, findings);
        }
    }
}

fn forbidden(glossary: &Glossary, compiled: &Compiled, context: &Context<'_>, findings: &mut Findings) {
    let target = context.target();
    for number in compiled.by_forbidden.candidates(&WordSet::new(&target.forms)) {
        let (term, patterns) = (&glossary.terms[number as usize], &compiled.terms[number as usize]);
        // A rendering is forbidden for its source term; where that is not in the article, it may
        // translate something else.
        let concerned = match &context.article.source {
            Some(source) => patterns.source.is_empty() || patterns.source.is_in(source, 0..source.tokens.len()),
            None => true,
        };
        if !concerned {
            continue;
        }
        for sentence in &target.sentences {
            for found in patterns.forbidden.iter().flat_map(|p| p.find_all(target, sentence.tokens.clone())) {
                let span = target.span_of(&found);
                let written = span.map_or("", |s| target.slice(s));
                let suggestions = term.allowed.iter().map(|t| capitalised_like(written, t)).collect();
                let message = format!("“{written}” is forbidden ({}, line {})", glossary.name, term.line);
                findings.push(Finding { suggestions, ..GLOSSARY_TERM.finding(span, CONFIDENCE_FORBIDDEN, message) });
            }
        }
    }
}

fn missing(
    glossary: &Glossary,
    compiled: &Compiled,
    source: &Text,
    target: &Text,
    alignment: &Alignment,
    findings: &mut Findings,
) {
    let words = WordSet::new(&source.forms);
    for number in compiled.by_source.candidates(&words) {
        let (term, patterns) = (&glossary.terms[number as usize], &compiled.terms[number as usize]);
        if term.allowed.is_empty() || !patterns.source.may_match(&words) {
            continue;
        }
        for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
            let asked = patterns.source.find_all(source, source.tokens_of(&bead.source));
            if asked.is_empty() {
                continue;
            }
            let tokens = target.tokens_of(&bead.target);
            let mut given: Vec<_> = patterns.allowed.iter().flat_map(|p| p.find_all(target, tokens.clone())).collect();
            given.sort_by_key(|r| r.start);
            given.dedup_by(|b, a| b.start < a.end);
            let is_forbidden = patterns.forbidden.iter().any(|p| p.is_in(target, tokens.clone()));
            if given.len() >= asked.len() || is_forbidden {
                continue;
            }
            let confidence = if given.is_empty() { CONFIDENCE_MISSING } else { CONFIDENCE_FEWER };
            let severity = if given.is_empty() { Severity::Major } else { Severity::Minor };
            for origin in asked.iter().skip(given.len()) {
                let rendered: Vec<Span> =
                    origin.clone().flat_map(|s| alignment.of_source(s)).map(|t| target.tokens[t].span).collect();
                let span = rendered.iter().copied().reduce(Span::cover).filter(|s| s.len() <= 80);
                findings.push(Finding {
                    severity,
                    source_span: source.span_of(origin),
                    suggestions: term.allowed.clone(),
                    ..GLOSSARY_TERM.finding(span, confidence, message(glossary, term))
                });
            }
        }
    }
}

fn message(glossary: &Glossary, term: &Term) -> String {
    format!("“{}” is “{}” ({}, line {})", term.source, term.allowed.join("” or “"), glossary.name, term.line)
}
