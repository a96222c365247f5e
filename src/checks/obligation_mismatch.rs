//! The check `obligation-mismatch`.

use super::check::{Context, check};
use crate::align::{Alignment, Bead, Rendering};
use crate::article::{BlockKind, Text};
use crate::facts::obligations::said;
use crate::finding::{Finding, Findings, Severity};
use crate::language::obligations::Obligation;

/// Where the two words are linked, and where nothing else speaks for them.
const CONFIDENCE: f32 = 0.6;
const SUSPECTED: f32 = 0.3;

check! {
    /// An obligation of the source that is a permission in the target, or the other way round.
    ///
    /// # Why it matters
    ///
    /// A law that lets people do something is reported as one that makes them, and what nobody has to do as
    /// forbidden. Machines mix up `must not` with what other languages say with the same words.
    ///
    /// # Examples
    ///
    /// ```example
    /// de: Die Geschäfte müssen am Sonntag nicht öffnen, teilte die Stadt mit.
    /// en: The shops must not open on Sunday, the city said.
    ///               ^^^^^^^^
    /// ```
    ///
    /// ```example
    /// de: Die Geschäfte müssen am Sonntag nicht öffnen, teilte die Stadt mit.
    /// en: The shops do not have to open on Sunday, the city said.
    /// ```
    ///
    /// # Limits
    ///
    /// Needs the encoder and lists of such words in both languages. Looks at one sentence against one where
    /// either side says one such thing only, in words that have no other sense: what lies between (`should`)
    /// and whatever else may render an obligation keeps it silent.
    pub static OBLIGATION_MISMATCH = {
        name: "obligation-mismatch",
        category: MISTRANSLATION,
        severity: Major,
        since: "0.1.0",
        needs: Encoder,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, alignment)) = context.aligned() else { return };
    let texts = [source, context.target()];
    if texts.iter().any(|text| text.language.rules.obligations.is_empty()) {
        return;
    }
    let is_one_to_one = |bead: &&Bead| bead.source.len() == 1 && bead.target.len() == 1;
    for bead in alignment.beads.iter().filter(is_one_to_one).filter(|bead| bead.rendering == Rendering::Literal) {
        if context.target().block_kind(bead.target.start) == BlockKind::Paragraph
            && let Some(finding) = finding(texts, alignment, bead)
        {
            findings.push(finding);
        }
    }
}

fn finding(texts: [&Text; 2], alignment: &Alignment, bead: &Bead) -> Option<Finding> {
    let [source, target] = texts;
    let ours = said(source, source.tokens_of(&bead.source))?;
    let theirs = said(target, target.tokens_of(&bead.target))?;
    let severity = severity(ours.obligation, theirs.obligation)?;
    let is_linked = ours.words.clone().any(|token| alignment.of_source(token).any(|to| theirs.words.contains(&to)));
    let (source_span, span) = (source.span_of(&ours.words), target.span_of(&theirs.words));
    let [original, written] = [source_span.map(|span| source.slice(span)), span.map(|span| target.slice(span))];
    let message = format!(
        "“{}” {}, “{}” {}",
        original.unwrap_or(""),
        told(ours.obligation),
        written.unwrap_or(""),
        told(theirs.obligation)
    );
    let confidence = if is_linked { CONFIDENCE } else { SUSPECTED };
    Some(Finding { source_span, severity, ..OBLIGATION_MISMATCH.finding(span, confidence, message) })
}

/// How bad it is to take one for the other; none where negation alone tells them apart, which is another
/// check's.
fn severity(ours: Obligation, theirs: Obligation) -> Option<Severity> {
    use Obligation::{Allowed, Forbidden, Required, Waived};
    match (ours, theirs) {
        (Forbidden, Waived) | (Waived, Forbidden | Required) | (Required, Waived) => Some(Severity::Critical),
        (Required, Allowed) | (Allowed, Required) => Some(Severity::Major),
        _ => None,
    }
}

fn told(obligation: Obligation) -> &'static str {
    match obligation {
        Obligation::Required => "requires",
        Obligation::Allowed => "allows",
        Obligation::Forbidden => "forbids",
        Obligation::Waived => "leaves the choice",
    }
}
