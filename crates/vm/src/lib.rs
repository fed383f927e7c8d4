//! The machine: runs register code. One function an opcode, in `ops/` by family; frames, calls,
//! unwinding, generators, import.

mod asyncgen;
mod awaitable;
mod bind;
mod call;
mod code;
mod codemake;
mod codetype;
mod config;
mod dispatch;
mod exec;
mod frame;
mod frameobj;
mod generator;
mod gentypes;
mod import;
mod interactive;
mod jump;
mod library;
mod listing;
mod lookup;
mod machine;
mod modules;
mod ops;
mod quicken;
mod report;
mod start;
mod sysfuncs;
mod trace;
mod traceback;
mod tree;
mod unwind;
mod upcalls;
mod width;

pub use code::CodeData;
pub use config::Config;
pub use interactive::{Before, Input, Session};
pub use listing::disassemble;
pub use machine::Vm;
pub use start::{Machine, Options, Outcome};
pub use theseus_builtins::modules::sys::FlagValues;
pub use theseus_compiler::{Piece, piece};
