//! The module `fcntl`: control of descriptors, and file locks.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::module::new_module;
use crate::world::{self, c_int, descriptor, long, system};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_range(
        "fcntl",
        fcntl,
        2,
        3,
        "Perform the operation `cmd` on file descriptor fd.\n\nThe values used for `cmd` are operating system dependent, and are available\nas constants in the fcntl module, using the same names as used in\nthe relevant C header files.  The argument arg is optional, and\ndefaults to 0; it may be an int or a string.  If arg is given as a string,\nthe return value of fcntl is a string of that length, containing the\nresulting value put in the arg buffer by the operating system.  The length\nof the arg string is not allowed to exceed 1024 bytes.  If the arg given\nis an integer or if none is specified, the result value is an integer\ncorresponding to the return value of the fcntl call in the C code.",
    ),
    NativeDef::f_range("ioctl", ioctl, 2, 4, "Perform the operation request on file descriptor fd."),
    NativeDef::f2(
        "flock",
        flock,
        "Perform the lock operation `operation` on file descriptor `fd`.\n\nSee the Unix manual page for flock(2) for details (On some systems, this\nfunction is emulated using fcntl()).",
    ),
    NativeDef::f_range("lockf", lockf, 2, 5, "A wrapper around the fcntl() locking calls."),
];

const NUMBERS: &[(&str, i64)] = &[
    ("LOCK_SH", 1),
    ("LOCK_EX", 2),
    ("LOCK_NB", 4),
    ("LOCK_UN", 8),
    ("LOCK_MAND", 32),
    ("LOCK_READ", 64),
    ("LOCK_WRITE", 128),
    ("LOCK_RW", 192),
    ("F_DUPFD", 0),
    ("F_DUPFD_CLOEXEC", 1030),
    ("F_GETFD", 1),
    ("F_SETFD", 2),
    ("F_GETFL", 3),
    ("F_SETFL", 4),
    ("F_GETLK", 5),
    ("F_SETLK", 6),
    ("F_SETLKW", 7),
    ("F_OFD_GETLK", 36),
    ("F_OFD_SETLK", 37),
    ("F_OFD_SETLKW", 38),
    ("F_GETOWN", 9),
    ("F_SETOWN", 8),
    ("F_GETSIG", 11),
    ("F_SETSIG", 10),
    ("F_RDLCK", 0),
    ("F_WRLCK", 1),
    ("F_UNLCK", 2),
    ("F_GETLK64", 5),
    ("F_SETLK64", 6),
    ("F_SETLKW64", 7),
    ("FASYNC", 8192),
    ("F_SETLEASE", 1024),
    ("F_GETLEASE", 1025),
    ("F_NOTIFY", 1026),
    ("F_EXLCK", 4),
    ("F_SHLCK", 8),
    ("F_SETPIPE_SZ", 1031),
    ("F_GETPIPE_SZ", 1032),
    ("FICLONE", 1074041865),
    ("FICLONERANGE", 1075876877),
    ("FD_CLOEXEC", 1),
    ("DN_ACCESS", 1),
    ("DN_MODIFY", 2),
    ("DN_CREATE", 4),
    ("DN_DELETE", 8),
    ("DN_RENAME", 16),
    ("DN_ATTRIB", 32),
    ("DN_MULTISHOT", 2147483648),
    ("F_ADD_SEALS", 1033),
    ("F_GET_SEALS", 1034),
    ("F_SEAL_SEAL", 1),
    ("F_SEAL_SHRINK", 2),
    ("F_SEAL_GROW", 4),
    ("F_SEAL_WRITE", 8),
];

pub fn install(cx: &mut Cx) {
    let doc = "This module performs file control and I/O control on file\ndescriptors.  It is an interface to the fcntl() and ioctl() Unix\nroutines.  File descriptors can be obtained with the fileno() method of\na file or socket object.";
    let module = new_module(cx, "fcntl", doc);
    let Some(dict) = cx.existing_dict(&module) else { return };
    world::put_functions(cx, &dict, "fcntl", FUNCTIONS);
    world::put_numbers(cx, &dict, NUMBERS);
}

/// The longest structure that goes by value.
const MOST: usize = 1024;

/// The bytes of a structure argument: str, bytes or any buffer.
fn structure(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<Vec<u8>>> {
    if o.is_str() {
        return crate::str::encode(cx, o, "utf-8", "strict").map(Some);
    }
    cx.try_buffer(o)?.map(|b| b.copied(cx)).transpose()
}

fn fcntl(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (fd, command) = (descriptor(cx, &args[0])?, c_int(cx, &args[1])?);
    let Some(argument) = args.get(2) else {
        let r = system(cx, |h| h.control(fd, command, 0))?;
        return Ok(cx.int(r as i64));
    };
    if let Some(mut data) = structure(cx, argument)? {
        if data.len() > MOST {
            return Err(cx.value_error("fcntl string arg too long"));
        }
        system(cx, |h| h.control_buffer(fd, command, &mut data))?;
        return Ok(cx.new_bytes(&data));
    }
    let n = number(cx, argument)?;
    let r = system(cx, |h| h.control(fd, command, n))?;
    Ok(cx.int(r as i64))
}

fn number(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    if !o.is_int() && o.ty().slots().index.is_none() {
        let got = o.ty().name();
        return Err(cx.type_error(format!("'{got}' object cannot be interpreted as an integer")));
    }
    long(cx, o)
}

fn ioctl(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let fd = descriptor(cx, &args[0])?;
    let request = number(cx, &args[1])? as u64;
    let mutate = match args.get(3) {
        Some(m) => cx.truth(m)?,
        None => true,
    };
    let Some(argument) = args.get(2) else {
        let r = system(cx, |h| h.device_control(fd, request, 0))?;
        return Ok(cx.int(r as i64));
    };
    if let Some(mut data) = structure(cx, argument)? {
        if data.len() > 4096 {
            return Err(cx.value_error("ioctl string arg too long"));
        }
        let r = system(cx, |h| h.device_control_buffer(fd, request, &mut data))?;
        let writable = !argument.is_str() && argument.kind() != Kind::Bytes;
        if writable && mutate {
            let buffer = cx.writable_buffer(argument, "ioctl() argument")?;
            if let Some(to) = buffer.bytes_mut(&mut cx.heap).get_mut(..data.len()) {
                to.copy_from_slice(&data);
            }
            return Ok(cx.int(r as i64));
        }
        return Ok(cx.new_bytes(&data));
    }
    let n = number(cx, argument)?;
    let r = system(cx, |h| h.device_control(fd, request, n))?;
    Ok(cx.int(r as i64))
}

fn flock(cx: &mut Cx, fd: &ObjRef, operation: &ObjRef) -> PyResult {
    let (fd, operation) = (descriptor(cx, fd)?, c_int(cx, operation)?);
    system(cx, |h| h.lock(fd, operation))?;
    Ok(cx.none.clone())
}

fn lockf(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (fd, command) = (descriptor(cx, &args[0])?, c_int(cx, &args[1])?);
    let mut rest = [0; 3];
    for (slot, o) in rest.iter_mut().zip(args.iter().skip(2)) {
        *slot = number(cx, o)?;
    }
    let [length, start, whence] = rest;
    if command & 0b1011 == 0 {
        return Err(cx.value_error("unrecognized lockf argument"));
    }
    system(cx, |h| h.lock_part(fd, command, length, start, whence as i32))?;
    Ok(cx.none.clone())
}
