//! What dates, times of day and datetimes are made of: one payload for the three.

use theseus_object::edges::{EdgeVisitor, Payload, Relation, Shadow};
use theseus_object::hash::{self, TupleHasher};
use theseus_object::methods::GetSet;
use theseus_object::{Cx, ObjRef, PyResult, Raised, TypeRef};

use super::civil::{self, MAX_YEAR, MIN_YEAR};
use super::delta;
use super::zone;
use crate::world;

/// Which type a payload belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    Date,
    Time,
    Both,
}

/// The numbers, ordered as time goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Parts {
    pub year: i32,
    pub month: i32,
    pub day: i32,
    pub hour: i32,
    pub minute: i32,
    pub second: i32,
    pub micro: i32,
}

impl Parts {
    pub const FIRST: Parts = Parts { year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0, micro: 0 };

    pub fn ordinal(&self) -> i64 {
        civil::ordinal(self.year.into(), self.month.into(), self.day.into())
    }

    pub fn second_of_day(&self) -> i64 {
        i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }

    /// Seconds since 1970, as if in UTC.
    pub fn seconds(&self) -> i64 {
        (self.ordinal() - civil::EPOCH) * civil::DAY + self.second_of_day()
    }

    /// Microseconds since 1970, as if in UTC.
    pub fn total(&self) -> i128 {
        i128::from(self.seconds()) * delta::SECOND + i128::from(self.micro)
    }

    /// The parts of a number of microseconds since 1970; `None` if the year is out of range.
    pub fn from_total(total: i128) -> Option<Parts> {
        let (seconds, micro) = delta::div_rem(total, delta::SECOND);
        let seconds = i64::try_from(seconds).ok()?;
        let micro = micro as i32;
        let ordinal = seconds.div_euclid(civil::DAY) + civil::EPOCH;
        if !(1..=civil::MAX_ORDINAL).contains(&ordinal) {
            return None;
        }
        let (year, month, day) = civil::from_ordinal(ordinal);
        let rest = seconds.rem_euclid(civil::DAY) as i32;
        Some(Parts {
            year: year as i32,
            month: month as i32,
            day: day as i32,
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
            micro,
        })
    }

    pub fn with_date_of(self, o: &Parts) -> Parts {
        Parts { year: o.year, month: o.month, day: o.day, ..self }
    }
}

/// Payload of date, time and datetime.
#[derive(Clone)]
pub struct Stamp {
    pub sort: Sort,
    pub at: Parts,
    pub fold: bool,
    pub tz: Option<ObjRef>,
}

impl Payload for Stamp {
    const SHADOW: Option<Shadow> = Some(|cx, o, f| {
        let mut s = own(cx, o)?;
        s.tz = s.tz.map(|tz| f(cx, &tz)).transpose()?;
        Ok(exact(cx, s))
    });
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.tz, Relation::Typed("tzinfo"));
    }
    fn clear(&mut self) {
        drop(self.tz.take());
    }
}

/// Names of the three types among those the interpreter remembers.
pub struct DateType;
pub struct TimeType;
pub struct BothType;

impl Sort {
    pub fn class(self, cx: &Cx) -> TypeRef {
        match self {
            Sort::Date => cx.remembered::<DateType>(),
            Sort::Time => cx.remembered::<TimeType>(),
            Sort::Both => cx.remembered::<BothType>(),
        }
    }
}

/// The payload of an object that is a date, a time or a datetime.
pub fn stamp<'a>(cx: &'a Cx, o: &'a ObjRef) -> Option<&'a Stamp> {
    cx.heap.get::<Stamp>(o)
}

/// The receiver's payload.
pub fn own(cx: &mut Cx, o: &ObjRef) -> PyResult<Stamp> {
    match stamp(cx, o).cloned() {
        Some(s) => Ok(s),
        None => Err(cx.bad_internal("datetime")),
    }
}

/// The payload if it is of a sort, datetimes being dates too.
pub fn of_sort(cx: &Cx, o: &ObjRef, sort: Sort) -> Option<Stamp> {
    stamp(cx, o).filter(|s| s.sort == sort || (sort == Sort::Date && s.sort == Sort::Both)).cloned()
}

/// An object of the exact type.
pub fn exact(cx: &Cx, s: Stamp) -> ObjRef {
    let ty = s.sort.class(cx);
    cx.new_instance(&ty, s)
}

/// The arguments that make a payload anew.
fn arguments(cx: &Cx, s: &Stamp) -> Vec<ObjRef> {
    let p = &s.at;
    let (days, times) = ([p.year, p.month, p.day], [p.hour, p.minute, p.second, p.micro]);
    let days = days.iter().filter(|_| s.sort != Sort::Time);
    let times = times.iter().filter(|_| s.sort != Sort::Date);
    let mut values: Vec<ObjRef> = days.chain(times).map(|&v| cx.int(v.into())).collect();
    if s.sort != Sort::Date {
        values.push(s.tz.clone().unwrap_or_else(|| cx.none.clone()));
    }
    values
}

/// An object of a class: one of a subclass is made by calling it.
pub fn of_class(cx: &mut Cx, class: &ObjRef, s: Stamp) -> PyResult {
    if s.sort.class(cx).as_ref().is(class) {
        return Ok(exact(cx, s));
    }
    let values = arguments(cx, &s);
    if !s.fold {
        return cx.call(class, &values);
    }
    let mut all = values;
    all.push(cx.int(1));
    let names = [cx.intern("fold")];
    cx.call_args(class, &theseus_object::Args { values: &all, names: &names })
}

// ---- checks

pub fn check_date(cx: &mut Cx, p: &Parts) -> PyResult<()> {
    let (year, month, day) = (p.year.into(), p.month.into(), i64::from(p.day));
    if !(MIN_YEAR..=MAX_YEAR).contains(&year) {
        return Err(bad_year(cx, year));
    }
    if !(1..=12).contains(&month) {
        return Err(cx.value_error("month must be in 1..12"));
    }
    if day < 1 || day > civil::days_in_month(year, month) {
        return Err(cx.value_error("day is out of range for month"));
    }
    Ok(())
}

pub fn check_time(cx: &mut Cx, p: &Parts) -> PyResult<()> {
    let ranges = [
        (p.hour, 24, "hour must be in 0..23"),
        (p.minute, 60, "minute must be in 0..59"),
        (p.second, 60, "second must be in 0..59"),
        (p.micro, 1_000_000, "microsecond must be in 0..999999"),
    ];
    match ranges.iter().find(|(v, end, _)| !(0..*end).contains(v)) {
        Some((_, _, text)) => Err(cx.value_error(text)),
        None => Ok(()),
    }
}

#[cold]
pub fn bad_year(cx: &mut Cx, year: i64) -> Raised {
    cx.value_error(format!("year {year} is out of range"))
}

#[cold]
pub fn out_of_range(cx: &mut Cx) -> Raised {
    cx.overflow_error("date value out of range")
}

/// An argument that is a time zone or None.
pub fn zone_argument(cx: &mut Cx, o: Option<ObjRef>) -> PyResult<Option<ObjRef>> {
    match o {
        None => Ok(None),
        Some(o) if o.is_none() => Ok(None),
        Some(o) if zone::is_zone(&o) => Ok(Some(o)),
        Some(o) => {
            let got = o.ty().name();
            Err(cx.type_error(format!(
                "tzinfo argument must be None or of a tzinfo subclass, not type '{got}'"
            )))
        }
    }
}

/// Puts numbers that are given into their fields.
pub fn put(cx: &mut Cx, fields: &mut [&mut i32], given: &[Option<ObjRef>]) -> PyResult<()> {
    for (field, o) in fields.iter_mut().zip(given) {
        if let Some(o) = o {
            **field = match o.int().and_then(|v| i32::try_from(v).ok()) {
                Some(v) => v,
                None => world::c_int(cx, o)?,
            };
        }
    }
    Ok(())
}

/// An argument `fold`.
pub fn fold_argument(cx: &mut Cx, o: Option<&ObjRef>, default: bool) -> PyResult<bool> {
    let Some(o) = o else { return Ok(default) };
    match world::c_int(cx, o)? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(cx.value_error("fold must be either 0 or 1")),
    }
}

// ---- common parts of the types

/// The attributes of what has a time of day.
pub const CLOCK_FIELDS: &[GetSet] = &[
    GetSet::new("hour", |cx, o| field(cx, o, |p| p.hour), ""),
    GetSet::new("minute", |cx, o| field(cx, o, |p| p.minute), ""),
    GetSet::new("second", |cx, o| field(cx, o, |p| p.second), ""),
    GetSet::new("microsecond", |cx, o| field(cx, o, |p| p.micro), ""),
    GetSet::new("tzinfo", tzinfo, ""),
    GetSet::new("fold", fold, ""),
];

pub fn field(cx: &mut Cx, o: &ObjRef, get: fn(&Parts) -> i32) -> PyResult {
    let v = stamp(cx, o).map_or(0, |s| get(&s.at));
    Ok(cx.int(v.into()))
}

pub fn fold(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let v = stamp(cx, o).is_some_and(|s| s.fold);
    Ok(cx.int(v.into()))
}

pub fn tzinfo(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(stamp(cx, o).and_then(|s| s.tz.clone()).unwrap_or_else(|| cx.none.clone()))
}

/// What the zone says to a method: a datetime asks about itself, a time about None.
fn ask(cx: &mut Cx, me: &ObjRef, method: &str) -> PyResult<Option<ObjRef>> {
    let s = own(cx, me)?;
    let Some(tz) = s.tz else { return Ok(None) };
    let about = if s.sort == Sort::Both { me.clone() } else { cx.none.clone() };
    Ok(Some(zone::ask(cx, &tz, method, &about)?))
}

pub fn utcoffset(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(ask(cx, me, "utcoffset")?.unwrap_or_else(|| cx.none.clone()))
}

pub fn dst(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(ask(cx, me, "dst")?.unwrap_or_else(|| cx.none.clone()))
}

pub fn tzname(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(ask(cx, me, "tzname")?.unwrap_or_else(|| cx.none.clone()))
}

/// The offset in microseconds, if there is one.
pub fn offset(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<i128>> {
    let o = ask(cx, me, "utcoffset")?;
    Ok(o.and_then(|o| delta::delta(cx, &o)).map(|d| d.total()))
}

/// The same with the other fold.
fn folded(cx: &mut Cx, me: &ObjRef, fold: bool) -> PyResult {
    let s = own(cx, me)?;
    Ok(if s.fold == fold { me.clone() } else { exact(cx, Stamp { fold, ..s }) })
}

/// Whether the offset depends on the fold: such datetimes equal none of another zone.
pub fn is_problematic(cx: &mut Cx, me: &ObjRef, known: Option<i128>) -> PyResult<bool> {
    let s = own(cx, me)?;
    let other = exact(cx, Stamp { fold: !s.fold, ..s });
    Ok(offset(cx, &other)? != known)
}

pub fn hash_of(cx: &mut Cx, me: &ObjRef) -> PyResult<i64> {
    let s = own(cx, me)?;
    let plain = folded(cx, me, false)?;
    let offset = if s.sort == Sort::Date { None } else { offset(cx, &plain)? };
    let mut hasher = TupleHasher::new();
    let p = s.at;
    match offset {
        None => {
            for v in [p.year, p.month, p.day, p.hour, p.minute, p.second, p.micro] {
                hasher.add(hash::int(v.into()));
            }
        }
        Some(offset) => {
            let total = p.total() - offset;
            hasher.add(hash::int(total.div_euclid(delta::DAY) as i64));
            hasher.add(hash::int(total.rem_euclid(delta::DAY) as i64));
        }
    }
    Ok(hasher.finish())
}

/// Pickle's state of the numbers, with the fold in a spare bit if the protocol knows of it.
fn state(s: &Stamp, with_fold: bool) -> Vec<u8> {
    let p = &s.at;
    let fold = if s.fold && with_fold { 0x80 } else { 0 };
    let date = [(p.year >> 8) as u8, p.year as u8, p.month as u8, p.day as u8];
    let time = [p.hour, p.minute, p.second, p.micro >> 16, p.micro >> 8, p.micro].map(|v| v as u8);
    match s.sort {
        Sort::Date => date.to_vec(),
        Sort::Time => {
            let mut out = time.to_vec();
            out[0] |= fold;
            out
        }
        Sort::Both => {
            let mut out = [date.as_slice(), &time].concat();
            out[2] |= fold;
            out
        }
    }
}

fn reduced(cx: &mut Cx, me: &ObjRef, with_fold: bool) -> PyResult {
    let s = own(cx, me)?;
    let bytes = cx.new_bytes(&state(&s, with_fold));
    let args = match s.tz {
        Some(tz) => cx.new_tuple([bytes, tz]),
        None => cx.new_tuple([bytes]),
    };
    Ok(cx.new_tuple([me.class(), args]))
}

pub fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    reduced(cx, me, false)
}

pub fn reduce_ex(cx: &mut Cx, me: &ObjRef, protocol: &ObjRef) -> PyResult {
    let protocol = world::c_int(cx, protocol)?;
    reduced(cx, me, protocol > 3)
}

/// The payload that pickle's state means, if the arguments are one. Only what tells it from other
/// bytes is checked.
pub fn from_state(cx: &mut Cx, sort: Sort, values: &[ObjRef]) -> PyResult<Option<Stamp>> {
    let (first, tz) = match values {
        [first] => (first, None),
        [first, tz] if sort != Sort::Date => (first, Some(tz)),
        _ => return Ok(None),
    };
    let bytes: Vec<u8> = match cx.heap.bytes(first) {
        Some(b) => b.to_vec(),
        None => match first.text().map(|t| t.chars().map(|c| u8::try_from(u32::from(c))).collect()) {
            // Pickles of Python 2 come as text.
            Some(Ok(b)) => b,
            _ => return Ok(None),
        },
    };
    let number = |i: usize| bytes.get(i).map_or(0, |&b| i32::from(b));
    let (length, key, at) = match sort {
        Sort::Date => (4, 2, 0),
        Sort::Time => (6, 0, 0),
        Sort::Both => (10, 2, 4),
    };
    let marked = number(key);
    let value = if sort == Sort::Date { marked } else { marked & 0x7f };
    let good = if sort == Sort::Time { value < 24 } else { (1..=12).contains(&value) };
    if bytes.len() != length || !good {
        return Ok(None);
    }
    let mut p = Parts::FIRST;
    if sort != Sort::Time {
        (p.year, p.month, p.day) = (number(0) << 8 | number(1), value, number(3));
    }
    if sort != Sort::Date {
        p.hour = if sort == Sort::Time { value } else { number(at) };
        (p.minute, p.second) = (number(at + 1), number(at + 2));
        p.micro = number(at + 3) << 16 | number(at + 4) << 8 | number(at + 5);
    }
    let tz = match tz {
        Some(tz) if tz.is_none() => None,
        Some(tz) if !zone::is_zone(tz) => return Err(cx.type_error("bad tzinfo state arg")),
        tz => tz.cloned(),
    };
    Ok(Some(Stamp { sort, at: p, fold: marked != value, tz }))
}
