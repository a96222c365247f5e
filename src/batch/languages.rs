//! The languages that are stated: whether they are supported, and whether the texts are in them.

use anyhow::{Context, Result, bail};

use crate::article::Document;
use crate::config::known;
use crate::language::Language;
use crate::pipeline::contradicts;

/// Checks that a language is supported.
pub(super) fn language(code: Option<&str>) -> Result<Option<&'static Language>> {
    let Some(code) = code else { return Ok(None) };
    if let Some(language) = Language::get(code) {
        return Ok(Some(language));
    }
    let codes: Vec<&str> = Language::codes().collect();
    known(code, &codes, "language").map(|_| None).context("`mtlint languages` lists what is supported")
}

/// Refuses source and target swapped, and either in another language than stated.
pub(super) fn in_stated_languages(
    name: &str,
    source: &Document,
    target: &Document,
    [from, to]: [Option<&'static Language>; 2],
) -> Result<()> {
    let source_is = from.and_then(|from| contradicts(source, from));
    let target_is = to.and_then(|to| contradicts(target, to));
    let code = |language: Option<&'static Language>| language.map(Language::code);
    if source_is.is_some() && code(source_is) == code(to) && code(target_is) == code(from) {
        bail!("{name}: source and target look swapped; exchange the two");
    }
    for (found, stated, side, flag) in [(source_is, from, "source", "--from"), (target_is, to, "target", "--to")] {
        if let (Some(found), Some(stated)) = (found, stated) {
            bail!(
                "{name}: the {side} is in {}, not in {}; say {flag} {} or leave {flag} out",
                found.rules.name,
                stated.rules.name,
                found.code()
            );
        }
    }
    Ok(())
}
