//! Jumps of a traced frame to another line: which instruction the line means, and what becomes of
//! the temporaries.

use theseus_bytecode::code::Code;
use theseus_bytecode::origins::{Origin, Origins, Temporaries};
use theseus_bytecode::{Op, Word};

use crate::dispatch::HANDLERS;
use crate::frame::nil_value;
use crate::machine::{State, Vm, owned};

/// The word at which `line` begins, from the instruction at `from`; or why there is no way.
pub fn target(code: &Code, from: usize, line: i64) -> Result<usize, String> {
    if line < i64::from(code.first_line) {
        return Err(format!("line {line} comes before the current code block"));
    }
    let begins = beginnings(code);
    let Some(found) = begins.iter().map(|b| b.1).filter(|&l| i64::from(l) >= line).min() else {
        return Err(format!("line {line} comes after the current code block"));
    };
    let origins = Origins::new(code);
    let Some(here) = origins.before(from) else {
        return Err("can't jump from unreachable code".into());
    };
    let mut best: Option<(usize, usize)> = None;
    let mut reason = "can't jump to unreachable code";
    for (index, _) in begins.iter().filter(|b| b.1 == found) {
        let Some(there) = origins.before(*index) else { continue };
        match obstacle(&origins, here, there) {
            None => {
                let depth = there.iter().flatten().count();
                if best.is_none_or(|(most, _)| depth > most) {
                    best = Some((depth, *index));
                }
            }
            Some(why) => reason = why,
        }
    }
    best.map(|(_, index)| index).ok_or_else(|| reason.to_string())
}

/// The words at which lines begin, with the lines.
fn beginnings(code: &Code) -> Vec<(usize, u32)> {
    let mut begins = Vec::new();
    let (mut index, mut last) = (0, 0);
    while index < code.words.len() {
        let line = code.position(index).line;
        if line != last && line != 0 {
            begins.push((index, line));
        }
        last = line;
        index += 1 + code.words[index].op().map_or(0, |op| op.cache_words());
    }
    begins
}

/// What stands there and not here: nothing could fill it.
fn obstacle(origins: &Origins, here: &Temporaries, there: &Temporaries) -> Option<&'static str> {
    let missing = |(here, there): (&Option<Origin>, &Option<Origin>)| {
        there.filter(|&there| *here != Some(there) || there == Origin::Several)
    };
    let missing = here.iter().zip(there).find_map(missing)?;
    Some(match origins.word(missing).and_then(Word::op) {
        Some(Op::GetIter | Op::GetAIter) => "can't jump into the body of a for loop",
        Some(Op::EnterHandler) => "can't jump into an 'except' block as there's no exception",
        _ => "incompatible stacks",
    })
}

/// Goes on at the word `target`: what lives here and not there is released, and exceptions whose handlers
/// are left are no longer handled.
///
/// # Safety
/// `s` is the state of the running frame before the instruction from which `target` was found.
pub unsafe fn go(vm: &mut Vm, s: State, target: usize) -> State {
    let from = vm.exec().index_of(s.pc);
    let code = vm.exec().data().code.clone();
    let origins = Origins::new(&code);
    let (Some(here), Some(there)) = (origins.before(from), origins.before(target)) else { return s };
    let mut next = State { pc: vm.exec().words.add(target), base: s.base };
    for i in (0..here.len()).rev().filter(|&i| here[i].is_some() && there[i].is_none()) {
        let reg = (origins.first + i) as u16;
        let word = here[i].and_then(|origin| origins.word(origin));
        match word.filter(|word| word.op() == Some(Op::EnterHandler)) {
            // The handler of instructions goes on behind the one it is at.
            Some(word) if word.a() == reg => {
                let exit = Word::new(Op::ExitHandler, 0, reg, word.b(), 0);
                next = HANDLERS[Op::ExitHandler as usize](vm, State { pc: next.pc.sub(1), ..next }, exit);
            }
            Some(_) => (),
            None => {
                let old = std::mem::replace(&mut *s.slot(reg), nil_value());
                if old != nil_value() {
                    drop(owned(old));
                }
            }
        }
    }
    next
}
