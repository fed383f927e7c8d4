//! How a pickler writes what is not of a built-in type: by name, or by what makes it again.

use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::names::{self, Place};
use super::save::Saving;
use super::{op, pickling_error};
use crate::modules::attribute_of;

impl Saving {
    pub(super) fn by_reduction(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        if let Some(f) = self.reducer_override.clone() {
            let answer = cx.call(&f, std::slice::from_ref(o))?;
            if !answer.is_not_implemented() {
                return self.reduction(cx, o, &answer);
            }
        }
        if o.ty().is(&cx.types.type_) {
            return self.class(cx, o);
        }
        if o.kind() == Kind::Function {
            return self.global(cx, o, None);
        }
        if let Some(f) = self.registered(cx, o)? {
            let answer = cx.call(&f, std::slice::from_ref(o))?;
            return self.reduction(cx, o, &answer);
        }
        if o.kind() == Kind::Type {
            return self.global(cx, o, None);
        }
        let ex = cx.names.reduce_ex.clone();
        let answer = match cx.try_getattr(o, &ex)? {
            Some(f) => {
                let protocol = cx.int(self.protocol());
                cx.call(&f, &[protocol])?
            }
            None => {
                let plain = cx.names.reduce.clone();
                match cx.try_getattr(o, &plain)? {
                    Some(f) => cx.call(&f, &[])?,
                    None => {
                        let (class, shown) = (o.ty().name(), cx.repr_text(o)?);
                        return Err(pickling_error(cx, format!("can't pickle '{class}' object: {shown}")));
                    }
                }
            }
        };
        self.reduction(cx, o, &answer)
    }

    /// The function that was registered for the class.
    fn registered(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<Option<ObjRef>> {
        let class = o.class();
        let Some(table) = self.dispatch_table.clone() else {
            let table = attribute_of(cx, "copyreg", "dispatch_table")?;
            return cx.dict_get(&table, &class);
        };
        match cx.getitem(&table, &class) {
            Ok(f) => Ok(Some(f)),
            Err(raised) => {
                let ty = cx.excs.key_error.clone();
                if cx.catch(&ty) { Ok(None) } else { Err(raised) }
            }
        }
    }

    fn class(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        for single in [cx.none.clone(), cx.not_implemented.clone(), cx.ellipsis.clone()] {
            if single.class().is(o) {
                let class = cx.types.type_.as_ref().clone();
                let args = cx.new_tuple([single]);
                return self.reduced(cx, Some(o), &class, &args);
            }
        }
        self.global(cx, o, None)
    }

    /// What a reducer answered: a name, or a tuple.
    fn reduction(&mut self, cx: &mut Cx, o: &ObjRef, answer: &ObjRef) -> PyResult<()> {
        if answer.is_str() {
            return self.global(cx, o, Some(answer));
        }
        let Some(parts) = cx.heap.tuple(answer).map(<[ObjRef]>::to_vec) else {
            return Err(pickling_error(cx, "__reduce__ must return a string or tuple"));
        };
        self.parts(cx, Some(o), &parts)
    }

    /// A callable and its arguments.
    pub(super) fn reduced(
        &mut self,
        cx: &mut Cx,
        o: Option<&ObjRef>,
        callable: &ObjRef,
        args: &ObjRef,
    ) -> PyResult<()> {
        self.parts(cx, o, &[callable.clone(), args.clone()])
    }

    fn parts(&mut self, cx: &mut Cx, o: Option<&ObjRef>, parts: &[ObjRef]) -> PyResult<()> {
        let [callable, args, rest @ ..] = parts else {
            return Err(pickling_error(cx, "tuple returned by __reduce__ must contain 2 through 6 elements"));
        };
        if rest.len() > 4 {
            return Err(pickling_error(cx, "tuple returned by __reduce__ must contain 2 through 6 elements"));
        }
        if callable.ty().slots().call.is_none() {
            let text = "first item of the tuple returned by __reduce__ must be callable";
            return Err(pickling_error(cx, text));
        }
        let Some(items) = cx.heap.tuple(args).map(<[ObjRef]>::to_vec) else {
            let text = "second item of the tuple returned by __reduce__ must be a tuple";
            return Err(pickling_error(cx, text));
        };
        let part = |i: usize| rest.get(i).filter(|part| !part.is_none());
        for (i, name) in [(1, "fourth"), (2, "fifth")] {
            if let Some(part) = part(i).filter(|part| part.ty().slots().next.is_none()) {
                let got = part.ty().name();
                let text = format!(
                    "{name} element of the tuple returned by __reduce__ must be an iterator, not {got}"
                );
                return Err(pickling_error(cx, text));
            }
        }
        if let Some(setter) = part(3).filter(|setter| setter.ty().slots().call.is_none()) {
            let got = setter.ty().name();
            let text =
                format!("sixth element of the tuple returned by __reduce__ must be a function, not {got}");
            return Err(pickling_error(cx, text));
        }
        self.making(cx, o, callable, args, &items)?;
        if let Some(o) = o {
            match self.memo.number(o) {
                // Written meanwhile, as a part of itself.
                Some(number) => {
                    self.write(&[op::POP]);
                    self.get(number);
                }
                None => self.put(o),
            }
        }
        if let Some(items) = part(1) {
            self.appended(cx, items)?;
        }
        if let Some(pairs) = part(2) {
            self.set_items(cx, pairs)?;
        }
        let Some(state) = part(0) else { return Ok(()) };
        match (part(3), o) {
            (Some(setter), Some(o)) => {
                self.save(cx, setter)?;
                self.save(cx, o)?;
                self.save(cx, state)?;
                self.write(&[op::TUPLE2, op::REDUCE, op::POP]);
            }
            _ => {
                self.save(cx, state)?;
                self.write(&[op::BUILD]);
            }
        }
        Ok(())
    }

    /// The call that makes the object; `__newobj__` and `__newobj_ex__` have opcodes of their own.
    fn making(
        &mut self,
        cx: &mut Cx,
        o: Option<&ObjRef>,
        callable: &ObjRef,
        args: &ObjRef,
        items: &[ObjRef],
    ) -> PyResult<()> {
        let name = cx.names.name.clone();
        let name = match self.protocol() {
            2.. => cx.try_getattr(callable, &name)?.map(|name| name.text_or_empty()),
            _ => None,
        };
        match name.as_deref() {
            Some("__newobj_ex__") => self.making_with_keywords(cx, items),
            Some("__newobj__") => {
                let Some((class, rest)) = items.split_first() else {
                    return Err(pickling_error(cx, "__newobj__ arglist is empty"));
                };
                if class.kind() != Kind::Type {
                    return Err(pickling_error(cx, "args[0] from __newobj__ args has no __new__"));
                }
                if let Some(o) = o {
                    let dunder = cx.names.class.clone();
                    let own = cx.getattr(o, &dunder)?;
                    if !own.is(class) {
                        let text = "args[0] from __newobj__ args has the wrong class";
                        return Err(pickling_error(cx, text));
                    }
                }
                self.save(cx, class)?;
                let rest = cx.new_tuple(rest.to_vec());
                self.save(cx, &rest)?;
                self.write(&[op::NEWOBJ]);
                Ok(())
            }
            _ => {
                self.save(cx, callable)?;
                self.save(cx, args)?;
                self.write(&[op::REDUCE]);
                Ok(())
            }
        }
    }

    fn making_with_keywords(&mut self, cx: &mut Cx, items: &[ObjRef]) -> PyResult<()> {
        let [class, args, keywords] = items else {
            let n = items.len();
            let text = format!("length of the NEWOBJ_EX argument tuple must be exactly 3, not {n}");
            return Err(pickling_error(cx, text));
        };
        for (which, part, fits, wanted) in [
            ("second", args, args.kind() == Kind::Tuple, "tuple"),
            ("third", keywords, keywords.kind() == Kind::Dict, "dict"),
        ] {
            if !fits {
                let got = part.ty().name();
                let text =
                    format!("{which} item from NEWOBJ_EX argument tuple must be a {wanted}, not {got}");
                return Err(pickling_error(cx, text));
            }
        }
        if self.protocol() >= 4 {
            self.save(cx, class)?;
            self.save(cx, args)?;
            self.save(cx, keywords)?;
            self.write(&[op::NEWOBJ_EX]);
            return Ok(());
        }
        // A partial call of `__new__`, which is then called with nothing more.
        let partial = attribute_of(cx, "functools", "partial")?;
        let new = cx.names.new.clone();
        let new = cx.getattr(class, &new)?;
        let mut values = vec![new, class.clone()];
        values.extend(cx.heap.tuple(args).unwrap_or_default().iter().cloned());
        let (names, named): (Vec<ObjRef>, Vec<ObjRef>) = cx.dict_items(keywords).into_iter().unzip();
        values.extend(named);
        let whole = cx.call_args(&partial, &Args { values: &values, names: &names })?;
        self.save(cx, &whole)?;
        let none = cx.empty_tuple.clone();
        self.save(cx, &none)?;
        self.write(&[op::REDUCE]);
        Ok(())
    }

    /// An object by its name.
    fn global(&mut self, cx: &mut Cx, o: &ObjRef, name: Option<&ObjRef>) -> PyResult<()> {
        let place = names::place(cx, o, name)?;
        if self.protocol() >= 2
            && let Some(code) = extension(cx, &place)?
        {
            match code {
                0..=0xff => self.write(&[op::EXT1, code as u8]),
                0x100..=0xffff => self.write(&[op::EXT2, code as u8, (code >> 8) as u8]),
                _ => {
                    self.write(&[op::EXT4]);
                    self.write(&(code as u32).to_le_bytes());
                }
            }
            return Ok(());
        }
        if self.protocol() >= 4 {
            self.save(cx, &place.module)?;
            self.save(cx, &place.name)?;
            self.write(&[op::STACK_GLOBAL]);
        } else if let Some((last, parent)) = place.inner {
            let getattr = attribute_of(cx, "builtins", "getattr")?;
            let args = cx.new_tuple([parent, last]);
            return self.reduced(cx, Some(o), &getattr, &args);
        } else {
            self.named(cx, place)?;
        }
        self.put(o);
        Ok(())
    }

    fn named(&mut self, cx: &mut Cx, place: Place) -> PyResult<()> {
        let Place { mut module, mut name, .. } = place;
        if self.settings.fix_imports {
            let (names, modules) = ("REVERSE_NAME_MAPPING", "REVERSE_IMPORT_MAPPING");
            (module, name) = names::renamed(cx, module, name, names, modules)?;
        }
        let line = format!("{}{}\n{}\n", op::GLOBAL as char, module.text_or_empty(), name.text_or_empty());
        if self.protocol() < 3 && !line.is_ascii() {
            let (protocol, name) =
                (self.protocol(), format!("{}.{}", module.text_or_empty(), name.text_or_empty()));
            let text = format!("can't pickle global identifier '{name}' using pickle protocol {protocol}");
            return Err(pickling_error(cx, text));
        }
        self.write(line.as_bytes());
        Ok(())
    }
}

/// The number that `copyreg.add_extension` gave a name.
fn extension(cx: &mut Cx, place: &Place) -> PyResult<Option<i64>> {
    let table = attribute_of(cx, "copyreg", "_extension_registry")?;
    if cx.heap.dict(&table).is_none_or(|d| d.is_empty()) {
        return Ok(None);
    }
    let key = cx.new_tuple([place.module.clone(), place.name.clone()]);
    let code = cx.dict_get(&table, &key)?;
    Ok(code.and_then(|code| code.int()).filter(|code| (1..=0x7fff_ffff).contains(code)))
}
