//! Maintainers' program: builds the sense inventories `corpora/packs/<xx>-en/senses.bin` from
//! dictionaries, wordnets, hand-written rows (`corpora/senses`) and counts from parallel text.
//! `corpora/README.md` tells where the sources come from.
//!
//! ```text
//! cargo run --release --features sense-packs --bin build_senses -- \
//!     SOURCES PARALLEL_DIR corpora/senses corpora/packs [xx...]
//! ```
//!
//! Deterministic: same input, same bytes.

mod candidates;
mod clean;
mod concepts;
mod counts;
mod edict;
mod group;
mod hand;
mod languages;
mod pack;
mod weights;
mod wordnet;

use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use mtlint::language::Language;
use mtlint::language::senses::build;

use candidates::English;
use concepts::Concepts;
use group::Similarity;
use languages::{ENGLISH, LANGUAGES};
use pack::Sources;
use wordnet::WordNet;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, texts, by_hand, packs, codes @ ..] = &arguments[..] else {
        bail!("usage: build_senses SOURCES PARALLEL_DIR HAND_DIR PACKS_DIR [xx...]");
    };
    pack(Path::new(folder), Path::new(texts), Path::new(by_hand), Path::new(packs), codes)
}

fn pack(folder: &Path, texts: &Path, by_hand: &Path, packs: &Path, codes: &[String]) -> Result<()> {
    let wordnet = WordNet::read(&folder.join("wordnet"))?;
    let concepts = Concepts::read(folder, &wordnet)?;
    let english = English::new(&concepts);
    let similarity = Similarity::new(&concepts, ENGLISH);
    let sources =
        Sources { concepts: &concepts, wordnet: &wordnet, english: &english, similarity: &similarity, texts, by_hand };
    for (language, (_, code)) in LANGUAGES.iter().enumerate().skip(1) {
        if (!codes.is_empty() && !codes.iter().any(|wanted| wanted == code)) || Language::get(code).is_none() {
            continue;
        }
        let entries = pack::entries(language as u8, &sources)?;
        let n_entries = entries.len();
        let bytes = build(entries);
        let target = packs.join(format!("{code}-{}", LANGUAGES[ENGLISH as usize].1));
        fs::create_dir_all(&target)?;
        let path = target.join("senses.bin");
        fs::write(&path, &bytes).with_context(|| path.display().to_string())?;
        println!("{code}\t{n_entries} entries\t{} kB", bytes.len() / 1024);
    }
    Ok(())
}
