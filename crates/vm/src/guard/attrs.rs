//! Specialising attributes by the strategies that are not the default: what each checks, and whom it asks
//! to be told.

use std::rc::Rc;

use theseus_bytecode::Op;
use theseus_guards::{Optimisation, Recheck, Strategy};
use theseus_object::payload::Dict;
use theseus_object::slots::Special;
use theseus_object::typeobj::type_flag;
use theseus_object::watch::{NameCell, Reads, Watch};
use theseus_object::{ObjRef, TypeObj};

use crate::exec::Exec;
use crate::guard::entry::EntryGuard;
use crate::guard::sites::Tier;
use crate::machine::{State, Vm, payload};

/// What a site compares, or has found, where its words have no room for it.
pub struct Noted {
    /// The epoch, or the stamp of the operand's class or of the function.
    pub stamp: u64,
    /// The function, or the `Exec`.
    pub value: u64,
    /// The other classes of the MRO that can change, with their stamps.
    pub others: Vec<(*const TypeObj, u64)>,
}

/// The forms that have a variant for each strategy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    LoadSlot,
    StoreSlot,
    Method,
}

/// The opcodes of a form.
pub struct Ops {
    pub free: Op,
    pub entry: Op,
    pub epoch: Op,
    pub stamp: Op,
    pub cell: Op,
}

impl Form {
    fn optimisation(self) -> Optimisation {
        match self {
            Form::LoadSlot => Optimisation::AttrLoad,
            Form::StoreSlot => Optimisation::AttrStore,
            Form::Method => Optimisation::MethodLoad,
        }
    }

    fn ops(self) -> Ops {
        match self {
            Form::LoadSlot => Ops {
                free: Op::LoadAttrSlotFree,
                entry: Op::LoadAttrSlotEntry,
                epoch: Op::LoadAttrSlotEpoch,
                stamp: Op::LoadAttrSlotStamp,
                cell: Op::LoadAttrSlotCell,
            },
            Form::StoreSlot => Ops {
                free: Op::StoreAttrSlotFree,
                entry: Op::StoreAttrSlotEntry,
                epoch: Op::StoreAttrSlotEpoch,
                stamp: Op::StoreAttrSlotStamp,
                cell: Op::StoreAttrSlotCell,
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

    /// What the readers of a cell can do with what a class has.
    fn reads(self) -> Reads {
        if self == Form::Method { Reads::Function } else { Reads::OwnSlot }
    }

    /// The special method whose definition breaks the plain rules.
    fn hook(self) -> Special {
        if self == Form::StoreSlot { Special::SetAttr } else { Special::GetAttribute }
    }
}

/// An attribute that was found by the plain rules.
pub struct Found<'a> {
    pub form: Form,
    pub class: &'a TypeObj,
    pub name: &'a ObjRef,
    /// What the class has of this name.
    pub value: Option<&'a ObjRef>,
    pub shape: u64,
    /// Byte offset of the instance's slot; 0 for methods.
    pub offset: u64,
}

impl Found<'_> {
    /// The class, and those of its MRO that can change, in order.
    fn classes(&self) -> Vec<ObjRef> {
        let mut all = self.class.mro();
        let counts = |t: &TypeObj| t.is(self.class) || !t.has_flag(type_flag::IMMUTABLE);
        all.retain(|c| TypeObj::of(c).is_some_and(counts));
        all
    }

    /// What a site reads: the place in the instance, or the function.
    fn what(&self) -> u64 {
        match (self.form, self.value) {
            (Form::Method, Some(f)) => f.address() as u64,
            _ => self.offset,
        }
    }
}

fn watch_of<'a>(vm: &Vm, class: &'a ObjRef) -> Option<&'a Watch> {
    TypeObj::of(class).map(|t| t.watched(vm.interp()))
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
    let strategy = if celled { Strategy::Cell } else { vm.guards.strategy(found.form.optimisation()) };
    let settings = vm.guards.settings();
    // Classes that share a dict cannot be told apart by it; a place has a byte.
    if strategy == Strategy::KeysVer || found.class.shares_dict() || found.offset / 8 > 255 {
        return false;
    }
    let ops = found.form.ops();
    let (op, x, last) = match strategy {
        Strategy::Off | Strategy::Kind | Strategy::KeysVer => return false,
        Strategy::Unchecked => {
            hold(exec, found);
            (ops.free, strategy as u8, found.what())
        }
        Strategy::Entry => {
            if !assume(vm, exec, found) {
                return false;
            }
            match settings.recheck {
                Recheck::Call => (ops.entry, 0, found.what()),
                Recheck::Never => {
                    hold(exec, found);
                    (ops.free, strategy as u8, found.what())
                }
            }
        }
        Strategy::Epoch => {
            for class in found.classes() {
                watch_of(vm, &class);
            }
            let epoch = vm.interp().mutations.epoch.get();
            if found.form == Form::Method {
                let noted = Noted { stamp: epoch, value: found.what(), others: Vec::new() };
                (ops.epoch, 0, exec.sites().note(index, noted))
            } else {
                (ops.epoch, (found.offset / 8) as u8, epoch)
            }
        }
        Strategy::DictVer => {
            let note = exec.sites().note(index, stamps(vm, found));
            (ops.stamp, (found.offset / 8) as u8, note)
        }
        Strategy::Cell => {
            let Some(cell) = cell_of(vm, found) else { return false };
            depend(vm, exec, index, found, Strategy::WatchKey, false);
            let at = Rc::as_ptr(&cell) as u64;
            exec.sites().keep_cell(exec, cell);
            (ops.cell, (found.offset / 8) as u8, at)
        }
        Strategy::WatchDict | Strategy::WatchKey => {
            depend(vm, exec, index, found, strategy, true);
            (ops.free, strategy as u8, found.what())
        }
    };
    exec.sites().site(index);
    s.set_cache(1, &raw const *found.class as u64);
    s.set_cache(2, found.shape);
    s.set_cache(3, last);
    s.set_x(x);
    s.set_op(op);
    true
}

/// The site reads what nobody keeps true: the `Exec` keeps it alive.
unsafe fn hold(exec: &Exec, found: &Found) {
    let sites = exec.sites();
    let gone = sites.release_if_many(exec);
    sites.hold(&found.class.to_ref());
    if let Some(v) = found.value {
        sites.hold(v);
    }
    drop(gone);
}

/// Adds the class to what is checked on entry.
unsafe fn assume(vm: &mut Vm, exec: &Exec, found: &Found) -> bool {
    let class = found.class.to_ref();
    let store = found.form == Form::StoreSlot;
    if !exec.sites().entry.iter().any(|g| g.is_of_class(&class, found.name, store)) {
        let guard = EntryGuard::of_class(vm, &class, found.name, found.value, store);
        exec.sites().assume(exec, guard);
    }
    super::entry::begin(vm, exec)
}

/// The stamps of the dicts that decide.
fn stamps(vm: &Vm, found: &Found) -> Noted {
    let classes = found.classes();
    let stamped =
        classes.iter().filter_map(TypeObj::of).map(|t| (&raw const *t, t.watched(vm.interp()).stamp()));
    let others = stamped.filter(|(t, _)| !std::ptr::eq(*t, found.class)).collect();
    Noted { stamp: found.class.watched(vm.interp()).stamp(), value: found.what(), others }
}

/// The one cell of a name of a class.
fn cell_of(vm: &Vm, found: &Found) -> Option<Rc<NameCell>> {
    let (reads, hash) = (found.form.reads(), found.name.str_hash(vm.interp()));
    let own = found.class.watched(vm.interp());
    if let Some(cell) = own.cell(found.name, hash, 0usize, reads).into_iter().next() {
        return (!cell.value().is_null()).then_some(cell);
    }
    let mro = found.class.mro();
    let cell = NameCell::over(vm.interp(), found.name, mro.len(), reads);
    for (side, class) in mro.iter().enumerate() {
        let ty = TypeObj::of(class)?;
        // SAFETY: a class's dict is one, and its class is alive; nothing runs.
        let dict = unsafe { payload::<Dict>(ty.data.dict.as_ptr().as_ptr()) };
        ty.watched(vm.interp()).mirror(dict, &cell, side);
    }
    (!cell.value().is_null()).then_some(cell)
}

/// The site is told of writes to the classes: to any name, or to this one and to the method that breaks the
/// plain rules. A cell knows of its name itself.
unsafe fn depend(vm: &Vm, exec: &Exec, index: usize, found: &Found, strategy: Strategy, named: bool) {
    let anchor = exec.sites().anchor(exec, &vm.guards);
    let number = index as u32;
    let hook = vm.special_name(found.form.hook());
    let (hash, rule) = (found.name.str_hash(vm.interp()), hook.str_hash(vm.interp()));
    let mut open = named;
    for class in found.classes() {
        let Some(ty) = TypeObj::of(&class) else { continue };
        let watch = ty.watched(vm.interp());
        if strategy == Strategy::WatchDict {
            watch.depend(anchor.clone(), number);
            continue;
        }
        watch.depend_on_key(rule, anchor.clone(), number);
        if open {
            watch.depend_on_key(hash, anchor.clone(), number);
        }
        // What stands behind the class that has the name does not matter.
        open &= vm.namespace_get(&ty.data.dict, found.name).is_none();
    }
}
