//! Token vectors as halves, read back.

use mtlint::align::vectors::WIDTH;
use mtlint::encoder::pack::half;

/// The first `n` rows of halves, in the place of what is in `rows`.
pub fn read_rows(bytes: &[u8], n: usize, rows: &mut Vec<[f32; WIDTH]>) {
    rows.clear();
    for row in bytes.chunks_exact(2 * WIDTH).take(n) {
        let mut values = [0.0; WIDTH];
        for (value, two) in values.iter_mut().zip(row.as_chunks().0) {
            *value = half(u16::from_le_bytes(*two));
        }
        rows.push(values);
    }
}
