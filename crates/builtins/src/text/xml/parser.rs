//! The parser: what it has read so far, and the next event.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::chars::char_at;
use super::declare::{Declarations, pseudo_attributes};
use super::dtd::{Dtd, Entity, predefined};
use super::event::{Event, Outside, Span, XmlDecl};
use super::fault::{Checked, Code, Fault};
use super::grammar::{Owner, State};
use super::input::{self, Decoder, Input, Place};
use super::lex::{Attribute, Lexer, Markup, Stop, Tok};
use super::names::{Expansion, NameId, Names};
use super::values::numbered;

/// How far texts of entities may outgrow the document, and how many bytes are let pass.
const MOST_EXPANSION: usize = 100;
const FREE_EXPANSION: usize = 8 << 20;

/// Which parameter entities outside of the document are asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ParameterEntities {
    Never,
    UnlessStandalone,
    Always,
}

/// What a program may choose.
#[derive(Clone)]
pub struct Settings {
    /// Names are expanded by namespaces.
    pub namespaces: Option<Expansion>,
    /// Character data is given line by line.
    pub by_line: bool,
    /// Internal entities are replaced, and not left to the default handler.
    pub expand: bool,
    pub parameter_entities: ParameterEntities,
    /// A program provides an external subset if the document names none.
    pub foreign_dtd: bool,
    pub base: Option<String>,
}

impl Settings {
    /// Those that a parser has at first; names are expanded if there is a separator.
    pub fn new(separator: Option<char>) -> Settings {
        Settings {
            namespaces: separator.map(|separator| Expansion { separator, triplets: false }),
            by_line: true,
            expand: true,
            parameter_entities: ParameterEntities::Never,
            foreign_dtd: false,
            base: None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The protocol's encoding needs a table.
    Encoding,
    Prolog,
    /// At the head of an external entity.
    TextDecl,
    Content,
    Cdata,
    Epilog,
}

/// An entity whose text is being read.
pub(super) struct Frame {
    pub entity: Rc<Entity>,
    pub at: usize,
    /// How many elements were open before, and where the declarations stood.
    depth: usize,
    pub state: Option<State>,
}

struct Open {
    name: NameId,
    shown: NameId,
    bindings: usize,
}

/// An attribute of the current tag: where its value is, in the text or among those worked out.
struct Given {
    name: NameId,
    value: Span,
    worked_out: bool,
}

/// An attribute as it is written.
struct Written {
    name: Span,
    value: Span,
    plain: bool,
}

pub struct Parser {
    input: Input,
    /// Where the reading goes on in the document.
    at: usize,
    /// The place of the current event in the document, and its token in what is being read.
    event: usize,
    raw: Span,
    phase: Phase,
    pub(super) state: State,
    pub(super) declarations: Declarations,
    pub(super) frames: Vec<Frame>,
    open: Vec<Open>,
    names: Names,
    pub(super) dtd: Rc<RefCell<Dtd>>,
    pub settings: Settings,
    written: Vec<Written>,
    attributes: Vec<Given>,
    specified: usize,
    /// Values that do not stand in the text as they are.
    values: String,
    pub(super) queue: VecDeque<Event>,
    /// An error behind the events of the queue.
    later: Option<Fault>,
    /// The text is that of an external entity.
    pub(super) external: bool,
    /// How many elements count as open around the text.
    outer: usize,
    protocol: Option<String>,
    /// The encoding that a declaration names, until it is applied.
    switch: Option<Option<Decoder>>,
    /// Bytes of replacement texts.
    expanded: usize,
    started: bool,
}

impl Parser {
    /// A parser of a document; `encoding` goes before what the document says.
    pub fn new(encoding: Option<&str>, settings: Settings) -> Parser {
        let known = encoding.map(input::known);
        let phase = if matches!(known, Some(None)) { Phase::Encoding } else { Phase::Prolog };
        Parser {
            input: Input::new(known.flatten().flatten(), phase == Phase::Encoding),
            at: 0,
            event: 0,
            raw: (0, 0),
            phase,
            state: State::Start,
            declarations: Declarations::default(),
            frames: Vec::new(),
            open: Vec::new(),
            names: Names::new(),
            dtd: Rc::new(RefCell::new(Dtd::new())),
            settings,
            written: Vec::new(),
            attributes: Vec::new(),
            specified: 0,
            values: String::new(),
            queue: VecDeque::new(),
            later: None,
            external: false,
            outer: 0,
            protocol: encoding.map(str::to_owned),
            switch: None,
            expanded: 0,
            started: false,
        }
    }

    /// A parser of an external entity: of declarations if there is no context.
    pub fn for_entity(&self, context: Option<&str>, encoding: Option<&str>) -> Parser {
        let mut inner = Parser::new(encoding, self.settings.clone());
        inner.external = true;
        inner.expanded = self.expanded;
        match context {
            None => {
                inner.dtd = Rc::clone(&self.dtd);
                inner.dtd.borrow_mut().read_outside = true;
                inner.state = State::Subset;
            }
            Some(context) => {
                inner.dtd = Rc::new(RefCell::new(self.dtd.borrow().copied()));
                inner.outer = 1;
                inner.take_context(context);
            }
        }
        if inner.phase != Phase::Encoding {
            inner.phase = Phase::TextDecl;
        }
        inner
    }

    /// What is bound and which entities are open, for a parser of an external entity.
    fn context(&self) -> String {
        let bound =
            self.names.bound().filter(|(prefix, _)| self.settings.namespaces.is_some() || *prefix == "xml");
        let mut parts: Vec<String> = match self.settings.namespaces {
            Some(_) => bound.map(|(prefix, uri)| format!("{prefix}={uri}")).collect(),
            None => Vec::new(),
        };
        parts.extend(self.dtd.borrow().entities.values().filter(|e| e.open.get()).map(|e| e.name.clone()));
        parts.join("\u{c}")
    }

    fn take_context(&mut self, context: &str) {
        for part in context.split('\u{c}') {
            match (part.split_once('='), self.settings.namespaces) {
                (Some((prefix, uri)), Some(by)) => {
                    let prefix = self.names.id(prefix);
                    // What the outer parser bound may be bound.
                    let _ = self.names.bind(prefix, uri, by);
                }
                _ => {
                    if let Some(entity) = self.dtd.borrow().entities.get(part) {
                        entity.open.set(true);
                    }
                }
            }
        }
    }

    // ---- what is asked between events

    pub fn has_started(&self) -> bool {
        self.started
    }

    pub fn name(&self, id: NameId) -> &str {
        self.names.text(id)
    }

    /// How many names there are; a bound for what [`NameId::index`] gives.
    pub fn name_count(&self) -> usize {
        self.names.len()
    }

    /// The text that is being read.
    fn text(&self) -> &str {
        match self.frames.last() {
            Some(frame) => frame.entity.text.as_deref().unwrap_or_default(),
            None => self.input.text(),
        }
    }

    pub fn span(&self, (from, to): Span) -> &str {
        self.text().get(from..to).unwrap_or_default()
    }

    /// The token of the current event.
    pub fn raw(&self) -> &str {
        self.span(self.raw)
    }

    /// How many attributes the current tag has, and how many of them are written there.
    pub fn attribute_count(&self) -> (usize, usize) {
        (self.attributes.len(), self.specified)
    }

    /// Name and value of an attribute of the current tag.
    pub fn attribute(&self, i: usize) -> Option<(NameId, &str)> {
        let given = self.attributes.get(i)?;
        let value = if given.worked_out {
            self.values.get(given.value.0..given.value.1).unwrap_or_default()
        } else {
            self.span(given.value)
        };
        Some((given.name, value))
    }

    /// The place of the current event.
    pub fn place(&mut self) -> Place {
        self.input.place(self.event)
    }

    /// The input from the current event on.
    pub fn rest(&self) -> &[u8] {
        self.input.rest(self.event)
    }

    /// Makes the end of the current token the current place.
    pub fn pass_token(&mut self) {
        if self.frames.is_empty() {
            self.event = self.at;
        }
    }

    /// Makes the place of a fault the current one.
    pub fn stop_at(&mut self, fault: Fault) {
        if let Some(at) = fault.at {
            self.event = at;
        }
    }

    /// Whether names that are expanded end with their prefixes.
    pub fn set_triplets(&mut self, on: bool) {
        if let Some(by) = &mut self.settings.namespaces {
            by.triplets = on;
            self.names.forget_expanded();
        }
    }

    /// Sets the encoding that goes before what the document says, unless the parser has begun.
    pub fn set_encoding(&mut self, encoding: &str) {
        if !self.started {
            let known = input::known(encoding);
            let begin = if self.external { Phase::TextDecl } else { Phase::Prolog };
            self.phase = if known.is_some() { begin } else { Phase::Encoding };
            self.input = Input::new(known.flatten(), self.phase == Phase::Encoding);
            self.protocol = Some(encoding.to_owned());
        }
    }

    // ---- feeding

    /// Takes more of the document. Whatever was fed before has been asked for.
    pub fn feed(&mut self, data: &[u8], last: bool) {
        self.started = true;
        self.input.feed(data, last, self.at);
        self.at = 0;
        self.event = 0;
    }

    /// The table for the encoding that was asked for.
    pub fn set_table(&mut self, table: Box<[Option<char>; 256]>) {
        if self.phase == Phase::Encoding {
            self.input.begin(Decoder::Table(table));
            self.phase = if self.external { Phase::TextDecl } else { Phase::Prolog };
        } else {
            self.switch = Some(Some(Decoder::Table(table)));
        }
    }

    /// The next event; `None` if all is read that was fed.
    pub fn next_event(&mut self) -> Checked<Option<Event>> {
        loop {
            if let Some(event) = self.queue.pop_front() {
                return Ok(Some(event));
            }
            if let Some(fault) = self.later.take() {
                return Err(fault);
            }
            if let Some(decoder) = self.switch.take() {
                self.input.go_on(decoder);
            }
            let found = match self.frames.last() {
                Some(frame) => {
                    let text = frame.entity.text.clone().unwrap_or_default();
                    self.step(&text, frame.at, true)
                }
                None => {
                    let complete = self.input.is_last() && !self.input.is_bad();
                    let text = self.input.take_text();
                    let found = self.step(&text, self.at, complete);
                    self.input.put_text(text);
                    found
                }
            };
            match found {
                Ok(Some(event)) => return Ok(Some(event)),
                Ok(None) => (),
                Err(Left::Fault(fault)) => return Err(fault),
                Err(Left::Over) => return Ok(None),
                Err(Left::Stop(stop)) => {
                    self.stopped(stop)?;
                    return Ok(None);
                }
            }
        }
    }

    /// Where no token is: an error, unless more of the document may come.
    fn stopped(&mut self, stop: Stop) -> Checked {
        if !self.frames.is_empty() {
            let short = stop == Stop::Short;
            return Err(if short { Code::UnclosedToken } else { Code::InvalidToken }.into());
        }
        self.event = self.at;
        let end = self.input.text().len();
        match stop {
            Stop::Bad(at) => Err(Fault::at(Code::InvalidToken, at)),
            Stop::Short if self.input.is_bad() => Err(Fault::at(Code::InvalidToken, end)),
            Stop::Short if !self.input.is_last() => Ok(()),
            Stop::Short if self.input.ends_within() => Err(Fault::at(Code::PartialChar, self.at)),
            Stop::Short if self.phase == Phase::Cdata => Err(Fault::at(Code::UnclosedCdataSection, self.at)),
            Stop::Short => Err(Fault::at(Code::UnclosedToken, self.at)),
        }
    }

    /// One token that ends at `end`: the reading goes on there.
    pub(super) fn took(&mut self, at: usize, end: usize) {
        self.raw = (at, end);
        match self.frames.last_mut() {
            Some(frame) => frame.at = end,
            None => {
                self.event = at;
                self.at = end;
            }
        }
    }

    /// An offset of the text as the place of a fault, if the text is the document's.
    pub(super) fn base(&self, at: usize) -> Option<usize> {
        self.frames.is_empty().then_some(at)
    }

    /// Whether all declarations are known, so that what is not declared is wrong.
    pub(super) fn is_settled(&self) -> bool {
        let dtd = self.dtd.borrow();
        !dtd.incomplete || dtd.standalone
    }

    /// Counts bytes of replacement texts; an error if they outgrow the document.
    pub(super) fn account(&mut self, bytes: usize) -> Result<(), Code> {
        self.expanded += bytes;
        let direct = self.input.fed().max(1);
        let total = direct.saturating_add(self.expanded);
        if total >= FREE_EXPANSION && total / direct > MOST_EXPANSION {
            return Err(Code::AmplificationLimitBreach);
        }
        Ok(())
    }

    pub(super) fn enter(&mut self, entity: Rc<Entity>, state: Option<State>) -> Checked {
        self.account(entity.text.as_ref().map_or(0, |text| text.len()))?;
        entity.open.set(true);
        self.frames.push(Frame { entity, at: 0, depth: self.open.len(), state });
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        if let Some(frame) = self.frames.pop() {
            frame.entity.open.set(false);
        }
    }

    fn step(&mut self, text: &str, at: usize, complete: bool) -> Stepped {
        let namespaces = self.settings.namespaces.is_some();
        let lexer = Lexer { text, complete, namespaces };
        match self.phase {
            Phase::Encoding => match &self.protocol {
                Some(name) => Ok(Some(Event::UnknownEncoding(name.clone()))),
                None => Err(Code::UnknownEncoding.into()),
            },
            Phase::Prolog => self.prolog(lexer, at),
            Phase::TextDecl => self.text_declaration(lexer, at),
            Phase::Content => self.content(lexer, at),
            Phase::Cdata => self.cdata(lexer, at),
            Phase::Epilog => self.epilog(lexer, at),
        }
    }

    /// The root element begins.
    pub(super) fn begin_content(&mut self) {
        self.phase = Phase::Content;
    }

    // ---- content

    fn content(&mut self, lexer: Lexer, at: usize) -> Stepped {
        let bytes = lexer.text.as_bytes();
        let Some(&c) = bytes.get(at) else { return self.content_end() };
        match c {
            b'<' => match bytes.get(at + 1) {
                None => Err(Stop::Short.into()),
                Some(b'/') => self.end_tag(lexer, at),
                Some(b'!' | b'?') => self.markup(lexer, at),
                Some(_) => self.start_tag(lexer, at),
            },
            b'&' => self.reference(lexer, at),
            b'\r' => self.line_break(lexer, at),
            b'\n' if self.settings.by_line => self.line_break(lexer, at),
            _ => {
                let end = lexer.characters(at, self.settings.by_line)?;
                self.took(at, end);
                Ok(Some(Event::Text((at, end))))
            }
        }
    }

    fn line_break(&mut self, lexer: Lexer, at: usize) -> Stepped {
        let end = lexer.line_break(at)?;
        self.took(at, end);
        Ok(Some(Event::Char('\n')))
    }

    /// Where the text of a document or an entity ends.
    fn content_end(&mut self) -> Stepped {
        if let Some(frame) = self.frames.last() {
            if frame.depth != self.open.len() {
                return Err(Code::AsyncEntity.into());
            }
            self.leave();
            return Ok(None);
        }
        if self.input.is_bad() || !self.input.is_last() || self.input.ends_within() {
            return Err(Stop::Short.into());
        }
        self.event = self.at;
        match (self.outer, self.open.len()) {
            (0, _) => Err(Code::NoElements.into()),
            (_, 0) => Err(Left::Over),
            _ => Err(Code::AsyncEntity.into()),
        }
    }

    fn markup(&mut self, lexer: Lexer, at: usize) -> Stepped {
        let (markup, end) = lexer.content_markup(at + 1)?;
        self.took(at, end);
        match markup {
            Markup::XmlDecl => Err(Code::MisplacedXmlPi.into()),
            Markup::Cdata => {
                self.phase = Phase::Cdata;
                Ok(Some(Event::CdataBegin))
            }
            Markup::Comment => Ok(Some(Event::Comment((at + 4, end - 3)))),
            Markup::Pi => Ok(Some(self.instruction(lexer.text, at, end))),
        }
    }

    pub(super) fn instruction(&mut self, text: &str, at: usize, end: usize) -> Event {
        let name_end = super::chars::name(text, at + 2);
        let target = self.names.id(text.get(at + 2..name_end).unwrap_or_default());
        let from = super::chars::space_end(text, name_end).min(end - 2);
        Event::Instruction { target, data: (from, end - 2) }
    }

    fn cdata(&mut self, lexer: Lexer, at: usize) -> Stepped {
        let bytes = lexer.text.as_bytes();
        let Some(&c) = bytes.get(at) else { return Err(Stop::Short.into()) };
        if c == b']' {
            match (bytes.get(at + 1), bytes.get(at + 2)) {
                (Some(b']'), Some(b'>')) => {
                    self.took(at, at + 3);
                    self.phase = Phase::Content;
                    return Ok(Some(Event::CdataEnd));
                }
                (None, _) | (Some(b']'), None) => return Err(Stop::Short.into()),
                _ => (),
            }
        }
        if c == b'\r' || (c == b'\n' && self.settings.by_line) {
            return self.line_break(lexer, at);
        }
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let by_line = self.settings.by_line;
        let ends = |c: &u8| matches!(c, b']' | b'\r') || (by_line && *c == b'\n');
        let end = at + 1 + rest.iter().position(ends).unwrap_or(rest.len());
        self.took(at, end);
        Ok(Some(Event::Text((at, end))))
    }

    fn reference(&mut self, lexer: Lexer, at: usize) -> Stepped {
        let end = lexer.reference(at + 1)?;
        self.took(at, end);
        let token = lexer.text.get(at..end).unwrap_or_default();
        if token.starts_with("&#") {
            return Ok(Some(Event::Char(numbered(token).ok_or(Code::BadCharRef)?)));
        }
        let name = token.get(1..token.len() - 1).unwrap_or_default();
        if let Some(c) = predefined(name) {
            return Ok(Some(Event::Char(c)));
        }
        let entity = self.dtd.borrow().entities.get(name).cloned();
        let settled = self.is_settled();
        let Some(entity) = entity else {
            if settled {
                return Err(Code::UndefinedEntity.into());
            }
            return Ok(Some(Event::Skipped { name: name.to_owned(), is_parameter: false }));
        };
        if settled && !entity.declared_inside {
            return Err(Code::EntityDeclaredInPe.into());
        }
        if entity.open.get() {
            return Err(Code::RecursiveEntityRef.into());
        }
        if entity.notation.is_some() {
            return Err(Code::BinaryEntityRef.into());
        }
        if entity.text.is_none() {
            entity.open.set(true);
            let context = Some(self.context());
            entity.open.set(false);
            return Ok(Some(Event::Outside(Box::new(Outside {
                context,
                base: entity.base.clone(),
                system: entity.system.clone(),
                public: entity.public.clone(),
                is_parameter: false,
                foreign: false,
            }))));
        }
        if !self.settings.expand {
            return Ok(Some(Event::Skipped { name: name.to_owned(), is_parameter: false }));
        }
        self.enter(entity, None)?;
        Ok(None)
    }

    // ---- tags

    fn start_tag(&mut self, lexer: Lexer, at: usize) -> Stepped {
        let name_end = lexer.tag_name(at + 1)?;
        self.written.clear();
        let mut from = name_end;
        let (empty, end) = loop {
            match lexer.attribute(from)? {
                Attribute::End { empty, end } => break (empty, end),
                Attribute::One { name, value, plain, end } => {
                    self.written.push(Written { name, value, plain });
                    from = end;
                }
            }
        };
        self.took(at, end);
        let element = lexer.text.get(at + 1..name_end).unwrap_or_default();
        match self.open_element(lexer.text, element, empty) {
            Err(fault) if self.queue.is_empty() => return Err(fault.into()),
            // Prefixes were bound before it was found.
            Err(fault) => self.later = Some(fault),
            Ok(()) => (),
        }
        Ok(self.queue.pop_front())
    }

    /// Opens an element whose attributes are in `written`: its events join the queue.
    fn open_element(&mut self, text: &str, element: &str, empty: bool) -> Checked {
        let name = self.names.id(element);
        let bindings = self.names.bindings();
        let mut shown = name;
        if self.written.is_empty() && self.dtd.borrow().attributes.is_empty() {
            self.attributes.clear();
            self.specified = 0;
        } else {
            self.attributes(text, element)?;
        }
        if let Some(by) = self.settings.namespaces {
            (shown, _) = self.names.expand(name, by, true)?;
            if !self.attributes.is_empty() {
                self.expand_attributes(by)?;
            }
        }
        self.open.push(Open { name, shown, bindings });
        self.queue.push_back(Event::Start { name: shown, empty });
        if empty {
            self.close(true);
        }
        Ok(())
    }

    /// Reads the attributes that are written and adds those that are declared.
    fn attributes(&mut self, text: &str, element: &str) -> Checked {
        self.attributes.clear();
        self.values.clear();
        self.names.begin_tag();
        let declared = self.dtd.borrow().attributes.get(element).cloned().unwrap_or_default();
        let written = std::mem::take(&mut self.written);
        for w in &written {
            let key = text.get(w.name.0..w.name.1).unwrap_or_default();
            let name = self.names.id(key);
            if !self.names.first_in_tag(name) {
                return Err(Fault { code: Code::DuplicateAttribute, at: self.base(w.name.0) });
            }
            let is_cdata = declared.iter().find(|d| d.name == key).is_none_or(|d| d.is_cdata);
            let (mut value, mut worked_out) = (w.value, false);
            if !w.plain || !is_cdata {
                let (from, base) = (self.values.len(), self.base(w.value.0));
                let mut values = std::mem::take(&mut self.values);
                let raw = text.get(w.value.0..w.value.1).unwrap_or_default();
                let done = self.attribute_value(&mut values, raw, is_cdata, base, false);
                (value, worked_out) = ((from, values.len()), true);
                self.values = values;
                done?;
            }
            self.give(text, Given { name, value, worked_out })?;
        }
        self.specified = self.attributes.len();
        self.written = written;
        for d in declared.iter() {
            let Some(default) = &d.default else { continue };
            let name = self.names.id(&d.name);
            if self.names.first_in_tag(name) {
                let from = self.values.len();
                self.values.push_str(default);
                self.give(text, Given { name, value: (from, self.values.len()), worked_out: true })?;
            }
        }
        Ok(())
    }

    /// Adds an attribute, or binds the prefix that it declares.
    fn give(&mut self, text: &str, given: Given) -> Checked {
        if let Some(by) = self.settings.namespaces
            && let Some(prefix) = self.names.declares(given.name)
        {
            let prefix = prefix.to_owned();
            let prefix = self.names.id(&prefix);
            let source = if given.worked_out { &self.values } else { text };
            let uri = source.get(given.value.0..given.value.1).unwrap_or_default();
            self.names.bind(prefix, uri, by)?;
            let uri = (!uri.is_empty()).then(|| self.names.id(uri));
            self.queue.push_back(Event::Bound { prefix, uri });
            return Ok(());
        }
        self.attributes.push(given);
        Ok(())
    }

    fn expand_attributes(&mut self, by: Expansion) -> Checked {
        for given in &mut self.attributes {
            let (shown, compared) = self.names.expand(given.name, by, false)?;
            if shown != given.name && !self.names.first_in_tag(compared) {
                return Err(Code::DuplicateAttribute.into());
            }
            given.name = shown;
        }
        Ok(())
    }

    fn end_tag(&mut self, lexer: Lexer, at: usize) -> Stepped {
        let (name_end, end) = lexer.end_tag(at + 2)?;
        let floor = self.frames.last().map_or(0, |frame| frame.depth);
        self.took(at, end);
        match self.open.last() {
            Some(open) if self.open.len() > floor => {
                if lexer.text.get(at + 2..name_end) != Some(self.names.text(open.name)) {
                    let at = self.base(at + 2);
                    return Err(Fault { code: Code::TagMismatch, at }.into());
                }
            }
            _ => return Err(Code::AsyncEntity.into()),
        }
        self.close(false);
        Ok(self.queue.pop_front())
    }

    /// Closes the innermost element: its events join the queue.
    fn close(&mut self, empty: bool) {
        let Some(open) = self.open.pop() else { return };
        self.queue.push_back(Event::End { name: open.shown, empty });
        while self.names.bindings() > open.bindings {
            if let Some(prefix) = self.names.unbind() {
                self.queue.push_back(Event::Unbound { prefix });
            }
        }
        if self.open.is_empty() && self.outer == 0 {
            self.phase = Phase::Epilog;
        }
    }

    // ---- around the root element

    fn epilog(&mut self, lexer: Lexer, at: usize) -> Stepped {
        if lexer.text.len() == at {
            self.event = at;
            let over = !self.input.is_bad() && !self.input.ends_within();
            return if over { Err(Left::Over) } else { Err(Stop::Short.into()) };
        }
        let (tok, end) = lexer.prolog(at)?;
        self.took(at, end);
        match tok {
            Tok::Space => Ok(Some(Event::Other(Owner::Nobody))),
            Tok::Comment => Ok(Some(Event::Comment((at + 4, end - 3)))),
            Tok::Pi => Ok(Some(self.instruction(lexer.text, at, end))),
            _ => Err(Code::JunkAfterDocElement.into()),
        }
    }

    /// The declaration that may stand at the head of an external entity.
    fn text_declaration(&mut self, lexer: Lexer, at: usize) -> Stepped {
        let text = lexer.text;
        let at = at + if char_at(text, at) == Some('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let rest = text.get(at..).unwrap_or_default();
        if !lexer.complete && rest.len() < 6 && "<?xml ".starts_with(rest) {
            return Err(Stop::Short.into());
        }
        let declares =
            rest.strip_prefix("<?xml").is_some_and(|after| after.starts_with([' ', '\t', '\n', '\r', '?']));
        if declares {
            let (_, end) = lexer.content_markup(at + 1)?;
            self.took(at, end);
            self.after_text_declaration();
            return self.xml_declaration(text, at, end, true);
        }
        self.took(at, at);
        self.after_text_declaration();
        Ok(None)
    }

    fn after_text_declaration(&mut self) {
        self.phase = if self.outer > 0 { Phase::Content } else { Phase::Prolog };
    }

    /// The declaration of version and encoding, whose encoding is applied before the next event.
    pub(super) fn xml_declaration(&mut self, text: &str, at: usize, end: usize, of_entity: bool) -> Stepped {
        let (decl, encoding_at) = pseudo_attributes(text, at + 5, end - 2, of_entity).map_err(|wrong| {
            Fault { code: if of_entity { Code::TextDecl } else { Code::XmlDecl }, at: self.base(wrong) }
        })?;
        if decl.standalone == Some(true) {
            self.dtd.borrow_mut().standalone = true;
        }
        self.switch = Some(None);
        if let Some(name) = decl.encoding.as_ref().filter(|_| self.protocol.is_none()) {
            match input::known(name) {
                None => self.queue.push_back(Event::UnknownEncoding(name.clone())),
                Some(decoder) => {
                    let wide = matches!(decoder, None | Some(Decoder::Utf16 { .. }));
                    if wide != self.input.is_wide() {
                        self.later =
                            Some(Fault { code: Code::IncorrectEncoding, at: self.base(encoding_at) });
                    } else if !wide {
                        self.switch = Some(decoder);
                    }
                }
            }
        }
        Ok(Some(Event::XmlDecl(Box::new(XmlDecl { of_entity, ..decl }))))
    }
}

/// Why a step gave no event and cannot be repeated at once.
pub(super) enum Left {
    Stop(Stop),
    Fault(Fault),
    /// The document is over.
    Over,
}

impl From<Stop> for Left {
    fn from(stop: Stop) -> Left {
        Left::Stop(stop)
    }
}

impl From<Fault> for Left {
    fn from(fault: Fault) -> Left {
        Left::Fault(fault)
    }
}

impl From<Code> for Left {
    fn from(code: Code) -> Left {
        Left::Fault(code.into())
    }
}

pub(super) type Stepped = Result<Option<Event>, Left>;
