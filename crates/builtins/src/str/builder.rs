//! A str put together from pieces: ASCII as long as they are, then code points.

use theseus_object::payload::str::Chars;
use theseus_object::{Cx, ObjRef, PyResult};

use super::units::{by_width, chars};
use crate::text::spec::Text;

#[derive(Default)]
pub(crate) struct Builder {
    /// What came before the first character beyond ASCII.
    ascii: Vec<u8>,
    wide: Vec<u32>,
    is_wide: bool,
    /// There was no memory for a piece.
    failed: bool,
}

impl Builder {
    pub(crate) fn with_capacity(n: usize) -> Builder {
        Builder { ascii: Vec::with_capacity(n), ..Builder::default() }
    }

    /// Appends ASCII text.
    #[inline]
    pub(crate) fn push_ascii(&mut self, s: &[u8]) {
        if self.is_wide {
            self.push_all(s.len(), s.iter().map(|&c| c as u32));
            return;
        }
        if self.ascii.try_reserve(s.len()).is_ok() {
            self.ascii.extend_from_slice(s);
        } else {
            self.failed = true;
        }
    }

    /// Appends characters of any width.
    pub(crate) fn push_units<T: Copy + Into<u32>>(&mut self, s: &[T]) {
        if !self.is_wide && s.iter().all(|&c| c.into() < 0x80) {
            if self.ascii.try_reserve(s.len()).is_err() {
                self.failed = true;
                return;
            }
            self.ascii.extend(s.iter().map(|&c| c.into() as u8));
            return;
        }
        self.widen();
        self.push_all(s.len(), s.iter().map(|&c| c.into()));
    }

    pub(crate) fn push_point(&mut self, c: u32) {
        if c < 0x80 && !self.is_wide {
            self.push_ascii(&[c as u8]);
        } else {
            self.widen();
            self.push_all(1, std::iter::once(c));
        }
    }

    /// Appends a str.
    #[inline]
    pub(crate) fn push(&mut self, o: &ObjRef) {
        match chars(o) {
            Chars::Ascii(s) => self.push_ascii(s.as_bytes()),
            other => {
                self.widen();
                by_width!(other, |u| self.push_all(u.len(), u.iter().map(|&c| c.into())));
            }
        }
    }

    pub(crate) fn push_text(&mut self, text: Text) {
        match text {
            Text::Ascii(s) => self.push_ascii(&s),
            Text::Wide(s) => self.push_units(&s),
        }
    }

    fn push_all(&mut self, len: usize, s: impl Iterator<Item = u32>) {
        if self.wide.try_reserve(len).is_ok() {
            self.wide.extend(s);
        } else {
            self.failed = true;
        }
    }

    fn widen(&mut self) {
        if !self.is_wide {
            self.is_wide = true;
            let ascii = std::mem::take(&mut self.ascii);
            self.push_all(ascii.len(), ascii.iter().map(|&c| c as u32));
        }
    }

    pub(crate) fn finish(self, cx: &mut Cx) -> PyResult {
        if self.failed {
            return Err(cx.memory_error(""));
        }
        Ok(if self.is_wide { cx.str_from_points(&self.wide) } else { cx.str_from_latin1(&self.ascii) })
    }
}
