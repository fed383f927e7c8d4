//! The format protocol: `format()`, `str.__format__`, `str.format` and `str.format_map`.

use std::fmt::Write;
use std::ops::Range;

use theseus_object::methods::NativeDef;
use theseus_object::payload::number;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::args::{checked, expect_str, raise_text};
use super::builder::Builder;
use super::units::{by_width, chars, points};
use crate::text::brace::{self, First, Numbering, Parser, Step};
use crate::text::float;
use crate::text::int::{self, IntRef};
use crate::text::spec::{self, Text};

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::m1(
        "__format__",
        format_method,
        "__format__($self, format_spec, /)\n--\n\nReturn a formatted version of the string as described by format_spec.",
    ),
    NativeDef::full(
        "format",
        format,
        "S.format(*args, **kwargs) -> str\n\nReturn a formatted version of S, using substitutions from args and kwargs.",
    ),
    NativeDef::m1(
        "format_map",
        format_map,
        "S.format_map(mapping) -> str\n\nReturn a formatted version of S, using substitutions from mapping.",
    ),
];

/// An int as the text functions take it.
fn int_ref(v: number::IntRef<'_>) -> IntRef<'_> {
    match v {
        number::IntRef::Small(v) => IntRef::Small(v),
        number::IntRef::Big(v) => IntRef::Big(v),
    }
}

fn text_object(cx: &Cx, text: Text) -> ObjRef {
    match text {
        Text::Ascii(s) => cx.str_from_latin1(&s),
        Text::Wide(s) => cx.str_from_points(&s),
    }
}

/// What an exact builtin value is with a spec that is not empty; `None` for other values.
fn format_builtin<T: Copy + Into<u32>>(cx: &mut Cx, value: &ObjRef, spec: &[T]) -> Option<PyResult<Text>> {
    if value.header().sub.get() != 0 {
        return None;
    }
    let digits = cx.int_max_str_digits.get();
    let text = |kind, name| spec::parse(spec, kind, name);
    let made = match value.kind() {
        Kind::Str => text(spec::Kind::Str, "str").and_then(|s| format_text(&s, value, "str")),
        Kind::Int | Kind::BigInt => {
            let v = int_ref(value.integer()?);
            text(spec::Kind::Int, "int").and_then(|s| spec::format_int(&s, v, "int", digits))
        }
        Kind::Float => {
            let v = value.float()?;
            text(spec::Kind::Float, "float").and_then(|s| spec::format_float(&s, v, "float"))
        }
        _ => return None,
    };
    Some(checked(cx, made))
}

fn format_text(s: &spec::Spec, value: &ObjRef, name: &str) -> Result<Text, crate::text::error::Error> {
    match value.ascii() {
        Some(text) => spec::format_ascii(s, text, name),
        None => spec::format_str(s, &points(value), name).map(Text::Wide),
    }
}

/// `format(value, spec)`; without spec, or with an empty one, plain values are their `str`.
pub fn format_value(cx: &mut Cx, value: &ObjRef, spec: Option<&ObjRef>) -> PyResult {
    match spec.filter(|s| s.str_len() != Some(0)) {
        None => {
            if value.is_exact(Kind::Str) {
                return Ok(value.clone());
            }
            if value.is_exact(Kind::Int) {
                let v = value.int().unwrap_or(0);
                return Ok(crate::int::word_text(cx, v));
            }
            if value.is_exact(Kind::Float) {
                let text = float::repr(value.float().unwrap_or(0.0));
                return Ok(cx.str_from_latin1(&text));
            }
        }
        Some(spec) => {
            if let Some(r) = by_width!(chars(spec), |s| format_builtin(cx, value, s)) {
                let text = r?;
                return Ok(text_object(cx, text));
            }
        }
    }
    let spec = spec.cloned().unwrap_or_else(|| cx.empty_str.clone());
    let name = cx.names.format.clone();
    match cx.call_type_method(value, &name, &[&spec]) {
        Some(r) => {
            let r = r?;
            if r.is_str() {
                return Ok(r);
            }
            let got = r.ty().name();
            Err(cx.type_error(format!("__format__ must return a str, not {got}")))
        }
        None => {
            let got = value.ty().name();
            Err(cx.type_error(format!("Type {got} doesn't define __format__")))
        }
    }
}

fn format_method(cx: &mut Cx, me: &ObjRef, spec: &ObjRef) -> PyResult {
    expect_str(cx, "__format__", "", spec)?;
    if spec.str_len() == Some(0) {
        return if me.is_exact(Kind::Str) { Ok(me.clone()) } else { cx.str(me) };
    }
    let name = me.ty().name();
    let parsed = by_width!(chars(spec), |s| spec::parse(s, spec::Kind::Str, &name));
    let made = parsed.and_then(|s| format_text(&s, me, &name));
    let text = checked(cx, made)?;
    Ok(text_object(cx, text))
}

/// `ascii(o)`: `repr` with escapes for what is not ASCII.
pub(crate) fn ascii_repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let r = cx.repr(o)?;
    if r.ascii().is_some() {
        return Ok(r);
    }
    let mut out = String::with_capacity(chars(&r).len() + 16);
    for c in chars(&r).iter() {
        match c {
            0..0x80 => out.push(c as u8 as char),
            _ => out.push_str(&escaped(c)),
        }
    }
    Ok(cx.str_from_latin1(out.as_bytes()))
}

/// A character as an escape sequence.
pub(crate) fn escaped(c: u32) -> String {
    let mut out = String::new();
    let _ = match c {
        0..=0xff => write!(out, "\\x{c:02x}"),
        0x100..=0xffff => write!(out, "\\u{c:04x}"),
        _ => write!(out, "\\U{c:08x}"),
    };
    out
}

/// Where the fields of a format string get their values.
enum Source<'a> {
    Arguments(Args<'a>),
    Mapping(&'a ObjRef),
}

/// Appends a value formatted by a spec.
fn put<T: Copy + Into<u32>>(cx: &mut Cx, out: &mut Builder, value: &ObjRef, spec: &[T]) -> PyResult<()> {
    if spec.is_empty() {
        if value.is_exact(Kind::Str) {
            out.push(value);
            return Ok(());
        }
        if let Some(v) = value.int().filter(|_| value.is_exact(Kind::Int)) {
            out.push_ascii(int::to_text(v).as_bytes());
            return Ok(());
        }
    } else if let Some(text) = format_builtin(cx, value, spec) {
        out.push_text(text?);
        return Ok(());
    }
    let points: Vec<u32> = spec.iter().map(|&c| c.into()).collect();
    let spec = cx.str_from_points(&points);
    let text = format_value(cx, value, Some(&spec))?;
    out.push(&text);
    Ok(())
}

/// `str.format` at work.
struct Formatter<'a> {
    text: &'a [u32],
    source: Source<'a>,
    numbering: Numbering,
}

fn format(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    format_with(cx, me, Source::Arguments(*args))
}

fn format_map(cx: &mut Cx, me: &ObjRef, mapping: &ObjRef) -> PyResult {
    format_with(cx, me, Source::Mapping(mapping))
}

fn format_with(cx: &mut Cx, me: &ObjRef, source: Source) -> PyResult {
    let text = points(me);
    let mut out = Builder::with_capacity(text.len() + 16);
    let mut formatter = Formatter { text: &text, source, numbering: Numbering::default() };
    formatter.write(cx, &mut out, 0..text.len(), 2)?;
    out.finish(cx)
}

impl Formatter<'_> {
    /// Appends a part of the format string with its fields filled in.
    fn write(&mut self, cx: &mut Cx, out: &mut Builder, range: Range<usize>, depth: u8) -> PyResult<()> {
        if depth == 0 {
            return Err(cx.value_error(brace::TOO_DEEP));
        }
        for piece in Parser::of_range(self.text, range) {
            let piece = checked(cx, piece)?;
            out.push_units(self.part(&piece.literal));
            let Some(field) = piece.field else { continue };
            let mut value = self.value(cx, &field.name)?;
            if let Some(c) = field.conversion {
                value = convert(cx, &value, c)?;
            }
            if field.nested {
                let mut inner = Builder::default();
                self.write(cx, &mut inner, field.spec.clone(), depth - 1)?;
                let spec = inner.finish(cx)?;
                by_width!(chars(&spec), |s| put(cx, out, &value, s))?;
            } else {
                put(cx, out, &value, self.part(&field.spec))?;
            }
        }
        Ok(())
    }

    fn part(&self, range: &Range<usize>) -> &[u32] {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn part_object(&self, cx: &Cx, range: &Range<usize>) -> ObjRef {
        cx.str_from_points(self.part(range))
    }

    /// The value that a field name means.
    fn value(&mut self, cx: &mut Cx, name: &Range<usize>) -> PyResult {
        let (first, path) = match brace::split_name(self.text, name) {
            Ok(split) => split,
            Err(e) => return Err(raise_text(cx, e)),
        };
        let index = self.numbering.resolve(&first);
        let index = checked(cx, index)?;
        let mut value = self.argument(cx, &first, index)?;
        for step in path {
            value = match checked(cx, step)? {
                Step::Attr(range) => {
                    let name = self.part_object(cx, &range);
                    cx.getattr(&value, &name)?
                }
                Step::Index(i) => {
                    let key = cx.usize(i);
                    cx.getitem(&value, &key)?
                }
                Step::Key(range) => {
                    let key = self.part_object(cx, &range);
                    cx.getitem(&value, &key)?
                }
            };
        }
        Ok(value)
    }

    fn argument(&self, cx: &mut Cx, first: &First, index: Option<usize>) -> PyResult {
        match (&self.source, first, index) {
            (Source::Mapping(m), First::Name(range), _) => {
                let key = self.part_object(cx, range);
                cx.getitem(m, &key)
            }
            (Source::Arguments(args), First::Name(range), _) => {
                let key = self.part_object(cx, range);
                match args.keywords().find(|(name, _)| name.str_eq(&key)) {
                    Some((_, v)) => Ok(v.clone()),
                    None => Err(cx.key_error(&key)),
                }
            }
            (Source::Arguments(args), _, Some(i)) => match args.pos().get(i) {
                Some(v) => Ok(v.clone()),
                None => {
                    Err(cx
                        .index_error(format!("Replacement index {i} out of range for positional args tuple")))
                }
            },
            _ => Err(cx.value_error("Format string contains positional fields")),
        }
    }
}

/// `!r`, `!s` or `!a` applied.
fn convert(cx: &mut Cx, value: &ObjRef, conversion: u32) -> PyResult {
    match u8::try_from(conversion) {
        Ok(b'r') => cx.repr(value),
        Ok(b's') => cx.str(value),
        Ok(b'a') => ascii_repr(cx, value),
        _ => Err(raise_text(cx, brace::unknown_conversion(conversion))),
    }
}
