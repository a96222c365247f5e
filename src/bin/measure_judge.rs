//! Maintainers' program: what the judge finds in human translations, as they are and corrupted.
//!
//! ```text
//! cargo run --release --features judge-training --bin measure_judge -- --data CORPUS > judged.tsv
//! ```
//!
//! CORPUS holds `ntrex/en-xx.tsv.gz`, which the judge was not trained on, and what `make_judge_data`
//! reads. Of each language some sentences are judged beside their source, or alone (`--alone`), clean
//! and with one corruption of each kind. A line a sentence: language, number, kind, words, score, reading, risk, the
//! best mend's defect, suspicion, score before and after, whether it was found without the source, span,
//! whether it restores the sentence, whether it meets the corruption, whether a finding that is shown by default meets
//! it, whether one that does restores the sentence, and the greatest probability of each defect. Thresholds and the
//! model card come from it.

#[path = "make_judge_data/corrupt/mod.rs"]
mod corrupt;
#[path = "shared/gzip.rs"]
mod gzip;
#[path = "make_judge_data/random.rs"]
mod random;
#[path = "make_judge_data/sentence.rs"]
mod sentence;
#[path = "make_judge_data/vocabulary.rs"]
mod vocabulary;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use corrupt::{KINDS, Setting};
use gzip::lines;
use mtlint::checks::check::Settings;
use mtlint::config::MIN_CONFIDENCE;
use mtlint::judge::Defect;
use mtlint::language::Language;
use mtlint::pipeline::{Checked, Input, check};
use mtlint::rank::Policy;
use mtlint::read::{Format, parse_text};
use mtlint::text::Span;
use random::Random;
use rayon::prelude::*;
use sentence::{render, units};
use vocabulary::Vocabulary;

/// Measures the judge on human translations, clean and corrupted.
#[derive(Parser)]
struct Options {
    /// The folder of text.
    #[arg(long)]
    data: PathBuf,
    /// Codes of the languages; all of `ntrex` unless said.
    #[arg(long, value_delimiter = ',')]
    languages: Vec<String>,
    /// Sentences of each language.
    #[arg(long, default_value_t = 200)]
    sentences: usize,
    /// Kinds of corruption by name; all unless said, none for `clean`.
    #[arg(long, value_delimiter = ',')]
    kinds: Vec<String>,
    /// Without the source.
    #[arg(long)]
    alone: bool,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let mut codes = options.languages.clone();
    if codes.is_empty() {
        codes = Language::codes().filter(|code| table(&options.data, code).is_file()).map(str::to_owned).collect();
        codes.push("en".to_owned());
    }
    for code in &codes {
        let language = Language::get(code).with_context(|| format!("no language {code}"))?;
        // The common language is measured as a translation from German.
        let other = if code == "en" { "de" } else { code };
        let column = if code == "en" { [2, 1] } else { [1, 2] };
        let from = Language::get(if code == "en" { "de" } else { "en" });
        let rows: Vec<String> = lines(&table(&options.data, other))?.collect::<Result<_>>()?;
        let pairs: Vec<[&str; 2]> = rows
            .iter()
            .skip(1)
            .filter_map(|row| {
                let cells: Vec<&str> = row.split('\t').collect();
                Some(column.map(|at| cells.get(at).copied().unwrap_or_default())).filter(|pair| !pair[1].is_empty())
            })
            .collect();
        let vocabulary = Vocabulary::count(language, pairs.iter().map(|pair| pair[1]));
        let made: Vec<String> = pairs
            .par_iter()
            .enumerate()
            .take(options.sentences)
            .flat_map_iter(|(number, pair)| of_sentence(number, *pair, from, &vocabulary, &options))
            .collect();
        made.iter().for_each(|line| println!("{line}"));
    }
    Ok(())
}

fn table(data: &Path, code: &str) -> PathBuf {
    data.join(format!("ntrex/en-{code}.tsv.gz"))
}

fn of_sentence(
    number: usize,
    [source, target]: [&str; 2],
    from: Option<&'static Language>,
    vocabulary: &Vocabulary,
    options: &Options,
) -> Vec<String> {
    let language = vocabulary.language;
    let source = (!options.alone).then_some(source);
    let (all, _) = units(target, language);
    let clean = render(&all, language).0;
    let mut made = vec![line("clean", judged(source, target, from, language), None)];
    let setting = Setting::alone(vocabulary);
    for (kind, (name, _, corrupt)) in KINDS.iter().enumerate() {
        if !options.kinds.is_empty() && !options.kinds.iter().any(|wanted| wanted == name) {
            continue;
        }
        let mut random = Random::new((number * KINDS.len() + kind) as u64);
        let Some(corrupted) = (0..4).find_map(|_| corrupt(&all, &setting, &mut random)) else { continue };
        let (text, tokens, labels) = render(&corrupted, language);
        let mut wrong = tokens.iter().zip(&labels).filter(|(_, label)| **label != 0).map(|(token, _)| token.clone());
        if let Some(first) = wrong.next().filter(|_| text != clean) {
            let last = wrong.next_back().unwrap_or(first.clone());
            let checked = judged(source, &text, from, language);
            made.push(line(name, checked, Some((&clean, first.start..last.end))));
        }
    }
    let code = language.code();
    made.into_iter().map(|line| format!("{code}\t{number}\t{line}")).collect()
}

fn judged(source: Option<&str>, target: &str, from: Option<&'static Language>, to: &'static Language) -> Checked {
    let document = |text: &str| parse_text(text.to_owned(), Format::Plain, &mut Vec::new());
    let input = Input { source: source.map(document), target: document(target), from, to: Some(to) };
    check(input, &Settings::default(), &Policy { min_confidence: MIN_CONFIDENCE, ..Policy::default() })
}

fn line(kind: &str, checked: Checked, corrupted: Option<(&str, std::ops::Range<usize>)>) -> String {
    let target = &checked.article.target;
    let judged = checked.judged.unwrap_or_default();
    let risk = checked.ranking.risk;
    let score = judged.scores.iter().copied().fold(f32::MIN, f32::max);
    let reading = judged.readings.iter().copied().fold(f32::MIN, f32::max);
    let best = checked.mends.iter().max_by(|a, b| a.gain().total_cmp(&b.gain()));
    let mend = best.map_or_else(
        || "-\t0\t0\t0\tfalse\t-\tfalse\tfalse".to_owned(),
        |mend| {
            let mut text = target.document.text().to_owned();
            text.replace_range(mend.span.range(), &mend.replacement);
            let is_restored = corrupted.as_ref().is_some_and(|(clean, _)| *clean == text);
            let is_met = corrupted.as_ref().is_some_and(|(_, at)| mend.span.start < at.end && at.start < mend.span.end);
            let span = format!("{} > {}", target.slice(mend.span), mend.replacement);
            let (suspicion, [before, after], is_alone) = (mend.suspicion, mend.scores, mend.is_alone);
            let defect = mend.defect;
            format!("{defect:?}\t{suspicion:.3}\t{before:.2}\t{after:.2}\t{is_alone}\t{span}\t{is_restored}\t{is_met}")
        },
    );
    let [is_found, is_mended] = corrupted.as_ref().map_or([false; 2], |(clean, at)| {
        let shown = checked.ranking.findings.iter().filter_map(|finding| Some((finding, finding.span?)));
        let met: Vec<_> = shown.filter(|(_, span)| span.start < at.end && at.start < span.end).collect();
        let mends = |text: &str, span: Span, by: &str| [&text[..span.start], by, &text[span.end..]].concat() == *clean;
        let text = target.document.text();
        let is_mended = met.iter().any(|(finding, span)| finding.suggestions.iter().any(|by| mends(text, *span, by)));
        [!met.is_empty(), is_mended]
    });
    // The most suspected token of each defect, and whether it lies in the corrupted stretch.
    let greatest: Vec<String> = Defect::ALL
        .iter()
        .map(|&defect| {
            let rows = judged.tokens.iter().enumerate().map(|(token, row)| (row[defect as usize], token));
            let (p, token) = rows.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default();
            let place = target.tokens.get(token).map(|token| token.span);
            let is_met = corrupted
                .as_ref()
                .zip(place)
                .is_some_and(|((_, at), span)| span.start <= at.end && at.start <= span.end);
            format!("{p:.3}\t{}", u8::from(is_met))
        })
        .collect();
    format!(
        "{kind}\t{}\t{score:.3}\t{reading:.3}\t{risk:.3}\t{mend}\t{is_found}\t{is_mended}\t{}",
        target.n_words(),
        greatest.join("\t")
    )
}
