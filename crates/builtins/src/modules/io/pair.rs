//! `BufferedRWPair`: a reader and a writer as one stream.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots, TypeRef};

use super::base::{LAYOUT, check_can};

/// Payload; both are there once `__init__` has run.
struct Pair {
    reader: Option<ObjRef>,
    writer: Option<ObjRef>,
}

impl Payload for Pair {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.reader, Relation::Attr("reader"));
        v.edge(&mut self.writer, Relation::Attr("writer"));
    }
    fn clear(&mut self) {
        (self.reader, self.writer) = (None, None);
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        NativeDef::range("read", |cx, v| on(cx, v, "read", false), 0, 1, ""),
        NativeDef::range("read1", |cx, v| on(cx, v, "read1", false), 0, 1, ""),
        NativeDef::range("peek", |cx, v| on(cx, v, "peek", false), 0, 1, ""),
        NativeDef::range("readinto", |cx, v| on(cx, v, "readinto", false), 1, 1, ""),
        NativeDef::range("readinto1", |cx, v| on(cx, v, "readinto1", false), 1, 1, ""),
        NativeDef::range("readable", |cx, v| on(cx, v, "readable", false), 0, 0, ""),
        NativeDef::range("write", |cx, v| on(cx, v, "write", true), 1, 1, ""),
        NativeDef::range("flush", |cx, v| on(cx, v, "flush", true), 0, 0, ""),
        NativeDef::range("writable", |cx, v| on(cx, v, "writable", true), 0, 0, ""),
        NativeDef::m0("close", close, ""),
        NativeDef::m0("isatty", isatty, ""),
    ],
    getsets: &[GetSet::new("closed", closed, "")],
    doc: "A buffered reader and writer object together.\n\nA buffered reader object and buffered writer object put together to\nform a sequential IO object that can read and write. This is typically\nused with a socket or two-way pipe.\n\nreader and writer are RawIOBase objects that are readable and\nwriteable respectively. If the buffer_size is omitted it defaults to\nDEFAULT_BUFFER_SIZE.",
};

pub fn install(cx: &Cx, base: &TypeRef) -> TypeRef {
    let ty = cx.add_native_type_over::<Pair>("_io.BufferedRWPair", Some(base), type_flag::BASE_TYPE, LAYOUT);
    cx.fill_type(&ty, &SPEC);
    ty
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Pair { reader: None, writer: None }))
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    static PARAMS: Params<2, 1> =
        Params { required: ["reader", "writer"], optional: ["buffer_size"], posonly: 3, kwonly: 3 };
    let ([reader, writer], [size]) = args.bind(cx, "BufferedRWPair", &PARAMS)?;
    check_can(cx, &reader, "readable")?;
    check_can(cx, &writer, "writable")?;
    let mut parts = Vec::new();
    for (class, raw) in [("BufferedReader", reader), ("BufferedWriter", writer)] {
        let class = super::class(cx, class)?;
        let args: Vec<ObjRef> = [raw].into_iter().chain(size.clone()).collect();
        parts.push(cx.call(&class, &args)?);
    }
    let old = cx.heap.get_mut::<Pair>(me).map(|p| {
        let writer = parts.pop();
        let reader = parts.pop();
        (std::mem::replace(&mut p.reader, reader), std::mem::replace(&mut p.writer, writer))
    });
    drop(old);
    Ok(())
}

fn half(cx: &mut Cx, me: &ObjRef, writer: bool) -> PyResult {
    let half = cx.heap.get::<Pair>(me).and_then(|p| if writer { p.writer.clone() } else { p.reader.clone() });
    match half {
        Some(h) => Ok(h),
        None => Err(cx.value_error("I/O operation on uninitialized object")),
    }
}

fn on(cx: &mut Cx, values: &[ObjRef], method: &str, writer: bool) -> PyResult {
    let half = half(cx, &values[0], writer)?;
    cx.call_method(&half, method, &values[1..])
}

fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (reader, writer) = (half(cx, me, false)?, half(cx, me, true)?);
    let first = cx.call_method(&writer, "close", &[]);
    super::buffered::both(cx, first, |cx| cx.call_method(&reader, "close", &[]))
}

fn isatty(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let writer = half(cx, me, true)?;
    let r = cx.call_method(&writer, "isatty", &[])?;
    if !r.is(&cx.false_) {
        return Ok(r);
    }
    let reader = half(cx, me, false)?;
    cx.call_method(&reader, "isatty", &[])
}

fn closed(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let writer = half(cx, me, true)?;
    let name = cx.intern("closed");
    cx.getattr(&writer, &name)
}
