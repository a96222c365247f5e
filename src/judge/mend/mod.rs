//! What would make a sentence read better: its words in another order, or one of them in another form or
//! left out, weighed by the judge.
//!
//! A local search. Words that the judge suspects say where to look and for what; the wordings that
//! would mend it are weighed in one call, and the best is taken, an order looked at again while it
//! gains. A sentence that nothing is suspected of costs nothing. What is found is a proposal with its
//! gain; whether it is shown is for the checks to say. Words are not put in: where one is missing the
//! judge knows too seldom.

mod wordings;

use std::ops::Range;

use super::Defect;
use super::hearing::{Hearing, Judged, Weighed};
use crate::text::Span;
use wordings::{Wording, gather};

/// Logit that a sentence is corrupted below which it is left alone: of 739 swapped and moved words that a finding
/// showed in NTREX-128, it was higher in .99, and in a fifth of the human translations.
const LEAST_SUSPECT_SCORE: f32 = 1.5;

/// The same, beside its source, below which it is not looked at without it: words in the order of the source look
/// right beside it, so that little is suspected. Two thirds of the human translations are looked at, which costs
/// little as long as they are well without it too.
const LEAST_SCORE_BESIDE: f32 = -1.0;

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
    /// Whether it was found without the source, though there is one.
    pub is_alone: bool,
}

impl Mend {
    /// By how much the sentence gets better.
    #[must_use]
    pub fn gain(&self) -> f32 {
        self.scores[0] - self.scores[1]
    }
}

/// The best other wording of each sentence in which a word is suspected.
///
/// The order of a sentence is weighed beside its source, and, where that is not plainly well, without it as
/// well: words that stand in the order of the source look right beside it. What gains more is taken.
#[must_use]
pub fn mends(hearing: &Hearing<'_>, judged: &Judged) -> Vec<Mend> {
    let alone = hearing.source.is_some().then_some(Hearing { source: None, ..*hearing });
    let both = |sentence: usize| {
        let tokens = hearing.target.sentences[sentence].tokens.clone();
        let score = judged.scores[sentence];
        if !LENGTHS.contains(&tokens.len()) {
            return None;
        }
        let first = (score >= LEAST_SUSPECT_SCORE)
            .then(|| mend(hearing, judged.tokens.get(tokens)?, score, sentence, Search::ALL))
            .flatten();
        let looks_again = score >= LEAST_SCORE_BESIDE && first.as_ref().is_none_or(|mend| mend.defect == Defect::Order);
        let second = alone.as_ref().filter(|_| looks_again).and_then(|alone| {
            let verdict = alone.judge_one(sentence);
            let is_suspect = verdict.score >= LEAST_SUSPECT_SCORE;
            let found =
                is_suspect.then(|| mend(alone, &verdict.tokens, verdict.score, sentence, Search::AGAIN)).flatten();
            found.map(|mend| Mend { is_alone: true, ..mend })
        });
        match (first, second) {
            (Some(first), Some(second)) if second.gain() > first.gain() => Some(second),
            (Some(first), _) => Some(first),
            (None, second) => second,
        }
    };
    (0..hearing.target.sentences.len()).filter_map(both).collect()
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
    rows: Vec<[f32; Defect::N]>,
    score: f32,
}

/// The best change of a sentence.
fn mend(hearing: &Hearing<'_>, rows: &[[f32; Defect::N]], score: f32, sentence: usize, search: Search) -> Option<Mend> {
    let target = hearing.target;
    let place = target.sentences[sentence].span;
    let own = target.sentences[sentence].tokens.clone();
    let tokens = target.tokens[own].iter();
    let start = Draft {
        text: target.slice(place).to_owned(),
        tokens: tokens.map(|token| token.span.start - place.start..token.span.end - place.start).collect(),
        rows: rows.to_vec(),
        score,
    };
    let mut best: Option<(Draft, Defect)> = None;
    for _ in 0..ROUNDS {
        let from = best.as_ref().map_or(&start, |(draft, _)| draft);
        let search = Search { order_alone: search.order_alone || best.is_some(), ..search };
        let Some((draft, defect)) = better(hearing, sentence, from, search) else { break };
        best = Some((draft, defect));
        // Words move one after another; another change says all.
        if defect != Defect::Order {
            break;
        }
    }
    let (mended, defect) = best?;
    let (span, replacement) = difference(&start, &mended)?;
    let near = |token: &Range<usize>| token.start <= span.end && token.end + 1 >= span.start;
    let suspicion = start.tokens.iter().zip(&start.rows).filter(|(token, _)| near(token));
    let suspicion = suspicion.map(|(_, row)| row[defect as usize]).fold(0.0, f32::max);
    let scores = [start.score, mended.score];
    Some(Mend { defect, sentence, span: span.shift(place.start), replacement, suspicion, scores, is_alone: false })
}

/// The best wording for the greatest suspicion of a draft for which one is better.
fn better(hearing: &Hearing<'_>, sentence: usize, from: &Draft, search: Search) -> Option<(Draft, Defect)> {
    gather(hearing, from, search).find_map(|wordings| {
        let texts: Vec<String> = wordings.iter().map(|wording| wording.text.clone()).collect();
        let weighed = hearing.weigh(sentence, &texts).into_iter().zip(wordings);
        let costs = weighed.map(|(weighed, wording)| (weighed.verdict.score + wording.cost, weighed, wording));
        let (cost, Weighed { tokens, verdict, .. }, Wording { text, defect, .. }) =
            costs.min_by(|a, b| a.0.total_cmp(&b.0))?;
        let draft = Draft { text, tokens, rows: verdict.tokens, score: verdict.score };
        (from.score - cost >= LEAST_GAIN).then_some((draft, defect))
    })
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
