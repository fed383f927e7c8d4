//! What each instruction does in a body that is evaluated without a frame, by opcode. SAFETY: as for the
//! methods of [`Body`].

use theseus_bytecode::{Op, Word};
use theseus_object::watch::Side;

use super::body::Body;
use super::value::Val;
use crate::ops::arith::{exact_float, floor_div, floor_mod, shift_left};
use crate::ops::compare::{holds, relation};

/// Runs one instruction: gives the words to the next one, or one of the two below.
pub type Step = unsafe fn(&mut Body, Word) -> isize;

pub const GIVE_UP: isize = 0;
/// The body ends; its result is set.
pub const RETURNED: isize = -1;

/// The steps by opcode byte; opcodes that have none give up.
pub static STEPS: [Step; 256] = {
    let mut table = [give_up as Step; 256];
    let mut i = 0;
    while i < TABLE.len() {
        table[TABLE[i].0 as usize] = TABLE[i].1;
        i += 1;
    }
    table
};

macro_rules! steps {
    ($($op:ident |$b:pat_param, $w:pat_param| $step:expr;)*) => {
        const TABLE: &[(Op, Step)] = &[$((Op::$op, {
            unsafe fn step($b: &mut Body, $w: Word) -> isize {
                $step
            }
            step
        }),)*];
    };
}

steps! {
    Nop |_, _| 1;
    Move |b, w| b.set(w.a(), b.bound(w.b()), 1);
    LoadConst |b, w| b.set(w.a(), Some(b.constant(w.b())), 1);
    CheckBound |b, w| if b.bound(w.a()).is_some() { 1 } else { GIVE_UP };
    Unbind |b, w| b.set(w.a(), Some(Val::nil()), 1);
    LoadFree |b, w| b.set(w.a(), b.free(w.b()), 1);
    Return |b, w| b.give(b.bound(w.a()));
    ReturnK |b, w| b.give(Some(b.constant(w.a())));
    LoadGlobalModule |b, w| b.set(w.a(), b.global_at(Side::Globals), 4);
    LoadGlobalBuiltin |b, w| b.set(w.a(), b.global_at(Side::Builtins), 4);
    LoadGlobalModuleProved |b, w| b.set(w.a(), b.in_slot(3), 4);
    LoadGlobalBuiltinProved |b, w| b.set(w.a(), b.in_slot(3), 4);
    LoadGlobalProved |b, w| b.set(w.a(), b.kept(true), 4);
    // A write would have put back the generic form, or nothing is checked.
    LoadGlobalWatchDict |b, w| b.set(w.a(), b.kept(true), 4);
    LoadGlobalWatchKey |b, w| b.set(w.a(), b.kept(true), 4);
    LoadGlobalKeySet |b, w| b.set(w.a(), b.in_slot(3), 4);
    LoadGlobalUnchecked |b, w| b.set(w.a(), b.kept(true), 4);
    LoadGlobalEntryChecked |b, w| b.set(w.a(), b.kept(b.exec.verified.get() == b.epoch()), 4);
    LoadGlobalEpoch |b, w| b.set(w.a(), b.kept(b.epoch() == b.cache(1)), 4);
    LoadGlobalStampModule |b, w| b.set(w.a(), b.kept(b.stamps(false)), 4);
    LoadGlobalStampBuiltin |b, w| b.set(w.a(), b.kept(b.stamps(true)), 4);
    LoadGlobalCell |b, w| b.set(w.a(), b.cell(), 4);
    FoldModule |b, _| b.fold(b.at_place(Side::Globals));
    FoldBuiltin |b, _| b.fold(b.at_place(Side::Builtins));
    FoldKeySet |b, _| b.fold(b.in_slot(2));
    LoadAttrSlot |b, w| b.set(w.a(), b.slot(w), 4);
    LoadAttrMember |b, w| b.set(w.a(), b.member(w), 4);
    LoadAttrClass |b, w| b.set(w.a(), b.of_class(w), 4);
    LoadAttrType |b, w| b.set(w.a(), b.of_type(w), 4);
    LoadAttrModule |b, w| b.set(w.a(), b.of_module(w), 4);
    LoadAttrSlots |b, w| b.set(w.a(), b.slot_of_many(w), 4);
    LoadAttrSlotFree |b, w| b.load_by(w, Body::told, b.cache(3));
    LoadAttrSlotEntry |b, w| b.load_by(w, Body::verified, b.cache(3));
    LoadAttrSlotEpoch |b, w| b.load_by(w, Body::at_epoch, place(w));
    LoadAttrSlotStamp |b, w| b.load_by(w, Body::stamped, place(w));
    LoadAttrSlotCell |b, w| b.load_by(w, Body::celled, place(w));
    LoadAttrValueFree |b, w| b.value_by(w, Body::value_told);
    LoadAttrValueEntry |b, w| b.value_by(w, Body::value_verified);
    LoadAttrValueEpoch |b, w| b.value_by(w, Body::value_at_epoch);
    LoadAttrValueStamp |b, w| b.value_by(w, Body::value_stamped);
    LoadAttrValueCell |b, w| b.value_by(w, Body::value_celled);
    StoreAttrSlotFree |b, w| b.store_by(w, Body::told, b.cache(3));
    StoreAttrSlotEntry |b, w| b.store_by(w, Body::verified, b.cache(3));
    StoreAttrSlotEpoch |b, w| b.store_by(w, Body::at_epoch, place(w));
    StoreAttrSlotStamp |b, w| b.store_by(w, Body::stamped, place(w));
    StoreAttrSlotCell |b, w| b.store_by(w, Body::celled, place(w));
    StoreAttrSlots |b, w| b.store_slot_of_many(w);
    StoreAttrSlot |b, w| b.store_slot(w);
    StoreAttrMember |b, w| b.store_member(w);
    StoreAttrAdd |b, w| b.store_added(w);
    GetItemListInt |b, w| b.set(w.a(), b.list_item(w, b.get(w.c()).int()), 2);
    GetItemListK |b, w| b.set(w.a(), b.list_item(w, Some(b.cache(1) as i64)), 2);
    GetItemTupleInt |b, w| b.set(w.a(), b.tuple_item(w, b.get(w.c()).int()), 2);
    GetItemTupleK |b, w| b.set(w.a(), b.tuple_item(w, Some(b.cache(1) as i64)), 2);
    GetItemDict |b, w| b.set(w.a(), b.entry(w), 2);
    CallLen |b, w| b.set(w.a(), b.length(w), 3);
    CallIsInstance |b, w| b.set(w.a(), b.is_instance(w), 3);
    Not |b, w| b.set(w.a(), b.get(w.b()).truth().map(|t| Val::of_bool(!t)), 1);
    Unary |b, w| b.set(w.a(), b.negated(w), 1);
    Jump |b, w| b.jump(Some(true), w.distance() as isize, 1);
    JumpIfTrue |b, w| b.jump(b.get(w.a()).truth(), w.distance() as isize, 1);
    JumpIfFalse |b, w| b.jump(b.get(w.a()).truth().map(|t| !t), w.distance() as isize, 1);
    JumpIfNone |b, w| b.jump(Some(b.get(w.a()).is_none()), w.distance() as isize, 1);
    JumpIfNotNone |b, w| b.jump(Some(!b.get(w.a()).is_none()), w.distance() as isize, 1);
    JumpLtInt |b, w| b.branch(w, b.ints(w).map(|(x, y)| x < y));
    JumpLeInt |b, w| b.branch(w, b.ints(w).map(|(x, y)| x <= y));
    JumpEqInt |b, w| b.branch(w, b.ints(w).map(|(x, y)| x == y));
    JumpNeInt |b, w| b.branch(w, b.ints(w).map(|(x, y)| x != y));
    JumpGtInt |b, w| b.branch(w, b.ints(w).map(|(x, y)| x > y));
    JumpGeInt |b, w| b.branch(w, b.ints(w).map(|(x, y)| x >= y));
    JumpLtIntK |b, w| b.branch(w, b.int_k(w).map(|(x, y)| x < y));
    JumpLeIntK |b, w| b.branch(w, b.int_k(w).map(|(x, y)| x <= y));
    JumpEqIntK |b, w| b.branch(w, b.int_k(w).map(|(x, y)| x == y));
    JumpNeIntK |b, w| b.branch(w, b.int_k(w).map(|(x, y)| x != y));
    JumpGtIntK |b, w| b.branch(w, b.int_k(w).map(|(x, y)| x > y));
    JumpGeIntK |b, w| b.branch(w, b.int_k(w).map(|(x, y)| x >= y));
    JumpCmpFloat |b, w| b.branch(w, b.floats_jump(w, b.get(w.c())));
    JumpCmpFloatK |b, w| b.branch(w, b.floats_jump(w, b.constant(w.c())));
    JumpCmpStr |b, w| b.branch(w, b.strs_jump(w, b.get(w.c())));
    JumpCmpStrK |b, w| b.branch(w, b.strs_jump(w, b.constant(w.c())));
    JumpCompare |b, w| b.branch(w, b.identity_jumps(w, b.get(w.c())));
    JumpCompareK |b, w| b.branch(w, b.identity_jumps(w, b.constant(w.c())));
    CompareInt |b, w| b.truth(w, b.ints(w).map(|(x, y)| holds(w, relation(x, y), true)));
    CompareIntK |b, w| b.truth(w, b.int_k(w).map(|(x, y)| holds(w, relation(x, y), true)));
    CompareFloat |b, w| { let related = b.floats(w).map(|(x, y)| relation(x, y)); b.truth(w, related.map(|r| holds(w, r, r != 0))) };
    AddInt |b, w| b.int(w, b.ints(w).and_then(|(x, y)| x.checked_add(y)));
    SubInt |b, w| b.int(w, b.ints(w).and_then(|(x, y)| x.checked_sub(y)));
    MulInt |b, w| b.int(w, b.ints(w).and_then(|(x, y)| x.checked_mul(y)));
    FloorDivInt |b, w| b.int(w, b.ints(w).and_then(|(x, y)| floor_div(x, y)));
    ModInt |b, w| b.int(w, b.ints(w).and_then(|(x, y)| floor_mod(x, y)));
    AndInt |b, w| b.int(w, b.ints(w).map(|(x, y)| x & y));
    OrInt |b, w| b.int(w, b.ints(w).map(|(x, y)| x | y));
    XorInt |b, w| b.int(w, b.ints(w).map(|(x, y)| x ^ y));
    ShlInt |b, w| b.int(w, b.ints(w).and_then(|(x, y)| shift_left(x, y)));
    ShrInt |b, w| b.int(w, b.ints(w).filter(|&(_, y)| y >= 0).map(|(x, y)| x >> y.min(63)));
    DivInt |b, w| b.float(w, b.ints(w).and_then(|(x, y)| quotient(x, y)));
    AddIntK |b, w| b.int(w, b.int_k(w).and_then(|(x, y)| x.checked_add(y)));
    SubIntK |b, w| b.int(w, b.int_k(w).and_then(|(x, y)| x.checked_sub(y)));
    MulIntK |b, w| b.int(w, b.int_k(w).and_then(|(x, y)| x.checked_mul(y)));
    FloorDivIntK |b, w| b.int(w, b.int_k(w).and_then(|(x, y)| floor_div(x, y)));
    ModIntK |b, w| b.int(w, b.int_k(w).and_then(|(x, y)| floor_mod(x, y)));
    AndIntK |b, w| b.int(w, b.int_k(w).map(|(x, y)| x & y));
    OrIntK |b, w| b.int(w, b.int_k(w).map(|(x, y)| x | y));
    XorIntK |b, w| b.int(w, b.int_k(w).map(|(x, y)| x ^ y));
    ShlIntK |b, w| b.int(w, b.int_k(w).and_then(|(x, y)| shift_left(x, y)));
    ShrIntK |b, w| b.int(w, b.int_k(w).map(|(x, y)| x >> y.min(63)));
    AddFloat |b, w| b.float(w, b.floats(w).map(|(x, y)| x + y));
    SubFloat |b, w| b.float(w, b.floats(w).map(|(x, y)| x - y));
    MulFloat |b, w| b.float(w, b.floats(w).map(|(x, y)| x * y));
    DivFloat |b, w| b.float(w, b.floats(w).filter(|&(_, y)| y != 0.0).map(|(x, y)| x / y));
    AddFloatK |b, w| b.float(w, b.float_k(w).map(|(x, y)| x + y));
    SubFloatK |b, w| b.float(w, b.float_k(w).map(|(x, y)| x - y));
    MulFloatK |b, w| b.float(w, b.float_k(w).map(|(x, y)| x * y));
    DivFloatK |b, w| b.float(w, b.float_k(w).map(|(x, y)| x / y));
}

/// The offset of the slot that `x` names.
fn place(w: Word) -> u64 {
    u64::from(w.x()) * 8
}

unsafe fn give_up(_: &mut Body, _: Word) -> isize {
    GIVE_UP
}

fn quotient(a: i64, b: i64) -> Option<f64> {
    // Both must be exact as floats for the quotient to be correctly rounded.
    let (x, y) = (exact_float(a)?, exact_float(b)?);
    (b != 0).then_some(x / y)
}
