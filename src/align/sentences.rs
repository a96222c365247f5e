//! Sentence alignment: over the vectors of the encoder ([`beads`]), or, without them, by dynamic
//! programming over shared words, lengths and order, as follows.
//!
//! The score of a bead is `W · (c + l − τ) − λ·(extra sentences)`: `W` the informative weight of
//! both sides, `c` the share of it that has a counterpart inside the bead, `l` a term for lengths
//! that fit the article's own ratio (after Gale and Church 1993), `τ` what a pair must reach to be
//! better than two unmatched sentences, taken from the article itself. An unmatched sentence scores
//! 0. What remains unmatched on both sides is then compared out of order, since blocks move.
//!
//! Time and memory are linear in the article beyond a few hundred sentences: the search then keeps to a
//! band around the diagonal.

use std::ops::Range;

use super::evidence::Evidence;
use super::order::in_target_order;
use super::vectors::Vectors;
use super::{Bead, Rendering, beads};
use crate::article::Text;

/// The shapes of beads, source × target sentences.
const SHAPES: [(usize, usize); 8] = [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 0), (0, 1)];

/// Up to so many sentences every pair is compared.
const FULL: usize = 300;

/// Beyond that, a sentence is compared with so many on either side of its place on the diagonal.
const BAND: usize = 80;

/// Words less informative than this take no part in comparing sentences: they are everywhere.
const MIN_WEIGHT: f32 = 0.4;

/// Cost of each sentence beyond the first on either side, in the weight of a rare word or two (DEV: F1
/// .68 of exact beads on short articles at 2, .72 at 4, .74 at 6, where more sentences stay unmatched).
const EXTRA_SENTENCE: f32 = 5.0;

/// How much fitting lengths count beside shared words, with a lexicon and without one.
const LENGTH_TERM: [f32; 2] = [0.10, 0.35];

/// A pair out of order needs this share of shared words, since order no longer speaks for it.
const MOVED_COVERAGE: f32 = 0.35;

/// Aligns the sentences of two texts, by the vectors of their tokens where there are any.
#[must_use]
pub fn align(source: &Text, target: &Text, evidence: &Evidence, vectors: Option<(&Vectors, &Vectors)>) -> Vec<Bead> {
    if let Some(vectors) = vectors {
        return beads::align(source, target, vectors);
    }
    let (n, m) = (source.sentences.len(), target.sentences.len());
    let table = Table::fill(source, target, evidence);
    let path = fill_gaps(search(&table, n, m), &table);
    let beads = path.into_iter().map(|(s, t)| table.bead(s, t)).collect();
    reunite_moved(beads, &table)
}

/// Shared weight of every pair of sentences inside the band.
struct Table {
    /// For each source sentence the first target sentence of its band.
    from: Vec<usize>,
    width: usize,
    /// `[source side matched, target side matched]`, row by row.
    shared: Vec<[f32; 2]>,
    source_weight: Vec<f32>,
    target_weight: Vec<f32>,
    source_chars: Vec<f32>,
    target_chars: Vec<f32>,
    /// Target characters for one source character in this article.
    ratio: f32,
    length_term: f32,
    threshold: f32,
}

impl Table {
    fn fill(source: &Text, target: &Text, evidence: &Evidence) -> Table {
        let (n, m) = (source.sentences.len(), target.sentences.len());
        let width = if n.max(m) <= FULL { m } else { (2 * BAND + 1).min(m) };
        let from = (0..n).map(|i| (i * m / n.max(1)).saturating_sub(width / 2).min(m - width)).collect();
        let weights = |text: &Text, weights: &[f32]| -> Vec<f32> {
            let of = |t: usize| weights[text.tokens[t].form.0 as usize];
            text.sentences.iter().map(|s| s.tokens.clone().map(of).filter(|&w| w >= MIN_WEIGHT).sum()).collect()
        };
        let chars = |text: &Text| -> Vec<f32> {
            text.sentences.iter().map(|s| text.slice(s.span).chars().count() as f32).collect()
        };
        let (source_chars, target_chars) = (chars(source), chars(target));
        let ratio = target_chars.iter().sum::<f32>().max(1.0) / source_chars.iter().sum::<f32>().max(1.0);
        let mut table = Table {
            from,
            width,
            shared: vec![[0.0; 2]; n * width],
            source_weight: weights(source, &evidence.source_weights),
            target_weight: weights(target, &evidence.target_weights),
            source_chars,
            target_chars,
            ratio,
            length_term: LENGTH_TERM[usize::from(!evidence.has_lexicon)],
            threshold: 0.0,
        };
        table.add_shared_words(source, target, evidence);
        table.threshold = table.fitting_threshold();
        table
    }

    /// For each word of each source sentence its best counterpart in each target sentence, and the
    /// other way round.
    fn add_shared_words(&mut self, source: &Text, target: &Text, evidence: &Evidence) {
        let mut places: Vec<Vec<(u32, u32)>> = vec![Vec::new(); target.forms.len()];
        for (j, sentence) in target.sentences.iter().enumerate() {
            for t in sentence.tokens.clone() {
                places[target.tokens[t].form.0 as usize].push((j as u32, t as u32));
            }
        }
        // Best strength seen by a target token, and for which source sentence.
        let mut best_of_target = vec![(usize::MAX, 0.0f32); target.tokens.len()];
        let mut best_in_sentence = vec![(usize::MAX, 0.0f32); target.sentences.len()];
        for (i, sentence) in source.sentences.iter().enumerate() {
            let band = self.from[i]..self.from[i] + self.width;
            for s in sentence.tokens.clone() {
                let form = source.tokens[s].form.0;
                let weight = evidence.source_weights[form as usize];
                if weight < MIN_WEIGHT {
                    continue;
                }
                for &(other, strength) in evidence.of_source(form) {
                    let other_weight = evidence.target_weights[other as usize];
                    let list = &places[other as usize];
                    let first = list.partition_point(|&(j, _)| (j as usize) < band.start);
                    for &(j, t) in list[first..].iter().take_while(|&&(j, _)| (j as usize) < band.end) {
                        let cell = &mut self.shared[i * self.width + j as usize - band.start];
                        let seen = &mut best_in_sentence[j as usize];
                        cell[0] += weight * gain(seen, s, strength);
                        if other_weight >= MIN_WEIGHT {
                            cell[1] += other_weight * gain(&mut best_of_target[t as usize], i, strength);
                        }
                    }
                }
            }
        }
    }

    /// Half of what the typical sentence shares with its best counterpart, within bounds that hold
    /// where nearly everything or nearly nothing has one.
    fn fitting_threshold(&self) -> f32 {
        let mut best: Vec<f32> = (0..self.from.len())
            .map(|i| {
                let band = self.from[i]..self.from[i] + self.width;
                band.map(|j| self.coverage(&(i..i + 1), &(j..j + 1))).fold(0.0, f32::max)
            })
            .collect();
        best.sort_by(f32::total_cmp);
        let typical = best.get(best.len() / 2).copied().unwrap_or(0.0);
        (typical * 0.5).clamp(0.06, 0.25)
    }

    fn sums(&self, source: &Range<usize>, target: &Range<usize>) -> ([f32; 2], [f32; 2]) {
        let total = [
            self.source_weight[source.clone()].iter().sum::<f32>(),
            self.target_weight[target.clone()].iter().sum::<f32>(),
        ];
        let mut shared = [0.0f32; 2];
        for i in source.clone() {
            for j in target.clone() {
                if let Some(column) = j.checked_sub(self.from[i]).filter(|&c| c < self.width) {
                    let cell = self.shared[i * self.width + column];
                    shared[0] += cell[0];
                    shared[1] += cell[1];
                }
            }
        }
        ([shared[0].min(total[0]), shared[1].min(total[1])], total)
    }

    /// Share of the informative weight of both sides that has a counterpart, 0 to 1.
    fn coverage(&self, source: &Range<usize>, target: &Range<usize>) -> f32 {
        let (shared, total) = self.sums(source, target);
        (shared[0] + shared[1]) / (total[0] + total[1]).max(1.0)
    }

    fn bead(&self, source: Range<usize>, target: Range<usize>) -> Bead {
        let coverage = self.coverage(&source, &target);
        let is_lone = source.is_empty() || target.is_empty();
        // There is no model to ask: half sure at the threshold, surer the more words are shared.
        let probability = if is_lone { 0.5 } else { coverage / (coverage + self.threshold) };
        Bead { source, target, coverage, probability, rendering: Rendering::default() }
    }

    fn score(&self, source: &Range<usize>, target: &Range<usize>) -> f32 {
        if source.is_empty() || target.is_empty() {
            return 0.0;
        }
        let (shared, total) = self.sums(source, target);
        let weight = (total[0] + total[1]).max(4.0);
        let coverage = (shared[0] + shared[1]) / weight;
        let expected = self.source_chars[source.clone()].iter().sum::<f32>() * self.ratio;
        let actual = self.target_chars[target.clone()].iter().sum::<f32>();
        // 1 when the lengths agree, near 0 when one is e times the other, negative beyond.
        let (short, long) = (actual.min(expected) + 5.0, actual.max(expected) + 5.0);
        let fit = 1.6 * short / long - 0.6;
        let extra = (source.len() + target.len() - 2) as f32;
        weight * (coverage + self.length_term * fit - self.threshold) - EXTRA_SENTENCE * extra
    }
}

/// How much `strength` adds to the best seen so far for `key`; a new key starts from nothing.
fn gain(best: &mut (usize, f32), key: usize, strength: f32) -> f32 {
    if best.0 != key {
        *best = (key, 0.0);
    }
    let gained = (strength - best.1).max(0.0);
    best.1 += gained;
    gained
}

/// The best monotone path, as ranges of sentences.
fn search(table: &Table, n: usize, m: usize) -> Vec<(Range<usize>, Range<usize>)> {
    // Cells of the lattice lie between sentences; a row's band is that of the sentence before it.
    let first = |i: usize| match i {
        0 => 0,
        i => table.from[i - 1],
    };
    let last = |i: usize| match i {
        0 => {
            if n == 0 {
                m
            } else {
                table.from[0] + table.width
            }
        }
        i if i == n => m,
        i => table.from[i - 1] + table.width,
    };
    let mut scores: Vec<Vec<f32>> = Vec::with_capacity(n + 1);
    let mut moves: Vec<Vec<u8>> = Vec::with_capacity(n + 1);
    for i in 0..=n {
        let (lo, hi) = (first(i), last(i));
        let mut row = vec![f32::NEG_INFINITY; hi - lo + 1];
        let mut row_moves = vec![u8::MAX; hi - lo + 1];
        for j in lo..=hi {
            if i == 0 && j == 0 {
                row[0] = 0.0;
                continue;
            }
            for (shape, &(ds, dt)) in SHAPES.iter().enumerate() {
                let (Some(pi), Some(pj)) = (i.checked_sub(ds), j.checked_sub(dt)) else { continue };
                let before = if pi == i {
                    pj.checked_sub(lo).map_or(f32::NEG_INFINITY, |c| row[c])
                } else {
                    pj.checked_sub(first(pi)).and_then(|c| scores[pi].get(c).copied()).unwrap_or(f32::NEG_INFINITY)
                };
                if before == f32::NEG_INFINITY {
                    continue;
                }
                let score = before + table.score(&(pi..i), &(pj..j));
                if score > row[j - lo] {
                    row[j - lo] = score;
                    row_moves[j - lo] = shape as u8;
                }
            }
        }
        scores.push(row);
        moves.push(row_moves);
    }
    let mut path = Vec::new();
    let (mut i, mut j) = (n, m);
    while i > 0 || j > 0 {
        let shape = j.checked_sub(first(i)).and_then(|c| moves[i].get(c)).copied().unwrap_or(u8::MAX);
        let (ds, dt) = match SHAPES.get(shape as usize) {
            Some(&shape) => shape,
            // Outside the band nothing was compared: walk back along the longer side.
            None if i > 0 => (1, 0),
            None => (0, 1),
        };
        path.push((i - ds..i, j - dt..j));
        (i, j) = (i - ds, j - dt);
    }
    path.reverse();
    path
}

/// A gap larger than this on both sides is left as it is: too much would be guessed.
const MAX_GAP: usize = 12;

/// Sentences left over on both sides in the same gap are more likely a free translation of each
/// other than an omission beside an addition: as many as there are on the shorter side are paired,
/// those that fit best.
fn fill_gaps(path: Vec<(Range<usize>, Range<usize>)>, table: &Table) -> Vec<(Range<usize>, Range<usize>)> {
    let is_lone = |(s, t): &(Range<usize>, Range<usize>)| s.is_empty() || t.is_empty();
    let mut filled = Vec::with_capacity(path.len());
    let mut rest = &path[..];
    while let Some(first) = rest.first() {
        let n = rest.iter().take_while(|step| is_lone(step)).count();
        if n == 0 {
            filled.push(first.clone());
            rest = &rest[1..];
            continue;
        }
        let (gap, after) = rest.split_at(n);
        rest = after;
        let sources = first.0.start..gap[n - 1].0.end;
        let targets = first.1.start..gap[n - 1].1.end;
        if sources.is_empty() || targets.is_empty() || sources.len().max(targets.len()) > MAX_GAP {
            filled.extend_from_slice(gap);
        } else {
            filled.extend(pair_gap(&sources, &targets, table));
        }
    }
    filled
}

/// The best way to pair all sentences of the shorter side, in order, with some of the longer one.
fn pair_gap(sources: &Range<usize>, targets: &Range<usize>, table: &Table) -> Vec<(Range<usize>, Range<usize>)> {
    let (n, m) = (sources.len(), targets.len());
    let one = |i: usize, j: usize| (sources.start + i..sources.start + i + 1, targets.start + j..targets.start + j + 1);
    let mut best = vec![vec![(0usize, 0.0f32); m + 1]; n + 1];
    for i in (0..=n).rev() {
        for j in (0..=m).rev() {
            let mut options = Vec::new();
            if i < n && j < m {
                let (s, t) = one(i, j);
                let (count, score) = best[i + 1][j + 1];
                options.push((count + 1, score + table.score(&s, &t)));
            }
            if i < n {
                options.push(best[i + 1][j]);
            }
            if j < m {
                options.push(best[i][j + 1]);
            }
            if let Some(&option) = options.iter().max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))) {
                best[i][j] = option;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut steps = Vec::new();
    while i < n || j < m {
        let (s, t) = (sources.start + i, targets.start + j);
        if i < n && j < m && best[i][j].0 == best[i + 1][j + 1].0 + 1 && {
            let (a, b) = one(i, j);
            best[i][j].1 == best[i + 1][j + 1].1 + table.score(&a, &b)
        } {
            steps.push((s..s + 1, t..t + 1));
            (i, j) = (i + 1, j + 1);
        } else if i < n && (j == m || best[i][j] == best[i + 1][j]) {
            steps.push((s..s + 1, t..t));
            i += 1;
        } else {
            steps.push((s..s, t..t + 1));
            j += 1;
        }
    }
    steps
}

/// Pairs up what is left over on both sides wherever it stands, best first.
fn reunite_moved(mut beads: Vec<Bead>, table: &Table) -> Vec<Bead> {
    let left = |beads: &[Bead], source: bool| -> Vec<usize> {
        let lone = |b: &Bead| if source { b.target.is_empty() } else { b.source.is_empty() };
        beads.iter().filter(|b| lone(b)).map(|b| if source { b.source.start } else { b.target.start }).collect()
    };
    let (sources, targets) = (left(&beads, true), left(&beads, false));
    let mut pairs = Vec::new();
    for &i in &sources {
        for &j in &targets {
            let coverage = table.coverage(&(i..i + 1), &(j..j + 1));
            if coverage >= MOVED_COVERAGE {
                pairs.push((coverage, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_source, mut used_target) = (Vec::new(), Vec::new());
    for (_, i, j) in pairs {
        if used_source.contains(&i) || used_target.contains(&j) {
            continue;
        }
        used_source.push(i);
        used_target.push(j);
        beads.retain(|b| b.is_matched() || (b.source != (i..i + 1) && b.target != (j..j + 1)));
        beads.push(table.bead(i..i + 1, j..j + 1));
    }
    if !used_source.is_empty() {
        beads = in_target_order(beads);
    }
    beads
}
