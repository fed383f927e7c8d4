//! ASCII and pairs of bytes: GB 2312, GBK, Big5 and their like, EUC-KR, Johab.

use crate::set::{Set, SetId};
use crate::{Bad, Scheme, Short, State, Taken, key_at};

/// Single bytes below 0x80 and pairs from a set.
pub(crate) struct Pairs {
    pub(crate) set: SetId,
    /// Bits that the pairs have beyond the keys of the set.
    pub(crate) mask: u16,
    /// Whether syllables that are not in the set are spelled in eight bytes.
    pub(crate) composes: bool,
}

impl Pairs {
    fn key_of(&self, pair: u16) -> Option<u16> {
        (pair & self.mask == self.mask).then_some(pair ^ self.mask)
    }
}

impl Scheme for Pairs {
    fn decode(&self, input: &[u8], _: &mut State, out: &mut Vec<u32>) -> Taken {
        if input[0] < 0x80 {
            out.push(input[0] as u32);
            return Ok(1);
        }
        let pair = key_at(input)?;
        if self.composes && pair == FILLER {
            out.push(composed(input)?);
            return Ok(8);
        }
        self.set.set().read(self.key_of(pair).ok_or(Bad(1))?, out)?;
        Ok(2)
    }

    fn encode(&self, text: &[u32], last: bool, _: &mut State, out: &mut Vec<u8>) -> Taken {
        if text[0] < 0x80 {
            out.push(text[0] as u8);
            return Ok(1);
        }
        match written(self.set.set(), text, last) {
            Ok((key, taken)) => {
                out.extend((key | self.mask).to_be_bytes());
                Ok(taken)
            }
            Err(Bad(_)) if self.composes && (HANGUL..HANGUL + 11172).contains(&text[0]) => {
                out.extend(decomposed(text[0]));
                Ok(1)
            }
            Err(fault) => Err(fault),
        }
    }
}

/// The key of the first character of a text, or of the first two; and how many they are.
pub(crate) fn written(set: &Set, text: &[u32], last: bool) -> Result<(u16, usize), crate::Fault> {
    match pair_written(set, text, last) {
        Ok(key) => Ok((key, 2)),
        Err(Short) => Err(Short),
        Err(_) => set.key(text[0]).map(|key| (key, 1)).ok_or(Bad(1)),
    }
}

/// The key of the first two characters of a text.
pub(crate) fn pair_written(set: &Set, text: &[u32], last: bool) -> Result<u16, crate::Fault> {
    if !set.begins_pair(text[0]) {
        return Err(Bad(1));
    }
    match text.get(1) {
        Some(&second) => set.key_of_pair(text[0], second).ok_or(Bad(1)),
        None if last => Err(Bad(1)),
        None => Err(Short),
    }
}

/// The pair before the letters of a syllable, and that of a consonant that is not there.
const FILLER: u16 = 0xa4d4;
const HANGUL: u32 = 0xac00;

/// The second bytes of the letters that a syllable begins or ends with, in the order of syllables.
const INITIALS: [u8; 19] = [
    0xa1, 0xa2, 0xa4, 0xa7, 0xa8, 0xa9, 0xb1, 0xb2, 0xb3, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xbb, 0xbc,
    0xbd, 0xbe,
];
const FINALS: [u8; 28] = [
    0xd4, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa9, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xaf, 0xb0, 0xb1,
    0xb2, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xba, 0xbb, 0xbc, 0xbd, 0xbe,
];
const FIRST_VOWEL: u8 = 0xbf;
const VOWELS: u32 = 21;

/// The syllable that eight bytes spell.
fn composed(input: &[u8]) -> Result<u32, crate::Fault> {
    let &[_, _, 0xa4, initial, 0xa4, vowel, 0xa4, final_] = input.first_chunk().ok_or(Short)? else {
        return Err(Bad(1));
    };
    let place = |letters: &[u8], byte: u8| letters.iter().position(|l| *l == byte).map(|n| n as u32);
    let vowel = vowel.checked_sub(FIRST_VOWEL).map(u32::from).filter(|v| *v < VOWELS);
    match (place(&INITIALS, initial), vowel, place(&FINALS, final_)) {
        (Some(initial), Some(vowel), Some(final_)) => Ok(HANGUL + (initial * VOWELS + vowel) * 28 + final_),
        _ => Err(Bad(1)),
    }
}

fn decomposed(point: u32) -> [u8; 8] {
    let place = point - HANGUL;
    let initial = INITIALS[(place / (28 * VOWELS)) as usize];
    let vowel = FIRST_VOWEL + (place / 28 % VOWELS) as u8;
    [0xa4, 0xd4, 0xa4, initial, 0xa4, vowel, 0xa4, FINALS[(place % 28) as usize]]
}
