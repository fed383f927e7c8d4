//! `Interp`: what all threads of one interpreter share — heap, types, singletons, pools and the
//! intern table; and `Heap`, the token that lends payloads.

use std::any::TypeId;
use std::cell::{Cell, OnceCell, RefCell, UnsafeCell};
use std::ops::Deref;
use std::ptr::NonNull;

use hashbrown::{HashMap, HashTable};

use crate::edges::{Object, Payload, Relation, info_of};
use crate::header::{Header, Kind, SUB_NATIVE, flag};
use crate::heap::{Family, HeapState, pending};
use crate::host::Host;
use crate::instance::Shape;
use crate::payload::{self, number::Int};
use crate::refs::ObjRef;
use crate::roots::{Place, Root, RootVisitor};
use crate::slots::{SPECIALS, Special};
use crate::threads::Threads;
use crate::typeobj::{Layout, TypeData, TypeObj, type_flag};
use crate::watch::{Forgotten, forget_by};

const METHOD_CACHE: usize = 4096;

/// A type of the interpreter itself: a reference that is also a `TypeObj`.
#[repr(transparent)]
pub struct TypeRef(ObjRef);

impl TypeRef {
    /// # Safety
    /// `o` is a type object.
    unsafe fn new(o: ObjRef) -> TypeRef {
        TypeRef(o)
    }

    #[expect(clippy::should_implement_trait, reason = "a plain getter, named as in the standard library")]
    pub fn as_ref(&self) -> &ObjRef {
        &self.0
    }
}

impl Deref for TypeRef {
    type Target = TypeObj;
    #[inline(always)]
    fn deref(&self) -> &TypeObj {
        // SAFETY: a TypeRef holds a type object.
        unsafe { self.0.as_ptr().cast::<TypeObj>().as_ref() }
    }
}

impl Clone for TypeRef {
    fn clone(&self) -> TypeRef {
        TypeRef(self.0.clone())
    }
}

macro_rules! core_types {
    ($($field:ident $name:literal $payload:ty, $base:literal;)*) => {
        /// The types that native code names directly.
        pub struct Types {
            pub object: TypeRef,
            pub type_: TypeRef,
            pub tuple: TypeRef,
            pub dict: TypeRef,
            $(pub $field: TypeRef,)*
        }

        impl Types {
            /// The core types.
            pub fn all(&self) -> Vec<&ObjRef> {
                vec![
                    self.object.as_ref(), self.type_.as_ref(), self.tuple.as_ref(), self.dict.as_ref(),
                    $(self.$field.as_ref(),)*
                ]
            }
        }

        impl Boot {
            fn types(self) -> Types {
                Types {
                    $($field: self.make($name, info_of::<$payload>(), $base),)*
                    object: self.object, type_: self.type_, tuple: self.tuple, dict: self.dict,
                }
            }
        }
    };
}

core_types! {
    none "NoneType" payload::NoneData, false;
    not_implemented "NotImplementedType" payload::NotImplementedData, false;
    ellipsis "ellipsis" payload::EllipsisData, false;
    int "int" payload::Int, true;
    float "float" payload::Float, true;
    complex "complex" payload::Complex, true;
    str_ "str" payload::Str, true;
    bytes "bytes" payload::Bytes, true;
    bytearray "bytearray" payload::ByteArray, true;
    memoryview "memoryview" crate::buffer::MemoryView, false;
    list "list" payload::List, true;
    set "set" payload::Set, true;
    frozenset "frozenset" payload::FrozenSet, true;
    range "range" payload::Range, false;
    slice "slice" payload::SliceData, false;
    function "function" payload::Function, false;
    method "method" payload::Method, false;
    native "builtin_function_or_method" payload::NativeData, false;
    method_descriptor "method_descriptor" payload::MethodDescriptor, false;
    classmethod_descriptor "classmethod_descriptor" payload::MethodDescriptor, false;
    wrapper_descriptor "wrapper_descriptor" payload::SlotWrapper, false;
    cell "cell" payload::CellData, false;
    module "module" payload::Module, true;
    property "property" payload::Property, true;
    range_iterator "range_iterator" payload::RangeIter, false;
    list_iterator "list_iterator" payload::ListIter, false;
    tuple_iterator "tuple_iterator" payload::TupleIter, false;
}

macro_rules! exception_types {
    ($root:ident; $($field:ident $name:literal $base:ident;)*) => {
        /// The exception types, by name.
        pub struct Exceptions {
            pub $root: TypeRef,
            $(pub $field: TypeRef,)*
        }

        impl Exceptions {
            fn new(interp: &Interp, $root: TypeRef) -> Exceptions {
                $(let $field = interp.exception_type($name, &$base);)*
                Exceptions { $root, $($field,)* }
            }

            /// Every builtin exception type.
            pub fn all(&self) -> Vec<&TypeRef> {
                vec![&self.$root, $(&self.$field,)*]
            }
        }
    };
}

exception_types! {
    base_exception;
    exception "Exception" base_exception;
    system_exit "SystemExit" base_exception;
    keyboard_interrupt "KeyboardInterrupt" base_exception;
    generator_exit "GeneratorExit" base_exception;
    stop_iteration "StopIteration" exception;
    stop_async_iteration "StopAsyncIteration" exception;
    arithmetic_error "ArithmeticError" exception;
    floating_point_error "FloatingPointError" arithmetic_error;
    overflow_error "OverflowError" arithmetic_error;
    zero_division_error "ZeroDivisionError" arithmetic_error;
    assertion_error "AssertionError" exception;
    attribute_error "AttributeError" exception;
    buffer_error "BufferError" exception;
    eof_error "EOFError" exception;
    import_error "ImportError" exception;
    module_not_found_error "ModuleNotFoundError" import_error;
    lookup_error "LookupError" exception;
    index_error "IndexError" lookup_error;
    key_error "KeyError" lookup_error;
    memory_error "MemoryError" exception;
    name_error "NameError" exception;
    unbound_local_error "UnboundLocalError" name_error;
    os_error "OSError" exception;
    blocking_io_error "BlockingIOError" os_error;
    child_process_error "ChildProcessError" os_error;
    connection_error "ConnectionError" os_error;
    broken_pipe_error "BrokenPipeError" connection_error;
    connection_aborted_error "ConnectionAbortedError" connection_error;
    connection_refused_error "ConnectionRefusedError" connection_error;
    connection_reset_error "ConnectionResetError" connection_error;
    file_exists_error "FileExistsError" os_error;
    file_not_found_error "FileNotFoundError" os_error;
    interrupted_error "InterruptedError" os_error;
    is_a_directory_error "IsADirectoryError" os_error;
    not_a_directory_error "NotADirectoryError" os_error;
    permission_error "PermissionError" os_error;
    process_lookup_error "ProcessLookupError" os_error;
    timeout_error "TimeoutError" os_error;
    reference_error "ReferenceError" exception;
    runtime_error "RuntimeError" exception;
    not_implemented_error "NotImplementedError" runtime_error;
    recursion_error "RecursionError" runtime_error;
    syntax_error "SyntaxError" exception;
    indentation_error "IndentationError" syntax_error;
    tab_error "TabError" indentation_error;
    system_error "SystemError" exception;
    type_error "TypeError" exception;
    value_error "ValueError" exception;
    unicode_error "UnicodeError" value_error;
    unicode_decode_error "UnicodeDecodeError" unicode_error;
    unicode_encode_error "UnicodeEncodeError" unicode_error;
    unicode_translate_error "UnicodeTranslateError" unicode_error;
    warning "Warning" exception;
    bytes_warning "BytesWarning" warning;
    deprecation_warning "DeprecationWarning" warning;
    encoding_warning "EncodingWarning" warning;
    future_warning "FutureWarning" warning;
    import_warning "ImportWarning" warning;
    pending_deprecation_warning "PendingDeprecationWarning" warning;
    resource_warning "ResourceWarning" warning;
    runtime_warning "RuntimeWarning" warning;
    syntax_warning "SyntaxWarning" warning;
    unicode_warning "UnicodeWarning" warning;
    user_warning "UserWarning" warning;
}

macro_rules! interned_names {
    ($($field:ident $text:literal,)*) => {
        /// Names that native code looks up, interned once.
        pub struct Names { $(pub $field: ObjRef,)* }
        impl Names {
            fn new(interp: &Interp) -> Names {
                Names { $($field: interp.intern($text),)* }
            }

            fn all(&self) -> Vec<&ObjRef> {
                vec![$(&self.$field,)*]
            }
        }
    };
}

interned_names! {
    dict "__dict__", class "__class__", name "__name__", qualname "__qualname__", module "__module__",
    doc "__doc__", slots "__slots__", weakref "__weakref__", classcell "__classcell__",
    set_name "__set_name__", init_subclass "__init_subclass__", prepare "__prepare__",
    mro_entries "__mro_entries__", orig_bases "__orig_bases__", metaclass "metaclass",
    builtins "__builtins__", annotations "__annotations__", all "__all__", file "__file__",
    path "__path__", spec "__spec__", package "__package__", loader "__loader__",
    reversed "__reversed__", length_hint "__length_hint__", format "__format__", bytes "__bytes__",
    aiter "__aiter__", anext "__anext__", await_ "__await__", aenter "__aenter__", aexit "__aexit__",
    round "__round__", trunc "__trunc__", floor "__floor__", ceil "__ceil__", complex "__complex__",
    divmod "__divmod__", rdivmod "__rdivmod__", missing "__missing__", enter "__enter__", exit "__exit__",
    dir "__dir__", subclasscheck "__subclasscheck__", instancecheck "__instancecheck__",
    class_getitem "__class_getitem__", fspath "__fspath__", sizeof "__sizeof__", notes "__notes__",
    getstate "__getstate__", isabstractmethod "__isabstractmethod__", abstractmethods "__abstractmethods__",
    bases "__bases__", self_ "__self__", func "__func__", wrapped "__wrapped__", keys "keys",
    send "send", throw "throw", close "close", write "write", flush "flush", stdout "stdout",
    stderr "stderr", stdin "stdin", main "__main__", import "__import__", build_class "__build_class__",
    displayhook "displayhook", super_ "super", reduce "__reduce__", reduce_ex "__reduce_ex__",
    match_args "__match_args__", type_params "__type_params__", static_attributes "__static_attributes__",
    new "__new__", init "__init__", value "value", msg "msg", filename "filename", lineno "lineno",
    offset "offset", text "text", end_lineno "end_lineno", end_offset "end_offset", errno "errno",
    strerror "strerror", obj "obj", append "append", get "get", sys "sys",
}

/// The interpreter. Nobody forms a `&mut Interp`: it is reached by pointer, through cells.
pub struct Interp {
    pub heap: HeapState,
    pub threads: Threads,
    pub types: Types,
    pub excs: Exceptions,
    pub names: Names,
    pub none: ObjRef,
    pub true_: ObjRef,
    pub false_: ObjRef,
    pub not_implemented: ObjRef,
    pub ellipsis: ObjRef,
    pub empty_tuple: ObjRef,
    pub empty_str: ObjRef,
    pub empty_bytes: ObjRef,
    /// Ints −5…256.
    pub small_ints: [ObjRef; 262],
    /// The 256 one-byte bytes objects.
    pub bytes_pool: Vec<ObjRef>,
    /// The 256 strings of one character below U+0100.
    pub latin1: Vec<ObjRef>,
    /// Some int of the pool may hold another value than its place says.
    pub(crate) ints_broken: Cell<bool>,
    pub(crate) special_names: Vec<ObjRef>,
    interned: RefCell<HashTable<NonNull<Header>>>,
    pub(crate) hash_key: (u64, u64),
    versions: Cell<u64>,
    /// Counters of what broke assumptions.
    pub mutations: crate::watch::Mutations,
    pub(crate) method_cache: Box<[Cell<(u64, usize, *mut Header)>; METHOD_CACHE]>,
    pub(crate) root_shape: &'static Shape,
    /// The shape of instances whose first inline slot holds a dict.
    pub dict_shape: &'static Shape,
    pub(crate) shape_count: Cell<usize>,
    by_payload: RefCell<HashMap<TypeId, ObjRef>>,
    /// Objects that native modules keep for the whole interpreter, by name.
    kept: RefCell<HashMap<&'static str, ObjRef>>,
    /// What native modules keep for themselves, one object a payload type.
    states: RefCell<HashMap<TypeId, ObjRef>>,
    weakrefs: RefCell<HashMap<NonNull<Header>, Vec<NonNull<Header>>>>,
    /// Watched objects: a stamp that tells the object from a later one at its address, and how many watch.
    pub(crate) watched: RefCell<HashMap<NonNull<Header>, (u64, u32)>>,
    /// Lists of references whose holders tell when they are freed.
    pub(crate) ledgers: RefCell<Vec<std::rc::Weak<crate::scan::Ledger>>>,
    /// Classes with an MRO that their metaclass made up, in which others may be than their bases and those' bases.
    /// Each removes itself when it is freed.
    pub(crate) made_up: RefCell<Vec<NonNull<Header>>>,
    /// How often replacement gave classes other bases, or weak references another class: whoever remembers
    /// what is a subclass of what asks again.
    pub kinships: Cell<u64>,
    /// Called for each weak reference whose object is going; set by the weakref module.
    pub weakref_hook: Cell<Option<fn(&Interp, ObjRef)>>,
    /// What makes `type[int]`; set by the module of generic aliases.
    pub alias_hook: Cell<Option<crate::slots::Binary>>,
    /// The namespace of `builtins` and of `sys.modules`.
    pub builtins: ObjRef,
    pub modules: ObjRef,
    /// The world outside; set once by the embedder.
    pub host: OnceCell<Box<dyn Host>>,
    /// Digits beyond which ints are not converted from or to decimal text; 0: no limit.
    pub int_max_str_digits: Cell<usize>,
    /// Comparisons of bytes with text and `str` of bytes give a BytesWarning.
    pub bytes_warning: Cell<bool>,
    /// A text stream without a named encoding gives an EncodingWarning.
    pub warn_default_encoding: Cell<bool>,
    /// `-X utf8`, or no locale: streams without a named encoding are UTF-8 whatever the locale says.
    pub utf8_mode: Cell<bool>,
    /// `-X dev`: names of error handlers are checked when a stream is made.
    pub dev_mode: Cell<bool>,
}

/// What exists before there are types.
struct Boot {
    interp: NonNull<Interp>,
    object: TypeRef,
    type_: TypeRef,
    tuple: TypeRef,
    dict: TypeRef,
    empty: ObjRef,
}

const PLAIN: Layout = Layout::PLAIN;

impl Boot {
    /// `type`, `object`, `tuple` and `dict` need each other: their headers are mended at the end.
    unsafe fn new(interp: NonNull<Interp>) -> Boot {
        let me = interp.as_ref();
        let raw = |kind: Kind, size: usize| {
            let p = me.alloc_cell(size, Family::Container);
            (p.as_ref().rc.as_ptr() as *mut u64).write(Header::sole_owner_word(kind));
            p.as_ref().ty.set(NonNull::dangling().as_ptr());
            p
        };
        let empty = raw(Kind::Tuple, size_of::<Object<payload::Tuple>>());
        // The payload of an empty tuple is its length, 0.
        empty.cast::<u8>().add(size_of::<Header>()).cast::<usize>().write(0);
        let empty = ObjRef::from_raw(empty);
        let type_object = || ObjRef::from_raw(raw(Kind::Type, size_of::<TypeObj>()));
        let parts: [ObjRef; 4] = std::array::from_fn(|_| type_object());
        let dict_of = || {
            let p = raw(Kind::Dict, size_of::<Object<payload::Dict>>());
            (&raw mut (*p.cast::<Object<payload::Dict>>().as_ptr()).data).write(payload::Dict::default());
            ObjRef::from_raw(p)
        };
        let infos = [
            ("object", info_of::<payload::InstanceData>(), type_flag::BASE_TYPE),
            ("type", info_of::<TypeData>(), type_flag::BASE_TYPE),
            ("tuple", info_of::<payload::Tuple>(), type_flag::BASE_TYPE | type_flag::SEQUENCE),
            ("dict", info_of::<payload::Dict>(), type_flag::BASE_TYPE | type_flag::MAPPING),
        ];
        let dicts: [ObjRef; 4] = std::array::from_fn(|_| dict_of());
        for (i, (part, (name, info, flags))) in parts.iter().zip(infos).enumerate() {
            let base = (i > 0).then(|| parts[0].clone());
            let flags = flags | type_flag::IMMUTABLE;
            let data = TypeData::new(
                name,
                false,
                flags,
                info,
                PLAIN,
                base,
                empty.clone(),
                dicts[i].clone(),
                empty.clone(),
            );
            (&raw mut (*part.as_ptr().cast::<TypeObj>().as_ptr()).data).write(data);
        }
        let [object, type_, tuple, dict] = parts.map(|p| TypeRef::new(p));
        let ty = |o: &ObjRef, t: &TypeRef| o.header().ty.set(&**t);
        [&object, &type_, &tuple, &dict].iter().for_each(|t| ty(&t.0, &type_));
        dicts.iter().for_each(|d| ty(d, &dict));
        ty(&empty, &tuple);
        Boot { interp, object, type_, tuple, dict, empty }
    }

    fn make(&self, name: &str, info: &'static crate::edges::PayloadInfo, is_base: bool) -> TypeRef {
        // SAFETY: the heap and the boot types stand; nothing else of the interpreter is used.
        unsafe {
            let me = self.interp.as_ref();
            let dict = me.alloc(&self.dict, payload::Dict::default());
            let flags = type_flag::IMMUTABLE | if is_base { type_flag::BASE_TYPE } else { 0 };
            let base = Some(self.object.0.clone());
            let data = TypeData::new(
                name,
                false,
                flags,
                info,
                PLAIN,
                base,
                self.empty.clone(),
                dict,
                self.empty.clone(),
            );
            TypeRef::new(me.alloc(&self.type_, data))
        }
    }
}

impl Interp {
    /// Objects larger than this are refused.
    pub const MAX_OBJECT: usize = 1 << 40;

    /// A new interpreter with its types named but still without methods. It is never freed: objects
    /// point to it through their block, and anybody may keep objects.
    pub fn new(hash_key: (u64, u64)) -> &'static Interp {
        let p = NonNull::from(Box::leak(Box::<Interp>::new_uninit())).cast::<Interp>();
        let root: &'static Shape = Box::leak(Box::new(Shape::empty()));
        let dict_shape: &'static Shape = Box::leak(Box::new(Shape::empty()));
        // SAFETY: the fields are written in an order in which each uses only those before it:
        // heap and plain cells, boot types, then objects; the box is complete at the end.
        unsafe {
            let i = p.as_ptr();
            macro_rules! put { ($($f:ident: $v:expr),* $(,)?) => { $((&raw mut (*i).$f).write($v);)* } }
            put! {
                heap: HeapState::new(), threads: Threads::new(), hash_key: hash_key, versions: Cell::new(1),
                mutations: Default::default(),
                root_shape: root, dict_shape: dict_shape, shape_count: Cell::new(0),
                method_cache: Box::new([const { Cell::new((0, 0, std::ptr::null_mut())) }; METHOD_CACHE]),
                interned: RefCell::default(), by_payload: RefCell::default(), kept: RefCell::default(), states: RefCell::default(), weakrefs: RefCell::default(), watched: RefCell::default(), ledgers: RefCell::default(), made_up: RefCell::default(), kinships: Cell::new(0),
                weakref_hook: Cell::new(None), alias_hook: Cell::new(None), host: OnceCell::new(), ints_broken: Cell::new(false), int_max_str_digits: Cell::new(4300), bytes_warning: Cell::new(false), warn_default_encoding: Cell::new(false), utf8_mode: Cell::new(true), dev_mode: Cell::new(false),
            }
            let boot = Boot::new(p);
            put! { empty_tuple: boot.empty.clone(), types: boot.types() }
            let me = p.as_ref();
            put! {
                none: me.alloc(&me.types.none, payload::NoneData),
                not_implemented: me.alloc(&me.types.not_implemented, payload::NotImplementedData),
                ellipsis: me.alloc(&me.types.ellipsis, payload::EllipsisData),
                empty_str: me.pool_empty_str(),
                empty_bytes: me.fresh_bytes(&[]),
                small_ints: std::array::from_fn(|i| me.alloc(&me.types.int, Int(i as i64 - 5))),
                bytes_pool: (0..=255).map(|b| me.fresh_bytes(&[b])).collect(),
                latin1: (0..=255).map(|c| me.pool_char(c)).collect(),
            }
            put! { special_names: SPECIALS.iter().map(|r| me.intern(r.name)).collect() }
            put! { names: Names::new(me) }
            // `bool` is the one builtin type that is a subclass of another builtin value type.
            let bool_type = me.make_native_type("bool", info_of::<payload::BoolData>(), &me.types.int, 0);
            put! {
                true_: me.alloc(&bool_type, payload::BoolData(1)),
                false_: me.alloc(&bool_type, payload::BoolData(0)),
            }
            me.by_payload.borrow_mut().insert(TypeId::of::<payload::BoolData>(), bool_type.0.clone());
            put! { builtins: me.new_dict(), modules: me.new_dict() }
            let info = info_of::<payload::Exception>();
            let base = me.make_native_type("BaseException", info, &me.types.object, type_flag::BASE_TYPE);
            put! { excs: Exceptions::new(me, base) }
            // A field that is not named here was not written above.
            let Interp {
                heap: _,
                threads: _,
                types: _,
                excs: _,
                names: _,
                none: _,
                true_: _,
                false_: _,
                not_implemented: _,
                ellipsis: _,
                empty_tuple: _,
                empty_str: _,
                empty_bytes: _,
                small_ints: _,
                bytes_pool: _,
                latin1: _,
                ints_broken: _,
                special_names: _,
                interned: _,
                hash_key: _,
                versions: _,
                mutations: _,
                method_cache: _,
                root_shape: _,
                dict_shape: _,
                shape_count: _,
                by_payload: _,
                kept: _,
                states: _,
                weakrefs: _,
                watched: _,
                ledgers: _,
                made_up: _,
                kinships: _,
                weakref_hook: _,
                alias_hook: _,
                builtins: _,
                modules: _,
                host: _,
                int_max_str_digits: _,
                bytes_warning: _,
                warn_default_encoding: _,
                utf8_mode: _,
                dev_mode: _,
            } = me;
            me.finish_boot();
            me
        }
    }

    /// The MROs and subclass lists of the types that stood before tuples did.
    fn finish_boot(&self) {
        let t = &self.types;
        let list = [
            &t.object,
            &t.type_,
            &t.tuple,
            &t.dict,
            &t.none,
            &t.not_implemented,
            &t.ellipsis,
            &t.int,
            &t.float,
            &t.complex,
            &t.str_,
            &t.bytes,
            &t.bytearray,
            &t.memoryview,
            &t.list,
            &t.set,
            &t.frozenset,
            &t.range,
            &t.slice,
            &t.function,
            &t.method,
            &t.native,
            &t.method_descriptor,
            &t.classmethod_descriptor,
            &t.wrapper_descriptor,
            &t.cell,
            &t.module,
            &t.property,
            &t.range_iterator,
            &t.list_iterator,
            &t.tuple_iterator,
        ];
        for ty in list {
            let base = ty.data.base.clone();
            self.set_native_bases(ty, base);
        }
        let bool_type = self.bool_type();
        self.set_native_bases(&bool_type, Some(t.int.0.clone()));
        for e in self.excs.all() {
            let base = e.data.base.clone();
            self.set_native_bases(e, base);
        }
    }

    /// Bases and MRO of a type with at most one base.
    fn set_native_bases(&self, ty: &TypeRef, base: Option<ObjRef>) {
        let mut mro = vec![ty.0.clone()];
        let mut next = base.clone();
        while let Some(b) = next {
            next = TypeObj::of(&b).and_then(|t| t.data.base.clone());
            mro.push(b);
        }
        if let Some(b) = base.as_ref().and_then(TypeObj::of) {
            b.add_subclass(ty);
        }
        let bases = self.new_tuple(base.into_iter().collect::<Vec<_>>());
        let mro = self.new_tuple(mro);
        // SAFETY: the type is new: nobody has borrowed these fields.
        unsafe {
            let data = &mut (*ty.0.as_ptr().cast::<TypeObj>().as_ptr()).data;
            data.bases = bases;
            data.mro = mro;
        }
    }

    pub fn bool_type(&self) -> TypeRef {
        TypeRef(self.true_.class())
    }

    fn exception_type(&self, name: &str, base: &TypeRef) -> TypeRef {
        self.make_native_type(name, info_of::<payload::Exception>(), base, type_flag::BASE_TYPE)
    }

    fn make_native_type(
        &self,
        name: &str,
        info: &'static crate::edges::PayloadInfo,
        base: &TypeRef,
        flags: u32,
    ) -> TypeRef {
        let layout = Layout { has_dict: info.kind == Kind::Exception, ..PLAIN };
        self.make_native_type_with(name, info, base, flags, layout)
    }

    fn make_native_type_with(
        &self,
        name: &str,
        info: &'static crate::edges::PayloadInfo,
        base: &TypeRef,
        flags: u32,
        layout: Layout,
    ) -> TypeRef {
        let data = TypeData::new(
            name,
            false,
            flags | type_flag::IMMUTABLE,
            info,
            layout,
            Some(base.0.clone()),
            self.empty_tuple.clone(),
            self.new_dict(),
            self.empty_tuple.clone(),
        );
        TypeRef(self.alloc(&self.types.type_, data))
    }

    /// Makes a further native type for a payload of another crate and remembers it.
    pub fn add_native_type<T: Payload>(&self, name: &str, base: Option<&TypeRef>, flags: u32) -> TypeRef {
        let base = base.unwrap_or(&self.types.object);
        let ty = self.make_native_type(name, info_of::<T>(), base, flags);
        self.remember_native_type::<T>(&ty, base);
        ty
    }

    /// Like [`Interp::add_native_type`] for a type whose instances have a `__dict__`: they are made
    /// with [`Interp::new_instance`].
    pub fn add_native_type_with_dict<T: Payload>(
        &self,
        name: &str,
        base: Option<&TypeRef>,
        flags: u32,
    ) -> TypeRef {
        let base = base.unwrap_or(&self.types.object);
        let layout = Layout { has_dict: true, ..PLAIN };
        let ty = self.make_native_type_with(name, info_of::<T>(), base, flags, layout);
        self.remember_native_type::<T>(&ty, base);
        ty
    }

    /// Like [`Interp::add_native_type`] with a layout: instances have what it says and are made with
    /// [`Interp::new_instance`]. A type over the payload of a core type, which is not the type of that
    /// payload, keeps what it adds in members.
    pub fn add_native_type_over<T: Payload>(
        &self,
        name: &str,
        base: Option<&TypeRef>,
        flags: u32,
        layout: Layout,
    ) -> TypeRef {
        let base = base.unwrap_or(&self.types.object);
        let ty = self.make_native_type_with(name, info_of::<T>(), base, flags, layout);
        self.set_native_bases(&ty, Some(base.0.clone()));
        // Instances do not count their native type: it lives as long as the interpreter.
        std::mem::forget(ty.0.clone());
        if T::KIND != Kind::Opaque {
            ty.data.sub.set(SUB_NATIVE);
        } else {
            self.by_payload.borrow_mut().entry(TypeId::of::<T>()).or_insert_with(|| ty.0.clone());
        }
        ty
    }

    /// A type that a native module keeps.
    pub fn kept_type(&self, name: &'static str) -> Option<TypeRef> {
        let o = self.kept(name)?;
        // SAFETY: the kind is checked.
        (o.kind() == Kind::Type).then(|| unsafe { TypeRef::new(o) })
    }

    /// Makes a native class whose instances are plain objects; `M` names it.
    pub fn add_plain_type<M: 'static>(&self, name: &str, flags: u32) -> TypeRef {
        let object = self.types.object.clone();
        let ty = self.make_native_type(name, info_of::<payload::InstanceData>(), &object, flags);
        self.set_native_bases(&ty, Some(object.0.clone()));
        std::mem::forget(ty.0.clone());
        self.by_payload.borrow_mut().entry(TypeId::of::<M>()).or_insert_with(|| ty.0.clone());
        ty
    }

    /// The type made for a payload, or by [`Interp::add_plain_type`] under this name, if it was.
    pub fn known_type<M: 'static>(&self) -> Option<TypeRef> {
        // SAFETY: the table holds types.
        self.by_payload.borrow().get(&TypeId::of::<M>()).map(|t| unsafe { TypeRef::new(t.clone()) })
    }

    fn remember_native_type<T: Payload>(&self, ty: &TypeRef, base: &TypeRef) {
        self.set_native_bases(ty, Some(base.0.clone()));
        // Instances do not count their native type: it lives as long as the interpreter.
        std::mem::forget(ty.0.clone());
        self.by_payload.borrow_mut().entry(TypeId::of::<T>()).or_insert_with(|| ty.0.clone());
    }

    /// Remembers an object of a native module, such as its error class, for native code to find
    /// again whatever Python does to the module. Names are `module.name`.
    pub fn keep(&self, name: &'static str, o: ObjRef) {
        let old = self.kept.borrow_mut().insert(name, o);
        drop(old);
    }

    /// What was remembered by [`Interp::keep`].
    pub fn kept(&self, name: &str) -> Option<ObjRef> {
        self.kept.borrow().get(name).cloned()
    }

    /// The type made for a payload by `add_native_type`.
    pub fn type_of<T: Payload>(&self) -> TypeRef {
        self.remembered::<T>()
    }

    /// Remembers a type that is not the one of its payload under a name of the Rust code.
    pub fn remember_as<M: 'static>(&self, ty: &TypeRef) {
        self.by_payload.borrow_mut().insert(TypeId::of::<M>(), ty.0.clone());
    }

    /// The type that [`Interp::remember_as`] was told of.
    pub fn remembered<M: 'static>(&self) -> TypeRef {
        match self.by_payload.borrow().get(&TypeId::of::<M>()) {
            // SAFETY: the table holds types.
            Some(t) => unsafe { TypeRef::new(t.clone()) },
            None => self.types.object.clone(),
        }
    }

    /// The one object in which native code keeps what belongs to the interpreter.
    pub fn state<T: Payload + Default>(&self) -> ObjRef {
        if let Some(o) = self.states.borrow().get(&TypeId::of::<T>()) {
            return o.clone();
        }
        self.add_native_type::<T>("state", None, 0);
        let o = self.new_object(T::default());
        self.states.borrow_mut().insert(TypeId::of::<T>(), o.clone());
        o
    }

    /// A new object of the type that was made for its payload.
    pub fn new_object<T: Payload>(&self, data: T) -> ObjRef {
        self.alloc(&self.type_of::<T>(), data)
    }

    /// A new instance of `ty`, which may be a class made at run time over the payload `T`.
    pub fn new_instance<T: Payload>(&self, ty: &TypeObj, data: T) -> ObjRef {
        let tail = Interp::tail_bytes(ty);
        if tail == 0 && !ty.data.heap_type {
            return self.alloc(ty, data);
        }
        let size = size_of::<Object<T>>().next_multiple_of(8);
        let p = self.alloc_cell((size + tail).max(size_of::<Header>() + 8), Family::Container);
        // SAFETY: the cell has room for header, payload and tail.
        unsafe {
            self.init_header(p, T::KIND, ty);
            if T::KIND == Kind::Instance && tail == 0 {
                p.cast::<u8>().add(size).cast::<usize>().write(0);
            }
            (&raw mut (*p.cast::<Object<T>>().as_ptr()).data).write(data);
            if tail > 0 {
                self.init_tail(p, size, ty.data.room());
            }
            ObjRef::from_raw(p)
        }
    }

    /// A copy of a str, bytes or tuple as an instance of a subclass, or of a big int.
    pub fn new_subclass_copy(&self, ty: &TypeObj, of: &ObjRef) -> ObjRef {
        let (mut of, mut size) = (of, crate::instance::payload_size(of.as_ptr()));
        if !self.has_room(size + Interp::tail_bytes(ty)) {
            of = match of.kind() {
                Kind::Str => &self.empty_str,
                Kind::Bytes => &self.empty_bytes,
                Kind::Tuple => &self.empty_tuple,
                _ => of,
            };
            size = crate::instance::payload_size(of.as_ptr());
        }
        let at = size.next_multiple_of(8);
        let p =
            self.alloc_cell((at + Interp::tail_bytes(ty)).max(size_of::<Header>() + 8), Family::Container);
        // SAFETY: the payloads of these kinds are plain bytes, but for the references of a tuple,
        // which are counted below, and the digits of a big int, which are cloned.
        unsafe {
            self.init_header(p, of.kind(), ty);
            let head = size_of::<Header>();
            std::ptr::copy_nonoverlapping(
                of.as_ptr().as_ptr().cast::<u8>().add(head),
                p.as_ptr().cast::<u8>().add(head),
                size - head,
            );
            p.as_ref().flags.set(of.header().flags.get() & flag::WIDTH);
            match of.kind() {
                Kind::Tuple => {
                    payload::Tuple::items_unchecked(of).iter().for_each(|o| std::mem::forget(o.clone()))
                }
                Kind::BigInt => {
                    let big = of.data_ptr::<payload::BigInt>().as_ref().0.clone();
                    (&raw mut (*p.cast::<Object<payload::BigInt>>().as_ptr()).data)
                        .write(payload::BigInt(big));
                }
                _ => (),
            }
            if ty.data.room() > 0 {
                self.init_tail(p, at, ty.data.room());
            }
            ObjRef::from_raw(p)
        }
    }

    /// Presents the references that the interpreter itself holds. Those to types, singletons and pools
    /// stay what they are.
    pub fn visit_roots(&self, visitor: &mut dyn RootVisitor) {
        let fixed = Relation::Derived("interpreter");
        let mut own = |o: &ObjRef| {
            let mut slot = std::mem::ManuallyDrop::new(
                // SAFETY: the copy is neither dropped nor written: roots of this relation are not.
                unsafe { ObjRef::from_raw(o.as_ptr()) },
            );
            visitor.root(&mut slot, Root { relation: fixed, place: Place::Interp });
        };
        self.types.all().into_iter().for_each(&mut own);
        self.excs.all().into_iter().for_each(|t| own(t.as_ref()));
        self.names.all().into_iter().for_each(&mut own);
        let single = [
            &self.none,
            &self.true_,
            &self.false_,
            &self.not_implemented,
            &self.ellipsis,
            &self.empty_tuple,
            &self.empty_str,
            &self.empty_bytes,
            &self.builtins,
            &self.modules,
        ];
        single.into_iter().for_each(&mut own);
        let pools = [&self.small_ints[..], &self.bytes_pool, &self.latin1, &self.special_names];
        pools.into_iter().flatten().for_each(&mut own);
        self.by_payload.borrow().values().for_each(&mut own);
        self.states.borrow().values().for_each(&mut own);
        for (name, slot) in self.kept.borrow_mut().iter_mut() {
            visitor.root(slot, Root { relation: Relation::Attr(name), place: Place::Interp });
        }
        self.heap.visit_finalizers(|slot| {
            visitor.root(slot, Root { relation: Relation::Attr("waiting finaliser"), place: Place::Interp });
        });
    }

    pub fn next_version(&self) -> u64 {
        let v = self.versions.get();
        self.versions.set(v + 1);
        v
    }

    /// What was found by this name in a class of this version may have gone.
    pub(crate) fn forget_lookup(&self, version: u64, name: &ObjRef) {
        let slot = &self.method_cache[Interp::method_cache_slot(version, name)];
        let (v, n, _) = slot.get();
        if v == version && n == name.address() {
            forget_by(Forgotten::Lookup, || slot.set((0, 0, std::ptr::null_mut())));
        }
    }

    #[inline(always)]
    pub(crate) fn method_cache_slot(version: u64, name: &ObjRef) -> usize {
        (version.wrapping_mul(0x9e37_79b9) as usize ^ (name.address() >> 4)) & (METHOD_CACHE - 1)
    }

    #[inline(always)]
    pub fn special_name(&self, s: Special) -> &ObjRef {
        &self.special_names[s as usize]
    }

    /// The interned str with this text.
    pub fn intern(&self, text: &str) -> ObjRef {
        if text.is_ascii() {
            let hash = crate::hash::bytes(self.hash_key, text.as_bytes()) as u64;
            let table = self.interned.borrow();
            // SAFETY: the table holds live strs; the count is not touched.
            let found = table.find(hash, |p| unsafe {
                std::mem::ManuallyDrop::new(ObjRef::from_raw(*p)).ascii() == Some(text)
            });
            if let Some(p) = found {
                // SAFETY: as above.
                return unsafe { ObjRef::from_borrowed(*p) };
            }
        }
        self.intern_obj(&self.new_str(text))
    }

    /// The interned str equal to `s`, which becomes it if there is none.
    pub fn intern_obj(&self, s: &ObjRef) -> ObjRef {
        if !s.is_exact(Kind::Str) || s.header().has_flag(flag::INTERNED) {
            return s.clone();
        }
        let hash = s.str_hash(self) as u64;
        let mut table = self.interned.borrow_mut();
        // SAFETY: the table holds live strs: a str leaves it when it is freed.
        let found = table.find(hash, |p| {
            // SAFETY: as above; the count is not touched.
            let other = std::mem::ManuallyDrop::new(unsafe { ObjRef::from_raw(*p) });
            other.str_eq(s)
        });
        if let Some(p) = found {
            // SAFETY: as above.
            return unsafe { ObjRef::from_borrowed(*p) };
        }
        let hash_of = |p: &NonNull<Header>| {
            // SAFETY: as above.
            unsafe { std::mem::ManuallyDrop::new(ObjRef::from_raw(*p)).str_hash(self) as u64 }
        };
        // A string that there is no room for stays as it is, and MemoryError is due.
        if table.try_reserve(1, hash_of).is_err() {
            self.heap.set_pending(pending::MEMORY);
            return s.clone();
        }
        s.header().set_flag(flag::INTERNED);
        table.insert_unique(hash, s.as_ptr(), hash_of);
        s.clone()
    }

    /// How many strings are interned.
    pub fn interned_count(&self) -> usize {
        self.interned.borrow().len()
    }

    /// Takes an object that is being freed out of the tables it stands in.
    #[cold]
    pub(crate) fn forget(&self, p: NonNull<Header>) {
        // SAFETY: the header is intact until the cell is given back.
        let h = unsafe { p.as_ref() };
        if h.has_flag(flag::WATCHED) {
            self.forget_watched(p);
        }
        if h.has_flag(flag::INTERNED) {
            self.forget_interned(p);
        }
    }

    /// Takes a str that is being freed out of the intern table.
    fn forget_interned(&self, p: NonNull<Header>) {
        // SAFETY: the payload of a str is still intact here.
        let s = std::mem::ManuallyDrop::new(unsafe { ObjRef::from_raw(p) });
        let hash = s.str_hash(self) as u64;
        if let Ok(found) = self.interned.borrow_mut().find_entry(hash, |q| *q == p) {
            found.remove();
        }
    }

    /// Registers a weak reference object for `target`.
    pub fn add_weakref(&self, target: &ObjRef, weak: &ObjRef) {
        target.header().set_flag(flag::WEAK);
        self.weakrefs.borrow_mut().entry(target.as_ptr()).or_default().push(weak.as_ptr());
    }

    /// Weak reference objects that point to `target`, oldest first.
    pub fn weakrefs_of(&self, target: &ObjRef) -> Vec<ObjRef> {
        if !target.header().has_flag(flag::WEAK) {
            return Vec::new();
        }
        let table = self.weakrefs.borrow();
        table.get(&target.as_ptr()).map(|v| alive(v)).unwrap_or_default()
    }

    /// A weak reference object is going before its target.
    pub fn remove_weakref(&self, target: NonNull<Header>, weak: NonNull<Header>) {
        let mut table = self.weakrefs.borrow_mut();
        if let Some(v) = table.get_mut(&target) {
            v.retain(|p| *p != weak);
            if v.is_empty() {
                table.remove(&target);
            }
        }
    }

    /// All weak references to one object point to another from now on.
    pub(crate) fn move_weakrefs(&self, weak: &[ObjRef], from: &ObjRef, to: &ObjRef) {
        let mut table = self.weakrefs.borrow_mut();
        if let Some(list) = table.get_mut(&from.as_ptr()) {
            list.retain(|p| !weak.iter().any(|w| w.as_ptr() == *p));
            if list.is_empty() {
                table.remove(&from.as_ptr());
                from.header().clear_flag(flag::WEAK);
            }
        }
        to.header().set_flag(flag::WEAK);
        table.entry(to.as_ptr()).or_default().extend(weak.iter().map(ObjRef::as_ptr));
    }

    /// The target is going: its weak references are told.
    pub(crate) fn weakrefs_cleared(&self, target: NonNull<Header>) {
        // SAFETY: the target is still allocated.
        unsafe { target.as_ref() }.clear_flag(flag::WEAK);
        let list = self.weakrefs.borrow_mut().remove(&target);
        let Some(hook) = self.weakref_hook.get() else { return };
        let list = alive(&list.unwrap_or_default());
        // The newest callback runs first, as in CPython.
        list.into_iter().rev().for_each(|w| hook(self, w));
    }

    /// Whether an object of this many bytes can be allocated; large requests are tried.
    pub fn can_allocate(&self, bytes: usize) -> bool {
        if bytes < 1 << 20 {
            return true;
        }
        if bytes > Interp::MAX_OBJECT {
            return false;
        }
        let mut trial = Vec::<u8>::new();
        let fits = trial.try_reserve_exact(bytes).is_ok();
        // The compiler may leave out an allocation that nobody uses, and take it to have succeeded.
        std::hint::black_box(trial);
        fits
    }

    /// Every live object.
    pub fn walk(&self) -> Vec<ObjRef> {
        let mut found = Vec::new();
        // SAFETY: the walk yields live objects, which are only counted up.
        unsafe { self.for_each_object(|p| found.push(ObjRef::from_borrowed(p))) };
        found
    }
}

/// Those of a list of weak references that are not about to be freed themselves.
fn alive(list: &[NonNull<Header>]) -> Vec<ObjRef> {
    // SAFETY: a weak reference leaves the table when it is freed.
    list.iter()
        .filter(|p| unsafe { p.as_ref() }.rc.get() > 0)
        .map(|p| unsafe { ObjRef::from_borrowed(*p) })
        .collect()
}

impl ObjRef {
    /// The payload, unchecked.
    #[inline(always)]
    pub(crate) fn data_ptr<T: Payload>(&self) -> NonNull<T> {
        // SAFETY: the pointer arithmetic stays in the object; users check the kind.
        unsafe {
            let object = self.as_ptr().cast::<Object<T>>().as_ptr();
            NonNull::new_unchecked(&raw mut (*object).data)
        }
    }

    #[inline(always)]
    pub fn has_payload<T: Payload>(&self) -> bool {
        match T::KIND {
            Kind::Opaque => self.kind() == Kind::Opaque && self.ty().data.payload.id == TypeId::of::<T>(),
            kind => self.kind() == kind,
        }
    }
}

/// The token that lends payloads: `&Heap` to read them, `&mut Heap` to write them. It lies in the
/// context, so nobody can hold the inside of an object while something may run Python code.
pub struct Heap {
    interp: NonNull<Interp>,
    _not_sync: UnsafeCell<()>,
}

impl Heap {
    /// # Safety
    /// The interpreter outlives the token, and there is one token a thread that holds the lock.
    pub unsafe fn new(interp: NonNull<Interp>) -> Heap {
        Heap { interp, _not_sync: UnsafeCell::new(()) }
    }

    #[inline(always)]
    pub fn interp(&self) -> &Interp {
        // SAFETY: by the contract of `new`.
        unsafe { self.interp.as_ref() }
    }

    /// The interpreter, which is never freed.
    pub fn forever(&self) -> &'static Interp {
        // SAFETY: `Interp::new` leaks it.
        unsafe { self.interp.as_ref() }
    }

    pub(crate) fn interp_ptr(&self) -> NonNull<Interp> {
        self.interp
    }

    /// The payload of an object that has this one (instances of subclasses included).
    #[inline(always)]
    pub fn get<'a, T: Payload>(&'a self, o: &'a ObjRef) -> Option<&'a T> {
        // SAFETY: the payload is checked, the reference keeps the object, and while the token is
        // borrowed nobody writes payloads.
        o.has_payload::<T>().then(|| unsafe { o.data_ptr::<T>().as_ref() })
    }

    /// The payload for writing.
    #[inline(always)]
    pub fn get_mut<'a, T: Payload>(&'a mut self, o: &'a ObjRef) -> Option<&'a mut T> {
        // SAFETY: as in `get`; the unique borrow of the token is the only access to payloads.
        o.has_payload::<T>().then(|| unsafe { o.data_ptr::<T>().as_mut() })
    }
}
