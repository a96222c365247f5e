//! Patterns over words, as the curated tables write them.
//!
//! A pattern is a sequence of items separated by spaces, ` | ` between whole alternatives. An item
//! is `word` (any inflection: the form itself or one whose base form it is), `=form` (just this
//! form), `^Form` (this very spelling), `pre*`, `*suf`, `*mid*`, `a/b` (either), `item?` (optional),
//! `_` (any one word, `_?` one or none) or `...` (none to five words, marks included).

use std::ops::Range;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::rules::Rules;
use super::tokens::{TokenKind, Tokens, tokenize};
use super::words::Form;
use crate::text::fold;

/// Words that `...` may pass over.
const GAP_WORDS: usize = 5;

/// A compiled pattern; matches nothing when it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    sequences: Vec<Vec<Item>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    Gap,
    AnyWord {
        optional: bool,
    },
    OneOf {
        matchers: Vec<Matcher>,
        optional: bool,
    },
    /// Options of which some are of several words.
    Either {
        ways: Vec<Vec<Item>>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Matcher {
    Lemma(Box<str>),
    Form(Box<str>),
    Spelling { spelling: Box<str>, folded: Box<str> },
    Prefix(Box<str>),
    Suffix(Box<str>),
    Infix(Box<str>),
}

impl Matcher {
    fn parse(text: &str) -> Matcher {
        if let Some(form) = text.strip_prefix('=') {
            return Matcher::Form(fold(form).into());
        }
        if let Some(spelling) = text.strip_prefix('^') {
            return Matcher::Spelling { spelling: spelling.into(), folded: fold(spelling).into() };
        }
        match (text.strip_prefix('*'), text.strip_suffix('*')) {
            (Some(_), Some(_)) if text.len() > 2 => Matcher::Infix(fold(&text[1..text.len() - 1]).into()),
            (Some(suffix), _) if !suffix.is_empty() => Matcher::Suffix(fold(suffix).into()),
            (_, Some(prefix)) if !prefix.is_empty() => Matcher::Prefix(fold(prefix).into()),
            _ => Matcher::Lemma(fold(text).into()),
        }
    }

    fn matches(&self, form: &Form, surface: &str) -> bool {
        match self {
            Matcher::Spelling { spelling, .. } => surface == &**spelling,
            _ => self.matches_form(form),
        }
    }

    /// Like [`Matcher::matches`], blind to capitals.
    fn matches_form(&self, form: &Form) -> bool {
        match self {
            Matcher::Lemma(lemma) => form.is(lemma) || form.extends(lemma),
            Matcher::Form(folded) => form.folded == *folded,
            Matcher::Spelling { folded, .. } => form.folded == *folded,
            Matcher::Prefix(prefix) => form.folded.starts_with(&**prefix),
            Matcher::Suffix(suffix) => form.folded.ends_with(&**suffix),
            Matcher::Infix(infix) => form.folded.contains(&**infix),
        }
    }

    /// The one folded word that must be a form or base form of the token; none for wildcards.
    fn key(&self) -> Option<String> {
        match self {
            Matcher::Lemma(word) | Matcher::Form(word) | Matcher::Spelling { folded: word, .. } => {
                Some(word.to_string())
            }
            Matcher::Prefix(_) | Matcher::Suffix(_) | Matcher::Infix(_) => None,
        }
    }
}

impl Pattern {
    /// Compiles a pattern; plain items, and options of an item, are cut into words as the language cuts text.
    #[must_use]
    pub fn parse(text: &str, rules: &Rules) -> Pattern {
        let sequences = text
            .split(" | ")
            .map(|alternative| alternative.split_whitespace().flat_map(|item| parse_item(item, rules)).collect())
            .filter(|sequence: &Vec<Item>| !sequence.is_empty())
            .collect();
        Pattern { sequences }
    }

    /// A pattern of plain words, each in any inflection, none of the marks of the pattern language
    /// heeded: how glossary terms are matched.
    #[must_use]
    pub fn of_words(text: &str, rules: &Rules) -> Pattern {
        let items = plain_words(text, rules);
        Pattern { sequences: if items.is_empty() { Vec::new() } else { vec![items] } }
    }

    /// Whether it has no alternatives.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sequences.is_empty()
    }

    /// Non-overlapping matches inside a run of tokens, leftmost first.
    #[must_use]
    pub fn find_all(&self, tokens: &impl Tokens, range: Range<usize>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = range.start;
        while start < range.end {
            match self.match_at(tokens, start, range.end) {
                Some(end) => {
                    found.push(start..end);
                    start = end;
                }
                None => start += 1,
            }
        }
        found
    }

    /// Whether it matches anywhere inside a run of tokens.
    #[must_use]
    pub fn is_in(&self, tokens: &impl Tokens, range: Range<usize>) -> bool {
        range.clone().any(|start| self.match_at(tokens, start, range.end).is_some())
    }

    fn match_at(&self, tokens: &impl Tokens, start: usize, end: usize) -> Option<usize> {
        if tokens.kind(start) == TokenKind::Mark {
            return None;
        }
        self.sequences
            .iter()
            .filter_map(|sequence| match_sequence(sequence, tokens, start, end, true))
            .filter(|&stop| stop > start)
            .max()
    }

    /// For an index: words of which one must be a form or base form of some token wherever the
    /// pattern matches, the most telling item of each alternative. None where wildcards make that
    /// impossible.
    #[must_use]
    pub fn keys(&self) -> Option<Vec<String>> {
        self.sequences.iter().map(|sequence| keys_of(sequence)).collect::<Option<Vec<_>>>().map(|keys| keys.concat())
    }

    /// Whether a text of these words can hold a match: every required item of some alternative is
    /// among them.
    #[must_use]
    pub fn may_match(&self, words: &WordSet<'_>) -> bool {
        self.sequences.iter().any(|sequence| sequence.iter().all(|item| words.may_hold(item)))
    }

    /// The base form that a one-word pattern names first; none for longer or wildcard patterns.
    #[must_use]
    pub fn single_lemma(&self, form: &Form) -> Option<&str> {
        self.sequences.iter().find_map(|sequence| single_lemma(sequence, form))
    }
}

fn single_lemma<'i>(items: &'i [Item], form: &Form) -> Option<&'i str> {
    match items {
        [Item::OneOf { matchers, .. }] => matchers.iter().find_map(|matcher| match matcher {
            Matcher::Lemma(lemma) if form.is(lemma) => Some(&**lemma),
            _ => None,
        }),
        [Item::Either { ways }] => ways.iter().find_map(|way| single_lemma(way, form)),
        _ => None,
    }
}

/// See [`Pattern::keys`]: those of a sequence.
fn keys_of(items: &[Item]) -> Option<Vec<String>> {
    let of_item = |item: &Item| match item {
        Item::OneOf { matchers, optional: false } => matchers.iter().map(Matcher::key).collect::<Option<Vec<_>>>(),
        Item::Either { ways } => {
            ways.iter().map(|way| keys_of(way)).collect::<Option<Vec<_>>>().map(|keys| keys.concat())
        }
        _ => None,
    };
    // Long words are rare words.
    items.iter().filter_map(of_item).max_by_key(|keys| keys.iter().map(String::len).min())
}

/// The distinct words of a text, for asking quickly what can match it.
#[derive(Debug)]
pub struct WordSet<'a> {
    forms: &'a [Form],
    words: HashSet<&'a str>,
}

impl<'a> WordSet<'a> {
    /// Forms, base forms, and what unknown forms may be inflections of.
    #[must_use]
    pub fn new(forms: &'a [Form]) -> WordSet<'a> {
        WordSet { forms, words: forms.iter().flat_map(|form| form.words().chain(form.stems())).collect() }
    }

    fn may_hold(&self, item: &Item) -> bool {
        match item {
            Item::OneOf { matchers, optional: false } => matchers.iter().any(|matcher| self.has(matcher)),
            Item::Either { ways } => ways.iter().any(|way| way.iter().all(|item| self.may_hold(item))),
            _ => true,
        }
    }

    fn has(&self, matcher: &Matcher) -> bool {
        match matcher {
            Matcher::Lemma(word) | Matcher::Form(word) | Matcher::Spelling { folded: word, .. } => {
                self.words.contains(&**word)
            }
            Matcher::Prefix(_) | Matcher::Suffix(_) | Matcher::Infix(_) => {
                self.forms.iter().any(|form| matcher.matches_form(form))
            }
        }
    }
}

/// Which of many patterns can match a text, by the words it has.
#[derive(Debug, Default)]
pub struct PatternIndex {
    keyed: HashMap<String, Vec<u32>>,
    /// Patterns that only wildcards begin.
    unkeyed: Vec<u32>,
}

impl PatternIndex {
    /// Adds a pattern under a number.
    pub fn add(&mut self, number: u32, pattern: &Pattern) {
        match pattern.keys() {
            Some(keys) => keys.into_iter().for_each(|key| self.keyed.entry(key).or_default().push(number)),
            None => self.unkeyed.push(number),
        }
    }

    /// Numbers, ascending, of the patterns that these words do not rule out.
    #[must_use]
    pub fn candidates(&self, words: &WordSet<'_>) -> Vec<u32> {
        let mut numbers = self.unkeyed.clone();
        numbers.extend(words.words.iter().filter_map(|word| self.keyed.get(*word)).flatten());
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

fn parse_item(text: &str, rules: &Rules) -> Vec<Item> {
    let (body, optional) = match text.strip_suffix('?') {
        Some(body) if !body.is_empty() => (body, true),
        _ => (text, false),
    };
    let is_marked = |option: &str| option.starts_with(['=', '^', '*']) || option.ends_with('*');
    match body {
        "..." => vec![Item::Gap],
        "_" => vec![Item::AnyWord { optional }],
        _ if optional || body.contains('/') || is_marked(body) => {
            let (mut matchers, mut ways) = (Vec::new(), Vec::new());
            for option in body.split('/').filter(|option| !option.is_empty()) {
                let words = if is_marked(option) { Vec::new() } else { plain_words(option, rules) };
                if words.len() < 2 {
                    matchers.push(Matcher::parse(option));
                } else if !ways.contains(&words) {
                    ways.push(words);
                }
            }
            let of_a_word = Item::OneOf { matchers, optional };
            if ways.is_empty() {
                return vec![of_a_word];
            }
            // What is optional is left out last.
            ways.push(vec![of_a_word]);
            vec![Item::Either { ways }]
        }
        _ => plain_words(body, rules),
    }
}

fn plain_words(text: &str, rules: &Rules) -> Vec<Item> {
    let mut items = Vec::new();
    tokenize(text, rules, |span, kind| {
        if kind != TokenKind::Mark {
            let matchers = vec![Matcher::Lemma(fold(&text[span.range()]).into())];
            items.push(Item::OneOf { matchers, optional: false });
        }
    });
    items
}

/// The end of a match of `items` at `start`, shortest gaps first.
fn match_sequence(items: &[Item], tokens: &impl Tokens, start: usize, end: usize, first: bool) -> Option<usize> {
    let Some((item, rest)) = items.split_first() else {
        return Some(start);
    };
    match item {
        Item::Gap => {
            let mut words = 0;
            for at in start..=end {
                if let Some(stop) = match_sequence(rest, tokens, at, end, false) {
                    return Some(stop);
                }
                if at < end && tokens.kind(at) != TokenKind::Mark {
                    words += 1;
                }
                if words > GAP_WORDS {
                    break;
                }
            }
            None
        }
        // A way holds no gap: it ends in one place.
        Item::Either { ways } => ways.iter().find_map(|way| {
            let stop = match_sequence(way, tokens, start, end, first)?;
            match_sequence(rest, tokens, stop, end, first && stop == start)
        }),
        Item::AnyWord { .. } | Item::OneOf { .. } => {
            // The hyphen inside a compound is no word: `no-confidence` is `no confidence`.
            if !first && start < end && matches!(tokens.surface(start), "-" | "\u{2011}") {
                return match_sequence(items, tokens, start + 1, end, false);
            }
            let here = start < end
                && tokens.kind(start) != TokenKind::Mark
                && match item {
                    Item::OneOf { matchers, .. } => {
                        matchers.iter().any(|m| m.matches(tokens.form(start), tokens.surface(start)))
                    }
                    _ => true,
                };
            let taken = if here { match_sequence(rest, tokens, start + 1, end, false) } else { None };
            match item {
                Item::AnyWord { optional: true } | Item::OneOf { optional: true, .. } => {
                    taken.or_else(|| match_sequence(rest, tokens, start, end, first))
                }
                _ => taken,
            }
        }
    }
}
