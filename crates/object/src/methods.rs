//! Native functions and methods as tables: name, arity, function and documentation.

use crate::args::Args;
use crate::cx::Cx;
use crate::error::{PyResult, plural};
use crate::header::Kind;
use crate::payload::{MethodDescriptor, NativeData};
use crate::refs::ObjRef;
use crate::typeobj::TypeObj;

pub type F0 = fn(&mut Cx) -> PyResult;
pub type F1 = fn(&mut Cx, &ObjRef) -> PyResult;
pub type F2 = fn(&mut Cx, &ObjRef, &ObjRef) -> PyResult;
pub type F3 = fn(&mut Cx, &ObjRef, &ObjRef, &ObjRef) -> PyResult;
pub type FSlice = fn(&mut Cx, &[ObjRef]) -> PyResult;
pub type FFull = fn(&mut Cx, &Args) -> PyResult;
pub type FMethod = fn(&mut Cx, &ObjRef, &Args) -> PyResult;

/// The native function; methods get their receiver as the first argument.
#[derive(Clone, Copy)]
pub enum NativeFn {
    A0(F0),
    A1(F1),
    A2(F2),
    A3(F3),
    /// Positional arguments only, least and most (the receiver counted).
    Range(FSlice, u8, u8),
    /// Any arguments, keywords too; checks them itself.
    Full(FFull),
    /// The same behind a receiver, or the class of a class method.
    Method(FMethod),
}

/// How a native function in a type's table is bound.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// A module's function: no receiver.
    Function,
    Method,
    Class,
    Static,
}

/// One row of a table of native functions.
pub struct NativeDef {
    pub name: &'static str,
    pub call: NativeFn,
    pub binding: Binding,
    /// The first line may be the signature: `name($self, x, /)`.
    pub doc: &'static str,
}

impl NativeDef {
    const fn new(name: &'static str, call: NativeFn, binding: Binding, doc: &'static str) -> NativeDef {
        NativeDef { name, call, binding, doc }
    }

    /// A method without arguments.
    pub const fn m0(name: &'static str, f: F1, doc: &'static str) -> NativeDef {
        NativeDef::new(name, NativeFn::A1(f), Binding::Method, doc)
    }

    /// A method with exactly one argument.
    pub const fn m1(name: &'static str, f: F2, doc: &'static str) -> NativeDef {
        NativeDef::new(name, NativeFn::A2(f), Binding::Method, doc)
    }

    /// A method with exactly two arguments.
    pub const fn m2(name: &'static str, f: F3, doc: &'static str) -> NativeDef {
        NativeDef::new(name, NativeFn::A3(f), Binding::Method, doc)
    }

    /// A method with `least..=most` positional arguments, the receiver not counted; its slice
    /// starts with the receiver.
    pub const fn range(name: &'static str, f: FSlice, least: u8, most: u8, doc: &'static str) -> NativeDef {
        let most = if most == u8::MAX { most } else { most + 1 };
        NativeDef::new(name, NativeFn::Range(f, least + 1, most), Binding::Method, doc)
    }

    /// A method that checks its arguments itself; the receiver comes before them.
    pub const fn full(name: &'static str, f: FMethod, doc: &'static str) -> NativeDef {
        NativeDef::new(name, NativeFn::Method(f), Binding::Method, doc)
    }

    /// A class method, which checks its arguments itself; the class comes before them.
    pub const fn class(name: &'static str, f: FMethod, doc: &'static str) -> NativeDef {
        NativeDef::new(name, NativeFn::Method(f), Binding::Class, doc)
    }

    pub const fn static_(name: &'static str, f: FFull, doc: &'static str) -> NativeDef {
        NativeDef::new(name, NativeFn::Full(f), Binding::Static, doc)
    }

    /// A function without arguments.
    pub const fn f0(name: &'static str, f: F0, doc: &'static str) -> NativeDef {
        NativeDef::new(name, NativeFn::A0(f), Binding::Function, doc)
    }

    pub const fn f1(name: &'static str, f: F1, doc: &'static str) -> NativeDef {
        NativeDef::new(name, NativeFn::A1(f), Binding::Function, doc)
    }

    pub const fn f2(name: &'static str, f: F2, doc: &'static str) -> NativeDef {
        NativeDef::new(name, NativeFn::A2(f), Binding::Function, doc)
    }

    pub const fn f3(name: &'static str, f: F3, doc: &'static str) -> NativeDef {
        NativeDef::new(name, NativeFn::A3(f), Binding::Function, doc)
    }

    /// A function with `least..=most` positional arguments; `u8::MAX`: any number.
    pub const fn f_range(name: &'static str, f: FSlice, least: u8, most: u8, doc: &'static str) -> NativeDef {
        NativeDef::new(name, NativeFn::Range(f, least, most), Binding::Function, doc)
    }

    pub const fn f_full(name: &'static str, f: FFull, doc: &'static str) -> NativeDef {
        NativeDef::new(name, NativeFn::Full(f), Binding::Function, doc)
    }

    /// How many items are left, for `operator.length_hint`.
    pub const fn length_hint(f: F1) -> NativeDef {
        NativeDef::m0("__length_hint__", f, "Private method returning an estimate of len(list(it)).")
    }

    pub const fn reduce(f: F1) -> NativeDef {
        NativeDef::m0("__reduce__", f, "Return state information for pickling.")
    }

    pub const fn set_state(f: F2) -> NativeDef {
        NativeDef::m1("__setstate__", f, "Set state information for unpickling.")
    }

    /// How many leading values are the receiver.
    pub fn receivers(&self) -> usize {
        matches!(self.binding, Binding::Method | Binding::Class) as usize
    }
}

/// A computed attribute of a native type.
pub struct GetSet {
    pub name: &'static str,
    pub get: F1,
    /// `None` as value deletes.
    pub set: Option<fn(&mut Cx, &ObjRef, Option<&ObjRef>) -> PyResult<()>>,
    pub doc: &'static str,
    /// Whether it is a part of the object itself: its descriptor is a `member_descriptor`.
    pub is_member: bool,
}

impl GetSet {
    pub const fn new(name: &'static str, get: F1, doc: &'static str) -> GetSet {
        GetSet { name, get, set: None, doc, is_member: false }
    }

    /// A part of the object itself, which cannot be assigned.
    pub const fn member(name: &'static str, get: F1, doc: &'static str) -> GetSet {
        GetSet { name, get, set: Some(refuse_write), doc, is_member: true }
    }

    pub const fn rw(
        name: &'static str,
        get: F1,
        set: fn(&mut Cx, &ObjRef, Option<&ObjRef>) -> PyResult<()>,
        doc: &'static str,
    ) -> GetSet {
        GetSet { name, get, set: Some(set), doc, is_member: false }
    }

    /// A part of the object itself, which can be assigned.
    pub const fn rw_member(
        name: &'static str,
        get: F1,
        set: fn(&mut Cx, &ObjRef, Option<&ObjRef>) -> PyResult<()>,
        doc: &'static str,
    ) -> GetSet {
        GetSet { name, get, set: Some(set), doc, is_member: true }
    }
}

fn refuse_write(cx: &mut Cx, _: &ObjRef, _: Option<&ObjRef>) -> PyResult<()> {
    Err(cx.attribute_error("readonly attribute"))
}

/// How errors name a native function.
#[derive(Clone, Copy)]
pub enum Naming<'a> {
    /// By the type in whose dict it stands, or by its name alone.
    Plain,
    /// By the type of the receiver, as of a method that was read from it before.
    Bound,
    /// By its module, a text.
    Module(&'a ObjRef),
}

impl<'a> Naming<'a> {
    pub fn of(module: Option<&'a ObjRef>) -> Naming<'a> {
        module.map_or(Naming::Plain, Naming::Module)
    }
}

impl NativeDef {
    /// The name for messages, after that of the native type that the method belongs to.
    fn qualified(&self, cx: &Cx, values: &[ObjRef], naming: Naming) -> String {
        match (self.binding, values.first()) {
            (Binding::Function, _) => match naming {
                Naming::Module(m) if m.text_or_empty() != "builtins" => {
                    format!("{}.{}", m.text_or_empty(), self.name)
                }
                _ => self.name.to_string(),
            },
            (Binding::Method, Some(me)) => {
                let owner = match naming {
                    // A method bound to a type is named after that type, not after its metatype.
                    Naming::Bound => TypeObj::of(me).unwrap_or(me.ty()).name(),
                    _ => self.owner(cx, me).unwrap_or_default(),
                };
                format!("{}.{}", owner.rsplit('.').next().unwrap_or_default(), self.name)
            }
            _ => self.name.to_string(),
        }
    }

    /// The type in whose dict the method of a receiver stands.
    fn owner(&self, cx: &Cx, me: &ObjRef) -> Option<String> {
        let name = cx.intern(self.name);
        me.ty().mro().iter().filter_map(TypeObj::of).find_map(|t| {
            let found = cx.namespace_get(&t.data.dict, &name)?;
            let d = cx.heap.get::<MethodDescriptor>(&found)?;
            std::ptr::eq(d.def, self).then(|| t.name())
        })
    }

    /// CPython's words for a wrong number of arguments. `qualified` is the name with its type.
    #[cold]
    fn arity_error(
        &self,
        cx: &mut Cx,
        values: &[ObjRef],
        least: usize,
        most: usize,
        naming: Naming,
    ) -> PyResult {
        let skip = self.receivers();
        let given = values.len().saturating_sub(skip);
        let (least, most) = (least.saturating_sub(skip), most.saturating_sub(skip));
        let name = self.name;
        let qualified = self.qualified(cx, values, naming);
        let text = match (least, most) {
            (0, 0) => format!("{qualified}() takes no arguments ({given} given)"),
            (1, 1) => format!("{qualified}() takes exactly one argument ({given} given)"),
            _ if least == most => format!("{name} expected {least} arguments, got {given}"),
            _ if given < least => {
                format!("{name} expected at least {least} argument{}, got {given}", plural(least))
            }
            _ => format!("{name} expected at most {most} argument{}, got {given}", plural(most)),
        };
        Err(cx.type_error(text))
    }

    /// Calls the function; for methods `args.values[0]` is the receiver.
    #[inline]
    pub fn invoke(&self, cx: &mut Cx, args: &Args) -> PyResult {
        self.invoke_of(cx, args, Naming::Plain)
    }

    /// As [`NativeDef::invoke`]; errors name the function so.
    #[inline]
    pub fn invoke_of(&self, cx: &mut Cx, args: &Args, naming: Naming) -> PyResult {
        let v = args.values;
        if !args.names.is_empty() && !matches!(self.call, NativeFn::Full(_) | NativeFn::Method(_)) {
            let qualified = self.qualified(cx, v, naming);
            return Err(cx.type_error(format!("{qualified}() takes no keyword arguments")));
        }
        match (self.call, v) {
            (NativeFn::A0(f), []) => f(cx),
            (NativeFn::A1(f), [a]) => f(cx, a),
            (NativeFn::A2(f), [a, b]) => f(cx, a, b),
            (NativeFn::A3(f), [a, b, c]) => f(cx, a, b, c),
            (NativeFn::Range(f, least, most), v)
                if v.len() >= least as usize && (most == u8::MAX || v.len() <= most as usize) =>
            {
                f(cx, v)
            }
            (NativeFn::Full(f), _) => f(cx, args),
            (NativeFn::Method(f), [me, rest @ ..]) => f(cx, me, &Args { values: rest, names: args.names }),
            (NativeFn::A0(_), v) => self.arity_error(cx, v, 0, 0, naming),
            (NativeFn::A1(_), v) => self.arity_error(cx, v, 1, 1, naming),
            (NativeFn::A2(_), v) => self.arity_error(cx, v, 2, 2, naming),
            (NativeFn::A3(_), v) => self.arity_error(cx, v, 3, 3, naming),
            (NativeFn::Range(_, least, most), v) => {
                self.arity_error(cx, v, least as usize, most as usize, naming)
            }
            (NativeFn::Method(_), []) => Err(cx.bad_internal("receiver")),
        }
    }
}

/// Slot `call` of native functions.
pub fn call_native(cx: &mut Cx, f: &ObjRef, args: &Args) -> PyResult {
    let Some(native) = cx.heap.get::<NativeData>(f) else { return Err(cx.bad_internal("native function")) };
    let def = native.def;
    let module = native.module.clone();
    match native.self_.clone() {
        // CPython parses these arguments in the old way, which knows the bare name only.
        Some(_) if !args.names.is_empty() && matches!(def.call, NativeFn::Range(_, _, u8::MAX)) => {
            Err(cx.type_error(format!("{}() takes no keyword arguments", def.name)))
        }
        Some(me) if def.receivers() == 1 => {
            args.with_first(me, |args| def.invoke_of(cx, args, Naming::Bound))
        }
        _ => def.invoke_of(cx, args, Naming::of(module.as_ref())),
    }
}

/// Slot `call` of method descriptors: the first argument is the receiver and is checked.
pub fn call_method_descriptor(cx: &mut Cx, f: &ObjRef, args: &Args) -> PyResult {
    let Some(d) = cx.heap.get::<MethodDescriptor>(f) else {
        return Err(cx.bad_internal("method descriptor"));
    };
    let def = d.def;
    let owner = d.owner.clone();
    let Some(me) = args.values.first().filter(|_| args.positional() > 0) else {
        let owner = cx.expect_type(&owner)?.name();
        let (owner, name) = (owner.rsplit('.').next().unwrap_or_default(), def.name);
        return Err(cx.type_error(format!("unbound method {owner}.{name}() needs an argument")));
    };
    cx.check_receiver(def.name, &owner, me)?;
    def.invoke(cx, args)
}

impl Cx {
    /// TypeError unless `me` is an instance of `owner`.
    pub fn check_receiver(&mut self, name: &str, owner: &ObjRef, me: &ObjRef) -> PyResult<()> {
        let owner = self.expect_type(owner)?;
        if me.ty().is_subtype(owner) {
            return Ok(());
        }
        let (owner, got) = (owner.name(), me.ty().name());
        Err(self.type_error(format!(
            "descriptor '{name}' for '{owner}' objects doesn't apply to a '{got}' object"
        )))
    }

    /// Whether this native callable takes exactly these positional arguments without checks of its own.
    pub fn is_native(&self, f: &ObjRef) -> bool {
        matches!(f.kind(), Kind::Native | Kind::MethodDescriptor)
    }
}
