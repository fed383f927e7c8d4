//! DER, as certificates and keys are written in it: items one after another, read without copying.

/// Tags of the items that are looked for.
pub mod tag {
    pub const BOOLEAN: u8 = 0x01;
    pub const INTEGER: u8 = 0x02;
    pub const BIT_STRING: u8 = 0x03;
    pub const OCTET_STRING: u8 = 0x04;
    pub const OBJECT: u8 = 0x06;
    pub const UTF8_STRING: u8 = 0x0c;
    pub const UTC_TIME: u8 = 0x17;
    pub const GENERALIZED_TIME: u8 = 0x18;
    pub const UNIVERSAL_STRING: u8 = 0x1c;
    pub const BMP_STRING: u8 = 0x1e;
    pub const SEQUENCE: u8 = 0x30;

    /// An item of a choice or an optional one, by its number.
    pub const fn context(number: u8) -> u8 {
        0x80 | number
    }

    /// The same with items inside.
    pub const fn explicit(number: u8) -> u8 {
        0xa0 | number
    }
}

/// An item: its tag, what it contains, and all of it.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    pub tag: u8,
    pub body: &'a [u8],
    pub all: &'a [u8],
}

impl<'a> Item<'a> {
    /// What is inside, item by item.
    pub fn inside(&self) -> Items<'a> {
        Items { rest: self.body }
    }

    /// The bytes of a bit string whose bits fill them.
    pub fn bits(&self) -> Option<&'a [u8]> {
        match self.body.split_first() {
            Some((0, bytes)) if self.tag == tag::BIT_STRING => Some(bytes),
            _ => None,
        }
    }

    /// A small number that is not negative.
    pub fn small(&self) -> Option<u64> {
        let magnitude = match self.body {
            [first, ..] if *first & 0x80 != 0 => return None,
            body => body,
        };
        let significant = magnitude.iter().position(|&b| b != 0).map_or(&[][..], |at| &magnitude[at..]);
        (significant.len() <= 8).then(|| significant.iter().fold(0, |n, &b| n << 8 | u64::from(b)))
    }
}

/// Items one after another; the end, or `None` early where bytes make no item.
#[derive(Clone, Copy)]
pub struct Items<'a> {
    rest: &'a [u8],
}

impl<'a> Items<'a> {
    pub fn new(bytes: &'a [u8]) -> Items<'a> {
        Items { rest: bytes }
    }

    /// The next item, if it has this tag.
    pub fn expect(&mut self, tag: u8) -> Option<Item<'a>> {
        self.next().filter(|item| item.tag == tag)
    }

    /// The next item if it has this tag; else it stays.
    pub fn optional(&mut self, tag: u8) -> Option<Item<'a>> {
        let mut ahead = *self;
        let item = ahead.expect(tag)?;
        *self = ahead;
        Some(item)
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        let (&[tag, first], _) = self.rest.split_first_chunk::<2>()?;
        // No tag that is looked for takes more than a byte.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (start, len) = match first {
            0..=0x7f => (2, usize::from(first)),
            0x81..=0x84 => {
                let start = 2 + usize::from(first & 0x7f);
                let digits = self.rest.get(2..start)?;
                (start, digits.iter().fold(0, |n, &b| n << 8 | usize::from(b)))
            }
            _ => return None,
        };
        let end = start.checked_add(len)?;
        let item = Item { tag, body: self.rest.get(start..end)?, all: self.rest.get(..end)? };
        self.rest = self.rest.get(end..)?;
        Some(item)
    }
}

/// An object identifier in its dotted form; nothing if it is none.
pub fn dotted(body: &[u8]) -> Option<String> {
    let mut arcs = Vec::new();
    let mut arc: u64 = 0;
    for &b in body {
        arc = arc.checked_mul(128)? + u64::from(b & 0x7f);
        if b & 0x80 == 0 {
            arcs.push(arc);
            arc = 0;
        }
    }
    let (&first, rest) = arcs.split_first()?;
    let top = (first / 40).min(2);
    let mut text = format!("{top}.{}", first - top * 40);
    for arc in rest {
        text.push_str(&format!(".{arc}"));
    }
    (body.last()? & 0x80 == 0).then_some(text)
}
