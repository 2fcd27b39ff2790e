//! Comes in: quantised rows and a packed matrix. Goes out: their product, on any CPU. The measure of the other paths.

use super::math::Step;
use super::{BLOCK, Path, Product, QUAD};

pub(super) const PATH: Path = Path { name: "plain", flip: 0, product, float };

fn float(step: Step) {
    step.run();
}

fn product(p: Product) {
    let quads = p.matrix.quads();
    for block in 0..p.matrix.blocks() {
        let tiles = &p.matrix.tiles[block * quads..(block + 1) * quads];
        for r in 0..p.rows {
            let q = &p.q[r * quads * QUAD..(r + 1) * quads * QUAD];
            let mut acc = [0i32; BLOCK];
            for (tile, q) in tiles.iter().zip(q.chunks_exact(QUAD)) {
                let q = [q[0] as i8, q[1] as i8, q[2] as i8, q[3] as i8].map(i32::from);
                for (a, w) in acc.iter_mut().zip(tile.0.chunks_exact(QUAD)) {
                    *a += q[0] * i32::from(w[0]) + q[1] * i32::from(w[1]) + q[2] * i32::from(w[2]) + q[3] * i32::from(w[3]);
                }
            }
            let n = block * BLOCK;
            let out = &mut p.out[r * p.matrix.stride() + n..r * p.matrix.stride() + n + BLOCK];
            for i in 0..BLOCK {
                out[i] = acc[i] as f32 * (p.scale[r] * p.matrix.scale[n + i]) + p.matrix.bias[n + i];
            }
        }
    }
}
