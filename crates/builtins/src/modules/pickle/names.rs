//! Things that are pickled by name: finding the name, and what stands under it.

use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::pickling_error;
use crate::modules::io::import;

/// The parts of a dotted name; `<locals>` among them cannot be reached.
pub(super) fn parts(cx: &mut Cx, name: &ObjRef) -> PyResult<Vec<String>> {
    let text = name.text_or_empty();
    let parts: Vec<String> = text.split('.').map(str::to_string).collect();
    if parts.iter().any(|part| part == "<locals>") {
        let shown = cx.repr_text(name)?;
        return Err(cx.attribute_error(format!("Can't pickle local object {shown}")));
    }
    Ok(parts)
}

/// What a dotted name leads to, and what that is an attribute of.
pub(super) fn walk(cx: &mut Cx, from: &ObjRef, parts: &[String]) -> PyResult<(ObjRef, ObjRef)> {
    let (mut parent, mut found) = (from.clone(), from.clone());
    for part in parts {
        let name = cx.intern(part);
        let Some(next) = cx.try_getattr(&found, &name)? else {
            let (name, on) = (cx.repr_text(&cx.new_str(&parts.join(".")))?, cx.repr_text(from)?);
            return Err(cx.attribute_error(format!("Can't get attribute {name} on {on}")));
        };
        parent = std::mem::replace(&mut found, next);
    }
    Ok((found, parent))
}

/// The name of the module in which an object can be found.
pub(super) fn module_of(cx: &mut Cx, o: &ObjRef, parts: &[String]) -> PyResult {
    let name = cx.names.module.clone();
    if let Some(module) = cx.try_getattr(o, &name)?
        && !module.is_none()
    {
        return Ok(module);
    }
    let modules = cx.modules.clone();
    for (name, module) in cx.dict_items(&modules) {
        let text = name.text_or_empty();
        if text == "__main__" || text == "__mp_main__" || module.is_none() {
            continue;
        }
        match walk(cx, &module, parts) {
            Ok((found, _)) if found.is(o) => return Ok(name),
            Ok(_) => (),
            Err(raised) => {
                let ty = cx.excs.attribute_error.clone();
                if !cx.catch(&ty) {
                    return Err(raised);
                }
            }
        }
    }
    Ok(cx.intern("__main__"))
}

/// Where an object is found by its name.
pub(super) struct Place {
    pub module: ObjRef,
    pub name: ObjRef,
    /// The name's last part, and what has it, where that is not the module.
    pub inner: Option<(ObjRef, ObjRef)>,
}

/// The place of an object, under the given name or its own; an error if something else stands there.
pub(super) fn place(cx: &mut Cx, o: &ObjRef, name: Option<&ObjRef>) -> PyResult<Place> {
    let name = match name {
        Some(name) => name.clone(),
        None => {
            let qualname = cx.names.qualname.clone();
            match cx.try_getattr(o, &qualname)? {
                Some(name) => name,
                None => {
                    let plain = cx.names.name.clone();
                    cx.getattr(o, &plain)?
                }
            }
        }
    };
    let parts = parts(cx, &name)?;
    let module = module_of(cx, o, &parts)?;
    let Ok(home) = import(cx, &module.text_or_empty()) else {
        drop(cx.take_exception());
        let (o, module) = (cx.repr_text(o)?, cx.repr_text(&module)?);
        return Err(pickling_error(cx, format!("Can't pickle {o}: import of module {module} failed")));
    };
    let Ok((found, parent)) = walk(cx, &home, &parts) else {
        drop(cx.take_exception());
        let (o, name, module) = (cx.repr_text(o)?, name.text_or_empty(), module.text_or_empty());
        return Err(pickling_error(
            cx,
            format!("Can't pickle {o}: attribute lookup {name} on {module} failed"),
        ));
    };
    if !found.is(o) {
        let (o, name, module) = (cx.repr_text(o)?, name.text_or_empty(), module.text_or_empty());
        return Err(pickling_error(
            cx,
            format!("Can't pickle {o}: it's not the same object as {module}.{name}"),
        ));
    }
    if parent.is(&home) {
        let name = parts.last().map_or(name, |part| cx.new_str(part));
        return Ok(Place { module, name, inner: None });
    }
    let inner = parts.last().map(|last| (cx.new_str(last), parent));
    Ok(Place { module, name, inner })
}

/// A table of `_compat_pickle`, in which module and name change between Python 2 and 3.
pub(super) fn renamed(
    cx: &mut Cx,
    module: ObjRef,
    name: ObjRef,
    names: &str,
    modules: &str,
) -> PyResult<(ObjRef, ObjRef)> {
    let table = crate::modules::attribute_of(cx, "_compat_pickle", names)?;
    let pair = cx.new_tuple([module.clone(), name.clone()]);
    if let Some(other) = cx.dict_get(&table, &pair)? {
        let both = cx.heap.tuple(&other).and_then(|t| Some((t.first()?.clone(), t.get(1)?.clone())));
        return both.ok_or_else(|| cx.bad_internal("_compat_pickle"));
    }
    let table = crate::modules::attribute_of(cx, "_compat_pickle", modules)?;
    match cx.dict_get(&table, &module)? {
        Some(module) => Ok((module, name)),
        None => Ok((module, name)),
    }
}

/// The object under a name in a module, which is imported.
pub(super) fn find_class(
    cx: &mut Cx,
    module: &ObjRef,
    name: &ObjRef,
    dotted: bool,
    fix_imports: bool,
) -> PyResult {
    let (mut module, mut name) = (module.clone(), name.clone());
    if fix_imports {
        (module, name) = renamed(cx, module, name, "NAME_MAPPING", "IMPORT_MAPPING")?;
    }
    for part in [&module, &name] {
        if part.kind() != Kind::Str {
            return Err(cx.type_error("find_class() arguments must be str"));
        }
    }
    let home = import(cx, &module.text_or_empty())?;
    let parts = if dotted { parts(cx, &name)? } else { vec![name.text_or_empty()] };
    Ok(walk(cx, &home, &parts)?.0)
}
