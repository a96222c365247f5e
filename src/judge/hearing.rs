//! The judge before an article: a verdict on each sentence of the target, and on other wordings of it.

use std::ops::Range;

use super::appraisal::Appraiser;
use super::reading::{Reader, Reading};
use super::sight::{SEEN, regard};
use super::{Case, Defect, Judge, Verdict};
use crate::align::Alignment;
use crate::align::vectors::{Cut, Vectors, WIDTH, cuts, dot, encode, project};
use crate::article::Text;
use crate::encoder::Encoded;
use crate::language::tokens::tokenize;

/// Sentences judged in one call, which bounds the memory for what their tokens see.
const AT_ONCE: usize = 32;

/// What the judge looks at.
#[derive(Clone, Copy, Debug)]
pub struct Hearing<'a> {
    /// The source, its token vectors and how the target corresponds to it; none without a source.
    pub source: Option<(&'a Text, &'a Vectors, &'a Alignment)>,
    /// The text under check.
    pub target: &'a Text,
    /// Its token vectors.
    pub vectors: &'a Vectors,
    /// What the encoder gave for each of its sentences.
    pub states: &'a [Encoded],
}

/// Verdicts on an article.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// For each token of the target the probability of each [`Defect`].
    pub tokens: Vec<[f32; Defect::N]>,
    /// For each sentence of the target the logit that it is corrupted.
    pub scores: Vec<f32>,
    /// For each sentence of the target the logit that its bead's target is no faithful rendering of its source; none
    /// where it has no counterpart.
    pub appraisals: Vec<Option<f32>>,
    /// For each sentence of the target the reader's logit that nobody would put it so ([`super::reading`]).
    pub readings: Vec<f32>,
}

impl Judged {
    /// The probability that a token has a defect; 0 where nothing was judged.
    #[must_use]
    pub fn probability(&self, token: usize, defect: Defect) -> f32 {
        self.tokens.get(token).map_or(0.0, |row| row[defect as usize])
    }
}

/// Another wording of a sentence, weighed.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// Where its tokens stand in it, in bytes.
    pub tokens: Vec<Range<usize>>,
    /// The vector of each.
    pub vectors: Vec<[f32; WIDTH]>,
    /// What the judge says of it.
    pub verdict: Verdict,
    /// How the reader finds it.
    pub reading: Reading,
}

impl Hearing<'_> {
    /// Judges every sentence.
    #[must_use]
    pub fn judge(&self) -> Judged {
        let cuts = cuts(self.target);
        let mut judged = Judged::default();
        let mut seen_of_bead = (0..0, Vec::new());
        for from in (0..cuts.len()).step_by(AT_ONCE) {
            let sentences = from..(from + AT_ONCE).min(cuts.len());
            let seen: Vec<Vec<f32>> = sentences
                .clone()
                .map(|sentence| {
                    let (source, bead) = self.beside(sentence);
                    if seen_of_bead.0 != bead {
                        seen_of_bead = (bead.clone(), regard(source, self.vectors.rows(bead.clone())));
                    }
                    let tokens = &self.target.sentences[sentence].tokens;
                    seen_of_bead.1[(tokens.start - bead.start) * SEEN..(tokens.end - bead.start) * SEEN].to_vec()
                })
                .collect();
            let cases: Vec<Case<'_>> = sentences
                .zip(&seen)
                .map(|(sentence, seen)| Case { encoded: &self.states[sentence], tokens: &cuts[sentence].tokens, seen })
                .collect();
            for verdict in Judge::embedded().judge(&cases) {
                judged.tokens.extend(verdict.tokens);
                judged.scores.push(verdict.score);
            }
        }
        judged.appraisals = self.appraisals();
        let read = |encoded: &Encoded| Reader::embedded().read(&encoded.pieces, &[]).score();
        judged.readings = self.states.iter().map(read).collect();
        judged
    }

    /// Reads a sentence as it stands; its tokens are places in it, in bytes.
    #[must_use]
    pub fn read(&self, sentence: usize, tokens: &[Range<usize>]) -> Reading {
        Reader::embedded().read(&self.states[sentence].pieces, tokens)
    }

    /// Appraises the bead of a sentence with the vectors of another wording in the place of the sentence's; none
    /// where it has no counterpart.
    #[must_use]
    pub fn appraise(&self, sentence: usize, wording: &[[f32; WIDTH]]) -> Option<f32> {
        let (source, [before, after]) = self.around(sentence);
        Appraiser::embedded().appraise(source, &[before, wording, after].concat())
    }

    /// Appraises every matched bead, for its sentences.
    fn appraisals(&self) -> Vec<Option<f32>> {
        let mut appraisals = vec![None; self.target.sentences.len()];
        let Some((source, vectors, alignment)) = self.source else { return appraisals };
        for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
            let [own, other] =
                [self.vectors.rows(self.target.tokens_of(&bead.target)), vectors.rows(source.tokens_of(&bead.source))];
            let appraisal = Appraiser::embedded().appraise(other, own);
            appraisals.get_mut(bead.target.clone()).unwrap_or_default().fill(appraisal);
        }
        appraisals
    }

    /// Judges one sentence.
    #[must_use]
    pub fn judge_one(&self, sentence: usize) -> Verdict {
        let place = &self.target.sentences[sentence];
        let (source, bead) = self.beside(sentence);
        let all = regard(source, self.vectors.rows(bead.clone()));
        let own = (place.tokens.start - bead.start) * SEEN..(place.tokens.end - bead.start) * SEEN;
        let spans = self.target.tokens[place.tokens.clone()].iter().map(|token| token.span);
        let tokens: Vec<Range<usize>> =
            spans.map(|span| span.start - place.span.start..span.end - place.span.start).collect();
        let case = Case { encoded: &self.states[sentence], tokens: &tokens, seen: &all[own] };
        // One case, one verdict.
        Judge::embedded().judge(&[case]).swap_remove(0)
    }

    /// Weighs other wordings of a sentence, each in its place among the others.
    #[must_use]
    pub fn weigh(&self, sentence: usize, wordings: &[String]) -> Vec<Weighed> {
        let rules = &self.target.language.rules;
        let cut = |wording| {
            let mut tokens = Vec::new();
            tokenize(wording, rules, |span, _| tokens.push(span.range()));
            Cut { text: wording, tokens }
        };
        let cuts: Vec<Cut<'_>> = wordings.iter().map(String::as_str).map(cut).collect();
        let mut states = Vec::with_capacity(cuts.len());
        let mut vectors = encode(&cuts, |encoded| states.push(encoded));
        let mut vectors = vectors.as_chunks_mut().0;
        project(vectors);
        let (source, [before, after]) = self.around(sentence);
        let (mut seen, mut own_vectors) = (Vec::with_capacity(cuts.len()), Vec::with_capacity(cuts.len()));
        for cut in &cuts {
            let (here, rest) = std::mem::take(&mut vectors).split_at_mut(cut.tokens.len());
            vectors = rest;
            let all = regard(source, &[before, here, after].concat());
            seen.push(all[before.len() * SEEN..(before.len() + here.len()) * SEEN].to_vec());
            own_vectors.push(here.to_vec());
        }
        let cases = cuts.iter().zip(&states).zip(&seen);
        let cases: Vec<Case<'_>> =
            cases.map(|((cut, encoded), seen)| Case { encoded, tokens: &cut.tokens, seen }).collect();
        let verdicts = Judge::embedded().judge(&cases);
        let all = cuts.into_iter().zip(states).zip(own_vectors).zip(verdicts);
        let weighed = |(((cut, encoded), vectors), verdict): (((Cut<'_>, Encoded), _), _)| {
            let reading = Reader::embedded().read(&encoded.pieces, &cut.tokens);
            Weighed { tokens: cut.tokens, vectors, verdict, reading }
        };
        all.map(weighed).collect()
    }

    /// The source token that is most similar to a target token of its bead, if it is so similar.
    #[must_use]
    pub fn nearest(&self, token: usize, least: f32) -> Option<usize> {
        let (source, vectors, alignment) = self.source?;
        let sentence = self.target.sentence_of(token);
        let bead = alignment.beads.iter().find(|bead| bead.target.contains(&sentence) && !bead.source.is_empty())?;
        let own = self.vectors.row(token);
        let similar = source.tokens_of(&bead.source).map(|other| (dot(own, vectors.row(other)), other));
        let (similarity, nearest) = similar.max_by(|a, b| a.0.total_cmp(&b.0))?;
        (similarity >= least).then_some(nearest)
    }

    /// The vectors of the source's side of a sentence's bead, and of what stands before and behind the sentence on the
    /// target's.
    fn around(&self, sentence: usize) -> (&[[f32; WIDTH]], [&[[f32; WIDTH]]; 2]) {
        let (source, bead) = self.beside(sentence);
        let own = &self.target.sentences[sentence].tokens;
        (source, [bead.start..own.start, own.end..bead.end].map(|tokens| self.vectors.rows(tokens)))
    }

    /// The source's side of a sentence's bead, and the tokens of the target's side: the sentence alone
    /// where it has no counterpart.
    pub(super) fn beside(&self, sentence: usize) -> (&[[f32; WIDTH]], Range<usize>) {
        let found = self.source.and_then(|(source, vectors, alignment)| {
            let beads = &alignment.beads;
            // Beads are in the order of the target; those without a target stand between.
            let bead = beads.iter().find(|bead| bead.target.contains(&sentence) && !bead.source.is_empty())?;
            Some((vectors.rows(source.tokens_of(&bead.source)), self.target.tokens_of(&bead.target)))
        });
        found.unwrap_or_else(|| (&[], self.target.sentences[sentence].tokens.clone()))
    }
}
