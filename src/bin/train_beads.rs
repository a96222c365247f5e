//! Maintainers' program: learns the weights that sentences are aligned with, from articles whose
//! alignment is known because it was made here.
//!
//! ```text
//! cargo run --release --bin train_beads -- --data CORPUS
//! ```
//!
//! CORPUS holds `ntrex/en-xx.tsv.gz`: news articles in English and in one translation, segment by
//! segment. All translations are of the same articles, so that any two languages make a pair; two
//! translations of one original are as far apart as a free translation is. What translators do to
//! sentences is done to [`ARTICLES`] of them (see [`Habits`]), each in its own proportions, so that
//! the weights fit no single mix. Their likelihood is maximised under a Gaussian prior of variance 1.
//! Alignments made by hand are not used. Deterministic: the same input prints the same weights.

use std::collections::{BTreeMap, VecDeque};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use flate2::read::GzDecoder;
use mtlint::align::beads::{Example, N_WEIGHTS, Weights};
use mtlint::align::lines;
use mtlint::align::vectors::Vectors;
use mtlint::language::Language;
use mtlint::read::{Format, parse_text};
use mtlint::segment::segment;
use rayon::prelude::*;

/// Articles that are made.
const ARTICLES: usize = 160;
/// Sentences of an article.
const SENTENCES: Range<usize> = 10..61;
/// Sentences on one side of a bead at most, and on both together.
const MAX_SIDE: usize = 4;
const MAX_BOTH: usize = 6;
/// Share of pairs neither side of which is the original.
const TWO_TRANSLATIONS: f64 = 0.4;
/// Letters on both sides of a place where a sentence is cut, as shares of it.
const CUT_WITHIN: [f64; 2] = [0.12, 0.88];
/// Two cuts are taken for the same place if they lie so near to each other, as shares of the sentences.
const SAME_PLACE: f64 = 0.08;
/// How often a sentence that is cut or joined is so once more.
const MORE: f64 = 0.25;
/// Steps of the optimiser, and how far it goes.
const STEPS: usize = 200;
const RATE: f64 = 0.1;

/// Learns the weights that sentences are aligned with.
#[derive(Parser)]
struct Options {
    /// The folder of training text.
    #[arg(long)]
    data: PathBuf,
}

fn main() -> Result<()> {
    let corpus = Corpus::read(&Options::parse().data.join("ntrex"))?;
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut examples = Vec::new();
    let mut shapes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    while examples.len() < ARTICLES {
        let article = corpus.article(&mut chance);
        let [source, target] =
            [0, 1].map(|side| lines::text(article.sentences(side).iter().map(String::as_str), article.languages[side]));
        let vectors = [&source, &target].map(Vectors::of);
        let matched = article.matched();
        let example = Example::of(&source, &target, (&vectors[0], &vectors[1]), &matched);
        examples.push(example.context("a bead that was made is none that is looked for")?);
        for bead in &article.beads {
            *shapes.entry((bead[0].len(), bead[1].len())).or_default() += 1;
        }
    }
    let n: usize = shapes.values().sum();
    println!("{} articles, {n} beads", examples.len());
    for ((source, target), count) in &shapes {
        println!("{source}:{target} {:.3}", *count as f64 / n as f64);
    }
    let weights = train(&examples);
    println!("matched: {:.2?}\nlone: {:.2?}", weights.matched, weights.lone);
    Ok(())
}

/// Adam (Kingma and Ba 2015) with a rate that falls to nothing.
fn train(examples: &[Example]) -> Weights {
    let mut weights = [0.0f64; N_WEIGHTS];
    let (mut first, mut second) = ([0.0f64; N_WEIGHTS], [0.0f64; N_WEIGHTS]);
    for step in 0..STEPS {
        let mut gradient = weights.map(|weight| -weight);
        let at = named(&weights);
        let slope = |example: &Example| {
            let mut slope = [0.0; N_WEIGHTS];
            (example.add_gradient(&at, &mut slope), slope)
        };
        // Collected before they are added up, so that the sum is the same with any number of threads.
        let slopes: Vec<_> = examples.par_iter().map(slope).collect();
        let mut likelihood = 0.0;
        for (of_example, slope) in slopes {
            likelihood += of_example;
            gradient.iter_mut().zip(slope).for_each(|(sum, slope)| *sum += slope);
        }
        let t = step as f64 + 1.0;
        let rate = RATE * (1.0 - step as f64 / STEPS as f64);
        for (((w, g), m), v) in weights.iter_mut().zip(&gradient).zip(&mut first).zip(&mut second) {
            *m = 0.9 * *m + 0.1 * g;
            *v = 0.99 * *v + 0.01 * g * g;
            *w += rate * (*m / (1.0 - 0.9f64.powf(t))) / ((*v / (1.0 - 0.99f64.powf(t))).sqrt() + 1e-8);
        }
        if step % 20 == 19 {
            println!("step {}: log-likelihood {likelihood:.1}", step + 1);
        }
    }
    named(&weights)
}

fn named(weights: &[f64; N_WEIGHTS]) -> Weights {
    let mut named = Weights::default();
    let places = named.matched.iter_mut().chain(&mut named.lone);
    places.zip(weights).for_each(|(place, &weight)| *place = weight as f32);
    named
}

/// The news articles in all languages.
struct Corpus {
    /// English first.
    languages: Vec<&'static Language>,
    /// Each article's segments, each in all languages.
    articles: Vec<Vec<Vec<String>>>,
}

/// Sentences of both sides that translate each other; one side may be empty.
type Pieces = [Vec<String>; 2];

/// An article that was made.
struct Article {
    languages: [&'static Language; 2],
    beads: Vec<Pieces>,
}

impl Article {
    fn sentences(&self, side: usize) -> Vec<String> {
        self.beads.iter().flat_map(|bead| bead[side].iter().cloned()).collect()
    }

    /// The beads with both sides.
    fn matched(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let (mut i, mut j) = (0, 0);
        let mut matched = Vec::new();
        for [source, target] in &self.beads {
            let (from_i, from_j) = (i, j);
            (i, j) = (i + source.len(), j + target.len());
            if !source.is_empty() && !target.is_empty() {
                matched.push((from_i..i, from_j..j));
            }
        }
        matched
    }
}

impl Corpus {
    fn read(folder: &Path) -> Result<Corpus> {
        let mut files: Vec<_> = fs::read_dir(folder)
            .with_context(|| format!("listing {}", folder.display()))?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        files.sort();
        let mut languages = Vec::new();
        let mut articles: Vec<Vec<Vec<String>>> = Vec::new();
        for path in &files {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let codes: Vec<&str> = name.split('.').next().unwrap_or_default().split('-').collect();
            let [Some(original), Some(language)] = [0, 1].map(|i| codes.get(i).and_then(|code| Language::get(code)))
            else {
                continue;
            };
            let is_first = languages.is_empty();
            if is_first {
                languages.push(original);
            }
            languages.push(language);
            let mut before = String::new();
            let mut place = (0, 0);
            for line in BufReader::new(GzDecoder::new(File::open(path)?)).lines().skip(1) {
                let line = line.with_context(|| path.display().to_string())?;
                let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
                let [article, english, translation] = columns[..] else { bail!("{}: {line}", path.display()) };
                place = if article == before { (place.0, place.1 + 1) } else { (place.0 + 1, 0) };
                before = article.to_owned();
                if is_first {
                    articles.resize(place.0, Vec::new());
                    articles[place.0 - 1].push(vec![english.to_owned()]);
                }
                let segment = articles.get_mut(place.0 - 1).and_then(|article| article.get_mut(place.1));
                segment
                    .with_context(|| format!("{}: a segment too many", path.display()))?
                    .push(translation.to_owned());
            }
        }
        ensure!(!articles.is_empty(), "no articles in {}", folder.display());
        Ok(Corpus { languages, articles })
    }

    /// An article after all that translators do.
    fn article(&self, chance: &mut Chance) -> Article {
        let habits = Habits::any(chance);
        let sides = loop {
            let of_two = [0, 1].map(|_| 1 + chance.below(self.languages.len() - 1));
            let sides = match chance.happens(TWO_TRANSLATIONS) {
                true => of_two,
                false if chance.happens(0.5) => [0, of_two[0]],
                false => [of_two[0], 0],
            };
            if sides[0] != sides[1] {
                break sides;
            }
        };
        let languages = sides.map(|side| self.languages[side]);
        let wanted = SENTENCES.start + chance.below(SENTENCES.len());
        let first = chance.below(self.articles.len());
        let segments = self.articles[first..].iter().chain(&self.articles[..first]).flatten();
        let mut beads = Vec::new();
        for segment in segments {
            if beads.len() >= wanted {
                break;
            }
            let sentences: Pieces = [0, 1].map(|k| sentences(&segment[sides[k]], languages[k]));
            beads.extend(natural(sentences));
        }
        let stranger = self.articles[(first + self.articles.len() / 2) % self.articles.len()].iter();
        let strangers: [Vec<String>; 2] = [0, 1].map(|k| stranger.clone().map(|s| s[sides[k]].clone()).collect());
        beads.truncate(wanted);
        let beads = habits.shorten(beads, chance);
        let beads = habits.condense(beads, chance);
        let beads = habits.reshape(beads, chance);
        let beads = habits.lose(beads, &strangers, chance);
        Article { languages, beads }
    }
}

fn sentences(text: &str, language: &'static Language) -> Vec<String> {
    let cut = segment(parse_text(text.to_owned(), Format::Plain, &mut Vec::new()), language);
    let sentences: Vec<String> = cut.sentences.iter().map(|sentence| cut.slice(sentence.span).to_owned()).collect();
    if sentences.is_empty() { vec![text.to_owned()] } else { sentences }
}

/// The beads of a segment: where the translator kept the number of sentences, each is one; where one
/// became several, that is a bead as people make them.
fn natural(sentences: Pieces) -> Vec<Pieces> {
    let [source, target] = &sentences;
    match (source.len(), target.len()) {
        (n, m) if n == m => source.iter().zip(target).map(|(s, t)| [vec![s.clone()], vec![t.clone()]]).collect(),
        (1, m) if m <= MAX_SIDE => vec![sentences],
        (n, 1) if n <= MAX_SIDE => vec![sentences],
        _ => vec![[vec![source.join(" ")], vec![target.join(" ")]]],
    }
}

/// In which proportions an article's translator does what translators do.
struct Habits {
    /// Share of sentences that are cut into clauses on both sides: the short sentences that news lacks.
    shortened: f64,
    /// Share of beads one side of which loses a clause.
    condensed: f64,
    /// Share of beads that change shape.
    reshaped: f64,
    /// Share of these that become longer on the source's side.
    lean: f64,
    /// Share of beads that lose a side: the target's, the source's.
    lost: [f64; 2],
    /// Share of sentences that come in from elsewhere, on each side.
    foreign: [f64; 2],
}

impl Habits {
    fn any(chance: &mut Chance) -> Habits {
        let complete = chance.happens(0.3);
        let up_to = |most: f64, chance: &mut Chance| if complete { 0.0 } else { most * chance.uniform() };
        Habits {
            shortened: 0.6 * chance.uniform(),
            condensed: 0.3 * chance.uniform(),
            reshaped: 0.4 * chance.uniform(),
            lean: 0.15 + 0.7 * chance.uniform(),
            lost: [up_to(0.2, chance), up_to(0.1, chance)],
            foreign: [up_to(0.03, chance), up_to(0.03, chance)],
        }
    }

    /// Cuts both sides at clauses that stand at the same place.
    fn shorten(&self, beads: Vec<Pieces>, chance: &mut Chance) -> Vec<Pieces> {
        let mut out = Vec::new();
        for bead in beads {
            if !is_plain(&bead) || !chance.happens(self.shortened) {
                out.push(bead);
                continue;
            }
            let cuts = [0, 1].map(|side| clause_ends(&bead[side][0]));
            let share = |side: usize, cut: usize| cut as f64 / bead[side][0].len() as f64;
            let same = |&(s, t): &(usize, usize)| (share(0, s) - share(1, t)).abs() < SAME_PLACE;
            let places: Vec<(usize, usize)> = cuts[0].iter().copied().zip(cuts[1].iter().copied()).collect();
            if cuts[0].len() != cuts[1].len() || places.is_empty() || !places.iter().all(same) {
                out.push(bead);
                continue;
            }
            let sources = cut_at(&bead[0][0], &cuts[0]);
            let targets = cut_at(&bead[1][0], &cuts[1]);
            out.extend(sources.into_iter().zip(targets).map(|(s, t)| [vec![s], vec![t]]));
        }
        out
    }

    /// Leaves a clause out on one side.
    fn condense(&self, mut beads: Vec<Pieces>, chance: &mut Chance) -> Vec<Pieces> {
        for bead in beads.iter_mut().filter(|bead| is_plain(bead)) {
            let side = usize::from(chance.happens(0.6));
            let cuts = clause_ends(&bead[side][0]);
            if !cuts.is_empty() && chance.happens(self.condensed) {
                let mut clauses = cut_at(&bead[side][0], &cuts);
                clauses.remove(chance.below(clauses.len()));
                bead[side][0] = clauses.join(" ");
            }
        }
        beads
    }

    /// Makes beads of other shapes out of pairs of sentences.
    fn reshape(&self, beads: Vec<Pieces>, chance: &mut Chance) -> Vec<Pieces> {
        let mut rest: VecDeque<Pieces> = beads.into();
        let mut out = Vec::new();
        while let Some(bead) = rest.pop_front() {
            if !is_plain(&bead) || !chance.happens(self.reshaped) {
                out.push(bead);
                continue;
            }
            // The side that gets more sentences.
            let longer = usize::from(!chance.happens(self.lean));
            let n_plain = rest.iter().take(MAX_SIDE - 1).take_while(|bead| is_plain(bead)).count();
            match chance.uniform() {
                // One sentence becomes several.
                kind if kind < 0.5 => out.push(split(bead, longer, chance)),
                // Several become one.
                kind if kind < 0.85 && n_plain > 0 => {
                    let more = (0..n_plain - 1).take_while(|_| chance.happens(MORE)).count();
                    let mut joined = bead;
                    for next in rest.drain(..=more) {
                        join(&mut joined, next, 1 - longer);
                    }
                    out.push(joined);
                }
                // A clause goes over to the next or from the next sentence.
                _ if n_plain > 0 => {
                    let next = rest.pop_front().unwrap_or_default();
                    out.extend(shift(bead, next, longer, chance));
                }
                _ => out.push(bead),
            }
        }
        out
    }

    /// Leaves out one side of beads, and puts in sentences of another article.
    fn lose(&self, beads: Vec<Pieces>, strangers: &[Vec<String>; 2], chance: &mut Chance) -> Vec<Pieces> {
        let mut out = Vec::new();
        // Which side goes on being left out: what is left out often comes in runs.
        let mut going_on = None;
        for mut bead in beads {
            for side in 0..2 {
                if chance.happens(self.foreign[side]) {
                    let mut lone = Pieces::default();
                    let stranger = &strangers[side];
                    lone[side].push(stranger[chance.below(stranger.len())].clone());
                    out.push(lone);
                }
            }
            // Side 1 is lost more often than side 0.
            let lost = going_on.take().filter(|_| chance.happens(0.25)).or_else(|| {
                let side =
                    |(rate, side): (f64, usize), chance: &mut Chance| chance.happens(rate * 0.75).then_some(side);
                side((self.lost[0], 1), chance).or_else(|| side((self.lost[1], 0), chance))
            });
            if let Some(side) = lost {
                bead[side].clear();
                going_on = Some(side);
            }
            if out.len() < 2 * SENTENCES.end {
                out.push(bead);
            }
        }
        out
    }
}

fn is_plain(bead: &Pieces) -> bool {
    bead[0].len() == 1 && bead[1].len() == 1
}

/// Cuts one side of a pair of sentences into several.
fn split(mut bead: Pieces, side: usize, chance: &mut Chance) -> Pieces {
    let mut cuts = clause_ends(&bead[side][0]);
    let wanted = 1 + (0..MAX_SIDE - 2).take_while(|_| chance.happens(MORE)).count();
    while cuts.len() > wanted {
        cuts.remove(chance.below(cuts.len()));
    }
    bead[side] = cut_at(&bead[side][0], &cuts);
    bead
}

/// Makes one sentence of one side of several pairs.
fn join(bead: &mut Pieces, next: Pieces, side: usize) {
    for (k, (sentences, more)) in bead.iter_mut().zip(next).enumerate() {
        match sentences.last_mut() {
            Some(last) if k == side => *last = format!("{} {}", without_stop(last), more.join(" ")),
            _ => sentences.extend(more),
        }
    }
}

/// Moves a clause from one of two sentences to the other, and sometimes cuts one more.
fn shift(bead: Pieces, next: Pieces, side: usize, chance: &mut Chance) -> Vec<Pieces> {
    let cuts = [&bead, &next].map(|bead| clause_ends(&bead[side][0]));
    let give = usize::from(chance.happens(0.5));
    let give = if cuts[give].is_empty() { 1 - give } else { give };
    if cuts[give].is_empty() {
        return vec![bead, next];
    }
    let cut = cuts[give][chance.below(cuts[give].len())];
    let [mut first, mut second] = [bead, next];
    let giver = if give == 0 { &first } else { &second };
    let mut parts = cut_at(&giver[side][0], &[cut]);
    let (Some(end), Some(start)) = (parts.pop(), parts.pop()) else { return vec![first, second] };
    if give == 0 {
        first[side] = vec![start];
        second[side][0] = format!("{} {}", without_stop(&end), second[side][0]);
    } else {
        first[side][0] = format!("{} {start}", without_stop(&first[side][0]));
        second[side] = vec![end];
    }
    let k = usize::from(chance.happens(0.5));
    if chance.happens(0.3) {
        let part = if k == 0 { &mut first } else { &mut second };
        *part = split(part.clone(), side, chance);
    }
    let mut joined = first;
    for (sentences, more) in joined.iter_mut().zip(second) {
        sentences.extend(more);
    }
    if joined.iter().any(|side| side.len() > MAX_SIDE) || joined[0].len() + joined[1].len() > MAX_BOTH {
        joined = [vec![joined[0].join(" ")], vec![joined[1].join(" ")]];
    }
    vec![joined]
}

/// Where clauses end, in bytes: after a mark inside the sentence that is not between digits.
fn clause_ends(sentence: &str) -> Vec<usize> {
    let is_mark = |c: char| matches!(c, ',' | ';' | ':' | '，' | '、' | '；' | '：' | '،' | '؛' | '–' | '—');
    let (least, most) = (CUT_WITHIN[0] * sentence.len() as f64, CUT_WITHIN[1] * sentence.len() as f64);
    let mut ends: Vec<usize> = Vec::new();
    for (at, mark) in sentence.char_indices().filter(|&(_, c)| is_mark(c)) {
        let end = at + mark.len_utf8();
        let between_digits =
            sentence[..at].ends_with(char::is_numeric) && sentence[end..].starts_with(char::is_numeric);
        let far = ends.last().is_none_or(|&last| (end - last) as f64 >= least);
        if !between_digits && far && (least..most).contains(&(end as f64)) {
            ends.push(end);
        }
    }
    ends
}

fn cut_at(sentence: &str, cuts: &[usize]) -> Vec<String> {
    let ends = cuts.iter().copied().chain([sentence.len()]);
    let mut start = 0;
    let mut parts = Vec::new();
    for end in ends {
        parts.push(sentence[start..end].trim().to_owned());
        start = end;
    }
    parts
}

/// A sentence that goes on: its full stop is a comma.
fn without_stop(sentence: &str) -> String {
    let sentence = sentence.trim_end();
    match sentence.chars().next_back() {
        Some('.') => format!("{},", &sentence[..sentence.len() - 1]),
        Some('。') => format!("{}，", &sentence[..sentence.len() - '。'.len_utf8()]),
        _ => sentence.to_owned(),
    }
}

/// Numbers without rhyme or reason, always the same ones (xorshift, Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From 0 up to `n`.
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn happens(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }
}
