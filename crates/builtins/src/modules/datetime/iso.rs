//! `IsoCalendarDate`: year, week and weekday of ISO 8601.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Tuple;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::civil;
use super::stamp;
use crate::modules::record;

struct IsoType;

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(record::repr), new: Some(new), ..Slots::EMPTY },
    methods: &[NativeDef::m0("__reduce__", reduce, "__reduce__() -> (cls, state)")],
    getsets: &[
        GetSet::new("year", field::<0>, ""),
        GetSet::new("week", field::<1>, ""),
        GetSet::new("weekday", field::<2>, ""),
    ],
    doc: "The result of date.isocalendar() or datetime.isocalendar()\n\nThis object may be accessed either as a tuple of\n  ((year, week, weekday))\nor via the object attributes as named in the above tuple.",
};

pub fn install(cx: &mut Cx) {
    let tuple = cx.types.tuple.clone();
    let ty = cx.add_native_type::<Tuple>("datetime.IsoCalendarDate", Some(&tuple), 0);
    cx.remember_as::<IsoType>(&ty);
    cx.fill_type(&ty, &SPEC);
}

fn field<const N: usize>(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let part = cx.heap.tuple(o).and_then(|parts| parts.get(N).cloned());
    Ok(part.unwrap_or_else(|| cx.none.clone()))
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<3, 0> =
        Params { required: ["year", "week", "weekday"], optional: [], posonly: 0, kwonly: 3 };
    let (parts, []) = args.bind(cx, "IsoCalendarDate", &PARAMS)?;
    let items = cx.new_tuple(parts);
    let ty = cx.expect_type(class)?;
    Ok(cx.new_subclass_copy(ty, &items))
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let items = cx.heap.tuple(me).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let plain = cx.new_tuple(items);
    let args = cx.new_tuple([plain]);
    Ok(cx.new_tuple([cx.types.tuple.as_ref().clone(), args]))
}

pub fn calendar(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let p = stamp::own(cx, me)?.at;
    let (year, week, day) = civil::iso_calendar(p.year.into(), p.ordinal());
    let items = cx.new_tuple([year, week, day].map(|v| cx.int(v)));
    let ty = cx.remembered::<IsoType>();
    Ok(cx.new_subclass_copy(&ty, &items))
}
