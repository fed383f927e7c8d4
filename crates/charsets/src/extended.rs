//! EUC-JP and its successors: ASCII, pairs, half-width katakana behind 0x8e, a second set behind 0x8f.

use crate::pairs::written;
use crate::set::SetId;
use crate::{Bad, Scheme, Short, State, Taken, key_at};

pub(crate) struct Extended {
    pub(crate) plane_1: SetId,
    pub(crate) plane_2: SetId,
    /// Whether the yen sign and the overline are written as the ASCII that stands in their place.
    pub(crate) has_yen: bool,
}

const KATAKANA: u8 = 0x8e;
const SECOND: u8 = 0x8f;
const HIGH: u16 = 0x8080;

/// Half-width katakana, by the byte that means it in all these encodings.
pub(crate) fn katakana(byte: u8) -> Option<u32> {
    (0xa1..=0xdf).contains(&byte).then(|| 0xff61 - 0xa1 + byte as u32)
}

pub(crate) fn katakana_byte(point: u32) -> Option<u8> {
    (0xff61..=0xff9f).contains(&point).then(|| (point - 0xff61 + 0xa1) as u8)
}

fn high(pair: u16) -> Option<u16> {
    (pair & HIGH == HIGH).then_some(pair ^ HIGH)
}

impl Scheme for Extended {
    fn decode(&self, input: &[u8], _: &mut State, out: &mut Vec<u32>) -> Taken {
        match input[0] {
            KATAKANA => {
                let byte = *input.get(1).ok_or(Short)?;
                out.push(katakana(byte).ok_or(Bad(1))?);
                Ok(2)
            }
            SECOND => {
                let pair = key_at(&input[1..])?;
                self.plane_2.set().read(high(pair).ok_or(Bad(1))?, out)?;
                Ok(3)
            }
            _ => {
                let pair = key_at(input)?;
                self.plane_1.set().read(high(pair).ok_or(Bad(1))?, out)?;
                Ok(2)
            }
        }
    }

    fn encode(&self, text: &[u32], last: bool, _: &mut State, out: &mut Vec<u8>) -> Taken {
        match text[0] {
            c @ 0..0x80 => out.push(c as u8),
            0xa5 if self.has_yen => out.push(b'\\'),
            0x203e if self.has_yen => out.push(b'~'),
            point => {
                if let Some(byte) = katakana_byte(point) {
                    out.extend([KATAKANA, byte]);
                    return Ok(1);
                }
                match written(self.plane_1.set(), text, last) {
                    Ok((key, taken)) => {
                        out.extend((key | HIGH).to_be_bytes());
                        return Ok(taken);
                    }
                    Err(Short) => return Err(Short),
                    Err(_) => {
                        let key = self.plane_2.set().key(point).ok_or(Bad(1))?;
                        out.push(SECOND);
                        out.extend((key | HIGH).to_be_bytes());
                    }
                }
            }
        }
        Ok(1)
    }
}
