//! A coarse path through a long article, by mean vectors: tokens are only compared near it.

use std::ops::Range;

use super::band::Band;
use super::median::median;
use super::weighting::weight;
use crate::align::vectors::{Vectors, WIDTH, dot};
use crate::article::Text;

/// Tokens of sentences so near to the coarse path are compared.
const NEAR: usize = 12;

/// The coarse path keeps so near to the diagonal.
const COARSE_BAND: usize = 150;

/// The sentences near the best monotone path over mean vectors.
pub(super) fn near_coarse_path(source: &Text, target: &Text, vectors: (&Vectors, &Vectors)) -> Band {
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
