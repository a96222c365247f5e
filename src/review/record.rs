//! `mtlint-review.toml`: what has been decided, one entry a finding, sorted, so that a change of one
//! decision is a change of a few lines.

use std::collections::{BTreeMap, HashSet};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Decision;
use super::amend::quoted;
use crate::pipeline::Checked;
use crate::rank::Policy;
use crate::read::Problem;

/// Name of the file.
pub const FILE_NAME: &str = "mtlint-review.toml";

const HEAD: &str = "\
# Decisions on findings. `mtlint review apply` adds to this file, `mtlint check` heeds it: what is
# rejected is not reported again. Take an entry out to have its finding back.
";

/// A decision on a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Entry {
    /// Path of the article from the record's folder, with `/`.
    pub article: String,
    /// Name of the check.
    pub check: String,
    /// The words in question; empty for an omission.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub span: String,
    /// What was decided.
    pub decision: Decision,
    /// Who decided.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reviewer: String,
    /// When.
    pub date: Date,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The last day on which it holds; for good when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// Of the finding, as reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// The article's pair of languages, such as `nl-en`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub languages: String,
    /// The words of the source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source_span: String,
    /// The wording accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<String>,
    /// What the finding is recognised by.
    pub fingerprint: String,
}

impl Entry {
    /// Whether it no longer holds on a day.
    #[must_use]
    pub fn is_expired(&self, today: Date) -> bool {
        self.expires.is_some_and(|last| last < today)
    }
}

/// All decisions, by article and then by check, words and fingerprint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    entries: BTreeMap<Key, Entry>,
}

/// What entries are found by.
type Key = (String, String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    decision: Vec<toml::Spanned<Entry>>,
}

#[derive(Serialize)]
struct Written<'a> {
    decision: Vec<&'a Entry>,
}

impl Record {
    /// Reads the file.
    ///
    /// # Errors
    /// The line, what is wrong with it, and the remedy.
    pub fn parse(text: &str) -> Result<Record> {
        let file: File = toml::from_str(text).map_err(|error| anyhow::anyhow!("{error}"))?;
        let mut record = Record::default();
        for entry in file.decision {
            let line = text.get(..entry.span().start).map_or(0, |before| before.matches('\n').count() + 1);
            let entry = entry.into_inner();
            let twin = record.get(&entry.article, &entry.fingerprint);
            if let Some(twin) = twin.filter(|twin| twin.decision != entry.decision) {
                bail!(
                    "line {line}: {} {} in {} is both `{}` and `{}`; take one of the two entries out",
                    entry.check,
                    quoted(&entry.span),
                    entry.article,
                    twin.decision.as_str(),
                    entry.decision.as_str()
                );
            }
            if twin.is_none() {
                record.put(entry);
            }
        }
        Ok(record)
    }

    /// The file.
    ///
    /// # Errors
    /// None in practice: plain values can be written.
    pub fn write(&self) -> Result<String> {
        let mut decision: Vec<&Entry> = self.entries.values().collect();
        let order = |e: &&Entry| (e.article.clone(), e.check.clone(), e.span.clone(), e.fingerprint.clone());
        decision.sort_by_cached_key(order);
        let entries = toml::to_string(&Written { decision }).context("the decisions cannot be written")?;
        Ok(format!("{HEAD}\n{entries}"))
    }

    /// The entry of a finding.
    #[must_use]
    pub fn get(&self, article: &str, fingerprint: &str) -> Option<&Entry> {
        self.entries.get(&(article.to_owned(), fingerprint.to_owned()))
    }

    /// Adds an entry, or replaces that of the same finding.
    pub fn put(&mut self, entry: Entry) {
        self.entries.insert((entry.article.clone(), entry.fingerprint.clone()), entry);
    }

    /// All entries.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is decided.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn of_article<'a>(&'a self, article: &str) -> impl Iterator<Item = &'a Entry> + use<'a> {
        let from = (article.to_owned(), String::new());
        let article = article.to_owned();
        self.entries.range(from..).map(|(_, entry)| entry).take_while(move |entry| entry.article == article)
    }

    /// Takes out of a checked article what is rejected, and gives back how much that is. Entries that
    /// have expired, and those whose finding is gone though its check ran, become notes.
    pub fn heed(&self, article: &str, checked: &mut Checked, policy: &Policy, today: Date) -> usize {
        let found: HashSet<String> = checked.fingerprints.iter().cloned().collect();
        let mut rejected = HashSet::new();
        for entry in self.of_article(article) {
            let message = match entry.decision {
                Decision::Accept | Decision::Fixed => continue,
                _ if !found.contains(&entry.fingerprint) => {
                    let looked = checked.ran.contains(entry.check.as_str());
                    if !looked || entry.confidence.is_some_and(|c| c < f64::from(policy.threshold(&entry.check))) {
                        continue;
                    }
                    "no longer appears; take its entry out of the record"
                }
                Decision::Later => continue,
                Decision::Reject if entry.is_expired(today) => "is shown again, since its rejection has expired",
                Decision::Reject => {
                    rejected.insert(entry.fingerprint.as_str());
                    continue;
                }
            };
            let (decided, span) = (entry.decision.as_str(), quoted(&entry.span));
            let expired = entry.expires.map(|day| format!(", until {day}")).unwrap_or_default();
            checked.notes.push(Problem::new(format!(
                "{} {span} ({decided}, {}{expired}; {}) {message}",
                entry.check, entry.date, entry.fingerprint
            )));
        }
        let flags: Vec<bool> = checked.fingerprints.iter().map(|f| rejected.contains(f.as_str())).collect();
        checked.silence(&flags)
    }

    /// Takes out what is rejected in any article, for texts that have no name: the fingerprint holds the
    /// check, the words and their sentence.
    pub fn heed_nameless(&self, checked: &mut Checked, today: Date) -> usize {
        let holds = |entry: &&Entry| entry.decision == Decision::Reject && !entry.is_expired(today);
        let rejected: HashSet<&str> = self.entries().filter(holds).map(|entry| entry.fingerprint.as_str()).collect();
        let flags: Vec<bool> = checked.fingerprints.iter().map(|f| rejected.contains(f.as_str())).collect();
        checked.silence(&flags)
    }
}

/// The path of an article from a folder, both absolute, with `/` on every system.
#[must_use]
pub fn relative(article: &Path, folder: &Path) -> String {
    let (article, folder) = (plain(article), plain(folder));
    let shared = article.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return article.display().to_string();
    }
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = article.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<String>>().join("/")
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = "[[decision]]\narticle = \"a.txt\"\ncheck = \"repeated-word\"\ndecision = \"reject\"\n\
                         date = \"2026-11-28\"\nfingerprint = \"00000000000000ff\"\n";

    #[test]
    fn what_is_written_is_read() {
        let mut record = Record::parse(ENTRY).unwrap();
        let mut entry = record.get("a.txt", "00000000000000ff").unwrap().clone();
        entry.reason = "a band's \"name\"\nof two = lines".to_owned();
        entry.confidence = Some(0.88);
        entry.expires = Some(jiff::civil::date(2027, 1, 1));
        record.put(entry);
        assert_eq!(Record::parse(&record.write().unwrap()).unwrap(), record);
        assert!(record.write().unwrap().contains("confidence = 0.88\n"));
    }

    #[test]
    fn what_is_wrong_names_its_line() {
        let error = |text: &str| format!("{:#}", Record::parse(text).unwrap_err());
        assert!(error(&ENTRY.replace("reject", "perhaps")).contains("line 4"));
        assert!(error(&ENTRY.replace("2026-11-28", "Friday")).contains("line 5"));
        assert!(error(&ENTRY.replace("check", "chek")).contains("chek"));
        let twice = format!("{ENTRY}\n{}", ENTRY.replace("reject", "accept"));
        assert!(error(&twice).contains("line 8: repeated-word “” in a.txt is both `reject` and `accept`"));
        assert_eq!(Record::parse(&format!("{ENTRY}\n{ENTRY}")).unwrap().len(), 1);
    }

    #[test]
    fn articles_are_named_from_the_record() {
        let relative = |article, folder| relative(Path::new(article), Path::new(folder));
        assert_eq!(relative("/desk/en/./a.txt", "/desk"), "en/a.txt");
        assert_eq!(relative("/desk/en/../a.txt", "/desk/nl"), "../a.txt");
    }
}
