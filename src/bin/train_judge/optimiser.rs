//! AdamW (Loshchilov and Hutter 2019) on all parameters, with the gradient cut to a length of 1.

use crate::parameters::{N_PARAMETERS, N_SECTIONS, SECTIONS, Section, effective};
use std::thread;

const BETAS: [f32; 2] = [0.9, 0.98];
const EPSILON: f32 = 1e-8;
const DECAY: f32 = 0.01;
/// The gradient's greatest length.
const LONGEST: f64 = 1.0;
/// How much faster the new parts learn.
const NEW: f32 = 3.0;

/// The parameters, what is known of their gradients, and their values as they are used.
pub struct Optimiser {
    pub values: Vec<f32>,
    /// Matrices in 4 bits.
    pub effective: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
    n_steps: i32,
}

/// The sections and numbers that one of the two threads works on.
struct Half<'o> {
    sections: &'static [Section],
    values: &'o mut [f32],
    effective: &'o mut [f32],
    first: &'o mut [f32],
    second: &'o mut [f32],
    gradient: &'o mut [f32],
    more: &'o [f32],
}

impl Optimiser {
    pub fn new(values: Vec<f32>) -> Self {
        let mut used = vec![0.0; N_PARAMETERS];
        effective(&SECTIONS, &values, &mut used);
        let [first, second] = [(); 2].map(|()| vec![0.0; N_PARAMETERS]);
        Optimiser { values, effective: used, first, second, n_steps: 0 }
    }

    /// A step by the sum of two gradients; gives the sum's length. Two threads, each with one half of
    /// the sections.
    pub fn step(&mut self, rate: f32, gradient: &mut [f32], more: &[f32]) -> f64 {
        self.n_steps += 1;
        static ALL: [Section; N_SECTIONS] = SECTIONS;
        let (sections, other_sections) = ALL.split_at(N_SECTIONS / 2);
        let middle = other_sections[0].start;
        let (values, other_values) = self.values.split_at_mut(middle);
        let (effective, other_effective) = self.effective.split_at_mut(middle);
        let (first, other_first) = self.first.split_at_mut(middle);
        let (second, other_second) = self.second.split_at_mut(middle);
        let (gradient, other_gradient) = gradient.split_at_mut(middle);
        let (more, other_more) = more.split_at(middle);
        let mut one = Half { sections, values, effective, first, second, gradient, more };
        let mut other = Half {
            sections: other_sections,
            values: other_values,
            effective: other_effective,
            first: other_first,
            second: other_second,
            gradient: other_gradient,
            more: other_more,
        };
        let squares = thread::scope(|scope| {
            let of_other = scope.spawn(|| other.sum());
            one.sum() + of_other.join().expect("the thread does not panic")
        });
        let length = squares.sqrt();
        let cut = (LONGEST / length.max(LONGEST)) as f32;
        let corrections = BETAS.map(|beta| 1.0 - beta.powi(self.n_steps));
        thread::scope(|scope| {
            scope.spawn(|| other.step(rate, cut, corrections));
            one.step(rate, cut, corrections);
        });
        length
    }
}

impl Half<'_> {
    /// Adds the other gradient; gives the sum of the squares.
    fn sum(&mut self) -> f64 {
        let mut squares = 0.0;
        for (gradient, more) in self.gradient.chunks_mut(4096).zip(self.more.chunks(4096)) {
            gradient.iter_mut().zip(more).for_each(|(gradient, more)| *gradient += more);
            let mut lanes = [0f32; 16];
            for (idx, value) in gradient.iter().enumerate() {
                lanes[idx % 16] += value * value;
            }
            squares += f64::from(lanes.iter().sum::<f32>());
        }
        squares
    }

    fn step(&mut self, rate: f32, cut: f32, corrections: [f32; 2]) {
        let begin = self.sections.first().map_or(0, |section| section.start);
        for section in self.sections {
            let range = section.start - begin..section.start - begin + section.len;
            let rate = if section.is_new { NEW * rate } else { rate };
            let keep = if section.is_matrix { 1.0 - rate * DECAY } else { 1.0 };
            let rate = rate / corrections[0];
            let inverse = 1.0 / corrections[1];
            let moments = self.first[range.clone()].iter_mut().zip(&mut self.second[range.clone()]);
            let values = self.values[range.clone()].iter_mut().zip(&self.gradient[range]);
            for ((value, gradient), (first, second)) in values.zip(moments) {
                let gradient = gradient * cut;
                *first = BETAS[0] * *first + (1.0 - BETAS[0]) * gradient;
                *second = BETAS[1] * *second + (1.0 - BETAS[1]) * gradient * gradient;
                *value = *value * keep - rate * *first / ((*second * inverse).sqrt() + EPSILON);
            }
        }
        effective(self.sections, self.values, self.effective);
    }
}
