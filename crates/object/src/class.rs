//! Classes: making them, the C3 linearisation, special methods and their slots, native types' tables.

use std::ptr::NonNull;

use crate::args::Args;
use crate::cx::Cx;
use crate::edges::{Object, PayloadInfo};
use crate::error::PyResult;
use crate::header::Kind;
use crate::interp::{Interp, TypeRef};
use crate::methods::{Binding, GetSet, NativeDef};
use crate::payload::{MethodDescriptor, NativeData, SlotWrapper, Tuple};
use crate::refs::ObjRef;
use crate::slots::{Group, SPECIALS, Slots, Special};
use crate::typeobj::{Layout, TypeData, TypeObj, type_flag};

/// A computed attribute in the dict of its type.
pub struct GetSetDescriptor {
    pub def: &'static GetSet,
    pub owner: ObjRef,
}

impl crate::edges::Payload for GetSetDescriptor {
    fn edges(&mut self, v: &mut dyn crate::edges::EdgeVisitor) {
        v.fixed(&mut self.owner, crate::edges::Relation::Derived("__objclass__"));
    }
}

/// A `__slots__` member, or a part of native instances, in the dict of its class.
pub struct MemberDescriptor {
    pub name: ObjRef,
    pub place: MemberPlace,
    pub owner: ObjRef,
}

/// Where a member lies.
#[derive(Clone, Copy)]
pub enum MemberPlace {
    /// Among the members of `__slots__`.
    Slot(usize),
    /// Inside the payload.
    Native(&'static GetSet),
}

impl MemberDescriptor {
    /// The number of a `__slots__` member.
    pub fn index(&self) -> Option<usize> {
        match self.place {
            MemberPlace::Slot(index) => Some(index),
            MemberPlace::Native(_) => None,
        }
    }
}

impl crate::edges::Payload for MemberDescriptor {
    fn edges(&mut self, v: &mut dyn crate::edges::EdgeVisitor) {
        v.fixed(&mut self.name, crate::edges::Relation::Typed("__name__"));
        v.fixed(&mut self.owner, crate::edges::Relation::Derived("__objclass__"));
    }
}

/// What a native type is filled with.
pub struct TypeSpec {
    pub slots: Slots,
    pub methods: &'static [NativeDef],
    pub getsets: &'static [GetSet],
    pub doc: &'static str,
}

impl TypeSpec {
    pub const EMPTY: TypeSpec = TypeSpec { slots: Slots::EMPTY, methods: &[], getsets: &[], doc: "" };
}

impl Interp {
    /// Fills a native type: its own slots, those of its base, and the objects in its dict.
    /// Bases are filled before the types over them.
    pub fn fill_type(&self, ty: &TypeRef, spec: &'static TypeSpec) {
        let own = spec.slots.clone();
        ty.update_slots(|s| *s = own.clone());
        let owner = ty.as_ref();
        let dict = &ty.data.dict;
        // Sequences concatenate by their `+`, but only from the left.
        let sequence = matches!(
            ty.data.payload.kind,
            Kind::Str | Kind::Bytes | Kind::ByteArray | Kind::Tuple | Kind::List
        );
        for row in SPECIALS {
            let reflected_only = matches!(row.special, Special::New | Special::Del | Special::GetAttr)
                || (sequence && row.special == Special::RAdd);
            if own.has(row.special) && !reflected_only {
                let w =
                    self.new_as(&self.types.wrapper_descriptor, SlotWrapper { row, owner: owner.clone() });
                self.namespace_put(dict, row.name, w);
            }
        }
        self.add_methods(ty, spec.methods);
        for def in spec.getsets {
            let (name, owner) = (self.intern(def.name), owner.clone());
            let o = if def.is_member {
                self.new_object(MemberDescriptor { name, place: MemberPlace::Native(def), owner })
            } else {
                self.new_object(GetSetDescriptor { def, owner })
            };
            self.namespace_put(dict, def.name, o);
        }
        if own.compare.is_some() && own.hash.is_none() {
            self.namespace_put(dict, "__hash__", self.none.clone());
        }
        let has_new = own.new.is_some();
        if has_new {
            let f = NativeData { def: &NEW, self_: Some(owner.clone()), module: None };
            self.namespace_put(dict, "__new__", self.new_as(&self.types.native, f));
        }
        ty.data.doc.set(spec.doc);
        if self.namespace_get(dict, &self.names.doc).is_none() {
            let doc = if spec.doc.is_empty() { self.none.clone() } else { self.new_str(spec.doc) };
            self.namespace_put(dict, "__doc__", doc);
        }
        if let Some(base) = ty.data.base.as_ref().and_then(TypeObj::of) {
            let inherited = base.slots().clone();
            let unhashable = own.compare.is_some() && own.hash.is_none();
            ty.update_slots(|s| {
                s.inherit(&inherited);
                if unhashable {
                    s.hash = None;
                }
            });
        }
        ty.modified();
    }

    /// Shows slots that a native type shares with its base in the type's own dict, as CPython's
    /// types do that name the function once more.
    pub fn show_inherited(&self, class: &ObjRef, specials: &[Special]) {
        let Some(ty) = TypeObj::of(class) else { return };
        for &s in specials {
            let (row, owner) = (&SPECIALS[s as usize], class.clone());
            let o = match s {
                Special::New => {
                    let f = NativeData { def: &NEW, self_: Some(owner), module: None };
                    self.new_as(&self.types.native, f)
                }
                _ => self.new_as(&self.types.wrapper_descriptor, SlotWrapper { row, owner }),
            };
            self.namespace_put(&ty.data.dict, row.name, o);
        }
        ty.modified();
    }

    /// Puts the methods of a table into a native type's dict.
    pub fn add_methods(&self, ty: &TypeRef, methods: &'static [NativeDef]) {
        for def in methods {
            let o = self.native_member(ty.as_ref(), def);
            self.namespace_put(&ty.data.dict, def.name, o);
        }
        ty.modified();
    }

    fn native_member(&self, owner: &ObjRef, def: &'static NativeDef) -> ObjRef {
        match def.binding {
            Binding::Class => self
                .new_as(&self.types.classmethod_descriptor, MethodDescriptor { def, owner: owner.clone() }),
            Binding::Function => {
                self.new_as(&self.types.native, NativeData { def, self_: None, module: None })
            }
            // It takes no receiver, but knows its type.
            Binding::Static => {
                let self_ = Some(owner.clone());
                self.new_as(&self.types.native, NativeData { def, self_, module: None })
            }
            Binding::Method => {
                self.new_as(&self.types.method_descriptor, MethodDescriptor { def, owner: owner.clone() })
            }
        }
    }

    /// A native function object of a module.
    pub fn native_function(&self, def: &'static NativeDef, module: Option<ObjRef>) -> ObjRef {
        self.new_as(&self.types.native, NativeData { def, self_: None, module })
    }

    /// An object of one of the core types.
    pub fn new_as<T: crate::edges::Payload>(&self, ty: &TypeRef, data: T) -> ObjRef {
        self.alloc(ty, data)
    }
}

/// `__new__` of native types: `int.__new__(cls, ...)`.
static NEW: NativeDef = NativeDef::class(
    "__new__",
    new_wrapper,
    "Create and return a new object.  See help(type) for accurate signature.",
);

/// Bound to its owner like a class method: the owner comes first, then the class to instantiate.
fn new_wrapper(cx: &mut Cx, owner: &ObjRef, args: &Args) -> PyResult {
    let Some(class) = args.pos().first() else {
        let name = TypeObj::of(owner).map(|t| t.name()).unwrap_or_default();
        return Err(cx.type_error(format!("{name}.__new__(): not enough arguments")));
    };
    cx.call_native_new(Some(owner), class, args)
}

impl Cx {
    /// `owner.__new__(class, ...)`: the checks of CPython, then the slot of the nearest native base.
    pub fn call_native_new(&mut self, owner: Option<&ObjRef>, class: &ObjRef, args: &Args) -> PyResult {
        let Some(ty) = TypeObj::of(class) else {
            let (o, got) =
                (owner.and_then(TypeObj::of).map(|t| t.name()).unwrap_or_default(), class.ty().name());
            return Err(self.type_error(format!("{o}.__new__(X): X is not a type object ({got})")));
        };
        if let Some(o) = owner.and_then(TypeObj::of) {
            if !ty.is_subtype(o) {
                let (on, tn) = (o.name(), ty.name());
                return Err(self.type_error(format!("{on}.__new__({tn}): {tn} is not a subtype of {on}")));
            }
            let solid = ty.solid_base();
            let base_new = TypeObj::of(&solid).and_then(|t| t.slots().new).map(|f| f as usize);
            if base_new != o.slots().new.map(|f| f as usize) {
                let (on, tn) = (o.name(), ty.name());
                let sn = TypeObj::of(&solid).map(|t| t.name()).unwrap_or_default();
                return Err(self.type_error(format!("{on}.__new__({tn}) is not safe, use {sn}.__new__()")));
            }
        }
        let solid = ty.solid_base();
        match TypeObj::of(&solid).and_then(|t| t.slots().new) {
            Some(f) => f(self, class, &args.skip(1)),
            None => {
                let name = ty.name();
                Err(self.type_error(format!("cannot create '{name}' instances")))
            }
        }
    }

    /// The C3 linearisation of a class over `bases`.
    pub fn linearise(&mut self, class: &ObjRef, bases: &[ObjRef]) -> PyResult<Vec<ObjRef>> {
        self.linearise_with(class, bases, |base| base.mro())
    }

    /// The C3 linearisation of a class over `bases` whose MROs are what `mro` gives.
    pub fn linearise_with(
        &mut self,
        class: &ObjRef,
        bases: &[ObjRef],
        mro: impl Fn(&TypeObj) -> Vec<ObjRef>,
    ) -> PyResult<Vec<ObjRef>> {
        if let Some(twice) = bases.iter().enumerate().find_map(|(i, b)| bases[..i].iter().find(|c| c.is(b))) {
            let name = self.expect_type(twice)?.name();
            return Err(self.type_error(format!("duplicate base class {name}")));
        }
        if let [base] = bases {
            let above = TypeObj::of(base).map(&mro).unwrap_or_default();
            return Ok(std::iter::once(class.clone()).chain(above).collect());
        }
        let mut lists: Vec<Vec<ObjRef>> = bases.iter().filter_map(TypeObj::of).map(mro).collect();
        for l in &mut lists {
            l.reverse();
        }
        let mut direct = bases.to_vec();
        direct.reverse();
        lists.push(direct);
        let mut out = vec![class.clone()];
        loop {
            lists.retain(|l| !l.is_empty());
            if lists.is_empty() {
                return Ok(out);
            }
            let good = lists.iter().find_map(|l| {
                let head = l.last()?;
                let blocked = lists.iter().any(|m| m[..m.len() - 1].iter().any(|o| o.is(head)));
                (!blocked).then(|| head.clone())
            });
            let Some(head) = good else {
                let mut seen: Vec<ObjRef> = Vec::new();
                for head in lists.iter().filter_map(|l| l.last()) {
                    if !seen.iter().any(|o| o.is(head)) {
                        seen.push(head.clone());
                    }
                }
                let short = |t: &TypeObj| t.name().rsplit('.').next().unwrap_or_default().to_string();
                let names: Vec<String> = seen.iter().filter_map(TypeObj::of).map(short).collect();
                let names = names.join(", ");
                return Err(self.type_error(format!(
                    "Cannot create a consistent method resolution\norder (MRO) for bases {names}"
                )));
            };
            for l in &mut lists {
                if l.last().is_some_and(|o| o.is(&head)) {
                    l.pop();
                }
            }
            out.push(head);
        }
    }

    /// The base whose layout the new class extends, with CPython's errors.
    pub fn best_base(&mut self, bases: &[ObjRef]) -> PyResult {
        let mut winner: Option<(ObjRef, ObjRef)> = None;
        for b in bases {
            let Some(t) = TypeObj::of(b) else { return Err(self.type_error("bases must be types")) };
            if !t.has_flag(type_flag::BASE_TYPE) {
                let name = t.name();
                return Err(self.type_error(format!("type '{name}' is not an acceptable base type")));
            }
            let candidate = extra_base(b);
            winner = match winner {
                None => Some((candidate, b.clone())),
                Some((w, wb)) => {
                    let above = |a: &ObjRef, b: &ObjRef| {
                        TypeObj::of(a).zip(TypeObj::of(b)).is_some_and(|(a, b)| a.is_subtype(b))
                    };
                    if above(&w, &candidate) {
                        Some((w, wb))
                    } else if above(&candidate, &w) {
                        Some((candidate, b.clone()))
                    } else {
                        return Err(self.type_error("multiple bases have instance lay-out conflict"));
                    }
                }
            };
        }
        match winner {
            Some((_, b)) => Ok(b),
            None => Ok(self.types.object.as_ref().clone()),
        }
    }

    /// Makes a class object from checked parts: `metaclass` is the type of the new class.
    pub fn new_class(
        &mut self,
        metaclass: &ObjRef,
        name: &str,
        bases: &[ObjRef],
        dict: ObjRef,
        layout: Layout,
    ) -> PyResult {
        let base = self.best_base(bases)?;
        let meta = self.expect_type(metaclass)?;
        let payload: &'static PayloadInfo = self.expect_type(&base)?.data.payload;
        let flags = type_flag::HEAP_TYPE | type_flag::BASE_TYPE;
        let bases_tuple = self.tuple_from_slice(bases);
        let empty = self.empty_tuple.clone();
        let data =
            TypeData::new(name, true, flags, payload, layout, Some(base.clone()), empty.clone(), dict, empty);
        let expected = bases.iter().filter_map(TypeObj::of).map(|t| t.data.expected()).max().unwrap_or(1);
        data.grow_expected(expected);
        let class = self.new_instance(meta, data);
        self.set_bases(&class, bases_tuple, base)?;
        if let Some(ty) = TypeObj::of(&class) {
            let collection = type_flag::SEQUENCE | type_flag::MAPPING;
            let flags = ty
                .mro()
                .iter()
                .filter_map(TypeObj::of)
                .map(|t| t.data.flags.get() & collection)
                .find(|f| *f != 0);
            ty.add_flag(flags.unwrap_or(0));
        }
        Ok(class)
    }

    /// Sets bases, MRO and slots of a class; the old ones stand if the MRO fails.
    pub fn set_bases(&mut self, class: &ObjRef, bases: ObjRef, base: ObjRef) -> PyResult<()> {
        let list = self.heap.tuple(&bases).map(<[ObjRef]>::to_vec).unwrap_or_default();
        let hook = self.intern("mro");
        let meta_mro = class.ty().lookup(self, &hook);
        let mro = match meta_mro {
            Some(f) if f.kind() == Kind::Function => {
                // `mro()` of a metaclass may look at the bases.
                self.store_bases(class, bases.clone(), base.clone());
                let before = TypeObj::of(class).map(|t| t.data.mro.clone());
                let r = self.call(&f, std::slice::from_ref(class))?;
                // If it gave the class other bases or another MRO meanwhile, those stay.
                let now = TypeObj::of(class).map(|t| (t.data.mro.clone(), t.data.bases.clone()));
                if let (Some(before), Some((mro, now))) = (before, now)
                    && !(mro.is(&before) && now.is(&bases))
                {
                    return Ok(());
                }
                let list = self.collect(&r)?;
                self.check_mro(class, &list)?;
                let mut made_up = self.made_up.borrow_mut();
                if !made_up.contains(&class.as_ptr()) {
                    made_up.push(class.as_ptr());
                }
                list
            }
            _ => self.linearise(class, &list)?,
        };
        let mro = self.new_tuple(mro);
        self.install_bases(class, bases, base, mro);
        Ok(())
    }

    /// TypeError if a class cannot have the MRO that its metaclass made up.
    fn check_mro(&mut self, class: &ObjRef, mro: &[ObjRef]) -> PyResult<()> {
        if mro.is_empty() {
            return Err(self.type_error("type MRO must not be empty"));
        }
        let solid = TypeObj::of(class).map(TypeObj::solid_base);
        let solid = solid.as_ref().and_then(TypeObj::of);
        for entry in mro {
            let Some(t) = TypeObj::of(entry) else {
                let got = entry.ty().name();
                return Err(self.type_error(format!("mro() returned a non-class ('{got}')")));
            };
            let layout = t.solid_base();
            let (solid, layout) = (solid, TypeObj::of(&layout));
            if let (Some(solid), Some(layout)) = (solid, layout)
                && !solid.is_subtype(layout)
            {
                let name = t.name();
                let text = format!("mro() returned base with unsuitable layout ('{name}')");
                return Err(self.type_error(text));
            }
        }
        Ok(())
    }

    /// Gives a class bases and an MRO that are known to be right.
    pub fn install_bases(&mut self, class: &ObjRef, bases: ObjRef, base: ObjRef, mro: ObjRef) {
        let list = self.heap.tuple(&bases).map(<[ObjRef]>::to_vec).unwrap_or_default();
        self.store_bases(class, bases, base);
        self.with_type_data(class, |d| std::mem::replace(&mut d.mro, mro));
        if let Some(ty) = TypeObj::of(class) {
            ty.rebased();
        }
        for b in &list {
            if let (Some(t), Some(c)) = (TypeObj::of(b), TypeObj::of(class)) {
                t.remove_subclass(class.as_ptr());
                t.add_subclass(c);
            }
        }
        self.refresh_slots(class);
    }

    /// The tuple of a class's bases was written in place: the class gets the base that decides its layout
    /// and the MRO that follow, and leaves the subclasses of the first of each pair for those of the second.
    /// Gives what is replaced. The slots are not worked out yet.
    pub fn rebase(
        &mut self,
        class: &ObjRef,
        base: ObjRef,
        mro: ObjRef,
        moves: &[(ObjRef, ObjRef)],
    ) -> Vec<ObjRef> {
        self.kinships.set(self.kinships.get() + 1);
        let old = self.with_type_data(class, |d| (d.base.replace(base), std::mem::replace(&mut d.mro, mro)));
        if let Some(ty) = TypeObj::of(class) {
            ty.rebased();
        }
        for (from, to) in moves {
            if let (Some(from), Some(to), Some(class)) =
                (TypeObj::of(from), TypeObj::of(to), TypeObj::of(class))
            {
                from.remove_subclass(NonNull::from(&class.head));
                to.remove_subclass(NonNull::from(&class.head));
                to.add_subclass(class);
            }
        }
        old.into_iter().flat_map(|(base, mro)| [base, Some(mro)]).flatten().collect()
    }

    fn store_bases(&mut self, class: &ObjRef, bases: ObjRef, base: ObjRef) {
        let old = self
            .heap
            .tuple(&TypeObj::of(class).map(|t| t.data.bases.clone()).unwrap_or(bases.clone()))
            .map(<[ObjRef]>::to_vec);
        for b in old.iter().flatten() {
            if let Some(t) = TypeObj::of(b) {
                t.remove_subclass(class.as_ptr());
            }
        }
        let old =
            self.with_type_data(class, |d| (std::mem::replace(&mut d.bases, bases), d.base.replace(base)));
        drop(old);
    }

    /// Writes the data of a class; what the closure returns is dropped by the caller.
    fn with_type_data<R>(&mut self, class: &ObjRef, f: impl FnOnce(&mut TypeData) -> R) -> Option<R> {
        if class.kind() != Kind::Type {
            return None;
        }
        // SAFETY: the closure only exchanges fields, and no borrow of the type data is alive.
        let data = unsafe { &mut (*class.as_ptr().cast::<Object<TypeData>>().as_ptr()).data };
        Some(f(data))
    }

    /// Works out all slots of a class made at run time from what its MRO says, and those of its
    /// subclasses; called when the class is made or its bases change.
    pub fn refresh_slots(&mut self, class: &ObjRef) {
        let Some(ty) = TypeObj::of(class) else { return };
        ty.modified();
        if !ty.data.heap_type {
            ty.data.heirs.take();
            return;
        }
        let mut slots = self.heirs_slots(ty).unwrap_or_else(|| self.resolved_slots(ty));
        // As in CPython, a class that had a `__new__` of its own once asks for one ever after.
        if ty.slots().has_trampoline_new() {
            slots.set_trampoline(Special::New);
        }
        ty.update_slots(|s| *s = slots);
        let name = self.special_name(Special::Del).clone();
        ty.data.has_finalizer.set(ty.lookup(self, &name).is_some());
        let definer = ty.find_definer(self, self.special_name(Special::GetAttribute));
        let generic = crate::attr::generic_getattr as *const () as usize;
        let plain = definer
            .as_ref()
            .and_then(|(t, _)| TypeObj::of(t))
            .is_some_and(|t| !t.data.heap_type && t.slots().getattr.is_some_and(|f| f as usize == generic));
        ty.data.plain_getattr.set(plain);
        for sub in ty.subclasses() {
            self.refresh_slots(&sub);
        }
    }

    /// All slots by the MRO.
    fn resolved_slots(&self, ty: &TypeObj) -> Slots {
        let mut slots = Slots::EMPTY;
        SPECIALS.iter().for_each(|row| self.resolve_slot(ty, row.special, &mut slots));
        slots
    }

    /// As [`Self::resolved_slots`], for a class whose MRO is that of its only base behind itself: what it does not
    /// define is as there.
    fn heirs_slots(&self, ty: &TypeObj) -> Option<Slots> {
        // SAFETY: nothing below runs Python code.
        let (bases, mro) =
            unsafe { (Tuple::items_unchecked(&ty.data.bases), Tuple::items_unchecked(&ty.data.mro)) };
        let [base] = bases else { return None };
        let base = TypeObj::of(base)?;
        // SAFETY: as above.
        let above = unsafe { Tuple::items_unchecked(&base.data.mro) };
        let (first, rest) = mro.split_first()?;
        if !first.is(&ty.to_ref())
            || rest.len() != above.len()
            || !rest.iter().zip(above).all(|(a, b)| a.is(b))
        {
            return None;
        }
        let mut slots = match base.data.heap_type {
            true => base.slots().clone(),
            false => {
                let mut known = base.data.heirs.borrow_mut();
                (**known.get_or_insert_with(|| Box::new(self.resolved_slots(base)))).clone()
            }
        };
        // Special methods share slots: all of those whose slot the class touches are looked at anew.
        let mut touched = Slots::EMPTY;
        self.heap.dict(&ty.data.dict)?.iter().filter_map(|(_, key, _)| key.ascii()).for_each(|key| {
            if key.starts_with("__")
                && let Some(row) = SPECIALS.iter().find(|row| row.name == key)
            {
                touched.set_trampoline(row.special);
            }
        });
        let again = || SPECIALS.iter().filter(|row| touched.has(row.special));
        again().for_each(|row| slots.clear(row.special));
        again().for_each(|row| self.resolve_slot(ty, row.special, &mut slots));
        Some(slots)
    }

    /// The slot behind one special method: the trampoline if Python code defines it, else the
    /// native function of the class that does.
    fn resolve_slot(&self, ty: &TypeObj, s: Special, slots: &mut Slots) {
        let Some((mut owner, found)) = ty.find_definer(self, self.special_name(s)) else { return };
        let is_wrapper = found.has_payload::<SlotWrapper>();
        // A class with a `__getattribute__` of its own looks attributes up by it, whatever it is.
        if is_wrapper
            && s != Special::GetAttribute
            && let Some(home) = self.wrapper_home(ty, &found, s)
        {
            owner = home;
        }
        let Some(owner) = TypeObj::of(&owner) else { return };
        if s == Special::Hash && found.is_none() {
            slots.hash = Some(|cx, o| {
                let name = o.ty().name();
                Err(cx.type_error(format!("unhashable type: '{name}'")))
            });
            return;
        }
        // A native type may show a slot as a method of its own, such as `dict.__getitem__`.
        let slot = is_wrapper || found.kind() == Kind::MethodDescriptor;
        let native = !owner.data.heap_type && ((slot && owner.slots().has(s)) || s == Special::New);
        let shared = |slots: &Slots, t: &Slots| {
            // Several special methods share a slot: a trampoline already there stays.
            let mut other = slots.clone();
            other.copy_from(s, t);
            other
        };
        if !native {
            slots.set_trampoline(s);
            return;
        }
        // Reflected and ordinary operators, and the comparisons, share slots: Python code wins.
        let taken = match s.group() {
            Group::Reflected(i) => slots.number[i].is_some(),
            Group::Compare(_) => slots.compare.is_some(),
            _ => {
                let sharing = matches!(
                    s,
                    Special::DelAttr
                        | Special::GetAttr
                        | Special::Delete
                        | Special::DelItem
                        | Special::RDivMod
                );
                sharing && slots.has(s)
            }
        };
        if !taken {
            *slots = shared(slots, owner.slots());
        }
    }

    /// The native base whose slot wrapper was stored in a class once more, as in
    /// `C.__init__ = object.__init__`: its slot is meant.
    fn wrapper_home(&self, ty: &TypeObj, found: &ObjRef, s: Special) -> Option<ObjRef> {
        let name = self.special_name(s);
        let is_home = |t: &TypeObj| {
            !t.data.heap_type && self.namespace_get(&t.data.dict, name).is_some_and(|f| f.is(found))
        };
        // SAFETY: nothing below runs Python code.
        let mro = unsafe { Tuple::items_unchecked(&ty.data.mro) };
        mro.iter().find(|t| TypeObj::of(t).is_some_and(is_home)).cloned()
    }

    /// After `class.name` got another value than `old`: as after any change, but that versions stand where one
    /// plain value after another is bound to a name that means nothing to the interpreter.
    pub fn class_value_changed(&mut self, class: &ObjRef, name: &ObjRef, old: &ObjRef, new: &ObjRef) {
        let plain = is_plain(old) && is_plain(new) && !is_dunder(name);
        let spared = plain
            && self.mutations.spares_classes.get() != 0
            && TypeObj::of(class).is_some_and(|ty| ty.spared(self, name));
        if !spared {
            self.class_attribute_changed(class, name);
        }
    }

    /// After `class.name` was set or deleted: versions, and the slot if the name is special.
    pub fn class_attribute_changed(&mut self, class: &ObjRef, name: &ObjRef) {
        let Some(ty) = TypeObj::of(class) else { return };
        ty.modified();
        if is_dunder(name) && SPECIALS.iter().any(|r| self.special_name(r.special).is(name)) {
            self.refresh_slots(class);
        }
    }
}

fn is_dunder(name: &ObjRef) -> bool {
    name.ascii().is_some_and(|n| n.starts_with("__") && n.ends_with("__"))
}

/// Whether a class gives a value to everybody as it stands, and always will.
fn is_plain(value: &ObjRef) -> bool {
    let slots = value.ty().slots();
    value.ty().has_flag(type_flag::IMMUTABLE) && slots.get.is_none() && slots.set.is_none()
}

/// The class of the MRO that last added to the layout: members of slots or a native payload.
fn extra_base(class: &ObjRef) -> ObjRef {
    let mut at = class.clone();
    while let Some(t) = TypeObj::of(&at)
        && !t.has_flag(type_flag::SOLID)
        && let Some(base) = t.data.base.clone()
        && let Some(b) = TypeObj::of(&base)
        && b.data.layout.members == t.data.layout.members
        && b.data.payload.id == t.data.payload.id
    {
        at = base;
    }
    at
}
