//! Cells: the variables that closures share.

use theseus_object::class::TypeSpec;
use theseus_object::methods::GetSet;
use theseus_object::payload::CellData;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Slots};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), compare: Some(compare), new: Some(new), ..Slots::EMPTY },
    methods: &[],
    getsets: &[GetSet::rw("cell_contents", contents, set_contents, "")],
    doc: "Create a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the cell will be empty,\n    and \n further attempts to access its cell_contents attribute will\n    raise a ValueError.",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.types.cell.clone();
    cx.fill_type(&ty, &SPEC);
}

fn new(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "cell")?;
    if args.values.len() > 1 {
        let n = args.values.len();
        return Err(cx.type_error(format!("cell expected at most 1 argument, got {n}")));
    }
    let ty = cx.types.cell.clone();
    Ok(cx.new_as(&ty, CellData { value: args.values.first().cloned() }))
}

fn value(cx: &Cx, c: &ObjRef) -> Option<ObjRef> {
    cx.heap.get::<CellData>(c).and_then(|c| c.value.clone())
}

fn repr(cx: &mut Cx, c: &ObjRef) -> PyResult {
    let at = c.address();
    let text = match value(cx, c) {
        Some(v) => format!("<cell at {at:#x}: {} object at {:#x}>", v.ty().name(), v.address()),
        None => format!("<cell at {at:#x}: empty>"),
    };
    Ok(cx.new_str(&text))
}

/// Cells compare by contents; an empty one is less than any other.
fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    if a.kind() != Kind::Cell || b.kind() != Kind::Cell {
        return Ok(cx.not_implemented.clone());
    }
    match (value(cx, a), value(cx, b)) {
        (Some(x), Some(y)) => cx.compare(op, &x, &y),
        (x, y) => Ok(cx.bool(op.holds(x.is_some().cmp(&y.is_some())))),
    }
}

fn contents(cx: &mut Cx, c: &ObjRef) -> PyResult {
    match value(cx, c) {
        Some(v) => Ok(v),
        None => Err(cx.value_error("Cell is empty")),
    }
}

fn set_contents(cx: &mut Cx, c: &ObjRef, new: Option<&ObjRef>) -> PyResult<()> {
    let old = cx.heap.get_mut::<CellData>(c).and_then(|c| std::mem::replace(&mut c.value, new.cloned()));
    drop(old);
    Ok(())
}
