//! What was typed after `mtlint pack`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// The commands of `mtlint pack`.
#[derive(Debug, Subcommand)]
#[command(after_long_help = FOLDER)]
pub enum PackCommand {
    /// Merge a dictionary with the senses that mtlint knows of its pair.
    Add(AddArgs),
    /// List what was added: pair, name, size, origin and place.
    List,
    /// Take a dictionary out again.
    Remove(RemoveArgs),
}

/// `mtlint pack add`.
#[derive(Debug, Args)]
#[command(after_long_help = ADDING)]
pub struct AddArgs {
    /// A dictd dictionary: NAME.index with NAME.dict.dz or NAME.dict beside it; a folder of such; or a bare
    /// name such as freedict-nld-eng, looked for in /usr/share/dictd.
    #[arg(value_name = "PACKAGE")]
    pub package: PathBuf,
    /// Language of the headwords (ISO 639-1) [default: by the dictionary's name].
    #[arg(long, value_name = "xx")]
    pub from: Option<String>,
    /// Language of the translations (ISO 639-1) [default: by the dictionary's name].
    #[arg(long, value_name = "xx")]
    pub to: Option<String>,
}

/// `mtlint pack remove`.
#[derive(Debug, Args)]
pub struct RemoveArgs {
    /// Its name, as `mtlint pack list` shows it.
    #[arg(value_name = "NAME")]
    pub name: String,
}

const FOLDER: &str = "\
Packs lie in the folder mtlint/packs of your data folder (on Linux ~/.local/share or $XDG_DATA_HOME,
on macOS ~/Library/Application Support, on Windows %APPDATA%), or in the folder that MTLINT_PACKS
names. MTLINT_PACKS set to nothing leaves all of them out. An `artifacts.tsv` of your own in a folder
xx-yy there is added to the embedded list; `mtlint languages` shows what is known.";

const ADDING: &str = "\
Dictionaries under the GPL, such as FreeDict's Dutch-English, German-English and Hungarian-English,
cannot be part of mtlint. On Debian and Ubuntu they are packages:

  sudo apt install dict-freedict-nld-eng
  mtlint pack add freedict-nld-eng
  mtlint senses bank --from nl --to en

The two languages are read from the name (ISO 639-3: nld-eng), or given with --from and --to. The
dictionary serves both directions. What mtlint knows of a word keeps most of its weight; translations
that only the dictionary has are added to the sense whose words they share, or as a sense of their
own. Names, function words and words that no news text has are left out.

What is used of the dictionary is copied: it may be removed afterwards. Adding it again replaces what
was added of it. After an update of mtlint, `mtlint pack list` says what to add again.";
