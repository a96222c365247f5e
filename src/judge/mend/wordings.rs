//! Other wordings of a sentence, for what the judge suspects of it.

use std::ops::Range;

use super::{Draft, Search};
use crate::judge::Defect;
use crate::judge::hearing::Hearing;
use crate::language::inflect::capitalised_like;
use crate::language::words::Form;
use crate::text::fold;

/// Suspicion of the other defects that can be mended from which a word is looked at.
const SUSPECT: [(Defect, f32); 2] = [(Defect::Form, 0.5), (Defect::Surplus, 0.5)];

/// Wordings for each suspicion, weighed at once.
const MAX_WORDINGS: usize = 6;

/// Orders that are weighed beside a source, swaps of neighbours first, then those of which the appraiser expects most;
/// what it must expect of each; and those, the nearest, that are weighed without the source though there is one.
const MAX_ORDERS: usize = 2;
const LEAST_EXPECTED: f32 = -1.0;
const MAX_ORDERS_AGAIN: usize = 4;

/// What is left of what the appraiser expects when the order is encoded.
const STALE: f32 = 0.3;

/// What the appraiser must expect of a swap of neighbours for it to be tried, and how many are.
const LEAST_SWAP: f32 = 0.5;
const MAX_SWAPS: usize = 1;

/// Suspicions that are looked at, the greatest first.
const MAX_SUSPECTS: usize = 1;

/// Farther moves are not tried.
const MAX_MOVE: usize = 7;

/// Units that move together.
const MAX_PHRASE: usize = 3;

/// What each word that another moves past must gain: of two orders that read alike the nearer is meant.
const CROSSING_COST: f32 = 0.15;

/// Forms tried in the place of one, and function words in the place of one.
const MAX_FORMS: usize = 8;
const MAX_FUNCTION_WORDS: usize = 16;

/// Frequency (Zipf × 10) from which words are function words.
const FUNCTION_WORD: u8 = 63;

/// Another wording of a sentence.
pub(super) struct Wording {
    pub text: String,
    /// What it would mend.
    pub defect: Defect,
    /// What it must gain before it counts.
    pub cost: f32,
}

/// Wordings that would mend what is suspected of a draft, those of one suspicion after those of another, the greatest
/// first.
pub(super) fn gather<'a>(
    hearing: &'a Hearing<'a>,
    beside: Beside<'a>,
    draft: &'a Draft,
    search: Search,
) -> impl Iterator<Item = Vec<Wording>> {
    let mut wordings = Wordings::new(hearing, beside, draft);
    wordings.suspects(search).into_iter().map(move |(unit, defect)| {
        match defect {
            Defect::Form => wordings.forms(unit),
            Defect::Surplus => wordings.omission(unit),
            _ => wordings.moves(unit),
        }
        let mut found = std::mem::take(&mut wordings.found);
        found.truncate(MAX_WORDINGS);
        found
    })
}

/// Wordings in which neighbours have changed places, those of which the appraiser expects most.
pub(super) fn swaps(hearing: &Hearing<'_>, beside: Beside<'_>, draft: &Draft) -> Vec<Wording> {
    let mut wordings = Wordings::new(hearing, beside, draft);
    let n = wordings.units.len();
    let is_word = |unit: usize| is_word(wordings.text_of(unit));
    let lefts = (1..n).filter(|&right| is_word(right - 1) && is_word(right)).map(|right| right - 1);
    let orders: Vec<Order> = lefts.map(|left| Order { units: moved(n, left..left + 1, left + 1), cost: 0.0 }).collect();
    let gains = wordings.expected(&orders);
    let mut swaps: Vec<(f32, &Order)> = gains.into_iter().zip(&orders).collect();
    swaps.retain(|(gain, _)| *gain >= LEAST_SWAP);
    swaps.sort_by(|a, b| b.0.total_cmp(&a.0));
    swaps.iter().take(MAX_SWAPS).for_each(|(_, order)| wordings.reordered(order));
    wordings.found
}

/// A sentence beside its source, if it has one.
#[derive(Clone, Copy)]
pub(super) struct Beside<'a> {
    pub hearing: &'a Hearing<'a>,
    pub sentence: usize,
}

/// Another order of the units, and what it must gain before it counts.
struct Order {
    units: Vec<usize>,
    cost: f32,
}

impl Order {
    /// Whether two neighbours have changed places and no more.
    fn is_swap(&self) -> bool {
        self.units.iter().enumerate().filter(|(place, unit)| *place != **unit).count() == 2
    }
}

/// The units from 0 on, some of them moved to another place.
fn moved(n: usize, units: Range<usize>, to: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    let moved: Vec<usize> = order.drain(units).collect();
    order.splice(to..to, moved);
    order
}

/// Wordings to weigh.
struct Wordings<'a> {
    hearing: &'a Hearing<'a>,
    beside: Beside<'a>,
    draft: &'a Draft,
    /// What moves as one: tokens without a space between them, marks by themselves.
    units: Vec<Range<usize>>,
    found: Vec<Wording>,
}

impl<'a> Wordings<'a> {
    fn new(hearing: &'a Hearing<'a>, beside: Beside<'a>, draft: &'a Draft) -> Self {
        let mut units: Vec<Range<usize>> = Vec::new();
        for (at, token) in draft.tokens.iter().enumerate() {
            let is_glued = hearing.target.language.rules.spaced
                && is_word(&draft.text[token.clone()])
                && units.last().is_some_and(|unit| {
                    let last = &draft.tokens[unit.end - 1];
                    last.end == token.start && is_word(&draft.text[last.clone()])
                });
            match units.last_mut().filter(|_| is_glued) {
                Some(unit) => unit.end = at + 1,
                None => units.push(at..at + 1),
            }
        }
        Wordings { hearing, beside, draft, units, found: Vec::new() }
    }

    /// Suspected units and what of, most suspected first.
    fn suspects(&self, search: Search) -> Vec<(usize, Defect)> {
        let mut suspects: Vec<(f32, usize, Defect)> = Vec::new();
        for (at, unit) in self.units.iter().enumerate() {
            let others = SUSPECT.into_iter().filter(|_| !search.order_alone);
            for (defect, least) in std::iter::once((Defect::Order, search.least)).chain(others) {
                let rows = &self.draft.rows[unit.clone()];
                let p = rows.iter().map(|row| row[defect as usize]).fold(0.0, f32::max);
                let is_eligible = match defect {
                    Defect::Form => is_word(self.text_of(at)),
                    // Others are said for a reason: names, above all.
                    Defect::Surplus => self.is_function_word(at),
                    _ => true,
                };
                if p >= least && is_eligible {
                    suspects.push((p, at, defect));
                }
            }
        }
        suspects.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        suspects.into_iter().map(|(_, at, defect)| (at, defect)).take(MAX_SUSPECTS).collect()
    }

    /// Whether a unit is a frequent word of a language that puts spaces between words.
    fn is_function_word(&self, unit: usize) -> bool {
        let language = self.hearing.target.language;
        let form = language.form(fold(self.text_of(unit)));
        language.rules.spaced && form.zipf.is_some_and(|zipf| zipf >= FUNCTION_WORD)
    }

    fn text_of(&self, unit: usize) -> &str {
        let unit = &self.units[unit];
        &self.draft.text[self.draft.tokens[unit.start].start..self.draft.tokens[unit.end - 1].end]
    }

    /// What stands between a unit and the one before it.
    fn gap_before(&self, unit: usize) -> &str {
        let end = unit.checked_sub(1).map_or(0, |before| self.draft.tokens[self.units[before].end - 1].end);
        &self.draft.text[end..self.draft.tokens[self.units[unit].start].start]
    }

    /// The words around a unit up to the next marks.
    fn run(&self, unit: usize) -> Range<usize> {
        let is_mark = |&at: &usize| !is_word(self.text_of(at));
        let start = (0..unit).rev().find(is_mark).map_or(0, |mark| mark + 1);
        let end = (unit..self.units.len()).find(is_mark).unwrap_or(self.units.len());
        start..end.max(unit + 1)
    }

    fn push(&mut self, text: String, defect: Defect, cost: f32) {
        if text != self.draft.text && self.found.iter().all(|other| other.text != text) {
            self.found.push(Wording { text, defect, cost });
        }
    }

    /// The sentence with something else in the place of a range of bytes.
    fn replaced(&mut self, range: Range<usize>, by: &str, defect: Defect) {
        let (head, tail) = (&self.draft.text[..range.start], &self.draft.text[range.end..]);
        self.push([head, by, tail].concat(), defect, 0.0);
    }

    /// The bytes of a unit.
    fn place(&self, unit: usize) -> Range<usize> {
        let unit = &self.units[unit];
        self.draft.tokens[unit.start].start..self.draft.tokens[unit.end - 1].end
    }

    /// A unit in its other forms; a function word, which has few, as another function word too. Not so beside a source:
    /// in human translations (NTREX-128) nearly all the words so replaced were right.
    fn forms(&mut self, unit: usize) {
        let language = self.hearing.target.language;
        let Some(words) = &language.words else { return };
        let written = self.text_of(unit).to_owned();
        let form = language.form(fold(&written));
        // Irregular forms rarely change the first letters; two keep the search short.
        let mut others = Vec::new();
        for lemma in form.words() {
            let prefix: String = lemma.chars().take(2).collect();
            // What an apostrophe follows is another word's, or two words.
            let has_apostrophe = |other: &Form| other.folded.contains(['\'', '\u{2019}']);
            others.extend(words.forms_of(lemma, &prefix).into_iter().filter(|other| !has_apostrophe(other)));
        }
        others.sort_by_key(|other| std::cmp::Reverse(other.zipf));
        let mut others: Vec<String> = others.into_iter().take(MAX_FORMS).map(|other| other.folded.into()).collect();
        if self.hearing.source.is_none() && self.is_function_word(unit) {
            others.extend(words.frequent().take(MAX_FUNCTION_WORDS).map(str::to_owned));
        }
        for other in others {
            self.replaced(self.place(unit), &capitalised_like(&written, &other), Defect::Form);
        }
    }

    /// The sentence without a unit.
    fn omission(&mut self, unit: usize) {
        let place = self.place(unit);
        if unit == 0 {
            let Some(next) = (self.units.len() > 1).then(|| self.place(1)) else { return };
            let first = capitalised(self.text_of(1));
            self.replaced(place.start..next.end, &first, Defect::Surplus);
        } else {
            let gap = self.gap_before(unit).len();
            self.replaced(place.start - gap..place.end, "", Defect::Surplus);
        }
    }

    /// The sentence with the units of a run in another order.
    fn reordered(&mut self, order: &Order) {
        let first = (0..self.units.len()).find(|&at| is_word(self.text_of(at)));
        let mut text = String::new();
        for (place, &unit) in order.units.iter().enumerate() {
            text.push_str(self.gap_before(place));
            let word = self.text_of(unit);
            match first {
                Some(first) if place == first && unit != first => text.push_str(&capitalised(word)),
                Some(first) if unit == first && place != first => text.push_str(&self.uncapitalised(word)),
                _ => text.push_str(word),
            }
        }
        let end = self.draft.tokens.last().map_or(0, |token| token.end);
        text.push_str(&self.draft.text[end..]);
        self.push(text, Defect::Order, order.cost);
    }

    /// The first word of a sentence inside it: a frequent word is no name.
    fn uncapitalised(&self, word: &str) -> String {
        let language = self.hearing.target.language;
        let folded = fold(word);
        let is_common = language.words.as_ref().and_then(|words| words.zipf(&folded)).is_some_and(|zipf| zipf >= 45);
        if is_common && !language.rules.capitalised_nouns { word.to_lowercase() } else { word.to_owned() }
    }

    /// A suspected unit, alone and with its neighbours, in other places of its run: beside a source swaps and those
    /// of which the appraiser expects most, otherwise the nearest.
    fn moves(&mut self, unit: usize) {
        let run = self.run(unit);
        let mut orders = Vec::new();
        for n in 1..=MAX_PHRASE {
            for start in unit.saturating_sub(n - 1)..=unit {
                if start < run.start || start + n > run.end {
                    continue;
                }
                let mut places: Vec<usize> = (run.start..=run.end - n).filter(|&to| to != start).collect();
                places.retain(|to| to.abs_diff(start) <= MAX_MOVE);
                places.sort_by_key(|to| to.abs_diff(start));
                orders.extend(places.into_iter().map(|to| Order {
                    units: moved(self.units.len(), start..start + n, to),
                    cost: CROSSING_COST * (n * (to.abs_diff(start) - 1)) as f32,
                }));
            }
        }
        // Words in the order of the source look right beside it, so that there the appraiser says nothing.
        let is_again = self.hearing.source.is_none() && self.beside.hearing.source.is_some();
        let gains = if is_again { Vec::new() } else { self.expected(&orders) };
        let most = match () {
            () if is_again => MAX_ORDERS_AGAIN,
            () if gains.is_empty() => MAX_WORDINGS,
            () => MAX_ORDERS,
        };
        if !gains.is_empty() {
            let mut sorted: Vec<(f32, Order)> = gains.into_iter().zip(orders).collect();
            sorted.retain(|(gain, _)| *gain >= LEAST_EXPECTED);
            let merit = |(gain, order): &(f32, Order)| gain * STALE - order.cost;
            sorted.sort_by(|a, b| b.1.is_swap().cmp(&a.1.is_swap()).then(merit(b).total_cmp(&merit(a))));
            orders = sorted.into_iter().map(|(_, order)| order).collect();
        }
        for order in &orders {
            self.reordered(order);
            if self.found.len() == most {
                break;
            }
        }
    }

    /// What the appraiser expects of each order; empty without a source.
    fn expected(&self, orders: &[Order]) -> Vec<f32> {
        let tokens = |order: &Order| order.units.iter().flat_map(|&unit| self.units[unit].clone()).collect();
        let orders: Vec<Vec<usize>> = orders.iter().map(tokens).collect();
        let Beside { hearing, sentence } = self.beside;
        hearing.reorderings(sentence, &self.draft.vectors, &orders)
    }
}

fn is_word(token: &str) -> bool {
    token.chars().any(char::is_alphanumeric)
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
