//! Comes in: rows and matrices, ordinary and at the limits. Goes out: whether every path of this CPU gives the bits of the plain one.

use super::*;
use crate::encoder::math::{HEAD, erf, exp};
use proptest::prelude::*;

fn plain() -> Path {
    *Path::available().last().expect("the plain path runs everywhere")
}

/// Numbers without a pattern, the same on every run (Knuth's multiplier).
fn noise(seed: u64, n: usize) -> impl Iterator<Item = u32> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32
    })
    .take(n)
}

fn floats(seed: u64, n: usize) -> Vec<f32> {
    noise(seed, n).map(|v| (v as f32 / (1u32 << 31) as f32 - 0.5) * 6.0).collect()
}

fn weights(seed: u64, n: usize) -> Vec<i8> {
    noise(seed, n).map(|v| (v % 255) as i8).map(|v| v.max(-127)).collect()
}

fn bits(x: &[f32]) -> Vec<u32> {
    x.iter().map(|v| v.to_bits()).collect()
}

fn matrix(seed: u64, outputs: usize, inputs: usize) -> Matrix {
    let scale: Vec<f32> = floats(seed + 1, outputs).iter().map(|v| v.abs() / 100.0).collect();
    Matrix::pack(&weights(seed, outputs * inputs), inputs, &scale, &floats(seed + 2, outputs))
}

fn product(path: Path, matrix: &Matrix, x: &[f32], stride: usize) -> Vec<f32> {
    let mut out = Vec::new();
    path.linear(matrix, x, stride, &mut out, &mut Bytes::default());
    out
}

#[test]
fn products_are_the_same_bits_for_any_number_of_rows() {
    for (outputs, inputs) in [(64, 4), (65, 7), (100, 65), (384, 416), (1, 1)] {
        let matrix = matrix(7, outputs, inputs);
        let stride = inputs.next_multiple_of(8);
        let x = floats(3, 15 * stride);
        let all = product(plain(), &matrix, &x, stride);
        for path in Path::available() {
            for rows in 1..=15 {
                let some = product(path, &matrix, &x[..rows * stride], stride);
                assert_eq!(bits(&some), bits(&all[..rows * matrix.stride()]), "{} {rows} rows {outputs}x{inputs}", path.name());
            }
        }
    }
}

/// Every weight and activation at its limit: sums of pairs in 16 bits must not saturate, nor sums of rows in 32 bits.
#[test]
fn nothing_saturates() {
    let inputs = 1536;
    for (weight, value) in [(127i8, 9.0f32), (-127, 9.0), (127, -9.0), (-127, -9.0)] {
        let matrix = Matrix::pack(&vec![weight; 64 * inputs], inputs, &[1.0; 64], &[0.0; 64]);
        let x = vec![value; inputs];
        let step = value.abs() / 127.0;
        let exact = 127 * 127 * inputs as i64 * i64::from(weight.signum()) * value.signum() as i64;
        for path in Path::available() {
            let out = product(path, &matrix, &x, inputs);
            assert!(out.iter().all(|&v| v == exact as f32 * step), "{}: {} and {}", path.name(), out[0], exact as f32 * step);
        }
    }
}

#[test]
fn products_agree_with_whole_numbers() {
    let (outputs, inputs) = (70, 130);
    let q = weights(5, outputs * inputs);
    let matrix = Matrix::pack(&q, inputs, &vec![1.0; outputs], &vec![0.0; outputs]);
    // 127 somewhere makes the step 1: the activations are whole numbers themselves
    let mut x: Vec<f32> = weights(6, inputs).iter().map(|&v| f32::from(v)).collect();
    x[0] = 127.0;
    let wanted: Vec<i64> = q.chunks(inputs).map(|row| row.iter().zip(&x).map(|(&w, &v)| i64::from(w) * v as i64).sum()).collect();
    for path in Path::available() {
        let out = product(path, &matrix, &x, inputs);
        assert_eq!(out[..outputs].iter().map(|&v| v as i64).collect::<Vec<_>>(), wanted, "{}", path.name());
    }
}

#[test]
fn rows_of_zero_and_odd_values_harm_nothing() {
    let matrix = matrix(11, 64, 8);
    for value in [0.0, -0.0, f32::MIN_POSITIVE, 1e-42, 1e30] {
        let x = [value; 16];
        let wanted = bits(&product(plain(), &matrix, &x, 8));
        for path in Path::available() {
            assert_eq!(bits(&product(path, &matrix, &x, 8)), wanted, "{} {value}", path.name());
        }
    }
}

/// Runs a float step on the plain path and on all others and compares what it wrote.
fn same(step: impl Fn(Path) -> Vec<f32>) {
    let wanted = bits(&step(plain()));
    for path in Path::available() {
        assert_eq!(bits(&step(path)), wanted, "{}", path.name());
    }
}

#[test]
fn float_steps_are_the_same_bits() {
    let (rows, width, across) = (7, 2 * HEAD, 3 * 2 * HEAD);
    for rows in 1..=rows {
        same(|path| {
            let mut x = floats(1, rows * width);
            let (weight, bias, residual) = (floats(2, width), floats(3, width), floats(4, rows * width));
            path.float(Step::Norm { x: &mut x, residual: Some(&residual), weight: &weight, bias: &bias, stride: width });
            path.float(Step::Gelu { x: &mut x });
            x
        });
        same(|path| {
            let x = floats(5, rows * across);
            let mut out = vec![0.0; rows * width];
            path.float(Step::Attend { x: &x, stride: across, width, out: &mut out, out_stride: width, room: &mut Room::default() });
            out
        });
        same(|path| {
            let (a, columns) = (floats(6, rows * width), 96);
            let mut out = vec![0.0; rows * columns];
            path.float(Step::Dots { a: &a, stride: width, width, transposed: &floats(7, width * columns), columns, out: &mut out });
            out
        });
        same(|path| {
            let x = floats(8, 37);
            let mut out = vec![0.0; 16];
            path.float(Step::Mix { weights: &x[..rows], rows: &floats(9, rows * 16), out: &mut out });
            let mut sure = 0.0;
            path.float(Step::Probability { x: &x, at: rows, out: &mut sure });
            out.push(sure);
            out
        });
    }
}

/// Attention of a sentence whose keys are all alike is the mean of its values; scores far apart do not overflow.
#[test]
fn attention_weighs_the_values() {
    let (width, rows) = (HEAD, 5);
    let mut x = vec![0.0; rows * 3 * width];
    for (r, row) in x.chunks_exact_mut(3 * width).enumerate() {
        row[2 * width..].fill(r as f32);
    }
    let mut out = vec![0.0; rows * width];
    plain().float(Step::Attend { x: &x, stride: 3 * width, width, out: &mut out, out_stride: width, room: &mut Room::default() });
    assert!(out.iter().all(|v| (v - 2.0).abs() < 1e-6), "{out:?}");
    for row in x.chunks_exact_mut(3 * width) {
        let value = row[2 * width];
        row[..width].fill(1e4);
        row[width..2 * width].fill(value * 1e4);
    }
    plain().float(Step::Attend { x: &x, stride: 3 * width, width, out: &mut out, out_stride: width, room: &mut Room::default() });
    assert!(out.iter().all(|v| (v - 4.0).abs() < 1e-6), "{out:?}");
}

#[test]
fn exponentials_and_errors_are_close_to_the_true_ones() {
    for i in -8700..=8700 {
        let x = i as f32 / 100.0;
        let wanted = f64::from(x).exp();
        assert!((f64::from(exp(x)) / wanted - 1.0).abs() < 4e-7, "exp {x}");
    }
    // values of the error function from Abramowitz & Stegun, table 7.1
    for (x, wanted) in [(0.0, 0.0), (0.1, 0.112_462_916), (0.5, 0.520_499_878), (1.0, 0.842_700_793), (1.5, 0.966_105_146), (2.0, 0.995_322_265)] {
        assert!((erf(x) - wanted).abs() < 5e-7 && (erf(-x) + wanted).abs() < 5e-7, "erf {x}: {}", erf(x));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_matrix_gives_the_same_bits(outputs in 1usize..150, inputs in 1usize..70, rows in 1usize..9, seed in any::<u64>()) {
        let matrix = matrix(seed >> 3, outputs, inputs);
        let x = floats(seed, rows * inputs);
        let wanted = bits(&product(plain(), &matrix, &x, inputs));
        for path in Path::available() {
            prop_assert_eq!(bits(&product(path, &matrix, &x, inputs)), wanted.clone(), "{}", path.name());
        }
    }
}
