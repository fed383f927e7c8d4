//! ISO 2022: seven bits, with escape sequences that say which sets follow, and shifts between two of them.

use crate::extended::{katakana, katakana_byte};
use crate::pairs::pair_written;
use crate::set::SetId;
use crate::{Bad, Fault, Scheme, Short, State, Taken, key_at};

/// An encoding by the sets that it uses.
pub(crate) struct Escapes {
    pub(crate) used: &'static [Used],
    /// Whether the long escape sequence that names a revision of JIS X 0208 is understood.
    pub(crate) extended_escapes: bool,
    /// Whether a third set may be chosen, for one character at a time.
    pub(crate) third: bool,
    /// Whether SO and SI switch between the first and the second set.
    pub(crate) shifts: bool,
}

/// How a set is read and written.
#[derive(Clone, Copy)]
enum Kind {
    /// Pairs of a set.
    Pairs(SetId),
    /// Pairs of a set that mean two characters; only written.
    TwoPoints(SetId),
    /// Pairs that are only read.
    Read(SetId),
    /// ASCII with yen sign and overline.
    Roman,
    Katakana,
    /// The upper halves of ISO 8859; read behind a single shift, never written.
    Latin1,
    Greek,
}

/// A set that an encoding uses.
pub(crate) struct Used {
    /// The last byte of its escape sequence, with [`PAIRS`] if two bytes are a character.
    mark: u8,
    /// Into which of the sets at hand it is put when it is written.
    place: usize,
    kind: Kind,
}

/// Bit of a mark: two bytes are a character.
const PAIRS: u8 = 0x80;
const ASCII: u8 = b'B';
const ESC: u8 = 0x1b;
const SO: u8 = 0x0e;
const SI: u8 = 0x0f;
/// The place in the state of what is not a set: whether the second set is shifted to, and whether an
/// escape sequence is passed through that is none of ours.
const FLAGS: usize = 4;
const SHIFTED: u8 = 1;
const THROUGH: u8 = 2;

const JIS_X_0208: Used = Used { mark: b'B' | PAIRS, place: 0, kind: Kind::Pairs(SetId::JisX0208) };
const OLD_JIS_X_0208: Used = Used { mark: b'@' | PAIRS, place: 0, kind: Kind::Read(SetId::JisX0208) };
const JIS_X_0212: Used = Used { mark: b'D' | PAIRS, place: 0, kind: Kind::Pairs(SetId::JisX0212) };
const ROMAN: Used = Used { mark: b'J', place: 0, kind: Kind::Roman };
const KATAKANA: Used = Used { mark: b'I', place: 0, kind: Kind::Katakana };
const KS_X_1001: Used = Used { mark: b'C' | PAIRS, place: 0, kind: Kind::Pairs(SetId::KsX1001) };
const SECOND_KS_X_1001: Used = Used { mark: b'C' | PAIRS, place: 1, kind: Kind::Pairs(SetId::KsX1001) };
const GB_2312: Used = Used { mark: b'A' | PAIRS, place: 0, kind: Kind::Pairs(SetId::Gb2312) };
const LATIN_1: Used = Used { mark: b'A', place: 2, kind: Kind::Latin1 };
const GREEK: Used = Used { mark: b'F', place: 2, kind: Kind::Greek };

const fn two_points(mark: u8, set: SetId) -> Used {
    Used { mark: mark | PAIRS, place: 0, kind: Kind::TwoPoints(set) }
}

const fn pairs(mark: u8, set: SetId) -> Used {
    Used { mark: mark | PAIRS, place: 0, kind: Kind::Pairs(set) }
}

impl Used {
    pub(crate) const KOREAN: &[Used] = &[SECOND_KS_X_1001];
    pub(crate) const JAPANESE: &[Used] = &[JIS_X_0208, ROMAN, OLD_JIS_X_0208];
    pub(crate) const JAPANESE_1: &[Used] = &[JIS_X_0208, JIS_X_0212, ROMAN, OLD_JIS_X_0208];
    pub(crate) const JAPANESE_2: &[Used] =
        &[JIS_X_0208, JIS_X_0212, KS_X_1001, GB_2312, ROMAN, OLD_JIS_X_0208, LATIN_1, GREEK];
    pub(crate) const YEAR_2004: &[Used] = &[
        two_points(b'Q', SetId::JisX0213Plane1),
        JIS_X_0208,
        pairs(b'Q', SetId::JisX0213Plane1),
        pairs(b'P', SetId::JisX0213Plane2),
    ];
    pub(crate) const YEAR_2000: &[Used] = &[
        two_points(b'O', SetId::JisX0213Year2000Plane1),
        JIS_X_0208,
        pairs(b'O', SetId::JisX0213Year2000Plane1),
        pairs(b'P', SetId::JisX0213Year2000Plane2),
    ];
    pub(crate) const JAPANESE_EXT: &[Used] = &[JIS_X_0208, JIS_X_0212, ROMAN, KATAKANA, OLD_JIS_X_0208];

    /// The bytes of the first character of a text, or of the first two, and how many they are.
    fn written(&self, text: &[u32], last: bool) -> Result<(u16, usize), Fault> {
        let one = |byte: Option<u8>| byte.map(|b| (b as u16, 1)).ok_or(Bad(1));
        match self.kind {
            Kind::Pairs(set) => set.set().key(text[0]).map(|key| (key, 1)).ok_or(Bad(1)),
            Kind::TwoPoints(set) => pair_written(set.set(), text, last).map(|key| (key, 2)),
            Kind::Roman => one([(b'\\', 0xa5), (b'~', 0x203e)].iter().find(|r| r.1 == text[0]).map(|r| r.0)),
            Kind::Katakana => one(katakana_byte(text[0]).map(|b| b & 0x7f)),
            Kind::Read(_) | Kind::Latin1 | Kind::Greek => Err(Bad(1)),
        }
    }

    /// What the bytes at the start of the input mean; `None`: nothing.
    fn read(&self, input: &[u8], out: &mut Vec<u32>) -> Option<()> {
        let point = match self.kind {
            Kind::Pairs(set) | Kind::TwoPoints(set) | Kind::Read(set) => {
                return set.set().read(key_at(input).ok()?, out).ok();
            }
            Kind::Roman => match input[0] {
                b'\\' => 0xa5,
                b'~' => 0x203e,
                byte => byte as u32,
            },
            Kind::Katakana => katakana(input[0] | 0x80)?,
            Kind::Latin1 | Kind::Greek => return None,
        };
        out.push(point);
        Some(())
    }
}

impl Escapes {
    /// The escape sequence at the start of the input: where its set is put, and how long it is.
    fn designate(&self, input: &[u8], state: &mut State) -> Taken {
        let length = self.length(input)?.ok_or(Bad(1))?;
        let place = |byte: u8| match byte {
            b'(' => Some(0),
            b')' => Some(1),
            b'.' if self.third => Some(2),
            _ => None,
        };
        let chosen = match input[..length] {
            [_, b'$', mark] => Some((0, mark | PAIRS)),
            [_, at, mark] => place(at).map(|place| (place, mark)),
            [_, b'$', at @ (b'(' | b')'), mark] => place(at).map(|place| (place, mark | PAIRS)),
            [_, _, _, ESC, b'$', b'B'] if self.extended_escapes => Some((0, b'B' | PAIRS)),
            _ => None,
        };
        let (place, mark) = chosen.ok_or(Bad(length))?;
        if mark != ASCII && self.used.iter().all(|used| used.mark != mark) {
            return Err(Bad(length));
        }
        state[place] = mark;
        Ok(length)
    }

    /// How long the escape sequence is; `None` if it is longer than any.
    fn length(&self, input: &[u8]) -> Result<Option<usize>, Fault> {
        let mut at = 1;
        while at < 16 {
            match input.get(at..).unwrap_or_default() {
                [] => return Err(Short),
                [b'A'..=b'Z' | b'@', ..] => return Ok(Some(at + 1)),
                [b'&', b'@', ..] if self.extended_escapes => at += 2,
                _ => (),
            }
            at += 1;
        }
        Ok(None)
    }

    /// A character of the third set, behind a single shift.
    fn single(&self, byte: u8, state: &State) -> Option<u32> {
        let low = byte < 0x80;
        match state[2] {
            ASCII if low => Some(byte as u32),
            mark if mark == LATIN_1.mark && low => Some(byte as u32 + 0x80),
            mark if mark == GREEK.mark => greek(byte ^ 0x80),
            _ => None,
        }
    }
}

/// The upper half of ISO 8859-7 in its version of 1987.
fn greek(byte: u8) -> Option<u32> {
    match byte {
        0xa1 => Some(0x2018),
        0xa2 => Some(0x2019),
        0xaf => Some(0x2015),
        0..=0xa0 | 0xa3 | 0xa6..=0xa9 | 0xab..=0xad | 0xb0..=0xb3 | 0xb7 | 0xbb | 0xbd => Some(byte as u32),
        0xb4..=0xfe if byte != 0xd2 => Some(0x2d0 + byte as u32),
        _ => None,
    }
}

impl Scheme for Escapes {
    fn start(&self, decoding: bool) -> State {
        [ASCII, ASCII, if decoding { ASCII } else { 0 }, 0, 0, 0, 0, 0]
    }

    fn keeps_ascii(&self) -> bool {
        false
    }

    fn decode(&self, input: &[u8], state: &mut State, out: &mut Vec<u32>) -> Taken {
        let first = input[0];
        if state[FLAGS] & THROUGH != 0 {
            if matches!(first, b'A'..=b'Z' | b'@') {
                state[FLAGS] &= !THROUGH;
            }
            out.push(first as u32);
            return Ok(1);
        }
        match first {
            ESC => {
                return match *input.get(1).ok_or(Short)? {
                    b'(' | b')' | b'$' | b'.' | b'&' => self.designate(input, state),
                    b'N' if self.third => {
                        let byte = *input.get(2).ok_or(Short)?;
                        out.push(self.single(byte, state).ok_or(Bad(3))?);
                        Ok(3)
                    }
                    _ => {
                        state[FLAGS] |= THROUGH;
                        out.push(ESC as u32);
                        Ok(1)
                    }
                };
            }
            SI | SO if self.shifts => {
                state[FLAGS] = if first == SO { state[FLAGS] | SHIFTED } else { state[FLAGS] & !SHIFTED };
                return Ok(1);
            }
            b'\n' => state[FLAGS] &= !SHIFTED,
            0x20..0x80 => {
                let mark = state[(state[FLAGS] & SHIFTED) as usize];
                if mark != ASCII {
                    let width = if mark & PAIRS != 0 { 2 } else { 1 };
                    if input.len() < width {
                        return Err(Short);
                    }
                    let used = self.used.iter().find(|used| used.mark == mark);
                    used.and_then(|used| used.read(input, out)).ok_or(Bad(width))?;
                    return Ok(width);
                }
            }
            0x80.. => return Err(Bad(1)),
            _ => (),
        }
        out.push(first as u32);
        Ok(1)
    }

    fn encode(&self, text: &[u32], last: bool, state: &mut State, out: &mut Vec<u8>) -> Taken {
        if text[0] < 0x80 {
            self.finish(state, out);
            out.push(text[0] as u8);
            return Ok(1);
        }
        let mut found = None;
        for used in self.used {
            match used.written(text, last) {
                Ok(written) => {
                    found = Some((used, written));
                    break;
                }
                Err(Short) => return Err(Short),
                Err(_) => (),
            }
        }
        let (used, (key, taken)) = found.ok_or(Bad(1))?;
        let name = used.mark & !PAIRS;
        if used.place == 0 && state[FLAGS] & SHIFTED != 0 {
            out.push(SI);
            state[FLAGS] &= !SHIFTED;
        }
        if state[used.place] != used.mark {
            let opening = if used.place == 0 { b'(' } else { b')' };
            match used.mark {
                mark if mark == JIS_X_0208.mark => out.extend([ESC, b'$', name]),
                mark if mark & PAIRS != 0 => out.extend([ESC, b'$', opening, name]),
                _ => out.extend([ESC, opening, name]),
            }
            state[used.place] = used.mark;
        }
        if used.place == 1 && state[FLAGS] & SHIFTED == 0 {
            out.push(SO);
            state[FLAGS] |= SHIFTED;
        }
        match key.to_be_bytes() {
            [_, low] if used.mark & PAIRS == 0 => out.push(low),
            pair => out.extend(pair),
        }
        Ok(taken)
    }

    fn finish(&self, state: &mut State, out: &mut Vec<u8>) {
        if state[FLAGS] & SHIFTED != 0 {
            out.push(SI);
            state[FLAGS] &= !SHIFTED;
        }
        if state[0] != ASCII {
            out.extend([ESC, b'(', ASCII]);
            state[0] = ASCII;
        }
    }

    fn restart(&self, state: &mut State) {
        state[0] = ASCII;
        state[FLAGS] &= !SHIFTED;
    }
}
