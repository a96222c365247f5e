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
//! file (several GB) holds the encoder's states, so that training need not encode. Deterministic.

mod corrupt;
mod random;
mod sentence;
mod vocabulary;
mod write;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use corrupt::{KINDS, Setting};
use flate2::read::GzDecoder;
use mtlint::align::vectors::{WIDTH, dot};
use mtlint::language::{Language, Pair};
use random::Random;
use rayon::prelude::*;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use sentence::{SENSE, render, units};
use vocabulary::Vocabulary;
use write::{Encoding, Example, encode};

/// Sentences taken of each pair, as targets of the pair's one and other language, and of each
/// language without a source.
const FROM_PAIRS: usize = 1_000;
const INTO_COMMON: usize = 1_300;
const ALONE: usize = 850;
/// And of the common language of all pairs.
const COMMON_ALONE: usize = 20_000;
/// Post-edited sentences of each pair.
const POST_EDITED: usize = 3_000;
/// Units of a sentence that is learned from.
const LENGTHS: Range<usize> = 5..48;
/// Corrupted versions of a sentence.
const VERSIONS: usize = 2;
/// Share of the pairs that come without their source.
const SOURCELESS: f64 = 0.3;
/// Share of the corrupted sentences with a second corruption.
const TWICE: f64 = 0.1;
/// Words that choose each other translate each other from this similarity on.
const SURE: f32 = 0.35;
/// Groups that one thread encodes together.
const AT_ONCE: usize = 16;
/// Number of the corruption of post-edited machine translation.
const POST_EDIT: u8 = 255;
/// Which columns are supervised: the five of corruptions and the sentence; the post-editor's.
const SUPERVISED: [u8; 2] = [0b1001_1111, 0b0010_0000];

/// Makes the file that the judge learns from.
#[derive(Parser)]
struct Options {
    /// The folder of training text.
    #[arg(long)]
    data: PathBuf,
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
    /// A share of it only, to try things out.
    #[arg(long, default_value_t = 1.0)]
    share: f64,
    /// Prints corrupted sentences, a line each, with their labels: to read before training.
    #[arg(long)]
    show: bool,
    /// A folder of `*.xx-yy.jsonl.gz` with source, good_target, bad_target and changed places: the sets of
    /// MuCoW (Raganato et al. 2019) in the form that the scorers read.
    #[arg(long)]
    contrast: Option<PathBuf>,
    /// Leaves those from a language out, to measure how the judge does on one that it did not see.
    #[arg(long)]
    without: Option<String>,
    /// Makes another selection, of sentences and of corruptions.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

/// A sentence to learn from.
struct Job {
    target: String,
    to: &'static str,
    source: Option<(String, &'static str)>,
    /// Tags of the words, where a post-editor tagged them.
    tagged: Option<(Vec<Range<usize>>, Vec<bool>)>,
    /// The target with a word of the wrong sense, and where that stands, in bytes.
    wrong_sense: Option<(String, Range<usize>)>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let jobs = jobs(&options)?;
    let vocabularies = vocabularies(&options.data)?;
    let lexicons = Lexicons::read();
    let mut out = BufWriter::with_capacity(1 << 22, File::create(&options.out)?);
    out.write_all(b"MTJD1\0\0\0")?;
    let (mut n_sources, mut n_examples) = (0, 0);
    for (block, some) in jobs.chunks(64 * AT_ONCE).enumerate() {
        let made: Vec<Vec<Group>> = some
            .par_chunks(AT_ONCE)
            .enumerate()
            .map(|(chunk, jobs)| {
                groups(jobs, options.seed ^ (block * 64 + chunk) as u64, &vocabularies, &lexicons, options.show)
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
                write::example(&mut out, example, n_examples, source)?;
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

fn language_number(code: &str) -> u16 {
    Language::codes().position(|other| other == code).unwrap_or(0) as u16
}

fn lines(path: &Path) -> Result<Vec<String>> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    Ok(BufReader::new(GzDecoder::new(file)).lines().collect::<Result<_, _>>()?)
}

/// The files of a folder with the codes in their names, in order.
fn files(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        files.insert(name.split('.').next().unwrap_or_default().to_owned(), path);
    }
    Ok(files)
}

fn known(code: &str) -> Option<&'static str> {
    Language::codes().find(|known| *known == code)
}

fn jobs(options: &Options) -> Result<Vec<Job>> {
    let mut held_out: HashSet<String> = HashSet::default();
    for path in files(&options.data.join("ntrex"))?.values() {
        for line in lines(path)? {
            held_out.extend(line.split('\t').skip(1).map(|text| text.trim().to_owned()));
        }
    }
    let mut random = Random::new(options.seed.wrapping_add(1));
    let scale = |n: usize| (n as f64 * options.share) as usize;
    let mut taken: HashSet<String> = HashSet::default();
    let mut fits = |text: &str, code: &str, random: &mut Random| {
        let language = Language::get(code);
        let n = language.map_or(0, |language| units(text, language).0.len());
        // Long sentences are what news has; the corpora have many short ones.
        let is_long = random.chance(n as f64 / 20.0);
        is_long && LENGTHS.contains(&n) && !held_out.contains(text.trim()) && taken.insert(text.to_owned())
    };
    let mut jobs = Vec::new();
    for (name, path) in files(&options.data.join("parallel"))? {
        let Some((from, to)) = name.split_once('-') else { continue };
        let (Some(from), Some(to)) = (known(from), known(to)) else { continue };
        let mut pairs = lines(&path)?;
        random.shuffle(&mut pairs);
        let (mut n_out, mut n_in) = (0, 0);
        for line in pairs {
            let Some((one, other)) = line.split_once('\t') else { continue };
            let (target, code, source) =
                if n_out < scale(FROM_PAIRS) && (n_in >= scale(INTO_COMMON) || random.chance(0.67)) {
                    (one, from, (other, to))
                } else if n_in < scale(INTO_COMMON) {
                    (other, to, (one, from))
                } else {
                    break;
                };
            if fits(target, code, &mut random) {
                *(if code == from { &mut n_out } else { &mut n_in }) += 1;
                let source = (!random.chance(SOURCELESS)).then(|| (source.0.to_owned(), source.1));
                jobs.push(Job { target: target.to_owned(), to: code, source, tagged: None, wrong_sense: None });
            }
        }
    }
    let common = known("en");
    for (name, path) in files(&options.data.join("mono"))? {
        let Some(code) = known(&name) else { continue };
        let mut sentences = lines(&path)?;
        random.shuffle(&mut sentences);
        let wanted = scale(if Some(code) == common { COMMON_ALONE } else { ALONE });
        let mut n = 0;
        for target in sentences {
            if n >= wanted {
                break;
            }
            if fits(&target, code, &mut random) {
                n += 1;
                jobs.push(Job { target, to: code, source: None, tagged: None, wrong_sense: None });
            }
        }
    }
    for path in files(&options.data.join("qe-train"))?.values() {
        jobs.extend(lines(path)?.iter().filter_map(|line| post_edited(line)).take(scale(POST_EDITED)));
    }
    if let Some(folder) = &options.contrast {
        for path in files(folder)?.values() {
            let without = options.without.as_deref();
            jobs.extend(
                lines(path)?
                    .iter()
                    .filter_map(|line| contrast(line))
                    .filter(|job| job.source.as_ref().is_some_and(|(_, from)| Some(*from) != without)),
            );
        }
    }
    random.shuffle(&mut jobs);
    Ok(jobs)
}

/// A line of a set whose wrong translations have a word of the wrong sense.
fn contrast(line: &str) -> Option<Job> {
    let record: serde_json::Value = serde_json::from_str(line).ok()?;
    let text = |key: &str| record.get(key)?.as_str();
    (text("phenomenon")? == "word_sense").then_some(())?;
    let (from, to) = (known(text("lang_src")?)?, known(text("lang_tgt")?)?);
    let bad = text("bad_target")?;
    let changed = record.get("changed")?.get(0)?;
    let byte = |key: &str| {
        let at = usize::try_from(changed.get(key)?.as_u64()?).ok()?;
        Some(bad.char_indices().nth(at).map_or(bad.len(), |(byte, _)| byte))
    };
    Some(Job {
        target: text("good_target")?.to_owned(),
        to,
        source: Some((text("source")?.to_owned(), from)),
        tagged: None,
        wrong_sense: Some((bad.to_owned(), byte("start")?..byte("end")?)),
    })
}

/// A line of the tagged sentences, put back from tokens into running text.
fn post_edited(line: &str) -> Option<Job> {
    let record: serde_json::Value = serde_json::from_str(line).ok()?;
    let text = |key: &str| record.get(key)?.as_str();
    let (from, to) = (known(text("lang_src")?)?, known(text("lang_tgt")?)?);
    let words =
        |key: &str| Some(record.get(key)?.as_array()?.iter().filter_map(|word| word.as_str()).collect::<Vec<_>>());
    let (target, places) = joined(&words("tokens")?, to);
    let is_bad = words("tags")?.iter().map(|tag| *tag == "BAD").collect();
    let source: Vec<&str> = text("source")?.split(' ').collect();
    Some(Job {
        target,
        to,
        source: Some((joined(&source, from).0, from)),
        tagged: Some((places, is_bad)),
        wrong_sense: None,
    })
}

/// Joins tokens into running text.
fn joined(tokens: &[&str], code: &str) -> (String, Vec<Range<usize>>) {
    let is_spaced = Language::get(code).is_none_or(|language| language.rules.spaced);
    let mut text = String::new();
    let mut is_glued = true;
    let mut places = Vec::new();
    for token in tokens {
        let token = token.replace("&apos;", "'").replace("&quot;", "\"").replace("&amp;", "&").replace("@-@", "-");
        let closes = matches!(
            &*token,
            "," | "." | ";" | ":" | "!" | "?" | "%" | ")" | "]" | "…" | "”" | "»" | "-" | "'s" | "n't"
        );
        if !is_glued && is_spaced && !closes {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(&token);
        places.push(start..text.len());
        is_glued = matches!(&*token, "(" | "[" | "“" | "„" | "«" | "-");
    }
    (text, places)
}

/// Words of all languages, from all sentences at hand.
fn vocabularies(data: &Path) -> Result<HashMap<&'static str, Vocabulary>> {
    let mut sentences: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for (name, path) in files(&data.join("mono"))? {
        if let Some(code) = known(&name) {
            sentences.entry(code).or_default().extend(lines(&path)?.into_iter().take(25_000));
        }
    }
    for (name, path) in files(&data.join("parallel"))? {
        if let Some(code) = name.split('-').next().and_then(known) {
            let ones = lines(&path)?.into_iter().filter_map(|line| Some(line.split_once('\t')?.0.to_owned()));
            sentences.entry(code).or_default().extend(ones.take(12_000));
        }
    }
    let counted = sentences.into_par_iter().filter_map(|(code, sentences)| {
        let language = Language::get(code)?;
        Some((code, Vocabulary::count(language, sentences.iter().map(String::as_str))))
    });
    Ok(counted.collect())
}

/// Translations of words, by `(source, target)` language.
struct Lexicons(HashMap<(&'static str, &'static str), HashMap<String, Vec<String>>>);

impl Lexicons {
    fn read() -> Lexicons {
        /// Weaker links are noise.
        const LEAST: f32 = 0.06;
        let mut all: HashMap<_, HashMap<String, Vec<String>>> = HashMap::default();
        for (from, to) in Pair::all() {
            let Some(lexicon) = &Pair::get(from, to).lexicon else { continue };
            for (one, other, strength) in lexicon.entries() {
                if strength >= LEAST {
                    all.entry((from, to)).or_default().entry(one.clone()).or_default().push(other.clone());
                    all.entry((to, from)).or_default().entry(other).or_default().push(one);
                }
            }
        }
        Lexicons(all)
    }
}

/// A clean sentence and its corrupted versions.
struct Group {
    source: Option<Vec<[f32; WIDTH]>>,
    examples: Vec<Example>,
}

fn groups(
    jobs: &[Job],
    seed: u64,
    vocabularies: &HashMap<&str, Vocabulary>,
    lexicons: &Lexicons,
    show: bool,
) -> Vec<Group> {
    let mut random = Random::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(17));
    let source_texts: Vec<(&str, &'static Language)> = jobs
        .iter()
        .filter_map(|job| job.source.as_ref())
        .filter_map(|(text, code)| Some((text.as_str(), Language::get(code)?)))
        .collect();
    let mut sources =
        encode(&source_texts.iter().map(|&(text, language)| cut(text, language)).collect::<Vec<_>>()).into_iter();
    let targets: Vec<(&str, &'static Language)> =
        jobs.iter().filter_map(|job| Some((job.target.as_str(), Language::get(job.to)?))).collect();
    let clean = encode(&targets.iter().map(|&(text, language)| cut(text, language)).collect::<Vec<_>>());
    let mut versions: Vec<(usize, Version)> = Vec::new();
    let mut all_sources = Vec::new();
    for (number, (job, clean)) in jobs.iter().zip(&clean).enumerate() {
        let source = job.source.as_ref().and_then(|_| sources.next());
        if let Some((text, place)) = &job.wrong_sense {
            versions.extend(Language::get(job.to).map(|to| (number, of_wrong_sense(text, place, to))));
        } else if job.tagged.is_none() {
            let made = corrupted(job, clean, source.as_ref(), vocabularies, lexicons, &mut random);
            versions.extend(made.into_iter().map(|version| (number, version)));
        }
        all_sources.push(source);
    }
    if show {
        for (number, (kind, text, tokens, labels)) in &versions {
            let marked = tokens.iter().zip(labels).filter(|(_, label)| **label != 0);
            let marked: Vec<String> =
                marked.map(|(token, label)| format!("{}={label}", &text[token.clone()])).collect();
            let name = KINDS.get(usize::from(*kind) - 1).map_or("", |kind| kind.0);
            println!("{}\t{name}\t{text}\t{}", jobs[*number].to, marked.join(" "));
        }
    }
    let encoded =
        encode(&versions.iter().map(|(_, (_, text, tokens, _))| (text.clone(), tokens.clone())).collect::<Vec<_>>());
    let mut groups: Vec<Group> = Vec::new();
    for ((job, clean), source) in jobs.iter().zip(clean).zip(all_sources) {
        let language = language_number(job.to);
        let (corruption, supervised, labels) = match &job.tagged {
            None => (0, SUPERVISED[0], vec![0; clean.tokens.len()]),
            Some((places, is_bad)) => (POST_EDIT, SUPERVISED[1], tags(&clean.tokens, places, is_bad)),
        };
        let example = Example { language, corruption, supervised, labels, encoding: clean };
        groups.push(Group { source: source.map(|source| source.vectors), examples: vec![example] });
    }
    for ((number, (corruption, _, _, labels)), encoding) in versions.into_iter().zip(encoded) {
        let language = language_number(jobs[number].to);
        groups[number].examples.push(Example { language, corruption, supervised: SUPERVISED[0], labels, encoding });
    }
    groups
}

/// A text and its tokens.
fn cut(text: &str, language: &'static Language) -> (String, Vec<Range<usize>>) {
    let mut tokens = Vec::new();
    mtlint::language::tokens::tokenize(text, &language.rules, |span, _| tokens.push(span.start..span.end));
    (text.to_owned(), tokens)
}

/// For each token whether a tagged word that it lies in was changed.
fn tags(tokens: &[Range<usize>], places: &[Range<usize>], is_bad: &[bool]) -> Vec<u8> {
    let overlaps = |token: &Range<usize>, place: &Range<usize>| token.start < place.end && place.start < token.end;
    let bad = |token: &Range<usize>| places.iter().zip(is_bad).any(|(place, &bad)| bad && overlaps(token, place));
    tokens.iter().map(|token| u8::from(bad(token)) << 5).collect()
}

/// A corrupted sentence: number of the corruption, text, tokens, labels.
type Version = (u8, String, Vec<Range<usize>>, Vec<u8>);

fn of_wrong_sense(text: &str, place: &Range<usize>, language: &'static Language) -> Version {
    let (text, tokens) = cut(text, language);
    let is_wrong = |token: &Range<usize>| token.start < place.end && place.start < token.end;
    let labels = tokens.iter().map(|token| if is_wrong(token) { SENSE } else { 0 }).collect();
    let kind = KINDS.iter().position(|(name, ..)| *name == "other-sense").unwrap_or(0);
    (kind as u8 + 1, text, tokens, labels)
}

fn corrupted(
    job: &Job,
    clean: &Encoding,
    source: Option<&Encoding>,
    vocabularies: &HashMap<&str, Vocabulary>,
    lexicons: &Lexicons,
    random: &mut Random,
) -> Vec<Version> {
    let Some(vocabulary) = vocabularies.get(job.to) else { return Vec::new() };
    let language = vocabulary.language;
    let (all, of_tokens) = units(&job.target, language);
    let aligned = source.map(|source| counterparts(source, clean)).unwrap_or_default();
    let places: Vec<Option<usize>> =
        of_tokens.iter().map(|tokens| tokens.clone().find_map(|at| aligned.get(at).copied().flatten())).collect();
    let from = job.source.as_ref().map(|(text, code)| (text.as_str(), *code));
    let counterpart = |place: &Option<usize>| {
        let range = source?.tokens.get((*place)?)?.clone();
        Some(from?.0[range].to_owned())
    };
    let counterparts: Vec<Option<String>> = places.iter().map(counterpart).collect();
    let translations = all.iter().zip(&counterparts).map(|(unit, word)| {
        let found = word.as_ref().zip(from).and_then(|(word, (_, code))| {
            let form = Language::get(code)?.form(mtlint::text::fold(word));
            let lexicon = lexicons.0.get(&(code, job.to))?;
            Some(form.words().flat_map(|word| lexicon.get(word).into_iter().flatten().cloned()).collect::<Vec<_>>())
        });
        let own = language.form(unit.folded());
        let mut found = found.unwrap_or_default();
        found.retain(|word| !own.is(word));
        found
    });
    let translations: Vec<Vec<String>> = translations.collect();
    let setting = Setting { vocabulary, places: &places, translations: &translations, counterparts: &counterparts };
    let weights: Vec<f64> = KINDS.iter().map(|(_, share, _)| *share).collect();
    let mut versions = Vec::new();
    let clean_text = render(&all, language).0;
    for _ in 0..VERSIONS * 4 {
        if versions.len() == VERSIONS {
            break;
        }
        let kind = random.weighted(&weights);
        let Some(mut made) = (KINDS[kind].2)(&all, &setting, random) else { continue };
        if random.chance(TWICE) {
            let again = KINDS[random.weighted(&weights)].2;
            made = again(&made, &setting, random).unwrap_or(made);
        }
        let (text, tokens, labels) = render(&made, language);
        if text != clean_text && labels.iter().any(|&label| label != 0) {
            versions.push((kind as u8 + 1, text, tokens, labels));
        }
    }
    versions
}

/// For each target token the source token that it and that chooses it, if they are similar enough.
fn counterparts(source: &Encoding, target: &Encoding) -> Vec<Option<usize>> {
    let best = |own: &[f32; WIDTH], others: &[[f32; WIDTH]]| {
        let scored = others.iter().enumerate().map(|(at, other)| (dot(own, other), at));
        scored.max_by(|a, b| a.0.total_cmp(&b.0))
    };
    let back: Vec<Option<usize>> =
        source.vectors.iter().map(|own| best(own, &target.vectors).map(|(_, at)| at)).collect();
    let chosen = target.vectors.iter().enumerate().map(|(at, own)| {
        let (similarity, place) = best(own, &source.vectors)?;
        (similarity >= SURE && back[place] == Some(at)).then_some(place)
    });
    chosen.collect()
}
