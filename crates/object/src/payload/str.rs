//! `str`: characters of one fixed width in line behind the header, so that indexing is constant time.
//!
//! The width is the smallest that holds every character, as in CPython, so equal strings have equal
//! bytes and the hash can be taken over them.

use std::borrow::Cow;
use std::cell::Cell;
use std::ptr::NonNull;

use crate::alarm::{Alarm, PIECE, Stopped};
use crate::edges::{EdgeVisitor, Object, Payload};
use crate::hash;
use crate::header::{HEADER_SIZE, Header, Kind, flag};
use crate::heap::{Family, block_of};
use crate::interp::Interp;
use crate::payload::bytes::{Repetition, write_pieces};
use crate::refs::ObjRef;

/// Bytes a character, and whether all are ASCII.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
#[repr(u8)]
pub enum Width {
    Ascii,
    Latin1,
    Two,
    Four,
}

impl Width {
    #[inline(always)]
    pub fn bytes(self) -> usize {
        match self {
            Width::Ascii | Width::Latin1 => 1,
            Width::Two => 2,
            Width::Four => 4,
        }
    }

    /// The width that a string with this largest character has.
    #[inline]
    pub fn for_max(max: u32) -> Width {
        match max {
            0..0x80 => Width::Ascii,
            0x80..0x100 => Width::Latin1,
            0x100..0x1_0000 => Width::Two,
            _ => Width::Four,
        }
    }
}

/// Payload of a str; the characters follow it.
#[repr(C)]
pub struct Str {
    hash: Cell<i64>,
    len: usize,
}

/// No hash has this value, so it marks one not yet computed.
const NO_HASH: i64 = -1;

impl Payload for Str {
    const KIND: Kind = Kind::Str;
    const HAS_EDGES: bool = false;
    crate::plain_fields!(Str: hash "hash" Value, len "length" Length);
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

/// The characters of a string as they are stored.
#[derive(Clone, Copy, Debug)]
pub enum Chars<'a> {
    Ascii(&'a str),
    Latin1(&'a [u8]),
    Two(&'a [u16]),
    Four(&'a [u32]),
}

impl<'a> Chars<'a> {
    pub fn len(self) -> usize {
        match self {
            Chars::Ascii(s) => s.len(),
            Chars::Latin1(s) => s.len(),
            Chars::Two(s) => s.len(),
            Chars::Four(s) => s.len(),
        }
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The characters as bytes, where each has one of its own.
    #[inline]
    pub fn narrow(self) -> Option<&'a [u8]> {
        match self {
            Chars::Ascii(s) => Some(s.as_bytes()),
            Chars::Latin1(s) => Some(s),
            _ => None,
        }
    }

    #[inline]
    pub fn get(self, i: usize) -> Option<u32> {
        match self {
            Chars::Ascii(s) => s.as_bytes().get(i).map(|&c| c as u32),
            Chars::Latin1(s) => s.get(i).map(|&c| c as u32),
            Chars::Two(s) => s.get(i).map(|&c| c as u32),
            Chars::Four(s) => s.get(i).copied(),
        }
    }

    pub fn iter(self) -> impl Iterator<Item = u32> + 'a {
        (0..self.len()).map(move |i| self.get(i).unwrap_or(0))
    }

    pub fn to_vec(self) -> Vec<u32> {
        self.iter().collect()
    }
}

const DATA: usize = HEADER_SIZE + size_of::<Str>();

pub(crate) fn object_size(p: NonNull<Header>) -> usize {
    // SAFETY: callers pass a live str.
    let (len, width) = unsafe { (p.cast::<Object<Str>>().as_ref().data.len, width_of(p)) };
    DATA + len * width.bytes()
}

#[inline(always)]
fn width_of(p: NonNull<Header>) -> Width {
    // SAFETY: callers pass a live str.
    match unsafe { p.as_ref() }.flags.get() >> flag::WIDTH_SHIFT & 3 {
        0 => Width::Ascii,
        1 => Width::Latin1,
        2 => Width::Two,
        _ => Width::Four,
    }
}

impl ObjRef {
    #[inline(always)]
    pub fn is_str(&self) -> bool {
        self.kind() == Kind::Str
    }

    /// The characters of a str or an instance of a subclass.
    #[inline]
    pub fn chars(&self) -> Option<Chars<'_>> {
        // SAFETY: the kind is checked.
        self.is_str().then(|| unsafe { self.chars_unchecked() })
    }

    /// # Safety
    /// The object is a str.
    #[inline(always)]
    pub unsafe fn chars_unchecked(&self) -> Chars<'_> {
        let p = self.as_ptr();
        let len = p.cast::<Object<Str>>().as_ref().data.len;
        let data = p.as_ptr().cast::<u8>().add(DATA);
        match width_of(p) {
            Width::Ascii => {
                Chars::Ascii(std::str::from_utf8_unchecked(std::slice::from_raw_parts(data, len)))
            }
            Width::Latin1 => Chars::Latin1(std::slice::from_raw_parts(data, len)),
            Width::Two => Chars::Two(std::slice::from_raw_parts(data as *const u16, len)),
            Width::Four => Chars::Four(std::slice::from_raw_parts(data as *const u32, len)),
        }
    }

    /// The stored bytes of an object known to be a str: what is hashed and compared.
    #[inline]
    pub fn str_bytes(&self) -> &[u8] {
        let p = self.as_ptr();
        // SAFETY: callers checked that this is a str.
        unsafe {
            let len = p.cast::<Object<Str>>().as_ref().data.len;
            std::slice::from_raw_parts(p.as_ptr().cast::<u8>().add(DATA), len * width_of(p).bytes())
        }
    }

    /// Number of characters of a str.
    #[inline(always)]
    pub fn str_len(&self) -> Option<usize> {
        // SAFETY: the kind is checked.
        self.is_str().then(|| unsafe { self.as_ptr().cast::<Object<Str>>().as_ref().data.len })
    }

    pub fn str_width(&self) -> Option<Width> {
        self.is_str().then(|| width_of(self.as_ptr()))
    }

    /// The text of a str that is all ASCII: the fast path of most string code.
    #[inline]
    pub fn ascii(&self) -> Option<&str> {
        match self.chars()? {
            Chars::Ascii(s) => Some(s),
            _ => None,
        }
    }

    /// The text as UTF-8; lone surrogates become U+FFFD. `None` if this is no str.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        Some(match self.chars()? {
            Chars::Ascii(s) => Cow::Borrowed(s),
            other => Cow::Owned(other.iter().map(|c| char::from_u32(c).unwrap_or('\u{fffd}')).collect()),
        })
    }

    /// Like [`ObjRef::text`], empty if this is no str.
    pub fn text_or_empty(&self) -> String {
        self.text().map(Cow::into_owned).unwrap_or_default()
    }

    /// Equality of two strs by content.
    #[inline]
    pub fn str_eq(&self, other: &ObjRef) -> bool {
        self.is(other)
            || (width_of(self.as_ptr()) == width_of(other.as_ptr()) && self.str_bytes() == other.str_bytes())
    }

    /// Hash of a str, computed once.
    #[inline(always)]
    pub fn str_hash(&self, interp: &Interp) -> i64 {
        // SAFETY: callers checked that this is a str.
        let s = unsafe { &self.as_ptr().cast::<Object<Str>>().as_ref().data };
        match s.hash.get() {
            NO_HASH => self.str_hash_slow(interp),
            h => h,
        }
    }

    #[cold]
    fn str_hash_slow(&self, interp: &Interp) -> i64 {
        let h = hash::bytes(interp.hash_key, self.str_bytes());
        // SAFETY: as in `str_hash`.
        unsafe { self.as_ptr().cast::<Object<Str>>().as_ref() }.data.hash.set(h);
        h
    }
}

/// Writes code points as characters of a width.
///
/// # Safety
/// There is room for all at `to`, and the width holds them.
unsafe fn write_points(s: &[u32], width: Width, to: *mut u8) {
    match width {
        Width::Ascii | Width::Latin1 => s.iter().enumerate().for_each(|(i, &c)| *to.add(i) = c as u8),
        Width::Two => s.iter().enumerate().for_each(|(i, &c)| *(to as *mut u16).add(i) = c as u16),
        Width::Four => std::ptr::copy_nonoverlapping(s.as_ptr(), to as *mut u32, s.len()),
    }
}

unsafe fn write_chars(s: &str, width: Width, to: *mut u8) {
    let chars = s.chars().enumerate();
    match width {
        Width::Ascii | Width::Latin1 => chars.for_each(|(i, c)| *to.add(i) = c as u8),
        Width::Two => chars.for_each(|(i, c)| *(to as *mut u16).add(i) = c as u16),
        Width::Four => chars.for_each(|(i, c)| *(to as *mut u32).add(i) = c as u32),
    }
}

impl Interp {
    /// A str whose characters the closure writes into the given bytes (`len` × width, uninitialised); an empty
    /// one if there is no memory.
    ///
    /// # Safety
    /// The closure fills all bytes with characters of that width, at least one of which needs it.
    unsafe fn new_str_with(&self, len: usize, width: Width, fill: impl FnOnce(*mut u8)) -> ObjRef {
        let size = DATA + len * width.bytes();
        if !self.has_room(size) {
            return self.empty_str.clone();
        }
        let p = self.alloc_cell(size, Family::Leaf);
        self.init_header(p, Kind::Str, &self.types.str_);
        p.as_ref().flags.set((width as u8) << flag::WIDTH_SHIFT);
        let object = p.cast::<Object<Str>>().as_ptr();
        (&raw mut (*object).data).write(Str { hash: Cell::new(NO_HASH), len });
        fill(p.as_ptr().cast::<u8>().add(DATA));
        ObjRef::from_raw(p)
    }

    /// A str of ASCII bytes.
    ///
    /// # Safety
    /// Every byte is below 128.
    unsafe fn new_ascii(&self, s: &[u8]) -> ObjRef {
        self.new_str_with(s.len(), Width::Ascii, |to| {
            write_bytes(s, to);
        })
    }

    /// A str from UTF-8 text.
    pub fn new_str(&self, s: &str) -> ObjRef {
        match s.as_bytes() {
            [] => self.empty_str.clone(),
            [c] => self.latin1[*c as usize].clone(),
            // SAFETY: checked.
            b if b.is_ascii() => unsafe { self.new_ascii(b) },
            _ => self.new_wide(s),
        }
    }

    /// A str from UTF-8 text that is not ASCII.
    fn new_wide(&self, s: &str) -> ObjRef {
        let len = s.chars().count();
        if len == 1 {
            return self.str_from_char(s.chars().next().map(u32::from));
        }
        // The largest character has the largest first byte.
        let width = match s.bytes().fold(0, u8::max) {
            0..=0xc3 => Width::Latin1,
            0xc4..=0xef => Width::Two,
            _ => Width::Four,
        };
        // SAFETY: the width holds the largest character and is the smallest that does.
        unsafe { self.new_str_with(len, width, |to| write_chars(s, width, to)) }
    }

    /// A str from code points, lone surrogates included.
    pub fn str_from_points(&self, s: &[u32]) -> ObjRef {
        let max = s.iter().copied().max().unwrap_or(0);
        if s.len() <= 1 {
            return self.str_from_char(s.first().copied());
        }
        let width = Width::for_max(max);
        // SAFETY: the width holds the largest character and is the smallest that does.
        unsafe { self.new_str_with(s.len(), width, |to| write_points(s, width, to)) }
    }

    /// Like [`Interp::str_from_points`]; ^C may stop it.
    pub fn str_of_points(&self, s: &[u32], alarm: &Alarm<'_>) -> Result<ObjRef, Stopped> {
        if s.len() <= PIECE {
            return Ok(self.str_from_points(s));
        }
        let mut max = 0;
        alarm.each_piece(s, |piece| max = piece.iter().copied().fold(max, u32::max))?;
        let width = Width::for_max(max);
        let mut written = Ok(());
        // SAFETY: as in `str_from_points`; what was given up half-way nobody reads.
        let o = unsafe {
            self.new_str_with(s.len(), width, |to| {
                let mut at = to;
                written = alarm.each_piece(s, |piece| {
                    write_points(piece, width, at);
                    at = at.add(piece.len() * width.bytes());
                });
            })
        };
        written.map(|()| o)
    }

    fn str_from_char(&self, c: Option<u32>) -> ObjRef {
        match c {
            None => self.empty_str.clone(),
            Some(c) => self.char(c),
        }
    }

    /// A str of one character; below 256 it is pooled.
    #[inline]
    pub fn char(&self, c: u32) -> ObjRef {
        if let Some(s) = self.latin1.get(c as usize) {
            return s.clone();
        }
        let width = Width::for_max(c);
        // SAFETY: one character of its own width.
        unsafe {
            self.new_str_with(1, width, |to| match width {
                Width::Two => *(to as *mut u16) = c as u16,
                _ => *(to as *mut u32) = c,
            })
        }
    }

    /// One-character strings of the pool, made before the pool stands.
    pub(crate) fn pool_char(&self, c: u8) -> ObjRef {
        let width = Width::for_max(c as u32);
        // SAFETY: one byte, of the width it needs.
        unsafe { self.new_str_with(1, width, |to| *to = c) }
    }

    pub(crate) fn pool_empty_str(&self) -> ObjRef {
        // SAFETY: no character.
        unsafe { self.new_str_with(0, Width::Ascii, |_| ()) }
    }

    /// A str from one byte a character.
    pub fn str_from_latin1(&self, s: &[u8]) -> ObjRef {
        match s {
            [] => self.empty_str.clone(),
            [c] => self.latin1[*c as usize].clone(),
            _ => {
                let width = if s.is_ascii() { Width::Ascii } else { Width::Latin1 };
                // SAFETY: the width is the smallest for these bytes.
                unsafe {
                    self.new_str_with(s.len(), width, |to| {
                        write_bytes(s, to);
                    })
                }
            }
        }
    }

    /// A str from two-byte characters of any value.
    pub fn str_from_u16(&self, s: &[u16]) -> ObjRef {
        if s.len() < 2 || s.iter().all(|&c| c < 0x100) {
            return self.str_from_points(&s.iter().map(|&c| c as u32).collect::<Vec<_>>());
        }
        // SAFETY: some character needs two bytes.
        unsafe {
            self.new_str_with(s.len(), Width::Two, |to| {
                std::ptr::copy_nonoverlapping(s.as_ptr(), to as *mut u16, s.len())
            })
        }
    }

    /// Characters `start..end` of a str.
    pub fn str_slice(&self, s: &ObjRef, start: usize, end: usize) -> ObjRef {
        let Some(chars) = s.chars() else { return s.clone() };
        if start == 0 && end == chars.len() && s.is_exact(Kind::Str) {
            return s.clone();
        }
        match chars {
            Chars::Ascii(t) => match &t.as_bytes()[start..end] {
                [] => self.empty_str.clone(),
                [c] => self.latin1[*c as usize].clone(),
                // SAFETY: part of an ASCII string.
                part => unsafe { self.new_ascii(part) },
            },
            Chars::Latin1(t) => self.str_from_latin1(&t[start..end]),
            Chars::Two(t) => self.str_from_u16(&t[start..end]),
            Chars::Four(t) => self.str_from_points(&t[start..end]),
        }
    }

    /// The str `times` over; callers checked the length.
    pub fn str_repeated(&self, s: &ObjRef, times: usize, alarm: &Alarm<'_>) -> Result<ObjRef, Stopped> {
        let (Some(len), Some(width)) = (s.str_len(), s.str_width()) else { return Ok(s.clone()) };
        if len * times < 2 {
            return Ok(if times == 0 { self.empty_str.clone() } else { self.str_slice(s, 0, len) });
        }
        let all = Repetition::of(s.str_bytes(), times);
        // SAFETY: the characters need the width that they have.
        unsafe { self.str_of_pieces(len * times, width, all.pieces(), alarm) }
    }

    /// Like [`Interp::str_from_latin1`].
    pub fn str_of_latin1(&self, s: &[u8], alarm: &Alarm<'_>) -> Result<ObjRef, Stopped> {
        if s.len() <= PIECE {
            return Ok(self.str_from_latin1(s));
        }
        let ascii = alarm.all_pieces(s, <[u8]>::is_ascii)?;
        let width = if ascii { Width::Ascii } else { Width::Latin1 };
        // SAFETY: the width is the smallest for these bytes.
        unsafe { self.str_of_pieces(s.len(), width, [s], alarm) }
    }

    /// # Safety
    /// The pieces have `len` characters in all, of the width that is the smallest for them.
    unsafe fn str_of_pieces<'a>(
        &self,
        len: usize,
        width: Width,
        pieces: impl IntoIterator<Item = &'a [u8]>,
        alarm: &Alarm<'_>,
    ) -> Result<ObjRef, Stopped> {
        let mut written = Ok(());
        let o = self.new_str_with(len, width, |to| {
            written = write_pieces(to, len * width.bytes(), pieces, alarm);
        });
        written.map(|()| o)
    }

    /// `a + b`.
    #[inline]
    pub fn str_add(&self, a: &ObjRef, b: &ObjRef) -> ObjRef {
        let (x, y) = (a.str_bytes(), b.str_bytes());
        let ascii = width_of(a.as_ptr()) == Width::Ascii && width_of(b.as_ptr()) == Width::Ascii;
        if ascii && x.len() + y.len() > 1 {
            // SAFETY: both parts are ASCII and fill the string.
            return unsafe {
                self.new_str_with(x.len() + y.len(), Width::Ascii, |to| {
                    let at = write_bytes(x, to);
                    write_bytes(y, at);
                })
            };
        }
        self.str_concat(&[a, b])
    }

    /// Concatenation of strs.
    pub fn str_concat(&self, parts: &[&ObjRef]) -> ObjRef {
        let len = parts.iter().filter_map(|p| p.str_len()).sum();
        let width = parts.iter().filter(|p| p.str_len() != Some(0)).filter_map(|p| p.str_width()).max();
        let Some(width) = width else { return self.empty_str.clone() };
        if len == 1 && width < Width::Two {
            let c = parts.iter().find_map(|p| p.chars()?.get(0)).unwrap_or(0);
            return self.char(c);
        }
        // SAFETY: the widest part needs this width, and all parts are written one after another.
        unsafe {
            self.new_str_with(len, width, |to| {
                let mut at = to;
                for part in parts {
                    at = write_widened(part, width, at);
                }
            })
        }
    }

    /// `a + b` where the caller owns the only reference to `a`: appends in place if the cell has
    /// room, and makes room for more where it has not, so that building a string piece by piece
    /// takes linear time.
    #[inline(always)]
    pub fn str_append(&self, a: ObjRef, b: &ObjRef) -> ObjRef {
        let p = a.as_ptr();
        let (Some(n), Some(m)) = (a.str_len(), b.str_len()) else { return a };
        // Text that is all ASCII has no flag, if it is free to be written.
        let plain = a.header().word() == Header::sole_owner_word(Kind::Str);
        let fits = || DATA + n + m <= block_of(p).room();
        if n < APPEND_MINIMUM || !plain || width_of(b.as_ptr()) != Width::Ascii || !fits() {
            return self.str_append_slow(a, b, n, m);
        }
        // SAFETY: the cell has room, and nobody else has a reference to the string.
        unsafe {
            write_bytes(b.str_bytes(), p.as_ptr().cast::<u8>().add(DATA + n));
            let data = &mut (*p.cast::<Object<Str>>().as_ptr()).data;
            data.len = n + m;
            data.hash.set(NO_HASH);
        }
        a
    }

    /// [`Interp::str_append`] of any two strs, of these lengths.
    fn str_append_slow(&self, a: ObjRef, b: &ObjRef, n: usize, m: usize) -> ObjRef {
        let p = a.as_ptr();
        let width = width_of(p);
        let sole = a.header().word() & !((flag::WIDTH as u64) << 48) == Header::sole_owner_word(Kind::Str);
        if n < APPEND_MINIMUM || !sole || width_of(b.as_ptr()) > width {
            return self.str_add(&a, b);
        }
        let (used, size) = (DATA + n * width.bytes(), DATA + (n + m) * width.bytes());
        let a = if size <= block_of(p).room() {
            a
        } else if self.has_room(size + size / 4) {
            self.with_room(&a, used, size + size / 4)
        } else {
            return a;
        };
        let p = a.as_ptr();
        // SAFETY: the cell has room, and nobody else has a reference to the string.
        unsafe {
            let to = p.as_ptr().cast::<u8>().add(used);
            if width == Width::Ascii {
                write_bytes(b.str_bytes(), to);
            } else {
                write_widened(b, width, to);
            }
            let data = &mut (*p.cast::<Object<Str>>().as_ptr()).data;
            data.len = n + m;
            data.hash.set(NO_HASH);
        }
        a
    }

    /// A copy of a str whose first `used` bytes are in use, in a cell of at least `room` bytes.
    fn with_room(&self, a: &ObjRef, used: usize, room: usize) -> ObjRef {
        let p = self.alloc_cell(room, Family::Leaf);
        // SAFETY: the cell is larger than the string that is copied; the header is written anew.
        unsafe {
            self.init_header(p, Kind::Str, &self.types.str_);
            p.as_ref().flags.set(a.header().flags.get() & flag::WIDTH);
            let (from, to) = (a.as_ptr().as_ptr().cast::<u8>(), p.as_ptr().cast::<u8>());
            std::ptr::copy_nonoverlapping(from.add(HEADER_SIZE), to.add(HEADER_SIZE), used - HEADER_SIZE);
            ObjRef::from_raw(p)
        }
    }
}

/// Characters from which on appending leaves room for more.
const APPEND_MINIMUM: usize = 32;

/// Why strs could not be joined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JoinError {
    /// The item at this index is no str.
    NotStr(usize),
    /// There is no memory for the result.
    TooLong,
}

impl Interp {
    /// The items, with the separator (a str) between them, as one str.
    pub fn str_join(&self, separator: &ObjRef, items: &[ObjRef]) -> Result<ObjRef, JoinError> {
        if let [only] = items
            && only.is_exact(Kind::Str)
        {
            return Ok(only.clone());
        }
        let between = separator.str_len().unwrap_or(0);
        let mut width =
            if items.len() > 1 && between > 0 { width_of(separator.as_ptr()) } else { Width::Ascii };
        let mut len = between.saturating_mul(items.len().saturating_sub(1));
        for (i, item) in items.iter().enumerate() {
            let n = item.str_len().ok_or(JoinError::NotStr(i))?;
            len = len.saturating_add(n);
            if n > 0 {
                width = width.max(width_of(item.as_ptr()));
            }
        }
        if len <= 1 {
            let parts: Vec<&ObjRef> =
                [separator].into_iter().filter(|_| items.len() > 1).chain(items).collect();
            return Ok(self.str_concat(&parts));
        }
        if !self.can_allocate(len.saturating_mul(width.bytes())) {
            return Err(JoinError::TooLong);
        }
        // SAFETY: the width is that of the widest part, and all parts are written one after another.
        Ok(unsafe {
            self.new_str_with(len, width, |to| {
                let mut at = to;
                if width.bytes() == 1 {
                    // Parts of one byte a character are written as they are.
                    at = write_bytes(items[0].str_bytes(), at);
                    for item in &items[1..] {
                        if between > 0 {
                            at = write_bytes(separator.str_bytes(), at);
                        }
                        at = write_bytes(item.str_bytes(), at);
                    }
                    return;
                }
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        at = write_widened(separator, width, at);
                    }
                    at = write_widened(item, width, at);
                }
            })
        })
    }
}

/// Writes bytes and returns the end; short ones without a call.
///
/// # Safety
/// There is room for them at `to`.
#[inline(always)]
unsafe fn write_bytes(bytes: &[u8], to: *mut u8) -> *mut u8 {
    let (from, n) = (bytes.as_ptr(), bytes.len());
    // Two words, which overlap where there are fewer bytes.
    match n {
        0 => (),
        1 => *to = *from,
        2 | 3 => {
            (to as *mut u16).write_unaligned((from as *const u16).read_unaligned());
            *to.add(n - 1) = *from.add(n - 1);
        }
        4..8 => {
            let (head, tail) = ((from as *const u32), (from.add(n - 4) as *const u32));
            let (head, tail) = (head.read_unaligned(), tail.read_unaligned());
            (to as *mut u32).write_unaligned(head);
            (to.add(n - 4) as *mut u32).write_unaligned(tail);
        }
        17..=32 => {
            std::ptr::copy_nonoverlapping(from, to, 16);
            std::ptr::copy_nonoverlapping(from.add(n - 16), to.add(n - 16), 16);
        }
        8..=16 => {
            let (head, tail) = ((from as *const u64), (from.add(n - 8) as *const u64));
            let (head, tail) = (head.read_unaligned(), tail.read_unaligned());
            (to as *mut u64).write_unaligned(head);
            (to.add(n - 8) as *mut u64).write_unaligned(tail);
        }
        _ => std::ptr::copy_nonoverlapping(from, to, n),
    }
    to.add(n)
}

/// Writes the characters of `part` in the given width (at least its own) and returns the end.
unsafe fn write_widened(part: &ObjRef, width: Width, to: *mut u8) -> *mut u8 {
    let Some(chars) = part.chars() else { return to };
    match (chars, width) {
        (_, Width::Ascii | Width::Latin1) | (Chars::Two(_), Width::Two) | (Chars::Four(_), Width::Four) => {
            let bytes = part.str_bytes();
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len());
            to.add(bytes.len())
        }
        (chars, Width::Two) => {
            chars.iter().enumerate().for_each(|(i, c)| *(to as *mut u16).add(i) = c as u16);
            to.add(chars.len() * 2)
        }
        (chars, Width::Four) => {
            chars.iter().enumerate().for_each(|(i, c)| *(to as *mut u32).add(i) = c);
            to.add(chars.len() * 4)
        }
    }
}
