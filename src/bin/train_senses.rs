//! Maintainers' program: learns the weights of `judge::sense`'s evidence from contrasts of right and wrong
//! senses, and says how well they do on languages left out.
//!
//! ```text
//! cargo run --release --features judge-training --bin train_senses -- --contrast CONTRAST --data CORPUS
//! ```
//!
//! CONTRAST holds `mucow*.xx-yy.jsonl.gz` (MuCoW, Raganato et al. 2019, CC BY 4.0; records as the scorers
//! read them): a source, a good and a bad target that differ in one word. CORPUS holds `ntrex/en-xx.tsv.gz`,
//! human translations that have no wrong sense. A doubt about the changed word of a bad target is right,
//! any other wrong. Logistic regression by gradient descent, L2-regularised; for each source language the
//! area under the curve of weights learned from the others; at the end the weights of all, to be put into the
//! source. With `--first` the weights of the first look are learned, which the second look rests on.

#[path = "shared/contrast.rs"]
mod contrast;
#[path = "shared/gzip.rs"]
mod gzip;
#[path = "shared/regression.rs"]
mod regression;

use std::ops::Range;
use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use contrast::Contrast;
use gzip::lines;
use mtlint::align::align;
use mtlint::align::vectors::Vectors;
use mtlint::judge::hearing::Hearing;
use mtlint::judge::sense::weights::N_FIRST;
use mtlint::judge::sense::{Doubt, Senses, first_looks};
use mtlint::language::{Language, Pair};
use mtlint::read::{Format, parse_text};
use mtlint::segment::segment;
use rayon::prelude::*;
use regression::{Row, odds, probability};

/// Learns what speaks for a wrong sense.
#[derive(Parser)]
struct Options {
    /// The folder of contrasts.
    #[arg(long)]
    contrast: PathBuf,
    /// The folder of text.
    #[arg(long)]
    data: PathBuf,
    /// Contrasts of each set at most.
    #[arg(long, default_value_t = usize::MAX)]
    limit: usize,
    /// Human translations of each pair.
    #[arg(long, default_value_t = 300)]
    human: usize,
    /// Learns the weights of the first look.
    #[arg(long)]
    first: bool,
    /// Learns the weights for texts without a source.
    #[arg(long)]
    alone: bool,
}

const STEPS: usize = 3000;
/// Human translations have so many words for each that a contrast has; what is rare in them must be rarer
/// in the findings.
const HUMAN_WEIGHT: f64 = 2.0;

/// A doubt, or a text without one.
struct Example {
    from: String,
    evidence: Vec<f32>,
    is_right: bool,
    weight: f64,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let mut examples = Vec::new();
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(&options.contrast)?.map(|e| Ok(e?.path())).collect::<Result<_>>()?;
    paths.sort();
    for path in paths.iter().filter(|path| path.to_string_lossy().contains("mucow")) {
        let records: Vec<String> = lines(path)?.collect::<Result<_>>()?;
        let made: Vec<Option<[Looked; 2]>> =
            records.par_iter().take(options.limit).map(|line| both(&Contrast::parse(line)?, &options)).collect();
        let (mut n, mut n_doubted, mut n_listed) = (0, 0, 0);
        for [good, bad] in made.into_iter().flatten() {
            n += 1;
            let (from, place) = (bad.from.clone(), bad.place.clone());
            let met: Vec<bool> =
                bad.spans.iter().map(|span| span.start < place.end && place.start < span.end).collect();
            n_doubted += usize::from(met.contains(&true));
            n_listed += usize::from(bad.lists_right);
            examples.extend(bad.evidence.iter().zip(&met).map(|(evidence, met)| Example {
                from: from.clone(),
                evidence: evidence.clone(),
                is_right: *met,
                weight: 1.0,
            }));
            examples.extend(good.evidence.iter().map(|evidence| Example {
                from: from.clone(),
                evidence: evidence.clone(),
                is_right: false,
                weight: 1.0,
            }));
        }
        eprintln!("{}: {n} contrasts, {n_doubted} doubted, {n_listed} with the right word proposed", path.display());
    }
    for (from, to) in Pair::all().filter(|(from, to)| Pair::get(from, to).has_senses()) {
        let (table, columns) = if to == "en" { (from, [2, 1]) } else { (to, [1, 2]) };
        let path = options.data.join(format!("ntrex/en-{table}.tsv.gz"));
        let Ok(rows) = lines(&path).and_then(Iterator::collect::<Result<Vec<_>>>) else { continue };
        let made: Vec<Vec<Vec<f32>>> = rows
            .par_iter()
            .skip(1)
            .take(options.human)
            .filter_map(|row| {
                let cells: Vec<&str> = row.split('\t').collect();
                let [source, target] = columns.map(|at| cells.get(at).copied().unwrap_or_default());
                let looked = look(source, target, Language::get(from)?, Language::get(to)?, &options)?;
                Some(looked.into_iter().map(|word| word.evidence).collect())
            })
            .collect();
        let from = format!("{from}-{to}");
        let human = made.into_iter().flatten();
        examples.extend(human.map(|evidence| Example {
            from: from.clone(),
            evidence,
            is_right: false,
            weight: HUMAN_WEIGHT,
        }));
    }
    report(&examples);
    Ok(())
}

fn report(examples: &[Example]) {
    let mut languages: Vec<&str> = examples.iter().filter(|e| e.is_right).map(|e| e.from.as_str()).collect();
    languages.sort_unstable();
    languages.dedup();
    for language in languages {
        let (own, others): (Vec<&Example>, Vec<&Example>) = examples.iter().partition(|e| e.from == language);
        println!(
            "{language} left out: area under the curve {:.3}, seen {:.3}",
            area(&own, &learn(&others)),
            area(&own, &learn(&own))
        );
    }
    let all: Vec<&Example> = examples.iter().collect();
    let weights = learn(&all);
    let n_right = all.iter().filter(|e| e.is_right).count();
    println!("{} doubts, {n_right} right, area {:.3}", all.len(), area(&all, &weights));
    for threshold in [0.3, 0.4, 0.5, 0.6, 0.7, 0.8] {
        let over = |e: &&Example| probability(&e.evidence, &weights) >= threshold;
        let right = all.iter().filter(|e| e.is_right && over(e)).count();
        let wrong = all.iter().filter(|e| !e.is_right && e.weight == 1.0 && over(e)).count();
        let human = all.iter().filter(|e| e.weight != 1.0 && over(e)).count();
        println!("from {threshold}: {right} right, {wrong} wrong, {human} in human translations");
    }
    println!("weights {weights:.3?}");
}

fn learn(examples: &[&Example]) -> Vec<f64> {
    let rows = examples.iter().map(|example| Row {
        evidence: &example.evidence,
        is_right: example.is_right,
        weight: example.weight,
    });
    regression::learn(&rows.collect::<Vec<_>>(), STEPS, true)
}

/// The probability that a right doubt has higher odds than a wrong one.
fn area(examples: &[&Example], weights: &[f64]) -> f64 {
    let mut scored: Vec<(f64, bool)> = examples.iter().map(|e| (odds(&e.evidence, weights), e.is_right)).collect();
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut n_wrong, mut n_right, mut sum) = (0.0, 0.0, 0.0);
    for (_, is_right) in scored {
        if is_right {
            n_right += 1.0;
            sum += n_wrong;
        } else {
            n_wrong += 1.0;
        }
    }
    sum / f64::max(n_right * n_wrong, 1.0)
}

/// What is kept of a target that was looked at.
struct Looked {
    from: String,
    /// Where the wrong word stands.
    place: Range<usize>,
    spans: Vec<Range<usize>>,
    evidence: Vec<Vec<f32>>,
    lists_right: bool,
}

/// What is found in the good and in the bad target.
fn both(contrast: &Contrast, options: &Options) -> Option<[Looked; 2]> {
    let Contrast { from, to, .. } = *contrast;
    let kept = |target: &str, place: Range<usize>| {
        let words = look(&contrast.source, target, from, to, options)?;
        Some(Looked {
            from: from.code().to_owned(),
            place,
            spans: words.iter().map(|word| word.span.clone()).collect(),
            lists_right: words.iter().any(|word| word.candidates.contains(&contrast.good_word)),
            evidence: words.into_iter().map(|word| word.evidence).collect(),
        })
    };
    Some([kept(&contrast.good, 0..0)?, kept(&contrast.bad, contrast.wrong.clone())?])
}

/// A word that was looked at.
struct Word {
    span: Range<usize>,
    evidence: Vec<f32>,
    candidates: Vec<String>,
}

fn look(
    source: &str,
    target: &str,
    from: &'static Language,
    to: &'static Language,
    options: &Options,
) -> Option<Vec<Word>> {
    let [source, target] = [(source, from), (target, to)]
        .map(|(text, language)| segment(parse_text(text.to_owned(), Format::Plain, &mut Vec::new()), language));
    let pair = Pair::get(from.code(), to.code());
    let of_source = Vectors::of(&source);
    let (vectors, states) = Vectors::with_states(&target);
    let alignment = align(&source, &target, pair, Some((&of_source, &vectors)));
    let hearing = Hearing {
        source: (!options.alone).then_some((&source, &of_source, &alignment)),
        target: &target,
        vectors: &vectors,
        states: &states,
    };
    let judged = hearing.judge();
    let inventory = pair.senses()?;
    let span = |token: usize| target.tokens[token].span.range();
    if options.first {
        let words = first_looks(&hearing, &judged, inventory).into_iter();
        let word = |(token, evidence): (usize, [f32; N_FIRST])| Word {
            span: span(token),
            evidence: evidence.to_vec(),
            candidates: Vec::new(),
        };
        return Some(words.map(word).collect());
    }
    let words = Senses::of(&hearing, &judged, inventory).doubts.into_iter();
    let word = |doubt: Doubt| Word {
        span: span(doubt.token),
        evidence: doubt.evidence.to_vec(),
        candidates: doubt.candidates.into_iter().map(|candidate| candidate.base).collect(),
    };
    Some(words.map(word).collect())
}
