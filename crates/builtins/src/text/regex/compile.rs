//! From the code of `re._compiler` to a [`Program`]: every operand is checked on the way, so that
//! the machine need not.

use super::analyse;
use super::charset::{self, Category, Fold, Item, Set};
use super::code::{MAX_GROUPS, MAX_REPEAT, at, op};
use super::program::{At, Branch, Follow, Greed, Loop, Op, Program, Repeat, Single, Start};

/// Why code could not be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Invalid {
    Code,
    /// Groups lie too deep in each other.
    Depth,
}

type Res<T> = Result<T, Invalid>;

/// How deep groups may nest: each level takes native stack here, in the compiler only.
const DEEPEST: usize = 2000;
/// Marks that may be written though they belong to no group.
const SPARE_MARKS: usize = 2;
/// Alternatives of one branch instruction, the last of which leads to more of them.
const ALTERNATIVES: usize = 64;

/// Checks and translates code for a pattern with this many groups.
pub fn compile(code: &[u32], groups: usize) -> Res<Program> {
    // Each group takes several words of code.
    if groups > MAX_GROUPS as usize || groups > code.len() {
        return Err(Invalid::Code);
    }
    let program = Program {
        ops: Vec::with_capacity(code.len() / 2),
        sets: Vec::new(),
        branches: Vec::new(),
        repeats: Vec::new(),
        loops: Vec::new(),
        groups,
        slots: groups * 2 + SPARE_MARKS,
        start: Start::Anywhere,
    };
    let mut compiler = Compiler { code, program, depth: 0 };
    let end = compiler.success(0, code.len())?;
    compiler.sequence(0, end)?;
    compiler.emit(Op::Success);
    let mut program = compiler.program;
    analyse::finish(&mut program);
    Ok(program)
}

struct Compiler<'a> {
    code: &'a [u32],
    program: Program,
    depth: usize,
}

fn ensure(holds: bool) -> Res<()> {
    if holds { Ok(()) } else { Err(Invalid::Code) }
}

impl Compiler<'_> {
    fn word(&self, i: usize) -> Res<u32> {
        self.code.get(i).copied().ok_or(Invalid::Code)
    }

    /// The place that a skip at `i` leads to, which is behind it and not behind `end`.
    fn target(&self, i: usize, end: usize) -> Res<usize> {
        let to = i.checked_add(self.word(i)? as usize).ok_or(Invalid::Code)?;
        ensure(to > i && to <= end)?;
        Ok(to)
    }

    fn emit(&mut self, op: Op) -> usize {
        self.program.ops.push(op);
        self.program.ops.len() - 1
    }

    fn here(&self) -> u32 {
        self.program.ops.len() as u32
    }

    /// The end of a part that ends in SUCCESS.
    fn success(&self, start: usize, end: usize) -> Res<usize> {
        ensure(end > start && self.word(end - 1)? == op::SUCCESS)?;
        Ok(end - 1)
    }

    fn nested<T>(&mut self, f: impl FnOnce(&mut Self) -> Res<T>) -> Res<T> {
        if self.depth >= DEEPEST {
            return Err(Invalid::Depth);
        }
        self.depth += 1;
        let r = f(self);
        self.depth -= 1;
        r
    }

    /// Translates a part that does not end in a jump; gives the least number of characters it takes.
    fn sequence(&mut self, start: usize, end: usize) -> Res<usize> {
        match self.part(start, end)? {
            (width, None) => Ok(width),
            _ => Err(Invalid::Code),
        }
    }

    /// Translates instructions up to `end`, where a JUMP may stand; gives its target too.
    fn part(&mut self, start: usize, end: usize) -> Res<(usize, Option<usize>)> {
        let (mut i, mut width) = (start, 0usize);
        while i < end {
            if self.word(i)? == op::JUMP && i + 2 == end {
                let to = self.target(i + 1, self.code.len())?;
                return Ok((width, Some(to)));
            }
            let (next, w) = self.instruction(i, end)?;
            ensure(next > i && next <= end)?;
            width = width.saturating_add(w);
            i = next;
        }
        Ok((width, None))
    }

    /// Translates one instruction; gives the place of the next one and the least width.
    fn instruction(&mut self, i: usize, end: usize) -> Res<(usize, usize)> {
        if let Some((single, next)) = self.single(i, end)? {
            self.emit(Op::One(single));
            return Ok((next, 1));
        }
        match self.word(i)? {
            op::AT => {
                let at = read_at(self.word(i + 1)?)?;
                self.emit(Op::At(at));
                Ok((i + 2, 0))
            }
            op::MARK => {
                let slot = self.word(i + 1)?;
                // `re.Scanner` has marks beyond those of its groups: the first of them are let through.
                ensure((slot as usize) < self.program.groups * 2 + SPARE_MARKS)?;
                self.emit(Op::Mark(slot));
                Ok((i + 2, 0))
            }
            op::INFO => Ok((self.target(i + 1, end)?, 0)),
            op::BRANCH => self.nested(|me| me.branch(i, end)),
            op::REPEAT => self.nested(|me| me.repeat(i, end)),
            op::POSSESSIVE_REPEAT => self.nested(|me| me.possessive_repeat(i, end)),
            op::REPEAT_ONE => self.repeat_one(i, end, Greed::Greedy),
            op::MIN_REPEAT_ONE => self.repeat_one(i, end, Greed::Lazy),
            op::POSSESSIVE_REPEAT_ONE => self.repeat_one(i, end, Greed::Possessive),
            op::ATOMIC_GROUP => {
                let to = self.target(i + 1, end)?;
                let body = self.success(i + 2, to)?;
                self.emit(Op::Atomic);
                let width = self.nested(|me| me.sequence(i + 2, body))?;
                self.emit(Op::EndAtomic);
                Ok((to, width))
            }
            op::ASSERT => self.nested(|me| me.look(i, end, false)),
            op::ASSERT_NOT => self.nested(|me| me.look(i, end, true)),
            op::GROUPREF => self.backref(i, Fold::None),
            op::GROUPREF_IGNORE => self.backref(i, Fold::Ascii),
            op::GROUPREF_LOC_IGNORE => self.backref(i, Fold::Locale),
            op::GROUPREF_UNI_IGNORE => self.backref(i, Fold::Unicode),
            op::GROUPREF_EXISTS => self.nested(|me| me.conditional(i, end)),
            op::FAILURE => {
                self.emit(Op::Fail);
                Ok((i + 1, 0))
            }
            _ => Err(Invalid::Code),
        }
    }

    fn add_set(&mut self, items: Vec<Item>, fold: Fold, not: bool) -> Single {
        self.program.sets.push(Set::new(items, fold, not));
        Single::Set(self.program.sets.len() as u32 - 1)
    }

    /// The instruction at `i`, if it takes one character, and the place of the next.
    fn single(&mut self, i: usize, end: usize) -> Res<Option<(Single, usize)>> {
        let code = self.word(i)?;
        let literal = |me: &mut Self, fold: Fold, not: bool| {
            let c = me.word(i + 1)?;
            let single = match (fold, not) {
                (Fold::None, false) => Single::Char(c),
                (Fold::None, true) => Single::NotChar(c),
                _ => me.add_set(vec![Item::Literal(c)], fold, not),
            };
            Ok(Some((single, i + 2)))
        };
        match code {
            op::ANY => return Ok(Some((Single::Any, i + 1))),
            op::ANY_ALL => return Ok(Some((Single::All, i + 1))),
            op::LITERAL => return literal(self, Fold::None, false),
            op::NOT_LITERAL => return literal(self, Fold::None, true),
            op::LITERAL_IGNORE => return literal(self, Fold::Ascii, false),
            op::NOT_LITERAL_IGNORE => return literal(self, Fold::Ascii, true),
            op::LITERAL_LOC_IGNORE => return literal(self, Fold::Locale, false),
            op::NOT_LITERAL_LOC_IGNORE => return literal(self, Fold::Locale, true),
            op::LITERAL_UNI_IGNORE => return literal(self, Fold::Unicode, false),
            op::NOT_LITERAL_UNI_IGNORE => return literal(self, Fold::Unicode, true),
            op::CATEGORY => {
                let (category, not) = Category::from_code(self.word(i + 1)?).ok_or(Invalid::Code)?;
                return Ok(Some((
                    self.add_set(vec![Item::Category(category, not)], Fold::None, false),
                    i + 2,
                )));
            }
            _ => (),
        }
        let fold = match code {
            op::IN => Fold::None,
            op::IN_IGNORE => Fold::Ascii,
            op::IN_LOC_IGNORE => Fold::Locale,
            op::IN_UNI_IGNORE => Fold::Unicode,
            _ => return Ok(None),
        };
        let to = self.target(i + 1, end)?;
        let (items, rest) = self.code.get(i + 2..to).and_then(charset::read).ok_or(Invalid::Code)?;
        ensure(rest.is_empty())?;
        Ok(Some((self.add_set(items, fold, false), to)))
    }

    /// The bounds of a repeat whose skip stands at `i`.
    fn bounds(&self, i: usize) -> Res<(usize, usize)> {
        let (min, max) = (self.word(i + 1)?, self.word(i + 2)?);
        ensure(min <= max)?;
        let bound = |n: u32| if n == MAX_REPEAT { usize::MAX } else { n as usize };
        Ok((min as usize, bound(max)))
    }

    fn repeat_one(&mut self, i: usize, end: usize, greed: Greed) -> Res<(usize, usize)> {
        let to = self.target(i + 1, end)?;
        let (min, max) = self.bounds(i + 1)?;
        let body = self.success(i + 4, to)?;
        let Some((single, next)) = self.single(i + 4, body)? else { return Err(Invalid::Code) };
        ensure(next == body)?;
        self.program.repeats.push(Repeat { single, min, max, greed, follow: Follow::Unknown });
        let number = self.program.repeats.len() as u32 - 1;
        self.emit(Op::Repeat(number));
        Ok((to, min))
    }

    fn new_loop(&mut self, min: usize, max: usize, lazy: bool) -> u32 {
        let slot = self.program.slots as u32;
        self.program.slots += 2;
        self.program.loops.push(Loop { slot, min, max, lazy, body: 0, end: 0 });
        self.program.loops.len() as u32 - 1
    }

    fn repeat(&mut self, i: usize, end: usize) -> Res<(usize, usize)> {
        let until = self.target(i + 1, end)?;
        ensure(until < end)?;
        let lazy = match self.word(until)? {
            op::MAX_UNTIL => false,
            op::MIN_UNTIL => true,
            _ => return Err(Invalid::Code),
        };
        let (min, max) = self.bounds(i + 1)?;
        let enter = self.emit(Op::Jump(0));
        let width = self.sequence(i + 4, until)?;
        let body = enter as u32 + 1;
        let total = width.saturating_mul(min);
        if (min, max) == (0, 1) {
            let after = self.here();
            self.program.ops[enter] = if lazy { Op::SplitTo(after) } else { Op::Split(after) };
        } else if (min, max) == (1, 1) {
            self.program.ops[enter] = Op::Jump(body);
        } else if width > 0 && max == usize::MAX && min <= 1 {
            // Every round takes something, so there is no need to count, nor to look for empty ones.
            let until = self.emit(if lazy { Op::Split(body) } else { Op::SplitTo(body) }) as u32;
            self.program.ops[enter] = Op::Jump(if min == 0 { until } else { body });
        } else {
            let number = self.new_loop(min, max, lazy);
            let until = self.emit(Op::Until(number)) as u32;
            self.program.ops[enter] = Op::Enter(number);
            let row = &mut self.program.loops[number as usize];
            (row.body, row.end) = (body, until);
        }
        Ok((until + 1, total))
    }

    fn possessive_repeat(&mut self, i: usize, end: usize) -> Res<(usize, usize)> {
        let to = self.target(i + 1, end)?;
        ensure(to < end && self.word(to)? == op::SUCCESS)?;
        let (min, max) = self.bounds(i + 1)?;
        let number = self.new_loop(min, max, false);
        self.emit(Op::EnterPossessive(number));
        let body = self.emit(Op::TryPossessive(number)) as u32;
        let width = self.sequence(i + 4, to)?;
        self.emit(Op::EndPossessive(number));
        let after = self.here();
        let row = &mut self.program.loops[number as usize];
        (row.body, row.end) = (body, after);
        Ok((to + 1, width.saturating_mul(min)))
    }

    fn look(&mut self, i: usize, end: usize, not: bool) -> Res<(usize, usize)> {
        let to = self.target(i + 1, end)?;
        let back = self.word(i + 2)?;
        let body = self.success(i + 3, to)?;
        let look = self.emit(Op::Fail);
        self.sequence(i + 3, body)?;
        self.emit(Op::EndLook { not });
        self.program.ops[look] = Op::Look { back, not, end: self.here() };
        Ok((to, 0))
    }

    fn backref(&mut self, i: usize, fold: Fold) -> Res<(usize, usize)> {
        let group = self.word(i + 1)?;
        ensure((group as usize) < self.program.groups)?;
        self.emit(Op::Backref { group, fold });
        Ok((i + 2, 0))
    }

    fn conditional(&mut self, i: usize, end: usize) -> Res<(usize, usize)> {
        let group = self.word(i + 1)?;
        ensure((group as usize) < self.program.groups)?;
        // The skip counts from the word before it.
        let to = i.checked_add(1 + self.word(i + 2)? as usize).ok_or(Invalid::Code)?;
        ensure(to >= i + 3 && to <= end)?;
        let test = self.emit(Op::Fail);
        let (yes, jump) = self.part(i + 3, to)?;
        let Some(after) = jump else {
            self.program.ops[test] = Op::IfGroup { group, otherwise: self.here() };
            return Ok((to, 0));
        };
        ensure(after <= end)?;
        let over = self.emit(Op::Jump(0));
        self.program.ops[test] = Op::IfGroup { group, otherwise: self.here() };
        let no = self.sequence(to, after)?;
        self.program.ops[over] = Op::Jump(self.here());
        Ok((after, yes.min(no)))
    }

    fn branch(&mut self, i: usize, end: usize) -> Res<(usize, usize)> {
        let (mut at, mut width) = (i + 1, usize::MAX);
        let (mut targets, mut jumps, mut places) = (Vec::new(), Vec::new(), Vec::new());
        let first = self.new_branch();
        let mut number = first;
        while self.word(at)? != 0 {
            if places.len() == ALTERNATIVES - 1 {
                // The last alternative is a branch over the others.
                places.push(self.here());
                let next = self.new_branch();
                self.program.branches[number].places = std::mem::take(&mut places).into();
                number = next;
            }
            let next = self.target(at, end)?;
            places.push(self.here());
            let (w, target) = self.part(at + 1, next)?;
            targets.push(target.ok_or(Invalid::Code)?);
            jumps.push(self.emit(Op::Jump(0)));
            width = width.min(w);
            at = next;
        }
        at += 1;
        ensure(!targets.is_empty() && targets.iter().all(|t| *t == at))?;
        self.program.branches[number].places = places.into();
        let after = self.here();
        jumps.into_iter().for_each(|jump| self.program.ops[jump] = Op::Jump(after));
        Ok((at, width))
    }

    /// Emits a branch whose alternatives are not known yet.
    fn new_branch(&mut self) -> usize {
        let branch = Branch { places: Box::default(), latin: Box::new([0; 256]), wide: 0, end: 0 };
        self.program.branches.push(branch);
        let number = self.program.branches.len() - 1;
        self.emit(Op::Branch(number as u32));
        number
    }
}

fn read_at(n: u32) -> Res<At> {
    Ok(match n {
        at::BEGINNING | at::BEGINNING_STRING => At::Start,
        at::BEGINNING_LINE => At::LineStart,
        at::END => At::End,
        at::END_LINE => At::LineEnd,
        at::END_STRING => At::TextEnd,
        at::BOUNDARY | at::LOC_BOUNDARY => At::Boundary { unicode: false },
        at::NON_BOUNDARY | at::LOC_NON_BOUNDARY => At::NoBoundary { unicode: false },
        at::UNI_BOUNDARY => At::Boundary { unicode: true },
        at::UNI_NON_BOUNDARY => At::NoBoundary { unicode: true },
        _ => return Err(Invalid::Code),
    })
}
