//! How much a name sounds like a stretch of a text in any script.
//!
//! Both are written in Latin letters (`any_ascii`), letter groups that stand for one sound become one
//! letter, and the name is searched in the text by approximate matching: the dynamic program of Sellers
//! (1980), with costs that are small between letters that languages and transliterations write for each
//! other. So inflection, compounds, and scripts without spaces need no rules of their own.

use std::ops::Range;

use super::letters::{INSTEAD, LETTER, SOFT, VOWEL, alone, is_vowel, letters};
use crate::language::rules::Rules;

/// Letters of a name that are looked at; what is longer is told apart by these.
const MAX_NAME: usize = 20;

/// A letter of a word behind the name: an ending of up to so many letters, then the rest of a compound.
const ENDING: (u16, u16) = (3, 2);
const COMPOUND: u16 = 4;
const MOST_LEFT: u16 = 24;

/// Letters into a word at which a name may begin where short words are written as part of the next, and
/// what each costs.
const PROCLITIC: (usize, u16) = (4, 2);

/// What it costs to begin inside a word behind its first letters, as in a compound, how many these are at least, and the
/// weight of a name from which on it is not found so by chance.
const INSIDE: (u16, usize, u16) = (8, 3, 3 * LETTER);

const NEVER: u16 = u16::MAX / 2;

/// How words are written, as far as names in them are concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// Whether spaces separate words.
    pub spaced: bool,
    /// Whether vowels are left out and short words written as part of the next.
    pub vowelless: bool,
}

/// A word as it sounds: read as one of its own language and, where foreign names are written with characters that are
/// read otherwise in them, as a foreign name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    own: Box<[u8]>,
    foreign: Option<Box<[u8]>>,
}

impl Spoken {
    /// How a folded word sounds by the rules of its language.
    #[must_use]
    pub fn of(word: &str, rules: &Rules) -> Spoken {
        let foreign = rules.transcribed(word).map(|word| letters(&word).into());
        Spoken { own: letters(&rules.sounded(word)).into(), foreign }
    }

    fn readings(&self) -> impl Iterator<Item = &[u8]> {
        std::iter::once(&*self.own).chain(self.foreign.as_deref())
    }

    /// How much of a letter's weight it has: short names are found anywhere.
    #[must_use]
    pub fn weight(&self) -> f32 {
        let whole: u16 = self.own.iter().map(|&letter| alone(letter)).sum();
        f32::from(whole) / f32::from(LETTER)
    }
}

/// A stretch of text as it sounds.
#[derive(Clone, Debug, Default)]
pub struct Sound {
    own: Reading,
    foreign: Reading,
}

/// One way to read a stretch of text.
#[derive(Clone, Debug, Default)]
struct Reading {
    letters: Vec<u8>,
    /// By letter: the token it belongs to, and how many letters its word has before it and after it.
    places: Vec<(u32, u8, u8)>,
}

/// Where a name was found, and how much it is like what was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// 0 (nothing in common) to 1 (letter by letter).
    pub share: f32,
    /// The tokens that it was found in.
    pub tokens: Range<usize>,
}

impl Sound {
    /// Adds a token's word.
    pub fn push(&mut self, token: usize, word: &Spoken) {
        self.own.push(token, &word.own);
        if let Some(foreign) = &word.foreign {
            self.foreign.push(token, foreign);
        }
    }

    /// Where a name sounds most like this, if anywhere; of a very long one its first letters count.
    #[must_use]
    pub fn find(&self, name: &Spoken, writing: Writing) -> Option<Likeness> {
        let found =
            name.readings().flat_map(|name| [&self.own, &self.foreign].map(|reading| reading.find(name, writing)));
        found.flatten().max_by(|a, b| a.share.total_cmp(&b.share))
    }
}

impl Reading {
    fn push(&mut self, token: usize, word: &[u8]) {
        self.letters.extend(word);
        let n = word.len();
        let count = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        self.places.extend((0..n).map(|at| (token as u32, count(at), count(n - 1 - at))));
    }

    fn find(&self, name: &[u8], writing: Writing) -> Option<Likeness> {
        let name = &name[..name.len().min(MAX_NAME)];
        let whole: u16 = name.iter().map(|&letter| alone(letter)).sum();
        if whole == 0 || self.letters.is_empty() {
            return None;
        }
        let vowel = if writing.vowelless { SOFT / 2 } else { VOWEL };
        let left_out = |letter: u8| if is_vowel(letter) { vowel } else { alone(letter) };
        // Column by column of the text: the least cost of the name's first letters, and where that began.
        let mut costs = [(NEVER, 0u32); MAX_NAME + 1];
        let mut best = (NEVER, 0..0);
        for (at, &letter) in self.letters.iter().enumerate() {
            let (_, before, after) = self.places[at];
            let start = match usize::from(before) {
                _ if !writing.spaced => 0,
                0 => 0,
                n if writing.vowelless && n <= PROCLITIC.0 => n as u16 * PROCLITIC.1,
                n if n >= INSIDE.1 && whole >= INSIDE.2 => INSIDE.0,
                _ => NEVER,
            };
            let put_in = if is_vowel(letter) { vowel } else { alone(letter) };
            let row = &INSTEAD[usize::from(letter - b'a')];
            // Before this letter nothing of the name, or some of its first letters left out.
            let mut begun = (start, at as u32);
            let mut diagonal = costs[0].min(begun);
            costs[0] = (NEVER, 0);
            let mut above = costs[0];
            for (n, &own) in name.iter().enumerate() {
                let written = (diagonal.0 + row[usize::from(own - b'a')], diagonal.1);
                let kept = costs[n + 1];
                let more = (kept.0.saturating_add(put_in), kept.1);
                let fewer = (above.0 + left_out(own), above.1);
                begun = (begun.0.saturating_add(left_out(own)).min(NEVER), begun.1);
                diagonal = kept.min(begun);
                let cell = written.min(more).min(fewer);
                costs[n + 1] = (cell.0.min(NEVER), cell.1);
                above = costs[n + 1];
            }
            let ended = costs[name.len()];
            let left = u16::from(after);
            let ending = if writing.spaced {
                (left.min(ENDING.0) * ENDING.1 + left.saturating_sub(ENDING.0) * COMPOUND).min(MOST_LEFT)
            } else {
                0
            };
            let cost = ended.0.saturating_add(ending);
            if cost < best.0 {
                best = (cost, ended.1 as usize..at + 1);
            }
        }
        let (cost, found) = best;
        let share = 1.0 - f32::from(cost.min(whole)) / f32::from(whole);
        let first = self.places.get(found.start)?.0 as usize;
        let last = self.places.get(found.end.checked_sub(1)?)?.0 as usize;
        Some(Likeness { share, tokens: first..last + 1 })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::language::Language;

    const SPACED: Writing = Writing { spaced: true, vowelless: false };

    fn plain(word: &str) -> Spoken {
        Spoken::of(word, &Rules::default())
    }

    fn find(name: &str, text: &str, writing: Writing) -> Likeness {
        found(name, text, writing, &Rules::default())
    }

    /// A name looked for in a text of a language.
    fn found(name: &str, text: &str, writing: Writing, rules: &Rules) -> Likeness {
        let mut sound = Sound::default();
        for (token, word) in text.split(' ').enumerate() {
            sound.push(token, &Spoken::of(word, rules));
        }
        sound.find(&plain(name), writing).expect("both have letters")
    }

    #[test]
    fn transcribed_names_are_found_and_own_ones_too() {
        let rules = &Language::get("zh").expect("the pack is embedded").rules;
        let unspaced = Writing { spaced: false, vowelless: false };
        for (name, text) in [
            ("Victoria", "女王维多利亚去世"),
            ("Daniel", "丹尼尔昨天来了"),
            ("Henderson", "昨天亨德森来了"),
            ("Robert", "作家罗伯特来了"),
        ] {
            let [found, as_own] = [rules, &Rules::default()].map(|rules| found(name, text, unspaced, rules));
            assert!(found.share >= 0.65 && found.share > as_own.share, "{name}: {found:?}, {as_own:?}");
        }
        for (name, text) in [("Xi", "习主席说"), ("Zhang", "张先生说")] {
            let found = found(name, text, unspaced, rules);
            assert!(found.share >= 0.75, "{name}: {found:?}");
        }
        for (name, text) in [("Peterson", "丹尼尔昨天来了"), ("Wozniak", "昨天西蒙来了")] {
            let found = found(name, text, unspaced, rules);
            assert!(found.share < 0.6, "{name}: {found:?}");
        }
    }

    #[test]
    fn names_are_found_inside_compounds() {
        assert!(find("Korea", "südkoreas", SPACED).share >= 0.75);
        assert!(find("Europe", "osteuropa", SPACED).share >= 0.75);
        assert!(find("Oman", "women", SPACED).share < 0.75, "short names are found anywhere");
    }

    #[test]
    fn names_are_found_in_other_scripts_and_cases() {
        let vowelless = Writing { spaced: true, vowelless: true };
        let unspaced = Writing { spaced: false, vowelless: false };
        for (name, text, writing) in [
            ("Khvorostenko", "мэра Хворостенка сняли", SPACED),
            ("Tchaikovsky", "балет Чайковского идёт", SPACED),
            ("Schröder", "канцлер Шрёдер уехал", SPACED),
            ("Papadopoulos", "ο κύριος Παπαδόπουλος μίλησε", SPACED),
            ("Vaandrager", "burgemeester Vaandragers plan", SPACED),
            ("Netanyahu", "אמר נתניהו אתמול", vowelless),
            ("Khalid", "قال خالد امس", vowelless),
            ("Buffalo", "在布法罗附近", unspaced),
            ("Tanaka", "タナカさんは", unspaced),
            ("Helsinki", "helsingissä satoi", SPACED),
        ] {
            let found = find(name, text, writing);
            assert!(found.share >= 0.6, "{name}: {found:?}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for (name, text) in
            [("Denver", "südlich von Butte"), ("Melbourne", "домах Крита и Санторини"), ("Belgium", "美帝国主义")]
        {
            let found = find(name, text, SPACED);
            assert!(found.share < 0.6, "{name}: {found:?}");
        }
    }

    #[test]
    fn the_place_is_that_of_the_name() {
        assert_eq!(find("Obama", "вчера Обама сказал", SPACED).tokens, 1..2);
        assert_eq!(
            find("Buffalo", "昨 天 在 布 法 罗 附 近", Writing { spaced: false, vowelless: false }).tokens,
            3..6
        );
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        assert_eq!(Sound::default().find(&plain("name"), SPACED), None);
        let mut sound = Sound::default();
        sound.push(0, &plain("wort"));
        assert_eq!(sound.find(&plain(""), SPACED), None);
    }

    /// Syllables of made-up names in Latin, Cyrillic and Greek letters.
    const SYLLABLES: [[&str; 3]; 10] = [
        ["ba", "ба", "μπα"],
        ["do", "до", "ντο"],
        ["ki", "ки", "κι"],
        ["le", "ле", "λε"],
        ["mu", "му", "μου"],
        ["na", "на", "να"],
        ["pe", "пе", "πε"],
        ["ri", "ри", "ρι"],
        ["so", "со", "σο"],
        ["ta", "та", "τα"],
    ];

    fn sounded(word: &str) -> String {
        ["μπ b", "ντ d", "ου u"]
            .iter()
            .filter_map(|rule| rule.split_once(' '))
            .fold(word.to_owned(), |word, (group, sound)| word.replace(group, sound))
    }

    proptest! {
        #[test]
        fn names_agree_across_scripts_until_they_change(
            syllables in prop::collection::vec(0usize..10, 3..5),
            script in 1usize..3,
            changed in 0usize..5,
            by in 1usize..10,
        ) {
            let name = |syllables: &[usize], script: usize| syllables.iter().map(|&n| SYLLABLES[n][script]).collect::<String>();
            let writing = SPACED;
            let text = |syllables: &[usize]| format!("{0} {1} {0}", SYLLABLES[0][script], sounded(&name(syllables, script)));
            let same = find(&name(&syllables, 0), &text(&syllables), writing);
            prop_assert!(same.share >= 0.8, "{same:?}");
            // Another name shares no more than a syllable with the first.
            let mut other: Vec<usize> = syllables.iter().map(|n| (n + by) % 10).collect();
            let at = changed % other.len();
            other[at] = syllables[at];
            let differs = find(&name(&other, 0), &text(&syllables), writing);
            prop_assert!(differs.share < same.share, "{differs:?}");
        }
    }
}
