//! `mtlint stream`: one JSON object a line in, one a line out, in the same order; memory bounded by
//! the longest line.

use std::io::{BufRead, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::Outcome;
use super::decisions::{Decisions, Silenced};
use super::glossaries::load_glossary;
use super::languages::language;
use crate::checks::check::Settings;
use crate::cli::StreamArgs;
use crate::config::Config;
use crate::pipeline::{self, Input};
use crate::rank::Policy;
use crate::read;
use crate::report::stream as wire;

/// Longest line that `mtlint stream` takes.
const MAX_LINE: usize = read::MAX_BYTES * 2;

/// Lines of a stream checked at once.
const STREAM_CHUNK: usize = 64;

/// Runs `mtlint stream`. A line is answered as soon as no further one is waiting.
///
/// # Errors
/// Reading or writing fails for good; a reader that has gone away is no error.
pub fn stream(args: &StreamArgs, mut input: impl BufRead, mut out: impl Write, say: &impl Fn(&str)) -> Result<Outcome> {
    let config = match &args.config {
        Some(path) => Config::load(path)?,
        None => Config::find(Path::new("."))?,
    };
    let policy = config.policy(args.min_confidence);
    let glossaries = config.glossaries.iter().chain(&args.glossary);
    let settings = Settings {
        glossaries: glossaries
            .map(|p| load_glossary(p, config.from.as_deref(), config.to.as_deref(), say))
            .collect::<Result<_>>()?,
        spellings: config.spellings.clone(),
        encode: !args.no_encoder && config.encoder,
        fidelity: config.fidelity.unwrap_or_default(),
    };
    let run = Run {
        decisions: Decisions::heeded(args.review.as_deref(), &config)?,
        config,
        settings,
        policy,
        with_tokens: args.tokens,
    };
    let mut silenced = Silenced::default();
    let mut lines = Vec::new();
    let mut size = 0;
    loop {
        let line = read_line(&mut input)?;
        let at_end = line.is_none();
        if let Some(line) = line {
            size += line.len();
            if !line.iter().all(u8::is_ascii_whitespace) {
                lines.push(line);
            }
        }
        // Go on collecting only what is already there: a program at the other end may be waiting.
        let more_waits = !at_end && input.fill_buf().is_ok_and(|b| b.contains(&b'\n'));
        if lines.len() < STREAM_CHUNK && size < MAX_LINE && more_waits {
            continue;
        }
        let answers: Vec<(Vec<u8>, Silenced)> = lines.par_iter().map(|line| run.answer(line)).collect();
        for (answer, left_out) in answers {
            silenced.add(left_out);
            if let Err(error) = out.write_all(&answer) {
                return closed(&error).map(|()| Outcome::Clean);
            }
        }
        if let Err(error) = out.flush() {
            return closed(&error).map(|()| Outcome::Clean);
        }
        lines.clear();
        size = 0;
        if at_end {
            silenced.told(&run.decisions).iter().for_each(|told| say(told));
            return Ok(Outcome::Clean);
        }
    }
}

fn closed(error: &std::io::Error) -> Result<()> {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        Ok(())
    } else {
        bail!("cannot write to standard output: {error}")
    }
}

/// The next line without its end; one that is too long is cut at the limit and the rest passed over.
fn read_line(input: &mut impl BufRead) -> Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut seen = false;
    loop {
        let buffer = input.fill_buf().context("standard input")?;
        if buffer.is_empty() {
            return Ok(seen.then_some(line));
        }
        seen = true;
        let end = buffer.iter().position(|&b| b == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        let room = (MAX_LINE + 1).saturating_sub(line.len());
        line.extend(&part[..part.len().min(room)]);
        let used = end.map_or(buffer.len(), |e| e + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(Some(line));
        }
    }
}

/// What all lines have in common.
struct Run {
    config: Config,
    settings: Settings,
    policy: Policy,
    decisions: Decisions,
    with_tokens: bool,
}

impl Run {
    /// A line's answer, and how many findings it leaves out.
    fn answer(&self, line: &[u8]) -> (Vec<u8>, Silenced) {
        let failure = |id: &serde_json::Value, error: &str| (wire::failure(id, error), Silenced::default());
        if line.len() > MAX_LINE {
            let error = format!("the line is longer than {} MB", MAX_LINE >> 20);
            return failure(&serde_json::Value::Null, &error);
        }
        let request: wire::Request = match serde_json::from_slice(line) {
            Ok(request) => request,
            Err(error) => return failure(&wire::id_of(line), &format!("not a request: {error}")),
        };
        match self.checked(&request) {
            Ok(mut checked) => {
                let rejected = self.decisions.record.heed_nameless(&mut checked, self.decisions.today);
                let silenced = Silenced { rejected, ignored: checked.n_ignored };
                (wire::answer(&request.id, &checked, self.with_tokens), silenced)
            }
            Err(error) => failure(&request.id, &format!("{error:#}")),
        }
    }

    fn checked(&self, request: &wire::Request) -> Result<pipeline::Checked> {
        let document = |text: &str| read::parse_text(text.to_owned(), read::Format::Plain, &mut Vec::new());
        let from = language(request.source_lang.as_deref().or(self.config.from.as_deref()))?;
        let to = language(request.target_lang.as_deref().or(self.config.to.as_deref()))?;
        let source = request.source.as_deref().filter(|s| !s.trim().is_empty()).map(document);
        let input = Input { source, target: document(&request.target), from, to };
        Ok(pipeline::check(input, &self.settings, &self.policy))
    }
}
