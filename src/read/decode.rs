//! Bytes → characters: byte order marks, UTF-8, UTF-16, and legacy encodings by detection.

use anyhow::{Result, bail};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Problem;

/// Of all non-ASCII sequences, at most this share may be invalid for a file to count as damaged
/// UTF-8 rather than as another encoding: legacy text is invalid nearly throughout.
const DAMAGED_UTF8: f32 = 0.5;

/// Decodes a file; a byte order mark is taken off.
///
/// # Errors
/// Bytes that are no text in any encoding.
pub fn decode(bytes: &[u8]) -> Result<(String, Vec<Problem>)> {
    let (encoding, mark) = encoding_of(bytes)?;
    let (text, mut problems) = decode_as(encoding, &bytes[mark..]);
    if mark == 0 && encoding != UTF_8 {
        problems.insert(0, assumed(encoding));
    }
    Ok((text, problems))
}

/// The encoding of a file and the length of its byte order mark.
///
/// # Errors
/// As [`decode`].
pub fn encoding_of(bytes: &[u8]) -> Result<(&'static Encoding, usize)> {
    if let Some(found) = Encoding::for_bom(bytes) {
        return Ok(found);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Ok((encoding, 0));
    }
    if bytes.contains(&0) {
        bail!("the file is binary (it has NUL bytes); give the article as text, Markdown or HTML");
    }
    if std::str::from_utf8(bytes).is_ok() || is_damaged_utf8(bytes) {
        return Ok((UTF_8, 0));
    }

    let controls = bytes.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B)).count();
    if controls * 20 > bytes.len() {
        bail!("the file is binary; give the article as text, Markdown or HTML");
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Ok((detector.guess(None, Utf8Detection::Deny), 0))
}

fn assumed(encoding: &'static Encoding) -> Problem {
    Problem::new(format!("not UTF-8: read as {}; save it as UTF-8 if characters look wrong", encoding.name()))
}

/// Decodes; every undecodable byte becomes U+FFFD and the first is named.
fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> (String, Vec<Problem>) {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    let mut problems = Vec::new();
    if had_errors {
        let count = text.matches('\u{FFFD}').count();
        let line = text.split('\u{FFFD}').next().map_or(1, |before| before.matches('\n').count() + 1);
        let message = format!(
            "{count} byte sequence{} cannot be decoded as {}; each stands as \u{FFFD} in the text",
            if count == 1 { "" } else { "s" },
            encoding.name()
        );
        problems.push(Problem { line: Some(line), message });
    }
    (text, problems)
}

/// Text in UTF-16 has a NUL in nearly every other byte, all on one side.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(2_000) & !1];
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    match () {
        () if half >= 2 && odd * 10 > half * 3 && even * 20 <= half => Some(UTF_16LE),
        () if half >= 2 && even * 10 > half * 3 && odd * 20 <= half => Some(UTF_16BE),
        () => None,
    }
}

fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    invalid as f32 <= DAMAGED_UTF8 * (valid + invalid) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> String {
        decode(bytes).unwrap().0
    }

    #[test]
    fn marks_and_utf16_are_recognised() {
        assert_eq!(text_of(b"\xEF\xBB\xBFcaf\xC3\xA9"), "café");
        let utf16 = |swap: bool| -> Vec<u8> {
            "De premier zei nee."
                .encode_utf16()
                .flat_map(|u| if swap { u.to_be_bytes() } else { u.to_le_bytes() })
                .collect()
        };
        assert_eq!(text_of(&utf16(false)), "De premier zei nee.");
        assert_eq!(text_of(&utf16(true)), "De premier zei nee.");
        assert_eq!(text_of(&[&b"\xFF\xFE"[..], &utf16(false)].concat()), "De premier zei nee.");
    }

    #[test]
    fn legacy_encodings_are_detected_and_said() {
        let cases = [
            (
                encoding_rs::WINDOWS_1252,
                "Der Bundeskanzler erklärte am Freitag, die Maßnahmen träfen überwiegend ältere Bürger.",
            ),
            (encoding_rs::WINDOWS_1251, "Президент заявил в пятницу, что переговоры продолжатся на следующей неделе."),
            (encoding_rs::WINDOWS_1250, "Předseda vlády řekl, že jednání budou pokračovat příští týden v Praze."),
            (encoding_rs::GB18030, "总统星期五表示，谈判将在下周继续进行，双方都希望尽快达成协议。"),
            (encoding_rs::SHIFT_JIS, "首相は金曜日、来週も交渉を続けると述べた。両国は早期の合意を望んでいる。"),
        ];
        for (encoding, text) in cases {
            let (bytes, _, _) = encoding.encode(text);
            let (decoded, problems) = decode(&bytes).unwrap();
            assert_eq!(decoded, text, "{}", encoding.name());
            assert!(problems[0].message.contains("not UTF-8"), "{problems:?}");
        }
    }

    #[test]
    fn damaged_utf8_keeps_the_rest_and_names_the_line() {
        let (text, problems) = decode(b"\xC3\xA9\xC3\xA9n\ntw\xC3\xA9\xC3\xA9\xC3\xA9 \xFF \xC3\xA9").unwrap();
        assert_eq!(text, "één\ntwééé \u{FFFD} é");
        assert_eq!(problems[0].line, Some(2));
    }

    #[test]
    fn binary_is_refused() {
        assert!(decode(b"\x7FELF\x02\x01\x01\x00\x00\x00").is_err());
        assert!(decode(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR").is_err());
    }
}
