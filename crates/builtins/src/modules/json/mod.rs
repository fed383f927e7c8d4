//! The module `_json`: what makes `json` fast.

mod encode;
mod scan;
mod text;

use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use crate::module::native_module;
use crate::str::builder::Builder;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1(
        "encode_basestring",
        |cx, s| quoted(cx, s, text::quote),
        "encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string",
    ),
    NativeDef::f1(
        "encode_basestring_ascii",
        |cx, s| quoted(cx, s, text::quote_ascii),
        "encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON representation of a Python string",
    ),
    NativeDef::f_full(
        "scanstring",
        scanstring,
        "scanstring(string, end, strict=True) -> (string, end)\n\nScan the string s for a JSON string. End is the index of the\ncharacter in s after the quote that started the JSON string.",
    ),
];

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_json", "json speedups\n", FUNCTIONS);
    // The encoder knows these two by identity.
    for name in ["_json.encode_basestring", "_json.encode_basestring_ascii"] {
        let short = cx.intern(name.trim_start_matches("_json."));
        if let Some(f) = cx.namespace_get(&dict, &short) {
            cx.keep(name, f);
        }
    }
    let scanner = cx.add_native_type::<scan::Scanner>("_json.Scanner", None, 0);
    cx.fill_type(&scanner, &scan::SPEC);
    cx.namespace_put(&dict, "make_scanner", scanner.as_ref().clone());
    let encoder = cx.add_native_type::<encode::Encoder>("_json.Encoder", None, 0);
    cx.fill_type(&encoder, &encode::SPEC);
    cx.namespace_put(&dict, "make_encoder", encoder.as_ref().clone());
}

fn expect_str(cx: &mut Cx, s: &ObjRef) -> PyResult<()> {
    if s.is_str() {
        return Ok(());
    }
    let got = s.ty().name();
    Err(cx.type_error(format!("first argument must be a string, not {got}")))
}

fn quoted(cx: &mut Cx, s: &ObjRef, f: fn(&mut Builder, &ObjRef)) -> PyResult {
    expect_str(cx, s)?;
    let mut out = Builder::default();
    f(&mut out, s);
    out.finish(cx)
}

fn scanstring(cx: &mut Cx, args: &Args) -> PyResult {
    args.no_keywords(cx, "_json.scanstring")?;
    let given = args.values;
    crate::str::args::check_count(cx, "scanstring", given.len(), 2, 3)?;
    let (Some(s), Some(end)) = (given.first(), given.get(1)) else {
        return Err(cx.bad_internal("arguments"));
    };
    let end = crate::str::args::ssize(cx, end)?;
    let strict = match given.get(2) {
        Some(v) => cx.truth(v)?,
        None => true,
    };
    expect_str(cx, s)?;
    let start = match usize::try_from(end) {
        Ok(start) if start <= s.str_len().unwrap_or(0) => start,
        _ => return Err(cx.value_error("end is out of bounds")),
    };
    let (v, end) = text::scan_string(cx, s, start, strict)?;
    let end = cx.usize(end);
    Ok(cx.new_tuple([v, end]))
}
