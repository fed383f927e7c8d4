//! `re.Match`: what a match found.

use smallvec::SmallVec;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::pattern::Pattern;
use super::subject::{Run, slice};
use super::template;
use crate::alias;

/// Where a group matched.
type Span = Option<(usize, usize)>;

pub(super) struct Match {
    string: ObjRef,
    pattern: ObjRef,
    pos: usize,
    endpos: usize,
    last_group: usize,
    /// The whole match, then the groups.
    spans: SmallVec<[Span; 3]>,
}

impl Payload for Match {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.string, Relation::Typed("string"));
        v.fixed(&mut self.pattern, Relation::Typed("re"));
    }
    fn extra_size(&self) -> usize {
        if self.spans.spilled() { self.spans.capacity() * size_of::<Span>() } else { 0 }
    }
}

pub(super) static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), getitem: Some(getitem), ..Slots::EMPTY },
    methods: &[
        NativeDef::range(
            "group",
            group,
            0,
            u8::MAX,
            "group([group1, ...]) -> str or tuple.\nReturn subgroup(s) of the match by indices or names.\nFor 0 returns the entire match.",
        ),
        NativeDef::range(
            "start",
            start,
            0,
            1,
            "start($self, group=0, /)\n--\n\nReturn index of the start of the substring matched by group.",
        ),
        NativeDef::range(
            "end",
            end,
            0,
            1,
            "end($self, group=0, /)\n--\n\nReturn index of the end of the substring matched by group.",
        ),
        NativeDef::range(
            "span",
            span,
            0,
            1,
            "span($self, group=0, /)\n--\n\nFor match object m, return the 2-tuple (m.start(group), m.end(group)).",
        ),
        NativeDef::full(
            "groups",
            groups,
            "groups($self, /, default=None)\n--\n\nReturn a tuple containing all the subgroups of the match, from 1.\n\n  default\n    Is used for groups that did not participate in the match.",
        ),
        NativeDef::full(
            "groupdict",
            groupdict,
            "groupdict($self, /, default=None)\n--\n\nReturn a dictionary containing all the named subgroups of the match, keyed by the subgroup name.\n\n  default\n    Is used for groups that did not participate in the match.",
        ),
        NativeDef::full(
            "expand",
            expand,
            "expand($self, /, template)\n--\n\nReturn the string obtained by doing backslash substitution on the string template, as done by the sub() method.",
        ),
        NativeDef::m0("__copy__", copy, "__copy__($self, /)\n--\n\n"),
        NativeDef::m1("__deepcopy__", deepcopy, "__deepcopy__($self, memo, /)\n--\n\n"),
        NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
    ],
    getsets: &[
        GetSet::new("lastindex", last_index, "The integer index of the last matched capturing group."),
        GetSet::new("lastgroup", last_group, "The name of the last matched capturing group."),
        GetSet::new("regs", regs, ""),
        GetSet::member(
            "string",
            |cx, me| Ok(of(cx, me)?.string.clone()),
            "The string passed to match() or search().",
        ),
        GetSet::member("re", |cx, me| Ok(of(cx, me)?.pattern.clone()), "The regular expression object."),
        GetSet::member(
            "pos",
            |cx, me| {
                let pos = of(cx, me)?.pos;
                Ok(cx.usize(pos))
            },
            "The index into the string at which the RE engine started looking for a match.",
        ),
        GetSet::member(
            "endpos",
            |cx, me| {
                let end = of(cx, me)?.endpos;
                Ok(cx.usize(end))
            },
            "The index into the string beyond which the RE engine will not go.",
        ),
    ],
    doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
};

/// The match that a run has found.
pub(super) fn new(cx: &Cx, pattern: &ObjRef, run: &Run) -> ObjRef {
    let machine = &run.machine;
    let mut spans = SmallVec::with_capacity(run.groups() + 1);
    spans.push(Some((machine.start(), machine.end())));
    spans.extend((1..=run.groups()).map(|i| machine.group(i)));
    cx.new_object(Match {
        string: run.string.clone(),
        pattern: pattern.clone(),
        pos: run.start,
        endpos: run.end,
        last_group: machine.last_group(),
        spans,
    })
}

fn of<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a Match> {
    if !me.has_payload::<Match>() {
        return Err(cx.bad_internal("match"));
    }
    match cx.heap.get::<Match>(me) {
        Some(m) => Ok(m),
        None => Err(theseus_object::Raised),
    }
}

/// The text of a group by number; `default` if it did not match, IndexError if there is none.
pub(super) fn group_text(cx: &mut Cx, me: &ObjRef, number: usize, default: &ObjRef) -> PyResult {
    let m = of(cx, me)?;
    match m.spans.get(number) {
        Some(&Some((start, end))) => {
            let string = m.string.clone();
            Ok(slice(cx, &string, start, end))
        }
        Some(None) => Ok(default.clone()),
        None => Err(cx.index_error("no such group")),
    }
}

/// The number that an index or a name means.
fn number_of(cx: &mut Cx, me: &ObjRef, index: &ObjRef) -> PyResult<usize> {
    let number = if index.is_int() || index.ty().slots().index.is_some() {
        Some(cx.index_clipped(index)?)
    } else {
        let pattern = of(cx, me)?.pattern.clone();
        let names = cx.heap.get::<Pattern>(&pattern).map(|p| p.names.clone());
        let found = match names {
            Some(names) => match cx.dict_get(&names, index) {
                Err(_) => {
                    cx.take_exception();
                    None
                }
                found => found?,
            },
            None => None,
        };
        found.and_then(|n| cx.meant_int(&n))
    };
    let count = of(cx, me)?.spans.len();
    match number.and_then(|n| usize::try_from(n).ok()).filter(|n| *n < count) {
        Some(n) => Ok(n),
        None => Err(cx.index_error("no such group")),
    }
}

fn group_by(cx: &mut Cx, me: &ObjRef, index: &ObjRef) -> PyResult {
    let (number, none) = (number_of(cx, me, index)?, cx.none.clone());
    group_text(cx, me, number, &none)
}

fn group(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    match values {
        [me] => {
            let none = cx.none.clone();
            group_text(cx, me, 0, &none)
        }
        [me, index] => group_by(cx, me, index),
        [me, indexes @ ..] => {
            let mut found = Vec::with_capacity(indexes.len());
            for index in indexes {
                found.push(group_by(cx, me, index)?);
            }
            Ok(cx.new_tuple(found))
        }
        [] => Err(cx.bad_internal("match")),
    }
}

fn getitem(cx: &mut Cx, me: &ObjRef, index: &ObjRef) -> PyResult {
    group_by(cx, me, index)
}

/// The span that a method was asked for.
fn asked(cx: &mut Cx, values: &[ObjRef]) -> PyResult<Span> {
    let Some(me) = values.first() else { return Err(cx.bad_internal("match")) };
    let number = match values.get(1) {
        Some(index) => number_of(cx, me, index)?,
        None => 0,
    };
    Ok(of(cx, me)?.spans.get(number).copied().flatten())
}

fn bound(cx: &Cx, at: Option<usize>) -> ObjRef {
    match at {
        Some(at) => cx.usize(at),
        None => cx.int(-1),
    }
}

fn start(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let span = asked(cx, values)?;
    Ok(bound(cx, span.map(|s| s.0)))
}

fn end(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let span = asked(cx, values)?;
    Ok(bound(cx, span.map(|s| s.1)))
}

fn pair(cx: &Cx, span: Span) -> ObjRef {
    cx.new_tuple([bound(cx, span.map(|s| s.0)), bound(cx, span.map(|s| s.1))])
}

fn span(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let span = asked(cx, values)?;
    Ok(pair(cx, span))
}

fn regs(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let spans = of(cx, me)?.spans.clone();
    let pairs: Vec<ObjRef> = spans.into_iter().map(|s| pair(cx, s)).collect();
    Ok(cx.new_tuple(pairs))
}

const DEFAULT: Params<0, 1> = Params { required: [], optional: ["default"], posonly: 0, kwonly: 1 };

fn default(cx: &mut Cx, args: &Args, name: &str) -> PyResult {
    let ([], [default]) = args.bind(cx, name, &DEFAULT)?;
    Ok(default.unwrap_or_else(|| cx.none.clone()))
}

fn groups(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let default = default(cx, args, "groups")?;
    let count = of(cx, me)?.spans.len();
    let mut found = Vec::with_capacity(count);
    for number in 1..count {
        found.push(group_text(cx, me, number, &default)?);
    }
    Ok(cx.new_tuple(found))
}

fn groupdict(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let default = default(cx, args, "groupdict")?;
    let pattern = of(cx, me)?.pattern.clone();
    let Some(names) = cx.heap.get::<Pattern>(&pattern).map(|p| p.names.clone()) else {
        return Err(cx.bad_internal("pattern"));
    };
    let found = cx.new_dict();
    for (name, number) in cx.dict_items(&names) {
        let number = cx.meant_int(&number).and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
        let text = group_text(cx, me, number, &default)?;
        cx.dict_set(&found, &name, text)?;
    }
    Ok(found)
}

fn expand(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 0> = Params { required: ["template"], optional: [], posonly: 0, kwonly: 1 };
    let ([text], []) = args.bind(cx, "expand", &PARAMS)?;
    let pattern = of(cx, me)?.pattern.clone();
    let template = template::compile(cx, &pattern, &text)?;
    template::expand(cx, &template, me)
}

/// Whether the text is bytes.
pub(super) fn over_bytes(cx: &mut Cx, me: &ObjRef) -> PyResult<bool> {
    Ok(!of(cx, me)?.string.is_str())
}

fn last_index(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let last = of(cx, me)?.last_group;
    Ok(if last > 0 { cx.usize(last) } else { cx.none.clone() })
}

fn last_group(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let m = of(cx, me)?;
    let (last, pattern) = (m.last_group, m.pattern.clone());
    let names = cx.heap.get::<Pattern>(&pattern).map(|p| p.numbered.clone());
    let name = names.and_then(|names| cx.heap.tuple(&names).and_then(|n| n.get(last).cloned()));
    Ok(name.filter(|_| last > 0).unwrap_or_else(|| cx.none.clone()))
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let none = cx.none.clone();
    let text = group_text(cx, me, 0, &none)?;
    let span = of(cx, me)?.spans.first().copied().flatten().unwrap_or((0, 0));
    let shown = cx.repr(&text)?;
    let name = me.ty().name();
    let head = cx.new_str(&format!("<{name} object; span=({}, {}), match=", span.0, span.1));
    let shown = match shown.str_len() {
        Some(len) if len > 50 => cx.str_slice(&shown, 0, 50),
        _ => shown,
    };
    Ok(cx.str_concat(&[&head, &shown, &cx.new_str(">")]))
}

fn copy(_: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(me.clone())
}

fn deepcopy(_: &mut Cx, me: &ObjRef, _: &ObjRef) -> PyResult {
    Ok(me.clone())
}
