//! `find` and its kin. Plain tags are looked for here, paths by `xml.etree.ElementPath`.

use theseus_object::args::Params;
use theseus_object::payload::str::Chars;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::call_element_path;
use super::children::child;
use super::element::{Element, of};

/// Whether a path is no plain tag, as far as one can see.
fn is_path(path: &ObjRef) -> bool {
    let Some(chars) = path.chars() else { return true };
    let wildcard = match chars {
        Chars::Ascii(text) => text.starts_with("{}") || text.starts_with("{*}"),
        _ => false,
    };
    let mut in_namespace = false;
    wildcard
        || chars.iter().any(|c| match char::from_u32(c) {
            Some('{') => {
                in_namespace = true;
                false
            }
            Some('}') => {
                in_namespace = false;
                false
            }
            Some('/' | '*' | '[' | '@' | '.') => !in_namespace,
            _ => false,
        })
}

/// Whether the tag of an element is the sought one.
pub(super) fn has_tag(cx: &mut Cx, element: &ObjRef, sought: &ObjRef) -> PyResult<bool> {
    let tag = match cx.heap.get::<Element>(element) {
        Some(e) if e.tag.is(sought) => return Ok(true),
        Some(e) if e.tag.is_str() && sought.is_str() => return Ok(e.tag.str_eq(sought)),
        Some(e) => e.tag.clone(),
        None => return Ok(false),
    };
    cx.eq(&tag, sought)
}

/// The first child from `at` on with a tag, and the place behind it.
fn next_with_tag(cx: &mut Cx, me: &ObjRef, tag: &ObjRef, at: &mut usize) -> PyResult<Option<ObjRef>> {
    while let Some(child) = child(cx, me, *at) {
        *at += 1;
        if has_tag(cx, &child, tag)? {
            return Ok(Some(child));
        }
    }
    Ok(None)
}

const PARAMS: Params<1, 1> = Params { required: ["path"], optional: ["namespaces"], posonly: 0, kwonly: 2 };

/// Path and namespaces, and whether the path is a plain tag.
fn arguments(cx: &mut Cx, name: &str, args: &Args) -> PyResult<(ObjRef, ObjRef, bool)> {
    let ([path], [namespaces]) = args.bind(cx, name, &PARAMS)?;
    let namespaces = namespaces.unwrap_or_else(|| cx.none.clone());
    let plain = namespaces.is_none() && !is_path(&path);
    Ok((path, namespaces, plain))
}

pub(super) fn find(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let (path, namespaces, plain) = arguments(cx, "find", args)?;
    if !plain {
        return call_element_path(cx, "find", &[me.clone(), path, namespaces]);
    }
    Ok(next_with_tag(cx, me, &path, &mut 0)?.unwrap_or_else(|| cx.none.clone()))
}

pub(super) fn find_all(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let (path, namespaces, plain) = arguments(cx, "findall", args)?;
    if !plain {
        return call_element_path(cx, "findall", &[me.clone(), path, namespaces]);
    }
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(child) = next_with_tag(cx, me, &path, &mut at)? {
        found.push(child);
    }
    Ok(cx.new_list(found))
}

pub(super) fn find_text(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 2> =
        Params { required: ["path"], optional: ["default", "namespaces"], posonly: 0, kwonly: 3 };
    let ([path], [default, namespaces]) = args.bind(cx, "findtext", &PARAMS)?;
    let default = default.unwrap_or_else(|| cx.none.clone());
    let namespaces = namespaces.unwrap_or_else(|| cx.none.clone());
    if !namespaces.is_none() || is_path(&path) {
        return call_element_path(cx, "findtext", &[me.clone(), path, default, namespaces]);
    }
    let Some(found) = next_with_tag(cx, me, &path, &mut 0)? else { return Ok(default) };
    let text = of(cx, &found)?.text.clone();
    Ok(if text.is_none() { cx.empty_str.clone() } else { text })
}

pub(super) fn iter_find(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let (path, namespaces, _) = arguments(cx, "iterfind", args)?;
    call_element_path(cx, "iterfind", &[me.clone(), path, namespaces])
}
