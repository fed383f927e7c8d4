//! Padding of bytes and bytearray, and their sizes.

use theseus_object::args::Params;
use theseus_object::header::LINK_SIZE;
use theseus_object::methods::NativeDef;
use theseus_object::payload::ByteArray;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{own, part, worked_like};
use crate::str::args::{c_int, ssize};
use crate::text::seq;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::range(
        "center",
        center,
        1,
        2,
        "center($self, width, fillchar=b' ', /)\n--\n\nReturn a centered string of length width.",
    ),
    NativeDef::range(
        "ljust",
        ljust,
        1,
        2,
        "ljust($self, width, fillchar=b' ', /)\n--\n\nReturn a left-justified string of length width.",
    ),
    NativeDef::range(
        "rjust",
        rjust,
        1,
        2,
        "rjust($self, width, fillchar=b' ', /)\n--\n\nReturn a right-justified string of length width.",
    ),
    NativeDef::m1(
        "zfill",
        zfill,
        "zfill($self, width, /)\n--\n\nPad a numeric string with zeros on the left, to fill a field of the given width.",
    ),
    NativeDef::full(
        "expandtabs",
        expandtabs,
        "expandtabs($self, /, tabsize=8)\n--\n\nReturn a copy where all tab characters are expanded using spaces.",
    ),
    NativeDef::m0("__sizeof__", sizeof, "Returns the size of the object in memory, in bytes."),
];

/// Width and fill byte of a padding method.
fn field(cx: &mut Cx, values: &[ObjRef], name: &str) -> PyResult<(usize, u8)> {
    let width = match values.get(1) {
        Some(w) => usize::try_from(ssize(cx, w)?).unwrap_or(0),
        None => 0,
    };
    let Some(fill) = values.get(2) else { return Ok((width, b' ')) };
    match cx.heap.bytes(fill) {
        Some(&[b]) => Ok((width, b)),
        _ => {
            let got = fill.kind_given();
            Err(cx.type_error(format!("{name}() argument 2 must be a byte string of length 1, not {got}")))
        }
    }
}

fn pad(cx: &mut Cx, me: &ObjRef, left: usize, right: usize, fill: u8) -> PyResult {
    let text = own(&cx.heap, me);
    if left + right == 0 {
        return Ok(part(cx, me, 0, text.len()));
    }
    worked_like(cx, me, |text, alarm| seq::pad(text, left, right, fill, alarm))
}

fn center(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let (width, fill) = field(cx, values, "center")?;
    let (left, right) = seq::center_margins(own(&cx.heap, &values[0]).len(), width);
    pad(cx, &values[0], left, right, fill)
}

fn ljust(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let (width, fill) = field(cx, values, "ljust")?;
    let room = width.saturating_sub(own(&cx.heap, &values[0]).len());
    pad(cx, &values[0], 0, room, fill)
}

fn rjust(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let (width, fill) = field(cx, values, "rjust")?;
    let room = width.saturating_sub(own(&cx.heap, &values[0]).len());
    pad(cx, &values[0], room, 0, fill)
}

fn zfill(cx: &mut Cx, me: &ObjRef, width: &ObjRef) -> PyResult {
    let width = usize::try_from(ssize(cx, width)?).unwrap_or(0);
    let text = own(&cx.heap, me);
    if width <= text.len() {
        return Ok(part(cx, me, 0, text.len()));
    }
    worked_like(cx, me, |text, alarm| seq::zero_fill(text, width, alarm))
}

static TABSIZE: Params<0, 1> = Params { required: [], optional: ["tabsize"], posonly: 0, kwonly: 1 };

fn expandtabs(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([], [size]) = args.bind(cx, "expandtabs", &TABSIZE)?;
    let size = match size {
        Some(o) => c_int(cx, &o)?,
        None => 8,
    };
    worked_like(cx, me, |text, alarm| seq::expand_tabs(text, size as isize, "result too long", alarm))
}

/// CPython's sizes, in a build with trace-refs those of CPython's own.
fn sizeof(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let size = match cx.heap.get::<ByteArray>(me) {
        Some(b) => 56 + if b.data.is_empty() { 0 } else { b.data.len() + 1 },
        None => 33 + own(&cx.heap, me).len(),
    };
    Ok(cx.usize(LINK_SIZE + size))
}
