//! The attributes of `xmlparser`: handlers, settings, places.

use theseus_object::methods::GetSet;
use theseus_object::{Cx, ObjRef, PyResult};

use super::calls;
use super::parser::XmlParser;
use crate::text::xml::{Code, Place};
use crate::world;

macro_rules! handlers {
    ($($variant:ident $name:literal,)*) => {
        /// A handler; its place among a parser's.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Handler { $($variant,)* }

        /// Handlers and the attributes that hold them.
        pub(super) const HANDLERS: [(Handler, &str); 22] = [$((Handler::$variant, $name),)*];

        pub(super) static GETSETS: &[GetSet] = &[
            $(GetSet::rw(
                $name,
                |cx, me| get_handler(cx, me, Handler::$variant),
                |cx, me, value| set_handler(cx, me, Handler::$variant, value),
                "",
            ),)*
            GetSet::new("ErrorCode", |cx, me| {
                let error = XmlParser::of(cx, me)?.error;
                Ok(cx.usize(error.map_or(0, Code::number)))
            }, ""),
            GetSet::new("ErrorLineNumber", |cx, me| place(cx, me, |p| p.line), ""),
            GetSet::new("ErrorColumnNumber", |cx, me| place(cx, me, |p| p.column), ""),
            GetSet::new("ErrorByteIndex", |cx, me| place(cx, me, |p| p.index), ""),
            GetSet::new("CurrentLineNumber", |cx, me| place(cx, me, |p| p.line), ""),
            GetSet::new("CurrentColumnNumber", |cx, me| place(cx, me, |p| p.column), ""),
            GetSet::new("CurrentByteIndex", |cx, me| place(cx, me, |p| p.index), ""),
            GetSet::rw("buffer_text", |cx, me| flag(cx, me, |p| p.buffer.is_some()), set_buffer_text, ""),
            GetSet::rw("buffer_size", |cx, me| number(cx, me, |p| p.buffer_size), set_buffer_size, ""),
            GetSet::new("buffer_used", |cx, me| number(cx, me, |p| p.buffer.as_ref().map_or(0, String::len)), ""),
            GetSet::rw(
                "namespace_prefixes",
                |cx, me| flag(cx, me, |p| p.namespace_prefixes),
                |cx, me, value| set_flag(cx, me, value, |p, on| {
                    p.namespace_prefixes = on;
                    p.parser.set_triplets(on);
                }),
                "",
            ),
            GetSet::rw(
                "ordered_attributes",
                |cx, me| flag(cx, me, |p| p.ordered_attributes),
                |cx, me, value| set_flag(cx, me, value, |p, on| p.ordered_attributes = on),
                "",
            ),
            GetSet::rw(
                "specified_attributes",
                |cx, me| flag(cx, me, |p| p.specified_attributes),
                |cx, me, value| set_flag(cx, me, value, |p, on| p.specified_attributes = on),
                "",
            ),
            GetSet::member("intern", |cx, me| {
                let intern = XmlParser::of(cx, me)?.intern.clone();
                Ok(intern.unwrap_or_else(|| cx.none.clone()))
            }, ""),
        ];
    };
}

handlers! {
    StartElement "StartElementHandler",
    EndElement "EndElementHandler",
    ProcessingInstruction "ProcessingInstructionHandler",
    CharacterData "CharacterDataHandler",
    UnparsedEntityDecl "UnparsedEntityDeclHandler",
    NotationDecl "NotationDeclHandler",
    StartNamespaceDecl "StartNamespaceDeclHandler",
    EndNamespaceDecl "EndNamespaceDeclHandler",
    Comment "CommentHandler",
    StartCdataSection "StartCdataSectionHandler",
    EndCdataSection "EndCdataSectionHandler",
    Default "DefaultHandler",
    DefaultExpand "DefaultHandlerExpand",
    NotStandalone "NotStandaloneHandler",
    ExternalEntityRef "ExternalEntityRefHandler",
    StartDoctypeDecl "StartDoctypeDeclHandler",
    EndDoctypeDecl "EndDoctypeDeclHandler",
    EntityDecl "EntityDeclHandler",
    XmlDecl "XmlDeclHandler",
    ElementDecl "ElementDeclHandler",
    AttlistDecl "AttlistDeclHandler",
    SkippedEntity "SkippedEntityHandler",
}

fn get_handler(cx: &mut Cx, me: &ObjRef, handler: Handler) -> PyResult {
    let found = XmlParser::of(cx, me)?.handler(handler).cloned();
    Ok(found.unwrap_or_else(|| cx.none.clone()))
}

fn undeletable<'a>(cx: &mut Cx, value: Option<&'a ObjRef>) -> PyResult<&'a ObjRef> {
    match value {
        Some(value) => Ok(value),
        None => Err(cx.runtime_error("Cannot delete attribute")),
    }
}

fn set_handler(cx: &mut Cx, me: &ObjRef, handler: Handler, value: Option<&ObjRef>) -> PyResult<()> {
    let value = undeletable(cx, value)?;
    if handler == Handler::CharacterData {
        // What is held back is for the one before.
        calls::flush(cx, me)?;
    }
    let value = (!value.is_none()).then(|| value.clone());
    let p = XmlParser::of(cx, me)?;
    if let Handler::Default | Handler::DefaultExpand = handler {
        p.default = value.is_some().then_some(handler);
        p.parser.settings.expand = handler == Handler::DefaultExpand;
    }
    let old = std::mem::replace(&mut p.handlers[handler as usize], value);
    drop(old);
    Ok(())
}

fn place(cx: &mut Cx, me: &ObjRef, part: fn(Place) -> usize) -> PyResult {
    let place = XmlParser::of(cx, me)?.parser.place();
    Ok(cx.usize(part(place)))
}

fn flag(cx: &mut Cx, me: &ObjRef, part: fn(&XmlParser) -> bool) -> PyResult {
    let on = part(XmlParser::of(cx, me)?);
    Ok(cx.bool(on))
}

fn number(cx: &mut Cx, me: &ObjRef, part: fn(&XmlParser) -> usize) -> PyResult {
    let n = part(XmlParser::of(cx, me)?);
    Ok(cx.usize(n))
}

fn set_flag(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>, set: fn(&mut XmlParser, bool)) -> PyResult<()> {
    let value = undeletable(cx, value)?;
    let on = cx.truth(value)?;
    set(XmlParser::of(cx, me)?, on);
    Ok(())
}

fn set_buffer_text(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = undeletable(cx, value)?;
    if cx.truth(value)? {
        XmlParser::of(cx, me)?.buffer.get_or_insert_default();
        return Ok(());
    }
    calls::flush(cx, me)?;
    XmlParser::of(cx, me)?.buffer = None;
    Ok(())
}

fn set_buffer_size(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = undeletable(cx, value)?;
    if !value.is_int() {
        return Err(cx.type_error("buffer_size must be an integer"));
    }
    let size = match world::long(cx, value)? {
        size if size <= 0 => return Err(cx.value_error("buffer_size must be greater than zero")),
        size if size > i64::from(i32::MAX) => {
            return Err(cx.value_error("buffer_size must not be greater than 2147483647"));
        }
        size => size as usize,
    };
    if XmlParser::of(cx, me)?.buffer_size != size {
        calls::flush(cx, me)?;
        XmlParser::of(cx, me)?.buffer_size = size;
    }
    Ok(())
}
