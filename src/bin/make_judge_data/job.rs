//! What is learned from, before it is encoded.

use std::ops::Range;

/// A sentence to learn from.
pub struct Job {
    pub target: String,
    pub to: &'static str,
    pub source: Option<(String, &'static str)>,
    /// Whether the source serves for corruptions only, and the judge does not see it.
    pub hides_source: bool,
    /// Tags of the words, where a post-editor tagged them.
    pub tagged: Option<(Vec<Range<usize>>, Vec<bool>)>,
    /// The target with a word of the wrong sense, and where that stands, in bytes.
    pub wrong_sense: Option<(String, Range<usize>)>,
}
