//! What SQLite calls while it works: functions, aggregates, collations and hooks of the program.

use std::cmp::Ordering;

use theseus_object::host::{Datum, Guest, Number, Refusal};
use theseus_object::threads::Return;
use theseus_object::{Cx, ObjRef, PyResult};

use super::connection::Connection;
use super::errors::DATA;
use super::{TRACEBACKS, values};
use crate::modules::sys::hooks::call_unraisable_hook;

/// What is left behind while SQLite works.
struct Behind {
    connection: ObjRef,
    /// What the handler of a signal raised.
    raised: Option<ObjRef>,
}

struct Visitor<'a, 'b>(&'a mut Return<'b, Behind>);

/// Lets SQLite work for a connection, while other threads run. ^C stops it.
pub fn work<R: Send>(
    cx: &mut Cx,
    connection: &ObjRef,
    call: impl FnOnce(&mut dyn Guest) -> R + Send,
) -> PyResult<R> {
    let mut behind = Behind { connection: connection.clone(), raised: None };
    let answer = cx.blocking_with(&mut behind, |way| call(&mut Visitor(way)));
    Connection::forget_dropped(cx, connection);
    match behind.raised {
        Some(e) => Err(cx.reraise(e)),
        None => Ok(answer),
    }
}

/// An exception in a callable: it is shown, if the program wants that, and gone.
fn show(cx: &mut Cx, callable: &ObjRef) {
    let Some(e) = cx.take_exception() else { return };
    if cx.kept(TRACEBACKS).is_some_and(|on| on.is(&cx.true_)) {
        call_unraisable_hook(cx, &e, None, callable);
    }
}

/// As [`show`]; what SQLite is told of it.
fn refusal(cx: &mut Cx, callable: &ObjRef, text: &'static str) -> Refusal {
    let refusal = if cx.pending_is(&cx.excs.memory_error.clone()) {
        Refusal::NoMemory
    } else if cx.pending_is(&cx.excs.overflow_error.clone()) {
        Refusal::TooBig
    } else {
        Refusal::Error(text)
    };
    show(cx, callable);
    refusal
}

/// What a callable returned, as SQLite takes it.
fn result(cx: &mut Cx, value: &ObjRef) -> PyResult<Datum> {
    match values::datum(cx, value)? {
        Some(value) => Ok(value),
        None => Err(cx.type_error("a value of this type is none of SQLite's")),
    }
}

/// A method of an aggregate: the words for those that are missing and for those that raise.
struct Part {
    name: &'static str,
    missing: &'static str,
    raised: &'static str,
}

macro_rules! part {
    ($name:literal) => {
        Part {
            name: $name,
            missing: concat!("user-defined aggregate's '", $name, "' method not defined"),
            raised: concat!("user-defined aggregate's '", $name, "' method raised error"),
        }
    };
}

const STEP: Part = part!("step");
const INVERSE: Part = part!("inverse");
const VALUE: Part = part!("value");
const FINALIZE: Part = part!("finalize");
const GONE: Refusal = Refusal::Error("the callable is gone");

impl Part {
    /// Calls it, and does something with what it returns.
    fn call<R>(
        &self,
        cx: &mut Cx,
        aggregate: &ObjRef,
        arguments: Vec<Datum>,
        then: impl FnOnce(&mut Cx, &ObjRef) -> PyResult<R>,
    ) -> Result<R, Refusal> {
        let class = aggregate.class();
        let name = cx.intern(self.name);
        let Ok(method) = cx.getattr(aggregate, &name) else {
            let missing = cx.pending_is(&cx.excs.attribute_error.clone());
            return Err(refusal(cx, &class, if missing { self.missing } else { self.raised }));
        };
        let answer = values::objects(cx, arguments)
            .and_then(|arguments| cx.call(&method, &arguments))
            .and_then(|value| then(cx, &value));
        answer.map_err(|_| refusal(cx, &class, self.raised))
    }
}

impl Visitor<'_, '_> {
    /// Calls something with the callable of a number.
    fn with<R>(
        &mut self,
        number: Number,
        otherwise: R,
        call: impl FnOnce(&mut Cx, &ObjRef, &ObjRef) -> R,
    ) -> R {
        self.0.enter(|cx, behind| match Connection::callable(cx, &behind.connection, number) {
            Some(callable) => call(cx, &callable, &behind.connection),
            None => otherwise,
        })
    }
}

impl Guest for Visitor<'_, '_> {
    fn scalar(&mut self, function: Number, arguments: Vec<Datum>) -> Result<Datum, Refusal> {
        self.with(function, Err(GONE), |cx, function, _| {
            let answer = values::objects(cx, arguments)
                .and_then(|arguments| cx.call(function, &arguments))
                .and_then(|value| result(cx, &value));
            answer.map_err(|_| refusal(cx, function, "user-defined function raised exception"))
        })
    }

    fn step(
        &mut self,
        class: Number,
        group: &mut Number,
        inverse: bool,
        arguments: Vec<Datum>,
    ) -> Result<(), Refusal> {
        self.with(class, Err(GONE), |cx, class, connection| {
            if *group == 0 {
                let made = cx.call(class, &[]);
                let made = made.map_err(|_| {
                    refusal(cx, class, "user-defined aggregate's '__init__' method raised error")
                })?;
                *group = Connection::enter(cx, connection, made);
            }
            let Some(aggregate) = Connection::callable(cx, connection, *group) else { return Err(GONE) };
            let part = if inverse { INVERSE } else { STEP };
            part.call(cx, &aggregate, arguments, |_, _| Ok(()))
        })
    }

    fn value(&mut self, group: Number, last: bool) -> Result<Datum, Refusal> {
        self.with(group, Err(GONE), |cx, aggregate, _| {
            let part = if last { FINALIZE } else { VALUE };
            part.call(cx, aggregate, Vec::new(), result)
        })
    }

    fn compare(&mut self, collation: Number, left: &[u8], right: &[u8]) -> Ordering {
        self.with(collation, Ordering::Equal, |cx, collation, _| {
            let order = values::text(cx, left).and_then(|left| {
                let right = values::text(cx, right)?;
                let order = cx.call(collation, &[left, right])?;
                if !order.is_int() {
                    return Err(cx.type_error("an integer is required"));
                }
                cx.compare_bool(theseus_object::CompareOp::Lt, &order, &cx.int(0)).and_then(|less| match less
                {
                    true => Ok(Ordering::Less),
                    false => Ok(if cx.truth(&order)? { Ordering::Greater } else { Ordering::Equal }),
                })
            });
            order.unwrap_or_else(|_| {
                show(cx, collation);
                Ordering::Equal
            })
        })
    }

    fn authorize(&mut self, callable: Number, action: i32, details: [Option<&[u8]>; 4]) -> i32 {
        const DENY: i32 = 1;
        self.with(callable, DENY, |cx, callable, _| {
            let mut arguments = vec![cx.int(action.into())];
            let mut ask = |cx: &mut Cx| {
                for detail in details {
                    arguments.push(match detail {
                        Some(text) => values::text(cx, text)?,
                        None => cx.none.clone(),
                    });
                }
                let answer = cx.call(callable, &arguments)?;
                if answer.is_int() { crate::world::c_int(cx, &answer) } else { Ok(DENY) }
            };
            ask(cx).unwrap_or_else(|_| {
                show(cx, callable);
                DENY
            })
        })
    }

    fn progress(&mut self, callable: Option<Number>) -> bool {
        if self.0.is_signalled() {
            let stops = self.0.enter(|cx, behind| {
                if cx.poll().is_err() {
                    behind.raised = cx.take_exception();
                }
                behind.raised.is_some()
            });
            if stops {
                return true;
            }
        }
        let Some(callable) = callable else { return false };
        self.with(callable, false, |cx, callable, _| {
            let stops = cx.call(callable, &[]).and_then(|answer| cx.truth(&answer));
            stops.unwrap_or_else(|_| {
                show(cx, callable);
                true
            })
        })
    }

    fn trace(&mut self, callable: Number, sql: Result<&[u8], &[u8]>) {
        self.with(callable, (), |cx, callable, _| {
            let sql = sql.unwrap_or_else(|plain| {
                let _ = DATA.raise(cx, "Expanded SQL string exceeds the maximum string length");
                show(cx, callable);
                plain
            });
            let told = values::text(cx, sql).and_then(|sql| cx.call(callable, &[sql]));
            if told.is_err() {
                show(cx, callable);
            }
        });
    }
}
