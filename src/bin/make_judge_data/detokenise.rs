//! Running text out of tokens.

use std::ops::Range;

use mtlint::language::Language;

/// The text, and where each token stands in it.
pub fn joined(tokens: &[&str], code: &str) -> (String, Vec<Range<usize>>) {
    let is_spaced = Language::get(code).is_none_or(|language| language.rules.spaced);
    let mut text = String::new();
    let mut is_glued = true;
    let mut places = Vec::new();
    for token in tokens {
        let token = token.replace("&apos;", "'").replace("&quot;", "\"").replace("&amp;", "&").replace("@-@", "-");
        let closes = matches!(
            &*token,
            "," | "." | ";" | ":" | "!" | "?" | "%" | ")" | "]" | "…" | "”" | "»" | "-" | "'s" | "n't"
        );
        if !is_glued && is_spaced && !closes {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(&token);
        places.push(start..text.len());
        is_glued = matches!(&*token, "(" | "[" | "“" | "„" | "«" | "-");
    }
    (text, places)
}
