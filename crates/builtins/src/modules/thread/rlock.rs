//! `_thread.RLock`: a lock that its owner may take again.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::methods::NativeDef;
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::{acquire_arguments, ident};
use crate::sequence::size_argument;

#[derive(Default)]
struct RLock {
    owner: usize,
    count: usize,
}

impl Payload for RLock {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

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

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type_over::<RLock>("_thread.RLock", None, type_flag::BASE_TYPE, Layout::WEAK);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(dict, "RLock", ty.as_ref().clone());
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, RLock::default()))
}

/// Owner and count.
fn state(cx: &Cx, me: &ObjRef) -> (usize, usize) {
    cx.heap.get::<RLock>(me).map_or((0, 0), |l| (l.owner, l.count))
}

fn set(cx: &mut Cx, me: &ObjRef, owner: usize, count: usize) {
    if let Some(l) = cx.heap.get_mut::<RLock>(me) {
        *l = RLock { owner, count };
    }
}

/// The one thread owns the lock, or nobody does: there is nothing to wait for.
fn acquire(cx: &mut Cx, args: &Args) -> PyResult {
    let Some(me) = args.values.first() else { return Err(cx.bad_internal("arguments")) };
    acquire_arguments(cx, args)?;
    let (_, count) = state(cx, me);
    let Some(count) = count.checked_add(1) else {
        return Err(cx.overflow_error("Internal lock count overflowed"));
    };
    set(cx, me, ident(cx), count);
    Ok(cx.true_.clone())
}

fn release(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match state(cx, me) {
        (_, 0) => Err(cx.runtime_error("cannot release un-acquired lock")),
        (owner, count) => {
            set(cx, me, if count == 1 { 0 } else { owner }, count - 1);
            Ok(cx.none.clone())
        }
    }
}

fn leave(cx: &mut Cx, args: &Args) -> PyResult {
    match args.values.first() {
        Some(me) => release(cx, me),
        None => Err(cx.bad_internal("arguments")),
    }
}

fn is_owned(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.bool(state(cx, me).1 > 0))
}

fn acquire_restore(cx: &mut Cx, me: &ObjRef, saved: &ObjRef) -> PyResult {
    let Some([count, owner]) = cx.heap.tuple(saved) else {
        return Err(cx.type_error("_acquire_restore() argument 1 must be 2-item tuple"));
    };
    let (count, owner) = (count.clone(), owner.clone());
    let (count, owner) = (size_argument(cx, &count)?, size_argument(cx, &owner)?);
    set(cx, me, owner.max(0) as usize, count.max(0) as usize);
    Ok(cx.none.clone())
}

fn release_save(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (owner, count) = state(cx, me);
    if count == 0 {
        return Err(cx.runtime_error("cannot release un-acquired lock"));
    }
    set(cx, me, 0, 0);
    Ok(cx.new_tuple([cx.usize(count), cx.usize(owner)]))
}

fn recursion_count(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (_, count) = state(cx, me);
    Ok(cx.usize(count))
}

fn reinit(cx: &mut Cx, me: &ObjRef) -> PyResult {
    set(cx, me, 0, 0);
    Ok(cx.none.clone())
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (owner, count) = state(cx, me);
    let (held, name, at) = (if count > 0 { "locked" } else { "unlocked" }, me.ty().name(), me.address());
    Ok(cx.new_str(&format!("<{held} {name} object owner={owner} count={count} at {at:#x}>")))
}
