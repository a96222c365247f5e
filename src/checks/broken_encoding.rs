//! The check `broken-encoding`.

use super::check::{Context, check};
use crate::article::Text;
use crate::finding::{Finding, Findings, Severity};
use crate::text::Span;

/// Scripts that need no direction marks.
const CASED: [&str; 3] = ["Latin", "Cyrillic", "Armenian"];

const CONFIDENCE: f32 = 0.95;

check! {
    /// Characters that were garbled on the way, or that do not show.
    ///
    /// UTF-8 read as another encoding (*Ã©* for *é*), replacement characters, control characters,
    /// direction overrides, and invisible characters inside words.
    ///
    /// # Why it matters
    ///
    /// Readers see it at once; searches and links break on what they do not see.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: The cafÃ© on the corner is closed.
    ///            ^^ é
    /// ```
    ///
    /// # Limits
    ///
    /// Joiners and direction marks pass in scripts that need them.
    pub static BROKEN_ENCODING = {
        name: "broken-encoding",
        category: CHARACTER_ENCODING,
        severity: Major,
        since: "0.1.0",
        needs: Target,
        silences: ["punctuation-spacing", "unbalanced-quotes"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let target = context.target();
    for block in &target.document.blocks {
        let content = target.slice(block.span);
        if content.is_ascii() && !content.bytes().any(|b| b.is_ascii_control()) {
            continue;
        }
        garbled(content, is_written_in_latin(target), |span, right| {
            let message = format!("“{}” is “{right}” read in the wrong encoding", &content[span.range()]);
            let span = Some(span.shift(block.span.start));
            findings.push(Finding { suggestions: vec![right], ..BROKEN_ENCODING.finding(span, CONFIDENCE, message) });
        });
        // A run of the same character is one fault.
        let mut last = None;
        for (at, c) in content.char_indices() {
            let is_repeated = last.replace(c) == Some(c);
            if let Some((severity, what)) = unwanted(c, target).filter(|_| !is_repeated) {
                let rest = content[at..].trim_start_matches(c);
                let span = Span::new(at, content.len() - rest.len()).shift(block.span.start);
                let message = format!("{what} (U+{:04X})", c as u32);
                findings.push(Finding { severity, ..BROKEN_ENCODING.finding(Some(span), CONFIDENCE, message) });
            }
        }
    }
}

fn is_written_in_latin(text: &Text) -> bool {
    text.language.rules.scripts.iter().all(|script| script == "Latin")
}

/// Whether a letter is in the Unicode blocks of Latin letters.
fn is_latin(letter: char) -> bool {
    matches!(letter, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

/// Runs of characters whose bytes in Windows-1252 are valid UTF-8: nobody writes those, unless what they would stand for
/// is foreign to the language. An accented letter before a guillemet and its space makes a Chinese character, say.
/// Characters that mean nothing by themselves: what seems to come to one is right as it is (`Hanoï »`).
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}')
}

fn garbled(content: &str, latin_only: bool, mut found: impl FnMut(Span, String)) {
    let mut rest = 0;
    while let Some(start) = content[rest..].find(|c: char| !c.is_ascii()).map(|at| rest + at) {
        let end = content[start..].find(|c: char| c.is_ascii()).map_or(content.len(), |at| start + at);
        rest = end;
        let run = &content[start..end];
        if run.chars().nth(1).is_none() {
            continue;
        }
        let (bytes, _, lossy) = encoding_rs::WINDOWS_1252.encode(run);
        if !lossy
            && let Ok(right) = std::str::from_utf8(&bytes)
            && right
                .chars()
                .all(|c| !c.is_control() && !is_private(c) && (!latin_only || !c.is_alphabetic() || is_latin(c)))
        {
            found(Span::new(start, end), right.to_owned());
        }
    }
}

/// What a character that should not be there is called.
fn unwanted(c: char, text: &Text) -> Option<(Severity, &'static str)> {
    let scripts = &text.language.rules.scripts;
    let is_plain = scripts.iter().any(|s| CASED.contains(&s.as_str()));
    match c {
        '\u{FFFD}' => Some((Severity::Major, "a character was lost")),
        '\t' | '\n' | '\r' => None,
        c if c.is_control() => Some((Severity::Major, "control character")),
        '\u{202A}'..='\u{202E}' => Some((Severity::Major, "direction override")),
        '\u{2066}'..='\u{2069}' if is_plain => Some((Severity::Minor, "direction isolate")),
        '\u{200B}' | '\u{2060}' | '\u{FEFF}' => Some((Severity::Minor, "invisible character")),
        '\u{E000}'..='\u{F8FF}' => Some((Severity::Major, "private-use character")),
        _ => None,
    }
}
