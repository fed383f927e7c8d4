//! Trees that a program made, read into neutral data: each field as the grammar wants it.

use theseus_bytecode::Const;
use theseus_compiler::tree::grammar::{Count, FieldShape, NodeShape, is_placed, shape};
use theseus_compiler::tree::{Node, Place, Value};
use theseus_object::payload::Module;
use theseus_object::payload::number::IntRef;
use theseus_object::{Kind, ObjRef, PyResult, TypeObj};

use super::PLACE;
use crate::machine::Vm;

/// The tree of an object: a node of class `wanted`.
pub fn given(vm: &mut Vm, o: &ObjRef, wanted: &str) -> PyResult<Node> {
    let module = crate::import::import_module(vm, "_ast")?;
    let reader = Reader { module };
    match reader.class(vm, o) {
        Some(found) if found.class == wanted => reader.node(vm, found, o),
        _ => {
            let got = o.ty().name();
            Err(vm.type_error(format!("expected {wanted} node, got {got}")))
        }
    }
}

struct Reader {
    module: ObjRef,
}

impl Reader {
    /// The class of nodes that an object is of: the first of its bases that the grammar has.
    fn class(&self, vm: &Vm, o: &ObjRef) -> Option<&'static NodeShape> {
        let dict = vm.heap.get::<Module>(&self.module)?.dict.clone();
        o.ty().mro().iter().find_map(|base| {
            let name = vm.intern(&TypeObj::of(base)?.name());
            let ours = vm.namespace_get(&dict, &name).is_some_and(|found| found.is(base));
            if ours { shape(&name.text_or_empty()) } else { None }
        })
    }

    fn node(&self, vm: &mut Vm, shape: &'static NodeShape, o: &ObjRef) -> PyResult<Node> {
        vm.check_stack()?;
        let place = if shape.placed { Some(self.place(vm, shape.kind, o)?) } else { None };
        let mut fields = Vec::with_capacity(shape.fields.len());
        for field in &shape.fields {
            fields.push((field.name, self.field(vm, shape, field, o)?));
        }
        Ok(Node { class: shape.class, fields, place })
    }

    fn attribute(&self, vm: &mut Vm, o: &ObjRef, name: &str) -> PyResult<Option<ObjRef>> {
        let name = vm.intern(name);
        vm.try_getattr(o, &name)
    }

    fn place(&self, vm: &mut Vm, kind: &str, o: &ObjRef) -> PyResult<Place> {
        let mut place = Place::default();
        for (i, name) in PLACE.into_iter().enumerate() {
            place[i] = match self.attribute(vm, o, name)? {
                Some(value) if !(i >= 2 && value.is_none()) => integer(vm, &value)?,
                // The end is where the beginning is, unless it is told.
                _ if i >= 2 => place[i - 2],
                _ => {
                    let message = format!("required field \"{name}\" missing from {kind}");
                    return Err(vm.type_error(message));
                }
            };
        }
        Ok(place)
    }

    fn field(&self, vm: &mut Vm, shape: &NodeShape, field: &FieldShape, o: &ObjRef) -> PyResult<Value> {
        let (class, name) = (shape.class, field.name);
        let value = match self.attribute(vm, o, name)? {
            Some(value) => value,
            None if field.count == Count::Optional => return Ok(Value::None),
            None => return Err(vm.type_error(format!("required field \"{name}\" missing from {class}"))),
        };
        if field.count != Count::Many {
            if value.is_none() && field.count == Count::Optional {
                return Ok(Value::None);
            }
            return self.value(vm, field, &value);
        }
        let Some(items) = vm.heap.list(&value).map(<[ObjRef]>::to_vec) else {
            let got = value.ty().name();
            return Err(vm.type_error(format!("{class} field \"{name}\" must be a list, not a {got}")));
        };
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            list.push(self.value(vm, field, &item)?);
        }
        Ok(Value::List(list))
    }

    fn value(&self, vm: &mut Vm, field: &FieldShape, o: &ObjRef) -> PyResult<Value> {
        match field.kind {
            "identifier" | "string" => text(vm, field.kind, o),
            "int" => integer(vm, o).map(Value::Int),
            "constant" => constant(vm, o).map(Value::Const),
            _ if o.is_none() => Ok(Value::None),
            kind => {
                let found = match self.class(vm, o) {
                    Some(found) if found.kind == kind => found,
                    // Any object with its attributes passes for a node of a product type.
                    _ if shape(kind).is_some() => match shape(kind) {
                        Some(product) => product,
                        None => return Ok(Value::None),
                    },
                    _ => {
                        if is_placed(kind) {
                            self.place(vm, kind, o)?;
                        }
                        let got = vm.repr_text(o)?;
                        return Err(vm.type_error(format!("expected some sort of {kind}, but got {got}")));
                    }
                };
                Ok(Value::Node(Box::new(self.node(vm, found, o)?)))
            }
        }
    }
}

fn text(vm: &mut Vm, kind: &str, o: &ObjRef) -> PyResult<Value> {
    if o.is_none() {
        return Ok(Value::None);
    }
    if o.is_exact(Kind::Str) {
        return Ok(Value::Name(o.text_or_empty()));
    }
    if kind == "string" && o.kind() == Kind::Bytes {
        return Ok(Value::None);
    }
    Err(vm.type_error(format!("AST {kind} must be of type str")))
}

fn integer(vm: &mut Vm, o: &ObjRef) -> PyResult<i64> {
    if o.kind() != Kind::Int && o.kind() != Kind::Bool {
        let got = vm.repr_text(o)?;
        return Err(vm.value_error(format!("invalid integer value: {got}")));
    }
    vm.index_word(o)
}

/// An object as a constant of code.
fn constant(vm: &mut Vm, o: &ObjRef) -> PyResult<Const> {
    vm.check_stack()?;
    // Instances of subclasses are no constants.
    let exact = !o.ty().data.heap_type;
    Ok(match o.kind() {
        Kind::None => Const::None,
        Kind::Ellipsis => Const::Ellipsis,
        Kind::Bool if o.is(&vm.true_) => Const::True,
        Kind::Bool => Const::False,
        Kind::Int | Kind::BigInt if exact => integer_constant(o),
        Kind::Float if exact => Const::Float(o.float().unwrap_or_default()),
        Kind::Complex if exact => {
            let (real, imag) = o.complex().unwrap_or_default();
            Const::Complex(real, imag)
        }
        Kind::Str if exact => {
            let codes = o.chars().map(|chars| chars.to_vec()).unwrap_or_default();
            match codes.iter().all(|&code| char::from_u32(code).is_some()) {
                true => Const::Str(o.text_or_empty().into()),
                false => Const::WideStr(codes.into()),
            }
        }
        Kind::Bytes if exact => Const::Bytes(vm.heap.bytes(o).unwrap_or_default().into()),
        Kind::Tuple if exact => {
            let items = vm.heap.tuple(o).map(<[ObjRef]>::to_vec).unwrap_or_default();
            Const::Tuple(items.iter().map(|item| constant(vm, item)).collect::<PyResult<_>>()?)
        }
        Kind::FrozenSet if exact => {
            let items = vm.collect(o)?;
            Const::FrozenSet(items.iter().map(|item| constant(vm, item)).collect::<PyResult<_>>()?)
        }
        _ => {
            let got = o.ty().name();
            return Err(vm.type_error(format!("got an invalid type in Constant: {got}")));
        }
    })
}

fn integer_constant(o: &ObjRef) -> Const {
    match o.integer() {
        Some(IntRef::Big(n)) => {
            let (sign, words) = n.as_sign_words();
            let magnitude = words.iter().flat_map(|word| word.to_le_bytes()).collect();
            Const::BigInt { negative: sign == dashu_int::Sign::Negative, magnitude }
        }
        _ => Const::Int(o.int().unwrap_or_default()),
    }
}
