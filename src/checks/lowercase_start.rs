//! The check `lowercase-start`.

use super::check::{Context, check};
use crate::article::{BlockKind, Text};
use crate::finding::{Finding, Findings};
use crate::language::inflect::capitalised_like;
use crate::text::is_capitalised;

const CONFIDENCE: f32 = 0.8;

/// Blocks that must begin with a capital before a small letter is odd.
const MIN_CAPITALS: usize = 2;

check! {
    /// A headline, subhead or paragraph that begins with a small letter while its source begins
    /// with a capital.
    ///
    /// # Why it matters
    ///
    /// Short lines are translated without context and lose their capital.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: Nieuwe brug
    /// nl: De stad krijgt een nieuwe brug over de rivier.
    /// nl: De oude brug wordt gesloopt.
    /// en: new bridge
    ///     ^^^ New
    /// en: The city is getting a new bridge over the river.
    /// en: The old bridge will be demolished.
    /// ```
    ///
    /// # Limits
    ///
    /// Needs the source. Words with a capital inside (*iPhone*) pass.
    pub static LOWERCASE_START = {
        name: "lowercase-start",
        category: TEXTUAL_CONVENTIONS,
        severity: Minor,
        since: "0.1.0",
        needs: Source,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some((source, alignment)) = context.aligned() else { return };
    let target = context.target();
    if !begins_with_capitals(target) {
        return;
    }
    for bead in alignment.beads.iter().filter(|bead| bead.is_matched()) {
        let sentence = bead.target.start;
        let (Some(first), Some(origin)) = (block_start(target, sentence), block_start(source, bead.source.start))
        else {
            continue;
        };
        let (word, original) = (target.token_str(first), source.token_str(origin));
        let starts_small = word.chars().all(char::is_lowercase);
        if starts_small && is_capitalised(original) && target.block_kind(sentence) != BlockKind::ListItem {
            let capital = capitalised_like("A", word);
            findings.push(Finding {
                source_span: Some(source.tokens[origin].span),
                suggestions: vec![capital],
                ..LOWERCASE_START.finding(
                    Some(target.tokens[first].span),
                    CONFIDENCE,
                    format!("“{word}” begins with a small letter"),
                )
            });
        }
    }
}

/// Whether the text begins its blocks with capitals as a rule; of a passage cut out of a text, or of
/// a script without capitals, nothing can be said.
fn begins_with_capitals(text: &Text) -> bool {
    let starts: Vec<usize> = (0..text.sentences.len()).filter_map(|s| block_start(text, s)).collect();
    let capital = starts.iter().filter(|&&t| is_capitalised(text.token_str(t))).count();
    capital >= MIN_CAPITALS && capital * 3 >= starts.len() * 2
}

/// The first token of a sentence, when it is a word and nothing stands before it in its block.
fn block_start(text: &Text, sentence: usize) -> Option<usize> {
    let is_first = sentence == 0 || text.sentences[sentence - 1].block != text.sentences[sentence].block;
    let first = text.sentences[sentence].tokens.start;
    (is_first && text.kind_is_word(first)).then_some(first)
}
