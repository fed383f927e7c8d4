//! `_sre.SRE_Scanner`: one match after another over the same text.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Cx, ObjRef, PyResult};

use super::match_;
use super::subject::{How, Run};
use crate::text::regex::Goal;

pub(super) struct Scanner {
    pattern: ObjRef,
    /// Away while it runs.
    run: Option<Box<Run>>,
    /// Where to go on, and where the next match must not end; nowhere if all is done.
    next: Option<(usize, Option<usize>)>,
}

impl Payload for Scanner {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.pattern, Relation::Typed("pattern"));
        if let Some(run) = &mut self.run {
            v.fixed(&mut run.string, Relation::Typed("string"));
            v.fixed(&mut run.text, Relation::Typed("text"));
        }
    }
}

pub(super) static SPEC: TypeSpec = TypeSpec {
    methods: &[
        NativeDef::m0("match", |cx, me| step(cx, me, How::Match), "match($self, /)\n--\n\n"),
        NativeDef::m0("search", |cx, me| step(cx, me, How::Search), "search($self, /)\n--\n\n"),
    ],
    getsets: &[GetSet::member(
        "pattern",
        |cx, me| match cx.heap.get::<Scanner>(me) {
            Some(s) => Ok(s.pattern.clone()),
            None => Err(cx.bad_internal("scanner")),
        },
        "",
    )],
    ..TypeSpec::EMPTY
};

pub(super) fn new(cx: &mut Cx, pattern: &ObjRef, run: Run) -> ObjRef {
    let next = Some((run.start, None));
    cx.new_object(Scanner { pattern: pattern.clone(), run: Some(Box::new(run)), next })
}

fn step(cx: &mut Cx, me: &ObjRef, how: How) -> PyResult {
    let Some(s) = cx.heap.get_mut::<Scanner>(me) else { return Err(cx.bad_internal("scanner")) };
    let (pattern, next) = (s.pattern.clone(), s.next);
    let Some(mut run) = s.run.take() else {
        return Err(cx.value_error("regular expression scanner already executing"));
    };
    let Some((from, not_empty_at)) = next else {
        give_back(cx, me, run, None);
        return Ok(cx.none.clone());
    };
    let found = run.find(cx, how, from, Goal { whole: false, not_empty_at });
    let (result, next) = match found {
        Ok(true) => {
            let (start, end) = (run.machine.start(), run.machine.end());
            (Ok(match_::new(cx, &pattern, &run)), Some((end, (start == end).then_some(end))))
        }
        Ok(false) => (Ok(cx.none.clone()), None),
        Err(e) => (Err(e), Some((from, not_empty_at))),
    };
    give_back(cx, me, run, next);
    result
}

fn give_back(cx: &mut Cx, me: &ObjRef, run: Box<Run>, next: Option<(usize, Option<usize>)>) {
    if let Some(s) = cx.heap.get_mut::<Scanner>(me) {
        s.run = Some(run);
        s.next = next;
    }
}
