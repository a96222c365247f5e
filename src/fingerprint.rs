//! What a finding is recognised by from one run to the next.
//!
//! A fingerprint is a hash of the check, the words in question, their sentence, and which occurrence
//! of the three it is: never of a line number, so that edits elsewhere leave it alone. 16 hexadecimal
//! digits.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::align::Alignment;
use crate::article::{Article, Side};
use crate::finding::Finding;
use crate::rank::sentences_around;
use crate::text::{fold, fold_space};

/// The fingerprint of words in their sentence, both as written; `occurrence` counts from 1 the
/// findings of the article that agree in all three.
#[must_use]
pub fn fingerprint(check: &str, words: &str, sentence: &str, occurrence: usize) -> String {
    hash(&key(check, words, sentence), occurrence)
}

/// The fingerprints of an article's shown findings, in their order.
#[must_use]
pub fn fingerprints(findings: &[Finding], article: &Article, alignment: Option<&Alignment>) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    findings
        .iter()
        .map(|finding| {
            let (side, span) = match finding.span {
                Some(span) => (Side::Target, Some(span)),
                None => (Side::Source, finding.source_span),
            };
            let slice = |span| match side {
                Side::Target => article.target.slice(span),
                Side::Source => article.source.as_ref().map_or("", |source| source.slice(span)),
            };
            let sentence = sentences_around(finding, article, alignment, side).map_or("", slice);
            let key = key(finding.check, span.map_or("", slice), sentence);
            let occurrence = seen.entry(key.clone()).or_insert(0);
            *occurrence += 1;
            hash(&key, *occurrence)
        })
        .collect()
}

fn key(check: &str, words: &str, sentence: &str) -> String {
    format!("{check}\0{}\0{}", fold(&fold_space(words)), fold(&fold_space(sentence)))
}

fn hash(key: &str, occurrence: usize) -> String {
    format!("{:016x}", xxh3_64(format!("{key}\0{occurrence}").as_bytes()))
}
