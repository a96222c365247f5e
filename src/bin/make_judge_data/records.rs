//! Records of contrasts and of post-edited machine translation.

use crate::contrast::Contrast;
use crate::corpus::known;
use crate::detokenise::joined;
use crate::job::Job;

/// A line of a set whose wrong translations have a word of the wrong sense.
pub fn contrast(line: &str) -> Option<Job> {
    let Contrast { from, to, source, good, bad, wrong, .. } = Contrast::parse(line)?;
    Some(Job {
        target: good,
        to: to.code(),
        source: Some((source, from.code())),
        hides_source: false,
        tagged: None,
        wrong_sense: Some((bad, wrong)),
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
        hides_source: false,
        tagged: Some((places, is_bad)),
        wrong_sense: None,
    })
}

/// A line of the clean sentences that the judge before doubted, some of which have a source.
pub fn doubted(line: &str) -> Option<Job> {
    let record: serde_json::Value = serde_json::from_str(line).ok()?;
    let text = |key: &str| record.get(key)?.as_str();
    let source = text("source").zip(text("source_lang").and_then(known));
    Some(Job {
        target: text("target")?.to_owned(),
        to: known(text("target_lang")?)?,
        source: source.map(|(text, code)| (text.to_owned(), code)),
        hides_source: false,
        tagged: None,
        wrong_sense: None,
    })
}
