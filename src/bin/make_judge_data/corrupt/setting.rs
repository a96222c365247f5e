//! What a corruption may look at beside the sentence.

use crate::vocabulary::Vocabulary;

/// The sentence's language and its source.
pub struct Setting<'a> {
    pub vocabulary: &'a Vocabulary,
    /// For each unit the place of its counterpart in the source, if it has a sure one.
    pub places: &'a [Option<usize>],
    /// For each unit what its counterpart is called in other senses, in the form of the unit.
    pub translations: &'a [Vec<String>],
    /// For each unit its counterpart as written.
    pub counterparts: &'a [Option<String>],
}

impl<'a> Setting<'a> {
    /// Nothing is known of a source.
    pub fn alone(vocabulary: &'a Vocabulary) -> Setting<'a> {
        Setting { vocabulary, places: &[], translations: &[], counterparts: &[] }
    }
}
