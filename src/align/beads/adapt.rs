//! How many sentences stand alone, as the article itself has it.

use super::lattice::Lattice;

/// Shares of lone source and target sentences that the weights take for granted: translations leave out
/// more than they add.
const LONE_SHARES: [f32; 2] = [0.08, 0.05];

/// Sentences of an average article that an article's own shares are averaged with.
const LONE_PRIOR: f32 = 10.0;

/// How far the score of a lone sentence follows the article's own share (log odds), and the most it
/// can move (in books translated in full, a third fewer are then claimed wrongly: DEV).
const LONE_ADAPTS: f32 = 0.5;
const MAX_ADAPTATION: f32 = 1.5;

impl Lattice {
    /// Makes lone sentences of either side more or less likely, by how many the article seems to have.
    pub(super) fn adapt(&mut self) {
        let log_odds = |share: f32| (share / (1.0 - share).max(0.01)).ln();
        let posteriors = self.posteriors();
        for (shape, (n, usual)) in [self.n, self.m].into_iter().zip(LONE_SHARES).enumerate() {
            let expected: f32 = posteriors.iter().map(|steps| steps[shape]).sum();
            let share = (expected + usual * LONE_PRIOR) / (n as f32 + LONE_PRIOR);
            let change = LONE_ADAPTS * (log_odds(share) - log_odds(usual));
            for steps in &mut self.scores {
                steps[shape] += change.clamp(-MAX_ADAPTATION, MAX_ADAPTATION);
            }
        }
    }
}
