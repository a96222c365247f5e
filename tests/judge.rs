//! The judge from the outside: batches, long and odd sentences, damaged packs.
//!
//! Needs nothing but the repository, and holds for any weights. It does not judge how good the
//! verdicts are.

use std::ops::Range;

use mtlint::align::lines;
use mtlint::align::vectors::{Vectors, cuts};
use mtlint::checks::check::Settings;
use mtlint::encoder::pack::PackError;
use mtlint::encoder::{Encoded, Encoder};
use mtlint::judge::hearing::Hearing;
use mtlint::judge::mend::Mend;
use mtlint::judge::pack::{HEADER_BYTES, JudgePack, MAGIC, N_SECTIONS};
use mtlint::judge::sight::{SEEN, regard};
use mtlint::judge::{Case, Defect, Judge, Verdict, tokens_of_pieces};
use mtlint::language::Language;
use proptest::prelude::*;

use crate::support::check;

static EMBEDDED: &[u8] = include_bytes!("../corpora/packs/judge.bin");

const SENTENCES: [&str; 6] = [
    "The small boat left the harbour before dawn.",
    "De kleine boot verliet de haven voor zonsopgang.",
    "Маленькая лодка вышла из гавани до рассвета.",
    "小船在黎明前离开了港口。",
    "",
    "Itsasontzi txikia egunsentia baino lehen irten zen portutik.",
];

/// No file of past failures: what fails becomes a test of its own.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// A sentence with all that a case borrows.
struct Prepared {
    encoded: Encoded,
    tokens: Vec<Range<usize>>,
    seen: Vec<f32>,
}

impl Prepared {
    /// Tokens are what spaces part; they see numbers that look like what `regard` gives.
    fn new(text: &str) -> Prepared {
        let mut tokens = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            tokens.push(start..start + word.len());
        }
        let seen = (0..tokens.len() * SEEN).map(|i| (i * i % 101) as f32 / 50.0 - 1.0).collect();
        let encoded = Encoder::embedded().encode(&[text]).remove(0);
        Prepared { encoded, tokens, seen }
    }

    fn case(&self) -> Case<'_> {
        Case { encoded: &self.encoded, tokens: &self.tokens, seen: &self.seen }
    }

    fn verdict(&self) -> Verdict {
        Judge::embedded().judge(&[self.case()]).remove(0)
    }
}

fn is_sound(verdict: &Verdict) -> bool {
    verdict.score.is_finite() && verdict.tokens.as_flattened().iter().all(|p| (0.0..=1.0).contains(p))
}

proptest! {
    #![proptest_config(config(16))]

    #[test]
    fn verdicts_do_not_depend_on_the_batch(order in Just((0..8).collect::<Vec<usize>>()).prop_shuffle(), n in 1..=8usize) {
        let mut texts: Vec<String> = SENTENCES.iter().map(|&text| text.to_owned()).collect();
        texts.extend([SENTENCES[0].repeat(20), format!("{} ", SENTENCES[1]).repeat(80)]);
        let sentences: Vec<Prepared> = order.iter().take(n).map(|&i| Prepared::new(&texts[i])).collect();
        let cases: Vec<Case<'_>> = sentences.iter().map(Prepared::case).collect();
        let verdicts = Judge::embedded().judge(&cases);
        prop_assert_eq!(verdicts.len(), n);
        for (sentence, verdict) in sentences.iter().zip(verdicts) {
            prop_assert!(is_sound(&verdict));
            prop_assert_eq!(sentence.verdict(), verdict);
        }
    }

    #[test]
    fn any_text_is_judged(text in ".{0,60}") {
        let sentence = Prepared::new(&text);
        let verdict = sentence.verdict();
        prop_assert_eq!(verdict.tokens.len(), sentence.tokens.len());
        prop_assert!(is_sound(&verdict));
    }

    #[test]
    fn a_damaged_pack_does_no_harm(damage in proptest::collection::vec((0..EMBEDDED.len(), any::<u8>()), 1..9), in_header: bool) {
        let mut bytes = EMBEDDED.to_vec();
        for (at, byte) in damage {
            bytes[if in_header { at % HEADER_BYTES } else { at }] = byte;
        }
        if let Ok(judge) = Judge::open(&bytes) {
            let _ = judge.judge(&[Prepared::new(SENTENCES[0]).case()]);
        }
    }
}

#[test]
fn a_pack_of_noise_does_no_harm() {
    for fill in [0xff, 0x7f, 0x00] {
        let mut bytes = EMBEDDED.to_vec();
        bytes[HEADER_BYTES..].fill(fill);
        let judge = Judge::open(&bytes).expect("the header is whole");
        assert_eq!(judge.judge(&[Prepared::new(SENTENCES[0]).case()])[0].tokens.len(), 8);
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn pieces_overlap_the_tokens_that_they_are_given(text in "([a-zé木,.]{1,9} ?){0,12}", cuts in proptest::collection::btree_set(0..80usize, 0..20)) {
        let pieces = Encoder::embedded().tokenizer().pieces(&text);
        let cuts: Vec<usize> = cuts.into_iter().collect();
        let tokens: Vec<Range<usize>> = cuts.windows(2).step_by(2).map(|ends| ends[0]..ends[1]).collect();
        let found = tokens_of_pieces(&pieces, &tokens);
        prop_assert_eq!(found.len(), pieces.len());
        for (piece, (first, end)) in pieces.iter().zip(found) {
            for (idx, token) in tokens.iter().enumerate() {
                let is_empty = piece.start == piece.end;
                let overlaps = !is_empty && piece.start < token.end && token.start < piece.end;
                prop_assert_eq!((first as usize..end as usize).contains(&idx), overlaps, "{:?} {:?}", piece, token);
            }
        }
    }
}

#[test]
fn the_embedded_pack_opens() {
    assert!(JudgePack::open(EMBEDDED).is_ok());
}

#[test]
fn what_is_no_pack_is_refused() {
    let open = |bytes: &[u8]| JudgePack::open(bytes).map(|_| ()).unwrap_err();
    assert_eq!(open(b""), PackError::NotAPack);
    assert_eq!(open(&MAGIC), PackError::Truncated);
    let with = |at: usize, byte: u8| [&EMBEDDED[..at], &[byte], &EMBEDDED[at + 1..]].concat();
    assert_eq!(open(&with(0, b'x')), PackError::NotAPack);
    for at in (8..40).step_by(4) {
        assert_eq!(open(&with(at, !EMBEDDED[at])), PackError::OtherModel, "byte {at}");
    }
    for idx in 0..N_SECTIONS {
        let entry = 40 + 16 * idx;
        let start = u64::from_le_bytes(*EMBEDDED[entry..].first_chunk().expect("a table")) as usize;
        for end in [start - 1, start, start + 1] {
            assert_eq!(open(&EMBEDDED[..end]), PackError::Truncated, "to byte {end}");
        }
        // The first byte of its length, then the last of its length and of its offset.
        assert!(matches!(
            open(&with(entry + 8, EMBEDDED[entry + 8] ^ 64)),
            PackError::SectionLength(_) | PackError::Truncated
        ));
        assert_eq!(open(&with(entry + 15, 255)), PackError::Truncated);
        assert_eq!(open(&with(entry + 7, 255)), PackError::Truncated);
    }
    assert_eq!(open(&EMBEDDED[..HEADER_BYTES]), PackError::Truncated);
    assert_eq!(open(&EMBEDDED[..EMBEDDED.len() - 1]), PackError::Truncated);
}

#[test]
fn a_sentence_without_a_piece_is_in_order() {
    for text in ["", "\u{1}"] {
        let sentence = Prepared::new(text);
        let verdict = sentence.verdict();
        assert!(verdict.tokens.iter().all(|token| *token == [0.0; Defect::N]), "{text:?}");
        assert_eq!((verdict.tokens.len(), verdict.score), (sentence.tokens.len(), -20.0));
    }
    assert!(Judge::embedded().judge(&[]).is_empty());
}

#[test]
fn tokens_without_a_piece_get_nothing() {
    let mut sentence = Prepared::new(SENTENCES[0]);
    let whole = sentence.verdict();
    // One on a space and one past the end; what the others see stays what it was.
    sentence.tokens.insert(1, 3..4);
    sentence.tokens.push(500..510);
    sentence.seen.splice(SEEN..SEEN, [9.0; SEEN]);
    let verdict = sentence.verdict();
    let mut expected = whole;
    expected.tokens.insert(1, [0.0; Defect::N]);
    expected.tokens.push([0.0; Defect::N]);
    assert_eq!(verdict, expected);
}

#[test]
fn what_is_not_seen_counts_as_zero() {
    let mut sentence = Prepared::new(SENTENCES[1]);
    sentence.seen.fill(0.0);
    let zeros = sentence.verdict();
    sentence.seen.clear();
    assert_eq!(sentence.verdict(), zeros);
}

#[test]
fn a_defect_is_that_of_the_worst_piece_and_a_gap_that_of_the_first() {
    let mut sentence = Prepared::new(SENTENCES[1]);
    // What tokens see is left out: it would change with the tokens.
    sentence.seen.clear();
    let pieces = sentence.encoded.pieces.iter().filter(|piece| piece.start < piece.end);
    let mut apart: Vec<Range<usize>> = pieces.map(|piece| piece.start..piece.end).collect();
    std::mem::swap(&mut sentence.tokens, &mut apart);
    let by_piece = sentence.verdict().tokens;
    sentence.tokens = std::iter::once(0..SENTENCES[1].len()).collect();
    let whole = sentence.verdict().tokens[0];
    for defect in Defect::ALL {
        let column = defect as usize;
        let greatest = by_piece.iter().map(|token| token[column]).fold(0.0, f32::max);
        let expected = if defect == Defect::MissingBefore { by_piece[0][column] } else { greatest };
        assert_eq!(whole[column], expected, "{defect:?}");
    }
}

#[test]
fn a_sentence_longer_than_the_model_is_judged_whole() {
    let long = Prepared::new(&format!("{} ", SENTENCES[0]).repeat(120));
    assert!(long.encoded.pieces.len() > 1024);
    let verdict = long.verdict();
    assert!(is_sound(&verdict));
    assert_eq!(verdict.tokens.len(), 120 * 8);
    assert!(verdict.tokens.iter().all(|token| token.iter().all(|&p| p > 0.0)));
}

#[test]
fn the_states_of_a_text_are_those_of_its_sentences() {
    let text = lines::text(SENTENCES[..4].iter().copied(), Language::unknown());
    let (vectors, states) = Vectors::with_states(&text);
    let alone = Vectors::of(&text);
    let n = text.tokens.len();
    assert_eq!(vectors.rows(0..n), alone.rows(0..n));
    assert_eq!((vectors.rows(0..n).len(), vectors.rows(0..n + 1).len()), (n, 0));
    let cuts = cuts(&text);
    assert_eq!(cuts.len(), states.len());
    for (cut, state) in cuts.iter().zip(&states) {
        assert_eq!(Encoder::embedded().encode(&[cut.text])[0], *state);
    }
    // From the text to the verdicts, as a check does it.
    let seen: Vec<Vec<f32>> =
        text.sentences.iter().map(|sentence| regard(&[], vectors.rows(sentence.tokens.clone()))).collect();
    let cases = cuts.iter().zip(&states).zip(&seen);
    let cases: Vec<Case<'_>> =
        cases.map(|((cut, encoded), seen)| Case { encoded, tokens: &cut.tokens, seen }).collect();
    let verdicts = Judge::embedded().judge(&cases);
    assert_eq!(verdicts.iter().map(|verdict| verdict.tokens.len()).sum::<usize>(), n);
}

/// What would mend a target, beside its source or alone.
fn mends(source: Option<(&str, &str)>, target: (&str, &str)) -> Vec<(Mend, String)> {
    let checked = check(source, target, &Settings::default());
    let mend = |mend: &Mend| {
        let mut text = target.1.to_owned();
        text.replace_range(mend.span.range(), &mend.replacement);
        (mend.clone(), text)
    };
    checked.mends.iter().map(mend).collect()
}

#[test]
fn swapped_words_are_put_back() {
    let found = mends(None, ("en", "The police arrested two men at house a in the north of the city on Friday night."));
    let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(
        texts,
        ["The police arrested two men at a house in the north of the city on Friday night."],
        "{found:?}"
    );
}

#[test]
fn another_order_has_the_same_words() {
    let scrambled = [
        ("en", "The council decided on the Tuesday to close bridge old for the winter."),
        ("de", "Der Stadtrat hat am Dienstag beschlossen die Brücke alte, über den Winter zu sperren."),
        ("ru", "Городской совет решил во закрыть вторник старый на зиму мост."),
        ("zh", "市议会星期二决定在冬天关闭桥旧。"),
    ];
    let words = |text: &str| {
        let mut words: Vec<String> =
            text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).map(String::from).collect();
        words.sort();
        words
    };
    for target in scrambled {
        for (mend, text) in mends(None, target) {
            assert!(words(&text) == words(target.1), "{mend:?}");
            assert!(mend.gain() > 0.0 && text != target.1, "{mend:?}");
        }
    }
}

#[test]
fn weighing_a_sentence_as_it_stands_changes_nothing() {
    let language = Language::get("en").expect("a pack");
    let text = "The mayor opened the new library. It has room for a million books.";
    let target = lines::text([text], language);
    let (vectors, states) = Vectors::with_states(&target);
    let hearing = Hearing { source: None, target: &target, vectors: &vectors, states: &states };
    let judged = hearing.judge();
    let weighed = hearing.weigh(0, &[text.to_owned(), "The mayor opened new the library.".to_owned()]);
    assert_eq!(weighed[0].verdict.score, judged.scores[0]);
    assert_eq!(weighed[0].verdict.tokens, judged.tokens);
    assert!(weighed[1].verdict.score > weighed[0].verdict.score);
}
