//! The languages of the dictionaries.

/// ISO 639-3 as FreeDict names its files, and the code of the language's pack.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("eng", "en"),
    ("ara", "ar"),
    ("bul", "bg"),
    ("ces", "cs"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("ind", "id"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("lit", "lt"),
    ("lav", "lv"),
    ("nld", "nl"),
    ("nor", "nb"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("slv", "sl"),
    ("spa", "es"),
    ("swe", "sv"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("zho", "zh"),
];

/// A position in [`LANGUAGES`].
pub type Lang = u8;

/// English, which every pair has on one side.
pub const ENGLISH: Lang = 0;

/// The language with an ISO 639-3 code.
pub fn by_iso639_3(code: &str) -> Option<Lang> {
    LANGUAGES.iter().position(|(three, _)| *three == code).map(|n| n as Lang)
}
