//! The encoder from the outside: offsets, batches, long and odd texts, damaged packs, a golden.
//!
//! Needs nothing but the repository. It does not judge how good the vectors are.

use mtlint::encoder::pack::{HEADER_BYTES, MAGIC, PackError};
use mtlint::encoder::tokenizer::Piece;
use mtlint::encoder::{Encoder, Layer};
use proptest::prelude::*;

const SENTENCES: [&str; 8] = [
    "The small boat left the harbour before dawn.",
    "De kleine boot verliet de haven voor zonsopgang.",
    "Маленькая лодка вышла из гавани до рассвета.",
    "小船在黎明前离开了港口。",
    "غادر القارب الصغير الميناء قبل الفجر.",
    "Η μικρή βάρκα έφυγε από το λιμάνι πριν ξημερώσει.",
    "Itsasontzi txikia egunsentia baino lehen irten zen portutik.",
    "小さな船は夜明け前に港を出た。",
];

/// No file of past failures: what fails becomes a test of its own.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Ranges lie on character boundaries, and those that hold something never run backwards.
fn check_ranges(text: &str, pieces: &[Piece]) -> Result<(), TestCaseError> {
    for piece in pieces {
        prop_assert!(piece.start <= piece.end);
        prop_assert!(text.is_char_boundary(piece.start) && text.is_char_boundary(piece.end));
    }
    let filled: Vec<&Piece> = pieces.iter().filter(|piece| piece.start < piece.end).collect();
    for pair in filled.windows(2) {
        prop_assert!(pair[0].start <= pair[1].start && pair[0].end <= pair[1].end);
    }
    Ok(())
}

/// No letter or digit is lost between the pieces.
fn check_cover(text: &str, pieces: &[Piece]) -> Result<(), TestCaseError> {
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let covered = pieces.iter().any(|piece| piece.start <= at && at + c.len_utf8() <= piece.end);
        prop_assert!(covered, "{c:?} at {at} of {text:?} is in no piece");
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn pieces_of_any_text_lie_in_it(text in "\\PC{0,80}|.{0,80}|[a-zäß▁ \t\u{a0}½ﬁ①]{0,60}") {
        let pieces = Encoder::embedded().tokenizer().pieces(&text);
        check_ranges(&text, &pieces)?;
        check_cover(&text, &pieces)?;
    }

    #[test]
    fn a_piece_says_what_its_range_says(words in proptest::collection::vec("[a-zA-Zéüñçšžąłőİßжщяλ]{1,12}", 1..8)) {
        let text = words.join(" ");
        let pieces = Encoder::embedded().tokenizer().pieces(&text);
        let joined: String = pieces.iter().map(|piece| &text[piece.start..piece.end]).collect();
        prop_assert_eq!(joined, text.replace(' ', ""));
        for piece in &pieces {
            let surface = &text[piece.start..piece.end];
            prop_assert!(!surface.contains(' '), "{:?} holds a space", surface);
        }
    }

    #[test]
    fn spaces_around_and_between_change_no_piece(words in proptest::collection::vec("[a-zé]{1,9}", 1..6), gap in "[ \t\u{a0}]{1,4}") {
        let tokenizer = Encoder::embedded().tokenizer();
        let rows = |text: &str| tokenizer.pieces(text).iter().map(|piece| piece.row).collect::<Vec<u32>>();
        prop_assert_eq!(rows(&words.join(" ")), rows(&format!("{gap}{}", words.join(&gap))));
    }
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn vectors_do_not_depend_on_the_batch(order in Just((0..SENTENCES.len()).collect::<Vec<usize>>()).prop_shuffle(), n in 1..=8usize) {
        let encoder = Encoder::embedded();
        let batch: Vec<&str> = order.iter().take(n).map(|&i| SENTENCES[i]).collect();
        for (sentence, encoded) in batch.iter().zip(encoder.encode(&batch)) {
            prop_assert_eq!(&encoder.encode(&[sentence])[0], &encoded);
        }
    }

    #[test]
    fn any_text_is_encoded(text in ".{0,60}") {
        let encoded = Encoder::embedded().encode(&[&text, "a", &text]);
        prop_assert_eq!(&encoded[0], &encoded[2]);
        prop_assert_eq!(encoded[0].vectors().n_rows(), encoded[0].pieces.len());
        prop_assert!(encoded[0].vectors().values().iter().all(|value| value.is_finite()));
    }

    #[test]
    fn a_damaged_pack_does_no_harm(damage in proptest::collection::vec((0..EMBEDDED.len(), any::<u8>()), 1..4), in_header: bool) {
        let mut bytes = EMBEDDED.to_vec();
        for (at, byte) in damage {
            bytes[if in_header { at % HEADER_BYTES } else { at }] = byte;
        }
        if let Ok(encoder) = Encoder::open(&bytes) {
            let _ = encoder.encode(&SENTENCES[..2]);
        }
    }
}

static EMBEDDED: &[u8] = include_bytes!("../corpora/packs/encoder.bin");

#[test]
fn a_trie_of_noise_does_no_harm() {
    // The sections of the tokenizer start after the header; a third of the pack holds them all.
    let mut bytes = EMBEDDED.to_vec();
    let mut state = 1u64;
    for byte in &mut bytes[HEADER_BYTES..EMBEDDED.len() / 3] {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        *byte = (state >> 56) as u8;
    }
    let encoder = Encoder::open(&bytes).expect("the header is whole");
    assert_eq!(encoder.encode(&SENTENCES).len(), SENTENCES.len());
}

#[test]
fn what_is_no_pack_is_refused() {
    let open = |bytes: &[u8]| Encoder::open(bytes).map(|_| ()).unwrap_err();
    assert_eq!(open(b""), PackError::NotAPack);
    assert_eq!(open(&MAGIC), PackError::Truncated);
    assert_eq!(open(&EMBEDDED[..HEADER_BYTES]), PackError::Truncated);
    assert_eq!(open(&EMBEDDED[..EMBEDDED.len() - 1]), PackError::Truncated);
    let with = |at: usize, byte: u8| [&EMBEDDED[..at], &[byte], &EMBEDDED[at + 1..]].concat();
    assert_eq!(open(&with(8, 1)), PackError::OtherModel);
    assert!(matches!(open(&with(32, !EMBEDDED[32])), PackError::SectionLength(_)));
}

#[test]
fn texts_without_a_piece_have_no_vector() {
    for text in ["", "\u{1}", "\u{7f}\u{2}"] {
        let encoded = &Encoder::embedded().encode(&[text])[0];
        assert!(encoded.pieces.is_empty() && encoded.vectors().n_rows() == 0, "{text:?}");
    }
    assert!(Encoder::embedded().encode(&[]).is_empty());
}

#[test]
fn control_pieces_are_not_recognised_in_a_text() {
    let pieces = Encoder::embedded().tokenizer().pieces("<s></s><mask>");
    assert!(pieces.len() > 3, "{pieces:?}");
}

#[test]
fn a_sentence_longer_than_the_model_is_encoded_whole() {
    let long = SENTENCES[0].repeat(120);
    let text = [long.as_str(), SENTENCES[1]];
    let encoded = Encoder::embedded().encode(&text);
    assert!(encoded[0].pieces.len() > 1024);
    assert_eq!(encoded[0].vectors().n_rows(), encoded[0].pieces.len());
    let is_empty = |row: &[f32; 384]| row.iter().all(|&value| value == 0.0);
    assert!(!encoded[0].vectors().rows().any(is_empty));
    assert_eq!(encoded[1], Encoder::embedded().encode(&text[1..])[0]);
}

#[test]
fn other_layers_come_from_the_same_pass() {
    let layers = [4, 6, 5].map(|number| Layer::new(number).expect("a layer of the six"));
    let encoded = &Encoder::embedded().encode_layers(&SENTENCES[..1], &layers)[0];
    assert_eq!(encoded.layers[1], *Encoder::embedded().encode(&SENTENCES[..1])[0].vectors());
    assert_eq!(encoded.layers[0], Encoder::embedded().encode_layers(&SENTENCES[..1], &layers[..1])[0].layers[0]);
    assert!(encoded.layers[0] != encoded.layers[2]);
    assert_eq!((Layer::new(0), Layer::new(7)), (None, None));
}

/// The vectors have the same bits on every machine: one that gives others has a broken kernel.
/// They change with the pack and with any change of the arithmetic, and only then.
#[test]
fn vectors_are_those_of_the_golden() {
    let encoded = Encoder::embedded().encode(&SENTENCES);
    let lines: Vec<String> = encoded.iter().map(golden_line).collect();
    let expected = include_str!("encoder_golden.txt");
    assert_eq!(lines.join("\n"), expected.trim_end(), "if meant, put the left side into tests/encoder_golden.txt");
}

/// Number of pieces, FNV-1a of the bits of all vectors, start of the first vector.
fn golden_line(encoded: &mtlint::encoder::Encoded) -> String {
    let bytes = encoded.vectors().values().iter().flat_map(|value| value.to_le_bytes());
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let start: Vec<String> = encoded.vectors().values().iter().take(4).map(|value| format!("{value:.3}")).collect();
    format!("{} {hash:016x} {}", encoded.pieces.len(), start.join(" "))
}
