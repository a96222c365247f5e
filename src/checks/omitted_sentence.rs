//! The check `omitted-sentence`.

use super::check::{Context, check};
use super::phrases::chars_of;
use crate::align::{Alignment, Bead};
use crate::article::{Side, Text};
use crate::finding::{Finding, Findings};
use crate::language::tokens::TokenKind;

/// Shorter sentences are dropped or merged without loss.
pub(super) const MIN_WORDS: usize = 5;

/// The rest of the article must be aligned this well for a gap in it to mean something.
pub(super) const MIN_COVERAGE: f32 = 0.3;

/// An article must have so many aligned beads.
pub(super) const MIN_BEADS: usize = 3;

/// Beads before and after one in which its counterpart might hide.
const NEARBY: usize = 4;

/// Confidence where the lexicon aligned.
const CONFIDENCE: f32 = 0.65;

/// Of the probability that a sentence has no counterpart, where the encoder aligned: how often an editor
/// would mind.
const ACCEPTED: f32 = 0.9;

check! {
    /// A sentence of the source that has no counterpart in the target.
    ///
    /// # Why it matters
    ///
    /// Machine translation drops sentences without a trace; nobody misses what is not there.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: De minister bezoekt maandag de haven van Rotterdam. De vakbonden eisen een hoger loon voor de arbeiders. De politie sluit de weg naar het centrum af. De oorlog kostte vorig jaar duizenden mensen het leven. De koning spreekt vanavond op televisie.
    ///                                                                                                                                                           ^^^
    /// en: The minister will visit the port of Rotterdam on Monday. The unions demand a higher wage for the workers. The police will close the road to the centre. The king will speak on television tonight.
    /// ```
    ///
    /// # Limits
    ///
    /// With `--no-encoder`, silent where the pair has no lexicon, since then nothing tells an omission
    /// from a free translation. Silent in articles of which little could be aligned, and with
    /// `--fidelity digest`.
    pub static OMITTED_SENTENCE = {
        name: "omitted-sentence",
        category: OMISSION,
        severity: Major,
        since: "0.1.0",
        needs: Source,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, alignment)) = context.aligned() else { return };
    if !context.expects_sentences() {
        return;
    }
    for (bead, confidence) in missing(context, source, alignment, Side::Source, CONFIDENCE) {
        for sentence in bead.source.clone().filter(|&s| is_substantial(source, s)) {
            findings.push(Finding {
                source_span: Some(source.sentences[sentence].span),
                ..OMITTED_SENTENCE.finding(
                    None,
                    confidence,
                    "this sentence of the source has no counterpart in the target".into(),
                )
            });
        }
    }
}

/// Beads of one side that lack a counterpart, and how sure that is.
pub(super) fn missing<'a>(
    context: &Context<'a>,
    source: &'a Text,
    alignment: &'a Alignment,
    side: Side,
    by_lexicon: f32,
) -> Vec<(&'a Bead, f32)> {
    let reliable = is_reliable(alignment);
    let lone = || lone_beads(alignment, source, context.target(), side);
    match (reliable, alignment.is_encoded()) {
        (false, _) => Vec::new(),
        (true, true) => lone().map(|bead| (bead, ACCEPTED * bead.probability)).collect(),
        (true, false) if context.pair.lexicon.is_none() => Vec::new(),
        (true, false) => lone().map(|bead| (bead, by_lexicon)).collect(),
    }
}

/// Beads of one side that nothing on the other side could be the counterpart of. Two gaps close to each
/// other are a slip of the alignment or a free translation; a neighbour whose other side is long enough
/// for both has taken the sentence in.
pub(super) fn lone_beads<'a>(
    alignment: &'a Alignment,
    source: &'a Text,
    target: &'a Text,
    side: Side,
) -> impl Iterator<Item = &'a Bead> {
    let beads = &alignment.beads;
    let is_lone = move |bead: &Bead| match side {
        Side::Source => bead.target.is_empty(),
        Side::Target => bead.source.is_empty(),
    };
    let chars = move |bead: &Bead| (chars_of(source, &bead.source), chars_of(target, &bead.target));
    let matched = beads.iter().filter(|bead| bead.is_matched()).map(chars);
    let (all_source, all_target) = matched.fold((1.0, 1.0), |sum, (s, t)| (sum.0 + s, sum.1 + t));
    let misfit = move |(s, t): (f32, f32)| ((s * all_target + 1.0) / (t * all_source + 1.0)).ln().abs();
    beads
        .iter()
        .enumerate()
        .filter(move |&(n, bead)| {
            let around = &beads[n.saturating_sub(NEARBY)..(n + NEARBY + 1).min(beads.len())];
            let beside = [n.checked_sub(1), Some(n + 1)].into_iter().flatten().filter_map(|n| beads.get(n));
            let (own_source, own_target) = chars(bead);
            is_lone(bead)
                && !around.iter().any(|other| !other.is_matched() && !is_lone(other))
                && !beside.filter(|other| other.is_matched()).any(|other| {
                    let (s, t) = chars(other);
                    misfit((s + own_source, t + own_target)) < misfit((s, t))
                })
        })
        .map(|(_, bead)| bead)
}

/// Whether so much of the article is aligned, and so well, that a gap means something.
pub(super) fn is_reliable(alignment: &Alignment) -> bool {
    let matched: Vec<f32> = alignment.beads.iter().filter(|b| b.is_matched()).map(|b| b.coverage).collect();
    let mean = matched.iter().sum::<f32>() / matched.len().max(1) as f32;
    let lone = alignment.beads.len() - matched.len();
    matched.len() >= MIN_BEADS && mean >= MIN_COVERAGE && lone * 2 <= matched.len()
}

/// Whether a sentence says enough to be missed.
pub(super) fn is_substantial(text: &Text, sentence: usize) -> bool {
    let sentence = &text.sentences[sentence];
    let words = sentence.tokens.clone().filter(|&t| text.tokens[t].kind != TokenKind::Mark).count();
    words >= MIN_WORDS
}
