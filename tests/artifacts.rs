//! Both examples of every curated row: the bad one is flagged, the good one not by that
//! row.

use mtlint::language::artifacts::{ArtifactRow, Kind};
use mtlint::language::pattern::Pattern;
use mtlint::language::{Language, Pair};
use mtlint::read::{Format, parse_text};
use mtlint::segment::segment;

use crate::support::{check_only, findings_of};

#[test]
fn every_row_flags_its_bad_example_and_leaves_the_good_one() {
    let mut failures = Vec::new();
    let mut rows = 0;
    for (source, target) in Pair::all() {
        let Some(artifacts) = &Pair::get(source, target).artifacts else { continue };
        for row in &artifacts.rows {
            rows += 1;
            if let Err(error) = holds(row, source, target) {
                failures.push(format!("{source}-{target}: {error}"));
            }
        }
    }
    assert!(rows > 0 && failures.is_empty(), "{} of {rows} rows:\n{}", failures.len(), failures.join("\n"));
}

fn holds(row: &ArtifactRow, from: &str, to: &str) -> Result<(), String> {
    let [(bad_source, bad_target), (good_source, good_target)] = row.examples;
    // Of two rows that catch the same words one is shown; a bad example may be caught by either.
    let caught = |source: Option<&str>, target: &str, own: bool| {
        let check = match row.kind {
            Kind::Sense | Kind::Other => "known-artifact",
            Kind::FalseFriend => "false-friend",
            Kind::Idiom => "literal-idiom",
            Kind::Calque => "calque",
        };
        let checked = check_only(check, from, source, (to, target));
        findings_of(&checked, check).iter().any(|f| !own || f.message.ends_with(row.note))
    };
    if !caught(Some(bad_source), bad_target, false) {
        return Err(format!("not flagged: {bad_source} / {bad_target} ({})", row.note));
    }
    if caught(Some(good_source), good_target, true) {
        return Err(format!("flagged: {good_source} / {good_target} ({})", row.note));
    }
    if row.alone && !caught(None, bad_target, false) {
        return Err(format!("not flagged without its source: {bad_target} ({})", row.note));
    }
    Ok(())
}

#[test]
fn an_optional_any_word_is_one_or_none() {
    let english = Language::get("en").expect("a pack");
    let pattern = Pattern::parse("take _? decision", &english.rules);
    for (text, holds) in
        [("They take decisions.", true), ("They took a decision.", true), ("They take a hard decision.", false)]
    {
        let text = segment(parse_text(text.to_owned(), Format::Plain, &mut Vec::new()), english);
        assert_eq!(pattern.is_in(&text, 0..text.tokens.len()), holds, "{}", text.document.text());
    }
}

#[test]
fn an_option_may_be_of_several_words() {
    let english = Language::get("en").expect("a pack");
    let pattern = Pattern::parse("the takeover/take-over/owner's bid/bids", &english.rules);
    for (text, holds) in [
        ("They expect the takeover bid.", true),
        ("They expect the take-over bids.", true),
        ("They rejected the owner's bid.", true),
        ("They rejected the owner bid.", false),
        ("They take over the bid.", false),
    ] {
        let text = segment(parse_text(text.to_owned(), Format::Plain, &mut Vec::new()), english);
        assert_eq!(pattern.is_in(&text, 0..text.tokens.len()), holds, "{}", text.document.text());
    }
}

#[test]
fn options_of_several_words_do_not_multiply() {
    let english = Language::get("en").expect("a pack");
    let pattern = Pattern::parse(&"a-b/c-d/e-f/g-h ".repeat(40), &english.rules);
    let text = segment(parse_text("a b ".repeat(40), Format::Plain, &mut Vec::new()), english);
    assert!(pattern.is_in(&text, 0..text.tokens.len()));
}
