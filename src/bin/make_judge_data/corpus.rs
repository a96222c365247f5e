//! The files of the corpus.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mtlint::language::Language;
use rustc_hash::FxHashSet as HashSet;

use crate::gzip;

/// All lines of a file.
pub fn lines(path: &Path) -> Result<Vec<String>> {
    gzip::lines(path)?.collect()
}

/// The files of a folder with the codes in their names, in order.
pub fn files(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        files.insert(name.split('.').next().unwrap_or_default().to_owned(), path);
    }
    Ok(files)
}

/// The code, if there is a pack for it.
pub fn known(code: &str) -> Option<&'static str> {
    Language::codes().find(|known| *known == code)
}

/// The sentences of NTREX-128, which false alarms are measured on and nothing is learned from.
pub fn held_out(data: &Path) -> Result<HashSet<String>> {
    let mut held_out = HashSet::default();
    for path in files(&data.join("ntrex"))?.values() {
        for line in lines(path)? {
            held_out.extend(line.split('\t').skip(1).map(|text| text.trim().to_owned()));
        }
    }
    Ok(held_out)
}
