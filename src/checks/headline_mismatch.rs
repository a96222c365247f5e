//! The check `headline-mismatch`.

use std::ops::Range;

use super::check::{Context, check};
use super::names::{is_misspelled, latin, spellings};
use crate::article::{BlockKind, Text};
use crate::facts::alike::same;
use crate::facts::{Amount, Ledger, Verdict, facts};
use crate::finding::{Finding, Findings};
use crate::language::tokens::{TokenKind, Tokens};
use crate::numbers::Written;

/// Headlines round: a figure of the body this close, as a share of it, is the same.
const ROUNDED: f64 = 0.11;

/// Figures further apart than this factor count different things.
const FACTOR: f64 = 5.0;

/// Smaller numbers count everything in passing.
const LEAST: f64 = 3.0;

/// Words besides the noun that both sentences must have.
const SHARED: usize = 2;

/// Frequency (Zipf × 10) from which a shared word says nothing.
const FUNCTION_WORD: u8 = 60;

/// Where the source's headline has another figure, where nothing is known of the source's, and where it has
/// the same: then the source is to be asked.
const CONFIDENCE_CHANGED: f32 = 0.75;
const CONFIDENCE: f32 = 0.55;
const CONFIDENCE_SOURCE: f32 = 0.3;

/// Where the source has one name for two spellings.
const CONFIDENCE_ONE_NAME: f32 = 0.75;

/// How often the body must have the other spelling where there is no source to tell that they are one name.
const TIMES: usize = 2;

/// Letters at the end of a name of the source that are taken for an inflection.
const ENDING: usize = 3;

check! {
    /// A figure in the headline, or the spelling of a name there or in the lead, that the body of the same article
    /// contradicts.
    ///
    /// # Why it matters
    ///
    /// Headlines are written, translated and updated apart from the text; everyone reads both.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: Storm kills 42 people in the south
    ///                 ^^ 24
    /// en: A storm killed 24 people in the south of the country on Monday.
    /// ```
    ///
    /// ```example
    /// en: Vandrager opens new bridge
    /// en: Mayor Hendrik Vaandrager opened the bridge on Monday. It cost two million euros.
    /// en: The old one was too narrow, Vaandrager said.
    /// ```
    ///
    /// # Limits
    ///
    /// Looks at figures whose noun stands beside one other figure in the body, in a sentence that shares two
    /// further words with the headline, where the headline's figure is nowhere in the body. Rounding is no
    /// contradiction. Of names it looks at rare ones that differ in a letter or two, not in the ending, in
    /// languages that do not inflect names; two names that the source has as two are none of its business.
    pub static HEADLINE_MISMATCH = {
        name: "headline-mismatch",
        category: MISTRANSLATION,
        severity: Major,
        since: "0.1.0",
        needs: Target,
        silences: ["inconsistent-term"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    figures(context, findings);
    if !context.target().language.rules.inflected_names {
        names(context, findings);
    }
}

/// Figures of the headline against those of the body.
fn figures(context: &Context<'_>, findings: &mut Findings) {
    let target = context.target();
    let is_headline = |sentence: &usize| target.block_kind(*sentence) == BlockKind::Headline;
    let (title, body): (Vec<usize>, Vec<usize>) = (0..target.sentences.len()).partition(is_headline);
    let title: Vec<Figure> = title.into_iter().flat_map(|sentence| Figure::all(target, sentence)).collect();
    if !title.iter().any(Figure::is_told) {
        return;
    }
    let body: Vec<Figure> = body.into_iter().flat_map(|sentence| Figure::all(target, sentence)).collect();
    for figure in title.iter().filter(|figure| figure.is_told()) {
        let value = figure.amount.number.value;
        if body.iter().any(|other| other.may_be(value)) {
            continue;
        }
        let mut rivals = body.iter().filter(|other| other.is_told() && figure.counts_like(other, target));
        let Some(rival) = rivals.next() else { continue };
        let theirs = rival.amount.number.value;
        let is_alone = rivals.all(|other| same(other.amount.number.value, theirs));
        if is_alone && value.max(theirs) <= FACTOR * value.min(theirs) {
            findings.push(finding(context, figure, rival));
        }
    }
}

/// A number and the sentence it stands in.
struct Figure {
    amount: Amount,
    sentence: Range<usize>,
}

impl Figure {
    /// The numbers of a sentence.
    fn all(text: &Text, sentence: usize) -> Vec<Figure> {
        let tokens = text.sentences[sentence].tokens.clone();
        let amounts = facts(text, tokens.clone()).into_iter().filter_map(|fact| fact.amount().cloned());
        amounts.map(|amount| Figure { amount, sentence: tokens.clone() }).collect()
    }

    /// Whether it tells how many or how much.
    fn is_told(&self) -> bool {
        let (amount, number) = (&self.amount, &self.amount.number);
        let is_cardinal = matches!(number.written, Written::Digits | Written::Words);
        is_cardinal && number.value >= LEAST && !amount.in_date && !number.is_label && number.time.is_none()
    }

    /// Whether it is a value, or what a headline rounds to it.
    fn may_be(&self, value: f64) -> bool {
        let number = &self.amount.number;
        let is_near = |own: f64| (own - value).abs() <= ROUNDED * own.abs();
        is_near(number.value) || number.other_reading.is_some_and(is_near)
    }

    /// The words of its sentence that say something, what it counts first.
    fn words<'t>(&self, text: &'t Text) -> (Option<&'t str>, Vec<&'t str>) {
        let base = |token: usize| text.form(token).words().last().unwrap_or("");
        let is_content = |token: &usize| {
            text.kind(*token) == TokenKind::Word && text.form(*token).zipf.is_some_and(|zipf| zipf < FUNCTION_WORD)
        };
        let own = self.amount.tokens();
        let counted = self.amount.unit.map(|unit| unit.name).or_else(|| {
            let next = own.end;
            (next < self.sentence.end && text.kind(next) == TokenKind::Word).then(|| base(next))
        });
        let others = self.sentence.clone().filter(|token| !own.contains(token)).filter(is_content).map(base);
        (counted, others.filter(|word| Some(*word) != counted).collect())
    }

    /// Whether both count the same thing of which both sentences say the same.
    fn counts_like(&self, other: &Figure, text: &Text) -> bool {
        let ((ours, here), (theirs, there)) = (self.words(text), other.words(text));
        ours.is_some() && ours == theirs && here.iter().filter(|word| there.contains(word)).count() >= SHARED
    }
}

fn finding(context: &Context<'_>, figure: &Figure, rival: &Figure) -> Finding {
    let target = context.target();
    let [span, other] = [figure, rival].map(|figure| target.span_of(&figure.amount.number.tokens));
    let [written, body] = [span, other].map(|span| span.map_or("", |span| target.slice(span)));
    let message = format!("the headline says {written}, the text {body}");
    let entry = context.ledger.and_then(|ledger| {
        let is_it = |n: usize| ledger.target[n].tokens == figure.amount.number.tokens;
        ledger.entries.iter().find(|entry| entry.target.is_some_and(is_it))
    });
    let confidence = match entry.map(|entry| entry.verdict) {
        Some(Verdict::Same | Verdict::Moved | Verdict::Converted) => CONFIDENCE_SOURCE,
        Some(_) => CONFIDENCE_CHANGED,
        None => CONFIDENCE,
    };
    Finding { suggestions: vec![body.to_owned()], ..HEADLINE_MISMATCH.finding(span, confidence, message) }
}

/// Names of the headline and the lead that the rest of the article spells otherwise, and only otherwise.
fn names(context: &Context<'_>, findings: &mut Findings) {
    let target = context.target();
    let is_title = |sentence: &usize| target.block_kind(*sentence) == BlockKind::Headline;
    let lead = (0..target.sentences.len()).find(|sentence| !is_title(sentence));
    let lead = lead.map(|sentence| target.sentences[sentence].block);
    let (top, body): (Vec<usize>, Vec<usize>) = (0..target.sentences.len())
        .partition(|sentence| is_title(sentence) || Some(target.sentences[*sentence].block) == lead);
    let (top, body) = (spellings(target, top.into_iter()), spellings(target, body.into_iter()));
    for (name, tokens) in top.iter().filter(|(name, _)| !body.contains_key(*name)) {
        let is_twin = |other: &&String| other.bytes().next() == name.bytes().next() && is_misspelled(name, other);
        let mut twins = body.keys().filter(is_twin);
        let (Some(twin), None) = (twins.next(), twins.next()) else { continue };
        let (odd, usual) = (tokens[0], body[twin][0]);
        let confidence = match is_one_in_source(context, [odd, usual]) {
            Some(true) => CONFIDENCE_ONE_NAME,
            Some(false) => continue,
            None if body[twin].len() >= TIMES => CONFIDENCE,
            None => CONFIDENCE_SOURCE,
        };
        let [written, right] = [odd, usual].map(|token| target.token_str(token));
        let message = format!("“{written}” here, “{right}” further down");
        let finding = HEADLINE_MISMATCH.finding(Some(target.tokens[odd].span), confidence, message);
        findings.push(Finding { suggestions: vec![right.to_owned()], ..finding });
    }
}

/// Whether the source has one name where the target has two, as far as it can be told.
fn is_one_in_source(context: &Context<'_>, pair: [usize; 2]) -> Option<bool> {
    let (source, ledger) = (context.article.source.as_ref()?, context.ledger?);
    let spelled = pair.map(|token| latin(context.target().token_str(token)));
    if spelled.iter().all(|name| source.forms.iter().any(|form| latin(&form.folded) == *name)) {
        return Some(false);
    }
    // By the ledger, whatever the script.
    let [odd, usual] = pair.map(|token| original(source, ledger, token));
    let (odd, usual) = (odd?, usual?);
    let (fewer, more) = if odd.len() <= usual.len() { (odd, usual) } else { (usual, odd) };
    Some(fewer.iter().all(|name| more.iter().any(|other| is_one_name(name, other))))
}

/// What the ledger has for a name of the target.
fn original<'a>(source: &'a Text, ledger: &Ledger, token: usize) -> Option<Vec<&'a str>> {
    let entry = ledger.names.iter().find(|entry| entry.target.as_ref().is_some_and(|name| name.contains(&token)))?;
    Some(entry.source.clone()?.map(|token| &*source.form(token).folded).collect())
}

/// Whether two names of the source differ in their endings at most.
fn is_one_name(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let longest = a.chars().count().max(b.chars().count());
    a == b || shared > ENDING && longest - shared <= ENDING
}
