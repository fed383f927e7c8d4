//! `OrderedDict`: a dict, which keeps its order anyway, with methods that change it.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Dict;
use theseus_object::slots::{Slots, number};
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult};

use super::ordered_iter;
use crate::dict;
use crate::dictview::{self, ITEMS, KEYS, VALUES};
use crate::iters::each;
use crate::type_::{instance_dict, set_instance_dict};

/// Under this name the type is remembered.
struct OrderedDict;

static METHODS: &[NativeDef] = &[
    NativeDef::m0("__reduce__", reduce, "Return state information for pickling"),
    NativeDef::full(
        "setdefault",
        setdefault,
        "setdefault($self, /, key, default=None)\n--\n\nInsert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.",
    ),
    NativeDef::full(
        "pop",
        pop,
        "pop($self, /, key, default=<unrepresentable>)\n--\n\nod.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.",
    ),
    NativeDef::full(
        "popitem",
        popitem,
        "popitem($self, /, last=True)\n--\n\nRemove and return a (key, value) pair from the dictionary.\n\nPairs are returned in LIFO order if last is true or FIFO order if false.",
    ),
    NativeDef::m0("keys", dictview::ordered::<KEYS>, ""),
    NativeDef::m0("values", dictview::ordered::<VALUES>, ""),
    NativeDef::m0("items", dictview::ordered::<ITEMS>, ""),
    NativeDef::full("update", update, ""),
    NativeDef::class(
        "fromkeys",
        fromkeys,
        "fromkeys($type, /, iterable, value=None)\n--\n\nCreate a new ordered dictionary with keys from iterable and values set to value.",
    ),
    NativeDef::m0("copy", copy, "od.copy() -> a shallow copy of od"),
    NativeDef::m0("__reversed__", reversed, "od.__reversed__() <==> reversed(od)"),
    NativeDef::full(
        "move_to_end",
        move_to_end,
        "move_to_end($self, /, key, last=True)\n--\n\nMove an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist.",
    ),
];

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(iter),
        init: Some(init),
        number: {
            let mut ops = Slots::EMPTY.number;
            ops[number::OR] = Some(or);
            ops
        },
        inplace: {
            let mut ops = Slots::EMPTY.inplace;
            ops[number::OR] = Some(inplace_or);
            ops
        },
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: &[GetSet::rw("__dict__", instance_dict, set_instance_dict, "")],
    doc: "Dictionary that remembers insertion order",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    ordered_iter::install(cx);
    let base = cx.types.dict.clone();
    let flags = type_flag::BASE_TYPE | type_flag::MAPPING | type_flag::SOLID;
    let layout = Layout { has_dict: true, has_weakref: true, members: 0 };
    let ty = cx.add_native_type_over::<Dict>("collections.OrderedDict", Some(&base), flags, layout);
    cx.fill_type(&ty, &SPEC);
    cx.remember_as::<OrderedDict>(&ty);
    cx.namespace_put(dict, "OrderedDict", ty.as_ref().clone());
}

fn is_ordered(cx: &Cx, o: &ObjRef) -> bool {
    o.ty().is_subtype(&cx.remembered::<OrderedDict>())
}

/// Whether this is no instance of a subclass, which may have methods of its own.
fn is_exact(cx: &Cx, o: &ObjRef) -> bool {
    o.ty().is(&cx.remembered::<OrderedDict>())
}

// ---- filling

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    if args.positional() > 1 {
        let n = args.positional();
        return Err(cx.type_error(format!("expected at most 1 arguments, got {n}")));
    }
    fill(cx, me, args)
}

fn update(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let n = args.positional();
    if n > 1 {
        return Err(cx.type_error(format!("update() takes at most 1 positional argument ({n} given)")));
    }
    fill(cx, me, args)?;
    Ok(cx.none.clone())
}

/// Takes over a mapping or pairs, and keywords, item by item.
fn fill(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    if let Some(other) = args.pos().first() {
        fill_from(cx, me, other)?;
    }
    for (key, value) in args.keywords() {
        cx.setitem(me, key, Some(value))?;
    }
    Ok(())
}

fn fill_from(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult<()> {
    let name = cx.names.keys.clone();
    if other.is_exact(Kind::Dict) {
        let items = dictview::items(cx, other)?;
        return fill_from_pairs(cx, me, &items);
    }
    if let Some(keys) = cx.try_getattr(other, &name)? {
        let keys = cx.call(&keys, &[])?;
        return each(cx, &keys, |cx, key| {
            let value = cx.getitem(other, &key)?;
            cx.setitem(me, &key, Some(&value))?;
            Ok(true)
        });
    }
    let name = cx.intern("items");
    if let Some(items) = cx.try_getattr(other, &name)? {
        let items = cx.call(&items, &[])?;
        return fill_from_pairs(cx, me, &items);
    }
    fill_from_pairs(cx, me, other)
}

fn fill_from_pairs(cx: &mut Cx, me: &ObjRef, pairs: &ObjRef) -> PyResult<()> {
    each(cx, pairs, |cx, pair| {
        let items = cx.collect(&pair)?;
        match items.as_slice() {
            [key, value] => cx.setitem(me, key, Some(value))?,
            [] => return Err(cx.value_error("need more than 0 values to unpack")),
            [_] => return Err(cx.value_error("need more than 1 value to unpack")),
            _ => return Err(cx.value_error("too many values to unpack (expected 2)")),
        }
        Ok(true)
    })
}

fn fromkeys(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 1> =
        Params { required: ["iterable"], optional: ["value"], posonly: 0, kwonly: 2 };
    let ([iterable], [value]) = args.bind(cx, "fromkeys", &PARAMS)?;
    let value = value.unwrap_or_else(|| cx.none.clone());
    let made = cx.call(class, &[])?;
    each(cx, &iterable, |cx, key| {
        cx.setitem(&made, &key, Some(&value))?;
        Ok(true)
    })?;
    Ok(made)
}

// ---- look-up and removal

fn setdefault(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 1> = Params { required: ["key"], optional: ["default"], posonly: 0, kwonly: 2 };
    let ([key], [default]) = args.bind(cx, "setdefault", &PARAMS)?;
    let default = default.unwrap_or_else(|| cx.none.clone());
    if is_exact(cx, me) {
        if let Some(value) = cx.dict_get(me, &key)? {
            return Ok(value);
        }
        drop(cx.dict_set(me, &key, default.clone())?);
        return Ok(default);
    }
    if cx.contains(me, &key)? {
        return cx.getitem(me, &key);
    }
    cx.setitem(me, &key, Some(&default))?;
    Ok(default)
}

fn pop(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 1> = Params { required: ["key"], optional: ["default"], posonly: 0, kwonly: 2 };
    let ([key], [default]) = args.bind(cx, "pop", &PARAMS)?;
    match (cx.dict_remove(me, &key)?, default) {
        (Some((_, value)), _) => Ok(value),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(cx.key_error(&key)),
    }
}

/// The argument `last`, true unless given.
fn last_argument(cx: &mut Cx, last: Option<ObjRef>) -> PyResult<bool> {
    last.map_or(Ok(true), |last| cx.truth(&last))
}

fn popitem(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<0, 1> = Params { required: [], optional: ["last"], posonly: 0, kwonly: 1 };
    let ([], [last]) = args.bind(cx, "popitem", &PARAMS)?;
    let last = last_argument(cx, last)?;
    let popped = cx.heap.get_mut::<Dict>(me).and_then(|d| if last { d.pop_last() } else { d.pop_first() });
    match popped {
        Some((key, value)) => Ok(cx.new_tuple([key, value])),
        None => {
            let message = cx.new_str("dictionary is empty");
            Err(cx.key_error(&message))
        }
    }
}

fn move_to_end(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 1> = Params { required: ["key"], optional: ["last"], posonly: 0, kwonly: 2 };
    let ([key], [last]) = args.bind(cx, "move_to_end", &PARAMS)?;
    let last = last_argument(cx, last)?;
    let hash = cx.hash(&key)?;
    let Some(at) = cx.dict_find(me, &key, hash)? else { return Err(cx.key_error(&key)) };
    if let Some(d) = cx.heap.get_mut::<Dict>(me) {
        if last {
            d.move_to_end(at);
        } else {
            d.move_to_front(at);
        }
    }
    Ok(cx.none.clone())
}

// ---- copies

fn copy(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let new = cx.call(&me.class(), &[])?;
    let plain = is_exact(cx, me);
    let items = dictview::ordered::<ITEMS>(cx, me)?;
    each(cx, &items, |cx, pair| {
        let Some([key, value]) = cx.heap.tuple(&pair) else { return Err(cx.bad_internal("pair")) };
        let (key, value) = (key.clone(), value.clone());
        let value = if plain { value } else { cx.getitem(me, &key)? };
        cx.setitem(&new, &key, Some(&value))?;
        Ok(true)
    })?;
    Ok(new)
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let state = cx.call_method(me, "__getstate__", &[])?;
    let items = cx.call_method(me, "items", &[])?;
    let items = cx.iter(&items)?;
    let args = cx.empty_tuple.clone();
    Ok(cx.new_tuple([me.class(), args, state, cx.none.clone(), items]))
}

// ---- special methods

fn iter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(ordered_iter::over(cx, me, KEYS, false))
}

fn reversed(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(ordered_iter::over(cx, me, KEYS, true))
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let name = crate::type_::short_name(me.ty());
    if dict::len(cx, me) == 0 {
        return Ok(cx.new_str(&format!("{name}()")));
    }
    cx.guarded_repr(me, "...", |cx| {
        let shown = if is_exact(cx, me) {
            dict::copy(cx, me)
        } else {
            let items = cx.call_method(me, "items", &[])?;
            let pairs = cx.collect(&items)?;
            let plain = cx.new_dict();
            let pairs = cx.new_list(pairs);
            dict::update(cx, &plain, "dict", &Args::positional_only(std::slice::from_ref(&pairs)))?;
            plain
        };
        let shown = cx.repr(&shown)?;
        Ok(cx.str_concat(&[&cx.new_str(&format!("{name}(")), &shown, &cx.new_str(")")]))
    })
}

/// Between two OrderedDicts the order counts.
fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let both = a.kind() == Kind::Dict && b.kind() == Kind::Dict;
    if !both || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.not_implemented.clone());
    }
    let same = dict::equal(cx, a, b)? && (!is_ordered(cx, a) || !is_ordered(cx, b) || same_order(cx, a, b)?);
    Ok(cx.bool(same == (op == CompareOp::Eq)))
}

fn same_order(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult<bool> {
    let (mut at, mut other) = (0, 0);
    loop {
        match (dict::next_entry(cx, a, at), dict::next_entry(cx, b, other)) {
            (None, None) => return Ok(true),
            (Some(x), Some(y)) => {
                if !x.key.is(&y.key) && !cx.eq(&x.key, &y.key)? {
                    return Ok(false);
                }
                (at, other) = (x.after, y.after);
            }
            _ => return Ok(false),
        }
    }
}

fn or(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (me, other) = if is_ordered(cx, a) { (a, b) } else { (b, a) };
    if other.kind() != Kind::Dict {
        return Ok(cx.not_implemented.clone());
    }
    let new = cx.call(&me.class(), std::slice::from_ref(a))?;
    fill_from(cx, &new, b)?;
    Ok(new)
}

fn inplace_or(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    fill_from(cx, me, other)?;
    Ok(me.clone())
}
