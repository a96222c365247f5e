//! Accepted suggestions → the target with them in it.
//!
//! Each is put where [`locate`] finds its words, and only where the file has just
//! these words: what markup or a character reference interrupts is left to the editor. What was written is
//! read once more, and must read as meant.

use similar::TextDiff;

use super::locate::locate;
use super::reviewed::Verdict;
use crate::article::{Document, Text};
use crate::language::Language;
use crate::language::identify::identify;
use crate::read::{Format, parse_text};
use crate::segment::segment;
use crate::text::{Span, fold_space};

/// Lines around a change that a diff shows.
const CONTEXT: usize = 2;

/// A target with accepted suggestions in it.
#[derive(Debug)]
pub struct Amended {
    /// The file, decoded.
    pub raw: String,
    /// Number of verdicts that were carried out now.
    pub n_written: usize,
    /// Number of verdicts that had been carried out before.
    pub n_done: usize,
    /// Positions of verdicts that were not, and why.
    pub refused: Vec<(usize, String)>,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
struct Edit {
    /// Positions of the verdicts that ask for it.
    verdicts: Vec<usize>,
    /// Place in the running text.
    text: Span,
    /// Place in the file.
    raw: Span,
    /// As read.
    meant: String,
    /// As written in the file.
    written: String,
}

/// Carries out accepted verdicts on one article; the language is identified if it is not stated.
#[must_use]
pub fn amend(
    document: Document,
    format: Format,
    language: Option<&'static Language>,
    verdicts: &[&Verdict],
) -> Amended {
    let language = language.or_else(|| identify(document.text()).language).unwrap_or(Language::unknown());
    let text = segment(document, language);
    let mut n_done = 0;
    let mut refused = Vec::new();
    let mut edits = Vec::new();
    for (n, verdict) in verdicts.iter().enumerate() {
        match edit(&text, format, n, verdict) {
            Ok(Some(edit)) => edits.push(edit),
            Ok(None) => n_done += 1,
            Err(reason) => refused.push((n, reason)),
        }
    }
    apart(&mut edits, verdicts, &mut refused);
    legible(&text.document, format, &mut edits, &mut refused);
    refused.sort();
    let n_written = edits.iter().map(|edit| edit.verdicts.len()).sum();
    Amended { raw: applied(&text.document.raw, &edits, |edit| (edit.raw, &edit.written)), n_written, n_done, refused }
}

/// The difference between two states of a file, for reading: control characters that could drive a
/// terminal are replaced.
#[must_use]
pub fn diff(name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let diff = diff.unified_diff().context_radius(CONTEXT).header(name, name).to_string();
    diff.chars().map(|c| if c.is_control() && !matches!(c, '\n' | '\r' | '\t') { '\u{FFFD}' } else { c }).collect()
}

/// The change that a verdict asks for; none where it is made already.
fn edit(text: &Text, format: Format, n: usize, verdict: &Verdict) -> Result<Option<Edit>, String> {
    let Some(replacement) = &verdict.replacement else {
        return Err("it has no suggestion that can be relied on; write one in a column `replacement`".to_owned());
    };
    let Some(place) = locate(text, verdict)? else { return Ok(None) };
    let words = text.slice(place);
    let raw = raw_span(&text.document, place)
        .filter(|raw| text.document.raw.get(raw.range()).is_some_and(|raw| fold_space(raw) == fold_space(words)))
        .ok_or("markup or a character reference stands among its words; change them by hand")?;
    // A cell may hold line breaks that the text must not.
    let meant: String = replacement.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if meant == words {
        return Ok(None);
    }
    let written = match format {
        Format::Html => meant.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
        Format::Plain | Format::Markdown => meant.clone(),
    };
    Ok(Some(Edit { verdicts: vec![n], text: place, raw, meant, written }))
}

/// A span of the running text in the file, from its first to its last character.
fn raw_span(document: &Document, span: Span) -> Option<Span> {
    let last = document.text()[span.range()].char_indices().next_back()?;
    let (start, end) = (document.raw_offset(span.start), document.raw_offset(span.start + last.0) + last.1.len_utf8());
    (start < end).then(|| Span::new(start, end))
}

/// Leaves out edits that touch the same words, unless they say the same.
fn apart(edits: &mut Vec<Edit>, verdicts: &[&Verdict], refused: &mut Vec<(usize, String)>) {
    edits.sort_by(|a, b| (a.raw, &a.written, &a.verdicts).cmp(&(b.raw, &b.written, &b.verdicts)));
    edits.dedup_by(|edit, kept| {
        let is_twin = edit.raw == kept.raw && edit.written == kept.written;
        if is_twin {
            kept.verdicts.append(&mut edit.verdicts);
        }
        is_twin
    });
    let rival = |n: usize| {
        let other = |m: &usize| *m != n && edits[*m].raw.overlaps(edits[n].raw);
        (0..edits.len()).find(other).map(|m| verdicts[edits[m].verdicts[0]])
    };
    let rivals: Vec<Option<&Verdict>> = (0..edits.len()).map(rival).collect();
    let mut rivals = rivals.into_iter();
    edits.retain(|edit| {
        let Some(other) = rivals.next().flatten() else { return true };
        let message = format!("it overlaps with {} in row {}; accept one of the two", quoted(&other.span), other.line);
        refuse(edit, &message, refused);
        false
    });
}

/// Leaves out edits after which the file would not read as meant: a suggestion may itself look like
/// markup.
fn legible(document: &Document, format: Format, edits: &mut Vec<Edit>, refused: &mut Vec<(usize, String)>) {
    let reads = |edits: &[Edit]| {
        let raw = applied(&document.raw, edits, |edit| (edit.raw, &edit.written));
        let meant = applied(document.text(), edits, |edit| (edit.text, &edit.meant));
        fold_space(parse_text(raw, format, &mut Vec::new()).text()) == fold_space(&meant)
    };
    if format == Format::Plain || reads(edits) {
        return;
    }
    edits.retain(|edit| {
        let is_legible = reads(std::slice::from_ref(edit));
        if !is_legible {
            refuse(edit, "written there, it would read as markup; change the words by hand", refused);
        }
        is_legible
    });
    if !reads(edits) {
        let message = "together with the others it would change the article's markup; accept fewer at once";
        edits.drain(..).for_each(|edit| refuse(&edit, message, refused));
    }
}

fn refuse(edit: &Edit, reason: &str, refused: &mut Vec<(usize, String)>) {
    refused.extend(edit.verdicts.iter().map(|&verdict| (verdict, reason.to_owned())));
}

/// A text with edits, which are sorted and apart.
fn applied<'a>(text: &str, edits: &'a [Edit], part: impl Fn(&'a Edit) -> (Span, &'a String)) -> String {
    let mut new = String::with_capacity(text.len());
    let mut done = 0;
    for (span, words) in edits.iter().map(part) {
        new.push_str(&text[done..span.start]);
        new.push_str(words);
        done = span.end;
    }
    new.push_str(&text[done..]);
    new
}

/// Words as messages show them.
#[must_use]
pub fn quoted(words: &str) -> String {
    format!("“{}”", fold_space(words))
}
