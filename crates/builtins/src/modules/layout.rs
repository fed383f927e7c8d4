//! The module `_layout`: the fields of an object in memory, with offset, size and kind.

use std::fmt::Write;

use theseus_object::class::TypeSpec;
use theseus_object::memory::{self, Field};
use theseus_object::methods::NativeDef;
use theseus_object::payload::Tuple;
use theseus_object::{Cx, ObjRef, PyResult, Slots};

use super::record::{self, Fields};
use crate::module::native_module;

static FUNCTIONS: &[NativeDef] = &[NativeDef::f1(
    "layout",
    layout,
    "layout($module, object, /)\n--\n\nReturn the fields of an object in memory, a sequence of Field(name, offset, size, kind).\n\nOffsets and sizes are in bytes, from id(object) on. Printed, it is a table.",
)];

static FIELD: Fields = Fields {
    name: "theseus.Field",
    doc: "A part of an object in memory.",
    fields: &[
        ("name", "what it is called"),
        ("offset", "bytes from the address that id() gives"),
        ("size", "its length in bytes"),
        ("kind", "what is stored there"),
    ],
    visible: 4,
    sealed: false,
};

static TABLE: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &[],
    getsets: &[],
    doc: "The fields of an object in memory, by offset.",
};

const LAYOUT: &str = "theseus.Layout";

pub fn install(cx: &mut Cx) {
    let tuple = cx.types.tuple.clone();
    let ty =
        cx.add_native_type_over::<Tuple>(LAYOUT, Some(&tuple), 0, theseus_object::typeobj::Layout::PLAIN);
    cx.fill_type(&ty, &TABLE);
    cx.keep(LAYOUT, ty.as_ref().clone());
    let dict = native_module(cx, "_layout", "Objects in memory.", FUNCTIONS);
    for def in FUNCTIONS {
        let home = cx.intern("theseus");
        let f = cx.native_function(def, Some(home));
        cx.namespace_put(&dict, def.name, f);
    }
}

fn layout(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let class = record::kept_type(cx, &FIELD);
    let row = |cx: &Cx, f: &Field| {
        let values =
            vec![cx.new_str(&f.name), cx.usize(f.offset), cx.usize(f.size), cx.new_str(f.content.name())];
        record::build(cx, &class, values)
    };
    let rows: Vec<ObjRef> = memory::fields(&cx.heap, o).iter().map(|f| row(cx, f)).collect();
    let rows = cx.new_tuple(rows);
    match cx.kept_type(LAYOUT) {
        Some(ty) => Ok(cx.new_subclass_copy(&ty, &rows)),
        None => Err(cx.bad_internal("layout")),
    }
}

/// A line for each field: offset, size, kind, name.
fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let mut text = String::from("offset  size  kind       name");
    let rows = cx.heap.tuple(me).unwrap_or_default();
    for row in rows {
        let Some([name, offset, size, kind]) = cx.heap.tuple(row) else { continue };
        let number = |o: &ObjRef| cx.meant_int(o).unwrap_or(0);
        let (name, kind) = (name.text_or_empty(), kind.text_or_empty());
        let _ = write!(text, "\n{:6}  {:4}  {kind:9}  {name}", number(offset), number(size));
    }
    Ok(cx.new_str(&text))
}
