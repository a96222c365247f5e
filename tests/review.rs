//! Decisions: read back from what spreadsheets save, kept, heeded, written, learned from.

use std::fs;
use std::path::Path;

use mtlint::fingerprint::fingerprint;
use mtlint::language::Language;
use mtlint::read::{Format, parse_text};
use mtlint::review::amend::{Amended, amend};
use mtlint::review::reviewed::{self, Reviewed, Verdict};
use mtlint::review::{Decision, table};
use proptest::prelude::*;

use crate::support::{folder, mtlint, root, run};

const SOURCE: &str = "De minister zei vrijdag dat de brug 12 miljoen euro kost.\nDe band heet zo en speelt in juni.\nEr kwamen 350 mensen naar het plein.\nDe brug blijft dicht.\n";
const TARGET: &str = "The minister said on Friday that the the bridge costs 12 million euros.\r\nThe band is called the the and plays in June.\r\nSome 530 people came to the square.\r\nThe bridge remains closed .\r\n";

/// Checks `t.txt` in a folder; status, report, standard error.
fn check(folder: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let usual = ["check", "t.txt", "--source", "s.txt", "--from", "nl", "--to", "en", "--no-encoder"];
    run(mtlint(&[&usual[..], &["--format", "csv", "--no-bom"], more].concat()).current_dir(folder))
}

fn review(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    run(mtlint(&[&["review"], args].concat()).current_dir(folder))
}

/// A report with the decisions that `decide` gives for a check, its words and its sentence.
fn decided(report: &str, decide: impl Fn(&str, &str, &str) -> &'static str) -> String {
    let mut reader = csv::Reader::from_reader(report.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|h| h == name).expect(name);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("memory");
    for row in reader.records() {
        let row = row.expect("a row");
        let word = decide(&row[column("check")], &row[column("span")], &row[column("target_sentence")]);
        let cells = row.iter().enumerate().map(|(n, cell)| if n == column("decision") { word } else { cell });
        writer.write_record(cells).expect("memory");
    }
    String::from_utf8(writer.into_inner().expect("memory")).expect("UTF-8")
}

/// Lines of a report without its header.
fn n_rows(report: &str) -> usize {
    csv::Reader::from_reader(report.as_bytes()).records().count()
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/review").join(name)).expect("a fixture")
}

/// What of a report must survive any spreadsheet.
fn essence(reviewed: &Reviewed) -> Vec<String> {
    let told = |v: &Verdict| {
        format!("{} {} {} {:?} {:?} {:?}", v.fingerprint, v.article, v.check, v.decision, v.reason, v.replacement)
    };
    let mut essence: Vec<String> = reviewed.verdicts.iter().map(told).collect();
    essence.sort();
    essence
}

#[test]
fn every_spreadsheet_gives_the_decisions_back() {
    let original = reviewed::read(&fixture("decided.csv")).expect("a report");
    assert_eq!((original.verdicts.len(), original.n_undecided), (7, 1));
    assert_eq!(original.problems, []);
    for name in
        ["comma-utf-8.csv", "semicolon-windows-1252.csv", "tab-utf-16.csv", "libreoffice.xlsx", "libreoffice.ods"]
    {
        let saved = reviewed::read(&fixture(name)).expect(name);
        assert_eq!(essence(&saved), essence(&original), "{name}: {:?}", saved.problems);
        assert_eq!((saved.n_undecided, saved.n_unusable), (1, 0), "{name}");
    }
}

#[test]
fn a_workbook_with_rows_sorted_and_columns_moved_is_read() {
    let decided = fixture("decided.csv");
    let mut reader = csv::Reader::from_reader(&decided[3..]);
    let header = reader.headers().expect("a header").clone();
    let mut rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    rows.reverse();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().set_name("Notes").expect("a name").write(0, 0, "nothing here").expect("memory");
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "Reviewed in week 48").expect("memory");
    for (row, cells) in std::iter::once(&header).chain(&rows).enumerate() {
        for (column, cell) in cells.iter().rev().enumerate() {
            // An empty column in front, the header in the third row.
            sheet.write(row as u32 + 2, column as u16 + 1, cell).expect("memory");
        }
    }
    let bytes = workbook.save_to_buffer().expect("memory");
    let original = reviewed::read(&fixture("decided.csv")).expect("a report");
    let saved = reviewed::read(&bytes).expect("a report");
    assert_eq!(essence(&saved), essence(&original));
    let line = |reviewed: &Reviewed| reviewed.verdicts.iter().find(|v| v.check == "known-artifact").map(|v| v.line);
    assert_eq!((line(&original), line(&saved)), (Some(2), Some(11)));
}

#[test]
fn from_check_to_check_nothing_decided_comes_back_and_nothing_undecided_is_lost() {
    let folder = folder(&[("s.txt", SOURCE.as_bytes()), ("t.txt", TARGET.as_bytes())]);
    let (_, report, err) = check(folder.path(), &[]);
    assert_eq!(n_rows(&report), 4, "{report}{err}");
    let decisions = |check: &str, _: &str, sentence: &str| match check {
        "repeated-word" if sentence.contains("band") => "Rejected",
        "repeated-word" => "ACCEPT",
        "punctuation-spacing" => "yes",
        _ => "",
    };
    fs::write(folder.path().join("report.csv"), decided(&report, decisions)).expect("writable");
    // Shown first, and the article is as it was.
    let args = ["apply", "report.csv", "--reviewer", "anna", "--date", "2026-11-28"];
    let (status, diff, err) = review(folder.path(), &args);
    assert_eq!(status, Some(0), "{err}");
    assert!(
        diff.contains("-The minister said on Friday that the the bridge")
            && diff.contains("+The bridge remains closed."),
        "{diff}"
    );
    assert_eq!(fs::read_to_string(folder.path().join("t.txt")).expect("it is there"), TARGET);
    let (status, _, err) = review(folder.path(), &[&args[..], &["--write"]].concat());
    assert_eq!(status, Some(0), "{err}");
    assert!(err.contains("suggestions: 2 written, 0 written before, 0 left"), "{err}");
    let written = fs::read_to_string(folder.path().join("t.txt")).expect("it is there");
    assert_eq!(written, TARGET.replace("the the bridge", "the bridge").replace("closed .", "closed."));
    let record = fs::read_to_string(folder.path().join("mtlint-review.toml")).expect("it is there");
    assert!(record.contains("decision = \"reject\"\nreviewer = \"anna\"\ndate = \"2026-11-28\"\n"), "{record}");
    assert!(record.contains("article = \"t.txt\"") && record.contains("languages = \"nl-en\""), "{record}");
    // Once more, as an editor does who is not sure: nothing changes.
    let (status, diff, err) = review(folder.path(), &[&args[..], &["--write"]].concat());
    assert_eq!((status, diff.as_str()), (Some(0), ""), "{err}");
    assert!(err.contains("0 written, 2 written before"), "{err}");
    assert_eq!(fs::read_to_string(folder.path().join("mtlint-review.toml")).expect("it is there"), record);
    let (_, report, err) = check(folder.path(), &[]);
    assert_eq!(n_rows(&report), 1, "{report}");
    assert!(report.contains("number-mismatch"), "{report}");
    assert!(err.contains("findings silenced: 1 rejected in") && !err.contains("no longer appears"), "{err}");
    // The stream knows it too.
    let line = serde_json::json!({"id": 1, "target": TARGET, "target_lang": "en"});
    fs::write(folder.path().join("in.ndjson"), format!("{line}\n")).expect("writable");
    let input = fs::File::open(folder.path().join("in.ndjson")).expect("written above");
    let (_, out, err) = run(mtlint(&["stream", "--no-encoder"]).current_dir(folder.path()).stdin(input));
    assert_eq!(out.matches("repeated-word").count(), 1, "{out}");
    assert!(err.contains("findings silenced: 1 rejected"), "{err}");
}

#[test]
fn what_has_expired_or_gone_stale_is_said() {
    let folder = folder(&[("s.txt", SOURCE.as_bytes()), ("t.txt", TARGET.as_bytes())]);
    let (_, report, _) = check(folder.path(), &[]);
    let reject = decided(&report, |check, _, _| if check == "repeated-word" { "no" } else { "" });
    fs::write(folder.path().join("report.csv"), reject).expect("writable");
    let args = ["apply", "report.csv", "--review", "kept.toml", "--date", "2001-01-01", "--expires", "30"];
    assert_eq!(review(folder.path(), &args).0, Some(0));
    fs::write(folder.path().join("t.txt"), TARGET.replace("the the bridge", "the bridge")).expect("writable");
    let (_, report, err) = check(folder.path(), &["--review", "kept.toml"]);
    assert!(report.contains("called the the"), "{report}");
    assert!(
        err.contains("(reject, 2001-01-01, until 2001-01-31;") && err.contains("its rejection has expired"),
        "{err}"
    );
    assert!(err.contains("repeated-word “the the”") && err.contains("no longer appears; take its entry out"), "{err}");
    let (status, _, err) = check(folder.path(), &["--review", "absent.toml"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("there is no file absent.toml"), "{err}");
}

#[test]
fn rows_that_cannot_be_used_are_said_and_the_record_survives() {
    let head = "article,check,decision,comment,span,fingerprint\n";
    let row = |decision: &str, fingerprint: &str| format!("t.txt,repeated-word,{decision},,the the,{fingerprint}\n");
    let (a, b, c) = ("00000000000000fa", "00000000000000fb", "00000000000000fc");
    let first = format!("{head}{}{}", row("reject", a), row("later", b));
    let second =
        [head.to_owned(), row("accept", a), row("accept", b), row("perhaps", c), row("no", ""), row("fixed", c)];
    let third = [
        head.to_owned(),
        row("no", c),
        "t.txt,repeated-wrd,no,,x,00000000000000fd\n".to_owned(),
        "t.txt,repeated-word,,why?,x,00000000000000fe\n".to_owned(),
    ];
    let (second, third) = (second.concat(), third.concat());
    let folder = folder(&[("1.csv", first.as_bytes()), ("2.csv", second.as_bytes()), ("3.csv", third.as_bytes())]);
    let record = || fs::read_to_string(folder.path().join("mtlint-review.toml")).expect("it is there");
    assert_eq!(review(folder.path(), &["apply", "1.csv"]).0, Some(0));
    let (status, _, err) = review(folder.path(), &["apply", "2.csv", "3.csv", "absent.csv"]);
    assert_eq!(status, Some(2));
    for said in [
        "2.csv:2: repeated-word “the the” is `accept` here and `reject` in the record",
        "2.csv:4: the decision `perhaps` is not understood; say accept, reject, fixed or later",
        "2.csv:5: the fingerprint is missing; put back",
        "2.csv:6: repeated-word “the the” is `fixed` here and `reject` in 3.csv:2; make the two agree",
        "3.csv:3: there is no check `repeated-wrd`; did you mean `repeated-word`?",
        "3.csv:4: there is a comment but no decision; say `later` to keep it",
        "error: absent.csv: it cannot be opened",
    ] {
        assert!(err.contains(said), "“{said}” is not in {err}");
    }
    assert_eq!((record().matches("= \"reject\"").count(), record().matches("= \"accept\"").count()), (1, 1));
    let (_, _, err) = review(folder.path(), &["apply", "2.csv", "--replace"]);
    assert!(err.contains("1 changed"), "{err}");
    assert_eq!(record().matches("= \"accept\"").count(), 2);
    fs::write(folder.path().join("mtlint-review.toml"), "[[decision]]\narticle = 1\n").expect("writable");
    let (status, _, err) = review(folder.path(), &["apply", "1.csv"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("mtlint-review.toml") && err.contains("line 2"), "{err}");
}

/// An accepted verdict on words of a sentence.
fn accepted(span: &str, sentence: &str, replacement: &str) -> Verdict {
    Verdict {
        line: 2,
        article: "t.txt".to_owned(),
        fingerprint: fingerprint("repeated-word", span, sentence, 1),
        check: "repeated-word",
        decision: Decision::Accept,
        reason: String::new(),
        confidence: None,
        span: span.to_owned(),
        source_span: String::new(),
        target_sentence: sentence.to_owned(),
        at: None,
        replacement: Some(replacement.to_owned()),
        languages: [None; 2],
    }
}

fn amended(raw: &str, format: Format, verdicts: &[Verdict]) -> Amended {
    let document = parse_text(raw.to_owned(), format, &mut Vec::new());
    amend(document, format, Language::get("en"), &verdicts.iter().collect::<Vec<_>>())
}

/// The one reason for which a verdict is not carried out, and nothing is changed.
fn refusal(raw: &str, format: Format, verdict: Verdict) -> String {
    let mut amended = amended(raw, format, &[verdict]);
    assert_eq!((amended.raw.as_str(), amended.refused.len()), (raw, 1));
    amended.refused.remove(0).1
}

#[test]
fn suggestions_are_written_wherever_their_sentence_has_moved() {
    let verdicts = [accepted("the the", "He saw the the man.", "the")];
    let raw = "A headline\n\nHe was there. He saw the\n the man. She was not.\n";
    assert_eq!(amended(raw, Format::Plain, &verdicts).raw, raw.replace("the\n the", "the"));
    let raw = "# A *headline*\n\nHe was [there](x). He saw the the man.\n";
    assert_eq!(amended(raw, Format::Markdown, &verdicts).raw, raw.replace("the the man", "the man"));
    let raw = "<p>He &amp; she.</p>\r\n<p>He saw the the man.</p>";
    let [verdict] = verdicts;
    let verdict = Verdict { replacement: Some("R&D's <b>".to_owned()), ..verdict };
    assert_eq!(amended(raw, Format::Html, &[verdict]).raw, raw.replace("the the", "R&amp;D's &lt;b&gt;"));
}

#[test]
fn suggestions_are_never_written_where_the_text_has_changed() {
    let verdict = || accepted("the the", "He saw the the man.", "the");
    let changed = "its sentence has changed since";
    assert!(refusal("He saw the the woman.\n", Format::Plain, verdict()).contains(changed));
    assert!(refusal("Then he saw the the man.\n", Format::Plain, verdict()).contains(changed));
    assert!(refusal("He saw <b>the</b> the man.\n\n", Format::Markdown, verdict()).contains("markup"));
    let twice = "He saw the the man. He saw the the man.\n";
    assert!(refusal(twice, Format::Plain, verdict()).contains("2 times"));
    let second = Verdict { at: Some((1, 28)), ..verdict() };
    assert_eq!(amended(twice, Format::Plain, &[second]).raw, "He saw the the man. He saw the man.\n");
    let edited = Verdict { span: "the man".to_owned(), ..verdict() };
    assert!(refusal("He saw the the man.\n", Format::Plain, edited).contains("not as `mtlint check` wrote them"));
    let markup = Verdict { replacement: Some("*the*".to_owned()), ..verdict() };
    assert!(refusal("He saw the the man.\n", Format::Markdown, markup).contains("read as markup"));
    let nothing = Verdict { replacement: None, ..verdict() };
    assert!(refusal("He saw the the man.\n", Format::Plain, nothing).contains("a column `replacement`"));
    let omission = accepted("", "", "x");
    assert!(refusal("He saw the the man.\n", Format::Plain, omission).contains("by hand"));
}

#[test]
fn overlapping_suggestions_are_refused_and_equal_ones_written_once() {
    let raw = "He saw the the man.\n";
    let sentence = raw.trim();
    let two = [accepted("the the", sentence, "the"), accepted("the man", sentence, "a man")];
    let found = amended(raw, Format::Plain, &two);
    assert_eq!((found.raw.as_str(), found.refused.len(), found.n_written), (raw, 2, 0));
    assert!(found.refused[0].1.contains("it overlaps with “the man”"), "{:?}", found.refused);
    let twins = [accepted("the the", sentence, "the"), accepted("the the", sentence, "the")];
    let found = amended(raw, Format::Plain, &twins);
    assert_eq!((found.raw.as_str(), found.n_written), ("He saw the man.\n", 2));
    let done = amended("He saw the man.\n", Format::Plain, &twins);
    assert_eq!((done.n_done, done.refused.len()), (2, 0));
}

#[test]
fn the_suggestion_that_was_taken_on_the_page_is_written() {
    let sentence = "He saw the the man.";
    let print = fingerprint("repeated-word", "the the", sentence, 1);
    let report = format!(
        "article,check,decision,span,suggestion,target_sentence,comment,fingerprint\nt.txt,repeated-word,accept,the the,the | that,{sentence},use: that,{print}\n"
    );
    let folder = folder(&[("t.txt", sentence.as_bytes()), ("r.csv", report.as_bytes())]);
    let (status, _, err) = review(folder.path(), &["apply", "r.csv", "--write", "--to", "en"]);
    assert_eq!(status, Some(0), "{err}");
    assert_eq!(fs::read_to_string(folder.path().join("t.txt")).expect("it is there"), "He saw that man.");
}

#[test]
fn a_legacy_file_keeps_its_bytes_and_refuses_what_it_cannot_hold() {
    let text = "Der Café-Besitzer erklärte am Freitag, daß die die Maßnahmen ältere Bürger träfen.\r\nEr blieb.\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let sentence = text.lines().next().expect("a line");
    let report = |replacement: &str| {
        let print = fingerprint("repeated-word", "die die", sentence, 1);
        format!(
            "article,check,decision,span,suggestion,target_sentence,replacement,fingerprint\nt.txt,repeated-word,ok,die die,die,\"{sentence}\",{replacement},{print}\n"
        )
    };
    let (first, second) = (report(""), report("деяния"));
    let folder = folder(&[("t.txt", &bytes), ("1.csv", first.as_bytes()), ("2.csv", second.as_bytes())]);
    let target = || fs::read(folder.path().join("t.txt")).expect("it is there");
    let (status, _, err) = review(folder.path(), &["apply", "2.csv", "--write", "--to", "de"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("characters that windows-1252 lacks"), "{err}");
    assert_eq!(target(), &*bytes);
    let (status, _, err) = review(folder.path(), &["apply", "1.csv", "--write", "--to", "de"]);
    assert_eq!(status, Some(0), "{err}");
    let text = text.replace("die die", "die");
    assert_eq!(target(), &*encoding_rs::WINDOWS_1252.encode(&text).0);
}

#[test]
fn markers_leave_findings_out_and_are_no_text() {
    let markdown = "# The bridge\n\n<!-- mtlint-ignore repeated-word: a band -->\nThe band is called the the and plays.\n\nThe the bridge is closed. <!-- mtlint-ignore repeated-word --> The the road is open.\n\n<!-- mtlint-ignore-start -->\n\nIt is is so.\n\n<!-- mtlint-ignore-end -->\n\nIt was was so.\n\n<!-- mtlint-ignore repeated-wrd -->\n<!-- mtlint-ignore punctuation-spacing -->\nNobody came.\n\n<!-- mtlint-ignore-begin -->\n";
    let html = "<html><body><p>The the bridge is closed.</p><!-- mtlint-ignore repeated-word: so --><p>It is is so.</p><p>It was was <!-- mtlint-ignore-end -->so.</p></body></html>";
    let folder = folder(&[("t.md", markdown.as_bytes()), ("t.html", html.as_bytes())]);
    let args = |file: &'static str| ["check", file, "--to", "en", "--no-encoder", "--format", "csv"];
    let (_, out, err) = run(mtlint(&args("t.md")).current_dir(folder.path()));
    assert!(out.contains(",The the,") && out.contains(",was was,") && n_rows(&out) == 2, "{out}");
    assert!(!out.contains("mtlint-ignore"), "{out}");
    assert!(err.contains("findings silenced: 3 by inline markers"), "{err}");
    for said in [
        "line 16: no check `repeated-wrd` in mtlint-ignore repeated-wrd; did you mean `repeated-word`?",
        "line 17: the marker mtlint-ignore punctuation-spacing silences nothing; take it out",
        "line 20: no marker `mtlint-ignore-begin`; say",
    ] {
        assert!(err.contains(said), "“{said}” is not in {err}");
    }
    let (_, out, err) = run(mtlint(&args("t.html")).current_dir(folder.path()));
    assert!(out.contains(",The the,") && out.contains(",was was,") && !out.contains(",is is,"), "{out}");
    assert!(err.contains("line 1: mtlint-ignore-end without an mtlint-ignore-start"), "{err}");
}

/// A record with `n` decisions on one check, and on the same correction if they are accepted.
fn entries(check: &str, decision: &str, confidence: f32, n: usize) -> String {
    let entry = |i: usize| {
        format!(
            "[[decision]]\narticle = \"a{i}.txt\"\ncheck = \"{check}\"\nspan = \"maintenance\"\ndecision = \"{decision}\"\ndate = \"2026-11-28\"\nconfidence = {confidence}\nlanguages = \"nl-en\"\nsource-span = \"onderhoud\"\nreplacement = \"talks\"\nfingerprint = \"{check}-{decision}-{i}\"\n"
        )
    };
    (0..n).map(entry).collect()
}

#[test]
fn decisions_teach_precision_thresholds_and_terms() {
    let record = [
        entries("known-artifact", "accept", 0.9, 11),
        entries("known-artifact", "reject", 0.6, 4),
        entries("name-mismatch", "reject", 0.8, 12),
        entries("repeated-word", "fixed", 0.7, 3),
        entries("number-mismatch", "later", 0.7, 2),
    ]
    .concat();
    let folder = folder(&[
        ("mtlint-review.toml", record.as_bytes()),
        ("t.txt", TARGET.as_bytes()),
        ("s.txt", SOURCE.as_bytes()),
    ]);
    let (status, out, err) = review(folder.path(), &["stats"]);
    assert_eq!(status, Some(0), "{err}");
    let row = |name: &str| {
        let line = out.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("no {name} in {out}"));
        line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("known-artifact"), "15 11 0.73 0.48-0.89");
    assert_eq!(row("name-mismatch"), "12 0 0.00 0.00-0.24");
    assert_eq!(row("nl-en"), "30 14 0.47 0.30-0.64");
    assert_eq!(row("0.90-1.00"), "11 11 1.00 0.74-1.00");
    assert!(out.contains("30 decisions; 2 put off.") && out.contains("14  nl-en: onderhoud = talks"), "{out}");
    let (_, section, _) = review(folder.path(), &["stats", "--calibrate"]);
    assert!(section.contains("\nknown-artifact = 0.90  # 11 of 11 right"), "{section}");
    assert!(section.contains("# name-mismatch: none reaches it (0 of 12 right"), "{section}");
    assert!(section.contains("# repeated-word: too few decisions"), "{section}");
    // What is proposed can be pasted as it is, and is heeded.
    fs::write(folder.path().join("mtlint.toml"), section + "repeated-word = 1.0\n").expect("writable");
    let (_, report, err) = check(folder.path(), &[]);
    assert!(!report.contains("repeated-word") && report.contains("number-mismatch"), "{report}{err}");
    let (status, _, err) = review(folder.path(), &["stats", "--glossary-out", "terms.csv"]);
    assert_eq!(status, Some(0), "{err}");
    let terms = fs::read_to_string(folder.path().join("terms.csv")).expect("it is there");
    assert_eq!(terms, "source,target,forbidden,source_lang,target_lang\nonderhoud,talks,maintenance,nl,en\n");
    let (status, _, err) = review(folder.path(), &["stats", "--glossary-out", "terms.csv"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("is there already"), "{err}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damaged_workbooks_and_any_bytes_are_read_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let _ = table::read(&bytes);
        for name in ["libreoffice.xlsx", "libreoffice.ods", "tab-utf-16.csv"] {
            let mut damaged = fixture(name);
            for (place, byte) in &places {
                let at = place.index(damaged.len());
                damaged[at] = *byte;
            }
            let _ = reviewed::read(&damaged);
            damaged.truncate(places[0].0.index(damaged.len()));
            let _ = reviewed::read(&damaged);
        }
    }

    #[test]
    fn hostile_cells_come_back_through_the_report(words in "[=+@\\-'\"; ,\t|a-zé]{1,20}") {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["article", "check", "decision", "comment", "fingerprint"]).expect("memory");
        writer.write_record(["t.txt", "repeated-word", "accept", words.as_str(), "00000000000000fa"]).expect("memory");
        let read = reviewed::read(&writer.into_inner().expect("memory")).expect("a report");
        let reason = words.strip_prefix('\'').filter(|w| w.starts_with(['=', '+', '-', '@', '\t'])).unwrap_or(&words);
        prop_assert_eq!(&read.verdicts[0].reason, reason.trim());
    }
}
