//! Maintainers' program: compiles names that mean the same into `corpora/packs/names.fst`.
//!
//! ```text
//! cargo run --release --features pack-building --bin build_names -- corpora/names/curated.tsv PLACES corpora/packs/names.fst
//! ```
//!
//! PLACES is what `corpora/export_names.py` writes. A line of either list is a meaning: what it is, then its
//! names behind tabs. Earlier lists come first where a name has more meanings than are kept; so do the
//! meanings that have more names, which are better known. Before all stand those of kind `word` and `title`.

use std::cmp::Reverse;
use std::{env, fs};

use anyhow::{Result, bail};
use mtlint::language::gazetteer::build;

/// Kinds of mere parts of names.
const WORDS: [&str; 2] = ["word ", "title "];

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [lists @ .., out] = &arguments[..] else { bail!("usage: build_names LIST... OUT") };
    let (mut words, mut names): (Vec<Vec<String>>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
    for list in lists {
        let text = fs::read_to_string(list)?;
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let of_line = |line: &str| line.split('\t').skip(1).map(str::to_owned).collect::<Vec<String>>();
        let is_word = |line: &&str| WORDS.iter().any(|kind| line.starts_with(kind));
        let (mere, mut of_list): (Vec<&str>, Vec<&str>) = lines.partition(is_word);
        of_list.sort_by_key(|line| Reverse(line.split('\t').count()));
        words.extend(mere.into_iter().map(of_line));
        names.extend(of_list.into_iter().map(of_line));
    }
    let n_words = words.len();
    let meanings = [words, names].concat();
    if meanings.len() > usize::from(u16::MAX) {
        bail!("{} meanings are more than a number has bits for", meanings.len());
    }
    let pack = build(&meanings, n_words);
    println!("{} meanings\t{} kB", meanings.len(), pack.len() / 1024);
    fs::write(out, pack)?;
    Ok(())
}
