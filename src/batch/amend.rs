//! Accepted suggestions into the articles: shown as a diff, and written with `--write`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::decisions::{Decisions, STDIN, replace};
use super::output::Output;
use crate::cli::Colour;
use crate::language::Language;
use crate::read::{self, Format, encode_like};
use crate::review::amend::{self, Amended, quoted};
use crate::review::merge::Cast;
use crate::review::reviewed::Verdict;

/// How accepted suggestions are to be carried out.
pub struct Amending<'a> {
    /// Where the record is, for messages.
    pub decisions: &'a Decisions,
    /// Language of the targets; identified where absent.
    pub language: Option<&'static Language>,
    /// Whether articles are written.
    pub write: bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Totals {
    /// Suggestions written, or shown.
    pub n_written: usize,
    /// Suggestions that had been written before.
    pub n_done: usize,
    /// Suggestions that cannot be written.
    pub n_refused: usize,
    /// Whether some article could not be read or written.
    pub is_bad: bool,
}

/// Carries out accepted verdicts, article by article; one bad article does not stop the rest.
///
/// # Errors
/// Standard output that cannot be written to.
pub fn amend(amending: &Amending<'_>, accepted: &[&Cast], say: &impl Fn(&str)) -> Result<Totals> {
    let mut by_article: BTreeMap<&str, Vec<&Cast>> = BTreeMap::new();
    for cast in accepted {
        by_article.entry(&cast.verdict.article).or_default().push(cast);
    }
    let mut totals = Totals::default();
    let mut out = Output::open(None, Colour::Never)?;
    for (name, casts) in by_article {
        let verdicts: Vec<&Verdict> = casts.iter().map(|cast| &cast.verdict).collect();
        match article(amending, name, &verdicts, &mut out) {
            Ok(amended) => {
                totals.n_written += amended.n_written;
                totals.n_done += amended.n_done;
                totals.n_refused += amended.refused.len();
                for (n, reason) in amended.refused {
                    let verdict = verdicts[n];
                    let (check, span) = (verdict.check, quoted(&verdict.span));
                    say(&format!("{}: {check} {span} is not written: {reason}", casts[n].place()));
                }
            }
            Err(error) => {
                totals.is_bad = true;
                say(&format!("error: {name}: {error:#}"));
            }
        }
    }
    told(&totals, amending.write, say);
    Ok(totals)
}

fn told(totals: &Totals, write: bool, say: &impl Fn(&str)) {
    let Totals { n_written, n_done, n_refused, .. } = totals;
    if n_written + n_done + n_refused > 0 {
        let remedy = if write || *n_written == 0 { "" } else { "; --write puts them into the articles" };
        let what = if write { "written" } else { "to write" };
        say(&format!(
            "suggestions: {n_written} {what}, {n_done} written before, {n_refused} left to do by hand{remedy}"
        ));
    }
}

fn article(amending: &Amending<'_>, name: &str, verdicts: &[&Verdict], out: &mut Output) -> Result<Amended> {
    if name == STDIN {
        bail!("it came from standard input, so there is no file to write to");
    }
    let path = Path::new(name);
    let bytes = std::fs::read(path).with_context(|| {
        format!(
            "it cannot be opened; run this in the folder in which `mtlint check` ran (decisions are kept in {})",
            amending.decisions.path.display()
        )
    })?;
    if bytes.len() > read::MAX_BYTES {
        bail!("it is larger than {} MB, which no article is", read::MAX_BYTES >> 20);
    }
    let (document, _) = read::parse(&bytes, Some(path))?;
    let old = document.raw.clone();
    let amended = amend::amend(document, Format::guess(Some(path), &old), amending.language, verdicts);
    if amended.raw == old {
        return Ok(amended);
    }
    // Before anything is shown that could not be written.
    let new = encode_like(&bytes, &old, &amended.raw)?;
    let is_shown = out.write(amend::diff(name, &old, &amended.raw).as_bytes())?;
    if amending.write {
        if !is_shown {
            bail!("the change could not be shown, so it was not made");
        }
        replace(path, &new)?;
    }
    Ok(amended)
}
