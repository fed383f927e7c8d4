//! Theseus for programs in Rust.
//!
//! A [`Builder`] makes an [`Interpreter`]; [`Interpreter::python`] lends the right to work with it, a
//! [`Python`], through which everything goes: code, names, calls, and what Theseus is for, replacing
//! objects and looking at the heap.
//!
//! ```
//! use theseus_runtime::{Builder, Object};
//!
//! let mut interpreter = Builder::new().arguments(["shop", "--fast"]).hash_seed(7).build()?;
//! let mut py = interpreter.python();
//!
//! // Code, names, values both ways.
//! py.set("prices", vec![("tea", 3), ("cake", 4)])?;
//! py.run("total = sum(price for name, price in prices)")?;
//! assert_eq!(py.get::<i64>("total")?, 7);
//!
//! // Every reference to one object becomes one to another.
//! py.run("class Till: pass\nclass FastTill: pass\ntills = [Till(), Till()]")?;
//! let [slow, fast] = [py.get::<Object>("Till")?, py.get("FastTill")?];
//! let report = py.replace(&slow, &fast)?;
//! assert_eq!(report.by_relation["instance"], 2);
//! assert!(py.eval::<bool>("type(tills[0]) is FastTill")?);
//! report.undo(&mut py)?;
//! assert!(py.eval::<bool>("type(tills[0]) is not FastTill")?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A package outside the workspace needs, beside the dependency, two lines that spare it what the carrier of the
//! standard library names and does not use (without them the parser is asked for in two ways, and does not build):
//!
//! ```toml
//! [dependencies]
//! theseus-runtime = { path = "theseus/crates/runtime" }
//!
//! [patch.crates-io]
//! rustpython-compiler-core = { path = "theseus/crates/pylib/unused/compiler-core" }
//! rustpython-derive = { path = "theseus/crates/pylib/unused/derive" }
//! ```
//!
//! Whole programs, with the exit code they have, are run by [`Builder::run_source`] and its siblings.

mod builder;
mod convert;
mod explore;
mod function;
mod interpreter;
mod object;
mod output;
mod python;
mod replace;

pub use builder::{Builder, disassemble};
pub use convert::{Arguments, Bytes, FromPython, ToPython};
pub use explore::{Kind, Link, Step};
pub use interpreter::{BuildError, Interpreter};
pub use object::{Exception, Frame, Object};
pub use output::Stream;
pub use python::{Python, Result};
pub use replace::{Conflict, Plan, Reference, ReplaceError, Replacement, Report};
pub use theseus_host::{Allocator, append_file, die_by_interrupt, error_text, is_directory, read_file};
pub use theseus_replace::{KeyPolicy, Place, Reason};
pub use theseus_vm::guards;
pub use theseus_vm::{Before, Config, FlagValues, Input, Outcome, Piece, Session, piece};
