//! Maintainers' program: learns the weights of `facts::names::weigh` from names put in the place of others,
//! and says how well they do; with `--again` those of `facts::names::again`, once the others are in their place.
//!
//! ```text
//! cargo run --release --features judge-training --bin train_names -- --data CORPUS [--again]
//! ```
//!
//! CORPUS holds `parallel/xx-en.tsv.gz` and `ntrex/en-xx.tsv.gz`; the first look learns from the former, the
//! second, which is of news and must be sparing, from the latter, single sentences as well as articles, the
//! last fifth left out. Some consecutive pairs make an article, in either direction; in one
//! of two articles a name of every other sentence gives way to one of another article, wholly or but for a
//! word. What was put in has no counterpart, every other name has one. A third of the articles are aligned
//! without the encoder. Logistic regression by gradient descent, L2-regularised; then, by language, how many
//! names without counterpart are recognised and how many others are mistaken for them, by weights that were
//! learned from the other languages; at the end the weights of all, to be put into the source.

#[path = "shared/gzip.rs"]
mod gzip;
#[path = "shared/regression.rs"]
mod regression;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use gzip::lines;
use mtlint::align::align;
use mtlint::align::vectors::Vectors;
use mtlint::article::Text;
use mtlint::facts::names::weigh::KNOWN_AT;
use mtlint::facts::names::{evidence, evidence_again, names};
use mtlint::language::gazetteer::Gazetteer;
use mtlint::language::{Language, Pair};
use mtlint::read::{Format, parse_text};
use mtlint::segment::segment;
use rayon::prelude::*;
use regression::{Row, probability};

/// Learns what speaks for a name without counterpart.
#[derive(Parser)]
struct Options {
    /// The folder of text.
    #[arg(long)]
    data: PathBuf,
    /// Articles of each direction.
    #[arg(long, default_value_t = 60)]
    articles: usize,
    /// Learn the second look.
    #[arg(long)]
    again: bool,
}

/// Sentence pairs of an article.
const SENTENCES: usize = 5;
const STEPS: usize = 4000;
/// A new name that the lexicon links to a word of the source so strongly may well be there.
const LINKED: f32 = 0.3;
/// How much more the names that have a counterpart weigh: false alarms are worse than misses.
const HUMAN_WEIGHT: f64 = 2.0;
/// Of so many articles one is left out of the learning, and shows how it does.
const LEFT_OUT: usize = 5;

/// A word of a name, or in the second look a name.
struct Example {
    direction: String,
    evidence: Vec<f32>,
    is_replaced: bool,
    is_left_out: bool,
}

/// Rows of parallel text, the languages of their columns, and how many make an article.
struct Data {
    languages: [&'static Language; 2],
    rows: Vec<[String; 2]>,
    n_sentences: usize,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let mut examples = Vec::new();
    let mut n_words = BTreeMap::new();
    for data in read(&options)? {
        let [first, second] = data.languages;
        for (from, to, columns) in [(first, second, [0, 1]), (second, first, [1, 0])] {
            let direction = format!("{}-{}", from.code(), to.code());
            for (example, words) in of_direction(&data, [from, to], columns, options.again) {
                *n_words.entry(direction.clone()).or_insert(0) += words;
                examples.extend(example);
            }
        }
    }
    report(&examples, &n_words);
    println!("weights {:.2?}", learn(&examples.iter().collect::<Vec<_>>()));
    Ok(())
}

/// The examples of each article of a direction, and the words of those that are left out.
fn of_direction(
    data: &Data,
    languages: [&'static Language; 2],
    columns: [usize; 2],
    again: bool,
) -> Vec<(Vec<Example>, usize)> {
    let [from, to] = languages;
    let articles: Vec<[String; 2]> = data
        .rows
        .chunks(data.n_sentences)
        .map(|rows| columns.map(|at| rows.iter().map(|row| row[at].as_str()).collect::<Vec<_>>().join("\n\n")))
        .collect();
    let pool: Vec<Vec<String>> = articles.iter().map(|article| of_article(&article[1], to)).collect();
    // Other names and other articles in each direction, or one language would tell what holds for another.
    let salt: usize = from.code().bytes().chain(to.code().bytes()).map(usize::from).sum();
    (0..articles.len())
        .into_par_iter()
        .map(|n| {
            let others = &pool[(n + 7 + salt) % pool.len()];
            let [source, target] = &articles[n];
            let is_changed = (n + salt).is_multiple_of(2);
            let (target, replaced) =
                if is_changed { replace(target, others, to) } else { (target.clone(), Vec::new()) };
            let is_left_out = n.is_multiple_of(LEFT_OUT);
            let (mut examples, words) = of_pair(source, &target, &replaced, languages, !n.is_multiple_of(3), again);
            examples.iter_mut().for_each(|example| example.is_left_out = is_left_out);
            (examples, if is_left_out { words } else { 0 })
        })
        .collect()
}

/// Says how many names without counterpart are recognised and how many others are mistaken for them in the
/// articles left out, by weights that were learned from the other articles of other languages.
fn report(examples: &[Example], n_words: &BTreeMap<String, usize>) {
    let mut languages: Vec<&str> = n_words.keys().filter_map(|direction| direction.strip_suffix("-en")).collect();
    languages.sort_unstable();
    println!("direction\tnames\treplaced\tfound at .5 .8\tmistaken in 1,000 words at .5 .8");
    let learned: Vec<(String, Vec<(f64, bool)>)> = languages
        .par_iter()
        .flat_map(|language| {
            let is_own = |e: &Example| e.direction.split('-').any(|code| code == *language);
            let weights = learn(&examples.iter().filter(|e| !is_own(e) && !e.is_left_out).collect::<Vec<_>>());
            let of = |direction: String| {
                let own = examples.iter().filter(|e| e.direction == direction && e.is_left_out);
                let scored = own.map(|e| (probability(&e.evidence, &weights), e.is_replaced)).collect();
                (direction, scored)
            };
            vec![of(format!("{language}-en")), of(format!("en-{language}"))]
        })
        .collect();
    let line = |direction: &str, scored: &[(f64, bool)], words: f64| {
        let replaced = scored.iter().filter(|(_, is)| *is).count();
        let count = |is_replaced: bool, least: f64| {
            scored.iter().filter(|(p, is)| *is == is_replaced && *p >= least).count() as f64
        };
        let share = |least| count(true, least) / replaced.max(1) as f64;
        println!(
            "{direction}\t{}\t{replaced}\t{:.2} {:.2}\t{:.2} {:.2}",
            scored.len(),
            share(0.5),
            share(0.8),
            1000.0 * count(false, 0.5) / words,
            1000.0 * count(false, 0.8) / words
        );
    };
    for (direction, scored) in &learned {
        line(direction, scored, n_words[direction].max(1) as f64);
    }
    let all: Vec<(f64, bool)> = learned.into_iter().flat_map(|(_, scored)| scored).collect();
    line("all", &all, n_words.values().sum::<usize>().max(1) as f64);
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
    [from, to]: [&'static Language; 2],
    encode: bool,
    again: bool,
) -> (Vec<Example>, usize) {
    let (source, target) = (text(source, from), text(target, to));
    let vectors = Vectors::of_pair(&source, &target, encode);
    let pair = Pair::get(from.code(), to.code());
    let alignment = align(&source, &target, pair, vectors.as_ref().map(|(s, t)| (s, t)));
    let original = source.document.text().to_lowercase();
    let texts = [&source, &target];
    let found: Vec<(Range<usize>, Vec<f32>)> = if again {
        let found = evidence_again(texts, &alignment, pair).into_iter();
        found.map(|(tokens, evidence)| (tokens, evidence.to_vec())).collect()
    } else {
        let found = evidence(texts, &alignment, pair, 1).into_iter();
        found.map(|(token, evidence)| (token..token + 1, evidence.to_vec())).collect()
    };
    let examples = found.into_iter().filter_map(|(tokens, evidence)| {
        let span = target.span_of(&tokens)?;
        let is_replaced = replaced.iter().any(|place| place.start < span.end && span.start < place.end);
        // By chance the article has the other name too.
        let is_there = evidence[KNOWN_AT] >= LINKED || original.contains(&target.slice(span).to_lowercase());
        let direction = format!("{}-{}", from.code(), to.code());
        (!is_replaced || !is_there).then_some(Example { direction, evidence, is_replaced, is_left_out: false })
    });
    (examples.collect(), target.n_words())
}

fn learn(examples: &[&Example]) -> Vec<f64> {
    let rows = examples.iter().map(|example| Row {
        evidence: &example.evidence,
        is_right: example.is_replaced,
        weight: if example.is_replaced { 1.0 } else { HUMAN_WEIGHT },
    });
    regression::learn(&rows.collect::<Vec<_>>(), STEPS, false)
}

/// The text to learn from.
fn read(options: &Options) -> Result<Vec<Data>> {
    let folder = options.data.join(if options.again { "ntrex" } else { "parallel" });
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .with_context(|| folder.display().to_string())?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    let mut all = Vec::new();
    for path in files {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let Some((first, second)) = name.split('.').next().and_then(|pair| pair.split_once('-')) else { continue };
        let (Some(first), Some(second)) = (Language::get(first), Language::get(second)) else { continue };
        let rows = rows_of(&path, options.articles * SENTENCES)?;
        let languages = [first, second];
        if options.again {
            let (single, whole) = rows.split_at(rows.len() / 2);
            all.push(Data { languages, rows: single.to_vec(), n_sentences: 1 });
            all.push(Data { languages, rows: whole.to_vec(), n_sentences: SENTENCES });
        } else {
            all.push(Data { languages, rows, n_sentences: SENTENCES });
        }
    }
    Ok(all)
}

/// The first rows of a file, of which some begin with the name of a document.
fn rows_of(path: &Path, n: usize) -> Result<Vec<[String; 2]>> {
    let mut rows = Vec::new();
    for line in lines(path)? {
        let line = line?;
        if let [.., first, second] = line.split('\t').collect::<Vec<_>>()[..]
            && !first.starts_with("text_")
        {
            rows.push([first.to_owned(), second.to_owned()]);
        }
        if rows.len() == n {
            break;
        }
    }
    Ok(rows)
}
