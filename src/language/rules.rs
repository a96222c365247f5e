//! The rules of a language as `language.toml` states them: where sentences end, how words are cut,
//! what marks and numbers look like.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap as HashMap;
use serde::Deserialize;

/// `corpora/packs/<code>/language.toml`; the fields are described in `corpora/README.md`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rules {
    /// ISO 639-1 code.
    pub code: String,
    /// ISO 639-3 code that language identifiers use.
    #[serde(default)]
    pub iso639_3: String,
    /// English name.
    pub name: String,
    /// The language's own name for itself.
    pub native: String,
    /// Unicode scripts, the usual one first.
    pub scripts: Vec<String>,
    /// Whether spaces separate words.
    pub spaced: bool,
    /// Whether every noun has a capital.
    pub capitalised_nouns: bool,
    /// Whether Headlines Are Written Like This.
    pub capitalised_headlines: bool,
    /// Whether other languages borrow its words as they are.
    #[serde(default)]
    pub lends_words: bool,
    /// Whether names are inflected, so that their endings tell nothing.
    #[serde(default)]
    pub inflected_names: bool,
    /// Lower case, full stop included; none of them ends a sentence.
    pub abbreviations: Vec<String>,
    /// First parts of words that are tokens of their own.
    pub elisions: Vec<String>,
    /// The full words that elided ones stand for (`l'` for `le`).
    #[serde(default)]
    pub elided: BTreeMap<String, String>,
    /// Last parts of words that are tokens of their own.
    pub enclitics: Vec<String>,
    /// Words that may stand twice in a row; `*` for any.
    pub doubled: Vec<String>,
    /// Words that change with the sound that follows them.
    #[serde(default)]
    pub alternations: Vec<Alternation>,
    /// Words that negate, where they are listed.
    #[serde(default)]
    pub polarity: Polarity,
    /// Marks.
    pub typography: Typography,
    /// Numbers in digits and in words.
    pub numbers: NumberRules,
}

/// A word that is another before a vowel: of what is spelled and of what is heard the latter counts.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Alternation {
    /// Before a consonant, folded.
    pub consonant: String,
    /// Before a vowel, folded.
    pub vowel: String,
    /// Letters that are vowels.
    pub vowels: String,
    /// How words begin that are spelled with one sound and heard with the other.
    pub exceptions: Vec<String>,
}

/// How a language says no.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Polarity {
    /// Words that negate, folded.
    pub negations: Vec<String>,
    /// Words that say as much in another way, or that another language says with a negation: `word`,
    /// `begins*`, `*ends`.
    pub cues: Vec<String>,
    /// Whether verbs are negated inside the word, so that no word proves nothing.
    #[serde(default)]
    pub hidden: bool,
}

/// Letters up to which the beginning of a word is a prefix: what follows must be a word of its own.
const MAX_PREFIX: usize = 3;

/// Letters of such a word, and its frequency (Zipf × 10), at least.
const LEAST_STEM: (usize, u8) = (4, 33);

impl Polarity {
    /// Whether a folded word negates.
    #[must_use]
    pub fn negates(&self, word: &str) -> bool {
        self.negations.iter().any(|negation| negation == word)
    }

    /// Whether a folded word may stand for a negation; `zipf` tells how frequent a word is (× 10).
    #[must_use]
    pub fn is_cue(&self, word: &str, zipf: impl Fn(&str) -> Option<u8>) -> bool {
        self.cues.iter().any(|cue| match (cue.strip_suffix('*'), cue.strip_prefix('*')) {
            (Some(start), _) => word.strip_prefix(start).is_some_and(|rest| {
                let is_prefix = start.chars().count() <= MAX_PREFIX;
                let (least, frequent) = LEAST_STEM;
                !is_prefix || rest.chars().count() >= least && zipf(rest).is_some_and(|zipf| zipf >= frequent)
            }),
            (None, Some(end)) => word.ends_with(end),
            (None, None) => word == cue,
        })
    }
}

/// How marks are set.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Typography {
    /// Decimal separator.
    pub decimal: String,
    /// Thousands separators in use.
    pub grouping: Vec<String>,
    /// Opening and closing quotation marks, primary first.
    pub quotes: Vec<(String, String)>,
    /// Marks that have a space before them.
    pub space_before: Vec<String>,
    /// Marks that end a sentence, besides `. ! ? …`.
    pub terminators: Vec<String>,
}

/// Number words, all folded.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NumberRules {
    /// Cardinals in every form.
    pub words: BTreeMap<String, f64>,
    /// Words that may mean one but usually are an article.
    pub articles: BTreeMap<String, f64>,
    /// Words that multiply what stands before them.
    pub scales: BTreeMap<String, f64>,
    /// What joins the parts of a number word.
    pub joiners: Vec<String>,
    /// Halves, dozens and the like.
    pub fractions: BTreeMap<String, f64>,
    /// First to twelfth.
    pub ordinals: BTreeMap<String, f64>,
    /// Twelve lists of month names.
    pub months: Vec<Vec<String>>,
    #[serde(skip)]
    index: OnceLock<NumberIndex>,
}

/// One part of a spelled-out number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NumberPart {
    /// Adds up.
    Value(f64),
    /// Multiplies what stands before it.
    Scale(f64),
    /// Stands between parts.
    Joiner,
}

/// All that a word may say of numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NumberWord {
    /// As a part of a number.
    pub part: Option<NumberPart>,
    /// As a part of a longer word only: by itself it is an article.
    pub article: Option<f64>,
    /// By itself, without being an amount: a fraction, an ordinal, a month.
    pub aside: Option<f64>,
}

#[derive(Debug, Default)]
struct NumberIndex {
    words: HashMap<String, NumberWord>,
    longest: usize,
}

impl NumberRules {
    /// What a folded word says of numbers.
    #[must_use]
    pub fn word(&self, word: &str) -> Option<&NumberWord> {
        self.index().words.get(word)
    }

    /// Bytes of the longest number word.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.index().longest
    }

    fn index(&self) -> &NumberIndex {
        self.index.get_or_init(|| {
            let mut words: HashMap<String, NumberWord> = HashMap::default();
            for joiner in &self.joiners {
                words.entry(joiner.clone()).or_default().part = Some(NumberPart::Joiner);
            }
            for (word, &value) in &self.scales {
                words.entry(word.clone()).or_default().part = Some(NumberPart::Scale(value));
            }
            for (word, &value) in &self.words {
                words.entry(word.clone()).or_default().part = Some(NumberPart::Value(value));
            }
            for (word, &value) in &self.articles {
                words.entry(word.clone()).or_default().article = Some(value);
            }
            let months =
                self.months.iter().zip(1u8..).flat_map(|(names, n)| names.iter().map(move |w| (w, f64::from(n))));
            let asides = self.ordinals.iter().chain(&self.fractions).map(|(word, &value)| (word, value));
            for (word, value) in months.chain(asides) {
                words.entry(word.clone()).or_default().aside = Some(value);
            }
            let longest = words.keys().map(String::len).max().unwrap_or(0);
            NumberIndex { words, longest }
        })
    }
}

impl Rules {
    /// Reads a `language.toml`.
    ///
    /// # Errors
    /// What is wrong and where, as the TOML reader says it.
    pub fn parse(toml: &str) -> Result<Rules, toml::de::Error> {
        toml::from_str(toml)
    }

    /// Rules that hold nowhere: no abbreviations, no quotes, no numbers in words.
    #[must_use]
    pub fn unknown() -> Rules {
        Rules { code: "und".into(), name: "unknown".into(), native: "?".into(), spaced: true, ..Rules::default() }
    }

    /// What `word` must be before `next`, both folded, where it is one that changes and is not so already.
    #[must_use]
    pub fn alternated(&self, word: &str, next: &str) -> Option<&str> {
        let alternation = self.alternations.iter().find(|a| a.consonant == word || a.vowel == word)?;
        let is_spelled = next.starts_with(|c| alternation.vowels.contains(c));
        let is_exception = alternation.exceptions.iter().any(|start| next.starts_with(start.as_str()));
        let right = if is_spelled != is_exception { &alternation.vowel } else { &alternation.consonant };
        (right != word).then_some(right)
    }

    /// Whether `word` (folded) may stand twice in a row.
    #[must_use]
    pub fn may_double(&self, word: &str) -> bool {
        self.doubled.iter().any(|d| d == word || d == "*")
    }
}
