//! Maintainers' program: makes the file that `train_judge` learns from, out of clean sentences, what
//! corruptions make of them, and post-edited machine translation.
//!
//! ```text
//! cargo run --release --features judge-training --bin make_judge_data -- --data CORPUS --out judge-data.bin
//! ```
//!
//! CORPUS holds `mono/xx.txt.gz` (a sentence a line), `parallel/xx-en.tsv.gz` (pairs `xx<TAB>en`),
//! `qe-train/*.jsonl.gz` (machine translation whose words are tagged OK or BAD from post-editing) and
//! `ntrex/*.tsv.gz`. Sentences of the last are kept out: false alarms are measured on them. Each clean
//! sentence comes with some corrupted versions of it; of the pairs, some without their source. With
//! `--contrast`, pairs of a right translation and one with a word of the wrong sense come with them. The
//! file (several GB) holds the encoder's states, so that training need not encode. With `--for-appraiser` it is what
//! `train_appraiser` learns from. Deterministic.

#[path = "../shared/contrast.rs"]
#[expect(dead_code, reason = "the word of the right sense is for `train_senses`")]
mod contrast;
mod corpus;
mod corrupt;
mod counterparts;
mod detokenise;
mod encode;
mod groups;
#[path = "../shared/gzip.rs"]
mod gzip;
mod job;
#[path = "../shared/judge_format.rs"]
mod judge_format;
mod options;
mod random;
mod recipe;
mod records;
mod resources;
mod selection;
mod sentence;
mod versions;
mod vocabulary;
mod write;

use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::Result;
use clap::Parser;
use corrupt::KINDS;
use groups::{Group, groups};
use mtlint::language::Language;
use options::Options;
use rayon::prelude::*;
use resources::vocabularies;
use selection::jobs;

/// Groups that one thread encodes together.
const AT_ONCE: usize = 16;

fn main() -> Result<()> {
    let options = Options::parse();
    let jobs = jobs(&options)?;
    let vocabularies = vocabularies(&options.data)?;
    let mut out = BufWriter::with_capacity(1 << 22, File::create(&options.out)?);
    out.write_all(judge_format::MAGIC)?;
    let (mut n_sources, mut n_examples) = (0, 0);
    for (block, some) in jobs.chunks(64 * AT_ONCE).enumerate() {
        let made: Vec<Vec<Group>> = some
            .par_chunks(AT_ONCE)
            .enumerate()
            .map(|(chunk, jobs)| {
                groups(jobs, options.seed ^ (block * 64 + chunk) as u64, &vocabularies, options.recipe(), options.show)
            })
            .collect();
        for group in made.into_iter().flatten() {
            let source = match group.source {
                Some(source) => {
                    write::source(&mut out, &source)?;
                    n_sources += 1;
                    n_sources - 1
                }
                None => -1,
            };
            for example in &group.examples {
                write::example(&mut out, example, n_examples, source, options.recipe().with_states)?;
            }
            n_examples += 1;
        }
        eprintln!("{} of {} sentences", (block * 64 * AT_ONCE + some.len()), jobs.len());
    }
    out.flush()?;
    for (number, (name, ..)) in KINDS.iter().enumerate() {
        println!("corruption {} {name}", number + 1);
    }
    for (number, code) in Language::codes().enumerate() {
        println!("language {number} {code}");
    }
    Ok(())
}
