//! Payloads of the builtin types: structs, their edges and raw operations that run no Python code.

pub mod bytes;
pub mod callable;
pub mod dict;
pub mod exception;
pub mod iter;
pub mod list;
pub mod module;
pub mod number;
pub mod row;
pub mod set;
pub mod str;
pub mod tuple;
pub mod weak;

/// A payload without fields of its own.
macro_rules! plain_payload {
    ($($(#[$meta:meta])* $name:ident = $kind:ident;)*) => {$(
        $(#[$meta])*
        pub struct $name;
        impl crate::edges::Payload for $name {
            const KIND: crate::header::Kind = crate::header::Kind::$kind;
            const HAS_EDGES: bool = false;
            fn edges(&mut self, _: &mut dyn crate::edges::EdgeVisitor) {}
        }
    )*};
}

plain_payload! {
    /// `None`
    NoneData = None;
    /// `NotImplemented`
    NotImplementedData = NotImplemented;
    /// `Ellipsis`
    EllipsisData = Ellipsis;
}

/// Instances of classes over `object`: all they hold is in the tail.
pub struct InstanceData;
impl crate::edges::Payload for InstanceData {
    const KIND: crate::header::Kind = crate::header::Kind::Instance;
    fn edges(&mut self, _: &mut dyn crate::edges::EdgeVisitor) {}
}

pub use bytes::{ByteArray, Bytes};
pub use callable::{CellData, Function, Method, MethodDescriptor, NativeData, Property, SlotWrapper};
pub use dict::Dict;
pub use exception::Exception;
pub use iter::{AsciiIter, ListIter, RangeIter, StrPosition, TupleIter};
pub use list::List;
pub use module::Module;
pub use number::{BigInt, BoolData, Complex, Float, Int, Range, SliceData};
pub use row::Row;
pub use set::{Arrangement, FrozenSet, Set};
pub use str::Str;
pub use tuple::Tuple;
pub use weak::WeakRef;
