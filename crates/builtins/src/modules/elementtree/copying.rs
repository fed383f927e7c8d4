//! Elements copied, and as pickles have them.

use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::children::child;
use super::element::{Element, get_ref, make, of};

pub(super) fn copy(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let element = of(cx, me)?;
    let made = Element {
        tag: element.tag.clone(),
        text: element.text.clone(),
        tail: element.tail.clone(),
        attrib: element.attrib.clone(),
        children: element.children.clone(),
    };
    Ok(cx.new_object(made))
}

pub(super) fn deep_copy(cx: &mut Cx, me: &ObjRef, memo: &ObjRef) -> PyResult {
    if cx.heap.dict(memo).is_none() {
        let got = memo.kind_given();
        return Err(cx.type_error(format!("__deepcopy__() argument must be dict, not {got}")));
    }
    element_copy(cx, me, memo)
}

fn element_copy(cx: &mut Cx, me: &ObjRef, memo: &ObjRef) -> PyResult {
    cx.check_stack()?;
    let element = of(cx, me)?;
    let (tag, text, tail) = (element.tag.clone(), element.text.clone(), element.tail.clone());
    let attrib = element.attrib.clone();
    let tag = value_copy(cx, &tag, memo)?;
    let attrib = match attrib {
        Some(attrib) => Some(value_copy(cx, &attrib, memo)?).filter(|copy| cx.heap.dict(copy).is_some()),
        None => None,
    };
    let made = make(cx, tag, attrib);
    let text = value_copy(cx, &text, memo)?;
    of(cx, &made)?.text = text;
    let tail = value_copy(cx, &tail, memo)?;
    of(cx, &made)?.tail = tail;
    let mut at = 0;
    while let Some(child) = child(cx, me, at) {
        let copy = value_copy(cx, &child, memo)?;
        if !copy.has_payload::<Element>() {
            let got = copy.ty().name();
            return Err(cx.type_error(format!("expected an Element, not \"{got}\"")));
        }
        of(cx, &made)?.children.push(copy);
        at += 1;
        cx.poll()?;
    }
    let id = cx.usize(me.id());
    drop(cx.dict_set(memo, &id, made.clone())?);
    Ok(made)
}

/// A deep copy of any object.
fn value_copy(cx: &mut Cx, o: &ObjRef, memo: &ObjRef) -> PyResult {
    if o.is_none() || o.is_exact(Kind::Str) {
        return Ok(o.clone());
    }
    if o.is_exact(Kind::Dict)
        && let Some(dict) = cx.heap.dict(o)
        && dict.iter().all(|(_, key, value)| key.is_exact(Kind::Str) && value.is_exact(Kind::Str))
    {
        let copy = dict.copy();
        return Ok(cx.dict_from(copy));
    }
    if o.has_payload::<Element>() && o.ty().is(&cx.type_of::<Element>()) {
        return element_copy(cx, o, memo);
    }
    let deep_copy = crate::modules::attribute_of(cx, "copy", "deepcopy")?;
    cx.call(&deep_copy, &[o.clone(), memo.clone()])
}

const STATE: [&str; 5] = ["tag", "_children", "attrib", "text", "tail"];

pub(super) fn state(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(element) = get_ref(cx, me) else { return Err(cx.bad_internal("Element")) };
    let children = cx.new_list(element.children.clone());
    let attrib = element.attrib.clone().unwrap_or_else(|| cx.new_dict());
    let values = [element.tag.clone(), children, attrib, element.text.clone(), element.tail.clone()];
    let dict = cx.new_dict();
    for (name, value) in STATE.iter().zip(values) {
        cx.namespace_put(&dict, name, value);
    }
    Ok(dict)
}

pub(super) fn set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    if cx.heap.dict(state).is_none() {
        let shown = cx.repr_text(state)?;
        return Err(cx.type_error(format!("Don't know how to unpickle \"{shown}\" as an Element")));
    }
    let [tag, children, attrib, text, tail] = STATE.map(|name| cx.namespace_get(state, &cx.intern(name)));
    let Some(tag) = tag else { return Err(cx.type_error("tag may not be NULL")) };
    let children = match children {
        None => Vec::new(),
        Some(list) => match cx.heap.list(&list) {
            Some(items) => items.to_vec(),
            None => return Err(cx.type_error("'_children' is not a list")),
        },
    };
    if let Some(other) = children.iter().find(|o| !o.has_payload::<Element>()) {
        let got = other.ty().name();
        return Err(cx.type_error(format!("expected an Element, not \"{got}\"")));
    }
    let attrib = attrib.filter(|attrib| cx.heap.dict(attrib).is_some());
    let none = cx.none.clone();
    let [text, tail] = [text, tail].map(|o| o.unwrap_or_else(|| none.clone()));
    let old = std::mem::replace(of(cx, me)?, Element { tag, text, tail, attrib, children });
    drop(old);
    Ok(none)
}
