//! Operators: generic forms, and forms for ints, floats and strings.
//!
//! Specialised number forms leave dead operands in their temporaries as scratch (see
//! [`crate::frame`]); everything else releases what it consumes.

use dashu_int::{IBig, Sign, UBig};
use theseus_bytecode::isa::INPLACE;
use theseus_bytecode::{BinaryOp, Op, UnaryOp, Word};
use theseus_object::header::Header;
use theseus_object::payload::BigInt;
use theseus_object::slots::{Special, number};
use theseus_object::{Kind, ObjRef, PyResult};

use crate::frame::{Value, nil_value};
use crate::machine::{
    BACK_OFF, FLOAT, INT, STR, State, Vm, borrow, consume, deoptimise, due, exact, finish_using, float_value,
    int_value, owned, payload, put, put_bool, put_float, put_int, raw, release, save, throw,
};

// ---- generic

#[inline(never)]
pub unsafe fn binary(vm: &mut Vm, s: State, w: Word) -> State {
    let (a, b) = (s.slot(w.b()), s.slot(w.c()));
    if due(vm, s) {
        if let Some(op) = specialise(w.x(), *a, *b) {
            s.set_op(op);
            return s;
        }
        s.set_cache(1, BACK_OFF);
    }
    binary_slow(vm, s, w, &*(a as *const ObjRef), &*(b as *const ObjRef), true)
}

#[inline(never)]
pub unsafe fn binary_k(vm: &mut Vm, s: State, w: Word) -> State {
    let a = s.slot(w.b());
    let k = vm.exec().consts.add(w.c() as usize);
    if due(vm, s) {
        if let Some((op, cache)) = specialise_k(w.x(), *a, *k) {
            s.set_op(op);
            s.set_cache(1, cache);
            return s;
        }
        s.set_cache(1, BACK_OFF);
    }
    binary_slow(vm, s, w, &*(a as *const ObjRef), &*(k as *const ObjRef), false)
}

#[inline(never)]
unsafe fn binary_slow(vm: &mut Vm, s: State, w: Word, a: &ObjRef, b: &ObjRef, both: bool) -> State {
    if let Some(v) = wide(w.x(), a.as_ptr().as_ptr(), b.as_ptr().as_ptr()) {
        return put_wide(vm, s.next(2), w.a(), v);
    }
    save(vm, s);
    if let Some(entered) = crate::call::operator_frame(vm, s, w, a, b, both) {
        return entered;
    }
    // Operands stay counted while Python code may rebind their registers.
    let (x, y) = (a.clone(), b.clone());
    let op = (w.x() & !INPLACE) as usize;
    let r = if w.x() & INPLACE != 0 { vm.inplace(op, &x, &y) } else { vm.binary(op, &x, &y) };
    drop((x, y));
    finish_using(vm, s, 2, w.a(), r, [w.b(), if both { w.c() } else { 0 }])
}

fn binary_op(x: u8) -> Option<BinaryOp> {
    BinaryOp::from_byte(x & !INPLACE)
}

unsafe fn specialise(x: u8, a: Value, b: Value) -> Option<Op> {
    let op = binary_op(x)?;
    Some(match (exact(a), exact(b)) {
        (INT, INT) => match op {
            BinaryOp::Add => Op::AddInt,
            BinaryOp::Sub => Op::SubInt,
            BinaryOp::Mul => Op::MulInt,
            BinaryOp::FloorDiv => Op::FloorDivInt,
            BinaryOp::Mod => Op::ModInt,
            BinaryOp::And => Op::AndInt,
            BinaryOp::Or => Op::OrInt,
            BinaryOp::Xor => Op::XorInt,
            BinaryOp::LShift => Op::ShlInt,
            BinaryOp::RShift => Op::ShrInt,
            BinaryOp::TrueDiv => Op::DivInt,
            _ => return None,
        },
        (FLOAT, FLOAT) => match op {
            BinaryOp::Add => Op::AddFloat,
            BinaryOp::Sub => Op::SubFloat,
            BinaryOp::Mul => Op::MulFloat,
            BinaryOp::TrueDiv => Op::DivFloat,
            _ => return None,
        },
        (INT, FLOAT) | (FLOAT, INT) if mixed(op).is_some() => Op::BinaryMixed,
        (STR, STR) if op == BinaryOp::Add => Op::AddStr,
        (BIG, INT) | (INT, BIG) | (BIG, BIG) => Op::BinaryBig,
        _ => return None,
    })
}

const BIG: u16 = Kind::BigInt as u16;

fn mixed(op: BinaryOp) -> Option<fn(f64, f64) -> f64> {
    Some(match op {
        BinaryOp::Add => |a, b| a + b,
        BinaryOp::Sub => |a, b| a - b,
        BinaryOp::Mul => |a, b| a * b,
        BinaryOp::TrueDiv => |a, b| a / b,
        _ => return None,
    })
}

unsafe fn specialise_k(x: u8, a: Value, k: Value) -> Option<(Op, u64)> {
    let op = binary_op(x)?;
    match (exact(a), exact(k)) {
        (INT, INT) => {
            let v = int_value(k);
            let op = match op {
                BinaryOp::Add => Op::AddIntK,
                BinaryOp::Sub => Op::SubIntK,
                BinaryOp::Mul => Op::MulIntK,
                BinaryOp::FloorDiv if v > 0 => Op::FloorDivIntK,
                BinaryOp::Mod if v > 0 => Op::ModIntK,
                BinaryOp::And => Op::AndIntK,
                BinaryOp::Or => Op::OrIntK,
                BinaryOp::Xor => Op::XorIntK,
                BinaryOp::LShift if (0..64).contains(&v) => Op::ShlIntK,
                BinaryOp::RShift if v >= 0 => Op::ShrIntK,
                _ => return None,
            };
            Some((op, v as u64))
        }
        (FLOAT, FLOAT | INT) => {
            let v = if exact(k) == FLOAT { float_value(k) } else { exact_float(int_value(k))? };
            let op = match op {
                BinaryOp::Add => Op::AddFloatK,
                BinaryOp::Sub => Op::SubFloatK,
                BinaryOp::Mul => Op::MulFloatK,
                BinaryOp::TrueDiv if v != 0.0 => Op::DivFloatK,
                _ => return None,
            };
            Some((op, v.to_bits()))
        }
        (BIG, INT | BIG) => Some((Op::BinaryBigK, 0)),
        (STR, STR) if op == BinaryOp::Add => Some((Op::AddStrK, 0)),
        _ => None,
    }
}

/// An int that a float holds exactly.
pub fn exact_float(v: i64) -> Option<f64> {
    (v.unsigned_abs() <= 1 << 53).then_some(v as f64)
}

// ---- ints

/// The result left the machine word, or a guard failed: the generic operation, without giving up
/// the specialised form for a mere overflow.
#[cold]
#[inline(never)]
unsafe fn int_overflow(vm: &mut Vm, s: State, w: Word) -> State {
    let (a, b) = (&*(s.slot(w.b()) as *const ObjRef), &*(s.slot(w.c()) as *const ObjRef));
    binary_slow(vm, s, w, a, b, true)
}

#[cold]
#[inline(never)]
unsafe fn int_overflow_k(vm: &mut Vm, s: State, w: Word) -> State {
    let k = vm.exec().consts.add(w.c() as usize);
    let (a, b) = (&*(s.slot(w.b()) as *const ObjRef), &*(k as *const ObjRef));
    binary_slow(vm, s, w, a, b, false)
}

macro_rules! int_ops {
    ($($name:ident |$a:ident, $b:ident| $result:expr;)*) => {$(
        #[inline(always)]
        pub unsafe fn $name(vm: &mut Vm, s: State, w: Word) -> State {
            let (x, y) = (s.get(w.b()), s.get(w.c()));
            if exact(x) != INT || exact(y) != INT {
                return deoptimise(vm, s);
            }
            let ($a, $b) = (int_value(x), int_value(y));
            match $result {
                Some(v) => put_int(vm, s.next(2), w.a(), v),
                None => int_overflow(vm, s, w),
            }
        }
    )*};
}

int_ops! {
    add_int |a, b| a.checked_add(b);
    sub_int |a, b| a.checked_sub(b);
    mul_int |a, b| a.checked_mul(b);
    floor_div_int |a, b| floor_div(a, b);
    mod_int |a, b| floor_mod(a, b);
    and_int |a, b| Some(a & b);
    or_int |a, b| Some(a | b);
    xor_int |a, b| Some(a ^ b);
    shl_int |a, b| shift_left(a, b);
    shr_int |a, b| if b >= 0 { Some(a >> b.min(63)) } else { None };
}

#[inline(always)]
pub fn floor_div(a: i64, b: i64) -> Option<i64> {
    if (a | b) as u64 >> 32 == 0 && b != 0 {
        return Some((a as u32 / b as u32) as i64);
    }
    let q = a.checked_div(b)?;
    Some(if (a % b != 0) && ((a < 0) != (b < 0)) { q - 1 } else { q })
}

#[inline(always)]
pub fn floor_mod(a: i64, b: i64) -> Option<i64> {
    if (a | b) as u64 >> 32 == 0 && b != 0 {
        return Some((a as u32 % b as u32) as i64);
    }
    let r = a.checked_rem(b)?;
    Some(if r != 0 && ((r < 0) != (b < 0)) { r + b } else { r })
}

#[inline(always)]
pub fn shift_left(a: i64, b: i64) -> Option<i64> {
    if !(0..63).contains(&b) {
        return if a == 0 && b >= 0 { Some(0) } else { None };
    }
    let r = a << b;
    (r >> b == a).then_some(r)
}

#[inline(always)]
pub unsafe fn div_int(vm: &mut Vm, s: State, w: Word) -> State {
    let (x, y) = (s.get(w.b()), s.get(w.c()));
    if exact(x) != INT || exact(y) != INT {
        return deoptimise(vm, s);
    }
    let (a, b) = (int_value(x), int_value(y));
    // Both must be exact as floats for the quotient to be correctly rounded.
    if b == 0 || (a.unsigned_abs() | b.unsigned_abs()) > 1 << 53 {
        return int_overflow(vm, s, w);
    }
    put_float(vm, s.next(2), w.a(), a as f64 / b as f64)
}

macro_rules! int_k_ops {
    ($($name:ident |$a:ident, $b:ident| $result:expr;)*) => {$(
        #[inline(always)]
        pub unsafe fn $name(vm: &mut Vm, s: State, w: Word) -> State {
            let x = s.get(w.b());
            if exact(x) != INT {
                return deoptimise(vm, s);
            }
            let ($a, $b) = (int_value(x), s.cache(1) as i64);
            match $result {
                Some(v) => put_int(vm, s.next(2), w.a(), v),
                None => int_overflow_k(vm, s, w),
            }
        }
    )*};
}

int_k_ops! {
    add_int_k |a, b| a.checked_add(b);
    sub_int_k |a, b| a.checked_sub(b);
    mul_int_k |a, b| a.checked_mul(b);
    floor_div_int_k |a, b| floor_div(a, b);
    mod_int_k |a, b| floor_mod(a, b);
    and_int_k |a, b| Some(a & b);
    or_int_k |a, b| Some(a | b);
    xor_int_k |a, b| Some(a ^ b);
    shl_int_k |a, b| shift_left(a, b);
    shr_int_k |a, b| Some(a >> b.min(63));
}

// ---- floats

macro_rules! float_ops {
    ($($name:ident |$a:ident, $b:ident| $result:expr;)*) => {$(
        #[inline(always)]
        pub unsafe fn $name(vm: &mut Vm, s: State, w: Word) -> State {
            let (x, y) = (s.get(w.b()), s.get(w.c()));
            if exact(x) != FLOAT || exact(y) != FLOAT {
                return deoptimise(vm, s);
            }
            let ($a, $b) = (float_value(x), float_value(y));
            put_float(vm, s.next(2), w.a(), $result)
        }
    )*};
}

float_ops! {
    add_float |a, b| a + b;
    sub_float |a, b| a - b;
    mul_float |a, b| a * b;
}

#[inline(always)]
pub unsafe fn div_float(vm: &mut Vm, s: State, w: Word) -> State {
    let (x, y) = (s.get(w.b()), s.get(w.c()));
    if exact(x) != FLOAT || exact(y) != FLOAT {
        return deoptimise(vm, s);
    }
    let (a, b) = (float_value(x), float_value(y));
    if b == 0.0 {
        return int_overflow(vm, s, w);
    }
    put_float(vm, s.next(2), w.a(), a / b)
}

macro_rules! float_k_ops {
    ($($name:ident |$a:ident, $b:ident| $result:expr;)*) => {$(
        #[inline(always)]
        pub unsafe fn $name(vm: &mut Vm, s: State, w: Word) -> State {
            let x = s.get(w.b());
            if exact(x) != FLOAT {
                return deoptimise(vm, s);
            }
            let ($a, $b) = (float_value(x), f64::from_bits(s.cache(1)));
            put_float(vm, s.next(2), w.a(), $result)
        }
    )*};
}

float_k_ops! {
    add_float_k |a, b| a + b;
    sub_float_k |a, b| a - b;
    mul_float_k |a, b| a * b;
    div_float_k |a, b| a / b;
}

#[inline(never)]
pub unsafe fn binary_mixed(vm: &mut Vm, s: State, w: Word) -> State {
    let (x, y) = (s.get(w.b()), s.get(w.c()));
    let number = |v: Value| match exact(v) {
        FLOAT => Some(float_value(v)),
        INT => exact_float(int_value(v)),
        _ => None,
    };
    let (Some(a), Some(b), Some(f)) = (number(x), number(y), binary_op(w.x()).and_then(mixed)) else {
        return deoptimise(vm, s);
    };
    if exact(x) == exact(y) {
        return deoptimise(vm, s);
    }
    if b == 0.0 && binary_op(w.x()) == Some(BinaryOp::TrueDiv) {
        return int_overflow(vm, s, w);
    }
    put_float(vm, s.next(2), w.a(), f(a, b))
}

#[inline(never)]
pub unsafe fn binary_big(vm: &mut Vm, s: State, w: Word) -> State {
    if let Some(v) = wide(w.x(), s.get(w.b()), s.get(w.c())) {
        return put_wide(vm, s.next(2), w.a(), v);
    }
    let (a, b) = (borrow(s.slot(w.b())), borrow(s.slot(w.c())));
    if !is_int(a) || !is_int(b) {
        return deoptimise(vm, s);
    }
    save(vm, s);
    let op = (w.x() & !INPLACE) as usize;
    let r: PyResult = theseus_builtins::int::int_binary(vm, op, a, b);
    finish_using(vm, s, 2, w.a(), r, [w.b(), w.c()])
}

#[inline(never)]
pub unsafe fn binary_big_k(vm: &mut Vm, s: State, w: Word) -> State {
    let k = vm.exec().consts.add(w.c() as usize);
    if let Some(v) = wide(w.x(), s.get(w.b()), *k) {
        return put_wide(vm, s.next(2), w.a(), v);
    }
    let a = borrow(s.slot(w.b()));
    if !is_int(a) {
        return deoptimise(vm, s);
    }
    binary_slow(vm, s, w, a, borrow(k), false)
}

/// Whether this is an exact int, of whatever size.
#[inline(always)]
fn is_int(o: &ObjRef) -> bool {
    matches!(o.header().exact(), INT | BIG)
}

/// An int of up to two words: sign and magnitude.
#[derive(Clone, Copy)]
struct Wide {
    negative: bool,
    magnitude: u128,
}

impl Wide {
    #[inline(always)]
    fn positive(magnitude: u128) -> Option<Wide> {
        Some(Wide { negative: false, magnitude })
    }

    /// The value, if a bit is left for the sign.
    #[inline(always)]
    fn signed(self) -> Option<i128> {
        let v = i128::try_from(self.magnitude).ok()?;
        Some(if self.negative { -v } else { v })
    }
}

impl From<i128> for Wide {
    #[inline(always)]
    fn from(v: i128) -> Wide {
        Wide { negative: v < 0, magnitude: v.unsigned_abs() }
    }
}

/// Puts an int of up to two words, as [`put_int`]: into a box that the register alone owns. Operands
/// of this size are left where they are, as numbers of one word.
#[inline(always)]
unsafe fn put_wide(vm: &mut Vm, s: State, r: u16, v: Wide) -> State {
    if let Ok(small) = i64::try_from(v.magnitude) {
        return put_int(vm, s, r, if v.negative { -small } else { small });
    }
    if v.negative && v.magnitude == 1 << 63 {
        return put_int(vm, s, r, i64::MIN);
    }
    let sign = if v.negative { Sign::Negative } else { Sign::Positive };
    let value = IBig::from_parts(sign, UBig::from(v.magnitude));
    let slot = s.slot(r);
    let old = *slot;
    if (*old).word() == Header::sole_owner_word(Kind::BigInt) {
        payload::<BigInt>(old).0 = value;
        return s;
    }
    *slot = raw(vm.interp().alloc(&vm.types.int, BigInt(value)));
    release(vm, s, old)
}

/// The operation in 128 bits, where both are exact ints and operands and result fit.
#[inline(always)]
unsafe fn wide(x: u8, a: Value, b: Value) -> Option<Wide> {
    let (a, b) = (two_words(a)?, two_words(b)?);
    let op = binary_op(x)?;
    if a.negative || b.negative || matches!(op, BinaryOp::FloorDiv | BinaryOp::Mod) {
        return wide_signed(op, a, b);
    }
    let (a, b) = (a.magnitude, b.magnitude);
    match op {
        BinaryOp::Add => Wide::positive(a.checked_add(b)?),
        BinaryOp::Sub if a < b => Some(Wide { negative: true, magnitude: b - a }),
        BinaryOp::Sub => Wide::positive(a - b),
        BinaryOp::Mul if (a | b) >> 64 == 0 => Wide::positive(a * b),
        BinaryOp::Mul => Wide::positive(a.checked_mul(b)?),
        BinaryOp::And => Wide::positive(a & b),
        BinaryOp::Or => Wide::positive(a | b),
        BinaryOp::Xor => Wide::positive(a ^ b),
        BinaryOp::RShift if b < 128 => Wide::positive(a >> b),
        BinaryOp::LShift if b <= u128::from(a.leading_zeros()) && b < 128 => Wide::positive(a << b),
        _ => None,
    }
}

#[inline(never)]
fn wide_signed(op: BinaryOp, a: Wide, b: Wide) -> Option<Wide> {
    let (a, b) = (a.signed()?, b.signed()?);
    let v = match op {
        BinaryOp::Add => a.checked_add(b)?,
        BinaryOp::Sub => a.checked_sub(b)?,
        BinaryOp::Mul => a.checked_mul(b)?,
        BinaryOp::FloorDiv if a >= 0 && b > 0 => a / b,
        BinaryOp::Mod if a >= 0 && b > 0 => a % b,
        BinaryOp::And => a & b,
        BinaryOp::Or => a | b,
        BinaryOp::Xor => a ^ b,
        BinaryOp::RShift if (0..127).contains(&b) => a >> b,
        BinaryOp::LShift if (0..127).contains(&b) && (a << b) >> b == a => a << b,
        _ => return None,
    };
    Some(v.into())
}

/// The value of an exact int that fits two words.
#[inline(always)]
unsafe fn two_words(v: Value) -> Option<Wide> {
    match exact(v) {
        INT => {
            let v = int_value(v);
            Some(Wide { negative: v < 0, magnitude: v.unsigned_abs().into() })
        }
        BIG => {
            let (sign, words) = payload::<BigInt>(v).0.as_sign_words();
            let magnitude = match words {
                [low] => u128::from(*low),
                [low, high] => u128::from(*low) | u128::from(*high) << 64,
                _ => return None,
            };
            Some(Wide { negative: sign == Sign::Negative, magnitude })
        }
        _ => None,
    }
}

// ---- strings

#[inline(always)]
pub unsafe fn add_str(vm: &mut Vm, s: State, w: Word) -> State {
    let (x, y) = (s.get(w.b()), s.get(w.c()));
    if exact(x) != STR || exact(y) != STR {
        return deoptimise(vm, s);
    }
    concat(vm, s, w, s.slot(w.c()), w.c())
}

#[inline(always)]
pub unsafe fn add_str_k(vm: &mut Vm, s: State, w: Word) -> State {
    let k = vm.exec().consts.add(w.c() as usize);
    if exact(s.get(w.b())) != STR {
        return deoptimise(vm, s);
    }
    concat(vm, s, w, k, 0)
}

/// Appends in place where the left operand's only reference is its register and that register is
/// the destination or a dying temporary.
#[inline(never)]
unsafe fn concat(vm: &mut Vm, s: State, w: Word, right: *const Value, used: u16) -> State {
    let left = s.slot(w.b());
    let dying = crate::machine::consumes(w.b()) || s.slot(w.a()) == left;
    let distinct = !std::ptr::eq(right, left);
    let right = borrow(right);
    let total = borrow(left).str_len().unwrap_or(0) + right.str_len().unwrap_or(0);
    if !vm.can_allocate(total) {
        save(vm, s);
        vm.memory_error("");
        return throw(s);
    }
    let v = if dying && distinct {
        let a = owned(std::mem::replace(&mut *left, nil_value()));
        vm.interp().str_append(a, right)
    } else {
        vm.interp().str_add(borrow(left), right)
    };
    let s = consume(vm, s.next(2), w.b());
    let s = consume(vm, s, used);
    put(vm, s, w.a(), raw(v))
}

// ---- unary

#[inline(never)]
pub unsafe fn unary(vm: &mut Vm, s: State, w: Word) -> State {
    let v = s.get(w.b());
    let op = UnaryOp::from_byte(w.x());
    if op == Some(UnaryOp::Neg) {
        if exact(v) == INT
            && let Some(n) = int_value(v).checked_neg()
        {
            return put_int(vm, s.next(1), w.a(), n);
        }
        if exact(v) == FLOAT {
            return put_float(vm, s.next(1), w.a(), -float_value(v));
        }
    }
    if op == Some(UnaryOp::Invert) && exact(v) == INT {
        return put_int(vm, s.next(1), w.a(), !int_value(v));
    }
    save(vm, s);
    let o = borrow(s.slot(w.b())).clone();
    let special = match op {
        Some(UnaryOp::Pos) => Special::Pos,
        Some(UnaryOp::Invert) => Special::Invert,
        _ => Special::Neg,
    };
    let r = vm.unary(special, &o);
    drop(o);
    finish_using(vm, s, 1, w.a(), r, [w.b()])
}

#[inline(never)]
pub unsafe fn not(vm: &mut Vm, s: State, w: Word) -> State {
    match super::branch::truth(vm, s, w.b()) {
        Ok(t) => {
            let s = consume(vm, s.next(1), w.b());
            put_bool(vm, s, w.a(), !t)
        }
        Err(_) => throw(s),
    }
}

const _: () = assert!(number::XOR == BinaryOp::Xor as usize && number::POW == BinaryOp::Pow as usize);
