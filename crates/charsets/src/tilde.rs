//! HZ: ASCII, and pairs of GB 2312 without their highest bits between `~{` and `~}`.

use crate::set::SetId;
use crate::{Bad, Scheme, Short, State, Taken, key_at};

/// The first byte of its state says whether pairs follow.
pub(crate) struct Tilde;

impl Scheme for Tilde {
    fn keeps_ascii(&self) -> bool {
        false
    }

    fn decode(&self, input: &[u8], state: &mut State, out: &mut Vec<u32>) -> Taken {
        let pairs = state[0] != 0;
        match input[0] {
            b'~' => match (input.get(1).ok_or(Short)?, pairs) {
                (b'~', false) => out.push(b'~' as u32),
                (b'{', false) => state[0] = 1,
                (b'}', true) => state[0] = 0,
                (b'\n', false) => (),
                _ => return Err(Bad(1)),
            },
            0x80.. => return Err(Bad(1)),
            first if !pairs => {
                out.push(first as u32);
                return Ok(1);
            }
            _ => SetId::Gb2312.set().read(key_at(input)?, out)?,
        }
        Ok(2)
    }

    fn encode(&self, text: &[u32], _: bool, state: &mut State, out: &mut Vec<u8>) -> Taken {
        if let Ok(c @ 0..0x80) = u8::try_from(text[0]) {
            self.finish(state, out);
            if c == b'~' {
                out.push(c);
            }
            out.push(c);
            return Ok(1);
        }
        let key = SetId::Gb2312.set().key(text[0]).ok_or(Bad(1))?;
        if state[0] == 0 {
            out.extend(b"~{");
            state[0] = 1;
        }
        out.extend(key.to_be_bytes());
        Ok(1)
    }

    fn finish(&self, state: &mut State, out: &mut Vec<u8>) {
        if state[0] != 0 {
            out.extend(b"~}");
            state[0] = 0;
        }
    }
}
