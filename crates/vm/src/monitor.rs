//! `sys.monitoring`: which tools want which events of which code, and telling them.
//!
//! Events come from the loop that traces (`trace.rs`), in which code runs while some tool wants any. What
//! holds for one code object lies with it. Jumps and branches are those of our instructions: a loop begins
//! with a jump to its end, and `for` over a generator of Python code tells no branch. What a class call
//! returns is told only if its `__init__` is native.

use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;

use theseus_object::{ObjRef, PyResult, Raised};

use crate::code::CodeData;
use crate::codemake::WORD_BYTES;
use crate::machine::Vm;

/// How many tools there can be.
pub const TOOLS: usize = 6;

/// What happens to code, in the order of the events' bits.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Event {
    PyStart,
    PyResume,
    PyReturn,
    PyYield,
    Call,
    Line,
    Instruction,
    Jump,
    Branch,
    StopIteration,
    Raise,
    ExceptionHandled,
    PyUnwind,
    PyThrow,
    Reraise,
    CReturn,
    CRaise,
}

/// The events' names, by their numbers.
pub const NAMES: [&str; 17] = [
    "PY_START",
    "PY_RESUME",
    "PY_RETURN",
    "PY_YIELD",
    "CALL",
    "LINE",
    "INSTRUCTION",
    "JUMP",
    "BRANCH",
    "STOP_ITERATION",
    "RAISE",
    "EXCEPTION_HANDLED",
    "PY_UNWIND",
    "PY_THROW",
    "RERAISE",
    "C_RETURN",
    "C_RAISE",
];

impl Event {
    /// Events that belong to places of code: they can be wanted of one code object, and switched off at a place.
    pub const LOCAL: u32 = Event::StopIteration.bit() * 2 - 1;
    /// What comes after a call of native code, for whoever wants calls.
    pub const AFTER_CALL: u32 = Event::CReturn.bit() | Event::CRaise.bit();
    pub const ALL: u32 = Event::CRaise.bit() * 2 - 1;

    pub const fn bit(self) -> u32 {
        1 << self as u8
    }

    /// The event that is wanted where this one is told.
    fn asked(self) -> Event {
        if self.bit() & Event::AFTER_CALL != 0 { Event::Call } else { self }
    }
}

/// What tools have asked of an interpreter.
#[derive(Default)]
pub struct Monitoring {
    pub names: [Option<ObjRef>; TOOLS],
    pub callbacks: [[Option<ObjRef>; NAMES.len()]; TOOLS],
    /// Bits of the events wanted of all code.
    pub events: [u32; TOOLS],
    /// What a callback returns that wants no more events of a place.
    pub disable: Option<ObjRef>,
    /// Stands for the first argument of a call without any.
    pub missing: Option<ObjRef>,
    /// How often all places were switched on again.
    round: u64,
    /// How many code objects some tool wants events of.
    watched: Rc<Cell<usize>>,
}

impl Monitoring {
    /// Every reference, for the walk over roots.
    pub fn references(&mut self) -> impl Iterator<Item = &mut ObjRef> {
        let callbacks = self.callbacks.iter_mut().flatten();
        let single = [&mut self.disable, &mut self.missing];
        self.names.iter_mut().chain(callbacks).chain(single).flatten()
    }

    /// Bits of the events that may have to be told.
    pub fn mask(&self) -> u32 {
        let local = if self.watched.get() > 0 { Event::LOCAL } else { 0 };
        let asked = self.events.iter().fold(local, |mask, events| mask | events);
        if asked & Event::Call.bit() != 0 { asked | Event::AFTER_CALL } else { asked }
    }

    /// Switches on again what callbacks have switched off.
    pub fn restart(&mut self) {
        self.round += 1;
    }
}

/// Counts a code object as long as a tool wants events of it.
struct Counted(Rc<Cell<usize>>);

impl Counted {
    fn new(count: &Rc<Cell<usize>>) -> Counted {
        count.set(count.get() + 1);
        Counted(count.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// What tools have asked of one code object.
#[derive(Default)]
pub struct Watched {
    /// Bits of the events wanted of this code.
    events: [u32; TOOLS],
    /// While `events` has any.
    counted: Option<Counted>,
    /// Word, tool and event of what was switched off.
    disabled: HashSet<(usize, usize, u8)>,
    /// The round in which it was.
    round: u64,
}

/// Bits of the events that a tool wants of this code object in particular.
pub fn local_events(code: &CodeData, tool: usize) -> u32 {
    code.watched.borrow().as_ref().map_or(0, |w| w.events[tool])
}

/// Sets them.
pub fn set_local_events(vm: &Vm, code: &CodeData, tool: usize, events: u32) {
    let monitoring = vm.shared.monitoring.borrow();
    let mut slot = code.watched.borrow_mut();
    let watched = slot.get_or_insert_default();
    watched.events[tool] = events;
    let any = watched.events.iter().any(|e| *e != 0);
    if any != watched.counted.is_some() {
        watched.counted = any.then(|| Counted::new(&monitoring.watched));
    }
}

/// Bits of the tools that want an event at a word of this code.
fn tools(vm: &Vm, code: &CodeData, event: Event, index: usize) -> u32 {
    let monitoring = vm.shared.monitoring.borrow();
    let watched = code.watched.borrow();
    let watched = watched.as_ref();
    let off = watched.filter(|w| w.round == monitoring.round).map(|w| &w.disabled);
    let asked = event.asked();
    let wants = |tool: &usize| {
        let events = monitoring.events[*tool] | watched.map_or(0, |w| w.events[*tool]);
        let is_off = || off.is_some_and(|off| off.contains(&(index, *tool, asked as u8)));
        events & asked.bit() != 0 && !is_off()
    };
    (0..TOOLS).filter(wants).fold(0, |bits, tool| bits | 1 << tool)
}

/// Whether some tool wants an event at a word of the running code.
pub fn is_wanted(vm: &Vm, event: Event, index: usize) -> bool {
    tools(vm, vm.exec().data(), event, index) != 0
}

/// Tells those who want it of an event at a word of the running code. A place is told by its offset before
/// `args`, a line by itself.
///
/// # Errors
/// What a callback raises.
pub fn tell(vm: &mut Vm, event: Event, index: usize, args: &[ObjRef]) -> PyResult<()> {
    let code = vm.exec().code_object();
    let Some(data) = vm.heap.get::<CodeData>(&code) else { return Ok(()) };
    let tools = tools(vm, data, event, index);
    for tool in (0..TOOLS).rev().filter(|tool| tools & 1 << tool != 0) {
        let callback = vm.shared.monitoring.borrow().callbacks[tool][event as usize].clone();
        let Some(callback) = callback else { continue };
        let mut values = vec![code.clone()];
        if event != Event::Line {
            values.push(vm.usize(index * WORD_BYTES));
        }
        values.extend_from_slice(args);
        let answer = crate::trace::untold(vm, |vm| vm.call(&callback, &values))?;
        let wants_none = vm.shared.monitoring.borrow().disable.as_ref().is_some_and(|d| d.is(&answer));
        if wants_none {
            disable(vm, &code, event, index, tool)?;
        }
    }
    Ok(())
}

/// A tool wants an event of a place no more.
fn disable(vm: &mut Vm, code: &ObjRef, event: Event, index: usize, tool: usize) -> PyResult<()> {
    let asked = event.asked();
    if asked.bit() & Event::LOCAL == 0 {
        let old = vm.shared.monitoring.borrow_mut().callbacks[tool][event as usize].take();
        drop(old);
        let name = NAMES[event as usize];
        vm.value_error(format!("Cannot disable {name} events. Callback removed."));
        return Err(Raised);
    }
    let round = vm.shared.monitoring.borrow().round;
    if let Some(data) = vm.heap.get::<CodeData>(code) {
        let mut slot = data.watched.borrow_mut();
        let watched = slot.get_or_insert_default();
        if watched.round != round {
            watched.disabled.clear();
            watched.round = round;
        }
        watched.disabled.insert((index, tool, asked as u8));
    }
    Ok(())
}
