//! Records of contrasts and of post-edited machine translation.

use crate::corpus::known;
use crate::detokenise::joined;
use crate::job::Job;

/// A line of a set whose wrong translations have a word of the wrong sense.
pub fn contrast(line: &str) -> Option<Job> {
    let record: serde_json::Value = serde_json::from_str(line).ok()?;
    let text = |key: &str| record.get(key)?.as_str();
    (text("phenomenon")? == "word_sense").then_some(())?;
    let (from, to) = (known(text("lang_src")?)?, known(text("lang_tgt")?)?);
    let bad = text("bad_target")?;
    let changed = record.get("changed")?.get(0)?;
    let byte = |key: &str| {
        let at = usize::try_from(changed.get(key)?.as_u64()?).ok()?;
        Some(bad.char_indices().nth(at).map_or(bad.len(), |(byte, _)| byte))
    };
    Some(Job {
        target: text("good_target")?.to_owned(),
        to,
        source: Some((text("source")?.to_owned(), from)),
        tagged: None,
        wrong_sense: Some((bad.to_owned(), byte("start")?..byte("end")?)),
    })
}

/// A line of the tagged sentences, put back from tokens into running text.
pub fn post_edited(line: &str) -> Option<Job> {
    let record: serde_json::Value = serde_json::from_str(line).ok()?;
    let text = |key: &str| record.get(key)?.as_str();
    let (from, to) = (known(text("lang_src")?)?, known(text("lang_tgt")?)?);
    let words =
        |key: &str| Some(record.get(key)?.as_array()?.iter().filter_map(|word| word.as_str()).collect::<Vec<_>>());
    let (target, places) = joined(&words("tokens")?, to);
    let is_bad = words("tags")?.iter().map(|tag| *tag == "BAD").collect();
    let source: Vec<&str> = text("source")?.split(' ').collect();
    Some(Job {
        target,
        to,
        source: Some((joined(&source, from).0, from)),
        tagged: Some((places, is_bad)),
        wrong_sense: None,
    })
}
