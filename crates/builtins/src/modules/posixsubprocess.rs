//! The module `_posixsubprocess`: starting programs for `subprocess`.

use theseus_object::host::{Fd, Spawn};
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::exceptions::raise_os_error;
use crate::module::new_module;
use crate::modules::posix::process::fork_process;
use crate::world::{self, Also, ask, c_int};

static FUNCTIONS: &[NativeDef] = &[NativeDef::f_range(
    "fork_exec",
    fork_exec,
    COUNT as u8,
    COUNT as u8,
    "Spawn a fresh new child process.\n\nFork a child process, close parent file descriptors as appropriate in the\nchild and duplicate the few that are needed before calling exec() in the\nchild process.\n\nIf close_fds is True, close file descriptors 3 and higher, except those listed\nin the sorted tuple pass_fds.\n\nThe preexec_fn, if supplied, will be called immediately before closing file\ndescriptors and exec.\n\nIf an error occurs in the child process before the exec, it is\nserialized and written to the errpipe_write fd per subprocess.py.\n\nReturns: the child process's PID.\n\nRaises: Only on an error in the parent process.",
)];

/// How many arguments `fork_exec` takes.
const COUNT: usize = 23;

pub fn install(cx: &mut Cx) {
    let module = new_module(cx, "_posixsubprocess", "A POSIX helper for the subprocess module.");
    let Some(dict) = cx.existing_dict(&module) else { return };
    world::put_functions(cx, &dict, "_posixsubprocess", FUNCTIONS);
}

fn bytes_of(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
    let o = world::fspath(cx, o)?;
    Ok(world::path(cx, "", "argument", &o, Also::Nothing)?.bytes)
}

fn list_of(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<Vec<u8>>> {
    let mut list = Vec::new();
    for item in cx.collect(o)? {
        list.push(bytes_of(cx, &item)?);
    }
    Ok(list)
}

/// Descriptors in rising order.
fn descriptors(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<Fd>> {
    let mut list: Vec<Fd> = Vec::new();
    for item in cx.collect(o)? {
        let fd = item.int().and_then(|v| i32::try_from(v).ok()).filter(|&fd| fd >= 0);
        match fd {
            Some(fd) if list.last().is_none_or(|&last| last < fd) => list.push(fd),
            _ => return Err(cx.value_error("bad value(s) in fds_to_keep")),
        }
    }
    Ok(list)
}

/// An id, unless it is None.
fn optional_id(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<u32>> {
    if o.is_none() {
        return Ok(None);
    }
    let n = world::long(cx, o)?;
    match u32::try_from(n) {
        Ok(n) => Ok(Some(n)),
        Err(_) => Err(cx.value_error("invalid user or group id")),
    }
}

fn fork_exec(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [argv, programs, close_fds, keep, cwd, env, rest @ ..] = args else {
        return Err(cx.bad_internal("arguments"));
    };
    let close_others = cx.truth(close_fds)?;
    if keep.kind() != Kind::Tuple {
        let got = keep.kind_given();
        return Err(cx.type_error(format!("fork_exec() argument 4 must be tuple, not {got}")));
    }
    let keep = descriptors(cx, keep)?;
    let mut fds = [-1; 8];
    for (slot, o) in fds.iter_mut().zip(rest) {
        *slot = c_int(cx, o)?;
    }
    let [p2c_read, p2c_write, c2p_read, c2p_write, err_read, err_write, report_read, report_write] = fds;
    let [restore, setsid, pgid, gid, extra_groups, uid, umask, preexec, _vfork] = &rest[8..] else {
        return Err(cx.bad_internal("arguments"));
    };
    if close_others && report_write < 3 {
        return Err(cx.value_error("errpipe_write must be >= 3"));
    }
    let arguments = list_of(cx, argv)?;
    let programs = list_of(cx, programs)?;
    let environment = if env.is_none() { None } else { Some(list_of(cx, env)?) };
    let directory = if cwd.is_none() { None } else { Some(bytes_of(cx, cwd)?) };
    let groups = if extra_groups.is_none() {
        None
    } else {
        let mut list = Vec::new();
        for o in cx.collect(extra_groups)? {
            list.extend(optional_id(cx, &o)?);
        }
        Some(list)
    };
    let (restore_signals, new_session) = (cx.truth(restore)?, cx.truth(setsid)?);
    let (process_group, mask) = (c_int(cx, pgid)?, c_int(cx, umask)?);
    let (group, user) = (optional_id(cx, gid)?, optional_id(cx, uid)?);
    let spawn = Spawn {
        arguments: &arguments,
        programs: &programs,
        environment: environment.as_deref(),
        directory: directory.as_deref(),
        child: [p2c_read, c2p_write, err_write],
        parent: [p2c_write, c2p_read, err_read],
        report: (report_read, report_write),
        close_others,
        keep: &keep,
        restore_signals,
        new_session,
        process_group,
        group,
        groups: groups.as_deref(),
        user,
        mask,
    };
    let answer = match preexec.is_none() {
        true => ask(cx, |h| h.spawn(&spawn)),
        false => spawn_with_code(cx, &spawn, preexec),
    };
    match answer {
        Ok(pid) => Ok(cx.int(pid as i64)),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}

/// Runs Python code in the child before the program.
fn spawn_with_code(cx: &mut Cx, spawn: &Spawn<'_>, code: &ObjRef) -> Result<i32, i32> {
    let pid = fork_process(cx)?;
    if pid == 0 {
        if let Some(host) = cx.host.get() {
            host.prepare_child(spawn);
        }
        let failed = cx.call(code, &[]).is_err();
        if let Some(host) = cx.host.get() {
            host.finish_child(spawn, failed);
        }
    }
    Ok(pid)
}
