//! `memoryview`: a window of one dimension on bytes or a bytearray.

use std::borrow::Cow;
use std::rc::Rc;

use theseus_object::class::TypeSpec;
use theseus_object::cx::Params;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::ByteArray;
use theseus_object::{Args, CompareOp, Cx, Heap, Kind, ObjRef, PyResult, Slots};

use super::{iter, require};
use crate::expose;
use crate::slice::adjust;

/// A view; released ones hold nothing.
pub(super) struct View {
    source: Option<ObjRef>,
    start: usize,
    step: i64,
    len: usize,
    /// `B`, `b` or `c`.
    format: u8,
    readonly: bool,
    /// Forbids a bytearray to change its length as long as this lives.
    export: Option<Rc<()>>,
}

impl Payload for View {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.source, Relation::Attr("obj"));
    }
}

impl View {
    /// Where in the source an item lies.
    fn place(&self, i: usize) -> usize {
        (self.start as i64 + i as i64 * self.step) as usize
    }

    fn with(&self, start: usize, step: i64, len: usize) -> View {
        View {
            source: self.source.clone(),
            start,
            step,
            len,
            format: self.format,
            readonly: self.readonly,
            export: self.export.clone(),
        }
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        iter: Some(iter::iter),
        new: Some(new),
        len: Some(len),
        getitem: Some(getitem),
        setitem: Some(setitem),
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
        cast,
        "cast($self, /, format, shape=<unrepresentable>)\n--\n\nCast a memoryview to a new format or shape.",
    ),
    NativeDef::full("hex", hex, "Return the data in the buffer as a str of hexadecimal numbers."),
    NativeDef::m0("__enter__", enter, ""),
    NativeDef::range("__exit__", exit, 0, u8::MAX, ""),
];

static GETSETS: &[GetSet] = &[
    GetSet::new(
        "obj",
        |cx, me| Ok(alive(cx, me)?.source.clone().unwrap_or_else(|| cx.none.clone())),
        "The underlying object of the memoryview.",
    ),
    GetSet::new(
        "nbytes",
        length,
        "The amount of space in bytes that the array would use in a contiguous representation.",
    ),
    GetSet::new(
        "readonly",
        |cx, me| {
            let r = alive(cx, me)?.readonly;
            Ok(cx.bool(r))
        },
        "A bool indicating whether the memory is read only.",
    ),
    GetSet::new(
        "itemsize",
        |cx, me| {
            alive(cx, me)?;
            Ok(cx.int(1))
        },
        "The size in bytes of each element of the memoryview.",
    ),
    GetSet::new(
        "format",
        |cx, me| {
            let f = alive(cx, me)?.format;
            Ok(cx.char(f as u32))
        },
        "A string containing the format for each element in the view.",
    ),
    GetSet::new(
        "ndim",
        |cx, me| {
            alive(cx, me)?;
            Ok(cx.int(1))
        },
        "The number of dimensions of the array.",
    ),
    GetSet::new(
        "shape",
        |cx, me| {
            let n = length(cx, me)?;
            Ok(cx.new_tuple([n]))
        },
        "A tuple of ndim integers giving the shape of the memory.",
    ),
    GetSet::new(
        "strides",
        strides,
        "A tuple of ndim integers giving the size in bytes to access each element.",
    ),
    GetSet::new(
        "suboffsets",
        |cx, me| {
            alive(cx, me)?;
            Ok(cx.empty_tuple.clone())
        },
        "Used internally for PIL-style arrays.",
    ),
    GetSet::new("c_contiguous", contiguous, "A bool indicating whether the memory is C contiguous."),
    GetSet::new("f_contiguous", contiguous, "A bool indicating whether the memory is Fortran contiguous."),
    GetSet::new("contiguous", contiguous, "A bool indicating whether the memory is contiguous."),
];

pub(super) fn install(cx: &Cx) {
    let ty = cx.add_native_type::<View>("memoryview", None, 0);
    cx.fill_type(&ty, &SPEC);
    expose(cx, &ty);
}

/// The bytes of a view; `None` if this is none or it is released.
pub(super) fn data<'a>(heap: &'a Heap, o: &'a ObjRef) -> Option<Cow<'a, [u8]>> {
    let v = heap.get::<View>(o)?;
    let all = heap.bytes(v.source.as_ref()?)?;
    Some(match v.step {
        1 => Cow::Borrowed(all.get(v.start..v.start + v.len).unwrap_or_default()),
        _ => (0..v.len).filter_map(|i| all.get(v.place(i)).copied()).collect(),
    })
}

/// ValueError for a released view; other objects pass.
pub(super) fn check_alive(cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
    if cx.heap.get::<View>(o).is_some_and(|v| v.source.is_none()) {
        return Err(cx.value_error("operation forbidden on released memoryview object"));
    }
    Ok(())
}

/// The view, which must not be released.
fn alive<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a View> {
    check_alive(cx, me)?;
    if !me.has_payload::<View>() {
        return Err(cx.bad_internal("memoryview"));
    }
    cx.heap.get::<View>(me).ok_or(theseus_object::Raised)
}

static NEW: Params<1> = Params { names: ["object"], required: 1, posonly: 0, kwonly: 1 };

fn new(cx: &mut Cx, _class: &ObjRef, args: &Args) -> PyResult {
    let [object] = args.bind(cx, "memoryview", &NEW)?;
    let Some(object) = object else { return Err(cx.bad_internal("argument")) };
    check_alive(cx, &object)?;
    if let Some(v) = cx.heap.get::<View>(&object) {
        let copy = v.with(v.start, v.step, v.len);
        return Ok(cx.new_object(copy));
    }
    let Some(len) = cx.heap.bytes(&object).map(<[u8]>::len) else {
        let got = object.ty().name();
        return Err(cx.type_error(format!("memoryview: a bytes-like object is required, not '{got}'")));
    };
    let export = cx.heap.get_mut::<ByteArray>(&object).map(ByteArray::export);
    let readonly = export.is_none();
    Ok(cx.new_object(View { source: Some(object), start: 0, step: 1, len, format: b'B', readonly, export }))
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let what = match cx.heap.get::<View>(me) {
        Some(v) if v.source.is_none() => "released memory",
        _ => "memory",
    };
    Ok(cx.new_str(&format!("<{what} at {:#x}>", me.id())))
}

fn hash(cx: &mut Cx, me: &ObjRef) -> PyResult<i64> {
    let view = alive(cx, me)?;
    if !view.readonly {
        return Err(cx.value_error("cannot hash writable memoryview object"));
    }
    let bytes = cx.new_bytes(&data(&cx.heap, me).unwrap_or_default());
    Ok(bytes.bytes_hash(cx))
}

fn len(cx: &mut Cx, me: &ObjRef) -> PyResult<usize> {
    Ok(alive(cx, me)?.len)
}

fn length(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = len(cx, me)?;
    Ok(cx.usize(n))
}

fn strides(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let step = alive(cx, me)?.step;
    let step = cx.int(step);
    Ok(cx.new_tuple([step]))
}

fn contiguous(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let v = alive(cx, me)?;
    let r = v.step == 1 || v.len <= 1;
    Ok(cx.bool(r))
}

/// A byte as an item in a view's format.
fn unpack_item(cx: &Cx, format: u8, b: u8) -> ObjRef {
    match format {
        b'c' => cx.new_bytes(&[b]),
        b'b' => cx.int(b as i8 as i64),
        _ => cx.int(b as i64),
    }
}

/// Item of a view; `None` beyond its end.
pub(super) fn item(cx: &mut Cx, me: &ObjRef, i: usize) -> PyResult<Option<ObjRef>> {
    let v = alive(cx, me)?;
    if i >= v.len {
        return Ok(None);
    }
    let (at, format, source) = (v.place(i), v.format, v.source.clone());
    let b = source.and_then(|s| cx.heap.bytes(&s).and_then(|d| d.get(at).copied()));
    Ok(b.map(|b| unpack_item(cx, format, b)))
}

fn position(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult<usize> {
    let len = len(cx, me)? as i64;
    if !key.is_int() && key.ty().slots().index.is_none() {
        return Err(cx.type_error("memoryview: invalid slice key"));
    }
    let i = cx.index_word(key)?;
    let i = if i < 0 { i.saturating_add(len) } else { i };
    if (0..len).contains(&i) {
        Ok(i as usize)
    } else {
        Err(cx.index_error("index out of bounds on dimension 1"))
    }
}

/// The view of a part that a slice selects.
fn sliced(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult<View> {
    let len = len(cx, me)?;
    let r = adjust(cx, key, len)?;
    let v = alive(cx, me)?;
    let start = if r.count == 0 { v.start } else { v.place(r.start as usize) };
    // A step that overflows belongs to at most one item.
    Ok(v.with(start, v.step.wrapping_mul(r.step), r.count))
}

fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    if key.kind() == Kind::Slice {
        let part = sliced(cx, me, key)?;
        return Ok(cx.new_object(part));
    }
    let i = position(cx, me, key)?;
    match item(cx, me, i)? {
        Some(v) => Ok(v),
        None => Err(cx.index_error("index out of bounds on dimension 1")),
    }
}

/// The byte that an object is in a view's format.
fn pack_item(cx: &mut Cx, format: u8, o: &ObjRef) -> PyResult<u8> {
    let shown = format as char;
    if format == b'c' {
        if let Some(&[b]) = cx.heap.bytes(o).filter(|_| o.kind() == Kind::Bytes) {
            return Ok(b);
        }
        let (what, is_bytes) = ("memoryview: invalid", o.kind() == Kind::Bytes);
        let text = format!("{what} {} for format '{shown}'", if is_bytes { "value" } else { "type" });
        return Err(if is_bytes { cx.value_error(text) } else { cx.type_error(text) });
    }
    if !o.is_int() && o.ty().slots().index.is_none() {
        return Err(cx.type_error(format!("memoryview: invalid type for format '{shown}'")));
    }
    let v = cx.index(o)?.int();
    let packed = match format {
        b'b' => v.and_then(|v| i8::try_from(v).ok()).map(|v| v as u8),
        _ => v.and_then(|v| u8::try_from(v).ok()),
    };
    match packed {
        Some(b) => Ok(b),
        None => Err(cx.value_error(format!("memoryview: invalid value for format '{shown}'"))),
    }
}

fn setitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let v = alive(cx, me)?;
    let (readonly, format) = (v.readonly, v.format);
    if readonly {
        return Err(cx.type_error("cannot modify read-only memory"));
    }
    let Some(value) = value else { return Err(cx.type_error("cannot delete memory")) };
    let (part, new) = if key.kind() == Kind::Slice {
        require(cx, value)?;
        let new = super::data(&cx.heap, value).unwrap_or_default().to_vec();
        let other = cx.heap.get::<View>(value).map_or(b'B', |v| v.format);
        let part = sliced(cx, me, key)?;
        if part.len != new.len() || other != format {
            return Err(cx.value_error("memoryview assignment: lvalue and rvalue have different structures"));
        }
        (part, new)
    } else {
        let i = position(cx, me, key)?;
        let b = pack_item(cx, format, value)?;
        let v = alive(cx, me)?;
        (v.with(v.place(i), 1, 1), vec![b])
    };
    if let Some(source) = &part.source
        && let Some(array) = cx.heap.get_mut::<ByteArray>(source)
    {
        for (i, b) in new.into_iter().enumerate() {
            if let Some(slot) = array.data.get_mut(part.place(i)) {
                *slot = b;
            }
        }
    }
    Ok(())
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.not_implemented.clone());
    }
    let released = |o: &ObjRef| cx.heap.get::<View>(o).is_some_and(|v| v.source.is_none());
    let equal = if released(a) || released(b) {
        a.is(b)
    } else {
        let format = |o: &ObjRef| cx.heap.get::<View>(o).map_or(b'B', |v| v.format);
        let (fa, fb) = (format(a), format(b));
        match (super::data(&cx.heap, a), super::data(&cx.heap, b)) {
            // Bytes beyond 127 are other numbers in the other format.
            (Some(x), Some(y)) => {
                x == y && (fa == fb || (fa != b'c' && fb != b'c' && x.is_ascii()) || x.is_empty())
            }
            _ => return Ok(cx.not_implemented.clone()),
        }
    };
    Ok(cx.bool(equal == (op == CompareOp::Eq)))
}

static ORDER: Params<1> = Params { names: ["order"], required: 0, posonly: 0, kwonly: 1 };

fn tobytes(cx: &mut Cx, args: &Args) -> PyResult {
    let Some(me) = args.values.first() else { return Err(cx.bad_internal("receiver")) };
    let [order] = args.skip(1).bind(cx, "tobytes", &ORDER)?;
    if let Some(order) = order.filter(|o| !o.is_none())
        && !matches!(order.ascii(), Some("C" | "F" | "A"))
    {
        return Err(cx.value_error("order must be 'C', 'F' or 'A'"));
    }
    alive(cx, me)?;
    Ok(cx.new_bytes(&data(&cx.heap, me).unwrap_or_default()))
}

fn tolist(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let format = alive(cx, me)?.format;
    let bytes = data(&cx.heap, me).unwrap_or_default();
    Ok(cx.new_list(bytes.iter().map(|&b| unpack_item(cx, format, b)).collect()))
}

fn release(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let held = cx.heap.get_mut::<View>(me).map(|v| (v.source.take(), v.export.take()));
    drop(held);
    Ok(cx.none.clone())
}

fn toreadonly(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let v = alive(cx, me)?;
    let copy = View { readonly: true, ..v.with(v.start, v.step, v.len) };
    Ok(cx.new_object(copy))
}

static CAST: Params<2> = Params { names: ["format", "shape"], required: 1, posonly: 0, kwonly: 2 };

fn cast(cx: &mut Cx, args: &Args) -> PyResult {
    let Some(me) = args.values.first() else { return Err(cx.bad_internal("receiver")) };
    let [format, shape] = args.skip(1).bind(cx, "cast", &CAST)?;
    let Some(format) = format else { return Err(cx.bad_internal("argument")) };
    crate::str::args::expect_str(cx, "cast", " 'format'", &format)?;
    if shape.is_some() {
        return Err(
            cx.not_implemented_error("memoryview: casting to more than one dimension is not supported")
        );
    }
    let v = alive(cx, me)?;
    let (step, copy) = (v.step, v.with(v.start, v.step, v.len));
    if step != 1 {
        return Err(cx.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let text = format.text_or_empty();
    match *text.strip_prefix('@').unwrap_or(&text).as_bytes() {
        [f @ (b'B' | b'b' | b'c')] => Ok(cx.new_object(View { format: f, ..copy })),
        [b'h' | b'H' | b'i' | b'I' | b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'f' | b'd' | b'e' | b'?' | b'P'] => {
            Err(cx.not_implemented_error(format!("memoryview: format {text} not supported")))
        }
        _ => Err(cx.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        )),
    }
}

fn hex(cx: &mut Cx, args: &Args) -> PyResult {
    let Some(me) = args.values.first() else { return Err(cx.bad_internal("receiver")) };
    alive(cx, me)?;
    super::methods::hex(cx, me, &args.skip(1))
}

fn enter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    alive(cx, me)?;
    Ok(me.clone())
}

fn exit(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    release(cx, &values[0])
}
