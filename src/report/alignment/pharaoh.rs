//! Groups of sentences by number alone, as scorers read them: `[0,1]:[0]:0.971`.

use std::fmt::Write as _;

use super::numbers;
use crate::align::Alignment;

pub fn write(alignment: &Alignment) -> String {
    let mut out = String::new();
    for bead in &alignment.beads {
        let _ = writeln!(out, "[{}]:[{}]:{:.3}", numbers(&bead.source), numbers(&bead.target), bead.probability);
    }
    out
}
