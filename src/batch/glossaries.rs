//! Glossaries from files.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::glossary::{self, Glossary};

/// Reads a glossary; says what is wrong with its lines.
pub(super) fn load_glossary(
    path: &Path,
    from: Option<&str>,
    to: Option<&str>,
    say: &impl Fn(&str),
) -> Result<Glossary> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read the glossary {}", path.display()))?;
    if bytes.len() > glossary::read::MAX_BYTES {
        bail!("the glossary {} is larger than {} MB", path.display(), glossary::read::MAX_BYTES >> 20);
    }
    let (glossary, problems) =
        glossary::read::parse(&bytes, path, from, to).with_context(|| format!("glossary {}", path.display()))?;
    // A list with many faults has one cause; the first few show it.
    for problem in problems.iter().take(5) {
        let line = problem.line.map(|l| format!(":{l}")).unwrap_or_default();
        say(&format!("{}{line}: {}", path.display(), problem.message));
    }
    if problems.len() > 5 {
        say(&format!("{}: and {} more lines like these", path.display(), problems.len() - 5));
    }
    Ok(glossary)
}
