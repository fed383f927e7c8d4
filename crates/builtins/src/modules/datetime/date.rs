//! `date`.

use std::borrow::Cow;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::slots::number;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, CompareOp, Cx, ObjRef, PyResult, Raised, Slots, TypeObj};

use super::civil::{self, MAX_ORDINAL, MAX_YEAR, MIN_YEAR, Wrong};
use super::delta::{self, Delta};
use super::stamp::{self, DateType, Parts, Sort, Stamp};
use super::{bind, iso, moment, parse, text};
use crate::{type_, world};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        str_: Some(str_),
        hash: Some(stamp::hash_of),
        compare: Some(compare),
        number: {
            let mut ops = Slots::EMPTY.number;
            ops[number::ADD] = Some(add);
            ops[number::SUB] = Some(sub);
            ops
        },
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::class(
            "fromtimestamp",
            from_timestamp,
            "Create a date from a POSIX timestamp.\n\nThe timestamp is a number, e.g. created via time.time(), that is interpreted\nas local time.",
        ),
        NativeDef::class(
            "fromordinal",
            from_ordinal,
            "int -> date corresponding to a proleptic Gregorian ordinal.",
        ),
        NativeDef::class(
            "fromisoformat",
            from_iso_format,
            "str -> Construct a date from a string in ISO 8601 format.",
        ),
        NativeDef::class(
            "fromisocalendar",
            from_iso_calendar,
            "int, int, int -> Construct a date from the ISO year, week number and weekday.\n\nThis is the inverse of the function date.isocalendar()",
        ),
        NativeDef::class(
            "today",
            today,
            "Current date or datetime:  same as self.__class__.fromtimestamp(time.time()).",
        ),
        NativeDef::m0("ctime", ctime, "Return ctime() style string."),
        NativeDef::full("strftime", strftime, "format -> strftime() style string."),
        NativeDef::m1("__format__", text::format, "Formats self with strftime."),
        NativeDef::m0("isoformat", iso_format, "Return string in ISO 8601 format, YYYY-MM-DD."),
        NativeDef::m0(
            "isoweekday",
            iso_weekday,
            "Return the day of the week represented by the date.\nMonday == 1 ... Sunday == 7",
        ),
        NativeDef::m0(
            "isocalendar",
            iso::calendar,
            "Return a named tuple containing ISO year, week number, and weekday.",
        ),
        NativeDef::m0("timetuple", time_tuple, "Return time tuple, compatible with time.localtime()."),
        NativeDef::m0(
            "toordinal",
            to_ordinal,
            "Return proleptic Gregorian ordinal.  January 1 of year 1 is day 1.",
        ),
        NativeDef::m0(
            "weekday",
            weekday,
            "Return the day of the week represented by the date.\nMonday == 0 ... Sunday == 6",
        ),
        NativeDef::full("replace", replace, "Return date with new specified fields."),
        NativeDef::m0("__reduce__", stamp::reduce, "__reduce__() -> (cls, state)"),
    ],
    getsets: &[
        GetSet::new("year", |cx, o| stamp::field(cx, o, |p| p.year), ""),
        GetSet::new("month", |cx, o| stamp::field(cx, o, |p| p.month), ""),
        GetSet::new("day", |cx, o| stamp::field(cx, o, |p| p.day), ""),
    ],
    doc: "date(year, month, day) --> date object",
};

pub fn install(cx: &mut Cx, dict: &ObjRef) {
    iso::install(cx);
    let ty = cx.add_native_type::<Stamp>("datetime.date", None, type_flag::BASE_TYPE);
    cx.remember_as::<DateType>(&ty);
    cx.fill_type(&ty, &SPEC);
    let last = Parts { year: 9999, month: 12, day: 31, ..Parts::FIRST };
    for (name, at) in [("min", Parts::FIRST), ("max", last)] {
        cx.namespace_put(&ty.data.dict, name, stamp::exact(cx, of(at)));
    }
    let day = cx.new_object(Delta { days: 1, seconds: 0, micros: 0 });
    cx.namespace_put(&ty.data.dict, "resolution", day);
    cx.namespace_put(dict, "date", ty.as_ref().clone());
}

/// A date's payload: its time of day is midnight.
pub fn of(p: Parts) -> Stamp {
    Stamp { sort: Sort::Date, at: Parts::FIRST.with_date_of(&p), fold: false, tz: None }
}

/// A date or datetime of an ordinal that is in range.
fn at_ordinal(cx: &mut Cx, class: &ObjRef, ordinal: i64) -> PyResult {
    let (year, month, day) = civil::from_ordinal(ordinal);
    let p = Parts { year: year as i32, month: month as i32, day: day as i32, ..Parts::FIRST };
    make(cx, class, p)
}

/// An instance of a class over date, which may be one over datetime.
fn make(cx: &mut Cx, class: &ObjRef, p: Parts) -> PyResult {
    if stamp::Sort::Date.class(cx).as_ref().is(class) {
        stamp::check_date(cx, &p)?;
        return Ok(stamp::exact(cx, of(p)));
    }
    let args = [p.year, p.month, p.day].map(|v| cx.int(v.into()));
    cx.call(class, &args)
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<3, 0> =
        Params { required: ["year", "month", "day"], optional: [], posonly: 0, kwonly: 3 };
    if args.names.is_empty()
        && let Some(s) = stamp::from_state(cx, Sort::Date, args.values)?
    {
        let ty = cx.expect_type(class)?;
        return Ok(cx.new_instance(ty, s));
    }
    let (given, []) = bind(cx, args, &PARAMS)?;
    let mut p = Parts::FIRST;
    stamp::put(cx, &mut [&mut p.year, &mut p.month, &mut p.day], &given.map(Some))?;
    stamp::check_date(cx, &p)?;
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, of(p)))
}

// ---- class methods

fn from_timestamp(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let o = args.only(cx, "date.fromtimestamp")?;
    let seconds = moment::whole_seconds(cx, o)?;
    let local = world::system(cx, |h| h.local_time(seconds))?;
    let p = Parts { year: local.year as i32, month: local.month, day: local.day, ..Parts::FIRST };
    make(cx, class, p)
}

fn from_ordinal(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let o = args.only(cx, "date.fromordinal")?;
    let ordinal = i64::from(world::c_int(cx, o)?);
    if ordinal < 1 {
        return Err(cx.value_error("ordinal must be >= 1"));
    }
    if ordinal > MAX_ORDINAL {
        let (year, ..) = civil::from_ordinal(ordinal);
        return Err(stamp::bad_year(cx, year));
    }
    at_ordinal(cx, class, ordinal)
}

/// A str as ASCII; other characters are bytes that no form of dates has.
pub fn characters<'a>(cx: &mut Cx, o: &'a ObjRef) -> PyResult<Cow<'a, [u8]>> {
    if let Some(t) = o.ascii() {
        return Ok(Cow::Borrowed(t.as_bytes()));
    }
    if !o.is_str() {
        return Err(cx.type_error("fromisoformat: argument must be str"));
    }
    let text = o.text_or_empty();
    Ok(text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(0xff)).collect())
}

#[cold]
pub fn invalid(cx: &mut Cx, o: &ObjRef) -> Raised {
    match cx.repr_text(o) {
        Ok(shown) => cx.value_error(format!("Invalid isoformat string: {shown}")),
        Err(e) => e,
    }
}

fn from_iso_format(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let o = args.only(cx, "date.fromisoformat")?;
    let source = characters(cx, o)?;
    match parse::date(&source) {
        Some(p) => make(cx, class, p),
        None => Err(invalid(cx, o)),
    }
}

fn from_iso_calendar(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<3, 0> =
        Params { required: ["year", "week", "day"], optional: [], posonly: 0, kwonly: 3 };
    let (given, []) = args.bind(cx, "fromisocalendar", &PARAMS)?;
    let (mut year, mut week, mut day) = (0, 0, 0);
    match stamp::put(cx, &mut [&mut year, &mut week, &mut day], &given.map(Some)) {
        Err(_) if cx.catch(&cx.excs.overflow_error.clone()) => {
            return Err(cx.value_error("ISO calendar component out of range"));
        }
        done => done?,
    }
    if !(MIN_YEAR..=MAX_YEAR).contains(&year.into()) {
        return Err(cx.value_error(format!("Year is out of range: {year}")));
    }
    match civil::from_iso(year.into(), week.into(), day.into()) {
        Ok(ordinal) if !(1..=MAX_ORDINAL).contains(&ordinal) => {
            let (year, ..) = civil::from_ordinal(ordinal);
            Err(stamp::bad_year(cx, year))
        }
        Ok(ordinal) => at_ordinal(cx, class, ordinal),
        Err(Wrong::Week) => Err(cx.value_error(format!("Invalid week: {week}"))),
        Err(Wrong::Day) => Err(cx.value_error(format!("Invalid day: {day} (range is [1, 7])"))),
    }
}

fn today(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let name = TypeObj::of(class).map(type_::short_name).unwrap_or_default();
    args.nothing(cx, &format!("{name}.today"))?;
    let now = crate::modules::attribute_of(cx, "time", "time")?;
    let now = cx.call(&now, &[])?;
    cx.call_method(class, "fromtimestamp", &[now])
}

// ---- methods

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let p = stamp::own(cx, me)?.at;
    Ok(cx.new_str(&format!("{}({}, {}, {})", me.ty().name(), p.year, p.month, p.day)))
}

fn str_(cx: &mut Cx, me: &ObjRef) -> PyResult {
    cx.call_method(me, "isoformat", &[])
}

fn iso_format(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let p = stamp::own(cx, me)?.at;
    Ok(cx.new_str(&text::date(&p)))
}

fn ctime(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let p = stamp::own(cx, me)?.at;
    Ok(cx.new_str(&text::classic(&p)))
}

pub fn strftime(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["format"], optional: [], posonly: 0, kwonly: 1 };
    let ([pattern], []) = args.bind(cx, "strftime", &PARAMS)?;
    text::strftime(cx, me, &pattern)
}

fn to_ordinal(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = stamp::own(cx, me)?.at.ordinal();
    Ok(cx.int(n))
}

fn weekday(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = civil::weekday(stamp::own(cx, me)?.at.ordinal());
    Ok(cx.int(n))
}

fn iso_weekday(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = civil::weekday(stamp::own(cx, me)?.at.ordinal());
    Ok(cx.int(n + 1))
}

fn time_tuple(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let p = Parts::FIRST.with_date_of(&stamp::own(cx, me)?.at);
    Ok(text::time_tuple(cx, &p, -1))
}

fn replace(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 3> =
        Params { required: [], optional: ["year", "month", "day"], posonly: 0, kwonly: 3 };
    let ([], given) = args.bind(cx, "replace", &PARAMS)?;
    let mut p = stamp::own(cx, me)?.at;
    stamp::put(cx, &mut [&mut p.year, &mut p.month, &mut p.day], &given)?;
    stamp::check_date(cx, &p)?;
    Ok(cx.new_instance(me.ty(), of(p)))
}

// ---- operators

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    match (stamp::of_sort(cx, a, Sort::Date), stamp::of_sort(cx, b, Sort::Date)) {
        (Some(a), Some(b)) => {
            let day = |s: Stamp| Parts::FIRST.with_date_of(&s.at);
            Ok(cx.bool(op.holds(day(a).cmp(&day(b)))))
        }
        _ => Ok(cx.not_implemented.clone()),
    }
}

fn shifted(cx: &mut Cx, o: &ObjRef, s: &Stamp, days: i64) -> PyResult {
    let ordinal = s.at.ordinal() + days;
    if !(1..=MAX_ORDINAL).contains(&ordinal) {
        return Err(stamp::out_of_range(cx));
    }
    at_ordinal(cx, &o.class(), ordinal)
}

fn add(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if stamp::of_sort(cx, a, Sort::Both).is_some() || stamp::of_sort(cx, b, Sort::Both).is_some() {
        return Ok(cx.not_implemented.clone());
    }
    let (o, by) = if delta::delta(cx, b).is_some() { (a, b) } else { (b, a) };
    match (stamp::of_sort(cx, o, Sort::Date), delta::delta(cx, by)) {
        (Some(s), Some(d)) => shifted(cx, o, &s, d.days.into()),
        _ => Ok(cx.not_implemented.clone()),
    }
}

fn sub(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    // A date and a moment have no distance, though a moment is a date by its class.
    if [a, b].into_iter().any(|o| stamp::of_sort(cx, o, Sort::Both).is_some()) {
        return Ok(cx.not_implemented.clone());
    }
    let Some(s) = stamp::of_sort(cx, a, Sort::Date) else { return Ok(cx.not_implemented.clone()) };
    if let Some(other) = stamp::of_sort(cx, b, Sort::Date) {
        let days = s.at.ordinal() - other.at.ordinal();
        return Ok(cx.new_object(Delta { days: days as i32, seconds: 0, micros: 0 }));
    }
    match delta::delta(cx, b) {
        Some(d) => shifted(cx, a, &s, -i64::from(d.days)),
        None => Ok(cx.not_implemented.clone()),
    }
}
