//! `XMLParser`: parses XML for a target, which is told of elements and data. A plain `TreeBuilder` is told by
//! the shortest way.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Raised, Slots};

use super::builder::{self, Report};
use super::parse_error;
use crate::iters::poll_now_and_then;
use crate::modules::pyexpat;
use crate::text::xml::{Code, Event, Fault, NameId, Parser, Settings};

/// Methods that a target may have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Call {
    Start,
    Data,
    End,
    Comment,
    Pi,
    Close,
    StartNs,
    EndNs,
    Doctype,
}

const CALLS: [(Call, &str); 9] = [
    (Call::Start, "start"),
    (Call::Data, "data"),
    (Call::End, "end"),
    (Call::Comment, "comment"),
    (Call::Pi, "pi"),
    (Call::Close, "close"),
    (Call::StartNs, "start_ns"),
    (Call::EndNs, "end_ns"),
    (Call::Doctype, "doctype"),
];

/// Payload of a parser.
#[derive(Default)]
struct XmlParser {
    /// None before `__init__`.
    parser: Option<Box<Parser>>,
    target: Option<ObjRef>,
    entity: Option<ObjRef>,
    /// The target's methods; none of a plain builder.
    calls: [Option<ObjRef>; CALLS.len()],
    plain: bool,
    /// Names as ElementTree writes them, by their numbers.
    names: Vec<Option<ObjRef>>,
    finished: bool,
}

impl Payload for XmlParser {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.target, Relation::Typed("target"));
        v.edge(&mut self.entity, Relation::Part("entity"));
        for (slot, (_, name)) in self.calls.iter_mut().zip(CALLS) {
            v.edge(slot, Relation::Attr(name));
        }
        for slot in &mut self.names {
            v.edge(slot, Relation::Derived("names"));
        }
    }
    fn clear(&mut self) {
        let old = std::mem::take(self);
        drop(old);
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1("feed", feed_method, "feed($self, data, /)\n--\n\n"),
        NativeDef::m0("close", close, "close($self, /)\n--\n\n"),
        NativeDef::m1("_parse_whole", parse_whole, "_parse_whole($self, file, /)\n--\n\n"),
        NativeDef::range(
            "_setevents",
            set_events,
            1,
            2,
            "_setevents($self, events_queue, events_to_report=None, /)\n--\n\n",
        ),
    ],
    getsets: &[
        GetSet::member("entity", |cx, me| part(cx, me, |p| p.entity.clone()), ""),
        GetSet::member("target", |cx, me| part(cx, me, |p| p.target.clone()), ""),
        GetSet::new("version", |cx, _| Ok(cx.new_str("Expat 2.5.0")), ""),
    ],
    doc: "",
};

pub(super) fn install(cx: &mut Cx) -> ObjRef {
    let ty = cx.add_native_type::<XmlParser>("xml.etree.ElementTree.XMLParser", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    ty.as_ref().clone()
}

fn of<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut XmlParser> {
    if !me.has_payload::<XmlParser>() {
        return Err(cx.bad_internal("XMLParser"));
    }
    cx.heap.get_mut::<XmlParser>(me).ok_or(Raised)
}

fn part(cx: &mut Cx, me: &ObjRef, part: fn(&XmlParser) -> Option<ObjRef>) -> PyResult {
    let found = part(of(cx, me)?);
    Ok(found.unwrap_or_else(|| cx.none.clone()))
}

/// The parser within, for reading.
fn inner<'a>(cx: &'a Cx, me: &'a ObjRef) -> Option<&'a Parser> {
    cx.heap.get::<XmlParser>(me)?.parser.as_deref()
}

fn inner_mut<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Parser> {
    if inner(cx, me).is_none() {
        return Err(cx.value_error("XMLParser.__init__() wasn't called"));
    }
    of(cx, me)?.parser.as_deref_mut().ok_or(Raised)
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, XmlParser::default()))
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    const PARAMS: Params<0, 2> =
        Params { required: [], optional: ["target", "encoding"], posonly: 0, kwonly: 0 };
    let ([], [target, encoding]) = args.bind(cx, "XMLParser", &PARAMS)?;
    let encoding = pyexpat::optional_text(cx, "XMLParser", "'encoding'", encoding.as_ref())?;
    let target = target.filter(|o| !o.is_none()).unwrap_or_else(|| builder::make_builder(cx));
    let plain = builder::is_plain(cx, &target);
    let mut calls: [Option<ObjRef>; CALLS.len()] = Default::default();
    if !plain {
        for (slot, (_, name)) in calls.iter_mut().zip(CALLS) {
            let name = cx.intern(name);
            *slot = cx.try_getattr(&target, &name)?;
        }
    }
    let settings = Settings { by_line: !plain, ..Settings::new(Some('}')) };
    let made = XmlParser {
        parser: Some(Box::new(Parser::new(encoding.as_deref(), settings))),
        target: Some(target),
        entity: Some(cx.new_dict()),
        calls,
        plain,
        ..XmlParser::default()
    };
    let old = std::mem::replace(of(cx, me)?, made);
    drop(old);
    Ok(())
}

// ---- feeding

fn feed_method(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult {
    feed(cx, me, data, false)?;
    Ok(cx.none.clone())
}

fn feed(cx: &mut Cx, me: &ObjRef, data: &ObjRef, last: bool) -> PyResult<()> {
    inner_mut(cx, me)?;
    let bytes = if data.is_str() {
        let bytes = crate::str::encode(cx, data, "utf-8", "strict")?;
        inner_mut(cx, me)?.set_encoding("utf-8");
        bytes
    } else {
        cx.buffer(data)?.copied(cx)?
    };
    parse(cx, me, &bytes, last)
}

fn parse(cx: &mut Cx, me: &ObjRef, data: &[u8], last: bool) -> PyResult<()> {
    cx.check_stack()?;
    if of(cx, me)?.finished {
        return Err(fail(cx, me, Code::Finished.into(), None)?);
    }
    inner_mut(cx, me)?.feed(data, last);
    let done = run(cx, me);
    of(cx, me)?.finished |= last || done.is_err();
    done
}

fn run(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let mut rounds = 0;
    loop {
        rounds += 1;
        poll_now_and_then(cx, rounds)?;
        match inner_mut(cx, me)?.next_event() {
            Ok(None) => return Ok(()),
            Ok(Some(found)) => event(cx, me, found)?,
            Err(fault) => return Err(fail(cx, me, fault, None)?),
        }
    }
}

/// Raises ParseError for a fault.
fn fail(cx: &mut Cx, me: &ObjRef, fault: Fault, text: Option<&str>) -> PyResult<Raised> {
    let parser = inner_mut(cx, me)?;
    parser.stop_at(fault);
    let place = parser.place();
    Ok(parse_error(cx, fault.code, place, text))
}

fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    inner_mut(cx, me)?;
    parse(cx, me, &[], true)?;
    result(cx, me)
}

/// What a whole document gives.
fn result(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let p = of(cx, me)?;
    let (plain, target) = (p.plain, p.target.clone());
    match (p.calls[Call::Close as usize].clone(), target) {
        (_, Some(target)) if plain => builder::close(cx, &target),
        (Some(close), _) => cx.call(&close, &[]),
        _ => Ok(cx.none.clone()),
    }
}

fn parse_whole(cx: &mut Cx, me: &ObjRef, file: &ObjRef) -> PyResult {
    const PIECE: usize = 64 << 10;
    inner_mut(cx, me)?;
    let read = cx.intern("read");
    let read = cx.getattr(file, &read)?;
    loop {
        let piece = cx.call(&read, &[cx.usize(PIECE)])?;
        let bytes = if piece.is_str() {
            inner_mut(cx, me)?.set_encoding("utf-8");
            crate::str::encode(cx, &piece, "utf-8", "surrogatepass")?
        } else if piece.is_exact(Kind::Bytes) {
            cx.buffer(&piece)?.copied(cx)?
        } else {
            Vec::new()
        };
        if bytes.is_empty() {
            break;
        }
        parse(cx, me, &bytes, false)?;
    }
    parse(cx, me, &[], true)?;
    if of(cx, me)?.plain { result(cx, me) } else { Ok(cx.none.clone()) }
}

fn set_events(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [me, queue, rest @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    inner_mut(cx, me)?;
    let Some(target) = of(cx, me)?.target.clone() else { return Err(cx.bad_internal("target")) };
    builder::check_plain(cx, &target)?;
    let append = cx.intern("append");
    let append = cx.getattr(queue, &append)?;
    let names = rest.first().cloned().unwrap_or_else(|| cx.none.clone());
    builder::set_reports(cx, &target, append, &names)?;
    Ok(cx.none.clone())
}

// ---- events

/// A name as an object: `{namespace}name`, or the name itself.
fn name(cx: &mut Cx, me: &ObjRef, id: NameId) -> PyResult {
    let p = of(cx, me)?;
    if let Some(Some(known)) = p.names.get(id.index()) {
        return Ok(known.clone());
    }
    let parser = inner_mut(cx, me)?;
    let (text, count) = (parser.name(id).to_owned(), parser.name_count());
    let made = if text.contains('}') { cx.new_str(&format!("{{{text}")) } else { cx.new_str(&text) };
    let p = of(cx, me)?;
    if p.names.len() < count {
        p.names.resize(count, None);
    }
    p.names[id.index()] = Some(made.clone());
    Ok(made)
}

fn plain_name(cx: &mut Cx, me: &ObjRef, id: NameId) -> PyResult {
    let text = inner_mut(cx, me)?.name(id).to_owned();
    Ok(cx.new_str(&text))
}

fn event(cx: &mut Cx, me: &ObjRef, event: Event) -> PyResult<()> {
    match event {
        Event::Text(span) => {
            if of(cx, me)?.plain {
                return text(cx, me, span);
            }
            let data = cx.new_str(inner(cx, me).map_or("", |parser| parser.span(span)));
            call(cx, me, Call::Data, &[data])
        }
        Event::Char(c) => {
            let p = of(cx, me)?;
            match (p.plain, p.target.clone()) {
                (true, Some(target)) => {
                    builder::of(cx, &target)?.add_text(c.encode_utf8(&mut [0; 4]));
                    Ok(())
                }
                _ => {
                    let data = cx.char(c.into());
                    call(cx, me, Call::Data, &[data])
                }
            }
        }
        Event::Start { name: id, .. } => start(cx, me, id),
        Event::End { name: id, .. } => {
            let p = of(cx, me)?;
            match (p.plain, p.target.clone()) {
                (true, Some(target)) => builder::end(cx, &target).map(drop),
                _ => {
                    let tag = name(cx, me, id)?;
                    call(cx, me, Call::End, &[tag])
                }
            }
        }
        Event::Comment(span) => {
            let text = line_text(cx, me, span);
            match plain_target(cx, me)? {
                Some(target) => builder::comment(cx, &target, &text).map(drop),
                None => call(cx, me, Call::Comment, &[text]),
            }
        }
        Event::Instruction { target: id, data } => {
            let (name, text) = (plain_name(cx, me, id)?, line_text(cx, me, data));
            match plain_target(cx, me)? {
                Some(target) => builder::pi(cx, &target, name, text).map(drop),
                None => call(cx, me, Call::Pi, &[name, text]),
            }
        }
        Event::Bound { prefix, uri } => bound(cx, me, prefix, uri),
        Event::Unbound { prefix } => match plain_target(cx, me)? {
            Some(target) => builder::namespace(cx, &target, None),
            None => {
                let prefix = plain_name(cx, me, prefix)?;
                call(cx, me, Call::EndNs, &[prefix])
            }
        },
        Event::Doctype(d) => {
            let none = cx.none.clone();
            let [public, system] = [&d.public, &d.system]
                .map(|text| text.as_ref().map_or(none.clone(), |text| cx.new_str(text)));
            let name = cx.new_str(&d.name);
            doctype(cx, me, &[name, public, system])
        }
        Event::UnknownEncoding(name) => {
            let table = pyexpat::table(cx, &name)?;
            inner_mut(cx, me)?.set_table(table);
            Ok(())
        }
        Event::Outside(outside) => {
            inner_mut(cx, me)?.came_back(&outside, false);
            if outside.context.is_some() { undefined(cx, me) } else { Ok(()) }
        }
        Event::Skipped { is_parameter: false, .. } => undefined(cx, me),
        _ => Ok(()),
    }
}

fn plain_target(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let p = of(cx, me)?;
    Ok(p.target.clone().filter(|_| p.plain))
}

/// Calls a method of the target, if it has it.
fn call(cx: &mut Cx, me: &ObjRef, which: Call, args: &[ObjRef]) -> PyResult<()> {
    match of(cx, me)?.calls[which as usize].clone() {
        Some(method) => cx.call(&method, args).map(drop),
        None => Ok(()),
    }
}

/// Character data for a plain builder.
fn text(cx: &mut Cx, me: &ObjRef, span: (usize, usize)) -> PyResult<()> {
    let Some(target) = of(cx, me)?.target.clone() else { return Ok(()) };
    let Some(parser) = of(cx, me)?.parser.take() else { return Ok(()) };
    let added = builder::of(cx, &target).map(|b| b.add_text(parser.span(span)));
    of(cx, me)?.parser = Some(parser);
    added
}

fn line_text(cx: &Cx, me: &ObjRef, span: (usize, usize)) -> ObjRef {
    let text = inner(cx, me).map_or("", |parser| parser.span(span));
    if text.contains('\r') {
        cx.new_str(&text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        cx.new_str(text)
    }
}

fn start(cx: &mut Cx, me: &ObjRef, id: NameId) -> PyResult<()> {
    let tag = name(cx, me, id)?;
    let count = inner_mut(cx, me)?.attribute_count().0;
    let attributes = if count > 0 { Some(cx.new_dict()) } else { None };
    for i in 0..count {
        let Some(dict) = &attributes else { break };
        let Some((key, value)) = inner(cx, me).and_then(|parser| parser.attribute(i)) else { break };
        let value = cx.new_str(value);
        let key = name(cx, me, key)?;
        drop(cx.namespace_set(dict, &key, value));
    }
    let p = of(cx, me)?;
    match (p.plain, p.target.clone()) {
        (true, Some(target)) => builder::start(cx, &target, tag, attributes).map(drop),
        _ if p.calls[Call::Start as usize].is_none() => Ok(()),
        _ => {
            let attributes = attributes.unwrap_or_else(|| cx.new_dict());
            call(cx, me, Call::Start, &[tag, attributes])
        }
    }
}

fn bound(cx: &mut Cx, me: &ObjRef, prefix: NameId, uri: Option<NameId>) -> PyResult<()> {
    let target = plain_target(cx, me)?;
    let wanted = match &target {
        Some(target) => builder::reports(cx, target, Report::StartNs)?,
        None => of(cx, me)?.calls[Call::StartNs as usize].is_some(),
    };
    if !wanted {
        return Ok(());
    }
    let prefix = plain_name(cx, me, prefix)?;
    let uri = plain_name(cx, me, uri.unwrap_or(NameId::EMPTY))?;
    match target {
        Some(target) => builder::namespace(cx, &target, Some((prefix, uri))),
        None => call(cx, me, Call::StartNs, &[prefix, uri]),
    }
}

fn doctype(cx: &mut Cx, me: &ObjRef, args: &[ObjRef]) -> PyResult<()> {
    if of(cx, me)?.calls[Call::Doctype as usize].is_some() {
        return call(cx, me, Call::Doctype, args);
    }
    let name = cx.intern("doctype");
    if cx.try_getattr(me, &name)?.is_some() {
        let category = cx.excs.runtime_warning.clone();
        cx.warn(
            &category,
            "The doctype() method of XMLParser is deprecated.  Define doctype() method on the TreeBuilder target.",
            1,
        )?;
    }
    Ok(())
}

/// A reference to an entity that the document does not define: the program may.
fn undefined(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let raw = inner(cx, me).map_or("", Parser::raw).to_owned();
    let name = cx.new_str(raw.trim_matches(['&', ';']));
    let Some(entity) = of(cx, me)?.entity.clone() else { return Ok(()) };
    match cx.dict_get(&entity, &name)? {
        Some(value) => match plain_target(cx, me)? {
            Some(target) => builder::add_part(cx, &target, value),
            None => call(cx, me, Call::Data, &[value]),
        },
        None => {
            let text = format!("undefined entity {raw}");
            Err(fail(cx, me, Code::UndefinedEntity.into(), Some(&text))?)
        }
    }
}
