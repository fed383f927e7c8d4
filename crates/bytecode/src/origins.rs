//! Where the temporaries that live at each instruction come from: what a jump to another line must
//! find, or may release.

use crate::code::Code;
use crate::disasm::jump_target;
use crate::flow::{ends, window, written};
use crate::isa::{Op, Operand};
use crate::verify::local_limit;
use crate::word::{CONSUME, Reg, Word};

/// The temporaries of one instruction: of each register from [`Origins::first`] the index of the
/// instruction that filled it. A code's paths must agree, or the register is of nobody.
pub type Temporaries = Vec<Option<Origin>>;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    Instruction(usize),
    /// Different ones on different paths.
    Several,
}

/// The temporaries before each instruction of a code object.
pub struct Origins<'a> {
    code: &'a Code,
    /// The first register that is no local.
    pub first: usize,
    before: Vec<Option<Temporaries>>,
    work: Vec<usize>,
}

impl<'a> Origins<'a> {
    pub fn new(code: &'a Code) -> Origins<'a> {
        let first = local_limit(code);
        let mut o = Origins { code, first, before: vec![None; code.words.len()], work: Vec::new() };
        o.meet(0, &vec![None; (code.register_count as usize).saturating_sub(first)]);
        while let Some(index) = o.work.pop() {
            o.step(index);
        }
        o
    }

    /// What lives before the instruction at a word; None if nothing leads there.
    pub fn before(&self, index: usize) -> Option<&Temporaries> {
        self.before.get(index)?.as_ref()
    }

    /// The instruction that filled a register.
    pub fn word(&self, origin: Origin) -> Option<Word> {
        match origin {
            Origin::Instruction(index) => self.code.words.get(index).copied(),
            Origin::Several => None,
        }
    }

    fn meet(&mut self, index: usize, state: &Temporaries) {
        let changed = match &mut self.before[index] {
            Some(known) => {
                let mut changed = false;
                for (known, now) in known.iter_mut().zip(state) {
                    if known != now && *known != Some(Origin::Several) {
                        *known = Some(Origin::Several);
                        changed = true;
                    }
                }
                changed
            }
            unknown => {
                *unknown = Some(state.clone());
                true
            }
        };
        if changed {
            self.work.push(index);
        }
    }

    fn step(&mut self, index: usize) {
        let word = self.code.words[index];
        let (Some(op), Some(mut state)) = (word.op(), self.before[index].clone()) else { return };
        if let Some(entry) = self.code.handler(index) {
            let mut handled = state.clone();
            let depth = (entry.depth as usize).saturating_sub(self.first);
            handled.iter_mut().skip(depth).for_each(|r| *r = None);
            self.meet(entry.target as usize, &handled);
        }
        let before = (op == Op::ForIter).then(|| state.clone());
        self.transfer(word, op, index, &mut state);
        if let Some(target) = jump_target(word, op, index) {
            match before {
                Some(mut with_item) => {
                    self.set(&mut with_item, word.b(), Some(index));
                    self.meet(target, &with_item);
                }
                None => self.meet(target, &state),
            }
        }
        if !ends(op) {
            self.meet(index + 1 + op.cache_words(), &state);
        }
    }

    fn set(&self, state: &mut Temporaries, reg: Reg, by: Option<usize>) {
        if let Some(slot) = (reg as usize).checked_sub(self.first).and_then(|i| state.get_mut(i)) {
            *slot = by.map(Origin::Instruction);
        }
    }

    fn transfer(&self, word: Word, op: Op, index: usize, state: &mut Temporaries) {
        let fields = [word.a(), word.b(), word.c()];
        let kinds = op.operands();
        let pairs = || kinds[1..].iter().zip(fields);
        for (_, value) in pairs().filter(|(kind, value)| **kind == Operand::Use && value & CONSUME != 0) {
            self.set(state, value & !CONSUME, None);
        }
        if let Some((base, count)) = window(word, op) {
            (base..base + count as Reg).for_each(|reg| self.set(state, reg, None));
        }
        for (_, value) in pairs().filter(|(kind, _)| **kind == Operand::Def && op != Op::ForIter) {
            self.set(state, value, Some(index));
        }
        if let Some((base, count)) = written(word, op) {
            (base..base + count as Reg).for_each(|reg| self.set(state, reg, Some(index)));
        }
        match op {
            Op::Unbind | Op::ForIter => self.set(state, word.a(), None),
            Op::ExitHandler | Op::Reraise => {
                self.set(state, word.a(), None);
                self.set(state, word.b(), None);
            }
            Op::YieldFrom => {
                for reg in [word.b(), word.c()] {
                    self.set(state, reg, (reg == word.a()).then_some(index));
                }
            }
            _ => (),
        }
    }
}
