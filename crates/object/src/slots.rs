//! Type slots: native functions behind special methods, the table that ties names to slots, and
//! the trampolines that call special methods written in Python.

use smallvec::SmallVec;

use crate::args::Args;
use crate::buffer::BufferSlot;
use crate::cx::Cx;
use crate::error::PyResult;
use crate::header::Kind;
use crate::refs::ObjRef;
use crate::typeobj::TypeObj;

pub type Unary = fn(&mut Cx, &ObjRef) -> PyResult;
pub type Binary = fn(&mut Cx, &ObjRef, &ObjRef) -> PyResult;
pub type Ternary = fn(&mut Cx, &ObjRef, &ObjRef, &ObjRef) -> PyResult;
/// `self`, the class and its arguments; for `__new__` the class is first.
pub type CallFn = fn(&mut Cx, &ObjRef, &Args) -> PyResult;
pub type Compare = fn(&mut Cx, &ObjRef, &ObjRef, CompareOp) -> PyResult;

/// The rich comparisons, in CPython's order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl CompareOp {
    pub const ALL: [CompareOp; 6] =
        [CompareOp::Lt, CompareOp::Le, CompareOp::Eq, CompareOp::Ne, CompareOp::Gt, CompareOp::Ge];

    /// The comparison with the operands exchanged.
    pub fn swapped(self) -> CompareOp {
        [CompareOp::Gt, CompareOp::Ge, CompareOp::Eq, CompareOp::Ne, CompareOp::Lt, CompareOp::Le]
            [self as usize]
    }

    pub fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }

    /// What the comparison says of an ordering.
    #[inline]
    pub fn holds(self, o: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => o.is_lt(),
            CompareOp::Le => o.is_le(),
            CompareOp::Eq => o.is_eq(),
            CompareOp::Ne => o.is_ne(),
            CompareOp::Gt => o.is_gt(),
            CompareOp::Ge => o.is_ge(),
        }
    }
}

/// Binary operators that have slots, in the order of the instruction set's.
pub const NUMBER_OPS: usize = 13;
pub const NUMBER_SYMBOLS: [&str; NUMBER_OPS] =
    ["+", "-", "*", "@", "/", "//", "%", "** or pow()", "<<", ">>", "&", "|", "^"];

/// Indexes into [`Slots::number`].
pub mod number {
    pub const ADD: usize = 0;
    pub const SUB: usize = 1;
    pub const MUL: usize = 2;
    pub const MATMUL: usize = 3;
    pub const TRUEDIV: usize = 4;
    pub const FLOORDIV: usize = 5;
    pub const MOD: usize = 6;
    pub const POW: usize = 7;
    pub const LSHIFT: usize = 8;
    pub const RSHIFT: usize = 9;
    pub const AND: usize = 10;
    pub const OR: usize = 11;
    pub const XOR: usize = 12;
}

/// What a type can do natively. A class made at run time has its bases' functions, or trampolines
/// where a special method is written in Python.
#[derive(Clone)]
pub struct Slots {
    pub repr: Option<Unary>,
    pub str_: Option<Unary>,
    pub hash: Option<fn(&mut Cx, &ObjRef) -> PyResult<i64>>,
    pub call: Option<CallFn>,
    pub getattr: Option<Binary>,
    /// `None` as value deletes.
    pub setattr: Option<fn(&mut Cx, &ObjRef, &ObjRef, Option<&ObjRef>) -> PyResult<()>>,
    pub compare: Option<Compare>,
    pub iter: Option<Unary>,
    /// `Ok(None)`: exhausted, without a StopIteration object.
    pub next: Option<fn(&mut Cx, &ObjRef) -> PyResult<Option<ObjRef>>>,
    pub init: Option<fn(&mut Cx, &ObjRef, &Args) -> PyResult<()>>,
    /// The class, then its arguments.
    pub new: Option<CallFn>,
    /// Descriptor, instance (none for access through the class), class.
    pub get: Option<fn(&mut Cx, &ObjRef, Option<&ObjRef>, &ObjRef) -> PyResult>,
    /// Descriptor, instance, value (`None` deletes).
    pub set: Option<fn(&mut Cx, &ObjRef, &ObjRef, Option<&ObjRef>) -> PyResult<()>>,
    pub len: Option<fn(&mut Cx, &ObjRef) -> PyResult<usize>>,
    pub getitem: Option<Binary>,
    /// `None` as value deletes.
    pub setitem: Option<fn(&mut Cx, &ObjRef, &ObjRef, Option<&ObjRef>) -> PyResult<()>>,
    pub contains: Option<fn(&mut Cx, &ObjRef, &ObjRef) -> PyResult<bool>>,
    pub bool_: Option<fn(&mut Cx, &ObjRef) -> PyResult<bool>>,
    /// Binary operators; called with the operands in their order, whichever is of this type.
    pub number: [Option<Binary>; NUMBER_OPS],
    /// `pow(a, b, modulus)`; goes with `number[POW]`.
    pub pow_mod: Option<Ternary>,
    pub inplace: [Option<Binary>; NUMBER_OPS],
    pub neg: Option<Unary>,
    pub pos: Option<Unary>,
    pub invert: Option<Unary>,
    pub abs: Option<Unary>,
    /// `__divmod__` and `__rdivmod__`; `divmod` itself goes by their names.
    pub divmod: Option<Binary>,
    pub int: Option<Unary>,
    pub float: Option<Unary>,
    pub index: Option<Unary>,
    /// The memory that objects of the type expose.
    pub buffer: Option<&'static BufferSlot>,
}

impl Slots {
    pub const EMPTY: Slots = Slots {
        repr: None,
        str_: None,
        hash: None,
        call: None,
        getattr: None,
        setattr: None,
        compare: None,
        iter: None,
        next: None,
        init: None,
        new: None,
        get: None,
        set: None,
        len: None,
        getitem: None,
        setitem: None,
        contains: None,
        bool_: None,
        number: [None; NUMBER_OPS],
        pow_mod: None,
        inplace: [None; NUMBER_OPS],
        neg: None,
        pos: None,
        invert: None,
        abs: None,
        divmod: None,
        int: None,
        float: None,
        index: None,
        buffer: None,
    };
}

macro_rules! specials {
    ($($variant:ident $name:literal,)*) => {
        /// A special method that has a slot.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Special { $($variant,)* }

        /// Special methods by the order of [`Special`].
        pub static SPECIALS: &[SpecialRow] =
            &[$(SpecialRow { name: $name, special: Special::$variant },)*];
    };
}

/// A special method's name and slot.
pub struct SpecialRow {
    pub name: &'static str,
    pub special: Special,
}

specials! {
    Add "__add__", Sub "__sub__", Mul "__mul__", MatMul "__matmul__", TrueDiv "__truediv__",
    FloorDiv "__floordiv__", Mod "__mod__", Pow "__pow__", LShift "__lshift__", RShift "__rshift__",
    And "__and__", Or "__or__", Xor "__xor__",
    RAdd "__radd__", RSub "__rsub__", RMul "__rmul__", RMatMul "__rmatmul__", RTrueDiv "__rtruediv__",
    RFloorDiv "__rfloordiv__", RMod "__rmod__", RPow "__rpow__", RLShift "__rlshift__", RRShift "__rrshift__",
    RAnd "__rand__", ROr "__ror__", RXor "__rxor__",
    IAdd "__iadd__", ISub "__isub__", IMul "__imul__", IMatMul "__imatmul__", ITrueDiv "__itruediv__",
    IFloorDiv "__ifloordiv__", IMod "__imod__", IPow "__ipow__", ILShift "__ilshift__", IRShift "__irshift__",
    IAnd "__iand__", IOr "__ior__", IXor "__ixor__",
    Lt "__lt__", Le "__le__", Eq "__eq__", Ne "__ne__", Gt "__gt__", Ge "__ge__",
    Repr "__repr__", Str "__str__", Hash "__hash__", Call "__call__",
    GetAttribute "__getattribute__", GetAttr "__getattr__", SetAttr "__setattr__", DelAttr "__delattr__",
    Iter "__iter__", Next "__next__", Init "__init__", New "__new__",
    Get "__get__", Set "__set__", Delete "__delete__",
    Len "__len__", GetItem "__getitem__", SetItem "__setitem__", DelItem "__delitem__", Contains "__contains__",
    Bool "__bool__", Neg "__neg__", Pos "__pos__", Invert "__invert__", Abs "__abs__",
    Int "__int__", Float "__float__", Index "__index__", Buffer "__buffer__", Del "__del__",
    DivMod "__divmod__", RDivMod "__rdivmod__",
}

const N: u8 = NUMBER_OPS as u8;

/// Which part of the slots a special method stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    Number(usize),
    Reflected(usize),
    InPlace(usize),
    Compare(CompareOp),
    Other,
}

impl Special {
    pub fn group(self) -> Group {
        let n = self as u8;
        match n {
            _ if n < N => Group::Number(n as usize),
            _ if n < 2 * N => Group::Reflected((n - N) as usize),
            _ if n < 3 * N => Group::InPlace((n - 2 * N) as usize),
            _ if n < 3 * N + 6 => Group::Compare(CompareOp::ALL[(n - 3 * N) as usize]),
            _ => Group::Other,
        }
    }

    pub fn number(op: usize) -> Special {
        SPECIALS[op].special
    }

    pub fn reflected(op: usize) -> Special {
        SPECIALS[op + NUMBER_OPS].special
    }

    pub fn inplace(op: usize) -> Special {
        SPECIALS[op + 2 * NUMBER_OPS].special
    }

    pub fn compare(op: CompareOp) -> Special {
        SPECIALS[op as usize + 3 * NUMBER_OPS].special
    }

    pub fn name(self) -> &'static str {
        SPECIALS[self as usize].name
    }
}

macro_rules! slot_fields {
    ($m:ident) => {
        $m! {
            Repr repr, Str str_, Hash hash, Call call, GetAttribute getattr, GetAttr getattr,
            SetAttr setattr, DelAttr setattr, Iter iter, Next next, Init init, New new, Get get,
            Set set, Delete set, Len len, GetItem getitem, SetItem setitem, DelItem setitem,
            Contains contains, Bool bool_, Neg neg, Pos pos, Invert invert, Abs abs, Int int,
            Float float, Index index, Buffer buffer, DivMod divmod, RDivMod divmod,
        }
    };
}

impl Slots {
    /// Whether the slot behind a special method is filled.
    pub fn has(&self, s: Special) -> bool {
        match s.group() {
            Group::Number(i) | Group::Reflected(i) => self.number[i].is_some(),
            Group::InPlace(i) => self.inplace[i].is_some(),
            Group::Compare(_) => self.compare.is_some(),
            Group::Other => {
                macro_rules! field {
                    ($($v:ident $f:ident,)*) => { match s { $(Special::$v => self.$f.is_some(),)* _ => false } };
                }
                slot_fields!(field)
            }
        }
    }

    /// Takes the slot behind a special method from another type.
    pub fn copy_from(&mut self, s: Special, from: &Slots) {
        match s.group() {
            Group::Number(i) | Group::Reflected(i) => {
                self.number[i] = from.number[i];
                if i == number::POW {
                    self.pow_mod = from.pow_mod;
                }
            }
            Group::InPlace(i) => self.inplace[i] = from.inplace[i],
            Group::Compare(_) => self.compare = from.compare,
            Group::Other => {
                macro_rules! field {
                    ($($v:ident $f:ident,)*) => { match s { $(Special::$v => self.$f = from.$f,)* _ => () } };
                }
                slot_fields!(field)
            }
        }
    }

    /// Fills every empty slot from a base.
    pub fn inherit(&mut self, base: &Slots) {
        // Equality and hash go together: who defines one does not inherit the other.
        if self.compare.is_none() && self.hash.is_none() {
            self.compare = base.compare;
            self.hash = base.hash;
        }
        for row in SPECIALS {
            let together = matches!(row.special.group(), Group::Compare(_)) || row.special == Special::Hash;
            if !together && !self.has(row.special) {
                self.copy_from(row.special, base);
            }
        }
    }

    /// Whether `__new__` is looked up.
    pub fn has_trampoline_new(&self) -> bool {
        self.new.is_some_and(|f| f as usize == trampoline::new as *const () as usize)
    }

    /// What `str` calls of a type that has no `__str__`.
    pub fn repr_for_str(&self) -> Option<fn(&mut Cx, &ObjRef) -> PyResult> {
        let by_class = self.repr.is_some_and(|f| f as usize == trampoline::repr as *const () as usize);
        if by_class { Some(trampoline::str_by_repr) } else { None }
    }

    /// Sets the slot behind a special method to the trampoline.
    pub fn set_trampoline(&mut self, s: Special) {
        match s.group() {
            Group::Number(i) | Group::Reflected(i) => {
                self.number[i] = Some(NUMBER_TRAMPOLINES[i]);
                if i == number::POW {
                    self.pow_mod = Some(trampoline::pow_mod);
                }
            }
            Group::InPlace(i) => self.inplace[i] = Some(INPLACE_TRAMPOLINES[i]),
            Group::Compare(_) => self.compare = Some(trampoline::compare),
            Group::Other => {
                macro_rules! field {
                    ($($v:ident $f:ident,)*) => { match s { $(Special::$v => self.$f = Some(trampoline::$f),)* _ => () } };
                }
                slot_fields!(field)
            }
        }
    }

    /// Empties the slot behind a special method.
    pub fn clear(&mut self, s: Special) {
        self.copy_from(s, &Slots::EMPTY);
    }
}

static NUMBER_TRAMPOLINES: [Binary; NUMBER_OPS] = [
    trampoline::number::<0>,
    trampoline::number::<1>,
    trampoline::number::<2>,
    trampoline::number::<3>,
    trampoline::number::<4>,
    trampoline::number::<5>,
    trampoline::number::<6>,
    trampoline::number::<7>,
    trampoline::number::<8>,
    trampoline::number::<9>,
    trampoline::number::<10>,
    trampoline::number::<11>,
    trampoline::number::<12>,
];

static INPLACE_TRAMPOLINES: [Binary; NUMBER_OPS] = [
    trampoline::inplace::<0>,
    trampoline::inplace::<1>,
    trampoline::inplace::<2>,
    trampoline::inplace::<3>,
    trampoline::inplace::<4>,
    trampoline::inplace::<5>,
    trampoline::inplace::<6>,
    trampoline::inplace::<7>,
    trampoline::inplace::<8>,
    trampoline::inplace::<9>,
    trampoline::inplace::<10>,
    trampoline::inplace::<11>,
    trampoline::inplace::<12>,
];

/// Whether an object can be called.
pub fn is_callable(o: &ObjRef) -> bool {
    matches!(o.kind(), Kind::Function | Kind::Method | Kind::Native | Kind::Type)
        || o.ty().slots().call.is_some()
}

/// Whether a type's operator slot is the trampoline.
pub fn is_number_trampoline(ty: &TypeObj, op: usize) -> bool {
    ty.slots().number[op].is_some_and(|f| f as usize == NUMBER_TRAMPOLINES[op] as usize)
}

pub(crate) use trampoline::getattr_after;

/// Slots of classes whose special methods are written in Python.
mod trampoline {
    use super::*;

    /// The method, which must exist: the slot would not be the trampoline otherwise.
    fn must(cx: &mut Cx, o: &ObjRef, s: Special, args: &[&ObjRef]) -> PyResult {
        match cx.call_special(o, s, args) {
            Some(r) => r,
            None => Err(cx.type_error(format!("'{}' object has no {}", o.ty().name(), s.name()))),
        }
    }

    /// What the method of a class returns, which must be text; who asked for it is blamed if it is not.
    fn text(cx: &mut Cx, o: &ObjRef, method: Special, asked: &str) -> PyResult {
        let r = must(cx, o, method, &[])?;
        if r.is_str() {
            return Ok(r);
        }
        Err(cx.type_error(format!("{asked} returned non-string (type {})", r.ty().name())))
    }

    pub fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
        text(cx, o, Special::Repr, "__repr__")
    }

    pub fn str_(cx: &mut Cx, o: &ObjRef) -> PyResult {
        text(cx, o, Special::Str, "__str__")
    }

    /// `str(o)` where the class has a `__repr__` and no `__str__`.
    pub fn str_by_repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
        text(cx, o, Special::Repr, "__str__")
    }

    pub fn hash(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
        let name = cx.special_name(Special::Hash).clone();
        if o.ty().lookup(cx, &name).is_none_or(|m| m.is_none()) {
            return Err(cx.type_error(format!("unhashable type: '{}'", o.ty().name())));
        }
        let r = must(cx, o, Special::Hash, &[])?;
        match r.integer() {
            Some(crate::payload::number::IntRef::Small(v)) => Ok(if v == -1 { -2 } else { v }),
            Some(crate::payload::number::IntRef::Big(b)) => Ok(crate::hash::big(b)),
            None => Err(cx.type_error("__hash__ method should return an integer")),
        }
    }

    /// As an operator: the left operand's method, then the right one's.
    pub fn divmod(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
        match cx.call_special(a, Special::DivMod, &[b]).transpose()? {
            Some(r) if !r.is_not_implemented() => Ok(r),
            _ => match cx.call_special(b, Special::RDivMod, &[a]) {
                Some(r) => r,
                None => Ok(cx.not_implemented.clone()),
            },
        }
    }

    pub fn call(cx: &mut Cx, o: &ObjRef, args: &Args) -> PyResult {
        let name = cx.special_name(Special::Call).clone();
        let Some(f) = o.ty().lookup(cx, &name) else {
            return Err(cx.type_error(format!("'{}' object is not callable", o.ty().name())));
        };
        let f = cx.bind(&f, o)?;
        cx.check_stack()?;
        cx.call_args(&f, args)
    }

    /// The `__getattribute__` of the native base that defines it.
    fn native_getattr(cx: &mut Cx, wrapper: &ObjRef, o: &ObjRef, name: &ObjRef) -> PyResult {
        let owner = cx.heap.get::<crate::payload::SlotWrapper>(wrapper).map(|w| w.owner.clone());
        match owner.as_ref().and_then(TypeObj::of).and_then(|t| t.slots().getattr) {
            Some(f) => f(cx, o, name),
            None => cx.generic_getattr(o, name),
        }
    }

    /// What the plain rules found, or else what `__getattr__` says.
    pub fn getattr_after(
        cx: &mut Cx,
        o: &ObjRef,
        name: &ObjRef,
        found: PyResult<Option<ObjRef>>,
    ) -> PyResult {
        // No error object is made where `__getattr__` takes over.
        match found {
            Ok(Some(v)) => return Ok(v),
            Err(e) if !cx.pending_is(&cx.excs.attribute_error.clone()) => return Err(e),
            _ => (),
        }
        let missing = cx.take_exception();
        let fallback = cx.special_name(Special::GetAttr).clone();
        let r = match o.ty().lookup(cx, &fallback) {
            Some(_) => must(cx, o, Special::GetAttr, &[name]),
            None => Err(cx.missing_attribute(o, name)),
        };
        drop(missing);
        r
    }

    /// `__getattribute__`, then `__getattr__` if that raised AttributeError.
    pub fn getattr(cx: &mut Cx, o: &ObjRef, name: &ObjRef) -> PyResult {
        if o.ty().data.plain_getattr.get() {
            let found = cx.generic_lookup(o, name);
            return getattr_after(cx, o, name, found);
        }
        let hook = cx.special_name(Special::GetAttribute).clone();
        let first = match o.ty().lookup(cx, &hook) {
            Some(f) if cx.is_slot_wrapper(&f) => native_getattr(cx, &f, o, name),
            Some(f) => {
                let f = cx.bind(&f, o)?;
                cx.call(&f, std::slice::from_ref(name))
            }
            None => cx.generic_getattr(o, name),
        };
        if first.is_ok() || !cx.pending_is(&cx.excs.attribute_error.clone()) {
            return first;
        }
        let fallback = cx.special_name(Special::GetAttr).clone();
        if o.ty().lookup(cx, &fallback).is_none() {
            return first;
        }
        let missing = cx.take_exception();
        let r = must(cx, o, Special::GetAttr, &[name]);
        drop(missing);
        r
    }

    pub fn setattr(cx: &mut Cx, o: &ObjRef, name: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
        match value {
            Some(v) => must(cx, o, Special::SetAttr, &[name, v]).map(drop),
            None => must(cx, o, Special::DelAttr, &[name]).map(drop),
        }
    }

    /// Whether a special method that is no function cannot be bound: CPython takes that for a
    /// method that is not there.
    fn cannot_bind(cx: &mut Cx, o: &ObjRef, s: Special) -> bool {
        let name = cx.special_name(s).clone();
        let Some(f) = o.ty().lookup(cx, &name) else { return true };
        if f.kind() == Kind::Function || cx.is_slot_wrapper(&f) || cx.bind(&f, o).is_ok() {
            return false;
        }
        drop(cx.take_exception());
        true
    }

    pub fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
        let s = Special::compare(op);
        if cannot_bind(cx, a, s) {
            return Ok(cx.not_implemented.clone());
        }
        match cx.call_special(a, s, &[b]) {
            Some(r) => r,
            None => Ok(cx.not_implemented.clone()),
        }
    }

    pub fn iter(cx: &mut Cx, o: &ObjRef) -> PyResult {
        let name = cx.special_name(Special::Iter).clone();
        if o.ty().lookup(cx, &name).is_none_or(|m| m.is_none()) || cannot_bind(cx, o, Special::Iter) {
            return Err(cx.type_error(format!("'{}' object is not iterable", o.ty().name())));
        }
        let it = must(cx, o, Special::Iter, &[])?;
        if it.ty().slots().next.is_none() {
            let name = it.ty().name();
            return Err(cx.type_error(format!("iter() returned non-iterator of type '{name}'")));
        }
        Ok(it)
    }

    pub fn next(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<ObjRef>> {
        match must(cx, o, Special::Next, &[]) {
            Ok(v) => Ok(Some(v)),
            Err(_) if cx.pending_is(&cx.excs.stop_iteration.clone()) => {
                // The object is kept: its value is the result of a `yield from`.
                cx.stop_value_from_exception();
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }

    pub fn init(cx: &mut Cx, o: &ObjRef, args: &Args) -> PyResult<()> {
        let name = cx.special_name(Special::Init).clone();
        let Some(f) = o.ty().lookup(cx, &name) else { return Ok(()) };
        let f = cx.bind(&f, o)?;
        let r = cx.call_args(&f, args)?;
        if r.is_none() {
            return Ok(());
        }
        Err(cx.type_error(format!("__init__() should return None, not '{}'", r.ty().name())))
    }

    pub fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
        let name = cx.special_name(Special::New).clone();
        let ty = cx.expect_type(class)?;
        let Some(f) = ty.lookup(cx, &name) else {
            return Err(cx.type_error(format!("cannot create '{}' instances", ty.name())));
        };
        let f = cx.bind_class(&f, class)?;
        let mut values: SmallVec<[ObjRef; 8]> = SmallVec::with_capacity(1 + args.values.len());
        values.push(class.clone());
        values.extend(args.values.iter().cloned());
        cx.call_args(&f, &Args { values: &values, names: args.names })
    }

    pub fn get(cx: &mut Cx, d: &ObjRef, o: Option<&ObjRef>, class: &ObjRef) -> PyResult {
        let none = cx.none.clone();
        match cx.call_special(d, Special::Get, &[o.unwrap_or(&none), class]) {
            Some(r) => r,
            None => Ok(d.clone()),
        }
    }

    pub fn set(cx: &mut Cx, d: &ObjRef, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
        let (s, r) = match value {
            Some(v) => (Special::Set, cx.call_special(d, Special::Set, &[o, v])),
            None => (Special::Delete, cx.call_special(d, Special::Delete, &[o])),
        };
        match r {
            Some(r) => r.map(drop),
            None => {
                let name = s.name();
                Err(cx.attribute_error(name))
            }
        }
    }

    pub fn len(cx: &mut Cx, o: &ObjRef) -> PyResult<usize> {
        let r = must(cx, o, Special::Len, &[])?;
        cx.length_from(&r)
    }

    pub fn getitem(cx: &mut Cx, o: &ObjRef, key: &ObjRef) -> PyResult {
        must(cx, o, Special::GetItem, &[key])
    }

    pub fn setitem(cx: &mut Cx, o: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
        let (s, r) = match value {
            Some(v) => (Special::SetItem, cx.call_special(o, Special::SetItem, &[key, v])),
            None => (Special::DelItem, cx.call_special(o, Special::DelItem, &[key])),
        };
        match r {
            Some(r) => r.map(drop),
            // One of the two is there.
            None => Err(cx.attribute_error(s.name())),
        }
    }

    pub fn contains(cx: &mut Cx, o: &ObjRef, item: &ObjRef) -> PyResult<bool> {
        let name = cx.special_name(Special::Contains).clone();
        if o.ty().lookup(cx, &name).is_some_and(|m| m.is_none()) {
            let name = o.ty().name();
            return Err(cx.type_error(format!("'{name}' object is not a container")));
        }
        let r = must(cx, o, Special::Contains, &[item])?;
        cx.truth(&r)
    }

    pub fn bool_(cx: &mut Cx, o: &ObjRef) -> PyResult<bool> {
        let r = must(cx, o, Special::Bool, &[])?;
        if r.kind() == crate::header::Kind::Bool {
            return Ok(r.int() == Some(1));
        }
        Err(cx.type_error(format!("__bool__ should return bool, returned {}", r.ty().name())))
    }

    macro_rules! unary {
        ($($f:ident $s:ident,)*) => {$(
            pub fn $f(cx: &mut Cx, o: &ObjRef) -> PyResult {
                must(cx, o, Special::$s, &[])
            }
        )*};
    }
    #[expect(non_upper_case_globals, reason = "named as the slot, for the table of fields")]
    pub const buffer: &BufferSlot = &crate::buffer::TRAMPOLINE;

    unary! { neg Neg, pos Pos, invert Invert, abs Abs, int Int, float Float, index Index, }

    /// `a op b` where one of the two has the operator in Python: CPython's rules of who is asked.
    pub fn number<const OP: usize>(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
        let same = a.ty().is(b.ty());
        let mut other = !same && is_number_trampoline(b.ty(), OP);
        if is_number_trampoline(a.ty(), OP) {
            if other && b.ty().is_subtype(a.ty()) {
                let name = cx.special_name(Special::reflected(OP)).clone();
                let (of_a, of_b) = (a.ty().lookup(cx, &name), b.ty().lookup(cx, &name));
                if of_b.is_some() && of_a.map(|o| o.as_ptr()) != of_b.map(|o| o.as_ptr()) {
                    let r = ask(cx, b, Special::reflected(OP), a)?;
                    if !r.is_not_implemented() {
                        return Ok(r);
                    }
                    other = false;
                }
            }
            let r = ask(cx, a, Special::number(OP), b)?;
            if !r.is_not_implemented() || same {
                return Ok(r);
            }
        }
        if other {
            return ask(cx, b, Special::reflected(OP), a);
        }
        Ok(cx.not_implemented.clone())
    }

    /// With a modulus only `__pow__` of the first operand is asked.
    pub fn pow_mod(cx: &mut Cx, a: &ObjRef, b: &ObjRef, modulus: &ObjRef) -> PyResult {
        if is_number_trampoline(a.ty(), number::POW) {
            return must(cx, a, Special::Pow, &[b, modulus]);
        }
        Ok(cx.not_implemented.clone())
    }

    fn ask(cx: &mut Cx, o: &ObjRef, s: Special, arg: &ObjRef) -> PyResult {
        match cx.call_special(o, s, &[arg]) {
            Some(r) => r,
            None => Ok(cx.not_implemented.clone()),
        }
    }

    pub fn inplace<const OP: usize>(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
        ask(cx, a, Special::inplace(OP), b)
    }
}

/// Calls the slot behind a special method with Python arguments: what `int.__add__(1, 2)` does.
pub fn call_slot(cx: &mut Cx, row: &SpecialRow, slots: &Slots, me: &ObjRef, args: &Args) -> PyResult {
    let s = row.special;
    match s {
        Special::Init => {
            if let Some(f) = slots.init {
                f(cx, me, args)?;
            }
            return Ok(cx.none.clone());
        }
        Special::Call => {
            return match slots.call {
                Some(f) => f(cx, me, args),
                None => Err(cx.type_error(format!("'{}' object is not callable", me.ty().name()))),
            };
        }
        _ => (),
    }
    let (least, most) = match s {
        Special::SetAttr | Special::Set | Special::SetItem => (2, 2),
        Special::Get | Special::Pow | Special::RPow => (1, 2),
        _ => match s.group() {
            Group::Other
                if !matches!(
                    s,
                    Special::GetAttribute
                        | Special::GetAttr
                        | Special::DelAttr
                        | Special::Delete
                        | Special::GetItem
                        | Special::DelItem
                        | Special::Contains
                        | Special::Buffer
                        | Special::DivMod
                        | Special::RDivMod
                ) =>
            {
                (0, 0)
            }
            _ => (1, 1),
        },
    };
    let unpacked = match s {
        Special::SetAttr | Special::Set | Special::SetItem | Special::Buffer => true,
        _ => sequence_product(s, me),
    };
    if unpacked && args.names.is_empty() && args.values.len() != least {
        // CPython unpacks these into variables under an empty name, and a space is left of it.
        let (s, got) = (crate::error::plural(least), args.values.len());
        return Err(cx.type_error(format!(" expected {least} argument{s}, got {got}")));
    }
    let given = args.exact_range(cx, "", least, most)?;
    let a = given.first();
    let b = given.get(1);
    call_slot_checked(cx, s, slots, me, a, b)
}

/// Whether this repeats a sequence.
fn sequence_product(s: Special, me: &ObjRef) -> bool {
    matches!(
        s.group(),
        Group::Number(number::MUL) | Group::Reflected(number::MUL) | Group::InPlace(number::MUL)
    ) && is_sequence(me)
}

fn is_sequence(o: &ObjRef) -> bool {
    use crate::header::Kind;
    matches!(o.kind(), Kind::Str | Kind::List | Kind::Tuple | Kind::Bytes | Kind::ByteArray)
}

/// Methods that join and repeat sequences raise where those of numbers say NotImplemented.
fn sequence_answer(cx: &mut Cx, op: usize, me: &ObjRef, arg: &ObjRef, answer: ObjRef) -> PyResult {
    if !answer.is_not_implemented() || !is_sequence(me) {
        return Ok(answer);
    }
    match op {
        number::ADD => Err(cx.binary_error("+", me, arg)),
        number::MUL => {
            let got = arg.ty().name();
            Err(cx.type_error(format!("'{got}' object cannot be interpreted as an integer")))
        }
        _ => Ok(answer),
    }
}

/// What `__buffer__(flags)` of a native type gives.
fn exposed(cx: &mut Cx, slots: &Slots, me: &ObjRef, flags: &ObjRef) -> PyResult {
    const WRITABLE: i64 = 1;
    let flags = cx.index_word(flags)?;
    let Some(slot) = slots.buffer else { return Ok(cx.not_implemented.clone()) };
    let lent = (slot.acquire)(cx, me)?;
    if flags & WRITABLE != 0 && lent.readonly {
        return Err(cx.buffer_error("Object is not writable."));
    }
    Ok(cx.new_memoryview(crate::buffer::MemoryView::new(lent)))
}

fn call_slot_checked(
    cx: &mut Cx,
    s: Special,
    slots: &Slots,
    me: &ObjRef,
    a: Option<&ObjRef>,
    b: Option<&ObjRef>,
) -> PyResult {
    let none = cx.none.clone();
    let a = a.unwrap_or(&none);
    macro_rules! call {
        ($f:expr, $($arg:expr),*) => {
            match $f { Some(f) => f(cx, $($arg),*)?, None => return Ok(cx.not_implemented.clone()) }
        };
    }
    Ok(match (s.group(), b.filter(|b| !b.is_none())) {
        (Group::Number(number::POW), Some(modulus)) => call!(slots.pow_mod, me, a, modulus),
        (Group::Reflected(number::POW), Some(modulus)) => call!(slots.pow_mod, a, me, modulus),
        (group, _) => return call_slot_group(cx, s, group, slots, me, a, b),
    })
}

fn call_slot_group(
    cx: &mut Cx,
    s: Special,
    group: Group,
    slots: &Slots,
    me: &ObjRef,
    a: &ObjRef,
    b: Option<&ObjRef>,
) -> PyResult {
    let none = cx.none.clone();
    macro_rules! call {
        ($f:expr, $($arg:expr),*) => {
            match $f { Some(f) => f(cx, $($arg),*)?, None => return Ok(cx.not_implemented.clone()) }
        };
    }
    Ok(match group {
        Group::Number(i) => {
            let r = call!(slots.number[i], me, a);
            sequence_answer(cx, i, me, a, r)?
        }
        Group::Reflected(i) => {
            let r = call!(slots.number[i], a, me);
            sequence_answer(cx, i, me, a, r)?
        }
        Group::InPlace(i) => {
            let r = call!(slots.inplace[i], me, a);
            sequence_answer(cx, i, me, a, r)?
        }
        Group::Compare(op) => call!(slots.compare, me, a, op),
        Group::Other => match s {
            Special::Repr => call!(slots.repr, me),
            Special::Str => call!(slots.str_, me),
            Special::Hash => {
                let h = call!(slots.hash, me);
                cx.int(h)
            }
            Special::GetAttribute | Special::GetAttr => call!(slots.getattr, me, a),
            Special::SetAttr => {
                call!(slots.setattr, me, a, b);
                none
            }
            Special::DelAttr => {
                call!(slots.setattr, me, a, None);
                none
            }
            Special::Iter => call!(slots.iter, me),
            Special::Next => match call!(slots.next, me) {
                Some(v) => v,
                None => return Err(cx.raise_stop_iteration()),
            },
            Special::Get if a.is_none() && b.is_none_or(ObjRef::is_none) => {
                return Err(cx.type_error("__get__(None, None) is invalid"));
            }
            Special::Get => {
                let class = b.cloned().unwrap_or_else(|| if a.is_none() { none.clone() } else { a.class() });
                let o = if a.is_none() { None } else { Some(a) };
                call!(slots.get, me, o, &class)
            }
            Special::Set => {
                call!(slots.set, me, a, b);
                none
            }
            Special::Delete => {
                call!(slots.set, me, a, None);
                none
            }
            Special::Len => {
                let n = call!(slots.len, me);
                cx.usize(n)
            }
            Special::GetItem => call!(slots.getitem, me, a),
            Special::SetItem => {
                call!(slots.setitem, me, a, b);
                none
            }
            Special::DelItem => {
                call!(slots.setitem, me, a, None);
                none
            }
            Special::Contains => {
                let r = call!(slots.contains, me, a);
                cx.bool(r)
            }
            Special::Bool => {
                let r = call!(slots.bool_, me);
                cx.bool(r)
            }
            Special::Neg => call!(slots.neg, me),
            Special::Pos => call!(slots.pos, me),
            Special::Invert => call!(slots.invert, me),
            Special::Abs => call!(slots.abs, me),
            Special::DivMod => call!(slots.divmod, me, a),
            Special::RDivMod => call!(slots.divmod, a, me),
            Special::Int => call!(slots.int, me),
            Special::Float => call!(slots.float, me),
            Special::Index => call!(slots.index, me),
            Special::Buffer => exposed(cx, slots, me, a)?,
            _ => none,
        },
    })
}
