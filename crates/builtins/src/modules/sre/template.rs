//! Templates of `sub` and `expand`: literal parts with the groups between them.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::match_::{group_text, over_bytes};
use super::subject::{Run, join};

pub(super) struct Template {
    /// The first literal; then the group numbers, each with what comes behind it.
    literal: ObjRef,
    parts: Vec<(usize, Option<ObjRef>)>,
}

impl Payload for Template {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.literal, Relation::Typed("literal"));
        for (i, (_, literal)) in self.parts.iter_mut().enumerate() {
            v.edge(literal, Relation::Index(i));
        }
    }
    fn extra_size(&self) -> usize {
        self.parts.capacity() * size_of::<(usize, Option<ObjRef>)>()
    }
}

pub(super) static SPEC: TypeSpec = TypeSpec::EMPTY;

fn is_empty(cx: &Cx, o: &ObjRef) -> bool {
    o.str_len() == Some(0) || o.kind() == Kind::Bytes && cx.heap.bytes(o).is_some_and(<[u8]>::is_empty)
}

/// `_sre.template(pattern, [literal, group, literal, ...])`.
pub(super) fn new(cx: &mut Cx, _: &ObjRef, list: &ObjRef) -> PyResult {
    let Some(items) = cx.heap.list(list).map(<[ObjRef]>::to_vec) else {
        let got = list.kind_given();
        return Err(cx.type_error(format!("template() argument 2 must be list, not {got}")));
    };
    let Some((literal, rest)) = items.split_first().filter(|(_, rest)| rest.len() % 2 == 0) else {
        return Err(cx.type_error("invalid template"));
    };
    let mut parts = Vec::with_capacity(rest.len() / 2);
    for pair in rest.chunks_exact(2) {
        let index = &pair[0];
        if !index.is_int() {
            return Err(cx.type_error("an integer is required"));
        }
        let Some(index) = cx.meant_int(index).and_then(|i| usize::try_from(i).ok()) else {
            return Err(cx.type_error("invalid template"));
        };
        parts.push((index, Some(pair[1].clone()).filter(|o| !is_empty(cx, o))));
    }
    Ok(cx.new_object(Template { literal: literal.clone(), parts }))
}

/// Asks `re` for the template that a text describes.
pub(super) fn compile(cx: &mut Cx, pattern: &ObjRef, text: &ObjRef) -> PyResult {
    let import = cx.upcalls.import;
    let (name, globals, none) = (cx.intern("re"), cx.new_dict(), cx.none.clone());
    let (empty, level) = (cx.empty_tuple.clone(), cx.int(0));
    let re = import(cx, &[name, globals, none, empty, level])?;
    let function = cx.intern("_compile_template");
    let function = cx.getattr(&re, &function)?;
    let r = cx.call(&function, &[pattern.clone(), text.clone()]);
    let type_error = cx.excs.type_error.clone();
    if r.is_err() && text.kind() == Kind::ByteArray && cx.catch(&type_error) {
        // It is cached by its text, so that must be hashable.
        let bytes = cx.heap.bytes(text).map(|b| cx.unshared_bytes(b));
        return cx.call(&function, &[pattern.clone(), bytes.unwrap_or_else(|| text.clone())]);
    }
    r
}

/// A template without groups: its text.
pub(super) fn only_literal(cx: &Cx, template: &ObjRef) -> Option<ObjRef> {
    let t = cx.heap.get::<Template>(template)?;
    t.parts.is_empty().then(|| t.literal.clone())
}

pub(super) fn is_template(o: &ObjRef) -> bool {
    o.has_payload::<Template>()
}

/// The pieces of a template filled in from the match that a run has found.
pub(super) fn fill(cx: &mut Cx, template: &ObjRef, run: &Run, pieces: &mut Vec<ObjRef>) -> PyResult<()> {
    let Some(t) = cx.heap.get::<Template>(template) else { return Err(cx.bad_internal("template")) };
    if !is_empty(cx, &t.literal) {
        pieces.push(t.literal.clone());
    }
    for (number, literal) in &t.parts {
        let text = match *number {
            0 => Some(run.slice(cx, run.machine.start(), run.machine.end())),
            n if n <= run.groups() => run.group(cx, n),
            _ => return Err(cx.index_error("no such group")),
        };
        pieces.extend(text.into_iter().chain(literal.clone()));
    }
    Ok(())
}

/// A template filled in from a match.
pub(super) fn expand(cx: &mut Cx, template: &ObjRef, found: &ObjRef) -> PyResult {
    let Some(t) = cx.heap.get::<Template>(template) else {
        return Err(cx.type_error("invalid template"));
    };
    let (first, parts) = (t.literal.clone(), t.parts.clone());
    if parts.is_empty() {
        return Ok(first);
    }
    let mut pieces = Vec::with_capacity(parts.len() * 2 + 1);
    pieces.push(first);
    let none = cx.none.clone();
    for (number, literal) in parts {
        let text = group_text(cx, found, number, &none)?;
        pieces.extend(Some(text).filter(|t| !t.is_none()).into_iter().chain(literal));
    }
    let bytes = over_bytes(cx, found)?;
    join(cx, bytes, &pieces)
}
