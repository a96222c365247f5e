//! Maintainers' program: learns the weights of `facts::names::weigh` from names put in the place of others,
//! and says how well they do.
//!
//! ```text
//! cargo run --release --features judge-training --bin train_names -- --data CORPUS
//! ```
//!
//! CORPUS holds `parallel/xx-en.tsv.gz`. Some consecutive pairs make an article, in either direction; in one
//! of two articles a name of every other sentence gives way to one of another article, wholly or but for a
//! word. What was put in has no counterpart, every other name has one. A third of the articles are aligned
//! without the encoder. Logistic regression by gradient descent, L2-regularised; then, by language, how many
//! names without counterpart are recognised and how many others are mistaken for them, by weights that were
//! learned from the other languages; at the end the weights of all, to be put into the source.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use flate2::read::GzDecoder;
use mtlint::align::align;
use mtlint::align::vectors::Vectors;
use mtlint::article::Text;
use mtlint::facts::names::weigh::{Evidence, KNOWN_AT, N_EVIDENCE};
use mtlint::facts::names::{evidence, names};
use mtlint::language::gazetteer::Gazetteer;
use mtlint::language::{Language, Pair};
use mtlint::read::{Format, parse_text};
use mtlint::segment::segment;
use rayon::prelude::*;

/// Learns what speaks for a name without counterpart.
#[derive(Parser)]
struct Options {
    /// The folder of text.
    #[arg(long)]
    data: PathBuf,
    /// Articles of each direction.
    #[arg(long, default_value_t = 60)]
    articles: usize,
}

/// Sentence pairs of an article.
const SENTENCES: usize = 5;
const STEPS: usize = 4000;
/// A new name that the lexicon links to a word of the source so strongly may well be there.
const LINKED: f32 = 0.3;
const RATE: f64 = 0.5;
const DECAY: f64 = 1e-4;
/// How much more the names that have a counterpart weigh: false alarms are worse than misses.
const HUMAN_WEIGHT: f64 = 2.0;

/// A word of a name.
struct Example {
    direction: String,
    evidence: Evidence,
    is_replaced: bool,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(options.data.join("parallel"))?.map(|e| Ok(e?.path())).collect::<Result<_>>()?;
    files.sort();
    let mut examples = Vec::new();
    let mut n_words = std::collections::BTreeMap::new();
    for path in files {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let Some((first, second)) = name.split('.').next().and_then(|pair| pair.split_once('-')) else { continue };
        let (Some(first), Some(second)) = (Language::get(first), Language::get(second)) else { continue };
        let rows = lines(&path, options.articles * SENTENCES)?;
        for (from, to, columns) in [(first, second, [0, 1]), (second, first, [1, 0])] {
            let articles: Vec<[String; 2]> = rows
                .chunks(SENTENCES)
                .map(|rows| columns.map(|at| rows.iter().map(|row| row[at].as_str()).collect::<Vec<_>>().join("\n\n")))
                .collect();
            let pool: Vec<Vec<String>> = articles.iter().map(|article| of_article(&article[1], to)).collect();
            let made: Vec<(Vec<Example>, usize)> = (0..articles.len())
                .into_par_iter()
                .map(|n| {
                    let others = &pool[(n + 7) % pool.len()];
                    let [source, target] = &articles[n];
                    let (target, replaced) =
                        if n % 2 == 0 { replace(target, others, to) } else { (target.clone(), Vec::new()) };
                    of_pair(source, &target, &replaced, from, to, n % 3 != 0)
                })
                .collect();
            let direction = format!("{}-{}", from.code(), to.code());
            n_words.insert(direction, made.iter().map(|(_, n)| n).sum::<usize>());
            examples.extend(made.into_iter().flat_map(|(examples, _)| examples));
        }
    }
    let mut directions: Vec<&str> = examples.iter().map(|e| e.direction.as_str()).collect();
    directions.sort_unstable();
    directions.dedup();
    let languages: Vec<&str> = directions.iter().filter_map(|d| d.strip_suffix("-en")).collect();
    println!("direction\tnames\treplaced\tfound at .5 .8\tmistaken in 1,000 words at .5 .8");
    let learned: Vec<(String, Vec<(f64, bool)>)> = languages
        .par_iter()
        .flat_map(|language| {
            let is_own = |e: &&Example| e.direction.split('-').any(|code| code == *language);
            let weights = learn(&examples.iter().filter(|e| !is_own(e)).collect::<Vec<_>>());
            let of = |direction: String| {
                let own = examples.iter().filter(|e| e.direction == direction);
                let scored = own.map(|e| (probability(&e.evidence, &weights), e.is_replaced)).collect();
                (direction, scored)
            };
            vec![of(format!("{language}-en")), of(format!("en-{language}"))]
        })
        .collect();
    for (direction, scored) in learned {
        let replaced = scored.iter().filter(|(_, is)| *is).count();
        let count = |is_replaced: bool, least: f64| {
            scored.iter().filter(|(p, is)| *is == is_replaced && *p >= least).count() as f64
        };
        let words = n_words[&direction].max(1) as f64;
        let share = |least| count(true, least) / replaced.max(1) as f64;
        println!(
            "{direction}\t{}\t{replaced}\t{:.2} {:.2}\t{:.2} {:.2}",
            scored.len(),
            share(0.5),
            share(0.8),
            1000.0 * count(false, 0.5) / words,
            1000.0 * count(false, 0.8) / words
        );
    }
    println!("weights {:.2?}", learn(&examples.iter().collect::<Vec<_>>()));
    Ok(())
}

fn text(content: &str, language: &'static Language) -> Text {
    segment(parse_text(content.to_owned(), Format::Plain, &mut Vec::new()), language)
}

/// The places of the names of a text, word for word where they stand apart.
fn runs(text: &Text) -> Vec<(usize, Range<usize>)> {
    let mut runs: Vec<(usize, Range<usize>)> = Vec::new();
    for sentence in 0..text.sentences.len() {
        for token in names(text, sentence) {
            match runs.last_mut() {
                Some((of, run)) if *of == sentence && run.end == token => run.end += 1,
                _ => runs.push((sentence, token..token + 1)),
            }
        }
    }
    runs
}

fn of_article(content: &str, language: &'static Language) -> Vec<String> {
    let text = text(content, language);
    // Ordinary words with a capital are no names to put in the place of others.
    let is_name = |run: &Range<usize>| {
        run.clone().any(|token| {
            let form = text.form(token);
            let is_rare = form.zipf.is_none_or(|zipf| zipf < 50);
            (is_rare && form.lemmas.iter().all(Option::is_none)) || Gazetteer::embedded().get(&form.folded).is_some()
        })
    };
    let found = runs(&text);
    let inside = found.iter().filter(|(sentence, run)| text.sentences[*sentence].tokens.start < run.start);
    inside
        .filter(|(_, run)| is_name(run))
        .filter_map(|(_, run)| Some(text.slice(text.span_of(run)?).to_owned()))
        .collect()
}

/// The text with a name of every other sentence replaced, and where the new ones stand.
fn replace(content: &str, others: &[String], language: &'static Language) -> (String, Vec<Range<usize>>) {
    let text = text(content, language);
    let mut changes: Vec<(Range<usize>, &String)> = Vec::new();
    let mut last = None;
    for (n, (sentence, run)) in runs(&text).into_iter().enumerate() {
        let Some(other) = others.get(n) else { break };
        if last == Some(sentence) || sentence % 2 == 1 {
            continue;
        }
        last = Some(sentence);
        // Of a name of several words the last may be all that changes.
        let run = if n % 3 == 0 { run.end - 1..run.end } else { run };
        if let Some(span) = text.span_of(&run) {
            changes.push((span.range(), other));
        }
    }
    let (mut changed, mut places, mut from) = (String::new(), Vec::new(), 0);
    for (span, other) in changes {
        changed.push_str(&text.document.text()[from..span.start]);
        places.push(changed.len()..changed.len() + other.len());
        changed.push_str(other);
        from = span.end;
    }
    changed.push_str(&text.document.text()[from..]);
    (changed, places)
}

fn of_pair(
    source: &str,
    target: &str,
    replaced: &[Range<usize>],
    from: &'static Language,
    to: &'static Language,
    encode: bool,
) -> (Vec<Example>, usize) {
    let (source, target) = (text(source, from), text(target, to));
    let vectors = Vectors::of_pair(&source, &target, encode);
    let pair = Pair::get(from.code(), to.code());
    let alignment = align(&source, &target, pair, vectors.as_ref().map(|(s, t)| (s, t)));
    let original = source.document.text().to_lowercase();
    let words = evidence([&source, &target], &alignment, pair, 1).into_iter();
    let examples = words.filter_map(|(token, evidence)| {
        let span = target.tokens[token].span;
        let is_replaced = replaced.iter().any(|place| place.contains(&span.start));
        // By chance the article has the other name too.
        let is_there = evidence[KNOWN_AT] >= LINKED || original.contains(&target.token_str(token).to_lowercase());
        let direction = format!("{}-{}", from.code(), to.code());
        (!is_replaced || !is_there).then_some(Example { direction, evidence, is_replaced })
    });
    (examples.collect(), target.n_words())
}

fn odds(evidence: &Evidence, weights: &[f64]) -> f64 {
    evidence.iter().zip(weights).map(|(x, w)| f64::from(*x) * w).sum()
}

fn probability(evidence: &Evidence, weights: &[f64]) -> f64 {
    1.0 / (1.0 + (-odds(evidence, weights)).exp())
}

fn learn(examples: &[&Example]) -> Vec<f64> {
    let weight = |e: &Example| if e.is_replaced { 1.0 } else { HUMAN_WEIGHT };
    let total: f64 = examples.iter().map(|e| weight(e)).sum();
    // Each number by its spread, so that one rate fits all.
    let spread: Vec<f64> = (0..N_EVIDENCE)
        .map(|at| (examples.iter().map(|e| f64::from(e.evidence[at]).powi(2)).sum::<f64>() / total).max(1e-3))
        .collect();
    let mut weights = vec![0.0; N_EVIDENCE];
    for _ in 0..STEPS {
        let mut slope = [0.0; N_EVIDENCE];
        for example in examples {
            let p = probability(&example.evidence, &weights);
            let error = weight(example) * (p - f64::from(u8::from(example.is_replaced)));
            for (slope, x) in slope.iter_mut().zip(&example.evidence) {
                *slope += error * f64::from(*x);
            }
        }
        for at in 0..N_EVIDENCE {
            weights[at] -= RATE * (slope[at] / total / spread[at] + DECAY * weights[at]);
        }
    }
    weights
}

fn lines(path: &Path, n: usize) -> Result<Vec<[String; 2]>> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let mut rows = Vec::new();
    for line in BufReader::new(GzDecoder::new(file)).lines().take(n) {
        if let Some((first, second)) = line?.split_once('\t') {
            rows.push([first.to_owned(), second.to_owned()]);
        }
    }
    Ok(rows)
}
