//! Which targets there are and which source belongs to each.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use globset::GlobBuilder;
use serde::Deserialize;
use walkdir::WalkDir;

use crate::cli::CheckArgs;
use crate::language::Language;

/// Endings of files that a folder's articles may have.
const ARTICLE: [&str; 9] = ["txt", "text", "md", "markdown", "mdown", "html", "htm", "xhtml", ""];

/// What an article is called that comes in on standard input.
const STANDARD_INPUT: &str = "(standard input)";

/// One article to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The translation.
    pub target: PathBuf,
    /// The original.
    pub source: Option<PathBuf>,
    /// Language of the source.
    pub from: Option<String>,
    /// Language of the target.
    pub to: Option<String>,
    /// A term list of its own.
    pub glossary: Option<PathBuf>,
}

impl Job {
    /// How the report calls it.
    #[must_use]
    pub fn name(&self) -> String {
        if self.target == Path::new("-") { STANDARD_INPUT.to_owned() } else { self.target.display().to_string() }
    }

    /// The target's place for other programs, as [`portable`].
    #[must_use]
    pub fn path(&self, working_folder: &Path) -> String {
        if self.target == Path::new("-") { STANDARD_INPUT.to_owned() } else { portable(&self.target, working_folder) }
    }
}

/// A file's place as other programs want it: relative to the working folder where it lies below, `/`
/// between the parts, and no part that could be left out.
pub fn portable(file: &Path, working_folder: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in file.strip_prefix(working_folder).unwrap_or(file).components() {
        match part {
            Component::CurDir => {}
            Component::RootDir if !parts.is_empty() => {}
            Component::RootDir => parts.push(String::new()),
            Component::ParentDir if parts.last().is_some_and(|last| !last.is_empty() && last != "..") => {
                parts.pop();
            }
            part => parts.push(part.as_os_str().to_string_lossy().into_owned()),
        }
    }
    parts.join("/")
}

#[derive(Deserialize)]
struct ManifestRow {
    target: PathBuf,
    #[serde(default)]
    source: Option<PathBuf>,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    glossary: Option<PathBuf>,
}

/// Finds the articles that the command line names, in order.
///
/// # Errors
/// A target or source that is not there, and arguments that make no pairs.
pub fn find(args: &CheckArgs, from: Option<&str>, to: Option<&str>) -> Result<Vec<Job>> {
    let job = |target: PathBuf, source: Option<PathBuf>| Job {
        target,
        source,
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
        glossary: None,
    };
    let mut jobs = Vec::new();
    for target in &args.targets {
        if is_manifest(target) {
            if args.source.is_some() {
                bail!("{} is a manifest and names the sources itself; leave --source out", target.display());
            }
            jobs.extend(manifest(target, from, to)?);
        } else if target.is_dir() {
            jobs.extend(folder(target, args.source.as_deref())?.into_iter().map(|(t, s)| job(t, s)));
        } else if is_glob(target) {
            let found = glob(target)?;
            for target in found {
                let source = source_of(&target, None, args.source.as_deref())?;
                jobs.push(job(target, source));
            }
        } else {
            if target != Path::new("-") && !target.exists() {
                bail!("there is no file {}", target.display());
            }
            let source = source_of(target, None, args.source.as_deref())?;
            jobs.push(job(target.clone(), source));
        }
    }
    for job in &jobs {
        let Some(source) = &job.source else { continue };
        if same_file(source, &job.target) {
            bail!("source and target are the same file, {}; give the original with --source", source.display());
        }
    }
    if jobs.len() > 1 && args.source.as_deref().is_some_and(Path::is_file) {
        bail!(
            "--source is one file, but there are {} targets; give a folder or a pattern such as '{{stem}}.nl.txt'",
            jobs.len()
        );
    }
    Ok(jobs)
}

fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

fn extension(path: &Path) -> String {
    path.extension().map_or_else(String::new, |e| e.to_string_lossy().to_lowercase())
}

fn is_manifest(path: &Path) -> bool {
    path.is_file() && matches!(extension(path).as_str(), "csv" | "tsv" | "ndjson" | "jsonl")
}

fn is_glob(path: &Path) -> bool {
    !path.exists() && path.to_string_lossy().contains(['*', '?', '['])
}

/// Files that a pattern matches, sorted.
fn glob(pattern: &Path) -> Result<Vec<PathBuf>> {
    let text = pattern.to_string_lossy();
    let matcher = GlobBuilder::new(&text)
        .literal_separator(true)
        .build()
        .with_context(|| format!("not a pattern: {text}"))?
        .compile_matcher();
    // The walk starts in the last folder before the first wildcard.
    let fixed: PathBuf = pattern.iter().take_while(|part| !part.to_string_lossy().contains(['*', '?', '['])).collect();
    let root = if fixed.as_os_str().is_empty() { PathBuf::from(".") } else { fixed.clone() };
    let found: Vec<PathBuf> = files(&root)?
        .into_iter()
        .map(
            |file| if fixed.as_os_str().is_empty() { file.strip_prefix(".").unwrap_or(&file).to_owned() } else { file },
        )
        .filter(|file| matcher.is_match(file))
        .collect();
    if found.is_empty() {
        bail!("no file matches {text}");
    }
    Ok(found)
}

/// Files below a folder, sorted; hidden ones left out.
fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(visible) {
        let entry = entry.with_context(|| format!("cannot list {}", root.display()))?;
        if entry.file_type().is_file() {
            found.push(entry.into_path());
        }
    }
    Ok(found)
}

/// Articles of a folder with their sources.
fn folder(root: &Path, source: Option<&Path>) -> Result<Vec<(PathBuf, Option<PathBuf>)>> {
    let articles: Vec<PathBuf> =
        files(root)?.into_iter().filter(|file| ARTICLE.contains(&extension(file).as_str())).collect();
    if articles.is_empty() {
        bail!("the folder {} has no article (.txt, .md or .html)", root.display());
    }
    let Some(source) = source else { return Ok(beside(&articles)) };
    let pairs = articles
        .into_iter()
        .filter(|target| !is_source_of_pattern(target, source))
        .map(|target| {
            let found = source_of(&target, Some(root), Some(source));
            found.map(|s| (target, s))
        })
        .collect::<Result<Vec<_>>>()?;
    let exists = |s: &Option<PathBuf>| s.as_ref().is_some_and(|s| s.exists());
    if !pairs.iter().any(|(_, s)| exists(s)) {
        bail!(
            "no file in {} has its source in {}: the relative paths must be the same; else give a pattern such as '{{stem}}.nl.txt' or a manifest",
            root.display(),
            source.display()
        );
    }
    Ok(pairs)
}

/// Without `--source`: `target.*` belongs to `source.*` beside it; other files have no source.
fn beside(articles: &[PathBuf]) -> Vec<(PathBuf, Option<PathBuf>)> {
    let stem = |file: &Path| file.file_stem().map_or_else(String::new, |s| s.to_string_lossy().to_lowercase());
    let is_pair = articles.iter().any(|file| stem(file) == "target");
    let mut sources: BTreeMap<&Path, &PathBuf> = BTreeMap::new();
    for file in articles.iter().filter(|file| stem(file) == "source") {
        sources.insert(file.parent().unwrap_or(Path::new("")), file);
    }
    articles
        .iter()
        .filter(|file| !is_pair || stem(file) == "target")
        .map(|file| {
            let source = sources.get(file.parent().unwrap_or(Path::new(""))).filter(|_| is_pair);
            (file.clone(), source.map(|s| (*s).clone()))
        })
        .collect()
}

/// The source of a target: a file as given, the same relative path in a folder, or a pattern.
fn source_of(target: &Path, root: Option<&Path>, source: Option<&Path>) -> Result<Option<PathBuf>> {
    let Some(source) = source else { return Ok(None) };
    if source.to_string_lossy().contains("{stem}") {
        return Ok(Some(fill(source, target)));
    }
    if source.is_dir() {
        let relative = match root {
            Some(root) => target.strip_prefix(root).unwrap_or(target),
            None => target.file_name().map_or(target, Path::new),
        };
        return Ok(Some(source.join(relative)));
    }
    if !source.exists() && source != Path::new("-") {
        bail!("there is no source {}", source.display());
    }
    if root.is_some() {
        bail!("--source is one file, but the target is a folder; give a folder or a pattern such as '{{stem}}.nl.txt'");
    }
    Ok(Some(source.to_owned()))
}

/// `{stem}.nl.txt` for `desk/a.en.txt` is `desk/a.nl.txt`; a pattern with a folder of its own is
/// taken from the working folder.
fn fill(pattern: &Path, target: &Path) -> PathBuf {
    let stem = target.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    let bare = match stem.rsplit_once('.') {
        Some((bare, code)) if Language::get(code).is_some() => bare,
        _ => &stem,
    };
    let filled = PathBuf::from(pattern.to_string_lossy().replace("{stem}", bare));
    if filled.components().count() > 1 { filled } else { target.with_file_name(filled) }
}

/// Whether a file of the folder is itself what the pattern makes of its stem: a source, no target.
fn is_source_of_pattern(file: &Path, source: &Path) -> bool {
    source.to_string_lossy().contains("{stem}") && fill(source, file) == file
}

fn manifest(path: &Path, from: Option<&str>, to: Option<&str>) -> Result<Vec<Job>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = text.trim_start_matches('\u{feff}');
    let rows: Vec<(usize, Result<ManifestRow>)> = match extension(path).as_str() {
        "csv" | "tsv" => {
            let delimiter = if extension(path) == "tsv" { b'\t' } else { b',' };
            let mut reader =
                csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
            let columns = ["target", "source", "from", "to", "glossary"];
            for column in reader.headers()? {
                crate::config::known(column, &columns, "manifest column")
                    .with_context(|| path.display().to_string())?;
            }
            reader.deserialize().enumerate().map(|(n, row)| (n + 2, row.context("not a row"))).collect()
        }
        _ => text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(n, line)| (n + 1, serde_json::from_str(line).context("not a JSON object with a target")))
            .collect(),
    };
    if rows.is_empty() {
        bail!("the manifest {} names no article", path.display());
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let filled = |path: Option<PathBuf>| path.filter(|p| !p.as_os_str().is_empty()).map(|p| folder.join(p));
    let word = |cell: Option<String>, usual: Option<&str>| cell.filter(|c| !c.is_empty()).or(usual.map(str::to_owned));
    rows.into_iter()
        .map(|(line, row)| {
            let row = row.with_context(|| format!("{}:{line}", path.display()))?;
            Ok(Job {
                target: folder.join(row.target),
                source: filled(row.source),
                from: word(row.from, from),
                to: word(row.to, to),
                glossary: filled(row.glossary),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_from_the_working_folder() {
        let place = |file: &str| portable(Path::new(file), Path::new("/desk"));
        assert_eq!(place("/desk/en/a.txt"), "en/a.txt");
        assert_eq!(place("./en//b/../a.txt"), "en/a.txt");
        assert_eq!(place("../../x"), "../../x");
        assert_eq!(place("en/../../x"), "../x");
        assert_eq!(place("/elsewhere/a.txt"), "/elsewhere/a.txt");
        assert_eq!(place("(standard input)"), "(standard input)");
    }
}
