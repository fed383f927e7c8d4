//! `_thread.lock`.

use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::typeobj::Layout;
use theseus_object::{Args, Cx, Heap, ObjRef, PyResult, Slots};

use super::acquire_arguments;
use crate::modules::wait::{Waiters, wait_for, wake_one};

/// Seconds that a timeout may be long.
pub(super) const TIMEOUT_MAX: f64 = 9223372036.0;

#[derive(Default)]
struct Lock {
    locked: bool,
    waiters: Waiters,
}

theseus_object::leaf_payloads!(Lock);

const ACQUIRE: &str = "acquire(blocking=True, timeout=-1) -> bool\n(acquire_lock() is an obsolete synonym)\n\nLock the lock.  Without argument, this blocks if the lock is already\nlocked (even by the same thread), waiting for another thread to release\nthe lock, and return True once the lock is acquired.\nWith an argument, this will only block if the argument is true,\nand the return value reflects whether the lock is acquired.\nThe blocking operation is interruptible.";
const RELEASE: &str = "release()\n(release_lock() is an obsolete synonym)\n\nRelease the lock, allowing another thread that is blocked waiting for\nthe lock to acquire the lock.  The lock must be in the locked state,\nbut it needn't be locked by the same thread that unlocks it.";
const LOCKED: &str = "locked() -> bool\n(locked_lock() is an obsolete synonym)\n\nReturn whether the lock is in the locked state.";

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        NativeDef::full("acquire_lock", acquire, ACQUIRE),
        NativeDef::full("acquire", acquire, ACQUIRE),
        NativeDef::m0("release_lock", release, RELEASE),
        NativeDef::m0("release", release, RELEASE),
        NativeDef::m0("locked_lock", locked, LOCKED),
        NativeDef::m0("locked", locked, LOCKED),
        NativeDef::full("__enter__", acquire, ACQUIRE),
        NativeDef::full("__exit__", leave, RELEASE),
        NativeDef::m0("_at_fork_reinit", reinit, ""),
    ],
    getsets: &[],
    doc: "A lock object is a synchronization primitive.  To create a lock,\ncall threading.Lock().  Methods are:\n\nacquire() -- lock the lock, possibly blocking until it can be obtained\nrelease() -- unlock of the lock\nlocked() -- test whether the lock is currently locked\n\nA lock is not owned by the thread that locked it; another thread may\nunlock it.  A thread attempting to lock a lock that it has already locked\nwill block until another thread unlocks it.  Deadlocks may ensue.",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type_over::<Lock>("_thread.lock", None, 0, Layout::WEAK);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(dict, "LockType", ty.as_ref().clone());
}

pub(super) fn allocate(cx: &mut Cx) -> PyResult {
    Ok(cx.new_object(Lock::default()))
}

fn is_locked(cx: &Cx, me: &ObjRef) -> bool {
    cx.heap.get::<Lock>(me).is_some_and(|l| l.locked)
}

fn line<'a>(heap: &'a mut Heap, me: &'a ObjRef) -> Option<&'a mut Waiters> {
    heap.get_mut::<Lock>(me).map(|l| &mut l.waiters)
}

fn set_locked(cx: &mut Cx, me: &ObjRef, locked: bool) {
    if let Some(l) = cx.heap.get_mut::<Lock>(me) {
        l.locked = locked;
    }
}

fn acquire(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let (blocking, timeout) = acquire_arguments(cx, args)?;
    let timeout = if blocking { timeout } else { Some(0) };
    if !wait_for(cx, me, line, timeout, |cx| !is_locked(cx, me))? {
        return Ok(cx.false_.clone());
    }
    set_locked(cx, me, true);
    Ok(cx.true_.clone())
}

fn release(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if !is_locked(cx, me) {
        return Err(cx.runtime_error("release unlocked lock"));
    }
    unlock(cx, me);
    Ok(cx.none.clone())
}

/// Lets go of the lock, whoever holds it.
pub(super) fn unlock(cx: &mut Cx, me: &ObjRef) {
    set_locked(cx, me, false);
    wake_one(cx, me, line);
}

fn leave(cx: &mut Cx, me: &ObjRef, _: &Args) -> PyResult {
    release(cx, me)
}

fn locked(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.bool(is_locked(cx, me)))
}

/// In a forked child: those who waited are not there.
fn reinit(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if let Some(l) = cx.heap.get_mut::<Lock>(me) {
        *l = Lock::default();
    }
    Ok(cx.none.clone())
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let state = if is_locked(cx, me) { "locked" } else { "unlocked" };
    Ok(cx.new_str(&format!("<{state} {} object at {:#x}>", me.ty().name(), me.address())))
}
