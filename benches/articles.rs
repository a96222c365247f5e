//! Throughput over generated articles, without IO: `cargo bench`.
//!
//! Figures hold for one machine at one time; compare ratios within one run.

use std::fmt::Write as _;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use mtlint::checks::check::Settings;
use mtlint::language::Language;
use mtlint::pipeline::{Checked, Input, check};
use mtlint::rank::Policy;
use mtlint::read::{Format, parse_text};

fn main() {
    divan::main();
}

/// Sentence pairs that generated articles are made of; numbers vary.
const SENTENCES: [(&str, &str); 6] = [
    (
        "De minister zei vrijdag dat de onderhandelingen over het verdrag nog {} weken duren.",
        "The minister said on Friday that the negotiations on the treaty would take another {} weeks.",
    ),
    ("In de haven werden vorig jaar {} schepen afgehandeld.", "Last year {} ships were handled in the port."),
    (
        "“Wij geven niet op”, zei de woordvoerder van de bond.",
        "“We will not give up,” said the spokesperson of the union.",
    ),
    (
        "De politie heeft de weg naar het centrum afgesloten vanwege een ongeluk met een vrachtwagen.",
        "Police have closed the road to the centre because of an accident with a lorry.",
    ),
    (
        "Volgens de krant kost de brug {} miljoen euro.",
        "According to the newspaper the bridge will cost {} million euros.",
    ),
    (
        "De burgemeester wil dat er voor de zomer een besluit wordt genomen over de nieuwe school.",
        "The mayor wants a decision on the new school to be taken before the summer.",
    ),
];

fn article(seed: usize, n_sentences: usize) -> (String, String) {
    let (mut source, mut target) = (String::new(), String::new());
    for n in 0..n_sentences {
        let (from, to) = SENTENCES[(seed + n * 5) % SENTENCES.len()];
        let number = (seed * 31 + n * 17) % 900 + 20;
        let end = if n % 4 == 3 { '\n' } else { ' ' };
        let _ = write!(source, "{}{end}", from.replace("{}", &number.to_string()));
        let _ = write!(target, "{}{end}", to.replace("{}", &number.to_string()));
    }
    (source, target)
}

fn run(source: &str, target: &str, encode: bool) -> Checked {
    let document = |text: &str| parse_text(text.to_owned(), Format::Plain, &mut Vec::new());
    let input = Input {
        source: Some(document(source)),
        target: document(target),
        from: Language::get("nl"),
        to: Language::get("en"),
    };
    check(input, &Settings { encode, ..Settings::default() }, &Policy::default())
}

/// Target words a second over articles of 30 sentences, without the encoder.
#[divan::bench]
fn check_articles(bencher: Bencher<'_, '_>) {
    words_a_second(bencher, 100, false);
}

/// The same with it.
#[divan::bench(sample_count = 10)]
fn check_articles_encoded(bencher: Bencher<'_, '_>) {
    words_a_second(bencher, 4, true);
}

fn words_a_second(bencher: Bencher<'_, '_>, n_articles: usize, encode: bool) {
    let articles: Vec<_> = (0..n_articles).map(|n| article(n, 30)).collect();
    let words: usize = articles.iter().map(|(_, target)| target.split_whitespace().count()).sum();
    bencher.counter(ItemsCount::new(words)).bench(|| {
        for (source, target) in &articles {
            black_box(run(source, target, encode));
        }
    });
}

/// Growth with length: the time for one sentence should stay the same.
#[divan::bench(args = [30, 300, 3_000])]
fn check_long(bencher: Bencher<'_, '_>, n_sentences: usize) {
    let (source, target) = article(1, n_sentences);
    bencher.counter(ItemsCount::new(n_sentences)).bench(|| black_box(run(&source, &target, false)));
}

/// The same with the encoder.
#[divan::bench(args = [30, 120, 480], sample_count = 5)]
fn check_long_encoded(bencher: Bencher<'_, '_>, n_sentences: usize) {
    let (source, target) = article(1, n_sentences);
    bencher.counter(ItemsCount::new(n_sentences)).bench(|| black_box(run(&source, &target, true)));
}
