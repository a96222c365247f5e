//! The rules of a language as `language.toml` states them: where sentences end, how words are cut,
//! what marks and numbers look like.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::alternation::Alternation;
use super::calendar::Calendar;
use super::lexemes::Lexemes;
use super::numerals::Numerals;
use super::obligations::Obligations;
use super::polarity::{Hedges, Persons, Polarity};
use super::units::{self, Unit};

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
    /// Whether vowels are left out and short words written as part of the next.
    #[serde(default)]
    pub vowelless: bool,
    /// Whether its characters are another language's and are read otherwise there.
    #[serde(default)]
    pub borrowed_characters: bool,
    /// Groups of letters that stand for one sound, in Latin letters.
    #[serde(default)]
    pub sounds: BTreeMap<String, String>,
    /// Groups of letters by which the language writes sounds of names from other scripts, with what stands for the same
    /// sound in all languages (`tsch` = `x`); see [`Rules::romanised`].
    #[serde(default)]
    pub romanisation: BTreeMap<String, String>,
    /// What characters stand for in foreign names, in Latin letters, where they are read otherwise in words of its own.
    #[serde(default)]
    pub transcriptions: BTreeMap<char, String>,
    /// Lower case, full stop included; none of them ends a sentence.
    pub abbreviations: Vec<String>,
    /// First parts of words that are tokens of their own.
    pub elisions: Vec<String>,
    /// The full words that elided ones stand for (`l'` for `le`).
    #[serde(default)]
    pub elided: BTreeMap<String, String>,
    /// Last parts of words that are tokens of their own.
    pub enclitics: Vec<String>,
    /// What verbs leave at the end of their clause and begin with elsewhere: of `tegenspreken`, `spreekt ... tegen`.
    #[serde(default)]
    pub particles: Vec<String>,
    /// Words that may stand twice in a row; `*` for any.
    pub doubled: Vec<String>,
    /// Words that change with the sound that follows them.
    #[serde(default)]
    pub alternations: Vec<Alternation>,
    /// Words that negate, where they are listed.
    #[serde(default)]
    pub polarity: Polarity,
    /// Words that take something back from a statement.
    #[serde(default)]
    pub hedges: Hedges,
    /// Words for what must, may, must not and need not be.
    #[serde(default)]
    pub obligations: Obligations,
    /// Words that tell a man from a woman.
    #[serde(default)]
    pub persons: Persons,
    /// Marks.
    pub typography: Typography,
    /// Numbers in digits and in words.
    pub numbers: NumberRules,
    /// Units and currencies: by their names in [`crate::language::units`], what they are called, folded.
    #[serde(default)]
    pub units: BTreeMap<String, Vec<String>>,
    /// How dictionaries write the language's words.
    #[serde(default)]
    pub dictionaries: DictionaryRules,
    #[serde(skip)]
    pub(super) numerals: OnceLock<Numerals>,
    #[serde(skip)]
    pub(super) calendar: OnceLock<Calendar>,
    #[serde(skip)]
    pub(super) unit_names: OnceLock<Lexemes<&'static Unit>>,
}

/// How dictionaries write a language's words, all folded.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DictionaryRules {
    /// Articles and the like that may stand before a word.
    #[serde(default)]
    pub leading: Vec<String>,
    /// What stands for somebody or something, and is no part of the phrase.
    #[serde(default)]
    pub placeholders: Vec<String>,
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
    /// Whether such a word follows hundreds without anything to join them.
    #[serde(default)]
    pub articles_follow: bool,
    /// Words that multiply what stands before them.
    pub scales: BTreeMap<String, f64>,
    /// What joins the parts of a number word.
    pub joiners: Vec<String>,
    /// Halves, dozens and the like.
    pub fractions: BTreeMap<String, f64>,
    /// Ordinals: the small ones, the tens and whatever else compounds end in.
    pub ordinals: BTreeMap<String, f64>,
    /// Words for the years of a person or a century that begin with a ten (`nineties` = 90).
    #[serde(default)]
    pub decades: BTreeMap<String, f64>,
    /// What makes digits a decade (`40s`).
    #[serde(default)]
    pub decade_endings: Vec<String>,
    /// Beginnings of what may follow a number inside one word (`-jährig`, `-letý`).
    #[serde(default)]
    pub tails: Vec<String>,
    /// Characters that may follow a number inside one word where spaces do not separate words.
    #[serde(default)]
    pub counters: String,
    /// What adds a half to the number that it stands behind, or behind what that counts (`et demi`).
    #[serde(default)]
    pub halves: Vec<String>,
    /// Words that with a capital are a century (`Ottocento` = 19).
    #[serde(default)]
    pub century_names: BTreeMap<String, f64>,
    /// What stands before an hour and adds half of one (`half past eight`).
    #[serde(default)]
    pub half_past: Vec<String>,
    /// What stands before an hour and takes half of one off (`halb neun`).
    #[serde(default)]
    pub half_to: Vec<String>,
    /// What stands behind an ordinal that tells a year of life, which is one more than the age (`92. godini života`).
    #[serde(default)]
    pub life_years: Vec<String>,
    /// Endings of number words that stand behind another (`üç yüzden`); alone such words mean something else.
    #[serde(default)]
    pub endings: Vec<String>,
    /// What is written as one word with a number word behind it (`מ` in `משלוש`).
    #[serde(default)]
    pub proclitics: Vec<String>,
    /// Units in a number of their own, which means two of them (`שעתיים`).
    #[serde(default)]
    pub duals: Vec<String>,
    /// Words for a century: a Roman numeral beside one is a number.
    #[serde(default)]
    pub centuries: Vec<String>,
    /// Joiners that stand between the parts of one word only.
    #[serde(default)]
    pub inner_joiners: Vec<String>,
    /// Twelve lists of month names.
    pub months: Vec<Vec<String>>,
    /// Seven lists of weekday names, Monday first; a list is empty where the word has other meanings.
    #[serde(default)]
    pub weekdays: Vec<Vec<String>>,
    /// Words for the night, of languages that name a night after the day that follows it, or mention both.
    #[serde(default)]
    pub nights: Vec<String>,
    /// What stands behind the digits of year, month and day, in this order.
    #[serde(default)]
    pub date_marks: Vec<String>,
    /// What may stand between the day and the month's name (`of`), besides a full stop.
    #[serde(default)]
    pub date_joiners: Vec<String>,
    /// Whether the day follows the month's name.
    #[serde(default)]
    pub month_first: bool,
    /// Whether months have a capital, so that a word without one is none.
    #[serde(default)]
    pub capitalised_months: bool,
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
        self.alternations.iter().find_map(|alternation| alternation.right(word, next))
    }

    /// A folded word with the language's groups of letters as they sound.
    #[must_use]
    pub fn sounded<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let mut sounded = Cow::Borrowed(word);
        for (group, sound) in &self.sounds {
            if sounded.contains(group.as_str()) {
                sounded = Cow::Owned(sounded.replace(group.as_str(), sound));
            }
        }
        sounded
    }

    /// The folded word, and what is left of it without one that is written as one with it.
    pub fn without_proclitics<'w>(&'w self, word: &'w str) -> impl Iterator<Item = &'w str> {
        let cut = self.numbers.proclitics.iter().filter_map(move |proclitic| word.strip_prefix(&**proclitic));
        std::iter::once(word).chain(cut)
    }

    /// A folded name with its groups of letters as the [`Rules::romanisation`] has them, the longest first; none where
    /// that has none of them.
    #[must_use]
    pub fn romanised(&self, name: &str) -> Option<String> {
        let mut romanised = String::new();
        let (mut rest, mut is_changed) = (name, false);
        while let Some(c) = rest.chars().next() {
            let longest = self.romanisation.iter().filter(|(group, _)| rest.starts_with(group.as_str()));
            match longest.max_by_key(|(group, _)| group.len()) {
                Some((group, sound)) => {
                    romanised.push_str(sound);
                    rest = &rest[group.len()..];
                    is_changed = true;
                }
                None => {
                    romanised.push(c);
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
        is_changed.then_some(romanised)
    }

    /// A word as a foreign name, in Latin letters as far as its characters are used to transcribe one; none where the
    /// language transcribes nothing.
    #[must_use]
    pub fn transcribed(&self, word: &str) -> Option<String> {
        (!self.transcriptions.is_empty()).then(|| {
            let mut sounds = String::new();
            for c in word.chars() {
                match self.transcriptions.get(&c) {
                    Some(sound) => sounds.push_str(sound),
                    None => sounds.push(c),
                }
            }
            sounds
        })
    }

    /// The number words, for looking up.
    #[must_use]
    pub fn numerals(&self) -> &Numerals {
        self.numerals.get_or_init(|| Numerals::new(self))
    }

    /// Months and weekdays, for looking up.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        self.calendar.get_or_init(|| Calendar::new(self))
    }

    /// Units and currencies, for looking up.
    #[must_use]
    pub fn unit_names(&self) -> &Lexemes<&'static Unit> {
        self.unit_names.get_or_init(|| units::lexemes(self))
    }

    /// Whether `word` (folded) may stand twice in a row.
    #[must_use]
    pub fn may_double(&self, word: &str) -> bool {
        self.doubled.iter().any(|d| d == word || d == "*")
    }
}
