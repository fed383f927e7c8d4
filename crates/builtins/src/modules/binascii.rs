//! The module `binascii`: bytes as text and back.

use theseus_object::alarm::PIECE;
use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::payload::number::IntRef;
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised};

use crate::bytes::methods::{hex_text, separator};
use crate::module::{exception_class, native_module, raise_kept};
use crate::str::args::{c_int, worked};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "a2b_base64",
        a2b_base64,
        "a2b_base64($module, data, /, *, strict_mode=False)\n--\n\nDecode a line of base64 data.",
    ),
    NativeDef::f1(
        "a2b_hex",
        unhexlify,
        "a2b_hex($module, hexstr, /)\n--\n\nBinary data of hexadecimal representation.",
    ),
    NativeDef::f_full(
        "a2b_qp",
        a2b_qp,
        "a2b_qp($module, /, data, header=False)\n--\n\nDecode a string of qp-encoded data.",
    ),
    NativeDef::f1("a2b_uu", a2b_uu, "a2b_uu($module, data, /)\n--\n\nDecode a line of uuencoded data."),
    NativeDef::f_full(
        "b2a_base64",
        b2a_base64,
        "b2a_base64($module, data, /, *, newline=True)\n--\n\nBase64-code line of data.",
    ),
    NativeDef::f_full(
        "b2a_hex",
        |cx, args| hexlify(cx, args, "b2a_hex"),
        "b2a_hex($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nHexadecimal representation of binary data.",
    ),
    NativeDef::f_full(
        "b2a_qp",
        b2a_qp,
        "b2a_qp($module, /, data, quotetabs=False, istext=True, header=False)\n--\n\nEncode a string using quoted-printable encoding.",
    ),
    NativeDef::f_full(
        "b2a_uu",
        b2a_uu,
        "b2a_uu($module, data, /, *, backtick=False)\n--\n\nUuencode line of data.",
    ),
    NativeDef::f_range(
        "crc32",
        crc32,
        1,
        2,
        "crc32($module, data, crc=0, /)\n--\n\nCompute CRC-32 incrementally.",
    ),
    NativeDef::f2(
        "crc_hqx",
        crc_hqx,
        "crc_hqx($module, data, crc, /)\n--\n\nCompute CRC-CCITT incrementally.",
    ),
    NativeDef::f_full(
        "hexlify",
        |cx, args| hexlify(cx, args, "hexlify"),
        "hexlify($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nHexadecimal representation of binary data.",
    ),
    NativeDef::f1(
        "unhexlify",
        unhexlify,
        "unhexlify($module, hexstr, /)\n--\n\nBinary data of hexadecimal representation.",
    ),
];

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "binascii", "Conversion between binary data and ASCII", FUNCTIONS);
    let (value_error, exception) = (cx.excs.value_error.clone(), cx.excs.exception.clone());
    exception_class(cx, &dict, "binascii.Error", "binascii", "Error", &value_error);
    exception_class(cx, &dict, "binascii.Incomplete", "binascii", "Incomplete", &exception);
}

fn error(cx: &mut Cx, message: impl AsRef<str>) -> Raised {
    raise_kept(cx, "binascii.Error", message)
}

/// The bytes of a bytes-like object.
fn binary(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
    let b = cx.contiguous_buffer(o)?;
    b.copied(cx)
}

/// The bytes of a bytes-like object or an ASCII str.
fn ascii(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
    if let Some(text) = o.ascii() {
        return Ok(text.as_bytes().to_vec());
    }
    if o.is_str() {
        return Err(cx.value_error("string argument should contain only ASCII characters"));
    }
    match cx.try_buffer(o)? {
        Some(b) => b.copied(cx),
        None => {
            let got = o.ty().name();
            let text = format!("argument should be bytes, buffer or ASCII string, not '{got}'");
            Err(cx.type_error(text))
        }
    }
}

fn flag(cx: &mut Cx, o: Option<ObjRef>, default: bool) -> PyResult<bool> {
    match o {
        Some(o) => cx.truth(&o),
        None => Ok(default),
    }
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Values of base64 digits; 64 for other bytes.
static DIGITS: [u8; 256] = {
    let mut t = [64; 256];
    let mut i = 0;
    while i < 64 {
        t[BASE64[i] as usize] = i as u8;
        i += 1;
    }
    t
};

static A2B_BASE64: Params<1, 1> =
    Params { required: ["data"], optional: ["strict_mode"], posonly: 1, kwonly: 1 };

fn a2b_base64(cx: &mut Cx, args: &Args) -> PyResult {
    let ([data], [strict]) = args.bind(cx, "a2b_base64", &A2B_BASE64)?;
    let strict = flag(cx, strict, false)?;
    let data = ascii(cx, &data)?;
    match decode_base64(&data, strict) {
        Ok(out) => Ok(cx.new_bytes(&out)),
        Err(message) => Err(error(cx, message)),
    }
}

fn decode_base64(data: &[u8], strict: bool) -> Result<Vec<u8>, String> {
    if strict && data.first() == Some(&b'=') {
        return Err("Leading padding not allowed".into());
    }
    let mut out = Vec::with_capacity(data.len() / 4 * 3);
    // Whole groups of digits, up to the first that has anything else in it.
    let mut whole = 0;
    for group in data.as_chunks::<4>().0 {
        let [a, b, c, d] = group.map(|c| u32::from(DIGITS[usize::from(c)]));
        if (a | b | c | d) >= 64 {
            break;
        }
        let [_, bytes @ ..] = (a << 18 | b << 12 | c << 6 | d).to_be_bytes();
        out.extend_from_slice(&bytes);
        whole += 4;
    }
    let (mut place, mut left, mut pads, mut padding) = (0u8, 0u8, 0u8, false);
    for (i, &c) in data.iter().enumerate().skip(whole) {
        if c == b'=' {
            padding = true;
            if place >= 2 {
                pads += 1;
                if place + pads >= 4 {
                    if strict && i + 1 < data.len() {
                        return Err("Excess data after padding".into());
                    }
                    return Ok(out);
                }
            }
            continue;
        }
        let v = DIGITS[usize::from(c)];
        if v >= 64 {
            if strict {
                return Err("Only base64 data is allowed".into());
            }
            continue;
        }
        if strict && padding {
            return Err("Discontinuous padding not allowed".into());
        }
        pads = 0;
        match place {
            0 => left = v,
            1 => {
                out.push(left << 2 | v >> 4);
                left = v & 15;
            }
            2 => {
                out.push(left << 4 | v >> 2);
                left = v & 3;
            }
            _ => {
                out.push(left << 6 | v);
                left = 0;
            }
        }
        place = (place + 1) & 3;
    }
    match place {
        0 => Ok(out),
        1 => Err(format!(
            "Invalid base64-encoded string: number of data characters ({}) cannot be 1 more than a multiple of 4",
            out.len() / 3 * 4 + 1
        )),
        _ => Err("Incorrect padding".into()),
    }
}

static B2A_BASE64: Params<1, 1> = Params { required: ["data"], optional: ["newline"], posonly: 1, kwonly: 1 };

fn b2a_base64(cx: &mut Cx, args: &Args) -> PyResult {
    let ([data], [newline]) = args.bind(cx, "b2a_base64", &B2A_BASE64)?;
    let newline = flag(cx, newline, true)?;
    let data = binary(cx, &data)?;
    let mut out = Vec::with_capacity(data.len().div_ceil(3) * 4 + 1);
    let digit = |word: u32, i: u32| BASE64[(word >> (18 - 6 * i) & 63) as usize];
    let (whole, rest) = data.as_chunks::<3>();
    for piece in whole.chunks(PIECE) {
        for &[a, b, c] in piece {
            let word = u32::from_be_bytes([0, a, b, c]);
            out.extend_from_slice(&[0, 1, 2, 3].map(|i| digit(word, i)));
        }
        cx.poll()?;
    }
    if let [a, rest @ ..] = rest {
        let second = rest.first().copied();
        let word = u32::from_be_bytes([0, *a, second.unwrap_or(0), 0]);
        let third = if second.is_some() { digit(word, 2) } else { b'=' };
        out.extend_from_slice(&[digit(word, 0), digit(word, 1), third, b'=']);
    }
    if newline {
        out.push(b'\n');
    }
    Ok(cx.new_bytes(&out))
}

static HEXLIFY: Params<1, 2> =
    Params { required: ["data"], optional: ["sep", "bytes_per_sep"], posonly: 0, kwonly: 3 };

fn hexlify(cx: &mut Cx, args: &Args, name: &str) -> PyResult {
    let ([data], [sep, every]) = args.bind(cx, name, &HEXLIFY)?;
    let data = binary(cx, &data)?;
    let every = match every {
        Some(n) => c_int(cx, &n)?,
        None => 1,
    };
    let sep = match sep {
        Some(s) => Some(separator(cx, &s)?),
        None => None,
    };
    worked(cx, |cx, alarm| {
        let text = hex_text(&data, sep.filter(|_| every != 0), every, alarm)?;
        Ok(cx.bytes_of_pieces(text.len(), [&text[..]], alarm)?)
    })
}

fn hex_digit(c: u8) -> Option<u8> {
    char::from(c).to_digit(16).map(|d| d as u8)
}

fn unhexlify(cx: &mut Cx, text: &ObjRef) -> PyResult {
    let text = ascii(cx, text)?;
    if text.len() % 2 == 1 {
        return Err(error(cx, "Odd-length string"));
    }
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(hex_digit(*high)? << 4 | hex_digit(*low)?),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = text.chunks(2).map(byte).collect();
    match bytes {
        Some(bytes) => Ok(cx.new_bytes(&bytes)),
        None => Err(error(cx, "Non-hexadecimal digit found")),
    }
}

static A2B_QP: Params<1, 1> = Params { required: ["data"], optional: ["header"], posonly: 0, kwonly: 2 };

fn a2b_qp(cx: &mut Cx, args: &Args) -> PyResult {
    let ([data], [header]) = args.bind(cx, "a2b_qp", &A2B_QP)?;
    let data = ascii(cx, &data)?;
    let header = flag(cx, header, false)?;
    let mut out = Vec::with_capacity(data.len());
    let at = |i: usize| data.get(i).copied();
    let mut i = 0;
    while let Some(c) = at(i) {
        i += 1;
        if c == b'_' && header {
            out.push(b' ');
            continue;
        }
        if c != b'=' {
            out.push(c);
            continue;
        }
        match at(i) {
            None => break,
            Some(b'\n' | b'\r') => {
                // A soft line break.
                while at(i).is_some_and(|c| c != b'\n') {
                    i += 1;
                }
                i += 1;
            }
            Some(b'=') => {
                out.push(b'=');
                i += 1;
            }
            Some(high) => match (hex_digit(high), at(i + 1).and_then(hex_digit)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    i += 2;
                }
                _ => out.push(b'='),
            },
        }
    }
    Ok(cx.new_bytes(&out))
}

static B2A_QP: Params<1, 3> =
    Params { required: ["data"], optional: ["quotetabs", "istext", "header"], posonly: 0, kwonly: 4 };

fn b2a_qp(cx: &mut Cx, args: &Args) -> PyResult {
    let ([data], [quotetabs, istext, header]) = args.bind(cx, "b2a_qp", &B2A_QP)?;
    let data = binary(cx, &data)?;
    let quotetabs = flag(cx, quotetabs, false)?;
    let istext = flag(cx, istext, true)?;
    let header = flag(cx, header, false)?;
    Ok(cx.new_bytes(&encode_qp(&data, quotetabs, istext, header)))
}

/// Longest line of quoted-printable text.
const LINE: usize = 76;

fn push_quoted(out: &mut Vec<u8>, c: u8) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    out.extend_from_slice(&[b'=', HEX[usize::from(c >> 4)], HEX[usize::from(c & 15)]]);
}

fn encode_qp(data: &[u8], quotetabs: bool, istext: bool, header: bool) -> Vec<u8> {
    let at = |i: usize| data.get(i).copied();
    // Ends of lines all become what the first is.
    let first = memchr::memchr(b'\n', data);
    let end: &[u8] = match first {
        Some(n) if n > 0 && at(n - 1) == Some(b'\r') => b"\r\n",
        _ => b"\n",
    };
    let mut out = Vec::with_capacity(data.len() + 16);
    let (mut line, mut i) = (0, 0);
    while let Some(c) = at(i) {
        let next = at(i + 1);
        let is_blank = c == b' ' || c == b'\t';
        let is_end = c == b'\r' || c == b'\n';
        let quoted = c > 126
            || c == b'='
            || (header && c == b'_')
            || (c == b'.' && line == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0)))
            || (!istext && is_end)
            || (is_blank && next.is_none())
            || (c < 33 && !is_end && (quotetabs || !is_blank));
        if quoted {
            if line + 3 >= LINE {
                out.push(b'=');
                out.extend_from_slice(end);
                line = 0;
            }
            push_quoted(&mut out, c);
            line += 3;
            i += 1;
        } else if istext && (c == b'\n' || (c == b'\r' && next == Some(b'\n'))) {
            line = 0;
            // Blanks at the end of a line would be lost.
            if let Some(blank) = out.pop_if(|c| *c == b' ' || *c == b'\t') {
                push_quoted(&mut out, blank);
            }
            out.extend_from_slice(end);
            i += if c == b'\r' { 2 } else { 1 };
        } else {
            if next.is_some_and(|n| n != b'\n') && line + 1 >= LINE {
                out.push(b'=');
                out.extend_from_slice(end);
                line = 0;
            }
            line += 1;
            out.push(if header && c == b' ' { b'_' } else { c });
            i += 1;
        }
    }
    out
}

fn a2b_uu(cx: &mut Cx, data: &ObjRef) -> PyResult {
    let data = ascii(cx, data)?;
    let length = usize::from(data.first().copied().unwrap_or(0).wrapping_sub(b' ') & 63);
    let mut rest = data.iter().skip(1).copied();
    let mut out = Vec::with_capacity(length);
    let (mut left, mut bits) = (0u32, 0);
    while out.len() < length {
        // Blanks at the end of the line may be missing.
        let v = match rest.next() {
            None | Some(b'\n' | b'\r') => 0,
            Some(c @ b' '..=b'`') => (c - b' ') & 63,
            Some(_) => return Err(error(cx, "Illegal char")),
        };
        left = left << 6 | u32::from(v);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((left >> bits) as u8);
            left &= (1 << bits) - 1;
        }
    }
    if rest.any(|c| !matches!(c, b' ' | b'`' | b'\n' | b'\r')) {
        return Err(error(cx, "Trailing garbage"));
    }
    Ok(cx.new_bytes(&out))
}

static B2A_UU: Params<1, 1> = Params { required: ["data"], optional: ["backtick"], posonly: 1, kwonly: 1 };

fn b2a_uu(cx: &mut Cx, args: &Args) -> PyResult {
    let ([data], [backtick]) = args.bind(cx, "b2a_uu", &B2A_UU)?;
    let data = binary(cx, &data)?;
    let backtick = flag(cx, backtick, false)?;
    if data.len() > 45 {
        return Err(error(cx, "At most 45 bytes at once"));
    }
    let digit = |v: u32| if v == 0 && backtick { b'`' } else { v as u8 + b' ' };
    let mut out = vec![digit(data.len() as u32)];
    for chunk in data.chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        out.extend((0..4).map(|i| digit(word >> (18 - 6 * i) & 63)));
    }
    out.push(b'\n');
    Ok(cx.new_bytes(&out))
}

/// The low 32 bits of an int.
pub(super) fn low_word(cx: &mut Cx, o: &ObjRef) -> PyResult<u32> {
    let v = cx.index(o)?;
    Ok(match v.integer() {
        Some(IntRef::Small(v)) => v as u32,
        Some(IntRef::Big(b)) => {
            let (sign, size) = b.clone().into_parts();
            let low = size.as_words().first().copied().unwrap_or(0) as u32;
            if sign == dashu_int::Sign::Negative { low.wrapping_neg() } else { low }
        }
        None => 0,
    })
}

pub(super) fn crc32(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let buffer = cx.contiguous_buffer(&args[0])?;
    let start = match args.get(1) {
        Some(v) => low_word(cx, v)?,
        None => 0,
    };
    let mut hasher = crc32fast::Hasher::new_with_initial(start);
    cx.each_piece(&buffer, |piece| hasher.update(piece))?;
    Ok(cx.int(hasher.finalize().into()))
}

fn crc_hqx(cx: &mut Cx, data: &ObjRef, crc: &ObjRef) -> PyResult {
    let data = cx.contiguous_buffer(data)?;
    let mut crc = low_word(cx, crc)? & 0xffff;
    cx.each_piece(&data, |piece| {
        for &b in piece {
            crc ^= u32::from(b) << 8;
            for _ in 0..8 {
                crc = if crc & 0x8000 != 0 { crc << 1 ^ 0x1021 } else { crc << 1 } & 0xffff;
            }
        }
    })?;
    Ok(cx.int(crc.into()))
}
