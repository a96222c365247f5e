//! What the pages for a browser share: colours for light and dark, linked words that light up, the
//! direction of a script, and the policy that keeps a page to itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::language::Language;

/// The language of the program's own words in a file. People who read the files know a little
/// English: the reports are in it too.
pub const OWN_LANGUAGE: &str = "en-GB";

/// The colours.
pub const PALETTE: &str = include_str!("palette.css");

/// The script that lights up linked words: elements of `.beads` with an `id` and a `data-to`.
pub const LIGHT: &str = include_str!("light.js");

/// A part of a page as a browser reads it, whatever line ends the checkout has.
#[must_use]
pub fn asset(parts: &[&str]) -> String {
    parts.concat().replace('\r', "")
}

/// A Content-Security-Policy that allows this style and this script and nothing else: no network, no
/// frame, no form, no markup made from strings. Were a text to break out of its place, it could do
/// nothing.
#[must_use]
pub fn policy(style: &str, script: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash(style),
        hash(script)
    )
}

/// The direction of a language's script, which is the one its own name is written in; of an unknown
/// language the browser finds it in the text.
#[must_use]
pub fn direction(language: &Language) -> &'static str {
    match language.rules.native.chars().find(|c| c.is_alphabetic()) {
        Some(letter) if runs_left(letter) => "rtl",
        Some(_) => "ltr",
        None => "auto",
    }
}

/// Whether a letter belongs to a script that runs from right to left: the blocks that Unicode keeps
/// for such scripts, and the presentation forms of two of them.
fn runs_left(letter: char) -> bool {
    matches!(
        letter,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}
