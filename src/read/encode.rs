//! Characters → bytes, in the encoding that a file already has.

use anyhow::{Context, Result, bail};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::decode::encoding_of;

/// A changed text in the encoding and with the byte order mark of the file that it was decoded from.
/// Where the two texts agree, so do the bytes.
///
/// # Errors
/// A file that has not the bytes that its characters would get, or new characters that its encoding
/// does not have.
pub fn encode_like(bytes: &[u8], old: &str, new: &str) -> Result<Vec<u8>> {
    let (encoding, mark) = encoding_of(bytes)?;
    let encoded = |text: &str| encode(encoding, &bytes[..mark], text);
    if encoded(old).is_none_or(|encoded| encoded != bytes) {
        bail!("some of its bytes are no {} text; save the file as UTF-8 and check again", encoding.name());
    }
    encoded(new).with_context(|| {
        format!("a suggestion has characters that {} lacks; save the file as UTF-8 and check again", encoding.name())
    })
}

/// None where a character has no bytes in the encoding.
fn encode(encoding: &'static Encoding, mark: &[u8], text: &str) -> Option<Vec<u8>> {
    let mut bytes = mark.to_vec();
    if encoding == UTF_16LE {
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    } else if encoding == UTF_16BE {
        bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    } else if encoding == UTF_8 {
        bytes.extend(text.as_bytes());
    } else {
        let (encoded, _, had_errors) = encoding.encode(text);
        if had_errors {
            return None;
        }
        bytes.extend(&*encoded);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::decode;

    fn changed(bytes: &[u8], from: &str, to: &str) -> Result<Vec<u8>> {
        let old = decode(bytes)?.0;
        encode_like(bytes, &old, &old.replace(from, to))
    }

    #[test]
    fn every_byte_outside_the_change_stays() {
        let text = "Één zin.\r\nNog één.\rEn “een”.\n";
        let utf16 = |to_bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>();
        let (legacy, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        let files = [
            text.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            [b"\xFF\xFE", &utf16(u16::to_le_bytes)[..]].concat(),
            [b"\xFE\xFF", &utf16(u16::to_be_bytes)[..]].concat(),
            utf16(u16::to_le_bytes),
            legacy.into_owned(),
        ];
        for file in files {
            let new = changed(&file, "zin", "woord").unwrap();
            assert_eq!(changed(&new, "woord", "zin").unwrap(), file);
            assert_eq!(decode(&new).unwrap().0, text.replace("zin", "woord"));
        }
    }

    #[test]
    fn what_cannot_be_kept_or_written_is_refused() {
        let (legacy, _, _) = encoding_rs::WINDOWS_1252.encode("Der Minister erklärte am Freitag die Maßnahmen.");
        assert!(changed(&legacy, "Minister", "министр").unwrap_err().to_string().contains("lacks"));
        let damaged = b"\xC3\xA9\xC3\xA9n \xFF tw\xC3\xA9\xC3\xA9";
        assert!(changed(damaged, "n", "m").unwrap_err().to_string().contains("no UTF-8 text"));
    }
}
