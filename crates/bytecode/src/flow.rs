//! How values flow through registers: what an instruction reads and writes, where it leads.

use crate::code::Code;
use crate::disasm::{instructions, jump_target};
use crate::isa::{Op, Operand};
use crate::word::{CONSUME, Reg, Word};

/// First and number of the registers that a `Win` operand means.
pub fn window(word: Word, op: Op) -> Option<(Reg, usize)> {
    let b = |count: u16| Some((word.b(), count as usize));
    match op {
        Op::LoadSuperAttr | Op::LoadSuperMethod => b(3),
        Op::GetSlice => Some((word.c(), word.x() as usize)),
        Op::SetSlice => b(2),
        Op::BuildSlice => b(word.x() as u16),
        Op::MakeTyping | Op::BuildTuple | Op::BuildList | Op::BuildSet | Op::BuildString => b(word.c()),
        Op::BuildDict => Some((word.b(), word.c() as usize * 2)),
        Op::MakeFunction => Some((word.c(), word.x().count_ones() as usize)),
        Op::Call | Op::CallKw => Some((word.b(), word.c() as usize + 1)),
        Op::CallMethod | Op::CallMethodKw => Some((word.b(), word.c() as usize + 2)),
        Op::CallEx => b(2 + (word.x() & 1) as u16),
        Op::ImportName | Op::MatchClass => Some((word.c(), 2)),
        _ => None,
    }
}

/// Registers that an instruction writes besides its `Def` operands.
pub(crate) fn written(word: Word, op: Op) -> Option<(Reg, usize)> {
    let split = word.c();
    match op {
        Op::LoadMethod | Op::LoadSuperMethod => Some((word.a(), 2)),
        Op::Unpack => Some((word.a(), split as usize)),
        Op::UnpackEx => Some((word.a(), (split & 255) as usize + 1 + (split >> 8) as usize)),
        Op::ExcParts => Some((word.a(), 3)),
        Op::LoadWith | Op::LoadAsyncWith => Some((word.a(), 4)),
        _ => None,
    }
}

/// Whether the instruction calls what the first register of its window holds.
pub fn is_call(op: Op) -> bool {
    matches!(op, Op::Call | Op::CallKw | Op::CallMethod | Op::CallMethodKw | Op::CallEx)
}

/// Whether the next instruction is never run after it.
pub(crate) fn ends(op: Op) -> bool {
    matches!(op, Op::Jump | Op::Return | Op::ReturnK | Op::Raise | Op::Reraise)
}

/// Whether a jump leads to one of these words.
pub fn is_entered(words: &[Word], range: std::ops::Range<usize>) -> bool {
    let target = |(index, op)| jump_target(words[index], op, index);
    instructions(words).filter_map(target).any(|at| range.contains(&at))
}

/// Whether the instruction reads a register.
pub(crate) fn reads(word: Word, op: Op, register: Reg) -> bool {
    let kinds = op.operands();
    let fields = [word.a(), word.b(), word.c()];
    let operand = |(kind, value): (&Operand, u16)| {
        matches!(kind, Operand::Use | Operand::Reg) && value & !CONSUME == register
    };
    let unbinds = op == Op::Unbind || op == Op::MakeCell && word.x() == 0;
    !unbinds && kinds[1..].iter().zip(fields).any(operand)
        || window(word, op).is_some_and(|(first, n)| (first..first + n as Reg).contains(&register))
}

/// Whether the instruction gives a register a new value or releases it.
pub(crate) fn writes(word: Word, op: Op, register: Reg) -> bool {
    let kinds = op.operands();
    let fields = [word.a(), word.b(), word.c()];
    kinds[1..].iter().zip(fields).any(|(kind, value)| *kind == Operand::Def && value == register)
        || written(word, op).is_some_and(|(first, n)| (first..first + n as Reg).contains(&register))
        || matches!(op, Op::Unbind | Op::MakeCell) && word.a() == register
}

impl Code {
    /// The instruction that reads a register first after the one at word `index`, or at that one
    /// itself if it has not begun. Nothing: what the register holds is dead.
    pub fn next_use(&self, index: usize, begun: bool, register: Reg) -> Option<Word> {
        let mut seen = vec![false; self.words.len()];
        let mut work = Vec::new();
        if begun {
            self.successors(index, register, &mut work)
        } else {
            work.push(index)
        }
        while let Some(at) = work.pop() {
            let Some(op) = self.words.get(at).and_then(|w| w.op()) else { continue };
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            let word = self.words[at];
            if reads(word, op, register) {
                return Some(word);
            }
            if !writes(word, op, register) {
                self.successors(at, register, &mut work);
            }
        }
        None
    }

    /// Where the instruction at a word leads with the register as it was.
    fn successors(&self, index: usize, register: Reg, work: &mut Vec<usize>) {
        let Some(op) = self.words.get(index).and_then(|w| w.op()) else { return };
        if writes(self.words[index], op, register) {
            return;
        }
        work.extend(self.handler(index).filter(|e| register < e.depth).map(|e| e.target as usize));
        work.extend(jump_target(self.words[index], op, index));
        if !ends(op) {
            work.push(index + 1 + op.cache_words());
        }
    }
}
