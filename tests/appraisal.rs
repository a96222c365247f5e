//! The appraiser from the outside: what it is asked of, damaged packs.
//!
//! Needs nothing but the repository, and holds for any weights but in the one test that names what it prefers.

use mtlint::align::vectors::{Cut, WIDTH, encoded, project};
use mtlint::checks::check::Settings;
use mtlint::judge::appraisal::Appraiser;
use mtlint::judge::appraisal::pack::{AppraiserPack, HEADER_BYTES};
use mtlint::language::Language;
use mtlint::language::tokens::tokenize;

use crate::support::{check, refuses_what_is_no_pack};

static EMBEDDED: &[u8] = include_bytes!("../corpora/packs/appraiser.bin");

fn vectors(text: &str, code: &str) -> Vec<[f32; WIDTH]> {
    let mut tokens = Vec::new();
    tokenize(text, &Language::get(code).expect("a language").rules, |span, _| tokens.push(span.range()));
    let mut values = encoded(&[Cut { text, tokens }]);
    let rows = values.as_chunks_mut::<WIDTH>().0;
    project(rows);
    rows.to_vec()
}

fn appraise(appraiser: Appraiser<'_>, target: &str) -> f32 {
    let source = vectors("De burgemeester heeft de nieuwe brug gisteren geopend.", "nl");
    appraiser.appraise(&source, &vectors(target, "en")).expect("neither side is empty")
}

#[test]
fn a_faithful_rendering_is_appraised_better() {
    let of = |target| appraise(*Appraiser::embedded(), target);
    let faithful = of("The mayor opened the new bridge yesterday.");
    for damaged in [
        "The mayor will open the new bridge yesterday.",
        "The mayor opened the new yesterday.",
        "The mayor opened new the bridge yesterday.",
        "The mayor opened the new bridge for her yesterday.",
    ] {
        assert!(of(damaged) > faithful, "{damaged}");
    }
}

#[test]
fn what_is_no_pack_is_refused() {
    refuses_what_is_no_pack(EMBEDDED, 8..24, |bytes| AppraiserPack::open(bytes).map(|_| ()));
}

#[test]
fn a_pack_of_noise_does_no_harm() {
    for fill in [0xff, 0x7f, 0x00] {
        let mut bytes = EMBEDDED.to_vec();
        bytes[HEADER_BYTES..].fill(fill);
        appraise(Appraiser::open(&bytes).expect("the header is whole"), "The mayor opened the new bridge.");
    }
}

/// A sentence that nothing in the source answers to is weighed as one without a source.
#[test]
fn what_has_no_counterpart_is_not_appraised() {
    let source = "Het rapport dat de commissie gisteren publiceerde bevat geen namen.";
    let target = "The report that the committee published yesterday contains no names. \
                  The minister said that the road will closed be until the end of the month.";
    let checked = check(Some(("nl", source)), ("en", target), &Settings::default());
    let judged = checked.judged.as_ref().expect("it was judged");
    assert!(matches!(judged.appraisals[..], [Some(_), None]), "{:?}", judged.appraisals);
    let alone: Vec<_> = checked.mends.iter().map(|mend| (mend.sentence, mend.appraisals)).collect();
    assert_eq!(alone, [(1, None)]);
}

#[test]
fn nothing_is_held_against_a_target_without_a_word() {
    for target in ["", " \n\n "] {
        assert_eq!(check(None, ("en", target), &Settings::default()).ranking.risk, 0.0, "{target:?}");
    }
}
