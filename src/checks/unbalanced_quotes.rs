//! The check `unbalanced-quotes`.

use super::check::{Context, check};
use crate::article::{Block, Text};
use crate::facts::quotations::{self, MAX_PARAGRAPHS, is_double_mark, marks};
use crate::finding::Findings;
use crate::text::Span;

const CONFIDENCE: f32 = 0.7;

check! {
    /// A quotation that opens and does not close, or the other way round.
    ///
    /// # Why it matters
    ///
    /// The reader no longer knows who is speaking.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: “We will not give in, the minister said on Friday.
    ///     ^
    /// en: The talks go on.
    /// ```
    ///
    /// ```example
    /// en: “We will not give in,” the minister said. “Never.”
    /// ```
    ///
    /// # Limits
    ///
    /// Single quotation marks pass, since apostrophes look alike, and so does a paragraph that opens
    /// a quotation which the next one goes on with, or an article whose source has the same fault, if only with
    /// single marks; of a single paragraph, one whose source has no whole quotation.
    pub static UNBALANCED_QUOTES = {
        name: "unbalanced-quotes",
        category: PUNCTUATION,
        severity: Minor,
        since: "0.1.0",
        needs: Target,
        silences: [],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let target = context.target();
    let found = unbalanced(target);
    // Editors leave fragments on purpose, in captions and pull quotes; then the source has them too.
    if let Some(source) = &context.article.source {
        // A single passage may have been cut out of a longer quotation, unless the source's is whole.
        if is_passage(target) && !source.document.blocks.iter().any(|block| quotations::has_whole(source, block.span)) {
            return;
        }
        let singles = source.document.blocks.iter().map(|block| quotations::open_singles(source, block.span));
        if unbalanced(source).len() + singles.sum::<usize>() >= found.len() {
            return;
        }
    }
    for span in found {
        let mark = target.slice(span);
        findings.push(UNBALANCED_QUOTES.finding(Some(span), CONFIDENCE, format!("{mark} has no counterpart")));
    }
}

/// A quotation mark that found no counterpart in its block.
struct Lone {
    span: Span,
    block: usize,
    opens: bool,
    /// At the very beginning of an opening block, or the very end of a closing one.
    at_edge: bool,
}

/// Whether a text is of one block: an article of one paragraph, or a passage of one.
fn is_passage(text: &Text) -> bool {
    text.document.blocks.len() == 1
}

/// Marks without a counterpart, in their block or in one of the next.
fn unbalanced(text: &Text) -> Vec<Span> {
    let blocks = &text.document.blocks;
    let mut lone: Vec<Lone> = Vec::new();
    for (n, block) in blocks.iter().enumerate() {
        for found in lone_in(text, block, n) {
            let opener = lone.iter().rposition(|l| l.opens && l.block < n && n - l.block <= MAX_PARAGRAPHS);
            match opener {
                Some(at) if !found.opens => drop(lone.remove(at)),
                // Each paragraph of a long quotation begins with a mark; only the last one closes.
                Some(at) if found.at_edge && lone[at].block + 1 == n => lone[at] = found,
                _ => lone.push(found),
            }
        }
    }
    let goes_on = |n: usize| {
        let next = blocks.get(n + 1).and_then(|block| text.slice(block.span).chars().next());
        next.is_some_and(|c| text.language.rules.typography.quotes.iter().any(|(open, _)| open.starts_with(c)))
    };
    lone.retain(|l| !(l.opens && goes_on(l.block)));
    // A text of one block is often a passage cut out of a longer quotation.
    lone.retain(|l| !(l.at_edge && (is_passage(text) || l.opens && l.block + 1 == blocks.len())));
    lone.into_iter().map(|l| l.span).collect()
}

/// Marks of a block without a counterpart, closing ones first.
fn lone_in(text: &Text, block: &Block, number: usize) -> Vec<Lone> {
    let content = text.slice(block.span);
    // An even number of marks is balanced after all: `“…“` is a slip of the keyboard.
    if content.chars().filter(|&c| is_double_mark(c)).count() % 2 == 0 {
        return Vec::new();
    }
    let place = |mark: quotations::Lone| {
        let [before, behind] =
            [&content[..mark.span.start - block.span.start], &content[mark.span.end - block.span.start..]];
        let at_edge = if mark.opens {
            before.is_empty() || behind.is_empty()
        } else {
            behind.trim_end_matches(['.', ',', '!', '?', ')']).is_empty()
        };
        Lone { span: mark.span, block: number, opens: mark.opens, at_edge }
    };
    marks(text, block.span).lone.into_iter().map(place).collect()
}
