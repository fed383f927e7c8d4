//! Jumps, truth tests and fused comparisons.

use theseus_bytecode::isa::JUMP_IF;
use theseus_bytecode::{CompareOp as Code, Op, Word};
use theseus_object::ops::{native_order, str_order};
use theseus_object::payload::{Dict, FrozenSet, List, Set, Tuple};
use theseus_object::{CompareOp, Kind, ObjRef, PyResult};

use crate::frame::Value;
use crate::machine::{
    BACK_OFF, DICT, FLOAT, INT, LIST, STR, State, TUPLE, Vm, borrow, consume, deoptimise, drain_first,
    drained, due, exact, float_value, int_value, payload, save, throw,
};
use crate::ops::compare::{borrowed, compare_truth, mask, relation};

/// Jumps; a jump backwards, or of an empty loop to itself, looks for pending work.
#[inline(always)]
pub unsafe fn jump_by(vm: &mut Vm, s: State, distance: isize) -> State {
    let to = State { pc: s.pc.offset(distance), base: s.base };
    if distance <= 0 && vm.has_pending() {
        return pending(vm, to);
    }
    to
}

#[cold]
#[inline(never)]
pub unsafe fn pending(vm: &mut Vm, to: State) -> State {
    // A handler that raises blames the instruction that is about to run.
    (*vm.frame).pc = to.pc;
    match crate::upcalls::between_instructions(vm, crate::upcalls::run_pending) {
        // The handler that came here may go on with registers: the plain loop is left behind it.
        Ok(()) if crate::trace::must_switch(vm) => State { pc: drain_first(vm, to.pc), base: to.base },
        Ok(()) => to,
        Err(_) => throw(to),
    }
}

#[inline(always)]
pub unsafe fn jump(vm: &mut Vm, s: State, w: Word) -> State {
    jump_by(vm, s, w.distance() as isize)
}

/// Truth of a register; the state is saved before Python code can run.
#[inline(always)]
pub unsafe fn truth(vm: &mut Vm, s: State, operand: u16) -> PyResult<bool> {
    let v = s.get(operand);
    match (*v).kind.get() {
        Kind::Bool => Ok(int_value(v) != 0),
        Kind::None => Ok(false),
        Kind::Int if exact(v) == INT => Ok(int_value(v) != 0),
        _ => truth_slow(vm, s, v),
    }
}

#[inline(never)]
unsafe fn truth_slow(vm: &mut Vm, s: State, v: Value) -> PyResult<bool> {
    // Containers are true when they hold something.
    match exact(v) {
        LIST => return Ok(!payload::<List>(v).items.is_empty()),
        DICT => return Ok(!payload::<Dict>(v).is_empty()),
        TUPLE => return Ok(!Tuple::items_unchecked(borrow(&raw const v)).is_empty()),
        STR => return Ok(borrow(&raw const v).str_len() != Some(0)),
        _ => (),
    }
    save(vm, s);
    let o = borrowed(v);
    vm.truth(&o)
}

/// Ends a jump instruction of `n` words.
#[inline(always)]
unsafe fn branch(vm: &mut Vm, s: State, taken: bool, distance: isize, n: usize, used: [u16; 2]) -> State {
    let to = if taken { jump_by(vm, s, distance) } else { s.next(n) };
    let to = consume(vm, to, used[0]);
    consume(vm, to, used[1])
}

#[inline(always)]
unsafe fn jump_if(vm: &mut Vm, s: State, w: Word, wanted: bool) -> State {
    match truth(vm, s, w.a()) {
        Ok(t) => branch(vm, s, t == wanted, w.distance() as isize, 1, [w.a(), 0]),
        Err(_) => throw(s),
    }
}

#[inline(always)]
pub unsafe fn jump_if_true(vm: &mut Vm, s: State, w: Word) -> State {
    jump_if(vm, s, w, true)
}

#[inline(always)]
pub unsafe fn jump_if_false(vm: &mut Vm, s: State, w: Word) -> State {
    jump_if(vm, s, w, false)
}

#[inline(always)]
pub unsafe fn jump_if_none(vm: &mut Vm, s: State, w: Word) -> State {
    let none = (*s.get(w.a())).kind.get() == Kind::None;
    branch(vm, s, none, w.distance() as isize, 1, [w.a(), 0])
}

#[inline(always)]
pub unsafe fn jump_if_not_none(vm: &mut Vm, s: State, w: Word) -> State {
    let none = (*s.get(w.a())).kind.get() == Kind::None;
    branch(vm, s, !none, w.distance() as isize, 1, [w.a(), 0])
}

// ---- fused comparisons

#[inline(always)]
fn distance(w: Word) -> isize {
    w.a() as i16 as isize
}

#[inline(never)]
pub unsafe fn jump_compare(vm: &mut Vm, s: State, w: Word) -> State {
    let (a, b) = (s.get(w.b()), s.get(w.c()));
    if due(vm, s) {
        if let Some(op) = specialise(w.x(), a, b, false) {
            quicken(s, w, op);
            return s;
        }
        s.set_cache(1, BACK_OFF);
    }
    compare_slow(vm, s, w, a, b, [w.b(), w.c()])
}

#[inline(never)]
pub unsafe fn jump_compare_k(vm: &mut Vm, s: State, w: Word) -> State {
    let a = s.get(w.b());
    let k = *vm.exec().consts.add(w.c() as usize);
    if due(vm, s) {
        if let Some(op) = specialise(w.x(), a, k, true) {
            quicken(s, w, op);
            if exact(k) == INT {
                s.set_cache(1, int_value(k) as u64);
            }
            return s;
        }
        s.set_cache(1, BACK_OFF);
    }
    compare_slow(vm, s, w, a, k, [w.b(), 0])
}

/// Floats need their relations and the sense apart: NaN is in no relation.
unsafe fn quicken(s: State, w: Word, op: Op) {
    s.set_op(op);
    if matches!(op, Op::JumpCmpFloat | Op::JumpCmpFloatK) {
        let code = Code::from_byte(w.x() & !JUMP_IF).unwrap_or(Code::Eq);
        let wanted = w.x() & JUMP_IF != 0;
        // `!=` is the inverse of `==`.
        let (code, wanted) = if code == Code::Ne { (Code::Eq, !wanted) } else { (code, wanted) };
        s.set_cache(1, mask(code).unwrap_or(2) as u64 | (wanted as u64) << 8);
    }
}

unsafe fn specialise(x: u8, a: Value, b: Value, constant: bool) -> Option<Op> {
    let code = Code::from_byte(x & !JUMP_IF)?;
    let wanted = x & JUMP_IF != 0;
    match (exact(a), exact(b)) {
        (INT, INT) => {
            // The sense is folded into the operator.
            let code = match (code, wanted) {
                (c, true) => c,
                (Code::Lt, _) => Code::Ge,
                (Code::Le, _) => Code::Gt,
                (Code::Eq, _) => Code::Ne,
                (Code::Ne, _) => Code::Eq,
                (Code::Gt, _) => Code::Le,
                (Code::Ge, _) => Code::Lt,
                _ => return None,
            };
            Some(match (code, constant) {
                (Code::Lt, false) => Op::JumpLtInt,
                (Code::Le, false) => Op::JumpLeInt,
                (Code::Eq, false) => Op::JumpEqInt,
                (Code::Ne, false) => Op::JumpNeInt,
                (Code::Gt, false) => Op::JumpGtInt,
                (Code::Ge, false) => Op::JumpGeInt,
                (Code::Lt, true) => Op::JumpLtIntK,
                (Code::Le, true) => Op::JumpLeIntK,
                (Code::Eq, true) => Op::JumpEqIntK,
                (Code::Ne, true) => Op::JumpNeIntK,
                (Code::Gt, true) => Op::JumpGtIntK,
                (Code::Ge, true) => Op::JumpGeIntK,
                _ => return None,
            })
        }
        (FLOAT, FLOAT) if mask(code).is_some() => {
            Some(if constant { Op::JumpCmpFloatK } else { Op::JumpCmpFloat })
        }
        (INT | STR, SET | FROZENSET | DICT) if matches!(code, Code::In | Code::NotIn) => {
            Some(if constant { Op::JumpInK } else { Op::JumpIn })
        }
        (STR, STR) if mask(code).is_some() => Some(if constant { Op::JumpCmpStrK } else { Op::JumpCmpStr }),
        _ => None,
    }
}

#[inline(never)]
unsafe fn compare_slow(vm: &mut Vm, s: State, w: Word, a: Value, b: Value, used: [u16; 2]) -> State {
    let code = Code::from_byte(w.x() & !JUMP_IF).unwrap_or(Code::Is);
    let t = match code {
        Code::Is => a == b,
        Code::IsNot => a != b,
        _ => {
            if let Some(op) = CompareOp::ALL.get(code as usize)
                && let Some(order) = native_order(borrow(&raw const a), borrow(&raw const b))
            {
                let holds = op.holds(order);
                return branch(vm, s, holds == (w.x() & JUMP_IF != 0), distance(w), 2, used);
            }
            save(vm, s);
            let (x, y) = (borrowed(a), borrowed(b));
            if let Some(op) = CompareOp::ALL.get(code as usize)
                && let Some(entered) = crate::call::compare_frame(vm, *op, &x, &y)
            {
                return entered;
            }
            match compare_truth(vm, code, &x, &y) {
                Ok(t) => t,
                Err(_) => return throw(s),
            }
        }
    };
    let s = branch(vm, s, t == (w.x() & JUMP_IF != 0), distance(w), 2, used);
    State { pc: drained(vm, s.pc), base: s.base }
}

/// Goes on with what a Python `__eq__` and such returned.
pub unsafe fn comparison_result(vm: &mut Vm, s: State, w: Word, v: ObjRef) -> State {
    let generic = w.op().map(Op::generic);
    let constant = matches!(generic, Some(Op::JumpCompareK | Op::CompareK));
    let jumps = matches!(generic, Some(Op::JumpCompare | Op::JumpCompareK));
    let used = [w.b(), if constant { 0 } else { w.c() }];
    let op = CompareOp::ALL.get((w.x() & !JUMP_IF) as usize).copied().unwrap_or(CompareOp::Eq);
    let v = if v.is_not_implemented() {
        let a = borrowed(s.get(w.b()));
        let b =
            if constant { borrowed(*vm.exec().consts.add(w.c() as usize)) } else { borrowed(s.get(w.c())) };
        vm.compare_reflected(op, &a, &b)
    } else {
        Ok(v)
    };
    if !jumps {
        return crate::machine::finish_using(vm, s, 2, w.a(), v, used);
    }
    let truth = match v {
        Ok(v) => vm.truth(&v),
        Err(e) => Err(e),
    };
    match truth {
        Ok(t) => {
            let s = branch(vm, s, t == (w.x() & JUMP_IF != 0), distance(w), 2, used);
            State { pc: drained(vm, s.pc), base: s.base }
        }
        Err(_) => throw(s),
    }
}

const SET: u16 = Kind::Set as u16;
const FROZENSET: u16 = Kind::FrozenSet as u16;

/// No Python code is asked, unless a key of another type has the same hash.
#[inline(never)]
unsafe fn member(vm: &mut Vm, s: State, w: Word, key: Value, container: Value, used: [u16; 2]) -> State {
    let found = match exact(key) {
        INT => {
            let v = int_value(key);
            let hash = theseus_object::hash::int(v);
            match exact(container) {
                SET => payload::<Set>(container).table.find_int(v, hash),
                DICT => payload::<Dict>(container).find_int(v, hash),
                FROZENSET => payload::<FrozenSet>(container).table.find_int(v, hash),
                _ => return deoptimise(vm, s),
            }
        }
        STR => {
            let k = borrow(&raw const key);
            let hash = k.str_hash(vm.interp());
            match exact(container) {
                SET => payload::<Set>(container).table.find_plain(hash, k),
                DICT => payload::<Dict>(container).find_str(k, hash),
                FROZENSET => payload::<FrozenSet>(container).table.find_plain(hash, k),
                _ => return deoptimise(vm, s),
            }
        }
        _ => return deoptimise(vm, s),
    };
    let Ok(found) = found else { return compare_slow(vm, s, w, key, container, used) };
    let code = w.x() & !JUMP_IF;
    let holds = found.is_some() == (code == Code::In as u8);
    branch(vm, s, holds == (w.x() & JUMP_IF != 0), distance(w), 2, used)
}

#[inline(always)]
pub unsafe fn jump_in(vm: &mut Vm, s: State, w: Word) -> State {
    member(vm, s, w, s.get(w.b()), s.get(w.c()), [w.b(), w.c()])
}

#[inline(always)]
pub unsafe fn jump_in_k(vm: &mut Vm, s: State, w: Word) -> State {
    let k = *vm.exec().consts.add(w.c() as usize);
    member(vm, s, w, s.get(w.b()), k, [w.b(), 0])
}

macro_rules! int_jumps {
    ($($name:ident $name_k:ident $op:tt;)*) => {$(
        #[inline(always)]
        pub unsafe fn $name(vm: &mut Vm, s: State, w: Word) -> State {
            let (a, b) = (s.get(w.b()), s.get(w.c()));
            if exact(a) != INT || exact(b) != INT {
                return deoptimise(vm, s);
            }
            if int_value(a) $op int_value(b) { jump_by(vm, s, distance(w)) } else { s.next(2) }
        }

        #[inline(always)]
        pub unsafe fn $name_k(vm: &mut Vm, s: State, w: Word) -> State {
            let a = s.get(w.b());
            if exact(a) != INT {
                return deoptimise(vm, s);
            }
            if int_value(a) $op s.cache(1) as i64 { jump_by(vm, s, distance(w)) } else { s.next(2) }
        }
    )*};
}

int_jumps! {
    jump_lt_int jump_lt_int_k <;
    jump_le_int jump_le_int_k <=;
    jump_eq_int jump_eq_int_k ==;
    jump_ne_int jump_ne_int_k !=;
    jump_gt_int jump_gt_int_k >;
    jump_ge_int jump_ge_int_k >=;
}

#[inline(always)]
unsafe fn float_jump(vm: &mut Vm, s: State, w: Word, a: Value, b: Value) -> State {
    if exact(a) != FLOAT || exact(b) != FLOAT {
        return deoptimise(vm, s);
    }
    let cache = s.cache(1);
    let holds = relation(float_value(a), float_value(b)) as u64 & cache & 7 != 0;
    if holds == (cache >> 8 != 0) { jump_by(vm, s, distance(w)) } else { s.next(2) }
}

#[inline(always)]
pub unsafe fn jump_cmp_float(vm: &mut Vm, s: State, w: Word) -> State {
    let (a, b) = (s.get(w.b()), s.get(w.c()));
    float_jump(vm, s, w, a, b)
}

#[inline(always)]
pub unsafe fn jump_cmp_float_k(vm: &mut Vm, s: State, w: Word) -> State {
    let (a, k) = (s.get(w.b()), *vm.exec().consts.add(w.c() as usize));
    float_jump(vm, s, w, a, k)
}

const EQ: u8 = Code::Eq as u8;
const NE: u8 = Code::Ne as u8;

/// Whether the comparison of a jump holds for two exact strs.
#[inline(always)]
pub unsafe fn strs_hold(w: Word, a: Value, b: Value) -> bool {
    let (x, y) = (borrow(&raw const a), borrow(&raw const b));
    match w.x() & !JUMP_IF {
        EQ => a == b || x.str_eq(y),
        NE => a != b && !x.str_eq(y),
        code => str_order(x, y).is_some_and(|order| CompareOp::ALL[code as usize].holds(order)),
    }
}

#[inline(always)]
unsafe fn str_jump(vm: &mut Vm, s: State, w: Word, a: Value, b: Value, used: [u16; 2]) -> State {
    if exact(a) != STR || exact(b) != STR {
        return deoptimise(vm, s);
    }
    branch(vm, s, strs_hold(w, a, b) == (w.x() & JUMP_IF != 0), distance(w), 2, used)
}

#[inline(always)]
pub unsafe fn jump_cmp_str(vm: &mut Vm, s: State, w: Word) -> State {
    let (a, b) = (s.get(w.b()), s.get(w.c()));
    str_jump(vm, s, w, a, b, [w.b(), w.c()])
}

#[inline(always)]
pub unsafe fn jump_cmp_str_k(vm: &mut Vm, s: State, w: Word) -> State {
    let (a, k) = (s.get(w.b()), *vm.exec().consts.add(w.c() as usize));
    str_jump(vm, s, w, a, k, [w.b(), 0])
}
