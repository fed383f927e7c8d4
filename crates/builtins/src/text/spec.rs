//! Spec: the format mini-language, parsed and applied to strings and numbers.
use super::ascii::{self, Ascii, put};
use super::error::{Error, MAX_LEN, lossy, string_with_room, with_room};
use super::float::{self, Style};
use super::int::{self, IntRef};
use super::unicode::decimal_value;

/// What a spec is for: it decides the default alignment and type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Str,
    Int,
    /// Float and complex.
    Float,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    pub fill: u32,
    pub align: Option<u8>,
    pub sign: Option<u8>,
    pub z: bool,
    pub alt: bool,
    pub zero: bool,
    pub width: Option<usize>,
    /// `,` or `_`.
    pub grouping: Option<u8>,
    pub precision: Option<usize>,
    pub ty: Option<u32>,
}

/// The result of formatting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    Ascii(Ascii),
    Wide(Vec<u32>),
}

impl Text {
    pub fn into_codes(self) -> Result<Vec<u32>, Error> {
        match self {
            Text::Ascii(text) => {
                let mut codes = with_room(text.len())?;
                codes.extend(text.iter().map(|&b| u32::from(b)));
                Ok(codes)
            }
            Text::Wide(codes) => Ok(codes),
        }
    }
}

fn is_align(c: u32) -> bool {
    [b'<', b'>', b'=', b'^'].map(u32::from).contains(&c)
}

/// `'c'`, or `'\xN'` for what is not printable ASCII.
fn quoted(c: u32) -> String {
    match char::from_u32(c) {
        Some(shown) if (33..128).contains(&c) => format!("'{shown}'"),
        _ => format!("'\\x{c:x}'"),
    }
}

fn unknown<T>(c: u32, type_name: &str) -> Result<T, Error> {
    Error::value(format!("Unknown format code {} for object of type '{type_name}'", quoted(c)))
}

/// The characters of a spec that are not yet read.
struct Reader<'a, T> {
    rest: &'a [T],
}

impl<T: Copy + Into<u32>> Reader<'_, T> {
    fn take(&mut self, wanted: u8) -> bool {
        self.take_any(&[wanted]).is_some()
    }

    fn take_any(&mut self, wanted: &[u8]) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        let found = wanted.iter().copied().find(|&b| u32::from(b) == first.into())?;
        self.rest = rest;
        Some(found)
    }

    /// A decimal number in the digits of any script, when one is here.
    fn number(&mut self) -> Result<Option<usize>, Error> {
        let mut value = None;
        while let Some((&c, rest)) = self.rest.split_first() {
            let Some(digit) = decimal_value(c.into()) else { break };
            let (before, digit) = (value.unwrap_or(0), usize::from(digit));
            if before > (isize::MAX as usize - digit) / 10 {
                return Error::value("Too many decimal digits in format string");
            }
            value = Some(before * 10 + digit);
            self.rest = rest;
        }
        Ok(value)
    }
}

/// Parse a spec, in characters of any width. A type name is only for the error message.
pub fn parse<T: Copy + Into<u32>>(text: &[T], kind: Kind, type_name: &str) -> Result<Spec, Error> {
    let mut spec = Spec {
        fill: u32::from(b' '),
        align: None,
        sign: None,
        z: false,
        alt: false,
        zero: false,
        width: None,
        grouping: None,
        precision: None,
        ty: None,
    };
    let mut reader = Reader { rest: text };
    let mut filled = false;
    match *text {
        [fill, align, ref rest @ ..] if is_align(align.into()) => {
            (spec.fill, spec.align, filled) = (fill.into(), Some(align.into() as u8), true);
            reader.rest = rest;
        }
        _ => spec.align = reader.take_any(b"<>=^"),
    }
    spec.sign = reader.take_any(b"+- ");
    spec.z = reader.take(b'z');
    spec.alt = reader.take(b'#');
    if !filled && reader.take(b'0') {
        (spec.zero, spec.fill) = (true, u32::from(b'0'));
        if spec.align.is_none() && kind != Kind::Str {
            spec.align = Some(b'=');
        }
    }
    spec.width = reader.number()?;
    spec.grouping = parse_grouping(&mut reader)?;
    if reader.take(b'.') {
        spec.precision = reader.number()?;
        if spec.precision.is_none() {
            return Error::value("Format specifier missing precision");
        }
    }
    match *reader.rest {
        [] => {}
        // A null type is none, but for the types that have a default one.
        [ty] if ty.into() == 0 && kind == Kind::Float => {}
        [ty] => spec.ty = Some(ty.into()),
        _ => {
            let shown = lossy(&text.iter().map(|&c| c.into()).collect::<Vec<u32>>());
            return Error::value(format!(
                "Invalid format specifier '{shown}' for object of type '{type_name}'"
            ));
        }
    }
    check_grouping(&spec, kind)?;
    Ok(spec)
}

fn parse_grouping<T: Copy + Into<u32>>(reader: &mut Reader<'_, T>) -> Result<Option<u8>, Error> {
    let comma = reader.take(b',');
    let underscore = reader.take(b'_');
    if underscore && (comma || reader.rest.first().is_some_and(|&c| c.into() == u32::from(b','))) {
        return Error::value("Cannot specify both ',' and '_'.");
    }
    Ok(if comma { Some(b',') } else { underscore.then_some(b'_') })
}

fn check_grouping(spec: &Spec, kind: Kind) -> Result<(), Error> {
    let Some(grouping) = spec.grouping else { return Ok(()) };
    let ty = match (spec.ty, kind) {
        (Some(ty), _) => ty,
        (None, Kind::Str) => u32::from(b's'),
        (None, _) => return Ok(()),
    };
    match u8::try_from(ty) {
        Ok(b'd' | b'e' | b'f' | b'g' | b'E' | b'G' | b'%' | b'F' | 0) => Ok(()),
        Ok(b'b' | b'o' | b'x' | b'X') if grouping == b'_' => Ok(()),
        _ => Error::value(format!("Cannot specify '{}' with {}.", grouping as char, quoted(ty))),
    }
}

/// How long a text of `len` characters is when padded to a width.
pub fn padded_len(len: usize, width: Option<usize>) -> usize {
    len.max(width.unwrap_or(0))
}

/// How many fill characters go to the left and to the right.
fn margins(len: usize, width: Option<usize>, align: u8) -> (usize, usize) {
    let room = width.unwrap_or(0).saturating_sub(len);
    match align {
        b'<' => (0, room),
        b'^' => (room / 2, room - room / 2),
        _ => (room, 0),
    }
}

/// Code points padded as asked.
fn pad_codes(spec: &Spec, text: &[u32], default_align: u8) -> Result<Vec<u32>, Error> {
    let (left, right) = margins(text.len(), spec.width, spec.align.unwrap_or(default_align));
    let mut out = with_room(padded_len(text.len(), spec.width))?;
    out.resize(left, spec.fill);
    out.extend_from_slice(text);
    out.resize(left + text.len() + right, spec.fill);
    Ok(out)
}

/// ASCII bytes padded as asked; the result is ASCII when the fill is.
fn pad_ascii(spec: &Spec, text: &str, align: u8) -> Result<Text, Error> {
    let (left, right) = margins(text.len(), spec.width, align);
    let len = left + text.len() + right;
    match u8::try_from(spec.fill) {
        Ok(fill) if fill.is_ascii() => {
            let mut out = ascii::filled(len, fill)?;
            put(&mut out, &mut { left }, text.as_bytes());
            Ok(Text::Ascii(out))
        }
        _ if left + right == 0 => Ok(Text::Ascii(Ascii::from_slice(text.as_bytes()))),
        _ => {
            let mut out = with_room(len)?;
            out.resize(left, spec.fill);
            out.extend(text.bytes().map(u32::from));
            out.resize(len, spec.fill);
            Ok(Text::Wide(out))
        }
    }
}

fn check_str(spec: &Spec, type_name: &str) -> Result<(), Error> {
    match spec.ty {
        Some(ty) if ty != u32::from(b's') => return unknown(ty, type_name),
        _ => {}
    }
    match spec.sign {
        Some(b' ') => return Error::value("Space not allowed in string format specifier"),
        Some(_) => return Error::value("Sign not allowed in string format specifier"),
        None => {}
    }
    if spec.z {
        return Error::value("Negative zero coercion (z) not allowed in string format specifier");
    }
    if spec.alt {
        return Error::value("Alternate form (#) not allowed in string format specifier");
    }
    if spec.align == Some(b'=') {
        return Error::value("'=' alignment not allowed in string format specifier");
    }
    Ok(())
}

/// `format(text, spec)` of a string.
pub fn format_str(spec: &Spec, text: &[u32], type_name: &str) -> Result<Vec<u32>, Error> {
    check_str(spec, type_name)?;
    let kept = text.len().min(spec.precision.unwrap_or(usize::MAX));
    pad_codes(spec, &text[..kept], b'<')
}

/// `format(text, spec)` of an ASCII string.
pub fn format_ascii(spec: &Spec, text: &str, type_name: &str) -> Result<Text, Error> {
    check_str(spec, type_name)?;
    let kept = text.len().min(spec.precision.unwrap_or(usize::MAX));
    pad_ascii(spec, text.get(..kept).unwrap_or(text), spec.align.unwrap_or(b'<'))
}

/// A number's parts, which a spec puts together.
struct Parts<'a> {
    negative: bool,
    prefix: &'a str,
    /// The digits before the point; grouping applies to them.
    digits: &'a [u8],
    /// The point and all after it.
    rest: &'a [u8],
}

/// The digits of a number grouped, led by zeros to at least `width` characters.
struct Grouped<'a> {
    digits: &'a [u8],
    zeros: usize,
    len: usize,
    grouping: Option<(u8, usize)>,
}

impl<'a> Grouped<'a> {
    fn new(digits: &'a [u8], width: usize, grouping: Option<(u8, usize)>) -> Grouped<'a> {
        let count = match grouping {
            _ if digits.is_empty() => 0,
            None => width,
            // A separator never comes first.
            Some((_, every)) => width - width / (every + 1) + usize::from(width.is_multiple_of(every + 1)),
        };
        let count = count.max(digits.len());
        let separators = grouping.map_or(0, |(_, every)| count.saturating_sub(1) / every);
        Grouped { digits, zeros: count - digits.len(), len: count + separators, grouping }
    }

    /// Writes them over the bytes at `at` and moves that behind them.
    fn write(&self, out: &mut [u8], at: &mut usize) {
        let end = *at + self.len;
        out[*at..end].fill(b'0');
        match self.grouping {
            None => put(out, &mut { end - self.digits.len() }, self.digits),
            Some((separator, every)) => {
                let digits = self.digits.iter().rev().copied().chain(std::iter::repeat_n(b'0', self.zeros));
                let mut to = end;
                for (i, digit) in digits.enumerate() {
                    if i > 0 && i.is_multiple_of(every) {
                        to -= 1;
                        out[to] = separator;
                    }
                    to -= 1;
                    out[to] = digit;
                }
            }
        }
        *at = end;
    }
}

/// A number with sign, prefix, grouping and padding.
fn assemble(spec: &Spec, parts: &Parts<'_>, align: u8) -> Result<Text, Error> {
    let sign = match spec.sign {
        _ if parts.negative => Some(b'-'),
        Some(b'-') | None => None,
        plus => plus,
    };
    let fixed = usize::from(sign.is_some()) + parts.prefix.len() + parts.rest.len();
    let width = spec.width.unwrap_or(0);
    let zero_fill = spec.fill == u32::from(b'0') && align == b'=';
    let every = if is_radix(spec.ty) { 4 } else { 3 };
    let grouping = spec.grouping.map(|separator| (separator, every));
    if width > MAX_LEN {
        return Err(Error::Memory);
    }
    let digits_width = if zero_fill { width.saturating_sub(fixed) } else { 0 };
    let grouped = Grouped::new(parts.digits, digits_width, grouping);
    let len = fixed + grouped.len;
    let inner = if align == b'=' { width.saturating_sub(len) } else { 0 };
    match u8::try_from(spec.fill) {
        Ok(fill) if fill.is_ascii() => {
            let (left, right) = margins(len + inner, spec.width, align);
            let mut out = ascii::filled(left + len + inner + right, fill)?;
            let mut at = left;
            put(&mut out, &mut at, sign.as_slice());
            put(&mut out, &mut at, parts.prefix.as_bytes());
            at += inner;
            grouped.write(&mut out, &mut at);
            put(&mut out, &mut at, parts.rest);
            Ok(Text::Ascii(out))
        }
        _ => {
            let mut head: Vec<u8> = sign.into_iter().collect();
            head.extend_from_slice(parts.prefix.as_bytes());
            let mut tail = ascii::filled(grouped.len + parts.rest.len(), b'0')?;
            let mut at = 0;
            grouped.write(&mut tail, &mut at);
            put(&mut tail, &mut at, parts.rest);
            assemble_wide(spec, &head, &tail, inner, align)
        }
    }
}

fn is_radix(ty: Option<u32>) -> bool {
    ty.is_some_and(|ty| [b'b', b'o', b'x', b'X'].map(u32::from).contains(&ty))
}

fn assemble_wide(spec: &Spec, head: &[u8], tail: &[u8], inner: usize, align: u8) -> Result<Text, Error> {
    let len = head.len() + inner + tail.len();
    let (left, right) = margins(len, spec.width, align);
    if left + inner + right == 0 {
        return Ok(Text::Ascii([head, tail].concat().into()));
    }
    let mut out = with_room(left + len + right)?;
    out.resize(left, spec.fill);
    out.extend(head.iter().map(|&b| u32::from(b)));
    out.resize(out.len() + inner, spec.fill);
    out.extend(tail.iter().map(|&b| u32::from(b)));
    out.resize(left + len + right, spec.fill);
    Ok(Text::Wide(out))
}

/// `format(value, spec)` of an int; `max_digits` limits decimal digits (0: no limit).
pub fn format_int(spec: &Spec, value: IntRef<'_>, type_name: &str, max_digits: usize) -> Result<Text, Error> {
    let ty = spec.ty.map_or(Some(b'd'), |ty| u8::try_from(ty).ok());
    let (base, prefix) = match ty {
        Some(b'd' | b'n') => (10, ""),
        Some(b'b') => (2, "0b"),
        Some(b'o') => (8, "0o"),
        Some(b'x') => (16, "0x"),
        Some(b'X') => (16, "0X"),
        Some(b'c') => (0, ""),
        Some(b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%') => {
            return format_float(spec, value.to_float()?, type_name);
        }
        _ => return unknown(spec.ty.unwrap_or(0), type_name),
    };
    if spec.precision.is_some() {
        return Error::value("Precision not allowed in integer format specifier");
    }
    if spec.z {
        return Error::value("Negative zero coercion (z) not allowed in integer format specifier");
    }
    if base == 0 {
        return format_character(spec, value);
    }
    let digits = int::digits(value, base, ty == Some(b'X'), max_digits)?;
    let parts = Parts {
        negative: value.is_negative(),
        prefix: if spec.alt { prefix } else { "" },
        digits: digits.as_bytes(),
        rest: b"",
    };
    assemble(spec, &parts, spec.align.unwrap_or(b'>'))
}

fn format_character(spec: &Spec, value: IntRef<'_>) -> Result<Text, Error> {
    if spec.sign.is_some() {
        return Error::value("Sign not allowed with integer format specifier 'c'");
    }
    if spec.alt {
        return Error::value("Alternate form (#) not allowed with integer format specifier 'c'");
    }
    let IntRef::Small(value) = value else {
        return Error::overflow("Python int too large to convert to C long");
    };
    match u32::try_from(value) {
        Ok(code) if code < 0x11_0000 => match char::from_u32(code) {
            Some(c) if c.is_ascii() => {
                pad_ascii(spec, c.encode_utf8(&mut [0; 4]), spec.align.unwrap_or(b'>'))
            }
            _ => Ok(Text::Wide(pad_codes(spec, &[code], b'>')?)),
        },
        _ => Error::overflow("%c arg not in range(0x110000)"),
    }
}

fn check_precision(spec: &Spec) -> Result<(), Error> {
    match spec.precision {
        Some(precision) if precision > i32::MAX as usize => Error::value("precision too big"),
        _ => Ok(()),
    }
}

/// Code, precision and style of a float's text.
fn float_code(spec: &Spec, dot_zero: bool) -> (u8, usize, Style) {
    let style = Style { alt: spec.alt, no_negative_zero: spec.z, dot_zero: false, sign: false };
    match (spec.ty.map(|ty| ty as u8), spec.precision) {
        (None, None) => (b'r', 0, Style { dot_zero, ..style }),
        (None, Some(precision)) => (b'g', precision, Style { dot_zero, ..style }),
        (Some(code), precision) => (code, precision.unwrap_or(6), style),
    }
}

/// Split the text of a float in sign, integer digits and the rest.
fn float_parts(text: &[u8]) -> Parts<'_> {
    let (negative, text) = match text.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let end = text.iter().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Parts { negative, prefix: "", digits, rest }
}

/// `format(value, spec)` of a float.
pub fn format_float(spec: &Spec, value: f64, type_name: &str) -> Result<Text, Error> {
    match spec.ty.map(u8::try_from) {
        None | Some(Ok(b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n' | b'%')) => {}
        _ => return unknown(spec.ty.unwrap_or(0), type_name),
    }
    check_precision(spec)?;
    let (code, precision, style) = float_code(spec, true);
    let text = float::format(value, code, precision, style)?;
    if spec.width.is_none() && spec.grouping.is_none() && !matches!(spec.sign, Some(b'+' | b' ')) {
        return Ok(Text::Ascii(text));
    }
    assemble(spec, &float_parts(&text), spec.align.unwrap_or(b'>'))
}

/// The text of a decimal number with what a spec says of sign, grouping and padding.
pub fn format_number(spec: &Spec, text: &str) -> Result<Text, Error> {
    assemble(spec, &float_parts(text.as_bytes()), spec.align.unwrap_or(b'>'))
}

/// `format(complex(re, im), spec)`.
pub fn format_complex(spec: &Spec, re: f64, im: f64, type_name: &str) -> Result<Text, Error> {
    match spec.ty.map(u8::try_from) {
        None | Some(Ok(b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n')) => {}
        _ => return unknown(spec.ty.unwrap_or(0), type_name),
    }
    check_precision(spec)?;
    if spec.fill == u32::from(b'0') {
        return Error::value("Zero padding is not allowed in complex format specifier");
    }
    if spec.align == Some(b'=') {
        return Error::value("'=' alignment flag is not allowed in complex format specifier");
    }
    let (code, precision, style) = float_code(spec, false);
    let only_im = spec.ty.is_none() && re == 0.0 && !re.is_sign_negative();
    let parens = spec.ty.is_none() && !only_im;
    let mut bare = Spec { fill: u32::from(b' '), align: None, width: None, ..spec.clone() };
    let part = |spec: &Spec, value: f64| -> Result<String, Error> {
        let text = float::format(value, code, precision, style)?;
        match assemble(spec, &float_parts(&text), b'<')? {
            Text::Ascii(text) => Ok(String::from_utf8_lossy(&text).into_owned()),
            Text::Wide(codes) => Ok(lossy(&codes)),
        }
    };
    let first = if only_im { String::new() } else { part(&bare, re)? };
    if !only_im {
        bare.sign = Some(b'+');
    }
    let second = part(&bare, im)?;
    let mut out = string_with_room(first.len().saturating_add(second.len()).saturating_add(3))?;
    if parens {
        out.push('(');
    }
    out.push_str(&first);
    out.push_str(&second);
    out.push('j');
    if parens {
        out.push(')');
    }
    pad_ascii(spec, &out, spec.align.unwrap_or(b'>'))
}
