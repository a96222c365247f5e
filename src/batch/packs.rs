//! Packs of the user's own: where they lie, and how one is added, listed, removed.

mod change;
mod dictionary;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, anyhow, bail};
use etcetera::BaseStrategy;
use walkdir::WalkDir;

use crate::cli::pack::PackCommand;
use crate::language::artifacts::Artifacts;
use crate::language::{self, Added};
pub use dictionary::read as read_dictionary;

/// Names the folder of packs, in place of the usual one; empty for no packs at all.
const FOLDER: &str = "MTLINT_PACKS";

/// Adds the user's packs to the embedded ones. Where there is no folder of packs this asks for nothing else.
///
/// # Errors
/// A folder that cannot be listed, a list with an error.
pub fn open() -> Result<()> {
    let Some(root) = folder().filter(|folder| folder.is_dir()) else { return Ok(()) };
    let mut paths = BTreeSet::new();
    for entry in WalkDir::new(&root).min_depth(2).max_depth(2).follow_links(true) {
        let entry = entry.with_context(|| format!("the packs in {} cannot be read", root.display()))?;
        let path: Vec<_> = entry.path().strip_prefix(&root)?.iter().map(|part| part.to_string_lossy()).collect();
        paths.insert(path.join("/"));
    }
    let lists: Vec<String> = paths.iter().filter(|path| path.ends_with("/artifacts.tsv")).cloned().collect();
    language::add(Added { paths, read: |path| fs::read(folder()?.join(path)).ok() });
    for list in lists {
        let path = root.join(&list);
        let tsv = language::added_file(&list).ok_or_else(|| anyhow!("cannot read {}", path.display()))?;
        let pair = list.split('/').next().unwrap_or_default();
        if let Err(error) = Artifacts::verify(pair, tsv) {
            bail!("{}: {error}", path.display());
        }
    }
    Ok(())
}

/// Runs `mtlint pack`; what it prints.
///
/// # Errors
/// What cannot be added or removed, and why.
pub fn run(command: &PackCommand, say: &impl Fn(&str)) -> Result<String> {
    let Some(root) = folder() else {
        bail!("no folder for packs: {FOLDER} is empty, or the home folder is not known; set {FOLDER} to a folder");
    };
    match command {
        PackCommand::Add(args) => change::add(&root, args, say),
        PackCommand::List => list(&root),
        PackCommand::Remove(args) => change::remove(&root, &args.name),
    }
}

fn folder() -> Option<PathBuf> {
    match env::var_os(FOLDER) {
        Some(folder) => Some(PathBuf::from(folder)).filter(|folder| !folder.as_os_str().is_empty()),
        None => {
            let usual = etcetera::base_strategy::choose_native_strategy().ok()?;
            Some(usual.data_dir().join("mtlint").join("packs"))
        }
    }
}

/// What `mtlint pack list` prints.
fn list(root: &Path) -> Result<String> {
    let all = change::kept(root)?;
    if all.is_empty() {
        return Ok(format!("No dictionaries in {}; `mtlint pack add --help` tells how to add one.\n", root.display()));
    }
    let mut out = format!("Dictionaries in {}\n", root.display());
    for kept in &all {
        let (origin, dictionary) = (&kept.origin, &kept.dictionary);
        out.push_str(&format!(
            "  {}-{}  {}  {} words, {} translations of {} articles  from {}\n",
            origin.from,
            origin.to,
            kept.name,
            dictionary.rows.len(),
            dictionary.n_translations(),
            origin.n_articles,
            origin.path
        ));
        if origin.inventory != language::inventory_hash(&kept.folder) {
            out.push_str("         merged with the senses of another version of mtlint; add it again\n");
        }
    }
    Ok(out)
}
