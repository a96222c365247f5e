//! What is known of each language and pair, loaded from the packs embedded in the binary.
//!
//! No language is named here or in any other code: a language is a folder `corpora/packs/<code>`,
//! a pair a folder `corpora/packs/<source>-<target>`. Packs are opened when first asked for.

pub mod alternation;
pub mod antonyms;
pub mod artifacts;
pub mod calendar;
pub mod dictd;
pub mod dictionary;
pub mod gazetteer;
pub mod identify;
pub mod inflect;
pub mod lexemes;
pub mod lexicon;
pub mod merge;
pub mod numerals;
pub mod obligations;
pub mod pattern;
pub mod polarity;
pub mod rules;
pub mod senses;
pub mod tokens;
pub mod topics;
pub mod units;
mod word_table;
pub mod words;

use std::collections::{BTreeSet, HashMap};
use std::io::Read as _;
use std::ops::Range;
use std::sync::{LazyLock, Mutex, OnceLock};

use antonyms::Antonyms;
use artifacts::Artifacts;
use flate2::read::ZlibDecoder;
use lexicon::Lexicon;
use rules::Rules;
use senses::Inventory;
use topics::Topics;
use words::{Form, Words};

/// Every embedded file, sorted by its path below `corpora/packs`, and where it lies in [`COMPRESSED`].
static PACKS: &[(&str, Range<usize>)] = &include!(concat!(env!("OUT_DIR"), "/packs.rs"));

static COMPRESSED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/packs.bin"));

/// Packs of the user's own.
#[derive(Debug)]
pub struct Added {
    /// The files, by their paths below the folder of packs, `/` between the parts.
    pub paths: BTreeSet<String>,
    /// Reads one; none when it is gone.
    pub read: fn(&str) -> Option<Vec<u8>>,
}

static ADDED: OnceLock<Added> = OnceLock::new();

/// Adds packs to the embedded ones, once and before any is opened. A file stands in for the embedded one of
/// the same path; a list of artifacts is added to it.
pub fn add(added: Added) {
    // The command line adds once.
    let _ = ADDED.set(added);
}

/// The bytes of a pack file, the user's own if there is one; read or inflated when first asked for.
#[must_use]
pub fn pack_file(path: &str) -> Option<&'static [u8]> {
    added_file(path).or_else(|| embedded_file(path))
}

/// The bytes of a pack file of the user's own.
#[must_use]
pub fn added_file(path: &str) -> Option<&'static [u8]> {
    static OPEN: LazyLock<Mutex<HashMap<String, &'static [u8]>>> = LazyLock::new(Mutex::default);
    let added = ADDED.get().filter(|added| added.paths.contains(path))?;
    let mut open = OPEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(&bytes) = open.get(path) {
        return Some(bytes);
    }
    let bytes = &*(added.read)(path)?.leak();
    open.insert(path.to_owned(), bytes);
    Some(bytes)
}

fn embedded_file(path: &str) -> Option<&'static [u8]> {
    static OPEN: LazyLock<Mutex<HashMap<&str, &'static [u8]>>> = LazyLock::new(Mutex::default);
    let at = PACKS.binary_search_by_key(&path, |(name, _)| name).ok()?;
    let (name, range) = &PACKS[at];
    let mut open = OPEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(&bytes) = open.get(name) {
        return Some(bytes);
    }
    let mut bytes = Vec::new();
    // The bytes are fixed when the program is built, and a test inflates all of them.
    ZlibDecoder::new(&COMPRESSED[range.clone()]).read_to_end(&mut bytes).ok()?;
    let bytes = &*bytes.leak();
    open.insert(name, bytes);
    Some(bytes)
}

/// Ending of the files in which dictionaries of the user's own are kept, in the folder of their pair.
pub const DICTIONARY: &str = ".dictionary.tsv";

/// Names of the user's dictionaries that went into a pair's senses, sorted; opens nothing.
pub fn dictionaries(source: &str, target: &str) -> impl Iterator<Item = &'static str> {
    let folders = [format!("{source}-{target}/"), format!("{target}-{source}/")];
    let paths = ADDED.get().into_iter().flat_map(|added| &added.paths);
    paths.filter_map(move |path| {
        let name = folders.iter().find_map(|folder| path.strip_prefix(folder.as_str()))?;
        name.strip_suffix(DICTIONARY)
    })
}

/// The folder whose inventory serves a pair, and whether that is the opposite direction's; that of the pair
/// where there is none yet. Opens nothing.
#[must_use]
pub fn senses_folder(source: &str, target: &str) -> (String, bool) {
    let folders = [(format!("{source}-{target}"), false), (format!("{target}-{source}"), true)];
    let found = folders.iter().find(|(folder, _)| has_pack_file(&format!("{folder}/{SENSES}")));
    found.unwrap_or(&folders[0]).clone()
}

/// The entries of the program's own inventory in a folder; none when there is no such inventory.
#[must_use]
pub fn embedded_senses(folder: &str) -> Vec<senses::Entry> {
    let bytes = embedded_file(&format!("{folder}/{SENSES}"));
    bytes.and_then(|bytes| Inventory::open(bytes, false)).map(|inventory| inventory.entries()).unwrap_or_default()
}

/// What tells the program's own inventory in a folder from that of another version; empty when there is
/// none.
#[must_use]
pub fn inventory_hash(folder: &str) -> String {
    let bytes = embedded_file(&format!("{folder}/{SENSES}"));
    bytes.map(|bytes| format!("{:016x}", xxhash_rust::xxh3::xxh3_64(bytes))).unwrap_or_default()
}

/// Name of the sense inventory in a pair's folder.
pub const SENSES: &str = "senses.bin";

/// Whether there is such a pack file; opens nothing.
fn has_pack_file(path: &str) -> bool {
    ADDED.get().is_some_and(|added| added.paths.contains(path))
        || PACKS.binary_search_by_key(&path, |(name, _)| name).is_ok()
}

/// A language: its rules and its words.
#[derive(Debug)]
pub struct Language {
    /// From `language.toml`.
    pub rules: Rules,
    /// From `words.bin`, where there is one.
    pub words: Option<Words>,
    topics: OnceLock<Option<Topics>>,
    /// From `antonyms.tsv` and `contrasts.tsv`, where there is one of them.
    pub antonyms: Option<Antonyms>,
}

impl Language {
    fn new(rules: Rules, words: Option<Words>, antonyms: Option<Antonyms>) -> Language {
        Language { rules, words, antonyms, topics: OnceLock::new() }
    }

    /// ISO 639-1 code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.rules.code
    }

    /// What its words go with, from `topics.bin`, opened when first asked for; none where there is none.
    #[must_use]
    pub fn topics(&self) -> Option<&Topics> {
        let open = || Topics::open(pack_file(&format!("{}/topics.bin", self.code()))?);
        self.topics.get_or_init(open).as_ref()
    }

    /// The form of a folded word.
    #[must_use]
    pub fn form(&self, folded: String) -> Form {
        if let Some(full) = self.rules.elided.get(&folded) {
            let zipf = self.words.as_ref().and_then(|words| words.zipf(full));
            return Form { folded: folded.into(), lemmas: [Some(full.as_str().into()), None], zipf };
        }
        match &self.words {
            Some(words) => words.form(folded),
            None => Form { folded: folded.into(), lemmas: [None, None], zipf: None },
        }
    }

    /// Whether a folded word can be cut into ordinary words.
    #[must_use]
    pub fn is_compound(&self, word: &str) -> bool {
        self.words.as_ref().is_some_and(|words| words.is_compound(word))
    }

    /// Opens an embedded language; none when there is no such pack.
    #[must_use]
    pub fn get(code: &str) -> Option<&'static Language> {
        static OPEN: LazyLock<Mutex<HashMap<String, Option<&'static Language>>>> = LazyLock::new(Mutex::default);
        let mut open = OPEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(&language) = open.get(code) {
            return language;
        }
        let language = Language::load(code).map(|language| &*Box::leak(Box::new(language)));
        open.insert(code.to_owned(), language);
        language
    }

    /// The language of texts in no known language: nothing but characters is known of it.
    #[must_use]
    pub fn unknown() -> &'static Language {
        static UNKNOWN: LazyLock<Language> = LazyLock::new(|| Language::new(Rules::unknown(), None, None));
        &UNKNOWN
    }

    /// Codes of all embedded languages, sorted.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        PACKS.iter().filter_map(|(name, _)| name.strip_suffix("/language.toml"))
    }

    /// The language with an ISO 639-3 code, as identifiers give it.
    #[must_use]
    pub fn by_iso639_3(code: &str) -> Option<&'static Language> {
        // A look at the text spares parsing every language to find one.
        static CODES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
            let code_of = |toml: &'static [u8]| {
                let line = std::str::from_utf8(toml).ok()?.lines().find_map(|l| l.strip_prefix("iso639-3 = \""))?;
                line.split('"').next()
            };
            let languages =
                PACKS.iter().filter_map(|(name, _)| Some((name.strip_suffix("/language.toml")?, pack_file(name)?)));
            languages.filter_map(|(code, toml)| Some((code_of(toml)?, code))).collect()
        });
        Language::get(CODES.get(code)?)
    }

    fn load(code: &str) -> Option<Language> {
        let toml = pack_file(&format!("{code}/language.toml"))?;
        let rules = Rules::parse(std::str::from_utf8(toml).ok()?)
            .unwrap_or_else(|error| panic!("embedded pack {code}/language.toml: {error}"));
        let words = pack_file(&format!("{code}/words.bin")).and_then(Words::open);
        let table = |name: &str| std::str::from_utf8(pack_file(&format!("{code}/{name}"))?).ok();
        let antonyms = [table("antonyms.tsv"), table("contrasts.tsv")];
        let [opposites, kinds] = antonyms.map(Option::unwrap_or_default);
        let antonyms = antonyms.iter().any(Option::is_some).then(|| Antonyms::parse(opposites, kinds));
        Some(Language::new(rules, words, antonyms))
    }
}

/// What is known of a language pair; empty for a pair without packs.
#[derive(Debug, Default)]
pub struct Pair {
    /// Curated artifacts of this direction.
    pub artifacts: Option<Artifacts>,
    /// Which words translate which.
    pub lexicon: Option<Lexicon>,
    /// Where the pair's senses lie, and whether that is the opposite direction's folder.
    senses_file: Option<(String, bool)>,
    senses: OnceLock<Option<Inventory>>,
}

impl Pair {
    /// Opens what is embedded for a pair.
    #[must_use]
    pub fn get(source: &str, target: &str) -> &'static Pair {
        type Key = (String, String);
        static OPEN: LazyLock<Mutex<HashMap<Key, &'static Pair>>> = LazyLock::new(Mutex::default);
        let mut open = OPEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let key = (source.to_owned(), target.to_owned());
        if let Some(pair) = open.get(&key) {
            return pair;
        }
        let pair: &'static Pair = Box::leak(Box::new(Pair::load(source, target)));
        open.insert(key, pair);
        pair
    }

    /// The pair's sense inventory, opened when first asked for; none when there is none.
    #[must_use]
    pub fn senses(&self) -> Option<&Inventory> {
        let open = || {
            let (path, reversed) = self.senses_file.as_ref()?;
            Inventory::open(pack_file(path)?, *reversed)
        };
        self.senses.get_or_init(open).as_ref()
    }

    /// Whether there is a sense inventory; opens nothing.
    #[must_use]
    pub fn has_senses(&self) -> bool {
        self.senses_file.is_some()
    }

    /// All pairs with a folder of their own, `(source, target)`, sorted.
    pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
        let added = ADDED.get().into_iter().flat_map(|added| added.paths.iter().map(String::as_str));
        let paths = PACKS.iter().map(|(name, _)| *name).chain(added);
        let folders: BTreeSet<_> = paths.filter_map(|path| path.split_once('/')?.0.split_once('-')).collect();
        folders.into_iter()
    }

    fn load(source: &str, target: &str) -> Pair {
        let artifacts =
            Artifacts::load(source, target).unwrap_or_else(|error| panic!("{source}-{target}/artifacts.tsv: {error}"));
        let lexicon =
            pack_file(&format!("{source}-{target}/lexicon.fst")).and_then(|bytes| Lexicon::open(bytes, false)).or_else(
                || pack_file(&format!("{target}-{source}/lexicon.fst")).and_then(|bytes| Lexicon::open(bytes, true)),
            );
        let (folder, reversed) = senses_folder(source, target);
        let senses_file = Some((format!("{folder}/{SENSES}"), reversed)).filter(|(path, _)| has_pack_file(path));
        Pair { artifacts, lexicon, senses_file, senses: OnceLock::new() }
    }
}
