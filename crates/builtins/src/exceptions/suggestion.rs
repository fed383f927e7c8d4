//! "Did you mean": a known name close to one that was not found.

use theseus_object::payload::Exception;
use theseus_object::{Cx, ObjRef, PyResult};

use super::fields;

/// More candidates than this are not looked at.
const MAX_CANDIDATES: usize = 750;
/// Longer names are not compared.
const MAX_LENGTH: usize = 40;
const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

/// How far from what was asked for a suggestion may be.
#[derive(Clone, Copy)]
pub enum Reach<'a> {
    /// As in the report on an exception that nobody caught.
    Far,
    /// As in the module `traceback`: fewer changes than the name has letters, and names of frames only from
    /// a traceback that was given.
    Near(Option<&'a ObjRef>),
}

/// The words to append to the message of an AttributeError, NameError or ImportError.
pub fn of(cx: &mut Cx, e: &ObjRef, reach: Reach) -> PyResult<Option<String>> {
    let ty = e.ty();
    if ty.is(&cx.excs.attribute_error) {
        for_attribute(cx, e, reach)
    } else if ty.is(&cx.excs.name_error) {
        for_name(cx, e, reach)
    } else if ty.is(&cx.excs.import_error) {
        for_import(cx, e, reach)
    } else {
        Ok(None)
    }
}

fn meant(found: Option<String>) -> Option<String> {
    found.map(|name| format!(". Did you mean: '{name}'?"))
}

fn for_attribute(cx: &mut Cx, e: &ObjRef, reach: Reach) -> PyResult<Option<String>> {
    let (Some(name), Some(o)) = (fields::try_get(cx, e, 0), fields::try_get(cx, e, 1)) else {
        return Ok(None);
    };
    let Some(name) = name.text().map(|n| n.into_owned()) else { return Ok(None) };
    let names = dir(cx, &o)?;
    Ok(meant(closest(&name, &names, reach)))
}

fn for_import(cx: &mut Cx, e: &ObjRef, reach: Reach) -> PyResult<Option<String>> {
    let (module, name) = (fields::get(cx, e, 1), fields::get(cx, e, 3));
    let Some(name) = name.text().map(|n| n.into_owned()) else { return Ok(None) };
    if !module.is_str() {
        return Ok(None);
    }
    let Some(module) = cx.namespace_get(&cx.modules, &module) else { return Ok(None) };
    let names = dir(cx, &module)?;
    Ok(meant(closest(&name, &names, reach)))
}

fn dir(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<String>> {
    let hook = cx.names.dir.clone();
    match cx.call_type_method(o, &hook, &[]) {
        Some(names) => {
            let names = names?;
            let mut names = names_in(cx, &names)?;
            names.sort();
            Ok(names)
        }
        None => Ok(Vec::new()),
    }
}

fn names_in(cx: &mut Cx, list: &ObjRef) -> PyResult<Vec<String>> {
    Ok(cx.collect(list)?.iter().filter_map(|n| n.text().map(|t| t.into_owned())).collect())
}

/// Names of the frame that raised: its locals, globals and builtins; and modules not imported.
fn for_name(cx: &mut Cx, e: &ObjRef, reach: Reach) -> PyResult<Option<String>> {
    let data = cx.heap.get::<Exception>(e).map(|x| (x.value.clone(), x.traceback.clone()));
    let Some((Some(name_object), own)) = data else { return Ok(None) };
    let Some(name) = name_object.text().map(|n| n.into_owned()) else { return Ok(None) };
    let traceback = match reach {
        Reach::Far => own,
        Reach::Near(given) => given.cloned(),
    };
    let found = match traceback {
        Some(traceback) => in_traceback(cx, traceback, (&name, &name_object), reach)?,
        None => None,
    };
    if !is_standard_module(cx, &name_object)? {
        return Ok(meant(found));
    }
    // The module `traceback` leaves out the last sign.
    let end = if matches!(reach, Reach::Far) { "?" } else { "" };
    Ok(Some(match found {
        Some(other) => format!(". Did you mean: '{other}'? Or did you forget to import '{name}'{end}"),
        None => format!(". Did you forget to import '{name}'{end}"),
    }))
}

fn attribute(cx: &mut Cx, o: &ObjRef, name: &str) -> PyResult {
    let name = cx.intern(name);
    cx.getattr(o, &name)
}

/// A name that the frame knows where a traceback ends.
fn in_traceback(
    cx: &mut Cx,
    mut traceback: ObjRef,
    wanted: (&str, &ObjRef),
    reach: Reach,
) -> PyResult<Option<String>> {
    let next = cx.intern("tb_next");
    while let Some(t) = cx.try_getattr(&traceback, &next)?.filter(|t| !t.is_none()) {
        traceback = t;
    }
    let frame = attribute(cx, &traceback, "tb_frame")?;
    in_frame(cx, &frame, wanted, reach)
}

/// A name that the frame knows; `wanted` is the one that was not found, as text and as object.
fn in_frame(cx: &mut Cx, frame: &ObjRef, wanted: (&str, &ObjRef), reach: Reach) -> PyResult<Option<String>> {
    let (name, name_object) = wanted;
    let code = attribute(cx, frame, "f_code")?;
    let locals = attribute(cx, &code, "co_varnames")?;
    let locals = names_in(cx, &locals)?;
    if locals.iter().any(|n| n == "self") {
        let namespace = attribute(cx, frame, "f_locals")?;
        let key = cx.intern("self");
        if let Some(me) = cx.dict_get(&namespace, &key)?
            && cx.try_getattr(&me, name_object)?.is_some()
        {
            return Ok(Some(format!("self.{name}")));
        }
    }
    if let Some(found) = closest(name, &locals, reach) {
        return Ok(Some(found));
    }
    for part in ["f_globals", "f_builtins"] {
        let namespace = attribute(cx, frame, part)?;
        let names = names_in(cx, &namespace)?;
        if let Some(found) = closest(name, &names, reach) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn is_standard_module(cx: &mut Cx, name: &ObjRef) -> PyResult<bool> {
    let (sys, key) = (cx.intern("sys"), cx.intern("stdlib_module_names"));
    let Some(sys) = cx.namespace_get(&cx.modules, &sys) else { return Ok(false) };
    match cx.try_getattr(&sys, &key)? {
        Some(names) => cx.contains(&names, name),
        None => Ok(false),
    }
}

/// The candidate that needs the fewest changes, if at most a third of the letters change.
fn closest(name: &str, candidates: &[String], reach: Reach) -> Option<String> {
    if candidates.len() >= MAX_CANDIDATES {
        return None;
    }
    let mut best: Option<(usize, &String)> = None;
    for other in candidates.iter().filter(|c| *c != name) {
        let mut limit = (name.len() + other.len() + 3) * MOVE_COST / 6;
        if matches!(reach, Reach::Near(_)) {
            limit = limit.min(name.chars().count().saturating_sub(1));
        }
        if let Some((distance, _)) = best {
            limit = limit.min(distance.saturating_sub(1));
        }
        let d = distance(name.as_bytes(), other.as_bytes(), limit);
        if d <= limit && best.is_none_or(|(b, _)| d < b) {
            best = Some((d, other));
        }
    }
    best.map(|(_, name)| name.clone())
}

fn substitution(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// Levenshtein distance where a change of case is half a change; anything over `limit` if it is more.
fn distance<'a>(mut a: &'a [u8], mut b: &'a [u8], limit: usize) -> usize {
    while let ([x, a2 @ ..], [y, b2 @ ..]) = (a, b)
        && x == y
    {
        (a, b) = (a2, b2);
    }
    while let ([a2 @ .., x], [b2 @ .., y]) = (a, b)
        && x == y
    {
        (a, b) = (a2, b2);
    }
    if a.is_empty() || b.is_empty() {
        return (a.len() + b.len()) * MOVE_COST;
    }
    if a.len() > MAX_LENGTH || b.len() > MAX_LENGTH {
        return limit + 1;
    }
    if b.len() < a.len() {
        (a, b) = (b, a);
    }
    if (b.len() - a.len()) * MOVE_COST > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE_COST).collect();
    let mut result = 0;
    for (i, &code) in b.iter().enumerate() {
        result = i * MOVE_COST;
        let mut diagonal = result;
        let mut least = usize::MAX;
        for (cell, &c) in row.iter_mut().zip(a) {
            let substitute = diagonal + substitution(code, c);
            diagonal = *cell;
            result = (result.min(diagonal) + MOVE_COST).min(substitute);
            *cell = result;
            least = least.min(result);
        }
        if least > limit {
            return limit + 1;
        }
    }
    result
}
