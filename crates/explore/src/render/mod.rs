//! What an answer looks like: tables of text, JSON, graphs for `dot`, pictures.

pub mod table;
