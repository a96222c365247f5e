//! What a run means: defaults, then `mtlint.toml`, then the command line, resolved once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::checks::CHECKS;
use crate::checks::check::Fidelity;
use crate::finding::Severity;
use crate::rank::{Level, Policy};
use crate::text::nearest;

/// Name of the configuration file, looked for from the target's folder upwards.
pub const FILE_NAME: &str = "mtlint.toml";

/// Findings below this confidence are not shown unless asked for.
pub const MIN_CONFIDENCE: f32 = 0.5;

const KEYS: [&str; 10] =
    ["from", "to", "min-confidence", "fail-on", "glossary", "encoder", "fidelity", "checks", "thresholds", "spellings"];

/// From which severity on findings make the exit status 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum FailOn {
    /// Any finding.
    Minor,
    /// Major and critical ones.
    Major,
    /// Critical ones.
    Critical,
    /// None.
    Never,
}

impl FailOn {
    /// Whether a finding of this severity fails the run.
    #[must_use]
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Minor => true,
            FailOn::Major => severity >= Severity::Major,
            FailOn::Critical => severity >= Severity::Critical,
            FailOn::Never => false,
        }
    }
}

/// A resolved configuration file; what it does not say is absent.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Language of the sources.
    pub from: Option<String>,
    /// Language of the targets.
    pub to: Option<String>,
    /// Findings below are not shown.
    pub min_confidence: Option<f32>,
    /// From which severity on a finding fails the run.
    pub fail_on: Option<FailOn>,
    /// Term lists, relative to the file's folder.
    pub glossaries: Vec<PathBuf>,
    /// Whether the encoder is used.
    pub encoder: bool,
    /// How closely targets are meant to follow their sources.
    pub fidelity: Option<Fidelity>,
    /// By check.
    pub levels: BTreeMap<&'static str, Level>,
    /// By check: findings below are not shown, whatever `min_confidence` says.
    pub thresholds: BTreeMap<&'static str, f32>,
    /// Spellings to avoid and what to write instead.
    pub spellings: BTreeMap<String, String>,
    /// Folder of the file; none where there is no file.
    pub folder: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            from: None,
            to: None,
            min_confidence: None,
            fail_on: None,
            glossaries: Vec::new(),
            encoder: true,
            fidelity: None,
            levels: BTreeMap::new(),
            thresholds: BTreeMap::new(),
            folder: None,
            spellings: BTreeMap::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct File {
    from: Option<String>,
    to: Option<String>,
    min_confidence: Option<f32>,
    fail_on: Option<String>,
    glossary: Option<OneOrMany>,
    encoder: Option<bool>,
    fidelity: Option<Fidelity>,
    #[serde(default)]
    checks: BTreeMap<String, toml::Value>,
    #[serde(default)]
    thresholds: BTreeMap<String, f32>,
    #[serde(default)]
    spellings: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(PathBuf),
    Many(Vec<PathBuf>),
}

impl Config {
    /// The nearest configuration file at or above a folder; the defaults when there is none.
    ///
    /// # Errors
    /// A file that cannot be read or that says what `mtlint` does not know.
    pub fn find(start: &Path) -> Result<Config> {
        let start = start.canonicalize().unwrap_or_else(|_| start.to_owned());
        let folder = if start.is_dir() { Some(start.as_path()) } else { start.parent() };
        match folder.into_iter().flat_map(Path::ancestors).map(|f| f.join(FILE_NAME)).find(|f| f.is_file()) {
            Some(file) => Config::load(&file),
            None => Ok(Config::default()),
        }
    }

    /// Reads a configuration file.
    ///
    /// # Errors
    /// As [`Config::find`].
    pub fn load(path: &Path) -> Result<Config> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        parse(&text, folder).with_context(|| path.display().to_string())
    }

    /// What of it concerns ranking. A confidence asked for on the command line holds for every check.
    #[must_use]
    pub fn policy(&self, min_confidence: Option<f32>) -> Policy {
        Policy {
            min_confidence: min_confidence.or(self.min_confidence).unwrap_or(MIN_CONFIDENCE),
            levels: self.levels.clone(),
            thresholds: if min_confidence.is_some() { BTreeMap::new() } else { self.thresholds.clone() },
        }
    }
}

fn parse(text: &str, folder: &Path) -> Result<Config> {
    let table: toml::Table = text.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    for key in table.keys() {
        known(key, &KEYS, "key")?;
    }
    let file: File = toml::from_str(text).map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut levels = BTreeMap::new();
    let names: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
    for (name, value) in &file.checks {
        let name = known(name, &names, "check")?;
        levels.insert(name, level(name, value)?);
    }
    let mut thresholds = BTreeMap::new();
    for (name, &threshold) in &file.thresholds {
        thresholds.insert(known(name, &names, "check")?, probability(name, threshold)?);
    }
    if let Some(confidence) = file.min_confidence {
        probability("min-confidence", confidence)?;
    }
    let fail_on = file.fail_on.map(|word| {
        let all = [
            ("minor", FailOn::Minor),
            ("major", FailOn::Major),
            ("critical", FailOn::Critical),
            ("never", FailOn::Never),
        ];
        let found = all.into_iter().find(|(name, _)| *name == word);
        found
            .map(|(_, level)| level)
            .with_context(|| format!("fail-on is `{word}`; it must be minor, major, critical or never"))
    });
    let glossaries = match file.glossary {
        Some(OneOrMany::One(path)) => vec![path],
        Some(OneOrMany::Many(paths)) => paths,
        None => Vec::new(),
    };
    Ok(Config {
        from: file.from,
        to: file.to,
        min_confidence: file.min_confidence,
        fail_on: fail_on.transpose()?,
        glossaries: glossaries.into_iter().map(|path| folder.join(path)).collect(),
        encoder: file.encoder.unwrap_or(true),
        fidelity: file.fidelity,
        levels,
        thresholds,
        spellings: file.spellings,
        folder: Some(folder.to_owned()),
    })
}

fn probability(name: &str, value: f32) -> Result<f32> {
    if !(0.0..=1.0).contains(&value) {
        bail!("{name} is {value}; it must lie between 0 and 1");
    }
    Ok(value)
}

fn level(name: &str, value: &toml::Value) -> Result<Level> {
    match value {
        toml::Value::Boolean(true) => Ok(Level::On),
        toml::Value::Boolean(false) => Ok(Level::Off),
        toml::Value::String(word) => match word.as_str() {
            "on" => Ok(Level::On),
            "off" => Ok(Level::Off),
            word => word
                .parse()
                .map(Level::At)
                .map_err(|()| anyhow::anyhow!("{name} is `{word}`; it must be on, off, minor, major or critical")),
        },
        other => bail!("{name} is {other}; it must be on, off, minor, major or critical"),
    }
}

/// The known word equal to `word`, or an error that names the nearest one.
///
/// # Errors
/// An unknown word.
pub fn known<'a>(word: &str, words: &[&'a str], what: &str) -> Result<&'a str> {
    if let Some(found) = words.iter().find(|w| **w == word) {
        return Ok(found);
    }
    bail!("no {what} `{word}`; did you mean `{}`?", nearest(word, words.iter().copied()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        format!("{:#}", parse(text, Path::new(".")).unwrap_err())
    }

    #[test]
    fn everything_is_read() {
        let text = r#"
            from = "nl"
            to = "en"
            min-confidence = 0.7
            fail-on = "critical"
            glossary = ["terms.csv"]
            [checks]
            repeated-word = "major"
            name-mismatch = "off"
            [thresholds]
            repeated-word = 0.8
            [spellings]
            Kiev = "Kyiv"
        "#;
        let config = parse(text, Path::new("desk")).unwrap();
        assert_eq!(config.glossaries, [Path::new("desk/terms.csv")]);
        assert_eq!(config.levels["repeated-word"], Level::At(Severity::Major));
        assert!(!config.policy(None).runs("name-mismatch"));
        let threshold = |flag| config.policy(flag).threshold("repeated-word");
        assert_eq!((threshold(None), threshold(Some(0.3))), (0.8, 0.3));
        assert_eq!(config.policy(None).threshold("number-mismatch"), 0.7);
        assert_eq!(config.fail_on, Some(FailOn::Critical));
        assert_eq!(config.spellings["Kiev"], "Kyiv");
    }

    #[test]
    fn unknown_words_name_the_nearest() {
        assert!(error("fial-on = 'major'").contains("did you mean `fail-on`"));
        assert!(error("[checks]\nrepeated-words = 'off'").contains("did you mean `repeated-word`"));
        assert!(error("[checks]\nrepeated-word = 'loud'").contains("must be on, off"));
        assert!(error("min-confidence = 7").contains("between 0 and 1"));
        assert!(error("[thresholds]\nrepeated-word = 7").contains("between 0 and 1"));
        assert!(error("from = ").contains("line 1"));
    }
}
