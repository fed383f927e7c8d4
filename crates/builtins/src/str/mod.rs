//! `str`: slots, constructor and the tables of its methods.

pub(crate) mod args;
pub(crate) mod builder;
pub(crate) mod case;
pub(crate) mod codec;
mod decode;
mod encode;
pub(crate) mod format;
mod iter;
mod percent;
mod percent_bytes;
mod predicates;
mod search;
mod split;
mod translate;
pub(crate) mod units;

pub use decode::decode;
pub(crate) use decode::decode_part;
pub use encode::encode;
pub(crate) use encode::encode_known;
pub(crate) use encode::push_utf8;
pub(crate) use format::ascii_repr;
pub use format::format_value;
pub use split::join_strings;

pub(crate) use percent_bytes::format_bytes;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::header::LINK_SIZE;
use theseus_object::methods::NativeDef;
use theseus_object::ops::str_order;
use theseus_object::payload::str::Chars;
use theseus_object::slots::{NUMBER_OPS, number};
use theseus_object::typeobj::TypeObj;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Slots};

use crate::descr::wrap_static;
use crate::expose;
use crate::iters::python_operator_first;
use crate::text::{quote, unicode};
use args::{repetitions, worked};
use units::{by_width, chars, make, picked};

const NUMBER: [Option<theseus_object::slots::Binary>; NUMBER_OPS] = {
    let mut n: [Option<theseus_object::slots::Binary>; NUMBER_OPS] = [None; NUMBER_OPS];
    n[number::ADD] = Some(add);
    n[number::MUL] = Some(multiply);
    n[number::MOD] = Some(percent::modulo);
    n
};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        str_: Some(str_),
        hash: Some(|cx, me| Ok(me.str_hash(cx))),
        compare: Some(compare),
        iter: Some(iter::iter),
        new: Some(new),
        len: Some(|_, me| Ok(me.str_len().unwrap_or(0))),
        getitem: Some(getitem),
        contains: Some(search::contains),
        number: NUMBER,
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m0("__getnewargs__", getnewargs, ""),
        NativeDef::m0("__sizeof__", sizeof, "Return the size of the string in memory, in bytes."),
    ],
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n\
          Create a new string object from the given object. If encoding or\n\
          errors is specified, then the object must expose a data buffer\n\
          that will be decoded using the given encoding and error handler.\n\
          Otherwise, returns the result of object.__str__() (if defined)\n\
          or repr(object).\n\
          encoding defaults to sys.getdefaultencoding().\n\
          errors defaults to 'strict'.",
    ..TypeSpec::EMPTY
};

/// The methods by theme; they all go into the type's dict.
static TABLES: &[&[NativeDef]] = &[
    search::METHODS,
    case::METHODS,
    split::METHODS,
    predicates::METHODS,
    translate::METHODS,
    encode::METHODS,
    format::METHODS,
];

pub fn install(cx: &mut Cx) {
    let ty = cx.types.str_.clone();
    cx.fill_type(&ty, &SPEC);
    for table in TABLES {
        cx.add_methods(&ty, table);
    }
    wrap_static(cx, &ty, "maketrans");
    expose(cx, &ty);
    iter::install(cx);
}

/// A str of exactly the builtin type.
#[inline]
pub(crate) fn exact(cx: &Cx, s: &ObjRef) -> ObjRef {
    if s.is_exact(Kind::Str) { s.clone() } else { cx.str_slice(s, 0, chars(s).len()) }
}

/// `repr` of a str.
fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    worked(cx, |cx, alarm| match me.ascii() {
        Some(s) => Ok(cx.str_of_latin1(quote::repr_ascii(s.as_bytes(), alarm)?.as_bytes(), alarm)?),
        None => {
            let text = by_width!(chars(me), |u| quote::repr_str(u, unicode::is_printable, alarm))?;
            Ok(cx.str_of_points(&text, alarm)?)
        }
    })
}

fn str_(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(exact(cx, me))
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    if !a.is_str() || !b.is_str() {
        return Ok(cx.not_implemented.clone());
    }
    let r = match op {
        CompareOp::Eq => a.str_eq(b),
        CompareOp::Ne => !a.str_eq(b),
        _ => str_order(a, b).is_some_and(|o| op.holds(o)),
    };
    Ok(cx.bool(r))
}

/// `a + b`, for the operator and `str.__add__`.
fn add(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if !a.is_str() || !b.is_str() {
        return Ok(cx.not_implemented.clone());
    }
    let (n, m) = (chars(a).len(), chars(b).len());
    if m == 0 {
        return Ok(exact(cx, a));
    }
    if n == 0 {
        return Ok(exact(cx, b));
    }
    if !cx.can_allocate((n + m).saturating_mul(4)) && !cx.can_allocate(size_of_sum(a, b)) {
        return Err(cx.memory_error(""));
    }
    Ok(cx.str_concat(&[a, b]))
}

fn size_of_sum(a: &ObjRef, b: &ObjRef) -> usize {
    let width = a.str_width().max(b.str_width()).map_or(1, |w| w.bytes());
    (chars(a).len() + chars(b).len()).saturating_mul(width)
}

fn multiply(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (me, times) = if a.is_str() { (a, b) } else { (b, a) };
    if let Some(r) = python_operator_first(cx, number::MUL, a, b, times)? {
        return Ok(r);
    }
    let Some(n) = repetitions(cx, times)? else { return Ok(cx.not_implemented.clone()) };
    let text = chars(me);
    if n == 1 || text.is_empty() {
        return Ok(exact(cx, me));
    }
    if n == 0 {
        return Ok(cx.empty_str.clone());
    }
    let len = text.len().checked_mul(n).filter(|&len| len <= isize::MAX as usize);
    let Some(len) = len else { return Err(cx.overflow_error("repeated string is too long")) };
    if !cx.can_allocate(len.saturating_mul(me.str_width().map_or(1, |w| w.bytes()))) {
        return Err(cx.memory_error(""));
    }
    cx.stoppable(|cx, alarm| cx.str_repeated(me, n, alarm))
}

fn index_error(cx: &mut Cx) -> PyResult {
    Err(cx.index_error("string index out of range"))
}

fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    let text = chars(me);
    let i = match key.int() {
        Some(i) => i,
        None if key.kind() == Kind::Slice => return slice(cx, me, key),
        None if key.is_int() || key.ty().slots().index.is_some() => cx.index_word(key)?,
        None => {
            let got = key.ty().name();
            return Err(cx.type_error(format!("string indices must be integers, not '{got}'")));
        }
    };
    let i = if i < 0 { i + text.len() as i64 } else { i };
    match usize::try_from(i).ok().and_then(|i| text.get(i)) {
        Some(c) => Ok(cx.char(c)),
        None => index_error(cx),
    }
}

fn slice(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    let text = chars(me);
    let r = crate::slice::adjust(cx, key, text.len())?;
    if r.step == 1 {
        return Ok(cx.str_slice(me, r.start as usize, r.start as usize + r.count));
    }
    if let (Chars::Ascii(_), 1) = (text, r.count) {
        return Ok(cx.char(text.get(r.start as usize).unwrap_or(0)));
    }
    worked(cx, |cx, alarm| Ok(by_width!(chars(me), |u| make(cx, &picked(u, r, alarm)?, alarm)?)))
}

fn getnewargs(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let copy = cx.str_slice(me, 0, chars(me).len());
    Ok(cx.new_tuple([copy]))
}

/// CPython's sizes: a header and the characters with a terminator.
fn sizeof(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (len, width) = (chars(me).len(), me.str_width().map_or(1, |w| w.bytes()));
    let head = if me.ascii().is_some() { 40 } else { 56 };
    Ok(cx.usize(LINK_SIZE + head + (len + 1) * width))
}

static NEW: Params<0, 3> =
    Params { required: [], optional: ["object", "encoding", "errors"], posonly: 0, kwonly: 3 };

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let value = match (args.values, args.names) {
        ([], _) => cx.empty_str.clone(),
        ([o], []) => cx.str(o)?,
        _ => {
            let ([], [object, encoding, errors]) = args.bind(cx, "str", &NEW)?;
            let encoding = name_argument(cx, "str", "encoding", encoding)?;
            let errors = name_argument(cx, "str", "errors", errors)?;
            match object {
                None => cx.empty_str.clone(),
                Some(o) if encoding.is_none() && errors.is_none() => cx.str(&o)?,
                Some(o) => decode_object(cx, &o, encoding.as_deref(), errors.as_deref())?,
            }
        }
    };
    match TypeObj::of(class) {
        Some(ty) if ty.data.heap_type => Ok(cx.new_subclass_copy(ty, &value)),
        _ => Ok(value),
    }
}

fn decode_object(cx: &mut Cx, o: &ObjRef, encoding: Option<&str>, errors: Option<&str>) -> PyResult {
    if o.is_str() {
        return Err(cx.type_error("decoding str is not supported"));
    }
    match crate::bytes::buffer(cx, o)? {
        Some(data) => decode(cx, Some(o), &data, encoding.unwrap_or("utf-8"), errors.unwrap_or("strict")),
        None => {
            let got = o.ty().name();
            Err(cx.type_error(format!("decoding to str: need a bytes-like object, {got} found")))
        }
    }
}

/// The text of an argument that names an encoding or an error handler.
pub(crate) fn name_argument(
    cx: &mut Cx,
    function: &str,
    which: &str,
    o: Option<ObjRef>,
) -> PyResult<Option<String>> {
    let Some(o) = o else { return Ok(None) };
    if !o.is_str() {
        args::expect_str(cx, function, &format!(" '{which}'"), &o)?;
    }
    let text = o.text_or_empty();
    if text.contains('\0') {
        return Err(cx.value_error("embedded null character"));
    }
    Ok(Some(text))
}
