//! The reports of a run: the one asked for, further ones, and on GitHub the summary of the job.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::output::Output;
use crate::cli::{CheckArgs, Colour, Further};
use crate::report::{Format, Part, Report, Reported, Style};

/// Where GitHub's runner reads the summary of a step from.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// Reports under way, the main one first.
pub struct Reports {
    list: Vec<(Report, Output)>,
    /// Format of the main report.
    pub format: Format,
    /// Whether the main report's places can be links.
    pub has_links: bool,
}

impl Reports {
    /// Opens the places that reports go to.
    ///
    /// # Errors
    /// A place that cannot be written to, or two reports for one.
    pub fn open(args: &CheckArgs) -> Result<Reports> {
        let format = args.format.unwrap_or_else(|| format_of(args.output.as_deref()));
        let output = Output::open(args.output.as_deref(), args.colour)?;
        if format == Format::Xlsx && output.on_terminal {
            bail!("a workbook is no text for a terminal: say where to write it, such as -o report.xlsx");
        }
        let has_links = format == Format::Pretty && output.on_terminal && args.colour != Colour::Never;
        let style = Style {
            csv_delimiter: args.csv_delimiter,
            byte_order_mark: !args.no_bom,
            colour: output.colour,
            links: has_links,
        };
        let plain = Style { colour: false, links: false, ..style };
        let mut list = vec![(Report::new(format, style)?, output)];
        let mut taken: Vec<&PathBuf> = args.output.iter().collect();
        for Further { format, path } in &args.also {
            if path == Path::new("-") {
                bail!("--also writes to files; standard output is for the main report");
            }
            if taken.contains(&path) {
                bail!("two reports would go to {}; give each a file of its own", path.display());
            }
            taken.push(path);
            list.push((Report::new(*format, plain)?, Output::open(Some(path), Colour::Never)?));
        }
        let summary = std::env::var_os(STEP_SUMMARY).filter(|path| format == Format::Github && path != OsStr::new(""));
        if let Some(path) = summary {
            list.push((Report::new(Format::Summary, plain)?, Output::append(Path::new(&path))));
        }
        Ok(Reports { list, format, has_links })
    }

    /// One article's parts, one for each report; may be called on any thread.
    pub fn parts(&self, reported: &Reported) -> Vec<Part> {
        self.list.iter().map(|(report, _)| report.part(reported)).collect()
    }

    /// The parts of a file that could not be checked.
    pub fn refusals(&self, path: &str, reason: &str) -> Vec<Part> {
        self.list.iter().map(|(report, _)| report.refusal(path, reason)).collect()
    }

    /// Writes what reports begin with; false when nobody reads the main one any more.
    ///
    /// # Errors
    /// A full disk and the like.
    pub fn begin(&mut self) -> Result<bool> {
        self.write(|report| Ok(report.begin()))
    }

    /// Writes an article's parts; the answer as that of [`Reports::begin`].
    ///
    /// # Errors
    /// As [`Reports::begin`].
    pub fn add(&mut self, parts: Vec<Part>) -> Result<bool> {
        let mut parts = parts.into_iter();
        self.write(|report| report.add(parts.next().unwrap_or_default()))
    }

    /// Writes what reports end with and puts files in their places.
    ///
    /// # Errors
    /// As [`Reports::begin`].
    pub fn finish(self) -> Result<()> {
        for (report, mut output) in self.list {
            output.write(&report.end()?)?;
            output.finish()?;
        }
        Ok(())
    }

    fn write(&mut self, mut bytes: impl FnMut(&mut Report) -> Result<Vec<u8>>) -> Result<bool> {
        let mut is_read = true;
        for (n, (report, output)) in self.list.iter_mut().enumerate() {
            let open = output.write(&bytes(report)?)?;
            is_read &= open || n > 0;
        }
        Ok(is_read)
    }
}

fn format_of(output: Option<&Path>) -> Format {
    let name = output.and_then(Path::file_name).unwrap_or_default();
    Format::of_name(&name.to_string_lossy()).unwrap_or(Format::Pretty)
}
