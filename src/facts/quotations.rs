//! What stands inside quotation marks: stretches of tokens between marks that answer each other, and the
//! passages of which it cannot be told.
//!
//! Marks are read block by block as the language's rules list them. A mark without its counterpart, a
//! paragraph that begins with a dash (dialogue in many languages) and a quotation set apart as a block make
//! [`Voice::Unsure`] of what they may cover: no check of quotations looks there.

use std::ops::Range;

use crate::article::{BlockKind, Text};
use crate::text::Span;

/// Paragraphs further on in which a quotation may close.
pub const MAX_PARAGRAPHS: usize = 4;

/// Whose words a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The article's own.
    Own,
    /// It cannot be told.
    Unsure,
    /// Those of somebody quoted.
    Quoted,
}

/// The quotations of a text.
#[derive(Clone, Debug, Default)]
pub struct Quotations {
    /// Stretches inside marks, in reading order, the marks and what is quoted within them left out.
    pub all: Vec<Range<usize>>,
    voices: Vec<Voice>,
}

impl Quotations {
    /// Reads the marks of a text.
    #[must_use]
    pub fn of(text: &Text) -> Quotations {
        let mut quotations = Quotations { all: Vec::new(), voices: vec![Voice::Own; text.tokens.len()] };
        let blocks = &text.document.blocks;
        let mut opened: Option<usize> = None;
        for (n, block) in blocks.iter().enumerate() {
            let Marks { pairs, lone } = marks(text, block.span);
            for (open, close) in pairs {
                quotations.quote(inside(text, open.end, close.start));
            }
            for single in singles(text, block.span) {
                let tokens = inside(text, single.span.start, single.span.end);
                match (single.is_clear, quotations.common_voice(&tokens)) {
                    (_, Some(Voice::Quoted)) => {}
                    (true, Some(Voice::Own)) => quotations.quote(tokens),
                    _ => quotations.doubt(tokens),
                }
            }
            let is_unsure = !lone.is_empty() || block.kind == BlockKind::Quote || begins_with_dash(text, block.span);
            // What opens in one paragraph and closes in another covers those between.
            let first = match lone.iter().find(|mark| !mark.opens).and_then(|_| opened.take()) {
                Some(first) if n - first <= MAX_PARAGRAPHS => first,
                _ => n,
            };
            opened = if lone.iter().any(|mark| mark.opens) { Some(n) } else { opened };
            if is_unsure {
                let whole = blocks[first].span.cover(block.span);
                quotations.doubt(inside(text, whole.start, whole.end));
            }
        }
        quotations.all.sort_by_key(|tokens| tokens.start);
        quotations
    }

    /// What of a run of tokens stands in quotations, one after another.
    pub fn within(&self, tokens: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let from = self.all.partition_point(|quotation| quotation.end <= tokens.start);
        let met = self.all[from..].iter().take_while(move |quotation| quotation.start < tokens.end);
        met.map(move |quotation| quotation.start.max(tokens.start)..quotation.end.min(tokens.end))
    }

    /// Whose words a token is.
    #[must_use]
    pub fn voice(&self, token: usize) -> Voice {
        self.voices.get(token).copied().unwrap_or(Voice::Unsure)
    }

    /// The voice of a whole run, if it is one.
    fn common_voice(&self, tokens: &Range<usize>) -> Option<Voice> {
        let first = self.voice(tokens.start);
        tokens.clone().all(|token| self.voice(token) == first).then_some(first)
    }

    /// Adds a quotation, unless it stands within one.
    fn quote(&mut self, tokens: Range<usize>) {
        if tokens.is_empty() || self.common_voice(&tokens) == Some(Voice::Quoted) {
            return;
        }
        self.say(tokens.clone(), Voice::Quoted);
        self.all.push(tokens);
    }

    fn say(&mut self, tokens: Range<usize>, voice: Voice) {
        self.voices[tokens].fill(voice);
    }

    /// Makes a run unsure, and the quotations that it meets none.
    fn doubt(&mut self, tokens: Range<usize>) {
        self.all.retain(|quoted| quoted.end <= tokens.start || quoted.start >= tokens.end);
        self.say(tokens, Voice::Unsure);
    }
}

/// The tokens between two places.
fn inside(text: &Text, start: usize, end: usize) -> Range<usize> {
    let first = text.tokens.partition_point(|token| token.span.start < start);
    let last = text.tokens.partition_point(|token| token.span.end <= end);
    first..last.max(first)
}

fn begins_with_dash(text: &Text, block: Span) -> bool {
    text.slice(block).trim_start().starts_with(is_dash)
}

/// Whether a token is a dash between words, not a hyphen within one.
#[must_use]
pub fn is_dash_between(text: &Text, token: usize) -> bool {
    let start = text.tokens[token].span.start;
    text.token_str(token).starts_with(is_dash) && text.document.text()[..start].ends_with(char::is_whitespace)
        || text.token_str(token).starts_with(['–', '—', '―'])
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}')
}

/// A quotation mark that found no counterpart in its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lone {
    /// Its place.
    pub span: Span,
    /// Whether it would open a quotation.
    pub opens: bool,
}

/// Double quotation marks of a block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Opening and closing ones that answer each other, in the order of the opening ones.
    pub pairs: Vec<(Span, Span)>,
    /// Those that answer to nothing.
    pub lone: Vec<Lone>,
}

/// Reads the double quotation marks of a block.
#[must_use]
pub fn marks(text: &Text, block: Span) -> Marks {
    let quotes = &text.language.rules.typography.quotes;
    let content = text.slice(block);
    let mut open: Vec<Span> = Vec::new();
    let mut marks = Marks::default();
    for (at, c) in content.char_indices() {
        if !is_double_mark(c) {
            continue;
        }
        let (before, behind) = (content[..at].chars().next_back(), content[at + c.len_utf8()..].chars().next());
        // Inches and seconds.
        if c == '"' && before.is_some_and(|c| c.is_ascii_digit()) && open.is_empty() {
            continue;
        }
        // Inside a word it marks an acronym, in scripts that have no capitals for that.
        if matches!(c, '"' | '״') && [before, behind].iter().all(|c| c.is_some_and(char::is_alphabetic)) {
            continue;
        }
        let span = Span::new(at, at + c.len_utf8()).shift(block.start);
        let mark = text.slice(span);
        let may_close = quotes.iter().any(|(_, close)| close == mark);
        let may_open = quotes.iter().any(|(open, _)| open == mark);
        // Marks of two styles that answer to each other are a matter of taste, not of balance.
        let after_space = before.is_none_or(|c| c.is_whitespace() || c == '(');
        let closes = may_close && !(may_open && after_space && !open.iter().any(|&span| text.slice(span) == mark));
        if closes && let Some(opening) = open.pop() {
            marks.pairs.push((opening, span));
            continue;
        }
        if may_open && (after_space || !may_close) {
            open.push(span);
        } else if may_close {
            marks.lone.push(Lone { span, opens: false });
        }
    }
    marks.pairs.sort_by_key(|(opening, _)| opening.start);
    marks.lone.extend(open.into_iter().map(|span| Lone { span, opens: true }));
    marks
}

/// Quotation marks that no apostrophe looks like.
#[must_use]
pub fn is_double_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '《' | '》' | '״')
}

/// Marks that are apostrophes as often as not.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// What single quotation marks may enclose.
struct Single {
    /// Between the marks.
    span: Span,
    /// Whether no apostrophe can be taken for one of the marks.
    is_clear: bool,
}

/// A single mark that may open a quotation.
struct Opening {
    mark: char,
    /// Where what it may enclose begins, and where it may end, in the block.
    start: usize,
    closing: Vec<usize>,
    /// A letter alone behind the mark may be what an apostrophe left of a word.
    is_clipped: bool,
}

/// The single marks of a block that may open a quotation: an opening one stands before a word, a closing one
/// behind it, as far as no other opens.
fn openings(text: &Text, block: Span) -> Vec<Opening> {
    let content = text.slice(block);
    let quotes = &text.language.rules.typography.quotes;
    let single = |mark: &str| mark.chars().next().filter(|&c| mark.chars().nth(1).is_none() && !is_double_mark(c));
    let pairs: Vec<(char, char)> =
        quotes.iter().filter_map(|(open, close)| Some((single(open)?, single(close)?))).collect();
    let around = |at: usize, c: char| (content[..at].chars().next_back(), content[at + c.len_utf8()..].chars().next());
    let opens = |&(at, c): &(usize, char)| {
        let (before, behind) = around(at, c);
        let is_free = before.is_none_or(|c| c.is_whitespace() || c == '(' || is_double_mark(c));
        is_free && behind.is_some_and(char::is_alphanumeric) && pairs.iter().any(|&(open, _)| open == c)
    };
    let closes = |opening: char, (at, c): (usize, char)| {
        let (before, behind) = around(at, c);
        let is_free = behind.is_none_or(|c| !c.is_alphanumeric()) && before.is_some_and(|c| !c.is_whitespace());
        is_free && pairs.contains(&(opening, c))
    };
    let opening = |(at, mark): (usize, char)| {
        let start = at + mark.len_utf8();
        let next = content[start..].char_indices().map(|(n, c)| (start + n, c));
        let closing =
            next.take_while(|other| !opens(other)).filter(|&other| closes(mark, other)).map(|(at, _)| at).collect();
        let is_clipped = content[start..].chars().nth(1).is_none_or(|c| !c.is_alphanumeric());
        Opening { mark, start, closing, is_clipped }
    };
    content.char_indices().filter(opens).map(opening).collect()
}

/// How many quotations of a block single marks open and none closes.
#[must_use]
pub fn open_singles(text: &Text, block: Span) -> usize {
    openings(text, block).iter().filter(|opening| opening.closing.is_empty() && !opening.is_clipped).count()
}

/// Whether a quotation opens and closes in a block, in double marks or single ones.
#[must_use]
pub fn has_whole(text: &Text, block: Span) -> bool {
    !marks(text, block).pairs.is_empty() || openings(text, block).iter().any(|opening| !opening.closing.is_empty())
}

/// Stretches between single quotation marks of a block.
fn singles(text: &Text, block: Span) -> Vec<Single> {
    let mut found: Vec<Single> = Vec::new();
    for Opening { mark, start, closing, is_clipped } in openings(text, block) {
        if found.last().is_some_and(|last| block.start + start <= last.span.end) {
            continue;
        }
        // What opens and is never closed may be closed with the wrong mark.
        let is_open = closing.is_empty() && !is_clipped && !is_apostrophe(mark);
        let Some(last) = closing.last().copied().or(is_open.then(|| text.slice(block).len())) else { continue };
        let span = Span::new(start, last).shift(block.start);
        found.push(Single { span, is_clear: closing.len() == 1 && !is_clipped });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::read::{Format, parse_text};
    use crate::segment::segment;

    fn text(code: &str, content: &str) -> Text {
        let document = parse_text(content.to_owned(), Format::Plain, &mut Vec::new());
        segment(document, Language::get(code).expect("an embedded language"))
    }

    fn quoted(code: &str, content: &str) -> Vec<String> {
        let text = text(code, content);
        let all = Quotations::of(&text).all;
        all.iter().filter_map(|tokens| text.span_of(tokens)).map(|span| text.slice(span).to_owned()).collect()
    }

    #[test]
    fn marks_are_read_by_language() {
        assert_eq!(quoted("en", "“We go,” he said. \"They stay.\""), ["We go,", "They stay."]);
        assert_eq!(quoted("de", "„Wir gehen“, sagte er, »sie bleiben«."), ["Wir gehen", "sie bleiben"]);
        assert_eq!(quoted("sv", "”Vi går”, sade han."), ["Vi går"]);
        assert_eq!(quoted("fr", "« Nous partons », a-t-il dit."), ["Nous partons"]);
        assert_eq!(quoted("ja", "彼は「行く」と言った。"), ["行く"]);
        assert_eq!(quoted("he", "שר החוץ של ארה\"ב אמר \"נלך\"."), ["נלך"]);
    }

    #[test]
    fn what_is_quoted_within_a_quotation_is_none_of_its_own() {
        assert_eq!(quoted("en", "“He said ‘no’ to us,” she said."), ["He said ‘no’ to us,"]);
    }

    #[test]
    fn apostrophes_make_single_marks_doubtful() {
        assert_eq!(quoted("nl", "‘Wij gaan’, zei hij."), ["Wij gaan"]);
        assert_eq!(quoted("nl", "‘Wij gaan‘, zei hij."), [""; 0]);
        assert_eq!(quoted("nl", "'t Is niet anders, zei hij."), [""; 0]);
        let text = text("en", "‘The ministers’ plan failed’, he said. They go.");
        let quotations = Quotations::of(&text);
        assert!(quotations.all.is_empty());
        let voice = |word: &str| {
            let token = (0..text.tokens.len()).find(|&token| text.token_str(token) == word);
            quotations.voice(token.expect("a word of the text"))
        };
        assert_eq!(["plan", "said", "go"].map(voice), [Voice::Unsure, Voice::Own, Voice::Own]);
    }

    #[test]
    fn what_cannot_be_told_is_unsure() {
        let is_unsure = |code: &str, content: &str| {
            let text = text(code, content);
            let quotations = Quotations::of(&text);
            (0..text.tokens.len()).all(|token| quotations.voice(token) == Voice::Unsure)
        };
        assert!(is_unsure("es", "—Nos vamos —dijo el alcalde."));
        assert!(is_unsure("en", "“We go, he said."));
        // From the paragraph that opens a quotation to the one that closes it.
        assert!(is_unsure("de", "„Wir gehen.\n\nWir kommen nicht wieder.\n\nNie mehr.“"));
        assert!(!is_unsure("en", "Nobody was quoted."));
    }
}
