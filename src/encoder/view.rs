//! Numbers read in place from bytes that need not be aligned.
//!
//! Each view is a slice of little-endian groups of bytes; the compiler turns the reading of one
//! into a plain load. It does not copy, and reading past the end gives `None`.

macro_rules! view {
    ($(#[$doc:meta])* $name:ident, $number:ty, $bytes:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'p>(&'p [[u8; $bytes]]);

        impl<'p> $name<'p> {
            /// The numbers in `bytes`; what is left over at the end is not seen.
            pub fn new(bytes: &'p [u8]) -> Self {
                $name(bytes.as_chunks().0)
            }

            /// How many numbers there are.
            pub fn len(&self) -> usize {
                self.0.len()
            }

            /// Whether there is none.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }

            /// Number `idx`.
            #[inline(always)]
            pub fn get(&self, idx: usize) -> Option<$number> {
                self.0.get(idx).map(|bytes| <$number>::from_le_bytes(*bytes))
            }

            /// All of them in turn.
            #[inline(always)]
            pub fn iter(&self) -> impl Iterator<Item = $number> + use<'p> {
                self.0.iter().map(|bytes| <$number>::from_le_bytes(*bytes))
            }
        }
    };
}

view!(
    /// 32-bit unsigned numbers.
    U32s, u32, 4
);
view!(
    /// 64-bit unsigned numbers.
    U64s, u64, 8
);
view!(
    /// Single-precision numbers.
    F32s, f32, 4
);

impl<'p> F32s<'p> {
    /// The numbers in `rows`, one each.
    #[must_use]
    pub fn of_rows(rows: &'p [[u8; 4]]) -> Self {
        F32s(rows)
    }

    /// The numbers before `mid` and those from it on; all and none if there are fewer.
    #[must_use]
    pub fn split_at(self, mid: usize) -> (Self, Self) {
        let (head, tail) = self.0.split_at(mid.min(self.0.len()));
        (F32s(head), F32s(tail))
    }

    /// Row `idx` of `width` numbers; empty if there is none.
    #[inline(always)]
    #[must_use]
    pub fn row(&self, idx: usize, width: usize) -> Self {
        F32s(self.0.get(idx * width..(idx + 1) * width).unwrap_or(&[]))
    }
}

/// A half-precision number as a single-precision one, exactly. Infinities and not-a-numbers come
/// out as large finite numbers: no weight is one.
#[inline(always)]
#[must_use]
pub fn half(bits: u16) -> f32 {
    // The exponent of a half is off by 112 from that of a single: a product with a power of two,
    // which is exact for subnormal halves too.
    let scale = f32::from_bits((112 + 127) << 23);
    let magnitude = f32::from_bits(u32::from(bits & 0x7fff) << 13) * scale;
    f32::from_bits(magnitude.to_bits() | (u32::from(bits & 0x8000) << 16))
}
