//! `_thread._local`: attributes of its own in each thread.
//!
//! An instance has a dict for each thread that used it, and gets that of the running thread for the time
//! of an access; else it has an empty one.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use theseus_object::attr::{generic_getattr, generic_setattr};
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::GetSet;
use theseus_object::threads::OfThread;
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use crate::object::has_plain_init;

/// The dicts by the number of the thread.
type Dicts = RefCell<Vec<(u64, ObjRef)>>;

#[derive(Default)]
struct Local {
    dicts: Rc<Dicts>,
    /// What `__init__` gets in each thread: positional values, then those of the names.
    values: Vec<ObjRef>,
    names: Vec<ObjRef>,
}

impl Payload for Local {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        if let Ok(mut dicts) = self.dicts.try_borrow_mut() {
            for (i, (_, dict)) in dicts.iter_mut().enumerate() {
                v.fixed(dict, Relation::Index(i));
            }
        }
        v.items(&mut self.values);
        v.items(&mut self.names);
    }
    fn clear(&mut self) {
        let dicts = self.dicts.take();
        drop((dicts, std::mem::take(&mut self.values), std::mem::take(&mut self.names)));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), getattr: Some(getattr), setattr: Some(setattr), ..Slots::EMPTY },
    methods: &[],
    getsets: &[GetSet::new("__dict__", own_dict, "")],
    doc: "Thread-local data",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let layout = Layout { has_dict: true, ..Layout::WEAK };
    let flags = type_flag::BASE_TYPE;
    let ty = cx.add_native_type_over::<Local>("_thread._local", None, flags, layout);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(dict, "_local", ty.as_ref().clone());
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    if !args.values.is_empty() && has_plain_init(ty) {
        return Err(cx.type_error("Initialization arguments are not supported"));
    }
    let (values, names) = (args.values.to_vec(), args.names.to_vec());
    let me = cx.new_instance(ty, Local { values, names, ..Local::default() });
    // Whoever makes an object calls `__init__` in this thread.
    add(cx, &me);
    Ok(me)
}

/// Makes a dict for the running thread, which ends with it.
fn add(cx: &mut Cx, me: &ObjRef) {
    let number = cx.thread.number;
    let dict = cx.new_dict();
    let Some(local) = cx.heap.get::<Local>(me) else { return };
    local.dicts.borrow_mut().push((number, dict));
    let dicts = Rc::downgrade(&local.dicts);
    cx.ends_with_thread(Box::new(OfLocal(dicts, number)));
}

/// The dict that a local has for a thread.
struct OfLocal(Weak<Dicts>, u64);

impl OfThread for OfLocal {
    fn is_idle(&self) -> bool {
        self.0.strong_count() == 0
    }
    fn end(self: Box<Self>, _: &mut Cx) {
        forget(&self.0, self.1);
    }
}

/// The thread ends: its dict goes.
fn forget(dicts: &Weak<Dicts>, number: u64) {
    let Some(dicts) = dicts.upgrade() else { return };
    let at = dicts.borrow().iter().position(|(n, _)| *n == number);
    let gone = at.map(|at| dicts.borrow_mut().remove(at));
    drop(gone);
}

/// The dict of the running thread, if there is one yet.
fn known(cx: &Cx, me: &ObjRef) -> Option<ObjRef> {
    let dicts = cx.heap.get::<Local>(me)?.dicts.borrow();
    dicts.iter().find(|(number, _)| *number == cx.thread.number).map(|(_, dict)| dict.clone())
}

/// The dict of the running thread; a new thread's is made, and `__init__` called.
fn own_dict(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if let Some(dict) = known(cx, me) {
        return Ok(dict);
    }
    add(cx, me);
    let Some(local) = cx.heap.get::<Local>(me) else { return Err(cx.bad_internal("_local")) };
    let (values, names) = (local.values.clone(), local.names.clone());
    if let Some(init) = me.ty().slots().init.filter(|_| !has_plain_init(me.ty()))
        && let Err(raised) = init(cx, me, &Args { values: &values, names: &names })
    {
        // The next use begins anew.
        let dicts = cx.heap.get::<Local>(me).map(|local| Rc::downgrade(&local.dicts));
        dicts.iter().for_each(|dicts| forget(dicts, cx.thread.number));
        return Err(raised);
    }
    match known(cx, me) {
        Some(dict) => Ok(dict),
        None => Err(cx.bad_internal("_local")),
    }
}

/// Does something while the instance has the dict of the running thread. Python code of a descriptor may
/// run and use the instance, too; where it does, the dict has been looked at.
fn with_dict<T>(cx: &mut Cx, me: &ObjRef, access: impl FnOnce(&mut Cx) -> PyResult<T>) -> PyResult<T> {
    let (dict, none) = (own_dict(cx, me)?, cx.new_dict());
    cx.set_instance_dict(me, dict);
    let result = access(cx);
    cx.set_instance_dict(me, none);
    result
}

fn getattr(cx: &mut Cx, me: &ObjRef, name: &ObjRef) -> PyResult {
    with_dict(cx, me, |cx| generic_getattr(cx, me, name))
}

fn setattr(cx: &mut Cx, me: &ObjRef, name: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    if name.ascii() == Some("__dict__") {
        let class = me.ty().name();
        return Err(cx.attribute_error(format!("'{class}' object attribute '__dict__' is read-only")));
    }
    with_dict(cx, me, |cx| generic_setattr(cx, me, name, value))
}
