//! The module `_codecs`: the registry of codecs and error handlers, and the native codecs.

mod charmap;
pub mod errors;
mod escape;
mod native;
mod utf7;

use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::module::new_module;
use crate::str::codec::Encoding;
use crate::world;

pub(crate) use errors::{decode_fault, encode_fault};
pub use errors::{is_replaced, name_escape};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1(
        "register",
        register,
        "Register a codec search function.\n\nSearch functions are expected to take one argument, the encoding name in\nall lower case letters, and either return None, or a tuple of functions\n(encoder, decoder, stream_reader, stream_writer) (or a CodecInfo object).",
    ),
    NativeDef::f1(
        "unregister",
        unregister,
        "Unregister a codec search function and clear the registry's cache.\n\nIf the search function is not registered, do nothing.",
    ),
    NativeDef::f1(
        "lookup",
        lookup_function,
        "Looks up a codec tuple in the Python codec registry and returns a CodecInfo object.",
    ),
    NativeDef::f_full(
        "encode",
        encode,
        "Encodes obj using the codec registered for encoding.\n\nThe default encoding is 'utf-8'.  errors may be given to set a\ndifferent error handling scheme.  Default is 'strict' meaning that encoding\nerrors raise a ValueError.  Other possible values are 'ignore', 'replace'\nand 'backslashreplace' as well as any other name registered with\ncodecs.register_error that can handle ValueErrors.",
    ),
    NativeDef::f_full(
        "decode",
        decode,
        "Decodes obj using the codec registered for encoding.\n\nDefault encoding is 'utf-8'.  errors may be given to set a\ndifferent error handling scheme.  Default is 'strict' meaning that encoding\nerrors raise a ValueError.  Other possible values are 'ignore', 'replace'\nand 'backslashreplace' as well as any other name registered with\ncodecs.register_error that can handle ValueErrors.",
    ),
];

pub fn install(cx: &mut Cx) {
    let module = new_module(cx, "_codecs", "");
    let Some(dict) = cx.existing_dict(&module) else { return };
    for table in [
        FUNCTIONS,
        errors::FUNCTIONS,
        native::FUNCTIONS,
        escape::FUNCTIONS,
        charmap::FUNCTIONS,
        utf7::FUNCTIONS,
    ] {
        world::put_functions(cx, &dict, "_codecs", table);
    }
}

const SEARCH: &str = "_codecs.search";
const CACHE: &str = "_codecs.cache";

/// An object kept for the module, made on first use.
fn kept(cx: &Cx, key: &'static str, make: impl FnOnce(&Cx) -> ObjRef) -> ObjRef {
    if let Some(o) = cx.kept(key) {
        return o;
    }
    let o = make(cx);
    cx.keep(key, o.clone());
    o
}

fn searches(cx: &Cx) -> ObjRef {
    kept(cx, SEARCH, |cx| cx.new_list(Vec::new()))
}

fn cache(cx: &Cx) -> ObjRef {
    kept(cx, CACHE, |cx| cx.new_dict())
}

fn is_callable(cx: &Cx, o: &ObjRef) -> bool {
    o.ty().slots().call.is_some() || matches!(o.kind(), Kind::Function | Kind::Method) || cx.is_native(o)
}

fn register(cx: &mut Cx, search: &ObjRef) -> PyResult {
    if !is_callable(cx, search) {
        return Err(cx.type_error("argument must be callable"));
    }
    let list = searches(cx);
    if let Some((interp, items)) = cx.heap.list_mut(&list) {
        items.push(interp, search.clone());
    }
    Ok(cx.none.clone())
}

fn unregister(cx: &mut Cx, search: &ObjRef) -> PyResult {
    let list = searches(cx);
    let at = cx.heap.list(&list).and_then(|l| l.iter().position(|s| s.is(search)));
    if let Some(at) = at {
        let removed = cx.heap.list_mut(&list).and_then(|(_, items)| items.remove(at));
        drop(removed);
        cx.keep(CACHE, cx.new_dict());
    }
    Ok(cx.none.clone())
}

/// The codec of an encoding, from the cache or the first search function that knows it.
pub fn lookup(cx: &mut Cx, encoding: &str) -> PyResult {
    if encoding.contains('\0') {
        return Err(cx.value_error("embedded null character"));
    }
    let plain = encoding.to_ascii_lowercase().replace([' ', '-'], "_");
    let key = cx.intern(&plain);
    if let Some(found) = cx.namespace_get(&cache(cx), &key) {
        return Ok(found);
    }
    let list = searches(cx);
    if cx.heap.list(&list).is_some_and(<[ObjRef]>::is_empty) {
        // The library's codecs register themselves; without a library there are the native ones only.
        if let Err(e) = super::io::import(cx, "encodings")
            && !cx.catch(&cx.excs.module_not_found_error.clone())
        {
            return Err(e);
        }
    }
    let mut at = 0;
    while let Some(search) = cx.heap.list(&list).and_then(|l| l.get(at).cloned()) {
        at += 1;
        let name = cx.new_str(&plain);
        let found = cx.call(&search, &[name])?;
        if found.is_none() {
            continue;
        }
        if found.kind() != Kind::Tuple || cx.heap.tuple(&found).is_none_or(|t| t.len() != 4) {
            return Err(cx.type_error("codec search functions must return 4-tuples"));
        }
        drop(cx.namespace_set(&cache(cx), &key, found.clone()));
        return Ok(found);
    }
    Err(cx.lookup_error(format!("unknown encoding: {encoding}")))
}

/// The name of an encoding, without lone surrogates.
fn codec_name(cx: &mut Cx, encoding: &ObjRef) -> PyResult<String> {
    if let Some(name) = encoding.ascii() {
        return Ok(name.to_string());
    }
    crate::str::encode(cx, encoding, "utf-8", "strict")?;
    Ok(encoding.text_or_empty())
}

fn lookup_function(cx: &mut Cx, encoding: &ObjRef) -> PyResult {
    crate::str::args::expect_str(cx, "lookup", "", encoding)?;
    let name = codec_name(cx, encoding)?;
    lookup(cx, &name)
}

/// The codec of a text encoding; `instead` is what LookupError recommends for others.
pub fn lookup_text(cx: &mut Cx, encoding: &ObjRef, instead: &str) -> PyResult {
    let name = codec_name(cx, encoding)?;
    let codec = lookup(cx, &name)?;
    let key = cx.intern("_is_text_encoding");
    if !codec.is_exact(Kind::Tuple)
        && let Some(flag) = cx.try_getattr(&codec, &key)?
        && !cx.truth(&flag)?
    {
        return Err(cx.lookup_error(format!(
            "'{name}' is not a text encoding; use {instead} to handle arbitrary codecs"
        )));
    }
    Ok(codec)
}

/// Calls the encoder (0) or decoder (1) of a codec.
fn run(cx: &mut Cx, codec: &ObjRef, which: usize, o: &ObjRef, errors: Option<&str>) -> PyResult {
    let Some(f) = cx.heap.tuple(codec).and_then(|t| t.get(which).cloned()) else {
        return Err(cx.bad_internal("codec"));
    };
    let mut args = vec![o.clone()];
    args.extend(errors.map(|e| cx.new_str(e)));
    let r = cx.call(&f, &args)?;
    match cx.heap.tuple(&r) {
        Some([first, _]) => Ok(first.clone()),
        _ => {
            let what = if which == 0 { "encoder" } else { "decoder" };
            Err(cx.type_error(format!("{what} must return a tuple (object, integer)")))
        }
    }
}

/// The text of bytes by a codec of the registry.
pub fn decode_text(cx: &mut Cx, data: &ObjRef, encoding: &str, errors: &str) -> PyResult {
    let name = cx.new_str(encoding);
    let codec = lookup_text(cx, &name, "codecs.decode()")?;
    let r = run(cx, &codec, 1, data, Some(errors))?;
    if !r.is_str() {
        let got = r.ty().name();
        return Err(cx.type_error(format!(
            "'{encoding}' decoder returned '{got}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
        )));
    }
    Ok(r)
}

/// The bytes of a text by a codec of the registry.
pub fn encode_text(cx: &mut Cx, text: &ObjRef, encoding: &str, errors: &str) -> PyResult<Vec<u8>> {
    let name = cx.new_str(encoding);
    let codec = lookup_text(cx, &name, "codecs.encode()")?;
    let r = run(cx, &codec, 0, text, Some(errors))?;
    match cx.heap.bytes(&r) {
        Some(data) => Ok(data.to_vec()),
        None => {
            let got = r.ty().name();
            Err(cx.type_error(format!(
                "'{encoding}' encoder returned '{got}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
            )))
        }
    }
}

static CODING: Params<1, 2> =
    Params { required: ["obj"], optional: ["encoding", "errors"], posonly: 0, kwonly: 3 };

/// Arguments of `encode` and `decode`.
fn coding_arguments(cx: &mut Cx, name: &str, args: &Args) -> PyResult<(ObjRef, String, Option<String>)> {
    let ([o], [encoding, errors]) = args.bind(cx, name, &CODING)?;
    let text = |cx: &mut Cx, which: &str, o: Option<ObjRef>| crate::str::name_argument(cx, name, which, o);
    let encoding = text(cx, "encoding", encoding)?.unwrap_or_else(|| "utf-8".to_string());
    let errors = text(cx, "errors", errors)?;
    Ok((o, encoding, errors))
}

fn encode(cx: &mut Cx, args: &Args) -> PyResult {
    let (o, encoding, errors) = coding_arguments(cx, "encode", args)?;
    if let (Some(known), true) = (Encoding::known(&encoding), o.is_str()) {
        let data = crate::str::encode_known(cx, &o, known, errors.as_deref().unwrap_or("strict"))?;
        return Ok(cx.new_bytes(&data));
    }
    let codec = lookup(cx, &encoding)?;
    run(cx, &codec, 0, &o, errors.as_deref())
}

fn decode(cx: &mut Cx, args: &Args) -> PyResult {
    let (o, encoding, errors) = coding_arguments(cx, "decode", args)?;
    if let (Some(known), Some(data)) = (Encoding::known(&encoding), cx.heap.exposed(&o).map(<[u8]>::to_vec)) {
        let errors = errors.as_deref().unwrap_or("strict");
        return Ok(crate::str::decode_part(cx, Some(&o), &data, known, errors, true)?.text);
    }
    let codec = lookup(cx, &encoding)?;
    run(cx, &codec, 1, &o, errors.as_deref())
}
