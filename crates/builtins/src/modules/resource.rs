//! The module `resource`: what processes use, and may use.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use super::posix::process::usage_record;
use crate::exceptions::raise_os_error;
use crate::module::native_module;
use crate::world::{self, ask, c_int};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1("getrusage", getrusage, "getrusage($module, who, /)\n--\n\n"),
    NativeDef::f1("getrlimit", getrlimit, "getrlimit($module, resource, /)\n--\n\n"),
    NativeDef::f2("setrlimit", setrlimit, "setrlimit($module, resource, limits, /)\n--\n\n"),
    NativeDef::f_range("prlimit", prlimit, 2, 3, "prlimit(pid, resource, [limits])"),
    NativeDef::f0("getpagesize", getpagesize, "getpagesize($module, /)\n--\n\n"),
];

const NUMBERS: &[(&str, i64)] = &[
    ("RLIMIT_CPU", 0),
    ("RLIMIT_FSIZE", 1),
    ("RLIMIT_DATA", 2),
    ("RLIMIT_STACK", 3),
    ("RLIMIT_CORE", 4),
    ("RLIMIT_RSS", 5),
    ("RLIMIT_NPROC", 6),
    ("RLIMIT_NOFILE", 7),
    ("RLIMIT_OFILE", 7),
    ("RLIMIT_MEMLOCK", 8),
    ("RLIMIT_AS", 9),
    ("RLIMIT_SIGPENDING", 11),
    ("RLIMIT_MSGQUEUE", 12),
    ("RLIMIT_NICE", 13),
    ("RLIMIT_RTPRIO", 14),
    ("RLIMIT_RTTIME", 15),
    ("RLIM_INFINITY", -1),
    ("RUSAGE_SELF", 0),
    ("RUSAGE_CHILDREN", -1),
    ("RUSAGE_THREAD", 1),
];

/// Resources are numbered up to here.
const RESOURCES: i32 = 16;
const EINVAL: i32 = 22;
const EPERM: i32 = 1;
const PAGE_SIZE: i32 = 30;

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "resource", "", FUNCTIONS);
    world::put_numbers(cx, &dict, NUMBERS);
    cx.namespace_put(&dict, "error", cx.excs.os_error.as_ref().clone());
    let record = super::posix::process::usage_type(cx);
    cx.namespace_put(&dict, "struct_rusage", record);
}

fn getrusage(cx: &mut Cx, who: &ObjRef) -> PyResult {
    let who = c_int(cx, who)?;
    match ask(cx, |h| h.usage(who)) {
        Ok(usage) => Ok(usage_record(cx, &usage)),
        Err(EINVAL) => Err(cx.value_error("invalid who parameter")),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}

/// A pair of limits, each a number or −1 for none.
fn limits(cx: &mut Cx, o: &ObjRef) -> PyResult<(u64, u64)> {
    let parts = cx.collect(o)?;
    let [soft, hard] = &parts[..] else {
        return Err(cx.value_error("expected a tuple of 2 integers"));
    };
    Ok((world::long(cx, soft)? as u64, world::long(cx, hard)? as u64))
}

fn resource(cx: &mut Cx, o: &ObjRef) -> PyResult<i32> {
    match c_int(cx, o)? {
        n @ 0..RESOURCES => Ok(n),
        _ => Err(cx.value_error("invalid resource specified")),
    }
}

fn failed(cx: &mut Cx, errno: i32) -> Raised {
    match errno {
        EINVAL => cx.value_error("current limit exceeds maximum limit"),
        EPERM => cx.value_error("not allowed to raise maximum limit"),
        errno => raise_os_error(cx, errno, None),
    }
}

fn limit(cx: &mut Cx, pid: i32, resource: i32, set: Option<(u64, u64)>) -> PyResult {
    match ask(cx, |h| h.resource_limit(pid, resource, set)) {
        Ok((soft, hard)) => Ok(cx.new_tuple([soft, hard].map(|n| cx.int(n as i64)))),
        Err(errno) => Err(failed(cx, errno)),
    }
}

fn getrlimit(cx: &mut Cx, which: &ObjRef) -> PyResult {
    let which = resource(cx, which)?;
    limit(cx, 0, which, None)
}

fn setrlimit(cx: &mut Cx, which: &ObjRef, new: &ObjRef) -> PyResult {
    let which = resource(cx, which)?;
    let new = limits(cx, new)?;
    limit(cx, 0, which, Some(new))?;
    Ok(cx.none.clone())
}

fn prlimit(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (pid, which) = (c_int(cx, &args[0])?, resource(cx, &args[1])?);
    let new = match args.get(2).filter(|new| !new.is_none()) {
        Some(new) => Some(limits(cx, new)?),
        None => None,
    };
    limit(cx, pid, which, new)
}

fn getpagesize(cx: &mut Cx) -> PyResult {
    match ask(cx, |h| h.limit(PAGE_SIZE)) {
        Ok(n) => Ok(cx.int(n)),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}
