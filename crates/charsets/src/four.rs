//! GB 18030: the pairs of GBK and more, and four bytes for every other character.

use std::sync::OnceLock;

use crate::set::SetId;
use crate::{Bad, Scheme, State, Taken, key_at};

pub(crate) struct Four;

/// The first place in four bytes of the characters beyond the first plane.
const BEYOND: u32 = 189_000;

/// The characters of the first plane that have no pair, in the order of their places.
fn others() -> &'static [u16] {
    static OTHERS: OnceLock<Vec<u16>> = OnceLock::new();
    OTHERS.get_or_init(|| {
        let set = SetId::Gb18030.set();
        let alone = |point: &u16| !(0xd800..0xe000).contains(point) && set.key(*point as u32).is_none();
        (0x80..=0xffff).filter(alone).collect()
    })
}

impl Scheme for Four {
    fn decode(&self, input: &[u8], _: &mut State, out: &mut Vec<u32>) -> Taken {
        let pair = key_at(input)?;
        let Some(digit @ 0..10) = input[1].checked_sub(b'0') else {
            SetId::Gb18030.set().read(pair, out)?;
            return Ok(2);
        };
        let &[a, _, c, d] = input.first_chunk().ok_or(crate::Short)?;
        if !(0x81..=0xfe).contains(&a) || !(0x81..=0xfe).contains(&c) || !d.is_ascii_digit() {
            return Err(Bad(1));
        }
        let row = (a - 0x81) as u32 * 10 + digit as u32;
        let place = (row * 126 + (c - 0x81) as u32) * 10 + (d - b'0') as u32;
        let point = match others().get(place as usize) {
            Some(&point) => Some(point as u32),
            None => place.checked_sub(BEYOND).map(|n| n + 0x1_0000).filter(|p| *p <= 0x10_ffff),
        };
        out.push(point.ok_or(Bad(1))?);
        Ok(4)
    }

    fn encode(&self, text: &[u32], _: bool, _: &mut State, out: &mut Vec<u8>) -> Taken {
        let point = text[0];
        if point < 0x80 {
            out.push(point as u8);
        } else if let Some(key) = SetId::Gb18030.set().key(point) {
            out.extend(key.to_be_bytes());
        } else {
            let place = match u16::try_from(point) {
                Ok(point) => others().binary_search(&point).map_err(|_| Bad(1))? as u32,
                Err(_) => point - 0x1_0000 + BEYOND,
            };
            let (row, d) = (place / 10, place % 10);
            let (lead, c) = (row / 126, row % 126);
            out.extend([0x81 + (lead / 10) as u8, b'0' + (lead % 10) as u8, 0x81 + c as u8, b'0' + d as u8]);
        }
        Ok(1)
    }
}
