//! Findings → de-duplicated, silenced, ordered; the risk of the article and of each token.
//!
//! What a user switched off or weighs otherwise is applied here, so that checks know nothing of it.

use std::collections::BTreeMap;

use crate::align::Alignment;
use crate::article::{Article, Sentence, Side, Text};
use crate::checks::check::Needs;
use crate::checks::{self, CHECKS};
use crate::finding::{Finding, Severity};
use crate::judge::Defect;
use crate::judge::hearing::Judged;
use crate::language::tokens::TokenKind;
use crate::odds::probability;
use crate::text::Span;

/// What the vague evidence against a translation weighs, in points per 100 words: how far a sentence is corrupted by
/// the judge and off by the appraiser, how far the two texts are from each other, how likely a post-editor would change
/// something, and that a form is wrong. Chosen on DEMETR DEV pairs (all phenomena in the mean .953; .949 with 0.6, 1.2,
/// 20, 0 and 0), MuCoW DEV pairs (.785; .778) and the order that annotators give (rank correlation with MQM penalties
/// .143; .104; five sets of WMT 2020 and 2021, 1,000 segments each).
const SENTENCE_WEIGHT: f32 = 1.0;
const RENDERING_WEIGHT: f32 = 1.5;
const DISTANCE_WEIGHT: f32 = 35.0;
const EDIT_WEIGHT: f32 = 2.5;
const FORM_WEIGHT: f32 = 0.5;

/// As these, how a sentence reads by itself: more would weigh fluency against meaning (DEMETR DEV pairs with 0, 0.3, 0.6
/// and 1: .953, .952, .951, .947; words left out and words too many are told better, tense and negation worse).
const READING_WEIGHT: f32 = 0.3;

/// Good renderings differ in it too: the evidence from which it counts in full, beside a source, and over how much it
/// comes to count. The mean risk of those segments is still above that of the annotators' penalties (13.7, 9.1); more
/// taken off would tell less apart among good renderings.
const EVIDENCE_FROM: f32 = 7.0;
const EVIDENCE_WIDTH: f32 = 2.0;

/// The appraiser's logit, and the reader's, from which renderings are told apart.
const RENDERING_FROM: f32 = -2.0;
const READING_FROM: f32 = -2.0;

/// Log odds that a target token had to be edited: at closeness 0, and a unit of closeness (logistic
/// regression on the same data; area under the curve .65).
const TOKEN_LOGIT: [f32; 2] = [-0.15, -1.8];

/// Penalty of a word that is of the wrong sense for sure (MuCoW DEV, 720 pairs: .71 with 0, .72 with 1, .71
/// with 2.5 and 6).
const SENSE_PENALTY: f32 = 1.0;

/// Confidence from which findings count in full. Of what is less sure, findings by the judge do not count beside
/// its score of the sentence, which has them already (MuCoW DEV, 720 pairs: .69 with all doubts, .71 without any),
/// and others as [`UNSURE`].
const SURE: f32 = 0.5;

/// What is not shown has a confidence to be ordered by, no probability (DEMETR DEV pairs: .935 counted in full, .941 so,
/// .933 left out).
const UNSURE: f32 = 0.1;

/// Expected penalty per 100 words of a text of which no word has a counterpart, beside what the
/// checks found: what separates two texts without findings.
const UNALIGNED_PENALTY: f32 = 4.0;

/// Probabilities nearer to 0 and 1 are not told apart.
const NEAREST: f32 = 1e-4;

/// Probability that a word is part of an error nobody sees, with and without a counterpart.
const TOKEN_PRIOR: [f32; 2] = [0.04, 0.12];

/// What the user wants of the findings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// Findings below this confidence are not shown.
    pub min_confidence: f32,
    /// By check: off, or another severity.
    pub levels: BTreeMap<&'static str, Level>,
    /// By check: what stands in for `min_confidence`.
    pub thresholds: BTreeMap<&'static str, f32>,
}

/// What the configuration says of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not run.
    Off,
    /// Run with its own severity.
    On,
    /// Run, all its findings at this severity.
    At(Severity),
}

impl Policy {
    /// Whether a check runs.
    #[must_use]
    pub fn runs(&self, check: &str) -> bool {
        self.levels.get(check) != Some(&Level::Off)
    }

    /// The confidence from which on a check's findings are shown.
    #[must_use]
    pub fn threshold(&self, check: &str) -> f32 {
        self.thresholds.get(check).copied().unwrap_or(self.min_confidence)
    }
}

/// What an article's findings come to.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// Shown findings in reading order.
    pub findings: Vec<Finding>,
    /// Expected MQM penalty per 100 target words, from all findings, shown or not.
    pub risk: f32,
    /// For each token of the target the probability that it is part of an error.
    pub token_risk: Vec<f32>,
}

/// What is known of an article beside what the checks found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen<'a> {
    /// How the texts correspond.
    pub alignment: Option<&'a Alignment>,
    /// What the judge says of the target.
    pub judged: Option<&'a Judged>,
    /// For each token of the target the probability that it is of the wrong sense; empty if nobody looked.
    pub suspicions: &'a [f32],
}

/// Ranks what the checks found.
#[must_use]
pub fn rank(mut findings: Vec<Finding>, article: &Article, seen: &Seen<'_>, policy: &Policy) -> Ranking {
    let Seen { alignment, judged, .. } = *seen;
    for finding in &mut findings {
        if let Some(Level::At(severity)) = policy.levels.get(finding.check) {
            finding.severity = *severity;
        }
    }
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (place(f, article, alignment), f.span.is_some(), check_number(f.check));
        key(a).cmp(&key(b)).then(b.confidence.total_cmp(&a.confidence))
    });
    deduplicate(&mut findings);
    silence(&mut findings);
    let token_risk = token_risk(&findings, &article.target, alignment, judged);
    let risk = risk(&findings, article, seen);
    findings.retain(|finding| finding.confidence >= policy.threshold(finding.check));
    Ranking { findings, risk, token_risk }
}

fn check_number(name: &str) -> usize {
    CHECKS.iter().position(|check| check.name == name).unwrap_or(usize::MAX)
}

/// Where a finding belongs in the target: its span or, for an omission, where it is missing.
#[must_use]
pub fn place(finding: &Finding, article: &Article, alignment: Option<&Alignment>) -> usize {
    if let Some(span) = finding.span {
        return span.start;
    }
    let missing = finding.source_span.zip(article.source.as_ref()).zip(alignment);
    let Some(((span, source), alignment)) = missing else { return 0 };
    let Some(sentence) = source.sentence_at(span.start) else { return 0 };
    let target = &article.target;
    let at = alignment.beads.iter().position(|bead| bead.source.contains(&(sentence.0 as usize)));
    // An omitted sentence is missing at the end of what precedes it.
    let bead = at.and_then(|at| alignment.beads[..=at].iter().rev().find(|bead| !bead.target.is_empty()));
    bead.map_or(0, |bead| target.sentences[bead.target.end - 1].span.end.saturating_sub(1))
}

/// One place, one finding a check: the first, which is the most confident.
fn deduplicate(findings: &mut Vec<Finding>) {
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        let is_twin = |other: &Finding| {
            other.check == finding.check
                && match (other.span, finding.span) {
                    (Some(a), Some(b)) => a.overlaps(b),
                    (None, None) => other.source_span == finding.source_span,
                    _ => false,
                }
        };
        match kept.iter_mut().rev().take(16).find(|other| is_twin(other)) {
            Some(twin) if finding.confidence > twin.confidence => *twin = finding,
            Some(_) => {}
            None => kept.push(finding),
        }
    }
    *findings = kept;
}

/// Takes out follow-up noise: findings of checks that another check, having found something in the
/// same place, makes pointless.
fn silence(findings: &mut Vec<Finding>) {
    let silencers: Vec<(&[&str], Span)> = findings
        .iter()
        .filter_map(|f| Some((checks::by_name(f.check)?.silences, f.span?)))
        .filter(|(silenced, _)| !silenced.is_empty())
        .collect();
    // A number or link missing from a sentence that is missing altogether is no second finding.
    let omitted: Vec<Span> =
        findings.iter().filter(|f| f.check == "omitted-sentence").filter_map(|f| f.source_span).collect();
    findings.retain(|finding| {
        let silenced = finding.span.is_some_and(|span| {
            silencers.iter().any(|(names, place)| names.contains(&finding.check) && place.overlaps(span))
        });
        let inside_omission = finding.check != "omitted-sentence"
            && finding.span.is_none()
            && finding.source_span.is_some_and(|span| omitted.iter().any(|o| o.overlaps(span)));
        !silenced && !inside_omission
    });
}

fn risk(findings: &[Finding], article: &Article, seen: &Seen<'_>) -> f32 {
    let Seen { alignment, judged, suspicions } = *seen;
    let words = article.target.n_words().max(1) as f32;
    let weight = |finding: &Finding| match () {
        () if finding.confidence >= SURE => 1.0,
        () if goes_by_judge(finding.check) => 0.0,
        () => UNSURE,
    };
    let expected: f32 = findings.iter().map(|f| weight(f) * f.severity.points() * f.confidence).sum();
    let wrong_senses: f32 = suspicions.iter().sum();
    let expected = (expected + SENSE_PENALTY * wrong_senses) * 100.0 / words;
    let suspected = judged.filter(|judged| !judged.tokens.is_empty()).map(|judged| suspected(judged, &article.target));
    if let Some(alignment) = alignment.filter(|alignment| alignment.is_encoded()) {
        let evidence = suspected.unwrap_or_default() + DISTANCE_WEIGHT * distance(alignment);
        return expected + counted(evidence - EVIDENCE_FROM);
    }
    let expected = expected + suspected.map_or(0.0, counted);
    let unaligned = alignment.map_or(0.0, |alignment| {
        let matched: Vec<f32> = alignment.beads.iter().map(|bead| bead.coverage).collect();
        1.0 - matched.iter().sum::<f32>() / matched.len().max(1) as f32
    });
    expected + UNALIGNED_PENALTY * unaligned
}

/// What the judge, the reader and the appraiser have against a target, in the mean of its sentences.
fn suspected(judged: &Judged, target: &Text) -> f32 {
    let scores = judged.scores.iter().map(|score| softplus(*score));
    let appraisals = judged.appraisals.iter().flatten().map(|appraisal| softplus(appraisal - RENDERING_FROM));
    let readings = judged.readings.iter().map(|reading| softplus(reading - READING_FROM));
    let [edits, forms] = [Defect::Edit, Defect::Form].map(|defect| {
        let of_sentence = |sentence: &Sentence| {
            let odds = |token: usize| {
                let p = judged.probability(token, defect).min(1.0 - NEAREST);
                p / (1.0 - p)
            };
            sentence.tokens.clone().map(odds).sum::<f32>().max(NEAREST).ln()
        };
        mean(target.sentences.iter().map(of_sentence))
    });
    let sentences = SENTENCE_WEIGHT * mean(scores) + READING_WEIGHT * mean(readings);
    sentences + RENDERING_WEIGHT * mean(appraisals) + EDIT_WEIGHT * edits + FORM_WEIGHT * forms
}

/// Evidence in points: none of what is far below 0, all of what is far above.
fn counted(evidence: f32) -> f32 {
    EVIDENCE_WIDTH * softplus(evidence / EVIDENCE_WIDTH)
}

/// Whether a check's findings come from the judge.
fn goes_by_judge(name: &str) -> bool {
    checks::by_name(name).is_some_and(|check| matches!(check.needs, Needs::Judge | Needs::Senses | Needs::Topics))
}

/// 0 of nothing.
fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (n, sum) = values.fold((0usize, 0.0), |(n, sum), value| (n + 1, sum + value));
    sum / n.max(1) as f32
}

/// ln(1 + e^x).
fn softplus(x: f32) -> f32 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// How far the two texts are from each other, token by token, 0 to 1; tokens of the source count
/// double, since what is lost weighs more than what is put differently.
fn distance(alignment: &Alignment) -> f32 {
    let [source, target] = [0, 1].map(|side| {
        let closeness = &alignment.closeness[side];
        closeness.iter().map(|c| c.clamp(0.0, 1.0)).sum::<f32>() / closeness.len().max(1) as f32
    });
    1.0 - (2.0 * source + target) / 3.0
}

fn token_risk(findings: &[Finding], target: &Text, alignment: Option<&Alignment>, judged: Option<&Judged>) -> Vec<f32> {
    let prior = |token: usize| {
        if let Some(judged) = judged {
            return judged.probability(token, Defect::Edit);
        }
        if let Some(closeness) = alignment.and_then(|alignment| alignment.closeness[1].get(token)) {
            let [intercept, slope] = TOKEN_LOGIT;
            return probability(intercept + slope * closeness);
        }
        let is_linked = alignment.is_none_or(|a| a.of_target(token).is_some());
        let is_mark = target.tokens[token].kind == TokenKind::Mark;
        TOKEN_PRIOR[usize::from(!is_linked && !is_mark)]
    };
    let mut risk: Vec<f32> = (0..target.tokens.len()).map(prior).collect();
    for finding in findings {
        let Some(span) = finding.span else { continue };
        let first = target.tokens.partition_point(|t| t.span.end <= span.start);
        for (token, risk) in target.tokens[first..].iter().zip(&mut risk[first..]) {
            if token.span.start >= span.end {
                break;
            }
            *risk = 1.0 - (1.0 - *risk) * (1.0 - finding.confidence);
        }
    }
    risk
}

/// The sentences on the other side of those that a span lies in, and the span's own.
#[must_use]
pub fn sentences_around(
    finding: &Finding,
    article: &Article,
    alignment: Option<&Alignment>,
    side: Side,
) -> Option<Span> {
    let text = match side {
        Side::Source => article.source.as_ref()?,
        Side::Target => &article.target,
    };
    let own = match side {
        Side::Source => finding.source_span,
        Side::Target => finding.span,
    };
    let cover = |sentences: &std::ops::Range<usize>| {
        let first = text.sentences.get(sentences.start)?;
        let last = text.sentences.get(sentences.end.checked_sub(1)?)?;
        Some(first.span.cover(last.span))
    };
    if let Some(span) = own {
        let first = text.sentence_at(span.start)?.0 as usize;
        let last = text.sentence_at(span.end.saturating_sub(1).max(span.start))?.0 as usize;
        return cover(&(first..last + 1));
    }
    let alignment = alignment?;
    let (place, here) = match side {
        Side::Source => (finding.span?, &article.target),
        Side::Target => (finding.source_span?, article.source.as_ref()?),
    };
    let sentence = here.sentence_at(place.start)?.0 as usize;
    let bead = alignment.beads.iter().find(|bead| match side {
        Side::Source => bead.target.contains(&sentence),
        Side::Target => bead.source.contains(&sentence),
    })?;
    cover(match side {
        Side::Source => &bead.source,
        Side::Target => &bead.target,
    })
}
