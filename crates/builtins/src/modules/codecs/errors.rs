//! Error handlers: those that CPython has, as functions of an exception, and those of programs.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::{is_callable, kept};
use crate::str::codec::{Encoding, Fault, Order};
use crate::str::units::chars;

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f2(
        "register_error",
        register_error,
        "Register the specified error handler under the name errors.\n\nhandler must be a callable object, that\nwill be called with an exception instance containing\ninformation about the location of the encoding/decoding\nerror and must return a (replacement, new position) tuple.",
    ),
    NativeDef::f1(
        "lookup_error",
        lookup_error,
        "lookup_error(errors) -> handler\n\nReturn the error handler for the specified error handling name or raise a\nLookupError, if no handler exists under this name.",
    ),
];

/// The handlers that are always there.
static HANDLERS: &[NativeDef] = &[
    NativeDef::f1(
        "strict_errors",
        strict,
        "Implements the 'strict' error handling, which raises a UnicodeError on coding errors.",
    ),
    NativeDef::f1(
        "ignore_errors",
        ignore,
        "Implements the 'ignore' error handling, which ignores malformed data and continues.",
    ),
    NativeDef::f1(
        "replace_errors",
        replace,
        "Implements the 'replace' error handling, which replaces malformed data with a replacement marker.",
    ),
    NativeDef::f1(
        "xmlcharrefreplace_errors",
        xml,
        "Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with the appropriate XML character reference.",
    ),
    NativeDef::f1(
        "backslashreplace_errors",
        backslash,
        "Implements the 'backslashreplace' error handling, which replaces malformed data with a backslashed escape sequence.",
    ),
    NativeDef::f1(
        "namereplace_errors",
        names,
        "Implements the 'namereplace' error handling, which replaces an unencodable character with a \\N{...} escape sequence.",
    ),
    NativeDef::f1("surrogatepass", surrogate_pass, ""),
    NativeDef::f1("surrogateescape", surrogate_escape, ""),
];

const NAMES: [&str; 8] = [
    "strict",
    "ignore",
    "replace",
    "xmlcharrefreplace",
    "backslashreplace",
    "namereplace",
    "surrogatepass",
    "surrogateescape",
];

const TABLE: &str = "_codecs.errors";
const REPLACED: &str = "_codecs.replaced";

/// The handlers by name.
fn table(cx: &Cx) -> ObjRef {
    kept(cx, TABLE, |cx| {
        let dict = cx.new_dict();
        for (name, def) in NAMES.iter().zip(HANDLERS) {
            let f = cx.native_function(def, None);
            cx.namespace_put(&dict, name, f);
        }
        dict
    })
}

/// Whether the program has put a handler of its own in the place of one of ours.
pub fn is_replaced(cx: &Cx, name: &str) -> bool {
    match cx.kept(REPLACED) {
        Some(dict) => cx.namespace_get(&dict, &cx.intern(name)).is_some(),
        None => false,
    }
}

fn register_error(cx: &mut Cx, name: &ObjRef, handler: &ObjRef) -> PyResult {
    crate::str::args::expect_str(cx, "register_error", " 1", name)?;
    if !is_callable(cx, handler) {
        return Err(cx.type_error("handler must be callable"));
    }
    let key = cx.intern_obj(name);
    let text = name.text_or_empty();
    let native = cx.heap.get::<theseus_object::payload::NativeData>(handler).map(|n| n.def.name);
    if let Some(at) = NAMES.iter().position(|n| *n == text) {
        let own = native == Some(HANDLERS[at].name);
        let dict = kept(cx, REPLACED, |cx| cx.new_dict());
        let old = match own {
            true => cx.namespace_delete(&dict, &key),
            false => cx.namespace_set(&dict, &key, handler.clone()),
        };
        drop(old);
    }
    drop(cx.namespace_set(&table(cx), &key, handler.clone()));
    Ok(cx.none.clone())
}

/// The error handler of a name.
pub fn find(cx: &mut Cx, name: &str) -> PyResult {
    let key = cx.intern(name);
    match cx.namespace_get(&table(cx), &key) {
        Some(f) => Ok(f),
        None => Err(cx.lookup_error(format!("unknown error handler name '{name}'"))),
    }
}

fn lookup_error(cx: &mut Cx, name: &ObjRef) -> PyResult {
    crate::str::args::expect_str(cx, "lookup_error", "", name)?;
    let name = name.text_or_empty();
    find(cx, &name)
}

/// Calls a handler: its replacement and the position where to go on.
fn handle(cx: &mut Cx, errors: &str, fault: &Fault, encoding: bool, len: usize) -> PyResult<(ObjRef, usize)> {
    let f = find(cx, errors)?;
    let e = fault.exception(cx, encoding)?;
    let r = cx.call(&f, &[e])?;
    let words = if encoding { "encoding" } else { "decoding" };
    let parts = cx.heap.tuple(&r).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let wanted = if encoding { "(str/bytes, int)" } else { "(str, int)" };
    let [text, at] = &parts[..] else {
        return Err(cx.type_error(format!("{words} error handler must return {wanted} tuple")));
    };
    if !(text.is_str() || encoding && text.kind() == Kind::Bytes) || !at.is_int() {
        return Err(cx.type_error(format!("{words} error handler must return {wanted} tuple")));
    }
    let at = crate::world::long(cx, at)?;
    let place = if at < 0 { at + len as i64 } else { at };
    match usize::try_from(place).ok().filter(|&p| p <= len) {
        Some(place) => Ok((text.clone(), place)),
        None => Err(cx.index_error(format!("position {at} from error handler out of bounds"))),
    }
}

/// What a handler makes of bytes that cannot be decoded.
pub(crate) fn decode_fault(cx: &mut Cx, errors: &str, fault: &Fault) -> PyResult<(ObjRef, usize)> {
    let len = cx.heap.bytes(&fault.object).map_or(0, <[u8]>::len);
    handle(cx, errors, fault, false, len)
}

/// What a handler makes of characters that cannot be encoded.
pub(crate) fn encode_fault(cx: &mut Cx, errors: &str, fault: &Fault) -> PyResult<(ObjRef, usize)> {
    let len = chars(&fault.object).len();
    handle(cx, errors, fault, true, len)
}

/// Which of the three Unicode errors an exception is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Encode,
    Decode,
    Translate,
}

/// The part of an exception that handlers look at.
struct Parts {
    which: Which,
    object: ObjRef,
    start: usize,
    end: usize,
}

impl Parts {
    fn of(cx: &mut Cx, e: &ObjRef) -> PyResult<Parts> {
        let x = &cx.excs;
        let which = if e.ty().is_subtype(&x.unicode_encode_error) {
            Which::Encode
        } else if e.ty().is_subtype(&x.unicode_decode_error) {
            Which::Decode
        } else if e.ty().is_subtype(&x.unicode_translate_error) {
            Which::Translate
        } else {
            return Err(unknown(cx, e));
        };
        let get = |cx: &mut Cx, name: &str| {
            let name = cx.intern(name);
            cx.getattr(e, &name)
        };
        let (object, start, end) = (get(cx, "object")?, get(cx, "start")?, get(cx, "end")?);
        let len = match object.str_len() {
            Some(n) => n,
            None => cx.heap.bytes(&object).map_or(0, <[u8]>::len),
        };
        let at = |o: &ObjRef| o.int().unwrap_or(0).clamp(0, len as i64) as usize;
        Ok(Parts { which, start: at(&start), end: at(&end), object })
    }

    fn characters(&self) -> Vec<u32> {
        let all = chars(&self.object);
        (self.start..self.end).filter_map(|at| all.get(at)).collect()
    }

    fn bytes(&self, cx: &Cx) -> Vec<u8> {
        let all = cx.heap.bytes(&self.object).unwrap_or_default();
        all.get(self.start..self.end).map(<[u8]>::to_vec).unwrap_or_default()
    }
}

#[cold]
fn unknown(cx: &mut Cx, e: &ObjRef) -> theseus_object::Raised {
    let got = e.ty().name();
    cx.type_error(format!("don't know how to handle {got} in error callback"))
}

fn answer(cx: &Cx, text: ObjRef, at: usize) -> PyResult {
    Ok(cx.new_tuple([text, cx.usize(at)]))
}

fn strict(cx: &mut Cx, e: &ObjRef) -> PyResult {
    if e.ty().is_subtype(&cx.excs.base_exception) {
        return Err(cx.raise(e.clone()));
    }
    Err(cx.type_error("codec must pass exception instance"))
}

fn ignore(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let p = Parts::of(cx, e)?;
    answer(cx, cx.empty_str.clone(), p.end)
}

fn replace(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let p = Parts::of(cx, e)?;
    let n = p.end.saturating_sub(p.start);
    let text = match p.which {
        Which::Encode => cx.str_from_points(&vec![63; n]),
        Which::Decode => cx.str_from_points(&[0xfffd]),
        Which::Translate => cx.str_from_points(&vec![0xfffd; n]),
    };
    answer(cx, text, p.end)
}

fn xml(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let p = Parts::of(cx, e)?;
    if p.which != Which::Encode {
        return Err(unknown(cx, e));
    }
    let text: String = p.characters().iter().map(|c| format!("&#{c};")).collect();
    answer(cx, cx.new_str(&text), p.end)
}

fn backslash(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let p = Parts::of(cx, e)?;
    let text: String = match p.which {
        Which::Decode => p.bytes(cx).iter().map(|b| format!("\\x{b:02x}")).collect(),
        _ => p.characters().iter().map(|&c| crate::str::format::escaped(c)).collect(),
    };
    answer(cx, cx.new_str(&text), p.end)
}

/// `\N{NAME}` of a character, or its number where it has no name or nobody knows it.
pub fn name_escape(cx: &mut Cx, c: u32) -> String {
    let found = super::super::io::import(cx, "unicodedata").and_then(|module| {
        let (c, none) = (cx.char(c), cx.none.clone());
        cx.call_method(&module, "name", &[c, none])
    });
    match found {
        Ok(name) if name.is_str() => format!("\\N{{{}}}", name.text_or_empty()),
        Ok(_) => crate::str::format::escaped(c),
        Err(_) => {
            drop(cx.take_exception());
            crate::str::format::escaped(c)
        }
    }
}

fn names(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let p = Parts::of(cx, e)?;
    if p.which != Which::Encode {
        return Err(unknown(cx, e));
    }
    let text: String = p.characters().into_iter().map(|c| name_escape(cx, c)).collect();
    answer(cx, cx.new_str(&text), p.end)
}

fn surrogate_escape(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let p = Parts::of(cx, e)?;
    match p.which {
        Which::Encode => {
            let mut out = Vec::new();
            for c in p.characters() {
                if !(0xdc80..0xdd00).contains(&c) {
                    return Err(cx.raise(e.clone()));
                }
                out.push(c as u8);
            }
            answer(cx, cx.new_bytes(&out), p.end)
        }
        Which::Decode => {
            let out: Vec<u32> = p
                .bytes(cx)
                .into_iter()
                .take(4)
                .take_while(|&b| b >= 0x80)
                .map(|b| 0xdc00 + b as u32)
                .collect();
            if out.is_empty() {
                return Err(cx.raise(e.clone()));
            }
            let text = cx.str_from_points(&out);
            answer(cx, text, p.start + out.len())
        }
        Which::Translate => Err(unknown(cx, e)),
    }
}

fn surrogate_pass(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let p = Parts::of(cx, e)?;
    let name = cx.intern("encoding");
    let encoding = cx.getattr(e, &name)?.text_or_empty();
    let Some(known) = Encoding::known(&encoding) else { return Err(cx.raise(e.clone())) };
    match p.which {
        Which::Encode => {
            let mut out = Vec::new();
            for c in p.characters() {
                if !(0xd800..0xe000).contains(&c) {
                    return Err(cx.raise(e.clone()));
                }
                match known {
                    Encoding::Utf8 | Encoding::Utf8Sig => {
                        out.extend([
                            0xe0 | (c >> 12) as u8,
                            0x80 | (c >> 6 & 0x3f) as u8,
                            0x80 | (c & 0x3f) as u8,
                        ]);
                    }
                    Encoding::Wide(2, Some(Order::Big)) => out.extend((c as u16).to_be_bytes()),
                    Encoding::Wide(2, _) => out.extend((c as u16).to_le_bytes()),
                    Encoding::Wide(_, Some(Order::Big)) => out.extend(c.to_be_bytes()),
                    Encoding::Wide(..) => out.extend(c.to_le_bytes()),
                    _ => return Err(cx.raise(e.clone())),
                }
            }
            answer(cx, cx.new_bytes(&out), p.end)
        }
        Which::Decode => {
            let all = cx.heap.bytes(&p.object).unwrap_or_default();
            let rest = all.get(p.start..).unwrap_or_default();
            let found = match (known, rest) {
                (Encoding::Utf8 | Encoding::Utf8Sig, &[0xed, b @ 0xa0..=0xbf, c @ 0x80..=0xbf, ..]) => {
                    Some((0xd000 | (b as u32 & 0x3f) << 6 | (c as u32 & 0x3f), 3))
                }
                (Encoding::Wide(2, Some(Order::Big)), &[a, b, ..]) => {
                    Some((u16::from_be_bytes([a, b]) as u32, 2))
                }
                (Encoding::Wide(2, _), &[a, b, ..]) => Some((u16::from_le_bytes([a, b]) as u32, 2)),
                (Encoding::Wide(4, Some(Order::Big)), &[a, b, c, d, ..]) => {
                    Some((u32::from_be_bytes([a, b, c, d]), 4))
                }
                (Encoding::Wide(4, _), &[a, b, c, d, ..]) => Some((u32::from_le_bytes([a, b, c, d]), 4)),
                _ => None,
            };
            match found.filter(|(c, _)| (0xd800..0xe000).contains(c)) {
                Some((c, n)) => {
                    let text = cx.str_from_points(&[c]);
                    answer(cx, text, p.start + n)
                }
                None => Err(cx.raise(e.clone())),
            }
        }
        Which::Translate => Err(unknown(cx, e)),
    }
}
