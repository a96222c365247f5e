//! The rules of the house.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mtlint::checks::CHECKS;
use mtlint::language::Language;

use crate::support::{examples, folder, mtlint, root, run};

fn rust_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let rust = files(folder).into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs"));
    rust.map(|path| (path.clone(), fs::read_to_string(&path).expect("source is UTF-8"))).collect()
}

fn source() -> Vec<(String, String)> {
    let src = root().join("src");
    let name = |path: PathBuf| path.strip_prefix(&src).expect("below src").to_string_lossy().replace('\\', "/");
    rust_files(&src).into_iter().map(|(path, text)| (name(path), text)).collect()
}

/// The part of a file before its unit tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

#[test]
fn checks_are_registered_in_order_with_page_and_cases() {
    let names: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
    assert!(names.is_sorted() && names.iter().collect::<BTreeSet<_>>().len() == names.len());
    for check in CHECKS {
        let name = check.name;
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{name} is not kebab case");
        let file = root().join("src/checks").join(format!("{}.rs", name.replace('-', "_")));
        assert!(file.is_file(), "{name} has no file of its own");
        for heading in ["# Why it matters", "# Examples", "# Limits"] {
            assert!(check.doc.contains(heading), "{name}'s page lacks `{heading}`");
        }
        let cases = fs::read_to_string(root().join("tests/checks").join(name).join("cases.md")).unwrap_or_default();
        let cases = examples(&cases);
        assert!(cases.iter().any(crate::support::Example::is_bad), "{name} has no bad case");
        assert!(cases.iter().any(|c| !c.is_bad()), "{name} has no good case");
        for silenced in check.silences {
            assert!(names.contains(silenced), "{name} silences `{silenced}`, which does not exist");
        }
    }
    let folders = fs::read_dir(root().join("tests/checks")).expect("case files");
    for entry in folders {
        let name = entry.expect("readable").file_name().to_string_lossy().into_owned();
        assert!(names.contains(&name.as_str()), "tests/checks/{name} belongs to no check");
    }
}

#[test]
fn every_check_file_declares_a_check() {
    let shared =
        ["mod.rs", "check.rs", "curated.rs", "figures.rs", "inflect.rs", "mended.rs", "names.rs", "phrases.rs"];
    for (name, text) in source().iter().filter(|(name, _)| name.starts_with("checks/")) {
        let file = name.trim_start_matches("checks/");
        assert!(shared.contains(&file) || text.contains("check! {"), "{name} neither declares a check nor is shared");
    }
}

/// Stages from the ground up: a file may import from its own floor's module and from floors below.
const FLOORS: [&[&str]; 12] = [
    &["text", "encoder", "odds"],
    &["finding"],
    &["language"],
    &["article", "numbers"],
    &["read", "segment", "align", "glossary", "facts"],
    &["judge"],
    &["checks"],
    &["rank"],
    &["fingerprint", "ignore"],
    &["pipeline", "config", "report", "explain", "score", "baseline", "review"],
    &["batch", "cli"],
    &["manual"],
];

#[test]
fn imports_point_one_way() {
    let floor = |module: &str| FLOORS.iter().position(|modules| modules.contains(&module));
    for (name, text) in source() {
        if name == "lib.rs" || name == "main.rs" || name.starts_with("bin/") {
            continue;
        }
        let own = name.split(['/', '.']).next().expect("a name");
        let here = floor(own).unwrap_or_else(|| panic!("{name} stands on no floor"));
        for imported in without_tests(&text).split("crate::").skip(1) {
            let module: String = imported.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(there) = floor(&module) else { continue };
            assert!(module == own || there <= here, "{name} imports crate::{module} from a floor above");
        }
    }
}

#[test]
fn only_the_edge_does_io() {
    let edge = ["main.rs", "batch.rs", "batch/", "read/mod.rs", "config.rs", "bin/"];
    for (name, text) in source() {
        if edge.iter().any(|e| name.starts_with(e)) {
            continue;
        }
        for forbidden in ["std::fs", "fs::read", "File::open", "println!", "eprintln!", "std::net", "std::process"] {
            assert!(!without_tests(&text).contains(forbidden), "{name} uses {forbidden}");
        }
    }
}

#[test]
fn threads_are_known_to_the_batch_alone() {
    for (name, text) in source() {
        if name.starts_with("batch") || name.starts_with("bin/") {
            continue;
        }
        for forbidden in ["rayon", "std::thread"] {
            assert!(!without_tests(&text).contains(forbidden), "{name} uses {forbidden}");
        }
    }
}

#[test]
fn no_language_is_named_in_code() {
    let codes: Vec<&str> = Language::codes().collect();
    let names: Vec<String> = codes.iter().filter_map(|c| Language::get(c)).map(|l| l.rules.name.clone()).collect();
    for (name, text) in source() {
        let code: String = without_tests(&text)
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        // The command line's help shows examples.
        if name == "cli.rs" || name.starts_with("bin/") {
            continue;
        }
        // HTML elements look like codes.
        let is_html = name == "read/html.rs" || name == "checks/leftover_markup.rs";
        for word in codes.iter().filter(|_| !is_html) {
            assert!(!code.contains(&format!("\"{word}\"")), "{name} names the language \"{word}\"");
        }
        for word in &names {
            assert!(!code.contains(&format!("\"{word}\"")), "{name} names {word}");
        }
    }
}

#[test]
fn files_say_what_they_are() {
    for (name, text) in source() {
        assert!(text.starts_with("//!"), "{name} does not begin with what it is");
        assert!(!text.contains("todo!(") && !text.contains("unimplemented!("), "{name} is unfinished");
        // The kernels, and the safe face of a library for matrix products in a maintainers' program.
        if !name.starts_with("encoder/kernel") && name != "bin/train_judge/product.rs" {
            assert!(!without_tests(&text).contains("unsafe "), "{name} uses unsafe");
        }
    }
    for (path, text) in rust_files(&root().join("tests")) {
        assert!(text.starts_with("//!"), "{} does not begin with what it is", path.display());
    }
}

#[test]
fn main_is_a_table_of_contents() {
    let main = fs::read_to_string(root().join("src/main.rs")).expect("main.rs");
    assert!(main.lines().count() <= 60);
}

#[test]
fn threads_do_not_change_a_byte() {
    let text = fs::read(root().join("corpora/articles/nl-en-harbour/target.txt")).expect("demo article");
    let original = fs::read(root().join("corpora/articles/nl-en-harbour/source.txt")).expect("demo article");
    let names: Vec<(String, String)> =
        (0..40).map(|n| (format!("a{n:02}/target.txt"), format!("a{n:02}/source.txt"))).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().flat_map(|(t, s)| [(t.as_str(), &text[..]), (s.as_str(), &original[..])]).collect();
    let folder = folder(&files);
    let report = |threads: &str| {
        let (status, out, err) =
            run(mtlint(&["check", ".", "--format", "csv", "--threads", threads]).current_dir(folder.path()));
        assert_eq!(status, Some(1), "{err}");
        (out, err)
    };
    assert_eq!(report("1"), report("8"));
}

#[test]
fn no_path_of_a_machine_stands_in_the_project() {
    let paths = ["work", "root", "tmp"].map(|folder| format!("/{folder}/"));
    for folder in ["src", "tests", "benches", "corpora", "docs", ".ci", ".github"] {
        for entry in files(&root().join(folder)) {
            let Ok(text) = fs::read_to_string(&entry) else { continue };
            let found = text.lines().position(|line| paths.iter().any(|path| line.contains(path)));
            assert!(found.is_none(), "{}:{} has a path", entry.display(), found.unwrap_or_default() + 1);
        }
    }
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the checkout") {
        let path = entry.expect("readable").path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}
