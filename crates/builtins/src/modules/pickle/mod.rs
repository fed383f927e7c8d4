//! The module `_pickle`: objects to bytes and back.

mod buffer;
mod load;
mod memo;
mod names;
mod pickler;
mod reduce;
mod save;
mod unpickler;

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use crate::module::{exception_class, native_module, raise_kept};

/// The newest protocol.
const HIGHEST: i64 = 5;
/// The one that is used unless another is asked for.
const DEFAULT: i64 = 4;

/// What introduces each kind of item in a pickle.
mod op {
    pub const MARK: u8 = b'(';
    pub const STOP: u8 = b'.';
    pub const POP: u8 = b'0';
    pub const POP_MARK: u8 = b'1';
    pub const DUP: u8 = b'2';
    pub const FLOAT: u8 = b'F';
    pub const INT: u8 = b'I';
    pub const BININT: u8 = b'J';
    pub const BININT1: u8 = b'K';
    pub const LONG: u8 = b'L';
    pub const BININT2: u8 = b'M';
    pub const NONE: u8 = b'N';
    pub const PERSID: u8 = b'P';
    pub const BINPERSID: u8 = b'Q';
    pub const REDUCE: u8 = b'R';
    pub const STRING: u8 = b'S';
    pub const BINSTRING: u8 = b'T';
    pub const SHORT_BINSTRING: u8 = b'U';
    pub const UNICODE: u8 = b'V';
    pub const BINUNICODE: u8 = b'X';
    pub const APPEND: u8 = b'a';
    pub const BUILD: u8 = b'b';
    pub const GLOBAL: u8 = b'c';
    pub const DICT: u8 = b'd';
    pub const EMPTY_DICT: u8 = b'}';
    pub const APPENDS: u8 = b'e';
    pub const GET: u8 = b'g';
    pub const BINGET: u8 = b'h';
    pub const INST: u8 = b'i';
    pub const LONG_BINGET: u8 = b'j';
    pub const LIST: u8 = b'l';
    pub const EMPTY_LIST: u8 = b']';
    pub const OBJ: u8 = b'o';
    pub const PUT: u8 = b'p';
    pub const BINPUT: u8 = b'q';
    pub const LONG_BINPUT: u8 = b'r';
    pub const SETITEM: u8 = b's';
    pub const TUPLE: u8 = b't';
    pub const EMPTY_TUPLE: u8 = b')';
    pub const SETITEMS: u8 = b'u';
    pub const BINFLOAT: u8 = b'G';
    pub const BINBYTES: u8 = b'B';
    pub const SHORT_BINBYTES: u8 = b'C';
    pub const PROTO: u8 = 0x80;
    pub const NEWOBJ: u8 = 0x81;
    pub const EXT1: u8 = 0x82;
    pub const EXT2: u8 = 0x83;
    pub const EXT4: u8 = 0x84;
    pub const TUPLE1: u8 = 0x85;
    pub const TUPLE2: u8 = 0x86;
    pub const TUPLE3: u8 = 0x87;
    pub const NEWTRUE: u8 = 0x88;
    pub const NEWFALSE: u8 = 0x89;
    pub const LONG1: u8 = 0x8a;
    pub const LONG4: u8 = 0x8b;
    pub const SHORT_BINUNICODE: u8 = 0x8c;
    pub const BINUNICODE8: u8 = 0x8d;
    pub const BINBYTES8: u8 = 0x8e;
    pub const EMPTY_SET: u8 = 0x8f;
    pub const ADDITEMS: u8 = 0x90;
    pub const FROZENSET: u8 = 0x91;
    pub const NEWOBJ_EX: u8 = 0x92;
    pub const STACK_GLOBAL: u8 = 0x93;
    pub const MEMOIZE: u8 = 0x94;
    pub const FRAME: u8 = 0x95;
    pub const BYTEARRAY8: u8 = 0x96;
    pub const NEXT_BUFFER: u8 = 0x97;
    pub const READONLY_BUFFER: u8 = 0x98;
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "dump",
        pickler::dump,
        "dump($module, /, obj, file, protocol=None, *, fix_imports=True,\n     buffer_callback=None)\n--\n\nWrite a pickled representation of obj to the open file object file.",
    ),
    NativeDef::f_full(
        "dumps",
        pickler::dumps,
        "dumps($module, /, obj, protocol=None, *, fix_imports=True,\n      buffer_callback=None)\n--\n\nReturn the pickled representation of the object as a bytes object.",
    ),
    NativeDef::f_full(
        "load",
        unpickler::load,
        "load($module, /, file, *, fix_imports=True, encoding='ASCII',\n     errors='strict', buffers=())\n--\n\nRead and return an object from the pickle data stored in a file.",
    ),
    NativeDef::f_full(
        "loads",
        unpickler::loads,
        "loads($module, data, /, *, fix_imports=True, encoding='ASCII',\n      errors='strict', buffers=())\n--\n\nRead and return an object from the given pickle data.",
    ),
];

pub fn install(cx: &mut Cx) {
    let dict =
        native_module(cx, "_pickle", "Optimized C implementation for the Python pickle module.", FUNCTIONS);
    let exception = cx.excs.exception.clone();
    let base = exception_class(cx, &dict, "_pickle.PickleError", "_pickle", "PickleError", &exception);
    for (kept, name) in
        [("_pickle.PicklingError", "PicklingError"), ("_pickle.UnpicklingError", "UnpicklingError")]
    {
        let base = cx.kept_type("_pickle.PickleError").unwrap_or_else(|| exception.clone());
        exception_class(cx, &dict, kept, "_pickle", name, &base);
    }
    drop(base);
    pickler::install(cx, &dict);
    unpickler::install(cx, &dict);
    memo::install(cx);
    buffer::install(cx, &dict);
}

fn pickling_error(cx: &mut Cx, message: impl AsRef<str>) -> Raised {
    raise_kept(cx, "_pickle.PicklingError", message)
}

fn unpickling_error(cx: &mut Cx, message: impl AsRef<str>) -> Raised {
    raise_kept(cx, "_pickle.UnpicklingError", message)
}

/// The truth of an argument, or what holds without it.
fn flag(cx: &mut Cx, o: Option<&ObjRef>, default: bool) -> PyResult<bool> {
    o.map_or(Ok(default), |o| cx.truth(o))
}

/// An argument that may be None.
fn given(o: Option<ObjRef>) -> Option<ObjRef> {
    o.filter(|o| !o.is_none())
}
