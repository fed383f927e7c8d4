//! `property`: an attribute computed by functions.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Property;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised, Slots};

use crate::{expose, type_};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { get: Some(get), set: Some(set), new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1(
            "getter",
            getter,
            "Descriptor to obtain a copy of the property with a different getter.",
        ),
        NativeDef::m1(
            "setter",
            setter,
            "Descriptor to obtain a copy of the property with a different setter.",
        ),
        NativeDef::m1(
            "deleter",
            deleter,
            "Descriptor to obtain a copy of the property with a different deleter.",
        ),
        NativeDef::full("__set_name__", set_name, "Method to set name of a property."),
    ],
    getsets: &[
        GetSet::member("fget", fget, ""),
        GetSet::member("fset", fset, ""),
        GetSet::member("fdel", fdel, ""),
        GetSet::rw("__doc__", doc, set_doc, ""),
        GetSet::new("__isabstractmethod__", is_abstract, ""),
    ],
    doc: "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring\n\nTypical use is to define a managed attribute x:\n\nclass C(object):\n    def getx(self): return self._x\n    def setx(self, value): self._x = value\n    def delx(self): del self._x\n    x = property(getx, setx, delx, \"I'm the 'x' property.\")\n\nDecorators make defining new properties or modifying existing ones easy:\n\nclass C(object):\n    @property\n    def x(self):\n        \"I am the 'x' property.\"\n        return self._x\n    @x.setter\n    def x(self, value):\n        self._x = value\n    @x.deleter\n    def x(self):\n        del self._x",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.types.property.clone();
    debug_assert!(ty.has_flag(type_flag::BASE_TYPE));
    cx.fill_type(&ty, &SPEC);
    expose(cx, &ty);
}

fn property<'a>(cx: &'a mut Cx, p: &'a ObjRef) -> PyResult<&'a mut Property> {
    if !p.has_payload::<Property>() {
        return Err(cx.bad_internal("property"));
    }
    match cx.heap.get_mut::<Property>(p) {
        Some(data) => Ok(data),
        None => Err(Raised),
    }
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let none = cx.none.clone();
    let data = Property {
        get: none.clone(),
        set: none.clone(),
        del: none.clone(),
        doc: none,
        getter_doc: false,
        name: None,
    };
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, data))
}

fn init(cx: &mut Cx, p: &ObjRef, args: &Args) -> PyResult<()> {
    const PARAMS: Params<0, 4> =
        Params { required: [], optional: ["fget", "fset", "fdel", "doc"], posonly: 0, kwonly: 4 };
    let ([], [get, set, del, doc]) = args.bind(cx, "property", &PARAMS)?;
    let none = cx.none.clone();
    let part = |o: Option<ObjRef>| o.unwrap_or_else(|| none.clone());
    let (get, set, del, mut doc) = (part(get), part(set), part(del), part(doc));
    let mut getter_doc = false;
    if doc.is_none() && !get.is_none() {
        let name = cx.names.doc.clone();
        if let Some(found) = cx.try_getattr(&get, &name)?.filter(|found| !found.is_none()) {
            getter_doc = true;
            doc = found;
        }
    }
    let plain = p.class().is(cx.types.property.as_ref());
    let data = property(cx, p)?;
    let name = data.name.take();
    let old = std::mem::replace(data, Property { get, set, del, doc: doc.clone(), getter_doc, name });
    drop(old);
    if !plain {
        // The class of a subclass has a `__doc__` that would hide the one here. Where it allows none, one
        // that was given is dropped.
        let name = cx.names.doc.clone();
        if let Err(e) = cx.setattr(p, &name, Some(&doc))
            && (getter_doc || !cx.catch(&cx.excs.attribute_error.clone()))
        {
            return Err(e);
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Part {
    Get,
    Set,
    Del,
}

fn part(cx: &mut Cx, p: &ObjRef, which: Part) -> PyResult {
    let data = property(cx, p)?;
    Ok(match which {
        Part::Get => data.get.clone(),
        Part::Set => data.set.clone(),
        Part::Del => data.del.clone(),
    })
}

fn get(cx: &mut Cx, p: &ObjRef, o: Option<&ObjRef>, _: &ObjRef) -> PyResult {
    let Some(o) = o.filter(|o| !o.is_none()) else { return Ok(p.clone()) };
    let f = part(cx, p, Part::Get)?;
    if f.is_none() {
        return Err(refusal(cx, p, o, "getter"));
    }
    cx.call(&f, std::slice::from_ref(o))
}

fn set(cx: &mut Cx, p: &ObjRef, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let (which, what) = if value.is_some() { (Part::Set, "setter") } else { (Part::Del, "deleter") };
    let f = part(cx, p, which)?;
    if f.is_none() {
        return Err(refusal(cx, p, o, what));
    }
    match value {
        Some(v) => cx.call(&f, &[o.clone(), v.clone()])?,
        None => cx.call(&f, std::slice::from_ref(o))?,
    };
    Ok(())
}

fn refusal(cx: &mut Cx, p: &ObjRef, o: &ObjRef, what: &str) -> Raised {
    let name = property(cx, p).ok().and_then(|d| d.name.clone());
    let class = type_::qualname(o.ty());
    let text = match name {
        Some(name) => {
            let Ok(name) = cx.repr_text(&name) else { return Raised };
            format!("property {name} of '{class}' object has no {what}")
        }
        None => format!("property of '{class}' object has no {what}"),
    };
    cx.attribute_error(text)
}

/// A copy with one function exchanged.
fn copy(cx: &mut Cx, p: &ObjRef, which: Part, f: &ObjRef) -> PyResult {
    let none = cx.none.clone();
    let data = property(cx, p)?;
    let mut parts = [data.get.clone(), data.set.clone(), data.del.clone(), data.doc.clone()];
    let name = data.name.clone();
    if !f.is_none() {
        parts[which as usize] = f.clone();
    }
    if data.getter_doc && !parts[0].is_none() {
        parts[3] = none;
    }
    let class = p.class();
    let made = cx.call(&class, &parts)?;
    if let Some(data) = cx.heap.get_mut::<Property>(&made) {
        let old = std::mem::replace(&mut data.name, name);
        drop(old);
    }
    Ok(made)
}

fn getter(cx: &mut Cx, p: &ObjRef, f: &ObjRef) -> PyResult {
    copy(cx, p, Part::Get, f)
}

fn setter(cx: &mut Cx, p: &ObjRef, f: &ObjRef) -> PyResult {
    copy(cx, p, Part::Set, f)
}

fn deleter(cx: &mut Cx, p: &ObjRef, f: &ObjRef) -> PyResult {
    copy(cx, p, Part::Del, f)
}

fn set_name(cx: &mut Cx, p: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "property.__set_name__")?;
    let [_, name] = args.values else {
        let n = args.values.len();
        return Err(cx.type_error(format!("__set_name__() takes 2 positional arguments but {n} were given")));
    };
    let old = property(cx, p)?.name.replace(name.clone());
    drop(old);
    Ok(cx.none.clone())
}

fn fget(cx: &mut Cx, p: &ObjRef) -> PyResult {
    part(cx, p, Part::Get)
}

fn fset(cx: &mut Cx, p: &ObjRef) -> PyResult {
    part(cx, p, Part::Set)
}

fn fdel(cx: &mut Cx, p: &ObjRef) -> PyResult {
    part(cx, p, Part::Del)
}

fn doc(cx: &mut Cx, p: &ObjRef) -> PyResult {
    Ok(property(cx, p)?.doc.clone())
}

fn set_doc(cx: &mut Cx, p: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = value.cloned().unwrap_or_else(|| cx.none.clone());
    let old = std::mem::replace(&mut property(cx, p)?.doc, value);
    drop(old);
    Ok(())
}

fn is_abstract(cx: &mut Cx, p: &ObjRef) -> PyResult {
    for which in [Part::Get, Part::Set, Part::Del] {
        let f = part(cx, p, which)?;
        if super::wrapped::is_abstract(cx, &f)? {
            return Ok(cx.true_.clone());
        }
    }
    Ok(cx.false_.clone())
}
