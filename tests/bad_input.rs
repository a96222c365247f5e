//! What can be wrong with an input, and the message it gets.

use std::fs;

use crate::support::{folder, mtlint, run};

const DUTCH: &str = "De minister heeft vrijdag gezegd dat de onderhandelingen over het nieuwe verdrag volgende week worden voortgezet in de hoofdstad van het land. Volgens hem is er nog veel werk te doen voordat iedereen tevreden is.\n";
const ENGLISH: &str = "The minister said on Friday that the negotiations on the new treaty would be continued next week in the capital of the country. According to him there is still a lot of work to do before everybody is satisfied.\n";
const GERMAN: &str = "Der Minister sagte am Freitag, dass die Verhandlungen über den neuen Vertrag nächste Woche in der Hauptstadt des Landes fortgesetzt werden. Laut ihm ist noch viel Arbeit zu tun, bevor alle zufrieden sind.\n";

/// Runs a check in a folder of its own; exit status, standard output, standard error.
fn check(files: &[(&str, &[u8])], args: &[&str]) -> (Option<i32>, String, String) {
    let folder = folder(files);
    run(mtlint(&[&["check"], args].concat()).current_dir(folder.path()))
}

/// Runs a check that must fail with a message.
fn refused(files: &[(&str, &[u8])], args: &[&str], message: &str) {
    let (status, out, err) = check(files, args);
    assert_eq!(status, Some(2), "{out}{err}");
    assert!(err.contains(message), "expected “{message}” in: {err}");
}

#[test]
fn missing_files_and_folders() {
    refused(&[], &["absent.txt"], "there is no file absent.txt");
    refused(&[("t.txt", ENGLISH.as_bytes())], &["t.txt", "--source", "absent.txt"], "there is no source absent.txt");
    refused(&[("empty/.keep", b"")], &["empty"], "has no article");
    refused(&[("t.txt", ENGLISH.as_bytes())], &["*.html"], "no file matches");
}

#[test]
fn a_folder_without_pairs() {
    let files: &[(&str, &[u8])] = &[("en/a.txt", ENGLISH.as_bytes()), ("nl/b.txt", DUTCH.as_bytes())];
    refused(files, &["en", "--source", "nl"], "relative paths must be the same");
}

#[test]
fn one_source_for_many_targets() {
    let files: &[(&str, &[u8])] =
        &[("a.txt", ENGLISH.as_bytes()), ("b.txt", ENGLISH.as_bytes()), ("s.txt", DUTCH.as_bytes())];
    refused(files, &["a.txt", "b.txt", "--source", "s.txt"], "--source is one file");
}

#[test]
fn source_and_target_mixed_up() {
    let files: &[(&str, &[u8])] =
        &[("en.txt", ENGLISH.as_bytes()), ("nl.txt", DUTCH.as_bytes()), ("copy.txt", ENGLISH.as_bytes())];
    refused(files, &["en.txt", "--source", "en.txt"], "same file");
    refused(files, &["en.txt", "--source", "copy.txt"], "same text");
    refused(files, &["nl.txt", "--source", "en.txt", "--from", "nl", "--to", "en"], "look swapped");
}

#[test]
fn a_source_in_another_language_than_stated() {
    let files: &[(&str, &[u8])] = &[("t.txt", ENGLISH.as_bytes()), ("s.txt", GERMAN.as_bytes())];
    refused(
        files,
        &["t.txt", "--source", "s.txt", "--from", "nl", "--to", "en"],
        "the source is in German, not in Dutch",
    );
    refused(files, &["t.txt", "--from", "xx"], "no language `xx`");
}

#[test]
fn empty_and_binary_files() {
    refused(&[("t.txt", b"")], &["t.txt"], "the file is empty");
    refused(&[("t.txt", b" \n\t\n")], &["t.txt"], "the file is empty");
    refused(&[("t.txt", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00")], &["t.txt"], "binary");
    refused(&[("t.txt", b"some text\x00and more\x00text\x00\x00")], &["t.txt"], "NUL");
}

#[test]
fn a_file_too_large_to_be_an_article() {
    let line = "word ".repeat(10_000_000);
    refused(&[("t.txt", line.as_bytes())], &["t.txt"], "larger than 8 MB");
}

#[test]
fn one_long_line_and_many_sentences() {
    let line = "The minister said that it was so and the bridge stayed closed, ".repeat(8_000);
    let (status, _, err) = check(&[("t.txt", line.as_bytes())], &["t.txt", "--to", "en", "--fail-on", "never"]);
    assert_eq!(status, Some(0), "{err}");
    let (source, target): (String, String) = (0..10_000)
        .map(|n| (format!("De brug nummer {n} blijft dicht.\n"), format!("Bridge number {n} remains closed.\n")))
        .unzip();
    let files: &[(&str, &[u8])] = &[("s.txt", source.as_bytes()), ("t.txt", target.as_bytes())];
    let (status, _, err) =
        check(files, &["t.txt", "--source", "s.txt", "--from", "nl", "--to", "en", "--fail-on", "never"]);
    assert_eq!(status, Some(0), "{err}");
}

#[test]
fn invalid_utf8_is_said_and_the_rest_checked() {
    let bytes =
        [ENGLISH.as_bytes(), b"He said the the caf\xC3\xA9 was \xFF closed, na\xC3\xAFve as he was.\n"].concat();
    let (status, out, err) =
        check(&[("t.txt", &bytes)], &["t.txt", "--to", "en", "--format", "csv", "--fail-on", "never"]);
    assert_eq!(status, Some(0));
    assert!(err.contains("cannot be decoded"), "{err}");
    assert!(out.contains("repeated-word") && out.contains("broken-encoding"), "{out}");
}

#[test]
fn only_emoji_and_unknown_languages_are_said() {
    let (status, out, _) = check(&[("t.txt", "🦀🦀🦀 🎉\n".as_bytes())], &["t.txt"]);
    assert_eq!(status, Some(0));
    assert!(out.contains("unknown") || out.contains("not supported"), "{out}");
    let latin = "Gallia est omnis divisa in partes tres quarum unam incolunt Belgae aliam Aquitani tertiam qui ipsorum lingua Celtae nostra Galli appellantur.\n";
    let (_, out, _) = check(&[("t.txt", latin.as_bytes())], &["t.txt"]);
    assert!(out.contains("note: the target"), "{out}");
}

#[test]
fn right_to_left_text_is_checked() {
    let source = "The government approved the new budget on Monday after 12 hours of debate. The minister said the price of bread would rise by 15 percent.\n";
    let target = "وافقت الحكومة يوم الاثنين على الميزانية الجديدة بعد 12 ساعة من النقاش. وقال الوزير إن سعر الخبز سيرتفع بنسبة 51 في المئة.\n";
    let files: &[(&str, &[u8])] = &[("s.txt", source.as_bytes()), ("t.txt", target.as_bytes())];
    let (status, out, err) =
        check(files, &["t.txt", "--source", "s.txt", "--from", "en", "--to", "ar", "--format", "csv"]);
    assert_eq!(status, Some(1), "{out}{err}");
    assert!(out.contains("number-mismatch"), "{out}");
}

#[test]
fn glossaries_of_all_kinds() {
    let files = |glossary: &'static [u8]| -> Vec<(&'static str, &'static [u8])> {
        vec![("s.txt", DUTCH.as_bytes()), ("t.txt", ENGLISH.as_bytes()), ("g.csv", glossary)]
    };
    let args =
        ["t.txt", "--source", "s.txt", "--from", "nl", "--to", "en", "--glossary", "g.csv", "--fail-on", "never"];
    let (status, _, err) = check(&files(b"verdrag,treaty\nlonely\nverdrag,pact,x,y\n"), &args);
    assert_eq!(status, Some(0));
    assert!(err.contains("g.csv:2: left out") && err.contains("g.csv:3: “verdrag” is also on line 1"), "{err}");
    refused(&files(b"lonely\n"), &args, "no line of g.csv has a source and a target term");
    refused(&files(b"\x00\x01\x02\x00"), &args, "binary");
}

#[test]
fn a_glossary_of_a_hundred_thousand_terms() {
    let mut glossary: String = (0..100_000).map(|n| format!("woord{n},word{n}\n")).collect();
    glossary.push_str("verdrag,pact\n");
    let files: &[(&str, &[u8])] =
        &[("s.txt", DUTCH.as_bytes()), ("t.txt", ENGLISH.as_bytes()), ("g.csv", glossary.as_bytes())];
    let args = ["t.txt", "--source", "s.txt", "--from", "nl", "--to", "en", "--glossary", "g.csv", "--format", "csv"];
    let (status, out, err) = check(files, &args);
    assert_eq!(status, Some(1), "{err}");
    assert!(out.contains("glossary-term"), "{out}");
}

#[test]
fn wrong_configuration() {
    let text: &[(&str, &[u8])] = &[("t.txt", ENGLISH.as_bytes()), ("mtlint.toml", b"min-confidnce = 0.4\n")];
    refused(text, &["t.txt"], "did you mean `min-confidence`");
}

#[test]
fn an_unwritable_output_leaves_the_old_report() {
    let folder = folder(&[("t.txt", ENGLISH.as_bytes())]);
    let (status, _, err) =
        run(mtlint(&["check", "t.txt", "-o", "no/such/folder/report.csv"]).current_dir(folder.path()));
    assert_eq!(status, Some(2));
    assert!(err.contains("cannot write the report"), "{err}");
    fs::create_dir(folder.path().join("report.csv")).expect("writable");
    let (status, _, err) = run(mtlint(&["check", "t.txt", "-o", "report.csv"]).current_dir(folder.path()));
    assert_eq!(status, Some(2));
    assert!(err.contains("it is a folder"), "{err}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    use std::process::Stdio;
    let folder = folder(&[("t.txt", ENGLISH.as_bytes())]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let mut command = mtlint(&["check", "t.txt", "--format", "csv"]);
    let child = command.current_dir(folder.path()).stdout(Stdio::from(full)).stderr(Stdio::piped()).spawn();
    let output = child.expect("it starts").wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write the report"));
}

#[cfg(unix)]
#[test]
fn an_interrupted_batch_leaves_the_old_report_whole() {
    use std::process::{Command, Stdio};
    let names: Vec<String> = (0..3_000).map(|n| format!("batch/a{n:04}.txt")).collect();
    let mut files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), ENGLISH.as_bytes())).collect();
    files.push(("report.csv", b"old"));
    let folder = folder(&files);
    let child = mtlint(&["check", "batch", "--to", "en", "-o", "report.csv", "--threads", "1"])
        .current_dir(folder.path())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    std::thread::sleep(std::time::Duration::from_millis(60));
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill is there");
    let output = child.wait_with_output().expect("it ends");
    let report = fs::read(folder.path().join("report.csv")).expect("the report");
    // On a fast machine the batch may have ended before the signal came.
    match output.status.code() {
        Some(0) => assert!(report.starts_with("\u{feff}article".as_bytes())),
        _ => assert_eq!(report, b"old"),
    }
    let left: Vec<_> =
        fs::read_dir(folder.path()).expect("readable").map(|e| e.expect("readable").file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".mtlint-")), "{left:?}");
}
