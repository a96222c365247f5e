//! One group of sentences a row, with its texts. Nothing is quoted: a tab only ever ends a cell, a
//! line feed a row.

use std::fmt::Write as _;
use std::ops::Range;

use super::{line_of, numbers, rendering};
use crate::align::Alignment;
use crate::article::Text;

const HEADER: &str = "source\ttarget\tsource_text\ttarget_text\tprobability\trendering\n";

pub fn write(source: &Text, target: &Text, alignment: &Alignment) -> String {
    let mut out = HEADER.to_owned();
    for bead in &alignment.beads {
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t{:.3}\t{}",
            numbers(&bead.source),
            numbers(&bead.target),
            cell(source, &bead.source),
            cell(target, &bead.target),
            bead.probability,
            rendering(bead),
        );
    }
    out
}

/// Control characters go the way of tabs and line breaks: some readers end a cell at them.
fn cell(text: &Text, sentences: &Range<usize>) -> String {
    line_of(text, sentences).replace(char::is_control, " ")
}
