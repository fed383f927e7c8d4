//! Roots: references that lie outside the heap, in registers, frame records and the interpreter.
//!
//! Together with the edges of all objects they are every counted reference, but for those that native
//! functions hold while they run.

use crate::cx::Cx;
use crate::edges::Relation;
use crate::refs::ObjRef;

/// Where a root lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root {
    /// What may stand there, as for a slot of an object.
    pub relation: Relation,
    pub place: Place,
}

/// What holds a root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The interpreter.
    Interp,
    /// A thread outside its frames.
    Thread,
    /// A frame of a machine; the outermost has depth 1.
    Frame { machine: u32, depth: u32, role: Role },
}

/// What a frame holds a value for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A variable.
    Local,
    /// An intermediate value that some instruction waits for.
    Temporary,
    /// An argument of the native function that the frame is calling, or that function: frozen until it
    /// returns.
    Argument,
    /// The instance that a call of its class will give.
    Result,
    /// What the frame runs, and numbers left in registers for reuse.
    Own,
}

/// The fixed relation of the arguments of the native function that asks for the roots.
pub const OWN_ARGUMENT: &str = "own argument";

/// Looks at the roots one after another.
pub trait RootVisitor {
    /// The slot must keep an object. One whose relation is `Fixed` or `Derived` is not written.
    fn root(&mut self, slot: &mut ObjRef, root: Root);
}

/// What the machine tells about frames; a part of the table of upcalls.
pub struct Frames {
    /// Presents every reference outside the heap.
    pub visit: fn(&mut Cx, &mut dyn RootVisitor),
    /// Whether the new object may take the place of the old one in this root, beyond what its relation
    /// asks for.
    pub admits: fn(&mut Cx, &Root, &ObjRef, &ObjRef) -> bool,
    /// A root in words, such as `local x of f`.
    pub describe: fn(&mut Cx, &Root) -> String,
    /// Where a running frame keeps its variables when it stops: its frame object, or its generator.
    pub keeper: fn(&mut Cx, machine: u32, depth: u32) -> ObjRef,
    /// The frames of this keeper that run: machine and depth.
    pub running: fn(&mut Cx, &ObjRef) -> Option<(u32, u32)>,
    /// Names of the native functions that run, outermost first, but for the innermost.
    pub natives: fn(&mut Cx) -> Vec<String>,
    /// Name of the local variable behind a register of a frame object or suspended generator.
    pub local_name: fn(&Cx, &ObjRef, usize) -> Option<String>,
    /// Names of the free variables of a code object, in the order of the cells.
    pub free_names: fn(&Cx, &ObjRef) -> Vec<ObjRef>,
    /// Makes instructions forget what they have seen, and executable forms run with the new globals
    /// in the place of old ones.
    pub rebind: fn(&mut Cx, &[(ObjRef, ObjRef)]),
}
