//! Attribute access: the generic look-up rules and descriptors.

use crate::cx::Cx;
use crate::error::PyResult;
use crate::header::{Kind, flag};
use crate::interp::Interp;
use crate::payload::{Exception, Function, Module};
use crate::refs::ObjRef;
use crate::typeobj::TypeObj;

impl Interp {
    /// The dict that a function, module, class or instance already has.
    pub fn existing_dict(&self, o: &ObjRef) -> Option<ObjRef> {
        // SAFETY (all): the kind tells the payload; the reference is cloned at once.
        match o.kind() {
            // SAFETY: as said above.
            Kind::Module => Some(unsafe { o.data_ptr::<Module>().as_ref() }.dict.clone()),
            // SAFETY: as above.
            Kind::Function => unsafe { o.data_ptr::<Function>().as_ref() }.dict.clone(),
            Kind::Type => TypeObj::of(o).map(|t| t.data.dict.clone()),
            _ => None,
        }
    }
}

impl Cx {
    /// `o.name`; the name is a str, interned or not.
    #[inline]
    pub fn getattr(&mut self, o: &ObjRef, name: &ObjRef) -> PyResult {
        match o.ty().slots().getattr {
            Some(f) => {
                let r = f(self, o, name);
                if r.is_err() {
                    self.complete_attribute_error(o, name);
                }
                r
            }
            None => self.generic_getattr(o, name),
        }
    }

    /// An AttributeError in flight that does not say for which name of which object learns it.
    #[cold]
    pub fn complete_attribute_error(&mut self, o: &ObjRef, name: &ObjRef) {
        let Some(e) = self.exception().cloned() else { return };
        let parts = self.tuple_from_slice(&[name.clone(), o.clone()]);
        if e.ty().is_subtype(&self.excs.attribute_error.clone())
            && let Some(x) = self.heap.get_mut::<Exception>(&e)
            && x.value.is_none()
        {
            x.value = Some(parts);
        }
    }

    /// `o.name`, `None` if that raises AttributeError.
    pub fn try_getattr(&mut self, o: &ObjRef, name: &ObjRef) -> PyResult<Option<ObjRef>> {
        // The plain rules make no exception for what is not there; descriptors may.
        let found = match self.uses_generic_getattr(o) {
            true => self.generic_lookup(o, name),
            false => self.getattr(o, name).map(Some),
        };
        match found {
            Ok(found) => Ok(found),
            Err(_) if self.catch(&self.excs.attribute_error.clone()) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Whether attribute access on `o` follows the plain rules.
    pub fn uses_generic_getattr(&self, o: &ObjRef) -> bool {
        o.ty().slots().getattr.is_none_or(|f| f as usize == generic_getattr as *const () as usize)
    }

    /// Whether what attribute access on `o` finds is what the plain rules find; a `__getattr__` may
    /// still come in where they find nothing.
    pub fn finds_plainly(&self, o: &ObjRef) -> bool {
        o.ty().data.plain_getattr.get() || self.uses_generic_getattr(o)
    }

    pub fn generic_getattr(&mut self, o: &ObjRef, name: &ObjRef) -> PyResult {
        match self.generic_lookup(o, name) {
            Ok(Some(v)) => Ok(v),
            Ok(None) => Err(self.missing_attribute(o, name)),
            Err(e) => {
                self.complete_attribute_error(o, name);
                Err(e)
            }
        }
    }

    /// AttributeError in CPython's words.
    #[cold]
    pub fn missing_attribute(&mut self, o: &ObjRef, name: &ObjRef) -> crate::error::Raised {
        let message = format!("'{}' object has no attribute '{}'", o.ty().name(), name.text_or_empty());
        self.no_attribute(o, name, message)
    }

    /// The plain rules: data descriptor of the class, the instance's own, other class attribute.
    pub(crate) fn generic_lookup(&mut self, o: &ObjRef, name: &ObjRef) -> PyResult<Option<ObjRef>> {
        let name = &self.attribute_name(name)?;
        self.interned_lookup(o, name)
    }

    /// `o.name` for an interned name.
    #[inline]
    pub fn getattr_interned(&mut self, o: &ObjRef, name: &ObjRef) -> PyResult {
        if self.uses_generic_getattr(o) {
            let r = match self.interned_lookup(o, name) {
                Ok(Some(v)) => return Ok(v),
                Ok(None) => return self.getattr(o, name),
                Err(e) => Err(e),
            };
            self.complete_attribute_error(o, name);
            return r;
        }
        if !o.ty().data.plain_getattr.get() {
            return self.getattr(o, name);
        }
        // There is a `__getattr__`, for what is not found.
        let r = match self.interned_lookup(o, name) {
            Ok(Some(v)) => return Ok(v),
            found => crate::slots::getattr_after(self, o, name, found),
        };
        if r.is_err() {
            self.complete_attribute_error(o, name);
        }
        r
    }

    #[inline]
    fn interned_lookup(&mut self, o: &ObjRef, name: &ObjRef) -> PyResult<Option<ObjRef>> {
        let found = o.ty().lookup(self, name);
        let mut get = None;
        if let Some(f) = &found {
            let slots = f.ty().slots();
            get = slots.get;
            if slots.set.is_some()
                && let Some(get) = get
            {
                let class = o.class();
                return get(self, f, Some(o), &class).map(Some);
            }
        }
        // The dicts of native classes belong to `type`'s own look-up.
        if TypeObj::of(o).is_none_or(|t| t.data.heap_type)
            && let Some(v) = self.instance_get(o, name)
        {
            return Ok(Some(v));
        }
        match (found, get) {
            (Some(f), Some(get)) => {
                let class = o.class();
                get(self, &f, Some(o), &class).map(Some)
            }
            (found, _) => Ok(found),
        }
    }

    /// The interned name, or TypeError if it is no str.
    #[inline]
    pub fn attribute_name(&mut self, name: &ObjRef) -> PyResult {
        if name.is_str() {
            return Ok(if name.is_exact(Kind::Str) {
                self.intern_obj(name)
            } else {
                self.intern(&name.text_or_empty())
            });
        }
        let got = name.ty().name();
        Err(self.type_error(format!("attribute name must be string, not '{got}'")))
    }

    /// `o.name = value`, or `del o.name` for `None`.
    #[inline]
    pub fn setattr(&mut self, o: &ObjRef, name: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
        match o.ty().slots().setattr {
            Some(f) => f(self, o, name, value),
            None => self.generic_setattr(o, name, value),
        }
    }

    pub fn generic_setattr(&mut self, o: &ObjRef, name: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
        let given = name;
        let name = &self.attribute_name(name)?;
        let found = o.ty().lookup(self, name);
        if let Some(f) = &found
            && let Some(set) = f.ty().slots().set
        {
            return set(self, f, o, value);
        }
        // A name of a subclass of str may hash and compare in its own way: the dict knows.
        if let Some(v) = value.filter(|_| !given.is_exact(Kind::Str) && o.kind() == Kind::Instance)
            && let Some(dict) = self.instance_dict(o)
        {
            return self.dict_set(&dict, given, v.clone()).map(drop);
        }
        let done = match value {
            Some(v) => self.own_set(o, name, v.clone()),
            None => self.own_delete(o, name),
        };
        if done {
            return Ok(());
        }
        let (ty, name_text) = (o.ty().name(), name.text_or_empty());
        let has_dict = o.ty().data.layout.has_dict || self.existing_dict(o).is_some();
        let message = match (found.is_some(), value) {
            (true, _) if !has_dict => format!("'{ty}' object attribute '{name_text}' is read-only"),
            _ => format!("'{ty}' object has no attribute '{name_text}'"),
        };
        Err(self.attribute_error(message))
    }

    /// Sets the object's own attribute; false if it can have none.
    fn own_set(&mut self, o: &ObjRef, name: &ObjRef, value: ObjRef) -> bool {
        match o.kind() {
            Kind::Function | Kind::Module => match self.own_dict(o) {
                Some(dict) => {
                    drop(self.namespace_set(&dict, name, value));
                    true
                }
                None => false,
            },
            _ => self.instance_set(o, name, value).is_ok(),
        }
    }

    fn own_delete(&mut self, o: &ObjRef, name: &ObjRef) -> bool {
        match o.kind() {
            Kind::Function | Kind::Module => {
                self.own_dict(o).is_some_and(|d| self.namespace_delete(&d, name).is_some())
            }
            _ => self.instance_delete(o, name).is_some(),
        }
    }

    /// `o.__dict__` of an object that has one; made if need be.
    pub fn own_dict(&mut self, o: &ObjRef) -> Option<ObjRef> {
        match o.kind() {
            Kind::Module => self.existing_dict(o),
            Kind::Function => {
                let made = self.existing_dict(o).unwrap_or_else(|| self.new_dict());
                self.heap.get_mut::<Function>(o)?.dict = Some(made.clone());
                Some(made)
            }
            _ => {
                let dict = self.instance_dict(o)?;
                dict.header().clear_flag(flag::OVERFLOW);
                Some(dict)
            }
        }
    }
}

/// Slot `getattr` of `object`.
pub fn generic_getattr(cx: &mut Cx, o: &ObjRef, name: &ObjRef) -> PyResult {
    cx.generic_getattr(o, name)
}

/// Slot `setattr` of `object`.
pub fn generic_setattr(cx: &mut Cx, o: &ObjRef, name: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    cx.generic_setattr(o, name, value)
}
