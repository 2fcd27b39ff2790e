//! Comes in: rows of `f32`. Goes out: the same rows normalised, activated, attended or quantised.
//!
//! Every function here is plain Rust that the compiler vectorises once per instruction set (see [`Step`]). The results
//! are the same bits on every one of them, because (1) nothing is reordered: a sum either runs sequentially in each
//! output, or over 16 fixed lanes that are added in one fixed tree; (2) there is no fused multiply-add; (3) only
//! correctly rounded operations are used (`+ - * / sqrt`); `exp` and `erf` are polynomials of our own.

/// Lanes of a sum: the width of the widest registers, kept on every path.
pub(crate) const LANES: usize = 16;
/// Width of an attention head (part of the format).
pub(crate) const HEAD: usize = 32;
/// Adding it rounds to an integer, half to even, and leaves that integer in the low bits.
const ROUND: f32 = 12_582_912.0;
const EPSILON: f32 = 1e-12;

/// One float step with its operands. A path runs it in a function compiled for its instruction set.
///
/// Rows lie `stride` values apart and hold `width` values (the rest is padding).
pub(crate) enum Step<'a> {
    /// `out = row * scale + position`
    Embed { row: &'a [i8], scale: f32, position: &'a [f32], out: &'a mut [f32] },
    /// `x = LayerNorm(x + residual)`
    Norm { x: &'a mut [f32], residual: Option<&'a [f32]>, weight: &'a [f32], bias: &'a [f32], stride: usize },
    Gelu { x: &'a mut [f32] },
    /// `out = [LeakyReLU(x), 1]` with slope 0.1 in rows of `out_stride`.
    LeakyOne { x: &'a [f32], stride: usize, at: usize, width: usize, out: &'a mut [f32], out_stride: usize },
    /// Symmetric int8 per row; `flip` is 0x80 where a path wants unsigned bytes (q + 128).
    Quantise { x: &'a [f32], stride: usize, width: usize, q: &'a mut [u8], q_stride: usize, scale: &'a mut [f32], flip: u8 },
    /// Multi-head attention within one sentence. `x` holds query, key and value side by side.
    Attend { x: &'a [f32], stride: usize, width: usize, out: &'a mut [f32], out_stride: usize, room: &'a mut Room },
    /// `out[i][j] = a_i . b_j`, with b transposed: `[width][columns]`, `columns` a multiple of 16.
    Dots { a: &'a [f32], stride: usize, width: usize, transposed: &'a [f32], columns: usize, out: &'a mut [f32] },
    /// `out[l] = sum over c of weights[c] * rows[c][l]`, rows of `out.len()` values.
    Mix { weights: &'a [f32], rows: &'a [f32], out: &'a mut [f32] },
    /// Probability of the value at `at` under softmax.
    Probability { x: &'a [f32], at: usize, out: &'a mut f32 },
}

/// Buffers of the attention step.
#[derive(Default)]
pub(crate) struct Room {
    keys: Vec<f32>,
    scores: Vec<f32>,
}

impl Step<'_> {
    #[inline(always)]
    pub(crate) fn run(self) {
        match self {
            Step::Embed { row, scale, position, out } => {
                for ((o, &q), &p) in out.iter_mut().zip(row).zip(position) {
                    *o = f32::from(q) * scale + p;
                }
            }
            Step::Norm { x, residual, weight, bias, stride } => norm(x, residual, weight, bias, stride),
            Step::Gelu { x } => x.iter_mut().for_each(|v| *v = gelu(*v)),
            Step::LeakyOne { x, stride, at, width, out, out_stride } => leaky_one(x, stride, at, width, out, out_stride),
            Step::Quantise { x, stride, width, q, q_stride, scale, flip } => quantise(x, stride, width, q, q_stride, scale, flip),
            Step::Attend { x, stride, width, out, out_stride, room } => attend(x, stride, width, out, out_stride, room),
            Step::Dots { a, stride, width, transposed, columns, out } => dots(a, stride, width, transposed, columns, out),
            Step::Mix { weights, rows, out } => mix(weights, rows, out),
            Step::Probability { x, at, out } => *out = probability(x, at),
        }
    }
}

/// e^x to about 2 ulp; below e^-87 it stays there.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    // ln 2 in two parts: n times the first is exact
    let r = x - n * 0.693_359_4 - n * -2.121_944_4e-4;
    // Taylor series of e^r on |r| <= ln 2 / 2
    let p = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0))))));
    let power = rounded.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127) << 23;
    f32::from_bits(power) * p
}

/// The error function to about 4e-7: the rational minimax approximation on [-4, 4] used by Eigen and XLA.
#[inline(always)]
pub(crate) fn erf(x: f32) -> f32 {
    let x = if x < -4.0 { -4.0 } else { x };
    let x = if x > 4.0 { 4.0 } else { x };
    let s = x * x;
    let p = -2.726_142_3e-10;
    let p = p * s + 2.770_681_4e-8;
    let p = p * s + -2.101_024e-6;
    let p = p * s + -5.692_506_4e-5;
    let p = p * s + -7.349_906_3e-4;
    let p = p * s + -2.954_6e-3;
    let p = p * s + -1.609_603_3e-2;
    let q = -1.456_607_2e-5;
    let q = q * s + -2.133_740_6e-4;
    let q = q * s + -1.682_827_e-3;
    let q = q * s + -7.373_329e-3;
    let q = q * s + -1.426_473_9e-2;
    x * p / q
}

/// GELU by the error function, as BERT has it.
#[inline(always)]
pub(crate) fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

/// Adds the 16 lanes in one fixed tree.
#[inline(always)]
fn add_lanes(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// Sum of `f` over the values: value i goes to lane i mod 16.
#[inline(always)]
fn sum(x: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let chunks = x.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for i in 0..LANES {
            lanes[i] += f(chunk[i]);
        }
    }
    for (lane, &v) in lanes.iter_mut().zip(rest) {
        *lane += f(v);
    }
    add_lanes(lanes)
}

/// Largest value of `f` (exact in any order).
#[inline(always)]
fn largest(x: &[f32], floor: f32, f: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [floor; LANES];
    let chunks = x.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for i in 0..LANES {
            let v = f(chunk[i]);
            lanes[i] = if v > lanes[i] { v } else { lanes[i] };
        }
    }
    for (lane, &v) in lanes.iter_mut().zip(rest) {
        let v = f(v);
        *lane = if v > *lane { v } else { *lane };
    }
    lanes.iter().fold(floor, |a, &b| if b > a { b } else { a })
}

#[inline(always)]
fn norm(x: &mut [f32], residual: Option<&[f32]>, weight: &[f32], bias: &[f32], stride: usize) {
    let width = weight.len();
    for (r, row) in x.chunks_exact_mut(stride).enumerate() {
        let row = &mut row[..width];
        if let Some(residual) = residual {
            for (v, &add) in row.iter_mut().zip(&residual[r * stride..r * stride + width]) {
                *v += add;
            }
        }
        let mean = sum(row, |v| v) / width as f32;
        let variance = sum(row, |v| (v - mean) * (v - mean)) / width as f32;
        let inverse = 1.0 / (variance + EPSILON).sqrt();
        for ((v, &w), &b) in row.iter_mut().zip(weight).zip(bias) {
            *v = (*v - mean) * inverse * w + b;
        }
    }
}

#[inline(always)]
fn leaky_one(x: &[f32], stride: usize, at: usize, width: usize, out: &mut [f32], out_stride: usize) {
    for (row, out) in x.chunks_exact(stride).zip(out.chunks_exact_mut(out_stride)) {
        for (o, &v) in out.iter_mut().zip(&row[at..at + width]) {
            *o = if v > 0.0 { v } else { 0.1 * v };
        }
        out[width] = 1.0;
    }
}

#[inline(always)]
fn quantise(x: &[f32], stride: usize, width: usize, q: &mut [u8], q_stride: usize, scale: &mut [f32], flip: u8) {
    for ((row, q), s) in x.chunks_exact(stride).zip(q.chunks_exact_mut(q_stride)).zip(scale) {
        let row = &row[..width];
        let step = largest(row, 0.0, f32::abs) / 127.0;
        *s = step;
        let step = if step > 0.0 { step } else { 1.0 };
        for (q, &v) in q.iter_mut().zip(row) {
            *q = (v / step + ROUND).to_bits() as u8 ^ flip;
        }
        q[width..].fill(flip); // inputs beyond the width meet weights of zero
    }
}

/// Scores of four rows against all columns: each sum runs over `a` in order, the lanes are 16 columns.
#[inline(always)]
fn four_dots(a: [&[f32]; 4], transposed: &[f32], columns: usize, out: &mut [f32]) {
    for j in (0..columns).step_by(LANES) {
        let mut acc = [[0.0f32; LANES]; 4];
        for (c, b) in transposed.chunks_exact(columns).enumerate() {
            let b = &b[j..j + LANES];
            for r in 0..4 {
                let v = a[r][c];
                for i in 0..LANES {
                    acc[r][i] += v * b[i];
                }
            }
        }
        for r in 0..4 {
            out[r * columns + j..r * columns + j + LANES].copy_from_slice(&acc[r]);
        }
    }
}

#[inline(always)]
fn dots(a: &[f32], stride: usize, width: usize, transposed: &[f32], columns: usize, out: &mut [f32]) {
    let rows = a.len() / stride;
    let transposed = &transposed[..width * columns];
    let mut four = [0.0; 4 * 64];
    let mut long = Vec::new();
    let four: &mut [f32] = if columns <= 64 {
        &mut four[..4 * columns]
    } else {
        long.resize(4 * columns, 0.0);
        &mut long
    };
    for i in (0..rows).step_by(4) {
        // past the end the last row is computed again and dropped
        let row = |r: usize| {
            let at = (i + r).min(rows - 1) * stride;
            &a[at..at + width]
        };
        four_dots([row(0), row(1), row(2), row(3)], transposed, columns, four);
        let fresh = (rows - i).min(4) * columns;
        out[i * columns..i * columns + fresh].copy_from_slice(&four[..fresh]);
    }
}

#[inline(always)]
fn attend(x: &[f32], stride: usize, width: usize, out: &mut [f32], out_stride: usize, room: &mut Room) {
    let rows = x.len() / stride;
    let columns = rows.next_multiple_of(LANES);
    room.keys.clear();
    room.keys.resize(HEAD * columns, 0.0);
    room.scores.clear();
    room.scores.resize(4 * columns, 0.0);
    let scale = 1.0 / (HEAD as f32).sqrt();
    for at in (0..width).step_by(HEAD) {
        for (j, row) in x.chunks_exact(stride).enumerate() {
            let key = &row[width + at..width + at + HEAD];
            for (c, &v) in key.iter().enumerate() {
                room.keys[c * columns + j] = v;
            }
        }
        for i in (0..rows).step_by(4) {
            let query = |r: usize| {
                let start = (i + r).min(rows - 1) * stride + at;
                &x[start..start + HEAD]
            };
            four_dots([query(0), query(1), query(2), query(3)], &room.keys, columns, &mut room.scores);
            let mut inverse = [0.0; 4];
            for (inverse, scores) in inverse.iter_mut().zip(room.scores.chunks_exact_mut(columns)) {
                *inverse = 1.0 / softmax(scores, rows, scale);
            }
            let mixed = four_mixes(&room.scores, columns, &x[2 * width + at..], stride, rows);
            for r in 0..(rows - i).min(4) {
                let start = (i + r) * out_stride + at;
                for (o, &v) in out[start..start + HEAD].iter_mut().zip(&mixed[r]) {
                    *o = v * inverse[r];
                }
            }
        }
    }
}

/// Turns scores into e^(scale * score - largest), zero beyond `filled`; gives their sum.
#[inline(always)]
fn softmax(scores: &mut [f32], filled: usize, scale: f32) -> f32 {
    let top = largest(&scores[..filled], f32::MIN, |v| v);
    for v in scores.iter_mut() {
        *v = exp((*v - top) * scale);
    }
    scores[filled..].fill(0.0);
    sum(scores, |v| v)
}

/// Weighted sums of the value rows for four rows of weights: sequential over the values, lanes are channels.
#[inline(always)]
fn four_mixes(weights: &[f32], columns: usize, values: &[f32], stride: usize, rows: usize) -> [[f32; HEAD]; 4] {
    let (w0, rest) = weights.split_at(columns);
    let (w1, rest) = rest.split_at(columns);
    let (w2, w3) = rest.split_at(columns);
    let mut acc = [[0.0f32; HEAD]; 4];
    for j in 0..rows {
        let value = &values[j * stride..j * stride + HEAD];
        let w = [w0[j], w1[j], w2[j], w3[j]];
        for r in 0..4 {
            for i in 0..HEAD {
                acc[r][i] += w[r] * value[i];
            }
        }
    }
    acc
}

#[inline(always)]
fn mix(weights: &[f32], rows: &[f32], out: &mut [f32]) {
    out.fill(0.0);
    for (&w, row) in weights.iter().zip(rows.chunks_exact(out.len())) {
        for (o, &v) in out.iter_mut().zip(row) {
            *o += w * v;
        }
    }
}

#[inline(always)]
fn probability(x: &[f32], at: usize) -> f32 {
    let top = largest(x, f32::MIN, |v| v);
    exp(x[at] - top) / sum(x, |v| exp(v - top))
}
