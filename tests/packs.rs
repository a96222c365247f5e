//! The data of languages and pairs.

use std::collections::BTreeSet;
use std::fs;

use mtlint::language::artifacts::COLUMNS;
use mtlint::language::units::Unit;
use mtlint::language::{Language, Pair, pack_file};

use crate::support::root;

#[test]
fn every_file_is_embedded_as_it_is() {
    let mut n = 0;
    for folder in fs::read_dir(root().join("corpora/packs")).expect("packs") {
        let folder = folder.expect("readable").path();
        for file in folder.is_dir().then(|| fs::read_dir(&folder).expect("a folder")).into_iter().flatten() {
            let file = file.expect("readable").path();
            let name =
                file.strip_prefix(root().join("corpora/packs")).expect("below").to_string_lossy().replace('\\', "/");
            assert_eq!(pack_file(&name), Some(&fs::read(&file).expect("readable")[..]), "{name}");
            n += 1;
        }
    }
    assert!(n > 100, "{n} files");
}

#[test]
fn every_language_parses_and_is_complete() {
    let mut n = 0;
    let mut identifiers = BTreeSet::new();
    for code in Language::codes() {
        let language = Language::get(code).unwrap_or_else(|| panic!("{code} does not load"));
        let rules = &language.rules;
        assert_eq!(rules.code, code);
        assert!(identifiers.insert(rules.iso639_3.clone()) && rules.iso639_3.len() == 3, "{code}: iso639-3");
        assert!(!rules.scripts.is_empty() && !rules.typography.quotes.is_empty(), "{code}");
        assert_eq!(rules.numbers.months.len(), 12, "{code}: months");
        for abbreviation in &rules.abbreviations {
            assert!(
                abbreviation.ends_with('.') && *abbreviation == mtlint::text::fold(abbreviation),
                "{code}: {abbreviation}"
            );
        }
        assert_eq!(rules.numbers.weekdays.len(), 7, "{code}: weekdays");
        assert!(matches!(rules.numbers.date_marks.len(), 0 | 3), "{code}: date-marks");
        for (unit, names) in &rules.units {
            assert!(Unit::named(unit).is_some(), "{code}: no unit is called {unit}");
            assert!(names.iter().all(|name| *name == name.to_lowercase()), "{code}: {unit} has capitals");
        }
        for (word, value) in rules.numbers.words.iter().chain(&rules.numbers.scales) {
            assert!(value.is_finite() && *value >= 0.0, "{code}: {word}");
        }
        assert!(
            pack_file(&format!("{code}/words.bin")).is_none() || language.words.is_some(),
            "{code}: words.bin is broken"
        );
        n += 1;
    }
    assert!(n >= 40, "{n} languages");
}

#[test]
fn every_pair_belongs_to_two_languages() {
    for (source, target) in Pair::all() {
        assert!(Language::get(source).is_some() && Language::get(target).is_some(), "{source}-{target}");
        let pair = Pair::get(source, target);
        assert!(pair.artifacts.is_some() || pair.lexicon.is_some(), "{source}-{target} has nothing");
    }
}

#[test]
fn artifact_tables_are_sorted_and_have_no_doubles() {
    for (source, target) in Pair::all() {
        let path = root().join(format!("corpora/packs/{source}-{target}/artifacts.tsv"));
        let Ok(table) = fs::read_to_string(&path) else { continue };
        let mut lines = table.lines();
        assert_eq!(lines.next().map(|l| l.split('\t').collect::<Vec<_>>()), Some(COLUMNS.to_vec()));
        let keys: Vec<(&str, &str)> = lines
            .map(|line| {
                let mut cells = line.split('\t');
                (cells.next().unwrap_or(""), cells.next().unwrap_or(""))
            })
            .collect();
        for pair in keys.windows(2) {
            assert!(pair[0] < pair[1], "{}: {:?} before {:?}", path.display(), pair[0], pair[1]);
        }
    }
}

#[test]
fn the_lists_are_as_long_as_they_should_be() {
    let rows = |s: &str, t: &str| Pair::get(s, t).artifacts.as_ref().map_or(0, |a| a.rows.len());
    assert!(rows("nl", "en") >= 500);
    for code in ["de", "fr", "es", "it", "pt", "pl", "ru", "sv", "da", "tr", "fi", "cs", "zh", "ja"] {
        assert!(rows(code, "en") >= 200, "{code}-en");
    }
    for code in ["nl", "de", "fr", "es", "it", "pt"] {
        assert!(rows("en", code) >= 200, "en-{code}");
    }
}

#[test]
fn antonym_tables_are_sorted_pairs_without_doubles() {
    for code in Language::codes() {
        let Some(table) = pack_file(&format!("{code}/antonyms.tsv")) else { continue };
        let lines: Vec<&str> = std::str::from_utf8(table).expect("UTF-8").lines().collect();
        assert!(lines.is_sorted() && lines.iter().collect::<BTreeSet<_>>().len() == lines.len(), "{code}");
        for line in lines {
            assert!(line.split_once('\t').is_some_and(|(a, b)| a < b && !b.contains('\t')), "{code}: {line}");
        }
    }
}

#[test]
fn contrasts_are_sets_of_words_each_once_that_are_no_antonyms() {
    for code in Language::codes() {
        let table = |name: &str| Some(std::str::from_utf8(pack_file(&format!("{code}/{name}"))?).expect("UTF-8"));
        let Some(contrasts) = table("contrasts.tsv") else { continue };
        let antonyms: BTreeSet<&str> = table("antonyms.tsv").unwrap_or_default().lines().collect();
        for line in contrasts.lines() {
            let words: Vec<&str> = line.split('\t').collect();
            assert!(words.len() > 1 && words.iter().collect::<BTreeSet<_>>().len() == words.len(), "{code}: {line}");
            let pairs = words.iter().flat_map(|a| words.iter().map(move |b| format!("{a}\t{b}")));
            assert_eq!(
                pairs.filter(|pair| antonyms.contains(pair.as_str())).collect::<Vec<_>>(),
                [""; 0],
                "{code}: {line}"
            );
        }
    }
}

#[test]
fn idle_turns_of_phrase_hold_a_negation() {
    for code in Language::codes() {
        let Some(language) = Language::get(code) else { continue };
        let polarity = &language.rules.polarity;
        let has_negation = |phrase: &&String| phrase.split([' ', '/']).any(|word| polarity.negates(word));
        let without: Vec<&String> = polarity.idle.iter().filter(|phrase| !has_negation(phrase)).collect();
        assert_eq!(without, [""; 0], "{code}");
    }
}
