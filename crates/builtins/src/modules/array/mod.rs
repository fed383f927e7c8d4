//! The module `array`: rows of numbers of one kind.

mod change;
mod pickle;

use std::rc::Rc;

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::slots::{Binary, NUMBER_OPS, number};
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{
    Args, Buffer, BufferSlot, CompareOp, Cx, Kind, ObjRef, PyResult, Raised, Slots, TypeObj,
};

use crate::alias;
use crate::bytes::view::{RELEASE_DOC, release_buffer};
use crate::item;
use crate::iters::python_operator_first;
use crate::module::native_module;
use crate::slice::{Words, adjust, normalise_index};

/// Payload of an array: the items' bytes.
pub struct Array {
    code: u8,
    data: Vec<u8>,
    /// Clones are kept by those who look at the memory.
    views: Option<Rc<()>>,
}

impl Payload for Array {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
    fn extra_size(&self) -> usize {
        self.data.capacity()
    }
}

impl Array {
    fn new(code: u8, data: Vec<u8>) -> Array {
        Array { code, data, views: None }
    }

    fn size(&self) -> usize {
        item_size(self.code)
    }

    fn len(&self) -> usize {
        self.data.len() / self.size()
    }
}

/// The type codes in CPython's order.
const CODES: &str = "bBuhHiIlLqQfd";

fn item_size(code: u8) -> usize {
    match code {
        b'u' => 4,
        _ => item::native(code).map_or(1, |(_, size)| size),
    }
}

static BUFFER: BufferSlot = BufferSlot {
    acquire: |cx, o| {
        let Some(a) = cx.heap.get_mut::<Array>(o) else { return Err(cx.bad_internal("array")) };
        let pin = a.views.get_or_insert_default().clone();
        let format = match a.code {
            b'u' => "w".to_string(),
            code => char::from(code).to_string(),
        };
        let (bytes, size) = (a.data.len(), a.size());
        Ok(Buffer::new(&BUFFER, o, bytes, false).with_items(format, size).pinned(pin))
    },
    bytes: |heap, o| heap.get::<Array>(o).map(|a| &a.data[..]),
    bytes_mut: |heap, o| heap.get_mut::<Array>(o).map(|a| &mut a.data[..]),
};

const NUMBER: [Option<Binary>; NUMBER_OPS] = {
    let mut n: [Option<Binary>; NUMBER_OPS] = [None; NUMBER_OPS];
    n[number::ADD] = Some(add);
    n[number::MUL] = Some(multiply);
    n
};

const INPLACE: [Option<Binary>; NUMBER_OPS] = {
    let mut n: [Option<Binary>; NUMBER_OPS] = [None; NUMBER_OPS];
    n[number::ADD] = Some(change::inplace_add);
    n[number::MUL] = Some(change::inplace_multiply);
    n
};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(iterate),
        new: Some(new),
        len: Some(|cx, me| Ok(array(cx, me)?.len())),
        getitem: Some(getitem),
        setitem: Some(change::setitem),
        contains: Some(|cx, me, v| Ok(find(cx, me, v, 0, usize::MAX)?.is_some())),
        number: NUMBER,
        inplace: INPLACE,
        buffer: Some(&BUFFER),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: &[
        GetSet::new(
            "typecode",
            |cx, me| {
                let code = array(cx, me)?.code;
                Ok(cx.char(code.into()))
            },
            "the typecode character used to create the array",
        ),
        GetSet::new(
            "itemsize",
            |cx, me| {
                let size = array(cx, me)?.size();
                Ok(cx.usize(size))
            },
            "the size, in bytes, of one array item",
        ),
    ],
    doc: "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.",
};

static METHODS: &[NativeDef] = &[
    NativeDef::m1(
        "append",
        change::append,
        "append($self, v, /)\n--\n\nAppend new value v to the end of the array.",
    ),
    NativeDef::m0(
        "buffer_info",
        buffer_info,
        "buffer_info($self, /)\n--\n\nReturn a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents.",
    ),
    NativeDef::m0("byteswap", change::byteswap, "byteswap($self, /)\n--\n\nByteswap all items of the array."),
    NativeDef::m0("__copy__", copy, "__copy__($self, /)\n--\n\nReturn a copy of the array."),
    NativeDef::m1(
        "count",
        count,
        "count($self, v, /)\n--\n\nReturn number of occurrences of v in the array.",
    ),
    NativeDef::m1(
        "__deepcopy__",
        |cx, me, _| copy(cx, me),
        "__deepcopy__($self, unused, /)\n--\n\nReturn a copy of the array.",
    ),
    NativeDef::m1(
        "extend",
        change::extend,
        "extend($self, bb, /)\n--\n\nAppend items to the end of the array.",
    ),
    NativeDef::m2(
        "fromfile",
        change::fromfile,
        "fromfile($self, f, n, /)\n--\n\nRead n objects from the file object f and append them to the end of the array.",
    ),
    NativeDef::m1(
        "fromlist",
        change::fromlist,
        "fromlist($self, list, /)\n--\n\nAppend items to array from list.",
    ),
    NativeDef::m1(
        "frombytes",
        change::frombytes,
        "frombytes($self, buffer, /)\n--\n\nAppends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method.",
    ),
    NativeDef::m1(
        "fromunicode",
        change::fromunicode,
        "fromunicode($self, ustr, /)\n--\n\nExtends this array with data from the unicode string ustr.",
    ),
    NativeDef::range(
        "index",
        index,
        1,
        3,
        "index($self, v, start=0, stop=sys.maxsize, /)\n--\n\nReturn index of first occurrence of v in the array.",
    ),
    NativeDef::m2(
        "insert",
        change::insert,
        "insert($self, i, v, /)\n--\n\nInsert a new item v into the array before position i.",
    ),
    NativeDef::range(
        "pop",
        change::pop,
        0,
        1,
        "pop($self, i=-1, /)\n--\n\nReturn the i-th element and delete it from the array.",
    ),
    NativeDef::m1(
        "__reduce_ex__",
        pickle::reduce,
        "__reduce_ex__($self, value, /)\n--\n\nReturn state information for pickling.",
    ),
    NativeDef::m1(
        "remove",
        change::remove,
        "remove($self, v, /)\n--\n\nRemove the first occurrence of v in the array.",
    ),
    NativeDef::m0(
        "reverse",
        change::reverse,
        "reverse($self, /)\n--\n\nReverse the order of the items in the array.",
    ),
    NativeDef::m1(
        "tofile",
        tofile,
        "tofile($self, f, /)\n--\n\nWrite all items (as machine values) to the file object f.",
    ),
    NativeDef::m0(
        "tolist",
        tolist,
        "tolist($self, /)\n--\n\nConvert array to an ordinary list with the same items.",
    ),
    NativeDef::m0(
        "tobytes",
        tobytes,
        "tobytes($self, /)\n--\n\nConvert the array to an array of machine values and return the bytes representation.",
    ),
    NativeDef::m0(
        "tounicode",
        tounicode,
        "tounicode($self, /)\n--\n\nConvert the array to a unicode string.",
    ),
    NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
    NativeDef::m0("__sizeof__", sizeof, "__sizeof__($self, /)\n--\n\nSize of the array in memory, in bytes."),
    NativeDef::m1("__release_buffer__", release_buffer, RELEASE_DOC),
];

/// An iterator over an array; `None` when it is exhausted.
struct ArrayIter {
    array: Option<ObjRef>,
    index: usize,
}

impl Payload for ArrayIter {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.array, Relation::Typed("array"));
    }
    fn clear(&mut self) {
        self.array = None;
    }
}

static ITERATOR: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(|_, me| Ok(me.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0(
            "__reduce__",
            pickle::reduce_iterator,
            "__reduce__($self, /)\n--\n\nReturn state information for pickling.",
        ),
        NativeDef::m1(
            "__setstate__",
            pickle::set_iterator,
            "__setstate__($self, state, /)\n--\n\nSet state information for unpickling.",
        ),
    ],
    ..TypeSpec::EMPTY
};

static FUNCTIONS: &[NativeDef] = &[NativeDef::f_full(
    "_array_reconstructor",
    pickle::reconstruct,
    "_array_reconstructor($module, arraytype, typecode, mformat_code, items,\n                     /)\n--\n\nInternal. Used for pickling support.",
)];

pub fn install(cx: &mut Cx) {
    let doc = "This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.";
    let dict = native_module(cx, "array", doc, FUNCTIONS);
    let ty = cx.add_native_type_over::<Array>(
        "array.array",
        None,
        type_flag::BASE_TYPE | type_flag::SEQUENCE,
        Layout::WEAK,
    );
    cx.fill_type(&ty, &SPEC);
    let iterator = cx.add_native_type::<ArrayIter>("array.arrayiterator", None, 0);
    cx.fill_type(&iterator, &ITERATOR);
    cx.namespace_put(&dict, "array", ty.as_ref().clone());
    cx.namespace_put(&dict, "ArrayType", ty.as_ref().clone());
    cx.namespace_put(&dict, "typecodes", cx.new_str(CODES));
    // The abstract classes know it, as CPython's module tells them when it is imported.
    let registered = crate::modules::attribute_of(cx, "collections.abc", "MutableSequence")
        .and_then(|class| cx.call_method(&class, "register", &[ty.as_ref().clone()]));
    if registered.is_err() {
        cx.take_exception();
    }
}

fn array<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a Array> {
    if !me.has_payload::<Array>() {
        return Err(cx.bad_internal("array"));
    }
    cx.heap.get::<Array>(me).ok_or(Raised)
}

/// An item of an array; `None` beyond its end.
fn item_at(cx: &mut Cx, me: &ObjRef, i: usize) -> PyResult<Option<ObjRef>> {
    let Some(a) = cx.heap.get::<Array>(me) else { return Err(cx.bad_internal("array")) };
    let (code, size) = (a.code, a.size());
    let Some(bytes) = a.data.get(i * size..(i + 1) * size) else { return Ok(None) };
    if code != b'u' {
        return Ok(Some(item::unpack(cx, code, bytes)));
    }
    let bytes = bytes.to_vec();
    unpack(cx, code, &bytes).map(Some)
}

fn unpack(cx: &mut Cx, code: u8, bytes: &[u8]) -> PyResult {
    if code != b'u' {
        return Ok(item::unpack(cx, code, bytes));
    }
    let c = item::read_word(bytes, cfg!(target_endian = "big")) as u32;
    if c > 0x10ffff {
        return Err(cx.value_error(format!("character U+{c:x} is not in range [U+0000; U+10ffff]")));
    }
    Ok(cx.char(c))
}

/// The bytes of an object as an item, with CPython's errors of each code.
fn pack(cx: &mut Cx, code: u8, o: &ObjRef) -> PyResult<item::Packed> {
    match code {
        b'u' => {
            let c = match o.chars() {
                Some(c) if c.len() == 1 => c.get(0).unwrap_or(0),
                _ => return Err(cx.type_error("array item must be unicode character")),
            };
            return Ok(item::Packed::from_slice(&c.to_ne_bytes()));
        }
        b'f' | b'd' => {
            let v = crate::float::real(cx, o)?;
            let packed = item::write_float(v, item_size(code), cfg!(target_endian = "big"));
            return Ok(packed.unwrap_or_default());
        }
        _ => (),
    }
    let v = cx.index(o)?;
    let v = item::wide(&v);
    let signed = code.is_ascii_lowercase();
    match item::write_int(v, item_size(code), signed, cfg!(target_endian = "big")) {
        Some(packed) => Ok(packed),
        None => Err(cx.overflow_error(range_text(code, v))),
    }
}

/// Why an int is no item: C's conversions have their own words.
fn range_text(code: u8, v: i128) -> String {
    let less = v < 0;
    let side = if less { "less than minimum" } else { "greater than maximum" };
    let in_word = i64::try_from(v).is_ok();
    let in_int = i32::try_from(v).is_ok();
    match code {
        b'q' => "int too big to convert".into(),
        b'Q' if less => "can't convert negative int to unsigned".into(),
        b'Q' => "int too big to convert".into(),
        b'I' | b'L' if less => "can't convert negative value to unsigned int".into(),
        b'I' if u64::try_from(v).is_ok() => "unsigned int is greater than maximum".into(),
        b'I' | b'L' => "Python int too large to convert to C unsigned long".into(),
        _ if !in_word => "Python int too large to convert to C long".into(),
        b'b' if i16::try_from(v).is_ok() => format!("signed char is {side}"),
        b'b' | b'h' => format!("signed short integer is {side}"),
        b'B' => format!("unsigned byte integer is {side}"),
        b'H' if in_int => format!("unsigned short is {side}"),
        _ => format!("signed integer is {side}"),
    }
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    if !args.names.is_empty() && !ty.data.heap_type {
        return Err(cx.type_error("array.array() takes no keyword arguments"));
    }
    let given = args.pos();
    crate::str::args::check_count(cx, "array", given.len(), 1, 2)?;
    let code = match given.first().map(|c| (c, c.chars())) {
        Some((_, Some(c))) if c.len() == 1 => c.get(0).unwrap_or(0),
        Some((c, _)) => {
            let got = c.kind_given();
            return Err(cx.type_error(format!("array() argument 1 must be a unicode character, not {got}")));
        }
        None => return Err(cx.bad_internal("arguments")),
    };
    let initial = given.get(1);
    let shown = char::from_u32(code).unwrap_or('?');
    if code != u32::from(b'u')
        && let Some(o) = initial
    {
        if o.is_str() {
            let text = format!("cannot use a str to initialize an array with typecode '{shown}'");
            return Err(cx.type_error(text));
        }
        if cx.heap.get::<Array>(o).is_some_and(|a| a.code == b'u') {
            let text = format!("cannot use a unicode array to initialize an array with typecode '{shown}'");
            return Err(cx.type_error(text));
        }
    }
    let Some(code) = u8::try_from(code).ok().filter(|&c| CODES.as_bytes().contains(&c)) else {
        let text = "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)";
        return Err(cx.value_error(text));
    };
    let me = cx.new_instance(ty, Array::new(code, Vec::new()));
    if let Some(o) = initial {
        fill(cx, &me, code, o)?;
    }
    Ok(me)
}

/// Puts the initial items into a new array.
fn fill(cx: &mut Cx, me: &ObjRef, code: u8, o: &ObjRef) -> PyResult<()> {
    match o.kind() {
        Kind::Bytes | Kind::ByteArray => change::frombytes(cx, me, o).map(drop),
        Kind::Str => change::fromunicode(cx, me, o).map(drop),
        _ => match cx.heap.get::<Array>(o).filter(|a| a.code == code).map(|a| a.data.clone()) {
            Some(data) => change::push_bytes(cx, me, &data),
            None => change::extend_items(cx, me, o),
        },
    }
}

/// A new array of the exact type.
fn make(cx: &Cx, code: u8, data: Vec<u8>) -> ObjRef {
    cx.new_object(Array::new(code, data))
}

fn items(cx: &mut Cx, me: &ObjRef) -> PyResult<Vec<ObjRef>> {
    let a = array(cx, me)?;
    let (code, size, data) = (a.code, a.size(), a.data.clone());
    if code != b'u' {
        return item::unpack_all(cx, code, &data, size);
    }
    data.chunks_exact(size).map(|bytes| unpack(cx, code, bytes)).collect()
}

fn tolist(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let items = items(cx, me)?;
    Ok(cx.new_list(items))
}

fn tobytes(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let data = array(cx, me)?.data.clone();
    Ok(cx.new_bytes(&data))
}

fn tounicode(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if array(cx, me)?.code != b'u' {
        return Err(cx.value_error("tounicode() may only be called on unicode type arrays"));
    }
    text(cx, me)
}

/// The str of an array of characters.
fn text(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let items = items(cx, me)?;
    let points: Vec<u32> = items.iter().filter_map(|o| o.chars().and_then(|c| c.get(0))).collect();
    Ok(cx.str_from_points(&points))
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let a = array(cx, me)?;
    let (code, is_empty) = (a.code, a.data.is_empty());
    let name = me.ty().name();
    let name = name.rsplit('.').next().unwrap_or_default().to_string();
    let code_shown = char::from(code);
    if is_empty {
        return Ok(cx.new_str(&format!("{name}('{code_shown}')")));
    }
    let value = if code == b'u' { text(cx, me)? } else { tolist(cx, me)? };
    let value = cx.repr(&value)?;
    let front = cx.new_str(&format!("{name}('{code_shown}', "));
    Ok(cx.str_concat(&[&front, &value, &cx.new_str(")")]))
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (cx.heap.get::<Array>(a), cx.heap.get::<Array>(b)) else {
        return Ok(cx.not_implemented.clone());
    };
    let (len_a, len_b) = (x.len(), y.len());
    if len_a != len_b && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.bool(op == CompareOp::Ne));
    }
    if x.code == y.code && !matches!(x.code, b'f' | b'd') && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        let equal = x.data == y.data;
        return Ok(cx.bool(equal == (op == CompareOp::Eq)));
    }
    for i in 0..len_a.min(len_b) {
        if i & 0xfff == 0xfff {
            cx.poll()?;
        }
        let (Some(v), Some(w)) = (item_at(cx, a, i)?, item_at(cx, b, i)?) else { break };
        if !cx.compare_bool(CompareOp::Eq, &v, &w)? {
            return match op {
                CompareOp::Eq => Ok(cx.false_.clone()),
                CompareOp::Ne => Ok(cx.true_.clone()),
                _ => cx.compare(op, &v, &w),
            };
        }
    }
    Ok(cx.bool(op.holds(len_a.cmp(&len_b))))
}

fn iterate(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.new_object(ArrayIter { array: Some(me.clone()), index: 0 }))
}

fn next(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(state) = cx.heap.get_mut::<ArrayIter>(it) else { return Ok(None) };
    let Some(me) = state.array.clone() else { return Ok(None) };
    let i = state.index;
    state.index += 1;
    let item = item_at(cx, &me, i)?;
    if item.is_none() {
        let ended = cx.heap.get_mut::<ArrayIter>(it).and_then(|s| s.array.take());
        drop(ended);
    }
    Ok(item)
}

const WORDS: Words =
    Words { type_error: "array indices must be integers", range_error: "array index out of range" };
const ASSIGN_WORDS: Words = Words {
    type_error: "array indices must be integers",
    range_error: "array assignment index out of range",
};

/// The position that an index means.
fn position(cx: &mut Cx, me: &ObjRef, key: &ObjRef, words: &Words) -> PyResult<usize> {
    if !key.is_int() && key.ty().slots().index.is_none() {
        return Err(cx.type_error(words.type_error));
    }
    let len = array(cx, me)?.len();
    normalise_index(cx, key, len, words)
}

fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    if key.kind() == Kind::Slice {
        let len = array(cx, me)?.len();
        let range = adjust(cx, key, len)?;
        let a = array(cx, me)?;
        let (code, size) = (a.code, a.size());
        let mut data = Vec::with_capacity(range.count * size);
        for i in range.indices() {
            data.extend_from_slice(a.data.get(i * size..(i + 1) * size).unwrap_or_default());
        }
        return Ok(make(cx, code, data));
    }
    let i = position(cx, me, key, &WORDS)?;
    match item_at(cx, me, i)? {
        Some(v) => Ok(v),
        None => Err(cx.index_error(WORDS.range_error)),
    }
}

/// Where an item equal to `v` is, from `start` up to `end`.
fn find(cx: &mut Cx, me: &ObjRef, v: &ObjRef, start: usize, end: usize) -> PyResult<Option<usize>> {
    for i in start..end {
        if i & 0xfff == 0xfff {
            cx.poll()?;
        }
        let Some(item) = item_at(cx, me, i)? else { return Ok(None) };
        if cx.compare_bool(CompareOp::Eq, &item, v)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

fn count(cx: &mut Cx, me: &ObjRef, v: &ObjRef) -> PyResult {
    let (mut n, mut from) = (0, 0);
    while let Some(i) = find(cx, me, v, from, usize::MAX)? {
        n += 1;
        from = i + 1;
    }
    Ok(cx.int(n))
}

fn index(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (me, v) = (&args[0], &args[1]);
    let len = array(cx, me)?.len() as i64;
    let mut bounds = [0, i64::MAX];
    for (bound, o) in bounds.iter_mut().zip(&args[2..]) {
        let at = cx.index_clipped(o)?;
        *bound = if at < 0 { at.saturating_add(len).max(0) } else { at };
    }
    match find(cx, me, v, bounds[0] as usize, bounds[1] as usize)? {
        Some(i) => Ok(cx.usize(i)),
        None => Err(cx.value_error("array.index(x): x not in array")),
    }
}

fn add(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let Some(x) = cx.heap.get::<Array>(a) else { return Ok(cx.not_implemented.clone()) };
    let Some(y) = cx.heap.get::<Array>(b) else {
        if theseus_object::slots::is_number_trampoline(b.ty(), number::ADD) {
            return Ok(cx.not_implemented.clone());
        }
        let got = b.ty().name();
        return Err(cx.type_error(format!("can only append array (not \"{got}\") to array")));
    };
    if x.code != y.code {
        return Err(cx.type_error("bad argument type for built-in operation"));
    }
    let (code, data) = (x.code, [&x.data[..], &y.data[..]].concat());
    Ok(make(cx, code, data))
}

fn multiply(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (me, times) = if a.has_payload::<Array>() { (a, b) } else { (b, a) };
    if let Some(r) = python_operator_first(cx, number::MUL, a, b, times)? {
        return Ok(r);
    }
    let Some(n) = crate::str::args::repetitions(cx, times)? else {
        if theseus_object::slots::is_number_trampoline(times.ty(), number::MUL) {
            return Ok(cx.not_implemented.clone());
        }
        let got = times.ty().name();
        return Err(cx.type_error(format!("can't multiply sequence by non-int of type '{got}'")));
    };
    let x = array(cx, me)?;
    let (code, len) = (x.code, x.data.len());
    if !len.checked_mul(n).is_some_and(|size| cx.can_allocate(size)) {
        return Err(cx.memory_error(""));
    }
    let data = array(cx, me)?.data.repeat(n);
    Ok(make(cx, code, data))
}

fn copy(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let a = array(cx, me)?;
    let (code, data) = (a.code, a.data.clone());
    Ok(make(cx, code, data))
}

fn buffer_info(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let a = array(cx, me)?;
    let (address, len) = (a.data.as_ptr() as usize, a.len());
    Ok(cx.new_tuple([cx.usize(address), cx.usize(len)]))
}

fn sizeof(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = array(cx, me)?.data.len();
    Ok(cx.usize(theseus_object::header::LINK_SIZE + 64 + n))
}

/// Bytes written to a file at once.
const BLOCK: usize = 64 << 10;

fn tofile(cx: &mut Cx, me: &ObjRef, file: &ObjRef) -> PyResult {
    let data = array(cx, me)?.data.clone();
    for block in data.chunks(BLOCK) {
        let block = cx.unshared_bytes(block);
        cx.call_method(file, "write", &[block])?;
    }
    Ok(cx.none.clone())
}

/// Whether a class is the array type or below it.
fn is_array_type(cx: &Cx, class: &ObjRef) -> bool {
    TypeObj::of(class).is_some_and(|t| t.is_subtype(&cx.type_of::<Array>()))
}
