//! Where a report goes: standard output, or a file that appears whole or not at all.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::NamedTempFile;

use crate::cli::Colour;

/// An open report.
pub struct Output {
    sink: Sink,
    /// Whether to write colours.
    pub colour: bool,
    /// Whether somebody looks on.
    pub on_terminal: bool,
}

enum Sink {
    Stdout(io::Stdout),
    /// Written beside its final place and renamed at the end: a killed run leaves the old report
    /// whole.
    File {
        temporary: NamedTempFile,
        path: PathBuf,
    },
    /// Added in one piece at the end to a file that others write to as well.
    Append {
        bytes: Vec<u8>,
        path: PathBuf,
    },
}

impl Output {
    /// Opens a file for writing, or standard output.
    ///
    /// # Errors
    /// A place that cannot be written to.
    pub fn open(path: Option<&Path>, colour: Colour) -> Result<Output> {
        let sink = match path {
            None => Sink::Stdout(io::stdout()),
            Some(path) if path == Path::new("-") => Sink::Stdout(io::stdout()),
            Some(path) => {
                if path.is_dir() {
                    anyhow::bail!("cannot write the report to {}: it is a folder", path.display());
                }
                let temporary =
                    beside(path).with_context(|| format!("cannot write the report to {}", path.display()))?;
                Sink::File { temporary, path: path.to_owned() }
            }
        };
        let on_terminal = matches!(sink, Sink::Stdout(_)) && io::stdout().is_terminal();
        let colour = match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => on_terminal && std::env::var_os("NO_COLOR").is_none(),
        };
        Ok(Output { sink, colour, on_terminal })
    }

    /// Opens a file to add to its end.
    pub fn append(path: &Path) -> Output {
        let sink = Sink::Append { bytes: Vec::new(), path: path.to_owned() };
        Output { sink, colour: false, on_terminal: false }
    }

    /// Writes; false when the reader at the other end of a pipe has gone away.
    ///
    /// # Errors
    /// A full disk and the like.
    pub fn write(&mut self, bytes: &[u8]) -> Result<bool> {
        let result = match &mut self.sink {
            Sink::Stdout(out) => out.write_all(bytes).and_then(|()| out.flush()),
            Sink::File { temporary, .. } => temporary.write_all(bytes),
            Sink::Append { bytes: all, .. } => all.write_all(bytes),
        };
        match result {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(error).context("cannot write the report; the old one, if any, is untouched"),
        }
    }

    /// Puts a file in its place.
    ///
    /// # Errors
    /// As [`Output::write`].
    pub fn finish(self) -> Result<()> {
        match self.sink {
            Sink::Stdout(_) => Ok(()),
            Sink::File { temporary, path } => {
                keep_permissions(&temporary, &path);
                temporary.persist(&path).with_context(|| format!("cannot write the report to {}", path.display()))?;
                Ok(())
            }
            Sink::Append { bytes, path } => {
                let file = OpenOptions::new().create(true).append(true).open(&path);
                let added = file.and_then(|mut file| file.write_all(&bytes));
                added.with_context(|| format!("cannot add the summary to {}", path.display()))
            }
        }
    }
}

/// Puts bytes in a file's place, whole or not at all.
///
/// # Errors
/// A place that cannot be written to.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let replaced = beside(path).and_then(|mut temporary| {
        temporary.write_all(bytes)?;
        keep_permissions(&temporary, path);
        temporary.persist(path).map_err(|error| error.error)
    });
    replaced.map(|_| ()).with_context(|| format!("cannot write {}; the old one, if any, is untouched", path.display()))
}

/// A temporary file in the folder of a file that it will take the place of.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    NamedTempFile::with_prefix_in(".mtlint-", folder)
}

/// Temporary files are private; a report is as readable as any file the user makes.
#[cfg(unix)]
pub fn keep_permissions(temporary: &NamedTempFile, path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_or(0o644, |m| m.permissions().mode());
    // Should this fail, the report is still written, only less readable.
    let _ = temporary.as_file().set_permissions(std::fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
pub fn keep_permissions(_: &NamedTempFile, _: &Path) {}
