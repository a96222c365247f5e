//! Example blocks, goldens, and running the program.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use mtlint::checks::CHECKS;
use mtlint::checks::check::Settings;
use mtlint::encoder::pack::PackError;
use mtlint::finding::Finding;
use mtlint::glossary::read::parse as parse_glossary;
use mtlint::language::Language;
use mtlint::pipeline::{self, Checked, Input};
use mtlint::rank::{Level, Policy};
use mtlint::read::{Format, parse_text};

/// The checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Checks plain texts.
pub fn check(source: Option<(&str, &str)>, target: (&str, &str), settings: &Settings) -> Checked {
    let document = |text: &str| parse_text(text.to_owned(), Format::Plain, &mut Vec::new());
    let input = Input {
        source: source.map(|(_, text)| document(text)),
        target: document(target.1),
        from: source.and_then(|(code, _)| Language::get(code)),
        to: Language::get(target.0),
    };
    pipeline::check(input, settings, &Policy { min_confidence: mtlint::config::MIN_CONFIDENCE, ..Policy::default() })
}

/// Runs one check alone, so that none silences it; the source may be missing.
pub fn check_only(name: &str, from: &str, source: Option<&str>, target: (&str, &str)) -> Checked {
    let document = |text: &str| parse_text(text.to_owned(), Format::Plain, &mut Vec::new());
    let input = Input {
        source: source.map(document),
        target: document(target.1),
        from: Language::get(from),
        to: Language::get(target.0),
    };
    let levels = CHECKS.iter().filter(|c| c.name != name).map(|c| (c.name, Level::Off)).collect();
    // One sentence against one needs no encoder, and there are thousands of such pairs.
    let settings = Settings { encode: false, ..Settings::default() };
    pipeline::check(
        input,
        &settings,
        &Policy { min_confidence: mtlint::config::MIN_CONFIDENCE, levels, ..Policy::default() },
    )
}

/// Findings of one check.
pub fn findings_of<'a>(checked: &'a Checked, check: &str) -> Vec<&'a Finding> {
    checked.ranking.findings.iter().filter(|f| f.check == check).collect()
}

/// An example: texts with carets under what a check must find, and nothing else.
#[derive(Debug, Default)]
pub struct Example {
    texts: Vec<(String, Vec<String>)>,
    /// Text number, line, first column, width, suggestion.
    marks: Vec<(usize, usize, usize, usize, String)>,
    glossary: String,
    spellings: BTreeMap<String, String>,
}

impl Example {
    /// Whether anything is marked.
    pub fn is_bad(&self) -> bool {
        !self.marks.is_empty()
    }

    /// Reads the lines of a block: `xx: text`, caret lines below them, `glossary: a = b | c`,
    /// `spelling: a = b`.
    pub fn parse(block: &str) -> Example {
        let mut example = Example::default();
        let mut last: Option<(usize, usize, usize)> = None;
        for line in block.lines().filter(|l| !l.trim().is_empty()) {
            if line.trim_start().starts_with('^') {
                let (text, row, indent) = last.expect("carets stand below a text");
                let column = line.chars().take_while(|&c| c == ' ').count();
                let width = line.trim_start().chars().take_while(|&c| c == '^').count();
                let suggestion = line.trim_start().trim_start_matches('^').trim().to_owned();
                example.marks.push((text, row, column - indent, width, suggestion));
                continue;
            }
            let (key, value) = line.trim_start().split_once(": ").unwrap_or_else(|| panic!("no key in `{line}`"));
            let pair = || value.split_once(" = ").map(|(a, b)| (a.to_owned(), b.to_owned())).expect("a = b");
            match key {
                "glossary" => {
                    let (source, target) = pair();
                    let _ = writeln!(example.glossary, "{source}\t{target}");
                }
                "spelling" => drop(example.spellings.insert(pair().0, pair().1)),
                code => {
                    let indent = line.chars().count() - value.chars().count();
                    if example.texts.last().is_none_or(|(c, _)| c != code) {
                        example.texts.push((code.to_owned(), Vec::new()));
                    }
                    let text = example.texts.len() - 1;
                    example.texts[text].1.push(value.to_owned());
                    last = Some((text, example.texts[text].1.len() - 1, indent));
                }
            }
        }
        example
    }

    /// Runs the pipeline and compares one check's findings with the carets. Carets under the source
    /// stand for findings without a place in the target, or whose source begins there.
    pub fn run(&self, check_name: &str) -> Result<(), String> {
        let texts: Vec<(String, String)> =
            self.texts.iter().map(|(code, lines)| (code.clone(), lines.join("\n"))).collect();
        let (source, target) = match &texts[..] {
            [target] => (None, target),
            [source, target] => (Some((source.0.as_str(), source.1.as_str())), target),
            _ => return Err("an example has one or two texts".to_owned()),
        };
        let code = |text: Option<(&str, &str)>| text.map(|(code, _)| code.to_owned());
        let glossaries = if self.glossary.is_empty() {
            Vec::new()
        } else {
            let (glossary, _) = parse_glossary(
                self.glossary.as_bytes(),
                Path::new("terms.tsv"),
                code(source).as_deref(),
                Some(&target.0),
            )
            .map_err(|e| format!("{e:#}"))?;
            vec![glossary]
        };
        let settings = Settings { glossaries, spellings: self.spellings.clone(), ..Settings::default() };
        let checked = check(source, (&target.0, &target.1), &settings);
        let found = findings_of(&checked, check_name);
        let target_text = self.texts.len() - 1;
        let mut open: Vec<&Finding> = found;
        for (text, row, column, width, suggestion) in &self.marks {
            let content = &texts[*text].1;
            let line_start: usize = content.split_inclusive('\n').take(*row).map(str::len).sum();
            let offset = |columns: usize| {
                content[line_start..].char_indices().nth(columns).map_or(content.len(), |(at, _)| line_start + at)
            };
            let (start, end) = (offset(*column), offset(column + width));
            let fits = |f: &&Finding| {
                let span = if *text == target_text { f.span } else { f.source_span };
                // Three carets or fewer mark where a longer place begins.
                span.is_some_and(|s| s.start == start && (s.end == end || (*width <= 3 && s.end >= end)))
                    && (suggestion.is_empty() || f.suggestions.iter().any(|s| s == suggestion))
            };
            match open.iter().position(fits) {
                Some(at) => drop(open.remove(at)),
                None => {
                    return Err(format!(
                        "expected {check_name} on “{}” with “{suggestion}”; found {:#?}",
                        &content[start..end],
                        checked.ranking.findings
                    ));
                }
            }
        }
        match open.first() {
            Some(extra) => Err(format!("unexpected finding: {extra:#?}")),
            None => Ok(()),
        }
    }
}

/// The fenced `example` blocks of a Markdown page.
pub fn examples(page: &str) -> Vec<Example> {
    let mut blocks = Vec::new();
    let mut block: Option<String> = None;
    for line in page.lines() {
        match &mut block {
            None if line.trim() == "```example" => block = Some(String::new()),
            Some(_) if line.trim() == "```" => blocks.extend(block.take()),
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
            None => {}
        }
    }
    blocks.iter().map(|b| Example::parse(b)).collect()
}

/// Compares with a golden file; `BLESS=1` rewrites it.
pub fn golden(path: &Path, actual: &str) {
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(path.parent().expect("a golden has a folder")).expect("the checkout is writable");
        fs::write(path, actual).expect("the checkout is writable");
        return;
    }
    let expected = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    let actual = actual.replace("\r\n", "\n");
    if expected != actual {
        let differs = expected.lines().zip(actual.lines()).position(|(a, b)| a != b);
        let line = differs.unwrap_or(expected.lines().count().min(actual.lines().count()));
        panic!(
            "{} differs in line {}:\n-{}\n+{}\nrun with BLESS=1 to accept",
            path.display(),
            line + 1,
            expected.lines().nth(line).unwrap_or(""),
            actual.lines().nth(line).unwrap_or("")
        );
    }
}

/// A program run from the checkout.
pub fn mtlint(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mtlint"));
    command.args(args).current_dir(root()).env("NO_COLOR", "1").env("MTLINT_PACKS", "").stdin(Stdio::null());
    command
}

/// Runs and collects; standard output and error as text.
pub fn run(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    (status.code(), text(stdout), text(stderr))
}

/// A folder with files, gone at the end of the test.
pub fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        let path: PathBuf = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("writable");
        fs::write(path, bytes).expect("writable");
    }
    folder
}

/// Of a whole pack nothing may be missing: neither its first bytes, nor its sizes (places in the header), nor its end.
pub fn refuses_what_is_no_pack<T>(
    whole: &'static [u8],
    sizes: std::ops::Range<usize>,
    open: impl Fn(&[u8]) -> Result<T, PackError>,
) {
    let error = |bytes: &[u8]| open(bytes).map(|_| ()).expect_err("it is no pack");
    assert_eq!(error(b""), PackError::NotAPack);
    assert_eq!(error(&whole[..8]), PackError::Truncated);
    assert_eq!(error(&whole[..whole.len() - 1]), PackError::Truncated);
    for at in sizes.step_by(4) {
        let bytes = [&whole[..at], &[!whole[at]], &whole[at + 1..]].concat();
        assert_eq!(error(&bytes), PackError::OtherModel, "byte {at}");
    }
}
