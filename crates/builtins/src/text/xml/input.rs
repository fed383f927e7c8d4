//! The bytes of a document as text, fed piece by piece, and places in them.

use super::chars::is_legal;

/// How bytes become characters.
pub enum Decoder {
    Utf8,
    Latin1,
    Ascii,
    Utf16 {
        big: bool,
    },
    /// A character, or none, for each byte.
    Table(Box<[Option<char>; 256]>),
}

/// The encodings that need no table, by their names in capitals.
pub fn known(name: &str) -> Option<Option<Decoder>> {
    Some(Some(match name.to_ascii_uppercase().as_str() {
        "UTF-8" => Decoder::Utf8,
        "ISO-8859-1" => Decoder::Latin1,
        "US-ASCII" => Decoder::Ascii,
        "UTF-16BE" => Decoder::Utf16 { big: true },
        "UTF-16LE" => Decoder::Utf16 { big: false },
        // The mark at the beginning tells the order of bytes.
        "UTF-16" => return Some(None),
        _ => return None,
    }))
}

/// Line and column (from 1 and 0 on, columns in characters) and index of the byte.
#[derive(Clone, Copy)]
pub struct Place {
    pub line: usize,
    pub column: usize,
    pub index: usize,
}

const START: Place = Place { line: 1, column: 0, index: 0 };

pub struct Input {
    /// What is decoded and not yet dropped. It holds no character that XML forbids.
    text: String,
    /// Bytes behind it that are not decoded: parts of a character, or all that follows a declaration.
    tail: Vec<u8>,
    decoder: Option<Decoder>,
    /// The decoder is yet to be given.
    waits: bool,
    /// What follows the text is no legal character.
    bad: bool,
    /// No more will be fed.
    last: bool,
    /// The text ends with an XML declaration, and its encoding is not yet applied.
    held: bool,
    /// Where the text begins, and a later place in it that was asked for.
    base: Place,
    marked: (usize, Place),
    /// Bytes that were fed.
    fed: usize,
}

impl Input {
    pub fn new(decoder: Option<Decoder>, waits: bool) -> Input {
        Input {
            text: String::new(),
            tail: Vec::new(),
            decoder,
            waits,
            bad: false,
            last: false,
            held: false,
            base: START,
            marked: (0, START),
            fed: 0,
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, to be read while the input is written; [`Input::put_text`] gives it back.
    pub fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    pub fn put_text(&mut self, text: String) {
        self.text = text;
    }

    /// Whether what follows the text is wrong.
    pub fn is_bad(&self) -> bool {
        self.bad
    }

    /// Whether the document ends inside a character.
    pub fn ends_within(&self) -> bool {
        self.last && !self.bad && !self.tail.is_empty()
    }

    /// Whether the text is all that there will be.
    pub fn is_last(&self) -> bool {
        self.last && !self.held && self.decoder.is_some()
    }

    pub fn fed(&self) -> usize {
        self.fed
    }

    /// Adds bytes; drops the text before `used`.
    pub fn feed(&mut self, data: &[u8], last: bool, used: usize) {
        self.drop_before(used);
        self.last = last;
        self.fed += data.len();
        if self.decoder.is_none() {
            self.tail.extend_from_slice(data);
            if !self.waits {
                self.choose();
            }
        } else if self.held {
            self.tail.extend_from_slice(data);
        } else {
            self.decode(data);
        }
    }

    fn drop_before(&mut self, used: usize) {
        if used > 0 {
            self.base = self.place(used);
            self.text.drain(..used);
            self.marked = (0, self.base);
        }
    }

    /// Chooses a decoder by the first bytes, and decodes up to the end of an XML declaration.
    fn choose(&mut self) {
        let data = std::mem::take(&mut self.tail);
        let utf16 = match *data.as_slice() {
            [0xff, 0xfe, ..] | [b'<', 0, ..] => Some(false),
            [0xfe, 0xff, ..] | [0, b'<', ..] => Some(true),
            _ => None,
        };
        let begins = data.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(&data);
        let declares = begins.starts_with(b"<?xml");
        let declaration = data.windows(2).position(|w| w == b"?>").map(|at| at + 2);
        let short = data.len() < 2 || b"<?xml".starts_with(begins) || (declares && declaration.is_none());
        if utf16.is_none() && short && !self.last {
            self.tail = data;
            return;
        }
        self.decoder = Some(utf16.map_or(Decoder::Utf8, |big| Decoder::Utf16 { big }));
        match declaration.filter(|_| declares && utf16.is_none()).and_then(|end| data.split_at_checked(end)) {
            Some((head, rest)) => {
                self.decode(head);
                self.tail.extend_from_slice(rest);
                self.held = !self.bad;
            }
            None => self.decode(&data),
        }
    }

    /// Whether the encoding was found by the first bytes to have two bytes a character.
    pub fn is_wide(&self) -> bool {
        matches!(self.decoder, Some(Decoder::Utf16 { .. }))
    }

    /// Goes on behind the XML declaration, with another decoder if it names one.
    pub fn go_on(&mut self, decoder: Option<Decoder>) {
        if std::mem::take(&mut self.held) {
            if decoder.is_some() {
                self.decoder = decoder;
            }
            let rest = std::mem::take(&mut self.tail);
            self.decode(&rest);
        }
    }

    /// What was fed first waits for a table; this is the one.
    pub fn begin(&mut self, decoder: Decoder) {
        self.decoder = Some(decoder);
        let data = std::mem::take(&mut self.tail);
        self.decode(&data);
    }

    fn decode(&mut self, data: &[u8]) {
        if self.bad {
            return;
        }
        let joined;
        let data = if self.tail.is_empty() {
            data
        } else {
            self.tail.extend_from_slice(data);
            joined = std::mem::take(&mut self.tail);
            &joined
        };
        let from = self.text.len();
        match &self.decoder {
            None => self.tail.extend_from_slice(data),
            Some(Decoder::Utf8) => self.decode_utf8(data),
            Some(Decoder::Latin1) => self.text.extend(data.iter().map(|&b| char::from(b))),
            Some(Decoder::Ascii) => {
                let end = data.iter().position(|b| !b.is_ascii());
                self.bad = end.is_some();
                self.text.extend(data.iter().take(end.unwrap_or(data.len())).map(|&b| char::from(b)));
            }
            Some(Decoder::Table(table)) => {
                for &b in data {
                    match table[usize::from(b)] {
                        Some(c) => self.text.push(c),
                        None => {
                            self.bad = true;
                            break;
                        }
                    }
                }
            }
            Some(Decoder::Utf16 { big }) => {
                let big = *big;
                self.decode_utf16(data, big);
            }
        }
        self.cut_illegal(from);
    }

    fn decode_utf8(&mut self, data: &[u8]) {
        match std::str::from_utf8(data) {
            Ok(text) => self.text.push_str(text),
            Err(e) => {
                let (good, rest) = data.split_at_checked(e.valid_up_to()).unwrap_or((data, &[]));
                self.text.push_str(std::str::from_utf8(good).unwrap_or_default());
                match e.error_len() {
                    Some(_) => self.bad = true,
                    None => self.tail.extend_from_slice(rest),
                }
            }
        }
    }

    fn decode_utf16(&mut self, data: &[u8], big: bool) {
        let (pairs, odd) = data.as_chunks::<2>();
        let unit = |pair: &[u8; 2]| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
        for (i, c) in char::decode_utf16(pairs.iter().map(unit)).enumerate() {
            match c {
                Ok(c) => self.text.push(c),
                Err(e)
                    if e.unpaired_surrogate() < 0xdc00
                        && pairs.last().map(unit) == Some(e.unpaired_surrogate()) =>
                {
                    // The other half may be in the next piece, if this is the last of these.
                    debug_assert!(i < pairs.len());
                    self.tail.extend(pairs.last().into_iter().flatten());
                    break;
                }
                Err(_) => {
                    self.bad = true;
                    return;
                }
            }
        }
        self.tail.extend_from_slice(odd);
    }

    /// Ends the text before the first character from `from` on that no document may hold.
    fn cut_illegal(&mut self, from: usize) {
        let bytes = self.text.as_bytes().get(from..).unwrap_or_default();
        let control = bytes.iter().position(|&c| c < 32 && !matches!(c, 9 | 10 | 13));
        let until = control.unwrap_or(bytes.len());
        // U+FFFE and U+FFFF.
        let odd = memchr::memmem::find_iter(bytes.get(..until).unwrap_or_default(), b"\xef\xbf")
            .find(|&at| matches!(bytes.get(at + 2), Some(0xbe | 0xbf)));
        if let Some(at) = odd.or(control) {
            debug_assert!(
                !self
                    .text
                    .get(from + at..)
                    .and_then(|t| t.chars().next())
                    .is_some_and(|c| is_legal(c.into()))
            );
            self.text.truncate(from + at);
            self.tail.clear();
            self.bad = true;
        }
    }

    /// The place of an offset in the text.
    pub fn place(&mut self, to: usize) -> Place {
        let (mut from, mut place) = self.marked;
        if to < from {
            (from, place) = (0, self.base);
        }
        let mut chars = self.text.get(from..to).unwrap_or_default().chars().peekable();
        while let Some(c) = chars.next() {
            place.index += self.width(c);
            match c {
                '\r' | '\n' => {
                    if c == '\r' && chars.next_if_eq(&'\n').is_some() {
                        place.index += self.width('\n');
                    }
                    place.line += 1;
                    place.column = 0;
                }
                _ => place.column += 1,
            }
        }
        self.marked = (to, place);
        place
    }

    /// How many bytes the character took.
    fn width(&self, c: char) -> usize {
        match self.decoder {
            Some(Decoder::Utf16 { .. }) => 2 * c.len_utf16(),
            Some(Decoder::Utf8) | None => c.len_utf8(),
            _ => 1,
        }
    }

    /// The bytes of the text from `at` on, in UTF-8.
    pub fn rest(&self, at: usize) -> &[u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }
}
