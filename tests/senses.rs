//! The sense inventories: well-known ambiguous words, and what holds for every entry.

use mtlint::language::{Language, Pair};

use crate::support::{folder, mtlint, run};

/// `pair TAB word TAB translation of one sense TAB translation of another ...`
const SAMPLE: &str = include_str!("senses.tsv");

#[test]
fn well_known_ambiguous_words_have_their_senses() {
    let mut missing = Vec::new();
    for line in SAMPLE.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [pair, word, translations @ ..] = &cells[..] else { panic!("not three columns: {line}") };
        let (from, to) = pair.split_once('-').expect("a pair");
        let inventory = Pair::get(from, to).senses().unwrap_or_else(|| panic!("{pair} has no senses"));
        let mut senses = Vec::new();
        for translation in translations {
            match inventory.translations(word).find(|t| t.word == *translation) {
                Some(found) if senses.contains(&found.sense) => {
                    missing.push(format!("{pair} {word}: {translation} joined"));
                }
                Some(found) => senses.push(found.sense),
                None => missing.push(format!("{pair} {word}: {translation} absent")),
            }
            if !inventory.sources(translation).any(|source| source.word == *word) {
                missing.push(format!("{pair} {word}: {translation} does not map back"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn weights_add_up_and_senses_are_numbered_by_them() {
    let mut n_pairs = 0;
    for (from, to) in Pair::all().flat_map(|(a, b)| [(a, b), (b, a)]) {
        let Some(inventory) = Pair::get(from, to).senses() else { continue };
        assert!(Language::get(from).is_some() && Language::get(to).is_some(), "{from}-{to}");
        n_pairs += 1;
        for word in inventory.source_words().step_by(97) {
            let translations: Vec<_> = inventory.translations(word).collect();
            if translations.is_empty() {
                continue;
            }
            let total: f32 = translations.iter().map(|t| t.weight).sum();
            assert!((0.9..1.1).contains(&total), "{from}-{to} {word}: weights add up to {total}");
            let n_senses = translations.iter().map(|t| t.sense).max().map_or(0, |last| usize::from(last) + 1);
            assert!(n_senses <= translations.len(), "{from}-{to} {word}: {n_senses} senses");
            for translation in translations {
                assert!(translation.word.split(' ').count() <= 3, "{from}-{to} {word}: {}", translation.word);
                assert_eq!(mtlint::text::fold(translation.word), translation.word, "{from}-{to} {word}");
            }
        }
    }
    assert!(n_pairs >= 26, "{n_pairs} pairs");
}

#[test]
fn the_command_shows_senses_and_what_they_map_back_to() {
    let (status, out, err) = run(&mut mtlint(&["senses", "onderhoud", "--from", "nl", "--to", "en"]));
    assert_eq!(status, Some(0), "{err}");
    for expected in ["onderhoud  (nl-en)", "maintenance", "conversation", "<- "] {
        assert!(out.contains(expected), "{expected}: {out}");
    }
    // An inflected form is looked up by its base form.
    let (status, out, _) = run(&mut mtlint(&["senses", "Banken", "--from", "nl", "--to", "en"]));
    assert!(status == Some(0) && out.contains("bank  (nl-en)"), "{out}");
}

#[test]
fn what_is_not_known_is_said() {
    let error = |args: &[&str]| {
        let (status, out, err) = run(&mut mtlint(&[&["senses"], args].concat()));
        assert_eq!((status, out.as_str()), (Some(2), ""));
        err
    };
    assert!(error(&["slot", "--from", "nl", "--to", "th"]).contains("no sense inventory for nl-th"));
    assert!(error(&["xyzzyx", "--from", "nl", "--to", "en"]).contains("`xyzzyx` is not in the sense inventory"));
    assert!(error(&["slot", "--from", "nk", "--to", "en"]).contains("no language `nk`"));
}

#[test]
fn without_a_source_a_word_that_a_source_word_explains_is_doubted() {
    let text = "Ministers meet in Antwerp\n\nThe two ministers met in Antwerp on Tuesday to talk about the new trade \
                treaty. After their maintenance they told reporters that both governments hope to sign an agreement \
                before the summer.\n";
    let folder = folder(&[("t.txt", text.as_bytes())]);
    let alone = |more: &[&str]| {
        let args = ["check", "t.txt", "--to", "en", "--min-confidence", "0.2"];
        let (_, out, err) = run(mtlint(&[&args, more].concat()).current_dir(folder.path()));
        (out, err)
    };
    let (out, err) = alone(&["--from", "nl"]);
    assert!(out.contains("“maintenance” may be the wrong sense of “onderhoud”"), "{out}");
    assert!(out.contains("(not compared with the source)") && out.contains("meeting"), "{out}");
    // Words of the article that go with a meeting and not with maintenance.
    assert!(out.contains("; beside “") && out.contains("“met”"), "{out}");
    // What compares words with those of the source is said not to have run.
    assert!(format!("{out}{err}").contains("antonym") && !out.contains("wrong-sense did not run"), "{out}{err}");
    let (out, _) = alone(&["--from", "nl", "--no-encoder"]);
    assert!(!out.contains("maintenance” may"), "{out}");
    let (out, _) = alone(&[]);
    assert!(!out.contains("maintenance” may"), "{out}");
}

#[test]
fn a_verb_is_read_with_the_particle_that_closes_its_clause() {
    use mtlint::read::{Format, parse_text};
    use mtlint::segment::segment;

    let particle = |code: &str, text: &str, verb: &str| {
        let language = Language::get(code).expect("a pack");
        let text = segment(parse_text(text.to_owned(), Format::Plain, &mut Vec::new()), language);
        let at = (0..text.tokens.len()).find(|&token| text.token_str(token) == verb).expect("the verb");
        text.particle_of(at).map(str::to_owned)
    };
    assert_eq!(particle("nl", "De minister spreekt dat tegen.", "spreekt").as_deref(), Some("tegen"));
    assert_eq!(particle("de", "Er trat am Montag zurück, sagte sie.", "trat").as_deref(), Some("zurück"));
    assert_eq!(particle("nl", "Zij werkt in Utrecht.", "werkt"), None);
    assert_eq!(particle("de", "Er sagte, sie trete zurück.", "sagte"), None);
    assert_eq!(particle("en", "They gave it up.", "gave"), None);
}
