//! Loops over constant ranges, unrolled: behind the code of a function stands its loop's body once for each
//! number. Nothing leads there: the machine goes there when it knows what `range` is, and back to the loop, at
//! any instruction, when somebody wants to look at each.
//!
//! A copy is `LoadInt`, in the place of the loop's `ForIter`, and then the body. It holds no iterator.

use crate::code::{Code, Const, ExceptionEntry, Position};
use crate::disasm::{instructions, jump_target};
use crate::flow;
use crate::isa::{Op, Operand};
use crate::word::{CONSUME, Reg, Word};

/// The most numbers of a loop that is unrolled, and the most words of its copies.
const NUMBERS: i64 = 16;
const WORDS: usize = 256;

/// The ints of which there is one object each, so that a copy can name it.
const POOLED: std::ops::RangeInclusive<i64> = -5..=256;

/// A loop that has copies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unrolled {
    /// The look-up of `range`.
    pub at: u32,
    /// The first word of the body, and the loop's `ForIter`.
    pub body: u32,
    pub test: u32,
    /// The first copy; behind the last one stands a jump to `test`'s successor.
    pub start: u32,
    pub count: u32,
    /// The register of the iterator.
    pub iterator: Reg,
    pub first: i16,
    pub step: i16,
}

impl Unrolled {
    /// Words of a copy.
    fn stride(&self) -> u32 {
        1 + self.test - self.body
    }

    /// The number of the copy `k`.
    pub fn number(&self, k: u32) -> i64 {
        i64::from(self.first) + i64::from(k) * i64::from(self.step)
    }

    /// Where the loop has the instruction that stands at a word of the copies, and how many numbers were taken
    /// when it runs.
    pub fn original(&self, index: u32) -> Option<(u32, u32)> {
        let offset = index.checked_sub(self.start)?;
        let (k, within) = (offset / self.stride(), offset % self.stride());
        if k > self.count || k == self.count && within > 0 {
            return None;
        }
        Some(if within == 0 { (self.test, k) } else { (self.body + within - 1, k + 1) })
    }
}

/// Adds copies of the bodies of all loops for which that can be done.
pub fn unroll(code: &mut Code) {
    if code.name_mode {
        return;
    }
    let looked_up: Vec<usize> =
        instructions(&code.words).filter(|&(_, op)| op == Op::LoadGlobal).map(|(i, _)| i).collect();
    for at in looked_up {
        if let Some(found) = find(code, at)
            && let Some(copies) = copies(code, &found)
        {
            add(code, found, copies);
        }
    }
}

/// Forgets loops that are others since constants or names were replaced: nothing leads to their copies any more.
pub fn forget_others(code: &mut Code) {
    let all = std::mem::take(&mut code.unrolled);
    code.unrolled = all.into_iter().filter(|u| is_of(u, code)).collect();
}

/// Whether this is a loop of the code, and its copies are.
pub(crate) fn is_of(u: &Unrolled, code: &Code) -> bool {
    let looked_up = code.words.get(u.at as usize).is_some_and(|w| w.op() == Some(Op::LoadGlobal));
    let found = if looked_up { find(code, u.at as usize) } else { None };
    let same = found.is_some_and(|f| Unrolled { start: u.start, ..f } == *u);
    let words = code.words.get(u.start as usize..).unwrap_or_default();
    same && copies(code, u).is_some_and(|copies| words.starts_with(&copies))
}

/// The loop that begins with the look-up at word `at`.
fn find(code: &Code, at: usize) -> Option<Unrolled> {
    let words = &code.words;
    let (register, name) = (words[at].a(), words[at].b() as usize);
    if code.names.get(name).is_none_or(|n| &**n != "range") {
        return None;
    }
    let mut i = at + 1 + Op::LoadGlobal.cache_words();
    let mut numbers = Vec::new();
    while words.get(i)?.op() == Some(Op::LoadConst) && words[i].a() == register + 1 + numbers.len() as Reg {
        let Const::Int(n) = code.consts.get(words[i].b() as usize)? else { return None };
        numbers.push(*n);
        i += 1;
    }
    let call = *words.get(i)?;
    if call.op() != Some(Op::Call) || call.b() & !CONSUME != register || call.c() as usize != numbers.len() {
        return None;
    }
    i += 1 + Op::Call.cache_words();
    let (iter, jump) = (*words.get(i)?, *words.get(i + 1)?);
    if iter.op() != Some(Op::GetIter) || iter.b() != call.a() | CONSUME || jump.op() != Some(Op::Jump) {
        return None;
    }
    let body = i + 2;
    let test = jump_target(jump, Op::Jump, i + 1).filter(|&t| t > body)?;
    let loops = words.get(test)?.op() == Some(Op::ForIter)
        && words[test].a() == iter.a()
        && jump_target(words[test], Op::ForIter, test) == Some(body);
    let (first, step, count) = extent(&numbers)?;
    let small = count as usize * (1 + test - body) <= WORDS;
    (loops && small).then_some(Unrolled {
        at: at as u32,
        body: body as u32,
        test: test as u32,
        start: words.len() as u32,
        count,
        iterator: iter.a(),
        first,
        step,
    })
}

/// First number, step and count of a range that is worth it.
fn extent(numbers: &[i64]) -> Option<(i16, i16, u32)> {
    let (first, end, step) = match *numbers {
        [end] => (0, end, 1),
        [first, end] => (first, end, 1),
        [first, end, step] => (first, end, step),
        _ => return None,
    };
    let distance = if step < 0 { first.checked_sub(end)? } else { end.checked_sub(first)? };
    let stride = step.checked_abs().filter(|&s| s > 0)?;
    let count = distance.checked_add(stride - 1)? / stride;
    let fits = (1..=NUMBERS).contains(&count) && POOLED.contains(&first);
    let last = fits.then(|| first.checked_add(step.checked_mul(count - 1)?)).flatten()?;
    let step = i16::try_from(step).ok()?;
    POOLED.contains(&last).then_some((i16::try_from(first).ok()?, step, count as u32))
}

/// The words of the copies, where the body allows it: no jump leads into it from elsewhere, it has no other loop,
/// and it does nothing to the iterator but to release it where it leaves the loop.
fn copies(code: &Code, u: &Unrolled) -> Option<Vec<Word>> {
    let (body, test) = (u.body as usize, u.test as usize);
    let within: Vec<(usize, Op)> =
        instructions(&code.words).filter(|(i, _)| (body..test).contains(i)).collect();
    let entered = instructions(&code.words)
        .filter(|&(i, _)| i + 2 < body || i > test)
        .any(|(i, op)| jump_target(code.words[i], op, i).is_some_and(|to| (body..=test).contains(&to)));
    let hidden = code.hidden.iter().any(|h| h.start < u.test && h.end > u.body);
    if entered || hidden || !code.exceptions.iter().all(|e| is_plain(e, u)) {
        return None;
    }
    let mut copies = Vec::new();
    for k in 0..u.count {
        let start = (u.start + k * u.stride()) as usize;
        let pooled = u.number(k) - POOLED.start();
        copies.push(Word::new(Op::LoadInt, 0, code.words[test].b(), pooled as u16, 0));
        copies.extend_from_slice(&code.words[body..test]);
        for &(i, op) in &within {
            let here = start + 1 + i - body;
            copies[here - u.start as usize] = copied(code.words[i], op, i, here, u, start)?;
        }
    }
    let end = (u.start + u.count * u.stride()) as i64;
    let behind = (test + 1 + Op::ForIter.cache_words()) as i64;
    copies.push(Word::jump(Op::Jump, 0, 0, i32::try_from(behind - end).ok()?));
    Some(copies)
}

/// Whether the handlers for the body are all within it, or all behind the loop.
fn is_plain(e: &ExceptionEntry, u: &Unrolled) -> bool {
    let apart = (e.end <= u.body || e.start > u.test) && !(u.body..=u.test).contains(&e.target);
    let inside = e.start >= u.body && e.end <= u.test && (u.body..u.test).contains(&e.target);
    apart || inside || covers(e, u) && e.depth <= u.iterator
}

fn covers(e: &ExceptionEntry, u: &Unrolled) -> bool {
    e.start <= u.body && e.end > u.test && !(u.body..=u.test).contains(&e.target)
}

/// An instruction of the body as it stands in a copy that begins at `start`.
fn copied(word: Word, op: Op, at: usize, here: usize, u: &Unrolled, start: usize) -> Option<Word> {
    if op == Op::Unbind && word.a() == u.iterator {
        return Some(Word::new(Op::Nop, 0, 0, 0, 0));
    }
    let touched = flow::reads(word, op, u.iterator) || flow::writes(word, op, u.iterator);
    if touched || op == Op::ForIter {
        return None;
    }
    let Some(target) = jump_target(word, op, at) else { return Some(word) };
    let (body, test) = (u.body as usize, u.test as usize);
    let target = match target {
        t if t == test => start + u.stride() as usize,
        t if (body..test).contains(&t) => start + 1 + t - body,
        t => t,
    };
    let distance = i32::try_from(target as i64 - here as i64).ok()?;
    if op.operands().contains(&Operand::J32) {
        return Some(Word::jump(op, word.x(), word.a(), distance));
    }
    let distance = i16::try_from(distance).ok()? as u16;
    Some(match op.operands()[1..].iter().position(|o| *o == Operand::J16)? {
        0 => Word::new(op, word.x(), distance, word.b(), word.c()),
        1 => Word::new(op, word.x(), word.a(), distance, word.c()),
        _ => Word::new(op, word.x(), word.a(), word.b(), distance),
    })
}

/// Writes copies behind the code, with their positions and handlers.
fn add(code: &mut Code, u: Unrolled, copies: Vec<Word>) {
    let (test, length) = (code.position(u.test as usize), u.test - u.body);
    for k in 0..u.count {
        let start = u.start + k * u.stride();
        place(code, start, test);
        for i in 0..length {
            let position = code.position((u.body + i) as usize);
            place(code, start + 1 + i, position);
        }
    }
    place(code, u.start + u.count * u.stride(), test);
    for e in code.exceptions.clone() {
        if covers(&e, &u) {
            let end = u.start + copies.len() as u32;
            code.exceptions.push(ExceptionEntry { start: u.start, end, ..e });
        } else if e.start >= u.body && e.end <= u.test {
            let moved = |k| move |at: u32| u.start + k * u.stride() + 1 + at - u.body;
            code.exceptions.extend((0..u.count).map(|k| ExceptionEntry {
                start: moved(k)(e.start),
                end: moved(k)(e.end),
                target: moved(k)(e.target),
                depth: e.depth,
            }));
        }
    }
    code.words.extend(copies);
    code.unrolled.push(u);
}

fn place(code: &mut Code, index: u32, position: Position) {
    if code.positions.last().is_none_or(|(_, last)| *last != position) {
        code.positions.push((index, position));
    }
}
