//! `_thread._local`: attributes of its own in each thread.
//!
//! An instance has a dict for each thread that used it, and shows that of the running thread: who comes
//! to it after another thread changes the dict that its attributes lie in.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use theseus_object::attr::{generic_getattr, generic_setattr};
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::GetSet;
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use crate::object::has_plain_init;
use crate::type_::instance_dict;

/// The dicts by the number of the thread.
type Dicts = RefCell<Vec<(u64, ObjRef)>>;

#[derive(Default)]
struct Local {
    dicts: Rc<Dicts>,
    /// The thread whose dict the instance shows.
    shown: u64,
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
    getsets: &[GetSet::new("__dict__", dict, "")],
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
    let me = cx.new_instance(ty, Local { values, names, shown: cx.thread.number, ..Local::default() });
    // Whoever makes an object calls `__init__` in this thread.
    if let Some(dict) = cx.instance_dict(&me) {
        add(cx, &me, dict);
    }
    Ok(me)
}

/// Notes the dict of the running thread, which ends with it.
fn add(cx: &mut Cx, me: &ObjRef, dict: ObjRef) {
    let number = cx.thread.number;
    let Some(local) = cx.heap.get::<Local>(me) else { return };
    local.dicts.borrow_mut().push((number, dict));
    let dicts = Rc::downgrade(&local.dicts);
    cx.at_thread_end.push(Box::new(move |_| forget(&dicts, number)));
}

/// The thread ends: its dict goes.
fn forget(dicts: &Weak<Dicts>, number: u64) {
    let Some(dicts) = dicts.upgrade() else { return };
    let at = dicts.borrow().iter().position(|(n, _)| *n == number);
    let gone = at.map(|at| dicts.borrow_mut().remove(at));
    drop(gone);
}

/// Makes the instance show the dict of the running thread; a new thread's is made, and `__init__` called.
fn show(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let number = cx.thread.number;
    let Some(local) = cx.heap.get_mut::<Local>(me) else { return Err(cx.bad_internal("_local")) };
    if local.shown == number {
        return Ok(());
    }
    local.shown = number;
    let known = local.dicts.borrow().iter().find(|(n, _)| *n == number).map(|(_, d)| d.clone());
    if let Some(dict) = known {
        cx.set_instance_dict(me, dict);
        return Ok(());
    }
    let (values, names) = (local.values.clone(), local.names.clone());
    let dict = cx.new_dict();
    cx.set_instance_dict(me, dict.clone());
    add(cx, me, dict);
    let Some(init) = me.ty().slots().init.filter(|_| !has_plain_init(me.ty())) else { return Ok(()) };
    if let Err(raised) = init(cx, me, &Args { values: &values, names: &names }) {
        // The next use begins anew.
        if let Some(local) = cx.heap.get_mut::<Local>(me) {
            local.shown = 0;
            let dicts = Rc::downgrade(&local.dicts);
            forget(&dicts, number);
        }
        return Err(raised);
    }
    // Another thread may have come between.
    show(cx, me)
}

fn getattr(cx: &mut Cx, me: &ObjRef, name: &ObjRef) -> PyResult {
    show(cx, me)?;
    generic_getattr(cx, me, name)
}

fn setattr(cx: &mut Cx, me: &ObjRef, name: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    show(cx, me)?;
    if name.ascii() == Some("__dict__") {
        let class = me.ty().name();
        return Err(cx.attribute_error(format!("'{class}' object attribute '__dict__' is read-only")));
    }
    generic_setattr(cx, me, name, value)
}

fn dict(cx: &mut Cx, me: &ObjRef) -> PyResult {
    show(cx, me)?;
    instance_dict(cx, me)
}
