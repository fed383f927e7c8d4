//! What can be done, for native code: replace, plan, apply, undo, and ask who refers to an object.
//!
//! Reports and plans are objects, of types that replacement and the explorer pass over.

use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use crate::audit;
use crate::commit::commit;
use crate::conflict::Conflict;
use crate::draft::{settle, survey};
use crate::policy::{KeyPolicy, Request};
use crate::record::Record;
use crate::report::Summary;
use crate::undo;
use crate::words::Place;

/// What `replace` gives: what was written, and the way back.
pub struct Report {
    summary: Summary,
    record: Record,
    pub undone: bool,
}

impl Payload for Report {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        self.record.edges(v);
    }
}

/// What `plan` gives: what would be written.
pub struct Plan {
    summary: Summary,
    record: Record,
    ask: Ask,
}

impl Payload for Plan {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        self.record.edges(v);
        self.ask.edges(v);
    }
}

/// What is asked for, kept to be asked again.
#[derive(Clone, Default)]
pub struct Ask {
    /// Old and new objects.
    pub pairs: Vec<(ObjRef, ObjRef)>,
    /// What these hold directly stays.
    pub keep: Vec<ObjRef>,
    pub keys: KeyPolicy,
}

impl Ask {
    pub fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        for (old, new) in &mut self.pairs {
            v.fixed(old, Relation::Derived("old"));
            v.fixed(new, Relation::Derived("new"));
        }
        self.keep.iter_mut().for_each(|o| v.fixed(o, Relation::Derived("keep")));
    }

    /// The request; to replace an object by itself is to do nothing.
    fn request(mut self, call: Call) -> Request {
        self.pairs.retain(|(old, new)| !old.is(new));
        let Call { arguments, values } = call;
        Request { pairs: self.pairs, keep: self.keep, keys: self.keys, arguments, values }
    }
}

/// How a request came.
#[derive(Default)]
pub struct Call {
    /// Containers that hold its parts.
    pub arguments: Vec<ObjRef>,
    /// Addresses of the values passed.
    pub values: Vec<usize>,
}

/// Why nothing was replaced.
pub enum Refused {
    Conflicts(Vec<Conflict>),
    /// An exception is in flight.
    Raised(Raised),
}

impl From<Raised> for Refused {
    fn from(raised: Raised) -> Refused {
        Refused::Raised(raised)
    }
}

/// A reference: its holder, unless that is the interpreter, and where it keeps it.
pub type Found = (Option<ObjRef>, Place);

/// Replaces; the report.
pub fn replace(cx: &mut Cx, ask: Ask, call: Call) -> Result<ObjRef, Refused> {
    let mut request = ask.request(call);
    let draft = settle(cx, &mut request, true)?;
    if !draft.conflicts.is_empty() {
        return Err(Refused::Conflicts(draft.conflicts));
    }
    audit::before(cx, &request, &draft)?;
    audit::except(&mut request, &draft);
    let summary = Summary::of(&draft);
    let mut record = Record::new(cx, &request.pairs, &draft);
    commit(cx, draft, &mut record);
    audit::after(cx, &request)?;
    Ok(cx.new_object(Report { summary, record, undone: false }))
}

/// The plan of a replacement; nothing is touched.
pub fn plan(cx: &mut Cx, ask: Ask, call: Call) -> PyResult {
    let mut request = ask.request(call);
    let draft = settle(cx, &mut request, false)?;
    let summary = Summary::of(&draft);
    let record = Record::new(cx, &request.pairs, &draft);
    drop(draft);
    let ask = Ask { pairs: request.pairs, keep: request.keep, keys: request.keys };
    Ok(cx.new_object(Plan { summary, record, ask }))
}

/// Replaces what a plan was made for, which is planned again; the report.
pub fn apply(cx: &mut Cx, plan: &ObjRef) -> Result<ObjRef, Refused> {
    match cx.heap.get::<Plan>(plan).map(|p| p.ask.clone()) {
        Some(ask) => replace(cx, ask, Call::default()),
        None => Err(Refused::Raised(cx.bad_internal("plan"))),
    }
}

/// Undoes what a report tells; doing it again does nothing.
pub fn undo(cx: &mut Cx, report: &ObjRef) {
    if cx.heap.get_mut::<Report>(report).is_some_and(|r| !std::mem::replace(&mut r.undone, true)) {
        with_record(cx, report, undo::undo);
    }
}

/// Every reference to an object.
pub fn referrers(cx: &mut Cx, o: &ObjRef) -> Vec<Found> {
    let draft = survey(cx, o);
    let record = Record::new(cx, &[(o.clone(), o.clone())], &draft);
    drop(draft);
    record.places(cx)
}

/// The numbers of a report or plan; nothing for other objects.
pub fn summary<'a>(cx: &'a Cx, o: &'a ObjRef) -> Option<&'a Summary> {
    let report = cx.heap.get::<Report>(o).map(|r| &r.summary);
    report.or_else(|| cx.heap.get::<Plan>(o).map(|p| &p.summary))
}

/// The places of a report or plan whose holders live.
pub fn places(cx: &mut Cx, o: &ObjRef) -> Vec<Found> {
    with_record(cx, o, |cx, record| record.places(cx)).unwrap_or_default()
}

/// What stands against a plan.
pub fn conflicts(cx: &mut Cx, o: &ObjRef) -> Vec<Conflict> {
    with_record(cx, o, |cx, record| record.conflicts(cx)).unwrap_or_default()
}

fn slot<'a>(cx: &'a mut Cx, o: &'a ObjRef) -> Option<&'a mut Record> {
    if o.has_payload::<Report>() {
        return cx.heap.get_mut::<Report>(o).map(|r| &mut r.record);
    }
    cx.heap.get_mut::<Plan>(o).map(|p| &mut p.record)
}

/// Takes the record out of a report or plan for a while, so that it can be read while objects are made.
fn with_record<R>(cx: &mut Cx, o: &ObjRef, f: impl FnOnce(&mut Cx, &mut Record) -> R) -> Option<R> {
    let mut record = std::mem::take(slot(cx, o)?);
    let result = f(cx, &mut record);
    *slot(cx, o)? = record;
    Some(result)
}
