//! Case conversions of str.

use theseus_object::alarm::PIECE;
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use super::args::worked;
use super::units::{by_width, chars, points};
use crate::text::case;
use crate::text::error::{Error, with_room};

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::m0(
        "lower",
        lower,
        "lower($self, /)\n--\n\nReturn a copy of the string converted to lowercase.",
    ),
    NativeDef::m0(
        "upper",
        upper,
        "upper($self, /)\n--\n\nReturn a copy of the string converted to uppercase.",
    ),
    NativeDef::m0(
        "casefold",
        casefold,
        "casefold($self, /)\n--\n\nReturn a version of the string suitable for caseless comparisons.",
    ),
    NativeDef::m0(
        "capitalize",
        capitalize,
        "capitalize($self, /)\n--\n\nReturn a capitalized version of the string.",
    ),
    NativeDef::m0(
        "title",
        title,
        "title($self, /)\n--\n\nReturn a version of the string where each word is titlecased.",
    ),
    NativeDef::m0(
        "swapcase",
        swapcase,
        "swapcase($self, /)\n--\n\nConvert uppercase characters to lowercase and lowercase characters to uppercase.",
    ),
];

/// Converts with the first function if the text is ASCII, else with the second. If each character is
/// converted `by_itself`, ^C may stop that of a long text.
fn convert(
    cx: &mut Cx,
    me: &ObjRef,
    by_itself: bool,
    ascii: fn(&mut [u8]),
    wide: fn(&[u32]) -> Vec<u32>,
) -> PyResult {
    let Some(s) = me.ascii() else {
        let len = chars(me).len();
        if !cx.can_allocate(len.saturating_mul(8)) {
            return Err(cx.memory_error(""));
        }
        // What a capital sigma becomes depends on what is around it.
        return if by_itself && len > PIECE && !chars(me).iter().any(|c| c == 'Σ' as u32) {
            convert_pieces(cx, me, wide)
        } else {
            Ok(cx.str_from_points(&wide(&points(me))))
        };
    };
    if s.len() <= PIECE || !by_itself {
        let mut bytes = s.as_bytes().to_vec();
        ascii(&mut bytes);
        return Ok(cx.str_from_latin1(&bytes));
    }
    worked(cx, |cx, alarm| {
        let mut out = with_room(s.len())?;
        alarm.each_piece(s.as_bytes(), |piece| {
            let from = out.len();
            out.extend_from_slice(piece);
            ascii(&mut out[from..]);
        })?;
        Ok(cx.str_of_latin1(&out, alarm)?)
    })
}

/// Converts a long text piece by piece.
fn convert_pieces(cx: &mut Cx, me: &ObjRef, wide: fn(&[u32]) -> Vec<u32>) -> PyResult {
    worked(cx, |cx, alarm| {
        let mut out: Vec<u32> = with_room(chars(me).len())?;
        by_width!(chars(me), |units| {
            for piece in units.chunks(PIECE) {
                alarm.check()?;
                let piece: Vec<u32> = piece.iter().map(|&c| c.into()).collect();
                let made = wide(&piece);
                out.try_reserve(made.len()).map_err(|_| Error::Memory)?;
                out.extend(made);
            }
        });
        Ok(cx.str_of_points(&out, alarm)?)
    })
}

fn lower(cx: &mut Cx, me: &ObjRef) -> PyResult {
    convert(cx, me, true, |b| b.make_ascii_lowercase(), case::lower)
}

fn upper(cx: &mut Cx, me: &ObjRef) -> PyResult {
    convert(cx, me, true, |b| b.make_ascii_uppercase(), case::upper)
}

fn casefold(cx: &mut Cx, me: &ObjRef) -> PyResult {
    convert(cx, me, true, |b| b.make_ascii_lowercase(), case::casefold)
}

fn capitalize(cx: &mut Cx, me: &ObjRef) -> PyResult {
    convert(cx, me, false, capitalize_ascii, case::capitalize)
}

fn title(cx: &mut Cx, me: &ObjRef) -> PyResult {
    convert(cx, me, false, title_ascii, case::title)
}

fn swapcase(cx: &mut Cx, me: &ObjRef) -> PyResult {
    convert(cx, me, true, swap_ascii, case::swapcase)
}

/// The first letter upper case, the others lower case.
pub(crate) fn capitalize_ascii(b: &mut [u8]) {
    b.make_ascii_lowercase();
    if let Some(first) = b.first_mut() {
        first.make_ascii_uppercase();
    }
}

/// Each first letter of a run of letters upper case, the others lower case.
pub(crate) fn title_ascii(b: &mut [u8]) {
    let mut inside = false;
    for c in b {
        if inside {
            c.make_ascii_lowercase();
        } else {
            c.make_ascii_uppercase();
        }
        inside = c.is_ascii_alphabetic();
    }
}

pub(crate) fn swap_ascii(b: &mut [u8]) {
    for c in b {
        if c.is_ascii_alphabetic() {
            *c ^= 0x20;
        }
    }
}
