//! The reports that other programs read: well-formed whatever an article says, complete, and in the form
//! that their specifications give. The requirements are told in code here, from the published texts.

use std::collections::BTreeSet;
use std::fs;

use mtlint::checks::check::Settings;
use mtlint::finding::{Category, Finding, Severity};
use mtlint::fingerprint::fingerprints;
use mtlint::report::{Format, Report, Reported, Style, rows};
use mtlint::text::Span;
use serde_json::Value;

use crate::support::{check, folder, golden, mtlint, root, run};

/// What an article could say to break a report or what shows it.
const HOSTILE: [&str; 14] = [
    "<script>alert(1)</script>",
    "]]>",
    "a & b &amp; \"c\" 'd'",
    "first\r\nsecond\n::error file=x::third",
    "::set-output name=x::y",
    "%0A%25%0D",
    "\u{202e}live\u{202c} \u{2066}x\u{2069}",
    "nul\0bell\u{7}escape\u{1b}[31m",
    "\u{fffe}\u{ffff}\u{85}\u{2028}",
    "=HYPERLINK(\"http://example.org\")",
    "[click](http://example.org) ![x](y) www.example.org",
    "{0} {{1}} \\[",
    "| `code` *a* _b_ ~c~ <!-- # $x$",
    "🦀 e\u{301} 漢字",
];

const MACHINE: [Format; 6] =
    [Format::Sarif, Format::Github, Format::Gitlab, Format::Junit, Format::Rdjson, Format::Checkstyle];

const STYLE: Style = Style { csv_delimiter: b',', byte_order_mark: true, colour: false, links: false };

/// An article that says something hostile, with a finding on it, under a name.
fn article(name: &str, words: &str) -> Reported {
    let text = format!("He said {words} on Monday.");
    let settings = Settings { encode: false, ..Settings::default() };
    let mut checked = check(Some(("nl", &format!("Hij zei {words} op maandag."))), ("en", &text), &settings);
    checked.ranking.findings = vec![Finding {
        check: "known-artifact",
        category: Category::MISTRANSLATION,
        severity: Severity::Major,
        confidence: 0.9,
        span: Some(Span::new("He said ".len(), "He said ".len() + words.len())),
        source_span: Some(Span::new("Hij zei ".len(), "Hij zei ".len() + words.len())),
        suggestions: vec![words.to_owned()],
        message: format!("“{words}” is odd"),
    }];
    checked.fingerprints = fingerprints(&checked.ranking.findings, &checked.article, checked.alignment.as_ref());
    Reported {
        name: name.to_owned(),
        path: name.to_owned(),
        source_path: Some("nl/source.txt".to_owned()),
        link: None,
        checked,
        problems: Vec::new(),
        known: BTreeSet::new(),
    }
}

/// All hostile articles, each under a harmless name, then each as a name.
fn articles() -> Vec<Reported> {
    let named = HOSTILE.iter().enumerate().map(|(n, words)| article(&format!("en/{n}.txt"), words));
    let names = HOSTILE.iter().chain(&["../../x", "/etc/x", "a:b,c"]).map(|name| article(name, "nothing special"));
    named.chain(names).collect()
}

fn document(format: Format, articles: &[Reported]) -> String {
    let mut report = Report::new(format, STYLE).expect("a report");
    let mut bytes = report.begin();
    for reported in articles {
        let part = report.part(reported);
        bytes.extend(report.add(part).expect("a part"));
    }
    let refusal = report.refusal("en/<bad>.txt", "the file is empty & ]]> \0");
    bytes.extend(report.add(refusal).expect("a part"));
    bytes.extend(report.end().expect("an end"));
    String::from_utf8(bytes).expect("reports are UTF-8")
}

fn json(format: Format, articles: &[Reported]) -> Value {
    serde_json::from_str(&document(format, articles)).expect("JSON")
}

fn fingerprint(reported: &Reported) -> String {
    rows(&reported.checked)[0].fingerprint.clone()
}

/// Text as XML gets it: what it cannot write is shown by number.
fn in_xml(text: &str) -> String {
    let is_lost = |c: char| matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if is_lost(c) { format!("⟨U+{:04X}⟩", u32::from(c)) } else { c.to_string() }).collect()
}

fn object<'a>(value: &'a Value, allowed: &[&str], required: &[&str]) -> &'a serde_json::Map<String, Value> {
    let object = value.as_object().unwrap_or_else(|| panic!("no object: {value}"));
    for key in object.keys() {
        assert!(allowed.contains(&key.as_str()), "{key} is not in the specification: {value}");
    }
    for key in required {
        assert!(object.contains_key(*key), "{key} is missing: {value}");
    }
    object
}

fn is_one_of(value: &Value, words: &[&str]) {
    assert!(value.as_str().is_some_and(|word| words.contains(&word)), "{value} is none of {words:?}");
}

mod sarif {
    //! SARIF 2.1.0, sections 3.13 to 3.58: required properties, enumerations, no others.

    use super::*;

    const LEVELS: [&str; 4] = ["none", "note", "warning", "error"];

    fn message(value: &Value) {
        object(value, &["text", "markdown"], &["text"]);
        let text = value["text"].as_str().expect("text");
        assert!(!text.contains("]("), "an embedded link: {text}");
        assert_eq!(text.replace("{{", "").replace("}}", "").matches(['{', '}']).count(), 0, "a placeholder: {text}");
    }

    fn location(value: &Value) {
        object(value, &["message", "physicalLocation"], &["physicalLocation"]);
        let place = &value["physicalLocation"];
        object(place, &["artifactLocation", "region"], &["artifactLocation"]);
        let artifact = object(&place["artifactLocation"], &["uri", "uriBaseId"], &["uri"]);
        let uri = artifact["uri"].as_str().expect("a URI");
        let is_written = |c: char| c.is_ascii_alphanumeric() || "-._~/%:".contains(c);
        assert!(uri.chars().all(is_written), "not a URI: {uri}");
        let leads_out = uri.starts_with("file:") || uri.split('/').any(|part| part == "..");
        assert_eq!(artifact.contains_key("uriBaseId"), !leads_out, "{uri}");
        assert!(!uri.starts_with('/'), "an absolute path is no relative reference: {uri}");
        if let Some(region) = place.get("region") {
            self::region(region);
        }
    }

    fn region(value: &Value) {
        let names = ["startLine", "startColumn", "endLine", "endColumn"];
        object(value, &[&names[..], &["snippet"]].concat(), &names);
        let [line, column, end_line, end_column] = names.map(|name| value[name].as_u64().expect("a number"));
        assert!(line >= 1 && column >= 1 && (end_line, end_column) >= (line, column), "{value}");
    }

    fn result(value: &Value, rules: &[Value]) {
        let allowed = [
            "ruleId",
            "ruleIndex",
            "level",
            "message",
            "locations",
            "relatedLocations",
            "partialFingerprints",
            "fixes",
            "rank",
            "properties",
        ];
        object(value, &allowed, &["message"]);
        message(&value["message"]);
        is_one_of(&value["level"], &LEVELS);
        let index = usize::try_from(value["ruleIndex"].as_u64().expect("a number")).expect("small");
        assert_eq!(rules[index]["id"], value["ruleId"]);
        assert!(value["rank"].as_f64().is_some_and(|rank| (0.0..=100.0).contains(&rank)));
        let related = value.get("relatedLocations").into_iter().flat_map(|list| list.as_array().expect("a list"));
        value["locations"].as_array().expect("a list").iter().chain(related).for_each(location);
        for fix in value.get("fixes").into_iter().flat_map(|list| list.as_array().expect("a list")) {
            object(fix, &["description", "artifactChanges"], &["artifactChanges"]);
            for change in fix["artifactChanges"].as_array().expect("a list") {
                object(change, &["artifactLocation", "replacements"], &["artifactLocation", "replacements"]);
                for replacement in change["replacements"].as_array().expect("a list") {
                    object(replacement, &["deletedRegion", "insertedContent"], &["deletedRegion"]);
                    region(&replacement["deletedRegion"]);
                }
            }
        }
    }

    /// Checks a log and gives its results.
    pub fn conforms(log: &Value) -> Vec<Value> {
        object(log, &["$schema", "version", "runs"], &["version", "runs"]);
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        object(run, &["tool", "invocations", "results", "columnKind"], &["tool"]);
        is_one_of(&run["columnKind"], &["unicodeCodePoints"]);
        let driver = &run["tool"]["driver"];
        object(driver, &["name", "semanticVersion", "rules"], &["name"]);
        let rules = driver["rules"].as_array().expect("a list");
        let named: BTreeSet<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
        assert_eq!(named.len(), mtlint::checks::CHECKS.len());
        for rule in rules {
            let texts = ["shortDescription", "fullDescription", "help"];
            object(rule, &["id", texts[0], texts[1], texts[2], "defaultConfiguration", "properties"], &["id"]);
            for text in &texts[..2] {
                message(&rule[text]);
            }
            assert!(rule["help"]["text"].as_str().is_some_and(|text| text.contains("Why it matters")));
            assert!(rule["help"]["markdown"].as_str().is_some_and(|text| text.contains("# Examples")));
            is_one_of(&rule["defaultConfiguration"]["level"], &LEVELS);
        }
        for invocation in run["invocations"].as_array().expect("a list") {
            object(invocation, &["executionSuccessful", "toolExecutionNotifications"], &["executionSuccessful"]);
            for notification in invocation["toolExecutionNotifications"].as_array().expect("a list") {
                object(notification, &["level", "message", "locations"], &["message"]);
                message(&notification["message"]);
                is_one_of(&notification["level"], &LEVELS);
                notification["locations"].as_array().expect("a list").iter().for_each(location);
            }
        }
        let results = run["results"].as_array().expect("a list");
        results.iter().for_each(|value| result(value, rules));
        results.clone()
    }
}

#[test]
fn sarif_conforms_and_keeps_every_word() {
    let articles = articles();
    let log = json(Format::Sarif, &articles);
    let results = sarif::conforms(&log);
    assert_eq!(results.len(), articles.len());
    for (result, reported) in results.iter().zip(&articles) {
        let finding = &reported.checked.ranking.findings[0];
        assert_eq!(result["partialFingerprints"]["mtlint/v1"], fingerprint(reported).as_str());
        assert_eq!(result["properties"]["suggestions"][0], finding.suggestions[0].as_str());
        assert_eq!(result["properties"]["article"], reported.name.as_str());
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert_eq!(region["snippet"]["text"], finding.suggestions[0].as_str());
        let n_lines = 1 + finding.suggestions[0].matches('\n').count();
        assert_eq!(region["endLine"], n_lines);
        if n_lines == 1 {
            // Code points: the crab is one, an accent of its own another.
            assert_eq!(region["endColumn"], 9 + finding.suggestions[0].chars().count());
        }
        assert_eq!(result["relatedLocations"].as_array().map(Vec::len), Some(1));
    }
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let notifications = run["invocations"][0]["toolExecutionNotifications"].as_array().expect("a list");
    assert_eq!(notifications.iter().filter(|n| n["level"] == "error").count(), 1);
}

#[test]
fn gitlab_has_what_gitlab_asks_for() {
    let articles = articles();
    let issues = json(Format::Gitlab, &articles);
    let issues = issues.as_array().expect("a list");
    assert_eq!(issues.len(), articles.len());
    for (issue, reported) in issues.iter().zip(&articles) {
        let names = ["description", "check_name", "fingerprint", "severity", "location"];
        object(issue, &names, &names);
        is_one_of(&issue["severity"], &["info", "minor", "major", "critical", "blocker"]);
        assert_eq!(issue["location"]["path"], reported.path.as_str());
        assert_eq!(issue["location"]["positions"]["begin"], serde_json::json!({"line": 1, "column": 9}));
        assert_eq!(issue["fingerprint"], fingerprint(reported).as_str());
        let finding = &reported.checked.ranking.findings[0];
        assert!(issue["description"].as_str().is_some_and(|text| text.starts_with(&finding.message)));
    }
}

#[test]
fn rdjson_counts_bytes() {
    let articles = articles();
    let result = json(Format::Rdjson, &articles);
    object(&result, &["source", "severity", "diagnostics"], &["diagnostics"]);
    let diagnostics = result["diagnostics"].as_array().expect("a list");
    assert_eq!(diagnostics.len(), articles.len());
    for (diagnostic, reported) in diagnostics.iter().zip(&articles) {
        let allowed = ["message", "location", "severity", "code", "suggestions", "original_output"];
        object(diagnostic, &allowed, &["message", "location"]);
        is_one_of(&diagnostic["severity"], &["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]);
        let words = &reported.checked.ranking.findings[0].suggestions[0];
        let range = &diagnostic["location"]["range"];
        assert_eq!(range["start"], serde_json::json!({"line": 1, "column": 9}));
        if !words.contains('\n') {
            assert_eq!(range["end"], serde_json::json!({"line": 1, "column": 9 + words.len()}));
        }
        assert_eq!(diagnostic["suggestions"][0]["text"], words.as_str());
        assert!(diagnostic["original_output"].as_str().is_some_and(|text| text.ends_with(&fingerprint(reported))));
    }
}

#[test]
fn checkstyle_is_well_formed_and_complete() {
    let articles = articles();
    let text = document(Format::Checkstyle, &articles);
    let document = roxmltree::Document::parse(&text).expect("well-formed");
    let root = document.root_element();
    assert!(root.has_tag_name("checkstyle") && root.attribute("version").is_some());
    let files: Vec<_> = root.children().filter(|node| node.has_tag_name("file")).collect();
    assert_eq!(files.len(), articles.len() + 1);
    for (file, reported) in files.iter().zip(&articles) {
        assert_eq!(file.attribute("name"), Some(in_xml(&reported.path).as_str()));
        let error = file.children().find(|node| node.has_tag_name("error")).expect("an error");
        let finding = &reported.checked.ranking.findings[0];
        let message = in_xml(&format!("{}; try: {}", finding.message, finding.suggestions[0]));
        assert_eq!(error.attribute("message"), Some(message.as_str()));
        assert!(["ignore", "info", "warning", "error"].contains(&error.attribute("severity").expect("a severity")));
        assert_eq!((error.attribute("line"), error.attribute("column")), (Some("1"), Some("9")));
        assert_eq!(error.attribute("fingerprint"), Some(fingerprint(reported).as_str()));
    }
    let exception = files.last().and_then(|file| file.children().find(|node| node.has_tag_name("exception")));
    assert_eq!(exception.and_then(|node| node.text()), Some("the file is empty & ]]> ⟨U+0000⟩"));
}

#[test]
fn junit_is_well_formed_and_complete() {
    let articles = articles();
    let text = document(Format::Junit, &articles);
    let document = roxmltree::Document::parse(&text).expect("well-formed");
    let suites: Vec<_> = document.root_element().children().filter(|node| node.has_tag_name("testsuite")).collect();
    assert_eq!(suites.len(), articles.len() + 1);
    for (suite, reported) in suites.iter().zip(&articles) {
        assert_eq!(suite.attribute("name"), Some(in_xml(&reported.path).as_str()));
        let tests: Vec<_> = suite.children().filter(|node| node.has_tag_name("testcase")).collect();
        assert_eq!(suite.attribute("tests"), Some(tests.len().to_string().as_str()));
        assert_eq!((suite.attribute("failures"), suite.attribute("errors")), (Some("1"), Some("0")));
        assert!(tests[0].attribute("name").is_some_and(|name| name.contains(&fingerprint(reported))));
        assert!(tests[0].attribute("classname").is_some());
        let failure = tests[0].children().find(|node| node.has_tag_name("failure")).expect("a failure");
        let finding = &reported.checked.ranking.findings[0];
        assert!(failure.attribute("message").is_some_and(|text| text.starts_with(&in_xml(&finding.message))));
    }
    let last = suites.last().expect("the file that could not be checked");
    assert_eq!(last.attribute("errors"), Some("1"));
}

#[test]
fn an_article_without_an_issue_is_a_test_that_passed() {
    let mut reported = article("a.txt", "nothing");
    reported.checked.ranking.findings.clear();
    let text = document(Format::Junit, &[reported]);
    let document = roxmltree::Document::parse(&text).expect("well-formed");
    let test = document.descendants().find(|node| node.has_tag_name("testcase")).expect("a test");
    assert!(test.attribute("name") == Some("no issue") && !test.has_children());
}

/// What GitHub's runner makes of a line: level, properties, message.
fn annotation(line: &str) -> (&str, Vec<(&str, String)>, String) {
    let unescape = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let (command, message) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a command");
    let (level, properties) = command.split_once(' ').expect("properties");
    let properties = properties.split(',').map(|property| {
        let (name, value) = property.split_once('=').expect("a value");
        (name, unescape(&value.replace("%3A", ":").replace("%2C", ",")))
    });
    (level, properties.collect(), unescape(message))
}

#[test]
fn github_gets_one_command_a_finding_and_no_other() {
    let articles = articles();
    let text = document(Format::Github, &articles);
    let (last, lines) = text.lines().collect::<Vec<_>>().split_last().map(|(l, r)| (*l, r.to_vec())).expect("lines");
    assert_eq!(lines.len(), articles.len() + 1);
    let refused = annotation(lines[0]);
    assert!(refused.0 == "error" && refused.2.contains("the file is empty"));
    for (line, reported) in lines[1..].iter().zip(&articles) {
        let (level, properties, message) = annotation(line);
        assert_eq!(level, "warning");
        assert!(message.contains(&fingerprint(reported)), "{message}");
        assert!(!message.contains(['\u{202e}', '\u{2066}', '\0', '\u{1b}', '\r']), "{message:?}");
        let value = |name: &str| properties.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str());
        let leads_out = reported.path.starts_with('/') || reported.path.contains("..");
        assert_eq!(value("file").is_none(), leads_out, "{line}");
        if !leads_out {
            assert_eq!(value("line"), Some("1"));
        }
        assert!(value("title").is_some_and(|title| title.contains("known-artifact")));
    }
    assert!(last.starts_with("mtlint: ") && last.contains("GitHub shows 10 errors, 10 warnings"), "{last}");
    let unseen = articles.len() - 10;
    assert!(last.contains(&format!("so that {unseen} of them stand only in this log")), "{last}");
}

#[test]
fn github_gets_the_most_important_first() {
    let weights = [(Severity::Minor, 0.99), (Severity::Major, 0.6), (Severity::Critical, 0.7), (Severity::Major, 0.9)];
    let articles: Vec<Reported> = weights
        .iter()
        .enumerate()
        .map(|(n, &(severity, confidence))| {
            let mut reported = article(&format!("{n}.txt"), "x");
            reported.checked.ranking.findings[0].severity = severity;
            reported.checked.ranking.findings[0].confidence = confidence;
            reported
        })
        .collect();
    let text = document(Format::Github, &articles);
    let levels: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("::")?.split(' ').next()).collect();
    // The first is the file that could not be checked.
    assert_eq!(levels, ["error", "error", "warning", "warning", "notice"]);
    let place = |name: &str| text.find(&format!("file={name}.txt")).expect("annotated");
    assert!(place("2") < place("3") && place("3") < place("1") && place("1") < place("0"));
    assert!(!text.contains("only in this log"));
}

#[test]
fn the_summary_shows_text_and_no_markup_of_an_article() {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let articles = articles();
    let text = document(Format::Summary, &articles);
    let (mut n_rows, mut words) = (0, String::new());
    for event in Parser::new_ext(&text, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML: {html}"),
            Event::Code(code) => panic!("code: {code}"),
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                panic!("markup near {}", &words[words.len().saturating_sub(100)..])
            }
            Event::Start(Tag::TableRow) => n_rows += 1,
            Event::Text(part) => words.push_str(&part),
            _ => {}
        }
    }
    // An issue and an article each, and the file that could not be checked.
    assert_eq!(n_rows, 2 * articles.len() + 1);
    for hostile in HOSTILE.into_iter().filter(|text| !text.contains(|c: char| c.is_control() || c > '\u{2000}')) {
        assert!(words.contains(&format!("“{hostile}” is odd")), "{hostile} is lost");
    }
    assert!(words.contains("⟨U+202E⟩live"));
    assert!(words.contains("which become errors when a person confirms them"));
}

#[test]
fn a_summary_has_room_in_what_github_takes() {
    let long = "word ".repeat(60) + "end";
    let articles: Vec<Reported> = (0..600).map(|n| article(&format!("{n:04}.txt"), &long)).collect();
    let text = document(Format::Summary, &articles);
    assert!(text.len() < 1 << 20, "{}", text.len());
    assert!(text.contains("have no room in a summary of GitHub's"));
    assert!(text.contains("become errors when"));
}

const DUTCH: &str = "\
De koning had vrijdag een lang onderhoud met de premier. Het gesprek ging over de brug bij Weesp.
De brug blijft volgens de burgemeester dicht, omdat de bouw 12 maanden langer duurt dan verwacht.
De gemeente betaalt de helft van de kosten, de provincie betaalt de andere helft.
";
const ENGLISH: &str = "\
The king had a long maintenance with the prime minister on Friday. The talk was about the the bridge near Weesp.
The bridge stays closed , says the mayor, because the building takes 21 months longer than expected.
The town pays half of the costs, the province pays the other half.
";

#[test]
fn every_format_is_what_it_was() {
    let folder = folder(&[("nl/a.txt", DUTCH.as_bytes()), ("en/a.txt", ENGLISH.as_bytes())]);
    let summary = folder.path().join("summary.md");
    let args = ["check", "en", "--source", "nl", "--no-encoder", "--format", "github"];
    let also = ["csv", "jsonl", "sarif", "gitlab", "junit", "rdjson", "checkstyle", "pretty"];
    let also: Vec<String> = also.iter().flat_map(|f| ["--also".to_owned(), format!("{f}=report.{f}")]).collect();
    let mut command = mtlint(&args);
    command.args(&also).env("GITHUB_STEP_SUMMARY", &summary).current_dir(folder.path());
    fs::write(&summary, "An earlier step.\n\n").expect("writable");
    let (status, out, err) = run(&mut command);
    assert_eq!(status, Some(1), "{err}");
    golden(&root().join("tests/reports/github.txt"), &out);
    let summary = fs::read_to_string(summary).expect("a summary");
    assert!(summary.starts_with("An earlier step.\n\n## mtlint"));
    golden(&root().join("tests/reports/summary.md"), &summary);

    let read = |format: &str| fs::read_to_string(folder.path().join(format!("report.{format}"))).expect(format);
    for format in ["jsonl", "gitlab", "junit", "rdjson", "checkstyle", "pretty"] {
        golden(&root().join(format!("tests/reports/{format}.txt")), &read(format));
    }
    let mut log: Value = serde_json::from_str(&read("sarif")).expect("JSON");
    sarif::conforms(&log);
    // The pages of the checks are tested elsewhere.
    log["runs"][0]["tool"]["driver"]["rules"] = Value::Array(Vec::new());
    golden(&root().join("tests/reports/sarif.json"), &(serde_json::to_string_pretty(&log).expect("JSON") + "\n"));

    // One finding, one fingerprint, wherever it is told.
    let fingerprints: Vec<String> = read("jsonl")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .filter_map(|line| line["fingerprint"].as_str().map(str::to_owned))
        .collect();
    assert!(fingerprints.len() >= 3, "{fingerprints:?}");
    for fingerprint in &fingerprints {
        for format in ["csv", "sarif", "gitlab", "junit", "rdjson", "checkstyle"] {
            assert!(read(format).contains(fingerprint), "{format} lacks {fingerprint}");
        }
        assert!(out.contains(fingerprint), "github lacks {fingerprint}");
    }
}

#[test]
fn documents_of_nothing_are_whole() {
    for format in MACHINE {
        let report = Report::new(format, STYLE).expect("a report");
        let bytes = [report.begin(), report.end().expect("an end")].concat();
        let text = String::from_utf8(bytes).expect("UTF-8");
        match format {
            Format::Junit | Format::Checkstyle => drop(roxmltree::Document::parse(&text).expect("well-formed")),
            Format::Github => assert_eq!(text, "mtlint: 0 annotations, the most important first\n"),
            _ => drop(serde_json::from_str::<Value>(&text).expect("JSON")),
        }
    }
}

#[test]
fn links_are_for_terminals() {
    let mut reported = article("a.txt", "x");
    reported.link = Some("file:///desk/a.txt".to_owned());
    let pretty = |links| {
        let report = Report::new(Format::Pretty, Style { links, ..STYLE }).expect("a report");
        String::from_utf8(report.part(&reported).body).expect("UTF-8")
    };
    assert!(!pretty(false).contains('\u{1b}'));
    assert!(pretty(true).starts_with("\u{1b}]8;;file:///desk/a.txt\u{1b}\\a.txt:1:9\u{1b}]8;;\u{1b}\\ major"));
}

#[test]
fn threads_change_no_byte_of_what_waits_for_the_end() {
    let names: Vec<String> = (0..40).map(|n| format!("en/{n:02}.txt")).collect();
    let texts: Vec<String> =
        (0..40).map(|n| format!("Bridge {n} over the the river stays closed , he said.\n")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_bytes)).collect();
    let folder = folder(&files);
    let reports = |threads: &str| {
        let args = ["check", "en", "--no-encoder", "--to", "en", "--fail-on", "never", "--format", "github"];
        let mut command = mtlint(&[&args[..], &["--also", "sarif=report.sarif", "--threads", threads]].concat());
        command.env("GITHUB_STEP_SUMMARY", folder.path().join(threads)).current_dir(folder.path());
        let (status, out, err) = run(&mut command);
        assert_eq!(status, Some(0), "{err}");
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect(name);
        (out, read("report.sarif"), read(threads))
    };
    assert_eq!(reports("1"), reports("8"));
}

#[test]
fn formats_follow_endings_that_leave_no_doubt() {
    assert_eq!(Format::of_name("a.SARIF"), Some(Format::Sarif));
    assert_eq!(Format::of_name("a.sarif.json"), Some(Format::Sarif));
    assert_eq!(Format::of_name("a.csv"), Some(Format::Csv));
    assert_eq!(Format::of_name("a.json").or(Format::of_name("a.xml")), None);
}

#[test]
fn reports_that_would_overwrite_each_other_are_refused() {
    let folder = folder(&[("t.txt", ENGLISH.as_bytes())]);
    let refused = |args: &[&str], message: &str| {
        let (status, _, err) =
            run(mtlint(&[&["check", "t.txt", "--no-encoder"], args].concat()).current_dir(folder.path()));
        assert!(status == Some(2) && err.contains(message), "{err}");
    };
    refused(&["-o", "a", "--also", "csv=a"], "two reports would go to a");
    refused(&["--also", "csv=-"], "--also writes to files");
    refused(&["--also", "csv"], "not FORMAT=OUT");
    refused(&["--also", "cvs=a"], "no format `cvs`");
}
