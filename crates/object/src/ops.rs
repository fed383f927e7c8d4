//! Operations on any object: operators, comparison, hash, truth, length, iteration, text.

use crate::class::GetSetDescriptor;
use crate::cx::{Cx, NATIVE_DEPTH};
use crate::error::{PyResult, Raised};
use crate::hash;
use crate::header::Kind;
use crate::heap::pending;
use crate::payload::Tuple;
use crate::payload::number::IntRef;
use crate::refs::ObjRef;
use crate::slots::{CompareOp, NUMBER_SYMBOLS, Special, number};
use crate::typeobj::TypeObj;

impl Cx {
    /// `a op b` by the operands' slots; `symbol` is for the error message.
    pub fn binary(&mut self, op: usize, a: &ObjRef, b: &ObjRef) -> PyResult {
        let r = self.binary_slots(op, a, b)?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
        Err(self.binary_error(NUMBER_SYMBOLS[op], a, b))
    }

    /// NotImplemented if neither operand knows.
    fn binary_slots(&mut self, op: usize, a: &ObjRef, b: &ObjRef) -> PyResult {
        let fa = a.ty().slots().number[op];
        let fb = if a.ty().is(b.ty()) { None } else { b.ty().slots().number[op] };
        let fb = fb.filter(|f| fa.is_none_or(|g| g as usize != *f as usize));
        if let Some(fa) = fa {
            if let Some(fb) = fb
                && b.ty().is_subtype(a.ty())
            {
                let r = fb(self, a, b)?;
                if !r.is_not_implemented() {
                    return Ok(r);
                }
                return fa(self, a, b);
            }
            let r = fa(self, a, b)?;
            if !r.is_not_implemented() {
                return Ok(r);
            }
        }
        if let Some(fb) = fb {
            let r = fb(self, a, b)?;
            if !r.is_not_implemented() {
                return Ok(r);
            }
        }
        // Sequences know + and * without being numbers; their slots say so through `number` too.
        Ok(self.not_implemented.clone())
    }

    /// `pow(a, b, modulus)`: each of the three operands' types is asked.
    pub fn pow_mod(&mut self, a: &ObjRef, b: &ObjRef, modulus: &ObjRef) -> PyResult {
        let mut asked: [usize; 3] = [0; 3];
        for (i, o) in [a, b, modulus].into_iter().enumerate() {
            let Some(f) = o.ty().slots().pow_mod else { continue };
            if asked.contains(&(f as usize)) {
                continue;
            }
            asked[i] = f as usize;
            let r = f(self, a, b, modulus)?;
            if !r.is_not_implemented() {
                return Ok(r);
            }
        }
        let [a, b, modulus] = [a, b, modulus].map(|o| o.ty().name());
        Err(self
            .type_error(format!("unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{modulus}'")))
    }

    /// `a op b` after the method of `a` gave NotImplemented: the method of `b` is asked if it is of
    /// another type.
    pub fn binary_reflected(&mut self, op: usize, a: &ObjRef, b: &ObjRef) -> PyResult {
        if !a.ty().is(b.ty())
            && let Some(f) = b.ty().slots().number[op]
        {
            let r = if crate::slots::is_number_trampoline(b.ty(), op) {
                match self.call_special(b, Special::reflected(op), &[a]) {
                    Some(r) => r?,
                    None => self.not_implemented.clone(),
                }
            } else {
                f(self, a, b)?
            };
            if !r.is_not_implemented() {
                return Ok(r);
            }
        }
        Err(self.binary_error(NUMBER_SYMBOLS[op], a, b))
    }

    #[cold]
    pub(crate) fn binary_error(&mut self, symbol: &str, a: &ObjRef, b: &ObjRef) -> Raised {
        let (ta, tb) = (a.ty().name(), b.ty().name());
        // Repetition and concatenation have words of their own.
        let sequence =
            |k: Kind| matches!(k, Kind::Str | Kind::List | Kind::Tuple | Kind::Bytes | Kind::ByteArray);
        match symbol {
            "*" | "*=" if sequence(a.kind()) => {
                return self.type_error(format!("can't multiply sequence by non-int of type '{tb}'"));
            }
            "*" | "*=" if sequence(b.kind()) && !(symbol == "*=" && is_sequence_like(a)) => {
                return self.type_error(format!("can't multiply sequence by non-int of type '{ta}'"));
            }
            "+" | "+=" => match a.kind() {
                Kind::Str => {
                    return self.type_error(format!("can only concatenate str (not \"{tb}\") to str"));
                }
                Kind::List => {
                    return self.type_error(format!("can only concatenate list (not \"{tb}\") to list"));
                }
                Kind::Tuple => {
                    return self.type_error(format!("can only concatenate tuple (not \"{tb}\") to tuple"));
                }
                Kind::Bytes | Kind::ByteArray => {
                    return self.type_error(format!("can't concat {tb} to {ta}"));
                }
                _ => (),
            },
            ">>" if self.is_print(a) => {
                return self.type_error(format!(
                    "unsupported operand type(s) for {symbol}: '{ta}' and '{tb}'. Did you mean \"print(<message>, file=<output_stream>)\"?"
                ));
            }
            _ => (),
        }
        self.type_error(format!("unsupported operand type(s) for {symbol}: '{ta}' and '{tb}'"))
    }

    fn is_print(&self, f: &ObjRef) -> bool {
        self.heap.get::<crate::payload::NativeData>(f).is_some_and(|n| n.def.name == "print")
    }

    /// `a op= b`.
    pub fn inplace(&mut self, op: usize, a: &ObjRef, b: &ObjRef) -> PyResult {
        if let Some(f) = a.ty().slots().inplace[op] {
            let r = f(self, a, b)?;
            if !r.is_not_implemented() {
                return Ok(r);
            }
        }
        let r = self.binary_slots(op, a, b)?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
        let symbol = if op == number::POW { "**=".to_string() } else { format!("{}=", NUMBER_SYMBOLS[op]) };
        Err(self.binary_error(&symbol, a, b))
    }

    /// `a op b` for a rich comparison; the result can be any object. How deep comparisons nest is limited by count,
    /// as that of representations is.
    pub fn compare(&mut self, op: CompareOp, a: &ObjRef, b: &ObjRef) -> PyResult {
        if self.comparing > NATIVE_DEPTH + 1 || crate::stack::pointer() < self.container_limit {
            let ty = self.excs.recursion_error.clone();
            return Err(self.error(&ty, "maximum recursion depth exceeded in comparison"));
        }
        self.comparing += 1;
        let r = self.compare_by_type(op, a, b);
        self.comparing -= 1;
        r
    }

    fn compare_by_type(&mut self, op: CompareOp, a: &ObjRef, b: &ObjRef) -> PyResult {
        let fa = a.ty().slots().compare;
        let fb = b.ty().slots().compare;
        let mut asked = false;
        if !a.ty().is(b.ty())
            && b.ty().is_subtype(a.ty())
            && let Some(fb) = fb
        {
            asked = true;
            let r = fb(self, b, a, op.swapped())?;
            if !r.is_not_implemented() {
                return Ok(r);
            }
        }
        if let Some(fa) = fa {
            let r = fa(self, a, b, op)?;
            if !r.is_not_implemented() {
                return Ok(r);
            }
        }
        if asked { self.compare_by_default(op, a, b) } else { self.compare_reflected(op, a, b) }
    }

    /// `a op b` after the method of `a` gave NotImplemented.
    pub fn compare_reflected(&mut self, op: CompareOp, a: &ObjRef, b: &ObjRef) -> PyResult {
        if let Some(fb) = b.ty().slots().compare {
            let r = fb(self, b, a, op.swapped())?;
            if !r.is_not_implemented() {
                return Ok(r);
            }
        }
        self.compare_by_default(op, a, b)
    }

    /// What a comparison means that neither operand knows: identity, or an error.
    fn compare_by_default(&mut self, op: CompareOp, a: &ObjRef, b: &ObjRef) -> PyResult {
        match op {
            CompareOp::Eq => Ok(self.bool(a.is(b))),
            CompareOp::Ne => Ok(self.bool(!a.is(b))),
            _ => {
                let (s, ta, tb) = (op.symbol(), a.ty().name(), b.ty().name());
                Err(self.type_error(format!("'{s}' not supported between instances of '{ta}' and '{tb}'")))
            }
        }
    }

    /// Truth of a rich comparison.
    pub fn compare_bool(&mut self, op: CompareOp, a: &ObjRef, b: &ObjRef) -> PyResult<bool> {
        if let Some(r) = native_order(a, b) {
            return Ok(op.holds(r));
        }
        let r = self.compare(op, a, b)?;
        self.truth(&r)
    }

    /// Equality as containers use it: identity first.
    #[inline]
    pub fn eq(&mut self, a: &ObjRef, b: &ObjRef) -> PyResult<bool> {
        if a.is(b) {
            return Ok(true);
        }
        match native_eq(a, b) {
            Some(r) => Ok(r),
            None => {
                let r = self.compare(CompareOp::Eq, a, b)?;
                self.truth(&r)
            }
        }
    }

    /// `hash(o)`.
    #[inline]
    pub fn hash(&mut self, o: &ObjRef) -> PyResult<i64> {
        match o.kind() {
            Kind::Str if o.is_exact(Kind::Str) => Ok(o.str_hash(self)),
            Kind::Int if o.is_exact(Kind::Int) => Ok(hash::int(o.int().unwrap_or(0))),
            _ => self.hash_slow(o),
        }
    }

    fn hash_slow(&mut self, o: &ObjRef) -> PyResult<i64> {
        match o.ty().slots().hash {
            Some(f) => {
                self.check_stack()?;
                f(self, o)
            }
            None => {
                let name = o.ty().name();
                Err(self.type_error(format!("unhashable type: '{name}'")))
            }
        }
    }

    /// `bool(o)`.
    #[inline]
    pub fn truth(&mut self, o: &ObjRef) -> PyResult<bool> {
        match o.kind() {
            Kind::Bool => Ok(o.int() == Some(1)),
            Kind::None => Ok(false),
            Kind::Int if o.is_exact(Kind::Int) => Ok(o.int() != Some(0)),
            Kind::Str if o.is_exact(Kind::Str) => Ok(o.str_len() != Some(0)),
            _ => {
                let slots = o.ty().slots();
                match (slots.bool_, slots.len) {
                    (Some(f), _) => f(self, o),
                    (None, Some(f)) => Ok(f(self, o)? != 0),
                    _ => Ok(true),
                }
            }
        }
    }

    /// `len(o)`.
    pub fn len(&mut self, o: &ObjRef) -> PyResult<usize> {
        match o.ty().slots().len {
            Some(f) => f(self, o),
            None => {
                let name = o.ty().name();
                Err(self.type_error(format!("object of type '{name}' has no len()")))
            }
        }
    }

    /// The length that `__len__` returned.
    pub fn length_from(&mut self, r: &ObjRef) -> PyResult<usize> {
        let v = self.index(r)?;
        match v.int() {
            Some(n) if n >= 0 => Ok(n as usize),
            Some(_) => Err(self.value_error("__len__() should return >= 0")),
            None if self.is_negative(&v) => Err(self.value_error("__len__() should return >= 0")),
            None => Err(self.overflow_error("cannot fit 'int' into an index-sized integer")),
        }
    }

    /// Whether an int is below zero.
    fn is_negative(&self, v: &ObjRef) -> bool {
        matches!(v.integer(), Some(IntRef::Big(n)) if n.sign() == dashu_int::Sign::Negative)
    }

    /// DeprecationWarning if what a conversion returned is of a strict subclass of the builtin type `wanted`.
    pub fn expect_exact(&mut self, r: &ObjRef, method: &str, wanted: &str) -> PyResult<()> {
        let kinds = [Kind::Int, Kind::BigInt, Kind::Float, Kind::Complex];
        if kinds.iter().any(|&k| r.is_exact(k)) {
            return Ok(());
        }
        let category = self.excs.deprecation_warning.clone();
        let text = format!(
            "{method} returned non-{wanted} (type {}).  The ability to return an instance of a strict \
             subclass of {wanted} is deprecated, and may be removed in a future version of Python.",
            r.ty().name()
        );
        self.warn(&category, &text, 1)
    }

    /// `operator.index(o)`: an int object.
    pub fn index(&mut self, o: &ObjRef) -> PyResult {
        if o.is_int() {
            return Ok(o.clone());
        }
        match o.ty().slots().index {
            Some(f) => {
                let r = f(self, o)?;
                if r.is_int() {
                    self.expect_exact(&r, "__index__", "int")?;
                    return Ok(r);
                }
                let name = r.ty().name();
                Err(self.type_error(format!("__index__ returned non-int (type {name})")))
            }
            None => {
                let name = o.ty().name();
                Err(self.type_error(format!("'{name}' object cannot be interpreted as an integer")))
            }
        }
    }

    /// An index as a machine word; values beyond it are clipped.
    pub fn index_clipped(&mut self, o: &ObjRef) -> PyResult<i64> {
        let v = self.index(o)?;
        Ok(match v.integer() {
            Some(IntRef::Small(v)) => v,
            Some(IntRef::Big(b)) if *b < dashu_int::IBig::ZERO => i64::MIN,
            _ => i64::MAX,
        })
    }

    /// An index as a machine word; IndexError (or what `ty` says) beyond it.
    pub fn index_word(&mut self, o: &ObjRef) -> PyResult<i64> {
        let v = self.index(o)?;
        match v.int() {
            Some(v) => Ok(v),
            None => {
                let name = o.ty().name();
                Err(self.index_error(format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    }

    /// `o[key]`.
    pub fn getitem(&mut self, o: &ObjRef, key: &ObjRef) -> PyResult {
        if let Some(f) = o.ty().slots().getitem {
            return f(self, o, key);
        }
        if let Some(class) = TypeObj::of(o) {
            let name = self.names.class_getitem.clone();
            if class.is(&self.types.type_)
                && let Some(alias) = self.alias_hook.get()
            {
                return alias(self, o, key);
            }
            if let Some(f) = self.try_getattr(o, &name)?.filter(|f| !f.is_none()) {
                return self.call(&f, std::slice::from_ref(key));
            }
            let name = class.name();
            return Err(self.type_error(format!("type '{name}' is not subscriptable")));
        }
        let name = o.ty().name();
        Err(self.type_error(format!("'{name}' object is not subscriptable")))
    }

    /// `o[key] = value`, or `del o[key]` for `None`.
    pub fn setitem(&mut self, o: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
        if let Some(f) = o.ty().slots().setitem {
            return f(self, o, key, value);
        }
        Err(self.no_item_store(o, key, if value.is_some() { "assignment" } else { "deletion" }))
    }

    /// TypeError for an object whose items cannot be assigned or deleted.
    pub fn no_item_store(&mut self, o: &ObjRef, key: &ObjRef, what: &str) -> Raised {
        let name = o.ty().name();
        // CPython has other words where an index leads it to the sequence protocol, which every class has.
        let slots = o.ty().slots();
        let sequence = o.ty().data.heap_type || slots.len.is_some() || slots.contains.is_some();
        let index = what == "deletion" && key.ty().slots().index.is_some();
        let not = if sequence && index { "doesn't" } else { "does not" };
        self.type_error(format!("'{name}' object {not} support item {what}"))
    }

    /// `item in o`.
    pub fn contains(&mut self, o: &ObjRef, item: &ObjRef) -> PyResult<bool> {
        if let Some(f) = o.ty().slots().contains {
            return f(self, o, item);
        }
        if o.ty().slots().iter.is_none() && !self.is_sequence(o) {
            let name = o.ty().name();
            return Err(self.type_error(format!("argument of type '{name}' is not iterable")));
        }
        let it = self.iter(o)?;
        let mut rounds = 0u32;
        while let Some(v) = self.next(&it)? {
            if self.eq(&v, item)? {
                return Ok(true);
            }
            rounds = rounds.wrapping_add(1);
            if rounds & 0xffff == 0 {
                self.poll()?;
            }
        }
        Ok(false)
    }

    /// Whether items are found by their place: a class with `__getitem__`, or a native type with a length that is no
    /// mapping. Other native types, like `re.Match`, have items by key alone.
    pub fn is_sequence(&self, o: &ObjRef) -> bool {
        let slots = o.ty().slots();
        let placed = o.ty().data.heap_type || slots.len.is_some();
        placed && slots.getitem.is_some() && o.kind() != Kind::Dict
    }

    /// `iter(o)`.
    pub fn iter(&mut self, o: &ObjRef) -> PyResult {
        if let Some(f) = o.ty().slots().iter {
            return f(self, o);
        }
        if self.is_sequence(o) {
            return Ok(self.new_object(SeqIter { sequence: Some(o.clone()), index: 0 }));
        }
        let name = o.ty().name();
        Err(self.type_error(format!("'{name}' object is not iterable")))
    }

    /// The next item of an iterator; `None` at its end.
    #[inline]
    pub fn next(&mut self, it: &ObjRef) -> PyResult<Option<ObjRef>> {
        match it.ty().slots().next {
            Some(f) => f(self, it),
            None => {
                let name = it.ty().name();
                Err(self.type_error(format!("'{name}' object is not an iterator")))
            }
        }
    }

    /// All items of an iterable.
    pub fn collect(&mut self, o: &ObjRef) -> PyResult<Vec<ObjRef>> {
        match o.kind() {
            Kind::List | Kind::Tuple if o.is_exact(o.kind()) => {
                let own = match self.heap.get::<crate::payload::List>(o) {
                    Some(list) => &list.items[..],
                    None => self.heap.tuple(o).unwrap_or_default(),
                };
                if self.can_allocate(own.len() * 8) {
                    return Ok(own.to_vec());
                }
                return Err(self.memory_error(""));
            }
            _ => (),
        }
        let it = self.iter(o)?;
        let mut items = Vec::new();
        while let Some(v) = self.next(&it)? {
            self.push_to(&mut items, v)?;
            if items.len() & 0xffff == 0 {
                self.poll()?;
            }
        }
        Ok(items)
    }

    /// Appends to a vector that may become long: MemoryError if there is no room.
    #[inline]
    pub fn push_to<T>(&mut self, to: &mut Vec<T>, item: T) -> PyResult<()> {
        if to.len() == to.capacity() && to.try_reserve(1).is_err() {
            return Err(self.memory_error(""));
        }
        to.push(item);
        Ok(())
    }

    /// Appends many items to a vector that may become long: MemoryError if there is no room.
    #[inline]
    pub fn extend_to<T: Clone>(&mut self, to: &mut Vec<T>, items: &[T]) -> PyResult<()> {
        if to.try_reserve(items.len()).is_err() {
            return Err(self.memory_error(""));
        }
        to.extend_from_slice(items);
        Ok(())
    }

    /// Runs pending work if there is any; native loops call it so that ^C stops them
    /// and other threads have their turn.
    #[inline]
    pub fn poll(&mut self) -> PyResult<()> {
        if self.heap.interp().heap.pending.load(std::sync::atomic::Ordering::Relaxed)
            & (pending::INTERRUPT | pending::SWITCH | pending::MEMORY)
            != 0
        {
            return (self.upcalls.run_pending)(self);
        }
        Ok(())
    }

    /// `repr(o)`, a str object.
    pub fn repr(&mut self, o: &ObjRef) -> PyResult {
        if crate::stack::pointer() < self.container_limit {
            let ty = self.excs.recursion_error.clone();
            return Err(
                self.error(&ty, "maximum recursion depth exceeded while getting the repr of an object")
            );
        }
        match o.ty().slots().repr {
            Some(f) => f(self, o),
            None => {
                let text = format!("<{} object at {:#x}>", o.ty().name(), o.address());
                Ok(self.new_str(&text))
            }
        }
    }

    /// `repr(o)` as text.
    pub fn repr_text(&mut self, o: &ObjRef) -> PyResult<String> {
        Ok(self.repr(o)?.text_or_empty())
    }

    /// `str(o)`, a str object.
    pub fn str(&mut self, o: &ObjRef) -> PyResult {
        if o.is_exact(Kind::Str) {
            return Ok(o.clone());
        }
        match o.ty().slots().str_ {
            Some(f) => {
                self.check_stack()?;
                f(self, o)
            }
            None => self.str_by_repr(o),
        }
    }

    /// `str(o)` for a type that has only a `repr`.
    pub fn str_by_repr(&mut self, o: &ObjRef) -> PyResult {
        match o.ty().slots().repr_for_str() {
            Some(f) => {
                self.check_stack()?;
                f(self, o)
            }
            None => self.repr(o),
        }
    }

    pub fn str_text(&mut self, o: &ObjRef) -> PyResult<String> {
        Ok(self.str(o)?.text_or_empty())
    }

    /// `isinstance(o, class)` for one class or a tuple of them.
    pub fn isinstance(&mut self, o: &ObjRef, class: &ObjRef) -> PyResult<bool> {
        if let Some(t) = TypeObj::of(class)
            && (o.ty().is(t) || class.ty().is(&self.types.type_))
        {
            return Ok(o.ty().is_subtype(t) || self.claimed_subtype(o, t)?);
        }
        if class.kind() == Kind::Tuple {
            return self.any_class(o, class, 0, Cx::isinstance, "__instancecheck__");
        }
        let hook = self.names.instancecheck.clone();
        if let Some(r) = self.call_type_method(class, &hook, &[o]) {
            let r = r?;
            return self.truth(&r);
        }
        self.abstract_isinstance(o, class)
    }

    /// Whether `check` holds for one of the classes in a tuple, which may hold tuples.
    fn any_class(
        &mut self,
        o: &ObjRef,
        classes: &ObjRef,
        depth: usize,
        check: fn(&mut Cx, &ObjRef, &ObjRef) -> PyResult<bool>,
        hook: &str,
    ) -> PyResult<bool> {
        if depth > NATIVE_DEPTH {
            let ty = self.excs.recursion_error.clone();
            return Err(self.error(&ty, format!("maximum recursion depth exceeded in {hook}")));
        }
        self.check_stack()?;
        let list = self.heap.tuple(classes).map(<[ObjRef]>::to_vec).unwrap_or_default();
        for c in list {
            let found = match c.kind() {
                Kind::Tuple => self.any_class(o, &c, depth + 1, check, hook)?,
                _ => check(self, o, &c)?,
            };
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What `type.__instancecheck__` and classes that only look like classes do.
    pub fn abstract_isinstance(&mut self, o: &ObjRef, class: &ObjRef) -> PyResult<bool> {
        if let Some(t) = TypeObj::of(class) {
            return Ok(o.ty().is_subtype(t) || self.claimed_subtype(o, t)?);
        }
        self.check_class_like(class, "isinstance() arg 2 must be a type, a tuple of types, or a union")?;
        let name = self.names.class.clone();
        match self.try_getattr(o, &name)? {
            Some(c) => self.derives(&c, class, 0),
            None => Ok(false),
        }
    }

    /// An object may claim another class through `__class__`.
    fn claimed_subtype(&mut self, o: &ObjRef, t: &TypeObj) -> PyResult<bool> {
        let name = self.names.class.clone();
        let own = o.ty().lookup(self, &name).is_none_or(|f| f.has_payload::<GetSetDescriptor>());
        if own && self.uses_generic_getattr(o) {
            return Ok(false);
        }
        let claimed = self.try_getattr(o, &name)?;
        Ok(claimed.as_ref().and_then(TypeObj::of).is_some_and(|c| c.is_subtype(t)))
    }

    fn check_class_like(&mut self, class: &ObjRef, message: &str) -> PyResult<()> {
        let name = self.names.bases.clone();
        match self.try_getattr(class, &name)? {
            Some(b) if b.kind() == Kind::Tuple => Ok(()),
            _ => Err(self.type_error(message)),
        }
    }

    /// `issubclass(sub, class)`.
    pub fn issubclass(&mut self, sub: &ObjRef, class: &ObjRef) -> PyResult<bool> {
        if class.ty().is(&self.types.type_) && (sub.is(class) || TypeObj::of(sub).is_some()) {
            return self.abstract_issubclass(sub, class);
        }
        if class.kind() == Kind::Tuple {
            return self.any_class(sub, class, 0, Cx::issubclass, "__subclasscheck__");
        }
        let hook = self.names.subclasscheck.clone();
        if let Some(r) = self.call_type_method(class, &hook, &[sub]) {
            let r = r?;
            return self.truth(&r);
        }
        self.abstract_issubclass(sub, class)
    }

    /// What `type.__subclasscheck__` does.
    pub fn abstract_issubclass(&mut self, sub: &ObjRef, class: &ObjRef) -> PyResult<bool> {
        if let (Some(s), Some(c)) = (TypeObj::of(sub), TypeObj::of(class)) {
            return Ok(s.is_subtype(c));
        }
        self.check_class_like(sub, "issubclass() arg 1 must be a class")?;
        self.check_class_like(class, "issubclass() arg 2 must be a class, a tuple of classes, or a union")?;
        self.derives(sub, class, 0)
    }

    /// Whether `class` is met on the way up from `sub`, both of which only look like classes.
    fn derives(&mut self, sub: &ObjRef, class: &ObjRef, depth: usize) -> PyResult<bool> {
        if depth > NATIVE_DEPTH {
            let ty = self.excs.recursion_error.clone();
            return Err(self.error(&ty, "maximum recursion depth exceeded in __issubclass__"));
        }
        self.check_stack()?;
        let name = self.names.bases.clone();
        let mut at = sub.clone();
        loop {
            if at.is(class) {
                return Ok(true);
            }
            let bases = self.try_getattr(&at, &name)?;
            let bases = bases.and_then(|b| self.heap.tuple(&b).map(<[ObjRef]>::to_vec)).unwrap_or_default();
            // A chain of single bases may be as long as it likes, or endless.
            if let [base] = bases.as_slice() {
                at = base.clone();
                self.poll()?;
                continue;
            }
            for base in &bases {
                if self.derives(base, class, depth + 1)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
    }

    /// `-o`, `+o`, `~o`, `abs(o)` by special method.
    pub fn unary(&mut self, s: Special, o: &ObjRef) -> PyResult {
        let slots = o.ty().slots();
        let (f, what) = match s {
            Special::Neg => (slots.neg, "unary -"),
            Special::Pos => (slots.pos, "unary +"),
            Special::Invert => (slots.invert, "unary ~"),
            _ => (slots.abs, "abs()"),
        };
        match f {
            Some(f) => f(self, o),
            None => {
                let name = o.ty().name();
                Err(self.type_error(format!("bad operand type for {what}: '{name}'")))
            }
        }
    }
}

/// Iterator over an object that only has `__getitem__`.
pub struct SeqIter {
    pub sequence: Option<ObjRef>,
    pub index: i64,
}

impl crate::edges::Payload for SeqIter {
    fn edges(&mut self, v: &mut dyn crate::edges::EdgeVisitor) {
        v.edge(&mut self.sequence, crate::edges::Relation::Attr("sequence"));
    }
}

/// Slot `next` of [`SeqIter`].
pub fn seq_iter_next(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(s) = cx.heap.get::<SeqIter>(it) else { return Ok(None) };
    let (Some(sequence), index) = (s.sequence.clone(), s.index) else { return Ok(None) };
    let key = cx.int(index);
    match cx.getitem(&sequence, &key) {
        Ok(v) => {
            if let Some(s) = cx.heap.get_mut::<SeqIter>(it) {
                s.index = index + 1;
            }
            Ok(Some(v))
        }
        Err(_) if cx.catch(&cx.excs.index_error.clone()) || cx.catch(&cx.excs.stop_iteration.clone()) => {
            let ended = cx.heap.get_mut::<SeqIter>(it).and_then(|s| s.sequence.take());
            drop(ended);
            Ok(None)
        }
        Err(e) => Err(e),
    }
}

/// Equality where both are exact builtin values; `None` where slots must be asked.
#[inline]
pub fn native_eq(a: &ObjRef, b: &ObjRef) -> Option<bool> {
    if (a.header().exact(), b.header().exact()) == (TUPLE, TUPLE) { tuples_eq(a, b) } else { plain_eq(a, b) }
}

/// [`native_eq`] of two tuples, as far as their items are no tuples themselves.
#[inline(never)]
fn tuples_eq(a: &ObjRef, b: &ObjRef) -> Option<bool> {
    // SAFETY: callers checked that these are tuples.
    let (x, y) = unsafe { (Tuple::items_unchecked(a), Tuple::items_unchecked(b)) };
    if x.len() != y.len() {
        return Some(false);
    }
    for (x, y) in x.iter().zip(y) {
        if !x.is(y) && !plain_eq(x, y)? {
            return Some(false);
        }
    }
    Some(true)
}

#[inline]
fn plain_eq(a: &ObjRef, b: &ObjRef) -> Option<bool> {
    match (a.header().exact(), b.header().exact()) {
        (INT, INT) => Some(a.int() == b.int()),
        (STR, STR) => Some(a.str_eq(b)),
        (FLOAT, FLOAT) => Some(a.float() == b.float()),
        (INT, STR) | (STR, INT) | (STR, NONE) | (NONE, STR) => Some(false),
        _ => None,
    }
}

const INT: u16 = Kind::Int as u16;
const STR: u16 = Kind::Str as u16;
const FLOAT: u16 = Kind::Float as u16;
const TUPLE: u16 = Kind::Tuple as u16;
const NONE: u16 = Kind::None as u16;

/// Order where both are exact ints or strs.
#[inline]
pub fn native_order(a: &ObjRef, b: &ObjRef) -> Option<std::cmp::Ordering> {
    match (a.header().exact(), b.header().exact()) {
        (INT, INT) => a.int().partial_cmp(&b.int()),
        (STR, STR) => str_order(a, b),
        (FLOAT, FLOAT) => a.float().partial_cmp(&b.float()),
        _ => None,
    }
}

/// Order of two strs by code points.
#[inline]
pub fn str_order(a: &ObjRef, b: &ObjRef) -> Option<std::cmp::Ordering> {
    use crate::payload::str::Chars;
    Some(match (a.chars()?, b.chars()?) {
        (Chars::Ascii(x), Chars::Ascii(y)) => match (x.as_bytes(), y.as_bytes()) {
            ([x], [y]) => x.cmp(y),
            (x, y) => x.cmp(y),
        },
        (x, y) => x.iter().cmp(y.iter()),
    })
}

/// Whether a type has methods of sequences, of whatever kind: repetition in place asks no further then.
fn is_sequence_like(o: &ObjRef) -> bool {
    let slots = o.ty().slots();
    o.ty().data.heap_type || slots.len.is_some() || slots.contains.is_some() || slots.getitem.is_some()
}
