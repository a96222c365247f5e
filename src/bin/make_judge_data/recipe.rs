//! How much is taken of each kind of text, and how much is done to it.

/// For one that learns.
pub struct Recipe {
    /// Sentences taken of each pair, as targets of the pair's one language and of the other, which is the common one
    /// of all pairs.
    pub from_pairs: usize,
    /// See `from_pairs`.
    pub into_common: usize,
    /// How often the one language is tried first.
    pub outwards: f64,
    /// Sentences without a source of each language, and of the common one.
    pub alone: usize,
    /// See `alone`.
    pub common_alone: usize,
    /// Post-edited sentences of each pair.
    pub post_edited: usize,
    /// Share of the pairs that come without their source, which is seen in the order of the words alone.
    pub sourceless: f64,
    /// Corrupted versions of a sentence.
    pub versions: usize,
    /// Share of these with a second corruption.
    pub twice: f64,
    /// Which shares of the corruptions count.
    pub column: usize,
    /// Whether the states of the pieces are written.
    pub with_states: bool,
}

/// What the judge learns from.
pub const JUDGE: Recipe = Recipe {
    from_pairs: 1_200,
    into_common: 1_100,
    outwards: 0.67,
    alone: 1_100,
    common_alone: 20_000,
    post_edited: 3_000,
    sourceless: 0.3,
    versions: 2,
    twice: 0.1,
    column: 0,
    with_states: true,
};

/// What the appraiser learns from.
pub const APPRAISER: Recipe = Recipe {
    from_pairs: 900,
    into_common: 2_400,
    outwards: 0.25,
    alone: 0,
    common_alone: 0,
    post_edited: 0,
    sourceless: 0.0,
    versions: 3,
    twice: 0.05,
    column: 1,
    with_states: false,
};
