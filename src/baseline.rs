//! Findings that are already known: a file of them, so that a run fails on new ones only.
//!
//! A finding is known by its article and its fingerprint, never by a line, so that edits elsewhere in the
//! article change nothing. The file is NDJSON: a line that gives the version, then one finding a line,
//! sorted, so that a change of it reads as a diff. `check` and `text` are there for people; what comes in
//! is kept as it is.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// Version of the file's form.
const VERSION: u32 = 1;

/// One known finding. Its order is that of the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The article's place, relative to the folder that `mtlint` runs in.
    pub article: String,
    /// The check that made it.
    pub check: String,
    /// The words in question.
    pub text: String,
    /// As in every report.
    pub fingerprint: String,
}

#[derive(Serialize, Deserialize)]
struct Head {
    #[serde(rename = "mtlint-baseline")]
    version: u32,
}

/// What is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// By article and fingerprint.
    entries: BTreeMap<(String, String), Entry>,
}

/// What becomes of a baseline when it is written anew.
#[derive(Debug, PartialEq, Eq)]
pub struct Renewal {
    /// The baseline to write.
    pub baseline: Baseline,
    /// Entries that came in.
    pub n_added: usize,
    /// Entries that went because their finding or article is gone.
    pub n_removed: usize,
    /// Findings that were not let in.
    pub n_refused: usize,
}

impl Baseline {
    /// Reads a file's text.
    ///
    /// # Errors
    /// What is no baseline, or one of another version; the message begins with the line.
    pub fn parse(text: &str) -> Result<Baseline> {
        let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        let head = lines.next().map_or("", |(_, line)| line);
        let head: Head = serde_json::from_str(head).context(
            "line 1: not the head of a baseline, {\"mtlint-baseline\":1}; --write-baseline makes a new file",
        )?;
        if head.version != VERSION {
            bail!("line 1: version {} of the form, but this mtlint knows {VERSION}; make the file anew", head.version);
        }
        let entries = lines.filter(|(_, line)| !line.trim().is_empty()).map(|(n, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("line {}: not a known finding; mend the line or take it out", n + 1))
        });
        Ok(entries.collect::<Result<Vec<Entry>>>()?.into_iter().collect())
    }

    /// The text of a file.
    #[must_use]
    pub fn render(&self) -> String {
        let sorted: BTreeSet<&Entry> = self.entries.values().collect();
        std::iter::once(line(&Head { version: VERSION })).chain(sorted.into_iter().map(line)).collect()
    }

    /// Whether a finding is known.
    #[must_use]
    pub fn knows(&self, article: &str, fingerprint: &str) -> bool {
        self.entries.contains_key(&(article.to_owned(), fingerprint.to_owned()))
    }

    /// Number of known findings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Entries that are no longer found, in the order of the file. `may_tell` says of which articles a run
    /// can tell: those that it checked and those that are gone.
    #[must_use]
    pub fn stale<'a>(&'a self, found: &Baseline, may_tell: impl Fn(&str) -> bool) -> Vec<&'a Entry> {
        let gone = |entry: &&Entry| !found.knows(&entry.article, &entry.fingerprint) && may_tell(&entry.article);
        let mut stale: Vec<&Entry> = self.entries.values().filter(gone).collect();
        stale.sort();
        stale
    }

    /// The baseline after a run: without what is stale and, if `accepts_new`, with what was found.
    #[must_use]
    pub fn renewed(&self, found: &Baseline, may_tell: impl Fn(&str) -> bool, accepts_new: bool) -> Renewal {
        let stale: BTreeSet<&Entry> = self.stale(found, may_tell).into_iter().collect();
        let kept = self.entries.values().filter(|entry| !stale.contains(entry)).cloned();
        let new: Vec<&Entry> =
            found.entries.values().filter(|entry| !self.knows(&entry.article, &entry.fingerprint)).collect();
        let n_added = if accepts_new { new.len() } else { 0 };
        Renewal {
            baseline: kept.chain(new.iter().take(n_added).map(|entry| (*entry).clone())).collect(),
            n_added,
            n_removed: stale.len(),
            n_refused: new.len() - n_added,
        }
    }
}

impl FromIterator<Entry> for Baseline {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Baseline {
        let keyed = entries.into_iter().map(|entry| ((entry.article.clone(), entry.fingerprint.clone()), entry));
        Baseline { entries: keyed.collect() }
    }
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain values serialise") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(article: &str, fingerprint: &str) -> Entry {
        let (article, fingerprint) = (article.to_owned(), fingerprint.to_owned());
        Entry { article, check: "repeated-word".to_owned(), text: "the the".to_owned(), fingerprint }
    }

    fn error(text: &str) -> String {
        format!("{:#}", Baseline::parse(text).expect_err("no baseline"))
    }

    #[test]
    fn the_file_is_sorted_and_one_finding_a_line() {
        let baseline: Baseline = [entry("b", "2"), entry("a", "3"), entry("a", "1")].into_iter().collect();
        let text = baseline.render();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], r#"{"mtlint-baseline":1}"#);
        assert_eq!(lines[1], r#"{"article":"a","check":"repeated-word","text":"the the","fingerprint":"1"}"#);
        assert!(lines[2].contains(r#""3""#) && lines[3].contains(r#""b""#));
    }

    #[test]
    fn broken_files_name_the_line() {
        assert!(error("").starts_with("line 1: not the head"));
        assert!(error("article,check\n").starts_with("line 1: not the head"));
        assert!(error(r#"{"mtlint-baseline":9}"#).starts_with("line 1: version 9"));
        assert!(error("{\"mtlint-baseline\":1}\n\n<<<<<<< ours\n").starts_with("line 3: not a known finding"));
    }

    #[test]
    fn renewing_takes_out_what_is_gone_and_lets_nothing_new_in_unasked() {
        let old: Baseline = [entry("a", "kept"), entry("a", "mended"), entry("unseen", "1")].into_iter().collect();
        let found: Baseline = [entry("a", "kept"), entry("a", "new")].into_iter().collect();
        let of_run = |article: &str| article == "a";
        assert_eq!(old.stale(&found, of_run), [&entry("a", "mended")]);
        let renewal = old.renewed(&found, of_run, false);
        assert_eq!((renewal.n_added, renewal.n_removed, renewal.n_refused), (0, 1, 1));
        assert_eq!(renewal.baseline, [entry("a", "kept"), entry("unseen", "1")].into_iter().collect());
        let renewal = old.renewed(&found, of_run, true);
        assert_eq!((renewal.n_added, renewal.n_removed, renewal.n_refused), (1, 1, 0));
        assert!(renewal.baseline.knows("a", "new") && !renewal.baseline.knows("a", "mended"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(words in prop::collection::vec(any::<[String; 4]>(), 0..8)) {
            let entries = words.into_iter().map(|[article, check, text, fingerprint]| Entry { article, check, text, fingerprint });
            let baseline: Baseline = entries.collect();
            prop_assert_eq!(&Baseline::parse(&baseline.render()).expect("a baseline"), &baseline);
        }
    }
}
