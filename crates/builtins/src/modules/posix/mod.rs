//! The module `posix`: what `os` is made of.

mod descriptors;
mod ids;
mod linux;
mod numbers;
pub(super) mod process;
mod scandir;
mod spawn;
mod stat;
mod system;
mod tree;

use theseus_object::host::Fd;
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use super::record::Fields;
use crate::module::new_module;
use crate::world;

pub fn install(cx: &mut Cx) {
    let doc = "This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.";
    let module = new_module(cx, "posix", doc);
    let Some(dict) = cx.existing_dict(&module) else { return };
    let tables: [&'static [NativeDef]; 9] = [
        stat::FUNCTIONS,
        tree::FUNCTIONS,
        descriptors::FUNCTIONS,
        scandir::FUNCTIONS,
        process::FUNCTIONS,
        system::FUNCTIONS,
        ids::FUNCTIONS,
        spawn::FUNCTIONS,
        linux::FUNCTIONS,
    ];
    for table in tables {
        world::put_functions(cx, &dict, "posix", table);
    }
    world::put_numbers(cx, &dict, numbers::NUMBERS);
    for (name, table) in [
        ("sysconf_names", numbers::SYSCONF),
        ("pathconf_names", numbers::PATHCONF),
        ("confstr_names", numbers::CONFSTR),
    ] {
        let names = cx.new_dict();
        world::put_numbers(cx, &names, table);
        cx.namespace_put(&dict, name, names);
    }
    for fields in RECORDS {
        let class = record_type(cx, fields);
        cx.namespace_put(&dict, fields.short_name(), class);
    }
    scandir::install(cx, &dict);
    linux::install(cx);
    cx.namespace_put(&dict, "error", cx.excs.os_error.as_ref().clone());
    let environ = system::environ(cx);
    cx.namespace_put(&dict, "environ", environ);
    let have: Vec<ObjRef> = HAVE.iter().map(|name| cx.new_str(name)).collect();
    cx.namespace_put(&dict, "_have_functions", cx.new_list(have));
}

/// What `os` looks at to say which functions take descriptors, directories and links.
const HAVE: &[&str] = &[
    "HAVE_FACCESSAT",
    "HAVE_FCHDIR",
    "HAVE_FCHMOD",
    "HAVE_FCHMODAT",
    "HAVE_FCHOWN",
    "HAVE_FCHOWNAT",
    "HAVE_FDOPENDIR",
    "HAVE_FPATHCONF",
    "HAVE_FSTATAT",
    "HAVE_FSTATVFS",
    "HAVE_FTRUNCATE",
    "HAVE_FUTIMENS",
    "HAVE_LINKAT",
    "HAVE_LCHOWN",
    "HAVE_LSTAT",
    "HAVE_LUTIMES",
    "HAVE_MKDIRAT",
    "HAVE_MKFIFOAT",
    "HAVE_OPENAT",
    "HAVE_READLINKAT",
    "HAVE_RENAMEAT",
    "HAVE_SYMLINKAT",
    "HAVE_UNLINKAT",
    "HAVE_UTIMENSAT",
];

static RECORDS: &[&Fields] = &[
    &stat::STAT_RESULT,
    &stat::STATVFS_RESULT,
    &system::TERMINAL_SIZE,
    &system::TIMES_RESULT,
    &system::UNAME_RESULT,
    &process::SCHED_PARAM,
    &spawn::WAITID_RESULT,
];

pub use super::record::kept_type as record_type;

/// A `dir_fd` argument.
fn directory(cx: &mut Cx, o: &Option<ObjRef>) -> PyResult<Option<Fd>> {
    let Some(o) = o.as_ref().filter(|o| !o.is_none()) else { return Ok(None) };
    if !o.is_int() && o.ty().slots().index.is_none() {
        let got = o.ty().name();
        return Err(cx.type_error(format!("argument should be integer or None, not {got}")));
    }
    world::c_int(cx, o).map(Some)
}

/// A truth argument with its default.
fn flag(cx: &mut Cx, o: &Option<ObjRef>, default: bool) -> PyResult<bool> {
    match o {
        Some(o) => cx.truth(o),
        None => Ok(default),
    }
}

/// None, or an OSError about a file.
fn done(cx: &mut Cx, answer: Result<(), i32>, file: &ObjRef) -> PyResult {
    match answer {
        Ok(()) => Ok(cx.none.clone()),
        Err(errno) => Err(world::file_error(cx, errno, file, None)),
    }
}
