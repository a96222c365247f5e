//! Which words of a text are names: by their capitals, where its script has them.

use std::ops::Range;

use super::spelling::Writing;
use crate::article::{BlockKind, Text};
use crate::language::gazetteer::Gazetteer;
use crate::language::lexemes::is_hyphen;
use crate::language::tokens::TokenKind;
use crate::text::is_capitalised;

/// Zipf × 10 from which a capitalised word at the beginning of a sentence is taken for an ordinary one,
/// and wherever it stands in a language that gives all nouns capitals.
const ORDINARY: u8 = 38;

/// Zipf × 10 from which a word that is also the name of a place is not one by its capital alone.
const FREQUENT: u8 = 55;

/// Share of a block's words that have capitals from which on these tell nothing, and the fewest words it
/// takes to say so.
const SHOUTED: f32 = 0.7;
const FEWEST_SHOUTED: usize = 4;

/// Letters of a known name in a script without capitals; shorter ones are mostly parts of other words.
const MIN_UNCASED: usize = 2;

/// Whether a text's script has capitals.
#[must_use]
pub fn is_cased(text: &Text) -> bool {
    text.language.rules.native.chars().any(char::is_lowercase)
}

pub fn writing(text: &Text) -> Writing {
    Writing { spaced: text.language.rules.spaced, vowelless: text.language.rules.vowelless }
}

/// The words of names in a sentence; without capitals, of those that the gazetteer has.
#[must_use]
pub fn names(text: &Text, sentence: usize) -> Vec<usize> {
    let tokens = text.sentences[sentence].tokens.clone();
    if !is_cased(text) {
        return known(text, tokens);
    }
    if is_shouted(text, sentence) {
        return Vec::new();
    }
    let mut begins = true;
    let mut found = Vec::new();
    for token in tokens.clone() {
        match text.tokens[token].kind {
            TokenKind::Word => {
                if is_name(text, token, begins) {
                    found.push(token);
                }
                begins = false;
            }
            TokenKind::Number => begins = false,
            TokenKind::Mark => begins |= begins_anew(text.token_str(token)),
        }
    }
    found
}

/// The words of known names in a run of tokens.
fn known(text: &Text, tokens: Range<usize>) -> Vec<usize> {
    let gazetteer = Gazetteer::embedded();
    let mut found = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        let is_word = text.tokens[at].kind == TokenKind::Word;
        // A title or a point of the compass alone is none.
        let place = is_word.then(|| gazetteer.at(text, at, tokens.end)).flatten();
        let place = place.filter(|place| !gazetteer.is_word(place.meanings)).map(|place| place.tokens);
        // As it stands only: words that begin like a name are rarely forms of it where nothing marks a name.
        let is_exact = |tokens: &Range<usize>| {
            let name: String = tokens.clone().map(|token| &*text.form(token).folded).collect();
            let is_cut = tokens.start > 0 && goes_on(text, tokens.start - 1, tokens.start - 1)
                || goes_on(text, tokens.end - 1, tokens.end);
            name.chars().count() >= MIN_UNCASED && gazetteer.get(&name).is_some() && !is_cut
        };
        at = match place.filter(is_exact) {
            Some(tokens) => {
                found.extend(tokens.clone());
                tokens.end
            }
            None => at + 1,
        };
    }
    found
}

/// Whether a name may go on in a token, right behind or before another: in a character that foreign names are written
/// with, and that is not a frequent word.
fn goes_on(text: &Text, left: usize, token: usize) -> bool {
    let mut chars = text.tokens.get(token).map_or("", |_| text.token_str(token)).chars();
    chars.next().is_some_and(|c| text.language.rules.transcriptions.contains_key(&c))
        && chars.next().is_none()
        && is_adjacent(text, left)
        && text.form(token).zipf.is_none_or(|zipf| zipf < FREQUENT)
}

/// Whether a token is the first of its sentence that is no mark.
#[must_use]
pub fn is_first(text: &Text, token: usize) -> bool {
    let sentence = text.sentence_of(token);
    let start = text.sentences.get(sentence).map_or(token, |sentence| sentence.tokens.start);
    (start..token).rev().take_while(|&before| text.tokens[before].kind == TokenKind::Mark).count() == token - start
        || token > start && begins_anew(text.token_str(token - 1))
}

/// Whether what follows a mark may begin a sentence of its own.
fn begins_anew(mark: &str) -> bool {
    mark.chars().all(|c| !c.is_alphanumeric()) && !matches!(mark, "," | "-" | "’" | "'" | "." | "/" | "&" | "(")
}

/// The words of a sentence behind its first token, and how many of them have capitals.
#[must_use]
pub fn capitals(text: &Text, sentence: usize) -> [usize; 2] {
    let words = text.sentences[sentence].tokens.clone().skip(1).filter(|&at| text.tokens[at].kind == TokenKind::Word);
    words.fold([0, 0], |[n, n_capitals], at| [n + 1, n_capitals + usize::from(is_capitalised(text.token_str(at)))])
}

/// Whether so many words have capitals that these tell nothing.
fn is_shouted(text: &Text, sentence: usize) -> bool {
    let is_title = matches!(text.block_kind(sentence), BlockKind::Headline | BlockKind::Subhead);
    if is_title && text.language.rules.capitalised_headlines {
        return true;
    }
    let [n, n_capitals] = capitals(text, sentence);
    n >= FEWEST_SHOUTED && n_capitals as f32 > SHOUTED * n as f32
}

fn is_name(text: &Text, token: usize, begins: bool) -> bool {
    let surface = text.token_str(token);
    if !is_capitalised(surface) || surface.chars().nth(1).is_none() || is_roman(surface) {
        return false;
    }
    let rules = &text.language.rules;
    let form = text.form(token);
    // Titles and other words cut short, and what is elided before a word.
    let is_title = rules.persons.titles.contains(&*form.folded);
    if is_title || surface.ends_with(['\'', '\u{2019}']) || is_abbreviation(text, token) {
        return false;
    }
    // A decade or a century: `gli anni Novanta`.
    if rules.numerals().phrases().word(&form.folded).is_some_and(|word| word.part.is_some()) {
        return false;
    }
    let calendar = rules.calendar();
    if calendar.months.word(&form.folded).is_some() || calendar.weekdays.word(&form.folded).is_some() {
        return false;
    }
    let is_ordinary = || form.zipf.is_some_and(|zipf| zipf >= ORDINARY) || form.lemmas.iter().any(Option::is_some);
    // Known, and no word that begins sentences of its own.
    let is_household_name =
        || Gazetteer::embedded().get(&form.folded).is_some() && form.zipf.is_none_or(|zipf| zipf < FREQUENT);
    if rules.capitalised_nouns {
        // What is no ordinary word and none of several is a name.
        return !is_ordinary() && !text.language.is_compound(&form.folded) || is_household_name();
    }
    if begins {
        return !is_ordinary() || is_household_name();
    }
    true
}

/// Whether a token and the full stop behind it are an abbreviation of the language.
fn is_abbreviation(text: &Text, token: usize) -> bool {
    let is_stopped = token + 1 < text.tokens.len() && text.token_str(token + 1) == ".";
    let folded = &text.form(token).folded;
    let is_short = text.token_str(token).chars().any(char::is_lowercase);
    is_stopped
        && is_short
        && text.language.rules.abbreviations.iter().any(|word| word.strip_suffix('.') == Some(folded))
}

/// Whether a word is written in capitals, but for a letter: `UN`, `PhD`, `MPs`.
#[must_use]
pub fn is_acronym(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase) && word.chars().filter(|c| c.is_lowercase()).count() <= 1
}

/// `II`, `XIV`: part of a name, and no name.
fn is_roman(surface: &str) -> bool {
    surface.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'))
}

/// Whether a token and the next have nothing but white space or a hyphen between them.
fn is_adjacent(text: &Text, token: usize) -> bool {
    token + 1 < text.tokens.len() && text.tokens[token + 1].span.start <= text.tokens[token].span.end + 1
}

/// Whether a word goes on what ends before `end`.
pub fn is_joined(text: &Text, end: usize, token: usize) -> bool {
    let is_near = is_adjacent(text, end - 1);
    is_near && (token == end || token == end + 1 && is_hyphen(text.token_str(end)) && is_adjacent(text, end))
}
