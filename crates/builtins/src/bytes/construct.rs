//! The constructors of bytes and bytearray.

use theseus_object::args::Params;
use theseus_object::payload::ByteArray;
use theseus_object::typeobj::TypeObj;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::{buffer, check_resizable};
use crate::sequence::iter_or;
use crate::str::{encode, name_argument};

static PARAMS: Params<0, 3> =
    Params { required: [], optional: ["source", "encoding", "errors"], posonly: 0, kwonly: 3 };

/// `bytes.__new__`.
pub(super) fn new_bytes(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let value = match (args.values, args.names) {
        ([], _) => cx.empty_bytes.clone(),
        ([o], []) if o.is_exact(Kind::Bytes) => o.clone(),
        ([o], []) if o.is_exact(Kind::Int) => match count(cx, o)? {
            Some(n) => zeros(cx, n)?,
            None => cx.empty_bytes.clone(),
        },
        _ => {
            let ([], [source, encoding, errors]) = args.bind(cx, "bytes", &PARAMS)?;
            let encoding = name_argument(cx, "bytes", "encoding", encoding)?;
            let errors = name_argument(cx, "bytes", "errors", errors)?;
            from_arguments(cx, source, encoding, errors)?
        }
    };
    match TypeObj::of(class) {
        Some(ty) if ty.data.heap_type => Ok(cx.new_subclass_copy(ty, &value)),
        _ => Ok(value),
    }
}

fn from_arguments(
    cx: &mut Cx,
    source: Option<ObjRef>,
    encoding: Option<String>,
    errors: Option<String>,
) -> PyResult {
    if let Some(o) = &source
        && encoding.is_none()
        && errors.is_none()
    {
        let name = cx.names.bytes.clone();
        if let Some(r) = cx.call_type_method(o, &name, &[]) {
            let r = r?;
            if r.kind() == Kind::Bytes {
                return Ok(r);
            }
            let got = r.ty().name();
            return Err(cx.type_error(format!("__bytes__ returned non-bytes (type {got})")));
        }
    }
    // A copy of a buffer, and zeros, are not the pooled object; other bytes one after another are.
    let copied = source.as_ref().is_some_and(|o| {
        !o.is_str() && (o.is_int() || o.ty().slots().index.is_some() || o.ty().slots().buffer.is_some())
    });
    let data = match &source {
        Some(o) if !o.is_str() && encoding.is_none() && errors.is_none() => match count(cx, o)? {
            Some(n) => return zeros(cx, n),
            None => from_object(cx, o, Kind::Bytes)?,
        },
        _ => contents(cx, source, encoding, errors, Kind::Bytes)?,
    };
    Ok(if copied { cx.unshared_bytes(&data) } else { cx.new_bytes(&data) })
}

fn zeros(cx: &mut Cx, n: usize) -> PyResult {
    match [0; 64].get(..n) {
        Some(few) => Ok(cx.unshared_bytes(few)),
        None => cx.stoppable(|cx, alarm| cx.bytes_repeated(&[0], n, alarm)),
    }
}

/// `bytearray.__new__`: empty, whatever the arguments; `__init__` fills it.
pub(super) fn new_bytearray(cx: &mut Cx, class: &ObjRef, _args: &Args) -> PyResult {
    match TypeObj::of(class) {
        Some(ty) if ty.data.heap_type => Ok(cx.new_instance(ty, ByteArray::new(Vec::new()))),
        _ => Ok(cx.new_bytearray(Vec::new())),
    }
}

/// `bytearray.__init__`.
pub(super) fn init_bytearray(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    let ([], [source, encoding, errors]) = args.bind(cx, "bytearray", &PARAMS)?;
    let encoding = name_argument(cx, "bytearray", "encoding", encoding)?;
    let errors = name_argument(cx, "bytearray", "errors", errors)?;
    let data = contents(cx, source, encoding, errors, Kind::ByteArray)?;
    if !super::own(&cx.heap, me).is_empty() {
        check_resizable(cx, me)?;
    }
    if let Some(b) = cx.heap.get_mut::<ByteArray>(me) {
        b.data = data;
    }
    Ok(())
}

/// The bytes that the arguments of a constructor mean.
fn contents(
    cx: &mut Cx,
    source: Option<ObjRef>,
    encoding: Option<String>,
    errors: Option<String>,
    kind: Kind,
) -> PyResult<Vec<u8>> {
    if let Some(s) = source.as_ref().filter(|o| o.is_str()) {
        let Some(encoding) = encoding else {
            return Err(cx.type_error("string argument without an encoding"));
        };
        return encode(cx, s, &encoding, errors.as_deref().unwrap_or("strict"));
    }
    if encoding.is_some() {
        return Err(cx.type_error("encoding without a string argument"));
    }
    if errors.is_some() {
        return Err(cx.type_error("errors without a string argument"));
    }
    let Some(o) = source else { return Ok(Vec::new()) };
    if let Some(n) = count(cx, &o)? {
        if !cx.can_allocate(n) {
            return Err(cx.memory_error(""));
        }
        return Ok(vec![0; n]);
    }
    from_object(cx, &o, kind)
}

/// The number of zero bytes that an int stands for; `None` if the object is no int.
fn count(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<usize>> {
    if !o.is_int() && o.ty().slots().index.is_none() {
        return Ok(None);
    }
    let v = match cx.index(o) {
        Ok(v) => v,
        Err(_) if cx.catch(&cx.excs.type_error.clone()) => return Ok(None),
        Err(e) => return Err(e),
    };
    match v.int().map(usize::try_from) {
        Some(Ok(n)) => Ok(Some(n)),
        Some(Err(_)) => Err(cx.value_error("negative count")),
        None => {
            let name = o.ty().name();
            Err(cx.overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
        }
    }
}

/// The bytes of a bytes-like object or an iterable of ints.
pub(super) fn from_object(cx: &mut Cx, o: &ObjRef, kind: Kind) -> PyResult<Vec<u8>> {
    if let Some(data) = buffer(cx, o)? {
        return Ok(data);
    }
    let words = |o: &ObjRef| {
        let name = if kind == Kind::Bytes { "bytes" } else { "bytearray" };
        format!("cannot convert '{}' object to {name}", o.ty().name())
    };
    if o.is_str() {
        return Err(cx.type_error(words(o)));
    }
    let items = iter_or(cx, o, words)?;
    bytes_of_items(cx, &items, kind)
}

/// The bytes that the items of an iterator stand for.
pub(super) fn bytes_of_items(cx: &mut Cx, it: &ObjRef, kind: Kind) -> PyResult<Vec<u8>> {
    let what = if kind == Kind::Bytes { "bytes" } else { "byte" };
    let mut out = Vec::new();
    while let Some(item) = cx.next(it)? {
        let v = cx.index(&item)?;
        match v.int().map(u8::try_from) {
            Some(Ok(b)) => out.push(b),
            _ => return Err(cx.value_error(format!("{what} must be in range(0, 256)"))),
        }
        if out.len() & 0xffff == 0 {
            cx.poll()?;
        }
    }
    Ok(out)
}
