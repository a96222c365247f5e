//! Maintainers' program: learns the weights that sentences are aligned with, from articles whose
//! alignment is known because it was made here.
//!
//! ```text
//! cargo run --release --features pack-building --bin train_beads -- --data CORPUS
//! ```
//!
//! CORPUS holds `ntrex/en-xx.tsv.gz`: news articles in English and in one translation, segment by
//! segment. All translations are of the same articles, so that any two languages make a pair; two
//! translations of one original are as far apart as a free translation is. What translators do to
//! sentences is done to [`ARTICLES`] of them (see `habits`), each in its own proportions, so that
//! the weights fit no single mix. Their likelihood is maximised under a Gaussian prior of variance 1.
//! Alignments made by hand are not used. Deterministic: the same input prints the same weights.

mod article;
mod chance;
mod clauses;
mod corpus;
mod edits;
#[path = "../shared/gzip.rs"]
mod gzip;
mod habits;
mod optimiser;
mod pieces;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use article::Article;
use chance::Chance;
use clap::Parser;
use corpus::Corpus;
use mtlint::align::beads::Example;
use mtlint::align::lines;
use mtlint::align::vectors::Vectors;
use optimiser::train;

/// Articles that are made.
const ARTICLES: usize = 160;

/// Learns the weights that sentences are aligned with.
#[derive(Parser)]
struct Options {
    /// The folder of training text.
    #[arg(long)]
    data: PathBuf,
}

fn main() -> Result<()> {
    let corpus = Corpus::read(&Options::parse().data.join("ntrex"))?;
    let mut chance = Chance::new(0x9e37_79b9_7f4a_7c15);
    let mut examples = Vec::new();
    let mut shapes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    while examples.len() < ARTICLES {
        let article = Article::make(&corpus, &mut chance);
        let [source, target] =
            [0, 1].map(|side| lines::text(article.sentences(side).iter().map(String::as_str), article.languages[side]));
        let vectors = [&source, &target].map(Vectors::of);
        let matched = article.matched();
        let example = Example::of(&source, &target, (&vectors[0], &vectors[1]), &matched);
        examples.push(example.context("a bead that was made is none that is looked for")?);
        for bead in &article.beads {
            *shapes.entry((bead[0].len(), bead[1].len())).or_default() += 1;
        }
    }
    let n: usize = shapes.values().sum();
    println!("{} articles, {n} beads", examples.len());
    for ((source, target), count) in &shapes {
        println!("{source}:{target} {:.3}", *count as f64 / n as f64);
    }
    let weights = train(&examples);
    println!("matched: {:.2?}\nlone: {:.2?}", weights.matched, weights.lone);
    Ok(())
}
