//! Object replacement: every reference to one object becomes one to another, in place, at once, and
//! undoably.
//!
//! A [`draft`](draft::settle) is made first: one pass over the heap finds the references, rules say of
//! each whether it follows, stays or conflicts, and containers that hash what changes are worked out.
//! Only there Python code may run. [`commit`](commit::commit) then writes; nothing in it can fail. What it
//! wrote is in a [`Record`](record::Record), by which it is undone place by place.

pub mod act;
mod audit;
mod classes;
mod commit;
mod conflict;
mod draft;
mod keys;
mod memo;
mod policy;
mod pymod;
mod record;
mod rekey;
mod report;
mod state;
mod tainted;
mod undo;
mod words;

use theseus_object::module::Table;

pub use conflict::{Conflict, Reason, refusal};
pub use policy::KeyPolicy;
pub use report::Summary;
pub use words::Place;

/// The native modules of this crate.
pub const NATIVES: Table = &[("_replace", pymod::install)];
