//! `types.GenericAlias`: what `list[int]` gives.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation, Shadow};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::slots::number;
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Slots};

use crate::iters::{reduce_iterator, same};
use crate::{type_, union};

/// Payload: a class and the arguments (a tuple) in its brackets.
pub struct Alias {
    origin: ObjRef,
    args: ObjRef,
    /// `*tuple[int]`
    starred: bool,
}

impl Payload for Alias {
    const SHADOW: Option<Shadow> = Some(|cx, o, f| {
        let (origin, args) = parts(cx, o)?;
        let (origin, args, starred) = (f(cx, &origin)?, f(cx, &args)?, is_starred(cx, o));
        Ok(cx.new_object(Alias { origin, args, starred }))
    });
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.origin, Relation::Attr("__origin__"));
        v.fixed(&mut self.args, Relation::Part("__args__"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        call: Some(call),
        getattr: Some(getattr),
        getitem: Some(getitem),
        iter: Some(iter),
        new: Some(new),
        number: {
            let mut table = Slots::EMPTY.number;
            table[number::OR] = Some(union::or);
            table
        },
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m1("__mro_entries__", mro_entries, ""),
        NativeDef::m1("__instancecheck__", instancecheck, ""),
        NativeDef::m1("__subclasscheck__", subclasscheck, ""),
        NativeDef::m0("__reduce__", reduce, ""),
        NativeDef::m0("__dir__", dir, ""),
    ],
    getsets: &[
        GetSet::member("__origin__", origin, ""),
        GetSet::member("__args__", args, ""),
        GetSet::new("__parameters__", parameters, "Type variables in the GenericAlias."),
        GetSet::member("__unpacked__", unpacked, ""),
        GetSet::new(
            "__typing_unpacked_tuple_args__",
            unpacked_tuple_args,
            "Helper method for unpacking a tuple in typing.",
        ),
    ],
    doc: "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type_over::<Alias>("types.GenericAlias", None, type_flag::BASE_TYPE, Layout::WEAK);
    cx.fill_type(&ty, &SPEC);
    let ty = cx.add_native_type::<AliasIter>("generic_alias_iterator", None, 0);
    cx.fill_type(&ty, &ITER);
    cx.alias_hook.set(Some(|cx, origin, item| Ok(make(cx, origin, item))));
}

/// `__class_getitem__` of builtin generic types: a class method of one argument.
pub fn class_getitem(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let name = format!("{}.__class_getitem__", type_::short_name(cx.expect_type(class)?));
    let item = args.only(cx, &name)?;
    Ok(make(cx, class, item))
}

fn make(cx: &Cx, origin: &ObjRef, item: &ObjRef) -> ObjRef {
    let args = if item.kind() == Kind::Tuple { item.clone() } else { cx.new_tuple([item.clone()]) };
    cx.new_object(Alias { origin: origin.clone(), args, starred: false })
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "GenericAlias")?;
    let [origin, item] = args.values else {
        let n = args.values.len();
        return Err(cx.type_error(format!("GenericAlias expected 2 arguments, got {n}")));
    };
    let args = if item.kind() == Kind::Tuple { item.clone() } else { cx.new_tuple([item.clone()]) };
    let alias = Alias { origin: origin.clone(), args, starred: false };
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, alias))
}

fn parts(cx: &mut Cx, o: &ObjRef) -> PyResult<(ObjRef, ObjRef)> {
    match cx.heap.get::<Alias>(o) {
        Some(a) => Ok((a.origin.clone(), a.args.clone())),
        None => Err(cx.bad_internal("types.GenericAlias")),
    }
}

fn items(cx: &Cx, args: &ObjRef) -> Vec<ObjRef> {
    cx.heap.tuple(args).map(<[ObjRef]>::to_vec).unwrap_or_default()
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (origin, args) = parts(cx, o)?;
    let star = if is_starred(cx, o) { "*" } else { "" };
    let mut text = format!("{star}{}", union::item_text(cx, &origin)?);
    let mut inner = Vec::new();
    for item in items(cx, &args) {
        inner.push(argument_text(cx, &item)?);
    }
    if inner.is_empty() {
        inner.push("()".to_string());
    }
    text += &format!("[{}]", inner.join(", "));
    Ok(cx.new_str(&text))
}

fn argument_text(cx: &mut Cx, item: &ObjRef) -> PyResult<String> {
    if !item.is_exact(Kind::List) {
        return union::item_text(cx, item);
    }
    cx.check_stack()?;
    let mut inner = Vec::new();
    for o in cx.collect(item)? {
        inner.push(argument_text(cx, &o)?);
    }
    Ok(format!("[{}]", inner.join(", ")))
}

fn hash(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let (origin, args) = parts(cx, o)?;
    Ok(cx.hash(&origin)? ^ cx.hash(&args)?)
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let both = a.has_payload::<Alias>() && b.has_payload::<Alias>();
    if !both || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.not_implemented.clone());
    }
    let ((x, xs), (y, ys)) = (parts(cx, a)?, parts(cx, b)?);
    let same = is_starred(cx, a) == is_starred(cx, b) && cx.eq(&x, &y)? && cx.eq(&xs, &ys)?;
    Ok(cx.bool(same == (op == CompareOp::Eq)))
}

/// Calling the alias calls the class; the instance remembers the alias if it can.
fn call(cx: &mut Cx, o: &ObjRef, args: &Args) -> PyResult {
    let (origin, _) = parts(cx, o)?;
    let made = cx.call_args(&origin, args)?;
    let name = cx.intern("__orig_class__");
    if cx.setattr(&made, &name, Some(o)).is_err() {
        let quiet = [cx.excs.attribute_error.clone(), cx.excs.type_error.clone()];
        if !quiet.iter().any(|ty| cx.catch(ty)) {
            return Err(theseus_object::Raised);
        }
    }
    Ok(made)
}

/// Attributes that are the alias's own; all others are the class's.
const OWN: [&str; 11] = [
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

fn getattr(cx: &mut Cx, o: &ObjRef, name: &ObjRef) -> PyResult {
    let own = name.text().is_some_and(|n| OWN.contains(&&*n));
    if own {
        return cx.generic_getattr(o, name);
    }
    let (origin, _) = parts(cx, o)?;
    cx.getattr(&origin, name)
}

/// `list[T][int]` puts arguments in the place of parameters; a class without any is no generic.
fn getitem(cx: &mut Cx, o: &ObjRef, item: &ObjRef) -> PyResult {
    let (origin, args) = parts(cx, o)?;
    let list = items(cx, &args);
    let parameters = parameters_of(cx, &list)?;
    let args = substituted(cx, o, &list, &parameters, item)?;
    let args = cx.new_tuple(args);
    let starred = is_starred(cx, o);
    Ok(cx.new_object(Alias { origin, args, starred }))
}

/// The arguments of a generic with what `item` gives in the place of the parameters.
pub fn substituted(
    cx: &mut Cx,
    o: &ObjRef,
    args: &[ObjRef],
    parameters: &ObjRef,
    item: &ObjRef,
) -> PyResult<Vec<ObjRef>> {
    cx.check_stack()?;
    let parameters = items(cx, parameters);
    if parameters.is_empty() {
        let shown = cx.repr_text(o)?;
        return Err(cx.type_error(format!("{shown} is not a generic class")));
    }
    let given = prepared(cx, o, &parameters, item)?;
    if given.len() != parameters.len() {
        let few = if given.len() < parameters.len() { "few" } else { "many" };
        let (shown, n, m) = (cx.repr_text(o)?, given.len(), parameters.len());
        return Err(cx.type_error(format!("Too {few} arguments for {shown}; actual {n}, expected {m}")));
    }
    let subst = cx.intern("__typing_subst__");
    let is_unpacked = cx.intern("__typing_is_unpacked_typevartuple__");
    let mut new = Vec::new();
    for arg in args {
        if arg.kind() == Kind::Type {
            new.push(arg.clone());
            continue;
        }
        let unpacked = match cx.try_getattr(arg, &is_unpacked)? {
            Some(v) => cx.truth(&v)?,
            None => false,
        };
        let made = match cx.try_getattr(arg, &subst)? {
            Some(f) => match parameters.iter().position(|p| p.is(arg)).and_then(|i| given.get(i)) {
                Some(value) => cx.call(&f, std::slice::from_ref(value))?,
                None => arg.clone(),
            },
            None => within(cx, arg, &parameters, &given)?,
        };
        match cx.heap.tuple(&made) {
            Some(many) if unpacked => new.extend_from_slice(many),
            _ => new.push(made),
        }
    }
    Ok(new)
}

/// The given arguments as a list, after each parameter had its say about them.
fn prepared(cx: &mut Cx, o: &ObjRef, parameters: &[ObjRef], item: &ObjRef) -> PyResult<Vec<ObjRef>> {
    let mut item = unpack_arguments(cx, item)?;
    let prepare = cx.intern("__typing_prepare_subst__");
    for p in parameters {
        if let Some(f) = cx.try_getattr(p, &prepare)? {
            let list = if item.kind() == Kind::Tuple { item } else { cx.new_tuple([item]) };
            item = cx.call(&f, &[o.clone(), list])?;
        }
    }
    Ok(if item.kind() == Kind::Tuple { items(cx, &item) } else { vec![item] })
}

/// `*tuple[int, str]` among the arguments stands for its own ones.
fn unpack_arguments(cx: &mut Cx, item: &ObjRef) -> PyResult {
    let name = cx.intern("__typing_unpacked_tuple_args__");
    let list = if item.kind() == Kind::Tuple { items(cx, item) } else { vec![item.clone()] };
    let mut out = Vec::new();
    for arg in list {
        let inner = if arg.kind() == Kind::Type { None } else { cx.try_getattr(&arg, &name)? };
        match inner.as_ref().and_then(|t| cx.heap.tuple(t)) {
            Some(many) if !matches!(many.last(), Some(last) if last.is(&cx.ellipsis)) => {
                out.extend_from_slice(many)
            }
            _ => out.push(arg),
        }
    }
    Ok(cx.new_tuple(out))
}

/// An argument that is generic itself, with its parameters replaced.
fn within(cx: &mut Cx, arg: &ObjRef, parameters: &[ObjRef], given: &[ObjRef]) -> PyResult {
    let name = cx.intern("__parameters__");
    let Some(own) = cx.try_getattr(arg, &name)?.filter(|p| p.kind() == Kind::Tuple) else {
        return Ok(arg.clone());
    };
    let own = items(cx, &own);
    if own.is_empty() {
        return Ok(arg.clone());
    }
    let mut inner = Vec::new();
    for p in own {
        match parameters.iter().position(|q| q.is(&p)).and_then(|i| given.get(i)) {
            // What a TypeVarTuple stands for comes one by one.
            Some(value) if value.kind() == Kind::Tuple && p.ty().slots().iter.is_some() => {
                inner.extend(items(cx, value))
            }
            Some(value) => inner.push(value.clone()),
            None => inner.push(p),
        }
    }
    let inner = cx.new_tuple(inner);
    cx.getitem(arg, &inner)
}

/// The type variables among the arguments: what has `__typing_subst__`.
pub fn parameters_of(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    cx.check_stack()?;
    let subst = cx.intern("__typing_subst__");
    let nested = cx.intern("__parameters__");
    let mut found: Vec<ObjRef> = Vec::new();
    for arg in args.iter().filter(|a| a.kind() != Kind::Type) {
        let more = if arg.ty().lookup(cx, &subst).is_some() {
            vec![arg.clone()]
        } else {
            match cx.try_getattr(arg, &nested)? {
                Some(t) if t.kind() == Kind::Tuple => items(cx, &t),
                _ => Vec::new(),
            }
        };
        for p in more {
            if !found.iter().any(|f| f.is(&p)) {
                found.push(p);
            }
        }
    }
    Ok(cx.new_tuple(found))
}

fn mro_entries(cx: &mut Cx, o: &ObjRef, _: &ObjRef) -> PyResult {
    let (origin, _) = parts(cx, o)?;
    Ok(cx.new_tuple([origin]))
}

fn instancecheck(cx: &mut Cx, _: &ObjRef, _: &ObjRef) -> PyResult {
    Err(cx.type_error("isinstance() argument 2 cannot be a parameterized generic"))
}

fn subclasscheck(cx: &mut Cx, _: &ObjRef, _: &ObjRef) -> PyResult {
    Err(cx.type_error("issubclass() argument 2 cannot be a parameterized generic"))
}

fn origin(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(parts(cx, o)?.0)
}

fn args(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(parts(cx, o)?.1)
}

fn parameters(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (_, args) = parts(cx, o)?;
    let list = items(cx, &args);
    parameters_of(cx, &list)
}

fn is_starred(cx: &Cx, o: &ObjRef) -> bool {
    cx.heap.get::<Alias>(o).is_some_and(|a| a.starred)
}

fn unpacked(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.bool(is_starred(cx, o)))
}

fn unpacked_tuple_args(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (origin, args) = parts(cx, o)?;
    let shown = is_starred(cx, o) && origin.is(cx.types.tuple.as_ref());
    Ok(if shown { args } else { cx.none.clone() })
}

/// `*alias`: one item, the alias with a star.
/// What `iter(list[int])` gives: one item, the starred alias.
struct AliasIter {
    alias: Option<ObjRef>,
}

impl Payload for AliasIter {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.alias, Relation::Typed("alias"));
    }
    fn clear(&mut self) {
        self.alias = None;
    }
}

static ITER: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[NativeDef::reduce(reduce_iter)],
    ..TypeSpec::EMPTY
};

fn iter(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.new_object(AliasIter { alias: Some(o.clone()) }))
}

fn next(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let alias = cx.heap.get_mut::<AliasIter>(it).and_then(|i| i.alias.take());
    let Some(alias) = alias else { return Ok(None) };
    let (origin, args) = parts(cx, &alias)?;
    Ok(Some(cx.new_object(Alias { origin, args, starred: true })))
}

fn reduce_iter(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let alias = cx.heap.get::<AliasIter>(it).and_then(|i| i.alias.clone());
    let over = alias.unwrap_or_else(|| cx.empty_tuple.clone());
    reduce_iterator(cx, "iter", over, None)
}

fn reduce(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (origin, args) = parts(cx, o)?;
    if is_starred(cx, o) {
        let plain = cx.new_object(Alias { origin, args, starred: false });
        let it = iter(cx, &plain)?;
        let name = cx.intern("next");
        let Some(next) = cx.namespace_get(&cx.builtins, &name) else {
            return Err(cx.attribute_error("next"));
        };
        let args = cx.new_tuple([it]);
        return Ok(cx.new_tuple([next, args]));
    }
    let both = cx.new_tuple([origin, args]);
    Ok(cx.new_tuple([o.class(), both]))
}

/// The names of the class, and the alias's own.
fn dir(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (origin, _) = parts(cx, o)?;
    let name = cx.names.dir.clone();
    let names = match origin.ty().lookup(cx, &name) {
        Some(_) => cx.call_type_method(&origin, &name, &[]).unwrap_or_else(|| Ok(cx.empty_tuple.clone()))?,
        None => cx.empty_tuple.clone(),
    };
    let mut all = cx.collect(&names)?;
    for own in OWN {
        let own = cx.new_str(own);
        if !all.iter().any(|n| n.is_str() && n.str_eq(&own)) {
            all.push(own);
        }
    }
    Ok(cx.new_list(all))
}
