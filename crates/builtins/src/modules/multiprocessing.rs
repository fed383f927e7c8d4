//! The module `_multiprocessing`: semaphores that processes share.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::host::{ETIMEDOUT, Semaphore};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots, TypeObj};

use super::wait::nanoseconds;
use crate::exceptions::raise_os_error;
use crate::module::native_module;
use crate::world::{self, Also, ask, c_int, retry};

/// Payload of `SemLock`.
struct SemLock {
    semaphore: Semaphore,
    recursive: bool,
    most: i32,
    /// The name by which another process may open it.
    name: Option<String>,
    /// How often this process has it, and by which thread.
    count: usize,
    owner: u64,
}

theseus_object::leaf_payloads!(SemLock);

const RECURSIVE: i32 = 0;
const COUNTING: i32 = 1;
/// `SEM_VALUE_MAX`.
const MOST: i32 = i32::MAX;

static FUNCTIONS: &[NativeDef] =
    &[NativeDef::f1("sem_unlink", sem_unlink, "sem_unlink($module, name, /)\n--\n\n")];

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[
        NativeDef::full("acquire", acquire, "Acquire the semaphore/lock."),
        NativeDef::m0("release", release, "Release the semaphore/lock."),
        NativeDef::full("__enter__", acquire, "Enter the semaphore/lock."),
        NativeDef::range("__exit__", leave, 0, 3, "Exit the semaphore/lock."),
        NativeDef::m0("_count", count, "Num of `acquire()`s minus num of `release()`s for this process."),
        NativeDef::m0("_is_mine", is_mine, "Whether the lock is owned by this thread."),
        NativeDef::m0("_get_value", get_value, "Get the value of the semaphore."),
        NativeDef::m0("_is_zero", is_zero, "Return whether semaphore has value zero."),
        NativeDef::m0("_after_fork", after_fork, "Rezero the net acquisition count after fork()."),
        NativeDef::class("_rebuild", rebuild, ""),
    ],
    getsets: &[
        GetSet::member("handle", |cx, me| with(cx, me, |cx, s| cx.int(s.semaphore as i64)), ""),
        GetSet::member("kind", |cx, me| with(cx, me, |cx, s| cx.int(kind(s).into())), ""),
        GetSet::member("maxvalue", |cx, me| with(cx, me, |cx, s| cx.int(s.most.into())), ""),
        GetSet::member("name", name, ""),
    ],
    doc: "Semaphore/Mutex type",
};

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_multiprocessing", "", FUNCTIONS);
    let ty = cx.add_native_type::<SemLock>("_multiprocessing.SemLock", None, 0);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(&ty.data.dict, "SEM_VALUE_MAX", cx.int(MOST.into()));
    cx.namespace_put(&dict, "SemLock", ty.as_ref().clone());
    let flags = cx.new_dict();
    for name in ["HAVE_SEM_OPEN", "HAVE_SEM_TIMEDWAIT"] {
        cx.namespace_put(&flags, name, cx.int(1));
    }
    cx.namespace_put(&dict, "flags", flags);
}

fn kind(lock: &SemLock) -> i32 {
    if lock.recursive { RECURSIVE } else { COUNTING }
}

fn with(cx: &mut Cx, me: &ObjRef, f: impl FnOnce(&Cx, &SemLock) -> ObjRef) -> PyResult {
    match cx.heap.get::<SemLock>(me) {
        Some(lock) => Ok(f(cx, lock)),
        None => Err(cx.bad_internal("SemLock")),
    }
}

fn name(cx: &mut Cx, me: &ObjRef) -> PyResult {
    with(cx, me, |cx, s| s.name.as_ref().map_or_else(|| cx.none.clone(), |name| cx.new_str(name)))
}

fn named(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
    Ok(world::path(cx, "", "name", o, Also::Nothing)?.bytes)
}

fn sem_unlink(cx: &mut Cx, name: &ObjRef) -> PyResult {
    let name = named(cx, name)?;
    match ask(cx, |h| h.unlink_semaphore(&name)) {
        Ok(()) => Ok(cx.none.clone()),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}

/// Opens or makes the semaphore of an object.
fn made(
    cx: &mut Cx,
    ty: &TypeObj,
    kind: i32,
    most: i32,
    name: &ObjRef,
    new: Option<(u32, bool)>,
) -> PyResult {
    if !matches!(kind, RECURSIVE | COUNTING) {
        return Err(cx.value_error("unrecognized kind"));
    }
    let bytes = named(cx, name)?;
    let opened = ask(cx, |h| {
        let semaphore = h.open_semaphore(&bytes, new.map(|(value, _)| value))?;
        if let Some((_, true)) = new
            && let Err(errno) = h.unlink_semaphore(&bytes)
        {
            let _ = h.close_semaphore(semaphore);
            return Err(errno);
        }
        Ok(semaphore)
    });
    let semaphore = opened.map_err(|errno| raise_os_error(cx, errno, None))?;
    let unlinked = new.is_some_and(|(_, unlink)| unlink);
    let name = Some(name.text_or_empty()).filter(|_| !unlinked);
    let lock = SemLock { semaphore, recursive: kind == RECURSIVE, most, name, count: 0, owner: 0 };
    Ok(cx.new_instance(ty, lock))
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<5, 0> = Params {
        required: ["kind", "value", "maxvalue", "name", "unlink"],
        optional: [],
        posonly: 0,
        kwonly: 5,
    };
    let ty = cx.expect_type(class)?;
    let ([kind, value, most, name, unlink], []) = args.bind(cx, "SemLock", &PARAMS)?;
    let (kind, value, most) = (c_int(cx, &kind)?, c_int(cx, &value)?, c_int(cx, &most)?);
    let unlink = cx.truth(&unlink)?;
    let Ok(value) = u32::try_from(value) else { return Err(cx.value_error("invalid value")) };
    made(cx, ty, kind, most, &name, Some((value, unlink)))
}

/// In another process, by the name.
fn rebuild(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let [_, kind, most, name] = args.values else {
        return Err(cx.type_error("_rebuild() takes exactly 4 arguments"));
    };
    let ty = cx.expect_type(class)?;
    let (kind, most) = (c_int(cx, kind)?, c_int(cx, most)?);
    made(cx, ty, kind, most, name, None)
}

fn own<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut SemLock> {
    // Looked at twice: a lent payload would not let an error be raised.
    if cx.heap.get::<SemLock>(me).is_none() {
        return Err(cx.bad_internal("SemLock"));
    }
    cx.heap.get_mut::<SemLock>(me).ok_or(theseus_object::Raised)
}

fn held_by_me(cx: &mut Cx, me: &ObjRef) -> PyResult<bool> {
    let ident = cx.thread.ident;
    let lock = own(cx, me)?;
    Ok(lock.count > 0 && lock.owner == ident)
}

fn acquire(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<0, 2> =
        Params { required: [], optional: ["block", "timeout"], posonly: 0, kwonly: 2 };
    let ([], [block, timeout]) = args.bind(cx, "acquire", &PARAMS)?;
    let block = match block {
        Some(block) => cx.truth(&block)?,
        None => true,
    };
    let timeout = match timeout.filter(|t| !t.is_none()) {
        _ if !block => Some(0),
        Some(timeout) => Some(nanoseconds(cx, &timeout)?.max(0) as u64),
        None => None,
    };
    let mine = held_by_me(cx, me)?;
    let lock = own(cx, me)?;
    if lock.recursive && mine {
        lock.count += 1;
        return Ok(cx.true_.clone());
    }
    let semaphore = lock.semaphore;
    match retry(cx, move |h| h.wait_semaphore(semaphore, timeout))? {
        Ok(()) => {
            let ident = cx.thread.ident;
            let lock = own(cx, me)?;
            lock.count += 1;
            lock.owner = ident;
            Ok(cx.true_.clone())
        }
        Err(ETIMEDOUT) => Ok(cx.false_.clone()),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}

fn value(cx: &mut Cx, me: &ObjRef) -> PyResult<i32> {
    let semaphore = own(cx, me)?.semaphore;
    ask(cx, |h| h.semaphore_value(semaphore)).map_err(|errno| raise_os_error(cx, errno, None))
}

fn release(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let mine = held_by_me(cx, me)?;
    let (recursive, most, semaphore) = {
        let lock = own(cx, me)?;
        (lock.recursive, lock.most, lock.semaphore)
    };
    if recursive {
        if !mine {
            let class = super::attribute_of(cx, "builtins", "AssertionError")?;
            let text = cx.new_str("attempt to release recursive lock not owned by thread");
            let e = cx.call(&class, &[text])?;
            return Err(cx.raise(e));
        }
        let lock = own(cx, me)?;
        if lock.count > 1 {
            lock.count -= 1;
            return Ok(cx.none.clone());
        }
    } else if value(cx, me)? >= most {
        return Err(cx.value_error("semaphore or lock released too many times"));
    }
    ask(cx, |h| h.post_semaphore(semaphore)).map_err(|errno| raise_os_error(cx, errno, None))?;
    let lock = own(cx, me)?;
    lock.count = lock.count.saturating_sub(1);
    Ok(cx.none.clone())
}

fn leave(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    match args.first() {
        Some(me) => release(cx, me),
        None => Err(cx.bad_internal("arguments")),
    }
}

fn count(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = own(cx, me)?.count;
    Ok(cx.usize(n))
}

fn is_mine(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let mine = held_by_me(cx, me)?;
    Ok(cx.bool(mine))
}

fn get_value(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = value(cx, me)?;
    Ok(cx.int(n.into()))
}

fn is_zero(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = value(cx, me)?;
    Ok(cx.bool(n == 0))
}

fn after_fork(cx: &mut Cx, me: &ObjRef) -> PyResult {
    own(cx, me)?.count = 0;
    Ok(cx.none.clone())
}
