//! The exceptions of signals, and `SignalDict`: a context's flags or traps as a mapping.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Slots, TypeObj};

use super::context::{Context, change, shown};
use super::settings::signal;
use super::state::{FLAGS, SIGNALS, State, bits_of, listed, part};
use crate::modules::attribute_of;

/// Payload of a SignalDict.
pub struct SignalDict {
    /// None in one that Python made, which shows nothing.
    pub context: Option<ObjRef>,
    /// Traps, else flags.
    pub traps: bool,
}

impl Payload for SignalDict {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.context, Relation::Typed("context"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        compare: Some(compare),
        len: Some(|cx, me| own(cx, me).map(|_| FLAGS)),
        iter: Some(iter),
        getitem: Some(getitem),
        setitem: Some(setitem),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m0("copy", copy, "")],
    getsets: &[],
    doc: "",
};

/// Names of the classes and of what else they derive from.
static BASES: [(&str, &[&str]); 13] = [
    ("InvalidOperation", &["DecimalException"]),
    ("FloatOperation", &["DecimalException", "TypeError"]),
    ("DivisionByZero", &["DecimalException", "ZeroDivisionError"]),
    ("Inexact", &["DecimalException"]),
    ("Rounded", &["DecimalException"]),
    ("Clamped", &["DecimalException"]),
    ("Subnormal", &["DecimalException"]),
    ("Overflow", &["Inexact", "Rounded"]),
    ("Underflow", &["Inexact", "Rounded", "Subnormal"]),
    ("ConversionSyntax", &["InvalidOperation"]),
    ("DivisionImpossible", &["InvalidOperation"]),
    ("DivisionUndefined", &["InvalidOperation", "ZeroDivisionError"]),
    ("InvalidContext", &["InvalidOperation"]),
];

pub fn install(cx: &mut Cx, dict: &ObjRef) -> PyResult<()> {
    let class = |cx: &mut Cx, name: &str, bases: Vec<ObjRef>| -> PyResult {
        let namespace = cx.new_dict();
        cx.namespace_put(&namespace, "__module__", cx.new_str("decimal"));
        let metaclass = cx.types.type_.as_ref().clone();
        let made = cx.call(&metaclass, &[cx.new_str(name), cx.new_tuple(bases), namespace])?;
        Ok(made)
    };
    let arithmetic = attribute_of(cx, "builtins", "ArithmeticError")?;
    let root = class(cx, "DecimalException", vec![arithmetic])?;
    cx.namespace_put(dict, "DecimalException", root);
    for (name, bases) in BASES {
        let mut found = Vec::new();
        for base in bases {
            let key = cx.intern(base);
            found.push(match cx.namespace_get(dict, &key) {
                Some(base) => base,
                None => attribute_of(cx, "builtins", base)?,
            });
        }
        let made = class(cx, name, found)?;
        cx.namespace_put(dict, name, made);
    }
    let classes = SIGNALS.iter().filter_map(|(_, name)| {
        let key = cx.intern(name);
        cx.namespace_get(dict, &key)
    });
    let classes: Vec<ObjRef> = classes.collect();
    let mixin = cx.add_native_type::<SignalDict>("decimal.SignalDictMixin", None, type_flag::BASE_TYPE);
    cx.fill_type(&mixin, &SPEC);
    let mapping = attribute_of(cx, "collections.abc", "MutableMapping")?;
    let bases = cx.new_tuple([mixin.as_ref().clone(), mapping.clone()]);
    let (metaclass, name, namespace) = (mapping.class(), cx.new_str("SignalDict"), cx.new_dict());
    let signal_dict = cx.call(&metaclass, &[name, bases, namespace])?;
    let state = cx.state::<State>();
    if let Some(s) = cx.heap.get_mut::<State>(&state) {
        s.signals = classes;
        s.signal_dict = Some(signal_dict);
    }
    Ok(())
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, SignalDict { context: None, traps: false }))
}

/// The flags or traps of a context.
pub fn view(cx: &mut Cx, context: &ObjRef, traps: bool) -> PyResult {
    let at = usize::from(traps);
    let known = cx.heap.get::<Context>(context).and_then(|c| c.views.get(at).cloned().flatten());
    if let Some(view) = known {
        return Ok(view);
    }
    let class = part(cx, |s| s.signal_dict.clone())?;
    let ty = cx.expect_type(&class)?;
    let view = cx.new_instance(ty, SignalDict { context: Some(context.clone()), traps });
    if let Some(slot) = cx.heap.get_mut::<Context>(context).and_then(|c| c.views.get_mut(at)) {
        *slot = Some(view.clone());
    }
    Ok(view)
}

fn own(cx: &mut Cx, me: &ObjRef) -> PyResult<(ObjRef, bool, u32)> {
    let Some(d) = cx.heap.get::<SignalDict>(me) else { return Err(cx.bad_internal("signal dict")) };
    match d.context.clone() {
        Some(context) => Ok((context, d.traps, shown(cx, d))),
        None => Err(cx.value_error("invalid signal dict")),
    }
}

/// The bits of what is assigned as flags or traps: a SignalDict, or a dict of all signals.
pub fn bits(cx: &mut Cx, o: &ObjRef) -> PyResult<u32> {
    if cx.heap.get::<SignalDict>(o).is_some() {
        return Ok(own(cx, o)?.2);
    }
    if o.kind() != Kind::Dict {
        return Err(cx.type_error("argument must be a signal dict"));
    }
    match dict_bits(cx, o)? {
        Some(bits) => Ok(bits),
        None => {
            let text = cx.new_str("invalid signal dict");
            Err(cx.key_error(&text))
        }
    }
}

/// The bits of a dict that has the signals as its keys; `None` for another.
fn dict_bits(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<u32>> {
    if cx.dict_items(o).len() != FLAGS {
        return Ok(None);
    }
    let mut bits = 0;
    for class in listed(cx, u32::MAX) {
        let Some(v) = cx.dict_get(o, &class)? else { return Ok(None) };
        if cx.truth(&v)? {
            bits |= bits_of(cx, &class)?;
        }
    }
    Ok(Some(bits))
}

/// Whether two sets of bits have the same signals.
fn same(a: u32, b: u32) -> bool {
    SIGNALS.iter().take(FLAGS).all(|(bits, _)| (a & bits != 0) == (b & bits != 0))
}

fn compare(cx: &mut Cx, me: &ObjRef, other: &ObjRef, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.not_implemented.clone());
    }
    let (_, _, mine) = own(cx, me)?;
    let theirs = match cx.heap.get::<SignalDict>(other) {
        Some(_) => Some(own(cx, other)?.2),
        None if other.kind() == Kind::Dict => dict_bits(cx, other)?,
        None => return Ok(cx.not_implemented.clone()),
    };
    let equal = theirs.is_some_and(|theirs| same(mine, theirs));
    Ok(cx.bool(equal == (op == CompareOp::Eq)))
}

fn iter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    own(cx, me)?;
    let all = listed(cx, u32::MAX);
    let all = cx.new_tuple(all);
    cx.iter(&all)
}

fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    let (_, _, bits) = own(cx, me)?;
    let wanted = bits_of(cx, key)?;
    Ok(cx.bool(bits & wanted != 0))
}

fn setitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(value) = value else { return Err(cx.value_error("signal keys cannot be deleted")) };
    let bits = bits_of(cx, key)?;
    let on = cx.truth(value)?;
    let (context, traps, _) = own(cx, me)?;
    change(cx, &context, |s| {
        let all = if traps { &mut s.traps } else { &mut s.flags };
        // A flag that Python raises is the plain signal.
        let raised = if traps { bits } else { bits & !signal::INVALID | bits & signal::INVALID_OPERATION };
        *all = if on { *all | raised } else { *all & !bits };
    })?;
    Ok(())
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (_, _, bits) = own(cx, me)?;
    let mut parts = Vec::new();
    for class in listed(cx, u32::MAX) {
        let on = bits & bits_of(cx, &class)? != 0;
        let name = TypeObj::of(&class).map(TypeObj::name).unwrap_or_default();
        parts.push(format!("<class 'decimal.{name}'>:{}", if on { "True" } else { "False" }));
    }
    Ok(cx.new_str(&format!("{{{}}}", parts.join(", "))))
}

fn copy(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (_, _, bits) = own(cx, me)?;
    let dict = cx.new_dict();
    for class in listed(cx, u32::MAX) {
        let on = bits & bits_of(cx, &class)? != 0;
        let on = cx.bool(on);
        cx.dict_set(&dict, &class, on)?;
    }
    Ok(dict)
}
