//! `%` formatting: what str and bytes share, and the operator of str.

use theseus_object::payload::number;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::args::{c_int, checked, raise_text, ssize};
use super::builder::Builder;
use super::format::ascii_repr;
use super::units::{by_width, chars, points};
use crate::text::ascii::Ascii;
use crate::text::error::Error;
use crate::text::int::{self, IntRef};
use crate::text::percent::{self, Count, Directive, Flags, Parser, Piece};
use crate::text::{float, spec};

/// The right operand, as its values are taken one after another.
pub(super) struct Values {
    /// A tuple whose items are the values, and how many were taken.
    tuple: Option<ObjRef>,
    taken: usize,
    /// The only value, while it is not taken.
    single: Option<ObjRef>,
    /// The operand, if keys can be looked up in it.
    mapping: Option<ObjRef>,
}

impl Values {
    /// `is_text`: the operand is of a type that `%` does not take for a mapping.
    pub(super) fn new(operand: &ObjRef, is_text: bool) -> Values {
        let is_tuple = operand.kind() == Kind::Tuple;
        let mapping = !is_tuple && !is_text && operand.ty().slots().getitem.is_some();
        Values {
            tuple: is_tuple.then(|| operand.clone()),
            taken: 0,
            single: (!is_tuple).then(|| operand.clone()),
            mapping: mapping.then(|| operand.clone()),
        }
    }

    pub(super) fn is_mapping(&self) -> bool {
        self.mapping.is_some()
    }

    /// From now on the value of a key is the operand.
    pub(super) fn look_up(&mut self, cx: &mut Cx, key: &ObjRef) -> PyResult<()> {
        let Some(mapping) = self.mapping.clone() else {
            return Err(cx.type_error("format requires a mapping"));
        };
        self.single = Some(cx.getitem(&mapping, key)?);
        self.tuple = None;
        Ok(())
    }

    pub(super) fn next(&mut self, cx: &mut Cx) -> PyResult {
        let next = match &self.tuple {
            Some(t) => cx.heap.tuple(t).and_then(|items| items.get(self.taken)).cloned(),
            None => self.single.take(),
        };
        self.taken += 1;
        match next {
            Some(v) => Ok(v),
            None => Err(cx.type_error("not enough arguments for format string")),
        }
    }

    /// TypeError if values were left; `what` is `string` or `bytes`.
    pub(super) fn finish(&self, cx: &mut Cx, what: &str) -> PyResult<()> {
        let left = match &self.tuple {
            Some(t) => cx.heap.tuple(t).is_some_and(|items| self.taken < items.len()),
            None => self.single.is_some(),
        };
        if left && self.mapping.is_none() {
            return Err(cx.type_error(format!("not all arguments converted during {what} formatting")));
        }
        Ok(())
    }
}

/// A directive whose width and precision are numbers.
pub(super) struct Conversion {
    pub flags: Flags,
    pub width: Option<usize>,
    pub precision: Option<usize>,
}

impl Conversion {
    /// Takes the values of `*` and raises the directive's fault.
    pub(super) fn new(cx: &mut Cx, d: &Directive, values: &mut Values) -> PyResult<Conversion> {
        let mut flags = d.flags;
        let width = match d.width {
            Count::None => None,
            Count::Fixed(n) => Some(n),
            Count::Star => {
                let v = star(cx, values)?;
                let v = ssize(cx, &v)?;
                flags.left |= v < 0;
                Some(usize::try_from(v.unsigned_abs()).unwrap_or(usize::MAX))
            }
        };
        let precision = match d.precision {
            Count::None => None,
            Count::Fixed(n) => Some(n),
            Count::Star => {
                let v = star(cx, values)?;
                Some(usize::try_from(c_int(cx, &v)?).unwrap_or(0))
            }
        };
        match d.fault.clone() {
            Some(e) => Err(raise_text(cx, e)),
            None => Ok(Conversion { flags, width, precision }),
        }
    }
}

fn star(cx: &mut Cx, values: &mut Values) -> PyResult {
    let v = values.next(cx)?;
    if v.is_int() { Ok(v) } else { Err(cx.type_error("* wants int")) }
}

/// The text of a value for one of the codes `d i u o x X`.
pub(super) fn int_text(cx: &mut Cx, c: &Conversion, code: u8, value: &ObjRef) -> PyResult<Ascii> {
    let v = if value.is_int() { value.clone() } else { to_int(cx, code, value)? };
    let digits = cx.int_max_str_digits.get();
    let r = match v.integer() {
        Some(number::IntRef::Small(v)) => IntRef::Small(v),
        Some(number::IntRef::Big(v)) => IntRef::Big(v),
        None => return Err(cx.bad_internal("int")),
    };
    let text = percent::format_int(c.flags, c.width, c.precision, code, r, digits);
    checked(cx, text)
}

/// An int made of another number.
fn to_int(cx: &mut Cx, code: u8, value: &ObjRef) -> PyResult {
    let is_radix = matches!(code, b'o' | b'x' | b'X');
    if let Some(v) = value.float().filter(|_| !is_radix && value.is_exact(Kind::Float)) {
        let v = checked(cx, float::to_int(v))?;
        return Ok(cx.big_int(v));
    }
    let slots = value.ty().slots();
    let made = match (slots.int.filter(|_| !is_radix), slots.index) {
        (Some(f), _) => f(cx, value).and_then(|v| {
            if v.is_int() {
                cx.expect_exact(&v, "__int__", "int")?;
            }
            Ok(v)
        }),
        (None, Some(_)) => cx.index(value),
        (None, None) => return Err(wrong_type(cx, code, value)),
    };
    match made {
        Ok(v) if v.is_int() => Ok(v),
        Ok(_) => Err(wrong_type(cx, code, value)),
        Err(_) if cx.catch(&cx.excs.type_error.clone()) => Err(wrong_type(cx, code, value)),
        Err(e) => Err(e),
    }
}

#[cold]
fn wrong_type(cx: &mut Cx, code: u8, value: &ObjRef) -> theseus_object::Raised {
    let what = if matches!(code, b'o' | b'x' | b'X') { "an integer" } else { "a real number" };
    let (c, got) = (code as char, value.ty().name());
    cx.type_error(format!("%{c} format: {what} is required, not {got}"))
}

/// The value as a float; `None` if it is no number.
pub(super) fn to_float(cx: &mut Cx, value: &ObjRef) -> PyResult<Option<f64>> {
    if let Some(v) = value.float() {
        return Ok(Some(v));
    }
    let slots = value.ty().slots();
    let v = if value.is_int() {
        value.clone()
    } else if let Some(f) = slots.float {
        let r = f(cx, value)?;
        return match r.float() {
            Some(v) => Ok(Some(v)),
            None => {
                let (me, got) = (value.ty().name(), r.ty().name());
                Err(cx.type_error(format!("{me}.__float__ returned non-float (type {got})")))
            }
        };
    } else if slots.index.is_some() {
        cx.index(value)?
    } else {
        return Ok(None);
    };
    let r = match v.integer() {
        Some(number::IntRef::Small(v)) => IntRef::Small(v),
        Some(number::IntRef::Big(v)) => IntRef::Big(v),
        None => return Ok(None),
    };
    checked(cx, r.to_float()).map(Some)
}

/// The text of a float for one of the codes `e E f F g G`.
pub(super) fn float_text(cx: &mut Cx, c: &Conversion, code: u8, value: f64) -> PyResult<Ascii> {
    let text = percent::format_float(c.flags, c.width, c.precision, code, value);
    checked(cx, text)
}

/// Slot `%` of str.
pub(super) fn modulo(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if !a.is_str() {
        return Ok(cx.not_implemented.clone());
    }
    by_width!(chars(a), |text| fill(cx, text, b))
}

/// A format string with its directives replaced by the values of `b`.
fn fill<T: Copy + Into<u32>>(cx: &mut Cx, text: &[T], b: &ObjRef) -> PyResult {
    let mut values = Values::new(b, b.is_str());
    let mut out = Builder::with_capacity(text.len() + 16);
    for piece in Parser::new(text, values.is_mapping()) {
        match piece {
            Piece::Literal(range) => out.push_units(text.get(range).unwrap_or_default()),
            Piece::Directive(d) => {
                if let Some(key) = &d.key {
                    let mut name = Builder::default();
                    name.push_units(text.get(key.clone()).unwrap_or_default());
                    let key = name.finish(cx)?;
                    values.look_up(cx, &key)?;
                }
                let c = Conversion::new(cx, &d, &mut values)?;
                let value = values.next(cx)?;
                convert(cx, &mut out, &c, &d, &value)?;
            }
        }
    }
    values.finish(cx, "string")?;
    out.finish(cx)
}

/// Whether a directive has nothing but its code.
fn is_plain(c: &Conversion) -> bool {
    c.width.is_none() && c.precision.is_none() && c.flags == Flags::default()
}

fn convert(cx: &mut Cx, out: &mut Builder, c: &Conversion, d: &Directive, value: &ObjRef) -> PyResult<()> {
    let code = u8::try_from(d.code).unwrap_or(0);
    match code {
        b's' | b'r' | b'a' => {
            let text = match code {
                b's' => cx.str(value)?,
                b'r' => cx.repr(value)?,
                _ => ascii_repr(cx, value)?,
            };
            push_field(cx, out, c, &text)
        }
        b'c' => {
            let text = character(cx, value)?;
            let c = Conversion { precision: None, ..*c };
            push_field(cx, out, &c, &text)
        }
        b'd' if is_plain(c) && value.is_exact(Kind::Int) => {
            out.push_ascii(int::to_text(value.int().unwrap_or(0)).as_bytes());
            Ok(())
        }
        b'd' | b'i' | b'u' | b'o' | b'x' | b'X' => {
            let text = int_text(cx, c, code, value)?;
            out.push_ascii(&text);
            Ok(())
        }
        b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => {
            let Some(v) = to_float(cx, value)? else {
                let got = value.ty().name();
                return Err(cx.type_error(format!("must be real number, not {got}")));
            };
            let text = float_text(cx, c, code, v)?;
            out.push_ascii(&text);
            Ok(())
        }
        _ => Err(raise_text(cx, percent::unsupported(d.code, d.pos))),
    }
}

/// Appends text in a field.
fn push_field(cx: &mut Cx, out: &mut Builder, c: &Conversion, text: &ObjRef) -> PyResult<()> {
    if c.width.is_none() && c.precision.is_none() {
        out.push(text);
        return Ok(());
    }
    let made: Result<spec::Text, Error> = match text.ascii() {
        Some(s) => percent::format_text(c.flags, c.width, c.precision, s.as_bytes(), b' ')
            .map(|r| spec::Text::Ascii(r.into())),
        None => percent::format_text(c.flags, c.width, c.precision, &points(text), b' ' as u32)
            .map(spec::Text::Wide),
    };
    out.push_text(checked(cx, made)?);
    Ok(())
}

/// The character that `%c` writes.
fn character(cx: &mut Cx, value: &ObjRef) -> PyResult {
    if value.is_str() {
        return match value.str_len() {
            Some(1) => Ok(value.clone()),
            _ => Err(cx.type_error("%c requires int or char")),
        };
    }
    if !value.is_int() && value.ty().slots().index.is_none() {
        return Err(cx.type_error("%c requires int or char"));
    }
    let v = cx.index(value)?;
    match v.int().and_then(|v| u32::try_from(v).ok()).filter(|&v| v < 0x11_0000) {
        Some(v) => Ok(cx.char(v)),
        None => Err(cx.overflow_error("%c arg not in range(0x110000)")),
    }
}
