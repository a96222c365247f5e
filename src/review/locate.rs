//! Where a finding of a report stands in its article now: found by its words, never by its line.
//!
//! The whole sentence must still be there, word for word, and the span inside it. Where the same words
//! stand there more than once, the place in the report decides between them, and nothing else does.

use crate::article::Text;
use crate::fingerprint::fingerprint;
use crate::review::reviewed::Verdict;
use crate::text::{Positions, Span, fold_space};

/// Sentences that one finding may reach across.
const MAX_SENTENCES: usize = 8;

/// Occurrences of the same words in the same sentence that fingerprints are tried for.
const MAX_OCCURRENCES: usize = 100;

/// The place of a verdict's span in the running text; none where its replacement stands there already.
///
/// # Errors
/// Why it cannot be told, with the remedy.
pub fn locate(text: &Text, verdict: &Verdict) -> Result<Option<Span>, String> {
    if verdict.span.is_empty() {
        return Err("something is missing here, and no words mark the place; put it in by hand".to_owned());
    }
    if !is_as_written(verdict) {
        return Err(
            "its cells are not as `mtlint check` wrote them; check again and decide on the new report".to_owned()
        );
    }
    let sentence = fold_space(&verdict.target_sentence);
    let words = squeeze(&verdict.span);
    let runs = runs(text, &sentence);
    if runs.is_empty() {
        if is_done(text, verdict, &sentence, &words.text) {
            return Ok(None);
        }
        return Err("its sentence has changed since; check again and decide on the new report".to_owned());
    }
    let found: Vec<Span> = runs.into_iter().flat_map(|run| occurrences(text, run, &words.text)).collect();
    let whole: Vec<Span> = found.iter().copied().filter(|&span| is_whole(text, span)).collect();
    let found = if whole.is_empty() { found } else { whole };
    match found[..] {
        [one] => Ok(Some(one)),
        [] => Err("its words are no longer in their sentence; check again".to_owned()),
        _ => by_place(text, verdict, &found).map(Some).ok_or_else(|| {
            format!("its words stand there {} times and the text has moved; change the right one by hand", found.len())
        }),
    }
}

/// Whether span and sentence are those that the fingerprint was made of.
fn is_as_written(verdict: &Verdict) -> bool {
    let hash = |n| fingerprint(verdict.check, &verdict.span, &verdict.target_sentence, n);
    (1..=MAX_OCCURRENCES).any(|n| hash(n) == verdict.fingerprint)
}

/// Whether the sentence stands there with the replacement in it.
fn is_done(text: &Text, verdict: &Verdict, sentence: &str, words: &str) -> bool {
    let Some(replacement) = &verdict.replacement else { return false };
    let mended = |(at, found): (usize, &str)| {
        fold_space(&format!("{}{replacement}{}", &sentence[..at], &sentence[at + found.len()..]))
    };
    sentence.match_indices(words).map(mended).any(|sentence| !runs(text, &sentence).is_empty())
}

/// Runs of sentences that read as a sentence of the report.
fn runs(text: &Text, sentence: &str) -> Vec<Span> {
    let starts = text.sentences.iter().enumerate();
    let ends = |first: usize| text.sentences[first..].iter().take(MAX_SENTENCES);
    starts
        .flat_map(|(n, first)| ends(n).map(|last| first.span.cover(last.span)))
        .filter(|run| run.len() >= sentence.len() && fold_space(text.slice(*run)) == sentence)
        .collect()
}

/// Where words stand in a stretch of the text, whatever white space lies between them.
fn occurrences(text: &Text, stretch: Span, words: &str) -> Vec<Span> {
    let squeezed = squeeze(text.slice(stretch));
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = squeezed.text[from..].find(words).map(|at| from + at) {
        found.push(Span::new(squeezed.at[at], squeezed.at[at + words.len()]).shift(stretch.start));
        // The next one may overlap: “the the the” has the same two words twice.
        from = at + squeezed.text[at..].chars().next().map_or(1, char::len_utf8);
    }
    found
}

/// Whether a span neither begins nor ends inside a word.
fn is_whole(text: &Text, span: Span) -> bool {
    let cut = |at: usize| text.tokens.iter().any(|token| token.span.start < at && at < token.span.end);
    !cut(span.start) && !cut(span.end)
}

fn by_place(text: &Text, verdict: &Verdict, found: &[Span]) -> Option<Span> {
    let at = verdict.at?;
    let positions = Positions::new(&text.document.raw);
    let place = |span: &&Span| {
        let place = positions.line_column(text.document.raw_offset(span.start));
        (place.line, place.column) == at
    };
    found.iter().find(place).copied()
}

/// A text with every run of white space as one space, and where each byte comes from.
struct Squeezed {
    text: String,
    /// One entry more than bytes.
    at: Vec<usize>,
}

fn squeeze(text: &str) -> Squeezed {
    let mut squeezed = Squeezed { text: String::with_capacity(text.len()), at: Vec::with_capacity(text.len() + 1) };
    let mut in_space = false;
    for (at, c) in text.char_indices() {
        if !(c.is_whitespace() && in_space) {
            let c = if c.is_whitespace() { ' ' } else { c };
            squeezed.text.push(c);
            squeezed.at.extend(std::iter::repeat_n(at, c.len_utf8()));
        }
        in_space = c.is_whitespace();
    }
    squeezed.at.push(text.len());
    squeezed
}
