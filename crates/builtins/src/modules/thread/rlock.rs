//! `_thread.RLock`: a lock that its owner may take again.

use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, Heap, ObjRef, PyResult, Slots, TypeRef};

use super::acquire_arguments;
use crate::modules::wait::{Waiters, wait_for, wake_one};
use crate::sequence::size_argument;

#[derive(Default)]
struct RLock {
    /// The ident of the thread that holds it.
    owner: u64,
    count: usize,
    waiters: Waiters,
}

theseus_object::leaf_payloads!(RLock);

const ACQUIRE: &str = "acquire(blocking=True) -> bool\n\nLock the lock.  `blocking` indicates whether we should wait\nfor the lock to be available or not.  If `blocking` is False\nand another thread holds the lock, the method will return False\nimmediately.  If `blocking` is True and another thread holds\nthe lock, the method will wait for the lock to be released,\ntake it and then return True.\n(note: the blocking operation is interruptible.)\n\nIn all other cases, the method will return True immediately.\nPrecisely, if the current thread already holds the lock, its\ninternal counter is simply incremented. If nobody holds the lock,\nthe lock is taken and its internal counter initialized to 1.";
const RELEASE: &str = "release()\n\nRelease the lock, allowing another thread that is blocked waiting for\nthe lock to acquire the lock.  The lock must be in the locked state,\nand must be locked by the same thread that unlocks it; otherwise a\n`RuntimeError` is raised.\n\nDo note that if the lock was acquire()d several times in a row by the\ncurrent thread, release() needs to be called as many times for the lock\nto be available for other threads.";

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        NativeDef::full("acquire", acquire, ACQUIRE),
        NativeDef::m0("release", release, RELEASE),
        NativeDef::m0(
            "_is_owned",
            is_owned,
            "_is_owned() -> bool\n\nFor internal use by `threading.Condition`.",
        ),
        NativeDef::m1(
            "_acquire_restore",
            acquire_restore,
            "_acquire_restore(state) -> None\n\nFor internal use by `threading.Condition`.",
        ),
        NativeDef::m0(
            "_release_save",
            release_save,
            "_release_save() -> tuple\n\nFor internal use by `threading.Condition`.",
        ),
        NativeDef::m0(
            "_recursion_count",
            recursion_count,
            "_recursion_count() -> int\n\nFor internal use by reentrancy checks.",
        ),
        NativeDef::full("__enter__", acquire, ACQUIRE),
        NativeDef::full("__exit__", leave, RELEASE),
        NativeDef::m0("_at_fork_reinit", reinit, ""),
    ],
    getsets: &[],
    doc: "",
};

/// A new lock.
pub fn make(cx: &mut Cx) -> ObjRef {
    let ty = class(cx);
    cx.new_instance(&ty, RLock::default())
}

/// The type, made when somebody needs it.
fn class(cx: &mut Cx) -> TypeRef {
    if let Some(ty) = cx.known_type::<RLock>() {
        return ty;
    }
    let ty = cx.add_native_type_over::<RLock>("_thread.RLock", None, type_flag::BASE_TYPE, Layout::WEAK);
    cx.fill_type(&ty, &SPEC);
    ty
}

/// Takes the lock, waiting for it if need be.
pub fn take(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    take_within(cx, me, None).map(drop)
}

/// Lets go of the lock once.
pub fn give(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    release(cx, me).map(drop)
}

/// Whether some thread holds the lock.
pub fn is_held(cx: &Cx, me: &ObjRef) -> bool {
    state(cx, me).1 > 0
}

/// Whether the running thread holds the lock.
pub fn is_mine(cx: &Cx, me: &ObjRef) -> bool {
    let (owner, count) = state(cx, me);
    count > 0 && owner == cx.thread.ident
}

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = class(cx);
    cx.namespace_put(dict, "RLock", ty.as_ref().clone());
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, RLock::default()))
}

/// Owner and count.
fn state(cx: &Cx, me: &ObjRef) -> (u64, usize) {
    cx.heap.get::<RLock>(me).map_or((0, 0), |l| (l.owner, l.count))
}

fn set(cx: &mut Cx, me: &ObjRef, owner: u64, count: usize) {
    if let Some(l) = cx.heap.get_mut::<RLock>(me) {
        (l.owner, l.count) = (owner, count);
    }
    if count == 0 {
        wake_one(cx, me, line);
    }
}

fn line<'a>(heap: &'a mut Heap, me: &'a ObjRef) -> Option<&'a mut Waiters> {
    heap.get_mut::<RLock>(me).map(|l| &mut l.waiters)
}

fn acquire(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let (blocking, timeout) = acquire_arguments(cx, args)?;
    let taken = take_within(cx, me, if blocking { timeout } else { Some(0) })?;
    Ok(cx.bool(taken))
}

/// Takes the lock within so many nanoseconds; false if that took too long.
fn take_within(cx: &mut Cx, me: &ObjRef, timeout: Option<u64>) -> PyResult<bool> {
    let free = |cx: &mut Cx| is_mine(cx, me) || state(cx, me).1 == 0;
    if !wait_for(cx, me, line, timeout, free)? {
        return Ok(false);
    }
    let Some(count) = state(cx, me).1.checked_add(1) else {
        return Err(cx.overflow_error("Internal lock count overflowed"));
    };
    let owner = cx.thread.ident;
    set(cx, me, owner, count);
    Ok(true)
}

fn release(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if !is_mine(cx, me) {
        return Err(cx.runtime_error("cannot release un-acquired lock"));
    }
    let (owner, count) = state(cx, me);
    set(cx, me, if count == 1 { 0 } else { owner }, count - 1);
    Ok(cx.none.clone())
}

fn leave(cx: &mut Cx, me: &ObjRef, _: &Args) -> PyResult {
    release(cx, me)
}

fn is_owned(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.bool(is_mine(cx, me)))
}

fn acquire_restore(cx: &mut Cx, me: &ObjRef, saved: &ObjRef) -> PyResult {
    let Some([count, owner]) = cx.heap.tuple(saved) else {
        return Err(cx.type_error("_acquire_restore() argument 1 must be 2-item tuple"));
    };
    let (count, owner) = (count.clone(), owner.clone());
    let (count, owner) = (size_argument(cx, &count)?, size_argument(cx, &owner)?);
    wait_for(cx, me, line, None, |cx| state(cx, me).1 == 0)?;
    set(cx, me, owner.max(0) as u64, count.max(0) as usize);
    Ok(cx.none.clone())
}

fn release_save(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (owner, count) = state(cx, me);
    if count == 0 {
        return Err(cx.runtime_error("cannot release un-acquired lock"));
    }
    set(cx, me, 0, 0);
    Ok(cx.new_tuple([cx.usize(count), cx.usize(owner as usize)]))
}

fn recursion_count(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let count = if is_mine(cx, me) { state(cx, me).1 } else { 0 };
    Ok(cx.usize(count))
}

/// In a forked child: those who waited are not there.
fn reinit(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if let Some(l) = cx.heap.get_mut::<RLock>(me) {
        *l = RLock::default();
    }
    Ok(cx.none.clone())
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (owner, count) = state(cx, me);
    let (held, name, at) = (if count > 0 { "locked" } else { "unlocked" }, me.ty().name(), me.address());
    Ok(cx.new_str(&format!("<{held} {name} object owner={owner} count={count} at {at:#x}>")))
}
