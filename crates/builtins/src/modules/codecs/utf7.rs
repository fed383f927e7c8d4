//! UTF-7: ASCII, and runs of UTF-16 in a base 64 of its own.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use super::errors::decode_fault;
use super::native::{
    bytes_argument, decoded_text, encoded, errors_argument, fault_object, flag, text_argument,
};
use crate::str::args::room_for_step;
use crate::str::codec::Fault;
use crate::str::units::{chars, points};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_range("utf_7_encode", encode, 1, 2, ""),
    NativeDef::f_range("utf_7_decode", decode, 1, 3, ""),
];

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn digit(b: u8) -> Option<u32> {
    DIGITS.iter().position(|&d| d == b).map(|i| i as u32)
}

/// Whether a character stands for itself: CPython leaves all printable ASCII but `+`, `\` and `~`.
fn is_direct(c: u32) -> bool {
    matches!(c, 9 | 10 | 13 | 32..=126) && !matches!(c, 0x2b | 0x5c | 0x7e)
}

fn encode(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let text = &values[0];
    text_argument(cx, "utf_7_encode", text)?;
    errors_argument(cx, "utf_7_encode", values.get(1))?;
    let all = chars(text);
    let mut out = Vec::new();
    let (mut shifted, mut bits, mut count) = (false, 0u32, 0);
    for c in all.iter() {
        room_for_step(cx, &mut out)?;
        if is_direct(c) {
            if shifted {
                if count > 0 {
                    out.push(DIGITS[(bits << (6 - count) & 63) as usize]);
                }
                (shifted, bits, count) = (false, 0, 0);
                if digit(c as u8).is_some() || c == 0x2d {
                    out.push(b'-');
                }
            }
            out.push(c as u8);
            continue;
        }
        if !shifted {
            out.push(b'+');
            if c == 0x2b {
                out.push(b'-');
                continue;
            }
            shifted = true;
        }
        let units = match c.checked_sub(0x1_0000) {
            Some(c) => vec![0xd800 | c >> 10, 0xdc00 | c & 0x3ff],
            None => vec![c],
        };
        for unit in units {
            bits = bits << 16 | unit;
            count += 16;
            while count >= 6 {
                count -= 6;
                out.push(DIGITS[(bits >> count & 63) as usize]);
            }
            bits &= (1 << count) - 1;
        }
    }
    if shifted {
        if count > 0 {
            out.push(DIGITS[(bits << (6 - count) & 63) as usize]);
        }
        out.push(b'-');
    }
    encoded(cx, &out, all.len())
}

/// The state inside a run of base 64.
#[derive(Default)]
struct Run {
    start: usize,
    /// Where the output was when the run began.
    length: usize,
    bits: u32,
    count: u32,
    high: Option<u32>,
}

fn decode(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let data = bytes_argument(cx, &values[0])?;
    let errors = errors_argument(cx, "utf_7_decode", values.get(1))?;
    let last = flag(cx, values.get(2), false)?;
    let mut out: Vec<u32> = Vec::new();
    let mut run: Option<Run> = None;
    let mut at = 0;
    loop {
        room_for_step(cx, &mut out)?;
        let fault = match (data.get(at).copied(), &mut run) {
            (None, _) => break,
            (Some(b), Some(r)) => match digit(b) {
                Some(d) => {
                    at += 1;
                    r.bits = r.bits << 6 | d;
                    r.count += 6;
                    if r.count >= 16 {
                        r.count -= 16;
                        let unit = r.bits >> r.count & 0xffff;
                        r.bits &= (1 << r.count) - 1;
                        match (r.high.take(), unit) {
                            (Some(h), 0xdc00..0xe000) => {
                                out.push(0x1_0000 + ((h & 0x3ff) << 10 | unit & 0x3ff));
                            }
                            (h, unit) => {
                                out.extend(h);
                                match unit {
                                    0xd800..0xdc00 => r.high = Some(unit),
                                    _ => out.push(unit),
                                }
                            }
                        }
                    }
                    continue;
                }
                None => {
                    let (start, bits, count, high) = (r.start, r.bits, r.count, r.high);
                    run = None;
                    out.extend(high);
                    // A fault takes the byte that ends the run with it.
                    let end = at + 1;
                    if b == b'-' {
                        at = end;
                    }
                    if count >= 6 {
                        Some((start, end, "partial character in shift sequence"))
                    } else if bits != 0 {
                        Some((start, end, "non-zero padding bits in shift sequence"))
                    } else {
                        continue;
                    }
                }
            },
            (Some(b'+'), None) => match data.get(at + 1) {
                Some(b'-') => {
                    out.push(0x2b);
                    at += 2;
                    continue;
                }
                Some(&b) if digit(b).is_none() => Some((at, at + 2, "ill-formed sequence")),
                _ => {
                    run = Some(Run { start: at, length: out.len(), ..Run::default() });
                    at += 1;
                    continue;
                }
            },
            (Some(b), None) if b < 0x80 => {
                out.push(b as u32);
                at += 1;
                continue;
            }
            (Some(_), None) => Some((at, at + 1, "unexpected special character")),
        };
        if let Some((start, end, reason)) = fault {
            at = handle(cx, &values[0], &data, &errors, &mut out, start, end, reason)?;
        }
        cx.poll()?;
    }
    if let Some(r) = run {
        if !last {
            // The run is read again when more has come.
            out.truncate(r.length);
            return decoded_text(cx, &out, r.start);
        }
        if r.high.is_some() || r.count >= 6 || r.bits != 0 {
            handle(
                cx,
                &values[0],
                &data,
                &errors,
                &mut out,
                r.start,
                data.len(),
                "unterminated shift sequence",
            )?;
        }
    }
    decoded_text(cx, &out, data.len())
}

fn handle(
    cx: &mut Cx,
    given: &ObjRef,
    data: &[u8],
    errors: &str,
    out: &mut Vec<u32>,
    start: usize,
    end: usize,
    reason: &str,
) -> PyResult<usize> {
    let object = fault_object(cx, given, data);
    let fault = Fault { encoding: "utf7", object, start, end, reason };
    let (text, next) = decode_fault(cx, errors, &fault)?;
    out.extend(points(&text));
    Ok(next)
}
