//! `mtlint align`: one pair of files, their alignment alone.

use std::path::Path;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::Outcome;
use super::languages::{in_stated_languages, language};
use super::notes::note;
use super::output::Output;
use crate::align::vectors::Vectors;
use crate::align::{self, lines};
use crate::article::{Document, Side};
use crate::cli::{AlignArgs, Colour, Unit};
use crate::language::identify::identify;
use crate::language::{Language, Pair};
use crate::read;
use crate::report::alignment::{self, Format};
use crate::segment::segment;

/// Runs `mtlint align`.
///
/// # Errors
/// Files that cannot be read or written, an unknown language, word files of different length, flags
/// that do not go together.
pub fn align(args: &AlignArgs, say: &impl Fn(&str)) -> Result<Outcome> {
    if args.unit == Unit::Words && args.format != Format::Pharaoh {
        bail!(
            "--format {} is for sentences: leave --format out, or say `align sentences` instead of `align words`",
            args.format.as_str()
        );
    }
    // Before the work, so that a place that cannot be written to is known at once.
    let mut output = Output::open(args.output.as_deref(), Colour::Never)?;
    let text = match args.unit {
        Unit::Sentences => sentences(args, say)?,
        Unit::Words => words(args)?,
    };
    output.write(text.as_bytes())?;
    output.finish()?;
    Ok(Outcome::Clean)
}

fn sentences(args: &AlignArgs, say: &impl Fn(&str)) -> Result<String> {
    let is_plain = args.format == Format::Pharaoh;
    let by_line = is_plain || args.lines;
    let stated = if is_plain {
        let (from, to) = required(args)?;
        [Some(from), Some(to)]
    } else {
        [language(args.from.as_deref())?, language(args.to.as_deref())?]
    };
    // What scorers read stays as it is, and so does what they hear.
    let say = |message: &str| {
        if !is_plain {
            say(message);
        }
    };
    let load = |path: &Path| -> Result<Document> {
        let (document, problems) = if by_line { lines_of(path)? } else { read::load(path)? };
        for problem in &problems {
            say(&format!("{}: {}", path.display(), note(problem)));
        }
        Ok(document)
    };
    let (source, target) = (load(&args.source)?, load(&args.target)?);
    if !is_plain {
        in_stated_languages(&args.target.display().to_string(), &source, &target, stated)?;
    }
    let text = |document: Document, side: Side, stated: Option<&'static Language>| {
        let language = stated.unwrap_or_else(|| identified(&document, side, &say));
        if by_line { lines::text(document.text().lines(), language) } else { segment(document, language) }
    };
    let (source, target) = (text(source, Side::Source, stated[0]), text(target, Side::Target, stated[1]));
    let vectors = Vectors::of_pair(&source, &target, !args.no_encoder);
    if vectors.is_none() && !args.no_encoder {
        say("note: the texts are too long for the encoder: aligned without it");
    }
    let pair = Pair::get(source.language.code(), target.language.code());
    let alignment = align::align(&source, &target, pair, vectors.as_ref().map(|(s, t)| (s, t)));
    let [of_source, of_target] = alignment::unmatched(&alignment);
    if args.format == Format::Tmx && of_source + of_target > 0 {
        say(&format!(
            "note: left out for want of a counterpart: {of_source} of {} source sentences, {of_target} of {} target sentences",
            source.sentences.len(),
            target.sentences.len()
        ));
    }
    Ok(alignment::write(args.format, &source, &target, &alignment))
}

fn words(args: &AlignArgs) -> Result<String> {
    let (from, to) = required(args)?;
    let (source, target) = (lines_of(&args.source)?.0, lines_of(&args.target)?.0);
    let (source, target): (Vec<&str>, Vec<&str>) = (source.text().lines().collect(), target.text().lines().collect());
    if source.len() != target.len() {
        bail!(
            "{} has {} lines and {} has {}; they must be parallel",
            args.source.display(),
            source.len(),
            args.target.display(),
            target.len()
        );
    }
    let pairs: Vec<_> = source.into_iter().zip(target).collect();
    let links: Vec<String> = pairs.par_iter().map(|(s, t)| lines::words(s, t, from, to, !args.no_encoder)).collect();
    Ok(links.concat())
}

/// Source and target language where they cannot be left out: scorers' files are often too short to
/// tell.
fn required(args: &AlignArgs) -> Result<(&'static Language, &'static Language)> {
    let remedy = match args.unit {
        Unit::Sentences => "add it, or choose --format tsv, html or tmx, for which languages are identified",
        Unit::Words => "add it",
    };
    let one = |code: Option<&str>, flag: &str| {
        language(code)?.with_context(|| format!("{flag} xx is required with --format pharaoh, the default; {remedy}"))
    };
    Ok((one(args.from.as_deref(), "--from")?, one(args.to.as_deref(), "--to")?))
}

/// A file as it is, for what takes one sentence a line.
fn lines_of(path: &Path) -> Result<(Document, Vec<read::Problem>)> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (raw, problems) = read::decode(&bytes).with_context(|| path.display().to_string())?;
    Ok((Document { raw, ..Document::default() }, problems))
}

pub(super) fn identified(document: &Document, side: Side, say: &impl Fn(&str)) -> &'static Language {
    let (side, flag) = match side {
        Side::Source => (side.as_str(), "--from"),
        Side::Target => (side.as_str(), "--to"),
    };
    match identify(document.text()).language {
        Some(language) => {
            let (name, code) = (&language.rules.name, language.code());
            say(&format!("note: the {side} is taken for {name} ({code}); say {flag} if it is in another language"));
            language
        }
        None => {
            say(&format!(
                "note: the {side}'s language is not supported or not certain: aligned without its words and rules; say {flag} if it is one of `mtlint languages`"
            ));
            Language::unknown()
        }
    }
}
