//! `memoryview`: a window on memory that another object exposes.

mod cast;
mod subscript;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Buffer, CompareOp, Cx, MemoryView, ObjRef, PyResult, Slots};

use super::iter;
use crate::expose;
use crate::item;

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        iter: Some(iterate),
        new: Some(new),
        len: Some(len),
        getitem: Some(subscript::getitem),
        setitem: Some(subscript::setitem),
        buffer: Some(&theseus_object::buffer::MEMORYVIEW),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: GETSETS,
    doc: "Create a new memoryview object which references the given object.",
};

static METHODS: &[NativeDef] = &[
    NativeDef::full(
        "tobytes",
        tobytes,
        "tobytes($self, /, order='C')\n--\n\nReturn the data in the buffer as a byte string.",
    ),
    NativeDef::m0(
        "tolist",
        tolist,
        "tolist($self, /)\n--\n\nReturn the data in the buffer as a list of elements.",
    ),
    NativeDef::m0(
        "release",
        release,
        "release($self, /)\n--\n\nRelease the underlying buffer exposed by the memoryview object.",
    ),
    NativeDef::m0(
        "toreadonly",
        toreadonly,
        "toreadonly($self, /)\n--\n\nReturn a readonly version of the memoryview.",
    ),
    NativeDef::full(
        "cast",
        cast::cast,
        "cast($self, /, format, shape=<unrepresentable>)\n--\n\nCast a memoryview to a new format or shape.",
    ),
    NativeDef::full("hex", hex, "Return the data in the buffer as a str of hexadecimal numbers."),
    NativeDef::class(
        "_from_flags",
        from_flags,
        "_from_flags($type, /, object, flags)\n--\n\nCreate a new memoryview object which references the given object.",
    ),
    NativeDef::m0("__enter__", enter, ""),
    NativeDef::range("__exit__", exit, 0, u8::MAX, ""),
    NativeDef::m1("__release_buffer__", release_buffer, RELEASE_DOC),
];

pub(crate) const RELEASE_DOC: &str = "__release_buffer__($self, buffer, /)\n--\n\nRelease the buffer object that exposes the underlying memory.";

macro_rules! number {
    ($name:literal, $doc:literal, $f:expr) => {
        GetSet::new(
            $name,
            |cx, me| {
                let f: fn(&Buffer) -> usize = $f;
                let n = f(alive(cx, me)?);
                Ok(cx.usize(n))
            },
            $doc,
        )
    };
}

macro_rules! truth {
    ($name:literal, $doc:literal, $f:expr) => {
        GetSet::new(
            $name,
            |cx, me| {
                let f: fn(&Buffer) -> bool = $f;
                let r = f(alive(cx, me)?);
                Ok(cx.bool(r))
            },
            $doc,
        )
    };
}

static GETSETS: &[GetSet] = &[
    GetSet::new("obj", object, "The underlying object of the memoryview."),
    number!(
        "nbytes",
        "The amount of space in bytes that the array would use in\n a contiguous representation.",
        Buffer::len
    ),
    number!("itemsize", "The size in bytes of each element of the memoryview.", |b| b.itemsize),
    number!(
        "ndim",
        "An integer indicating how many dimensions of a multi-dimensional\n array the memory represents.",
        |b| b.shape.len()
    ),
    truth!("readonly", "A bool indicating whether the memory is read only.", |b| b.readonly),
    truth!("c_contiguous", "A bool indicating whether the memory is C contiguous.", Buffer::is_c_contiguous),
    truth!(
        "f_contiguous",
        "A bool indicating whether the memory is Fortran contiguous.",
        Buffer::is_f_contiguous
    ),
    truth!("contiguous", "A bool indicating whether the memory is contiguous.", |b| {
        b.is_c_contiguous() || b.is_f_contiguous()
    }),
    GetSet::new(
        "format",
        |cx, me| {
            let f = alive(cx, me)?.format.clone();
            Ok(cx.new_str(&f))
        },
        "A string containing the format (in struct module style)\n for each element in the view.",
    ),
    GetSet::new(
        "shape",
        |cx, me| {
            let shape = alive(cx, me)?.shape.clone();
            let numbers: Vec<ObjRef> = shape.iter().map(|&n| cx.usize(n)).collect();
            Ok(cx.new_tuple(numbers))
        },
        "A tuple of ndim integers giving the shape of the memory\n as an N-dimensional array.",
    ),
    GetSet::new(
        "strides",
        |cx, me| {
            let strides = alive(cx, me)?.strides.clone();
            let numbers: Vec<ObjRef> = strides.iter().map(|&n| cx.int(n as i64)).collect();
            Ok(cx.new_tuple(numbers))
        },
        "A tuple of ndim integers giving the size in bytes to access\n each element for each dimension of the array.",
    ),
    GetSet::new(
        "suboffsets",
        |cx, me| {
            alive(cx, me)?;
            Ok(cx.empty_tuple.clone())
        },
        "A tuple of integers used internally for PIL-style arrays.",
    ),
];

pub(super) fn install(cx: &Cx) {
    let ty = cx.types.memoryview.clone();
    ty.add_flag(type_flag::SEQUENCE);
    cx.fill_type(&ty, &SPEC);
    expose(cx, &ty);
}

/// ValueError for a released view; other objects pass.
pub(super) fn check_alive(cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
    if cx.heap.get::<MemoryView>(o).is_some_and(|v| v.buffer.is_none()) {
        return Err(cx.value_error("operation forbidden on released memoryview object"));
    }
    Ok(())
}

/// The view's memory, which must not be released.
fn alive<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a Buffer> {
    check_alive(cx, me)?;
    if !me.has_payload::<MemoryView>() {
        return Err(cx.bad_internal("memoryview"));
    }
    cx.heap.get::<MemoryView>(me).and_then(|v| v.buffer.as_ref()).ok_or(theseus_object::Raised)
}

/// The native format character of a view's items, or NotImplementedError.
fn code(cx: &mut Cx, me: &ObjRef) -> PyResult<u8> {
    let format = &alive(cx, me)?.format;
    match item::native_code(format) {
        Some(code) => Ok(code),
        None => {
            let text = format!("memoryview: format {format} not supported");
            Err(cx.not_implemented_error(text))
        }
    }
}

static NEW: Params<1, 0> = Params { required: ["object"], optional: [], posonly: 0, kwonly: 1 };

fn new(cx: &mut Cx, _class: &ObjRef, args: &Args) -> PyResult {
    let ([object], []) = args.bind(cx, "memoryview", &NEW)?;
    view_of(cx, &object)
}

/// A view of an object; of a view, a second one that does not depend on the first.
fn view_of(cx: &mut Cx, object: &ObjRef) -> PyResult {
    if object.has_payload::<MemoryView>() {
        return derived(cx, object, |b| b);
    }
    let view = cx.memoryview(object)?;
    let hook = cx.intern("__release_buffer__");
    if object.ty().data.heap_type && object.ty().lookup(cx, &hook).is_some() {
        let exporter = Some(object.clone());
        if let Some(v) = cx.heap.get_mut::<MemoryView>(&view) {
            v.exporter = exporter;
        }
    }
    Ok(view)
}

static FROM_FLAGS: Params<2, 0> =
    Params { required: ["object", "flags"], optional: [], posonly: 0, kwonly: 2 };

fn from_flags(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    let ([object, flags], []) = args.bind(cx, "_from_flags", &FROM_FLAGS)?;
    let flags = crate::str::args::c_int(cx, &flags)?;
    let view = view_of(cx, &object)?;
    if flags & 1 != 0 && alive(cx, &view)?.readonly {
        return Err(cx.buffer_error("Object is not writable."));
    }
    Ok(view)
}

/// Another view of a view's memory.
fn derived(cx: &mut Cx, me: &ObjRef, change: impl FnOnce(Buffer) -> Buffer) -> PyResult {
    let buffer = change(alive(cx, me)?.clone());
    Ok(cx.new_memoryview(MemoryView::new(buffer)))
}

fn object(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let owner = alive(cx, me)?.owner.clone();
    let exporter = cx.heap.get::<MemoryView>(me).and_then(|v| v.exporter.clone());
    Ok(exporter.unwrap_or(owner))
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let released = cx.heap.get::<MemoryView>(me).is_some_and(|v| v.buffer.is_none());
    let what = if released { "released memory" } else { "memory" };
    Ok(cx.new_str(&format!("<{what} at {:#x}>", me.id())))
}

fn hash(cx: &mut Cx, me: &ObjRef) -> PyResult<i64> {
    if let Some(hash) = cx.heap.get::<MemoryView>(me).and_then(|v| v.hash) {
        return Ok(hash);
    }
    let buffer = alive(cx, me)?.clone();
    if !buffer.readonly {
        return Err(cx.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(item::native_code(&buffer.format), Some(b'B' | b'b' | b'c')) {
        return Err(cx.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    // Memory whose owner has no hash may change.
    cx.hash(&buffer.owner)?;
    let bytes = cx.unshared_bytes(&buffer.bytes(&cx.heap));
    let hash = bytes.bytes_hash(cx);
    if let Some(v) = cx.heap.get_mut::<MemoryView>(me) {
        v.hash = Some(hash);
    }
    Ok(hash)
}

fn len(cx: &mut Cx, me: &ObjRef) -> PyResult<usize> {
    match alive(cx, me)?.shape.first() {
        Some(&n) => Ok(n),
        None => Err(cx.type_error("0-dim memory has no length")),
    }
}

fn iterate(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match alive(cx, me)?.shape.len() {
        0 => return Err(cx.type_error("invalid indexing of 0-dim memory")),
        1 => (),
        _ => return Err(cx.not_implemented_error("multi-dimensional sub-views are not implemented")),
    }
    code(cx, me)?;
    iter::iter(cx, me)
}

/// Item of a view of one dimension; `None` beyond its end.
pub(super) fn item_at(cx: &mut Cx, me: &ObjRef, i: usize) -> PyResult<Option<ObjRef>> {
    let code = code(cx, me)?;
    let b = alive(cx, me)?.clone();
    let (Some(&n), Some(&stride)) = (b.shape.first(), b.strides.first()) else { return Ok(None) };
    if i >= n {
        return Ok(None);
    }
    let at = b.start as isize + i as isize * stride;
    Ok(Some(item::unpack(cx, code, b.item(&cx.heap, at as usize))))
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.not_implemented.clone());
    }
    let released = |o: &ObjRef| cx.heap.get::<MemoryView>(o).is_some_and(|v| v.buffer.is_none());
    let equal = if released(a) || released(b) {
        a.is(b)
    } else {
        let Some(x) = cx.try_buffer(a)? else { return Ok(cx.not_implemented.clone()) };
        let Some(y) = cx.try_buffer(b)? else { return Ok(cx.not_implemented.clone()) };
        same_items(cx, &x, &y)?
    };
    Ok(cx.bool(equal == (op == CompareOp::Eq)))
}

/// Whether shapes and values agree; formats need not.
fn same_items(cx: &mut Cx, x: &Buffer, y: &Buffer) -> PyResult<bool> {
    if x.shape != y.shape {
        return Ok(false);
    }
    let (Some(fx), Some(fy)) = (item::native_code(&x.format), item::native_code(&y.format)) else {
        return Ok(false);
    };
    let bitwise = fx == fy && !matches!(fx, b'e' | b'f' | b'd' | b'?');
    if bitwise {
        return Ok(x.bytes(&cx.heap) == y.bytes(&cx.heap));
    }
    for (p, q) in x.places().into_iter().zip(y.places()) {
        let p = item::unpack(cx, fx, x.item(&cx.heap, p));
        let q = item::unpack(cx, fy, y.item(&cx.heap, q));
        if !cx.compare_bool(CompareOp::Eq, &p, &q)? {
            return Ok(false);
        }
    }
    Ok(true)
}

static ORDER: Params<0, 1> = Params { required: [], optional: ["order"], posonly: 0, kwonly: 1 };

fn tobytes(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([], [order]) = args.bind(cx, "tobytes", &ORDER)?;
    let order = order.filter(|o| !o.is_none());
    if let Some(order) = order.as_ref().filter(|o| !o.is_str()) {
        let got = order.kind_given();
        return Err(cx.type_error(format!("tobytes() argument 'order' must be str or None, not {got}")));
    }
    let order = order.as_ref().map_or(Some("C"), |o| o.ascii());
    let b = alive(cx, me)?.clone();
    let fortran = match order {
        Some("C") => false,
        Some("F") => true,
        Some("A") => b.is_f_contiguous() && !b.is_c_contiguous(),
        _ => return Err(cx.value_error("order must be 'C', 'F' or 'A'")),
    };
    if !fortran {
        return Ok(cx.unshared_bytes(&b.bytes(&cx.heap)));
    }
    // The first index varies fastest in the reversed view.
    let mut turned = b;
    turned.shape.reverse();
    turned.strides.reverse();
    Ok(cx.unshared_bytes(&turned.bytes(&cx.heap)))
}

fn tolist(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let code = code(cx, me)?;
    let b = alive(cx, me)?.clone();
    let bytes = b.copied(cx)?;
    let mut items = item::unpack_all(cx, code, &bytes, b.itemsize)?;
    let Some((_, outer)) = b.shape.split_last() else {
        return match items.pop() {
            Some(v) => Ok(v),
            None => Err(cx.bad_internal("item")),
        };
    };
    // From the innermost rows outwards.
    for (depth, _) in outer.iter().enumerate().rev() {
        let row = b.shape.get(depth + 1).copied().unwrap_or(0);
        let rows: usize = b.shape.iter().take(depth + 1).product();
        let mut rest = items.into_iter();
        items = (0..rows).map(|_| cx.new_list(rest.by_ref().take(row).collect())).collect();
    }
    Ok(cx.new_list(items))
}

fn release(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(v) = cx.heap.get_mut::<MemoryView>(me) else { return Err(cx.bad_internal("memoryview")) };
    let n = v.exports();
    if n > 0 && v.buffer.is_some() {
        let s = theseus_object::error::plural(n);
        return Err(cx.buffer_error(format!("memoryview has {n} exported buffer{s}")));
    }
    let exporter = v.exporter.take();
    if let Some(exporter) = exporter {
        // The class is told while the memory is still there.
        let hook = cx.intern("__release_buffer__");
        if let Some(r) = cx.call_type_method(&exporter, &hook, &[me]) {
            r?;
        }
    }
    let held = cx.heap.get_mut::<MemoryView>(me).and_then(|v| v.buffer.take());
    drop(held);
    Ok(cx.none.clone())
}

/// `__release_buffer__` of native types: the argument is a view of the object.
pub(crate) fn release_buffer(cx: &mut Cx, me: &ObjRef, view: &ObjRef) -> PyResult {
    let Some(v) = cx.heap.get::<MemoryView>(view) else {
        return Err(cx.type_error("expected a memoryview object"));
    };
    let Some(b) = &v.buffer else {
        return Err(cx.value_error("memoryview's buffer has already been released"));
    };
    let owner = b.owner.clone();
    let same = owner.is(me) || cx.heap.get::<MemoryView>(me).is_some();
    if !same {
        return Err(cx.value_error("memoryview's buffer is not this object"));
    }
    release(cx, view)
}

fn toreadonly(cx: &mut Cx, me: &ObjRef) -> PyResult {
    derived(cx, me, |mut b| {
        b.readonly = true;
        b
    })
}

fn hex(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let b = alive(cx, me)?.clone();
    let bytes = cx.unshared_bytes(&b.bytes(&cx.heap));
    super::methods::hex(cx, &bytes, args)
}

fn enter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    alive(cx, me)?;
    Ok(me.clone())
}

fn exit(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    release(cx, &values[0])
}
