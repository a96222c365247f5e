//! Reading term lists as people have them: CSV or TSV, comma, semicolon or tab, with or without a
//! header, with the columns of `DeepL`, Google and memoQ exports or our own.
//!
//! Columns by name: `source`, `target`, `forbidden`, a language code or name (`nl`, `Dutch`,
//! `nl-BE`); without a header the first two are source and target. Alternatives are split by `|`;
//! a target alternative that begins with `!` is forbidden. Lines of another language pair are left
//! out.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{Glossary, Term};
use crate::language::Language;
use crate::read::{Problem, decode};

/// Larger lists are refused: `DeepL` takes 10 MB.
pub const MAX_BYTES: usize = 64 << 20;

/// Reads a term list for a pair; lines that cannot be used are problems, not errors.
///
/// # Errors
/// Bytes that are no text, or a list without a usable line: the message names the remedy.
pub fn parse(bytes: &[u8], path: &Path, from: Option<&str>, to: Option<&str>) -> Result<(Glossary, Vec<Problem>)> {
    let (text, mut problems) = decode(bytes)?;
    let delimiter = delimiter_of(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut columns: Option<Columns> = None;
    let mut terms: Vec<Term> = Vec::new();
    for record in reader.records() {
        let record = record.context("not a term list")?;
        let line = record.position().map_or(0, |p| p.line() as usize);
        if record.iter().all(str::is_empty) || record.get(0).is_some_and(|c| c.starts_with('#')) {
            continue;
        }
        let Some(known) = &columns else {
            let languages = Columns::languages_of(&record);
            let header = if languages.is_none() { Columns::of_header(&record, from, to) } else { None };
            let is_header = header.is_some();
            columns = Some(header.unwrap_or(Columns { source: 0, target: vec![1], forbidden: None, languages }));
            if !is_header {
                add(&record, line, columns.as_ref(), from, to, &mut terms, &mut problems);
            }
            continue;
        };
        add(&record, line, Some(known), from, to, &mut terms, &mut problems);
    }
    if terms.is_empty() {
        bail!("no line of {} has a source and a target term; write `source,target` a line", path.display());
    }
    merge_duplicates(&mut terms, &mut problems);
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Ok((Glossary::new(name, terms), problems))
}

/// Which column holds what.
struct Columns {
    source: usize,
    target: Vec<usize>,
    forbidden: Option<usize>,
    /// Columns with the languages of the line (`DeepL`'s export).
    languages: Option<(usize, usize)>,
}

impl Columns {
    fn of_header(record: &csv::StringRecord, from: Option<&str>, to: Option<&str>) -> Option<Columns> {
        let names: Vec<String> = record.iter().map(|c| c.to_lowercase().replace([' ', '-'], "_")).collect();
        let find = |wanted: &[&str]| names.iter().position(|n| wanted.contains(&n.as_str()));
        let of_language = |code: Option<&str>| -> Vec<usize> {
            let Some(code) = code else { return Vec::new() };
            let name = Language::get(code).map(|l| (l.rules.name.to_lowercase(), l.rules.native.to_lowercase()));
            let is = |n: &String| {
                n == code
                    || n.split('_').next() == Some(code) && n.len() <= 7
                    || name.as_ref().is_some_and(|(english, native)| n == english || n == native)
            };
            names.iter().enumerate().filter(|(_, n)| is(n)).map(|(i, _)| i).collect()
        };
        let source = find(&["source", "source_term", "source_text", "src", "from"])
            .or_else(|| of_language(from).first().copied());
        let target = match find(&["target", "target_term", "target_text", "trg", "tgt", "to", "translation"]) {
            Some(column) => vec![column],
            None => of_language(to),
        };
        let forbidden = find(&["forbidden", "forbidden_term", "avoid", "do_not_use", "deprecated"]);
        if target.is_empty() && forbidden.is_none() {
            return None;
        }
        let languages = find(&["source_lang", "source_language"]).zip(find(&["target_lang", "target_language"]));
        Some(Columns { source: source?, target, forbidden, languages })
    }

    /// `DeepL`'s own export has no header and the two languages in its third and fourth columns.
    fn languages_of(record: &csv::StringRecord) -> Option<(usize, usize)> {
        let is_code =
            |c: Option<&str>| c.is_some_and(|c| (2..=5).contains(&c.len()) && Language::get(&base(c)).is_some());
        (is_code(record.get(2)) && is_code(record.get(3))).then_some((2, 3))
    }
}

fn base(code: &str) -> String {
    code.split(['-', '_']).next().unwrap_or(code).to_lowercase()
}

fn add(
    record: &csv::StringRecord,
    line: usize,
    columns: Option<&Columns>,
    from: Option<&str>,
    to: Option<&str>,
    terms: &mut Vec<Term>,
    problems: &mut Vec<Problem>,
) {
    let Some(columns) = columns else { return };
    if let Some((source, target)) = columns.languages {
        let differs = |column: usize, wanted: Option<&str>| {
            record.get(column).zip(wanted).is_some_and(|(has, wanted)| !has.is_empty() && base(has) != wanted)
        };
        if differs(source, from) || differs(target, to) {
            return;
        }
    }
    let cell = |column: usize| record.get(column).unwrap_or("").trim().trim_matches('\u{feff}');
    let alternatives = |text: &str| -> Vec<String> {
        text.split('|').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
    };
    let targets = columns.target.iter().flat_map(|&c| alternatives(cell(c)));
    let (mut forbidden, mut allowed) = (Vec::new(), Vec::new());
    for target in targets {
        match target.strip_prefix('!') {
            Some(avoid) if !avoid.trim().is_empty() => forbidden.push(avoid.trim().to_owned()),
            _ => allowed.push(target),
        }
    }
    forbidden.extend(columns.forbidden.map(cell).map(alternatives).unwrap_or_default());
    let source = cell(columns.source);
    if allowed.is_empty() && forbidden.is_empty() || source.is_empty() && forbidden.is_empty() {
        let message = "left out: it lacks a source or a target term".to_owned();
        problems.push(Problem { line: Some(line), message });
        return;
    }
    for source in if source.is_empty() { vec![String::new()] } else { alternatives(source) } {
        terms.push(Term { source, allowed: allowed.clone(), forbidden: forbidden.clone(), line });
    }
}

/// A term listed twice has the renderings of both lines.
fn merge_duplicates(terms: &mut Vec<Term>, problems: &mut Vec<Problem>) {
    let mut first: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let mut merged: Vec<Term> = Vec::with_capacity(terms.len());
    for term in terms.drain(..) {
        let key = crate::text::fold(&term.source);
        match first.get(&key).filter(|_| !key.is_empty()) {
            Some(&at) => {
                let kept = &mut merged[at];
                if kept.allowed != term.allowed || kept.forbidden != term.forbidden {
                    let message =
                        format!("“{}” is also on line {}: any of their renderings is accepted", term.source, kept.line);
                    problems.push(Problem { line: Some(term.line), message });
                }
                for (into, from) in [(&mut kept.allowed, term.allowed), (&mut kept.forbidden, term.forbidden)] {
                    for rendering in from {
                        if !into.contains(&rendering) {
                            into.push(rendering);
                        }
                    }
                }
            }
            None => {
                first.insert(key, merged.len());
                merged.push(term);
            }
        }
    }
    *terms = merged;
}

/// The delimiter that most of the first lines have.
fn delimiter_of(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(20).collect();
    let count = |d: char| lines.iter().filter(|l| l.contains(d)).count();
    *[(count('\t'), b'\t'), (count(';'), b';'), (count(','), b',')]
        .iter()
        .rev()
        .max_by_key(|(n, _)| *n)
        .map_or(&b',', |(_, d)| d)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<(String, Vec<String>, Vec<String>)> {
        let (glossary, _) = parse(text.as_bytes(), Path::new("terms.csv"), Some("nl"), Some("en")).unwrap();
        glossary.terms.into_iter().map(|t| (t.source, t.allowed, t.forbidden)).collect()
    }

    fn term(source: &str, allowed: &[&str], forbidden: &[&str]) -> (String, Vec<String>, Vec<String>) {
        let own = |list: &[&str]| list.iter().map(|&s| s.to_owned()).collect();
        (source.to_owned(), own(allowed), own(forbidden))
    }

    #[test]
    fn habits_of_other_tools_are_understood() {
        let expected = [term("kabinet", &["cabinet"], &[])];
        for text in [
            "kabinet,cabinet\n",
            "\u{feff}source,target\nkabinet,cabinet\n",
            "kabinet\tcabinet\n",
            "kabinet,cabinet,NL,EN-US\nKabinett,cabinet,DE,EN\n",
            "Entry_ID;Entry_Subject;Dutch;Term_Info;English;Term_Info\n1;;kabinet;;cabinet;\n",
            "en;nl\ncabinet;kabinet\n",
        ] {
            assert_eq!(terms(text), expected, "{text}");
        }
    }

    #[test]
    fn alternatives_and_forbidden_terms_are_split() {
        assert_eq!(
            terms(
                "source,target,forbidden\nTweede Kamer,House of Representatives|lower house,Second Chamber|Second Room\n"
            ),
            [term("Tweede Kamer", &["House of Representatives", "lower house"], &["Second Chamber", "Second Room"])]
        );
        assert_eq!(terms("onderhoud,talks|!maintenance\n"), [term("onderhoud", &["talks"], &["maintenance"])]);
    }

    #[test]
    fn uneven_rows_and_duplicates_are_said() {
        let text = "a1,b1\nlonely\na1,c1\n";
        let (glossary, problems) = parse(text.as_bytes(), Path::new("t.csv"), None, None).unwrap();
        assert_eq!(glossary.terms.len(), 1);
        assert_eq!(glossary.terms[0].allowed, ["b1", "c1"]);
        assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [Some(2), Some(3)]);
    }

    #[test]
    fn a_list_without_terms_is_refused() {
        assert!(parse(b"nothing\n", Path::new("t.csv"), None, None).is_err());
    }
}
