//! What `mtlint checks`, `explain` and `languages` print, all of it derived from the registry and
//! the packs.

mod senses;

use std::fmt::Write as _;

use anyhow::Result;

use crate::checks::check::{Check, Needs};
use crate::checks::{self, CHECKS};
use crate::config::known;
use crate::language::{Language, Pair, dictionaries, pack_file};
pub use senses::senses;

/// The list of checks.
#[must_use]
pub fn checks() -> String {
    let mut out = String::new();
    for check in CHECKS {
        let summary = check.summary().replace('\n', " ");
        let _ = writeln!(out, "{:<22} {:<8} {:<32} {summary}", check.name, check.severity, check.category);
    }
    out.push_str("\n`mtlint explain CHECK` shows a check's page with examples.\n");
    out
}

/// One check's page.
///
/// # Errors
/// An unknown name; the message names the nearest.
pub fn check(name: &str) -> Result<String> {
    let names: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
    let name = known(name, &names, "check")?;
    let check = checks::by_name(name).expect("a known name is registered");
    let needs = match check.needs {
        Needs::Target => "the target alone",
        Needs::Source => "the source",
        Needs::Encoder => "the source, aligned by the encoder",
        Needs::Judge => "the encoder",
        Needs::Senses => "the encoder and a sense inventory of the pair",
        Needs::Inventory => "the source, aligned by the encoder, and a sense inventory of the pair",
        Needs::Topics => {
            "the source, aligned by the encoder, a sense inventory of the pair and topics of the target's words"
        }
        Needs::Artifacts => "a curated list for the language pair",
        Needs::Glossary => "a glossary (--glossary)",
        Needs::Spellings => "[spellings] in mtlint.toml",
    };
    let mut out = format!("{name}\n{}\n", "=".repeat(name.len()));
    let _ = writeln!(out, "{}, usually {}; needs {needs}; since {}\n", check.category, check.severity, check.since);
    let mut is_example = false;
    for line in check.doc.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match line {
            "```example" => is_example = true,
            "```" => is_example = false,
            _ if is_example && !line.is_empty() => {
                let _ = writeln!(out, "    {line}");
            }
            _ => match line.strip_prefix("# ") {
                Some(heading) => {
                    let _ = writeln!(out, "{heading}\n{}", "-".repeat(heading.len()));
                }
                None => {
                    let _ = writeln!(out, "{line}");
                }
            },
        }
    }
    out.push_str("\nConfiguration\n-------------\n\nIn mtlint.toml:\n\n");
    let _ = writeln!(out, "    [checks]\n    {name} = \"off\"    # or on, minor, major, critical");
    if !check.silences.is_empty() {
        let silenced = check.silences.join(", ");
        let _ = writeln!(out, "\nWhere it finds something, these say nothing of the same words: {silenced}.");
    }
    Ok(out)
}

/// One check's page in Markdown, for programs that show it as such.
#[must_use]
pub fn markdown(check: &Check) -> String {
    let mut out = String::new();
    for line in check.doc.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        out.push_str(if line == "```example" { "```text" } else { line });
        out.push('\n');
    }
    out
}

/// What a check does: its page up to the first heading, a paragraph a line.
#[must_use]
pub fn description(check: &Check) -> String {
    let paragraphs =
        check.doc.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.take_while(|paragraph| !paragraph.starts_with('#')).collect::<Vec<_>>().join("\n")
}

/// What is known of which language and pair.
#[must_use]
pub fn languages() -> String {
    let mut out = String::from(
        "Languages (rules: sentences, marks, numbers in digits, months; words: frequency and base forms;\n\
         number words and names of units and currencies, in all their forms)\n",
    );
    for language in Language::codes().filter_map(Language::get) {
        let words = if language.words.is_some() { "rules, words" } else { "rules" };
        let (name, numbers) = (&language.rules.name, &language.rules.numbers);
        let n_words = numbers.words.len() + numbers.scales.len() + numbers.ordinals.len() + numbers.fractions.len();
        let n_units: usize = language.rules.units.values().map(Vec::len).sum();
        let facts = format!("{n_words} number words, {n_units} names of units");
        let _ = writeln!(out, "  {:<4} {name:<16} {words}, {facts}", language.code());
    }
    out.push_str("\nPairs, source-target (lexicons and senses serve both directions, artifacts one)\n");
    for (source, target) in Pair::all() {
        let mut has = Vec::new();
        if pack_file(&format!("{source}-{target}/lexicon.fst")).is_some() {
            has.push("lexicon".to_owned());
        }
        if let Some(artifacts) = &Pair::get(source, target).artifacts {
            has.push(format!("{} artifacts", artifacts.rows.len()));
        }
        if Pair::get(source, target).has_senses() {
            let added: Vec<&str> = dictionaries(source, target).collect();
            let with = if added.is_empty() { String::new() } else { format!(" (with {})", added.join(", ")) };
            has.push(format!("senses{with}"));
        }
        let _ = writeln!(out, "  {source}-{target}  {}", has.join(", "));
    }
    out.push_str("\nA text in another language is said to be unknown; checks that need no language still run.\n");
    out
}
