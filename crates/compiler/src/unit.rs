//! One code object under construction: instructions with labels, registers, what is surely
//! bound, protected regions; and the assembler that turns it into words.

use std::sync::Arc;

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::SmallVec;
use theseus_bytecode::unroll::unroll;
use theseus_bytecode::{Code, Const, ExceptionEntry, Flags, HiddenLocal, Op, Operand, Position, Reg, Word};

use crate::constants::Constants;
use crate::scope::{Name, ScopeId};

/// Set of registers that are surely bound.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct Bound(SmallVec<[u64; 2]>);

impl Bound {
    pub fn has(&self, reg: Reg) -> bool {
        let word = self.0.get(reg as usize / 64).copied().unwrap_or(0);
        word >> (reg % 64) & 1 != 0
    }

    pub fn insert(&mut self, reg: Reg) {
        let index = reg as usize / 64;
        if index >= self.0.len() {
            self.0.resize(index + 1, 0);
        }
        self.0[index] |= 1 << (reg % 64);
    }

    pub fn remove(&mut self, reg: Reg) {
        if let Some(word) = self.0.get_mut(reg as usize / 64) {
            *word &= !(1 << (reg % 64));
        }
    }

    pub fn intersect(&mut self, other: &Bound) {
        self.0.truncate(other.0.len());
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine &= theirs;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Label(u32);

#[derive(Default)]
struct LabelInfo {
    at: Option<u32>,
    /// What is bound on every jump here so far; `None` without any jump.
    state: Option<Bound>,
}

struct Ins {
    word: Word,
    target: Option<Label>,
    position: Position,
    /// The operand word of a call with keywords.
    extra: u16,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct RegionId(usize);

/// Instructions whose exceptions go to one handler.
struct Region {
    segments: Vec<(u32, u32)>,
    open: Option<u32>,
    target: Label,
    depth: Reg,
    state: Option<Bound>,
}

/// The registers and labels of an enclosing statement, and what leaving it takes.
pub(crate) enum Block<'a> {
    Loop {
        exit: Label,
        next: Label,
        iter: Option<Reg>,
    },
    Region(RegionId),
    Finally(&'a [rustpython_parser::ast::Stmt]),
    Handler {
        exc: Reg,
        prev: Reg,
        name: Option<&'a str>,
    },
    /// The body of an `except*` clause, which cannot be left early.
    Star,
    With {
        base: Reg,
        position: Position,
        is_async: bool,
    },
    /// A value waiting to be returned while a `finally` runs.
    Value(Reg),
}

pub(crate) struct Unit<'a> {
    pub scope: ScopeId,
    pub name: String,
    pub qualname: String,
    pub first_line: u32,
    pub flags: u32,
    pub name_mode: bool,
    pub has_docstring: bool,
    pub arg_count: u16,
    pub posonly_count: u16,
    pub kwonly_count: u16,
    pub instance_attributes: u16,
    pub local_names: Vec<Name>,
    /// Variables of inlined comprehensions: name, register, first and last instruction.
    pub named: Vec<(Name, Reg, u32, u32)>,
    pub registers: FxHashMap<Name, Reg>,
    pub cells: Vec<Reg>,
    pub constants: Constants,
    names: IndexSet<Box<str>, FxBuildHasher>,
    code: Vec<Ins>,
    labels: Vec<LabelInfo>,
    regions: Vec<Region>,
    entries: Vec<(u32, u32, Label, Reg)>,
    pub blocks: Vec<Block<'a>>,
    /// Scopes of the inlined comprehensions around this point, with their hidden registers.
    pub hidden: Vec<(ScopeId, FxHashMap<Name, Reg>)>,
    /// Registers below are locals (or the namespace); the rest temporaries.
    pub local_limit: Reg,
    /// Next free temporary.
    pub top: Reg,
    highest: Reg,
    pub overflow: bool,
    /// What is bound here; `None` where control cannot come.
    pub state: Option<Bound>,
    pub position: Position,
    /// Where an exit method is told of an exception, which is being handled.
    pub in_exit: bool,
    /// Index of the last instruction that a jump forwards leads to.
    joined: u32,
    /// In a class body: the register of the `__class__` cell.
    pub class_cell: Option<Reg>,
    /// In a class body: the register of the `__classdict__` cell.
    pub class_dict: Option<Reg>,
}

/// Registers a frame may have; above it CONSUME would not fit.
const MAX_REGISTERS: Reg = 0x7ff0;

impl<'a> Unit<'a> {
    pub fn new(scope: ScopeId, name: String, qualname: String, first_line: u32) -> Unit<'a> {
        Unit {
            scope,
            name,
            qualname,
            first_line,
            flags: 0,
            name_mode: false,
            has_docstring: false,
            arg_count: 0,
            posonly_count: 0,
            kwonly_count: 0,
            instance_attributes: 0,
            local_names: Vec::new(),
            named: Vec::new(),
            registers: FxHashMap::default(),
            cells: Vec::new(),
            constants: Constants::default(),
            names: IndexSet::default(),
            code: Vec::new(),
            labels: Vec::new(),
            regions: Vec::new(),
            entries: Vec::new(),
            blocks: Vec::new(),
            hidden: Vec::new(),
            local_limit: 0,
            top: 0,
            highest: 1,
            overflow: false,
            state: Some(Bound::default()),
            position: Position::default(),
            in_exit: false,
            joined: u32::MAX,
            class_cell: None,
            class_dict: None,
        }
    }

    // ---- registers

    pub fn push(&mut self) -> Reg {
        let reg = self.top;
        if reg >= MAX_REGISTERS {
            self.overflow = true;
        } else {
            self.top += 1;
        }
        self.highest = self.highest.max(self.top);
        reg
    }

    pub fn is_temp(&self, reg: Reg) -> bool {
        reg >= self.local_limit
    }

    pub fn is_bound(&self, reg: Reg) -> bool {
        self.state.as_ref().is_none_or(|s| s.has(reg))
    }

    pub fn set_bound(&mut self, reg: Reg) {
        if let Some(state) = &mut self.state {
            state.insert(reg);
        }
    }

    pub fn set_unbound(&mut self, reg: Reg) {
        if let Some(state) = &mut self.state {
            state.remove(reg);
        }
    }

    // ---- tables

    pub fn name(&mut self, name: &str) -> u16 {
        if let Some(at) = self.names.get_index_of(name) {
            return at as u16;
        }
        if self.names.len() > u16::MAX as usize {
            self.overflow = true;
            return 0;
        }
        self.names.insert_full(name.into()).0 as u16
    }

    pub fn constant(&mut self, value: Const) -> u16 {
        self.constants.add(value)
    }

    // ---- instructions

    pub fn emit(&mut self, op: Op, x: u8, a: u16, b: u16, c: u16) {
        self.emit_full(Word::new(op, x, a, b, c), None, 0);
    }

    pub fn emit_extra(&mut self, op: Op, a: u16, b: u16, c: u16, extra: u16) {
        self.emit_full(Word::new(op, 0, a, b, c), None, extra);
    }

    fn emit_full(&mut self, word: Word, target: Option<Label>, extra: u16) {
        let Some(state) = &mut self.state else {
            return;
        };
        self.code.push(Ins { word, target, position: self.position, extra });
        let Some(op) = word.op() else { return };
        let operands = op.operands();
        for (kind, value) in operands[1..].iter().zip([word.a(), word.b(), word.c()]) {
            if *kind == Operand::Def {
                state.insert(value);
            }
        }
        match op {
            Op::Unbind => state.remove(word.a()),
            Op::MakeCell => state.insert(word.a()),
            Op::Return | Op::ReturnK | Op::Raise | Op::Reraise => self.state = None,
            _ => {}
        }
    }

    pub fn label(&mut self) -> Label {
        self.labels.push(LabelInfo::default());
        Label(self.labels.len() as u32 - 1)
    }

    /// Emits an instruction that may jump to `label`.
    pub fn jump(&mut self, op: Op, x: u8, a: u16, b: u16, c: u16, label: Label) {
        if self.state.is_none() {
            return;
        }
        self.emit_full(Word::new(op, x, a, b, c), Some(label), 0);
        let info = &mut self.labels[label.0 as usize];
        if info.at.is_none()
            && let Some(now) = &self.state
        {
            match &mut info.state {
                Some(state) => state.intersect(now),
                None => info.state = Some(now.clone()),
            }
        }
        if op == Op::Jump {
            self.state = None;
        }
    }

    pub fn goto(&mut self, label: Label) {
        self.jump(Op::Jump, 0, 0, 0, 0, label);
    }

    /// Puts a label that was jumped to here.
    pub fn place(&mut self, label: Label) {
        let info = &mut self.labels[label.0 as usize];
        info.at = Some(self.code.len() as u32);
        if info.state.is_some() {
            self.joined = self.code.len() as u32;
        }
        match (&mut self.state, info.state.take()) {
            (Some(state), Some(other)) => state.intersect(&other),
            (state @ None, Some(other)) => *state = Some(other),
            (_, None) => {}
        }
    }

    /// Whether jumps lead to the next instruction.
    pub fn joins_here(&self) -> bool {
        self.joined == self.code.len() as u32
    }

    /// Line of the last instruction.
    pub fn last_line(&self) -> u32 {
        self.code.last().map_or(0, |ins| ins.position.line)
    }

    /// Instructions so far.
    pub fn length(&self) -> u32 {
        self.code.len() as u32
    }

    // ---- protected regions

    pub fn open_region(&mut self, depth: Reg, state: Option<Bound>) -> RegionId {
        let target = self.label();
        self.regions.push(Region {
            segments: Vec::new(),
            open: Some(self.code.len() as u32),
            target,
            depth,
            state,
        });
        RegionId(self.regions.len() - 1)
    }

    pub fn pause_region(&mut self, id: RegionId) {
        let here = self.code.len() as u32;
        let region = &mut self.regions[id.0];
        if let Some(start) = region.open.take()
            && start < here
        {
            region.segments.push((start, here));
        }
    }

    pub fn resume_region(&mut self, id: RegionId) {
        self.regions[id.0].open = Some(self.code.len() as u32);
    }

    /// Ends a region; its entries follow those of the regions inside it.
    pub fn close_region(&mut self, id: RegionId) {
        self.pause_region(id);
        let region = &self.regions[id.0];
        for &(start, end) in &region.segments {
            self.entries.push((start, end, region.target, region.depth));
        }
    }

    /// Begins the handler of a closed region, reachable if the region holds anything.
    pub fn place_handler(&mut self, id: RegionId) {
        let region = &mut self.regions[id.0];
        self.labels[region.target.0 as usize].at = Some(self.code.len() as u32);
        self.state = if region.segments.is_empty() { None } else { region.state.take() };
    }

    // ---- assembly

    pub fn assemble(mut self, filename: &Arc<str>, free: &[Name]) -> Code {
        let long = self.choose_long();
        let offsets = self.offsets(&long);
        let at = |label: Label, labels: &[LabelInfo]| {
            let index = labels[label.0 as usize].at.unwrap_or(0) as usize;
            offsets[index.min(offsets.len() - 1)]
        };
        let mut words = Vec::with_capacity(*offsets.last().unwrap_or(&0) as usize);
        let mut positions: Vec<(u32, Position)> = Vec::new();
        for (index, ins) in self.code.iter().enumerate() {
            let here = offsets[index];
            if positions.last().is_none_or(|(_, p)| *p != ins.position) {
                positions.push((here, ins.position));
            }
            let target = ins.target.map(|label| at(label, &self.labels));
            write(ins, here, target, long[index], &mut words);
        }
        let exceptions = self
            .entries
            .iter()
            .map(|&(start, end, target, depth)| ExceptionEntry {
                start: offsets[start as usize],
                end: offsets[end as usize],
                target: at(target, &self.labels),
                depth,
            })
            .collect();
        let hidden = self
            .named
            .iter()
            .map(|(name, register, start, end)| HiddenLocal {
                name: (**name).into(),
                register: *register,
                start: offsets[*start as usize],
                end: offsets[*end as usize],
            })
            .collect();
        let mut code = Code {
            name: self.name.into(),
            qualname: self.qualname.into(),
            filename: filename.clone(),
            first_line: self.first_line,
            flags: Flags(self.flags),
            arg_count: self.arg_count,
            posonly_count: self.posonly_count,
            kwonly_count: self.kwonly_count,
            local_names: self.local_names.iter().map(|n| (**n).into()).collect(),
            hidden,
            cells: std::mem::take(&mut self.cells),
            free_names: free.iter().map(|n| (**n).into()).collect(),
            register_count: self.highest.max(self.local_limit),
            words,
            consts: self.constants.list,
            names: self.names.into_iter().collect(),
            exceptions,
            positions,
            unrolled: Vec::new(),
            instance_attributes: self.instance_attributes,
            has_docstring: self.has_docstring,
            name_mode: self.name_mode,
        };
        unroll(&mut code);
        code
    }

    /// Jumps whose 16 bits do not reach need a long form; growing one may push another out of
    /// reach, so repeat until nothing changes.
    fn choose_long(&self) -> Vec<bool> {
        let mut long = vec![false; self.code.len()];
        loop {
            let offsets = self.offsets(&long);
            let mut changed = false;
            for (index, ins) in self.code.iter().enumerate() {
                let Some(label) = ins.target else { continue };
                if long[index] || !is_short(ins.word) {
                    continue;
                }
                let target = self.labels[label.0 as usize].at.unwrap_or(0) as usize;
                let target = offsets[target.min(offsets.len() - 1)];
                let distance = target as i64 - offsets[index] as i64;
                if i16::try_from(distance).is_err() {
                    long[index] = true;
                    changed = true;
                }
            }
            if !changed {
                return long;
            }
        }
    }

    /// Word index of each instruction, and of the end.
    fn offsets(&self, long: &[bool]) -> Vec<u32> {
        let mut offsets = Vec::with_capacity(self.code.len() + 1);
        let mut at = 0;
        for (ins, &long) in self.code.iter().zip(long) {
            offsets.push(at);
            let own = 1 + ins.word.op().map_or(0, |op| op.cache_words() as u32);
            at += own
                + match (long, ins.word.op()) {
                    (false, _) => 0,
                    (true, Some(Op::ForIter)) => 2,
                    (true, _) => 1,
                };
        }
        offsets.push(at);
        offsets
    }
}

fn is_short(word: Word) -> bool {
    matches!(word.op(), Some(Op::JumpCompare | Op::JumpCompareK | Op::ForIter))
}

fn write(ins: &Ins, here: u32, target: Option<u32>, long: bool, words: &mut Vec<Word>) {
    let word = ins.word;
    let Some(op) = word.op() else { return };
    let cache = op.cache_words();
    let caches = |words: &mut Vec<Word>| words.extend(std::iter::repeat_n(Word(0), cache));
    let distance = |from: u32| target.unwrap_or(here) as i32 - from as i32;
    match op {
        Op::CallKw | Op::CallMethodKw => {
            words.push(word);
            words.push(Word(ins.extra as u64));
        }
        Op::Jump | Op::JumpIfTrue | Op::JumpIfFalse | Op::JumpIfNone | Op::JumpIfNotNone => {
            words.push(Word::jump(op, word.x(), word.a(), distance(here)));
        }
        // The opposite condition jumps over a jump that reaches.
        Op::JumpCompare | Op::JumpCompareK if long => {
            let over = 2 + cache as u16;
            let opposite = word.x() ^ theseus_bytecode::isa::JUMP_IF;
            words.push(Word::new(op, opposite, over, word.b(), word.c()));
            caches(words);
            words.push(Word::jump(Op::Jump, 0, 0, distance(here + 1 + cache as u32)));
        }
        Op::JumpCompare | Op::JumpCompareK => {
            let distance = distance(here) as i16 as u16;
            words.push(Word::new(op, word.x(), distance, word.b(), word.c()));
            caches(words);
        }
        // With an item: to the second jump, which goes to the body; at the end: over it.
        Op::ForIter if long => {
            words.push(Word::new(op, 0, word.a(), word.b(), 2 + cache as u16));
            caches(words);
            words.push(Word::jump(Op::Jump, 0, 0, 2));
            words.push(Word::jump(Op::Jump, 0, 0, distance(here + 2 + cache as u32)));
        }
        Op::ForIter => {
            let distance = distance(here) as i16 as u16;
            words.push(Word::new(op, 0, word.a(), word.b(), distance));
            caches(words);
        }
        _ => {
            words.push(word);
            caches(words);
        }
    }
}
