//! The reader: lines to rows.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::GetSet;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::dialect::{self, Dialect, QUOTE_NONE, QUOTE_NONNUMERIC};
use super::{error, field_limit};

/// Where the reader stands in a record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    StartRecord,
    StartField,
    Escaped,
    InField,
    Quoted,
    EscapedInQuotes,
    QuoteInQuotes,
    EatNewline,
    AfterEscapedNewline,
}

pub struct Reader {
    lines: ObjRef,
    dialect: ObjRef,
    line_number: i64,
}

impl Payload for Reader {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.lines, Relation::Attr("input"));
        v.fixed(&mut self.dialect, Relation::Typed("dialect"));
    }
}

pub static SPEC: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(|_, me| Ok(me.clone())), next: Some(next), ..Slots::EMPTY },
    getsets: &[
        GetSet::member(
            "dialect",
            |cx, me| match cx.heap.get::<Reader>(me) {
                Some(r) => Ok(r.dialect.clone()),
                None => Err(cx.bad_internal("reader")),
            },
            "",
        ),
        GetSet::member(
            "line_num",
            |cx, me| match cx.heap.get::<Reader>(me) {
                Some(r) => Ok(cx.int(r.line_number)),
                None => Err(cx.bad_internal("reader")),
            },
            "",
        ),
    ],
    doc: "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.",
    ..TypeSpec::EMPTY
};

/// `reader(iterable, dialect='excel', **options)`
pub fn reader(cx: &mut Cx, args: &Args) -> PyResult {
    let positional = Args::positional_only(args.pos());
    let given = positional.exact_range(cx, "", 1, 2)?;
    let Some(lines) = given.first() else { return Err(cx.bad_internal("arguments")) };
    let lines = cx.iter(lines)?;
    let dialect = dialect::make(cx, given.get(1), args)?;
    Ok(cx.new_object(Reader { lines, dialect, line_number: 0 }))
}

/// A record under way.
struct Parser<'a> {
    d: &'a Dialect,
    state: State,
    fields: Vec<ObjRef>,
    field: Vec<u32>,
    is_number: bool,
    limit: usize,
}

/// What stands for the end of a line.
const END: u32 = u32::MAX;

fn is_newline(c: u32) -> bool {
    c == 10 || c == 13
}

impl Parser<'_> {
    fn add(&mut self, cx: &mut Cx, c: u32) -> PyResult<()> {
        if self.field.len() >= self.limit {
            let limit = self.limit;
            return Err(error(cx, format!("field larger than field limit ({limit})")));
        }
        self.field.push(c);
        Ok(())
    }

    fn save(&mut self, cx: &mut Cx) -> PyResult<()> {
        let mut field = cx.str_from_points(&self.field);
        self.field.clear();
        if std::mem::take(&mut self.is_number) {
            let v = crate::float::from_object(cx, &field)?;
            field = cx.float(v);
        }
        self.fields.push(field);
        Ok(())
    }

    /// The end of a field by a delimiter or the end of the line; false for other characters.
    fn ends_field(&mut self, cx: &mut Cx, c: u32) -> PyResult<bool> {
        self.state = match c {
            END => State::StartRecord,
            _ if is_newline(c) => State::EatNewline,
            _ if c == self.d.delimiter => State::StartField,
            _ => return Ok(false),
        };
        self.save(cx)?;
        Ok(true)
    }

    fn start_field(&mut self, cx: &mut Cx, c: u32) -> PyResult<()> {
        let d = self.d;
        if is_newline(c) || c == END {
            self.ends_field(cx, c)?;
        } else if Some(c) == d.quotechar && d.quoting != QUOTE_NONE {
            self.state = State::Quoted;
        } else if Some(c) == d.escapechar {
            self.state = State::Escaped;
        } else if c == 32 && d.skipinitialspace {
            // Left out.
        } else if c == d.delimiter {
            self.save(cx)?;
        } else {
            self.is_number = d.quoting == QUOTE_NONNUMERIC;
            self.state = State::InField;
            self.add(cx, c)?;
        }
        Ok(())
    }

    fn in_field(&mut self, cx: &mut Cx, c: u32) -> PyResult<()> {
        if Some(c) == self.d.escapechar && !is_newline(c) && c != END {
            self.state = State::Escaped;
        } else if !self.ends_field(cx, c)? {
            self.add(cx, c)?;
        }
        Ok(())
    }

    fn step(&mut self, cx: &mut Cx, c: u32) -> PyResult<()> {
        let d = self.d;
        match self.state {
            State::StartRecord if c == END => (),
            State::StartRecord if is_newline(c) => self.state = State::EatNewline,
            State::StartRecord => {
                self.state = State::StartField;
                self.start_field(cx, c)?;
            }
            State::StartField => self.start_field(cx, c)?,
            State::Escaped if is_newline(c) => {
                self.add(cx, c)?;
                self.state = State::AfterEscapedNewline;
            }
            State::Escaped => {
                self.add(cx, if c == END { 10 } else { c })?;
                self.state = State::InField;
            }
            State::AfterEscapedNewline if c == END => (),
            State::AfterEscapedNewline => {
                self.state = State::InField;
                self.in_field(cx, c)?;
            }
            State::InField => self.in_field(cx, c)?,
            State::Quoted => {
                if c == END {
                    // The field goes on in the next line.
                } else if Some(c) == d.escapechar {
                    self.state = State::EscapedInQuotes;
                } else if Some(c) == d.quotechar && d.quoting != QUOTE_NONE {
                    self.state = if d.doublequote { State::QuoteInQuotes } else { State::InField };
                } else {
                    self.add(cx, c)?;
                }
            }
            State::EscapedInQuotes => {
                self.add(cx, if c == END { 10 } else { c })?;
                self.state = State::Quoted;
            }
            State::QuoteInQuotes => {
                if d.quoting != QUOTE_NONE && Some(c) == d.quotechar {
                    self.add(cx, c)?;
                    self.state = State::Quoted;
                } else if !self.ends_field(cx, c)? {
                    if d.strict {
                        let shown = |c: u32| char::from_u32(c).unwrap_or('\u{fffd}');
                        let quote = shown(d.quotechar.unwrap_or(0));
                        let text = format!("'{}' expected after '{quote}'", shown(d.delimiter));
                        return Err(error(cx, text));
                    }
                    self.add(cx, c)?;
                    self.state = State::InField;
                }
            }
            State::EatNewline if is_newline(c) => (),
            State::EatNewline if c == END => self.state = State::StartRecord,
            State::EatNewline => {
                return Err(error(
                    cx,
                    "new-line character seen in unquoted field - do you need to open the file in universal-newline mode?",
                ));
            }
        }
        Ok(())
    }

    /// A whole line.
    fn line(&mut self, cx: &mut Cx, line: &ObjRef) -> PyResult<()> {
        let Some(chars) = line.chars() else { return Ok(()) };
        for c in chars.iter() {
            // The common case needs no look at the states.
            if self.state == State::InField
                && c != self.d.delimiter
                && !is_newline(c)
                && Some(c) != self.d.escapechar
                && self.field.len() < self.limit
            {
                self.field.push(c);
            } else {
                self.step(cx, c)?;
            }
        }
        self.step(cx, END)
    }
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(r) = cx.heap.get::<Reader>(me) else { return Ok(None) };
    let (lines, dialect) = (r.lines.clone(), r.dialect.clone());
    let d = dialect::of(cx, &dialect)?;
    let limit = usize::try_from(field_limit(cx)).unwrap_or(0);
    let mut p = Parser {
        d: &d,
        state: State::StartRecord,
        fields: Vec::new(),
        field: Vec::new(),
        is_number: false,
        limit,
    };
    loop {
        let Some(line) = cx.next(&lines)? else {
            if p.field.is_empty() && p.state != State::Quoted {
                return Ok(None);
            }
            if d.strict {
                return Err(error(cx, "unexpected end of data"));
            }
            p.save(cx)?;
            break;
        };
        if !line.is_str() {
            let got = line.ty().name();
            return Err(error(
                cx,
                format!("iterator should return strings, not {got} (the file should be opened in text mode)"),
            ));
        }
        if let Some(r) = cx.heap.get_mut::<Reader>(me) {
            r.line_number += 1;
        }
        p.line(cx, &line)?;
        if p.state == State::StartRecord {
            break;
        }
        cx.poll()?;
    }
    Ok(Some(cx.new_list(p.fields)))
}
