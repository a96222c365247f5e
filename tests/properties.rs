//! What holds for any input: nothing panics, places are real, the same input gives the same bytes.

use mtlint::checks::check::Settings;
use mtlint::language::Language;
use mtlint::language::tokens::tokenize;
use mtlint::read::{Format, parse, parse_text};
use proptest::prelude::*;

use crate::support::check;

/// Texts that look like news, with all that goes wrong in them.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[A-Za-zéïß]{1,12}",
        "[0-9]{1,4}([.,][0-9]{1,3}){0,2}",
        "[А-Яа-я]{1,10}",
        "[\u{4e00}-\u{4e80}]{1,6}",
        "[«»“”„\"'.,;:!?()%€$-]",
        Just("\n".to_owned()),
        Just("million".to_owned()),
        Just("onderhoud".to_owned()),
        Just("maintenance".to_owned()),
        Just("<b>".to_owned()),
        Just("&amp;".to_owned()),
        "\\PC{1,4}",
    ];
    prop::collection::vec((piece, prop::bool::weighted(0.8)), 0..60)
        .prop_map(|pieces| pieces.into_iter().map(|(p, space)| if space { p + " " } else { p }).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn checking_never_panics_and_places_are_real(source in text(), target in text()) {
        for (from, to) in [("nl", "en"), ("en", "de"), ("zh", "en"), ("ar", "he")] {
            let checked = check(Some((from, &source)), (to, &target), &Settings::default());
            for finding in &checked.ranking.findings {
                if let Some(span) = finding.span {
                    prop_assert!(checked.article.target.document.text().get(span.range()).is_some());
                }
                if let Some(span) = finding.source_span {
                    let original = checked.article.source.as_ref().map(|s| s.document.text());
                    prop_assert!(original.and_then(|t| t.get(span.range())).is_some());
                }
                prop_assert!((0.0..=1.0).contains(&finding.confidence));
            }
            prop_assert!(checked.ranking.risk >= 0.0 && checked.ranking.risk.is_finite());
            prop_assert_eq!(mtlint::report::rows(&checked).len(), checked.ranking.findings.len());
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse(&bytes, None);
    }

    #[test]
    fn any_characters_are_read_in_any_format(raw in "\\PC{0,200}") {
        for format in [Format::Plain, Format::Markdown, Format::Html] {
            let document = parse_text(raw.clone(), format, &mut Vec::new());
            for block in &document.blocks {
                prop_assert!(document.text().get(block.span.range()).is_some());
                prop_assert!(document.raw.is_char_boundary(document.raw_offset(block.span.start)));
            }
        }
    }

    #[test]
    fn tokens_cover_all_but_white_space(raw in "\\PC{0,120}") {
        for code in ["en", "fr", "zh", "und"] {
            let rules = &Language::get(code).unwrap_or(Language::unknown()).rules;
            let mut covered = 0;
            tokenize(&raw, rules, |span, _| {
                assert!(raw[covered..span.start].chars().all(char::is_whitespace));
                covered = span.end;
            });
            prop_assert!(raw[covered..].chars().all(char::is_whitespace));
        }
    }
}
