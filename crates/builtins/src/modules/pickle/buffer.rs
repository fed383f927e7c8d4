//! `PickleBuffer`: memory that may travel beside a pickle instead of in it.

use theseus_object::buffer::BufferSlot;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Buffer, Cx, ObjRef, PyResult, Slots};

/// Payload: what lends the memory, until it is released.
pub(super) struct PickleBuffer {
    of: Option<ObjRef>,
}

impl Payload for PickleBuffer {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.of, Relation::Attr("obj"));
    }
    fn clear(&mut self) {
        self.of = None;
    }
}

/// Lends what the view inside lends.
static LENT: BufferSlot = BufferSlot {
    acquire: |cx, me| {
        let view = view(cx, me)?;
        cx.buffer(&view)
    },
    bytes: |_, _| None,
    bytes_mut: |_, _| None,
};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), buffer: Some(&LENT), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0(
            "raw",
            raw,
            "raw($self, /)\n--\n\nReturn a memoryview of the raw memory underlying this buffer.\n\nWill raise BufferError is the buffer isn't contiguous.",
        ),
        NativeDef::m0(
            "release",
            release,
            "release($self, /)\n--\n\nRelease the underlying buffer held by the PickleBuffer object.",
        ),
    ],
    doc: "Wrapper for potentially out-of-band buffers",
    ..TypeSpec::EMPTY
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type::<PickleBuffer>("pickle.PickleBuffer", None, 0);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(dict, "PickleBuffer", ty.as_ref().clone());
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "PickleBuffer")?;
    let [of] = args.pos() else {
        let n = args.positional();
        return Err(cx.type_error(format!("PickleBuffer() takes exactly one argument ({n} given)")));
    };
    let view = cx.memoryview(of)?;
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, PickleBuffer { of: Some(view) }))
}

/// What it lends.
pub(super) fn view(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match cx.heap.get::<PickleBuffer>(me).and_then(|b| b.of.clone()) {
        Some(view) => Ok(view),
        None => Err(cx.value_error("operation forbidden on released PickleBuffer object")),
    }
}

fn raw(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let view = view(cx, me)?;
    let buffer: Buffer = cx.buffer(&view)?;
    if !buffer.is_c_contiguous() && !buffer.is_f_contiguous() {
        return Err(cx.buffer_error("cannot extract raw buffer from non-contiguous buffer"));
    }
    let format = cx.new_str("B");
    cx.call_method(&view, "cast", &[format])
}

fn release(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if let Some(b) = cx.heap.get_mut::<PickleBuffer>(me) {
        drop(b.of.take());
    }
    Ok(cx.none.clone())
}
