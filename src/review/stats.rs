//! What the decisions say of the checks: precision with its interval, and thresholds that would have
//! kept false alarms out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::record::Entry;

/// Quantile of the normal distribution for intervals of 95 %.
const Z: f64 = 1.959_964;

/// Decisions that came out one way and the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Findings that were right: accepted, or fixed by hand.
    pub right: usize,
    /// All that are decided.
    pub decided: usize,
}

impl Tally {
    /// Share of findings that were right; none without a decision.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        (self.decided > 0).then(|| self.right as f64 / self.decided as f64)
    }

    /// Where the true precision lies with 95 % confidence (Wilson's score interval, 1927):
    /// (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).
    #[must_use]
    pub fn interval(self) -> (f64, f64) {
        let Some(p) = self.precision() else { return (0.0, 1.0) };
        let n = self.decided as f64;
        let centre = p + Z * Z / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        (((centre - half) / scale).max(0.0), ((centre + half) / scale).min(1.0))
    }

    fn add(&mut self, is_right: bool) {
        self.right += usize::from(is_right);
        self.decided += 1;
    }
}

/// Precision by whatever an entry is filed under, in alphabetical order.
fn tallies<'a>(entries: &[&'a Entry], key: impl Fn(&'a Entry) -> String) -> BTreeMap<String, Tally> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for (entry, is_right) in decided(entries) {
        tallies.entry(key(entry)).or_default().add(is_right);
    }
    tallies
}

fn decided<'a>(entries: &[&'a Entry]) -> impl Iterator<Item = (&'a Entry, bool)> {
    entries.iter().filter_map(|entry| Some((*entry, entry.decision.is_right()?)))
}

/// The tenth that a confidence lies in: `0.80-0.90`.
fn band(confidence: f64) -> String {
    let tenth = ((confidence * 10.0 + 1e-9).floor() as u32).min(9);
    format!("{:.2}-{:.2}", f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0)
}

/// Tables of precision by check, by pair of languages and by confidence.
#[must_use]
pub fn tables(entries: &[&Entry]) -> String {
    let or_unknown = |key: &str| if key.is_empty() { "unknown" } else { key }.to_owned();
    let sections = [
        ("check", tallies(entries, |entry| entry.check.clone())),
        ("languages", tallies(entries, |entry| or_unknown(&entry.languages))),
        ("confidence", tallies(entries, |entry| entry.confidence.map_or("unknown".to_owned(), band))),
        ("all", tallies(entries, |_| String::new())),
    ];
    let names = sections.iter().flat_map(|(title, rows)| rows.keys().map(String::len).chain([title.len()]));
    let width = names.max().unwrap_or(0);
    let mut out = String::new();
    for (title, rows) in &sections {
        let _ = writeln!(out, "{title:width$}  decided  right  precision  95 % interval");
        for (name, tally) in rows {
            let (low, high) = tally.interval();
            let precision = tally.precision().unwrap_or_default();
            let (right, decided) = (tally.right, tally.decided);
            let _ = writeln!(out, "{name:width$}  {decided:7}  {right:5}  {precision:9.2}      {low:.2}-{high:.2}");
        }
        out.push('\n');
    }
    let open = entries.len() - decided(entries).count();
    let _ = writeln!(out, "{} decisions; {open} put off.", entries.len() - open);
    out
}

/// What is asked of thresholds.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// Share of shown findings that shall be right.
    pub precision: f64,
    /// Decisions needed above a threshold before it is proposed.
    pub n_decisions: usize,
}

/// A section for `mtlint.toml`: for each check the lowest confidence from which on the decisions reach
/// the goal, with the figures as comments.
#[must_use]
pub fn thresholds(entries: &[&Entry], goal: Goal) -> String {
    let mut by_check: BTreeMap<&str, Vec<(f64, bool)>> = BTreeMap::new();
    for (entry, is_right) in decided(entries) {
        if let Some(confidence) = entry.confidence {
            by_check.entry(&entry.check).or_default().push((confidence, is_right));
        }
    }
    let mut out = format!(
        "# Proposed by `mtlint review stats --calibrate` for a precision of {:.2}, from {} \
         decisions or more.\n[thresholds]\n",
        goal.precision, goal.n_decisions
    );
    for (check, mut points) in by_check {
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let lowest = points[0].0;
        let all = tally(&points);
        let told = |tally: Tally| {
            let (low, high) = tally.interval();
            format!("{} of {} right, 95 % interval {low:.2}-{high:.2}", tally.right, tally.decided)
        };
        let proposed = points.iter().enumerate().filter(|(n, point)| *n == 0 || points[n - 1].0 < point.0);
        let mut proposed = proposed.map(|(n, point)| (point.0, tally(&points[n..])));
        let proposed = proposed.find(|(_, tally)| {
            tally.decided >= goal.n_decisions && tally.precision().is_some_and(|p| p >= goal.precision)
        });
        let _ = match proposed {
            _ if all.decided < goal.n_decisions => writeln!(out, "# {check}: too few decisions ({})", told(all)),
            Some((from, _)) if from <= lowest => writeln!(out, "# {check}: none needed ({})", told(all)),
            Some((from, tally)) => {
                writeln!(out, "{check} = {from:.2}  # {}; below it {}", told(tally), rest(all, tally))
            }
            None => {
                writeln!(out, "# {check}: none reaches it ({}); `{check} = \"off\"` in [checks] is left", told(all))
            }
        };
    }
    out
}

fn tally(points: &[(f64, bool)]) -> Tally {
    let mut tally = Tally::default();
    points.iter().for_each(|&(_, is_right)| tally.add(is_right));
    tally
}

fn rest(all: Tally, part: Tally) -> String {
    format!("{} of {}", all.right - part.right, all.decided - part.decided)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_wilsons() {
        // Known values: 8 of 10, and the ends, where the normal approximation has no width.
        let rounded = |right, decided| {
            let (low, high) = Tally { right, decided }.interval();
            (format!("{low:.3}"), format!("{high:.3}"))
        };
        assert_eq!(rounded(8, 10), ("0.490".to_owned(), "0.943".to_owned()));
        assert_eq!(rounded(10, 10), ("0.722".to_owned(), "1.000".to_owned()));
        assert_eq!(rounded(0, 10), ("0.000".to_owned(), "0.278".to_owned()));
    }

    #[test]
    fn bands_are_closed_below() {
        assert_eq!(
            [0.0, 0.3, 0.59, 0.6, 0.7, 1.0].map(band).join(" "),
            "0.00-0.10 0.30-0.40 0.50-0.60 0.60-0.70 0.70-0.80 0.90-1.00"
        );
    }
}
