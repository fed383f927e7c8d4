//! Tests of the text functions.
mod brace;
mod float;
mod int;
mod percent;
mod seq;
mod spec;
mod unicode;
