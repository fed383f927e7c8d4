//! What Linux has beyond POSIX: attributes of files, memory and events as descriptors, scheduling, namespaces.

use theseus_object::args::Params;
use theseus_object::host::Fd;
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, ObjRef, PyResult, TypeObj};

use super::process::SCHED_PARAM;
use super::{flag, record_type};
use crate::modules::record;
use crate::str::args::ssize;
use crate::world::{self, Also, Path, c_int, file_error, long, retry, system};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "getxattr",
        getxattr,
        "Return the value of extended attribute attribute on path.\n\npath may be either a string, a path-like object, or an open file descriptor.\nIf follow_symlinks is False, and the last element of the path is a symbolic\n  link, getxattr will examine the symbolic link itself instead of the file\n  the link points to.",
    ),
    NativeDef::f_full(
        "setxattr",
        setxattr,
        "Set extended attribute attribute on path to value.\n\npath may be either a string, a path-like object,  or an open file descriptor.\nIf follow_symlinks is False, and the last element of the path is a symbolic\n  link, setxattr will modify the symbolic link itself instead of the file\n  the link points to.",
    ),
    NativeDef::f_full(
        "removexattr",
        removexattr,
        "Remove extended attribute attribute on path.\n\npath may be either a string, a path-like object, or an open file descriptor.\nIf follow_symlinks is False, and the last element of the path is a symbolic\n  link, removexattr will modify the symbolic link itself instead of the file\n  the link points to.",
    ),
    NativeDef::f_full(
        "listxattr",
        listxattr,
        "Return a list of extended attributes on path.\n\npath may be either None, a string, a path-like object, or an open file descriptor.\nif path is None, listxattr will examine the current directory.\nIf follow_symlinks is False, and the last element of the path is a symbolic\n  link, listxattr will examine the symbolic link itself instead of the file\n  the link points to.",
    ),
    NativeDef::f_full("memfd_create", memfd_create, ""),
    NativeDef::f_full("eventfd", eventfd, "Creates and returns an event notification file descriptor."),
    NativeDef::f_full("eventfd_read", eventfd_read, "Read eventfd value"),
    NativeDef::f_full("eventfd_write", eventfd_write, "Write eventfd value."),
    NativeDef::f_full(
        "copy_file_range",
        copy_file_range,
        "Copy count bytes from one file descriptor to another.\n\n  src\n    Source file descriptor.\n  dst\n    Destination file descriptor.\n  count\n    Number of bytes to copy.\n  offset_src\n    Starting offset in src.\n  offset_dst\n    Starting offset in dst.\n\nIf offset_src is None, then src is read from the current position;\nrespectively for offset_dst.",
    ),
    NativeDef::f_full(
        "splice",
        splice,
        "Transfer count bytes from one pipe to a descriptor or vice versa.\n\n  src\n    Source file descriptor.\n  dst\n    Destination file descriptor.\n  count\n    Number of bytes to copy.\n  offset_src\n    Starting offset in src.\n  offset_dst\n    Starting offset in dst.\n  flags\n    Flags to modify the semantics of the call.\n\nIf offset_src is None, then src is read from the current position;\nrespectively for offset_dst. The offset associated to the file\ndescriptor that refers to a pipe must be None.",
    ),
    NativeDef::f_range(
        "posix_fadvise",
        posix_fadvise,
        4,
        4,
        "Announce an intention to access data in a specific pattern.\n\nAnnounce an intention to access data in a specific pattern, thus allowing\nthe kernel to make optimizations.\nThe advice applies to the region of the file specified by fd starting at\noffset and continuing for length bytes.\nadvice is one of POSIX_FADV_NORMAL, POSIX_FADV_SEQUENTIAL,\nPOSIX_FADV_RANDOM, POSIX_FADV_NOREUSE, POSIX_FADV_WILLNEED, or\nPOSIX_FADV_DONTNEED.",
    ),
    NativeDef::f3(
        "posix_fallocate",
        posix_fallocate,
        "Ensure a file has allocated at least a particular number of bytes on disk.\n\nEnsure that the file specified by fd encompasses a range of bytes\nstarting at offset bytes from the beginning and continuing for length bytes.",
    ),
    NativeDef::f0("sync", sync, "Force write of everything to disk."),
    NativeDef::f_full("chroot", chroot, "Change root directory to path."),
    NativeDef::f_full(
        "pidfd_open",
        pidfd_open,
        "Return a file descriptor referring to the process *pid*.\n\nThe descriptor can be used to perform process management without races and\nsignals.",
    ),
    NativeDef::f_full(
        "sched_get_priority_max",
        |cx, a| priority_limit(cx, a, "sched_get_priority_max", |(_, most)| most),
        "Get the maximum scheduling priority for policy.",
    ),
    NativeDef::f_full(
        "sched_get_priority_min",
        |cx, a| priority_limit(cx, a, "sched_get_priority_min", |(least, _)| least),
        "Get the minimum scheduling priority for policy.",
    ),
    NativeDef::f1(
        "sched_getscheduler",
        sched_getscheduler,
        "Get the scheduling policy for the process identified by pid.\n\nPassing 0 for pid returns the scheduling policy for the calling process.",
    ),
    NativeDef::f3(
        "sched_setscheduler",
        sched_setscheduler,
        "Set the scheduling policy for the process identified by pid.\n\nIf pid is 0, the calling process is changed.\nparam is an instance of sched_param.",
    ),
    NativeDef::f1(
        "sched_getparam",
        sched_getparam,
        "Returns scheduling parameters for the process identified by pid.\n\nIf pid is 0, returns parameters for the calling process.\nReturn value is an instance of sched_param.",
    ),
    NativeDef::f2(
        "sched_setparam",
        sched_setparam,
        "Set scheduling parameters for the process identified by pid.\n\nIf pid is 0, sets parameters for the calling process.\nparam should be an instance of sched_param.",
    ),
    NativeDef::f1(
        "sched_rr_get_interval",
        sched_rr_get_interval,
        "Return the round-robin quantum for the process identified by pid, in seconds.\n\nValue returned is a float.",
    ),
    NativeDef::f_full(
        "unshare",
        unshare,
        "Disassociate parts of a process (or thread) execution context.\n\n  flags\n    Namespaces to be unshared.",
    ),
    NativeDef::f_full(
        "setns",
        setns,
        "Move the calling thread into different namespaces.\n\n  fd\n    A file descriptor to a namespace.\n  nstype\n    Type of namespace.",
    ),
];

/// `sched_param` takes its one field, and no sequence.
pub fn install(cx: &mut Cx) {
    let class = record_type(cx, &SCHED_PARAM);
    if let Some(ty) = TypeObj::of(&class) {
        ty.update_slots(|slots| slots.new = Some(new_param));
    }
}

fn new_param(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> =
        Params { required: ["sched_priority"], optional: [], posonly: 0, kwonly: 1 };
    let ([priority], []) = args.bind(cx, "sched_param", &PARAMS)?;
    Ok(record::build(cx, class, vec![priority]))
}

// ---- attributes of files

/// A file and the name of an attribute of it.
fn attribute(cx: &mut Cx, function: &str, path: &ObjRef, name: &ObjRef) -> PyResult<(Path, Path)> {
    let path = world::path(cx, function, "path", path, Also::Descriptor)?;
    Ok((path, world::path(cx, function, "attribute", name, Also::Nothing)?))
}

fn check_follow(cx: &mut Cx, function: &str, path: &Path, follow: bool) -> PyResult<()> {
    if path.fd.is_some() && !follow {
        return Err(cx.value_error(format!("{function}: cannot use fd and follow_symlinks together")));
    }
    Ok(())
}

fn getxattr(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 1> =
        Params { required: ["path", "attribute"], optional: ["follow_symlinks"], posonly: 0, kwonly: 2 };
    let ([path, name], [follow]) = args.bind(cx, "getxattr", &PARAMS)?;
    let (path, name) = attribute(cx, "getxattr", &path, &name)?;
    let follow = flag(cx, &follow, true)?;
    check_follow(cx, "getxattr", &path, follow)?;
    let place = path.place(None);
    let name = &name.bytes;
    match retry(cx, |h| h.attribute(place, name, follow))? {
        Ok(value) => Ok(cx.new_bytes(&value)),
        Err(errno) => Err(file_error(cx, errno, &path.object, None)),
    }
}

fn setxattr(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<3, 2> = Params {
        required: ["path", "attribute", "value"],
        optional: ["flags", "follow_symlinks"],
        posonly: 0,
        kwonly: 4,
    };
    let ([path, name, value], [flags, follow]) = args.bind(cx, "setxattr", &PARAMS)?;
    let (path, name) = attribute(cx, "setxattr", &path, &name)?;
    let value = cx.buffer(&value)?.copied(cx)?;
    let flags = flags.map_or(Ok(0), |flags| c_int(cx, &flags))?;
    let follow = flag(cx, &follow, true)?;
    check_follow(cx, "setxattr", &path, follow)?;
    let (place, name) = (path.place(None), &name.bytes);
    let answer = retry(cx, |h| h.set_attribute(place, name, &value, flags, follow))?;
    super::done(cx, answer, &path.object)
}

fn removexattr(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 1> =
        Params { required: ["path", "attribute"], optional: ["follow_symlinks"], posonly: 0, kwonly: 2 };
    let ([path, name], [follow]) = args.bind(cx, "removexattr", &PARAMS)?;
    let (path, name) = attribute(cx, "removexattr", &path, &name)?;
    let follow = flag(cx, &follow, true)?;
    check_follow(cx, "removexattr", &path, follow)?;
    let (place, name) = (path.place(None), &name.bytes);
    let answer = retry(cx, |h| h.remove_attribute(place, name, follow))?;
    super::done(cx, answer, &path.object)
}

fn listxattr(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<0, 2> =
        Params { required: [], optional: ["path", "follow_symlinks"], posonly: 0, kwonly: 1 };
    let ([], [path, follow]) = args.bind(cx, "listxattr", &PARAMS)?;
    let path = path.unwrap_or_else(|| cx.none.clone());
    let path = world::path(cx, "listxattr", "path", &path, Also::DescriptorOrNone)?;
    let follow = flag(cx, &follow, true)?;
    check_follow(cx, "listxattr", &path, follow)?;
    let place = path.place(None);
    match retry(cx, |h| h.attributes(place, follow))? {
        Ok(names) => {
            let names = names.split(|&b| b == 0).filter(|name| !name.is_empty());
            let names = names.map(|name| world::name_from_bytes(cx, name)).collect();
            Ok(cx.new_list(names))
        }
        Err(errno) => Err(file_error(cx, errno, &path.object, None)),
    }
}

// ---- descriptors

fn memfd_create(cx: &mut Cx, args: &Args) -> PyResult {
    const MFD_CLOEXEC: u32 = 1;
    static PARAMS: Params<1, 1> = Params { required: ["name"], optional: ["flags"], posonly: 0, kwonly: 2 };
    let ([name], [flags]) = args.bind(cx, "memfd_create", &PARAMS)?;
    let name = world::path(cx, "memfd_create", "name", &name, Also::Nothing)?;
    let flags = flags.map_or(Ok(MFD_CLOEXEC), |flags| long(cx, &flags).map(|n| n as u32))?;
    let fd = system(cx, |h| h.memory_file(&name.bytes, flags))?;
    Ok(cx.int(fd as i64))
}

fn eventfd(cx: &mut Cx, args: &Args) -> PyResult {
    const EFD_CLOEXEC: i32 = 0o2000000;
    static PARAMS: Params<1, 1> =
        Params { required: ["initval"], optional: ["flags"], posonly: 0, kwonly: 2 };
    let ([initial], [flags]) = args.bind(cx, "eventfd", &PARAMS)?;
    let initial = long(cx, &initial)?;
    let Ok(initial) = u32::try_from(initial) else {
        let text =
            if initial < 0 { "value must be positive" } else { "Python int too large for C unsigned int" };
        return Err(if initial < 0 { cx.value_error(text) } else { cx.overflow_error(text) });
    };
    let flags = flags.map_or(Ok(EFD_CLOEXEC), |flags| c_int(cx, &flags))?;
    let fd = system(cx, |h| h.event(initial, flags))?;
    Ok(cx.int(fd as i64))
}

fn eventfd_read(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["fd"], optional: [], posonly: 0, kwonly: 1 };
    let ([fd], []) = args.bind(cx, "eventfd_read", &PARAMS)?;
    let fd = world::descriptor(cx, &fd)?;
    let mut value = [0; 8];
    system(cx, |h| h.read(fd, &mut value))?;
    Ok(cx.usize(u64::from_ne_bytes(value) as usize))
}

fn eventfd_write(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 0> = Params { required: ["fd", "value"], optional: [], posonly: 0, kwonly: 2 };
    let ([fd, value], []) = args.bind(cx, "eventfd_write", &PARAMS)?;
    let fd = world::descriptor(cx, &fd)?;
    let value = long(cx, &value)?;
    let Ok(value) = u64::try_from(value) else { return Err(cx.value_error("value must be positive")) };
    system(cx, |h| h.write(fd, &value.to_ne_bytes()))?;
    Ok(cx.none.clone())
}

/// Two descriptors with optional offsets, and a count.
struct Transfer {
    from: (Fd, Option<i64>),
    to: (Fd, Option<i64>),
    count: usize,
}

impl Transfer {
    fn new(
        cx: &mut Cx,
        [from, to, count]: &[ObjRef; 3],
        [at, place]: [Option<ObjRef>; 2],
    ) -> PyResult<Transfer> {
        let (from, to) = (c_int(cx, from)?, c_int(cx, to)?);
        let Ok(count) = usize::try_from(ssize(cx, count)?) else {
            return Err(cx.value_error("negative value for 'count' not allowed"));
        };
        let offset =
            |cx: &mut Cx, o: Option<ObjRef>| o.filter(|o| !o.is_none()).map(|o| long(cx, &o)).transpose();
        Ok(Transfer { from: (from, offset(cx, at)?), to: (to, offset(cx, place)?), count })
    }
}

fn copy_file_range(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<3, 2> = Params {
        required: ["src", "dst", "count"],
        optional: ["offset_src", "offset_dst"],
        posonly: 0,
        kwonly: 5,
    };
    let (given, offsets) = args.bind(cx, "copy_file_range", &PARAMS)?;
    let t = Transfer::new(cx, &given, offsets)?;
    let n = system(cx, |h| h.copy_range(t.from, t.to, t.count, 0))?;
    Ok(cx.usize(n))
}

fn splice(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<3, 3> = Params {
        required: ["src", "dst", "count"],
        optional: ["offset_src", "offset_dst", "flags"],
        posonly: 0,
        kwonly: 6,
    };
    let (given, [at, place, flags]) = args.bind(cx, "splice", &PARAMS)?;
    let t = Transfer::new(cx, &given, [at, place])?;
    let flags = flags.map_or(Ok(0), |flags| long(cx, &flags))? as u32;
    let n = system(cx, |h| h.splice(t.from, t.to, t.count, flags))?;
    Ok(cx.usize(n))
}

fn posix_fadvise(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let [fd, offset, length, advice] = values else { return Err(cx.bad_internal("arguments")) };
    let fd = world::descriptor(cx, fd)?;
    let (offset, length, advice) = (long(cx, offset)?, long(cx, length)?, c_int(cx, advice)?);
    system(cx, |h| h.advise(fd, offset, length, advice))?;
    Ok(cx.none.clone())
}

fn posix_fallocate(cx: &mut Cx, fd: &ObjRef, offset: &ObjRef, length: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let (offset, length) = (long(cx, offset)?, long(cx, length)?);
    system(cx, |h| h.allocate(fd, offset, length))?;
    Ok(cx.none.clone())
}

fn sync(cx: &mut Cx) -> PyResult {
    system(cx, |h| {
        h.sync_all();
        Ok(())
    })?;
    Ok(cx.none.clone())
}

fn chroot(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["path"], optional: [], posonly: 0, kwonly: 1 };
    let ([path], []) = args.bind(cx, "chroot", &PARAMS)?;
    let path = world::path(cx, "chroot", "path", &path, Also::Nothing)?;
    let answer = retry(cx, |h| h.change_root(&path.bytes))?;
    super::done(cx, answer, &path.object)
}

// ---- processes

fn pidfd_open(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 1> = Params { required: ["pid"], optional: ["flags"], posonly: 0, kwonly: 2 };
    let ([pid], [flags]) = args.bind(cx, "pidfd_open", &PARAMS)?;
    let pid = c_int(cx, &pid)?;
    let flags = flags.map_or(Ok(0), |flags| long(cx, &flags))? as u32;
    let fd = system(cx, |h| h.process_descriptor(pid, flags))?;
    Ok(cx.int(fd as i64))
}

fn priority_limit(cx: &mut Cx, args: &Args, name: &str, which: fn((i32, i32)) -> i32) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["policy"], optional: [], posonly: 0, kwonly: 1 };
    let ([policy], []) = args.bind(cx, name, &PARAMS)?;
    let policy = c_int(cx, &policy)?;
    let limits = system(cx, |h| h.priorities(policy))?;
    Ok(cx.int(which(limits) as i64))
}

fn sched_getscheduler(cx: &mut Cx, pid: &ObjRef) -> PyResult {
    let pid = c_int(cx, pid)?;
    let policy = system(cx, |h| h.scheduler(pid))?;
    Ok(cx.int(policy as i64))
}

/// The number in a `sched_param`.
pub fn priority_of(cx: &mut Cx, parameter: &ObjRef) -> PyResult<i32> {
    let class = record_type(cx, &SCHED_PARAM);
    if !parameter.class().is(&class) {
        return Err(cx.type_error("must have a sched_param object"));
    }
    let priority = cx.heap.tuple(parameter).and_then(|items| items.first().cloned());
    match priority {
        Some(priority) => c_int(cx, &priority),
        None => Err(cx.bad_internal("sched_param")),
    }
}

fn sched_setscheduler(cx: &mut Cx, pid: &ObjRef, policy: &ObjRef, parameter: &ObjRef) -> PyResult {
    let (pid, policy) = (c_int(cx, pid)?, c_int(cx, policy)?);
    let priority = priority_of(cx, parameter)?;
    system(cx, |h| h.set_scheduler(pid, policy, priority))?;
    Ok(cx.none.clone())
}

fn sched_getparam(cx: &mut Cx, pid: &ObjRef) -> PyResult {
    let pid = c_int(cx, pid)?;
    let priority = system(cx, |h| h.static_priority(pid))?;
    let class = record_type(cx, &SCHED_PARAM);
    let priority = cx.int(priority as i64);
    Ok(record::build(cx, &class, vec![priority]))
}

fn sched_setparam(cx: &mut Cx, pid: &ObjRef, parameter: &ObjRef) -> PyResult {
    let pid = c_int(cx, pid)?;
    let priority = priority_of(cx, parameter)?;
    system(cx, |h| h.set_static_priority(pid, priority))?;
    Ok(cx.none.clone())
}

fn sched_rr_get_interval(cx: &mut Cx, pid: &ObjRef) -> PyResult {
    let pid = c_int(cx, pid)?;
    let slice = system(cx, |h| h.time_slice(pid))?;
    Ok(cx.float(slice as f64 / 1e9))
}

fn unshare(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["flags"], optional: [], posonly: 0, kwonly: 1 };
    let ([flags], []) = args.bind(cx, "unshare", &PARAMS)?;
    let flags = c_int(cx, &flags)?;
    system(cx, |h| h.unshare(flags))?;
    Ok(cx.none.clone())
}

fn setns(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 1> = Params { required: ["fd"], optional: ["nstype"], posonly: 0, kwonly: 2 };
    let ([fd], [kind]) = args.bind(cx, "setns", &PARAMS)?;
    let fd = world::descriptor(cx, &fd)?;
    let kind = kind.map_or(Ok(0), |kind| c_int(cx, &kind))?;
    system(cx, |h| h.join_namespace(fd, kind))?;
    Ok(cx.none.clone())
}
