//! The record of decisions on disk: where it is, reading and writing it, which article is which.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use jiff::ZonedDateTime;
use jiff::civil::Date;
use tempfile::NamedTempFile;

use super::output::keep_permissions;
use crate::config::Config;
use crate::pipeline::Checked;
use crate::rank::Policy;
use crate::review::record::{FILE_NAME, Record, relative};

/// How the report names a target that came from standard input.
pub const STDIN: &str = "(standard input)";

/// The record of a run.
#[derive(Debug)]
pub struct Decisions {
    /// What is decided.
    pub record: Record,
    /// Where that is kept.
    pub path: PathBuf,
    /// The day of the run.
    pub today: Date,
    folder: PathBuf,
}

impl Decisions {
    /// Reads the file that was named, or the one beside the configuration or in the working folder;
    /// nothing is decided where there is none.
    ///
    /// # Errors
    /// A file that cannot be read, or that says what `mtlint` does not know.
    pub fn open(stated: Option<&Path>, config: &Config) -> Result<Decisions> {
        let usual = || config.folder.clone().unwrap_or_default().join(FILE_NAME);
        let path = stated.map_or_else(usual, Path::to_owned);
        let record = match std::fs::read_to_string(&path) {
            Ok(text) => Record::parse(&text).with_context(|| path.display().to_string())?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Record::default(),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        let folder = absolute(&path).parent().map(Path::to_owned).unwrap_or_default();
        Ok(Decisions { record, path, today: ZonedDateTime::now().date(), folder })
    }

    /// As [`Decisions::open`], for those who only heed it: a file that was named must be there.
    ///
    /// # Errors
    /// As [`Decisions::open`].
    pub fn heeded(stated: Option<&Path>, config: &Config) -> Result<Decisions> {
        if let Some(path) = stated.filter(|path| !path.exists()) {
            anyhow::bail!("there is no file {}; `mtlint review apply` makes one", path.display());
        }
        Decisions::open(stated, config)
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// A place that cannot be written to.
    pub fn save(&self) -> Result<()> {
        replace(&self.path, self.record.write()?.as_bytes())
    }

    /// How the record names an article.
    #[must_use]
    pub fn name(&self, article: &Path) -> String {
        if article == Path::new("-") || article == Path::new(STDIN) {
            return STDIN.to_owned();
        }
        relative(&absolute(article), &self.folder)
    }

    /// Takes out of a checked article what is rejected; gives back how much that is.
    pub fn heed(&self, article: &Path, checked: &mut Checked, policy: &Policy) -> usize {
        self.record.heed(&self.name(article), checked, policy, self.today)
    }
}

/// Puts bytes in the place of a file, or of what a link leads to.
///
/// # Errors
/// A place that cannot be written to; the old file is untouched then.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = || format!("cannot write {}; it is as it was", path.display());
    let mut temporary = NamedTempFile::with_prefix_in(".mtlint-", folder).with_context(failed)?;
    temporary.write_all(bytes).with_context(failed)?;
    keep_permissions(&temporary, &path);
    temporary.persist(&path).with_context(failed)?;
    Ok(())
}

/// A path from the root. Folders are followed through links; the file itself keeps its name.
fn absolute(path: &Path) -> PathBuf {
    let path = std::env::current_dir().unwrap_or_default().join(path);
    match (path.parent().and_then(|folder| folder.canonicalize().ok()), path.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => path,
    }
}

/// What was left out of a run's reports.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silenced {
    /// Findings that the record rejects.
    pub rejected: usize,
    /// Findings that inline markers leave out.
    pub ignored: usize,
}

impl Silenced {
    /// Adds another article's.
    pub fn add(&mut self, other: Silenced) {
        self.rejected += other.rejected;
        self.ignored += other.ignored;
    }

    /// One sentence; none where nothing was left out.
    #[must_use]
    pub fn told(self, decisions: &Decisions) -> Option<String> {
        let parts = [
            (self.rejected, format!("rejected in {}", decisions.path.display())),
            (self.ignored, "by inline markers".to_owned()),
        ];
        let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, by)| format!("{n} {by}"));
        let told = parts.collect::<Vec<String>>().join(", ");
        (!told.is_empty()).then(|| format!("findings silenced: {told}"))
    }
}
