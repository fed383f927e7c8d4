//! Splitting, joining, stripping, case, hexadecimal text and translation of bytes and bytearray.

use std::ops::Range;

use theseus_object::alarm::Alarm;
use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::{data, joined, like, own, part, require, worked_like};
use crate::sequence::iter_or;
use crate::str::args::{c_int, collected, limit, worked};
use crate::str::case::{capitalize_ascii, swap_ascii, title_ascii};
use crate::str::codec::Encoding;
use crate::str::units::{by_width, chars};
use crate::str::{decode, name_argument};
use crate::text::error::{Error, with_room};
use crate::text::seq;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::full(
        "split",
        split,
        "split($self, /, sep=None, maxsplit=-1)\n--\n\nReturn a list of the sections in the bytes, using sep as the delimiter.",
    ),
    NativeDef::full(
        "rsplit",
        rsplit,
        "rsplit($self, /, sep=None, maxsplit=-1)\n--\n\nReturn a list of the sections in the bytes, using sep as the delimiter.",
    ),
    NativeDef::full(
        "splitlines",
        splitlines,
        "splitlines($self, /, keepends=False)\n--\n\nReturn a list of the lines in the bytes, breaking at line boundaries.",
    ),
    NativeDef::m1(
        "join",
        join,
        "join($self, iterable_of_bytes, /)\n--\n\nConcatenate any number of bytes objects.",
    ),
    NativeDef::range(
        "strip",
        strip,
        0,
        1,
        "strip($self, bytes=None, /)\n--\n\nStrip leading and trailing bytes contained in the argument.",
    ),
    NativeDef::range(
        "lstrip",
        lstrip,
        0,
        1,
        "lstrip($self, bytes=None, /)\n--\n\nStrip leading bytes contained in the argument.",
    ),
    NativeDef::range(
        "rstrip",
        rstrip,
        0,
        1,
        "rstrip($self, bytes=None, /)\n--\n\nStrip trailing bytes contained in the argument.",
    ),
    NativeDef::m0(
        "lower",
        lower,
        "B.lower() -> copy of B\n\nReturn a copy of B with all ASCII characters converted to lowercase.",
    ),
    NativeDef::m0(
        "upper",
        upper,
        "B.upper() -> copy of B\n\nReturn a copy of B with all ASCII characters converted to uppercase.",
    ),
    NativeDef::m0(
        "capitalize",
        capitalize,
        "B.capitalize() -> copy of B\n\nReturn a copy of B with only its first character capitalized (ASCII).",
    ),
    NativeDef::m0("title", title, "B.title() -> copy of B\n\nReturn a titlecased version of B."),
    NativeDef::m0(
        "swapcase",
        swapcase,
        "B.swapcase() -> copy of B\n\nReturn a copy of B with ASCII case swapped.",
    ),
    NativeDef::m0(
        "isalnum",
        isalnum,
        "B.isalnum() -> bool\n\nReturn True if all characters in B are alphanumeric.",
    ),
    NativeDef::m0(
        "isalpha",
        isalpha,
        "B.isalpha() -> bool\n\nReturn True if all characters in B are alphabetic.",
    ),
    NativeDef::m0(
        "isascii",
        isascii,
        "B.isascii() -> bool\n\nReturn True if B is empty or all characters in B are ASCII.",
    ),
    NativeDef::m0(
        "isdigit",
        isdigit,
        "B.isdigit() -> bool\n\nReturn True if all characters in B are digits.",
    ),
    NativeDef::m0(
        "islower",
        islower,
        "B.islower() -> bool\n\nReturn True if all cased characters in B are lowercase.",
    ),
    NativeDef::m0(
        "isspace",
        isspace,
        "B.isspace() -> bool\n\nReturn True if all characters in B are whitespace.",
    ),
    NativeDef::m0("istitle", istitle, "B.istitle() -> bool\n\nReturn True if B is a titlecased string."),
    NativeDef::m0(
        "isupper",
        isupper,
        "B.isupper() -> bool\n\nReturn True if all cased characters in B are uppercase.",
    ),
    NativeDef::full(
        "decode",
        decode_method,
        "decode($self, /, encoding='utf-8', errors='strict')\n--\n\nDecode the bytes using the codec registered for encoding.",
    ),
    NativeDef::full("hex", hex_method, "Create a string of hexadecimal numbers from a bytes object."),
    NativeDef::class(
        "fromhex",
        fromhex,
        "fromhex($type, string, /)\n--\n\nCreate a bytes object from a string of hexadecimal numbers.",
    ),
    NativeDef::full(
        "translate",
        translate,
        "translate($self, table, /, delete=b'')\n--\n\nReturn a copy with each character mapped by the given translation table.",
    ),
    NativeDef::static_(
        "maketrans",
        maketrans,
        "maketrans(frm, to, /)\n--\n\nReturn a translation table usable for the bytes or bytearray translate method.",
    ),
];

/// White space as bytes have it.
fn is_space(b: u8) -> bool {
    matches!(b, 9..=13 | 32)
}

/// A list of parts of the receiver.
fn parts(
    cx: &mut Cx,
    me: &ObjRef,
    ranges: impl Fn(&[u8], &Alarm<'_>) -> Result<Vec<Range<usize>>, Error>,
) -> PyResult {
    let items = worked(cx, |cx, alarm| {
        let ranges = ranges(own(&cx.heap, me), alarm)?;
        collected(alarm, ranges.into_iter().map(|r| part(cx, me, r.start, r.end)))
    })?;
    Ok(cx.new_list(items))
}

static SPLIT: Params<0, 2> = Params { required: [], optional: ["sep", "maxsplit"], posonly: 0, kwonly: 2 };

fn split_any(cx: &mut Cx, me: &ObjRef, args: &Args, name: &str, from_right: bool) -> PyResult {
    let ([], [sep, most]) = args.bind(cx, name, &SPLIT)?;
    let most = limit(cx, most.as_ref())?;
    match sep.filter(|s| !s.is_none()) {
        None if from_right => parts(cx, me, |text, alarm| seq::rsplit_space(text, most, is_space, alarm)),
        None => parts(cx, me, |text, alarm| seq::split_space(text, most, is_space, alarm)),
        Some(sep) => {
            require(cx, &sep)?;
            let sep = data(&cx.heap, &sep).unwrap_or_default().to_vec();
            if sep.is_empty() {
                return Err(cx.value_error("empty separator"));
            }
            parts(cx, me, |text, alarm| match from_right {
                true => seq::rsplit(text, &sep, most, alarm),
                false => seq::split(text, &sep, most, alarm),
            })
        }
    }
}

fn split(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    split_any(cx, me, args, "split", false)
}

fn rsplit(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    split_any(cx, me, args, "rsplit", true)
}

static KEEPENDS: Params<0, 1> = Params { required: [], optional: ["keepends"], posonly: 0, kwonly: 1 };

fn splitlines(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([], [keep]) = args.bind(cx, "splitlines", &KEEPENDS)?;
    let keep = match keep {
        Some(k) => cx.truth(&k)?,
        None => false,
    };
    parts(cx, me, |text, alarm| seq::split_lines(text, keep, |b| b == b'\n' || b == b'\r', alarm))
}

/// Whether an object lends bytes through a method written in Python.
fn data_of_class(o: &ObjRef) -> bool {
    o.ty().data.heap_type && o.ty().slots().buffer.is_some() && o.kind() == Kind::Instance
}

fn join(cx: &mut Cx, me: &ObjRef, iterable: &ObjRef) -> PyResult {
    let items = iter_or(cx, iterable, |_| "can only join an iterable".to_string())?;
    let mut items = cx.collect(&items)?;
    for item in items.iter_mut().filter(|i| data_of_class(i)) {
        let lent = cx.buffer(item)?.copied(cx)?;
        *item = cx.new_bytes(&lent);
    }
    if let [only] = items.as_slice()
        && only.is_exact(Kind::Bytes)
        && me.kind() == Kind::Bytes
    {
        return Ok(only.clone());
    }
    let mut len = own(&cx.heap, me).len().saturating_mul(items.len().saturating_sub(1));
    for (i, item) in items.iter().enumerate() {
        super::view::check_alive(cx, item)?;
        let Some(n) = data(&cx.heap, item).map(|d| d.len()) else {
            let got = item.ty().name();
            return Err(
                cx.type_error(format!("sequence item {i}: expected a bytes-like object, {got} found"))
            );
        };
        len = len.saturating_add(n);
    }
    if !cx.can_allocate(len) {
        return Err(cx.memory_error(""));
    }
    let mut all = Vec::with_capacity(items.len() * 2);
    for (i, item) in items.iter().enumerate() {
        if i > 0 && !own(&cx.heap, me).is_empty() {
            all.push(me);
        }
        all.push(item);
    }
    joined(cx, me, &all)
}

fn strip_any(cx: &mut Cx, values: &[ObjRef], left: bool, right: bool) -> PyResult {
    let me = &values[0];
    let range = match values.get(1).filter(|o| !o.is_none()) {
        None => seq::strip(own(&cx.heap, me), left, right, is_space),
        Some(set) => {
            require(cx, set)?;
            let mut wanted = [false; 256];
            for &b in data(&cx.heap, set).unwrap_or_default().iter() {
                wanted[b as usize] = true;
            }
            seq::strip(own(&cx.heap, me), left, right, |b| wanted[b as usize])
        }
    };
    Ok(part(cx, me, range.start, range.end))
}

fn strip(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    strip_any(cx, values, true, true)
}

fn lstrip(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    strip_any(cx, values, true, false)
}

fn rstrip(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    strip_any(cx, values, false, true)
}

fn converted(cx: &mut Cx, me: &ObjRef, convert: fn(&mut [u8])) -> PyResult {
    let mut data = own(&cx.heap, me).to_vec();
    convert(&mut data);
    Ok(like(cx, me, data))
}

/// Each byte converted by itself.
fn mapped(cx: &mut Cx, me: &ObjRef, convert: impl Fn(&[u8], &mut Vec<u8>)) -> PyResult {
    worked_like(cx, me, |data, alarm| {
        let mut out = with_room(data.len())?;
        alarm.each_piece(data, |piece| convert(piece, &mut out))?;
        Ok(out)
    })
}

fn lower(cx: &mut Cx, me: &ObjRef) -> PyResult {
    mapped(cx, me, |piece, out| out.extend(piece.iter().map(u8::to_ascii_lowercase)))
}

fn upper(cx: &mut Cx, me: &ObjRef) -> PyResult {
    mapped(cx, me, |piece, out| out.extend(piece.iter().map(u8::to_ascii_uppercase)))
}

fn capitalize(cx: &mut Cx, me: &ObjRef) -> PyResult {
    converted(cx, me, capitalize_ascii)
}

fn title(cx: &mut Cx, me: &ObjRef) -> PyResult {
    converted(cx, me, title_ascii)
}

fn swapcase(cx: &mut Cx, me: &ObjRef) -> PyResult {
    converted(cx, me, swap_ascii)
}

fn all(cx: &mut Cx, me: &ObjRef, is: fn(u8) -> bool) -> PyResult {
    let holds = cx.stoppable(|cx, alarm| {
        let data = own(&cx.heap, me);
        Ok(!data.is_empty() && alarm.all_pieces(data, |piece| piece.iter().all(|&b| is(b)))?)
    })?;
    Ok(cx.bool(holds))
}

fn isalnum(cx: &mut Cx, me: &ObjRef) -> PyResult {
    all(cx, me, |b| b.is_ascii_alphanumeric())
}

fn isalpha(cx: &mut Cx, me: &ObjRef) -> PyResult {
    all(cx, me, |b| b.is_ascii_alphabetic())
}

fn isdigit(cx: &mut Cx, me: &ObjRef) -> PyResult {
    all(cx, me, |b| b.is_ascii_digit())
}

fn isspace(cx: &mut Cx, me: &ObjRef) -> PyResult {
    all(cx, me, is_space)
}

fn isascii(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.bool(own(&cx.heap, me).is_ascii()))
}

fn islower(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let data = own(&cx.heap, me);
    Ok(cx.bool(data.iter().any(u8::is_ascii_lowercase) && !data.iter().any(u8::is_ascii_uppercase)))
}

fn isupper(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let data = own(&cx.heap, me);
    Ok(cx.bool(data.iter().any(u8::is_ascii_uppercase) && !data.iter().any(u8::is_ascii_lowercase)))
}

fn istitle(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let ascii_only = own(&cx.heap, me).iter().map(|&b| if b < 0x80 { b as u32 } else { 0 });
    Ok(cx.bool(crate::text::case::is_title(ascii_only)))
}

static DECODE: Params<0, 2> =
    Params { required: [], optional: ["encoding", "errors"], posonly: 0, kwonly: 2 };

fn decode_method(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([], [encoding, errors]) = args.bind(cx, "decode", &DECODE)?;
    let encoding = name_argument(cx, "decode", "encoding", encoding)?;
    let errors = name_argument(cx, "decode", "errors", errors)?;
    let (encoding, errors) = (encoding.as_deref().unwrap_or("utf-8"), errors.as_deref().unwrap_or("strict"));
    // Most bytes are ASCII: no copy is made of those.
    let known = Encoding::known(encoding);
    if known.is_some_and(Encoding::keeps_ascii) {
        let ascii = cx.stoppable(|cx, alarm| {
            let data = own(&cx.heap, me);
            let is_ascii = alarm.all_pieces(data, <[u8]>::is_ascii)?;
            if is_ascii { cx.str_of_latin1(data, alarm).map(Some) } else { Ok(None) }
        })?;
        if let Some(text) = ascii {
            return Ok(text);
        }
        let data = own(&cx.heap, me);
        if known == Some(Encoding::Utf8)
            && let Ok(text) = std::str::from_utf8(data)
        {
            return Ok(cx.new_str(text));
        }
    }
    let data = own(&cx.heap, me).to_vec();
    decode(cx, Some(me), &data, encoding, errors)
}

static HEX: Params<0, 2> = Params { required: [], optional: ["sep", "bytes_per_sep"], posonly: 0, kwonly: 2 };

fn hex_method(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let me = me.clone();
    hex(cx, &me, args)
}

/// `hex([sep[, bytes_per_sep]])` of a bytes-like object.
pub(super) fn hex(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([], [sep, every]) = args.bind(cx, "hex", &HEX)?;
    let every = match every {
        Some(n) => c_int(cx, &n)?,
        None => 1,
    };
    let sep = match sep {
        Some(s) => Some(separator(cx, &s)?),
        None => None,
    };
    worked(cx, |cx, alarm| {
        let bytes = data(&cx.heap, me).unwrap_or_default();
        let text = hex_text(&bytes, sep.filter(|_| every != 0), every, alarm)?;
        Ok(cx.str_of_latin1(&text, alarm)?)
    })
}

pub(crate) fn separator(cx: &mut Cx, sep: &ObjRef) -> PyResult<u8> {
    if cx.len(sep)? != 1 {
        return Err(cx.value_error("sep must be length 1."));
    }
    let c = match sep.chars() {
        Some(s) => s.get(0),
        None => match cx.heap.bytes(sep) {
            Some(b) => b.first().map(|&b| b as u32),
            None => return Err(cx.type_error("sep must be str or bytes.")),
        },
    };
    match c {
        Some(c) if c < 0x80 => Ok(c as u8),
        _ => Err(cx.value_error("sep must be ASCII.")),
    }
}

/// Two digits a byte; a separator after every `every` bytes, counted from the right, or from the
/// left if negative.
pub(crate) fn hex_text(
    bytes: &[u8],
    sep: Option<u8>,
    every: i32,
    alarm: &Alarm<'_>,
) -> Result<Vec<u8>, Error> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let group = every.unsigned_abs() as usize;
    let mut out = with_room(bytes.len().saturating_mul(if sep.is_some() { 3 } else { 2 }))?;
    for (i, &b) in bytes.iter().enumerate() {
        alarm.check_now_and_then(i)?;
        if let Some(sep) = sep {
            let from = if every > 0 { bytes.len() - i } else { i };
            if i > 0 && from.is_multiple_of(group) {
                out.push(sep);
            }
        }
        out.push(DIGITS[usize::from(b >> 4)]);
        out.push(DIGITS[usize::from(b & 15)]);
    }
    Ok(out)
}

fn fromhex(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let name = theseus_object::TypeObj::of(class).map(|t| t.name()).unwrap_or_default();
    let text = args.only(cx, &format!("{name}.fromhex"))?;
    crate::str::args::expect_str(cx, "fromhex", "", text)?;
    let out = worked(cx, |_, alarm| by_width!(chars(text), |digits| bytes_of_hex(digits, alarm)))?;
    if class.is(cx.types.bytearray.as_ref()) {
        return Ok(cx.new_bytearray(out));
    }
    let made = cx.new_bytes(&out);
    if class.is(cx.types.bytes.as_ref()) {
        return Ok(made);
    }
    cx.call(class, &[made])
}

/// The bytes that pairs of digits stand for, with white space between the pairs.
fn bytes_of_hex<T: seq::Unit>(digits: &[T], alarm: &Alarm<'_>) -> Result<Vec<u8>, Error> {
    let value = |at: usize| char::from_u32((*digits.get(at)?).into())?.to_digit(16);
    let mut out = with_room(digits.len() / 2)?;
    let mut at = 0;
    while let Some(&c) = digits.get(at) {
        if u8::try_from(c.into()).is_ok_and(is_space) {
            at += 1;
            continue;
        }
        let wrong = match (value(at), value(at + 1)) {
            (Some(high), Some(low)) => {
                out.push((high << 4 | low) as u8);
                at += 2;
                alarm.check_now_and_then(out.len())?;
                continue;
            }
            (None, _) => at,
            _ => at + 1,
        };
        return Error::value(format!("non-hexadecimal number found in fromhex() arg at position {wrong}"));
    }
    Ok(out)
}

static TRANSLATE: Params<1, 1> = Params { required: [""], optional: ["delete"], posonly: 1, kwonly: 2 };

fn translate(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([table], [delete]) = args.bind(cx, "translate", &TRANSLATE)?;
    let table = match Some(table).filter(|t| !t.is_none()) {
        Some(t) => {
            require(cx, &t)?;
            let t = data(&cx.heap, &t).unwrap_or_default().to_vec();
            if t.len() != 256 {
                return Err(cx.value_error("translation table must be 256 characters long"));
            }
            Some(t)
        }
        None => None,
    };
    let mut dropped = [false; 256];
    if let Some(delete) = delete {
        require(cx, &delete)?;
        for &b in data(&cx.heap, &delete).unwrap_or_default().iter() {
            dropped[b as usize] = true;
        }
    }
    let to: [u8; 256] = std::array::from_fn(|b| table.as_ref().map_or(b as u8, |t| t[b]));
    let drops = dropped.contains(&true);
    mapped(cx, me, |piece, out| match drops {
        false => out.extend(piece.iter().map(|&b| to[b as usize])),
        true => out.extend(piece.iter().filter(|&&b| !dropped[b as usize]).map(|&b| to[b as usize])),
    })
}

fn maketrans(cx: &mut Cx, args: &Args) -> PyResult {
    args.no_keywords(cx, "bytes.maketrans")?;
    let [from, to] = args.values else {
        let given = args.values.len();
        return Err(cx.type_error(format!("maketrans expected 2 arguments, got {given}")));
    };
    require(cx, from)?;
    require(cx, to)?;
    let mut table: Vec<u8> = (0..=255).collect();
    let heap = &cx.heap;
    let pairs: Option<Vec<(u8, u8)>> = data(heap, from).zip(data(heap, to)).and_then(|(from, to)| {
        (from.len() == to.len()).then(|| from.iter().copied().zip(to.iter().copied()).collect())
    });
    let Some(pairs) = pairs else { return Err(cx.value_error("maketrans arguments must have same length")) };
    for (from, to) in pairs {
        if let Some(slot) = table.get_mut(from as usize) {
            *slot = to;
        }
    }
    Ok(cx.new_bytes(&table))
}
