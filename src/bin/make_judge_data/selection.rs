//! Which sentences are taken: in fixed numbers of each language and pair, none of those that false alarms are
//! measured on.

use std::fs;
use std::ops::Range;

use anyhow::{Context, Result};
use mtlint::language::Language;
use rustc_hash::FxHashSet as HashSet;

use crate::corpus::{files, held_out, known, lines};
use crate::job::Job;
use crate::options::Options;
use crate::random::Random;
use crate::records::{contrast, doubted, post_edited};
use crate::sentence::units;

/// Units of a sentence that is learned from.
const LENGTHS: Range<usize> = 5..48;
/// The sentences to learn from, in random order.
pub fn jobs(options: &Options) -> Result<Vec<Job>> {
    let held_out = held_out(&options.data)?;
    let recipe = options.recipe();
    let mut random = Random::new(options.seed.wrapping_add(1));
    let scale = |n: usize| (n as f64 * options.share) as usize;
    let mut taken: HashSet<String> = HashSet::default();
    let mut jobs = Vec::new();
    if let Some(path) = &options.doubted {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        for mut job in text.lines().filter_map(doubted) {
            if !held_out.contains(job.target.trim()) && taken.insert(job.target.clone()) {
                job.hides_source = job.source.is_some() && random.chance(recipe.sourceless);
                jobs.push(job);
            }
        }
    }
    let mut fits = |text: &str, code: &str, random: &mut Random| {
        let language = Language::get(code);
        let n = language.map_or(0, |language| units(text, language).0.len());
        // Long sentences are what news has; the corpora have many short ones.
        let is_long = random.chance(n as f64 / 20.0);
        is_long && LENGTHS.contains(&n) && !held_out.contains(text.trim()) && taken.insert(text.to_owned())
    };
    for (name, path) in files(&options.data.join("parallel"))? {
        let Some((from, to)) = name.split_once('-') else { continue };
        let (Some(from), Some(to)) = (known(from), known(to)) else { continue };
        let mut pairs = lines(&path)?;
        random.shuffle(&mut pairs);
        let (mut n_out, mut n_in) = (0, 0);
        for line in pairs {
            let Some((one, other)) = line.split_once('\t') else { continue };
            let (target, code, source) = if n_out < scale(recipe.from_pairs)
                && (n_in >= scale(recipe.into_common) || random.chance(recipe.outwards))
            {
                (one, from, (other, to))
            } else if n_in < scale(recipe.into_common) {
                (other, to, (one, from))
            } else {
                break;
            };
            if fits(target, code, &mut random) {
                *(if code == from { &mut n_out } else { &mut n_in }) += 1;
                jobs.push(Job {
                    target: target.to_owned(),
                    to: code,
                    source: Some((source.0.to_owned(), source.1)),
                    hides_source: random.chance(recipe.sourceless),
                    tagged: None,
                    wrong_sense: None,
                });
            }
        }
    }
    let common = known("en");
    for (name, path) in files(&options.data.join("mono"))? {
        let Some(code) = known(&name) else { continue };
        let mut sentences = lines(&path)?;
        random.shuffle(&mut sentences);
        let wanted = scale(if Some(code) == common { recipe.common_alone } else { recipe.alone });
        let mut n = 0;
        for target in sentences {
            if n >= wanted {
                break;
            }
            if fits(&target, code, &mut random) {
                n += 1;
                let (source, hides_source) = (None, false);
                jobs.push(Job { target, to: code, source, hides_source, tagged: None, wrong_sense: None });
            }
        }
    }
    for path in files(&options.data.join("qe-train"))?.values() {
        jobs.extend(lines(path)?.iter().filter_map(|line| post_edited(line)).take(scale(recipe.post_edited)));
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
