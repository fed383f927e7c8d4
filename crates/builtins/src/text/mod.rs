//! Text: pure functions over Rust types with the behaviour of CPython's text functions.
pub mod ascii;
pub mod brace;
pub mod case;
mod digits;
pub mod error;
pub mod float;
pub mod int;
pub mod percent;
pub mod quote;
pub mod regex;
pub mod seq;
pub mod spec;
pub mod unicode;
pub mod unicode_data;
pub mod xml;

#[cfg(test)]
mod tests;
