//! FreeDict's dictionaries in the format of dictd: an index of headwords and a compressed text.
//!
//! An article of those made from Wiktionary (WikDict) is a line `headword /ipa/ <part of speech>`
//! and, a sense each, a line of translations with commas between them and a line with the gloss;
//! where there are several senses the translations are numbered. ` 2.` alone, or at the end of a
//! line, announces another gloss of the same translations.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;

/// A headword with its senses.
#[derive(Debug, PartialEq)]
pub struct Article {
    pub headword: String,
    /// `n`, `v`, `adj`, `pn` and so on, as given.
    pub part_of_speech: String,
    pub senses: Vec<Sense>,
}

/// Translations and the glosses they are given for.
#[derive(Debug, Default, PartialEq)]
pub struct Sense {
    pub translations: Vec<String>,
    pub glosses: Vec<String>,
}

/// Reads `NAME.index` and `NAME.dict.dz`.
pub fn read(folder: &Path, name: &str) -> Result<Vec<Article>> {
    let index = folder.join(format!("{name}.index"));
    let index = fs::read_to_string(&index).with_context(|| index.display().to_string())?;
    let path = folder.join(format!("{name}.dict.dz"));
    let mut text = Vec::new();
    MultiGzDecoder::new(File::open(&path).with_context(|| path.display().to_string())?).read_to_end(&mut text)?;
    let mut places = BTreeSet::new();
    for line in index.lines().filter(|line| !line.starts_with("00database")) {
        let cells: Vec<&str> = line.split('\t').collect();
        if let [_, start, len] = cells[..]
            && let (Some(start), Some(len)) = (number(start), number(len))
        {
            places.insert((start, len));
        }
    }
    let articles =
        places.into_iter().filter_map(|(start, len)| article(std::str::from_utf8(text.get(start..start + len)?).ok()?));
    Ok(articles.collect())
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
    Some(Article { headword: headword.to_owned(), part_of_speech: part_of_speech.to_owned(), senses })
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
    sense
        .translations
        .extend(line.split([',', ';']).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()));
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
    fn places_are_in_base_64() {
        assert_eq!(number("B"), Some(1));
        assert_eq!(number("BA"), Some(64));
        assert_eq!(number("-"), None);
    }
}
