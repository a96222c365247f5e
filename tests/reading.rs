//! The reader from the outside: what it prefers, other orders, damaged packs.
//!
//! Needs nothing but the repository, and holds for any weights but in the one test that names what it prefers.

use std::ops::Range;

use mtlint::encoder::Encoder;
use mtlint::judge::reading::pack::{HEADER_BYTES, ReaderPack};
use mtlint::judge::reading::{Reader, Reading};
use mtlint::language::Language;
use mtlint::language::tokens::tokenize;
use proptest::prelude::*;

use crate::support::refuses_what_is_no_pack;

static EMBEDDED: &[u8] = include_bytes!("../corpora/packs/reader.bin");

fn tokens(text: &str, code: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    tokenize(text, &Language::get(code).expect("a language").rules, |span, _| tokens.push(span.range()));
    tokens
}

fn read_by(reader: Reader<'_>, text: &str, code: &str) -> Reading {
    reader.read(&Encoder::embedded().tokenizer().pieces(text), &tokens(text, code))
}

fn read(text: &str, code: &str) -> Reading {
    read_by(*Reader::embedded(), text, code)
}

#[test]
fn what_somebody_would_write_is_preferred() {
    let pairs = [
        ("en", "She goes to the market every day.", "She go to the market every day."),
        ("en", "She goes to the market every day.", "She goes to market the every day."),
        ("en", "The bridge has been closed for a month.", "The bridge has closed been for a month."),
        ("nl", "De brug is sinds gisteren weer open.", "De brug is gisteren sinds weer open."),
        ("de", "Der alte Mann ging langsam in das Haus.", "Der alten Mann ging langsam in das Haus."),
        ("fr", "Elle a acheté une belle maison.", "Elle a acheté un belle maison."),
        ("ru", "Министр открыл новый мост через реку.", "Министр открыл новый через мост реку."),
        ("zh", "他昨天在北京参加了会议。", "他昨天参加在北京了会议。"),
    ];
    let missed = pairs.iter().filter(|(code, right, wrong)| read(right, code).score() >= read(wrong, code).score());
    assert_eq!(missed.collect::<Vec<_>>(), Vec::<&(&str, &str, &str)>::new());
}

#[test]
fn another_order_is_read_as_if_it_were_written() {
    // Words of one or more pieces each, and the mark at the end.
    let words = ["the", "archipelago", "was", "uninhabited", "until", "fishermen", "came", "."];
    let text = |order: &[usize]| {
        let words: Vec<&str> = order.iter().map(|&at| words[at]).collect();
        words.join(" ")
    };
    let reading = read(&text(&[0, 1, 2, 3, 4, 5, 6, 7]), "en");
    let orders =
        [[0, 1, 3, 2, 4, 5, 6, 7], [1, 0, 2, 3, 4, 5, 6, 7], [0, 4, 5, 6, 1, 2, 3, 7], [0, 1, 2, 3, 4, 5, 6, 7]];
    let gains = Reader::embedded().reorderings(&reading, orders.map(Vec::from));
    for (order, gain) in orders.iter().zip(&gains) {
        let expected = reading.score() - read(&text(order), "en").score();
        assert!((gain - expected).abs() < 1e-4, "{order:?}: {gain} {expected}");
    }
    assert_eq!((gains.len(), gains[3]), (4, 0.0));
}

#[test]
fn what_is_no_pack_is_refused() {
    refuses_what_is_no_pack(EMBEDDED, 8..32, |bytes| ReaderPack::open(bytes).map(|_| ()));
}

#[test]
fn a_pack_of_noise_does_no_harm() {
    for fill in [0xff, 0x7f, 0x00] {
        let mut bytes = EMBEDDED.to_vec();
        bytes[HEADER_BYTES..].fill(fill);
        let reader = Reader::open(&bytes).expect("the header is whole");
        let reading = read_by(reader, "The mayor opened the new bridge.", "en");
        let _ = reader.reorderings(&reading, [vec![1, 0, 2, 3, 4, 5, 6]]);
    }
}

proptest! {
    /// Whatever is read, and however many tokens it is said to have: an order that changes nothing gains nothing, and
    /// there is a gain for each order.
    #[test]
    fn any_text_is_read(text in "\\PC{0,60}", swap in 0usize..12) {
        let tokens = tokens(&text, "en");
        let reading = read(&text, "en");
        prop_assert!(reading.score().is_finite());
        let order: Vec<usize> = (0..tokens.len()).collect();
        let mut other = order.clone();
        if swap + 1 < other.len() {
            other.swap(swap, swap + 1);
        }
        let gains = Reader::embedded().reorderings(&reading, [order, other]);
        prop_assert_eq!(gains.len(), 2);
        prop_assert_eq!(gains[0], 0.0);
        prop_assert!(gains[1].is_finite());
    }
}
