//! What the numbers of both looks weigh, as `src/bin/train_senses` prints it; `corpora/README.md` tells how.

/// Numbers that say, at first look, how likely a word is of the wrong sense.
pub type FirstEvidence = [f32; N_FIRST];

/// How many there are: see the order in `first_evidence`.
pub const N_FIRST: usize = 9;

/// What each number of the first look adds to the log odds; the last is what all must outweigh.
pub const FIRST_WEIGHTS: [f32; N_FIRST + 1] = [0.578, 0.014, 0.261, -1.541, 0.221, 0.239, -0.063, 0.064, -0.494, 0.861];

/// The same for a text without a source.
pub const ALONE_FIRST_WEIGHTS: [f32; N_FIRST + 1] =
    [0.476, 0.048, 0.036, -0.380, 0.063, 0.189, 0.000, 0.146, -0.116, -1.125];

/// Numbers that say how likely a word is of the wrong sense.
pub type Evidence = [f32; N_EVIDENCE];

/// How many there are: see [`Evidence`]'s order in `evidence`.
pub const N_EVIDENCE: usize = 14;

/// What each number of the evidence adds to the log odds that an editor would call the sense wrong; the
/// last is what all of them must outweigh.
pub const WEIGHTS: [f32; N_EVIDENCE + 1] =
    [0.329, 0.390, 0.133, 0.149, 0.369, -1.346, 0.562, 0.039, 0.024, 0.521, 0.005, 0.106, 0.141, 0.134, -0.7];

/// The same for a text without a source.
pub const ALONE_WEIGHTS: [f32; N_EVIDENCE + 1] =
    [0.141, 0.222, 0.085, -0.074, -0.022, -0.782, 0.712, -0.191, 0.376, 0.910, 0.000, 0.000, 0.077, 0.095, -1.791];
