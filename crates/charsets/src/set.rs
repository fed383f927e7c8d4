//! Sets of characters with keys of two bytes, read from the table that `tables/generate.py` writes.

use std::sync::OnceLock;

use crate::Fault;
use Arrangement::{High, Same, ShiftJis};

/// A set, or the pairs of an encoding, by its number in the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SetId {
    Gb2312,
    Gbk,
    Gb18030,
    Big5,
    Cp950,
    Big5Hkscs,
    KsX1001,
    Cp949,
    Johab,
    JisX0208,
    JisX0212,
    JisX0213Plane1,
    JisX0213Plane2,
    JisX0213Year2000Plane1,
    JisX0213Year2000Plane2,
    EucJis2004Plane1,
    EucJis2004Plane2,
    EucJisX0213Plane1,
    EucJisX0213Plane2,
    ShiftJis,
    Cp932,
    ShiftJis2004,
    ShiftJisX0213,
}

/// How the keys of a set below are changed.
#[derive(Clone, Copy)]
enum Arrangement {
    Same,
    /// Both bytes with their highest bit.
    High,
    /// Two rows of a set behind each first byte.
    ShiftJis,
}

impl Arrangement {
    fn of(self, key: u16) -> u16 {
        match self {
            Same => key,
            High => key | 0x8080,
            ShiftJis => {
                let (row, cell) = ((key >> 8) - 0x21, (key & 0xff) - 0x21 + 94 * (1 ^ (key >> 8 & 1)));
                let lead = row / 2 + if row < 62 { 0x81 } else { 0xc1 };
                lead << 8 | (cell + if cell < 63 { 0x40 } else { 0x41 })
            }
        }
    }
}

type Layers = &'static [(SetId, Arrangement)];

/// What the sets stand on, in the order of their numbers.
static LAYERS: [Layers; 23] = [
    &[],
    &[(SetId::Gb2312, High)],
    &[(SetId::Gbk, Same)],
    &[],
    &[(SetId::Big5, Same)],
    &[(SetId::Big5, Same)],
    &[],
    &[(SetId::KsX1001, High)],
    &[],
    &[],
    &[],
    &[(SetId::JisX0208, Same)],
    &[],
    &[(SetId::JisX0213Plane1, Same)],
    &[(SetId::JisX0213Plane2, Same)],
    &[(SetId::JisX0213Plane1, Same)],
    &[(SetId::JisX0213Plane2, Same), (SetId::JisX0212, Same)],
    &[(SetId::EucJis2004Plane1, Same)],
    &[(SetId::EucJis2004Plane2, Same)],
    &[(SetId::JisX0208, ShiftJis)],
    &[(SetId::ShiftJis, Same)],
    &[(SetId::JisX0213Plane1, ShiftJis)],
    &[(SetId::ShiftJis2004, Same)],
];

static DATA: &[u8] = include_bytes!("../tables/sets.bin");

/// Bit of an entry that is the number of a pair of points.
const PAIR: u32 = 1 << 31;
/// Entry of a key that means something only in a set below, so that both its bytes are wrong.
const WITHDRAWN: u32 = 1;

/// A table in pages of 256 entries, most of which are not there.
struct Pages<T, const N: usize>([Option<Box<[T; 256]>>; N]);

impl<T: Copy + Default, const N: usize> Pages<T, N> {
    fn new() -> Pages<T, N> {
        Pages([const { None }; N])
    }

    fn get(&self, at: usize) -> T {
        match self.0.get(at >> 8) {
            Some(Some(page)) => page[at & 0xff],
            _ => T::default(),
        }
    }

    fn slot(&mut self, at: usize) -> Option<&mut T> {
        let page = self.0.get_mut(at >> 8)?;
        Some(&mut page.get_or_insert_with(|| Box::new([T::default(); 256]))[at & 0xff])
    }

    fn items(&self) -> impl Iterator<Item = (usize, T)> {
        let pages = self.0.iter().enumerate().filter_map(|(n, page)| Some((n, page.as_ref()?)));
        pages.flat_map(|(n, page)| page.iter().enumerate().map(move |(i, v)| (n << 8 | i, *v)))
    }
}

/// A set with all it stands on, both ways.
pub(crate) struct Set {
    /// Points by key; 0 means nothing.
    points: Pages<u32, 256>,
    /// Keys by point; 0 means none.
    keys: Pages<u16, 0x300>,
    /// Keys that mean two points.
    pairs: Vec<(u16, u32, u32)>,
}

impl SetId {
    /// The set, read at its first use.
    pub(crate) fn set(self) -> &'static Set {
        static SETS: [OnceLock<Set>; LAYERS.len()] = [const { OnceLock::new() }; LAYERS.len()];
        SETS[self as usize].get_or_init(|| Set::load(self))
    }
}

impl Set {
    /// Appends what a key means.
    #[inline]
    pub(crate) fn read(&self, key: u16, out: &mut Vec<u32>) -> Result<(), Fault> {
        match self.points.get(key as usize) {
            0 => return Err(Fault::Bad(1)),
            WITHDRAWN => return Err(Fault::Bad(2)),
            point if point & PAIR == 0 => out.push(point),
            pair => {
                if let Some(&(_, a, b)) = self.pairs.get((pair & !PAIR) as usize) {
                    out.extend([a, b]);
                }
            }
        }
        Ok(())
    }

    #[inline]
    pub(crate) fn key(&self, point: u32) -> Option<u16> {
        Some(self.keys.get(point as usize)).filter(|&key| key != 0)
    }

    /// The key of two points.
    pub(crate) fn key_of_pair(&self, a: u32, b: u32) -> Option<u16> {
        self.pairs.iter().find(|p| (p.1, p.2) == (a, b)).map(|p| p.0)
    }

    /// Whether a pair begins with this point.
    pub(crate) fn begins_pair(&self, point: u32) -> bool {
        self.pairs.iter().any(|p| p.1 == point)
    }

    fn load(id: SetId) -> Set {
        let mut set = Set { points: Pages::new(), keys: Pages::new(), pairs: Vec::new() };
        for &(below, arrangement) in LAYERS[id as usize] {
            set.stand_on(below.set(), arrangement);
        }
        let mut words = Words::of(id);
        for _ in 0..words.next() {
            let (key, flags) = (words.next(), words.next());
            let (plane, ascending) = ((flags >> 12 & 3) as u32 * 0x1_0000, flags & 0x8000 != 0);
            let first = if ascending { words.next() } else { 0 };
            for n in 0..flags & 0xfff {
                let point = if ascending { first + n } else { words.next() };
                if flags & 0x4000 != 0 {
                    set.put_pair(key + n, point.into(), words.next().into());
                } else {
                    set.put(key + n, plane + point as u32);
                }
            }
        }
        for _ in 0..words.next() {
            let point = (words.next() as u32) << 16 | words.next() as u32;
            let key = words.next();
            if let Some(slot) = set.keys.slot(point as usize) {
                *slot = key;
            }
        }
        set
    }

    fn stand_on(&mut self, below: &Set, arrangement: Arrangement) {
        for (key, point) in below.points.items().filter(|(_, point)| point & PAIR == 0 && *point != 0) {
            let key = arrangement.of(key as u16) as usize;
            if let Some(slot) = self.points.slot(key).filter(|slot| **slot == 0) {
                *slot = point;
            }
        }
        for &(key, a, b) in &below.pairs {
            self.put_pair(arrangement.of(key), a, b);
        }
        for (point, key) in below.keys.items().filter(|(_, key)| *key != 0) {
            if let Some(slot) = self.keys.slot(point).filter(|slot| **slot == 0) {
                *slot = arrangement.of(key);
            }
        }
    }

    fn put(&mut self, key: u16, point: u32) {
        if let Some(slot) = self.points.slot(key as usize) {
            *slot = point;
        }
        if point > WITHDRAWN
            && let Some(slot) = self.keys.slot(point as usize).filter(|slot| **slot == 0)
        {
            *slot = key;
        }
    }

    fn put_pair(&mut self, key: u16, a: u32, b: u32) {
        if let Some(slot) = self.points.slot(key as usize) {
            *slot = PAIR | self.pairs.len() as u32;
        }
        self.pairs.push((key, a, b));
    }
}

/// The numbers of one set.
struct Words(&'static [u8]);

impl Words {
    /// Those of a set: the ones of the sets before it are passed over.
    fn of(id: SetId) -> Words {
        let mut words = Words(DATA);
        for _ in 0..id as usize {
            for _ in 0..words.next() {
                let (_, flags) = (words.next(), words.next());
                let one_key = 1 + (flags >> 14 & 1);
                words.skip(if flags & 0x8000 != 0 { 1 } else { (flags & 0xfff) * one_key });
            }
            let exceptions = words.next();
            words.skip(exceptions * 3);
        }
        words
    }

    fn next(&mut self) -> u16 {
        match self.0.split_first_chunk() {
            Some((word, rest)) => {
                self.0 = rest;
                u16::from_le_bytes(*word)
            }
            None => 0,
        }
    }

    fn skip(&mut self, words: u16) {
        self.0 = self.0.get(2 * words as usize..).unwrap_or_default();
    }
}
