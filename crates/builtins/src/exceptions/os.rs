//! `OSError`: error number, its text and the files concerned.

use theseus_object::class::TypeSpec;
use theseus_object::host::Errno;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Raised, Slots, TypeRef};

use super::base::{self, set_arguments};
use super::fields::{self, accessors};

pub static SPEC: TypeSpec = TypeSpec {
    slots: Slots { str_: Some(str_), new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[NativeDef::m0("__reduce__", reduce, "")],
    getsets: &[
        GetSet::rw_member("errno", errno, set_errno, "POSIX exception code"),
        GetSet::rw_member("strerror", strerror, set_strerror, "exception strerror"),
        GetSet::rw_member("filename", filename, set_filename, "exception filename"),
        GetSet::rw_member("filename2", filename2, set_filename2, "second exception filename"),
        GetSet::rw("characters_written", written, set_written, ""),
    ],
    doc: "Base class for I/O related errors.",
};

const ERRNO: usize = 0;
const STRERROR: usize = 1;
const FILENAME: usize = 2;
const FILENAME2: usize = 3;
const WRITTEN: usize = 4;
const COUNT: usize = 5;

accessors! {
    COUNT;
    errno set_errno ERRNO;
    strerror set_strerror STRERROR;
    filename set_filename FILENAME;
    filename2 set_filename2 FILENAME2;
}

/// The subclass that stands for an error number (of Linux).
fn class_of(cx: &Cx, errno: i64) -> Option<TypeRef> {
    let e = &cx.excs;
    let class = match errno {
        11 | 114 | 115 => &e.blocking_io_error,
        32 | 108 => &e.broken_pipe_error,
        10 => &e.child_process_error,
        103 => &e.connection_aborted_error,
        111 => &e.connection_refused_error,
        104 => &e.connection_reset_error,
        17 => &e.file_exists_error,
        2 => &e.file_not_found_error,
        21 => &e.is_a_directory_error,
        20 => &e.not_a_directory_error,
        4 => &e.interrupted_error,
        1 | 13 => &e.permission_error,
        3 => &e.process_lookup_error,
        110 => &e.timeout_error,
        _ => return None,
    };
    Some(class.clone())
}

/// Raises the OSError of an error number.
pub fn raise(cx: &mut Cx, errno: Errno, filename: Option<&ObjRef>) -> Raised {
    let text = cx.host.get().map(|h| h.error_text(errno)).unwrap_or_default();
    let class = class_of(cx, errno as i64).unwrap_or_else(|| cx.excs.os_error.clone());
    let values = [cx.int(errno as i64), cx.new_str(&text)];
    let e = cx.new_exception(&class, &values);
    let none = cx.none.clone();
    let [errno, text] = values;
    let filename = filename.cloned().unwrap_or_else(|| none.clone());
    fields::set_all(cx, &e, &[errno, text, filename, none.clone(), none]);
    cx.raise(e)
}

/// Whether `__init__` is left to take the arguments: a subclass has its own but no `__new__`.
fn init_takes_arguments(o: &theseus_object::TypeObj) -> bool {
    let slots = o.slots();
    slots.init.is_some_and(|f| f as usize != init as *const () as usize)
        && slots.new.is_some_and(|f| f as usize == new as *const () as usize)
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    if init_takes_arguments(ty) {
        return Ok(cx.new_exception(ty, &[]));
    }
    let name = ty.name();
    args.no_keywords(cx, &name)?;
    let mut made = None;
    if class.is(cx.excs.os_error.as_ref())
        && (2..=5).contains(&args.values.len())
        && let Some(errno) = args.values[0].int()
        && let Some(other) = class_of(cx, errno)
    {
        made = Some(cx.new_exception(&other, args.values));
    }
    let e = made.unwrap_or_else(|| cx.new_exception(ty, args.values));
    set_parts(cx, &e, args.values)?;
    Ok(e)
}

fn init(cx: &mut Cx, e: &ObjRef, args: &Args) -> PyResult<()> {
    if !init_takes_arguments(e.ty()) {
        return Ok(());
    }
    let name = e.ty().name();
    args.no_keywords(cx, &name)?;
    set_arguments(cx, e, args.values);
    set_parts(cx, e, args.values)
}

/// Takes two to five arguments apart: number, text, file, (a number of Windows), second file.
pub fn set_parts(cx: &mut Cx, e: &ObjRef, args: &[ObjRef]) -> PyResult<()> {
    if !(2..=5).contains(&args.len()) {
        return Ok(());
    }
    let none = cx.none.clone();
    let given = |i: usize| args.get(i).cloned().unwrap_or_else(|| none.clone());
    let (mut filename, mut written) = (given(2), none.clone());
    let filename2 = if filename.is_none() { none.clone() } else { given(4) };
    if e.ty().is_subtype(&cx.excs.blocking_io_error) && filename.ty().slots().index.is_some() {
        let number = cx.index(&filename)?;
        (filename, written) = (none.clone(), number);
    } else if !filename.is_none() {
        // The files are no arguments.
        set_arguments(cx, e, &args[..2]);
    }
    fields::set_all(cx, e, &[given(0), given(1), filename, filename2, written]);
    Ok(())
}

fn str_(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let field = |cx: &Cx, i| fields::get(cx, e, i);
    let (number, text, file, second) =
        (field(cx, ERRNO), field(cx, STRERROR), field(cx, FILENAME), field(cx, FILENAME2));
    if file.is_none() && (number.is_none() || text.is_none()) {
        return base::str_(cx, e);
    }
    let mut out = format!("[Errno {}] {}", cx.str_text(&number)?, cx.str_text(&text)?);
    if !file.is_none() {
        out += &format!(": {}", cx.repr_text(&file)?);
        if !second.is_none() {
            out += &format!(" -> {}", cx.repr_text(&second)?);
        }
    }
    Ok(cx.new_str(&out))
}

fn written(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let value = fields::get(cx, e, WRITTEN);
    if value.is_none() { Err(cx.attribute_error("characters_written")) } else { Ok(value) }
}

fn set_written(cx: &mut Cx, e: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = match value {
        Some(v) => Some(cx.index(v)?),
        None if fields::get(cx, e, WRITTEN).kind() == Kind::None => {
            return Err(cx.attribute_error("characters_written"));
        }
        None => None,
    };
    fields::set(cx, e, COUNT, WRITTEN, value.as_ref());
    Ok(())
}

/// As any exception's, with the names of the files put back into the arguments.
fn reduce(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let made = base::reduce(cx, e)?;
    let (filename, filename2) = (fields::get(cx, e, FILENAME), fields::get(cx, e, FILENAME2));
    let parts = cx.heap.tuple(&made).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let given = parts.get(1).and_then(|args| cx.heap.tuple(args)).map(<[ObjRef]>::to_vec);
    let Some(mut args) = given.filter(|args| args.len() == 2 && !filename.is_none()) else {
        return Ok(made);
    };
    args.push(filename);
    if !filename2.is_none() {
        args.extend([cx.none.clone(), filename2]);
    }
    let args = cx.new_tuple(args);
    let parts = parts.into_iter().enumerate().map(|(i, part)| if i == 1 { args.clone() } else { part });
    let parts: Vec<ObjRef> = parts.collect();
    Ok(cx.tuple_from_slice(&parts))
}
