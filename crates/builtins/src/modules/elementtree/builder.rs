//! `TreeBuilder`: makes a tree of starts, ends and data.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::number;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised, Slots};

use super::element::{Element, make};
use super::{PARSE_ERROR, children};
use crate::module::raise_kept;

/// What a builder may report.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Report {
    Start,
    End,
    StartNs,
    EndNs,
    Comment,
    Pi,
}

/// The reports and the names of their events.
pub(super) const REPORTS: [(Report, &str); 6] = [
    (Report::Start, "start"),
    (Report::End, "end"),
    (Report::StartNs, "start-ns"),
    (Report::EndNs, "end-ns"),
    (Report::Comment, "comment"),
    (Report::Pi, "pi"),
];

/// Payload of a builder.
#[derive(Default)]
pub(super) struct TreeBuilder {
    root: Option<ObjRef>,
    /// The innermost open element, and those around it.
    this: Option<ObjRef>,
    around: Vec<Option<ObjRef>>,
    /// The last element that was begun or ended, and that behind which data stands, if it is not inside.
    last: Option<ObjRef>,
    behind: Option<ObjRef>,
    /// Data that belongs to no element yet: what programs gave, then what the parser found.
    parts: Vec<ObjRef>,
    held: String,
    element_factory: Option<ObjRef>,
    comment_factory: Option<ObjRef>,
    pi_factory: Option<ObjRef>,
    insert_comments: bool,
    insert_pis: bool,
    /// Where events are reported to, and the names of those that are.
    report: Option<ObjRef>,
    reported: [Option<ObjRef>; REPORTS.len()],
}

impl Payload for TreeBuilder {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.root, Relation::Attr("root"));
        v.edge(&mut self.this, Relation::Attr("this"));
        v.edge(&mut self.last, Relation::Attr("last"));
        v.edge(&mut self.behind, Relation::Attr("behind"));
        v.edge(&mut self.element_factory, Relation::Attr("element_factory"));
        v.edge(&mut self.comment_factory, Relation::Attr("comment_factory"));
        v.edge(&mut self.pi_factory, Relation::Attr("pi_factory"));
        v.edge(&mut self.report, Relation::Attr("report"));
        for slot in &mut self.reported {
            v.edge(slot, Relation::Attr("event"));
        }
        for (i, slot) in self.around.iter_mut().enumerate() {
            v.edge(slot, Relation::Index(i));
        }
        v.items(&mut self.parts);
    }
    fn clear(&mut self) {
        let old = std::mem::take(self);
        drop(old);
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1("data", data, "data($self, data, /)\n--\n\n"),
        NativeDef::range("start", start_method, 2, 2, "start($self, tag, attrs, /)\n--\n\n"),
        NativeDef::m1("end", end_method, "end($self, tag, /)\n--\n\n"),
        NativeDef::m1("comment", comment, "comment($self, text, /)\n--\n\n"),
        NativeDef::range("pi", pi_method, 1, 2, "pi($self, target, text=None, /)\n--\n\n"),
        NativeDef::m0("close", close, "close($self, /)\n--\n\n"),
    ],
    ..TypeSpec::EMPTY
};

pub(super) fn install(cx: &mut Cx) -> ObjRef {
    let ty =
        cx.add_native_type::<TreeBuilder>("xml.etree.ElementTree.TreeBuilder", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    ty.as_ref().clone()
}

pub(super) fn of<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut TreeBuilder> {
    if !me.has_payload::<TreeBuilder>() {
        return Err(cx.bad_internal("TreeBuilder"));
    }
    cx.heap.get_mut::<TreeBuilder>(me).ok_or(Raised)
}

/// A builder without factories, which leaves out what is no element.
pub(super) fn make_builder(cx: &Cx) -> ObjRef {
    cx.new_object(TreeBuilder::default())
}

/// Whether an object is a builder whose methods nobody overrides.
pub(super) fn is_plain(cx: &Cx, o: &ObjRef) -> bool {
    o.has_payload::<TreeBuilder>() && o.ty().is(&cx.type_of::<TreeBuilder>())
}

const COMMENT: &str = "_elementtree.comment_factory";
const PI: &str = "_elementtree.pi_factory";

/// `_set_factories(comment_factory, pi_factory)`: the factories of builders that are given none.
pub(super) fn set_factories(cx: &mut Cx, comment: &ObjRef, pi: &ObjRef) -> PyResult {
    for (name, factory) in [("Comment", comment), ("PI", pi)] {
        if !factory.is_none() && !theseus_object::slots::is_callable(factory) {
            let got = factory.ty().name();
            return Err(cx.type_error(format!("{name} factory must be callable, not {got}")));
        }
    }
    let old = [COMMENT, PI].map(|name| cx.kept(name).unwrap_or_else(|| cx.none.clone()));
    cx.keep(COMMENT, comment.clone());
    cx.keep(PI, pi.clone());
    Ok(cx.new_tuple(old))
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, TreeBuilder::default()))
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    const PARAMS: Params<0, 5> = Params {
        required: [],
        optional: ["element_factory", "comment_factory", "pi_factory", "insert_comments", "insert_pis"],
        posonly: 0,
        kwonly: 1,
    };
    let ([], [element, comment, pi, comments, pis]) = args.bind(cx, "TreeBuilder", &PARAMS)?;
    let insert_comments = comments.map_or(Ok(false), |o| cx.truth(&o))?;
    let insert_pis = pis.map_or(Ok(false), |o| cx.truth(&o))?;
    let given = |o: Option<ObjRef>| o.filter(|o| !o.is_none());
    let made = TreeBuilder {
        element_factory: given(element),
        comment_factory: given(comment).or_else(|| cx.kept(COMMENT)),
        pi_factory: given(pi).or_else(|| cx.kept(PI)),
        insert_comments,
        insert_pis,
        ..TreeBuilder::default()
    };
    let old = std::mem::replace(of(cx, me)?, made);
    drop(old);
    Ok(())
}

// ---- data

fn data(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult {
    add_part(cx, me, data.clone())?;
    Ok(cx.none.clone())
}

pub(super) fn add_part(cx: &mut Cx, me: &ObjRef, part: ObjRef) -> PyResult<()> {
    let b = of(cx, me)?;
    if b.last.is_none() {
        return Ok(());
    }
    let held = std::mem::take(&mut b.held);
    if !held.is_empty() {
        let held = cx.new_str(&held);
        of(cx, me)?.parts.push(held);
    }
    of(cx, me)?.parts.push(part);
    Ok(())
}

impl TreeBuilder {
    /// Adds data that the parser found.
    pub fn add_text(&mut self, text: &str) {
        if self.last.is_some() {
            self.held.push_str(text);
        }
    }
}

/// Gives the data to the element that it stands in or behind.
fn flush(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let b = of(cx, me)?;
    if b.held.is_empty() && b.parts.is_empty() {
        return Ok(());
    }
    let (element, is_tail) = match &b.behind {
        Some(element) => (Some(element.clone()), true),
        None => (b.last.clone(), false),
    };
    let (mut parts, held) = (std::mem::take(&mut b.parts), std::mem::take(&mut b.held));
    if !held.is_empty() {
        parts.push(cx.new_str(&held));
        let b = of(cx, me)?;
        b.held = held;
        b.held.clear();
    }
    let data = match <[ObjRef; 1]>::try_from(parts) {
        Ok([one]) => one,
        Err(parts) => {
            let list = cx.new_list(parts);
            cx.call_method(&cx.empty_str.clone(), "join", &[list])?
        }
    };
    let Some(element) = element else { return Ok(()) };
    if let Some(e) = cx.heap.get_mut::<Element>(&element) {
        let slot = if is_tail { &mut e.tail } else { &mut e.text };
        if slot.is_none() {
            *slot = data;
            return Ok(());
        }
    }
    let name = cx.intern(if is_tail { "tail" } else { "text" });
    let before = cx.getattr(&element, &name)?;
    let joined = if before.is_none() { data } else { cx.binary(number::ADD, &before, &data)? };
    cx.setattr(&element, &name, Some(&joined))
}

// ---- elements

fn add_child(cx: &mut Cx, parent: &ObjRef, child: &ObjRef) -> PyResult<()> {
    if child.has_payload::<Element>()
        && parent.has_payload::<Element>()
        && parent.ty().is(&cx.type_of::<Element>())
    {
        return children::push(cx, parent, child.clone());
    }
    cx.call_method(parent, "append", std::slice::from_ref(child)).map(drop)
}

fn report(cx: &mut Cx, me: &ObjRef, what: Report, about: &ObjRef) -> PyResult<()> {
    let b = of(cx, me)?;
    let (Some(append), Some(event)) = (b.report.clone(), b.reported[what as usize].clone()) else {
        return Ok(());
    };
    let pair = cx.new_pair(event, about.clone());
    cx.call(&append, &[pair]).map(drop)
}

fn start_method(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [me, tag, attrs] = args else { return Err(cx.bad_internal("arguments")) };
    if cx.heap.dict(attrs).is_none() {
        let got = attrs.kind_given();
        return Err(cx.type_error(format!("start() argument 2 must be dict, not {got}")));
    }
    start(cx, me, tag.clone(), Some(attrs.clone()))
}

/// Begins an element.
pub(super) fn start(cx: &mut Cx, me: &ObjRef, tag: ObjRef, attrs: Option<ObjRef>) -> PyResult {
    flush(cx, me)?;
    let made = match of(cx, me)?.element_factory.clone() {
        None => make(cx, tag, attrs),
        Some(factory) => {
            let attrs = attrs.unwrap_or_else(|| cx.new_dict());
            cx.call(&factory, &[tag, attrs])?
        }
    };
    let b = of(cx, me)?;
    let behind = b.behind.take();
    drop(behind);
    match b.this.clone() {
        Some(this) => add_child(cx, &this, &made)?,
        None if b.root.is_some() => {
            return Err(raise_kept(cx, PARSE_ERROR, "multiple elements on top level"));
        }
        None => b.root = Some(made.clone()),
    }
    let b = of(cx, me)?;
    let outer = b.this.replace(made.clone());
    b.around.push(outer);
    let old = b.last.replace(made.clone());
    drop(old);
    report(cx, me, Report::Start, &made)?;
    Ok(made)
}

fn end_method(cx: &mut Cx, me: &ObjRef, _: &ObjRef) -> PyResult {
    end(cx, me)
}

/// Ends the innermost element.
pub(super) fn end(cx: &mut Cx, me: &ObjRef) -> PyResult {
    flush(cx, me)?;
    let b = of(cx, me)?;
    let Some(outer) = b.around.pop() else { return Err(cx.index_error("pop from empty stack")) };
    let ended = std::mem::replace(&mut b.this, outer);
    let old =
        (std::mem::replace(&mut b.last, ended.clone()), std::mem::replace(&mut b.behind, ended.clone()));
    drop(old);
    let ended = ended.unwrap_or_else(|| cx.none.clone());
    report(cx, me, Report::End, &ended)?;
    Ok(ended)
}

pub(super) fn comment(cx: &mut Cx, me: &ObjRef, text: &ObjRef) -> PyResult {
    let b = of(cx, me)?;
    let insert = b.insert_comments;
    let factory = b.comment_factory.clone();
    aside(cx, me, factory, std::slice::from_ref(text), insert, Report::Comment)
}

fn pi_method(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [me, target, rest @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let text = rest.first().cloned().unwrap_or_else(|| cx.none.clone());
    pi(cx, me, target.clone(), text)
}

pub(super) fn pi(cx: &mut Cx, me: &ObjRef, target: ObjRef, text: ObjRef) -> PyResult {
    let b = of(cx, me)?;
    let insert = b.insert_pis;
    let factory = b.pi_factory.clone();
    aside(cx, me, factory, &[target, text], insert, Report::Pi)
}

/// What stands between elements: made by its factory, inserted if it is to be, reported. Without a factory the
/// parts stand for themselves.
fn aside(
    cx: &mut Cx,
    me: &ObjRef,
    factory: Option<ObjRef>,
    parts: &[ObjRef],
    insert: bool,
    what: Report,
) -> PyResult {
    let made = match factory.filter(|f| !f.is_none()) {
        Some(factory) => {
            let made = cx.call(&factory, parts)?;
            if insert && let Some(this) = of(cx, me)?.this.clone() {
                flush(cx, me)?;
                add_child(cx, &this, &made)?;
                let old = of(cx, me)?.behind.replace(made.clone());
                drop(old);
            }
            made
        }
        None => match parts {
            [one] => one.clone(),
            parts => cx.tuple_from_slice(parts),
        },
    };
    report(cx, me, what, &made)?;
    Ok(made)
}

pub(super) fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    flush(cx, me)?;
    let root = of(cx, me)?.root.clone();
    Ok(root.unwrap_or_else(|| cx.none.clone()))
}

// ---- reports

/// Reports what a parser finds of namespaces.
pub(super) fn namespace(cx: &mut Cx, me: &ObjRef, bound: Option<(ObjRef, ObjRef)>) -> PyResult<()> {
    match bound {
        Some((prefix, uri)) => {
            let pair = cx.new_pair(prefix, uri);
            report(cx, me, Report::StartNs, &pair)
        }
        None => {
            let none = cx.none.clone();
            report(cx, me, Report::EndNs, &none)
        }
    }
}

/// Whether something is reported.
pub(super) fn reports(cx: &mut Cx, me: &ObjRef, what: Report) -> PyResult<bool> {
    Ok(of(cx, me)?.reported[what as usize].is_some())
}

/// Sets what is reported, by names, and to whom: only ends, if no names are given.
pub(super) fn set_reports(cx: &mut Cx, me: &ObjRef, append: ObjRef, names: &ObjRef) -> PyResult<()> {
    let mut reported: [Option<ObjRef>; REPORTS.len()] = Default::default();
    if names.is_none() {
        reported[Report::End as usize] = Some(cx.intern("end"));
    } else {
        let names = match cx.collect(names) {
            Ok(names) => names,
            Err(_) if cx.catch(&cx.excs.type_error.clone()) => {
                return Err(cx.type_error("events must be a sequence"));
            }
            Err(raised) => return Err(raised),
        };
        for name in names {
            let Some(text) = name.text() else { return Err(cx.value_error("invalid events sequence")) };
            match REPORTS.iter().find(|(_, known)| *known == text) {
                Some((what, _)) => reported[*what as usize] = Some(name.clone()),
                None => {
                    let text = format!("unknown event '{text}'");
                    return Err(cx.value_error(text));
                }
            }
        }
    }
    let b = of(cx, me)?;
    let old = (b.report.replace(append), std::mem::replace(&mut b.reported, reported));
    drop(old);
    Ok(())
}

/// TypeError unless events can be reported: only plain builders do.
pub(super) fn check_plain(cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
    if is_plain(cx, o) {
        return Ok(());
    }
    Err(cx.type_error("event handling only supported for ElementTree.TreeBuilder targets"))
}
