//! What speaks for and against a name having a counterpart, and how much.

use super::words::{is_acronym, is_cased, writing};
use crate::article::Text;
use crate::odds::{probability, weighed};

/// Numbers of the evidence.
pub const N_EVIDENCE: usize = 53;

/// The evidence as numbers.
pub type Evidence = [f32; N_EVIDENCE];

/// Which of them is the strength of a link by lexicon.
pub const KNOWN_AT: usize = 13;

/// What was seen of a word of a name.
#[derive(Clone, Debug, Default)]
pub struct Signs {
    /// How the other side is written: in the same script, another with capitals, one without vowels, another
    /// with spaces, one without.
    script: usize,
    /// Whether the other side has characters whose reading nobody knows here.
    is_opaque: bool,
    /// Frequency (Zipf), 0 where unknown.
    zipf: f32,
    is_acronym: bool,
    /// Whether it is an inflected form of an ordinary word.
    is_inflected: bool,
    /// Whether its language inflects names, so that unknown words may be forms of ordinary ones.
    inflects: bool,
    /// Whether it begins a sentence.
    pub begins: bool,
    /// Whether the pair has a lexicon.
    pub has_lexicon: bool,
    /// Whether every noun of its language has a capital.
    is_noun: bool,
    /// Strength of its link to a word of the bead, by lexicon or spelling.
    pub known: f32,
    /// The same, to a word anywhere.
    pub linked_elsewhere: f32,
    /// Whether the pair's dictionary gives it for a word of the bead.
    pub is_listed: bool,
    /// How much of it sounds like something in the bead, and like something nearby if that is more.
    pub share: f32,
    /// See `share`.
    pub share_nearby: f32,
    /// Whether what it sounds like has a capital.
    pub is_capitalised: bool,
    /// How frequent (Zipf) the most frequent word is that it sounds like.
    pub alike_zipf: f32,
    /// Whether it sounds like pieces of several words only, though spaces tell these.
    pub is_pieced: bool,
    /// Whether what it sounds like is aligned with it, and whether it is with other words.
    pub is_linked: [bool; 2],
    /// By how much another word of its side answers better to what it sounds like.
    pub taken: f32,
    /// How much there is of it ([`super::spelling::Spoken::weight`]).
    pub weight: f32,
    /// Whether it is in the gazetteer, whether the bead's other side has the same, and whether it has
    /// another that is not met on this side.
    pub is_place: bool,
    /// See `is_place`.
    pub same_place: bool,
    /// See `is_place`.
    pub other_place: bool,
    /// How close the encoder finds it to anything in the bead; none without the encoder.
    pub closeness: Option<f32>,
    /// The best that was found for the same word anywhere in the article.
    pub elsewhere: f32,
    /// Whether a name of the bead's other side is open too.
    pub open_there: bool,
    /// How far from everything in the bead the encoder finds that word of the other side that has least of a
    /// counterpart: the same with words in capitals only.
    pub bereft: [f32; 2],
    /// Share of its name's other words that are open; none where it has no others.
    pub open_beside: Option<f32>,
}

/// How close the encoder finds most names to their renderings, at least; and how much these sound like them.
const RENDERED: f32 = 0.65;
const ALIKE: f32 = 0.65;

/// A word is open that sounds less than so much like anything.
const OPEN: f32 = 0.65;

impl Signs {
    /// What a word itself and the languages say.
    #[must_use]
    pub(super) fn of(text: &Text, token: usize, other: &Text) -> Signs {
        let form = text.form(token);
        let (ours, theirs) = (&text.language.rules, &other.language.rules);
        let is_opaque = theirs.borrowed_characters;
        let script = match () {
            () if ours.scripts.first() == theirs.scripts.first() => 0,
            () if is_cased(other) => 1,
            () if writing(other).vowelless => 2,
            () if theirs.spaced => 3,
            () => 4,
        };
        Signs {
            script,
            is_opaque,
            zipf: f32::from(form.zipf.unwrap_or(0)) / 10.0,
            is_acronym: is_acronym(text.token_str(token)),
            inflects: ours.inflected_names,
            is_inflected: form.lemmas.iter().any(Option::is_some),
            is_noun: ours.capitalised_nouns,
            ..Signs::default()
        }
    }

    /// How sure it is that there is a counterpart, roughly, 0 to 1.
    #[must_use]
    pub fn best(&self) -> f32 {
        if self.same_place || self.is_listed {
            1.0
        } else {
            self.share.max(if self.known > 0.0 { 0.7 + self.known } else { 0.0 }).min(1.0)
        }
    }

    /// Whether it is an acronym that may stand for any words: not a known one, as `US` is.
    #[must_use]
    pub fn is_acronym(&self) -> bool {
        self.is_acronym && !self.is_place
    }

    /// Whether it may owe its capital to the beginning of the sentence.
    #[must_use]
    pub fn may_be_ordinary(&self) -> bool {
        self.begins && !self.is_place && (self.inflects || self.is_inflected || self.zipf > 0.0)
    }

    /// Whether nothing was found for it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.best() < OPEN
    }

    /// As numbers: a bias by script; the rest below.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        let is = |yes: bool| f32::from(u8::from(yes));
        let script = |n: usize| is(self.script == n);
        let share = self
            .share
            .max(if self.same_place || self.is_listed { 1.0 } else { 0.0 })
            .max(is(self.known >= super::matching::KNOWN));
        let above = (share - 0.5).max(0.0) * 2.0;
        // A known name, beside another known one that is not met on this side.
        let is_swapped = self.other_place && self.known == 0.0;
        // In the same script what no list knows is left as it is.
        let is_kept = self.script == 0 && self.zipf == 0.0 && !self.is_inflected;
        let apart = (RENDERED - self.closeness.unwrap_or(RENDERED)).max(0.0);
        [
            1.0,
            script(1),
            script(2),
            script(3),
            script(4),
            above,
            above * script(1),
            above * script(2),
            above * script(3),
            above * script(4),
            is(share > 0.9),
            is(self.is_capitalised) * above,
            is(self.known > 0.0),
            self.known,
            is(self.linked_elsewhere > 0.0),
            is(self.is_place),
            is(self.same_place),
            is(self.other_place),
            (self.share_nearby - 0.5).max(0.0) * 2.0,
            (self.elsewhere - share).max(0.0),
            is(self.closeness.is_some()),
            self.closeness.unwrap_or(0.0),
            self.zipf / 7.0,
            is(self.zipf == 0.0),
            is(self.is_acronym),
            is(self.is_noun),
            is(self.is_opaque),
            (self.weight / 4.0).min(1.5),
            is(self.open_there),
            self.open_beside.unwrap_or(0.0),
            is(self.open_beside.is_none()),
            is(self.begins),
            is(self.begins && self.zipf == 0.0),
            is(self.is_inflected),
            is(!self.has_lexicon),
            self.bereft[0],
            self.bereft[1],
            is(share == 0.0 && !self.open_there) * is(self.script <= 1),
            (0.5 - self.closeness.unwrap_or(0.5)).max(0.0),
            is(self.is_place) * (self.zipf / 7.0),
            is(self.is_listed),
            is(is_swapped),
            is(is_swapped) * self.closeness.unwrap_or(0.0),
            is(is_swapped) * above,
            apart,
            is(is_kept) * apart,
            is(is_kept) * (ALIKE - share).max(0.0),
            above * (self.alike_zipf / 7.0),
            above * is(self.is_pieced),
            above * is(self.is_linked[0]),
            above * is(self.is_linked[1]),
            self.taken,
            above * self.taken,
        ]
    }

    /// The probability that it has no counterpart.
    #[must_use]
    pub fn doubt(&self) -> f32 {
        probability(log_odds(&self.evidence()))
    }
}

/// Log odds that a word has no counterpart.
#[must_use]
pub(super) fn log_odds(evidence: &Evidence) -> f32 {
    weighed(evidence, &WEIGHTS)
}

/// Log odds by evidence, printed by `train_names`.
const WEIGHTS: Evidence = [
    -0.91, 0.11, 0.09, -0.55, -0.10, -1.58, -0.58, -0.57, 1.17, -0.24, -1.02, -3.07, -1.37, -1.47, 0.27, 0.78, -1.72,
    -0.33, 0.25, -0.53, -0.63, -1.17, -2.73, -0.84, 0.23, -0.81, -1.11, 0.13, 1.04, 1.29, 0.45, 0.25, -1.51, -0.84,
    0.00, -0.02, 1.16, -0.19, -4.81, 0.12, -2.08, 0.99, -0.27, -1.40, 6.62, 0.75, 0.59, 0.92, -0.19, -2.29, 1.39,
    -0.00, 0.52,
];
