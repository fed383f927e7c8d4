//! `posix_spawn`, and `waitid`, which tells more of a child than `waitpid`.

use theseus_object::args::Params;
use theseus_object::host::{FileAction, PlainSpawn};
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::linux::priority_of;
use super::process::{arguments, environment};
use super::{flag, record_type};
use crate::modules::record::{self, Fields};
use crate::modules::signal;
use crate::world::{self, Also, c_int, file_error, long, retry, system};

const SPAWN: &str = "Execute the program specified by path in a new process.\n\n  path\n    Path of executable file.\n  argv\n    Tuple or list of strings.\n  env\n    Dictionary of strings mapping to strings.\n  file_actions\n    A sequence of file action tuples.\n  setpgroup\n    The pgroup to use with the POSIX_SPAWN_SETPGROUP flag.\n  resetids\n    If the value is `true` the POSIX_SPAWN_RESETIDS will be activated.\n  setsid\n    If the value is `true` the POSIX_SPAWN_SETSID or POSIX_SPAWN_SETSID_NP will be activated.\n  setsigmask\n    The sigmask to use with the POSIX_SPAWN_SETSIGMASK flag.\n  setsigdef\n    The sigmask to use with the POSIX_SPAWN_SETSIGDEF flag.\n  scheduler\n    A tuple with the scheduler policy (optional) and parameters.";

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full("posix_spawn", |cx, args| spawn(cx, args, "posix_spawn", false), SPAWN),
    NativeDef::f_full("posix_spawnp", |cx, args| spawn(cx, args, "posix_spawnp", true), SPAWN),
    NativeDef::f3(
        "waitid",
        waitid,
        "Returns the result of waiting for a process or processes.\n\n  idtype\n    Must be one of be P_PID, P_PGID or P_ALL.\n  id\n    The id to wait on.\n  options\n    Constructed from the ORing of one or more of WEXITED, WSTOPPED\n    or WCONTINUED and additionally may be ORed with WNOHANG or WNOWAIT.\n\nReturns either waitid_result or None if WNOHANG is specified and there are\nno children in a waitable state.",
    ),
];

pub static WAITID_RESULT: Fields = Fields {
    name: "posix.waitid_result",
    doc: "waitid_result: Result from waitid.\n\nThis object may be accessed either as a tuple of\n  (si_pid, si_uid, si_signo, si_status, si_code),\nor via the attributes si_pid, si_uid, and so on.\n\nSee os.waitid for more information.",
    fields: &[("si_pid", ""), ("si_uid", ""), ("si_signo", ""), ("si_status", ""), ("si_code", "")],
    visible: 5,
    sealed: false,
};

static PARAMS: Params<3, 7> = Params {
    required: ["path", "argv", "env"],
    optional: ["file_actions", "setpgroup", "resetids", "setsid", "setsigmask", "setsigdef", "scheduler"],
    posonly: 3,
    kwonly: 3,
};

fn spawn(cx: &mut Cx, args: &Args, name: &str, search: bool) -> PyResult {
    let ([path, argv, env], [actions, group, reset_ids, session, blocked, default, scheduler]) =
        args.bind(cx, name, &PARAMS)?;
    let path = world::path(cx, name, "path", &path, Also::Nothing)?;
    let list = arguments(cx, name, &argv)?;
    if env.ty().slots().getitem.is_none() || env.is_str() {
        return Err(cx.type_error(format!("{name}: environment must be a mapping object")));
    }
    let env = environment(cx, &env)?;
    let actions = match actions.filter(|a| !a.is_none()) {
        Some(actions) => file_actions(cx, &actions)?,
        None => Vec::new(),
    };
    let group = group.map(|group| c_int(cx, &group)).transpose()?;
    let (reset_ids, new_session) = (flag(cx, &reset_ids, false)?, flag(cx, &session, false)?);
    let blocked = blocked.map(|set| signal::bits_of(cx, &set)).transpose()?;
    let default = default.map(|set| signal::bits_of(cx, &set)).transpose()?;
    let scheduler = match scheduler.filter(|s| !s.is_none()) {
        Some(scheduler) => self::scheduler(cx, &scheduler)?,
        None => (None, None),
    };
    let spawn = PlainSpawn {
        program: &path.bytes,
        search,
        arguments: &list,
        environment: &env,
        actions: &actions,
        group,
        reset_ids,
        new_session,
        blocked,
        default,
        scheduler,
    };
    match retry(cx, |h| h.plain_spawn(&spawn))? {
        Ok(pid) => Ok(cx.int(pid as i64)),
        Err(errno) => Err(file_error(cx, errno, &path.object, None)),
    }
}

fn file_actions(cx: &mut Cx, actions: &ObjRef) -> PyResult<Vec<FileAction>> {
    const OPEN: i64 = 0;
    const CLOSE: i64 = 1;
    const DUP2: i64 = 2;
    if actions.ty().slots().getitem.is_none() {
        return Err(cx.type_error("file_actions must be a sequence or None"));
    }
    let mut list = Vec::new();
    for action in cx.collect(actions)? {
        let parts = cx.heap.tuple(&action).map(<[ObjRef]>::to_vec).unwrap_or_default();
        let Some((which, parts)) = parts.split_first() else {
            return Err(cx.type_error("Each file_actions element must be a non-empty tuple"));
        };
        list.push(match (long(cx, which)?, parts) {
            (OPEN, [fd, path, flags, mode]) => FileAction::Open {
                fd: c_int(cx, fd)?,
                path: world::path(cx, "posix_spawn", "path", path, Also::Nothing)?.bytes,
                flags: c_int(cx, flags)?,
                mode: long(cx, mode)? as u32,
            },
            (CLOSE, [fd]) => FileAction::Close(c_int(cx, fd)?),
            (DUP2, [fd, to]) => FileAction::Duplicate(c_int(cx, fd)?, c_int(cx, to)?),
            (OPEN, _) => return Err(cx.type_error("A open file_action tuple must have 5 elements")),
            (CLOSE, _) => return Err(cx.type_error("A close file_action tuple must have 2 elements")),
            (DUP2, _) => return Err(cx.type_error("A dup2 file_action tuple must have 3 elements")),
            _ => return Err(cx.type_error("Unknown file_actions identifier")),
        });
    }
    Ok(list)
}

/// A policy, which may be None, and a `sched_param`.
fn scheduler(cx: &mut Cx, o: &ObjRef) -> PyResult<(Option<i32>, Option<i32>)> {
    let parts = cx.heap.tuple(o).map(<[ObjRef]>::to_vec).filter(|_| o.kind() == Kind::Tuple);
    let Some([policy, parameter]) = parts.as_deref() else {
        return Err(cx.type_error("A scheduler tuple must have two elements"));
    };
    let policy = Some(policy).filter(|p| !p.is_none()).map(|p| c_int(cx, p)).transpose()?;
    Ok((policy, Some(priority_of(cx, parameter)?)))
}

fn waitid(cx: &mut Cx, kind: &ObjRef, id: &ObjRef, options: &ObjRef) -> PyResult {
    let (kind, id, options) = (c_int(cx, kind)?, long(cx, id)? as u32, c_int(cx, options)?);
    let Some(told) = system(cx, |h| h.wait_for(kind, id, options))? else { return Ok(cx.none.clone()) };
    let class = record_type(cx, &WAITID_RESULT);
    let values = [told.pid, told.user as i32, told.signal, told.status, told.code];
    let values = values.iter().map(|&n| cx.int(n as i64)).collect();
    Ok(record::build(cx, &class, values))
}
