//! The prolog, and declarations in the document, its parameter entities and outside of it.

use std::rc::Rc;

use super::chars::{SPACE, is, space_end};
use super::dtd::{self, Declared, Entity, Node};
use super::event::{AttributeDecl, Doctype, EntityDecl, Event, ModelDecl, NotationDecl, Outside, XmlDecl};
use super::fault::{Checked, Code, Fault};
use super::grammar::{self, ONCE, Owner, Role, State};
use super::lex::{Lexer, Stop, Tok, bad_in_public_id};
use super::parser::{Left, ParameterEntities, Parser, Stepped};

/// A group of a content model whose end is not yet there.
struct Group {
    /// `b','` or `b'|'` once there is one.
    connector: u8,
    mixed: bool,
    members: usize,
}

/// The declaration under way.
#[derive(Default)]
pub struct Declarations {
    doctype: Option<Doctype>,
    /// The external subset that the document type names.
    subset: Option<(String, Option<String>)>,
    /// Whether declarations were missing before a foreign subset was asked for.
    was_incomplete: bool,
    name: String,
    is_parameter: bool,
    system: Option<String>,
    public: Option<String>,
    element: String,
    attribute: String,
    /// The type of an attribute.
    kind: String,
    groups: Vec<Group>,
    nodes: Vec<Node>,
    /// Conditional sections that are open: how many are included, and how deep those are that are not.
    included: usize,
    ignored: usize,
}

/// The value of a literal.
fn unquoted(token: &str) -> &str {
    token.get(1..token.len().saturating_sub(1)).unwrap_or_default()
}

/// A public identifier, its white space made even.
fn public_id(token: &str) -> String {
    unquoted(token).split([' ', '\r', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Parser {
    pub(super) fn prolog(&mut self, lexer: Lexer, at: usize) -> Stepped {
        if self.declarations.ignored > 0 {
            return self.ignored(lexer, at);
        }
        let (tok, end) = lexer.prolog(at)?;
        if tok == Tok::End {
            return self.declarations_end(at);
        }
        let word = lexer.text.get(at..end).unwrap_or_default();
        let before = self.state;
        let Some((role, mut next)) = grammar::step(before, tok, word, self.external) else {
            self.took(at, at);
            return Err(match tok {
                Tok::Parameter => Code::ParamEntityRef,
                Tok::XmlDecl => Code::MisplacedXmlPi,
                _ => Code::Syntax,
            }
            .into());
        };
        self.took(at, end);
        if let Role::GroupClose(_) = role
            && next == State::Particles
            && self.declarations.groups.len() == 1
        {
            next = State::ElementEnd;
        }
        self.state = next;
        match tok {
            Tok::Comment => return Ok(Some(Event::Comment((at + 4, end - 3)))),
            Tok::Pi => return Ok(Some(self.instruction(lexer.text, at, end))),
            Tok::Mark => return Ok(None),
            _ => (),
        }
        let part = if before.owner() == Owner::Nobody { next.owner() } else { before.owner() };
        let ignored = matches!(part, Owner::Entity | Owner::Attlist) && !self.dtd.borrow().counts;
        let owner = if ignored { Owner::Nobody } else { part };
        match role {
            Role::Nothing => Ok(Some(Event::Other(owner))),
            Role::XmlDecl => self.xml_declaration(lexer.text, at, end, false),
            Role::Instance => self.instance(),
            Role::DoctypeName
            | Role::DoctypePublic
            | Role::DoctypeSystem
            | Role::DoctypeSubset
            | Role::DoctypeEnd => self.doctype(role, word, at),
            Role::Parameter => self.parameter_reference(word, before == State::Subset),
            Role::Include => {
                self.declarations.included += 1;
                Ok(Some(Event::Other(owner)))
            }
            Role::Ignore => {
                self.declarations.ignored = 1;
                Ok(Some(Event::Other(owner)))
            }
            Role::SectionEnd if self.declarations.included > 0 => {
                self.declarations.included -= 1;
                Ok(Some(Event::Other(owner)))
            }
            Role::SectionEnd => Err(Code::Syntax.into()),
            _ => {
                let event = match part {
                    Owner::Entity => self.entity(role, word, at)?,
                    Owner::Notation => self.notation(role, word, at)?,
                    Owner::Attlist => self.attribute_list(role, word, at)?,
                    _ => self.element(role, word)?,
                };
                Ok(Some(event.unwrap_or(Event::Other(owner))))
            }
        }
    }

    /// The end of a parameter entity's text, of an external entity, or of a document without elements.
    fn declarations_end(&mut self, at: usize) -> Stepped {
        let Some(frame) = self.frames.last() else {
            self.took(at, at);
            return match self.external {
                true if self.state == State::Subset && self.declarations.included == 0 => Err(Left::Over),
                true => Err(Code::IncompletePe.into()),
                false => Err(Code::NoElements.into()),
            };
        };
        if frame.state.is_some_and(|state| state != self.state) {
            return Err(Code::IncompletePe.into());
        }
        self.leave();
        Ok(None)
    }

    /// A section that is not included, up to its end or one of another within it.
    fn ignored(&mut self, lexer: Lexer, at: usize) -> Stepped {
        let rest = lexer.text.as_bytes().get(at..).unwrap_or_default();
        let found = rest.windows(3).position(|w| w == b"]]>" || w == b"<![");
        let Some(offset) = found else {
            return if lexer.complete { Err(Code::Syntax.into()) } else { Err(Stop::Short.into()) };
        };
        let end = at + offset + 3;
        self.took(at, end);
        if lexer.text.get(end - 3..end) == Some("]]>") {
            self.declarations.ignored -= 1;
        } else {
            self.declarations.ignored += 1;
        }
        Ok(Some(Event::Other(Owner::Nobody)))
    }

    fn instance(&mut self) -> Stepped {
        self.begin_content();
        if self.settings.foreign_dtd {
            self.external_subset();
        }
        Ok(self.queue.pop_front())
    }

    // ---- the document type

    fn doctype(&mut self, role: Role, word: &str, at: usize) -> Stepped {
        let d = &mut self.declarations;
        match role {
            Role::DoctypeName => {
                d.doctype =
                    Some(Doctype { name: word.to_owned(), system: None, public: None, has_subset: false });
            }
            Role::DoctypePublic => {
                check_public(word, at).map_err(|fault| self.placed(fault))?;
                if let Some(doctype) = &mut self.declarations.doctype {
                    doctype.public = Some(public_id(word));
                }
            }
            Role::DoctypeSystem => {
                if let Some(doctype) = &mut d.doctype {
                    doctype.system = Some(unquoted(word).to_owned());
                    d.subset = Some((unquoted(word).to_owned(), doctype.public.clone()));
                }
                self.settings.foreign_dtd = false;
                self.dtd.borrow_mut().incomplete = true;
                if self.settings.parameter_entities == ParameterEntities::Never {
                    return Ok(Some(self.after_not_standalone(Owner::Doctype)));
                }
            }
            Role::DoctypeSubset => {
                if let Some(doctype) = d.doctype.take() {
                    return Ok(Some(Event::Doctype(Box::new(Doctype { has_subset: true, ..doctype }))));
                }
            }
            _ => {
                if let Some(doctype) = d.doctype.take() {
                    self.queue.push_back(Event::Doctype(Box::new(doctype)));
                }
                if self.declarations.subset.is_some() || self.settings.foreign_dtd {
                    self.external_subset();
                }
                self.queue.push_back(Event::DoctypeEnd);
                return Ok(self.queue.pop_front());
            }
        }
        Ok(Some(Event::Other(Owner::Doctype)))
    }

    /// Asks for the declarations outside of the document, where they are wanted.
    fn external_subset(&mut self) {
        let wanted = self.settings.parameter_entities;
        let foreign = std::mem::take(&mut self.settings.foreign_dtd);
        let standalone = self.dtd.borrow().standalone;
        self.declarations.was_incomplete = std::mem::replace(&mut self.dtd.borrow_mut().incomplete, true);
        let asks = wanted == ParameterEntities::Always
            || (wanted == ParameterEntities::UnlessStandalone && !standalone);
        if asks {
            self.dtd.borrow_mut().read_outside = false;
            let (system, public) = self.declarations.subset.take().unzip();
            self.queue.push_back(Event::Outside(Box::new(Outside {
                context: None,
                base: self.settings.base.clone(),
                system,
                public: public.flatten(),
                is_parameter: false,
                foreign,
            })));
        }
    }

    /// After the handler of an external entity was called, if there is one: whether it is to be asked if the
    /// document may depend on what was read.
    pub fn came_back(&mut self, from: &Outside, called: bool) -> bool {
        if from.context.is_some() {
            return false;
        }
        let mut dtd = self.dtd.borrow_mut();
        if called && dtd.read_outside {
            return !dtd.standalone;
        }
        if from.is_parameter {
            dtd.end_counting();
        } else if called && from.foreign {
            dtd.incomplete = self.declarations.was_incomplete;
        }
        false
    }

    /// Asks whether the document may depend on others, unless it says that it does not; then the token follows.
    fn after_not_standalone(&mut self, owner: Owner) -> Event {
        if self.dtd.borrow().standalone {
            return Event::Other(owner);
        }
        self.queue.push_back(Event::Other(owner));
        Event::NotStandalone
    }

    fn parameter_reference(&mut self, word: &str, between: bool) -> Stepped {
        let name = word.get(1..word.len() - 1).unwrap_or_default();
        let wanted = self.settings.parameter_entities;
        let standalone = self.dtd.borrow().standalone;
        let settled = standalone && self.frames.is_empty();
        self.dtd.borrow_mut().incomplete = true;
        if wanted == ParameterEntities::Never || (wanted == ParameterEntities::UnlessStandalone && standalone)
        {
            self.dtd.borrow_mut().end_counting();
            return Ok(Some(self.after_not_standalone(Owner::Nobody)));
        }
        let found = self.dtd.borrow().parameters.get(name).cloned();
        let Some(entity) = found else {
            if !self.external && settled {
                return Err(Code::UndefinedEntity.into());
            }
            self.dtd.borrow_mut().end_counting();
            if !between {
                return Ok(Some(Event::Other(Owner::Nobody)));
            }
            return Ok(Some(Event::Skipped { name: name.to_owned(), is_parameter: true }));
        };
        if !self.external && settled && !entity.declared_inside {
            return Err(Code::EntityDeclaredInPe.into());
        }
        if entity.open.get() {
            return Err(Code::RecursiveEntityRef.into());
        }
        if entity.text.is_some() {
            self.enter(entity, between.then_some(State::Subset))?;
            return Ok(None);
        }
        self.dtd.borrow_mut().read_outside = false;
        Ok(Some(Event::Outside(Box::new(Outside {
            context: None,
            base: entity.base.clone(),
            system: entity.system.clone(),
            public: entity.public.clone(),
            is_parameter: true,
            foreign: false,
        }))))
    }

    // ---- declarations

    fn placed(&self, fault: Fault) -> Fault {
        Fault { at: fault.at.and_then(|at| self.base(at)), ..fault }
    }

    fn entity(&mut self, role: Role, word: &str, at: usize) -> Checked<Option<Event>> {
        match role {
            Role::EntityName | Role::ParameterName => {
                let d = &mut self.declarations;
                d.name = word.to_owned();
                d.is_parameter = role == Role::ParameterName;
                d.system = None;
                d.public = None;
                Ok(None)
            }
            Role::EntityValue if !self.dtd.borrow().counts => Ok(None),
            Role::EntityValue => {
                let value = self.entity_value(unquoted(word), self.base(at + 1))?;
                Ok(self.declare_entity(Some(value), None))
            }
            Role::EntityPublic => {
                check_public(word, at).map_err(|fault| self.placed(fault))?;
                self.declarations.public = Some(public_id(word));
                Ok(None)
            }
            Role::EntitySystem => {
                self.declarations.system = Some(unquoted(word).to_owned());
                Ok(None)
            }
            Role::EntityComplete => Ok(self.declare_entity(None, None)),
            _ => Ok(self.declare_entity(None, Some(word.to_owned()))),
        }
    }

    /// Declares the entity under way, unless one of the name is declared or declarations do not count.
    fn declare_entity(&mut self, value: Option<String>, notation: Option<String>) -> Option<Event> {
        let d = &mut self.declarations;
        let name = std::mem::take(&mut d.name);
        let (system, public) = (d.system.take(), d.public.take());
        let base = self.settings.base.clone();
        let declared_inside = !self.external && self.frames.is_empty();
        let is_parameter = d.is_parameter;
        let mut dtd = self.dtd.borrow_mut();
        let counts = dtd.counts;
        let table = if is_parameter { &mut dtd.parameters } else { &mut dtd.entities };
        let predefined = !is_parameter && dtd::predefined(&name).is_some();
        if !counts || predefined || table.contains_key(&name) {
            return None;
        }
        let entity = Entity {
            name: name.clone(),
            text: value.as_deref().map(Rc::from),
            base: base.clone(),
            system: system.clone(),
            public: public.clone(),
            notation: notation.clone(),
            declared_inside,
            ..Entity::default()
        };
        table.insert(name.clone(), Rc::new(entity));
        // The base is that of an identifier.
        let base = base.filter(|_| system.is_some());
        Some(Event::Entity(Box::new(EntityDecl {
            name,
            is_parameter,
            value,
            base,
            system,
            public,
            notation,
        })))
    }

    fn notation(&mut self, role: Role, word: &str, at: usize) -> Checked<Option<Event>> {
        match role {
            Role::NotationName => {
                let d = &mut self.declarations;
                d.name = word.to_owned();
                d.system = None;
                d.public = None;
                return Ok(None);
            }
            Role::NotationPublic => {
                check_public(word, at).map_err(|fault| self.placed(fault))?;
                self.declarations.public = Some(public_id(word));
                return Ok(None);
            }
            Role::NotationSystem => self.declarations.system = Some(unquoted(word).to_owned()),
            _ => (),
        }
        let d = &mut self.declarations;
        Ok(Some(Event::Notation(Box::new(NotationDecl {
            name: std::mem::take(&mut d.name),
            base: self.settings.base.clone(),
            system: d.system.take(),
            public: d.public.take(),
        }))))
    }

    fn attribute_list(&mut self, role: Role, word: &str, at: usize) -> Checked<Option<Event>> {
        let d = &mut self.declarations;
        match role {
            Role::AttributeElement => d.element = word.to_owned(),
            Role::AttributeName => {
                d.attribute = word.to_owned();
                d.kind.clear();
            }
            Role::AttributeType => d.kind = word.to_owned(),
            Role::AttributeListed | Role::NotationListed => {
                let begin = if role == Role::NotationListed { "NOTATION(" } else { "(" };
                d.kind.push_str(if d.kind.is_empty() { begin } else { "|" });
                d.kind.push_str(word);
            }
            Role::AttributeImplied => return Ok(self.declare_attribute(None, false)),
            Role::AttributeRequired => return Ok(self.declare_attribute(None, true)),
            _ if !self.dtd.borrow().counts => return Ok(None),
            _ => {
                let is_cdata = d.kind == "CDATA";
                let mut value = String::new();
                self.attribute_value(&mut value, unquoted(word), is_cdata, self.base(at + 1), true)?;
                return Ok(self.declare_attribute(Some(value), role == Role::AttributeFixed));
            }
        }
        Ok(None)
    }

    fn declare_attribute(&mut self, default: Option<String>, required: bool) -> Option<Event> {
        let d = &mut self.declarations;
        if d.kind.contains('(') {
            d.kind.push(')');
        }
        let (name, kind) = (std::mem::take(&mut d.attribute), std::mem::take(&mut d.kind));
        let mut dtd = self.dtd.borrow_mut();
        if !dtd.counts {
            return None;
        }
        let declared = dtd.attributes.entry(d.element.clone()).or_default();
        if !declared.iter().any(|a| a.name == name) {
            let is_cdata = kind == "CDATA";
            Rc::make_mut(declared).push(Declared { name: name.clone(), is_cdata, default: default.clone() });
        }
        let element = d.element.clone();
        Some(Event::Attribute(Box::new(AttributeDecl { element, name, kind, default, required })))
    }

    fn element(&mut self, role: Role, word: &str) -> Checked<Option<Event>> {
        let d = &mut self.declarations;
        match role {
            Role::ElementName => {
                d.element = word.to_owned();
                d.groups.clear();
                d.nodes.clear();
            }
            Role::ElementEmpty | Role::ElementAny => {
                let kind = if role == Role::ElementEmpty { dtd::EMPTY } else { dtd::ANY };
                d.nodes.push(Node { kind, quantifier: ONCE, name: None, members: 0 });
                return Ok(self.model());
            }
            Role::GroupOpen => d.groups.push(Group { connector: 0, mixed: false, members: 0 }),
            Role::Pcdata => d.groups.iter_mut().for_each(|group| group.mixed = true),
            Role::Child(quantifier) => {
                let name = word.strip_suffix(['?', '*', '+']).unwrap_or(word).to_owned();
                d.nodes.push(Node { kind: dtd::NAMED, quantifier, name: Some(name), members: 0 });
                d.groups.last_mut().into_iter().for_each(|group| group.members += 1);
            }
            Role::Choice | Role::Sequence => {
                let connector = if role == Role::Choice { b'|' } else { b',' };
                if let Some(group) = d.groups.last_mut() {
                    if group.connector != 0 && group.connector != connector {
                        return Err(Code::Syntax.into());
                    }
                    group.connector = connector;
                }
            }
            Role::GroupClose(quantifier) => {
                let Some(group) = d.groups.pop() else { return Ok(None) };
                let kind = match group {
                    Group { mixed: true, .. } => dtd::MIXED,
                    Group { connector: b'|', .. } => dtd::CHOICE,
                    _ => dtd::SEQUENCE,
                };
                d.nodes.push(Node { kind, quantifier, name: None, members: group.members });
                match d.groups.last_mut() {
                    Some(outer) => outer.members += 1,
                    None => return Ok(self.model()),
                }
            }
            _ => (),
        }
        Ok(None)
    }

    fn model(&mut self) -> Option<Event> {
        let d = &mut self.declarations;
        let nodes = std::mem::take(&mut d.nodes);
        Some(Event::Element(Box::new(ModelDecl { element: std::mem::take(&mut d.element), nodes })))
    }
}

/// An error if a literal has characters that no public identifier has.
fn check_public(token: &str, at: usize) -> Checked {
    match bad_in_public_id(unquoted(token)) {
        Some(bad) => Err(Fault::at(Code::Publicid, at + 1 + bad)),
        None => Ok(()),
    }
}

/// Version, encoding and standalone between `from` and `to`, and where the encoding stands; or where the
/// declaration goes wrong.
pub fn pseudo_attributes(
    text: &str,
    from: usize,
    to: usize,
    of_entity: bool,
) -> Result<(XmlDecl, usize), usize> {
    let mut decl = XmlDecl { version: None, encoding: None, standalone: None, of_entity };
    let (mut at, mut encoding_at, mut stage) = (from, 0, 0);
    loop {
        let begin = space_end(text, at);
        if begin >= to {
            let lacks = if of_entity { decl.encoding.is_none() } else { decl.version.is_none() };
            return if lacks { Err(at) } else { Ok((decl, encoding_at)) };
        }
        if begin == at {
            return Err(at);
        }
        let rest = text.as_bytes().get(begin..to).unwrap_or_default();
        let name_end = begin
            + rest.iter().position(|&c| c == b'=' || is(c, SPACE) || !c.is_ascii()).unwrap_or(rest.len());
        let equals = space_end(text, name_end);
        if text.as_bytes().get(equals) != Some(&b'=') {
            return Err(equals);
        }
        let quote_at = space_end(text, equals + 1);
        let quote = match text.as_bytes().get(quote_at) {
            Some(&quote @ (b'"' | b'\'')) => quote,
            _ => return Err(quote_at),
        };
        let value_at = quote_at + 1;
        let legal = |c: u8| c.is_ascii_alphanumeric() || b".-_".contains(&c);
        let rest = text.as_bytes().get(value_at..to).unwrap_or_default();
        let end = value_at + rest.iter().position(|&c| !legal(c)).unwrap_or(rest.len());
        if text.as_bytes().get(end) != Some(&quote) {
            return Err(end);
        }
        let value = text.get(value_at..end).unwrap_or_default();
        stage = match text.get(begin..name_end).unwrap_or_default() {
            "version" if stage < 1 => {
                decl.version = Some(value.to_owned());
                1
            }
            "encoding" if stage < 2 && (of_entity || stage == 1) => {
                if !value.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    return Err(value_at);
                }
                decl.encoding = Some(value.to_owned());
                encoding_at = value_at;
                2
            }
            "standalone" if !of_entity && (stage == 1 || stage == 2) => {
                decl.standalone = match value {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => return Err(value_at),
                };
                3
            }
            _ => return Err(begin),
        };
        at = end + 1;
    }
}
