//! Folding: what a name's value settles about the instructions behind its look-up. A plan is made when
//! the look-up specialises, and stands behind the name's guard, so it holds as long as that does. The
//! instructions that it passes over lie on one line, cannot be jumped into, and run no Python code: so
//! nobody can tell that they did not run.

use std::cell::Cell;

use theseus_bytecode::isa::JUMP_IF;
use theseus_bytecode::unroll::Unrolled;
use theseus_bytecode::{CONSUME, CompareOp, Op, Word, flow};
use theseus_guards::Optimisation;
use theseus_object::payload::{NativeData, RangeIter};
use theseus_object::{Kind, ObjRef, TypeObj};

use crate::exec::Exec;
use crate::machine::Vm;
use crate::ops::compare::compare_truth;

/// What the instructions would have done.
pub enum Outcome {
    /// Nothing is settled: the look-up gives the value, which its guard keeps alive. It stands where something
    /// was settled once, to see when the name has another value again.
    Value,
    /// They jump.
    Branch,
    /// They put an object into a register that every run finds the same.
    Shared(ObjRef),
    /// They make an int, a float, a str anew.
    Int(i64),
    Float(f64),
    Text(Box<str>),
    /// They begin to iterate over a range: its `left` numbers from `next` by `step`. If the body stands behind the
    /// code once for each, the first is so many words behind the look-up.
    Range {
        next: i64,
        step: i64,
        left: u64,
        copies: usize,
    },
}

/// What follows when the guard of a name holds.
pub struct Plan {
    pub optimisation: Optimisation,
    /// Address of what the name means, and where its namespace keeps it.
    pub value: usize,
    pub at: usize,
    /// Keeps the value, if something was made of it.
    kept: Option<ObjRef>,
    pub outcome: Outcome,
    /// So many times the name may have another value, before a plan is made for that.
    pub patience: Cell<u32>,
    /// Where the outcome goes, unless it is a jump.
    pub register: u16,
    /// How far behind the look-up the machine goes on.
    pub words: usize,
}

impl Plan {
    /// What it does at word `index`, for people.
    pub fn describe(&self, index: usize) -> String {
        let what = match &self.outcome {
            Outcome::Value | Outcome::Branch => String::new(),
            Outcome::Shared(o) if o.is_none() => "None".into(),
            Outcome::Shared(o) if o.kind() == Kind::Bool => {
                o.int().map_or_else(String::new, |v| if v != 0 { "True" } else { "False" }.into())
            }
            Outcome::Shared(o) => format!("a shared {}", o.ty().name()),
            Outcome::Int(v) => v.to_string(),
            Outcome::Float(v) => format!("{v:?}"),
            Outcome::Text(text) => format!("{text:?}"),
            Outcome::Range { next, step, left, copies } => {
                let unrolled =
                    if *copies > 0 { format!(", unrolled at {}", index + copies) } else { String::new() };
                format!("{left} numbers from {next} by {step}{unrolled}")
            }
        };
        let gap = if what.is_empty() { "" } else { ", " };
        format!("{what}{gap}on at {}", index + self.words)
    }

    /// The references it holds, all derived.
    pub fn slots(&mut self) -> impl Iterator<Item = &mut ObjRef> {
        let shared = match &mut self.outcome {
            Outcome::Shared(o) => Some(o),
            _ => None,
        };
        self.kept.iter_mut().chain(shared)
    }

    /// The plan of a look-up into `register` that does nothing else.
    pub fn look_up(optimisation: Optimisation, value: &ObjRef, at: usize, register: u16) -> Plan {
        Plan {
            optimisation,
            value: value.address(),
            at,
            kept: None,
            outcome: Outcome::Value,
            patience: Cell::default(),
            register,
            words: 1 + Op::LoadGlobal.cache_words(),
        }
    }
}

/// Longest str that is made anew; longer results are left to the call.
const LONGEST: usize = 128;

/// Builtin functions whose result depends on their arguments alone, if those are of the types that
/// constants have.
const PURE: &[&str] = &[
    "abs", "ascii", "bin", "chr", "divmod", "hex", "len", "max", "min", "oct", "ord", "pow", "repr", "round",
    "sum",
];

/// The plan for the look-up at word `index` of a name that means `value`, if it settles anything.
pub fn plan(vm: &mut Vm, exec: &Exec, index: usize, value: &ObjRef, at: usize) -> Option<Plan> {
    let run = Run::behind(exec, index)?;
    let found = match run.op {
        Op::Call if is_type(value, &vm.types.range) && vm.guards.is_on(Optimisation::RangeUnroll) => {
            range_loop(vm, exec, &run, value)
        }
        _ => None,
    };
    let found = found.or_else(|| match run.op {
        Op::Call if vm.guards.is_on(Optimisation::CallFold) => call(vm, exec, &run, value),
        Op::Call | Op::CallMethod => None,
        _ if vm.guards.is_on(Optimisation::DeadBranch) => branch(vm, exec, &run, value),
        _ => None,
    });
    let (optimisation, outcome, register, end) = found?;
    let alone = !flow::is_entered(&exec.code().words, index + 1..end.min(run.last + 1));
    (alone && is_on_one_line(exec, index, run.last)).then(|| Plan {
        kept: Some(value.clone()),
        outcome,
        words: end - index,
        ..Plan::look_up(optimisation, value, at, register)
    })
}

/// Methods of str, bytes, int and float of the same kind.
const PURE_METHODS: &[&str] = &[
    "bit_count",
    "bit_length",
    "capitalize",
    "casefold",
    "center",
    "count",
    "endswith",
    "expandtabs",
    "find",
    "hex",
    "index",
    "is_integer",
    "isalnum",
    "isalpha",
    "isascii",
    "isdecimal",
    "isdigit",
    "isidentifier",
    "islower",
    "isnumeric",
    "isprintable",
    "isspace",
    "istitle",
    "isupper",
    "ljust",
    "lower",
    "lstrip",
    "removeprefix",
    "removesuffix",
    "replace",
    "rfind",
    "rindex",
    "rjust",
    "rstrip",
    "startswith",
    "strip",
    "swapcase",
    "title",
    "upper",
    "zfill",
];

/// The plan for the look-up at word `index` of a method of `receiver`, if that is a constant and so are
/// the arguments.
pub fn method(vm: &mut Vm, exec: &Exec, index: usize, receiver: &ObjRef, name: &ObjRef) -> Option<Plan> {
    let words = &exec.code().words;
    let (load, before) = (words[index], *words.get(index.checked_sub(1)?)?);
    let constant = before.op() == Some(Op::LoadConst) && before.a() | CONSUME == load.b();
    let typed = [Kind::Str, Kind::Bytes, Kind::Int, Kind::Float].iter().any(|&k| receiver.is_exact(k));
    if !constant || !typed || !PURE_METHODS.contains(&name.text_or_empty().as_str()) {
        return None;
    }
    let run = Run::from(exec, index + 1 + Op::LoadMethod.cache_words(), load.a(), load.a() + 2)?;
    if run.op != Op::CallMethod {
        return None;
    }
    let args: Vec<ObjRef> = run.values(exec).into_iter().cloned().collect();
    let callee = vm.try_getattr(receiver, name).ok().flatten()?;
    let Ok(result) = vm.call(&callee, &args) else {
        drop(vm.take_exception());
        return None;
    };
    let outcome = outcome(&result, &args)?;
    let end = run.last + 1 + Op::CallMethod.cache_words();
    let alone = !flow::is_entered(words, index..end);
    (alone && is_on_one_line(exec, index, run.last)).then(|| Plan {
        outcome,
        words: end - index,
        ..Plan::look_up(Optimisation::CallFold, receiver, 0, run.word.a())
    })
}

fn is_on_one_line(exec: &Exec, first: usize, last: usize) -> bool {
    let line = exec.code().position(first).line;
    (first..=last).all(|i| [line, 0].contains(&exec.code().position(i).line))
}

/// What a look-up is followed by: constants in the registers behind its own, and what uses them all.
struct Run {
    constants: Vec<u16>,
    /// Index, word and opcode of the user.
    last: usize,
    word: Word,
    op: Op,
}

impl Run {
    /// Behind the look-up of a name at word `index`.
    fn behind(exec: &Exec, index: usize) -> Option<Run> {
        let register = exec.code().words[index].a();
        Run::from(exec, index + 1 + Op::LoadGlobal.cache_words(), register, register + 1)
    }

    /// From word `last` on, where `register` is used with constants from the register `first` on.
    fn from(exec: &Exec, mut last: usize, register: u16, first: u16) -> Option<Run> {
        let words = &exec.code().words;
        let mut constants = Vec::new();
        loop {
            let word = *words.get(last)?;
            let op = word.op()?;
            let next = first + constants.len() as u16;
            if op == Op::LoadConst && word.a() == next {
                constants.push(word.b());
                last += 1;
                continue;
            }
            let reads = match op {
                Op::Call | Op::CallMethod => {
                    word.b() & 0x7fff == register && word.c() as usize == constants.len()
                }
                Op::JumpIfTrue | Op::JumpIfFalse | Op::JumpIfNone | Op::JumpIfNotNone => {
                    word.a() == register | CONSUME && constants.is_empty()
                }
                Op::JumpCompareK => word.b() == register | CONSUME && constants.is_empty(),
                _ => false,
            };
            return reads.then_some(Run { constants, last, word, op });
        }
    }

    fn values<'a>(&self, exec: &'a Exec) -> Vec<&'a ObjRef> {
        self.constants.iter().map(|&i| &exec.data().consts[i as usize]).collect()
    }
}

type Found = (Optimisation, Outcome, u16, usize);

/// A call of a pure builtin on constants.
fn call(vm: &mut Vm, exec: &Exec, run: &Run, callee: &ObjRef) -> Option<Found> {
    let args: Vec<ObjRef> = run.values(exec).into_iter().cloned().collect();
    if !is_pure(vm, callee, &args) {
        return None;
    }
    let Ok(result) = vm.call(callee, &args) else {
        drop(vm.take_exception());
        return None;
    };
    let outcome = outcome(&result, &args)?;
    Some((Optimisation::CallFold, outcome, run.word.a(), run.last + 1 + Op::Call.cache_words()))
}

fn is_pure(vm: &Vm, callee: &ObjRef, args: &[ObjRef]) -> bool {
    let t = &vm.types;
    let plain = |o: &ObjRef| {
        o.header().sub.get() == 0
            && matches!(o.kind(), Kind::Int | Kind::Float | Kind::Str | Kind::Bool | Kind::None)
    };
    // The option `-b` has something to say about bytes that become text.
    let sized = |o: &ObjRef| plain(o) || o.is_exact(Kind::Bytes) || o.is_exact(Kind::Tuple);
    if let Some(d) = vm.heap.get::<NativeData>(callee) {
        let builtin = d.module.as_ref().is_some_and(|m| m.ascii() == Some("builtins"));
        let fit: &dyn Fn(&ObjRef) -> bool = if d.def.name == "len" { &sized } else { &plain };
        return builtin && d.self_.is_none() && PURE.contains(&d.def.name) && args.iter().all(fit);
    }
    let types = [&*t.int, &*t.float, &*t.str_];
    types.iter().any(|t| is_type(callee, t)) && args.iter().all(plain)
}

fn is_type(o: &ObjRef, ty: &TypeObj) -> bool {
    TypeObj::of(o).is_some_and(|t| std::ptr::eq(t, ty))
}

/// How a result comes about again as a call would make it: objects that calls share are shared, others
/// are made anew.
fn outcome(result: &ObjRef, args: &[ObjRef]) -> Option<Outcome> {
    if args.iter().any(|a| a.is(result)) || matches!(result.kind(), Kind::Bool | Kind::None) {
        return Some(Outcome::Shared(result.clone()));
    }
    if result.is_exact(Kind::Int) {
        return result.int().map(Outcome::Int);
    }
    if result.is_exact(Kind::Float) {
        return result.float().map(Outcome::Float);
    }
    let text = result.is_exact(Kind::Str).then(|| result.text()).flatten()?;
    (text.len() <= LONGEST).then(|| Outcome::Text(text.into()))
}

/// A loop over a range of constants: call, iterator and the jump to the loop's test.
fn range_loop(vm: &mut Vm, exec: &Exec, run: &Run, callee: &ObjRef) -> Option<Found> {
    let words = &exec.code().words;
    let at = run.last + 1 + Op::Call.cache_words();
    let (iter, jump) = (words.get(at)?, words.get(at + 1)?);
    let made = run.word.a() | CONSUME;
    if iter.op() != Some(Op::GetIter) || iter.b() != made || jump.op() != Some(Op::Jump) {
        return None;
    }
    let target = usize::try_from(jump.distance()).ok()? + at + 1;
    if target <= at + 1 || flow::is_entered(words, at..at + 2) {
        return None;
    }
    let args: Vec<ObjRef> = run.values(exec).into_iter().cloned().collect();
    if !args.iter().all(|a| a.is_exact(Kind::Int)) {
        return None;
    }
    let Ok(it) = vm.call(callee, &args).and_then(|range| vm.iter(&range)) else {
        drop(vm.take_exception());
        return None;
    };
    let &RangeIter { next, step, left } = vm.heap.get::<RangeIter>(&it)?;
    let same = |u: &&Unrolled| {
        let numbers = (u.number(0), i64::from(u.step), u64::from(u.count));
        u.test as usize == target && numbers == (next, step, left)
    };
    let copies = exec.code().unrolled.iter().find(same).map_or(0, |u| (u.start - u.at) as usize);
    let outcome = Outcome::Range { next, step, left, copies };
    Some((Optimisation::RangeUnroll, outcome, iter.a(), target))
}

/// A branch on a constant: where it leads.
fn branch(vm: &mut Vm, exec: &Exec, run: &Run, value: &ObjRef) -> Option<Found> {
    let constant = |o: &ObjRef| {
        o.header().sub.get() == 0
            && matches!(o.kind(), Kind::Bool | Kind::None | Kind::Int | Kind::Float | Kind::Str)
    };
    if !constant(value) {
        return None;
    }
    let (jumps, distance) = match run.op {
        Op::JumpIfNone => (value.is_none(), run.word.distance()),
        Op::JumpIfNotNone => (!value.is_none(), run.word.distance()),
        Op::JumpIfTrue => (vm.truth(value).ok()?, run.word.distance()),
        Op::JumpIfFalse => (!vm.truth(value).ok()?, run.word.distance()),
        _ => {
            let other = exec.data().consts[run.word.c() as usize].clone();
            if !constant(&other) {
                return None;
            }
            let Ok(holds) = compare_truth(vm, CompareOp::from_byte(run.word.x() & !JUMP_IF)?, value, &other)
            else {
                drop(vm.take_exception());
                return None;
            };
            (holds == (run.word.x() & JUMP_IF != 0), i32::from(run.word.a() as i16))
        }
    };
    let next = run.last + 1 + run.op.cache_words();
    let end = if jumps { run.last.checked_add_signed(distance as isize)? } else { next };
    // A jump backwards looks for pending work.
    (end >= next).then_some((Optimisation::DeadBranch, Outcome::Branch, 0, end))
}
