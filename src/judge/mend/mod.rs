//! What would make a sentence read better: its words in another order, or one of them in another form or
//! left out, weighed by the judge.
//!
//! A local search. Words that the judge suspects say where to look and for what; what the reader thinks of other
//! orders, which costs next to nothing, says which are worth a closer look. These wordings are weighed in one call, by
//! the judge, the reader and beside a source by the appraiser, and the best is taken, an order looked at again while it
//! gains. A sentence that nothing is suspected of costs next to nothing. What is found is a proposal
//! with its gains; whether it is shown is for the checks to say. Words are not put in: where one is missing the judge
//! knows too seldom.

mod wordings;

use std::ops::Range;

use super::Defect;
use super::hearing::{Hearing, Judged, Weighed};
use super::reading::Reading;
use crate::text::Span;
use wordings::{Wording, orders, others};

/// Logit that a sentence is corrupted below which it is left alone where it has no source, and its forms in any case: of
/// 739 swapped and moved words that a finding showed in NTREX-128, it was higher in .99, and in a fifth of the human
/// translations.
const LEAST_SUSPECT_SCORE: f32 = 1.5;

/// Sum of that logit, the reader's and the appraiser's from which the order of a sentence is looked at beside its source,
/// and from which, if the judge's is not plainly low, it is looked at without the source too, since words in the order of
/// the source look right beside it.
const LEAST_DOUBT: f32 = -2.0;
const LEAST_DOUBT_AGAIN: f32 = 0.5;
const LEAST_SCORE_AGAIN: f32 = -1.0;

/// The least promise of an order that is weighed, and of one that is weighed without the source though there is one.
const LEAST_PROMISE: f32 = -1.0;
const LEAST_PROMISE_AGAIN: f32 = -2.0;

/// Weight of the reader's logit beside the others'.
const READ: f32 = 0.5;

/// Sentences of fewer or more words are left alone: nothing to move, or too much.
const LENGTHS: Range<usize> = 4..70;

/// Changes one after another.
const ROUNDS: usize = 2;

/// A change must lower the score by so much.
const LEAST_GAIN: f32 = 1.0;

/// A wording in which a sentence reads better.
#[derive(Clone, Debug, PartialEq)]
pub struct Mend {
    /// What is wrong without it: [`Defect::Order`], [`Defect::Form`] or [`Defect::Surplus`].
    pub defect: Defect,
    /// The sentence, in [`crate::article::Text::sentences`].
    pub sentence: usize,
    /// What is to be replaced, in the target's text.
    pub span: Span,
    /// What should stand there.
    pub replacement: String,
    /// The greatest suspicion of a token in or beside the span.
    pub suspicion: f32,
    /// The judge's logit that the sentence is corrupted, as it stands and mended.
    pub scores: [f32; 2],
    /// The appraiser's logit that the bead is no faithful rendering, as it stands and mended; none where the sentence
    /// has no counterpart.
    pub appraisals: Option<[f32; 2]>,
    /// The reader's logit that nobody would put it so, as it stands and mended.
    pub readings: [f32; 2],
    /// Whether it was found without the source, though there is one.
    pub is_alone: bool,
}

impl Mend {
    /// By how much the sentence gets better.
    #[must_use]
    pub fn gain(&self) -> f32 {
        self.scores[0] - self.scores[1]
    }

    /// By how much it reads better.
    #[must_use]
    pub fn read_gain(&self) -> f32 {
        self.readings[0] - self.readings[1]
    }

    /// By how much all three get better.
    #[must_use]
    pub fn whole_gain(&self) -> f32 {
        self.gain() + READ * self.read_gain() + self.appraised_gain()
    }

    /// By how much the bead becomes a better rendering; 0 without a source.
    #[must_use]
    pub fn appraised_gain(&self) -> f32 {
        self.appraisals.map_or(0.0, |[before, after]| before - after)
    }
}

/// The best other wording of each sentence in which something is suspected.
///
/// The order of a sentence is weighed beside its source, and, where that is not plainly well, without it as
/// well: words that stand in the order of the source look right beside it. What gains most is taken.
#[must_use]
pub fn mends(hearing: &Hearing<'_>, judged: &Judged) -> Vec<Mend> {
    let alone = hearing.source.is_some().then_some(Hearing { source: None, ..*hearing });
    let all = |sentence: usize| {
        let tokens = hearing.target.sentences[sentence].tokens.clone();
        let score = judged.scores[sentence];
        let appraisal = judged.appraisals.get(sentence).copied().flatten();
        let doubt = appraisal.map(|appraisal| doubt(score, judged.readings[sentence], appraisal));
        let is_suspect = score >= LEAST_SUSPECT_SCORE;
        let is_looked_at = is_suspect || doubt.is_some_and(|doubt| doubt >= LEAST_DOUBT);
        if !LENGTHS.contains(&tokens.len()) || !is_looked_at {
            return None;
        }
        let start = Draft::of(hearing, sentence, judged.tokens.get(tokens)?, score, appraisal);
        let search = Search { others: is_suspect, promise: LEAST_PROMISE };
        let first = mend(hearing, hearing, &start, sentence, search);
        let is_order = first.as_ref().is_none_or(|mend| mend.defect == Defect::Order);
        let is_doubted = score >= LEAST_SCORE_AGAIN && doubt.is_some_and(|doubt| doubt >= LEAST_DOUBT_AGAIN);
        let looks_again = is_order && is_doubted;
        let second = alone.as_ref().filter(|_| looks_again).and_then(|alone| {
            let verdict = alone.judge_one(sentence);
            let start = Draft::of(alone, sentence, &verdict.tokens, verdict.score, appraisal);
            let is_suspect = verdict.score >= LEAST_SUSPECT_SCORE;
            let search = Search { others: false, promise: LEAST_PROMISE_AGAIN };
            let found = is_suspect.then(|| mend(alone, hearing, &start, sentence, search)).flatten();
            found.map(|mend| Mend { is_alone: true, ..mend })
        });
        // Of equal ones the last.
        [second, first].into_iter().flatten().max_by(|a, b| a.whole_gain().total_cmp(&b.whole_gain()))
    };
    (0..hearing.target.sentences.len()).filter_map(all).collect()
}

/// The sum of three logits.
fn doubt(score: f32, reading: f32, appraisal: f32) -> f32 {
    score + READ * reading + appraisal
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
struct Search {
    /// Not another order alone.
    others: bool,
    /// The least promise of an order that is weighed.
    promise: f32,
}

/// A sentence under search.
struct Draft {
    text: String,
    tokens: Vec<Range<usize>>,
    rows: Vec<[f32; Defect::N]>,
    score: f32,
    /// The appraiser's logit of its bead; none where that has no source.
    appraisal: Option<f32>,
    reading: Reading,
}

impl Draft {
    /// What the judge, the reader and, beside a source, the appraiser have against it.
    fn doubt(&self) -> f32 {
        doubt(self.score, self.reading.score(), self.appraisal.unwrap_or_default())
    }

    /// The sentence as it stands.
    fn of(
        hearing: &Hearing<'_>,
        sentence: usize,
        rows: &[[f32; Defect::N]],
        score: f32,
        appraisal: Option<f32>,
    ) -> Draft {
        let target = hearing.target;
        let place = target.sentences[sentence].span;
        let tokens = target.tokens[target.sentences[sentence].tokens.clone()].iter();
        let tokens: Vec<Range<usize>> =
            tokens.map(|token| token.span.start - place.start..token.span.end - place.start).collect();
        Draft {
            text: target.slice(place).to_owned(),
            reading: hearing.read(sentence, &tokens),
            tokens,
            rows: rows.to_vec(),
            score,
            appraisal,
        }
    }
}

/// The best change of a sentence, found as one hears it and appraised beside the source.
fn mend(hearing: &Hearing<'_>, beside: &Hearing<'_>, start: &Draft, sentence: usize, search: Search) -> Option<Mend> {
    if search.others
        && let Some(mended) = best(hearing, beside, sentence, start, others(hearing, start))
    {
        return proposal(start, mended, sentence, beside);
    }
    let mut found: Option<(Draft, Defect)> = None;
    // Words move one after another.
    for _ in 0..ROUNDS {
        let from = found.as_ref().map_or(start, |(draft, _)| draft);
        let Some(better) = best(hearing, beside, sentence, from, orders(hearing, from, search.promise)) else { break };
        found = Some(better);
    }
    proposal(start, found?, sentence, beside)
}

/// What makes one draft of a sentence into another.
fn proposal(start: &Draft, (mended, defect): (Draft, Defect), sentence: usize, beside: &Hearing<'_>) -> Option<Mend> {
    let (span, replacement) = difference(start, &mended)?;
    let near = |token: &Range<usize>| token.start <= span.end && token.end + 1 >= span.start;
    let suspicion = start.tokens.iter().zip(&start.rows).filter(|(token, _)| near(token));
    let suspicion = suspicion.map(|(_, row)| row[defect as usize]).fold(0.0, f32::max);
    Some(Mend {
        defect,
        sentence,
        span: span.shift(beside.target.sentences[sentence].span.start),
        replacement,
        suspicion,
        scores: [start.score, mended.score],
        appraisals: start.appraisal.zip(mended.appraisal).map(<[f32; 2]>::from),
        readings: [start.reading.score(), mended.reading.score()],
        is_alone: false,
    })
}

/// The best of some wordings, if it is better than a draft.
fn best(
    hearing: &Hearing<'_>,
    beside: &Hearing<'_>,
    sentence: usize,
    from: &Draft,
    wordings: Vec<Wording>,
) -> Option<(Draft, Defect)> {
    let texts: Vec<String> = wordings.iter().map(|wording| wording.text.clone()).collect();
    let drafts = hearing.weigh(sentence, &texts).into_iter().zip(wordings).map(|(weighed, wording)| {
        let Weighed { tokens, verdict, vectors, reading } = weighed;
        let appraisal = beside.appraise(sentence, &vectors);
        let draft =
            Draft { text: wording.text, tokens, rows: verdict.tokens, score: verdict.score, appraisal, reading };
        (draft.doubt() + wording.cost, draft, wording.defect)
    });
    let (cost, draft, defect) = drafts.min_by(|a, b| a.0.total_cmp(&b.0))?;
    (from.doubt() - cost >= LEAST_GAIN).then_some((draft, defect))
}

/// Where two wordings differ, in whole tokens, and what the second has there; widened by a word where
/// one of them has nothing there.
fn difference(from: &Draft, to: &Draft) -> Option<(Span, String)> {
    let token = |draft: &Draft, at: usize| draft.text[draft.tokens[at].clone()].to_owned();
    let (n_from, n_to) = (from.tokens.len(), to.tokens.len());
    let least = n_from.min(n_to);
    let mut head = (0..least).take_while(|&at| token(from, at) == token(to, at)).count();
    let mut tail = (0..least - head).take_while(|&at| token(from, n_from - 1 - at) == token(to, n_to - 1 - at)).count();
    if head + tail == n_from || head + tail == n_to {
        if head > 0 {
            head -= 1;
        } else {
            tail = tail.saturating_sub(1);
        }
    }
    let cut =
        |draft: &Draft, end: usize| Some(draft.tokens.get(head)?.start..draft.tokens.get(end.checked_sub(1)?)?.end);
    let (old, new) = (cut(from, n_from - tail)?, cut(to, n_to - tail)?);
    (old.start < old.end && new.start < new.end).then(|| (Span::new(old.start, old.end), to.text[new].to_owned()))
}
