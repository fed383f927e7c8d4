//! What an answer looks like: tables of text, JSON, graphs for `dot`, pictures.

pub mod dot;
pub mod json;
pub mod picture;
pub mod svg;
pub mod table;
