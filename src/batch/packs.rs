//! Packs of the user's own: where they lie, and how one is added.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, Result};
use walkdir::WalkDir;

use crate::language::{self, Added};

/// Names the folder of packs, in place of the usual one.
const FOLDER: &str = "MTLINT_PACKS";

/// Adds the user's packs to the embedded ones.
///
/// # Errors
/// A folder that cannot be listed.
pub fn open() -> Result<()> {
    let Some(root) = folder().filter(|folder| folder.is_dir()) else { return Ok(()) };
    let mut paths = BTreeSet::new();
    for entry in WalkDir::new(&root).min_depth(2).max_depth(2) {
        let entry = entry.with_context(|| format!("the packs in {} cannot be read", root.display()))?;
        let path: Vec<_> = entry.path().strip_prefix(&root)?.iter().map(|part| part.to_string_lossy()).collect();
        paths.insert(path.join("/"));
    }
    language::add(Added { paths, read: |path| fs::read(folder()?.join(path)).ok() });
    Ok(())
}

fn folder() -> Option<PathBuf> {
    env::var_os(FOLDER).map(PathBuf::from)
}
