//! Products of matrices: a safe face for the `gemm` crate, the only file with `unsafe`.
#![allow(unsafe_code)]

use gemm::Parallelism;

/// A view of numbers as a matrix.
#[derive(Clone, Copy)]
pub struct Matrix<'m> {
    values: &'m [f32],
    rows: usize,
    columns: usize,
    /// From one row to the next.
    row_step: usize,
    /// From one column to the next.
    column_step: usize,
}

impl<'m> Matrix<'m> {
    /// The first `columns` of each row of `values`, whose rows are `width` numbers apart.
    pub fn new(values: &'m [f32], rows: usize, columns: usize, width: usize) -> Self {
        Matrix { values, rows, columns, row_step: width, column_step: 1 }
    }

    /// All of `values`, in rows of `columns`.
    pub fn dense(values: &'m [f32], columns: usize) -> Self {
        Matrix::new(values, values.len() / columns, columns, columns)
    }

    /// Transposed.
    pub fn t(self) -> Self {
        let Matrix { values, rows, columns, row_step, column_step } = self;
        Matrix { values, rows: columns, columns: rows, row_step: column_step, column_step: row_step }
    }
}

/// Writes `scale` × `left` × `right` to the first columns of each row of `out`, whose rows are
/// `width` numbers apart; adds it to what is there if `is_added`.
pub fn multiply(left: Matrix, right: Matrix, scale: f32, out: &mut [f32], width: usize, is_added: bool) {
    let (m, n, k) = (left.rows, right.columns, left.columns);
    assert_eq!(k, right.rows, "inner sizes differ");
    if m == 0 || n == 0 {
        return;
    }
    for Matrix { values, rows, columns, row_step, column_step } in [left, right] {
        let is_within = rows * columns == 0 || (rows - 1) * row_step + (columns - 1) * column_step < values.len();
        assert!(is_within, "a factor is too short");
    }
    assert!(n <= width && (m - 1) * width + n <= out.len(), "the product is too short");
    // SAFETY: all reads and writes are within the slices, as was just asserted: the farthest is at
    // the last row and column. Rows of `out` do not overlap, since none is longer than `width`.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            out.as_mut_ptr(),
            1,
            width as isize,
            is_added,
            left.values.as_ptr(),
            left.column_step as isize,
            left.row_step as isize,
            right.values.as_ptr(),
            right.column_step as isize,
            right.row_step as isize,
            1.0,
            scale,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_all_orientations() {
        let [a, b] = [1.0, 0.5].map(|by| (0..60).map(|i| (i * i % 17) as f32 * by).collect::<Vec<f32>>());
        // Of `a` 4 × 3 in rows of 5, of `b` 3 × 6, also read as 6 × 3 transposed.
        for right in [Matrix::dense(&b[..18], 6), Matrix::dense(&b[..18], 3).t()] {
            let mut out = vec![1.0; 4 * 8];
            multiply(Matrix::new(&a, 4, 3, 5), right, 2.0, &mut out, 8, true);
            for i in 0..4 {
                for j in 0..8 {
                    let at = |k: usize| right.values[k * right.row_step + j * right.column_step];
                    let expected = if j < 6 { (0..3).map(|k| a[i * 5 + k] * at(k)).sum::<f32>() * 2.0 } else { 0.0 };
                    assert_eq!(out[i * 8 + j], expected + 1.0);
                }
            }
        }
    }
}
