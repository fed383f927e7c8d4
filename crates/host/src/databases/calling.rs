//! What SQLite calls: C functions that pass the call on to the guest who waits on this thread.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, PoisonError};

use libsqlite3_sys as ffi;
use theseus_object::host::{Datum, Guest, Number, Refusal};

thread_local! {
    /// Who waits on this thread for SQLite; nobody while the guest itself is at work.
    static GUEST: Cell<Option<NonNull<dyn Guest>>> = const { Cell::new(None) };
    /// A panic of the guest's, until SQLite has come back: it must not pass through C.
    static PANIC: RefCell<Option<Box<dyn Any + Send>>> = const { RefCell::new(None) };
}

/// Calls SQLite, which may call the guest meanwhile.
pub fn attended<R>(guest: &mut dyn Guest, call: impl FnOnce() -> R) -> R {
    let guest = NonNull::from(guest);
    // SAFETY: only the lifetime changes. The guest is lent for this call, and is no longer known when it ends.
    let guest: NonNull<dyn Guest> = unsafe { std::mem::transmute(guest) };
    let before = GUEST.replace(Some(guest));
    let answer = call();
    GUEST.set(before);
    if let Some(panic) = PANIC.take() {
        resume_unwind(panic);
    }
    answer
}

/// Calls the guest; `otherwise` is the answer if there is none, as when an abandoned statement is freed.
fn ask<R>(otherwise: R, call: impl FnOnce(&mut dyn Guest) -> R) -> R {
    let Some(mut guest) = GUEST.take() else { return otherwise };
    // SAFETY: `attended` lends it until SQLite comes back, which is after this; it was taken away above, so that
    // nobody else on this thread has it.
    let answer = catch_unwind(AssertUnwindSafe(|| call(unsafe { guest.as_mut() })));
    GUEST.set(Some(guest));
    answer.unwrap_or_else(|panic| {
        PANIC.set(Some(panic));
        otherwise
    })
}

/// Numbers that SQLite has let go of.
pub type Dropped = Arc<Mutex<Vec<Number>>>;

/// What SQLite keeps for a function, a collation or a hook.
pub struct Registered {
    number: Option<Number>,
    dropped: Dropped,
    /// The progress hook is called every so many times.
    every: u32,
    calls: Cell<u32>,
}

impl Registered {
    pub fn new(number: Option<Number>, dropped: Dropped, every: u32) -> Box<Registered> {
        Box::new(Registered { number, dropped, every, calls: Cell::new(0) })
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.dropped.lock().unwrap_or_else(PoisonError::into_inner).push(number);
        }
    }
}

/// Of the callable behind a pointer that SQLite keeps. It may be gone once the guest has been called.
///
/// # Safety
/// The pointer came from a `Registered` that SQLite has not let go of.
unsafe fn number(data: *mut c_void) -> Number {
    (*data.cast::<Registered>()).number.unwrap_or(0)
}

/// # Safety
/// The pointer came from `Box::into_raw`, and SQLite gives it only here, once.
pub unsafe extern "C" fn forget(data: *mut c_void) {
    drop(Box::from_raw(data.cast::<Registered>()));
}

/// A copy of bytes that SQLite lends; nothing if there is no memory.
///
/// # Safety
/// There are so many bytes at the pointer, unless it is null.
pub unsafe fn copied(at: *const u8, length: usize) -> Option<Vec<u8>> {
    let mut copy = Vec::new();
    if !at.is_null() {
        copy.try_reserve_exact(length).ok()?;
        copy.extend_from_slice(std::slice::from_raw_parts(at, length));
    }
    Some(copy)
}

/// # Safety
/// The value is one that SQLite gave for this call.
unsafe fn datum(value: *mut ffi::sqlite3_value) -> Option<Datum> {
    Some(match ffi::sqlite3_value_type(value) {
        ffi::SQLITE_INTEGER => Datum::Integer(ffi::sqlite3_value_int64(value)),
        ffi::SQLITE_FLOAT => Datum::Real(ffi::sqlite3_value_double(value)),
        ffi::SQLITE_TEXT => {
            let at = ffi::sqlite3_value_text(value);
            Datum::Text(copied(at, ffi::sqlite3_value_bytes(value) as usize)?)
        }
        ffi::SQLITE_BLOB => {
            let at = ffi::sqlite3_value_blob(value).cast();
            Datum::Blob(copied(at, ffi::sqlite3_value_bytes(value) as usize)?)
        }
        _ => Datum::Null,
    })
}

/// # Safety
/// The values are the arguments that SQLite gave for this call.
unsafe fn arguments(count: c_int, values: *mut *mut ffi::sqlite3_value) -> Result<Vec<Datum>, Refusal> {
    let all: Option<Vec<Datum>> = (0..count as usize).map(|i| datum(*values.add(i))).collect();
    all.ok_or(Refusal::NoMemory)
}

/// Gives SQLite the result of a function.
///
/// # Safety
/// The context is the one of this call.
unsafe fn answer(context: *mut ffi::sqlite3_context, result: Result<Datum, Refusal>) {
    let copy = ffi::SQLITE_TRANSIENT();
    match result {
        Ok(Datum::Null) => ffi::sqlite3_result_null(context),
        Ok(Datum::Integer(v)) => ffi::sqlite3_result_int64(context, v),
        Ok(Datum::Real(v)) => ffi::sqlite3_result_double(context, v),
        Ok(Datum::Text(text)) => {
            let (at, length) = (text.as_ptr().cast(), text.len() as u64);
            ffi::sqlite3_result_text64(context, at, length, copy, ffi::SQLITE_UTF8 as u8);
        }
        Ok(Datum::Blob(bytes)) => {
            ffi::sqlite3_result_blob64(context, bytes.as_ptr().cast(), bytes.len() as u64, copy);
        }
        Err(refusal) => refuse(context, refusal),
    }
}

/// # Safety
/// The context is the one of this call.
unsafe fn refuse(context: *mut ffi::sqlite3_context, refusal: Refusal) {
    match refusal {
        Refusal::NoMemory => ffi::sqlite3_result_error_nomem(context),
        Refusal::TooBig => ffi::sqlite3_result_error_toobig(context),
        Refusal::Error(text) => {
            ffi::sqlite3_result_error(context, text.as_ptr().cast(), text.len() as c_int);
        }
    }
}

/// What a callable is taken to have answered that could not be asked.
const UNASKED: Refusal = Refusal::Error("nobody waits for the answer");

/// # Safety
/// SQLite calls it as `xFunc`, with a `Registered` as user data.
pub unsafe extern "C" fn scalar(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    let function = number(ffi::sqlite3_user_data(context));
    let result = match arguments(count, values) {
        Ok(given) => ask(Err(UNASKED), |guest| guest.scalar(function, given)),
        Err(refusal) => Err(refusal),
    };
    answer(context, result);
}

/// A row for an aggregate.
///
/// # Safety
/// As for `scalar`.
unsafe fn row(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
    inverse: bool,
) {
    let class = number(ffi::sqlite3_user_data(context));
    let group = ffi::sqlite3_aggregate_context(context, size_of::<Number>() as c_int).cast::<Number>();
    let result = match arguments(count, values) {
        Ok(_) if group.is_null() => Err(Refusal::NoMemory),
        // SQLite keeps the number, aligned for anything, until `xFinal`.
        Ok(given) => ask(Err(UNASKED), |guest| guest.step(class, &mut *group, inverse, given)),
        Err(refusal) => Err(refusal),
    };
    if let Err(refusal) = result {
        refuse(context, refusal);
    }
}

/// # Safety
/// SQLite calls it as `xStep`.
pub unsafe extern "C" fn step(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    row(context, count, values, false);
}

/// # Safety
/// SQLite calls it as `xInverse`.
pub unsafe extern "C" fn inverse(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    row(context, count, values, true);
}

/// # Safety
/// SQLite calls it as `xValue`.
pub unsafe extern "C" fn value(context: *mut ffi::sqlite3_context) {
    let group = ffi::sqlite3_aggregate_context(context, 0).cast::<Number>();
    if !group.is_null() {
        let group = *group;
        answer(context, ask(Err(UNASKED), |guest| guest.value(group, false)));
    }
}

/// # Safety
/// SQLite calls it as `xFinal`.
pub unsafe extern "C" fn last(context: *mut ffi::sqlite3_context) {
    let group = ffi::sqlite3_aggregate_context(context, 0).cast::<Number>();
    if group.is_null() || *group == 0 {
        return;
    }
    let group = *group;
    let registered = &*ffi::sqlite3_user_data(context).cast::<Registered>();
    registered.dropped.lock().unwrap_or_else(PoisonError::into_inner).push(group);
    answer(context, ask(Err(UNASKED), |guest| guest.value(group, true)));
}

/// # Safety
/// SQLite calls it as `xCompare`.
pub unsafe extern "C" fn compare(
    data: *mut c_void,
    left_length: c_int,
    left: *const c_void,
    right_length: c_int,
    right: *const c_void,
) -> c_int {
    let lent = |at: *const c_void, length: c_int| match at.is_null() {
        true => &[][..],
        false => std::slice::from_raw_parts(at.cast::<u8>(), length as usize),
    };
    let (left, right) = (lent(left, left_length), lent(right, right_length));
    let collation = number(data);
    ask(Ordering::Equal, |guest| guest.compare(collation, left, right)) as c_int
}

/// # Safety
/// SQLite calls it as `xAuth`.
pub unsafe extern "C" fn authorize(
    data: *mut c_void,
    action: c_int,
    first: *const c_char,
    second: *const c_char,
    database: *const c_char,
    trigger: *const c_char,
) -> c_int {
    let lent = |text: *const c_char| (!text.is_null()).then(|| CStr::from_ptr(text).to_bytes());
    let details = [lent(first), lent(second), lent(database), lent(trigger)];
    let callable = number(data);
    ask(ffi::SQLITE_DENY, |guest| guest.authorize(callable, action, details))
}

/// # Safety
/// SQLite calls it as progress handler.
pub unsafe extern "C" fn progress(data: *mut c_void) -> c_int {
    let registered = &*data.cast::<Registered>();
    let calls = registered.calls.get() + 1;
    let due = calls >= registered.every;
    registered.calls.set(if due { 0 } else { calls });
    let callable = registered.number.filter(|_| due);
    ask(false, |guest| guest.progress(callable)) as c_int
}

/// # Safety
/// SQLite calls it for the event `SQLITE_TRACE_STMT`, with a statement and its text.
pub unsafe extern "C" fn trace(
    _: c_uint,
    data: *mut c_void,
    statement: *mut c_void,
    text: *mut c_void,
) -> c_int {
    let callable = number(data);
    let plain = CStr::from_ptr(text.cast());
    // A comment is what a trigger is traced as.
    if plain.to_bytes().starts_with(b"--") {
        ask((), |guest| guest.trace(callable, Ok(plain.to_bytes())));
        return 0;
    }
    let expanded = ffi::sqlite3_expanded_sql(statement.cast());
    let sql = match expanded.is_null() {
        true => Err(plain.to_bytes()),
        false => Ok(CStr::from_ptr(expanded).to_bytes()),
    };
    ask((), |guest| guest.trace(callable, sql));
    ffi::sqlite3_free(expanded.cast());
    0
}
