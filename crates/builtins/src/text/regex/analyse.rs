//! What can be known of a program before it runs: first characters, literals it begins with, which
//! alternatives are worth trying, and repeats that have nothing to give back.

use super::program::{At, First, Follow, Greed, Op, Program, Single, Start};

/// Instructions looked at for one question, and for all of a program's.
const WALK: usize = 400;
const TOTAL: usize = 40_000;

/// Fills in what the compiler left open.
pub fn finish(p: &mut Program) {
    let mut walker = Walker { left: TOTAL };
    for i in 0..p.branches.len() {
        let firsts: Vec<Option<First>> =
            p.branches[i].places.iter().map(|&pc| walker.first(p, pc as usize)).collect();
        let branch = &mut p.branches[i];
        for (bit, first) in firsts.iter().enumerate() {
            let bit = 1u64 << bit;
            match first {
                None => {
                    branch.latin.iter_mut().for_each(|mask| *mask |= bit);
                    branch.wide |= bit;
                    branch.end |= bit;
                }
                Some(first) => {
                    for (mask, _) in branch.latin.iter_mut().zip(&*first.latin).filter(|(_, may)| **may) {
                        *mask |= bit;
                    }
                    if first.wide {
                        branch.wide |= bit;
                    }
                }
            }
        }
    }
    for pc in 0..p.ops.len() {
        if let Op::Repeat(number) = p.ops[pc] {
            follow(p, &mut walker, pc, number as usize);
        }
    }
    p.start = start(p, &mut walker);
}

struct Walker {
    left: usize,
}

impl Walker {
    /// The characters with which a match from `pc` on can begin; `None` if it can be empty, or
    /// nothing is known.
    fn first(&mut self, p: &Program, pc: usize) -> Option<First> {
        let mut found = First { latin: Box::new([false; 256]), wide: false };
        let (mut todo, mut seen) = (vec![pc], Vec::new());
        while let Some(pc) = todo.pop() {
            if seen.contains(&pc) {
                continue;
            }
            seen.push(pc);
            if seen.len() > WALK || self.left == 0 {
                return None;
            }
            self.left -= 1;
            match *p.ops.get(pc)? {
                Op::Fail => (),
                Op::Success | Op::Backref { .. } | Op::EndLook { .. } => return None,
                // What follows must not choose among ways through a part that gives nothing back.
                Op::EndAtomic | Op::EndPossessive(_) => return None,
                Op::One(single) => add(p, &mut found, single),
                Op::Repeat(number) => {
                    let repeat = &p.repeats[number as usize];
                    if repeat.max > 0 {
                        add(p, &mut found, repeat.single);
                    }
                    if repeat.min == 0 {
                        todo.push(pc + 1);
                    }
                }
                Op::At(_) | Op::Mark(_) | Op::Atomic => todo.push(pc + 1),
                Op::Jump(to) => todo.push(to as usize),
                Op::Split(to) | Op::SplitTo(to) | Op::IfGroup { otherwise: to, .. } => {
                    todo.extend([pc + 1, to as usize]);
                }
                Op::Branch(number) => {
                    todo.extend(p.branches[number as usize].places.iter().map(|&pc| pc as usize));
                }
                Op::Enter(number) | Op::Until(number) => {
                    let row = &p.loops[number as usize];
                    todo.extend([row.body as usize, row.end as usize + 1]);
                }
                Op::EnterPossessive(number) | Op::TryPossessive(number) => {
                    let row = &p.loops[number as usize];
                    todo.extend([row.body as usize + 1, row.end as usize]);
                }
                Op::Look { end, .. } => todo.push(end as usize),
            }
        }
        Some(found)
    }
}

fn add(p: &Program, found: &mut First, single: Single) {
    for (c, may) in found.latin.iter_mut().enumerate() {
        *may |= p.matches(single, c as u32);
    }
    found.wide |= few_wide(p, single).is_none_or(|few| !few.is_empty());
}

/// The characters above 255 that a single one may be, if they can be listed.
fn few_wide(p: &Program, single: Single) -> Option<Vec<u32>> {
    match single {
        Single::Char(c) if c > 255 => Some(vec![c]),
        Single::Char(_) => Some(Vec::new()),
        Single::Set(i) => p.sets[i as usize].few_wide(),
        Single::Any | Single::All | Single::NotChar(_) => None,
    }
}

/// The single character that must come next from `pc` on.
fn next_single(p: &Program, mut pc: usize) -> Option<Single> {
    loop {
        match *p.ops.get(pc)? {
            Op::Mark(_) => pc += 1,
            Op::One(single) => return Some(single),
            Op::Repeat(number) => {
                let repeat = &p.repeats[number as usize];
                return (repeat.min > 0).then_some(repeat.single);
            }
            _ => return None,
        }
    }
}

/// What follows the repeat at `pc`. If that can be no character that the repeat takes, the repeat
/// need not try fewer.
fn follow(p: &mut Program, walker: &mut Walker, pc: usize, number: usize) {
    let single = p.repeats[number].single;
    let next = next_single(p, pc + 1);
    let first = walker.first(p, pc + 1);
    if let (Some(first), Greed::Greedy) = (&first, p.repeats[number].greed)
        && (0..256).all(|c| !(first.latin[c as usize] && p.matches(single, c)))
        && (!first.wide || apart(p, single, next))
    {
        p.repeats[number].greed = Greed::Possessive;
    }
    p.repeats[number].follow = match (next, first) {
        (Some(Single::Char(c)), _) => Follow::Char(c),
        (_, Some(first)) => Follow::First(first),
        _ => Follow::Unknown,
    };
}

/// Whether no character above 255 is both.
fn apart(p: &Program, single: Single, next: Option<Single>) -> bool {
    if few_wide(p, single).is_some_and(|few| few.is_empty()) {
        return true;
    }
    let Some(next) = next else { return false };
    let none_in =
        |few: Option<Vec<u32>>, other| few.is_some_and(|few| few.iter().all(|&c| !p.matches(other, c)));
    none_in(few_wide(p, single), next) || none_in(few_wide(p, next), single)
}

fn start(p: &Program, walker: &mut Walker) -> Start {
    let (mut pc, mut chars, mut marked) = (0, Vec::new(), false);
    loop {
        match p.ops.get(pc) {
            Some(Op::Mark(_)) => marked = true,
            Some(Op::One(Single::Char(c))) => chars.push(*c),
            Some(Op::At(At::Start)) if chars.is_empty() => return Start::OfText,
            Some(Op::At(At::LineStart)) if chars.is_empty() => return Start::OfLine,
            _ => break,
        }
        pc += 1;
    }
    if !chars.is_empty() {
        let bytes: Option<Vec<u8>> = chars.iter().map(|&c| u8::try_from(c).ok()).collect();
        let finder = bytes
            .filter(|bytes| bytes.len() > 1)
            .map(|bytes| Box::new(memchr::memmem::Finder::new(&bytes).into_owned()));
        return Start::Literal { chars: chars.into(), finder, skip: (!marked).then_some(pc as u32) };
    }
    let Some(first) = walker.first(p, 0) else { return Start::Anywhere };
    let members: Vec<u8> = (0..=255).filter(|&c| first.latin[c as usize]).collect();
    match members.len() {
        1..=3 if !first.wide => Start::Bytes(members.into()),
        256 => Start::Anywhere,
        _ => Start::First(first),
    }
}
