//! What a run fails on: numbers of findings, new findings, and what changed in git.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{folder, mtlint, run};

const BAD: &str = "The bridge over the the river stays closed , said the mayor on Monday.\n";
const WORSE: &str = "The bridge over the the river stays closed , said the the mayor on Monday.\n";
const GOOD: &str = "The bridge over the river stays closed, said the mayor on Monday.\n";

/// Checks in a folder without the encoder: status, findings shown, standard error.
fn check(folder: &Path, args: &[&str]) -> (Option<i32>, usize, String) {
    let common = ["check", "--no-encoder", "--to", "en", "--format", "csv", "--no-bom"];
    let (status, out, err) = run(mtlint(&[&common, args].concat()).current_dir(folder));
    (status, out.lines().count().saturating_sub(1), err)
}

#[test]
fn the_number_of_findings_is_a_gate_beside_their_severity() {
    let folder = folder(&[("t.txt", BAD.as_bytes())]);
    let status = |args: &[&str]| {
        let (status, n, _) = check(folder.path(), &[&["t.txt"], args].concat());
        assert_eq!(n, 2);
        status
    };
    let never = ["--fail-on", "never"];
    assert_eq!(status(&never), Some(0));
    assert_eq!(status(&[&never[..], &["--max-findings", "1"]].concat()), Some(1));
    assert_eq!(status(&[&never[..], &["--max-findings", "2"]].concat()), Some(0));
    // Either is enough.
    assert_eq!(status(&["--fail-on", "minor", "--max-findings", "9"]), Some(1));
    let (_, help, _) = run(&mut mtlint(&["check", "--help"]));
    assert!(help.contains("either is enough"), "{help}");
}

#[test]
fn a_baseline_hides_what_is_known_and_fails_on_what_is_new() {
    let folder = folder(&[("en/a.txt", BAD.as_bytes()), ("en/b.txt", GOOD.as_bytes())]);
    let args = ["en", "--fail-on", "minor", "--baseline", "known.ndjson"];
    let with = |more: &[&str]| check(folder.path(), &[&args, more].concat());

    let (status, _, err) = with(&[]);
    assert!(status == Some(2) && err.contains("--write-baseline"), "{err}");
    let (status, shown, err) = with(&["--write-baseline"]);
    assert_eq!((status, shown), (Some(0), 0), "{err}");
    assert!(err.contains("known.ndjson: 2 known findings, 2 added, 0 taken out"), "{err}");
    let written = fs::read_to_string(folder.path().join("known.ndjson")).expect("written");
    assert!(written.starts_with("{\"mtlint-baseline\":1}\n{\"article\":\"en/a.txt\",\"check\":"), "{written}");
    assert!(written.contains("\"text\":\"the the\"") && !written.contains("\"line\""));

    // The same findings further down, under another spelling of the same place.
    fs::write(folder.path().join("en/a.txt"), format!("Bridge stays closed\n\n{BAD}")).expect("writable");
    assert_eq!(with(&[]).0, Some(0));
    let absolute = folder.path().join("en");
    let absolute = absolute.to_str().expect("UTF-8");
    assert_eq!(check(folder.path(), &[&[absolute], &args[1..]].concat()).0, Some(0));

    // A new one, in an article that had none.
    fs::write(folder.path().join("en/b.txt"), BAD.replace(" ,", ",")).expect("writable");
    let (status, shown, err) = with(&[]);
    assert_eq!((status, shown), (Some(1), 1), "{err}");
}

#[test]
fn the_second_of_two_alike_stays_the_second() {
    let twice = "He spoke to the the mayor and to the the council.\n";
    let folder = folder(&[("t.txt", twice.as_bytes())]);
    let args = ["t.txt", "--fail-on", "minor", "--baseline", "known.ndjson"];
    assert_eq!(check(folder.path(), &[&args[..], &["--write-baseline"]].concat()).0, Some(0));
    let written = fs::read_to_string(folder.path().join("known.ndjson")).expect("written");
    assert_eq!(written.lines().count(), 3, "{written}");
    // The first alone is known: the second is shown under the fingerprint that it always had.
    let lines: Vec<&str> = written.lines().collect();
    for (known, shown) in [(lines[1], lines[2]), (lines[2], lines[1])] {
        fs::write(folder.path().join("known.ndjson"), format!("{}\n{known}\n", lines[0])).expect("writable");
        let all = ["check", "--no-encoder", "--to", "en", "--format", "csv", "--baseline", "known.ndjson", "t.txt"];
        let (_, out, _) = run(mtlint(&all).current_dir(folder.path()));
        let fingerprint = out.trim_end().rsplit(',').next().expect("a last cell");
        assert!(shown.contains(fingerprint), "{shown} is not {fingerprint}");
    }
}

#[test]
fn renewing_a_baseline_lets_nothing_new_in_unless_asked() {
    let folder = folder(&[("t.txt", BAD.as_bytes()), ("u.txt", BAD.as_bytes())]);
    let args = ["--fail-on", "minor", "--baseline", "known.ndjson"];
    let with = |target: &str, more: &[&str]| check(folder.path(), &[&[target], &args[..], more].concat());
    let written = || fs::read_to_string(folder.path().join("known.ndjson")).expect("written");
    assert_eq!(with("*.txt", &["--write-baseline"]).0, Some(0));

    // One mended, one new, in one article of two.
    fs::write(folder.path().join("t.txt"), "He saw the the mayor. He saw a a bridge.\n").expect("writable");
    let (status, shown, err) = with("t.txt", &[]);
    assert_eq!((status, shown), (Some(1), 2), "{err}");
    assert!(err.contains("no longer found: t.txt: repeated-word “the the”"), "{err}");
    assert!(err.contains("no longer found: t.txt: punctuation-spacing"), "{err}");
    assert!(!err.contains("u.txt"), "an article that was not checked is not stale: {err}");
    let (status, shown, err) = with("t.txt", &["--write-baseline"]);
    assert_eq!((status, shown), (Some(1), 2), "{err}");
    assert!(err.contains("2 known findings, 0 added, 2 taken out"), "{err}");
    assert!(err.contains("2 new findings were not added; --accept-new adds them"), "{err}");
    assert!(!written().contains("t.txt") && written().contains("u.txt"));
    let (status, _, err) = with("t.txt", &["--write-baseline", "--accept-new"]);
    assert!(status == Some(0) && err.contains("4 known findings, 2 added, 0 taken out"), "{err}");

    // An article that is gone is no longer found either.
    fs::remove_file(folder.path().join("u.txt")).expect("there");
    assert!(with("t.txt", &[]).2.contains("no longer found: u.txt"));
    assert!(with("t.txt", &["--write-baseline"]).2.contains("2 known findings, 0 added, 2 taken out"));
    let before = written();
    assert_eq!(with("t.txt", &["--write-baseline"]).0, Some(0));
    assert_eq!(written(), before);
}

#[test]
fn a_broken_baseline_names_file_and_line() {
    let head = "{\"mtlint-baseline\":1}\n";
    for (text, message) in [
        (format!("{head}\n<<<<<<< ours\n"), "known.ndjson: line 3: not a known finding"),
        ("article,check\n".to_owned(), "known.ndjson: line 1: not the head of a baseline"),
        ("{\"mtlint-baseline\":2}\n".to_owned(), "known.ndjson: line 1: version 2"),
    ] {
        let folder = folder(&[("t.txt", BAD.as_bytes()), ("known.ndjson", text.as_bytes())]);
        let (status, _, err) = check(folder.path(), &["t.txt", "--baseline", "known.ndjson"]);
        assert!(status == Some(2) && err.contains(message), "{err}");
        let (status, _, _) = check(folder.path(), &["t.txt", "--baseline", "known.ndjson", "--write-baseline"]);
        assert_eq!(status, Some(2));
        assert_eq!(fs::read_to_string(folder.path().join("known.ndjson")).expect("left alone"), text);
    }
}

/// Runs git in a folder, as a user of its own.
fn git(folder: &Path, args: &[&str]) {
    let user = ["-c", "user.name=Desk", "-c", "user.email=desk@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    for pointer in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(pointer);
    }
    let output = command.arg("-C").arg(folder).args(user).args(args).output().expect("git is there");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", message]);
}

#[test]
fn only_what_changed_since_a_revision_is_checked() {
    let names = ["en/a.txt", "en/b.txt", "en/c é.txt", "nl/a.txt", "nl/b.txt", "nl/c é.txt"];
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (*name, if name.starts_with("en") { BAD } else { "De brug blijft dicht.\n" }.as_bytes()))
        .collect();
    let folder = folder(&files);
    let path = folder.path();
    let args = ["en", "--source", "nl", "--from", "nl", "--fail-on", "never"];
    let since = |revision: &str| {
        let revision = format!("--changed-since={revision}");
        check(path, &[&args[..], &[&revision]].concat())
    };
    let says = |revision: &str, expected: &str| {
        let (status, _, err) = since(revision);
        assert!(status == Some(0) && err.contains(expected), "{err}");
    };

    let (status, _, err) = since("HEAD");
    assert!(status == Some(2) && err.contains("finds no repository at en"), "{err}");
    git(path, &["init", "-q", "-b", "main"]);
    commit(path, "first");
    let (status, _, err) = since("no-such-branch");
    assert!(status == Some(2) && err.contains("git knows no revision `no-such-branch`"), "{err}");
    let (status, _, err) = since("--output=x");
    assert!(status == Some(2) && err.contains("git knows no revision"), "{err}");
    assert!(!path.join("x").exists());

    says("HEAD", "0 of 3 articles changed since HEAD, 3 skipped");
    // A target, a source, and one that git does not know.
    fs::write(path.join("en/c é.txt"), WORSE).expect("writable");
    says("HEAD", "1 of 3 articles changed since HEAD, 2 skipped");
    fs::write(path.join("nl/b.txt"), "De brug is dicht.\n").expect("writable");
    says("HEAD", "2 of 3 articles changed since HEAD, 1 skipped");
    commit(path, "second");
    fs::write(path.join("en/d.txt"), BAD).expect("writable");
    fs::write(path.join("nl/d.txt"), "De brug blijft dicht.\n").expect("writable");
    says("HEAD", "1 of 4 articles changed since HEAD, 3 skipped");
    says("HEAD~1", "3 of 4 articles changed since HEAD~1, 1 skipped");

    // What changed on the other branch meanwhile is not ours.
    git(path, &["checkout", "-q", "-b", "other", "HEAD~1"]);
    says("main", "1 of 4 articles changed since main, 3 skipped");
}

#[test]
fn an_empty_selection_makes_an_empty_report() {
    let folder = folder(&[("t.txt", BAD.as_bytes())]);
    git(folder.path(), &["init", "-q"]);
    commit(folder.path(), "first");
    let args = ["check", "t.txt", "--no-encoder", "--changed-since", "HEAD", "--format", "sarif"];
    let (status, out, err) = run(mtlint(&args).current_dir(folder.path()));
    assert_eq!(status, Some(0), "{err}");
    let log: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(0));
}

#[test]
fn without_git_the_need_of_it_is_said() {
    let folder = folder(&[("t.txt", BAD.as_bytes())]);
    let mut command = mtlint(&["check", "t.txt", "--changed-since", "HEAD"]);
    let (status, _, err) = run(command.current_dir(folder.path()).env("PATH", ""));
    assert!(status == Some(2) && err.contains("needs the program git"), "{err}");
}
