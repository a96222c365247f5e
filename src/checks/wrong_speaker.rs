//! The check `wrong-speaker`.

use std::ops::Range;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::check::{Context, check};
use crate::align::{Alignment, Bead};
use crate::article::{BlockKind, Text};
use crate::facts::names::{NameEntry, is_cased, names};
use crate::facts::quotations::{Quotations, Voice};
use crate::facts::{Ledger, Verdict};
use crate::finding::{Finding, Findings};

const CONFIDENCE: f32 = 0.75;

/// Tokens between the words of one name: a particle, a hyphen.
const GAP: usize = 2;

check! {
    /// A quotation that is given to another of the persons of the article than in the source.
    ///
    /// # Why it matters
    ///
    /// Somebody is made to say what somebody else has said. Lawyers read such articles.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: Wethouder Hendrik Vaandrager en zijn voorganger Klaas Oosterbaan spraken donderdag over de brug.
    /// nl: “De brug blijft nog een jaar dicht”, zei Vaandrager.
    /// en: Alderman Hendrik Vaandrager and his predecessor Klaas Oosterbaan spoke about the bridge on Thursday.
    /// en: “The bridge will stay closed for another year,” Oosterbaan said.
    ///                                                     ^^^^^^^^^^
    /// ```
    ///
    /// ```example
    /// nl: Wethouder Hendrik Vaandrager en zijn voorganger Klaas Oosterbaan spraken donderdag over de brug.
    /// nl: “De brug blijft nog een jaar dicht”, zei Vaandrager.
    /// en: Alderman Hendrik Vaandrager and his predecessor Klaas Oosterbaan spoke about the bridge on Thursday.
    /// en: “The bridge will stay closed for another year,” the alderman said.
    /// ```
    ///
    /// # Limits
    ///
    /// Looks at sentences with a quotation in which one name stands outside it, on both sides, and knows of
    /// these names by the rest of the article which of the other language they are. Names are told by their
    /// capitals.
    pub static WRONG_SPEAKER = {
        name: "wrong-speaker",
        category: MISTRANSLATION,
        severity: Critical,
        since: "0.1.0",
        needs: Source,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let (Some((source, alignment)), Some(ledger)) = (context.aligned(), context.ledger) else { return };
    let (texts, quotations) = ([source, context.target()], &ledger.quotations);
    if quotations.iter().any(|quotations| quotations.all.is_empty()) {
        return;
    }
    let known = Known::of(texts, ledger);
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
        if context.target().block_kind(bead.target.start) == BlockKind::Paragraph {
            findings_of(texts, alignment, bead, quotations, &known, findings);
        }
    }
}

/// Which forms of one side are the same name as which of the other, by what the ledger has matched.
struct Known([HashMap<u32, HashSet<u32>>; 2]);

impl Known {
    fn of(texts: [&Text; 2], ledger: &Ledger) -> Known {
        let mut known: [HashMap<u32, HashSet<u32>>; 2] = Default::default();
        let is_matched = |entry: &&NameEntry| matches!(entry.verdict, Verdict::Same | Verdict::Moved);
        for entry in ledger.names.iter().filter(is_matched) {
            let (Some(source), Some(target)) = (&entry.source, &entry.target) else { continue };
            for ours in source.clone() {
                for theirs in target.clone() {
                    let forms = [texts[0].tokens[ours].form.0, texts[1].tokens[theirs].form.0];
                    for side in [0, 1] {
                        known[side].entry(forms[side]).or_default().insert(forms[1 - side]);
                    }
                }
            }
        }
        Known(known)
    }

    /// Whether a name of one side is known, and none of its words stands in a run of tokens of the other.
    fn is_missing(&self, texts: [&Text; 2], side: usize, name: &Range<usize>, from: &Range<usize>) -> bool {
        let mut all = name.clone().filter_map(|token| self.0[side].get(&texts[side].tokens[token].form.0)).peekable();
        let there: HashSet<u32> = from.clone().map(|token| texts[1 - side].tokens[token].form.0).collect();
        all.peek().is_some() && all.all(|forms| forms.is_disjoint(&there))
    }
}

fn findings_of(
    texts: [&Text; 2],
    alignment: &Alignment,
    bead: &Bead,
    quotations: &[Quotations; 2],
    known: &Known,
    findings: &mut Findings,
) {
    for sentence in bead.source.clone() {
        let Some(speaker) = speaker_of(texts[0], &quotations[0], sentence) else { continue };
        let ours = texts[0].sentences[sentence].tokens.clone();
        // The sentence of the target that has most of the quotation.
        let quoted = ours.clone().filter(|&token| quotations[0].voice(token) == Voice::Quoted);
        let linked: Vec<usize> = quoted.flat_map(|token| alignment.of_source(token)).collect();
        let n_linked = |sentence: &usize| {
            let tokens = &texts[1].sentences[*sentence].tokens;
            linked.iter().filter(|token| tokens.contains(token)).count()
        };
        let Some(rendered) = bead.target.clone().max_by_key(n_linked).filter(|sentence| n_linked(sentence) > 0) else {
            continue;
        };
        let Some(other) = speaker_of(texts[1], &quotations[1], rendered) else { continue };
        let theirs = texts[1].sentences[rendered].tokens.clone();
        if known.is_missing(texts, 0, &speaker, &theirs) && known.is_missing(texts, 1, &other, &ours) {
            let (source_span, span) = (texts[0].span_of(&speaker), texts[1].span_of(&other));
            let [original, written] = [source_span.map(|s| texts[0].slice(s)), span.map(|s| texts[1].slice(s))];
            let message =
                format!("the source has “{}” say this, the target “{}”", original.unwrap_or(""), written.unwrap_or(""));
            findings.push(Finding { source_span, ..WRONG_SPEAKER.finding(span, CONFIDENCE, message) });
        }
    }
}

/// The one name outside the quotations of a sentence that has some.
fn speaker_of(text: &Text, quotations: &Quotations, sentence: usize) -> Option<Range<usize>> {
    let tokens = text.sentences[sentence].tokens.clone();
    let has = |voice| tokens.clone().any(|token| quotations.voice(token) == voice);
    if !is_cased(text) || !has(Voice::Quoted) || has(Voice::Unsure) {
        return None;
    }
    let mut words = names(text, sentence).into_iter().filter(|&token| quotations.voice(token) == Voice::Own);
    let first = words.next()?;
    words.try_fold(first..first + 1, |name, token| (token < name.end + GAP).then_some(name.start..token + 1))
}
