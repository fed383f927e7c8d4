//! The strategy `entry`: what a function assumes of its namespaces is checked when it is entered, by
//! the tags of the dicts first, then by value.

use theseus_guards::Strategy;
use theseus_object::payload::{Dict, Function};
use theseus_object::watch::Side;
use theseus_object::{Kind, ObjRef, TypeObj};

use super::Broken;
use crate::call::exec_of;
use crate::exec::Exec;
use crate::machine::{Vm, payload};
use crate::quicken::{loads_plainly, stores_plainly};

/// What a function assumes: it is compared by a number first, then by what it stands for. Addresses are
/// only compared: what is found at one now is what it means.
pub enum EntryGuard {
    Name(NameGuard),
    Class(ClassGuard),
    Module(ModuleGuard),
    Function { func: ObjRef, exec: *const Exec },
}

/// One name in one of the namespaces of an `Exec`.
pub struct NameGuard {
    side: Side,
    name: ObjRef,
    hash: i64,
    /// The dict's stamp when the value was last found to be the same.
    stamp: u64,
    /// Address of the value; 0 where the dict has no such name.
    value: usize,
}

/// One attribute as a class says it.
pub struct ClassGuard {
    class: ObjRef,
    name: ObjRef,
    /// It is written, not read.
    store: bool,
    /// The class's version when the value was last found to be the same.
    version: u64,
    /// Address of the value; 0 where no class of the MRO has the name.
    value: usize,
}

/// One attribute of a module.
pub struct ModuleGuard {
    module: ObjRef,
    /// Its namespace.
    dict: ObjRef,
    name: ObjRef,
    hash: i64,
    /// The dict's stamp when the value was last found to be the same.
    stamp: u64,
    /// Address of the value; 0 where the module has no such name.
    value: usize,
}

impl EntryGuard {
    /// What holds now; the dict is watched from now on.
    pub fn new(vm: &Vm, exec: &Exec, side: Side, name: &ObjRef) -> EntryGuard {
        let mut guard =
            NameGuard { side, name: name.clone(), hash: name.str_hash(vm.interp()), stamp: 0, value: 0 };
        guard.stamp = guard.dict(exec).watched(vm.interp()).stamp();
        guard.value = guard.current(exec);
        EntryGuard::Name(guard)
    }

    pub fn of_class(
        vm: &Vm,
        class: &ObjRef,
        name: &ObjRef,
        value: Option<&ObjRef>,
        store: bool,
    ) -> EntryGuard {
        EntryGuard::Class(ClassGuard {
            class: class.clone(),
            name: name.clone(),
            store,
            version: TypeObj::of(class).map_or(0, |t| t.version(vm.interp())),
            value: value.map_or(0, ObjRef::address),
        })
    }

    pub fn of_module(vm: &Vm, module: &ObjRef, dict: &ObjRef, name: &ObjRef) -> EntryGuard {
        let (module, dict, name) = (module.clone(), dict.clone(), name.clone());
        let hash = name.str_hash(vm.interp());
        let mut guard = ModuleGuard { module, dict, name, hash, stamp: 0, value: 0 };
        let d = namespace(&guard.dict);
        (guard.stamp, guard.value) = (d.watched(vm.interp()).stamp(), value_in(d, &guard.name, hash));
        EntryGuard::Module(guard)
    }

    pub fn of_function(func: &ObjRef, exec: *const Exec) -> EntryGuard {
        EntryGuard::Function { func: func.clone(), exec }
    }

    pub fn is_of(&self, side: Side, name: &ObjRef) -> bool {
        matches!(self, EntryGuard::Name(g) if g.side == side && g.name.is(name))
    }

    pub fn is_of_class(&self, class: &TypeObj, name: &ObjRef, store: bool) -> bool {
        let same = |g: &ClassGuard| TypeObj::of(&g.class).is_some_and(|t| t.is(class));
        matches!(self, EntryGuard::Class(g) if same(g) && g.name.is(name) && g.store == store)
    }

    pub fn is_of_module(&self, module: &ObjRef, name: &ObjRef) -> bool {
        matches!(self, EntryGuard::Module(g) if g.module.is(module) && g.name.is(name))
    }

    pub fn is_of_function(&self, func: &ObjRef, exec: *const Exec) -> bool {
        matches!(self, EntryGuard::Function { func: f, exec: e } if f.is(func) && *e == exec)
    }

    /// The class, namespace of a module or function that it is about.
    pub fn subject(&self) -> Option<usize> {
        match self {
            EntryGuard::Name(_) => None,
            EntryGuard::Class(g) => Some(g.class.address()),
            EntryGuard::Module(g) => Some(g.dict.address()),
            EntryGuard::Function { func, .. } => Some(func.address()),
        }
    }

    /// Its references.
    pub fn slots(&mut self) -> impl Iterator<Item = &mut ObjRef> {
        let (one, two, three) = match self {
            EntryGuard::Name(g) => (&mut g.name, None, None),
            EntryGuard::Class(g) => (&mut g.class, Some(&mut g.name), None),
            EntryGuard::Module(g) => (&mut g.module, Some(&mut g.dict), Some(&mut g.name)),
            EntryGuard::Function { func, .. } => (func, None, None),
        };
        std::iter::once(one).chain(two).chain(three)
    }

    fn holds(&mut self, vm: &Vm, exec: &Exec) -> bool {
        match self {
            EntryGuard::Name(g) => g.holds(vm, exec),
            EntryGuard::Class(g) => g.holds(vm),
            EntryGuard::Module(g) => g.holds(vm),
            // SAFETY: the guard was made of a function; nothing runs.
            EntryGuard::Function { func, exec } => unsafe {
                exec_of(vm, payload::<Function>(func.as_ptr().as_ptr())) == *exec
            },
        }
    }
}

#[expect(clippy::mut_from_ref, reason = "the machine's own, see below")]
fn namespace(dict: &ObjRef) -> &mut Dict {
    // SAFETY: entry guards are of exact dicts; nothing else runs while one is looked at.
    unsafe { payload::<Dict>(dict.as_ptr().as_ptr()) }
}

/// Address of the value of a name; 0 where there is none.
fn value_in(dict: &Dict, name: &ObjRef, hash: i64) -> usize {
    let at = dict.find_str(name, hash).ok().flatten();
    at.and_then(|at| dict.value_at(at)).map_or(0, ObjRef::address)
}

impl NameGuard {
    fn dict<'a>(&self, exec: &'a Exec) -> &'a mut Dict {
        namespace(if self.side == Side::Globals { &exec.globals } else { &exec.builtins })
    }

    fn current(&self, exec: &Exec) -> usize {
        value_in(self.dict(exec), &self.name, self.hash)
    }

    fn holds(&mut self, vm: &Vm, exec: &Exec) -> bool {
        let now = self.dict(exec).watched(vm.interp()).stamp();
        if now == self.stamp {
            return true;
        }
        self.stamp = now;
        self.current(exec) == self.value
    }
}

impl ModuleGuard {
    fn holds(&mut self, vm: &Vm) -> bool {
        let dict = namespace(&self.dict);
        let now = dict.watched(vm.interp()).stamp();
        if now == self.stamp {
            return true;
        }
        self.stamp = now;
        self.module.is_exact(Kind::Module) && value_in(dict, &self.name, self.hash) == self.value
    }
}

impl ClassGuard {
    fn holds(&mut self, vm: &Vm) -> bool {
        let Some(ty) = TypeObj::of(&self.class) else { return false };
        let now = ty.version(vm.interp());
        if now == self.version && !ty.rebinds(vm.interp(), &self.name) {
            return true;
        }
        self.version = now;
        let value = ty.lookup(vm, &self.name);
        let plain = if self.store { stores_plainly(ty) } else { loads_plainly(ty) };
        plain && value.map_or(0, |v| v.address()) == self.value
    }
}

/// Checks everything that `exec` assumes. If something does not hold, all its sites of this strategy
/// are generic afterwards.
///
/// # Safety
/// `exec` is that of the running frame.
pub unsafe fn check(vm: &mut Vm, exec: &Exec) -> bool {
    let sites = exec.sites();
    let mut holds = true;
    for guard in &mut sites.entry {
        holds &= guard.holds(vm, exec);
    }
    if holds {
        exec.verified.set(vm.interp().mutations.epoch.get());
    } else {
        remove(vm, exec);
    }
    holds
}

/// Checks on entry from now on; false, and nothing rests on it, if something does not hold.
///
/// # Safety
/// As for [`check`].
pub unsafe fn begin(vm: &mut Vm, exec: &Exec) -> bool {
    let holds = check(vm, exec);
    if holds {
        exec.start.set(exec.words.sub(1));
    }
    holds
}

/// Checks again what the functions under way assume, on all threads.
pub fn recheck(vm: &mut Vm) {
    // SAFETY: the others stand still.
    let stacks =
        crate::thread::machines(&vm.cx).into_iter().map(|m| crate::roots::frames(unsafe { m.as_ref() }));
    for frame in stacks.flatten().collect::<Vec<_>>() {
        // SAFETY: frames under way have an `Exec`, which lives as long as they do; nothing runs here.
        unsafe {
            let exec = &*(*frame).exec;
            if !exec.sites().entry.is_empty() && exec.verified.get() != vm.interp().mutations.epoch.get() {
                check(vm, exec);
            }
        }
    }
}

/// Makes the sites of `exec` that rest on the check at entry generic.
#[cold]
unsafe fn remove(vm: &mut Vm, exec: &Exec) {
    let entry = |i: &usize| exec.strategy_at(*i) == Some(Strategy::Entry);
    for index in exec.sites().indexes().into_iter().filter(entry) {
        vm.guards.demote(exec, index, Broken::Check);
        vm.guards.recorder.decided("remove", exec, index);
    }
    exec.start.set(exec.words);
    let sites = exec.sites();
    let gone = (std::mem::take(&mut sites.entry), sites.release_held(exec));
    drop(gone);
}
