//! The report for a browser: one file that says what the other formats say, whatever is in the texts.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use html5gum::emitters::default::{DefaultEmitter, StartTag};
use html5gum::{Error, Token, Tokenizer};
use mtlint::checks::check::Settings;
use mtlint::report::{Format, Report, Reported, Style, article, refused};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{check, folder, mtlint, run};

const STYLE: Style = Style { csv_delimiter: b',', byte_order_mark: true, colour: false, links: false };

/// Texts that try to leave their place: markup, ends of scripts and comments, controls, marks of
/// direction, paths, formulas, prototypes.
const HOSTILE: [&str; 16] = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "</SCRIPT\t><svg/onload=alert(1)>",
    "<!--<script>",
    "--><b>",
    "]]><![CDATA[",
    "&lt;script&gt;&#60;&quot;",
    "\"'`onmouseover=alert(1)",
    "{{articles}}{{script}}",
    "\u{202e}gnitide\u{202c} \u{2066}x\u{2069} \u{200f}",
    "nul \0 bell \u{7} escape \u{1b}[31m next \u{85}\u{2028}\u{2029}",
    "../../etc/passwd\\..\\..",
    "=HYPERLINK(\"http://example.org\")",
    "__proto__ constructor",
    "🦀 a\u{301} \u{feff} \u{fffe}\u{10ffff}",
    "\\u003c\\\"\\",
];

/// A page as a browser cuts it up.
struct Page {
    tags: Vec<StartTag<()>>,
    /// Contents of the `<script>`s and of the `<style>`, in order.
    scripts: Vec<String>,
    styles: Vec<String>,
}

impl Page {
    fn read(html: &str) -> Page {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut page = Page { tags: Vec::new(), scripts: Vec::new(), styles: Vec::new() };
        let mut inside = String::new();
        for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
            match token {
                Token::StartTag(tag) => {
                    inside = String::from_utf8_lossy(&tag.name).into_owned();
                    match inside.as_str() {
                        "script" => page.scripts.push(String::new()),
                        "style" => page.styles.push(String::new()),
                        _ => {}
                    }
                    page.tags.push(tag);
                }
                Token::String(text) => {
                    let text = String::from_utf8(text.value.to_vec()).expect("UTF-8");
                    match inside.as_str() {
                        "script" => page.scripts.last_mut().expect("begun").push_str(&text),
                        "style" => page.styles.last_mut().expect("begun").push_str(&text),
                        _ => {}
                    }
                }
                Token::EndTag(_) => inside.clear(),
                // What no character is may stand in a text; a browser takes it as it is.
                Token::Error(error) => assert_eq!(error.value, Error::NoncharacterInInputStream),
                Token::Comment(_) | Token::Doctype(_) => {}
            }
        }
        page
    }

    fn names(&self) -> Vec<String> {
        self.tags.iter().map(|tag| String::from_utf8_lossy(&tag.name).into_owned()).collect()
    }

    fn values(&self, attribute: &str) -> Vec<String> {
        let value =
            |tag: &StartTag<()>| Some(String::from_utf8_lossy(tag.attributes.get(attribute.as_bytes())?).into_owned());
        self.tags.iter().filter_map(value).collect()
    }

    /// The page's own script.
    fn own_script(&self) -> &str {
        let scripts = self.tags.iter().filter(|tag| *tag.name == *b"script").zip(&self.scripts);
        let is_own = |tag: &StartTag<()>| tag.attributes.get(&b"type"[..]).is_some_and(|t| ***t == *b"module");
        let own: Vec<&str> = scripts.filter(|(tag, _)| is_own(tag)).map(|(_, text)| text.as_str()).collect();
        assert_eq!(own.len(), 1);
        own[0]
    }

    /// The blocks of data of a class.
    fn blocks(&self, class: &str) -> Vec<Value> {
        let scripts = self.tags.iter().filter(|tag| *tag.name == *b"script").zip(&self.scripts);
        let is_of = |tag: &StartTag<()>| tag.attributes.get(&b"class"[..]).is_some_and(|c| ***c == *class.as_bytes());
        scripts.filter(|(tag, _)| is_of(tag)).map(|(_, json)| serde_json::from_str(json).expect("JSON")).collect()
    }
}

/// The page of some articles.
fn page(articles: &[Reported]) -> String {
    let mut report = Report::new(Format::Html, STYLE).expect("a page needs no room");
    let mut bytes = report.begin();
    for reported in articles {
        bytes.extend(report.add(article(Format::Html, reported, STYLE)).expect("a page takes any article"));
    }
    bytes.extend(report.end().expect("a page ends"));
    String::from_utf8(bytes).expect("UTF-8")
}

fn reported(name: &str, source: Option<&str>, target: &str) -> Reported {
    let settings = Settings { encode: false, ..Settings::default() };
    let checked = check(source.map(|text| ("nl", text)), ("en", target), &settings);
    Reported {
        name: name.to_owned(),
        path: name.to_owned(),
        source_path: None,
        link: None,
        checked,
        problems: Vec::new(),
        known: BTreeSet::new(),
    }
}

/// The words between two UTF-16 offsets.
fn cut(text: &Value, span: &Value) -> String {
    let Some(span) = span.as_array() else { return String::new() };
    let [start, end] = [0, 1].map(|n| usize::try_from(span[n].as_u64().expect("a number")).expect("small"));
    let units: Vec<u16> = text.as_str().expect("a text").encode_utf16().collect();
    String::from_utf16(&units[start..end]).expect("offsets lie between characters")
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_stands_alone_and_allows_nothing_else() {
    let html = page(&[reported("a.txt", Some("De bok at."), "The the goat ate.")]);
    let page = Page::read(&html);
    assert!(page.values("src").is_empty() && page.values("style").is_empty());
    assert!(page.values("href").iter().all(|link| link.starts_with('#')), "{:?}", page.values("href"));
    for outside in ["http:", "https:", "url(", "@import", "fetch(", "innerHTML", "eval("] {
        let own = [page.own_script(), &page.styles[0]];
        let reaches = own.iter().any(|text| text.replace("http://www.w3.org/2000/svg", "").contains(outside));
        assert!(!reaches, "the page reaches out: {outside}");
    }
    assert!(!page.names().iter().any(|name| ["link", "iframe", "object", "img", "base"].contains(&name.as_str())));
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let policy = &page.values("content")[1];
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
    assert!(policy.contains(&format!("style-src {};", hash(&page.styles[0]))), "{policy}");
    assert!(policy.contains(&format!("script-src {};", hash(page.own_script()))), "{policy}");
    let ids = page.values("id");
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "an id stands twice");
    for attribute in ["for", "aria-labelledby"] {
        assert!(page.values(attribute).iter().all(|id| ids.contains(id)), "{attribute} names what is not there");
    }
    assert!(!html.contains("{{"), "something is not filled in");
}

#[test]
fn the_data_of_a_page_are_the_findings_of_the_other_formats() {
    let args = |format| ["check", "corpora/articles", "--no-encoder", "--format", format];
    let (status, html, err) = run(&mut mtlint(&args("html")));
    assert_eq!((status, err.as_str()), (Some(1), ""));
    let (_, lines, _) = run(&mut mtlint(&args("jsonl")));
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let page = Page::read(&html);
    let (settings, summaries, texts) = (page.blocks("settings"), page.blocks("article"), page.blocks("texts"));
    assert_eq!((settings.len(), summaries.len()), (1, texts.len()));
    let mut n = 0;
    for (summary, texts) in summaries.iter().zip(&texts) {
        let of_article: Vec<&Value> = lines.iter().filter(|line| line["article"] == summary["name"]).collect();
        let (last, found) = of_article.split_last().expect("a line that sums up");
        assert_eq!(
            (&summary["words"], &summary["risk"], &summary["notes"]),
            (&last["words"], &last["risk"], &last["notes"])
        );
        let (briefs, evidence) =
            (summary["findings"].as_array().expect("a list"), texts["findings"].as_array().expect("a list"));
        assert_eq!((briefs.len(), evidence.len()), (found.len(), found.len()));
        for ((brief, evidence), line) in briefs.iter().zip(evidence).zip(found) {
            let named = |list: &str, n: &Value| {
                settings[0][list][usize::try_from(n.as_u64().expect("a number")).expect("small")].clone()
            };
            assert_eq!(named("checks", &brief[0])["name"], line["check"]);
            assert_eq!(named("severities", &brief[1]), line["severity"]);
            let hundredths = brief[2].as_f64().expect("a number");
            assert!((hundredths / 100.0 - line["confidence"].as_f64().expect("a number")).abs() < 1e-6);
            assert!(brief[3].as_u64().is_some_and(|place| place <= 1000));
            assert_eq!(brief[4], line["fingerprint"]);
            for key in ["line", "column", "sentence", "category", "message", "suggestions"] {
                assert_eq!(evidence[key], line[key], "{key}");
            }
            let (source, target) = (&texts["source"]["text"], &texts["target"]["text"]);
            assert_eq!(cut(target, &evidence["target"]), line["span"]);
            assert_eq!(cut(source, &evidence["source"]), line["source_span"]);
            assert_eq!(folded(&cut(target, &evidence["target_sentence"])), line["target_sentence"]);
            assert_eq!(folded(&cut(source, &evidence["source_sentence"])), line["source_sentence"]);
            n += 1;
        }
    }
    assert!(n >= 10, "the demo articles have findings");
}

#[test]
fn every_sentence_and_token_is_in_its_place() {
    let target = "A crab 🦀 sat on the the pier.\n\nIt cost €5 – café closed.";
    let html = page(&[reported("a.txt", Some("Een krab 🦀 zat op de pier.\n\nHet kostte €5 – café dicht."), target)]);
    let texts = &Page::read(&html).blocks("texts")[0];
    for side in ["source", "target"] {
        let column = &texts[side];
        let (mut words, mut at) = (Vec::new(), 0);
        for pair in column["tokens"].as_array().expect("a list").chunks(2) {
            let start = at + pair[0].as_i64().expect("a number");
            at = start + pair[1].as_i64().expect("a number");
            words.push(cut(&column["text"], &serde_json::json!([start, at])));
        }
        let expected: Vec<String> =
            column["text"].as_str().expect("a text").split_whitespace().map(str::to_owned).collect();
        assert_eq!(words.concat(), expected.concat());
        let sentences = column["sentences"].as_array().expect("a list");
        assert_eq!(sentences.len(), 2);
        let joined: Vec<String> = sentences.iter().map(|s| cut(&column["text"], s)).collect();
        assert_eq!(folded(&joined.join(" ")), folded(column["text"].as_str().expect("a text")));
    }
    assert_eq!(texts["risk"].as_array().map(Vec::len), texts["target"]["tokens"].as_array().map(|t| t.len() / 2));
    let alone = page(&[reported("a.txt", None, target)]);
    let texts = &Page::read(&alone).blocks("texts")[0];
    assert_eq!(texts["rows"], serde_json::json!([[0, 0, 0, 1, "", 0], [0, 0, 1, 2, "", 0]]));
    assert!(texts["source"].is_null());
}

#[test]
fn no_text_leaves_its_place() {
    let harmless = page(&[reported("name", Some("De de bok."), "The the goat.")]);
    for text in HOSTILE {
        let (source, target) = (format!("De de bok {text} at."), format!("The the goat {text} ate {text}{text}."));
        let hostile = reported(text, Some(&source), &target);
        assert!(!hostile.checked.ranking.findings.is_empty(), "{text:?}");
        let html = page(&[hostile]);
        let page = Page::read(&html);
        assert_eq!(page.names(), Page::read(&harmless).names(), "{text:?}");
        assert_eq!(page.own_script(), Page::read(&harmless).own_script(), "{text:?}");
        assert_eq!(page.blocks("article")[0]["name"], text);
        let texts = &page.blocks("texts")[0];
        assert_eq!(texts["target"]["text"], target);
        assert_eq!(texts["source"]["text"], source);
        // Nothing but the frame's own controls and line breaks stands raw in the file.
        let is_raw = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{2028}' | '\u{2029}');
        assert!(!html.contains(is_raw), "{text:?}");
    }
}

#[test]
fn an_article_that_cannot_be_checked_is_named_in_the_page() {
    let block = String::from_utf8(refused(Format::Html, "</script>", "no <b>text</b>").body).expect("UTF-8");
    let page = Page::read(&block);
    assert_eq!(page.names(), ["script"]);
    assert_eq!(page.blocks("failure"), [serde_json::json!({"name": "</script>", "error": "no <b>text</b>"})]);
    let files = folder(&[
        ("a.txt", b"The the goat ate.\n" as &[u8]),
        ("b.txt", b"\x00\x01\x02binary\x00"),
        ("c.txt", b"The goat ate.\n"),
    ]);
    let args = ["check", "a.txt", "b.txt", "c.txt", "--to", "en", "--no-encoder", "-o", "report.html"];
    let (status, out, _) = run(mtlint(&args).current_dir(files.path()));
    assert_eq!((status, out.as_str()), (Some(2), ""));
    let html = std::fs::read_to_string(files.path().join("report.html")).expect("written");
    let page = Page::read(&html);
    let names: Vec<Value> = page.blocks("article").iter().map(|summary| summary["name"].clone()).collect();
    assert_eq!(names, ["a.txt", "c.txt"]);
    let failures = page.blocks("failure");
    assert!(failures[0]["name"] == "b.txt" && failures[0]["error"].as_str().is_some_and(|e| e.contains("binary")));
    let order: Vec<String> =
        page.values("class").into_iter().filter(|c| ["article", "failure"].contains(&c.as_str())).collect();
    assert_eq!(order, ["article", "failure", "article"]);
    assert_eq!(page.blocks("texts").len(), 2);
}

#[test]
fn scripts_run_the_way_of_their_language() {
    let files =
        folder(&[("s.txt", b"The minister met the king.\n" as &[u8]), ("t.txt", "التقى الوزير بالملك.\n".as_bytes())]);
    let args =
        ["check", "t.txt", "--source", "s.txt", "--from", "en", "--to", "ar", "--no-encoder", "--format", "html"];
    let (_, html, err) = run(mtlint(&args).current_dir(files.path()));
    let texts = &Page::read(&html).blocks("texts")[0];
    let way = |side: &str| (texts[side]["lang"].clone(), texts[side]["dir"].clone());
    assert_eq!((way("source"), way("target")), (("en".into(), "ltr".into()), ("ar".into(), "rtl".into())), "{err}");
}
