//! The arithmetic of spelled-out numbers: what may follow what, and what it amounts to.
//!
//! A number is built from terms in falling order of magnitude. A value joins the terms if it fits
//! into the zeros that the last one ends in; a scale multiplies all terms at the end that are smaller
//! than itself. Both together read `two hundred and six thousand`, `三千五百万` and
//! `दो लाख पचास हज़ार`, and refuse `two three` and `twenty eleven`.

use crate::language::numerals::NumberPart;

/// The terms read so far.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    terms: Vec<f64>,
    largest_scale: f64,
    joined: bool,
    /// Largest scale but one term: what a further fraction is a fraction of.
    last_scale: f64,
}

impl Sum {
    /// Whether nothing has been read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether the last part was a joiner, so that another must follow.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.joined
    }

    /// What it amounts to.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.terms.iter().sum()
    }

    /// The largest scale from a thousand on; 1 without one.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.largest_scale.max(1.0)
    }

    /// The scale that the last term was multiplied by; 1 for units.
    #[must_use]
    pub fn last_scale(&self) -> f64 {
        self.last_scale.max(1.0)
    }

    /// Adds a part; false, and nothing changed, where no number goes on like that.
    pub fn push(&mut self, part: NumberPart) -> bool {
        match part {
            NumberPart::Joiner => {
                let may_join = !self.terms.is_empty() && !self.joined;
                self.joined |= may_join;
                may_join
            }
            NumberPart::Value(value) => {
                let fits = self.push_value(value);
                if fits {
                    (self.joined, self.last_scale) = (false, 1.0);
                }
                fits
            }
            NumberPart::Scale(scale) => {
                let fits = self.push_scale(scale);
                if fits {
                    (self.joined, self.last_scale) = (false, scale);
                    if scale >= 1000.0 {
                        self.largest_scale = self.largest_scale.max(scale);
                    }
                }
                fits
            }
        }
    }

    fn push_value(&mut self, value: f64) -> bool {
        let Some(last) = self.terms.last_mut() else {
            self.terms.push(value);
            return true;
        };
        if value > 0.0 && value < room(*last) {
            self.terms.push(value);
            return true;
        }
        // Five-and-twenty.
        let is_ten = (20.0..100.0).contains(&value) && value % 10.0 == 0.0;
        if self.joined && is_ten && (1.0..10.0).contains(last) {
            *last += value;
            return true;
        }
        false
    }

    fn push_scale(&mut self, scale: f64) -> bool {
        let first = self.terms.iter().rposition(|&term| term >= scale).map_or(0, |at| at + 1);
        let before = first.checked_sub(1).map_or(f64::INFINITY, |at| room(self.terms[at]));
        let group: f64 = self.terms[first..].iter().sum();
        let is_empty = self.terms.len() == first;
        let product = if is_empty { scale } else { group * scale };
        if product >= before || !is_empty && group == 0.0 {
            return false;
        }
        self.terms.truncate(first);
        self.terms.push(product);
        true
    }
}

/// The largest power of ten that divides a term: what is added must be smaller.
fn room(term: f64) -> f64 {
    if term == 0.0 || term.fract() != 0.0 {
        return 0.0;
    }
    let mut power = 1.0;
    while term % (power * 10.0) == 0.0 {
        power *= 10.0;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberPart::{Joiner, Scale, Value};

    fn read(parts: &[NumberPart]) -> Option<f64> {
        let mut sum = Sum::default();
        parts.iter().all(|&part| sum.push(part)).then(|| sum.value())
    }

    #[test]
    fn scales_multiply_what_is_smaller_and_values_fill_zeros() {
        assert_eq!(read(&[Value(2.0), Scale(1e2), Joiner, Value(6.0), Scale(1e3)]), Some(206_000.0));
        assert_eq!(read(&[Value(3.0), Scale(1e3), Value(5.0), Scale(1e2), Scale(1e4)]), Some(35_000_000.0));
        assert_eq!(read(&[Value(2.0), Scale(1e5), Value(50.0), Scale(1e3)]), Some(250_000.0));
        assert_eq!(read(&[Value(5.0), Joiner, Value(20.0)]), Some(25.0));
        assert_eq!(read(&[Scale(1e3), Scale(1e6)]), Some(1e9));
        assert_eq!(read(&[Value(25.0), Scale(1e2)]), Some(2500.0));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for parts in [&[Value(2.0), Value(3.0)][..], &[Value(20.0), Value(11.0)], &[Joiner], &[Value(0.0), Scale(1e3)]]
        {
            assert_eq!(read(parts), None, "{parts:?}");
        }
    }
}
