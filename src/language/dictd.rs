//! Dictionaries in the format of dictd: an index of headwords and the text of all articles.
//!
//! An article begins with a line `headword /ipa/ <part of speech>`. What follows differs:
//!
//! * Made from Wiktionary (WikDict): a sense each, a line of translations with commas between them and
//!   a line with the gloss; where there are several senses the translations are numbered. ` 2.` alone,
//!   or at the end of a line, announces another gloss of the same translations.
//! * Older FreeDict (Ergane and others): lines of translations only, numbered where there are several.
//! * Made from Ding: a line of translations, each with its part of speech, an article a sense; then
//!   synonyms, notes and examples, indented, and references, ` see: {other}`.

use std::collections::BTreeSet;
use std::fmt;

/// A headword with its senses.
#[derive(Debug, PartialEq)]
pub struct Article {
    /// As written.
    pub headword: String,
    /// `n`, `v`, `adj`, `pn` and so on, as given; empty where it is not.
    pub part_of_speech: String,
    /// In the order of the article.
    pub senses: Vec<Sense>,
}

/// Translations and the glosses they are given for.
#[derive(Debug, Default, PartialEq)]
pub struct Sense {
    /// As written, remarks in brackets included.
    pub translations: Vec<String>,
    /// Lower case, cut off where they are long enough to tell senses apart.
    pub glosses: Vec<String>,
}

/// Why something is no dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The index is none: no line of it has a headword and a place.
    Index,
    /// Places lie outside the text: it is cut off, or another dictionary's.
    Text,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Damage::Index => "not the index of a dictd dictionary: no line has a headword, a place and a length",
            Damage::Text => "the index does not belong to the text, or the text is cut off",
        })
    }
}

impl std::error::Error for Damage {}

/// Reads the articles of a dictionary, in the order of its text: `index` is the contents of `NAME.index`,
/// `text` that of `NAME.dict`. An article that is not UTF-8 is passed over.
///
/// # Errors
/// What is not a dictionary.
pub fn read(index: &str, text: &[u8]) -> Result<Vec<Article>, Damage> {
    let mut places = BTreeSet::new();
    let mut is_index = false;
    for line in index.lines() {
        // A fourth cell, the headword as it was before sorting, is an extension.
        let mut cells = line.split('\t');
        let (Some(headword), Some(start), Some(len)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let (Some(start), Some(len)) = (number(start), number(len)) else { continue };
        is_index = true;
        if !headword.starts_with("00database") && !headword.starts_with("00-database") {
            places.insert((start, len));
        }
    }
    if !is_index {
        return Err(Damage::Index);
    }
    let mut articles = Vec::new();
    for (start, len) in places {
        let article = start.checked_add(len).and_then(|end| text.get(start..end)).ok_or(Damage::Text)?;
        articles.extend(std::str::from_utf8(article).ok().and_then(self::article));
    }
    Ok(articles)
}

/// A number in dictd's base 64.
fn number(digits: &str) -> Option<usize> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    digits.bytes().try_fold(0usize, |n, digit| Some(n.checked_mul(64)? + DIGITS.iter().position(|&d| d == digit)?))
}

fn article(text: &str) -> Option<Article> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let head = lines.next()?;
    let headword = head.split(" /").next()?.split(" <").next()?.trim();
    let part_of_speech = head.rsplit_once('<').map_or("", |(_, pos)| pos.split([',', '>']).next().unwrap_or(""));
    let lines: Vec<&str> = lines.filter(|line| !is_remark(line)).collect();
    let senses = numbered(&lines).unwrap_or_else(|| with_glosses(&lines));
    Some(Article { headword: headword.to_owned(), part_of_speech: part_of_speech.to_owned(), senses })
}

/// A synonym, note, example or reference.
fn is_remark(line: &str) -> bool {
    line.starts_with("   ") || line.contains(": {")
}

/// An article without glosses: all lines are numbered, one after the other. Where there are glosses
/// the number of the first translations comes again before the next.
fn numbered(lines: &[&str]) -> Option<Vec<Sense>> {
    let sense = |(n, line): (usize, &&str)| Some(translations(line.strip_prefix(&format!("{}. ", n + 1))?).0);
    lines.iter().enumerate().map(sense).collect()
}

fn with_glosses(lines: &[&str]) -> Vec<Sense> {
    let mut senses: Vec<Sense> = Vec::new();
    let mut gloss_next = false;
    for line in lines {
        let numbered = line.strip_prefix(&format!("{}. ", senses.len() + 1));
        if let (Some(rest), false) = (numbered, gloss_next) {
            let (sense, announced) = translations(rest);
            gloss_next = announced || sense.glosses.is_empty();
            senses.push(sense);
        } else if senses.is_empty() {
            let (sense, _) = translations(line);
            gloss_next = true;
            senses.push(sense);
        } else if is_announcement(line) {
            gloss_next = true;
        } else if let Some(sense) = senses.last_mut() {
            sense.glosses.push(gloss(line));
            gloss_next = false;
        }
    }
    senses
}

/// A line of translations: `[gloss] one, two 2.`; whether another gloss follows.
fn translations(line: &str) -> (Sense, bool) {
    let mut sense = Sense::default();
    let mut line = line.trim();
    if let Some((inside, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
        sense.glosses.push(gloss(inside));
        line = rest;
    }
    let announced = line.rsplit_once(' ').is_some_and(|(_, last)| is_announcement(last));
    if announced {
        line = line.rsplit_once(' ').map_or(line, |(before, _)| before);
    }
    // Not the commas of remarks in brackets.
    let mut depth = 0;
    let words = line.split(|c| {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' if depth > 0 => depth -= 1,
            _ => {}
        }
        depth == 0 && matches!(c, ',' | ';')
    });
    sense.translations.extend(words.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()));
    (sense, announced)
}

/// `2.`
fn is_announcement(text: &str) -> bool {
    text.trim().strip_suffix('.').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// A gloss as it is compared: without its number, only so much as tells senses apart.
fn gloss(text: &str) -> String {
    text.trim()
        .trim_start_matches(|c: char| c.is_ascii_digit() || ". ".contains(c))
        .to_lowercase()
        .chars()
        .take(60)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(sense: &Sense) -> Vec<&str> {
        sense.translations.iter().map(String::as_str).collect()
    }

    #[test]
    fn senses_are_told_from_glosses() {
        let text =
            "bank //b// <n, masc>\n1. sofa, couch\n1. a seat\n2. bank 2.\n3. an institution\n 3.\n4. shallow water\n";
        let article = article(text).expect("an article");
        assert_eq!((article.headword.as_str(), article.part_of_speech.as_str()), ("bank", "n"));
        assert_eq!(article.senses.len(), 2);
        assert_eq!(words(&article.senses[0]), ["sofa", "couch"]);
        assert_eq!(words(&article.senses[1]), ["bank"]);
        assert_eq!(article.senses[1].glosses, ["an institution", "shallow water"]);
    }

    #[test]
    fn a_lone_sense_has_no_number() {
        let article = article("sky /s/ <n>\nair, heaven\nwhat is above\n").expect("an article");
        assert_eq!(words(&article.senses[0]), ["air", "heaven"]);
        assert_eq!(article.senses[0].glosses, ["what is above"]);
    }

    #[test]
    fn numbered_lines_without_glosses_are_senses() {
        let article = article("sail /s/\n1. cloth, canvas\n2. trip (by ship, at sea)\n").expect("an article");
        assert_eq!(words(&article.senses[0]), ["cloth", "canvas"]);
        assert_eq!(words(&article.senses[1]), ["trip (by ship, at sea)"]);
        assert_eq!(article.senses.len(), 2);
    }

    #[test]
    fn remarks_are_no_translations() {
        let text = "sail /s/ <neut, n, sg>\n [naut.] cloth <n, sg>, canvas <n> [Am.]\n         Note: of ships\n   \
                    Synonyms: {sheet}, {rag}\n      \"hoist the sail\"  - raise it\n see: {sails}\n\n";
        let article = article(text).expect("an article");
        assert_eq!(words(&article.senses[0]), ["cloth <n, sg>", "canvas <n> [Am.]"]);
        assert_eq!((article.senses.len(), &article.senses[0].glosses[..]), (1, &["naut.".to_owned()][..]));
    }

    #[test]
    fn what_is_no_dictionary_is_refused() {
        assert_eq!(read("word\tA\tG\n", b"word\nx").map(|articles| articles.len()), Ok(1));
        assert_eq!(read("", b"word").unwrap_err(), Damage::Index);
        assert_eq!(read("not\tan index\n", b"word").unwrap_err(), Damage::Index);
        assert_eq!(read("word\tA\tZ\n", b"word\nx").unwrap_err(), Damage::Text);
        assert_eq!(read("word\t////////////\tZ\n", b"word\nx").unwrap_err(), Damage::Index);
    }

    #[test]
    fn places_are_in_base_64() {
        assert_eq!(number("B"), Some(1));
        assert_eq!(number("BA"), Some(64));
        assert_eq!(number("-"), None);
    }
}
