//! `datetime`: a date with a time of day.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::slots::number;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, CompareOp, Cx, ObjRef, PyResult, Slots};

use super::civil::{self, DAY};
use super::delta::{self, Delta, SECOND};
use super::stamp::{self, BothType, Parts, Sort, Stamp};
use super::{bind, clock, date, parse, text, zone};
use crate::world;

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
            "now",
            now,
            "Returns new datetime object representing current time local to tz.\n\n  tz\n    Timezone object.\n\nIf no tz is specified, uses local timezone.",
        ),
        NativeDef::class("utcnow", utcnow, "Return a new datetime representing UTC day and time."),
        NativeDef::class(
            "fromtimestamp",
            from_timestamp,
            "timestamp[, tz] -> tz's local time from POSIX timestamp.",
        ),
        NativeDef::class(
            "utcfromtimestamp",
            utc_from_timestamp,
            "Construct a naive UTC datetime from a POSIX timestamp.",
        ),
        NativeDef::class(
            "strptime",
            strptime,
            "string, format -> new datetime parsed from a string (like time.strptime()).",
        ),
        NativeDef::class("combine", combine, "date, time -> datetime with same date and time fields"),
        NativeDef::class(
            "fromisoformat",
            from_iso_format,
            "string -> datetime from a string in most ISO 8601 formats",
        ),
        NativeDef::m0("date", date_part, "Return date object with same year, month and day."),
        NativeDef::m0("time", time_part, "Return time object with same time but with tzinfo=None."),
        NativeDef::m0("timetz", zoned_time_part, "Return time object with same time and tzinfo."),
        NativeDef::m0("ctime", ctime, "Return ctime() style string."),
        NativeDef::m0("timetuple", time_tuple, "Return time tuple, compatible with time.localtime()."),
        NativeDef::m0("timestamp", timestamp, "Return POSIX timestamp as float."),
        NativeDef::m0(
            "utctimetuple",
            utc_time_tuple,
            "Return UTC time tuple, compatible with time.localtime().",
        ),
        NativeDef::full(
            "isoformat",
            iso_format,
            "[sep] -> string in ISO 8601 format, YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\nsep is used to separate the year from the time, and defaults to 'T'.\nThe optional argument timespec specifies the number of additional terms\nof the time to include. Valid options are 'auto', 'hours', 'minutes',\n'seconds', 'milliseconds' and 'microseconds'.\n",
        ),
        NativeDef::m0("utcoffset", stamp::utcoffset, "Return self.tzinfo.utcoffset(self)."),
        NativeDef::m0("tzname", stamp::tzname, "Return self.tzinfo.tzname(self)."),
        NativeDef::m0("dst", stamp::dst, "Return self.tzinfo.dst(self)."),
        NativeDef::full("replace", replace, "Return datetime with new specified fields."),
        NativeDef::full("astimezone", as_timezone, "tz -> convert to local time in new timezone tz\n"),
        NativeDef::m1("__reduce_ex__", stamp::reduce_ex, "__reduce_ex__(proto) -> (cls, state)"),
        NativeDef::m0("__reduce__", stamp::reduce, "__reduce__() -> (cls, state)"),
    ],
    getsets: stamp::CLOCK_FIELDS,
    doc: "datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\nThe year, month and day arguments are required. tzinfo may be None, or an\ninstance of a tzinfo subclass. The remaining arguments may be ints.\n",
};

pub fn install(cx: &mut Cx, dict: &ObjRef) {
    let base = Sort::Date.class(cx);
    let ty = cx.add_native_type::<Stamp>("datetime.datetime", Some(&base), type_flag::BASE_TYPE);
    cx.remember_as::<BothType>(&ty);
    cx.fill_type(&ty, &SPEC);
    let last = Parts { year: 9999, month: 12, day: 31, hour: 23, minute: 59, second: 59, micro: 999_999 };
    for (name, at) in [("min", Parts::FIRST), ("max", last)] {
        cx.namespace_put(&ty.data.dict, name, stamp::exact(cx, of(at, false, None)));
    }
    let tick = cx.new_object(Delta { days: 0, seconds: 0, micros: 1 });
    cx.namespace_put(&ty.data.dict, "resolution", tick);
    cx.namespace_put(dict, "datetime", ty.as_ref().clone());
}

fn of(at: Parts, fold: bool, tz: Option<ObjRef>) -> Stamp {
    Stamp { sort: Sort::Both, at, fold, tz }
}

const FIELDS: Params<0, 9> = Params {
    required: [],
    optional: ["year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold"],
    posonly: 0,
    kwonly: 8,
};
static PARAMS: Params<3, 6> = Params {
    required: ["year", "month", "day"],
    optional: ["hour", "minute", "second", "microsecond", "tzinfo", "fold"],
    posonly: 0,
    kwonly: 8,
};

/// Changes a payload by what is given.
fn changed(cx: &mut Cx, s: &mut Stamp, given: &[Option<ObjRef>; 9]) -> PyResult<()> {
    let p = &mut s.at;
    let [.., tz, fold] = given;
    let mut fields =
        [&mut p.year, &mut p.month, &mut p.day, &mut p.hour, &mut p.minute, &mut p.second, &mut p.micro];
    stamp::put(cx, &mut fields, given)?;
    let fold = stamp::fold_argument(cx, fold.as_ref(), s.fold);
    stamp::check_date(cx, &s.at)?;
    stamp::check_time(cx, &s.at)?;
    s.fold = fold?;
    if tz.is_some() {
        s.tz = stamp::zone_argument(cx, tz.clone())?;
    }
    Ok(())
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    if args.names.is_empty()
        && let Some(s) = stamp::from_state(cx, Sort::Both, args.values)?
    {
        let ty = cx.expect_type(class)?;
        return Ok(cx.new_instance(ty, s));
    }
    let ([year, month, day], [hour, minute, second, micro, tz, fold]) = bind(cx, args, &PARAMS)?;
    let mut s = of(Parts::FIRST, false, None);
    let given = [Some(year), Some(month), Some(day), hour, minute, second, micro, tz, fold];
    changed(cx, &mut s, &given)?;
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, s))
}

fn replace(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([], given) = args.bind(cx, "replace", &FIELDS)?;
    let mut s = stamp::own(cx, me)?;
    changed(cx, &mut s, &given)?;
    // Not by calling the class.
    Ok(cx.new_instance(me.ty(), s))
}

// ---- from the clock

/// A timestamp in whole seconds, rounded down.
pub fn whole_seconds(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let total = micros(cx, o, true)?;
    seconds_in_range(cx, total)
}

/// Whole seconds whose year is in range.
fn seconds_in_range(cx: &mut Cx, total: i128) -> PyResult<i64> {
    let seconds = total.div_euclid(SECOND) as i64;
    let ordinal = seconds.div_euclid(DAY) + civil::EPOCH;
    if (1..=civil::MAX_ORDINAL).contains(&ordinal) {
        return Ok(seconds);
    }
    let year = if seconds.abs() > 1 << 55 { None } else { Some(civil::from_ordinal(ordinal).0) };
    match year {
        Some(year) => Err(stamp::bad_year(cx, year)),
        None => Err(crate::exceptions::raise_os_error(cx, 75, None)),
    }
}

/// A timestamp in microseconds, rounded to the nearest even or down to seconds.
fn micros(cx: &mut Cx, o: &ObjRef, down: bool) -> PyResult<i128> {
    let Some(v) = o.float() else {
        let v = cx.index(o)?;
        return match v.int() {
            Some(v) => Ok(i128::from(v) * SECOND),
            None => Err(cx.overflow_error("timestamp out of range for platform time_t")),
        };
    };
    if v.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    const WORD: f64 = (1u64 << 63) as f64;
    let whole = if down { v.floor() } else { v.trunc() };
    if !(-WORD..WORD).contains(&whole) {
        return Err(cx.overflow_error("timestamp out of range for platform time_t"));
    }
    let rest = if down { 0.0 } else { (v.fract() * 1e6).round_ties_even() };
    Ok(whole as i128 * SECOND + rest as i128)
}

/// Seconds of local time, as if in UTC, at a moment.
fn local_seconds(cx: &mut Cx, seconds: i64) -> PyResult<i64> {
    let t = world::system(cx, |h| h.local_time(seconds))?;
    Ok(seconds + t.offset)
}

/// Farthest that a clock is put back.
const FOLD: i64 = 24 * 3600;

/// Local time at a moment, and whether it is the second such time.
fn local_parts(cx: &mut Cx, total: i128) -> PyResult<(Parts, bool)> {
    let seconds = total.div_euclid(SECOND) as i64;
    let local = local_seconds(cx, seconds)?;
    let probe = local_seconds(cx, seconds - FOLD)?;
    let step = local - probe - FOLD;
    let fold = step < 0 && local_seconds(cx, seconds + step)? == local;
    let total = i128::from(local) * SECOND + total.rem_euclid(SECOND);
    match Parts::from_total(total) {
        Some(p) => Ok((p, fold)),
        None => Err(stamp::out_of_range(cx)),
    }
}

/// A datetime of a class for a moment in a zone, or in local time.
fn at_moment(cx: &mut Cx, class: &ObjRef, total: i128, tz: Option<ObjRef>) -> PyResult {
    seconds_in_range(cx, total)?;
    let Some(tz) = tz else {
        let (p, fold) = local_parts(cx, total)?;
        return stamp::of_class(cx, class, of(p, fold, None));
    };
    let made = universal(cx, class, total, Some(tz.clone()))?;
    cx.call_method(&tz, "fromutc", &[made])
}

fn universal(cx: &mut Cx, class: &ObjRef, total: i128, tz: Option<ObjRef>) -> PyResult {
    seconds_in_range(cx, total)?;
    match Parts::from_total(total) {
        Some(p) => stamp::of_class(cx, class, of(p, false, tz)),
        None => Err(stamp::out_of_range(cx)),
    }
}

fn clock_now(cx: &mut Cx) -> PyResult<i128> {
    let clock = cx.host.get().map(|h| h.wall_clock());
    match clock {
        Some(now) => Ok(now.div_euclid(1000)),
        None => Err(cx.runtime_error("there is no clock")),
    }
}

fn now(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 1> = Params { required: [], optional: ["tz"], posonly: 0, kwonly: 1 };
    let ([], [tz]) = args.bind(cx, "now", &PARAMS)?;
    let tz = stamp::zone_argument(cx, tz)?;
    let total = clock_now(cx)?;
    at_moment(cx, class, total, tz)
}

fn deprecated(cx: &mut Cx, name: &str, instead: &str) -> PyResult<()> {
    let category = cx.excs.deprecation_warning.clone();
    let text = format!(
        "datetime.datetime.{name}() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.{instead}."
    );
    cx.warn(&category, &text, 1)
}

fn utcnow(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    args.nothing(cx, "datetime.utcnow")?;
    deprecated(cx, "utcnow", "now(datetime.UTC)")?;
    let total = clock_now(cx)?;
    universal(cx, class, total, None)
}

fn from_timestamp(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<1, 1> = Params { required: ["timestamp"], optional: ["tz"], posonly: 0, kwonly: 2 };
    let ([o], [tz]) = args.bind(cx, "fromtimestamp", &PARAMS)?;
    let tz = stamp::zone_argument(cx, tz)?;
    let total = micros(cx, &o, false)?;
    at_moment(cx, class, total, tz)
}

fn utc_from_timestamp(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "datetime.utcfromtimestamp")?;
    deprecated(cx, "utcfromtimestamp", "fromtimestamp(timestamp, datetime.UTC)")?;
    let [o] = args.values else {
        let n = args.values.len();
        let text = format!("utcfromtimestamp() takes exactly 1 argument ({n} given)");
        return Err(cx.type_error(text));
    };
    let total = micros(cx, o, false)?;
    universal(cx, class, total, None)
}

// ---- from text and parts

fn strptime(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "datetime.strptime")?;
    let [source, pattern] = args.values else {
        let n = args.values.len();
        return Err(cx.type_error(format!("strptime expected 2 arguments, got {n}")));
    };
    crate::str::args::expect_str(cx, "strptime", " 1", source)?;
    crate::str::args::expect_str(cx, "strptime", " 2", pattern)?;
    let f = crate::modules::attribute_of(cx, "_strptime", "_strptime_datetime")?;
    cx.call(&f, &[class.clone(), source.clone(), pattern.clone()])
}

fn combine(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<2, 1> =
        Params { required: ["date", "time"], optional: ["tzinfo"], posonly: 0, kwonly: 3 };
    let ([day, time], [tz]) = args.bind(cx, "combine", &PARAMS)?;
    let wrong = |cx: &mut Cx, at: usize, wanted: &str, o: &ObjRef| {
        let got = o.kind_given();
        cx.type_error(format!("combine() argument {at} must be datetime.{wanted}, not {got}"))
    };
    let Some(d) = stamp::of_sort(cx, &day, Sort::Date) else { return Err(wrong(cx, 1, "date", &day)) };
    let Some(t) = stamp::of_sort(cx, &time, Sort::Time) else { return Err(wrong(cx, 2, "time", &time)) };
    let tz = if tz.is_some() { stamp::zone_argument(cx, tz)? } else { t.tz };
    stamp::of_class(cx, class, of(t.at.with_date_of(&d.at), t.fold, tz))
}

/// The zone of an offset that was read.
pub fn parsed_zone(cx: &mut Cx, offset: Option<i128>) -> PyResult<Option<ObjRef>> {
    let Some(total) = offset else { return Ok(None) };
    if total.abs() >= delta::DAY {
        let shown = delta::from_total(cx, total)?;
        let shown = cx.repr_text(&shown)?;
        return Err(cx.value_error(format!(
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {shown}."
        )));
    }
    Ok(Some(zone::fixed(cx, total)))
}

fn from_iso_format(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let o = args.only(cx, "datetime.fromisoformat")?;
    let source = date::characters(cx, o)?;
    let Some((p, offset)) = parse::both(&source) else { return Err(date::invalid(cx, o)) };
    let tz = parsed_zone(cx, offset)?;
    stamp::check_date(cx, &p)?;
    stamp::check_time(cx, &p)?;
    stamp::of_class(cx, class, of(p, false, tz))
}

// ---- parts

fn date_part(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let s = stamp::own(cx, me)?;
    Ok(stamp::exact(cx, date::of(s.at)))
}

fn time_part(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let s = stamp::own(cx, me)?;
    Ok(stamp::exact(cx, clock::of(s.at, s.fold, None)))
}

fn zoned_time_part(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let s = stamp::own(cx, me)?;
    Ok(stamp::exact(cx, clock::of(s.at, s.fold, s.tz)))
}

fn ctime(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let s = stamp::own(cx, me)?;
    Ok(cx.new_str(&text::classic(&s.at)))
}

fn time_tuple(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let s = stamp::own(cx, me)?;
    let dst = stamp::dst(cx, me)?;
    let summer = delta::delta(cx, &dst).map_or(-1, |d| i64::from(d.total() != 0));
    Ok(text::time_tuple(cx, &s.at, summer))
}

fn utc_time_tuple(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let s = stamp::own(cx, me)?;
    let offset = stamp::offset(cx, me)?.unwrap_or(0);
    match Parts::from_total(s.at.total() - offset) {
        Some(p) => Ok(text::time_tuple(cx, &p, 0)),
        None => Err(stamp::out_of_range(cx)),
    }
}

/// The moment in seconds at which the local clock shows a time.
fn moment_of(cx: &mut Cx, t: i64, fold: bool) -> PyResult<i64> {
    let a = local_seconds(cx, t)? - t;
    let first = t - a;
    let shown = local_seconds(cx, first)?;
    let b = if shown == t {
        // Right, but there may be another such moment.
        let near = if fold { first + FOLD } else { first - FOLD };
        let b = local_seconds(cx, near)? - near;
        if a == b {
            return Ok(first);
        }
        b
    } else {
        shown - first
    };
    let second = t - b;
    if local_seconds(cx, second)? == t {
        return Ok(second);
    }
    if shown == t {
        return Ok(first);
    }
    // The time is in a gap.
    Ok(if fold { first.min(second) } else { first.max(second) })
}

fn timestamp(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let s = stamp::own(cx, me)?;
    if s.tz.is_some()
        && let Some(offset) = stamp::offset(cx, me)?
    {
        return delta::seconds(cx, s.at.total() - offset);
    }
    let t = s.at.seconds();
    if t - FOLD < -(civil::EPOCH - 1) * DAY {
        return Err(stamp::bad_year(cx, 0));
    }
    let seconds = moment_of(cx, t, s.fold)?;
    Ok(cx.float(seconds as f64 + f64::from(s.at.micro) / 1e6))
}

/// The zone of local time at a moment.
fn local_zone(cx: &mut Cx, seconds: i64) -> PyResult {
    let t = world::system(cx, |h| h.local_time(seconds))?;
    Ok(zone::named(cx, i128::from(t.offset) * SECOND, &t.zone))
}

fn as_timezone(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 1> = Params { required: [], optional: ["tz"], posonly: 0, kwonly: 1 };
    let ([], [tz]) = args.bind(cx, "astimezone", &PARAMS)?;
    let tz = stamp::zone_argument(cx, tz)?;
    let s = stamp::own(cx, me)?;
    if let (Some(a), Some(b)) = (&s.tz, &tz)
        && a.is(b)
    {
        return Ok(me.clone());
    }
    let offset = match stamp::offset(cx, me)? {
        Some(offset) => offset,
        None => {
            let t = s.at.seconds();
            i128::from(t - moment_of(cx, t, s.fold)?) * SECOND
        }
    };
    let Some(p) = Parts::from_total(s.at.total() - offset) else { return Err(stamp::out_of_range(cx)) };
    let tz = match tz {
        Some(tz) => tz,
        None => local_zone(cx, p.seconds())?,
    };
    let made = stamp::of_class(cx, &me.class(), of(p, false, Some(tz.clone())))?;
    cx.call_method(&tz, "fromutc", &[made])
}

// ---- text

/// The end of the constructor's call that shows an object.
pub fn finish_repr(cx: &mut Cx, out: &mut String, s: &Stamp) -> PyResult<()> {
    if s.at.second != 0 || s.at.micro != 0 {
        *out += &format!(", {}", s.at.second);
    }
    if s.at.micro != 0 {
        *out += &format!(", {}", s.at.micro);
    }
    let fold = if s.fold { ", fold=1" } else { "" };
    let zone = match &s.tz {
        Some(tz) => format!(", tzinfo={}", cx.repr_text(tz)?),
        None => String::new(),
    };
    // The two types have them in different order.
    let (first, second) = if s.sort == Sort::Both { (fold, zone.as_str()) } else { (zone.as_str(), fold) };
    *out += first;
    *out += second;
    out.push(')');
    Ok(())
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let s = stamp::own(cx, me)?;
    let p = s.at;
    let name = me.ty().name();
    let mut out = format!("{name}({}, {}, {}, {}, {}", p.year, p.month, p.day, p.hour, p.minute);
    finish_repr(cx, &mut out, &s)?;
    Ok(cx.new_str(&out))
}

fn str_(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let space = cx.new_str(" ");
    cx.call_method(me, "isoformat", &[space])
}

/// An argument `timespec`.
pub fn time_spec(cx: &mut Cx, o: Option<&ObjRef>, which: &str) -> PyResult<String> {
    let Some(o) = o else { return Ok("auto".to_string()) };
    crate::str::args::expect_str(cx, "isoformat", which, o)?;
    Ok(o.text_or_empty())
}

fn iso_format(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 2> =
        Params { required: [], optional: ["sep", "timespec"], posonly: 0, kwonly: 2 };
    let ([], [between, how]) = args.bind(cx, "isoformat", &PARAMS)?;
    if let Some(o) = &between
        && !(o.is_str() && cx.len(o)? == 1)
    {
        let got = o.kind_given();
        let text = format!("isoformat() argument 1 must be a unicode character, not {got}");
        return Err(cx.type_error(text));
    }
    let how = time_spec(cx, how.as_ref(), " 2")?;
    let s = stamp::own(cx, me)?;
    let mut out = text::date(&s.at);
    match between {
        None => out.push('T'),
        Some(o) => match o.ascii() {
            Some(one) => out.push_str(one),
            // It may be no character of Unicode.
            None => {
                let clock = text::iso_time(cx, me, &s, String::new(), &how)?;
                let day = cx.new_str(&out);
                return Ok(cx.str_concat(&[&day, &o, &clock]));
            }
        },
    }
    text::iso_time(cx, me, &s, out, &how)
}

// ---- operators

pub fn same_zone(a: &Stamp, b: &Stamp) -> bool {
    match (&a.tz, &b.tz) {
        (None, None) => true,
        (Some(a), Some(b)) => a.is(b),
        _ => false,
    }
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    let (Some(x), Some(y)) = (stamp::of_sort(cx, a, Sort::Both), stamp::of_sort(cx, b, Sort::Both)) else {
        let dates = [a, b].iter().all(|o| stamp::of_sort(cx, o, Sort::Date).is_some());
        if !dates {
            return Ok(cx.not_implemented.clone());
        }
        if equality {
            return Ok(cx.bool(op == CompareOp::Ne));
        }
        let (a, b) = (a.ty().name(), b.ty().name());
        return Err(cx.type_error(format!("can't compare {a} to {b}")));
    };
    if same_zone(&x, &y) {
        return Ok(cx.bool(op.holds(x.at.cmp(&y.at))));
    }
    let (o, p) = (stamp::offset(cx, a)?, stamp::offset(cx, b)?);
    let order = match (o, p) {
        (None, None) => x.at.cmp(&y.at),
        (Some(o), Some(p)) => (x.at.total() - o).cmp(&(y.at.total() - p)),
        _ if equality => return Ok(cx.bool(op == CompareOp::Ne)),
        _ => return Err(cx.type_error("can't compare offset-naive and offset-aware datetimes")),
    };
    if equality && order.is_eq() && (stamp::is_problematic(cx, a, o)? || stamp::is_problematic(cx, b, p)?) {
        return Ok(cx.bool(op == CompareOp::Ne));
    }
    Ok(cx.bool(op.holds(order)))
}

fn shifted(cx: &mut Cx, o: &ObjRef, s: Stamp, by: i128) -> PyResult {
    match Parts::from_total(s.at.total() + by) {
        Some(at) => stamp::of_class(cx, &o.class(), Stamp { at, fold: false, ..s }),
        None => Err(stamp::out_of_range(cx)),
    }
}

pub fn add(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (o, by) = if delta::delta(cx, b).is_some() { (a, b) } else { (b, a) };
    match (stamp::of_sort(cx, o, Sort::Both), delta::delta(cx, by)) {
        (Some(s), Some(d)) => shifted(cx, o, s, d.total()),
        _ => Ok(cx.not_implemented.clone()),
    }
}

fn sub(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let Some(x) = stamp::of_sort(cx, a, Sort::Both) else { return Ok(cx.not_implemented.clone()) };
    if let Some(d) = delta::delta(cx, b) {
        return shifted(cx, a, x, -d.total());
    }
    let Some(y) = stamp::of_sort(cx, b, Sort::Both) else { return Ok(cx.not_implemented.clone()) };
    let apart = x.at.total() - y.at.total();
    if same_zone(&x, &y) {
        return delta::from_total(cx, apart);
    }
    match (stamp::offset(cx, a)?, stamp::offset(cx, b)?) {
        (None, None) => delta::from_total(cx, apart),
        (Some(o), Some(p)) => delta::from_total(cx, apart - o + p),
        _ => Err(cx.type_error("can't subtract offset-naive and offset-aware datetimes")),
    }
}
