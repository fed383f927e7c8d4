//! `SSLSession`: what a client keeps of a connection to go on with in the next one.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::NamedGroup;
use rustls::client::{ClientSessionStore, Tls12ClientSessionValue, Tls13ClientSessionValue};
use rustls::pki_types::ServerName;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::GetSet;
use theseus_object::{CompareOp, Cx, ObjRef, PyResult, Slots};

/// Seconds for which a session can be gone on with.
const LIFETIME: i64 = 7200;

/// Tickets that are kept; a server sends a few.
const MOST: usize = 8;

/// What one server has handed out.
#[derive(Default)]
struct Tickets {
    group: Option<NamedGroup>,
    plain: Option<Tls12ClientSessionValue>,
    modern: VecDeque<Tls13ClientSessionValue>,
}

/// The tickets of one connection, and of those that go on with it.
#[derive(Default)]
pub struct Store(Mutex<Tickets>);

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    fn tickets(&self) -> MutexGuard<'_, Tickets> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_empty(&self) -> bool {
        let tickets = self.tickets();
        tickets.plain.is_none() && tickets.modern.is_empty()
    }
}

impl ClientSessionStore for Store {
    fn set_kx_hint(&self, _: ServerName<'static>, group: NamedGroup) {
        self.tickets().group = Some(group);
    }

    fn kx_hint(&self, _: &ServerName<'_>) -> Option<NamedGroup> {
        self.tickets().group
    }

    fn set_tls12_session(&self, _: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.tickets().plain = Some(value);
    }

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.tickets().plain.clone()
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {
        self.tickets().plain = None;
    }

    fn insert_tls13_ticket(&self, _: ServerName<'static>, value: Tls13ClientSessionValue) {
        let mut tickets = self.tickets();
        if tickets.modern.len() == MOST {
            tickets.modern.pop_front();
        }
        tickets.modern.push_back(value);
    }

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        self.tickets().modern.pop_back()
    }
}

/// Payload of `SSLSession`.
pub struct Session {
    /// The context whose session it is.
    pub context: ObjRef,
    pub store: Arc<Store>,
    pub id: [u8; 32],
    /// Seconds since 1970 at which it began.
    time: i64,
}

impl Payload for Session {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.context, Relation::Typed("context"));
    }
}

impl Session {
    pub fn new(cx: &Cx, context: ObjRef, store: Arc<Store>, id: [u8; 32]) -> Session {
        let time = cx.host.get().map_or(0, |host| host.wall_clock() / 1_000_000_000);
        Session { context, store, id, time: time as i64 }
    }
}

pub static SPEC: TypeSpec = TypeSpec {
    slots: Slots { compare: Some(compare), hash: Some(hash), ..Slots::EMPTY },
    getsets: &[
        GetSet::new("has_ticket", has_ticket, "Does the session contain a ticket?"),
        GetSet::new("id", id, "Session ID."),
        GetSet::new("ticket_lifetime_hint", lifetime_hint, "Ticket life time hint."),
        GetSet::new("time", time, "Session creation time (seconds since epoch)."),
        GetSet::new("timeout", timeout, "Session timeout (delta in seconds)."),
    ],
    ..TypeSpec::EMPTY
};

fn of<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a Session> {
    if cx.heap.get::<Session>(me).is_none() {
        return Err(cx.bad_internal("session"));
    }
    cx.heap.get::<Session>(me).ok_or(theseus_object::Raised)
}

fn compare(cx: &mut Cx, me: &ObjRef, other: &ObjRef, op: CompareOp) -> PyResult {
    let Some(theirs) = cx.heap.get::<Session>(other).map(|s| s.id) else {
        return Ok(cx.not_implemented.clone());
    };
    let same = of(cx, me)?.id == theirs;
    match op {
        CompareOp::Eq => Ok(cx.bool(same)),
        CompareOp::Ne => Ok(cx.bool(!same)),
        _ => Ok(cx.not_implemented.clone()),
    }
}

fn hash(cx: &mut Cx, me: &ObjRef) -> PyResult<i64> {
    let [a, b, c, d, e, f, g, h, ..] = of(cx, me)?.id;
    Ok(i64::from_le_bytes([a, b, c, d, e, f, g, h & 0x7f]))
}

fn has_ticket(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let has = !of(cx, me)?.store.is_empty();
    Ok(cx.bool(has))
}

fn id(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let id = of(cx, me)?.id;
    Ok(cx.new_bytes(&id))
}

fn lifetime_hint(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let has = !of(cx, me)?.store.is_empty();
    Ok(cx.int(if has { LIFETIME } else { 0 }))
}

fn time(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let time = of(cx, me)?.time;
    Ok(cx.int(time))
}

fn timeout(cx: &mut Cx, _: &ObjRef) -> PyResult {
    Ok(cx.int(LIFETIME))
}
