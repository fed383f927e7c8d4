//! The module `_io`: streams of bytes and text, and `open`.

pub mod base;
pub mod buffered;
pub mod bytesio;
pub mod coder;
pub mod file;
pub mod newline;
pub mod pair;
pub mod stringio;
pub mod text;

use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Raised};

use crate::module::new_module;
use crate::str::args::expect_str;
use crate::world;

pub const DEFAULT_BUFFER_SIZE: usize = 8192;

const OPEN_DOC: &str = "Open file and return a stream.  Raise OSError upon failure.\n\nfile is either a text or byte string giving the name (and the path\nif the file isn't in the current working directory) of the file to\nbe opened or an integer file descriptor of the file to be\nwrapped. (If a file descriptor is given, it is closed when the\nreturned I/O object is closed, unless closefd is set to False.)\n\nmode is an optional string that specifies the mode in which the file\nis opened: 'r' open for reading (default), 'w' open for writing,\ntruncating the file first, 'x' create a new file and open it for\nwriting, 'a' open for writing, appending to the end of the file if it\nexists, 'b' binary mode, 't' text mode (default), '+' open a disk file\nfor updating (reading and writing).";

pub static OPEN: &[NativeDef] = &[NativeDef::f_full("open", open, OPEN_DOC)];

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "open_code",
        open_code,
        "Opens the provided file with the intent to import the contents.\n\nThis may perform extra validation beyond open(), but is otherwise interchangeable\nwith calling open(path, 'rb').",
    ),
    NativeDef::f_range(
        "text_encoding",
        text_encoding,
        1,
        2,
        "A helper function to choose the text encoding.\n\nWhen encoding is not None, this function returns it.\nOtherwise, this function returns the default text encoding\n(i.e. \"locale\" or \"utf-8\" depends on UTF-8 mode).",
    ),
];

/// The types that standard streams are made of; the others come with the module.
pub fn install_core(cx: &mut Cx) {
    let bases = base::install(cx);
    let file = file::install(cx, &bases.raw);
    let [reader, writer, random] = buffered::install(cx, &bases.buffered);
    let text = text::install(cx, &bases.text);
    let all = [
        ("_io._IOBase", bases.io),
        ("_io._RawIOBase", bases.raw),
        ("_io._BufferedIOBase", bases.buffered),
        ("_io._TextIOBase", bases.text),
        ("_io.FileIO", file),
        ("_io.BufferedReader", reader),
        ("_io.BufferedWriter", writer),
        ("_io.BufferedRandom", random),
        ("_io.TextIOWrapper", text),
    ];
    for (name, ty) in all {
        cx.keep(name, ty.as_ref().clone());
    }
    let module = cx.intern("_io");
    let open = cx.native_function(&OPEN[0], Some(module));
    cx.keep("_io.open", open.clone());
    cx.namespace_put(&cx.builtins, "open", open);
}

const NAMES: [&str; 9] = [
    "_io._IOBase",
    "_io._RawIOBase",
    "_io._BufferedIOBase",
    "_io._TextIOBase",
    "_io.FileIO",
    "_io.BufferedReader",
    "_io.BufferedWriter",
    "_io.BufferedRandom",
    "_io.TextIOWrapper",
];

fn short(name: &str) -> &str {
    name.strip_prefix("_io.").unwrap_or(name)
}

pub fn install(cx: &mut Cx) {
    let module = new_module(cx, "_io", "The io module provides the Python interfaces to stream handling.");
    let Some(dict) = cx.existing_dict(&module) else { return };
    world::put_functions(cx, &dict, "_io", FUNCTIONS);
    if let Some(open) = cx.kept("_io.open") {
        cx.namespace_put(&dict, "open", open);
    }
    for name in NAMES {
        if let Some(ty) = cx.kept(name) {
            cx.namespace_put(&dict, short(name), ty);
        }
    }
    if cx.kept("_io.BytesIO").is_none() {
        let buffered = cx.kept_type("_io._BufferedIOBase");
        let text = cx.kept_type("_io._TextIOBase");
        if let (Some(buffered), Some(text)) = (buffered, text) {
            cx.keep("_io.BytesIO", bytesio::install(cx, &buffered).as_ref().clone());
            cx.keep("_io.BufferedRWPair", pair::install(cx, &buffered).as_ref().clone());
            cx.keep("_io.StringIO", stringio::install(cx, &text).as_ref().clone());
            cx.keep("_io.IncrementalNewlineDecoder", newline::install(cx).as_ref().clone());
        }
    }
    for name in ["_io.BytesIO", "_io.BufferedRWPair", "_io.StringIO", "_io.IncrementalNewlineDecoder"] {
        if let Some(ty) = cx.kept(name) {
            cx.namespace_put(&dict, short(name), ty);
        }
    }
    if let Ok(class) = unsupported_class(cx) {
        cx.namespace_put(&dict, "UnsupportedOperation", class);
    }
    cx.namespace_put(&dict, "BlockingIOError", cx.excs.blocking_io_error.as_ref().clone());
    world::put_numbers(cx, &dict, &[("DEFAULT_BUFFER_SIZE", DEFAULT_BUFFER_SIZE as i64)]);
}

/// A type of the module by its short name.
pub fn class(cx: &mut Cx, name: &'static str) -> PyResult {
    let key = match name {
        "FileIO" => "_io.FileIO",
        "BufferedReader" => "_io.BufferedReader",
        "BufferedWriter" => "_io.BufferedWriter",
        "BufferedRandom" => "_io.BufferedRandom",
        _ => "_io.TextIOWrapper",
    };
    match cx.kept(key) {
        Some(ty) => Ok(ty),
        None => Err(cx.runtime_error("lost _io")),
    }
}

/// `io.UnsupportedOperation`, made on first use: an OSError that is a ValueError too.
fn unsupported_class(cx: &mut Cx) -> PyResult {
    const KEY: &str = "_io.UnsupportedOperation";
    if let Some(class) = cx.kept(KEY) {
        return Ok(class);
    }
    let bases = cx.new_tuple([cx.excs.os_error.as_ref().clone(), cx.excs.value_error.as_ref().clone()]);
    let dict = cx.new_dict();
    cx.namespace_put(&dict, "__module__", cx.new_str("io"));
    let (name, make) = (cx.new_str("UnsupportedOperation"), cx.types.type_.as_ref().clone());
    let class = cx.call(&make, &[name, bases, dict])?;
    cx.keep(KEY, class.clone());
    Ok(class)
}

/// Raises io.UnsupportedOperation.
#[cold]
pub fn unsupported(cx: &mut Cx, text: &str) -> Raised {
    let text = cx.new_str(text);
    match unsupported_class(cx).and_then(|class| cx.call(&class, &[text])) {
        Ok(e) => cx.raise(e),
        Err(e) => e,
    }
}

/// Whether the stream says that it is closed.
pub fn is_closed(cx: &mut Cx, stream: &ObjRef) -> PyResult<bool> {
    let name = cx.intern("closed");
    let r = cx.getattr(stream, &name)?;
    cx.truth(&r)
}

/// A limit on what is read: `None` for none.
pub fn size_argument(cx: &mut Cx, o: Option<&ObjRef>) -> PyResult<Option<usize>> {
    let Some(o) = o.filter(|o| !o.is_none()) else { return Ok(None) };
    if !o.is_int() && o.ty().slots().index.is_none() {
        let got = o.ty().name();
        return Err(cx.type_error(format!("argument should be integer or None, not '{got}'")));
    }
    Ok(usize::try_from(crate::str::args::ssize(cx, o)?).ok())
}

pub fn refuse_pickling(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let name = me.ty().name();
    let name = name.rsplit('.').next().unwrap_or_default();
    Err(cx.type_error(format!("cannot pickle '{name}' instances")))
}

/// The `repr` of a stream's name, which may be the stream itself.
pub fn name_text(cx: &mut Cx, me: &ObjRef, name: &ObjRef) -> PyResult<String> {
    const AGAIN: &str = "\0again";
    let name = name.clone();
    let text = cx.guarded_repr(me, AGAIN, |cx| cx.repr(&name))?.text_or_empty();
    if text == AGAIN {
        let class = me.ty().name();
        return Err(cx.runtime_error(format!("reentrant call inside {class}.__repr__")));
    }
    Ok(text)
}

/// An attribute, unless the stream has none or says why not with a ValueError.
pub fn soft_attribute(cx: &mut Cx, me: &ObjRef, name: &str) -> PyResult<Option<ObjRef>> {
    let name = cx.intern(name);
    match cx.try_getattr(me, &name) {
        Err(_) if cx.catch(&cx.excs.value_error.clone()) => Ok(None),
        r => r,
    }
}

/// `<class name='…' and more>`.
pub fn named_repr(
    cx: &mut Cx,
    me: &ObjRef,
    more: impl FnOnce(&mut Cx, &ObjRef) -> PyResult<String>,
) -> PyResult {
    let class = me.ty().name();
    let name = match soft_attribute(cx, me, "name")? {
        Some(name) => format!(" name={}", name_text(cx, me, &name)?),
        None => String::new(),
    };
    let more = more(cx, me)?;
    Ok(cx.new_str(&format!("<{class}{name}{more}>")))
}

/// A copy of the stream's `__dict__`, or None if it is empty.
pub fn dict_copy(cx: &Cx, me: &ObjRef) -> ObjRef {
    let items = cx.instance_items(me);
    if items.is_empty() {
        return cx.none.clone();
    }
    let dict = cx.new_dict();
    for (key, value) in items {
        drop(cx.namespace_set(&dict, &key, value));
    }
    dict
}

pub fn update_dict(cx: &mut Cx, me: &ObjRef, dict: &ObjRef) -> PyResult<()> {
    for (key, value) in cx.dict_items(dict) {
        cx.setattr(me, &key, Some(&value))?;
    }
    Ok(())
}

/// What a mode string asks of `open`.
struct Mode {
    raw: String,
    reading: bool,
    writing: bool,
    updating: bool,
    binary: bool,
}

fn parse_mode(cx: &mut Cx, mode: &str) -> PyResult<Mode> {
    let has = |c: char| mode.contains(c);
    let known = mode.chars().all(|c| "xrwa+tb".contains(c));
    let twice = "xrwa+tb".chars().any(|c| mode.matches(c).count() > 1);
    if !known || twice {
        return Err(cx.value_error(format!("invalid mode: '{mode}'")));
    }
    if has('t') && has('b') {
        return Err(cx.value_error("can't have text and binary mode at once"));
    }
    if mode.chars().filter(|c| "xrwa".contains(*c)).count() > 1 {
        return Err(cx.value_error("must have exactly one of create/read/write/append mode"));
    }
    let mut raw = String::new();
    for c in "xrwa+".chars().filter(|&c| has(c)) {
        raw.push(c);
    }
    Ok(Mode {
        raw,
        reading: has('r'),
        writing: has('w') || has('a') || has('x'),
        updating: has('+'),
        binary: has('b'),
    })
}

static PARAMS: Params<1, 7> = Params {
    required: ["file"],
    optional: ["mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"],
    posonly: 0,
    kwonly: 8,
};

fn open(cx: &mut Cx, args: &Args) -> PyResult {
    let ([file], [mode, buffering, encoding, errors, newline, close_fd, opener]) =
        args.bind(cx, "open", &PARAMS)?;
    let mode = match mode {
        Some(m) => {
            expect_str(cx, "open", " 'mode'", &m)?;
            m.text_or_empty()
        }
        None => "r".to_string(),
    };
    let buffering = match buffering {
        Some(b) => world::c_int(cx, &b)?,
        None => -1,
    };
    for (name, value) in [("encoding", &encoding), ("errors", &errors), ("newline", &newline)] {
        if let Some(v) = value.as_ref().filter(|v| !v.is_none() && !v.is_str()) {
            let got = v.kind_given();
            return Err(cx.type_error(format!("open() argument '{name}' must be str or None, not {got}")));
        }
    }
    let path =
        if file.is_int() || file.ty().slots().index.is_some() { file } else { world::fspath(cx, &file)? };
    let mode = {
        let text = mode;
        let parsed = parse_mode(cx, &text)?;
        check_text_options(cx, &parsed, &encoding, &errors, &newline)?;
        parsed
    };
    if mode.binary && buffering == 1 {
        let text = "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
        let class = cx.excs.runtime_warning.clone();
        (cx.upcalls.warn)(cx, &class, text, 1)?;
    }
    let class = class(cx, "FileIO")?;
    let raw_mode = cx.new_str(&mode.raw);
    let close_fd = close_fd.unwrap_or_else(|| cx.true_.clone());
    let opener = opener.unwrap_or_else(|| cx.none.clone());
    let raw = cx.call(&class, &[path, raw_mode, close_fd, opener])?;
    match layers(cx, &raw, &mode, buffering, [encoding, errors, newline]) {
        Ok(stream) => Ok(stream),
        Err(e) => {
            let raised = cx.take_exception();
            if file::close(cx, &raw).is_err() {
                drop(cx.take_exception());
            }
            Err(raised.map_or(e, |r| cx.reraise(r)))
        }
    }
}

/// Binary files take no options of text, and text needs a buffer.
fn check_text_options(
    cx: &mut Cx,
    mode: &Mode,
    encoding: &Option<ObjRef>,
    errors: &Option<ObjRef>,
    newline: &Option<ObjRef>,
) -> PyResult<()> {
    if !mode.binary {
        return Ok(());
    }
    for (value, what) in [(encoding, "an encoding"), (errors, "an errors"), (newline, "a newline")] {
        if value.as_ref().is_some_and(|v| !v.is_none()) {
            return Err(cx.value_error(format!("binary mode doesn't take {what} argument")));
        }
    }
    Ok(())
}

/// The layers over a raw stream that a mode asks for.
fn layers(
    cx: &mut Cx,
    raw: &ObjRef,
    mode: &Mode,
    mut buffering: i32,
    [encoding, errors, newline]: [Option<ObjRef>; 3],
) -> PyResult {
    let fd = cx.heap.get::<file::File>(raw).map_or(-1, |f| f.fd);
    let is_terminal = (buffering < 0 || buffering == 1) && cx.host.get().is_some_and(|h| h.is_terminal(fd));
    let mut line_buffering = buffering == 1 && !mode.binary;
    if buffering == 1 {
        buffering = -1;
    } else if buffering < 0 && is_terminal {
        line_buffering = true;
    }
    if buffering == 0 {
        if mode.binary {
            return Ok(raw.clone());
        }
        return Err(cx.value_error("can't have unbuffered text I/O"));
    }
    let size = if buffering < 0 { file::block_size_of(cx, raw).max(1) as usize } else { buffering as usize };
    let (name, readable, writable) = match (mode.updating, mode.writing, mode.reading) {
        (true, ..) => ("BufferedRandom", true, true),
        (_, true, _) => ("BufferedWriter", false, true),
        (_, _, true) => ("BufferedReader", true, false),
        _ => return Err(cx.value_error(format!("unknown mode: '{}'", mode.raw))),
    };
    let class_ = class(cx, name)?;
    let buffer = if mode.updating {
        // It must be seekable, which the constructor looks at.
        let size = cx.usize(size);
        cx.call(&class_, &[raw.clone(), size])?
    } else {
        match buffered::over(cx, &class_, raw, readable, writable, size) {
            Some(b) => b,
            None => return Err(cx.bad_internal("buffer")),
        }
    };
    if mode.binary {
        return Ok(buffer);
    }
    let none = cx.none.clone();
    let [encoding, errors, newline] = [encoding, errors, newline].map(|o| o.unwrap_or_else(|| none.clone()));
    let class = class(cx, "TextIOWrapper")?;
    let line_buffering = cx.bool(line_buffering);
    let stream = cx.call(&class, &[buffer, encoding, errors, newline, line_buffering])?;
    let letter = if mode.writing {
        if mode.raw.contains('x') {
            "x"
        } else if mode.raw.contains('a') {
            "a"
        } else {
            "w"
        }
    } else {
        "r"
    };
    let text = format!("{letter}{}", if mode.updating { "+" } else { "" });
    let (key, text) = (cx.intern("mode"), cx.new_str(&text));
    cx.setattr(&stream, &key, Some(&text))?;
    Ok(stream)
}

/// Imports a module by its absolute name.
pub fn import(cx: &mut Cx, name: &str) -> PyResult {
    let (key, none) = (cx.intern(name), cx.none.clone());
    if let Some(m) = cx.namespace_get(&cx.modules, &key).filter(|m| !m.is_none()) {
        return Ok(m);
    }
    let globals = cx.new_dict();
    let args = [key.clone(), globals, none.clone(), none, cx.int(0)];
    (cx.upcalls.import)(cx, &args)?;
    match cx.namespace_get(&cx.modules, &key) {
        Some(m) => Ok(m),
        None => Err(cx.import_error(format!("lost {name}"))),
    }
}

fn open_code(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["path"], optional: [], posonly: 0, kwonly: 1 };
    let ([path], []) = args.bind(cx, "open_code", &PARAMS)?;
    expect_str(cx, "open_code", " 'path'", &path)?;
    let mode = cx.new_str("rb");
    open(cx, &Args::positional_only(&[path, mode]))
}

fn text_encoding(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    if args[0].is_none() {
        let level = args.get(1).map_or(Ok(2), |level| crate::str::args::ssize(cx, level))?;
        text::warn_of_default(cx, usize::try_from(level).unwrap_or(1))?;
        let name = if cx.utf8_mode.get() { "utf-8" } else { "locale" };
        return Ok(cx.new_str(name));
    }
    Ok(args[0].clone())
}

/// Whether an object is exact bytes.
pub fn is_bytes(o: &ObjRef) -> bool {
    o.kind() == Kind::Bytes
}
