//! Error: why a text function has no result.

use theseus_object::alarm::Stopped;

/// The exception to raise, by its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    Value(String),
    Overflow(String),
    Type(String),
    Memory,
    /// It was given up: see [`Stopped`].
    Stopped,
}

impl From<Stopped> for Error {
    fn from(_: Stopped) -> Error {
        Error::Stopped
    }
}

impl Error {
    pub fn value<T>(text: impl Into<String>) -> Result<T, Error> {
        Err(Error::Value(text.into()))
    }

    pub fn overflow<T>(text: impl Into<String>) -> Result<T, Error> {
        Err(Error::Overflow(text.into()))
    }
}

/// No function of this module builds a result of more than this many items.
pub const MAX_LEN: usize = 1 << 38;

/// An empty vector with room for `len` items, or the memory error.
pub fn with_room<T>(len: usize) -> Result<Vec<T>, Error> {
    let mut out = Vec::new();
    if len > MAX_LEN || out.try_reserve_exact(len).is_err() {
        return Err(Error::Memory);
    }
    Ok(out)
}

/// An empty string with room for `len` bytes, or the memory error.
pub fn string_with_room(len: usize) -> Result<String, Error> {
    let mut out = String::new();
    if len > MAX_LEN || out.try_reserve_exact(len).is_err() {
        return Err(Error::Memory);
    }
    Ok(out)
}

/// Code points as a string; a lone surrogate becomes U+FFFD.
pub fn lossy(codes: &[u32]) -> String {
    codes.iter().map(|&c| char::from_u32(c).unwrap_or('\u{fffd}')).collect()
}
