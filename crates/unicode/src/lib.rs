//! Unicode 15.0 as CPython 3.12's `unicodedata` knows it: properties of code points, their names,
//! and the four normal forms. Plain data and functions on code points, for compiler and builtins.
#![forbid(unsafe_code)]

pub mod names;
pub mod normal;
pub mod properties;
mod tables;

pub use normal::Form;

/// The version whose data this is.
pub const VERSION: &str = "15.0.0";
/// The older version that is kept beside it, for internationalised domain names.
pub const OLD_VERSION: &str = "3.2.0";

/// Which version's data is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Edition {
    #[default]
    Current,
    Old,
}
