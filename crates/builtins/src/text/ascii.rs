//! Ascii: ASCII bytes that need no memory of their own while they are few, such as a number's.
use smallvec::SmallVec;

use super::error::{Error, MAX_LEN};

pub type Ascii = SmallVec<[u8; 32]>;

/// No bytes yet, with room for `len`, or the memory error.
pub fn with_room(len: usize) -> Result<Ascii, Error> {
    let mut out = Ascii::new();
    if len > out.capacity() && (len > MAX_LEN || out.try_reserve_exact(len).is_err()) {
        return Err(Error::Memory);
    }
    Ok(out)
}

/// So many bytes of one value, over which parts are written.
pub fn filled(len: usize, byte: u8) -> Result<Ascii, Error> {
    if len <= 32 {
        return Ok(Ascii::from_buf_and_len([byte; 32], len));
    }
    let mut out = with_room(len)?;
    out.resize(len, byte);
    Ok(out)
}

/// Writes a part over the bytes at `at` and moves that behind it.
#[inline(always)]
pub fn put(out: &mut [u8], at: &mut usize, part: &[u8]) {
    let end = *at + part.len();
    for (to, &b) in out[*at..end].iter_mut().zip(part) {
        *to = b;
    }
    *at = end;
}
