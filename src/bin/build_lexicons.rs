//! Maintainers' program: counts which words of a pair translate which in parallel text, by IBM
//! Model 1 (Brown et al. 1993) in both directions, and writes `corpora/packs/<pair>/lexicon.fst`.
//!
//! ```text
//! cargo run --release --features pack-building --bin build_lexicons -- ../shared/corpus/parallel corpora/packs
//! ```
//!
//! Input: `xx-en.tsv.gz`, a sentence pair a line. Deterministic: same text, same bytes.

use std::collections::HashMap;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context, Result, bail};
use mtlint::language::Language;
use mtlint::language::lexicon::build;
use mtlint::language::tokens::{TokenKind, tokenize};
use mtlint::text::{fold, is_capitalised};

/// Rounds of expectation maximisation; the tables hardly change after these.
const ROUNDS: usize = 6;

/// Longer sentences cost much and align badly.
const MAX_TOKENS: usize = 60;

/// An entry needs both translation probabilities and an expected count above these: below, chance
/// pairs outnumber translations.
const MIN_PROBABILITY: f32 = 0.04;
const MIN_COUNT: f32 = 1.4;

/// Weight of the empty word.
const EMPTY_WORD: f32 = 0.02;

fn main() -> Result<()> {
    let [texts, packs] = &env::args().skip(1).collect::<Vec<_>>()[..] else {
        bail!("usage: build_lexicons PARALLEL_DIR PACKS_DIR");
    };
    let mut files: Vec<_> = fs::read_dir(texts)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::path);
    for file in files {
        let path = file.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("").to_owned();
        let Some(pair) = name.strip_suffix(".tsv.gz") else { continue };
        let (first, second) = pair.split_once('-').context("a file is named xx-yy.tsv.gz")?;
        let (Some(first), Some(second)) = (Language::get(first), Language::get(second)) else {
            eprintln!("{pair}: no pack for one of the languages, left out");
            continue;
        };
        let text = unpack(&path)?;
        let pack = build(entries(&Corpus::read(&text, first, second)));
        let folder = Path::new(packs).join(pair);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("lexicon.fst"), &pack)?;
        println!("{pair}\t{} kB", pack.len() / 1024);
    }
    Ok(())
}

fn unpack(path: &Path) -> Result<String> {
    let child = Command::new("gzip").arg("-dc").arg(path).stdout(Stdio::piped()).spawn().context("gzip")?;
    let mut text = String::new();
    child.stdout.context("gzip's output")?.read_to_string(&mut text)?;
    Ok(text)
}

/// Sentence pairs as numbers of base forms.
#[derive(Default)]
struct Corpus {
    pairs: Vec<(Vec<u32>, Vec<u32>)>,
    words: [Vec<String>; 2],
}

impl Corpus {
    fn read(text: &str, first: &Language, second: &Language) -> Corpus {
        let mut corpus = Corpus::default();
        let mut numbers: [HashMap<String, u32>; 2] = Default::default();
        for line in text.lines() {
            let Some((a, b)) = line.split_once('\t') else { continue };
            let mut side = |n: usize, sentence: &str, language: &Language| -> Vec<u32> {
                let mut tokens = Vec::new();
                tokenize(sentence, &language.rules, |span, kind| {
                    if kind == TokenKind::Word {
                        let word = base_form(&sentence[span.range()], language);
                        let words = &mut corpus.words[n];
                        tokens.push(*numbers[n].entry(word).or_insert_with_key(|word| {
                            words.push(word.clone());
                            words.len() as u32 - 1
                        }));
                    }
                });
                tokens
            };
            let pair = (side(0, a, first), side(1, b, second));
            if (1..=MAX_TOKENS).contains(&pair.0.len()) && (1..=MAX_TOKENS).contains(&pair.1.len()) {
                corpus.pairs.push(pair);
            }
        }
        corpus
    }
}

fn base_form(word: &str, language: &Language) -> String {
    let form = language.form(fold(word));
    // Of two base forms the capitalised spelling's is the noun's.
    let [lower, upper] = &form.lemmas;
    let chosen = if is_capitalised(word) { upper.as_ref().or(lower.as_ref()) } else { lower.as_ref() };
    chosen.map_or_else(|| form.folded.to_string(), ToString::to_string)
}

/// Probabilities and expected counts by cell, a cell being a pair of words seen together.
struct Model {
    cells: Vec<u64>,
    probabilities: Vec<f32>,
    counts: Vec<f32>,
}

impl Model {
    fn cell(&self, x: u32, y: u32) -> Option<usize> {
        self.cells.binary_search(&key(x, y)).ok()
    }
}

fn key(x: u32, y: u32) -> u64 {
    u64::from(x) << 32 | u64::from(y)
}

fn entries(corpus: &Corpus) -> Vec<(String, String, f32)> {
    let forward = model1(corpus.pairs.iter().map(|(a, b)| (&a[..], &b[..])));
    let backward = model1(corpus.pairs.iter().map(|(a, b)| (&b[..], &a[..])));
    let mut entries = Vec::new();
    for (n, cell) in forward.cells.iter().enumerate() {
        let (a, b) = ((cell >> 32) as u32, *cell as u32);
        let (p, count) = (forward.probabilities[n], forward.counts[n]);
        if p < MIN_PROBABILITY || count < MIN_COUNT {
            continue;
        }
        let q = backward.cell(b, a).map_or(0.0, |n| backward.probabilities[n]);
        if q >= MIN_PROBABILITY {
            entries.push((corpus.words[0][a as usize].clone(), corpus.words[1][b as usize].clone(), (p * q).sqrt()));
        }
    }
    entries
}

/// `t(b | a)` and the expected counts of the last round.
fn model1<'a>(pairs: impl Iterator<Item = (&'a [u32], &'a [u32])> + Clone) -> Model {
    let mut cells: Vec<u64> =
        pairs.clone().flat_map(|(a, b)| b.iter().flat_map(move |&y| a.iter().map(move |&x| key(x, y)))).collect();
    cells.sort_unstable();
    cells.dedup();
    let mut model = Model { probabilities: vec![1.0; cells.len()], counts: vec![0.0; cells.len()], cells };
    // The cells of every sentence pair in order, looked up once.
    let order: Vec<u32> = pairs
        .clone()
        .flat_map(|(a, b)| b.iter().flat_map(move |&y| a.iter().map(move |&x| (x, y))))
        .map(|(x, y)| model.cell(x, y).map_or(0, |n| n as u32))
        .collect();
    for _ in 0..ROUNDS {
        model.counts.fill(0.0);
        let mut at = 0;
        for (a, b) in pairs.clone() {
            for _ in b {
                let row = &order[at..at + a.len()];
                at += a.len();
                // The empty word takes a share, so that function words need not align.
                let sum: f32 = row.iter().map(|&n| model.probabilities[n as usize]).sum::<f32>() + EMPTY_WORD;
                for &n in row {
                    model.counts[n as usize] += model.probabilities[n as usize] / sum;
                }
            }
        }
        normalise(&mut model);
    }
    model
}

/// Turns counts into probabilities: the cells of one word lie together.
fn normalise(model: &mut Model) {
    let mut start = 0;
    while start < model.cells.len() {
        let word = model.cells[start] >> 32;
        let end = start + model.cells[start..].partition_point(|cell| cell >> 32 == word);
        let total: f32 = model.counts[start..end].iter().sum();
        for n in start..end {
            model.probabilities[n] = model.counts[n] / total.max(f32::MIN_POSITIVE);
        }
        start = end;
    }
}
