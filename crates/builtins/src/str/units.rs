//! The stored characters of strings as slices of one unit type, for the generic algorithms.

use std::borrow::Cow;

use theseus_object::alarm::{Alarm, PIECE, Stopped};
use theseus_object::payload::str::Chars;
use theseus_object::{Interp, ObjRef};

use crate::slice::SliceRange;
use crate::text::error::{Error, with_room};
use crate::text::seq::Unit;

/// Evaluates an expression for the slice of units behind characters, whatever their width.
macro_rules! by_width {
    ($chars:expr, |$units:ident| $body:expr) => {
        match $chars {
            theseus_object::payload::str::Chars::Ascii(s) => {
                let $units: &[u8] = s.as_bytes();
                $body
            }
            theseus_object::payload::str::Chars::Latin1($units) => $body,
            theseus_object::payload::str::Chars::Two($units) => $body,
            theseus_object::payload::str::Chars::Four($units) => {
                // Units become code points by `into`, which these are already.
                #[allow(clippy::useless_conversion)]
                let result = $body;
                result
            }
        }
    };
}
pub(crate) use by_width;

/// A unit that strings are stored in.
pub(crate) trait StrUnit: Unit {
    /// The characters in this unit; `None` if one does not fit.
    fn of(chars: Chars<'_>) -> Option<Cow<'_, [Self]>>;
    /// A str of these units.
    fn make(interp: &Interp, units: &[Self]) -> ObjRef;
    /// Like [`StrUnit::make`]; ^C may stop it.
    fn make_long(interp: &Interp, units: &[Self], _alarm: &Alarm<'_>) -> Result<ObjRef, Stopped> {
        Ok(Self::make(interp, units))
    }
}

impl StrUnit for u8 {
    fn of(chars: Chars<'_>) -> Option<Cow<'_, [u8]>> {
        match chars {
            Chars::Ascii(s) => Some(Cow::Borrowed(s.as_bytes())),
            Chars::Latin1(s) => Some(Cow::Borrowed(s)),
            _ => None,
        }
    }

    fn make(interp: &Interp, units: &[u8]) -> ObjRef {
        interp.str_from_latin1(units)
    }

    fn make_long(interp: &Interp, units: &[u8], alarm: &Alarm<'_>) -> Result<ObjRef, Stopped> {
        interp.str_of_latin1(units, alarm)
    }
}

impl StrUnit for u16 {
    fn of(chars: Chars<'_>) -> Option<Cow<'_, [u16]>> {
        let widened = |s: &[u8]| Some(Cow::Owned(s.iter().map(|&c| c as u16).collect()));
        match chars {
            Chars::Ascii(s) => widened(s.as_bytes()),
            Chars::Latin1(s) => widened(s),
            Chars::Two(s) => Some(Cow::Borrowed(s)),
            Chars::Four(_) => None,
        }
    }

    fn make(interp: &Interp, units: &[u16]) -> ObjRef {
        interp.str_from_u16(units)
    }
}

impl StrUnit for u32 {
    fn of(chars: Chars<'_>) -> Option<Cow<'_, [u32]>> {
        match chars {
            Chars::Four(s) => Some(Cow::Borrowed(s)),
            other => Some(Cow::Owned(other.to_vec())),
        }
    }

    fn make(interp: &Interp, units: &[u32]) -> ObjRef {
        interp.str_from_points(units)
    }
}

/// The characters of a needle in the units of the text that it is sought in.
pub(crate) fn needle<'a, T: StrUnit>(_text: &[T], chars: Chars<'a>) -> Option<Cow<'a, [T]>> {
    T::of(chars)
}

/// A str of units, as the units of some text.
pub(crate) fn make<T: StrUnit>(interp: &Interp, units: &[T], alarm: &Alarm<'_>) -> Result<ObjRef, Stopped> {
    T::make_long(interp, units, alarm)
}

/// The characters of a receiver, which is a str by the check of its method descriptor.
#[inline(always)]
pub(crate) fn chars(o: &ObjRef) -> Chars<'_> {
    o.chars().unwrap_or(Chars::Ascii(""))
}

/// The code points of a str.
pub(crate) fn points(o: &ObjRef) -> smallvec::SmallVec<[u32; 64]> {
    match chars(o) {
        Chars::Four(s) => smallvec::SmallVec::from_slice(s),
        // Short text, such as that of format specs, is widened in one go.
        Chars::Ascii(s) if s.len() <= 64 => {
            let mut buffer = [0; 64];
            buffer.iter_mut().zip(s.bytes()).for_each(|(to, b)| *to = b.into());
            smallvec::SmallVec::from_buf_and_len(buffer, s.len())
        }
        other => by_width!(other, |u| u.iter().map(|&c| c.into()).collect()),
    }
}

/// The units that an extended slice selects.
pub(crate) fn picked<T: Copy>(units: &[T], range: SliceRange, alarm: &Alarm<'_>) -> Result<Vec<T>, Error> {
    let step = usize::try_from(range.step.unsigned_abs()).unwrap_or(usize::MAX);
    let start = usize::try_from(range.start).unwrap_or(0);
    let mut out = with_room(range.count)?;
    let mut fill = |from: &mut dyn Iterator<Item = &T>| {
        while out.len() < range.count {
            let many = PIECE.min(range.count - out.len());
            out.extend(from.take(many).copied());
            alarm.check()?;
        }
        Ok::<(), Error>(())
    };
    if range.step > 0 {
        fill(&mut units.get(start..).unwrap_or_default().iter().step_by(step))?;
    } else {
        fill(&mut units.get(..=start).unwrap_or_default().iter().rev().step_by(step.max(1)))?;
    }
    Ok(out)
}
