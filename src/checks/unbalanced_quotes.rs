//! The check `unbalanced-quotes`.

use super::check::{Context, check};
use crate::article::{Block, Text};
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
    /// a quotation which the next one goes on with, or an article whose source has the same fault.
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
    if let Some(source) = &context.article.source
        && unbalanced(source).len() >= found.len()
    {
        return;
    }
    for span in found {
        let mark = target.slice(span);
        findings.push(UNBALANCED_QUOTES.finding(Some(span), CONFIDENCE, format!("{mark} has no counterpart")));
    }
}

/// How many paragraphs further on a quotation may close.
const MAX_PARAGRAPHS: usize = 4;

/// A quotation mark that found no counterpart in its block.
struct Lone {
    span: Span,
    block: usize,
    opens: bool,
    /// At the very beginning of an opening block, or the very end of a closing one.
    at_edge: bool,
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
    lone.retain(|l| !(l.at_edge && (blocks.len() == 1 || l.opens && l.block + 1 == blocks.len())));
    lone.into_iter().map(|l| l.span).collect()
}

fn lone_in(text: &Text, block: &Block, number: usize) -> Vec<Lone> {
    let quotes = &text.language.rules.typography.quotes;
    let content = text.slice(block.span);
    let mut open: Vec<Lone> = Vec::new();
    let mut lone: Vec<Lone> = Vec::new();
    // An even number of marks is balanced after all: `“…“` is a slip of the keyboard.
    if content.chars().filter(|&c| is_double_mark(c)).count() % 2 == 0 {
        return lone;
    }
    for (at, c) in content.char_indices() {
        if !is_double_mark(c) {
            continue;
        }
        // Inches and seconds.
        if c == '"' && content[..at].ends_with(|c: char| c.is_ascii_digit()) && open.is_empty() {
            continue;
        }
        let span = Span::new(at, at + c.len_utf8()).shift(block.span.start);
        let mark = text.slice(span);
        let may_close = quotes.iter().any(|(_, close)| close == mark);
        let may_open = quotes.iter().any(|(open, _)| open == mark);
        // Marks of two styles that answer to each other are a matter of taste, not of balance.
        let after_space = content[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
        let closes = may_close && !(may_open && after_space && !open.iter().any(|l| text.slice(l.span) == mark));
        if closes && open.pop().is_some() {
            continue;
        }
        if may_open && (after_space || !may_close) {
            let at_edge = at == 0 || at + c.len_utf8() == content.len();
            open.push(Lone { span, block: number, opens: true, at_edge });
        } else if may_close {
            let at_edge = content[at + c.len_utf8()..].trim_end_matches(['.', ',', '!', '?', ')']).is_empty();
            lone.push(Lone { span, block: number, opens: false, at_edge });
        }
    }
    lone.extend(open);
    lone
}

/// Quotation marks that no apostrophe looks like.
fn is_double_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '《' | '》')
}
