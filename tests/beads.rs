//! Sentence alignment by vectors from the outside: every sentence once, losses and moves found, and the
//! slope that its weights are learned by.

use std::ops::Range;

use mtlint::align::Bead;
use mtlint::align::beads::{self, Example, N_WEIGHTS, Weights};
use mtlint::align::lines;
use mtlint::align::vectors::Vectors;
use mtlint::article::Text;
use mtlint::language::Language;
use proptest::prelude::*;

const ENGLISH: [&str; 12] = [
    "The ferry to the northern islands was cancelled on Tuesday because of strong winds.",
    "Four hundred passengers spent the night in a sports hall near the port.",
    "Volunteers brought blankets, soup and coffee.",
    "A spokeswoman of the shipping company apologised for the delay.",
    "The weather service expects the storm to weaken by Thursday.",
    "Schools on two of the islands remain closed.",
    "Fishermen had pulled their boats onto the beach days before.",
    "The mayor thanked the fire brigade for clearing fallen trees.",
    "Electricity was restored to most villages in the afternoon.",
    "An old windmill lost its sails.",
    "Insurers put the damage at nine million euros.",
    "Tickets for the cancelled crossings will be refunded.",
];

const DUTCH: [&str; 12] = [
    "De veerboot naar de noordelijke eilanden viel dinsdag uit door de harde wind.",
    "Vierhonderd passagiers brachten de nacht door in een sporthal bij de haven.",
    "Vrijwilligers brachten dekens, soep en koffie.",
    "Een woordvoerster van de rederij bood haar excuses aan voor de vertraging.",
    "De weerdienst verwacht dat de storm donderdag afneemt.",
    "De scholen op twee van de eilanden blijven dicht.",
    "Vissers hadden hun boten dagen eerder al op het strand getrokken.",
    "De burgemeester bedankte de brandweer voor het opruimen van omgevallen bomen.",
    "In de meeste dorpen was er 's middags weer stroom.",
    "Een oude windmolen verloor zijn wieken.",
    "Verzekeraars schatten de schade op negen miljoen euro.",
    "Kaartjes voor de uitgevallen overtochten worden terugbetaald.",
];

fn text<S: AsRef<str>>(code: &str, sentences: &[S]) -> Text {
    lines::text(sentences.iter().map(AsRef::as_ref), Language::get(code).unwrap_or(Language::unknown()))
}

fn align<S: AsRef<str>, T: AsRef<str>>(source: &[S], target: &[T]) -> Vec<Bead> {
    let (source, target) = (text("en", source), text("nl", target));
    beads::align(&source, &target, (&Vectors::of(&source), &Vectors::of(&target)))
}

fn places(beads: &[Bead]) -> Vec<(Range<usize>, Range<usize>)> {
    beads.iter().map(|bead| (bead.source.clone(), bead.target.clone())).collect()
}

fn matched(beads: &[Bead]) -> Vec<(usize, usize)> {
    let one_to_one = |bead: &&Bead| bead.source.len() == 1 && bead.target.len() == 1;
    beads.iter().filter(one_to_one).map(|bead| (bead.source.start, bead.target.start)).collect()
}

/// Sentences of an article, with all that can be wrong with them; an empty one is one too.
fn sentences(most: usize) -> impl Strategy<Value = Vec<String>> {
    let piece = prop_oneof![
        3 => prop::sample::select(ENGLISH.to_vec()).prop_map(str::to_owned),
        3 => prop::sample::select(DUTCH.to_vec()).prop_map(str::to_owned),
        1 => "[a-zéß]{1,9}( [a-zéß]{1,9}){0,6}[.?!]?",
        1 => "[\u{4e00}-\u{4e80}]{1,9}。?",
        1 => "[0-9.,:;%-]{1,6}",
        1 => "\\PC{0,6}",
        1 => Just(String::new()),
    ];
    prop::collection::vec(piece, 0..most)
}

fn check_beads(beads: &[Bead], n: usize, m: usize) -> Result<(), TestCaseError> {
    let (mut sources, mut targets) = (vec![0; n], vec![0; m]);
    for bead in beads {
        prop_assert!(!bead.source.is_empty() || !bead.target.is_empty());
        bead.source.clone().for_each(|i| sources[i] += 1);
        bead.target.clone().for_each(|j| targets[j] += 1);
        prop_assert!((0.0..=1.0).contains(&bead.probability), "probability {}", bead.probability);
        prop_assert!((0.0..=1.0).contains(&bead.coverage), "coverage {}", bead.coverage);
    }
    prop_assert!(sources.iter().chain(&targets).all(|&n| n == 1), "{sources:?} {targets:?}");
    // What stands in no order of its own comes in the order of the target.
    let starts: Vec<usize> = beads.iter().filter(|b| !b.target.is_empty()).map(|b| b.target.start).collect();
    prop_assert!(starts.is_sorted());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn beads_cover_every_sentence_once(source in sentences(14), target in sentences(14)) {
        check_beads(&align(&source, &target), source.len(), target.len())?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn so_they_do_in_long_articles(source in sentences(150), target in sentences(110)) {
        check_beads(&align(&source, &target), source.len(), target.len())?;
    }
}

#[test]
fn an_empty_side_leaves_all_sentences_alone() {
    let none: [&str; 0] = [];
    assert_eq!(places(&align(&ENGLISH[..2], &none)), [(0..1, 0..0), (1..2, 0..0)]);
    assert_eq!(places(&align(&none, &DUTCH[..2])), [(0..0, 0..1), (0..0, 1..2)]);
    assert!(align(&none, &none).is_empty());
}

#[test]
fn identical_texts_align_one_to_one() {
    let expected: Vec<_> = (0..12).map(|i| (i..i + 1, i..i + 1)).collect();
    let beads = align(&ENGLISH, &ENGLISH);
    assert_eq!(places(&beads), expected);
    assert!(beads.iter().all(|bead| bead.probability > 0.9));
}

#[test]
fn a_translation_aligns_one_to_one_and_a_long_one_too() {
    let expected: Vec<_> = (0..12).map(|i| (i, i)).collect();
    assert_eq!(matched(&align(&ENGLISH, &DUTCH)), expected);
    // Beyond 60 sentences only those near a coarse path are compared.
    let many = |sentences: [&str; 12]| -> Vec<String> {
        (0..84).map(|k| format!("{}: {}", 100 + 7 * k, sentences[(k * 5 + k / 12) % 12])).collect()
    };
    let expected: Vec<_> = (0..84).map(|i| (i, i)).collect();
    assert_eq!(matched(&align(&many(ENGLISH), &many(DUTCH))), expected);
}

/// With nothing to compare with, a sentence must still find its translation, however long, and no other.
#[test]
fn a_single_sentence_finds_its_translation() {
    let english =
        [ENGLISH[0], ENGLISH[3], ENGLISH[4], ENGLISH[6]].map(|part| part.trim_end_matches('.')).join(", and ");
    let dutch = [DUTCH[0], DUTCH[3], DUTCH[4], DUTCH[6]].map(|part| part.trim_end_matches('.')).join(", en ");
    assert_eq!(matched(&align(&[english.as_str()], &[dutch.as_str()])), [(0, 0)]);
    for (english, dutch) in ENGLISH.iter().zip(DUTCH) {
        assert_eq!(matched(&align(&[english], &[dutch])), [(0, 0)], "{english}");
    }
    assert_eq!(matched(&align(&[english.as_str()], &[DUTCH[9]])), []);
}

#[test]
fn a_sentence_that_is_left_out_or_added_is_alone() {
    for lost in [0, 4, 11] {
        let mut shorter = DUTCH.to_vec();
        shorter.remove(lost);
        let alone = |beads: Vec<Bead>| -> Vec<(Range<usize>, Range<usize>)> {
            beads.iter().filter(|bead| !bead.is_matched()).map(|b| (b.source.clone(), b.target.clone())).collect()
        };
        let beads = align(&ENGLISH, &shorter);
        assert_eq!(matched(&beads).len(), 11, "{lost}");
        assert_eq!(alone(beads), [(lost..lost + 1, lost..lost)]);
        assert_eq!(alone(align(&shorter, &ENGLISH)), [(lost..lost, lost..lost + 1)]);
    }
}

#[test]
fn sentences_that_were_joined_or_cut_stay_together() {
    let mut joined: Vec<String> = DUTCH.iter().map(|&sentence| sentence.to_owned()).collect();
    let next = joined.remove(5);
    joined[4] = format!("{} {next}", joined[4]);
    let beads = places(&align(&ENGLISH, &joined));
    assert!(beads.contains(&(4..6, 4..5)), "{beads:?}");
    let beads = places(&align(&joined, &ENGLISH));
    assert!(beads.contains(&(4..5, 4..6)), "{beads:?}");
}

#[test]
fn a_block_that_moved_is_found() {
    let mut moved = DUTCH[4..].to_vec();
    moved.extend(&DUTCH[..4]);
    let expected: Vec<_> = (4..12).chain(0..4).enumerate().map(|(j, i)| (i, j)).collect();
    assert_eq!(matched(&align(&ENGLISH, &moved)), expected);
}

#[test]
fn the_slope_is_that_of_the_likelihood() {
    let (source, target) = (text("en", &ENGLISH[..6]), text("nl", &DUTCH[1..7]));
    let vectors = (Vectors::of(&source), Vectors::of(&target));
    let beads: Vec<_> = (1..4).map(|i| (i..i + 1, i - 1..i)).chain([(4..6, 3..5)]).collect();
    let example = Example::of(&source, &target, (&vectors.0, &vectors.1), &beads).expect("beads that can be");
    let weights = Weights { matched: [0.1; 12], lone: [-0.1; 4] };
    let likelihood = |weights: &Weights| example.add_gradient(weights, &mut [0.0; N_WEIGHTS]);
    let mut gradient = [0.0; N_WEIGHTS];
    assert!(example.add_gradient(&weights, &mut gradient) < 0.0);
    for (k, slope) in gradient.into_iter().enumerate() {
        let moved = |by: f32| {
            let mut weights = weights.clone();
            *weights.matched.iter_mut().chain(&mut weights.lone).nth(k).expect("a weight") += by;
            likelihood(&weights)
        };
        let measured = (moved(0.01) - moved(-0.01)) / 0.02;
        assert!((measured - slope).abs() < 0.02 + 0.02 * slope.abs(), "{k}: {measured} {slope}");
    }
}

#[test]
fn what_cannot_be_aligned_is_no_example() {
    let (source, target) = (text("en", &ENGLISH[..6]), text("nl", &DUTCH[..6]));
    let vectors = (Vectors::of(&source), Vectors::of(&target));
    let example = |beads: &[(Range<usize>, Range<usize>)]| {
        Example::of(&source, &target, (&vectors.0, &vectors.1), beads).is_some()
    };
    assert!(example(&[]) && example(&[(0..1, 0..1), (3..5, 2..3)]));
    // Too large, out of order, outside.
    assert!(!example(&[(0..5, 0..1)]) && !example(&[(2..3, 0..1), (0..1, 2..3)]) && !example(&[(5..7, 5..6)]));
}
