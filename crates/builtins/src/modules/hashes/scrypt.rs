//! The key derivation functions: PBKDF2 and scrypt (RFC 7914).

use theseus_object::{Cx, PyResult};

use super::state::{Algorithm, algorithm, hmac};

/// PBKDF2 with HMAC.
pub fn pbkdf2(
    cx: &mut Cx,
    a: &Algorithm,
    password: &[u8],
    salt: &[u8],
    iterations: i64,
    length: usize,
) -> PyResult<Vec<u8>> {
    if !cx.can_allocate(length) {
        return Err(cx.memory_error(""));
    }
    let mut out = Vec::with_capacity(length);
    let mut block = 0u32;
    while out.len() < length {
        block += 1;
        let mut u = hmac(a, password, &[salt, &block.to_be_bytes()]);
        let mut sum = u.clone();
        for i in 1..iterations {
            if i & 0xff == 0 {
                cx.poll()?;
            }
            u = hmac(a, password, &[&u]);
            sum.iter_mut().zip(&u).for_each(|(s, b)| *s ^= b);
        }
        out.extend(sum);
    }
    out.truncate(length);
    Ok(out)
}

/// Words of a block that Salsa20/8 mixes.
const WORDS: usize = 16;

/// The words that each quarter round mixes, columns and then rows.
static QUARTERS: [[usize; 4]; 8] = [
    [0, 4, 8, 12],
    [5, 9, 13, 1],
    [10, 14, 2, 6],
    [15, 3, 7, 11],
    [0, 1, 2, 3],
    [5, 6, 7, 4],
    [10, 11, 8, 9],
    [15, 12, 13, 14],
];

fn salsa(block: &mut [u32; WORDS]) {
    let mut x = *block;
    for _ in 0..4 {
        for [a, b, c, d] in QUARTERS {
            x[b] ^= x[a].wrapping_add(x[d]).rotate_left(7);
            x[c] ^= x[b].wrapping_add(x[a]).rotate_left(9);
            x[d] ^= x[c].wrapping_add(x[b]).rotate_left(13);
            x[a] ^= x[d].wrapping_add(x[c]).rotate_left(18);
        }
    }
    block.iter_mut().zip(x).for_each(|(to, v)| *to = to.wrapping_add(v));
}

/// Mixes the `2 r` blocks of a row; even ones go to the front.
fn mix_blocks(row: &mut [u32], r: usize) {
    let mut x = [0u32; WORDS];
    let last = row.len() - WORDS;
    x.copy_from_slice(&row[last..]);
    let mut out = vec![0u32; row.len()];
    for (i, block) in row.chunks_exact(WORDS).enumerate() {
        x.iter_mut().zip(block).for_each(|(to, v)| *to ^= v);
        salsa(&mut x);
        let at = (i / 2 + if i % 2 == 1 { r } else { 0 }) * WORDS;
        out[at..at + WORDS].copy_from_slice(&x);
    }
    row.copy_from_slice(&out);
}

/// Mixes a row by way of a table of `n` rows.
fn mix(cx: &mut Cx, row: &mut [u32], n: usize, r: usize) -> PyResult<()> {
    let len = row.len();
    let mut table = Vec::with_capacity(n * len);
    for i in 0..n {
        if i & 0xff == 0 {
            cx.poll()?;
        }
        table.extend_from_slice(row);
        mix_blocks(row, r);
    }
    for i in 0..n {
        if i & 0xff == 0 {
            cx.poll()?;
        }
        let pick = row[len - WORDS] as usize & (n - 1);
        let from = &table[pick * len..(pick + 1) * len];
        row.iter_mut().zip(from).for_each(|(to, v)| *to ^= v);
        mix_blocks(row, r);
    }
    Ok(())
}

/// The key of a password; `n` is a power of 2, `r` and `p` are not 0, and there is memory for all.
pub fn scrypt(
    cx: &mut Cx,
    password: &[u8],
    salt: &[u8],
    (n, r, p): (usize, usize, usize),
    length: usize,
) -> PyResult<Vec<u8>> {
    let Some(sha256) = algorithm("sha256") else { return Err(cx.bad_internal("algorithm")) };
    let seed = pbkdf2(cx, sha256, password, salt, 1, p * 128 * r)?;
    let word = |c: &[u8]| c.iter().rev().fold(0u32, |w, &b| w << 8 | u32::from(b));
    let mut words: Vec<u32> = seed.chunks_exact(4).map(word).collect();
    for row in words.chunks_exact_mut(32 * r) {
        mix(cx, row, n, r)?;
    }
    let mixed: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
    pbkdf2(cx, sha256, password, &mixed, 1, length)
}
