//! Which cells of a matrix of sentences are looked at: all of it, or a band.

use std::ops::Range;

/// A run of columns for each row, neither end of which ever moves back: for each sentence of one side the
/// sentences of the other that it is compared with, or the nodes of a lattice.
#[derive(Clone, Debug)]
pub(super) struct Band {
    pub(super) rows: Vec<Range<usize>>,
    /// Where each row's cells begin, and at the end their number.
    pub(super) starts: Vec<usize>,
}

impl Band {
    pub(super) fn new(rows: Vec<Range<usize>>) -> Band {
        let mut starts = vec![0];
        let mut n_cells = 0;
        for row in &rows {
            n_cells += row.len();
            starts.push(n_cells);
        }
        Band { rows, starts }
    }

    pub(super) fn full(n: usize, m: usize) -> Band {
        Band::new(vec![0..m; n])
    }

    pub(super) fn n_cells(&self) -> usize {
        self.starts[self.rows.len()]
    }

    /// The cell of sentence `i` and the span `j..j + span`, if all of it is compared.
    pub(super) fn cell(&self, i: usize, j: usize, span: usize) -> Option<usize> {
        let row = &self.rows[i];
        (row.start <= j && j + span <= row.end).then(|| self.starts[i] + j - row.start)
    }

    /// The same band seen from the other side, which has `m` sentences.
    pub(super) fn transposed(&self, m: usize) -> Band {
        let row = |j: usize| {
            let start = self.rows.partition_point(|row| row.end <= j);
            start..self.rows.partition_point(|row| row.start <= j).max(start)
        };
        Band::new((0..m).map(row).collect())
    }
}
