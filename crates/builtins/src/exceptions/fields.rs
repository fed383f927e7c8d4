//! Fields of exception types that have more than one: a tuple beside the arguments.

use theseus_object::payload::Exception;
use theseus_object::{Cx, ObjRef};

/// A field; None while it was never set.
pub fn get(cx: &Cx, e: &ObjRef, index: usize) -> ObjRef {
    try_get(cx, e, index).unwrap_or_else(|| cx.none.clone())
}

/// A field, if the exception has been given any.
pub fn try_get(cx: &Cx, e: &ObjRef, index: usize) -> Option<ObjRef> {
    let value = cx.heap.get::<Exception>(e)?.value.as_ref()?;
    cx.heap.tuple(value)?.get(index).cloned()
}

/// Sets all fields.
pub fn set_all(cx: &mut Cx, e: &ObjRef, values: &[ObjRef]) {
    let new = cx.tuple_from_slice(values);
    let old = cx.heap.get_mut::<Exception>(e).and_then(|x| x.value.replace(new));
    drop(old);
}

/// Sets one of `count` fields.
pub fn set(cx: &mut Cx, e: &ObjRef, count: usize, index: usize, value: Option<&ObjRef>) {
    let mut values: Vec<ObjRef> = (0..count).map(|i| get(cx, e, i)).collect();
    if let Some(place) = values.get_mut(index) {
        *place = value.cloned().unwrap_or_else(|| cx.none.clone());
    }
    set_all(cx, e, &values);
}

/// Reads and writes of the fields as functions for a table of attributes.
macro_rules! accessors {
    ($count:expr; $($get:ident $set:ident $index:expr;)*) => {$(
        fn $get(cx: &mut theseus_object::Cx, e: &theseus_object::ObjRef) -> theseus_object::PyResult {
            Ok($crate::exceptions::fields::get(cx, e, $index))
        }
        fn $set(
            cx: &mut theseus_object::Cx,
            e: &theseus_object::ObjRef,
            value: Option<&theseus_object::ObjRef>,
        ) -> theseus_object::PyResult<()> {
            $crate::exceptions::fields::set(cx, e, $count, $index, value);
            Ok(())
        }
    )*};
}

pub(super) use accessors;
