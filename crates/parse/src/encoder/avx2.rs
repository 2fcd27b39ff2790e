//! Comes in: quantised rows and a packed matrix. Goes out: their product by AVX2.
//!
//! `vpmaddubsw` adds two products in 16 bits and saturates with full 8-bit values. Weights and activations are within
//! -127..=127 here, so |w| times (q with the sign of w) gives at most 2 * 127 * 127 = 32258: exact.

use super::math::Step;
use super::{BLOCK, Path, Product, QUAD};
use std::arch::x86_64::*;

pub(super) const PATH: Path = Path { name: "avx2", flip: 0, product, float };

/// Does this CPU have what the path needs?
pub(super) fn detected() -> bool {
    is_x86_feature_detected!("avx2")
}

pub(super) fn float(step: Step) {
    // SAFETY: `PATH` is handed out only where `detected` says that the CPU has the feature.
    unsafe { float_here(step) }
}

#[target_feature(enable = "avx2")]
fn float_here(step: Step) {
    step.run();
}

fn product(p: Product) {
    p.check();
    // SAFETY: the feature as in `float`; `check` made sure that all rows and blocks lie inside the slices.
    unsafe { product_here(p) }
}

#[target_feature(enable = "avx2")]
unsafe fn product_here(mut p: Product) {
    for block in 0..p.matrix.blocks() {
        let mut r = 0;
        while r + 4 <= p.rows {
            // SAFETY: rows r..r+4 and the block lie inside the slices (loop bounds, `check`).
            unsafe { rows::<4>(&mut p, block, r) };
            r += 4;
        }
        // SAFETY: as above for the one to three rows left.
        unsafe {
            match p.rows - r {
                0 => {}
                1 => rows::<1>(&mut p, block, r),
                2 => rows::<2>(&mut p, block, r),
                _ => rows::<3>(&mut p, block, r),
            }
        }
    }
}

/// `R` rows times one block of 64 outputs, 16 outputs (two registers) at a time.
#[target_feature(enable = "avx2")]
unsafe fn rows<const R: usize>(p: &mut Product, block: usize, r0: usize) {
    let quads = p.matrix.quads();
    let stride = p.matrix.stride();
    let ones = _mm256_set1_epi16(1);
    // SAFETY: the caller promises that `block` and the rows r0..r0+R exist; a tile is 256 bytes on a 64-byte
    // boundary; `scale` and `bias` hold `stride` values; `check` compared the lengths of q and out.
    unsafe {
        let tiles = p.matrix.tiles.as_ptr().add(block * quads).cast::<__m256i>();
        let q = p.q.as_ptr().add(r0 * quads * QUAD);
        for part in 0..BLOCK / 16 {
            let mut acc = [[_mm256_setzero_si256(); 2]; R];
            for j in 0..quads {
                let tile = tiles.add(j * 8 + part * 2);
                let w = [*tile, *tile.add(1)];
                let size = [_mm256_abs_epi8(w[0]), _mm256_abs_epi8(w[1])];
                for (r, acc) in acc.iter_mut().enumerate() {
                    let a = _mm256_set1_epi32(q.add((r * quads + j) * QUAD).cast::<i32>().read_unaligned());
                    for c in 0..2 {
                        let pairs = _mm256_maddubs_epi16(size[c], _mm256_sign_epi8(a, w[c]));
                        acc[c] = _mm256_add_epi32(acc[c], _mm256_madd_epi16(pairs, ones));
                    }
                }
            }
            for (r, acc) in acc.iter().enumerate() {
                let scale = _mm256_set1_ps(*p.scale.get_unchecked(r0 + r));
                for (c, acc) in acc.iter().enumerate() {
                    let n = block * BLOCK + part * 16 + c * 8;
                    let both = _mm256_mul_ps(scale, _mm256_loadu_ps(p.matrix.scale.as_ptr().add(n)));
                    let bias = _mm256_loadu_ps(p.matrix.bias.as_ptr().add(n));
                    let out = p.out.as_mut_ptr().add((r0 + r) * stride + n);
                    _mm256_storeu_ps(out, _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(*acc), both), bias));
                }
            }
        }
    }
}
