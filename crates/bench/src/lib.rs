//! The experiment: what guarded optimisations are worth against mutation, measured by running this
//! program's own binary with one optimisation, one strategy and one rate of mutation at a time.

pub mod axes;
pub mod campaign;
mod commands;
pub mod compare;
pub mod difftest;
pub mod fat;
pub mod fuzz;
pub mod inject;
mod machine;
pub mod matrix;
mod options;
pub mod render;
mod resume;
pub mod row;
pub mod statistics;
pub mod summary;
mod worker;

pub use axes::Engine;
pub use commands::{WORDS, main};
