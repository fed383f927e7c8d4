//! `re.Pattern`: a compiled pattern and its methods.

use std::cell::Cell;
use std::rc::Rc;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation, Shadow};
use theseus_object::hash;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, CompareOp, Cx, ObjRef, PyResult, Slots};

use super::match_;
use super::subject::{How, Run, join};
use super::{scanner, template};
use crate::alias;
use crate::iters::callable::CallableIter;
use crate::namespace::mapping_proxy;
use crate::str::args::ssize;
use crate::text::regex::{Goal, Machine, Program};

/// Payload of a compiled pattern.
pub struct Pattern {
    /// What was compiled: str, bytes or None.
    pub(super) pattern: ObjRef,
    pub(super) flags: i64,
    /// Names of groups to their numbers, and for each number the name or None.
    pub(super) names: ObjRef,
    pub(super) numbered: ObjRef,
    pub(super) code: Box<[u32]>,
    pub(super) program: Rc<Program>,
    /// Whether it matches bytes; any text if there is no pattern.
    pub(super) is_bytes: Option<bool>,
    /// A machine that no match uses.
    pub(super) spare: Cell<Option<Box<Machine>>>,
}

impl Payload for Pattern {
    const SHADOW: Option<Shadow> = Some(|cx, o, f| {
        let Some(p) = cx.heap.get::<Pattern>(o) else { return Err(cx.bad_internal("pattern")) };
        let mut copy = Pattern {
            pattern: p.pattern.clone(),
            flags: p.flags,
            names: p.names.clone(),
            numbered: p.numbered.clone(),
            code: p.code.clone(),
            program: p.program.clone(),
            is_bytes: p.is_bytes,
            spare: Cell::new(None),
        };
        copy.pattern = f(cx, &copy.pattern)?;
        Ok(cx.new_object(copy))
    });
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.pattern, Relation::Typed("pattern"));
        v.fixed(&mut self.names, Relation::Part("groupindex"));
        v.fixed(&mut self.numbered, Relation::Part("indexgroup"));
    }
    fn extra_size(&self) -> usize {
        size_of_val(&*self.code)
    }
}

pub(super) static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), hash: Some(hash_), compare: Some(compare), ..Slots::EMPTY },
    methods: &[
        NativeDef::full(
            "match",
            |cx, me, args| look(cx, me, args, "match", How::Match, false),
            "match($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nMatches zero or more characters at the beginning of the string.",
        ),
        NativeDef::full(
            "fullmatch",
            |cx, me, args| look(cx, me, args, "fullmatch", How::Match, true),
            "fullmatch($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nMatches against all of the string.",
        ),
        NativeDef::full(
            "search",
            |cx, me, args| look(cx, me, args, "search", How::Search, false),
            "search($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nScan through string looking for a match, and return a corresponding match object instance.\n\nReturn None if no position in the string matches.",
        ),
        NativeDef::full(
            "sub",
            |cx, me, args| substitute(cx, me, args, "sub"),
            "sub($self, /, repl, string, count=0)\n--\n\nReturn the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl.",
        ),
        NativeDef::full(
            "subn",
            |cx, me, args| substitute(cx, me, args, "subn"),
            "subn($self, /, repl, string, count=0)\n--\n\nReturn the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl.",
        ),
        NativeDef::full(
            "findall",
            find_all,
            "findall($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nReturn a list of all non-overlapping matches of pattern in string.",
        ),
        NativeDef::full(
            "split",
            split,
            "split($self, /, string, maxsplit=0)\n--\n\nSplit string by the occurrences of pattern.",
        ),
        NativeDef::full(
            "finditer",
            find_iter,
            "finditer($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nReturn an iterator over all non-overlapping matches for the RE pattern in string.\n\nFor each match, the iterator returns a match object.",
        ),
        NativeDef::full(
            "scanner",
            |cx, me, args| {
                let run = open(cx, me, args, "scanner")?;
                Ok(scanner::new(cx, me, run))
            },
            "scanner($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\n",
        ),
        NativeDef::m0("__copy__", |_, me| Ok(me.clone()), "__copy__($self, /)\n--\n\n"),
        NativeDef::m1("__deepcopy__", |_, me, _| Ok(me.clone()), "__deepcopy__($self, memo, /)\n--\n\n"),
        NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
    ],
    getsets: &[
        GetSet::new(
            "groupindex",
            |cx, me| {
                let names = of(cx, me)?.names.clone();
                Ok(mapping_proxy(cx, names))
            },
            "A dictionary mapping group names to group numbers.",
        ),
        GetSet::member(
            "pattern",
            |cx, me| Ok(of(cx, me)?.pattern.clone()),
            "The pattern string from which the RE object was compiled.",
        ),
        GetSet::member(
            "flags",
            |cx, me| {
                let flags = of(cx, me)?.flags;
                Ok(cx.int(flags))
            },
            "The regex matching flags.",
        ),
        GetSet::member(
            "groups",
            |cx, me| {
                let groups = of(cx, me)?.program.groups();
                Ok(cx.usize(groups))
            },
            "The number of capturing groups in the pattern.",
        ),
    ],
    doc: "Compiled regular expression object.",
};

fn of<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a Pattern> {
    if !me.has_payload::<Pattern>() {
        return Err(cx.bad_internal("pattern"));
    }
    match cx.heap.get::<Pattern>(me) {
        Some(p) => Ok(p),
        None => Err(theseus_object::Raised),
    }
}

fn position(cx: &mut Cx, o: Option<ObjRef>, otherwise: i64) -> PyResult<i64> {
    match o {
        Some(o) => ssize(cx, &o),
        None => Ok(otherwise),
    }
}

/// The run for the arguments `string, pos=0, endpos=sys.maxsize`.
fn open(cx: &mut Cx, me: &ObjRef, args: &Args, name: &str) -> PyResult<Run> {
    const PARAMS: Params<1, 2> =
        Params { required: ["string"], optional: ["pos", "endpos"], posonly: 0, kwonly: 3 };
    if let ([string], true) = (args.values, args.names.is_empty()) {
        return Run::new(cx, me, string, 0, i64::MAX);
    }
    let ([string], [from, to]) = args.bind(cx, name, &PARAMS)?;
    let (from, to) = (position(cx, from, 0)?, position(cx, to, i64::MAX)?);
    Run::new(cx, me, &string, from, to)
}

fn look(cx: &mut Cx, me: &ObjRef, args: &Args, name: &str, how: How, whole: bool) -> PyResult {
    let mut run = open(cx, me, args, name)?;
    let from = run.start;
    let found = run.find(cx, how, from, Goal { whole, not_empty_at: None })?;
    let result = if found { match_::new(cx, me, &run) } else { cx.none.clone() };
    run.finish(cx, me);
    Ok(result)
}

/// Goes from match to match; each may be empty only where the one before did not end.
struct Walk {
    run: Run,
    next: usize,
    not_empty_at: Option<usize>,
}

impl Walk {
    fn new(run: Run) -> Walk {
        let next = run.start;
        Walk { run, next, not_empty_at: None }
    }

    /// The place of the next match.
    fn next(&mut self, cx: &mut Cx) -> PyResult<Option<(usize, usize)>> {
        let goal = Goal { whole: false, not_empty_at: self.not_empty_at };
        if !self.run.find(cx, How::Search, self.next, goal)? {
            return Ok(None);
        }
        let (start, end) = (self.run.machine.start(), self.run.machine.end());
        self.next = end;
        self.not_empty_at = (start == end).then_some(end);
        Ok(Some((start, end)))
    }
}

fn find_all(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let run = open(cx, me, args, "findall")?;
    let mut walk = Walk::new(run);
    let mut found = Vec::new();
    let empty = walk.run.slice(cx, 0, 0);
    while let Some((start, end)) = walk.next(cx)? {
        let run = &walk.run;
        let text = match run.groups() {
            0 => run.slice(cx, start, end),
            1 => run.group(cx, 1).unwrap_or_else(|| empty.clone()),
            n => {
                let texts: Vec<ObjRef> =
                    (1..=n).map(|i| run.group(cx, i).unwrap_or_else(|| empty.clone())).collect();
                cx.new_tuple(texts)
            }
        };
        cx.push_to(&mut found, text)?;
    }
    walk.run.finish(cx, me);
    Ok(cx.new_list(found))
}

fn find_iter(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let run = open(cx, me, args, "finditer")?;
    let scanner = scanner::new(cx, me, run);
    let name = cx.intern("search");
    let search = cx.getattr(&scanner, &name)?;
    Ok(cx.new_object(CallableIter { callable: Some(search), sentinel: Some(cx.none.clone()) }))
}

fn split(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 1> =
        Params { required: ["string"], optional: ["maxsplit"], posonly: 0, kwonly: 2 };
    let ([string], [most]) = args.bind(cx, "split", &PARAMS)?;
    let most = position(cx, most, 0)?;
    let mut walk = Walk::new(Run::new(cx, me, &string, 0, i64::MAX)?);
    let (mut parts, mut last, mut done) = (Vec::new(), 0, 0);
    while most == 0 || done < most {
        let Some((start, end)) = walk.next(cx)? else { break };
        let run = &walk.run;
        let part = run.slice(cx, last, start);
        cx.push_to(&mut parts, part)?;
        for group in 1..=run.groups() {
            let part = run.group(cx, group).unwrap_or_else(|| cx.none.clone());
            cx.push_to(&mut parts, part)?;
        }
        (last, done) = (end, done + 1);
    }
    parts.push(walk.run.slice(cx, last, walk.run.end));
    walk.run.finish(cx, me);
    Ok(cx.new_list(parts))
}

/// What takes the place of a match.
enum Filter {
    Literal(ObjRef),
    Template(ObjRef),
    Call(ObjRef),
}

/// What the argument `repl` means.
fn filter(cx: &mut Cx, me: &ObjRef, repl: &ObjRef) -> PyResult<Filter> {
    let plain = match repl.chars() {
        Some(chars) => Some(chars.iter().all(|c| c != u32::from(b'\\'))),
        None => cx.heap.bytes(repl).map(|b| !b.contains(&b'\\')),
    };
    if plain == Some(true) {
        return Ok(Filter::Literal(repl.clone()));
    }
    let callable = plain.is_none() && {
        let name = cx.intern("__call__");
        repl.ty().slots().call.is_some() || repl.ty().lookup(cx, &name).is_some()
    };
    if callable {
        return Ok(Filter::Call(repl.clone()));
    }
    let made = template::compile(cx, me, repl)?;
    if let Some(literal) = template::only_literal(cx, &made) {
        return Ok(Filter::Literal(literal));
    }
    Ok(if template::is_template(&made) { Filter::Template(made) } else { Filter::Call(made) })
}

fn substitute(cx: &mut Cx, me: &ObjRef, args: &Args, name: &str) -> PyResult {
    const PARAMS: Params<2, 1> =
        Params { required: ["repl", "string"], optional: ["count"], posonly: 0, kwonly: 3 };
    let ([repl, string], [most]) = args.bind(cx, name, &PARAMS)?;
    let most = position(cx, most, 0)?;
    let filter = filter(cx, me, &repl)?;
    let mut walk = Walk::new(Run::new(cx, me, &string, 0, i64::MAX)?);
    let (mut pieces, mut last, mut done) = (Vec::new(), 0, 0);
    while most == 0 || done < most {
        let Some((start, end)) = walk.next(cx)? else { break };
        if last < start {
            let piece = walk.run.slice(cx, last, start);
            cx.push_to(&mut pieces, piece)?;
        }
        match &filter {
            Filter::Literal(text) => cx.push_to(&mut pieces, text.clone())?,
            Filter::Template(template) => template::fill(cx, template, &walk.run, &mut pieces)?,
            Filter::Call(function) => {
                let found = match_::new(cx, me, &walk.run);
                let text = cx.call(function, &[found])?;
                if !text.is_none() {
                    cx.push_to(&mut pieces, text)?;
                }
            }
        }
        (last, done) = (end, done + 1);
    }
    if last < walk.run.end {
        pieces.push(walk.run.slice(cx, last, walk.run.end));
    }
    let bytes = walk.run.is_bytes();
    walk.run.finish(cx, me);
    let text = join(cx, bytes, &pieces)?;
    if name == "sub" {
        return Ok(text);
    }
    let done = cx.int(done);
    Ok(cx.new_tuple([text, done]))
}

const FLAG_NAMES: [(&str, i64); 8] = [
    ("re.TEMPLATE", 1),
    ("re.IGNORECASE", 2),
    ("re.LOCALE", 4),
    ("re.MULTILINE", 8),
    ("re.DOTALL", 16),
    ("re.VERBOSE", 64),
    ("re.DEBUG", 128),
    ("re.ASCII", 256),
];
const LOCALE: i64 = 4;
const UNICODE: i64 = 32;
const ASCII: i64 = 256;

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let p = of(cx, me)?;
    let (mut flags, pattern) = (p.flags, p.pattern.clone());
    if p.is_bytes == Some(false) && flags & (LOCALE | UNICODE | ASCII) == UNICODE {
        flags &= !UNICODE;
    }
    let mut names = Vec::new();
    for (name, bit) in FLAG_NAMES {
        if flags & bit != 0 {
            names.push(name.to_string());
            flags &= !bit;
        }
    }
    if flags != 0 {
        names.push(format!("{flags:#x}"));
    }
    let shown = cx.repr(&pattern)?;
    let shown = match shown.str_len() {
        Some(len) if len > 200 => cx.str_slice(&shown, 0, 200),
        _ => shown,
    };
    let tail = if names.is_empty() { ")".to_string() } else { format!(", {})", names.join("|")) };
    Ok(cx.str_concat(&[&cx.new_str("re.compile("), &shown, &cx.new_str(&tail)]))
}

fn hash_(cx: &mut Cx, me: &ObjRef) -> PyResult<i64> {
    let pattern = of(cx, me)?.pattern.clone();
    let of_pattern = cx.hash(&pattern)?;
    let p = of(cx, me)?;
    let code: Vec<u8> = p.code.iter().flat_map(|w| w.to_ne_bytes()).collect();
    let mixed = hash::bytes((0, 0), &code) ^ of_pattern ^ p.flags ^ p.is_bytes.map_or(-1, i64::from);
    Ok(if mixed == -1 { -2 } else { mixed })
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let (Some(p), Some(q)) = (cx.heap.get::<Pattern>(a), cx.heap.get::<Pattern>(b)) else {
        return Ok(cx.not_implemented.clone());
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.not_implemented.clone());
    }
    let same = p.flags == q.flags && p.is_bytes == q.is_bytes && p.code == q.code;
    let (x, y) = (p.pattern.clone(), q.pattern.clone());
    let same = a.is(b) || same && cx.eq(&x, &y)?;
    Ok(cx.bool(same == (op == CompareOp::Eq)))
}
