//! `--changed-since`: which articles changed since a git revision. An article is passed over only when
//! git knows its target and its source and says that neither changed: what is untracked, ignored or outside
//! the repository is checked.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, bail};

use super::jobs::Job;

/// Variables by which git, when it runs a hook, points its own commands at a repository; the articles may
/// lie in another one.
const POINTERS: [&str; 4] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/// Keeps the articles whose target or source changed since a revision: since the point where the working
/// tree's history left it, if the two have parted. Uncommitted changes count.
///
/// # Errors
/// No git, no repository around the first target, or no such revision.
pub fn since(revision: &str, jobs: Vec<Job>, say: &impl Fn(&str)) -> Result<Vec<Job>> {
    let Some(first) = jobs.first() else { return Ok(jobs) };
    let unchanged = Unchanged::since(revision, folder_of(&first.target))?;
    if unchanged.is_direct {
        say(&format!("note: {revision} and HEAD have no common history here: compared with {revision} itself"));
    }
    let n = jobs.len();
    let kept: Vec<Job> = jobs
        .into_iter()
        .filter(|job| !std::iter::once(&job.target).chain(&job.source).all(|file| unchanged.holds(file)))
        .collect();
    let skipped = n - kept.len();
    say(&format!("{} of {n} articles changed since {revision}, {skipped} skipped", kept.len()));
    Ok(kept)
}

/// The files that git knows to be as they were.
struct Unchanged {
    root: PathBuf,
    /// Relative to the root, as git writes them.
    tracked: HashSet<String>,
    changed: HashSet<String>,
    /// Whether the revision itself was compared with, for want of a common ancestor.
    is_direct: bool,
}

impl Unchanged {
    fn since(revision: &str, folder: &Path) -> Result<Unchanged> {
        let root = git(folder, &["rev-parse", "--show-toplevel"])?;
        if !root.status.success() {
            bail!(
                "--changed-since asks git, which finds no repository at {}: {}; leave --changed-since out there",
                folder.display(),
                complaint(&root)
            );
        }
        let root = PathBuf::from(String::from_utf8_lossy(&root.stdout).trim_end_matches(['\r', '\n']));
        let root = root.canonicalize().with_context(|| format!("cannot find the repository {}", root.display()))?;
        let commit = format!("{revision}^{{commit}}");
        let commit = git(&root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        if !commit.status.success() {
            bail!(
                "git knows no revision `{revision}` in {}; fetch it first (in CI, check out with fetch-depth 0)",
                root.display()
            );
        }
        let commit = String::from_utf8_lossy(&commit.stdout).trim().to_owned();
        let ancestor = git(&root, &["merge-base", &commit, "HEAD"])?;
        let is_direct = !ancestor.status.success();
        let base = if is_direct { commit } else { String::from_utf8_lossy(&ancestor.stdout).trim().to_owned() };
        let tracked = listed(&root, &["ls-files", "-z", "--full-name"])?;
        let changed = listed(&root, &["diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", &base, "--"])?;
        Ok(Unchanged { root, tracked, changed, is_direct })
    }

    fn holds(&self, file: &Path) -> bool {
        // A link may lead to what changed.
        if file.is_symlink() {
            return false;
        }
        let Ok(whole) = file.canonicalize() else { return false };
        let Ok(relative) = whole.strip_prefix(&self.root) else { return false };
        let name = relative.to_string_lossy().replace('\\', "/");
        self.tracked.contains(&name) && !self.changed.contains(&name)
    }
}

/// Names that a command of git's prints, NUL after each.
fn listed(root: &Path, arguments: &[&str]) -> Result<HashSet<String>> {
    let output = git(root, arguments)?;
    if !output.status.success() {
        bail!("git {} failed: {}", arguments.join(" "), complaint(&output));
    }
    let names = output.stdout.split(|&byte| byte == 0).filter(|name| !name.is_empty());
    Ok(names.map(|name| String::from_utf8_lossy(name).into_owned()).collect())
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Output> {
    let mut command = Command::new("git");
    for pointer in POINTERS {
        command.env_remove(pointer);
    }
    let output = command.arg("-C").arg(folder).args(arguments).output();
    output.context("--changed-since needs the program git, which cannot be run")
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
