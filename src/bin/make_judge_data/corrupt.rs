//! Corruptions, modelled on what machine translation does to a sentence.

use crate::random::Random;
use crate::sentence::{FORM, MISSING, ORDER, SENSE, SURPLUS, Unit};
use crate::vocabulary::Vocabulary;
use mtlint::text::fold;
use std::ops::Range;

/// What a corruption may look at beside the sentence.
pub struct Setting<'a> {
    pub vocabulary: &'a Vocabulary,
    /// For each unit the place of its counterpart in the source, if it has a sure one.
    pub places: &'a [Option<usize>],
    /// For each unit other translations of its counterpart.
    pub translations: &'a [Vec<String>],
    /// For each unit its counterpart as written.
    pub counterparts: &'a [Option<String>],
}

type Corruption = fn(&[Unit], &Setting<'_>, &mut Random) -> Option<Vec<Unit>>;

/// Name, share among the corruptions, and what it does. The number of a kind is its place, from 1.
pub const KINDS: &[(&str, f64, Corruption)] = &[
    ("swap", 16.0, swap),
    ("window", 5.0, window),
    ("shuffle", 2.0, shuffle),
    ("move", 9.0, move_phrase),
    ("source-order", 11.0, source_order),
    ("drop-function", 10.0, drop_function),
    ("drop-content", 9.0, drop_content),
    ("drop-phrase", 4.0, drop_phrase),
    ("truncate", 1.5, truncate),
    ("repeat-word", 2.5, repeat_word),
    ("repeat-phrase", 3.0, repeat_phrase),
    ("insert-function", 8.0, insert_function),
    ("insert-content", 2.0, insert_content),
    ("other-form", 24.0, other_form),
    ("derivation", 7.0, derivation),
    ("other-function", 15.0, other_function),
    ("other-sense", 7.0, other_sense),
    ("other-content", 5.0, other_content),
    ("other-name", 2.0, other_name),
    ("other-number", 2.0, other_number),
    ("untranslated", 2.0, untranslated),
    ("misspelt", 2.5, misspelt),
    ("mark", 2.0, mark),
    ("case", 1.5, case),
];

/// Runs of words between marks.
fn runs(units: &[Unit]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for at in 0..=units.len() {
        if at == units.len() || !units[at].is_word {
            if at > start {
                runs.push(start..at);
            }
            start = at + 1;
        }
    }
    runs
}

fn run_of(units: &[Unit], least: usize, random: &mut Random) -> Option<Range<usize>> {
    let runs: Vec<Range<usize>> = runs(units).into_iter().filter(|run| run.len() >= least).collect();
    let weights: Vec<f64> = runs.iter().map(|run| run.len() as f64).collect();
    (!runs.is_empty()).then(|| runs[random.weighted(&weights)].clone())
}

fn words(units: &[Unit]) -> Vec<usize> {
    (0..units.len()).filter(|&at| units[at].is_word).collect()
}

/// Puts the units of a range into another order: the spaces stay where they are, and mostly so does
/// the capital at the start of the sentence.
fn reordered(units: &[Unit], range: Range<usize>, order: &[usize], random: &mut Random) -> Option<Vec<Unit>> {
    let mut result = units.to_vec();
    for (place, &from) in range.clone().zip(order) {
        result[place] = Unit { spaced: units[place].spaced, ..units[from].clone() };
    }
    let is_changed = range.clone().any(|at| result[at].folded() != units[at].folded());
    let first = words(units).first().copied()?;
    if is_changed && range.contains(&first) && result[first].from != first && random.chance(0.7) {
        recapitalise(&mut result, first);
    }
    is_changed.then_some(result)
}

/// After a move: the new first word gets the capital, the old one loses it where it is no name.
fn recapitalise(units: &mut [Unit], first: usize) {
    for (at, unit) in units.iter_mut().enumerate() {
        if at != first && unit.from == first && unit.text.chars().skip(1).all(char::is_lowercase) {
            unit.text = unit.text.to_lowercase();
        }
    }
    units[first].text = capitalised(&units[first].text);
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

fn like(word: &str, model: &str) -> String {
    let is_capital = model.chars().next().is_some_and(char::is_uppercase);
    if is_capital { capitalised(word) } else { word.to_owned() }
}

fn swap(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let run = run_of(units, 2, random)?;
    let at = run.start + random.below(run.len() - 1);
    let far = if random.chance(0.15) && at + 2 < run.end { at + 2 } else { at + 1 };
    let mut order: Vec<usize> = (at..=far).collect();
    order.reverse();
    let mut result = reordered(units, at..far + 1, &order, random)?;
    for unit in &mut result[at..=far] {
        unit.labels |= ORDER;
    }
    Some(result)
}

fn window(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let run = run_of(units, 3, random)?;
    let n = (3 + random.below(4)).min(run.len());
    let start = run.start + random.below(run.len() - n + 1);
    let mut order: Vec<usize> = (start..start + n).collect();
    random.shuffle(&mut order);
    let mut result = reordered(units, start..start + n, &order, random)?;
    for (place, unit) in result.iter_mut().enumerate() {
        unit.labels |= if unit.is_word && unit.from != place { ORDER } else { 0 };
    }
    Some(result)
}

fn shuffle(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let places = words(units);
    let mut order = places.clone();
    random.shuffle(&mut order);
    let mut result = units.to_vec();
    for (&place, &from) in places.iter().zip(&order) {
        result[place] = Unit { spaced: units[place].spaced, ..units[from].clone() };
        result[place].labels |= if from == place { 0 } else { ORDER };
    }
    (places.len() > 3).then_some(result)
}

fn move_phrase(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let run = run_of(units, 3, random)?;
    let n = (1 + random.weighted(&[6.0, 3.0, 2.0])).min(run.len() - 1);
    let from = run.start + random.below(run.len() - n + 1);
    let to = run.start + random.below(run.len() - n + 1);
    if from == to || from.abs_diff(to) > 9 {
        return None;
    }
    let mut order: Vec<usize> = run.clone().filter(|at| !(from..from + n).contains(at)).collect();
    let place = to - run.start;
    order.splice(place..place, from..from + n);
    let mut result = reordered(units, run.clone(), &order, random)?;
    for unit in result.iter_mut().filter(|unit| unit.is_word && (from..from + n).contains(&unit.from)) {
        unit.labels |= ORDER;
    }
    Some(result)
}

/// Sorts a stretch of the target by where its words stand in the source; a word without a counterpart
/// goes with the next that has one.
fn source_order(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let run = run_of(units, 4, random)?;
    let n = (4 + random.below(7)).min(run.len());
    let start = run.start + random.below(run.len() - n + 1);
    let range = start..start + n;
    let mut keys: Vec<(usize, usize)> = Vec::new();
    let mut next = usize::MAX;
    for at in range.clone().rev() {
        next = setting.places.get(units[at].from).copied().flatten().unwrap_or(next);
        keys.push((next, at));
    }
    let sure = range.clone().filter(|&at| setting.places.get(units[at].from).is_some_and(Option::is_some)).count();
    keys.sort_unstable();
    let order: Vec<usize> = keys.into_iter().map(|(_, at)| at).collect();
    let kept = rising(&order);
    if sure * 2 < n {
        return None;
    }
    let mut result = reordered(units, range.clone(), &order, random)?;
    for (place, from) in range.zip(&order) {
        result[place].labels |= if kept.contains(from) { 0 } else { ORDER };
    }
    Some(result)
}

/// A longest rising subsequence.
fn rising(order: &[usize]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, value) in order.iter().enumerate() {
        let before = (0..at).filter(|&i| order[i] < *value).max_by_key(|&i| best[i].0);
        best.push((before.map_or(0, |i| best[i].0) + 1, before));
    }
    let mut at = (0..order.len()).max_by_key(|&i| best[i].0);
    let mut kept = Vec::new();
    while let Some(i) = at {
        kept.push(order[i]);
        at = best[i].1;
    }
    kept
}

/// Takes units out; what then stands in the place is labelled.
fn without(units: &[Unit], range: Range<usize>) -> Option<Vec<Unit>> {
    let mut result = units.to_vec();
    result.drain(range.clone());
    let first = words(units).first().copied()?;
    if range.contains(&first) && units[first].text.chars().next().is_some_and(char::is_uppercase) {
        let new = words(&result).first().copied()?;
        result[new].text = capitalised(&result[new].text);
    }
    result.get_mut(range.start)?.first |= MISSING;
    Some(result)
}

fn drop_where(units: &[Unit], random: &mut Random, wanted: impl Fn(&str) -> bool) -> Option<Vec<Unit>> {
    let all = words(units);
    let places: Vec<usize> = all.iter().copied().filter(|&at| wanted(&units[at].folded())).collect();
    let &at = random.pick(&places)?;
    (all.len() > 3).then(|| without(units, at..at + 1))?
}

fn drop_function(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    drop_where(units, random, |word| setting.vocabulary.is_function(word))
}

fn drop_content(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    drop_where(units, random, |word| !setting.vocabulary.is_function(word))
}

fn drop_phrase(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let run = run_of(units, 5, random)?;
    let n = 2 + random.below(3);
    let start = run.start + random.below(run.len() - n + 1);
    without(units, start..start + n)
}

/// Cuts the end off, with or without the last mark.
fn truncate(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let all = words(units);
    if all.len() < 6 {
        return None;
    }
    let last = all[all.len() - 2 - random.below(all.len() / 3)];
    let end = units.last().filter(|unit| !unit.is_word)?;
    let mut result = units[..=last].to_vec();
    if random.chance(0.7) {
        result.push(Unit { first: MISSING, ..end.clone() });
    } else {
        result.last_mut()?.labels |= MISSING;
    }
    Some(result)
}

fn repeat(units: &[Unit], random: &mut Random, n: usize) -> Option<Vec<Unit>> {
    let run = run_of(units, n, random)?;
    let start = run.start + random.below(run.len() - n + 1);
    let is_spaced = units.iter().any(|unit| unit.spaced);
    let mut result = units.to_vec();
    let copies = units[start..start + n].iter().enumerate().map(|(i, unit)| {
        let text = if start + i == 0 { unit.text.to_lowercase() } else { unit.text.clone() };
        Unit { text, spaced: is_spaced, labels: unit.labels | SURPLUS, ..unit.clone() }
    });
    let copies: Vec<Unit> = copies.collect();
    result.splice(start + n..start + n, copies);
    Some(result)
}

fn repeat_word(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    repeat(units, random, 1)
}

fn repeat_phrase(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let n = 2 + random.below(3);
    repeat(units, random, n)
}

fn inserted(units: &[Unit], at: usize, word: &str) -> Option<Vec<Unit>> {
    let mut result = units.to_vec();
    let beside = units.get(at)?;
    let is_spaced = units.iter().any(|unit| unit.spaced);
    let new =
        Unit { text: word.to_owned(), spaced: is_spaced, is_word: true, from: usize::MAX, labels: SURPLUS, first: 0 };
    let is_twin = fold(word) == beside.folded() || at > 0 && fold(word) == units[at - 1].folded();
    result.insert(at, new);
    (!is_twin).then_some(result)
}

fn insert_function(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let &at = random.pick(words(units).get(1..)?)?;
    // A word of the sentence itself half of the time: it is what a decoder does.
    let own: Vec<String> = units.iter().map(Unit::folded).filter(|word| setting.vocabulary.is_function(word)).collect();
    let word = if random.chance(0.5) { random.pick(&own)? } else { random.pick(&setting.vocabulary.function)? };
    inserted(units, at, word)
}

fn insert_content(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let places = words(units);
    let &at = random.pick(places.get(1..)?)?;
    let &near = random.pick(&places)?;
    let word = if random.chance(0.3) {
        units[near].text.to_lowercase()
    } else {
        random.pick(setting.vocabulary.alike(&units[near].folded()))?.clone()
    };
    inserted(units, at, &word)
}

/// Puts another word in the place of one.
fn replaced(units: &[Unit], at: usize, word: &str, label: u8) -> Option<Vec<Unit>> {
    let mut result = units.to_vec();
    let unit = result.get_mut(at)?;
    unit.text = like(word, &unit.text);
    unit.labels |= label;
    (unit.text != units[at].text).then_some(result)
}

/// Tries some words in turn until `propose` has something for one.
fn replace_some(
    units: &[Unit],
    random: &mut Random,
    label: u8,
    mut propose: impl FnMut(usize, &str, &mut Random) -> Option<String>,
) -> Option<Vec<Unit>> {
    let mut places = words(units);
    random.shuffle(&mut places);
    places.into_iter().take(8).find_map(|at| {
        let word = propose(at, &units[at].folded(), random)?;
        replaced(units, at, &word, label)
    })
}

fn other_form(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, FORM, |_, word, random| {
        random.pick(&setting.vocabulary.siblings(word)).map(|&other| other.to_owned())
    })
}

fn derivation(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, FORM, |_, word, random| {
        random.pick(&setting.vocabulary.cousins(word)).map(|&other| other.to_owned())
    })
}

fn other_function(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let vocabulary = setting.vocabulary;
    replace_some(units, random, FORM, |_, word, random| {
        let at = vocabulary.function.iter().position(|other| other == word)?;
        // Words about as frequent: articles for articles, prepositions for prepositions.
        let near = &vocabulary.function[at.saturating_sub(15)..(at + 16).min(vocabulary.function.len())];
        random.pick(near).filter(|other| *other != word).cloned()
    })
}

fn other_sense(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, SENSE, |at, word, random| {
        let others = setting.translations.get(units[at].from)?;
        let other = random.pick(others).filter(|other| *other != word)?;
        // Inflected as the word it replaces, as far as its own forms allow.
        let ending: String = word.chars().rev().take(2).collect();
        let alike = setting
            .vocabulary
            .siblings(other)
            .into_iter()
            .find(|form| *form != word && form.chars().rev().take(2).eq(ending.chars()));
        Some(alike.map_or_else(|| other.clone(), str::to_owned))
    })
}

fn other_content(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let vocabulary = setting.vocabulary;
    replace_some(units, random, SENSE, |_, word, random| {
        let others = if vocabulary.is_function(word) { &[] } else { vocabulary.alike(word) };
        random.pick(others).filter(|other| *other != word).cloned()
    })
}

fn other_name(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, SENSE, |at, word, random| {
        let is_name = setting.vocabulary.names.binary_search(&units[at].text).is_ok();
        random.pick(&setting.vocabulary.names).filter(|other| is_name && fold(other) != word).cloned()
    })
}

fn other_number(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, SENSE, |at, _, random| {
        let text = &units[at].text;
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let which = random.below(digits);
        let mut seen = 0;
        let other = text.chars().map(|c| {
            let is_here = c.is_ascii_digit() && seen == which;
            seen += usize::from(c.is_ascii_digit());
            if is_here { char::from(b'1' + random.below(9) as u8) } else { c }
        });
        let other: String = other.collect();
        (digits > 0).then_some(other)
    })
}

fn untranslated(units: &[Unit], setting: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, SENSE, |at, word, _| {
        let other = setting.counterparts.get(units[at].from)?.clone()?;
        (fold(&other) != word && !setting.vocabulary.is_function(word)).then_some(other)
    })
}

fn misspelt(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    replace_some(units, random, FORM, |at, _, random| {
        let mut chars: Vec<char> = units[at].text.chars().collect();
        if chars.len() < 4 || !chars.iter().all(|c| c.is_alphabetic()) {
            return None;
        }
        let place = 1 + random.below(chars.len() - 1);
        match random.below(3) {
            0 => drop(chars.remove(place)),
            1 => chars.insert(place, chars[random.below(chars.len())]),
            _ => chars.swap(place, place - 1),
        }
        Some(chars.into_iter().collect())
    })
}

fn mark(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let marks: Vec<usize> = (0..units.len()).filter(|&at| !units[at].is_word).collect();
    let mut result = units.to_vec();
    if random.chance(0.5) {
        let &at = random.pick(&marks)?;
        result.remove(at);
        match result.get_mut(at) {
            Some(unit) => unit.first |= MISSING,
            None => result.last_mut()?.labels |= MISSING,
        }
    } else {
        let &at = random.pick(words(units).get(1..)?)?;
        let &text = random.pick(&[",", ".", "?", ";"])?;
        let new =
            Unit { text: text.to_owned(), spaced: false, is_word: false, from: usize::MAX, labels: SURPLUS, first: 0 };
        result.insert(at, new);
    }
    Some(result)
}

/// The start in lower case, or a word inside with a capital.
fn case(units: &[Unit], _: &Setting<'_>, random: &mut Random) -> Option<Vec<Unit>> {
    let places = words(units);
    let mut result = units.to_vec();
    let at = if random.chance(0.5) { *places.first()? } else { *random.pick(&places)? };
    let unit = &mut result[at];
    let is_capital = unit.text.chars().next()?.is_uppercase();
    unit.text = if is_capital { unit.text.to_lowercase() } else { capitalised(&unit.text) };
    unit.labels |= FORM;
    (unit.text != units[at].text).then_some(result)
}
