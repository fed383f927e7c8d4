//! Named tuples of native modules, such as `sys.version_info`.

use theseus_object::args::Params;
use theseus_object::class::{GetSetDescriptor, MemberDescriptor, MemberPlace, TypeSpec};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Tuple;
use theseus_object::typeobj::Layout;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots, TypeObj};

/// A record type. Fields beyond the visible ones are attributes only; an empty name marks an item
/// without an attribute.
pub struct Fields {
    /// With the module before a point, if it has one.
    pub name: &'static str,
    pub doc: &'static str,
    /// Name and documentation of each field, in order.
    pub fields: &'static [(&'static str, &'static str)],
    /// How many of them are items of the tuple.
    pub visible: usize,
    /// Whether only natives make instances.
    pub sealed: bool,
}

impl Fields {
    /// The name without its module.
    pub fn short_name(&self) -> &'static str {
        self.name.rsplit('.').next().unwrap_or_default()
    }
}

/// Getters of the fields by their place, the hidden ones too.
macro_rules! getters {
    ($($index:literal)*) => { [$(|cx, o| any_field(cx, o, $index)),*] };
}

static GETTERS: [theseus_object::methods::F1; 24] =
    getters!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23);

fn any_field(cx: &mut Cx, o: &ObjRef, index: usize) -> PyResult {
    let visible = cx.heap.tuple(o).map_or(0, <[ObjRef]>::len);
    let value = match index.checked_sub(visible) {
        None => cx.heap.tuple(o).and_then(|items| items.get(index).cloned()),
        Some(hidden) => cx.member_get(o, hidden),
    };
    Ok(value.unwrap_or_else(|| cx.none.clone()))
}

/// Makes the type of some fields. Its tables live as long as the process, as those of all natives do.
pub fn make_type(cx: &mut Cx, fields: &'static Fields) -> ObjRef {
    let tuple = cx.types.tuple.clone();
    let hidden = fields.fields.len().saturating_sub(fields.visible);
    let layout = Layout { members: hidden, has_dict: false, has_weakref: false };
    let ty = cx.add_native_type_over::<Tuple>(fields.name, Some(&tuple), 0, layout);
    let named = fields.fields.iter().zip(GETTERS).filter(|((name, _), _)| !name.is_empty());
    let getsets: Vec<GetSet> = named.map(|((name, doc), get)| GetSet::member(name, get, doc)).collect();
    let new = if fields.sealed { new_sealed } else { new_record };
    let spec = TypeSpec {
        slots: Slots { repr: Some(repr), new: Some(new), ..Slots::EMPTY },
        methods: METHODS,
        getsets: Box::leak(getsets.into_boxed_slice()),
        doc: fields.doc,
    };
    cx.fill_type(&ty, Box::leak(Box::new(spec)));
    let unnamed = fields.fields.iter().filter(|(name, _)| name.is_empty()).count();
    let numbers = [
        ("n_fields", fields.fields.len()),
        ("n_sequence_fields", fields.visible),
        ("n_unnamed_fields", unnamed),
    ];
    for (key, n) in numbers {
        cx.namespace_put(&ty.data.dict, key, cx.usize(n));
    }
    let names = fields.fields.iter().take(fields.visible).filter(|(name, _)| !name.is_empty());
    let names: Vec<ObjRef> = names.map(|(name, _)| cx.new_str(name)).collect();
    cx.namespace_put(&ty.data.dict, "__match_args__", cx.new_tuple(names));
    ty.as_ref().clone()
}

/// The type of some fields, made on first use and kept under its name.
pub fn kept_type(cx: &mut Cx, fields: &'static Fields) -> ObjRef {
    if let Some(class) = cx.kept(fields.name) {
        return class;
    }
    let class = make_type(cx, fields);
    cx.keep(fields.name, class.clone());
    class
}

/// The one instance of a type that is made for it.
pub fn instance(cx: &mut Cx, fields: &'static Fields, values: Vec<ObjRef>) -> ObjRef {
    let class = make_type(cx, fields);
    build(cx, &class, values)
}

static METHODS: &[NativeDef] = &[NativeDef::m0("__reduce__", reduce, "")];

/// An instance from the values of all fields; hidden ones that are missing are None.
pub fn build(cx: &Cx, class: &ObjRef, mut values: Vec<ObjRef>) -> ObjRef {
    let Some(ty) = TypeObj::of(class) else { return cx.none.clone() };
    let visible = number(cx, class, "n_sequence_fields");
    let hidden = values.split_off(visible.min(values.len()));
    let o = cx.new_subclass_copy(ty, &cx.new_tuple(values));
    for (i, value) in hidden.into_iter().enumerate() {
        drop(cx.member_set(&o, i, Some(value)));
    }
    o
}

fn number(cx: &Cx, class: &ObjRef, key: &str) -> usize {
    let found = TypeObj::of(class).and_then(|t| cx.namespace_get(&t.data.dict, &cx.intern(key)));
    found.and_then(|n| n.int()).and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
}

fn new_sealed(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let name = cx.expect_type(class)?.name();
    Err(cx.type_error(format!("cannot create '{name}' instances")))
}

fn new_record(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<1, 1> =
        Params { required: ["sequence"], optional: ["dict"], posonly: 0, kwonly: 2 };
    let name = cx.expect_type(class)?.name();
    let short = name.rsplit('.').next().unwrap_or_default().to_string();
    let ([sequence], [extra]) = args.bind(cx, &short, &PARAMS)?;
    let items = match cx.collect(&sequence) {
        Ok(items) => items,
        Err(_) if cx.catch(&cx.excs.type_error.clone()) => {
            return Err(cx.type_error("constructor requires a sequence"));
        }
        Err(e) => return Err(e),
    };
    let (all, visible) = (number(cx, class, "n_fields"), number(cx, class, "n_sequence_fields"));
    let n = items.len();
    if n < visible || n > all {
        let text = if all == visible {
            format!("{name}() takes a {visible}-sequence ({n}-sequence given)")
        } else if n < visible {
            format!("{name}() takes an at least {visible}-sequence ({n}-sequence given)")
        } else {
            format!("{name}() takes an at most {all}-sequence ({n}-sequence given)")
        };
        return Err(cx.type_error(text));
    }
    let mut values = items;
    let names: Vec<&'static str> = {
        let ty = TypeObj::of(class);
        ty.map(|t| names_in(cx, &t.data.dict)).unwrap_or_default()
    };
    let unnamed = all - names.len();
    while values.len() < all {
        let name = values.len().checked_sub(unnamed).and_then(|i| names.get(i));
        let given = match (&extra, name) {
            (Some(dict), Some(name)) if !dict.is_none() => {
                let key = cx.intern(name);
                if cx.contains(dict, &key)? { Some(cx.getitem(dict, &key)?) } else { None }
            }
            _ => None,
        };
        values.push(given.unwrap_or_else(|| cx.none.clone()));
    }
    Ok(build(cx, class, values))
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let class = me.class();
    let visible = cx.heap.tuple(me).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let names = names(cx, me);
    let unnamed = number(cx, &class, "n_unnamed_fields");
    let dict = cx.new_dict();
    for (i, name) in names.iter().enumerate().skip(visible.len() - unnamed.min(visible.len())) {
        let value = any_field(cx, me, i + unnamed)?;
        cx.namespace_put(&dict, name, value);
    }
    let items = cx.new_tuple(visible);
    let args = cx.new_tuple([items, dict]);
    Ok(cx.new_tuple([class, args]))
}

fn names(cx: &Cx, o: &ObjRef) -> Vec<&'static str> {
    names_in(cx, &o.ty().data.dict)
}

fn names_in(cx: &Cx, dict: &ObjRef) -> Vec<&'static str> {
    let own = cx.dict_items(dict);
    let field = |v: &ObjRef| match cx.heap.get::<MemberDescriptor>(v) {
        Some(MemberDescriptor { place: MemberPlace::Native(def), .. }) => Some(def.name),
        _ => cx.heap.get::<GetSetDescriptor>(v).map(|g: &GetSetDescriptor| g.def.name),
    };
    own.iter().filter_map(|(_, v)| field(v)).collect()
}

/// `name(field=value, ...)`, for any tuple type with getters by name.
pub fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let items = cx.heap.tuple(o).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let mut parts = Vec::new();
    for (name, value) in names(cx, o).into_iter().zip(&items) {
        parts.push(format!("{name}={}", cx.repr_text(value)?));
    }
    let text = format!("{}({})", o.ty().name(), parts.join(", "));
    Ok(cx.new_str(&text))
}
