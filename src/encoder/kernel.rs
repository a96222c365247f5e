//! The choice of instruction set, and the vector kernels: the only file with `unsafe`.
//!
//! All kernels compute the same integers and round the same sums, so the choice changes the
//! speed and not one bit of the result. Nothing here decides what is computed; see `product.rs`,
//! `vector.rs` and `attention.rs`.
#![allow(unsafe_code)]

use super::attention;
use super::pack::{BLOCK_BYTES, GROUP, Norm};
use super::product::add_block_portable;
use super::vector::{self, Quantised};
use std::sync::OnceLock;

/// Instruction sets with kernels of their own. Which of them exist depends on the architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Isa {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni,
    #[cfg(target_arch = "aarch64")]
    Neon,
}

/// An instruction set that this machine has. The field is private and only [`Kernel::all`] fills
/// it, after detection: that is what the proofs below rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kernel(Isa);

impl Kernel {
    /// The one for machines of which nothing is known.
    #[cfg(test)]
    pub const PORTABLE: Kernel = Kernel(Isa::Portable);

    /// The fastest on this machine.
    pub fn best() -> Kernel {
        static BEST: OnceLock<Kernel> = OnceLock::new();
        *BEST.get_or_init(|| Kernel::all().pop().unwrap_or(Kernel(Isa::Portable)))
    }

    /// Those that this machine can run, slowest first.
    pub fn all() -> Vec<Kernel> {
        #[allow(unused_mut, reason = "other architectures have but the portable one")]
        let mut all = vec![Isa::Portable];
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            all.push(Isa::Avx2);
            if is_x86_feature_detected!("avxvnni") {
                all.push(Isa::AvxVnni);
            }
            let has_avx512 = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw");
            if has_avx512 && is_x86_feature_detected!("avx512vnni") {
                all.push(Isa::Avx512Vnni);
            }
        }
        #[cfg(target_arch = "aarch64")]
        if std::arch::is_aarch64_feature_detected!("neon") {
            all.push(Isa::Neon);
        }
        all.into_iter().map(Kernel).collect()
    }

    /// Adds to the sums of each token its products with a block of 16 rows.
    pub fn add_block(self, block: &[u8; BLOCK_BYTES], tokens: &[Quantised], sums: &mut [[f32; GROUP]]) {
        match self.0 {
            Isa::Portable => add_block_portable(block, tokens, sums),
            // SAFETY: the machine has AVX2, see `Kernel`.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { x86::add_block_avx2(block, tokens, sums) },
            // SAFETY: the machine has AVX2 and AVX-VNNI, see `Kernel`.
            #[cfg(target_arch = "x86_64")]
            Isa::AvxVnni => unsafe { x86::add_block_avx_vnni(block, tokens, sums) },
            // SAFETY: the machine has AVX-512 F, BW and VNNI, see `Kernel`.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512Vnni => unsafe { x86::add_block_avx512_vnni(block, tokens, sums) },
            // SAFETY: the machine has NEON, see `Kernel`.
            #[cfg(target_arch = "aarch64")]
            Isa::Neon => unsafe { neon::add_block_neon(block, tokens, sums) },
        }
    }
}

/// Methods that run a function of `vector` or `attention` compiled for AVX2 where there is AVX2.
/// NEON needs no such copy: the architecture's baseline has it.
macro_rules! compiled_twice {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $kind:ty),*) = $function:path;)*) => {
        impl Kernel {$(
            $(#[$doc])*
            pub fn $name(self, $($arg: $kind),*) {
                #[cfg(target_arch = "x86_64")]
                if self.0 != Isa::Portable {
                    #[target_feature(enable = "avx2")]
                    fn with_avx2($($arg: $kind),*) {
                        $function($($arg),*)
                    }
                    // SAFETY: every kernel for x86-64 but the portable one asks for AVX2, see `all`.
                    return unsafe { with_avx2($($arg),*) };
                }
                $function($($arg),*)
            }
        )*}
    };
}

compiled_twice! {
    /// See [`vector::layer_norm`].
    fn layer_norm(row: &mut [f32], norm: Norm) = vector::layer_norm;
    /// See [`vector::gelu_all`].
    fn gelu(values: &mut [f32]) = vector::gelu_all;
    /// See [`vector::quantise_row`].
    fn quantise_row(row: &[f32], out: &mut [Quantised], stride: usize) = vector::quantise_row;
    /// See [`attention::attend`].
    fn attend(qkv: &[f32], context: &mut [f32], scratch: &mut attention::Scratch) = attention::attend;
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{BLOCK_BYTES, GROUP, Quantised};
    use crate::encoder::product::unpack;
    use std::arch::x86_64::*;

    /// Four consecutive activations, to be put in every lane of 32 bits. Written out: `map` over the
    /// array was left a function of its own, called for each of them.
    #[inline(always)]
    fn together(four: &[i8; 4]) -> i32 {
        let [a, b, c, d] = *four;
        i32::from_le_bytes([a.cast_unsigned(), b.cast_unsigned(), c.cast_unsigned(), d.cast_unsigned()])
    }

    /// Four consecutive activations in every lane of 32 bits.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn every_lane(four: &[i8; 4]) -> __m256i {
        _mm256_set1_epi32(together(four))
    }

    /// Both offsets in every lane of 32 bits.
    #[inline(always)]
    fn pair(offsets: [i16; 2]) -> i32 {
        i32::from(offsets[1]) << 16 | i32::from(offsets[0].cast_unsigned())
    }

    /// 8 rows of a block: their scales, and 8 vectors of 8 rows × 4 inputs in unsigned bytes.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn eight_rows(block: &[u8; BLOCK_BYTES], half: usize) -> (__m256, [__m256i; 8]) {
        let (scales, lines) = unpack(block);
        let scales = &scales.as_chunks::<8>().0[half];
        // SAFETY: 8 numbers of 32 bits are the 32 bytes read; no alignment is asked for.
        let scales = unsafe { _mm256_loadu_ps(scales.as_ptr()) };
        let low = _mm256_set1_epi8(15);
        let mut weights = [_mm256_setzero_si256(); 8];
        for (i, line) in lines.iter().enumerate().take(4) {
            let line: &[u8; 32] = &line.as_chunks().0[half];
            // SAFETY: the array has the 32 bytes read; no alignment is asked for.
            let packed = unsafe { _mm256_loadu_si256(line.as_ptr().cast()) };
            weights[i] = _mm256_and_si256(packed, low);
            weights[i + 4] = _mm256_and_si256(_mm256_srli_epi16(packed, 4), low);
        }
        (scales, weights)
    }

    /// Adds dot products × scales to 8 of the 16 sums of a token.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn accumulate(sums: &mut [f32; GROUP], half: usize, dots: __m256i, scales: __m256, token_scale: f32) {
        let eight = &mut sums.as_chunks_mut::<8>().0[half];
        let scales = _mm256_mul_ps(scales, _mm256_set1_ps(token_scale));
        let products = _mm256_mul_ps(_mm256_cvtepi32_ps(dots), scales);
        // SAFETY: 8 numbers of 32 bits are the 32 bytes read and written, and the reference to
        // them is exclusive; no alignment is asked for.
        unsafe {
            let sum = _mm256_add_ps(_mm256_loadu_ps(eight.as_ptr()), products);
            _mm256_storeu_ps(eight.as_mut_ptr(), sum);
        }
    }

    /// In a 16-bit lane meet 16 products of a weight (0 to 15) and an activation (±127), and the
    /// offset of the same 16 activations: 16 × 8 × 127 at most once all are added. What wraps on
    /// the way wraps back. The products of a pair, 2 × 15 × 127, do not saturate.
    #[target_feature(enable = "avx2")]
    pub fn add_block_avx2(block: &[u8; BLOCK_BYTES], tokens: &[Quantised], sums: &mut [[f32; GROUP]]) {
        let ones = _mm256_set1_epi16(1);
        for half in 0..2 {
            let (scales, weights) = eight_rows(block, half);
            for (token, sums) in tokens.iter().zip(sums.iter_mut()) {
                let mut dots = _mm256_set1_epi32(pair(token.offsets));
                for (weights, four) in weights.iter().zip(token.bytes.as_chunks().0) {
                    dots = _mm256_add_epi16(dots, _mm256_maddubs_epi16(*weights, every_lane(four)));
                }
                accumulate(sums, half, _mm256_madd_epi16(dots, ones), scales, token.scale);
            }
        }
    }

    /// As with AVX2, but four products are added to a 32-bit lane at once.
    #[target_feature(enable = "avx2,avxvnni")]
    pub fn add_block_avx_vnni(block: &[u8; BLOCK_BYTES], tokens: &[Quantised], sums: &mut [[f32; GROUP]]) {
        let ones = _mm256_set1_epi16(1);
        for half in 0..2 {
            let (scales, weights) = eight_rows(block, half);
            for (token, sums) in tokens.iter().zip(sums.iter_mut()) {
                let mut dots = _mm256_madd_epi16(_mm256_set1_epi32(pair(token.offsets)), ones);
                for (weights, four) in weights.iter().zip(token.bytes.as_chunks().0) {
                    dots = _mm256_dpbusd_avx_epi32(dots, *weights, every_lane(four));
                }
                accumulate(sums, half, dots, scales, token.scale);
            }
        }
    }

    /// All 16 rows at once. Two chains of sums, since each step waits for the one before it.
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub fn add_block_avx512_vnni(block: &[u8; BLOCK_BYTES], tokens: &[Quantised], sums: &mut [[f32; GROUP]]) {
        let (scales, lines) = unpack(block);
        // SAFETY: 16 numbers of 32 bits are the 64 bytes read; no alignment is asked for.
        let scales = unsafe { _mm512_loadu_ps(scales.as_ptr()) };
        let low = _mm512_set1_epi8(15);
        let mut weights = [_mm512_setzero_si512(); 8];
        for (i, line) in lines.iter().enumerate().take(4) {
            // SAFETY: a line is an array of the 64 bytes read; no alignment is asked for.
            let packed = unsafe { _mm512_loadu_si512(line.as_ptr().cast()) };
            weights[i] = _mm512_and_si512(packed, low);
            weights[i + 4] = _mm512_and_si512(_mm512_srli_epi16(packed, 4), low);
        }
        let ones = _mm512_set1_epi16(1);
        for (token, sums) in tokens.iter().zip(sums.iter_mut()) {
            let mut even = _mm512_madd_epi16(_mm512_set1_epi32(pair(token.offsets)), ones);
            let mut odd = _mm512_setzero_si512();
            let fours = token.bytes.as_chunks::<4>().0.as_chunks::<2>().0;
            for ([even_weights, odd_weights], [even_four, odd_four]) in weights.as_chunks::<2>().0.iter().zip(fours) {
                even = _mm512_dpbusd_epi32(even, *even_weights, _mm512_set1_epi32(together(even_four)));
                odd = _mm512_dpbusd_epi32(odd, *odd_weights, _mm512_set1_epi32(together(odd_four)));
            }
            let dots = _mm512_cvtepi32_ps(_mm512_add_epi32(even, odd));
            let products = _mm512_mul_ps(dots, _mm512_mul_ps(scales, _mm512_set1_ps(token.scale)));
            // SAFETY: 16 numbers of 32 bits are the 64 bytes read and written, and the reference
            // to them is exclusive; no alignment is asked for.
            unsafe {
                let sum = _mm512_add_ps(_mm512_loadu_ps(sums.as_ptr()), products);
                _mm512_storeu_ps(sums.as_mut_ptr(), sum);
            }
        }
    }
}

#[cfg(target_arch = "aarch64")]
mod neon {
    use super::{BLOCK_BYTES, GROUP, Quantised};
    use crate::encoder::product::unpack;
    use std::arch::aarch64::*;

    /// Four rows at a time. In a 16-bit lane meet 8 products of a weight less 8 (−8 to 7) and an
    /// activation (±127): 8 × 8 × 127 at most.
    #[target_feature(enable = "neon")]
    pub fn add_block_neon(block: &[u8; BLOCK_BYTES], tokens: &[Quantised], sums: &mut [[f32; GROUP]]) {
        let (scales, lines) = unpack(block);
        for quarter in 0..4 {
            let scales = &scales.as_chunks::<4>().0[quarter];
            // SAFETY: 4 numbers of 32 bits are the 16 bytes read; no alignment is asked for.
            let scales = unsafe { vld1q_f32(scales.as_ptr()) };
            let mut weights = [vdupq_n_s8(0); 8];
            for (i, line) in lines.iter().enumerate().take(4) {
                let line: &[u8; 16] = &line.as_chunks().0[quarter];
                // SAFETY: the array has the 16 bytes read; no alignment is asked for.
                let packed = unsafe { vld1q_u8(line.as_ptr()) };
                let nibbles = [vandq_u8(packed, vdupq_n_u8(15)), vshrq_n_u8::<4>(packed)];
                weights[i] = vsubq_s8(vreinterpretq_s8_u8(nibbles[0]), vdupq_n_s8(8));
                weights[i + 4] = vsubq_s8(vreinterpretq_s8_u8(nibbles[1]), vdupq_n_s8(8));
            }
            for (token, sums) in tokens.iter().zip(sums.iter_mut()) {
                let dots = vcvtq_f32_s32(four_rows(&weights, token));
                let products = vmulq_f32(dots, vmulq_n_f32(scales, token.scale));
                let four = &mut sums.as_chunks_mut::<4>().0[quarter];
                // SAFETY: 4 numbers of 32 bits are the 16 bytes read and written, and the
                // reference to them is exclusive; no alignment is asked for.
                unsafe { vst1q_f32(four.as_mut_ptr(), vaddq_f32(vld1q_f32(four.as_ptr()), products)) };
            }
        }
    }

    /// Dot products of a token with four rows.
    #[inline]
    #[target_feature(enable = "neon")]
    fn four_rows(weights: &[int8x16_t; 8], token: &Quantised) -> int32x4_t {
        let mut two = [vdupq_n_s16(0); 2];
        for (weights, four) in weights.iter().zip(token.bytes.as_chunks::<4>().0) {
            let four = vreinterpretq_s8_s32(vdupq_n_s32(i32::from_le_bytes([
                four[0].cast_unsigned(),
                four[1].cast_unsigned(),
                four[2].cast_unsigned(),
                four[3].cast_unsigned(),
            ])));
            two[0] = vmlal_s8(two[0], vget_low_s8(*weights), vget_low_s8(four));
            two[1] = vmlal_high_s8(two[1], *weights, four);
        }
        vpaddq_s32(vpaddlq_s16(two[0]), vpaddlq_s16(two[1]))
    }
}
