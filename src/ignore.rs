//! Inline markers: which findings the comments of a Markdown or HTML file leave out.
//!
//! `<!-- mtlint-ignore check-name: reason -->` at the head of a block or between two blocks is about
//! the block that follows; inside a block it is about the sentence that it stands in or before.
//! `<!-- mtlint-ignore-start check-name: reason -->` is about all that follows, up to
//! `<!-- mtlint-ignore-end -->`. Several checks are separated by commas; without a name, all are meant.
//! Plain text has no comments, so it has no markers: what stands there is printed.

use std::collections::BTreeSet;

use crate::align::Alignment;
use crate::article::{Article, Marker, MarkerKind, Text};
use crate::checks::CHECKS;
use crate::finding::Finding;
use crate::rank::place;
use crate::read::Problem;
use crate::text::{Positions, Span, nearest};

/// A stretch of the target and what is left out in it.
struct Region<'a> {
    span: Span,
    marker: &'a Marker,
    used: bool,
}

impl Region<'_> {
    fn covers(&self, check: &str, place: usize) -> bool {
        let named = self.marker.checks.is_empty() || self.marker.checks.iter().any(|name| name == check);
        named && (self.span.start..self.span.end).contains(&place)
    }
}

/// For each finding whether a marker leaves it out, and what is wrong with the markers. `ran` names the
/// checks that looked at the article: a marker for another one is not held to be pointless.
#[must_use]
pub fn ignored(
    findings: &[Finding],
    article: &Article,
    alignment: Option<&Alignment>,
    ran: &BTreeSet<&'static str>,
) -> (Vec<bool>, Vec<Problem>) {
    let target = &article.target;
    if target.document.markers.is_empty() {
        return (vec![false; findings.len()], Vec::new());
    }
    let positions = Positions::new(&target.document.raw);
    let mut problems = Vec::new();
    let mut report = |marker: &Marker, message: String| {
        problems.push(Problem { line: Some(positions.line_column(marker.raw).line), message });
    };
    let mut regions = regions(target, &mut report);
    let mut is_ignored = |finding: &Finding| {
        let at = place(finding, article, alignment);
        let mut covering = regions.iter_mut().filter(|region| region.covers(finding.check, at)).peekable();
        let found = covering.peek().is_some();
        covering.for_each(|region| region.used = true);
        found
    };
    let flags = findings.iter().map(&mut is_ignored).collect();
    for region in regions.iter().filter(|region| !region.used) {
        let names = &region.marker.checks;
        if names.is_empty() || names.iter().any(|name| ran.contains(name.as_str())) {
            report(region.marker, format!("the marker {} silences nothing; take it out", written(region.marker)));
        }
    }
    problems.sort_by_key(|problem| problem.line);
    (flags, problems)
}

fn regions<'a>(target: &'a Text, report: &mut impl FnMut(&Marker, String)) -> Vec<Region<'a>> {
    let end = target.document.text().len();
    let mut regions = Vec::new();
    let mut open: Vec<&Marker> = Vec::new();
    let mut add = |marker, span: Span| regions.push(Region { span, marker, used: false });
    for marker in &target.document.markers {
        for name in &marker.checks {
            let names = CHECKS.iter().map(|check| check.name);
            if !names.clone().any(|known| known == name) {
                let remedy = nearest(name, names).unwrap_or_default();
                report(marker, format!("no check `{name}` in {}; did you mean `{remedy}`?", written(marker)));
            }
        }
        match &marker.kind {
            // Said above, if it names no check that exists.
            MarkerKind::Next | MarkerKind::Start if is_unknown(marker) => {}
            MarkerKind::Next => add(marker, next(target, marker.at)),
            MarkerKind::Start => open.push(marker),
            MarkerKind::End => match open.pop() {
                Some(start) => add(start, Span::new(start.at, marker.at.max(start.at))),
                None => report(marker, "mtlint-ignore-end without an mtlint-ignore-start before it".to_owned()),
            },
            MarkerKind::Unknown(keyword) => report(
                marker,
                format!("no marker `{keyword}`; say mtlint-ignore, mtlint-ignore-start or mtlint-ignore-end"),
            ),
        }
    }
    for start in open {
        report(start, format!("{} is never ended; add <!-- mtlint-ignore-end -->", written(start)));
        add(start, Span::new(start.at, end.max(start.at)));
    }
    regions
}

/// Whether it names checks and none of them exists.
fn is_unknown(marker: &Marker) -> bool {
    !marker.checks.is_empty() && !marker.checks.iter().any(|name| CHECKS.iter().any(|check| check.name == name))
}

/// The rest of the sentence at an offset inside a block or, where that block has none, nothing; between
/// blocks, the next block.
fn next(target: &Text, at: usize) -> Span {
    let blocks = &target.document.blocks;
    let inside = blocks.iter().position(|block| block.span.start < at && at <= block.span.end);
    match inside {
        Some(block) => {
            let mut sentences = target.sentences.iter().filter(|sentence| sentence.block == block);
            sentences.find(|sentence| sentence.span.end > at).map_or(Span::new(at, at), |sentence| sentence.span)
        }
        None => blocks.iter().find(|block| block.span.start >= at).map_or(Span::new(at, at), |block| block.span),
    }
}

fn written(marker: &Marker) -> String {
    let keyword = match &marker.kind {
        MarkerKind::Next => "mtlint-ignore",
        MarkerKind::Start => "mtlint-ignore-start",
        MarkerKind::End => "mtlint-ignore-end",
        MarkerKind::Unknown(keyword) => keyword,
    };
    if marker.checks.is_empty() { keyword.to_owned() } else { format!("{keyword} {}", marker.checks.join(", ")) }
}
