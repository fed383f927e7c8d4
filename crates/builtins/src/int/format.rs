//! `__format__` of numbers.

use std::borrow::Cow;

use theseus_object::{Cx, Kind as ObjectKind, ObjRef, PyResult};

use crate::str::args::checked;
use crate::str::units::by_width;
use crate::text::error::Error;
use crate::text::spec::{self, Kind, Spec, Text};

/// The str of a formatted text.
pub(crate) fn text_object(cx: &Cx, text: Text) -> ObjRef {
    match text {
        Text::Ascii(text) => cx.str_from_latin1(&text),
        Text::Wide(codes) => cx.str_from_points(&codes),
    }
}

/// `me.__format__(spec)` of a number: `str(me)` for an empty spec, else what `apply` makes of it.
pub(crate) fn number_format(
    cx: &mut Cx,
    me: &ObjRef,
    spec: &ObjRef,
    kind: Kind,
    apply: impl FnOnce(&Spec, &str) -> Result<Text, Error>,
) -> PyResult {
    let Some(chars) = spec.chars() else {
        let got = spec.kind_given();
        return Err(cx.type_error(format!("__format__() argument must be str, not {got}")));
    };
    if chars.is_empty() {
        return cx.str(me);
    }
    // Only the errors want the name: it is not asked for where it is known.
    let name = match me.header().exact() {
        exact if exact == ObjectKind::Int as u16 => Cow::Borrowed("int"),
        exact if exact == ObjectKind::Float as u16 => Cow::Borrowed("float"),
        _ => Cow::Owned(me.ty().name()),
    };
    let parsed = by_width!(chars, |s| spec::parse(s, kind, &name));
    let r = parsed.and_then(|spec| apply(&spec, &name));
    let text = checked(cx, r)?;
    Ok(text_object(cx, text))
}

pub(crate) fn int_format(cx: &mut Cx, me: &ObjRef, spec: &ObjRef) -> PyResult {
    let limit = cx.int_max_str_digits.get();
    number_format(cx, me, spec, Kind::Int, |spec, name| {
        spec::format_int(spec, super::text_ref(me), name, limit)
    })
}
