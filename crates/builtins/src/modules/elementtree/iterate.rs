//! `iter` and `itertext`: walks through a tree, each element before its children.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::children::child;
use super::element::{Element, get_ref};
use super::search::has_tag;
use crate::iters::poll_now_and_then;

/// Payload of a walk.
struct Walk {
    /// Where the walk is to begin, until it has.
    root: Option<ObjRef>,
    /// The elements around the place, each with the place of its next child.
    parents: Vec<(ObjRef, usize)>,
    /// The tag that is looked for; all, if there is none.
    sought: Option<ObjRef>,
    /// The texts are given and not the elements.
    texts: bool,
}

impl Payload for Walk {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.root, Relation::Typed("root"));
        v.edge(&mut self.sought, Relation::Attr("tag"));
        for (i, (element, _)) in self.parents.iter_mut().enumerate() {
            v.fixed(element, Relation::Index(i));
        }
    }
    fn admits(&self, relation: Relation, _: &ObjRef, new: &ObjRef) -> bool {
        !matches!(relation, Relation::Index(_)) || new.has_payload::<Element>()
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(|_, me| Ok(me.clone())), next: Some(next), ..Slots::EMPTY },
    ..TypeSpec::EMPTY
};

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<Walk>("_elementtree._element_iterator", None, 0);
    cx.fill_type(&ty, &SPEC);
}

pub(super) fn iter(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<0, 1> = Params { required: [], optional: ["tag"], posonly: 0, kwonly: 1 };
    let ([], [tag]) = args.bind(cx, "iter", &PARAMS)?;
    let sought = tag.filter(|tag| !tag.is_none() && tag.ascii() != Some("*"));
    Ok(cx.new_object(Walk { root: Some(me.clone()), parents: Vec::new(), sought, texts: false }))
}

pub(super) fn iter_text(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.new_object(Walk { root: Some(me.clone()), parents: Vec::new(), sought: None, texts: true }))
}

/// What a step of the walk came to.
enum Step {
    /// An element, for the first time.
    Into(ObjRef),
    /// An element whose children are all behind; not the root.
    OutOf(ObjRef),
    End,
}

fn step(cx: &mut Cx, me: &ObjRef) -> Step {
    let Some(walk) = cx.heap.get::<Walk>(me) else { return Step::End };
    let found = match walk.parents.last() {
        Some((parent, at)) => child(cx, parent, *at),
        None => walk.root.clone(),
    };
    let Some(walk) = cx.heap.get_mut::<Walk>(me) else { return Step::End };
    if let Some(element) = found {
        match walk.parents.last_mut() {
            Some((_, at)) => *at += 1,
            None => walk.root = None,
        }
        walk.parents.push((element.clone(), 0));
        return Step::Into(element);
    }
    match walk.parents.pop() {
        Some((element, _)) if !walk.parents.is_empty() => Step::OutOf(element),
        _ => Step::End,
    }
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let mut rounds = 0;
    loop {
        rounds += 1;
        poll_now_and_then(cx, rounds)?;
        let Some(walk) = cx.heap.get::<Walk>(me) else { return Ok(None) };
        let (texts, sought) = (walk.texts, walk.sought.clone());
        let text = match step(cx, me) {
            Step::End => return Ok(None),
            Step::Into(element) if texts => get_ref(cx, &element).map(|e| e.text.clone()),
            Step::OutOf(element) if texts => get_ref(cx, &element).map(|e| e.tail.clone()),
            Step::OutOf(_) => continue,
            Step::Into(element) => match &sought {
                Some(tag) if !has_tag(cx, &element, tag)? => continue,
                _ => return Ok(Some(element)),
            },
        };
        if let Some(text) = text.filter(|text| !text.is_none())
            && cx.truth(&text)?
        {
            return Ok(Some(text));
        }
    }
}
