//! The files for CI systems: what the action runs is run here, with the variables that GitHub sets.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{folder, root, run};

const DUTCH: &str = "De koning had vrijdag een lang onderhoud met de premier.\n";
const ENGLISH: &str = "The king had a long maintenance with the prime minister on Friday.\n";

/// The inputs of the action, as variables, none given.
const INPUTS: [&str; 11] = [
    "TARGETS",
    "SOURCE",
    "FROM",
    "TO",
    "GLOSSARY",
    "FAIL_ON",
    "MAX_FINDINGS",
    "BASELINE",
    "CHANGED_SINCE",
    "SARIF",
    "ARGUMENTS",
];

/// Runs the action's step in a folder: status, standard output, what it told the runner.
fn step(folder: &Path, inputs: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_mtlint")).parent().expect("in a folder").to_owned();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").expect("set"));
    let output = folder.join("output");
    let mut command = Command::new("bash");
    command.arg(root().join(".ci/action/check")).current_dir(folder).env("PATH", path);
    command.envs(INPUTS.map(|name| (format!("MTLINT_{name}"), "")));
    command.envs(inputs.iter().map(|(name, value)| (format!("MTLINT_{name}"), *value)));
    command.env("GITHUB_OUTPUT", &output).env("GITHUB_STEP_SUMMARY", folder.join("summary.md"));
    let (status, out, err) = run(&mut command);
    assert!(!err.contains("unbound variable"), "{err}");
    (status, out + &err, fs::read_to_string(output).unwrap_or_default())
}

#[test]
fn the_action_checks_annotates_and_sums_up() {
    let folder = folder(&[("en/a.txt", ENGLISH.as_bytes()), ("nl/a.txt", DUTCH.as_bytes())]);
    let inputs = [
        ("TARGETS", "en\n"),
        ("SOURCE", "nl"),
        ("FROM", "nl"),
        ("TO", "en"),
        ("SARIF", "report.sarif"),
        ("ARGUMENTS", "--no-encoder\n\n"),
    ];
    let (status, out, told) = step(folder.path(), &inputs);
    assert_eq!((status, told.as_str()), (Some(1), "status=1\n"), "{out}");
    assert!(out.starts_with("::warning file=en/a.txt,line=1,"), "{out}");
    let summary = fs::read_to_string(folder.path().join("summary.md")).expect("a summary");
    assert!(summary.starts_with("## mtlint: 1 issue in 1 article"), "{summary}");
    let log = fs::read_to_string(folder.path().join("report.sarif")).expect("a report");
    assert!(log.contains("\"ruleId\":\"known-artifact\""));
    let (status, out, _) = step(folder.path(), &[&inputs[..], &[("FAIL_ON", "never")]].concat());
    assert_eq!(status, Some(0), "{out}");
}

#[test]
fn inputs_of_the_action_are_words_and_no_code() {
    let folder = folder(&[("a b.txt", ENGLISH.as_bytes()), ("-c.txt", ENGLISH.as_bytes())]);
    let inputs = [("TARGETS", "a b.txt\r\n-c.txt\n"), ("ARGUMENTS", "--no-encoder\n--to=en"), ("FAIL_ON", "never")];
    let (status, out, _) = step(folder.path(), &inputs);
    assert_eq!(status, Some(0), "{out}");
    let (status, out, told) = step(folder.path(), &[("TARGETS", "$(touch x); `touch y`"), ("FROM", "$(touch z)")]);
    assert_eq!((status, told.lines().last()), (Some(2), Some("status=2")), "{out}");
    for name in ["x", "y", "z"] {
        assert!(!folder.path().join(name).exists(), "{name} was made");
    }
}

#[test]
fn the_action_passes_every_input_on_as_a_variable() {
    let action = fs::read_to_string(root().join("action.yml")).expect("action.yml");
    for name in INPUTS {
        let input = name.to_lowercase().replace('_', "-");
        assert!(action.contains(&format!("  {input}:\n")), "{input} is no input");
        assert!(action.contains(&format!("MTLINT_{name}: ${{{{ inputs.{input} }}}}\n")), "{input} is not passed on");
    }
    let scripts = action.lines().filter(|line| line.trim_start().starts_with("run:"));
    assert!(scripts.clone().count() == 2 && scripts.into_iter().all(|line| !line.contains("${{")));
}

#[test]
fn the_action_installs_from_a_folder_or_a_repository() {
    // A stand-in that tells what it was asked for: building the program takes minutes.
    let folder = folder(&[("bin/cargo", b"#!/bin/sh\necho \"$@\"\n" as &[u8]), ("mtlint/Cargo.toml", b"")]);
    let bin = folder.path().join("bin");
    let mut mode = fs::metadata(bin.join("cargo")).expect("written above").permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o755);
    fs::set_permissions(bin.join("cargo"), mode).expect("it is ours");
    let install = |from: &str, revision: &str| {
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").expect("set"));
        let mut command = Command::new("bash");
        command.arg(root().join(".ci/action/install")).current_dir(folder.path()).env("PATH", path);
        command.env("MTLINT_FROM", from).env("MTLINT_REVISION", revision);
        command.env("RUNNER_TEMP", "/runner").env("GITHUB_PATH", folder.path().join("path"));
        let (status, out, err) = run(&mut command);
        assert_eq!(status, Some(0), "{err}");
        out
    };
    assert_eq!(install("mtlint", ""), "install --locked --root /runner/mtlint --path mtlint\n");
    let git = "install --locked --root /runner/mtlint --rev abc --git https://example.org/x mtlint\n";
    assert_eq!(install("https://example.org/x", "abc"), git);
    let told = fs::read_to_string(folder.path().join("path")).expect("told the runner");
    assert_eq!(told, "/runner/mtlint/bin\n/runner/mtlint/bin\n");
}
