//! Encodings by name, error handlers, and the exceptions of failed conversions.

use theseus_object::{Cx, ObjRef, PyResult, Raised};

/// An encoding that text can be converted to and from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Encoding {
    Utf8,
    /// UTF-8 with a byte order mark in front.
    Utf8Sig,
    Ascii,
    Latin1,
    /// Bytes a unit (2 or 4) and their order; without order there is a byte order mark.
    Wide(usize, Option<Order>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    Little,
    Big,
}

use Encoding::{Ascii, Latin1, Utf8, Utf8Sig, Wide};

/// Normalised names and aliases.
static NAMES: &[(&str, Encoding)] = &[
    ("utf_8", Utf8),
    ("utf8", Utf8),
    ("u8", Utf8),
    ("utf", Utf8),
    ("cp65001", Utf8),
    ("utf8_ucs2", Utf8),
    ("utf8_ucs4", Utf8),
    ("utf_8_sig", Utf8Sig),
    ("utf8_sig", Utf8Sig),
    ("ascii", Ascii),
    ("us_ascii", Ascii),
    ("us", Ascii),
    ("646", Ascii),
    ("ansi_x3.4_1968", Ascii),
    ("ansi_x3_4_1968", Ascii),
    ("cp367", Ascii),
    ("ibm367", Ascii),
    ("iso646_us", Ascii),
    ("iso_646.irv_1991", Ascii),
    ("latin_1", Latin1),
    ("latin1", Latin1),
    ("latin", Latin1),
    ("l1", Latin1),
    ("iso_8859_1", Latin1),
    ("iso8859_1", Latin1),
    ("iso8859", Latin1),
    ("8859", Latin1),
    ("cp819", Latin1),
    ("ibm819", Latin1),
    ("iso_8859_1_1987", Latin1),
    ("utf_16", Wide(2, None)),
    ("utf16", Wide(2, None)),
    ("u16", Wide(2, None)),
    ("utf_16_le", Wide(2, Some(Order::Little))),
    ("utf_16le", Wide(2, Some(Order::Little))),
    ("unicodelittleunmarked", Wide(2, Some(Order::Little))),
    ("utf_16_be", Wide(2, Some(Order::Big))),
    ("utf_16be", Wide(2, Some(Order::Big))),
    ("unicodebigunmarked", Wide(2, Some(Order::Big))),
    ("utf_32", Wide(4, None)),
    ("utf32", Wide(4, None)),
    ("u32", Wide(4, None)),
    ("utf_32_le", Wide(4, Some(Order::Little))),
    ("utf_32le", Wide(4, Some(Order::Little))),
    ("utf_32_be", Wide(4, Some(Order::Big))),
    ("utf_32be", Wide(4, Some(Order::Big))),
];

/// Codecs that do not convert between text and bytes.
static NOT_TEXT: &[&str] = &[
    "hex",
    "hex_codec",
    "base64",
    "base_64",
    "base64_codec",
    "bz2",
    "bz2_codec",
    "zlib",
    "zip",
    "zlib_codec",
    "quopri",
    "quopri_codec",
    "quoted_printable",
    "quotedprintable",
    "uu",
    "uu_codec",
    "rot13",
    "rot_13",
];

impl Encoding {
    /// The encoding of this name, if it is one that is done natively.
    pub(crate) fn known(name: &str) -> Option<Encoding> {
        if name == "utf-8" {
            return Some(Utf8);
        }
        let plain = |b: u8| if matches!(b, b'-' | b' ') { b'_' } else { b.to_ascii_lowercase() };
        let is = |n: &str| n.len() == name.len() && n.bytes().eq(name.bytes().map(plain));
        NAMES.iter().find(|(n, _)| is(n)).map(|(_, e)| *e)
    }

    /// LookupError for codecs that do not convert between text and bytes; `function` is `encode` or
    /// `decode`.
    pub(super) fn refuse_binary(cx: &mut Cx, name: &str, function: &str) -> PyResult<()> {
        let plain: String = name.to_ascii_lowercase().replace(['-', ' '], "_");
        if NOT_TEXT.contains(&plain.as_str()) {
            return Err(cx.lookup_error(format!(
                "'{name}' is not a text encoding; use codecs.{function}() to handle arbitrary codecs"
            )));
        }
        Ok(())
    }

    /// Whether ASCII text has the same bytes in it.
    pub(crate) fn keeps_ascii(self) -> bool {
        matches!(self, Utf8 | Ascii | Latin1)
    }

    /// The name that exceptions give.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Utf8 | Utf8Sig => "utf-8",
            Ascii => "ascii",
            Latin1 => "latin-1",
            Wide(2, None) => "utf-16",
            Wide(2, Some(Order::Little)) => "utf-16-le",
            Wide(2, Some(Order::Big)) => "utf-16-be",
            Wide(_, None) => "utf-32",
            Wide(_, Some(Order::Little)) => "utf-32-le",
            Wide(_, Some(Order::Big)) => "utf-32-be",
        }
    }
}

/// What to do with what cannot be converted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Handler {
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    SurrogateEscape,
    SurrogatePass,
    XmlCharRefReplace,
    NameReplace,
}

static HANDLERS: &[(&str, Handler)] = &[
    ("strict", Handler::Strict),
    ("ignore", Handler::Ignore),
    ("replace", Handler::Replace),
    ("backslashreplace", Handler::BackslashReplace),
    ("surrogateescape", Handler::SurrogateEscape),
    ("surrogatepass", Handler::SurrogatePass),
    ("xmlcharrefreplace", Handler::XmlCharRefReplace),
    ("namereplace", Handler::NameReplace),
];

impl Handler {
    /// The handler of this name that is ours, unless the program has put its own in its place. It is
    /// looked up only when something cannot be converted, as in CPython.
    pub(super) fn known(cx: &Cx, name: &str) -> Option<Handler> {
        if crate::modules::codecs::is_replaced(cx, name) {
            return None;
        }
        HANDLERS.iter().find(|(n, _)| *n == name).map(|(_, h)| *h)
    }
}

/// A part of the input that cannot be converted.
pub(crate) struct Fault<'a> {
    pub encoding: &'a str,
    /// The whole str or bytes.
    pub object: ObjRef,
    pub start: usize,
    pub end: usize,
    pub reason: &'a str,
}

impl Fault<'_> {
    /// The exception, not raised.
    pub(crate) fn exception(&self, cx: &mut Cx, encoding: bool) -> PyResult {
        let class = match encoding {
            true => cx.excs.unicode_encode_error.as_ref().clone(),
            false => cx.excs.unicode_decode_error.as_ref().clone(),
        };
        let args = [
            cx.new_str(self.encoding),
            self.object.clone(),
            cx.usize(self.start),
            cx.usize(self.end),
            cx.new_str(self.reason),
        ];
        cx.call(&class, &args)
    }

    fn raise(&self, cx: &mut Cx, encoding: bool) -> Raised {
        match self.exception(cx, encoding) {
            Ok(e) => cx.raise(e),
            Err(e) => e,
        }
    }

    #[cold]
    pub(crate) fn raise_encode(&self, cx: &mut Cx) -> Raised {
        self.raise(cx, true)
    }

    #[cold]
    pub(super) fn raise_decode(&self, cx: &mut Cx) -> Raised {
        self.raise(cx, false)
    }
}

/// TypeError of a handler that knows only the other direction.
#[cold]
pub(super) fn wrong_direction(cx: &mut Cx, exception: &str) -> Raised {
    cx.type_error(format!("don't know how to handle {exception} in error callback"))
}
