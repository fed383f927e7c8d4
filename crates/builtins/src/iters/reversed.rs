//! `reversed`: backwards over anything with a length and indices.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::map::refuse_keywords;
use super::same;
use crate::sequence::{int_argument, item};

struct Reversed {
    sequence: Option<ObjRef>,
    /// Index of the next item.
    index: i64,
}

impl Payload for Reversed {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.sequence, Relation::Attr("sequence"));
    }
    fn clear(&mut self) {
        self.sequence = None;
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::length_hint(length_hint),
        NativeDef::reduce(reduce),
        NativeDef::set_state(set_state),
    ],
    getsets: &[],
    doc: "Return a reverse iterator over the values of the given sequence.",
};

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<Reversed>("reversed", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    crate::expose(cx, &ty);
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    refuse_keywords(cx, ty, "reversed", args)?;
    let [o] = args.pos() else {
        let n = args.positional();
        return Err(cx.type_error(format!("reversed expected 1 argument, got {n}")));
    };
    let name = cx.names.reversed.clone();
    match o.ty().lookup(cx, &name) {
        Some(f) if !f.is_none() => {
            return match cx.call_type_method(o, &name, &[]) {
                Some(r) => r,
                None => Err(cx.bad_internal("__reversed__")),
            };
        }
        None if cx.is_sequence(o) => (),
        _ => {
            let name = o.ty().name();
            return Err(cx.type_error(format!("'{name}' object is not reversible")));
        }
    }
    let n = cx.len(o)?;
    Ok(cx.new_instance(ty, Reversed { sequence: Some(o.clone()), index: n as i64 - 1 }))
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(r) = cx.heap.get::<Reversed>(me) else { return Ok(None) };
    let (Some(sequence), index) = (r.sequence.clone(), r.index) else { return Ok(None) };
    let found = match usize::try_from(index) {
        Err(_) => None,
        Ok(at) if sequence.is_exact(Kind::Tuple) => item(cx, &sequence, at),
        Ok(_) => {
            let key = cx.int(index);
            match cx.getitem(&sequence, &key) {
                Ok(x) => Some(x),
                Err(e) => {
                    let ended = cx.pending_is(&cx.excs.index_error.clone())
                        || cx.pending_is(&cx.excs.stop_iteration.clone());
                    if !ended {
                        finish(cx, me);
                        return Err(e);
                    }
                    drop(cx.take_exception());
                    None
                }
            }
        }
    };
    if found.is_none() {
        finish(cx, me);
    } else if let Some(r) = cx.heap.get_mut::<Reversed>(me) {
        r.index = index - 1;
    }
    Ok(found)
}

fn finish(cx: &mut Cx, me: &ObjRef) {
    if let Some(r) = cx.heap.get_mut::<Reversed>(me) {
        r.index = -1;
        let sequence = r.sequence.take();
        drop(sequence);
    }
}

fn length_hint(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(r) = cx.heap.get::<Reversed>(me) else { return Err(cx.bad_internal("reversed")) };
    let (Some(sequence), index) = (r.sequence.clone(), r.index) else { return Ok(cx.int(0)) };
    let left = usize::try_from(index.saturating_add(1)).unwrap_or(0);
    let n = cx.len(&sequence)?;
    Ok(cx.usize(if n < left { 0 } else { left }))
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(r) = cx.heap.get::<Reversed>(me) else { return Err(cx.bad_internal("reversed")) };
    let index = cx.int(r.index);
    Ok(match r.sequence.clone() {
        Some(sequence) => {
            let args = cx.new_tuple([sequence]);
            cx.new_tuple([me.class(), args, index])
        }
        None => {
            let args = cx.new_tuple([cx.empty_tuple.clone()]);
            cx.new_tuple([me.class(), args])
        }
    })
}

fn set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let index = int_argument(cx, state)?;
    let sequence = cx.heap.get::<Reversed>(me).and_then(|r| r.sequence.clone());
    if let Some(sequence) = sequence {
        let n = cx.len(&sequence)? as i64;
        if let Some(r) = cx.heap.get_mut::<Reversed>(me) {
            r.index = index.clamp(-1, n - 1);
        }
    }
    Ok(cx.none.clone())
}
