//! Maximum likelihood by gradient ascent.

use mtlint::align::beads::{Example, N_WEIGHTS, Weights};
use rayon::prelude::*;

/// Steps of the optimiser, and how far it goes.
const STEPS: usize = 200;
const RATE: f64 = 0.1;

/// Adam (Kingma and Ba 2015) with a rate that falls to nothing.
pub fn train(examples: &[Example]) -> Weights {
    let mut weights = [0.0f64; N_WEIGHTS];
    let (mut first, mut second) = ([0.0f64; N_WEIGHTS], [0.0f64; N_WEIGHTS]);
    for step in 0..STEPS {
        let mut gradient = weights.map(|weight| -weight);
        let at = named(&weights);
        let slope = |example: &Example| {
            let mut slope = [0.0; N_WEIGHTS];
            (example.add_gradient(&at, &mut slope), slope)
        };
        // Collected before they are added up, so that the sum is the same with any number of threads.
        let slopes: Vec<_> = examples.par_iter().map(slope).collect();
        let mut likelihood = 0.0;
        for (of_example, slope) in slopes {
            likelihood += of_example;
            gradient.iter_mut().zip(slope).for_each(|(sum, slope)| *sum += slope);
        }
        let t = step as f64 + 1.0;
        let rate = RATE * (1.0 - step as f64 / STEPS as f64);
        for (((w, g), m), v) in weights.iter_mut().zip(&gradient).zip(&mut first).zip(&mut second) {
            *m = 0.9 * *m + 0.1 * g;
            *v = 0.99 * *v + 0.01 * g * g;
            *w += rate * (*m / (1.0 - 0.9f64.powf(t))) / ((*v / (1.0 - 0.99f64.powf(t))).sqrt() + 1e-8);
        }
        if step % 20 == 19 {
            println!("step {}: log-likelihood {likelihood:.1}", step + 1);
        }
    }
    named(&weights)
}

fn named(weights: &[f64; N_WEIGHTS]) -> Weights {
    let mut named = Weights::default();
    let places = named.matched.iter_mut().chain(&mut named.lone);
    places.zip(weights).for_each(|(place, &weight)| *place = weight as f32);
    named
}
