//! Comes in: quantised rows and a packed matrix. Goes out: their product by NEON, which every 64-bit ARM CPU has.
//!
//! Two products of bytes within -127..=127 add up to at most 32258, so pairs are added in 16 bits exactly.

use super::math::Step;
use super::{BLOCK, Path, Product, QUAD};
use std::arch::aarch64::*;

// NEON is part of the baseline of this architecture: the float steps need no function of their own.
pub(super) const PATH: Path = Path { name: "neon", flip: 0, product, float };

fn float(step: Step) {
    step.run();
}

fn product(mut p: Product) {
    p.check();
    for block in 0..p.matrix.blocks() {
        let mut r = 0;
        while r + 4 <= p.rows {
            // SAFETY: rows r..r+4 and the block lie inside the slices (loop bounds, `check`); NEON is always there.
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

/// `R` rows times one block of 64 outputs, 16 outputs (four registers) at a time.
unsafe fn rows<const R: usize>(p: &mut Product, block: usize, r0: usize) {
    let quads = p.matrix.quads();
    let stride = p.matrix.stride();
    // SAFETY: the caller promises that `block` and the rows r0..r0+R exist; a tile is 256 bytes; `scale` and `bias`
    // hold `stride` values; `check` compared the lengths of q and out.
    unsafe {
        let tiles = p.matrix.tiles.as_ptr().add(block * quads).cast::<i8>();
        let q = p.q.as_ptr().add(r0 * quads * QUAD);
        for part in 0..BLOCK / 16 {
            let mut acc = [[vdupq_n_s32(0); 4]; R];
            for j in 0..quads {
                let tile = tiles.add(j * BLOCK * QUAD + part * 64);
                let w = [vld1q_s8(tile), vld1q_s8(tile.add(16)), vld1q_s8(tile.add(32)), vld1q_s8(tile.add(48))];
                for (r, acc) in acc.iter_mut().enumerate() {
                    let a = q.add((r * quads + j) * QUAD).cast::<i32>().read_unaligned();
                    let a = vreinterpretq_s8_s32(vdupq_n_s32(a));
                    for c in 0..4 {
                        let low = vmull_s8(vget_low_s8(w[c]), vget_low_s8(a));
                        let high = vmull_high_s8(w[c], a);
                        acc[c] = vpadalq_s16(acc[c], vpaddq_s16(low, high));
                    }
                }
            }
            for (r, acc) in acc.iter().enumerate() {
                let scale = *p.scale.get_unchecked(r0 + r);
                for (c, acc) in acc.iter().enumerate() {
                    let n = block * BLOCK + part * 16 + c * 4;
                    let both = vmulq_n_f32(vld1q_f32(p.matrix.scale.as_ptr().add(n)), scale);
                    let bias = vld1q_f32(p.matrix.bias.as_ptr().add(n));
                    let out = p.out.as_mut_ptr().add((r0 + r) * stride + n);
                    vst1q_f32(out, vaddq_f32(vmulq_f32(vcvtq_f32_s32(*acc), both), bias));
                }
            }
        }
    }
}
