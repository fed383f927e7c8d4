//! Late reads: a local is read where an instruction consumes it, which may be after operands that stand to the
//! right of it were evaluated.

use crate::code::{Code, Position};
use crate::disasm::jump_target;
use crate::flow::{ends, window, writes, written};
use crate::isa::{Op, Operand};
use crate::word::{CONSUME, Reg, Word};

/// The fields in which an instruction names what it reads, in the order in which the source evaluates them:
/// 1, 2, 3 for a, b, c.
fn order(op: Op) -> [usize; 3] {
    match op {
        // What is assigned is evaluated first, then where.
        Op::SetItem | Op::SetSlice => [3, 1, 2],
        Op::StoreAttr => [2, 1, 3],
        _ => [1, 2, 3],
    }
}

fn field(w: Word, i: usize) -> u16 {
    [0, w.a(), w.b(), w.c()][i]
}

/// Whether one place in the source is part of another.
fn contains(outer: Position, inner: Position) -> bool {
    let start = |p: Position| (p.line, p.column);
    let end = |p: Position| (p.end_line, p.end_column);
    outer.line != 0 && inner.line != 0 && start(outer) <= start(inner) && end(inner) <= end(outer)
}

/// Whether an instruction reads a local that the source reads before one of these registers, which were written
/// meanwhile, and after none of them.
fn reads_late(w: Word, op: Op, local: Reg, written: &[Reg]) -> bool {
    let kinds = op.operands();
    let mut seen = false;
    for k in order(op) {
        let register = field(w, k) & !CONSUME;
        let is_new = match kinds[k] {
            Operand::Use | Operand::Reg => written.contains(&register),
            Operand::Win => window(w, op)
                .is_some_and(|(first, n)| written.iter().any(|r| (first..first + n as Reg).contains(r))),
            _ => false,
        };
        if is_new {
            return seen;
        }
        seen |= kinds[k] == Operand::Use && register == local;
    }
    false
}

impl Code {
    /// The instructions, by word index, that are still to read a local though the source reads it before what
    /// the instruction at a word computes: their place in the source contains that one's, and they read what
    /// was written since after the local. All paths to them are followed.
    pub fn late_readers(&self, at: usize, local: Reg) -> Vec<usize> {
        let place = self.position(at);
        let mut readers = Vec::new();
        let mut seen = vec![false; self.words.len()];
        let mut work = vec![(at, Vec::new())];
        while let Some((i, mut since)) = work.pop() {
            let Some((w, op)) = self.words.get(i).and_then(|w| Some((*w, w.op()?))) else { continue };
            if std::mem::replace(&mut seen[i], true) {
                continue;
            }
            let reads = i > at && contains(self.position(i), place) && reads_late(w, op, local, &since);
            if reads && !self.in_other_rounds(at, i) {
                readers.push(i);
            }
            if i != at && writes(w, op, local) {
                continue;
            }
            if op.operands()[1] == Operand::Def {
                since.push(w.a());
            }
            since.extend(written(w, op).into_iter().flat_map(|(first, n)| first..first + n as Reg));
            if let Some(target) = jump_target(w, op, i) {
                work.push((target, since.clone()));
            }
            if !ends(op) {
                work.push((i + 1 + op.cache_words(), since));
            }
        }
        readers
    }

    /// Whether two instructions lie in different copies of one loop's body.
    fn in_other_rounds(&self, a: usize, b: usize) -> bool {
        let copies =
            |i: usize| self.unrolled.iter().map(move |u| u.original(i as u32).map(|(_, round)| round));
        copies(a).zip(copies(b)).any(|(a, b)| a.is_some() && b.is_some() && a != b)
    }
}
