//! Tokens: where each ends, and what it is. Whoever reads on from a token's end needs no other state.

use super::chars::{self, MARK, NAME, SPACE, char_at, is, name, name_end, space_end};

/// Why there is no token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// The text ends inside it.
    Short,
    /// What stands here belongs to none.
    Bad(usize),
}

pub type Lexed<T> = Result<T, Stop>;

/// What is asked of the text at one place.
#[derive(Clone, Copy)]
pub struct Lexer<'a> {
    pub text: &'a str,
    /// Nothing follows the text.
    pub complete: bool,
    /// Names have at most one colon, with a name behind it.
    pub namespaces: bool,
}

/// Tokens of the prolog and of declarations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tok {
    Space,
    Mark,
    /// `<!NAME`
    Declare,
    DeclareEnd,
    Name,
    Nmtoken,
    NameOptional,
    NameRepeated,
    NamePlus,
    /// `#NAME`
    Pound,
    Literal,
    OpenBracket,
    CloseBracket,
    OpenGroup,
    CloseGroup,
    CloseOptional,
    CloseRepeated,
    ClosePlus,
    Comma,
    Or,
    Percent,
    /// `%NAME;`
    Parameter,
    Pi,
    XmlDecl,
    Comment,
    /// `<![` and `]]>` of conditional sections.
    Conditional,
    ConditionalEnd,
    /// The root element begins.
    Instance,
    /// The end of an entity's text.
    End,
}

impl<'a> Lexer<'a> {
    fn byte(&self, at: usize) -> Lexed<u8> {
        self.text.as_bytes().get(at).copied().ok_or(Stop::Short)
    }

    fn is_at(&self, at: usize, c: u8) -> Lexed<bool> {
        Ok(self.byte(at)? == c)
    }

    /// The end of a byte that must be there.
    fn expect(&self, at: usize, c: u8) -> Lexed<usize> {
        if self.is_at(at, c)? { Ok(at + 1) } else { Err(Stop::Bad(at)) }
    }

    /// The end of a name that must be there and must be followed by something.
    fn name(&self, at: usize) -> Lexed<usize> {
        self.byte(at)?;
        let end = name(self.text, at);
        if end == at {
            return Err(Stop::Bad(at));
        }
        self.byte(end)?;
        Ok(end)
    }

    /// The end of a name with at most one colon, if namespaces are looked at.
    fn qualified(&self, at: usize) -> Lexed<usize> {
        if self.namespaces && self.is_at(at, b':')? {
            return Err(Stop::Bad(at));
        }
        let end = self.name(at)?;
        if self.namespaces
            && let Some(name) = self.text.get(at..end)
            && let Some(colon) = name.find(':')
        {
            let local = at + colon + 1;
            match char_at(self.text, local) {
                Some(':') => return Err(Stop::Bad(local)),
                Some(_) if local == end || chars::name(self.text, local) == local => {
                    return Err(Stop::Bad(local));
                }
                _ => (),
            }
            if let Some(second) = self.text.get(local..end).and_then(|rest| rest.find(':')) {
                return Err(Stop::Bad(local + second));
            }
        }
        Ok(end)
    }

    /// `<!--` … `-->` from behind the `<!-`.
    fn comment(&self, at: usize) -> Lexed<usize> {
        let begin = self.expect(at, b'-')?;
        let rest = self.text.as_bytes().get(begin..).unwrap_or_default();
        let dashes = begin + memchr::memmem::find(rest, b"--").ok_or(Stop::Short)?;
        self.expect(dashes + 2, b'>')
    }

    /// `<?` … `?>` from behind the `<?`: whether it is an XML declaration, and the end.
    fn instruction(&self, at: usize) -> Lexed<(Tok, usize)> {
        let end = self.name(at)?;
        let target = self.text.get(at..end).unwrap_or_default();
        let tok = match target {
            "xml" => Tok::XmlDecl,
            _ if target.eq_ignore_ascii_case("xml") => return Err(Stop::Bad(end)),
            _ => Tok::Pi,
        };
        let c = self.byte(end)?;
        if c == b'?' {
            return Ok((tok, self.expect(end + 1, b'>')?));
        }
        if !is(c, SPACE) {
            return Err(Stop::Bad(end));
        }
        let rest = self.text.as_bytes().get(end..).unwrap_or_default();
        Ok((tok, end + memchr::memmem::find(rest, b"?>").ok_or(Stop::Short)? + 2))
    }

    // ---- content

    /// The end of a run of character data, which is not empty: it goes on to markup, and to the end of the line
    /// if `by_line`.
    pub fn characters(&self, at: usize, by_line: bool) -> Lexed<usize> {
        let bytes = self.text.as_bytes();
        let mut end = at;
        while let Some(&c) = bytes.get(end) {
            if !is(c, MARK) || (c == b'\n' && !by_line) {
                end += 1;
                continue;
            }
            if c != b']' {
                break;
            }
            match (bytes.get(end + 1), bytes.get(end + 2)) {
                (Some(b']'), Some(b'>')) => return Err(Stop::Bad(end + 2)),
                (None, _) | (Some(b']'), None) if !self.complete => break,
                _ => end += 1,
            }
        }
        if end == at { Err(Stop::Short) } else { Ok(end) }
    }

    /// The end of a line break.
    pub fn line_break(&self, at: usize) -> Lexed<usize> {
        if self.is_at(at, b'\n')? {
            return Ok(at + 1);
        }
        match self.text.as_bytes().get(at + 1) {
            Some(b'\n') => Ok(at + 2),
            None if !self.complete => Err(Stop::Short),
            _ => Ok(at + 1),
        }
    }

    /// The end of a reference, from behind the `&`.
    pub fn reference(&self, at: usize) -> Lexed<usize> {
        if !self.is_at(at, b'#')? {
            return self.expect(self.name(at)?, b';');
        }
        let hexadecimal = self.is_at(at + 1, b'x')?;
        let first = at + 1 + usize::from(hexadecimal);
        let digit = |c: u8| if hexadecimal { c.is_ascii_hexdigit() } else { c.is_ascii_digit() };
        let mut end = first;
        while digit(self.byte(end)?) {
            end += 1;
        }
        if end == first { Err(Stop::Bad(end)) } else { self.expect(end, b';') }
    }

    /// The end of an end tag and of its name, from behind the `</`.
    pub fn end_tag(&self, at: usize) -> Lexed<(usize, usize)> {
        if self.namespaces && self.is_at(at, b':')? {
            return Err(Stop::Bad(at));
        }
        let end = self.name(at)?;
        Ok((end, self.expect(space_end(self.text, end), b'>')?))
    }

    /// The end of an element's name, from behind the `<`.
    pub fn tag_name(&self, at: usize) -> Lexed<usize> {
        self.qualified(at)
    }

    /// What follows in a start tag behind a name or value: an attribute, or the end.
    pub fn attribute(&self, at: usize) -> Lexed<Attribute> {
        let begin = space_end(self.text, at);
        match self.byte(begin)? {
            b'>' => return Ok(Attribute::End { empty: false, end: begin + 1 }),
            b'/' => return Ok(Attribute::End { empty: true, end: self.expect(begin + 1, b'>')? }),
            _ if begin == at => return Err(Stop::Bad(begin)),
            _ => (),
        }
        let name_end = self.qualified(begin)?;
        let equals = space_end(self.text, name_end);
        let quote_at = space_end(self.text, self.expect(equals, b'=')?);
        let quote = self.byte(quote_at)?;
        if quote != b'"' && quote != b'\'' {
            return Err(Stop::Bad(quote_at));
        }
        let value = quote_at + 1;
        let (mut end, mut plain) = (value, true);
        loop {
            match self.byte(end)? {
                c if c == quote => break,
                b'<' => return Err(Stop::Bad(end)),
                b'&' => {
                    plain = false;
                    end = self.reference(end + 1)?;
                }
                b'\t' | b'\r' | b'\n' => {
                    plain = false;
                    end += 1;
                }
                _ => end += 1,
            }
        }
        Ok(Attribute::One { name: (begin, name_end), value: (value, end), plain, end: end + 1 })
    }

    /// A token of content that begins with `<!` or `<?`, from behind the `<`.
    pub fn content_markup(&self, at: usize) -> Lexed<(Markup, usize)> {
        if self.is_at(at, b'?')? {
            let (tok, end) = self.instruction(at + 1)?;
            return if tok == Tok::Pi { Ok((Markup::Pi, end)) } else { Ok((Markup::XmlDecl, end)) };
        }
        match self.byte(at + 1)? {
            b'-' => Ok((Markup::Comment, self.comment(at + 2)?)),
            b'[' => {
                let mut end = at + 2;
                for &c in b"CDATA[" {
                    end = self.expect(end, c)?;
                }
                Ok((Markup::Cdata, end))
            }
            _ => Err(Stop::Bad(at + 1)),
        }
    }

    // ---- prolog

    /// The token of the prolog, or of an entity that holds declarations, and its end.
    pub fn prolog(&self, at: usize) -> Lexed<(Tok, usize)> {
        let Some(c) = char_at(self.text, at) else {
            return if self.complete { Ok((Tok::End, at)) } else { Err(Stop::Short) };
        };
        Ok(match c {
            '"' | '\'' => return self.literal(at, c as u8),
            '<' => return self.prolog_markup(at + 1),
            ' ' | '\t' | '\n' => (Tok::Space, self.blank(at)?),
            '\r' => (Tok::Space, self.blank(at)?),
            '%' => return self.percent(at + 1),
            ',' => (Tok::Comma, at + 1),
            '|' => (Tok::Or, at + 1),
            '>' => (Tok::DeclareEnd, at + 1),
            '[' => (Tok::OpenBracket, at + 1),
            '(' => (Tok::OpenGroup, at + 1),
            ']' => match (self.byte(at + 1), self.byte(at + 2)) {
                (Ok(b']'), Ok(b'>')) => (Tok::ConditionalEnd, at + 3),
                (Ok(b']'), Err(_)) | (Err(_), _) if !self.complete => return Err(Stop::Short),
                _ => (Tok::CloseBracket, at + 1),
            },
            ')' => self.close_group(at + 1)?,
            '#' => {
                let end = self.name_to(at + 1, b">)|%")?;
                (Tok::Pound, end)
            }
            '\u{feff}' if at == 0 => (Tok::Mark, c.len_utf8()),
            _ => return self.word(at),
        })
    }

    /// White space; a carriage return at the end may be half a line break.
    fn blank(&self, at: usize) -> Lexed<usize> {
        let end = space_end(self.text, at);
        if end == self.text.len() && !self.complete && self.text.ends_with('\r') {
            let before = end - 1;
            return if before > at { Ok(before) } else { Err(Stop::Short) };
        }
        Ok(end)
    }

    fn literal(&self, at: usize, quote: u8) -> Lexed<(Tok, usize)> {
        let rest = self.text.as_bytes().get(at + 1..).unwrap_or_default();
        let end = at + 2 + memchr::memchr(quote, rest).ok_or(Stop::Short)?;
        match self.byte(end) {
            Ok(c) if is(c, SPACE) || b">%[".contains(&c) => Ok((Tok::Literal, end)),
            Ok(_) => Err(Stop::Bad(end)),
            Err(_) if self.complete => Ok((Tok::Literal, end)),
            Err(stop) => Err(stop),
        }
    }

    fn prolog_markup(&self, at: usize) -> Lexed<(Tok, usize)> {
        match self.byte(at)? {
            b'!' => self.declaration(at + 1),
            b'?' => self.instruction(at + 1),
            _ if name(self.text, at) > at => Ok((Tok::Instance, at - 1)),
            _ => Err(Stop::Bad(at)),
        }
    }

    fn declaration(&self, at: usize) -> Lexed<(Tok, usize)> {
        match self.byte(at)? {
            b'-' => return Ok((Tok::Comment, self.comment(at + 1)?)),
            b'[' => return Ok((Tok::Conditional, at + 1)),
            c if c.is_ascii_alphabetic() || c == b'_' => (),
            _ => return Err(Stop::Bad(at)),
        }
        let mut end = at;
        while self.byte(end)?.is_ascii_alphabetic() || self.is_at(end, b'_')? {
            end += 1;
        }
        match self.byte(end)? {
            b'%' => match self.byte(end + 1)? {
                c if is(c, SPACE) || c == b'%' => Err(Stop::Bad(end)),
                _ => Ok((Tok::Declare, end)),
            },
            c if is(c, SPACE) => Ok((Tok::Declare, end)),
            _ => Err(Stop::Bad(end)),
        }
    }

    fn percent(&self, at: usize) -> Lexed<(Tok, usize)> {
        let c = self.byte(at)?;
        if is(c, SPACE) || c == b'%' {
            return Ok((Tok::Percent, at));
        }
        Ok((Tok::Parameter, self.expect(self.name(at)?, b';')?))
    }

    fn close_group(&self, at: usize) -> Lexed<(Tok, usize)> {
        Ok(match self.byte(at) {
            Ok(b'?') => (Tok::CloseOptional, at + 1),
            Ok(b'*') => (Tok::CloseRepeated, at + 1),
            Ok(b'+') => (Tok::ClosePlus, at + 1),
            Ok(c) if is(c, SPACE) || b">,|)".contains(&c) => (Tok::CloseGroup, at),
            Ok(_) => return Err(Stop::Bad(at)),
            Err(_) if self.complete => (Tok::CloseGroup, at),
            Err(stop) => return Err(stop),
        })
    }

    /// The end of a name that is followed by white space, one of the bytes, or the end of all.
    fn name_to(&self, at: usize, stops: &[u8]) -> Lexed<usize> {
        self.byte(at)?;
        let end = name(self.text, at);
        match self.byte(end) {
            _ if end == at => Err(Stop::Bad(at)),
            Ok(c) if is(c, SPACE) || stops.contains(&c) => Ok(end),
            Ok(_) => Err(Stop::Bad(end)),
            Err(_) if self.complete => Ok(end),
            Err(stop) => Err(stop),
        }
    }

    fn word(&self, at: usize) -> Lexed<(Tok, usize)> {
        let named = name(self.text, at);
        let end = if named > at { named } else { name_end(self.text, at) };
        if end == at {
            return Err(Stop::Bad(at));
        }
        let is_name = named > at;
        let tok = if is_name { Tok::Name } else { Tok::Nmtoken };
        match self.byte(end) {
            Ok(c) if is(c, SPACE) || b">),|[%".contains(&c) => Ok((tok, end)),
            Ok(b'?') if is_name => Ok((Tok::NameOptional, end + 1)),
            Ok(b'*') if is_name => Ok((Tok::NameRepeated, end + 1)),
            Ok(b'+') if is_name => Ok((Tok::NamePlus, end + 1)),
            Ok(_) => Err(Stop::Bad(end)),
            Err(_) if self.complete => Ok((tok, end)),
            Err(stop) => Err(stop),
        }
    }

    /// What stands in the value of an entity: plain text up to its end, a line break, or a reference.
    pub fn in_value(&self, at: usize, stops: &[u8]) -> Lexed<(Piece, usize)> {
        match self.byte(at)? {
            b'&' => Ok((Piece::Reference, self.reference(at + 1)?)),
            b'%' if stops.contains(&b'%') => match self.percent(at + 1)? {
                (Tok::Parameter, end) => Ok((Piece::Parameter, end)),
                (_, end) => Err(Stop::Bad(end)),
            },
            b'\n' | b'\r' => Ok((Piece::Break, self.line_break(at)?)),
            _ => {
                let rest = self.text.as_bytes().get(at..).unwrap_or_default();
                let end = rest.iter().position(|c| stops.contains(c)).unwrap_or(rest.len());
                Ok((Piece::Text, at + end.max(1)))
            }
        }
    }
}

/// A part of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece {
    Text,
    Break,
    Reference,
    Parameter,
}

/// Markup of content but tags.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Markup {
    Comment,
    Pi,
    XmlDecl,
    Cdata,
}

/// A part of a start tag; pairs are where something begins and ends.
pub enum Attribute {
    One {
        name: (usize, usize),
        value: (usize, usize),
        /// The value stands for itself.
        plain: bool,
        end: usize,
    },
    End {
        empty: bool,
        end: usize,
    },
}

/// Whether all is white space and characters that public identifiers may have; the first that is not.
pub fn bad_in_public_id(text: &str) -> Option<usize> {
    text.bytes().position(|c| !(is(c, NAME) && c < 128 || b" \r\n-'()+,./:=?;!*#@$_%".contains(&c)))
}
