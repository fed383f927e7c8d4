//! What native modules that talk to the host have in common: system calls that signals interrupt,
//! paths, descriptors, errors with their files, and tables of functions and constants.

use theseus_object::host::{Answer, EINTR, ENOSYS, Errno, Fd, Host, Place};
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, Interp, Kind, ObjRef, PyResult, Raised};

use crate::exceptions::raise_os_error;

/// Asks the host once something that it knows at once; without one, whatever it is asked is not implemented.
pub fn ask<T>(cx: &Cx, call: impl FnOnce(&dyn Host) -> Answer<T>) -> Answer<T> {
    match cx.host.get() {
        Some(host) => call(host.as_ref()),
        None => Err(ENOSYS),
    }
}

/// Asks the host once something that may take long, while other threads run.
pub fn wait<T: Send>(cx: &mut Cx, call: impl FnOnce(&dyn Host) -> Answer<T> + Send) -> Answer<T> {
    let interp: &'static Interp = cx.heap.forever();
    match interp.host.get().map(Box::as_ref) {
        Some(host) => cx.blocking(|| call(host)),
        None => Err(ENOSYS),
    }
}

/// Asks the host until no signal comes between; handlers of signals and other threads run meanwhile.
/// The inner result is the host's answer, the outer one that of a handler.
pub fn retry<T: Send>(
    cx: &mut Cx,
    mut call: impl FnMut(&dyn Host) -> Answer<T> + Send,
) -> PyResult<Answer<T>> {
    loop {
        match wait(cx, &mut call) {
            Err(EINTR) => cx.poll()?,
            answer => return Ok(answer),
        }
    }
}

/// Asks the host as [`retry`] does; an error number becomes an OSError.
pub fn system<T: Send>(cx: &mut Cx, call: impl FnMut(&dyn Host) -> Answer<T> + Send) -> PyResult<T> {
    let answer = retry(cx, call)?;
    answer.map_err(|errno| raise_os_error(cx, errno, None))
}

/// The OSError of a call about one or two files.
#[cold]
pub fn file_error(cx: &mut Cx, errno: Errno, file: &ObjRef, second: Option<&ObjRef>) -> Raised {
    let raised = raise_os_error(cx, errno, Some(file).filter(|f| !f.is_none()));
    if let (Some(second), Some(e)) = (second, cx.exception().cloned()) {
        let name = cx.intern("filename2");
        let _ = cx.setattr(&e, &name, Some(second));
    }
    raised
}

/// Text of bytes that the system gave: UTF-8, other bytes as lone surrogates.
pub fn name_from_bytes(cx: &Cx, bytes: &[u8]) -> ObjRef {
    let mut points = Vec::new();
    let mut rest = bytes;
    loop {
        match std::str::from_utf8(rest) {
            Ok(text) if points.is_empty() => return cx.new_str(text),
            Ok(text) => {
                points.extend(text.chars().map(u32::from));
                return cx.str_from_points(&points);
            }
            Err(e) => {
                let (valid, bad) = rest.split_at(e.valid_up_to());
                points.extend(std::str::from_utf8(valid).unwrap_or_default().chars().map(u32::from));
                let n = e.error_len().unwrap_or(bad.len());
                points.extend(bad.iter().take(n).map(|&b| 0xdc00 + b as u32));
                rest = bad.get(n..).unwrap_or_default();
            }
        }
    }
}

/// The bytes of a name for the system: UTF-8, lone surrogates as the bytes they stand for.
pub fn name_to_bytes(cx: &mut Cx, name: &ObjRef) -> PyResult<Vec<u8>> {
    match name.ascii() {
        Some(text) => Ok(text.as_bytes().to_vec()),
        None => crate::str::encode(cx, name, "utf-8", "surrogateescape"),
    }
}

/// `os.fspath(o)`: str and bytes stand for themselves.
pub fn fspath(cx: &mut Cx, o: &ObjRef) -> PyResult {
    if o.is_str() || o.kind() == Kind::Bytes {
        return Ok(o.clone());
    }
    let name = cx.names.fspath.clone();
    let Some(r) = cx.call_type_method(o, &name, &[]) else {
        let got = o.ty().name();
        return Err(cx.type_error(format!("expected str, bytes or os.PathLike object, not {got}")));
    };
    let r = r?;
    if r.is_str() || r.kind() == Kind::Bytes {
        return Ok(r);
    }
    let (of, got) = (o.ty().name(), r.ty().name());
    Err(cx.type_error(format!("expected {of}.__fspath__() to return str or bytes, not {got}")))
}

/// A path as the program gave it and as the system takes it; or an open descriptor.
pub struct Path {
    /// For errors; None where nothing was given.
    pub object: ObjRef,
    pub bytes: Vec<u8>,
    pub fd: Option<Fd>,
    /// Whether names found there are bytes too.
    pub wants_bytes: bool,
}

impl Path {
    /// The place that the path means, below a directory if one is given.
    pub fn place(&self, directory: Option<Fd>) -> Place<'_> {
        match (self.fd, directory) {
            (Some(fd), _) => Place::Open(fd),
            (None, Some(dir)) => Place::At(dir, &self.bytes),
            (None, None) => Place::Path(&self.bytes),
        }
    }

    /// A name of the system's as the path's own type.
    pub fn name(&self, cx: &Cx, bytes: &[u8]) -> ObjRef {
        if self.wants_bytes { cx.new_bytes(bytes) } else { name_from_bytes(cx, bytes) }
    }
}

/// What a parameter may be, besides a path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Also {
    Nothing,
    Descriptor,
    None,
    DescriptorOrNone,
}

/// Reads a path argument; the words of errors are those of `path_converter`.
pub fn path(cx: &mut Cx, function: &str, argument: &str, o: &ObjRef, also: Also) -> PyResult<Path> {
    let with_fd = matches!(also, Also::Descriptor | Also::DescriptorOrNone);
    let with_none = matches!(also, Also::None | Also::DescriptorOrNone);
    if o.is_none() && with_none {
        return Ok(Path { object: o.clone(), bytes: b".".to_vec(), fd: None, wants_bytes: false });
    }
    let mut given = o.clone();
    if !o.is_str() && o.kind() != Kind::Bytes {
        if with_fd && (o.is_int() || o.ty().slots().index.is_some()) {
            let fd = descriptor_number(cx, o)?;
            return Ok(Path { object: o.clone(), bytes: Vec::new(), fd: Some(fd), wants_bytes: false });
        }
        let name = cx.names.fspath.clone();
        let Some(r) = cx.call_type_method(o, &name, &[]) else {
            let kinds = match also {
                Also::Nothing => "string, bytes or os.PathLike",
                Also::Descriptor => "string, bytes, os.PathLike or integer",
                Also::None => "string, bytes, os.PathLike or None",
                Also::DescriptorOrNone => "string, bytes, os.PathLike, integer or None",
            };
            let got = o.ty().name();
            return Err(cx.type_error(format!("{function}: {argument} should be {kinds}, not {got}")));
        };
        given = r?;
        if !given.is_str() && given.kind() != Kind::Bytes {
            let (of, got) = (o.ty().name(), given.ty().name());
            return Err(
                cx.type_error(format!("expected {of}.__fspath__() to return str or bytes, not {got}"))
            );
        }
    }
    let wants_bytes = !given.is_str();
    let bytes = match cx.heap.bytes(&given) {
        Some(b) => b.to_vec(),
        None => name_to_bytes(cx, &given)?,
    };
    if bytes.contains(&0) {
        let text = match function {
            "" => "embedded null byte".to_string(),
            _ if !wants_bytes => "embedded null byte".to_string(),
            _ => format!("{function}: embedded null character in {argument}"),
        };
        return Err(cx.value_error(text));
    }
    Ok(Path { object: given, bytes, fd: None, wants_bytes })
}

fn descriptor_number(cx: &mut Cx, o: &ObjRef) -> PyResult<Fd> {
    let v = cx.index(o)?;
    match v.int().map(i32::try_from) {
        Some(Ok(fd)) => Ok(fd),
        _ => {
            let negative = v.int().is_some_and(|v| v < 0);
            let side = if negative { "less than minimum" } else { "greater than maximum" };
            Err(cx.overflow_error(format!("fd is {side}")))
        }
    }
}

/// A descriptor: an int, or what `fileno()` of an object gives.
pub fn descriptor(cx: &mut Cx, o: &ObjRef) -> PyResult<Fd> {
    let number = if o.is_int() {
        o.clone()
    } else {
        let name = cx.intern("fileno");
        let Some(f) = cx.try_getattr(o, &name)? else {
            return Err(cx.type_error("argument must be an int, or have a fileno() method."));
        };
        let r = cx.call(&f, &[])?;
        if !r.is_int() {
            return Err(cx.type_error("fileno() returned a non-integer"));
        }
        r
    };
    let Some(fd) = number.int().and_then(|v| i32::try_from(v).ok()) else {
        return Err(cx.overflow_error("Python int too large to convert to C int"));
    };
    if fd < 0 {
        return Err(cx.value_error(format!("file descriptor cannot be a negative integer ({fd})")));
    }
    Ok(fd)
}

/// An exact int argument that fits a C int, in the words of CPython's format `i`.
pub fn c_int(cx: &mut Cx, o: &ObjRef) -> PyResult<i32> {
    if !o.is_int() && o.ty().slots().index.is_none() {
        let got = o.ty().name();
        return Err(cx.type_error(format!("'{got}' object cannot be interpreted as an integer")));
    }
    let v = cx.index(o)?;
    match v.int() {
        Some(v) => match i32::try_from(v) {
            Ok(v) => Ok(v),
            Err(_) if v < 0 => Err(cx.overflow_error("signed integer is less than minimum")),
            Err(_) => Err(cx.overflow_error("signed integer is greater than maximum")),
        },
        None => Err(cx.overflow_error("Python int too large to convert to C long")),
    }
}

/// A number of 64 bits.
pub fn long(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let v = cx.index(o)?;
    match v.int() {
        Some(v) => Ok(v),
        None => Err(cx.overflow_error("Python int too large to convert to C long")),
    }
}

/// Puts native functions into the namespace of a module.
pub fn put_functions(cx: &Cx, dict: &ObjRef, module: &str, functions: &'static [NativeDef]) {
    let name = cx.intern(module);
    for def in functions {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(dict, def.name, f);
    }
}

/// Puts numbers into the namespace of a module.
pub fn put_numbers(cx: &Cx, dict: &ObjRef, numbers: &[(&str, i64)]) {
    for (name, value) in numbers {
        cx.namespace_put(dict, name, cx.int(*value));
    }
}
