//! What the module keeps for the interpreter: its types and signals, and which context is current.

use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::{Cx, ObjRef, PyResult, Raised, TypeObj};

use super::context::{self, Context};
use super::number::Number;
use super::settings::{Settings, signal};
use crate::modules::contextvars;

/// Bits and exception classes. First the signals, as a SignalDict lists them, then the conditions that
/// are InvalidOperation to a context.
pub static SIGNALS: [(u32, &str); 13] = [
    (signal::INVALID, "InvalidOperation"),
    (signal::FLOAT_OPERATION, "FloatOperation"),
    (signal::DIVISION_BY_ZERO, "DivisionByZero"),
    (signal::OVERFLOW, "Overflow"),
    (signal::UNDERFLOW, "Underflow"),
    (signal::SUBNORMAL, "Subnormal"),
    (signal::INEXACT, "Inexact"),
    (signal::ROUNDED, "Rounded"),
    (signal::CLAMPED, "Clamped"),
    (signal::CONVERSION_SYNTAX, "ConversionSyntax"),
    (signal::DIVISION_IMPOSSIBLE, "DivisionImpossible"),
    (signal::DIVISION_UNDEFINED, "DivisionUndefined"),
    (signal::INVALID_CONTEXT, "InvalidContext"),
];
/// How many of them a context has flags and traps for.
pub const FLAGS: usize = 9;

#[derive(Default)]
pub struct State {
    /// The context variable whose value is the current context.
    pub variable: Option<ObjRef>,
    /// DefaultContext, of which new threads have copies, and its two fellows.
    pub templates: Vec<ObjRef>,
    /// Exception classes, in the order of [`SIGNALS`].
    pub signals: Vec<ObjRef>,
    pub tuple: Option<ObjRef>,
    pub signal_dict: Option<ObjRef>,
    pub rational: Option<ObjRef>,
}

impl Payload for State {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.variable, Relation::Attr("variable"));
        for o in &mut self.templates {
            v.fixed(o, Relation::Part("template"));
        }
        for o in &mut self.signals {
            v.fixed(o, Relation::Part("signal"));
        }
        v.edge(&mut self.tuple, Relation::Attr("DecimalTuple"));
        v.edge(&mut self.signal_dict, Relation::Attr("SignalDict"));
        v.edge(&mut self.rational, Relation::Attr("Rational"));
    }
}

/// A part of the state, which is there since the module is.
pub fn part(cx: &mut Cx, get: fn(&State) -> Option<ObjRef>) -> PyResult {
    let state = cx.state::<State>();
    match cx.heap.get::<State>(&state).and_then(get) {
        Some(o) => Ok(o),
        None => Err(cx.bad_internal("decimal")),
    }
}

/// The current context; made of DefaultContext when somebody asks.
pub fn current(cx: &mut Cx) -> PyResult {
    let variable = part(cx, |s| s.variable.clone())?;
    if let Some(context) = contextvars::value(cx, &variable)? {
        return Ok(context);
    }
    let template = part(cx, |s| s.templates.first().cloned())?;
    let fresh = context::make(cx, Settings { flags: 0, ..settings(cx, &template) });
    contextvars::assign(cx, &variable, fresh.clone())?;
    Ok(fresh)
}

pub fn settings(cx: &Cx, context: &ObjRef) -> Settings {
    cx.heap.get::<Context>(context).map_or(Settings::DEFAULT, |c| c.settings)
}

/// Raises the flags of a context; those that are trapped as exceptions.
#[inline]
pub fn settle(cx: &mut Cx, context: &ObjRef, status: u32) -> PyResult<()> {
    if status == 0 {
        return Ok(());
    }
    let Some(c) = cx.heap.get_mut::<Context>(context) else { return Err(cx.bad_internal("context")) };
    c.settings.flags |= status;
    let trapped = c.settings.traps & status;
    if trapped != 0 || status & signal::OUT_OF_MEMORY != 0 { Err(trap(cx, trapped, status)) } else { Ok(()) }
}

#[cold]
fn trap(cx: &mut Cx, trapped: u32, status: u32) -> Raised {
    if status & signal::OUT_OF_MEMORY != 0 {
        return cx.memory_error("");
    }
    let state = cx.state::<State>();
    let classes = cx.heap.get::<State>(&state).map(|s| s.signals.clone()).unwrap_or_default();
    let mut rows: Vec<(u32, ObjRef)> = SIGNALS.iter().map(|row| row.0).zip(classes).collect();
    let class = rows.iter().find(|(bits, _)| trapped & bits != 0).map(|(_, class)| class.clone());
    // What was invalid comes first in the list, the plain operation before all.
    if let Some(first) = rows.first_mut() {
        first.0 = signal::INVALID_OPERATION;
    }
    rows.rotate_left(FLAGS);
    let plain = rows.remove(SIGNALS.len() - FLAGS);
    rows.insert(0, plain);
    let list = rows.into_iter().filter(|(bits, _)| trapped & bits != 0).map(|(_, class)| class).collect();
    let list = cx.new_list(list);
    match class.as_ref().and_then(TypeObj::of) {
        Some(ty) => {
            let e = cx.new_exception(ty, &[list]);
            cx.raise(e)
        }
        None => cx.bad_internal("signal"),
    }
}

/// A Decimal of the exact type.
#[inline]
pub fn decimal(cx: &Cx, n: Number) -> ObjRef {
    cx.new_object(n)
}

/// The result of an operation under a context.
#[inline]
pub fn result(cx: &mut Cx, context: &ObjRef, n: Number, status: u32) -> PyResult {
    settle(cx, context, status)?;
    Ok(decimal(cx, n))
}

/// Classes of the signals in a set of bits.
pub fn listed(cx: &Cx, bits: u32) -> Vec<ObjRef> {
    let state = cx.state::<State>();
    let Some(s) = cx.heap.get::<State>(&state) else { return Vec::new() };
    let rows = SIGNALS.iter().zip(&s.signals).take(FLAGS);
    rows.filter(|((bit, _), _)| bits & bit != 0).map(|(_, class)| class.clone()).collect()
}

/// The bits that a signal's class stands for; KeyError if it is none.
pub fn bits_of(cx: &mut Cx, class: &ObjRef) -> PyResult<u32> {
    let state = cx.state::<State>();
    let at =
        cx.heap.get::<State>(&state).and_then(|s| s.signals.iter().take(FLAGS).position(|c| c.is(class)));
    match at.and_then(|at| SIGNALS.get(at)) {
        Some((bits, _)) => Ok(*bits),
        None => {
            let text = "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]";
            let text = cx.new_str(text);
            Err(cx.key_error(&text))
        }
    }
}

/// Binds arguments by position or name. Errors call whatever is called a function.
pub fn bind<const R: usize, const O: usize>(
    cx: &mut Cx,
    args: &theseus_object::Args,
    required: [&str; R],
    optional: [&str; O],
) -> PyResult<([ObjRef; R], [Option<ObjRef>; O])> {
    let (most, all) = (R + O, args.values.len());
    if all > most {
        let s = if most == 1 { "" } else { "s" };
        return Err(cx.type_error(format!("function takes at most {most} argument{s} ({all} given)")));
    }
    let mut first: [Option<ObjRef>; R] = std::array::from_fn(|at| args.pos().get(at).cloned());
    let mut rest: [Option<ObjRef>; O] = std::array::from_fn(|at| args.pos().get(R + at).cloned());
    for (key, value) in args.keywords() {
        let key = key.text_or_empty();
        let mut slots = first.iter_mut().chain(&mut rest);
        let Some(at) = required.iter().chain(&optional).position(|n| *n == key) else {
            return Err(cx.type_error(format!("'{key}' is an invalid keyword argument for this function")));
        };
        match slots.nth(at) {
            Some(slot @ None) => *slot = Some(value.clone()),
            _ => {
                let at = at + 1;
                let text = format!("argument for function given by name ('{key}') and position ({at})");
                return Err(cx.type_error(text));
            }
        }
    }
    if let Some(at) = first.iter().position(Option::is_none) {
        let (name, at) = (required[at], at + 1);
        return Err(cx.type_error(format!("function missing required argument '{name}' (pos {at})")));
    }
    // All are there: None takes the place of nothing.
    Ok((first.map(|v| v.unwrap_or_else(|| cx.none.clone())), rest))
}
