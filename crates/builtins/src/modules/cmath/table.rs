//! Values of complex functions where a part of the argument is infinite or not a number. Rows by the
//! real part, columns by the imaginary: −∞, negative, −0, 0, positive, ∞, not a number. Written by a
//! program that asked CPython 3.12; entries for finite arguments are not used.

use std::f64::consts::{FRAC_PI_2 as P2, FRAC_PI_4 as P4, PI};

const I: f64 = f64::INFINITY;
const N: f64 = f64::NAN;
const P34: f64 = 0.75 * PI;
/// Not used.
const U: (f64, f64) = (N, N);

pub type Table = [[(f64, f64); 7]; 7];

pub const ACOS: Table = [
    [(P34, I), (PI, I), (PI, I), (PI, -I), (PI, -I), (P34, -I), (N, I)],
    [(P2, I), U, U, U, U, (P2, -I), (N, N)],
    [(P2, I), U, U, U, U, (P2, -I), (P2, N)],
    [(P2, I), U, U, U, U, (P2, -I), (P2, N)],
    [(P2, I), U, U, U, U, (P2, -I), (N, N)],
    [(P4, I), (0.0, I), (0.0, I), (0.0, -I), (0.0, -I), (P4, -I), (N, I)],
    [(N, I), (N, N), (N, N), (N, N), (N, N), (N, -I), (N, N)],
];

pub const ACOSH: Table = [
    [(I, -P34), (I, -PI), (I, -PI), (I, PI), (I, PI), (I, P34), (I, N)],
    [(I, -P2), U, U, U, U, (I, P2), (N, N)],
    [(I, -P2), U, U, U, U, (I, P2), (N, N)],
    [(I, -P2), U, U, U, U, (I, P2), (N, N)],
    [(I, -P2), U, U, U, U, (I, P2), (N, N)],
    [(I, -P4), (I, -0.0), (I, -0.0), (I, 0.0), (I, 0.0), (I, P4), (I, N)],
    [(I, N), (N, N), (N, N), (N, N), (N, N), (I, N), (N, N)],
];

pub const ASINH: Table = [
    [(-I, -P4), (-I, -0.0), (-I, -0.0), (-I, 0.0), (-I, 0.0), (-I, P4), (-I, N)],
    [(-I, -P2), U, U, U, U, (-I, P2), (N, N)],
    [(-I, -P2), U, U, U, U, (-I, P2), (N, N)],
    [(I, -P2), U, U, U, U, (I, P2), (N, N)],
    [(I, -P2), U, U, U, U, (I, P2), (N, N)],
    [(I, -P4), (I, -0.0), (I, -0.0), (I, 0.0), (I, 0.0), (I, P4), (I, N)],
    [(I, N), (N, N), (N, -0.0), (N, 0.0), (N, N), (I, N), (N, N)],
];

pub const ATANH: Table = [
    [(-0.0, -P2), (-0.0, -P2), (-0.0, -P2), (-0.0, P2), (-0.0, P2), (-0.0, P2), (-0.0, N)],
    [(-0.0, -P2), U, U, U, U, (-0.0, P2), (N, N)],
    [(-0.0, -P2), U, U, U, U, (-0.0, P2), (-0.0, N)],
    [(0.0, -P2), U, U, U, U, (0.0, P2), (0.0, N)],
    [(0.0, -P2), U, U, U, U, (0.0, P2), (N, N)],
    [(0.0, -P2), (0.0, -P2), (0.0, -P2), (0.0, P2), (0.0, P2), (0.0, P2), (0.0, N)],
    [(0.0, -P2), (N, N), (N, N), (N, N), (N, N), (0.0, P2), (N, N)],
];

pub const COSH: Table = [
    [U, (-I, I), (I, 0.0), (I, -0.0), (-I, -I), U, (I, N)],
    [U, U, U, U, U, U, (N, N)],
    [U, U, U, U, U, U, (N, 0.0)],
    [U, U, U, U, U, U, (N, 0.0)],
    [U, U, U, U, U, U, (N, N)],
    [U, (-I, -I), (I, -0.0), (I, 0.0), (-I, I), U, (I, N)],
    [(N, N), (N, N), (N, 0.0), (N, 0.0), (N, N), (N, N), (N, N)],
];

pub const EXP: Table = [
    [(0.0, 0.0), (-0.0, -0.0), (0.0, -0.0), (0.0, 0.0), (-0.0, 0.0), (0.0, 0.0), (0.0, 0.0)],
    [U, U, U, U, U, U, (N, N)],
    [U, U, U, U, U, U, (N, N)],
    [U, U, U, U, U, U, (N, N)],
    [U, U, U, U, U, U, (N, N)],
    [U, (-I, -I), (I, -0.0), (I, 0.0), (-I, I), U, (I, N)],
    [(N, N), (N, N), (N, -0.0), (N, 0.0), (N, N), (N, N), (N, N)],
];

pub const LOG: Table = [
    [(I, -P34), (I, -PI), (I, -PI), (I, PI), (I, PI), (I, P34), (I, N)],
    [(I, -P2), U, U, U, U, (I, P2), (N, N)],
    [(I, -P2), U, U, U, U, (I, P2), (N, N)],
    [(I, -P2), U, U, U, U, (I, P2), (N, N)],
    [(I, -P2), U, U, U, U, (I, P2), (N, N)],
    [(I, -P4), (I, -0.0), (I, -0.0), (I, 0.0), (I, 0.0), (I, P4), (I, N)],
    [(I, N), (N, N), (N, N), (N, N), (N, N), (I, N), (N, N)],
];

pub const SINH: Table = [
    [U, (I, -I), (-I, -0.0), (-I, 0.0), (I, I), U, (I, N)],
    [U, U, U, U, U, U, (N, N)],
    [U, U, U, U, U, U, (0.0, N)],
    [U, U, U, U, U, U, (0.0, N)],
    [U, U, U, U, U, U, (N, N)],
    [U, (-I, -I), (I, -0.0), (I, 0.0), (-I, I), U, (I, N)],
    [(N, N), (N, N), (N, -0.0), (N, 0.0), (N, N), (N, N), (N, N)],
];

pub const SQRT: Table = [
    [(I, -I), (0.0, -I), (0.0, -I), (0.0, I), (0.0, I), (I, I), (N, I)],
    [(I, -I), U, U, U, U, (I, I), (N, N)],
    [(I, -I), U, U, U, U, (I, I), (N, N)],
    [(I, -I), U, U, U, U, (I, I), (N, N)],
    [(I, -I), U, U, U, U, (I, I), (N, N)],
    [(I, -I), (I, -0.0), (I, -0.0), (I, 0.0), (I, 0.0), (I, I), (I, N)],
    [(I, -I), (N, N), (N, N), (N, N), (N, N), (I, I), (N, N)],
];

pub const TANH: Table = [
    [(-1.0, 0.0), (-1.0, 0.0), (-1.0, -0.0), (-1.0, 0.0), (-1.0, -0.0), (-1.0, 0.0), (-1.0, 0.0)],
    [U, U, U, U, U, U, (N, N)],
    [U, U, U, U, U, U, (N, N)],
    [U, U, U, U, U, U, (N, N)],
    [U, U, U, U, U, U, (N, N)],
    [(1.0, 0.0), (1.0, 0.0), (1.0, -0.0), (1.0, 0.0), (1.0, -0.0), (1.0, 0.0), (1.0, 0.0)],
    [(N, N), (N, N), (N, -0.0), (N, 0.0), (N, N), (N, N), (N, N)],
];

pub const RECT: Table = [
    [U, (I, I), (-I, 0.0), (-I, -0.0), (I, -I), U, (I, N)],
    [U, U, U, U, U, U, (N, N)],
    [(0.0, 0.0), U, U, U, U, (0.0, 0.0), (0.0, 0.0)],
    [(0.0, 0.0), U, U, U, U, (0.0, 0.0), (0.0, 0.0)],
    [U, U, U, U, U, U, (N, N)],
    [U, (-I, -I), (I, -0.0), (I, 0.0), (-I, I), U, (I, N)],
    [(N, N), (N, N), (N, 0.0), (N, 0.0), (N, N), (N, N), (N, N)],
];

