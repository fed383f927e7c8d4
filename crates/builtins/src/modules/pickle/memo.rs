//! What a pickler or an unpickler remembers, and its face for Python.

use rustc_hash::FxHashMap;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use super::pickler::Pickler;
use super::unpickler::Unpickler;

/// The objects that were written, by address, each with its number.
#[derive(Default)]
pub struct Written {
    numbers: FxHashMap<usize, usize>,
    objects: Vec<ObjRef>,
}

impl Written {
    pub fn number(&self, o: &ObjRef) -> Option<usize> {
        self.numbers.get(&o.address()).copied()
    }

    /// Remembers an object; its number.
    pub fn add(&mut self, o: &ObjRef) -> usize {
        let number = self.numbers.len();
        self.numbers.insert(o.address(), number);
        self.objects.push(o.clone());
        number
    }

    pub fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.items(&mut self.objects);
    }

    fn items(&self) -> Vec<(usize, ObjRef)> {
        let number = |o: &ObjRef| self.numbers.get(&o.address()).copied().unwrap_or_default();
        self.objects.iter().map(|o| (number(o), o.clone())).collect()
    }
}

/// The memo of a pickler or unpickler, as an object.
struct MemoProxy {
    of: ObjRef,
}

impl Payload for MemoProxy {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.of, Relation::Attr("owner"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    methods: &[
        NativeDef::m0("clear", clear, "clear($self, /)\n--\n\nRemove all items from memo."),
        NativeDef::m0("copy", copy, "copy($self, /)\n--\n\nCopy the memo to a new object."),
        NativeDef::m0("__reduce__", reduce, "__reduce__($self, /)\n--\n\nImplement pickle support."),
    ],
    ..TypeSpec::EMPTY
};

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<MemoProxy>("_pickle.PicklerMemoProxy", None, 0);
    cx.fill_type(&ty, &SPEC);
}

/// The attribute `memo`.
pub(super) fn proxy(cx: &mut Cx, of: &ObjRef) -> PyResult {
    Ok(cx.new_object(MemoProxy { of: of.clone() }))
}

fn owner(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match cx.heap.get::<MemoProxy>(me) {
        Some(p) => Ok(p.of.clone()),
        None => Err(cx.bad_internal("memo")),
    }
}

fn clear(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let of = owner(cx, me)?;
    if let Some(p) = cx.heap.get_mut::<Pickler>(&of) {
        drop(std::mem::take(&mut p.memo));
    } else if let Some(u) = cx.heap.get_mut::<Unpickler>(&of) {
        drop(std::mem::take(&mut u.memo));
    }
    Ok(cx.none.clone())
}

/// A dict: of a pickler by `id`, with number and object; of an unpickler by number.
fn copy(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let of = owner(cx, me)?;
    let dict = cx.new_dict();
    let written = cx.heap.get::<Pickler>(&of).map(|p| p.memo.items()).unwrap_or_default();
    for (number, o) in written {
        let key = cx.usize(o.id());
        let number = cx.usize(number);
        let value = cx.new_tuple([number, o]);
        drop(cx.dict_set(&dict, &key, value)?);
    }
    let read = cx.heap.get::<Unpickler>(&of).map(|u| u.memo.clone()).unwrap_or_default();
    for (number, o) in read.into_iter().enumerate() {
        if let Some(o) = o {
            let key = cx.usize(number);
            drop(cx.dict_set(&dict, &key, o)?);
        }
    }
    Ok(dict)
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let contents = copy(cx, me)?;
    let dict = cx.types.dict.as_ref().clone();
    let args = cx.new_tuple([contents]);
    Ok(cx.new_tuple([dict, args]))
}
