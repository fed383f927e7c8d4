//! Shift JIS and its relatives: single bytes for ASCII and half-width katakana, and pairs.

use crate::extended::{katakana, katakana_byte};
use crate::pairs::written;
use crate::set::SetId;
use crate::{Bad, Scheme, State, Taken, key_at};

pub(crate) struct Shifted {
    pub(crate) set: SetId,
    pub(crate) variant: Variant,
}

/// What the single bytes mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variant {
    /// ASCII; the yen sign and the overline are written in the place of two characters of it.
    Plain,
    /// The yen sign and the overline stand in the place of two characters of ASCII.
    Roman,
    /// ASCII, and five bytes in private use.
    Microsoft,
}

/// Bytes of Microsoft's that mean a character in private use, or nothing in particular.
const PRIVATE: [(u8, u32); 5] =
    [(0x80, 0x80), (0xa0, 0xf8f0), (0xfd, 0xf8f1), (0xfe, 0xf8f2), (0xff, 0xf8f3)];
const YEN: [(u8, u32); 2] = [(b'\\', 0xa5), (b'~', 0x203e)];

fn point_in(table: &[(u8, u32)], byte: u8) -> Option<u32> {
    table.iter().find(|(b, _)| *b == byte).map(|(_, point)| *point)
}

fn byte_in(table: &[(u8, u32)], point: u32) -> Option<u8> {
    table.iter().find(|(_, p)| *p == point).map(|(byte, _)| *byte)
}

impl Shifted {
    /// What a single byte means.
    fn single(&self, byte: u8) -> Option<u32> {
        let roman = if self.variant == Variant::Roman { point_in(&YEN, byte) } else { None };
        let private = if self.variant == Variant::Microsoft { point_in(&PRIVATE, byte) } else { None };
        let ascii = (byte < 0x80).then_some(byte as u32);
        roman.or(ascii).or_else(|| katakana(byte)).or(private)
    }

    fn single_byte(&self, point: u32) -> Option<u8> {
        let other = match self.variant {
            Variant::Microsoft => byte_in(&PRIVATE, point),
            _ => byte_in(&YEN, point),
        };
        let replaced = |byte: u8| self.variant == Variant::Roman && point_in(&YEN, byte).is_some();
        let ascii = u8::try_from(point).ok().filter(|byte| *byte < 0x80 && !replaced(*byte));
        ascii.or_else(|| katakana_byte(point)).or(other)
    }

    fn is_lead(&self, byte: u8) -> bool {
        let last = if self.variant == Variant::Plain { 0xea } else { 0xfc };
        (0x81..=0x9f).contains(&byte) || (0xe0..=last).contains(&byte)
    }
}

impl Scheme for Shifted {
    fn keeps_ascii(&self) -> bool {
        self.variant != Variant::Roman
    }

    fn decode(&self, input: &[u8], _: &mut State, out: &mut Vec<u32>) -> Taken {
        if let Some(point) = self.single(input[0]) {
            out.push(point);
            return Ok(1);
        }
        if !self.is_lead(input[0]) {
            return Err(Bad(1));
        }
        self.set.set().read(key_at(input)?, out)?;
        Ok(2)
    }

    fn encode(&self, text: &[u32], last: bool, _: &mut State, out: &mut Vec<u8>) -> Taken {
        if let Some(byte) = self.single_byte(text[0]) {
            out.push(byte);
            return Ok(1);
        }
        let (key, taken) = written(self.set.set(), text, last)?;
        out.extend(key.to_be_bytes());
        Ok(taken)
    }
}
