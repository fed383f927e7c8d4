//! `Element`: a tag, attributes, text inside and behind, and children.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::instance::full_size;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised, Slots};

use super::{children, copying, iterate, search};

/// Payload of an element.
pub struct Element {
    pub tag: ObjRef,
    pub text: ObjRef,
    pub tail: ObjRef,
    /// A dict, once there are attributes or somebody asks for them.
    pub attrib: Option<ObjRef>,
    pub children: Vec<ObjRef>,
}

impl Payload for Element {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.tag, Relation::Attr("tag"));
        v.fixed(&mut self.text, Relation::Attr("text"));
        v.fixed(&mut self.tail, Relation::Attr("tail"));
        v.edge(&mut self.attrib, Relation::Typed("attrib"));
        v.items(&mut self.children);
    }
    fn clear(&mut self) {
        let children = std::mem::take(&mut self.children);
        let attrib = self.attrib.take();
        drop((children, attrib));
    }
    fn admits(&self, relation: Relation, _: &ObjRef, new: &ObjRef) -> bool {
        !matches!(relation, Relation::Index(_)) || new.has_payload::<Element>()
    }
    fn extra_size(&self) -> usize {
        self.children.capacity() * size_of::<ObjRef>()
    }
}

pub(super) const NAME: &str = "xml.etree.ElementTree.Element";

static METHODS: &[NativeDef] = &[
    NativeDef::m0("clear", clear, "clear($self, /)\n--\n\n"),
    NativeDef::full("get", get, "get($self, /, key, default=None)\n--\n\n"),
    NativeDef::m2("set", set, "set($self, key, value, /)\n--\n\n"),
    NativeDef::m0("keys", keys, "keys($self, /)\n--\n\n"),
    NativeDef::m0("items", items, "items($self, /)\n--\n\n"),
    NativeDef::m2("makeelement", make_element, "makeelement($self, tag, attrib, /)\n--\n\n"),
    NativeDef::m1("append", children::append, "append($self, subelement, /)\n--\n\n"),
    NativeDef::m1("extend", children::extend, "extend($self, elements, /)\n--\n\n"),
    NativeDef::m2("insert", children::insert, "insert($self, index, subelement, /)\n--\n\n"),
    NativeDef::m1("remove", children::remove, "remove($self, subelement, /)\n--\n\n"),
    NativeDef::full("find", search::find, "find($self, /, path, namespaces=None)\n--\n\n"),
    NativeDef::full("findall", search::find_all, "findall($self, /, path, namespaces=None)\n--\n\n"),
    NativeDef::full(
        "findtext",
        search::find_text,
        "findtext($self, /, path, default=None, namespaces=None)\n--\n\n",
    ),
    NativeDef::full("iterfind", search::iter_find, "iterfind($self, /, path, namespaces=None)\n--\n\n"),
    NativeDef::full("iter", iterate::iter, "iter($self, /, tag=None)\n--\n\n"),
    NativeDef::m0("itertext", iterate::iter_text, "itertext($self, /)\n--\n\n"),
    NativeDef::m0("__copy__", copying::copy, "__copy__($self, /)\n--\n\n"),
    NativeDef::m1("__deepcopy__", copying::deep_copy, "__deepcopy__($self, memo, /)\n--\n\n"),
    NativeDef::m0("__getstate__", copying::state, "__getstate__($self, /)\n--\n\n"),
    NativeDef::m1("__setstate__", copying::set_state, "__setstate__($self, state, /)\n--\n\n"),
    NativeDef::m0("__sizeof__", sizeof, "__sizeof__($self, /)\n--\n\n"),
];

/// An attribute that is a field of the payload.
macro_rules! field {
    ($name:ident, $doc:literal) => {
        GetSet::rw(
            stringify!($name),
            |cx, me| Ok(of(cx, me)?.$name.clone()),
            |cx, me, value| {
                let value = undeletable(cx, value)?.clone();
                let old = std::mem::replace(&mut of(cx, me)?.$name, value);
                drop(old);
                Ok(())
            },
            $doc,
        )
    };
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        len: Some(children::len),
        getitem: Some(children::getitem),
        setitem: Some(children::setitem),
        bool_: Some(truth),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: &[
        field!(tag, "A string identifying what kind of data this element represents"),
        field!(text, "A string of text directly after the start tag, or None"),
        field!(tail, "A string of text directly after the end tag, or None"),
        GetSet::rw("attrib", attrib, set_attrib, "A dictionary containing the element's attributes"),
    ],
    doc: "",
};

pub(super) fn install(cx: &mut Cx) -> ObjRef {
    let ty = cx.add_native_type_over::<Element>(NAME, None, type_flag::BASE_TYPE, Layout::WEAK);
    cx.fill_type(&ty, &SPEC);
    ty.as_ref().clone()
}

/// The element for writing.
pub fn of<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Element> {
    if !me.has_payload::<Element>() {
        return Err(cx.bad_internal("Element"));
    }
    cx.heap.get_mut::<Element>(me).ok_or(Raised)
}

/// The element for reading, if it is one.
pub fn get_ref<'a>(cx: &'a Cx, me: &'a ObjRef) -> Option<&'a Element> {
    cx.heap.get::<Element>(me)
}

/// TypeError unless the argument is an element.
pub(super) fn check(cx: &mut Cx, function: &str, argument: &str, o: &ObjRef) -> PyResult<()> {
    if o.has_payload::<Element>() {
        return Ok(());
    }
    let got = o.kind_given();
    Err(cx.type_error(format!("{function}() argument{argument} must be {NAME}, not {got}")))
}

fn undeletable<'a>(cx: &mut Cx, value: Option<&'a ObjRef>) -> PyResult<&'a ObjRef> {
    match value {
        Some(value) => Ok(value),
        None => Err(cx.attribute_error("can't delete element attribute")),
    }
}

// ---- making

/// An element without text and children.
pub(super) fn make(cx: &Cx, tag: ObjRef, attrib: Option<ObjRef>) -> ObjRef {
    let none = cx.none.clone();
    cx.new_object(Element { tag, text: none.clone(), tail: none, attrib, children: Vec::new() })
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let none = cx.none.clone();
    let ty = cx.expect_type(class)?;
    let element =
        Element { tag: none.clone(), text: none.clone(), tail: none, attrib: None, children: Vec::new() };
    Ok(cx.new_instance(ty, element))
}

/// The attributes that a dict argument and keywords give; the dict is copied.
fn given_attributes(
    cx: &mut Cx,
    function: &str,
    place: usize,
    positional: Option<&ObjRef>,
    args: &Args,
) -> PyResult<Option<ObjRef>> {
    let keyword = args.keyword("attrib").filter(|_| positional.is_none());
    let given = match (positional, keyword) {
        (Some(o), _) if cx.heap.dict(o).is_none() => {
            let got = o.kind_given();
            return Err(cx.type_error(format!("{function}() argument {place} must be dict, not {got}")));
        }
        (None, Some(o)) if cx.heap.dict(o).is_none() => {
            let got = o.kind_given();
            return Err(cx.type_error(format!("attrib must be dict, not {got}")));
        }
        (positional, keyword) => positional.or(keyword),
    };
    if given.is_none() && args.names.is_empty() {
        return Ok(None);
    }
    let attrib = match given.and_then(|o| cx.heap.dict(o)) {
        Some(dict) => {
            let copy = dict.copy();
            cx.dict_from(copy)
        }
        None => cx.new_dict(),
    };
    for (name, value) in args.keywords() {
        if keyword.is_none() || name.ascii() != Some("attrib") {
            drop(cx.dict_set(&attrib, name, value.clone())?);
        }
    }
    Ok(Some(attrib))
}

fn wrong_count(cx: &mut Cx, function: &str, least: usize, most: usize, given: usize) -> Raised {
    let (bound, n) = if given < least { ("least", least) } else { ("most", most) };
    let plural = if n == 1 { "" } else { "s" };
    cx.type_error(format!("{function}() takes at {bound} {n} argument{plural} ({given} given)"))
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    let (tag, attrib) = match args.pos() {
        [tag] => (tag, None),
        [tag, attrib] => (tag, Some(attrib)),
        other => return Err(wrong_count(cx, "Element", 1, 2, other.len())),
    };
    let attrib = given_attributes(cx, "Element", 2, attrib, args)?;
    let none = cx.none.clone();
    let made = Element { tag: tag.clone(), text: none.clone(), tail: none, attrib, children: Vec::new() };
    let element = of(cx, me)?;
    let children = std::mem::take(&mut element.children);
    let old = std::mem::replace(element, Element { children, ..made });
    drop(old);
    Ok(())
}

/// `SubElement(parent, tag, attrib={}, **extra)`
pub(super) fn sub_element(cx: &mut Cx, args: &Args) -> PyResult {
    let (parent, tag, attrib) = match args.pos() {
        [parent, tag] => (parent, tag, None),
        [parent, tag, attrib] => (parent, tag, Some(attrib)),
        other => return Err(wrong_count(cx, "SubElement", 2, 3, other.len())),
    };
    check(cx, "SubElement", " 1", parent)?;
    let attrib = given_attributes(cx, "SubElement", 3, attrib, args)?;
    let child = make(cx, tag.clone(), attrib);
    children::push(cx, parent, child.clone())?;
    Ok(child)
}

fn make_element(cx: &mut Cx, _: &ObjRef, tag: &ObjRef, attrib: &ObjRef) -> PyResult {
    let Some(dict) = cx.heap.dict(attrib) else {
        let got = attrib.kind_given();
        return Err(cx.type_error(format!("makeelement() argument 2 must be dict, not {got}")));
    };
    let copy = dict.copy();
    let attrib = cx.dict_from(copy);
    Ok(make(cx, tag.clone(), Some(attrib)))
}

// ---- attributes

fn attrib(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if let Some(attrib) = &of(cx, me)?.attrib {
        return Ok(attrib.clone());
    }
    let attrib = cx.new_dict();
    of(cx, me)?.attrib = Some(attrib.clone());
    Ok(attrib)
}

fn set_attrib(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = undeletable(cx, value)?;
    if cx.heap.dict(value).is_none() {
        let got = value.kind_given();
        return Err(cx.type_error(format!("attrib must be dict, not {got}")));
    }
    let old = of(cx, me)?.attrib.replace(value.clone());
    drop(old);
    Ok(())
}

fn get(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 1> = Params { required: ["key"], optional: ["default"], posonly: 0, kwonly: 2 };
    let ([key], [default]) = args.bind(cx, "get", &PARAMS)?;
    let found = match of(cx, me)?.attrib.clone() {
        Some(attrib) => cx.dict_get(&attrib, &key)?,
        None => None,
    };
    Ok(found.or(default).unwrap_or_else(|| cx.none.clone()))
}

fn set(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: &ObjRef) -> PyResult {
    let attrib = attrib(cx, me)?;
    drop(cx.dict_set(&attrib, key, value.clone())?);
    Ok(cx.none.clone())
}

/// The attributes, as pairs.
fn entries(cx: &mut Cx, me: &ObjRef) -> PyResult<Vec<(ObjRef, ObjRef)>> {
    let attrib = of(cx, me)?.attrib.clone();
    Ok(attrib.map_or_else(Vec::new, |attrib| cx.dict_items(&attrib)))
}

fn keys(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let keys = entries(cx, me)?.into_iter().map(|(key, _)| key).collect();
    Ok(cx.new_list(keys))
}

fn items(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let items = entries(cx, me)?.into_iter().map(|(key, value)| cx.new_pair(key, value)).collect();
    Ok(cx.new_list(items))
}

fn clear(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let none = cx.none.clone();
    let element = of(cx, me)?;
    let text = std::mem::replace(&mut element.text, none.clone());
    let tail = std::mem::replace(&mut element.tail, none.clone());
    let (attrib, children) = (element.attrib.take(), std::mem::take(&mut element.children));
    drop((text, tail, attrib, children));
    Ok(none)
}

// ---- the rest

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let tag = of(cx, me)?.tag.clone();
    let id = me.id();
    let shown = cx.guarded_repr(me, "", |cx| {
        let tag = cx.repr_text(&tag)?;
        Ok(cx.new_str(&format!("<Element {tag} at {id:#x}>")))
    })?;
    if shown.str_len() == Some(0) {
        let class = me.ty().name();
        return Err(cx.runtime_error(format!("reentrant call inside {class}.__repr__")));
    }
    Ok(shown)
}

fn truth(cx: &mut Cx, me: &ObjRef) -> PyResult<bool> {
    let category = cx.excs.deprecation_warning.clone();
    cx.warn(
        &category,
        "Testing an element's truth value will raise an exception in future versions.  Use specific 'len(elem)' or 'elem is not None' test instead.",
        1,
    )?;
    Ok(children::len(cx, me)? > 0)
}

fn sizeof(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.usize(full_size(me)))
}
