//! This process, its children and its ids.

use theseus_object::args::Params;
use theseus_object::host::{Answer, ENOSYS, Exit, Ids, Usage};
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::exceptions::raise_os_error;
use crate::modules::record::Fields;
use crate::world::{self, Also, c_int, file_error, long, retry, system};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f0("getpid", |cx| id(cx, Ids::Process), "Return the current process id."),
    NativeDef::f0(
        "getppid",
        |cx| id(cx, Ids::Parent),
        "Return the parent's process id.\n\nIf the parent process has already exited, Windows machines will still\nreturn its id; others systems will return the id of the 'init' process (1).",
    ),
    NativeDef::f0("getuid", |cx| id(cx, Ids::User), "Return the current process's user id."),
    NativeDef::f0(
        "geteuid",
        |cx| id(cx, Ids::EffectiveUser),
        "Return the current process's effective user id.",
    ),
    NativeDef::f0("getgid", |cx| id(cx, Ids::Group), "Return the current process's group id."),
    NativeDef::f0(
        "getegid",
        |cx| id(cx, Ids::EffectiveGroup),
        "Return the current process's effective group id.",
    ),
    NativeDef::f0("getpgrp", |cx| id(cx, Ids::ProcessGroup), "Return the current process group id."),
    NativeDef::f1("setuid", |cx, o| set_id(cx, o, Ids::User), "Set the current process's user id."),
    NativeDef::f1(
        "seteuid",
        |cx, o| set_id(cx, o, Ids::EffectiveUser),
        "Set the current process's effective user id.",
    ),
    NativeDef::f1("setgid", |cx, o| set_id(cx, o, Ids::Group), "Set the current process's group id."),
    NativeDef::f1(
        "setegid",
        |cx, o| set_id(cx, o, Ids::EffectiveGroup),
        "Set the current process's effective group id.",
    ),
    NativeDef::f0("setpgrp", setpgrp, "Make the current process the leader of its process group."),
    NativeDef::f0("getgroups", getgroups, "Return list of supplemental group IDs for the process."),
    NativeDef::f1("getpgid", getpgid, "Call the system call getpgid(), and return the result."),
    NativeDef::f2("setpgid", setpgid, "Call the system call setpgid(pid, pgrp)."),
    NativeDef::f1("getsid", getsid, "Call the system call getsid(pid) and return the result."),
    NativeDef::f0("setsid", setsid, "Call the system call setsid()."),
    NativeDef::f1(
        "tcgetpgrp",
        tcgetpgrp,
        "Return the process group associated with the terminal specified by fd.",
    ),
    NativeDef::f2(
        "tcsetpgrp",
        tcsetpgrp,
        "Set the process group associated with the terminal specified by fd.",
    ),
    NativeDef::f2("kill", |cx, pid, signal| kill(cx, pid, signal, false), "Kill a process with a signal."),
    NativeDef::f2(
        "killpg",
        |cx, pid, signal| kill(cx, pid, signal, true),
        "Kill a process group with a signal.",
    ),
    NativeDef::f0(
        "fork",
        fork,
        "Fork a child process.\n\nReturn 0 to child process and PID of child to parent process.",
    ),
    NativeDef::f_full(
        "register_at_fork",
        register_at_fork,
        "Register callables to be called when forking a new process.",
    ),
    NativeDef::f2(
        "execv",
        execv,
        "Execute an executable path with arguments, replacing current process.\n\n  path\n    Path of executable file.\n  argv\n    Tuple or list of strings.",
    ),
    NativeDef::f_full(
        "execve",
        execve,
        "Execute an executable path with arguments, replacing current process.",
    ),
    NativeDef::f1("_exit", exit, "Exit to the system with specified status, without normal exit processing."),
    NativeDef::f0(
        "abort",
        abort,
        "Abort the interpreter immediately.\n\nThis function 'dumps core' or otherwise fails in the hardest way possible\non the hosting operating system.  This function never returns.",
    ),
    NativeDef::f_full("system", shell, "Execute the command in a subshell."),
    NativeDef::f0(
        "wait",
        wait,
        "Wait for completion of a child process.\n\nReturns a tuple of information about the child process:\n    (pid, status)",
    ),
    NativeDef::f2(
        "waitpid",
        waitpid,
        "Wait for completion of a given child process.\n\nReturns a tuple of information regarding the child process:\n    (pid, status)\n\nThe options argument is ignored on Windows.",
    ),
    NativeDef::f1(
        "wait3",
        |cx, options| {
            let any = cx.int(-1);
            wait4(cx, &any, options)
        },
        "Wait for completion of a child process.\n\nReturns a tuple of information about the child process:\n  (pid, status, rusage)",
    ),
    NativeDef::f2(
        "wait4",
        wait4,
        "Wait for completion of a specific child process.\n\nReturns a tuple of information about the child process:\n  (pid, status, rusage)",
    ),
    NativeDef::f_full("waitstatus_to_exitcode", to_exitcode, "Convert a wait status to an exit code."),
    NativeDef::f1(
        "WIFEXITED",
        |cx, s| is(cx, s, |s| s & 0x7f == 0),
        "Return True if the process returning status exited via the exit() system call.",
    ),
    NativeDef::f1(
        "WEXITSTATUS",
        |cx, s| number(cx, s, |s| s >> 8 & 0xff),
        "Return the process return code from status.",
    ),
    NativeDef::f1(
        "WIFSIGNALED",
        |cx, s| is(cx, s, |s| !matches!(s & 0x7f, 0 | 0x7f)),
        "Return True if the process returning status was terminated by a signal.",
    ),
    NativeDef::f1(
        "WTERMSIG",
        |cx, s| number(cx, s, |s| s & 0x7f),
        "Return the signal that terminated the process that provided the status value.",
    ),
    NativeDef::f1(
        "WIFSTOPPED",
        |cx, s| is(cx, s, |s| s & 0xff == 0x7f),
        "Return True if the process returning status was stopped.",
    ),
    NativeDef::f1(
        "WSTOPSIG",
        |cx, s| number(cx, s, |s| s >> 8 & 0xff),
        "Return the signal that stopped the process that provided the status value.",
    ),
    NativeDef::f1(
        "WIFCONTINUED",
        |cx, s| is(cx, s, |s| s == 0xffff),
        "Return True if a particular process was continued from a job control stop.\n\nReturn True if the process returning status was continued from a\njob control stop.",
    ),
    NativeDef::f1(
        "WCOREDUMP",
        |cx, s| is(cx, s, |s| s & 0x80 != 0),
        "Return True if the process returning status was dumped to a core file.",
    ),
    NativeDef::f1("nice", nice, "Add increment to the priority of process and return the new priority."),
    NativeDef::f_full("getpriority", getpriority, "Return program scheduling priority."),
    NativeDef::f_full("setpriority", setpriority, "Set program scheduling priority."),
    NativeDef::f0("sched_yield", sched_yield, "Voluntarily relinquish the CPU."),
    NativeDef::f1(
        "sched_getaffinity",
        sched_getaffinity,
        "Return the affinity of the process identified by pid (or the current process if zero).\n\nThe affinity is returned as a set of CPU identifiers.",
    ),
    NativeDef::f2(
        "sched_setaffinity",
        sched_setaffinity,
        "Set the CPU affinity of the process identified by pid to mask.\n\n  pid\n    The process ID.\n  mask\n    An iterable of integers identifying CPUs.",
    ),
];

pub static SCHED_PARAM: Fields = Fields {
    name: "posix.sched_param",
    doc: "Currently has only one field: sched_priority\n\n  sched_priority\n    A scheduling parameter.",
    fields: &[("sched_priority", "the scheduling priority")],
    visible: 1,
    sealed: false,
};

fn id(cx: &mut Cx, which: Ids) -> PyResult {
    let n = cx.host.get().map_or(0, |h| h.id(which));
    Ok(cx.int(n))
}

fn set_id(cx: &mut Cx, o: &ObjRef, which: Ids) -> PyResult {
    let n = c_int(cx, o)?;
    system(cx, |h| h.set_id(which, n as u32))?;
    Ok(cx.none.clone())
}

fn setpgrp(cx: &mut Cx) -> PyResult {
    system(cx, |h| h.set_process_group(0, 0))?;
    Ok(cx.none.clone())
}

fn getgroups(cx: &mut Cx) -> PyResult {
    let list = system(cx, |h| h.groups())?;
    let items = list.iter().map(|&g| cx.int(g as i64)).collect();
    Ok(cx.new_list(items))
}

fn getpgid(cx: &mut Cx, pid: &ObjRef) -> PyResult {
    let pid = c_int(cx, pid)?;
    let n = system(cx, |h| h.process_group(pid))?;
    Ok(cx.int(n as i64))
}

fn setpgid(cx: &mut Cx, pid: &ObjRef, group: &ObjRef) -> PyResult {
    let (pid, group) = (c_int(cx, pid)?, c_int(cx, group)?);
    system(cx, |h| h.set_process_group(pid, group))?;
    Ok(cx.none.clone())
}

fn getsid(cx: &mut Cx, pid: &ObjRef) -> PyResult {
    let pid = c_int(cx, pid)?;
    let n = system(cx, |h| h.session(pid))?;
    Ok(cx.int(n as i64))
}

fn setsid(cx: &mut Cx) -> PyResult {
    system(cx, |h| h.new_session())?;
    Ok(cx.none.clone())
}

fn tcgetpgrp(cx: &mut Cx, fd: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let n = system(cx, |h| h.terminal_group(fd))?;
    Ok(cx.int(n as i64))
}

fn tcsetpgrp(cx: &mut Cx, fd: &ObjRef, group: &ObjRef) -> PyResult {
    let (fd, group) = (c_int(cx, fd)?, c_int(cx, group)?);
    system(cx, |h| h.set_terminal_group(fd, group))?;
    Ok(cx.none.clone())
}

fn kill(cx: &mut Cx, pid: &ObjRef, signal: &ObjRef, group: bool) -> PyResult {
    let (pid, signal) = (c_int(cx, pid)?, c_int(cx, signal)?);
    system(cx, |h| h.kill(pid, signal, group))?;
    // A signal to ourselves has come by now.
    cx.poll()?;
    Ok(cx.none.clone())
}

const HOOKS: [&str; 3] = ["posix.before", "posix.after_in_parent", "posix.after_in_child"];

fn register_at_fork(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<0, 3> = Params {
        required: [],
        optional: ["before", "after_in_parent", "after_in_child"],
        posonly: 0,
        kwonly: 0,
    };
    let ([], given) = args.bind(cx, "register_at_fork", &PARAMS)?;
    if given.iter().all(Option::is_none) {
        return Err(cx.type_error("At least one argument is required."));
    }
    for (name, f) in PARAMS.names().zip(&given) {
        let Some(f) = f else { continue };
        let callable = f.ty().slots().call.is_some()
            || matches!(f.kind(), Kind::Function | Kind::Method)
            || cx.is_native(f);
        if !callable {
            let got = f.ty().name();
            return Err(cx.type_error(format!("'{name}' must be callable, not {got}")));
        }
    }
    for (key, f) in HOOKS.into_iter().zip(given) {
        let Some(f) = f else { continue };
        let list = cx.kept(key).unwrap_or_else(|| cx.new_list(Vec::new()));
        if let Some((interp, items)) = cx.heap.list_mut(&list) {
            items.push(interp, f);
        }
        cx.keep(key, list);
    }
    Ok(cx.none.clone())
}

/// Calls the registered functions; errors are reported.
fn run_hooks(cx: &mut Cx, key: &'static str, backwards: bool) {
    let list = cx.kept(key).and_then(|l| cx.heap.list(&l).map(<[ObjRef]>::to_vec)).unwrap_or_default();
    let mut list = list;
    if backwards {
        list.reverse();
    }
    for f in list {
        if cx.call(&f, &[]).is_err() {
            crate::weakref::report_unraisable(cx, &f);
        }
    }
}

/// Forks, calling the registered functions before and after. The child has this thread only.
pub fn fork_process(cx: &mut Cx) -> Answer<i32> {
    run_hooks(cx, HOOKS[0], true);
    let answer = cx.fork(|interp| interp.host.get().map_or(Err(ENOSYS), |h| h.fork()));
    match answer {
        Ok(0) => run_hooks(cx, HOOKS[2], false),
        _ => run_hooks(cx, HOOKS[1], false),
    }
    answer
}

/// A child of a process with threads may wait for ever for what another one held.
fn warn_of_threads(cx: &mut Cx) -> PyResult<()> {
    let pid = cx.host.get().map_or(0, |h| h.id(Ids::Process));
    let text = format!(
        "This process (pid={pid}) is multi-threaded, use of fork() may lead to deadlocks in the child."
    );
    let category = cx.excs.deprecation_warning.clone();
    cx.warn(&category, &text, 1)
}

fn fork(cx: &mut Cx) -> PyResult {
    if cx.threads.ending.get() {
        return Err(cx.runtime_error("can't fork at interpreter shutdown"));
    }
    let threads = cx.threads.count();
    let answer = fork_process(cx);
    if threads > 1 && answer.is_ok_and(|pid| pid > 0) {
        warn_of_threads(cx)?;
    }
    match answer {
        Ok(pid) => Ok(cx.int(pid as i64)),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}

/// The arguments of a program.
pub fn arguments(cx: &mut Cx, name: &str, o: &ObjRef) -> PyResult<Vec<Vec<u8>>> {
    let what = if name == "execv" { "execv() arg 2".to_string() } else { format!("{name}: argv") };
    if !matches!(o.kind(), Kind::List | Kind::Tuple) {
        return Err(cx.type_error(format!("{what} must be a tuple or list")));
    }
    let mut list = Vec::new();
    for item in cx.collect(o)? {
        let item = world::fspath(cx, &item)?;
        list.push(world::path(cx, "", "argument", &item, Also::Nothing)?.bytes);
    }
    match list.first() {
        None => Err(cx.value_error(format!("{what} must not be empty"))),
        Some(first) if first.is_empty() => {
            Err(cx.value_error(format!("{what} first element cannot be empty")))
        }
        Some(_) => Ok(list),
    }
}

fn execv(cx: &mut Cx, path: &ObjRef, argv: &ObjRef) -> PyResult {
    let path = world::path(cx, "execv", "path", path, Also::Nothing)?;
    let list = arguments(cx, "execv", argv)?;
    let errno = cx.host.get().map_or(theseus_object::host::ENOSYS, |h| h.execute(&path.bytes, &list, None));
    Err(raise_os_error(cx, errno, None))
}

/// The entries `name=value` of a mapping.
pub fn environment(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<Vec<u8>>> {
    let mut list = Vec::new();
    let (keys, values) = (cx.call_method(o, "keys", &[])?, cx.call_method(o, "values", &[])?);
    let (keys, values) = (cx.collect(&keys)?, cx.collect(&values)?);
    for (key, value) in keys.iter().zip(&values) {
        let key = world::fspath(cx, key)?;
        let value = world::fspath(cx, value)?;
        let mut entry = world::path(cx, "", "name", &key, Also::Nothing)?.bytes;
        if entry.is_empty() || entry.contains(&b'=') {
            return Err(cx.value_error("illegal environment variable name"));
        }
        entry.push(b'=');
        entry.extend(world::path(cx, "", "value", &value, Also::Nothing)?.bytes);
        list.push(entry);
    }
    Ok(list)
}

fn execve(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<3, 0> =
        Params { required: ["path", "argv", "env"], optional: [], posonly: 0, kwonly: 3 };
    let ([path, argv, env], []) = args.bind(cx, "execve", &PARAMS)?;
    let path = world::path(cx, "execve", "path", &path, Also::Nothing)?;
    let list = arguments(cx, "execve", &argv)?;
    if env.ty().slots().getitem.is_none() || env.is_str() {
        return Err(cx.type_error("execve: environment must be a mapping object"));
    }
    let env = environment(cx, &env)?;
    let errno =
        cx.host.get().map_or(theseus_object::host::ENOSYS, |h| h.execute(&path.bytes, &list, Some(&env)));
    Err(file_error(cx, errno, &path.object, None))
}

fn exit(cx: &mut Cx, status: &ObjRef) -> PyResult {
    let status = c_int(cx, status)?;
    if let Some(host) = cx.host.get() {
        host.exit_now(status);
    }
    Err(cx.not_implemented_error("this world cannot end"))
}

fn abort(cx: &mut Cx) -> PyResult {
    if let Some(host) = cx.host.get() {
        host.abort();
    }
    Err(cx.not_implemented_error("this world cannot end"))
}

fn shell(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["command"], optional: [], posonly: 0, kwonly: 1 };
    let ([command], []) = args.bind(cx, "system", &PARAMS)?;
    let command = world::fspath(cx, &command)?;
    let command = world::path(cx, "", "command", &command, Also::Nothing)?;
    let status = system(cx, |h| h.shell(&command.bytes))?;
    Ok(cx.int(status as i64))
}

fn wait_for(cx: &mut Cx, pid: i32, options: i32) -> PyResult<Exit> {
    system(cx, |h| h.wait(pid, options))
}

fn pair(cx: &Cx, e: &Exit) -> ObjRef {
    cx.new_tuple([cx.int(e.pid as i64), cx.int(e.status as i64)])
}

fn wait(cx: &mut Cx) -> PyResult {
    let e = wait_for(cx, -1, 0)?;
    Ok(pair(cx, &e))
}

fn waitpid(cx: &mut Cx, pid: &ObjRef, options: &ObjRef) -> PyResult {
    let (pid, options) = (c_int(cx, pid)?, c_int(cx, options)?);
    let e = wait_for(cx, pid, options)?;
    Ok(pair(cx, &e))
}

pub static RUSAGE: Fields = Fields {
    name: "resource.struct_rusage",
    doc: "struct_rusage: Result from getrusage.\n\nThis object may be accessed either as a tuple of\n    (utime,stime,maxrss,ixrss,idrss,isrss,minflt,majflt,\n    nswap,inblock,oublock,msgsnd,msgrcv,nsignals,nvcsw,nivcsw)\nor via the attributes ru_utime, ru_stime, ru_maxrss, and so on.",
    fields: &[
        ("ru_utime", "user time used"),
        ("ru_stime", "system time used"),
        ("ru_maxrss", "max. resident set size"),
        ("ru_ixrss", "shared memory size"),
        ("ru_idrss", "unshared data size"),
        ("ru_isrss", "unshared stack size"),
        ("ru_minflt", "page faults not requiring I/O"),
        ("ru_majflt", "page faults requiring I/O"),
        ("ru_nswap", "number of swap outs"),
        ("ru_inblock", "block input operations"),
        ("ru_oublock", "block output operations"),
        ("ru_msgsnd", "IPC messages sent"),
        ("ru_msgrcv", "IPC messages received"),
        ("ru_nsignals", "signals received"),
        ("ru_nvcsw", "voluntary context switches"),
        ("ru_nivcsw", "involuntary context switches"),
    ],
    visible: 16,
    sealed: false,
};

fn wait4(cx: &mut Cx, pid: &ObjRef, options: &ObjRef) -> PyResult {
    let (pid, options) = (c_int(cx, pid)?, c_int(cx, options)?);
    let e = wait_for(cx, pid, options)?;
    let usage = usage_record(cx, &e.usage);
    Ok(cx.new_tuple([cx.int(e.pid as i64), cx.int(e.status as i64), usage]))
}

/// The class `resource.struct_rusage`.
pub fn usage_type(cx: &mut Cx) -> ObjRef {
    super::record_type(cx, &RUSAGE)
}

/// What a process has used, as a `resource.struct_rusage`.
pub fn usage_record(cx: &mut Cx, usage: &Usage) -> ObjRef {
    let class = usage_type(cx);
    let mut values: Vec<ObjRef> = usage.times.iter().map(|&t| cx.float(t)).collect();
    values.extend(usage.counts.iter().map(|&n| cx.int(n)));
    crate::modules::record::build(cx, &class, values)
}

fn to_exitcode(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["status"], optional: [], posonly: 0, kwonly: 1 };
    let ([status], []) = args.bind(cx, "waitstatus_to_exitcode", &PARAMS)?;
    let s = c_int(cx, &status)?;
    match s & 0x7f {
        0 => Ok(cx.int((s >> 8 & 0xff) as i64)),
        0x7f => {
            let signal = s >> 8 & 0xff;
            Err(cx.value_error(format!("process stopped by delivery of signal {signal}")))
        }
        signal => Ok(cx.int(-signal as i64)),
    }
}

fn is(cx: &mut Cx, status: &ObjRef, f: fn(i32) -> bool) -> PyResult {
    let s = c_int(cx, status)?;
    Ok(cx.bool(f(s)))
}

fn number(cx: &mut Cx, status: &ObjRef, f: fn(i32) -> i32) -> PyResult {
    let s = c_int(cx, status)?;
    Ok(cx.int(f(s) as i64))
}

fn nice(cx: &mut Cx, by: &ObjRef) -> PyResult {
    let by = c_int(cx, by)?;
    let n = system(cx, |h| h.nice(by))?;
    Ok(cx.int(n as i64))
}

fn getpriority(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 0> = Params { required: ["which", "who"], optional: [], posonly: 0, kwonly: 2 };
    let ([which, who], []) = args.bind(cx, "getpriority", &PARAMS)?;
    let (which, who) = (c_int(cx, &which)?, c_int(cx, &who)?);
    let n = system(cx, |h| h.priority(which, who))?;
    Ok(cx.int(n as i64))
}

fn setpriority(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<3, 0> =
        Params { required: ["which", "who", "priority"], optional: [], posonly: 0, kwonly: 3 };
    let ([which, who, priority], []) = args.bind(cx, "setpriority", &PARAMS)?;
    let (which, who, priority) = (c_int(cx, &which)?, c_int(cx, &who)?, c_int(cx, &priority)?);
    system(cx, |h| h.set_priority(which, who, priority))?;
    Ok(cx.none.clone())
}

fn sched_yield(cx: &mut Cx) -> PyResult {
    if let Some(host) = cx.host.get() {
        host.yield_now();
    }
    Ok(cx.none.clone())
}

fn sched_getaffinity(cx: &mut Cx, pid: &ObjRef) -> PyResult {
    let pid = c_int(cx, pid)?;
    let cpus = system(cx, |h| h.affinity(pid))?;
    let items = cpus.iter().map(|&n| cx.usize(n)).collect();
    let (list, set) = (cx.new_list(items), cx.types.set.as_ref().clone());
    cx.call(&set, &[list])
}

fn sched_setaffinity(cx: &mut Cx, pid: &ObjRef, mask: &ObjRef) -> PyResult {
    let pid = c_int(cx, pid)?;
    let mut cpus = Vec::new();
    for o in cx.collect(mask)? {
        let n = long(cx, &o)?;
        match usize::try_from(n) {
            Ok(n) => cpus.push(n),
            Err(_) => return Err(cx.value_error("negative CPU number")),
        }
    }
    let answer = retry(cx, |h| h.set_affinity(pid, &cpus))?;
    match answer {
        Ok(()) => Ok(cx.none.clone()),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}
