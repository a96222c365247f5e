//! Logistic regression, L2-regularised, by gradient descent, for the maintainers' programs that learn what
//! evidence weighs. Deterministic.

const RATE: f64 = 0.5;
const DECAY: f64 = 1e-3;

/// What is learned from.
pub struct Row<'e> {
    pub evidence: &'e [f32],
    pub is_right: bool,
    pub weight: f64,
}

/// The log odds: numbers, each times its weight; one weight more is added as it is.
pub fn odds(evidence: &[f32], weights: &[f64]) -> f64 {
    let sum: f64 = evidence.iter().zip(weights).map(|(x, w)| f64::from(*x) * w).sum();
    sum + weights.get(evidence.len()).copied().unwrap_or_default()
}

/// The probability that goes with them.
pub fn probability(evidence: &[f32], weights: &[f64]) -> f64 {
    1.0 / (1.0 + (-odds(evidence, weights)).exp())
}

/// The weights of the evidence after so many steps; with `offset` one more, which is added as it is and does
/// not decay.
pub fn learn(rows: &[Row<'_>], steps: usize, offset: bool) -> Vec<f64> {
    let n_evidence = rows.first().map_or(0, |row| row.evidence.len());
    let total: f64 = rows.iter().map(|row| row.weight).sum();
    // Each number by its spread, so that one rate fits all.
    let square = |at: usize| rows.iter().map(|row| f64::from(row.evidence[at]).powi(2)).sum::<f64>() / total;
    let spread: Vec<f64> = (0..n_evidence).map(|at| square(at).max(LEAST_SPREAD)).collect();
    let mut weights = vec![0.0; n_evidence + usize::from(offset)];
    for _ in 0..steps {
        let mut slope = vec![0.0; n_evidence];
        let mut slope_of_offset = 0.0;
        for row in rows {
            let error = row.weight * (probability(row.evidence, &weights) - f64::from(u8::from(row.is_right)));
            for (slope, x) in slope.iter_mut().zip(row.evidence) {
                *slope += error * f64::from(*x);
            }
            slope_of_offset += error;
        }
        for at in 0..n_evidence {
            weights[at] -= RATE * (slope[at] / total / spread[at] + DECAY * weights[at]);
        }
        if let Some(offset) = weights.get_mut(n_evidence) {
            *offset -= RATE * slope_of_offset / total;
        }
    }
    weights
}

/// Squares of numbers that are nearly always 0 count as no less: they would learn too fast.
const LEAST_SPREAD: f64 = 1e-3;
