//! What was typed.

use std::path::PathBuf;

use clap::Parser;

use crate::recipe::{APPRAISER, JUDGE, Recipe};

/// Makes the file that the judge learns from.
#[derive(Parser)]
pub struct Options {
    /// The folder of training text.
    #[arg(long)]
    pub data: PathBuf,
    /// The file to write.
    #[arg(long)]
    pub out: PathBuf,
    /// A share of it only, to try things out.
    #[arg(long, default_value_t = 1.0)]
    pub share: f64,
    /// Prints corrupted sentences, a line each, with their labels: to read before training.
    #[arg(long)]
    pub show: bool,
    /// A folder of `*.xx-yy.jsonl.gz` with source, good_target, bad_target and changed places: the sets of
    /// MuCoW (Raganato et al. 2019) in the form that the scorers read.
    #[arg(long)]
    pub contrast: Option<PathBuf>,
    /// Leaves those from a language out, to measure how the judge does on one that it did not see.
    #[arg(long)]
    pub without: Option<String>,
    /// A file of clean sentences that are taken in any case, in the form that `mtlint stream` reads: those that
    /// the judge before doubted.
    #[arg(long)]
    pub doubted: Option<PathBuf>,
    /// Makes what the appraiser learns from: sentences with a source only, more versions of each, vectors of tokens
    /// without states of pieces.
    #[arg(long)]
    pub for_appraiser: bool,
    /// Makes another selection, of sentences and of corruptions.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
}

impl Options {
    /// How much of what.
    pub fn recipe(&self) -> &'static Recipe {
        if self.for_appraiser { &APPRAISER } else { &JUDGE }
    }
}
