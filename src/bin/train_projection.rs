//! Maintainers' program: learns the projection of encoder vectors that words are aligned by, from
//! parallel text alone.
//!
//! ```text
//! cargo run --release --features pack-building --bin train_projection -- --data CORPUS --out corpora/packs/projection.bin
//! ```
//!
//! CORPUS holds `parallel/xx-en.tsv.gz`: sentence pairs `xx<TAB>en`. Of each pair of languages
//! [`PAIRS_PER_LANGUAGE`] sentence pairs are taken, evenly from the first [`FROM_FIRST`], which are
//! news. Tokens that choose each other (mutual best cosine of at least [`TEACHER_LEAST`]) are taken
//! for translations; the projection is trained to make them stand out from the other tokens of
//! their sentences in both directions (cross-entropy of a softmax over cosines). Gold alignments
//! are not used. Deterministic: the same input gives the same bytes.

#[path = "shared/gzip.rs"]
mod gzip;

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use gzip::lines;
use mtlint::align::vectors::{Cut, Projection, WIDTH, dot, encoded};
use mtlint::language::Language;
use mtlint::language::tokens::tokenize;

const PAIRS_PER_LANGUAGE: usize = 400;
const FROM_FIRST: usize = 12_000;
/// Tokens of a sentence that is learned from.
const LENGTHS: Range<usize> = 6..46;
/// Neither side may have so many times the tokens of the other.
const MAX_RATIO: f32 = 2.2;
/// Less similar tokens are not taken for translations.
const TEACHER_LEAST: f32 = 0.25;
/// Sentence pairs a step.
const BATCH: usize = 32;
const STEPS: usize = 400;
const RATE: f32 = 1e-3;
const TEMPERATURE: f32 = 0.1;
/// How strongly the matrix is held to where it started.
const HOLD: f32 = 1e-4;

/// Learns the projection that words are aligned by.
#[derive(Parser)]
struct Options {
    /// The folder of training text.
    #[arg(long)]
    data: PathBuf,
    /// The pack to write.
    #[arg(long)]
    out: PathBuf,
}

fn main() -> Result<()> {
    let Options { data, out } = Options::parse();
    let pairs = pairs(&data.join("parallel"))?;
    println!("{} sentence pairs", pairs.len());
    let mut sides = Vec::new();
    for side in 0..2 {
        let sentences: Vec<Cut<'_>> = pairs.iter().map(|pair| cut(&pair[side])).collect();
        let values = encoded(&sentences);
        let mut rest = &values[..];
        let mut of_sentence = Vec::new();
        for sentence in &sentences {
            let (rows, after) = rest.split_at(sentence.tokens.len() * WIDTH);
            of_sentence.push(rows.to_vec());
            rest = after;
        }
        sides.push(of_sentence);
    }
    let mean = mean(&mut sides);
    let matrix = train(&sides);
    fs::write(&out, Projection { mean, matrix }.to_bytes()).with_context(|| format!("writing {}", out.display()))
}

/// A sentence with the language that its tokens are cut by.
type Side = (String, &'static Language);

fn pairs(folder: &Path) -> Result<Vec<[Side; 2]>> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .with_context(|| format!("listing {}", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    let mut pairs = Vec::new();
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let codes: Vec<&str> = name.split('.').next().unwrap_or_default().split('-').collect();
        let [Some(first), Some(second)] = [0, 1].map(|i| codes.get(i).and_then(|code| Language::get(code))) else {
            continue;
        };
        let mut usable = Vec::new();
        for line in lines(&path)?.take(FROM_FIRST) {
            let line = line?;
            let Some((a, b)) = line.split_once('\t') else { continue };
            let pair = [(a.to_owned(), first), (b.to_owned(), second)];
            let [n, m] = [&pair[0], &pair[1]].map(|side| cut(side).tokens.len());
            if LENGTHS.contains(&n) && LENGTHS.contains(&m) && (n.max(m) as f32) < MAX_RATIO * n.min(m) as f32 {
                usable.push(pair);
            }
        }
        let step = (usable.len() / PAIRS_PER_LANGUAGE).max(1);
        pairs.extend(usable.into_iter().step_by(step).take(PAIRS_PER_LANGUAGE));
    }
    ensure!(!pairs.is_empty(), "no sentence pairs in {}", folder.display());
    Ok(pairs)
}

fn cut((text, language): &Side) -> Cut<'_> {
    let mut tokens = Vec::new();
    tokenize(text, &language.rules, |span, _| tokens.push(span.range()));
    Cut { text, tokens }
}

/// Takes the mean of all vectors off each of them.
fn mean(sides: &mut [Vec<Vec<f32>>]) -> Vec<f32> {
    let mut sum = vec![0.0f64; WIDTH];
    let mut n = 0.0;
    for row in sides.iter().flatten().flat_map(|rows| rows.as_chunks::<WIDTH>().0) {
        n += 1.0;
        sum.iter_mut().zip(row).for_each(|(sum, &x)| *sum += f64::from(x));
    }
    let mean: Vec<f32> = sum.into_iter().map(|x| (x / n) as f32).collect();
    for row in sides.iter_mut().flatten().flat_map(|rows| rows.as_chunks_mut::<WIDTH>().0) {
        row.iter_mut().zip(&mean).for_each(|(x, mean)| *x -= mean);
    }
    mean
}

/// Adam (Kingma and Ba 2015) with a rate that falls to nothing.
fn train(sides: &[Vec<Vec<f32>>]) -> Vec<f32> {
    let mut matrix: Vec<f32> = (0..WIDTH * WIDTH).map(|k| f32::from(u8::from(k / WIDTH == k % WIDTH))).collect();
    let start = matrix.clone();
    let (mut first, mut second) = (vec![0.0f32; matrix.len()], vec![0.0f32; matrix.len()]);
    let order = shuffled(sides[0].len());
    for step in 0..STEPS {
        let mut gradient: Vec<f32> = matrix.iter().zip(&start).map(|(w, w0)| 2.0 * HOLD * (w - w0)).collect();
        let batch: Vec<usize> = (0..BATCH).map(|k| order[(step * BATCH + k) % order.len()]).collect();
        let taught: Vec<Vec<(usize, usize)>> = batch.iter().map(|&k| teacher(&sides[0][k], &sides[1][k])).collect();
        let n: usize = taught.iter().map(Vec::len).sum();
        let mut loss = 0.0;
        for (&k, links) in batch.iter().zip(&taught) {
            loss += add_gradient(&matrix, &sides[0][k], &sides[1][k], links, n.max(1) as f32, &mut gradient);
        }
        let t = step as f32 + 1.0;
        let rate = RATE * (1.0 - t / (STEPS as f32 + 1.0));
        for (((w, g), m), v) in matrix.iter_mut().zip(&gradient).zip(&mut first).zip(&mut second) {
            *m = 0.9 * *m + 0.1 * g;
            *v = 0.99 * *v + 0.01 * g * g;
            *w -= rate * (*m / (1.0 - 0.9f32.powf(t))) / ((*v / (1.0 - 0.99f32.powf(t))).sqrt() + 1e-8);
        }
        if step % 20 == 19 {
            println!("step {}: loss {:.4}", step + 1, loss / n.max(1) as f32);
        }
    }
    matrix
}

/// Pairs of tokens that choose each other by the vectors as they are.
fn teacher(source: &[f32], target: &[f32]) -> Vec<(usize, usize)> {
    let (source, target) = (unit(source), unit(target));
    let best = |row: &[f32; WIDTH], others: &[[f32; WIDTH]]| -> Option<(usize, f32)> {
        let similarities = others.iter().map(|other| dot(row, other)).enumerate();
        similarities.reduce(|best, next| if next.1 > best.1 { next } else { best })
    };
    let choose = |(i, row): (usize, &[f32; WIDTH])| {
        let (j, similarity) = best(row, &target.0)?;
        let (back, _) = best(&target.0[j], &source.0)?;
        (back == i && similarity >= TEACHER_LEAST).then_some((i, j))
    };
    source.0.iter().enumerate().filter_map(choose).collect()
}

/// Rows of length 1, and their former lengths.
fn unit(values: &[f32]) -> (Vec<[f32; WIDTH]>, Vec<f32>) {
    let length = |row: &[f32; WIDTH]| (dot(row, row) + 1e-6).sqrt();
    let rows = values.as_chunks::<WIDTH>().0;
    (rows.iter().map(|row| row.map(|x| x / length(row))).collect(), rows.iter().map(length).collect())
}

/// Adds a sentence pair's share of the gradient; gives its share of the loss.
fn add_gradient(
    matrix: &[f32],
    source: &[f32],
    target: &[f32],
    links: &[(usize, usize)],
    n_links: f32,
    gradient: &mut [f32],
) -> f32 {
    let (u, u_length) = unit(&project(matrix, source));
    let (v, v_length) = unit(&project(matrix, target));
    let scores: Vec<Vec<f32>> = u.iter().map(|a| v.iter().map(|b| dot(a, b) / TEMPERATURE).collect()).collect();
    let mut slopes = vec![vec![0.0f32; v.len()]; u.len()];
    let mut loss = 0.0;
    for &(i, j) in links {
        let row = softmax(scores[i].iter().copied());
        let column = softmax(scores.iter().map(|row| row[j]));
        loss -= row[j].ln() + column[i].ln();
        slopes[i].iter_mut().zip(&row).for_each(|(slope, p)| *slope += p);
        slopes.iter_mut().zip(&column).for_each(|(slopes, p)| slopes[j] += p);
        slopes[i][j] -= 2.0;
    }
    let scale = 1.0 / (TEMPERATURE * n_links);
    let weighted = |rows: &[[f32; WIDTH]], weights: &mut dyn Iterator<Item = f32>| {
        let mut sum = [0.0f32; WIDTH];
        for (row, weight) in rows.iter().zip(weights) {
            sum.iter_mut().zip(row).for_each(|(sum, x)| *sum += weight * scale * x);
        }
        sum
    };
    for (i, x) in source.as_chunks::<WIDTH>().0.iter().enumerate() {
        let slope = weighted(&v, &mut slopes[i].iter().copied());
        add_outer(x, &through_length(&slope, &u[i], u_length[i]), gradient);
    }
    for (j, y) in target.as_chunks::<WIDTH>().0.iter().enumerate() {
        let slope = weighted(&u, &mut slopes.iter().map(|row| row[j]));
        add_outer(y, &through_length(&slope, &v[j], v_length[j]), gradient);
    }
    loss
}

/// Slope with respect to a vector, from that with respect to its direction.
fn through_length(slope: &[f32; WIDTH], direction: &[f32; WIDTH], length: f32) -> [f32; WIDTH] {
    let along = dot(slope, direction);
    std::array::from_fn(|k| (slope[k] - along * direction[k]) / length)
}

fn add_outer(input: &[f32; WIDTH], slope: &[f32; WIDTH], gradient: &mut [f32]) {
    for (x, row) in input.iter().zip(gradient.as_chunks_mut::<WIDTH>().0) {
        row.iter_mut().zip(slope).for_each(|(sum, s)| *sum += x * s);
    }
}

fn project(matrix: &[f32], values: &[f32]) -> Vec<f32> {
    let mut out = vec![0.0; values.len()];
    for (row, out) in values.as_chunks::<WIDTH>().0.iter().zip(out.as_chunks_mut::<WIDTH>().0) {
        for (x, weights) in row.iter().zip(matrix.as_chunks::<WIDTH>().0) {
            out.iter_mut().zip(weights).for_each(|(sum, w)| *sum += x * w);
        }
    }
    out
}

fn softmax(scores: impl Iterator<Item = f32>) -> Vec<f32> {
    let scores: Vec<f32> = scores.collect();
    let greatest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut powers: Vec<f32> = scores.iter().map(|s| (s - greatest).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.iter_mut().for_each(|p| *p /= sum);
    powers
}

/// A fixed order without rhyme or reason (xorshift, Marsaglia 2003).
fn shuffled(n: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    for k in (1..n).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(k, (state % (k as u64 + 1)) as usize);
    }
    order
}
