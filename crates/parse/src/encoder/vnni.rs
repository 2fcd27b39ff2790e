//! Comes in: quantised rows and a packed matrix. Goes out: their product by AVX-512 VNNI.
//!
//! `vpdpbusd` multiplies unsigned by signed bytes, so rows come as q + 128 and 128 times the sum of a matrix row is
//! taken off at the end. Everything stays exact: the sums are below 2^31.

use super::math::Step;
use super::{BLOCK, Path, Product, QUAD};
use std::arch::x86_64::*;

pub(super) const PATH: Path = Path { name: "avx512-vnni", flip: 0x80, product, float };

/// Does this CPU have what the path needs?
pub(super) fn detected() -> bool {
    super::avx2::detected()
        && is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512vnni")
}

fn float(step: Step) {
    match step {
        // Four times as fast in 256-bit registers: the compiler keeps the sums of 16 lanes in memory otherwise.
        Step::Attend { .. } | Step::Dots { .. } => super::avx2::float(step),
        // SAFETY: `PATH` is handed out only where `detected` says that the CPU has the features.
        _ => unsafe { float_here(step) },
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
fn float_here(step: Step) {
    step.run();
}

fn product(p: Product) {
    p.check();
    // SAFETY: the features as in `float`; `check` made sure that all rows and blocks lie inside the slices.
    unsafe { product_here(p) }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
unsafe fn product_here(mut p: Product) {
    for block in 0..p.matrix.blocks() {
        let mut r = 0;
        while r + 6 <= p.rows {
            // SAFETY: rows r..r+6 and the block lie inside the slices (loop bounds, `check`).
            unsafe { rows::<6>(&mut p, block, r) };
            r += 6;
        }
        // SAFETY: as above for the one to five rows left.
        unsafe {
            match p.rows - r {
                0 => {}
                1 => rows::<1>(&mut p, block, r),
                2 => rows::<2>(&mut p, block, r),
                3 => rows::<3>(&mut p, block, r),
                4 => rows::<4>(&mut p, block, r),
                _ => rows::<5>(&mut p, block, r),
            }
        }
    }
}

/// `R` rows times one block of 64 outputs: `R * 4` accumulators stay in registers.
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
unsafe fn rows<const R: usize>(p: &mut Product, block: usize, r0: usize) {
    let quads = p.matrix.quads();
    let stride = p.matrix.stride();
    // SAFETY: the caller promises that `block` and the rows r0..r0+R exist; a tile is 256 bytes on a 64-byte
    // boundary; `scale`, `bias` and `sums` hold `stride` values; `check` compared the lengths of q and out.
    unsafe {
        let mut tile = p.matrix.tiles.as_ptr().add(block * quads).cast::<__m512i>();
        let mut acc = [[_mm512_setzero_si512(); 4]; R];
        let q = p.q.as_ptr().add(r0 * quads * QUAD);
        for j in 0..quads {
            let w = [*tile, *tile.add(1), *tile.add(2), *tile.add(3)];
            tile = tile.add(4);
            for (r, acc) in acc.iter_mut().enumerate() {
                let a = _mm512_set1_epi32(q.add((r * quads + j) * QUAD).cast::<i32>().read_unaligned());
                for c in 0..4 {
                    acc[c] = _mm512_dpbusd_epi32(acc[c], a, w[c]);
                }
            }
        }
        for (r, acc) in acc.iter().enumerate() {
            let scale = _mm512_set1_ps(*p.scale.get_unchecked(r0 + r));
            for (c, acc) in acc.iter().enumerate() {
                let n = block * BLOCK + c * 16;
                let sums = _mm512_loadu_si512(p.matrix.sums.as_ptr().add(n).cast());
                let whole = _mm512_cvtepi32_ps(_mm512_sub_epi32(*acc, _mm512_slli_epi32::<7>(sums)));
                let both = _mm512_mul_ps(scale, _mm512_loadu_ps(p.matrix.scale.as_ptr().add(n)));
                let bias = _mm512_loadu_ps(p.matrix.bias.as_ptr().add(n));
                let out = p.out.as_mut_ptr().add((r0 + r) * stride + n);
                _mm512_storeu_ps(out, _mm512_add_ps(_mm512_mul_ps(whole, both), bias));
            }
        }
    }
}
