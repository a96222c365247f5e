//! The blocks of JSON in a page.
//!
//! Offsets are UTF-16 units into an article's running text, which is how scripts count. What there is
//! many of is written as short lists: the page of a large batch is mostly such numbers.

use serde::Serialize;

use super::super::Reported;
use super::super::csv::confidence;
use super::super::jsonl::round;
use super::super::page::direction;
use super::super::reported::note;
use crate::align::Alignment;
use crate::article::{BlockKind, Side, Text};
use crate::checks::CHECKS;
use crate::finding::Severity;
use crate::language::Language;
use crate::pipeline::Checked;
use crate::rank::{place, sentences_around};
use crate::text::Span;

/// What the list of articles, the filters and the progress need.
#[derive(Serialize)]
struct Summary<'a> {
    name: &'a str,
    languages: [&'a str; 2],
    words: usize,
    risk: f32,
    notes: Vec<String>,
    findings: Vec<Brief>,
}

/// Number of the check, number of the severity, hundredths of confidence, place in thousandths of the
/// text, fingerprint.
type Brief = (usize, usize, u32, usize, String);

/// An article that could not be checked.
#[derive(Serialize)]
struct Failure<'a> {
    name: &'a str,
    error: &'a str,
}

/// What is shown of an article once it is open.
#[derive(Serialize)]
struct Texts<'a> {
    source: Option<Column<'a>>,
    target: Column<'a>,
    rows: Vec<Row>,
    /// Source and target token of each link, one after the other.
    links: Vec<usize>,
    /// For each token of the target, hundredths of the probability that it is part of an error.
    risk: Vec<u32>,
    findings: Vec<Evidence<'a>>,
}

#[derive(Serialize)]
struct Column<'a> {
    lang: &'a str,
    dir: &'a str,
    name: &'a str,
    text: &'a str,
    sentences: Vec<Sentence>,
    /// Of each token the distance from the end of the last one, and its length.
    tokens: Vec<i64>,
}

/// Start, end, first token, one past the last token, number of the block, whether it is a title.
type Sentence = (u32, u32, usize, usize, usize, bool);

/// First and one past the last sentence of the source, and of the target; how the one renders the
/// other, empty without a source; the probability of that in per cent.
type Row = (usize, usize, usize, usize, &'static str, u32);

/// What a finding says. Spans are `[start, end]`.
#[derive(Serialize)]
struct Evidence<'a> {
    line: usize,
    column: usize,
    sentence: usize,
    category: &'a str,
    message: &'a str,
    suggestions: &'a [String],
    source: Option<[u32; 2]>,
    target: Option<[u32; 2]>,
    source_sentence: Option<[u32; 2]>,
    target_sentence: Option<[u32; 2]>,
}

/// The summary and the texts of an article.
pub fn article(reported: &Reported) -> [String; 2] {
    let checked = &reported.checked;
    let target = &checked.article.target;
    let (units, length) = (Units::of(target), target.document.text().len().max(1));
    let source = checked.article.source.as_ref().map(|text| (text, Units::of(text)));
    let in_target = |span: Option<Span>| span.map(|span| units.span(span));
    let in_source = |span: Option<Span>| Some(source.as_ref()?.1.span(span?));
    let around = |finding: &_, side| sentences_around(finding, &checked.article, checked.alignment.as_ref(), side);
    let (mut briefs, mut evidence) = (Vec::new(), Vec::new());
    for row in reported.rows() {
        let finding = row.finding;
        briefs.push((
            CHECKS.iter().position(|check| check.name == finding.check).unwrap_or_default(),
            Severity::ALL.iter().position(|&severity| severity == finding.severity).unwrap_or_default(),
            confidence(finding).replace('.', "").parse().unwrap_or_default(),
            place(finding, &checked.article, checked.alignment.as_ref()) * 1000 / length,
            row.fingerprint,
        ));
        evidence.push(Evidence {
            line: row.at.line,
            column: row.at.column,
            sentence: row.sentence,
            category: finding.category.as_str(),
            message: &finding.message,
            suggestions: &finding.suggestions,
            source: in_source(finding.source_span),
            target: in_target(finding.span),
            source_sentence: in_source(around(finding, Side::Source)),
            target_sentence: in_target(around(finding, Side::Target)),
        });
    }
    let summary = Summary {
        name: &reported.name,
        languages: [checked.source_language.map_or("", Language::code), target.language.code()],
        words: target.n_words(),
        risk: round(checked.ranking.risk),
        notes: reported.problems.iter().chain(&checked.notes).map(note).collect(),
        findings: briefs,
    };
    let links = checked.alignment.iter().flat_map(|alignment| &alignment.links);
    let texts = Texts {
        source: source.as_ref().map(|(text, units)| column(text, units)),
        target: column(target, &units),
        rows: laid_out(checked),
        links: links.flat_map(|link| [link.source, link.target]).collect(),
        risk: checked.ranking.token_risk.iter().map(|&risk| percent(risk)).collect(),
        findings: evidence,
    };
    [block("article", &summary), block("texts", &texts)]
}

/// An article of which there is only a name.
pub fn failure(name: &str, error: &str) -> String {
    block("failure", &Failure { name, error })
}

/// A block of JSON that no text in it can end. Characters that mean something to HTML stand only
/// inside strings, where JSON lets them be written by number; line separators and controls likewise.
pub fn block(class: &str, value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("plain values serialise");
    let mut out = format!("<script type=\"application/json\" class=\"{class}\">");
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push_str("</script>");
    out
}

fn column<'a>(text: &'a Text, units: &Units) -> Column<'a> {
    let sentence = |(n, sentence): (usize, &crate::article::Sentence)| {
        let [start, end] = units.span(sentence.span);
        let is_title = matches!(text.block_kind(n), BlockKind::Headline | BlockKind::Subhead);
        (start, end, sentence.tokens.start, sentence.tokens.end, sentence.block, is_title)
    };
    let mut last = 0;
    let mut tokens = Vec::with_capacity(2 * text.tokens.len());
    for token in &text.tokens {
        let [start, end] = units.span(token.span).map(i64::from);
        tokens.extend([start - last, end - start]);
        last = end;
    }
    Column {
        lang: text.language.code(),
        dir: direction(text.language),
        name: &text.language.rules.name,
        text: text.document.text(),
        sentences: text.sentences.iter().enumerate().map(sentence).collect(),
        tokens,
    }
}

/// The sentences as they stand side by side; without a source, block by block.
fn laid_out(checked: &Checked) -> Vec<Row> {
    match &checked.alignment {
        Some(Alignment { beads, .. }) => {
            let rendering = |bead: &crate::align::Bead| match bead.is_matched() {
                true => bead.rendering.as_str(),
                false => "unmatched",
            };
            let row = |bead: &crate::align::Bead| {
                let (source, target) = (&bead.source, &bead.target);
                (source.start, source.end, target.start, target.end, rendering(bead), percent(bead.probability))
            };
            beads.iter().map(row).collect()
        }
        None => {
            let sentences = &checked.article.target.sentences;
            let blocks = sentences.chunk_by(|a, b| a.block == b.block);
            let row = |at: &mut usize, block: &[_]| {
                let start = std::mem::replace(at, *at + block.len());
                Some((0, 0, start, *at, "", 0))
            };
            blocks.scan(0, row).collect()
        }
    }
}

fn percent(probability: f32) -> u32 {
    // Clamped: the cast takes the fraction off, and nothing else.
    (probability.clamp(0.0, 1.0) * 100.0).round() as u32
}

/// How many UTF-16 units stand before each byte of a text.
struct Units(Vec<u32>);

impl Units {
    fn of(text: &Text) -> Units {
        let text = text.document.text();
        let mut units = Vec::with_capacity(text.len() + 1);
        let mut n = 0;
        for c in text.chars() {
            units.resize(units.len() + c.len_utf8(), n);
            n += c.len_utf16() as u32;
        }
        units.push(n);
        Units(units)
    }

    fn span(&self, span: Span) -> [u32; 2] {
        [span.start, span.end].map(|at| self.0[at.min(self.0.len() - 1)])
    }
}
