//! A page to read an alignment on: source and target side by side, aligned sentences in a row.
//!
//! The page is one file that asks nothing of the network, and its policy forbids it to. Without the
//! script all is readable; the script only lights up linked words.

use std::fmt::Write as _;

use super::{escape, unmatched};
use crate::align::{Alignment, Bead};
use crate::article::{BlockKind, Side, Text};
use crate::report::page::{LIGHT, OWN_LANGUAGE, PALETTE, asset, direction, policy};

const STYLE: &str = include_str!("page.css");

pub fn write(source: &Text, target: &Text, alignment: &Alignment) -> String {
    let columns = Column::pair(source, target, alignment);
    let [from, to] = [source, target].map(|text| escape(&text.language.rules.name));
    let (style, script) = (asset(&[PALETTE, STYLE]), asset(&[LIGHT]));
    let mut out = format!(
        r#"<!DOCTYPE html>
<html lang="{OWN_LANGUAGE}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="generator" content="mtlint {version}">
<title>Alignment, {from} to {to}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>Alignment, {from} to {to}</h1>
<p>{summary}</p>
<p class="hint">Point at a word to see what it is linked to; or move from group to group with Tab and from word to word with the arrow keys.</p>
</header>
<main>
<div class="titles"><h2>Source, {from}</h2><h2>Target, {to}</h2></div>
<ol class="beads">
"#,
        policy = policy(&style, &script),
        version = env!("CARGO_PKG_VERSION"),
        summary = summary(alignment),
    );
    for bead in &alignment.beads {
        row(&mut out, bead, &columns);
    }
    let _ = write!(out, "</ol>\n</main>\n<script>{script}</script>\n</body>\n</html>\n");
    out
}

fn summary(alignment: &Alignment) -> String {
    let groups = alignment.beads.iter().filter(|bead| bead.is_matched()).count();
    let plural = if groups == 1 { "" } else { "s" };
    let [source, target] = unmatched(alignment);
    format!(
        "{groups} aligned group{plural} of sentences; without counterpart: {source} of the source, {target} of the target."
    )
}

/// One of the two texts as the page shows it.
struct Column<'a> {
    text: &'a Text,
    side: Side,
    /// For each token, those of the other column that it is linked to.
    linked: Vec<Vec<usize>>,
}

impl<'a> Column<'a> {
    fn pair(source: &'a Text, target: &'a Text, alignment: &Alignment) -> [Column<'a>; 2] {
        let column = |text: &'a Text, side| Column { text, side, linked: vec![Vec::new(); text.tokens.len()] };
        let mut columns = [column(source, Side::Source), column(target, Side::Target)];
        for link in &alignment.links {
            columns[0].linked[link.source].push(link.target);
            columns[1].linked[link.target].push(link.source);
        }
        columns
    }

    /// What the page calls a token of this side, or of the other.
    fn id(side: Side, token: usize) -> String {
        match side {
            Side::Source => format!("s{token}"),
            Side::Target => format!("t{token}"),
        }
    }

    fn other(&self) -> Side {
        match self.side {
            Side::Source => Side::Target,
            Side::Target => Side::Source,
        }
    }

    /// The sentences of a bead, every linked word with the names of its counterparts.
    fn cell(&self, out: &mut String, bead: &Bead) {
        let sentences = match self.side {
            Side::Source => bead.source.clone(),
            Side::Target => bead.target.clone(),
        };
        let (language, side) = (self.text.language, self.side.as_str());
        let (lang, dir) = (escape(language.code()), direction(language));
        if sentences.is_empty() {
            // In the program's own words, not the article's.
            let _ = writeln!(out, "<p class=\"{side} none\">no counterpart</p>");
            return;
        }
        let _ = write!(out, "<p class=\"{side}\" lang=\"{lang}\" dir=\"{dir}\">");
        for (n, sentence) in sentences.clone().enumerate() {
            if n > 0 {
                let [last, this] = [sentence - 1, sentence].map(|n| &self.text.sentences[n]);
                if last.block == this.block {
                    let between = last.span.end..this.span.start;
                    out.push_str(&escape(self.text.document.text().get(between).unwrap_or(" ")));
                } else {
                    out.push_str("<br>");
                }
            }
            self.sentence(out, sentence);
        }
        out.push_str("</p>\n");
    }

    fn sentence(&self, out: &mut String, sentence: usize) {
        let class = match self.text.block_kind(sentence) {
            BlockKind::Headline | BlockKind::Subhead => "sentence title",
            _ => "sentence",
        };
        let _ = write!(out, "<span class=\"{class}\">");
        let (text, place) = (self.text.document.text(), &self.text.sentences[sentence]);
        let mut written = place.span.start;
        for token in place.tokens.clone() {
            let (span, linked) = (self.text.tokens[token].span, &self.linked[token]);
            if linked.is_empty() || span.start < written {
                continue;
            }
            let other = linked.iter().map(|&other| Self::id(self.other(), other)).collect::<Vec<_>>().join(" ");
            let _ = write!(
                out,
                "{}<span class=\"word\" id=\"{}\" data-to=\"{other}\" tabindex=\"-1\">{}</span>",
                escape(&text[written..span.start]),
                Self::id(self.side, token),
                escape(&text[span.range()]),
            );
            written = span.end;
        }
        let _ = write!(out, "{}</span>", escape(&text[written..place.span.end.max(written)]));
    }
}

fn row(out: &mut String, bead: &Bead, columns: &[Column<'_>; 2]) {
    let percent = bead.probability * 100.0;
    let (class, badge, meaning) = if bead.is_matched() {
        let rendering = bead.rendering.as_str();
        (rendering, rendering, "these sentences translate each other")
    } else {
        ("unmatched", "unmatched", "there is no counterpart")
    };
    let _ = writeln!(out, "<li class=\"bead {class}\" tabindex=\"0\">");
    for column in columns {
        column.cell(out, bead);
    }
    let _ = writeln!(
        out,
        "<p class=\"badge\" title=\"{badge}; probability that {meaning}: {:.3}\">{badge} <span>{percent:.1} %</span></p>\n</li>",
        bead.probability
    );
}
