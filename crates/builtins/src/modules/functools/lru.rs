//! `_lru_cache_wrapper`: calls a function and remembers its results, the last used longest.

use smallvec::SmallVec;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::{Dict, Method};
use theseus_object::slots::Slots;
use theseus_object::typeobj::Layout;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::dict;
use crate::functions::objects::is_callable;
use crate::sequence::{is_index, size_argument};
use crate::type_::{instance_dict, set_instance_dict};

struct LruCache {
    function: ObjRef,
    /// A dict from keys to results, the last used at the end.
    cache: ObjRef,
    /// Makes the result of `cache_info`.
    info_type: ObjRef,
    /// Stands in keys between positional and keyword arguments.
    mark: ObjRef,
    /// `None`: without limit.
    limit: Option<usize>,
    typed: bool,
    hits: usize,
    misses: usize,
}

impl Payload for LruCache {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.function, Relation::Attr("func"));
        v.fixed(&mut self.cache, Relation::Part("cache"));
        v.fixed(&mut self.info_type, Relation::Typed("cache_info_type"));
        v.fixed(&mut self.mark, Relation::Typed("kwd_mark"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), call: Some(call), get: Some(get), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0("cache_info", cache_info, "cache_info($self, /)\n--\n\nReport cache statistics"),
        NativeDef::m0(
            "cache_clear",
            cache_clear,
            "cache_clear($self, /)\n--\n\nClear the cache and cache statistics",
        ),
        NativeDef::m0("__reduce__", reduce, ""),
        NativeDef::m0("__copy__", copy, ""),
        NativeDef::m1("__deepcopy__", deepcopy, ""),
    ],
    getsets: &[GetSet::rw("__dict__", instance_dict, set_instance_dict, "")],
    doc: "Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize\n",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let layout = Layout { has_dict: true, ..Layout::WEAK };
    let ty = cx.add_native_type_over::<LruCache>("functools._lru_cache_wrapper", None, 0, layout);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(dict, "_lru_cache_wrapper", ty.as_ref().clone());
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<4, 0> = Params {
        required: ["user_function", "maxsize", "typed", "cache_info_type"],
        optional: [],
        posonly: 0,
        kwonly: 4,
    };
    let ty = cx.expect_type(class)?;
    let ([function, limit, typed, info_type], []) = args.bind(cx, "lru_cache", &PARAMS)?;
    let typed = cx.truth(&typed)?;
    if !is_callable(&function) {
        return Err(cx.type_error("the first argument must be callable"));
    }
    let limit = if limit.is_none() {
        None
    } else if is_index(&limit) {
        Some(size_argument(cx, &limit)?.max(0) as usize)
    } else {
        return Err(cx.type_error("maxsize should be integer or None"));
    };
    let (cache, mark) = (cx.new_dict(), cx.alloc_instance(&cx.types.object));
    let data = LruCache { function, cache, info_type, mark, limit, typed, hits: 0, misses: 0 };
    Ok(cx.new_instance(ty, data))
}

fn call(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let Some(c) = cx.heap.get_mut::<LruCache>(me) else { return Err(cx.bad_internal("lru_cache")) };
    let (function, limit) = (c.function.clone(), c.limit);
    if limit == Some(0) {
        c.misses += 1;
        return cx.call_args(&function, args);
    }
    let cache = c.cache.clone();
    let key = key_of(cx, me, args);
    let hash = cx.hash(&key)?;
    if let Some(at) = cx.dict_find(&cache, &key, hash)? {
        return Ok(hit(cx, me, &cache, at, limit.is_some()));
    }
    if let Some(c) = cx.heap.get_mut::<LruCache>(me) {
        c.misses += 1;
    }
    let result = cx.call_args(&function, args)?;
    let Some(limit) = limit else {
        drop(cx.dict_set_hashed(&cache, &key, hash, result.clone())?);
        return Ok(result);
    };
    // The call may have got here itself with the same arguments.
    if cx.dict_find(&cache, &key, hash)?.is_none() {
        let full = dict::len(cx, &cache) >= limit;
        let oldest = if full { cx.heap.get_mut::<Dict>(&cache).and_then(Dict::pop_first) } else { None };
        let old = cx.dict_set_hashed(&cache, &key, hash, result.clone());
        drop(oldest);
        drop(old?);
    }
    Ok(result)
}

/// The result at a position, which becomes the last used.
fn hit(cx: &mut Cx, me: &ObjRef, cache: &ObjRef, at: usize, limited: bool) -> ObjRef {
    if let Some(c) = cx.heap.get_mut::<LruCache>(me) {
        c.hits += 1;
    }
    let Some(d) = cx.heap.get_mut::<Dict>(cache) else { return cx.none.clone() };
    let result = d.value_at(at).cloned();
    if limited && at + 1 < d.end() {
        d.move_to_end(at);
    }
    result.unwrap_or_else(|| cx.none.clone())
}

/// What tells these arguments from others.
fn key_of(cx: &Cx, me: &ObjRef, args: &Args) -> ObjRef {
    let Some(c) = cx.heap.get::<LruCache>(me) else { return cx.none.clone() };
    if !c.typed
        && args.names.is_empty()
        && let [only] = args.values
        && (only.is_exact(Kind::Int) || only.is_exact(Kind::Str))
    {
        return only.clone();
    }
    let mut parts: SmallVec<[ObjRef; 8]> = args.pos().iter().cloned().collect();
    if !args.names.is_empty() {
        parts.push(c.mark.clone());
        parts.extend(args.keywords().flat_map(|(name, value)| [name.clone(), value.clone()]));
    }
    if c.typed {
        parts.extend(args.values.iter().map(ObjRef::class));
    }
    cx.new_tuple(parts)
}

/// As a class attribute it becomes a method.
fn get(cx: &mut Cx, me: &ObjRef, instance: Option<&ObjRef>, _: &ObjRef) -> PyResult {
    match instance.filter(|o| !o.is_none()) {
        Some(o) => Ok(cx.new_as(&cx.types.method, Method { func: me.clone(), self_: o.clone() })),
        None => Ok(me.clone()),
    }
}

fn cache_info(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(c) = cx.heap.get::<LruCache>(me) else { return Err(cx.bad_internal("lru_cache")) };
    let size = dict::len(cx, &c.cache);
    let (hits, misses, limit) = (cx.usize(c.hits), cx.usize(c.misses), c.limit);
    let info_type = c.info_type.clone();
    let limit = limit.map_or_else(|| cx.none.clone(), |n| cx.usize(n));
    let size = cx.usize(size);
    cx.call(&info_type, &[hits, misses, limit, size])
}

fn cache_clear(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(c) = cx.heap.get_mut::<LruCache>(me) else { return Err(cx.bad_internal("lru_cache")) };
    (c.hits, c.misses) = (0, 0);
    let cache = c.cache.clone();
    let old = cx.heap.get_mut::<Dict>(&cache).map(Dict::take_all);
    drop(old);
    Ok(cx.none.clone())
}

/// It is found again by its name.
fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let name = cx.names.qualname.clone();
    cx.getattr(me, &name)
}

fn copy(_: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(me.clone())
}

fn deepcopy(_: &mut Cx, me: &ObjRef, _: &ObjRef) -> PyResult {
    Ok(me.clone())
}
