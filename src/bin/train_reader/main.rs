//! Maintainers' program: trains the reader, which tells how well words go with those around them, on sentences with
//! known errors.
//!
//! ```text
//! RUSTFLAGS="-C target-cpu=native" cargo run --release --features judge-training --bin train_reader -- \
//!     --data CORPUS --out reader.bin
//! ```
//!
//! CORPUS holds sentences of many languages, as `make_judge_data` reads them; they are corrupted on the way, anew in
//! every pass. The weights of the layers are used in 4 bits throughout, while the gradient moves them in full precision
//! (the straight-through estimator of Bengio et al. 2013). Two threads each take half of every step's groups. The
//! first 3,000 sentences are held out; how often a corrupted one is scored worse than the clean one is printed after
//! every pass, by kind of corruption. The same input gives the same bytes on the same kind of machine.

#[path = "../shared/adam.rs"]
mod adam;
#[path = "../train_judge/random.rs"]
mod bits;
#[path = "../make_judge_data/corpus.rs"]
mod corpus;
#[path = "../make_judge_data/corrupt/mod.rs"]
mod corrupt;
#[path = "../shared/four_bits.rs"]
mod four_bits;
#[path = "../shared/gzip.rs"]
mod gzip;
#[path = "../shared/logistic.rs"]
mod logistic;
mod network;
#[path = "../shared/pack_bytes.rs"]
mod pack_bytes;
mod parameters;
#[path = "../train_judge/product.rs"]
mod product;
#[path = "../make_judge_data/random.rs"]
mod random;
#[path = "../shared/ranking.rs"]
mod ranking;
#[path = "../make_judge_data/resources.rs"]
mod resources;
#[path = "../make_judge_data/sentence.rs"]
mod sentence;
mod sentences;
#[path = "../make_judge_data/vocabulary.rs"]
mod vocabulary;

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Instant;

use adam::{share_of_rate, update};
use anyhow::{Context, Result};
use bits::Random as Bits;
use clap::Parser;
use network::Worker;
use parameters::{N_PARAMETERS, effective, pack, start};

use random::Random;
use ranking::{Counts, Tally, Terms};
use rayon::prelude::*;
use resources::vocabularies;
use sentences::{Group, group, sentences};

/// Trains the reader.
#[derive(Parser)]
struct Options {
    /// The folder of text.
    #[arg(long)]
    data: PathBuf,
    /// The pack to write.
    #[arg(long)]
    out: PathBuf,
    /// Sentences of each language.
    #[arg(long, default_value_t = 30_000)]
    sentences: usize,
    /// Sentences of the language of which there are most.
    #[arg(long, default_value_t = 300_000)]
    common: usize,
    #[arg(long, default_value_t = 2)]
    epochs: usize,
    /// The highest rate of learning.
    #[arg(long, default_value_t = 2e-3)]
    rate: f32,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Groups of a step, and groups that are made and sorted by length together.
const GROUPS: usize = 64;
const AT_ONCE: usize = 8192;
const HELD_OUT: usize = 3_000;
/// Steps from one line of progress to the next.
const REPORT: usize = 400;

fn main() -> Result<()> {
    let options = Options::parse();
    let mut draws = Random::new(options.seed);
    let mut all = sentences(&options.data, options.sentences, options.common, &mut draws)?;
    let vocabularies = vocabularies(&options.data)?;
    let made = |sentences: &[sentences::Sentence], seed: u64| -> Vec<Group> {
        let one = |(number, sentence)| group(sentence, &vocabularies, &mut Random::new(seed + number as u64));
        sentences.par_iter().enumerate().filter_map(one).collect()
    };
    let mut learned = all.split_off(HELD_OUT.min(all.len()));
    let held_out = made(&all, 0);
    eprintln!("{} sentences, {} held out", learned.len(), held_out.len());
    let mut random = Bits(options.seed);
    let mut values = start(&mut random);
    let mut used = vec![0.0; N_PARAMETERS];
    let mut moments = [vec![0.0; N_PARAMETERS], vec![0.0; N_PARAMETERS]];
    let mut workers = [Worker::new(), Worker::new()];
    let n_steps = options.epochs * learned.chunks(AT_ONCE).map(|some| some.len().div_ceil(GROUPS)).sum::<usize>();
    let (mut step, mut n_made, mut terms, begin) = (0, HELD_OUT as u64, Terms::default(), Instant::now());
    for epoch in 0..options.epochs {
        random.shuffle(&mut learned);
        for some in learned.chunks(AT_ONCE) {
            let groups = made(some, n_made);
            n_made += some.len() as u64;
            for groups in steps(&groups, &mut random) {
                step += 1;
                effective(&values, &mut used);
                let of_step = gradient(&used, &groups, &mut workers, &mut random);
                terms += of_step;
                let rate = options.rate * share_of_rate(step.min(n_steps), n_steps);
                let [one, other] = &mut workers;
                one.gradient.iter_mut().zip(&other.gradient).for_each(|(one, other)| *one += other);
                update(&mut values, &one.gradient, &mut moments, rate, step);
                if step % REPORT == 0 {
                    let (n, seconds) = (REPORT as f64, begin.elapsed().as_secs());
                    let Terms { labels, ranked } = std::mem::take(&mut terms);
                    eprintln!("{step} of {n_steps}, {seconds} s: labels {:.4} ranked {:.4}", labels / n, ranked / n);
                }
            }
        }
        effective(&values, &mut used);
        println!("epoch {}", epoch + 1);
        evaluate(&used, &held_out);
        fs::write(&options.out, pack(&values)).with_context(|| options.out.display().to_string())?;
    }
    Ok(())
}

/// The groups in steps of like length, in random order.
fn steps<'g>(groups: &'g [Group], random: &mut Bits) -> Vec<Vec<&'g Group>> {
    let mut sorted: Vec<&Group> = groups.iter().collect();
    sorted.sort_by_key(|group| group[0].rows.len());
    let mut steps: Vec<Vec<&Group>> = sorted.chunks(GROUPS).map(<[&Group]>::to_vec).collect();
    random.shuffle(&mut steps);
    steps
}

/// Fills in the gradients of both workers.
fn gradient(p: &[f32], groups: &[&Group], workers: &mut [Worker; 2], random: &mut Bits) -> Terms {
    let versions = || groups.iter().flat_map(|group| group.iter());
    let counts = Counts {
        tokens: versions().map(|version| version.rows.len() + 2).sum(),
        pairs: groups.iter().map(|group| group.len() - 1).sum(),
        sentences: versions().count(),
    };
    let halves = [0, 1].map(|number| groups.iter().skip(number).step_by(2).copied().collect::<Vec<&Group>>());
    let seeds = [random.next(), random.next()];
    let run = |worker: &mut Worker, groups: &[&Group], seed: u64| {
        let scores = worker.forward(groups, p, Some(&mut Bits(seed)));
        worker.backward(groups, p, &scores, counts)
    };
    let [one, other] = workers;
    let terms = thread::scope(|scope| {
        let of_other = scope.spawn(|| run(other, &halves[1], seeds[1]));
        [run(one, &halves[0], seeds[0]), of_other.join().expect("the thread does not panic")]
    });
    let [mut sum, other] = terms;
    sum += other;
    sum
}

/// Prints how often a corrupted sentence is scored worse than the clean one, by kind of corruption.
fn evaluate(p: &[f32], groups: &[Group]) {
    let (mut tally, mut worker) = (Tally::default(), Worker::new());
    for some in groups.chunks(GROUPS) {
        let some: Vec<&Group> = some.iter().collect();
        let scores = worker.forward(&some, p, None);
        tally.add(some.iter().map(|group| group.iter().map(|version| version.kind)), &scores);
    }
    tally.print();
}
