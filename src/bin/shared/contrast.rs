//! Contrasts of a right and a wrong translation, as the scorers read them: a JSON object a line.

use std::ops::Range;

use mtlint::language::Language;
use serde_json::Value;

/// A translation with a word of the right sense, and the same with one of the wrong sense.
pub struct Contrast {
    pub from: &'static Language,
    pub to: &'static Language,
    pub source: String,
    pub good: String,
    /// The word of the right sense.
    pub good_word: String,
    pub bad: String,
    /// Where the word of the wrong sense stands in `bad`, in bytes.
    pub wrong: Range<usize>,
}

impl Contrast {
    /// Of a record; none if the languages have no packs or what it contrasts is not the sense of a word.
    pub fn parse(line: &str) -> Option<Contrast> {
        let record: Value = serde_json::from_str(line).ok()?;
        let text = |key: &str| record.get(key)?.as_str();
        (text("phenomenon")? == "word_sense").then_some(())?;
        let bad = text("bad_target")?;
        let changed = record.get("changed")?.get(0)?;
        // Records count characters.
        let byte = |key: &str| {
            let at = usize::try_from(changed.get(key)?.as_u64()?).ok()?;
            Some(bad.char_indices().nth(at).map_or(bad.len(), |(byte, _)| byte))
        };
        Some(Contrast {
            from: Language::get(text("lang_src")?)?,
            to: Language::get(text("lang_tgt")?)?,
            source: text("source")?.to_owned(),
            good: text("good_target")?.to_owned(),
            good_word: text("good_word")?.to_owned(),
            bad: bad.to_owned(),
            wrong: byte("start")?..byte("end")?,
        })
    }
}
