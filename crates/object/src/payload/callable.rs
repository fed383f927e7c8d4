//! Functions, methods, native functions, cells and properties.

use std::cell::Cell;

use crate::edges::{EdgeVisitor, Payload, Relation, Shadow};
use crate::header::Kind;
use crate::heap::interp_of;
use crate::instance::payload_info;
use crate::methods::{Binding, NativeDef};
use crate::payload::Tuple;
use crate::refs::ObjRef;
use crate::slots::SpecialRow;
use crate::typeobj::TypeObj;
use crate::watch::{Change, Forgotten, FunctionWatch, Mutation, forget};

/// A cell that closures share.
#[derive(Default)]
pub struct CellData {
    pub value: Option<ObjRef>,
}

impl Payload for CellData {
    const KIND: Kind = Kind::Cell;
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.value, Relation::Cell);
    }
    fn clear(&mut self) {
        self.value = None;
    }
}

/// A Python function. `exec` is the machine's: the executable form of its code with these globals
/// and builtins.
#[repr(C)]
pub struct Function {
    /// Address of the machine's `Exec`; 0 until the first call.
    pub exec: Cell<usize>,
    pub code: ObjRef,
    pub globals: ObjRef,
    pub builtins: ObjRef,
    pub name: ObjRef,
    pub qualname: ObjRef,
    /// A tuple.
    pub defaults: Option<ObjRef>,
    /// A dict.
    pub kwdefaults: Option<ObjRef>,
    /// A tuple of cells.
    pub closure: Option<ObjRef>,
    pub doc: ObjRef,
    pub module: ObjRef,
    pub annotations: Option<ObjRef>,
    pub type_params: Option<ObjRef>,
    pub dict: Option<ObjRef>,
    /// The machine's: specialised codes behind guards.
    pub special: Option<ObjRef>,
    /// What `__code__` was before, and specialised codes that were removed: frames may still run them.
    pub retired: Vec<ObjRef>,
    /// What hangs on it, if anything ever did or it changed.
    pub watch: Option<Box<FunctionWatch>>,
}

impl Function {
    /// What hangs on the function; made when first asked for.
    pub fn watched(&mut self) -> &FunctionWatch {
        let interp = interp_of(self.code.as_ptr());
        self.watch.get_or_insert_with(|| Box::new(FunctionWatch::new(interp)))
    }

    /// The number that changes with every setter; 0 while nobody watches.
    #[inline(always)]
    pub fn stamp(&self) -> u64 {
        self.watch.as_ref().map_or(0, |w| w.stamp())
    }

    /// THE place that everything passes which makes it another function, after it was made.
    pub fn changed(&mut self, change: Change) {
        let interp = interp_of(self.code.as_ptr());
        if change == Change::Code || interp.mutations.versions_defaults.get() {
            forget(Forgotten::Form, &self.exec);
        }
        let holder = &raw const *self as usize;
        self.watched().changed(&Mutation { change, holder, key: None });
    }

    /// Takes another code, which is not what specialised codes are of.
    pub fn set_code(&mut self, new: ObjRef) {
        let old = std::mem::replace(&mut self.code, new);
        if let Some(special) = self.special.take() {
            // SAFETY: the object is alive, and nobody reads its payload here.
            unsafe {
                let told = payload_info(special.header()).rewritten;
                told(special.as_ptr(), Relation::Typed("__code__"), &old, &self.code)
            }
            self.retire(special);
        }
        self.retire(old);
        self.changed(Change::Code);
    }

    /// Keeps what frames may still run.
    pub fn retire(&mut self, old: ObjRef) {
        self.retired.push(old);
        if self.retired.len() >= 16 && self.retired.len().is_power_of_two() {
            self.retired.sort_unstable_by_key(ObjRef::address);
            self.retired.dedup_by_key(|o| o.address());
        }
    }
}

impl Payload for Function {
    const KIND: Kind = Kind::Function;
    crate::plain_fields!(Function: exec "exec" Static, retired "retired" Buffer, watch "watch" Buffer);
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.code, Relation::Typed("__code__"));
        v.fixed(&mut self.globals, Relation::Typed("__globals__"));
        v.fixed(&mut self.builtins, Relation::Typed("__builtins__"));
        v.fixed(&mut self.name, Relation::Typed("__name__"));
        v.fixed(&mut self.qualname, Relation::Typed("__qualname__"));
        v.edge(&mut self.defaults, Relation::Part("__defaults__"));
        v.edge(&mut self.kwdefaults, Relation::Part("__kwdefaults__"));
        v.edge(&mut self.closure, Relation::Part("__closure__"));
        v.fixed(&mut self.doc, Relation::Attr("__doc__"));
        v.fixed(&mut self.module, Relation::Attr("__module__"));
        v.edge(&mut self.annotations, Relation::Part("__annotations__"));
        v.edge(&mut self.type_params, Relation::Part("__type_params__"));
        v.edge(&mut self.dict, Relation::Part("__dict__"));
        v.edge(&mut self.special, Relation::Typed("specialized"));
        self.retired.iter_mut().for_each(|o| v.fixed(o, Relation::Derived("retired")));
    }
    fn admits(&self, relation: Relation, old: &ObjRef, new: &ObjRef) -> bool {
        match relation {
            Relation::Typed("__globals__" | "__builtins__") => new.is_exact(Kind::Dict),
            Relation::Part("__closure__") => {
                // SAFETY: both are tuples, for the payloads are the same, and are only read.
                let (old, new) = unsafe { (Tuple::items_unchecked(old), Tuple::items_unchecked(new)) };
                old.len() == new.len() && new.iter().all(|c| c.has_payload::<CellData>())
            }
            _ => true,
        }
    }
    fn rewritten(&mut self, relation: Relation, old: &ObjRef, _: &ObjRef) {
        match relation {
            // Frames may still run the old code.
            Relation::Typed("__code__") => self.retire(old.clone()),
            Relation::Typed("__globals__" | "__builtins__") => (),
            _ => return,
        }
        self.changed(Change::Code);
    }
    fn clear(&mut self) {
        self.defaults = None;
        self.kwdefaults = None;
        self.closure = None;
        self.annotations = None;
        self.dict = None;
    }
}

/// A bound method: function and receiver. The receiver stands at byte 24 (40 under trace-refs).
#[repr(C)]
pub struct Method {
    pub func: ObjRef,
    pub self_: ObjRef,
}

impl Payload for Method {
    const KIND: Kind = Kind::Method;
    const SHADOW: Option<Shadow> = Some(|cx, o, f| {
        let Some(m) = cx.heap.get::<Method>(o) else { return Err(cx.bad_internal("method")) };
        let (func, me) = (m.func.clone(), m.self_.clone());
        let (func, self_) = (f(cx, &func)?, f(cx, &me)?);
        Ok(cx.new_as(&cx.types.method, Method { func, self_ }))
    });
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.func, Relation::Attr("__func__"));
        v.fixed(&mut self.self_, Relation::Attr("__self__"));
    }
}

/// A native function or a native method bound to its receiver (at the offset of [`Method`]'s).
#[repr(C)]
pub struct NativeData {
    pub def: &'static NativeDef,
    pub self_: Option<ObjRef>,
    pub module: Option<ObjRef>,
}

impl Payload for NativeData {
    const KIND: Kind = Kind::Native;
    crate::plain_fields!(NativeData: def "definition" Static);
    const SHADOW: Option<Shadow> = Some(|cx, o, f| {
        let Some(n) = cx.heap.get::<NativeData>(o) else { return Err(cx.bad_internal("native function")) };
        let (def, module, me) = (n.def, n.module.clone(), n.self_.clone());
        let self_ = me.map(|me| f(cx, &me)).transpose()?;
        Ok(cx.new_as(&cx.types.native, NativeData { def, self_, module }))
    });
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.self_, Relation::Receiver("__self__"));
        v.edge(&mut self.module, Relation::Attr("__module__"));
    }
    fn admits(&self, relation: Relation, old: &ObjRef, new: &ObjRef) -> bool {
        !matches!(relation, Relation::Receiver(_)) || self.takes(old, new)
    }
}

impl NativeData {
    /// Whether the new receiver is an instance of the class that the method of the old one belongs to.
    fn takes(&self, old: &ObjRef, new: &ObjRef) -> bool {
        let class = |o: &ObjRef| if self.def.binding == Binding::Method { o.class() } else { o.clone() };
        let (Some(old), Some(new)) =
            (TypeObj::of(&class(old)).map(TypeObj::mro), TypeObj::of(&class(new)).map(TypeObj::to_ref))
        else {
            return false;
        };
        let defines = |t: &TypeObj| {
            interp_of(t.head_ptr()).dict_items(&t.data.dict).iter().any(|(_, o)| {
                o.has_payload::<MethodDescriptor>()
                    // SAFETY: the payload is checked and only read.
                    && std::ptr::eq(unsafe { o.data_ptr::<MethodDescriptor>().as_ref() }.def, self.def)
            })
        };
        let owner = old.iter().filter_map(TypeObj::of).find(|t| defines(t));
        owner
            .or(old.first().and_then(TypeObj::of))
            .is_some_and(|owner| TypeObj::of(&new).is_some_and(|n| n.is_subtype(owner)))
    }
}

/// A native method in the dict of its type.
#[repr(C)]
pub struct MethodDescriptor {
    pub def: &'static NativeDef,
    /// The type it belongs to.
    pub owner: ObjRef,
}

impl Payload for MethodDescriptor {
    const KIND: Kind = Kind::MethodDescriptor;
    crate::plain_fields!(MethodDescriptor: def "definition" Static);
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.owner, Relation::Derived("__objclass__"));
    }
}

/// A special method of a native type, such as `int.__add__`; bound when it has a receiver.
pub struct SlotWrapper {
    pub row: &'static SpecialRow,
    pub owner: ObjRef,
}

impl Payload for SlotWrapper {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.owner, Relation::Derived("__objclass__"));
    }
}

/// `property(fget, fset, fdel, doc)`.
pub struct Property {
    pub get: ObjRef,
    pub set: ObjRef,
    pub del: ObjRef,
    pub doc: ObjRef,
    /// The documentation is that of `get` and changes with it.
    pub getter_doc: bool,
    pub name: Option<ObjRef>,
}

impl Payload for Property {
    const KIND: Kind = Kind::Property;
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.get, Relation::Attr("fget"));
        v.fixed(&mut self.set, Relation::Attr("fset"));
        v.fixed(&mut self.del, Relation::Attr("fdel"));
        v.fixed(&mut self.doc, Relation::Attr("__doc__"));
        v.edge(&mut self.name, Relation::Attr("__name__"));
    }
}
