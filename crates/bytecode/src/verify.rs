//! Checks that a code object keeps the rules of the instruction set.
//!
//! First the form: opcodes, operands in range, jumps to instructions. Then an abstract run over
//! every path: which registers hold a value. Each instruction must find its operands bound, a
//! temporary is used up exactly once, a call's window is the topmost, and nothing but locals is
//! left when the code returns.

use crate::code::{Code, Const, Flags};
use crate::disasm::jump_target;
use crate::flow::{ends, is_call, window, written};
use crate::isa::{BinaryOp, CompareOp, INPLACE, JUMP_IF, Op, Operand, Typing, UnaryOp};
use crate::word::{CONSUME, Reg, Word};

/// Verifies a code object and the ones in its constants.
pub fn verify(code: &Code) -> Result<(), String> {
    let form = Form { code };
    let starts = form.check()?;
    let mut run = Run::new(code, &starts);
    run.all()?;
    for value in &code.consts {
        if let Some(inner) = value.code() {
            verify(&inner).map_err(|fault| format!("{}: {fault}", inner.qualname))?;
        }
    }
    Ok(())
}

/// Registers that hold locals: they are never consumed.
pub(crate) fn local_limit(code: &Code) -> usize {
    if code.name_mode { code.local_count().max(1) } else { code.local_count() }
}

// ---- form

struct Form<'a> {
    code: &'a Code,
}

impl Form<'_> {
    /// Checks every word; returns which words start an instruction.
    fn check(&self) -> Result<Vec<bool>, String> {
        let code = self.code;
        if local_limit(code) > code.register_count as usize || code.register_count >= CONSUME {
            return Err(format!("{} registers", code.register_count));
        }
        if code.parameter_count() > code.local_count() && !code.name_mode {
            return Err("more parameters than locals".into());
        }
        let mut starts = vec![false; code.words.len()];
        let mut last = None;
        let mut index = 0;
        while index < code.words.len() {
            let word = code.words[index];
            let op = word.op().ok_or_else(|| format!("word {index}: no such opcode"))?;
            if op.is_internal() || op.is_quickened() {
                return Err(format!("word {index}: {} is not for compilers", op.name()));
            }
            self.operands(word, op)
                .and_then(|()| self.extras(word, op, index))
                .map_err(|fault| format!("word {index}, {}: {fault}", op.name()))?;
            starts[index] = true;
            last = Some(op);
            index += 1 + op.cache_words();
        }
        if index != code.words.len() {
            return Err("the last instruction is cut off".into());
        }
        if !last.is_some_and(ends) {
            return Err("the end can be run over".into());
        }
        self.targets(&starts)?;
        Ok(starts)
    }

    fn operands(&self, word: Word, op: Op) -> Result<(), String> {
        let code = self.code;
        let kinds = op.operands();
        for (kind, value) in kinds[1..].iter().zip([word.a(), word.b(), word.c()]) {
            match kind {
                Operand::Def | Operand::Reg => self.register(value)?,
                Operand::Use => {
                    // The optional operands are not looked at.
                    let unused = op == Op::FormatValue && word.x() & 4 == 0 && value == word.c()
                        || op == Op::Raise && word.x() < 2;
                    if !unused {
                        self.register(value & !CONSUME)?;
                    }
                    if value & CONSUME != 0 && ((value & !CONSUME) as usize) < local_limit(code) {
                        return Err(format!("consumes the local r{}", value & !CONSUME));
                    }
                }
                Operand::Konst if value as usize >= code.consts.len() => {
                    return Err(format!("no constant {value}"));
                }
                Operand::Name if value as usize >= code.names.len() => {
                    return Err(format!("no name {value}"));
                }
                Operand::Free if value as usize >= code.free_names.len() => {
                    return Err(format!("no free variable {value}"));
                }
                _ => {}
            }
        }
        for (base, count) in [window(word, op), written(word, op)].into_iter().flatten() {
            if base as usize + count > code.register_count as usize && count > 0 {
                return Err(format!("window r{base} of {count} is out of range"));
            }
        }
        Ok(())
    }

    fn register(&self, reg: Reg) -> Result<(), String> {
        if reg < self.code.register_count {
            return Ok(());
        }
        Err(format!("no register r{reg}"))
    }

    /// Immediates and operand words.
    fn extras(&self, word: Word, op: Op, index: usize) -> Result<(), String> {
        let code = self.code;
        let x = word.x();
        let fine = match op {
            Op::Binary | Op::BinaryK => BinaryOp::from_byte(x & !INPLACE).is_some(),
            Op::Unary => UnaryOp::from_byte(x).is_some(),
            Op::Compare | Op::CompareK => CompareOp::from_byte(x).is_some(),
            Op::JumpCompare | Op::JumpCompareK => CompareOp::from_byte(x & !JUMP_IF).is_some(),
            Op::BuildSlice | Op::GetSlice => matches!(x, 2 | 3),
            Op::FormatValue => x < 8,
            Op::Raise | Op::GetAwaitable | Op::MatchSequence => x < 3,
            Op::Yield => x < 4 && code.flags.0 & Flags::SUSPENDS != 0,
            Op::YieldFrom => x & !2 == 0 && code.flags.0 & Flags::SUSPENDS != 0,
            Op::MakeTyping => Typing::from_byte(x).is_some(),
            Op::MakeFunction => {
                x < 16
                    && matches!(code.consts.get(word.b() as usize), Some(Const::Code(_) | Const::Stored(_)))
            }
            Op::CallKw | Op::CallMethodKw => {
                let names = code.words.get(index + 1).map_or(usize::MAX, |w| w.0 as usize);
                match code.consts.get(names) {
                    Some(Const::Tuple(names)) => names.len() <= word.c() as usize,
                    _ => false,
                }
            }
            _ => true,
        };
        if fine {
            return Ok(());
        }
        Err("bad immediate or operand word".into())
    }

    fn targets(&self, starts: &[bool]) -> Result<(), String> {
        let code = self.code;
        let is_start = |index: usize| starts.get(index).copied().unwrap_or(false);
        for (index, &word) in code.words.iter().enumerate().filter(|(i, _)| starts[*i]) {
            let Some(op) = word.op() else { continue };
            let jumps = op.operands().iter().any(|k| matches!(k, Operand::J16 | Operand::J32));
            if jumps && !jump_target(word, op, index).is_some_and(is_start) {
                return Err(format!("word {index}: jumps into nowhere"));
            }
        }
        if !code.unrolled.iter().all(|u| crate::unroll::is_of(u, code)) {
            return Err("copies of a loop that are none".into());
        }
        for entry in &code.exceptions {
            let target = entry.target as usize;
            if entry.start >= entry.end
                || entry.end as usize > code.words.len()
                || !is_start(entry.start as usize)
                || !is_start(target)
            {
                return Err(format!("bad exception entry for {}", entry.start));
            }
            let first = code.words[target];
            let depth = entry.depth;
            if (depth as usize) < local_limit(code)
                || first.op() != Some(Op::EnterHandler)
                || first.a() != depth
                || first.b() != depth + 1
            {
                return Err(format!("handler at {target} does not start at r{depth}"));
            }
        }
        Ok(())
    }
}

// ---- run

/// Whether a register holds a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Held {
    No,
    Yes,
    /// On some paths only: it may be released or overwritten, but not read.
    Maybe,
}

type State = Vec<Held>;

struct Run<'a> {
    code: &'a Code,
    /// Words where paths meet, with what is held there.
    meeting: Vec<Option<Box<State>>>,
    is_meeting: Vec<bool>,
    work: Vec<usize>,
    limit: usize,
}

impl<'a> Run<'a> {
    fn new(code: &'a Code, starts: &[bool]) -> Run<'a> {
        let mut is_meeting = vec![false; code.words.len()];
        for (index, &word) in code.words.iter().enumerate().filter(|(i, _)| starts[*i]) {
            if let Some(target) = word.op().and_then(|op| jump_target(word, op, index)) {
                is_meeting[target] = true;
            }
        }
        for entry in &code.exceptions {
            is_meeting[entry.target as usize] = true;
        }
        for unrolled in &code.unrolled {
            is_meeting[unrolled.start as usize] = true;
        }
        Run {
            code,
            meeting: vec![None; code.words.len()],
            is_meeting,
            work: Vec::new(),
            limit: local_limit(code),
        }
    }

    fn all(&mut self) -> Result<(), String> {
        let mut state = vec![Held::No; self.code.register_count as usize];
        let known = if self.code.name_mode { 1 } else { self.code.parameter_count() };
        state.iter_mut().take(known).for_each(|r| *r = Held::Yes);
        self.path(0, state)?;
        while let Some(index) = self.work.pop() {
            if let Some(state) = self.meeting[index].clone() {
                self.path(index, *state)?;
            }
        }
        Ok(())
    }

    /// Adds a path that comes to word `index` with `state`.
    fn meet(&mut self, index: usize, state: &[Held]) {
        match &mut self.meeting[index] {
            Some(known) => {
                let mut changed = false;
                for (known, &now) in known.iter_mut().zip(state) {
                    if *known != now && *known != Held::Maybe {
                        *known = Held::Maybe;
                        changed = true;
                    }
                }
                if changed {
                    self.work.push(index);
                }
            }
            unknown => {
                *unknown = Some(Box::new(state.to_vec()));
                self.work.push(index);
            }
        }
    }

    /// Runs from a word to the end of the straight line.
    fn path(&mut self, start: usize, mut state: State) -> Result<(), String> {
        let mut index = start;
        loop {
            let word = self.code.words[index];
            let Some(op) = word.op() else { return Ok(()) };
            if let Some(entry) = self.code.handler(index) {
                let (target, depth) = (entry.target as usize, entry.depth as usize);
                let mut at_handler = state.clone();
                at_handler.iter_mut().skip(depth).for_each(|r| *r = Held::No);
                self.meet(target, &at_handler);
            }
            let unrolled = self.code.unrolled.iter().find(|u| u.at as usize == index);
            if let Some(start) = unrolled.map(|u| u.start as usize) {
                self.meet(start, &state);
            }
            let before = (op == Op::ForIter).then(|| state.clone());
            self.step(word, op, &mut state)
                .map_err(|fault| format!("word {index}, {}: {fault}", op.name()))?;
            if let Some(target) = jump_target(word, op, index) {
                if let Some(mut with_item) = before {
                    with_item[word.b() as usize] = Held::Yes;
                    self.meet(target, &with_item);
                } else {
                    self.meet(target, &state);
                }
            }
            if ends(op) {
                return Ok(());
            }
            index += 1 + op.cache_words();
            if self.is_meeting[index] {
                self.meet(index, &state);
                return Ok(());
            }
        }
    }

    fn read(&self, state: &State, reg: Reg) -> Result<(), String> {
        match state[reg as usize] {
            Held::Yes => Ok(()),
            Held::No => Err(format!("r{reg} is unbound")),
            Held::Maybe => Err(format!("r{reg} may be unbound")),
        }
    }

    fn step(&self, word: Word, op: Op, state: &mut State) -> Result<(), String> {
        let kinds = op.operands();
        let fields = [word.a(), word.b(), word.c()];
        let pairs = || kinds[1..].iter().zip(fields);
        for (at, (kind, value)) in pairs().enumerate() {
            let reg = value & !CONSUME;
            match kind {
                Operand::Use => {
                    let unused = op == Op::FormatValue && at == 2 && word.x() & 4 == 0
                        || op == Op::Raise && at >= word.x() as usize;
                    if unused {
                        continue;
                    }
                    // A method pair's first register may be unbound; it is moved as it is.
                    self.read(state, reg)?;
                    if value & CONSUME != 0 {
                        state[reg as usize] = Held::No;
                    }
                }
                Operand::Reg if !matches!(op, Op::CheckBound | Op::Unbind | Op::MakeCell) => {
                    self.read(state, reg)?;
                }
                _ => {}
            }
        }
        if op == Op::MakeCell && word.x() == 1 {
            self.read(state, word.a())?;
        }
        if let Some((base, count)) = window(word, op) {
            for reg in base..base + count as Reg {
                if (reg as usize) < self.limit {
                    return Err(format!("the window takes the local r{reg}"));
                }
                self.read(state, reg)?;
                state[reg as usize] = Held::No;
            }
            if is_call(op) {
                let above = base as usize + count;
                if let Some(reg) = (above..state.len()).find(|&r| state[r] != Held::No) {
                    return Err(format!("r{reg} lives above the window"));
                }
            }
        }
        for (kind, value) in pairs() {
            if *kind == Operand::Def && op != Op::ForIter {
                state[value as usize] = Held::Yes;
            }
        }
        if let Some((base, count)) = written(word, op) {
            for reg in base..base + count as Reg {
                state[reg as usize] = Held::Yes;
            }
        }
        self.special(word, op, state)
    }

    fn special(&self, word: Word, op: Op, state: &mut State) -> Result<(), String> {
        let (a, b, c) = (word.a() as usize, word.b() as usize, word.c() as usize);
        match op {
            Op::CheckBound | Op::MakeCell => state[a] = Held::Yes,
            Op::Unbind | Op::ForIter => state[a] = Held::No,
            Op::ExitHandler | Op::Reraise => {
                state[a] = Held::No;
                state[b] = Held::No;
            }
            Op::YieldFrom => {
                state[b] = Held::No;
                state[c] = Held::No;
                if a == b || a == c {
                    state[a] = Held::Yes;
                }
            }
            Op::Yield => {
                let above = (c..state.len()).find(|&r| state[r] != Held::No && r != a);
                if let Some(reg) = above {
                    return Err(format!("r{reg} is not kept"));
                }
                if c < self.limit {
                    return Err("does not keep all locals".into());
                }
            }
            Op::Return | Op::ReturnK => {
                let left = (self.limit..state.len()).find(|&r| state[r] != Held::No);
                if let Some(reg) = left {
                    return Err(format!("r{reg} is left"));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::verify;
    use crate::code::{Code, Const, ExceptionEntry, Flags};
    use crate::isa::Op;
    use crate::word::{CONSUME, Word};

    /// A function of one local (`r0`, a parameter) and four registers.
    fn code(words: &[Word]) -> Code {
        Code {
            name: "f".into(),
            qualname: "f".into(),
            filename: "f".into(),
            first_line: 1,
            flags: Flags::default(),
            arg_count: 1,
            posonly_count: 0,
            kwonly_count: 0,
            local_names: vec!["a".into()],
            hidden: Vec::new(),
            cells: Vec::new(),
            free_names: Vec::new(),
            register_count: 4,
            words: words.to_vec(),
            consts: vec![Const::None],
            names: vec!["n".into()],
            exceptions: Vec::new(),
            unrolled: Vec::new(),
            positions: Vec::new(),
            instance_attributes: 0,
            has_docstring: false,
            name_mode: false,
        }
    }

    fn fault(words: &[Word]) -> String {
        verify(&code(words)).expect_err("a fault")
    }

    const END: Word = Word::new(Op::ReturnK, 0, 0, 0, 0);

    #[test]
    fn a_sound_function_passes() {
        let words = [Word::new(Op::Move, 0, 1, 0, 0), Word::new(Op::Return, 0, 1 | CONSUME, 0, 0)];
        assert_eq!(verify(&code(&words)), Ok(()));
    }

    #[test]
    fn unbound_registers_are_not_read() {
        let twice = [
            Word::new(Op::Move, 0, 1, 0, 0),
            Word::new(Op::Move, 0, 2, 1 | CONSUME, 0),
            Word::new(Op::Return, 0, 1 | CONSUME, 0, 0),
        ];
        assert!(fault(&twice).contains("r1 is unbound"));
        let one_path = [
            Word::jump(Op::JumpIfTrue, 0, 0, 2),
            Word::new(Op::Move, 0, 1, 0, 0),
            Word::new(Op::Return, 0, 1 | CONSUME, 0, 0),
        ];
        assert!(fault(&one_path).contains("may be unbound"));
    }

    #[test]
    fn nothing_is_left_at_the_end() {
        assert!(fault(&[Word::new(Op::Move, 0, 1, 0, 0), END]).contains("r1 is left"));
        assert!(fault(&[Word::new(Op::Return, 0, CONSUME, 0, 0)]).contains("local"));
        assert!(fault(&[Word::new(Op::Move, 0, 1, 0, 0)]).contains("run over"));
    }

    #[test]
    fn windows_are_topmost() {
        let words = [
            Word::new(Op::Move, 0, 1, 0, 0),
            Word::new(Op::Move, 0, 2, 0, 0),
            Word::new(Op::Call, 0, 1, 1, 0),
            Word(0),
            Word(0),
            Word::new(Op::Unbind, 0, 1, 0, 0),
            Word::new(Op::Unbind, 0, 2, 0, 0),
            END,
        ];
        assert!(fault(&words).contains("above the window"));
    }

    #[test]
    fn handlers_start_with_two_registers_at_their_depth() {
        let mut handled = code(&[
            Word::new(Op::Move, 0, 1, 0, 0),
            Word::new(Op::Unbind, 0, 1, 0, 0),
            END,
            Word::new(Op::EnterHandler, 0, 1, 2, 0),
            Word::new(Op::Reraise, 0, 1, 2, 0),
        ]);
        let entry = ExceptionEntry { start: 0, end: 1, target: 3, depth: 1 };
        handled.exceptions = vec![entry];
        assert_eq!(verify(&handled), Ok(()));
        handled.exceptions = vec![ExceptionEntry { depth: 2, ..entry }];
        assert!(verify(&handled).is_err());
        handled.exceptions = vec![ExceptionEntry { target: 4, ..entry }];
        assert!(verify(&handled).is_err());
    }

    #[test]
    fn jumps_go_to_instructions() {
        assert!(fault(&[Word::jump(Op::Jump, 0, 0, 7)]).contains("nowhere"));
        let into_cache =
            [Word::jump(Op::JumpIfTrue, 0, 0, 2), Word::new(Op::BinaryK, 0, 0, 0, 0), Word(0), END];
        assert!(fault(&into_cache).contains("nowhere"));
    }
}
