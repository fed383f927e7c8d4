//! Dates of the Gregorian calendar, and `struct_time`.

use theseus_object::host::LocalTime;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::modules::record::{self, Fields};
use crate::world;

pub static STRUCT_TIME: Fields = Fields {
    name: "time.struct_time",
    doc: "The time value as returned by gmtime(), localtime(), and strptime(), and\n accepted by asctime(), mktime() and strftime().  May be considered as a\n sequence of 9 integers.\n\n Note that several fields' values are not the same as those defined by\n the C language standard for struct tm.  For example, the value of the\n field tm_year is the actual year, not year - 1900.  See individual\n fields' descriptions for details.",
    fields: &[
        ("tm_year", "year, for example, 1993"),
        ("tm_mon", "month of year, range [1, 12]"),
        ("tm_mday", "day of month, range [1, 31]"),
        ("tm_hour", "hours, range [0, 23]"),
        ("tm_min", "minutes, range [0, 59]"),
        ("tm_sec", "seconds, range [0, 61])"),
        ("tm_wday", "day of week, range [0, 6], Monday is 0"),
        ("tm_yday", "day of year, range [1, 366]"),
        ("tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"),
        ("tm_zone", "abbreviation of timezone name"),
        ("tm_gmtoff", "offset from UTC in seconds"),
    ],
    visible: 9,
    sealed: false,
};

pub fn struct_time(cx: &mut Cx) -> ObjRef {
    record::kept_type(cx, &STRUCT_TIME)
}

/// A `struct_time` of a moment taken apart.
pub fn record_of(cx: &mut Cx, t: &LocalTime) -> ObjRef {
    let class = struct_time(cx);
    let numbers = [t.month, t.day, t.hour, t.minute, t.second, t.weekday, t.yearday, t.summer];
    let mut values = vec![cx.int(t.year)];
    values.extend(numbers.iter().map(|&n| cx.int(n as i64)));
    values.push(cx.new_str(&t.zone));
    values.push(cx.int(t.offset));
    record::build(cx, &class, values)
}

pub fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Year, month and day of a day counted from 1970.
pub fn date(days: i64) -> (i64, i32, i32) {
    // Counted from March, leap days come last in their year.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day = days.rem_euclid(146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let in_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * in_year + 2) / 153;
    let dom = in_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (year + era * 400 + carry, month as i32, dom as i32)
}

const BEFORE: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/// A moment in universal time.
pub fn universal(seconds: i64) -> LocalTime {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = date(days);
    let leap = i32::from(month > 2 && is_leap(year));
    let before = BEFORE.get(month as usize - 1).copied().unwrap_or(0);
    LocalTime {
        year,
        month,
        day,
        hour: (rest / 3600) as i32,
        minute: (rest / 60 % 60) as i32,
        second: (rest % 60) as i32,
        weekday: (days + 3).rem_euclid(7) as i32,
        yearday: before + day + leap,
        summer: 0,
        zone: "UTC".to_string(),
        offset: 0,
    }
}

/// Reads nine numbers, as they are.
pub fn parts(cx: &mut Cx, o: &ObjRef, function: &str) -> PyResult<LocalTime> {
    if o.kind() != Kind::Tuple {
        return Err(cx.type_error("Tuple or struct_time argument required"));
    }
    let items = cx.heap.tuple(o).map(<[ObjRef]>::to_vec).unwrap_or_default();
    if items.len() != 9 {
        return Err(cx.type_error(format!("{function}(): illegal time tuple argument")));
    }
    let mut numbers = [0; 9];
    for (slot, item) in numbers.iter_mut().zip(&items) {
        *slot = number(cx, item)?;
    }
    let [year, month, day, hour, minute, second, weekday, yearday, summer] = numbers;
    let mut t = LocalTime {
        year: year as i64,
        month,
        day,
        hour,
        minute,
        second,
        weekday,
        yearday,
        summer,
        zone: String::new(),
        offset: 0,
    };
    if o.ty().name() == STRUCT_TIME.name {
        t.zone = cx.member_get(o, 0).map(|z| z.text_or_empty()).unwrap_or_default();
        t.offset = cx.member_get(o, 1).and_then(|n| n.int()).unwrap_or(0);
    } else {
        // The zone is that of the place.
        let local = world::ask(cx, |h| h.local_time(0)).unwrap_or_default();
        (t.zone, t.offset) = (local.zone, local.offset);
    }
    Ok(t)
}

fn number(cx: &mut Cx, o: &ObjRef) -> PyResult<i32> {
    let v = cx.index(o)?;
    match v.int() {
        Some(v) => match i32::try_from(v) {
            Ok(v) => Ok(v),
            Err(_) if v < 0 => Err(cx.overflow_error("signed integer is less than minimum")),
            Err(_) => Err(cx.overflow_error("signed integer is greater than maximum")),
        },
        None => Err(cx.overflow_error("Python int too large to convert to C long")),
    }
}

/// Puts zeros that mean the first into place, and refuses what lies outside.
pub fn check(cx: &mut Cx, t: &mut LocalTime) -> PyResult<()> {
    for n in [&mut t.month, &mut t.day, &mut t.yearday] {
        if *n == 0 {
            *n = 1;
        }
    }
    let ranges = [
        ((1..=12).contains(&t.month), "month out of range"),
        ((1..=31).contains(&t.day), "day of month out of range"),
        ((0..24).contains(&t.hour), "hour out of range"),
        ((0..60).contains(&t.minute), "minute out of range"),
        ((0..=61).contains(&t.second), "seconds out of range"),
        (t.weekday >= -1, "day of week out of range"),
        ((1..=366).contains(&t.yearday), "day of year out of range"),
    ];
    t.weekday = (t.weekday + 7) % 7;
    match ranges.iter().find(|(good, _)| !good) {
        Some((_, text)) => Err(cx.value_error(text)),
        None => Ok(()),
    }
}
