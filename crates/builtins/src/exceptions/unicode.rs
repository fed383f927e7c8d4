//! Errors of encoding, decoding and translating: the object, the part concerned and the reason.

use theseus_object::class::TypeSpec;
use theseus_object::methods::GetSet;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::base;
use super::fields::{self, accessors};
use crate::sequence::int_argument;

macro_rules! spec {
    ($name:ident, $init:expr, $str:expr, $doc:literal) => {
        pub static $name: TypeSpec = TypeSpec {
            slots: Slots { str_: Some($str), init: Some($init), ..Slots::EMPTY },
            methods: &[],
            getsets: GETSETS,
            doc: $doc,
        };
    };
}

static GETSETS: &[GetSet] = &[
    GetSet::rw_member("encoding", encoding, set_encoding, "exception encoding"),
    GetSet::rw_member("object", object, set_object, "exception object"),
    GetSet::rw_member("start", start, set_start, "exception start"),
    GetSet::rw_member("end", end, set_end, "exception end"),
    GetSet::rw_member("reason", reason, set_reason, "exception reason"),
];

spec!(ENCODE, encode_init, encode_str, "Unicode encoding error.");
spec!(DECODE, decode_init, decode_str, "Unicode decoding error.");
spec!(TRANSLATE, translate_init, translate_str, "Unicode translation error.");

accessors! {
    5;
    encoding set_encoding 0;
    object set_object 1;
    start put_start 2;
    end put_end 3;
    reason set_reason 4;
}

fn set_start(cx: &mut Cx, e: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let at = place(cx, value)?;
    put_start(cx, e, Some(&at))
}

fn set_end(cx: &mut Cx, e: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let at = place(cx, value)?;
    put_end(cx, e, Some(&at))
}

/// A place in the object, as it may be assigned.
fn place(cx: &mut Cx, value: Option<&ObjRef>) -> PyResult {
    match value {
        Some(v) => int_argument(cx, v).map(|v| cx.int(v)),
        None => Err(cx.type_error("can't delete numeric/char attribute")),
    }
}

/// Checks the arguments: `kinds` has a letter for each, `s` str, `b` bytes, `n` index.
fn parse(cx: &mut Cx, e: &ObjRef, args: &Args, kinds: &str) -> PyResult<Vec<ObjRef>> {
    base::init(cx, e, args)?;
    let (n, wanted) = (args.values.len(), kinds.len());
    if n != wanted {
        return Err(cx.type_error(format!("function takes exactly {wanted} arguments ({n} given)")));
    }
    let mut out = Vec::new();
    for (i, (kind, v)) in kinds.chars().zip(args.values).enumerate() {
        let good = match kind {
            's' => v.is_str(),
            'b' => cx.heap.bytes(v).is_some(),
            _ => true,
        };
        if !good {
            let got = v.ty().name();
            let text = match kind {
                's' => format!("argument {} must be str, not {got}", i + 1),
                _ => format!("a bytes-like object is required, not '{got}'"),
            };
            return Err(cx.type_error(text));
        }
        out.push(if kind == 'n' { cx.index(v)? } else { v.clone() });
    }
    Ok(out)
}

fn encode_init(cx: &mut Cx, e: &ObjRef, args: &Args) -> PyResult<()> {
    let values = parse(cx, e, args, "ssnns")?;
    fields::set_all(cx, e, &values);
    Ok(())
}

fn decode_init(cx: &mut Cx, e: &ObjRef, args: &Args) -> PyResult<()> {
    let mut values = parse(cx, e, args, "sbnns")?;
    // A bytearray may change while the exception lives.
    let copy = cx.heap.bytes(&values[1]).map(<[u8]>::to_vec).unwrap_or_default();
    if values[1].kind() != theseus_object::Kind::Bytes {
        values[1] = cx.new_bytes(&copy);
    }
    fields::set_all(cx, e, &values);
    Ok(())
}

fn translate_init(cx: &mut Cx, e: &ObjRef, args: &Args) -> PyResult<()> {
    let mut values = parse(cx, e, args, "snns")?;
    values.insert(0, cx.none.clone());
    fields::set_all(cx, e, &values);
    Ok(())
}

/// The part concerned as it was given, and its place if that is a single one inside the object.
fn part(cx: &Cx, e: &ObjRef, len: usize) -> (i64, i64, Option<usize>) {
    let at = |i| fields::get(cx, e, i).int().unwrap_or(0);
    let (start, end) = (at(2), at(3));
    let single = usize::try_from(start).ok().filter(|&at| at < len && start.checked_add(1) == Some(end));
    (start, end, single)
}

/// Encoding and reason as text; `None` for an exception whose `__init__` did not run.
fn texts(cx: &mut Cx, e: &ObjRef) -> PyResult<Option<(String, String)>> {
    if fields::get(cx, e, 1).is_none() {
        return Ok(None);
    }
    let (encoding, reason) = (fields::get(cx, e, 0), fields::get(cx, e, 4));
    Ok(Some((cx.str_text(&encoding)?, cx.str_text(&reason)?)))
}

fn escaped(c: u32) -> String {
    match c {
        0..=0xff => format!("\\x{c:02x}"),
        0x100..=0xffff => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    }
}

/// The text of an error about characters.
fn character_text(cx: &mut Cx, e: &ObjRef, what: &str, reason: &str) -> String {
    let object = fields::get(cx, e, 1);
    let len = object.str_len().unwrap_or(0);
    let (start, end, single) = part(cx, e, len);
    match single.and_then(|at| object.chars()?.get(at)) {
        Some(c) => format!("{what} character '{}' in position {start}: {reason}", escaped(c)),
        None => format!("{what} characters in position {start}-{}: {reason}", end.saturating_sub(1)),
    }
}

fn encode_str(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let Some((encoding, reason)) = texts(cx, e)? else { return Ok(cx.empty_str.clone()) };
    let text = character_text(cx, e, &format!("'{encoding}' codec can't encode"), &reason);
    Ok(cx.new_str(&text))
}

fn translate_str(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let Some((_, reason)) = texts(cx, e)? else { return Ok(cx.empty_str.clone()) };
    let text = character_text(cx, e, "can't translate", &reason);
    Ok(cx.new_str(&text))
}

fn decode_str(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let Some((encoding, reason)) = texts(cx, e)? else { return Ok(cx.empty_str.clone()) };
    let object = fields::get(cx, e, 1);
    let data = cx.heap.bytes(&object).map(<[u8]>::to_vec).unwrap_or_default();
    let (start, end, single) = part(cx, e, data.len());
    let what = format!("'{encoding}' codec can't decode");
    let text = match single.and_then(|at| data.get(at)) {
        Some(byte) => format!("{what} byte 0x{byte:02x} in position {start}: {reason}"),
        None => format!("{what} bytes in position {start}-{}: {reason}", end.saturating_sub(1)),
    };
    Ok(cx.new_str(&text))
}
