//! The machine that runs a [`Program`]: forward through its instructions, back to the last choice
//! when one fails. It stops after some steps, to be called again.

use super::charset::{Category, Fold};
use super::program::{At, Follow, Greed, Op, Program, Repeat, Single, Unit};

/// A slot without a position.
pub const UNSET: usize = usize::MAX;

/// Steps between two looks at interrupts and at memory.
const STEPS: usize = 20_000;
/// Bytes that the stacks may take before the pattern is given up.
const ROOM: usize = 1 << 30;

/// Rounds after which a loop that must be run many more times need not repeat empty ones.
const MANY: usize = 1000;

/// What counts as a match.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Goal {
    /// It must reach the end of the text.
    pub whole: bool,
    /// It must not end at this position (where it may begin).
    pub not_empty_at: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Matched,
    Failed,
    /// Call again with the same text.
    Paused,
    /// The stacks would grow too large.
    Memory,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// Go on at `pc`.
    Resume,
    /// Give back a character of a greedy repeat; `aux` is the least position.
    Greedy,
    /// Take another character of a lazy repeat; `aux` is how many it may still take.
    Lazy,
    /// Try the alternatives in the bits of `aux`.
    Branch,
    /// One more round of a lazy loop.
    Round,
    /// Nothing inside has matched; `aux` is the barrier around it.
    Atomic,
    Look,
    LookNot,
    Possessive,
}

/// What to try when something fails.
struct Choice {
    pc: u32,
    kind: Kind,
    position: usize,
    aux: usize,
    /// Length of the trail when the choice was made.
    trail: usize,
}

/// A slot as it was before it was written.
struct Undo {
    slot: u32,
    last_group: u32,
    old: usize,
}

/// Registers and stacks of a match under way; their memory is used again by the next one.
#[derive(Default)]
pub struct Machine {
    pub(super) pc: u32,
    pub(super) position: usize,
    /// Whether the next thing to do is to go back to the last choice.
    failing: bool,
    /// Whether a match is under way.
    pub(super) running: bool,
    pub(super) steps: usize,
    pub(super) goal: Goal,
    slots: Vec<usize>,
    last_group: u32,
    choices: Vec<Choice>,
    trail: Vec<Undo>,
    /// Index of the innermost open barrier among the choices.
    barrier: usize,
    /// Where the match began.
    pub(super) start: usize,
}

impl Machine {
    pub fn start(&self) -> usize {
        self.start
    }

    pub fn end(&self) -> usize {
        self.position
    }

    /// Start and end of a group (from 1), if it matched.
    pub fn group(&self, number: usize) -> Option<(usize, usize)> {
        let at = (number - 1) * 2;
        let (start, end) = (*self.slots.get(at)?, *self.slots.get(at + 1)?);
        (start != UNSET && end != UNSET && start <= end).then_some((start, end))
    }

    /// The group that ended last; 0 if none did.
    pub fn last_group(&self) -> usize {
        self.last_group as usize
    }

    /// Begins at a position.
    pub(super) fn begin(&mut self, p: &Program, at: usize, pc: u32, position: usize) {
        self.slots.clear();
        self.slots.resize(p.slots, UNSET);
        self.choices.clear();
        self.trail.clear();
        (self.last_group, self.barrier, self.failing) = (0, usize::MAX, false);
        (self.start, self.pc, self.position) = (at, pc, position);
        self.running = true;
    }

    /// Gives the machine its next steps; false if there is no memory for what they may push.
    pub(super) fn grant(&mut self) -> bool {
        if self.steps == 0 {
            let used = self.choices.len() * size_of::<Choice>() + self.trail.len() * size_of::<Undo>();
            let grown = self.choices.len() > STEPS / 4;
            if used > ROOM
                || grown && self.choices.try_reserve(STEPS * 2).is_err()
                || grown && self.trail.try_reserve(STEPS * 4).is_err()
            {
                return false;
            }
            self.steps = STEPS;
        }
        true
    }

    #[inline(always)]
    fn set(&mut self, slot: u32, value: usize) {
        let place = &mut self.slots[slot as usize];
        if !self.choices.is_empty() {
            self.trail.push(Undo { slot, last_group: self.last_group, old: *place });
        }
        *place = value;
    }

    #[inline(always)]
    fn push(&mut self, kind: Kind, pc: u32, position: usize, aux: usize) {
        self.choices.push(Choice { pc, kind, position, aux, trail: self.trail.len() });
    }

    /// A choice that cannot be passed by what is tried inside.
    fn push_barrier(&mut self, kind: Kind, pc: u32, position: usize) {
        let outer = std::mem::replace(&mut self.barrier, self.choices.len());
        self.push(kind, pc, position, outer);
    }

    /// Drops the innermost barrier and all choices behind it.
    fn commit(&mut self) -> Option<Choice> {
        self.choices.truncate(self.barrier.saturating_add(1));
        let choice = self.choices.pop()?;
        self.barrier = choice.aux;
        Some(choice)
    }

    #[inline(always)]
    fn undo(&mut self, to: usize) {
        while self.trail.len() > to {
            if let Some(u) = self.trail.pop() {
                self.slots[u.slot as usize] = u.old;
                self.last_group = u.last_group;
            }
        }
    }

    fn pause(&mut self, pc: u32, position: usize, failing: bool) -> Outcome {
        (self.pc, self.position, self.failing) = (pc, position, failing);
        Outcome::Paused
    }

    /// Runs from the present place.
    pub(super) fn run<U: Unit>(&mut self, p: &Program, text: &[U]) -> Outcome {
        let (mut pc, mut at) = (self.pc, self.position);
        if std::mem::take(&mut self.failing) {
            match self.back(p, text) {
                Some(next) => (pc, at) = next,
                None => return Outcome::Failed,
            }
        }
        loop {
            match self.forward(p, text, pc, at) {
                Step::Matched => return Outcome::Matched,
                Step::Paused => return Outcome::Paused,
                Step::Failed => (),
            }
            if self.steps == 0 {
                return self.pause(pc, at, true);
            }
            match self.back(p, text) {
                Some(next) => (pc, at) = next,
                None => return Outcome::Failed,
            }
        }
    }

    /// Runs until something fails.
    #[inline]
    fn forward<U: Unit>(&mut self, p: &Program, text: &[U], mut pc: u32, mut at: usize) -> Step {
        loop {
            match p.ops[pc as usize] {
                Op::One(single) => {
                    if !text.get(at).is_some_and(|&c| p.matches(single, c.into())) {
                        return Step::Failed;
                    }
                    at += 1;
                    pc += 1;
                }
                Op::Repeat(number) => {
                    let Some(end) = self.repeat(p, text, pc, &p.repeats[number as usize], at) else {
                        return Step::Failed;
                    };
                    at = end;
                    pc += 1;
                }
                Op::Mark(slot) => {
                    self.set(slot, at);
                    if slot % 2 == 1 {
                        self.last_group = slot / 2 + 1;
                    }
                    pc += 1;
                }
                Op::Jump(to) => pc = to,
                Op::Split(to) => {
                    self.push(Kind::Resume, to, at, 0);
                    pc += 1;
                }
                Op::SplitTo(to) => {
                    self.push(Kind::Resume, pc + 1, at, 0);
                    if to <= pc {
                        if self.steps == 0 {
                            self.pause(to, at, false);
                            return Step::Paused;
                        }
                        self.steps -= 1;
                    }
                    pc = to;
                }
                Op::Branch(number) => {
                    let branch = &p.branches[number as usize];
                    let mask = match text.get(at) {
                        Some(&c) => branch.latin.get(c.into() as usize).copied().unwrap_or(branch.wide),
                        None => branch.end,
                    };
                    if mask == 0 {
                        return Step::Failed;
                    }
                    let rest = mask & (mask - 1);
                    if rest != 0 {
                        self.push(Kind::Branch, pc, at, rest as usize);
                    }
                    pc = branch.places[mask.trailing_zeros() as usize];
                }
                Op::At(which) => {
                    if !holds(which, text, at) {
                        return Step::Failed;
                    }
                    pc += 1;
                }
                Op::Success => {
                    if self.goal.whole && at != text.len() || self.goal.not_empty_at == Some(at) {
                        return Step::Failed;
                    }
                    self.position = at;
                    return Step::Matched;
                }
                Op::Fail => return Step::Failed,
                Op::Until(_) if self.steps == 0 => {
                    self.pause(pc, at, false);
                    return Step::Paused;
                }
                op => match self.rare(p, text, op, pc, at) {
                    Some(next) => (pc, at) = next,
                    None => return Step::Failed,
                },
            }
        }
    }

    /// The instructions that are not worth a place in the loop.
    fn rare<U: Unit>(&mut self, p: &Program, text: &[U], op: Op, pc: u32, at: usize) -> Option<(u32, usize)> {
        match op {
            Op::Enter(number) => {
                let row = &p.loops[number as usize];
                self.set(row.slot, 0);
                self.set(row.slot + 1, UNSET);
                Some((row.end, at))
            }
            Op::Until(number) => {
                self.steps = self.steps.saturating_sub(1);
                let row = &p.loops[number as usize];
                let (done, last) = (self.slots[row.slot as usize], self.slots[row.slot as usize + 1]);
                if done < row.min {
                    let many = done >= MANY;
                    self.set(row.slot, if many && last == at { row.min } else { done + 1 });
                    if many {
                        self.set(row.slot + 1, at);
                    }
                    return Some((row.body, at));
                }
                if row.lazy {
                    self.push(Kind::Round, pc, at, number as usize);
                    return Some((pc + 1, at));
                }
                if done >= row.max || last == at {
                    return Some((pc + 1, at));
                }
                self.push(Kind::Resume, pc + 1, at, 0);
                self.set(row.slot, done + 1);
                self.set(row.slot + 1, at);
                Some((row.body, at))
            }
            Op::EnterPossessive(number) => {
                self.set(p.loops[number as usize].slot, 0);
                Some((pc + 1, at))
            }
            Op::TryPossessive(number) => {
                let row = &p.loops[number as usize];
                self.steps = self.steps.saturating_sub(1);
                if self.slots[row.slot as usize] >= row.max {
                    return Some((row.end, at));
                }
                self.push_barrier(Kind::Possessive, pc, at);
                Some((pc + 1, at))
            }
            Op::EndPossessive(number) => {
                let row = &p.loops[number as usize];
                let began = self.commit()?.position;
                self.set(row.slot, self.slots[row.slot as usize] + 1);
                Some((if at == began { row.end } else { row.body }, at))
            }
            Op::Look { back, not, end } => {
                let Some(from) = at.checked_sub(back as usize) else {
                    return not.then_some((end, at));
                };
                self.push_barrier(if not { Kind::LookNot } else { Kind::Look }, pc, at);
                Some((pc + 1, from))
            }
            Op::EndLook { not } => {
                let choice = self.commit()?;
                if not {
                    self.undo(choice.trail);
                    return None;
                }
                Some((pc + 1, choice.position))
            }
            Op::Atomic => {
                self.push_barrier(Kind::Atomic, pc, at);
                Some((pc + 1, at))
            }
            Op::EndAtomic => {
                self.commit()?;
                Some((pc + 1, at))
            }
            Op::Backref { group, fold } => {
                let (start, end) = self.group(group as usize + 1)?;
                let (group, rest) = (text.get(start..end)?, text.get(at..at.checked_add(end - start)?)?);
                let same = match fold {
                    Fold::None => group == rest,
                    fold => {
                        group.iter().zip(rest).all(|(&a, &b)| fold.apply(a.into()) == fold.apply(b.into()))
                    }
                };
                self.steps = self.steps.saturating_sub(rest.len() / 64);
                same.then_some((pc + 1, at + rest.len()))
            }
            Op::IfGroup { group, otherwise } => {
                let set = self.group(group as usize + 1).is_some();
                Some((if set { pc + 1 } else { otherwise }, at))
            }
            _ => None,
        }
    }

    /// Where a repeat ends at first, with a choice left behind if it could end elsewhere.
    #[inline(always)]
    fn repeat<U: Unit>(
        &mut self,
        p: &Program,
        text: &[U],
        pc: u32,
        row: &Repeat,
        at: usize,
    ) -> Option<usize> {
        let rest = text.get(at..).unwrap_or_default();
        if row.greed == Greed::Lazy {
            if row.min > 0 && (rest.len() < row.min || count(p, rest, row.single, row.min) < row.min) {
                return None;
            }
            let at = at + row.min;
            self.push(Kind::Lazy, pc, at, row.max - row.min);
            // The choice itself finds the first place.
            let Some(choice) = self.choices.pop() else { return Some(at) };
            if may_follow(&row.follow, text, at) {
                if choice.aux > 0 {
                    self.choices.push(choice);
                }
                return Some(at);
            }
            return self.longer(p, text, row, choice);
        }
        let n = count(p, rest, row.single, row.max);
        self.steps = self.steps.saturating_sub(n / 64);
        if n < row.min {
            return None;
        }
        let end = at + n;
        if n == row.min || row.greed == Greed::Possessive {
            return may_follow(&row.follow, text, end).then_some(end);
        }
        let least = at + row.min;
        let end = last_follow(&row.follow, text, least, end)?;
        if end > least {
            self.push(Kind::Greedy, pc, end, least);
        }
        Some(end)
    }

    /// The next longer end of a lazy repeat; the choice stays if there may be another.
    fn longer<U: Unit>(
        &mut self,
        p: &Program,
        text: &[U],
        row: &Repeat,
        mut choice: Choice,
    ) -> Option<usize> {
        let mut at = choice.position;
        let begin = at;
        while choice.aux > 0 && text.get(at).is_some_and(|&c| p.matches(row.single, c.into())) {
            at += 1;
            choice.aux -= 1;
            if may_follow(&row.follow, text, at) {
                choice.position = at;
                self.steps = self.steps.saturating_sub((at - begin) / 64);
                if choice.aux > 0 {
                    self.choices.push(choice);
                }
                return Some(at);
            }
        }
        self.steps = self.steps.saturating_sub((at - begin) / 64);
        None
    }

    /// Goes back to the last choice that is left; where to go on.
    fn back<U: Unit>(&mut self, p: &Program, text: &[U]) -> Option<(u32, usize)> {
        self.steps = self.steps.saturating_sub(1);
        loop {
            let choice = self.choices.last_mut()?;
            let (pc, at, kind) = (choice.pc, choice.position, choice.kind);
            if self.trail.len() > choice.trail {
                let to = choice.trail;
                self.undo(to);
            }
            match kind {
                Kind::Resume => {
                    self.choices.pop();
                    return Some((pc, at));
                }
                Kind::Greedy => {
                    let Op::Repeat(number) = p.ops[pc as usize] else { return None };
                    let choice = self.choices.last_mut()?;
                    let least = choice.aux;
                    let end = last_follow(&p.repeats[number as usize].follow, text, least, at - 1);
                    match end {
                        Some(end) if end > least => choice.position = end,
                        _ => drop(self.choices.pop()),
                    }
                    if let Some(end) = end {
                        return Some((pc + 1, end));
                    }
                }
                Kind::Lazy => {
                    let Op::Repeat(number) = p.ops[pc as usize] else { return None };
                    let choice = self.choices.pop()?;
                    if let Some(end) = self.longer(p, text, &p.repeats[number as usize], choice) {
                        return Some((pc + 1, end));
                    }
                }
                Kind::Branch => {
                    let Op::Branch(number) = p.ops[pc as usize] else { return None };
                    let choice = self.choices.last_mut()?;
                    let mask = choice.aux as u64;
                    choice.aux = (mask & mask.wrapping_sub(1)) as usize;
                    if choice.aux == 0 {
                        self.choices.pop();
                    }
                    return Some((p.branches[number as usize].places[mask.trailing_zeros() as usize], at));
                }
                Kind::Round => {
                    let row = &p.loops[self.choices.pop()?.aux];
                    let (done, last) = (self.slots[row.slot as usize], self.slots[row.slot as usize + 1]);
                    if done < row.max && last != at {
                        self.set(row.slot, done + 1);
                        self.set(row.slot + 1, at);
                        return Some((row.body, at));
                    }
                }
                Kind::Atomic | Kind::Look => {
                    self.barrier = self.choices.pop()?.aux;
                }
                Kind::LookNot => {
                    self.barrier = self.choices.pop()?.aux;
                    let Op::Look { end, .. } = p.ops[pc as usize] else { return None };
                    return Some((end, at));
                }
                Kind::Possessive => {
                    self.barrier = self.choices.pop()?.aux;
                    let Op::TryPossessive(number) = p.ops[pc as usize] else { return None };
                    let row = &p.loops[number as usize];
                    if self.slots[row.slot as usize] >= row.min {
                        return Some((row.end, at));
                    }
                }
            }
        }
    }
}

enum Step {
    Matched,
    Failed,
    Paused,
}

/// How many of the first `most` characters are such.
#[inline(always)]
fn count<U: Unit>(p: &Program, text: &[U], single: Single, most: usize) -> usize {
    let text = &text[..most.min(text.len())];
    let run = |test: &dyn Fn(U) -> bool| text.iter().position(|&c| !test(c)).unwrap_or(text.len());
    match single {
        Single::All => text.len(),
        Single::Any => U::from_char(10).and_then(|c| U::find(text, c)).unwrap_or(text.len()),
        Single::NotChar(x) => U::from_char(x).and_then(|c| U::find(text, c)).unwrap_or(text.len()),
        Single::Char(x) => match U::from_char(x) {
            Some(x) => run(&|c| c == x),
            None => 0,
        },
        Single::Set(i) => {
            let set = &p.sets[i as usize];
            text.iter().position(|&c| !set.has(c.into())).unwrap_or(text.len())
        }
    }
}

#[inline(always)]
fn may_follow<U: Unit>(follow: &Follow, text: &[U], at: usize) -> bool {
    match follow {
        Follow::Unknown => true,
        Follow::Char(x) => text.get(at).is_some_and(|&c| c.into() == *x),
        Follow::First(first) => text.get(at).is_some_and(|&c| first.may(c.into())),
    }
}

/// The last position from `least` to `most` at which what follows may begin.
#[inline(always)]
fn last_follow<U: Unit>(follow: &Follow, text: &[U], least: usize, most: usize) -> Option<usize> {
    if matches!(follow, Follow::Unknown) {
        return Some(most);
    }
    let places = text.get(least..text.len().min(most + 1))?;
    let found = match follow {
        Follow::Unknown => None,
        Follow::Char(x) => U::from_char(*x).and_then(|c| U::find_last(places, c)),
        Follow::First(first) => places.iter().rposition(|&c| first.may(c.into())),
    };
    found.map(|at| least + at)
}

fn holds<U: Unit>(which: At, text: &[U], at: usize) -> bool {
    let newline = |i: usize| text.get(i).is_some_and(|&c| c.into() == 10);
    let boundary = |unicode: bool| {
        let category = if unicode { Category::UnicodeWord } else { Category::Word };
        let word = |i: Option<usize>| i.and_then(|i| text.get(i)).is_some_and(|&c| category.has(c.into()));
        word(at.checked_sub(1)) != word(Some(at))
    };
    match which {
        At::Start => at == 0,
        At::LineStart => at == 0 || newline(at - 1),
        At::End => at == text.len() || at + 1 == text.len() && newline(at),
        At::LineEnd => at == text.len() || newline(at),
        At::TextEnd => at == text.len(),
        At::Boundary { unicode } => !text.is_empty() && boundary(unicode),
        At::NoBoundary { unicode } => !text.is_empty() && !boundary(unicode),
    }
}
