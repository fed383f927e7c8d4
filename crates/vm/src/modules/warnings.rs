//! The module `_warnings`: filters, registries, and how a warning is shown.

use theseus_builtins::module::new_module;
use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, TypeRef};

use crate::frameobj::{self, FrameData};
use crate::library;
use crate::machine::Vm;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "warn",
        warn,
        "Issue a warning, or maybe ignore it or raise an exception.\n\n  message\n    Text of the warning message.\n  category\n    The Warning category subclass. Defaults to UserWarning.\n  stacklevel\n    How far up the call stack to make this warning appear. A value of 2 for\n    example attributes the warning to the caller of the code calling warn().\n  source\n    If supplied, the destroyed object which emitted a ResourceWarning\n  skip_file_prefixes\n    An optional tuple of module filename prefixes indicating frames to skip\n    during stacklevel computations for stack frame attribution.",
    ),
    NativeDef::f_full(
        "warn_explicit",
        warn_explicit,
        "Issue a warning, or maybe ignore it or raise an exception.",
    ),
    NativeDef::f0("_filters_mutated", filters_mutated, ""),
];

/// Filters that hold before anybody changes them: action, category, module.
const FILTERS: &[(&str, &str, Option<&str>)] = &[
    ("default", "DeprecationWarning", Some("__main__")),
    ("ignore", "DeprecationWarning", None),
    ("ignore", "PendingDeprecationWarning", None),
    ("ignore", "ImportWarning", None),
    ("ignore", "ResourceWarning", None),
];

pub fn install(cx: &mut Cx) {
    let doc = "_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.";
    let module = new_module(cx, "_warnings", doc);
    let Some(dict) = cx.existing_dict(&module) else { return };
    let name = cx.intern("_warnings");
    for def in FUNCTIONS {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
    let mut filters = Vec::new();
    for (action, category, module) in FILTERS {
        let Some(category) = cx.namespace_get(&cx.builtins, &cx.intern(category)) else { continue };
        let module = module.map_or_else(|| cx.none.clone(), |m| cx.new_str(m));
        let row = [cx.intern(action), cx.none.clone(), category, module, cx.int(0)];
        filters.push(cx.new_tuple(row));
    }
    let filters = cx.new_list(filters);
    cx.namespace_put(&dict, "filters", filters);
    cx.namespace_put(&dict, "_onceregistry", cx.new_dict());
    let action = cx.intern("default");
    cx.namespace_put(&dict, "_defaultaction", action);
}

/// A warning that the interpreter itself gives, `level` frames up from the running one.
pub fn give(cx: &mut Cx, category: &TypeRef, text: &str, level: usize) -> PyResult<()> {
    give_class(Vm::of(cx), category.as_ref(), text, level)
}

/// A warning about an object, on the running line.
pub fn give_about(cx: &mut Cx, category: &TypeRef, text: &str, source: &ObjRef) -> PyResult<()> {
    let vm = Vm::of(cx);
    let message = vm.new_str(text);
    let place = place(vm, 1, &[]);
    explicit(vm, &message, category.as_ref(), place, Some(source.clone()))
}

/// A warning about source text that is being compiled.
pub fn give_at(cx: &mut Cx, category: &TypeRef, text: &str, filename: &str, line: u32) -> PyResult<()> {
    let vm = Vm::of(cx);
    let message = vm.new_str(text);
    let place = Place { filename: filename.to_string(), line: line.into(), module: None, registry: None };
    explicit(vm, &message, category.as_ref(), place, None)
}

/// [`give`] for a category that is an object.
fn give_class(vm: &mut Vm, category: &ObjRef, text: &str, level: usize) -> PyResult<()> {
    let message = vm.new_str(text);
    let place = place(vm, level as i64, &[]);
    explicit(vm, &message, category, place, None)
}

/// Where a warning belongs.
struct Place {
    filename: String,
    line: i64,
    module: Option<ObjRef>,
    /// Warnings given there; none is kept if there is none.
    registry: Option<ObjRef>,
}

fn filters_mutated(cx: &mut Cx) -> PyResult {
    let version = &Vm::of(cx).shared.filters_version;
    version.set(version.get() + 1);
    Ok(cx.none.clone())
}

fn warn(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<1, 4> = Params {
        required: ["message"],
        optional: ["category", "stacklevel", "source", "skip_file_prefixes"],
        posonly: 0,
        kwonly: 4,
    };
    let ([message], [category, level, source, skip]) = args.bind(cx, "warn", &PARAMS)?;
    let mut level = match level {
        Some(level) => cx.index_word(&level)?,
        None => 1,
    };
    let skip = match skip {
        Some(skip) => prefixes(cx, &skip)?,
        None => Vec::new(),
    };
    if !skip.is_empty() {
        level = level.max(2);
    }
    let category = category_of(cx, &message, category)?;
    let vm = Vm::of(cx);
    let place = place(vm, level, &skip);
    explicit(vm, &message, &category, place, source.filter(|s| !s.is_none()))?;
    Ok(vm.none.clone())
}

fn prefixes(cx: &mut Cx, skip: &ObjRef) -> PyResult<Vec<String>> {
    let Some(items) = cx.heap.tuple(skip) else {
        let got = skip.kind_given();
        return Err(cx.type_error(format!("warn() argument 'skip_file_prefixes' must be tuple, not {got}")));
    };
    match items.iter().find(|i| !i.is_str()).map(|i| i.ty().name()) {
        Some(got) => Err(cx.type_error(format!("Found non-str '{got}' in skip_file_prefixes."))),
        None => Ok(items.iter().map(ObjRef::text_or_empty).collect()),
    }
}

/// The class of a warning: that of the message if it is one.
fn category_of(cx: &mut Cx, message: &ObjRef, category: Option<ObjRef>) -> PyResult {
    let base = cx.excs.warning.clone();
    if message.ty().is_subtype(&base) {
        return Ok(message.class());
    }
    let category = category.filter(|c| !c.is_none());
    let category = category.unwrap_or_else(|| cx.excs.user_warning.as_ref().clone());
    if category.kind() == Kind::Type && cx.issubclass(&category, base.as_ref())? {
        return Ok(category);
    }
    let got = category.ty().name();
    Err(cx.type_error(format!("category must be a Warning subclass, not '{got}'")))
}

fn is_internal(filename: &str) -> bool {
    filename.contains("importlib") && filename.contains("_bootstrap")
}

/// The frame `level` up from the running one, those of the import system not counted.
fn place(vm: &mut Vm, level: i64, skip: &[String]) -> Place {
    let depth = vm.depth();
    let file = |vm: &mut Vm, up: usize| {
        let frame = frameobj::current(vm, up);
        vm.heap.get::<FrameData>(&frame).map(|f| f.code().code.filename.to_string()).unwrap_or_default()
    };
    let passed = |name: &str| is_internal(name) || skip.iter().any(|p| name.starts_with(p.as_str()));
    let mut up = 0;
    let all = level <= 0 || depth > 0 && is_internal(&file(vm, 0));
    for _ in 1..level {
        up += 1;
        while !all && up < depth && passed(&file(vm, up)) {
            up += 1;
        }
        if up >= depth {
            break;
        }
    }
    let (key, main) = (vm.names.name.clone(), vm.names.sys.clone());
    let (globals, filename, line) = if up < depth {
        let frame = frameobj::current(vm, up);
        let between = frameobj::line_between(vm, &frame);
        let data = vm.heap.get::<FrameData>(&frame);
        let line = |f: &FrameData| between.unwrap_or_else(|| f.position().line);
        let of = data.map(|f| (f.globals(), f.code().code.filename.to_string(), line(f)));
        of.map_or((None, String::new(), 0), |(g, f, l)| (Some(g), f, l.into()))
    } else {
        let modules = vm.modules.clone();
        let sys = vm.namespace_get(&modules, &main).and_then(|m| vm.existing_dict(&m));
        (sys, "sys".to_string(), 1)
    };
    let Some(globals) = globals else { return Place { filename, line, module: None, registry: None } };
    let name = vm.intern("__warningregistry__");
    let registry = vm.namespace_get(&globals, &name).unwrap_or_else(|| {
        let made = vm.new_dict();
        drop(vm.namespace_set(&globals, &name, made.clone()));
        made
    });
    let module = vm.namespace_get(&globals, &key).filter(ObjRef::is_str);
    let module = module.unwrap_or_else(|| vm.new_str("<string>"));
    Place { filename, line, module: Some(module), registry: Some(registry) }
}

fn warn_explicit(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<4, 4> = Params {
        required: ["message", "category", "filename", "lineno"],
        optional: ["module", "registry", "module_globals", "source"],
        posonly: 0,
        kwonly: 8,
    };
    let ([message, category, filename, line], [module, registry, globals, source]) =
        args.bind(cx, "warn_explicit", &PARAMS)?;
    if !filename.is_str() {
        let got = filename.kind_given();
        return Err(cx.type_error(format!("warn_explicit() argument 'filename' must be str, not {got}")));
    }
    let given = |o: Option<ObjRef>| o.filter(|o| !o.is_none());
    let registry = given(registry);
    if let Some(r) = registry.as_ref().filter(|r| r.kind() != Kind::Dict) {
        let got = r.ty().name();
        return Err(cx.type_error(format!("'registry' must be a dict or None, not '{got}'")));
    }
    let line = cx.index_word(&line)?;
    let text_line = match given(globals) {
        Some(globals) => source_line(cx, &globals, line)?,
        None => None,
    };
    let base = cx.excs.warning.clone();
    let category = if message.ty().is_subtype(&base) { message.class() } else { category };
    let place = Place { filename: filename.text_or_empty(), line, module: given(module), registry };
    let vm = Vm::of(cx);
    explicit_with(vm, &message, &category, place, given(source), text_line)?;
    Ok(vm.none.clone())
}

/// The line of a module's source, from its loader.
fn source_line(cx: &mut Cx, globals: &ObjRef, line: i64) -> PyResult<Option<String>> {
    if globals.kind() != Kind::Dict {
        let got = globals.ty().name();
        return Err(cx.type_error(format!("module_globals must be a dict, not '{got}'")));
    }
    let (loader, name) = (cx.names.loader.clone(), cx.names.name.clone());
    let (Some(loader), Some(name)) = (cx.namespace_get(globals, &loader), cx.namespace_get(globals, &name))
    else {
        return Ok(None);
    };
    let get = cx.intern("get_source");
    let Some(get) = cx.try_getattr(&loader, &get)? else { return Ok(None) };
    let source = cx.call(&get, &[name])?;
    let wanted = usize::try_from(line - 1).ok();
    Ok(wanted.and_then(|n| source.text_or_empty().lines().nth(n).map(str::to_string)))
}

/// An attribute of the module `warnings` if that is loaded, else of this one.
fn setting(vm: &mut Vm, public: &str, own: &str) -> PyResult<Option<ObjRef>> {
    let modules = vm.modules.clone();
    for (module, name) in [("warnings", public), ("_warnings", own)] {
        let (module, name) = (vm.intern(module), vm.intern(name));
        if let Some(module) = vm.namespace_get(&modules, &module)
            && let Some(value) = vm.try_getattr(&module, &name)?
        {
            return Ok(Some(value));
        }
    }
    if super::load(vm, "_warnings").is_none() {
        return Ok(None);
    }
    let (module, name) = (vm.intern("_warnings"), vm.intern(own));
    match vm.namespace_get(&modules, &module) {
        Some(module) => vm.try_getattr(&module, &name),
        None => Ok(None),
    }
}

fn explicit(
    vm: &mut Vm,
    message: &ObjRef,
    category: &ObjRef,
    place: Place,
    source: Option<ObjRef>,
) -> PyResult<()> {
    explicit_with(vm, message, category, place, source, None)
}

fn explicit_with(
    vm: &mut Vm,
    message: &ObjRef,
    category: &ObjRef,
    place: Place,
    source: Option<ObjRef>,
    text_line: Option<String>,
) -> PyResult<()> {
    let module = match &place.module {
        Some(module) => module.clone(),
        None => {
            let file = place.filename.as_str();
            let name = if file.is_empty() { "<unknown>" } else { file.strip_suffix(".py").unwrap_or(file) };
            vm.new_str(name)
        }
    };
    let base = vm.excs.warning.clone();
    let (text, warning) = match message.ty().is_subtype(&base) {
        true => (vm.str(message)?, message.clone()),
        false => (message.clone(), vm.call(category, std::slice::from_ref(message))?),
    };
    let line = vm.int(place.line);
    let key = vm.new_tuple([text.clone(), category.clone(), line]);
    if let Some(registry) = &place.registry
        && already_warned(vm, registry, &key, false)?
    {
        return Ok(());
    }
    let (action, row) = action_for(vm, category, &text, place.line, &module)?;
    let yes = vm.true_.clone();
    let seen = match action.as_str() {
        "error" => return Err(vm.raise(warning)),
        "ignore" => return Ok(()),
        "always" | "all" => false,
        _ => {
            if let Some(registry) = &place.registry {
                drop(vm.dict_set(registry, &key, yes)?);
            }
            match action.as_str() {
                "once" => {
                    let registry = setting(vm, "onceregistry", "_onceregistry")?;
                    let registry = registry.filter(|r| r.kind() == Kind::Dict);
                    registry.map_or(Ok(false), |r| seen_elsewhere(vm, &r, &text, category, false))?
                }
                "module" => {
                    let registry = place.registry.clone();
                    registry.map_or(Ok(false), |r| seen_elsewhere(vm, &r, &text, category, true))?
                }
                "default" => false,
                _ => {
                    let (action, row) = (vm.new_str(&action), row.unwrap_or_else(|| vm.none.clone()));
                    let (action, row) = (vm.repr_text(&action)?, vm.repr_text(&row)?);
                    let text = format!("Unrecognized action ({action}) in warnings.filters:\n {row}");
                    return Err(vm.runtime_error(text));
                }
            }
        }
    };
    if seen { Ok(()) } else { show(vm, &warning, &text, category, &place, source, text_line) }
}

/// Whether the registry has the key; one from before the filters changed is emptied first.
fn already_warned(vm: &mut Vm, registry: &ObjRef, key: &ObjRef, mark: bool) -> PyResult<bool> {
    let version = vm.intern("version");
    let current = vm.int(vm.shared.filters_version.get() as i64);
    let same = match vm.dict_get(registry, &version)? {
        Some(v) => vm.eq(&v, &current)?,
        None => false,
    };
    if same {
        if let Some(v) = vm.dict_get(registry, key)? {
            return vm.truth(&v);
        }
    } else {
        vm.call_method(registry, "clear", &[])?;
        drop(vm.dict_set(registry, &version, current)?);
    }
    if mark {
        let yes = vm.true_.clone();
        drop(vm.dict_set(registry, key, yes)?);
    }
    Ok(false)
}

fn seen_elsewhere(
    vm: &mut Vm,
    registry: &ObjRef,
    text: &ObjRef,
    category: &ObjRef,
    zero: bool,
) -> PyResult<bool> {
    let key = match zero {
        true => [text.clone(), category.clone(), vm.int(0)].to_vec(),
        false => [text.clone(), category.clone()].to_vec(),
    };
    let key = vm.new_tuple(key);
    already_warned(vm, registry, &key, true)
}

/// The action of the first filter that matches, with that filter.
fn action_for(
    vm: &mut Vm,
    category: &ObjRef,
    text: &ObjRef,
    line: i64,
    module: &ObjRef,
) -> PyResult<(String, Option<ObjRef>)> {
    let filters = match setting(vm, "filters", "filters")? {
        Some(f) if vm.heap.list(&f).is_some() => f,
        _ => return Err(vm.value_error("_warnings.filters must be a list")),
    };
    let mut at = 0;
    while let Some(row) = vm.heap.list(&filters).and_then(|l| l.get(at).cloned()) {
        let parts = vm.heap.tuple(&row).map(<[ObjRef]>::to_vec).unwrap_or_default();
        let [action, message, class, module_pattern, row_line] = &parts[..] else {
            return Err(vm.value_error(format!("_warnings.filters item {at} isn't a 5-tuple")));
        };
        if !action.is_str() {
            let got = action.ty().name();
            return Err(vm.type_error(format!("action must be a string, not '{got}'")));
        }
        let row_line = vm.index_word(row_line)?;
        if matches(vm, message, text)?
            && matches(vm, module_pattern, module)?
            && vm.issubclass(category, class)?
            && (row_line == 0 || row_line == line)
        {
            return Ok((action.text_or_empty(), Some(row)));
        }
        at += 1;
    }
    match setting(vm, "defaultaction", "_defaultaction")? {
        Some(a) if a.is_str() => Ok((a.text_or_empty(), None)),
        Some(a) => {
            let got = a.ty().name();
            Err(vm.type_error(format!("_warnings.defaultaction must be a string, not '{got}'")))
        }
        None => Err(vm.value_error("_warnings.defaultaction not found")),
    }
}

/// Nothing matches everything, a str what equals it, anything else is asked with its `match`.
fn matches(vm: &mut Vm, pattern: &ObjRef, text: &ObjRef) -> PyResult<bool> {
    if pattern.is_none() {
        return Ok(true);
    }
    if pattern.is_exact(Kind::Str) {
        return vm.eq(pattern, text);
    }
    let found = vm.call_method(pattern, "match", std::slice::from_ref(text))?;
    vm.truth(&found)
}

fn show(
    vm: &mut Vm,
    warning: &ObjRef,
    text: &ObjRef,
    category: &ObjRef,
    place: &Place,
    source: Option<ObjRef>,
    text_line: Option<String>,
) -> PyResult<()> {
    let (modules, name) = (vm.modules.clone(), vm.intern("warnings"));
    let module = vm.namespace_get(&modules, &name);
    let attribute = |vm: &mut Vm, m: &ObjRef, name: &str| {
        let name = vm.intern(name);
        vm.try_getattr(m, &name)
    };
    if let Some(module) = module
        && let Some(show) = attribute(vm, &module, "_showwarnmsg")?
    {
        if show.ty().slots().call.is_none() && !matches!(show.kind(), Kind::Function | Kind::Native) {
            return Err(vm.type_error("warnings._showwarnmsg() must be set to a callable"));
        }
        let Some(class) = attribute(vm, &module, "WarningMessage")? else {
            return Err(vm.runtime_error("unable to get warnings.WarningMessage"));
        };
        let (filename, line, none) = (vm.new_str(&place.filename), vm.int(place.line), vm.none.clone());
        let source = source.unwrap_or_else(|| none.clone());
        let parts = [warning.clone(), category.clone(), filename, line, none.clone(), none, source];
        let message = vm.call(&class, &parts)?;
        return vm.call(&show, &[message]).map(drop);
    }
    let name = theseus_object::TypeObj::of(category).map(|t| t.name()).unwrap_or_default();
    let text = vm.str_text(text)?;
    let mut out = format!("{}:{}: {name}: {text}\n", place.filename, place.line);
    let line = text_line.or_else(|| {
        let wanted = usize::try_from(place.line - 1).ok()?;
        let bytes = library::source(vm, &place.filename)?;
        String::from_utf8_lossy(&bytes).lines().nth(wanted).map(str::to_string)
    });
    if let Some(line) = line.as_deref().map(str::trim).filter(|l| !l.is_empty()) {
        out.push_str(&format!("  {line}\n"));
    }
    theseus_builtins::modules::sys::write_stderr(vm, &out);
    Ok(())
}
