//! Words in letters that sound alike across languages and scripts, and what it costs to write one for another.

use std::sync::LazyLock;

use any_ascii::any_ascii_char;

/// Costs are in twentieths of a letter.
pub(super) const LETTER: u16 = 20;
pub(super) const VOWEL: u16 = 7;
pub(super) const SOFT: u16 = 4;
const GLIDE: u16 = 8;

/// Letter groups and what they become, longer ones first. Two are spelled out letter by letter: as words they
/// would be codes of languages, which no code may name.
#[expect(clippy::byte_char_slices, reason = "as words two of them would be codes of languages")]
const GROUPS: [(&[u8], &[u8]); 19] = [
    (b"tsch", b"c"),
    (b"dsch", b"j"),
    (b"shch", b"s"),
    (b"sch", b"s"),
    (b"tch", b"c"),
    (b"dzh", b"j"),
    (b"sz", b"s"),
    (b"cz", b"c"),
    (b"sh", b"s"),
    (b"ch", b"c"),
    (&[b'z', b'h'], b"z"),
    (b"kh", b"h"),
    (b"ph", b"f"),
    (&[b't', b'h'], b"t"),
    (b"gh", b"g"),
    (b"ck", b"k"),
    (b"ts", b"c"),
    (b"tz", b"c"),
    (b"x", b"ks"),
];

/// Letters written for each other, and at what cost.
const ALIKE: [(&[u8], u16); 23] = [
    (b"ckq", 2),
    (b"sc", 4),
    (b"cz", 5),
    (b"ct", 9),
    (b"cj", 8),
    (b"sz", 3),
    (b"zj", 5),
    (b"js", 9),
    (b"gj", 7),
    (b"gk", 7),
    (b"gz", 7),
    (b"gh", 6),
    (b"kh", 7),
    (b"hj", 9),
    (b"hf", 12),
    (b"td", 5),
    (b"ts", 10),
    (b"vw", 3),
    (b"vfw", 6),
    (b"bv", 8),
    (b"bp", 6),
    (b"pf", 8),
    (b"rl", 8),
];

/// Vowels, and the letters that are vowels or glides by language.
const VOWELS: &[u8] = b"aeiouy";
const GLIDES: &[(&[u8], u16)] = &[(b"yij", 2), (b"uvw", 6), (b"ow", 7), (b"mn", 9), (b"uh", 12)];

pub(super) fn is_vowel(letter: u8) -> bool {
    VOWELS.contains(&letter)
}

/// What it costs to leave a letter out, or to put it in.
pub(super) fn alone(letter: u8) -> u16 {
    match letter {
        b'h' => SOFT,
        b'y' | b'j' | b'w' => GLIDE,
        _ if is_vowel(letter) => VOWEL,
        _ => LETTER,
    }
}

/// By first and second letter, what it costs to write one for the other.
pub(super) static INSTEAD: LazyLock<[[u16; 26]; 26]> = LazyLock::new(|| {
    let mut table = [[LETTER; 26]; 26];
    let at = |letter: u8| usize::from(letter - b'a');
    for a in b'a'..=b'z' {
        for b in b'a'..=b'z' {
            let both_vowels = is_vowel(a) && is_vowel(b);
            table[at(a)][at(b)] = if a == b {
                0
            } else if both_vowels {
                VOWEL - 1
            } else {
                LETTER
            };
        }
    }
    for (group, cost) in ALIKE.iter().chain(GLIDES) {
        for &a in *group {
            for &b in *group {
                let cell = &mut table[at(a)][at(b)];
                *cell = (*cell).min(*cost);
            }
        }
    }
    table
});

/// A word as it sounds, letters only.
pub(super) fn letters(word: &str) -> Vec<u8> {
    let mut ascii: Vec<u8> = Vec::with_capacity(word.len());
    for c in word.chars() {
        ascii.extend(any_ascii_char(c).bytes().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase()));
    }
    let mut sound = Vec::with_capacity(ascii.len());
    let mut at = 0;
    while at < ascii.len() {
        let rest = &ascii[at..];
        let group = GROUPS.iter().find(|(group, _)| rest.starts_with(group));
        let (taken, put) = group.map_or((1, &rest[..1]), |(group, put)| (group.len(), *put));
        for &letter in put {
            if sound.last() != Some(&letter) {
                sound.push(letter);
            }
        }
        at += taken;
    }
    sound
}
