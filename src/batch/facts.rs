//! `mtlint facts`: one pair of files, the ledger of their facts.

use anyhow::Result;

use super::Outcome;
use super::align::identified;
use super::languages::{in_stated_languages, language};
use super::notes::note;
use super::output::Output;
use crate::align::align;
use crate::align::vectors::Vectors;
use crate::article::Side;
use crate::cli::{Colour, FactsArgs};
use crate::facts::Ledger;
use crate::language::Pair;
use crate::read;
use crate::report::facts::write;
use crate::segment::segment;

/// Runs `mtlint facts`.
///
/// # Errors
/// Files that cannot be read or written, an unknown language, texts in other languages than stated.
pub fn facts(args: &FactsArgs, say: &impl Fn(&str)) -> Result<Outcome> {
    let mut output = Output::open(args.output.as_deref(), Colour::Never)?;
    let stated = [language(args.from.as_deref())?, language(args.to.as_deref())?];
    let load = |path: &std::path::Path| -> Result<_> {
        let (document, problems) = read::load(path)?;
        for problem in &problems {
            say(&format!("{}: {}", path.display(), note(problem)));
        }
        Ok(document)
    };
    let (source, target) = (load(&args.source)?, load(&args.target)?);
    in_stated_languages(&args.target.display().to_string(), &source, &target, stated)?;
    let from = stated[0].unwrap_or_else(|| identified(&source, Side::Source, say));
    let to = stated[1].unwrap_or_else(|| identified(&target, Side::Target, say));
    let (source, target) = (segment(source, from), segment(target, to));
    let vectors = Vectors::of_pair(&source, &target, !args.no_encoder);
    let pair = Pair::get(from.code(), to.code());
    let alignment = align(&source, &target, pair, vectors.as_ref().map(|(s, t)| (s, t)));
    let ledger = Ledger::of(&source, &target, &alignment, pair);
    output.write(write(args.format, &source, &target, &ledger).as_bytes())?;
    output.finish()?;
    Ok(Outcome::Clean)
}
