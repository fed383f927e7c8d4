//! Directories, names and links.

use theseus_object::args::Params;
use theseus_object::host::{Fd, Place};
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{directory, done, flag};
use crate::exceptions::raise_os_error;
use crate::world::{self, Also, c_int, file_error, retry, system};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "listdir",
        listdir,
        "Return a list containing the names of the files in the directory.",
    ),
    NativeDef::f_full("mkdir", mkdir, "Create a directory."),
    NativeDef::f_full("rmdir", |cx, a| remove(cx, a, "rmdir", true), "Remove a directory."),
    NativeDef::f_full("unlink", |cx, a| remove(cx, a, "unlink", false), "Remove a file (same as remove())."),
    NativeDef::f_full("remove", |cx, a| remove(cx, a, "remove", false), "Remove a file (same as unlink())."),
    NativeDef::f_full("rename", |cx, a| rename(cx, a, "rename"), "Rename a file or directory."),
    NativeDef::f_full(
        "replace",
        |cx, a| rename(cx, a, "replace"),
        "Rename a file or directory, overwriting the destination.",
    ),
    NativeDef::f_full("link", link, "Create a hard link to a file."),
    NativeDef::f_full("symlink", symlink, "Create a symbolic link pointing to src named dst."),
    NativeDef::f_full(
        "readlink",
        readlink,
        "Return a string representing the path to which the symbolic link points.",
    ),
    NativeDef::f0("getcwd", getcwd, "Return a unicode string representing the current working directory."),
    NativeDef::f0("getcwdb", getcwdb, "Return a bytes string representing the current working directory."),
    NativeDef::f_full(
        "chdir",
        chdir,
        "Change the current working directory to the specified path.\n\npath may always be specified as a string.\nOn some platforms, path may also be specified as an open file descriptor.\nIf this functionality is unavailable, using it raises an exception.",
    ),
    NativeDef::f_full(
        "fchdir",
        fchdir,
        "Change to the directory of the given file descriptor.\n\nfd must be opened on a directory, not a file.\nEquivalent to os.chdir(fd).",
    ),
    NativeDef::f1("umask", umask, "Set the current numeric umask and return the previous umask."),
    NativeDef::f_full("mkfifo", mkfifo, "Create a \"fifo\" (a POSIX named pipe)."),
    NativeDef::f_full("mknod", mknod, "Create a node in the file system."),
    NativeDef::f_full(
        "truncate",
        truncate,
        "Truncate a file, specified by path, to a specific length.\n\nOn some platforms, path may also be specified as an open file descriptor.\nIf this functionality is unavailable, using it raises an exception.",
    ),
    NativeDef::f_full(
        "pathconf",
        pathconf,
        "Return the configuration limit name for the file or directory path.\n\nIf there is no limit, return -1.\nOn some platforms, path may also be specified as an open file descriptor.\n  If this functionality is unavailable, using it raises an exception.",
    ),
    NativeDef::f_full(
        "fpathconf",
        pathconf,
        "Return the configuration limit name for the file descriptor fd.\n\nIf there is no limit, return -1.",
    ),
    NativeDef::f1("_path_normpath", normpath, "Basic path normalization."),
];

fn listdir(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<0, 1> = Params { required: [], optional: ["path"], posonly: 0, kwonly: 1 };
    let ([], [path]) = args.bind(cx, "listdir", &PARAMS)?;
    let none = cx.none.clone();
    let path = world::path(cx, "listdir", "path", &path.unwrap_or(none), Also::DescriptorOrNone)?;
    let place = path.place(None);
    match retry(cx, |h| h.list(place))? {
        Ok(entries) => {
            let names = entries.iter().map(|e| path.name(cx, &e.name)).collect();
            Ok(cx.new_list(names))
        }
        Err(errno) => Err(file_error(cx, errno, &path.object, None)),
    }
}

fn mkdir(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 2> =
        Params { required: ["path"], optional: ["mode", "dir_fd"], posonly: 0, kwonly: 2 };
    let ([path], [mode, dir]) = args.bind(cx, "mkdir", &PARAMS)?;
    let path = world::path(cx, "mkdir", "path", &path, Also::Nothing)?;
    let mode = mode.map_or(Ok(0o777), |m| c_int(cx, &m))?;
    let dir = directory(cx, &dir)?;
    let place = path.place(dir);
    let answer = retry(cx, |h| h.make_directory(place, mode as u32))?;
    done(cx, answer, &path.object)
}

fn remove(cx: &mut Cx, args: &Args, name: &str, is_directory: bool) -> PyResult {
    static PARAMS: Params<1, 1> = Params { required: ["path"], optional: ["dir_fd"], posonly: 0, kwonly: 1 };
    let ([path], [dir]) = args.bind(cx, name, &PARAMS)?;
    let path = world::path(cx, name, "path", &path, Also::Nothing)?;
    let dir = directory(cx, &dir)?;
    let place = path.place(dir);
    let answer = retry(cx, |h| h.remove(place, is_directory))?;
    done(cx, answer, &path.object)
}

fn rename(cx: &mut Cx, args: &Args, name: &str) -> PyResult {
    static PARAMS: Params<2, 2> =
        Params { required: ["src", "dst"], optional: ["src_dir_fd", "dst_dir_fd"], posonly: 0, kwonly: 2 };
    let ([src, dst], [src_dir, dst_dir]) = args.bind(cx, name, &PARAMS)?;
    let src = world::path(cx, name, "src", &src, Also::Nothing)?;
    let dst = world::path(cx, name, "dst", &dst, Also::Nothing)?;
    let (a, b) = (directory(cx, &src_dir)?, directory(cx, &dst_dir)?);
    if src.wants_bytes != dst.wants_bytes {
        return Err(cx.value_error(format!("{name}: src and dst must be the same type")));
    }
    let (from, to) = (src.place(a), dst.place(b));
    match retry(cx, |h| h.rename(from, to))? {
        Ok(()) => Ok(cx.none.clone()),
        Err(errno) => Err(file_error(cx, errno, &src.object, Some(&dst.object))),
    }
}

fn link(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 3> = Params {
        required: ["src", "dst"],
        optional: ["src_dir_fd", "dst_dir_fd", "follow_symlinks"],
        posonly: 0,
        kwonly: 2,
    };
    let ([src, dst], [src_dir, dst_dir, follow]) = args.bind(cx, "link", &PARAMS)?;
    let src = world::path(cx, "link", "src", &src, Also::Nothing)?;
    let dst = world::path(cx, "link", "dst", &dst, Also::Nothing)?;
    let (a, b) = (directory(cx, &src_dir)?, directory(cx, &dst_dir)?);
    // Without a word the system's own way: the link itself.
    let follow = flag(cx, &follow, false)?;
    let (from, to) = (src.place(a), dst.place(b));
    match retry(cx, |h| h.link(from, to, follow))? {
        Ok(()) => Ok(cx.none.clone()),
        Err(errno) => Err(file_error(cx, errno, &src.object, Some(&dst.object))),
    }
}

fn symlink(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 2> = Params {
        required: ["src", "dst"],
        optional: ["target_is_directory", "dir_fd"],
        posonly: 0,
        kwonly: 3,
    };
    let ([src, dst], [_, dir]) = args.bind(cx, "symlink", &PARAMS)?;
    let src = world::path(cx, "symlink", "src", &src, Also::Nothing)?;
    let dst = world::path(cx, "symlink", "dst", &dst, Also::Nothing)?;
    let dir = directory(cx, &dir)?;
    let place = dst.place(dir);
    let target = &src.bytes;
    match retry(cx, |h| h.symlink(target, place))? {
        Ok(()) => Ok(cx.none.clone()),
        Err(errno) => Err(file_error(cx, errno, &src.object, Some(&dst.object))),
    }
}

fn readlink(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 1> = Params { required: ["path"], optional: ["dir_fd"], posonly: 0, kwonly: 1 };
    let ([path], [dir]) = args.bind(cx, "readlink", &PARAMS)?;
    let path = world::path(cx, "readlink", "path", &path, Also::Nothing)?;
    let dir = directory(cx, &dir)?;
    let place = path.place(dir);
    match retry(cx, |h| h.read_link(place))? {
        Ok(target) => Ok(path.name(cx, &target)),
        Err(errno) => Err(file_error(cx, errno, &path.object, None)),
    }
}

fn getcwd(cx: &mut Cx) -> PyResult {
    let path = system(cx, |h| h.current_directory())?;
    Ok(world::name_from_bytes(cx, &path))
}

fn getcwdb(cx: &mut Cx) -> PyResult {
    let path = system(cx, |h| h.current_directory())?;
    Ok(cx.new_bytes(&path))
}

fn chdir(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["path"], optional: [], posonly: 0, kwonly: 1 };
    let ([path], []) = args.bind(cx, "chdir", &PARAMS)?;
    let path = world::path(cx, "chdir", "path", &path, Also::Descriptor)?;
    let place = path.place(None);
    let answer = retry(cx, |h| h.change_directory(place))?;
    done(cx, answer, &path.object)
}

fn fchdir(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["fd"], optional: [], posonly: 0, kwonly: 1 };
    let ([fd], []) = args.bind(cx, "fchdir", &PARAMS)?;
    let fd: Fd = world::descriptor(cx, &fd)?;
    system(cx, |h| h.change_directory(Place::Open(fd)))?;
    Ok(cx.none.clone())
}

fn umask(cx: &mut Cx, mask: &ObjRef) -> PyResult {
    let mask = c_int(cx, mask)?;
    let old = system(cx, |h| h.set_mask(mask as u32))?;
    Ok(cx.int(old as i64))
}

fn mkfifo(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 2> =
        Params { required: ["path"], optional: ["mode", "dir_fd"], posonly: 0, kwonly: 2 };
    let ([path], [mode, dir]) = args.bind(cx, "mkfifo", &PARAMS)?;
    let path = world::path(cx, "mkfifo", "path", &path, Also::Nothing)?;
    let mode = mode.map_or(Ok(0o666), |m| c_int(cx, &m))?;
    let dir = directory(cx, &dir)?;
    let place = path.place(dir);
    system(cx, |h| h.make_fifo(place, mode as u32))?;
    Ok(cx.none.clone())
}

fn mknod(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 3> =
        Params { required: ["path"], optional: ["mode", "device", "dir_fd"], posonly: 0, kwonly: 3 };
    let ([path], [mode, device, dir]) = args.bind(cx, "mknod", &PARAMS)?;
    let path = world::path(cx, "mknod", "path", &path, Also::Nothing)?;
    let mode = mode.map_or(Ok(0o600), |m| c_int(cx, &m))?;
    let device = device.map_or(Ok(0), |d| world::long(cx, &d))?;
    let dir = directory(cx, &dir)?;
    let place = path.place(dir);
    system(cx, |h| h.make_node(place, mode as u32, device as u64))?;
    Ok(cx.none.clone())
}

fn truncate(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 0> =
        Params { required: ["path", "length"], optional: [], posonly: 0, kwonly: 2 };
    let ([path, length], []) = args.bind(cx, "truncate", &PARAMS)?;
    let path = world::path(cx, "truncate", "path", &path, Also::Descriptor)?;
    let length = world::long(cx, &length)?;
    let place = path.place(None);
    let answer = retry(cx, |h| h.truncate(place, length))?;
    done(cx, answer, &path.object)
}

fn pathconf(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 0> = Params { required: ["path", "name"], optional: [], posonly: 0, kwonly: 2 };
    let ([path, name], []) = args.bind(cx, "pathconf", &PARAMS)?;
    let path = world::path(cx, "pathconf", "path", &path, Also::Descriptor)?;
    let name = super::system::configuration(cx, &name, super::numbers::PATHCONF)?;
    let place = path.place(None);
    match retry(cx, |h| h.path_limit(place, name))? {
        Ok(limit) => Ok(cx.int(limit)),
        Err(22) => Err(raise_os_error(cx, 22, None)),
        Err(errno) => Err(file_error(cx, errno, &path.object, None)),
    }
}

/// `posixpath.normpath` of a str: redundant slashes, dots and parents are taken away.
fn normpath(cx: &mut Cx, path: &ObjRef) -> PyResult {
    crate::str::args::expect_str(cx, "_path_normpath", "", path)?;
    let all = crate::str::units::points(path);
    let slashes = all.iter().take_while(|&&c| c == 47).count();
    // Exactly two slashes at the start have a meaning of their own.
    let root = if slashes == 2 { 2 } else { slashes.min(1) };
    let mut parts: Vec<&[u32]> = Vec::new();
    for part in all.split(|&c| c == 47) {
        match part {
            [] | [46] => (),
            [46, 46] if parts.last().is_some_and(|p| p != &[46, 46]) => {
                parts.pop();
            }
            [46, 46] if root > 0 && parts.is_empty() => (),
            _ => parts.push(part),
        }
    }
    let mut out = vec![47; root];
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            out.push(47);
        }
        out.extend_from_slice(part);
    }
    if out.is_empty() {
        out.push(46);
    }
    Ok(cx.str_from_points(&out))
}
