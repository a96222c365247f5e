//! Corrections that come again and again → terms for a glossary.

use std::collections::BTreeMap;

use super::record::Entry;
use crate::text::{fold, fold_space};

/// Longer stretches are sentences rather than terms.
const MAX_WORDS: usize = 5;

/// A correction that was accepted several times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Pair of languages, `nl-en`; empty where unknown.
    pub languages: String,
    /// The source's words, spelt as most often.
    pub source: String,
    /// The wording accepted, spelt as most often.
    pub target: String,
    /// What it took the place of, each spelling once.
    pub instead: Vec<String>,
    /// How many times.
    pub count: usize,
}

/// Corrections of the same source words to the same wording that were accepted at least `n` times, most
/// frequent first. Where one source was corrected in several ways, each counts for itself.
#[must_use]
pub fn frequent(entries: &[&Entry], n: usize) -> Vec<Proposal> {
    let mut groups: BTreeMap<_, Vec<(&Entry, &str)>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.decision.is_right() == Some(true)) {
        let Some(replacement) = entry.replacement.as_deref() else { continue };
        if is_term(&entry.source_span) && is_term(replacement) {
            let key = (entry.languages.as_str(), fold(&fold_space(&entry.source_span)), fold(&fold_space(replacement)));
            groups.entry(key).or_default().push((entry, replacement));
        }
    }
    let mut proposals: Vec<Proposal> = groups
        .into_iter()
        .filter(|(_, group)| group.len() >= n.max(1))
        .map(|((languages, _, wording), group)| {
            let spans = group.iter().map(|(entry, _)| fold_space(&entry.span));
            let mut instead: Vec<String> = spans.filter(|span| is_term(span) && fold(span) != wording).collect();
            // Lower case first, which no sentence began with.
            instead.sort_by(|a, b| fold(a).cmp(&fold(b)).then_with(|| b.cmp(a)));
            instead.dedup_by(|a, b| fold(a) == fold(b));
            Proposal {
                languages: languages.to_owned(),
                source: most_frequent(group.iter().map(|(entry, _)| entry.source_span.as_str())),
                target: most_frequent(group.iter().map(|(_, replacement)| *replacement)),
                instead,
                count: group.len(),
            }
        })
        .collect();
    proposals
        .sort_by(|a, b| b.count.cmp(&a.count).then_with(|| (&a.languages, &a.source).cmp(&(&b.languages, &b.source))));
    proposals
}

/// Whether words can stand in a glossary: not too many, no figures, nothing that a term list reads as
/// its own sign.
fn is_term(words: &str) -> bool {
    let words = words.trim();
    let n = words.split_whitespace().count();
    let has_sign = words.starts_with(['!', '#', '=', '+', '-', '@']) || words.contains(['|', '\t']);
    (1..=MAX_WORDS).contains(&n) && !has_sign && !words.contains(char::is_numeric)
}

/// The spelling that comes most often; of several the one in lower case, which no sentence began with.
fn most_frequent<'a>(spellings: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for spelling in spellings {
        *counts.entry(fold_space(spelling)).or_default() += 1;
    }
    // Of equals `max_by_key` gives the last, and lower case sorts behind upper case.
    counts.into_iter().max_by_key(|(_, count)| *count).map_or_else(String::new, |(spelling, _)| spelling)
}

/// The proposals as lines for a reader; nothing where there are none.
#[must_use]
pub fn told(proposals: &[Proposal]) -> String {
    if proposals.is_empty() {
        return String::new();
    }
    let line = |p: &Proposal| format!("{:5}  {}: {} = {}\n", p.count, p.languages, p.source, p.target);
    let lines: String = proposals.iter().map(line).collect();
    format!("\nCorrected the same way again and again (--glossary-out makes a term list of them):\n{lines}")
}

/// A term list that `--glossary` takes: CSV with the columns source, target, forbidden, source_lang and
/// target_lang. Proposals of an unknown pair are left out, since a term list is of a pair.
#[must_use]
pub fn glossary(proposals: &[Proposal]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut rows = vec![["source", "target", "forbidden", "source_lang", "target_lang"].map(str::to_owned)];
    for proposal in proposals {
        let Some((from, to)) = proposal.languages.split_once('-') else { continue };
        let (source, target) = (proposal.source.clone(), proposal.target.clone());
        rows.push([source, target, proposal.instead.join("|"), from.to_owned(), to.to_owned()]);
    }
    // Writing to memory does not fail.
    rows.iter().for_each(|row| drop(writer.write_record(row)));
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::Decision;

    fn entry(source_span: &str, span: &str, replacement: &str) -> Entry {
        Entry {
            article: "a.txt".to_owned(),
            check: "known-artifact".to_owned(),
            span: span.to_owned(),
            decision: Decision::Accept,
            reviewer: String::new(),
            date: jiff::civil::date(2026, 11, 28),
            reason: String::new(),
            expires: None,
            confidence: None,
            languages: "nl-en".to_owned(),
            source_span: source_span.to_owned(),
            replacement: Some(replacement.to_owned()),
            fingerprint: String::new(),
        }
    }

    #[test]
    fn what_comes_often_is_proposed_and_the_glossary_reads_it() {
        let entries = [
            entry("onderhoud", "maintenance", "talks"),
            entry("Onderhoud", "Maintenance", "Talks"),
            entry("onderhoud", "upkeep", "talks"),
            entry("onderhoud", "maintenance", "meeting"),
            entry("12 miljoen", "12 billion", "12 million"),
            entry("12 miljoen", "12 billion", "12 million"),
            entry("12 miljoen", "12 billion", "12 million"),
        ];
        let found = frequent(&entries.iter().collect::<Vec<_>>(), 3);
        let [one] = &found[..] else { panic!("{found:?}") };
        assert_eq!((one.source.as_str(), one.target.as_str(), one.count), ("onderhoud", "talks", 3));
        let list = glossary(&found);
        let (read, problems) =
            crate::glossary::read::parse(list.as_bytes(), std::path::Path::new("t.csv"), Some("nl"), Some("en"))
                .unwrap();
        assert_eq!(problems, []);
        assert_eq!(
            (&read.terms[0].allowed[..], &read.terms[0].forbidden[..]),
            (&["talks".to_owned()][..], &["maintenance".to_owned(), "upkeep".to_owned()][..])
        );
    }
}
