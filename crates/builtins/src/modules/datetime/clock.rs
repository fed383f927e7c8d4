//! `time`: a time of day.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, CompareOp, Cx, ObjRef, PyResult, Slots};

use super::delta::Delta;
use super::stamp::{self, Parts, Sort, Stamp, TimeType};
use super::{bind, date, moment, parse, text};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        str_: Some(str_),
        hash: Some(stamp::hash_of),
        compare: Some(compare),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::full(
            "isoformat",
            iso_format,
            "Return string in ISO 8601 format, [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\n\nThe optional argument timespec specifies the number of additional terms\nof the time to include. Valid options are 'auto', 'hours', 'minutes',\n'seconds', 'milliseconds' and 'microseconds'.\n",
        ),
        NativeDef::full("strftime", date::strftime, "format -> strftime() style string."),
        NativeDef::m1("__format__", text::format, "Formats self with strftime."),
        NativeDef::m0("utcoffset", stamp::utcoffset, "Return self.tzinfo.utcoffset(self)."),
        NativeDef::m0("tzname", stamp::tzname, "Return self.tzinfo.tzname(self)."),
        NativeDef::m0("dst", stamp::dst, "Return self.tzinfo.dst(self)."),
        NativeDef::full("replace", replace, "Return time with new specified fields."),
        NativeDef::class("fromisoformat", from_iso_format, "string -> time from a string in ISO 8601 format"),
        NativeDef::m1("__reduce_ex__", stamp::reduce_ex, "__reduce_ex__(proto) -> (cls, state)"),
        NativeDef::m0("__reduce__", stamp::reduce, "__reduce__() -> (cls, state)"),
    ],
    getsets: stamp::CLOCK_FIELDS,
    doc: "time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\nAll arguments are optional. tzinfo may be None, or an instance of\na tzinfo subclass. The remaining arguments may be ints.",
};

pub fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type::<Stamp>("datetime.time", None, type_flag::BASE_TYPE);
    cx.remember_as::<TimeType>(&ty);
    cx.fill_type(&ty, &SPEC);
    let last = Parts { hour: 23, minute: 59, second: 59, micro: 999_999, ..Parts::FIRST };
    for (name, at) in [("min", Parts::FIRST), ("max", last)] {
        cx.namespace_put(&ty.data.dict, name, stamp::exact(cx, of(at, false, None)));
    }
    let tick = cx.new_object(Delta { days: 0, seconds: 0, micros: 1 });
    cx.namespace_put(&ty.data.dict, "resolution", tick);
    cx.namespace_put(dict, "time", ty.as_ref().clone());
}

/// The payload of a time: its date is the first.
pub fn of(p: Parts, fold: bool, tz: Option<ObjRef>) -> Stamp {
    Stamp { sort: Sort::Time, at: p.with_date_of(&Parts::FIRST), fold, tz }
}

static PARAMS: Params<0, 6> = Params {
    required: [],
    optional: ["hour", "minute", "second", "microsecond", "tzinfo", "fold"],
    posonly: 0,
    kwonly: 5,
};

/// Changes a payload by what is given.
fn changed(cx: &mut Cx, s: &mut Stamp, given: &[Option<ObjRef>; 6]) -> PyResult<()> {
    let p = &mut s.at;
    let [.., tz, fold] = given;
    stamp::put(cx, &mut [&mut p.hour, &mut p.minute, &mut p.second, &mut p.micro], given)?;
    if tz.is_some() {
        s.tz = stamp::zone_argument(cx, tz.clone())?;
    }
    s.fold = stamp::fold_argument(cx, fold.as_ref(), s.fold)?;
    stamp::check_time(cx, &s.at)
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    if args.names.is_empty()
        && let Some(s) = stamp::from_state(cx, Sort::Time, args.values)?
    {
        let ty = cx.expect_type(class)?;
        return Ok(cx.new_instance(ty, s));
    }
    let ([], given) = bind(cx, args, &PARAMS)?;
    let mut s = of(Parts::FIRST, false, None);
    changed(cx, &mut s, &given)?;
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, s))
}

fn replace(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([], given) = args.bind(cx, "replace", &PARAMS)?;
    let mut s = stamp::own(cx, me)?;
    changed(cx, &mut s, &given)?;
    Ok(cx.new_instance(me.ty(), s))
}

fn from_iso_format(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let o = args.only(cx, "time.fromisoformat")?;
    let source = date::characters(cx, o)?;
    let from = usize::from(source.first() == Some(&b'T'));
    let Some((p, offset)) = parse::time(&source, from) else { return Err(date::invalid(cx, o)) };
    let tz = moment::parsed_zone(cx, offset)?;
    stamp::check_time(cx, &p)?;
    stamp::of_class(cx, class, of(p, false, tz))
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let s = stamp::own(cx, me)?;
    let mut out = format!("{}({}, {}", me.ty().name(), s.at.hour, s.at.minute);
    moment::finish_repr(cx, &mut out, &s)?;
    Ok(cx.new_str(&out))
}

fn str_(cx: &mut Cx, me: &ObjRef) -> PyResult {
    cx.call_method(me, "isoformat", &[])
}

fn iso_format(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 1> = Params { required: [], optional: ["timespec"], posonly: 0, kwonly: 1 };
    let ([], [how]) = args.bind(cx, "isoformat", &PARAMS)?;
    let how = moment::time_spec(cx, how.as_ref(), " 1")?;
    let s = stamp::own(cx, me)?;
    text::iso_time(cx, me, &s, String::with_capacity(32), &how)
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (stamp::of_sort(cx, a, Sort::Time), stamp::of_sort(cx, b, Sort::Time)) else {
        return Ok(cx.not_implemented.clone());
    };
    if moment::same_zone(&x, &y) {
        return Ok(cx.bool(op.holds(x.at.cmp(&y.at))));
    }
    match (stamp::offset(cx, a)?, stamp::offset(cx, b)?) {
        (o, p) if o == p => Ok(cx.bool(op.holds(x.at.cmp(&y.at)))),
        (Some(o), Some(p)) => Ok(cx.bool(op.holds((x.at.total() - o).cmp(&(y.at.total() - p))))),
        _ => match op {
            CompareOp::Eq => Ok(cx.false_.clone()),
            CompareOp::Ne => Ok(cx.true_.clone()),
            _ => Err(cx.type_error("can't compare offset-naive and offset-aware times")),
        },
    }
}
