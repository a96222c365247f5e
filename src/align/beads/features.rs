//! The features of a bead, all relative to what is typical of the article.

use std::ops::Range;

use super::table::Table;

/// Features of a bead with both sides.
pub(super) const N_MATCHED: usize = 12;
/// Features of a lone sentence.
pub(super) const N_LONE: usize = 4;

impl Table {
    /// Features of a bead with both sides; none if it leaves the band.
    pub(super) fn matched(&self, source: &Range<usize>, target: &Range<usize>) -> Option<[f32; N_MATCHED]> {
        let gains = [self.source.gain_of(source, target)?, self.target.gain_of(target, source)?];
        let weights = [self.source.weight_of(source), self.target.weight_of(target)];
        let (gain, weight) = (gains[0] + gains[1], weights[0] + weights[1]);
        let chars = [self.source.chars_of(source) * self.ratio, self.target.chars_of(target)];
        let mismatch = ((chars[0] + 10.0) / (chars[1] + 10.0)).ln().abs();
        let n_extra = source.len() + target.len() - 2;
        let n_both = source.len().min(target.len()) - 1;
        let (mut weakest, mut loss) = (f32::INFINITY, f32::INFINITY);
        if source.len() > 1 {
            weakest = weakest.min(self.source.weakest(source, target));
            loss = loss.min(self.target.loss_without_edge(target, source, gains[1]));
        }
        if target.len() > 1 {
            weakest = weakest.min(self.target.weakest(target, source));
            loss = loss.min(self.source.loss_without_edge(source, target, gains[0]));
        }
        Some([
            // What the tokens of both sides gain, against what is expected of so many.
            gain / self.typical.sqrt(),
            -weight * self.typical.sqrt(),
            // The same for the mean token, and for that of the side which gains less.
            gain / (weight + 2.0) / self.typical,
            (gains[0] / (weights[0] + 1.0)).min(gains[1] / (weights[1] + 1.0)) / self.typical,
            // Lengths that do not fit, as a sum and as a ratio.
            mismatch * (chars[0] + chars[1]).sqrt() * 0.1,
            mismatch,
            // The shape.
            n_extra as f32,
            n_both as f32,
            if n_extra == 0 { 1.0 } else { 0.0 },
            n_extra.saturating_sub(1) as f32,
            // What the sentence that gains least in a larger bead gains.
            if n_extra == 0 { 0.0 } else { weakest / self.typical - 1.0 },
            // What the sentences at the edges of a larger bead explain that the others do not.
            if n_extra == 0 { 0.0 } else { loss / weights[0].min(weights[1]).max(0.1) / self.typical },
        ])
    }

    /// Features of a source sentence that stands alone before sentence `between` of the target.
    pub(super) fn lone_source(&self, sentence: usize, between: usize) -> [f32; N_LONE] {
        let gain = self.source.neighbour_gain(sentence, between) / self.typical;
        [1.0, 0.0, self.source.weights[sentence].sqrt(), gain]
    }

    /// Features of a target sentence that stands alone before sentence `between` of the source.
    pub(super) fn lone_target(&self, sentence: usize, between: usize) -> [f32; N_LONE] {
        let gain = self.target.neighbour_gain(sentence, between) / self.typical;
        [1.0, 1.0, self.target.weights[sentence].sqrt(), gain]
    }
}
