//! HTML: which part of a page is the article is `dom_smoothie`'s judgement (Mozilla's Readability);
//! where its words stand in the file is read off `html5gum`'s spans.
//!
//! The two meet through numbers: every start tag of the page gets an attribute before extraction,
//! and what still carries one afterwards belongs to the article.

use std::collections::HashSet;

use dom_smoothie::Readability;
use html5gum::emitters::default::{DefaultEmitter, StartTag};
use html5gum::{Token, Tokenizer};

use super::Problem;
use super::builder::Builder;
use crate::article::{BlockKind, Document};

const MARK: &str = "data-mtlint-tag";

/// Elements that end the line of text around them.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements whose characters are no text.
const SILENT: &[&str] =
    &["script", "style", "noscript", "template", "head", "svg", "math", "iframe", "button", "select", "textarea"];

/// Elements without an end tag.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Finds the article in a page.
pub fn parse(raw: String, problems: &mut Vec<Problem>) -> Document {
    let tokens = tokens_of(&raw);
    let kept = kept_tags(&raw, &tokens);
    if kept.is_none() {
        problems.push(Problem::new("no article was recognised in the page: all of its text is checked"));
    }
    let mut walker = Walker { raw: &raw, builder: Builder::default(), open: Vec::new(), kept, seen_headline: false };
    for (n, token) in tokens.iter().enumerate() {
        walker.token(n, token);
    }
    let builder = walker.builder;
    builder.finish(raw)
}

fn tokens_of(raw: &str) -> Vec<Token<usize>> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(raw, emitter).flatten().collect()
}

/// Numbers of the start tags that extraction keeps; none when it finds no article.
fn kept_tags(raw: &str, tokens: &[Token<usize>]) -> Option<HashSet<usize>> {
    let mut marked = String::with_capacity(raw.len() * 2);
    let mut done = 0;
    for (n, token) in tokens.iter().enumerate() {
        let Token::StartTag(tag) = token else { continue };
        let at = tag.span.start + 1 + tag.name.len();
        if at < done || !raw.is_char_boundary(at) || at > raw.len() {
            continue;
        }
        marked.push_str(&raw[done..at]);
        marked.push_str(&format!(" {MARK}=\"{n}\""));
        done = at;
    }
    marked.push_str(&raw[done..]);
    let article = Readability::new(marked, None, None).ok()?.parse().ok()?;
    let mut kept = HashSet::new();
    for piece in article.content.split(&format!("{MARK}=\"")).skip(1) {
        if let Some(n) = piece.split('"').next().and_then(|n| n.parse().ok()) {
            kept.insert(n);
        }
    }
    (!kept.is_empty()).then_some(kept)
}

struct Open {
    name: String,
    /// Whether it or, for an inline element, something around it belongs to the article.
    kept: bool,
    silent: bool,
}

struct Walker<'a> {
    raw: &'a str,
    builder: Builder,
    open: Vec<Open>,
    kept: Option<HashSet<usize>>,
    seen_headline: bool,
}

impl Walker<'_> {
    fn token(&mut self, n: usize, token: &Token<usize>) {
        match token {
            Token::StartTag(tag) => self.start(n, tag),
            Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => {
                let inside = self.open.last().map_or(self.kept.is_none(), |open| open.kept && !open.silent);
                if inside {
                    let value = String::from_utf8_lossy(&text.value);
                    self.text(&value, text.span.start, text.span.end);
                }
            }
            Token::Comment(comment) => {
                self.builder.comment(&String::from_utf8_lossy(&comment.value), comment.span.start);
            }
            _ => {}
        }
    }

    fn start(&mut self, n: usize, tag: &StartTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let around = self.open.last();
        let inherited = around.map_or(self.kept.is_none(), |open| open.kept);
        let silent = around.is_some_and(|open| open.silent) || SILENT.contains(&name.as_str());
        let is_block = BLOCKS.contains(&name.as_str());
        // The page's title is the article's headline even where extraction lists it apart.
        let is_headline = name == "h1" && !self.seen_headline;
        let kept = match &self.kept {
            None => true,
            Some(kept) if is_block => kept.contains(&n) || is_headline,
            Some(kept) => inherited || kept.contains(&n),
        };
        if is_block {
            self.builder.end_block();
        }
        match name.as_str() {
            "br" => self.builder.space(tag.span.start),
            "a" => {
                let url = tag.attributes.iter().find(|(key, _)| key.as_slice() == b"href");
                let url = url.map(|(_, value)| String::from_utf8_lossy(value).into_owned()).unwrap_or_default();
                self.builder.start_link(&url);
            }
            _ => {}
        }
        if !VOID.contains(&name.as_str()) && !tag.self_closing {
            self.seen_headline |= is_headline && kept;
            self.open.push(Open { name, kept, silent });
        }
        if is_block {
            self.builder.kind = self.kind(is_headline);
        }
    }

    fn end(&mut self, name: &str) {
        // An end tag without its start, or with others left open in between, is common on the web.
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        if name == "a" {
            self.builder.end_link();
        }
        let ends_block = self.open[at..].iter().any(|open| BLOCKS.contains(&open.name.as_str()));
        if ends_block {
            self.builder.end_block();
        }
        self.open.truncate(at);
        if ends_block {
            self.builder.kind = self.kind(false);
        }
    }

    fn kind(&self, is_headline: bool) -> BlockKind {
        let inside = |names: &[&str]| self.open.iter().any(|open| names.contains(&open.name.as_str()));
        if is_headline {
            BlockKind::Headline
        } else if inside(&["h1", "h2", "h3", "h4", "h5", "h6"]) {
            BlockKind::Subhead
        } else if inside(&["figcaption", "caption"]) {
            BlockKind::Caption
        } else if inside(&["blockquote"]) {
            BlockKind::Quote
        } else if inside(&["li"]) {
            BlockKind::ListItem
        } else if inside(&["td", "th"]) {
            BlockKind::Cell
        } else {
            BlockKind::Paragraph
        }
    }

    /// Adds decoded text; character references are found again in the file, so that what follows
    /// them keeps its place.
    fn text(&mut self, value: &str, start: usize, end: usize) {
        let end = end.min(self.raw.len());
        let Some(written) = self.raw.get(start..end) else { return };
        if written == value {
            return self.builder.text(value, start);
        }
        let mut raw = start;
        for c in value.chars() {
            let mut buffer = [0; 4];
            self.builder.text(c.encode_utf8(&mut buffer), raw);
            let rest = self.raw.get(raw..end).unwrap_or("");
            let reference = rest.starts_with('&').then(|| reference_len(rest)).flatten();
            raw += match reference {
                Some(len) => len,
                None if rest.starts_with(c) => c.len_utf8(),
                // A second character of the same reference, or a normalised line break.
                None => rest.strip_prefix("\r\n").filter(|_| c == '\n').map_or(0, |_| 2),
            };
        }
    }
}

/// Length of a character reference at the start of `text`.
fn reference_len(text: &str) -> Option<usize> {
    let name = text[1..].bytes().take(32).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    let semicolon = text.as_bytes().get(1 + name) == Some(&b';');
    (name > 0 && semicolon).then_some(name + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html lang="nl"><head><title>Kop - Krant</title><script>var x = "<p>nee</p>";</script></head>
<body><nav><ul><li><a href="/">Voorpagina</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Minister stapt op na kritiek</h1>
<p>De minister heeft vrijdag haar ontslag ingediend, meldt het kabinet. Zij kreeg al weken kritiek op de aanpak van de crisis &amp; de kosten daarvan, die volgens de Kamer veel te hoog zijn.</p>
<h2>Reacties</h2>
<p>De oppositie reageerde <em>verheugd</em> op het nieuws. &ldquo;Dit was niet langer houdbaar&rdquo;, zei een woordvoerder van de grootste partij, die al eerder om haar vertrek had gevraagd in een debat.</p>
<blockquote><p>Het is een zwarte dag voor het kabinet, maar ook een kans op een nieuw begin voor ons allemaal.</p></blockquote>
<p>Lees meer in <a href="https://example.org/dossier">ons dossier</a> over de crisis, met achtergronden, tijdlijn en alle interviews die de krant eerder over dit onderwerp publiceerde.</p>
</article><footer>Alle rechten voorbehouden</footer></body></html>"#;

    #[test]
    fn the_article_is_kept_in_place_and_the_page_around_it_left_out() {
        let mut problems = Vec::new();
        let document = parse(PAGE.to_owned(), &mut problems);
        assert_eq!(problems, []);
        let text = document.text();
        assert!(text.starts_with("Minister stapt op na kritiek\n"), "{text}");
        assert!(!text.contains("Voorpagina") && !text.contains("rechten") && !text.contains("nee"), "{text}");
        assert!(text.contains("crisis & de kosten") && text.contains("“Dit was"), "{text}");
        for word in ["Minister", "kosten", "verheugd", "woordvoerder", "zwarte", "dossier"] {
            let at = text.find(word).unwrap();
            assert!(PAGE[document.raw_offset(at)..].starts_with(word), "{word}");
        }
        let kinds: Vec<_> = document.blocks.iter().map(|b| b.kind).collect();
        use BlockKind::{Headline, Paragraph, Quote, Subhead};
        assert_eq!(kinds, [Headline, Paragraph, Subhead, Paragraph, Quote, Paragraph]);
        assert_eq!(document.links[0].url, "https://example.org/dossier");
    }

    #[test]
    fn a_page_without_an_article_is_read_whole_and_said() {
        let mut problems = Vec::new();
        let document = parse("<html><body><p>Kort.</p></body></html>".to_owned(), &mut problems);
        assert_eq!(document.text().trim(), "Kort.");
        assert!(problems.len() <= 1);
    }
}
