//! AdamW (Loshchilov and Hutter 2019), and a rate that rises, then falls as a cosine.

const WARM_UP: usize = 200;
/// Share of the rate that is left at the end.
const LAST_RATE: f32 = 0.02;
const BETAS: [f32; 2] = [0.9, 0.999];
const EPSILON: f32 = 1e-8;
const DECAY: f32 = 0.02;
/// The gradient's greatest length.
const LONGEST: f32 = 1.0;

/// Moves values against a gradient; `step` counts from 1.
pub fn update(values: &mut [f32], gradient: &[f32], moments: &mut [Vec<f32>; 2], rate: f32, step: usize) {
    let length = gradient.iter().map(|g| g * g).sum::<f32>().sqrt();
    let cut = LONGEST / length.max(LONGEST);
    let corrections = BETAS.map(|beta| 1.0 - beta.powi(step as i32));
    let [first, second] = moments;
    let of = values.iter_mut().zip(gradient).zip(first.iter_mut().zip(second));
    for ((value, gradient), (first, second)) in of {
        let gradient = gradient * cut;
        *first = BETAS[0] * *first + (1.0 - BETAS[0]) * gradient;
        *second = BETAS[1] * *second + (1.0 - BETAS[1]) * gradient * gradient;
        let change = (*first / corrections[0]) / ((*second / corrections[1]).sqrt() + EPSILON);
        *value -= rate * (change + DECAY * *value);
    }
}

/// Which share of the highest rate a step has.
pub fn share_of_rate(step: usize, n_steps: usize) -> f32 {
    let progress = step as f32 / n_steps as f32;
    let fall = (1.0 + (std::f32::consts::PI * progress).cos()) / 2.0;
    (step as f32 / WARM_UP as f32).min(1.0) * fall.max(LAST_RATE)
}
