//! Values of Rust as Python objects, and back.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use theseus_object::{Kind, ObjRef};

use crate::object::Object;
use crate::python::{Python, Result};

/// What can be made a Python object.
///
/// | Rust | Python |
/// |---|---|
/// | `()`, `Option` without a value | `None` |
/// | `bool`, integers, floats, `&str` and `String` | `bool`, `int`, `float`, `str` |
/// | [`Bytes`] | `bytes` |
/// | `Vec`, slices | `list` |
/// | tuples | `tuple` |
/// | `HashMap`, `BTreeMap` | `dict` |
/// | [`Object`] | itself |
pub trait ToPython {
    fn to_python(self, py: &mut Python) -> Result;
}

/// What a Python object can be made.
///
/// The table at [`ToPython`] holds the other way round; integers take what has `__index__`, floats what
/// has `__float__` or `__index__`, vectors any iterable that is no text.
///
/// # Errors
/// TypeError for another type, OverflowError for an int that does not fit.
pub trait FromPython: Sized {
    fn from_python(py: &mut Python, o: &Object) -> Result<Self>;
}

/// The bytes of a `bytes` object.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Bytes(pub Vec<u8>);

impl ToPython for Object {
    fn to_python(self, py: &mut Python) -> Result {
        py.own(&self).map(Object)
    }
}

impl ToPython for &Object {
    fn to_python(self, py: &mut Python) -> Result {
        py.own(self).map(Object)
    }
}

impl FromPython for Object {
    fn from_python(py: &mut Python, o: &Object) -> Result {
        py.own(o).map(Object)
    }
}

impl ToPython for () {
    fn to_python(self, py: &mut Python) -> Result {
        Ok(Object(py.cx().none.clone()))
    }
}

impl FromPython for () {
    /// Any value: it is dropped.
    fn from_python(_: &mut Python, _: &Object) -> Result<()> {
        Ok(())
    }
}

fn wrong<T>(py: &mut Python, wanted: &str, o: &Object) -> Result<T> {
    let message = format!("{wanted} is wanted, not '{}'", o.type_name());
    Err(py.error("TypeError", &message))
}

impl ToPython for bool {
    fn to_python(self, py: &mut Python) -> Result {
        Ok(Object(py.cx().bool(self)))
    }
}

impl FromPython for bool {
    fn from_python(py: &mut Python, o: &Object) -> Result<bool> {
        match o.0.kind() {
            Kind::Bool => Ok(o.0.is(&py.cx().true_)),
            _ => wrong(py, "a bool", o),
        }
    }
}

macro_rules! integers {
    ($($ty:ty),*) => {$(
        impl ToPython for $ty {
            fn to_python(self, py: &mut Python) -> Result {
                match i64::try_from(self) {
                    Ok(v) => Ok(Object(py.cx().int(v))),
                    Err(_) => {
                        // Only the widest do not fit a machine word: their digits are read.
                        let int = Object(py.cx().types.int.as_ref().clone());
                        py.call(&int, (self.to_string(),))
                    }
                }
            }
        }

        impl FromPython for $ty {
            fn from_python(py: &mut Python, o: &Object) -> Result<$ty> {
                let o = py.own(o)?;
                let index = py.cx().index(&o);
                let index = py.or_caught(index)?;
                let small = index.int().and_then(|v| <$ty>::try_from(v).ok());
                let value = small.or_else(|| py.cx().repr_text(&index).ok()?.parse().ok());
                value.ok_or_else(|| {
                    py.error("OverflowError", concat!("the int does not fit ", stringify!($ty)))
                })
            }
        }
    )*};
}

integers!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

impl ToPython for f64 {
    fn to_python(self, py: &mut Python) -> Result {
        Ok(Object(py.cx().float(self)))
    }
}

impl FromPython for f64 {
    fn from_python(py: &mut Python, o: &Object) -> Result<f64> {
        let o = py.own(o)?;
        if o.is_str() {
            return wrong(py, "a float", &Object(o));
        }
        let float = py.cx().types.float.as_ref().clone();
        let value = py.cx().call(&float, &[o]);
        Ok(py.or_caught(value)?.float().unwrap_or_default())
    }
}

impl ToPython for &str {
    fn to_python(self, py: &mut Python) -> Result {
        Ok(Object(py.cx().new_str(self)))
    }
}

impl ToPython for String {
    fn to_python(self, py: &mut Python) -> Result {
        self.as_str().to_python(py)
    }
}

impl FromPython for String {
    fn from_python(py: &mut Python, o: &Object) -> Result<String> {
        match o.0.text() {
            Some(text) if o.0.is_str() => Ok(text.into_owned()),
            _ => wrong(py, "a str", o),
        }
    }
}

impl ToPython for Bytes {
    fn to_python(self, py: &mut Python) -> Result {
        Ok(Object(py.cx().new_bytes(&self.0)))
    }
}

impl FromPython for Bytes {
    fn from_python(py: &mut Python, o: &Object) -> Result<Bytes> {
        match py.cx().heap.bytes(&o.0).map(<[u8]>::to_vec) {
            Some(bytes) => Ok(Bytes(bytes)),
            None => wrong(py, "bytes", o),
        }
    }
}

impl<T: ToPython> ToPython for Option<T> {
    fn to_python(self, py: &mut Python) -> Result {
        match self {
            Some(value) => value.to_python(py),
            None => ().to_python(py),
        }
    }
}

impl<T: FromPython> FromPython for Option<T> {
    fn from_python(py: &mut Python, o: &Object) -> Result<Option<T>> {
        if o.is_none() { Ok(None) } else { T::from_python(py, o).map(Some) }
    }
}

impl<T: ToPython> ToPython for Vec<T> {
    fn to_python(self, py: &mut Python) -> Result {
        let items: Vec<ObjRef> =
            self.into_iter().map(|v| v.to_python(py).map(|o| o.0)).collect::<Result<_>>()?;
        Ok(Object(py.cx().new_list(items)))
    }
}

impl<T: ToPython + Clone> ToPython for &[T] {
    fn to_python(self, py: &mut Python) -> Result {
        self.to_vec().to_python(py)
    }
}

impl<T: FromPython> FromPython for Vec<T> {
    fn from_python(py: &mut Python, o: &Object) -> Result<Vec<T>> {
        let o = py.own(o)?;
        if o.is_str() || py.cx().heap.bytes(&o).is_some() {
            return wrong(py, "an iterable", &Object(o));
        }
        let items = py.cx().collect(&o);
        py.or_caught(items)?.into_iter().map(|item| T::from_python(py, &Object(item))).collect()
    }
}

fn make_dict<K: ToPython, V: ToPython>(py: &mut Python, items: impl IntoIterator<Item = (K, V)>) -> Result {
    let dict = py.cx().new_dict();
    for (key, value) in items {
        let (key, value) = (key.to_python(py)?, value.to_python(py)?);
        let set = py.cx().dict_set(&dict, &key.0, value.0);
        py.or_caught(set)?;
    }
    Ok(Object(dict))
}

fn read_dict<K: FromPython, V: FromPython, M: FromIterator<(K, V)>>(
    py: &mut Python,
    o: &Object,
) -> Result<M> {
    let o = py.own(o)?;
    if !o.has_payload::<theseus_object::payload::Dict>() {
        return wrong(py, "a dict", &Object(o));
    }
    let items = py.cx().dict_items(&o);
    let read = |(k, v)| Ok((K::from_python(py, &Object(k))?, V::from_python(py, &Object(v))?));
    items.into_iter().map(read).collect()
}

impl<K: ToPython, V: ToPython, S> ToPython for HashMap<K, V, S> {
    fn to_python(self, py: &mut Python) -> Result {
        make_dict(py, self)
    }
}

impl<K: FromPython + Eq + Hash, V: FromPython, S: BuildHasher + Default> FromPython for HashMap<K, V, S> {
    fn from_python(py: &mut Python, o: &Object) -> Result<HashMap<K, V, S>> {
        read_dict(py, o)
    }
}

impl<K: ToPython, V: ToPython> ToPython for BTreeMap<K, V> {
    fn to_python(self, py: &mut Python) -> Result {
        make_dict(py, self)
    }
}

impl<K: FromPython + Ord, V: FromPython> FromPython for BTreeMap<K, V> {
    fn from_python(py: &mut Python, o: &Object) -> Result<BTreeMap<K, V>> {
        read_dict(py, o)
    }
}

/// Positional arguments of a call: tuples, and vectors of objects.
pub trait Arguments {
    fn values(self, py: &mut Python) -> Result<Vec<Object>>;
}

impl Arguments for Vec<Object> {
    fn values(self, py: &mut Python) -> Result<Vec<Object>> {
        self.into_iter().map(|o| o.to_python(py)).collect()
    }
}

impl Arguments for () {
    fn values(self, _: &mut Python) -> Result<Vec<Object>> {
        Ok(Vec::new())
    }
}

macro_rules! tuples {
    ($(($count:literal: $($name:ident)+))*) => {$(
        impl<$($name: ToPython),+> Arguments for ($($name,)+) {
            #[expect(non_snake_case, reason = "each value is named as its type")]
            fn values(self, py: &mut Python) -> Result<Vec<Object>> {
                let ($($name,)+) = self;
                Ok(vec![$($name.to_python(py)?),+])
            }
        }

        impl<$($name: ToPython),+> ToPython for ($($name,)+) {
            fn to_python(self, py: &mut Python) -> Result {
                let values = Arguments::values(self, py)?;
                Ok(Object(py.cx().new_tuple(values.into_iter().map(|o| o.0).collect::<Vec<_>>())))
            }
        }

        impl<$($name: FromPython),+> FromPython for ($($name,)+) {
            fn from_python(py: &mut Python, o: &Object) -> Result<Self> {
                let items = py.cx().heap.tuple(&o.0).map(<[ObjRef]>::to_vec);
                let Some(items) = items.filter(|items| items.len() == $count) else {
                    return wrong(py, concat!("a tuple of ", $count), o);
                };
                let mut items = items.into_iter().map(Object);
                let mut next = || items.next().unwrap_or_else(|| o.clone());
                Ok(($({ let item = next(); $name::from_python(py, &item)? },)+))
            }
        }
    )*};
}

tuples! {
    (1: A)
    (2: A B)
    (3: A B C)
    (4: A B C D)
    (5: A B C D E)
    (6: A B C D E F)
}
