//! Memory as it lies: the fields of an object, and reading and writing them by address, checked.
//!
//! The fields are made of what the rest of the crate knows already: the header, the edges that lie
//! inside the object, the table of plain fields beside its payload, the tail of attributes. Reading
//! gives what these hold and zeros for what is private. Writing is for the data of `bytes` and for
//! references, which are counted; whatever else differs from what stands there is refused.

use std::borrow::Cow;
use std::fmt;

use crate::edges::{EdgeVisitor, Plain, Relation};
use crate::header::{Kind, LINK_SIZE};
use crate::heap::Family;
use crate::instance::{self, Tail};
use crate::interp::Heap;
use crate::methods::Binding;
use crate::payload::{MethodDescriptor, NativeData, bytes};
use crate::refs::ObjRef;
use crate::typeobj::TypeObj;

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Content {
    /// A link of the list of all objects, under `trace-refs`.
    Link,
    /// The reference count.
    Count,
    /// Kind and flags; read as zero, so that count and flags read together give the count.
    State,
    /// The class: counted like a reference if it was made at run time.
    Class,
    /// A counted reference, or nothing where `may_be_empty`.
    Reference {
        relation: Relation,
        may_be_empty: bool,
    },
    /// The shape of the inline attributes.
    Shape,
    /// The bytes of `bytes`.
    Data,
    Plain(Plain),
    /// What only native code knows.
    Private,
}

impl Content {
    /// One word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Content::Link => "link",
            Content::Count => "count",
            Content::State => "flags",
            Content::Class | Content::Reference { .. } => "reference",
            Content::Shape => "shape",
            Content::Data => "data",
            Content::Plain(Plain::Value) => "value",
            Content::Plain(Plain::Length) => "length",
            Content::Plain(Plain::Buffer) => "buffer",
            Content::Plain(Plain::Static) => "static",
            Content::Private => "private",
        }
    }
}

/// A part of an object.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: Cow<'static, str>,
    /// Bytes from the object's address.
    pub offset: usize,
    pub size: usize,
    pub content: Content,
}

/// Why memory is not read or written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// No object lies at the address.
    Outside(usize),
    /// The object is of so many bytes, and more were meant.
    Beyond { size: usize, end: usize },
    /// The value of a reference is no object's address.
    NoObject(usize),
    /// The class does not fit the object.
    Layout { class: String, new: String },
    /// The buffer of another object would have two owners.
    Buffer(String),
    /// A reference that may not be that one.
    Reference { field: String, why: String },
    /// A part of a field that is not made of bytes.
    Part(String),
    /// A field that is not written.
    Fixed { field: String, what: &'static str },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Outside(at) => write!(f, "bytes outside any object: nothing lives at {at:#x}"),
            Fault::Beyond { size, end } => {
                write!(f, "bytes outside the object: it ends after {size} bytes, not {end}")
            }
            Fault::NoObject(at) => write!(f, "{at:#x} is not the address of an object"),
            Fault::Layout { class, new } => {
                write!(f, "a type word of another layout: '{new}' does not fit an object of type '{class}'")
            }
            Fault::Buffer(field) => {
                write!(f, "a buffer owned twice: the field '{field}' belongs to one object")
            }
            Fault::Reference { field, why } => write!(f, "the reference '{field}' {why}"),
            Fault::Part(field) => write!(f, "only a part of the field '{field}'"),
            Fault::Fixed { field, what } => write!(f, "the field '{field}' ({what}) is not written"),
        }
    }
}

/// Finds the edges whose slots lie inside an object.
struct Inside {
    start: usize,
    size: usize,
    found: Vec<(usize, Relation, bool)>,
}

impl Inside {
    fn note(&mut self, slot: *const Option<ObjRef>, relation: Relation, may_be_empty: bool) {
        let offset = (slot as usize).wrapping_sub(self.start);
        if offset < self.size && relation != Relation::Class {
            self.found.push((offset, relation, may_be_empty));
        }
    }
}

impl EdgeVisitor for Inside {
    fn edge(&mut self, slot: &mut Option<ObjRef>, relation: Relation) {
        self.note(slot, relation, true);
    }
    fn fixed(&mut self, slot: &mut ObjRef, relation: Relation) {
        self.note((&raw const *slot).cast(), relation, false);
    }
    fn items(&mut self, slots: &mut [ObjRef]) {
        for (i, slot) in slots.iter_mut().enumerate() {
            self.fixed(slot, Relation::Index(i));
        }
    }
}

/// How a program would name what a relation leads to.
fn relation_name(o: &ObjRef, relation: Relation) -> Cow<'static, str> {
    if let Some(name) = relation.name() {
        return name.into();
    }
    match relation {
        Relation::Index(i) => format!("[{i}]").into(),
        Relation::Key(i) => format!("key {i}").into(),
        Relation::Value(i) => format!("value {i}").into(),
        Relation::Local(i) => format!("local {i}").into(),
        Relation::Cell => "cell_contents".into(),
        Relation::Slot(i) => slot_name(o, i),
        // The named ones are done.
        _ => "ob_type".into(),
    }
}

/// The name of an inline attribute or `__slots__` member.
fn slot_name(o: &ObjRef, i: usize) -> Cow<'static, str> {
    let layout = o.ty().data.layout;
    let Some(at) = i.checked_sub(layout.members).filter(|_| layout.has_dict) else {
        let name = crate::heap::interp_of(o.as_ptr()).slot_name(o, i);
        return name
            .map_or_else(|| format!("member {i}"), |name| format!(".{}", name.text_or_empty()))
            .into();
    };
    let shape = Tail::of(o).map(Tail::shape);
    // SAFETY: shapes live as long as the interpreter.
    let name = shape.and_then(|s| unsafe { &*s }.names().get(at).map(ObjRef::text_or_empty));
    let is_dict = shape.is_some_and(|s| std::ptr::eq(s, crate::heap::interp_of(o.as_ptr()).dict_shape));
    match name {
        Some(name) => format!(".{name}").into(),
        None if is_dict && at == 0 => "__dict__".into(),
        None => format!("room {at}").into(),
    }
}

/// Bytes of an object that its fields make up: without what rounds it to words.
fn extent(o: &ObjRef) -> usize {
    let p = o.as_ptr();
    if o.header().aux.get() > 0 { instance::object_size(p) } else { instance::payload_size(p) }
}

/// The fields of an object by offset; together they are all its bytes.
pub fn fields(_: &Heap, o: &ObjRef) -> Vec<Field> {
    let p = o.as_ptr();
    let size = extent(o);
    let mut inside = Inside { start: o.address(), size, found: Vec::new() };
    // SAFETY: the object is alive, the borrow of the token says that no slot is lent for writing, and
    // the visitor only notes addresses.
    unsafe { instance::visit_edges(p, &mut inside) };
    // SAFETY: the object is alive.
    let info = unsafe { instance::payload_info(o.header()) };
    let mut all: Vec<Field> = Vec::new();
    let mut add = |name: Cow<'static, str>, offset: usize, size: usize, content: Content| {
        all.push(Field { name, offset, size, content });
    };
    if cfg!(feature = "trace-refs") {
        add("_ob_next".into(), 0, 8, Content::Link);
        add("_ob_prev".into(), 8, 8, Content::Link);
    }
    add("ob_refcnt".into(), LINK_SIZE, 4, Content::Count);
    add("ob_flags".into(), LINK_SIZE + 4, 4, Content::State);
    add("ob_type".into(), LINK_SIZE + 8, 8, Content::Class);
    for f in info.fields {
        add(f.name.into(), info.offset + f.offset, f.size, Content::Plain(f.plain));
    }
    for &(offset, relation, may_be_empty) in &inside.found {
        add(relation_name(o, relation), offset, 8, Content::Reference { relation, may_be_empty });
    }
    let end = instance::payload_size(p);
    match o.kind() {
        Kind::Bytes => {
            add("ob_sval".into(), bytes::DATA, end - 1 - bytes::DATA, Content::Data);
            add("NUL".into(), end - 1, 1, Content::Plain(Plain::Length));
        }
        Kind::Str if end > info.size => {
            add("data".into(), info.size, end - info.size, Content::Plain(Plain::Value));
        }
        _ => (),
    }
    if o.header().aux.get() > 0 {
        add("shape".into(), instance::tail_offset(p), 8, Content::Shape);
    }
    all.retain(|f| f.size > 0);
    all.sort_by_key(|f| f.offset);
    with_gaps(all, size)
}

/// Adds what lies between fields.
fn with_gaps(fields: Vec<Field>, size: usize) -> Vec<Field> {
    let mut all: Vec<Field> = Vec::new();
    let gap = |from: usize, to: usize| Field {
        name: "private".into(),
        offset: from,
        size: to - from,
        content: Content::Private,
    };
    let mut end = 0;
    for field in fields {
        if field.offset > end {
            all.push(gap(end, field.offset));
        }
        end = field.offset + field.size;
        all.push(field);
    }
    if size > end {
        all.push(gap(end, size));
    }
    all
}

/// The bytes of a field; zeros where there is nothing to tell.
fn read_field(o: &ObjRef, field: &Field, out: &mut [u8]) {
    let h = o.header();
    let at = o.as_ptr().as_ptr().cast::<u8>().cast_const();
    // SAFETY: the field lies in the live object and is initialised: words of the header, references,
    // shape, plain fields and data all are, and only these are read.
    let raw = |out: &mut [u8]| unsafe {
        std::ptr::copy_nonoverlapping(at.add(field.offset), out.as_mut_ptr(), field.size);
    };
    match field.content {
        Content::Count => out.copy_from_slice(&h.rc.get().to_ne_bytes()),
        Content::State | Content::Private | Content::Plain(Plain::Buffer) => out.fill(0),
        Content::Link
        | Content::Class
        | Content::Reference { .. }
        | Content::Shape
        | Content::Data
        | Content::Plain(_) => raw(out),
    }
}

fn word(bytes: &[u8]) -> usize {
    bytes.try_into().map_or(0, usize::from_ne_bytes)
}

/// What a write will do, checked.
enum Change {
    Byte { at: usize, value: u8 },
    Slot { offset: usize, new: Option<ObjRef> },
    Class(ObjRef),
}

impl Heap {
    /// The live object at an address, or around it with the distance from its start.
    pub fn object_around(&self, address: usize) -> Option<(ObjRef, usize)> {
        let heap = &self.interp().heap;
        let blocks = [Family::Leaf, Family::Container].into_iter().flat_map(|f| heap.blocks(f));
        let p = blocks.into_iter().find_map(|block| block.find(address))?;
        // SAFETY: the block says that the object is alive.
        let o = unsafe { ObjRef::from_borrowed(p) };
        let offset = address - o.id();
        (offset < extent(&o)).then_some((o, offset))
    }

    /// The object whose address this is.
    pub fn object_at(&self, address: usize) -> Result<ObjRef, Fault> {
        match self.object_around(address) {
            Some((o, 0)) => Ok(o),
            _ => Err(Fault::NoObject(address)),
        }
    }

    /// The object that holds so many bytes from an address on, and their distance from its start.
    fn holder(&self, address: usize, n: usize) -> Result<(ObjRef, usize), Fault> {
        let (o, offset) = self.object_around(address).ok_or(Fault::Outside(address))?;
        let size = extent(&o);
        match offset.checked_add(n) {
            Some(end) if end <= size => Ok((o, offset)),
            end => Err(Fault::Beyond { size, end: end.unwrap_or(usize::MAX) }),
        }
    }

    /// `n` bytes of one object.
    ///
    /// # Errors
    /// `Outside` and `Beyond`.
    pub fn read_memory(&self, address: usize, n: usize) -> Result<Vec<u8>, Fault> {
        let (o, start) = self.holder(address, n)?;
        if let (Kind::Bytes, Some(at), Some(data)) =
            (o.kind(), start.checked_sub(bytes::DATA), self.bytes(&o))
            && let Some(part) = data.get(at..at + n)
        {
            return Ok(part.to_vec());
        }
        Ok(self.image(&o, start, n))
    }

    fn image(&self, o: &ObjRef, start: usize, n: usize) -> Vec<u8> {
        let mut out = vec![0; n];
        let mut part = Vec::new();
        for field in fields(self, o) {
            let (from, to) = (field.offset.max(start), (field.offset + field.size).min(start + n));
            if from < to {
                part.resize(field.size, 0);
                read_field(o, &field, &mut part);
                out[from - start..to - start].copy_from_slice(&part[from - field.offset..to - field.offset]);
            }
        }
        out
    }

    /// Writes bytes into one object: data of `bytes`, references, or what stands there already.
    ///
    /// # Errors
    /// Any [`Fault`]; then nothing is written.
    pub fn write_memory(&mut self, address: usize, new: &[u8]) -> Result<(), Fault> {
        let (o, start) = self.holder(address, new.len())?;
        let changes = self.plan_write(&o, start, new, None)?;
        self.apply(&o, changes)
    }

    /// Copies `n` bytes of one object over another; counts are kept right. A class over a class makes
    /// a shallow copy, whose parts are those of the other.
    ///
    /// # Errors
    /// Any [`Fault`]; then nothing is written.
    pub fn copy_memory(&mut self, to: usize, from: usize, n: usize) -> Result<(), Fault> {
        let (target, start) = self.holder(to, n)?;
        let (source, at) = self.holder(from, n)?;
        if to == from || n == 0 {
            return Ok(());
        }
        let whole = start == 0 && at == 0 && n == extent(&target);
        if let (true, Some(a), Some(b)) = (whole, TypeObj::of(&target), TypeObj::of(&source)) {
            if b.is_subtype(a) {
                let why = "would make the class a base of itself".into();
                return Err(Fault::Reference { field: "__bases__".into(), why });
            }
            if !TypeObj::overwrite(self, &target, &source) {
                return Err(Fault::Layout { class: a.name(), new: b.name() });
            }
            return Ok(());
        }
        let new = self.read_memory(from, n)?;
        let same_place = (start == at).then_some(&source);
        let changes = self.plan_write(&target, start, &new, same_place)?;
        self.apply(&target, changes)
    }

    /// Checks a write. `source` is the object whose bytes these are, if they stand at the same place
    /// there: then counts and links are left as they are.
    fn plan_write(
        &self,
        o: &ObjRef,
        start: usize,
        new: &[u8],
        source: Option<&ObjRef>,
    ) -> Result<Vec<Change>, Fault> {
        let old = self.image(o, start, new.len());
        let mut changes = Vec::new();
        for field in fields(self, o) {
            let (from, to) = (field.offset.max(start), (field.offset + field.size).min(start + new.len()));
            if from >= to {
                continue;
            }
            let (was, is) = (&old[from - start..to - start], &new[from - start..to - start]);
            let whole = to - from == field.size;
            match field.content {
                Content::Count | Content::State | Content::Link if source.is_some() => (),
                Content::Plain(Plain::Buffer) if source.is_some() => {
                    return Err(Fault::Buffer(field.name.into_owned()));
                }
                Content::Private if source.is_some() => {
                    return Err(Fault::Fixed { field: field.name.into_owned(), what: "private" });
                }
                // A hash is computed anew.
                Content::Plain(Plain::Value) if source.is_some() && o.kind() == Kind::Bytes => (),
                _ if was == is => (),
                Content::Data => changes.extend(
                    is.iter()
                        .enumerate()
                        .map(|(i, &value)| Change::Byte { at: from - bytes::DATA + i, value }),
                ),
                Content::Class | Content::Reference { .. } if !whole => {
                    return Err(Fault::Part(field.name.into_owned()));
                }
                Content::Class => changes.push(Change::Class(self.fitting_class(o, word(is))?)),
                Content::Reference { .. } => {
                    let new = self.fitting_object(o, &field, word(is))?;
                    changes.push(Change::Slot { offset: field.offset, new });
                }
                content => {
                    return Err(Fault::Fixed { field: field.name.into_owned(), what: content.name() });
                }
            }
        }
        Ok(changes)
    }

    /// Writes what was planned. Nothing can fail any more but the class, which is written first.
    fn apply(&mut self, o: &ObjRef, mut changes: Vec<Change>) -> Result<(), Fault> {
        changes.sort_by_key(|c| !matches!(c, Change::Class(_)));
        let mut released = Vec::new();
        for change in changes {
            match change {
                Change::Byte { at, value } => drop(bytes::write_byte(self, o, at, value)),
                Change::Class(class) => {
                    let fits = TypeObj::of(&class).is_some_and(|c| self.interp().set_class(o, c));
                    if !fits {
                        return Err(layout_fault(o, &class));
                    }
                }
                Change::Slot { offset, new } => {
                    // SAFETY: the slot was found in this live object by its edges, and the unique
                    // borrow of the token says that it is not lent. The old reference is dropped when
                    // everything is written.
                    let old = unsafe {
                        let slot = o.as_ptr().as_ptr().cast::<u8>().add(offset).cast::<Option<ObjRef>>();
                        std::mem::replace(&mut *slot, new)
                    };
                    released.push(old);
                }
            }
        }
        Ok(())
    }

    fn fitting_class(&self, o: &ObjRef, address: usize) -> Result<ObjRef, Fault> {
        let class = self.object_at(address)?;
        let fits = TypeObj::of(&class).is_some_and(|new| o.ty().can_become(new));
        if fits { Ok(class) } else { Err(layout_fault(o, &class)) }
    }

    /// The object that may stand in a field of `o`: references that native code counts on keep their
    /// kind, and what is empty stays so.
    fn fitting_object(&self, o: &ObjRef, field: &Field, address: usize) -> Result<Option<ObjRef>, Fault> {
        let refuse = |why: String| Err(Fault::Reference { field: field.name.to_string(), why });
        let Content::Reference { relation, may_be_empty } = field.content else {
            return refuse("is none".into());
        };
        let mut now = [0; 8];
        read_field(o, field, &mut now);
        let old = if word(&now) == 0 { None } else { Some(self.object_at(word(&now))?) };
        let new = if address == 0 { None } else { Some(self.object_at(address)?) };
        let is_member = matches!(relation, Relation::Slot(i) if i < o.ty().data.layout.members);
        let free_to_empty = may_be_empty && (is_member || relation == Relation::Cell);
        let (Some(old), Some(new)) = (&old, &new) else {
            return if free_to_empty { Ok(new) } else { refuse("is not emptied or filled".into()) };
        };
        match self.expected(o, relation, old) {
            Expected::Any => Ok(Some(new.clone())),
            Expected::Like => {
                let length = |o: &ObjRef| self.tuple(o).map(<[ObjRef]>::len);
                let same = old.header().exact() == new.header().exact()
                    && length(old) == length(new)
                    && (old.kind() != Kind::Opaque || old.ty().data.payload.id == new.ty().data.payload.id);
                if same {
                    return Ok(Some(new.clone()));
                }
                refuse(format!("holds a '{}', not a '{}'", old.ty().name(), new.ty().name()))
            }
            Expected::Instance(class) if TypeObj::of(&class).is_some_and(|c| new.ty().is_subtype(c)) => {
                Ok(Some(new.clone()))
            }
            Expected::Instance(class) => {
                let class = TypeObj::of(&class).map(TypeObj::name).unwrap_or_default();
                refuse(format!("is to be a '{class}', not a '{}'", new.ty().name()))
            }
            Expected::Itself => refuse("is not changed in place".into()),
        }
    }

    /// What the machine and native code take for granted of a reference. Payloads may hold pointers that a
    /// reference keeps alive, and caches may rest on one: what is not known to be free stays as it is.
    fn expected(&self, o: &ObjRef, relation: Relation, old: &ObjRef) -> Expected {
        match (o.kind(), relation) {
            _ if self.is_own_dict(o, old) => Expected::Like,
            (_, Relation::Slot(_)) => Expected::Any,
            // Closures and names of keywords are tuples, which native code reads unchecked; the bases of a
            // class know their subclasses.
            (Kind::Tuple, _) => match old.kind() {
                Kind::Type => Expected::Itself,
                Kind::Cell | Kind::Code | Kind::Str => Expected::Like,
                _ => Expected::Any,
            },
            (Kind::Cell | Kind::Method | Kind::Slice, _) => Expected::Any,
            (_, Relation::Receiver(_)) => self.receiver(o, old),
            (Kind::ListIter | Kind::TupleIter, _) => Expected::Like,
            (Kind::Function, _) => match relation.name() {
                Some("__doc__" | "__module__") => Expected::Any,
                Some("__name__" | "__qualname__" | "__defaults__" | "__kwdefaults__" | "__annotations__") => {
                    Expected::Like
                }
                _ => Expected::Itself,
            },
            (Kind::Exception, _) => match relation.name() {
                Some("args" | "__cause__" | "__context__") => Expected::Like,
                _ => Expected::Itself,
            },
            _ => Expected::Itself,
        }
    }

    /// Whether this is the dict that holds the attributes of the instance.
    fn is_own_dict(&self, o: &ObjRef, old: &ObjRef) -> bool {
        let shape = Tail::of(o).map(Tail::shape);
        old.kind() == Kind::Dict && shape.is_some_and(|s| std::ptr::eq(s, self.interp().dict_shape))
    }

    /// A native method takes instances of the type that has it.
    fn receiver(&self, o: &ObjRef, old: &ObjRef) -> Expected {
        let Some(def) = self.get::<NativeData>(o).map(|n| n.def).filter(|d| d.binding == Binding::Method)
        else {
            return Expected::Itself;
        };
        let interp = self.interp();
        let name = interp.intern(def.name);
        let found = old.ty().mro().into_iter().find(|t| {
            let entry = TypeObj::of(t).and_then(|t| interp.namespace_get(&t.data.dict, &name));
            let row = entry.as_ref().and_then(|e| self.get::<MethodDescriptor>(e)).map(|d| d.def);
            row.is_some_and(|row| std::ptr::eq(row, def))
        });
        found.map_or(Expected::Itself, Expected::Instance)
    }
}

/// What may stand where a reference stands.
enum Expected {
    Any,
    /// An object of the same exact kind; a tuple of the same length.
    Like,
    Instance(ObjRef),
    /// Only what is there.
    Itself,
}

fn layout_fault(o: &ObjRef, class: &ObjRef) -> Fault {
    let new = TypeObj::of(class).map_or_else(|| class.ty().name(), TypeObj::name);
    Fault::Layout { class: o.ty().name(), new }
}
