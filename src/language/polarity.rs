//! How a language says no, hedges, and names persons: the words that must not get lost.

use std::sync::OnceLock;

use rustc_hash::FxHashSet as HashSet;
use serde::Deserialize;

use super::pattern::Pattern;
use super::rules::Rules;

/// How a language says no.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Polarity {
    /// Words that negate, folded.
    pub negations: Vec<String>,
    /// Words that say as much in another way, or that another language says with a negation: `word`,
    /// `begins*`, `*ends`, `*within*`.
    pub cues: Vec<String>,
    /// The same for verbs that are negated inside the word (`ne*`), however short what is left.
    #[serde(default)]
    pub affixes: Vec<String>,
    /// Words that weaken what stands beside them, or turn it round, and are no negations (`hardly`, `less`, `without`).
    #[serde(default)]
    pub diminishers: Vec<String>,
    /// Words that fit such an affix and negate nothing: exactly, or all that begin so.
    #[serde(default)]
    pub plain: Vec<String>,
    /// Words up to which a negation holds, so that other languages say it with *only* (`not until`, `pas avant`).
    #[serde(default)]
    pub until: Vec<String>,
    /// Words for *until* behind which a negation negates nothing (`finché non`, `пока не`).
    #[serde(default)]
    pub expletive: Vec<String>,
    /// Turns of phrase in which a negation negates nothing ([`Pattern`]s): `no doubt`, `тем не менее`.
    #[serde(default)]
    pub idle: Vec<String>,
    #[serde(skip)]
    compiled_idle: OnceLock<Pattern>,
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

    /// Whether a folded word is one up to which a negation holds.
    #[must_use]
    pub fn is_until(&self, word: &str) -> bool {
        self.until.iter().any(|until| until == word)
    }

    /// Whether a negation behind a folded word may negate nothing.
    #[must_use]
    pub fn is_expletive_behind(&self, word: &str) -> bool {
        self.expletive.iter().any(|until| until == word)
    }

    /// [`Polarity::idle`], compiled when first asked for.
    #[must_use]
    pub fn idle(&self, rules: &Rules) -> &Pattern {
        self.compiled_idle.get_or_init(|| Pattern::parse(&self.idle.join(" | "), rules))
    }

    /// Whether a folded word weakens what stands beside it or turns it round.
    #[must_use]
    pub fn diminishes(&self, word: &str) -> bool {
        self.diminishers.iter().any(|diminisher| fits(diminisher, word))
    }

    /// Whether a folded word may be a verb that is negated within.
    #[must_use]
    pub fn is_affixed(&self, word: &str) -> bool {
        self.affixes.iter().any(|affix| fits(affix, word)) && !self.plain.iter().any(|plain| fits(plain, word))
    }

    /// Whether a folded word may stand for a negation; `zipf` tells how frequent a word is (× 10).
    #[must_use]
    pub fn is_cue(&self, word: &str, zipf: impl Fn(&str) -> Option<u8>) -> bool {
        let is_negated_stem = |rest: &str| {
            let (least, frequent) = LEAST_STEM;
            rest.chars().count() >= least && zipf(rest).is_some_and(|zipf| zipf >= frequent)
        };
        let is_cue = |cue: &String| match cue.strip_suffix('*') {
            Some(start) if !start.starts_with('*') && start.chars().count() <= MAX_PREFIX => {
                word.strip_prefix(start).is_some_and(is_negated_stem)
            }
            _ => fits(cue, word),
        };
        self.is_affixed(word) || self.cues.iter().any(is_cue)
    }
}

/// Whether a word is one that `word`, `begins*`, `*ends` or `*within*` means.
fn fits(pattern: &str, word: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(rest), Some(_)) => word.contains(rest.trim_end_matches('*')),
        (Some(end), None) => word.ends_with(end),
        (None, Some(start)) => word.starts_with(start),
        (None, None) => word == pattern,
    }
}

/// What takes something back from a statement, each with what says so ([`Pattern`]s).
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Hedges {
    /// What marks a statement as somebody else's (`allegedly`).
    #[serde(default)]
    pub alleged: Vec<String>,
    /// What may render such a mark, or say who the somebody is.
    #[serde(default)]
    pub alleged_cues: Vec<String>,
    /// What makes a number a lower bound (`at least`), before it or after it.
    #[serde(default)]
    pub at_least: Vec<String>,
    /// What makes it an upper bound (`up to`).
    #[serde(default)]
    pub at_most: Vec<String>,
    /// Which of these stand before the number only: behind one they begin something else (`ten days up to the vote`).
    #[serde(default)]
    pub before: Vec<String>,
    /// Which of them stand behind it only: before one they end something else (`1990'ların sonuna kadar yarım milyon`).
    #[serde(default)]
    pub behind: Vec<String>,
    /// What else may render a bound: `more than`, `over`, `about`.
    #[serde(default)]
    pub bound_cues: Vec<String>,
    #[serde(skip)]
    compiled: OnceLock<Compiled>,
}

/// The patterns of [`Hedges`], ready to be matched.
#[derive(Debug, Default)]
pub struct Compiled {
    /// [`Hedges::alleged`].
    pub alleged: Pattern,
    /// [`Hedges::alleged_cues`], and `alleged` itself.
    pub alleged_cues: Pattern,
    /// [`Hedges::at_least`].
    pub at_least: Pattern,
    /// [`Hedges::at_most`].
    pub at_most: Pattern,
    /// [`Hedges::before`].
    pub before: Pattern,
    /// [`Hedges::behind`].
    pub behind: Pattern,
    /// [`Hedges::bound_cues`].
    pub bound_cues: Pattern,
}

impl Hedges {
    /// The patterns, compiled when first asked for.
    #[must_use]
    pub fn compiled(&self, rules: &Rules) -> &Compiled {
        self.compiled.get_or_init(|| {
            let pattern = |lists: &[&Vec<String>]| {
                let all: Vec<&str> = lists.iter().flat_map(|list| list.iter()).map(String::as_str).collect();
                Pattern::parse(&all.join(" | "), rules)
            };
            Compiled {
                alleged: pattern(&[&self.alleged]),
                alleged_cues: pattern(&[&self.alleged_cues, &self.alleged]),
                at_least: pattern(&[&self.at_least]),
                at_most: pattern(&[&self.at_most]),
                before: pattern(&[&self.before]),
                behind: pattern(&[&self.behind]),
                bound_cues: pattern(&[&self.bound_cues]),
            }
        })
    }
}

/// Words that tell whether a man or a woman is meant, folded.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Persons {
    /// Pronouns for a man and nothing else that a pronoun for a woman could render.
    #[serde(default)]
    pub masculine: Vec<String>,
    /// Pronouns for a woman, likewise.
    #[serde(default)]
    pub feminine: Vec<String>,
    /// Words that may be for a man, among other things.
    #[serde(default)]
    pub masculine_cues: Vec<String>,
    /// Words that may be for a woman, among other things.
    #[serde(default)]
    pub feminine_cues: Vec<String>,
    /// Nouns that mean a man and no woman, in all their forms: hundreds in some languages, looked up for every word.
    #[serde(default)]
    pub men: HashSet<String>,
    /// Nouns that mean a woman and no man, likewise.
    #[serde(default)]
    pub women: HashSet<String>,
    /// Forms of address and ranks before a person's name, full stop left out: no part of the name, and no name.
    #[serde(default)]
    pub titles: HashSet<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_words_beginnings_ends_and_middles() {
        let own = |list: &[&str]| list.iter().map(|&s| s.to_owned()).collect();
        let polarity = Polarity {
            negations: own(&["ani"]),
            cues: own(&["bez", "un*", "refus*", "*less", "*нет*"]),
            affixes: own(&["ne*"]),
            plain: own(&["nebo", "nej*"]),
            ..Polarity::default()
        };
        let zipf = |word: &str| (word == "able").then_some(50);
        for cue in ["bez", "unable", "refused", "hopeless", "нету", "nemá"] {
            assert!(polarity.is_cue(cue, zipf), "{cue}");
        }
        for other in ["bezpečný", "under", "nebo", "nejvíce", "loss"] {
            assert!(!polarity.is_cue(other, zipf), "{other}");
        }
        assert!(polarity.negates("ani") && polarity.is_affixed("nemá") && !polarity.is_affixed("nebo"));
    }
}
