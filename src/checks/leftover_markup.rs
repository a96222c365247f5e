//! The check `leftover-markup`.

use std::sync::LazyLock;

use regex::Regex;

use super::check::{Context, check};
use crate::finding::{Finding, Findings, Severity};
use crate::text::Span;

const CONFIDENCE: f32 = 0.9;

/// Markup that no reader should see: HTML tags and character references, Markdown emphasis and
/// links, wiki links, template variables, format specifiers, escapes, and the marks that
/// translation systems put in place of what they protect.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    let alternatives = [
        r"</?(?:a|b|i|u|p|em|br|hr|h[1-6]|li|ul|ol|td|tr|th|div|span|strong|table|img|figure|blockquote|sup|sub|font|script|style)(?:\s[^<>]{0,200})?/?>",
        r"&(?:amp|nbsp|lt|gt|quot|apos|ldquo|rdquo|lsquo|rsquo|ndash|mdash|hellip|#\d{2,6}|#x[0-9a-fA-F]{2,6});",
        r"\[[^\[\]\n]{1,100}\]\(https?://[^\s)]{1,300}\)",
        r"\*\*[^\s*][^*\n]{0,200}\*\*",
        r"\[\[[^\[\]\n]{1,100}\]\]",
        r"\{\{?[\w.]{1,40}\}\}?",
        r"%(?:\d\$)?[sd](?-u:\b)|%\([a-z_]+\)[sd]",
        r"\\[nrt](?:(?-u:\b)|\\)|\\u[0-9a-fA-F]{4}",
        r"__[A-Z]{2,10}_?\d*__|@-@|⟨[^⟩]{0,40}⟩|<unk>|▁",
    ];
    Regex::new(&alternatives.join("|")).expect("a constant pattern, compiled in the tests")
});

check! {
    /// Markup or a placeholder that shows in the text.
    ///
    /// # Why it matters
    ///
    /// Tags and placeholders come out of translation doubled, translated or in the wrong place.
    ///
    /// # Examples
    ///
    /// ```example
    /// en: The minister said <b>no</b> to the plan.
    ///                       ^^^
    ///                            ^^^^
    /// ```
    ///
    /// ```example
    /// en: Prices rose by 5% &amp; wages by 3%.
    ///                       ^^^^^ &
    /// ```
    ///
    /// # Limits
    ///
    /// What the source shows in the same spelling passes.
    pub static LEFTOVER_MARKUP = {
        name: "leftover-markup",
        category: MARKUP,
        severity: Major,
        since: "0.1.0",
        needs: Target,
        silences: ["punctuation-spacing"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let target = context.target();
    let source = context.article.source.as_ref().map_or("", |source| source.document.text());
    for block in &target.document.blocks {
        let content = target.slice(block.span);
        // Most blocks have none of the characters that markup begins with.
        if !content.contains(['<', '&', '[', '*', '{', '%', '\\', '_', '@', '⟨', '▁']) {
            continue;
        }
        for found in MARKUP.find_iter(content) {
            if source.contains(found.as_str()) {
                continue;
            }
            let span = Span::new(found.start(), found.end()).shift(block.span.start);
            let suggestions = replacement(found.as_str()).into_iter().map(str::to_owned).collect();
            findings.push(Finding {
                suggestions,
                severity: if found.as_str().starts_with('&') { Severity::Minor } else { Severity::Major },
                ..LEFTOVER_MARKUP.finding(Some(span), CONFIDENCE, format!("“{}” is markup", found.as_str()))
            });
        }
    }
}

fn replacement(markup: &str) -> Option<&'static str> {
    Some(match markup {
        "&amp;" => "&",
        "&nbsp;" => " ",
        "&lt;" => "<",
        "&gt;" => ">",
        "&quot;" => "\"",
        "&apos;" | "&#39;" => "'",
        "&ldquo;" => "“",
        "&rdquo;" => "”",
        "&lsquo;" => "‘",
        "&rsquo;" => "’",
        "&ndash;" => "–",
        "&mdash;" => "—",
        "&hellip;" => "…",
        _ => return None,
    })
}
