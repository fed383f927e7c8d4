//! Specialising attributes by the strategies that are not the default: what each checks, and whom it asks
//! to be told.

use std::rc::Rc;

use theseus_bytecode::Op;
use theseus_guards::{Optimisation, Recheck, Strategy};
use theseus_object::payload::Dict;
use theseus_object::slots::Special;
use theseus_object::typeobj::type_flag;
use theseus_object::watch::{NameCell, Reads};
use theseus_object::{ObjRef, TypeObj};

use crate::exec::Exec;
use crate::guard::entry::EntryGuard;
use crate::guard::sites::Tier;
use crate::machine::{State, Vm, payload};
use crate::ops::attr_guarded::{CLASS, DICT, GETTER, MODULE};

/// What a site compares, or has found, where its words have no room for it.
pub struct Noted {
    /// The epoch, or the stamp of the operand's namespace or of the function.
    pub stamp: u64,
    /// The value, or the `Exec`.
    pub value: u64,
    /// The dicts of the other classes of the MRO that can change, with their stamps.
    pub others: Vec<(*const Dict, u64)>,
    /// What says that no class has anything that prevails, for an attribute in an instance's dict.
    pub cell: Option<Rc<NameCell>>,
}

/// The forms that have a variant for each strategy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    LoadSlot,
    StoreSlot,
    LoadMember,
    StoreMember,
    /// At a place in the dict of an instance.
    InDict,
    Value,
    /// The getter of a property is called.
    Getter,
    Method,
}

/// The opcodes of a form.
struct Ops {
    free: Op,
    entry: Op,
    epoch: Op,
    stamp: Op,
    cell: Op,
}

impl Noted {
    pub fn new(stamp: u64, value: u64) -> Noted {
        Noted { stamp, value, others: Vec::new(), cell: None }
    }
}

impl Form {
    fn optimisation(self) -> Optimisation {
        match self {
            Form::LoadSlot | Form::LoadMember | Form::InDict | Form::Value | Form::Getter => {
                Optimisation::AttrLoad
            }
            Form::StoreSlot | Form::StoreMember => Optimisation::AttrStore,
            Form::Method => Optimisation::MethodLoad,
        }
    }

    fn ops(self) -> Ops {
        match self {
            Form::LoadSlot | Form::LoadMember => Ops {
                free: Op::LoadAttrSlotFree,
                entry: Op::LoadAttrSlotEntry,
                epoch: Op::LoadAttrSlotEpoch,
                stamp: Op::LoadAttrSlotStamp,
                cell: Op::LoadAttrSlotCell,
            },
            Form::StoreSlot | Form::StoreMember => Ops {
                free: Op::StoreAttrSlotFree,
                entry: Op::StoreAttrSlotEntry,
                epoch: Op::StoreAttrSlotEpoch,
                stamp: Op::StoreAttrSlotStamp,
                cell: Op::StoreAttrSlotCell,
            },
            Form::Value | Form::Getter | Form::InDict => Ops {
                free: Op::LoadAttrValueFree,
                entry: Op::LoadAttrValueEntry,
                epoch: Op::LoadAttrValueEpoch,
                stamp: Op::LoadAttrValueStamp,
                cell: Op::LoadAttrValueCell,
            },
            Form::Method => Ops {
                free: Op::LoadMethodFree,
                entry: Op::LoadMethodEntry,
                epoch: Op::LoadMethodEpoch,
                stamp: Op::LoadMethodStamp,
                cell: Op::LoadMethodCell,
            },
        }
    }

    fn stores(self) -> bool {
        matches!(self, Form::StoreSlot | Form::StoreMember)
    }

    /// Whether the site takes a place in an instance, and not a value.
    fn is_place(self) -> bool {
        !matches!(self, Form::Value | Form::Getter | Form::Method | Form::InDict)
    }

    /// The special method whose definition breaks the plain rules for instances.
    fn hook(self) -> Special {
        if self.stores() { Special::SetAttr } else { Special::GetAttribute }
    }
}

/// Whose attribute it is.
#[derive(Clone, Copy)]
pub enum Holder<'a> {
    /// What the instances of a class have of it, or themselves: they have this shape, or their dict this version.
    Instances(&'a TypeObj, u64),
    Class(&'a TypeObj),
    /// A module and its namespace.
    Module(&'a ObjRef, &'a ObjRef),
}

impl Holder<'_> {
    /// What the site compares its operand with, by the bits of `x`.
    fn operand(self) -> u64 {
        match self {
            Holder::Instances(class, _) | Holder::Class(class) => &raw const *class as u64,
            Holder::Module(_, dict) => dict.address() as u64,
        }
    }

    fn bits(self) -> u8 {
        match self {
            Holder::Instances(..) => 0,
            Holder::Class(_) => CLASS,
            Holder::Module(..) => MODULE,
        }
    }

    fn class(&self) -> Option<&TypeObj> {
        match self {
            Holder::Instances(class, _) | Holder::Class(class) => Some(class),
            Holder::Module(..) => None,
        }
    }

    /// The namespaces that decide, in order: the operand's own first, then those of the MRO that can change.
    fn namespaces(&self) -> Vec<ObjRef> {
        let Some(class) = self.class() else {
            return match self {
                Holder::Module(_, dict) => vec![(*dict).clone()],
                _ => Vec::new(),
            };
        };
        namespaces(class)
    }
}

/// The dicts of the classes of an MRO that can change, the class's own first.
pub(super) fn namespaces(class: &TypeObj) -> Vec<ObjRef> {
    let all = class.mro();
    let counts = |t: &&TypeObj| t.is(class) || !t.has_flag(type_flag::IMMUTABLE);
    all.iter().filter_map(TypeObj::of).filter(counts).map(|t| t.data.dict.clone()).collect()
}

/// An attribute that was found by the plain rules.
pub struct Found<'a> {
    pub form: Form,
    pub holder: Holder<'a>,
    pub name: &'a ObjRef,
    /// What the class or module has of this name.
    pub value: Option<&'a ObjRef>,
    /// Byte offset of the instance's slot, or its place in the instance's dict as the default's form has it; 0 for
    /// values.
    pub offset: u64,
}

impl Found<'_> {
    /// What a site reads: the place in the instance, or the value.
    fn what(&self) -> u64 {
        match self.value {
            Some(v) if !self.form.is_place() && self.form != Form::InDict => v.address() as u64,
            _ => self.offset,
        }
    }

    /// Whether it is a plain value of a class that the class's version says nothing of.
    pub fn is_rebound(&self, vm: &Vm) -> bool {
        let value = matches!((self.form, self.holder), (Form::Value, _) | (_, Holder::Class(_)));
        value && self.holder.class().is_some_and(|class| class.rebinds(vm.interp(), self.name))
    }

    /// What the readers of a cell can do with what a namespace has.
    fn reads(&self) -> Reads {
        match (self.form, self.holder) {
            (_, Holder::Module(..)) => Reads::Attribute,
            (_, Holder::Class(_)) => Reads::OfClass,
            (Form::Method, _) => Reads::Function,
            (Form::Value, _) => Reads::OfInstance,
            (Form::LoadSlot | Form::StoreSlot | Form::InDict, _) => Reads::OwnSlot,
            (Form::LoadMember | Form::StoreMember | Form::Getter, _) => {
                Reads::Descriptor(self.value.map_or(0, ObjRef::address))
            }
        }
    }
}

/// A namespace, which is a dict.
#[expect(clippy::mut_from_ref, reason = "the machine's own; nothing runs while one is looked at")]
pub(super) fn dict_of(namespace: &ObjRef) -> &mut Dict {
    // SAFETY: namespaces of classes and modules are dicts.
    unsafe { payload::<Dict>(namespace.as_ptr().as_ptr()) }
}

/// Writes the form that the optimisation's strategy asks for; false if that is the default's, or there is
/// no other for this case.
///
/// # Safety
/// `s` is at the generic instruction, and what was found is true of its operand.
pub unsafe fn write(vm: &mut Vm, s: State, found: &Found) -> bool {
    let exec = &*(*vm.frame).exec;
    let index = exec.index_of(s.pc);
    let celled = exec.sites().tier(index) != Tier::Own;
    let mut strategy = if celled { Strategy::Cell } else { vm.guards.strategy(found.form.optimisation()) };
    if strategy == Strategy::KeysVer && found.is_rebound(vm) {
        strategy = Strategy::Cell;
    }
    let settings = vm.guards.settings();
    // Classes that share a dict cannot be told apart by it; a place has a byte.
    let shared = found.holder.class().is_some_and(TypeObj::shares_dict);
    let place = if found.form.is_place() { found.offset / 8 } else { 0 };
    if strategy == Strategy::KeysVer || shared || place > 255 {
        return false;
    }
    let read = match found.form {
        Form::Getter => GETTER,
        Form::InDict => DICT,
        _ => 0,
    };
    let (bits, place) = (found.holder.bits() | read, place as u8);
    let ops = found.form.ops();
    let (op, x, last) = match strategy {
        Strategy::Off | Strategy::Kind | Strategy::KeysVer | Strategy::WatchKeySet => return false,
        Strategy::Unchecked => {
            hold(exec, found);
            (ops.free, strategy as u8 | bits, found.what())
        }
        Strategy::Entry => {
            if !assume(vm, exec, found) {
                return false;
            }
            match settings.recheck {
                Recheck::Call => (ops.entry, bits, found.what()),
                Recheck::Never | Recheck::Backedge => {
                    hold(exec, found);
                    (ops.free, strategy as u8 | bits, found.what())
                }
            }
        }
        Strategy::Epoch => {
            for namespace in found.holder.namespaces() {
                dict_of(&namespace).watched(vm.interp());
            }
            let epoch = vm.interp().mutations.epoch.get();
            if found.form.is_place() {
                (ops.epoch, place, epoch)
            } else {
                (ops.epoch, bits, exec.sites().note(index, Noted::new(epoch, found.what())))
            }
        }
        Strategy::DictVer => {
            let note = exec.sites().note(index, stamps(vm, found));
            (ops.stamp, place | bits, note)
        }
        Strategy::Cell => {
            let Some(cell) = cell_of(vm, found) else { return false };
            depend(vm, exec, index, found, Strategy::Cell);
            let at = Rc::as_ptr(&cell) as u64;
            if found.form == Form::InDict {
                let noted = Noted { cell: Some(cell), ..Noted::new(at, found.what()) };
                (ops.cell, bits, exec.sites().note(index, noted))
            } else {
                exec.sites().keep_cell(exec, cell);
                (ops.cell, place | bits, at)
            }
        }
        Strategy::WatchDict | Strategy::WatchKey => {
            depend(vm, exec, index, found, strategy);
            (ops.free, strategy as u8 | bits, found.what())
        }
    };
    exec.sites().site(index);
    s.set_cache(1, found.holder.operand());
    s.set_cache(2, if let Holder::Instances(_, shape) = found.holder { shape } else { 0 });
    s.set_cache(3, last);
    s.set_x(x);
    s.set_op(op);
    true
}

/// The site reads what nobody keeps true: the `Exec` keeps it alive.
unsafe fn hold(exec: &Exec, found: &Found) {
    let sites = exec.sites();
    let gone = sites.release_if_many(exec);
    match found.holder {
        Holder::Instances(class, _) | Holder::Class(class) => sites.hold(&class.to_ref()),
        Holder::Module(_, dict) => sites.hold(dict),
    }
    if let Some(v) = found.value {
        sites.hold(v);
    }
    drop(gone);
}

/// Adds the class or module to what is checked on entry.
unsafe fn assume(vm: &mut Vm, exec: &Exec, found: &Found) -> bool {
    let (name, stores) = (found.name, found.form.stores());
    let known = |g: &EntryGuard| match found.holder {
        Holder::Instances(class, _) | Holder::Class(class) => g.is_of_class(class, name, stores),
        Holder::Module(module, _) => g.is_of_module(module, name),
    };
    let assumed = exec.sites().assumed(exec);
    if !assumed.iter().any(known) {
        let guard = match found.holder {
            Holder::Instances(class, _) | Holder::Class(class) => {
                EntryGuard::of_class(vm, &class.to_ref(), name, found.value, stores)
            }
            Holder::Module(module, dict) => EntryGuard::of_module(vm, module, dict, name),
        };
        assumed.push(guard);
    }
    // An AttributeError of a getter would ask `__getattr__`, if there were one.
    let fallback = vm.special_name(Special::GetAttr).clone();
    if let (Form::Getter, Holder::Instances(class, _)) = (found.form, found.holder)
        && !assumed.iter().any(|g| g.is_of_class(class, &fallback, false))
    {
        let guard = EntryGuard::of_class(vm, &class.to_ref(), &fallback, None, false);
        assumed.push(guard);
    }
    super::entry::begin(vm, exec)
}

/// The stamps of the dicts that decide.
fn stamps(vm: &Vm, found: &Found) -> Noted {
    let stamped = |namespace: &ObjRef| {
        let dict = dict_of(namespace);
        let stamp = dict.watched(vm.interp()).stamp();
        (&raw const *dict, stamp)
    };
    let mut all: Vec<(*const Dict, u64)> = found.holder.namespaces().iter().map(stamped).collect();
    let own = all.remove(0).1;
    Noted { others: all, ..Noted::new(own, found.what()) }
}

/// The one cell of a name of a class or module.
fn cell_of(vm: &Vm, found: &Found) -> Option<Rc<NameCell>> {
    let namespaces: Vec<ObjRef> = match found.holder.class() {
        Some(class) => class.mro().iter().filter_map(TypeObj::of).map(|t| t.data.dict.clone()).collect(),
        None => found.holder.namespaces(),
    };
    cell_over(vm, &namespaces, found.name, found.reads())
}

/// The one cell of a name that the first of these namespaces gives which has it.
pub(super) fn cell_over(vm: &Vm, namespaces: &[ObjRef], name: &ObjRef, reads: Reads) -> Option<Rc<NameCell>> {
    let hash = name.str_hash(vm.interp());
    let own = dict_of(namespaces.first()?).watched(vm.interp());
    let usable = |cell: Rc<NameCell>| (!cell.value().is_null()).then_some(cell);
    if let Some(cell) = own.cell(name, hash, 0usize, reads).into_iter().next() {
        return usable(cell);
    }
    let cell = NameCell::over(vm.interp(), name, namespaces.len(), reads);
    for (side, namespace) in namespaces.iter().enumerate() {
        dict_of(namespace).watched(vm.interp());
        let dict = dict_of(namespace);
        if let Some(watch) = dict.watch() {
            watch.mirror(dict, &cell, side);
        }
    }
    usable(cell)
}

/// The site is told of writes to the namespaces: to any name, or to this one and to the method that breaks the
/// plain rules for instances. A cell knows of its name itself.
unsafe fn depend(vm: &Vm, exec: &Exec, index: usize, found: &Found, strategy: Strategy) {
    let anchor = exec.sites().anchor(exec, &vm.guards);
    let number = index as u32;
    let hook = vm.special_name(found.form.hook());
    let (hash, rule) = (found.name.str_hash(vm.interp()), hook.str_hash(vm.interp()));
    let mut open = strategy == Strategy::WatchKey;
    for namespace in found.holder.namespaces() {
        let watch = dict_of(&namespace).watched(vm.interp());
        if strategy == Strategy::WatchDict {
            watch.depend(anchor.clone(), number);
            continue;
        }
        if matches!(found.holder, Holder::Instances(..)) {
            watch.depend_on_key(rule, anchor.clone(), number);
        }
        if found.form == Form::Getter {
            let fallback = vm.special_name(Special::GetAttr).str_hash(vm.interp());
            watch.depend_on_key(fallback, anchor.clone(), number);
        }
        if open {
            watch.depend_on_key(hash, anchor.clone(), number);
        }
        // What stands behind the class that has the name does not matter.
        open &= vm.namespace_get(&namespace, found.name).is_none();
    }
}
