//! Maintainers' program: trains the appraiser, which tells faithful renderings from others by the vectors of
//! their tokens, on sentences with known errors.
//!
//! ```text
//! RUSTFLAGS="-C target-cpu=native" cargo run --release --features judge-training --bin train_appraiser -- \
//!     --data DATA --out appraiser.bin
//! ```
//!
//! DATA is made by `make_judge_data --for-appraiser`. The hidden weights are used in 4 bits throughout, while the
//! gradient moves them in full precision (the straight-through estimator of Bengio et al. 2013); AdamW (Loshchilov
//! and Hutter 2019), the rate rising, then falling as a cosine. Two threads each take half of every step's
//! groups. Of these one in sixty is held out; how often a corrupted sentence is scored worse than the clean one is
//! printed after every epoch, by kind of corruption. The same input gives the same bytes on the same kind of
//! machine.

#[path = "../shared/adam.rs"]
mod adam;
#[path = "../train_judge/random.rs"]
mod bits;
mod data;
#[path = "../shared/four_bits.rs"]
mod four_bits;
#[path = "../shared/halves.rs"]
mod halves;
#[path = "../shared/judge_format.rs"]
mod judge_format;
#[path = "../shared/logistic.rs"]
mod logistic;
mod network;
#[path = "../shared/pack_bytes.rs"]
mod pack_bytes;
mod parameters;
#[path = "../train_judge/product.rs"]
mod product;
#[path = "../shared/ranking.rs"]
mod ranking;

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Instant;

use adam::{share_of_rate, update};
use anyhow::{Context, Result};
use bits::Random;
use clap::Parser;
use data::{Data, Group};
use network::Worker;
use parameters::{N_PARAMETERS, effective, pack, start};
use ranking::{Counts, Tally, Terms};

/// Trains the appraiser.
#[derive(Parser)]
struct Options {
    /// What to learn from.
    #[arg(long)]
    data: PathBuf,
    /// The pack to write.
    #[arg(long)]
    out: PathBuf,
    #[arg(long, default_value_t = 3)]
    epochs: usize,
    /// The highest rate of learning.
    #[arg(long, default_value_t = 1e-3)]
    rate: f32,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Groups of a step, and steps whose groups are sorted by length together.
const GROUPS: usize = 20;
const SORTED: usize = 20;
/// Steps from one line of progress to the next.
const REPORT: usize = 400;

fn main() -> Result<()> {
    let options = Options::parse();
    let data = Data::read(&options.data)?;
    let (mut groups, held_out) = data.groups();
    eprintln!("{} groups, {} held out", groups.len(), held_out.len());
    let mut random = Random(options.seed);
    let mut values = start(&mut random);
    let mut used = vec![0.0; N_PARAMETERS];
    let mut moments = [vec![0.0; N_PARAMETERS], vec![0.0; N_PARAMETERS]];
    let mut workers = [Worker::new(), Worker::new()];
    let n_steps = options.epochs * groups.len().div_ceil(GROUPS);
    let (mut step, mut terms, begin) = (0, Terms::default(), Instant::now());
    for epoch in 0..options.epochs {
        random.shuffle(&mut groups);
        for groups in steps(&data, &groups, &mut random) {
            step += 1;
            effective(&values, &mut used);
            let of_step = gradient(&data, &used, &groups, &mut workers, &mut random);
            terms += of_step;
            let rate = options.rate * share_of_rate(step, n_steps);
            let [one, other] = &mut workers;
            one.gradient.iter_mut().zip(&other.gradient).for_each(|(one, other)| *one += other);
            update(&mut values, &one.gradient, &mut moments, rate, step);
            if step % REPORT == 0 {
                let n = REPORT as f64;
                let seconds = begin.elapsed().as_secs();
                eprintln!(
                    "{step} of {n_steps}, {seconds} s: labels {:.4} ranked {:.4}",
                    terms.labels / n,
                    terms.ranked / n
                );
                terms = Terms::default();
            }
        }
        effective(&values, &mut used);
        println!("epoch {}", epoch + 1);
        evaluate(&data, &used, &held_out);
        fs::write(&options.out, pack(&values)).with_context(|| options.out.display().to_string())?;
    }
    Ok(())
}

/// The groups in steps of like length, in random order.
fn steps(data: &Data, groups: &[Group], random: &mut Random) -> Vec<Vec<Group>> {
    let mut all = Vec::new();
    for some in groups.chunks(GROUPS * SORTED) {
        let mut some = some.to_vec();
        some.sort_by_key(|group| (data.examples[group.start].n_tokens, group.start));
        let mut steps: Vec<Vec<Group>> = some.chunks(GROUPS).map(<[Group]>::to_vec).collect();
        random.shuffle(&mut steps);
        all.extend(steps);
    }
    all
}

/// Fills in the gradients of both workers.
fn gradient(data: &Data, p: &[f32], groups: &[Group], workers: &mut [Worker; 2], random: &mut Random) -> Terms {
    let examples = || groups.iter().flat_map(|group| &data.examples[group.clone()]);
    let counts = Counts {
        tokens: examples().map(|example| example.n_tokens).sum(),
        pairs: groups.iter().map(|group| group.len() - 1).sum::<usize>().max(1),
        sentences: examples().count(),
    };
    for (number, worker) in workers.iter_mut().enumerate() {
        worker.groups = groups.iter().skip(number).step_by(2).cloned().collect();
    }
    let seeds = [random.next(), random.next()];
    let terms = thread::scope(|scope| {
        let run = |(worker, seed): (&mut Worker, u64)| {
            let scores = worker.forward(data, p, Some(&mut Random(seed)));
            worker.backward(p, &scores, counts)
        };
        let [one, other] = workers;
        let of_other = scope.spawn(move || run((other, seeds[1])));
        [run((one, seeds[0])), of_other.join().expect("the thread does not panic")]
    });
    let [mut sum, other] = terms;
    sum += other;
    sum
}

/// Prints how often a corrupted sentence is scored worse than the clean one, by kind of corruption.
fn evaluate(data: &Data, p: &[f32], groups: &[Group]) {
    let (mut tally, mut worker) = (Tally::default(), Worker::new());
    for some in groups.chunks(GROUPS) {
        worker.groups = some.to_vec();
        let scores = worker.forward(data, p, None);
        let kinds = |group: &Group| data.examples[group.clone()].iter().map(|example| example.corruption);
        tally.add(some.iter().map(kinds), &scores);
    }
    tally.print();
}
