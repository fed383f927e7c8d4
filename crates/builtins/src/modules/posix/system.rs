//! The environment, randomness, limits and names of the system.

use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{numbers, record_type};
use crate::exceptions::raise_os_error;
use crate::modules::record::{self, Fields};
use crate::str::args::ssize;
use crate::world::{self, Also, ask, c_int, system};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f2("putenv", putenv, "Change or add an environment variable."),
    NativeDef::f1("unsetenv", unsetenv, "Delete an environment variable."),
    NativeDef::f1(
        "urandom",
        urandom,
        "Return a bytes object containing random bytes suitable for cryptographic use.",
    ),
    NativeDef::f_full("getrandom", getrandom, "Obtain a series of random bytes."),
    NativeDef::f1("strerror", strerror, "Translate an error code to a message string."),
    NativeDef::f_full(
        "fspath",
        fspath,
        "Return the file system path representation of the object.\n\nIf the object is str or bytes, then allow it to pass through as-is. If the\nobject defines __fspath__(), then return the result of that method. All other\ntypes raise a TypeError.",
    ),
    NativeDef::f1("sysconf", sysconf, "Return an integer-valued system configuration variable."),
    NativeDef::f1("confstr", confstr, "Return a string-valued system configuration variable."),
    NativeDef::f0(
        "cpu_count",
        cpu_count,
        "Return the number of logical CPUs in the system.\n\nReturn None if the number of CPUs is undetermined.",
    ),
    NativeDef::f0(
        "getloadavg",
        getloadavg,
        "Return average recent system load information.\n\nReturn the number of processes in the system run queue averaged over\nthe last 1, 5, and 15 minutes as a tuple of three floats.\nRaises OSError if the load average was unobtainable.",
    ),
    NativeDef::f0(
        "times",
        times,
        "Return a collection containing process timing information.\n\nThe object returned behaves like a named tuple with these fields:\n  (utime, stime, cutime, cstime, elapsed_time)\nAll fields are floating point numbers.",
    ),
    NativeDef::f0(
        "uname",
        uname,
        "Return an object identifying the current operating system.\n\nThe object behaves like a named tuple with the following fields:\n  (sysname, nodename, release, version, machine)",
    ),
    NativeDef::f_range(
        "get_terminal_size",
        get_terminal_size,
        0,
        1,
        "Return the size of the terminal window as (columns, lines).\n\nThe optional argument fd (default standard output) specifies\nwhich file descriptor should be queried.\n\nIf the file descriptor is not connected to a terminal, an OSError\nis thrown.\n\nThis function will only be defined if an implementation is\navailable for this system.\n\nshutil.get_terminal_size is the high-level function which should\nnormally be used, os.get_terminal_size is the low-level implementation.",
    ),
    NativeDef::f0("getlogin", getlogin, "Return the actual login name."),
    NativeDef::f0("ctermid", ctermid, "Return the name of the controlling terminal for this process."),
    NativeDef::f1(
        "major",
        |cx, o| device(cx, o, |d| (d >> 8 & 0xfff) | (d >> 32 & !0xfff)),
        "Extracts a device major number from a raw device number.",
    ),
    NativeDef::f1(
        "minor",
        |cx, o| device(cx, o, |d| (d & 0xff) | (d >> 12 & !0xff)),
        "Extracts a device minor number from a raw device number.",
    ),
    NativeDef::f2(
        "makedev",
        makedev,
        "Composes a raw device number from the major and minor device numbers.",
    ),
];

pub static TERMINAL_SIZE: Fields = Fields {
    name: "os.terminal_size",
    doc: "A tuple of (columns, lines) for holding terminal window size",
    fields: &[
        ("columns", "width of the terminal window in characters"),
        ("lines", "height of the terminal window in characters"),
    ],
    visible: 2,
    sealed: false,
};

pub static TIMES_RESULT: Fields = Fields {
    name: "posix.times_result",
    doc: "times_result: Result from os.times().\n\nThis object may be accessed either as a tuple of\n  (user, system, children_user, children_system, elapsed),\nor via the attributes user, system, children_user, children_system,\nand elapsed.\n\nSee os.times for more information.",
    fields: &[
        ("user", "user time"),
        ("system", "system time"),
        ("children_user", "user time of children"),
        ("children_system", "system time of children"),
        ("elapsed", "elapsed time since an arbitrary point in the past"),
    ],
    visible: 5,
    sealed: false,
};

pub static UNAME_RESULT: Fields = Fields {
    name: "posix.uname_result",
    doc: "uname_result: Result from os.uname().\n\nThis object may be accessed either as a tuple of\n  (sysname, nodename, release, version, machine),\nor via the attributes sysname, nodename, release, version, and machine.\n\nSee os.uname for more information.",
    fields: &[
        ("sysname", "operating system name"),
        ("nodename", "name of machine on network (implementation-defined)"),
        ("release", "operating system release"),
        ("version", "operating system version"),
        ("machine", "hardware identifier"),
    ],
    visible: 5,
    sealed: false,
};

/// The environment as a dict of bytes.
pub fn environ(cx: &mut Cx) -> ObjRef {
    let dict = cx.new_dict();
    let all = cx.host.get().map(|h| h.environment()).unwrap_or_default();
    for (name, value) in all {
        let (key, value) = (cx.new_bytes(&name), cx.new_bytes(&value));
        // The first of several entries counts.
        let known = cx.contains(&dict, &key).unwrap_or(false);
        if !known && cx.setitem(&dict, &key, Some(&value)).is_err() {
            drop(cx.take_exception());
        }
    }
    dict
}

fn bytes_of(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
    let o = world::fspath(cx, o)?;
    Ok(world::path(cx, "", "name", &o, Also::Nothing)?.bytes)
}

fn putenv(cx: &mut Cx, name: &ObjRef, value: &ObjRef) -> PyResult {
    let (name, value) = (bytes_of(cx, name)?, bytes_of(cx, value)?);
    if name.contains(&b'=') {
        return Err(cx.value_error("illegal environment variable name"));
    }
    system(cx, |h| h.set_environment(&name, Some(&value)))?;
    Ok(cx.none.clone())
}

fn unsetenv(cx: &mut Cx, name: &ObjRef) -> PyResult {
    let name = bytes_of(cx, name)?;
    system(cx, |h| h.set_environment(&name, None))?;
    Ok(cx.none.clone())
}

fn random(cx: &mut Cx, n: usize, flags: u32) -> PyResult {
    if !cx.can_allocate(n) {
        return Err(cx.memory_error(""));
    }
    let (mut data, mut done) = (vec![0; n], 0);
    while done < n {
        done += system(cx, |h| h.random(data.get_mut(done..).unwrap_or_default(), flags))?;
    }
    Ok(cx.new_bytes(&data))
}

fn urandom(cx: &mut Cx, n: &ObjRef) -> PyResult {
    if !n.is_int() && n.ty().slots().index.is_none() {
        let got = n.ty().name();
        return Err(cx.type_error(format!("'{got}' object cannot be interpreted as an integer")));
    }
    match usize::try_from(ssize(cx, n)?) {
        Ok(n) => random(cx, n, 0),
        Err(_) => Err(cx.value_error("negative argument not allowed")),
    }
}

fn getrandom(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 1> = Params { required: ["size"], optional: ["flags"], posonly: 0, kwonly: 2 };
    let ([size], [flags]) = args.bind(cx, "getrandom", &PARAMS)?;
    let flags = flags.map_or(Ok(0), |f| c_int(cx, &f))?;
    match usize::try_from(ssize(cx, &size)?) {
        Ok(n) => random(cx, n, flags as u32),
        Err(_) => Err(raise_os_error(cx, 22, None)),
    }
}

fn strerror(cx: &mut Cx, code: &ObjRef) -> PyResult {
    let code = c_int(cx, code)?;
    let text = cx.host.get().map(|h| h.error_text(code)).unwrap_or_default();
    Ok(cx.new_str(&text))
}

fn fspath(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["path"], optional: [], posonly: 0, kwonly: 1 };
    let ([path], []) = args.bind(cx, "fspath", &PARAMS)?;
    world::fspath(cx, &path)
}

/// The number of a configuration variable, given as such or by its name.
pub fn configuration(cx: &mut Cx, o: &ObjRef, names: &[(&str, i64)]) -> PyResult<i32> {
    if o.is_int() {
        return c_int(cx, o);
    }
    if !o.is_str() {
        return Err(cx.type_error("configuration names must be strings or integers"));
    }
    let name = o.text_or_empty();
    match names.iter().find(|(n, _)| *n == name) {
        Some((_, number)) => Ok(*number as i32),
        None => Err(cx.value_error("unrecognized configuration name")),
    }
}

fn sysconf(cx: &mut Cx, name: &ObjRef) -> PyResult {
    let name = configuration(cx, name, numbers::SYSCONF)?;
    let n = system(cx, |h| h.limit(name))?;
    Ok(cx.int(n))
}

fn confstr(cx: &mut Cx, name: &ObjRef) -> PyResult {
    let name = configuration(cx, name, numbers::CONFSTR)?;
    match system(cx, |h| h.setting(name))? {
        Some(text) => Ok(world::name_from_bytes(cx, &text)),
        None => Ok(cx.none.clone()),
    }
}

fn cpu_count(cx: &mut Cx) -> PyResult {
    match cx.host.get().and_then(|h| h.cpu_count()) {
        Some(n) => Ok(cx.usize(n)),
        None => Ok(cx.none.clone()),
    }
}

fn getloadavg(cx: &mut Cx) -> PyResult {
    match ask(cx, |h| h.load()) {
        Ok(load) => Ok(cx.new_tuple(load.map(|v| cx.float(v)))),
        Err(_) => Err(cx.os_error("Load averages are unobtainable")),
    }
}

fn times(cx: &mut Cx) -> PyResult {
    let t = system(cx, |h| h.cpu_times())?;
    let class = record_type(cx, &TIMES_RESULT);
    let values = [t.user, t.system, t.children_user, t.children_system, t.elapsed];
    let values = values.iter().map(|&v| cx.float(v)).collect();
    Ok(record::build(cx, &class, values))
}

fn uname(cx: &mut Cx) -> PyResult {
    let name = system(cx, |h| h.system_name())?;
    let class = record_type(cx, &UNAME_RESULT);
    let values = name.0.iter().map(|n| world::name_from_bytes(cx, n)).collect();
    Ok(record::build(cx, &class, values))
}

fn get_terminal_size(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let fd = match args.first() {
        Some(fd) => c_int(cx, fd)?,
        None => 1,
    };
    let (columns, lines) = system(cx, |h| h.terminal_size(fd))?;
    let class = record_type(cx, &TERMINAL_SIZE);
    let values = vec![cx.int(columns as i64), cx.int(lines as i64)];
    Ok(record::build(cx, &class, values))
}

/// The user of the terminal; without one the error of the system.
fn getlogin(cx: &mut Cx) -> PyResult {
    const ENXIO: i32 = 6;
    if !cx.host.get().is_some_and(|h| h.is_terminal(0)) {
        return Err(raise_os_error(cx, ENXIO, None));
    }
    let user = cx.host.get().map_or(0, |h| h.id(theseus_object::host::Ids::User));
    let accounts = cx.host.get().map(|h| h.accounts()).unwrap_or_default();
    match accounts.users.iter().find(|u| u.id as i64 == user) {
        Some(u) => Ok(world::name_from_bytes(cx, &u.name)),
        None => Err(raise_os_error(cx, ENXIO, None)),
    }
}

fn ctermid(cx: &mut Cx) -> PyResult {
    Ok(cx.new_str("/dev/tty"))
}

fn device(cx: &mut Cx, o: &ObjRef, f: fn(u64) -> u64) -> PyResult {
    let d = world::long(cx, o)?;
    Ok(cx.int(f(d as u64) as i64))
}

fn makedev(cx: &mut Cx, major: &ObjRef, minor: &ObjRef) -> PyResult {
    let (major, minor) = (c_int(cx, major)? as u64, c_int(cx, minor)? as u64);
    let d = (major & 0xfff) << 8 | (major & !0xfff) << 32 | (minor & 0xff) | (minor & !0xff) << 12;
    Ok(cx.int(d as i64))
}
