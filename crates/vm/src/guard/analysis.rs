//! Static analysis: proves that the guard of a look-up can be left out, because another one has checked the
//! same a moment before and nothing in between can have written to a namespace.
//!
//! The proof is local. From the look-up back to the one that checks, all instructions stand on one line,
//! nobody can jump in between, and each only loads: constants, variables, names by specialised forms, into
//! temporaries, which never hold what wants to be finalised. So no Python code runs, no other thread, and no
//! line begins at which somebody could be told. When a look-up on which others rest is made generic, they are
//! made generic with it; and while events are told, which may come between any two instructions, none is left
//! as it is.

use theseus_bytecode::{Op, Word, disasm, flow};

use crate::exec::Exec;

/// The look-up that checks what a form at word `index` would check with these caches; nothing if there is
/// none to rest on.
pub fn leader(exec: &Exec, index: usize, op: Op, caches: [u64; 2]) -> Option<usize> {
    let code = exec.code();
    let on_line = disasm::instructions_from(&code.words, code.line_start(index));
    let before: Vec<usize> = on_line.map(|(i, _)| i).take_while(|&i| i < index).collect();
    for &i in before.iter().rev() {
        if !only_loads(exec, i) {
            return None;
        }
        if checks(exec, i, op, caches) {
            return (!flow::is_entered(&code.words, i + 1..index + 1)).then_some(i);
        }
    }
    None
}

/// Whether the look-up at word `i` checks what `op` would check.
fn checks(exec: &Exec, i: usize, op: Op, caches: [u64; 2]) -> bool {
    let same = |n: usize| exec.words()[i + n] == caches[n - 1];
    match (exec.op_at(i), op) {
        (Some(Op::LoadGlobalModule | Op::LoadGlobalBuiltin), Op::LoadGlobalModule) => same(1),
        (Some(Op::LoadGlobalBuiltin), Op::LoadGlobalBuiltin) => same(1) && same(2),
        (Some(Op::LoadGlobalStampModule | Op::LoadGlobalStampBuiltin), Op::LoadGlobalStampModule) => same(1),
        (Some(Op::LoadGlobalStampBuiltin), Op::LoadGlobalStampBuiltin) => same(1) && same(2),
        (Some(Op::LoadGlobalEpoch), Op::LoadGlobalEpoch) => same(1),
        (Some(Op::LoadGlobalEntryChecked), Op::LoadGlobalEntryChecked) => true,
        _ => false,
    }
}

/// Whether an instruction loads into a temporary and does nothing else.
fn only_loads(exec: &Exec, i: usize) -> bool {
    let code = exec.code();
    let word = code.words[i];
    let loads = match word.op() {
        Some(Op::LoadConst | Op::Move | Op::LoadFree | Op::LoadCell) => true,
        Some(Op::LoadGlobal) => exec.op_at(i).is_some_and(|op| op.is_quickened() && !super::is_fold(op)),
        _ => false,
    };
    let register = word.a();
    let hidden = code.hidden.iter().any(|h| h.register == register);
    loads && !hidden && register as usize >= code.local_count()
}

/// The form that rests on a leader, of one that checks for itself.
pub fn proved(op: Op) -> Op {
    match op {
        Op::LoadGlobalModule => Op::LoadGlobalModuleProved,
        Op::LoadGlobalBuiltin => Op::LoadGlobalBuiltinProved,
        _ => Op::LoadGlobalProved,
    }
}

pub const fn is_proved(op: Op) -> bool {
    matches!(op, Op::LoadGlobalModuleProved | Op::LoadGlobalBuiltinProved | Op::LoadGlobalProved)
}

/// The look-up at word `index` checks nothing any more: those that rest on it are generic afterwards, and
/// wait as long as it does, to rest on it again.
pub fn forsake(exec: &Exec, index: usize, wait: u64) {
    let words = &exec.code().words;
    for (i, op) in disasm::instructions_from(words, index).skip(1) {
        if exec.op_at(i).is_some_and(is_proved) {
            exec.make_generic(i, wait);
        } else if !matches!(op, Op::LoadConst | Op::Move | Op::LoadFree | Op::LoadCell | Op::LoadGlobal) {
            return;
        }
    }
}

/// What a look-up rests on, for people.
pub fn reason(exec: &Exec, index: usize) -> Option<String> {
    let w = Word(*exec.words().get(index)?);
    let op = w.op().filter(|&op| is_proved(op))?;
    let checked = match op {
        Op::LoadGlobalProved => exec.words()[index + 1],
        _ => exec.words()[index + 2],
    };
    Some(format!("checked at {checked}, nothing in between runs code"))
}
