//! Comes in: piece ids of some sentences. Goes out: the encoder's vector of each piece that begins a word.
//!
//! A post-norm BERT encoder in int8: matrices are int8 per row, activations are quantised per token before each
//! product, the rest is `f32`. There are several ways to compute it ([`Path`]), all with the same bits as result,
//! whatever else is in the batch: integer sums are exact, float steps have one fixed order (see `math`).

#[cfg(target_arch = "x86_64")]
mod avx2;
pub(crate) mod math;
#[cfg(target_arch = "aarch64")]
mod neon;
mod plain;
#[cfg(target_arch = "x86_64")]
mod vnni;

use math::{Room, Step};

/// A way to compute the model on this CPU. All paths give the same bits.
#[derive(Clone, Copy)]
pub struct Path {
    name: &'static str,
    /// 0x80 where the path takes activations as unsigned bytes.
    flip: u8,
    product: fn(Product),
    float: fn(Step),
}

impl Path {
    /// The paths that this CPU can run, fastest first; the last one is the plain one.
    pub fn available() -> Vec<Path> {
        let mut paths = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            paths.extend(vnni::detected().then_some(vnni::PATH));
            paths.extend(avx2::detected().then_some(avx2::PATH));
        }
        #[cfg(target_arch = "aarch64")]
        paths.push(neon::PATH);
        paths.push(plain::PATH);
        paths
    }

    /// The fastest path of this CPU.
    pub fn best() -> Path {
        Path::available()[0]
    }

    pub fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn float(&self, step: Step) {
        (self.float)(step);
    }

    /// `out[r] = matrix * x[r]` for rows of `x` that lie `stride` values apart; `out` rows lie `matrix.stride()` apart.
    pub(crate) fn linear(&self, matrix: &Matrix, x: &[f32], stride: usize, out: &mut Vec<f32>, bytes: &mut Bytes) {
        let rows = x.len() / stride;
        let q = sized(&mut bytes.q, rows * matrix.quads() * QUAD);
        let scale = sized(&mut bytes.scale, rows);
        let (q_stride, flip) = (matrix.quads() * QUAD, self.flip);
        self.float(Step::Quantise { x, stride, width: matrix.inputs, q, q_stride, scale, flip });
        let out = sized(out, rows * matrix.stride());
        (self.product)(Product { matrix, q, scale, rows, out });
    }
}

/// Outputs that one tile of a packed matrix holds, and inputs of each.
const BLOCK: usize = 64;
const QUAD: usize = 4;

/// 64 outputs by 4 inputs: byte `4 * output + input`. One layout serves all paths.
#[repr(C, align(64))]
#[derive(Clone)]
struct Tile([i8; BLOCK * QUAD]);

/// An int8 matrix with one scale and bias per output, packed for the products.
pub(crate) struct Matrix {
    inputs: usize,
    /// `blocks() * quads()` tiles; outputs and inputs beyond the matrix are zero.
    tiles: Vec<Tile>,
    /// Sum of each output's weights.
    sums: Vec<i32>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// Packs rows of int8 weights `[outputs, inputs]` (each within -127..=127) with their scales and biases.
    pub(crate) fn pack(weights: &[i8], inputs: usize, scale: &[f32], bias: &[f32]) -> Matrix {
        let outputs = scale.len();
        let quads = inputs.div_ceil(QUAD);
        let blocks = outputs.div_ceil(BLOCK);
        let mut tiles = vec![Tile([0; BLOCK * QUAD]); blocks * quads];
        let mut sums = vec![0i32; blocks * BLOCK];
        for (o, row) in weights.chunks_exact(inputs).enumerate() {
            sums[o] = row.iter().map(|&w| i32::from(w)).sum();
            let at = (o % BLOCK) * QUAD;
            let tiles = &mut tiles[o / BLOCK * quads..(o / BLOCK + 1) * quads];
            for (tile, four) in tiles.iter_mut().zip(row.chunks(QUAD)) {
                tile.0[at..at + four.len()].copy_from_slice(four);
            }
        }
        let padded = |values: &[f32]| {
            let mut values = values.to_vec();
            values.resize(blocks * BLOCK, 0.0);
            values
        };
        Matrix { inputs, tiles, sums, scale: padded(scale), bias: padded(bias) }
    }

    pub(crate) fn inputs(&self) -> usize {
        self.inputs
    }

    /// Distance between rows of the product: outputs rounded up to a whole block.
    pub(crate) fn stride(&self) -> usize {
        self.scale.len()
    }

    fn quads(&self) -> usize {
        self.inputs.div_ceil(QUAD)
    }

    fn blocks(&self) -> usize {
        self.scale.len() / BLOCK
    }
}

/// Quantised rows and the matrix they meet: `out = (q * matrix) * (row scale * output scale) + bias`.
struct Product<'a> {
    matrix: &'a Matrix,
    q: &'a [u8],
    scale: &'a [f32],
    rows: usize,
    out: &'a mut [f32],
}

impl Product<'_> {
    /// Holds before pointers are used: the slices are as long as rows and matrix say.
    fn check(&self) {
        let m = self.matrix;
        assert_eq!(self.q.len(), self.rows * m.quads() * QUAD);
        assert_eq!(self.scale.len(), self.rows);
        assert_eq!(self.out.len(), self.rows * m.stride());
        assert_eq!(m.tiles.len(), m.blocks() * m.quads());
        assert!(m.scale.len().is_multiple_of(BLOCK) && m.bias.len() == m.scale.len() && m.sums.len() == m.scale.len());
    }
}

/// Buffers of quantised rows.
#[derive(Default)]
pub(crate) struct Bytes {
    q: Vec<u8>,
    scale: Vec<f32>,
}

/// The first `n` values of a buffer that only grows; what they hold is left from before.
pub(crate) fn sized<T: Copy + Default>(buffer: &mut Vec<T>, n: usize) -> &mut [T] {
    if buffer.len() < n {
        buffer.resize(n, T::default());
    }
    &mut buffer[..n]
}

/// LayerNorm's parameters.
pub(crate) struct Norm {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

pub(crate) struct Layer {
    /// Query, key and value stacked.
    pub qkv: Matrix,
    pub out: Matrix,
    pub norm1: Norm,
    pub up: Matrix,
    pub down: Matrix,
    pub norm2: Norm,
}

/// Weights of the encoder. `width` is a multiple of 32, the width of an attention head.
pub(crate) struct Encoder {
    pub width: usize,
    /// int8 `[pieces, width]` with one scale per piece.
    pub words: Vec<i8>,
    pub word_scale: Vec<f32>,
    /// `[positions, width]`, token type included.
    pub positions: Vec<f32>,
    pub norm: Norm,
    pub layers: Vec<Layer>,
}

/// Buffers of one thread, kept between batches.
#[derive(Default)]
pub(crate) struct Scratch {
    /// The result: rows of `stride(width)`, one for each piece kept.
    pub x: Vec<f32>,
    y: Vec<f32>,
    qkv: Vec<f32>,
    mixed: Vec<f32>,
    inner: Vec<f32>,
    pub bytes: Bytes,
    room: Room,
}

/// Distance between rows of `width` values.
pub(crate) fn stride(width: usize) -> usize {
    width.next_multiple_of(BLOCK)
}

impl Encoder {
    /// Positions that a sentence may fill, [CLS] and [SEP] included.
    pub(crate) fn positions(&self) -> usize {
        self.positions.len() / self.width
    }

    /// Encodes sentences laid end to end in `pieces`, `lengths` long each (at most `positions()`).
    ///
    /// Leaves in `scratch.x` the vectors of the pieces at `kept`, in that order.
    pub(crate) fn run(&self, path: Path, pieces: &[u32], lengths: &[usize], kept: &[usize], scratch: &mut Scratch) {
        let Scratch { x, y, qkv, mixed, inner, bytes, room } = scratch;
        let width = self.width;
        let stride = stride(width);
        let mut rows = pieces.len();
        self.embed(path, pieces, lengths, sized(x, rows * stride));
        for (i, layer) in self.layers.iter().enumerate() {
            path.linear(&layer.qkv, &x[..rows * stride], stride, qkv, bytes);
            let wide = layer.qkv.stride();
            sized(mixed, rows * stride);
            let mut at = 0;
            for &n in lengths {
                let (x, out) = (&qkv[at * wide..(at + n) * wide], &mut mixed[at * stride..(at + n) * stride]);
                path.float(Step::Attend { x, stride: wide, width, out, out_stride: stride, room });
                at += n;
            }
            if i + 1 == self.layers.len() {
                // nothing but the kept pieces is read after the last attention
                keep(x, kept, stride, y);
                keep(mixed, kept, stride, y);
                rows = kept.len();
            }
            path.linear(&layer.out, &mixed[..rows * stride], stride, y, bytes);
            add_norm(path, &mut y[..rows * stride], &x[..rows * stride], &layer.norm1, stride);
            std::mem::swap(x, y);
            path.linear(&layer.up, &x[..rows * stride], stride, inner, bytes);
            let tall = layer.up.stride();
            path.float(Step::Gelu { x: &mut inner[..rows * tall] });
            path.linear(&layer.down, &inner[..rows * tall], tall, y, bytes);
            add_norm(path, &mut y[..rows * stride], &x[..rows * stride], &layer.norm2, stride);
            std::mem::swap(x, y);
        }
        if self.layers.is_empty() {
            keep(x, kept, stride, y);
        }
    }

    fn embed(&self, path: Path, pieces: &[u32], lengths: &[usize], x: &mut [f32]) {
        let width = self.width;
        let stride = stride(width);
        let positions = lengths.iter().flat_map(|&n| 0..n);
        for ((row, &piece), position) in x.chunks_exact_mut(stride).zip(pieces).zip(positions) {
            let piece = piece as usize;
            path.float(Step::Embed {
                row: &self.words[piece * width..(piece + 1) * width],
                scale: self.word_scale[piece],
                position: &self.positions[position * width..(position + 1) * width],
                out: row,
            });
        }
        let Norm { weight, bias } = &self.norm;
        path.float(Step::Norm { x, residual: None, weight, bias, stride });
    }
}

fn add_norm(path: Path, x: &mut [f32], residual: &[f32], norm: &Norm, stride: usize) {
    path.float(Step::Norm { x, residual: Some(residual), weight: &norm.weight, bias: &norm.bias, stride });
}

/// Moves the rows at `kept` to the front.
fn keep(x: &mut Vec<f32>, kept: &[usize], stride: usize, spare: &mut Vec<f32>) {
    let moved = sized(spare, kept.len() * stride);
    for (out, &row) in moved.chunks_exact_mut(stride).zip(kept) {
        out.copy_from_slice(&x[row * stride..(row + 1) * stride]);
    }
    std::mem::swap(x, spare);
}

#[cfg(test)]
mod tests;
