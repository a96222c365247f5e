//! Hand-written senses: a line a source word, then a column a sense, most frequent first, the
//! translations of a sense with commas between them, best first. Lines that begin with `#` are not
//! read.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use mtlint::text::fold;

/// How much rarer each further sense, and each further word of a sense, is taken to be.
const FALL: f32 = 0.6;

/// A translation: sense and share of the source word's occurrences.
pub type Translations = BTreeMap<String, (u8, f32)>;

/// Reads `xx-yy.tsv`; empty where there is none.
pub fn read(path: &Path) -> Result<BTreeMap<String, Translations>> {
    let mut rows = BTreeMap::new();
    if !path.is_file() {
        return Ok(rows);
    }
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    for (n, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let source = fold(cells.next().unwrap_or("").trim());
        let mut translations = Translations::new();
        for (sense, cell) in cells.enumerate() {
            for (rank, word) in cell.split(',').map(|word| fold(word.trim())).enumerate() {
                if word.is_empty() {
                    bail!("{}:{}: an empty translation; separate senses by one tab", path.display(), n + 1);
                }
                let share = FALL.powi(sense as i32) * FALL.powi(rank as i32);
                translations.entry(word).or_insert((sense as u8, share));
            }
        }
        if translations.is_empty() {
            bail!("{}:{}: no senses; write word TAB sense TAB sense", path.display(), n + 1);
        }
        if rows.insert(source, translations).is_some() {
            bail!("{}:{}: listed twice; join the two lines", path.display(), n + 1);
        }
    }
    Ok(rows)
}
