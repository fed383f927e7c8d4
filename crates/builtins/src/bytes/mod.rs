//! `bytes`, `bytearray` and `memoryview`: types, slots and access to their data.

mod array;
mod construct;
mod iter;
pub(crate) mod methods;
mod search;
mod shape;
pub(crate) mod view;

use std::borrow::Cow;

use theseus_object::alarm::{Alarm, PIECE};
use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::payload::ByteArray;
use theseus_object::slots::{Binary, NUMBER_OPS, number};
use theseus_object::{CompareOp, Cx, Heap, Interp, Kind, MemoryView, ObjRef, PyResult, Slots};

use crate::descr::wrap_static;
use crate::expose;
use crate::iters::python_operator_first;
use crate::slice::{Words, adjust, normalise_index};
use crate::str::args::{repetitions, worked};
use crate::str::units::picked;
use crate::text::error::{Error, string_with_room};
use crate::text::quote;

const NUMBER: [Option<Binary>; NUMBER_OPS] = {
    let mut n: [Option<Binary>; NUMBER_OPS] = [None; NUMBER_OPS];
    n[number::ADD] = Some(add);
    n[number::MUL] = Some(multiply);
    n[number::MOD] = Some(modulo);
    n
};

static BYTES: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        str_: Some(str_),
        hash: Some(|cx, me| Ok(me.bytes_hash(cx))),
        compare: Some(compare),
        iter: Some(iter::iter),
        new: Some(construct::new_bytes),
        len: Some(len),
        getitem: Some(getitem),
        contains: Some(search::contains),
        number: NUMBER,
        buffer: Some(&theseus_object::buffer::BYTES),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m0("__getnewargs__", getnewargs, ""),
        NativeDef::m0("__bytes__", to_bytes, "Convert this value to exact type bytes."),
    ],
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n\
          bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n\
          bytes(int) -> bytes object of size given by the parameter initialized with null bytes\n\
          bytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n\
          \x20 - an iterable yielding integers in range(256)\n\
          \x20 - a text string encoded using the specified encoding\n\
          \x20 - any object implementing the buffer API.\n  - an integer",
    ..TypeSpec::EMPTY
};

static BYTEARRAY: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        str_: Some(str_),
        compare: Some(compare),
        iter: Some(iter::iter),
        new: Some(construct::new_bytearray),
        init: Some(construct::init_bytearray),
        len: Some(len),
        getitem: Some(getitem),
        setitem: Some(array::setitem),
        contains: Some(search::contains),
        number: NUMBER,
        inplace: array::INPLACE,
        buffer: Some(&theseus_object::buffer::BYTEARRAY),
        ..Slots::EMPTY
    },
    methods: array::METHODS,
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n\
          bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n\
          bytearray(int) -> bytes array of size given by the parameter initialized with null bytes\n\
          bytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n\
          \x20 - an iterable yielding integers in range(256)\n\
          \x20 - a text string encoded using the specified encoding\n\
          \x20 - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer",
    ..TypeSpec::EMPTY
};

pub fn install(cx: &mut Cx) {
    for (ty, spec) in [(cx.types.bytes.clone(), &BYTES), (cx.types.bytearray.clone(), &BYTEARRAY)] {
        cx.fill_type(&ty, spec);
        for table in [search::METHODS, methods::METHODS, shape::METHODS] {
            cx.add_methods(&ty, table);
        }
        wrap_static(cx, &ty, "maketrans");
        expose(cx, &ty);
    }
    iter::install(cx);
    view::install(cx);
}

/// The bytes of a bytes-like object; `None` if it is none, or a released view.
pub(crate) fn data<'a>(heap: &'a Heap, o: &'a ObjRef) -> Option<Cow<'a, [u8]>> {
    match heap.exposed(o) {
        Some(data) => Some(Cow::Borrowed(data)),
        None => heap.get::<MemoryView>(o)?.buffer.as_ref().map(|b| b.bytes(heap)),
    }
}

/// The bytes of the receiver of a method of bytes or bytearray.
#[inline(always)]
pub(crate) fn own<'a>(heap: &'a Heap, me: &'a ObjRef) -> &'a [u8] {
    heap.bytes(me).unwrap_or_default()
}

/// A copy of the bytes of a bytes-like object; `None` if it is none.
pub fn buffer(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<Vec<u8>>> {
    if let Some(data) = cx.heap.bytes(o) {
        return Ok(Some(data.to_vec()));
    }
    // Of a view no second view is made.
    if let Some(Some(lent)) = cx.heap.get::<MemoryView>(o).map(|v| v.buffer.as_ref()) {
        return Ok(Some(lent.bytes(&cx.heap).into_owned()));
    }
    cx.try_buffer(o)?.map(|b| b.copied(cx)).transpose()
}

/// TypeError unless `o` is bytes-like.
pub(crate) fn require(cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
    if cx.heap.bytes(o).is_some() {
        return Ok(());
    }
    view::check_alive(cx, o)?;
    if data(&cx.heap, o).is_some() {
        return Ok(());
    }
    let got = o.ty().name();
    Err(cx.type_error(format!("a bytes-like object is required, not '{got}'")))
}

/// Bytes of the receiver's builtin type that were computed: a single one is not the pooled object.
pub(crate) fn like(interp: &Interp, me: &ObjRef, data: Vec<u8>) -> ObjRef {
    if me.kind() == Kind::ByteArray { interp.new_bytearray(data) } else { interp.unshared_bytes(&data) }
}

/// [`like`] what work that ^C may stop makes of the receiver's bytes.
pub(crate) fn worked_like(
    cx: &mut Cx,
    me: &ObjRef,
    work: impl Fn(&[u8], &Alarm<'_>) -> Result<Vec<u8>, Error>,
) -> PyResult {
    worked(cx, |cx, alarm| {
        let data = work(own(&cx.heap, me), alarm)?;
        if me.kind() == Kind::ByteArray {
            return Ok(cx.new_bytearray(data));
        }
        Ok(cx.bytes_of_pieces(data.len(), [&data[..]], alarm)?)
    })
}

/// A part of the receiver as an object of its builtin type; exact bytes stand for themselves.
pub(crate) fn part(cx: &Cx, me: &ObjRef, start: usize, end: usize) -> ObjRef {
    let whole = own(&cx.heap, me);
    if start == 0 && end == whole.len() && me.is_exact(Kind::Bytes) {
        return me.clone();
    }
    let data = whole.get(start..end).unwrap_or_default();
    if me.kind() == Kind::ByteArray { cx.new_bytearray(data.to_vec()) } else { cx.new_bytes(data) }
}

fn len(cx: &mut Cx, me: &ObjRef) -> PyResult<usize> {
    Ok(own(&cx.heap, me).len())
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    worked(cx, |cx, alarm| {
        let text = quote::repr_bytes(own(&cx.heap, me), alarm)?;
        if me.kind() == Kind::Bytes {
            return Ok(cx.str_of_latin1(text.as_bytes(), alarm)?);
        }
        // Unlike bytes, a bytearray escapes single quotes between double ones.
        let text = if text.starts_with("b\"") { text.replace('\'', "\\'") } else { text };
        let name = me.ty().name();
        let mut out = string_with_room(name.len() + text.len() + 2)?;
        out.extend([&*name, "(", &text, ")"]);
        Ok(cx.str_of_latin1(out.as_bytes(), alarm)?)
    })
}

/// As `repr`, with a warning if `-b` asks for one.
fn str_(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if cx.bytes_warning.get() {
        let name = if me.kind() == Kind::Bytes { "bytes" } else { "bytearray" };
        warn(cx, &format!("str() on a {name} instance"))?;
    }
    repr(cx, me)
}

fn warn(cx: &mut Cx, text: &str) -> PyResult<()> {
    let category = cx.excs.bytes_warning.clone();
    cx.warn(&category, text, 1)
}

/// Warns of a comparison for equality that can only be false, if `-b` asks for it.
fn check_comparison(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult<()> {
    if !cx.bytes_warning.get() || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(());
    }
    match (a.kind(), b) {
        (Kind::Bytes, b) if b.is_str() => warn(cx, "Comparison between bytes and string"),
        (Kind::Bytes, b) if b.is_int() => warn(cx, "Comparison between bytes and int"),
        (_, b) if b.is_str() => warn(cx, "Comparison between bytearray and string"),
        _ => Ok(()),
    }
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    // bytes knows bytes only; bytearray knows all that is bytes-like.
    let known = a.kind() == Kind::ByteArray || b.kind() == Kind::Bytes;
    match data(&cx.heap, a).zip(data(&cx.heap, b)) {
        Some((x, y)) if known => {
            let r = match op {
                CompareOp::Eq => x == y,
                CompareOp::Ne => x != y,
                _ => op.holds(x.cmp(&y)),
            };
            return Ok(cx.bool(r));
        }
        _ => (),
    }
    check_comparison(cx, a, b, op)?;
    Ok(cx.not_implemented.clone())
}

/// `a + b`: of the type of `a`.
fn add(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if !matches!(a.kind(), Kind::Bytes | Kind::ByteArray) {
        return Ok(cx.not_implemented.clone());
    }
    let (Some(x), Some(y)) = (data(&cx.heap, a), data(&cx.heap, b)) else {
        return Ok(cx.not_implemented.clone());
    };
    if y.is_empty() && a.is_exact(Kind::Bytes) {
        return Ok(a.clone());
    }
    if x.is_empty() && a.is_exact(Kind::Bytes) && b.is_exact(Kind::Bytes) {
        return Ok(b.clone());
    }
    if !cx.can_allocate(x.len() + y.len()) {
        drop((x, y));
        return Err(cx.memory_error(""));
    }
    drop((x, y));
    joined(cx, a, &[a, b])
}

/// The bytes of bytes-like objects one after another, [`like`] `me`; callers know that there is memory for it.
fn joined(cx: &mut Cx, me: &ObjRef, parts: &[&ObjRef]) -> PyResult {
    worked(cx, |cx, alarm| {
        let parts: Vec<Cow<'_, [u8]>> = parts.iter().map(|o| data(&cx.heap, o).unwrap_or_default()).collect();
        let len = parts.iter().map(|p| p.len()).sum();
        if me.kind() != Kind::ByteArray {
            return Ok(cx.bytes_of_pieces(len, parts.iter().map(|p| &p[..]), alarm)?);
        }
        let mut out = Vec::with_capacity(len);
        parts.iter().try_for_each(|p| alarm.append(&mut out, p))?;
        Ok(cx.new_bytearray(out))
    })
}

fn multiply(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let is_ours = |o: &ObjRef| matches!(o.kind(), Kind::Bytes | Kind::ByteArray);
    let (me, times) = if is_ours(a) { (a, b) } else { (b, a) };
    if let Some(r) = python_operator_first(cx, number::MUL, a, b, times)? {
        return Ok(r);
    }
    let Some(n) = repetitions(cx, times)? else { return Ok(cx.not_implemented.clone()) };
    let size = own(&cx.heap, me).len();
    if n == 1 {
        return Ok(part(cx, me, 0, size));
    }
    let too_long = match size.checked_mul(n).filter(|&len| len <= isize::MAX as usize) {
        None if me.kind() == Kind::Bytes => return Err(cx.overflow_error("repeated bytes are too long")),
        None => true,
        Some(len) => !cx.can_allocate(len),
    };
    if too_long {
        return Err(cx.memory_error(""));
    }
    worked(cx, |cx, alarm| {
        let data = own(&cx.heap, me);
        if me.kind() != Kind::ByteArray {
            return Ok(cx.bytes_repeated(data, n, alarm)?);
        }
        let mut out = Vec::with_capacity(data.len() * n);
        let fold = (PIECE / data.len().max(1)).clamp(1, n.max(1));
        let block = data.repeat(fold);
        (0..n / fold).try_for_each(|_| alarm.append(&mut out, &block).and_then(|()| alarm.check()))?;
        out.extend_from_slice(block.get(..n % fold * data.len()).unwrap_or_default());
        Ok(cx.new_bytearray(out))
    })
}

fn modulo(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let Some(format) = cx.heap.bytes(a).map(<[u8]>::to_vec) else { return Ok(cx.not_implemented.clone()) };
    let made = crate::str::format_bytes(cx, &format, b)?;
    // As CPython has it, what was formatted is the pooled object.
    Ok(if a.kind() == Kind::ByteArray { cx.new_bytearray(made) } else { cx.new_bytes(&made) })
}

const BYTES_WORDS: Words =
    Words { type_error: "byte indices must be integers or slices, not ", range_error: "index out of range" };
const ARRAY_WORDS: Words = Words {
    type_error: "bytearray indices must be integers or slices, not ",
    range_error: "bytearray index out of range",
};

fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    let len = own(&cx.heap, me).len();
    if key.kind() == Kind::Slice {
        let range = adjust(cx, key, len)?;
        if range.step == 1 {
            return Ok(part(cx, me, range.start as usize, range.start as usize + range.count));
        }
        return worked_like(cx, me, |data, alarm| picked(data, range, alarm));
    }
    let words = if me.kind() == Kind::ByteArray { &ARRAY_WORDS } else { &BYTES_WORDS };
    let i = normalise_index(cx, key, len, words)?;
    match own(&cx.heap, me).get(i) {
        Some(&b) => Ok(cx.int(b as i64)),
        None => Err(cx.index_error(words.range_error)),
    }
}

fn getnewargs(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let copy = cx.unshared_bytes(own(&cx.heap, me));
    Ok(cx.new_tuple([copy]))
}

fn to_bytes(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(part(cx, me, 0, own(&cx.heap, me).len()))
}

/// A byte that an int object stands for.
pub(crate) fn byte_value(cx: &mut Cx, o: &ObjRef) -> PyResult<u8> {
    let v = cx.index(o)?;
    match v.int().map(u8::try_from) {
        Some(Ok(b)) => Ok(b),
        _ => Err(cx.value_error("byte must be in range(0, 256)")),
    }
}

/// BufferError while views forbid a bytearray to change its length.
pub(crate) fn check_resizable(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    if cx.heap.get::<ByteArray>(me).is_some_and(ByteArray::is_exported) {
        return Err(cx.buffer_error("Existing exports of data: object cannot be re-sized"));
    }
    Ok(())
}
