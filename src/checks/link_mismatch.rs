//! The check `link-mismatch`.

use std::sync::LazyLock;

use regex::Regex;

use super::check::{Context, check};
use crate::article::Text;
use crate::finding::{Finding, Findings, Severity};
use crate::text::Span;

const CONFIDENCE_CHANGED: f32 = 0.9;
const CONFIDENCE_LOST: f32 = 0.6;

/// Addresses differing in at most so many characters are one address, damaged.
const DAMAGE: usize = 4;

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"https?://[^\s<>\x22”»]+|www\.[^\s<>\x22”»]+|[\w.+-]+@[\w-]+\.[\w.-]*\w")
        .expect("a constant pattern, compiled in the tests")
});

check! {
    /// A web or mail address that the translation changed, damaged or lost.
    ///
    /// One that only got spaces in it is a minor error.
    ///
    /// # Why it matters
    ///
    /// A translated address leads nowhere.
    ///
    /// # Examples
    ///
    /// ```example
    /// nl: Aanmelden kan via https://voorbeeld.example/aanmelden tot vrijdag.
    /// en: Registration is open at https://voorbeeld.example/anmelden until Friday.
    ///                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ https://voorbeeld.example/aanmelden
    /// ```
    ///
    /// ```example
    /// de: Mehr unter www.beispiel.example im Netz.
    /// en: More is at www. beispiel. example online.
    ///                ^^^^^^^^^^^^^^^^^^^^^^ www.beispiel.example
    /// ```
    ///
    /// # Limits
    ///
    /// The same site in another language (`/nl/` and `/en/`) passes.
    pub static LINK_MISMATCH = {
        name: "link-mismatch",
        category: BROKEN_LINK,
        severity: Major,
        since: "0.1.0",
        needs: Source,
        silences: ["punctuation-spacing"],
        run: run,
    }
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some(source) = &context.article.source else { return };
    let target = context.target();
    let ours = addresses(source);
    let theirs = addresses(target);
    let mut lost: Vec<&(Span, String)> = ours.iter().filter(|(_, a)| !theirs.iter().any(|(_, b)| same(a, b))).collect();
    for (span, address) in theirs.iter().filter(|(_, b)| !ours.iter().any(|(_, a)| same(a, b))) {
        let twin = lost
            .iter()
            .position(|(_, a)| strsim::levenshtein(a, address) <= DAMAGE && !differs_by_language(a, address));
        let Some(twin) = twin else { continue };
        let (source_span, right) = lost.remove(twin);
        findings.push(Finding {
            source_span: Some(*source_span),
            suggestions: vec![right.clone()],
            ..LINK_MISMATCH.finding(Some(*span), CONFIDENCE_CHANGED, format!("the source has “{right}”"))
        });
    }
    for (span, address) in lost {
        if let Some(torn) = torn(address, target) {
            let message = format!("a space in an address: “{address}”");
            findings.push(Finding {
                source_span: Some(*span),
                severity: Severity::Minor,
                suggestions: vec![address.clone()],
                ..LINK_MISMATCH.finding(Some(torn), CONFIDENCE_CHANGED, message)
            });
            continue;
        }
        // A site's address in the other language usually stays on the same host.
        if theirs.iter().any(|(_, other)| host(other) == host(address)) {
            continue;
        }
        findings.push(Finding {
            source_span: Some(*span),
            ..LINK_MISMATCH.finding(None, CONFIDENCE_LOST, format!("“{address}” is not in the target"))
        });
    }
}

/// Addresses in the text and behind its links.
fn addresses(text: &Text) -> Vec<(Span, String)> {
    let content = text.document.text();
    let has_any = content.contains("://") || content.contains("www.") || content.contains('@');
    let shown = ADDRESS.find_iter(if has_any { content } else { "" }).map(|found| {
        let address = found.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '’']);
        (Span::new(found.start(), found.start() + address.len()), address.to_owned())
    });
    let linked =
        text.document.links.iter().filter(|link| link.url.contains("://")).map(|link| (link.span, link.url.clone()));
    shown.chain(linked).collect()
}

/// Where the address stands in the text with spaces in it.
fn torn(address: &str, text: &Text) -> Option<Span> {
    let content = text.document.text();
    let first = address.chars().next()?;
    content.match_indices(first).find_map(|(start, _)| {
        let mut wanted = address.chars().peekable();
        for (at, c) in content[start..].char_indices() {
            if wanted.peek() == Some(&c) {
                wanted.next();
            } else if !c.is_whitespace() {
                return None;
            }
            if wanted.peek().is_none() {
                return Some(Span::new(start, start + at + c.len_utf8()));
            }
        }
        None
    })
}

fn same(a: &str, b: &str) -> bool {
    let bare = |s: &str| {
        s.trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_start_matches("www.")
            .trim_end_matches('/')
            .to_lowercase()
    };
    bare(a) == bare(b)
}

fn host(address: &str) -> &str {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest).trim_start_matches("www.");
    bare.split(['/', '?', '#']).next().unwrap_or(bare)
}

/// Whether two addresses differ only in one short part, as language codes are.
fn differs_by_language(a: &str, b: &str) -> bool {
    let parts = |s: &str| s.split(['/', '.', '?', '=', '-', '_']).map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (parts(a), parts(b));
    let different: Vec<_> = a.iter().zip(&b).filter(|(x, y)| x != y).collect();
    a.len() == b.len() && different.iter().all(|(x, y)| x.len() <= 3 && y.len() <= 3)
}
