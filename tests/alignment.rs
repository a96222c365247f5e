//! The files that `mtlint align` writes.

use std::fs;
use std::path::Path;

use crate::support::{folder, mtlint, run};

const SOURCE: &str = "corpora/articles/nl-en-harbour/source.txt";
const TARGET: &str = "corpora/articles/nl-en-harbour/target.txt";

/// Runs `mtlint align sentences` in a folder, or in the checkout; it must succeed.
fn align(place: Option<&Path>, args: &[&str]) -> (String, String) {
    let mut command = mtlint(&[&["align", "sentences"], args].concat());
    if let Some(place) = place {
        command.current_dir(place);
    }
    let (status, out, err) = run(&mut command);
    assert_eq!(status, Some(0), "{args:?}: {err}");
    (out, err)
}

/// The rows below the header, cell by cell.
fn rows(tsv: &str) -> Vec<Vec<&str>> {
    let mut lines = tsv.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    assert_eq!(header, ["source", "target", "source_text", "target_text", "probability", "rendering"]);
    lines.collect()
}

fn is_matched(row: &[&str]) -> bool {
    !row[0].is_empty() && !row[1].is_empty()
}

#[test]
fn a_table_has_every_sentence_once() {
    let (tsv, err) = align(None, &[SOURCE, TARGET, "--format", "tsv"]);
    assert!(err.contains("taken for Dutch (nl)") && err.contains("taken for English (en)"), "{err}");
    let rows = rows(&tsv);
    assert!(rows.len() > 10);
    for row in &rows {
        assert_eq!(row.len(), 6, "{row:?}");
        let probability: f32 = row[4].parse().expect("a number");
        assert!((0.0..=1.0).contains(&probability) && row[4].len() == 5, "{row:?}");
        let renderings: &[&str] = if is_matched(row) { &["literal", "condensed", "rewritten"] } else { &[""] };
        assert!(renderings.contains(&row[5]), "{row:?}");
        assert_eq!((row[0].is_empty(), row[1].is_empty()), (row[2].is_empty(), row[3].is_empty()), "{row:?}");
    }
    for side in 0..2 {
        let mut numbers: Vec<usize> =
            rows.iter().flat_map(|row| row[side].split(',')).filter_map(|n| n.parse().ok()).collect();
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(0..rows.len()), "side {side} of {rows:?}");
    }
    let headline = "Minister talks to port companies about nitrogen";
    assert_eq!((rows[0][0], rows[0][3]), ("0", headline));
}

#[test]
fn lines_are_sentences_only_when_said_so() {
    let folder = folder(&[
        ("s.txt", "De koning sprak lang. Het regent\tin Utrecht.\nDe brug kost 12 miljoen euro.\n".as_bytes()),
        ("t.txt", b"The king spoke for long. It is raining\tin Utrecht.\nThe bridge costs 12 million euros.\n"),
    ]);
    let texts = |more: &[&str]| {
        let args = [&["s.txt", "t.txt", "--from", "nl", "--to", "en", "--format", "tsv"], more].concat();
        let (tsv, err) = align(Some(folder.path()), &args);
        assert_eq!(err, "");
        rows(&tsv).iter().map(|row| row[2].to_owned()).collect::<Vec<_>>()
    };
    let bridge = "De brug kost 12 miljoen euro.";
    assert_eq!(texts(&[]), ["De koning sprak lang.", "Het regent in Utrecht.", bridge]);
    assert_eq!(texts(&["--lines"]), ["De koning sprak lang. Het regent in Utrecht.", bridge]);
}

#[test]
fn the_plain_form_says_the_same_as_the_table() {
    let folder = folder(&[
        ("s.txt", "De koning sprak lang .\n\nHet regent in Utrecht .\nNiemand lacht daar nog om .\n".as_bytes()),
        ("t.txt", b"The king spoke for long .\n\nIt is raining in Utrecht .\n"),
    ]);
    let files = ["s.txt", "t.txt", "--from", "nl", "--to", "en"];
    let (plain, err) = align(Some(folder.path()), &files);
    assert_eq!(err, "");
    assert_eq!(plain, align(Some(folder.path()), &[&files[..], &["--format", "pharaoh", "--lines"]].concat()).0);
    let (tsv, _) = align(Some(folder.path()), &[&files[..], &["--format", "tsv", "--lines"]].concat());
    let expected: Vec<String> = rows(&tsv).iter().map(|r| format!("[{}]:[{}]:{}", r[0], r[1], r[4])).collect();
    assert_eq!(plain.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_memory_has_a_unit_for_every_matched_group() {
    let folder = folder(&[]);
    let out = folder.path().join("memory.tmx");
    let path = out.to_str().expect("a temporary path is UTF-8");
    let (printed, _) = align(None, &[SOURCE, TARGET, "--format", "tmx", "-o", path]);
    assert_eq!(printed, "");
    let left: Vec<_> = fs::read_dir(folder.path()).expect("readable").collect();
    assert_eq!(left.len(), 1, "no temporary file stays: {left:?}");
    let xml = fs::read_to_string(out).expect("written");
    let document = roxmltree::Document::parse(&xml).expect("well-formed");
    let named = |name: &'static str| document.descendants().filter(move |n| n.has_tag_name(name));
    assert_eq!(document.root_element().attribute("version"), Some("1.4"));
    let header = named("header").next().expect("a header");
    for attribute in ["creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"] {
        assert!(header.attribute(attribute).is_some_and(|value| !value.is_empty()), "{attribute} is required");
    }
    assert_eq!(header.attribute("creationtool"), Some("mtlint"));
    assert_eq!(header.attribute("srclang"), Some("nl"));
    let (tsv, _) = align(None, &[SOURCE, TARGET, "--format", "tsv"]);
    let matched: Vec<_> = rows(&tsv).into_iter().filter(|row| is_matched(row)).collect();
    assert_eq!(named("tu").count(), matched.len());
    for (unit, row) in named("tu").zip(matched) {
        let values: Vec<_> = unit
            .children()
            .filter(roxmltree::Node::is_element)
            .map(|child| {
                let kind =
                    child.attribute("type").or(child.attribute(("http://www.w3.org/XML/1998/namespace", "lang")));
                let text = child.first_element_child().unwrap_or(child).text();
                (kind.unwrap_or_default(), text.unwrap_or_default())
            })
            .collect();
        assert_eq!(values, [("x-probability", row[4]), ("x-rendering", row[5]), ("nl", row[2]), ("en", row[3])]);
    }
}

/// Markup, what XML cannot hold, and a source sentence that nothing answers to.
const ODD_SOURCE: &str = "De koning sprak vrijdag lang met \"Jansen & <script>alert('x')</script> Zonen\" over de brug.\n\n\
     De brug kost 12 miljoen\u{1}\u{b} euro en wordt in 2031 geopend.\n\n\
     Volgens de bakker smaakt het brood in Maastricht naar kaneel, gember en 7 soorten honing.\n\n\
     Het regent al drie weken in Utrecht, zegt burgemeester Verhoeven.\n";
const ODD_TARGET: &str = "The king spoke at length on Friday with \"Jansen & <script>alert('x')</script> Sons\" about the bridge.\n\n\
     The bridge costs 12 million\u{1}\u{b} euros and opens in 2031.\n\n\
     It has been raining for three weeks in Utrecht, says mayor Verhoeven.\n";

fn odd(format: &str) -> (String, String) {
    let folder = folder(&[("s.txt", ODD_SOURCE.as_bytes()), ("t.txt", ODD_TARGET.as_bytes())]);
    align(Some(folder.path()), &["s.txt", "t.txt", "--from", "nl", "--to", "en", "--format", format])
}

#[test]
fn odd_characters_break_no_memory_and_omissions_are_counted() {
    let (xml, err) = odd("tmx");
    let document = roxmltree::Document::parse(&xml).expect("well-formed");
    let texts: Vec<_> = document.descendants().filter(|n| n.has_tag_name("seg")).filter_map(|n| n.text()).collect();
    assert_eq!(texts.len(), 6);
    assert!(texts[0].contains("\"Jansen & <script>alert('x')</script> Zonen\""), "{texts:?}");
    assert!(texts[3].contains("12 million"), "{texts:?}");
    assert!(!xml.contains("kaneel"));
    assert!(err.contains("1 of 4 source sentences, 0 of 3 target sentences"), "{err}");
    let (tsv, err) = odd("tsv");
    assert_eq!(err, "");
    let rows = rows(&tsv);
    assert!(rows.iter().all(|row| row.len() == 6 && row.iter().all(|cell| !cell.contains(char::is_control))));
    assert!(rows.iter().any(|row| row[0] == "2" && row[1].is_empty() && row[3].is_empty() && row[5].is_empty()));
}

/// Values of an attribute, as the page writes them.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let pattern = format!(" {attribute}=\"");
    html.split(pattern.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn a_page_stands_alone_and_links_words_both_ways() {
    let (html, _) = align(None, &[SOURCE, TARGET, "--format", "html"]);
    for outside in ["http://", "https://", " src=", " href=", "url(", "@import", "fetch("] {
        assert!(!html.contains(outside), "the page reaches out: {outside}");
    }
    let (tsv, _) = align(None, &[SOURCE, TARGET, "--format", "tsv"]);
    assert_eq!(html.matches("<li class=\"bead ").count(), rows(&tsv).len());
    assert!(html.contains("lang=\"nl\" dir=\"ltr\"") && html.contains("color-scheme: light dark"));
    // `id`s and `data-to`s stand on the same words, in the same order.
    let words: Vec<_> = values(&html, "id").into_iter().zip(values(&html, "data-to")).collect();
    assert!(words.len() > 100);
    let linked: Vec<(&str, &str)> = words.iter().flat_map(|(id, to)| to.split(' ').map(move |to| (*id, to))).collect();
    for (id, to) in &linked {
        assert!(linked.contains(&(to, id)), "{id} is linked to {to}, and not the other way round");
        assert_ne!(id.as_bytes()[0], to.as_bytes()[0], "{id} and {to} are on one side");
    }
    let word =
        |text: &str| html.split(text).next().and_then(|before| before.rsplit('"').nth(3)).expect("a linked word");
    assert_eq!(word(">Minister<").split(' ').next(), Some("t0"));
}

#[test]
fn a_page_escapes_texts_and_marks_omissions() {
    let (html, _) = odd("html");
    assert_eq!(html.matches("<script").count(), 1, "the page's own");
    assert_eq!(html.matches("</script").count(), 1);
    assert!(html.contains("&lt;") && html.contains("&amp;") && html.contains("&quot;") && html.contains("&#39;"));
    assert!(!html.contains(['\u{1}', '\u{b}']));
    assert_eq!(html.matches("<li class=\"bead unmatched\"").count(), 1);
    assert_eq!(html.matches("no counterpart</p>").count(), 1);
}

#[test]
fn a_page_runs_the_way_its_scripts_do() {
    let folder = folder(&[
        ("s.txt", "The minister met the king.\n".as_bytes()),
        ("t.txt", "التقى الوزير بالملك.\n".as_bytes()),
        ("x.txt", b"zzxq vvkq qqzx.\n"),
    ]);
    let page = |files: &[&str]| align(Some(folder.path()), &[files, &["--format", "html"]].concat());
    let (html, _) = page(&["s.txt", "t.txt", "--from", "en", "--to", "ar"]);
    assert!(html.contains("lang=\"en\" dir=\"ltr\"") && html.contains("lang=\"ar\" dir=\"rtl\""), "{html}");
    let (html, err) = page(&["s.txt", "x.txt", "--from", "en"]);
    assert!(html.contains("lang=\"und\" dir=\"auto\""), "{html}");
    assert!(err.contains("say --to if"), "{err}");
}

#[test]
fn what_does_not_go_together_is_refused_with_the_remedy() {
    let refused = |args: &[&str]| {
        let (status, out, err) = run(&mut mtlint(&[&["align"], args].concat()));
        assert_eq!((status, out.as_str()), (Some(2), ""), "{args:?}: {err}");
        err
    };
    let err = refused(&["words", SOURCE, TARGET, "--from", "nl", "--to", "en", "--format", "tmx"]);
    assert!(err.contains("--format tmx") && err.contains("align sentences"), "{err}");
    let err = refused(&["sentences", SOURCE, TARGET, "--from", "nl"]);
    assert!(err.contains("--to xx is required") && err.contains("tsv, html or tmx"), "{err}");
    let err = refused(&["words", SOURCE, TARGET]);
    assert!(err.contains("--from xx is required"), "{err}");
    let err = refused(&["sentences", TARGET, SOURCE, "--from", "nl", "--to", "en", "--format", "html"]);
    assert!(err.contains("look swapped"), "{err}");
    let err = refused(&["sentences", SOURCE, "absent.txt", "--format", "tsv"]);
    assert!(err.contains("absent.txt"), "{err}");
    let err = refused(&["sentences", SOURCE, TARGET, "--format", "tsv", "-o", "corpora"]);
    assert!(err.contains("it is a folder"), "{err}");
    let err = refused(&["sentences", SOURCE, TARGET, "--format", "xlsx"]);
    assert!(err.contains("pharaoh, tsv, html, tmx"), "{err}");
}

#[test]
fn a_failed_run_leaves_the_old_file_alone() {
    let folder = folder(&[("s.txt", b"Het regent in Utrecht.\n" as &[u8]), ("t.txt", b""), ("old.tmx", b"old")]);
    let args = ["align", "sentences", "s.txt", "t.txt", "--format", "tmx", "-o", "old.tmx"];
    let (status, _, err) = run(mtlint(&args).current_dir(folder.path()));
    assert!(status == Some(2) && err.contains("empty"), "{err}");
    assert_eq!(fs::read(folder.path().join("old.tmx")).expect("still there"), b"old");
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 3);
}
