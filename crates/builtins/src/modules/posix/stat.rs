//! `stat` and its relatives, and what changes a file's status.

use theseus_object::args::Params;
use theseus_object::host::{Fd, Place, Stat};
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{directory, done, flag, record_type};
use crate::modules::record::{self, Fields};
use crate::world::{self, Also, Path, c_int, file_error, retry};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full("stat", stat, "Perform a stat system call on the given path."),
    NativeDef::f_full(
        "lstat",
        lstat,
        "Perform a stat system call on the given path, without following symbolic links.\n\nLike stat(), but do not follow symbolic links.\nEquivalent to stat(path, follow_symlinks=False).",
    ),
    NativeDef::f_full(
        "fstat",
        fstat,
        "Perform a stat system call on the given file descriptor.\n\nLike stat(), but for an open file descriptor.\nEquivalent to os.stat(fd).",
    ),
    NativeDef::f_full(
        "statvfs",
        statvfs,
        "Perform a statvfs system call on the given path.\n\npath may always be specified as a string.\nOn some platforms, path may also be specified as an open file descriptor.\n  If this functionality is unavailable, using it raises an exception.",
    ),
    NativeDef::f1(
        "fstatvfs",
        |cx, fd| statvfs(cx, &Args::positional_only(std::slice::from_ref(fd))),
        "Perform an fstatvfs system call on the given fd.\n\nEquivalent to statvfs(fd).",
    ),
    NativeDef::f_full("access", access, "Use the real uid/gid to test for access to a path."),
    NativeDef::f_full("chmod", chmod, "Change the access permissions of a file."),
    NativeDef::f_full(
        "fchmod",
        fchmod,
        "Change the access permissions of the file given by file descriptor fd.\n\nEquivalent to os.chmod(fd, mode).",
    ),
    NativeDef::f_full("chown", chown, "Change the owner and group id of path to the numeric uid and gid."),
    NativeDef::f_full(
        "lchown",
        lchown,
        "Change the owner and group id of path to the numeric uid and gid.\n\nThis function will not follow symbolic links.\nEquivalent to os.chown(path, uid, gid, follow_symlinks=False).",
    ),
    NativeDef::f_full(
        "fchown",
        fchown,
        "Change the owner and group id of the file specified by file descriptor.\n\nEquivalent to os.chown(fd, uid, gid).",
    ),
    NativeDef::f_full("utime", utime, "Set the access and modified time of path."),
];

pub static STAT_RESULT: Fields = Fields {
    name: "os.stat_result",
    doc: "stat_result: Result from stat, fstat, or lstat.\n\nThis object may be accessed either as a tuple of\n  (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime)\nor via the attributes st_mode, st_ino, st_dev, st_nlink, st_uid, and so on.\n\nPosix/windows: If your platform supports st_blksize, st_blocks, st_rdev,\nor st_flags, they are available as attributes only.\n\nSee os.stat for more information.",
    fields: &[
        ("st_mode", "protection bits"),
        ("st_ino", "inode"),
        ("st_dev", "device"),
        ("st_nlink", "number of hard links"),
        ("st_uid", "user ID of owner"),
        ("st_gid", "group ID of owner"),
        ("st_size", "total size, in bytes"),
        ("", ""),
        ("", ""),
        ("", ""),
        ("st_atime", "time of last access"),
        ("st_mtime", "time of last modification"),
        ("st_ctime", "time of last change"),
        ("st_atime_ns", "time of last access in nanoseconds"),
        ("st_mtime_ns", "time of last modification in nanoseconds"),
        ("st_ctime_ns", "time of last change in nanoseconds"),
        ("st_blksize", "blocksize for filesystem I/O"),
        ("st_blocks", "number of blocks allocated"),
        ("st_rdev", "device type (if inode device)"),
    ],
    visible: 10,
    sealed: false,
};

pub static STATVFS_RESULT: Fields = Fields {
    name: "os.statvfs_result",
    doc: "statvfs_result: Result from statvfs or fstatvfs.\n\nThis object may be accessed either as a tuple of\n  (bsize, frsize, blocks, bfree, bavail, files, ffree, favail, flag, namemax),\nor via the attributes f_bsize, f_frsize, f_blocks, f_bfree, and so on.\n\nSee os.statvfs for more information.",
    fields: &[
        ("f_bsize", ""),
        ("f_frsize", ""),
        ("f_blocks", ""),
        ("f_bfree", ""),
        ("f_bavail", ""),
        ("f_files", ""),
        ("f_ffree", ""),
        ("f_favail", ""),
        ("f_flag", ""),
        ("f_namemax", ""),
        ("f_fsid", ""),
    ],
    visible: 10,
    sealed: false,
};

/// A `stat_result` of a status.
pub fn result(cx: &mut Cx, s: &Stat) -> ObjRef {
    const SECOND: i128 = 1_000_000_000;
    let class = record_type(cx, &STAT_RESULT);
    let times = [s.accessed, s.modified, s.changed];
    let mut values = vec![
        cx.int(s.mode as i64),
        cx.big_int(s.inode.into()),
        cx.big_int(s.device.into()),
        cx.big_int(s.links.into()),
        cx.int(s.user as i64),
        cx.int(s.group as i64),
        cx.int(s.size),
    ];
    values.extend(times.iter().map(|t| cx.big_int(t.div_euclid(SECOND).into())));
    // As CPython adds the parts, so that the floats are the same.
    values.extend(
        times.iter().map(|t| cx.float(t.div_euclid(SECOND) as f64 + 1e-9 * t.rem_euclid(SECOND) as f64)),
    );
    values.extend(times.iter().map(|&t| cx.big_int(t.into())));
    values.extend([cx.int(s.block_size), cx.int(s.blocks), cx.big_int(s.special_device.into())]);
    record::build(cx, &class, values)
}

/// What cannot go together, in the words of CPython.
fn check_together(cx: &mut Cx, name: &str, path: &Path, dir: Option<Fd>, follow: bool) -> PyResult<()> {
    let text = match (path.fd, dir) {
        (Some(_), Some(_)) => "can't specify dir_fd without matching path",
        (Some(_), _) if !follow => "cannot use fd and follow_symlinks together",
        _ => return Ok(()),
    };
    Err(cx.value_error(format!("{name}: {text}")))
}

fn stat_at(cx: &mut Cx, path: &Path, dir: Option<Fd>, follow: bool) -> PyResult {
    let place = path.place(dir);
    match retry(cx, |h| h.stat(place, follow))? {
        Ok(s) => Ok(result(cx, &s)),
        Err(errno) => Err(file_error(cx, errno, &path.object, None)),
    }
}

fn stat(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 2> =
        Params { required: ["path"], optional: ["dir_fd", "follow_symlinks"], posonly: 0, kwonly: 1 };
    let ([path], [dir, follow]) = args.bind(cx, "stat", &PARAMS)?;
    let path = world::path(cx, "stat", "path", &path, Also::Descriptor)?;
    let dir = directory(cx, &dir)?;
    let follow = flag(cx, &follow, true)?;
    check_together(cx, "stat", &path, dir, follow)?;
    stat_at(cx, &path, dir, follow)
}

fn lstat(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 1> = Params { required: ["path"], optional: ["dir_fd"], posonly: 0, kwonly: 1 };
    let ([path], [dir]) = args.bind(cx, "lstat", &PARAMS)?;
    let path = world::path(cx, "lstat", "path", &path, Also::Nothing)?;
    let dir = directory(cx, &dir)?;
    stat_at(cx, &path, dir, false)
}

fn fstat(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["fd"], optional: [], posonly: 0, kwonly: 1 };
    let ([fd], []) = args.bind(cx, "fstat", &PARAMS)?;
    let fd = c_int(cx, &fd)?;
    let s = world::system(cx, |h| h.stat(Place::Open(fd), true))?;
    Ok(result(cx, &s))
}

fn statvfs(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["path"], optional: [], posonly: 0, kwonly: 1 };
    let ([path], []) = args.bind(cx, "statvfs", &PARAMS)?;
    let path = world::path(cx, "statvfs", "path", &path, Also::Descriptor)?;
    let place = path.place(None);
    let s = match retry(cx, |h| h.space(place))? {
        Ok(s) => s,
        Err(errno) => return Err(file_error(cx, errno, &path.object, None)),
    };
    let class = record_type(cx, &STATVFS_RESULT);
    let numbers = [
        s.block_size,
        s.fragment_size,
        s.blocks,
        s.free,
        s.available,
        s.files,
        s.free_files,
        s.available_files,
        s.flags,
        s.longest_name,
        s.id,
    ];
    let values = numbers.iter().map(|&n| cx.big_int(n.into())).collect();
    Ok(record::build(cx, &class, values))
}

fn access(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 3> = Params {
        required: ["path", "mode"],
        optional: ["dir_fd", "effective_ids", "follow_symlinks"],
        posonly: 0,
        kwonly: 2,
    };
    let ([path, mode], [dir, effective, follow]) = args.bind(cx, "access", &PARAMS)?;
    let path = world::path(cx, "access", "path", &path, Also::Nothing)?;
    let mode = c_int(cx, &mode)?;
    let dir = directory(cx, &dir)?;
    let (effective, follow) = (flag(cx, &effective, false)?, flag(cx, &follow, true)?);
    let may = cx.host.get().is_some_and(|h| h.may(path.place(dir), mode, effective, follow));
    Ok(cx.bool(may))
}

fn chmod(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 2> =
        Params { required: ["path", "mode"], optional: ["dir_fd", "follow_symlinks"], posonly: 0, kwonly: 2 };
    let ([path, mode], [dir, follow]) = args.bind(cx, "chmod", &PARAMS)?;
    let path = world::path(cx, "chmod", "path", &path, Also::Descriptor)?;
    let mode = c_int(cx, &mode)?;
    let dir = directory(cx, &dir)?;
    let follow = flag(cx, &follow, true)?;
    if !follow {
        return Err(cx.not_implemented_error("chmod: follow_symlinks unavailable on this platform"));
    }
    let place = path.place(dir);
    let answer = retry(cx, |h| h.set_mode(place, mode as u32, follow))?;
    done(cx, answer, &path.object)
}

fn fchmod(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 0> = Params { required: ["fd", "mode"], optional: [], posonly: 0, kwonly: 2 };
    let ([fd, mode], []) = args.bind(cx, "fchmod", &PARAMS)?;
    let (fd, mode) = (c_int(cx, &fd)?, c_int(cx, &mode)?);
    world::system(cx, |h| h.set_mode(Place::Open(fd), mode as u32, true))?;
    Ok(cx.none.clone())
}

/// A user or group id; −1 leaves it.
fn id(cx: &mut Cx, o: &ObjRef, what: &str) -> PyResult<u32> {
    if !o.is_int() && o.ty().slots().index.is_none() {
        let got = o.ty().name();
        return Err(cx.type_error(format!("{what} should be integer, not {got}")));
    }
    let v = cx.index(o)?;
    match v.int() {
        Some(-1) => Ok(u32::MAX),
        Some(n) if n < 0 => Err(cx.overflow_error(format!("{what} is less than minimum"))),
        Some(n) => match u32::try_from(n) {
            Ok(n) => Ok(n),
            Err(_) => Err(cx.overflow_error(format!("{what} is greater than maximum"))),
        },
        None => Err(cx.overflow_error(format!("{what} is greater than maximum"))),
    }
}

fn chown(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<3, 2> = Params {
        required: ["path", "uid", "gid"],
        optional: ["dir_fd", "follow_symlinks"],
        posonly: 0,
        kwonly: 3,
    };
    let ([path, uid, gid], [dir, follow]) = args.bind(cx, "chown", &PARAMS)?;
    let path = world::path(cx, "chown", "path", &path, Also::Descriptor)?;
    let (user, group) = (id(cx, &uid, "uid")?, id(cx, &gid, "gid")?);
    let dir = directory(cx, &dir)?;
    let follow = flag(cx, &follow, true)?;
    check_together(cx, "chown", &path, dir, follow)?;
    let place = path.place(dir);
    let answer = retry(cx, |h| h.set_owner(place, user, group, follow))?;
    done(cx, answer, &path.object)
}

static OWNER: Params<3, 0> = Params { required: ["path", "uid", "gid"], optional: [], posonly: 0, kwonly: 3 };

fn lchown(cx: &mut Cx, args: &Args) -> PyResult {
    let ([path, uid, gid], []) = args.bind(cx, "lchown", &OWNER)?;
    let path = world::path(cx, "lchown", "path", &path, Also::Nothing)?;
    let (user, group) = (id(cx, &uid, "uid")?, id(cx, &gid, "gid")?);
    let place = path.place(None);
    let answer = retry(cx, |h| h.set_owner(place, user, group, false))?;
    done(cx, answer, &path.object)
}

fn fchown(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<3, 0> =
        Params { required: ["fd", "uid", "gid"], optional: [], posonly: 0, kwonly: 3 };
    let ([fd, uid, gid], []) = args.bind(cx, "fchown", &PARAMS)?;
    let fd = c_int(cx, &fd)?;
    let (user, group) = (id(cx, &uid, "uid")?, id(cx, &gid, "gid")?);
    world::system(cx, |h| h.set_owner(Place::Open(fd), user, group, true))?;
    Ok(cx.none.clone())
}

/// Two times in seconds, or in nanoseconds.
fn time_pair(cx: &mut Cx, o: &ObjRef, nanoseconds: bool, text: &str) -> PyResult<(i128, i128)> {
    let items = cx.heap.tuple(o).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let [a, b] = &items[..] else { return Err(cx.type_error(text)) };
    let mut read = |o: &ObjRef| -> PyResult<i128> {
        if nanoseconds {
            return Ok(world::long(cx, o)? as i128);
        }
        match o.float() {
            Some(v) if v.is_nan() => Err(cx.value_error("Invalid value NaN (not a number)")),
            Some(v) => Ok((v.floor() as i128) * 1_000_000_000 + ((v - v.floor()) * 1e9) as i128),
            None => Ok(world::long(cx, o)? as i128 * 1_000_000_000),
        }
    };
    Ok((read(a)?, read(b)?))
}

fn utime(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 4> = Params {
        required: ["path"],
        optional: ["times", "ns", "dir_fd", "follow_symlinks"],
        posonly: 0,
        kwonly: 2,
    };
    let ([path], [times, ns, dir, follow]) = args.bind(cx, "utime", &PARAMS)?;
    let path = world::path(cx, "utime", "path", &path, Also::Descriptor)?;
    let times = times.filter(|t| !t.is_none());
    if times.is_some() && ns.is_some() {
        return Err(cx.value_error("utime: you may specify either 'times' or 'ns' but not both"));
    }
    let pair = match (&times, &ns) {
        (Some(t), _) => {
            Some(time_pair(cx, t, false, "utime: 'times' must be either a tuple of two ints or None")?)
        }
        (None, Some(t)) => Some(time_pair(cx, t, true, "utime: 'ns' must be a tuple of two ints")?),
        (None, None) => None,
    };
    let dir = directory(cx, &dir)?;
    let follow = flag(cx, &follow, true)?;
    check_together(cx, "utime", &path, dir, follow)?;
    let place = path.place(dir);
    match retry(cx, |h| h.set_times(place, pair, follow))? {
        Ok(()) => Ok(cx.none.clone()),
        Err(errno) => Err(crate::exceptions::raise_os_error(cx, errno, None)),
    }
}
