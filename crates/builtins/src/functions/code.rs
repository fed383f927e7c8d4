//! eval, exec, compile, globals, locals, `__import__`, `__build_class__`.

use theseus_object::args::Params;
use theseus_object::cx::Compile;
use theseus_object::methods::NativeDef;
use theseus_object::payload::CellData;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, TypeObj};

use crate::type_::{self, calculate_metaclass};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_range(
        "eval",
        eval,
        1,
        3,
        "Evaluate the given source in the context of globals and locals.\n\nThe source may be a string representing a Python expression\nor a code object as returned by compile().\nThe globals must be a dictionary and locals can be any mapping,\ndefaulting to the current globals and locals.\nIf only globals is given, locals defaults to it.",
    ),
    NativeDef::f_full(
        "exec",
        exec,
        "Execute the given source in the context of globals and locals.\n\nThe source may be a string representing one or more Python statements\nor a code object as returned by compile().\nThe globals must be a dictionary and locals can be any mapping,\ndefaulting to the current globals and locals.\nIf only globals is given, locals defaults to it.\nThe closure must be a tuple of cellvars, and can only be used\nwhen source is a code object requiring exactly that many cellvars.",
    ),
    NativeDef::f_full(
        "compile",
        compile,
        "Compile source into a code object that can be executed by exec() or eval().\n\nThe source code may represent a Python module, statement or expression.\nThe filename will be used for run-time error messages.\nThe mode must be 'exec' to compile a module, 'single' to compile a\nsingle (interactive) statement, or 'eval' to compile an expression.\nThe flags argument, if present, controls which future statements influence\nthe compilation of the code.\nThe dont_inherit argument, if true, stops the compilation inheriting\nthe effects of any future statements in effect in the code calling\ncompile; if absent or false these statements do influence the compilation,\nin addition to any features explicitly specified.",
    ),
    NativeDef::f0(
        "globals",
        globals,
        "Return the dictionary containing the current scope's global variables.\n\nNOTE: Updates to this dictionary *will* affect name lookups in the current\nglobal scope and vice-versa.",
    ),
    NativeDef::f0(
        "locals",
        locals,
        "Return a dictionary containing the current scope's local variables.\n\nNOTE: Whether or not updates to this dictionary will affect name lookups in\nthe local scope and vice-versa is *implementation dependent* and not\ncovered by any backwards compatibility guarantees.",
    ),
    NativeDef::f_full(
        "__import__",
        import,
        "Import a module.\n\nBecause this function is meant for use by the Python\ninterpreter and not for general use, it is better to use\nimportlib.import_module() to programmatically import a module.\n\nThe globals argument is only used to determine the context;\nthey are not modified.  The locals argument is unused.  The fromlist\nshould be a list of names to emulate ``from name import ...``, or an\nempty list to emulate ``import name``.\nWhen importing a module from a package, note that __import__('A.B', ...)\nreturns package A when fromlist is empty, but its submodule B when\nfromlist is not empty.  The level argument is used to determine whether to\nperform absolute or relative imports: 0 is absolute, while a positive number\nis the number of parent directories to search relative to the current module.",
    ),
    NativeDef::f_full(
        "__build_class__",
        build_class,
        "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class statement.",
    ),
];

fn globals(cx: &mut Cx) -> PyResult {
    match (cx.upcalls.current_globals)(cx) {
        Some(globals) => Ok(globals),
        None => Err(cx.system_error("frame does not exist")),
    }
}

fn locals(cx: &mut Cx) -> PyResult {
    (cx.upcalls.current_locals)(cx)
}

fn is_mapping(o: &ObjRef) -> bool {
    o.ty().slots().getitem.is_some()
}

/// Globals and locals for `eval` and `exec`, those of the caller by default.
fn namespaces(
    cx: &mut Cx,
    who: &str,
    globals: Option<ObjRef>,
    locals: Option<ObjRef>,
) -> PyResult<(ObjRef, ObjRef)> {
    match (globals, locals) {
        (Some(g), Some(l)) => Ok((g, l)),
        (Some(g), None) => Ok((g.clone(), g)),
        (None, l) => {
            let Some(g) = (cx.upcalls.current_globals)(cx) else {
                let text = format!("{who} must be given globals and locals when called without a frame");
                return Err(cx.type_error(text));
            };
            let l = match l {
                Some(l) => l,
                None => (cx.upcalls.current_locals)(cx)?,
            };
            Ok((g, l))
        }
    }
}

fn is_source(cx: &Cx, o: &ObjRef) -> bool {
    o.is_str() || cx.heap.bytes(o).is_some()
}

/// The bytes of any other buffer; what is none as it is.
fn from_buffer(cx: &mut Cx, o: &ObjRef) -> PyResult {
    if is_source(cx, o) || o.ty().slots().buffer.is_none() {
        return Ok(o.clone());
    }
    let bytes = cx.buffer(o)?.copied(cx)?;
    Ok(cx.new_bytes(&bytes))
}

/// Number of free variables of a code object.
fn free_count(cx: &mut Cx, code: &ObjRef) -> PyResult<usize> {
    let name = cx.intern("co_freevars");
    let names = cx.getattr(code, &name)?;
    cx.len(&names)
}

fn eval(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let given = |i: usize| args.get(i).cloned().filter(|o| !o.is_none());
    let Some(source) = args.first() else { return Err(cx.bad_internal("arguments")) };
    let (globals, locals) = (given(1), given(2));
    if locals.as_ref().is_some_and(|l| !is_mapping(l)) {
        return Err(cx.type_error("locals must be a mapping"));
    }
    if let Some(g) = globals.as_ref().filter(|g| g.kind() != Kind::Dict) {
        return Err(cx.type_error(if is_mapping(g) {
            "globals must be a real dict; try eval(expr, {}, mapping)"
        } else {
            "globals must be a dict"
        }));
    }
    let (globals, locals) = namespaces(cx, "eval", globals, locals)?;
    let code = if source.kind() == Kind::Code {
        if free_count(cx, source)? > 0 {
            return Err(cx.type_error("code object passed to eval() may not contain free variables"));
        }
        source.clone()
    } else {
        let source = &from_buffer(cx, source)?;
        if !is_source(cx, source) {
            return Err(cx.type_error("eval() arg 1 must be a string, bytes or code object"));
        }
        let source = without_indent(cx, source);
        let filename = cx.new_str("<string>");
        (cx.upcalls.compile)(cx, &source, &filename, "eval", &Compile::INHERIT)?
    };
    (cx.upcalls.exec_code)(cx, &code, &globals, &locals, None)
}

/// Expressions may be indented.
fn without_indent(cx: &Cx, source: &ObjRef) -> ObjRef {
    let indent = |c: u32| c == ' ' as u32 || c == '\t' as u32;
    if let Some(chars) = source.chars() {
        let n = chars.iter().take_while(|&c| indent(c)).count();
        return cx.str_slice(source, n, chars.len());
    }
    match cx.heap.bytes(source) {
        Some(b) => {
            let n = b.iter().take_while(|&&c| indent(c as u32)).count();
            cx.new_bytes(&b[n..])
        }
        None => source.clone(),
    }
}

fn exec(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<1, 3> =
        Params { required: ["source"], optional: ["globals", "locals", "closure"], posonly: 3, kwonly: 3 };
    let ([source], [globals, locals, closure]) = args.bind(cx, "exec", &PARAMS)?;
    let given = |o: Option<ObjRef>| o.filter(|o| !o.is_none());
    let (globals, locals, closure) = (given(globals), given(locals), given(closure));
    if let Some(g) = globals.as_ref().filter(|g| g.kind() != Kind::Dict) {
        let got = g.ty().name();
        return Err(cx.type_error(format!("exec() globals must be a dict, not {got}")));
    }
    if let Some(l) = locals.as_ref().filter(|l| !is_mapping(l)) {
        let got = l.ty().name();
        return Err(cx.type_error(format!("locals must be a mapping or None, not {got}")));
    }
    let (globals, locals) = namespaces(cx, "exec", globals, locals)?;
    let code = if source.kind() == Kind::Code {
        check_closure(cx, &source, closure.as_ref())?;
        source
    } else {
        if closure.is_some() {
            return Err(cx.type_error("closure can only be used when source is a code object"));
        }
        let source = from_buffer(cx, &source)?;
        if !is_source(cx, &source) {
            return Err(cx.type_error("exec() arg 1 must be a string, bytes or code object"));
        }
        let filename = cx.new_str("<string>");
        (cx.upcalls.compile)(cx, &source, &filename, "exec", &Compile::INHERIT)?
    };
    (cx.upcalls.exec_code)(cx, &code, &globals, &locals, closure.as_ref())?;
    Ok(cx.none.clone())
}

fn check_closure(cx: &mut Cx, code: &ObjRef, closure: Option<&ObjRef>) -> PyResult<()> {
    let free = free_count(cx, code)?;
    match closure {
        None if free == 0 => Ok(()),
        Some(_) if free == 0 => Err(cx.type_error("cannot use a closure with this code object")),
        c => {
            let cells = c.and_then(|c| cx.heap.tuple(c));
            if cells.is_some_and(|t| t.len() == free && t.iter().all(|c| c.kind() == Kind::Cell)) {
                return Ok(());
            }
            Err(cx.type_error(format!("code object requires a closure of exactly length {free}")))
        }
    }
}

/// Flags of `compile` that name future features, which are all in force or without effect.
const FUTURE_FLAGS: i64 = 0x1ff_0000 | 0x10 | 0x2000 | 0x1000 | 0x200 | 0x4000;
const ONLY_AST: i64 = 0x400;

fn compile(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<3, 4> = Params {
        required: ["source", "filename", "mode"],
        optional: ["flags", "dont_inherit", "optimize", "_feature_version"],
        posonly: 0,
        kwonly: 6,
    };
    let ([source, filename, mode], [flags, dont_inherit, optimize, feature_version]) =
        args.bind(cx, "compile", &PARAMS)?;
    let filename = path_text(cx, &filename)?;
    let Some(mode) = mode.text().map(|m| m.into_owned()) else {
        let got = mode.kind_given();
        return Err(cx.type_error(format!("compile() argument 'mode' must be str, not {got}")));
    };
    let number = |cx: &mut Cx, o: Option<ObjRef>, default| match o {
        Some(o) => cx.index_word(&o),
        None => Ok(default),
    };
    let flags = number(cx, flags, 0)?;
    let optimize = number(cx, optimize, -1)?;
    let feature_version = number(cx, feature_version, -1)?;
    if flags & !(FUTURE_FLAGS | ONLY_AST) != 0 {
        return Err(cx.value_error("compile(): unrecognised flags"));
    }
    if !(-1..=2).contains(&optimize) {
        return Err(cx.value_error("compile(): invalid optimize value"));
    }
    let trees_only = flags & ONLY_AST != 0;
    if mode == "func_type" && !trees_only {
        return Err(cx.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST"));
    }
    if !matches!(mode.as_str(), "exec" | "eval" | "single" | "func_type") {
        let last = if trees_only { "'eval', 'single' or 'func_type'" } else { "'eval' or 'single'" };
        return Err(cx.value_error(format!("compile() mode must be 'exec', {last}")));
    }
    let source = from_buffer(cx, &source)?;
    if !is_source(cx, &source) && !is_tree(cx, &source)? {
        return Err(cx.type_error("compile() arg 1 must be a string, bytes or AST object"));
    }
    let inherit = match dont_inherit {
        Some(v) => !cx.truth(&v)?,
        None => true,
    };
    let how = Compile {
        optimize: u8::try_from(optimize).ok(),
        flags,
        inherit,
        feature_version: u8::try_from(feature_version).ok(),
    };
    (cx.upcalls.compile)(cx, &source, &filename, &mode, &how)
}

/// Whether this is a node of a syntax tree.
fn is_tree(cx: &mut Cx, source: &ObjRef) -> PyResult<bool> {
    let (name, class) = (cx.intern("_ast"), cx.intern("AST"));
    // Without the module there are no trees.
    let Some(module) = cx.namespace_get(&cx.modules, &name) else { return Ok(false) };
    let class = cx.getattr(&module, &class)?;
    cx.isinstance(source, &class)
}

/// A path given as str, bytes or something with `__fspath__`.
fn path_text(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let mut path = o.clone();
    if !path.is_str() && path.kind() != Kind::Bytes {
        let hook = cx.names.fspath.clone();
        match cx.call_type_method(o, &hook, &[]) {
            Some(r) => path = r?,
            None => {
                let got = o.ty().name();
                return Err(cx.type_error(format!("expected str, bytes or os.PathLike object, not {got}")));
            }
        }
    }
    let text = cx.heap.bytes(&path).map(|b| String::from_utf8_lossy(b).into_owned());
    Ok(text.map(|t| cx.new_str(&t)).unwrap_or(path))
}

fn import(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<1, 4> = Params {
        required: ["name"],
        optional: ["globals", "locals", "fromlist", "level"],
        posonly: 0,
        kwonly: 5,
    };
    let ([name], [globals, locals, from, level]) = args.bind(cx, "__import__", &PARAMS)?;
    let none = cx.none.clone();
    let level = match level {
        Some(l) => cx.index(&l)?,
        None => cx.int(0),
    };
    let part = |o: Option<ObjRef>| o.unwrap_or_else(|| none.clone());
    let empty = cx.empty_tuple.clone();
    let values = [name, part(globals), part(locals), from.unwrap_or(empty), level];
    (cx.upcalls.import)(cx, &values)
}

/// Instances get room for the attributes that the methods of the class and its bases set.
fn make_room(cx: &Cx, own: usize, ty: &TypeObj) {
    let bases = cx.heap.tuple(&ty.data.bases).unwrap_or_default();
    let inherited =
        bases.iter().filter_map(TypeObj::of).filter(|b| b.data.heap_type).map(|b| b.data.expected());
    let expected = own + inherited.sum::<usize>();
    if expected > 0 {
        ty.data.set_expected(expected);
    }
}

/// Messages name a class that stands for a native one as they name native types.
fn name_as_native(cx: &Cx, ty: &TypeObj) {
    let exception = ty.is_subtype(&cx.excs.base_exception);
    let Some(module) = type_::module_name(cx, ty).filter(|_| !exception) else { return };
    let name = format!("{module}.{}", ty.name());
    *ty.data.name.borrow_mut() = name.into();
    ty.data.flags.set(ty.data.flags.get() | type_flag::DOTTED);
}

/// The class statement: bases, metaclass, namespace, body, class.
fn build_class(cx: &mut Cx, args: &Args) -> PyResult {
    let [body, name, given @ ..] = args.pos() else {
        return Err(cx.type_error("__build_class__: not enough arguments"));
    };
    if body.kind() != Kind::Function {
        return Err(cx.type_error("__build_class__: func must be a function"));
    }
    if !name.is_str() {
        return Err(cx.type_error("__build_class__: name is not a string"));
    }
    let replaced = resolve_bases(cx, given)?;
    let bases = replaced.as_deref().unwrap_or(given);
    let mut names = Vec::new();
    let mut values = Vec::new();
    let mut metaclass = None;
    for (key, value) in args.keywords() {
        if key.ascii() == Some("metaclass") {
            metaclass = Some(value.clone());
        } else {
            names.push(key.clone());
            values.push(value.clone());
        }
    }
    let metaclass = metaclass.unwrap_or_else(|| match bases.first() {
        Some(base) => base.class(),
        None => cx.types.type_.as_ref().clone(),
    });
    let is_class = metaclass.kind() == Kind::Type;
    let metaclass = if is_class { calculate_metaclass(cx, &metaclass, bases)? } else { metaclass };
    let bases_tuple = cx.tuple_from_slice(bases);
    let prepared = [&[name.clone(), bases_tuple.clone()], &values[..]].concat();
    let namespace = prepare(cx, &metaclass, &Args { values: &prepared, names: &names })?;
    let cell =
        (cx.upcalls.call_function)(cx, body, &Args::positional_only(std::slice::from_ref(&namespace)))?;
    if replaced.is_some() {
        let key = cx.names.orig_bases.clone();
        let original = cx.tuple_from_slice(given);
        cx.setitem(&namespace, &key, Some(&original))?;
    }
    let parts = [&[name.clone(), bases_tuple, namespace], &values[..]].concat();
    let class = cx.call_args(&metaclass, &Args { values: &parts, names: &names })?;
    let known = (cx.upcalls.class_body)(cx, body);
    if let Some(ty) = TypeObj::of(&class) {
        make_room(cx, known.instance_attributes, ty);
        if known.in_place_of_native {
            name_as_native(cx, ty);
        }
    }
    if class.kind() == Kind::Type && cell.kind() == Kind::Cell {
        check_cell(cx, name, &class, &cell)?;
    }
    Ok(class)
}

/// Bases that are no classes say through `__mro_entries__` what stands for them.
fn resolve_bases(cx: &mut Cx, bases: &[ObjRef]) -> PyResult<Option<Vec<ObjRef>>> {
    if bases.iter().all(|b| b.kind() == Kind::Type) {
        return Ok(None);
    }
    let hook = cx.names.mro_entries.clone();
    let mut out = Vec::new();
    let mut replaced = false;
    for base in bases {
        let entries = if base.kind() == Kind::Type { None } else { cx.try_getattr(base, &hook)? };
        let Some(entries) = entries else {
            out.push(base.clone());
            continue;
        };
        let all = cx.tuple_from_slice(bases);
        let entries = cx.call(&entries, &[all])?;
        let Some(list) = cx.heap.tuple(&entries) else {
            return Err(cx.type_error("__mro_entries__ must return a tuple"));
        };
        out.extend_from_slice(list);
        replaced = true;
    }
    Ok(replaced.then_some(out))
}

/// The namespace for the body: `metaclass.__prepare__(name, bases, **keywords)`.
fn prepare(cx: &mut Cx, metaclass: &ObjRef, args: &Args) -> PyResult {
    if metaclass.is(cx.types.type_.as_ref()) {
        return Ok(cx.new_dict());
    }
    let name = cx.names.prepare.clone();
    let Some(f) = cx.try_getattr(metaclass, &name)? else { return Ok(cx.new_dict()) };
    let namespace = cx.call_args(&f, args)?;
    if is_mapping(&namespace) {
        return Ok(namespace);
    }
    let who = TypeObj::of(metaclass).map_or("<metaclass>".to_string(), |t| t.name());
    let got = namespace.ty().name();
    Err(cx.type_error(format!("{who}.__prepare__() must return a mapping, not {got}")))
}

/// `__class__` in the methods must be the class that was made.
fn check_cell(cx: &mut Cx, name: &ObjRef, class: &ObjRef, cell: &ObjRef) -> PyResult<()> {
    let held = cx.heap.get::<CellData>(cell).and_then(|c| c.value.clone());
    if held.as_ref().is_some_and(|c| c.is(class)) {
        return Ok(());
    }
    let (shown, name) = (cx.repr_text(class)?, cx.repr_text(name)?);
    match held {
        None => {
            let text = format!(
                "__class__ not set defining {name} as {shown}. Was __classcell__ propagated to type.__new__?"
            );
            Err(cx.runtime_error(text))
        }
        Some(other) => {
            let other = cx.repr_text(&other)?;
            Err(cx.type_error(format!("__class__ set to {other} defining {name} as {shown}")))
        }
    }
}
