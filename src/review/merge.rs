//! Verdicts of one or more reports → entries of the record. What two reports, or a report and the
//! record, decide differently is left as it is and said.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Decision;
use super::amend::quoted;
use super::record::{Entry, Record};
use super::reviewed::{Languages, Verdict};

/// A verdict and where it comes from.
#[derive(Clone, Debug)]
pub struct Cast {
    /// Name of the report.
    pub report: String,
    /// Path of the article from the record's folder.
    pub article: String,
    /// The decision.
    pub verdict: Verdict,
}

impl Cast {
    /// `report.csv:7`.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}", self.report, self.verdict.line)
    }
}

/// What all entries of a run have in common.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Who decided.
    pub reviewer: String,
    /// When.
    pub date: Date,
    /// Last day on which rejections hold.
    pub expires: Option<Date>,
    /// Languages stated of sources and targets; identified ones where absent.
    pub languages: Languages,
    /// Whether a report may overrule the record.
    pub replace: bool,
}

/// What came of merging.
#[derive(Debug, Default)]
pub struct Merged {
    /// Verdicts that hold, one a finding, in the order of the reports.
    pub holding: Vec<Cast>,
    /// Findings decided for the first time.
    pub n_new: usize,
    /// Findings decided otherwise than before.
    pub n_changed: usize,
    /// Rows that could not be used: place and why.
    pub problems: Vec<String>,
}

/// Enters verdicts into the record.
#[must_use]
pub fn merge(record: &mut Record, casts: Vec<Cast>, terms: &Terms) -> Merged {
    let mut merged = Merged::default();
    for cast in agreed(casts, &mut merged.problems) {
        let (decision, fingerprint) = (cast.verdict.decision, &cast.verdict.fingerprint);
        match record.get(&cast.article, fingerprint) {
            None => merged.n_new += 1,
            Some(old) if old.decision == decision => {
                let entry = confirmed(old, &cast, terms);
                record.put(entry);
                merged.holding.push(cast);
                continue;
            }
            // An old report, filled before somebody decided.
            Some(old) if decision == Decision::Later && !terms.replace && !old.is_expired(terms.date) => continue,
            Some(old)
                if terms.replace || is_open(old, terms.date) || old.decision.is_right() == decision.is_right() =>
            {
                merged.n_changed += 1;
            }
            Some(old) => {
                merged.problems.push(format!(
                    "{}: {} {} is `{}` here and `{}` in the record ({}, {}); say --replace to let the report hold",
                    cast.place(),
                    cast.verdict.check,
                    quoted(&cast.verdict.span),
                    decision.as_str(),
                    old.decision.as_str(),
                    if old.reviewer.is_empty() { "unknown" } else { &old.reviewer },
                    old.date
                ));
                continue;
            }
        }
        record.put(entry(&cast, terms));
        merged.holding.push(cast);
    }
    merged
}

fn is_open(entry: &Entry, today: Date) -> bool {
    entry.decision == Decision::Later || entry.is_expired(today)
}

/// One verdict a finding. Where they differ none holds, but what is decided outweighs what is put off.
fn agreed(casts: Vec<Cast>, problems: &mut Vec<String>) -> Vec<Cast> {
    let mut by_finding: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (n, cast) in casts.iter().enumerate() {
        by_finding.entry((cast.article.clone(), cast.verdict.fingerprint.clone())).or_default().push(n);
    }
    let is_put_off = |n: &usize| casts[*n].verdict.decision == Decision::Later;
    let says = |n: usize| {
        let verdict = &casts[n].verdict;
        (verdict.decision, verdict.replacement.as_ref().filter(|_| verdict.decision == Decision::Accept))
    };
    let mut kept = vec![false; casts.len()];
    let mut conflicts: BTreeMap<usize, String> = BTreeMap::new();
    for mut group in by_finding.into_values() {
        if !group.iter().all(is_put_off) {
            group.retain(|n| !is_put_off(n));
        }
        let first = group[0];
        let Some(&other) = group.iter().find(|&&n| says(n) != says(first)) else {
            kept[first] = true;
            continue;
        };
        let told = |n: usize| match says(n) {
            (decision, Some(replacement)) => format!("{} {}", decision.as_str(), quoted(replacement)),
            (decision, None) => decision.as_str().to_owned(),
        };
        let message = format!(
            "{}: {} {} is `{}` here and `{}` in {}; make the two agree",
            casts[first].place(),
            casts[first].verdict.check,
            quoted(&casts[first].verdict.span),
            told(first),
            told(other),
            casts[other].place()
        );
        conflicts.insert(first, message);
    }
    problems.extend(conflicts.into_values());
    casts.into_iter().zip(kept).filter_map(|(cast, kept)| kept.then_some(cast)).collect()
}

fn entry(cast: &Cast, terms: &Terms) -> Entry {
    let verdict = &cast.verdict;
    Entry {
        article: cast.article.clone(),
        check: verdict.check.to_owned(),
        span: verdict.span.clone(),
        decision: verdict.decision,
        reviewer: terms.reviewer.clone(),
        date: terms.date,
        reason: verdict.reason.clone(),
        expires: terms.expires.filter(|_| verdict.decision == Decision::Reject),
        confidence: verdict.confidence,
        languages: pair(terms.languages, verdict.languages),
        source_span: verdict.source_span.clone(),
        replacement: verdict.replacement.clone().filter(|_| verdict.decision == Decision::Accept),
        fingerprint: verdict.fingerprint.clone(),
    }
}

/// A pair as packs name it; the target alone where the source is unknown.
fn pair(stated: Languages, identified: Languages) -> String {
    let [source, target] = [0, 1].map(|side| stated[side].or(identified[side]));
    match (source, target) {
        (Some(source), Some(target)) => format!("{source}-{target}"),
        (None, Some(target)) => target.to_owned(),
        (_, None) => String::new(),
    }
}

/// The same decision once more: who decided first, and when, stays; what is new is added.
fn confirmed(old: &Entry, cast: &Cast, terms: &Terms) -> Entry {
    let new = entry(cast, terms);
    let is_stale = old.is_expired(terms.date);
    Entry {
        reviewer: if is_stale { new.reviewer } else { old.reviewer.clone() },
        date: if is_stale { new.date } else { old.date },
        expires: if is_stale { new.expires } else { new.expires.or(old.expires) },
        reason: if new.reason.is_empty() { old.reason.clone() } else { new.reason },
        replacement: new.replacement.or_else(|| old.replacement.clone()),
        confidence: new.confidence.or(old.confidence),
        languages: if new.languages.is_empty() { old.languages.clone() } else { new.languages },
        ..old.clone()
    }
}
