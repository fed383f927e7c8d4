//! print, input, repr, ascii, format, chr, ord.

use theseus_object::methods::NativeDef;
use theseus_object::payload::Module;
use theseus_object::payload::number::IntRef;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::stdio::{read_text_line, takes_direct, write_direct};
use crate::str::args::expect_str;
use crate::str::format_value;
use crate::str::units::chars;

pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "print",
        print,
        "print($module, /, *args, sep=' ', end='\\n', file=None, flush=False)\n--\n\nPrints the values to a stream, or to sys.stdout by default.",
    ),
    NativeDef::f_range(
        "input",
        input,
        0,
        1,
        "input($module, prompt='', /)\n--\n\nRead a string from standard input.  The trailing newline is stripped.",
    ),
    NativeDef::f1(
        "repr",
        |cx, o| cx.repr(o),
        "repr($module, obj, /)\n--\n\nReturn the canonical string representation of the object.",
    ),
    NativeDef::f1(
        "ascii",
        crate::str::ascii_repr,
        "ascii($module, obj, /)\n--\n\nReturn an ASCII-only representation of an object.",
    ),
    NativeDef::f_range(
        "format",
        format,
        1,
        2,
        "format($module, value, format_spec='', /)\n--\n\nReturn type(value).__format__(value, format_spec)",
    ),
    NativeDef::f1(
        "chr",
        chr,
        "chr($module, i, /)\n--\n\nReturn a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.",
    ),
    NativeDef::f1(
        "ord",
        ord,
        "ord($module, c, /)\n--\n\nReturn the Unicode code point for a one-character string.",
    ),
];

/// A standard stream as `sys` has it now.
fn sys_stream(cx: &Cx, name: &ObjRef) -> Option<ObjRef> {
    let sys = cx.namespace_get(&cx.modules, &cx.names.sys)?;
    let dict = &cx.heap.get::<Module>(&sys)?.dict;
    cx.namespace_get(dict, name)
}

/// A separator or end: `None` stands for the usual one.
fn text_option<'a>(cx: &mut Cx, args: &Args<'a>, name: &str) -> PyResult<Option<&'a ObjRef>> {
    match args.keyword(name).filter(|o| !o.is_none()) {
        Some(o) if !o.is_str() => {
            let got = o.ty().name();
            Err(cx.type_error(format!("{name} must be None or a string, not {got}")))
        }
        o => Ok(o),
    }
}

fn print(cx: &mut Cx, args: &Args) -> PyResult {
    for name in args.names {
        if !matches!(name.ascii(), Some("sep" | "end" | "file" | "flush")) {
            let name = name.text_or_empty();
            return Err(cx.type_error(format!("'{name}' is an invalid keyword argument for print()")));
        }
    }
    let file = match args.keyword("file").filter(|o| !o.is_none()) {
        Some(f) => f.clone(),
        None => match sys_stream(cx, &cx.names.stdout) {
            Some(f) if f.is_none() => return Ok(f),
            Some(f) => f,
            None => return Err(cx.runtime_error("lost sys.stdout")),
        },
    };
    let separator = text_option(cx, args, "sep")?;
    let end = text_option(cx, args, "end")?;
    let flush = match args.keyword("flush") {
        Some(f) => cx.truth(f)?,
        None => false,
    };
    if let Some(encoder) = takes_direct(cx, &file) {
        write_direct(cx, &file, &encoder, args.pos(), separator, end)?;
    } else {
        write_pieces(cx, &file, args.pos(), separator, end)?;
    }
    if flush {
        flush_stream(cx, &file)?;
    }
    Ok(cx.none.clone())
}

fn flush_stream(cx: &mut Cx, file: &ObjRef) -> PyResult {
    let name = cx.names.flush.clone();
    let f = cx.getattr(file, &name)?;
    cx.call(&f, &[])
}

/// Writes values to any object with a `write` method, one call a piece.
fn write_pieces(
    cx: &mut Cx,
    file: &ObjRef,
    values: &[ObjRef],
    separator: Option<&ObjRef>,
    end: Option<&ObjRef>,
) -> PyResult<()> {
    let separator = separator.cloned().unwrap_or_else(|| cx.char(' ' as u32));
    let end = end.cloned().unwrap_or_else(|| cx.char('\n' as u32));
    for (i, value) in values.iter().enumerate() {
        if i > 0 {
            write_piece(cx, file, &separator)?;
        }
        write_piece(cx, file, value)?;
    }
    write_piece(cx, file, &end)
}

fn write_piece(cx: &mut Cx, file: &ObjRef, value: &ObjRef) -> PyResult<()> {
    let name = cx.names.write.clone();
    let write = cx.getattr(file, &name)?;
    let text = cx.str(value)?;
    cx.call(&write, &[text])?;
    Ok(())
}

/// A standard stream that `input` needs.
fn needed(cx: &mut Cx, name: &ObjRef) -> PyResult {
    match sys_stream(cx, name).filter(|s| !s.is_none()) {
        Some(s) => Ok(s),
        None => {
            let name = name.text_or_empty();
            Err(cx.runtime_error(format!("input(): lost sys.{name}")))
        }
    }
}

fn input(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [stdin, stdout, stderr] = [&cx.names.stdin, &cx.names.stdout, &cx.names.stderr].map(ObjRef::clone);
    let fin = needed(cx, &stdin)?;
    let fout = needed(cx, &stdout)?;
    let ferr = needed(cx, &stderr)?;
    if flush_stream(cx, &ferr).is_err() {
        // Nothing can be told there.
        drop(cx.take_exception());
    }
    if let Some(prompt) = args.first() {
        write_piece(cx, &fout, prompt)?;
    }
    if flush_stream(cx, &fout).is_err() {
        // As little can be told here.
        drop(cx.take_exception());
    }
    let line = if let Some(line) = read_text_line(cx, &fin) {
        line?
    } else {
        let line = cx.call_method(&fin, "readline", &[])?;
        if !line.is_str() {
            return Err(cx.type_error("object.readline() returned non-string"));
        }
        line
    };
    let n = chars(&line).len();
    if n == 0 {
        let ty = cx.excs.eof_error.clone();
        return Err(cx.error(&ty, "EOF when reading a line"));
    }
    let ends = chars(&line).get(n - 1) == Some('\n' as u32);
    Ok(cx.str_slice(&line, 0, n - usize::from(ends)))
}

fn format(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    if let Some(spec) = args.get(1) {
        expect_str(cx, "format", " 2", spec)?;
    }
    format_value(cx, &args[0], args.get(1))
}

fn chr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let v = cx.index(o)?;
    match v.integer() {
        Some(IntRef::Small(c @ 0..0x11_0000)) => Ok(cx.char(c as u32)),
        Some(IntRef::Small(c)) if i32::try_from(c).is_ok() => {
            Err(cx.value_error("chr() arg not in range(0x110000)"))
        }
        _ => Err(cx.overflow_error("Python int too large to convert to C int")),
    }
}

fn ord(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (n, first) = match o.chars() {
        Some(c) => (c.len(), c.get(0)),
        None => match cx.heap.bytes(o).filter(|_| matches!(o.kind(), Kind::Bytes | Kind::ByteArray)) {
            Some(b) => (b.len(), b.first().map(|&b| b as u32)),
            None => {
                let got = o.ty().name();
                return Err(cx.type_error(format!("ord() expected string of length 1, but {got} found")));
            }
        },
    };
    match (n, first) {
        (1, Some(c)) => Ok(cx.int(c as i64)),
        _ => Err(cx.type_error(format!("ord() expected a character, but string of length {n} found"))),
    }
}
