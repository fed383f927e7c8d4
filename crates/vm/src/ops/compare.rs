//! Comparisons with a result.

use theseus_bytecode::{CompareOp as Code, Op, Word};
use theseus_object::{CompareOp, ObjRef, PyResult};

use crate::frame::Value;
use crate::machine::{
    FLOAT, INT, State, Vm, consume, deoptimise, due, exact, finish_using, float_value, int_value, put_bool,
    save,
};

/// The relations `<`, `==`, `>` of two values as bits 0, 1, 2; none where they are unordered.
#[inline(always)]
pub fn relation<T: PartialOrd>(a: T, b: T) -> u8 {
    (a < b) as u8 | ((a == b) as u8) << 1 | ((a > b) as u8) << 2
}

/// Relations for which a comparison holds; `None` for identity and membership.
pub fn mask(op: Code) -> Option<u8> {
    Some(match op {
        Code::Lt => 1,
        Code::Le => 3,
        Code::Eq => 2,
        // Unordered floats are unequal: handled by the inverse of `==`.
        Code::Ne => 5,
        Code::Gt => 4,
        Code::Ge => 6,
        _ => return None,
    })
}

/// The result of any comparison as an object.
pub fn compare_objects(vm: &mut Vm, op: Code, a: &ObjRef, b: &ObjRef) -> PyResult {
    let truth = match op {
        Code::Is => a.is(b),
        Code::IsNot => !a.is(b),
        Code::In => vm.contains(b, a)?,
        Code::NotIn => !vm.contains(b, a)?,
        _ => return vm.compare(CompareOp::ALL[op as usize], a, b),
    };
    Ok(vm.bool(truth))
}

/// The truth of any comparison.
pub fn compare_truth(vm: &mut Vm, op: Code, a: &ObjRef, b: &ObjRef) -> PyResult<bool> {
    match op {
        Code::Is => Ok(a.is(b)),
        Code::IsNot => Ok(!a.is(b)),
        Code::In => vm.contains(b, a),
        Code::NotIn => Ok(!vm.contains(b, a)?),
        _ => {
            let r = vm.compare(CompareOp::ALL[op as usize], a, b)?;
            vm.truth(&r)
        }
    }
}

#[inline(never)]
pub unsafe fn compare(vm: &mut Vm, s: State, w: Word) -> State {
    let (a, b) = (s.get(w.b()), s.get(w.c()));
    if due(vm, s) && Code::from_byte(w.x()).is_some_and(|op| mask(op).is_some()) {
        let op = match (exact(a), exact(b)) {
            (INT, INT) => Some(Op::CompareInt),
            (FLOAT, FLOAT) => Some(Op::CompareFloat),
            _ => None,
        };
        if let Some(op) = op {
            s.set_op(op);
            return s;
        }
    }
    compare_slow(vm, s, w, a, b, [w.b(), w.c()])
}

#[inline(never)]
pub unsafe fn compare_k(vm: &mut Vm, s: State, w: Word) -> State {
    let a = s.get(w.b());
    let k = *vm.exec().consts.add(w.c() as usize);
    if due(vm, s)
        && exact(a) == INT
        && exact(k) == INT
        && Code::from_byte(w.x()).is_some_and(|op| mask(op).is_some())
    {
        s.set_op(Op::CompareIntK);
        s.set_cache(1, int_value(k) as u64);
        return s;
    }
    compare_slow(vm, s, w, a, k, [w.b(), 0])
}

#[inline(never)]
unsafe fn compare_slow(vm: &mut Vm, s: State, w: Word, a: Value, b: Value, used: [u16; 2]) -> State {
    if w.x() == Code::Is as u8 || w.x() == Code::IsNot as u8 {
        let s = consume(vm, s.next(2), used[0]);
        let s = consume(vm, s, used[1]);
        return put_bool(vm, s, w.a(), (a == b) == (w.x() == Code::Is as u8));
    }
    save(vm, s);
    let (x, y) = (borrowed(a), borrowed(b));
    if let Some(op) = CompareOp::ALL.get(w.x() as usize)
        && let Some(entered) = crate::call::compare_frame(vm, *op, &x, &y)
    {
        return entered;
    }
    let r = match Code::from_byte(w.x()) {
        Some(op) => compare_objects(vm, op, &x, &y),
        None => Err(vm.bad_internal("comparison")),
    };
    drop((x, y));
    finish_using(vm, s, 2, w.a(), r, used)
}

/// A counted reference to what a register holds.
pub unsafe fn borrowed(v: Value) -> ObjRef {
    ObjRef::from_borrowed(std::ptr::NonNull::new_unchecked(v))
}

#[inline(always)]
pub fn holds(w: Word, relation: u8, ordered: bool) -> bool {
    let mask = [1, 3, 2, 5, 4, 6][(w.x() & 7) as usize % 6];
    relation & mask != 0 || (!ordered && w.x() == Code::Ne as u8)
}

#[inline(always)]
pub unsafe fn compare_int(vm: &mut Vm, s: State, w: Word) -> State {
    let (a, b) = (s.get(w.b()), s.get(w.c()));
    if exact(a) != INT || exact(b) != INT {
        return deoptimise(vm, s);
    }
    let r = holds(w, relation(int_value(a), int_value(b)), true);
    put_bool(vm, s.next(2), w.a(), r)
}

#[inline(always)]
pub unsafe fn compare_float(vm: &mut Vm, s: State, w: Word) -> State {
    let (a, b) = (s.get(w.b()), s.get(w.c()));
    if exact(a) != FLOAT || exact(b) != FLOAT {
        return deoptimise(vm, s);
    }
    let rel = relation(float_value(a), float_value(b));
    put_bool(vm, s.next(2), w.a(), holds(w, rel, rel != 0))
}

#[inline(always)]
pub unsafe fn compare_int_k(vm: &mut Vm, s: State, w: Word) -> State {
    let a = s.get(w.b());
    if exact(a) != INT {
        return deoptimise(vm, s);
    }
    let r = holds(w, relation(int_value(a), s.cache(1) as i64), true);
    put_bool(vm, s.next(2), w.a(), r)
}
