//! Sentence alignment over token vectors: a lattice of beads with learned weights.
//!
//! How well a sentence is translated by a span of the other text is the sum, over its tokens, of how
//! much the best match inside the span exceeds what the token finds in any sentence (the median over
//! the sentences it is compared with; a margin against hubs, after Artetxe and Schwenk 2019). The best
//! match within a span is the best of its sentences', so every sentence is encoded and compared once.
//!
//! All alignments of the article form a lattice of beads. A bead's score is a weighted sum of a few
//! features; the weights are those of a conditional random field (Lafferty et al. 2001): they maximise
//! the likelihood of alignments that are known because they were made (an [`Example`] each), and the
//! forward–backward algorithm gives each bead its probability. All features are relative to what is
//! typical of the article, so that one set of weights serves close and free translations in all
//! languages.
//!
//! Time and memory grow with the length of the article: beyond 60 sentences, tokens are only compared
//! near a path found by mean vectors.

use std::collections::HashMap;
use std::ops::Range;

use super::sentences::in_target_order;
use super::vectors::{Vectors, WIDTH, dot};
use super::{Bead, Rendering};
use crate::article::Text;
use crate::language::tokens::TokenKind;

/// The shapes of beads, source × target sentences. Larger ones make up 0.3 % of the hand-made beads.
const SHAPES: [(usize, usize); 15] = [
    (1, 0),
    (0, 1),
    (1, 1),
    (1, 2),
    (1, 3),
    (1, 4),
    (2, 1),
    (2, 2),
    (2, 3),
    (2, 4),
    (3, 1),
    (3, 2),
    (3, 3),
    (4, 1),
    (4, 2),
];

/// Sentences on one side of a bead at most.
const MAX_SPAN: usize = 4;

/// Up to so many sentences on the longer side, all tokens are compared.
const FULL: usize = 60;

/// Beyond that, those of sentences so near to the coarse path.
const NEAR: usize = 12;

/// The coarse path keeps as near to the diagonal.
const COARSE_BAND: usize = 150;

/// Weight of a mark in comparing sentences: it tells little, but not nothing.
const MARK_WEIGHT: f32 = 0.26;

/// Weight of the most frequent words; rare ones weigh 1.
const COMMON_WEIGHT: f32 = 0.31;

/// Zipf frequencies (× 10) between which the weight falls from 1 to [`COMMON_WEIGHT`].
const RARE_TO_COMMON: [f32; 2] = [55.0, 64.5];

/// Articles are not taken to be freer translations than those whose typical token gains this.
const LEAST_TYPICAL: f32 = 0.02;

/// Features of a bead with both sides, and of a lone sentence.
const N_MATCHED: usize = 12;
const N_LONE: usize = 4;

/// What the features count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    /// Of beads with both sides, in the order of `Table::matched`.
    pub matched: [f32; N_MATCHED],
    /// Of lone sentences, in the order of `Table::lone_source`.
    pub lone: [f32; N_LONE],
}

/// As many as there are weights: first those of beads with both sides, then those of lone sentences.
pub const N_WEIGHTS: usize = N_MATCHED + N_LONE;

/// Learned by the maintainers' program `train_beads`: maximum likelihood, with a Gaussian prior of
/// variance 1, on 160 articles whose sentences it cut, joined and dropped itself. On hand-made alignments,
/// which they have not seen, they do as well as weights that were fitted to these (DEV: F1 of exact beads
/// on short articles .90 both times).
const WEIGHTS: Weights = Weights {
    matched: [0.65, 0.50, 1.41, 1.52, -1.33, -0.56, -0.65, -0.62, 0.95, -0.89, 0.85, 2.79],
    lone: [-1.20, -1.44, 0.01, -1.34],
};

/// Shares of lone source and target sentences that the weights take for granted: translations leave out
/// more than they add.
const LONE_SHARES: [f32; 2] = [0.08, 0.05];

/// Sentences of an average article that an article's own shares are averaged with.
const LONE_PRIOR: f32 = 10.0;

/// How far the score of a lone sentence follows the article's own share (log odds), and the most it
/// can move (in books translated in full, a third fewer are then claimed wrongly: DEV).
const LONE_ADAPTS: f32 = 0.5;
const MAX_ADAPTATION: f32 = 1.5;

/// Probabilities that differ by less do not move weights.
const NO_SLOPE: f64 = 1e-7;

/// Log odds that a block out of order has to make up for, since order speaks against it (DEV, where
/// nothing moves: one wrong move in 110 texts).
const MOVED_COST: f32 = 6.0;

/// Aligns the sentences of two texts by the vectors of their tokens.
#[must_use]
pub fn align(source: &Text, target: &Text, vectors: (&Vectors, &Vectors)) -> Vec<Bead> {
    let (n, m) = (source.sentences.len(), target.sentences.len());
    if n == 0 || m == 0 {
        let lone =
            |source, target| Bead { source, target, coverage: 0.0, probability: 1.0, rendering: Rendering::default() };
        return (0..n).map(|i| lone(i..i + 1, 0..0)).chain((0..m).map(|j| lone(0..0, j..j + 1))).collect();
    }
    let table = Table::of(source, target, vectors);
    let mut lattice = Lattice::of(&table, 0..n, 0..m, &WEIGHTS);
    lattice.adapt();
    reunite_moved(lattice.beads(&table), &table)
}

/// Which sentences are compared: for each sentence of one side a run of the other, neither end of which
/// ever moves back.
#[derive(Clone, Debug)]
struct Band {
    rows: Vec<Range<usize>>,
    /// Where each row's cells begin, and at the end their number.
    starts: Vec<usize>,
}

impl Band {
    fn new(rows: Vec<Range<usize>>) -> Band {
        let mut starts = vec![0];
        let mut n_cells = 0;
        for row in &rows {
            n_cells += row.len();
            starts.push(n_cells);
        }
        Band { rows, starts }
    }

    fn full(n: usize, m: usize) -> Band {
        Band::new(vec![0..m; n])
    }

    fn n_cells(&self) -> usize {
        self.starts[self.rows.len()]
    }

    /// The cell of sentence `i` and the span `j..j + span`, if all of it is compared.
    fn cell(&self, i: usize, j: usize, span: usize) -> Option<usize> {
        let row = &self.rows[i];
        (row.start <= j && j + span <= row.end).then(|| self.starts[i] + j - row.start)
    }

    /// The same band seen from the other side, which has `m` sentences.
    fn transposed(&self, m: usize) -> Band {
        let row = |j: usize| {
            let start = self.rows.partition_point(|row| row.end <= j);
            start..self.rows.partition_point(|row| row.start <= j).max(start)
        };
        Band::new((0..m).map(row).collect())
    }

    /// The sentences near the best monotone path over mean vectors.
    fn near_coarse_path(source: &Text, target: &Text, vectors: (&Vectors, &Vectors)) -> Band {
        let (sources, targets) = (mean_vectors(source, vectors.0), mean_vectors(target, vectors.1));
        let (n, m) = (sources.len(), targets.len());
        let band = |i: usize| (i * m / n).saturating_sub(COARSE_BAND)..(i * m / n + COARSE_BAND + 1).min(m);
        // Best sum of gains up to each cell, a row a source sentence; a step takes one sentence of either
        // side for nothing, or one of both for the gain.
        let mut moves: Vec<Vec<u8>> = Vec::with_capacity(n);
        let mut before = vec![0.0f32; m + 1];
        for (i, vector) in sources.iter().enumerate() {
            let columns = band(i);
            let cosines: Vec<f32> = targets[columns.clone()].iter().map(|other| dot(vector, other)).collect();
            let usual = median(&mut cosines.clone());
            let mut sums = before.clone();
            let mut row = vec![0; columns.len()];
            for (column, cosine) in cosines.iter().enumerate() {
                let j = columns.start + column;
                let paired = before[j] + (cosine - usual).max(0.0);
                if paired > sums[j] && paired > sums[j + 1] {
                    row[column] = 1;
                    sums[j + 1] = paired;
                } else if sums[j] > sums[j + 1] {
                    row[column] = 2;
                    sums[j + 1] = sums[j];
                }
            }
            // What lies right of the band keeps the best sum.
            for j in columns.end..m {
                sums[j + 1] = sums[j + 1].max(sums[j]);
            }
            moves.push(row);
            before = sums;
        }
        let mut place = vec![m; n + 1];
        let (mut i, mut j) = (n, m);
        while i > 0 {
            let columns = band(i - 1);
            let step = match j.checked_sub(columns.start + 1).and_then(|column| moves[i - 1].get(column)) {
                Some(&step) => step,
                None if j > columns.end => 2,
                None => 0,
            };
            if step > 0 {
                j -= 1;
            }
            if step < 2 {
                i -= 1;
                place[i] = j;
            }
        }
        let (mut start, mut end) = (0, 0);
        let rows = (0..n).map(|i| {
            start = place[i].saturating_sub(NEAR).max(start).min(m - 1);
            end = (place[i + 1] + NEAR).min(m).max(end).max(start + 1);
            start..end
        });
        let mut rows: Vec<Range<usize>> = rows.collect();
        rows[0].start = 0;
        rows[n - 1].end = m;
        Band::new(rows)
    }
}

/// The weighted mean vector of each sentence, of length 1.
fn mean_vectors(text: &Text, vectors: &Vectors) -> Vec<[f32; WIDTH]> {
    let mean = |tokens: &Range<usize>| {
        let mut sum = [0.0; WIDTH];
        for t in tokens.clone() {
            let weight = weight(text, t);
            for (sum, x) in sum.iter_mut().zip(vectors.row(t)) {
                *sum += weight * x;
            }
        }
        let length = dot(&sum, &sum).sqrt().max(f32::MIN_POSITIVE);
        sum.map(|x| x / length)
    };
    text.sentences.iter().map(|sentence| mean(&sentence.tokens)).collect()
}

/// How much a token tells of what its sentence is about, 0 to 1.
fn weight(text: &Text, token: usize) -> f32 {
    if text.tokens[token].kind == TokenKind::Mark {
        return MARK_WEIGHT;
    }
    let [rare, common] = RARE_TO_COMMON;
    let rareness = text.form(token).zipf.map_or(1.0, |zipf| (common - f32::from(zipf)) / (common - rare));
    COMMON_WEIGHT + (1.0 - COMMON_WEIGHT) * rareness.clamp(0.0, 1.0)
}

/// The middle value; 0 of none.
fn median(values: &mut [f32]) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    let (below, &mut upper, _) = values.select_nth_unstable_by(middle, f32::total_cmp);
    match below.iter().copied().max_by(f32::total_cmp) {
        Some(lower) if values.len().is_multiple_of(2) => (lower + upper) / 2.0,
        _ => upper,
    }
}

/// One side of the comparison.
#[derive(Debug)]
struct Side {
    /// For each sentence the runs of the other side it is compared with.
    band: Band,
    /// For spans of 1 to [`MAX_SPAN`] sentences of the other side, each sentence's sum of weighted gains,
    /// by cell of the band.
    gains: [Vec<f32>; MAX_SPAN],
    /// Sum of the tokens' weights, a sentence.
    weights: Vec<f32>,
    /// Characters, a sentence.
    chars: Vec<f32>,
}

impl Side {
    /// `best` is, for each token in turn, its best cosine in each sentence of its row of the band.
    fn of(text: &Text, band: Band, best: &[f32]) -> Side {
        let mut gains: [Vec<f32>; MAX_SPAN] = std::array::from_fn(|_| vec![0.0; band.n_cells()]);
        let mut weights = vec![0.0; text.sentences.len()];
        let mut rest = best;
        for (i, sentence) in text.sentences.iter().enumerate() {
            let width = band.rows[i].len();
            for t in sentence.tokens.clone() {
                let (matches, others) = rest.split_at(width);
                rest = others;
                let weight = weight(text, t);
                weights[i] += weight;
                let usual = median(&mut matches.to_vec());
                let mut widest = matches.to_vec();
                for (k, gains) in gains.iter_mut().enumerate() {
                    let cells = &mut gains[band.starts[i]..band.starts[i + 1]];
                    for j in 0..width.saturating_sub(k) {
                        widest[j] = widest[j].max(matches[j + k]);
                        cells[j] += weight * (widest[j] - usual).max(0.0);
                    }
                }
            }
        }
        let chars = text.sentences.iter().map(|s| text.slice(s.span).chars().count() as f32).collect();
        Side { band, gains, weights, chars }
    }

    /// Gain of sentence `i` from `span` of the other side, if compared.
    fn gain(&self, i: usize, span: &Range<usize>) -> Option<f32> {
        let cell = self.band.cell(i, span.start, span.len())?;
        Some(self.gains[span.len() - 1][cell])
    }

    /// Sum of the gains of several sentences.
    fn gain_of(&self, sentences: &Range<usize>, span: &Range<usize>) -> Option<f32> {
        sentences.clone().map(|i| self.gain(i, span)).sum()
    }

    fn weight_of(&self, sentences: &Range<usize>) -> f32 {
        self.weights[sentences.clone()].iter().sum()
    }

    fn chars_of(&self, sentences: &Range<usize>) -> f32 {
        self.chars[sentences.clone()].iter().sum()
    }

    /// Each sentence's gain a weight from the best sentence of the other side.
    fn best_gains(&self) -> impl Iterator<Item = f32> {
        let best = |i: usize| {
            let cells = &self.gains[0][self.band.starts[i]..self.band.starts[i + 1]];
            cells.iter().copied().fold(0.0, f32::max) / self.weights[i].max(1.0)
        };
        (0..self.weights.len()).filter(|&i| self.weights[i] > 0.0).map(best)
    }

    /// How well a lone sentence is translated by the sentences it stands between, relative to the typical.
    fn neighbour_gain(&self, i: usize, between: usize) -> f32 {
        let beside = [between.checked_sub(1), Some(between)].into_iter().flatten();
        let gains = beside.filter_map(|j| self.gain(i, &(j..j + 1)));
        gains.fold(0.0, f32::max) / (self.weights[i] + 1.0)
    }

    /// The least that any of several sentences gains, a weight.
    fn weakest(&self, sentences: &Range<usize>, span: &Range<usize>) -> f32 {
        let gain = |i: usize| self.gain(i, span).unwrap_or(0.0) / (self.weights[i] + 1.0);
        sentences.clone().map(gain).fold(f32::INFINITY, f32::min)
    }

    /// What several sentences lose, at least, if the first or last of the span is taken away.
    fn loss_without_edge(&self, sentences: &Range<usize>, span: &Range<usize>, gain: f32) -> f32 {
        let parts = [span.start + 1..span.end, span.start..span.end - 1];
        let loss = |part: &Range<usize>| gain - self.gain_of(sentences, part).unwrap_or(0.0);
        parts.iter().map(loss).fold(f32::INFINITY, f32::min)
    }
}

/// Both sides of the comparison.
#[derive(Debug)]
struct Table {
    source: Side,
    target: Side,
    /// Target characters for one source character in this article.
    ratio: f32,
    /// How large gains are in this article: the median over the sentences of their best, a weight.
    typical: f32,
}

impl Table {
    fn of(source: &Text, target: &Text, vectors: (&Vectors, &Vectors)) -> Table {
        let (n, m) = (source.sentences.len(), target.sentences.len());
        let band = if n.max(m) <= FULL { Band::full(n, m) } else { Band::near_coarse_path(source, target, vectors) };
        Table::fill(source, target, vectors, band)
    }

    fn fill(source: &Text, target: &Text, vectors: (&Vectors, &Vectors), band: Band) -> Table {
        let across = band.transposed(target.sentences.len());
        let (source_best, target_best) = best_matches(source, target, vectors, &band, &across);
        let source = Side::of(source, band, &source_best);
        let target = Side::of(target, across, &target_best);
        let ratio = target.chars.iter().sum::<f32>().max(1.0) / source.chars.iter().sum::<f32>().max(1.0);
        let mut best: Vec<f32> = source.best_gains().chain(target.best_gains()).collect();
        let typical = median(&mut best).max(LEAST_TYPICAL);
        Table { source, target, ratio, typical }
    }

    /// Features of a bead with both sides; none if it leaves the band.
    fn matched(&self, source: &Range<usize>, target: &Range<usize>) -> Option<[f32; N_MATCHED]> {
        let gains = [self.source.gain_of(source, target)?, self.target.gain_of(target, source)?];
        let weights = [self.source.weight_of(source), self.target.weight_of(target)];
        let (gain, weight) = (gains[0] + gains[1], weights[0] + weights[1]);
        let chars = [self.source.chars_of(source) * self.ratio, self.target.chars_of(target)];
        let mismatch = ((chars[0] + 10.0) / (chars[1] + 10.0)).ln().abs();
        let n_extra = source.len() + target.len() - 2;
        let n_both = source.len().min(target.len()) - 1;
        let (mut weakest, mut loss) = (f32::INFINITY, f32::INFINITY);
        if source.len() > 1 {
            weakest = weakest.min(self.source.weakest(source, target));
            loss = loss.min(self.target.loss_without_edge(target, source, gains[1]));
        }
        if target.len() > 1 {
            weakest = weakest.min(self.target.weakest(target, source));
            loss = loss.min(self.source.loss_without_edge(source, target, gains[0]));
        }
        Some([
            // What the tokens of both sides gain, against what is expected of so many.
            gain / self.typical.sqrt(),
            -weight * self.typical.sqrt(),
            // The same for the mean token, and for that of the side which gains less.
            gain / (weight + 2.0) / self.typical,
            (gains[0] / (weights[0] + 1.0)).min(gains[1] / (weights[1] + 1.0)) / self.typical,
            // Lengths that do not fit, as a sum and as a ratio.
            mismatch * (chars[0] + chars[1]).sqrt() * 0.1,
            mismatch,
            // The shape.
            n_extra as f32,
            n_both as f32,
            if n_extra == 0 { 1.0 } else { 0.0 },
            n_extra.saturating_sub(1) as f32,
            // What the sentence that gains least in a larger bead gains.
            if n_extra == 0 { 0.0 } else { weakest / self.typical - 1.0 },
            // What the sentences at the edges of a larger bead explain that the others do not.
            if n_extra == 0 { 0.0 } else { loss / weights[0].min(weights[1]).max(0.1) / self.typical },
        ])
    }

    /// Features of a source sentence that stands alone before sentence `between` of the target.
    fn lone_source(&self, sentence: usize, between: usize) -> [f32; N_LONE] {
        let gain = self.source.neighbour_gain(sentence, between) / self.typical;
        [1.0, 0.0, self.source.weights[sentence].sqrt(), gain]
    }

    /// Features of a target sentence that stands alone before sentence `between` of the source.
    fn lone_target(&self, sentence: usize, between: usize) -> [f32; N_LONE] {
        let gain = self.target.neighbour_gain(sentence, between) / self.typical;
        [1.0, 1.0, self.target.weights[sentence].sqrt(), gain]
    }

    /// Gain of the mean token relative to the typical, at most 1.
    fn coverage(&self, source: &Range<usize>, target: &Range<usize>) -> f32 {
        let gains = self.source.gain_of(source, target).zip(self.target.gain_of(target, source));
        let weight = self.source.weight_of(source) + self.target.weight_of(target);
        gains.map_or(0.0, |(a, b)| ((a + b) / weight.max(1.0) / self.typical).min(1.0))
    }
}

/// For each token of each side its best cosine in each sentence it is compared with, one token after
/// another.
fn best_matches(
    source: &Text,
    target: &Text,
    vectors: (&Vectors, &Vectors),
    band: &Band,
    across: &Band,
) -> (Vec<f32>, Vec<f32>) {
    // Where each target token's row begins.
    let mut places = vec![0; target.tokens.len()];
    let mut n_places = 0;
    for (sentence, row) in target.sentences.iter().zip(&across.rows) {
        for place in &mut places[sentence.tokens.clone()] {
            *place = n_places;
            n_places += row.len();
        }
    }
    let mut target_best = vec![0.0f32; n_places];
    let mut source_best = Vec::new();
    for (i, sentence) in source.sentences.iter().enumerate() {
        for s in sentence.tokens.clone() {
            let vector = vectors.0.row(s);
            for j in band.rows[i].clone() {
                let column = i - across.rows[j].start;
                let mut best = 0.0f32;
                for t in target.sentences[j].tokens.clone() {
                    let cosine = dot(vector, vectors.1.row(t));
                    best = best.max(cosine);
                    let seen = &mut target_best[places[t] + column];
                    *seen = seen.max(cosine);
                }
                source_best.push(best);
            }
        }
    }
    (source_best, target_best)
}

/// A bead as a step in the lattice: from node `(source, target)`, by [`SHAPES`]`[shape]`.
#[derive(Clone, Copy, Debug)]
struct Step {
    source: usize,
    target: usize,
    shape: usize,
}

/// All alignments of a run of source and a run of target sentences. Node `(i, j)` lies after the first `i`
/// and the first `j` of them.
#[derive(Clone, Debug)]
struct Lattice {
    /// The sentences that are aligned.
    sources: Range<usize>,
    targets: Range<usize>,
    n: usize,
    m: usize,
    /// The nodes: a row for each `i` from 0 to `n`.
    nodes: Band,
    /// For each node the score of the bead of each shape that ends there; none is −∞.
    scores: Vec<[f32; SHAPES.len()]>,
}

impl Lattice {
    fn of(table: &Table, sources: Range<usize>, targets: Range<usize>, weights: &Weights) -> Lattice {
        let rows = &table.source.band.rows[sources.clone()];
        let (n, m) = (sources.len(), targets.len());
        let within = |j: usize| j.clamp(targets.start, targets.end) - targets.start;
        let row = |i: usize| {
            let start = if i == 0 { 0 } else { within(rows[i - 1].start) };
            let end = if i == n { m } else { within(rows[i].end) };
            start..end + 1
        };
        let nodes = Band::new((0..=n).map(row).collect());
        let mut scores = Vec::with_capacity(nodes.n_cells());
        for i in 0..=n {
            for j in nodes.rows[i].clone() {
                let (source, target) = (sources.start + i, targets.start + j);
                scores.push(std::array::from_fn(|shape| {
                    let (a, b) = SHAPES[shape];
                    if i < a || j < b || nodes.cell(i - a, j - b, 1).is_none() {
                        return f32::NEG_INFINITY;
                    }
                    match (a, b) {
                        (1, 0) => weighted(&table.lone_source(source - 1, target), &weights.lone),
                        (0, 1) => weighted(&table.lone_target(target - 1, source), &weights.lone),
                        _ => match table.matched(&(source - a..source), &(target - b..target)) {
                            Some(features) => weighted(&features, &weights.matched),
                            None => f32::NEG_INFINITY,
                        },
                    }
                }));
            }
        }
        Lattice { sources, targets, n, m, nodes, scores }
    }

    /// The steps that end in a node: shape, the node they come from, score.
    fn steps_to(&self, i: usize, j: usize) -> impl Iterator<Item = (usize, usize, f32)> {
        let scores = self.nodes.cell(i, j, 1).map(|node| &self.scores[node]);
        scores.into_iter().flatten().enumerate().filter_map(move |(shape, &score)| {
            let (a, b) = SHAPES[shape];
            let from = self.nodes.cell(i.checked_sub(a)?, j.checked_sub(b)?, 1)?;
            (score > f32::NEG_INFINITY).then_some((shape, from, score))
        })
    }

    fn all_nodes(&self) -> impl DoubleEndedIterator<Item = (usize, usize)> {
        (0..=self.n).flat_map(|i| self.nodes.rows[i].clone().map(move |j| (i, j)))
    }

    /// The probability of each step, by the node where it ends and its shape: the forward–backward
    /// algorithm, in logarithms.
    fn posteriors(&self) -> Vec<[f32; SHAPES.len()]> {
        self.forward_backward().0
    }

    /// The probabilities, and the logarithm of the sum over all alignments.
    fn forward_backward(&self) -> (Vec<[f32; SHAPES.len()]>, f64) {
        let mut forward = vec![f64::NEG_INFINITY; self.scores.len()];
        forward[0] = 0.0;
        for (node, (i, j)) in self.all_nodes().enumerate().skip(1) {
            let terms = self.steps_to(i, j).map(|(_, from, score)| forward[from] + f64::from(score));
            forward[node] = terms.fold(f64::NEG_INFINITY, log_add);
        }
        let mut backward = vec![f64::NEG_INFINITY; self.scores.len()];
        let total = forward.last().copied().unwrap_or(0.0);
        if let Some(last) = backward.last_mut() {
            *last = 0.0;
        }
        let mut posteriors = vec![[0.0; SHAPES.len()]; self.scores.len()];
        let mut node = self.scores.len();
        for (i, j) in self.all_nodes().rev() {
            node -= 1;
            for (shape, from, score) in self.steps_to(i, j) {
                let after = backward[node] + f64::from(score);
                backward[from] = log_add(backward[from], after);
                posteriors[node][shape] = (forward[from] + after - total).exp() as f32;
            }
        }
        (posteriors, total)
    }

    /// Makes lone sentences of either side more or less likely, by how many the article seems to have.
    fn adapt(&mut self) {
        let log_odds = |share: f32| (share / (1.0 - share).max(0.01)).ln();
        let posteriors = self.posteriors();
        for (shape, (n, usual)) in [self.n, self.m].into_iter().zip(LONE_SHARES).enumerate() {
            let expected: f32 = posteriors.iter().map(|steps| steps[shape]).sum();
            let share = (expected + usual * LONE_PRIOR) / (n as f32 + LONE_PRIOR);
            let change = LONE_ADAPTS * (log_odds(share) - log_odds(usual));
            for steps in &mut self.scores {
                steps[shape] += change.clamp(-MAX_ADAPTATION, MAX_ADAPTATION);
            }
        }
    }

    /// The beads of the best path with their probabilities; for a lone sentence, that of standing alone
    /// anywhere.
    fn beads(&self, table: &Table) -> Vec<Bead> {
        let posteriors = self.posteriors();
        let (mut lone_sources, mut lone_targets) = (vec![0.0; self.n], vec![0.0; self.m]);
        for ((i, j), steps) in self.all_nodes().zip(&posteriors) {
            if let Some(i) = i.checked_sub(1) {
                lone_sources[i] += steps[0];
            }
            if let Some(j) = j.checked_sub(1) {
                lone_targets[j] += steps[1];
            }
        }
        let bead = |Step { source, target, shape }: Step| {
            let (a, b) = SHAPES[shape];
            let probability: f32 = match (a, b) {
                (_, 0) => lone_sources[source],
                (0, _) => lone_targets[target],
                _ => self.nodes.cell(source + a, target + b, 1).map_or(0.0, |node| posteriors[node][shape]),
            };
            let (source, target) = (self.sources.start + source, self.targets.start + target);
            let (source, target) = (source..source + a, target..target + b);
            let coverage = if a == 0 || b == 0 { 0.0 } else { table.coverage(&source, &target) };
            Bead { source, target, coverage, probability: probability.min(1.0), rendering: Rendering::default() }
        };
        self.best_path().into_iter().map(bead).collect()
    }

    /// By how much the best path beats leaving every sentence alone.
    fn advantage(&self) -> f32 {
        let score = |step: Step| {
            let (a, b) = SHAPES[step.shape];
            let node = self.nodes.cell(step.source + a, step.target + b, 1);
            node.map_or(0.0, |node| self.scores[node][step.shape])
        };
        let best: f32 = self.best_path().into_iter().map(score).sum();
        // All of the source left out before the target begins, all of the target added after it.
        let left_out = (1..=self.n).filter_map(|i| self.nodes.cell(i, 0, 1)).map(|node| self.scores[node][0]);
        let added = (1..=self.m).filter_map(|j| self.nodes.cell(self.n, j, 1)).map(|node| self.scores[node][1]);
        best - left_out.sum::<f32>() - added.sum::<f32>()
    }

    /// The best path (Viterbi), from the beginning.
    fn best_path(&self) -> Vec<Step> {
        let mut best = vec![(f32::NEG_INFINITY, 0); self.scores.len()];
        best[0].0 = 0.0;
        for (node, (i, j)) in self.all_nodes().enumerate().skip(1) {
            for (shape, from, score) in self.steps_to(i, j) {
                let sum = best[from].0 + score;
                if sum > best[node].0 {
                    best[node] = (sum, shape);
                }
            }
        }
        let mut path = Vec::new();
        let (mut i, mut j) = (self.n, self.m);
        while let Some(node) = self.nodes.cell(i, j, 1).filter(|&node| node > 0) {
            let shape = best[node].1;
            let (a, b) = SHAPES[shape];
            let (Some(source), Some(target)) = (i.checked_sub(a), j.checked_sub(b)) else { break };
            path.push(Step { source, target, shape });
            (i, j) = (source, target);
        }
        path.reverse();
        path
    }
}

/// A pair of texts whose beads are known, to learn [`Weights`] from.
#[derive(Debug)]
pub struct Example {
    table: Table,
    n: usize,
    m: usize,
    /// For each node of the lattice whether a bead of each shape that ends there is right.
    right: Vec<[bool; SHAPES.len()]>,
}

impl Example {
    /// `matched` are the beads with both sides, in order; all other sentences are lone. None if there is
    /// no such alignment, because a bead is too large or too far off.
    #[must_use]
    pub fn of(
        source: &Text,
        target: &Text,
        vectors: (&Vectors, &Vectors),
        matched: &[(Range<usize>, Range<usize>)],
    ) -> Option<Example> {
        let (n, m) = (source.sentences.len(), target.sentences.len());
        if n == 0 || m == 0 {
            return None;
        }
        let table = Table::of(source, target, vectors);
        let lattice = Lattice::of(&table, 0..n, 0..m, &Weights::default());
        let (mut in_bead, mut ends) = ([vec![false; n], vec![false; m]], HashMap::new());
        for (source, target) in matched {
            in_bead[0].get_mut(source.clone())?.fill(true);
            in_bead[1].get_mut(target.clone())?.fill(true);
            ends.insert((source.end, target.end), (source.len(), target.len()));
        }
        let right = |(i, j): (usize, usize)| {
            std::array::from_fn(|shape| match SHAPES[shape] {
                (1, 0) => i > 0 && !in_bead[0][i - 1],
                (0, 1) => j > 0 && !in_bead[1][j - 1],
                shape => ends.get(&(i, j)) == Some(&shape),
            })
        };
        let right = lattice.all_nodes().map(right).collect();
        let example = Example { table, n, m, right };
        let (_, total) = example.among_right(&lattice).forward_backward();
        total.is_finite().then_some(example)
    }

    /// The lattice without what is wrong; lone sentences that meet can come in any order.
    fn among_right(&self, lattice: &Lattice) -> Lattice {
        let mut lattice = lattice.clone();
        for (scores, right) in lattice.scores.iter_mut().zip(&self.right) {
            for (score, _) in scores.iter_mut().zip(right).filter(|(_, right)| !**right) {
                *score = f32::NEG_INFINITY;
            }
        }
        lattice
    }

    /// Adds the slope of the logarithm of the probability of what is right (observed less expected
    /// features); gives that logarithm.
    pub fn add_gradient(&self, weights: &Weights, gradient: &mut [f64; N_WEIGHTS]) -> f64 {
        let lattice = Lattice::of(&self.table, 0..self.n, 0..self.m, weights);
        let (expected, all) = lattice.forward_backward();
        let (observed, right) = self.among_right(&lattice).forward_backward();
        for (((i, j), expected), observed) in lattice.all_nodes().zip(&expected).zip(&observed) {
            for ((&(a, b), expected), observed) in SHAPES.iter().zip(expected).zip(observed) {
                let excess = f64::from(observed - expected);
                if excess.abs() < NO_SLOPE {
                    continue;
                }
                let mut add = |from: usize, features: &[f32]| {
                    let sums = gradient[from..].iter_mut().zip(features);
                    sums.for_each(|(sum, &feature)| *sum += excess * f64::from(feature));
                };
                match (a, b) {
                    (_, 0) => add(N_MATCHED, &self.table.lone_source(i - a, j)),
                    (0, _) => add(N_MATCHED, &self.table.lone_target(j - b, i)),
                    _ => add(0, &self.table.matched(&(i - a..i), &(j - b..j)).unwrap_or_default()),
                }
            }
        }
        right - all
    }
}

/// Aligns what is left over in runs on both sides, wherever they stand: a block that moved keeps its inner
/// order. The best pair of runs first.
fn reunite_moved(mut beads: Vec<Bead>, table: &Table) -> Vec<Bead> {
    let lone_sources = beads.iter().filter(|bead| bead.target.is_empty()).map(|bead| bead.source.start);
    let lone_targets = beads.iter().filter(|bead| bead.source.is_empty()).map(|bead| bead.target.start);
    let (sources, targets) = (runs(lone_sources), runs(lone_targets));
    let mut pairs = Vec::new();
    for source in &sources {
        for target in &targets {
            // Far apart in a long article nothing was compared.
            if table.source.band.cell(source.start, target.start, target.len()).is_none() {
                continue;
            }
            let lattice = Lattice::of(table, source.clone(), target.clone(), &WEIGHTS);
            let advantage = lattice.advantage();
            if advantage > MOVED_COST {
                pairs.push((advantage, lattice));
            }
        }
    }
    pairs.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let is_moved = !pairs.is_empty();
    for (advantage, lattice) in pairs {
        let Lattice { sources, targets, .. } = &lattice;
        let inside = |bead: &Bead| {
            (bead.target.is_empty() && sources.contains(&bead.source.start))
                || (bead.source.is_empty() && targets.contains(&bead.target.start))
        };
        // A run is used once.
        if beads.iter().filter(|bead| inside(bead)).count() < sources.len() + targets.len() {
            continue;
        }
        beads.retain(|bead| !inside(bead));
        let moved = 1.0 / (1.0 + (MOVED_COST - advantage).exp());
        beads.extend(lattice.beads(table).into_iter().map(|bead| {
            let probability = bead.probability * if bead.is_matched() { moved } else { 1.0 };
            Bead { probability, ..bead }
        }));
    }
    if is_moved { in_target_order(beads) } else { beads }
}

/// Runs of consecutive numbers.
fn runs(numbers: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some(run) if run.end == number => run.end += 1,
            _ => runs.push(number..number + 1),
        }
    }
    runs
}

fn weighted<const N: usize>(features: &[f32; N], weights: &[f32; N]) -> f32 {
    features.iter().zip(weights).map(|(feature, weight)| feature * weight).sum()
}

/// ln(exp(a) + exp(b)).
fn log_add(a: f64, b: f64) -> f64 {
    let (low, high) = (a.min(b), a.max(b));
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}
