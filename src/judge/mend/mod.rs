//! What would make a sentence read better: its words in another order, or one of them in another form or
//! left out, weighed by the judge.
//!
//! A local search. Words that the judge suspects say where to look and for what; the wordings that
//! would mend it are weighed in one call, by the judge and beside a source by the appraiser, and the best is
//! taken, an order looked at again while it gains. Neighbours that the appraiser expects to gain from changing
//! places are tried too. A sentence that nothing is suspected of costs next to nothing. What is found is a proposal
//! with its gains; whether it is shown is for the checks to say. Words are not put in: where one is missing the judge
//! knows too seldom.

mod wordings;

use std::ops::Range;

use super::Defect;
use super::hearing::{Hearing, Judged, Weighed};
use crate::align::vectors::WIDTH;
use crate::text::Span;
use wordings::{Beside, Wording, gather, swaps};

/// Logit that a sentence is corrupted below which it is left alone: of 739 swapped and moved words that a finding
/// showed in NTREX-128, it was higher in .99, and in a fifth of the human translations.
const LEAST_SUSPECT_SCORE: f32 = 1.5;

/// The same, beside its source, below which its order is not looked at again.
const LEAST_SCORE_BESIDE: f32 = -1.0;

/// Sum of that logit and the appraiser's from which a sentence is looked at without its source too, since words in the
/// order of the source look right beside it, and from which neighbours are tried in the other order.
const LEAST_DOUBT: [f32; 2] = [-1.0, 2.0];

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
    /// Whether it was found without the source, though there is one.
    pub is_alone: bool,
}

impl Mend {
    /// By how much the sentence gets better.
    #[must_use]
    pub fn gain(&self) -> f32 {
        self.scores[0] - self.scores[1]
    }

    /// By how much both get better.
    #[must_use]
    pub fn whole_gain(&self) -> f32 {
        self.gain() + self.appraised_gain()
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
/// well: words that stand in the order of the source look right beside it. So are the swaps that the appraiser
/// proposes. What gains most is taken.
#[must_use]
pub fn mends(hearing: &Hearing<'_>, judged: &Judged) -> Vec<Mend> {
    let alone = hearing.source.is_some().then_some(Hearing { source: None, ..*hearing });
    let all = |sentence: usize| {
        let tokens = hearing.target.sentences[sentence].tokens.clone();
        let score = judged.scores[sentence];
        if !LENGTHS.contains(&tokens.len()) {
            return None;
        }
        let appraisal = judged.appraisals.get(sentence).copied().flatten();
        let start = Draft::of(hearing, sentence, judged.tokens.get(tokens)?, score, appraisal);
        let first =
            (score >= LEAST_SUSPECT_SCORE).then(|| mend(hearing, hearing, &start, sentence, Search::ALL)).flatten();
        let is_order = first.as_ref().is_none_or(|mend| mend.defect == Defect::Order);
        let looks_again = is_order && score >= LEAST_SCORE_BESIDE && appraisal.is_some();
        let [is_doubted, is_swapped] = LEAST_DOUBT.map(|least| looks_again && start.doubt() >= least);
        let second = alone.as_ref().filter(|_| is_doubted).and_then(|alone| {
            let verdict = alone.judge_one(sentence);
            let start = Draft::of(alone, sentence, &verdict.tokens, verdict.score, appraisal);
            let is_suspect = verdict.score >= LEAST_SUSPECT_SCORE;
            let found = is_suspect.then(|| mend(alone, hearing, &start, sentence, Search::AGAIN)).flatten();
            found.map(|mend| Mend { is_alone: true, ..mend })
        });
        let third = if is_swapped { swapped(hearing, &start, sentence) } else { None };
        // Of equal ones the last.
        [third, second, first].into_iter().flatten().max_by(|a, b| a.whole_gain().total_cmp(&b.whole_gain()))
    };
    (0..hearing.target.sentences.len()).filter_map(all).collect()
}

/// The best swap of neighbours that the appraiser proposes.
fn swapped(hearing: &Hearing<'_>, start: &Draft, sentence: usize) -> Option<Mend> {
    let mended = best(hearing, hearing, sentence, start, swaps(hearing, Beside { hearing, sentence }, start))?;
    proposal(start, mended, sentence, hearing)
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
struct Search {
    /// Nothing but another order.
    order_alone: bool,
    /// The suspicion that a word is out of place from which it is moved.
    least: f32,
}

impl Search {
    const ALL: Search = Search { order_alone: false, least: 0.45 };

    /// Without the source though there is one: of the words so found that a finding showed all were suspected more.
    const AGAIN: Search = Search { order_alone: true, least: 0.6 };
}

/// A sentence under search.
struct Draft {
    text: String,
    tokens: Vec<Range<usize>>,
    /// The vector of each token.
    vectors: Vec<[f32; WIDTH]>,
    rows: Vec<[f32; Defect::N]>,
    score: f32,
    /// The appraiser's logit of its bead; none where that has no source.
    appraisal: Option<f32>,
}

impl Draft {
    /// What the judge and, beside a source, the appraiser have against it.
    fn doubt(&self) -> f32 {
        self.score + self.appraisal.unwrap_or_default()
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
        Draft {
            text: target.slice(place).to_owned(),
            tokens: tokens.map(|token| token.span.start - place.start..token.span.end - place.start).collect(),
            vectors: hearing.vectors.rows(target.sentences[sentence].tokens.clone()).to_vec(),
            rows: rows.to_vec(),
            score,
            appraisal,
        }
    }
}

/// The best change of a sentence, found as one hears it and appraised beside the source.
fn mend(hearing: &Hearing<'_>, beside: &Hearing<'_>, start: &Draft, sentence: usize, search: Search) -> Option<Mend> {
    let mut found: Option<(Draft, Defect)> = None;
    for _ in 0..ROUNDS {
        let from = found.as_ref().map_or(start, |(draft, _)| draft);
        let search = Search { order_alone: search.order_alone || found.is_some(), ..search };
        let mut wordings = gather(hearing, Beside { hearing: beside, sentence }, from, search);
        let Some((draft, defect)) = wordings.find_map(|wordings| best(hearing, beside, sentence, from, wordings))
        else {
            break;
        };
        drop(wordings);
        found = Some((draft, defect));
        // Words move one after another; another change says all.
        if defect != Defect::Order {
            break;
        }
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
        let Weighed { tokens, verdict, vectors } = weighed;
        let appraisal = beside.appraise(sentence, &vectors);
        let draft =
            Draft { text: wording.text, tokens, vectors, rows: verdict.tokens, score: verdict.score, appraisal };
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
