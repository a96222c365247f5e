//! Other wordings of a sentence, for what the judge suspects of it.

use std::ops::Range;

use super::Draft;
use crate::encoder::Encoder;
use crate::judge::Defect;
use crate::judge::hearing::Hearing;
use crate::judge::reading::Reader;
use crate::language::inflect::capitalised_like;
use crate::language::words::Form;
use crate::odds::log_odds;
use crate::text::fold;

/// Suspicion of the defects that can be mended from which a word is looked at.
const SUSPECT: [(Defect, f32); 3] = [(Defect::Order, 0.45), (Defect::Form, 0.5), (Defect::Surplus, 0.5)];

/// Wordings of another form that are weighed, those that the reader finds best.
const MAX_WORDINGS: usize = 3;

/// Other orders of a sentence that are weighed, those of the greatest promise first.
const MAX_ORDERS: usize = 2;

/// Swaps of neighbours whose promise is looked at: those of which the judge suspects most that one is out of place.
/// With all of them no more of 245 swapped words are found.
const MAX_SWAPS: usize = 6;

/// Suspicions nearer to 0 and 1 count as these.
const SUREST: f32 = 0.001;

/// The log odds that an order is the one that was meant, before it is weighed: weights of the reader's gain, of the
/// log odds of what the judge suspects of the words moved and of those moved past, of the judge's, the appraiser's and
/// the reader's logits of the sentence as it stands, and a bias. A logistic regression over 4,500 swaps of neighbours
/// in human translations (NTREX-128, 24 languages both ways) and all other swaps of these sentences.
const PROMISE: [f32; 7] = [0.72, 0.47, 0.47, -0.33, 0.13, -0.32, 0.1];

/// Taken off the promise of what is no swap of neighbours. With 0 more of the moved words of 643 human translations
/// (NTREX-128, five languages) are met, .31 instead of .28 with 1, and with 1 more of 650 swapped ones are put right, .69
/// instead of .64.
const FARTHER: f32 = 0.5;

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

/// Wordings that would mend what is suspected most of a draft, if that is a form or a word too many.
pub(super) fn others(hearing: &Hearing<'_>, draft: &Draft) -> Vec<Wording> {
    let mut wordings = Wordings::new(hearing, draft);
    match wordings.suspect() {
        Some((unit, Defect::Form)) => wordings.forms(unit),
        Some((unit, Defect::Surplus)) => wordings.omission(unit),
        _ => {}
    }
    let mut read: Vec<(f32, Wording)> =
        wordings.found.into_iter().map(|wording| (read(&wording.text), wording)).collect();
    read.sort_by(|a, b| a.0.total_cmp(&b.0));
    read.into_iter().take(MAX_WORDINGS).map(|(_, wording)| wording).collect()
}

/// Other orders of a draft, those of the greatest promise, which is at least `least`: neighbours that change places, and
/// what the judge suspects most, alone and with its neighbours, in other places of its run.
pub(super) fn orders(hearing: &Hearing<'_>, draft: &Draft, least: f32) -> Vec<Wording> {
    let mut wordings = Wordings::new(hearing, draft);
    let mut orders = wordings.swaps();
    if let Some((unit, Defect::Order)) = wordings.suspect() {
        for order in wordings.moves(unit) {
            if orders.iter().all(|other| other.units != order.units) {
                orders.push(order);
            }
        }
    }
    let mut promising: Vec<(f32, Order)> = wordings.promises(&orders).into_iter().zip(orders).collect();
    promising.retain(|(promise, _)| *promise >= least);
    promising.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (_, order) in &promising {
        wordings.reordered(order);
        if wordings.found.len() == MAX_ORDERS {
            break;
        }
    }
    wordings.found
}

/// Another order of the units, and what it must gain before it counts.
struct Order {
    units: Vec<usize>,
    cost: f32,
    /// Which move.
    moved: Range<usize>,
    /// Which they move past.
    passed: Range<usize>,
}

impl Order {
    /// Of so many units some moved to another place.
    fn of(n: usize, moved: Range<usize>, to: usize) -> Order {
        let mut units: Vec<usize> = (0..n).collect();
        let taken: Vec<usize> = units.drain(moved.clone()).collect();
        units.splice(to..to, taken);
        let passed = if to > moved.start { moved.end..to + moved.len() } else { to..moved.start };
        let cost = CROSSING_COST * (moved.len() * (passed.len() - 1)) as f32;
        Order { units, cost, moved, passed }
    }
}

/// Wordings to weigh.
struct Wordings<'a> {
    hearing: &'a Hearing<'a>,
    draft: &'a Draft,
    /// What moves as one: tokens without a space between them, marks by themselves.
    units: Vec<Range<usize>>,
    found: Vec<Wording>,
}

impl<'a> Wordings<'a> {
    fn new(hearing: &'a Hearing<'a>, draft: &'a Draft) -> Self {
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
        Wordings { hearing, draft, units, found: Vec::new() }
    }

    /// The unit that is suspected most, and what of.
    fn suspect(&self) -> Option<(usize, Defect)> {
        let mut most: Option<(f32, usize, Defect)> = None;
        for unit in 0..self.units.len() {
            for (defect, least) in SUSPECT {
                let p = self.suspicion(unit..unit + 1, defect);
                let is_eligible = match defect {
                    Defect::Form => is_word(self.text_of(unit)),
                    // Others are said for a reason: names, above all.
                    Defect::Surplus => self.is_function_word(unit),
                    _ => true,
                };
                if p >= least && is_eligible && most.is_none_or(|(greatest, ..)| p > greatest) {
                    most = Some((p, unit, defect));
                }
            }
        }
        most.map(|(_, unit, defect)| (unit, defect))
    }

    /// The greatest suspicion of a defect among some units.
    fn suspicion(&self, units: Range<usize>, defect: Defect) -> f32 {
        let rows = units.flat_map(|unit| &self.draft.rows[self.units[unit].clone()]);
        rows.map(|row| row[defect as usize]).fold(0.0, f32::max)
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

    /// Neighbours in each other's place, those that the judge suspects most.
    fn swaps(&self) -> Vec<Order> {
        let n = self.units.len();
        let is_word = |unit: usize| is_word(self.text_of(unit));
        let lefts = (1..n).filter(|&right| is_word(right - 1) && is_word(right)).map(|right| right - 1);
        let suspicion = |unit: usize| log_odds(self.suspicion(unit..unit + 1, Defect::Order), SUREST);
        let mut suspected: Vec<(f32, usize)> =
            lefts.map(|left| (suspicion(left) + suspicion(left + 1), left)).collect();
        suspected.sort_by(|a, b| b.0.total_cmp(&a.0));
        suspected.iter().take(MAX_SWAPS).map(|&(_, left)| Order::of(n, left..left + 1, left + 1)).collect()
    }

    /// A suspected unit, alone and with its neighbours, in other places of its run.
    fn moves(&self, unit: usize) -> Vec<Order> {
        let run = self.run(unit);
        let mut orders = Vec::new();
        for n in 1..=MAX_PHRASE {
            for start in unit.saturating_sub(n - 1)..=unit {
                if start < run.start || start + n > run.end {
                    continue;
                }
                let places = (run.start..=run.end - n).filter(|&to| to != start && to.abs_diff(start) <= MAX_MOVE);
                orders.extend(places.map(|to| Order::of(self.units.len(), start..start + n, to)));
            }
        }
        orders
    }

    /// The log odds that each order is meant, before it is weighed.
    fn promises(&self, orders: &[Order]) -> Vec<f32> {
        let tokens = |order: &Order| order.units.iter().flat_map(|&unit| self.units[unit].clone()).collect();
        let gains = Reader::embedded().reorderings(&self.draft.reading, orders.iter().map(tokens));
        let (score, appraisal) = (self.draft.score, self.draft.appraisal.unwrap_or_default());
        let read = self.draft.reading.score();
        let promise = |(order, gain): (&Order, f32)| {
            let suspicions = [&order.moved, &order.passed]
                .map(|units| log_odds(self.suspicion(units.clone(), Defect::Order), SUREST));
            let farther = if order.moved.len() + order.passed.len() > 2 { FARTHER } else { 0.0 };
            let evidence = [gain, suspicions[0], suspicions[1], score, appraisal, read, 1.0];
            evidence.iter().zip(PROMISE).map(|(value, weight)| value * weight).sum::<f32>() - order.cost - farther
        };
        orders.iter().zip(gains).map(promise).collect()
    }
}

/// What the reader finds of a sentence.
fn read(text: &str) -> f32 {
    Reader::embedded().read(&Encoder::embedded().tokenizer().pieces(text), &[]).score()
}

fn is_word(token: &str) -> bool {
    token.chars().any(char::is_alphanumeric)
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
