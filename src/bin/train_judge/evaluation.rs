//! How well the judge does on pairs that it did not learn from, as tables.

use crate::data::{Data, Sentences};
use crate::loss::{N_COLUMNS, N_TERMS, loss, score, shares};
use crate::network::Network;
use crate::parameters::N_OUTPUTS;
use std::collections::BTreeMap;
use std::ops::Range;
use std::thread;

/// Pieces that are run at once.
const PIECES: usize = 2048;
const COLUMNS: [&str; N_COLUMNS] = ["order", "form", "surplus", "missing", "sense", "edit"];

/// What a thread found.
#[derive(Default)]
struct Found {
    /// Numbers of examples and their scores.
    scores: Vec<(usize, f32)>,
    /// For each column, logits of pieces and whether they have its label.
    pieces: [Vec<(f32, bool)>; N_COLUMNS],
    terms: [f64; N_TERMS],
}

/// Prints the tables for the groups: average precision of the columns, and how often a corrupted
/// sentence has a higher score than the clean one, by kind of corruption and by language.
pub fn evaluate(data: &Data, p: &[f32], groups: &[Range<usize>]) {
    let mut chunks: Vec<Vec<Range<usize>>> = Vec::new();
    let mut n_pieces = PIECES;
    for group in groups {
        if n_pieces >= PIECES {
            chunks.push(Vec::new());
            n_pieces = 0;
        }
        n_pieces += data.n_pieces(group);
        chunks.last_mut().expect("one was pushed").push(group.clone());
    }
    let shares = shares(data, groups);
    let found: Vec<Found> = thread::scope(|scope| {
        let run = |first: usize| find(data, p, chunks.iter().skip(first).step_by(2), &shares);
        let threads = [0, 1].map(|first| scope.spawn(move || run(first)));
        threads.map(|thread| thread.join().expect("the thread does not panic")).into_iter().collect()
    });

    let total: f64 = found.iter().flat_map(|found| found.terms).sum();
    println!("held out: {} pairs, loss {total:.4}", groups.len());
    println!("{:<10} {:>9} {:>9} {:>9}", "column", "pieces", "labelled", "AP");
    for (column, name) in COLUMNS.iter().enumerate() {
        let mut pieces: Vec<(f32, bool)> = found.iter().flat_map(|found| &found.pieces[column]).copied().collect();
        let labelled = pieces.iter().filter(|piece| piece.1).count();
        println!("{name:<10} {:>9} {labelled:>9} {:>9.4}", pieces.len(), average_precision(&mut pieces));
    }

    let scores: BTreeMap<usize, f32> = found.iter().flat_map(|found| found.scores.iter().copied()).collect();
    let [mut kinds, mut languages] = [const { BTreeMap::<u16, [usize; 2]>::new() }; 2];
    for group in groups.iter().filter(|group| data.examples[group.start].is_clean()) {
        for idx in group.clone().filter(|&idx| data.examples[idx].is_compared()) {
            let example = &data.examples[idx];
            let is_higher = scores[&idx] > scores[&group.start];
            for counts in [
                kinds.entry(u16::from(example.corruption)).or_default(),
                languages.entry(example.language).or_default(),
            ] {
                counts[0] += 1;
                counts[1] += usize::from(is_higher);
            }
        }
    }
    for (name, table) in [("corruption", kinds), ("language", languages)] {
        println!("{name:<10} {:>9} {:>9}", "pairs", "higher");
        let all = table.values().fold([0; 2], |all, counts| [all[0] + counts[0], all[1] + counts[1]]);
        let rows = table.iter().map(|(key, counts)| (key.to_string(), *counts));
        for (key, [n, higher]) in rows.chain([("all".to_owned(), all)]) {
            println!("{key:<10} {n:>9} {:>9.4}", higher as f64 / n.max(1) as f64);
        }
    }
}

fn find<'c>(
    data: &Data,
    p: &[f32],
    chunks: impl Iterator<Item = &'c Vec<Range<usize>>>,
    shares: &[f32; N_TERMS],
) -> Found {
    let mut found = Found::default();
    let (mut sentences, mut network, mut slopes) = (Sentences::default(), Network::default(), Vec::new());
    for groups in chunks {
        sentences.take(data, groups);
        network.forward(p, &sentences);
        let terms = loss(data, &sentences, shares, &network.outputs, &mut slopes);
        found.terms.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
        for (idx, pieces) in &sentences.examples {
            let outputs = &network.outputs[pieces.start * N_OUTPUTS..pieces.end * N_OUTPUTS];
            found.scores.push((*idx, score(outputs)));
            for (column, to) in found.pieces.iter_mut().enumerate() {
                if data.examples[*idx].is_labelled(column) {
                    let rows = outputs.as_chunks::<N_OUTPUTS>().0.iter().zip(&sentences.labels[pieces.clone()]);
                    to.extend(rows.map(|(row, label)| (row[column], label >> column & 1 != 0)));
                }
            }
        }
    }
    found
}

/// Mean over the labelled of the share of labelled ones among those that are not lower.
fn average_precision(pieces: &mut [(f32, bool)]) -> f64 {
    pieces.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut labelled, mut sum) = (0usize, 0.0);
    for (idx, _) in pieces.iter().enumerate().filter(|(_, piece)| piece.1) {
        labelled += 1;
        sum += labelled as f64 / (idx + 1) as f64;
    }
    sum / labelled.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn average_precision_by_hand() {
        let mut pieces = [(0.1, true), (0.9, true), (0.5, false)];
        assert!((average_precision(&mut pieces) - (1.0 + 2.0 / 3.0) / 2.0).abs() < 1e-9);
    }
}
