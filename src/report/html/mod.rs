//! A report to work through in a browser: one file that asks nothing of the network, and whose policy
//! forbids it to.
//!
//! The page is a fixed frame. What changes from report to report lies in it as data, two blocks of
//! JSON an article: a small summary, which the page reads when it arrives, and the texts with the
//! evidence, which it reads when the article is opened. So a batch stays one file that is written
//! article by article, and that is listed and can be worked on while its end is still being loaded;
//! [`data`] says what the blocks hold. Texts reach the page as text nodes only.

mod data;

use serde::Serialize;

use super::csv::{COLUMNS, DECISIONS, FORMULA, NUMERIC};
use super::page::{LIGHT, OWN_LANGUAGE, PALETTE, asset, policy};
use super::{Reported, Style};
use crate::checks::CHECKS;
use crate::finding::Severity;

/// The frame; `{{…}}` is filled in.
const PAGE: &str = include_str!("page.html");

/// Where the frame is cut in two for the articles.
const ARTICLES: &str = "{{articles}}";

const STYLE: [&str; 2] = [PALETTE, include_str!("page.css")];

/// One module, in parts.
const SCRIPT: [&str; 9] = [
    LIGHT,
    include_str!("state.js"),
    include_str!("decisions.js"),
    include_str!("texts.js"),
    include_str!("cards.js"),
    include_str!("index.js"),
    include_str!("export.js"),
    include_str!("review.js"),
    include_str!("main.js"),
];

/// What the script must know besides the articles.
#[derive(Serialize)]
struct Settings<'a> {
    checks: Vec<Check>,
    severities: [&'a str; 3],
    decisions: [&'a str; 4],
    csv: Csv<'a>,
}

#[derive(Serialize)]
struct Check {
    name: &'static str,
    summary: String,
}

#[derive(Serialize)]
struct Csv<'a> {
    columns: [&'a str; 17],
    numeric: [&'a str; 4],
    formula: [char; 10],
    delimiter: char,
    mark: bool,
}

/// The page up to the articles.
pub fn header(style: Style) -> Vec<u8> {
    let check = |check: &&crate::checks::check::Check| Check {
        name: check.name,
        summary: check.summary().split_whitespace().collect::<Vec<_>>().join(" ").replace('`', ""),
    };
    let settings = Settings {
        checks: CHECKS.iter().map(check).collect(),
        severities: Severity::ALL.map(Severity::as_str),
        decisions: DECISIONS,
        csv: Csv {
            columns: COLUMNS,
            numeric: NUMERIC,
            formula: FORMULA,
            delimiter: char::from(style.csv_delimiter),
            mark: style.byte_order_mark,
        },
    };
    let (style, script) = (asset(&STYLE), asset(&SCRIPT));
    let page = asset(&[frame().0])
        .replace("{{language}}", OWN_LANGUAGE)
        .replace("{{version}}", env!("CARGO_PKG_VERSION"))
        .replace("{{policy}}", &policy(&style, &script))
        .replace("{{style}}", &style)
        .replace("{{settings}}", &data::block("settings", &settings))
        .replace("{{script}}", &script);
    page.into_bytes()
}

/// One article.
pub fn article(reported: &Reported) -> Vec<u8> {
    let [summary, texts] = data::article(reported);
    format!("{summary}\n{texts}\n").into_bytes()
}

/// An article that could not be checked.
pub fn failure(name: &str, error: &str) -> Vec<u8> {
    format!("{}\n", data::failure(name, error)).into_bytes()
}

/// The page after the articles.
pub fn footer() -> Vec<u8> {
    asset(&[frame().1]).into_bytes()
}

fn frame() -> (&'static str, &'static str) {
    PAGE.split_once(ARTICLES).unwrap_or((PAGE, ""))
}
