//! The report for a terminal: each finding with its target sentence, the place underlined, and its
//! source sentence; then the article's score and what it rests on.

use std::fmt::Write as _;
use std::ops::Range;

use anstyle::{AnsiColor, Style as Paint};
use icu_segmenter::GraphemeClusterSegmenter;
use unicode_width::UnicodeWidthStr;

use super::{Reported, Row, Style, visible};
use crate::finding::Severity;
use crate::score::{Coverage, Score};
use crate::text::fold_space;

/// Columns of text shown; longer sentences are cut around the place.
const WIDTH: usize = 110;

/// The report of one article.
pub fn article(reported: &Reported, style: Style) -> Vec<u8> {
    let mut out = String::new();
    let checked = &reported.checked;
    let rows = reported.rows();
    for row in &rows {
        finding(&mut out, reported, row, style);
    }
    let score = Score::of(checked);
    let n = rows.len();
    let plural = if n == 1 { "" } else { "s" };
    let n_known = checked.ranking.findings.len() - n;
    let known = if n_known > 0 { format!(" beside {n_known} in the baseline") } else { String::new() };
    let _ = writeln!(out, "{}: {n} issue{plural}{known} in {} words", visible(&reported.name), score.words);
    let _ = writeln!(out, "  score: {score}");
    let _ = writeln!(out, "  coverage: {}", Coverage::of(checked));
    for problem in reported.notes() {
        let line = problem.line.map(|l| format!("line {l}: ")).unwrap_or_default();
        let _ = writeln!(out, "  note: {line}{}", visible(&problem.message));
    }
    out.push('\n');
    out.into_bytes()
}

fn finding(out: &mut String, reported: &Reported, row: &Row<'_>, style: Style) {
    let finding = row.finding;
    let colour = match finding.severity {
        Severity::Critical => Paint::new().bold().fg_color(Some(AnsiColor::Red.into())),
        Severity::Major => Paint::new().fg_color(Some(AnsiColor::Red.into())),
        Severity::Minor => Paint::new().fg_color(Some(AnsiColor::Yellow.into())),
    };
    let paint =
        |text: &str, paint: Paint| if style.colour { format!("{paint}{text}{paint:#}") } else { text.to_owned() };
    let bold = Paint::new().bold();
    let dim = Paint::new().dimmed();
    let place = format!("{}:{}:{}", visible(&reported.name), row.at.line, row.at.column);
    let _ = writeln!(
        out,
        "{} {} {} {}",
        linked(&paint(&place, bold), reported.link.as_deref().filter(|_| style.links)),
        paint(finding.severity.as_str(), colour),
        paint(finding.check, bold),
        paint(&format!("({:.0} %)", finding.confidence * 100.0), dim),
    );
    let _ = writeln!(out, "  {}", visible(&finding.message));
    let (source, target) = (Words::new(row.source_span, row.source_at), Words::new(row.span, row.target_at));
    quote(out, "source", &row.source_sentence, &source, |s| paint(s, dim));
    quote(out, "target", &row.target_sentence, &target, |s| paint(s, colour));
    if !finding.suggestions.is_empty() {
        let _ = writeln!(out, "  {} {}", paint("try   ", dim), visible(&finding.suggestions.join(" | ")));
    }
    out.push('\n');
}

/// The words in question, and the byte of their sentence at which they begin.
struct Words {
    text: String,
    at: Option<usize>,
}

impl Words {
    fn new(span: &str, at: Option<usize>) -> Words {
        Words { text: fold_space(span), at: at.filter(|_| !span.is_empty()) }
    }
}

/// A sentence with carets under the words in question, unless they are all of it.
fn quote(out: &mut String, label: &str, sentence: &str, words: &Words, paint: impl Fn(&str) -> String) {
    if sentence.is_empty() {
        return;
    }
    let is_there = |at: &usize| sentence.get(*at..).is_some_and(|rest| rest.starts_with(&words.text));
    let at = words.at.filter(|at| is_there(at) && words.text != sentence);
    let place = at.map(|at| {
        let start = visible(&sentence[..at]).len();
        start..start + visible(&words.text).len()
    });
    let (shown, place) = cut(&visible(sentence), place);
    let _ = writeln!(out, "  {label} {shown}");
    if let Some(place) = place {
        let before = shown[..place.start].width();
        let carets = "^".repeat(shown[place].width().max(1));
        let _ = writeln!(out, "         {}{}", " ".repeat(before), paint(&carets));
    }
}

/// Text that leads to a place when clicked, on terminals that know OSC 8; others show the text alone.
fn linked(text: &str, link: Option<&str>) -> String {
    match link {
        Some(link) => format!("\x1b]8;;{link}\x1b\\{text}\x1b]8;;\x1b\\"),
        None => text.to_owned(),
    }
}

/// Cuts a long sentence to the terminal's width, keeping the place in view. Cuts fall between what a
/// reader takes for characters: no accent is parted from its letter, no emoji from its joiner.
fn cut(sentence: &str, place: Option<Range<usize>>) -> (String, Option<Range<usize>>) {
    if sentence.width() <= WIDTH {
        return (sentence.to_owned(), place);
    }
    let ends: Vec<usize> = GraphemeClusterSegmenter::new().segment_str(sentence).collect();
    let width = |n: usize| sentence[ends[n]..ends[n + 1]].width();
    let n_clusters = ends.len().saturating_sub(1);
    let centre = place.as_ref().map_or(0, |place| place.start + place.len().min(WIDTH) / 2);
    let mut first = ends.partition_point(|&end| end < centre).min(n_clusters);
    let mut used = 0;
    while first > 0 && used + width(first - 1) <= WIDTH / 2 {
        first -= 1;
        used += width(first);
    }
    let (mut last, mut used) = (first, 0);
    while last < n_clusters && used + width(last) <= WIDTH {
        used += width(last);
        last += 1;
    }
    let (from, to) = (ends[first], ends[last]);
    let (head, tail) = (if from > 0 { "…" } else { "" }, if to < sentence.len() { "…" } else { "" });
    let shown = format!("{head}{}{tail}", &sentence[from..to]);
    let moved = |at: usize| at.min(to) - from + head.len();
    let place = place.filter(|place| (from..to).contains(&place.start));
    (shown, place.map(|place| moved(place.start)..moved(place.end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `quote` shows, and the columns under which it puts carets.
    fn shown(sentence: &str, span: &str) -> (String, usize, usize) {
        let mut out = String::new();
        quote(&mut out, "target", sentence, &Words::new(span, sentence.rfind(span)), str::to_owned);
        let mut lines = out.lines();
        let text = lines.next().unwrap_or_default().trim_start_matches("  target ").to_owned();
        let carets = lines.next().unwrap_or_default();
        let before = carets.find('^').unwrap_or(0) - "  target ".len();
        (text, before, carets.matches('^').count())
    }

    #[test]
    fn carets_stand_under_wide_and_combining_characters() {
        assert_eq!(shown("他说维护很长。", "维护"), ("他说维护很长。".to_owned(), 4, 4));
        // Two letters, the first with an accent of its own.
        assert_eq!(shown("cafe\u{301} ouvert", "ouvert"), ("cafe\u{301} ouvert".to_owned(), 5, 6));
        // A family of joined emoji is two columns wide.
        assert_eq!(shown("👨\u{200d}👩\u{200d}👧 ok", "ok").1, 3);
    }

    #[test]
    fn carets_stand_under_the_words_meant_and_not_under_their_like() {
        assert_eq!(shown("In 2012 came 12 more", "12"), ("In 2012 came 12 more".to_owned(), 13, 2));
    }

    #[test]
    fn long_sentences_are_cut_between_characters_and_keep_the_place() {
        let accents = "e\u{301}".repeat(300);
        let (text, before, carets) = shown(&format!("{accents} ok {accents}"), "ok");
        assert!(text.width() <= WIDTH + 2, "{}", text.width());
        assert_eq!(text.chars().filter(|&c| c == 'e').count(), text.matches("e\u{301}").count());
        assert_eq!(carets, 2);
        assert_eq!(&text[text.find("ok").expect("in view")..][..2], "ok");
        assert_eq!(text[..text.find("ok").expect("in view")].width(), before);
        let long = "word ".repeat(60);
        let (text, before, carets) = shown(&format!("a {long}b"), long.trim_end());
        // All but the ellipses.
        assert_eq!((before, carets), (1, text.width() - 2), "{text}");
        let wide = "漢".repeat(200);
        assert!(shown(&format!("{wide}維護{wide}"), "維護").0.width() <= WIDTH + 2);
    }

    #[test]
    fn what_would_fool_a_reader_is_shown_by_number() {
        let (text, before, _) = shown("a\u{202e}b\u{7}c", "c");
        assert_eq!(text, "a⟨U+202E⟩b⟨U+0007⟩c");
        assert_eq!(before, text.width() - 1);
    }

    #[test]
    fn places_are_links_where_there_is_a_place_to_link_to() {
        assert_eq!(linked("x", None), "x");
        assert_eq!(linked("x", Some("file:///a")), "\x1b]8;;file:///a\x1b\\x\x1b]8;;\x1b\\");
    }
}
