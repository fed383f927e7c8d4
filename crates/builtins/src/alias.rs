//! `types.GenericAlias`: what `list[int]` gives.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::slots::number;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Slots};

use crate::union;

/// Payload: a class and the arguments (a tuple) in its brackets.
pub struct Alias {
    origin: ObjRef,
    args: ObjRef,
    /// Written with a star before it: `*tuple[int]`.
    starred: bool,
}

impl Payload for Alias {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.origin, Relation::Attr("__origin__"));
        v.fixed(&mut self.args, Relation::Attr("__args__"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        call: Some(call),
        iter: Some(iterate),
        getattr: Some(getattr),
        getitem: Some(getitem),
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
    ],
    getsets: &[
        GetSet::member("__origin__", origin, ""),
        GetSet::member("__args__", args, ""),
        GetSet::new("__parameters__", parameters, "Type variables in the GenericAlias."),
        GetSet::new("__unpacked__", unpacked, ""),
        GetSet::new("__typing_unpacked_tuple_args__", unpacked_tuple, ""),
    ],
    doc: "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<Alias>("types.GenericAlias", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    cx.alias_hook.set(Some(|cx, origin, item| Ok(make(cx, origin, item))));
}

/// `__class_getitem__` of builtin generic types: a class method of one argument.
pub fn class_getitem(cx: &mut Cx, args: &Args) -> PyResult {
    let [class, item] = args.pos() else {
        let n = args.positional().saturating_sub(1);
        return Err(cx.type_error(format!("__class_getitem__() takes exactly one argument ({n} given)")));
    };
    Ok(make(cx, class, item))
}

fn make(cx: &Cx, origin: &ObjRef, item: &ObjRef) -> ObjRef {
    let args = if item.kind() == Kind::Tuple { item.clone() } else { cx.new_tuple([item.clone()]) };
    cx.new_object(Alias { origin: origin.clone(), args, starred: false })
}

fn new(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "GenericAlias")?;
    let [origin, item] = args.values else {
        let n = args.values.len();
        return Err(cx.type_error(format!("GenericAlias expected 2 arguments, got {n}")));
    };
    Ok(make(cx, origin, item))
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
    let mut text = union::item_text(cx, &origin)?;
    let mut inner = Vec::new();
    for item in items(cx, &args) {
        inner.push(argument_text(cx, &item)?);
    }
    if inner.is_empty() {
        inner.push("()".to_string());
    }
    text += &format!("[{}]", inner.join(", "));
    if is_starred(cx, o) {
        text.insert(0, '*');
    }
    Ok(cx.new_str(&text))
}

fn argument_text(cx: &mut Cx, item: &ObjRef) -> PyResult<String> {
    if item.kind() != Kind::List {
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
    let parameters = items(cx, &parameters);
    let shown = cx.repr_text(o)?;
    if parameters.is_empty() {
        return Err(cx.type_error(format!("{shown} is not a generic class")));
    }
    let given = if item.kind() == Kind::Tuple { items(cx, item) } else { vec![item.clone()] };
    if given.len() != parameters.len() {
        let few = if given.len() < parameters.len() { "few" } else { "many" };
        let (n, m) = (given.len(), parameters.len());
        return Err(cx.type_error(format!("Too {few} arguments for {shown}; actual {n}, expected {m}")));
    }
    let mut new = Vec::new();
    for arg in &list {
        let at = parameters.iter().position(|p| p.is(arg)).and_then(|i| given.get(i));
        new.push(at.unwrap_or(arg).clone());
    }
    let args = cx.new_tuple(new);
    Ok(make(cx, &origin, &args))
}

/// The type variables among the arguments: what has `__typing_subst__`.
pub fn parameters_of(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
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

/// The arguments of a starred tuple.
fn unpacked_tuple(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (origin, args) = parts(cx, o)?;
    let is_tuple = origin.is(cx.types.tuple.as_ref());
    Ok(if is_starred(cx, o) && is_tuple { args } else { cx.none.clone() })
}

/// Iterating gives the starred alias, once: what `*list[int]` means in brackets.
fn iterate(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (origin, args) = parts(cx, o)?;
    let starred = cx.new_object(Alias { origin, args, starred: true });
    let once = cx.new_tuple([starred]);
    cx.iter(&once)
}
