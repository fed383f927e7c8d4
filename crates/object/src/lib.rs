//! Memory and meaning of objects: headers, the heap, types, payloads and the operations on them.
//!
//! Nothing here knows of bytecode, frames or source text. Python code runs only through the table
//! of upcalls in [`cx`]. A function that takes `&mut Cx` may run Python code; one that takes
//! `&Heap`, `&mut Heap` or `&Interp` cannot.

pub mod alarm;
pub mod args;
pub mod attr;
pub mod buffer;
pub mod class;
pub mod collect;
pub mod cx;
pub mod dictops;
pub mod edges;
pub mod error;
pub mod hash;
pub mod hashed;
pub mod header;
pub mod heap;
pub mod host;
pub mod instance;
pub mod interp;
pub mod libm;
pub mod marks;
pub mod memory;
pub mod methods;
pub mod module;
pub mod ops;
pub mod payload;
#[cfg(feature = "checked")]
mod poison;
pub mod pools;
pub mod refs;
pub mod roots;
pub mod scan;
pub mod setops;
pub mod slots;
pub mod stack;
pub mod survey;
pub mod threads;
pub mod typeobj;
pub mod watch;

pub use args::{Args, Params};
pub use buffer::{Buffer, BufferSlot, MemoryView};
pub use cx::Cx;
pub use error::{PyResult, Raised};
pub use header::Kind;
pub use interp::{Heap, Interp, TypeRef};
pub use refs::ObjRef;
pub use slots::{CompareOp, Slots};
pub use typeobj::TypeObj;
