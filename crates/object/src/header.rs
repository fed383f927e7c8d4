//! The object header: reference count, kind, flags and type; release and `trace-refs` layouts
//! behind one set of accessors.
//!
//! ```text
//! release      trace-refs
//!      0        0   next, prev      two link words
//!      0       16   rc     u32      references
//!      4       20   kind   u8       what the payload is
//!      5       21   sub    u8       0: the type is the exact builtin one of this kind
//!      6       22   flags  u8       WEAK, PINNED, FINALIZED, INTERNED, string width
//!      7       23   aux    u8       instances: room for inline attributes
//!      8       24   type   pointer  null: a free cell
//! ```
//! The word of `rc`, `kind`, `sub`, `flags` and `aux` is compared as a whole where a number may be
//! overwritten in place: one reference, that kind, no flag.

use std::cell::Cell;
use std::ptr::NonNull;

use crate::typeobj::TypeObj;

/// What the payload of an object is. Kinds up to [`Kind::Complex`] hold no references.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(u8)]
pub enum Kind {
    /// The sentinel in an unbound register; no Python object has it.
    Nil,
    None,
    NotImplemented,
    Ellipsis,
    Bool,
    /// An int that fits a machine word.
    Int,
    /// An int beyond a machine word.
    BigInt,
    Float,
    Complex,
    Str,
    Bytes,
    ByteArray,
    Tuple,
    List,
    Dict,
    Set,
    FrozenSet,
    Range,
    Slice,
    Type,
    /// An instance of a class defined in Python whose base payload is `object`.
    Instance,
    Function,
    Method,
    Native,
    MethodDescriptor,
    Cell,
    Code,
    Generator,
    Module,
    Exception,
    RangeIter,
    ListIter,
    TupleIter,
    AsciiIter,
    Property,
    /// Any other payload; the type says which.
    Opaque,
}

/// Bits of the `flags` byte.
pub mod flag {
    /// Weak references point here.
    pub const WEAK: u8 = 1;
    /// `id()` was taken or native code borrows it: never overwritten in place.
    pub const PINNED: u8 = 2;
    /// `__del__` has run.
    pub const FINALIZED: u8 = 4;
    /// In the intern table.
    pub const INTERNED: u8 = 8;
    /// Of a dict: it holds what an instance had no room for, and nobody has asked for it yet.
    pub const OVERFLOW: u8 = 16;
    /// Of a string, two bits: width of a string's characters (see [`crate::payload::str::Width`]).
    pub const WIDTH_SHIFT: u8 = 4;
    pub const WIDTH: u8 = 3 << WIDTH_SHIFT;
    /// Made before the reference point of the heap explorer.
    pub const OLD: u8 = 64;
    /// Perhaps in the table of watched objects or in a list of references.
    pub const WATCHED: u8 = 128;
}

/// Bit of the `sub` byte: the type is a class made at run time, which the object keeps alive.
pub const SUB_HEAP_TYPE: u8 = 1;
/// Bit of the `sub` byte: the type is native, but not the builtin one of its kind.
pub const SUB_NATIVE: u8 = 2;

#[repr(C)]
pub struct Header {
    #[cfg(feature = "trace-refs")]
    pub(crate) next: Cell<*mut Header>,
    #[cfg(feature = "trace-refs")]
    pub(crate) prev: Cell<*mut Header>,
    pub rc: Cell<u32>,
    pub kind: Cell<Kind>,
    pub sub: Cell<u8>,
    pub flags: Cell<u8>,
    pub aux: Cell<u8>,
    pub ty: Cell<*const TypeObj>,
}

/// Bytes of the header in this build.
pub const HEADER_SIZE: usize = size_of::<Header>();

/// Bytes of the link words in front: 0, or 16 under `trace-refs`.
pub const LINK_SIZE: usize = std::mem::offset_of!(Header, rc);

/// The sentinel register content. It is never counted: `rc` stays far from zero.
struct NilCell(Header);
// SAFETY: the sentinel is only compared by address and its fields are never written.
unsafe impl Sync for NilCell {}
static NIL: NilCell = NilCell(Header {
    #[cfg(feature = "trace-refs")]
    next: Cell::new(std::ptr::null_mut()),
    #[cfg(feature = "trace-refs")]
    prev: Cell::new(std::ptr::null_mut()),
    rc: Cell::new(1 << 30),
    kind: Cell::new(Kind::Nil),
    sub: Cell::new(0),
    flags: Cell::new(0),
    aux: Cell::new(0),
    ty: Cell::new(std::ptr::null()),
});

/// Address of the sentinel that stands in unbound registers.
#[inline(always)]
pub fn nil() -> NonNull<Header> {
    NonNull::from(&NIL.0)
}

impl Header {
    pub fn new(kind: Kind, ty: *const TypeObj) -> Header {
        Header {
            #[cfg(feature = "trace-refs")]
            next: Cell::new(std::ptr::null_mut()),
            #[cfg(feature = "trace-refs")]
            prev: Cell::new(std::ptr::null_mut()),
            rc: Cell::new(1),
            kind: Cell::new(kind),
            sub: Cell::new(0),
            flags: Cell::new(0),
            aux: Cell::new(0),
            ty: Cell::new(ty),
        }
    }

    /// `rc`, `kind`, `sub`, `flags` and `aux` as one word.
    #[inline(always)]
    pub fn word(&self) -> u64 {
        // SAFETY: the five fields are 8 adjacent initialised bytes; `rc` is aligned to 8 since
        // everything before it is a multiple of 8 bytes and objects are 8-aligned.
        unsafe { *(self.rc.as_ptr() as *const u64) }
    }

    /// The word of an object that may be overwritten in place.
    #[inline(always)]
    pub const fn sole_owner_word(kind: Kind) -> u64 {
        1 | (kind as u64) << 32
    }

    /// Whether this is an exact builtin object of a kind without flags, whatever its count.
    #[inline(always)]
    pub fn is_plain(&self, kind: Kind) -> bool {
        // SAFETY: the fields behind `rc` are 4 adjacent initialised bytes.
        unsafe { *(self.kind.as_ptr() as *const u32) == kind as u32 }
    }

    /// `kind` and `sub` as one half-word: equal to `kind as u16` for exact builtin types.
    #[inline(always)]
    pub fn exact(&self) -> u16 {
        self.kind.get() as u16 | (self.sub.get() as u16) << 8
    }

    #[inline(always)]
    pub fn is_exact(&self, kind: Kind) -> bool {
        self.exact() == kind as u16
    }

    /// In builds with the feature `checked`: panics if this is a free cell or the sentinel of
    /// unbound registers, neither of which may be counted.
    #[inline(always)]
    pub fn check_live(&self) {
        #[cfg(feature = "checked")]
        assert!(!self.ty.get().is_null(), "reference to the free cell at {self:p}");
    }

    #[inline(always)]
    pub fn has_flag(&self, bit: u8) -> bool {
        self.flags.get() & bit != 0
    }

    #[inline(always)]
    pub fn set_flag(&self, bit: u8) {
        self.flags.set(self.flags.get() | bit);
    }

    #[inline(always)]
    pub fn clear_flag(&self, bit: u8) {
        self.flags.set(self.flags.get() & !bit);
    }
}

const _: () = assert!(HEADER_SIZE == if cfg!(feature = "trace-refs") { 32 } else { 16 });
