//! Which language a text is in.
//!
//! `whatlang` proposes, among the languages that have a pack; the language's own word list must
//! then know enough of the words. A text that no language claims is said to be unknown.

use super::Language;
use super::tokens::{TokenKind, tokenize};
use crate::text::fold;

/// Characters looked at: identification of news settles long before.
const SAMPLE_CHARS: usize = 3_000;

/// Share of words that the proposed language's list must know for the proposal to stand. Measured
/// on clean news: the right language knows .85 and more, a close relative up to .6.
const MIN_KNOWN: f32 = 0.5;

/// What identification came to.
#[derive(Clone, Copy, Debug)]
pub struct Identified {
    /// The language; none when unknown or not supported.
    pub language: Option<&'static Language>,
    /// ISO 639-3 code of the proposal, for the message.
    pub proposal: Option<&'static str>,
}

/// Identifies the language of a whole text.
#[must_use]
pub fn identify(text: &str) -> Identified {
    let sample = sample_of(text);
    let Some(info) = whatlang::detect(sample) else {
        return Identified { language: None, proposal: None };
    };
    let proposal = Some(info.lang().code());
    let proposed = Language::by_iso639_3(info.lang().code());
    let candidates = Language::codes().filter_map(Language::get).filter(|l| {
        // Relatives of the proposal that `whatlang` lacks or confuses are told apart by their words.
        proposed.is_some_and(|p| p.rules.scripts.first() == l.rules.scripts.first()) && l.words.is_some()
    });
    let words = words_of(sample, proposed);
    let best = match proposed {
        Some(p) if share_known(&words, p) >= 0.8 || p.words.is_none() || words.len() < 4 => Some(p),
        Some(_) => candidates
            .map(|l| (l, share_known(&words, l)))
            .filter(|&(_, share)| share >= MIN_KNOWN)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(l, _)| l),
        None => None,
    };
    Identified { language: best, proposal }
}

/// Share of the words (folded) that a language's list knows; 0 without a list or without words.
#[must_use]
pub fn share_known(words: &[String], language: &Language) -> f32 {
    let Some(list) = &language.words else { return 0.0 };
    let known = words.iter().filter(|word| list.zipf(word).is_some()).count();
    known as f32 / words.len().max(1) as f32
}

/// Mean frequency (Zipf scale) of words in a language's list, unknown ones counting nothing: 4 to 6
/// in its own language. Unlike the share of known words it tells a language from one that borrowed
/// half of its vocabulary.
#[must_use]
pub fn fit<'a>(words: impl Iterator<Item = &'a str>, language: &Language) -> f32 {
    let Some(list) = &language.words else { return 0.0 };
    let (n, sum) = words.fold((0, 0.0), |(n, sum), word| (n + 1, sum + list.zipf(word).map_or(0.0, f32::from)));
    sum / 10.0 / n.max(1) as f32
}

fn sample_of(text: &str) -> &str {
    let end = text.char_indices().nth(SAMPLE_CHARS).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn words_of(sample: &str, language: Option<&Language>) -> Vec<String> {
    let rules = &language.unwrap_or(Language::unknown()).rules;
    let mut words = Vec::new();
    tokenize(sample, rules, |span, kind| {
        if kind == TokenKind::Word {
            words.push(fold(&sample[span.range()]));
        }
    });
    words
}
