//! The commands as a newcomer types them.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::support::{folder, mtlint, root, run};

const SOURCE: &str = "De koning had vrijdag een lang onderhoud met de premier. De brug kost 12 miljoen euro.\n";
const TARGET: &str =
    "The king had a long maintenance with the prime minister on Friday. The bridge costs 12 million euros.\n";
const CLEAN: &str =
    "The king had a long conversation with the prime minister on Friday. The bridge costs 12 million euros.\n";

#[test]
fn the_exit_status_says_what_was_found() {
    let folder = folder(&[("s.txt", SOURCE.as_bytes()), ("t.txt", TARGET.as_bytes()), ("c.txt", CLEAN.as_bytes())]);
    let status = |args: &[&str]| run(mtlint(&[&["check"], args].concat()).current_dir(folder.path())).0;
    assert_eq!(status(&["t.txt", "--source", "s.txt"]), Some(1));
    assert_eq!(status(&["t.txt", "--source", "s.txt", "--fail-on", "critical"]), Some(0));
    assert_eq!(status(&["t.txt", "--source", "s.txt", "--fail-on", "never"]), Some(0));
    assert_eq!(status(&["c.txt", "--source", "s.txt", "--fail-on", "minor"]), Some(0));
    assert_eq!(status(&["absent.txt"]), Some(2));
    assert_eq!(status(&["t.txt", "--no-such-flag"]), Some(2));
}

#[test]
fn the_csv_is_what_the_contract_says() {
    let odd = TARGET.replace("The bridge", "=SUM(A1), \"the the\" bridge");
    let folder = folder(&[("s.txt", SOURCE.as_bytes()), ("t.txt", odd.as_bytes())]);
    let report = folder.path().join("report.csv");
    let (status, out, _) =
        run(mtlint(&["check", "t.txt", "--source", "s.txt", "-o", "report.csv"]).current_dir(folder.path()));
    assert_eq!((status, out.as_str()), (Some(1), ""));
    let bytes = fs::read(report).expect("the report");
    assert!(
        bytes.starts_with("\u{feff}article,line,column,sentence,check,category,severity,confidence,span,".as_bytes())
    );
    assert!(bytes.ends_with(b"\r\n"));
    let mut reader = csv::ReaderBuilder::new().from_reader(&bytes[3..]);
    let header = reader.headers().expect("a header").clone();
    assert_eq!(header.len(), 17);
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows of equal length");
    let cell = |row: &csv::StringRecord, name: &str| row[header.iter().position(|h| h == name).expect(name)].to_owned();
    assert_eq!(cell(&rows[0], "span"), "maintenance");
    assert!(cell(&rows[0], "suggestion").split(" | ").any(|s| s == "conversation"));
    assert_eq!((cell(&rows[0], "line"), cell(&rows[0], "column")), ("1".to_owned(), "21".to_owned()));
    assert_eq!(cell(&rows[0], "decision"), "");
    assert!(rows.iter().all(|row| cell(row, "fingerprint").len() == 16));
    assert!(rows.iter().all(|row| row.iter().all(|c| !c.starts_with(['=', '+', '-', '@', '\t', '\r']))));
}

#[test]
fn csv_can_be_told_another_delimiter_and_no_mark() {
    let folder = folder(&[("s.txt", SOURCE.as_bytes()), ("t.txt", TARGET.as_bytes())]);
    let args = ["check", "t.txt", "--source", "s.txt", "--format", "csv", "--csv-delimiter", ";", "--no-bom"];
    let (_, out, _) = run(mtlint(&args).current_dir(folder.path()));
    assert!(out.starts_with("article;line;column;"));
}

#[test]
fn fingerprints_survive_edits_elsewhere() {
    let folder = folder(&[("s.txt", SOURCE.as_bytes()), ("t.txt", TARGET.as_bytes())]);
    let fingerprints = || {
        let args = ["check", "t.txt", "--source", "s.txt", "--format", "jsonl"];
        let (_, out, _) = run(mtlint(&args).current_dir(folder.path()));
        let lines = out.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).expect("JSON"));
        lines.filter_map(|v| v["fingerprint"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let before = fingerprints();
    fs::write(folder.path().join("t.txt"), format!("A headline\n\n{TARGET}")).expect("writable");
    assert_eq!(before, fingerprints());
    assert!(!before.is_empty());
}

#[test]
fn pairs_are_found_by_folder_pattern_and_manifest() {
    let (s, t) = (SOURCE.as_bytes(), TARGET.as_bytes());
    let manifest = "target,source,from,to,glossary\nen/a.txt,nl/a.txt,nl,en,\nen/b.txt,nl/b.txt,nl,en,\n";
    let lines =
        "{\"target\":\"en/a.txt\",\"source\":\"nl/a.txt\"}\n{\"target\":\"en/b.txt\",\"source\":\"nl/b.txt\"}\n";
    let folder = folder(&[
        ("nl/a.txt", s),
        ("nl/b.txt", s),
        ("en/a.txt", t),
        ("en/b.txt", t),
        ("mixed/a.en.txt", t),
        ("mixed/a.nl.txt", s),
        ("pairs/one/source.txt", s),
        ("pairs/one/target.txt", t),
        ("list.csv", manifest.as_bytes()),
        ("list.ndjson", lines.as_bytes()),
    ]);
    let found = |args: &[&str]| {
        let (status, out, err) =
            run(mtlint(&[&["check", "--format", "csv"], args].concat()).current_dir(folder.path()));
        assert_eq!(status, Some(1), "{args:?}: {err}");
        out.lines().filter(|line| line.contains(",maintenance,")).count()
    };
    assert_eq!(found(&["en", "--source", "nl"]), 2);
    assert_eq!(found(&["en/*.txt", "--source", "nl"]), 2);
    assert_eq!(found(&["mixed", "--source", "{stem}.nl.txt"]), 1);
    assert_eq!(found(&["mixed/*.en.txt", "--source", "{stem}.nl.txt"]), 1);
    assert_eq!(found(&["pairs"]), 1);
    assert_eq!(found(&["list.csv"]), 2);
    assert_eq!(found(&["list.ndjson"]), 2);
}

#[test]
fn a_bad_article_is_reported_and_the_rest_goes_on() {
    let folder = folder(&[
        ("nl/a.txt", SOURCE.as_bytes()),
        ("nl/b.txt", SOURCE.as_bytes()),
        ("en/a.txt", b"\x00\x01\x02binary\x00"),
        ("en/b.txt", TARGET.as_bytes()),
        ("en/c.txt", TARGET.as_bytes()),
    ]);
    let (status, out, err) =
        run(mtlint(&["check", "en", "--source", "nl", "--format", "csv"]).current_dir(folder.path()));
    assert_eq!(status, Some(2));
    assert!(out.contains("maintenance"));
    assert!(err.contains("a.txt") && err.contains("binary") && err.contains("c.txt"), "{err}");
}

#[test]
fn the_configuration_is_found_upwards() {
    let config = "[checks]\nknown-artifact = \"off\"\n[spellings]\nKing = \"Monarch\"\n";
    let folder = folder(&[
        ("mtlint.toml", config.as_bytes()),
        ("desk/s.txt", SOURCE.as_bytes()),
        ("desk/t.txt", TARGET.as_bytes()),
    ]);
    let (_, out, _) =
        run(mtlint(&["check", "desk/t.txt", "--source", "desk/s.txt", "--format", "csv"]).current_dir(folder.path()));
    assert!(!out.contains("known-artifact") && out.contains("house-spelling"), "{out}");
}

#[test]
fn a_glossary_is_heeded() {
    let folder = folder(&[
        ("terms.csv", b"premier,premier|PM\n" as &[u8]),
        ("s.txt", SOURCE.as_bytes()),
        ("t.txt", TARGET.as_bytes()),
    ]);
    let args = [
        "check",
        "t.txt",
        "--source",
        "s.txt",
        "--from",
        "nl",
        "--to",
        "en",
        "--glossary",
        "terms.csv",
        "--format",
        "csv",
    ];
    let (_, out, err) = run(mtlint(&args).current_dir(folder.path()));
    assert!(out.contains("glossary-term") && out.contains("premier | PM"), "{out}{err}");
}

#[test]
fn a_stream_answers_every_line_in_order() {
    let mut child = mtlint(&["stream", "--tokens"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("piped");
    let pair =
        serde_json::json!({"id": "7", "source": SOURCE, "target": TARGET, "source_lang": "nl", "target_lang": "en"});
    let alone = serde_json::json!({"id": 8, "target": "The 🦀 the the", "source": null, "target_lang": "en"});
    write!(input, "{pair}\nnot json\n{alone}\n{{\"id\":9}}\n").expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let lines: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["id"], "7");
    assert_eq!(lines[0]["findings"][0]["text"], "maintenance");
    assert_eq!(lines[0]["findings"][0]["start"], 20);
    assert!(lines[0]["tokens"].as_array().is_some_and(|t| t.len() > 10));
    assert!(lines[1]["error"].is_string() && lines[1]["id"].is_null());
    // Code points, not bytes: the crab is one.
    assert_eq!(lines[2]["findings"][0]["start"], 6);
    assert_eq!(lines[3]["id"], 9);
    assert!(lines[3]["error"].is_string());
}

#[test]
fn alignments_have_the_form_of_the_contract() {
    let folder = folder(&[
        ("s.txt", b"De koning sprak lang .\nHet regent in Utrecht .\n" as &[u8]),
        ("t.txt", b"The king spoke for long .\nIt is raining in Utrecht .\n"),
    ]);
    let align = |unit: &str| {
        let args = ["align", unit, "s.txt", "t.txt", "--from", "nl", "--to", "en"];
        run(mtlint(&args).current_dir(folder.path())).1
    };
    let beads = align("sentences");
    assert!(
        beads.starts_with("[0]:[0]:") && beads.lines().nth(1).is_some_and(|l| l.starts_with("[1]:[1]:")),
        "{beads}"
    );
    let words = align("words");
    assert_eq!(words.lines().count(), 2);
    assert!(words.lines().nth(1).is_some_and(|l| l.split(' ').any(|link| link == "3-4")), "{words}");
}

#[test]
fn facts_are_printed_side_by_side() {
    let source = "De brug kost 2,4 miljoen euro.\n\nHij is 80 kilometer lang en opent op 14 maart 2023.\n";
    let target = "The bridge will cost 2.4 billion euros.\n\nIt is 50 miles long and opens on 14 March 2023.\n";
    let folder = folder(&[("s.txt", source.as_bytes()), ("t.txt", target.as_bytes())]);
    let facts = |format: &str| {
        let args =
            ["facts", "t.txt", "--source", "s.txt", "--from", "nl", "--to", "en", "--no-encoder", "--format", format];
        let (status, out, err) = run(mtlint(&args).current_dir(folder.path()));
        assert_eq!((status, err.as_str()), (Some(0), ""));
        out
    };
    assert_eq!(
        facts("tsv"),
        "verdict\tkind\tsource_line\tsource\tsource_value\ttarget_line\ttarget\ttarget_value\n\
         rescaled\tmoney\t1\t2,4 miljoen euro\t2400000 euro\t1\t2.4 billion euros\t2400000000 euro\n\
         same\tdate\t3\t14 maart 2023\t2023-03-14\t3\t14 March 2023\t2023-03-14\n\
         converted\tquantity\t3\t80 kilometer\t80 kilometre\t3\t50 miles\t50 mile\n"
    );
    assert!(facts("pretty").starts_with("rescaled        money     1: 2,4 miljoen euro = 2400000 euro"));
    let json: serde_json::Value = serde_json::from_str(&facts("json")).expect("JSON");
    let cell = &json["facts"][2]["target"];
    assert_eq!((cell["text"].as_str(), cell["start"].as_u64()), (Some("50 miles"), Some(47)));
}

#[test]
fn digits_of_a_word_there_stay_in_the_ledger() {
    let folder = folder(&[
        ("s.txt", "The user Zonnebloem72 changed the page.\n".as_bytes()),
        ("t.txt", "Der Nutzer Zonnebloem 72 änderte die Seite.\n".as_bytes()),
    ]);
    let args = ["facts", "t.txt", "--source", "s.txt", "--from", "en", "--to", "de", "--no-encoder", "--format", "tsv"];
    let (status, out, err) = run(mtlint(&args).current_dir(folder.path()));
    assert_eq!((status, err.as_str()), (Some(0), ""));
    assert!(out.lines().any(|line| line.starts_with("same\tnumber\t\t\t\t1\t72\t72")), "{out}");
}

#[test]
fn names_are_facts_in_any_script() {
    let facts = |from: &str, to: &str, source: &str, target: &str| {
        let folder = folder(&[("s.txt", source.as_bytes()), ("t.txt", target.as_bytes())]);
        let args =
            ["facts", "t.txt", "--source", "s.txt", "--from", from, "--to", to, "--no-encoder", "--format", "tsv"];
        let (status, out, err) = run(mtlint(&args).current_dir(folder.path()));
        assert_eq!((status, err.as_str()), (Some(0), ""));
        let lines = out.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
        let cell = |cells: &[&str], n: usize| cells.get(n).copied().unwrap_or_default().to_owned();
        lines
            .map(|cells| format!("{} {}: {} = {}", cell(&cells, 0), cell(&cells, 1), cell(&cells, 3), cell(&cells, 6)))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        facts(
            "nl",
            "en",
            "Gisteren sprak Hendrik Vaandrager in Den Haag met de NAVO.",
            "Yesterday Hendrik Vaandrager spoke with NATO in The Hague."
        ),
        [
            "same name: Hendrik Vaandrager = Hendrik Vaandrager",
            "same name: NAVO = NATO",
            "same name: Den Haag = The Hague",
        ]
    );
    assert_eq!(
        facts(
            "ru",
            "en",
            "Вчера мэр Хворостенко встретился в Москве с Борисом Галушкиным.",
            "Yesterday the mayor, Khvorostenko, met Boris Galushkin in Moscow."
        ),
        [
            "same name: Хворостенко = Khvorostenko",
            "same name: Борисом Галушкиным = Boris Galushkin",
            "same name: Москве = Moscow",
        ]
    );
}

#[test]
fn checks_explain_and_languages_print() {
    let (status, checks, _) = run(&mut mtlint(&["checks"]));
    assert!(status == Some(0) && checks.contains("known-artifact"));
    let (status, page, _) = run(&mut mtlint(&["explain", "known-artifact"]));
    assert!(status == Some(0) && page.contains("Limits"));
    let (status, _, err) = run(&mut mtlint(&["explain", "known-artefact"]));
    assert!(status == Some(2) && err.contains("did you mean `known-artifact`"), "{err}");
    let (status, languages, _) = run(&mut mtlint(&["languages"]));
    assert!(status == Some(0) && languages.contains("nl-en") && languages.contains("Dutch"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = mtlint(&["check", "corpora/articles", "--format", "jsonl", "--fail-on", "never"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn markdown_and_html_are_placed_in_the_file() {
    let html = "<!DOCTYPE html><html><body><article><h1>Talks</h1><p>The king had a long <em>maintenance</em> with the prime minister on Friday, and nobody knows what was said there, or why it took such a long time.</p></article></body></html>";
    let source = "Gesprekken\n\nDe koning had vrijdag een lang onderhoud met de premier, en niemand weet wat er gezegd is, of waarom het zo lang duurde.\n";
    let markdown = "# Talks\n\nThe king had a long *maintenance* with the prime minister on Friday.\n";
    let folder = folder(&[("t.html", html.as_bytes()), ("t.md", markdown.as_bytes()), ("s.txt", source.as_bytes())]);
    for file in ["t.html", "t.md"] {
        let text = fs::read_to_string(folder.path().join(file)).expect("written above");
        let args = ["check", file, "--source", "s.txt", "--from", "nl", "--to", "en", "--format", "jsonl"];
        let (_, out, err) = run(mtlint(&args).current_dir(folder.path()));
        let first: serde_json::Value = serde_json::from_str(out.lines().next().expect("a line")).expect("JSON");
        assert_eq!(first["span"], "maintenance", "{out}{err}");
        let start = usize::try_from(first["start"].as_u64().expect("a number")).expect("small");
        assert_eq!(start, text.find("maintenance").expect("in the text"), "{file}");
    }
    assert!(root().join("README.md").is_file());
}
