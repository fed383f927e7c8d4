//! The East Asian encodings as CPython 3.12's codecs have them: sets of characters, and the ways in which
//! bytes choose among them. Functions on bytes and code points, for builtins.
#![forbid(unsafe_code)]

mod escapes;
mod extended;
mod four;
mod pairs;
mod set;
mod shifted;
mod tilde;

use escapes::{Escapes, Used};
use extended::Extended;
use four::Four;
use pairs::Pairs;
use set::SetId;
use shifted::Shifted;
use tilde::Tilde;

/// What bytes before have said about those that follow: nothing, at the start of a stream, is all zeros
/// but for encodings that tell sets apart by escapes.
pub type State = [u8; 8];

/// Why a conversion cannot go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// As many bytes, or characters, mean nothing.
    Bad(usize),
    /// It depends on what follows.
    Short,
}

use Fault::{Bad, Short};

/// How many of the bytes, or characters, were converted.
type Taken = Result<usize, Fault>;

/// A way of writing characters as bytes.
trait Scheme: Sync {
    /// The state of a stream at its start.
    fn start(&self, _decoding: bool) -> State {
        State::default()
    }

    /// Whether bytes below 0x80 are ASCII wherever a character begins.
    fn keeps_ascii(&self) -> bool {
        true
    }

    /// Reads a character, or what changes the state, from the start of the input, which is not empty.
    fn decode(&self, input: &[u8], state: &mut State, out: &mut Vec<u32>) -> Taken;

    /// Writes the first characters of a text, which is not empty; `last` says that it will not go on.
    fn encode(&self, text: &[u32], last: bool, state: &mut State, out: &mut Vec<u8>) -> Taken;

    /// Writes what takes a stream back to its start.
    fn finish(&self, _state: &mut State, _out: &mut Vec<u8>) {}

    /// What a decoder forgets when it is reset.
    fn restart(&self, state: &mut State) {
        *state = self.start(true);
    }
}

/// An encoding by its name.
pub struct Encoding {
    name: &'static str,
    /// Which of CPython's modules has it.
    pub family: Family,
    scheme: &'static dyn Scheme,
}

/// Where encodings are spoken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    China,
    HongKong,
    Escapes,
    Japan,
    Korea,
    Taiwan,
}

macro_rules! encodings {
    ($($family:ident: { $($name:literal => $scheme:expr,)* })*) => {
        static ENCODINGS: &[Encoding] = &[
            $($(Encoding { name: $name, family: Family::$family, scheme: &$scheme },)*)*
        ];
    };
}

encodings! {
    China: {
        "gb2312" => Pairs { set: SetId::Gb2312, mask: 0x8080, composes: false },
        "gbk" => Pairs { set: SetId::Gbk, mask: 0, composes: false },
        "gb18030" => Four,
        "hz" => Tilde,
    }
    HongKong: {
        "big5hkscs" => Pairs { set: SetId::Big5Hkscs, mask: 0, composes: false },
    }
    Escapes: {
        "iso2022_kr" => Escapes { used: Used::KOREAN, extended_escapes: false, third: false, shifts: true },
        "iso2022_jp" => Escapes { used: Used::JAPANESE, extended_escapes: true, third: false, shifts: false },
        "iso2022_jp_1" => Escapes { used: Used::JAPANESE_1, extended_escapes: true, third: false, shifts: false },
        "iso2022_jp_2" => Escapes { used: Used::JAPANESE_2, extended_escapes: true, third: true, shifts: false },
        "iso2022_jp_2004" => Escapes { used: Used::YEAR_2004, extended_escapes: true, third: false, shifts: false },
        "iso2022_jp_3" => Escapes { used: Used::YEAR_2000, extended_escapes: true, third: false, shifts: false },
        "iso2022_jp_ext" => Escapes { used: Used::JAPANESE_EXT, extended_escapes: true, third: false, shifts: false },
    }
    Japan: {
        "shift_jis" => Shifted { set: SetId::ShiftJis, variant: shifted::Variant::Plain },
        "cp932" => Shifted { set: SetId::Cp932, variant: shifted::Variant::Microsoft },
        "euc_jp" => Extended { plane_1: SetId::JisX0208, plane_2: SetId::JisX0212, has_yen: true },
        "shift_jis_2004" => Shifted { set: SetId::ShiftJis2004, variant: shifted::Variant::Roman },
        "euc_jis_2004" => Extended {
            plane_1: SetId::EucJis2004Plane1,
            plane_2: SetId::EucJis2004Plane2,
            has_yen: false,
        },
        "euc_jisx0213" => Extended {
            plane_1: SetId::EucJisX0213Plane1,
            plane_2: SetId::EucJisX0213Plane2,
            has_yen: false,
        },
        "shift_jisx0213" => Shifted { set: SetId::ShiftJisX0213, variant: shifted::Variant::Roman },
    }
    Korea: {
        "euc_kr" => Pairs { set: SetId::KsX1001, mask: 0x8080, composes: true },
        "cp949" => Pairs { set: SetId::Cp949, mask: 0, composes: false },
        "johab" => Pairs { set: SetId::Johab, mask: 0, composes: false },
    }
    Taiwan: {
        "big5" => Pairs { set: SetId::Big5, mask: 0, composes: false },
        "cp950" => Pairs { set: SetId::Cp950, mask: 0, composes: false },
    }
}

impl Encoding {
    /// The encoding that CPython's codec of this name has.
    pub fn find(name: &str) -> Option<&'static Encoding> {
        ENCODINGS.iter().find(|e| e.name == name)
    }

    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The state of a stream at its start.
    pub fn start(&self, decoding: bool) -> State {
        self.scheme.start(decoding)
    }

    /// Decodes from `input[*at..]` until there is a fault, all is read, or about `most` characters came out.
    pub fn decode(
        &self,
        input: &[u8],
        at: &mut usize,
        state: &mut State,
        out: &mut Vec<u32>,
        most: usize,
    ) -> Result<(), Fault> {
        let full = out.len() + most;
        let keeps_ascii = self.scheme.keeps_ascii();
        while out.len() < full {
            let Some(rest @ [first, ..]) = input.get(*at..) else { break };
            if keeps_ascii && *first < 0x80 {
                let room = rest.len().min(full - out.len());
                let n = rest[..room].iter().position(|b| *b >= 0x80).unwrap_or(room);
                out.extend(rest[..n].iter().map(|b| *b as u32));
                *at += n;
                continue;
            }
            *at += self.scheme.decode(rest, state, out)?;
        }
        Ok(())
    }

    /// Encodes `text[*at..]`; `last` says that the text will not go on.
    pub fn encode(
        &self,
        text: &[u32],
        at: &mut usize,
        last: bool,
        state: &mut State,
        out: &mut Vec<u8>,
    ) -> Result<(), Fault> {
        while let Some(rest @ [_, ..]) = text.get(*at..) {
            *at += self.scheme.encode(rest, last, state, out)?;
        }
        Ok(())
    }

    /// Writes what takes a stream back to its start.
    pub fn finish(&self, state: &mut State, out: &mut Vec<u8>) {
        self.scheme.finish(state, out);
    }

    /// What a decoder forgets when it is reset.
    pub fn restart(&self, state: &mut State) {
        self.scheme.restart(state);
    }
}

/// The two bytes at the start of the input as a key.
fn key_at(input: &[u8]) -> Result<u16, Fault> {
    input.first_chunk().map(|pair| u16::from_be_bytes(*pair)).ok_or(Short)
}
