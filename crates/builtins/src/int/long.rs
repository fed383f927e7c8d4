//! Long: products, quotients and square roots of long numbers, in parts between which the alarm is heard.

use dashu_int::ops::{BitTest, DivRem, SquareRoot, SquareRootRem};
use dashu_int::{IBig, Sign, UBig};
use theseus_object::alarm::{Alarm, Stopped};
use theseus_object::{Cx, PyResult};

/// Words of the factors that are multiplied in one go.
const LEAF: usize = 1 << 15;

/// Words of a divisor and of a quotient that are divided in one go, and of a number whose root is drawn in one.
const QUOTIENT_LEAF: usize = LEAF / 2;

const WORD_BITS: usize = 64;

/// `a · b`; ^C stops it.
pub(crate) fn product(cx: &mut Cx, a: &IBig, b: &IBig) -> PyResult<IBig> {
    if words(a) + words(b) <= 2 * LEAF { Ok(a * b) } else { cx.stoppable(|_, alarm| signed_mul(a, b, alarm)) }
}

/// Quotient, towards 0, and remainder of division by a number that is not 0; ^C stops it.
pub(crate) fn quotient(cx: &mut Cx, a: &IBig, b: &IBig) -> PyResult<(IBig, IBig)> {
    if words(a) <= 2 * QUOTIENT_LEAF {
        return Ok(a.div_rem(b));
    }
    let ((sign, x), (other, y)) = (a.clone().into_parts(), b.clone().into_parts());
    let (q, r) = cx.stoppable(|_, alarm| div_rem(&x, &y, alarm))?;
    Ok((IBig::from_parts(sign * other, q), IBig::from_parts(sign, r)))
}

/// The integer part of the square root; ^C stops it.
pub(crate) fn root(cx: &mut Cx, n: &UBig) -> PyResult<UBig> {
    cx.stoppable(|_, alarm| sqrt(n, alarm))
}

/// `base ** n % modulus` of a modulus so long that ^C must be heard within a multiplication.
pub(crate) fn power(cx: &mut Cx, base: &UBig, n: &UBig, modulus: &UBig) -> PyResult<UBig> {
    let step = |cx: &mut Cx, a: &UBig, b: &UBig| {
        cx.stoppable(|_, alarm| Ok(div_rem(&mul(a, b, alarm)?, modulus, alarm)?.1))
    };
    let mut r = UBig::ONE;
    for bit in (0..n.bit_len()).rev() {
        r = step(cx, &r, &r)?;
        if n.bit(bit) {
            r = step(cx, &r, base)?;
        }
    }
    Ok(r)
}

/// Whether a number is beyond what is multiplied in one go.
pub(crate) fn is_long(n: &UBig) -> bool {
    n.as_words().len() > LEAF
}

fn words(n: &IBig) -> usize {
    n.as_sign_words().1.len()
}

/// The lowest words of a number.
fn low(n: &UBig, words: usize) -> UBig {
    let all = n.as_words();
    UBig::from_words(&all[..words.min(all.len())])
}

/// The number without its lowest words.
fn high(n: &UBig, words: usize) -> UBig {
    UBig::from_words(n.as_words().get(words..).unwrap_or_default())
}

/// `high · 2^(64 · words) + low`
fn joined(high: UBig, words: usize, low: UBig) -> UBig {
    (high << (words * WORD_BITS)) + low
}

/// `a · b`
pub(crate) fn mul(a: &UBig, b: &UBig, alarm: &Alarm<'_>) -> Result<UBig, Stopped> {
    alarm.check()?;
    if a.as_words().len() + b.as_words().len() <= 2 * LEAF {
        return Ok(if std::ptr::eq(a, b) { a.sqr() } else { a * b });
    }
    let (long, short) = if a.as_words().len() < b.as_words().len() { (b, a) } else { (a, b) };
    let (length, least) = (long.as_words().len(), short.as_words().len());
    if least <= LEAF || length > 2 * least {
        return mul_pieces(long.as_words(), short, least.max(LEAF), alarm);
    }
    let size = length.div_ceil(3);
    let values = at_points(long, size);
    let products = if std::ptr::eq(long, short) {
        each(&values, &values, alarm)?
    } else {
        each(&values, &at_points(short, size), alarm)?
    };
    Ok(coefficients(products).into_iter().rev().fold(UBig::ZERO, |sum, c| joined(sum, size, c)))
}

/// A number whose words are taken `size` at a time, multiplied with one of at most as many.
fn mul_pieces(words: &[u64], by: &UBig, size: usize, alarm: &Alarm<'_>) -> Result<UBig, Stopped> {
    let mut out = Vec::with_capacity(words.len() + by.as_words().len());
    let mut carry = UBig::ZERO;
    for piece in words.chunks(size) {
        let sum = mul(&UBig::from_words(piece), by, alarm)? + carry;
        let done = &sum.as_words()[..piece.len().min(sum.as_words().len())];
        out.extend_from_slice(done);
        out.resize(out.len() + piece.len() - done.len(), 0);
        carry = high(&sum, piece.len());
    }
    out.extend_from_slice(carry.as_words());
    Ok(UBig::from_words(&out))
}

/// The values of the polynomial whose coefficients are the thirds of a number (Toom and Cook) at 0, 1, −1, −2
/// and infinity.
fn at_points(n: &UBig, size: usize) -> [IBig; 5] {
    let [a, b, c] = [low(n, size), low(&high(n, size), size), high(n, 2 * size)].map(IBig::from);
    let even = &a + &c;
    let below = &even - &b;
    let twice_below = ((&below + &c) << 1) - &a;
    [a, even + b, below, twice_below, c]
}

/// The products of the values at each point.
fn each(a: &[IBig; 5], b: &[IBig; 5], alarm: &Alarm<'_>) -> Result<[IBig; 5], Stopped> {
    let mut all = [IBig::ZERO; 5];
    for ((product, x), y) in all.iter_mut().zip(a).zip(b) {
        *product = signed_mul(x, y, alarm)?;
    }
    Ok(all)
}

fn signed_mul(a: &IBig, b: &IBig, alarm: &Alarm<'_>) -> Result<IBig, Stopped> {
    let (sign, size) = a.clone().into_parts();
    if std::ptr::eq(a, b) {
        return Ok(mul(&size, &size, alarm)?.into());
    }
    let (other, other_size) = b.clone().into_parts();
    Ok(IBig::from_parts(sign * other, mul(&size, &other_size, alarm)?))
}

/// The coefficients of the product from its values at the points, by Bodrato's sequence.
fn coefficients(values: [IBig; 5]) -> [UBig; 5] {
    let [zero, one, below, twice_below, infinity] = values;
    let third = (twice_below - &one) / IBig::from(3);
    let first = (one - &below) >> 1;
    let second = below - &zero;
    let third = ((&second - third) >> 1) + (&infinity << 1);
    let second = second + &first - &infinity;
    let first = first - &third;
    [zero, first, second, third, infinity].map(|c| c.into_parts().1)
}

/// Quotient and remainder of division by a number that is not 0.
pub(crate) fn div_rem(a: &UBig, b: &UBig, alarm: &Alarm<'_>) -> Result<(UBig, UBig), Stopped> {
    let (length, width) = (a.as_words().len(), b.as_words().len());
    if length < width {
        return Ok((UBig::ZERO, a.clone()));
    }
    if width.min(length - width) <= QUOTIENT_LEAF && length <= 4 * QUOTIENT_LEAF {
        return Ok(a.div_rem(b));
    }
    let digits = length - width + 1;
    if width > 2 * digits {
        // Twice as many words of the divisor settle the quotient but for the last unit or two.
        let dropped = width - 2 * digits;
        let guess = div_rem(&high(a, dropped), &high(b, dropped), alarm)?;
        return corrected(a, b, dropped, guess, alarm);
    }
    let mut size = width;
    let mut halvings = 0;
    while size > QUOTIENT_LEAF {
        size = size.div_ceil(2);
        halvings += 1;
    }
    let size = (size << halvings).max(QUOTIENT_LEAF);
    // The divisor fills its words if it is divided by halves.
    let shift = if halvings == 0 { 0 } else { size * WORD_BITS - b.bit_len() };
    let (a, b) = (a << shift, b << shift);
    let mut quotient = vec![0; a.as_words().len()];
    let mut rest = UBig::ZERO;
    for (piece, place) in a.as_words().chunks(size).zip(quotient.chunks_mut(size)).rev() {
        alarm.check()?;
        let part = joined(rest, piece.len(), UBig::from_words(piece));
        let (upper, lower) =
            if piece.len() == size { halves(&part, &b, size, alarm)? } else { part.div_rem(&b) };
        place[..upper.as_words().len()].copy_from_slice(upper.as_words());
        rest = lower;
    }
    Ok((UBig::from_words(&quotient), rest >> shift))
}

/// Division (Burnikel and Ziegler) where the quotient has at most `size` words, as the divisor if that is long.
fn halves(a: &UBig, b: &UBig, size: usize, alarm: &Alarm<'_>) -> Result<(UBig, UBig), Stopped> {
    if size <= QUOTIENT_LEAF {
        alarm.check()?;
        return Ok(a.div_rem(b));
    }
    let half = size / 2;
    let (upper, rest) = thirds(&high(a, half), b, half, alarm)?;
    let (lower, rest) = thirds(&joined(rest, half, low(a, half)), b, half, alarm)?;
    Ok((joined(upper, half, lower), rest))
}

/// Division of three parts of `half` words each by two, which gives one.
fn thirds(a: &UBig, b: &UBig, half: usize, alarm: &Alarm<'_>) -> Result<(UBig, UBig), Stopped> {
    let (leading, top) = (high(b, half), high(a, half));
    let (quotient, rest) = if high(&top, half) < leading {
        halves(&top, &leading, half, alarm)?
    } else {
        let most = (UBig::ONE << (half * WORD_BITS)) - UBig::ONE;
        let rest = top + &leading - (&leading << (half * WORD_BITS));
        (most, rest)
    };
    corrected(a, b, half, (quotient, rest), alarm)
}

/// Quotient and remainder from those without the lowest words of both numbers: the quotient is little too large.
fn corrected(
    a: &UBig,
    b: &UBig,
    dropped: usize,
    (mut quotient, rest): (UBig, UBig),
    alarm: &Alarm<'_>,
) -> Result<(UBig, UBig), Stopped> {
    let rest = IBig::from(joined(rest, dropped, low(a, dropped)));
    let mut rest = rest - IBig::from(mul(&quotient, &low(b, dropped), alarm)?);
    while rest < IBig::ZERO {
        quotient -= UBig::ONE;
        rest += b;
    }
    Ok((quotient, rest.into_parts().1))
}

/// The integer part of the square root.
fn sqrt(n: &UBig, alarm: &Alarm<'_>) -> Result<UBig, Stopped> {
    let words = n.as_words();
    if words.len() <= QUOTIENT_LEAF {
        return Ok(n.sqrt());
    }
    let shift = words.last().map_or(0, |w| w.leading_zeros() as usize) & !1;
    Ok(sqrt_rem(&(n << shift), alarm)?.0 >> (shift / 2))
}

/// The integer part of the root of a number whose first two bits are not both 0, and what it leaves
/// (Zimmermann).
fn sqrt_rem(n: &UBig, alarm: &Alarm<'_>) -> Result<(UBig, UBig), Stopped> {
    alarm.check()?;
    let length = n.as_words().len();
    if length <= QUOTIENT_LEAF {
        return Ok(n.sqrt_rem());
    }
    let part = (length - 1) / 4;
    let (root, rest) = sqrt_rem(&high(n, 2 * part), alarm)?;
    let next = low(&high(n, part), part);
    let (quotient, rest) = div_rem(&joined(rest, part, next), &(&root << 1), alarm)?;
    let square = mul(&quotient, &quotient, alarm)?;
    let root = joined(root, part, quotient);
    let rest = IBig::from(joined(rest, part, low(n, part))) - IBig::from(square);
    let (sign, size) = rest.into_parts();
    if sign == Sign::Positive {
        return Ok((root, size));
    }
    let smaller = &root - UBig::ONE;
    let rest = root + &smaller - size;
    Ok((smaller, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number of so many words that looks random, the same each time.
    fn number(words: usize, seed: u64) -> UBig {
        let mut state = seed;
        let word = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Runs of ones and zeros find carries that are lost.
            match state >> 61 {
                0 => 0,
                1 => u64::MAX,
                _ => state ^ state >> 29,
            }
        };
        UBig::from_words(&(0..words).map(word).collect::<Vec<_>>())
    }

    /// Words of two numbers: in one go, in pieces, by thirds, and all of it together.
    const SIZES: [(usize, usize); 8] = [
        (LEAF, LEAF),
        (3 * LEAF + 7, 1),
        (5 * LEAF, LEAF / 2 + 1),
        (2 * LEAF, LEAF + 1),
        (3 * LEAF + 1, 3 * LEAF),
        (3 * LEAF, 2 * LEAF - 3),
        (7 * LEAF + 2, 2 * LEAF + 1),
        (4 * LEAF, 4 * LEAF - 2),
    ];

    #[test]
    fn parts_make_the_whole() {
        let silent = Alarm::silent();
        for (i, (long, short)) in SIZES.into_iter().enumerate() {
            let (a, b) = (number(long, i as u64), number(short, 99 + i as u64) + UBig::ONE);
            let product = &a * &b;
            assert_eq!(mul(&a, &b, &silent), Ok(product.clone()));
            assert_eq!(mul(&b, &a, &silent), Ok(product.clone()));
            assert_eq!(mul(&a, &a, &silent), Ok(a.sqr()));
            assert_eq!(div_rem(&a, &b, &silent), Ok((&a).div_rem(&b)));
            assert_eq!(div_rem(&product, &a, &silent), Ok((b.clone(), UBig::ZERO)));
            let before = &product - UBig::ONE;
            assert_eq!(div_rem(&before, &b, &silent), Ok((&before).div_rem(&b)));
            assert_eq!(sqrt(&a, &silent), Ok(a.sqrt()));
            assert_eq!(sqrt(&(a.sqr() - UBig::ONE), &silent), Ok(a - UBig::ONE));
        }
    }
}
