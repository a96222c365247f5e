//! Dictionaries and lists of the user's own: added, listed, removed.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::{folder, mtlint, run};

/// Articles of the three layouts: numbered lines alone, translations with glosses, remarks and references.
const ARTICLES: [&str; 5] = [
    "onderhoud /x/\n1. maintenance, upkeep\n2. interview\n",
    "speelmachine //x// <n, fem>\n1. machine, device\n1. a machine to play on\n",
    "molen /x/ <n>\nwindmill <n>, mill <n, sg> [Br., dated]\n   Synonyms: {molentje}\n see: {molens}\n\n",
    "de /x/\nthe\n",
    "Amsterdam /x/ <pn>\nAmsterdam\n",
];

fn number(mut n: usize) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut digits = Vec::new();
    while n > 0 || digits.is_empty() {
        digits.push(DIGITS[n % 64]);
        n /= 64;
    }
    digits.reverse();
    String::from_utf8(digits).expect("ASCII")
}

/// The index and the text of a dictionary.
fn dictionary(articles: &[&str]) -> (String, String) {
    let (mut index, mut text) = (String::new(), String::new());
    for article in articles {
        let headword = article.split(" /").next().expect("a headword");
        index.push_str(&format!("{headword}\t{}\t{}\n", number(text.len()), number(article.len())));
        text.push_str(article);
    }
    (index, text)
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("to memory");
    encoder.finish().expect("to memory")
}

/// A folder with `freedict-nld-eng`, compressed, and `eng-nld`, as it is.
fn dictionaries() -> tempfile::TempDir {
    let (index, text) = dictionary(&ARTICLES);
    let (other_index, other_text) = dictionary(&["mill /x/\n1. molen\n2. gebouw\n"]);
    folder(&[
        ("freedict-nld-eng.index", index.as_bytes()),
        ("freedict-nld-eng.dict.dz", &gzip(&text)),
        ("plain-eng-nld.index", other_index.as_bytes()),
        ("plain-eng-nld.dict", other_text.as_bytes()),
        ("wordlist.index", b"word\tA\tB\n"),
    ])
}

fn with_packs(packs: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    run(mtlint(args).env("MTLINT_PACKS", packs))
}

fn ok(packs: &Path, args: &[&str]) -> String {
    let (status, out, err) = with_packs(packs, args);
    assert_eq!(status, Some(0), "{args:?}: {err}");
    out
}

fn refused(packs: &Path, args: &[&str]) -> String {
    let (status, out, err) = with_packs(packs, args);
    assert_eq!((status, out.as_str()), (Some(2), ""), "{args:?}: {err}");
    err
}

#[test]
fn a_dictionary_is_added_shown_and_removed() {
    let (packages, home) = (dictionaries(), folder(&[]));
    // The folder is made when it is first needed.
    let packs = &home.path().join("data/packs");
    let senses = ["senses", "onderhoud", "--from", "nl", "--to", "en"];
    let before = ok(packs, &senses);
    assert!(ok(packs, &["pack", "list"]).contains("No dictionaries in"));

    let index = packages.path().join("freedict-nld-eng.index");
    let out = ok(packs, &["pack", "add", index.to_str().expect("UTF-8")]);
    assert!(out.contains("freedict-nld-eng (nl-en): 3 words with 7 translations of 5 articles"), "{out}");

    let after = ok(packs, &senses);
    assert!(after.contains("onderhoud  (nl-en, with freedict-nld-eng)") && after.contains("interview"), "{after}");
    assert!(after.contains("conversation") && !before.contains("with freedict"), "{before}{after}");
    // A word that only the dictionary has, in both directions.
    let new = ok(packs, &["senses", "speelmachine", "--from", "nl", "--to", "en"]);
    assert!(new.contains("machine") && new.contains("device"), "{new}");
    let back = ok(packs, &["senses", "mill", "--from", "en", "--to", "nl"]);
    assert!(back.contains("molen"), "{back}");

    let list = ok(packs, &["pack", "list"]);
    assert!(list.contains("nl-en  freedict-nld-eng  3 words, 7 translations of 5 articles"), "{list}");
    assert!(list.contains(index.file_name().and_then(|n| n.to_str()).expect("a name")), "{list}");
    assert!(!list.contains("add it again"), "{list}");
    assert!(ok(packs, &["languages"]).contains("senses (with freedict-nld-eng)"));

    assert!(refused(packs, &["pack", "remove", "freedict-nld-en"]).contains("did you mean `freedict-nld-eng`?"));
    ok(packs, &["pack", "remove", "freedict-nld-eng"]);
    assert_eq!(ok(packs, &senses), before);
    assert_eq!(fs::read_dir(packs).expect("the folder").count(), 0);
    assert!(refused(packs, &["pack", "remove", "freedict-nld-eng"]).contains("there is none in"));
}

#[test]
fn a_folder_of_dictionaries_is_added_and_one_of_a_pair_removed() {
    let (packages, packs) = (dictionaries(), folder(&[]));
    let (packages, packs) = (packages.path().to_str().expect("UTF-8"), packs.path());
    let (status, out, err) = with_packs(packs, &["pack", "add", packages]);
    assert_eq!(status, Some(0), "{err}");
    assert!(out.contains("freedict-nld-eng (nl-en)") && out.contains("plain-eng-nld (en-nl)"), "{out}");
    assert!(err.contains("wordlist.index: passed over: the name `wordlist` does not end in two"), "{err}");
    let senses = |word| with_packs(packs, &["senses", word, "--from", "nl", "--to", "en"]);
    assert!(senses("speelmachine").1.contains("with freedict-nld-eng, with plain-eng-nld"));
    assert!(senses("gebouw").1.contains("mill "));
    let both = fs::read(packs.join("nl-en/senses.bin")).expect("merged");

    ok(packs, &["pack", "remove", "plain-eng-nld"]);
    assert!(senses("speelmachine").1.contains("device"));
    assert_eq!(senses("gebouw").1.matches("mill ").count(), 0);
    // Adding twice is adding once, and the order does not matter.
    for _ in 0..2 {
        ok(packs, &["pack", "add", &format!("{packages}/plain-eng-nld.dict")]);
    }
    assert_eq!(fs::read(packs.join("nl-en/senses.bin")).expect("merged"), both);
}

#[test]
fn a_pair_of_which_nothing_was_known_gets_an_inventory() {
    let (packages, packs) = (dictionaries(), folder(&[]));
    let index = packages.path().join("freedict-nld-eng.index");
    let index = index.to_str().expect("UTF-8");
    assert!(refused(packs.path(), &["senses", "molen", "--from", "nl", "--to", "da"]).contains("no sense inventory"));
    // The words are not Danish; what the word list of the language does not have is left out.
    let (status, _, err) = with_packs(packs.path(), &["pack", "add", index, "--to", "da"]);
    if status == Some(0) {
        assert!(ok(packs.path(), &["languages"]).contains("nl-da  senses (with freedict-nld-eng)"));
    } else {
        assert!(err.contains("none of its 5 articles has words of Dutch with translations in Danish"), "{err}");
    }
    let (index, text) = dictionary(&["molen /x/\nmoulin\n"]);
    let french = folder(&[("nld-fra.index", index.as_bytes()), ("nld-fra.dict", text.as_bytes())]);
    let name = french.path().join("nld-fra");
    ok(packs.path(), &["pack", "add", name.to_str().expect("UTF-8")]);
    assert!(ok(packs.path(), &["senses", "moulin", "--from", "fr", "--to", "nl"]).contains("molen"));
    assert!(ok(packs.path(), &["languages"]).contains("nl-fr"));
}

#[test]
fn what_cannot_be_added_is_said() {
    let (index, text) = dictionary(&ARTICLES);
    let damaged = gzip(&text);
    let packages = folder(&[
        ("no-nld-eng.index", b"not an index\n"),
        ("no-nld-eng.dict", text.as_bytes()),
        ("short-nld-eng.index", index.as_bytes()),
        ("short-nld-eng.dict", &text.as_bytes()[..20]),
        ("cut-nld-eng.index", index.as_bytes()),
        ("cut-nld-eng.dict.dz", &damaged[..damaged.len() / 2]),
        ("alone-nld-eng.index", index.as_bytes()),
        ("words.index", index.as_bytes()),
        ("words.dict", text.as_bytes()),
        ("same-nld-nld.index", index.as_bytes()),
        ("same-nld-nld.dict", text.as_bytes()),
        ("bare-nld-eng.index", b"de\tA\tK\n"),
        ("bare-nld-eng.dict", b"de /d/\nthe"),
        ("notes.txt", b"text"),
        ("empty/notes.txt", b"text"),
    ]);
    let packs = folder(&[]);
    let at = |name: &str| packages.path().join(name).to_str().expect("UTF-8").to_owned();
    let error = |name: &str, more: &[&str]| refused(packs.path(), &[&["pack", "add", &at(name)], more].concat());
    assert!(error("no-nld-eng.index", &[]).contains("not the index of a dictd dictionary"));
    assert!(error("short-nld-eng.index", &[]).contains("the text is cut off"));
    assert!(error("cut-nld-eng.index", &[]).contains("cut-nld-eng.dict.dz is damaged"));
    assert!(error("alone-nld-eng.index", &[]).contains("is there"));
    assert!(error("words.index", &[]).contains("the name `words` does not end in two known languages"));
    assert!(error("words.index", &["--from", "nk", "--to", "en"]).contains("no language `nk`"));
    assert!(error("same-nld-nld.index", &[]).contains("has Dutch on both sides"));
    assert!(error("bare-nld-eng.index", &[]).contains("none of its 1 articles has words of Dutch"));
    assert!(error("notes.txt", &[]).contains("is not a dictd dictionary"));
    assert!(error("empty", &[]).contains("there is no NAME.index"));
    assert!(error("absent.index", &[]).contains("there is no"));
    let bare = refused(packs.path(), &["pack", "add", "freedict-xxx-yyy"]);
    assert!(bare.contains("apt install dict-freedict-xxx-yyy"), "{bare}");
    // Nothing is left behind by any of them.
    assert_eq!(fs::read_dir(packs.path()).expect("the folder").count(), 0);
    ok(packs.path(), &["pack", "add", &at("words.index"), "--from", "nl", "--to", "en"]);

    // A file stands where the folder should be.
    let file = packages.path().join("notes.txt");
    assert!(
        refused(&file, &["pack", "add", &at("words"), "--from", "nl", "--to", "en"]).contains("cannot make the folder")
    );
    assert!(refused(Path::new(""), &["pack", "list"]).contains("no folder for packs"));
    // An inventory of the user's own making is not overwritten.
    let own = folder(&[("nl-en/senses.bin", b"mine")]);
    let refusal = refused(own.path(), &["pack", "add", &at("words"), "--from", "nl", "--to", "en"]);
    assert!(refusal.contains("was not made by `mtlint pack add`"), "{refusal}");
    let broken = folder(&[("nl-en/x.dictionary.tsv", b"mine")]);
    assert!(refused(broken.path(), &["pack", "list"]).contains("x.dictionary.tsv is damaged"));
}

#[test]
fn a_list_of_one_s_own_with_an_error_is_an_error_of_that_line() {
    let header = mtlint::language::artifacts::COLUMNS.join("\t");
    let error = |folder_name: &str, tsv: &str| {
        let packs = folder(&[(&format!("{folder_name}/artifacts.tsv"), tsv.as_bytes())]);
        refused(packs.path(), &["checks"])
    };
    let short = error("nl-en", &format!("{header}\nonly\tthree\tcells\n"));
    assert!(short.contains("artifacts.tsv: line 2: 3 cells instead of 16"), "{short}");
    assert!(error("nl-en", "source\tliteral\n").contains("artifacts.tsv: line 1: the header must be"));
    assert!(error("nl-xx", &header).contains("artifacts.tsv: no language `xx`"));
    let packs = folder(&[("nl-en/artifacts.tsv", format!("{header}\n").as_bytes())]);
    ok(packs.path(), &["checks"]);
}

#[test]
fn help_teaches_how_to_add_a_dictionary() {
    let (_, out, _) = run(&mut mtlint(&["pack", "add", "--help"]));
    for expected in ["apt install dict-freedict-nld-eng", "mtlint pack add freedict-nld-eng", "--from", "NAME.dict.dz"]
    {
        assert!(out.contains(expected), "{expected}: {out}");
    }
    let (_, out, _) = run(&mut mtlint(&["pack", "--help"]));
    assert!(out.contains("MTLINT_PACKS") && out.contains("remove"), "{out}");
}
